/* Pressmark - the articles of a build, with what repeats over them folded away.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Stands between the reader and the intake.  Articles pass through as they come, until the
 * first of which blocks may be folded because they repeat (repeats.h).  From then on all
 * are put aside (article_spool.h) while their blocks are counted; when the last has come,
 * they are handed on in the same order, without what repeats.
 *
 *	pm_feed_init(&feed, &options);
 *	while ((st = pm_feed_next(&feed, &article, &err)) == PM_OK)
 *		... *article, until the next call ...
 *	pm_feed_end(&feed, &blocks_bytes, &err);	after PM_END
 *	pm_feed_release(&feed);
 *
 * What blocks the articles have that may be folded goes to the file `blocks` of the segment
 * (segment/blocks.h); if there are none, there is no such file.
 *
 * So input without web pages costs nothing, and the other takes as much room on the disk,
 * until the build ends, as its text; besides memory, of which the articles get half.
 */
#ifndef PM_INDEXER_FEED_H
#define PM_INDEXER_FEED_H

#include "indexer/article_spool.h"
#include "indexer/repeats.h"

struct pm_feed_options {
	enum pm_clean clean;
	const char *dir; /* the segment's; for spill files, which have no names, too */
	size_t memory;
	/* The next article of the input; PM_END: there is none. */
	enum pm_status (*next)(void *ctx, const struct pm_article **article,
			       struct pm_error *err);
	/* The article was put aside. */
	void (*kept)(void *ctx);
	void *ctx;
	struct pm_stop stop;
};

struct pm_feed {
	struct pm_feed_options options;
	enum { PM_FEED_PASSES, PM_FEED_KEEPS, PM_FEED_REPLAYS } state;
	/* Articles that are put aside, and the bytes of their titles and texts. */
	uint64_t articles, text_bytes;
	struct pm_repeats repeats;
	struct pm_article_spool spool;
	char *spill; /* the name of its file */
	struct pm_blocks_writer *blocks;
	struct pm_block_fold *folds; /* those that an article had before */
	size_t folds_cap;
	uint32_t n;	 /* articles that came */
	uint32_t handed; /* and went */
};

/* Of OPTIONS a copy is made, but DIR must live as long as the feed. */
void pm_feed_init(struct pm_feed *f, const struct pm_feed_options *options);
/* One of all zeros may be released. */
void pm_feed_release(struct pm_feed *f);
enum pm_status pm_feed_next(struct pm_feed *f, const struct pm_article **article,
			    struct pm_error *err);
/* All articles have been handed out: end the file.  *SIZE: its bytes, 0 if there is none. */
enum pm_status pm_feed_end(struct pm_feed *f, uint64_t *size, struct pm_error *err);

#endif
