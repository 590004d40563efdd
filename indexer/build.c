/* Pressmark - building an index: see build.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build.h"

#include "indexer/feed.h"
#include "indexer/input.h"
#include "indexer/new_segment.h"
#include "indexer/publish/index_folder.h"
#include "indexer/publish/lock.h"
#include "indexer/refold.h"
#include "indexer/repeated.h"
#include "indexer/successor.h"
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
/* What an update may take away, if nothing is said. */
#define MAX_REMOVED .2

struct build {
	const struct pm_build_options *options;
	struct pm_build_result *result;
	struct pm_successor next;
	struct pm_new_segment segment;
	struct pm_input input;
	/* What repeats is folded away by one of these: the first in a build, and in an
	 * update the second, which knows the articles that are there. */
	struct pm_feed feed;
	struct pm_refold refold;
	struct pm_stored_segment *stored; /* of the second */
	struct pm_pages_writer *origins;
	/* The first article with an id that one before it has; empty: there is none. */
	struct pm_repeated repeated;
	uint64_t before;	 /* articles that there were */
	uint64_t *places_before; /* of each given path, likewise */
	size_t n_away;		 /* articles that stayed away before */
	bool empty;		 /* there is no new segment */
	bool taken_away;	 /* what goes has been found */
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

/* The next article of the input, whose origin is noted. */
static enum pm_status
read_article(void *ctx, const struct pm_article **article, struct pm_error *err)
{
	struct build *b = ctx;
	struct pm_origin origin;
	enum pm_status status = pm_input_next(&b->input, article, &origin, err);

	if (status != PM_OK)
		return status;
	pm_fingerprint_add(&b->next.fingerprint, origin.content);
	return pm_origins_put(b->origins, &origin, err);
}

static void
kept(void *ctx)
{
	struct build *b = ctx;

	pm_input_trim(&b->input);
	report(b, "reading");
}

/* The next article for the new segment: of the input, or one that was there and is written
 * again. */
static enum pm_status
next_article(void *ctx, const struct pm_article **article, struct pm_error *err)
{
	struct build *b = ctx;
	enum pm_status status;

	if (b->stored == NULL)
		return pm_feed_next(&b->feed, article, err);
	status = pm_refold_next(&b->refold, article, err);
	if (status != PM_OK || b->refold.origin == NULL)
		return status;
	pm_fingerprint_add(&b->next.fingerprint, b->refold.origin->content);
	b->result->refolded++;
	return pm_origins_put(b->origins, b->refold.origin, err);
}

static void
taken(void *ctx)
{
	struct build *b = ctx;
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

static enum pm_status take_away(struct build *b, struct pm_error *err);

/* All articles of the input have come, so that it is known what goes. */
static enum pm_status
find_going(void *ctx, const uint64_t *const **goes, struct pm_error *err)
{
	struct build *b = ctx;

	*goes = (const uint64_t *const *)b->next.go;
	return take_away(b, err);
}

static enum pm_status
begin_refold(struct build *b, struct pm_error *err)
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
			       .dir = b->segment.path,
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

/* All that comes has come. */
static enum pm_status
end_feed(struct build *b, struct pm_error *err)
{
	struct pm_build_result *r = b->result;
	enum pm_status status;

	if (b->stored == NULL) {
		status = pm_feed_end(&b->feed, &r->blocks_bytes, err);
		r->repeats = b->feed.repeats.result;
		r->info.counted = b->feed.repeats.n;
		pm_feed_release(&b->feed);
	} else {
		status = pm_refold_end(&b->refold, &r->blocks_bytes, err);
		r->repeats = *pm_refold_result(&b->refold);
		r->info.counted = b->refold.counted;
	}
	return status < 0 ? status : pm_pages_finish(b->origins, &r->origins_bytes, err);
}

static enum pm_status
open_input(struct build *b, struct pm_error *err)
{
	const struct pm_input_options options = {
		.build = b->options,
		.language = b->next.fresh.language,
		.dir = b->segment.path,
		.generation = b->next.fresh.number,
		.anew = b->options->anew != NULL,
		.progress = show_input,
		.ctx = b,
	};

	return pm_input_open(&b->input, &options, b->result, b->next.index,
			     &b->next.files, err);
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

/* How many articles the index has of the files at or below each given path, or had. */
enum count_of { COUNT_NOW, COUNT_BEFORE };

static enum pm_status
count_places(struct build *b, enum count_of which, uint64_t **counts, struct pm_error *err)
{
	const struct pm_files *f = &b->next.files;
	const struct pm_places *p = &b->input.places;
	uint32_t i;
	size_t k;

	*counts = pm_calloc(p->n, sizeof **counts);
	if (*counts == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < f->places.n; i++) {
		size_t len;
		const char *place = pm_intern_get(&f->places, i, &len);

		for (k = 0; k < p->n; k++)
			if ((which == COUNT_BEFORE || !f->of[i].gone) &&
			    pm_place_is_under(place, len, p->places[k]))
				(*counts)[k] += f->of[i].articles;
	}
	return PM_OK;
}

static enum pm_status
read_articles(struct build *b, struct pm_error *err)
{
	enum pm_status status, gathered;

	if (b->next.index == NULL)
		begin_feed(b);
	else if ((status = begin_refold(b, err)) < 0)
		return status;
	if ((status = create_origins(b, err)) < 0 || (status = open_input(b, err)) < 0 ||
	    (status = count_places(b, COUNT_BEFORE, &b->places_before, err)) < 0)
		return status;
	gathered = pm_new_segment_gather(&b->segment, err);
	if (gathered < 0)
		return gathered;
	b->empty = gathered == PM_ABSENT;
	if ((status = end_feed(b, err)) < 0)
		return status;
	return pm_input_end(&b->input, err);
}

/* --- what an update takes away ------------------------------------------------------ */

/* The articles that are written again go from where they were, and so do those that are
 * there no more. */
static enum pm_status
take_away(struct build *b, struct pm_error *err)
{
	bool goes = b->options->kind == PM_BUILD_UPDATE && !b->options->no_remove;
	enum pm_status status = PM_OK;
	size_t i;

	if (b->taken_away)
		return PM_OK;
	b->taken_away = true;

	for (i = 0; i < b->input.known.n && status == PM_OK; i++) {
		const struct pm_known_article *k = &b->input.known.all[i];
		bool gone = k->wanted && !k->met;

		if (gone && pm_input_spares(&b->input, k->origin.source)) {
			b->result->spared++;
			continue;
		}
		if (!k->renewed && !(gone && goes))
			continue;
		b->result->taken_away += !k->renewed;
		status = pm_successor_take_away(&b->next, k->segment, k->article, err);
	}
	return status;
}

/* Those that are written again because their folds are others go from where they were. */
static enum pm_status
take_touched(struct build *b, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint32_t article;
	size_t i;

	for (i = 0; b->refold.touched != NULL && i < b->next.old.n_segments; i++)
		for (article = 1; b->refold.touched[i] != NULL && status == PM_OK &&
				  article <= b->next.old.segments[i].articles;
		     article++)
			if (pm_db_is_gone(b->refold.touched[i], article))
				status = pm_successor_take_away(&b->next, i, article, err);
	return status;
}

/* A path that had articles and has none any more is a disk that is not there. */
static enum pm_status
check_places(struct build *b, struct pm_error *err)
{
	const struct pm_build_options *o = b->options;
	enum pm_status status;
	uint64_t *now;
	size_t i;

	if ((status = count_places(b, COUNT_NOW, &now, err)) < 0)
		return status;
	for (i = 0; i < o->n_paths && status == PM_OK; i++)
		if (b->places_before[i] > 0 && now[i] == 0 &&
		    strcmp(o->paths[i], "-") != 0)
			status = pm_fail(err, PM_ERR_INPUT,
					 "nothing was published: there is no article in "
					 "'%s', of which the index has %" PRIu64
					 " (--max-removed 100%% takes them away)",
					 o->paths[i], b->places_before[i]);
	free(now);
	return status;
}

/* Whether too much would be taken away. */
static enum pm_status
check_removed(struct build *b, struct pm_error *err)
{
	const struct pm_skip_limit *limit = &b->options->max_removed;
	uint64_t gone = b->result->taken_away;
	double share = limit->kind == PM_SKIP_SHARE ? limit->share : MAX_REMOVED;
	enum pm_status status = PM_OK;

	if (limit->kind == PM_SKIP_NUMBER)
		return gone <= limit->number
			     ? PM_OK
			     : pm_fail(err, PM_ERR_INPUT,
				       "nothing was published: %" PRIu64
				       " articles would be taken away, more than %" PRIu64
				       " (--max-removed)",
				       gone, limit->number);
	if (share < 1)
		status = check_places(b, err);
	if (status == PM_OK && (double)gone > share * (double)b->before)
		return pm_fail(err, PM_ERR_INPUT,
			       "nothing was published: %" PRIu64 " of %" PRIu64
			       " articles would be taken away, more than %.4g%% "
			       "(--max-removed)",
			       gone, b->before, 100 * share);
	return status;
}

/* --- the steps ---------------------------------------------------------- */

static enum pm_status
prepare(struct build *b, struct pm_error *err)
{
	const struct pm_build_options *o = b->options;
	const struct pm_successor_options next = {
		.build = o,
		.command = o->command != NULL ? o->command : "build",
		.language = o->language,
		.choices = o->choices == NULL ? "" : pm_buf_str(&o->choices->lines),
		.stage = show_stage,
		.ctx = b,
	};
	struct pm_new_segment_options segment = {
		.build = o,
		.index = o->index,
		.next = next_article,
		.taken = taken,
		.stage = show_stage,
		.ctx = b,
	};
	enum pm_status status;
	bool changes = o->kind != PM_BUILD_WHOLE && pm_index_folder_is_published(o->index);

	status = pm_successor_begin(&b->next, &next,
				    changes ? PM_SUCCESSOR_CHANGES : PM_SUCCESSOR_REPLACES,
				    err);
	if (status < 0)
		return status;
	b->before = changes ? pm_generation_articles(&b->next.old) : 0;
	if (o->anew != NULL)
		snprintf(b->result->anew, sizeof b->result->anew, "%s", o->anew);
	segment.language = b->next.fresh.language;
	return pm_new_segment_make(&b->segment, &segment, b->result,
				   b->next.next_segment++, err);
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
note_languages(struct build *b, struct pm_error *err)
{
	char *languages = b->next.fresh.languages;
	uint32_t all = b->segment.intake.languages | read_languages(languages);
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
	struct build *b = ctx;

	if (b->options->sources != NULL && b->options->kind == PM_BUILD_WHOLE)
		pm_sources_copy(b->options->sources, place);
}

static enum pm_status
publish(struct build *b, struct pm_error *err)
{
	struct pm_build_result *r = b->result;
	struct pm_generation *g = &b->next.fresh;
	struct pm_timings *timings = b->segment.crew.timings;
	double since = pm_timings_now(timings);
	enum pm_status status;

	if (b->segment.intake.several && (status = note_languages(b, err)) < 0)
		return status;
	if (!b->empty && (status = pm_successor_add(&b->next, &r->info, err)) < 0)
		return status;
	g->added = r->added;
	g->changed = r->changed;
	g->taken_away = r->taken_away;
	status = pm_successor_publish(&b->next, count_copy, b, err);
	r->copies = b->next.copies;
	r->copies_bytes = b->next.copies_bytes;
	r->index_bytes += r->copies_bytes;
	r->articles = pm_generation_articles(g);
	r->generation = g->number;
	memcpy(r->unsynced, b->next.unsynced, sizeof r->unsynced);
	pm_timings_add(timings, PM_STAGE_COPIES, &since, r->info.text_bytes);
	return status;
}

/* Whether the index is what it would become. */
static bool
is_unchanged(const struct build *b)
{
	return b->next.index != NULL && b->empty && b->next.n_go == 0 &&
	       b->input.touched < TOUCHED_MANY && b->next.files.n_away == b->n_away &&
	       b->options->anew == NULL;
}

static void
release(struct build *b)
{
	pm_input_release(&b->input);
	pm_pages_writer_free(b->origins);
	pm_feed_release(&b->feed);
	pm_refold_release(&b->refold);
	free(b->stored);
	pm_new_segment_release(&b->segment, b->next.published && !b->empty
						    ? PM_SEGMENT_STAYS
						    : PM_SEGMENT_GOES);
	pm_successor_release(&b->next);
	pm_repeated_release(&b->repeated);
	free(b->places_before);
}

static enum pm_status
build_all(struct build *b, struct pm_error *err)
{
	enum pm_status status;

	if ((status = prepare(b, err)) < 0)
		return status;
	b->n_away = b->next.files.n_away;
	if ((status = read_articles(b, err)) < 0 || (status = take_away(b, err)) < 0 ||
	    (status = take_touched(b, err)) < 0 || (status = check_removed(b, err)) < 0)
		return status;
	if (is_unchanged(b)) {
		b->result->unchanged = true;
		b->result->articles = b->before;
		b->result->generation = b->next.old.number;
		return PM_OK;
	}
	if (!b->empty && ((status = pm_new_segment_finish(&b->segment, err)) < 0 ||
			  (status = find_repeated(b, err)) < 0))
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
	result->kind = options->kind;
	pm_repeated_init(&b.repeated);
	pm_buf_init(&result->timings, PM_BUF_NO_LIMIT);
	if ((status = pm_index_folder_claim(options->index, &made, err)) < 0 ||
	    (status = pm_lock_take(&lock, options->index, err)) < 0)
		goto out;
	status = build_all(&b, err);
	published = b.next.published;
	if (published && b.repeated.reason.len > 0)
		options->note(options->ctx, "repeated", str_of(&b.repeated.file),
			      b.repeated.line, pm_buf_str(&b.repeated.reason));
	pm_successor_sweep(&b.next);
	result->seconds = pm_seconds() - start;
	if (published && options->timings)
		pm_timings_put(&result->timings, b.segment.crew.timings,
			       b.segment.crew.jobs, result->seconds);
out:
	release(&b);
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
