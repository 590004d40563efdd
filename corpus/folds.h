/* Pressmark - putting the folds of an article together.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What readers take out of a text becomes folds (ARCHITECTURE.md, "Folds"): the blocks of a
 * page beside its article, a tail, what the input itself says is folded.
 *
 *	pm_fold_builder_init(&folds);
 *	for each article:
 *		pm_fold_builder_clear(&folds);
 *		for each stretch:
 *			pm_fold_builder_begin(&folds, place, PM_FOLD_PAGE);
 *			pm_fold_builder_put(&folds, text, len);	as often as needed
 *		st = pm_fold_builder_end(&folds, &err);
 *		... article->folds = folds.all, article->n_folds = folds.n ...
 *	pm_fold_builder_release(&folds);
 *
 * The folds then stand in the order of their places; those of one place stay in the order
 * in which they were begun.  One without text is none.  One that is longer than
 * PM_FOLD_BYTES_MAX is cut into several at the same place: after a line end if there is one
 * in the second half of what a fold may hold, else after a blank, else between two
 * characters.  What is put must be well-formed UTF-8.
 *
 * The texts are copied, and stay until the folds are cleared.  Cost: linear, and that of
 * sorting if they do not come in order.
 */
#ifndef PM_CORPUS_FOLDS_H
#define PM_CORPUS_FOLDS_H

#include "corpus/corpus.h"
#include "support/buf.h"

#define PM_FOLD_BYTES_MAX ((size_t)48 << 10)

struct pm_fold_draft;

struct pm_fold_builder {
	struct pm_fold *all; /* after pm_fold_builder_end */
	size_t n;
	size_t cap;
	struct pm_buf text; /* of all, one after the other */
	struct pm_fold_draft *drafts;
	size_t n_drafts;
	size_t drafts_cap;
	enum pm_status status; /* of what was begun */
};

void pm_fold_builder_init(struct pm_fold_builder *f);
void pm_fold_builder_release(struct pm_fold_builder *f);
/* Forget all folds; memory is kept. */
void pm_fold_builder_clear(struct pm_fold_builder *f);

/* A fold that stood where the text has the bytes before AT; WHY is bits of
 * support/folds.h. */
void pm_fold_builder_begin(struct pm_fold_builder *f, size_t at, unsigned why);
/* Append to the fold begun last. */
void pm_fold_builder_put(struct pm_fold_builder *f, const char *text, size_t len);

/* Make f->all.  PM_ERR_NOMEM if that failed, or anything before it. */
enum pm_status pm_fold_builder_end(struct pm_fold_builder *f, struct pm_error *err);

/* Append TEXT to OUT with N folds in their places, which do not fall and lie within it:
 * the text as it was read. */
void pm_folds_put_back(struct pm_buf *out, struct pm_str text,
		       const struct pm_fold *folds, size_t n);

#endif
