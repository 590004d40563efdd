/* Pressmark - the folder of an index: created, checked, cleaned.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_INDEXER_PUBLISH_INDEX_FOLDER_H
#define PM_INDEXER_PUBLISH_INDEX_FOLDER_H

#include "segment/generation.h"

#include <stdbool.h>

/* Make the folder if there is none (*MADE).  Otherwise check that it is an index, or
 * empty, or contains only what an interrupted build left.  Anything else is refused:
 * nothing of the user's is ever overwritten.  So is a folder inside another index. */
enum pm_status pm_index_folder_claim(const char *dir, bool *made, struct pm_error *err);

/* Whether DIR is an index, or the folder of one that is built for the first time. */
bool pm_index_folder_is_index(const char *dir);

/* Remove all segments that KEEP (NULL: none) does not list and that no reader holds, and
 * an unpublished generation.  What only has the name of one (a fifo, a folder that holds
 * something else) is never removed: PM_ERR_NOT_INDEX names it, or it is passed over if ERR
 * is NULL. */
enum pm_status pm_index_folder_sweep(const char *dir, const struct pm_generation *keep,
				     struct pm_error *err);

/* One above the highest number of any segment in DIR. */
enum pm_status
pm_index_folder_next_number(const char *dir, uint64_t *number, struct pm_error *err);

#endif
