/* Pressmark - the evaluator: see evaluate.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/evaluate.h"

#include "query/atom.h"
#include "text/derive.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

/* --- views -------------------------------------------------------------- */

void
pm_view_init(struct pm_view *v)
{
	memset(v, 0, sizeof *v);
}

void
pm_view_release(struct pm_view *v)
{
	pm_decoded_release(&v->decoded);
}

enum pm_status
pm_view_set(struct pm_view *v, struct pm_segment *segment, uint32_t article,
	    struct pm_error *err)
{
	v->segment = segment;
	v->have_words = v->have_dressing = false;
	return pm_store_place(pm_segment_store(segment), article, &v->place, err);
}

enum pm_status
pm_view_words(struct pm_view *v, struct pm_error *err)
{
	enum pm_status status;

	if (v->have_words)
		return PM_OK;
	status = pm_store_decode_words(pm_segment_store(v->segment), &v->place,
				       &v->decoded, err);
	v->have_words = status == PM_OK;
	return status;
}

enum pm_status
pm_view_window(struct pm_view *v, uint32_t from, uint32_t to, struct pm_error *err)
{
	enum pm_status status = pm_view_words(v, err);

	if (status < 0 ||
	    (v->have_dressing && from >= v->dressed_from && to <= v->dressed_to))
		return status;
	status = pm_store_decode_window(pm_segment_store(v->segment), &v->place, from, to,
					&v->decoded, err);
	v->have_dressing = status == PM_OK;
	v->dressed_from = from;
	v->dressed_to = to;
	return status;
}

enum pm_status
pm_view_dressing(struct pm_view *v, struct pm_error *err)
{
	return pm_view_window(v, 0, v->place.n_words, err);
}

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

struct pm_pattern {
	struct pm_segment *segment;
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
	/* The coded words, where one sequence of codes is all there is. */
	uint8_t *codes;
	size_t codes_len;
};

bool
pm_query_joins(const struct pm_tree *leaf, size_t i)
{
	const struct pm_tree_word *a = &leaf->words[i - 1], *b = &leaf->words[i];

	if (leaf->op != PM_TREE_WORDS && leaf->op != PM_TREE_PHRASE)
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
	 struct pm_stemmer *stemmer, struct pm_error *err)
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
				      leaf->op == PM_TREE_WORDS ? stemmer : NULL, err);
	pm_buf_release(&joined);
	return status;
}

static enum pm_status
add_words(struct pm_pattern *p, const struct pm_tree *leaf, struct pm_stemmer *stemmer,
	  struct pm_error *err)
{
	size_t cap = 0, i;
	enum pm_status status = PM_OK;

	p->n_states = leaf->n_words + 1;
	for (i = 0; i < leaf->n_words && status == PM_OK; i++) {
		const struct pm_tree_word *w = &leaf->words[i];
		struct edge *edge = NULL;

		if ((status = add_edge(p, i, i + 1, &edge, &cap, err)) < 0)
			return status;
		switch (leaf->op) {
		case PM_TREE_PREFIX:
			status = pm_atom_prefix(&edge->atom, p->segment, w->folded,
						w->folded_len, err);
			break;
		case PM_TREE_EXACT:
			status = pm_atom_surface(&edge->atom, p->segment, w, err);
			break;
		default:
			status = pm_atom_word(&edge->atom, p->segment, w->folded,
					      w->folded_len,
					      leaf->op == PM_TREE_WORDS ? stemmer : NULL,
					      err);
			if (status == PM_OK)
				status = pm_atom_dotted(&edge->atom, p->segment,
							w->surface, w->surface_len, err);
			if (status == PM_OK)
				status = pm_atom_pieces(&edge->atom, p->segment, w->folded,
							w->folded_len, err);
		}
		if (status == PM_OK && i + 1 < leaf->n_words && pm_query_joins(leaf, i + 1))
			status = add_join(p, leaf, i + 1, &cap, stemmer, err);
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

/* If each edge has one rank and nothing else, the pattern is a string of codes. */
static enum pm_status
make_codes(struct pm_pattern *p, struct pm_error *err)
{
	size_t i;

	if (p->separators != NULL || p->n_edges != p->n_states - 1)
		return PM_OK;
	for (i = 0; i < p->n_edges; i++)
		if (p->edges[i].atom.n_ranks != 1 || p->edges[i].atom.n_sequences > 0)
			return PM_OK;
	p->codes = pm_alloc(p->n_edges, PM_CODE_MAX);
	if (p->codes == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < p->n_edges; i++)
		p->codes_len += pm_code_put(p->codes + p->codes_len,
					    p->edges[i].atom.ranks[0]);
	return PM_OK;
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
	if ((status = find_starts(p, err)) < 0)
		return status;
	return make_codes(p, err);
}

enum pm_status
pm_pattern_new(struct pm_pattern **out, const struct pm_tree *leaf,
	       struct pm_segment *segment, struct pm_stemmer *stemmer,
	       struct pm_error *err)
{
	struct pm_pattern *p = calloc(1, sizeof *p);
	enum pm_status status;

	if (p == NULL)
		return pm_fail_nomem(err);
	p->segment = segment;
	p->title_only = leaf->field == PM_FIELD_TITLE;
	if ((status = add_words(p, leaf, stemmer, err)) == PM_OK &&
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
		      struct pm_segment *segment, struct pm_error *err)
{
	struct pm_pattern *p = calloc(1, sizeof *p);
	enum pm_status status;
	struct edge *edge;
	size_t cap = 0;

	if (p == NULL)
		return pm_fail_nomem(err);
	p->segment = segment;
	p->title_only = leaf->field == PM_FIELD_TITLE;
	p->n_states = 2;
	if ((status = add_edge(p, 0, 1, &edge, &cap, err)) == PM_OK &&
	    (status = pm_atom_pieces(&edge->atom, segment, leaf->words[0].folded,
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
	free(p->reached);
	free(p->first_edge);
	free(p->edges);
	free(p->separators);
	free(p->separator_bytes);
	free(p->codes);
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

/* Follow the edge's atom from word AT. */
static enum pm_status
follow(struct pm_pattern *p, struct pm_view *v, const struct edge *e, uint32_t at,
       uint32_t limit, size_t *furthest, struct pm_error *err)
{
	const uint32_t *ranks = v->decoded.ranks + at;
	enum pm_status status = PM_OK;
	bool yes = true;
	size_t k;

	if (pm_atom_has_rank(&e->atom, ranks[0])) {
		if (p->separators != NULL)
			status = is_as_written(p, &e->atom, v, e->from, at, &yes, err);
		if (status == PM_OK && yes)
			status = reach(p, e->to, at + 1, furthest, err);
	}
	/* Sequences are sorted by their first rank. */
	for (k = 0; k < e->atom.n_sequences && status == PM_OK; k++) {
		const struct pm_sequence *s = &e->atom.sequences[k];

		if (s->ranks[0] > ranks[0])
			break;
		if (limit - at < s->n || memcmp(s->ranks, ranks, s->n * sizeof *ranks) != 0)
			continue;
		yes = true;
		if (s->hyphens)
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
match_at(struct pm_pattern *p, struct pm_view *v, uint32_t at, uint32_t limit,
	 uint32_t *end, struct pm_error *err)
{
	size_t state, i, k, furthest = 0, last = p->n_states - 1;
	enum pm_status status = reach(p, 0, at, &furthest, err);

	*end = 0;
	for (state = 0; state <= furthest && state < last && status == PM_OK; state++)
		for (i = 0; i < p->reached[state].n; i++)
			for (k = p->first_edge[state]; k < p->first_edge[state + 1]; k++)
				if (p->reached[state].at[i] < limit && status == PM_OK)
					status = follow(p, v, &p->edges[k],
							p->reached[state].at[i], limit,
							&furthest, err);
	for (i = 0; i < p->reached[last].n; i++)
		if (*end == 0 || p->reached[last].at[i] < *end)
			*end = p->reached[last].at[i];
	for (state = 0; state <= furthest; state++)
		p->reached[state].n = 0;
	return status;
}

static enum pm_status
add_span(struct pm_spans *out, uint32_t first, uint32_t last, struct pm_error *err)
{
	enum pm_status status = pm_grow(&out->spans, &out->cap, out->n + 1,
					sizeof *out->spans, err);

	if (status < 0)
		return status;
	out->spans[out->n].first = first;
	out->spans[out->n++].last = last;
	return PM_OK;
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

/* The matches of the field FIRST .. LIMIT - 1; OUT NULL: stop at the first one
 * and set *ANY. */
static enum pm_status
scan(struct pm_pattern *p, struct pm_view *v, uint32_t first, uint32_t limit,
     struct pm_spans *out, bool *any, struct pm_error *err)
{
	uint32_t at, end;
	enum pm_status status;

	for (at = first;
	     (at = next_start(&p->start, v->decoded.ranks, at, limit)) < limit; at++) {
		end = at + 1;
		if (!p->single && (status = match_at(p, v, at, limit, &end, err)) < 0)
			return status;
		if (end == 0)
			continue;
		*any = true;
		if (out == NULL)
			return PM_OK;
		if ((status = add_span(out, at, end, err)) < 0)
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

/* The byte search: a match begins where the byte before it ends a code, and
 * does not reach over the title's end. */
static bool
search_codes(const struct pm_pattern *p, const uint8_t *codes, size_t len)
{
	const uint8_t *at = codes, *end = codes + len, *found;

	while ((size_t)(end - at) >= p->codes_len &&
	       (found = memmem(at, (size_t)(end - at), p->codes, p->codes_len)) != NULL) {
		if (found == codes || found[-1] & 0x80)
			return true;
		at = found + 1;
	}
	return false;
}

static enum pm_status
matches_codes(const struct pm_pattern *p, struct pm_view *v, bool *yes,
	      struct pm_error *err)
{
	size_t len = v->place.words_bytes, title;
	const uint8_t *codes = pm_store_codes(pm_segment_store(v->segment), &v->place, err);

	if (codes == NULL)
		return PM_ERR_CORRUPT;
	title = skip_words(codes, len, v->place.n_title);
	*yes = search_codes(p, codes, title) ||
	       (!p->title_only && search_codes(p, codes + title, len - title));
	return PM_OK;
}

enum pm_status
pm_pattern_matches(struct pm_pattern *p, struct pm_view *v, bool *yes,
		   struct pm_error *err)
{
	enum pm_status status;

	*yes = false;
	if (p->codes != NULL)
		return matches_codes(p, v, yes, err);
	if ((status = pm_view_words(v, err)) < 0 ||
	    (status = scan(p, v, 0, v->place.n_title, NULL, yes, err)) < 0)
		return status;
	if (!*yes && !p->title_only)
		status = scan(p, v, v->place.n_title, v->place.n_words, NULL, yes, err);
	return status;
}

enum pm_status
pm_pattern_spans(struct pm_pattern *p, struct pm_view *v, struct pm_spans *out,
		 struct pm_error *err)
{
	enum pm_status status;
	bool any = false;

	if ((status = pm_view_words(v, err)) < 0 ||
	    (status = scan(p, v, 0, v->place.n_title, out, &any, err)) < 0)
		return status;
	if (!p->title_only)
		status = scan(p, v, v->place.n_title, v->place.n_words, out, &any, err);
	return status;
}
