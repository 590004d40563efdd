/* Pressmark - tests of query/tree.h: how queries are understood and printed.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/parse_fixture.h"
#include "text/split.h"

#include <string.h>

/* The tree as the tests write it: on one line, [ ] around children. */
static void
describe(struct pm_buf *out, const struct pm_tree *t)
{
	struct pm_buf line;
	size_t i;

	if (t->n_children == 0) {
		pm_buf_init(&line, PM_BUF_NO_LIMIT);
		pm_tree_print(&line, t);
		pm_buf_put(out, pm_buf_str(&line), line.len - 1);
		pm_buf_release(&line);
		return;
	}
	pm_buf_puts(out, t->op == PM_TREE_NOT ? "NOT[" : t->op == PM_TREE_AND ?
		    "AND[" : "OR[");
	for (i = 0; i < t->n_children; i++) {
		if (i > 0)
			pm_buf_puts(out, ", ");
		describe(out, t->children[i]);
	}
	pm_buf_putc(out, ']');
}

/* QUERY is understood as WANT, and again so when it is written out. */
static void
expect_tree(const char *query, enum pm_query_mode mode, const char *want)
{
	struct pm_tree *tree = parse_ok(query, mode), *again;
	struct pm_buf got, text;

	pm_buf_init(&got, PM_BUF_NO_LIMIT);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	describe(&got, tree);
	ck_assert_msg(strcmp(pm_buf_str(&got), want) == 0, "'%s': %s", query,
		      pm_buf_str(&got));
	pm_tree_format(&text, tree);
	again = parse_ok(pm_buf_str(&text), PM_QUERY_ALL);
	pm_buf_clear(&got);
	describe(&got, again);
	ck_assert_msg(strcmp(pm_buf_str(&got), want) == 0, "'%s' by way of '%s': %s",
		      query, pm_buf_str(&text), pm_buf_str(&got));
	pm_tree_free(again);
	pm_tree_free(tree);
	pm_buf_release(&got);
	pm_buf_release(&text);
}

struct understood {
	const char *query;
	const char *tree;
};

static void
expect_trees(const struct understood *table, size_t n, enum pm_query_mode mode)
{
	size_t i;

	for (i = 0; i < n; i++)
		expect_tree(table[i].query, mode, table[i].tree);
}

START_TEST(operators_and_their_precedence)
{
	static const struct understood table[] = {
		{ "chips", "word 'chips'" },
		{ "a b c", "AND[word 'a', word 'b', word 'c']" },
		{ "a AND b AND c", "AND[word 'a', word 'b', word 'c']" },
		{ "a b and c", "AND[word 'a', word 'b', word 'c']" },
		{ "a OR b Or c", "OR[word 'a', word 'b', word 'c']" },
		{ "a b OR c d", "OR[AND[word 'a', word 'b'], AND[word 'c', word 'd']]" },
		{ "a AND b OR c", "OR[AND[word 'a', word 'b'], word 'c']" },
		{ "NOT a b", "AND[NOT[word 'a'], word 'b']" },
		{ "not a", "NOT[word 'a']" },
		{ "-a", "NOT[word 'a']" },
		{ "a -b", "AND[word 'a', NOT[word 'b']]" },
		{ "a AND NOT b", "AND[word 'a', NOT[word 'b']]" },
		{ "a OR NOT b", "OR[word 'a', NOT[word 'b']]" },
		{ "a OR -b c", "OR[word 'a', AND[NOT[word 'b'], word 'c']]" },
		{ "NOT NOT a", "NOT[NOT[word 'a']]" },
		{ "NOT -a", "NOT[NOT[word 'a']]" },
		{ "a -\"b c\" -(d e)", "AND[word 'a', NOT[phrase 'b c'], "
		  "NOT[AND[word 'd', word 'e']]]" },
		{ "\"and\" \"not\"", "AND[phrase 'and', phrase 'not']" },
		{ "and/or", "words 'and or'" },
		{ "android notes order", "AND[word 'android', word 'notes', word 'order']" }
	};

	expect_trees(table, COUNT(table), PM_QUERY_ALL);
}
END_TEST

START_TEST(groups_keep_their_nodes)
{
	static const struct understood table[] = {
		{ "(a)", "word 'a'" },
		{ "((((a))))", "word 'a'" },
		{ "(a b) c", "AND[AND[word 'a', word 'b'], word 'c']" },
		{ "a AND (b AND c)", "AND[word 'a', AND[word 'b', word 'c']]" },
		{ "(a OR b)(c OR d)",
		  "AND[OR[word 'a', word 'b'], OR[word 'c', word 'd']]" },
		{ "a (b)c", "AND[word 'a', word 'b', word 'c']" },
		{ "NOT(a OR b)AND c", "AND[NOT[OR[word 'a', word 'b']], word 'c']" },
		{ "(\"a b\")(c)", "AND[phrase 'a b', word 'c']" },
		{ "( a\tOR\n b )", "OR[word 'a', word 'b']" }
	};

	expect_trees(table, COUNT(table), PM_QUERY_ALL);
}
END_TEST

START_TEST(any_excludes_from_the_whole)
{
	static const struct understood table[] = {
		{ "a b", "OR[word 'a', word 'b']" },
		{ "a b AND c d", "OR[word 'a', AND[word 'b', word 'c'], word 'd']" },
		{ "a OR b c", "OR[word 'a', word 'b', word 'c']" },
		{ "a b -c", "AND[OR[word 'a', word 'b'], NOT[word 'c']]" },
		{ "-c a NOT d b", "AND[OR[word 'a', word 'b'], NOT[word 'c'], NOT[word 'd']]" },
		{ "a -b", "AND[word 'a', NOT[word 'b']]" },
		{ "-a", "NOT[word 'a']" },
		{ "-a -b", "AND[NOT[word 'a'], NOT[word 'b']]" },
		{ "a OR NOT b c", "OR[word 'a', NOT[word 'b'], word 'c']" },
		{ "a AND NOT b c", "OR[AND[word 'a', NOT[word 'b']], word 'c']" },
		{ "a (b -c) d",
		  "OR[word 'a', AND[word 'b', NOT[word 'c']], word 'd']" },
		{ "title:(a b -c)", "AND[OR[word 'a' in title, word 'b' in title], "
		  "NOT[word 'c' in title]]" }
	};

	expect_trees(table, COUNT(table), PM_QUERY_ANY);
}
END_TEST

START_TEST(kinds_of_leaves)
{
	static const struct understood table[] = {
		{ "\"Export Controls\"", "phrase 'export controls'" },
		{ "\"a AND b\"", "phrase 'a and b'" },
		{ "“a b”", "phrase 'a b'" },
		{ "„a b“", "phrase 'a b'" },
		{ "”a b”", "phrase 'a b'" },
		{ "“a b\"", "phrase 'a b'" },
		{ "« a b »", "phrase 'a b'" },
		{ "»a b«", "phrase 'a b'" },
		{ "\"the “a b” c\"", "phrase 'the a b c'" },
		{ "'a b'", "AND[word 'a', word 'b']" },
		{ "\"what? now (or) never: a^2\"", "phrase 'what now or never a 2'" },
		{ "co-operate", "words 'co-operate'" },
		{ "\"co-operate now\"", "phrase 'co-operate now'" },
		{ "he/she", "words 'he she'" },
		{ "2024-25", "words '2024-25'" },
		{ "end.Start", "words 'end start'" },
		{ "=CXMT", "exact 'CXMT'" },
		{ "=Export-Control", "exact 'Export-Control'" },
		{ "=U.S.", "exact 'U.S'" },
		{ "-=US", "NOT[exact 'US']" },
		{ "=and", "exact 'and'" },
		{ "=café", "exact 'café'" },
		{ "=w/5", "exact 'w/5'" },
		{ "semicon*", "prefix 'semicon'" },
		{ "Semicon*", "prefix 'semicon'" },
		{ "@BIS*", "prefix 'bis'" },
		{ "U.S*", "prefix 'u.s'" },
		{ "not*", "prefix 'not'" },
		{ "title:Chips", "word 'chips' in title" },
		{ "TITLE:\"a b\"", "phrase 'a b' in title" },
		{ "title:=US", "exact 'US' in title" },
		{ "title:semi*", "prefix 'semi' in title" },
		{ "title:(a OR \"b c\" -d)", "OR[word 'a' in title, "
		  "AND[phrase 'b c' in title, NOT[word 'd' in title]]]" },
		{ "title:a OR b", "OR[word 'a' in title, word 'b']" },
		{ "title:((a))b", "AND[word 'a' in title, word 'b']" },
		{ "-title:a", "NOT[word 'a' in title]" },
		{ "source:Reuters", "word 'reuters' in source" },
		{ "author:\"Tim Cook\"", "phrase 'tim cook' in author" },
		{ "author:tim-cook", "words 'tim-cook' in author" },
		{ "author:O’Brien", "word 'obrien' in author" },
		{ "Source:reut*", "prefix 'reut' in source" },
		{ "http://x.org/a?b=c~d*", "prefix 'http://x.org/a?b=c~d'" },
		{ "http://x.org/a_(b)", "word 'http://x.org/a_(b)'" },
		{ "(a OR http://x.org/(b ) c",
		  "AND[OR[word 'a', word 'http://x.org/(b'], word 'c']" },
		{ "(see http://x.org/(a))", "AND[word 'see', word 'http://x.org/(a)']" },
		{ "example.org_", "words 'example org'" },
		{ "10:30", "words '10 30'" },
		{ "chips, price; war.", "AND[word 'chips', word 'price', word 'war']" },
		{ "source:new-york", "words 'new-york' in source" },
		{ "10: x", "AND[word '10', word 'x']" },
		{ "w/o", "words 'w o'" },
		{ "n/a", "words 'n a'" },
		{ "a　b\xc2\xa0" "c\xe2\x80\x89" "d",
		  "AND[word 'a', word 'b', word 'c', word 'd']" },
		{ "\xef\xbb\xbftitle:x \xe2\x80\x8e-a",
		  "AND[word 'x' in title, NOT[word 'a']]" }
	};

	expect_trees(table, COUNT(table), PM_QUERY_ALL);
}
END_TEST

START_TEST(texts_are_asked_for_as_they_are_written)
{
	static const char *const queries[] = {
		"CXMT", "China's", "China´s", "\"Tim Cook\"", "don't", "don’t", "l'Oréal",
		"L’Oreal", "\"rock 'n' roll\"", "DDR-5", "\"DDR 5\"", "7-nm", "\"7 nm node\"",
		"high-bandwidth", "\"U.S. China\"", "=U.S.", "Ph.D.", "1,000", "1.000.000",
		"3.5%", "2024-25", "$5bn", "£1.2m", "€3", "C++", "C#", "R&D", "AT&T", "r&d",
		"he/she", "@BISgov", "#chips", "press@example.org",
		"\"press@example.org\"", "www.example.org", "example.org",
		"https://www.example.org/2024/ddr5-ban?x=1", "café", "=café", "ﬁrst", "naïve",
		"ＣＸＭＴ", "ασσος", "İstanbul", "長鑫存儲", "\"長鑫存儲\"", "chip-maker", "e.g.",
		"\"e.g. i.e.\"", "de-risking", "\"supply like\"", "supply—like"
	};
	size_t i;

	for (i = 0; i < COUNT(queries); i++) {
		struct pm_tree *tree = parse_ok(queries[i], PM_QUERY_ALL);

		ck_assert_msg(tree->n_children == 0 && tree->n_words > 0, "'%s'", queries[i]);
		pm_tree_free(tree);
	}
}
END_TEST

START_TEST(words_of_a_leaf)
{
	struct pm_tree *t = parse_ok("=Dürer’s/Co-Op", PM_QUERY_ALL);

	ck_assert_uint_eq(t->n_words, 3);
	ck_assert_str_eq(t->words[0].surface, "Dürer");
	ck_assert_uint_eq(t->words[0].surface_len, strlen("Dürer"));
	ck_assert_str_eq(t->words[0].folded, "durer");
	ck_assert_uint_eq(t->words[0].folded_len, 5);
	ck_assert_str_eq(t->words[0].separator, "");
	ck_assert(!t->words[0].hyphen && !t->words[0].spaced);
	ck_assert_str_eq(t->words[1].surface, "Co");
	ck_assert_str_eq(t->words[1].separator, "’s/");
	ck_assert_uint_eq(t->words[1].flags, PM_WORD_PLAIN);
	ck_assert(!t->words[1].hyphen);
	ck_assert_str_eq(t->words[2].separator, "-");
	ck_assert(t->words[2].hyphen && !t->words[2].spaced);
	pm_tree_free(t);

	t = parse_ok("\"$DDR 5, \t a@b.org\"", PM_QUERY_ALL);
	ck_assert_uint_eq(t->n_words, 3);
	ck_assert_str_eq(t->words[0].separator, "");
	ck_assert(t->words[1].spaced && !t->words[1].hyphen);
	ck_assert(!t->words[2].spaced);
	ck_assert_uint_eq(t->words[2].flags, PM_WORD_ADDRESS);
	pm_tree_free(t);
}
END_TEST

/* The bytes of the query that node I of the root stands for. */
static void
expect_span(const struct pm_tree *t, const char *query, const char *want)
{
	ck_assert_uint_eq(t->end - t->start, strlen(want));
	ck_assert_mem_eq(query + t->start, want, strlen(want));
}

START_TEST(nodes_know_their_bytes)
{
	static const char q[] = " (a) -b OR title:(c \"d e\") ";
	struct pm_tree *t = parse_ok(q, PM_QUERY_ALL);

	expect_span(t, q, "(a) -b OR title:(c \"d e\")");
	expect_span(t->children[0], q, "(a) -b");
	expect_span(t->children[0]->children[0], q, "a");
	expect_span(t->children[0]->children[1], q, "-b");
	expect_span(t->children[1], q, "title:(c \"d e\")");
	expect_span(t->children[1]->children[1], q, "\"d e\"");
	ck_assert(t->written && !t->children[0]->written && !t->children[1]->written);
	pm_tree_free(t);
}
END_TEST

START_TEST(dates_and_ranges)
{
	static const struct {
		const char *query;
		uint32_t first, last;
	} table[] = {
		{ "date:2024", 20240101, 20241231 },
		{ "date:2024-02", 20240201, 20240229 },
		{ "date:2023-02", 20230201, 20230228 },
		{ "date:2024-06-30", 20240630, 20240630 },
		{ "DATE:2024-01..2024-06", 20240101, 20240630 },
		{ "date:2023..2024-02-29", 20230101, 20240229 },
		{ "date:2024-06..2024", 20240601, 20241231 },
		{ "date:2024-03..", 20240301, UINT32_MAX },
		{ "date:..2024-03", 0, 20240331 },
		{ "date:1000..2999", 10000101, 29991231 }
	};
	struct pm_buf text;
	size_t i;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < COUNT(table); i++) {
		struct pm_tree *t = parse_ok(table[i].query, PM_QUERY_ALL), *again;

		ck_assert_int_eq(t->op, PM_TREE_DATE);
		ck_assert_uint_eq(t->first_day, table[i].first);
		ck_assert_uint_eq(t->last_day, table[i].last);
		pm_buf_clear(&text);
		pm_tree_format(&text, t);
		again = parse_ok(pm_buf_str(&text), PM_QUERY_ALL);
		ck_assert_uint_eq(again->first_day, table[i].first);
		ck_assert_uint_eq(again->last_day, table[i].last);
		pm_tree_free(t);
		pm_tree_free(again);
	}
	pm_buf_release(&text);
	expect_tree("-date:2024 date:..2023", PM_QUERY_ALL,
		    "AND[NOT[date 2024-01-01 .. 2024-12-31], date .. 2023-12-31]");
}
END_TEST

START_TEST(trees_are_printed_as_outlines)
{
	struct pm_tree *t = parse_ok("cxmt title:\"Export Controls\" "
				     "-(date:2024-01..2024-06 OR =U.S.)", PM_QUERY_ALL);
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_tree_print(&out, t);
	ck_assert_str_eq(pm_buf_str(&out),
			 "AND\n"
			 "  word 'cxmt'\n"
			 "  phrase 'export controls' in title\n"
			 "  NOT\n"
			 "    OR\n"
			 "      date 2024-01-01 .. 2024-06-30\n"
			 "      exact 'U.S'\n");
	pm_buf_clear(&out);
	pm_tree_format(&out, t);
	ck_assert_str_eq(pm_buf_str(&out),
			 "cxmt title:\"Export Controls\" "
			 "NOT (date:2024-01-01..2024-06-30 OR =U.S)");
	pm_tree_free(t);
	pm_buf_release(&out);
}
END_TEST

START_TEST(a_full_buffer_is_noticed)
{
	struct pm_tree *t = parse_ok("cxmt \"export controls\"", PM_QUERY_ALL);
	struct pm_buf out;

	pm_buf_init(&out, 10);
	pm_tree_print(&out, t);
	ck_assert_int_eq(out.status, PM_ERR_LIMIT);
	pm_buf_clear(&out);
	pm_tree_format(&out, t);
	ck_assert_int_eq(out.status, PM_ERR_LIMIT);
	pm_tree_free(t);
	pm_tree_free(NULL);
	pm_buf_release(&out);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("parse");
	TCase *t = tcase_create("parse");

	tcase_add_test(t, operators_and_their_precedence);
	tcase_add_test(t, groups_keep_their_nodes);
	tcase_add_test(t, any_excludes_from_the_whole);
	tcase_add_test(t, kinds_of_leaves);
	tcase_add_test(t, texts_are_asked_for_as_they_are_written);
	tcase_add_test(t, words_of_a_leaf);
	tcase_add_test(t, nodes_know_their_bytes);
	tcase_add_test(t, dates_and_ranges);
	tcase_add_test(t, trees_are_printed_as_outlines);
	tcase_add_test(t, a_full_buffer_is_noticed);
	suite_add_tcase(s, t);
	return run_suite(s);
}
