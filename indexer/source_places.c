/* Pressmark - which file an article is from: see source_places.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/source_places.h"

#include <stdlib.h>
#include <string.h>

static int
compare(const void *a, const void *b)
{
	const struct pm_source_place *x = a, *y = b;

	return x->source < y->source ? -1 : x->source > y->source;
}

enum pm_status
pm_source_places_init(struct pm_source_places *p, const struct pm_files *files,
		      struct pm_error *err)
{
	uint32_t i;

	memset(p, 0, sizeof *p);
	p->all = pm_alloc((size_t)files->places.n + 1, sizeof *p->all);
	if (p->all == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < files->places.n; i++) {
		size_t len;
		const char *place = pm_intern_get(&files->places, i, &len);

		p->all[p->n++] = (struct pm_source_place){ pm_origin_source(place, len),
							   i };
	}
	qsort(p->all, p->n, sizeof *p->all, compare);
	return PM_OK;
}

void
pm_source_places_release(struct pm_source_places *p)
{
	free(p->all);
	memset(p, 0, sizeof *p);
}

uint32_t
pm_source_places_find(const struct pm_source_places *p, uint64_t source)
{
	const struct pm_source_place key = { source, 0 }, *found;

	if (p->n == 0)
		return PM_U32_NONE;
	found = bsearch(&key, p->all, p->n, sizeof *p->all, compare);
	return found == NULL ? PM_U32_NONE : found->place;
}
