/* Pressmark - an article with stretches of its text folded away.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_cut_init(&c);
 *	for each article
 *		pm_cut_begin(&c);
 *		pm_cut_add(&c, from, to, &err);		ascending, without overlap
 *		pm_cut_end(&c, article, PM_FOLD_REPEATED, &cut, &err);
 *		... cut, until the next pm_cut_begin ...
 *	pm_cut_release(&c);
 *
 * CUT is the article without the stretches in its text, which are folds.  Folds that the
 * article had already stay where they stood; those that then stand in one place with a
 * stretch become one fold with it, which has the reasons of all, or several of them where it
 * is too long for one (corpus/folds.h).  All folds put back give, byte for byte, what
 * the article with its folds gave before.
 */
#ifndef PM_INDEXER_CUT_H
#define PM_INDEXER_CUT_H

#include "corpus/folds.h"
#include "support/buf.h"

struct pm_cut_stretch {
	size_t from, to;
};

struct pm_cut {
	struct pm_cut_stretch *stretches;
	size_t n, cap;
	struct pm_buf text, folded; /* what is left; the text of all folds */
	struct pm_fold *folds;
	size_t n_folds, folds_cap;
	bool open;		    /* the last fold takes what touches it */
	struct pm_fold_builder out; /* the folds as they are handed out */
};

void pm_cut_init(struct pm_cut *c);
void pm_cut_release(struct pm_cut *c);
void pm_cut_begin(struct pm_cut *c);
enum pm_status pm_cut_add(struct pm_cut *c, size_t from, size_t to, struct pm_error *err);
/* WHY: the reason of the stretches (support/folds.h).  CUT has what A has, but for text
 * and folds, which are C's. */
enum pm_status pm_cut_end(struct pm_cut *c, const struct pm_article *a, unsigned why,
			  struct pm_article *cut, struct pm_error *err);

#endif
