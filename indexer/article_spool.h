/* Pressmark - articles put aside, to be read again in the same order.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_article_spool_init(&s, "index/segment-2/articles.spill", 1 << 25);
 *	for each article
 *		pm_article_spool_put(&s, article, &err);
 *	pm_article_spool_end(&s, &err);
 *	while ((st = pm_article_spool_next(&s, &article, &err)) == PM_OK)
 *		... *article until the next call ...
 *	pm_article_spool_release(&s);
 *
 * All that an article has comes back, its folds and where its parts were found among it;
 * only strings that are as long as the reader is (article->encoding) are not copied.  The
 * articles are in memory up to the limit, then in a nameless file (support/spool.h).
 *
 * Cost: one copy of an article's bytes when it is put aside, and some 300 bytes for it.
 * One that is read from a file is held as a whole.
 */
#ifndef PM_INDEXER_ARTICLE_SPOOL_H
#define PM_INDEXER_ARTICLE_SPOOL_H

#include "corpus/corpus.h"
#include "corpus/formats/names.h"
#include "support/spool.h"

struct pm_article_spool {
	struct pm_spool spool;
	struct pm_spool_reader reader;
	struct pm_buf head;
	struct pm_article article; /* the one that was read last */
	struct pm_str from[PM_N_ROLES];
	struct pm_field *fields;
	size_t fields_cap;
	struct pm_fold *folds;
	size_t folds_cap;
};

/* *N counts one article more.  PM_ERR_LIMIT: more than can be numbered. */
enum pm_status pm_count_article(uint32_t *n, struct pm_error *err);

/* PATH must live until the release. */
void pm_article_spool_init(struct pm_article_spool *s, const char *path, size_t limit);
void pm_article_spool_release(struct pm_article_spool *s);
enum pm_status pm_article_spool_put(struct pm_article_spool *s,
				    const struct pm_article *a, struct pm_error *err);
/* Putting ends; reading begins at the first article. */
enum pm_status pm_article_spool_end(struct pm_article_spool *s, struct pm_error *err);
/* PM_END after the last article. */
enum pm_status pm_article_spool_next(struct pm_article_spool *s,
				     const struct pm_article **article,
				     struct pm_error *err);

#endif
