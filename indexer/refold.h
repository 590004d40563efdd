/* Pressmark - the articles of an update, with what repeats now folded away.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What feed.h is to a build this is to an update.  Which blocks repeat (repeats.h) follows
 * from all articles: those of the index that stay, and the new ones.  So by an update the
 * folds of articles change that the input does not have.  These are written again, in the
 * new segment, after the new ones, and go from their old ones:
 *
 *	pm_refold_init(&f, &options);
 *	while ((st = pm_refold_next(&f, &article, &err)) == PM_OK)
 *		... *article, until the next call; f.origin: of one that was there, or
 *		NULL: it is new ...
 *	for each segment that was there
 *		... f.touched[i]: those of it that have been written again ...
 *	pm_refold_end(&f, &blocks_bytes, &err);	after PM_END
 *	pm_refold_release(&f);
 *
 * New articles pass through as they come, as long as no article of the index or of the
 * input takes part in counting.  Otherwise all are put aside (article_spool.h); when the
 * last has come, the caller says which of the index go, and it is decided what changes
 * (repeats_change.h).  Then the new ones come in the same order; and after them those that
 * have other folds, as their segments have them (stored.h), with their former repeated
 * blocks put back (unfold.h) and the present ones folded.
 *
 * The outcome is that of a build of all articles: each is folded as it would be there.
 * Blocks are carried as they are kept, and not made anew.  They go to the file `blocks` of
 * the new segment.
 *
 * Cost: that of repeats_change.h, for all blocks of the index; and to index what is touched.
 * One article can touch all of its source, when a block is in five for the first time.
 * Memory: MEMORY, and 8 bytes and 4 bits an article of the index that takes part.
 */
#ifndef PM_INDEXER_REFOLD_H
#define PM_INDEXER_REFOLD_H

#include "indexer/article_spool.h"
#include "indexer/kept_blocks.h"
#include "indexer/repeats_change.h"
#include "indexer/stored.h"
#include "indexer/unfold.h"

struct pm_refold_options {
	enum pm_clean clean;
	const char *dir; /* the new segment's; for spill files, which have no names, too */
	size_t memory;
	/* The segments that are there, in their order, each with the set of its articles
	 * that were gone before this update; the caller's. */
	const struct pm_stored_segment *segments;
	size_t n_segments;
	/* The next article of the input; PM_END: there is none. */
	enum pm_status (*next)(void *ctx, const struct pm_article **article,
			       struct pm_error *err);
	/* The article was put aside. */
	enum pm_status (*kept)(void *ctx, struct pm_error *err);
	/* All have come, and were put aside: *GOES becomes the sets of those that go now,
	 * by segment, each NULL if none does, until the release.  They may have those
	 * that were gone before, too. */
	enum pm_status (*going)(void *ctx, const uint64_t *const **goes,
				struct pm_error *err);
	void *ctx;
	struct pm_stop stop;
};

struct pm_refold {
	struct pm_refold_options options;
	enum {
		PM_REFOLD_PASSES,
		PM_REFOLD_KEEPS,
		PM_REFOLD_REPLAYS,
		PM_REFOLD_REWRITES
	} state;
	/* Of the article that came last, if it was there; NULL: it is new. */
	const struct pm_origin *origin;
	/* By segment, from the time on when all articles have come: the set of those that
	 * are written again; NULL: none are.  NULL itself: of none. */
	uint64_t **touched;
	uint32_t n_touched;
	/* New articles that are put aside, and the bytes of their titles and texts. */
	uint64_t articles, text_bytes;
	uint32_t counted; /* articles of the new segment that have blocks */

	/* what follows is its own */
	struct pm_repeats_old *old;
	struct pm_repeats_change change;
	struct pm_article_spool spool;
	struct pm_kept_blocks blocks;
	struct pm_text_blocks cut; /* of the article that came */
	struct pm_block *its_blocks;
	size_t its_blocks_cap;
	char *spill, *spill_touched, *spill_change;
	struct pm_spool list; /* of touched articles that were there, and their folds */
	struct pm_spool_reader list_in;
	struct pm_repeats_touched next; /* of the new ones */
	bool looked, has_next, changes;
	struct pm_stored stored;
	struct pm_unfold unfold;
	struct pm_block_fold *folds; /* those that an article had before */
	size_t folds_cap;
	bool *decided;
	size_t decided_cap;
	uint32_t n;	   /* articles that came */
	uint32_t handed;   /* and went */
	uint32_t n_counts; /* of those that came: took part */
	uint32_t counts;   /* of those that went */
};

/* Of OPTIONS a copy is made, but DIR must live as long as it. */
void pm_refold_init(struct pm_refold *f, const struct pm_refold_options *options);
/* One of all zeros may be released. */
void pm_refold_release(struct pm_refold *f);
enum pm_status pm_refold_next(struct pm_refold *f, const struct pm_article **article,
			      struct pm_error *err);
/* All articles have been handed out: end the file.  *SIZE: its bytes, 0 if there is none. */
enum pm_status pm_refold_end(struct pm_refold *f, uint64_t *size, struct pm_error *err);
/* What was folded, of new articles and of those that were touched. */
static inline const struct pm_repeats_result *
pm_refold_result(const struct pm_refold *f)
{
	return &f->change.after.result;
}

#endif
