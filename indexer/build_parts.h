/* Pressmark - the parts of a build: what build*.c share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build.c		the steps, and what goes into the new segments
 * build_away.c		what an update takes away
 * build_moved.c	a corpus that is elsewhere now
 * build_repeated.c	ids that other articles have
 */
#ifndef PM_INDEXER_BUILD_PARTS_H
#define PM_INDEXER_BUILD_PARTS_H

#include "indexer/build.h"
#include "indexer/feed.h"
#include "indexer/input.h"
#include "indexer/new_segment.h"
#include "indexer/origin_log.h"
#include "indexer/refold.h"
#include "indexer/repeated.h"
#include "indexer/successor.h"

struct pm_building {
	const struct pm_build_options *options;
	const struct pm_lock *lock; /* that is held */
	struct pm_build_result *result;
	struct pm_successor next;
	struct pm_new_segment segment; /* the last one so far */
	char *spill;		       /* the folder of the first, for spill files */
	uint64_t most;		       /* bytes of text that a segment gets */
	struct pm_segment_info sum;    /* of those that are finished */
	size_t n_finished;
	uint32_t languages; /* of their articles, bits (text/languages.h) */
	struct pm_input input;
	/* What repeats is folded away by one of these: the first in a build, and in an
	 * update the second, which knows the articles that are there. */
	struct pm_feed feed;
	struct pm_refold refold;
	struct pm_stored_segment *stored; /* of the second */
	struct pm_origin_log origins;
	char *origins_spill;
	/* Of the article that came last; and of those that are put aside, in their order. */
	struct pm_origin origin;
	struct pm_spool later;
	struct pm_spool_reader later_in;
	char *later_spill;
	bool reads_later; /* they are being handed out */
	/* The first article with an id that one before it has; empty: there is none. */
	struct pm_repeated repeated;
	uint64_t before;	 /* articles that there were */
	uint64_t *places_before; /* of each given path, likewise */
	size_t n_away;		 /* articles that stayed away before */
	size_t n_forgotten;	 /* by an index that is replaced as a whole: likewise */
	bool ended;		 /* there are no more articles */
	bool empty;		 /* there is no new segment */
	bool taken_away;	 /* what goes has been found */
};

/* How many articles the index has of the files at or below each given path, or had: an
 * array, which is the caller's. */
enum pm_build_count { PM_COUNT_NOW, PM_COUNT_BEFORE };
enum pm_status pm_build_count_places(struct pm_building *b, enum pm_build_count which,
				     uint64_t **counts, struct pm_error *err);
/* The articles that are written again go from where they were, and so do those that are
 * there no more; once. */
enum pm_status pm_build_take_away(struct pm_building *b, struct pm_error *err);
/* What was removed by hand from an index that is replaced as a whole is not known any more: how
 * much that is, and that it is said, once the new one is published. */
enum pm_status pm_build_find_forgotten(struct pm_building *b, struct pm_error *err);
void pm_build_tell_forgotten(const struct pm_building *b);
/* Those that are written again because their folds are others go from where they were. */
enum pm_status pm_build_take_touched(struct pm_building *b, struct pm_error *err);
/* PM_ERR_INPUT if too much would be taken away, or all of a path. */
enum pm_status pm_build_check_removed(struct pm_building *b, struct pm_error *err);

/* Count the articles of the new segment, which is finished, that have the id of another that
 * stays; and find what to say of the first once the index is published. */
enum pm_status pm_build_find_repeated(struct pm_building *b, struct pm_error *err);

/* Whether the base is another folder than before. */
bool pm_build_has_moved(const struct pm_building *b);
/* Note which roots an update was not given that are not there any more, and still have
 * articles. */
enum pm_status pm_build_tell_lost(struct pm_building *b, struct pm_error *err);

#endif
