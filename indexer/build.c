/* Pressmark - building an index: see build.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build.h"

#include "indexer/feed.h"
#include "indexer/files.h"
#include "indexer/input.h"
#include "indexer/new_segment.h"
#include "indexer/publish/index_folder.h"
#include "indexer/publish/lock.h"
#include "indexer/repeated.h"
#include "indexer/stories.h"
#include "segment/fingerprint.h"
#include "segment/history.h"
#include "support/clock.h"
#include "support/file.h"
#include "text/languages.h"
#include "text/version.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct build {
	const struct pm_build_options *options;
	struct pm_build_result *result;
	struct pm_generation old, fresh;
	bool have_old;
	struct pm_history history;
	struct pm_files files;
	struct pm_digest128 fingerprint;
	struct pm_new_segment segment;
	struct pm_input input;
	struct pm_feed feed;
	struct pm_pages_writer *origins;
	/* The first article with an id that one before it has; empty: there is none. */
	struct pm_repeated repeated;
};

static struct pm_str
str_of(const struct pm_buf *b)
{
	return (struct pm_str){ pm_buf_str(b), b->len };
}

static void
report(struct build *b, const char *stage)
{
	struct pm_build_progress now;

	if (b->options->progress == NULL)
		return;
	now = b->segment.shown;
	now.stage = stage;
	if (b->input.reader != NULL)
		pm_reader_progress(b->input.reader, &now.done, &now.total);
	if (b->feed.state == PM_FEED_KEEPS) {
		now.articles += b->feed.articles;
		now.text_bytes += b->feed.text_bytes;
	}
	b->options->progress(b->options->ctx, &now);
}

static enum pm_status
check_stop(struct build *b, struct pm_error *err)
{
	if (pm_stop_asked(&b->options->stop))
		return pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
	return PM_OK;
}

/* --- articles ----------------------------------------------------------- */

static void
show_input(void *ctx, const char *stage)
{
	report(ctx, stage != NULL ? stage : "reading");
}

/* The next article of the input, whose origin is noted. */
static enum pm_status
read_article(void *ctx, const struct pm_article **article, struct pm_error *err)
{
	struct build *b = ctx;
	struct pm_origin origin;
	enum pm_status status = pm_input_next(&b->input, article, &origin, err);

	if (status != PM_OK)
		return status;
	pm_fingerprint_add(&b->fingerprint, origin.content);
	return pm_origins_put(b->origins, &origin, err);
}

static void
kept(void *ctx)
{
	struct build *b = ctx;

	pm_input_trim(&b->input);
	report(b, "reading");
}

static enum pm_status
next_article(void *ctx, const struct pm_article **article, struct pm_error *err)
{
	struct build *b = ctx;

	return pm_feed_next(&b->feed, article, err);
}

static void
taken(void *ctx)
{
	struct build *b = ctx;

	if (b->feed.state == PM_FEED_PASSES)
		pm_input_trim(&b->input);
	report(b, b->feed.state == PM_FEED_REPLAYS ? "indexing" : "reading");
}

static void
show_stage(void *ctx, const char *stage)
{
	report(ctx, stage);
}

static void
begin_feed(struct build *b)
{
	const struct pm_build_options *o = b->options;

	pm_feed_init(&b->feed,
		     &(struct pm_feed_options){
			     .clean = o->clean,
			     .dir = b->segment.path,
			     .memory = pm_build_memory(o) / 8,
			     .next = read_article,
			     .kept = kept,
			     .ctx = b,
			     .stop = o->stop,
		     });
}

static enum pm_status
open_input(struct build *b, struct pm_error *err)
{
	const struct pm_input_options options = {
		.build = b->options,
		.language = b->fresh.language,
		.dir = b->segment.path,
		.generation = b->fresh.number,
		.progress = show_input,
		.ctx = b,
	};

	return pm_input_open(&b->input, &options, b->result, NULL, &b->files, err);
}

static enum pm_status
create_origins(struct build *b, struct pm_error *err)
{
	char *path = pm_path_join(b->segment.path, PM_ORIGINS_FILE);
	enum pm_status status = path == NULL ? pm_fail_nomem(err)
					     : pm_origins_create(&b->origins, path, err);

	free(path);
	return status;
}

static enum pm_status
read_articles(struct build *b, struct pm_error *err)
{
	enum pm_status status, gathered;

	begin_feed(b);
	if ((status = create_origins(b, err)) < 0 || (status = open_input(b, err)) < 0 ||
	    (gathered = pm_new_segment_gather(&b->segment, err)) < 0)
		return status < 0 ? status : gathered;
	if ((status = pm_feed_end(&b->feed, &b->result->blocks_bytes, err)) < 0 ||
	    (status = pm_pages_finish(b->origins, &b->result->origins_bytes, err)) < 0)
		return status;
	b->result->repeats = b->feed.repeats.result;
	b->result->info.counted = b->feed.repeats.n;
	pm_feed_release(&b->feed);
	return pm_input_end(&b->input, err);
}

/* --- the steps ---------------------------------------------------------- */

/* Whether anything was ever published, even if it is damaged now. */
static bool
has_generation(const char *dir)
{
	char *path = pm_path_join(dir, PM_GENERATION_FILE);
	bool yes = path == NULL || access(path, F_OK) == 0 || errno != ENOENT;

	free(path);
	return yes;
}

static size_t
generations_kept(const struct build *b)
{
	return b->options->keep == 0 ? PM_KEEP_DEFAULT : b->options->keep;
}

/* Remove what no generation that is kept lists; G: the current one, or NULL. */
static enum pm_status
sweep(struct build *b, const struct pm_generation *g, struct pm_error *err)
{
	struct pm_kept of = { NULL, 0 };
	enum pm_status status = PM_OK;

	if (g != NULL)
		status = pm_kept_read(&of, b->options->index, g, generations_kept(b), err);
	if (status == PM_OK)
		status = pm_index_folder_sweep(b->options->index, g == NULL ? NULL : &of,
					       err);
	pm_kept_release(&of);
	return status;
}

/* Its number, and what it is made with. */
static enum pm_status
begin_generation(struct build *b, const struct pm_next_numbers *next, struct pm_error *err)
{
	struct pm_generation *g = &b->fresh;
	const struct pm_choices *choices = b->options->choices;
	enum pm_status status;

	g->number = next->generation;
	if (b->have_old && g->number <= b->old.number)
		g->number = b->old.number + 1;
	if (g->number > UINT32_MAX)
		return pm_fail(err, PM_ERR_LIMIT, "'%s' has had too many generations",
			       b->options->index);
	snprintf(g->made_by, sizeof g->made_by, "%s",
		 b->options->command != NULL ? b->options->command : "build");
	snprintf(g->language, sizeof g->language, "%s", b->options->language);
	if ((status = pm_stemmer_version(g->stemmer, sizeof g->stemmer, err)) < 0)
		return status;
	snprintf(g->unicode, sizeof g->unicode, "%s", pm_unicode_version());
	if (choices != NULL &&
	    (g->choices = pm_strndup(pm_buf_str(&choices->lines), choices->lines.len)) ==
		    NULL)
		return pm_fail_nomem(err);
	return PM_OK;
}

static enum pm_status
prepare(struct build *b, struct pm_error *err)
{
	const char *dir = b->options->index;
	const struct pm_new_segment_options options = {
		.build = b->options,
		.language = b->fresh.language,
		.index = dir,
		.next = next_article,
		.taken = taken,
		.stage = show_stage,
		.ctx = b,
	};
	struct pm_next_numbers next;
	enum pm_status status;

	/* A generation that is damaged or of another version is replaced, but its
	 * segments are removed only after the new ones are there. */
	status = pm_generation_read(dir, &b->old, NULL);
	if (status == PM_ERR_NOMEM)
		return pm_fail_nomem(err);
	b->have_old = status == PM_OK;
	/* before leftovers go: a number is not used twice */
	if ((status = pm_index_folder_next(dir, &next, err)) < 0 ||
	    ((b->have_old || !has_generation(dir)) &&
	     (status = sweep(b, b->have_old ? &b->old : NULL, err)) < 0) ||
	    (status = begin_generation(b, &next, err)) < 0)
		return status;
	/* a history that is lost is no reason to have none from now on */
	if (b->have_old &&
	    pm_history_read(&b->history, dir, &b->old, NULL) == PM_ERR_NOMEM)
		return pm_fail_nomem(err);
	if ((status = pm_files_read(&b->files, dir, NULL, err)) < 0)
		return status;
	return pm_new_segment_make(&b->segment, &options, b->result, next.segment, err);
}

/* Find the first article whose id one before it has, and what to say of it once the index
 * is published. */
static enum pm_status
find_repeated(struct build *b, struct pm_error *err)
{
	const struct pm_merge *merge = &b->segment.crew.merge;

	b->result->repeated = merge->n_repeated;
	if (merge->n_repeated == 0 || b->options->note == NULL)
		return PM_OK;
	return pm_repeated_find(&b->repeated, b->segment.path, merge->original,
				merge->repeated, err);
}

/* Put the languages that articles have into the generation. */
static enum pm_status
note_languages(struct build *b, struct pm_error *err)
{
	struct pm_buf codes;
	enum pm_status status;

	pm_buf_init(&codes, sizeof b->fresh.languages - 1);
	pm_language_codes(b->segment.intake.languages, &codes);
	status = pm_buf_check(&codes, "the languages", err);
	if (status == PM_OK && codes.len > 0)
		memcpy(b->fresh.languages, codes.data, codes.len);
	pm_buf_release(&codes);
	return status;
}

static enum pm_status
find_copies(struct build *b, struct pm_error *err)
{
	struct pm_build_result *r = b->result;
	struct pm_timings *timings = b->segment.crew.timings;
	double since = pm_timings_now(timings);
	struct pm_sources *sources = b->options->sources;
	struct pm_stories stories = { 0 };
	enum pm_status status = pm_stories_write(b->options->index, &b->fresh,
						 &b->options->stop, &stories,
						 &r->copies_bytes, err);
	size_t i;

	for (i = 0; i < stories.n && sources != NULL && status == PM_OK; i++)
		pm_sources_copy(sources, stories.copies[i].copy);
	pm_stories_release(&stories);
	r->copies = r->info.articles - b->fresh.stories;
	r->index_bytes += r->copies_bytes;
	pm_timings_add(timings, PM_STAGE_COPIES, &since, r->info.text_bytes);
	return status;
}

static enum pm_status
publish(struct build *b, struct pm_error *err)
{
	struct pm_generation *g = &b->fresh;
	const char *dir = b->options->index;
	struct pm_error unsynced;
	enum pm_status status;

	g->segments = pm_calloc(1, sizeof *g->segments);
	if (g->segments == NULL)
		return pm_fail_nomem(err);
	if (b->segment.intake.several && (status = note_languages(b, err)) < 0)
		return status;
	g->segments[0] = b->result->info;
	g->n_segments = 1;
	g->time = (uint64_t)time(NULL);
	g->added = b->result->added;
	pm_fingerprint_text(b->fingerprint, g->fingerprint);
	if ((status = find_copies(b, err)) < 0 ||
	    (status = pm_files_write(&b->files, dir, g, err)) < 0 ||
	    (status = pm_history_write(&b->history, dir, g, err)) < 0 ||
	    (status = pm_fsync_dir(dir, err)) < 0 || (status = check_stop(b, err)) < 0)
		return status;
	status = pm_generation_publish(dir, g, &unsynced);
	if (status == PM_UNSYNCED) {
		snprintf(b->result->unsynced, sizeof b->result->unsynced, "%.255s",
			 unsynced.text);
		return PM_OK;
	}
	if (status < 0 && err != NULL)
		*err = unsynced;
	return status;
}

static void
release(struct build *b, bool published)
{
	pm_input_release(&b->input);
	pm_pages_writer_free(b->origins);
	pm_feed_release(&b->feed);
	pm_new_segment_release(&b->segment,
			       published ? PM_SEGMENT_STAYS : PM_SEGMENT_GOES);
	/* what else of it is there, goes with the next build */
	if (!published)
		pm_index_folder_forget(b->options->index, b->fresh.number);
	pm_generation_release(&b->old);
	pm_generation_release(&b->fresh);
	pm_history_release(&b->history);
	pm_files_release(&b->files);
	pm_repeated_release(&b->repeated);
}

static enum pm_status
build_all(struct build *b, struct pm_error *err)
{
	enum pm_status status;

	if ((status = prepare(b, err)) < 0 || (status = read_articles(b, err)) < 0 ||
	    (status = pm_new_segment_finish(&b->segment, err)) < 0 ||
	    (status = find_repeated(b, err)) < 0)
		return status;
	return publish(b, err);
}

enum pm_status
pm_build(const struct pm_build_options *options, struct pm_build_result *result,
	 struct pm_error *err)
{
	struct build b = { .options = options, .result = result };
	struct pm_lock lock = { -1 };
	double start = pm_seconds();
	bool made = false, published = false;
	enum pm_status status;

	memset(result, 0, sizeof *result);
	result->sources = options->sources;
	pm_repeated_init(&b.repeated);
	pm_buf_init(&result->timings, PM_BUF_NO_LIMIT);
	if ((status = pm_index_folder_claim(options->index, &made, err)) < 0 ||
	    (status = pm_lock_take(&lock, options->index, err)) < 0)
		goto out;
	status = build_all(&b, err);
	published = status == PM_OK;
	if (published && b.repeated.reason.len > 0)
		options->note(options->ctx, "repeated", str_of(&b.repeated.file),
			      b.repeated.line, pm_buf_str(&b.repeated.reason));
	/* An old segment that cannot be removed is left to the next build; so is one that
	 * a power failure might bring back. */
	if (published && result->unsynced[0] == '\0')
		sweep(&b, &b.fresh, NULL);
	result->seconds = pm_seconds() - start;
	if (published && options->timings)
		pm_timings_put(&result->timings, b.segment.crew.timings,
			       b.segment.crew.jobs, result->seconds);
out:
	release(&b, published);
	if (made && !published) {
		char *path = pm_path_join(options->index, PM_LOCK_FILE);

		if (path != NULL)
			unlink(path);
		free(path);
		rmdir(options->index);
	}
	pm_lock_release(&lock);
	return status;
}
