/* Pressmark - what is known of the generations before, though a history is damaged.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The history of a generation (segment/history.h) has a record of each one before it, and
 * what it did is in the generation itself.  So if the newest history is damaged, or the
 * newest generation is, an earlier one that is kept goes nearly as far, and the generations
 * after that say the rest.  What is kept is known then, as check asks for, and what was before
 * mostly is.
 */
#ifndef PM_INDEXER_PAST_H
#define PM_INDEXER_PAST_H

#include "indexer/publish/index_folder.h"
#include "segment/history.h"

/* Set H, which is released first, to what is known of the generations up to the first of
 * KEPT, which has the newest first.  Nothing stays before one that cannot follow it. */
enum pm_status pm_past_find(struct pm_history *h, const char *dir,
			    const struct pm_kept *kept, struct pm_error *err);

/* The same for CURRENT, or, if that is NULL, because it is damaged, for the newest generation
 * that is kept. */
enum pm_status pm_past_find_of(struct pm_history *h, const char *dir,
			       const struct pm_generation *current, struct pm_error *err);

#endif
