/* Pressmark - tests of language/tree.h: mistakes in queries, where they are, how
 * they are shown; and limits.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/parse_fixture.h"

#include <stdlib.h>
#include <string.h>

START_TEST(structure_that_is_incomplete)
{
	static const struct mistaken table[] = {
		/* clang-format off */
		{ "", "^", "the query is empty", "write a word" },
		{ "  \t", "   ^", "the query is empty", "" },
		{ "CXMT AND",
		  "        ^", "nothing stands after 'AND'", "put it into quotes: \"AND\"" },
		{ "a OR ",
		  "     ^", "nothing stands after 'OR'", "write a word" },
		{ "a not",
		  "     ^", "nothing stands after 'not'", "\"not\"" },
		{ "NOT",
		  "   ^", "nothing stands after 'NOT'", "\"NOT\"" },
		{ "and b",
		  "^~~", "nothing stands before 'and'", "\"and\"" },
		{ "(OR b)",
		  " ^~", "nothing stands before 'OR'", "before it" },
		{ "(a AND) b",
		  "      ^", "nothing stands after 'AND'", "after it" },
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
		  "  ^", "'-' stands alone", "excluded: -b" },
		{ "a -",
		  "  ^", "'-' stands alone", "-word" },
		{ "a --b",
		  "  ^~", "'--' is no operator here", "single '-' to exclude: -b" },
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
		  "     ^", "'c' stands directly after a phrase", "blank" },
		{ "c\"a b\"",
		  "^~", "there is no white space between 'c' and", "blank" },
		{ "AND\"a b\"",
		  "^~~~", "there is no white space between 'AND' and", "blank" },
		{ "\"a\"\"b\"",
		  "   ^", "'\"' stands directly after a phrase", "blank" }
		/* clang-format on */
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

START_TEST(tokens_that_are_no_words)
{
	static const struct mistaken table[] = {
		/* clang-format off */
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
		{ "=", "^", "nothing stands after '='", "=CXMT" },
		{ "= x", "^", "nothing stands after '='", "=CXMT" },
		{ "=(a)", "^~", "'=' stands before a group", "single form" },
		{ "=-a", "^~", "'=' stands before '-'", "-=CXMT" },
		{ "==a", " ^", "'=' does not stand before a word", "=CXMT" },
		{ "=CXMT's", "     ^~", "''s' is not part of the word", "=CXMT finds" },
		{ "=semi*", "     ^", "'=' and '*' do not go together", "" },
		{ "*", "^", "'*' stands alone", "for all articles: words:0.." },
		{ "*:*", "^~~", "'*:*' is not a single word", "words:0.." },
		{ "co-op*",
		  "^~~~~~",
		  "'co-op*' is not a single word",
		  "wildcards stand in one word of let" },
		{ "*\xe4\xba\xac",
		  "^~~~",
		  "'*\xe4\xba\xac' is not a single word",
		  "each character of a script without blanks is a word of its own: write them "
		  "without '*' and '?'" },
		{ "(semi*)'s*",
		  "       ^~~",
		  "''s*' is not a single word",
		  "wildcards stand in one word of let" },
		{ "source:new-york*",
		  "       ^~~~~~~~~",
		  "'new-york*' is not a single word",
		  "wildcards stand in one word of let" }
		/* clang-format on */
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

START_TEST(fields_that_are_wrong)
{
	static const struct mistaken table[] = {
		/* clang-format off */
		{ "a Note: b",
		  "  ^~~~~",
		  "nothing stands directly after 'Note:'",
		  "put a word with a colon into quotes" },
		{ "title:", "^~~~~~", "nothing stands directly after 'title:'", "title:word" },
		{ "title: x", "^~~~~~", "nothing stands directly after 'title:'", "blank" },
		{ "(title:)", " ^~~~~~", "nothing stands directly after 'title:'", "" },
		{ "title :x", "      ^", "':' stands at the beginning", "title:word" },
		{ "a .title:x", "  ^~~~~~~", "something stands before 'title:'", "" },
		{ "title(x)", "^~~~~~", "'title(' is no operator here", "title:x;" },
		{ "title:(source:x)", "       ^~~~~~~", "a field stands inside another", "" },
		{ "title:(date:2024)", "       ^~~~~~~~~", "a field stands inside another",
		  "" },
		{ "title:source:x", "      ^~~~~~~", "a field stands inside another", "" },
		{ "title:-x", "^~~~~~~", "'-' stands after 'title:'", "-title:word" },
		{ "title:NOT x", "^~~~~~~~~", "an operator stands after 'title:'",
		  "title:\"NOT\"" },
		{ "a w5 b", "  ^~", "'w5' is no operator here", "write a w/5 b" },
		{ "(a) N12 (b c)", "    ^~~", "'N12' is no operator here", "write a near/12 b for at most 12" },
		{ "source:(a \"b c\"~2)", "          ^~~~~~~", "'source:' takes no phrase",
		  "a group of these: source:word" },
		{ "x:(a lead5(b))", "     ^~~~~", "'x:' takes no 'lead5()'", "" },
		{ "x:(a w/2 b)", "   ^", "'x:' stands inside 'w/2'", "AND outside" },
		{ "x:(a", "  ^", "the parenthesis is not closed", "" },
		{ "x:(y:a)", "   ^~", "a field stands inside another", "" },
		{ "author:=", "       ^", "nothing stands after '='", "" },
		{ "\"a b\":-x", "^~~~~~~", "'-' stands after '\"a b\":'", "" },
		{ "R&D:x", "^~~~", "'R&D:' is no name of a field", "\"R&D\":word" },
		{ "it's:2", "^~~~~", "'it's:' is no name of a field", "\"it's\":word" },
		{ "author:\"a b c d e f g h i\"", "       ^~~~~~~~~~~~~~~~~~~",
		  "there are more than 8 words in one name", "" },
		{ "date:", "^~~~~", "nothing stands directly after 'date:'", "2024-06" },
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
		{ "date:2024-6", "     ^~~~~~", "'2024-6' is no date", "two digits" },
		{ "date:2024...2025", "           ^~~~~", "'.2025' is no date", "" },
		{ "date:>2024", "     ^~~~~", "'>2024' is no date", "2024-06.." },
		{ "date:[2024-01", "     ^~~~~~~~", "'[2024-01' is no date",
		  "2024-01..2024-06" },
		{ "date:20240630", "     ^~~~~~~~", "'20240630' is no date", "2024-06-30" },
		{ "date:last week", "     ^~~~", "'last' is no date", "date:last-week" },
		{ "words:1,000..", "      ^~~~~", "'1,000' is no number of words",
		  "without commas" },
		{ "date:2024.", "     ^~~~~", "'2024.' is no date", "two dots" },
		{ "date:2024,", "     ^~~~~", "'2024,' is no date", "" }
		/* clang-format on */
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

START_TEST(distances_that_are_wrong)
{
	static const struct mistaken table[] = {
		/* clang-format off */
		{ "a w/0 b",
		  "  ^~~",
		  "'w/0' is no distance",
		  "write a number of words from 1 to " },
		{ "a not pre/0 b",
		  "      ^~~~~",
		  "'pre/0' is no distance",
		  "write a number of words from 1 to " },
		{ "a w/10001 b",
		  "  ^~~~~~~",
		  "'w/10001' is no distance",
		  "write a number of words from 1 to " },
		{ "a w/-3 b",
		  "  ^~~~",
		  "'w/-3' is no distance",
		  "write a number of words from 1 to " },
		{ "a w/ b",
		  "  ^~",
		  "'w/' is no distance",
		  "write a number of words from 1 to " },
		{ "a near/ b",
		  "  ^~~~~",
		  "'near/' is no distance",
		  "write a number of words from 1 to " },
		{ "a pre/5x b",
		  "  ^~~~~~",
		  "'pre/5x' is no distance",
		  "write a number of words from 1 to " },
		{ "a w/3.5 b",
		  "  ^~~~~",
		  "'w/3.5' is no distance",
		  "write a number of words from 1 to " },
		{ "w/5 b",
		  "^~~",
		  "nothing stands before 'w/5'",
		  "write a word, a phrase in quotes o" },
		{ "a w/5",
		  "     ^",
		  "nothing stands after 'w/5'",
		  "write a word, a phrase in quotes o" },
		{ "a w/5 OR b",
		  "      ^~",
		  "nothing stands between 'w/5' and 'OR'",
		  "write a word, a phrase in quotes o" },
		{ "a AND w/5 b",
		  "      ^~~",
		  "nothing stands between 'AND' and 'w/5'",
		  "write a word, a phrase in quotes o" },
		{ "a w/2 b w/2 c w/2 d w/2 e w/2 f w/2 g w/2 h w/2 i",
		  "                                            ^~~",
		  "'w/2' joins more than 8 things",
		  "put some of them into parentheses: " },
		{ "a w/5 w/3 b",
		  "      ^~~",
		  "nothing stands between 'w/5' and 'w/3'",
		  "write a word, a phrase in quotes o" },
		{ "a w/5 NOT b",
		  "      ^~~",
		  "nothing stands between 'w/5' and 'NOT'",
		  "write a NOT w/5 b; to search for " },
		{ "a w/5 -b",
		  "      ^",
		  "nothing stands between 'w/5' and '-'",
		  "write a NOT w/5 b; to search for " },
		{ "a -w/5 b",
		  "   ^~~",
		  "nothing stands between '-' and 'w/5'",
		  "write what is to be excluded direc" },
		{ "NOT w/5 b",
		  "^~~~~~~",
		  "nothing stands before 'NOT w/5'",
		  "write a word, a phrase in quotes o" },
		{ "a .w/5 b",
		  "  ^~~~",
		  "'.w/5' is neither an operator nor a word",
		  "write the operator with white spac" },
		{ "a w/s, b",
		  "  ^~~~",
		  "'w/s,' is neither an operator nor a word",
		  "write the operator with white spac" },
		{ "a near5 b",
		  "  ^~~~~",
		  "'near5' is no operator here",
		  "write a near/5 b for at most 5 words apart, in either" },
		{ "a w/five b",
		  "  ^~~~~~",
		  "'w/five' is no distance",
		  "write a number of words from 1 to " },
		{ "a /n5/ b",
		  "  ^~~~",
		  "'/n5/' is no operator here",
		  "write a near/5 b for at most 5 words" },
		{ "a /ADJ12/ b",
		  "  ^~~~~~~",
		  "'/ADJ12/' is no operator here",
		  "write a adj/12 b for at most 12 wo" },
		{ "ATLEAST 5 (opec)",
		  "^~~~~~~~~",
		  "the number does not stand directly after 'atleast'",
		  "write atleast5(x)" },
		{ "a w/seg b",
		  "  ^~~~~",
		  "'w/seg' is no operator here",
		  "write a w/5 b for at most 5 words " },
		{ "title:w/5",
		  "^~~~~~~~~",
		  "an operator stands after 'title:'",
		  "write title: before the operand al" },
		{ "a w/5 (b AND c)",
		  "      ^~~~~~~~~",
		  "AND stands inside 'w/5'",
		  "write both distances: a w/5 b AND a w/5 c" },
		{ "(oil AND gas) w/3 price",
		  "^~~~~~~~~~~~~",
		  "AND stands inside 'w/3'",
		  "write both distances: oil w/3 price AND gas w/3 price" },
		{ "x pre/3 (oil AND gas AND \"a b\")",
		  "        ^~~~~~~~~~~~~~~~~~~~~~~",
		  "AND stands inside 'pre/3'",
		  "write all distances: x pre/3 oil AND x pre/3 gas AND x pre/3 \"a b\"" },
		{ "x w/3 (y OR (oil AND gas))",
		  "            ^~~~~~~~~~~~~",
		  "AND stands inside 'w/3'",
		  "write both distances: a w/3 b AND a w/3 c" },
		{ "x w/3 (y w/2 oil AND gas)",
		  "      ^~~~~~~~~~~~~~~~~~~",
		  "AND stands inside 'w/3'",
		  "write both distances: a w/3 b AND a w/3 c" },
		{ "oil &&& gas", "    ^~", "'&&' is no operator here", "write oil AND gas" },
		{ "a w/5 (b c)",
		  "      ^~~~~",
		  "words side by side, which mean AND, stand inside 'w/5'",
		  "write words in a row in quotes, or" },
		{ "a NOT w/5 (b -c)",
		  "             ^~",
		  "NOT stands inside 'NOT w/5'",
		  "write it outside: (...) AND NOT wo" },
		{ "a w/5 (b OR (NOT c))",
		  "            ^~~~~~~",
		  "NOT stands inside 'w/5'",
		  "write NOT before the distance, a N" },
		{ "(a OR source:b) w/5 c",
		  "      ^~~~~~~~",
		  "'source:' stands inside 'w/5'",
		  "only words of title and body have " },
		{ "a w/5 date:2024",
		  "      ^~~~~~~~~",
		  "'date:' stands inside 'w/5'",
		  "only words of title and body have " },
		{ "a w/5 section:b",
		  "      ^~~~~~~~~",
		  "'section:' stands inside 'w/5'",
		  "only words of title and body have " },
		{ "a w/5 title:(b c)",
		  "      ^~~~~~~~~~~",
		  "words side by side, which mean AND, stand inside 'w/5'",
		  "write words in a row in quotes, or" }
		/* clang-format on */
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

START_TEST(calls_and_weights_that_are_wrong)
{
	static const struct mistaken table[] = {
		/* clang-format off */
		{ "atleast5(a b)",
		  "        ^~~~~",
		  "words side by side, which mean AND, stand inside 'atleast5'",
		  "write words in a row in quotes, or" },
		{ "atleast5(a AND b)",
		  "        ^~~~~~~~~",
		  "AND stands inside 'atleast5'",
		  "write it for both: atleast5(a) AND" },
		{ "lead5(-a)",
		  "     ^~~~",
		  "NOT stands inside 'lead5'",
		  "write it outside: (...) AND NOT wo" },
		{ "lead5(host:x)",
		  "      ^~~~~~",
		  "'host:' stands inside 'lead5'",
		  "only words of title and body have " },
		{ "atleast(a)",
		  "^~~~~~~~",
		  "'atleast(' has no number",
		  "write it directly after the name:" },
		{ "lead(a)",
		  "^~~~~",
		  "'lead(' has no number",
		  "write it directly after the name:" },
		{ "atleast0(a)",
		  "       ^",
		  "the number of 'atleast0' is out of range",
		  "write a number from 1 to 10000: at" },
		{ "lead10001(a)",
		  "    ^~~~~",
		  "the number of 'lead10001' is out of range",
		  "write a number from 1 to 10000: le" },
		{ "atleast5 (a)",
		  "^~~~~~~~",
		  "a blank stands between 'atleast5' and '('",
		  "write atleast5(...); to search for" },
		{ "atleast5(",
		  "        ^",
		  "the parenthesis is not closed",
		  "write ')' where the group ends" },
		{ "atleast5()",
		  "        ^~",
		  "there is nothing in the parentheses",
		  "write a query between them, or lea" },
		{ "atleast5\"a\"",
		  "^~~~~~~~~",
		  "there is no white space between 'atleast5' and the quotation mark",
		  "put a blank between them, or all o" },
		{ "source:atleast5(a)",
		  "       ^~~~~~~~",
		  "'source:' takes no 'atleast5()'",
		  "write a word, words in quotes, the" },
		{ "a^",
		  " ^",
		  "'^' is no weight",
		  "write a number from 0 to 1000, wit" },
		{ "a^x",
		  " ^~",
		  "'^x' is no weight",
		  "write a number from 0 to 1000, wit" },
		{ "a^1001",
		  " ^~~~~",
		  "'^1001' is no weight",
		  "write a number from 0 to 1000, wit" },
		{ "a^1.2345",
		  " ^~~~~~~",
		  "'^1.2345' is no weight",
		  "write a number from 0 to 1000, wit" },
		{ "a^1.",
		  " ^~~",
		  "'^1.' is no weight",
		  "write a number from 0 to 1000, wit" },
		{ "a^-1",
		  " ^~~",
		  "'^-1' is no weight",
		  "write a number from 0 to 1000, wit" },
		{ "a^2^3",
		  " ^~~~",
		  "'^2^3' is no weight",
		  "write a number from 0 to 1000, wit" },
		{ "a ^2",
		  "  ^",
		  "nothing stands before '^'",
		  "write a weight directly after wha" },
		{ "^2",
		  "^",
		  "nothing stands before '^'",
		  "write a weight directly after wha" },
		{ "(a^2)^3",
		  "     ^~",
		  "a weight follows another",
		  "leave out one of them" },
		{ "(-a)^2",
		  "    ^~",
		  "what is excluded has no weight",
		  "leave out '^2'" },
		{ "source:a^2",
		  "        ^~",
		  "'source:' has no weight",
		  "leave out '^2': only words of titl" },
		{ "date:2024^2",
		  "         ^~",
		  "'date:' has no weight",
		  "leave out '^2': only words of titl" },
		{ "id:x^2",
		  "    ^~",
		  "'id:' has no weight",
		  "leave out '^2': only words of titl" },
		{ "(host:x)^2",
		  "        ^~",
		  "'host:' has no weight",
		  "leave out '^2': only words of titl" },
		{ "section:x^2",
		  "         ^~",
		  "'section:' has no weight",
		  "leave out '^2': only words of titl" },
		{ "words:5^2",
		  "       ^~",
		  "'words:' has no weight",
		  "leave out '^2': only words of titl" },
		{ "a^2(b)",
		  " ^~~~",
		  "'^2(b' is no weight",
		  "write a number from 0 to 1000, wit" },
		{ "a w/5^2 b",
		  "     ^",
		  "nothing stands before '^'",
		  "write a weight directly after wha" }
		/* clang-format on */
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

START_TEST(spellings_that_are_wrong)
{
	static const struct mistaken table[] = {
		/* clang-format off */
		{ "\"a b\"~",
		  "     ^",
		  "'~' does not say how many other words",
		  "write a number from 0 to 10000 aft" },
		{ "\"a b\"~x",
		  "     ^~",
		  "'~x' does not say how many other words",
		  "write a number from 0 to 10000 aft" },
		{ "\"a b\"~10001",
		  "     ^~~~~~",
		  "'~10001' does not say how many other words",
		  "write a number from 0 to 10000 aft" },
		{ "\"a\"~2",
		  "^~~~~",
		  "a single word stands in the quotes before '~'",
		  "write several, or word~ without qu" },
		{ "=\"a b\"~2",
		  "      ^~",
		  "'=' and '~' do not go together",
		  "leave out one of them" },
		{ "source:\"a b\"~2",
		  "       ^~~~~~~",
		  "'source:' takes no phrase with '~'",
		  "write a word, words in quotes, the" },
		{ "word~0",
		  "    ^~",
		  "'~0' is no number of edits",
		  "similar spellings are counted in e" },
		{ "\"john word~3\"",
		  "          ^~",
		  "'~3' is no number of edits",
		  "similar spellings are counted in e" },
		{ "\"a* w?rd~ b\"",
		  "    ^~~~~",
		  "a wildcard and '~' do not go together",
		  "leave out one of them" },
		{ "\"b ab~\"",
		  "   ^~",
		  "'ab' is too short for similar spellings",
		  "write '~' after a word of at least" },
		{ "\"b /a(b/\"",
		  "      ^",
		  "in the regular expression: missing closing parenthesis",
		  "put \\ before a sign" },
		{ "word~3",
		  "    ^~",
		  "'~3' is no number of edits",
		  "similar spellings are counted in e" },
		{ "word~0.8",
		  "    ^~~~",
		  "'~0.8' is no number of edits",
		  "similar spellings are counted in e" },
		{ "ab~",
		  "^~",
		  "'ab' is too short for similar spellings",
		  "write '~' after a word of at leas" },
		{ "co-op~",
		  "^~~~~",
		  "'co-op' is not a single word",
		  "'~' stands directly after one wor" },
		{ "~word",
		  "^",
		  "'~' is no operator here",
		  "write it directly after a word fo" },
		{ "wo~rd",
		  "  ^",
		  "'~' is no operator here",
		  "write it directly after a word fo" },
		{ "=word~",
		  "     ^",
		  "'=' and '~' do not go together",
		  "leave out one of them" },
		{ "w?rd~",
		  "^~~~~",
		  "a wildcard and '~' do not go together",
		  "leave out one of them" },
		{ "/x/~",
		  "   ^",
		  "'~' stands directly after a regular expression",
		  "put a blank after the second '/'," },
		{ "?", "^", "'?' stands alone", "write a letter or digit directly b" },
		{ "**",
		  "^~",
		  "'**' stands alone",
		  "write a letter or digit directly b" },
		{ "\"a * b\"",
		  "   ^",
		  "'*' stands alone",
		  "write a letter or digit directly b" },
		{ "\"a *?\"",
		  "   ^",
		  "'*' stands alone",
		  "write a letter or digit directly b" },
		{ "semi*,",
		  "^~~~~~",
		  "'semi*,' is not a single word",
		  "wildcards stand in one word of let" },
		{ "=wo?d",
		  "   ^",
		  "'=' and '?' do not go together",
		  "leave out one of them" },
		{ "=M*A",
		  "  ^",
		  "'=' and '*' do not go together",
		  "leave out one of them, or put a for" },
		{ "=\"a \"\"b\"\" CXMT's\"",
		  "              ^~",
		  "''s' is not part of the word",
		  "leave it out" },
		{ "=\"a\"b\"",
		  "    ^",
		  "'b' stands directly after a phrase",
		  "put a blank after the quotation ma" },
		{ "id:\"a\\\"b\"",
		  "       ^",
		  "'b' stands directly after a phrase",
		  "put a blank after the quotation ma" },
		{ "id:\"\"\"",
		  "   ^",
		  "the quotation mark is not closed",
		  "write another one" },
		{ "=\"CXMT's\"",
		  "      ^~",
		  "''s' is not part of the word",
		  "leave it out: =CXMT finds the poss" },
		{ "=\"\"",
		  "^~~",
		  "there is no word in the quotes",
		  "write a word or several between th" },
		{ "=\"a",
		  " ^",
		  "the quotation mark is not closed",
		  "write another one where the phrase" },
		{ "http://x.org/a?b?",
		  "^~~~~~~~~~~~~~~~~",
		  "'http://x.org/a?b?' is an address",
		  "it takes a single '*', at its end:" },
		{ "http://x.org/a?b=c?*",
		  "^~~~~~~~~~~~~~~~~~~~",
		  "'http://x.org/a?b=c?*' is an address",
		  "it takes a single '*', at its end:" },
		{ "source:\"tim co*\"",
		  "       ^~~~~~~~~",
		  "a word with wildcards stands among others in one name",
		  "write it as a field of its own, wi" },
		{ "/a",
		  "^",
		  "the regular expression is not closed",
		  "write another '/' where it ends, o" },
		{ "//",
		  "^~",
		  "the regular expression is empty",
		  "write it between the two '/': /hu?" },
		{ "/ a",
		  "^",
		  "'/' stands alone",
		  "leave it out, or write a regular e" },
		{ "/usr/bin",
		  "     ^",
		  "'b' stands directly after a regular expression",
		  "put a blank after the second '/'," },
		{ "/a/\"b\"",
		  "   ^",
		  "'\"' stands directly after a regular expression",
		  "put a blank after the second '/'," }
		/* clang-format on */
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

START_TEST(values_that_are_wrong)
{
	static const struct mistaken table[] = {
		/* clang-format off */
		{ "Re: x",
		  "^~~",
		  "nothing stands directly after 'Re:'",
		  "put a word with a colon into quotes" },
		{ "titel:",
		  "^~~~~~",
		  "nothing stands directly after 'titel:'",
		  "put a word with a colon into quotes" },
		{ "за/метка:x",
		  "^~~~~~~~~~~~~~~~",
		  "'за/метка:' is no name of a field",
		  "write a name with signs in quotes" },
		{ ".title:x",
		  "^~~~~~~",
		  "something stands before 'title:'",
		  "a field's name stands at the begin" },
		{ "=a:b",
		  " ^~",
		  "something stands before 'a:'",
		  "a field's name stands at the begin" },
		{ "title:a:b",
		  "      ^~",
		  "a field stands inside another",
		  "close the first one, and join them" },
		{ "id:",
		  "^~~",
		  "nothing stands directly after 'id:'",
		  "write what to look for without a b" },
		{ "id:\"\"",
		  "^~~~~",
		  "there is nothing in the quotes",
		  "write the id between them" },
		{ "id:a(b)",
		  "    ^",
		  "'(' stands in what 'id:' names",
		  "put all of it into quotes: id:\"..." },
		{ "id:a\"b\"",
		  "    ^",
		  "'\"' stands in what 'id:' names",
		  "put all of it into quotes, and writ" },
		{ "id:(a)",
		  "^~~~",
		  "'id:' takes no group",
		  "write one at a time, with OR betwe" },
		{ "host:http://x.org/",
		  "     ^~~~~~~~~~~~~",
		  "'http://x.org/' is no host",
		  "write the host's name alone, host:" },
		{ "host:.org",
		  "     ^~~~",
		  "'.org' is no host",
		  "write the host's name alone, host:" },
		{ "host:\"a b\"",
		  "      ^~~",
		  "'a b' is no host",
		  "write the host's name alone, host:" },
		{ "host:x*",
		  "     ^~",
		  "'x*' is no host",
		  "write the host's name alone, host:" },
		{ "words:x",
		  "      ^",
		  "'x' is no number of words",
		  "write a number or a range: words:5" },
		{ "words:5..3",
		  "         ^",
		  "the range ends before it begins",
		  "write the smaller number first" },
		{ "words:4294967295",
		  "      ^~~~~~~~~~",
		  "'4294967295' is too large",
		  "at most 4294967294 words can be as" },
		{ "words:..",
		  "      ^~",
		  "the range has no end on either side",
		  "write a number before or after th" },
		{ "words:\"5\"",
		  "^~~~~~~",
		  "'words:' takes no phrase",
		  "write a number or a range: words:5" },
		{ "words:",
		  "^~~~~~",
		  "nothing stands directly after 'words:'",
		  "write what to look for without a b" },
		{ "date:\"\"",
		  "     ^~",
		  "there is no date in the quotes",
		  "write a date as 2024, 2024-06 or 2" },
		{ "date:tomorrow",
		  "     ^~~~~~~~",
		  "'tomorrow' is no date",
		  "write a date as 2024, 2024-06 or 2" },
		{ "date:-9999y",
		  "     ^~~~~~",
		  "'-9999y' is out of range",
		  "years go from 1000 to 2999" },
		{ "date:2024..-1y",
		  "           ^~~",
		  "the range ends before it begins",
		  "write the earlier date first" },
		{ "date:\"2024\"x",
		  "           ^",
		  "'x' stands directly after a phrase",
		  "put a blank after the quotation m" },
		{ "date:\"last month",
		  "     ^",
		  "the quotation mark is not closed",
		  "write another one where the phrase" },
		{ "date:(2024)",
		  "^~~~~~",
		  "'date:' takes no group",
		  "write a date or a range: date:2024" },
		{ "title:semi*~",
		  "      ^~~~~~",
		  "a wildcard and '~' do not go together",
		  "leave out one of them" }
		/* clang-format on */
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
	expect_repeated("a* ", PM_QUERY_SPELT_MAX + 1, PM_QUERY_SPELT_MAX * 3,
			"the query has more than 64 words with wildcards");
	expect_repeated("a b ", 1 << 18, PM_QUERY_BYTES_MAX,
			"the query is 1048576 bytes long");
	expect_repeated("a pre/5 ", 8000, PM_QUERY_DEPTH_MAX * 8 + 2,
			"the query is nested too deeply");
	expect_repeated("atleast5(", 7000, PM_QUERY_DEPTH_MAX * 9 + 8,
			"the query is nested too deeply");
	expect_repeated("/", PM_QUERY_BYTES_MAX, 0, "the regular expression is empty");
	expect_repeated("a/", PM_QUERY_BYTES_MAX / 2, 0,
			"the query has more than 4096 words");
	expect_repeated("^", PM_QUERY_BYTES_MAX, 0, "nothing stands before '^'");
	expect_repeated("a^", PM_QUERY_BYTES_MAX / 2, 1, "'^a^a^a");
	expect_repeated("a*", PM_PATTERN_MAX, 0, "'a*a*");
	expect_repeated("/a", PM_PATTERN_MAX, 3, "'a' stands directly after a regular");
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
		     "    nothing stands after 'AND'\n");
	expect_shown("", 80, "    the query is empty\n");
	expect_shown(" \t\xe2\x80\x8e ", 80, "    the query is empty\n");
	expect_shown("長鑫 naïve wo|d", 80,
		     "    長鑫 naïve wo|d\n"
		     "                 ^\n"
		     "    '|' is no operator here\n");
	expect_shown("nai\xcc\x88ve\t\xe2\x80\xaetitel :", 80,
		     "    nai\xcc\x88ve titel :\n"
		     "                ^\n"
		     "    ':' stands at the beginning\n");
	expect_shown("caf\xe9 \x01", 80,
		     "    caf? ?\n"
		     "       ^\n"
		     "    the query is not well-formed UTF-8\n");
	expect_shown("aaaa bbbb cccc dddd eeee wo|d ffff gggg hhhh", 34,
		     "    ...ddd eeee wo|d ffff gggg ...\n"
		     "                  ^\n"
		     "    '|' is no operator here\n");
	expect_shown("wo|d aaaa bbbb cccc dddd eeee ffff gggg hhhh", 34,
		     "    wo|d aaaa bbbb cccc dddd...\n"
		     "      ^\n"
		     "    '|' is no operator here\n");
	expect_shown("aaaa bbbb cccc dddd eeee ffff gggg AND", 34,
		     "    ...dddd eeee ffff gggg AND\n"
		     "                              ^\n"
		     "    nothing stands after 'AND'\n");
	expect_shown("長長長長長長長長長長長長長長 wo|d 長長長長長長長長長長長長長長", 34,
		     "    ...長長長長 wo|d 長長長長長...\n"
		     "                  ^\n"
		     "    '|' is no operator here\n");
	/* a wide character that would be cut is left out */
	expect_shown("長長長長長長長長長長長長長長 wo|d 長長長長長長長長長長長長長長", 36,
		     "    ...長長長長 wo|d 長長長長長...\n"
		     "                  ^\n"
		     "    '|' is no operator here\n");
}
END_TEST

START_TEST(messages_are_broken_at_the_width)
{
	struct pm_query_mistake m = parse_bytes_wrong("note(x)", 7);
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_mistake_print(&out, "note(x)", 7, &m, 40);
	ck_assert_str_eq(pm_buf_str(&out),
			 "    note(x)\n"
			 "    ^~~~~\n"
			 "    there is no white space between\n"
			 "    'note' and '('\n"
			 "    write note:(x) for what is in a\n"
			 "    field, or put a blank between them\n"
			 "    to search for both; fields are\n"
			 "    title:, source:, author:, date:,\n"
			 "    words:, host:, id: and those of the\n"
			 "    corpus\n");
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
	tcase_add_test(t, distances_that_are_wrong);
	tcase_add_test(t, calls_and_weights_that_are_wrong);
	tcase_add_test(t, spellings_that_are_wrong);
	tcase_add_test(t, values_that_are_wrong);
	tcase_add_test(t, bytes_that_are_no_text);
	tcase_add_test(t, limits);
	tcase_add_test(t, nesting_to_the_limit);
	tcase_add_test(t, mistakes_are_shown_under_their_column);
	tcase_add_test(t, messages_are_broken_at_the_width);
	suite_add_tcase(s, t);
	return run_suite(s);
}
