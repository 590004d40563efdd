/* Pressmark - a repair: what is lost, counted and named; see repair_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/repair_parts.h"

#include "indexer/article_name.h"
#include "segment/fingerprint.h"
#include "support/file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum pm_status
pm_repair_count(struct pm_repairing *r, const struct pm_successor *s, uint64_t taken_away,
		struct pm_error *err)
{
	struct pm_repair_result *result = r->result;
	uint64_t others = result->others, unknown = r->missing.unknown;
	char fingerprint[PM_FINGERPRINT_TEXT];

	pm_fingerprint_text(s->fingerprint, fingerprint);
	result->same = strcmp(fingerprint, r->survey.generation.fingerprint) == 0;
	result->unknown = unknown;
	result->lost = result->back = 0;
	if (!result->same) {
		/* of which nothing is known may be those that came */
		result->lost = pm_missing_count(&r->missing, PM_FOUND_NOT) +
			       (unknown > others ? unknown - others : 0);
		result->back = r->unsure > taken_away ? r->unsure - taken_away : 0;
	}
	return r->survey.files.whole
		     ? PM_OK
		     : pm_repair_count_homeless(r, &s->files, &result->homeless, err);
}

/* --- names -------------------------------------------------------------------------- */

/* The damaged segments, as far as they can be opened. */
static enum pm_status
open_damaged(const struct pm_repairing *r, struct pm_segment **segments)
{
	const struct pm_survey *s = &r->survey;
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < s->generation.n_segments && status != PM_ERR_NOMEM; i++) {
		char *dir = pm_path_join(s->dir, s->generation.segments[i].name);

		status = dir == NULL	      ? PM_ERR_NOMEM
		       : s->segments[i].whole ? PM_OK
					      : pm_segment_open(&segments[i], dir, NULL);
		free(dir);
	}
	return status == PM_ERR_NOMEM ? status : PM_OK;
}

/* A line that names an article: as its segment does, or by its file. */
static void
put_name(const struct pm_repairing *r, struct pm_segment *seg,
	 const struct pm_source_places *places, const struct pm_missing_article *a)
{
	struct pm_buf *out = &r->result->names;
	uint32_t place;
	size_t len;

	pm_buf_puts(out, "  ");
	len = out->len;
	if (seg == NULL || pm_article_name(seg, a->article, out, NULL) < 0) {
		out->len = len;
		pm_buf_printf(out, "article %" PRIu32 " of %s", a->article,
			      r->survey.generation.segments[a->segment].name);
	}
	place = pm_source_places_find(places, a->origin.source);
	if (place != PM_U32_NONE) {
		const char *name = pm_intern_get(&r->table.places, place, &len);

		pm_buf_puts(out, ", of ");
		pm_buf_put_shown(out, name, len);
	}
	pm_buf_putc(out, '\n');
}

static int
compare_places(const void *a, const void *b)
{
	const struct pm_missing_article *const *x = a, *const *y = b;

	if ((*x)->segment != (*y)->segment)
		return (*x)->segment < (*y)->segment ? -1 : 1;
	return (*x)->article < (*y)->article ? -1 : 1;
}

/* Those that were not found, in the order of the index: N of them. */
static enum pm_status
list_lost(const struct pm_repairing *r, const struct pm_missing_article ***lost, size_t *n)
{
	size_t i;

	*n = 0;
	*lost = pm_calloc(r->missing.n, sizeof **lost);
	if (*lost == NULL)
		return PM_ERR_NOMEM;
	for (i = 0; i < r->missing.n; i++)
		if (r->missing.all[i].found == PM_FOUND_NOT)
			(*lost)[(*n)++] = &r->missing.all[i];
	if (*n > 1)
		qsort(*lost, *n, sizeof **lost, compare_places);
	return PM_OK;
}

static enum pm_status
put_names(struct pm_repairing *r, struct pm_error *err)
{
	size_t all = r->survey.generation.n_segments, n = 0, i;
	struct pm_segment **segments = pm_calloc(all, sizeof *segments);
	const struct pm_missing_article **lost = NULL;
	struct pm_source_places places = { NULL, 0 };
	struct pm_buf *out = &r->result->names;
	enum pm_status status = PM_ERR_NOMEM;

	if (segments != NULL && (status = open_damaged(r, segments)) == PM_OK &&
	    (status = list_lost(r, &lost, &n)) == PM_OK)
		status = pm_source_places_init(&places, &r->table, NULL);
	for (i = 0; status == PM_OK && i < n && i < PM_REPAIR_NAMES; i++)
		put_name(r, segments[lost[i]->segment], &places, lost[i]);
	if (n > i)
		pm_buf_printf(out, "  and %zu more\n", n - i);
	if (r->result->lost > n)
		pm_buf_printf(out, "  %" PRIu64 " of which nothing is known\n",
			      r->result->lost - n);
	for (i = 0; segments != NULL && i < all; i++)
		pm_segment_free(segments[i]);
	free(segments);
	free(lost);
	pm_source_places_release(&places);
	return status == PM_ERR_NOMEM || out->status < 0 ? pm_fail_nomem(err) : PM_OK;
}

/* --- may it be published? ------------------------------------------------------------- */

static enum pm_status
refuse(const struct pm_repairing *r, uint64_t n, const char *what, struct pm_error *err)
{
	return pm_fail(err, PM_ERR_INPUT,
		       "nothing was published: %" PRIu64 " article%s %s (%s--allow-loss "
		       "publishes what there is)",
		       n, n == 1 ? "" : "s", what,
		       r->build->n_paths == 0 ? "give the PATHs of its files; " : "");
}

enum pm_status
pm_repair_judge(struct pm_repairing *r, struct pm_error *err)
{
	const struct pm_repair_result *result = r->result;
	enum pm_status status = PM_OK;

	if (result->lost > 0 && (status = put_names(r, err)) < 0)
		return status;
	if (!r->has_next && result->read + result->changed + result->others == 0)
		return pm_fail(err, PM_ERR_INPUT, "nothing of '%s' can be found again%s",
			       r->build->index,
			       r->build->n_paths == 0
				       ? ": give the PATHs that it was read from"
				       : "");
	if (result->homeless > 0)
		return pm_fail(err, PM_ERR_INPUT,
			       "nothing was published: the list of files is damaged, and "
			       "%" PRIu64 " article%s of a file that is not found: give "
			       "the PATHs, or build a new index of what export writes",
			       result->homeless, result->homeless == 1 ? " is" : "s are");
	if (r->options->allow_loss)
		return PM_OK;
	if (result->lost > 0)
		return refuse(r, result->lost, "cannot be found again", err);
	return result->back == 0 ? PM_OK
				 : refuse(r, result->back,
					  "would come back that had been removed", err);
}
