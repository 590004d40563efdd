/* Pressmark - pressmark-index check, generations: what they did, and those that are kept.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The last record of the history (segment/history.h) is that of the generation itself.  The
 * numbers of articles follow from each other: an index has those that the generation before
 * had, and those that were added, less those that were taken away; after a build, those that
 * it added.  Of merges and repairs nothing follows, nor of a rollback that had nothing to be
 * compared with.
 *
 * A generation that is kept can be rolled back to: it opens, the history knows it, and the
 * files of the segments that only it lists are what was written.
 *
 * Cost: that of reading these segments.
 */
#ifndef PM_INDEXER_CHECK_HISTORY_H
#define PM_INDEXER_CHECK_HISTORY_H

#include "segment/history.h"
#include "segment/index.h"

/* H is read, and to be released whatever comes of it. */
enum pm_status pm_check_history(const struct pm_index *index, struct pm_history *h,
				struct pm_error *err);

/* Whether another command has published since INDEX was opened, so that its files may be
 * gone. */
bool pm_check_is_replaced(const struct pm_index *index);

/* Whether a generation with the record P may follow BEFORE, or NULL. */
bool pm_past_follows(const struct pm_past *p, const struct pm_past *before);

/* Generation NUMBER, which is kept: it can be gone back to. */
enum pm_status pm_check_kept_one(const struct pm_index *index, const struct pm_history *h,
				 uint64_t number, struct pm_error *err);
/* *KEPT: how many generations there are, the current one among them. */
enum pm_status pm_check_kept(const struct pm_index *index, const struct pm_history *h,
			     uint64_t *kept, struct pm_error *err);

#endif
