/* Pressmark - a search for lists side by side; private to conjunction.c and
 * conjunction_walk.c.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Articles are found in batches.  A batch has places, from 0, for the articles of the
 * rarest member; those that turn out to have everything are its candidates, and keep their
 * places: candidate I is at place SLOTS[I].  What is known by place: its article, and the
 * wdf of each list (pm_run_wdfs), PM_U32_NONE where it has none or nobody looked.
 */
#ifndef PM_SEARCH_CONJUNCTION_PARTS_H
#define PM_SEARCH_CONJUNCTION_PARTS_H

#include "search/best.h"
#include "search/conjunction.h"
#include "search/lane.h"

#define PM_BATCH 1024u /* places, at most */

/* A list that is made of several: what they have of each article is added up. */
struct pm_merged_list {
	uint32_t *articles, *wdfs; /* with room for some more, which may be read */
	size_t articles_cap, wdfs_cap;
	uint32_t n;
};

/* Lists FIRST .. FIRST + N - 1 of `order`, of which an article must have one, or none. */
struct pm_run_member {
	uint32_t first, n;
	uint64_t freq; /* at most this many articles */
	bool is_out;   /* none */
};

struct pm_run {
	const struct pm_shape *shape;
	const struct pm_db_request *request;
	struct pm_patience *patience;
	struct pm_glass *const *segments;
	size_t n_segments;
	struct pm_lane *lanes; /* by list, in the current segment */
	struct pm_lane_room lane_room;
	struct pm_merged_list *merged; /* by list: of those of several terms */
	struct pm_best best;
	uint32_t total;
	/* In the current segment: what articles must have, the rarest first, and what
	 * not. */
	size_t segment;
	uint32_t before; /* articles in those before it */
	uint32_t *order; /* lists that are there */
	struct pm_run_member *walk, *out;
	uint32_t n_walk, n_out;
	bool at_end;
	bool ended; /* a check wants no more, or patience is over */
	/* The batch. */
	uint32_t places; /* how many it may have */
	uint32_t taken;	 /* how many it has */
	uint32_t n;	 /* candidates */
	uint16_t slots[PM_BATCH];
	uint32_t articles_at[PM_BATCH]; /* by place */
	uint32_t *wdfs_at;		/* by list, then place */
	/* By candidate, for the checks. */
	uint32_t found[PM_BATCH];
	uint8_t answers[PM_BATCH];
	uint64_t open[PM_BATCH]; /* a bit for each check still to be asked */
	uint32_t *rows;		 /* n_columns wdfs for each */
};

static inline const struct pm_shape_leaf *
pm_run_leaf(const struct pm_run *r, uint32_t list)
{
	return &r->shape->leaves[r->shape->lists[list].leaf];
}

/* The wdfs of a list, by place. */
static inline uint32_t *
pm_run_wdfs(const struct pm_run *r, uint32_t list)
{
	return r->wdfs_at + (size_t)list * r->places;
}

/* Whether this, of a list, is the wdf of an article that it has. */
static inline bool
pm_run_counts(const struct pm_run *r, uint32_t list, uint32_t wdf)
{
	return wdf != PM_U32_NONE &&
	       (!pm_run_leaf(r, list)->marked || (wdf & PM_LANE_COUNTS) != 0);
}

/* conjunction_walk.c: segment after segment, open the lists, line them up, find batch after
 * batch till AT_END or ENDED, and close them.  PM_ABSENT: the segment has no list of
 * something that articles must have. */
enum pm_status pm_run_open(struct pm_run *r, struct pm_error *err);
enum pm_status pm_run_line_up(struct pm_run *r, struct pm_error *err);
enum pm_status pm_run_find(struct pm_run *r, struct pm_error *err);
/* Look up, for all candidates, the wdfs of a list that only adds weight. */
enum pm_status pm_run_meet(struct pm_run *r, uint32_t list, struct pm_error *err);
void pm_run_close(struct pm_run *r);

/* conjunction_merge.c: make the list of several terms in the current segment, and set its
 * lane to it. */
enum pm_status pm_run_merge(struct pm_run *r, uint32_t list, struct pm_error *err);
void pm_merged_release(struct pm_merged_list *m);

#endif
