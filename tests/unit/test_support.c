/* Pressmark - tests of the leaf modules: statuses, buffers, interning, files.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/buf.h"
#include "support/file.h"
#include "support/intern.h"
#include "support/status.h"
#include "support/utf8.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

static char folder[3000];

#define OK(call) \
	do { \
		struct pm_error err_; \
		err_.text[0] = '\0'; \
		ck_assert_msg((call) == PM_OK, "%s: %s", #call, err_.text); \
	} while (0)
#define ERR (&err_)

static const char *
in_folder(const char *name)
{
	static char paths[4][4000];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof paths[0], "%s/%s", folder, name);
	return path;
}

/* --- statuses ---------------------------------------------------------------- */

START_TEST(a_message_holds_status_and_text)
{
	struct pm_error err;

	ck_assert_int_eq(pm_fail(&err, PM_ERR_INPUT, "'%s' is empty", "a"), PM_ERR_INPUT);
	ck_assert_int_eq(err.status, PM_ERR_INPUT);
	ck_assert_str_eq(err.text, "'a' is empty");
	ck_assert_int_eq(pm_fail(NULL, PM_ERR_IO, "nobody listens"), PM_ERR_IO);
	ck_assert_int_eq(pm_fail_errno(&err, ENOENT, "cannot open '%s'", "x"), PM_ERR_IO);
	ck_assert_str_eq(err.text, "cannot open 'x': No such file or directory");
	ck_assert_int_eq(pm_fail_errno(&err, ENOMEM, "cannot open"), PM_ERR_NOMEM);
	ck_assert_int_eq(pm_corrupt(&err, "f", "page %d", 3), PM_ERR_CORRUPT);
	ck_assert_str_eq(err.text, "'f' is damaged: page 3");
}
END_TEST

START_TEST(control_characters_are_escaped)
{
	struct pm_error err;

	pm_fail(&err, PM_ERR_IO,
		"a\x1b[31m\n\x7f"
		"b\xc2\x9b"
		"c\xc3\xa9\xc2\xa0");
	ck_assert_str_eq(err.text, "a\\x1b[31m\\x0a\\x7f"
				   "b\\xc2\\x9b"
				   "c\xc3\xa9\xc2\xa0");
	pm_fail_errno(&err, ENOENT, "'%s'", "\x01");
	ck_assert_str_eq(err.text, "'\\x01': No such file or directory");
}
END_TEST

START_TEST(a_long_message_is_cut)
{
	struct pm_error err;
	char text[3000];

	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	pm_fail(&err, PM_ERR_IO, "%s", text);
	ck_assert_uint_lt(strlen(err.text), sizeof err.text);
	memset(text, 1, sizeof text - 1);
	pm_fail(&err, PM_ERR_IO, "%s", text);
	ck_assert_uint_lt(strlen(err.text), sizeof err.text);
	ck_assert_ptr_null(strchr(err.text, 1));
}
END_TEST

START_TEST(what_stands_in_quotes_is_shortened_in_its_middle)
{
	struct pm_error err;
	char text[5001], accents[5001], nothing[201];
	size_t i;

	for (i = 0; i < 5000; i++) {
		text[i] = (char)('a' + i % 26);
		accents[i] = i % 2 == 0 ? '\xc3' : '\xa9';
	}
	text[5000] = accents[5000] = '\0';
	pm_fail(&err, PM_ERR_IO, "'%s' of %d is no '%.*s'", text, -7, 2, text);
	ck_assert_uint_eq(strlen(err.text), 200 + strlen("'' of -7 is no 'ab'"));
	ck_assert_int_eq(memcmp(err.text, "'abcdef", 7), 0);
	ck_assert_ptr_nonnull(strstr(err.text, "..."));
	ck_assert_ptr_nonnull(strstr(err.text, "fgh' of -7 is no 'ab'"));
	/* between characters */
	pm_fail(&err, PM_ERR_IO, "x'%s'", accents);
	ck_assert(pm_utf8_valid(err.text, strlen(err.text)));
	memcpy(accents + 4998, "a", 2);
	pm_fail(&err, PM_ERR_IO, "x'%s'", accents);
	ck_assert(pm_utf8_valid(err.text, strlen(err.text)));
	/* as long as it may be; and without quotes */
	memcpy(nothing, text, 200);
	nothing[200] = '\0';
	pm_fail(&err, PM_ERR_IO, "'%s'", nothing);
	ck_assert_uint_eq(strlen(err.text), 202);
	ck_assert_ptr_null(strstr(err.text, "..."));
	pm_fail(&err, PM_ERR_IO, "'a' %.300s 'b'", text);
	ck_assert_uint_eq(strlen(err.text), 308);
	pm_fail_errno(&err, ENOENT, "cannot open '%s'", text);
	ck_assert_ptr_nonnull(strstr(err.text, "': No such file or directory"));
}
END_TEST

/* A message that is too long goes another way: it says the same. */
START_TEST(a_long_message_has_its_numbers)
{
	struct pm_error brief, err;
	char text[301];
	size_t n;

	memset(text, 'x', 300);
	text[300] = '\0';
#define NUMBERS \
	"%d %i|%5d|%05d %u %zu %llu %ld %jd %zd %x %04X %%|%c|%.4g|%.0f|%s|%.3s|%.*s|%hhu"
#define THESE \
	-1, 2, -3, 42, 4000000000u, (size_t)7, 18446744073709551615ull, -9L, \
		(intmax_t)-5, (ssize_t)-6, 255u, 0xabcu, '!', 12.34567, 99.5, "s", \
		"stuvw", 1, "xyz", (unsigned char)200
	pm_fail(&brief, PM_ERR_IO, NUMBERS, THESE);
	pm_fail(&err, PM_ERR_IO, "%s " NUMBERS, text, THESE);
	n = strlen(brief.text);
	ck_assert_uint_lt(n, 200);
	ck_assert_str_eq(err.text + 301, brief.text);
}
END_TEST

START_TEST(every_status_has_its_name)
{
	int status;

	for (status = PM_ERR_INTERNAL; status <= PM_UNSYNCED; status++) {
		ck_assert_str_ne(pm_status_name((enum pm_status)status), "PM_UNKNOWN");
		ck_assert_str_eq(pm_status_name((enum pm_status)1000), "PM_UNKNOWN");
	}
}
END_TEST

/* --- buffers ------------------------------------------------------------------ */

START_TEST(a_buffer_grows_and_ends_in_nul)
{
	struct pm_buf b;
	size_t len, i;
	uint8_t *data;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	ck_assert_str_eq(pm_buf_str(&b), "");
	for (i = 0; i < 10000; i++) {
		pm_buf_putc(&b, (int)('a' + i % 26));
		ck_assert_uint_eq(b.data[b.len], 0);
	}
	pm_buf_printf(&b, "%05d", 42);
	pm_buf_put(&b, NULL, 0);
	ck_assert_uint_eq(b.len, 10005);
	ck_assert_str_eq(pm_buf_str(&b) + 10000, "00042");
	data = pm_buf_detach(&b, &len);
	ck_assert_uint_eq(len, 10005);
	ck_assert_uint_eq(data[25], 'z');
	ck_assert_uint_eq(b.len, 0);
	free(data);
	pm_buf_release(&b);
}
END_TEST

START_TEST(a_full_buffer_keeps_what_it_has_and_says_so)
{
	struct pm_buf b;
	struct pm_error err;
	size_t len;

	pm_buf_init(&b, 8);
	pm_buf_puts(&b, "12345678");
	ck_assert_int_eq(b.status, PM_OK);
	pm_buf_putc(&b, '9');
	ck_assert_int_eq(b.status, PM_ERR_LIMIT);
	pm_buf_clear(&b);
	pm_buf_puts(&b, "123");
	ck_assert_int_eq(b.status, PM_OK);
	pm_buf_puts(&b, "too much");
	pm_buf_puts(&b, "4"); /* would fit: the status is sticky */
	ck_assert_str_eq(pm_buf_str(&b), "123");
	ck_assert_int_eq(pm_buf_check(&b, "a name", &err), PM_ERR_LIMIT);
	ck_assert_ptr_nonnull(strstr(err.text, "a name is larger than 8 bytes"));
	ck_assert_ptr_null(pm_buf_detach(&b, &len));
	pm_buf_release(&b);
}
END_TEST

START_TEST(a_buffer_fails_where_its_part_failed)
{
	struct pm_buf b, part;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_init(&part, 2);
	pm_buf_puts(&part, "12");
	pm_buf_inherit(&b, &part);
	ck_assert_int_eq(b.status, PM_OK);
	pm_buf_putc(&part, '3');
	pm_buf_inherit(&b, &part);
	ck_assert_int_eq(b.status, PM_ERR_LIMIT);
	pm_buf_clear(&part);
	pm_buf_inherit(&b, &part);
	ck_assert_int_eq(b.status, PM_ERR_LIMIT);
	pm_buf_release(&b);
	pm_buf_release(&part);
}
END_TEST

START_TEST(buffers_of_a_group_go_together)
{
	struct {
		int before;
		PM_BUF_GROUP(one, two[2], three);
		int after;
	} g = { .before = 1, .after = 2 };

	ck_assert_uint_eq(PM_BUFS(&g), 4);
	pm_bufs_init(g.bufs, PM_BUFS(&g));
	pm_buf_puts(&g.one, "one");
	pm_buf_puts(&g.two[1], "two");
	ck_assert_ptr_nonnull(pm_buf_reserve(&g.three, 1000));
	ck_assert_ptr_eq(&g.bufs[3], &g.three);
	pm_bufs_trim(g.bufs, PM_BUFS(&g), 500);
	ck_assert_uint_eq(g.three.cap, 0);
	ck_assert_str_eq(pm_buf_str(&g.two[1]), "two");
	pm_bufs_release(g.bufs, PM_BUFS(&g));
	ck_assert_ptr_null(g.one.data);
	ck_assert_ptr_null(g.two[1].data);
	ck_assert_int_eq(g.before + g.after, 3);
}
END_TEST

START_TEST(sizes_that_overflow_are_refused)
{
	struct pm_error err;
	struct pm_buf b;
	int *array = NULL;
	size_t cap = 0;

	ck_assert_ptr_null(pm_alloc(SIZE_MAX / 2, 3));
	ck_assert_ptr_null(pm_calloc(SIZE_MAX / 2, 3));
	ck_assert_int_lt(pm_grow(&array, &cap, SIZE_MAX / 2, sizeof *array, &err), 0);
	/* as bytes it would be no more than one element */
	ck_assert_int_lt(pm_grow(&array, &cap, SIZE_MAX / sizeof *array + 2,
				 sizeof *array, &err),
			 0);
	ck_assert_ptr_null(array);
	OK(pm_grow(&array, &cap, 100, sizeof *array, ERR));
	ck_assert_uint_ge(cap, 100);
	array[99] = 1;
	free(array);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "x");
	ck_assert_ptr_null(pm_buf_reserve(&b, SIZE_MAX));
	ck_assert_int_lt(b.status, 0);
	ck_assert_str_eq(pm_buf_str(&b), "x");
	pm_buf_release(&b);
}
END_TEST

/* --- interning ------------------------------------------------------------------ */

START_TEST(interned_strings_keep_their_numbers)
{
	struct pm_intern in;
	char text[40];
	uint32_t id, i;
	size_t len, memory, got_len;
	const char *got;

	pm_intern_init(&in);
	ck_assert_uint_eq(pm_intern_find(&in, "x", 1), PM_U32_NONE);
	OK(pm_intern(&in, "", 0, &id, ERR));
	ck_assert_uint_eq(id, 0);
	for (i = 1; i < 50000; i++) {
		len = (size_t)snprintf(text, sizeof text, "s%u%s", i,
				       i % 3 ? "" : "-more");
		ck_assert_uint_eq(pm_intern_find(&in, text, len), PM_U32_NONE);
		OK(pm_intern(&in, text, len, &id, ERR));
		ck_assert_uint_eq(id, i);
	}
	ck_assert_uint_eq(in.n, 50000);
	for (i = 1; i < 50000; i++) {
		uint32_t hash;

		len = (size_t)snprintf(text, sizeof text, "s%u%s", i,
				       i % 3 ? "" : "-more");
		hash = pm_intern_hash(text, len);
		pm_intern_prefetch(&in, hash);
		OK(pm_intern_hashed(&in, text, len, hash, &id, ERR));
		ck_assert_uint_eq(id, i);
		got = pm_intern_get(&in, i, &got_len);
		ck_assert_uint_eq(got_len, len);
		ck_assert_mem_eq(got, text, len);
	}
	OK(pm_intern(&in, "a\0b", 3, &id, ERR));
	ck_assert_uint_eq(pm_intern_find(&in, "a", 1), PM_U32_NONE);
	ck_assert_uint_eq(pm_intern_find(&in, "a\0b", 3), id);
	ck_assert_uint_eq(pm_intern_find(&in, "", 0), 0);
	memory = pm_intern_memory(&in);
	pm_intern_seal(&in); /* and without the table the strings stay */
	ck_assert_uint_le(pm_intern_memory(&in), memory - in.n * sizeof *in.slots);
	ck_assert_uint_eq(pm_intern_find(&in, "", 0), PM_U32_NONE);
	got = pm_intern_get(&in, id, &got_len);
	ck_assert_uint_eq(got_len, 3);
	ck_assert_mem_eq(got, "a\0b", 3);
	pm_intern_seal(&in);
	pm_intern_release(&in);
}
END_TEST

/* Strings that all fall into one slot of a table, as far as anybody can know who writes
 * an article, do not. */
/* A hash tells where to look, and no more. */
START_TEST(strings_of_one_length_and_one_hash_are_two)
{
	struct pm_intern in;
	uint32_t one, two, id;

	pm_intern_init(&in);
	OK(pm_intern_hashed(&in, "one", 3, 77, &one, ERR));
	OK(pm_intern_hashed(&in, "two", 3, 77, &two, ERR));
	ck_assert_uint_ne(one, two);
	OK(pm_intern_hashed(&in, "one", 3, 77, &id, ERR));
	ck_assert_uint_eq(id, one);
	OK(pm_intern_hashed(&in, "two", 3, 77, &id, ERR));
	ck_assert_uint_eq(id, two);
	ck_assert_uint_eq(in.n, 2);
	pm_intern_release(&in);
}
END_TEST

START_TEST(no_string_is_made_to_collide)
{
	uint32_t first = 0, n = 0, same = 0, i;
	char text[512];

	for (i = 0; i < 200000; i++) {
		size_t len = (size_t)snprintf(text, sizeof text, "%u", i);
		uint32_t hash;

		if ((XXH3_64bits(text, len) >> 32) % 256 != 7)
			continue;
		hash = pm_intern_hash(text, len) % 256;
		if (n++ == 0)
			first = hash;
		same += hash == first;
	}
	ck_assert_uint_gt(n, 500);
	ck_assert_uint_lt(same, n / 10);
}
END_TEST

/* --- tables --------------------------------------------------------------------- */

/* From small ones to some of large pages, and what is in them moves along. */
START_TEST(tables_double_and_keep_what_they_hold)
{
	size_t n = 1 << 10, i;
	uint64_t *t = pm_table_new(n, sizeof *t);

	ck_assert_ptr_nonnull(t);
	for (i = 0; i < n; i++)
		ck_assert_uint_eq(t[i], 0);
	for (; n < (size_t)1 << 20; n *= 2) {
		for (i = n / 2; i < n; i++)
			t[i] = i * i + 1;
		t = pm_table_double(t, n, sizeof *t);
		ck_assert_ptr_nonnull(t);
		for (i = 0; i < 2 * n; i++)
			if (t[i] != (i < n && i >= 1 << 9 ? (uint64_t)i * i + 1 : 0))
				ck_abort_msg("element %zu of %zu differs", i, 2 * n);
	}
	ck_assert_uint_eq((uintptr_t)t % ((size_t)2 << 20), 0);
	ck_assert_ptr_null(pm_table_double(t, SIZE_MAX / 8, sizeof *t));
	pm_table_free(t, n, sizeof *t);
	t = pm_table_new(n, sizeof *t); /* a large one at once */
	ck_assert_ptr_nonnull(t);
	for (i = 0; i < n; i++)
		ck_assert_uint_eq(t[i], 0);
	pm_table_free(t, n, sizeof *t);
}
END_TEST

/* --- files ------------------------------------------------------------------------ */

static void
holds(const char *path, const char *text)
{
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	OK(pm_read_file(path, &b, ERR));
	ck_assert_str_eq(pm_buf_str(&b), text);
	pm_buf_release(&b);
}

START_TEST(a_file_is_replaced_whole)
{
	struct stat st;

	OK(pm_replace_file(in_folder("a"), "old", 3, ERR));
	OK(pm_replace_file(in_folder("a"), "newer", 5, ERR));
	holds(in_folder("a"), "newer");
	OK(pm_replace_file(in_folder("a"), NULL, 0, ERR));
	holds(in_folder("a"), "");
	ck_assert_int_ne(stat(in_folder("a.new"), &st), 0);
}
END_TEST

START_TEST(a_file_that_cannot_be_replaced_stays)
{
	struct pm_error err;
	struct stat st;

	OK(pm_replace_file(in_folder("a"), "old", 3, ERR));
	/* where the new one would be written is a folder */
	ck_assert_int_eq(mkdir(in_folder("a.new"), 0777), 0);
	ck_assert_int_eq(pm_replace_file(in_folder("a"), "new", 3, &err), PM_ERR_IO);
	ck_assert_ptr_nonnull(strstr(err.text, "a.new"));
	holds(in_folder("a"), "old");
	/* what is to be replaced is a folder with something in it */
	ck_assert_int_eq(mkdir(in_folder("d"), 0777), 0);
	OK(pm_replace_file(in_folder("d/x"), "x", 1, ERR));
	ck_assert_int_eq(pm_replace_file(in_folder("d"), "new", 3, &err), PM_ERR_IO);
	holds(in_folder("d/x"), "x");
	ck_assert_int_ne(stat(in_folder("d.new"), &st), 0);
	ck_assert_int_eq(pm_replace_file(in_folder("nowhere/a"), "x", 1, &err), PM_ERR_IO);
}
END_TEST

START_TEST(reading_has_a_limit_and_names_the_file)
{
	struct pm_error err;
	struct pm_buf b;

	OK(pm_replace_file(in_folder("a"), "12345", 5, ERR));
	pm_buf_init(&b, 4);
	ck_assert_int_eq(pm_read_file(in_folder("a"), &b, &err), PM_ERR_LIMIT);
	pm_buf_release(&b);
	pm_buf_init(&b, 5);
	OK(pm_read_file(in_folder("a"), &b, ERR));
	ck_assert_int_eq(pm_read_file(in_folder("b"), &b, &err), PM_ERR_IO);
	ck_assert_ptr_nonnull(strstr(err.text, in_folder("b")));
	ck_assert_int_eq(pm_read_file(folder, &b, &err), PM_ERR_IO);
	pm_buf_release(&b);
}
END_TEST

START_TEST(removing_a_tree_does_not_follow_symlinks)
{
	struct stat st;

	ck_assert_int_eq(mkdir(in_folder("keep"), 0777), 0);
	OK(pm_replace_file(in_folder("keep/a"), "a", 1, ERR));
	ck_assert_int_eq(mkdir(in_folder("tree"), 0777), 0);
	ck_assert_int_eq(mkdir(in_folder("tree/below"), 0777), 0);
	OK(pm_replace_file(in_folder("tree/below/.hidden"), "b", 1, ERR));
	ck_assert_int_eq(symlink("../keep", in_folder("tree/link")), 0);
	ck_assert_int_eq(symlink("nowhere", in_folder("tree/dangling")), 0);
	OK(pm_remove_tree(in_folder("tree"), ERR));
	ck_assert_int_ne(lstat(in_folder("tree"), &st), 0);
	holds(in_folder("keep/a"), "a");
	ck_assert_int_eq(symlink("keep", in_folder("link")), 0);
	OK(pm_remove_tree(in_folder("link"), ERR));
	ck_assert_int_ne(lstat(in_folder("link"), &st), 0);
	holds(in_folder("keep/a"), "a");
	OK(pm_remove_tree(in_folder("nothing there"), ERR));
}
END_TEST

START_TEST(paths_are_joined_with_one_slash)
{
	char *path = pm_path_join("a", "b");

	ck_assert_str_eq(path, "a/b");
	free(path);
	path = pm_path_join("/", "b");
	ck_assert_str_eq(path, "/b");
	free(path);
}
END_TEST

static void
make_folder(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(folder, sizeof folder, "%s/pm-support-XXXXXX",
		 tmp != NULL ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void
remove_folder(void)
{
	pm_remove_tree(folder, NULL);
}

int
main(void)
{
	Suite *s = suite_create("support");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	tcase_add_checked_fixture(tc, make_folder, remove_folder);
	tcase_add_test(tc, a_message_holds_status_and_text);
	tcase_add_test(tc, control_characters_are_escaped);
	tcase_add_test(tc, a_long_message_is_cut);
	tcase_add_test(tc, what_stands_in_quotes_is_shortened_in_its_middle);
	tcase_add_test(tc, a_long_message_has_its_numbers);
	tcase_add_test(tc, every_status_has_its_name);
	tcase_add_test(tc, a_buffer_grows_and_ends_in_nul);
	tcase_add_test(tc, a_full_buffer_keeps_what_it_has_and_says_so);
	tcase_add_test(tc, a_buffer_fails_where_its_part_failed);
	tcase_add_test(tc, buffers_of_a_group_go_together);
	tcase_add_test(tc, sizes_that_overflow_are_refused);
	tcase_add_test(tc, interned_strings_keep_their_numbers);
	tcase_add_test(tc, strings_of_one_length_and_one_hash_are_two);
	tcase_add_test(tc, no_string_is_made_to_collide);
	tcase_add_test(tc, tables_double_and_keep_what_they_hold);
	tcase_add_test(tc, a_file_is_replaced_whole);
	tcase_add_test(tc, a_file_that_cannot_be_replaced_stays);
	tcase_add_test(tc, reading_has_a_limit_and_names_the_file);
	tcase_add_test(tc, removing_a_tree_does_not_follow_symlinks);
	tcase_add_test(tc, paths_are_joined_with_one_slash);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}
