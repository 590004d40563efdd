/* Pressmark - looking for what is left in the articles that are: see removal_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/removal_parts.h"

#include "support/bytes.h"
#include "text/derive.h"
#include "text/fold.h"
#include "text/prefixes.h"

#include <stdlib.h>
#include <string.h>

/* --- what is looked for ------------------------------------------------- */

enum pm_status
pm_removal_entry(struct pm_removal *r, uint32_t rank, struct pm_error *err)
{
	enum pm_status status = pm_cursor_rank(&r->cursor, rank, err);

	pm_buf_clear(&r->term);
	if (status == PM_OK)
		pm_cursor_stem(&r->cursor, &r->term);
	return status == PM_OK && r->term.status < 0 ? pm_fail_nomem(err) : status;
}

/* A word of which all occurrences are gone is dead, unless a fold may have it. */
static enum pm_status
settle_word(struct pm_removal *r, uint32_t rank, struct pm_error *err)
{
	struct pm_removal_word *w = &r->words[rank];
	enum pm_status status = pm_removal_entry(r, rank, err);

	if (status < 0)
		return status;
	if (w->count > r->cursor.entry.count)
		return pm_corrupt(err, pm_lexicon_path(r->lex),
				  "'%s' occurs more often than it says",
				  r->cursor.entry.word);
	if (w->count < r->cursor.entry.count)
		return PM_OK;
	w->flags |= r->folds == NULL ? PM_REMOVAL_DEAD : PM_REMOVAL_IN_FOLDS;
	return PM_OK;
}

static enum pm_status
settle_words(struct pm_removal *r, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < r->n_ranks && status == PM_OK; i++)
		if (r->words[r->ranks[i]].flags & PM_REMOVAL_MET)
			status = settle_word(r, r->ranks[i], err);
	return status;
}

enum pm_status
pm_removal_put_joined(struct pm_removal *r, const struct pm_removal_joint *j,
		      struct pm_error *err)
{
	struct pm_known_word word;
	enum pm_status status = PM_OK;
	size_t i;

	pm_buf_clear(&r->joined);
	for (i = 0; i < 3 && j->ranks[i] != PM_U32_NONE && status == PM_OK; i++) {
		status = pm_segment_word(r->segment, j->ranks[i], &word, err);
		if (status == PM_OK)
			pm_buf_put(&r->joined, word.folded, word.len);
	}
	return status == PM_OK && r->joined.status < 0 ? pm_fail_nomem(err) : status;
}

static bool
is_target(const struct pm_alias_target *t, const uint32_t *ranks, size_t n)
{
	size_t i;

	for (i = 0; i < n && t->n_parts == n && t->ranks[i] == ranks[i]; i++)
		;
	return i == n;
}

enum pm_status
pm_removal_each_target(struct pm_removal *r, const char *name, size_t len,
		       const uint32_t *ranks, size_t n, pm_removal_target_fn *fn,
		       void *ctx, struct pm_error *err)
{
	struct pm_cursor *c = &r->cursor;
	enum pm_status status;
	size_t n_targets, i;

	for (status = pm_cursor_find(c, PM_LIST_ALIASES, name, len, err);
	     status == PM_OK && c->entry.len == len &&
	     memcmp(c->entry.word, name, len) == 0;
	     status = pm_cursor_next(c, err)) {
		if ((status = pm_cursor_targets(c, &r->targets, &r->targets_cap,
						&n_targets, err)) < 0)
			return status;
		for (i = 0; i < n_targets && status == PM_OK; i++)
			if (is_target(&r->targets[i], ranks, n))
				status = fn(r, c->entry.place, (uint32_t)i, ctx, err);
		if (status < 0)
			return status;
	}
	return status < 0 ? status : PM_OK;
}

/* An alias has a target once; several of one name may have the same. */
static enum pm_status
note_target(struct pm_removal *r, uint32_t alias, uint32_t target, void *ctx,
	    struct pm_error *err)
{
	const struct pm_removal_joint *j = ctx;
	struct pm_removal_joint known = *j;
	enum pm_status status = pm_grow(&r->joints, &r->joints_cap, r->n_joints + 1,
					sizeof *r->joints, err);

	known.alias = alias;
	known.target = target;
	if (status == PM_OK)
		r->joints[r->n_joints++] = known;
	return status;
}

/* Keep those joints that make a compound, with what that is in the lexicon. */
static enum pm_status
settle_joints(struct pm_removal *r, struct pm_error *err)
{
	struct pm_removal_joint *all = r->joints, joint;
	enum pm_status status = PM_OK;
	size_t n = r->n_joints, i;

	r->joints = NULL;
	r->joints_cap = r->n_joints = 0;
	for (i = 0; i < n && status == PM_OK; i++) {
		joint = all[i];
		if ((status = pm_removal_put_joined(r, &joint, err)) == PM_OK &&
		    r->joined.len <= PM_FOLDED_MAX)
			status = pm_removal_each_target(r, pm_buf_str(&r->joined),
							r->joined.len, joint.ranks,
							joint.ranks[2] == PM_U32_NONE ? 2
										      : 3,
							note_target, &joint, err);
	}
	for (i = 0; i < r->n_joints; i++)
		r->words[r->joints[i].ranks[0]].flags |= PM_REMOVAL_JOINT;
	free(all);
	return status;
}

/* --- looking ------------------------------------------------------------ */

struct pm_removal_form *
pm_removal_form(struct pm_removal *r, uint32_t rank, uint32_t form)
{
	const struct pm_removal_form key = { rank, form, false };

	return r->n_forms == 0 ? NULL
			       : bsearch(&key, r->forms, r->n_forms, sizeof *r->forms,
					 pm_removal_compare_forms);
}

static enum pm_status
see_word(struct pm_removal *r, uint32_t article, uint32_t rank, uint32_t form,
	 bool in_fold, struct pm_error *err)
{
	struct pm_removal_word *w = &r->words[rank];
	struct pm_removal_form *f;

	(void)article;
	(void)err;
	if (in_fold)
		w->flags &= ~(uint32_t)PM_REMOVAL_IN_FOLDS;
	if (form < PM_REMOVAL_FORM_BITS)
		w->forms &= ~((uint32_t)1 << form);
	else if ((w->flags & PM_REMOVAL_MET) &&
		 (f = pm_removal_form(r, rank, form)) != NULL)
		f->found = true;
	return PM_OK;
}

static enum pm_status
see_joint(struct pm_removal *r, const uint32_t ranks[3], struct pm_error *err)
{
	const struct pm_removal_joint key = { { ranks[0], ranks[1], ranks[2] }, 0, 0, false };
	size_t low = 0, high = r->n_joints;

	(void)err;
	if ((r->words[ranks[0]].flags & PM_REMOVAL_JOINT) == 0)
		return PM_OK;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (pm_removal_compare_joints(&r->joints[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < r->n_joints &&
	       memcmp(r->joints[low].ranks, ranks, sizeof key.ranks) == 0;
	     low++)
		r->joints[low].found = true;
	return PM_OK;
}

static int
look(void *ctx, uint32_t article, uint32_t place)
{
	static const struct pm_removal_visitor see = { see_word, see_joint };
	struct pm_removal_search *s = ctx;
	struct pm_removal *r = s->r;
	enum pm_status status;

	if (s->share != NULL && !s->share->all &&
	    (place >= s->share->articles ||
	     (s->share->bits[place / 64] >> place % 64 & 1) == 0))
		return 0;
	if (article < 1 || article > r->articles)
		return pm_corrupt(s->err, r->of->dir, "its database has an article %u",
				  (unsigned)article);
	if (pm_removal_has(r->gone, article))
		return 0;
	if (s->looks == 0)
		return PM_STOPPED;
	s->looks--;
	if (pm_removal_has(r->looked, article))
		return 0;
	if (pm_stop_asked(r->stop))
		return pm_fail(s->err, PM_ERR_INTERRUPTED, "interrupted");
	r->looked[(article - 1) / 64] |= UINT64_C(1) << (article - 1) % 64;
	r->n_looked++;
	status = pm_removal_read(r, article, &see, s->err);
	return status < 0 ? status : s->is_found(r, s->what) ? PM_STOPPED : 0;
}

static bool
is_name(void *ctx, const char *word, size_t len)
{
	const struct pm_buf *name = ctx;

	return name->len == len && memcmp(name->data, word, len) == 0;
}

/* Look in those whose text may have the word in r->joined, with the stem in r->term. */
static enum pm_status
search_texts(struct pm_removal_search *s)
{
	struct pm_removal *r = s->r;
	struct pm_shares *shares;
	struct pm_share share;
	enum pm_status status = pm_segment_shares(r->segment, &shares, s->err);

	pm_share_init(&share);
	if (status == PM_OK)
		status = pm_shares_of(shares, pm_buf_str(&r->term), r->term.len, is_name,
				      &r->joined, &share, s->err);
	s->share = status == PM_ABSENT ? NULL : &share;
	if (status >= 0)
		status = pm_term_lists_each(&r->lists, pm_buf_str(&r->term), r->term.len,
					    look, s, s->err);
	pm_share_release(&share);
	return status;
}

enum pm_status
pm_removal_search_folds(struct pm_removal_search *s)
{
	struct pm_removal *r = s->r;
	enum pm_status status;
	struct pm_buf term;

	if (r->folds == NULL)
		return PM_OK;
	pm_buf_init(&term, PM_BUF_NO_LIMIT);
	pm_buf_puts(&term, PM_PREFIX_FOLD);
	pm_buf_put(&term, r->term.data, r->term.len);
	s->share = NULL;
	status = term.status < 0 ? pm_fail_nomem(s->err)
				 : pm_term_lists_each(&r->lists, pm_buf_str(&term),
						      term.len, look, s, s->err);
	pm_buf_release(&term);
	return status;
}

enum pm_status
pm_removal_search_all(struct pm_removal_search *s, enum pm_removal_where where)
{
	struct pm_removal *r = s->r;
	uint32_t n = r->articles, i;
	int answer = 0;

	if (where == PM_REMOVAL_WITH_FOLDS)
		n = r->folds == NULL ? 0 : pm_folds_articles(r->folds);
	s->share = NULL;
	for (i = 0; i < n && answer == 0; i++)
		answer = look(s,
			      where == PM_REMOVAL_WITH_FOLDS
				      ? pm_folds_article(r->folds, i)
				      : i + 1,
			      i);
	return answer < 0 ? (enum pm_status)answer : PM_OK;
}

enum pm_status
pm_removal_search(struct pm_removal_search *s)
{
	enum pm_status status = search_texts(s);

	return status == PM_OK && !s->is_found(s->r, s->what)
		     ? pm_removal_search_folds(s)
		     : status;
}

enum pm_status
pm_removal_choose(struct pm_removal *r, struct pm_error *err)
{
	enum pm_status status = settle_words(r, err);

	return status < 0 ? status : settle_joints(r, err);
}
