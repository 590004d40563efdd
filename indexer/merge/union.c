/* Pressmark - walking several sorted spools side by side: see union.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge/union.h"

#include "support/bytes.h"
#include "support/sort.h"

#include <stdlib.h>
#include <string.h>

static int
compare(const struct pm_union *u, uint32_t a, uint32_t b)
{
	const struct pm_union_source *x = &u->sources[a], *y = &u->sources[b];
	int order;

	if (x->head != y->head)
		return x->head < y->head ? -1 : 1;
	order = pm_compare_bytes(x->s, x->len, y->s, y->len);
	return order != 0 ? order : (a > b) - (a < b);
}

/* Sift the source at I of the heap down to its place. */
static void
sift_down(struct pm_union *u, size_t i)
{
	uint32_t moving = u->heap[i];

	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= u->n_heap)
			break;
		if (child + 1 < u->n_heap &&
		    compare(u, u->heap[child + 1], u->heap[child]) < 0)
			child++;
		if (compare(u, moving, u->heap[child]) <= 0)
			break;
		u->heap[i] = u->heap[child];
		i = child;
	}
	u->heap[i] = moving;
}

/* Move to the source's next record; PM_END if it has none. */
static enum pm_status
advance(struct pm_union_source *s, struct pm_error *err)
{
	enum pm_status status = pm_spool_next(&s->reader, &s->p, &s->end, err);
	uint64_t len;

	if (status != PM_OK)
		return status;
	if (pm_load_varint(&s->p, s->end, &len) < 0 || len > (uint64_t)(s->end - s->p))
		return pm_fail(err, PM_ERR_INTERNAL, "a spool holds no string");
	s->s = (const char *)s->p;
	s->len = (size_t)len;
	s->p += len;
	s->head = pm_sort_head(s->s, s->len);
	return PM_OK;
}

enum pm_status
pm_union_open(struct pm_union *u, struct pm_spool *const *spools, size_t n,
	      struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	memset(u, 0, sizeof *u);
	u->sources = pm_calloc(n, sizeof *u->sources);
	u->heap = pm_alloc(n, sizeof *u->heap);
	u->here = pm_alloc(n, sizeof *u->here);
	if (u->sources == NULL || u->heap == NULL || u->here == NULL) {
		pm_union_close(u);
		return pm_fail_nomem(err);
	}
	for (i = 0; i < n; i++)
		pm_spool_read(&u->sources[i].reader, spools[i], 0, spools[i]->len);
	u->n = n;
	for (i = 0; i < n; i++) {
		status = advance(&u->sources[i], err);
		if (status < 0)
			break;
		if (status == PM_OK)
			u->heap[u->n_heap++] = (uint32_t)i;
		status = PM_OK;
	}
	if (status < 0) {
		pm_union_close(u);
		return status;
	}
	for (i = u->n_heap / 2; i-- > 0;)
		sift_down(u, i);
	return PM_OK;
}

void
pm_union_close(struct pm_union *u)
{
	size_t i;

	for (i = 0; i < u->n; i++)
		pm_spool_reader_release(&u->sources[i].reader);
	free(u->sources);
	free(u->heap);
	free(u->here);
	memset(u, 0, sizeof *u);
}

static void
pop(struct pm_union *u)
{
	u->heap[0] = u->heap[--u->n_heap];
	if (u->n_heap > 0)
		sift_down(u, 0);
}

enum pm_status
pm_union_next(struct pm_union *u, struct pm_error *err)
{
	const struct pm_union_source *first;
	enum pm_status status;
	size_t i;

	/* The sources last yielded are not in the heap. */
	for (i = 0; i < u->n_here; i++) {
		size_t at = u->n_heap;

		status = advance(&u->sources[u->here[i]], err);
		if (status < 0)
			return status;
		if (status == PM_END)
			continue;
		u->heap[u->n_heap++] = u->here[i];
		for (; at > 0 && compare(u, u->heap[at], u->heap[(at - 1) / 2]) < 0;
		     at = (at - 1) / 2) {
			uint32_t swap = u->heap[at];

			u->heap[at] = u->heap[(at - 1) / 2];
			u->heap[(at - 1) / 2] = swap;
		}
	}
	u->n_here = 0;
	if (u->n_heap == 0)
		return PM_END;
	first = &u->sources[u->heap[0]];
	u->s = first->s;
	u->len = first->len;
	do {
		u->here[u->n_here++] = u->heap[0];
		pop(u);
	} while (u->n_heap > 0 && u->sources[u->heap[0]].head == first->head &&
		 pm_compare_bytes(u->sources[u->heap[0]].s, u->sources[u->heap[0]].len,
				  u->s, u->len) == 0);
	return PM_OK;
}
