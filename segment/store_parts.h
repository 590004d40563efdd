/* Pressmark - what the two halves of the store's writer share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to store_piece.c (articles to bytes) and store_writer.c (bytes to
 * files).
 */
#ifndef PM_SEGMENT_STORE_PARTS_H
#define PM_SEGMENT_STORE_PARTS_H

#include "segment/store.h"
#include "support/bytes.h"
#include "support/pages.h"

#include <libdeflate.h>

struct pm_store_writer {
	struct pm_separator_table plan;
	struct pm_pages_writer *words, *dressing, *articles;
	bool *ends_sentence;	   /* by separator */
	uint32_t nothing;	   /* number of the empty one; PM_U32_NONE:
					 * there is none */
	struct pm_buf block_index; /* per block: u64 offset, u32 raw bytes */
	uint32_t n_blocks;
	uint32_t n_articles;
	uint64_t block_bytes;	   /* raw, of the last block appended */
	struct pm_buf group_index; /* u64 per group */
	struct pm_buf group;
};


/* An article of a piece: the sizes of its parts in bytes. */
struct pm_store_article {
	uint32_t n_words, n_title;
	uint32_t codes;
	uint32_t dressing;
	bool begins_block;
};

struct pm_store_block {
	uint32_t raw, packed; /* bytes */
};

struct pm_store_piece {
	const struct pm_store_writer *writer;
	struct pm_buf codes;	     /* of all its articles */
	struct pm_buf raw;	     /* the block being gathered */
	struct pm_buf packed;	     /* the blocks that are full */
	struct pm_buf events, forms; /* of the current article */
	/* The parts of it so far. */
	uint32_t n_words, n_title;
	uint32_t gap, form_gap; /* number as predicted since the last event */
	size_t codes_start, raw_start;
	bool field_begun; /* the current field has words */
	struct pm_store_article *articles;
	struct pm_store_block *blocks;
	size_t n_articles, articles_cap, n_blocks, blocks_cap;
	struct libdeflate_compressor *z;
};

#endif
