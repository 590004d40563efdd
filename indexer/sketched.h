/* Pressmark - articles of several segments, by their places and by their sketches.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Who looks for copies knows an article by its place (segment/copies.h) and by when it
 * appeared, and what it may be a copy of by the keys of its sketch (segment/sketches.h):
 *
 *	pm_sketched_init(&s, segments, n, gone, &err);
 *	for (place = 0; place < s.n; place++)
 *		if (!pm_sketched_is_gone(&s, place))
 *			pm_sketched_get(&s, place, &sketch, &err);
 *			... pm_sketch_keys(&sketch, keys) ...
 *	pm_sketched_release(&s);
 *
 * The segments and the sets are the caller's.  Memory: 4 bytes a segment.
 */
#ifndef PM_INDEXER_SKETCHED_H
#define PM_INDEXER_SKETCHED_H

#include "indexer/alike.h"
#include "segment/segment.h"
#include "segment/sketches.h"

/* The keys of a sketch, and its digest. */
#define PM_STORY_KEYS (PM_SKETCH_KEYS + 1)

/* Articles in the order in which they appeared: those of one date by their places. */
struct pm_appeared {
	uint32_t day; /* UINT32_MAX: none */
	uint32_t place;
};

struct pm_sketched {
	struct pm_segment *const *segments;
	uint64_t *const *gone; /* by segment, as in struct pm_index (segment/index.h); or
				* NULL */
	size_t n_segments;
	uint32_t *before; /* by segment: articles of those before it */
	uint32_t n;	  /* articles, gone ones too */
};

/* PM_ERR_LIMIT if they are more than an index can number. */
enum pm_status pm_sketched_init(struct pm_sketched *s, struct pm_segment *const *segments,
				size_t n, uint64_t *const *gone, struct pm_error *err);
/* One of all zeros may be released, and so may one whose init has failed. */
void pm_sketched_release(struct pm_sketched *s);

size_t pm_sketched_segment(const struct pm_sketched *s, uint32_t place);
bool pm_sketched_is_gone(const struct pm_sketched *s, uint32_t place);
enum pm_status pm_sketched_get(const struct pm_sketched *s, uint32_t place,
			       struct pm_sketch *sketch, struct pm_error *err);
/* When the article appeared. */
enum pm_status pm_sketched_when(const struct pm_sketched *s, uint32_t place,
				struct pm_appeared *at, struct pm_error *err);
struct pm_alike_article
pm_sketched_article(const struct pm_sketched *s, const struct pm_appeared *at);

static inline struct pm_appeared
pm_appeared_of(uint32_t day, uint32_t place)
{
	return (struct pm_appeared){ day == 0 ? UINT32_MAX : day, place };
}

/* Below 0: X appeared before Y.  Of pointers, for qsort: pm_appeared_compare. */
static inline int
pm_appeared_order(struct pm_appeared x, struct pm_appeared y)
{
	uint64_t a = (uint64_t)x.day << 32 | x.place, b = (uint64_t)y.day << 32 | y.place;

	return a < b ? -1 : a > b;
}

int pm_appeared_compare(const void *x, const void *y);

/* Digests are spread anew, so that they are seldom also keys. */
static inline uint32_t
pm_sketch_digest_key(uint32_t digest)
{
	return digest * UINT32_C(0x85ebca6b);
}

/* What the article can be found by, none of it 0; returns how many there are. */
unsigned pm_sketch_keys(const struct pm_sketch *sketch, uint32_t keys[PM_STORY_KEYS]);

#endif
