/* Pressmark - one article as the evaluator looks at it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A view is decoded as far as needed: place, words, separators and forms, and where
 * sentences and paragraphs begin.  All that look at one article share one view, so
 * nothing is decoded twice; the next article reuses its memory.
 *
 * ARCHITECTURE.md and text/breaks.h say what a sentence and a paragraph is.
 */
#ifndef PM_MATCH_VIEW_H
#define PM_MATCH_VIEW_H

#include "language/tree.h"
#include "match/intervals.h"
#include "segment/segment.h"
#include "support/stop.h"

struct pm_view {
	struct pm_segment *segment;
	uint32_t article;
	struct pm_place place;
	struct pm_decoded decoded;
	bool have_words, have_dressing;
	bool have_regions[3]; /* by enum pm_near_unit */
	struct pm_regions regions[3];
	uint32_t dressed_from, dressed_to; /* the words whose dressing is decoded */
	struct pm_buf surface;		   /* scratch */
	struct pm_patience *patience;	   /* asked by whoever looks for long; or NULL */
};

void pm_view_init(struct pm_view *v);
void pm_view_release(struct pm_view *v);
/* Look at ARTICLE (from 1) of a segment.  Decodes nothing yet, and keeps what was decoded
 * if it is the same article as before. */
enum pm_status pm_view_set(struct pm_view *v, struct pm_segment *segment,
			   uint32_t article, struct pm_error *err);
/* Decode the words, or words and dressing; or the words and the dressing of at least
 * words FROM .. TO - 1 (pm_store_decode_window). */
enum pm_status pm_view_words(struct pm_view *v, struct pm_error *err);
enum pm_status pm_view_dressing(struct pm_view *v, struct pm_error *err);
enum pm_status pm_view_window(struct pm_view *v, uint32_t from, uint32_t to,
			      struct pm_error *err);
/* *YES: whether a sentence begins with word AT, which is not the first of its field; the
 * dressing of AT is decoded.  Where the article has no blank lines, a line end after a
 * colon may begin one more, which only pm_view_regions sees. */
enum pm_status pm_view_begins_sentence(struct pm_view *v, uint32_t at, bool *yes,
				       struct pm_error *err);
/* Title and body, the sentences, or the paragraphs. */
enum pm_status pm_view_regions(struct pm_view *v, enum pm_near_unit unit,
			       const struct pm_regions **out, struct pm_error *err);

#endif
