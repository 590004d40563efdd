/* Pressmark - searching: see search.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/search.h"

#include "query/plan.h"

#include <stdlib.h>
#include <string.h>

struct pm_search {
	struct pm_index *index;
	struct pm_stemmer *stemmer;
};

enum pm_status
pm_search_open(struct pm_search **out, const char *index_dir, struct pm_error *err)
{
	struct pm_search *s = calloc(1, sizeof *s);
	enum pm_status status;

	if (s == NULL)
		return pm_fail_nomem(err);
	if ((status = pm_index_open(&s->index, index_dir, err)) == PM_OK)
		status = pm_stemmer_new(&s->stemmer, s->index->generation.language, err);
	if (status < 0)
		pm_search_free(s);
	else
		*out = s;
	return status;
}

void
pm_search_free(struct pm_search *s)
{
	if (s == NULL)
		return;
	pm_stemmer_free(s->stemmer);
	pm_index_free(s->index);
	free(s);
}

struct pm_index *
pm_search_index(struct pm_search *s)
{
	return s->index;
}

enum pm_status
pm_search_run(struct pm_search *s, const struct pm_tree *tree,
	      const struct pm_search_options *options, struct pm_search_result *result,
	      struct pm_error *err)
{
	struct pm_db_request request = { 0 };
	struct pm_db_page page = { 0 };
	struct pm_plan *plan = NULL;
	enum pm_status status;
	uint32_t articles = pm_db_articles(s->index->db);

	memset(result, 0, sizeof *result);
	request.first = options->first;
	/* No more than there are, so that "all of them" costs no memory. */
	request.max = options->first >= articles ? 0 : options->max;
	if (request.max > articles)
		request.max = articles;
	request.sort = options->sort;
	page.matches = pm_alloc(request.max, sizeof *page.matches);
	if (page.matches == NULL)
		return pm_fail_nomem(err);
	status = pm_plan_new(&plan, s->index, s->stemmer, tree,
			     options->max == 0 ? PM_PLAN_UNRANKED : PM_PLAN_RANKED, err);
	if (status == PM_OK) {
		pm_plan_request(plan, &request);
		status = pm_db_search(s->index->db, &request, &page, err);
	}
	pm_plan_free(plan);
	if (status < 0) {
		free(page.matches);
		return status;
	}
	result->total = page.total;
	result->matches = page.matches;
	result->n = page.n;
	return PM_OK;
}

void
pm_search_result_release(struct pm_search_result *result)
{
	free(result->matches);
	memset(result, 0, sizeof *result);
}

/* --- hits --------------------------------------------------------------- */

/* The leaves outside NOT that match words of the text, appended to LEAVES. */
static enum pm_status
collect_leaves(const struct pm_tree *t, const struct pm_tree ***leaves, size_t *cap,
	       uint32_t *n, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	switch (t->op) {
	case PM_TREE_NOT: case PM_TREE_DATE:
		return PM_OK;
	case PM_TREE_AND: case PM_TREE_OR:
		for (i = 0; i < t->n_children && status == PM_OK; i++)
			status = collect_leaves(t->children[i], leaves, cap, n, err);
		return status;
	default:
		if (t->field != PM_FIELD_ANY && t->field != PM_FIELD_TITLE)
			return PM_OK;
		status = pm_grow(leaves, cap, (size_t)*n + 1, sizeof **leaves, err);
		if (status == PM_OK)
			(*leaves)[(*n)++] = t;
		return status;
	}
}

enum pm_status
pm_hits_init(struct pm_hits *h, struct pm_search *s, const struct pm_tree *tree,
	     struct pm_error *err)
{
	size_t cap = 0;
	enum pm_status status;

	memset(h, 0, sizeof *h);
	pm_view_init(&h->view);
	h->search = s;
	status = collect_leaves(tree, &h->leaves, &cap, &h->n_leaves, err);
	if (status == PM_OK) {
		h->patterns = pm_calloc(h->n_leaves * s->index->generation.n_segments,
					sizeof *h->patterns);
		if (h->patterns == NULL)
			status = pm_fail_nomem(err);
	}
	if (status < 0)
		pm_hits_release(h);
	return status;
}

void
pm_hits_release(struct pm_hits *h)
{
	size_t i;

	for (i = 0; h->patterns != NULL &&
	     i < h->n_leaves * h->search->index->generation.n_segments; i++)
		pm_pattern_free(h->patterns[i]);
	free(h->patterns);
	free(h->leaves);
	free(h->hits);
	free(h->spans.spans);
	pm_view_release(&h->view);
	memset(h, 0, sizeof *h);
}

static int
compare_hits(const void *a, const void *b)
{
	const struct pm_hit *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->last != y->last)
		return x->last < y->last ? -1 : 1;
	return x->leaf < y->leaf ? -1 : x->leaf > y->leaf;
}

enum pm_status
pm_hits_find(struct pm_hits *h, uint32_t id, struct pm_error *err)
{
	struct pm_index *index = h->search->index;
	size_t n_segments = index->generation.n_segments, i;
	uint32_t article, leaf;
	struct pm_segment *seg = pm_index_locate(index, id, &article);
	enum pm_status status = pm_view_set(&h->view, seg, article, err);

	h->n = 0;
	for (leaf = 0; leaf < h->n_leaves && status == PM_OK; leaf++) {
		struct pm_pattern **p = &h->patterns[leaf * n_segments +
						     (id - 1) % n_segments];

		if (*p == NULL)
			status = pm_pattern_new(p, h->leaves[leaf], seg,
						h->search->stemmer, err);
		h->spans.n = 0;
		if (status == PM_OK)
			status = pm_pattern_spans(*p, &h->view, &h->spans, err);
		if (status == PM_OK)
			status = pm_grow(&h->hits, &h->cap, h->n + h->spans.n,
					 sizeof *h->hits, err);
		for (i = 0; i < h->spans.n && status == PM_OK; i++) {
			h->hits[h->n].first = h->spans.spans[i].first;
			h->hits[h->n].last = h->spans.spans[i].last;
			h->hits[h->n++].leaf = leaf;
		}
	}
	if (status == PM_OK && h->n > 1)
		qsort(h->hits, h->n, sizeof *h->hits, compare_hits);
	return status;
}

enum pm_status
pm_search_has_hit(struct pm_search *s, const struct pm_tree *tree, uint32_t id,
		  bool *yes, struct pm_error *err)
{
	struct pm_hits hits;
	enum pm_status status = pm_hits_init(&hits, s, tree, err);

	if (status < 0)
		return status;
	status = pm_hits_find(&hits, id, err);
	*yes = hits.n > 0;
	pm_hits_release(&hits);
	return status;
}
