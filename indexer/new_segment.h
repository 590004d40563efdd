/* Pressmark - a new segment: articles in, the files of one segment out.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a build, an update and a merge have in common:
 *
 *	pm_new_segment_make(&s, &options, &result, 7, &err);	its folder, segment-7
 *	pm_new_segment_gather(&s, &err);		articles into runs (crew.h)
 *	pm_new_segment_finish(&s, &err);		runs into files, all synced
 *	... result.info is its entry in the generation ...
 *	pm_new_segment_release(&s, PM_SEGMENT_STAYS);
 *
 * Nobody sees the folder before a generation lists it.  What else it has, origins, blocks,
 * the caller writes into it before pm_new_segment_finish.
 */
#ifndef PM_INDEXER_NEW_SEGMENT_H
#define PM_INDEXER_NEW_SEGMENT_H

#include "indexer/build.h"
#include "indexer/crew.h"
#include "indexer/intake.h"

struct pm_new_segment_options {
	const struct pm_build_options *build;
	const char *language;
	const char *index; /* the folder that it is made in */
	/* The next article; PM_END: there is none.  Called by one thread at a time, as are
	 * the others. */
	enum pm_status (*next)(void *ctx, const struct pm_article **article,
			       struct pm_error *err);
	/* The article has been copied. */
	void (*taken)(void *ctx);
	/* What is done from now on, "merging", or still. */
	void (*stage)(void *ctx, const char *stage);
	void *ctx;
};

struct pm_new_segment {
	struct pm_new_segment_options options;
	struct pm_build_result *result; /* its numbers, and what the intake counts */
	struct pm_build_progress shown;
	char *path, *database, *guard;
	struct pm_crew crew;
	bool has_crew;
	struct pm_intake intake;
	struct pm_sink *sink;
	uint64_t n_slices;
};

enum pm_segment_fate { PM_SEGMENT_STAYS, PM_SEGMENT_GOES };

/* RESULT is the caller's, and is added to. */
enum pm_status
pm_new_segment_make(struct pm_new_segment *s, const struct pm_new_segment_options *options,
		    struct pm_build_result *result, uint64_t number, struct pm_error *err);
/* One of all zeros may be released.  PM_SEGMENT_GOES: with its folder. */
void pm_new_segment_release(struct pm_new_segment *s, enum pm_segment_fate fate);

/* PM_ABSENT: there was no article, and it cannot be finished. */
enum pm_status pm_new_segment_gather(struct pm_new_segment *s, struct pm_error *err);
enum pm_status pm_new_segment_finish(struct pm_new_segment *s, struct pm_error *err);

/* The memory that a build has. */
size_t pm_build_memory(const struct pm_build_options *options);

#endif
