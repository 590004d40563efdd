/* Pressmark - tests of dates that are day/month or month/day: corpus/dates/orders.h, and
 * what a reader makes of it (corpus/corpus.h).
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/corpus.h"
#include "corpus/entries.h"
#include "support/buf.h"
#include "tests/unit/small_fixture.h"

/* What a reader found, in words: a date as a number, "?" if it is ambiguous, "-" if there
 * is none; "(REASON)" for a skip. */
static struct pm_buf found;
static struct pm_buf input;
static struct pm_reader_options options;

static void
on_skip(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	(void)ctx;
	(void)file;
	pm_buf_printf(&found, "(%llu %s) ", (unsigned long long)line, reason);
}

static void
setup(void)
{
	make_folder();
	pm_buf_init(&found, PM_BUF_NO_LIMIT);
	pm_buf_init(&input, PM_BUF_NO_LIMIT);
	memset(&options, 0, sizeof options);
	options.skip = on_skip;
}

static void
teardown(void)
{
	pm_buf_release(&found);
	pm_buf_release(&input);
	drop_folder();
}

/* Read the input as a file of that name. */
static const char *
read_as(const char *name)
{
	char path[PATH_SIZE];
	const char *paths[1] = { in_folder(path, name) };
	const struct pm_article *a;
	struct pm_reader *r;
	enum pm_status status;
	FILE *f = fopen(path, "wb");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(input.data, 1, input.len, f), input.len);
	ck_assert_int_eq(fclose(f), 0);
	pm_buf_clear(&found);
	OK(pm_reader_open(&r, paths, 1, &options, ERR));
	while ((status = pm_reader_next(r, &a, NULL)) == PM_OK) {
		ck_assert(!a->ambiguous || a->day == 0);
		if (a->day != 0)
			pm_buf_printf(&found, "%u ", a->day);
		else
			pm_buf_puts(&found, a->ambiguous ? "? " : "- ");
	}
	ck_assert_int_eq(status, PM_END);
	pm_reader_free(r);
	return pm_buf_str(&found);
}

static void
add(const char *date, const char *source)
{
	pm_buf_printf(&input, "{\"text\":\"x\",\"date\":\"%s\"", date);
	if (source != NULL)
		pm_buf_printf(&input, ",\"source\":\"%s\"", source);
	pm_buf_puts(&input, "}\n");
}

/* Articles of those dates, with blanks between. */
static const char *
read_dates(const char *dates)
{
	char date[32];
	int n;

	pm_buf_clear(&input);
	for (; sscanf(dates, "%31s%n", date, &n) == 1; dates += n)
		add(date, NULL);
	return read_as("a.jsonl");
}

START_TEST(the_other_dates_decide)
{
	ck_assert_str_eq(read_dates("3/5/2024 13/5/2024 4/5/24"),
			 "20240503 20240513 20240504 ");
	ck_assert_str_eq(read_dates("3/5/2024 5/13/2024 4/5/24"),
			 "20240305 20240513 20240405 ");
	ck_assert_str_eq(read_dates("13/5/2024 3/5/2024"), "20240513 20240503 ");
	ck_assert_str_eq(read_dates("3/5/2024 3/3/2024 2024-05-13 x"),
			 "? 20240303 20240513 - ");
	ck_assert_str_eq(read_dates("3-5-2024 5-13-2024"), "20240305 20240513 ");
	/* what is no date shows nothing */
	ck_assert_str_eq(read_dates("3/5/2024 31/2/2024 13.5.2024"), "? - 20240513 ");
}
END_TEST

START_TEST(slashes_and_hyphens_are_two_things)
{
	ck_assert_str_eq(read_dates("3/5/2024 3-5-2024 13/5/2024 5-13-2024"),
			 "20240503 20240305 20240513 20240513 ");
	ck_assert_str_eq(read_dates("3/5/2024 13-5-2024"), "? 20240513 ");
}
END_TEST

START_TEST(who_shows_both_shows_none)
{
	ck_assert_str_eq(read_dates("3/5/2024 13/5/2024 5/13/2024"),
			 "? 20240513 20240513 ");
	/* what was decided stays decided */
	ck_assert_str_eq(read_dates("13/5/2024 3/5/2024 5/13/2024 3/5/2024"),
			 "20240513 20240503 20240513 ? ");
}
END_TEST

START_TEST(a_source_decides_for_itself)
{
	pm_buf_clear(&input);
	add("3/5/2024", "A");
	add("3/5/2024", "B");
	add("3/5/2024", "C");
	add("3/5/2024", NULL);
	add("13/5/2024", "A");
	add("5/13/2024", "B");
	ck_assert_str_eq(read_as("a.jsonl"), "20240503 20240305 ? ? 20240513 20240513 ");
	pm_buf_clear(&input);
	add("3/5/2024", "A");
	add("3/5/2024", "B");
	add("13/5/2024", NULL);
	ck_assert_str_eq(read_as("a.jsonl"), "20240503 20240503 20240513 ");
	/* another file shows nothing */
	ck_assert_str_eq(read_dates("3/5/2024"), "? ");
}
END_TEST

START_TEST(the_option_decides_for_all)
{
	options.dates = PM_DATE_MONTH_FIRST;
	ck_assert_str_eq(read_dates("3/5/2024 13/5/2024 3-5-2024"),
			 "20240305 20240513 20240305 ");
	options.dates = PM_DATE_DAY_FIRST;
	ck_assert_str_eq(read_dates("3/5/2024 5/13/2024"), "20240503 20240513 ");
	pm_buf_clear(&input);
	pm_buf_puts(&input,
		    "<html lang=en-US><h1>T</h1><p>3/5/2024</p><p>A text of some words.</p>");
	ck_assert_str_eq(read_as("a.html"), "20240503 ");
	options.dates = PM_DATE_ORDER_UNKNOWN;
	ck_assert_str_eq(read_as("a.html"), "20240305 ");
}
END_TEST

START_TEST(what_was_looked_at_is_read_in_its_turn)
{
	pm_buf_clear(&input);
	add("3/5/2024", NULL);
	pm_buf_puts(&input, "\n{broken\n{\"text\":7}\n{\"text\":\"\"}\n");
	add("3/5/2024", NULL);
	add("13/5/2024", NULL);
	pm_buf_puts(&input, "[]");
	ck_assert_ptr_nonnull(strstr(read_as("a.jsonl"), "20240503 (3 invalid JSON"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&found),
				     "(4 'text' is no text) 20240503 20240513 "
				     "(8 not a JSON object) (5 no text) "));
	/* an array that is damaged */
	pm_buf_clear(&input);
	pm_buf_puts(&input, "[{\"text\":\"x\",\"date\":\"3/5/2024\"},7,"
			    "{\"text\":\"x\",\"date\":\"5/13/2024\"} 8");
	ck_assert_str_eq(read_as("a.json"),
			 "20240305 (0 value 2: not a JSON object) 20240513 "
			 "(0 breaks off after 2 articles: invalid JSON: a comma is "
			 "missing after 3 values) ");
	/* one that is too large */
	options.max_text = 10;
	pm_buf_clear(&input);
	add("3/5/2024", NULL);
	pm_buf_puts(&input, "{\"text\":\"");
	while (input.len < 2000000)
		pm_buf_puts(&input, "0123456789");
	pm_buf_puts(&input, "\"}\n");
	add("13/5/2024", NULL);
	ck_assert_ptr_nonnull(strstr(read_as("a.jsonl"), "20240503 (2 a line of"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&found), "is too large) 20240513 "));
}
END_TEST

/* Articles of some 64 KiB each. */
static void
add_bulk(size_t bytes)
{
	size_t end = input.len + bytes;

	while (input.len < end) {
		pm_buf_puts(&input, "{\"date\":\"2024\",\"text\":\"");
		do
			pm_buf_puts(&input, "0123456789abcdef");
		while (input.len % 65536 < 65000);
		pm_buf_puts(&input, "\"}\n");
	}
}

static size_t
count_words(const char *word)
{
	const char *p = pm_buf_str(&found);
	size_t n = 0;

	for (; (p = strstr(p, word)) != NULL; p++)
		n++;
	return n;
}

START_TEST(it_looks_so_far_and_no_further)
{
	add("3/5/2024", NULL);
	add_bulk(PM_ENTRIES_AHEAD - 2000000);
	add("13/5/2024", NULL);
	read_as("a.jsonl");
	ck_assert_uint_eq(count_words("20240503 "), 1);
	ck_assert_uint_eq(count_words("20240513 "), 1);
	ck_assert_uint_gt(count_words("20240000 "), 200);
	pm_buf_clear(&input);
	add("3/5/2024", NULL);
	add_bulk(PM_ENTRIES_AHEAD + 200000);
	add("3/5/2024", NULL);
	add("13/5/2024", NULL);
	add("3/5/2024", NULL);
	read_as("a.jsonl");
	ck_assert_uint_eq(count_words("? "), 1);
	ck_assert_uint_eq(count_words("20240503 20240513 20240503 "), 1);
	/* what is larger than all that is not kept twice */
	pm_buf_clear(&input);
	pm_buf_puts(&input, "{\"date\":\"3/5/2024\",\"text\":\"");
	while (input.len < PM_ENTRIES_AHEAD + 1)
		pm_buf_puts(&input, "0123456789abcdef");
	pm_buf_puts(&input, "\"}\n");
	add("13/5/2024", NULL);
	ck_assert_str_eq(read_as("a.jsonl"), "? 20240513 ");
	/* nor is a large one that follows */
	pm_buf_clear(&found);
	pm_buf_puts(&found, "{\"text\":\"x\",\"date\":\"3/5/2024\"}\n");
	pm_buf_put(&found, input.data, input.len);
	pm_buf_clear(&input);
	pm_buf_put(&input, found.data, found.len);
	ck_assert_str_eq(read_as("a.jsonl"), "? ? 20240513 ");
}
END_TEST

struct naive {
	int source, shows; /* 0: ambiguous; 1: day first; 2: month first */
	bool hyphens;
};

/* What the articles before END of one source (-1: of any) show, as the sum of it. */
static int
shown(const struct naive *n, size_t end, int source, bool hyphens)
{
	int bits = 0;
	size_t i;

	for (i = 0; i < end; i++)
		if ((source < 0 || n[i].source == source) && n[i].hyphens == hyphens)
			bits |= n[i].shows;
	return bits;
}

START_TEST(random_files_are_read_as_the_words_say)
{
	enum { ARTICLES = 30 };
	static const char *const dates[] = { "3/5/2024", "13/5/2024", "5/13/2024" };
	static const char *const hyphened[] = { "3-5-2024", "13-5-2024", "5-13-2024" };
	static const char *const days[] = { "", "20240503 ", "20240305 ", "? " };
	unsigned round;

	for (round = 0; round < 300; round++) {
		struct naive n[ARTICLES];
		struct pm_buf wanted;
		size_t i, known = 0;
		char source[2] = "";

		pm_buf_clear(&input);
		pm_buf_init(&wanted, PM_BUF_NO_LIMIT);
		for (i = 0; i < ARTICLES; i++) {
			n[i].source = (int)rnd(4);
			n[i].hyphens = rnd(3) == 0;
			n[i].shows = rnd(6) > 0 ? 0
				   : rnd(4) > 0 ? n[i].source % 2 + 1
						: (int)rnd(2) + 1;
			source[0] = (char)('A' + n[i].source);
			add((n[i].hyphens ? hyphened : dates)[n[i].shows], source);
		}
		for (i = 0; i < ARTICLES; i++) {
			int bits;

			known = known > i ? known : i;
			do {
				bits = shown(n, known, n[i].source, n[i].hyphens);
				if (bits == 0)
					bits = shown(n, known, -1, n[i].hyphens);
				if (bits == 0)
					bits = 3;
			} while (n[i].shows == 0 && bits == 3 && known != ARTICLES &&
				 (known = ARTICLES) > 0);
			pm_buf_puts(&wanted, n[i].shows != 0 ? "20240513 " : days[bits]);
		}
		ck_assert_str_eq(read_as("a.jsonl"), pm_buf_str(&wanted));
		ck_assert_str_eq(read_as("a.json"), pm_buf_str(&wanted));
		pm_buf_release(&wanted);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("orders");
	TCase *t = tcase_create("orders");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, the_other_dates_decide);
	tcase_add_test(t, slashes_and_hyphens_are_two_things);
	tcase_add_test(t, who_shows_both_shows_none);
	tcase_add_test(t, a_source_decides_for_itself);
	tcase_add_test(t, the_option_decides_for_all);
	tcase_add_test(t, what_was_looked_at_is_read_in_its_turn);
	tcase_add_test(t, it_looks_so_far_and_no_further);
	tcase_add_test(t, random_files_are_read_as_the_words_say);
	suite_add_tcase(s, t);
	return run_suite(s);
}
