/* Pressmark - what the tests of language/tree.h share: parsing, well or wrong.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_PARSE_FIXTURE_H
#define PM_TESTS_PARSE_FIXTURE_H

#include "language/tree.h"

#include <check.h>
#include <stddef.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define PARSE_TODAY 20240305u /* a Tuesday */

/* The tree of a query that is right. */
struct pm_tree *parse_ok(const char *query, enum pm_query_mode mode);

/* The mistake in LEN bytes that are no query. */
struct pm_query_mistake parse_wrong(const char *query, size_t len, enum pm_query_mode mode);
struct pm_query_mistake parse_bytes_wrong(const char *query, size_t len);

/* Queries that are none. */
struct mistaken {
	const char *query;
	const char *marks; /* under the query: ^~~ */
	const char *what;  /* the message, from its beginning */
	const char *hint;  /* a part of the hint */
};

void expect_mistakes(const struct mistaken *table, size_t n);

/* The exit status of the program. */
int run_suite(Suite *s);

#endif
