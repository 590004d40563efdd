/* Pressmark - the evaluator: matching decoded words; see pattern.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/pattern_parts.h"

#include "text/derive.h"

#include <stdlib.h>
#include <string.h>

/* Words to match: an article's. */
struct pm_text {
	const uint32_t *ranks;
	uint32_t limit; /* no match reaches beyond it */
	struct pm_view *v;
};

/* *YES: whether separator S, before word AT, makes one word of the two. */
static enum pm_status
is_joint(struct pm_view *v, const char *s, size_t len, uint32_t at, bool *yes,
	 struct pm_error *err)
{
	struct pm_known_word a, b;
	enum pm_status status;
	struct pm_buf before;

	if (!pm_is_zero_width(s, len)) {
		*yes = pm_is_hyphen(s, len);
		return PM_OK;
	}
	/* What the segment says of a word lasts until it is asked for the next. */
	pm_buf_init(&before, PM_BUF_NO_LIMIT);
	status = pm_segment_word(v->segment, v->decoded.ranks[at - 1], &a, err);
	if (status == PM_OK) {
		pm_buf_put(&before, a.folded, a.len);
		status = pm_segment_word(v->segment, v->decoded.ranks[at], &b, err);
	}
	if (status == PM_OK && before.status < 0)
		status = pm_fail_nomem(err);
	if (status == PM_OK)
		*yes = pm_is_joint(s, len, pm_buf_str(&before), before.len, b.folded,
				   b.len);
	pm_buf_release(&before);
	return status;
}

/* Whether words FIRST .. FIRST + N - 1 are written as one, with hyphens. */
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

		status = pm_store_separator(
			pm_segment_store(v->segment),
			v->decoded.separators[pm_separator_before(&v->decoded, i)], &text,
			&len, err);
		if (status == PM_OK)
			status = is_joint(v, text, len, i, yes, err);
	}
	return status;
}

/* For =form: whether word AT has the right form, and the right separator before it. */
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
	if (!pm_atom_has_form(atom, v->decoded.ranks[at], form))
		return PM_OK;
	if (state > 0) {
		status = pm_store_separator(
			pm_segment_store(v->segment),
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
	struct pm_reached *r = &p->reached[state];
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

/* *YES: whether word AT is one that the atom has in capitals, and in capitals. */
static enum pm_status
has_capitals(const struct pm_atom *a, const struct pm_text *t, uint32_t at, bool *yes,
	     struct pm_error *err)
{
	size_t k = pm_atom_first_sequence(a, t->ranks[at], 0);
	struct pm_known_word word;
	enum pm_status status;
	uint32_t form;

	/* Such a sequence has 0 for its second word, and so may others. */
	while (k < a->n_sequences && a->sequences[k].n > 1 &&
	       a->sequences[k].ranks[0] == t->ranks[at] && a->sequences[k].ranks[1] == 0)
		k++;
	*yes = k < a->n_sequences && a->sequences[k].n == 1 &&
	       a->sequences[k].ranks[0] == t->ranks[at];
	if (!*yes)
		return PM_OK;
	*yes = false;
	if ((status = pm_view_dressing(t->v, err)) < 0 ||
	    (status = pm_segment_word(t->v->segment, t->ranks[at], &word, err)) < 0)
		return status;
	form = pm_form_resolve(t->v->decoded.forms[at], word.forms, word.n_forms);
	*yes = form < word.n_forms &&
	       (word.forms[form].form == PM_FORM_UPPER ||
		(word.forms[form].form == PM_FORM_OTHER &&
		 pm_is_capitals(word.forms[form].other, word.forms[form].other_len)));
	return PM_OK;
}

/* Follow the edge's atom from word AT. */
static enum pm_status
follow(struct pm_pattern *p, const struct pm_text *t, const struct pm_edge *e,
       uint32_t at, size_t *furthest, struct pm_error *err)
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
	if (e->atom.capitals && status == PM_OK) {
		status = has_capitals(&e->atom, t, at, &yes, err);
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
		if (s->n == 1)
			continue;
		if (limit - at < s->n ||
		    memcmp(s->ranks, ranks, s->n * sizeof *ranks) != 0)
			continue;
		yes = true;
		if (s->joint == PM_JOINT_HYPHENS)
			status = is_hyphenated(v, at, s->n, &yes, err);
		if (status == PM_OK && yes)
			status = reach(p, e->to, at + s->n, furthest, err);
	}
	return status;
}

/* *END: the nearest end of a match that begins at word AT and does not reach beyond the
 * limit; 0 if there is none.  The states are processed in order, each with all words at
 * which it was reached, so nothing is followed twice. */
static enum pm_status
match_at(struct pm_pattern *p, const struct pm_text *t, uint32_t at, uint32_t *end,
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

/* The first word from AT on, and before LIMIT, that can begin a match; else LIMIT.
 * Nearly all words of a text cannot. */
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

/* What one look at word AT, which can begin a match, shows: true and *END (0: no match),
 * or false if it takes more. */
static inline bool
begins_with_match(const struct pm_pattern *p, const struct pm_text *t, uint32_t at,
		  uint32_t *end)
{
	const struct pm_atom *a = &p->edges[0].atom;

	if (p->single)
		return true;
	if (p->n_edges > 1 || p->separators != NULL)
		return false;
	if (pm_atom_has_rank(a, t->ranks[at]))
		return true;
	if (a->capitals)
		return false;
	*end = 0;
	return at + 1 == t->limit || !pm_atom_may_begin(a, t->ranks[at], t->ranks[at + 1]);
}

/* The matches that begin with one of the words FROM .. TO - 1, in a field that ends at
 * LIMIT.  OUT NULL: stop at the first one and set *ANY. */
static enum pm_status
scan(struct pm_pattern *p, struct pm_view *v, uint32_t from, uint32_t to, uint32_t limit,
     struct pm_spans *out, bool *any, struct pm_error *err)
{
	struct pm_text text = { v->decoded.ranks, limit, v };
	uint32_t at, end;
	enum pm_status status;

	for (at = from; (at = next_start(&p->start, text.ranks, at, to)) < to; at++) {
		end = at + 1;
		if (!begins_with_match(p, &text, at, &end) &&
		    ((status = pm_patience_spend(v->patience, p->n_edges, err)) < 0 ||
		     (status = match_at(p, &text, at, &end, err)) < 0))
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

/* Title and body, and the pieces that folds make of the body: nothing spans two.  One unit of
 * patience is spent for every PER_UNIT words. */
static enum pm_status
find_pieces(struct pm_view *v, const struct pm_regions **pieces, uint32_t per_unit,
	    struct pm_error *err)
{
	enum pm_status status = pm_view_words(v, err);

	if (status == PM_OK)
		status = pm_patience_spend(v->patience, v->place.n_words / per_unit, err);
	return status < 0 ? status : pm_view_regions(v, PM_NEAR_WORDS, pieces, err);
}

/* Piece number *I, if there is one where P (NULL: anything) may match: words *FROM .. *TO -
 * 1. */
static bool
next_piece(const struct pm_pattern *p, const struct pm_view *v,
	   const struct pm_regions *pieces, size_t *i, uint32_t *from, uint32_t *to)
{
	if (*i >= pieces->n)
		return false;
	*from = pieces->starts[*i];
	*to = ++*i < pieces->n ? pieces->starts[*i] : pieces->end;
	return p == NULL || !p->title_only || *from < v->place.n_title;
}

enum pm_status
pm_pattern_matches_words(struct pm_pattern *p, struct pm_view *v, bool *yes,
			 struct pm_error *err)
{
	const struct pm_regions *pieces;
	enum pm_status status = find_pieces(v, &pieces, 8, err);
	uint32_t from, to;
	size_t i = 0;

	*yes = false;
	while (status == PM_OK && !*yes && next_piece(p, v, pieces, &i, &from, &to))
		status = scan(p, v, from, to, to, NULL, yes, err);
	return status;
}

/* The part of the field FIRST .. LIMIT - 1 that is in the next window, *I; all of the
 * field if there are no windows. */
static bool
next_window(const struct pm_spans *windows, size_t *i, uint32_t first, uint32_t limit,
	    uint32_t *from, uint32_t *to)
{
	if (windows == NULL) {
		*from = first;
		*to = limit;
		return ++*i == 1;
	}
	for (; *i < windows->n; ++*i) {
		const struct pm_span *w = &windows->spans[*i];

		*from = w->first > first ? w->first : first;
		*to = w->end < limit ? w->end : limit;
		if (*from < *to) {
			++*i;
			return true;
		}
	}
	return false;
}

/* The matches that begin within one of the windows and within the field. */
static enum pm_status
scan_windows(struct pm_pattern *p, struct pm_view *v, uint32_t first, uint32_t limit,
	     const struct pm_spans *windows, struct pm_spans *out, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t from, to;
	bool any = false;
	size_t i = 0;

	while (status == PM_OK && next_window(windows, &i, first, limit, &from, &to))
		status = scan(p, v, from, to, limit, out, &any, err);
	return status;
}

enum pm_status
pm_pattern_spans(struct pm_pattern *p, struct pm_view *v, const struct pm_spans *windows,
		 struct pm_spans *out, struct pm_error *err)
{
	const struct pm_regions *pieces;
	enum pm_status status;
	uint32_t from, to;
	size_t i = 0;

	if (p->impossible)
		return PM_OK;
	status = find_pieces(v, &pieces, 8, err);
	while (status == PM_OK && next_piece(p, v, pieces, &i, &from, &to))
		status = scan_windows(p, v, from, to, windows, out, err);
	return status;
}

uint32_t
pm_pattern_length(const struct pm_pattern *p)
{
	return p->longest;
}

uint32_t
pm_pattern_rarity(const struct pm_pattern *p)
{
	return p->start.n_ranks > 0 ? p->start.ranks[0] : UINT32_MAX;
}

/* --- sets of patterns ---------------------------------------------------- */

/* A word that a pattern can begin with. */
struct beginning {
	uint32_t rank;
	uint32_t pattern;
};

struct pm_pattern_set {
	struct pm_pattern *const *patterns;
	struct pm_atom start;	      /* all words that a match can begin with */
	struct beginning *beginnings; /* by rank, then pattern */
	size_t n;
};

static int
compare_beginnings(const void *a, const void *b)
{
	const struct beginning *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->pattern < y->pattern ? -1 : x->pattern > y->pattern;
}

enum pm_status
pm_pattern_set_new(struct pm_pattern_set **out, struct pm_pattern *const *patterns,
		   size_t n, struct pm_error *err)
{
	struct pm_pattern_set *set = pm_calloc(1, sizeof *set);
	enum pm_status status = PM_OK;
	size_t i, k, total = 0;

	if (set == NULL)
		return pm_fail_nomem(err);
	set->patterns = patterns;
	for (i = 0; i < n; i++)
		total += patterns[i]->start.n_ranks;
	set->beginnings = pm_alloc(total, sizeof *set->beginnings);
	if (set->beginnings == NULL)
		status = pm_fail_nomem(err);
	for (i = 0; i < n && status == PM_OK; i++)
		for (k = 0; k < patterns[i]->start.n_ranks && status == PM_OK; k++) {
			uint32_t rank = patterns[i]->start.ranks[k];

			set->beginnings[set->n++] = (struct beginning){ rank, (uint32_t)i };
			status = pm_atom_rank(&set->start, rank, err);
		}
	if (status == PM_OK && n > 0)
		status = pm_atom_finish(&set->start, patterns[0]->segment, err);
	if (status < 0) {
		pm_pattern_set_free(set);
		return status;
	}
	if (set->n > 1)
		qsort(set->beginnings, set->n, sizeof *set->beginnings,
		      compare_beginnings);
	*out = set;
	return PM_OK;
}

void
pm_pattern_set_free(struct pm_pattern_set *set)
{
	if (set == NULL)
		return;
	pm_atom_release(&set->start);
	free(set->beginnings);
	free(set);
}

/* The place of the first beginning with RANK. */
static size_t
find_beginning(const struct pm_pattern_set *set, uint32_t rank)
{
	size_t low = 0, high = set->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (set->beginnings[middle].rank < rank)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What scan() finds for each pattern; patterns for the title only if TITLE. */
static enum pm_status
scan_set(struct pm_pattern_set *set, struct pm_view *v, uint32_t from, uint32_t to,
	 uint32_t limit, bool title, struct pm_spans *out, struct pm_error *err)
{
	struct pm_text text = { v->decoded.ranks, limit, v };
	enum pm_status status;
	uint32_t at, end;
	size_t i;

	for (at = from; (at = next_start(&set->start, text.ranks, at, to)) < to; at++)
		for (i = find_beginning(set, text.ranks[at]);
		     i < set->n && set->beginnings[i].rank == text.ranks[at]; i++) {
			uint32_t which = set->beginnings[i].pattern;
			struct pm_pattern *p = set->patterns[which];

			if (p->title_only && !title)
				continue;
			end = at + 1;
			if (!begins_with_match(p, &text, at, &end) &&
			    (status = match_at(p, &text, at, &end, err)) < 0)
				return status;
			if (end > 0 &&
			    (status = pm_spans_add(out, at, end, 0, which, err)) < 0)
				return status;
		}
	return PM_OK;
}

static enum pm_status
scan_set_windows(struct pm_pattern_set *set, struct pm_view *v, uint32_t first,
		 uint32_t limit, const struct pm_spans *windows, struct pm_spans *out,
		 struct pm_error *err)
{
	bool title = first < v->place.n_title;
	enum pm_status status = PM_OK;
	uint32_t from, to;
	size_t i = 0;

	while (status == PM_OK && next_window(windows, &i, first, limit, &from, &to))
		status = scan_set(set, v, from, to, limit, title, out, err);
	return status;
}

enum pm_status
pm_pattern_set_spans(struct pm_pattern_set *set, struct pm_view *v,
		     const struct pm_spans *windows, struct pm_spans *out,
		     struct pm_error *err)
{
	const struct pm_regions *pieces;
	enum pm_status status = find_pieces(v, &pieces, 1, err);
	uint32_t from, to;
	size_t i = 0;

	while (status == PM_OK && next_piece(NULL, v, pieces, &i, &from, &to))
		status = scan_set_windows(set, v, from, to, windows, out, err);
	return status;
}
