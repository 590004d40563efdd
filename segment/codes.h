/* Pressmark - word codes: end-tagged dense codes of one to four bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A word of a segment has a *rank*, a number from 0, and its code is the rank
 * written in base 128, most significant digit first, with the high bit set in
 * the last byte, and the shorter lengths used up first (dense):
 *
 *	class 0	ranks 0 .. 127			1 byte
 *	class 1	128 .. 16,511			2 bytes
 *	class 2	16,512 .. 2,113,663		3 bytes
 *	class 3	2,113,664 .. 270,549,119	4 bytes
 *
 * The commonest words have the shortest codes; within a class, ranks follow the words'
 * bytes, so each class is a sorted list and needs no table from word to rank (lexicon.h).
 * Because only the last byte of a code has its high bit set, a match of a code's bytes in
 * the stream is a match of the word exactly if the byte before it has its high bit set,
 * or if there is none.
 */
#ifndef PM_SEGMENT_CODES_H
#define PM_SEGMENT_CODES_H

#include <stddef.h>
#include <stdint.h>

#define PM_CODE_CLASSES 4
#define PM_CODE_MAX 4 /* bytes of the longest code */

/* The first rank of each class, followed by the number of all codes. */
static const uint32_t pm_class_start[PM_CODE_CLASSES + 1] = { 0, 128, 16512, 2113664,
							      270549120 };

/* Returns the bytes written, 1 to PM_CODE_MAX; RANK must be below pm_class_start[4]. */
static inline size_t
pm_code_put(uint8_t *p, uint32_t rank)
{
	if (rank < 128) {
		p[0] = (uint8_t)(rank | 0x80);
		return 1;
	}
	if (rank < 16512) {
		rank -= 128;
		p[0] = (uint8_t)(rank >> 7);
		p[1] = (uint8_t)(rank | 0x80);
		return 2;
	}
	if (rank < 2113664) {
		rank -= 16512;
		p[0] = (uint8_t)(rank >> 14);
		p[1] = (uint8_t)(rank >> 7 & 0x7f);
		p[2] = (uint8_t)(rank | 0x80);
		return 3;
	}
	rank -= 2113664;
	p[0] = (uint8_t)(rank >> 21);
	p[1] = (uint8_t)(rank >> 14 & 0x7f);
	p[2] = (uint8_t)(rank >> 7 & 0x7f);
	p[3] = (uint8_t)(rank | 0x80);
	return 4;
}

/* Reads the code at *P and moves *P past it.  Returns 0, or -1 if the bytes end inside it
 * or no code is that long. */
static inline int
pm_code_get(const uint8_t **p, const uint8_t *end, uint32_t *rank)
{
	const uint8_t *q = *p;
	uint32_t v = 0;
	unsigned n;

	for (n = 0; n < PM_CODE_MAX && q < end; n++) {
		uint8_t b = *q++;

		v = v << 7 | (b & 0x7f);
		if (b & 0x80) {
			*p = q;
			*rank = v + pm_class_start[n];
			return 0;
		}
	}
	return -1;
}

#endif
