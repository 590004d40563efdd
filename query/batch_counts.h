/* Pressmark - a batch: its head, and the counts of a line.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_QUERY_BATCH_COUNTS_H
#define PM_QUERY_BATCH_COUNTS_H

#include "query/ask.h"

/* Whether only counts are shown. */
bool pm_batch_counts(const struct pm_ask *a);

/* Append what stands before all answers; G is the generation that is cited. */
void pm_batch_put_head(const struct pm_ask *a, const struct pm_generation *g,
		       struct pm_buf *out);

struct pm_batch_line {
	const struct pm_buf *id, *query;
	const struct pm_asked *asked;
	const struct pm_generation *generation; /* that it was answered from */
};

/* Append a row of text or of tab-separated values, or an object. */
void pm_batch_put_counts(const struct pm_ask *a, const struct pm_batch_line *s,
			 struct pm_buf *out);

#endif
