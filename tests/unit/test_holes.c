/* Pressmark - tests of corpus/: files and members that are refused by their size, or
 * for their holes, before they are read.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/corpus.h"
#include "support/buf.h"
#include "support/file.h"

#include <archive.h>
#include <archive_entry.h>
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];
static struct pm_buf journal; /* what was skipped and why, and the texts */

static void
on_skip(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	(void)ctx;
	(void)file;
	(void)line;
	pm_buf_printf(&journal, "%s\n", reason);
}

/* A reader that reads on asks again and again. */
static bool
stop_soon(void *ctx)
{
	int *left = ctx;

	return (*left)-- <= 0;
}

static const char *
read_all(const char *path)
{
	int left = 40;
	struct pm_reader_options options = { .skip = on_skip,
					     .stop = { stop_soon, &left } };
	const struct pm_article *a;
	struct pm_reader *r;
	struct pm_error err;
	enum pm_status st;

	pm_buf_clear(&journal);
	ck_assert_int_eq(pm_reader_open(&r, &path, 1, &options, &err), PM_OK);
	while ((st = pm_reader_next(r, &a, &err)) == PM_OK)
		pm_buf_printf(&journal, "text %.*s\n", (int)a->text.len, a->text.data);
	if (st != PM_END)
		pm_buf_printf(&journal, "%s\n", err.text);
	pm_reader_free(r);
	return pm_buf_str(&journal);
}

static const char *
in(const char *name)
{
	static char path[512];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

/* SIZE bytes, of which there is DATA at AT, and the rest are holes. */
static void
make(const char *name, off_t size, const char *data, off_t at)
{
	int fd = open(in(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	size_t len = strlen(data);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(ftruncate(fd, size), 0);
	ck_assert_int_eq(pwrite(fd, data, len, at), (ssize_t)len);
	close(fd);
}

static void
setup(void)
{
	strcpy(folder, "/tmp/pressmark-holes.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	pm_buf_init(&journal, PM_BUF_NO_LIMIT);
}

static void
teardown(void)
{
	pm_remove_tree(folder, NULL);
	pm_buf_release(&journal);
}

START_TEST(a_file_without_data_is_not_read)
{
	static const char *const names[] = { "a.txt", "a.html", "a.json", "a.jsonl",
					     "a.tar" };
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++) {
		int fd;

		make(names[i], (off_t)10 << 30, "", 0);
		fd = open(in(names[i]), O_RDONLY);
		if (lseek(fd, 0, SEEK_DATA) < 0) /* does this disk tell holes? */
			ck_assert_str_eq(read_all(in(names[i])),
					 "is one hole, without any data\n");
		close(fd);
	}
}
END_TEST

START_TEST(a_file_that_is_too_large_is_not_read)
{
	make("a.txt", (off_t)10 << 30, "x", (off_t)5 << 30);
	ck_assert_str_eq(read_all(in("a.txt")),
			 "the text is larger than 1073741824 bytes\n");
	make("a.html", (off_t)10 << 30, "<p>x", 0);
	ck_assert_str_eq(read_all(in("a.html")),
			 "the text is larger than 33554432 bytes\n");
}
END_TEST

/* Add a member of SIZE bytes, of which LEN are there, before one hole. */
static void
add_sparse(struct archive *a, const char *name, la_int64_t size, const char *data,
	   size_t len)
{
	struct archive_entry *e = archive_entry_new();

	archive_entry_set_pathname(e, name);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_size(e, size);
	if (size > (la_int64_t)len)
		archive_entry_sparse_add_entry(e, 0, (la_int64_t)len);
	ck_assert_int_ge(archive_write_header(a, e), ARCHIVE_WARN);
	ck_assert_int_eq(archive_write_data(a, data, len), (la_ssize_t)len);
	archive_entry_free(e);
}

START_TEST(a_member_with_holes_is_named)
{
	struct archive *a = archive_write_new();

	archive_write_set_format_pax(a);
	ck_assert_int_eq(archive_write_open_filename(a, in("b.tar")), ARCHIVE_OK);
	add_sparse(a, "hole.txt", 1 << 20, "", 0);
	add_sparse(a, "tail.txt", 1 << 20, "words, then a hole", 18);
	add_sparse(a, "huge.txt", (la_int64_t)10 << 30, "words", 5);
	add_sparse(a, "fine.txt", 4, "fine", 4);
	ck_assert_int_eq(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
	ck_assert_str_eq(read_all(in("b.tar")),
			 "has holes, which is not supported\n"
			 "has holes, which is not supported\n"
			 "the text is larger than 1073741824 bytes\n"
			 "text fine\n");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("holes");
	TCase *t = tcase_create("holes");
	SRunner *runner = srunner_create(s);
	int failed;

	suite_add_tcase(s, t);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_file_without_data_is_not_read);
	tcase_add_test(t, a_file_that_is_too_large_is_not_read);
	tcase_add_test(t, a_member_with_holes_is_named);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
