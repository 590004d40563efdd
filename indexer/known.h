/* Pressmark - articles that the index has, as an update meets them again.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Of the files that an update reads, or that are gone, the articles that the index has of
 * them are put into a table, by their identity (segment/origins.h).  With --ids replace
 * all articles are, as any of them may be replaced:
 *
 *	pm_known_init(&k);
 *	for each such file: pm_known_want(&k, pm_origin_source(place, len), &err);
 *	pm_known_load(&k, index, &err);
 *	for each article that is read
 *		a = pm_known_find(&k, identity);	NULL: it is new
 *		a->met = true;
 *	for each of k.all: those that are wanted, and were not met, are gone
 *	pm_known_release(&k);
 *
 * Cost: the origins of all articles are read in order, 48 bytes each.  Memory: 56 bytes and
 * two slots of a table for each article that is wanted.
 */
#ifndef PM_INDEXER_KNOWN_H
#define PM_INDEXER_KNOWN_H

#include "segment/index.h"
#include "segment/origins.h"

#include <stdbool.h>

struct pm_known_article {
	struct pm_origin origin;
	uint32_t segment, article; /* the index's segment, from 0, and its number there */
	bool wanted;  /* it is of a file that is wanted; all of them are met or gone */
	bool met;     /* the input has it */
	bool renewed; /* and it is written again, so that this one goes */
};

struct pm_known {
	struct pm_known_article *all;
	size_t n, cap;
	uint32_t *slots; /* number + 1; by identity */
	size_t mask;
	/* The sources that are wanted, ascending once loaded */
	uint64_t *sources;
	size_t n_sources, sources_cap;
	bool load_all; /* the caller's: put all articles into the table */
};

void pm_known_init(struct pm_known *k);
void pm_known_release(struct pm_known *k);
enum pm_status pm_known_want(struct pm_known *k, uint64_t source, struct pm_error *err);
/* INDEX NULL: there is none, and nothing is known. */
enum pm_status pm_known_load(struct pm_known *k, struct pm_index *index,
			     struct pm_error *err);
struct pm_known_article *pm_known_find(struct pm_known *k, struct pm_digest128 identity);

#endif
