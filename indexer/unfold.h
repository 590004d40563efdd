/* Pressmark - an article of a segment as it was before its repeated blocks were folded.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which blocks of an article are folded away because they repeat changes with every update
 * (repeats_change.h).  To fold others, one has to have the text as it was when they were
 * counted: without what its reader folded, and with what repeats.  segment/blocks.h says
 * what a segment keeps for that.
 *
 *	pm_unfold_init(&u);
 *	for each article of a segment that has blocks (stored.h)
 *		st = pm_unfold(&u, article, s.blocks, &before, &err);
 *		... *before until the next call ...
 *	pm_unfold_release(&u);
 *
 * The other way, whoever folds blocks of an article asks whether its former folds have to
 * be listed (pm_unfold_needs_list).
 *
 * Cost: one copy of the text and its folds, two if its former folds are listed.
 */
#ifndef PM_INDEXER_UNFOLD_H
#define PM_INDEXER_UNFOLD_H

#include "corpus/corpus.h"
#include "segment/blocks.h"
#include "support/buf.h"

struct pm_unfold {
	PM_BUF_GROUP(text, whole);
	struct pm_fold *folds;
	size_t n, cap;
	struct pm_article before;
};

void pm_unfold_init(struct pm_unfold *u);
/* One of all zeros may be released. */
void pm_unfold_release(struct pm_unfold *u);
/* A: an article whose folds lie in its text (stored.h), and BLOCKS what is kept of it.
 * PM_ABSENT: the folds that are listed are not those of its text. */
enum pm_status pm_unfold(struct pm_unfold *u, const struct pm_article *a,
			 const struct pm_blocks_cursor *blocks,
			 const struct pm_article **before, struct pm_error *err);

/* Whether the folds of BEFORE have to be listed, which has become A: their reasons do not
 * tell them, since a repeated block has become one fold with another, or the input said
 * that one repeats. */
bool pm_unfold_needs_list(const struct pm_article *before, const struct pm_article *a);

#endif
