/* Pressmark - a corpus of edge cases.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Some hundred short articles as JSON lines, put together at random from words
 * and signs that splitting, folding, compounds and addresses are about.  There
 * are few different ones, so that most meet in most ways; the same seed gives
 * the same corpus. */
#ifndef PM_TESTS_ORACLE_EDGE_H
#define PM_TESTS_ORACLE_EDGE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum edge_kind {
	EDGE_ARTICLES,
	EDGE_FOLDS /* most of which have folds, as an export gives them */
};

/* False when writing failed. */
bool edge_write(FILE *out, uint64_t seed, enum edge_kind kind);

#endif
