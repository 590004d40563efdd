/* Pressmark - tests of language/foreign.h and of the lexer's lex_foreign*.c: what other query
 * languages write, and what is said about it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/parse_fixture.h"

#include "language/spoken_date.h"

#include <string.h>

START_TEST(operators_of_other_languages)
{
	static const struct mistaken table[] = {
		/* clang-format off */
		{ "a onear/3 b", "  ^~~~~~~", "'onear/3' is no operator here", "" },
		{ "a /5 b", "  ^~", "'/5' is no operator here", "quotes" },
		{ "\"a b\"*",
		  "     ^",
		  "'*' stands directly after a phrase",
		  "write the star within the quotes, " },
		{ "+word", "^", "'+' is no operator here", "write word; words side by side" },
		{ "a && b", "  ^~", "'&&' is no operator here", "write a AND b" },
		{ "a&&b", " ^~", "'&&' is no operator here", "write a AND b" },
		{ "a || b", "  ^~", "'||' is no operator here", "write a OR b" },
		{ "a | b", "  ^", "'|' is no operator here", "write a OR b" },
		{ "!a", "^", "'!' is no operator here", "write NOT a" },
		{ "semicon!", "       ^", "'!' is no operator here", "write semicon* for all words" },
		{ "[a TO b]", "^", "'[' is no operator here", "parentheses" },
		{ "{a}", "^", "'{' is no operator here", "parentheses" },
		{ "a\\:b", " ^", "'\\' is no operator here", "quotes" },
		{ "a <b", "  ^", "'<' is no operator here", "" },
		{ "title=a", "     ^", "'=' does not stand before a word", "title:a" },
		{ "near(a b)",
		  "^~~~~",
		  "'near(' is no operator here",
		  "write a near/10 b for at most 10 " },
		{ "note(a)", "^~~~~", "there is no white space between 'note' and '('", "" },
		{ "（a）", "^~~", "'（' is no operator here", "( and )" }
		/* clang-format on */
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

START_TEST(what_other_languages_mean)
{
	static const struct mistaken table[] = {
		/* clang-format off */
		{ "atleast5 opec", "^~~~~~~~", "'atleast5' has no group after it",
		  "atleast5(opec);" },
		{ "a lead50 \"b c\"", "  ^~~~~~", "'lead50' has no group after it",
		  "lead50(\"b c\");" },
		{ "LEAD50", "^~~~~~", "'LEAD50' has no group after it", "\"LEAD50\"" },
		{ "/oil price/", "    ^", "a blank stands in the regular expression: it",
		  "\"oil price\"" },
		{ "/oi\\ l/", "    ^", "a blank stands in the regular expression", "/a/ w/1 /b/" },
		{ "/oi[ ]l/", "    ^", "a blank stands in the regular expression", "/a/ w/1 /b/" },
		{ "oil$", "   ^", "'$' is no operator here", "oil*" },
		{ "bank$2", "    ^", "'$' is no operator here", "/bank.{0,2}/" },
		{ "oil semi%conductor", "        ^", "'%' is no operator here",
		  "write semiconductor~ for similar spellings, or put it into quotes: "
		  "\"semi%conductor\"" },
		{ "gr%%y", "  ^~", "'%' is no operator here", "write gry~2 for" },
		{ "\xc3\xa9%t\xc3\xa9", "  ^", "'%' is no operator here", "\xc3\xa9t\xc3\xa9~" },
		{ "views:100..200", "      ^~~~~~~~", "'views:' takes no range",
		  "put it into quotes: views:\"100..200\"" },
		{ "title:(oil OR 7..)", "              ^~~", "'title:' takes no range", "" },
		{ "score:..1,5", "      ^~~~~", "'score:' takes no range", "date: and words: do" },
		{ "wc:500..", "   ^~~~~", "'wc:' takes no range", "write words:500.." },
		{ "published:2024-01..2024-06", "          ^~~~~~~~~~~~~~~~",
		  "'published:' takes no range", "write date:2024-01..2024-06" },
		{ "a NEAR b", "  ^~~~", "'NEAR' is no operator here", "write a near/10 b for" },
		{ "a PRE b", "  ^~~", "'PRE' is no operator here", "write a pre/10 b for" },
		{ "a pre 7 b", "  ^~~~~", "'pre 7' is no operator here", "write a pre/7 b for" },
		{ "a within7 b", "  ^~~~~~~", "'within7' is no operator here", "write a w/7 b" },
		{ "a w/o b", "  ^~~", "'w/o' is no operator here", "write a NOT b for" },
		{ "a w/x b", "  ^~~", "'w/x' is no operator here", "into quotes: \"w/x\"" },
		{ "a /n7 b", "  ^~~", "'/n7' is no operator here", "write a near/7 b for" },
		{ "a /pre7 b", "  ^~~~~", "'/pre7' is no operator here", "write a pre/7 b for" },
		{ "atleast 7 fog", "^~~~~~~~~", "the number does not stand", "write atleast7(fog)" },
		{ "ATLEAST/7 fog", "^~~~~~~~~", "the number does not stand", "write atleast7(fog)" },
		{ "oil onear7 \"gas price\"", "    ^~~~~~", "'onear7' is no operator here",
		  "write oil pre/7 \"gas price\" for at most 7 words apart, in this order;" },
		{ "oil n/3 gas", "    ^~~", "'n/3' is no operator here",
		  "write oil near/3 gas for at most 3 words apart, in either order;" },
		{ "title:oil near4 gas", "          ^~~~~", "'near4' is no operator here",
		  "write a near/4 b for" },
		{ "oil same gas AND oil SAME gas", "                     ^~~~", "'SAME'",
		  "write oil w/p gas for one paragraph" },
		{ "oil XOR \"gas price\"", "    ^~~", "'XOR' is no operator here",
		  "write (oil NOT \"gas price\") OR (\"gas price\" NOT oil);" },
		{ "\"a b\"o3p", "     ^~~", "'o3p' stands directly after a phrase",
		  "write \"a b\"~3 for" },
		{ "\"a b\"w2", "     ^~", "'w2' stands directly after a phrase",
		  "write \"a b\"~2 for" },
		{ "\"a b\"xy2", "     ^", "'x' stands directly after a phrase",
		  "put a blank" },
		{ "a ADJ (b)", "  ^~~", "'ADJ' is no operator here", "\"ADJ\"" },
		{ "(a) SAME \"b\"", "    ^~~~", "'SAME' is no operator here", "w/p" },
		{ "a XOR b", "  ^~~", "'XOR' is no operator here", "(a NOT b) OR (b NOT a)" },
		{ "near 5 b", "^~~~~~", "'near 5' is no operator here", "\"near 5\"" },
		{ "a adj 5 b", "  ^~~~~", "'adj 5' is no operator here", "write a adj/5 b" },
		{ "a Within 5", "  ^~~~~~~~", "'Within 5' is no operator here", "" },
		{ "opec/F50/", "    ^~~~~", "'/F50/' is no operator here", "lead50(opec)" },
		{ "a /para b", "  ^~~~~", "'/para' is no operator here", "write a w/p b for one" },
		{ "a w /5 b", "  ^~~~", "a blank stands in 'w /5'", "write a w/5 b for" },
		{ "a near/ 5 b", "  ^~~~~~~", "a blank stands in 'near/ 5'", "write a near/5 b for" },
		{ "/o.l/i", "     ^", "'i' stands directly after a regular expression",
		  "leave out the 'i'" },
		{ "\"a b\" ~3", "      ^~", "a blank stands before '~3'",
		  "directly after the quotes: \"a b\"~3" },
		{ "\"a “b”", "^", "the quotation mark is not closed", "another one" },
		{ "\"a b”", "    ^~~", "'”' does not close '\"'", "\"a b\"" }
		/* clang-format on */
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

START_TEST(distances_of_other_languages)
{
	static const struct mistaken table[] = {
		/* clang-format off */
		{ "oil /n5/ price", "    ^~~~", "'/n5/' is no operator here",
		  "write oil near/5 price for at most 5 words apart, in either order;" },
		{ "oil /pre5/ \"gas price\"", "    ^~~~~~", "'/pre5/' is no operator here",
		  "write oil pre/5 \"gas price\" for at most 5 words apart, in this order;" },
		{ "oil /s/ price", "    ^~~", "'/s/' is no operator here",
		  "write oil w/s price for one sentence;" },
		{ "oil /p/ price", "    ^~~", "'/p/' is no operator here",
		  "write oil w/p price for one paragraph;" },
		{ "oil /sent price", "    ^~~~~", "'/sent' is no operator here",
		  "write oil w/s price for one sentence;" },
		{ "oil /seg price", "    ^~~~", "'/seg' is no operator here",
		  "write a w/5 b for at most 5 words" },
		{ "oil adj/sent price", "    ^~~~~~~~", "'adj/sent' is no operator here",
		  "write oil adj/s price for one sentence, in this order;" },
		{ "oil near1 price", "    ^~~~~", "'near1' is no operator here",
		  "write oil near/1 price for at most 1 word apart, in" },
		{ "near(oil gas 1)", "^~~~~", "'near(' is no operator here",
		  "write oil near/1 gas for at most 1 word apart" },
		{ "\"oil gas\"w1", "         ^~", "'w1' stands directly after a phrase",
		  "write \"oil gas\"~1 for at most 1 other word among them," },
		{ "oil N12 price", "    ^~~", "'N12' is no operator here",
		  "write oil near/12 price for" },
		{ "oil within 5 words of price", "    ^~~~~~~~~~~~~~~~~",
		  "'within 5 words of' is no operator here", "write oil w/5 price for" },
		{ "oil within 5 word price", "    ^~~~~~~~~~~~~",
		  "'within 5 word' is no operator here", "write oil w/5 price for" },
		{ "oil w/in 5 price", "    ^~~~~~", "'w/in 5' is no operator here",
		  "write oil w/5 price for" },
		{ "oil near(5) price", "    ^~~~~~~", "'near(5)' is no operator here",
		  "write oil near/5 price for" },
		{ "oil w(5) price", "    ^~~~", "'w(5)' is no operator here",
		  "write oil w/5 price for" },
		{ "NEAR(oil price, 5)", "^~~~~", "'NEAR(' is no operator here",
		  "write oil near/5 price for at most 5" },
		{ "near((\"oil price\", gas))", "^~~~~", "'near(' is no operator here",
		  "write \"oil price\" near/10 gas for" },
		{ "onear(oil gas 3)", "^~~~~~", "'onear(' is no operator here",
		  "write oil pre/3 gas for" },
		{ "near(oil gas fuel)", "^~~~~", "'near(' is no operator here",
		  "write a w/5 b for" },
		{ "oil NOT ADJ price", "    ^~~~~~~", "'NOT ADJ' is no operator here",
		  "write oil not adj/10 price for" },
		{ "oil ANDNOT price", "    ^~~~~~", "'ANDNOT' is no operator here",
		  "write oil NOT price for the one without" }
		/* clang-format on */
	};

	expect_mistakes(table, COUNT(table));
	pm_tree_free(parse_ok("/s/", PM_QUERY_ALL));
	pm_tree_free(parse_ok("oil /s/", PM_QUERY_ALL));
	pm_tree_free(parse_ok("oil w/in price", PM_QUERY_ALL));
	pm_tree_free(parse_ok("oil andnot price", PM_QUERY_ALL));
}
END_TEST

START_TEST(operators_in_the_wrong_place)
{
	static const struct mistaken table[] = {
		/* clang-format off */
		{ "oil NOT AND price", "        ^~~", "nothing stands between 'NOT' and 'AND'",
		  "write oil AND NOT price; to search for" },
		{ "(oil not or price) gas", "         ^~", "nothing stands between 'not' and 'or'",
		  "write (oil or NOT price) gas; to search for" },
		{ "oil AND NOT AND price", "            ^~~", "nothing stands between",
		  "write a word, a phrase" },
		{ "(NOT AND price)", "     ^~~", "nothing stands between", "write a word, a phrase" },
		{ "oil NOT AND", "        ^~~", "nothing stands between", "write a word, a phrase" },
		{ "oil near/7 NOT (gas OR price)", "           ^~~",
		  "nothing stands between 'near/7' and 'NOT'",
		  "write oil NOT near/7 (gas OR price); to search for" },
		{ "oil w/5 -price", "        ^", "nothing stands between 'w/5' and '-'",
		  "write oil NOT w/5 price; to search for" },
		{ "+oil +(gas || fuel) && !opec", "^", "'+' is no operator here",
		  "write oil (gas OR fuel) NOT opec; words" },
		{ "oil AND ! price", "        ^", "'!' is no operator here", "write oil NOT price" },
		{ "oil ||price|| gas", "    ^~", "'||' is no operator here",
		  "write oil OR price OR gas" },
		{ "\"a && b\" /c|d+/ | e", "                ^", "'|' is no operator here",
		  "write \"a && b\" /c|d+/ OR e" },
		{ "|| oil", "^~", "'||' is no operator here", "write OR" },
		{ "(oil &&) gas", "     ^~", "'&&' is no operator here", "write AND" },
		{ "oil AND || gas", "        ^~", "'||' is no operator here", "write OR" },
		{ "+", "^", "'+' is no operator here", "words side by side are all required: leave" },
		{ "oil + price", "    ^", "'+' is no operator here", "write oil price; words" },
		{ "title:+oil", "      ^", "'+' is no operator here", "write title:oil; words" },
		{ "gas +\"crude oil\"", "    ^", "'+' is no operator here",
		  "write gas \"crude oil\"; words" },
		{ "+(oil gas)", "^", "'+' is no operator here", "write (oil gas); words" },
		{ "gas AND !\"crude oil\"", "        ^", "'!' is no operator here",
		  "write gas NOT \"crude oil\"" },
		{ "gas||(crude oil)", "   ^~", "'||' is no operator here",
		  "write gas OR (crude oil)" },
		{ "gas &&\"oil\"", "    ^~", "'&&' is no operator here", "write gas AND \"oil\"" },
		{ "gas|\"oil\"", "   ^", "'|' is no operator here", "write gas OR \"oil\"" },
		{ "AT&\"T\"", "^~~~", "there is no white space between 'AT&' and", "blank" },
		{ "c++(oil)", "^~~~", "there is no white space between 'c++' and", "blank" },
		{ "yahoo!oil", "     ^", "'!' is no operator here", "write '*' for all" }
		/* clang-format on */
	};
	static const char plus[] = "+oil price", group[] = "+(oil price)";
	char query[PM_QUERY_BYTES_MAX];
	struct pm_query_mistake m;

	expect_mistakes(table, COUNT(table));
	m = parse_wrong(plus, strlen(plus), PM_QUERY_ANY);
	ck_assert_str_eq(m.hint,
			 "write AND between what is required, and leave out the '+'");
	m = parse_wrong(group, strlen(group), PM_QUERY_ANY);
	ck_assert_str_eq(m.hint,
			 "write AND between what is required, and leave out the '+'");
	memset(query, 'x', sizeof query);
	memcpy(query, "oil && ", 7);
	m = parse_bytes_wrong(query, 200);
	ck_assert_str_eq(m.hint, "write AND");
	m = parse_bytes_wrong("oil && \xe2\x80\xaex", 11);
	ck_assert_str_eq(m.hint, "write AND");
}
END_TEST

START_TEST(names_of_other_languages)
{
	static const struct mistaken table[] = {
		/* clang-format off */
		{ "HEADLINE(a OR b)", "^~~~~~~~~", "'HEADLINE(' is no operator here",
		  "write title:(a OR b);" },
		{ "byline(x)", "^~~~~~~", "'byline(' is no operator here", "author:x;" },
		{ "by(x y)", "^~~", "'by(' is no operator here", "author:\"x y\";" },
		{ "publication(x)", "^~~~~~~~~~~~", "'publication(' is", "source:x;" },
		{ "sn(\"x y\")", "^~~", "'sn(' is no operator here", "source:\"x y\";" },
		{ "caps(x)", "^~~~~", "'caps(' is no operator here", "=X;" },
		{ "caps(riVer)", "^~~~~", "'caps(' is no operator here", "write =River;" },
		{ "caps(two words)", "^~~~~", "'caps(' is no operator here", "write =Form;" },
		{ "allcaps(nato)", "^~~~~~~~", "'allcaps(' is", "write =NATO;" },
		{ "nocaps(NATO)", "^~~~~~~", "'nocaps(' is", "write =nato;" },
		{ "singular(ship)", "^~~~~~~~~", "'singular(' is", "write \"ship\";" },
		{ "plural(ship)", "^~~~~~~", "'plural(' is", "write \"ships\";" },
		{ "plural(party)", "^~~~~~~", "'plural(' is", "write \"parties\";" },
		{ "plural(toy)", "^~~~~~~", "'plural(' is", "write \"toys\";" },
		{ "plural(box)", "^~~~~~~", "'plural(' is", "write \"boxes\";" },
		{ "plural()", "^~~~~~~", "'plural(' is", "write \"words\";" },
		{ "plural(x)", "^~~~~~~", "'plural(' is no operator here", "\"xes\";" },
		{ "body(x)", "^~~~~", "'body(' is no operator here", "write x;" },
		{ "length(x)", "^~~~~~~", "'length(' is no operator here", "words:500.." },
		{ "date(x", "^~~~~", "'date(' is no operator here", "date:2024-01..2024-06" },
		{ "title=\"oil\"", "     ^", "'=' stands after the name of a field",
		  "title:\"oil\"" },
		{ "hd=oil", "  ^", "'=' does not stand before a word", "title:oil" },
		{ "a (by=oil", "     ^", "'=' does not stand before a word", "author:oil" },
		{ "cd=oil", "  ^", "'=' does not stand before a word",
		  "write cd:oil for what is in a field, or =oil for" },
		{ "wc>500", "  ^", "'>' is no operator here", "words:501.." },
		{ "length <= 500", "       ^", "'<' is no operator here", "words:..500" },
		{ "a wc<500", "    ^", "'<' is no operator here", "words:..499" },
		{ "date > 3/1/2024", "     ^", "'>' is no operator here", "date:2024-03-02.." },
		{ "date>2023", "    ^", "'>' is no operator here", "write date:2024.." },
		{ "(date>=2023-11)", "     ^", "'>' is no operator here", "write date:2023-11.." },
		{ "date > 2023-12", "     ^", "'>' is no operator here", "write date:2024-01.." },
		{ "date<2024-01", "    ^", "'<' is no operator here", "write date:..2023-12" },
		{ "a (date < 20240101)", "        ^", "'<' is no operator here",
		  "write date:..2023-12-31" },
		{ "date<=31/12/2024", "    ^", "'<' is no operator here",
		  "write date:..2024-12-31" },
		{ "date<1000", "    ^", "'<' is no operator here", "write date:..2024-06" },
		{ "date>2024-13", "    ^", "'>' is no operator here", "write date:2024-06.." },
		{ "date>", "    ^", "'>' is no operator here", "write date:2024-06.." },
		{ "length > 700", "       ^", "'>' is no operator here", "write words:701.." },
		{ "ATLEAST 5(x)", "        ^~", "the number does not stand directly after",
		  "atleast5(x)" },
		{ "atleast-5(x)", "^~~~~~~~~~", "the number does not stand directly after",
		  "atleast5(x)" },
		{ "lead(50, x)", "^~~~~", "the number does not stand directly after 'lead'",
		  "lead50(x)" },
		{ "lead(x)", "^~~~~", "'lead(' has no number", "lead50(...)" }
		/* clang-format on */
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

START_TEST(operators_in_the_place_of_another)
{
	static const struct mistaken table[] = {
		/* clang-format off */
		{ "NEAR b", "^~~~", "'NEAR' is no operator here", "write a near/10 b for" },
		{ "a (b NEAR)", "     ^~~~", "'NEAR' is no operator here", "quotes: \"NEAR\"" },
		{ "a XOR", "  ^~~", "'XOR' is no operator here", "write (a NOT b) OR (b NOT a);" },
		{ "fog AND NEAR ice", "        ^~~~", "'NEAR' is no operator here",
		  "write fog near/10 ice for" },
		{ "fog or ADJ (ice)", "       ^~~", "'ADJ' is no operator here", "a adj/10 b" },
		{ "fog AND near 3 ice", "        ^~~~~~", "'near 3' is no operator here",
		  "write fog near/3 ice for" },
		{ "fog NOT NEAR ice", "    ^~~~~~~~", "'NOT NEAR' is no operator here",
		  "write fog not near/10 ice for" },
		{ "fog NOT PRE ice", "    ^~~~~~~", "'NOT PRE' is no operator here",
		  "write fog not pre/10 ice for" },
		{ "fog not SAME ice", "    ^~~~~~~~", "'not SAME' is no operator here",
		  "write fog not w/p ice for" },
		{ "fog NOT XOR ice", "        ^~~", "'XOR' is no operator here",
		  "write (fog NOT ice) OR (ice NOT fog);" },
		{ "(a NEAR) b", "   ^~~~", "'NEAR' is no operator here", "" },
		{ "fog w/20 xfirstword", "         ^~~~~~~~~~", "'xfirstword' is no word of the",
		  "write lead20(fog);" },
		{ "(a OR b) pre/7 XFirstWord", "               ^~~~~~~~~~",
		  "'XFirstWord' is no word", "write lead7(...);" },
		{ "xfirstword fog", "^~~~~~~~~~", "'xfirstword' is no", "write lead50(...);" },
		{ "fog w/20 xlastword", "         ^~~~~~~~~", "'xlastword' is no", "the end cannot" }
		/* clang-format on */
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

START_TEST(fields_in_words)
{
	static const struct mistaken table[] = {
		/* clang-format off */
		{ "date is 2023", "^~~~~~~", "'date is' is no operator here", "write date:2023;" },
		{ "fog (Date BEF 3/1/2023)", "     ^~~~~~~~", "'Date BEF' is", "date:..2023-02-28;" },
		{ "date before 2023-05 fog", "^~~~~~~~~~~", "'date before' is", "date:..2023-04;" },
		{ "pd after 20230501", "^~~~~~~~", "'pd after' is", "write date:2023-05-02..;" },
		{ "date aft May", "^~~~~~~~", "'date aft' is", "write date:2024-06..;" },
		{ "date since 2023", "^~~~~~~~~~", "'date since' is", "write date:2023..;" },
		{ "date from 20230301 to 20230401", "^~~~~~~~~", "'date from' is",
		  "write date:2023-03-01..2023-04-01;" },
		{ "date between 2022 and 2023", "^~~~~~~~~~~~", "'date between' is",
		  "write date:2022..2023;" },
		{ "date from 2022 to now", "^~~~~~~~~", "'date from' is", "date:2024-01..2024-06;" },
		{ "date from 2022", "^~~~~~~~~", "'date from' is", "write date:2022..;" },
		{ "author contains weber", "^~~~~~~~~~~~~~~", "'author contains' is no operator",
		  "write author:weber; to search for the words, put them into quotes: "
		  "\"author contains\"" },
		{ "fog BY contains \"ann weber\"", "    ^~~~~~~~~~~", "'BY contains' is",
		  "write author:\"ann weber\";" },
		{ "title contains (fog or ice)", "^~~~~~~~~~~~~~", "'title contains' is",
		  "write title:(fog or ice);" },
		{ "date=3/1/2023", "    ^", "'=' does not stand before", "write date:2023-03-01" },
		{ "wc=700", "  ^", "'=' does not stand before a word", "write words:700" },
		{ "LENGTH(>700)", "^~~~~~~", "'LENGTH(' is no operator here", "write words:701..;" },
		{ "date( <= 2023)", "^~~~~", "'date(' is no operator here", "write date:..2023;" },
		{ "DATE(2023-05)", "^~~~~", "'DATE(' is no operator here", "write date:2023-05;" },
		{ "date(>)", "^~~~~", "'date(' is no operator here", "date:2024-01..2024-06" }
		/* clang-format on */
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

START_TEST(dates_as_people_write_them)
{
	static const struct {
		const char *text;
		size_t len; /* that is a date */
		uint32_t date;
	} table[] = {
		/* clang-format off */
		{ "2023", 4, 20230000 }, { "2023-05", 7, 20230500 }, { "2023-05 fog", 7, 20230500 },
		{ "20230517", 8, 20230517 }, { "5/17/2023", 9, 20230517 },
		{ "17/5/2023", 9, 20230517 }, { "may 2023", 8, 20230500 },
		{ "MAY 2023 fog", 8, 20230500 }, { "2023 may", 8, 20230500 },
		{ "2023 fog", 4, 20230000 }, { "17 may 2023)", 11, 20230517 },
		{ "May 17, 2023", 12, 20230517 }, { "may 1st 2023", 12, 20230501 },
		{ "2nd of may 2023 fog", 15, 20230502 }, { "Sept. 2023", 10, 20230900 },
		{ "sep-2023", 8, 20230900 }, { "17-may-2023", 11, 20230517 },
		{ "may, 2023", 9, 20230500 }, { "31 december 2999", 16, 29991231 },
		{ "may 17", 0, 0 }, { "may", 0, 0 }, { "fog", 0, 0 }, { "", 0, 0 },
		{ "maybe 2023", 0, 0 }, { "31 june 2023", 0, 0 }, { "may 32 2023", 0, 0 },
		{ "may june 2023", 0, 0 }, { "may 2023^2", 0, 0 }, { "2023, may", 9, 20230500 },
		{ "3000", 0, 0 }, { "may 17xx 2023", 0, 0 }, { "0 may 2023", 0, 0 },
		{ "of 2023", 0, 0 }, { "17", 0, 0 }
		/* clang-format on */
	};
	static const struct mistaken hints[] = {
		/* clang-format off */
		{ "date:may 2023", "     ^~~", "'may' is no date", "write date:2023-05" },
		{ "date:\"17 may 2023\"", "      ^~~~~~~~~~~", "'17 may 2023' is no date",
		  "write date:2023-05-17" },
		{ "date: may 2023", "^~~~~", "nothing stands directly after 'date:'",
		  "before it: date:2023-05" },
		{ "date:may", "     ^~~", "'may' is no date", "write a date as 2024" },
		{ "date:1x may 2023", "     ^~", "'1x' is no date", "write a date as 2024" },
		{ "date >= may 2023", "     ^", "'>' is no operator here", "write date:2023-05.." },
		{ "date<may 2023 fog", "    ^", "'<' is no operator here", "write date:..2023-04" },
		{ "date = 17 may 2023", "     ^", "nothing stands after '='", "date:2023-05-17" },
		{ "date=may-2023", "    ^", "'=' does not stand", "write date:2023-05" },
		{ "date == 2023", "     ^~", "nothing stands after '=='", "write date:2023" },
		{ "date(may 2023)", "^~~~~", "'date(' is no operator", "write date:2023-05;" },
		{ "date is 17 may 2023", "^~~~~~~", "'date is' is no", "write date:2023-05-17;" },
		{ "date from 1 may 2023 to 2 june 2023", "^~~~~~~~~", "'date from' is no",
		  "write date:2023-05-01..2023-06-02;" }
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < COUNT(table); i++) {
		size_t len = pm_spoken_date_at(table[i].text, strlen(table[i].text));

		ck_assert_msg(len == table[i].len, "'%s': %zu bytes", table[i].text, len);
		ck_assert_uint_eq(pm_spoken_date(table[i].text, len), table[i].date);
	}
	expect_mistakes(hints, COUNT(hints));
}
END_TEST

START_TEST(other_ways_to_say_it)
{
	static const struct mistaken table[] = {
		/* clang-format off */
		{ "HLEAD(fog)", "^~~~~~", "'HLEAD(' is", "write title:fog OR lead50(fog);" },
		{ "hlead=\"ice fog\"", "     ^", "'=' stands after",
		  "write title:\"ice fog\" OR lead50(\"ice fog\")" },
		{ "HLEAD(fog ice)", "^~~~~~", "'HLEAD(' is", "write title:x OR lead50(x);" },
		{ "_exists_:port", "^~~~~~~~~", "'_exists_:' is no operator here",
		  "write port:/.+/" },
		{ "_missing_:author", "^~~~~~~~~~", "'_missing_:' is", "write NOT author:/.+/" },
		{ "_exists_:date", "^~~~~~~~~", "'_exists_:' is", "write date:1000.." },
		{ "_exists_:words", "^~~~~~~~~", "'_exists_:' is", "every article" },
		{ "_exists_:host", "^~~~~~~~~", "'_exists_:' is", "'host:' is asked for" },
		{ "port:*", "     ^", "'*' stands alone", "that have one: port:/.+/" },
		{ "title:(? OR a)", "       ^", "'?' stands alone", "one: title:/.+/" },
		{ "*", "^", "'*' stands alone", "for all articles: words:0.." },
		{ "date:*", "     ^", "'*' is no date", "date:1000.." },
		{ "words:*", "      ^", "'*' is no number of words", "words:0.." },
		{ "atl7(fog)", "^~~~~", "'atl7(' is no operator here", "write atleast7(fog)" },
		{ "atl-7(fog)", "^~~~~~", "the number does not", "write atleast7(x)" },
		{ "weather(ice or fog)", "^~~~~~~~", "there is no white space",
		  "write weather:(ice or fog) for what is in a field, or put a blank" },
		{ "fog +3 ice", "    ^~", "'+3' is no operator here", "write fog pre/3 ice for" },
		{ "fog +s ice", "    ^~", "'+s' is no operator here", "write fog pre/s ice for" },
		{ "+fog -\"3 +x\"", "^", "'+' is no operator here", "write fog -\"3 +x\";" },
		{ "fog w/sent ice", "    ^~~~~~", "'w/sent' is", "write fog w/s ice for one sentence" },
		{ "fog near/para ice", "    ^~~~~~~~~", "'near/para' is", "write fog near/p ice for one" },
		{ "fog pre/sentence ice", "    ^~~~~~~~~~~~", "'pre/sentence' is",
		  "write fog pre/s ice for one sentence, in this order;" },
		{ "port=bergen", "    ^", "'=' does not stand before a word",
		  "write port:bergen for what is in a field, or =bergen for" },
		{ "port=\"new port\"", "    ^", "'=' stands after the name", "port:\"new port\"" },
		{ "port = bergen", "     ^", "nothing stands after '='", "write port:bergen for" },
		{ "date = 2023", "     ^", "nothing stands after '='", "write date:2023" },
		{ "wc= 700", "  ^", "'=' does not stand before a word", "write words:700" },
		{ "abc=", "   ^", "'=' does not stand before a word", "write /abc\\d/ for" },
		{ "abc==", "   ^", "'=' does not stand before a word", "write /abc\\d{2}/ for" },
		{ "abc==d", "   ^", "'=' does not stand before a word", "=CXMT" },
		{ "date:2023-01-01/2023-06-30", "     ^~~~~~~~~~~~~~~~~~~~~", "'2023-01-01/",
		  "write date:2023-01-01..2023-06-30" },
		{ "date:2022-2023", "     ^~~~~~~~~", "'2022-2023' is", "write date:2022..2023" },
		{ "date:2023-2022", "     ^~~~~~~~~", "'2023-2022' is", "write a date as" },
		{ "words:100-500", "      ^~~~~~~", "'100-500' is", "write words:100..500" },
		{ "date:[2023-01 TO 2023-06]", "     ^~~~~~~~", "'[2023-01' is no date",
		  "write date:2023-01..2023-06" },
		{ "date:{2023 to *}", "     ^~~~~", "'{2023' is no date", "write date:2023.." },
		{ "date:[* TO 2023]", "     ^~", "'[*' is no date", "write date:..2023" },
		{ "words:[100 TO 500]", "      ^~~~", "'[100' is", "write words:100..500" },
		{ "date:[2023 TO", "     ^~~~~", "'[2023' is no date", "without brackets" }
		/* clang-format on */
	};

	expect_mistakes(table, COUNT(table));
}
END_TEST

/* The query that the hint says to write, up to what is said about it. */
static void
expect_a_query(const char *mistaken)
{
	static const char *const ends[] = { "; to search", "; words side", " for ",
					    ", or ", NULL };
	struct pm_query_mistake m = parse_bytes_wrong(mistaken, strlen(mistaken));
	char *query = strstr(m.hint, "write "), *end;
	size_t i;

	ck_assert_msg(query != NULL, "'%s': %s", mistaken, m.hint);
	query += strlen("write ");
	for (i = 0; ends[i] != NULL; i++)
		if ((end = strstr(query, ends[i])) != NULL)
			*end = '\0';
	pm_tree_free(parse_ok(query, PM_QUERY_ALL));
}

START_TEST(what_hints_say_to_write_is_a_query)
{
	static const char *const table[] = {
		"HLEAD(fog)",
		"HLEAD(fog ice)",
		"hd=fog",
		"by(ann weber)",
		"caps(fog ice)",
		"plural(fog)",
		"text(fog)",
		"date(3/1/2023)",
		"date=2023",
		"LENGTH(>700)",
		"wc<7",
		"date > 2023-12-31",
		"date is 2023",
		"date bef May",
		"date from 20230301 to 20230401",
		"author contains (ann weber)",
		"title contains fog",
		"_missing_:port",
		"atl7(fog OR ice)",
		"weather(fog ice)",
		"fog +3 ice",
		"fog NOT NEAR ice",
		"fog XOR ice",
		"fog SAME ice",
		"fog w/para ice",
		"fog w/9 xfirstword",
		"port=bergen",
		"port=\"new port\"",
		"abc=",
		"abc===",
		"date:2022-2023",
		"words:[100 TO *]",
		"opec/F50/",
		"fog near 7 ice",
		"\"ice fog\"o3p",
		"atleast 7 fog",
		"oil /n5/ price",
		"oil adj5 price",
		"oil w /5 price",
		"oil within 5 words of price",
		"near(oil price, 5)",
		"oil /s/ price",
		"oil ANDNOT price",
		"oil NOT AND price",
		"oil w/5 NOT price",
		"+oil +(gas || fuel) && !opec",
		"comput!",
		"HEADLINE(\"ice fog\")",
		"body(fog)"
	};
	size_t i;

	for (i = 0; i < COUNT(table); i++)
		expect_a_query(table[i]);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("foreign");
	TCase *t = tcase_create("foreign");

	tcase_add_test(t, operators_of_other_languages);
	tcase_add_test(t, what_other_languages_mean);
	tcase_add_test(t, distances_of_other_languages);
	tcase_add_test(t, operators_in_the_wrong_place);
	tcase_add_test(t, names_of_other_languages);
	tcase_add_test(t, operators_in_the_place_of_another);
	tcase_add_test(t, fields_in_words);
	tcase_add_test(t, dates_as_people_write_them);
	tcase_add_test(t, other_ways_to_say_it);
	tcase_add_test(t, what_hints_say_to_write_is_a_query);
	suite_add_tcase(s, t);
	return run_suite(s);
}
