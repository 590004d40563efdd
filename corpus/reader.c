/* Pressmark - reading a corpus: paths in, articles out: see corpus.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Three nested loops: the files that the walk found, the members of an archive, the
 * records of a JSON file.  Each level is open or not; pm_reader_next continues at the
 * innermost open one. */
#include "corpus/corpus.h"

#include "corpus/containers/container.h"
#include "corpus/containers/stream.h"
#include "corpus/containers/walk.h"
#include "corpus/formats/plain.h"
#include "corpus/formats/record.h"
#include "corpus/page/charset.h"
#include "corpus/formats/records.h"
#include "corpus/page/html.h"
#include "support/json.h"
#include "support/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a record may take besides its text. */
#define RECORD_SLACK ((size_t)1 << 20)
/* libxml2 counts in int, and a tree takes several times the size of the page. */
#define HTML_MAX ((size_t)32 << 20)

/* A buffer that has grown beyond this is freed before the next file. */
#define KEEP ((size_t)1 << 24)
/* The bytes of an article that needs larger buffers than others. */
#define LARGE ((size_t)1 << 22)
/* What a value of a JSON object takes, in its tree and as a field. */
#define VALUE_BYTES 160u

struct pm_reader {
	struct pm_reader_options options;
	struct pm_watch watch;
	struct pm_walk walk;
	size_t next_file;
	size_t next_folder;   /* of the walk's, to be looked at again at the end */
	uint64_t done_before; /* sizes of the files that are finished */
	uint64_t file_size;
	uint64_t file_at; /* bytes of the file read, ignoring seeks */

	struct pm_container *box; /* not NULL: an archive is open */
	struct pm_others others;  /* of its members */
	const char *path;	  /* of the file, owned by the walk */
	bool given;		  /* it is one of the given paths */
	uint64_t n_of_file;	  /* articles of it so far */
	uint64_t n_of_records;	  /* and of the JSON file that is open */
	bool lost;		  /* a given path could not be read */
	struct pm_buf name;	  /* of what is being read: the path, a member's */

	struct pm_records records; /* of the JSON file that is open */
	uint64_t decode_repairs;
	struct pm_json *json;
	struct pm_record record;

	struct pm_buf text; /* of a whole file */
	struct pm_buf repaired;
	struct pm_page page;
	struct pm_article article;
};

static bool
is_fatal(enum pm_status st)
{
	return st < 0 && st != PM_ERR_INPUT && st != PM_ERR_IO && st != PM_ERR_LIMIT;
}

static struct pm_str
str_of(const struct pm_buf *b)
{
	return (struct pm_str){ (const char *)b->data, b->len };
}

static void
skip(struct pm_reader *r, uint64_t line, const char *reason)
{
	if (r->options.skip != NULL)
		r->options.skip(r->options.skip_ctx, str_of(&r->name), line, reason);
}

/* Report anything that is not fatal.  PM_OK, or ST again. */
static enum pm_status
skip_failed(struct pm_reader *r, uint64_t line, enum pm_status st,
	    const struct pm_error *why, struct pm_error *err)
{
	if (is_fatal(st)) {
		if (err != NULL)
			*err = *why;
		return st;
	}
	/* what is wrong with a member, the archive will say itself if it is lost too */
	r->lost = r->lost || (r->given && r->box == NULL && st == PM_ERR_IO);
	skip(r, line, why->text);
	return PM_OK;
}

/* What is open, and has given N articles, ends before its end: unlike a file of one
 * article, it lost nobody knows how many. */
static enum pm_status
break_off(struct pm_reader *r, uint64_t n, enum pm_status st, const struct pm_error *why,
	  struct pm_error *err)
{
	pm_skip_fn *say = n > 0 ? r->options.cut : r->options.skip;
	struct pm_error text;

	if (is_fatal(st))
		return skip_failed(r, 0, st, why, err);
	r->lost = r->lost || r->given;
	if (n > 0)
		pm_fail(&text, st, "breaks off after %llu article%s: %s",
			(unsigned long long)n, n == 1 ? "" : "s", why->text);
	if (say == NULL)
		say = r->options.skip;
	if (say != NULL)
		say(r->options.skip_ctx, str_of(&r->name), 0,
		    n > 0 ? text.text : why->text);
	return PM_OK;
}

static enum pm_status
set_name(struct pm_reader *r, const char *member, struct pm_error *err)
{
	struct pm_buf *name = &r->name;

	pm_buf_clear(name);
	pm_buf_puts(name, r->path);
	if (member != NULL) {
		pm_buf_putc(name, '/');
		pm_buf_puts(name, member);
	}
	if (name->status == PM_OK && !pm_utf8_valid(pm_buf_str(name), name->len)) {
		pm_buf_clear(&r->repaired);
		pm_utf8_repair(&r->repaired, pm_buf_str(name), name->len);
		pm_buf_clear(name);
		pm_buf_put(name, r->repaired.data, r->repaired.len);
	}
	return pm_buf_check(name, "a name", err);
}

/* The last check of every article: it has a title or a text, which is not too large.
 * PM_OK, or PM_ERR_INPUT with the reason. */
static enum pm_status
check_text(struct pm_reader *r, struct pm_error *why)
{
	const struct pm_article *a = &r->article;

	if (!pm_plain_has_text(a->text.data, a->text.len) &&
	    !pm_plain_has_text(a->title.data, a->title.len))
		return pm_fail(why, PM_ERR_INPUT, "no text");
	if (a->text.len > r->options.max_text)
		return pm_fail(why, PM_ERR_INPUT, "text is larger than %zu bytes",
			       r->options.max_text);
	return PM_OK;
}

static void
begin_article(struct pm_reader *r)
{
	memset(&r->article, 0, sizeof r->article);
	r->article.file = str_of(&r->name);
}

/* --- plain text and HTML: one article a file */

/* Refuse by its size what would be too large, before any of it is read. */
static enum pm_status
check_size(const struct pm_stream *stream, uint64_t most, size_t limit,
	   struct pm_error *err)
{
	if (stream->size <= most)
		return PM_OK;
	return pm_fail(err, PM_ERR_LIMIT, "the text is larger than %zu bytes", limit);
}

/* Read the whole stream into r->text. */
static enum pm_status
read_whole(struct pm_reader *r, struct pm_stream *stream, size_t limit,
	   struct pm_error *err)
{
	enum pm_status st;

	if (r->text.cap > KEEP)
		pm_buf_release(&r->text);
	pm_buf_clear(&r->text);
	r->text.limit = limit;
	st = pm_stream_slurp(stream, &r->text, err);
	if (st < 0)
		return st;
	if (r->text.len == 0)
		return pm_fail(err, PM_ERR_INPUT, "empty file");
	return PM_OK;
}

/* Of what read_whole has read. */
static enum pm_status
refuse_binary(const struct pm_reader *r, struct pm_error *err)
{
	return pm_plain_is_binary((const char *)r->text.data, r->text.len)
		     ? pm_fail(err, PM_ERR_INPUT, "binary file")
		     : PM_OK;
}

static enum pm_status
read_plain(struct pm_reader *r, struct pm_stream **stream, struct pm_error *err)
{
	struct pm_article *a = &r->article;
	struct pm_str text;
	enum pm_status st;

	r->decode_repairs = 0;
	/* UTF-16 may be twice as long as its text. */
	st = check_size(*stream, 2 * (uint64_t)r->options.max_text, r->options.max_text,
			err);
	if (st < 0)
		return st;
	st = pm_stream_decode(stream, &r->decode_repairs, err);
	if (st == PM_END)
		return pm_fail(err, PM_ERR_INPUT, "empty file");
	/* UTF-8 is not, but for its mark; what is converted has no size. */
	if (st == PM_OK)
		st = check_size(*stream, (uint64_t)r->options.max_text + 3,
				r->options.max_text, err);
	if (st == PM_OK)
		st = read_whole(r, *stream, r->options.max_text, err);
	if (st == PM_OK)
		st = refuse_binary(r, err);
	if (st < 0)
		return st;
	a->bytes_in = r->text.len;
	a->repairs = r->decode_repairs;
	text = str_of(&r->text);
	if (!pm_utf8_valid(text.data, text.len)) {
		pm_buf_clear(&r->repaired);
		a->repairs += pm_utf8_repair(&r->repaired, text.data, text.len);
		if (r->repaired.status != PM_OK)
			return pm_buf_check(&r->repaired, "the text", err);
		text = str_of(&r->repaired);
	}
	pm_plain_divide(text, &a->title, &a->text);
	return PM_OK;
}

static enum pm_status
read_html(struct pm_reader *r, struct pm_stream *stream, struct pm_error *err)
{
	struct pm_article *a = &r->article;
	size_t limit = r->options.max_text < HTML_MAX / 4
			     ? r->options.max_text * 4 + RECORD_SLACK
			     : HTML_MAX;
	enum pm_status st;

	st = read_whole(r, stream, limit, err);
	if (st == PM_OK &&
	    !pm_charset_holds_controls((const char *)r->text.data, r->text.len))
		st = refuse_binary(r, err);
	if (st == PM_OK)
		st = pm_page_decode(&r->page, (const char *)r->text.data, r->text.len,
				    err);
	if (st < 0)
		return st;
	a->bytes_in = r->text.len;
	if (a->bytes_in >= LARGE) {
		pm_buf_release(&r->text);
		pm_buf_init(&r->text, PM_BUF_NO_LIMIT);
	}
	if ((st = pm_page_parse(&r->page, err)) < 0)
		return st;
	a->title = str_of(&r->page.title);
	a->text = str_of(&r->page.text);
	pm_plain_authors(a, &r->page.author);
	a->date = str_of(&r->page.date);
	a->url = str_of(&r->page.url);
	a->source = str_of(&r->page.source);
	a->day = r->page.day;
	a->repairs = r->page.repairs;
	if (r->page.unclean && r->options.unclean != NULL)
		r->options.unclean(r->options.skip_ctx, str_of(&r->name), 0,
				   "more elements than --memory permits, so all text of the "
				   "page is taken");
	return PM_OK;
}

/* PM_OK: r->article; PM_ABSENT: skipped and reported. */
static enum pm_status
read_single(struct pm_reader *r, struct pm_stream **stream, enum pm_format format,
	    struct pm_error *err)
{
	struct pm_error why;
	enum pm_status st;

	begin_article(r);
	if (format == PM_FORMAT_PLAIN)
		st = read_plain(r, stream, &why);
	else
		st = read_html(r, *stream, &why);
	if (st == PM_OK)
		st = check_text(r, &why);
	if (st == PM_OK)
		return PM_OK;
	st = skip_failed(r, 0, st, &why, err);
	return st == PM_OK ? PM_ABSENT : st;
}

/* --- JSON: one article a record */

static enum pm_status
open_records(struct pm_reader *r, struct pm_stream **stream, enum pm_format format,
	     struct pm_error *err)
{
	size_t limit = r->options.max_text > SIZE_MAX - RECORD_SLACK
			     ? SIZE_MAX
			     : r->options.max_text + RECORD_SLACK;

	r->decode_repairs = 0;
	r->n_of_records = 0;
	pm_date_orders_clear(&r->record.orders);
	return pm_records_open(&r->records, stream,
			       format == PM_FORMAT_JSONL ? PM_RECORDS_LINES
							 : PM_RECORDS_ELEMENTS,
			       limit, err);
}

static enum pm_status
parse_record(struct pm_reader *r, const struct pm_record_text *text, struct pm_error *err)
{
	const struct pm_json_value *root;
	uint64_t repairs;
	enum pm_status st;

	begin_article(r);
	st = pm_json_parse(r->json, text->text, text->len, &root, &repairs, err);
	if (st == PM_OK)
		st = pm_record_read(&r->record, root, &r->article, err);
	if (st == PM_OK && (st = check_text(r, err)) == PM_ERR_INPUT &&
	    r->article.text.len == 0)
		return pm_record_no_text(root, err);
	if (st < 0)
		return st;
	r->article.repairs = repairs + text->repairs;
	r->article.bytes_in = text->len + (r->records.kind == PM_RECORDS_LINES);
	r->article.line = r->records.kind == PM_RECORDS_LINES ? text->number : 0;
	return PM_OK;
}

/* What a record ahead tells of dates; what is wrong with it is told when it is read. */
static enum pm_status
learn(void *ctx, const char *text, size_t len, struct pm_error *err)
{
	struct pm_reader *r = ctx;
	const struct pm_json_value *root;
	struct pm_article article = { 0 };
	uint64_t repairs;
	enum pm_status st = pm_json_parse(r->json, text, len, &root, &repairs, err);

	if (st == PM_OK)
		st = pm_record_read(&r->record, root, &article, err);
	return is_fatal(st) ? st : PM_OK;
}

/* Report a record that cannot be used: a line by its number; an element by its position,
 * in words, unless it is all there is. */
static enum pm_status
skip_record(struct pm_reader *r, uint64_t number, enum pm_status st, struct pm_error *why,
	    struct pm_error *err)
{
	struct pm_error counted;

	if (r->records.kind == PM_RECORDS_LINES)
		return skip_failed(r, number, st, why, err);
	if (!is_fatal(st) && (number > 1 || r->records.elements.in_array)) {
		pm_fail(&counted, why->status, "value %llu: %s",
			(unsigned long long)number, why->text);
		why = &counted;
	}
	return skip_failed(r, 0, st, why, err);
}

/* PM_OK: r->article; PM_ABSENT: the file is done; or a failure of the reader. */
static enum pm_status
next_record(struct pm_reader *r, struct pm_error *err)
{
	struct pm_record_text text;
	struct pm_error why;
	enum pm_status st;

	for (;;) {
		st = pm_records_next(&r->records, &text, &why);
		if (st == PM_END)
			break;
		if (st == PM_ERR_INPUT || st == PM_ERR_IO) {
			break_off(r, r->n_of_records, st, &why, NULL);
			break;
		}
		text.repairs += r->decode_repairs;
		r->decode_repairs = 0;
		if (st == PM_OK)
			st = parse_record(r, &text, &why);
		if (st == PM_OK && r->article.ambiguous && !text.looked) {
			st = pm_records_look_ahead(&r->records, &text, learn, r, &why);
			if (st == PM_OK)
				continue;
		}
		pm_records_done(&r->records, &text);
		if (st >= 0)
			return PM_OK;
		r->decode_repairs = text.repairs; /* the next article counts them */
		st = skip_record(r, text.number, st, &why, err);
		if (st == PM_OK)
			st = pm_watch_ask(&r->watch, err);
		if (st < 0)
			return st;
	}
	pm_records_close(&r->records);
	return PM_ABSENT;
}

/* --- files and members */

/* Open what STREAM holds, and take ownership of it.  PM_OK: r->article; PM_ABSENT: go on
 * with what is open now, or with the next one. */
static enum pm_status
open_item(struct pm_reader *r, struct pm_stream *stream, enum pm_format format, bool gzip,
	  struct pm_error *err)
{
	struct pm_error why;
	enum pm_status st = PM_OK;

	if (gzip)
		st = pm_gunzip_open(&stream, stream, &why);
	if (st < 0) {
		stream = NULL;
	} else if (format == PM_FORMAT_PLAIN || format == PM_FORMAT_HTML) {
		st = read_single(r, &stream, format, err);
		pm_stream_free(stream);
		return st;
	} else if (format == PM_FORMAT_JSON || format == PM_FORMAT_JSONL) {
		st = open_records(r, &stream, format, &why);
	} else {
		st = pm_container_open(&r->box, stream,
				       format == PM_FORMAT_ZIP ? PM_CONTAINER_ZIP
							       : PM_CONTAINER_TAR,
				       &why);
		memset(&r->others, 0, sizeof r->others);
	}
	if (st < 0)
		st = break_off(r, 0, st, &why, err);
	return st < 0 ? st : PM_ABSENT;
}

static void
close_container(struct pm_reader *r)
{
	char line[256];

	pm_container_free(r->box);
	r->box = NULL;
	if (r->others.n == 0 || set_name(r, NULL, NULL) < 0)
		return;
	pm_others_say(&r->others, line, sizeof line);
	skip(r, 0, line);
}

/* PM_OK: r->article; PM_ABSENT: go on with what is open now. */
static enum pm_status
next_member(struct pm_reader *r, struct pm_error *err)
{
	struct pm_stream *member;
	const char *name, *reason;
	struct pm_error why;
	enum pm_format format;
	enum pm_status st;
	bool gzip;

	st = pm_container_next(r->box, &name, &member, &reason, &why);
	if (st != PM_OK) {
		if (st < 0 && (is_fatal(st) || set_name(r, NULL, err) == PM_OK))
			st = break_off(r, r->n_of_file, st, &why, err);
		if (is_fatal(st))
			return st;
		close_container(r);
		return PM_ABSENT;
	}
	if (pm_name_is_hidden(name))
		return PM_ABSENT;
	format = pm_format_of(name, &gzip);
	if (format == PM_FORMAT_OTHER || format == PM_FORMAT_ZIP ||
	    format == PM_FORMAT_TAR) {
		pm_others_add(&r->others, name);
		return PM_ABSENT;
	}
	if ((st = set_name(r, name, err)) < 0)
		return st;
	if (reason != NULL) {
		skip(r, 0, reason);
		return PM_ABSENT;
	}
	return open_item(r, member, format, gzip, err);
}

static enum pm_status
open_file(struct pm_reader *r, const struct pm_found *f, struct pm_error *err)
{
	struct pm_stream *stream;
	struct pm_error why;
	bool gzip = f->gzip;
	enum pm_status st;

	r->path = f->path;
	r->given = f->given;
	r->n_of_file = 0;
	if ((st = set_name(r, NULL, err)) < 0)
		return st;
	if (f->reason != NULL) {
		r->lost = r->lost || f->lost;
		skip(r, 0, f->reason);
		return PM_ABSENT;
	}
	if (strcmp(f->path, "-") == 0) {
		st = pm_fd_open(&stream, STDIN_FILENO, &r->watch, &why);
		if (st == PM_OK)
			st = pm_stream_begins(stream, "\x1f\x8b", &gzip, &why);
		if (st == PM_END)
			st = pm_fail(&why, PM_ERR_INPUT, "empty file");
		if (st < 0) {
			r->lost = true;
			pm_stream_free(stream);
		}
	} else {
		st = pm_file_open(&stream, f->path, &r->watch, &r->file_at, &why);
	}
	if (st < 0) {
		st = skip_failed(r, 0, st, &why, err);
		return st < 0 ? st : PM_ABSENT;
	}
	r->file_size = f->size;
	return open_item(r, stream, f->format, gzip, err);
}

/* All has been read: is each given folder still there?  PM_END, or a failure of the
 * reader. */
static enum pm_status
check_folders(struct pm_reader *r, struct pm_error *err)
{
	struct pm_error why;
	enum pm_status st;

	while (r->next_folder < r->walk.n_folders) {
		r->path = r->walk.folders[r->next_folder++];
		r->given = true;
		st = pm_walk_check_folder(r->path, &why);
		if (st < 0 && ((st = set_name(r, NULL, err)) < 0 ||
			       (st = skip_failed(r, 0, why.status, &why, err)) < 0))
			return st;
	}
	return PM_END;
}

enum pm_status
pm_reader_next(struct pm_reader *r, const struct pm_article **article,
	       struct pm_error *err)
{
	enum pm_status st;

	*article = NULL;
	do {
		st = pm_watch_ask(&r->watch, err);
		if (st < 0)
			break;
		if (r->records.kind != PM_RECORDS_NONE) {
			st = next_record(r, err);
		} else if (r->box != NULL) {
			st = next_member(r, err);
		} else {
			r->done_before += r->file_size;
			r->file_size = r->file_at = 0;
			if (r->next_file == r->walk.n)
				return check_folders(r, err);
			st = open_file(r, &r->walk.found[r->next_file++], err);
		}
	} while (st == PM_ABSENT);
	if (st == PM_OK) {
		r->n_of_file++;
		r->n_of_records++;
		*article = &r->article;
	}
	return st;
}

enum pm_status
pm_reader_open(struct pm_reader **out, const char *const *paths, size_t n_paths,
	       const struct pm_reader_options *options, struct pm_error *err)
{
	struct pm_reader *r = pm_calloc(1, sizeof *r);
	enum pm_status st;
	size_t i;

	*out = NULL;
	if (r == NULL)
		return pm_fail_nomem(err);
	if (options != NULL)
		r->options = *options;
	if (r->options.max_text == 0)
		r->options.max_text = PM_TEXT_MAX;
	r->watch.stop = r->options.stop;
	pm_walk_init(&r->walk);
	r->walk.refuse = r->options.refuse;
	pm_record_init(&r->record);
	pm_records_init(&r->records);
	pm_page_init(&r->page);
	r->record.dates = r->page.dates = r->options.dates;
	pm_buf_init(&r->name, PM_BUF_NO_LIMIT);
	pm_buf_init(&r->text, PM_BUF_NO_LIMIT);
	pm_buf_init(&r->repaired, PM_BUF_NO_LIMIT);
	r->page.max_nodes = r->options.memory / PM_PAGE_NODE_BYTES;
	st = pm_json_new(&r->json, err);
	if (st == PM_OK && r->options.memory > 0)
		pm_json_set_limit(r->json, r->options.memory / VALUE_BYTES);
	for (i = 0; i < n_paths && st == PM_OK; i++)
		st = pm_walk_add(&r->walk, paths[i], &r->watch, err);
	if (st < 0) {
		pm_reader_free(r);
		return st;
	}
	*out = r;
	return PM_OK;
}

bool
pm_reader_find_lost(struct pm_reader *r)
{
	size_t i;

	for (i = 0; i < r->walk.n; i++) {
		const struct pm_found *f = &r->walk.found[i];

		if (f->lost && r->options.skip != NULL)
			r->options.skip(r->options.skip_ctx,
					(struct pm_str){ f->path, strlen(f->path) }, 0,
					f->reason);
		r->lost = r->lost || f->lost;
	}
	return r->lost;
}

bool
pm_reader_lost(const struct pm_reader *r)
{
	return r->lost;
}

void
pm_reader_trim(struct pm_reader *r)
{
	if (r->article.bytes_in < LARGE)
		return;
	pm_buf_release(&r->text);
	pm_buf_release(&r->repaired);
	pm_buf_init(&r->text, PM_BUF_NO_LIMIT);
	pm_buf_init(&r->repaired, PM_BUF_NO_LIMIT);
	pm_record_trim(&r->record);
	pm_page_trim(&r->page);
	pm_json_trim(r->json);
}

void
pm_reader_progress(const struct pm_reader *r, uint64_t *done, uint64_t *total)
{
	/* a zip is first read at its end, and may have grown since the walk */
	*done = r->done_before + (r->file_at < r->file_size ? r->file_at : r->file_size);
	*total = r->walk.total_known ? r->walk.total : 0;
}

void
pm_reader_free(struct pm_reader *r)
{
	if (r == NULL)
		return;
	pm_records_release(&r->records);
	pm_container_free(r->box);
	pm_walk_release(&r->walk);
	pm_record_release(&r->record);
	pm_page_release(&r->page);
	pm_buf_release(&r->name);
	pm_buf_release(&r->text);
	pm_buf_release(&r->repaired);
	pm_json_free(r->json);
	free(r);
}
