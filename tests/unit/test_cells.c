/* Pressmark - tests of terminal/cells.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "terminal/cells.h"

#include "tests/unit/small_fixture.h"

#include <string.h>

START_TEST(words_are_never_cut)
{
	static const struct pm_marks stars = { "**", "**" };
	static const struct {
		const char *text;
		size_t width;
		const char *end, *start, *middle;
	} cases[] = { { "one three seven", 15, "one three seven", "one three seven",
			"one three seven" },
		      { "one three seven", 14, "   three seven", "one three",
			"one \xe2\x80\xa6 seven" },
		      { "one three seven", 11, "three seven", "one three",
			"one \xe2\x80\xa6 seven" },
		      { "one three seven", 10, "     seven", "one three",
			"one\xe2\x80\xa6"
			"seven" },
		      { "one three seven", 5, "seven", "one", "on\xe2\x80\xa6" },
		      { "one three seven", 4, "even", "one", "on\xe2\x80\xa6n" },
		      { "elephant", 5, "phant", "eleph", "el\xe2\x80\xa6nt" },
		      { "ab \xe4\xb8\xad\xe6\x96\x87", 4, "\xe4\xb8\xad\xe6\x96\x87",
			"ab", "ab\xe2\x80\xa6" },
		      { "a by seventeen", 14, "a by seventeen", "a by seventeen",
			"a by seventeen" },
		      { "a bye seventeen", 14, " bye seventeen", "a bye",
			"a \xe2\x80\xa6 seventeen" } };
	struct pm_cells c;
	struct pm_buf out;
	size_t i;

	pm_cells_init(&c);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		pm_cells_clear(&c);
		OK(pm_cells_add(&c, cases[i].text, strlen(cases[i].text), PM_CELL_PLAIN,
				ERR));
		pm_buf_clear(&out);
		pm_cells_put_end(&c, cases[i].width, &out);
		ck_assert_str_eq(pm_buf_str(&out), cases[i].end);
		pm_buf_clear(&out);
		pm_cells_put_start(&c, cases[i].width, &out);
		ck_assert_str_eq(pm_buf_str(&out), cases[i].start);
		pm_buf_clear(&out);
		ck_assert_uint_le(pm_cells_put_middle(&c, cases[i].width, &stars, &out),
				  cases[i].width);
		ck_assert_msg(strncmp(pm_buf_str(&out), cases[i].middle,
				      strlen(cases[i].middle)) == 0,
			      "%zu: '%s'", i, pm_buf_str(&out));
	}
	pm_cells_release(&c);
	pm_buf_release(&out);
}
END_TEST

START_TEST(cells_are_never_cut_in_half)
{
	static const struct pm_marks none = { "", "" }, stars = { "**", "**" };
	/* a, wide, e and an accent, wide */
	static const char text[] = "a\xe4\xb8\xad"
				   "e\xcc\x81\xe6\x96\x87";
	static const char *const ends[] = {
		"",
		" ",
		"\xe6\x96\x87",
		"e\xcc\x81\xe6\x96\x87",
		" e\xcc\x81\xe6\x96\x87",
		"\xe4\xb8\xad"
		"e\xcc\x81\xe6\x96\x87",
		"a\xe4\xb8\xad"
		"e\xcc\x81\xe6\x96\x87",
		" a\xe4\xb8\xad"
		"e\xcc\x81\xe6\x96\x87"
	};
	static const char *const starts[] = {
		"",
		"a",
		"a",
		"a\xe4\xb8\xad",
		"a\xe4\xb8\xad"
		"e\xcc\x81",
		"a\xe4\xb8\xad"
		"e\xcc\x81",
		text,
		text
	};
	struct pm_cells c;
	struct pm_buf out;
	size_t i;

	pm_cells_init(&c);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	OK(pm_cells_add(&c, text, strlen(text), PM_CELL_MARKED, ERR));
	ck_assert_uint_eq(c.n, 4);
	for (i = 0; i < 8; i++) {
		pm_buf_clear(&out);
		pm_cells_put_end(&c, i, &out);
		ck_assert_str_eq(pm_buf_str(&out), ends[i]);
		pm_buf_clear(&out);
		pm_cells_put_start(&c, i, &out);
		ck_assert_str_eq(pm_buf_str(&out), starts[i]);
	}
	pm_buf_clear(&out);
	ck_assert_uint_eq(pm_cells_put_middle(&c, 6, &none, &out), 6);
	ck_assert_str_eq(pm_buf_str(&out), text);
	pm_buf_clear(&out);
	ck_assert_uint_eq(pm_cells_put_middle(&c, 4, &none, &out), 4);
	ck_assert_str_eq(pm_buf_str(&out), "a\xe2\x80\xa6\xe6\x96\x87");
	pm_buf_clear(&out);
	ck_assert_uint_eq(pm_cells_put_middle(&c, 9, &stars, &out), 8);
	ck_assert_str_eq(pm_buf_str(&out), "\xe2\x80\xa6**e\xcc\x81\xe6\x96\x87**");
	pm_buf_clear(&out);
	ck_assert_uint_eq(pm_cells_put_middle(&c, 3, &stars, &out), 1);
	ck_assert_str_eq(pm_buf_str(&out), "\xe2\x80\xa6");
	pm_cells_clear(&c);
	OK(pm_cells_add(&c, "a \033\t", 4, PM_CELL_PLAIN, ERR));
	OK(pm_cells_add(&c,
			"\nb\xe2\x80\xae"
			"c",
			6, PM_CELL_MARKED, ERR));
	pm_buf_clear(&out);
	pm_cells_put_middle(&c, 20, &stars, &out);
	ck_assert_str_eq(pm_buf_str(&out), "a **bc**");
	pm_cells_release(&c);
	pm_buf_release(&out);
}
END_TEST

/* What is left out takes the blanks beside it along, and one stands in their place. */
START_TEST(an_ellipsis_stands_between_blanks)
{
	static const struct pm_marks none = { "", "" };
	static const struct {
		const char *text;
		size_t width;
		const char *middle, *tail;
	} cases[] = {
		{ "one two three four", 18, "one two three four", "one two three four" },
		{ "one two three four", 17, "one two \xe2\x80\xa6 four",
		  " \xe2\x80\xa6 two three four" },
		{ "one two three four", 14, "one \xe2\x80\xa6 four",
		  "  \xe2\x80\xa6 three four" },
		{ "one two three four", 11, "one \xe2\x80\xa6 four",
		  "     \xe2\x80\xa6 four" },
		{ "one two three four", 10, "one \xe2\x80\xa6 four",
		  "    \xe2\x80\xa6 four" },
		{ "one two three four", 9,
		  "one\xe2\x80\xa6"
		  "four",
		  "   \xe2\x80\xa6 four" },
		{ "one two three four", 8, "one \xe2\x80\xa6our", "  \xe2\x80\xa6 four" },
		{ "one two three four", 5, "on\xe2\x80\xa6ur",
		  "\xe2\x80\xa6"
		  "four" },
		{ "seven and eighteen", 17, "seven \xe2\x80\xa6 eighteen",
		  "   \xe2\x80\xa6 and eighteen" },
		{ "a/long/path.jsonl", 8, "a/lo\xe2\x80\xa6onl", "\xe2\x80\xa6h.jsonl" },
		{ "a \xe4\xb8\xad\xe6\x96\x87 b", 7, "a \xe2\x80\xa6\xe6\x96\x87 b",
		  "  \xe2\x80\xa6\xe6\x96\x87 b" },
		{ "ab", 0, "", "" }
	};
	struct pm_cells c;
	struct pm_buf out;
	size_t i;

	pm_cells_init(&c);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		pm_cells_clear(&c);
		OK(pm_cells_add(&c, cases[i].text, strlen(cases[i].text), PM_CELL_PLAIN,
				ERR));
		pm_buf_clear(&out);
		ck_assert_uint_le(pm_cells_put_middle(&c, cases[i].width, &none, &out),
				  cases[i].width);
		ck_assert_msg(strcmp(pm_buf_str(&out), cases[i].middle) == 0, "%zu: '%s'",
			      i, pm_buf_str(&out));
		pm_buf_clear(&out);
		pm_cells_put_tail(&c, cases[i].width, &out);
		ck_assert_msg(strcmp(pm_buf_str(&out), cases[i].tail) == 0, "%zu: '%s'",
			      i, pm_buf_str(&out));
	}
	pm_cells_release(&c);
	pm_buf_release(&out);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("cells");
	TCase *t = tcase_create("cells");

	tcase_add_test(t, words_are_never_cut);
	tcase_add_test(t, cells_are_never_cut_in_half);
	tcase_add_test(t, an_ellipsis_stands_between_blanks);
	suite_add_tcase(s, t);
	return run_suite(s);
}
