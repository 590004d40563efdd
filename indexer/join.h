/* Pressmark - several segments become one.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Segments that follow each other are joined into a new one, which has their articles in
 * the same order, less those that are gone.  Which ones should be, tiers.h says.
 *
 *	st = pm_join(&options, &joined, &err);
 *	PM_OK:		joined.info is the new segment's entry in the generation
 *	PM_ABSENT:	all articles are gone; there is no new segment
 *
 * The new segment is, byte for byte, what a build of its articles would write: all that is
 * indexed follows from the articles, and these come back as they were (stored.h).  Their
 * origins and blocks are carried, with the folds that they have, whatever repeats now.  The
 * files of the input are not read.
 *
 * Nobody sees the folder before a generation lists it; if the call does not succeed, it is
 * gone again.  The old segments are not changed.
 *
 * Cost: that of a build of the same text, 1.1 to 1.5 times; words are split, sorted and merged
 * as there, and to read them from a segment takes longer than from JSON.  A join of codes
 * and postings alone would take some 0.4 times, but every file would have a second way to
 * be made.  Memory: the build's.
 */
#ifndef PM_INDEXER_JOIN_H
#define PM_INDEXER_JOIN_H

#include "indexer/build.h"
#include "indexer/stored.h"

struct pm_join_options {
	/* Its jobs, memory, writer, limits and stop; nothing is told to its functions. */
	const struct pm_build_options *build;
	const char *language; /* of the index */
	const char *index;    /* the folder of both */
	uint64_t number;      /* of the new segment, segment-7 */
	/* In their order; their identities are the caller's to compare. */
	const struct pm_stored_segment *segments;
	size_t n_segments;
	/* Called now and then, by one thread at a time, with the stage "merging" and the
	 * bytes of text that were done, of all; may be NULL. */
	void (*progress)(void *ctx, const struct pm_build_progress *p);
	void *ctx;
};

struct pm_joined {
	/* Sums of what was read and repaired are those of the old segments; of one of which
	 * articles are gone, the share by the text that is left. */
	struct pm_segment_info info;
	uint32_t languages; /* that articles have, bits (text/languages.h) */
	uint64_t bytes;	    /* of its files */
};

enum pm_status pm_join(const struct pm_join_options *options, struct pm_joined *joined,
		       struct pm_error *err);

#endif
