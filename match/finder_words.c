/* Pressmark - finders: the matching words of hits; see finder_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/finder_parts.h"

enum pm_status
pm_finder_mark_loose(const struct pm_finder *f, const struct pm_span *hit,
		     struct pm_spans *marks, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, k;

	for (i = 0; i < f->n_words; i++) {
		const struct pm_spans *of = &f->words[i].spans;

		for (k = pm_spans_below(of, hit->first);
		     k < of->n && of->spans[k].first < hit->end && status == PM_OK; k++)
			if (of->spans[k].end <= hit->end)
				status = pm_spans_add(marks, of->spans[k].first,
						      of->spans[k].end, f->leaf, 0, err);
	}
	return status;
}

/* Append the matching words of the hits of F with extent FIRST .. END - 1, of which there
 * is one. */
static enum pm_status add_words(const struct pm_finder *f, uint32_t first, uint32_t end,
				struct pm_spans *out, struct pm_error *err);

/* The same of all hits that lie in there. */
static enum pm_status
add_words_within(const struct pm_finder *f, uint32_t first, uint32_t end,
		 struct pm_spans *out, struct pm_error *err)
{
	const struct pm_spans *hits = &f->hits;
	enum pm_status status = PM_OK;
	size_t i;

	for (i = pm_spans_below(hits, first);
	     i < hits->n && hits->spans[i].first < end && status == PM_OK; i++)
		if (hits->spans[i].end <= end)
			status = add_words(f, hits->spans[i].first, hits->spans[i].end,
					   out, err);
	return status;
}

static bool
has_hit(const struct pm_finder *f, uint32_t first, uint32_t end)
{
	const struct pm_spans *hits = &f->hits;
	size_t i = pm_spans_below(hits, first);

	while (i < hits->n && hits->spans[i].first == first && hits->spans[i].end < end)
		i++;
	return i < hits->n && hits->spans[i].first == first && hits->spans[i].end == end;
}

static enum pm_status
add_words(const struct pm_finder *f, uint32_t first, uint32_t end, struct pm_spans *out,
	  struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	if (f->pattern != NULL)
		return pm_spans_add(out, first, end, 0, 0, err);
	switch (f->tree->op) {
	case PM_TREE_LOOSE:
		return pm_finder_mark_loose(f, &(struct pm_span){ first, end, 0, 0 }, out,
					    err);
	case PM_TREE_NEAR:
		if (f->tree->negated)
			break;
		for (i = 0; i < f->n_children && status == PM_OK; i++)
			status = add_words_within(f->children[i], first, end, out, err);
		return status;
	case PM_TREE_OR:
		for (i = 0; i < f->n_children && status == PM_OK; i++)
			if (has_hit(f->children[i], first, end))
				status = add_words(f->children[i], first, end, out, err);
		return status;
	default:
		break;
	}
	return add_words(f->children[0], first, end, out, err);
}

enum pm_status
pm_finder_share(void *ctx, const struct pm_hit_of *a, const struct pm_hit_of *b,
		bool *yes, struct pm_error *err)
{
	struct pm_finder *f = ctx;
	const struct pm_span *x = &f->children[a->operand]->hits.spans[a->place];
	const struct pm_span *y = &f->children[b->operand]->hits.spans[b->place];
	const struct pm_spans *p = &f->matching[0], *q = &f->matching[1];
	enum pm_status status;
	size_t i, k;

	*yes = false;
	if (x->end <= y->first || y->end <= x->first)
		return PM_OK;
	f->matching[0].n = f->matching[1].n = 0;
	status = add_words(f->children[a->operand], x->first, x->end, &f->matching[0],
			   err);
	if (status == PM_OK)
		status = add_words(f->children[b->operand], y->first, y->end,
				   &f->matching[1], err);
	for (i = 0; i < p->n && status == PM_OK && !*yes; i++)
		for (k = 0; k < q->n && !*yes; k++)
			*yes = p->spans[i].first < q->spans[k].end &&
			       q->spans[k].first < p->spans[i].end;
	return status;
}
