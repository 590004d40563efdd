/* Pressmark - tests of corpus/formats/wikitext.h and shortcodes.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/shortcodes.h"
#include "corpus/formats/wikitext.h"
#include "support/utf8.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct pm_buf out, categories;

static void
setup(void)
{
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_buf_init(&categories, PM_BUF_NO_LIMIT);
}

static void
teardown(void)
{
	pm_buf_release(&out);
	pm_buf_release(&categories);
}

static void
add(void *ctx, const char *name, size_t len)
{
	ck_assert_ptr_eq(ctx, &categories);
	pm_buf_put(&categories, name, len);
	pm_buf_putc(&categories, ';');
}

static const char *
strip(const char *text)
{
	pm_buf_clear(&categories);
	ck_assert_int_eq(pm_wikitext_strip(text, strlen(text), "FDatei\nCKategorie\n\n",
					   add, &categories, &out, NULL),
			 PM_OK);
	ck_assert(pm_utf8_valid(pm_buf_str(&out), out.len));
	return pm_buf_str(&out);
}

START_TEST(markup_is_left_out_and_text_is_kept)
{
	static const struct {
		const char *text, *wanted;
	} cases[] = {
		/* clang-format off */
		{ "", "" },
		{ "'''Oslo''' is ''the'' '''''capital''''' of [[Norway]]s.",
		  "Oslo is the capital of Norways." },
		{ "don't '''x''''s", "don't x's" },
		{ "[[Oslo (town)|Oslo]] and [[Oslo (town)|]] and [[a#b]]", "Oslo and Oslo and a#b" },
		{ "a {{t|{{u|x}}|[[y]]}} b", "a b" },
		{ "a {{unclosed b", "a {{unclosed b" },
		{ "a }} b", "a }} b" },
		{ "Oslo ({{IPA|x}}; {{lang|y}}) is", "Oslo is" },
		{ "f() is (a; b)", "f() is (a; b)" },
		{ "a<ref>x [[y]] {{z}}</ref> b<ref name=q /> c", "a b c" },
		{ "a<ref>never closed", "anever closed" },
		{ "a<!-- x {{ --> b {{c}} d", "a b d" },
		{ "a <nowiki>[[b]] {{c}} &amp;</nowiki> d", "a [[b]] {{c}} & d" },
		{ "x<br>y<br/>z", "x\ny\nz" },
		{ "x<sup>2</sup> <span class=\"a\">y</span> 1 < 2", "x2 y 1 < 2" },
		{ "a <math>x^2</math> b<gallery>\nFile:a.jpg\n</gallery> c", "a b c" },
		{ "[http://x.org The page] and [http://x.org] and http://y.org", "The page and and http://y.org" },
		{ "[[File:a.jpg|thumb|A [[link]] in it]]b [[Datei:x|y]]c [[:File:d|d]]", "b c d" },
		{ "a [[Category:X|key]] [[kategorie: Y ]][[fr:Titre]] [[simple:T]] b", "a b" },
		{ "One\ntwo\n\nthree", "One two\n\nthree" },
		{ "* a\n* b\n** c\n# d\n: e\nf", "a\nb\nc\nd\ne f" },
		{ "a\n== H & E=mc ==\nb\n=== I ===\n\nc", "a\n\nH & E=mc\n\nb\n\nI\n\nc" },
		{ "a = b == c", "a = b == c" },
		{ "a\n{| class=x\n! h\n|-\n| {{t}} || c\n{|\n|n\n|}\n|}\nb", "a b" },
		{ "{{Infobox\n|a=b\n|}}\nText", "Text" },
		{ "__NOTOC__\na __b__ ____", "a __b__ ____" },
		{ "a&nbsp;b &lt;c&gt; &unknown; & d", "a\u00a0b <c> &unknown; & d" },
		{ "a\n----\nb", "a\n\nb" },
		{ "[a] [[b]] ]] [[c", "[a] b c" },
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		ck_assert_str_eq(strip(cases[i].text), cases[i].wanted);
}
END_TEST

START_TEST(categories_are_handed_out)
{
	strip("a [[Category:One]] [[kategorie:Two|*]] [[:Category:No]]");
	ck_assert_str_eq(pm_buf_str(&categories), "One;Two;");
}
END_TEST

/* Time is proportional to the size: none of these may take seconds. */
START_TEST(hostile_signs_take_no_more_time_than_others)
{
	static const char *const parts[] = {
		"{{",	     "[[",	 "<ref>", "<a", "<!--", "{|",	"[[a|", "''",
		"[http://a", "<nowiki>", "\n=",	  "(;", "&",	"\n{|", "__A"
	};
	struct pm_buf b;
	size_t k;
	int i;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (k = 0; k < sizeof parts / sizeof *parts; k++) {
		pm_buf_clear(&b);
		for (i = 0; i < 300000; i++)
			pm_buf_puts(&b, parts[k]);
		strip(pm_buf_str(&b));
		for (i = 0; i < 300000; i++)
			pm_buf_puts(&b, k == 0 ? "}}" : "]]");
		strip(pm_buf_str(&b));
	}
	pm_buf_release(&b);
}
END_TEST

START_TEST(shortcodes_are_left_out_and_brackets_kept)
{
	static const struct {
		const char *text, *wanted;
	} cases[] = {
		{ "", "" },
		{ "One [sic] two [1] [a b] [x](y)", "One [sic] two [1] [a b] [x](y)" },
		{ "[gallery]a [gallery ids=\"1,2\"]b", "a b" },
		{ "[caption width=\"3\"]<img src=\"x\"/> Words[/caption]", "Words" },
		{ "[my_form] [quote]Said[/quote] [self-made]", "Said [self-made]" },
		{ "One\r\n\r\nTwo\n \nThree\nfour", "One\n\nTwo\n\nThree four" },
		{ "<!-- wp:paragraph --><p>A</p><!-- /wp:paragraph -->\n\n<p>B</p>",
		  "A\n\nB" },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		ck_assert_int_eq(pm_shortcodes_text(cases[i].text, strlen(cases[i].text),
						    &out, NULL),
				 PM_OK);
		ck_assert_str_eq(pm_buf_str(&out), cases[i].wanted);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("wikitext");
	TCase *t = tcase_create("wikitext");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, markup_is_left_out_and_text_is_kept);
	tcase_add_test(t, categories_are_handed_out);
	tcase_add_test(t, hostile_signs_take_no_more_time_than_others);
	tcase_add_test(t, shortcodes_are_left_out_and_brackets_kept);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
