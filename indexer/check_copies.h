/* Pressmark - pressmark-index check: sketches and copies.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The sketch of each article is made anew from its words, and then all copies are found
 * anew.
 *
 *	pm_check_sketches_init(&c, segment, &err);
 *	for each article, in order
 *		pm_check_sketch(&c, article, &decoded, day, &err);
 *	pm_check_sketches_release(&c);
 *	... when all segments have been read:
 *	pm_check_copies(index, &err);
 */
#ifndef PM_INDEXER_CHECK_COPIES_H
#define PM_INDEXER_CHECK_COPIES_H

#include "segment/index.h"

struct pm_check_sketches {
	struct pm_segment *segment;
	struct pm_pages *pages;
	uint64_t *hashes; /* of words, by rank, plus 1; 0: not known yet */
};

/* The pages of the file are verified. */
enum pm_status pm_check_sketches_init(struct pm_check_sketches *c,
				      struct pm_segment *segment, struct pm_error *err);
void pm_check_sketches_release(struct pm_check_sketches *c);

/* DECODED: the words of the article, all of which the lexicon has. */
enum pm_status pm_check_sketch(struct pm_check_sketches *c, uint32_t article,
			       const struct pm_decoded *decoded, uint32_t day,
			       struct pm_error *err);

enum pm_status pm_check_copies(struct pm_index *index, struct pm_error *err);

#endif
