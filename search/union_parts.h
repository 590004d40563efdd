/* Pressmark - a search for any of some words, and its windows; private to union*.c.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Articles base .. end - 1, by number from base, have a score, as a float.  It is above 0
 * for those that match, so that the scores are the marks as well: a member adds at least
 * FLT_MIN, and what only adds weight comes after all members.  Articles are cleared in
 * groups of 64, and only groups that were touched are looked at:
 *
 *	pm_window_init(&w, room); w.lengths, w.per_length, w.base, w.end
 *	for each list of the window: pm_window_add(&w, articles, wdfs, n, weight);
 *	total += pm_window_sweep(&w, 0, PM_WINDOW_GROUPS, least, PM_SWEEP_CLEAR, groups,
 *				 &n);
 *	for each of these groups: pm_window_marked(&w, g, least), pm_window_clear(&w, g);
 */
#ifndef PM_SEARCH_UNION_PARTS_H
#define PM_SEARCH_UNION_PARTS_H

#include "search/best.h"
#include "search/lane.h"
#include "search/union.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define PM_WINDOW 8192u
#define PM_WINDOW_GROUPS (PM_WINDOW / 64)

struct pm_union_cells {
	float scores[PM_WINDOW] __attribute__((aligned(64)));
	float hopes[PM_WINDOW] __attribute__((aligned(64)));
	float extras[PM_WINDOW] __attribute__((aligned(64)));
	uint8_t touched[PM_WINDOW_GROUPS] __attribute__((aligned(64)));
};

struct pm_union_room {
	struct pm_union_cells cells; /* all zeros between searches */
	struct pm_lane_room lanes;
};

/* After a search that failed. */
void pm_union_room_clear(struct pm_union_room *room);

struct pm_window {
	float *scores;
	/* where there are checks: what the score may still grow by when they are asked, and
	 * what is added to it then if the article matches */
	float *hopes, *extras;
	uint8_t *touched;
	const uint32_t *lengths; /* by article of the segment, plus 1 */
	float per_length;	 /* 1 / average length */
	uint32_t base, end;
	bool has_hopes; /* these are used, and must be cleared */
	bool avx2;
};

void pm_window_init(struct pm_window *w, struct pm_union_room *room);

/* All postings, or, where they have marks (lane.h), those that count, or the others. */
enum pm_window_postings { PM_WINDOW_ALL, PM_WINDOW_COUNTING, PM_WINDOW_OTHERS };

/* Add the parts of the scores of N postings, which are of the window, of a member.  Up to
 * 7 more articles behind them can be read, and are 0 or articles of the segment. */
void pm_window_add(const struct pm_window *w, const uint32_t *articles,
		   const uint32_t *wdfs, uint32_t n, float weight,
		   enum pm_window_postings which);
/* The same of a list that is no member: to the extras, or if there are none, to the scores
 * of articles that match. */
void pm_window_add_more(const struct pm_window *w, const uint32_t *articles,
			const uint32_t *wdfs, uint32_t n, float weight,
			enum pm_window_postings which);
/* N articles match, and that adds nothing to their scores. */
void pm_window_mark(const struct pm_window *w, const uint32_t *articles, uint32_t n);
/* Add wdfs to the sums of several lists.  A sum is 0 where there was none, else PM_THERE
 * and the sum.  The second function is for wdfs with marks (lane.h): without PM_THERE,
 * there is a sum, but nothing that counts. */
#define PM_THERE PM_LANE_COUNTS
#define PM_SUM (PM_THERE - 1)
void pm_window_sum(const struct pm_window *w, const uint32_t *articles,
		   const uint32_t *wdfs, uint32_t n, uint32_t *sums);
void pm_window_sum_marked(const struct pm_window *w, const uint32_t *articles,
			  const uint32_t *wdfs, uint32_t n, uint32_t *sums);
/* Add the parts of the scores that such sums make, in the groups FIRST .. END - 1: those
 * of a member, of what is none (as above), or to the hopes. */
enum pm_window_kind { PM_WINDOW_MEMBER, PM_WINDOW_MORE, PM_WINDOW_HOPE };
void pm_window_weigh(const struct pm_window *w, uint32_t first, uint32_t end,
		     const uint32_t *sums, float weight, enum pm_window_kind kind);
/* Add the extras to the scores of articles that match. */
void pm_window_add_extras(const struct pm_window *w, uint32_t first, uint32_t end);
/* The part of the score of one article. */
float pm_window_part(const struct pm_window *w, uint32_t at, uint32_t sum, float weight);

/* The first group from GROUP on, but before END, that was touched, or END. */
static inline uint32_t
pm_window_next(const struct pm_window *w, uint32_t group, uint32_t end)
{
	while (group < end && w->touched[group] == 0)
		group++;
	return group;
}

/* Bit I: whether article I of the group matches, and has a score of at least LEAST. */
uint64_t pm_window_marked(const struct pm_window *w, uint32_t group, float least);
/* Bit I: whether it has a sum, and does not match so far or may have a score of at least
 * LEAST when all that it hopes for is added. */
uint64_t pm_window_hoping(const struct pm_window *w, uint32_t group, const uint32_t *sums,
			  float least);
/* A score that N articles of the window reach, each of another group; 0 if there are not
 * so many.  N is from 1 to PM_WINDOW_NTH. */
#define PM_WINDOW_NTH 32u
float pm_window_nth(const struct pm_window *w, uint32_t n);
void pm_window_clear(const struct pm_window *w, uint32_t group);

/* Count the articles of the groups FIRST .. END - 1 that match.  Those groups that have a
 * score of at least LEAST go to GROUPS, and *N is how many these are: the caller looks at
 * them and clears them.  All others are cleared if CLEAR says so, else they go there, too,
 * if they were touched at all. */
enum pm_sweep { PM_SWEEP_CLEAR, PM_SWEEP_KEEP };
uint32_t pm_window_sweep(const struct pm_window *w, uint32_t first, uint32_t end,
			 float least, enum pm_sweep clear,
			 uint8_t groups[PM_WINDOW_GROUPS], uint32_t *n);

/* --- the search ---------------------------------------------------------------- */

/* An article that may be of the page. */
struct pm_union_kept {
	uint32_t id;
	float about;  /* its score */
	double score; /* exactly; till its window ends, what the leaves with sums add */
};

/* A search of one request. */
struct pm_union_run {
	const struct pm_union_shape *shape;
	const struct pm_db_request *request;
	struct pm_glass *const *segments;
	size_t n_segments, segment;
	uint32_t before; /* articles in the segments before this one */
	struct pm_union_room *room;
	struct pm_patience *patience;
	/* How far scores as floats may be off: so many times, and by what exact ones are
	 * rounded by. */
	double slack, rounded;
	bool ranks; /* some leaf has a weight, and a page is wanted */
	bool ended; /* by a check, or for want of patience */
	struct pm_lane *lanes;
	uint32_t window; /* articles */
	uint32_t **sums; /* by leaf: of synonyms and where there is a check, the wdfs
			  * in the window (pm_window_sum); else NULL */
	bool has_sums;	 /* there are any */
	bool has_checks;
	bool *marked; /* by leaf: its lists have marks */
	/* A leaf that only adds, and a weightless member that has its term, share the
	 * member's postings.  By leaf: the other one, or PM_U32_NONE. */
	uint32_t *member, *more;
	struct pm_best best;
	double floor; /* a page of articles have a score about as high, at least */
	struct pm_union_kept *kept;
	size_t n_kept, kept_cap;
	uint64_t total;
};

static inline double
pm_union_weight(const struct pm_union_run *r, uint32_t leaf)
{
	return r->shape->leaves[leaf].weight;
}

/* The score, as a float, below which an article is not looked at. */
static inline float
pm_union_least(const struct pm_union_run *r)
{
	double least = pm_best_least(&r->best);

	if (r->best.keep == 0)
		return INFINITY;
	if (!r->ranks)
		return -INFINITY;
	least = fmax(fmax(least, r->floor) - r->rounded, 0);
	return (float)(least / (1 + r->slack) * (1 - FLT_EPSILON));
}

/* union_checks.c: ask all checks in the groups FIRST .. END - 1, of articles that do not
 * match yet or may be of the page with what is checked, then add the extras. */
enum pm_status pm_union_ask_checks(struct pm_union_run *r, const struct pm_window *w,
				   uint32_t first, uint32_t end, struct pm_error *err);
/* The articles of the window that are gone do not match any more. */
void pm_union_drop_gone(const struct pm_union_run *r, const struct pm_window *w);
/* Mark the articles of these groups (shim/database.h). */
void pm_union_mark(const struct pm_union_run *r, const struct pm_window *w,
		   uint32_t first, uint32_t end);

#endif
