/* Pressmark - the evaluator: see evaluate.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/evaluate.h"

#include "query/atom.h"
#include "query/code_search.h"
#include "text/derive.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

/* --- patterns ----------------------------------------------------------- */

struct edge {
	size_t from, to;
	struct pm_atom atom;
};

/* The words that are reached in a state, from the start at hand. */
struct reached {
	uint32_t *at;
	size_t n, cap;
};

/* One way to write what matches.  SURE: and it matches wherever that stands; else a
 * compound has to have its hyphens. */
struct coded {
	struct pm_code_string string;
	bool sure;
};

/* Beyond so many ways decoding is quicker. */
#define CODED_MAX 8u
#define CODED_WORDS_MAX 64u
#define CODED_STEPS_MAX 1024u
/* Words of a pattern that is looked for around one of them. */
#define ANCHORED_WORDS_MAX 16u
#define SEQUENCE_MAX 4u		/* words of the longest sequence */

struct pm_pattern {
	struct pm_segment *segment;
	size_t number;		/* of the segment */
	struct edge *edges;	/* by `from` */
	size_t n_edges;
	size_t n_states;	/* the last one is n_states - 1 */
	size_t *first_edge;	/* of each state, and behind the last */
	struct pm_atom start;	/* its ranks: all words that a match can begin with */
	bool single;		/* one word is a match: `start` says all */
	struct reached *reached;	/* by state; empty between starts */
	bool title_only;
	/* PM_TREE_EXACT: what must stand between word i - 1 and i. */
	struct pm_piece *separators;
	char *separator_bytes;
	/* The coded words, where a few strings of codes are all there is. */
	struct coded *coded;
	size_t n_coded, coded_cap;
	/* Where there are too many: an edge that all ways go over, by the rarest word;
	 * `coded` is what it can be. */
	bool anchored;
	struct pm_atom before, behind;	/* the words that may stand next to it */
};

bool
pm_query_joins(const struct pm_tree *leaf, size_t i)
{
	const struct pm_tree_word *a = &leaf->words[i - 1], *b = &leaf->words[i];

	if ((leaf->op != PM_TREE_WORDS && leaf->op != PM_TREE_PHRASE) ||
	    a->match != PM_MATCH_WORD || b->match != PM_MATCH_WORD)
		return false;
	return (b->hyphen && pm_compounds(a->folded, a->folded_len, b->folded,
					  b->folded_len)) ||
	       pm_joins_without_hyphen(a->folded, a->folded_len, b->folded,
				       b->folded_len);
}

size_t
pm_query_pieces(const char *folded, size_t len, struct pm_piece pieces[PM_PIECES_MAX])
{
	size_t at[PM_PIECES_MAX], n = pm_transitions(folded, len, at, PM_PIECES_MAX), i;

	if (n == 0 || n >= PM_PIECES_MAX || len > PM_FOLDED_MAX)
		return 0;
	for (i = 0; i <= n; i++) {
		size_t from = i == 0 ? 0 : at[i - 1], to = i == n ? len : at[i];

		pieces[i].data = folded + from;
		pieces[i].len = to - from;
	}
	return n + 1;
}

static enum pm_status
add_edge(struct pm_pattern *p, size_t from, size_t to, struct edge **out,
	 size_t *cap, struct pm_error *err)
{
	enum pm_status status = pm_grow(&p->edges, cap, p->n_edges + 1,
					sizeof *p->edges, err);

	if (status < 0)
		return status;
	*out = &p->edges[p->n_edges++];
	(*out)->from = from;
	(*out)->to = to;
	pm_atom_init(&(*out)->atom);
	return PM_OK;
}

/* The edge for words I - 1 and I as one. */
static enum pm_status
add_join(struct pm_pattern *p, const struct pm_tree *leaf, size_t i, size_t *cap,
	 const struct pm_resolver *r, struct pm_error *err)
{
	struct edge *edge = NULL;
	struct pm_buf joined;
	enum pm_status status;

	pm_buf_init(&joined, PM_BUF_NO_LIMIT);
	pm_buf_put(&joined, leaf->words[i - 1].folded, leaf->words[i - 1].folded_len);
	pm_buf_put(&joined, leaf->words[i].folded, leaf->words[i].folded_len);
	status = joined.status < 0 ? pm_fail_nomem(err)
				   : add_edge(p, i - 1, i + 1, &edge, cap, err);
	if (status == PM_OK)
		status = pm_atom_word(&edge->atom, p->segment, pm_buf_str(&joined),
				      joined.len,
				      leaf->op == PM_TREE_WORDS ? r->stemmer : NULL, err);
	pm_buf_release(&joined);
	return status;
}

static enum pm_status
add_expansion(struct pm_pattern *p, struct pm_atom *atom, const struct pm_tree_word *w,
	      const struct pm_resolver *r, struct pm_error *err)
{
	const struct pm_expansion *expansion;
	enum pm_status status = pm_expand(r->expander, w, p->number, &expansion, err);

	return status < 0 ? status : pm_atom_expansion(atom, expansion, err);
}

/* Bare or quoted. */
static enum pm_status
add_word(struct pm_pattern *p, struct pm_atom *atom, const struct pm_tree *leaf,
	 const struct pm_tree_word *w, const struct pm_resolver *r,
	 struct pm_error *err)
{
	enum pm_status status;

	status = pm_atom_word(atom, p->segment, w->folded, w->folded_len,
			      leaf->op == PM_TREE_WORDS ? r->stemmer : NULL, err);
	if (status == PM_OK)
		status = pm_atom_dotted(atom, p->segment, w->surface, w->surface_len, err);
	if (status == PM_OK)
		status = pm_atom_pieces(atom, p->segment, w->folded, w->folded_len, err);
	return status;
}

static enum pm_status
add_words(struct pm_pattern *p, const struct pm_tree *leaf,
	  const struct pm_resolver *r, struct pm_error *err)
{
	size_t cap = 0, i;
	enum pm_status status = PM_OK;

	p->n_states = leaf->n_words + 1;
	for (i = 0; i < leaf->n_words && status == PM_OK; i++) {
		const struct pm_tree_word *w = &leaf->words[i];
		struct edge *edge = NULL;

		if ((status = add_edge(p, i, i + 1, &edge, &cap, err)) < 0)
			return status;
		if (w->match != PM_MATCH_WORD)
			status = add_expansion(p, &edge->atom, w, r, err);
		else if (leaf->op == PM_TREE_EXACT)
			status = pm_atom_surface(&edge->atom, p->segment, w, err);
		else
			status = add_word(p, &edge->atom, leaf, w, r, err);
		if (status == PM_OK && i + 1 < leaf->n_words && pm_query_joins(leaf, i + 1))
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

/* A way through the states, as far as it has been walked. */
struct way {
	uint32_t ranks[CODED_WORDS_MAX];
	size_t n;
	bool sure;
	size_t *steps;		/* of all ways together: most may lead nowhere */
};

static enum pm_status
add_coded(struct pm_pattern *p, const uint32_t *ranks, size_t n, bool sure,
	  struct pm_error *err)
{
	enum pm_status status = pm_grow(&p->coded, &p->coded_cap, p->n_coded + 1,
					sizeof *p->coded, err);

	if (status < 0)
		return status;
	p->coded[p->n_coded].sure = sure;
	status = pm_code_string_init(&p->coded[p->n_coded].string, ranks, n, err);
	if (status == PM_OK)
		p->n_coded++;
	return status;
}

static enum pm_status walk(struct pm_pattern *p, size_t state, struct way *w,
			   struct pm_error *err);

/* Go on over an edge by N words.  PM_END: there are too many ways. */
static enum pm_status
walk_on(struct pm_pattern *p, const struct edge *e, struct way *w, const uint32_t *ranks,
	size_t n, bool sure, struct pm_error *err)
{
	struct way on = { .n = w->n + n, .sure = w->sure && sure, .steps = w->steps };

	if (on.n > CODED_WORDS_MAX || ++*w->steps > CODED_STEPS_MAX)
		return PM_END;
	memcpy(on.ranks, w->ranks, w->n * sizeof *on.ranks);
	memcpy(on.ranks + w->n, ranks, n * sizeof *ranks);
	return walk(p, e->to, &on, err);
}

static enum pm_status
walk(struct pm_pattern *p, size_t state, struct way *w, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, k;

	if (state == p->n_states - 1)
		return p->n_coded == CODED_MAX ? PM_END
			: add_coded(p, w->ranks, w->n, w->sure, err);
	for (i = p->first_edge[state]; i < p->first_edge[state + 1]; i++) {
		const struct edge *e = &p->edges[i];
		const struct pm_atom *a = &e->atom;

		if (a->n_ranks + a->n_sequences > CODED_MAX)
			return PM_END;
		for (k = 0; k < a->n_ranks && status == PM_OK; k++)
			status = walk_on(p, e, w, &a->ranks[k], 1, true, err);
		for (k = 0; k < a->n_sequences && status == PM_OK; k++)
			status = walk_on(p, e, w, a->sequences[k].ranks,
					 a->sequences[k].n, !a->sequences[k].hyphens, err);
	}
	return status;
}

static void
release_coded(struct pm_pattern *p)
{
	while (p->n_coded > 0)
		pm_code_string_release(&p->coded[--p->n_coded].string);
	free(p->coded);
	p->coded = NULL;
	p->coded_cap = 0;
}

/* The words that A can end with, or begin. */
static enum pm_status
add_neighbours(struct pm_atom *out, const struct pm_atom *a, bool last,
	       struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < a->n_ranks && status == PM_OK; i++)
		status = pm_atom_rank(out, a->ranks[i], err);
	for (i = 0; i < a->n_sequences && status == PM_OK; i++)
		status = pm_atom_rank(out, a->sequences[i].ranks[
				      last ? a->sequences[i].n - 1 : 0], err);
	return status;
}

/* What all ways go over, where each word is an edge: that with fewest ways to write it
 * itself, since each is searched for, and of those the rarest. */
static const struct edge *
find_anchor(const struct pm_pattern *p)
{
	const struct edge *best = NULL;
	size_t i, least = CODED_MAX + 1;

	if (p->n_edges != p->n_states - 1 || p->n_edges > ANCHORED_WORDS_MAX)
		return NULL;
	for (i = 0; i < p->n_edges; i++) {
		const struct pm_atom *a = &p->edges[i].atom;
		size_t n = a->n_ranks + a->n_sequences;

		if (a->n_ranks > 0 && (n < least || (best != NULL && n == least &&
						     a->ranks[0] > best->atom.ranks[0]))) {
			best = &p->edges[i];
			least = n;
		}
	}
	return best;
}

static enum pm_status
make_anchor(struct pm_pattern *p, const struct edge *best, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t k;

	if (best > p->edges)
		status = add_neighbours(&p->before, &best[-1].atom, true, err);
	if (status == PM_OK && best + 1 < p->edges + p->n_edges)
		status = add_neighbours(&p->behind, &best[1].atom, false, err);
	if (status == PM_OK && (status = pm_atom_finish(&p->before, p->segment, err)) == PM_OK)
		status = pm_atom_finish(&p->behind, p->segment, err);
	for (k = 0; k < best->atom.n_ranks && status == PM_OK; k++)
		status = add_coded(p, &best->atom.ranks[k], 1, false, err);
	for (k = 0; k < best->atom.n_sequences && status == PM_OK; k++)
		status = add_coded(p, best->atom.sequences[k].ranks,
				   best->atom.sequences[k].n, false, err);
	p->anchored = status == PM_OK;
	return status;
}

/* All ways to write it as codes, or none where there are too many.  Where it cannot
 * be written at all there is none either, and no word that begins it. */
static enum pm_status
make_coded(struct pm_pattern *p, struct pm_error *err)
{
	size_t steps = 0;
	struct way w = { .sure = true, .steps = &steps };
	const struct edge *anchor = find_anchor(p);
	enum pm_status status;

	if (p->separators != NULL)
		return PM_OK;
	status = walk(p, 0, &w, err);
	if (status == PM_OK && (anchor == NULL || p->n_coded <= 1 ||
				p->n_coded <= anchor->atom.n_ranks +
				anchor->atom.n_sequences))
		return PM_OK;
	release_coded(p);
	return status < 0 || anchor == NULL ? (status < 0 ? status : PM_OK)
					    : make_anchor(p, anchor, err);
}

/* Most words of a text begin no match: they are told by one look. */
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
	/* Of what begins at one word the shortest counts. */
	if (p->n_edges == 1 && p->separators == NULL)
		pm_atom_drop_longer(&p->edges[0].atom);
	if ((status = find_starts(p, err)) < 0)
		return status;
	return make_coded(p, err);
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
	struct edge *edge;
	size_t cap = 0;

	if (p == NULL)
		return pm_fail_nomem(err);
	p->number = segment;
	p->segment = resolver->index->segments[segment];
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
	free(p->separators);
	free(p->separator_bytes);
	release_coded(p);
	free(p);
}

/* --- matching ----------------------------------------------------------- */

/* Whether only hyphens stand between words FIRST .. FIRST + N - 1. */
static enum pm_status
is_hyphenated(struct pm_view *v, uint32_t first, uint32_t n, bool *yes,
	      struct pm_error *err)
{
	enum pm_status status = pm_view_dressing(v, err);
	uint32_t i;

	*yes = true;
	for (i = first + 1; i < first + n && status == PM_OK && *yes; i++) {
		const char *text;
		size_t len;

		status = pm_store_separator(pm_segment_store(v->segment),
			v->decoded.separators[pm_separator_before(&v->decoded, i)],
			&text, &len, err);
		if (status == PM_OK)
			*yes = pm_is_hyphen(text, len);
	}
	return status;
}

/* For =form: whether word AT has the form, and the separator before it. */
static enum pm_status
is_as_written(const struct pm_pattern *p, const struct pm_atom *atom, struct pm_view *v,
	      size_t state, uint32_t at, bool *yes, struct pm_error *err)
{
	struct pm_known_word word;
	enum pm_status status;
	uint32_t form;
	size_t len;
	const char *text;

	*yes = false;
	if ((status = pm_view_dressing(v, err)) < 0 ||
	    (status = pm_segment_word(v->segment, v->decoded.ranks[at], &word, err)) < 0)
		return status;
	form = pm_form_resolve(v->decoded.forms[at], word.forms, word.n_forms);
	if (!pm_atom_has_form(atom, form))
		return PM_OK;
	if (state > 0) {
		status = pm_store_separator(pm_segment_store(v->segment),
			v->decoded.separators[pm_separator_before(&v->decoded, at)],
			&text, &len, err);
		if (status < 0 || len != p->separators[state].len ||
		    memcmp(text, p->separators[state].data, len) != 0)
			return status;
	}
	*yes = true;
	return PM_OK;
}

static enum pm_status
reach(struct pm_pattern *p, size_t state, uint32_t at, size_t *furthest,
      struct pm_error *err)
{
	struct reached *r = &p->reached[state];
	enum pm_status status;
	size_t i;

	for (i = 0; i < r->n; i++)
		if (r->at[i] == at)
			return PM_OK;
	status = pm_grow(&r->at, &r->cap, r->n + 1, sizeof *r->at, err);
	if (status < 0)
		return status;
	r->at[r->n++] = at;
	if (state > *furthest)
		*furthest = state;
	return PM_OK;
}

/* Words to match: an article's, or some that were decoded from it. */
struct text {
	const uint32_t *ranks;
	uint32_t limit;		/* no match reaches over it */
	enum { HYPHENS_LOOK, HYPHENS_NONE, HYPHENS_ANY } hyphens;
	struct pm_view *v;	/* of HYPHENS_LOOK: the article */
};

/* Follow the edge's atom from word AT. */
static enum pm_status
follow(struct pm_pattern *p, const struct text *t, const struct edge *e, uint32_t at,
       size_t *furthest, struct pm_error *err)
{
	const uint32_t *ranks = t->ranks + at;
	uint32_t limit = t->limit;
	struct pm_view *v = t->v;
	enum pm_status status = PM_OK;
	bool yes = true;
	size_t k;

	if (pm_atom_has_rank(&e->atom, ranks[0])) {
		if (p->separators != NULL)
			status = is_as_written(p, &e->atom, v, e->from, at, &yes, err);
		if (status == PM_OK && yes)
			status = reach(p, e->to, at + 1, furthest, err);
	}
	if (limit - at < 2 || !pm_atom_may_begin(&e->atom, ranks[0], ranks[1]))
		return status;
	for (k = pm_atom_first_sequence(&e->atom, ranks[0], ranks[1]);
	     k < e->atom.n_sequences && status == PM_OK; k++) {
		const struct pm_sequence *s = &e->atom.sequences[k];

		if (s->ranks[0] != ranks[0] || s->ranks[1] != ranks[1])
			break;
		if (limit - at < s->n || memcmp(s->ranks, ranks, s->n * sizeof *ranks) != 0)
			continue;
		yes = !s->hyphens || t->hyphens == HYPHENS_ANY;
		if (s->hyphens && t->hyphens == HYPHENS_LOOK)
			status = is_hyphenated(v, at, s->n, &yes, err);
		if (status == PM_OK && yes)
			status = reach(p, e->to, at + s->n, furthest, err);
	}
	return status;
}

/* *END: the nearest end of a match that begins at word AT and stays below
 * LIMIT; 0 where there is none.  States are worked off in order, each with all
 * words it was reached at, so nothing is followed twice. */
static enum pm_status
match_at(struct pm_pattern *p, const struct text *t, uint32_t at, uint32_t *end,
	 struct pm_error *err)
{
	size_t state, i, k, furthest = 0, last = p->n_states - 1;
	enum pm_status status = reach(p, 0, at, &furthest, err);

	*end = 0;
	for (state = 0; state <= furthest && state < last && status == PM_OK; state++)
		for (i = 0; i < p->reached[state].n; i++)
			for (k = p->first_edge[state]; k < p->first_edge[state + 1]; k++)
				if (p->reached[state].at[i] < t->limit && status == PM_OK)
					status = follow(p, t, &p->edges[k],
							p->reached[state].at[i],
							&furthest, err);
	for (i = 0; i < p->reached[last].n; i++)
		if (*end == 0 || p->reached[last].at[i] < *end)
			*end = p->reached[last].at[i];
	for (state = 0; state <= furthest; state++)
		p->reached[state].n = 0;
	return status;
}

typedef uint32_t four __attribute__((vector_size(16)));

/* Whether any of eight words has one of the atom's ranks. */
static bool
any_of_eight(const struct pm_atom *a, const uint32_t *words)
{
	four one, two, found = { 0 };
	uint64_t halves[2];
	size_t i;

	memcpy(&one, words, sizeof one);
	memcpy(&two, words + 4, sizeof two);
	for (i = 0; i < a->n_ranks; i++)
		found |= (four)(one == a->ranks[i]) | (four)(two == a->ranks[i]);
	memcpy(halves, &found, sizeof halves);
	return (halves[0] | halves[1]) != 0;
}

/* The first word from AT on, and below LIMIT, that can begin a match; else
 * LIMIT.  Nearly all words of a text cannot. */
static uint32_t
next_start(const struct pm_atom *a, const uint32_t *words, uint32_t at, uint32_t limit)
{
	if (a->bitmap == NULL)
		while (limit - at >= 8 && !any_of_eight(a, words + at))
			at += 8;
	while (at < limit && !pm_atom_has_rank(a, words[at]))
		at++;
	return at;
}

/* What one look at word AT, which can begin a match, tells: true and *END (0: there is
 * none), or false where it takes more. */
static inline bool
begins_with_match(const struct pm_pattern *p, const struct text *t, uint32_t at,
		  uint32_t *end)
{
	const struct pm_atom *a = &p->edges[0].atom;

	if (p->single)
		return true;
	if (p->n_edges > 1 || p->separators != NULL)
		return false;
	if (pm_atom_has_rank(a, t->ranks[at]))
		return true;
	*end = 0;
	return at + 1 == t->limit ||
	       !pm_atom_may_begin(a, t->ranks[at], t->ranks[at + 1]);
}

/* The matches that begin with one of the words FROM .. TO - 1 of a field that ends with
 * LIMIT; OUT NULL: stop at the first one and set *ANY. */
static enum pm_status
scan(struct pm_pattern *p, struct pm_view *v, uint32_t from, uint32_t to, uint32_t limit,
     struct pm_spans *out, bool *any, struct pm_error *err)
{
	struct text text = { v->decoded.ranks, limit, HYPHENS_LOOK, v };
	uint32_t at, end;
	enum pm_status status;

	for (at = from; (at = next_start(&p->start, text.ranks, at, to)) < to; at++) {
		end = at + 1;
		if (!begins_with_match(p, &text, at, &end) &&
		    (status = match_at(p, &text, at, &end, err)) < 0)
			return status;
		if (end == 0)
			continue;
		*any = true;
		if (out == NULL)
			return PM_OK;
		if ((status = pm_spans_add(out, at, end, 0, 0, err)) < 0)
			return status;
	}
	return PM_OK;
}

/* Bytes that the first N words take. */
static size_t
skip_words(const uint8_t *codes, size_t len, uint32_t n)
{
	size_t at = 0;

	while (n > 0 && at < len)
		n -= codes[at++] >> 7;
	return at;
}

/* Whether what stands next to bytes AT .. TO - 1 of the codes can be of a match. */
static bool
fits_in(const struct pm_pattern *p, const uint8_t *codes, size_t len, size_t at,
	size_t to)
{
	const uint8_t *from = codes + at, *behind = codes + to, *end = codes + len;
	uint32_t rank;

	if (p->before.n_ranks > 0) {
		if (at == 0)
			return false;
		do
			from--;
		while (from > codes && !(from[-1] & 0x80));
		if (pm_code_get(&from, end, &rank) != 0 ||
		    !pm_atom_has_rank(&p->before, rank))
			return false;
	}
	return p->behind.n_ranks == 0 || (pm_code_get(&behind, end, &rank) == 0 &&
					  pm_atom_has_rank(&p->behind, rank));
}

/* The words around byte AT of the codes, so far as a match that holds it may reach,
 * into RANKS: their number. */
static uint32_t
decode_around(const struct pm_pattern *p, const uint8_t *codes, size_t len, size_t at,
	      uint32_t *ranks)
{
	const uint8_t *from = codes + at, *end = codes + len;
	uint32_t reach = SEQUENCE_MAX * (uint32_t)p->n_edges, n = 0, k;

	/* Back over REACH codes: one ends where the high bit is set. */
	for (k = 0; k < reach && from > codes; k++)
		do
			from--;
		while (from > codes && !(from[-1] & 0x80));
	while (n < 2 * reach && from < end && pm_code_get(&from, end, &ranks[n]) == 0)
		n++;
	return n;
}

/* Whether it matches within N words, with or without compounds. */
static enum pm_status
matches_around(struct pm_pattern *p, const uint32_t *ranks, uint32_t n, bool *sure,
	       bool *perhaps, struct pm_error *err)
{
	struct text text = { ranks, n, HYPHENS_NONE, NULL };
	enum pm_status status = PM_OK;
	uint32_t at, end;

	for (at = 0; at < n && status == PM_OK && !*sure; at++) {
		if (!pm_atom_has_rank(&p->start, ranks[at]))
			continue;
		text.hyphens = HYPHENS_NONE;
		status = match_at(p, &text, at, &end, err);
		*sure = status == PM_OK && end > 0;
		if (status < 0 || *sure || *perhaps)
			continue;
		text.hyphens = HYPHENS_ANY;
		status = match_at(p, &text, at, &end, err);
		*perhaps = status == PM_OK && end > 0;
	}
	return status;
}

/* Look at place AT where a string was found: nothing reaches over the title's end,
 * which is behind TITLE bytes. */
static enum pm_status
look_at(struct pm_pattern *p, const struct coded *c, const uint8_t *codes, size_t len,
	size_t title, size_t at, bool *sure, bool *perhaps, struct pm_error *err)
{
	uint32_t ranks[2 * SEQUENCE_MAX * ANCHORED_WORDS_MAX];
	size_t start = at < title ? 0 : title, end = at < title ? title : len;

	if (at + c->string.len > end || (p->title_only && at >= title))
		return PM_OK;
	if (!p->anchored) {
		*sure = c->sure;
		*perhaps = true;
		return PM_OK;
	}
	codes += start;
	at -= start;
	if (!fits_in(p, codes, end - start, at, at + c->string.len))
		return PM_OK;
	return matches_around(p, ranks, decode_around(p, codes, end - start, at, ranks),
			      sure, perhaps, err);
}

/* The search in codes.  *SURE: it matches; *PERHAPS: or a compound may. */
static enum pm_status
search_codes(struct pm_pattern *p, struct pm_view *v, bool *sure, bool *perhaps,
	     struct pm_error *err)
{
	const uint8_t *codes = pm_store_codes(pm_segment_store(v->segment), &v->place, err);
	size_t len = v->place.words_bytes, title = SIZE_MAX, i, at;
	enum pm_status status = PM_OK;

	if (codes == NULL)
		return PM_ERR_CORRUPT;
	*sure = *perhaps = false;
	for (i = 0; i < p->n_coded && !*sure; i++) {
		const struct coded *c = &p->coded[i];

		for (at = pm_code_search(&c->string, codes, len, 0);
		     at != PM_CODE_NOWHERE && !*sure && status == PM_OK;
		     at = pm_code_search(&c->string, codes, len, at + 1)) {
			/* Where the title ends matters to few articles. */
			if (title == SIZE_MAX)
				title = skip_words(codes, len, v->place.n_title);
			status = look_at(p, c, codes, len, title, at, sure, perhaps, err);
		}
	}
	return status;
}

enum pm_status
pm_pattern_matches(struct pm_pattern *p, struct pm_view *v, bool *yes,
		   struct pm_error *err)
{
	enum pm_status status;
	bool perhaps;

	*yes = false;
	if (p->n_coded > 0) {
		status = search_codes(p, v, yes, &perhaps, err);
		if (status < 0 || *yes || !perhaps)
			return status;
	}
	if ((status = pm_view_words(v, err)) < 0 ||
	    (status = scan(p, v, 0, v->place.n_title, v->place.n_title, NULL, yes,
			   err)) < 0)
		return status;
	if (!*yes && !p->title_only)
		status = scan(p, v, v->place.n_title, v->place.n_words, v->place.n_words,
			      NULL, yes, err);
	return status;
}

/* The matches that begin within one of the windows and within the field. */
static enum pm_status
scan_windows(struct pm_pattern *p, struct pm_view *v, uint32_t first, uint32_t limit,
	     const struct pm_spans *windows, struct pm_spans *out, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	bool any = false;
	size_t i;

	if (windows == NULL)
		return scan(p, v, first, limit, limit, out, &any, err);
	for (i = 0; i < windows->n && status == PM_OK; i++) {
		uint32_t from = windows->spans[i].first, to = windows->spans[i].last;

		from = from > first ? from : first;
		to = to < limit ? to : limit;
		if (from < to)
			status = scan(p, v, from, to, limit, out, &any, err);
	}
	return status;
}

enum pm_status
pm_pattern_spans(struct pm_pattern *p, struct pm_view *v, const struct pm_spans *windows,
		 struct pm_spans *out, struct pm_error *err)
{
	enum pm_status status;

	if ((status = pm_view_words(v, err)) < 0 ||
	    (status = scan_windows(p, v, 0, v->place.n_title, windows, out, err)) < 0)
		return status;
	return p->title_only ? PM_OK
		: scan_windows(p, v, v->place.n_title, v->place.n_words, windows, out, err);
}

uint32_t
pm_pattern_length(const struct pm_pattern *p)
{
	return SEQUENCE_MAX * (uint32_t)p->n_edges;
}

uint32_t
pm_pattern_rarity(const struct pm_pattern *p)
{
	return p->start.n_ranks > 0 ? p->start.ranks[0] : UINT32_MAX;
}
