/* Pressmark - articles by when they appeared: see appeared_queue.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/appeared_queue.h"

#include "support/buf.h"

#include <stdlib.h>
#include <string.h>

enum pm_status
pm_appeared_queue_init(struct pm_appeared_queue *q, uint32_t places, struct pm_error *err)
{
	memset(q, 0, sizeof *q);
	q->met = pm_calloc((size_t)places / 64 + 1, sizeof *q->met);
	return q->met == NULL ? pm_fail_nomem(err) : PM_OK;
}

void
pm_appeared_queue_release(struct pm_appeared_queue *q)
{
	free(q->all);
	free(q->met);
	memset(q, 0, sizeof *q);
}

enum pm_status
pm_appeared_queue_put(struct pm_appeared_queue *q, struct pm_appeared at,
		      struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	if (pm_appeared_queue_met(q, at.place))
		return PM_OK;
	if ((status = pm_grow(&q->all, &q->cap, q->n + 1, sizeof *q->all, err)) < 0)
		return status;
	q->met[at.place / 64] |= UINT64_C(1) << at.place % 64;
	for (i = q->n++; i > 0 && pm_appeared_order(at, q->all[(i - 1) / 2]) < 0;
	     i = (i - 1) / 2)
		q->all[i] = q->all[(i - 1) / 2];
	q->all[i] = at;
	return PM_OK;
}

struct pm_appeared
pm_appeared_queue_take(struct pm_appeared_queue *q)
{
	struct pm_appeared first = q->all[0], last = q->all[--q->n];
	size_t i = 0, child;

	while ((child = 2 * i + 1) < q->n) {
		if (child + 1 < q->n &&
		    pm_appeared_order(q->all[child + 1], q->all[child]) < 0)
			child++;
		if (pm_appeared_order(last, q->all[child]) <= 0)
			break;
		q->all[i] = q->all[child];
		i = child;
	}
	q->all[i] = last;
	return first;
}
