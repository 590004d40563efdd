/* Pressmark - gathering: where the folds of an article are.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where they lie between the words of the text is found by splitting the text once more:
 * few articles have any, and nothing need be remembered of the others.
 */
#include "indexer/gather/gather_parts.h"

#include "indexer/gather/part.h"
#include "indexer/gather/slice.h"

static enum pm_status
broken(struct pm_error *err)
{
	return pm_fail(err, PM_ERR_INTERNAL,
		       "the folds of an article do not fit together");
}

/* The folds at P .. END - 1 into g->cuts.  Their bytes are the slice's, which stays where it
 * is until all of it has been gathered. */
static enum pm_status
read_folds(struct pm_gather *g, const uint8_t *p, const uint8_t *end, size_t text_len,
	   struct pm_error *err)
{
	uint64_t at, why, before = 0;
	const uint8_t *text;
	enum pm_status status;
	size_t len;

	for (; p < end; before = at) {
		if (pm_load_varint(&p, end, &at) < 0 ||
		    pm_load_varint(&p, end, &why) < 0 ||
		    pm_load_bytes(&p, end, &text, &len) < 0 || at < before ||
		    at > text_len)
			return broken(err);
		status = pm_grow(&g->cuts, &g->cuts_cap, g->n_cuts + 1, sizeof *g->cuts,
				 err);
		if (status < 0)
			return status;
		g->cuts[g->n_cuts++] = (struct pm_gather_cut){ .text = (const char *)text,
							       .len = len,
							       .at = (size_t)at,
							       .why = (unsigned)why };
	}
	return PM_OK;
}

/* A walk over the words of a text, of which a part is split at a time. */
struct walk {
	const char *text;
	size_t len, from, end; /* the part */
	size_t i;	       /* its next word */
	uint32_t n;	       /* words before that */
	size_t behind;	       /* where the last of them ends */
};

/* Split the next part that has words, if the current one is used up. */
static enum pm_status
look(struct pm_gather *g, struct walk *w, struct pm_error *err)
{
	enum pm_status status = PM_OK;

	while (w->i == g->split.n && w->end < w->len && status == PM_OK) {
		w->from = w->end;
		w->end = w->len;
		if (w->len - w->from > PM_GATHER_PART)
			status = pm_part_words(w->text, w->len, w->from, PM_GATHER_PART,
					       &g->probe, &w->end, err);
		if (status == PM_OK)
			status = pm_gather_split(g, w->text + w->from, w->end - w->from,
						 0, err);
		w->i = 0;
	}
	return status;
}

/* Where the next word begins. */
static size_t
next_word(const struct pm_gather *g, const struct walk *w)
{
	return w->i < g->split.n ? w->from + g->split.words[w->i].start : w->len;
}

/* Find where the folds lie between the words of TEXT. */
static enum pm_status
find_cuts(struct pm_gather *g, const char *text, size_t len, struct pm_error *err)
{
	struct walk w = { .text = text, .len = len };
	enum pm_status status;
	size_t i;

	g->split.n = 0;
	for (i = 0; i < g->n_cuts; i++) {
		struct pm_gather_cut *c = &g->cuts[i];

		while ((status = look(g, &w, err)) == PM_OK && next_word(g, &w) < c->at) {
			w.behind = w.from + g->split.words[w.i].end;
			w.n++;
			w.i++;
		}
		if (status < 0)
			return status;
		c->words = w.n;
		c->behind = w.behind < c->at ? w.behind : c->at;
		c->rest = w.behind > c->at ? w.behind : c->at;
		c->next = next_word(g, &w);
	}
	return PM_OK;
}

bool
pm_gather_is_cut(const struct pm_gather *g, size_t place)
{
	size_t word = place + g->behind_body, low = 0, high = g->n_cuts;

	if (g->n_cuts == 0 || word < g->before_body)
		return false;
	word -= g->before_body;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (g->cuts[middle].words < word)
			low = middle + 1;
		else
			high = middle;
	}
	return low < g->n_cuts && g->cuts[low].words == word;
}

enum pm_status
pm_gather_find_folds(struct pm_gather *g, const struct pm_slice_article *a,
		     const char *bytes, struct pm_error *err)
{
	const char *folds = pm_slice_metadata(a, bytes) + a->metadata_len + a->data_len;
	enum pm_status status;

	g->n_cuts = 0;
	if (a->folds_len == 0)
		return PM_OK;
	status = read_folds(g, (const uint8_t *)folds,
			    (const uint8_t *)folds + a->folds_len, a->text_len, err);
	return status < 0 ? status : find_cuts(g, bytes + a->title_len, a->text_len, err);
}
