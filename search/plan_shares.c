/* Pressmark - planning: which postings of a stem are those of the words asked for; see
 * plan_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/plan_parts.h"

#include "match/spelling.h"

#include <stdlib.h>
#include <string.h>

#define NO_SEGMENT SIZE_MAX

/* What a TERM of the plan has of its postings in the segment that was asked for last. */
struct pm_plan_share {
	struct pm_plan *plan;
	const struct pm_tree_word *word;
	const struct pm_stem_set *stems; /* of a word; NULL: it is spelt */
	uint32_t term;			 /* its number */
	size_t prefix;			 /* bytes before the stem in it */
	size_t segment;
	enum {
		SOME,
		ALL,
		ONLY,
		NONE
	} kind; /* ONLY: all, as no other word has the stem */
	struct pm_share share;
	struct pm_plan_share *next;
};

void
pm_plan_free_shares(struct pm_plan *plan)
{
	struct pm_plan_share *s, *next;

	for (s = plan->shares; s != NULL; s = next) {
		next = s->next;
		pm_share_release(&s->share);
		free(s);
	}
	plan->shares = NULL;
}

/* --- words that are wanted ---------------------------------------------- */

struct wanting {
	const struct pm_plan_share *share;
	const struct pm_expansion *expansion; /* of a spelt word; or NULL */
	const char *stem;
	size_t stem_len;
	bool holds; /* of the entry that is compared */
	enum pm_status status;
	struct pm_error *err;
	struct pm_buf scratch;
};

static bool
is_same(const char *a, size_t a_len, const char *b, size_t b_len)
{
	return a_len == b_len && memcmp(a, b, a_len) == 0;
}

static bool
is_wanted(void *ctx, const char *word, size_t len)
{
	struct wanting *w = ctx;
	bool yes = false;

	/* a dotted form is the only word of its stem, so that it is not asked about */
	if (w->expansion == NULL)
		return is_same(w->share->word->folded, w->share->word->folded_len, word,
			       len);
	if (w->status == PM_OK)
		w->status = pm_spelling_matches(w->expansion->spelling, word, len, &yes,
						w->err);
	return w->status == PM_OK && yes;
}

/* An entry for the word that is wanted: does it have the stem? */
static enum pm_status
compare_stem(void *ctx, struct pm_cursor *c, struct pm_error *err)
{
	struct wanting *w = ctx;

	pm_buf_clear(&w->scratch);
	pm_cursor_stem(c, &w->scratch);
	if (w->scratch.status < 0)
		return pm_fail_nomem(err);
	w->holds = is_same(pm_buf_str(&w->scratch), w->scratch.len, w->stem, w->stem_len);
	return w->holds ? PM_STOPPED : PM_OK;
}

/* The stem has one word at most: is that wanted? */
static enum pm_status
look_up(struct wanting *w, size_t segment, struct pm_error *err)
{
	const struct pm_plan_share *s = w->share;
	struct pm_lexicon *lex = pm_segment_lexicon(s->plan->r.index->segments[segment]);
	enum pm_status status;
	size_t i;

	if (w->expansion != NULL) {
		w->holds = pm_intern_find(&w->expansion->stems, w->stem, w->stem_len) !=
			   UINT32_MAX;
		return PM_OK;
	}
	pm_buf_init(&w->scratch, PM_BUF_NO_LIMIT);
	status = pm_lexicon_by_word(lex, s->word->folded, s->word->folded_len,
				    compare_stem, w, err);
	for (i = s->stems->n_own; i < s->stems->n && !w->holds && status >= 0; i++)
		if (is_same(s->stems->stems[i].data, s->stems->stems[i].len, w->stem,
			    w->stem_len))
			status = pm_lexicon_by_word(lex, w->stem, w->stem_len,
						    compare_stem, w, err);
	pm_buf_release(&w->scratch);
	return status < 0 ? status : PM_OK;
}

/* --- shares ------------------------------------------------------------- */

/* Whether the words of the segment that are spelt so tell what counts: nothing, if none has
 * the stem, as in most of many segments; all, if no other word has one of their stems. */
static bool
is_known(struct pm_plan_share *s, const struct wanting *w)
{
	bool there = pm_intern_find(&w->expansion->stems, w->stem, w->stem_len) !=
		     PM_U32_NONE;

	s->kind = there ? ONLY : NONE;
	return !there || w->expansion->whole;
}

static enum pm_status
load(struct pm_plan_share *s, size_t segment, struct pm_error *err)
{
	struct wanting w = { .share = s, .status = PM_OK, .err = err };
	struct pm_shares *shares;
	enum pm_status status;

	if (s->segment == segment)
		return PM_OK;
	s->segment = NO_SEGMENT;
	w.stem = pm_intern_get(&s->plan->terms, s->term, &w.stem_len) + s->prefix;
	w.stem_len -= s->prefix;
	if (s->stems == NULL) {
		status = pm_expand(s->plan->r.expander, s->word, segment, &w.expansion,
				   err);
		if (status < 0)
			return status;
		if (is_known(s, &w)) {
			s->segment = segment;
			return PM_OK;
		}
	}
	status = pm_segment_shares(s->plan->r.index->segments[segment], &shares, err);
	if (status == PM_OK)
		status = pm_shares_of(shares, w.stem, w.stem_len, is_wanted, &w,
				      &s->share, err);
	if (w.status < 0)
		return w.status;
	if (status == PM_ABSENT) {
		if ((status = look_up(&w, segment, err)) == PM_OK)
			s->kind = w.holds ? ONLY : NONE;
	} else if (status == PM_OK) {
		s->kind = s->share.all ? ALL : SOME;
	}
	if (status == PM_OK)
		s->segment = segment;
	return status;
}

static int
give_share(void *ctx, size_t segment, struct pm_db_share *out)
{
	struct pm_plan_share *s = ctx;
	enum pm_status status = load(s, segment, &s->plan->check_err);

	*out = (struct pm_db_share){
		.all = s->kind == ALL || s->kind == ONLY,
		.none = s->kind == NONE,
		.bits = s->share.bits,
		.articles = s->share.articles,
		.every = s->share.every,
		.n_every = s->share.n_every,
		.step = PM_SHARES_EVERY
	};
	return status;
}

/* *ALL becomes false if some segment has not all, or, of a title, another word with the
 * stem. */
static enum pm_status
ask(struct pm_plan_share *s, bool *all, struct pm_error *err)
{
	size_t n = s->plan->r.index->generation.n_segments, i;
	enum pm_status status = PM_OK;

	for (i = 0; i < n && status == PM_OK && *all; i++) {
		status = load(s, i, err);
		*all = s->kind == ONLY || (s->kind == ALL && s->prefix == 0);
	}
	return status;
}

enum pm_status
pm_plan_add_shares(struct pm_plan *plan, const struct pm_tree *leaf, size_t from,
		   size_t n, const struct pm_tree_word *word,
		   const struct pm_stem_set *stems, bool *all, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	*all = n > 0 && !plan->in_folds;
	for (i = from; i < from + n && status == PM_OK && !plan->in_folds; i++) {
		struct pm_plan_share *s = pm_calloc(1, sizeof *s);

		if (s == NULL)
			return pm_fail_nomem(err);
		s->plan = plan;
		s->word = word;
		s->stems = stems;
		s->term = (uint32_t)plan->nodes[i].term_len;
		s->prefix = strlen(pm_plan_prefix(plan, leaf));
		s->segment = NO_SEGMENT;
		s->kind = NONE;
		s->next = plan->shares;
		plan->shares = s;
		plan->nodes[i].share = give_share;
		plan->nodes[i].share_ctx = s;
		status = ask(s, all, err);
	}
	for (i = from; i < from + n; i++)
		if (*all || !pm_plan_has_shares(plan, leaf))
			plan->nodes[i].share = NULL;
	return status;
}

bool
pm_plan_same_share(const struct pm_db_node *a, const struct pm_db_node *b)
{
	const struct pm_plan_share *x = a->share_ctx, *y = b->share_ctx;

	if (a->share == NULL || b->share == NULL)
		return b->share == NULL;
	return (x->stems == NULL) == (y->stems == NULL) &&
	       x->word->match == y->word->match && x->word->edits == y->word->edits &&
	       is_same(x->word->folded, x->word->folded_len, y->word->folded,
		       y->word->folded_len) &&
	       (x->stems == NULL || x->stems->n == y->stems->n);
}
