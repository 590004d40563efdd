/* Pressmark - the articles of segments, as a reader would give them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article that is in the index may have to be written again: in a merge of its segment
 * with others (join.h), or because its folds change (refold.h).  Its file may be gone, and
 * is not asked.  The segment has all that a new one needs:
 *
 *	pm_stored_init(&s, segments, n);
 *	while ((st = pm_stored_next(&s, &article, &err)) == PM_OK)
 *		... *article and s.origin, and s.blocks if that is not NULL, until the
 *		next call: article s.number of segments[s.segment] ...
 *	pm_stored_release(&s);
 *
 * They come in their order, less those that are gone.  Indexed again in the same order, as
 * new_segment.h does it, an article has the same words, stems, folds and metadata, byte for
 * byte: the title, the text and the folds are what they were, and so are the fields, from
 * which the language is taken out again (kept_metadata.h).
 *
 * What no segment has, an article lacks: from which member or format it was read, in
 * which encoding, where a tail begins that was not folded, what a user's rule kept, which
 * date was ambiguous.  Such things are told once, when an article comes in.  Of the bytes
 * that were read for a segment, and of the repairs (pm_segment_info), it has a share by
 * the length of its text, so that those of all articles add up.  Whether it is a page is
 * known of those that have blocks, where alone it matters.
 *
 * Cost: to turn the words into text again, some 100 MB/s on one core, if the segments are
 * read in order (pm_segment_in_order).  Memory: what the largest article takes, which is
 * given up after it.
 */
#ifndef PM_INDEXER_STORED_H
#define PM_INDEXER_STORED_H

#include "corpus/corpus.h"
#include "segment/generation.h"
#include "segment/metadata.h"
#include "segment/segment.h"

struct pm_stored_segment {
	struct pm_segment *segment;
	const struct pm_segment_info *info;
	/* The articles that are gone: bit 0 is article 1.  NULL: none are. */
	const uint64_t *gone;
};

struct pm_stored {
	/* Of the article that came last. */
	size_t segment;
	uint32_t number;
	struct pm_origin origin;
	uint64_t repairs;		       /* its share of those of the segment */
	const struct pm_blocks_cursor *blocks; /* NULL: it took no part in counting */

	/* what follows is its own */
	const struct pm_stored_segment *segments;
	size_t n;
	bool in_segment;
	struct pm_pages *origins;
	struct pm_folds *folds;		/* or NULL */
	struct pm_blocks_cursor cursor; /* of a segment that has blocks */
	bool has_cursor, cursor_ended;
	uint64_t text_bytes; /* of the articles of the segment that came */
	PM_BUF_GROUP(title, text, metadata, folded);
	struct pm_metadata_reader reader;
	struct pm_field *fields;
	struct pm_fold *its_folds;
	size_t fields_cap, folds_cap;
	struct pm_article article;
};

static inline bool
pm_stored_is_gone(const struct pm_stored_segment *s, uint32_t article)
{
	return s->gone != NULL && (s->gone[(article - 1) / 64] >> (article - 1) % 64 & 1);
}

/* SEGMENTS, N of them, are the caller's, and read on no other thread meanwhile. */
void pm_stored_init(struct pm_stored *s, const struct pm_stored_segment *segments,
		    size_t n);
/* One of all zeros may be released. */
void pm_stored_release(struct pm_stored *s);
/* The next article that is not gone; PM_END after the last. */
enum pm_status pm_stored_next(struct pm_stored *s, const struct pm_article **article,
			      struct pm_error *err);
/* Article NUMBER of a segment, gone or not, which is after the one that came last. */
enum pm_status pm_stored_find(struct pm_stored *s, size_t segment, uint32_t number,
			      const struct pm_article **article, struct pm_error *err);

#endif
