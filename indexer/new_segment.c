/* Pressmark - a new segment: see new_segment.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/new_segment.h"

#include "segment/index.h"
#include "shim/guard.h"
#include "support/file.h"
#include "support/team.h"
#include "text/prefixes.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

size_t
pm_build_memory(const struct pm_build_options *options)
{
	return options->memory == 0 ? PM_MEMORY_DEFAULT : options->memory;
}

static unsigned
count_cores(void)
{
	unsigned n = pm_team_cores();

	return n > PM_JOBS_MAX ? PM_JOBS_MAX : n;
}

static enum pm_status
check_stop(const struct pm_new_segment *s, struct pm_error *err)
{
	if (pm_stop_asked(&s->options.build->stop))
		return pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
	return PM_OK;
}

/* --- gathering ---------------------------------------------------------------- */

static enum pm_status
fill_slice(void *ctx, struct pm_slice *slice, struct pm_error *err)
{
	struct pm_new_segment *s = ctx;
	const struct pm_article *article;
	enum pm_status status = PM_OK;

	pm_slice_begin(slice, s->n_slices, s->intake.n_articles + 1);
	while (!pm_slice_is_full(slice)) {
		if ((status = s->options.next(s->options.ctx, &article, err)) != PM_OK ||
		    (status = check_stop(s, err)) < 0 ||
		    (status = pm_intake_add(&s->intake, slice, article, err)) < 0)
			break;
		s->options.taken(s->options.ctx);
	}
	if (status < 0 || slice->n == 0)
		return status;
	s->n_slices++;
	return PM_OK;
}

static void
recoded(void *ctx, uint64_t text_bytes)
{
	struct pm_new_segment *s = ctx;

	(void)text_bytes;
	s->options.stage(s->options.ctx, "merging");
}

enum pm_status
pm_new_segment_gather(struct pm_new_segment *s, struct pm_error *err)
{
	const struct pm_build_options *o = s->options.build;
	struct pm_crew_options crew = {
		.jobs = o->jobs == 0 ? count_cores() : o->jobs,
		/* the rest is for identities (identity.h), and what repeats */
		.memory = pm_build_memory(o) - pm_build_memory(o) / 8,
		.language = s->options.language,
		.names = PM_PREFIX_ID,
		.dir = s->path,
		.fill = fill_slice,
		.recoded = recoded,
		.ctx = s,
		.stop = o->stop,
		.most_occurrences = o->most_occurrences,
	};
	enum pm_status status = pm_crew_init(&s->crew, &crew, err);

	if (status < 0)
		return status;
	s->has_crew = true;
	status = pm_crew_gather(&s->crew, err);
	return status < 0 || s->intake.n_articles > 0 ? status : PM_ABSENT;
}

/* --- the files ---------------------------------------------------------------- */

static void
count_bytes(struct pm_new_segment *s)
{
	const struct pm_merge *m = &s->crew.merge;
	struct pm_build_result *r = s->result;

	r->lexicon_bytes += m->sizes.lexicon;
	r->shares_bytes += m->sizes.shares;
	r->lengths_bytes += m->sizes.lengths;
	r->words_bytes += m->sizes.store[PM_STORE_WORDS];
	r->dressing_bytes += m->sizes.store[PM_STORE_DRESSING];
	r->pairs_bytes += m->sizes.store[PM_STORE_PAIRS];
	r->articles_bytes += m->sizes.store[PM_STORE_ARTICLES];
	r->sketches_bytes += m->sizes.store[PM_STORE_SKETCHES];
	r->folds_bytes += m->sizes.folds;
	r->index_bytes = r->folds_bytes + r->blocks_bytes + r->database_bytes +
			 r->words_bytes + r->dressing_bytes + r->pairs_bytes +
			 r->lexicon_bytes + r->shares_bytes + r->lengths_bytes +
			 r->articles_bytes + r->sketches_bytes + r->origins_bytes;
}

enum pm_status
pm_new_segment_finish(struct pm_new_segment *s, struct pm_error *err)
{
	struct pm_build_result *r = s->result;
	uint64_t database = 0;
	enum pm_status status;
	double since;
	size_t i;

	s->options.stage(s->options.ctx, "merging");
	for (i = 0; i < s->crew.n_runs; i++) {
		r->info.words += s->crew.runs[i].total_words;
		r->info.long_words += s->crew.runs[i].long_words;
	}
	if ((status = pm_database_create(&s->sink, s->options.build->writer, s->database,
					 s->path, s->crew.options.memory / 3,
					 r->writer_reason, err)) < 0)
		return status;
	s->sink->stop = s->options.build->stop;
	if ((status = pm_crew_merge(&s->crew, s->sink, err)) < 0)
		return status;
	s->options.stage(s->options.ctx, "writing");
	since = pm_timings_now(s->crew.timings);
	if ((status = s->sink->finish(s->sink, NULL, err)) < 0 ||
	    (status = check_stop(s, err)) < 0 ||
	    (status = pm_guard_write(s->database, s->guard, &database, err)) < 0)
		return status;
	r->database_bytes += database;
	count_bytes(s);
	r->info.articles = s->intake.n_articles;
	r->info.distinct = s->crew.merge.n_folded;
	r->info.text_bytes = s->shown.text_bytes;
	status = pm_segment_identity(s->path, &r->info.identity, err);
	if (status == PM_OK)
		status = pm_fsync_dir(s->path, err);
	pm_timings_add(s->crew.timings, PM_STAGE_SYNC, &since, 0);
	return status;
}

/* --- the folder --------------------------------------------------------------- */

enum pm_status
pm_new_segment_make(struct pm_new_segment *s, const struct pm_new_segment_options *options,
		    struct pm_build_result *result, uint64_t number, struct pm_error *err)
{
	enum pm_status status;

	memset(s, 0, sizeof *s);
	s->options = *options;
	s->result = result;
	pm_intake_init(&s->intake, options->build, options->language, result, &s->shown);
	snprintf(result->info.name, sizeof result->info.name, "segment-%" PRIu64, number);
	s->path = pm_path_join(options->index, result->info.name);
	if (s->path == NULL)
		return pm_fail_nomem(err);
	if (mkdir(s->path, 0777) != 0) {
		status = pm_fail_errno(err, errno, "cannot make folder '%s'", s->path);
		free(s->path);
		s->path = NULL;
		return status;
	}
	s->database = pm_path_join(s->path, PM_SEGMENT_DATABASE);
	s->guard = pm_path_join(s->path, PM_SEGMENT_GUARD);
	return s->database == NULL || s->guard == NULL ? pm_fail_nomem(err) : PM_OK;
}

void
pm_new_segment_release(struct pm_new_segment *s, enum pm_segment_fate fate)
{
	if (s->sink != NULL)
		s->sink->free(s->sink);
	if (s->has_crew)
		pm_crew_release(&s->crew);
	pm_intake_release(&s->intake);
	/* what cannot be removed now is removed by the next build */
	if (fate == PM_SEGMENT_GOES && s->path != NULL)
		pm_remove_tree(s->path, NULL);
	free(s->path);
	free(s->database);
	free(s->guard);
	memset(s, 0, sizeof *s);
}
