/* Pressmark - merging the separators of runs: see merge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge/merge.h"

#include "support/sort.h"

#include <stdlib.h>
#include <string.h>

struct separator_order {
	const struct pm_intern *names;
	const uint64_t *counts;
};

static int
by_count(const void *a, const void *b, void *ctx)
{
	const struct separator_order *o = ctx;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	size_t x_len, y_len;
	const char *p, *q;

	if (o->counts[x] != o->counts[y])
		return o->counts[x] > o->counts[y] ? -1 : 1;
	p = pm_intern_get(o->names, x, &x_len);
	q = pm_intern_get(o->names, y, &y_len);
	return pm_compare_bytes(p, x_len, q, y_len);
}

/* The predicted separators come first of all, even if no run has met them in other
 * places: opening the store looks for them. */
static enum pm_status
begin_separators(struct pm_merge *m, uint64_t **counts, size_t *cap, struct pm_error *err)
{
	static const char *const predicted[] = { "", " " };
	enum pm_status status = pm_grow(counts, cap, 2, sizeof **counts, err);
	uint32_t id, i;

	for (i = 0; i < 2 && status == PM_OK; i++) {
		status = pm_intern(&m->separators, predicted[i], i, &id, err);
		(*counts)[i] = UINT64_MAX / 2;
	}
	return status;
}

enum pm_status
pm_merge_separators(struct pm_merge *m, struct pm_error *err)
{
	uint64_t *counts = NULL;
	uint32_t *places = NULL, i, k, id;
	size_t cap = 0, len;
	struct separator_order order = { &m->separators, NULL };
	enum pm_status status = begin_separators(m, &counts, &cap, err);

	for (i = 0; i < m->n && status == PM_OK; i++) {
		const struct pm_run *run = &m->runs[i];
		uint32_t *ranks = pm_alloc(run->separators.n, sizeof *ranks);

		m->separator_ranks[i] = ranks;
		if (ranks == NULL)
			status = pm_fail_nomem(err);
		for (k = 0; k < run->separators.n && status == PM_OK; k++) {
			const char *s = pm_intern_get(&run->separators, k, &len);
			uint32_t known = m->separators.n;

			if ((status = pm_intern(&m->separators, s, len, &id, err)) < 0 ||
			    (status = pm_grow(&counts, &cap, (size_t)id + 1,
					      sizeof *counts, err)) < 0)
				break;
			if (id == known)
				counts[id] = 0;
			counts[id] += run->separator_counts[k];
			ranks[k] = id;
		}
	}
	m->by_rank = pm_alloc(m->separators.n, sizeof *m->by_rank);
	places = pm_alloc(m->separators.n, sizeof *places);
	if (status == PM_OK && (m->by_rank == NULL || places == NULL))
		status = pm_fail_nomem(err);
	if (status < 0)
		goto out;
	for (i = 0; i < m->separators.n; i++)
		m->by_rank[i] = i;
	order.counts = counts;
	if (m->separators.n > 1)
		qsort_r(m->by_rank, m->separators.n, sizeof *m->by_rank, by_count, &order);
	for (i = 0; i < m->separators.n; i++)
		places[m->by_rank[i]] = i;
	for (i = 0; i < m->n; i++)
		for (k = 0; k < m->runs[i].separators.n; k++)
			m->separator_ranks[i][k] = places[m->separator_ranks[i][k]];
out:
	free(counts);
	free(places);
	return status;
}
