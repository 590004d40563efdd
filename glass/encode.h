/* Pressmark - numbers and terms as Glass stores them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * There are four encodings of a number.  In tags: base 128 with the least significant
 * group first, which is pm_store_varint.  In keys, whose bytes must sort as the numbers
 * do: the first byte's leading one bits plus 2 are the length, the other bits are the
 * number, big-endian.  At the end of a key: little-endian bytes without a terminator,
 * none for 0.  In the frame of blocks and items: big-endian, of fixed width.
 *
 *	number		in a tag	in a key	at the end of a key
 *	0		00		00 00		(nothing)
 *	300		ac 02		01 2c		2c 01
 *	32768		80 80 02	80 80 00	00 80
 *
 * A term in a key has 00 ff for every 00, so that a 00 can end it: the first byte
 * of a number in a key is never ff.
 */
#ifndef PM_GLASS_ENCODE_H
#define PM_GLASS_ENCODE_H

#include "support/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_SORTED_MAX 5u /* bytes of a 32-bit number in a key */

static inline void
pm_store_be16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static inline void
pm_store_be32(uint8_t *p, uint32_t v)
{
	pm_store_be16(p, v >> 16);
	pm_store_be16(p + 2, v & 0xffff);
}

static inline unsigned
pm_load_be16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static inline uint32_t
pm_load_be32(const uint8_t *p)
{
	return (uint32_t)pm_load_be16(p) << 16 | pm_load_be16(p + 2);
}

static inline size_t
pm_store_sorted(uint8_t *p, uint32_t v)
{
	size_t n = v < 1u << 15 ? 2 : v < 1u << 22 ? 3 : v < 1u << 29 ? 4 : 5, i;
	uint64_t wide = v;

	for (i = n; i-- > 0; wide >>= 8)
		p[i] = (uint8_t)wide;
	p[0] |= (uint8_t)(0xff00 >> (n - 2));
	return n;
}

/* Reads the LEN bytes at P; false if they are not exactly one number of 32 bits.  The
 * number need not be in its shortest form. */
static inline bool
pm_load_sorted(const uint8_t *p, size_t len, uint32_t *v)
{
	uint64_t wide;
	size_t n, i;

	if (len < 2 || p[0] >= 0xf0)
		return false;
	n = p[0] < 0x80 ? 2 : p[0] < 0xc0 ? 3 : p[0] < 0xe0 ? 4 : 5;
	if (n != len)
		return false;
	wide = p[0] & (0xffu >> (n - 1));
	for (i = 1; i < n; i++)
		wide = wide << 8 | p[i];
	*v = (uint32_t)wide;
	return wide <= UINT32_MAX;
}

/* A number at the end of a key. */
static inline size_t
pm_store_last(uint8_t *p, uint32_t v)
{
	size_t n;

	for (n = 0; v > 0; v >>= 8)
		p[n++] = (uint8_t)v;
	return n;
}

/* A term in a key; writes up to 2 * LEN bytes. */
static inline size_t
pm_store_escaped(uint8_t *p, const char *term, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++) {
		p[n++] = (uint8_t)term[i];
		if (term[i] == '\0')
			p[n++] = 0xff;
	}
	return n;
}

#endif
