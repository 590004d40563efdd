/* Pressmark - why a stretch of an article is folded away.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A fold is a stretch of an article's text that is stored with it but is not its own: no
 * query finds it unless it asks for the full text, and no count has it (ARCHITECTURE.md,
 * "Folds").  Readers, segments and answers all name the reasons, and may not know each
 * other; so they are here.
 */
#ifndef PM_SUPPORT_FOLDS_H
#define PM_SUPPORT_FOLDS_H

#include <stddef.h>

/* Bits: a fold that was made of neighbours has the reasons of all. */
enum pm_fold_reason {
	PM_FOLD_PAGE = 1,     /* of a web page, and not of its article */
	PM_FOLD_REPEATED = 2, /* it stands in many articles of its source */
	PM_FOLD_TAIL = 4,     /* what a scraper took along at the end */
	PM_FOLD_GIVEN = 8     /* the input says that it is one, and not why */
};
#define PM_FOLD_REASONS 4u
#define PM_FOLD_ALL ((1u << PM_FOLD_REASONS) - 1)

/* The name of the reason with bit 1 << I, I < PM_FOLD_REASONS: "page", "repeated", "tail",
 * "given". */
const char *pm_fold_reason_name(unsigned i);
/* The bit of the reason called so, or 0. */
unsigned pm_fold_reason_named(const char *name, size_t len);

#endif
