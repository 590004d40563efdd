/* Pressmark - which file an article is from, by the number that its origin has of it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An origin (segment/origins.h) has no path, only pm_origin_source of it.  The table of files
 * (files.h) has the paths:
 *
 *	pm_source_places_init(&p, files, &err);
 *	place = pm_source_places_find(&p, origin.source);
 *	... place < files->places.n: that file; PM_U32_NONE: none that is known ...
 *	pm_source_places_release(&p);
 *
 * Memory: 16 bytes for each file.
 */
#ifndef PM_INDEXER_SOURCE_PLACES_H
#define PM_INDEXER_SOURCE_PLACES_H

#include "indexer/files.h"

struct pm_source_place {
	uint64_t source;
	uint32_t place; /* its number among files->places */
};

struct pm_source_places {
	struct pm_source_place *all; /* by their sources */
	size_t n;
};

/* FILES is not asked any more afterwards; places that it gets later are not found. */
enum pm_status pm_source_places_init(struct pm_source_places *p,
				     const struct pm_files *files, struct pm_error *err);
/* One of all zeros may be released, and has no places. */
void pm_source_places_release(struct pm_source_places *p);
uint32_t pm_source_places_find(const struct pm_source_places *p, uint64_t source);

#endif
