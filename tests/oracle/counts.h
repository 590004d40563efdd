/* Pressmark - what an index says of its corpus, counted by the oracle.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_ORACLE_COUNTS_H
#define PM_TESTS_ORACLE_COUNTS_H

#include "segment/generation.h"
#include "tests/oracle/naive.h"

/* Whether articles, words, different words, words too long to be terms, articles without
 * a day, and the first and last day are what the generation's segments state.  What
 * is not is printed. */
bool counts_agree(const struct naive *nv, const struct pm_generation *generation);

#endif
