/* Pressmark - chance for the made-up newswire.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whole numbers only, and never two draws among the arguments of one call, whose order
 * is the compiler's: so every machine draws the same. */
#ifndef PM_TESTS_CORPUS_CHANCE_H
#define PM_TESTS_CORPUS_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* splitmix64 */
static inline uint64_t
next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* A number below N. */
static inline uint32_t
roll(uint64_t *state, uint32_t n)
{
	return (uint32_t)(next_random(state) % n);
}

static inline bool
one_in(uint64_t *state, uint32_t n)
{
	return roll(state, n) == 0;
}

/* What is made by chance, and is the same whenever it is asked for. */
enum chance_kind {
	CHANCE_WORD = 1, /* and the class */
	CHANCE_LONG_WORD = 8,
	CHANCE_EXPRESSION,
	CHANCE_PERSON,
	CHANCE_PLACE,
	CHANCE_COMPANY,
	CHANCE_AGENCY,
	CHANCE_IDEOGRAMS,
	CHANCE_SOURCE,
	CHANCE_MODEL,
	CHANCE_COPY,
	CHANCE_TEXT,
	CHANCE_VARIANT,
	CHANCE_METADATA,
	CHANCE_TOPIC = 32 /* and the thing */
};

/* What chance begins with for item NUMBER of a kind. */
static inline uint64_t
chance_of(uint32_t kind, uint32_t number)
{
	uint64_t state = (uint64_t)kind << 40 ^ number;

	return next_random(&state);
}

#define LENGTH(list) ((uint32_t)(sizeof(list) / sizeof *(list)))
#define CHOOSE(state, list) ((list)[roll((state), LENGTH(list))])

#endif
