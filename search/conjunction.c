/* Pressmark - requests that are lists side by side: see conjunction.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/conjunction_parts.h"

#include <stdlib.h>
#include <string.h>

/* --- scores ------------------------------------------------------------------- */

/* What the article at a place scores. */
static enum pm_status
score_of(const struct pm_run *r, uint16_t slot, double *score, struct pm_error *err)
{
	uint32_t length, i, k;
	enum pm_status status;
	double normal;

	status = pm_glass_length(r->segments[r->segment], r->articles_at[slot], &length,
				 err);
	if (status < 0)
		return status;
	normal = length * r->request->per_length;
	*score = 0;
	for (i = 0; i < r->shape->n_leaves; i++) {
		const struct pm_shape_leaf *leaf = &r->shape->leaves[i];
		bool there = false;
		uint32_t sum = 0;

		if (leaf->weight == 0)
			continue;
		for (k = leaf->first_list; k < leaf->first_list + leaf->n_lists; k++) {
			uint32_t wdf = pm_run_wdfs(r, k)[slot];

			there = there || (leaf->counts ? pm_run_counts(r, k, wdf)
						       : wdf != PM_U32_NONE);
			sum += wdf == PM_U32_NONE ? 0
			     : leaf->marked	  ? wdf & PM_LANE_WDF
						  : wdf;
		}
		if (there)
			*score += pm_bm25_part(leaf->weight, sum, normal,
					       r->request->grid);
	}
	return PM_OK;
}

/* --- checks ------------------------------------------------------------------- */

/* PM_DB_YES if all checks in OPEN say yes, else what the first one said instead. */
static int
passes(const struct pm_run *r, uint32_t article, uint64_t open)
{
	uint32_t i;
	int yes = PM_DB_YES;

	for (i = 0; i < r->shape->n_checks && yes == PM_DB_YES; i++) {
		const struct pm_db_node *node = r->shape->checks[i];

		if (open >> i & 1)
			yes = node->check(node->ctx, r->segment, article);
	}
	return yes;
}

static enum pm_status
check_failed(const struct pm_run *r, enum pm_status status, struct pm_error *err)
{
	return pm_check_failed(r->request, r->segments[r->segment], status, err);
}

/* Drop the candidates that check CHECK refuses, and mark those that it accepts as not to
 * be checked by it again. */
static void
drop_others(struct pm_run *r, uint32_t check)
{
	uint32_t n = r->shape->n_columns, to = 0, i;

	for (i = 0; i < r->n; i++) {
		if (r->answers[i] == PM_DB_NO)
			continue;
		r->slots[to] = r->slots[i];
		r->found[to] = r->found[i];
		r->open[to] = r->open[i];
		if (r->answers[i] == PM_DB_YES)
			r->open[to] &= ~(UINT64_C(1) << check);
		memmove(r->rows + (size_t)to * n, r->rows + (size_t)i * n,
			n * sizeof *r->rows);
		to++;
	}
	r->n = to;
}

/* The wdfs of the members' lists, candidate after candidate. */
static void
make_rows(struct pm_run *r)
{
	uint32_t n = r->shape->n_columns, i, k;

	for (k = 0; k < r->shape->n_lists; k++) {
		const struct pm_shape_leaf *leaf = pm_run_leaf(r, k);
		const uint32_t *wdfs = pm_run_wdfs(r, k);
		uint32_t column = r->shape->lists[k].column;
		bool there = r->lanes[k].there;

		/* of what must not be there nothing is known, but that it is not */
		if (leaf->member == PM_U32_NONE)
			continue;
		there = there && !r->shape->is_out[leaf->member];
		for (i = 0; i < r->n; i++) {
			uint32_t wdf = wdfs[r->slots[i]];
			bool has = there && pm_run_counts(r, k, wdf);

			r->rows[(size_t)i * n + column] = !has	       ? PM_U32_NONE
							: leaf->marked ? wdf & PM_LANE_WDF
								       : wdf;
		}
	}
}

static enum pm_status
sift_batch(struct pm_run *r, struct pm_error *err)
{
	bool rows = false;
	uint32_t i;

	for (i = 0; i < r->n; i++)
		r->open[i] = UINT64_MAX;
	for (i = 0; i < r->shape->n_checks && r->n > 0; i++) {
		const struct pm_db_node *node = r->shape->checks[i];
		const struct pm_shape_leaf *of =
			&r->shape->leaves[r->shape->check_leaves[i]];
		uint32_t column = r->shape->lists[of->first_list].column;
		int status;

		if (node->sift == NULL)
			continue;
		if (!rows)
			make_rows(r);
		rows = true;
		status = node->sift(node->ctx, r->segment, r->found, r->n,
				    r->rows + column, r->shape->n_columns, r->answers);
		if (status < 0)
			return check_failed(r, (enum pm_status)status, err);
		drop_others(r, i);
	}
	return PM_OK;
}

/* Keep the candidates that pass all checks. */
static enum pm_status
check_batch(struct pm_run *r, struct pm_error *err)
{
	uint32_t n = 0, i;

	for (i = 0; i < r->n && !r->ended && r->shape->n_checks > 0; i++) {
		int yes = passes(r, r->found[i], r->open[i]);

		if (yes < 0)
			return check_failed(r, (enum pm_status)yes, err);
		r->ended = yes == PM_DB_END;
		if (yes == PM_DB_YES)
			r->slots[n++] = r->slots[i];
	}
	if (r->shape->n_checks > 0)
		r->n = n;
	r->total += r->n;
	for (i = 0; i < r->n && r->request->marks != NULL; i++)
		pm_db_mark(r->request->marks, r->segment, r->articles_at[r->slots[i]]);
	return PM_OK;
}

/* --- the page ------------------------------------------------------------------ */

/* Offer the candidates, all of which match, to the page. */
static enum pm_status
offer_batch(struct pm_run *r, struct pm_error *err)
{
	struct pm_db_match match;
	enum pm_status status = PM_OK;
	uint32_t i, k;

	for (i = 0; i < r->shape->n_leaves && r->n > 0; i++) {
		const struct pm_shape_leaf *leaf = &r->shape->leaves[i];

		if (leaf->weight == 0 || leaf->member != PM_U32_NONE)
			continue;
		for (k = leaf->first_list; k < leaf->first_list + leaf->n_lists; k++)
			if ((status = pm_run_meet(r, k, err)) < 0)
				return status;
	}
	for (i = 0; i < r->n && status == PM_OK; i++) {
		uint32_t article = r->articles_at[r->slots[i]];

		status = score_of(r, r->slots[i], &match.score, err);
		match.id = r->before + article;
		if (status == PM_OK)
			status = pm_best_offer(&r->best, &match, err);
	}
	return status;
}

static enum pm_status
search_segment(struct pm_run *r, struct pm_error *err)
{
	enum pm_status status = pm_run_open(r, err);

	if (status == PM_OK)
		status = pm_run_line_up(r, err);
	while (status == PM_OK && !r->at_end && !r->ended)
		if ((status = pm_run_find(r, err)) == PM_OK &&
		    (status = sift_batch(r, err)) == PM_OK &&
		    (status = check_batch(r, err)) == PM_OK && r->best.keep > 0)
			status = offer_batch(r, err);
	pm_run_close(r);
	return status < 0 ? status : PM_OK;
}

/* Wide requests have smaller batches. */
#define WDFS_MAX (UINT32_C(1) << 18)

static enum pm_status
make_room(struct pm_run *r, struct pm_error *err)
{
	const struct pm_shape *s = r->shape;

	r->places = WDFS_MAX / s->n_lists < PM_BATCH ? WDFS_MAX / s->n_lists : PM_BATCH;
	r->lanes = pm_calloc(s->n_lists, sizeof *r->lanes);
	r->merged = pm_calloc(s->n_lists, sizeof *r->merged);
	r->order = pm_alloc(s->n_lists, sizeof *r->order);
	r->walk = pm_alloc(s->n_members, sizeof *r->walk);
	r->out = pm_alloc(s->n_members, sizeof *r->out);
	r->wdfs_at = pm_alloc((size_t)s->n_lists * r->places, sizeof *r->wdfs_at);
	r->rows = pm_alloc((size_t)s->n_columns * r->places, sizeof *r->rows);
	return r->lanes == NULL || r->merged == NULL || r->order == NULL ||
			       r->walk == NULL || r->out == NULL || r->wdfs_at == NULL ||
			       r->rows == NULL
		     ? pm_fail_nomem(err)
		     : PM_OK;
}

static enum pm_status
run(struct pm_run *r, struct pm_error *err)
{
	enum pm_status status;

	if ((status = make_room(r, err)) < 0)
		return status;
	for (r->segment = 0; r->segment < r->n_segments && !r->ended; r->segment++) {
		if ((status = search_segment(r, err)) < 0)
			return status;
		r->before += r->segments[r->segment]->articles;
	}
	return PM_OK;
}

static void
release(struct pm_run *r)
{
	uint32_t i;

	pm_run_close(r);
	for (i = 0; r->merged != NULL && i < r->shape->n_lists; i++)
		pm_merged_release(&r->merged[i]);
	free(r->lanes);
	free(r->merged);
	free(r->lane_room.numbers);
	free(r->order);
	free(r->walk);
	free(r->out);
	free(r->wdfs_at);
	free(r->rows);
	free(r->best.all);
	free(r);
}

enum pm_status
pm_conjunction_search(const struct pm_shape *shape, struct pm_glass *const *segments,
		      size_t n, const struct pm_db_request *request,
		      struct pm_patience *patience, struct pm_db_page *page,
		      struct pm_error *err)
{
	struct pm_run *r = pm_alloc(1, sizeof *r);
	enum pm_status status;
	uint32_t first, max;
	uint64_t places;

	if (r == NULL)
		return pm_fail_nomem(err);
	memset(r, 0, offsetof(struct pm_run, slots));
	r->rows = NULL;
	r->wdfs_at = NULL;
	r->shape = shape;
	r->request = request;
	r->patience = patience;
	r->segments = segments;
	r->n_segments = n;
	page->total = page->n = 0;
	status = pm_count_places(segments, n, &places, err);
	r->best.keep = pm_page_range(request, places, &first, &max);
	if (status == PM_OK)
		status = run(r, err);
	if (status == PM_OK) {
		page->total = r->total;
		pm_best_page(&r->best, first, max, page);
	}
	release(r);
	return status;
}
