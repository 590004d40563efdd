/* Pressmark - what of an index is whole: see survey.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/survey.h"

#include "indexer/check_segment.h"
#include "indexer/publish/index_folder.h"
#include "segment/history.h"
#include "segment/removed.h"
#include "shim/database.h"
#include "support/file.h"

#include <stdlib.h>
#include <string.h>

/* Whether a failure is one of the index, and not of whoever looks at it. */
static bool
is_damage(enum pm_status status)
{
	return status < 0 && status != PM_ERR_NOMEM && status != PM_ERR_INTERRUPTED;
}

/* --- the generation --------------------------------------------------------------- */

/* The newest that is kept. */
static enum pm_status
find_kept(const char *dir, struct pm_generation *g, struct pm_error *err)
{
	uint64_t *numbers = NULL;
	size_t n = 0, i;
	enum pm_status status = pm_kept_numbers(dir, UINT64_MAX, &numbers, &n, err);

	if (status == PM_OK)
		status = PM_ABSENT;
	for (i = 0; i < n && status != PM_OK && status != PM_ERR_NOMEM; i++)
		status = pm_generation_read_kept(dir, numbers[i], g, err);
	free(numbers);
	return status;
}

enum pm_status
pm_survey_generation(const char *dir, struct pm_generation *g, struct pm_survey_file *of,
		     struct pm_error *err)
{
	enum pm_status status = pm_generation_read(dir, g, &of->why), kept;

	of->whole = status == PM_OK;
	if (status < 0 && status != PM_ERR_NOMEM) {
		kept = find_kept(dir, g, NULL);
		if (kept == PM_OK)
			return PM_OK;
		if (kept == PM_ERR_NOMEM)
			return pm_fail_nomem(err);
	}
	if (status < 0 && err != NULL)
		*err = of->why;
	return status;
}

/* --- segments --------------------------------------------------------------------- */

/* Check segment I as the only one. */
static enum pm_status
check_alone(struct pm_survey *s, size_t i, struct pm_error *err)
{
	struct pm_segment_check *check = NULL;
	struct pm_check_result result = { 0 };
	struct pm_segment_info only = s->generation.segments[i];
	struct pm_generation g = s->generation;
	struct pm_index *index = NULL;
	enum pm_status status;

	only.gone = 0;
	g.segments = &only;
	g.n_segments = 1;
	g.copies = g.removed = g.files = g.history = (struct pm_generation_file){ 0 };
	if ((status = pm_index_open_of(&index, s->dir, &g, err)) == PM_OK &&
	    (status = pm_index_in_order(index, err)) == PM_OK &&
	    (status = pm_segment_check_new(&check, index, NULL, &result, err)) == PM_OK)
		status = pm_segment_check_run(check, 0, err);
	pm_segment_check_free(check);
	pm_index_free(index);
	return status;
}

/* Open the origins, which may be readable whatever else is damaged. */
static enum pm_status
open_origins(struct pm_survey *s, size_t i, struct pm_error *err)
{
	const struct pm_segment_info *info = &s->generation.segments[i];
	char *dir = pm_path_join(s->dir, info->name);
	char *path = dir == NULL ? NULL : pm_path_join(dir, PM_ORIGINS_FILE);
	enum pm_status status = path == NULL
				      ? PM_ERR_NOMEM
				      : pm_origins_open(&s->segments[i].origins, path,
							(uint32_t)info->articles, NULL);

	free(path);
	free(dir);
	return status == PM_ERR_NOMEM ? pm_fail_nomem(err) : PM_OK;
}

static enum pm_status
look_at_segment(struct pm_survey *s, size_t i, struct pm_error *err)
{
	struct pm_survey_segment *of = &s->segments[i];
	enum pm_status status = check_alone(s, i, &of->why);

	of->whole = status == PM_OK;
	s->n_damaged += !of->whole;
	if (status == PM_OK || is_damage(status))
		return open_origins(s, i, err);
	if (err != NULL)
		*err = of->why;
	return status;
}

static enum pm_status
look_at_segments(struct pm_survey *s, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	s->segments = pm_calloc(s->generation.n_segments, sizeof *s->segments);
	if (s->segments == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < s->generation.n_segments && status == PM_OK; i++)
		status = look_at_segment(s, i, err);
	return status;
}

/* --- files beside it -------------------------------------------------------------- */

/* Note whether a file is whole, and pass on what is no damage. */
static enum pm_status
judge(struct pm_survey_file *of, enum pm_status status, struct pm_error *err)
{
	of->whole = status == PM_OK;
	if (status == PM_OK || is_damage(status))
		return PM_OK;
	if (err != NULL)
		*err = of->why;
	return status;
}

/* What is gone of segment I. */
static enum pm_status
mark_gone(struct pm_removed *r, const struct pm_generation *g, size_t i, uint64_t **gone,
	  struct pm_error *err)
{
	const struct pm_segment_info *info = &g->segments[i];
	struct pm_removed_part *part = pm_removed_part(r, i);

	if (pm_removed_segment(r, i) != info->identity ||
	    (part == NULL ? 0 : pm_removed_sums(part)->articles) != info->gone)
		return pm_corrupt(err, pm_removed_path(r), "it is not made for '%s'",
				  info->name);
	if (part == NULL)
		return PM_OK;
	*gone = pm_calloc((size_t)info->articles / 64 + 1, sizeof **gone);
	return *gone == NULL
		     ? pm_fail_nomem(err)
		     : pm_removed_mark(part, *gone, (uint32_t)info->articles, err);
}

enum pm_status
pm_survey_read_gone(const char *dir, const struct pm_generation *g, uint64_t **gone,
		    struct pm_error *err)
{
	char name[PM_GENERATION_NAME], *path;
	struct pm_removed *r = NULL;
	enum pm_status status;
	size_t i;

	if (g->removed.number == 0)
		return PM_OK;
	pm_generation_file_name(name, PM_REMOVED_PREFIX, g->removed.number);
	path = pm_path_join(dir, name);
	status = path == NULL ? pm_fail_nomem(err) : pm_removed_open(&r, path, err);
	if (status == PM_OK && (pm_removed_identity(r) != g->removed.identity ||
				pm_removed_segments(r) != g->n_segments))
		status = pm_corrupt(err, path,
				    "it is not the one that the generation lists");
	if (status == PM_OK)
		status = pm_removed_verify(r, err);
	for (i = 0; i < g->n_segments && status == PM_OK; i++)
		status = mark_gone(r, g, i, &gone[i], err);
	pm_removed_free(r);
	free(path);
	return status;
}

static void
forget_gone(struct pm_survey *s)
{
	size_t i;

	for (i = 0; s->gone != NULL && i < s->generation.n_segments; i++) {
		free(s->gone[i]);
		s->gone[i] = NULL;
	}
}

static enum pm_status
look_at_files(struct pm_survey *s, struct pm_error *err)
{
	struct pm_history history;
	enum pm_status status;

	s->gone = pm_calloc(s->generation.n_segments, sizeof *s->gone);
	if (s->gone == NULL)
		return pm_fail_nomem(err);
	status = judge(&s->removed,
		       pm_survey_read_gone(s->dir, &s->generation, s->gone,
					   &s->removed.why),
		       err);
	if (!s->removed.whole)
		forget_gone(s);
	if (status == PM_OK)
		status = judge(&s->files,
			       pm_files_read(&s->table, s->dir, &s->generation,
					     &s->files.why),
			       err);
	if (status < 0)
		return status;
	status = judge(&s->history,
		       pm_history_read(&history, s->dir, &s->generation, &s->history.why),
		       err);
	if (s->history.whole)
		pm_history_release(&history);
	return status;
}

/* --- all -------------------------------------------------------------------------- */

enum pm_status
pm_survey_run(struct pm_survey *s, const char *dir, struct pm_error *err)
{
	enum pm_status status;

	memset(s, 0, sizeof *s);
	if ((s->dir = pm_strndup(dir, strlen(dir))) == NULL)
		return pm_fail_nomem(err);
	if ((status = pm_survey_generation(dir, &s->generation, &s->current, err)) < 0 ||
	    (status = look_at_segments(s, err)) < 0)
		return status;
	return look_at_files(s, err);
}

void
pm_survey_release(struct pm_survey *s)
{
	size_t i;

	forget_gone(s);
	free(s->gone);
	for (i = 0; s->segments != NULL && i < s->generation.n_segments; i++)
		pm_pages_free(s->segments[i].origins);
	free(s->segments);
	pm_files_release(&s->table);
	pm_generation_release(&s->generation);
	free(s->dir);
	memset(s, 0, sizeof *s);
}

bool
pm_survey_is_gone(const struct pm_survey *s, size_t segment, uint32_t article)
{
	return s->gone != NULL && s->gone[segment] != NULL &&
	       pm_db_is_gone(s->gone[segment], article);
}
