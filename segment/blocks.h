/* Pressmark - the blocks of a segment's articles, by which those that repeat are known.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which blocks repeat over the articles of a source (ARCHITECTURE.md, "Repeated blocks")
 * follows from what blocks all its articles have.  When articles are added to an index,
 * that must be known of those which are there, and their texts must not be read again for
 * it.  So a segment of which any article took part in counting has a file `blocks`: of
 * each that did, all its blocks in their order, those that were then folded among them.
 *
 * Of a block the file has what the rule asks for and nothing else: its key, a hash of its
 * source and its words (indexer/text_blocks.h), which is the same in every build; its
 * length; whether it may repeat, and whether it is long enough for a lead.  What follows
 * from these is not stored: which articles have the same blocks, and which blocks are
 * shared or repeated, as that changes with every article that is added.
 *
 * It also has what a fold of a repeated block hides.  Where one stood beside another fold,
 * both became one (indexer/cut.h), and to put only the repeated blocks back one has to
 * know where each was.  Of such an article the file has the folds that it had before: where
 * in the text as it was then, their lengths and reasons.  Of all others, these are
 * those folds that have not the reason PM_FOLD_REPEATED.
 *
 * The file is of support/pages.h, kind "blocks", version 1:
 *
 *	for each article that took part, in order:
 *		varint its number, less that of the one before
 *		varint how many blocks it has, times 2, and 1 if it is a page
 *		u64 the key of each block
 *		varint of each block: its bytes, times 4; 2 if it may repeat; 1 if it may lead
 *	for each of them whose folds before are listed, in order:
 *		varint its number, less that of the one before
 *		varint how many folds it had
 *		of each: varint bytes of the text before it, since the fold before;
 *			varint its bytes; varint PM_FOLD_... (support/folds.h)
 *	u64 articles that took part; u64 all their blocks; u64 articles whose folds are
 *	listed; u64 where these begin
 *
 * There is no index by key.  Keys are random numbers, so that one sorted by key would be as
 * large as all the rest, in each segment; and the rule does not ask for single keys but how
 * often each occurs.  To read the file from end to end takes some 10 ns a block, a
 * thousandth of what it took to index the block.  Nor are keys packed: of 64 random bits
 * none can be spared, and few blocks occur twice.
 *
 * Writers: pm_blocks_add for all articles, then pm_blocks_add_folds.  Readers:
 *
 *	pm_blocks_open(&blocks, path, last, &err);
 *	pm_blocks_begin(&c, blocks);
 *	while ((st = pm_blocks_next(&c, &err)) == PM_OK)
 *		... c.article, c.page, c.blocks[0 .. c.n - 1] ...
 *	pm_blocks_cursor_release(&c);
 *	pm_blocks_free(blocks);
 *
 * Cost: some 10 bytes a block.  A cursor holds the blocks and folds of one article.
 */
#ifndef PM_SEGMENT_BLOCKS_H
#define PM_SEGMENT_BLOCKS_H

#include "support/pages.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_BLOCKS_FILE "blocks"
#define PM_BLOCKS_VERSION 1u
#define PM_BLOCKS_PAGE 8192u

/* No article has blocks of more bytes all together: larger texts have none. */
#define PM_BLOCKS_BYTES_MAX ((uint32_t)1 << 19)

struct pm_block {
	uint64_t key;
	uint32_t len; /* bytes from its first word to the end of its last */
	bool may_repeat;
	bool may_lead;
};

/* A fold that an article had before its blocks were folded. */
struct pm_block_fold {
	uint64_t at; /* bytes of the text before it, as that was then */
	uint64_t len;
	unsigned why; /* PM_FOLD_... */
};

/* --- writing ------------------------------------------------------------ */

struct pm_blocks_writer;

/* Creates PATH, which must not exist. */
enum pm_status pm_blocks_create(struct pm_blocks_writer **out, const char *path,
				struct pm_error *err);
/* The blocks of ARTICLE, which is after the last one added. */
enum pm_status pm_blocks_add(struct pm_blocks_writer *w, uint32_t article, bool page,
			     const struct pm_block *blocks, size_t n,
			     struct pm_error *err);
/* The folds of ARTICLE, which is after the last one whose folds were added.  No blocks can
 * be added any more. */
enum pm_status pm_blocks_add_folds(struct pm_blocks_writer *w, uint32_t article,
				   const struct pm_block_fold *folds, size_t n,
				   struct pm_error *err);
/* Ends the file, which is synced.  *SIZE: its bytes. */
enum pm_status pm_blocks_finish(struct pm_blocks_writer *w, uint64_t *size,
				struct pm_error *err);
void pm_blocks_writer_free(struct pm_blocks_writer *w);

/* --- reading ------------------------------------------------------------ */

struct pm_blocks;

/* LAST: the last article of the segment. */
enum pm_status pm_blocks_open(struct pm_blocks **out, const char *path, uint32_t last,
			      struct pm_error *err);
void pm_blocks_free(struct pm_blocks *b);

/* How many articles took part, and how many blocks they have. */
uint32_t pm_blocks_articles(const struct pm_blocks *b);
uint64_t pm_blocks_count(const struct pm_blocks *b);
uint64_t pm_blocks_file_size(const struct pm_blocks *b);
const char *pm_blocks_path(const struct pm_blocks *b);
/* The identity (pm_pages_identity) of the file in the folder of a segment; 0: it has
 * none. */
enum pm_status pm_blocks_identity_in(const char *dir, uint64_t *identity,
				     struct pm_error *err);

/* One place in the file, from article to article.  Several may read one file by turns. */
struct pm_blocks_cursor {
	uint32_t article;
	bool page;
	struct pm_block *blocks; /* the cursor's, until the next call */
	size_t n;
	/* The folds that it had before; NULL: those that are not repeated. */
	struct pm_block_fold *folds;
	size_t n_folds;

	/* what follows is its own */
	struct pm_blocks *file;
	uint64_t at, folds_at, left, folds_left;
	uint32_t folds_of; /* whose folds come next; 0: of none */
	size_t blocks_cap, folds_cap;
	struct pm_block_fold *held;
};

/* The cursor stands before the first article. */
void pm_blocks_begin(struct pm_blocks_cursor *c, struct pm_blocks *b);
void pm_blocks_cursor_release(struct pm_blocks_cursor *c);
/* The next article; PM_END after the last. */
enum pm_status pm_blocks_next(struct pm_blocks_cursor *c, struct pm_error *err);

#endif
