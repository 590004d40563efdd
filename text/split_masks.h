/* Pressmark - where words may begin and end, 64 bytes at a time.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Internal to text/split.c and its tests.  Of a block of 64 bytes splitting
 * first wants to know four things about every byte; each is a mask of 64 bits
 * whose bit i is about byte i:
 *
 *	word	an ASCII letter or digit, or a byte of a non-ASCII character
 *	high	a byte of a non-ASCII character
 *	join	% & ' ( ) * + , - . @ _ ` and DEL: may lengthen a word when a
 *		`word` byte follows
 *	sign	# + : and may lengthen a word whatever follows
 *
 * `join` and `sign` hold every ASCII character that the rules of split.h give a
 * meaning behind a word.  They may hold more, which costs time but changes no
 * result: ( ) * and DEL are in because they make cheap ranges.
 *
 * There are several implementations, all with the same results.
 */
#ifndef PM_TEXT_SPLIT_MASKS_H
#define PM_TEXT_SPLIT_MASKS_H

#include <stddef.h>
#include <stdint.h>

#define PM_SPLIT_BLOCK 64u

struct pm_split_masks {
	uint64_t word, high, join, sign;
};

struct pm_split_impl {
	const char *name;
	/* The masks of N blocks that begin at S; nothing else is read. */
	void (*masks)(const uint8_t *s, size_t n, struct pm_split_masks *masks);
};

/* The implementations that this machine can run, the fastest first; *N is how many. */
const struct pm_split_impl *pm_split_impls(size_t *n);

#endif
