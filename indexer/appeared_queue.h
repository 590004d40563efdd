/* Pressmark - a queue of articles, of which the one that appeared first is the next.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_appeared_queue_init(&q, places, &err);
 *	pm_appeared_queue_put(&q, at, &err);
 *	while (q.n > 0)
 *		at = pm_appeared_queue_take(&q);
 *		... pm_appeared_queue_put ...
 *	pm_appeared_queue_release(&q);
 *
 * An article is in it once, even after it was taken: pm_appeared_queue_met says whether it is
 * or was.  The articles that wait are all[0 .. n - 1], in no order that means anything.
 *
 * Cost: of each article a logarithm of how many wait.  Memory: a bit a place, and 8 bytes for
 * each that waits.
 */
#ifndef PM_INDEXER_APPEARED_QUEUE_H
#define PM_INDEXER_APPEARED_QUEUE_H

#include "indexer/sketched.h"

struct pm_appeared_queue {
	struct pm_appeared *all; /* a heap */
	size_t n, cap;
	uint64_t *met; /* a set of places */
};

/* Places are less than PLACES. */
enum pm_status pm_appeared_queue_init(struct pm_appeared_queue *q, uint32_t places,
				      struct pm_error *err);
/* One of all zeros may be released. */
void pm_appeared_queue_release(struct pm_appeared_queue *q);

enum pm_status pm_appeared_queue_put(struct pm_appeared_queue *q, struct pm_appeared at,
				     struct pm_error *err);
struct pm_appeared pm_appeared_queue_take(struct pm_appeared_queue *q);

static inline bool
pm_appeared_queue_met(const struct pm_appeared_queue *q, uint32_t place)
{
	return (q->met[place / 64] >> place % 64 & 1) != 0;
}

#endif
