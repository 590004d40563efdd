/* Pressmark - the answer to any query, and what must be true of it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What fuzz_evaluate.c and fuzz_shapes.c share: a small index, made at the first
 * call and removed when the program ends, and all that can be asked of it. */
#ifndef PM_TESTS_FUZZ_ANSWER_H
#define PM_TESTS_FUZZ_ANSWER_H

#include "tests/fuzz/require.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

/* Ask QUERY, any bytes, and stop the program where something is not as it must be:
 *
 * - All pages, orders and counts agree on which articles match; an AND, OR or NOT
 *   matches what its operands say.
 * - A query that asks for words alone has hits in the articles that match, and in no
 *   others.  Hits and marks are in order, each once, within title or body; a mark lies
 *   within a hit.
 * - Titles and snippets are well-formed UTF-8, and marks in them open and close.
 * - Lines of context, facets and explanation count the same articles and hits; JSON
 *   is JSON. */
void check_answer(const char *query, size_t len);

#endif
