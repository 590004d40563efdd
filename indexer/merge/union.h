/* Pressmark - walking several sorted spools side by side.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each source is a spool of records (indexer/gather/run.h) that begin with a string,
 * sorted by it, each string once.  The union yields the strings in the order of their
 * bytes, each with the sources that have it:
 *
 *	pm_union_open(&u, spools, n, &err);
 *	while ((st = pm_union_next(&u, &err)) == PM_OK)
 *		for (i = 0; i < u.n_here; i++)
 *			... u.s, u.len; what follows in source u.here[i]:
 *			    u.sources[u.here[i]].p .. .end ...
 *	pm_union_close(&u);
 *
 * Sources are listed in ascending order.  Costs one heap step per record if there are
 * more than two sources.
 */
#ifndef PM_INDEXER_MERGE_UNION_H
#define PM_INDEXER_MERGE_UNION_H

#include "support/spool.h"

#include <stddef.h>
#include <stdint.h>

struct pm_union_source {
	struct pm_spool_reader reader;
	const uint8_t *p, *end; /* the record, after its string */
	const char *s;
	size_t len;
	uint64_t head; /* pm_sort_head of the string */
};

struct pm_union {
	struct pm_union_source *sources;
	size_t n;
	uint32_t *heap; /* sources with a record, the smallest first */
	size_t n_heap;
	uint32_t *here; /* the sources that have the string */
	size_t n_here;
	const char *s;
	size_t len;
};

enum pm_status pm_union_open(struct pm_union *u, struct pm_spool *const *spools, size_t n,
			     struct pm_error *err);
enum pm_status pm_union_next(struct pm_union *u, struct pm_error *err);
void pm_union_close(struct pm_union *u);

#endif
