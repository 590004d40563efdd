/* Pressmark - a window of articles; private to union.c and union_window.c.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Articles base .. end - 1, by number from base, have a score, as a float, and a mark.
 * They are cleared in groups of 64, and only groups that were touched are looked at:
 *
 *	pm_window_init(&w, room); w.lengths, w.per_length, w.base, w.end
 *	for each list of the window: pm_window_add(&w, articles, wdfs, n, weight, member);
 *	for (g = pm_window_next(&w, 0); g < PM_WINDOW_GROUPS; g = pm_window_next(&w, g + 1))
 *		... pm_window_marked(&w, g), pm_window_clear(&w, g);
 */
#ifndef PM_SEARCH_UNION_PARTS_H
#define PM_SEARCH_UNION_PARTS_H

#include "search/union.h"

#include <stdbool.h>
#include <string.h>

#define PM_WINDOW 8192u
#define PM_WINDOW_GROUPS (PM_WINDOW / 64)

struct pm_union_room {
	float scores[PM_WINDOW] __attribute__((aligned(64)));
	uint8_t marks[PM_WINDOW] __attribute__((aligned(64)));
	uint8_t touched[PM_WINDOW_GROUPS] __attribute__((aligned(8)));
};

/* After a search that failed. */
void pm_union_room_clear(struct pm_union_room *room);

struct pm_window {
	float *scores;
	uint8_t *marks, *touched;
	const uint32_t *lengths; /* by article of the segment, plus 1 */
	float per_length;	 /* 1 / average length */
	uint32_t base, end;
};

void pm_window_init(struct pm_window *w, struct pm_union_room *room);

/* Add the parts of the scores of N postings, which are of the window, and mark their
 * articles if they are a member's.  Up to 7 more articles behind them can be read. */
void pm_window_add(const struct pm_window *w, const uint32_t *articles,
		   const uint32_t *wdfs, uint32_t n, float weight, bool is_member);
/* Mark N articles. */
void pm_window_mark(const struct pm_window *w, const uint32_t *articles, uint32_t n);
/* Add wdfs to the sums of synonyms; pm_window_weigh then adds the parts of the scores of
 * all of them together.  A sum is 0 where there was none, else PM_THERE and the sum. */
#define PM_THERE UINT32_C(0x80000000)
#define PM_SUM (PM_THERE - 1)
void pm_window_sum(const struct pm_window *w, const uint32_t *articles,
		   const uint32_t *wdfs, uint32_t n, uint32_t *sums, bool is_member);
void pm_window_weigh(const struct pm_window *w, const uint32_t *sums, float weight);

/* The first group from GROUP on that was touched, or PM_WINDOW_GROUPS. */
static inline uint32_t
pm_window_next(const struct pm_window *w, uint32_t group)
{
	while (group < PM_WINDOW_GROUPS && w->touched[group] == 0)
		group++;
	return group;
}

/* Bit I: whether article I of the group is marked, and has a score of at least LEAST. */
uint64_t pm_window_marked(const struct pm_window *w, uint32_t group, float least);
void pm_window_clear(const struct pm_window *w, uint32_t group);

/* Count the marks of all groups.  Those groups that have any, and a score (of whatever
 * article) of at least LEAST, go to GROUPS, and *N is how many these are: the caller looks
 * at them and clears them.  All others are cleared if CLEAR says so, else they go there,
 * too, if they were touched at all. */
enum pm_sweep { PM_SWEEP_CLEAR, PM_SWEEP_KEEP };
uint32_t pm_window_sweep(const struct pm_window *w, float least, enum pm_sweep clear,
			 uint8_t groups[PM_WINDOW_GROUPS], uint32_t *n);

#endif
