/* Pressmark - building an index: see build.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build.h"

#include "indexer/house.h"
#include "indexer/lock.h"
#include "indexer/run.h"
#include "indexer/seal.h"
#include "segment/index.h"
#include "segment/metadata.h"
#include "shim/guard.h"
#include "shim/writer.h"
#include "support/file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct build {
	const struct pm_build_options *options;
	struct pm_build_result *result;
	struct pm_generation old, fresh;
	bool have_old;
	char *segment;			/* the new folder */
	char *database, *guard, *spill;
	struct pm_run run;
	struct pm_db_writer *writer;
	struct pm_reader *reader;
	struct pm_buf data;
	struct pm_metadata_field *fields;
	size_t fields_cap;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
report(struct build *b, const char *stage)
{
	struct pm_build_progress p = { 0 };

	if (b->options->progress == NULL)
		return;
	p.articles = b->run.n_articles;
	p.text_bytes = b->run.text_bytes;
	p.stage = stage;
	pm_reader_progress(b->reader, &p.done, &p.total);
	b->options->progress(b->options->ctx, &p);
}

static enum pm_status
check_stop(const struct build *b, struct pm_error *err)
{
	if (b->options->stop != NULL && b->options->stop(b->options->ctx))
		return pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
	return PM_OK;
}

static void
count_skip(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	struct build *b = ctx;

	b->result->skipped++;
	if (b->options->skip != NULL)
		b->options->skip(b->options->ctx, file, line, reason);
}

/* --- articles ----------------------------------------------------------- */

static struct pm_text_ref
ref(struct pm_str s)
{
	return (struct pm_text_ref){ s.data, s.len };
}

static enum pm_status
put_metadata(struct build *b, const struct pm_article *a, struct pm_error *err)
{
	struct pm_metadata m = { 0 };
	enum pm_status status;
	size_t i;

	status = pm_grow(&b->fields, &b->fields_cap, a->n_fields, sizeof *b->fields, err);
	if (status < 0)
		return status;
	for (i = 0; i < a->n_fields; i++) {
		b->fields[i].name = ref(a->fields[i].name);
		b->fields[i].value = ref(a->fields[i].value);
	}
	m.id = ref(a->id);
	m.url = ref(a->url);
	m.source = ref(a->source);
	m.author = ref(a->author);
	m.date = ref(a->date);
	m.day = a->day;
	m.file = ref(a->file);
	m.line = a->line;
	m.fields = b->fields;
	m.n_fields = a->n_fields;
	pm_buf_clear(&b->data);
	pm_metadata_put(&b->data, &m);
	return pm_buf_check(&b->data, "the metadata of an article", err);
}

static enum pm_status
add_article(struct build *b, const struct pm_article *a, struct pm_error *err)
{
	struct pm_segment_info *info = &b->result->info;
	struct pm_db_document doc = { 0 };
	struct pm_db_value values[2];
	char day[16], words[9];
	enum pm_status status;

	if ((status = pm_run_add(&b->run, a, err)) < 0 ||
	    (status = put_metadata(b, a, err)) < 0)
		return status;
	snprintf(day, sizeof day, "%08u", (unsigned)a->day);
	doc.terms = b->run.terms;
	doc.n_terms = b->run.n_terms;
	doc.data = pm_buf_str(&b->data);
	doc.data_len = b->data.len;
	doc.values = values;
	if (a->day != 0)
		values[doc.n_values++] = (struct pm_db_value){ PM_SLOT_DAY, day, 8 };
	values[doc.n_values++] = (struct pm_db_value){
		PM_SLOT_WORDS, words, pm_db_sortable(b->run.article_words, words) };
	if ((status = pm_db_writer_add(b->writer, &doc, err)) < 0)
		return status;
	info->input_bytes += a->bytes_in;
	info->repairs += a->repairs;
	info->undated += a->day == 0;
	if (a->day != 0 && (info->first_day == 0 || a->day < info->first_day))
		info->first_day = a->day;
	if (a->day > info->last_day)
		info->last_day = a->day;
	if (a->repairs > 0) {
		b->result->repaired++;
		if (b->options->repaired != NULL)
			b->options->repaired(b->options->ctx, a->file, a->line, a->repairs);
	}
	return PM_OK;
}

static enum pm_status
read_articles(struct build *b, struct pm_error *err)
{
	const struct pm_build_options *o = b->options;
	struct pm_reader_options reader = { 0 };
	const struct pm_article *article;
	enum pm_status status;

	reader.skip = count_skip;
	reader.skip_ctx = b;
	reader.stop = o->stop;
	reader.stop_ctx = o->ctx;
	status = pm_reader_open(&b->reader, o->paths, o->n_paths, &reader, err);
	while (status == PM_OK) {
		if ((status = pm_reader_next(b->reader, &article, err)) != PM_OK ||
		    (status = check_stop(b, err)) < 0)
			break;
		status = add_article(b, article, err);
		report(b, "reading");
	}
	if (status < 0)
		return status;
	if (b->run.n_articles == 0)
		return pm_fail(err, PM_ERR_INPUT, "no article found in '%s'%s", o->paths[0],
			       o->n_paths > 1 ? " or the other paths" : "");
	return PM_OK;
}

/* --- the steps ---------------------------------------------------------- */

static enum pm_status
prepare(struct build *b, struct pm_error *err)
{
	const char *dir = b->options->index;
	struct pm_segment_info *info = &b->result->info;
	uint64_t number;
	enum pm_status status;

	/* What is damaged or of another version is replaced, but its segments are
	 * removed only behind the new ones. */
	status = pm_generation_read(dir, &b->old, NULL);
	if (status == PM_ERR_NOMEM)
		return pm_fail_nomem(err);
	b->have_old = status == PM_OK;
	if (b->have_old && (status = pm_house_clean(dir, &b->old, err)) < 0)
		return status;
	if ((status = pm_house_next(dir, &number, err)) < 0)
		return status;
	if (b->have_old && number <= b->old.number)
		number = b->old.number + 1;
	b->fresh.number = number;
	snprintf(b->fresh.language, sizeof b->fresh.language, "%s", b->options->language);
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
	b->spill = pm_path_join(b->segment, "run");
	if (b->database == NULL || b->guard == NULL || b->spill == NULL)
		return pm_fail_nomem(err);
	if ((status = pm_run_init(&b->run, b->options->language, b->spill, err)) < 0)
		return status;
	return pm_db_writer_open(&b->writer, b->database, err);
}

static enum pm_status
finish_segment(struct build *b, struct pm_error *err)
{
	struct pm_build_result *r = b->result;
	struct pm_seal_sizes sizes = { 0 };
	enum pm_status status;

	report(b, "writing");
	if ((status = pm_db_writer_finish(b->writer, err)) < 0 ||
	    (status = check_stop(b, err)) < 0 ||
	    (status = pm_guard_write(b->database, b->guard, &r->database_bytes, err)) < 0 ||
	    (status = pm_seal(&b->run, b->segment, b->options->stop, b->options->ctx,
			      &sizes, err)) < 0)
		return status;
	if (unlink(b->spill) != 0)
		return pm_fail_errno(err, errno, "cannot remove '%s'", b->spill);
	r->words_bytes = sizes.words;
	r->dressing_bytes = sizes.dressing;
	r->lexicon_bytes = sizes.lexicon;
	r->articles_bytes = sizes.articles;
	r->index_bytes = r->database_bytes + sizes.words + sizes.dressing +
			 sizes.lexicon + sizes.articles;
	r->info.articles = b->run.n_articles;
	r->info.words = b->run.total_words;
	r->info.distinct = b->run.word_names.n;
	r->info.text_bytes = b->run.text_bytes;
	r->info.long_words = b->run.long_words;
	status = pm_segment_identity(b->segment, &r->info.identity, err);
	return status < 0 ? status : pm_fsync_dir(b->segment, err);
}

static enum pm_status
publish(struct build *b, struct pm_error *err)
{
	struct pm_error unsynced;
	enum pm_status status;

	b->fresh.segments = pm_calloc(1, sizeof *b->fresh.segments);
	if (b->fresh.segments == NULL)
		return pm_fail_nomem(err);
	b->fresh.segments[0] = b->result->info;
	b->fresh.n_segments = 1;
	if ((status = pm_fsync_dir(b->options->index, err)) < 0 ||
	    (status = check_stop(b, err)) < 0)
		return status;
	status = pm_generation_publish(b->options->index, &b->fresh, &unsynced);
	if (status == PM_END) {
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
	pm_db_writer_free(b->writer);
	pm_run_release(&b->run);
	/* What cannot be removed now, the next build removes. */
	if (!published && b->segment != NULL)
		pm_remove_tree(b->segment, NULL);
	pm_generation_release(&b->old);
	pm_generation_release(&b->fresh);
	pm_buf_release(&b->data);
	free(b->fields);
	free(b->segment);
	free(b->database);
	free(b->guard);
	free(b->spill);
}

enum pm_status
pm_build(const struct pm_build_options *options, struct pm_build_result *result,
	 struct pm_error *err)
{
	struct build b = { .options = options, .result = result };
	struct pm_lock lock = { -1 };
	double start = now();
	bool made = false, published = false;
	enum pm_status status;

	memset(result, 0, sizeof *result);
	pm_buf_init(&b.data, PM_BUF_NO_LIMIT);
	b.run.spill = -1;
	if ((status = pm_house_enter(options->index, &made, err)) < 0 ||
	    (status = pm_lock_take(&lock, options->index, err)) < 0)
		goto out;
	if ((status = prepare(&b, err)) == PM_OK &&
	    (status = read_articles(&b, err)) == PM_OK &&
	    (status = finish_segment(&b, err)) == PM_OK)
		status = publish(&b, err);
	published = status == PM_OK;
	/* An old segment that cannot be removed is tried again by the next build;
	 * and one that a power failure might bring back is left to it. */
	if (published && result->unsynced[0] == '\0')
		pm_house_clean(options->index, &b.fresh, NULL);
	result->seconds = now() - start;
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
