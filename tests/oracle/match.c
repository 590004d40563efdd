/* Pressmark - the oracle's leaves: where words match: see naive.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/oracle/naive.h"

#include "tests/oracle/spelt.h"
#include "text/derive.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

#define PIECES 4

/* What one word of the query asks for, in the numbers of the corpus; NONE where
 * the corpus does not have it. */
struct want {
	uint32_t string;   /* rules 1 to 3: this string */
	uint8_t *stems;	   /* ... or one with such a stem, by stem; or NULL */
	uint8_t *spelt;	   /* ... or one of these, by string; or NULL */
	uint8_t *written;  /* ... or in metadata one of these, by surface; or NULL */
	uint32_t dotted;   /* ... or this, the dotted form */
	uint32_t capitals; /* ... or this word in capitals, the form without points */
	uint32_t pieces[PIECES], n_pieces; /* rule 4; 0: does not apply */
	uint32_t composed, separator;	   /* =form */
};

/* A leaf made ready: word i alone, and with word i + 1 as one. */
struct leaf {
	const struct naive *nv;
	const struct pm_tree *tree;
	struct want *alone, *joined;
	struct loose_word *loose; /* LOOSE: by word; times 0 for all but the first of
					 * equal ones */
	uint32_t name;		  /* of a field */
	uint32_t value;		  /* WHOLE */
	uint8_t *begins;	  /* by string: whether a match can begin with it, but for
				 * compounds; NULL where that is not worth its time */
};

/* The stem of a word of the query, and those of all words that fold to the same. */
static void
want_stems(struct want *want, const struct naive *nv, const char *surface,
	   size_t surface_len, const char *folded, size_t len)
{
	struct pm_error err;
	struct pm_buf own;
	uint32_t id;
	size_t i;

	want->stems = need_memory(pm_calloc((size_t)nv->stems.n + 1, 1));
	pm_buf_init(&own, PM_BUF_NO_LIMIT);
	for (i = 0; i < nv->stemmers.n; i++) {
		pm_buf_clear(&own);
		need(pm_stem(nv->stemmers.list[i], surface, surface_len, 0, folded, len,
			     &own, &err),
		     &err);
		if ((id = pm_intern_find(&nv->stems, own.data, own.len)) != NONE)
			want->stems[id] = 1;
	}
	if ((id = pm_intern_find(&nv->strings, folded, len)) != NONE)
		for (i = nv->stems_of.starts[id]; i < nv->stems_of.starts[id + 1]; i++)
			want->stems[nv->stems_of.articles[i]] = 1;
	pm_buf_release(&own);
}

/* exact(q), or with its SURFACE stem(q); a word of the query that is too long matches
 * nothing. */
static void
want_word(struct want *want, const struct naive *nv, const char *q, size_t len,
	  const char *surface, size_t surface_len)
{
	size_t at[PIECES + 1] = { 0 }, n = pm_transitions(q, len, at + 1, PIECES - 1), i;

	if (len > PM_FOLDED_MAX)
		return;
	want->string = pm_intern_find(&nv->strings, q, len);
	if (surface != NULL)
		want_stems(want, nv, surface, surface_len, q, len);
	if (n == 0 || n > PIECES - 1)
		return;
	want->n_pieces = (uint32_t)n + 1;
	for (i = 0; i <= n; i++)
		want->pieces[i] = pm_intern_find(&nv->strings, q + at[i],
						 (i == n ? len : at[i + 1]) - at[i]);
}

static void
want_dotted(struct want *want, const struct naive *nv, const struct pm_tree_word *w)
{
	struct pm_buf dotted;

	pm_buf_init(&dotted, PM_BUF_NO_LIMIT);
	if (pm_dotted(w->surface, w->surface_len, &dotted))
		want->dotted = pm_intern_find(&nv->strings, dotted.data, dotted.len);
	if (pm_undotted(w->surface, w->surface_len, &dotted))
		want->capitals = pm_intern_find(&nv->strings, dotted.data, dotted.len);
	pm_buf_release(&dotted);
}

static void
want_spelt(struct want *want, const struct naive *nv, const struct pm_tree_word *w)
{
	struct spelt *sp = spelt_new(w);
	uint32_t id;

	want->spelt = need_memory(pm_calloc((size_t)nv->strings.n + 1, 1));
	for (id = 0; id < nv->strings.n; id++) {
		size_t len;
		const char *s = pm_intern_get(&nv->strings, id, &len);

		want->spelt[id] = spelt_matches(sp, s, len, nv->points + nv->points_at[id],
						nv->points_at[id + 1] - nv->points_at[id]);
	}
	want->written = need_memory(pm_calloc((size_t)nv->surfaces.n + 1, 1));
	for (id = 0; id < nv->surfaces.n; id++) {
		size_t len;
		const char *s = pm_intern_get(&nv->surfaces, id, &len);

		want->written[id] = spelt_matches_surface(sp, s, len);
	}
	spelt_free(sp);
}

/* A word of the text that has such a surface anywhere is one of those spelt so. */
static void
want_written(struct want *want, const struct naive *nv)
{
	uint32_t a;
	size_t i;

	for (a = 0; a < nv->n_articles; a++)
		for (i = nv->articles[a].fields[TITLE].first;
		     i < nv->articles[a].fields[FOLDS].end; i++)
			if (want->written[nv->words[i].surface])
				want->spelt[nv->words[i].string] = 1;
}

static void
want_form(struct want *want, const struct naive *nv, const struct pm_tree_word *w)
{
	struct pm_buf composed;

	pm_buf_init(&composed, PM_BUF_NO_LIMIT);
	put_composed(&composed, w->surface, w->surface_len);
	want->composed = pm_intern_find(&nv->composed, composed.data, composed.len);
	want->separator = pm_intern_find(&nv->separators, w->separator, w->separator_len);
	pm_buf_release(&composed);
}

/* Words I and I + 1 of the query as one, by rules 1 to 3. */
static void
want_joined(struct want *want, const struct naive *nv, const struct pm_tree *t, size_t i)
{
	const struct pm_tree_word *a = &t->words[i], *b = &t->words[i + 1];
	struct pm_buf both, surface;

	if (a->match != PM_MATCH_WORD || b->match != PM_MATCH_WORD)
		return;
	if (!(b->hyphen &&
	      pm_compounds(a->folded, a->folded_len, b->folded, b->folded_len)) &&
	    !pm_joins_without_hyphen(a->folded, a->folded_len, b->folded, b->folded_len))
		return;
	pm_buf_init(&both, PM_BUF_NO_LIMIT);
	pm_buf_put(&both, a->folded, a->folded_len);
	pm_buf_put(&both, b->folded, b->folded_len);
	pm_buf_init(&surface, PM_BUF_NO_LIMIT);
	pm_buf_put(&surface, a->surface, a->surface_len);
	pm_buf_put(&surface, b->surface, b->surface_len);
	want_word(want, nv, pm_buf_str(&both), both.len,
		  t->op == PM_TREE_WORDS ? pm_buf_str(&surface) : NULL, surface.len);
	want->n_pieces = 0;
	pm_buf_release(&surface);
	pm_buf_release(&both);
}

static bool
is_in_text(const struct pm_tree *t)
{
	return t->field == PM_FIELD_ANY || t->field == PM_FIELD_TITLE;
}

static void
want_alone(struct leaf *leaf, size_t i)
{
	const struct pm_tree_word *w = &leaf->tree->words[i];
	struct want *want = &leaf->alone[i];

	if (leaf->tree->op == PM_TREE_EXACT) {
		want_form(want, leaf->nv, w);
	} else if (w->match != PM_MATCH_WORD) {
		want_spelt(want, leaf->nv, w);
		if (is_in_text(leaf->tree))
			want_written(want, leaf->nv);
	} else if (!is_in_text(leaf->tree)) {
		want->string = pm_intern_find(&leaf->nv->strings, w->folded,
					      w->folded_len);
	} else {
		want_word(want, leaf->nv, w->folded, w->folded_len,
			  leaf->tree->op == PM_TREE_WORDS ? w->surface : NULL,
			  w->surface_len);
		want_dotted(want, leaf->nv, w);
	}
}

/* Whether both are one word of the quotes, in whatever case they are written. */
static bool
is_same_word(const struct leaf *leaf, size_t i, size_t k)
{
	const struct pm_tree_word *a = &leaf->tree->words[i], *b = &leaf->tree->words[k];

	return a->match == b->match && a->edits == b->edits &&
	       a->folded_len == b->folded_len &&
	       memcmp(a->folded, b->folded, a->folded_len) == 0;
}

static bool
has_other_form(const struct want *want)
{
	return want->dotted != NONE || want->capitals != NONE;
}

/* US, which is also found as u.s, and us are one word, but the first is found in more
 * places: of `us US` both must be found, and only one of them may be a u.s.  So it is
 * with U.S and u.s. */
static void
count_loose(struct leaf *leaf)
{
	size_t i, k;

	leaf->loose = need_memory(pm_calloc(leaf->tree->n_words, sizeof *leaf->loose));
	for (k = 0; k < leaf->tree->n_words; k++) {
		bool other = has_other_form(&leaf->alone[k]);

		for (i = 0; !is_same_word(leaf, i, k) ||
			    has_other_form(&leaf->alone[i]) != other;
		     i++)
			;
		if (i < k)
			continue; /* counted with that one */
		for (; i < leaf->tree->n_words; i++)
			leaf->loose[k].times += is_same_word(leaf, i, k) &&
						(other ||
						 !has_other_form(&leaf->alone[i]));
		if (other) /* those before as well */
			for (i = 0; i < k; i++)
				leaf->loose[k].times += is_same_word(leaf, i, k);
	}
}

struct leaf *
leaf_new(const struct naive *nv, const struct pm_tree *t)
{
	static const struct want nothing = { .string = NONE,
					     .dotted = NONE,
					     .capitals = NONE,
					     .composed = NONE,
					     .separator = NONE };
	struct leaf *leaf = need_memory(pm_calloc(1, sizeof *leaf));
	size_t i;

	leaf->nv = nv;
	leaf->tree = t;
	leaf->alone = need_memory(pm_alloc(t->n_words, sizeof *leaf->alone));
	leaf->joined = need_memory(pm_alloc(t->n_words, sizeof *leaf->joined));
	leaf->name = t->field == PM_FIELD_SOURCE ? nv->source
		   : t->field == PM_FIELD_AUTHOR ? nv->author
		   : t->field != PM_FIELD_OTHER
			   ? NONE
			   : pm_intern_find(&nv->names, t->name, strlen(t->name));
	leaf->value = t->op != PM_TREE_WHOLE
			    ? NONE
			    : pm_intern_find(&nv->names, t->value, strlen(t->value));
	for (i = 0; i < t->n_words; i++) {
		leaf->alone[i] = leaf->joined[i] = nothing;
		want_alone(leaf, i);
		if (i + 1 < t->n_words && is_in_text(t) &&
		    (t->op == PM_TREE_WORDS || t->op == PM_TREE_PHRASE))
			want_joined(&leaf->joined[i], nv, t, i);
	}
	if (t->op == PM_TREE_LOOSE)
		count_loose(leaf);
	return leaf;
}

void
leaf_free(struct leaf *leaf)
{
	size_t i;

	if (leaf == NULL)
		return;
	for (i = 0; i < leaf->tree->n_words; i++) {
		free(leaf->alone[i].stems);
		free(leaf->joined[i].stems);
		free(leaf->alone[i].spelt);
		free(leaf->alone[i].written);
		if (leaf->loose != NULL)
			extents_release(&leaf->loose[i].places);
	}
	free(leaf->loose);
	free(leaf->begins);
	free(leaf->alone);
	free(leaf->joined);
	free(leaf);
}

/* --- words of the text -------------------------------------------------- */

/* Rules 1 to 3 for one string with its stem: a word, a compound or a part. */
static bool
is_wanted(const struct naive *nv, const struct want *want, uint32_t string, uint32_t stem)
{
	return nv->of_string[string].findable &&
	       (string == want->string || string == want->dotted ||
		(want->stems != NULL && want->stems[stem]) ||
		(want->spelt != NULL && want->spelt[string]));
}

/* The same for a compound or a part. */
static bool
is_wanted_alias(const struct naive *nv, const struct want *want, uint32_t string)
{
	return is_wanted(nv, want, string, nv->of_string[string].stem);
}

static bool
is_in_capitals(const struct naive *nv, uint32_t surface)
{
	size_t len;
	const char *s = pm_intern_get(&nv->surfaces, surface, &len);

	return pm_is_capitals(s, len);
}

static bool
has_wanted_part(const struct naive *nv, const struct want *want, uint32_t string)
{
	const struct string *s = &nv->of_string[string];
	uint32_t i;

	for (i = 0; i < s->n_parts; i++)
		if (is_wanted_alias(nv, want, nv->parts[s->parts + i]))
			return true;
	return false;
}

/* Whether WANT matches the N words of the field from AT on. */
static bool
matches_words(const struct naive *nv, const struct want *want, const struct field *f,
	      size_t at, size_t n)
{
	const struct word *w = &nv->words[at];
	uint32_t i;

	if (at + n > f->end)
		return false;
	if (n == 1 && (is_wanted(nv, want, w->string, nv->stem_of[w->spoken]) ||
		       has_wanted_part(nv, want, w->string) ||
		       (w->string == want->capitals && is_in_capitals(nv, w->surface))))
		return true;
	if ((n == 2 || n == 3) && w->compounds[n - 2] != NONE &&
	    is_wanted_alias(nv, want, w->compounds[n - 2]))
		return true;
	if (n != want->n_pieces)
		return false;
	for (i = 0; i < n && w[i].string == want->pieces[i]; i++)
		;
	return i == n;
}

#define NO_MATCH SIZE_MAX

/* How many words from AT on the words of the leaf from I on match side by side,
 * at least; or NO_MATCH. */
static size_t
match_from(const struct naive *nv, const struct leaf *leaf, size_t i,
	   const struct field *f, size_t at)
{
	size_t left = leaf->tree->n_words - i, n, rest, best = NO_MATCH;

	if (left == 0)
		return 0;
	for (n = 1; n <= PIECES; n++) {
		if (matches_words(nv, &leaf->alone[i], f, at, n)) {
			rest = match_from(nv, leaf, i + 1, f, at + n);
			if (rest != NO_MATCH && n + rest < best)
				best = n + rest;
		}
		if (left >= 2 && matches_words(nv, &leaf->joined[i], f, at, n)) {
			rest = match_from(nv, leaf, i + 2, f, at + n);
			if (rest != NO_MATCH && n + rest < best)
				best = n + rest;
		}
	}
	return best;
}

static size_t
match_form(const struct naive *nv, const struct leaf *leaf, const struct field *f,
	   size_t at)
{
	size_t n = leaf->tree->n_words, i;

	if (at + n > f->end)
		return NO_MATCH;
	for (i = 0; i < n; i++) {
		const struct word *w = &nv->words[at + i];

		if (nv->composed_of[w->surface] != leaf->alone[i].composed ||
		    (i > 0 && w->separator != leaf->alone[i].separator))
			return NO_MATCH;
	}
	return n;
}

/* Whether no match of the leaf can begin there; false says nothing. */
static bool
cannot_begin(const struct leaf *leaf, size_t at)
{
	const struct word *w = &leaf->nv->words[at];

	return leaf->begins != NULL && !leaf->begins[w->string] && w->compounds[0] == NONE;
}

/* How many words the leaf, not a loose one, matches from AT on. */
static size_t
match_at(const struct leaf *leaf, const struct field *f, size_t at)
{
	if (cannot_begin(leaf, at))
		return NO_MATCH;
	return leaf->tree->op == PM_TREE_EXACT ? match_form(leaf->nv, leaf, f, at)
					       : match_from(leaf->nv, leaf, 0, f, at);
}

/* Where the words of a loose phrase match from FIRST on, up to the end of the field. */
static void
find_places(const struct leaf *leaf, const struct field *f, size_t first)
{
	size_t i, n, at, n_words = leaf->tree->n_words;

	for (i = 0; i < n_words; i++)
		leaf->loose[i].places.n = 0;
	for (at = first; at < f->end; at++) {
		if (cannot_begin(leaf, at))
			continue;
		for (i = 0; i < n_words; i++)
			for (n = 1; n <= PIECES; n++)
				if (matches_words(leaf->nv, &leaf->alone[i], f, at, n)) {
					extents_add(&leaf->loose[i].places, (uint32_t)at,
						    (uint32_t)(at + n));
					break;
				}
	}
}

static void
add_loose_hits(const struct leaf *leaf, const struct field *f, struct extents *out)
{
	find_places(leaf, f, f->first);
	extents_loose(out, leaf->loose, leaf->tree->n_words, (uint32_t)f->first,
		      (uint32_t)f->end,
		      (uint32_t)leaf->tree->n_words + leaf->tree->number);
}

void
leaf_matching(const struct leaf *leaf, uint32_t article, const struct extent *x,
	      struct extents *out)
{
	const struct field *fields = leaf->nv->articles[article].fields;
	struct field f = fields[x->first < fields[BODY].first ? TITLE : BODY];
	size_t i, k;

	if (f.end > x->last)
		f.end = x->last;
	find_places(leaf, &f, x->first);
	for (i = 0; i < leaf->tree->n_words; i++)
		for (k = 0; k < leaf->loose[i].places.n; k++)
			extents_add(out, leaf->loose[i].places.list[k].first,
				    leaf->loose[i].places.list[k].last);
}

/* Append the hits in a field; with ANY at most one. */
static void
add_hits(const struct leaf *leaf, const struct field *f, bool any, struct extents *out)
{
	size_t at, n, had = out->n;

	if (leaf->tree->op == PM_TREE_LOOSE) {
		add_loose_hits(leaf, f, out);
		return;
	}
	for (at = f->first; at < f->end && !(any && out->n > had); at++)
		if ((n = match_at(leaf, f, at)) != NO_MATCH)
			extents_add(out, (uint32_t)at, (uint32_t)(at + n));
}

static void
add_hits_in_article(const struct leaf *leaf, uint32_t article, bool any,
		    struct extents *out)
{
	const struct article *a = &leaf->nv->articles[article];
	size_t n = leaf->tree->field == PM_FIELD_TITLE ? 1 : a->n_pieces, i;

	for (i = 0; i < n && !(any && out->n > 0); i++)
		add_hits(leaf, &leaf->nv->pieces[a->pieces + i], any, out);
}

void
leaf_hits(const struct leaf *leaf, uint32_t article, struct extents *out)
{
	add_hits_in_article(leaf, article, false, out);
}

/* source:, author: and others: the words as they are, or any so spelt. */
static bool
matches_in_name(const struct leaf *leaf, const struct field *f)
{
	size_t at, i, n = leaf->tree->n_words;

	for (at = f->first; at + n <= f->end; at++) {
		for (i = 0; i < n; i++) {
			const struct want *want = &leaf->alone[i];
			const struct word *w = &leaf->nv->words[at + i];
			uint32_t string = w->string;

			if (want->spelt != NULL
				    ? !(want->spelt[string] || want->written[w->surface]) ||
					      !leaf->nv->of_string[string].findable
				    : want->string != string)
				break;
		}
		if (i == n)
			return true;
	}
	return false;
}

static bool
matches_in_other(const struct leaf *leaf, const struct article *a)
{
	size_t i;

	for (i = 0; i < a->n_extras; i++) {
		const struct extra *extra = &leaf->nv->extras[a->extras + i];

		if (extra->name == leaf->name &&
		    (leaf->tree->op == PM_TREE_WHOLE
			     ? extra->value == leaf->value
			     : matches_in_name(leaf, &extra->words)))
			return true;
	}
	return false;
}

bool
leaf_matches(const struct leaf *leaf, uint32_t article)
{
	const struct article *a = &leaf->nv->articles[article];
	struct extents hits = { NULL, 0, 0 };
	bool yes;

	switch (leaf->tree->field) {
	case PM_FIELD_SOURCE:
	case PM_FIELD_AUTHOR:
	case PM_FIELD_OTHER:
		return matches_in_other(leaf, a);
	default:
		add_hits_in_article(leaf, article, true, &hits);
		yes = hits.n > 0;
		extents_release(&hits);
		return yes;
	}
}

/* --- articles that may match --------------------------------------------- */

#define MANY 1000 /* articles: then it pays to look at each string once */

static void
add_list(struct bits *out, const struct lists *lists, uint32_t id)
{
	size_t i;

	if (id == NONE)
		return;
	for (i = lists->starts[id]; i < lists->starts[id + 1]; i++)
		bits_add(out, lists->articles[i]);
}

/* The articles that hold what WANT could match first. */
static void
add_articles_of(struct bits *out, const struct naive *nv, const struct want *want)
{
	uint32_t id;

	add_list(out, &nv->by_string, want->string);
	for (id = 0; want->stems != NULL && id < nv->stems.n; id++)
		if (want->stems[id])
			add_list(out, &nv->by_stem, id);
	add_list(out, &nv->by_string, want->dotted);
	add_list(out, &nv->by_string, want->capitals);
	add_list(out, &nv->by_string, want->n_pieces > 0 ? want->pieces[0] : NONE);
	add_list(out, &nv->by_composed, want->composed);
	for (id = 0; want->spelt != NULL && id < nv->strings.n; id++)
		if (want->spelt[id])
			add_list(out, &nv->by_string, id);
}

static bool
can_begin(const struct naive *nv, const struct want *want, uint32_t string)
{
	size_t i;

	for (i = nv->stems_of.starts[string]; i < nv->stems_of.starts[string + 1]; i++)
		if (is_wanted(nv, want, string, nv->stems_of.articles[i]))
			return true;
	return has_wanted_part(nv, want, string) || string == want->capitals ||
	       (want->n_pieces > 0 && want->pieces[0] == string);
}

static void
find_begins(struct leaf *leaf)
{
	const struct naive *nv = leaf->nv;
	size_t i, n = leaf->tree->op == PM_TREE_LOOSE ? leaf->tree->n_words : 1;
	uint32_t id;

	leaf->begins = need_memory(pm_calloc((size_t)nv->strings.n + 1, 1));
	for (id = 0; id < nv->strings.n; id++)
		for (i = 0; i < n && !leaf->begins[id]; i++)
			leaf->begins[id] = can_begin(nv, &leaf->alone[i], id) ||
					   can_begin(nv, &leaf->joined[i], id);
}

/* For each word of the leaf something must be there: alone, or as one with the word
 * before or behind it. */
void
leaf_candidates(struct leaf *leaf, struct bits *out)
{
	const struct naive *nv = leaf->nv;
	struct bits held;
	size_t i, k;

	bits_init(out, nv->n_articles);
	for (i = 0; i < out->n; i++)
		bits_add(out, (uint32_t)i);
	if (!is_in_text(leaf->tree))
		return;
	for (i = 0; i < leaf->tree->n_words; i++) {
		bits_init(&held, nv->n_articles);
		add_articles_of(&held, nv, &leaf->alone[i]);
		add_articles_of(&held, nv, &leaf->joined[i]);
		if (i > 0)
			add_articles_of(&held, nv, &leaf->joined[i - 1]);
		for (k = 0; k <= out->n / 64; k++)
			out->words[k] &= held.words[k];
		bits_release(&held);
	}
	if (leaf->tree->op != PM_TREE_EXACT && leaf->begins == NULL &&
	    bits_count(out) > MANY)
		find_begins(leaf);
}
