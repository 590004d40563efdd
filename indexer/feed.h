/* Pressmark - the articles of a build, with what repeats over them folded away.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Stands between the reader and the intake.  Articles pass through as they come, until the
 * first of which blocks may be folded because they repeat (repeats.h).  From then on all
 * are put aside (article_spool.h) while their blocks are counted; when the last has come,
 * they are handed on in the same order, without what repeats.
 *
 *	pm_feed_init(&feed, &options);
 *	for each new segment
 *		pm_feed_turn(&feed, dir, &err);		its folder
 *		while ((st = pm_feed_next(&feed, &article, &err)) == PM_OK && it has room)
 *			... *article, until the next call ...
 *		pm_feed_end(&feed, &blocks_bytes, &err);
 *	pm_feed_release(&feed);
 *
 * What blocks the articles of a segment have that may be folded goes to its file `blocks`
 * (segment/blocks.h); if there are none, there is no such file.
 *
 * So input without web pages costs nothing, and the other takes as much room on the disk,
 * until the build ends, as its text; besides memory, of which the articles get half.
 */
#ifndef PM_INDEXER_FEED_H
#define PM_INDEXER_FEED_H

#include "indexer/article_spool.h"
#include "indexer/kept_blocks.h"
#include "indexer/repeats.h"

struct pm_feed_options {
	enum pm_clean clean;
	const char *dir; /* for spill files, which have no names */
	size_t memory;
	/* The next article of the input; PM_END: there is none. */
	enum pm_status (*next)(void *ctx, const struct pm_article **article,
			       struct pm_error *err);
	/* The article was put aside. */
	enum pm_status (*kept)(void *ctx, struct pm_error *err);
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
	/* Of the articles that are put aside, in their order: whether each is a page, and its
	 * blocks. */
	struct pm_spool blocks;
	struct pm_spool_reader blocks_in;
	struct pm_buf record;
	char *blocks_spill;
	struct pm_kept_blocks kept_blocks; /* of the segment */
	struct pm_block *its_blocks;
	size_t its_blocks_cap;
	struct pm_block_fold *folds; /* those that an article had before */
	size_t folds_cap;
	uint32_t n;	 /* articles that came */
	uint32_t handed; /* that went to the segment */
};

/* Of OPTIONS a copy is made, but DIR must live as long as the feed. */
void pm_feed_init(struct pm_feed *f, const struct pm_feed_options *options);
/* One of all zeros may be released. */
void pm_feed_release(struct pm_feed *f);
/* What is handed out from now on is for the segment in the folder DIR. */
enum pm_status pm_feed_turn(struct pm_feed *f, const char *dir, struct pm_error *err);
enum pm_status pm_feed_next(struct pm_feed *f, const struct pm_article **article,
			    struct pm_error *err);
/* The segment has all that it gets: end the file.  *SIZE: its bytes, 0 if there is none. */
enum pm_status pm_feed_end(struct pm_feed *f, uint64_t *size, struct pm_error *err);

#endif
