/* Pressmark - tests of shim/guard.h: damage is found, and never answered with.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/file.h"
#include "support/pages.h"
#include "tests/unit/guard_fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The answers are the right ones, or it is said what is wrong with which file. */
static enum pm_status
is_right_or_refused(const struct pm_buf *want, struct pm_buf *got, const char *path,
		    const char *what, bool *opened)
{
	struct pm_error err;
	enum pm_status status = answers(got, opened, &err);

	if (status == PM_OK) {
		ck_assert_msg(got->len == want->len &&
				      memcmp(got->data, want->data, want->len) == 0,
			      "%s: another answer", what);
		return status;
	}
	ck_assert_msg(status == PM_ERR_CORRUPT || status == PM_ERR_NOT_INDEX, "%s: %s",
		      what, err.text);
	ck_assert_int_eq(err.status, status);
	ck_assert_msg(strstr(err.text, path) != NULL, "%s: %s", what, err.text);
	return status;
}

/* The loop index is the file. */
START_TEST(a_flipped_bit_is_never_answered_with)
{
	const char *path;
	struct pm_buf want, got;
	unsigned rounds, refused = 0, opened = 0, i;

	if ((size_t)_i >= n_files)
		return;
	path = file_paths[_i];
	rng_state += (uint64_t)_i * 977;
	rounds = file_sizes[_i] > 1000 ? 120 : (unsigned)file_sizes[_i];
	pm_buf_init(&want, PM_BUF_NO_LIMIT);
	pm_buf_init(&got, PM_BUF_NO_LIMIT);
	OK(answers(&want, NULL, ERR));
	for (i = 0; i < rounds; i++) {
		size_t at = file_sizes[_i] > 1000 ? rnd((uint32_t)file_sizes[_i]) : i;
		uint8_t flip = (uint8_t)(1u << rnd(8));
		char what[4096 + 400];
		bool did_open;

		snprintf(what, sizeof what, "'%s', byte %zu, bit %02x", path, at, flip);
		poke(path, at, flip);
		if (is_right_or_refused(&want, &got, path, what, &did_open) < 0) {
			refused++;
			opened += did_open;
		}
		poke(path, at, flip);
	}
	/* All of it was asked for, so all but unused blocks matter. */
	ck_assert_uint_ge(refused, rounds * 9 / 10);
	if (strstr(path, "iamglass") != NULL || strcmp(path, guard_path) == 0) {
		ck_assert_uint_eq(refused, rounds);
		ck_assert_uint_eq(opened, 0);
	}
#ifdef READS_PASS_BY
	/* Blocks are looked at when libxapian reads them, not before. */
	if (strstr(path, "postlist") != NULL)
		ck_assert_uint_gt(opened, rounds / 2);
#endif
	OK(answers(&got, NULL, ERR));
	pm_buf_release(&want);
	pm_buf_release(&got);
}
END_TEST

START_TEST(a_block_out_of_place_is_found)
{
	uint8_t *bytes;
	struct pm_buf want, got, file;
	size_t i, k;

	pm_buf_init(&want, PM_BUF_NO_LIMIT);
	pm_buf_init(&got, PM_BUF_NO_LIMIT);
	pm_buf_init(&file, PM_BUF_NO_LIMIT);
	OK(answers(&want, NULL, ERR));
	for (i = 0; i + 1 < n_files; i++) {
		int fd;

		if (file_sizes[i] < 4 * PM_PAGE_SIZE)
			continue;
		pm_buf_clear(&file);
		OK(pm_read_file(file_paths[i], &file, ERR));
		bytes = file.data;
		fd = open(file_paths[i], O_WRONLY);
		for (k = 0; k + 1 < file_sizes[i] / PM_PAGE_SIZE; k++) {
			uint8_t *a = bytes + k * PM_PAGE_SIZE, *b = a + PM_PAGE_SIZE;

			/* Two neighbours change places: each sound by itself. */
			ck_assert_int_eq(pwrite(fd, b, PM_PAGE_SIZE, a - bytes),
					 PM_PAGE_SIZE);
			ck_assert_int_eq(pwrite(fd, a, PM_PAGE_SIZE, b - bytes),
					 PM_PAGE_SIZE);
			ck_assert_int_eq(is_right_or_refused(&want, &got, file_paths[i],
							     "swapped", NULL),
					 PM_ERR_CORRUPT);
			ck_assert_int_eq(pwrite(fd, a, 2 * PM_PAGE_SIZE, a - bytes),
					 2 * PM_PAGE_SIZE);
		}
		close(fd);
	}
	OK(answers(&got, NULL, ERR));
	pm_buf_release(&want);
	pm_buf_release(&got);
	pm_buf_release(&file);
}
END_TEST

static void
restore(const char *path, const struct pm_buf *bytes)
{
	OK(pm_replace_file(path, bytes->data, bytes->len, ERR));
}

START_TEST(truncated_lengthened_and_missing_files_are_refused)
{
	struct pm_buf want, got, file;
	size_t i, k;

	pm_buf_init(&want, PM_BUF_NO_LIMIT);
	pm_buf_init(&got, PM_BUF_NO_LIMIT);
	pm_buf_init(&file, PM_BUF_NO_LIMIT);
	OK(answers(&want, NULL, ERR));
	for (i = 0; i < n_files; i++) {
		const char *path = file_paths[i];
		struct pm_error err;

		pm_buf_clear(&file);
		OK(pm_read_file(path, &file, ERR));
		for (k = 0; k < 12; k++) {
			size_t len = k == 0 ? 0
				   : k == 1 ? file.len - 1
					    : rnd((uint32_t)file.len);

			ck_assert_int_eq(truncate(path, (off_t)len), 0);
			ck_assert_int_lt(is_right_or_refused(&want, &got, path,
							     "truncated", NULL),
					 0);
			restore(path, &file);
		}
		ck_assert_int_eq(truncate(path, (off_t)file.len + 1), 0);
		ck_assert_int_lt(is_right_or_refused(&want, &got, path, "lengthened", NULL),
				 0);
		restore(path, &file);
		ck_assert_int_eq(unlink(path), 0);
		ck_assert_int_lt(answers(&got, NULL, &err), 0);
		ck_assert_ptr_nonnull(strstr(err.text, path));
		if (strcmp(path, guard_path) != 0)
			ck_assert_int_eq(err.status, PM_ERR_CORRUPT);
		restore(path, &file);
	}
	OK(answers(&got, NULL, ERR));
	pm_buf_release(&want);
	pm_buf_release(&got);
	pm_buf_release(&file);
}
END_TEST

START_TEST(a_file_that_shrinks_while_it_is_open_is_found)
{
	struct pm_db_location where = { db_dir, guard_path };
	struct pm_error err;
	struct pm_buf out;
	struct pm_db *db;
	size_t i;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	OK(pm_db_open(&db, &where, 1, ERR));
	for (i = 0; strstr(file_paths[i], "postlist") == NULL; i++)
		;
	ck_assert_int_eq(truncate(file_paths[i], (off_t)(3 * PM_PAGE_SIZE - 5)), 0);
#ifdef READS_PASS_BY
	ck_assert_int_eq(ask_all(db, &out, &err), PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(err.text, file_paths[i]));
	/* What was found stays found. */
	ck_assert_int_eq(pm_db_terms(db, "zzz", 3, put_term, &out, &err), PM_ERR_CORRUPT);
#endif
	pm_db_free(db);
	ck_assert_int_eq(pm_db_open(&db, &where, 1, &err), PM_ERR_CORRUPT);
	pm_buf_release(&out);
}
END_TEST

START_TEST(an_added_file_is_refused_but_for_the_lock)
{
	char path[sizeof db_dir + 32];
	struct pm_error err;
	struct pm_buf got;
	FILE *f;

	pm_buf_init(&got, PM_BUF_NO_LIMIT);
	snprintf(path, sizeof path, "%s/flintlock", db_dir);
	f = fopen(path, "w");
	fputs("x", f);
	fclose(f);
	OK(answers(&got, NULL, ERR));
	snprintf(path, sizeof path, "%s/termlist.glass", db_dir);
	f = fopen(path, "w");
	fputs("x", f);
	fclose(f);
	ck_assert_int_eq(answers(&got, NULL, &err), PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(err.text, "termlist.glass"));
	unlink(path);
	OK(answers(&got, NULL, ERR));
	pm_remove_tree(db_dir, NULL);
	ck_assert_int_eq(answers(&got, NULL, &err), PM_ERR_NOT_INDEX);
	ck_assert_ptr_nonnull(strstr(err.text, db_dir));
	pm_buf_release(&got);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("damage");
	TCase *tc = tcase_create("damage");

	tcase_add_checked_fixture(tc, make_guarded, drop_folder);
	tcase_set_timeout(tc, 300);
	tcase_add_loop_test(tc, a_flipped_bit_is_never_answered_with, 0, 4);
	tcase_add_test(tc, a_block_out_of_place_is_found);
	tcase_add_test(tc, truncated_lengthened_and_missing_files_are_refused);
	tcase_add_test(tc, a_file_that_shrinks_while_it_is_open_is_found);
	tcase_add_test(tc, an_added_file_is_refused_but_for_the_lock);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
