/* Pressmark - a question while it is answered.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to ask.c, ask_cite.c and ask_further.c.
 */
#ifndef PM_QUERY_ASK_PARTS_H
#define PM_QUERY_ASK_PARTS_H

#include "query/ask.h"
#include "support/deadline.h"

struct pm_asking {
	const struct pm_ask *a;
	const struct pm_tree *tree;
	struct pm_search *s;
	struct pm_deadline deadline;
	double start;
	struct pm_buf *out, *notes;
	struct pm_asked *asked;
};

/* How to search for the page FIRST .. FIRST + MAX - 1. */
struct pm_search_options
pm_asking_options(struct pm_asking *q, uint64_t first, uint64_t max);

/* Results of a query that finds nothing: fill in what helps, a suggestion into MEANT. */
enum pm_status pm_asking_further(struct pm_asking *q, struct pm_output *output,
				 struct pm_buf *meant, struct pm_error *err);

/* Append a line to be quoted: what was asked, how many there are, and of which state of the
 * index. */
void pm_asking_cite(struct pm_asking *q);

/* Lines and facets of a query that finds nothing: say what it finds in folds. */
enum pm_status pm_asking_note_folds(struct pm_asking *q, struct pm_error *err);

#endif
