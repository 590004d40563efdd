/* Pressmark - the page of a ranked search.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the ways to answer a request share (conjunction.h, union.h): what they know of the
 * segments beforehand, and the best matches so far.
 *
 *	pm_count_places(segments, n, &places, &err);
 *	struct pm_best best = { .keep = pm_page_range(&request, places, &first, &max) };
 *	for each match: pm_best_offer(&best, &match, &err);
 *	pm_best_page(&best, first, max, page);
 *	free(best.all);
 */
#ifndef PM_SEARCH_BEST_H
#define PM_SEARCH_BEST_H

#include "glass/reader.h"
#include "shim/database.h"
#include "shim/weights.h"

#include <math.h>
#include <stdbool.h>

/* How many articles N segments have together.  Fails if one of them has been found damaged,
 * and so stays damaged. */
enum pm_status pm_count_places(struct pm_glass *const *segments, size_t n,
			       uint64_t *places, struct pm_error *err);

/* The part of the page that can have matches, with that many PLACES: matches *FIRST ..
 * *FIRST + *MAX - 1.  Returns how many of the best must be kept for it. */
size_t pm_page_range(const struct pm_db_request *request, uint64_t places,
		     uint32_t *first, uint32_t *max);

/* A check failed with STATUS: report it in its own words, if it left any in the request;
 * returns STATUS. */
enum pm_status pm_check_failed(const struct pm_db_request *request,
			       const struct pm_glass *segment, enum pm_status status,
			       struct pm_error *err);

/* The best KEEP matches so far.  Once there are that many, a heap with the worst of them
 * at its root. */
struct pm_best {
	struct pm_db_match *all;
	size_t n, cap, keep;
};

/* The order of a page: descending score, then article order. */
static inline bool
pm_is_better(const struct pm_db_match *x, const struct pm_db_match *y)
{
	return x->score > y->score || (x->score == y->score && x->id < y->id);
}

enum pm_status pm_best_offer(struct pm_best *b, const struct pm_db_match *match,
			     struct pm_error *err);

/* The score that a match must reach to be kept: -INFINITY while all are. */
static inline double
pm_best_least(const struct pm_best *b)
{
	return b->keep > 0 && b->n == b->keep ? b->all[0].score : -INFINITY;
}

/* Fill the page with the matches FIRST .. FIRST + MAX - 1 of the best.  B is in another
 * order afterwards, and nothing can be offered to it any more. */
void pm_best_page(struct pm_best *b, uint32_t first, uint32_t max,
		  struct pm_db_page *page);

#endif
