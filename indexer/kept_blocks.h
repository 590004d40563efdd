/* Pressmark - the file `blocks` of a new segment, article by article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In that file (segment/blocks.h) the blocks of all articles come first, and then the folds
 * that some of them had before.  Who writes a segment has folds of one article before he
 * has blocks of the next, so the folds are held until all articles have come:
 *
 *	pm_kept_blocks_init(&k, "index/segment-2", 1 << 20, &err);
 *	for each article that took part in counting
 *		pm_kept_blocks_add(&k, number, page, blocks, n, &err);
 *		... pm_kept_blocks_add_folds, if they are listed ...
 *	pm_kept_blocks_end(&k, &size, &err);
 *	pm_kept_blocks_release(&k);
 *
 * If no article took part, there is no file.
 */
#ifndef PM_INDEXER_KEPT_BLOCKS_H
#define PM_INDEXER_KEPT_BLOCKS_H

#include "segment/blocks.h"
#include "support/spool.h"

struct pm_kept_blocks {
	uint32_t articles; /* that were added */

	/* what follows is its own */
	char *path, *spill;
	struct pm_blocks_writer *file; /* NULL: none yet */
	struct pm_spool folds;
	struct pm_buf record;
};

/* DIR: of the segment.  Folds beyond MEMORY are spilled. */
enum pm_status pm_kept_blocks_init(struct pm_kept_blocks *k, const char *dir,
				   size_t memory, struct pm_error *err);
/* One of all zeros may be released. */
void pm_kept_blocks_release(struct pm_kept_blocks *k);
/* ARTICLE is after the last one added. */
enum pm_status pm_kept_blocks_add(struct pm_kept_blocks *k, uint32_t article, bool page,
				  const struct pm_block *blocks, size_t n,
				  struct pm_error *err);
/* ARTICLE, which was added, is after the last one whose folds were. */
enum pm_status pm_kept_blocks_add_folds(struct pm_kept_blocks *k, uint32_t article,
					const struct pm_block_fold *folds, size_t n,
					struct pm_error *err);
/* All that C has, as ARTICLE. */
enum pm_status pm_kept_blocks_carry(struct pm_kept_blocks *k, uint32_t article,
				    const struct pm_blocks_cursor *c,
				    struct pm_error *err);
/* *SIZE: the bytes of the file; 0: there is none. */
enum pm_status pm_kept_blocks_end(struct pm_kept_blocks *k, uint64_t *size,
				  struct pm_error *err);

#endif
