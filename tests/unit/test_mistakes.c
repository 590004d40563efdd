/* Pressmark - tests of query/tree.h: mistakes in queries, where they are, how
 * they are shown; and limits.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/parse_fixture.h"

#include <stdlib.h>
#include <string.h>

struct mistaken {
	const char *query;
	const char *marks;	/* under the query: ^~~ */
	const char *what;	/* the message, from its beginning */
	const char *hint;	/* a part of the hint */
};

static void
expect_mistake(const struct mistaken *t)
{
	struct pm_query_mistake m = parse_bytes_wrong(t->query, strlen(t->query));
	size_t start = strspn(t->marks, " "), end = strlen(t->marks);

	if (start >= strlen(t->query))
		start = end = strlen(t->query);
	ck_assert_msg(strncmp(m.what, t->what, strlen(t->what)) == 0, "'%s': %s", t->query,
		      m.what);
	ck_assert_msg(m.start == start && m.end == end, "'%s': %zu .. %zu", t->query,
		      m.start, m.end);
	ck_assert_msg(strstr(m.hint, t->hint) != NULL, "'%s': %s", t->query, m.hint);
}

static void
expect_mistakes(const struct mistaken *table, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		expect_mistake(&table[i]);
}

START_TEST(structure_that_is_incomplete)
{
	static const struct mistaken table[] = {
		{ "", "^", "the query is empty", "write a word" },
		{ "  \t", "   ^", "the query is empty", "" },
		{ "CXMT AND",
		  "        ^", "nothing stands behind 'AND'", "put it into quotes: \"AND\"" },
		{ "a OR ",
		  "     ^", "nothing stands behind 'OR'", "write a word" },
		{ "a not",
		  "     ^", "nothing stands behind 'not'", "\"not\"" },
		{ "NOT",
		  "   ^", "nothing stands behind 'NOT'", "\"NOT\"" },
		{ "and b",
		  "^~~", "nothing stands before 'and'", "\"and\"" },
		{ "(OR b)",
		  " ^~", "nothing stands before 'OR'", "before it" },
		{ "(a AND) b",
		  "      ^", "nothing stands behind 'AND'", "after it" },
		{ "a OR OR b",
		  "     ^~", "nothing stands between 'OR' and 'OR'", "\"OR\"" },
		{ "a AND OR b",
		  "      ^~", "nothing stands between 'AND' and 'OR'", "\"OR\"" },
		{ "NOT and b",
		  "    ^~~", "nothing stands between 'NOT' and 'and'", "\"and\"" },
		{ "-and b",
		  " ^~~", "nothing stands between '-' and 'and'", "\"and\"" },
		{ "-NOT b",
		  " ^~~", "nothing stands between '-' and 'NOT'", "\"NOT\"" },
		{ "a - b",
		  "  ^", "'-' stands alone", "-word" },
		{ "a -",
		  "  ^", "'-' stands alone", "-word" },
		{ "a --b",
		  "  ^~", "'--' is no operator here", "single '-'" },
		{ "(a (b)",
		  "^", "the parenthesis is not closed", "write ')'" },
		{ "a (",
		  "  ^", "the parenthesis is not closed", "write ')'" },
		{ "a (b))",
		  "     ^", "no '(' belongs to this ')'", "leave it out" },
		{ ")",
		  "^", "no '(' belongs to this ')'", "" },
		{ "a ( )",
		  "  ^~~", "there is nothing in the parentheses", "leave them out" },
		{ "title:()",
		  "      ^~", "there is nothing in the parentheses", "" },
		{ "a \"b c",
		  "  ^", "the quotation mark is not closed", "" },
		{ "a \"\"",
		  "  ^~", "there is no word in the quotes", "" },
		{ "a \"—\" b",
		  "  ^~~~~", "there is no word in the quotes", "" },
		{ "\"a b\"c",
		  "     ^", "'c' stands directly behind a phrase", "blank" },
		{ "c\"a b\"",
		  "^~", "there is no white space between 'c' and", "blank" },
		{ "AND\"a b\"",
		  "^~~~", "there is no white space between 'AND' and", "blank" },
		{ "\"a\"\"b\"",
		  "   ^", "'\"' stands directly behind a phrase", "blank" }
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

START_TEST(tokens_that_are_no_words)
{
	static const struct mistaken table[] = {
		{ "a & b",
		  "  ^", "there is no word in '&'", "AND" },
		{ "a , b",
		  "  ^", "there is no word in ','", "leave it out" },
		{ "a — b",
		  "  ^~~", "there is no word in '—'", "leave it out" },
		{ "a —b",
		  "  ^~~", "'—' is a dash", "'-'" },
		{ "a AND, b",
		  "  ^~~~", "'AND,' is neither an operator nor a word", "\"and\"" },
		{ "ＡＮＤ", "^~~~~~~~~", "'ＡＮＤ' is neither", "\"and\"" },
		{ "=", "^", "nothing stands behind '='", "=CXMT" },
		{ "= x", "^", "nothing stands behind '='", "=CXMT" },
		{ "=\"a b\"", "^~", "'=' stands before a phrase", "single form" },
		{ "=(a)", "^~", "'=' stands before a group", "single form" },
		{ "=-a", "^~", "'=' stands before '-'", "-=CXMT" },
		{ "==a", " ^", "'=' does not stand before a word", "=CXMT" },
		{ "=CXMT's", "     ^~", "''s' is not part of the word", "=CXMT finds" },
		{ "=semi*", "     ^", "'=' and '*' do not go together", "" },
		{ "*", "^", "'*' stands alone", "semicon*" },
		{ "*word", "^", "'*' does not stand at the end", "semicon*" },
		{ "wo*d", "  ^", "'*' does not stand at the end", "" },
		{ "word**", "    ^", "'*' does not stand at the end", "" },
		{ "semi's*", "^~~~~~", "'semi's' is not the beginning of a single word", "" },
		{ "co-op*", "^~~~~", "'co-op' is not the beginning", "semicon*" },
		{ "U.S.*", "^~~~", "'U.S.' is not the beginning", "" },
		{ "(semi*)'s*", "       ^~", "''s' is not the beginning", "" },
		{ "source:new-york*", "       ^~~~~~~~", "'new-york' is not the beginning",
		  "" },
		{ "\"semi* x\"", "     ^", "'*' stands in a phrase", "without quotes" }
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

START_TEST(fields_that_are_wrong)
{
	static const struct mistaken table[] = {
		{ "titel:x", "^~~~~~", "there is no field 'titel:'",
		  "title:, source:, author: and date:" },
		{ "a Note: b", "  ^~~~~", "there is no field 'Note:'", "quotes" },
		{ "pub_date:2024", "^~~~~~~~~", "there is no field 'pub_date:'", "" },
		{ "title:", "^~~~~~", "nothing stands directly behind 'title:'", "title:word" },
		{ "title: x", "^~~~~~", "nothing stands directly behind 'title:'", "blank" },
		{ "(title:)", " ^~~~~~", "nothing stands directly behind 'title:'", "" },
		{ "title :x", "      ^", "':' stands at the beginning", "title:word" },
		{ "a .title:x", "  ^~~~~~~", "something stands before 'title:'", "" },
		{ "title(x)", "^~~~~~", "there is no white space between 'title' and '('",
		  "title:(...)" },
		{ "title:(source:x)", "       ^~~~~~~", "a field stands inside another", "" },
		{ "title:(date:2024)", "       ^~~~~~~~~", "a field stands inside another",
		  "" },
		{ "title:source:x", "      ^~~~~~~", "a field stands inside another", "" },
		{ "title:-x", "^~~~~~~", "'-' stands behind 'title:'", "-title:word" },
		{ "title:NOT x", "^~~~~~~~~", "an operator stands behind 'title:'",
		  "title:\"NOT\"" },
		{ "source:(a b)", "^~~~~~~~", "'source:' takes no group", "source:word" },
		{ "author:=Cook", "^~~~~~~~", "'author:' takes no exact form", "" },
		{ "author:\"a b c d e f g h i\"", "^~~~~~~~~~~~~~~~~~~~~~~~~~",
		  "there are more than 8 words in one name", "" },
		{ "date:", "^~~~~", "nothing stands directly behind 'date:'", "2024-06" },
		{ "date:\"2024\"", "^~~~~~", "'date:' takes neither a phrase nor a group", "" },
		{ "date:..", "     ^~", "the range has no end on either side", "2024-01.." },
		{ "date:2024-13", "          ^~", "there is no month 13", "01 to 12" },
		{ "date:2024-02-30", "             ^~", "there is no day 2024-02-30",
		  "29 days" },
		{ "date:2024-01-01..2024-04-31", "                         ^~",
		  "there is no day 2024-04-31", "30 days" },
		{ "date:2024-06-00", "             ^~", "there is no day 2024-06-00", "" },
		{ "date:0999", "     ^~~~", "the year 0999 is out of range", "1000 to 2999" },
		{ "date:2024..2023-06", "           ^~~~~~~", "the range ends before it begins",
		  "earlier" },
		{ "date:2024/01/02", "     ^~~~~~~~~~", "'2024/01/02' is no date",
		  "hyphens" },
		{ "date:30.6.2024", "     ^~~~~~~~~", "'30.6.2024' is no date", "year first" },
		{ "date:today", "     ^~~~~", "'today' is no date", "2024-06-30" },
		{ "date:2024-6", "     ^~~~~~", "'2024-6' is no date", "two digits" },
		{ "date:2024...2025", "           ^~~~~", "'.2025' is no date", "" },
		{ "date:>2024", "     ^~~~~", "'>2024' is no date", "2024-06.." },
		{ "date:2024,", "     ^~~~~", "'2024,' is no date", "" }
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

START_TEST(operators_of_other_languages)
{
	static const struct mistaken table[] = {
		{ "a w/5 b", "  ^~~", "'w/5' is no operator here", "quotes" },
		{ "a NEAR/5 b", "  ^~~~~~", "'NEAR/5' is no operator here", "AND" },
		{ "a pre/3 b", "  ^~~~~", "'pre/3' is no operator here", "" },
		{ "a adj/3 b", "  ^~~~~", "'adj/3' is no operator here", "" },
		{ "a onear/3 b", "  ^~~~~~~", "'onear/3' is no operator here", "" },
		{ "a w/s b", "  ^~~", "'w/s' is no operator here", "" },
		{ "a /p b", "  ^~", "'/p' is no operator here", "quotes" },
		{ "a /5 b", "  ^~", "'/5' is no operator here", "quotes" },
		{ "/chip.*/", "^", "'/' stands at the beginning", "regular expressions" },
		{ "\"a b\"~3", "     ^", "'~' stands directly behind a phrase", "distance" },
		{ "\"a b\"*", "     ^", "'*' stands directly behind a phrase", "semicon*" },
		{ "\"a b\"^2", "     ^", "'^' stands directly behind a phrase", "weights" },
		{ "word~", "    ^", "'~' is no operator here", "" },
		{ "word~2", "    ^", "'~' is no operator here", "" },
		{ "word^2", "    ^", "'^' is no operator here", "weights" },
		{ "(a b)^2", "     ^", "'^' is no operator here", "weights" },
		{ "wo?d", "  ^", "'?' is no wildcard here", "'*'" },
		{ "what?", "    ^", "'?' is no wildcard here", "leave it out" },
		{ "\"wo?d\"", "   ^", "'?' is no wildcard here", "blank" },
		{ "+word", "^", "'+' is no operator here", "leave out the '+'" },
		{ "a && b", "  ^~", "'&&' is no operator here", "AND" },
		{ "a&&b", " ^~", "'&&' is no operator here", "AND" },
		{ "a || b", "  ^~", "'||' is no operator here", "OR" },
		{ "a | b", "  ^", "'|' is no operator here", "OR" },
		{ "!a", "^", "'!' is no operator here", "NOT" },
		{ "semicon!", "       ^", "'!' is no operator here", "'*'" },
		{ "[a TO b]", "^", "'[' is no operator here", "parentheses" },
		{ "{a}", "^", "'{' is no operator here", "parentheses" },
		{ "a\\:b", " ^", "'\\' is no operator here", "quotes" },
		{ "a <b", "  ^", "'<' is no operator here", "" },
		{ "title=a", "     ^", "'=' does not stand before a word", "title:word" },
		{ "atleast5(a)", "^~~~~~~~~", "'atleast5(' is no operator here", "" },
		{ "near(a b)", "^~~~~", "'near(' is no operator here", "quotes" },
		{ "body(a)", "^~~~~", "there is no white space between 'body' and '('", "" },
		{ "（a）", "^~~", "'（' is no operator here", "( and )" }
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

START_TEST(bytes_that_are_no_text)
{
	struct pm_query_mistake m = parse_bytes_wrong("a b\0c", 5);

	ck_assert_str_eq(m.what, "the query holds a NUL character");
	ck_assert_uint_eq(m.start, 3);
	ck_assert_uint_eq(m.end, 4);
	m = parse_bytes_wrong("é caf\xe9 x", 9);
	ck_assert_str_eq(m.what, "the query is not well-formed UTF-8");
	ck_assert_uint_eq(m.start, 6);
	m = parse_bytes_wrong("caf\xc3", 4);
	ck_assert_uint_eq(m.start, 3);
	m = parse_bytes_wrong("a \x1b[1m", 6);
	ck_assert_str_eq(m.what, "the query holds the control character U+001B");
	ck_assert_uint_eq(m.start, 2);
	m = parse_bytes_wrong("a\xc2\x9b", 3);
	ck_assert_str_eq(m.what, "the query holds the control character U+009B");
	ck_assert_uint_eq(m.end, 3);
}
END_TEST

/* N times PIECE. */
static char *
repeat(const char *piece, size_t n)
{
	size_t len = strlen(piece), i;
	char *s = malloc(n * len + 1);

	ck_assert_ptr_nonnull(s);
	for (i = 0; i < n; i++)
		memcpy(s + i * len, piece, len);
	s[n * len] = '\0';
	return s;
}

static void
expect_repeated(const char *piece, size_t n, size_t start, const char *what)
{
	char *s = repeat(piece, n);
	struct pm_query_mistake m = parse_bytes_wrong(s, strlen(s));

	ck_assert_msg(strncmp(m.what, what, strlen(what)) == 0, "%zu '%s': %s", n, piece,
		      m.what);
	ck_assert_uint_eq(m.start, start);
	free(s);
}

START_TEST(limits)
{
	expect_repeated("(", 10000, PM_QUERY_DEPTH_MAX, "the query is nested too deeply");
	expect_repeated("NOT ", 10000, PM_QUERY_DEPTH_MAX * 4,
			"the query is nested too deeply");
	expect_repeated("-(", 10000, PM_QUERY_DEPTH_MAX, "the query is nested too deeply");
	expect_repeated("a ", PM_QUERY_WORDS_MAX + 1, PM_QUERY_WORDS_MAX * 2,
			"the query has more than 4096 words");
	expect_repeated("a-", PM_QUERY_WORDS_MAX + 1, 0,
			"the query has more than 4096 words");
	expect_repeated("a b ", 1 << 18, PM_QUERY_BYTES_MAX,
			"the query is 1048576 bytes long");
	expect_repeated(" ", PM_QUERY_BYTES_MAX, PM_QUERY_BYTES_MAX, "the query is empty");
	/* the innermost */
	expect_repeated("(a OR b ", PM_QUERY_DEPTH_MAX, (PM_QUERY_DEPTH_MAX - 1) * 8,
			"the parenthesis is not closed");
}
END_TEST

START_TEST(nesting_to_the_limit)
{
	struct pm_buf q, text;
	struct pm_tree *t, *again;
	struct pm_query_mistake m;
	unsigned i;

	pm_buf_init(&q, PM_BUF_NO_LIMIT);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < PM_QUERY_DEPTH_MAX - 1; i++)
		pm_buf_puts(&q, "(a ");
	pm_buf_puts(&q, "b c");
	for (i = 0; i < PM_QUERY_DEPTH_MAX - 1; i++)
		pm_buf_putc(&q, ')');
	t = parse_ok(pm_buf_str(&q), PM_QUERY_ALL);
	pm_tree_format(&text, t);
	again = parse_ok(pm_buf_str(&text), PM_QUERY_ALL);
	pm_tree_free(again);
	pm_tree_free(t);

	/* Fewer parentheses, but twice as many nodes. */
	pm_buf_clear(&q);
	for (i = 0; i < PM_QUERY_DEPTH_MAX / 2 + 1; i++)
		pm_buf_puts(&q, "(a OR b ");
	pm_buf_puts(&q, "c");
	for (i = 0; i < PM_QUERY_DEPTH_MAX / 2 + 1; i++)
		pm_buf_putc(&q, ')');
	m = parse_bytes_wrong(pm_buf_str(&q), q.len);
	ck_assert_str_eq(m.what, "the query is nested too deeply");
	pm_buf_release(&q);
	pm_buf_release(&text);
}
END_TEST

static void
expect_shown(const char *query, size_t width, const char *want)
{
	struct pm_query_mistake m = parse_bytes_wrong(query, strlen(query));
	struct pm_buf out;

	m.hint[0] = '\0';
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_mistake_print(&out, query, strlen(query), &m, width);
	ck_assert_str_eq(pm_buf_str(&out), want);
	pm_buf_release(&out);
}

START_TEST(mistakes_are_shown_under_their_column)
{
	expect_shown("CXMT AND", 80,
		     "    CXMT AND\n"
		     "            ^\n"
		     "    nothing stands behind 'AND'\n");
	expect_shown("", 80,
		     "    \n"
		     "    ^\n"
		     "    the query is empty\n");
	expect_shown("長鑫 naïve wo?d", 80,
		     "    長鑫 naïve wo?d\n"
		     "                 ^\n"
		     "    '?' is no wildcard here\n");
	expect_shown("nai\xcc\x88ve\t\xe2\x80\xaetitel:x", 80,
		     "    nai\xcc\x88ve titel:x\n"
		     "          ^~~~~~\n"
		     "    there is no field 'titel:'\n");
	expect_shown("caf\xe9 \x01", 80,
		     "    caf? ?\n"
		     "       ^\n"
		     "    the query is not well-formed UTF-8\n");
	expect_shown("aaaa bbbb cccc dddd eeee wo?d ffff gggg hhhh", 34,
		     "    ...ddd eeee wo?d ffff gggg ...\n"
		     "                  ^\n"
		     "    '?' is no wildcard here\n");
	expect_shown("wo?d aaaa bbbb cccc dddd eeee ffff gggg hhhh", 34,
		     "    wo?d aaaa bbbb cccc dddd...\n"
		     "      ^\n"
		     "    '?' is no wildcard here\n");
	expect_shown("aaaa bbbb cccc dddd eeee ffff gggg AND", 34,
		     "    ...dddd eeee ffff gggg AND\n"
		     "                              ^\n"
		     "    nothing stands behind 'AND'\n");
	expect_shown("長長長長長長長長長長長長長長 wo?d 長長長長長長長長長長長長長長", 34,
		     "    ...長長長長 wo?d 長長長長長...\n"
		     "                  ^\n"
		     "    '?' is no wildcard here\n");
	/* a wide character that would be cut is left out */
	expect_shown("長長長長長長長長長長長長長長 wo?d 長長長長長長長長長長長長長長", 36,
		     "    ...長長長長 wo?d 長長長長長...\n"
		     "                  ^\n"
		     "    '?' is no wildcard here\n");
}
END_TEST

START_TEST(messages_are_broken_at_the_width)
{
	struct pm_query_mistake m = parse_bytes_wrong("titel:x", 7);
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_mistake_print(&out, "titel:x", 7, &m, 40);
	ck_assert_str_eq(pm_buf_str(&out),
			 "    titel:x\n"
			 "    ^~~~~~\n"
			 "    there is no field 'titel:'\n"
			 "    fields are title:, source:, author:\n"
			 "    and date:; put words with a colon\n"
			 "    into quotes\n");
	pm_buf_release(&out);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("mistakes");
	TCase *t = tcase_create("mistakes");

	tcase_add_test(t, structure_that_is_incomplete);
	tcase_add_test(t, tokens_that_are_no_words);
	tcase_add_test(t, fields_that_are_wrong);
	tcase_add_test(t, operators_of_other_languages);
	tcase_add_test(t, bytes_that_are_no_text);
	tcase_add_test(t, limits);
	tcase_add_test(t, nesting_to_the_limit);
	tcase_add_test(t, mistakes_are_shown_under_their_column);
	tcase_add_test(t, messages_are_broken_at_the_width);
	suite_add_tcase(s, t);
	return run_suite(s);
}
