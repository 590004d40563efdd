/* Pressmark - what stands on the command line besides options: an index and a query.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_QUERY_OPERANDS_H
#define PM_QUERY_OPERANDS_H

#include "support/buf.h"

#include <stdbool.h>

/* Whether PATH is an index. */
bool pm_operand_is_index(const char *path);

/* The index: GIVEN, that of the option; or the first of the N operands, if it is an index or
 * nothing else is given; or that of the environment.  NULL: none.  *FIRST: the first operand
 * of the query. */
const char *pm_operands_index(const char *given, char **operands, int n, int *first);

/* Append N words as a query. */
void pm_operands_join(struct pm_buf *query, char **words, int n);

/* Append a query for the article of this ID. */
void pm_operand_put_id(struct pm_buf *query, const char *id);

#endif
