/* Pressmark - articles that the index has: see known.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/known.h"

#include <stdlib.h>
#include <string.h>

void
pm_known_init(struct pm_known *k)
{
	memset(k, 0, sizeof *k);
}

void
pm_known_release(struct pm_known *k)
{
	free(k->all);
	free(k->slots);
	free(k->sources);
	memset(k, 0, sizeof *k);
}

enum pm_status
pm_known_want(struct pm_known *k, uint64_t source, struct pm_error *err)
{
	enum pm_status status = pm_grow(&k->sources, &k->sources_cap, k->n_sources + 1,
					sizeof *k->sources, err);

	if (status == PM_OK)
		k->sources[k->n_sources++] = source;
	return status;
}

static int
compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static bool
is_wanted(const struct pm_known *k, uint64_t source)
{
	return k->n_sources > 0 &&
	       bsearch(&source, k->sources, k->n_sources, sizeof source, compare) != NULL;
}

static enum pm_status
load_segment(struct pm_known *k, struct pm_index *index, size_t segment,
	     struct pm_error *err)
{
	uint64_t n = index->generation.segments[segment].articles;
	struct pm_pages *origins;
	enum pm_status status = pm_segment_origins(index->segments[segment], &origins, err);
	uint32_t article;

	for (article = 1; article <= n && status == PM_OK; article++) {
		struct pm_known_article a = { .segment = (uint32_t)segment,
					      .article = article };

		if (pm_index_is_gone(index, segment, article))
			continue;
		status = pm_origins_get(origins, article, &a.origin, err);
		a.wanted = status == PM_OK && is_wanted(k, a.origin.source);
		if (status < 0 || !(a.wanted || k->load_all))
			continue;
		status = pm_grow(&k->all, &k->cap, k->n + 1, sizeof *k->all, err);
		if (status == PM_OK)
			k->all[k->n++] = a;
	}
	return status;
}

/* The slot of an identity, or the free one where it should be. */
static uint32_t *
slot_of(const struct pm_known *k, struct pm_digest128 identity)
{
	size_t i = identity.low & k->mask;

	while (k->slots[i] != 0 &&
	       !pm_digest128_equal(k->all[k->slots[i] - 1].origin.identity, identity))
		i = (i + 1) & k->mask;
	return &k->slots[i];
}

static enum pm_status
make_table(struct pm_known *k, struct pm_error *err)
{
	size_t slots = 16, i;

	while (slots < 2 * k->n)
		slots *= 2;
	if (k->n >= UINT32_MAX || (k->slots = pm_calloc(slots, sizeof *k->slots)) == NULL)
		return pm_fail_nomem(err);
	k->mask = slots - 1;
	for (i = 0; i < k->n; i++)
		*slot_of(k, k->all[i].origin.identity) = (uint32_t)i + 1;
	return PM_OK;
}

enum pm_status
pm_known_load(struct pm_known *k, struct pm_index *index, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	if (k->n_sources > 1)
		qsort(k->sources, k->n_sources, sizeof *k->sources, compare);
	for (i = 0; index != NULL && i < index->generation.n_segments && status == PM_OK;
	     i++)
		status = load_segment(k, index, i, err);
	return status < 0 ? status : make_table(k, err);
}

struct pm_known_article *
pm_known_find(struct pm_known *k, struct pm_digest128 identity)
{
	uint32_t slot = *slot_of(k, identity);

	return slot == 0 ? NULL : &k->all[slot - 1];
}
