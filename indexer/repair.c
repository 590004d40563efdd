/* Pressmark - an index becomes whole again: see repair.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/repair_parts.h"

#include "indexer/check_history.h"
#include "indexer/commands.h"
#include "indexer/publish/lock.h"
#include "segment/fingerprint.h"
#include "shim/database.h"
#include "support/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
no_stage(void *ctx, const char *stage)
{
	(void)ctx;
	(void)stage;
}

/* --- what there is ------------------------------------------------------------------ */

/* *WELL: nothing is to be done. */
static enum pm_status
look(struct pm_repairing *r, bool *well, struct pm_error *err)
{
	const struct pm_survey *s = &r->survey;
	const char *dir = r->build->index;
	struct pm_check_result check;
	enum pm_status status;

	if ((status = pm_survey_run(&r->survey, dir, err)) < 0 ||
	    (status = pm_kept_read(&r->kept, dir, &s->generation, SIZE_MAX,
				   PM_KEPT_READABLE, err)) < 0)
		return status;
	r->result->segments = s->generation.n_segments;
	r->result->damaged = s->n_damaged;
	*well = false;
	if (s->n_damaged > 0 || !s->current.whole || !s->removed.whole ||
	    !s->files.whole || !s->history.whole)
		return PM_OK;
	/* the copies, what is removed, and generations that are kept */
	status = pm_check(dir, &check, err);
	*well = status == PM_OK;
	return status == PM_ERR_NOMEM ? status : PM_OK;
}

/* Add what all articles of a segment say, those that are gone among them. */
static enum pm_status
add_contents(const struct pm_survey *s, size_t segment, struct pm_digest128 *sum,
	     struct pm_error *err)
{
	uint64_t n = s->generation.segments[segment].articles;
	enum pm_status status = PM_OK;
	struct pm_origin o;
	uint32_t i;

	for (i = 1; i <= n && status == PM_OK; i++) {
		status = pm_origins_get(s->segments[segment].origins, i, &o, err);
		if (status == PM_OK)
			pm_fingerprint_add(sum, o.content);
	}
	return status;
}

/* What is left of the generation: the segments that are whole, of which nothing is gone yet. */
static enum pm_status
find_left(struct pm_repairing *r, struct pm_error *err)
{
	const struct pm_survey *s = &r->survey;
	struct pm_generation *g = &r->left;
	struct pm_digest128 sum = { 0, 0 };
	enum pm_status status = pm_generation_copy(g, &s->generation, err);
	size_t i;

	if (status < 0)
		return status;
	g->n_segments = 0;
	for (i = 0; i < s->generation.n_segments && status == PM_OK; i++) {
		if (!s->segments[i].whole)
			continue;
		g->segments[g->n_segments] = s->generation.segments[i];
		g->segments[g->n_segments++].gone = 0;
		status = add_contents(s, i, &sum, err);
	}
	pm_fingerprint_text(sum, g->fingerprint);
	g->copies = g->removed = g->history = (struct pm_generation_file){ 0 };
	if (!s->files.whole)
		g->files = g->history;
	return status;
}

/* --- without reading files ------------------------------------------------------------ */

static bool
lists(const struct pm_generation *g, const char *segment)
{
	size_t i;

	for (i = 0; i < g->n_segments; i++)
		if (strcmp(g->segments[i].name, segment) == 0)
			return true;
	return false;
}

static enum pm_status
salvage_from(struct pm_repairing *r, const struct pm_generation *g, size_t i,
	     enum pm_status (*take)(struct pm_repairing *r, const char *dir,
				    const struct pm_segment_info *info, size_t i,
				    struct pm_error *err),
	     struct pm_error *err)
{
	char *dir = pm_path_join(r->build->index, g->segments[i].name);
	enum pm_status status = dir == NULL ? pm_fail_nomem(err)
					    : take(r, dir, &g->segments[i], i, err);

	free(dir);
	return status;
}

static enum pm_status
take_own(struct pm_repairing *r, const char *dir, const struct pm_segment_info *info,
	 size_t i, struct pm_error *err)
{
	return pm_salvage_own(&r->salvage, dir, info, (uint32_t)i, err);
}

static enum pm_status
take_old(struct pm_repairing *r, const char *dir, const struct pm_segment_info *info,
	 size_t i, struct pm_error *err)
{
	(void)i;
	return pm_salvage_old(&r->salvage, dir, info, err);
}

/* Find what is missing in damaged segments, and in those of earlier generations. */
static enum pm_status
salvage(struct pm_repairing *r, struct pm_error *err)
{
	const struct pm_generation *g = &r->survey.generation;
	enum pm_status status = PM_OK;
	size_t i, k;

	pm_salvage_init(&r->salvage, &r->missing);
	for (i = 0; i < g->n_segments && status == PM_OK; i++)
		if (!r->survey.segments[i].whole)
			status = salvage_from(r, g, i, take_own, err);
	for (k = 1; k < r->kept.n; k++)
		for (i = 0; i < r->kept.all[k].n_segments && status == PM_OK; i++)
			if (!lists(g, r->kept.all[k].segments[i].name))
				status = salvage_from(r, &r->kept.all[k], i, take_old,
						      err);
	r->result->own = r->salvage.own;
	r->result->old = r->salvage.old;
	return status;
}

/* What was found becomes a segment of the successor. */
static enum pm_status
add_salvaged(struct pm_repairing *r, struct pm_error *err)
{
	const struct pm_join_options options = {
		.build = r->build,
		.language = r->next.fresh.language,
		.index = r->build->index,
		.number = r->next.next_segment,
	};
	struct pm_joined joined;
	enum pm_status status = pm_salvage_join(&r->salvage, &options, &joined, err);

	if (status != PM_OK)
		return status < 0 ? status : PM_OK;
	r->next.next_segment++;
	r->salvaged = joined.info;
	pm_fingerprint_add(&r->next.fingerprint, r->salvage.sum);
	return pm_successor_add(&r->next, &joined.info, err);
}

/* What is gone goes from the whole segments. */
static enum pm_status
take_gone(struct pm_repairing *r, struct pm_error *err)
{
	const struct pm_survey *s = &r->survey;
	enum pm_status status = PM_OK;
	size_t i, k = 0;
	uint32_t article;

	for (i = 0; i < s->generation.n_segments; i++) {
		if (!s->segments[i].whole)
			continue;
		for (article = 1; r->gone[i] != NULL && status == PM_OK &&
				  article <= s->generation.segments[i].articles;
		     article++)
			if (pm_db_is_gone(r->gone[i], article))
				status = pm_successor_take_away(&r->next, k, article, err);
		k++;
	}
	return status;
}

/* No number of a segment that is listed, though it may be missing. */
static void
raise_segment(struct pm_repairing *r)
{
	const struct pm_generation *g = &r->survey.generation;
	struct pm_successor *s = &r->next;
	uint64_t number;
	size_t i;

	for (i = 0; i < g->n_segments; i++) {
		number = strtoull(g->segments[i].name + strlen("segment-"), NULL, 10);
		if (number >= s->next_segment)
			s->next_segment = s->first_segment = number + 1;
	}
}

/* Write the generation that needs no file; it is not published. */
static enum pm_status
write_next(struct pm_repairing *r, struct pm_error *err)
{
	const struct pm_successor_options options = {
		.build = r->build,
		.command = "repair",
		.lock = r->lock,
		.takes = &r->left,
		.stage = no_stage
	};
	struct pm_successor *s = &r->next;
	enum pm_status status = pm_successor_begin(s, &options, PM_SUCCESSOR_REPAIRS, err);

	if (status < 0)
		return status;
	raise_segment(r);
	if ((status = add_salvaged(r, err)) < 0 || (status = take_gone(r, err)) < 0 ||
	    (!r->survey.files.whole && (status = pm_repair_name_files(r, err)) < 0) ||
	    (status = pm_repair_list_sources(r, err)) < 0 ||
	    (status = pm_repair_set_tables(r, s, err)) < 0 ||
	    (status = pm_repair_count(r, s, 0, err)) < 0)
		return status;
	if (s->fresh.n_segments == 0)
		return PM_OK;
	s->fresh.taken_away = r->result->lost;
	status = pm_successor_write(s, NULL, NULL, err);
	r->has_next = status == PM_OK;
	return status;
}

/* --- with files ------------------------------------------------------------------------ */

/* Read what is missing on top of that.  *PUBLISHED: there was something. */
static enum pm_status
read_files(struct pm_repairing *r, bool *published, struct pm_error *err)
{
	const struct pm_restoring restoring =
		pm_repair_restoring(r, r->has_next ? &r->next.fresh : &r->left);
	struct pm_build_options options = *r->build;
	struct pm_build_result result;
	enum pm_status status;

	options.kind = PM_BUILD_RESTORE;
	options.restoring = &restoring;
	status = pm_build_locked(&options, r->lock, &result, err);
	pm_buf_release(&result.timings);
	if (status < 0)
		return status;
	*published = !result.unchanged;
	if (*published) {
		/* its segments are listed now */
		r->next.published = true;
		r->result->generation = result.generation;
		memcpy(r->result->unsynced, result.unsynced, sizeof result.unsynced);
	}
	return PM_OK;
}

static enum pm_status
publish_next(struct pm_repairing *r, struct pm_error *err)
{
	enum pm_status status = pm_successor_publish_written(&r->next, err);

	r->result->generation = r->next.fresh.number;
	memcpy(r->result->unsynced, r->next.unsynced, sizeof r->next.unsynced);
	return status;
}

static bool
needs_files(const struct pm_repairing *r)
{
	return r->build->n_paths > 0 &&
	       (r->result->lost > 0 || r->result->back > 0 || r->result->homeless > 0);
}

static enum pm_status
make_whole(struct pm_repairing *r, struct pm_error *err)
{
	bool published = false;
	enum pm_status status;

	if ((status = pm_repair_find_files(r, err)) < 0 ||
	    (status = pm_repair_find_gone(r, err)) < 0 ||
	    (status = pm_missing_init(&r->missing, &r->survey, r->gone, err)) < 0 ||
	    (status = salvage(r, err)) < 0 || (status = find_left(r, err)) < 0 ||
	    (status = write_next(r, err)) < 0)
		return status;
	status = needs_files(r) ? read_files(r, &published, err) : pm_repair_judge(r, err);
	return status < 0 || published ? status : publish_next(r, err);
}

/* --- afterwards ------------------------------------------------------------------------ */

/* Generations that cannot be gone back to are not kept. */
static void
drop_damaged(struct pm_repairing *r, const struct pm_index *index)
{
	const char *dir = r->build->index;
	uint64_t *numbers = NULL;
	struct pm_history h;
	size_t n = 0, i;

	if (pm_history_read(&h, dir, &index->generation, NULL) < 0)
		return;
	pm_kept_numbers(dir, index->generation.number, &numbers, &n, NULL);
	for (i = 0; i < n; i++) {
		enum pm_status status = pm_check_kept_one(index, &h, numbers[i], NULL);

		if (status == PM_OK || status == PM_ERR_NOMEM)
			continue;
		pm_index_folder_drop(dir, numbers[i]);
		r->result->dropped++;
	}
	free(numbers);
	pm_history_release(&h);
}

/* Remove what no generation lists that is kept; what cannot be removed is left to the next
 * command. */
static void
sweep(const struct pm_repairing *r, const struct pm_generation *current)
{
	if (pm_lock_check(r->lock, NULL) == PM_OK)
		pm_index_folder_sweep(r->build->index, current, PM_KEPT_WHOLE, NULL);
}

static void
clean(struct pm_repairing *r)
{
	const char *dir = r->build->index;
	struct pm_index *index = NULL;

	/* what a power failure might bring back stays */
	if (r->result->unsynced[0] != '\0' || pm_index_open(&index, dir, NULL) < 0)
		return;
	r->result->articles = pm_index_articles(index);
	drop_damaged(r, index);
	if (pm_fsync_dir(dir, NULL) == PM_OK)
		sweep(r, &index->generation);
	pm_index_free(index);
}

static void
release(struct pm_repairing *r)
{
	size_t i;

	pm_successor_release(&r->next);
	pm_salvage_release(&r->salvage);
	pm_missing_release(&r->missing);
	pm_generation_release(&r->left);
	for (i = 0; r->gone != NULL && i < r->survey.generation.n_segments; i++)
		free(r->gone[i]);
	free(r->gone);
	free(r->sources);
	pm_files_release(&r->table);
	pm_kept_release(&r->kept);
	pm_survey_release(&r->survey);
}

enum pm_status
pm_repair(const struct pm_build_options *build, const struct pm_repair_options *options,
	  struct pm_repair_result *result, struct pm_error *err)
{
	struct pm_lock lock = PM_LOCK_NONE;
	struct pm_repairing r = { .build = build,
				  .lock = &lock,
				  .options = options,
				  .result = result };
	struct pm_survey_file current;
	struct pm_generation g;
	enum pm_status status;

	memset(result, 0, sizeof *result);
	pm_buf_init(&result->names, PM_BUF_NO_LIMIT);
	/* before a lock is made in a folder that is no index */
	if ((status = pm_survey_generation(build->index, &g, &current, err)) < 0)
		return status;
	pm_generation_release(&g);
	if ((status = pm_lock_take(&lock, build->index, err)) == PM_OK)
		status = look(&r, &result->unchanged, err);
	if (status == PM_OK && result->unchanged) {
		result->generation = r.survey.generation.number;
		result->articles = pm_generation_articles(&r.survey.generation);
		sweep(&r, &r.survey.generation);
	} else if (status == PM_OK && (status = make_whole(&r, err)) == PM_OK) {
		clean(&r);
	}
	release(&r);
	pm_lock_release(&lock);
	return status;
}
