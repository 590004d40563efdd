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
 *	pm_known_order(&k, &err);
 *	... pairing.h finds which of them the input has: those are `met` ...
 *	for each of k.all: those that are wanted, and were not met, are gone
 *	pm_known_release(&k);
 *
 * They can be found by their group (identity.h), and within it by what they say.
 *
 * Cost: the origins of all articles are read in order, 48 bytes each.  Memory: 80 bytes and
 * four slots of a table for each article that is wanted.
 */
#ifndef PM_INDEXER_KNOWN_H
#define PM_INDEXER_KNOWN_H

#include "segment/index.h"
#include "segment/origins.h"

#include <stdbool.h>

struct pm_known_article {
	struct pm_origin origin;
	uint32_t segment, article; /* the index's segment, from 0, and its number there */
	uint32_t equal;	  /* the next one of its group that says the same, + 1; or 0 */
	uint32_t partner; /* pairing.h's: who has it for now, + 1; or 0 */
	bool wanted;  /* it is of a file that is wanted; all of them are met or gone */
	bool lost;    /* the index has it no more: the input may bring it back */
	bool met;     /* the input has it */
	bool settled; /* and it is certain which article of the input it is */
	bool renewed; /* and it is written again, so that this one goes */
};

struct pm_known {
	struct pm_known_article *all; /* by segment and number there */
	size_t n, cap;
	uint32_t *order;  /* their numbers in `all`, by their identities */
	size_t *cursor;	  /* by place in `order` where a group begins: pairing.h's */
	uint32_t *groups; /* open addressing: place in `order` + 1 where a group begins */
	uint32_t *equals; /* likewise, number in `all` + 1 of the first that says the same */
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
/* One that the index has no more. */
enum pm_status pm_known_add_lost(struct pm_known *k, const struct pm_origin *origin,
				 struct pm_error *err);
/* All have been added, and may be found. */
enum pm_status pm_known_order(struct pm_known *k, struct pm_error *err);

/* Where a group begins in `order`; n: there is none. */
size_t pm_known_group(const struct pm_known *k, struct pm_digest128 group);
/* Whether place AT of `order`, at most n, still has one of the group. */
bool pm_known_is_of(const struct pm_known *k, size_t at, struct pm_digest128 group);
/* Those of a group that say the same, which are chained by their numbers: *head is the first
 * of them + 1, or 0 if there is none.  It may be set to a later one, but not to 0. */
uint32_t *pm_known_equal(const struct pm_known *k, struct pm_digest128 group,
			 struct pm_digest128 content);
/* Whether there is an article of this identity. */
bool pm_known_has(const struct pm_known *k, struct pm_digest128 identity);

#endif
