/* Pressmark - the oracle's side of "What matches what?": see naive.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/oracle/naive.h"

#include "text/derive.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define PIECES 4

/* What one word of the query asks for, in the numbers of the corpus; NONE where
 * the corpus does not have it. */
struct want {
	uint32_t string;	/* rules 1 to 3: this string */
	uint32_t stem;		/* ... or one with this stem */
	uint8_t *prefixed;	/* ... or one of these, by string; or NULL */
	uint32_t dotted;	/* ... or this, the dotted form */
	uint32_t pieces[PIECES], n_pieces;	/* rule 4; 0: does not apply */
	uint32_t composed, separator;	/* =form */
};

/* A leaf made ready: word i alone, and with word i + 1 as one. */
struct leaf {
	const struct pm_tree *tree;
	struct want *alone, *joined;
};

static uint32_t
find_stem(const struct naive *nv, const char *folded, size_t len)
{
	struct pm_error err;

	if (pm_folded_is_letters(folded, len))
		need(pm_stemmer_stem(nv->stemmer, folded, len, &folded, &len, &err), &err);
	return pm_intern_find(&nv->stems, folded, len);
}

/* exact(q), or stem(q); a word of the query that is too long matches nothing. */
static void
want_word(struct want *want, const struct naive *nv, const char *q, size_t len, bool stem)
{
	size_t at[PIECES + 1] = { 0 }, n = pm_transitions(q, len, at + 1, PIECES - 1), i;

	if (len > PM_FOLDED_MAX)
		return;
	want->string = pm_intern_find(&nv->strings, q, len);
	if (stem)
		want->stem = find_stem(nv, q, len);
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
	pm_buf_release(&dotted);
}

static void
want_prefix(struct want *want, const struct naive *nv, const struct pm_tree_word *w)
{
	uint32_t id;

	want->prefixed = need_memory(pm_calloc(nv->strings.n, 1));
	for (id = 0; id < nv->strings.n; id++) {
		size_t len;
		const char *s = pm_intern_get(&nv->strings, id, &len);

		want->prefixed[id] = len >= w->folded_len &&
				     memcmp(s, w->folded, w->folded_len) == 0;
	}
}

static void
want_form(struct want *want, const struct naive *nv, const struct pm_tree_word *w)
{
	utf8proc_uint8_t *nfc = need_memory(utf8proc_NFC((const utf8proc_uint8_t *)w->surface));

	want->composed = pm_intern_find(&nv->composed, nfc, strlen((char *)nfc));
	want->separator = pm_intern_find(&nv->separators, w->separator, w->separator_len);
	free(nfc);
}

/* Words I and I + 1 of the query as one, by rules 1 to 3. */
static void
want_joined(struct want *want, const struct naive *nv, const struct pm_tree *t, size_t i)
{
	const struct pm_tree_word *a = &t->words[i], *b = &t->words[i + 1];
	struct pm_buf both;

	if (!(b->hyphen && pm_compounds(a->folded, a->folded_len, b->folded, b->folded_len)) &&
	    !pm_joins_without_hyphen(a->folded, a->folded_len, b->folded, b->folded_len))
		return;
	pm_buf_init(&both, PM_BUF_NO_LIMIT);
	pm_buf_put(&both, a->folded, a->folded_len);
	pm_buf_put(&both, b->folded, b->folded_len);
	want_word(want, nv, pm_buf_str(&both), both.len, t->op == PM_TREE_WORDS);
	want->n_pieces = 0;
	pm_buf_release(&both);
}

static bool
is_name(const struct pm_tree *t)
{
	return t->field == PM_FIELD_SOURCE || t->field == PM_FIELD_AUTHOR;
}

static void
leaf_init(struct leaf *leaf, const struct naive *nv, const struct pm_tree *t)
{
	static const struct want nothing = {
		.string = NONE, .stem = NONE, .dotted = NONE, .composed = NONE, .separator = NONE
	};
	size_t i;

	leaf->tree = t;
	leaf->alone = need_memory(pm_alloc(t->n_words, sizeof *leaf->alone));
	leaf->joined = need_memory(pm_alloc(t->n_words, sizeof *leaf->joined));
	for (i = 0; i < t->n_words; i++) {
		const struct pm_tree_word *w = &t->words[i];

		leaf->alone[i] = leaf->joined[i] = nothing;
		if (is_name(t) && t->op != PM_TREE_PREFIX) {
			leaf->alone[i].string = pm_intern_find(&nv->strings, w->folded,
							       w->folded_len);
			continue;
		}
		switch (t->op) {
		case PM_TREE_EXACT:
			want_form(&leaf->alone[i], nv, w);
			break;
		case PM_TREE_PREFIX:
			want_prefix(&leaf->alone[i], nv, w);
			break;
		default:
			want_word(&leaf->alone[i], nv, w->folded, w->folded_len,
				  t->op == PM_TREE_WORDS);
			want_dotted(&leaf->alone[i], nv, w);
			if (i + 1 < t->n_words)
				want_joined(&leaf->joined[i], nv, t, i);
		}
	}
}

static void
leaf_release(struct leaf *leaf)
{
	size_t i;

	for (i = 0; i < leaf->tree->n_words; i++)
		free(leaf->alone[i].prefixed);
	free(leaf->alone);
	free(leaf->joined);
}

/* --- words of the text -------------------------------------------------- */

/* Rules 1 to 3 for one string: a word, a compound or a part. */
static bool
is_wanted(const struct naive *nv, const struct want *want, uint32_t string)
{
	return nv->of_string[string].findable &&
	       (string == want->string || string == want->dotted ||
		nv->of_string[string].stem == want->stem ||
		(want->prefixed != NULL && want->prefixed[string]));
}

static bool
has_wanted_part(const struct naive *nv, const struct want *want, uint32_t string)
{
	const struct string *s = &nv->of_string[string];
	uint32_t i;

	for (i = 0; i < s->n_parts; i++)
		if (is_wanted(nv, want, nv->parts[s->parts + i]))
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
	if (n == 1 && (is_wanted(nv, want, w->string) ||
		       has_wanted_part(nv, want, w->string)))
		return true;
	if ((n == 2 || n == 3) && w->compounds[n - 2] != NONE &&
	    is_wanted(nv, want, w->compounds[n - 2]))
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

/* How many words the leaf matches from AT on. */
static size_t
match_at(const struct naive *nv, const struct leaf *leaf, const struct field *f, size_t at)
{
	return leaf->tree->op == PM_TREE_EXACT ? match_form(nv, leaf, f, at)
					       : match_from(nv, leaf, 0, f, at);
}

static bool
matches_in_text(const struct naive *nv, const struct leaf *leaf, const struct field *f)
{
	size_t at;

	for (at = f->first; at < f->end; at++)
		if (match_at(nv, leaf, f, at) != NO_MATCH)
			return true;
	return false;
}

/* source: and author: the words as they are, or the beginning of any. */
static bool
matches_in_name(const struct naive *nv, const struct leaf *leaf, const struct field *f)
{
	size_t at, i, n = leaf->tree->n_words;

	for (at = f->first; at + n <= f->end; at++) {
		for (i = 0; i < n; i++) {
			const struct want *want = &leaf->alone[i];
			uint32_t string = nv->words[at + i].string;

			if (want->prefixed != NULL ? !want->prefixed[string]
						   : want->string != string)
				break;
		}
		if (i == n)
			return true;
	}
	return false;
}

static bool
matches_article(const struct naive *nv, const struct leaf *leaf, uint32_t article)
{
	const struct field *fields = nv->articles[article].fields;

	switch (leaf->tree->field) {
	case PM_FIELD_SOURCE:
		return matches_in_name(nv, leaf, &fields[SOURCE]);
	case PM_FIELD_AUTHOR:
		return matches_in_name(nv, leaf, &fields[AUTHOR]);
	case PM_FIELD_TITLE:
		return matches_in_text(nv, leaf, &fields[TITLE]);
	default:
		return matches_in_text(nv, leaf, &fields[TITLE]) ||
		       matches_in_text(nv, leaf, &fields[BODY]);
	}
}

/* --- articles ----------------------------------------------------------- */

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
	add_list(out, &nv->by_stem, want->stem);
	add_list(out, &nv->by_string, want->dotted);
	add_list(out, &nv->by_string, want->n_pieces > 0 ? want->pieces[0] : NONE);
	add_list(out, &nv->by_composed, want->composed);
	for (id = 0; want->prefixed != NULL && id < nv->strings.n; id++)
		if (want->prefixed[id])
			add_list(out, &nv->by_string, id);
}

/* The articles that hold something for each word of the leaf: alone, or as one
 * with the word before or behind it. */
static void
find_candidates(struct bits *out, const struct naive *nv, const struct leaf *leaf)
{
	struct bits held;
	size_t i, k;

	bits_init(out, nv->n_articles);
	memset(out->words, 0xff, (out->n / 64 + 1) * sizeof *out->words);
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
}

static void
evaluate_leaf(const struct naive *nv, const struct pm_tree *t, struct bits *out)
{
	struct bits candidates;
	struct leaf leaf;
	uint32_t a;

	leaf_init(&leaf, nv, t);
	find_candidates(&candidates, nv, &leaf);
	for (a = 0; a < nv->n_articles; a++)
		if ((is_name(t) || bits_has(&candidates, a)) && matches_article(nv, &leaf, a))
			bits_add(out, a);
	bits_release(&candidates);
	leaf_release(&leaf);
}

static void
evaluate_date(const struct naive *nv, const struct pm_tree *t, struct bits *out)
{
	uint32_t a;

	for (a = 0; a < nv->n_articles; a++) {
		uint32_t day = nv->articles[a].day;

		if (day != 0 && day >= t->first_day && day <= t->last_day)
			bits_add(out, a);
	}
}

void
naive_evaluate(const struct naive *nv, const struct pm_tree *t, struct bits *out)
{
	struct bits child;
	uint32_t a;
	size_t i;

	bits_init(out, nv->n_articles);
	if (t->op == PM_TREE_DATE)
		evaluate_date(nv, t, out);
	else if (t->n_children == 0)
		evaluate_leaf(nv, t, out);
	for (i = 0; i < t->n_children; i++) {
		naive_evaluate(nv, t->children[i], &child);
		for (a = 0; a < nv->n_articles; a++) {
			bool has = bits_has(&child, a), had = i > 0 && bits_has(out, a);
			bool now = t->op == PM_TREE_NOT ? !has :
				   t->op == PM_TREE_OR ? had || has : (had || i == 0) && has;

			out->words[a / 64] &= ~(UINT64_C(1) << (a % 64));
			if (now)
				bits_add(out, a);
		}
		bits_release(&child);
	}
}

/* --- hits --------------------------------------------------------------- */

static void
add_leaves(struct hits *h, const struct pm_tree *t)
{
	size_t i;

	if (t->op == PM_TREE_NOT || t->op == PM_TREE_DATE || is_name(t))
		return;
	for (i = 0; i < t->n_children; i++)
		add_leaves(h, t->children[i]);
	if (t->n_children > 0)
		return;
	h->leaves = need_memory(realloc(h->leaves, (h->n_leaves + 1) * sizeof *h->leaves));
	leaf_init(&h->leaves[h->n_leaves++], h->nv, t);
}

void
hits_init(struct hits *h, const struct naive *nv, const struct pm_tree *tree)
{
	memset(h, 0, sizeof *h);
	h->nv = nv;
	add_leaves(h, tree);
}

void
hits_release(struct hits *h)
{
	uint32_t i;

	for (i = 0; i < h->n_leaves; i++)
		leaf_release(&h->leaves[i]);
	free(h->leaves);
	free(h->hits);
	memset(h, 0, sizeof *h);
}

static int
compare_hits(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->last != y->last)
		return x->last < y->last ? -1 : 1;
	return x->leaf < y->leaf ? -1 : x->leaf > y->leaf;
}

void
hits_find(struct hits *h, uint32_t article)
{
	const struct field *fields = h->nv->articles[article].fields;
	struct pm_error err;
	uint32_t k;
	int f;

	h->n = 0;
	for (k = 0; k < h->n_leaves; k++)
		for (f = TITLE; f <= BODY; f++) {
			size_t at, n;

			if (f == BODY && h->leaves[k].tree->field == PM_FIELD_TITLE)
				continue;
			for (at = fields[f].first; at < fields[f].end; at++) {
				n = match_at(h->nv, &h->leaves[k], &fields[f], at);
				if (n == NO_MATCH)
					continue;
				need(pm_grow(&h->hits, &h->cap, h->n + 1, sizeof *h->hits,
					     &err), &err);
				h->hits[h->n].first = (uint32_t)(at - fields[TITLE].first);
				h->hits[h->n].last = (uint32_t)(at + n - fields[TITLE].first);
				h->hits[h->n++].leaf = k;
			}
		}
	if (h->n > 1)
		qsort(h->hits, h->n, sizeof *h->hits, compare_hits);
}
