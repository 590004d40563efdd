/* Pressmark - tests of language/saved.h and query/seen.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/saved.h"
#include "query/seen.h"
#include "tests/unit/small_fixture.h"

#include <sys/stat.h>
#include <sys/wait.h>

static struct pm_saved saved;
static char path[PATH_SIZE];

static void
begin(void)
{
	make_folder();
	in_folder(path, "queries");
}

static void
end(void)
{
	pm_saved_release(&saved);
	drop_folder();
}

static void
read_text(const char *text, size_t len)
{
	OK(pm_replace_file(path, text, len, ERR));
	pm_saved_release(&saved);
	OK(pm_saved_read(&saved, path, ERR));
}

#define READ(text) read_text(text, sizeof(text) - 1)

static void
is(size_t i, const char *name, const char *query)
{
	const struct pm_saved_query *q = &saved.all[i];

	ck_assert(i < saved.n && !q->wrong);
	ck_assert_msg(q->name_len == strlen(name) && q->query_len == strlen(query) &&
			      memcmp(q->name, name, q->name_len) == 0 &&
			      memcmp(q->query, query, q->query_len) == 0,
		      "%.*s: %.*s", (int)q->name_len, q->name, (int)q->query_len,
		      q->query);
}

static void
is_wrong(size_t i, uint64_t line, const char *what)
{
	ck_assert(i < saved.n && saved.all[i].wrong);
	ck_assert_uint_eq(saved.all[i].number, line);
	ck_assert_str_eq(saved.all[i].mistake.what, what);
	ck_assert(saved.all[i].mistake.end <= saved.all[i].line_len);
}

/* --- the file of queries ---------------------------------------------------- */

START_TEST(a_line_is_a_name_and_a_query)
{
	READ("\xef\xbb\xbf"
	     "a\tb c\r\n# no\tquery\n\n \t \n  #\tno\n  x y\t\td\te \nz\tlast");
	ck_assert_uint_eq(saved.n, 3);
	is(0, "a", "b c");
	is(1, "x y", "d\te");
	is(2, "z", "last");
	ck_assert_uint_eq(saved.all[1].number, 6);
	ck_assert_ptr_eq(pm_saved_find(&saved, "x y", 3), &saved.all[1]);
	ck_assert_ptr_null(pm_saved_find(&saved, "x", 1));
}
END_TEST

START_TEST(nothing_is_a_file_without_queries)
{
	READ("");
	ck_assert_uint_eq(saved.n, 0);
	READ("\xef\xbb\xbf");
	ck_assert_uint_eq(saved.n, 0);
	READ("\n\r\n#");
	ck_assert_uint_eq(saved.n, 0);
}
END_TEST

START_TEST(a_wrong_line_hides_no_other)
{
	READ("none\n\tq\nempty\t \na\tq\na\tr\n{a}\tq\nb\x1b\tq\n\xc3\tq\nb\tq\n");
	ck_assert_uint_eq(saved.n, 9);
	is_wrong(0, 1, "the line has no tab");
	is_wrong(1, 2, "no name stands before the tab");
	is_wrong(2, 3, "no query stands after the tab");
	is(3, "a", "q");
	is_wrong(4, 5, "line 4 has the same name");
	is_wrong(5, 6, "a name has no braces and no control characters");
	is_wrong(6, 7, "a name has no braces and no control characters");
	is_wrong(7, 8, "the name is not UTF-8");
	is(8, "b", "q");
	ck_assert_ptr_eq(pm_saved_find(&saved, "a", 1), &saved.all[3]);
}
END_TEST

START_TEST(the_name_of_a_wrong_line_may_be_had_by_another)
{
	READ("a\nb\t\na\tq\n");
	is(2, "a", "q");
}
END_TEST

START_TEST(random_bytes_are_read)
{
	static const char some[] = "a\t\n \r#{\xc3\xa9\xff\x01";
	char text[200];
	size_t i, k, n;

	for (i = 0; i < 2000; i++) {
		n = rnd(sizeof text);
		for (k = 0; k < n; k++)
			text[k] = some[rnd(sizeof some)];
		read_text(text, n);
		for (k = 0; k < saved.n; k++)
			ck_assert(saved.all[k].wrong || (saved.all[k].name_len > 0 &&
							 saved.all[k].query_len > 0));
	}
}
END_TEST

START_TEST(what_cannot_be_read_is_an_error)
{
	FAILS(pm_saved_read(&saved, folder, ERR), PM_ERR_IO, "cannot read");
	FAILS(pm_saved_read(&saved, "/dev/null/x", ERR), PM_ERR_IO, "cannot open");
}
END_TEST

/* --- what was answered ----------------------------------------------------------- */

static struct pm_seen *
open_seen(const char *index, uint64_t began)
{
	struct pm_seen *s;

	OK(pm_seen_open(&s, path, NULL, NULL, ERR));
	OK(pm_seen_of(s, index, began, ERR));
	return s;
}

static void
note(const char *index, uint64_t began, const char *name, const char *query,
     uint64_t generation)
{
	struct pm_seen *s = open_seen(index, began);
	struct pm_told told = { { generation }, 1 };

	OK(pm_seen_note(s, name, strlen(name), query, strlen(query), &told, ERR));
	OK(pm_seen_save(s, ERR));
	pm_seen_free(s);
}

/* The generation, or 0 if it was not answered. */
static uint64_t
seen(const char *index, uint64_t began, const char *name, const char *query)
{
	struct pm_seen *s = open_seen(index, began);
	struct pm_told told = { { 0 }, 0 };
	bool asked = pm_seen_get(s, name, strlen(name), query, strlen(query), &told);

	ck_assert(!asked || told.n == 1);
	pm_seen_free(s);
	return asked ? told.all[0] : 0;
}

START_TEST(what_was_noted_is_seen)
{
	char odd[PATH_SIZE];

	in_folder(odd, "a\tb\\n\nc");
	ck_assert_int_eq(mkdir(odd, 0777), 0);
	ck_assert_uint_eq(seen(folder, 5, "a", "q"), 0);
	note(folder, 5, "a", "q", 3);
	note(odd, 5, "a", "q", 7);
	note(folder, 5, "b", "q", 4);
	ck_assert_uint_eq(seen(folder, 5, "a", "q"), 3);
	ck_assert_uint_eq(seen(folder, 5, "b", "q"), 4);
	ck_assert_uint_eq(seen(odd, 5, "a", "q"), 7);
	note(folder, 5, "a", "q", 9);
	ck_assert_uint_eq(seen(folder, 5, "a", "q"), 9);
	ck_assert_uint_eq(seen(odd, 5, "a", "q"), 7);
	/* another text, another index at the same place */
	ck_assert_uint_eq(seen(folder, 5, "a", "r"), 0);
	ck_assert_uint_eq(seen(folder, 6, "a", "q"), 0);
}
END_TEST

/* Several come back; of too many the first stays, and the last. */
START_TEST(all_that_was_told_is_seen)
{
	struct pm_told told = { { 0 }, 0 }, got;
	struct pm_seen *s = open_seen(folder, 5);
	uint64_t g;

	for (g = 2; g < 9; g += 3)
		pm_told_add(&told, g);
	OK(pm_seen_note(s, "a", 1, "q", 1, &told, ERR));
	OK(pm_seen_save(s, ERR));
	pm_seen_free(s);
	s = open_seen(folder, 5);
	ck_assert(pm_seen_get(s, "a", 1, "q", 1, &got));
	ck_assert_uint_eq(got.n, 3);
	for (g = 0; g < 12; g++)
		ck_assert(pm_told_has(&got, g) == (g == 2 || g == 5 || g == 8));
	pm_seen_free(s);
	for (g = 10; g < 10 + 2 * PM_TOLD_MAX; g++)
		pm_told_add(&told, g);
	ck_assert_uint_le(told.n, PM_TOLD_MAX);
	ck_assert(pm_told_has(&told, 2));
	ck_assert(pm_told_has(&told, 9 + 2 * PM_TOLD_MAX));
}
END_TEST

START_TEST(what_is_not_saved_is_not_noted)
{
	struct pm_seen *s = open_seen(folder, 5);
	struct pm_told told = { { 3 }, 1 };

	OK(pm_seen_note(s, "a", 1, "q", 1, &told, ERR));
	pm_seen_free(s);
	ck_assert_uint_eq(seen(folder, 5, "a", "q"), 0);
}
END_TEST

START_TEST(a_file_that_is_not_ours_is_refused)
{
	static const char *const wrong[] = {
		"x",
		"pressmark-seen 2\n",
		"pressmark-seen 1\na\tb\n",
		"pressmark-seen 1\na\t0123456789abcdef0123456789abcdef\t/x\t1\n",
		"pressmark-seen 1\na\t0123456789abcdef0123456789abcdef\t/x\t1\t-2\n",
		"pressmark-seen 1\na\t0123456789abcdef0123456789abcdef\t/x\t1\t2\t3\n",
		"pressmark-seen 1\na\t0123\t/x\t1\t2\n",
		"pressmark-seen 1\na\t0123456789abcdef0123456789abcdef\t/x\t1\t"
		"99999999999999999999\n"
	};
	char file[PATH_SIZE + 8];
	struct pm_seen *s;
	size_t i;

	snprintf(file, sizeof file, "%s.seen", path);
	for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		OK(pm_replace_file(file, wrong[i], strlen(wrong[i]), ERR));
		FAILS(pm_seen_open(&s, path, NULL, NULL, ERR), PM_ERR_INPUT,
		      "is not as it was written");
	}
	OK(pm_replace_file(file, "", 0, ERR));
	OK(pm_seen_open(&s, path, NULL, NULL, ERR));
	pm_seen_free(s);
}
END_TEST

static int waited;

static void
count_waits(void *ctx, const char *lock)
{
	(void)ctx;
	ck_assert_ptr_nonnull(strstr(lock, ".seen.lock"));
	ck_assert_int_eq(write(waited, "w", 1), 1);
}

/* What the other run does: once it is told to, and without the lock of the first. */
static void
run_second(int go, int waits)
{
	struct pm_seen *s;
	struct pm_told told;
	char byte;

	waited = waits;
	if (read(go, &byte, 1) != 1 ||
	    pm_seen_open(&s, path, count_waits, NULL, NULL) < 0 ||
	    pm_seen_of(s, folder, 5, NULL) < 0)
		_exit(1);
	_exit(pm_seen_get(s, "a", 1, "q", 1, &told) && told.n == 1 && told.all[0] == 3
		      ? 0
		      : 2);
}

START_TEST(a_second_run_waits_for_the_first)
{
	int go[2], waits[2], status;
	const struct pm_told told = { { 3 }, 1 };
	struct pm_seen *s;
	char byte;
	pid_t child;

	ck_assert_int_eq(pipe(go), 0);
	ck_assert_int_eq(pipe(waits), 0);
	if ((child = fork()) == 0)
		run_second(go[0], waits[1]);
	s = open_seen(folder, 5);
	ck_assert_int_eq(write(go[1], "g", 1), 1);
	ck_assert_int_eq(read(waits[0], &byte, 1), 1);
	OK(pm_seen_note(s, "a", 1, "q", 1, &told, ERR));
	OK(pm_seen_save(s, ERR));
	pm_seen_free(s);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("saved");
	TCase *t = tcase_create("queries"), *n = tcase_create("seen");

	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, a_line_is_a_name_and_a_query);
	tcase_add_test(t, nothing_is_a_file_without_queries);
	tcase_add_test(t, a_wrong_line_hides_no_other);
	tcase_add_test(t, the_name_of_a_wrong_line_may_be_had_by_another);
	tcase_add_test(t, random_bytes_are_read);
	tcase_add_test(t, what_cannot_be_read_is_an_error);
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(n, begin, end);
	tcase_add_test(n, what_was_noted_is_seen);
	tcase_add_test(n, all_that_was_told_is_seen);
	tcase_add_test(n, what_is_not_saved_is_not_noted);
	tcase_add_test(n, a_file_that_is_not_ours_is_refused);
	tcase_add_test(n, a_second_run_waits_for_the_first);
	suite_add_tcase(s, n);
	return run_suite(s);
}
