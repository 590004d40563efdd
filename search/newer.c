/* Pressmark - the articles that an index got after a generation: see newer.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/newer.h"

#include <stdlib.h>

static bool
is_newer(const struct pm_newer *n, const struct pm_origin *o)
{
	return o->first > n->since || (n->kind == PM_NEWER_CHANGED && o->since > n->since);
}

/* Hide what is older of a segment. */
static enum pm_status
hide(struct pm_newer *n, struct pm_index *index, size_t segment, struct pm_error *err)
{
	uint32_t articles = (uint32_t)index->generation.segments[segment].articles, i;
	uint64_t *bits = pm_calloc((size_t)articles / 64 + 1, sizeof *bits);
	struct pm_pages *origins;
	struct pm_origin o;
	enum pm_status status;

	if ((n->hidden[segment] = bits) == NULL)
		return pm_fail_nomem(err);
	status = pm_segment_origins(index->segments[segment], &origins, err);
	for (i = 1; i <= articles && status == PM_OK; i++) {
		if ((status = pm_origins_get(origins, i, &o, err)) < 0)
			break;
		if (!is_newer(n, &o))
			bits[(i - 1) / 64] |= UINT64_C(1) << (i - 1) % 64;
		else if (!pm_index_is_gone(index, segment, i))
			n->articles++;
	}
	return status;
}

enum pm_status
pm_newer_find(struct pm_newer **out, struct pm_index *index, uint64_t since,
	      enum pm_newer_kind kind, struct pm_error *err)
{
	struct pm_newer *n = pm_calloc(1, sizeof *n);
	enum pm_status status = PM_OK;
	size_t i;

	*out = NULL;
	if (n == NULL)
		return pm_fail_nomem(err);
	n->since = since;
	n->kind = kind;
	n->n_segments = index->generation.n_segments;
	n->hidden = pm_calloc(n->n_segments, sizeof *n->hidden);
	if (n->hidden == NULL)
		status = pm_fail_nomem(err);
	for (i = 0; i < n->n_segments && status == PM_OK; i++)
		status = hide(n, index, i, err);
	if (status < 0)
		pm_newer_free(n);
	else
		*out = n;
	return status;
}

bool
pm_newer_has(const struct pm_newer *n, const struct pm_index *index, uint32_t id)
{
	size_t segment = pm_index_segment(index, id);

	return !pm_db_is_gone(n->hidden[segment], id - index->before[segment]);
}

void
pm_newer_free(struct pm_newer *n)
{
	size_t i;

	if (n == NULL)
		return;
	for (i = 0; n->hidden != NULL && i < n->n_segments; i++)
		free(n->hidden[i]);
	free(n->hidden);
	free(n);
}
