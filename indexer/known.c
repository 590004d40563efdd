/* Pressmark - articles that the index has: see known.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/known.h"

#include "indexer/identity.h"

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
	free(k->order);
	free(k->cursor);
	free(k->groups);
	free(k->equals);
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
	return status;
}

enum pm_status
pm_known_add_lost(struct pm_known *k, const struct pm_origin *origin, struct pm_error *err)
{
	enum pm_status status = pm_grow(&k->all, &k->cap, k->n + 1, sizeof *k->all, err);

	if (status == PM_OK)
		k->all[k->n++] = (struct pm_known_article){ .origin = *origin,
							    .lost = true };
	return status;
}

/* --- finding them ----------------------------------------------------------------- */

static int
compare_identities(const void *a, const void *b, void *ctx)
{
	const struct pm_known *k = ctx;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	int order = pm_digest128_compare(k->all[i].origin.identity,
					 k->all[j].origin.identity);

	return order != 0 ? order : i < j ? -1 : i > j;
}

static struct pm_digest128
group_of(const struct pm_known *k, uint32_t number)
{
	return pm_identity_group(k->all[number].origin.identity);
}

/* The slot of a group, or the free one where it should be. */
static uint32_t *
group_slot(const struct pm_known *k, struct pm_digest128 group)
{
	size_t i = group.high & k->mask;

	while (k->groups[i] != 0 &&
	       !pm_digest128_equal(group_of(k, k->order[k->groups[i] - 1]), group))
		i = (i + 1) & k->mask;
	return &k->groups[i];
}

uint32_t *
pm_known_equal(const struct pm_known *k, struct pm_digest128 group,
	       struct pm_digest128 content)
{
	size_t i = (group.high ^ content.low) & k->mask;

	while (k->equals[i] != 0) {
		uint32_t number = k->equals[i] - 1;

		if (pm_digest128_equal(group_of(k, number), group) &&
		    pm_digest128_equal(k->all[number].origin.content, content))
			break;
		i = (i + 1) & k->mask;
	}
	return &k->equals[i];
}

enum pm_status
pm_known_order(struct pm_known *k, struct pm_error *err)
{
	size_t slots = 16, i;

	while (slots < 2 * k->n)
		slots *= 2;
	if (k->n >= UINT32_MAX || (k->order = pm_calloc(k->n, sizeof *k->order)) == NULL ||
	    (k->cursor = pm_calloc(k->n, sizeof *k->cursor)) == NULL ||
	    (k->groups = pm_calloc(slots, sizeof *k->groups)) == NULL ||
	    (k->equals = pm_calloc(slots, sizeof *k->equals)) == NULL)
		return pm_fail_nomem(err);
	k->mask = slots - 1;
	for (i = 0; i < k->n; i++)
		k->order[i] = (uint32_t)i;
	if (k->n > 1)
		qsort_r(k->order, k->n, sizeof *k->order, compare_identities, k);
	/* backwards, so that the first of each group and of those that say the same is the
	 * one that stays */
	for (i = k->n; i-- > 0;) {
		struct pm_known_article *a = &k->all[k->order[i]];
		struct pm_digest128 group = group_of(k, k->order[i]);
		uint32_t *equal = pm_known_equal(k, group, a->origin.content);

		*group_slot(k, group) = (uint32_t)i + 1;
		k->cursor[i] = i;
		a->equal = *equal;
		*equal = k->order[i] + 1;
	}
	return PM_OK;
}

size_t
pm_known_group(const struct pm_known *k, struct pm_digest128 group)
{
	uint32_t slot = *group_slot(k, group);

	return slot == 0 ? k->n : slot - 1;
}

bool
pm_known_is_of(const struct pm_known *k, size_t at, struct pm_digest128 group)
{
	return at < k->n && pm_digest128_equal(group_of(k, k->order[at]), group);
}

bool
pm_known_has(const struct pm_known *k, struct pm_digest128 identity)
{
	size_t low = pm_known_group(k, pm_identity_group(identity)), high = k->n;

	/* the rest of the order begins with the group, by numbers */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (pm_digest128_compare(k->all[k->order[middle]].origin.identity,
					 identity) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < k->n &&
	       pm_digest128_equal(k->all[k->order[low]].origin.identity, identity);
}
