/* Pressmark - where a build spends its time.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each worker adds up its own seconds for each stage and the bytes that went through it;
 * --timings shows them at the end.
 *
 *	double since = pm_timings_now(t);
 *	... read a slice ...
 *	pm_timings_add(t, PM_STAGE_READ, &since, bytes);
 *
 * If T is NULL, nothing is measured.  A measurement costs some 30 ns.
 */
#ifndef PM_INDEXER_GATHER_TIMINGS_H
#define PM_INDEXER_GATHER_TIMINGS_H

#include "support/buf.h"
#include "support/clock.h"

#include <stdint.h>

enum pm_stage {
	PM_STAGE_READ,	   /* files, decompression, JSON and HTML */
	PM_STAGE_SPLIT,	   /* text into words */
	PM_STAGE_LOOK_UP,  /* words to numbers */
	PM_STAGE_POST,	   /* terms to postings */
	PM_STAGE_SORT,	   /* sorting a run's parts, and writing them */
	PM_STAGE_LEXICON,  /* merging the runs' words, coding, writing */
	PM_STAGE_DATABASE, /* merging the runs' postings into the database */
	PM_STAGE_STORE,	   /* recoding articles, compressing dressing */
	PM_STAGE_COPIES,   /* comparing articles */
	PM_STAGE_SYNC,	   /* finishing files and making them durable */
	PM_STAGE_WAIT,	   /* for other workers */
	PM_STAGES
};

struct pm_timings {
	double seconds[PM_STAGES];
	uint64_t bytes[PM_STAGES];
};

static inline double
pm_timings_now(const struct pm_timings *t)
{
	return t == NULL ? 0 : pm_seconds();
}

/* Add the time from *SINCE to now, which becomes *SINCE. */
static inline void
pm_timings_add(struct pm_timings *t, enum pm_stage stage, double *since, uint64_t bytes)
{
	double now;

	if (t == NULL)
		return;
	now = pm_timings_now(t);
	t->seconds[stage] += now - *since;
	t->bytes[stage] += bytes;
	*since = now;
}

/* Append a table: a line for each stage, a column for each of the N workers. */
void pm_timings_put(struct pm_buf *out, const struct pm_timings *t, unsigned n,
		    double total);

#endif
