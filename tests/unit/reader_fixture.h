/* Pressmark - what tests of reading share: files of all kinds in a folder, and a journal
 * of what was read of them and what was skipped.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_READER_FIXTURE_H
#define PM_TESTS_READER_FIXTURE_H

#include "corpus/corpus.h"
#include "support/buf.h"
#include "support/file.h"
#include "support/utf8.h"

#include <archive.h>
#include <archive_entry.h>
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* What a reader did, in lines:
 *	FILE:LINE [TITLE] TEXT		an article, line ends shown as |
 *	FILE:LINE skip REASON		a skip
 * with the folder of the test taken off the names. */
static struct pm_buf journal;
static char folder[256];
static struct pm_reader_options options;

static inline void
put_name(struct pm_str file, uint64_t line)
{
	size_t n = strlen(folder);

	if (file.len > n && memcmp(file.data, folder, n) == 0) {
		file.data += n + 1;
		file.len -= n + 1;
	}
	pm_buf_put(&journal, file.data, file.len);
	if (line > 0)
		pm_buf_printf(&journal, ":%llu", (unsigned long long)line);
	pm_buf_putc(&journal, ' ');
}

static inline void
on_skip(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	ck_assert_ptr_eq(ctx, &options);
	put_name(file, line);
	pm_buf_printf(&journal, "skip %s\n", reason);
}

static inline void
setup(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(folder, sizeof folder, "%s/pressmark-reader-XXXXXX",
		 tmp == NULL ? "/tmp" : tmp);
	ck_assert_ptr_nonnull(mkdtemp(folder));
	pm_buf_init(&journal, PM_BUF_NO_LIMIT);
	memset(&options, 0, sizeof options);
	options.skip = on_skip;
	options.skip_ctx = &options;
}

static inline void
teardown(void)
{
	pm_remove_tree(folder, NULL);
	pm_buf_release(&journal);
}

/* The path of NAME in the folder; good until the fourth call from now. */
static inline const char *
in(const char *name)
{
	static char paths[4][512];
	static unsigned turn;

	turn = (turn + 1) % 4;
	snprintf(paths[turn], sizeof paths[turn], "%s/%s", folder, name);
	return paths[turn];
}

static inline void
make(const char *name, const void *data, size_t len)
{
	FILE *f = fopen(in(name), "wb");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(data, 1, len, f), len);
	ck_assert_int_eq(fclose(f), 0);
}

static inline void
make_text(const char *name, const char *text)
{
	make(name, text, strlen(text));
}

static inline void
make_dir(const char *name)
{
	ck_assert_int_eq(mkdir(in(name), 0700), 0);
}

/* DATA packed by gzip, appended to OUT. */
static inline void
pack(struct pm_buf *out, const void *data, size_t len)
{
	z_stream z = { 0 };
	size_t room = len + len / 100 + 1000;
	uint8_t *p = pm_buf_reserve(out, room);

	ck_assert_ptr_nonnull(p);
	ck_assert_int_eq(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (Bytef *)(uintptr_t)data;
	z.avail_in = (uInt)len;
	z.next_out = p;
	z.avail_out = (uInt)room;
	ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
	pm_buf_advance(out, room - z.avail_out);
	deflateEnd(&z);
}

static inline void
make_gzip(const char *name, const void *data, size_t len, size_t cut)
{
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pack(&b, data, len);
	ck_assert_uint_gt(b.len, cut);
	make(name, b.data, b.len - cut);
	pm_buf_release(&b);
}

struct member {
	const char *name;
	const char *text; /* NULL: a directory */
	const char *link; /* a hard link to it */
	const char *symlink;
};

enum packing { TAR, TAR_GZ, ZIP, ZIP_SECRET };

static inline void
make_archive(const char *name, enum packing packing, const struct member *m)
{
	struct archive *a = archive_write_new();

	if (packing == ZIP || packing == ZIP_SECRET)
		archive_write_set_format_zip(a);
	else
		archive_write_set_format_pax_restricted(a);
	if (packing == TAR_GZ)
		archive_write_add_filter_gzip(a);
	if (packing == ZIP_SECRET) {
		ck_assert_int_eq(archive_write_set_options(a, "zip:encryption=zipcrypt"),
				 ARCHIVE_OK);
		archive_write_set_passphrase(a, "secret");
	}
	ck_assert_int_eq(archive_write_open_filename(a, in(name)), ARCHIVE_OK);
	for (; m->name != NULL; m++) {
		struct archive_entry *e = archive_entry_new();
		size_t len = m->text == NULL ? 0 : strlen(m->text);

		archive_entry_set_pathname(e, m->name);
		archive_entry_set_perm(e, 0644);
		archive_entry_set_filetype(e, m->symlink != NULL ? AE_IFLNK
					      : m->text == NULL && m->link == NULL
						      ? AE_IFDIR
						      : AE_IFREG);
		if (m->link != NULL)
			archive_entry_set_hardlink(e, m->link);
		else if (m->symlink != NULL)
			archive_entry_set_symlink(e, m->symlink);
		else
			archive_entry_set_size(e, (la_int64_t)len);
		ck_assert_int_ge(archive_write_header(a, e), ARCHIVE_WARN);
		if (len > 0)
			ck_assert_int_eq(archive_write_data(a, m->text, len),
					 (la_ssize_t)len);
		archive_entry_free(e);
	}
	ck_assert_int_eq(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
}

static inline void
put_article(const struct pm_article *a)
{
	size_t i;

	put_name(a->file, a->line);
	pm_buf_printf(&journal, "[%.*s] ", (int)a->title.len, a->title.data);
	for (i = 0; i < a->text.len && i < 200; i++)
		pm_buf_putc(&journal, a->text.data[i] == '\n' ? '|' : a->text.data[i]);
	pm_buf_putc(&journal, '\n');
	ck_assert(pm_utf8_valid(a->title.data, a->title.len));
	ck_assert(pm_utf8_valid(a->text.data, a->text.len));
	for (i = 0; i < a->n_fields; i++)
		ck_assert(pm_utf8_valid(a->fields[i].value.data, a->fields[i].value.len));
}

static inline enum pm_status
read_paths(const char *const *paths, size_t n)
{
	const struct pm_article *a;
	struct pm_reader *r;
	struct pm_error err;
	uint64_t done, total;
	enum pm_status st;

	pm_buf_clear(&journal);
	st = pm_reader_open(&r, paths, n, &options, &err);
	if (st < 0)
		return st;
	while ((st = pm_reader_next(r, &a, &err)) == PM_OK)
		put_article(a);
	ck_assert_ptr_null(a);
	if (st == PM_END)
		ck_assert_int_eq(pm_reader_next(r, &a, &err), PM_END);
	pm_reader_progress(r, &done, &total);
	if (st == PM_END && total > 0)
		ck_assert_uint_eq(done, total);
	pm_reader_free(r);
	return st;
}

static inline enum pm_status
read_one(const char *name)
{
	const char *path = in(name);

	return read_paths(&path, 1);
}

#define EXPECT(name, wanted) \
	do { \
		ck_assert_int_eq(read_one(name), PM_END); \
		ck_assert_str_eq(pm_buf_str(&journal), wanted); \
	} while (0)

/* The one article of a file. */
static inline struct pm_reader *
open_article(const char *name, const struct pm_article **a)
{
	const char *path = in(name);
	struct pm_reader *r;

	ck_assert_int_eq(pm_reader_open(&r, &path, 1, &options, NULL), PM_OK);
	ck_assert_int_eq(pm_reader_next(r, a, NULL), PM_OK);
	return r;
}

/* In which encoding the first article of a file was. */
static inline void
encoding_is(const char *name, const char *wanted)
{
	const struct pm_article *a;
	struct pm_reader *r = open_article(name, &a);

	ck_assert_str_eq(a->encoding != NULL		 ? a->encoding
			 : a->encoding_of_format != NULL ? a->encoding_of_format
							 : "UTF-8",
			 wanted);
	pm_reader_free(r);
}

static inline void
same(struct pm_str s, const char *wanted)
{
	ck_assert_uint_eq(s.len, strlen(wanted));
	if (s.len > 0)
		ck_assert_mem_eq(s.data, wanted, s.len);
}

/* Of all kinds, those that are not read among them. */
static const struct member members[] = {
	{ "one.txt", "One\n\ntext", NULL, NULL },
	{ "sub/", NULL, NULL, NULL },
	{ "sub/two.jsonl", "{\"text\":\"two\"}\nx\n{\"text\":\"three\"}\n", NULL, NULL },
	{ "sub/four.json", "[{\"text\":\"four\"},{\"text\":\"five\"}]", NULL, NULL },
	{ ".hidden/six.txt", "six", NULL, NULL },
	{ "__MACOSX/._one.txt", "rubbish", NULL, NULL },
	{ "picture.png", "rubbish", NULL, NULL },
	{ "caf\u00e9.txt", "seven", NULL, NULL },
	{ "empty.txt", "", NULL, NULL },
	{ "inner.zip", "rubbish", NULL, NULL },
	{ "eight.html", "<body><p>eight</body>", NULL, NULL },
	{ NULL, NULL, NULL, NULL }
};

/* Records of many sizes, so that they fall over the ends of all pieces. */
static inline void
write_records(struct pm_buf *b, int n, bool array)
{
	int i;

	if (array)
		pm_buf_putc(b, '[');
	for (i = 0; i < n; i++) {
		size_t len = (size_t)(i * 7919) % 70000;
		uint8_t *p;

		pm_buf_printf(b, "%s{\"id\":%d,\"text\":\"", i > 0 && array ? "," : "", i);
		p = pm_buf_reserve(b, len);
		ck_assert_ptr_nonnull(p);
		memset(p, 'a' + i % 26, len);
		pm_buf_advance(b, len);
		pm_buf_printf(b, "\\\"\\\\%d\"}\n", i);
	}
	if (array)
		pm_buf_putc(b, ']');
}

/* What is read of a file NAME that holds TEXT. */
static inline void
file_gives(const char *name, const char *text, const char *wanted)
{
	make_text(name, text);
	EXPECT(name, wanted);
}

/* For options.remark: into the journal. */
static inline void
put_remark(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	ck_assert_ptr_eq(ctx, &options);
	put_name(file, line);
	pm_buf_printf(&journal, "note %s\n", reason);
}

#endif
