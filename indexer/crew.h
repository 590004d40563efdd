/* Pressmark - the workers of a build.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Two jobs are done by as many threads as --jobs says (if one, by the caller alone):
 *
 * Gathering.  Only one worker reads at a time: an idle worker takes the reader, fills a
 * slice, passes the reader on, and turns its slice into its part of a run while the next
 * worker reads.  So reading overlaps with everything else, and no data passes from thread
 * to thread.
 *
 * Merging.  One worker unites the words and writes the lexicon, another writes the
 * postings; once the lexicon is done, all recode slices and append them in turn.
 *
 *	pm_crew_init(&crew, &options, &err);
 *	pm_crew_gather(&crew, &err);
 *	pm_crew_merge(&crew, sink, &err);
 *	pm_crew_release(&crew);
 *
 * The first failure stops all workers and is the one reported.
 */
#ifndef PM_INDEXER_CREW_H
#define PM_INDEXER_CREW_H

#include "indexer/gather/gather.h"
#include "indexer/gather/timings.h"
#include "indexer/merge/merge.h"
#include "support/stop.h"

#include <stdbool.h>

#define PM_MEMORY_MIN ((size_t)64 << 20)
#define PM_JOBS_MAX 256u

struct pm_crew_options {
	unsigned jobs; /* 1 to PM_JOBS_MAX */
	size_t memory; /* for all workers; less than PM_MEMORY_MIN will
					 * be exceeded */
	const char *language;
	const char *names; /* see struct pm_merge; may be NULL */
	const char *dir;   /* of the segment; spill files go there too */
	/* Fill a slice; PM_END: it is empty, because nothing is left.  Called by one
	 * worker at a time, in the order of the slices. */
	enum pm_status (*fill)(void *ctx, struct pm_slice *slice, struct pm_error *err);
	/* Called in turn when a slice has been recoded; may be NULL. */
	void (*recoded)(void *ctx, uint64_t text_bytes);
	void *ctx;
	struct pm_stop stop; /* asked by any worker */
	/* How often a term may occur; 0: as often as libxapian can count (UINT32_MAX).
	 * The frequent terms of each run are added up, so that what is too much for the
	 * database is refused while it is read, and not when all is being merged. */
	uint64_t most_occurrences;
};

struct pm_crew {
	struct pm_crew_options options;
	unsigned jobs; /* as many as the memory allows */
	struct pm_run *runs;
	size_t n_runs, runs_cap;
	struct pm_intern frequent; /* terms of runs */
	uint64_t *occurrences;	   /* of each, in the runs where it is frequent */
	size_t occurrences_cap;
	struct pm_timings *timings; /* by worker */
	struct pm_merge merge;
	char *prefix; /* start of the names of its spill files */
	bool merging;
};

enum pm_status pm_crew_init(struct pm_crew *crew, const struct pm_crew_options *options,
			    struct pm_error *err);
void pm_crew_release(struct pm_crew *crew);

enum pm_status pm_crew_gather(struct pm_crew *crew, struct pm_error *err);
/* Does everything except the sink's finish. */
enum pm_status pm_crew_merge(struct pm_crew *crew, struct pm_sink *sink,
			     struct pm_error *err);

#endif
