/* Pressmark - what came, changed and went between two generations of an index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A rollback takes articles away and brings others back, and whoever does it wants to know how
 * many.  Articles are the same as in an update (ARCHITECTURE.md, "Updates"): by their identity,
 * and they have changed if their content is another.
 *
 * What both have in the same segment is not looked at, but for what is gone of it in one of
 * them.  Cost: 48 bytes are read for each other article; memory: 40 bytes for each that only
 * the first has there.
 */
#ifndef PM_INDEXER_DIFFERENCE_H
#define PM_INDEXER_DIFFERENCE_H

#include "segment/index.h"

struct pm_difference {
	uint64_t added, changed, taken_away;
};

enum pm_status pm_difference_find(struct pm_difference *d, const struct pm_index *from,
				  const struct pm_index *to, struct pm_error *err);

#endif
