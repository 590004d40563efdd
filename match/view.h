/* Pressmark - one article as the evaluator looks at it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A view is decoded as far as needed: place, words, separators and forms, and where
 * sentences and paragraphs begin.  All that look at one article share one view, so
 * nothing is decoded twice; the next article reuses its memory.
 *
 * ARCHITECTURE.md and text/breaks.h say what a sentence and a paragraph is, and what folds
 * are.  A view of the whole text has the words of folds in their places, as words of the
 * body; place and decoded are then those of the whole, and `stored` those of the article.
 * An article without folds is the same either way.
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
	struct pm_place place;	/* its codes, pairs and dressing are those of `stored` */
	struct pm_place stored; /* without folds */
	struct pm_decoded decoded;
	bool whole; /* the folds too; set by the caller, before the first article */
	struct pm_fold_place *folds; /* of the article */
	size_t n_folds, folds_cap;
	struct pm_view_parts *parts; /* scratch of a whole view: view_whole.c */
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
/* Title and body, and the pieces of the body that folds divide, which nothing spans; the
 * sentences; or the paragraphs. */
enum pm_status pm_view_regions(struct pm_view *v, enum pm_near_unit unit,
			       const struct pm_regions **out, struct pm_error *err);

/* --- view_whole.c: the whole text --------------------------------------- */

/* Whether it has words that codes and pairs of the store do not tell of. */
static inline bool
pm_view_is_mixed(const struct pm_view *v)
{
	return v->whole && v->n_folds > 0;
}

/* Whether word AT is one of a fold. */
bool pm_view_is_in_fold(const struct pm_view *v, uint32_t at);
/* Of a mixed view: v->place becomes that of the whole text, with the words of all folds. */
enum pm_status pm_view_measure_whole(struct pm_view *v, struct pm_error *err);
/* Its words and dressing, into v->decoded. */
enum pm_status pm_view_decode_whole(struct pm_view *v, struct pm_error *err);
void pm_view_release_whole(struct pm_view *v);

#endif
