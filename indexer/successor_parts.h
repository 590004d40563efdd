/* Pressmark - what the parts of making a generation share: see successor.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to successor.c and successor_copies.c, which finds the copies.
 */
#ifndef PM_INDEXER_SUCCESSOR_PARTS_H
#define PM_INDEXER_SUCCESSOR_PARTS_H

#include "indexer/stories.h"
#include "indexer/successor.h"

#include <string.h>

/* A segment that the new generation may have. */
struct pm_successor_part {
	struct pm_segment_info info;
	char *dir;
	struct pm_segment *segment; /* opened here, or the index's */
	bool own;
	size_t old;	/* which of the index's it is, or PM_REMOVAL_NEW */
	uint64_t *gone; /* those that are gone before and now, or NULL */
	uint64_t n_gone;
	/* Which of the first ones it has all of, or, if they were joined, what is left. */
	size_t first, end;
	bool joined;
};

struct pm_successor_parts {
	struct pm_successor_part *all;
	size_t n;
	/* As they were before any of them was dropped or joined; their segments may be closed
	 * since.  They own the sets of articles that are gone. */
	struct pm_successor_part *first;
	size_t n_first;
};

/* Find the copies of the first parts, if those of the old generation say enough; their places
 * are those in all first parts.  PM_DECLINED: they have to be found when all is joined. */
enum pm_status
pm_successor_follow_copies(struct pm_successor *s, const struct pm_successor_parts *parts,
			   struct pm_stories *stories, struct pm_error *err);
/* STORIES are those of the first parts: let them be those of the present ones. */
enum pm_status pm_successor_move_copies(const struct pm_successor_parts *parts,
					struct pm_stories *stories, struct pm_error *err);
/* Find the copies of the present parts. */
enum pm_status
pm_successor_find_copies(struct pm_successor *s, const struct pm_successor_parts *parts,
			 struct pm_stories *stories, struct pm_error *err);
/* Write STORIES, unless the old generation has the same file. */
enum pm_status
pm_successor_write_copies(struct pm_successor *s, const struct pm_stories *stories,
			  struct pm_error *err);

#endif
