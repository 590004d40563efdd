/* Pressmark - what spelt words stand for: see expand.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/expand.h"

#include "query/spelling.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

/* From so many words on, a bitmap is quicker than looking through them. */
#define BITMAP_FROM 6u
/* Up to so many stems are looked at for whether they are met whole. */
#define WHOLE_MAX 64u
/* Expansions that are kept from query to query. */
#define KEPT_MAX 64u

struct kept {
	enum pm_tree_match match;
	unsigned edits;
	char *folded;
	size_t len, segment;
	struct pm_expansion expansion;
	struct kept *next;
};

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
forget(struct kept *k)
{
	free(k->folded);
	free(k->expansion.ranks);
	free(k->expansion.bitmap);
	free(k->expansion.sequences);
	pm_intern_release(&k->expansion.stems);
	free(k);
}

static void
forget_all(struct pm_expander *x)
{
	struct kept *k, *next;

	for (k = x->kept; k != NULL; k = next) {
		next = k->next;
		forget(k);
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
	struct pm_alias_target *targets;
	size_t targets_cap;
	struct pm_buf stem;
};

static enum pm_status
add_rank(struct pm_expansion *e, uint32_t rank, struct pm_error *err)
{
	enum pm_status status = pm_grow(&e->ranks, &e->ranks_cap, e->n_ranks + 1,
					sizeof *e->ranks, err);

	if (status == PM_OK)
		e->ranks[e->n_ranks++] = rank;
	return status;
}

static enum pm_status
add_targets(struct collecting *c, struct pm_cursor *cursor, struct pm_error *err)
{
	struct pm_expansion *e = c->e;
	enum pm_status status;
	size_t n, i;

	status = pm_cursor_targets(cursor, &c->targets, &c->targets_cap, &n, err);
	for (i = 0; i < n && status == PM_OK; i++) {
		const struct pm_alias_target *t = &c->targets[i];
		struct pm_sequence *s;

		if (t->n_parts == 1) {
			status = add_rank(e, t->ranks[0], err);
			continue;
		}
		status = pm_grow(&e->sequences, &e->sequences_cap, e->n_sequences + 1,
				 sizeof *e->sequences, err);
		if (status < 0)
			break;
		s = &e->sequences[e->n_sequences++];
		memset(s, 0, sizeof *s);
		memcpy(s->ranks, t->ranks, sizeof t->ranks);
		s->n = t->n_parts;
		s->hyphens = true;
	}
	return status;
}

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
	if (status < 0)
		return status;
	return cursor->entry.list == PM_LIST_ALIASES
		? add_targets(c, cursor, err)
		: add_rank(c->e, pm_entry_rank(&cursor->entry), err);
}

static int
compare_ranks(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static int
compare_sequences(const void *a, const void *b)
{
	const struct pm_sequence *x = a, *y = b;

	return x->ranks[0] < y->ranks[0] ? -1 : x->ranks[0] > y->ranks[0];
}

static enum pm_status
arrange(struct pm_expansion *e, uint32_t words, struct pm_error *err)
{
	size_t i, n = 0;

	if (e->n_ranks > 1)
		qsort(e->ranks, e->n_ranks, sizeof *e->ranks, compare_ranks);
	for (i = 0; i < e->n_ranks; i++)
		if (n == 0 || e->ranks[n - 1] != e->ranks[i])
			e->ranks[n++] = e->ranks[i];
	e->n_ranks = n;
	if (e->n_sequences > 1)
		qsort(e->sequences, e->n_sequences, sizeof *e->sequences,
		      compare_sequences);
	if (n > 0 && e->ranks[n - 1] >= words)
		return pm_fail(err, PM_ERR_CORRUPT, "the index is damaged: an alias stands "
			       "for a word that the lexicon does not have");
	if (n < BITMAP_FROM)
		return PM_OK;
	e->bitmap = pm_calloc(words / 64 + 1, sizeof *e->bitmap);
	if (e->bitmap == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n; i++)
		e->bitmap[e->ranks[i] / 64] |= (uint64_t)1 << (e->ranks[i] % 64);
	return PM_OK;
}

/* Whether all that has the stems is so spelt. */
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

	return status < 0 ? status : w->holds ? PM_OK : PM_END;
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

static enum pm_status
expand(struct pm_expansion *e, struct pm_lexicon *lex, const struct pm_tree_word *word,
       struct pm_error *err)
{
	struct collecting c = { e, NULL, 0, { 0 } };
	struct pm_spelling *spelling = NULL;
	enum pm_status status;

	pm_buf_init(&c.stem, PM_BUF_NO_LIMIT);
	pm_intern_init(&e->stems);
	if ((status = pm_spelling_new(&spelling, word, err)) == PM_OK &&
	    (status = pm_lexicon_by_spelling(lex, spelling, collect, &c, err)) == PM_OK &&
	    (status = arrange(e, pm_lexicon_words(lex), err)) == PM_OK)
		status = find_whole(e, lex, spelling, err);
	pm_spelling_free(spelling);
	pm_buf_release(&c.stem);
	free(c.targets);
	return status;
}

static bool
is_of(const struct kept *k, const struct pm_tree_word *word, size_t segment)
{
	return k->segment == segment && k->match == word->match &&
	       k->edits == word->edits && k->len == word->folded_len &&
	       memcmp(k->folded, word->folded, k->len) == 0;
}

enum pm_status
pm_expand(struct pm_expander *x, const struct pm_tree_word *word, size_t segment,
	  const struct pm_expansion **out, struct pm_error *err)
{
	enum pm_status status;
	struct kept *k;

	for (k = x->kept; k != NULL && !is_of(k, word, segment); k = k->next)
		;
	if (k == NULL) {
		k = pm_calloc(1, sizeof *k);
		if (k == NULL)
			return pm_fail_nomem(err);
		k->match = word->match;
		k->edits = word->edits;
		k->len = word->folded_len;
		k->segment = segment;
		pm_intern_init(&k->expansion.stems);
		k->folded = pm_strndup(word->folded, word->folded_len);
		status = k->folded == NULL ? pm_fail_nomem(err)
			: expand(&k->expansion,
				 pm_segment_lexicon(x->index->segments[segment]), word, err);
		if (status < 0) {
			forget(k);
			return status;
		}
		k->next = x->kept;
		x->kept = k;
		x->n++;
	}
	*out = &k->expansion;
	return PM_OK;
}
