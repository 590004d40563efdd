/* Pressmark - the input: articles that stay though they were not found; see input_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/input_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const reasons[] = {
	[PM_SPARE_UNREAD] = "it could not be read as a whole",
	[PM_SPARE_EMPTY] = "it is empty now (--max-removed 100% takes away what it had)",
};

bool
pm_input_takes_all(const struct pm_input *in)
{
	const struct pm_skip_limit *limit = &in->options.build->max_removed;

	return limit->kind == PM_SKIP_SHARE && limit->share >= 1;
}

/* --- who is spared -------------------------------------------------------- */

enum pm_status
pm_input_spare_for(struct pm_input *in, const char *path, enum pm_spare_reason reason,
		   struct pm_error *err)
{
	enum pm_status status = pm_grow(&in->spares, &in->spares_cap, in->n_spares + 1,
					sizeof *in->spares, err);
	char *copy = status < 0 ? NULL : pm_strndup(path, strlen(path));

	if (status < 0)
		return status;
	if (copy == NULL)
		return pm_fail_nomem(err);
	in->spares[in->n_spares++] = (struct pm_input_spare){ copy, reason, 0 };
	return PM_OK;
}

enum pm_status
pm_input_spare_file(struct pm_input *in, uint32_t file, struct pm_error *err)
{
	enum pm_status status = pm_grow(&in->spared, &in->spared_cap, in->n_spared + 1,
					sizeof *in->spared, err);
	size_t len;
	const char *place = pm_intern_get(&in->files->places, file, &len);

	if (status == PM_OK)
		in->spared[in->n_spared++] = (struct pm_input_spared_file){
			pm_origin_source(place, len), file, (uint32_t)(in->n_spares - 1)
		};
	return status;
}

enum pm_status
pm_input_spare_below(struct pm_input *in, const char *path, enum pm_spare_reason reason,
		     struct pm_error *err)
{
	enum pm_status status = pm_input_spare_for(in, path, reason, err);
	uint32_t i;

	for (i = 0; i < in->files->places.n && status == PM_OK; i++) {
		size_t len;
		const char *place = pm_intern_get(&in->files->places, i, &len);

		if (in->files->of[i].seen ||
		    !pm_place_is_under(place, len, pm_buf_str(&in->place)))
			continue;
		in->files->of[i].seen = true;
		if ((status = pm_input_spare_file(in, i, err)) == PM_OK)
			status = pm_known_want(&in->known, pm_origin_source(place, len),
					       err);
	}
	return status;
}

/* --- what became of that -------------------------------------------------- */

static int
compare(const void *a, const void *b)
{
	const struct pm_input_spared_file *x = a, *y = b;

	return x->source < y->source ? -1 : x->source > y->source;
}

static int
compare_all(const void *a, const void *b)
{
	const struct pm_input_spared_file *x = a, *y = b;
	int order = compare(a, b);

	return order != 0 ? order : x->spare < y->spare ? -1 : x->spare > y->spare;
}

/* By their sources, each with the first that it is spared for. */
static void
sort(struct pm_input *in)
{
	size_t n = 0, i;

	qsort(in->spared, in->n_spared, sizeof *in->spared, compare_all);
	for (i = 0; i < in->n_spared; i++)
		if (n == 0 || in->spared[n - 1].source != in->spared[i].source)
			in->spared[n++] = in->spared[i];
	in->n_spared = in->n_sorted = n;
}

bool
pm_input_spares(struct pm_input *in, uint64_t source)
{
	const struct pm_input_spared_file key = { source, 0, 0 }, *found;
	struct pm_file *f;

	if (in->n_sorted != in->n_spared)
		sort(in);
	found = in->n_spared == 0 ? NULL
				  : bsearch(&key, in->spared, in->n_spared,
					    sizeof *in->spared, compare);
	if (found == NULL)
		return false;
	in->spares[found->spare].articles++;
	/* of a file that was opened, only those were counted that were read */
	f = &in->files->of[found->file];
	f->articles += f->entered;
	in->result->spared++;
	return true;
}

void
pm_input_tell_spared(const struct pm_input *in)
{
	char text[128];
	size_t i;

	for (i = 0; i < in->n_spares; i++) {
		const struct pm_input_spare *s = &in->spares[i];

		if (s->articles == 0)
			continue;
		snprintf(text, sizeof text,
			 "%" PRIu64 " article%s of the index stay%s: %s", s->articles,
			 s->articles == 1 ? "" : "s", s->articles == 1 ? "s" : "",
			 reasons[s->reason]);
		pm_input_note(in, "spared", (struct pm_str){ s->path, strlen(s->path) },
			      text);
	}
}

void
pm_input_release_spared(struct pm_input *in)
{
	size_t i;

	for (i = 0; i < in->n_spares; i++)
		free(in->spares[i].path);
	free(in->spares);
	free(in->spared);
}
