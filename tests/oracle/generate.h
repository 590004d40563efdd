/* Pressmark - random queries for a corpus.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The same seed and corpus give the same queries.  All operators occur; words
 * are taken from the corpus, mostly several from one article and near each other,
 * so that many queries match something, and then bent: other cases, other joints,
 * another order, other letters.  Numbers are about those that decide. */
#ifndef PM_TESTS_ORACLE_GENERATE_H
#define PM_TESTS_ORACLE_GENERATE_H

#include "tests/oracle/naive.h"

struct generator {
	const struct naive *nv;
	uint64_t state;
	uint32_t article; /* that most words of this query are from */
	bool in_title;	  /* inside title:( ... ) */
	bool in_distance; /* inside what asks for words: no AND, NOT, metadata */
};

void generator_init(struct generator *g, const struct naive *nv, uint64_t seed);

/* Append the next query to OUT.  It may be one that the parser refuses. */
void generate(struct generator *g, struct pm_buf *out);

/* A number below N (0 for 0), for whoever else needs chance. */
size_t below(uint64_t *state, size_t n);

#endif
