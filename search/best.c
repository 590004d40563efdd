/* Pressmark - the page of a ranked search: see best.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/best.h"

#include "support/buf.h"

#include <stdlib.h>
#include <string.h>

enum pm_status
pm_count_places(struct pm_glass *const *segments, size_t n, uint64_t *places,
		struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	*places = 0;
	for (i = 0; i < n && status == PM_OK; i++) {
		*places += segments[i]->articles;
		status = pm_glass_status(segments[i], err);
	}
	return status;
}

size_t
pm_page_range(const struct pm_db_request *request, uint64_t places, uint32_t *first,
	      uint32_t *max)
{
	*first = request->first < places ? request->first : (uint32_t)places;
	*max = request->max < places - *first ? request->max : (uint32_t)(places - *first);
	return *max > 0 ? (size_t)*first + *max : 0;
}

enum pm_status
pm_check_failed(const struct pm_db_request *request, const struct pm_glass *segment,
		enum pm_status status, struct pm_error *err)
{
	const struct pm_error *own = request->check_err;

	if (own == NULL || own->status >= 0)
		return pm_fail(err, status, "cannot search '%s': a check failed",
			       segment->postings.path);
	if (err != NULL && err != own)
		*err = *own;
	return status;
}

static void
sink(struct pm_best *b, size_t i)
{
	struct pm_db_match match = b->all[i];
	size_t child;

	while ((child = 2 * i + 1) < b->n) {
		if (child + 1 < b->n && pm_is_better(&b->all[child], &b->all[child + 1]))
			child++;
		if (!pm_is_better(&match, &b->all[child]))
			break;
		b->all[i] = b->all[child];
		i = child;
	}
	b->all[i] = match;
}

enum pm_status
pm_best_offer(struct pm_best *b, const struct pm_db_match *match, struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	if (b->n == b->keep) {
		if (b->keep > 0 && pm_is_better(match, &b->all[0])) {
			b->all[0] = *match;
			sink(b, 0);
		}
		return PM_OK;
	}
	status = pm_grow(&b->all, &b->cap, b->n + 1, sizeof *b->all, err);
	if (status < 0)
		return status;
	b->all[b->n++] = *match;
	if (b->n == b->keep)
		for (i = b->n / 2; i-- > 0;)
			sink(b, i);
	return PM_OK;
}

static int
compare(const void *a, const void *b)
{
	return pm_is_better(a, b) ? -1 : 1;
}

void
pm_best_page(struct pm_best *b, uint32_t first, uint32_t max, struct pm_db_page *page)
{
	size_t n = b->n > first ? b->n - first : 0;

	page->n = 0;
	if (n > max)
		n = max;
	if (n == 0)
		return;
	qsort(b->all, b->n, sizeof *b->all, compare);
	memcpy(page->matches, b->all + first, n * sizeof *page->matches);
	page->n = (uint32_t)n;
}
