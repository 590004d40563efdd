/* Pressmark - where the databases of an index's segments are.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_databases_find(&d, "index", generation.segments, generation.n_segments, &err);
 *	pm_db_open(&db, d.where, d.n, &err);
 *	pm_databases_release(&d);
 */
#ifndef PM_SEGMENT_DATABASES_H
#define PM_SEGMENT_DATABASES_H

#include "segment/generation.h"
#include "shim/database.h"

struct pm_databases {
	struct pm_db_location *where; /* one for each segment */
	size_t n;
	char **names;
};

/* Those of N segments in the folder DIR, whether they are there or not. */
enum pm_status pm_databases_find(struct pm_databases *d, const char *dir,
				 const struct pm_segment_info *segments, size_t n,
				 struct pm_error *err);
void pm_databases_release(struct pm_databases *d);

#endif
