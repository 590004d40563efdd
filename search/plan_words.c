/* Pressmark - planning: leaves of words; see plan_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan_parts.h"

#include "text/derive.h"
#include "text/fold.h"
#include "text/prefixes.h"

#include <string.h>

/* --- candidates --------------------------------------------------------- */

/* The term of a word.  The caller has made sure that it has one. */
static enum pm_status
add_stem(struct pm_plan *plan, const struct pm_tree *leaf, const char *folded, size_t len,
	 enum pm_plan_place place, struct pm_error *err)
{
	struct pm_buf stem;
	enum pm_status status;
	double factor = 0;

	pm_buf_init(&stem, PM_BUF_NO_LIMIT);
	status = pm_query_stem(plan->r.stemmer, folded, len, &stem, err);
	/* In the title its own term decides; the weights are all added separately. */
	if (status == PM_OK && leaf->field != PM_FIELD_TITLE)
		factor = pm_plan_take_weight(plan, pm_buf_str(&stem), stem.len, place);
	if (status == PM_OK)
		status = pm_plan_term(plan, pm_plan_prefix(leaf), pm_buf_str(&stem),
				      stem.len, factor, err);
	pm_buf_release(&stem);
	return status;
}

/* A word written apart: all its pieces.  Adds 1 to *N if it has any. */
static enum pm_status
add_pieces(struct pm_plan *plan, const struct pm_tree *leaf, const struct pm_tree_word *w,
	   uint32_t *n, struct pm_error *err)
{
	struct pm_piece pieces[PM_PIECES_MAX];
	size_t n_pieces = pm_pieces(w->folded, w->folded_len, pieces), i;
	enum pm_status status;

	for (i = 0; i < n_pieces; i++) {
		if (pieces[i].len > PM_FOLDED_MAX)
			return pm_fail(err, PM_ERR_QUERY,
				       "a word of the query is too long");
		status = add_stem(plan, leaf, pieces[i].data, pieces[i].len,
				  PM_PLACE_NONE, err);
		if (status < 0)
			return status;
	}
	if (n_pieces == 0)
		return PM_OK;
	++*n;
	return pm_plan_op(plan, PM_DB_AND, (uint32_t)n_pieces, err);
}

/* The dotted form of capitals: US, u.s. */
static enum pm_status
add_dotted(struct pm_plan *plan, const struct pm_tree *leaf, const struct pm_tree_word *w,
	   uint32_t *n, struct pm_error *err)
{
	struct pm_buf dotted;
	enum pm_status status = PM_OK;

	pm_buf_init(&dotted, 16);
	if (pm_dotted(w->surface, w->surface_len, &dotted)) {
		++*n;
		status = dotted.status < 0
			       ? pm_fail_nomem(err)
			       : pm_plan_term(plan, pm_plan_prefix(leaf),
					      pm_buf_str(&dotted), dotted.len, 1, err);
	}
	pm_buf_release(&dotted);
	return status;
}

static enum pm_status
add_joined(struct pm_plan *plan, const struct pm_tree *leaf, size_t i, uint32_t *n,
	   struct pm_error *err)
{
	struct pm_buf joined;
	enum pm_status status;

	if (i == 0 || i >= leaf->n_words || !pm_query_joins(leaf, i))
		return PM_OK;
	pm_buf_init(&joined, PM_BUF_NO_LIMIT);
	pm_buf_put(&joined, leaf->words[i - 1].folded, leaf->words[i - 1].folded_len);
	pm_buf_put(&joined, leaf->words[i].folded, leaf->words[i].folded_len);
	++*n;
	status = joined.status < 0 ? pm_fail_nomem(err)
				   : add_stem(plan, leaf, pm_buf_str(&joined), joined.len,
					      PM_PLACE_NONE, err);
	pm_buf_release(&joined);
	return status;
}

/* What an article must have for word I of a leaf to match: an OR of its spellings. */
static enum pm_status
add_word(struct pm_plan *plan, const struct pm_tree *leaf, size_t i,
	 enum pm_plan_place place, struct pm_error *err)
{
	const struct pm_tree_word *w = &leaf->words[i];
	enum pm_status status = PM_OK;
	uint32_t n = 0;
	bool whole;

	if (w->match != PM_MATCH_WORD)
		return pm_plan_spelt(plan, leaf, w, &whole, err);
	if (w->folded_len <= PM_FOLDED_MAX) {
		n++;
		status = add_stem(plan, leaf, w->folded, w->folded_len, place, err);
	}
	if (status == PM_OK)
		status = add_dotted(plan, leaf, w, &n, err);
	if (status == PM_OK)
		status = add_pieces(plan, leaf, w, &n, err);
	if (status == PM_OK)
		status = add_joined(plan, leaf, i, &n, err);
	if (status == PM_OK)
		status = add_joined(plan, leaf, i + 1, &n, err);
	return status < 0 ? status : pm_plan_op(plan, PM_DB_OR, n, err);
}

/* The pair of ideograms I - 1 and I. */
static enum pm_status
add_pair(struct pm_plan *plan, const struct pm_tree *leaf, size_t i, struct pm_error *err)
{
	struct pm_buf pair;
	enum pm_status status;

	pm_buf_init(&pair, PM_BUF_NO_LIMIT);
	pm_buf_put(&pair, leaf->words[i - 1].folded, leaf->words[i - 1].folded_len);
	pm_buf_put(&pair, leaf->words[i].folded, leaf->words[i].folded_len);
	status = pair.status < 0 ? pm_fail_nomem(err)
				 : pm_plan_term(plan, pm_plan_prefix(leaf),
						pm_buf_str(&pair), pair.len, 1, err);
	pm_buf_release(&pair);
	return status;
}

/* --- leaves ------------------------------------------------------------- */

/* Words side by side: all of them must be there, and then the check decides. */
static enum pm_status
add_sequence(struct pm_plan *plan, const struct pm_tree *leaf, enum pm_plan_place place,
	     struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t n = 0;
	size_t from = plan->n_nodes, i;
	bool counted;

	for (i = 0; i < leaf->n_words && status == PM_OK; i++) {
		if (pm_plan_is_pair(leaf, i)) {
			n++;
			status = add_pair(plan, leaf, i, err);
		} else if (!pm_plan_is_pair(leaf, i + 1)) {
			n++;
			status = add_word(plan, leaf, i, place, err);
		}
	}
	counted = n == leaf->n_words && plan->n_nodes - from == n &&
		  leaf->field != PM_FIELD_TITLE;
	for (i = from; i < plan->n_nodes; i++)
		counted = counted && plan->nodes[i].op == PM_DB_TERM;
	if (status == PM_OK)
		status = pm_plan_op(plan, PM_DB_AND, n, err);
	if (status < 0 || (leaf->n_words == 2 && n == 1 && pm_plan_is_pair(leaf, 1)))
		return status;
	status = pm_plan_add_check(plan, leaf, PM_CHECK_NODE, err);
	if (status == PM_OK && plan->unchecked == 0)
		plan->checks->counted = counted;
	return status;
}

/* =form: the stems of the query's words must be there, except words too long for a term;
 * if there are no others, every article is a candidate. */
static enum pm_status
add_surfaces(struct pm_plan *plan, const struct pm_tree *leaf, enum pm_plan_place place,
	     struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < leaf->n_words && status == PM_OK; i++) {
		const struct pm_tree_word *w = &leaf->words[i];

		if (w->folded_len > PM_FOLDED_MAX)
			continue;
		n++;
		status = add_stem(plan, leaf, w->folded, w->folded_len, place, err);
	}
	if (status == PM_OK)
		status = n == 0 ? pm_plan_all(plan, err)
				: pm_plan_op(plan, PM_DB_AND, n, err);
	return status < 0 ? status : pm_plan_add_check(plan, leaf, PM_CHECK_NODE, err);
}

/* Whether every entry with some stem is the quoted word. */
struct only {
	const char *word;
	size_t len;
	bool holds;
};

static enum pm_status
compare_entry(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	struct only *o = ctx;

	(void)err;
	if (c->entry.len != o->len || memcmp(c->entry.word, o->word, o->len) != 0)
		o->holds = false;
	return o->holds ? PM_OK : PM_STOPPED;
}

static enum pm_status
stem_has_only(struct pm_plan *plan, const char *stem, size_t len, struct only *o,
	      struct pm_error *err)
{
	size_t i;

	for (i = 0; i < plan->r.index->generation.n_segments && o->holds; i++) {
		struct pm_lexicon *lex = pm_segment_lexicon(plan->r.index->segments[i]);
		enum pm_status status = pm_lexicon_by_stem(lex, stem, len, compare_entry,
							   o, err);

		if (status < 0)
			return status;
	}
	return PM_OK;
}

/* One word, bare or quoted. */
static enum pm_status
add_single(struct pm_plan *plan, const struct pm_tree *leaf, enum pm_plan_place place,
	   struct pm_error *err)
{
	const struct pm_tree_word *w = &leaf->words[0];
	struct only only = { w->folded, w->folded_len, true };
	struct pm_buf stem;
	enum pm_status status = PM_OK;
	uint32_t n = 0, pieces = 0;

	if (w->folded_len <= PM_FOLDED_MAX) {
		n++;
		status = add_stem(plan, leaf, w->folded, w->folded_len, place, err);
		if (status == PM_OK && leaf->op == PM_TREE_PHRASE) {
			pm_buf_init(&stem, PM_BUF_NO_LIMIT);
			status = pm_query_stem(plan->r.stemmer, w->folded, w->folded_len,
					       &stem, err);
			if (status == PM_OK)
				status = stem_has_only(plan, pm_buf_str(&stem), stem.len,
						       &only, err);
			pm_buf_release(&stem);
			/* The check would also accept dotted forms and pieces, but these
			 * are not among the candidates of this stem. */
			if (status == PM_OK && !only.holds)
				status = pm_plan_add_check(plan, leaf, PM_CHECK_NODE, err);
		}
	}
	if (status == PM_OK)
		status = add_dotted(plan, leaf, w, &n, err);
	if (status == PM_OK)
		status = add_pieces(plan, leaf, w, &pieces, err);
	if (status == PM_OK && pieces > 0) {
		n++;
		status = pm_plan_add_check(plan, leaf, PM_CHECK_PIECES, err);
	}
	return status < 0 ? status : pm_plan_op(plan, PM_DB_OR, n, err);
}

/* One spelt word. */
static enum pm_status
add_spelt(struct pm_plan *plan, const struct pm_tree *leaf, struct pm_error *err)
{
	bool whole;
	enum pm_status status = pm_plan_spelt(plan, leaf, &leaf->words[0], &whole, err);

	return status < 0 || whole ? status
				   : pm_plan_add_check(plan, leaf, PM_CHECK_NODE, err);
}

/* A loose phrase: each of its words, anywhere. */
static enum pm_status
add_loose(struct pm_plan *plan, const struct pm_tree *leaf, enum pm_plan_place place,
	  struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < leaf->n_words && status == PM_OK; i++)
		status = add_word(plan, leaf, i, place, err);
	if (status == PM_OK)
		status = pm_plan_op(plan, PM_DB_AND, (uint32_t)leaf->n_words, err);
	return status < 0 ? status : pm_plan_add_check(plan, leaf, PM_CHECK_NODE, err);
}

enum pm_status
pm_plan_words(struct pm_plan *plan, const struct pm_tree *leaf, enum pm_plan_place place,
	      struct pm_error *err)
{
	/* Below an OR, what is found only with a check does not always count. */
	if (place == PM_PLACE_OR && (leaf->op != PM_TREE_WORDS || leaf->n_words > 1))
		place = PM_PLACE_NONE;
	switch (leaf->op) {
	case PM_TREE_SPELT:
		return add_spelt(plan, leaf, err);
	case PM_TREE_LOOSE:
		return add_loose(plan, leaf, place, err);
	case PM_TREE_EXACT:
		return add_surfaces(plan, leaf, place, err);
	default:
		if (leaf->n_words > 1)
			return add_sequence(plan, leaf, place, err);
		return leaf->words[0].match == PM_MATCH_WORD
			     ? add_single(plan, leaf, place, err)
			     : add_spelt(plan, leaf, err);
	}
}
