/* Pressmark - reading a corpus: paths in, articles out: see corpus.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Three nested loops: the files that the walk found, the members of an archive, the
 * entries of a file (entries.h).  Each level is open or not; pm_reader_next continues at
 * the innermost open one. */
#include "corpus/corpus.h"

#include "corpus/containers/container.h"
#include "corpus/containers/stream.h"
#include "corpus/containers/unpack.h"
#include "corpus/containers/walk.h"
#include "corpus/encoding/encoding.h"
#include "corpus/entries.h"
#include "corpus/formats/format.h"
#include "support/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The bytes of an article that needs larger buffers than others. */
#define LARGE ((size_t)1 << 22)

struct pm_reader {
	struct pm_reader_options options;
	struct pm_names *own_names; /* if none were given */
	struct pm_watch watch;
	struct pm_walk walk;
	size_t next_file;
	size_t next_folder;   /* of the walk's, to be looked at again at the end */
	uint64_t done_before; /* sizes of the files that are finished */
	uint64_t file_size;
	uint64_t file_at; /* bytes of the file read, ignoring seeks */

	uint64_t n_excluded;	  /* members of archives */
	struct pm_container *box; /* not NULL: an archive is open */
	struct pm_others others;  /* of its members */
	struct pm_others unread;  /* files of the given folder that no format takes */
	const char *path;	  /* of the file, owned by the walk */
	bool given;		  /* it is one of the given paths */
	uint64_t n_of_file;	  /* articles of it so far */
	bool opened;		  /* it is to be told when it is done */
	bool elsewhere;		  /* it is read by another path */
	bool broken;		  /* something of it is missing, besides entries */
	bool is_void;		  /* since it is empty */
	bool lost;		  /* a given path could not be read */
	struct pm_buf name;	  /* of what is being read: the path, a member's */

	struct pm_buf repaired; /* of a name */
	struct pm_buf scratch;	/* of the head of a file */
	bool open;		/* a file's entries are being read */
	struct pm_encodings *encodings;
	struct pm_entries entries;
	struct pm_article article;
};

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
	if (pm_entries_is_fatal(st)) {
		if (err != NULL)
			*err = *why;
		return st;
	}
	r->broken = true;
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

	if (pm_entries_is_fatal(st))
		return skip_failed(r, 0, st, why, err);
	r->broken = true;
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

/* --- files and members */

/* Whether what is open is one of the given paths itself, and not in an archive. */
static bool
is_given(const struct pm_reader *r)
{
	return r->given && r->box == NULL;
}

/* A file that no format takes: told by itself if it is given, else counted. */
static enum pm_status
pass_over(struct pm_reader *r, const char *base)
{
	char unknown[PM_FORMAT_TEXT];

	if (is_given(r)) {
		const char *hint = pm_name_hint(base);

		if (hint != NULL)
			snprintf(unknown, sizeof unknown,
				 "this file type is not read: %s", hint);
		else
			pm_format_unknown(unknown);
		skip(r, 0, unknown);
	} else {
		pm_others_add(r->box == NULL ? &r->unread : &r->others, base);
	}
	return PM_ABSENT;
}

/* What a file is that nothing in it or in its name says: plain text, if it is text, and
 * if that is not said otherwise by a suffix that nobody named. */
static const struct pm_format *
guess_plain(const struct pm_reader *r, const struct pm_name *name,
	    const struct pm_head *head)
{
	bool suffix = memchr(name->base, '.', name->len) != NULL;

	if ((suffix && !is_given(r)) || pm_format_holds_binary(head))
		return NULL;
	return pm_format_plain_text();
}

/* Open the file that *STREAM holds, of which it takes ownership.  PM_OK, PM_ABSENT: no
 * format takes it, or a failure. */
static enum pm_status
open_entries(struct pm_reader *r, struct pm_stream *stream, const struct pm_name *name,
	     struct pm_error *err)
{
	const struct pm_format *format = pm_format_by_name(name->base, name->len);
	struct pm_source source = { stream, name->base, name->len };
	struct pm_head head = { .text = NULL };
	enum pm_status st;

	if (format == NULL || !format->trusted) {
		st = pm_head_look(&head, &source.stream, &r->scratch, err);
		if (st == PM_END) {
			r->is_void = r->box == NULL;
			st = pm_fail(err, PM_ERR_INPUT, "empty file");
		}
		/* it may unpack to very many of them */
		if (st == PM_OK && head.is_void && format != NULL)
			st = pm_fail(err, PM_ERR_INPUT, "binary file");
		if (st < 0) {
			pm_stream_free(source.stream);
			return st;
		}
		format = pm_format_by_head(&head, format);
		if (format == NULL)
			format = guess_plain(r, name, &head);
	}
	if (format == NULL) {
		pm_stream_free(source.stream);
		return pass_over(r, name->base);
	}
	st = pm_entries_open(&r->entries, format, &source, str_of(&r->name), err);
	r->is_void = r->entries.is_void && r->box == NULL;
	r->open = st == PM_OK;
	return st;
}

/* Whether a file that fails has failed for good: it may have had many articles. */
static bool
may_have_many(const struct pm_name *name)
{
	const struct pm_format *format = pm_format_by_name(name->base, name->len);

	return name->packing != PM_UNPACKED || name->box != PM_NO_BOX ||
	       (format != NULL && format->yield == PM_YIELDS_MANY);
}

/* Open what STREAM holds, and take ownership of it.  PM_ABSENT: go on with what is open
 * now, or with the next one. */
static enum pm_status
open_item(struct pm_reader *r, struct pm_stream *stream, const struct pm_name *name,
	  struct pm_error *err)
{
	struct pm_error why;
	enum pm_status st = PM_OK;

	if (name->packing != PM_UNPACKED)
		st = pm_unpack_open(&stream, stream, name->packing, &why);
	if (st == PM_OK && name->box != PM_NO_BOX) {
		st = pm_container_open(&r->box, stream, name->box, &why);
		memset(&r->others, 0, sizeof r->others);
	} else if (st == PM_OK) {
		st = open_entries(r, stream, name, &why);
	}
	if (st < 0 && may_have_many(name))
		st = break_off(r, 0, st, &why, err);
	else if (st < 0)
		st = skip_failed(r, 0, st, &why, err);
	return st < 0 ? st : PM_ABSENT;
}

/* PM_OK: r->article; PM_ABSENT: the file is done; or a failure of the reader. */
static enum pm_status
next_entry(struct pm_reader *r, struct pm_error *err)
{
	enum pm_status st = pm_entries_next(&r->entries, &r->article, err);

	if (st != PM_END)
		return st;
	r->open = false;
	r->broken = r->broken || r->entries.lost;
	r->lost = r->lost ||
		  (r->entries.lost && r->given && (r->box == NULL || r->entries.n > 0));
	return PM_ABSENT;
}

/* Tell of files that no format takes, and forget them. */
static void
tell_others(struct pm_reader *r, struct pm_others *others)
{
	char line[PM_OTHERS_TEXT];
	size_t i;

	for (i = 0; pm_others_say(others, i, line, sizeof line); i++)
		skip(r, 0, line);
	memset(others, 0, sizeof *others);
}

static void
close_container(struct pm_reader *r)
{
	pm_container_free(r->box);
	r->box = NULL;
	if (r->others.n + r->others.n_hinted > 0 && set_name(r, NULL, NULL) == PM_OK)
		tell_others(r, &r->others);
}

/* What a file's name says to the formats. */
static enum pm_interest
interest_of(const struct pm_name *name)
{
	if (name->box != PM_NO_BOX || pm_format_by_name(name->base, name->len) != NULL)
		return PM_READ;
	return pm_format_is_foreign(name->base, name->len) ? PM_PASS_OVER : PM_LOOK_INTO;
}

/* PM_OK: r->article; PM_ABSENT: go on with what is open now. */
static enum pm_status
next_member(struct pm_reader *r, struct pm_error *err)
{
	struct pm_stream *member;
	const char *name, *reason;
	struct pm_error why;
	struct pm_name end;
	enum pm_status st;

	st = pm_container_next(r->box, &name, &member, &reason, &why);
	if (st != PM_OK) {
		if (st < 0 && (pm_entries_is_fatal(st) || set_name(r, NULL, err) == PM_OK))
			st = break_off(r, r->n_of_file, st, &why, err);
		if (pm_entries_is_fatal(st))
			return st;
		close_container(r);
		return PM_ABSENT;
	}
	if (pm_name_is_hidden(name))
		return PM_ABSENT;
	if (!pm_globs_admit_member(r->options.globs, name)) {
		r->n_excluded++;
		return PM_ABSENT;
	}
	end = pm_name_read(name);
	if (end.box != PM_NO_BOX || interest_of(&end) == PM_PASS_OVER) {
		pm_others_add(&r->others, name);
		return PM_ABSENT;
	}
	if ((st = set_name(r, name, err)) < 0)
		return st;
	if (reason != NULL) {
		r->broken = true;
		skip(r, 0, reason);
		return PM_ABSENT;
	}
	return open_item(r, member, &end, err);
}

/* Standard input is JSON lines, which may be compressed. */
static enum pm_status
open_input(struct pm_reader *r, struct pm_stream **stream, struct pm_name *name,
	   struct pm_error *err)
{
	static const char as_named[] = "-.jsonl";
	enum pm_status st = pm_fd_open(stream, STDIN_FILENO, &r->watch, err);

	*name = (struct pm_name){ .base = as_named, .len = sizeof as_named - 1 };
	if (st == PM_OK)
		st = pm_unpack_look(*stream, &name->packing, err);
	if (st == PM_END)
		st = pm_fail(err, PM_ERR_INPUT, "empty file");
	if (st < 0) {
		r->lost = true;
		pm_stream_free(*stream);
	}
	return st;
}

static enum pm_status
open_file(struct pm_reader *r, const struct pm_found *f, struct pm_error *err)
{
	struct pm_name name = pm_name_read(f->path);
	struct pm_stream *stream;
	struct pm_error why;
	enum pm_status st;

	if (f->passed_over) {
		r->file_size = f->size;
		return PM_ABSENT;
	}
	if (f->interest == PM_PASS_OVER && !f->given && !f->last) {
		r->lost = r->lost || f->lost;
		pm_others_add(&r->unread, f->path);
		return PM_ABSENT;
	}
	r->path = f->path;
	r->given = f->given;
	r->n_of_file = 0;
	if ((st = set_name(r, NULL, err)) < 0)
		return st;
	if (f->last) {
		tell_others(r, &r->unread);
		return PM_ABSENT;
	}
	if (f->interest == PM_PASS_OVER) {
		r->file_size = f->size;
		return pass_over(r, name.base);
	}
	r->opened = true;
	r->elsewhere = f->elsewhere;
	if (r->options.begun != NULL)
		r->options.begun(r->options.done_ctx, r->path);
	r->broken = f->reason != NULL;
	r->is_void = f->empty;
	if (f->reason != NULL) {
		r->lost = r->lost || f->lost;
		skip(r, 0, f->reason);
		return PM_ABSENT;
	}
	if (strcmp(f->path, "-") == 0)
		st = open_input(r, &stream, &name, &why);
	else
		st = pm_file_open(&stream, f->path, &r->watch, &r->file_at, &why);
	if (st < 0) {
		st = skip_failed(r, 0, st, &why, err);
		return st < 0 ? st : PM_ABSENT;
	}
	r->file_size = f->size;
	return open_item(r, stream, &name, err);
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

/* The file that was open is done. */
static void
end_file(struct pm_reader *r)
{
	r->done_before += r->file_size;
	r->file_size = r->file_at = 0;
	if (r->opened && r->options.done != NULL)
		r->options.done(r->options.done_ctx, r->path,
				r->elsewhere ? PM_FILE_ELSEWHERE
				: !r->broken ? PM_FILE_WHOLE
				: r->is_void ? PM_FILE_VOID
					     : PM_FILE_BROKEN);
	r->opened = false;
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
		if (r->open) {
			st = next_entry(r, err);
		} else if (r->box != NULL) {
			st = next_member(r, err);
		} else {
			end_file(r);
			if (r->next_file == r->walk.n)
				return check_folders(r, err);
			st = open_file(r, &r->walk.found[r->next_file++], err);
		}
	} while (st == PM_ABSENT);
	if (st == PM_OK) {
		r->n_of_file++;
		r->article.path = (struct pm_str){ r->path, strlen(r->path) };
		*article = &r->article;
	}
	return st;
}

enum pm_status
pm_reader_check_encoding(const char *name, struct pm_error *err)
{
	struct pm_encodings *e;
	enum pm_status st = pm_encodings_open(&e, name, err);

	pm_encodings_free(e);
	return st;
}

enum pm_status
pm_reader_open(struct pm_reader **out, const char *const *paths, size_t n_paths,
	       const struct pm_reader_options *options, struct pm_error *err)
{
	struct pm_reader *r = pm_calloc(1, sizeof *r);
	enum pm_status st = PM_OK;
	size_t i;

	*out = NULL;
	if (r == NULL)
		return pm_fail_nomem(err);
	if (options != NULL)
		r->options = *options;
	if (r->options.max_text == 0)
		r->options.max_text = PM_TEXT_MAX;
	if (r->options.names == NULL) {
		st = pm_names_new(&r->own_names, err);
		r->options.names = r->own_names;
	}
	r->watch.stop = r->options.stop;
	pm_walk_init(&r->walk);
	r->walk.refuse = r->options.refuse;
	r->walk.globs = r->options.globs;
	r->walk.interest = interest_of;
	r->walk.has_many = may_have_many;
	if (st == PM_OK)
		st = pm_encodings_open(&r->encodings, r->options.encoding, err);
	pm_entries_init(&r->entries, &r->options, &r->watch, r->encodings);
	pm_buf_init(&r->name, PM_BUF_NO_LIMIT);
	pm_buf_init(&r->repaired, PM_BUF_NO_LIMIT);
	pm_buf_init(&r->scratch, PM_BUF_NO_LIMIT);
	for (i = 0; i < n_paths && st == PM_OK; i++)
		st = pm_walk_add(&r->walk, paths[i], &r->watch, err);
	if (st < 0) {
		pm_reader_free(r);
		return st;
	}
	*out = r;
	return PM_OK;
}

const char *
pm_reader_file(const struct pm_reader *r, size_t i, enum pm_file_prospect *what)
{
	const struct pm_found *f = &r->walk.found[i];

	if (i >= r->walk.n)
		return NULL;
	*what = f->last || f->elsewhere || f->interest == PM_PASS_OVER ? PM_FILE_IGNORED
	      : f->empty					       ? PM_FILE_EMPTY
	      : f->reason != NULL				       ? PM_FILE_FAILS
								       : PM_FILE_OPENS;
	return f->path;
}

void
pm_reader_pass_over(struct pm_reader *r, size_t i)
{
	r->walk.found[i].passed_over = true;
}

static void
skip_path(struct pm_reader *r, const char *path, const char *reason)
{
	if (r->options.skip != NULL)
		r->options.skip(r->options.skip_ctx,
				(struct pm_str){ path, strlen(path) }, 0, reason);
}

bool
pm_reader_find_lost(struct pm_reader *r)
{
	struct pm_others others = { 0 };
	char line[PM_OTHERS_TEXT];
	size_t i, k;

	for (i = 0; i < r->walk.n; i++) {
		const struct pm_found *f = &r->walk.found[i];

		r->lost = r->lost || f->lost;
		if (f->lost && f->interest == PM_PASS_OVER) {
			pm_others_add(&others, f->path);
		} else if (f->lost) {
			skip_path(r, f->path, f->reason);
		} else if (f->last) {
			for (k = 0; pm_others_say(&others, k, line, sizeof line); k++)
				skip_path(r, f->path, line);
			memset(&others, 0, sizeof others);
		}
	}
	return r->lost;
}

bool
pm_reader_lost(const struct pm_reader *r)
{
	return r->lost;
}

void
pm_reader_excluded(const struct pm_reader *r, uint64_t *files, uint64_t *folders)
{
	*files = r->walk.n_excluded + r->n_excluded;
	*folders = r->walk.n_excluded_folders;
}

void
pm_reader_trim(struct pm_reader *r)
{
	if (r->article.bytes_in < LARGE)
		return;
	pm_entries_trim(&r->entries);
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
	pm_entries_release(&r->entries);
	pm_encodings_free(r->encodings);
	pm_container_free(r->box);
	pm_walk_release(&r->walk);
	pm_names_free(r->own_names);
	pm_buf_release(&r->name);
	pm_buf_release(&r->repaired);
	pm_buf_release(&r->scratch);
	free(r);
}

size_t
pm_article_line(const struct pm_article *a, size_t at)
{
	size_t line = 1 + (a->from == NULL && a->title.len > 0), i;

	for (i = 0; i < at; i++)
		line += a->text.data[i] == '\n';
	return line;
}
