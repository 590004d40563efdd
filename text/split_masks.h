/* Pressmark - where words may begin and end, 64 bytes at a time.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Internal to text/split.c and its tests.  For a block of 64 bytes, splitting first needs
 * four facts about every byte; each is a mask of 64 bits whose bit i is about byte i:
 *
 *	word	an ASCII letter or digit, or a byte of a non-ASCII character
 *	high	a byte of a non-ASCII character
 *	join	% & ' ( ) * + , - . @ _ ` and DEL: may lengthen a word when a
 *		`word` byte follows
 *	sign	# + : may lengthen a word whatever follows
 *
 * `join` and `sign` cover every ASCII character that means something after a word in the
 * rules of split.h.  They may cover more, which costs time but changes no result: ( ) *
 * and DEL are included because that makes cheap ranges.
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
	/* The masks of the N blocks that begin at S; nothing else is read. */
	void (*masks)(const uint8_t *s, size_t n, struct pm_split_masks *masks);
};

/* The implementations that this machine can run, the fastest first; *N is how many. */
const struct pm_split_impl *pm_split_impls(size_t *n);

#endif
