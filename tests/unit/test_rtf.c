/* Pressmark - tests of corpus/formats/rtf.c, rtf_text.c and rtf_chars.c.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/article_fixture.h"
#include "tests/unit/reader_fixture.h"

static void
expect_text(const char *rtf, const char *wanted)
{
	const struct pm_article *a;
	struct pm_reader *r;

	make_text("a.rtf", rtf);
	r = open_article("a.rtf", &a);
	same(a->text, wanted);
	pm_reader_free(r);
}

START_TEST(text_has_paragraphs_and_lines)
{
	expect_text("{\\rtf1\\ansi\r\nOne sentence.\\par\r\n\\pard Two\r\n words.\\line "
		    "Three.\\par\\par}",
		    "One sentence.\n\nTwo words.\nThree.");
	expect_text("{\\rtf1 A.\\\nB.\\page C.\\sect D.\\tab E\\~F\\_G\\-H\\{\\}\\\\}",
		    "A.\n\nB.\n\nC.\n\nD.\tE\u00a0F\u2011GH{}\\");
	expect_text("{\\rtf1 x. \\trowd a\\cell b\\cell\\row c\\cell d\\cell\\row e.}",
		    "x. a\tb\nc\td\ne.");
	expect_text("{\\rtf1 \\lquote a\\rquote  \\ldblquote b\\rdblquote\\emdash c\\endash "
		    "d\\bullet .}",
		    "\u2018a\u2019 \u201cb\u201d\u2014c\u2013d\u2022.");
}
END_TEST

START_TEST(bytes_are_in_the_code_page_of_the_font)
{
	expect_text("{\\rtf1\\ansi\\ansicpg1252 caf\\'e9.}", "caf\u00e9.");
	expect_text("{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'f0\\'e8.}", "\u041f\u0440\u0438.");
	expect_text("{\\rtf1\\mac caf\\'8e.}", "caf\u00e9.");
	expect_text("{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 "
		    "Arial Cyr;}{\\f2\\fcharset128 Gothic;}}\\f0 caf\\'e9 {\\f1 "
		    "\\'cf\\'f0\\'e8} caf\\'e9 {\\f2 \\'82\\'b1\\'83A}.}",
		    "caf\u00e9 \u041f\u0440\u0438 caf\u00e9 \u3053\u30a2.");
	/* half of a character */
	expect_text("{\\rtf1\\ansi\\ansicpg932 .\\'82.\\par x.}", ".\ufffd.\n\nx.");
}
END_TEST

START_TEST(characters_of_unicode_are_followed_by_others)
{
	expect_text("{\\rtf1\\uc1 caf\\u233?.}", "caf\u00e9.");
	expect_text("{\\rtf1\\uc1 caf\\u233\\'e9.}", "caf\u00e9.");
	expect_text("{\\rtf1\\uc0 caf\\u233 .}", "caf\u00e9.");
	expect_text("{\\rtf1\\uc2 \\u-3913 ??.}", "\uf0b7.");
	expect_text("{\\rtf1\\uc1 a{\\uc0 \\u233 }\\u233?b.}", "a\u00e9\u00e9"
							       "b.");
	expect_text("{\\rtf1\\uc1\\u-10179?\\u-8704?.}", "\U0001f600.");
	expect_text("{\\rtf1\\uc1\\u-10179?x\\u-8704?.}", "\ufffdx\ufffd.");
	expect_text("{\\rtf1\\uc1 a\\u8217\\par b.}", "a\u2019"
						      "b.");
}
END_TEST

START_TEST(what_is_no_text_is_left_out)
{
	expect_text("{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red0;}"
		    "{\\*\\generator Word;}{\\stylesheet{\\s1 heading;}}"
		    "{\\header Page}{\\footerl Foot}A{\\pict ffd8{\\*\\blipuid 00}ffd8}"
		    "{\\*\\shppict{\\pict 00}}{\\nonshppict{\\pict 00}}"
		    "{\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt link}}"
		    "{\\deleted gone}{\\v hidden}\\deleted gone\\deleted0"
		    "{\\*\\annotation note}{\\xe entry}{\\pict\\bin7 }}}}{{{}B.}",
		    "AlinkB.");
	expect_text("{\\rtf1 A{\\shp{\\*\\shpinst{\\sp{\\sn n}{\\sv v}}{\\shptxt Box.}}"
		    "{\\shprslt Box.}}}",
		    "ABox.");
	/* notes come last */
	expect_text("{\\rtf1 A{\\super\\chftn{\\footnote{\\super 1} Note one.\\par More.}} "
		    "b{\\footnote Two.} c.\\par D.}",
		    "A b c.\n\nD.\n\n1 Note one.\n\nMore.\n\nTwo.");
}
END_TEST

START_TEST(a_document_says_who_and_when)
{
	make_text("a.rtf",
		  "{\\rtf1\\ansi{\\info{\\title A t\\'eftle}{\\subject S}{\\author Ann Ot; Bo "
		  "Ur}{\\operator Cy}{\\keywords x; y}{\\creatim\\yr2001\\mo2\\dy3\\hr4}"
		  "{\\revtim\\yr2002\\mo2\\dy3}{\\company Co}}Words.}");
	ck_assert_str_eq(describe("a.rtf"),
			 "title: A t\u00eftle\ndate: 2001-02-03\nauthor: "
			 "Ann Ot|Bo Ur\nkeyword: x\nkeyword: y\nWords.");
#define STYLES "{\\stylesheet{\\s1 heading 1;}{\\s2\\sbasedon0 Title;}{\\s3 Normal;}}"
	make_text("a.rtf", "{\\rtf1" STYLES "\\pard\\s3 One.\\par\\pard\\s1 Head\\par"
			   "\\pard\\s2 The title\\par\\pard Two.}");
	EXPECT("a.rtf", "a.rtf [The title] One.||Head||The title||Two.\n");
	make_text("a.rtf", "{\\rtf1" STYLES "\\pard\\s1 Head\\par\\pard\\s3 Two.}");
	EXPECT("a.rtf", "a.rtf [Head] Two.\n");
	make_text("a.rtf", "{\\rtf1 One.\\par\\pard\\outlinelevel0 Head\\par\\pard Two.}");
	EXPECT("a.rtf", "a.rtf [Head] One.||Head||Two.\n");
	make_text("a.rtf", "{\\rtf1 A short line\\par Two.}");
	EXPECT("a.rtf", "a.rtf [A short line] Two.\n");
}
END_TEST

START_TEST(damage_is_told)
{
	struct pm_buf b;
	int i;

	make_text("a.rtf", "Words");
	EXPECT("a.rtf", "a.rtf skip it is no RTF\n");
	make_text("a.rtf", "{\\rtf1 One. {Two");
	EXPECT("a.rtf", "a.rtf skip breaks off within its text: its end is missing\n"
			"a.rtf [] One. Two\n");
	make_text("a.rtf", "{\\rtf1 One.}} more } {");
	EXPECT("a.rtf", "a.rtf [] One.\n");
	make_text("a.rtf", "{\\rtf1 One. {\\pict\\bin999999999 x");
	EXPECT("a.rtf", "a.rtf skip breaks off within its text: its end is missing\n"
			"a.rtf [] One.\n");
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "{\\rtf1 One.");
	for (i = 0; i < 100000; i++)
		pm_buf_putc(&b, '{');
	make("a.rtf", b.data, b.len);
	EXPECT("a.rtf", "a.rtf skip breaks off within its text: its groups are nested too "
			"deeply\na.rtf [] One.\n");
	pm_buf_clear(&b);
	pm_buf_puts(&b, "{\\rtf1 ");
	for (i = 0; i < 200000; i++)
		pm_buf_puts(&b, "word ");
	pm_buf_putc(&b, '}');
	make("a.rtf", b.data, b.len);
	options.max_text = 1000;
	EXPECT("a.rtf", "a.rtf skip the text is larger than 1000 bytes\n");
	pm_buf_release(&b);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("rtf");
	TCase *t = tcase_create("rtf");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, text_has_paragraphs_and_lines);
	tcase_add_test(t, bytes_are_in_the_code_page_of_the_font);
	tcase_add_test(t, characters_of_unicode_are_followed_by_others);
	tcase_add_test(t, what_is_no_text_is_left_out);
	tcase_add_test(t, a_document_says_who_and_when);
	tcase_add_test(t, damage_is_told);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
