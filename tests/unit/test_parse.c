/* Pressmark - tests of language/tree.h: how queries are understood and printed.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/parse_fixture.h"
#include "text/split.h"

#include <string.h>

/* The tree as the tests write it: on one line, [ ] around children. */
static void
describe(struct pm_buf *out, const struct pm_tree *t)
{
	struct pm_buf lines;
	size_t i;

	pm_buf_init(&lines, PM_BUF_NO_LIMIT);
	pm_tree_print(&lines, t);
	pm_buf_put(out, pm_buf_str(&lines), strcspn(pm_buf_str(&lines), "\n"));
	pm_buf_release(&lines);
	if (t->n_children == 0)
		return;
	pm_buf_putc(out, '[');
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
		/* clang-format off */
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
		{ "android notes order",
		  "AND[word 'android', word 'notes', word 'order']" }
		/* clang-format on */
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

START_TEST(any_is_for_words_and_the_rest_restricts)
{
	static const struct understood table[] = {
		/* clang-format off */
		{ "oil date:1987-03", "AND[word 'oil', date 1987-03-01 .. 1987-03-31]" },
		{ "date:1987 oil gas", "AND[OR[word 'oil', word 'gas'], "
		  "date 1987-01-01 .. 1987-12-31]" },
		{ "oil source:x title:gas host:y.org id:z words:5.. topics:w",
		  "AND[OR[word 'oil', word 'gas' in title], word 'x' in source, "
		  "host 'y.org', id 'z', words 5 .., word 'w' in topics]" },
		{ "host:y.org words:5..", "AND[host 'y.org', words 5 ..]" },
		{ "host:y.org -a", "AND[host 'y.org', NOT[word 'a']]" },
		{ "host:y.org", "host 'y.org'" },
		{ "oil OR host:y.org", "OR[word 'oil', host 'y.org']" },
		{ "oil OR host:y.org gas", "OR[word 'oil', host 'y.org', word 'gas']" },
		{ "oil gas OR host:y.org id:z",
		  "AND[OR[word 'oil', word 'gas', host 'y.org'], id 'z']" },
		{ "oil host:y.org OR host:z.org gas",
		  "AND[OR[word 'oil', word 'gas'], OR[host 'y.org', host 'z.org']]" },
		{ "oil (host:y.org OR host:z.org) gas",
		  "AND[OR[word 'oil', word 'gas'], OR[host 'y.org', host 'z.org']]" },
		{ "oil (gas host:y.org)", "OR[word 'oil', AND[word 'gas', host 'y.org']]" },
		{ "oil AND host:y.org gas", "OR[AND[word 'oil', host 'y.org'], word 'gas']" },
		{ "host:y.org AND id:z gas oil",
		  "AND[OR[word 'gas', word 'oil'], AND[host 'y.org', id 'z']]" },
		{ "a (-b)", "AND[word 'a', NOT[word 'b']]" },
		{ "NOT a OR NOT b c", "AND[word 'c', OR[NOT[word 'a'], NOT[word 'b']]]" },
		{ "NOT (a b) c w/3 d host:y.org", "AND[within 3 words[word 'c', word 'd'], "
		  "NOT[OR[word 'a', word 'b']], host 'y.org']" }
		/* clang-format on */
	};

	expect_trees(table, COUNT(table), PM_QUERY_ANY);
}
END_TEST

START_TEST(any_excludes_from_the_whole)
{
	static const struct understood table[] = {
		/* clang-format off */
		{ "a b", "OR[word 'a', word 'b']" },
		{ "a b AND c d", "OR[word 'a', AND[word 'b', word 'c'], word 'd']" },
		{ "a OR b c", "OR[word 'a', word 'b', word 'c']" },
		{ "a b -c", "AND[OR[word 'a', word 'b'], NOT[word 'c']]" },
		{ "-c a NOT d b",
		  "AND[OR[word 'a', word 'b'], NOT[word 'c'], NOT[word 'd']]" },
		{ "a -b", "AND[word 'a', NOT[word 'b']]" },
		{ "-a", "NOT[word 'a']" },
		{ "-a -b", "AND[NOT[word 'a'], NOT[word 'b']]" },
		{ "a OR NOT b c", "OR[word 'a', NOT[word 'b'], word 'c']" },
		{ "a AND NOT b c", "OR[AND[word 'a', NOT[word 'b']], word 'c']" },
		{ "a (b -c) d",
		  "OR[word 'a', AND[word 'b', NOT[word 'c']], word 'd']" },
		{ "title:(a b -c)", "AND[OR[word 'a' in title, word 'b' in title], "
		  "NOT[word 'c' in title]]" }
		/* clang-format on */
	};

	expect_trees(table, COUNT(table), PM_QUERY_ANY);
}
END_TEST

START_TEST(kinds_of_leaves)
{
	static const struct understood table[] = {
		/* clang-format off */
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
		{ "=\"U.S. officials\"", "exact 'U.S. officials'" },
		{ "=\"  (Who? Me!) \"", "exact 'Who? Me'" },
		{ "=“a - b”", "exact 'a - b'" },
		{ "title:=\"A B\"^2", "exact 'A B' in title  ^2" },
		{ "=http://x.org/a?b*c", "exact 'http://x.org/a?b*c'" },
		{ "=http://x.org/(b", "exact 'http://x.org/(b'" },
		{ "semicon*", "prefix 'semicon'" },
		{ "Semicon*", "prefix 'semicon'" },
		{ "semi**", "prefix 'semi'" },
		{ "semi's*", "prefix 'semis'" },
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
		{ "example.org*", "prefix 'example.org'" },
		{ "title:Example.org**", "prefix 'example.org' in title" },
		{ "\xe4\xb8\xad*", "prefix '\xe4\xb8\xad'" },
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
		/* clang-format on */
	};

	expect_trees(table, COUNT(table), PM_QUERY_ALL);
}
END_TEST

START_TEST(distances)
{
	static const struct understood table[] = {
		/* clang-format off */
		{ "a w/5 b", "within 5 words[word 'a', word 'b']" },
		{ "a W/1 b", "within 1 word[word 'a', word 'b']" },
		{ "a near/10000 b", "within 10000 words[word 'a', word 'b']" },
		{ "a Pre/05 b", "within 5 words, in this order[word 'a', word 'b']" },
		{ "a adj/5 b", "within 5 words, in this order[word 'a', word 'b']" },
		{ "a w/s b", "in one sentence[word 'a', word 'b']" },
		{ "a /S b", "in one sentence[word 'a', word 'b']" },
		{ "a near/p b", "in one paragraph[word 'a', word 'b']" },
		{ "a /p(b)", "in one paragraph[word 'a', word 'b']" },
		{ "a pre/s b", "in one sentence, in this order[word 'a', word 'b']" },
		{ "a adj/p b", "in one paragraph, in this order[word 'a', word 'b']" },
		{ "a not w/5 b", "not within 5 words[word 'a', word 'b']" },
		{ "a NOT near/0 b", "not within 0 words[word 'a', word 'b']" },
		{ "a NOT  pre/5 b",
		  "not within 5 words, in this order[word 'a', word 'b']" },
		{ "a Not /s b", "not in one sentence[word 'a', word 'b']" },
		{ "a not pre/p b",
		  "not in one paragraph, in this order[word 'a', word 'b']" },
		/* from left to right */
		{ "a w/5 b w/3 c",
		  "within 3 words[within 5 words[word 'a', word 'b'], word 'c']" },
		/* the same distance: a chain */
		{ "a w/5 b w/5 c NEAR/5 d",
		  "within 5 words[word 'a', word 'b', word 'c', word 'd']" },
		{ "(a w/5 b) w/5 c",
		  "within 5 words[within 5 words[word 'a', word 'b'], word 'c']" },
		{ "a w/5 (b w/5 c)",
		  "within 5 words[word 'a', within 5 words[word 'b', word 'c']]" },
		{ "a w/5 b w/5 c pre/5 d pre/5 e",
		  "within 5 words, in this order[within 5 words[word 'a', word 'b', "
		  "word 'c'], word 'd', word 'e']" },
		{ "a w/s b /s c w/p d",
		  "in one paragraph[in one sentence[word 'a', word 'b', word 'c'], word 'd']" },
		{ "a not w/5 b not w/5 c",
		  "not within 5 words[not within 5 words[word 'a', word 'b'], word 'c']" },
		{ "a w/5 b not w/5 c", "not within 5 words[within 5 words[word 'a', word 'b'], "
		  "word 'c']" },
		{ "a w/5 b^2 w/5 (c OR d)",
		  "within 5 words[word 'a', word 'b'  ^2, OR[word 'c', word 'd']]" },
		{ "a pre/1 b pre/1 c pre/1 d pre/1 e pre/1 f pre/1 g pre/1 h pre/1 i",
		  "within 1 word, in this order[word 'a', word 'b', word 'c', word 'd', "
		  "word 'e', word 'f', word 'g', word 'h', word 'i']" },
		{ "a w/5 (b w/3 c)",
		  "within 5 words[word 'a', within 3 words[word 'b', word 'c']]" },
		/* before NOT, AND and OR */
		{ "NOT a w/5 b", "NOT[within 5 words[word 'a', word 'b']]" },
		{ "-a w/5 b", "NOT[within 5 words[word 'a', word 'b']]" },
		{ "a b w/5 c", "AND[word 'a', within 5 words[word 'b', word 'c']]" },
		{ "a w/5 b c", "AND[within 5 words[word 'a', word 'b'], word 'c']" },
		{ "a w/5 b OR c", "OR[within 5 words[word 'a', word 'b'], word 'c']" },
		{ "a not b w/5 c",
		  "AND[word 'a', NOT[within 5 words[word 'b', word 'c']]]" },
		{ "a not w/5 b not c",
		  "AND[not within 5 words[word 'a', word 'b'], NOT[word 'c']]" },
		/* what may stand beside one */
		{ "(a OR \"b c\" OR title:d) w/5 =e", "within 5 words[OR[word 'a', "
		  "phrase 'b c', word 'd' in title], exact 'e']" },
		{ "title:(a w/5 b)",
		  "within 5 words[word 'a' in title, word 'b' in title]" },
		{ "semi* w/5 colo?r pre/2 /x+/",
		  "within 2 words, in this order[within 5 words"
		  "[prefix 'semi', wildcard 'colo?r'], regular expression /x+/]" },
		{ "atleast2(a) w/5 lead9(b)",
		  "within 5 words[at least 2 times[word 'a'], "
		  "within the first 9 words[word 'b']]" },
		{ "a^2 w/5 b", "within 5 words[word 'a'  ^2, word 'b']" },
		{ "(a w/5 b)^2", "within 5 words  ^2[word 'a', word 'b']" },
		/* what is none */
		{ "near a", "AND[word 'near', word 'a']" },
		{ "a w/oo b", "AND[word 'a', words 'w oo', word 'b']" },
		{ "pre/post near/far s/p",
		  "AND[words 'pre post', words 'near far', words 's p']" },
		{ "\"w/5\" =w/s", "AND[phrase 'w 5', exact 'w/s']" },
		{ "w5 n5", "AND[word 'w5', word 'n5']" },
		{ "b -NEAR", "AND[word 'b', NOT[word 'near']]" },
		{ "a w/o, b", "AND[word 'a', words 'w o', word 'b']" },
		{ "near date, is 7", "AND[word 'near', word 'date', word 'is', word '7']" },
		{ "date of 7 (date is b) title:date contains, d",
		  "AND[word 'date', word 'of', word '7', AND[word 'date', word 'is', "
		  "word 'b'], word 'date' in title, word 'contains', word 'd']" },
		{ "a OR SAME OR xor",
		  "OR[word 'a', word 'same', word 'xor']" },
		{ "near, 5 \"within 5\" adj 5bn", "AND[word 'near', word '5', "
		  "phrase 'within 5', word 'adj', word '5bn']" },
		{ "US$ $5bn A$ us$5", "AND[word 'us', word '5bn', word 'a', words 'us 5']" }
		/* clang-format on */
	};

	expect_trees(table, COUNT(table), PM_QUERY_ALL);
	expect_tree("(a b) w/5 c", PM_QUERY_ANY,
		    "within 5 words[OR[word 'a', word 'b'], word 'c']");
	expect_tree("a b w/5 c d", PM_QUERY_ANY,
		    "OR[word 'a', within 5 words[word 'b', word 'c'], word 'd']");
	expect_tree("a b -c w/5 d", PM_QUERY_ANY,
		    "AND[OR[word 'a', word 'b'], "
		    "NOT[within 5 words[word 'c', word 'd']]]");
}
END_TEST

START_TEST(calls_and_weights)
{
	static const struct understood table[] = {
		/* clang-format off */
		{ "atleast5(a)", "at least 5 times[word 'a']" },
		{ "ATLEAST1(a OR b)", "at least 1 time[OR[word 'a', word 'b']]" },
		{ "atleast10000(a w/5 b)c",
		  "AND[at least 10000 times[within 5 words[word 'a', "
		  "word 'b']], word 'c']" },
		{ "Lead50(a)", "within the first 50 words[word 'a']" },
		{ "lead1(atleast2(\"a b\"~3))^0.5", "within the first 1 word  ^0.5"
		  "[at least 2 times[loose phrase 'a b', 3 others]]" },
		{ "-lead5(a)", "NOT[within the first 5 words[word 'a']]" },
		{ "title:atleast2(a OR b)",
		  "at least 2 times[OR[word 'a' in title, word 'b' in title]]" },
		{ "atleast5, lead50, atleast",
		  "AND[word 'atleast5', word 'lead50', word 'atleast']" },
		{ ".atleast5, (a OR b)", "AND[word 'atleast5', OR[word 'a', word 'b']]" },
		{ "lead (a)", "AND[word 'lead', word 'a']" },
		{ "a^2", "word 'a'  ^2" },
		{ "a^0", "word 'a'  ^0" },
		{ "a^1", "word 'a'" },
		{ "a^1000 b^0.001", "AND[word 'a'  ^1000, word 'b'  ^0.001]" },
		{ "a^2.50 b^02.125", "AND[word 'a'  ^2.5, word 'b'  ^2.125]" },
		{ "\"a b\"^2", "phrase 'a b'  ^2" },
		{ "\"a b\"~3^2", "loose phrase 'a b', 3 others  ^2" },
		{ "=a^2 semi*^2 wor~2^1.5 /x/^3", "AND[exact 'a'  ^2, prefix 'semi'  ^2, "
		  "similar 'wor', 2 edits  ^1.5, regular expression /x/  ^3]" },
		{ "(a b)^2", "AND  ^2[word 'a', word 'b']" },
		{ "title:(a b)^2", "AND  ^2[word 'a' in title, word 'b' in title]" },
		{ "title:a^2 -b^3", "AND[word 'a' in title  ^2, NOT[word 'b'  ^3]]" },
		{ "((a OR b)^2 c)^3", "AND  ^3[OR  ^2[word 'a', word 'b'], word 'c']" },
		{ "(a^1)^3", "word 'a'  ^3" },
		{ "http://x.org/(b^2", "word 'http://x.org/(b'  ^2" }
		/* clang-format on */
	};

	expect_trees(table, COUNT(table), PM_QUERY_ALL);
}
END_TEST

START_TEST(phrases_take_spelt_words_of_all_kinds)
{
	static const struct understood table[] = {
		{ "\"John Smyth~\"", "phrase 'john smyth~'" },
		{ "\"smyth~2 Jo* b?c\"", "phrase 'smyth~2 jo* b?c'" },
		{ "\"/DDR[45]/ memory\"", "phrase '/DDR[45]/ memory'" },
		{ "\"memory /a\\/b*?/\"", "phrase 'memory /a\\/b*?/'" },
		{ "\"smyth~1, /x/\"~3^2", "loose phrase 'smyth~ /x/', 3 others  ^2" },
		{ "title:\"/x|y/\"", "phrase '/x|y/' in title" },
		{ "\"M\xc3\xbcller~\"", "phrase 'muller~'" },
		{ "\"smyth~.\"", "phrase 'smyth~'" },
		{ "=\"john smyth~ /x/\"", "exact 'john smyth~ /x'" },
		/* signs that mean nothing */
		{ "\"a ~ b ~5\"", "phrase 'a b 5'" },
		{ "\"smyth~jones\"", "phrase 'smyth jones'" },
		{ "\"5~10 people 1987~\"", "phrase '5 10 people 1987'" },
		{ "\"ddr5~ memory~2\"", "phrase 'ddr5~ memory~2'" },
		{ "\"and/or either / or\"", "phrase 'and or either or'" },
		{ "\"/usr/bin /etc\"", "phrase 'usr bin etc'" },
		{ "\"/usr/, // \"", "phrase 'usr'" },
		{ "\"http://x.org/~joe b\"", "phrase 'http://x.org/~joe b'" },
		{ "\"what is a chip?\"", "phrase 'what is a chip'" }
	};

	expect_trees(table, COUNT(table), PM_QUERY_ALL);
}
END_TEST

START_TEST(marks_in_quotes_are_written_twice)
{
	static const struct understood table[] = {
		/* clang-format off */
		{ "id:\"a\"\"b\"", "id 'a\"b'" },
		{ "id:\"\"\"\"", "id '\"'" },
		{ "id:\"\"\"a\"\"\" b", "AND[id '\"a\"', word 'b']" },
		{ "id:\"a\\\"", "id 'a\\'" },
		{ "id:\"a*?\"", "id 'a*?'" },
		{ "=\"the \"\"big\"\" one\"", "exact 'the \"big\" one'" },
		{ "=\"M*A*S*H\"", "exact 'M*A*S*H'" },
		{ "=\"a* b?c\" -=\"what? no\"", "AND[exact 'a* b?c', NOT[exact 'what? no']]" },
		{ "(=\"http://x.org/(b \"\"a\")", "exact 'http://x.org/(b \"a'" }
		/* clang-format on */
	};

	expect_trees(table, COUNT(table), PM_QUERY_ALL);
}
END_TEST

START_TEST(spelt_words)
{
	static const struct understood table[] = {
		/* clang-format off */
		{ "*conductor", "wildcard '*conductor'" },
		{ "Colo?r", "wildcard 'colo?r'" },
		{ "chip?", "wildcard 'chip?'" },
		{ "?hip", "wildcard '?hip'" },
		{ "s**m?*", "wildcard 's*m?*'" },
		{ "*a*", "wildcard '*a*'" },
		{ "D?rer*", "wildcard 'd?rer*'" },
		{ "É*Ü", "wildcard 'e*u'" },
		{ "$1?0", "wildcard '1?0'" },
		{ "*.com", "wildcard '*.com'" },
		{ "title:w?r", "wildcard 'w?r' in title" },
		{ "source:reut?rs", "wildcard 'reut?rs' in source" },
		{ "author:\"coo*\"", "prefix 'coo' in author" },
		{ "author:\"cooper~2\" sect:\"/x+/\"",
		  "AND[similar 'cooper', 2 edits in author, regular expression /x+/ in sect]" },
		{ "\"export* controls\"", "phrase 'export* controls'" },
		{ "\"*port co?trol now?\"", "phrase '*port co?trol now'" },
		{ "\"what? (now?) US?-China ?\"", "phrase 'what now us china'" },
		{ "\"semi*, ?hip\"~2", "loose phrase 'semi* ?hip', 2 others" },
		{ "\"see http://x.org/a?b=c now\"",
		  "phrase 'see http://x.org/a?b=c now'" },
		{ "\"http://x.org/a*\"", "phrase 'http://x.org/a*'" },
		{ "http://x.org/a?", "wildcard 'http://x.org/a?'" },
		{ "http://x.org/a?b=c**", "prefix 'http://x.org/a?b=c'" },
		{ "hauwei~", "similar 'hauwei', 1 edit" },
		{ "Hauwei~2", "similar 'hauwei', 2 edits" },
		{ "title:abc~1", "similar 'abc', 1 edit in title" },
		{ "author:cock~", "similar 'cock', 1 edit in author" },
		{ "http://x.org/~1", "word 'http://x.org/~1'" },
		{ "a-http://x.org/~5,", "words 'a-http://x.org/~5'" },
		{ "\"a ~2 b ~\"", "phrase 'a 2 b'" },
		{ "/hu?awei/", "regular expression /hu?awei/" },
		{ "/(A|B)\\/\"x/", "regular expression /(A|B)\\/\"x/" },
		{ "/(a)/(b)", "AND[regular expression /(a)/, word 'b']" },
		{ "(/a^b/)", "regular expression /a^b/" },
		{ "/s/ OR /p/", "OR[regular expression /s/, regular expression /p/]" },
		{ "-/x/ title:/y/", "AND[NOT[regular expression /x/], "
		  "regular expression /y/ in title]" },
		{ "source:/reut.*/", "regular expression /reut.*/ in source" },
		{ "a /\\\\/ b", "AND[word 'a', regular expression /\\\\/, word 'b']" },
		{ "\"a b\"~0", "loose phrase 'a b', 0 others" },
		{ "\"a b\"~1", "loose phrase 'a b', 1 other" },
		{ "“a b”~10000", "loose phrase 'a b', 10000 others" }
		/* clang-format on */
	};
	struct pm_tree *t;

	expect_trees(table, COUNT(table), PM_QUERY_ALL);
	t = parse_ok("\"Semi* D?r's hip\"", PM_QUERY_ALL);
	ck_assert_int_eq(t->words[0].match, PM_MATCH_PREFIX);
	ck_assert_str_eq(t->words[0].surface, "Semi*");
	ck_assert_str_eq(t->words[0].folded, "semi");
	ck_assert_uint_eq(t->words[0].folded_len, 4);
	ck_assert_int_eq(t->words[1].match, PM_MATCH_WILDCARD);
	ck_assert_str_eq(t->words[1].surface, "D?r");
	ck_assert_str_eq(t->words[1].folded, "d?r");
	ck_assert_int_eq(t->words[2].match, PM_MATCH_WORD);
	ck_assert_str_eq(t->words[2].separator, "'s ");
	pm_tree_free(t);
	t = parse_ok("Hauwei~2", PM_QUERY_ALL);
	ck_assert_str_eq(t->words[0].surface, "Hauwei");
	ck_assert_uint_eq(t->words[0].edits, 2);
	pm_tree_free(t);
	t = parse_ok("/Hu?/", PM_QUERY_ALL);
	ck_assert_str_eq(t->words[0].surface, "Hu?");
	ck_assert_str_eq(t->words[0].folded, "Hu?");
	pm_tree_free(t);
}
END_TEST

START_TEST(fields_of_all_kinds)
{
	static const struct understood table[] = {
		{ "Section:World", "word 'world' in section" },
		{ "pub_date:2024", "word '2024' in pub_date" },
		{ "x-1:\"a b\"", "phrase 'a b' in x-1" },
		{ "section:w*", "prefix 'w' in section" },
		{ "section:new-york", "words 'new-york' in section" },
		{ "-section:a b", "AND[NOT[word 'a' in section], word 'b']" },
		{ "url:https://x.org/a", "word 'https://x.org/a' in url" },
		{ "file://x", "words 'file x'" },
		{ "host:Example.ORG", "host 'example.org'" },
		{ "HOST:\"www.x.org\" a", "AND[host 'www.x.org', word 'a']" },
		{ "(host:x.org)", "host 'x.org'" },
		{ "id:A-1/ß?*~:x", "id 'A-1/ß?*~:x'" },
		{ "id:\"a (b) ^ c\"", "id 'a (b) ^ c'" },
		{ "id:http://x.org/(a)", "id 'http://x.org/(a)'" },
		{ "words:500", "words 500 .. 500" },
		{ "words:500..", "words 500 .." },
		{ "words:..500", "words .. 500" },
		{ "Words:1..4294967294", "words 1 .. 4294967294" },
		{ "words:0", "words .. 0" },
		{ "words:0..", "words .." }
	};
	struct pm_tree *t;

	static const struct understood any[] = {
		{ "topics:(oil gas)", "OR[word 'oil' in topics, word 'gas' in topics]" },
		{ "a topics:(b (c d)) -e",
		  "AND[word 'a', OR[word 'b' in topics, OR[word 'c' in topics, word 'd' in "
		  "topics]], NOT[word 'e']]" },
	};

	expect_trees(table, COUNT(table), PM_QUERY_ALL);
	expect_trees(any, COUNT(any), PM_QUERY_ANY);
	t = parse_ok("Section:World", PM_QUERY_ALL);
	ck_assert_int_eq(t->field, PM_FIELD_OTHER);
	ck_assert_str_eq(t->name, "section");
	ck_assert(!pm_tree_has_hits(t));
	pm_tree_free(t);
}
END_TEST

START_TEST(fields_with_any_name)
{
	static const struct understood table[] = {
		{ "doc.type:memo", "word 'memo' in doc.type" },
		{ "w5 a (n2) w1234 b w9",
		  "AND[word 'w5', word 'a', word 'n2', word 'w1234', word 'b', word 'w9']" },
		{ "Source.Name:x", "word 'x' in source.name" },
		{ "_x:a 7up:b", "AND[word 'a' in _x, word 'b' in 7up]" },
		{ "R\xc3\xa9gion:\xc3\x8ele", "word 'ile' in region" },
		{ "\xe4\xbb\xb7\xe6\xa0\xbc:x", "word 'x' in \xe4\xbb\xb7\xe6\xa0\xbc" },
		{ "\xd8\xb3\xd8\xb9\xd8\xb1:x", "word 'x' in \xd8\xb3\xd8\xb9\xd8\xb1" },
		{ "2024:memo", "word 'memo' in \"2024\"" },
		{ "\"2024\":7", "word '7' in \"2024\"" },
		{ "10:30 3:2 16:9", "AND[words '10 30', words '3 2', words '16 9']" },
		{ "10:30pm", "words '10 30pm'" },
		{ "\"case number\":memo", "word 'memo' in \"case number\"" },
		{ "\"Case Number\":\"a b\"", "phrase 'a b' in \"case number\"" },
		{ "\xe2\x80\x9c"
		  "a b\xe2\x80\x9d:x",
		  "word 'x' in \"a b\"" },
		{ "\"a \"\"b\"\"\":x", "word 'x' in \"a \"\"b\"\"\"" },
		{ "\"R&D\":w*", "prefix 'w' in \"r&d\"" },
		{ "-\"a b\":x c", "AND[NOT[word 'x' in \"a b\"], word 'c']" },
		{ "\"section\":x", "word 'x' in section" },
		{ "\"date\":x \"id\":x \"Words\":5",
		  "AND[word 'x' in \"date\", word 'x' in \"id\", word '5' in \"words\"]" },
		{ "\"a b\": c", "AND[phrase 'a b', word 'c']" },
		{ "(\"a b\":)", "phrase 'a b'" },
		{ "x:(a OR \"b c\" d*)",
		  "OR[word 'a' in x, AND[phrase 'b c' in x, prefix 'd' in x]]" },
		{ "\"a b\":(c (d NOT e))",
		  "AND[word 'c' in \"a b\", AND[word 'd' in \"a b\", NOT[word 'e' in \"a b\"]]]" },
		{ "author:(a OR =\"B C\")",
		  "OR[word 'a' in author, whole value 'B C' in author]" },
		{ "topics:=\"gas\"", "whole value 'gas' in topics" },
		/* a sign makes it words and no range */
		{ "views:100..200;", "words '100 200' in views" },
		{ "title:7..9_ 7..9", "AND[words '7 9' in title, words '7 9']" },
		{ "topics:=nat-gas", "whole value 'nat-gas' in topics" },
		{ "source:=\" The  Wire \"", "whole value 'The  Wire' in source" },
		{ "x:=\"a \"\"b\"\"\"", "whole value 'a \"b\"' in x" },
		{ "x:=-5 y:=C++", "AND[whole value '-5' in x, whole value 'C++' in y]" },
		{ "x:=\"\"", "whole value '' in x" },
		{ "x:=cafe\xcc\x81", "whole value 'caf\xc3\xa9' in x" },
		{ "title:=\"A b\"", "exact 'A b' in title" },
	};

	expect_trees(table, COUNT(table), PM_QUERY_ALL);
}
END_TEST

START_TEST(which_nodes_have_hits)
{
	static const char *const with[] = {
		"a",	   "\"a b\"",	  "\"a b\"~2", "=a",	 "a*",
		"/a/",	   "abc~",	  "title:a",   "a OR b", "a OR (b OR c w/5 d)",
		"a w/5 b", "atleast5(a)", "lead5(a)"
	};
	static const char *const without[] = {
		"a b",	    "NOT a",	      "source:a",	  "x:a",
		"author:a", "date:2024",      "words:5",	  "id:x",
		"host:x",   "a OR date:2024", "a OR (b OR (c d))"
	};
	struct pm_tree *t;
	size_t i;

	for (i = 0; i < COUNT(with); i++) {
		t = parse_ok(with[i], PM_QUERY_ALL);
		ck_assert_msg(pm_tree_has_hits(t), "'%s'", with[i]);
		pm_tree_free(t);
	}
	for (i = 0; i < COUNT(without); i++) {
		t = parse_ok(without[i], PM_QUERY_ALL);
		ck_assert_msg(!pm_tree_has_hits(t), "'%s'", without[i]);
		pm_tree_free(t);
	}
}
END_TEST

START_TEST(texts_are_asked_for_as_they_are_written)
{
	static const char *const queries[] = {
		/* clang-format off */
		"CXMT", "China's", "China´s", "\"Tim Cook\"", "don't", "don’t", "l'Oréal",
		"L’Oreal", "\"rock 'n' roll\"", "DDR-5", "\"DDR 5\"", "7-nm", "\"7 nm node\"",
		"high-bandwidth", "\"U.S. China\"", "=U.S.", "Ph.D.", "1,000", "1.000.000",
		"3.5%", "oil%", "100%ig", "http://x.org/a%b", "10..20", "title:\"10..20\"",
		"title:oil..gas", "2024-25", "$5bn", "£1.2m", "€3", "C++", "C#", "R&D", "AT&T",
		"r&d", "he/she", "@BISgov", "#chips", "press@example.org",
		"\"press@example.org\"", "www.example.org", "example.org",
		"https://www.example.org/2024/ddr5-ban?x=1", "café", "=café", "ﬁrst", "naïve",
		"ＣＸＭＴ", "ασσος", "İstanbul", "長鑫存儲", "\"長鑫存儲\"", "chip-maker", "e.g.",
		"\"e.g. i.e.\"", "de-risking", "\"supply like\"", "supply—like"
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < COUNT(queries); i++) {
		struct pm_tree *tree = parse_ok(queries[i], PM_QUERY_ALL);

		ck_assert_msg(tree->n_children == 0 && tree->n_words > 0, "'%s'",
			      queries[i]);
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
	ck_assert(t->op_written && !t->children[0]->op_written &&
		  !t->children[1]->op_written);
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
		{ "date:1000..2999", 10000101, 29991231 },
		/* the clock of the tests says Tuesday 2024-03-05 */
		{ "date:today", 20240305, 20240305 },
		{ "date:Yesterday", 20240304, 20240304 },
		{ "date:this-week", 20240304, 20240310 },
		{ "date:this-month", 20240301, 20240331 },
		{ "date:this-year", 20240101, 20241231 },
		{ "date:last-week", 20240226, 20240303 },
		{ "date:LAST-month", 20240201, 20240229 },
		{ "date:last-year", 20230101, 20231231 },
		{ "date:\"last month\"", 20240201, 20240229 },
		{ "date:\"Last  Week .. today\"", 20240226, 20240305 },
		{ "date:“2024”", 20240101, 20241231 },
		{ "date:-30d", 20240204, 20240204 },
		{ "date:-0d", 20240305, 20240305 },
		{ "date:-2W", 20240220, 20240220 },
		{ "date:-6m", 20230905, 20230905 },
		{ "date:-1y", 20230305, 20230305 },
		{ "date:-30d..", 20240204, UINT32_MAX },
		{ "date:..yesterday", 0, 20240304 },
		{ "date:last-month..today", 20240201, 20240305 },
		{ "date:-1y..last-month", 20230305, 20240229 },
		{ "date:2023..-1m", 20230101, 20240205 }
	};
	struct pm_buf text;
	size_t i;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < COUNT(table); i++) {
		struct pm_tree *t = parse_ok(table[i].query, PM_QUERY_ALL), *again;

		ck_assert_int_eq(t->op, PM_TREE_DATE);
		ck_assert_uint_eq(t->first, table[i].first);
		ck_assert_uint_eq(t->last, table[i].last);
		pm_buf_clear(&text);
		pm_tree_format(&text, t);
		again = parse_ok(pm_buf_str(&text), PM_QUERY_ALL);
		ck_assert_uint_eq(again->first, table[i].first);
		ck_assert_uint_eq(again->last, table[i].last);
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
				     "-(date:2024-01..2024-06 OR =U.S.)",
				     PM_QUERY_ALL);
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
	ck_assert_str_eq(pm_buf_str(&out), "cxmt title:\"Export Controls\" "
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

/* --- random queries ----------------------------------------------------- */

static uint32_t
chance(uint64_t *state, uint32_t below)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*state >> 33) % below;
}

static void
put_one_of(struct pm_buf *out, uint64_t *state, const char *const *list, size_t n)
{
	pm_buf_puts(out, list[chance(state, (uint32_t)n)]);
}

/* Something that asks for words, or with METADATA anything. */
static void
generate(struct pm_buf *out, uint64_t *state, unsigned depth, bool metadata)
{
	static const char *const leaves[] = {
		"chips",
		"co-op",
		"U.S.",
		"\"a b\"",
		"\"semi* c?d\"",
		"=\"a \"\"b*c\"\" d\"",
		"\"smyth~ /a.b/ cow~2\"",
		"\"a b c\"~3",
		"=CXMT",
		"=\"U.S. law\"",
		"semi*",
		"*or",
		"colo?r",
		"/hu?awei/",
		"hauwei~2",
		"title:x",
		"title:\"a b\"~0",
		"a^2.5",
		"\"a b\"^0.125"
	};
	static const char *const others[] = { "date:2024",    "date:-30d..", "words:5..",
					      "id:\"a b\"",   "host:x.org",  "source:x*",
					      "sect:\"a b\"", "author:a-b" };
	static const char *const near[] = { " w/5 ",   " pre/2 ",   " w/s ",	  " /p ",
					    " adj/p ", " NOT w/3 ", " not pre/s " };
	static const char *const logic[] = { " ", " AND ", " OR ", " NOT ", " -" };
	uint32_t kind = depth == 0 ? 0 : chance(state, 6);

	if (kind == 0 && metadata && chance(state, 4) == 0) {
		put_one_of(out, state, others, COUNT(others));
	} else if (kind == 0) {
		put_one_of(out, state, leaves, COUNT(leaves));
	} else if (kind == 1) {
		pm_buf_puts(out, chance(state, 2) == 0 ? "atleast3(" : "lead50(");
		generate(out, state, depth - 1, false);
		pm_buf_puts(out, chance(state, 2) == 0 ? ")" : ")^3");
	} else if (kind < 4 || !metadata) {
		pm_buf_putc(out, '(');
		generate(out, state, depth - 1, false);
		if (kind < 4)
			put_one_of(out, state, near, COUNT(near));
		else
			pm_buf_puts(out, " OR ");
		generate(out, state, depth - 1, false);
		pm_buf_puts(out, chance(state, 3) > 0 ? ")" : ")^0.5");
	} else {
		pm_buf_putc(out, '(');
		generate(out, state, depth - 1, true);
		put_one_of(out, state, logic, COUNT(logic));
		generate(out, state, depth - 1, true);
		pm_buf_puts(out, ")");
	}
}

START_TEST(random_queries_come_back)
{
	struct pm_buf query, first, second, text;
	uint64_t state = 1;
	unsigned i;

	pm_buf_init(&query, PM_BUF_NO_LIMIT);
	pm_buf_init(&first, PM_BUF_NO_LIMIT);
	pm_buf_init(&second, PM_BUF_NO_LIMIT);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < 5000; i++) {
		struct pm_tree *t, *again;

		pm_buf_clear(&query);
		pm_buf_clear(&first);
		pm_buf_clear(&second);
		pm_buf_clear(&text);
		generate(&query, &state, 4, true);
		t = parse_ok(pm_buf_str(&query), i % 2 == 0 ? PM_QUERY_ALL : PM_QUERY_ANY);
		pm_tree_print(&first, t);
		pm_tree_format(&text, t);
		again = parse_ok(pm_buf_str(&text), PM_QUERY_ALL);
		pm_tree_print(&second, again);
		ck_assert_str_eq(pm_buf_str(&first), pm_buf_str(&second));
		pm_tree_free(t);
		pm_tree_free(again);
	}
	pm_buf_release(&query);
	pm_buf_release(&first);
	pm_buf_release(&second);
	pm_buf_release(&text);
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
	tcase_add_test(t, any_is_for_words_and_the_rest_restricts);
	tcase_add_test(t, kinds_of_leaves);
	tcase_add_test(t, distances);
	tcase_add_test(t, calls_and_weights);
	tcase_add_test(t, spelt_words);
	tcase_add_test(t, marks_in_quotes_are_written_twice);
	tcase_add_test(t, phrases_take_spelt_words_of_all_kinds);
	tcase_add_test(t, fields_of_all_kinds);
	tcase_add_test(t, fields_with_any_name);
	tcase_add_test(t, which_nodes_have_hits);
	tcase_add_test(t, texts_are_asked_for_as_they_are_written);
	tcase_add_test(t, words_of_a_leaf);
	tcase_add_test(t, nodes_know_their_bytes);
	tcase_add_test(t, dates_and_ranges);
	tcase_add_test(t, trees_are_printed_as_outlines);
	tcase_add_test(t, random_queries_come_back);
	tcase_add_test(t, a_full_buffer_is_noticed);
	suite_add_tcase(s, t);
	return run_suite(s);
}
