/* Pressmark - tests of shim/guard.h: which guards are taken, which reads pass.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/guard.h"
#include "support/file.h"
#include "support/pages.h"
#include "tests/unit/guard_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

START_TEST(an_undamaged_database_answers_through_its_guard)
{
	struct pm_db_location where = { db_dir, NULL };
	struct pm_buf guarded, plain;
	struct pm_guard *g;
	struct pm_db *db;

	pm_buf_init(&guarded, PM_BUF_NO_LIMIT);
	pm_buf_init(&plain, PM_BUF_NO_LIMIT);
	OK(answers(&guarded, NULL, ERR));
	OK(pm_db_open(&db, &where, 1, ERR));
	OK(ask_all(db, &plain, ERR));
	pm_db_free(db);
	ck_assert_uint_gt(plain.len, 100000);
	ck_assert_uint_eq(plain.len, guarded.len);
	ck_assert_mem_eq(plain.data, guarded.data, plain.len);
	OK(pm_guard_open(&g, db_dir, guard_path, ERR));
	OK(pm_guard_settle(g, ERR));
	OK(pm_guard_verify(g, ERR));
	OK(pm_guard_status(g, ERR));
	pm_guard_free(g);
	pm_guard_free(NULL);
	pm_buf_release(&guarded);
	pm_buf_release(&plain);
}
END_TEST

START_TEST(a_guard_of_another_kind_or_content_is_refused)
{
	struct pm_pages_writer *w;
	struct pm_guard *g = NULL;
	struct pm_error err;
	char path[sizeof folder + 16];
	uint8_t bytes[64];
	unsigned round;

	snprintf(path, sizeof path, "%s/odd", folder);
	OK(pm_pages_create(&w, path, "words", 1, PM_PAGE_SIZE, ERR));
	OK(pm_pages_finish(w, NULL, ERR));
	pm_pages_writer_free(w);
	ck_assert_int_lt(pm_guard_open(&g, db_dir, path, &err), 0);
	ck_assert_int_eq(unlink(path), 0);
	OK(pm_pages_create(&w, path, "guard", 2, PM_PAGE_SIZE, ERR));
	OK(pm_pages_finish(w, NULL, ERR));
	pm_pages_writer_free(w);
	ck_assert_int_eq(pm_guard_open(&g, db_dir, path, &err), PM_ERR_NOT_INDEX);
	/* Sound pages around any list of files. */
	for (round = 0; round < 2000; round++) {
		size_t len = rnd(sizeof bytes), i;

		for (i = 0; i < len; i++)
			bytes[i] = (uint8_t)(rnd(3) == 0 ? rnd(256) : rnd(4));
		unlink(path);
		OK(pm_pages_create(&w, path, "guard", 1, PM_PAGE_SIZE, ERR));
		OK(pm_pages_write(w, bytes, len, ERR));
		OK(pm_pages_finish(w, NULL, ERR));
		pm_pages_writer_free(w);
		ck_assert_int_lt(pm_guard_open(&g, db_dir, path, &err), 0);
		ck_assert_ptr_null(g);
	}
}
END_TEST

START_TEST(several_segments_are_guarded_each_by_its_own)
{
	char dir[sizeof db_dir + 8], path[sizeof guard_path + 8], file[sizeof dir + 32];
	struct pm_db_location where[2] = { { db_dir, guard_path }, { dir, path } };
	struct pm_error err;
	struct pm_db *db, *again;
	struct pm_buf out;
	struct stat st;
	size_t at;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	snprintf(dir, sizeof dir, "%s.2", db_dir);
	snprintf(path, sizeof path, "%s.2", guard_path);
	snprintf(file, sizeof file, "%s/postlist.glass", dir);
	build(dir);
	OK(pm_guard_write(dir, path, NULL, ERR));
	OK(pm_db_open(&db, where, 2, ERR));
	OK(pm_db_open(&again, where, 2, ERR));
	OK(ask_all(db, &out, ERR));
	ck_assert_int_eq(stat(file, &st), 0);
	for (at = 100; at < (size_t)st.st_size; at += PM_PAGE_SIZE)
		poke(file, at, 1);
	ck_assert_int_eq(ask_all(db, &out, &err), PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(err.text, file));
	pm_db_free(db);
	ck_assert_int_eq(ask_all(again, &out, &err), PM_ERR_CORRUPT);
	pm_db_free(again);
	/* The first one is unharmed. */
	OK(pm_db_open(&db, where, 1, ERR));
	OK(ask_all(db, &out, ERR));
	pm_db_free(db);
	pm_buf_release(&out);
}
END_TEST

#ifdef READS_PASS_BY

static const char *
postlist_path(void)
{
	size_t i;

	for (i = 0; strstr(file_paths[i], "postlist") == NULL; i++)
		;
	return file_paths[i];
}

START_TEST(the_programs_own_reads_pass_by_the_guard)
{
	const char *path = postlist_path();
	char other[sizeof folder + 16];
	uint8_t page[PM_PAGE_SIZE];
	struct pm_guard *g, *h;
	struct pm_error err;
	int fd = open(path, O_RDONLY), fd2;

	snprintf(other, sizeof other, "%s/other", folder);
	fd2 = open(other, O_RDWR | O_CREAT, 0600);
	ck_assert_int_eq(write(fd2, "abc", 3), 3);
	poke(path, PM_PAGE_SIZE + 17, 0x20);
	ck_assert_int_eq(pread(fd, page, sizeof page, PM_PAGE_SIZE), sizeof page);
	OK(pm_guard_open(&g, db_dir, guard_path, ERR));
	OK(pm_guard_open(&h, db_dir, guard_path, ERR));
	OK(pm_guard_status(g, ERR));
	ck_assert_int_eq(pread(fd, page, sizeof page, 0), sizeof page);
	OK(pm_guard_settle(g, ERR));
	errno = 0;
	ck_assert_int_eq(pread(fd, page, sizeof page, PM_PAGE_SIZE), -1);
	ck_assert_int_eq(errno, EIO);
	ck_assert_int_eq(pm_guard_status(g, &err), PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(err.text, path));
	ck_assert_ptr_nonnull(strstr(err.text, "block 1 "));
	ck_assert_int_eq(pm_guard_settle(g, &err), PM_ERR_CORRUPT);
	ck_assert_int_eq(pm_guard_verify(g, &err), PM_ERR_CORRUPT);
	/* Other files and other errors are not the guard's. */
	ck_assert_int_eq(pread(fd2, page, sizeof page, 1), 2);
	ck_assert_int_eq(pread(-1, page, sizeof page, 0), -1);
	ck_assert_int_eq(errno, EBADF);
	pm_guard_free(g);
	ck_assert_int_eq(pread(fd, page, sizeof page, PM_PAGE_SIZE), -1);
	pm_guard_free(h);
	ck_assert_int_eq(pread(fd, page, sizeof page, PM_PAGE_SIZE), sizeof page);
	close(fd);
	close(fd2);
}
END_TEST

START_TEST(a_read_that_ends_early_or_late_is_found)
{
	const char *path = postlist_path();
	static uint8_t page[PM_PAGE_SIZE];
	struct pm_guard *g;
	struct stat st;
	int fd = open(path, O_RDONLY);

	ck_assert_int_eq(stat(path, &st), 0);
	OK(pm_guard_open(&g, db_dir, guard_path, ERR));
	ck_assert_int_eq(truncate(path, st.st_size + 1), 0);
	ck_assert_int_eq(pread(fd, page, sizeof page, st.st_size - 100), -1);
	ck_assert_int_eq(pread(fd, page, sizeof page, st.st_size), -1);
	ck_assert_int_eq(pm_guard_status(g, NULL), PM_ERR_CORRUPT);
	pm_guard_free(g);
	ck_assert_int_eq(truncate(path, st.st_size), 0);
	OK(pm_guard_open(&g, db_dir, guard_path, ERR));
	ck_assert_int_eq(pread(fd, page, sizeof page, PM_PAGE_SIZE), sizeof page);
	/* The buffer still holds what should be there. */
	ck_assert_int_eq(truncate(path, PM_PAGE_SIZE), 0);
	ck_assert_int_eq(pread(fd, page, sizeof page, PM_PAGE_SIZE), -1);
	ck_assert_int_eq(pm_guard_status(g, NULL), PM_ERR_CORRUPT);
	pm_guard_free(g);
	close(fd);
}
END_TEST

START_TEST(reads_of_any_range_are_judged_by_the_pages_they_touch)
{
	const char *path = postlist_path();
	static uint8_t got[8 * PM_PAGE_SIZE];
	struct pm_guard *g;
	struct pm_buf file;
	unsigned round, good = 0, bad = 0;
	size_t damaged = 3, size;
	int fd = open(path, O_RDONLY);

	pm_buf_init(&file, PM_BUF_NO_LIMIT);
	OK(pm_read_file(path, &file, ERR));
	size = file.len;
	ck_assert_uint_ge(size, 6 * PM_PAGE_SIZE);
	poke(path, damaged * PM_PAGE_SIZE + 4000, 4);
	OK(pm_guard_open(&g, db_dir, guard_path, ERR));
	for (round = 0; round < 5000; round++) {
		size_t at = rnd((uint32_t)size + PM_PAGE_SIZE);
		size_t len = rnd(rnd(2) != 0 ? 100 : 7 * PM_PAGE_SIZE);
		size_t rest, want;
		ssize_t n;

		if (rnd(4) == 0)
			at -= at % PM_PAGE_SIZE;
		rest = at < size ? size - at : 0;
		want = len < rest ? len : rest;
		n = pread(fd, got, len, (off_t)at);
		if (want > 0 && at < (damaged + 1) * PM_PAGE_SIZE &&
		    at + want > damaged * PM_PAGE_SIZE) {
			ck_assert_int_eq(n, -1);
			bad++;
		} else {
			ck_assert_int_eq(n, (ssize_t)want);
			ck_assert(want == 0 || memcmp(got, file.data + at, want) == 0);
			good++;
		}
	}
	ck_assert_uint_gt(good, 500);
	ck_assert_uint_gt(bad, 500);
	pm_guard_free(g);
	pm_buf_release(&file);
	close(fd);
}
END_TEST

#endif

START_TEST(no_descriptor_stays_open)
{
	size_t before = open_files(), i;
	struct pm_error err;
	struct pm_buf got;

	pm_buf_init(&got, PM_BUF_NO_LIMIT);
	OK(answers(&got, NULL, ERR));
	for (i = 0; i < n_files; i++) {
		poke(file_paths[i], file_sizes[i] / 2, 1);
		answers(&got, NULL, &err);
		poke(file_paths[i], file_sizes[i] / 2, 1);
	}
	ck_assert_uint_eq(open_files(), before);
	pm_buf_release(&got);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("guard");
	TCase *tc = tcase_create("guard");

	tcase_add_checked_fixture(tc, make_guarded, drop_folder);
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, an_undamaged_database_answers_through_its_guard);
	tcase_add_test(tc, a_guard_of_another_kind_or_content_is_refused);
	tcase_add_test(tc, several_segments_are_guarded_each_by_its_own);
#ifdef READS_PASS_BY
	tcase_add_test(tc, the_programs_own_reads_pass_by_the_guard);
	tcase_add_test(tc, a_read_that_ends_early_or_late_is_found);
	tcase_add_test(tc, reads_of_any_range_are_judged_by_the_pages_they_touch);
#endif
	tcase_add_test(tc, no_descriptor_stays_open);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
