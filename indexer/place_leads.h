/* Pressmark - where places lead.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A place (places.h) is found again by what it leads to, whatever path leads there:
 *
 *	pm_place_leads_init(&l);
 *	pm_place_leads_add(&l, "/disk2/corpus", "/srv/corpus", &err);
 *	pm_place_leads_find(&l, "/disk2/corpus/sub/a.txt", NULL, &out);  /srv/corpus/sub/a.txt
 *	pm_place_leads_release(&l);
 */
#ifndef PM_INDEXER_PLACE_LEADS_H
#define PM_INDEXER_PLACE_LEADS_H

#include "support/buf.h"
#include "support/intern.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>

struct pm_place_leads {
	struct pm_intern reals;
	char **places;
	size_t cap;
};

void pm_place_leads_init(struct pm_place_leads *l);
void pm_place_leads_release(struct pm_place_leads *l);
/* PLACE leads to REAL, a path without links; of one REAL, the first place counts. */
enum pm_status pm_place_leads_add(struct pm_place_leads *l, const char *real,
				  const char *place, struct pm_error *err);
/* The same of a place that is the first LEN bytes of PLACE, or ".", if these are none; unless
 * there is nothing. */
enum pm_status
pm_place_leads_add_there(struct pm_place_leads *l, const char *place, size_t len,
			 const char *base, struct pm_error *err);
/* Set OUT to what REAL is called from the nearest place on that leads to it, or to something
 * above it; but not to ABOVE, or above that.  How many bytes of REAL it leads to; 0: there is
 * none. */
size_t pm_place_leads_find(const struct pm_place_leads *l, const char *real,
			   const char *above, struct pm_buf *out);

/* Whether PLACE is ROOT or below it. */
bool pm_place_is_under(const char *place, size_t len, const char *root);
/* Of a place, or a path without a slash at its end: how much of its LEN bytes is the one in
 * which it is, or 0: that has no further one, be it the root. */
size_t pm_place_parent(const char *place, size_t len);
/* Set OUT to what is below PLACE, by what follows there: "a/b", or nothing. */
void pm_place_put(struct pm_buf *out, const char *place, const char *rest, size_t len);
/* The path of what has the place, allocated.  NULL: no memory. */
char *pm_place_path(const char *place, const char *base);

#endif
