/* Pressmark - requests for any of some words: see union.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/union.h"

#include "search/best.h"
#include "search/lane.h"
#include "search/union_parts.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

/* What it costs to open a list, in the units of a patience. */
#define LIST_WORK 30u
/* Articles that may be of the page are gone over when there are so many more of them than
 * fit on it. */
#define KEPT_SPARE 4096u
/* Groups whose checks are asked together: few, till the page is full and it is known
 * which articles need not be asked. */
#define BLOCK_FIRST 8u
#define BLOCK 32u
/* What the lanes of a search may keep of a window together, in postings.  Windows are
 * smaller where there are more. */
#define KEPT_POSTINGS (UINT32_C(1) << 22)
/* In a search with more leaves, none share postings: to find them would take long. */
#define PAIRED_MAX 64u
/* Room for lanes that stays from search to search. */
#define ROOM_NUMBERS (UINT32_C(1) << 18)

/* --- lists ---------------------------------------------------------------- */

/* The list of one of a member's many terms, with its share. */
static enum pm_status
open_shared(struct pm_union_run *r, uint32_t leaf, uint32_t term, struct pm_error *err)
{
	r->ended = r->ended || pm_patience_over(r->patience, LIST_WORK);
	return pm_lane_open_shared(&r->lanes[term], r->segments[r->segment], r->request,
				   r->shape->terms[term], r->segment, r->marked[leaf],
				   err);
}

static enum pm_status
open_lane(struct pm_union_run *r, uint32_t term, struct pm_error *err)
{
	const struct pm_db_node *node = r->shape->terms[term];

	r->ended = r->ended || pm_patience_over(r->patience, LIST_WORK);
	return pm_lane_open(&r->lanes[term], r->segments[r->segment], node->term,
			    node->term_len, err);
}

static void
close_lanes(struct pm_union_run *r)
{
	uint32_t i;

	for (i = 0; i < r->shape->n_terms; i++)
		pm_lane_close(&r->lanes[i]);
}

/* Open the lists of the current segment. */
static enum pm_status
open_lanes(struct pm_union_run *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t i, k;

	for (i = 0; i < r->shape->n_leaves; i++) {
		const struct pm_union_leaf *leaf = &r->shape->leaves[i];

		if (r->member[i] != PM_U32_NONE)
			continue;
		for (k = leaf->first; k < leaf->first + leaf->n && status == PM_OK; k++)
			if (!r->ended)
				status = leaf->is_member && leaf->n > 1
					       ? open_shared(r, i, k, err)
					       : open_lane(r, k, err);
	}
	return status;
}

/* Postings of the window are looked at again to weigh articles exactly, but for those
 * whose wdfs are added up. */
static enum pm_status
make_lanes_room(struct pm_union_run *r, struct pm_error *err)
{
	uint32_t i;

	for (i = 0; i < r->shape->n_leaves; i++)
		if (r->sums[i] == NULL && r->ranks)
			r->lanes[r->shape->leaves[i].first].cap = r->window +
								  2 * PM_LANE_POSTINGS;
	return pm_lanes_make_room(r->lanes, r->shape->n_terms, &r->room->lanes, err);
}

/* Whether the leaf has anything to do with the answer. */
static bool
counts(const struct pm_union_run *r, uint32_t leaf)
{
	return r->shape->leaves[leaf].is_member ||
	       (r->ranks && pm_union_weight(r, leaf) > 0);
}

/* --- windows --------------------------------------------------------------- */

/* The place of the first of the decoded articles, which are not at their end, that is not
 * below END. */
static uint32_t
find_end(const struct pm_lane *l, uint32_t end)
{
	uint32_t low = l->i, high = l->n;

	if (l->articles[high - 1] < end)
		return high;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (l->articles[middle] < end)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Add postings FROM .. TO - 1 of those that are decoded. */
static void
add_postings(struct pm_union_run *r, const struct pm_lane *l, uint32_t to, uint32_t leaf,
	     const struct pm_window *w)
{
	const uint32_t *articles = l->articles + l->i, *wdfs = l->wdfs + l->i;
	uint32_t n = to - l->i;

	if (n == 0)
		return;
	if (r->sums[leaf] != NULL && r->marked[leaf])
		pm_window_sum_marked(w, articles, wdfs, n, r->sums[leaf]);
	else if (r->sums[leaf] != NULL)
		pm_window_sum(w, articles, wdfs, n, r->sums[leaf]);
	else if (r->more[leaf] != PM_U32_NONE)
		pm_window_add(w, articles, wdfs, n,
			      (float)pm_union_weight(r, r->more[leaf]),
			      PM_WINDOW_COUNTING);
	else if (!r->ranks || pm_union_weight(r, leaf) <= 0)
		pm_window_mark(w, articles, n);
	else if (r->shape->leaves[leaf].is_member)
		pm_window_add(w, articles, wdfs, n, (float)pm_union_weight(r, leaf),
			      PM_WINDOW_ALL);
	else
		pm_window_add_more(w, articles, wdfs, n, (float)pm_union_weight(r, leaf),
				   PM_WINDOW_ALL);
}

/* Go to the first posting that is not before the window.  No member was in windows that
 * were passed over, but what is none, and so has no share, may have been. */
static enum pm_status
enter_window(struct pm_lane *l, const struct pm_window *w, struct pm_error *err)
{
	enum pm_status status;

	if (l->i < l->n && l->articles[l->i] < w->base)
		l->i = find_end(l, w->base);
	l->from = l->i;
	if (l->i < l->n || l->at_end || l->list.article >= w->base)
		return PM_OK;
	status = pm_glass_list_skip(&l->list, w->base, err);
	l->at_end = status == PM_END;
	return status < 0 ? status : PM_OK;
}

/* Add what a list has of the window. */
static enum pm_status
add_lane(struct pm_union_run *r, struct pm_lane *l, uint32_t leaf,
	 const struct pm_window *w, struct pm_error *err)
{
	enum pm_status status = enter_window(l, w, err);

	while (status == PM_OK && !r->ended) {
		uint32_t to;

		if (l->i == l->n) {
			if (l->at_end || l->list.article >= w->end)
				return PM_OK;
			if (r->sums[leaf] != NULL || !r->ranks)
				l->from = l->i;
			status = pm_lane_fill_more(l, err);
			r->ended = pm_patience_over(r->patience, (l->n - l->i) / 4 + 8);
			continue;
		}
		to = find_end(l, w->end);
		add_postings(r, l, to, leaf, w);
		l->i = to;
		if (to < l->n)
			return PM_OK;
	}
	return status;
}

/* Add what the lists of a leaf have of the window, as KIND. */
static enum pm_status
add_leaf(struct pm_union_run *r, uint32_t leaf, const struct pm_window *w,
	 enum pm_window_kind kind, struct pm_error *err)
{
	const struct pm_union_leaf *of = &r->shape->leaves[leaf];
	enum pm_status status = PM_OK;
	uint32_t i;

	if (r->member[leaf] != PM_U32_NONE) {
		const struct pm_lane *l =
			&r->lanes[r->shape->leaves[r->member[leaf]].first];

		if (l->i > l->from)
			pm_window_add_more(w, l->articles + l->from, l->wdfs + l->from,
					   l->i - l->from, (float)pm_union_weight(r, leaf),
					   PM_WINDOW_OTHERS);
		return PM_OK;
	}
	for (i = of->first; i < of->first + of->n && status == PM_OK && !r->ended; i++)
		status = add_lane(r, &r->lanes[i], leaf, w, err);
	if (status == PM_OK && r->sums[leaf] != NULL &&
	    (kind == PM_WINDOW_MEMBER || r->ranks))
		pm_window_weigh(w, 0, PM_WINDOW_GROUPS, r->sums[leaf],
				(float)pm_union_weight(r, leaf), kind);
	return status;
}

static enum pm_window_kind
kind_of(const struct pm_union_leaf *leaf)
{
	return !leaf->is_member	   ? PM_WINDOW_MORE
	     : leaf->check != NULL ? PM_WINDOW_HOPE
				   : PM_WINDOW_MEMBER;
}

/* Members first, then what adds to articles that match. */
static enum pm_status
add_leaves(struct pm_union_run *r, const struct pm_window *w, struct pm_error *err)
{
	static const enum pm_window_kind order[] = { PM_WINDOW_MEMBER, PM_WINDOW_HOPE,
						     PM_WINDOW_MORE };
	enum pm_status status = PM_OK;
	uint32_t i;
	size_t k;

	for (k = 0; k < sizeof order / sizeof *order; k++)
		for (i = 0; i < r->shape->n_leaves && status == PM_OK; i++)
			if (kind_of(&r->shape->leaves[i]) == order[k] && counts(r, i))
				status = add_leaf(r, i, w, order[k], err);
	return status;
}

/* Where the next window begins: with the first article that any list of a member has, or
 * UINT32_MAX. */
static uint32_t
next_article(const struct pm_union_run *r)
{
	uint32_t first = UINT32_MAX, i, k;

	for (i = 0; i < r->shape->n_leaves; i++) {
		const struct pm_union_leaf *leaf = &r->shape->leaves[i];

		for (k = leaf->first; leaf->is_member && k < leaf->first + leaf->n; k++) {
			uint32_t article = pm_lane_first(&r->lanes[k]);

			if (article < first)
				first = article;
		}
	}
	return first;
}

/* --- what may be of the page ----------------------------------------------- */

/* What only matches has a score of a few FLT_MIN, which stands for 0. */
static float
about(float score)
{
	return score > 1e-30F ? score : 0;
}

/* Forget the kept articles that are worse than a page of others. */
static void
go_over_kept(struct pm_union_run *r)
{
	double least = pm_best_least(&r->best);
	size_t i, n = 0;

	for (i = 0; i < r->n_kept; i++)
		if (r->kept[i].about * (1 + r->slack) + r->rounded >= least)
			r->kept[n++] = r->kept[i];
	r->n_kept = n;
}

static enum pm_status
keep(struct pm_union_run *r, const struct pm_window *w, uint32_t at, struct pm_error *err)
{
	struct pm_db_match match = { .score = r->ranks ? about(w->scores[at]) : 0 };
	double normal = (w->lengths[w->base + at] - 1) * r->request->per_length;
	struct pm_union_kept *k;
	enum pm_status status;
	uint32_t i;

	/* Without weights all are equal, and the first are the best. */
	match.id = r->before + w->base + at;
	if (!r->ranks && r->best.n == r->best.keep && match.id > r->best.all[0].id)
		return PM_OK;
	status = pm_grow(&r->kept, &r->kept_cap, r->n_kept + 1, sizeof *r->kept, err);
	if (status < 0)
		return status;
	k = &r->kept[r->n_kept++];
	*k = (struct pm_union_kept){ match.id, (float)match.score, 0 };
	for (i = 0; i < r->shape->n_leaves && r->has_sums; i++)
		if (r->sums[i] != NULL && pm_union_weight(r, i) > 0)
			k->score += pm_bm25_part(pm_union_weight(r, i),
						 (r->sums[i][at] & PM_THERE) != 0
							 ? r->sums[i][at] & PM_SUM
							 : 0,
						 normal, r->request->grid);
	return pm_best_offer(&r->best, &match, err);
}

/* The wdf of an article of the window in a leaf without sums. */
static uint32_t
wdf_of(const struct pm_union_run *r, uint32_t leaf, uint32_t article)
{
	uint32_t from = r->member[leaf] != PM_U32_NONE ? r->member[leaf] : leaf;

	return pm_lane_wdf(&r->lanes[r->shape->leaves[from].first], article) & PM_SUM;
}

/* Of the articles kept of the window, from FROM on, forget those that others have turned
 * out to be better than, and weigh the rest exactly. */
static void
weigh_kept(struct pm_union_run *r, const struct pm_window *w, size_t from)
{
	double least = pm_best_least(&r->best);
	size_t n = from, i;
	uint32_t k;

	for (i = from; i < r->n_kept; i++) {
		struct pm_union_kept *one = &r->kept[i];
		uint32_t article = one->id - r->before;
		double normal = (w->lengths[article] - 1) * r->request->per_length;

		if (one->about * (1 + r->slack) + r->rounded < least)
			continue;
		for (k = 0; k < r->shape->n_leaves && r->ranks; k++)
			if (r->sums[k] == NULL && pm_union_weight(r, k) > 0)
				one->score += pm_bm25_part(pm_union_weight(r, k),
							   wdf_of(r, k, article), normal,
							   r->request->grid);
		r->kept[n++] = *one;
	}
	r->n_kept = n;
	if (r->n_kept >= 2 * r->best.keep + KEPT_SPARE)
		go_over_kept(r);
}

/* Look at the 64 articles of a group. */
static enum pm_status
look_at_group(struct pm_union_run *r, const struct pm_window *w, uint32_t group,
	      struct pm_error *err)
{
	enum pm_status status = PM_OK;
	float least = pm_union_least(r);
	uint64_t some = pm_window_marked(w, group, least);

	for (; some != 0 && status == PM_OK; some &= some - 1) {
		uint32_t at = group * 64 + (uint32_t)__builtin_ctzll(some);

		if (w->scores[at] >= least) {
			status = keep(r, w, at, err);
			least = pm_union_least(r);
		}
	}
	return status;
}

/* Count the articles of groups, keep those that may be of the page, and clear them. */
static enum pm_status
sweep(struct pm_union_run *r, const struct pm_window *w, uint32_t first, uint32_t end,
      struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint8_t groups[PM_WINDOW_GROUPS];
	uint32_t n, i, k;

	if (r->request->marks != NULL)
		pm_union_mark(r, w, first, end);
	r->total += pm_window_sweep(w, first, end, pm_union_least(r),
				    r->has_sums ? PM_SWEEP_KEEP : PM_SWEEP_CLEAR, groups,
				    &n);
	for (i = 0; i < n; i++) {
		if (r->best.keep > 0 && status == PM_OK)
			status = look_at_group(r, w, groups[i], err);
		pm_window_clear(w, groups[i]);
		for (k = 0; k < r->shape->n_leaves && r->has_sums; k++)
			if (r->sums[k] != NULL)
				memset(r->sums[k] + (size_t)groups[i] * 64, 0,
				       64 * sizeof **r->sums);
	}
	return status;
}

static enum pm_status
search_window(struct pm_union_run *r, const struct pm_window *w, struct pm_error *err)
{
	enum pm_status status = add_leaves(r, w, err);
	uint32_t first, end;
	size_t from = r->n_kept;

	pm_union_drop_gone(r, w);
	/* what is below this need not be kept till there is a page of better ones */
	if (r->ranks && r->best.n == 0 && r->best.keep <= PM_WINDOW_NTH)
		r->floor = about(pm_window_nth(w, (uint32_t)r->best.keep));
	for (first = 0; first < PM_WINDOW_GROUPS && status == PM_OK; first = end) {
		end = PM_WINDOW_GROUPS;
		if (r->has_checks) {
			end = first +
			      (r->ranks && pm_union_least(r) <= 0 ? BLOCK_FIRST : BLOCK);
			if (end > PM_WINDOW_GROUPS)
				end = PM_WINDOW_GROUPS;
			status = pm_union_ask_checks(r, w, first, end, err);
		}
		if (status == PM_OK)
			status = sweep(r, w, first, end, err);
	}
	if (status == PM_OK)
		weigh_kept(r, w, from);
	return status;
}

/* Give the lists of the segment that are alone their shares.  What only adds to scores has
 * none. */
static enum pm_status
take_shares(struct pm_union_run *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t i;

	for (i = 0; i < r->shape->n_leaves && status == PM_OK; i++) {
		const struct pm_union_leaf *leaf = &r->shape->leaves[i];

		if (leaf->is_member && leaf->n == 1)
			status = pm_lane_ask_share(&r->lanes[leaf->first], r->request,
						   r->shape->terms[leaf->first],
						   r->segment, r->marked[i], err);
	}
	return status;
}

static enum pm_status
search_segment(struct pm_union_run *r, struct pm_error *err)
{
	struct pm_glass *g = r->segments[r->segment];
	struct pm_window w = { .has_hopes = r->has_checks && r->ranks };
	enum pm_status status = PM_OK;
	uint32_t first;

	pm_window_init(&w, r->room);
	if ((status = open_lanes(r, err)) < 0 || (status = take_shares(r, err)) < 0 ||
	    (status = make_lanes_room(r, err)) < 0)
		return status;
	w.per_length = (float)r->request->per_length;
	while (!r->ended && (first = next_article(r)) != UINT32_MAX) {
		w.base = first - first % r->window;
		w.end = g->last - w.base < r->window ? g->last + 1 : w.base + r->window;
		if (r->best.keep > 0 &&
		    (status = pm_glass_lengths(g, w.base, w.end - 1, &w.lengths, err)) < 0)
			return status;
		if ((status = search_window(r, &w, err)) < 0)
			return status;
	}
	close_lanes(r);
	return PM_OK;
}

/* Of the articles that may be of the page, find those that are. */
static enum pm_status
settle(struct pm_union_run *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	go_over_kept(r);
	r->best.n = 0;
	for (i = 0; i < r->n_kept && status == PM_OK; i++) {
		const struct pm_union_kept *k = &r->kept[i];
		const struct pm_db_match match = { k->id, k->score };

		status = pm_best_offer(&r->best, &match, err);
	}
	return status;
}

/* --- the search -------------------------------------------------------------- */

/* A single word without a check: it says itself in how many articles it is. */
static bool
is_counted(const struct pm_union_run *r)
{
	return r->best.keep == 0 && r->request->marks == NULL &&
	       r->request->gone == NULL && r->shape->n_leaves == 1 &&
	       r->shape->n_terms == 1 && r->shape->leaves[0].check == NULL &&
	       r->shape->terms[0]->share == NULL;
}

static enum pm_status
count(struct pm_union_run *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;

	for (r->segment = 0; r->segment < r->n_segments && status == PM_OK; r->segment++) {
		status = open_lane(r, 0, err);
		r->total += r->lanes[0].there ? r->lanes[0].list.freq : 0;
		pm_lane_close(&r->lanes[0]);
	}
	return status;
}

/* Whether scores matter, and how far off they may be as floats. */
static void
look_at_weights(struct pm_union_run *r)
{
	uint32_t i;

	r->slack = 1e-4 + 1e-7 * r->shape->n_leaves;
	r->rounded = pm_bm25_unit(r->request->grid) * r->shape->n_leaves;
	for (i = 0; i < r->shape->n_leaves && r->best.keep > 0; i++)
		r->ranks = r->ranks || pm_union_weight(r, i) > 0;
}

static enum pm_status
run(struct pm_union_run *r, struct pm_error *err)
{
	enum pm_status status;

	if (is_counted(r))
		return count(r, err);
	look_at_weights(r);
	for (r->segment = 0; r->segment < r->n_segments && !r->ended; r->segment++) {
		if ((status = search_segment(r, err)) < 0)
			return status;
		r->before += r->segments[r->segment]->articles;
	}
	return settle(r, err);
}

/* Whether the scores of a leaf need postings that do not count: an article that matches by
 * one synonym is weighed by all, as libxapian does. */
static bool
needs_uncounted(const struct pm_union_run *r, uint32_t leaf)
{
	const struct pm_union_shape *s = r->shape;
	const struct pm_union_leaf *of = &s->leaves[leaf];
	bool has_share = false;
	uint32_t k;

	for (k = of->first; k < of->first + of->n; k++)
		has_share = has_share || s->terms[k]->share != NULL;
	return has_share && of->is_member && of->n > 1 && of->weight > 0 &&
	       r->best.keep > 0;
}

/* Find the member, without a weight or a check, that has the one term of a leaf which only
 * adds. */
static void
pair(struct pm_union_run *r, uint32_t leaf)
{
	const struct pm_union_shape *s = r->shape;
	const struct pm_union_leaf *more = &s->leaves[leaf];
	const struct pm_db_node *term = s->terms[more->first];
	uint32_t i;

	if (more->is_member || more->n > 1 || more->weight <= 0 || r->best.keep == 0)
		return;
	for (i = 0; i < s->n_leaves; i++) {
		const struct pm_union_leaf *l = &s->leaves[i];
		const struct pm_db_node *own = s->terms[l->first];

		if (l->is_member && l->n == 1 && l->weight == 0 && l->check == NULL &&
		    r->more[i] == PM_U32_NONE && own->term_len == term->term_len &&
		    memcmp(own->term, term->term, term->term_len) == 0) {
			r->member[leaf] = i;
			r->more[i] = leaf;
			r->marked[i] = true;
			return;
		}
	}
}

/* Sums are needed of synonyms, and of what is checked later. */
static enum pm_status
make_sums(struct pm_union_run *r, struct pm_error *err)
{
	uint32_t i;

	for (i = 0; i < r->shape->n_leaves; i++)
		r->has_checks = r->has_checks || r->shape->leaves[i].check != NULL;
	for (i = 0; i < r->shape->n_leaves; i++)
		r->marked[i] = needs_uncounted(r, i);
	for (i = 0; i < r->shape->n_leaves; i++)
		r->member[i] = r->more[i] = PM_U32_NONE;
	for (i = 0; i < r->shape->n_leaves && r->shape->n_leaves <= PAIRED_MAX; i++)
		pair(r, i);
	for (i = 0; i < r->shape->n_leaves; i++) {
		const struct pm_union_leaf *leaf = &r->shape->leaves[i];

		if (leaf->check == NULL && (leaf->n == 1 || r->best.keep == 0))
			continue;
		if ((r->sums[i] = pm_calloc(PM_WINDOW, sizeof **r->sums)) == NULL)
			return pm_fail_nomem(err);
		r->has_sums = true;
	}
	return PM_OK;
}

static enum pm_status
init(struct pm_union_run *r, struct pm_error *err)
{
	uint32_t n_terms = r->shape->n_terms, n_leaves = r->shape->n_leaves;

	for (r->window = PM_WINDOW;
	     r->window > 64 && n_leaves > KEPT_POSTINGS / r->window;)
		r->window /= 2;
	r->lanes = pm_calloc(n_terms, sizeof *r->lanes);
	r->sums = pm_calloc(n_leaves, sizeof *r->sums);
	r->marked = pm_calloc(n_leaves, sizeof *r->marked);
	r->member = pm_alloc(n_leaves, sizeof *r->member);
	r->more = pm_alloc(n_leaves, sizeof *r->more);
	return r->lanes == NULL || r->sums == NULL || r->marked == NULL ||
			       r->member == NULL || r->more == NULL
		     ? pm_fail_nomem(err)
		     : make_sums(r, err);
}

static void
release(struct pm_union_run *r)
{
	uint32_t i;

	if (r->lanes != NULL)
		close_lanes(r);
	for (i = 0; r->sums != NULL && i < r->shape->n_leaves; i++)
		free(r->sums[i]);
	free(r->sums);
	free(r->marked);
	free(r->member);
	free(r->more);
	free(r->lanes);
	if (r->room->lanes.cap > ROOM_NUMBERS) {
		free(r->room->lanes.numbers);
		r->room->lanes = (struct pm_lane_room){ NULL, 0 };
	}
	free(r->kept);
	free(r->best.all);
}

enum pm_status
pm_union_search(const struct pm_union_shape *shape, struct pm_glass *const *segments,
		size_t n, const struct pm_db_request *request, struct pm_union_room *room,
		struct pm_patience *patience, struct pm_db_page *page,
		struct pm_error *err)
{
	struct pm_union_run r = { .shape = shape,
				  .request = request,
				  .segments = segments,
				  .n_segments = n,
				  .room = room,
				  .patience = patience };
	uint64_t places;
	enum pm_status status = pm_count_places(segments, n, &places, err);
	uint32_t first, max;

	page->total = page->n = 0;
	r.best.keep = pm_page_range(request, places, &first, &max);
	if (status == PM_OK && (status = init(&r, err)) == PM_OK)
		status = run(&r, err);
	if (status == PM_OK) {
		page->total = (uint32_t)r.total;
		pm_best_page(&r.best, first, max, page);
	} else {
		pm_union_room_clear(room);
	}
	release(&r);
	return status;
}
