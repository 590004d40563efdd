/* Pressmark - tests of corpus/page/references.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/references.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* S with its references read, as text. */
static void
expect_text(const char *s, const char *expected)
{
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_references_put(&out, s, strlen(s));
	ck_assert_str_eq(pm_buf_str(&out), expected);
	pm_buf_release(&out);
}

/* How many bytes of S are a reference in the value of an attribute. */
static size_t
read_in_value(const char *s)
{
	struct pm_reference r;

	return pm_reference_read(s, s + strlen(s), PM_REFERENCE_IN_VALUE, &r);
}

START_TEST(names_end_with_a_semicolon)
{
	expect_text("&rcaron;&zcaron;&ZHcy;&AElig;&zwnj;&Aacute;", "řžЖÆ\u200cÁ");
	expect_text("&CounterClockwiseContourIntegral;", "\u2233");
	expect_text("&NewLine;&Tab;&quot;&apos;&bsol;", "\n\t\"'\\");
	/* two characters */
	expect_text("&NotEqualTilde;&fjlig;&nvlt;&ThickSpace;",
		    "\u2242\u0338"
		    "fj"
		    "<\u20d2"
		    "\u205f\u200a");
	expect_text("&Dopf;&fopf;", "\U0001d53b\U0001d557");
}
END_TEST

START_TEST(some_names_need_no_semicolon)
{
	expect_text("cr&egravem &copy 2031 5&nbspkm R&AMPD &frac12&sup2.",
		    "cr\u00e8m \u00a9 2031 5\u00a0km R&D \u00bd\u00b2.");
	/* the longest name, and the longest prefix */
	expect_text("&notin; &notit; &not; &timesb; &timesbx;",
		    "\u2209 \u00acit; \u00ac \u22a0 \u00d7bx;");
	expect_text("&rcaron &hellip&mdash", "&rcaron &hellip&mdash");
}
END_TEST

START_TEST(what_is_no_reference_stays)
{
	expect_text("a & b && c&; &; &# &#; &#x &#x; &#xg; &unheardof; AT&T &",
		    "a & b && c&; &; &# &#; &#x &#x; &#xg; &unheardof; AT&T &");
	expect_text("&amp;lt; &amp;amp;amp;", "&lt; &amp;amp;");
	expect_text("&AACUTE; &Amp;", "&AACUTE; &Amp;");
}
END_TEST

START_TEST(numbers_are_characters)
{
	expect_text("&#269;&#x10d;&#X10D;&#269x", "ččččx");
	expect_text("&#0065;&#x1F600;", "A\U0001f600");
	/* what windows-1252 means by them */
	expect_text("&#128;&#x85;&#145;&#146;&#x9f;", "€…‘’Ÿ");
	expect_text("&#129;&#160;", "\xc2\x81\u00a0");
	expect_text("&#0;&#xD800;&#57343;&#x110000;&#99999999999999999999999;",
		    "\ufffd\ufffd\ufffd\ufffd\ufffd");
	expect_text("a&#1;b&#31;c&#127;d&#9;e&#10;f", "abcd\te\nf");
}
END_TEST

START_TEST(in_values_a_bare_name_must_end_there)
{
	static const struct {
		const char *s;
		size_t len;
	} cases[] = {
		{ "&copy", 5 },	     { "&copy ", 5 },  { "&copy;", 6 },
		{ "&copy;=", 6 },    { "&copy=2", 0 }, { "&copy2", 0 },
		{ "&copyright", 0 }, { "&copy&x", 5 }, { "&rcaron;x", 8 },
		{ "&rcaron=", 0 },   { "&notit;", 0 }, { "&#233x", 5 },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		ck_assert_msg(read_in_value(cases[i].s) == cases[i].len, "%s", cases[i].s);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("page_references");
	TCase *t = tcase_create("page_references");
	SRunner *r;
	int failed;

	tcase_add_test(t, names_end_with_a_semicolon);
	tcase_add_test(t, some_names_need_no_semicolon);
	tcase_add_test(t, what_is_no_reference_stays);
	tcase_add_test(t, numbers_are_characters);
	tcase_add_test(t, in_values_a_bare_name_must_end_there);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
