/* Pressmark - the articles of damaged segments: see missing.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/missing.h"

#include "shim/database.h"

#include <stdlib.h>
#include <string.h>

static int
compare(const void *a, const void *b)
{
	const struct pm_missing_article *x = a, *y = b;

	return pm_digest128_compare(x->origin.identity, y->origin.identity);
}

static enum pm_status
add_segment(struct pm_missing *m, const struct pm_survey *s, size_t segment,
	    const uint64_t *gone, struct pm_error *err)
{
	uint64_t n = s->generation.segments[segment].articles;
	struct pm_pages *origins = s->segments[segment].origins;
	uint32_t article;

	for (article = 1; article <= n; article++) {
		struct pm_missing_article a = { .segment = (uint32_t)segment,
						.article = article };
		enum pm_status status;

		if (gone != NULL && pm_db_is_gone(gone, article))
			continue;
		if (origins == NULL ||
		    pm_origins_get(origins, article, &a.origin, NULL) < 0) {
			m->unknown++;
			continue;
		}
		status = pm_grow(&m->all, &m->cap, m->n + 1, sizeof *m->all, err);
		if (status < 0)
			return status;
		m->all[m->n++] = a;
	}
	return PM_OK;
}

enum pm_status
pm_missing_init(struct pm_missing *m, const struct pm_survey *s, uint64_t *const *gone,
		struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	memset(m, 0, sizeof *m);
	for (i = 0; i < s->generation.n_segments && status == PM_OK; i++)
		if (!s->segments[i].whole)
			status = add_segment(m, s, i, gone[i], err);
	if (m->n > 1)
		qsort(m->all, m->n, sizeof *m->all, compare);
	return status;
}

void
pm_missing_release(struct pm_missing *m)
{
	free(m->all);
	memset(m, 0, sizeof *m);
}

struct pm_missing_article *
pm_missing_find(const struct pm_missing *m, struct pm_digest128 identity)
{
	const struct pm_missing_article key = { .origin = { .identity = identity } };

	return m->n == 0 ? NULL : bsearch(&key, m->all, m->n, sizeof *m->all, compare);
}

uint64_t
pm_missing_count(const struct pm_missing *m, int found)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < m->n; i++)
		n += m->all[i].found == (unsigned)found;
	return n;
}
