/* Pressmark - planning: leaves of words; see plan_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan_parts.h"

#include "text/derive.h"
#include "text/fold.h"
#include "text/prefixes.h"

#include <string.h>

/* --- candidates --------------------------------------------------------- */

/* The terms of a word that stands for STEMS.  The caller has made sure that it has one. */
static enum pm_status
add_stems(struct pm_plan *plan, const struct pm_tree *leaf,
	  const struct pm_stem_set *stems, enum pm_plan_place place, struct pm_error *err)
{
	/* In the title its own term decides; the weights are all added separately. */
	double weight = leaf->field != PM_FIELD_TITLE
			      ? pm_plan_take_weight(plan, stems, place)
			      : 0;

	return pm_plan_stems(plan, pm_plan_prefix(plan, leaf), stems->stems, stems->n_all,
			     weight, err);
}

static enum pm_status
stems_of(const struct pm_plan *plan, const struct pm_tree_word *w,
	 const struct pm_stem_set **stems, struct pm_error *err)
{
	return pm_stems_of(plan->r.stems, w->surface, w->surface_len, w->folded,
			   w->folded_len, stems, err);
}

/* A word written apart: all its pieces.  Adds 1 to *N if it has any. */
static enum pm_status
add_pieces(struct pm_plan *plan, const struct pm_tree *leaf, const struct pm_tree_word *w,
	   uint32_t *n, struct pm_error *err)
{
	struct pm_piece pieces[PM_PIECES_MAX];
	size_t n_pieces = pm_pieces(w->folded, w->folded_len, pieces), i;
	const struct pm_stem_set *stems;
	enum pm_status status;

	for (i = 0; i < n_pieces; i++) {
		if (pieces[i].len > PM_FOLDED_MAX)
			return pm_fail(err, PM_ERR_QUERY,
				       "a word of the query is too long");
		if ((status = pm_stems_of(plan->r.stems, pieces[i].data, pieces[i].len,
					  pieces[i].data, pieces[i].len, &stems, err)) <
			    0 ||
		    (status = add_stems(plan, leaf, stems, PM_PLACE_NONE, err)) < 0)
			return status;
	}
	if (n_pieces == 0)
		return PM_OK;
	++*n;
	return pm_plan_op(plan, PM_DB_AND, (uint32_t)n_pieces, err);
}

static enum pm_status
add_joined(struct pm_plan *plan, const struct pm_tree *leaf, size_t i, uint32_t *n,
	   struct pm_error *err)
{
	const struct pm_stem_set *stems;
	enum pm_status status;

	if (i == 0 || i >= leaf->n_words || !pm_query_joins(leaf, i))
		return PM_OK;
	++*n;
	status = pm_query_join_stems(plan->r.stems, leaf, i, &stems, err);
	return status < 0 ? status : add_stems(plan, leaf, stems, PM_PLACE_NONE, err);
}

/* What an article must have for word I of a leaf to match: an OR of its spellings. */
static enum pm_status
add_word(struct pm_plan *plan, const struct pm_tree *leaf, size_t i,
	 enum pm_plan_place place, struct pm_error *err)
{
	const struct pm_tree_word *w = &leaf->words[i];
	const struct pm_stem_set *stems;
	enum pm_status status = PM_OK;
	size_t from = plan->n_nodes;
	uint32_t n = 0;
	bool whole;

	if (w->match != PM_MATCH_WORD)
		return pm_plan_spelt(plan, leaf, w, &whole, err);
	if (w->folded_len <= PM_FOLDED_MAX) {
		n++;
		if ((status = stems_of(plan, w, &stems, err)) == PM_OK)
			status = add_stems(plan, leaf, stems, place, err);
		if (status == PM_OK && leaf->op != PM_TREE_WORDS)
			status = pm_plan_add_shares(plan, leaf, from, stems->n, w, stems,
						    &whole, err);
	}
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
	size_t at = plan->n_nodes;
	struct pm_buf pair;
	enum pm_status status;

	pm_buf_init(&pair, PM_BUF_NO_LIMIT);
	pm_buf_put(&pair, leaf->words[i - 1].folded, leaf->words[i - 1].folded_len);
	pm_buf_put(&pair, leaf->words[i].folded, leaf->words[i].folded_len);
	status = pair.status < 0 ? pm_fail_nomem(err)
				 : pm_plan_term(plan, pm_plan_prefix(plan, leaf),
						pm_buf_str(&pair), pair.len, 0, err);
	pm_buf_release(&pair);
	if (status == PM_OK)
		status = pm_plan_weight_of(plan, at, 1, 1, &plan->nodes[at].weight, err);
	return status;
}

/* Candidates need not have all words of a leaf: so many different ones find few enough. */
#define CANDIDATE_WORDS 64u

/* The nodes of the words of one leaf: word after word, each different from all others. */
struct demanded {
	size_t starts[CANDIDATE_WORDS + 1]; /* in the plan's nodes */
	uint32_t n;
};

/* Whether B says what A does, and weighs nothing. */
static bool
is_repetition(const struct pm_db_node *a, const struct pm_db_node *b)
{
	/* Until the plan is settled, `term_len` is the term's number. */
	return a->op == b->op && a->n_children == b->n_children &&
	       a->term_len == b->term_len && pm_plan_same_share(a, b) &&
	       (b->op == PM_DB_TERM ? b->weight == 0 : b->op == PM_DB_OR);
}

/* Keep the nodes that were added for one more word, unless an earlier word has the
 * same. */
static void
demand(struct pm_plan *plan, struct demanded *d)
{
	size_t from = d->starts[d->n], len = plan->n_nodes - from, k;
	uint32_t i;

	for (i = 0; i < d->n; i++) {
		if (d->starts[i + 1] - d->starts[i] != len)
			continue;
		for (k = 0; k < len && is_repetition(&plan->nodes[d->starts[i] + k],
						     &plan->nodes[from + k]);
		     k++)
			;
		if (k == len) {
			plan->n_nodes = from;
			return;
		}
	}
	d->starts[++d->n] = plan->n_nodes;
}

/* --- leaves ------------------------------------------------------------- */

/* Words side by side: all of them must be there, and then the check decides. */
static enum pm_status
add_sequence(struct pm_plan *plan, const struct pm_tree *leaf, enum pm_plan_place place,
	     struct pm_error *err)
{
	struct demanded d = { { plan->n_nodes }, 0 };
	enum pm_status status = PM_OK;
	size_t from = plan->n_nodes, i;
	uint32_t n;
	bool counted;

	for (i = 0; i < leaf->n_words && d.n < CANDIDATE_WORDS && status == PM_OK; i++) {
		if (pm_plan_is_pair(leaf, i))
			status = add_pair(plan, leaf, i, err);
		else if (!pm_plan_is_pair(leaf, i + 1))
			status = add_word(plan, leaf, i, place, err);
		else
			continue;
		if (status == PM_OK)
			demand(plan, &d);
	}
	n = d.n;
	counted = n == leaf->n_words && pm_plan_is_terms(plan, from, n) &&
		  leaf->field != PM_FIELD_TITLE;
	if (status == PM_OK)
		status = pm_plan_op(plan, PM_DB_AND, n, err);
	if (status < 0 || (leaf->n_words == 2 && n == 1 && pm_plan_is_pair(leaf, 1)))
		return status;
	return pm_plan_add_counted(plan, leaf, counted, err);
}

/* =form: the stems of the query's words must be there, except words too long for a term;
 * if there are no others, every article is a candidate. */
static enum pm_status
add_surfaces(struct pm_plan *plan, const struct pm_tree *leaf, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < leaf->n_words && status == PM_OK; i++) {
		const struct pm_tree_word *w = &leaf->words[i];
		const struct pm_stem_set *stems;

		if (w->folded_len > PM_FOLDED_MAX)
			continue;
		n++;
		if ((status = stems_of(plan, w, &stems, err)) == PM_OK)
			status = pm_plan_stems(plan, pm_plan_prefix(plan, leaf),
					       stems->stems, stems->n_own, 0, err);
	}
	if (status == PM_OK)
		status = n == 0 ? pm_plan_all(plan, err)
				: pm_plan_op(plan, PM_DB_AND, n, err);
	return status < 0 ? status : pm_plan_add_check(plan, leaf, PM_CHECK_NODE, err);
}

/* Whether the leaf's word W can only be matched by words that fold to what it does, or by
 * its dotted form: these are what shares tell apart. */
static bool
is_exact(const struct pm_tree *leaf, const struct pm_tree_word *w)
{
	struct pm_piece pieces[PM_PIECES_MAX];

	return (leaf->op == PM_TREE_PHRASE || leaf->op == PM_TREE_LOOSE) &&
	       pm_pieces(w->folded, w->folded_len, pieces) == 0;
}

/* The word of a single one, bare or quoted: by the terms that need no check, OR those of
 * words that match only in capitals, with one.  Adds to *N. */
static enum pm_status
add_single_word(struct pm_plan *plan, const struct pm_tree *leaf,
		const struct pm_tree_word *w, enum pm_plan_place place, uint32_t *n,
		struct pm_error *err)
{
	const struct pm_stem_set *stems;
	enum pm_status status = stems_of(plan, w, &stems, err);
	size_t from = plan->n_nodes;
	bool exact = is_exact(leaf, w), all = leaf->op != PM_TREE_PHRASE;

	if (status < 0)
		return status;
	++*n;
	status = pm_plan_stems(plan, pm_plan_prefix(plan, leaf), stems->stems, stems->n,
			       leaf->field != PM_FIELD_TITLE
				       ? pm_plan_take_weight(plan, stems, place)
				       : 0,
			       err);
	if (status == PM_OK && exact)
		status = pm_plan_add_shares(plan, leaf, from, stems->n, w, stems, &all,
					    err);
	/* The check would also accept pieces, but these are not among the candidates of
	 * these stems. */
	if (status == PM_OK && !all)
		status = exact && pm_plan_has_shares(plan, leaf)
			       ? pm_plan_add_shares_check(plan, leaf, err)
			       : pm_plan_add_check(plan, leaf, PM_CHECK_NODE, err);
	if (status < 0 || stems->n_all == stems->n)
		return status;
	++*n;
	status = pm_plan_stems(plan, pm_plan_prefix(plan, leaf), stems->stems + stems->n,
			       stems->n_all - stems->n, 0, err);
	return status < 0 ? status : pm_plan_add_check(plan, leaf, PM_CHECK_NODE, err);
}

/* One word, bare or quoted. */
static enum pm_status
add_single(struct pm_plan *plan, const struct pm_tree *leaf, enum pm_plan_place place,
	   struct pm_error *err)
{
	const struct pm_tree_word *w = &leaf->words[0];
	enum pm_status status = PM_OK;
	uint32_t n = 0, pieces = 0;

	if (w->folded_len <= PM_FOLDED_MAX)
		status = add_single_word(plan, leaf, w, place, &n, err);
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

	if (status < 0 || whole)
		return status;
	/* of every article there are no shares */
	return !pm_plan_has_shares(plan, leaf) ||
			       plan->nodes[plan->n_nodes - 1].op == PM_DB_ALL
		     ? pm_plan_add_check(plan, leaf, PM_CHECK_NODE, err)
		     : pm_plan_add_shares_check(plan, leaf, err);
}

/* A loose phrase: each of its words, anywhere. */
static enum pm_status
add_loose(struct pm_plan *plan, const struct pm_tree *leaf, enum pm_plan_place place,
	  struct pm_error *err)
{
	struct demanded d = { { plan->n_nodes }, 0 };
	enum pm_status status = PM_OK;
	size_t from = plan->n_nodes, i;
	bool counted;

	for (i = 0; i < leaf->n_words && d.n < CANDIDATE_WORDS && status == PM_OK; i++) {
		status = add_word(plan, leaf, i, place, err);
		if (status == PM_OK)
			demand(plan, &d);
	}
	counted = d.n == leaf->n_words && pm_plan_is_terms(plan, from, d.n) &&
		  leaf->field != PM_FIELD_TITLE;
	if (status == PM_OK)
		status = pm_plan_op(plan, PM_DB_AND, d.n, err);
	return status < 0 ? status : pm_plan_add_counted(plan, leaf, counted, err);
}

static enum pm_status
plan_words(struct pm_plan *plan, const struct pm_tree *leaf, enum pm_plan_place place,
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
		return add_surfaces(plan, leaf, err);
	default:
		if (leaf->n_words > 1)
			return add_sequence(plan, leaf, place, err);
		return leaf->words[0].match == PM_MATCH_WORD
			     ? add_single(plan, leaf, place, err)
			     : add_spelt(plan, leaf, err);
	}
}

enum pm_status
pm_plan_words(struct pm_plan *plan, const struct pm_tree *leaf, enum pm_plan_place place,
	      struct pm_error *err)
{
	enum pm_status status;

	if (!plan->full || leaf->field == PM_FIELD_TITLE)
		return plan_words(plan, leaf, place, err);
	/* Nothing spans the edge of a fold: so it matches in the article as it is without
	 * its folds, or in one of these, where it weighs nothing. */
	if (place == PM_PLACE_AND)
		place = PM_PLACE_OR;
	if ((status = plan_words(plan, leaf, place, err)) < 0)
		return status;
	plan->in_folds = true;
	status = plan_words(plan, leaf, PM_PLACE_NONE, err);
	plan->in_folds = false;
	return status < 0 ? status : pm_plan_op(plan, PM_DB_OR, 2, err);
}
