/* Pressmark - which names an index knows, and what they lead to.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What rules 2 and 3 of places.h ask of the files of an index.  Nothing is made before it is
 * asked for; most paths are roots, and ask for nothing.  A list of files that a repair has put
 * together again may have files of which no root is known: then the folders in which they are
 * count as such.
 */
#ifndef PM_INDEXER_PLACE_KNOWN_H
#define PM_INDEXER_PLACE_KNOWN_H

#include "indexer/files.h"
#include "indexer/place_leads.h"

struct pm_place_known {
	const struct pm_files *files; /* the caller's */
	const char *base;	      /* likewise; or NULL */
	struct pm_intern folders;     /* between its files and their roots */
	struct pm_place_leads leads;  /* of those whose files have no root */
	bool has_folders, has_leads;
};

void pm_place_known_init(struct pm_place_known *k, const struct pm_files *files,
			 const char *base);
void pm_place_known_release(struct pm_place_known *k);

/* PM_OK: PLACE is a root, a file, or a folder that is below the root of files in it, or below
 * it; PM_ABSENT: it is none of these. */
enum pm_status pm_place_known_has(struct pm_place_known *k, const char *place,
				  struct pm_error *err);
/* Set OUT to what REAL, a path without links, is called in a folder whose files have no root, or
 * as a file that is a link.  PM_ABSENT: it is neither. */
enum pm_status pm_place_known_find(struct pm_place_known *k, const char *real,
				   struct pm_buf *out, struct pm_error *err);

#endif
