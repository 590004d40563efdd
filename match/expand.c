/* Pressmark - what spelt words stand for: see expand.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/expand.h"

#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

/* The most stems for which `whole` is checked. */
#define WHOLE_MAX 64u
/* Words whose expansions are kept from query to query. */
#define KEPT_MAX 64u

/* A word, and its expansions by segment, NULL where nobody has asked. */
struct kept {
	enum pm_tree_match match;
	unsigned edits;
	char *folded;
	size_t len;
	struct pm_spelling *spelling;
	struct pm_expansion **in;
	struct kept *next;
};

/* The word that was asked for last is the first. */
struct pm_expander {
	struct pm_index *index;
	struct kept *kept;
	size_t n;
};

enum pm_status
pm_expander_new(struct pm_expander **out, struct pm_index *index, struct pm_error *err)
{
	*out = pm_calloc(1, sizeof **out);
	if (*out == NULL)
		return pm_fail_nomem(err);
	(*out)->index = index;
	return PM_OK;
}

static void
expansion_free(struct pm_expansion *e)
{
	if (e == NULL)
		return;
	pm_atom_release(&e->atom);
	pm_intern_release(&e->stems);
	free(e);
}

static void
forget(const struct pm_expander *x, struct kept *k)
{
	size_t i;

	for (i = 0; k->in != NULL && i < x->index->generation.n_segments; i++)
		expansion_free(k->in[i]);
	free(k->in);
	free(k->folded);
	pm_spelling_free(k->spelling);
	free(k);
}

static void
forget_all(struct pm_expander *x)
{
	struct kept *k, *next;

	for (k = x->kept; k != NULL; k = next) {
		next = k->next;
		forget(x, k);
	}
	x->kept = NULL;
	x->n = 0;
}

void
pm_expander_free(struct pm_expander *x)
{
	if (x == NULL)
		return;
	forget_all(x);
	free(x);
}

void
pm_expander_trim(struct pm_expander *x)
{
	if (x->n > KEPT_MAX)
		forget_all(x);
}

/* --- expanding ---------------------------------------------------------- */

struct collecting {
	struct pm_expansion *e;
	struct pm_atom_collector taking;
	struct pm_buf stem;
};

static enum pm_status
collect(void *ctx, struct pm_cursor *cursor, struct pm_error *err)
{
	struct collecting *c = ctx;
	enum pm_status status;
	uint32_t id;

	if (cursor->entry.len > PM_FOLDED_MAX)
		return PM_OK;
	pm_buf_clear(&c->stem);
	pm_cursor_stem(cursor, &c->stem);
	if (c->stem.status < 0)
		return pm_fail_nomem(err);
	status = pm_intern(&c->e->stems, pm_buf_str(&c->stem), c->stem.len, &id, err);
	return status < 0 ? status : pm_atom_add_entry(&c->taking, cursor, err);
}

/* Whether every word with these stems is spelt so. */
struct whole {
	struct pm_spelling *spelling;
	bool holds;
};

static enum pm_status
look(void *ctx, struct pm_cursor *cursor, struct pm_error *err)
{
	struct whole *w = ctx;
	enum pm_status status = pm_spelling_matches(w->spelling, cursor->entry.word,
						    cursor->entry.len, &w->holds, err);

	return status < 0 ? status : w->holds ? PM_OK : PM_STOPPED;
}

static enum pm_status
find_whole(struct pm_expansion *e, struct pm_lexicon *lex, struct pm_spelling *spelling,
	   struct pm_error *err)
{
	struct whole w = { spelling, e->stems.n <= WHOLE_MAX };
	enum pm_status status = PM_OK;
	uint32_t i;

	for (i = 0; i < e->stems.n && w.holds && status >= 0; i++) {
		size_t len;
		const char *stem = pm_intern_get(&e->stems, i, &len);

		status = pm_lexicon_by_stem(lex, stem, len, look, &w, err);
	}
	e->whole = w.holds;
	return status < 0 ? status : PM_OK;
}

enum pm_status
pm_expander_spelling(struct pm_expander *x, const struct pm_tree_word *word,
		     struct pm_spelling **out, struct pm_error *err)
{
	size_t n = x->index->generation.n_segments, i;
	struct pm_spelling *sp = NULL;
	enum pm_status status = pm_spelling_new(&sp, word, err);

	if (status == PM_OK)
		pm_spelling_patience(sp, &x->index->patience);
	for (i = 0; i < n && status == PM_OK; i++)
		status = pm_spelling_learn(sp, pm_segment_lexicon(x->index->segments[i]),
					   err);
	if (status < 0)
		pm_spelling_free(sp);
	else
		*out = sp;
	return status;
}

static enum pm_status
expand(const struct pm_expander *x, struct pm_expansion *e, size_t segment,
       struct pm_error *err)
{
	struct pm_lexicon *lex = pm_segment_lexicon(x->index->segments[segment]);
	struct collecting c = { e, { &e->atom, NULL, 0 }, { 0 } };
	enum pm_status status;

	pm_buf_init(&c.stem, PM_BUF_NO_LIMIT);
	status = pm_lexicon_by_spelling(lex, e->spelling, collect, &c, err);
	if (status == PM_OK)
		status = find_whole(e, lex, e->spelling, err);
	pm_buf_release(&c.stem);
	free(c.taking.targets);
	return status;
}

static bool
is_of(const struct kept *k, const struct pm_tree_word *word)
{
	return k->match == word->match && k->edits == word->edits &&
	       k->len == word->folded_len && memcmp(k->folded, word->folded, k->len) == 0;
}

/* A word that has not been asked for yet. */
static enum pm_status
kept_new(struct kept **out, struct pm_expander *x, const struct pm_tree_word *word,
	 struct pm_error *err)
{
	struct kept *k = pm_calloc(1, sizeof *k);
	enum pm_status status;

	if (k == NULL)
		return pm_fail_nomem(err);
	k->match = word->match;
	k->edits = word->edits;
	k->len = word->folded_len;
	k->folded = pm_strndup(word->folded, word->folded_len);
	k->in = pm_calloc(x->index->generation.n_segments, sizeof *k->in);
	status = k->folded == NULL || k->in == NULL
		       ? pm_fail_nomem(err)
		       : pm_expander_spelling(x, word, &k->spelling, err);
	if (status < 0) {
		forget(x, k);
		return status;
	}
	x->n++;
	*out = k;
	return PM_OK;
}

/* The word, as the first of those that are kept. */
static enum pm_status
find_kept(struct kept **out, struct pm_expander *x, const struct pm_tree_word *word,
	  struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct kept **at = &x->kept, *k;

	while (*at != NULL && !is_of(*at, word))
		at = &(*at)->next;
	if ((k = *at) != NULL)
		*at = k->next;
	else if ((status = kept_new(&k, x, word, err)) < 0)
		return status;
	k->next = x->kept;
	x->kept = k;
	*out = k;
	return PM_OK;
}

enum pm_status
pm_expand(struct pm_expander *x, const struct pm_tree_word *word, size_t segment,
	  const struct pm_expansion **out, struct pm_error *err)
{
	struct pm_expansion *e;
	enum pm_status status;
	struct kept *k;

	if ((status = find_kept(&k, x, word, err)) < 0)
		return status;
	if ((e = k->in[segment]) == NULL) {
		if ((e = pm_calloc(1, sizeof *e)) == NULL)
			return pm_fail_nomem(err);
		pm_intern_init(&e->stems);
		e->spelling = k->spelling;
		if ((status = expand(x, e, segment, err)) < 0) {
			expansion_free(e);
			return status;
		}
		k->in[segment] = e;
	}
	*out = e;
	return PM_OK;
}
