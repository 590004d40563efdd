/* Pressmark - articles by their sketches: see sketched.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/sketched.h"

#include "shim/database.h"
#include "support/buf.h"

#include <stdlib.h>
#include <string.h>

enum pm_status
pm_sketched_init(struct pm_sketched *s, struct pm_segment *const *segments, size_t n,
		 uint64_t *const *gone, struct pm_error *err)
{
	uint64_t articles = 0;
	size_t i;

	*s = (struct pm_sketched){ .segments = segments, .gone = gone, .n_segments = n };
	s->before = pm_calloc(n, sizeof *s->before);
	if (s->before == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n; i++) {
		s->before[i] = (uint32_t)articles;
		articles += pm_store_articles(pm_segment_store(segments[i]));
	}
	if (articles > UINT32_MAX - 1)
		return pm_fail(err, PM_ERR_LIMIT,
			       "an index cannot have more than 4294967294 articles");
	s->n = (uint32_t)articles;
	return PM_OK;
}

void
pm_sketched_release(struct pm_sketched *s)
{
	free(s->before);
	memset(s, 0, sizeof *s);
}

size_t
pm_sketched_segment(const struct pm_sketched *s, uint32_t place)
{
	size_t low = 0, high = s->n_segments;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (s->before[middle] <= place)
			low = middle;
		else
			high = middle;
	}
	return low;
}

bool
pm_sketched_is_gone(const struct pm_sketched *s, uint32_t place)
{
	size_t segment = pm_sketched_segment(s, place);

	return s->gone != NULL && s->gone[segment] != NULL &&
	       pm_db_is_gone(s->gone[segment], place - s->before[segment] + 1);
}

enum pm_status
pm_sketched_get(const struct pm_sketched *s, uint32_t place, struct pm_sketch *sketch,
		struct pm_error *err)
{
	size_t segment = pm_sketched_segment(s, place);
	struct pm_pages *pages;
	enum pm_status status = pm_segment_sketches(s->segments[segment], &pages, err);

	return status < 0
		     ? status
		     : pm_sketches_get(pages, place - s->before[segment] + 1, sketch, err);
}

enum pm_status
pm_sketched_when(const struct pm_sketched *s, uint32_t place, struct pm_appeared *at,
		 struct pm_error *err)
{
	struct pm_sketch sketch;
	enum pm_status status = pm_sketched_get(s, place, &sketch, err);

	if (status == PM_OK)
		*at = pm_appeared_of(sketch.day, place);
	return status;
}

struct pm_alike_article
pm_sketched_article(const struct pm_sketched *s, const struct pm_appeared *at)
{
	size_t segment = pm_sketched_segment(s, at->place);

	return (struct pm_alike_article){ (uint32_t)segment,
					  at->place - s->before[segment] + 1, at->day };
}

int
pm_appeared_compare(const void *x, const void *y)
{
	return pm_appeared_order(*(const struct pm_appeared *)x,
				 *(const struct pm_appeared *)y);
}

unsigned
pm_sketch_keys(const struct pm_sketch *sketch, uint32_t keys[PM_STORY_KEYS])
{
	unsigned n = 0;

	for (; n < PM_SKETCH_KEYS && sketch->keys[n] != 0; n++)
		keys[n] = sketch->keys[n];
	if (sketch->digest != 0)
		keys[n++] = pm_sketch_digest_key(sketch->digest);
	return n;
}
