/* Pressmark - gathering: the folds of an article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A fold becomes a record of the stream, as an article of its own would (segment/folds.h),
 * and a posting of its article under a prefix of its own for each of its stems.  Its words
 * get numbers as all words do, but are not counted anywhere.
 */
#include "indexer/gather/gather_parts.h"

#include "indexer/gather/slice.h"
#include "segment/folds.h"

#include <string.h>

/* The bytes of g->fold_text after the last word of g->split. */
static size_t
rest_of(const struct pm_gather *g)
{
	return g->fold_text.len -
	       (g->split.n > 0 ? g->split.words[g->split.n - 1].end : 0);
}

/* Put fold I into g->fold_text, behind the *LEAD bytes of its lead; g->fold_text has the one
 * before it, split. */
static enum pm_status
put_fold(struct pm_gather *g, const char *text, size_t i, uint32_t *lead,
	 struct pm_error *err)
{
	const struct pm_gather_cut *c = &g->cuts[i], *before = i > 0 ? c - 1 : NULL;
	struct pm_buf *t = &g->fold_text;
	size_t from = c->behind, rest;

	if (before != NULL && before->words == c->words) {
		from = before->rest;
		rest = rest_of(g);
		if (rest < t->len)
			memmove(t->data, t->data + t->len - rest, rest);
		t->len = rest;
	} else {
		pm_buf_clear(t);
	}
	if (c->at > from)
		pm_buf_put(t, text + from, c->at - from);
	*lead = (uint32_t)t->len;
	pm_buf_put(t, c->text, c->len);
	pm_buf_reserve(t, PM_SLICE_SLACK);
	return t->status < 0 ? pm_fail_nomem(err) : PM_OK;
}

/* Put the trail of fold I, which is split, after it, and its place into g->fold_place.  What
 * is stored of g->fold_text begins at *FROM. */
static enum pm_status
put_place(struct pm_gather *g, const char *text, size_t i, uint32_t lead, size_t *from,
	  struct pm_error *err)
{
	const struct pm_gather_cut *c = &g->cuts[i], *before = i > 0 ? c - 1 : NULL;
	bool last = i + 1 == g->n_cuts || c[1].words != c->words;
	struct pm_fold_place place = { .cut = c->words,
				       .at = c->at,
				       .lead = lead,
				       .why = c->why };
	struct pm_fold_place previous;

	*from = 0;
	/* The next one has all of it in its lead: so what is stored does not grow with the
	 * square of what was read. */
	if (g->split.n == 0 && !last) {
		*from = lead;
		place.lead = 0;
	}
	if (last && c->next > c->rest) {
		place.trail = c->next - c->rest;
		pm_buf_put(&g->fold_text, text + c->rest, place.trail);
	}
	pm_buf_reserve(&g->fold_text, PM_SLICE_SLACK);
	if (before != NULL)
		previous = (struct pm_fold_place){ .cut = before->words, .at = before->at };
	pm_buf_clear(&g->fold_place);
	pm_fold_place_put(&g->fold_place, &place, before == NULL ? NULL : &previous);
	return g->fold_text.status < 0 || g->fold_place.status < 0
		     ? pm_fail_nomem(err)
		     : PM_OK;
}

/* Split fold C in g->fold_text, without what is around it: a lead may begin with what belongs
 * to the word before it, such as a possessive. */
static enum pm_status
split_fold(struct pm_gather *g, const struct pm_gather_cut *c, uint32_t lead,
	   struct pm_error *err)
{
	enum pm_status status = pm_gather_split(g, pm_buf_str(&g->fold_text) + lead,
						c->len, 0, err);
	size_t i;

	for (i = 0; i < g->split.n && status == PM_OK; i++) {
		g->split.words[i].start += lead;
		g->split.words[i].end += lead;
	}
	return status;
}

/* The terms of the fold that is split. */
static enum pm_status
count_terms(struct pm_gather *g, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t n = g->split.n, i;

	for (i = 0; i < n && status == PM_OK; i++) {
		uint32_t term = g->words[g->seen[i]].term;

		if (term != PM_U32_NONE)
			status = pm_gather_count_fold(g, term, err);
	}
	return status < 0 ? status : pm_gather_derived(g, n, PM_GATHER_FOLD, err);
}

/* Gather fold I, which g->fold_text has, behind LEAD bytes; TEXT: the article's. */
static enum pm_status
add_fold(struct pm_gather *g, const char *text, size_t i, uint32_t lead,
	 struct pm_error *err)
{
	struct pm_slice_article record = { 0 };
	enum pm_status status;
	size_t from;

	pm_buf_clear(&g->separators);
	pm_buf_clear(&g->upper);
	g->n_joints = g->n_specials = g->n_fresh = g->n_pending = 0;
	g->after_large = 0;
	g->field = 0;
	/* a title of no words */
	g->split.n = 0;
	if ((status = pm_gather_add_words(g, pm_buf_str(&g->fold_text), 0, 0,
					  PM_GATHER_ENDS, err)) < 0 ||
	    (status = split_fold(g, &g->cuts[i], lead, err)) < 0 ||
	    (status = put_place(g, text, i, lead, &from, err)) < 0 ||
	    (status = pm_gather_add_words(g, pm_buf_str(&g->fold_text) + from,
					  g->fold_text.len - from, 0, PM_GATHER_ENDS,
					  err)) < 0 ||
	    (status = count_terms(g, err)) < 0)
		return status;
	record.metadata_len = (uint32_t)g->fold_place.len;
	g->run.folds++;
	return pm_gather_put_stream(g, PM_RUN_WHOLE | PM_RUN_FOLD, &record,
				    pm_buf_str(&g->fold_place), 0, 0, g->split.n, err);
}

enum pm_status
pm_gather_folds(struct pm_gather *g, const struct pm_slice_article *a, const char *bytes,
		struct pm_error *err)
{
	const char *text = bytes + a->title_len;
	enum pm_status status = PM_OK;
	uint32_t lead = 0;
	size_t i;

	g->folding = true;
	for (i = 0; i < g->n_cuts && status == PM_OK; i++)
		if ((status = put_fold(g, text, i, &lead, err)) == PM_OK)
			status = add_fold(g, text, i, lead, err);
	g->folding = false;
	return status;
}
