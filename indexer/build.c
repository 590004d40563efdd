/* Pressmark - building an index: see build.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build.h"

#include "indexer/build_parts.h"
#include "indexer/publish/index_folder.h"
#include "indexer/publish/lock.h"
#include "indexer/space.h"
#include "indexer/tiers.h"
#include "segment/fingerprint.h"
#include "support/clock.h"
#include "support/file.h"
#include "text/languages.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Files that are what they were, but for their times, are noted as such once there are so
 * many bytes of them that reading them each time would take long. */
#define TOUCHED_MANY ((uint64_t)64 << 20)

static struct pm_str
str_of(const struct pm_buf *b)
{
	return (struct pm_str){ pm_buf_str(b), b->len };
}

static void
report(struct pm_building *b, const char *stage)
{
	struct pm_build_progress now;

	if (b->options->progress == NULL)
		return;
	now = b->segment.shown;
	now.articles += b->sum.articles;
	now.text_bytes += b->sum.text_bytes;
	now.stage = stage;
	if (b->input.reader != NULL)
		pm_reader_progress(b->input.reader, &now.done, &now.total);
	if (b->feed.state == PM_FEED_KEEPS) {
		now.articles += b->feed.articles;
		now.text_bytes += b->feed.text_bytes;
	} else if (b->refold.state == PM_REFOLD_KEEPS) {
		now.articles += b->refold.articles;
		now.text_bytes += b->refold.text_bytes;
	}
	b->options->progress(b->options->ctx, &now);
}

/* --- articles ----------------------------------------------------------- */

static void
show_input(void *ctx, const char *stage)
{
	report(ctx, stage != NULL ? stage : "reading");
}

/* What turned out of articles that came before. */
static enum pm_status
correct_origins(struct pm_building *b, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_origin origin;
	uint64_t ordinal;

	while (status == PM_OK && pm_input_origin(&b->input, &ordinal, &origin))
		status = pm_origin_log_change(&b->origins, ordinal, &origin, err);
	return status;
}

static enum pm_status
read_article(void *ctx, const struct pm_article **article, struct pm_error *err)
{
	struct pm_building *b = ctx;
	const struct pm_restoring *r = b->options->restoring;
	enum pm_status status = pm_input_next(&b->input, article, &b->origin, err), late;

	if (status >= 0 && (late = correct_origins(b, err)) < 0)
		return late;
	if (status == PM_OK && r != NULL)
		r->came(r->ctx, &b->origin);
	if (status == PM_OK)
		pm_fingerprint_add(&b->next.fingerprint, b->origin.content);
	return status;
}

static enum pm_status
kept(void *ctx, struct pm_error *err)
{
	struct pm_building *b = ctx;

	pm_input_trim(&b->input);
	report(b, "reading");
	return pm_spool_write(&b->later, &b->origin, sizeof b->origin, err);
}

/* The origin of the new article that is handed out: that of the last one that came, or of
 * the next that was put aside. */
static enum pm_status
put_origin(struct pm_building *b, bool was_kept, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	const uint8_t *p;

	if (!was_kept)
		return pm_origin_log_put(&b->origins, &b->origin, PM_ORIGIN_OF_INPUT, err);
	if (!b->reads_later) {
		status = pm_spool_end(&b->later, err);
		pm_spool_read(&b->later_in, &b->later, 0, b->later.len);
		b->reads_later = true;
	}
	if (status < 0)
		return status;
	if ((p = pm_spool_bytes(&b->later_in, sizeof b->origin, err)) == NULL)
		return err != NULL && err->status < 0 ? err->status : PM_ERR_INTERNAL;
	memcpy(&b->origin, p, sizeof b->origin);
	return pm_origin_log_put(&b->origins, &b->origin, PM_ORIGIN_OF_INPUT, err);
}

/* The next article for the new segment: of the input, or one that was there and is written
 * again. */
static enum pm_status
next_article(void *ctx, const struct pm_article **article, struct pm_error *err)
{
	struct pm_building *b = ctx;
	enum pm_status status;
	bool was_kept;

	/* an update makes one segment */
	if (b->stored == NULL && b->segment.shown.text_bytes >= b->most)
		return PM_END;
	status = b->stored == NULL ? pm_feed_next(&b->feed, article, err)
				   : pm_refold_next(&b->refold, article, err);
	b->ended = status == PM_END;
	if (status != PM_OK)
		return status;
	was_kept = b->stored == NULL ? b->feed.state == PM_FEED_REPLAYS
				     : b->refold.state != PM_REFOLD_PASSES;
	if (b->stored == NULL || b->refold.origin == NULL)
		return put_origin(b, was_kept, err);
	pm_fingerprint_add(&b->next.fingerprint, b->refold.origin->content);
	b->result->refolded++;
	return pm_origin_log_put(&b->origins, b->refold.origin, PM_ORIGIN_OF_INDEX, err);
}

static void
taken(void *ctx)
{
	struct pm_building *b = ctx;
	bool passes = b->stored == NULL ? b->feed.state == PM_FEED_PASSES
					: b->refold.state == PM_REFOLD_PASSES;

	if (passes)
		pm_input_trim(&b->input);
	report(b, passes ? "reading" : "indexing");
}

static void
show_stage(void *ctx, const char *stage)
{
	report(ctx, stage);
}

static void
begin_feed(struct pm_building *b)
{
	const struct pm_build_options *o = b->options;

	pm_feed_init(&b->feed,
		     &(struct pm_feed_options){
			     .clean = o->clean,
			     .dir = b->spill,
			     .memory = pm_build_memory(o) / 8,
			     .next = read_article,
			     .kept = kept,
			     .ctx = b,
			     .stop = o->stop,
		     });
}

/* All articles of the input have come, so that it is known what goes. */
static enum pm_status
find_going(void *ctx, const uint64_t *const **goes, struct pm_error *err)
{
	struct pm_building *b = ctx;

	*goes = (const uint64_t *const *)b->next.go;
	return pm_build_take_away(b, err);
}

static enum pm_status
begin_refold(struct pm_building *b, struct pm_error *err)
{
	const struct pm_build_options *o = b->options;
	const struct pm_index *index = b->next.index;
	size_t n = b->next.old.n_segments, i;

	b->stored = pm_calloc(n, sizeof *b->stored);
	if (b->stored == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n; i++)
		b->stored[i] = (struct pm_stored_segment){
			index->segments[i], &b->next.old.segments[i],
			index->gone == NULL ? NULL : index->gone[i]
		};
	pm_refold_init(&b->refold,
		       &(struct pm_refold_options){
			       .clean = o->clean,
			       .dir = b->spill,
			       .memory = pm_build_memory(o) / 8,
			       .segments = b->stored,
			       .n_segments = n,
			       .next = read_article,
			       .kept = kept,
			       .going = find_going,
			       .ctx = b,
			       .stop = o->stop,
		       });
	return PM_OK;
}

static enum pm_status
write_origins(struct pm_building *b, uint64_t *size, struct pm_error *err)
{
	char *path = pm_path_join(b->segment.path, PM_ORIGINS_FILE);
	enum pm_status status = path == NULL ? pm_fail_nomem(err) : PM_OK;

	if (status == PM_OK)
		status = pm_origin_log_write(&b->origins, path, size, err);
	/* the pairs of these articles stay as they are */
	b->input.pairing.fixed = b->origins.n;
	free(path);
	return status;
}

/* The segment has all that it gets. */
static enum pm_status
end_feed(struct pm_building *b, struct pm_error *err)
{
	struct pm_build_result *r = b->result;
	enum pm_status status;
	uint64_t blocks = 0, origins = 0;

	if (b->stored == NULL) {
		status = pm_feed_end(&b->feed, &blocks, err);
		r->repeats = b->feed.repeats.result;
		r->info.counted = b->feed.kept_blocks.articles;
	} else {
		status = pm_refold_end(&b->refold, &blocks, err);
		r->repeats = *pm_refold_result(&b->refold);
		r->info.counted = b->refold.counted;
	}
	if (status == PM_OK)
		status = write_origins(b, &origins, err);
	r->blocks_bytes += blocks;
	r->origins_bytes += origins;
	return status;
}

static enum pm_status
open_input(struct pm_building *b, struct pm_error *err)
{
	const struct pm_input_options options = {
		.build = b->options,
		.language = b->next.fresh.language,
		.dir = b->spill,
		.generation = b->next.fresh.number,
		.anew = b->options->anew != NULL,
		.progress = show_input,
		.ctx = b,
	};

	return pm_input_open(&b->input, &options, b->result, b->next.index,
			     &b->next.files, err);
}

static enum pm_status
make_segment(struct pm_building *b, struct pm_error *err)
{
	const struct pm_new_segment_options options = {
		.build = b->options,
		.language = b->next.fresh.language,
		.index = b->options->index,
		.next = next_article,
		.taken = taken,
		.stage = show_stage,
		.ctx = b,
	};

	return pm_new_segment_make(&b->segment, &options, b->result,
				   b->next.next_segment++, err);
}

/* Begin with the first segment. */
static enum pm_status
begin_reading(struct pm_building *b, struct pm_error *err)
{
	enum pm_status status = PM_OK;

	b->most = b->options->segment_size == 0 ? PM_TIERS_LARGEST
						: b->options->segment_size;
	b->spill = pm_strndup(b->segment.path, strlen(b->segment.path));
	b->later_spill = b->spill == NULL ? NULL
					  : pm_path_join(b->spill, "articles.origins");
	b->origins_spill = b->spill == NULL ? NULL
					    : pm_path_join(b->spill, "origins.spill");
	if (b->later_spill == NULL || b->origins_spill == NULL)
		return pm_fail_nomem(err);
	pm_origin_log_init(&b->origins, b->origins_spill,
			   pm_build_memory(b->options) / 64);
	pm_spool_init(&b->later, b->later_spill, pm_build_memory(b->options) / 64);
	if (b->next.index == NULL)
		begin_feed(b);
	else
		status = begin_refold(b, err);
	if (status == PM_OK)
		status = open_input(b, err);
	if (status == PM_OK)
		status = pm_space_check(b->options->index, b->input.space, b->options,
					err);
	return status < 0
		     ? status
		     : pm_build_count_places(b, PM_COUNT_BEFORE, &b->places_before, err);
}

/* The segment is complete. */
static enum pm_status
finish_segment(struct pm_building *b, struct pm_error *err)
{
	struct pm_segment_info *info = &b->result->info, *sum = &b->sum;
	enum pm_status status;

	if ((status = pm_new_segment_finish(&b->segment, err)) < 0 ||
	    (status = pm_build_find_repeated(b, err)) < 0 ||
	    (status = pm_successor_add(&b->next, info, err)) < 0)
		return status;
	b->languages |= b->segment.intake.languages;
	if (b->n_finished++ == 0) {
		*sum = *info;
		return PM_OK;
	}
	sum->distinct = 0; /* of several nobody knows */
	sum->counted += info->counted;
	sum->articles += info->articles;
	sum->words += info->words;
	sum->text_bytes += info->text_bytes;
	sum->input_bytes += info->input_bytes;
	sum->repairs += info->repairs;
	sum->long_words += info->long_words;
	sum->undated += info->undated;
	if (info->first_day != 0 &&
	    (sum->first_day == 0 || info->first_day < sum->first_day))
		sum->first_day = info->first_day;
	if (info->last_day > sum->last_day)
		sum->last_day = info->last_day;
	return PM_OK;
}

/* Gather the articles of one segment.  PM_ABSENT: there are none. */
static enum pm_status
fill_segment(struct pm_building *b, struct pm_error *err)
{
	enum pm_status status = PM_OK, gathered;

	if (b->stored == NULL)
		status = pm_feed_turn(&b->feed, b->segment.path, err);
	if (status < 0)
		return status;
	gathered = pm_new_segment_gather(&b->segment, err);
	if (gathered < 0)
		return gathered;
	status = end_feed(b, err);
	return status < 0 ? status : gathered;
}

/* Fill one segment after the other; the last one is still to be finished. */
static enum pm_status
read_articles(struct pm_building *b, struct pm_error *err)
{
	enum pm_status status = begin_reading(b, err);

	while (status == PM_OK) {
		status = fill_segment(b, err);
		b->empty = status == PM_ABSENT;
		if (status != PM_OK || b->ended)
			break;
		if ((status = finish_segment(b, err)) < 0)
			return status;
		pm_new_segment_release(&b->segment, PM_SEGMENT_STAYS);
		memset(&b->result->info, 0, sizeof b->result->info);
		status = make_segment(b, err);
	}
	return status < 0 ? status : pm_input_end(&b->input, err);
}

/* --- the steps ---------------------------------------------------------- */

/* To begin anew where generations are kept, though it is not known which one is current,
 * would lose them.  The first of all may have been left by a build that was killed. */
static enum pm_status
refuse_headless(const char *dir, struct pm_error *err)
{
	uint64_t *numbers = NULL, last;
	enum pm_status status;
	size_t n = 0;

	status = pm_kept_numbers(dir, UINT64_MAX, &numbers, &n, NULL);
	last = status == PM_OK && n > 0 ? numbers[0] : 0;
	free(numbers);
	if (status == PM_ERR_NOMEM)
		return pm_fail_nomem(err);
	return last <= 1
		     ? PM_OK
		     : pm_fail(err, PM_ERR_NOT_INDEX,
			       "'%s' has no file 'generation', though generation %" PRIu64
			       " is there: 'pressmark-index repair %s' brings it back",
			       dir, last, dir);
}

static enum pm_status
prepare(struct pm_building *b, struct pm_error *err)
{
	static const char *const commands[] = { "build", "update", "add", "repair" };
	const struct pm_build_options *o = b->options;
	const struct pm_successor_options next = {
		.build = o,
		.command = commands[o->kind],
		.lock = b->lock,
		.language = o->language,
		.choices = o->choices == NULL ? "" : pm_buf_str(&o->choices->lines),
		.takes = o->restoring == NULL ? NULL : o->restoring->takes,
		.stage = show_stage,
		.ctx = b,
	};
	bool changes = o->kind != PM_BUILD_WHOLE && pm_index_folder_is_published(o->index);
	enum pm_status status = PM_OK;

	if (o->kind != PM_BUILD_WHOLE && !changes && next.takes == NULL)
		status = refuse_headless(o->index, err);
	if (status == PM_OK)
		status = pm_successor_begin(&b->next, &next,
					    next.takes != NULL ? PM_SUCCESSOR_REPAIRS
					    : changes	       ? PM_SUCCESSOR_CHANGES
							       : PM_SUCCESSOR_REPLACES,
					    err);
	if (status == PM_OK && o->restoring != NULL)
		status = o->restoring->begun(o->restoring->ctx, &b->next, err);
	if (status < 0)
		return status;
	b->before = changes ? pm_generation_articles(&b->next.old) : 0;
	b->result->rehashed = o->rehash;
	if (o->anew != NULL)
		snprintf(b->result->anew, sizeof b->result->anew, "%s", o->anew);
	return make_segment(b, err);
}

/* Those of a list of codes, as bits. */
static uint32_t
read_languages(const char *codes)
{
	uint32_t bits = 0;
	size_t len;

	for (; *codes != '\0'; codes += len, codes += strspn(codes, " ")) {
		len = strcspn(codes, " ");
		bits |= (uint32_t)1 << pm_language_number(codes, len);
	}
	return bits;
}

/* Put the languages that articles have into the generation, beside those that it has. */
static enum pm_status
note_languages(struct pm_building *b, struct pm_error *err)
{
	char *languages = b->next.fresh.languages;
	uint32_t all = b->languages | read_languages(languages);
	struct pm_buf codes;
	enum pm_status status;

	pm_buf_init(&codes, sizeof b->next.fresh.languages - 1);
	pm_language_codes(all, &codes);
	status = pm_buf_check(&codes, "the languages", err);
	if (status == PM_OK && codes.len > 0) {
		memcpy(languages, codes.data, codes.len);
		languages[codes.len] = '\0';
	}
	pm_buf_release(&codes);
	return status;
}

static void
count_copy(void *ctx, uint32_t place)
{
	struct pm_building *b = ctx;

	if (b->options->sources != NULL && b->options->kind == PM_BUILD_WHOLE)
		pm_sources_copy(b->options->sources, place);
}

static enum pm_status
publish(struct pm_building *b, struct pm_error *err)
{
	struct pm_build_result *r = b->result;
	struct pm_generation *g = &b->next.fresh;
	struct pm_timings *timings = b->segment.crew.timings;
	double since = pm_timings_now(timings);
	enum pm_status status;

	if (b->segment.intake.several && (status = note_languages(b, err)) < 0)
		return status;
	r->info = b->sum;
	g->added = r->added;
	g->changed = r->changed;
	g->taken_away = r->taken_away;
	status = pm_successor_publish(&b->next, count_copy, b, err);
	r->copies = b->next.copies;
	r->copies_bytes = b->next.copies_bytes;
	r->index_bytes += r->copies_bytes;
	r->articles = pm_generation_articles(g);
	r->generation = g->number;
	memcpy(r->remade, b->next.remade, sizeof r->remade);
	memcpy(r->unsynced, b->next.unsynced, sizeof r->unsynced);
	pm_timings_add(timings, PM_STAGE_COPIES, &since, r->info.text_bytes);
	return status;
}

/* Whether the index is what it would become. */
static bool
is_unchanged(const struct pm_building *b)
{
	return b->next.index != NULL && b->empty && b->next.n_go == 0 &&
	       b->input.touched < TOUCHED_MANY && b->next.files.n_away == b->n_away &&
	       b->options->anew == NULL && !b->result->moved;
}

static void
release(struct pm_building *b)
{
	pm_input_release(&b->input);
	pm_origin_log_release(&b->origins);
	free(b->origins_spill);
	pm_feed_release(&b->feed);
	pm_refold_release(&b->refold);
	free(b->stored);
	if (b->later_spill != NULL) {
		pm_spool_reader_release(&b->later_in);
		pm_spool_release(&b->later);
	}
	free(b->later_spill);
	free(b->spill);
	pm_new_segment_release(&b->segment, b->next.published && !b->empty
						    ? PM_SEGMENT_STAYS
						    : PM_SEGMENT_GOES);
	pm_successor_sweep(&b->next);
	pm_successor_release(&b->next);
	pm_repeated_release(&b->repeated);
	free(b->places_before);
}

/* Whether what was read may be published. */
static enum pm_status
check_outcome(struct pm_building *b, struct pm_error *err)
{
	const struct pm_restoring *r = b->options->restoring;

	return r == NULL ? pm_build_check_removed(b, err)
			 : r->settle(r->ctx, &b->next, b->result, err);
}

static enum pm_status
build_all(struct pm_building *b, struct pm_error *err)
{
	enum pm_status status;

	if ((status = prepare(b, err)) < 0 ||
	    (status = pm_build_find_forgotten(b, err)) < 0)
		return status;
	b->n_away = b->next.files.n_away;
	if ((status = read_articles(b, err)) < 0 ||
	    (status = pm_build_take_away(b, err)) < 0 ||
	    (status = pm_build_take_touched(b, err)) < 0 ||
	    (status = check_outcome(b, err)) < 0 ||
	    (status = pm_build_tell_lost(b, err)) < 0)
		return status;
	b->result->moved = b->next.index != NULL && pm_build_has_moved(b);
	if (is_unchanged(b)) {
		b->result->unchanged = true;
		b->result->articles = b->before;
		b->result->generation = b->next.old.number;
		return PM_OK;
	}
	if (!b->empty && (status = finish_segment(b, err)) < 0)
		return status;
	return publish(b, err);
}

static void
init_result(struct pm_build_result *result, const struct pm_build_options *options)
{
	memset(result, 0, sizeof *result);
	result->sources = options->sources;
	result->kind = options->kind;
	pm_buf_init(&result->timings, PM_BUF_NO_LIMIT);
}

/* *PUBLISHED: whether there is a new generation, whatever comes back. */
static enum pm_status
build_locked(const struct pm_build_options *options, const struct pm_lock *lock,
	     struct pm_build_result *result, bool *published, struct pm_error *err)
{
	struct pm_building b = { .options = options, .lock = lock, .result = result };
	double start = pm_seconds();
	enum pm_status status;

	pm_repeated_init(&b.repeated);
	status = build_all(&b, err);
	*published = b.next.published;
	if (*published)
		pm_build_tell_forgotten(&b);
	if (*published && b.repeated.reason.len > 0)
		options->note(options->ctx, "repeated", str_of(&b.repeated.file),
			      b.repeated.line, pm_buf_str(&b.repeated.reason));
	result->seconds = pm_seconds() - start;
	if (*published && options->timings)
		pm_timings_put(&result->timings, b.segment.crew.timings,
			       b.segment.crew.jobs, result->seconds);
	release(&b);
	return status;
}

enum pm_status
pm_build_locked(const struct pm_build_options *options, const struct pm_lock *lock,
		struct pm_build_result *result, struct pm_error *err)
{
	bool published;

	init_result(result, options);
	return build_locked(options, lock, result, &published, err);
}

enum pm_status
pm_build(const struct pm_build_options *options, struct pm_build_result *result,
	 struct pm_error *err)
{
	struct pm_lock lock = PM_LOCK_NONE;
	bool made = false, published = false;
	enum pm_status status;

	init_result(result, options);
	if ((status = pm_index_folder_claim(options->index, &made, err)) == PM_OK &&
	    (status = pm_lock_take(&lock, options->index, err)) == PM_OK)
		status = build_locked(options, &lock, result, &published, err);
	if (made && !published) {
		pm_lock_remove(&lock);
		rmdir(options->index);
	}
	pm_lock_release(&lock);
	return status;
}
