/* Pressmark - the articles of an update: see refold.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/refold.h"

#include "support/file.h"

#include <stdlib.h>
#include <string.h>

/* What of the memory goes where. */
#define SPOOL_SHARE 4
#define CHANGE_SHARE 2
#define LIST_SHARE 16
#define FOLDS_SHARE 16

void
pm_refold_init(struct pm_refold *f, const struct pm_refold_options *options)
{
	memset(f, 0, sizeof *f);
	f->options = *options;
	pm_text_blocks_init(&f->cut);
	pm_unfold_init(&f->unfold);
}

void
pm_refold_release(struct pm_refold *f)
{
	size_t i;

	if (f->spill != NULL) {
		pm_spool_reader_release(&f->list_in);
		pm_article_spool_release(&f->spool);
		pm_spool_release(&f->list);
		pm_kept_blocks_release(&f->blocks);
		pm_repeats_change_release(&f->change);
		pm_stored_release(&f->stored);
	}
	pm_text_blocks_release(&f->cut);
	pm_unfold_release(&f->unfold);
	for (i = 0; f->touched != NULL && i < f->options.n_segments; i++)
		free(f->touched[i]);
	free(f->touched);
	free(f->old);
	free(f->its_blocks);
	free(f->folds);
	free(f->decided);
	free(f->spill);
	free(f->spill_touched);
	free(f->spill_change);
	memset(f, 0, sizeof *f);
}

/* --- articles come ------------------------------------------------------------ */

/* The next article of the input. */
static enum pm_status
next(struct pm_refold *f, const struct pm_article **article, struct pm_error *err)
{
	enum pm_status status = f->options.next(f->options.ctx, article, err);

	return status == PM_OK ? pm_count_article(&f->n, err) : status;
}

/* Look for blocks in the segments that are there.  *ANY: whether one has some. */
static enum pm_status
open_blocks(struct pm_refold *f, bool *any, struct pm_error *err)
{
	const struct pm_refold_options *o = &f->options;
	enum pm_status status = PM_OK;
	size_t i;

	*any = false;
	f->looked = true;
	if ((f->old = pm_calloc(o->n_segments, sizeof *f->old)) == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < o->n_segments && status == PM_OK; i++) {
		status = pm_segment_blocks(o->segments[i].segment, &f->old[i].blocks, err);
		f->old[i].gone = o->segments[i].gone;
		*any = *any || f->old[i].blocks != NULL;
	}
	return status;
}

static enum pm_status
begin(struct pm_refold *f, struct pm_error *err)
{
	const struct pm_refold_options *o = &f->options;
	enum pm_status status;

	f->spill = pm_path_join(o->dir, "articles.spill");
	f->spill_touched = pm_path_join(o->dir, "touched.spill");
	f->spill_change = pm_path_join(o->dir, "change.spill");
	f->touched = pm_calloc(o->n_segments, sizeof *f->touched);
	if (f->spill == NULL || f->spill_touched == NULL || f->spill_change == NULL ||
	    f->touched == NULL) {
		free(f->spill);
		f->spill = NULL;
		return pm_fail_nomem(err);
	}
	pm_article_spool_init(&f->spool, f->spill, o->memory / SPOOL_SHARE);
	pm_spool_init(&f->list, f->spill_touched, o->memory / LIST_SHARE);
	pm_stored_init(&f->stored, o->segments, o->n_segments);
	f->state = PM_REFOLD_KEEPS;
	status = pm_kept_blocks_init(&f->blocks, o->dir, o->memory / FOLDS_SHARE, err);
	return status < 0
		     ? status
		     : pm_repeats_change_init(&f->change, f->old, o->n_segments,
					      f->spill_change, o->memory / CHANGE_SHARE,
					      &o->stop, err);
}

/* Note the blocks of the article that came last, if it takes part. */
static enum pm_status
count(struct pm_refold *f, const struct pm_article *a, struct pm_error *err)
{
	enum pm_status status;

	if (!pm_repeats_takes(f->options.clean, a))
		return PM_OK;
	f->n_counts++;
	if ((status = pm_text_blocks_cut(&f->cut, a, err)) < 0 ||
	    (status = pm_regrow(&f->its_blocks, &f->its_blocks_cap, f->cut.n + 1,
				sizeof *f->its_blocks, err)) < 0)
		return status;
	pm_repeats_list(&f->cut, a, f->its_blocks);
	status = pm_repeats_change_add(&f->change, f->its_blocks, f->cut.n, err);
	return status < 0 ? status
			  : pm_kept_blocks_add(&f->blocks, f->n, a->page, f->its_blocks,
					       f->cut.n, err);
}

/* --- what changes ------------------------------------------------------------- */

/* Which of the index go.  *ANY: whether any does. */
static enum pm_status
take_going(struct pm_refold *f, bool *any, struct pm_error *err)
{
	const uint64_t *const *goes;
	enum pm_status status = f->options.going(f->options.ctx, &goes, err);
	size_t i;

	*any = false;
	for (i = 0; i < f->options.n_segments && status == PM_OK; i++) {
		f->old[i].goes = goes[i];
		*any = *any || goes[i] != NULL;
	}
	return status;
}

/* An article that is there has other folds. */
static enum pm_status
note_touched(struct pm_refold *f, const struct pm_repeats_touched *t, struct pm_error *err)
{
	const struct pm_stored_segment *s = &f->options.segments[t->segment];
	size_t bits = pm_store_articles(pm_segment_store(s->segment)),
	       len = sizeof t->segment + sizeof t->article +
		     (t->after != NULL ? t->n * sizeof *t->after : 0);
	uint64_t **set = &f->touched[t->segment];
	uint8_t *p;

	if (*set == NULL && (*set = pm_calloc(bits / 64 + 1, sizeof **set)) == NULL)
		return pm_fail_nomem(err);
	(*set)[(t->article - 1) / 64] |= (uint64_t)1 << (t->article - 1) % 64;
	f->n_touched++;
	if ((p = pm_spool_put_room(&f->list, len, err)) == NULL)
		return err != NULL ? err->status : PM_ERR_NOMEM;
	memcpy(p, &t->segment, sizeof t->segment);
	p += sizeof t->segment;
	memcpy(p, &t->article, sizeof t->article);
	p += sizeof t->article;
	if (t->after != NULL && t->n > 0)
		memcpy(p, t->after, t->n * sizeof *t->after);
	return PM_OK;
}

/* The next article of which the folds change, into f->next; those that are there are
 * noted. */
static enum pm_status
find_next(struct pm_refold *f, struct pm_error *err)
{
	enum pm_status status;

	while ((status = pm_repeats_change_next(&f->change, &f->next, err)) == PM_OK &&
	       f->next.segment < f->options.n_segments)
		if ((status = note_touched(f, &f->next, err)) < 0)
			return status;
	f->has_next = status == PM_OK;
	return status < 0 ? status : PM_OK;
}

static enum pm_status
end_input(struct pm_refold *f, struct pm_error *err)
{
	enum pm_status status = pm_article_spool_end(&f->spool, err);
	bool any;

	f->state = PM_REFOLD_REPLAYS;
	if (status < 0 || (status = take_going(f, &any, err)) < 0)
		return status;
	f->changes = any || f->n_counts > 0;
	if (f->changes && ((status = pm_repeats_change_end(&f->change, err)) < 0 ||
			   (status = find_next(f, err)) < 0))
		return status;
	if ((status = pm_spool_end(&f->list, err)) < 0)
		return status;
	pm_spool_read(&f->list_in, &f->list, 0, f->list.len);
	return PM_OK;
}

/* Put A, which has been counted as come, and all articles after it aside; A NULL: none has
 * come yet. */
static enum pm_status
keep_all(struct pm_refold *f, const struct pm_article *a, struct pm_error *err)
{
	const struct pm_refold_options *o = &f->options;
	enum pm_status status = begin(f, err);

	if (status == PM_OK && a == NULL)
		status = next(f, &a, err);
	while (status == PM_OK) {
		if ((status = count(f, a, err)) < 0 ||
		    (status = pm_article_spool_put(&f->spool, a, err)) < 0)
			return status;
		f->articles++;
		f->text_bytes += a->title.len + a->text.len;
		if ((status = o->kept(o->ctx, err)) == PM_OK)
			status = next(f, &a, err);
	}
	return status < 0 ? status : end_input(f, err);
}

/* --- articles go -------------------------------------------------------------- */

/* BEFORE has become A. */
static enum pm_status
note_folds(struct pm_refold *f, const struct pm_article *before,
	   const struct pm_article *a, struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	if (!pm_unfold_needs_list(before, a))
		return PM_OK;
	status = pm_regrow(&f->folds, &f->folds_cap, before->n_folds + 1,
			   sizeof *f->folds, err);
	if (status < 0)
		return status;
	for (i = 0; i < before->n_folds; i++)
		f->folds[i] = (struct pm_block_fold){ before->folds[i].at,
						      before->folds[i].text.len,
						      before->folds[i].why };
	return pm_kept_blocks_add_folds(&f->blocks, f->handed, f->folds, before->n_folds,
					err);
}

/* A new article. */
static enum pm_status
replay(struct pm_refold *f, const struct pm_article **article, struct pm_error *err)
{
	const struct pm_article *a;
	enum pm_status status = pm_article_spool_next(&f->spool, &a, err);

	if (status != PM_OK)
		return status;
	f->articles--;
	f->handed++;
	f->text_bytes -= a->title.len + a->text.len;
	*article = a;
	if (!pm_repeats_takes(f->options.clean, a))
		return PM_OK;
	f->counts++;
	if (f->has_next && f->next.article == f->counts) {
		status = pm_repeats_fold_as(&f->change.after, a, f->next.after, f->next.n,
					    article, err);
		if (status == PM_ABSENT)
			return pm_fail(err, PM_ERR_INTERNAL,
				       "an article has other blocks than it had");
		if (status < 0 || (status = note_folds(f, a, *article, err)) < 0)
			return status;
		return find_next(f, err);
	}
	return note_folds(f, a, a, err);
}

/* The record P .. END - 1 of f->list: an article that is there, and into f->decided, which
 * of its blocks are folds; *N: how many it has, 0 if none is. */
static enum pm_status
read_touched(struct pm_refold *f, const uint8_t *p, const uint8_t *end, size_t *segment,
	     uint32_t *number, size_t *n, struct pm_error *err)
{
	enum pm_status status;

	memcpy(segment, p, sizeof *segment);
	p += sizeof *segment;
	memcpy(number, p, sizeof *number);
	p += sizeof *number;
	*n = (size_t)(end - p) / sizeof *f->decided;
	status = pm_regrow(&f->decided, &f->decided_cap, *n + 1, sizeof *f->decided, err);
	if (status == PM_OK && *n > 0)
		memcpy(f->decided, p, *n * sizeof *f->decided);
	return status;
}

/* An article that was there. */
static enum pm_status
rewrite(struct pm_refold *f, const struct pm_article **article, struct pm_error *err)
{
	const struct pm_article *a, *before;
	const struct pm_blocks_cursor *blocks;
	const uint8_t *p, *end;
	enum pm_status status = pm_spool_next(&f->list_in, &p, &end, err);
	size_t segment, n;
	uint32_t number;

	if (status != PM_OK ||
	    (status = read_touched(f, p, end, &segment, &number, &n, err)) < 0 ||
	    (status = pm_stored_find(&f->stored, segment, number, &a, err)) < 0)
		return status;
	f->handed++;
	blocks = f->stored.blocks;
	if ((status = pm_unfold(&f->unfold, a, blocks, &before, err)) == PM_OK)
		status = pm_repeats_fold_as(&f->change.after, before,
					    n > 0 ? f->decided : NULL, n, article, err);
	if (status == PM_ABSENT)
		return pm_corrupt(err, pm_blocks_path(f->old[segment].blocks),
				  "article %u does not have the blocks of its text",
				  (unsigned)number);
	if (status < 0 ||
	    (status = pm_kept_blocks_add(&f->blocks, f->handed, blocks->page,
					 blocks->blocks, blocks->n, err)) < 0)
		return status;
	f->origin = &f->stored.origin;
	return note_folds(f, before, *article, err);
}

/* Pass an article through, or put all aside. */
static enum pm_status
pass(struct pm_refold *f, const struct pm_article **article, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	bool any = false;

	if (!f->looked && (status = open_blocks(f, &any, err)) < 0)
		return status;
	if (any)
		return keep_all(f, NULL, err);
	if ((status = next(f, article, err)) != PM_OK)
		return status;
	if (pm_repeats_takes(f->options.clean, *article))
		return keep_all(f, *article, err);
	f->handed++;
	return PM_OK;
}

enum pm_status
pm_refold_next(struct pm_refold *f, const struct pm_article **article,
	       struct pm_error *err)
{
	enum pm_status status;

	f->origin = NULL;
	if (f->state == PM_REFOLD_PASSES) {
		status = pass(f, article, err);
		if (status != PM_OK || f->state == PM_REFOLD_PASSES)
			return status;
	}
	if (f->state == PM_REFOLD_REPLAYS) {
		if ((status = replay(f, article, err)) != PM_END)
			return status;
		f->state = PM_REFOLD_REWRITES;
	}
	return rewrite(f, article, err);
}

enum pm_status
pm_refold_end(struct pm_refold *f, uint64_t *size, struct pm_error *err)
{
	*size = 0;
	if (f->spill == NULL)
		return PM_OK;
	f->counted = f->blocks.articles;
	return pm_kept_blocks_end(&f->blocks, size, err);
}
