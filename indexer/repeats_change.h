/* Pressmark - which folds change when articles come into an index, or go.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article that is added can make a block repeat that four others have, and so it becomes
 * a fold of these, too; and it can end that one repeats, if what it shares makes a witness
 * of it no witness any more (ARCHITECTURE.md, "Repeated blocks").  One that goes can do the
 * opposite.  Articles of which the folds change have to be written again.  Which ones is
 * decided here, from the blocks that segments keep (segment/blocks.h), without the text of
 * any that is there: as two builds would, one of the articles before and one of those after.
 *
 *	pm_repeats_change_init(&c, old, n_old, path, memory, &stop, &err);
 *	for each new article, in their order
 *		pm_repeats_change_add(&c, blocks, n, &err);
 *	... old[i].goes: which articles go, known at last ...
 *	pm_repeats_change_end(&c, &err);
 *	while ((st = pm_repeats_change_block(&c, &block, &err)) == PM_OK)
 *		... block.key repeats now, or does no more ...
 *	while ((st = pm_repeats_change_next(&c, &touched, &err)) == PM_OK)
 *		... touched.article has other folds ...
 *	pm_repeats_change_release(&c);
 *
 * All articles of the index that are not gone count, whatever their segment, in the order
 * of the segments, and before the new ones.  One that goes is not touched, whatever becomes
 * of it.
 *
 * Cost: the files of the old segments are read three times in order: once to see which
 * blocks may be in enough articles (the sieve of repeats.h), once to count these, twice over;
 * and once to decide.  That is some 130 ns for each block of the index, if one in 50 is
 * shared, and 370 ns if one in five is: about a hundredth, and three, of what it takes to
 * index them.  Memory: MEMORY; 8 bytes and 4 bits an article of the index.
 */
#ifndef PM_INDEXER_REPEATS_CHANGE_H
#define PM_INDEXER_REPEATS_CHANGE_H

#include "indexer/repeats.h"

/* A segment that is there.  Sets: bit 0 is article 1; NULL: none. */
struct pm_repeats_old {
	struct pm_blocks *blocks; /* NULL: none of its articles takes part */
	const uint64_t *gone;	  /* were gone before */
	const uint64_t *goes;	  /* go now, of the others */
};

/* A block that repeats either before or after. */
struct pm_repeats_change_of_block {
	uint64_t key;
	bool repeats; /* after */
};

/* An article whose folds are others than before; of the new ones, one that has any.  A fold is told for each block; NULL: none is. */
struct pm_repeats_touched {
	size_t segment;	  /* which of OLD; their number: it is a new one */
	uint32_t article; /* its number there; of the new ones from 1 in their order */
	const struct pm_block *blocks;
	size_t n;
	const bool *before, *after;
};

struct pm_repeats_change {
	const struct pm_repeats_old *old;
	size_t n_old;
	struct pm_stop stop;
	struct pm_repeats_sieve sieve;
	struct pm_repeats before, after;
	char *path;
	struct pm_spool added; /* the blocks of the new articles */
	struct pm_spool_reader in, were, are;
	struct pm_repeats_count was, is;
	bool has_was, has_is;
	/* where pm_repeats_change_next is */
	size_t segment;
	bool in_segment;
	struct pm_blocks_cursor cursor;
	uint32_t n_added, at;
	struct pm_block *blocks;
	size_t n, blocks_cap;
};

/* OLD, N_OLD of them, are the caller's, who may set which of their articles go until
 * pm_repeats_change_end.  PATH: the beginning of the names of its files, which is copied. */
enum pm_status
pm_repeats_change_init(struct pm_repeats_change *c, const struct pm_repeats_old *old,
		       size_t n_old, const char *path, size_t memory,
		       const struct pm_stop *stop, struct pm_error *err);
/* One of all zeros may be released, and so may one whose init has failed. */
void pm_repeats_change_release(struct pm_repeats_change *c);
enum pm_status pm_repeats_change_add(struct pm_repeats_change *c,
				     const struct pm_block *blocks, size_t n,
				     struct pm_error *err);
enum pm_status pm_repeats_change_end(struct pm_repeats_change *c, struct pm_error *err);
/* In the order of the keys; PM_END after the last. */
enum pm_status pm_repeats_change_block(struct pm_repeats_change *c,
				       struct pm_repeats_change_of_block *block,
				       struct pm_error *err);
/* In the order of the articles; PM_END after the last.  *T: until the next call. */
enum pm_status pm_repeats_change_next(struct pm_repeats_change *c,
				      struct pm_repeats_touched *t, struct pm_error *err);

#endif
