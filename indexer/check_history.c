/* Pressmark - pressmark-index check, generations: see check_history.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/check_history.h"

#include "indexer/files.h"
#include "indexer/publish/index_folder.h"
#include "indexer/verify.h"
#include "support/file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- history -------------------------------------------------------------------- */

static enum pm_status
wrong(const struct pm_index *index, struct pm_error *err, uint64_t number,
      const char *what)
{
	char name[PM_GENERATION_NAME], *path;
	enum pm_status status;

	pm_generation_file_name(name, PM_HISTORY_PREFIX, index->generation.history.number);
	if ((path = pm_path_join(index->dir, name)) == NULL)
		return pm_fail_nomem(err);
	status = pm_corrupt(err, path, "generation %" PRIu64 " %s", number, what);
	free(path);
	return status;
}

static bool
is_called(const struct pm_past *p, const char *command)
{
	return strcmp(p->made_by, command) == 0;
}

/* Whether it is a rollback that could be compared with what was there. */
static bool
is_rollback(const struct pm_past *p)
{
	return p->restores != 0 && p->added + p->changed + p->taken_away > 0;
}

bool
pm_past_follows(const struct pm_past *p, const struct pm_past *before)
{
	uint64_t had = before == NULL ? 0 : before->articles;

	if (p->changed > p->articles)
		return false;
	if (is_called(p, "build"))
		return p->articles == p->added;
	if (!is_called(p, "update") && !is_called(p, "add") && !is_called(p, "remove") &&
	    !is_rollback(p))
		return true;
	/* the history from before was lost */
	if (before == NULL && p->number > 1)
		return true;
	return p->taken_away <= had && p->articles == had - p->taken_away + p->added;
}

static bool
is_of(const struct pm_past *p, const struct pm_generation *g)
{
	return p->number == g->number && p->time == g->time &&
	       p->articles == pm_generation_articles(g) && p->added == g->added &&
	       p->changed == g->changed && p->taken_away == g->taken_away &&
	       p->restores == g->restores && strcmp(p->made_by, g->made_by) == 0;
}

enum pm_status
pm_check_history(const struct pm_index *index, struct pm_history *h, struct pm_error *err)
{
	const struct pm_generation *g = &index->generation;
	enum pm_status status = pm_history_read(h, index->dir, g, err);
	size_t i;

	if (status < 0 || h->n == 0)
		return status;
	for (i = 0; i < h->n; i++)
		if (!pm_past_follows(&h->all[i], i == 0 ? NULL : &h->all[i - 1]))
			return wrong(index, err, h->all[i].number,
				     "cannot have had so many articles");
	return is_of(&h->all[h->n - 1], g)
		     ? PM_OK
		     : wrong(index, err, g->number, "is not the last one");
}

/* --- generations that are kept ---------------------------------------------------- */

static bool
lists(const struct pm_generation *g, const struct pm_segment_info *info)
{
	size_t i;

	for (i = 0; i < g->n_segments; i++)
		if (strcmp(g->segments[i].name, info->name) == 0)
			return true;
	return false;
}

/* The segments that the current generation does not list, which are read anyway. */
static enum pm_status
verify_segments(const struct pm_index *index, const struct pm_index *kept,
		struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < kept->generation.n_segments && status == PM_OK; i++) {
		const struct pm_segment_info *info = &kept->generation.segments[i];
		char *dir;

		if (lists(&index->generation, info))
			continue;
		if ((dir = pm_path_join(kept->dir, info->name)) == NULL)
			return pm_fail_nomem(err);
		status = pm_verify_segment(kept->segments[i], dir, err);
		free(dir);
	}
	return status;
}

/* The files beside the generation that are not read when it is opened. */
static enum pm_status
verify_files(struct pm_index *kept, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_history h;
	struct pm_files f;

	if (kept->copies != NULL)
		status = pm_copies_verify(kept->copies, err);
	if (status == PM_OK && kept->removed != NULL)
		status = pm_removed_verify(kept->removed, err);
	if (status == PM_OK)
		status = pm_history_read(&h, kept->dir, &kept->generation, err);
	if (status < 0)
		return status;
	pm_history_release(&h);
	status = pm_files_read(&f, kept->dir, &kept->generation, err);
	if (status == PM_OK)
		pm_files_release(&f);
	return status;
}

static bool
knows(const struct pm_history *h, const struct pm_generation *g)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (is_of(&h->all[i], g))
			return true;
	/* the history from before was lost */
	return h->n == 0 || g->number < h->all[0].number;
}

enum pm_status
pm_check_kept_one(const struct pm_index *index, const struct pm_history *h,
		  uint64_t number, struct pm_error *err)
{
	struct pm_index *kept = NULL;
	enum pm_status status = pm_index_open_kept(&kept, index->dir, number, err);

	if (status < 0)
		return status;
	if (!knows(h, &kept->generation))
		status = wrong(index, err, number, "is kept, and was another one");
	if (status == PM_OK)
		status = verify_files(kept, err);
	if (status == PM_OK)
		status = verify_segments(index, kept, err);
	pm_index_free(kept);
	return status;
}

bool
pm_check_is_replaced(const struct pm_index *index)
{
	struct pm_generation now;
	bool replaced = false;

	if (pm_generation_read(index->dir, &now, NULL) == PM_OK) {
		replaced = now.number != index->generation.number;
		pm_generation_release(&now);
	}
	return replaced;
}

/* Whether a sweep, which takes the generation before its files, has met generation NUMBER. */
static bool
is_swept(const struct pm_index *index, uint64_t number)
{
	char name[PM_GENERATION_NAME], *path;
	bool swept;

	pm_generation_file_name(name, PM_GENERATION_PREFIX, number);
	path = pm_path_join(index->dir, name);
	swept = path != NULL && number != index->generation.number &&
		access(path, F_OK) != 0 && errno == ENOENT;
	free(path);
	return swept;
}

/* What the current generation says has to be there under its own name, too. */
static enum pm_status
find_own(const struct pm_index *index, const uint64_t *numbers, size_t n,
	 struct pm_error *err)
{
	char name[PM_GENERATION_NAME], *path;
	enum pm_status status;

	if (n > 0 && numbers[0] == index->generation.number)
		return PM_OK;
	pm_generation_file_name(name, PM_GENERATION_PREFIX, index->generation.number);
	if ((path = pm_path_join(index->dir, name)) == NULL)
		return pm_fail_nomem(err);
	status = pm_corrupt(err, path, "it is missing");
	free(path);
	return status;
}

enum pm_status
pm_check_kept(const struct pm_index *index, const struct pm_history *h, uint64_t *kept,
	      struct pm_error *err)
{
	uint64_t *numbers = NULL;
	size_t n = 0, i;
	enum pm_status status = pm_kept_numbers(index->dir, index->generation.number + 1,
						&numbers, &n, err);

	*kept = 1;
	if (status == PM_OK)
		status = find_own(index, numbers, n, err);
	for (i = 0; i < n && status == PM_OK; i++) {
		status = pm_check_kept_one(index, h, numbers[i], err);
		*kept += status == PM_OK && numbers[i] != index->generation.number;
		if (status < 0 && status != PM_ERR_NOMEM && is_swept(index, numbers[i]))
			status = PM_OK;
	}
	free(numbers);
	return status < 0 && status != PM_ERR_NOMEM && pm_check_is_replaced(index)
		     ? PM_OK
		     : status;
}
