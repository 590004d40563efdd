/* Pressmark - tests of corpus/page/markup.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/markup.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static uint64_t repairs;

/* HTML rewritten; the caller frees it. */
static char *
rewrite(const char *html)
{
	size_t len = strlen(html);
	char *copy = malloc(len + 1), *plain;
	struct pm_error err;
	struct pm_buf out;

	/* of the exact size, so that a read beyond the end is found */
	ck_assert_ptr_nonnull(copy);
	copy = realloc(memcpy(copy, html, len), len == 0 ? 1 : len);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	repairs = 0;
	ck_assert_int_eq(pm_markup_rewrite(&out, copy, len, &repairs, &err), PM_OK);
	pm_buf_putc(&out, '\0');
	plain = (char *)pm_buf_detach(&out, NULL);
	ck_assert_ptr_nonnull(plain);
	free(copy);
	return plain;
}

struct rewriting {
	const char *html, *plain;
};

static void
check_all(const struct rewriting *cases, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		char *plain = rewrite(cases[i].html);

		ck_assert_msg(strcmp(plain, cases[i].plain) == 0, "'%s' became '%s'",
			      cases[i].html, plain);
		free(plain);
	}
}

#define CHECK_ALL(cases) check_all(cases, sizeof cases / sizeof *cases)

START_TEST(text_is_escaped_once)
{
	static const struct rewriting cases[] = {
		{ "", "" },
		{ "a &lt;b&gt; &amp;lt; &quot;&eacute;",
		  "a &lt;b> &amp;lt; &quot;\u00e9" },
		{ "1 < 2 & 3 > 2 <3 <", "1 &lt; 2 &amp; 3 > 2 &lt;3 &lt;" },
		{ "a\fb\vc\001d\te", "a b cd\te" },
		{ "&nvlt;", "&lt;\u20d2" },
	};

	CHECK_ALL(cases);
	free(rewrite("&#0; &#xDFFF;"));
	ck_assert_uint_eq(repairs, 2);
}
END_TEST

START_TEST(comments_end_where_browsers_end_them)
{
	static const struct rewriting cases[] = {
		/* clang-format off */
		{ "a<!-- b -->c", "ac" },
		{ "a<!-->b<!--->c<!---->d<!----->e", "abcde" },
		{ "a<!-- b --!>c<!-- > -- > -->d", "acd" },
		{ "a<!--[if IE]><p>b<![endif]-->c<![if !IE]>d<![endif]>e", "acde" },
		{ "a<!--b--", "a" }, { "a<!--", "a" }, { "a<!-", "a" }, { "a<!--b-->", "a" },
		{ "<!DOCTYPE html><?php x ?>a</>b</ c>d<!e>f", "abdf" },
		{ "a<![CDATA[b>c]]>d", "ac]]>d" },
		{ "<?xml version='1.0'?>a<![CDATA[b<i>&amp;]]>c", "ab&lt;i>&amp;amp;c" },
		{ "<?xml?>a<![CDATA[b", "ab" },
		{ "<?xml?><!DOCTYPE html [<!ENTITY a \"b\"> ]>c", "c" },
		{ "<?xml?><!DOCTYPE html [<!ENTITY a \"b\">c", "c" },
		{ "<?xml?><!DOCTYPE a><!DOCTYPE b [<c>d ]>", "d ]>" },
		/* clang-format on */
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(tags_keep_what_is_asked_for)
{
	static const struct rewriting cases[] = {
		/* clang-format off */
		{ "<P  CLASS=x onclick='y' >a</P >", "<p class=\"x\">a</P>" },
		{ "<p class=a Class=b id = 'c>d' hidden>", "<p class=\"a\" hidden=\"\" id=\"c>d\">" },
		{ "<div class=\"a'b\"id='c\"d'/>", "<div class=\"a'b\" id=\"c&quot;d\"/>" },
		{ "<br/><i class=a/>", "<br/><i class=\"a/\">" },
		{ "<meta name=a content='R&amp;D &copy=2 &eacute'>",
		  "<meta content=\"R&amp;D &amp;copy=2 \u00e9\" name=\"a\">" },
		{ "<a name=x href=y title=z>", "<a>" },
		{ "<link rel=canonical href='?a=1&lang=de'>",
		  "<link href=\"?a=1&amp;lang=de\" rel=\"canonical\">" },
		{ "<p =x class=a ==>b", "<p class=\"a\">b" },
		{ "<o:p>a</o:p><a\"b class=c>", "<o:p>a</o:p><a class=\"c\">" },
		{ "a</body>b</HTML>c</br>d", "a<hr>b c<br>d" },
		/* the page ends within */
		{ "a<p", "a" }, { "a<p class", "a" }, { "a<p class=", "a" },
		{ "a<p class='b", "a" }, { "a</p", "a" }, { "a</", "a" },
		/* a quotation mark that is never closed */
		{ "<p id=\"a>b<p id=\"c\">d", "<p id=\"a>b&lt;p id=\">d" },
		{ "<p id=\"a>b<p id='c'>d", "<p>b<p id=\"c\">d" },
		{ "<p id='a>b<p id='c>d<p id='e>f", "<p id=\"a>b&lt;p id=\">d<p>f" },
		/* clang-format on */
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(raw_text_is_no_markup)
{
	static const struct rewriting cases[] = {
		/* clang-format off */
		{ "a<script>if (b</p>)</script >c<style>d</STYLE>e", "ace" },
		{ "a<script>'</scripts>'</script>b<script>c", "ab" },
		{ "<script><!-- <script>a</script>b--></script>c<script><!-->d</script>e",
		  "ce" },
		{ "<script><!-- a</script>b<script><!-- <scripts></script>c", "bc" },
		{ "a<script><!--<script>b</script>c<script><!--<script>d</script>e", "ace" },
		{ "<script type='application/ld+json'>{\"a\":\"&lt;<p>\"}</script>b",
		  "<script type=\"application/ld+json\">{\"a\":\"&lt;<p>\"}</script>b" },
		{ "<title>a <b>c</b> &amp;amp;</title>d",
		  "<title>a &lt;b>c&lt;/b> &amp;amp;</title>d" },
		{ "<title>a<p>b", "<title>a</title><p>b" },
		{ "<iframe>a<p></iframe>b<iframe>c", "<iframe></iframe>b<iframe></iframe>c" },
		{ "<textarea>a<!--</textarea>b<textarea>c", "<textarea></textarea>b<textarea></textarea>c" },
		{ "<xmp><b>&amp;</xmp>c", "<pre>&lt;b>&amp;amp;</pre>c" },
		{ "<plaintext>a</plaintext>", "<pre>a&lt;/plaintext></pre>" },
		{ "<script/>a<textarea/>b", "<script/>a<textarea/>b" },
		/* clang-format on */
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(drawings_are_left_out)
{
	static const struct rewriting cases[] = {
		/* clang-format off */
		{ "a<svg class=b><title>c</title><path d='>'/>d</svg>e",
		  "a<svg class=\"b\"></svg>e" },
		{ "<svg><svg><g>a</g></svg>b<svg/>c</svg>d", "<svg></svg>d" },
		{ "<svg><!-- </svg> -->a</svg>b", "<svg></svg>b" },
		{ "<svg><path><p>a</p>", "<svg></svg><p>a</p>" },
		{ "<svg><foreignObject><p>a</p></foreignObject>b<div>c",
		  "<svg></svg><div>c" },
		{ "<svg>a < b <", "<svg></svg>" }, { "<svg/>a", "<svg/>a" }, { "<svg><g", "<svg></svg>" },
		/* clang-format on */
	};

	CHECK_ALL(cases);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("page_markup");
	TCase *t = tcase_create("page_markup");
	SRunner *r;
	int failed;

	tcase_add_test(t, text_is_escaped_once);
	tcase_add_test(t, comments_end_where_browsers_end_them);
	tcase_add_test(t, tags_keep_what_is_asked_for);
	tcase_add_test(t, raw_text_is_no_markup);
	tcase_add_test(t, drawings_are_left_out);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
