/* Pressmark - the history for a terminal that is narrower than its table.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A generation, which has a line of the table, becomes some lines:
 *
 *	     2  2026-12-01 05:47:26
 *	        update current: 3 articles,
 *	        1 added, 0 changed, 0 removed
 */
#ifndef PM_INDEXER_NARROW_H
#define PM_INDEXER_NARROW_H

#include "support/buf.h"

/* If a line of TABLE, which pm_put_history wrote (change.h), has more than WIDTH columns, make
 * it lines of at most as many. */
void pm_narrow_history(struct pm_buf *table, size_t width);

#endif
