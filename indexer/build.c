/* Pressmark - building an index: see build.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build.h"

#include "indexer/crew.h"
#include "indexer/feed.h"
#include "indexer/ids.h"
#include "indexer/intake.h"
#include "indexer/publish/index_folder.h"
#include "indexer/publish/lock.h"
#include "indexer/repeated.h"
#include "indexer/stories.h"
#include "segment/index.h"
#include "segment/metadata.h"
#include "segment/segment.h"
#include "shim/guard.h"
#include "support/clock.h"
#include "support/file.h"
#include "support/json_put.h"
#include "support/team.h"
#include "text/languages.h"
#include "text/prefixes.h"
#include "text/version.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>


struct build {
	const struct pm_build_options *options;
	struct pm_build_result *result;
	struct pm_generation old, fresh;
	bool have_old;
	char *segment; /* the new folder */
	char *database, *guard;
	struct pm_crew crew;
	bool has_crew;
	struct pm_sink *sink;
	struct pm_reader *reader;
	/* The first article with an id that one before it has; empty: there is none. */
	struct pm_repeated repeated;
	struct pm_ids ids;
	bool has_ids;
	struct pm_feed feed;
	struct pm_build_progress shown;
	struct pm_intake intake;
	uint64_t n_slices;
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
	b->shown.stage = stage;
	pm_reader_progress(b->reader, &b->shown.done, &b->shown.total);
	now = b->shown;
	if (b->feed.state == PM_FEED_KEEPS) {
		now.articles += b->feed.articles;
		now.text_bytes += b->feed.text_bytes;
	}
	b->options->progress(b->options->ctx, &now);
}

static unsigned
count_cores(void)
{
	unsigned n = pm_team_cores();

	return n > PM_JOBS_MAX ? PM_JOBS_MAX : n;
}

static enum pm_status
check_stop(struct build *b, struct pm_error *err)
{
	if (pm_stop_asked(&b->options->stop))
		return pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
	return PM_OK;
}

static void
count_more(void *ctx, uint64_t n)
{
	struct build *b = ctx;

	b->result->skipped += n;
	if (b->options->sources != NULL)
		pm_sources_more(b->options->sources, n);
}

/* Something of FILE is not in the index. */
static void
count_source_skip(struct build *b, struct pm_str file)
{
	b->result->skipped++;
	if (b->options->sources != NULL)
		pm_sources_skip(b->options->sources, file);
}

static void
count_skip(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	struct build *b = ctx;

	count_source_skip(b, file);
	if (b->options->skip != NULL)
		b->options->skip(b->options->ctx, file, line, reason);
}

static void
count_unclean(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	struct build *b = ctx;

	b->result->unclean++;
	if (b->options->note != NULL)
		b->options->note(b->options->ctx, "not cleaned", file, line, reason);
}

static void
tell_doubt(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	struct build *b = ctx;

	if (b->options->note != NULL)
		b->options->note(b->options->ctx, "doubtful", file, line, reason);
}

static void
pass_remark(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	struct build *b = ctx;

	if (b->options->note != NULL)
		b->options->note(b->options->ctx, "noted", file, line, reason);
}

static void
count_cut(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	struct build *b = ctx;

	b->result->cut_short++;
	if (b->options->note != NULL)
		b->options->note(b->options->ctx, "cut short", file, line, reason);
}

static const char *
refuse_index(const char *folder)
{
	return pm_index_folder_is_index(folder)
		     ? "is a Pressmark index, and is not read (export writes its articles)"
		     : NULL;
}

/* What is missing in the index: of a file that is cut short nobody knows how much. */
static uint64_t
count_missing(const struct build *b)
{
	return b->result->skipped + b->result->cut_short;
}

/* Whether the input is whole enough, as far as it has been read, to be published. */
static enum pm_status
check_input(const struct build *b, struct pm_error *err)
{
	const struct pm_build_options *o = b->options;

	if (o->lost == PM_LOST_REFUSED && pm_reader_lost(b->reader))
		return pm_fail(err, PM_ERR_INPUT,
			       "nothing was published: a path could not be "
			       "read as a whole (--partial publishes what there is)");
	if (o->max_skipped.kind == PM_SKIP_NUMBER &&
	    count_missing(b) > o->max_skipped.number)
		return pm_fail(err, PM_ERR_INPUT,
			       "nothing was published: more than %" PRIu64
			       " %s skipped (--max-skipped)",
			       o->max_skipped.number,
			       o->max_skipped.number == 1 ? "article or file was"
							  : "articles or files were");
	return PM_OK;
}

/* The same for a share, when all has been read. */
static enum pm_status
check_share(const struct build *b, struct pm_error *err)
{
	double skipped = (double)count_missing(b), all = skipped + b->intake.n_articles;
	double share = b->options->max_skipped.share;

	if (b->options->max_skipped.kind != PM_SKIP_SHARE || skipped <= share * all)
		return PM_OK;
	return pm_fail(err, PM_ERR_INPUT,
		       "nothing was published: %" PRIu64 " of %.0f articles "
		       "and files were skipped, more than %.4g%% (--max-skipped)",
		       count_missing(b), all, 100 * share);
}

/* --- articles ----------------------------------------------------------- */

/* Whether A is to be indexed: no later article replaces it. */
static enum pm_status
check_id(struct build *b, const struct pm_article *a, bool *stays, struct pm_error *err)
{
	bool replaced = false;
	enum pm_status status = PM_OK;

	if (b->has_ids)
		status = pm_ids_replaced(&b->ids, a->id.data, a->id.len, &replaced, err);
	b->result->replaced += replaced;
	*stays = !replaced;
	return status;
}

/* The next article of the input that is to be indexed. */
static enum pm_status
read_article(void *ctx, const struct pm_article **article, struct pm_error *err)
{
	struct build *b = ctx;
	enum pm_status status, whole;
	bool stays = false;

	do {
		status = pm_reader_next(b->reader, article, err);
		if (status >= 0 && (whole = check_input(b, err)) < 0)
			status = whole;
		if (status != PM_OK || (status = check_stop(b, err)) < 0)
			return status;
		status = check_id(b, *article, &stays, err);
		if (!stays)
			pm_reader_trim(b->reader);
	} while (status == PM_OK && !stays);
	return status;
}

static void
kept(void *ctx)
{
	struct build *b = ctx;

	pm_reader_trim(b->reader);
	report(b, "reading");
}

static enum pm_status
fill_slice(void *ctx, struct pm_slice *slice, struct pm_error *err)
{
	struct build *b = ctx;
	const struct pm_article *article;
	enum pm_status status = PM_OK;

	pm_slice_begin(slice, b->n_slices, b->intake.n_articles + 1);
	while (!pm_slice_is_full(slice)) {
		if ((status = pm_feed_next(&b->feed, &article, err)) != PM_OK ||
		    (status = check_stop(b, err)) < 0 ||
		    (status = pm_intake_add(&b->intake, slice, article, err)) < 0)
			break;
		if (b->feed.state == PM_FEED_PASSES)
			pm_reader_trim(b->reader);
		report(b, b->feed.state == PM_FEED_REPLAYS ? "indexing" : "reading");
	}
	if (status < 0 || slice->n == 0)
		return status;
	b->n_slices++;
	return PM_OK;
}

static void
recoded(void *ctx, uint64_t text_bytes)
{
	struct build *b = ctx;

	(void)text_bytes;
	report(b, "merging");
}

/* Read everything only to learn which articles a later one replaces. */
static enum pm_status
learn_ids(struct build *b, const struct pm_reader_options *options, size_t memory,
	  struct pm_error *err)
{
	const struct pm_build_options *o = b->options;
	const struct pm_article *a;
	struct pm_buf path;
	enum pm_status status;
	size_t i;

	for (i = 0; i < o->n_paths; i++)
		if (strcmp(o->paths[i], "-") == 0)
			return pm_fail(err, PM_ERR_USAGE,
				       "--ids replace reads its input twice, so it takes "
				       "no standard input");
	pm_buf_init(&path, PM_BUF_NO_LIMIT);
	pm_buf_printf(&path, "%s/ids", b->segment);
	if (path.status < 0)
		return pm_fail_nomem(err);
	b->has_ids = true;
	status = pm_ids_init(&b->ids, pm_buf_str(&path), memory, err);
	pm_buf_release(&path);
	if (status == PM_OK)
		status = pm_reader_open(&b->reader, o->paths, o->n_paths, options, err);
	while (status == PM_OK && (status = pm_reader_next(b->reader, &a, err)) == PM_OK) {
		status = pm_ids_add(&b->ids, a->id.data, a->id.len, err);
		pm_reader_trim(b->reader);
		report(b, "reading ids");
	}
	pm_reader_free(b->reader);
	b->reader = NULL;
	return status < 0 ? status : pm_ids_end(&b->ids, err);
}

static enum pm_status
read_articles(struct build *b, struct pm_error *err)
{
	const struct pm_build_options *o = b->options;
	struct pm_crew_options crew = {
		.jobs = o->jobs,
		.memory = o->memory,
		.language = o->language,
		.names = PM_PREFIX_ID,
		.dir = b->segment,
		.fill = fill_slice,
		.recoded = recoded,
		.ctx = b,
		.stop = o->stop,
		.most_occurrences = o->most_occurrences,
	};
	struct pm_reader_options reader = { 0 };
	enum pm_status status;

	if (crew.memory == 0)
		crew.memory = PM_MEMORY_DEFAULT;
	if (crew.jobs == 0)
		crew.jobs = count_cores();
	reader.stop = o->stop;
	reader.dates = o->dates;
	reader.clean = o->clean;
	reader.encoding = o->encoding;
	if (o->choices != NULL) {
		reader.names = o->choices->names;
		reader.globs = o->choices->globs;
		reader.rules = o->choices->rules;
	}
	reader.memory = crew.memory / 4;
	reader.refuse = refuse_index;
	if (o->ids == PM_IDS_REPLACE &&
	    (status = learn_ids(b, &reader, crew.memory / 16, err)) < 0)
		return status;
	reader.skip = count_skip;
	reader.more = count_more;
	reader.skip_ctx = b;
	reader.unclean = count_unclean;
	reader.doubtful = tell_doubt;
	reader.remark = pass_remark;
	reader.cut = count_cut;
	pm_feed_init(&b->feed,
		     &(struct pm_feed_options){
			     .clean = o->clean,
			     .dir = b->segment,
			     .memory = crew.memory / 8,
			     .next = read_article,
			     .kept = kept,
			     .ctx = b,
			     .stop = o->stop,
		     });
	if ((status = pm_reader_open(&b->reader, o->paths, o->n_paths, &reader, err)) < 0 ||
	    (status = pm_crew_init(&b->crew, &crew, err)) < 0)
		return status;
	b->has_crew = true;
	if (o->lost == PM_LOST_REFUSED && pm_reader_find_lost(b->reader))
		return check_input(b, err);
	if ((status = pm_crew_gather(&b->crew, err)) < 0 ||
	    (status = pm_feed_end(&b->feed, &b->result->blocks_bytes, err)) < 0 ||
	    (b->has_ids && (status = pm_ids_check(&b->ids, err)) < 0))
		return status;
	b->result->repeats = b->feed.repeats.result;
	b->result->info.counted = b->feed.repeats.n;
	pm_feed_release(&b->feed);
	pm_reader_excluded(b->reader, &b->result->excluded_files,
			   &b->result->excluded_folders);
	if (b->intake.n_articles == 0)
		return pm_fail(err, PM_ERR_INPUT, "no article found in '%s'%s",
			       o->paths[0], o->n_paths > 1 ? " or the other paths" : "");
	return check_share(b, err);
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

static enum pm_status
prepare(struct build *b, struct pm_error *err)
{
	const char *dir = b->options->index;
	struct pm_segment_info *info = &b->result->info;
	uint64_t number;
	enum pm_status status;

	/* A generation that is damaged or of another version is replaced, but its
	 * segments are removed only after the new ones are there. */
	status = pm_generation_read(dir, &b->old, NULL);
	if (status == PM_ERR_NOMEM)
		return pm_fail_nomem(err);
	b->have_old = status == PM_OK;
	if ((b->have_old || !has_generation(dir)) &&
	    (status = pm_index_folder_sweep(dir, b->have_old ? &b->old : NULL, err)) < 0)
		return status;
	if ((status = pm_index_folder_next_number(dir, &number, err)) < 0)
		return status;
	if (b->have_old && number <= b->old.number)
		number = b->old.number + 1;
	b->fresh.number = number;
	snprintf(b->fresh.language, sizeof b->fresh.language, "%s", b->options->language);
	if ((status = pm_stemmer_version(b->fresh.stemmer, sizeof b->fresh.stemmer, err)) <
	    0)
		return status;
	snprintf(b->fresh.unicode, sizeof b->fresh.unicode, "%s", pm_unicode_version());
	snprintf(info->name, sizeof info->name, "segment-%" PRIu64, number);
	b->segment = pm_path_join(dir, info->name);
	if (b->segment == NULL)
		return pm_fail_nomem(err);
	if (mkdir(b->segment, 0777) != 0) {
		status = pm_fail_errno(err, errno, "cannot make folder '%s'", b->segment);
		free(b->segment);
		b->segment = NULL;
		return status;
	}
	b->database = pm_path_join(b->segment, PM_SEGMENT_DATABASE);
	b->guard = pm_path_join(b->segment, PM_SEGMENT_GUARD);
	return b->database == NULL || b->guard == NULL ? pm_fail_nomem(err) : PM_OK;
}

static enum pm_status
write_segment(struct build *b, struct pm_error *err)
{
	struct pm_build_result *r = b->result;
	const struct pm_merge *m = &b->crew.merge;
	double since;
	enum pm_status status;
	size_t i;

	report(b, "merging");
	for (i = 0; i < b->crew.n_runs; i++) {
		r->info.words += b->crew.runs[i].total_words;
		r->info.long_words += b->crew.runs[i].long_words;
	}
	if ((status = pm_database_create(&b->sink, b->options->writer, b->database,
					 b->segment, b->crew.options.memory / 3,
					 r->writer_reason, err)) < 0)
		return status;
	b->sink->stop = b->options->stop;
	if ((status = pm_crew_merge(&b->crew, b->sink, err)) < 0)
		return status;
	report(b, "writing");
	since = pm_timings_now(b->crew.timings);
	if ((status = b->sink->finish(b->sink, NULL, err)) < 0 ||
	    (status = check_stop(b, err)) < 0 ||
	    (status = pm_guard_write(b->database, b->guard, &r->database_bytes, err)) < 0)
		return status;
	r->lexicon_bytes = m->sizes.lexicon;
	r->shares_bytes = m->sizes.shares;
	r->lengths_bytes = m->sizes.lengths;
	r->words_bytes = m->sizes.store[PM_STORE_WORDS];
	r->dressing_bytes = m->sizes.store[PM_STORE_DRESSING];
	r->pairs_bytes = m->sizes.store[PM_STORE_PAIRS];
	r->articles_bytes = m->sizes.store[PM_STORE_ARTICLES];
	r->sketches_bytes = m->sizes.store[PM_STORE_SKETCHES];
	r->folds_bytes = m->sizes.folds;
	r->index_bytes = r->folds_bytes + r->blocks_bytes + r->database_bytes +
			 r->words_bytes + r->dressing_bytes + r->pairs_bytes +
			 r->lexicon_bytes + r->shares_bytes + r->lengths_bytes +
			 r->articles_bytes + r->sketches_bytes;
	r->info.articles = b->intake.n_articles;
	r->info.distinct = m->n_folded;
	r->info.text_bytes = b->shown.text_bytes;
	status = pm_segment_identity(b->segment, &r->info.identity, err);
	if (status == PM_OK)
		status = pm_fsync_dir(b->segment, err);
	pm_timings_add(b->crew.timings, PM_STAGE_SYNC, &since, 0);
	return status;
}

/* Find the first article whose id one before it has, and what to say of it once the index
 * is published. */
static enum pm_status
find_repeated(struct build *b, struct pm_error *err)
{
	const struct pm_merge *merge = &b->crew.merge;

	b->result->repeated = merge->n_repeated;
	if (merge->n_repeated == 0 || b->options->note == NULL)
		return PM_OK;
	return pm_repeated_find(&b->repeated, b->segment, merge->original,
				merge->repeated, err);
}

/* Put the languages that articles have into the generation. */
static enum pm_status
note_languages(struct build *b, struct pm_error *err)
{
	struct pm_buf codes;
	enum pm_status status;

	pm_buf_init(&codes, sizeof b->fresh.languages - 1);
	pm_language_codes(b->intake.languages, &codes);
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
	double since = pm_timings_now(b->crew.timings);
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
	pm_timings_add(b->crew.timings, PM_STAGE_COPIES, &since, r->info.text_bytes);
	return status;
}

static enum pm_status
publish(struct build *b, struct pm_error *err)
{
	struct pm_error unsynced;
	enum pm_status status;

	b->fresh.segments = pm_calloc(1, sizeof *b->fresh.segments);
	if (b->fresh.segments == NULL)
		return pm_fail_nomem(err);
	if (b->intake.several && (status = note_languages(b, err)) < 0)
		return status;
	b->fresh.segments[0] = b->result->info;
	b->fresh.n_segments = 1;
	if (b->options->choices != NULL)
		b->fresh.choices = pm_strndup(pm_buf_str(&b->options->choices->lines),
					      b->options->choices->lines.len);
	if (b->options->choices != NULL && b->fresh.choices == NULL)
		return pm_fail_nomem(err);
	if ((status = find_copies(b, err)) < 0 ||
	    (status = pm_fsync_dir(b->options->index, err)) < 0 ||
	    (status = check_stop(b, err)) < 0)
		return status;
	status = pm_generation_publish(b->options->index, &b->fresh, &unsynced);
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
	pm_reader_free(b->reader);
	if (b->sink != NULL)
		b->sink->free(b->sink);
	if (b->has_ids)
		pm_ids_release(&b->ids);
	pm_feed_release(&b->feed);
	if (b->has_crew)
		pm_crew_release(&b->crew);
	/* What cannot be removed now is removed by the next build. */
	if (!published && b->segment != NULL)
		pm_remove_tree(b->segment, NULL);
	if (!published)
		pm_stories_remove(b->options->index, &b->fresh);
	pm_generation_release(&b->old);
	pm_generation_release(&b->fresh);
	pm_intake_release(&b->intake);
	pm_repeated_release(&b->repeated);
	free(b->segment);
	free(b->database);
	free(b->guard);
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
	pm_intake_init(&b.intake, options, result, &b.shown);
	pm_repeated_init(&b.repeated);
	pm_buf_init(&result->timings, PM_BUF_NO_LIMIT);
	if ((status = pm_index_folder_claim(options->index, &made, err)) < 0 ||
	    (status = pm_lock_take(&lock, options->index, err)) < 0)
		goto out;
	if ((status = prepare(&b, err)) == PM_OK &&
	    (status = read_articles(&b, err)) == PM_OK &&
	    (status = write_segment(&b, err)) == PM_OK &&
	    (status = find_repeated(&b, err)) == PM_OK)
		status = publish(&b, err);
	published = status == PM_OK;
	if (published && b.repeated.reason.len > 0)
		options->note(options->ctx, "repeated", str_of(&b.repeated.file),
			      b.repeated.line, pm_buf_str(&b.repeated.reason));
	/* An old segment that cannot be removed is left to the next build; so is one that
	 * a power failure might bring back. */
	if (published && result->unsynced[0] == '\0')
		pm_index_folder_sweep(options->index, &b.fresh, NULL);
	result->seconds = pm_seconds() - start;
	if (published && options->timings)
		pm_timings_put(&result->timings, b.crew.timings, b.crew.jobs,
			       result->seconds);
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
