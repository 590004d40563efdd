/* Pressmark - pressmark-index check, what is gone: that the tables of removed articles
 * (segment/removed.h) are those that these articles make.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * They are removed again, all at once from a segment of which nothing is gone, and the tables
 * compared.  Of forms, which may count as alive though no article has them (removal.h), those
 * that are dead in the file must be.
 *
 * Cost: that of removing them.
 */
#ifndef PM_INDEXER_CHECK_REMOVED_H
#define PM_INDEXER_CHECK_REMOVED_H

#include "segment/index.h"

/* PM_OK if nothing is gone. */
enum pm_status pm_check_removed(struct pm_index *index, struct pm_error *err);

#endif
