/* Pressmark - tests of terminal/values.h and terminal/wrap.h: what a corpus holds reaches
 * a line, and no line is too long.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "terminal/values.h"

#include "terminal/wrap.h"
#include "tests/unit/small_fixture.h"

/* OUT holds WANT, and is emptied. */
static void
holds(struct pm_buf *out, const char *want)
{
	ck_assert_int_eq(out->status, PM_OK);
	ck_assert_str_eq(pm_buf_str(out), want);
	pm_buf_clear(out);
}

/* Those of ASCII and those of two bytes (U+0080 to U+009F, which some terminals obey);
 * U+00A0 stays, and so does what is a part of another character. */
START_TEST(control_characters_become_blanks)
{
	static const char text[] = "a\tb\nc\rd\033[1me\x7f"
				   "f\xc2\x80g\xc2\x9f"
				   "2J\xc2\xa0h"
				   "\xc3\x80\xe2\x82\x80";
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_value_put(&out, text, strlen(text));
	holds(&out, "a b c d [1me f g 2J\xc2\xa0h\xc3\x80\xe2\x82\x80");
	/* where a character is cut, what is after it is not looked at */
	pm_value_put(&out, "a\xc2\x80", 2);
	holds(&out, "a\xc2");
	pm_value_put_csv(&out, text, strlen(text), PM_VALUE_CSV_RAW);
	holds(&out, "\"a\tb\nc\rd [1me f g 2J\xc2\xa0h\xc3\x80\xe2\x82\x80\"");
	pm_buf_release(&out);
}
END_TEST

START_TEST(long_values_end_with_a_word)
{
	static const struct {
		const char *value;
		size_t max;
		const char *shown;
	} table[] = {
		{ "", 0, "" },
		{ "oil price", 9, "oil price" },
		{ "oil price", 8, "oil\xe2\x80\xa6" },
		{ "oil price", 3, "oil\xe2\x80\xa6" },
		{ "oil price", 2, "oi\xe2\x80\xa6" },
		{ "\xc3\xa9t\xc3\xa9", 3, "\xc3\xa9t\xc3\xa9" },
		{ "\xc3\xa9t\xc3\xa9", 2, "\xc3\xa9t\xe2\x80\xa6" },
	};
	size_t i;

	for (i = 0; i < sizeof table / sizeof *table; i++) {
		struct pm_buf out;

		pm_buf_init(&out, PM_BUF_NO_LIMIT);
		pm_value_put_short(&out, table[i].value, strlen(table[i].value),
				   table[i].max);
		ck_assert_str_eq(pm_buf_str(&out), table[i].shown);
		pm_buf_release(&out);
	}
	/* colours take no characters */
	ck_assert_uint_eq(pm_value_fit("\033[31moil\033[39m price", 19, 9), 19);
	ck_assert_uint_eq(pm_value_fit("\033[31moil\033[39m price", 19, 4), 13);
}
END_TEST

START_TEST(csv_has_quotes_where_they_are_needed)
{
	static const char *const v[][2] = {
		{ "", "" },
		{ "plain text", "plain text" },
		{ "a,b", "\"a,b\"" },
		{ "say \"no\"", "\"say \"\"no\"\"\"" },
		{ "\"", "\"\"\"\"" },
		{ "a\nb", "\"a\nb\"" },
		{ "a\rb", "\"a\rb\"" },
		{ "a\tb", "a\tb" },
		{ "it's; so", "it's; so" }
	};
	struct pm_buf out;
	size_t i;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof v / sizeof *v; i++) {
		pm_value_put_csv(&out, v[i][0], strlen(v[i][0]), PM_VALUE_CSV_RAW);
		holds(&out, v[i][1]);
	}
	pm_buf_release(&out);
}
END_TEST

START_TEST(an_article_is_called_by_what_it_has)
{
	struct pm_metadata m = { .file = { "a.jsonl", 7 } };
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_value_put_day(&out, 20240305);
	holds(&out, "2024-03-05");
	pm_value_put_article(&out, &m);
	holds(&out, "a.jsonl");
	m.line = 12;
	pm_value_put_article(&out, &m);
	holds(&out, "a.jsonl:12");
	m.url = (struct pm_text_ref){ "http://a.b/", 11 };
	pm_value_put_article(&out, &m);
	holds(&out, "http://a.b/");
	m.id = (struct pm_text_ref){ "x 1", 3 };
	pm_value_put_article(&out, &m);
	holds(&out, "x 1");
	pm_buf_release(&out);
}
END_TEST

static void
wraps(const char *text, size_t width, size_t first, size_t rest, const char *want)
{
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_wrap(&out, text, strlen(text), width, first, rest);
	holds(&out, want);
	pm_buf_release(&out);
}

START_TEST(lines_are_as_long_as_they_may_be)
{
	wraps("", 10, 2, 4, "  \n");
	wraps("one two", 7, 0, 0, "one two\n");
	wraps("one two", 6, 0, 0, "one\ntwo\n");
	wraps("one two six", 9, 2, 4, "  one two\n    six\n");
	wraps("one two six", 8, 2, 4, "  one\n    two\n    six\n");
	wraps("one  two six", 8, 0, 1, "one  two\n six\n");
	wraps("longest one", 3, 0, 0, "longest\none\n");
	/* two columns each; a colour has none; a control character is a blank */
	wraps("\xe9\x95\xb7\xe9\x95\xb7 a", 6, 0, 0, "\xe9\x95\xb7\xe9\x95\xb7 a\n");
	wraps("\xe9\x95\xb7\xe9\x95\xb7 a", 5, 0, 0, "\xe9\x95\xb7\xe9\x95\xb7\na\n");
	wraps("\033[1mone\033[0m two", 7, 0, 0, "\033[1mone\033[0m two\n");
	wraps("\033[1none two", 10, 0, 0, " [1none\ntwo\n");
	wraps("o\tne two", 8, 0, 0, "o ne two\n");
}
END_TEST

/* TEXT in lines of at most WIDTH columns is WANT. */
static void
wraps_lines(const char *text, size_t width, const char *want)
{
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_wrap_lines(&out, text, strlen(text), width);
	holds(&out, want);
	pm_buf_release(&out);
}

START_TEST(lines_hang_under_their_last_column)
{
	wraps_lines("one two\n  six\n", 9, "one two\n  six\n");
	wraps_lines("", 9, "");
	wraps_lines("\n\none", 9, "\n\none\n");
	/* four columns more than the line, or where a column begins that leaves room */
	wraps_lines("one two six\nten", 9, "one two\n    six\nten\n");
	wraps_lines("  one two six\n", 11, "  one two\n      six\n");
	wraps_lines("a   one two six\n", 12, "a   one two\n    six\n");
	wraps_lines("  a  b  one two\n", 12, "  a  b  one\n        two\n");
	/* words that do not fit there go farther to the left; after commas they may be broken */
	wraps_lines("name     longish value\n", 15, "name\n    longish\n    value\n");
	wraps_lines("name     short value\n", 15, "name     short\n         value\n");
	wraps_lines("name   a=b,cc=dd,e=f\n", 15,
		    "name   a=b,\n       cc=dd,\n       e=f\n");
	wraps_lines("name   a=b,cc=dd,e=f\n", 17, "name   a=b,\n       cc=dd,e=f\n");
	wraps_lines("name   12345678901234567,x\n", 15,
		    "name\n    12345678901234567,\n    x\n");
	wraps_lines("eleven two   one two\n", 15, "eleven two\n    one two\n");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("terminal");
	TCase *tc = tcase_create("all");

	tcase_add_test(tc, control_characters_become_blanks);
	tcase_add_test(tc, long_values_end_with_a_word);
	tcase_add_test(tc, csv_has_quotes_where_they_are_needed);
	tcase_add_test(tc, an_article_is_called_by_what_it_has);
	tcase_add_test(tc, lines_are_as_long_as_they_may_be);
	tcase_add_test(tc, lines_hang_under_their_last_column);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
