/* Pressmark - what the parts of the store share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to store_piece.c (articles to bytes), store_writer.c (bytes to files), store.c
 * (reading), store_places.c (where articles are) and store_pairs.c (what the filters of
 * pairs say).
 */
#ifndef PM_SEGMENT_STORE_PARTS_H
#define PM_SEGMENT_STORE_PARTS_H

#include "segment/sketches.h"
#include "segment/store.h"
#include "support/bytes.h"
#include "support/pages.h"

#include <libdeflate.h>

struct pm_store {
	struct pm_pages *words, *dressing, *pairs, *articles;
	uint32_t n_articles, n_blocks, n_separators;
	uint64_t groups;	   /* offset of the groups' index */
	uint64_t blocks;	   /* offset of the blocks' index */
	uint64_t texts, texts_end; /* of the separators */
	uint32_t space, nothing;   /* the predicted separators */
	uint8_t *ends_sentence;	   /* by separator: 0 unknown, 1 no, 2 yes */
	uint8_t *is_text;	   /* by separator: 0 unknown, 1 well-formed UTF-8 */
	struct pm_buf block;	   /* the last block inflated */
	uint32_t block_number;
	bool blocks_ascend; /* their index has been looked at, and none overlap */
	struct libdeflate_decompressor *inflater; /* NULL: nothing was inflated yet */
	/* Where articles are, cached group by group as they are asked for: searches ask
	 * for the same ones again and again.  NULL before the first, and for very large
	 * segments. */
	struct pm_place *places;
	uint8_t *have_group;
};

/* PM_ERR_CORRUPT, with the file's name. */
enum pm_status pm_store_damaged(const struct pm_pages *pages, struct pm_error *err);

/* Words of the filter of pairs; a store of folds has none. */
static inline uint32_t
pm_store_pairs_of(const struct pm_store *s, const struct pm_place *place)
{
	return pm_pages_len(s->pairs) == 0 ? 0 : pm_pairs_words(place->n_words);
}

struct pm_store_writer {
	struct pm_store_plan plan;
	struct pm_pages_writer *words, *dressing, *pairs, *articles, *sketches;
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
	struct pm_buf pairs;	     /* their filters */
	struct pm_buf sketches;	     /* and sketches */
	struct pm_buf raw;	     /* the block being gathered */
	struct pm_buf packed;	     /* the blocks that are full */
	struct pm_buf events, forms; /* of the current article */
	/* The parts of it so far. */
	uint32_t n_words, n_title;
	uint32_t gap, form_gap; /* number as predicted since the last event */
	size_t codes_start, raw_start;
	bool field_begun; /* the current field has words */
	struct pm_sketcher sketcher;
	struct pm_store_article *articles;
	struct pm_store_block *blocks;
	size_t n_articles, articles_cap, n_blocks, blocks_cap;
	struct libdeflate_compressor *z;
};

#endif
