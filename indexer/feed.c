/* Pressmark - the articles of a build: see feed.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/feed.h"

#include "indexer/unfold.h"
#include "support/file.h"

#include <stdlib.h>
#include <string.h>

void
pm_feed_init(struct pm_feed *f, const struct pm_feed_options *options)
{
	memset(f, 0, sizeof *f);
	f->options = *options;
	pm_buf_init(&f->record, PM_BUF_NO_LIMIT);
}

void
pm_feed_release(struct pm_feed *f)
{
	if (f->spill != NULL) {
		pm_article_spool_release(&f->spool);
		pm_repeats_release(&f->repeats);
	}
	if (f->blocks_spill != NULL) {
		pm_spool_reader_release(&f->blocks_in);
		pm_spool_release(&f->blocks);
	}
	pm_kept_blocks_release(&f->kept_blocks);
	pm_buf_release(&f->record);
	free(f->blocks_spill);
	free(f->its_blocks);
	free(f->folds);
	free(f->spill);
	memset(f, 0, sizeof *f);
}

/* The next article of the input. */
static enum pm_status
next(struct pm_feed *f, const struct pm_article **article, struct pm_error *err)
{
	enum pm_status status = f->options.next(f->options.ctx, article, err);

	return status == PM_OK ? pm_count_article(&f->n, err) : status;
}

static enum pm_status
begin(struct pm_feed *f, struct pm_error *err)
{
	const struct pm_feed_options *o = &f->options;
	char *blocks = pm_path_join(o->dir, PM_BLOCKS_FILE);
	enum pm_status status;

	f->spill = pm_path_join(o->dir, "articles.spill");
	f->blocks_spill = pm_path_join(o->dir, PM_BLOCKS_FILE ".list");
	if (blocks == NULL || f->spill == NULL || f->blocks_spill == NULL) {
		free(blocks);
		free(f->spill);
		free(f->blocks_spill);
		f->spill = f->blocks_spill = NULL;
		return pm_fail_nomem(err);
	}
	pm_article_spool_init(&f->spool, f->spill, o->memory * 3 / 8);
	pm_spool_init(&f->blocks, f->blocks_spill, o->memory / 8);
	status = pm_repeats_init(&f->repeats, o->clean, blocks, o->memory / 2, &o->stop,
				 err);
	free(blocks);
	f->state = PM_FEED_KEEPS;
	return status;
}

/* Count the blocks of the article that came last, if they may be folded. */
static enum pm_status
count(struct pm_feed *f, const struct pm_article *a, struct pm_error *err)
{
	enum pm_status status;

	if (!pm_repeats_takes(f->options.clean, a))
		return PM_OK;
	if ((status = pm_repeats_add(&f->repeats, a, err)) < 0)
		return status;
	pm_buf_clear(&f->record);
	pm_buf_putc(&f->record, a->page ? 1 : 0);
	pm_buf_put(&f->record, f->repeats.all, f->repeats.n_all * sizeof *f->repeats.all);
	return pm_spool_put(&f->blocks, &f->record, err);
}

/* Put A, which has been counted as come, and all articles after it aside. */
static enum pm_status
keep_all(struct pm_feed *f, const struct pm_article *a, struct pm_error *err)
{
	const struct pm_feed_options *o = &f->options;
	enum pm_status status = begin(f, err);

	while (status == PM_OK) {
		if ((status = count(f, a, err)) < 0 ||
		    (status = pm_article_spool_put(&f->spool, a, err)) < 0)
			return status;
		f->articles++;
		f->text_bytes += a->title.len + a->text.len;
		if ((status = o->kept(o->ctx, err)) == PM_OK)
			status = next(f, &a, err);
	}
	if (status < 0 || (status = pm_article_spool_end(&f->spool, err)) < 0 ||
	    (status = pm_spool_end(&f->blocks, err)) < 0)
		return status;
	pm_spool_read(&f->blocks_in, &f->blocks, 0, f->blocks.len);
	f->state = PM_FEED_REPLAYS;
	return pm_repeats_end(&f->repeats, err);
}

/* A has become FOLDED. */
static enum pm_status
note_folds(struct pm_feed *f, const struct pm_article *a, const struct pm_article *folded,
	   struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	if (!pm_unfold_needs_list(a, folded))
		return PM_OK;
	status = pm_grow(&f->folds, &f->folds_cap, a->n_folds + 1, sizeof *f->folds, err);
	if (status < 0)
		return status;
	for (i = 0; i < a->n_folds; i++)
		f->folds[i] = (struct pm_block_fold){
			a->folds[i].at, a->folds[i].text.len, a->folds[i].why
		};
	return pm_kept_blocks_add_folds(&f->kept_blocks, f->handed, f->folds, a->n_folds,
					err);
}

/* Give the segment the blocks of the article that went last. */
static enum pm_status
give_blocks(struct pm_feed *f, struct pm_error *err)
{
	const uint8_t *p, *end;
	enum pm_status status = pm_spool_next(&f->blocks_in, &p, &end, err);
	bool page;
	size_t n;

	if (status != PM_OK)
		return status < 0
			     ? status
			     : pm_fail(err, PM_ERR_INTERNAL, "an article has no blocks");
	page = *p++ != 0;
	n = (size_t)(end - p) / sizeof *f->its_blocks;
	status = pm_regrow(&f->its_blocks, &f->its_blocks_cap, n + 1,
			   sizeof *f->its_blocks, err);
	if (status < 0)
		return status;
	if (n > 0)
		memcpy(f->its_blocks, p, n * sizeof *f->its_blocks);
	return pm_kept_blocks_add(&f->kept_blocks, f->handed, page, f->its_blocks, n, err);
}

static enum pm_status
replay(struct pm_feed *f, const struct pm_article **article, struct pm_error *err)
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
	if ((status = give_blocks(f, err)) < 0)
		return status;
	status = pm_repeats_fold(&f->repeats, a, article, err);
	return status < 0 ? status : note_folds(f, a, *article, err);
}

enum pm_status
pm_feed_next(struct pm_feed *f, const struct pm_article **article, struct pm_error *err)
{
	enum pm_status status;

	if (f->state == PM_FEED_PASSES) {
		status = next(f, article, err);
		if (status != PM_OK)
			return status;
		if (!pm_repeats_takes(f->options.clean, *article)) {
			f->handed++;
			return PM_OK;
		}
		status = keep_all(f, *article, err);
		if (status < 0)
			return status;
	}
	return replay(f, article, err);
}

enum pm_status
pm_feed_turn(struct pm_feed *f, const char *dir, struct pm_error *err)
{
	pm_kept_blocks_release(&f->kept_blocks);
	f->handed = 0;
	return pm_kept_blocks_init(&f->kept_blocks, dir, f->options.memory / 8, err);
}

enum pm_status
pm_feed_end(struct pm_feed *f, uint64_t *size, struct pm_error *err)
{
	return pm_kept_blocks_end(&f->kept_blocks, size, err);
}
