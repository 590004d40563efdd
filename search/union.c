/* Pressmark - requests for any of some words: see union.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/union.h"

#include "search/best.h"
#include "search/lane.h"
#include "search/union_parts.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Articles that a check is asked of together. */
#define TOGETHER 512u
/* What it costs to open a list, in the units of a patience. */
#define LIST_WORK 30u
/* Articles that may be of the page are gone over when there are so many more of them than
 * fit on it. */
#define KEPT_SPARE 4096u

/* An article that may be of the page. */
struct kept {
	uint32_t segment, article;
	float about;   /* its score */
	double summed; /* what the leaves with sums add to it, exactly */
};

struct run {
	const struct pm_union_shape *shape;
	const struct pm_db_request *request;
	struct pm_glass *const *segments;
	size_t n_segments, segment;
	struct pm_union_room *room;
	struct pm_patience *patience;
	uint64_t articles;
	double per_length; /* 1 / average length, or 0 if that is 0 */
	double *weights;   /* by leaf */
	uint64_t *freqs;   /* by term */
	double slack;	   /* how far scores as floats may be off */
	bool ranks;	   /* some leaf has a weight, and a page is wanted */
	bool ended;	   /* by a check, or for want of patience */
	struct pm_lane *lanes;
	struct pm_lane_room lane_room;
	uint32_t **sums; /* by leaf: of synonyms and where there is a check, the wdfs
			  * in the window (union_parts.h); else NULL */
	bool has_sums;	 /* there are any */
	struct pm_best best;
	struct kept *kept;
	size_t n_kept, kept_cap;
	uint64_t total;
};

/* --- lists ---------------------------------------------------------------- */

static enum pm_status
open_lane(struct run *r, uint32_t term, struct pm_error *err)
{
	const struct pm_db_node *node = r->shape->terms[term];

	r->ended = r->ended || pm_patience_over(r->patience, LIST_WORK);
	return pm_lane_open(&r->lanes[term], r->segments[r->segment], node->term,
			    node->term_len, err);
}

static void
close_lanes(struct run *r)
{
	uint32_t i;

	for (i = 0; i < r->shape->n_terms; i++)
		pm_lane_close(&r->lanes[i]);
}

/* Open the lists of the current segment. */
static enum pm_status
open_lanes(struct run *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t i;

	for (i = 0; i < r->shape->n_terms && status == PM_OK; i++)
		status = open_lane(r, i, err);
	return status < 0
		     ? status
		     : pm_lanes_make_room(r->lanes, r->shape->n_terms, &r->lane_room, err);
}

/* Count in how many articles each term is. */
static enum pm_status
count_articles(struct run *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t i;

	for (r->segment = 0; r->segment < r->n_segments; r->segment++) {
		for (i = 0; i < r->shape->n_terms && !r->ended; i++) {
			if ((status = open_lane(r, i, err)) < 0)
				return status;
			if (r->lanes[i].there)
				r->freqs[i] += r->lanes[i].list.freq;
		}
		close_lanes(r);
	}
	return status;
}

static void
weigh_leaves(struct run *r)
{
	uint32_t i;

	r->slack = 1e-4 + 1e-7 * r->shape->n_leaves;
	for (i = 0; i < r->shape->n_leaves; i++) {
		const struct pm_union_leaf *leaf = &r->shape->leaves[i];
		double freq = pm_frequency_of_any(r->freqs + leaf->first, leaf->n,
						  r->articles);

		r->weights[i] = pm_bm25_weight(leaf->factor, r->articles, freq);
		r->ranks = r->ranks || r->weights[i] > 0;
	}
	r->ranks = r->ranks && r->best.keep > 0;
}

/* --- checks ---------------------------------------------------------------- */

static enum pm_status
check_failed(const struct run *r, enum pm_status status, struct pm_error *err)
{
	return pm_check_failed(r->request, r->segments[r->segment], status, err);
}

/* Articles of the window that a check is asked of together. */
struct asked {
	uint32_t articles[TOGETHER], wdfs[TOGETHER], n;
};

/* Ask the check of these; the sums of those that fail are forgotten, and those that pass
 * are marked. */
static enum pm_status
sift(struct run *r, uint32_t leaf, const struct pm_window *w, struct asked *a,
     struct pm_error *err)
{
	const struct pm_db_node *check = r->shape->leaves[leaf].check;
	uint8_t answers[TOGETHER];
	uint32_t i, k = 0;
	int yes = 0;

	memset(answers, PM_DB_PERHAPS, a->n);
	if (check->sift != NULL && a->n > 0)
		yes = check->sift(check->ctx, r->segment, a->articles, a->n, a->wdfs, 1,
				  answers);
	for (i = 0; i < a->n && yes >= 0; i++) {
		yes = r->ended ? PM_DB_NO : answers[i];
		if (yes == PM_DB_PERHAPS)
			yes = check->check(check->ctx, r->segment, a->articles[i]);
		r->ended = r->ended || yes == PM_DB_END;
		if (yes == PM_DB_YES)
			a->articles[k++] = a->articles[i];
		else
			r->sums[leaf][a->articles[i] - w->base] = 0;
	}
	a->n = 0;
	if (yes < 0)
		return check_failed(r, (enum pm_status)yes, err);
	if (k > 0 && r->shape->leaves[leaf].is_member)
		pm_window_mark(w, a->articles, k);
	return PM_OK;
}

static enum pm_status
sift_window(struct run *r, uint32_t leaf, const struct pm_window *w, struct pm_error *err)
{
	const uint32_t *sums = r->sums[leaf];
	enum pm_status status = PM_OK;
	uint32_t group = UINT32_MAX, i;
	struct asked a = { .n = 0 };

	while ((group = pm_window_next(w, group + 1)) < PM_WINDOW_GROUPS)
		for (i = group * 64; i < group * 64 + 64 && status == PM_OK; i++) {
			if (sums[i] == 0)
				continue;
			a.articles[a.n] = w->base + i;
			a.wdfs[a.n++] = sums[i] & PM_SUM;
			if (a.n == TOGETHER)
				status = sift(r, leaf, w, &a, err);
		}
	return status < 0 ? status : sift(r, leaf, w, &a, err);
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

/* Add what a list has of the window. */
static enum pm_status
add_lane(struct run *r, struct pm_lane *l, uint32_t leaf, const struct pm_window *w,
	 struct pm_error *err)
{
	const struct pm_union_leaf *of = &r->shape->leaves[leaf];
	enum pm_status status;

	while (!r->ended) {
		uint32_t to, n;

		if (l->i == l->n) {
			/* no member was in the windows that were passed over */
			if (!l->at_end && l->list.article < w->base) {
				status = pm_glass_list_skip(&l->list, w->base, err);
				l->at_end = status == PM_END;
				if (status < 0)
					return status;
			}
			if (l->at_end)
				return PM_OK;
			if ((status = pm_lane_fill(l, err)) < 0)
				return status;
			r->ended = pm_patience_over(r->patience, l->n / 4 + 8);
			continue;
		}
		if (l->articles[l->i] < w->base) {
			l->i = find_end(l, w->base);
			continue;
		}
		to = find_end(l, w->end);
		n = to - l->i;
		if (n > 0 && r->sums[leaf] != NULL)
			pm_window_sum(w, l->articles + l->i, l->wdfs + l->i, n,
				      r->sums[leaf], of->is_member && of->check == NULL);
		else if (n > 0 && r->ranks && r->weights[leaf] > 0)
			pm_window_add(w, l->articles + l->i, l->wdfs + l->i, n,
				      (float)r->weights[leaf], of->is_member);
		else if (n > 0 && of->is_member)
			pm_window_mark(w, l->articles + l->i, n);
		l->i = to;
		if (to < l->n)
			return PM_OK;
	}
	return PM_OK;
}

/* Whether the leaf has anything to do with the answer. */
static bool
counts(const struct run *r, uint32_t leaf)
{
	return r->shape->leaves[leaf].is_member || (r->ranks && r->weights[leaf] > 0);
}

static enum pm_status
add_leaves(struct run *r, const struct pm_window *w, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t i, k;

	for (i = 0; i < r->shape->n_leaves && status == PM_OK && !r->ended; i++) {
		const struct pm_union_leaf *leaf = &r->shape->leaves[i];

		if (!counts(r, i))
			continue;
		for (k = leaf->first; k < leaf->first + leaf->n && status == PM_OK; k++)
			status = add_lane(r, &r->lanes[k], i, w, err);
		if (status == PM_OK && leaf->check != NULL)
			status = sift_window(r, i, w, err);
		if (status == PM_OK && r->sums[i] != NULL && r->ranks && r->weights[i] > 0)
			pm_window_weigh(w, r->sums[i], (float)r->weights[i]);
	}
	return status;
}

/* Where the next window begins: with the first article that any list of a member has, or
 * UINT32_MAX. */
static uint32_t
next_article(const struct run *r)
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

/* Forget the kept articles that are worse than a page of others. */
static void
go_over_kept(struct run *r)
{
	double least = pm_best_least(&r->best);
	size_t i, n = 0;

	for (i = 0; i < r->n_kept; i++)
		if (r->kept[i].about * (1 + r->slack) >= least)
			r->kept[n++] = r->kept[i];
	r->n_kept = n;
}

static enum pm_status
keep(struct run *r, const struct pm_window *w, uint32_t at, struct pm_error *err)
{
	struct pm_db_match match = { .score = w->scores[at] };
	double normal = (w->lengths[w->base + at] - 1) * r->per_length;
	struct kept *k;
	enum pm_status status;
	uint32_t i;

	/* Without weights all are equal, and the first are the best. */
	match.id = pm_match_id(w->base + at, r->segment, r->n_segments);
	if (!r->ranks && r->best.n == r->best.keep && match.id > r->best.all[0].id)
		return PM_OK;
	if (r->n_kept >= 2 * r->best.keep + KEPT_SPARE)
		go_over_kept(r);
	status = pm_grow(&r->kept, &r->kept_cap, r->n_kept + 1, sizeof *r->kept, err);
	if (status < 0)
		return status;
	k = &r->kept[r->n_kept++];
	*k = (struct kept){ (uint32_t)r->segment, w->base + at, w->scores[at], 0 };
	for (i = 0; i < r->shape->n_leaves; i++)
		if (r->sums[i] != NULL && r->weights[i] > 0)
			k->summed += pm_bm25_part(r->weights[i], r->sums[i][at] & PM_SUM,
						  normal);
	return pm_best_offer(&r->best, &match, err);
}

/* The score, as a float, below which an article is not looked at. */
static float
least_score(const struct run *r)
{
	double least = pm_best_least(&r->best);

	return r->best.keep == 0 ? INFINITY
	     : !r->ranks	 ? -INFINITY
				 : (float)(least / (1 + r->slack) * (1 - FLT_EPSILON));
}

/* Look at the 64 articles of a group. */
static enum pm_status
look_at_group(struct run *r, const struct pm_window *w, uint32_t group,
	      struct pm_error *err)
{
	enum pm_status status = PM_OK;
	double least = pm_best_least(&r->best);
	uint64_t some = pm_window_marked(w, group, least_score(r));

	for (; some != 0 && status == PM_OK; some &= some - 1) {
		uint32_t at = group * 64 + (uint32_t)__builtin_ctzll(some);

		if (w->scores[at] * (1 + r->slack) >= least) {
			status = keep(r, w, at, err);
			least = pm_best_least(&r->best);
		}
	}
	return status;
}

/* Count the window's articles, keep those that may be of the page, and clear it. */
static enum pm_status
sweep(struct run *r, const struct pm_window *w, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint8_t groups[PM_WINDOW_GROUPS];
	uint32_t n, i, k;

	r->total += pm_window_sweep(w, least_score(r),
				    r->has_sums ? PM_SWEEP_KEEP : PM_SWEEP_CLEAR, groups,
				    &n);
	for (i = 0; i < n; i++) {
		if (r->best.keep > 0 && status == PM_OK)
			status = look_at_group(r, w, groups[i], err);
		pm_window_clear(w, groups[i]);
		for (k = 0; k < r->shape->n_leaves; k++)
			if (r->sums[k] != NULL)
				memset(r->sums[k] + (size_t)groups[i] * 64, 0,
				       64 * sizeof **r->sums);
	}
	return status;
}

static enum pm_status
search_segment(struct run *r, struct pm_error *err)
{
	struct pm_glass *g = r->segments[r->segment];
	struct pm_window w = { .lengths = NULL };
	enum pm_status status;
	uint32_t first;

	pm_window_init(&w, r->room);
	if ((status = open_lanes(r, err)) < 0 ||
	    (r->best.keep > 0 && (status = pm_glass_all_lengths(g, &w.lengths, err)) < 0))
		return status;
	w.per_length = (float)r->per_length;
	while (!r->ended && (first = next_article(r)) != UINT32_MAX) {
		w.base = first - first % PM_WINDOW;
		w.end = g->last - w.base < PM_WINDOW ? g->last + 1 : w.base + PM_WINDOW;
		if ((status = add_leaves(r, &w, err)) < 0 ||
		    (status = sweep(r, &w, err)) < 0)
			return status;
	}
	close_lanes(r);
	return PM_OK;
}

/* --- exactly ---------------------------------------------------------------- */

/* Add what a leaf of one term, without a check, adds to SCORE for the article; articles
 * ascend. */
static enum pm_status
add_exactly(struct run *r, uint32_t leaf, uint32_t article, double normal, double *score,
	    struct pm_error *err)
{
	const struct pm_union_leaf *of = &r->shape->leaves[leaf];
	struct pm_lane *l = &r->lanes[of->first];
	enum pm_status status;

	if (!l->there || l->at_end)
		return PM_OK;
	status = pm_glass_list_skip(&l->list, article, err);
	l->at_end = status == PM_END;
	if (status == PM_OK && l->list.article == article)
		*score += pm_bm25_part(r->weights[leaf], l->list.wdf, normal);
	return status < 0 ? status : PM_OK;
}

static enum pm_status
weigh(struct run *r, const struct kept *k, struct pm_error *err)
{
	struct pm_db_match match = { .score = k->summed };
	enum pm_status status;
	uint32_t length, i;
	double normal;

	status = pm_glass_length(r->segments[r->segment], k->article, &length, err);
	if (status < 0)
		return status;
	normal = length * r->per_length;
	for (i = 0; i < r->shape->n_leaves && r->ranks && status == PM_OK; i++)
		if (r->sums[i] == NULL && r->weights[i] > 0)
			status = add_exactly(r, i, k->article, normal, &match.score, err);
	match.id = pm_match_id(k->article, r->segment, r->n_segments);
	return status < 0 ? status : pm_best_offer(&r->best, &match, err);
}

/* Weigh what may be of the page exactly. */
static enum pm_status
settle(struct run *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	go_over_kept(r);
	r->best.n = 0;
	r->segment = SIZE_MAX;
	for (i = 0; i < r->n_kept && status == PM_OK; i++) {
		uint32_t k;

		if (r->kept[i].segment != r->segment) {
			if (r->segment != SIZE_MAX)
				close_lanes(r);
			r->segment = r->kept[i].segment;
			for (k = 0; k < r->shape->n_leaves && status == PM_OK; k++)
				if (r->sums[k] == NULL)
					status = open_lane(r, r->shape->leaves[k].first,
							   err);
		}
		if (status == PM_OK)
			status = weigh(r, &r->kept[i], err);
	}
	return status;
}

/* --- the search -------------------------------------------------------------- */

/* A single word without a check: it says itself in how many articles it is. */
static bool
is_counted(const struct run *r)
{
	return r->best.keep == 0 && r->shape->n_leaves == 1 && r->shape->n_terms == 1 &&
	       r->shape->leaves[0].check == NULL;
}

static enum pm_status
run(struct run *r, struct pm_error *err)
{
	enum pm_status status = count_articles(r, err);

	if (status < 0)
		return status;
	if (is_counted(r)) {
		r->total = r->freqs[0];
		return PM_OK;
	}
	weigh_leaves(r);
	for (r->segment = 0; r->segment < r->n_segments && !r->ended; r->segment++)
		if ((status = search_segment(r, err)) < 0)
			return status;
	return settle(r, err);
}

static enum pm_status
make_sums(struct run *r, struct pm_error *err)
{
	uint32_t i;

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
init(struct run *r, struct pm_error *err)
{
	uint32_t n_terms = r->shape->n_terms, n_leaves = r->shape->n_leaves;

	r->lanes = pm_calloc(n_terms, sizeof *r->lanes);
	r->freqs = pm_calloc(n_terms, sizeof *r->freqs);
	r->weights = pm_calloc(n_leaves, sizeof *r->weights);
	r->sums = pm_calloc(n_leaves, sizeof *r->sums);
	return r->lanes == NULL || r->freqs == NULL || r->weights == NULL || r->sums == NULL
		     ? pm_fail_nomem(err)
		     : make_sums(r, err);
}

static void
release(struct run *r)
{
	uint32_t i;

	if (r->lanes != NULL)
		close_lanes(r);
	for (i = 0; r->sums != NULL && i < r->shape->n_leaves; i++)
		free(r->sums[i]);
	free(r->sums);
	free(r->lanes);
	free(r->freqs);
	free(r->weights);
	free(r->lane_room.numbers);
	free(r->kept);
	free(r->best.all);
}

enum pm_status
pm_union_search(const struct pm_union_shape *shape, struct pm_glass *const *segments,
		size_t n, const struct pm_db_request *request, struct pm_union_room *room,
		struct pm_patience *patience, struct pm_db_page *page,
		struct pm_error *err)
{
	struct run r = { .shape = shape,
			 .request = request,
			 .segments = segments,
			 .n_segments = n,
			 .room = room,
			 .patience = patience };
	enum pm_status status = pm_measure_segments(segments, n, &r.articles,
						    &r.per_length, err);
	uint32_t first, max;

	page->total = page->n = 0;
	r.best.keep = pm_page_range(request, r.articles, &first, &max);
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
