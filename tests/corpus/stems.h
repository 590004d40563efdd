/* Pressmark - the stems of the made-up newswire.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Some hundred English nouns, verbs and adjectives, written down for these tests in
 * the order in which they are to be frequent, and syllables that make as many others
 * as one likes. */
#ifndef PM_TESTS_CORPUS_STEMS_H
#define PM_TESTS_CORPUS_STEMS_H

#include "support/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct stems {
	const char *const *list;
	uint32_t n;
};

extern const struct stems noun_stems, verb_stems, adjective_stems;

/* Append N syllables that STATE chooses; of ACCENTED ones some have an accent. */
void put_syllables(struct pm_buf *out, uint64_t *state, uint32_t n, bool accented);

#endif
