/* Pressmark - what came, changed and went: see difference.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/difference.h"

#include <stdlib.h>
#include <string.h>

struct article {
	struct pm_digest128 identity, content;
	bool met;
};

/* Articles that one of them has, and the other not in the same place. */
struct articles {
	struct article *all;
	size_t n, cap;
};

static int
compare(const void *a, const void *b)
{
	const struct article *x = a, *y = b;

	return pm_digest128_compare(x->identity, y->identity);
}

/* The number of a segment; that of all segments: there is none of this name. */
static size_t
find_segment(const struct pm_index *index, const char *name)
{
	size_t i = 0;

	while (i < index->generation.n_segments &&
	       strcmp(index->generation.segments[i].name, name) != 0)
		i++;
	return i;
}

static enum pm_status
take(struct articles *articles, struct pm_pages *origins, uint32_t article,
     struct pm_error *err)
{
	struct pm_origin o;
	enum pm_status status = pm_grow(&articles->all, &articles->cap, articles->n + 1,
					sizeof *articles->all, err);

	if (status == PM_OK)
		status = pm_origins_get(origins, article, &o, err);
	if (status == PM_OK)
		articles->all[articles->n++] = (struct article){ o.identity, o.content,
								 false };
	return status;
}

/* Gather what INDEX has and OTHER has not, or elsewhere. */
static enum pm_status
gather(struct articles *articles, const struct pm_index *index,
       const struct pm_index *other, struct pm_error *err)
{
	const struct pm_generation *g = &index->generation;
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < g->n_segments && status == PM_OK; i++) {
		size_t same = find_segment(other, g->segments[i].name);
		bool both = same < other->generation.n_segments;
		struct pm_pages *origins;
		uint32_t a;

		if (both && (other->gone == NULL || other->gone[same] == NULL))
			continue;
		status = pm_segment_origins(index->segments[i], &origins, err);
		for (a = 1; a <= g->segments[i].articles && status == PM_OK; a++)
			if (!pm_index_is_gone(index, i, a) &&
			    (!both || pm_index_is_gone(other, same, a)))
				status = take(articles, origins, a, err);
	}
	return status;
}

static void
count(struct pm_difference *d, struct articles *from, const struct articles *to)
{
	size_t i;

	if (from->n > 0)
		qsort(from->all, from->n, sizeof *from->all, compare);
	for (i = 0; i < to->n; i++) {
		struct article *a = from->n == 0 ? NULL
						 : bsearch(&to->all[i], from->all, from->n,
							   sizeof *from->all, compare);

		if (a == NULL)
			d->added++;
		else
			d->changed += !pm_digest128_equal(a->content, to->all[i].content);
		if (a != NULL)
			a->met = true;
	}
	for (i = 0; i < from->n; i++)
		d->taken_away += !from->all[i].met;
}

enum pm_status
pm_difference_find(struct pm_difference *d, const struct pm_index *from,
		   const struct pm_index *to, struct pm_error *err)
{
	struct articles left = { NULL, 0, 0 }, right = { NULL, 0, 0 };
	enum pm_status status;

	*d = (struct pm_difference){ 0, 0, 0 };
	if ((status = gather(&left, from, to, err)) == PM_OK &&
	    (status = gather(&right, to, from, err)) == PM_OK)
		count(d, &left, &right);
	free(left.all);
	free(right.all);
	return status;
}
