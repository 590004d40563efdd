/* Pressmark - the articles of a build: see feed.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/feed.h"

#include "support/file.h"

#include <stdlib.h>
#include <string.h>

void
pm_feed_init(struct pm_feed *f, const struct pm_feed_options *options)
{
	memset(f, 0, sizeof *f);
	f->options = *options;
}

void
pm_feed_release(struct pm_feed *f)
{
	if (f->spill != NULL) {
		pm_article_spool_release(&f->spool);
		pm_repeats_release(&f->repeats);
	}
	free(f->spill);
	memset(f, 0, sizeof *f);
}

static enum pm_status
begin(struct pm_feed *f, struct pm_error *err)
{
	const struct pm_feed_options *o = &f->options;
	char *blocks = pm_path_join(o->dir, "blocks");
	enum pm_status status;

	f->spill = pm_path_join(o->dir, "articles.spill");
	if (blocks == NULL || f->spill == NULL) {
		free(blocks);
		free(f->spill);
		f->spill = NULL;
		return pm_fail_nomem(err);
	}
	pm_article_spool_init(&f->spool, f->spill, o->memory / 2);
	status = pm_repeats_init(&f->repeats, o->clean, blocks, o->memory / 2, &o->stop,
				 err);
	free(blocks);
	f->state = PM_FEED_KEEPS;
	return status;
}

/* Put A and all articles after it aside. */
static enum pm_status
keep_all(struct pm_feed *f, const struct pm_article *a, struct pm_error *err)
{
	const struct pm_feed_options *o = &f->options;
	enum pm_status status = begin(f, err);

	while (status == PM_OK) {
		if (pm_repeats_takes(o->clean, a))
			status = pm_repeats_add(&f->repeats, a, err);
		if (status < 0 || (status = pm_article_spool_put(&f->spool, a, err)) < 0)
			return status;
		f->articles++;
		f->text_bytes += a->title.len + a->text.len;
		o->kept(o->ctx);
		status = o->next(o->ctx, &a, err);
	}
	if (status < 0 || (status = pm_article_spool_end(&f->spool, err)) < 0)
		return status;
	f->state = PM_FEED_REPLAYS;
	return pm_repeats_end(&f->repeats, err);
}

static enum pm_status
replay(struct pm_feed *f, const struct pm_article **article, struct pm_error *err)
{
	const struct pm_article *a;
	enum pm_status status = pm_article_spool_next(&f->spool, &a, err);

	if (status != PM_OK)
		return status;
	f->articles--;
	f->text_bytes -= a->title.len + a->text.len;
	*article = a;
	if (!pm_repeats_takes(f->options.clean, a))
		return PM_OK;
	return pm_repeats_fold(&f->repeats, a, article, err);
}

enum pm_status
pm_feed_next(struct pm_feed *f, const struct pm_article **article, struct pm_error *err)
{
	enum pm_status status;

	if (f->state == PM_FEED_PASSES) {
		status = f->options.next(f->options.ctx, article, err);
		if (status != PM_OK || !pm_repeats_takes(f->options.clean, *article))
			return status;
		status = keep_all(f, *article, err);
		if (status < 0)
			return status;
	}
	return replay(f, article, err);
}
