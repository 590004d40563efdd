/* Pressmark - patterns: a leaf made ready for a segment; see pattern.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/pattern_parts.h"

#include "text/derive.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

bool
pm_query_joins(const struct pm_tree *leaf, size_t i)
{
	const struct pm_tree_word *a = &leaf->words[i - 1], *b = &leaf->words[i];

	if ((leaf->op != PM_TREE_WORDS && leaf->op != PM_TREE_PHRASE) ||
	    a->match != PM_MATCH_WORD || b->match != PM_MATCH_WORD)
		return false;
	return (b->hyphen &&
		pm_compounds(a->folded, a->folded_len, b->folded, b->folded_len)) ||
	       pm_joins_without_hyphen(a->folded, a->folded_len, b->folded, b->folded_len);
}

enum pm_status
pm_query_join_stems(struct pm_stems *stems, const struct pm_tree *leaf, size_t i,
		    const struct pm_stem_set **out, struct pm_error *err)
{
	const struct pm_tree_word *a = &leaf->words[i - 1], *b = &leaf->words[i];
	struct pm_buf both;
	size_t written;
	enum pm_status status;

	/* In small letters: A-T is no A.T. */
	pm_buf_init(&both, PM_BUF_NO_LIMIT);
	if ((status = pm_written(a->surface, a->surface_len, &both, err)) == PM_OK)
		status = pm_written(b->surface, b->surface_len, &both, err);
	written = both.len;
	pm_buf_put(&both, a->folded, a->folded_len);
	pm_buf_put(&both, b->folded, b->folded_len);
	if (status == PM_OK && both.status < 0)
		status = pm_fail_nomem(err);
	if (status == PM_OK)
		status = pm_stems_of(stems, pm_buf_str(&both), written,
				     pm_buf_str(&both) + written, both.len - written, out,
				     err);
	pm_buf_release(&both);
	return status;
}

static enum pm_status
add_edge(struct pm_pattern *p, size_t from, size_t to, struct pm_edge **out, size_t *cap,
	 struct pm_error *err)
{
	enum pm_status status = pm_grow(&p->edges, cap, p->n_edges + 1, sizeof *p->edges,
					err);

	if (status < 0)
		return status;
	*out = &p->edges[p->n_edges++];
	(*out)->from = from;
	(*out)->to = to;
	pm_atom_init(&(*out)->atom);
	return PM_OK;
}

/* Add the edge for words I - 1 and I written as one. */
static enum pm_status
add_join(struct pm_pattern *p, const struct pm_tree *leaf, size_t i, size_t *cap,
	 const struct pm_resolver *r, struct pm_error *err)
{
	struct pm_edge *edge = NULL;
	struct pm_buf joined;
	const struct pm_stem_set *stems;
	enum pm_status status = add_edge(p, i - 1, i + 1, &edge, cap, err);

	if (status < 0)
		return status;
	if (leaf->op == PM_TREE_WORDS) {
		status = pm_query_join_stems(r->stems, leaf, i, &stems, err);
		return status != PM_OK
			     ? status
			     : pm_atom_stems(&edge->atom, p->segment, stems, err);
	}
	pm_buf_init(&joined, PM_BUF_NO_LIMIT);
	pm_buf_put(&joined, leaf->words[i - 1].folded, leaf->words[i - 1].folded_len);
	pm_buf_put(&joined, leaf->words[i].folded, leaf->words[i].folded_len);
	status = joined.status < 0 ? pm_fail_nomem(err)
				   : pm_atom_word(&edge->atom, p->segment,
						  pm_buf_str(&joined), joined.len, err);
	pm_buf_release(&joined);
	return status;
}

static enum pm_status
add_expansion(struct pm_pattern *p, struct pm_atom *atom, const struct pm_tree_word *w,
	      const struct pm_resolver *r, struct pm_error *err)
{
	const struct pm_expansion *expansion;
	enum pm_status status = pm_expand(r->expander, w, p->number, &expansion, err);

	return status < 0 ? status : pm_atom_add(atom, &expansion->atom, err);
}

/* A word that is bare or quoted. */
static enum pm_status
add_word(struct pm_pattern *p, struct pm_atom *atom, const struct pm_tree *leaf,
	 const struct pm_tree_word *w, const struct pm_resolver *r, struct pm_error *err)
{
	enum pm_status status = pm_atom_leaf_word(atom, p->segment, leaf, w, r->stems, err);

	if (status == PM_OK)
		status = pm_atom_dotted(atom, p->segment, w->surface, w->surface_len, err);
	if (status == PM_OK)
		status = pm_atom_pieces(atom, p->segment, w->folded, w->folded_len, err);
	return status;
}

static enum pm_status
add_words(struct pm_pattern *p, const struct pm_tree *leaf, const struct pm_resolver *r,
	  struct pm_error *err)
{
	size_t cap = 0, i;
	enum pm_status status = PM_OK;

	p->n_states = leaf->n_words + 1;
	for (i = 0; i < leaf->n_words && status == PM_OK; i++) {
		const struct pm_tree_word *w = &leaf->words[i];
		struct pm_edge *edge = NULL;

		if ((status = add_edge(p, i, i + 1, &edge, &cap, err)) < 0)
			return status;
		if (w->match != PM_MATCH_WORD)
			status = add_expansion(p, &edge->atom, w, r, err);
		else if (leaf->op == PM_TREE_EXACT)
			status = pm_atom_surface(&edge->atom, p->segment, w, err);
		else
			status = add_word(p, &edge->atom, leaf, w, r, err);
		if (status == PM_OK && i + 1 < leaf->n_words &&
		    pm_query_joins(leaf, i + 1))
			status = add_join(p, leaf, i + 1, &cap, r, err);
	}
	return status;
}

static enum pm_status
keep_separators(struct pm_pattern *p, const struct pm_tree *leaf, struct pm_error *err)
{
	size_t i, bytes = 0;

	if (leaf->op != PM_TREE_EXACT)
		return PM_OK;
	for (i = 0; i < leaf->n_words; i++)
		bytes += leaf->words[i].separator_len;
	p->separators = pm_calloc(leaf->n_words, sizeof *p->separators);
	p->separator_bytes = pm_alloc(bytes, 1);
	if (p->separators == NULL || p->separator_bytes == NULL)
		return pm_fail_nomem(err);
	for (i = bytes = 0; i < leaf->n_words; i++) {
		const struct pm_tree_word *w = &leaf->words[i];

		p->separators[i].data = p->separator_bytes + bytes;
		p->separators[i].len = w->separator_len;
		if (w->separator_len > 0)
			memcpy(p->separator_bytes + bytes, w->separator, w->separator_len);
		bytes += w->separator_len;
	}
	return PM_OK;
}

/* The words that a match can begin with.  Most words of a text are not among them: one
 * look is enough. */
static enum pm_status
find_starts(struct pm_pattern *p, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, k;

	p->single = p->n_states == 2 && p->n_edges == 1 && p->separators == NULL &&
		    p->edges[0].atom.n_sequences == 0;
	for (i = 0; i < p->first_edge[1]; i++) {
		const struct pm_atom *a = &p->edges[i].atom;

		for (k = 0; k < a->n_ranks && status == PM_OK; k++)
			status = pm_atom_rank(&p->start, a->ranks[k], err);
		for (k = 0; k < a->n_sequences && status == PM_OK; k++)
			status = pm_atom_rank(&p->start, a->sequences[k].ranks[0], err);
	}
	return status < 0 ? status : pm_atom_finish(&p->start, p->segment, err);
}

static uint32_t
longest_of(const struct pm_atom *a)
{
	uint32_t longest = a->n_ranks > 0;
	size_t i;

	for (i = 0; i < a->n_sequences; i++)
		if (a->sequences[i].n > longest)
			longest = a->sequences[i].n;
	return longest;
}

/* How many words lead from the first state to the last at most, and whether any of the
 * segment do.  Edges are sorted by the state that they begin in, and end in a later
 * one. */
static enum pm_status
find_longest(struct pm_pattern *p, struct pm_error *err)
{
	uint32_t *words = pm_calloc(p->n_states, sizeof *words), longest;
	size_t i;

	if (words == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < p->n_edges; i++) {
		const struct pm_edge *e = &p->edges[i];

		longest = longest_of(&e->atom);
		if ((e->from > 0 && words[e->from] == 0) || longest == 0)
			continue;
		longest += words[e->from];
		if (longest > words[e->to])
			words[e->to] = longest;
	}
	p->longest = words[p->n_states - 1];
	p->impossible = p->longest == 0;
	free(words);
	return PM_OK;
}

static enum pm_status
finish(struct pm_pattern *p, struct pm_error *err)
{
	size_t i;
	enum pm_status status;

	p->first_edge = pm_calloc(p->n_states + 1, sizeof *p->first_edge);
	p->reached = pm_calloc(p->n_states, sizeof *p->reached);
	if (p->first_edge == NULL || p->reached == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < p->n_edges; i++) {
		p->first_edge[p->edges[i].from + 1] = i + 1;
		if ((status = pm_atom_finish(&p->edges[i].atom, p->segment, err)) < 0)
			return status;
	}
	p->first_edge[p->n_states] = p->n_edges;
	/* Of the matches that begin at one word only the shortest counts. */
	if (p->n_edges == 1 && p->separators == NULL)
		pm_atom_drop_longer(&p->edges[0].atom);
	if ((status = find_longest(p, err)) < 0 || p->impossible ||
	    (status = pm_pattern_needs(p, &p->needs, err)) < 0 ||
	    (status = find_starts(p, err)) < 0)
		return status;
	return pm_pattern_code(p, err);
}

enum pm_status
pm_pattern_new(struct pm_pattern **out, const struct pm_tree *leaf,
	       const struct pm_resolver *resolver, size_t segment, struct pm_error *err)
{
	struct pm_pattern *p = calloc(1, sizeof *p);
	enum pm_status status;

	if (p == NULL)
		return pm_fail_nomem(err);
	p->number = segment;
	p->segment = resolver->index->segments[segment];
	p->team = resolver->team;
	p->title_only = leaf->field == PM_FIELD_TITLE;
	if ((status = add_words(p, leaf, resolver, err)) == PM_OK &&
	    (status = keep_separators(p, leaf, err)) == PM_OK)
		status = finish(p, err);
	if (status < 0)
		pm_pattern_free(p);
	else
		*out = p;
	return status;
}

enum pm_status
pm_pattern_new_pieces(struct pm_pattern **out, const struct pm_tree *leaf,
		      const struct pm_resolver *resolver, size_t segment,
		      struct pm_error *err)
{
	struct pm_pattern *p = calloc(1, sizeof *p);
	enum pm_status status;
	struct pm_edge *edge;
	size_t cap = 0;

	if (p == NULL)
		return pm_fail_nomem(err);
	p->number = segment;
	p->segment = resolver->index->segments[segment];
	p->team = resolver->team;
	p->title_only = leaf->field == PM_FIELD_TITLE;
	p->n_states = 2;
	if ((status = add_edge(p, 0, 1, &edge, &cap, err)) == PM_OK &&
	    (status = pm_atom_pieces(&edge->atom, p->segment, leaf->words[0].folded,
				     leaf->words[0].folded_len, err)) == PM_OK)
		status = finish(p, err);
	if (status < 0)
		pm_pattern_free(p);
	else
		*out = p;
	return status;
}

void
pm_pattern_free(struct pm_pattern *p)
{
	size_t i;

	if (p == NULL)
		return;
	for (i = 0; i < p->n_edges; i++)
		pm_atom_release(&p->edges[i].atom);
	for (i = 0; p->reached != NULL && i < p->n_states; i++)
		free(p->reached[i].at);
	pm_atom_release(&p->start);
	pm_atom_release(&p->before);
	pm_atom_release(&p->behind);
	free(p->reached);
	free(p->first_edge);
	free(p->edges);
	pm_pair_needs_release(&p->needs);
	free(p->separators);
	free(p->separator_bytes);
	pm_pattern_release_coded(p);
	free(p);
}

const struct pm_pair_needs *
pm_pattern_get_needs(const struct pm_pattern *p)
{
	return &p->needs;
}

/* --- whether it matches ------------------------------------------------- */

bool
pm_pattern_is_impossible(const struct pm_pattern *p)
{
	return p->impossible;
}

enum pm_status
pm_pattern_matches(struct pm_pattern *p, struct pm_view *v, bool *yes,
		   struct pm_error *err)
{
	enum pm_status status;
	uint8_t answer;
	bool may;

	*yes = false;
	if (p->impossible)
		return PM_OK;
	if (pm_view_is_mixed(v))
		return pm_pattern_matches_words(p, v, yes, err);
	status = pm_store_may_match(pm_segment_store(p->segment), &v->place, &p->needs,
				    &may, err);
	if (status < 0 || !may)
		return status;
	if (p->n_coded > 0) {
		status = pm_pattern_search(p, v, &answer, err);
		/* codes do not show where folds divide them */
		if (v->n_folds > 0 && answer == PM_DB_YES)
			answer = PM_DB_PERHAPS;
		*yes = status == PM_OK && answer == PM_DB_YES;
		if (status < 0 || answer != PM_DB_PERHAPS)
			return status;
	}
	return pm_pattern_matches_words(p, v, yes, err);
}
