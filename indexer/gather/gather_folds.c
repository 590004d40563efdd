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

/* Put fold I into g->fold_text, behind the *LEAD bytes of its lead and with its trail, and its
 * place into g->fold_place; g->fold_text has the one before it, split. */
static enum pm_status
put_fold(struct pm_gather *g, const char *text, size_t i, uint32_t *lead,
	 struct pm_error *err)
{
	const struct pm_gather_cut *c = &g->cuts[i], *before = i > 0 ? c - 1 : NULL;
	struct pm_fold_place place = { .cut = c->words, .at = c->at, .why = c->why };
	struct pm_buf *t = &g->fold_text;
	size_t from = c->behind, rest;

	if (before != NULL && before->words == c->words) {
		from = before->at;
		rest = rest_of(g);
		memmove(t->data, t->data + t->len - rest, rest);
		t->len = rest;
	} else {
		pm_buf_clear(t);
	}
	pm_buf_put(t, text + from, c->at - from);
	place.lead = *lead = (uint32_t)t->len;
	pm_buf_put(t, c->text, c->len);
	/* A word that the fold is in the middle of belongs to neither side. */
	if ((i + 1 == g->n_cuts || c[1].words != c->words) && c->next > c->at) {
		place.trail = c->next - c->at;
		pm_buf_put(t, text + c->at, place.trail);
	}
	pm_buf_reserve(t, PM_SLICE_SLACK);
	pm_buf_clear(&g->fold_place);
	pm_fold_place_put(&g->fold_place, &place,
			  before == NULL ? NULL
					 : &(struct pm_fold_place){ .cut = before->words,
								    .at = before->at });
	return t->status < 0 || g->fold_place.status < 0 ? pm_fail_nomem(err) : PM_OK;
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

/* Gather fold C, which g->fold_text has, behind LEAD bytes. */
static enum pm_status
add_fold(struct pm_gather *g, const struct pm_gather_cut *c, uint32_t lead,
	 struct pm_error *err)
{
	const char *text = pm_buf_str(&g->fold_text);
	const struct pm_slice_article record = {
		.metadata_len = (uint32_t)g->fold_place.len
	};
	enum pm_status status;
	size_t n, i;

	pm_buf_clear(&g->separators);
	pm_buf_clear(&g->upper);
	g->n_joints = g->n_specials = g->n_fresh = g->n_pending = 0;
	g->after_large = 0;
	g->field = 0;
	/* a title of no words */
	g->split.n = 0;
	if ((status = pm_gather_add_words(g, text, 0, 0, PM_GATHER_ENDS, err)) < 0 ||
	    (status = split_fold(g, c, lead, err)) < 0 ||
	    (status = pm_gather_add_words(g, text, g->fold_text.len, 0, PM_GATHER_ENDS,
					  err)) < 0)
		return status;
	n = g->split.n;
	for (i = 0; i < n && status == PM_OK; i++) {
		uint32_t term = g->words[g->seen[i]].term;

		if (term != PM_U32_NONE)
			status = pm_gather_count_fold(g, term, err);
	}
	if (status == PM_OK)
		status = pm_gather_derived(g, n, PM_GATHER_FOLD, err);
	if (status == PM_OK)
		status = pm_gather_put_stream(g, PM_RUN_WHOLE | PM_RUN_FOLD, &record,
					      pm_buf_str(&g->fold_place), 0, 0, n, err);
	g->run.folds++;
	return status;
}

enum pm_status
pm_gather_folds(struct pm_gather *g, const struct pm_slice_article *a, const char *bytes,
		struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t lead = 0;
	size_t i;

	g->folding = true;
	for (i = 0; i < g->n_cuts && status == PM_OK; i++)
		if ((status = put_fold(g, bytes + a->title_len, i, &lead, err)) == PM_OK)
			status = add_fold(g, &g->cuts[i], lead, err);
	g->folding = false;
	return status;
}
