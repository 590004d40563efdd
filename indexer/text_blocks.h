/* Pressmark - the blocks of an article's text, and which of them are the same.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A block is what may be folded away by itself (repeats.h): a line, or a paragraph where
 * lines are wrapped.
 *
 *	pm_text_blocks_init(&b);
 *	for each article
 *		pm_text_blocks_cut(&b, article, &err);
 *		... b.blocks[0 .. b.n - 1] ...
 *	pm_text_blocks_release(&b);
 *
 * The words of a text are those of text/split.h.  A line without any is no block; it
 * belongs to the block before it.  A fold of the article ends a block.
 *
 * Of a page every line is a block, since its reader writes one on each
 * (corpus/page/html.h).  Other text may be wrapped.  Of its line ends between two words, with
 * no strong break (text/breaks.h), those with a weak break are hard, since a sentence ends
 * there; the others are soft if the next word begins with a small letter, or with one of a
 * script without capitals.  Text is wrapped if it has no more hard ones than soft ones, and
 * a soft one or a strong break.  Then its blocks are paragraphs: they begin after strong
 * breaks, or after weak ones if there is no strong one.  Otherwise they are lines.
 *
 * The key of a block is a hash of its source and of its words, folded (text/fold.h), in
 * their order: so neither capitals, accents, signs nor where lines are wrapped tell two
 * blocks apart, but each digit does.  The source is the host of the article's address,
 * less a "www." before it; else what the article says that its source is; else the folder
 * or archive of its file.
 *
 * Keys stand in the index (segment/blocks.h), so a block has the same in every build and on
 * every machine: it is XXH3-64, without a seed, of the source's own XXH3-64 and of the
 * words, and depends on nothing but the Unicode version, which the generation names.  Of
 * 2^30 blocks two different ones have the same key with a chance of 1 in 32, and are then
 * counted as one, which matters only if neither is repeated and both together are.  Input
 * can be made in which two have the same.  Who may add articles to a source can fold its
 * blocks anyway, by repeating them; with such keys, those of another source too.  A
 * folded block is still stored, and the full text finds it.
 *
 * A text of more than PM_TEXT_BLOCKS_MAX bytes, which is a book, has no blocks.
 *
 * Cost: as much as splitting and folding all words; memory for the largest text, some
 * 3 bytes for each of its bytes, and 32 if it is nothing but lines of one letter.
 */
#ifndef PM_INDEXER_TEXT_BLOCKS_H
#define PM_INDEXER_TEXT_BLOCKS_H

#include "corpus/corpus.h"
#include "segment/blocks.h"
#include "support/buf.h"
#include "text/split.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_TEXT_BLOCKS_MAX ((size_t)PM_BLOCKS_BYTES_MAX)

struct pm_text_block {
	/* Of the text: where its first line begins; where its last line ends, without the
	 * line end; and the bytes from its first word to its last one. */
	size_t start, end, len;
	uint32_t n_words;
	uint32_t n_figures; /* words with a digit */
	uint64_t key;
};

struct pm_text_blocks {
	struct pm_text_block *blocks;
	size_t n, cap;
	uint64_t source; /* the hash of it */

	/* what follows is its own */
	struct pm_words words;
	uint8_t *before; /* by word: what stands before it */
	size_t before_cap;
	struct pm_buf folded;
};

void pm_text_blocks_init(struct pm_text_blocks *b);
void pm_text_blocks_release(struct pm_text_blocks *b);
enum pm_status pm_text_blocks_cut(struct pm_text_blocks *b, const struct pm_article *a,
				  struct pm_error *err);

#endif
