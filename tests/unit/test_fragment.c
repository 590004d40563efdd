/* Pressmark - tests of corpus/page/fragment.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/fragment.h"
#include "support/utf8.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct pm_buf text; /* the same one in all tests */

static void
expect_text(const char *html, const char *expected)
{
	struct pm_error err;

	ck_assert_int_eq(pm_fragment_text(html, strlen(html), &text, &err), PM_OK);
	ck_assert_str_eq(pm_buf_str(&text), expected);
}

static void
expect_inline(const char *html, const char *expected)
{
	struct pm_error err;

	ck_assert_int_eq(pm_fragment_inline(html, strlen(html), &text, &err), PM_OK);
	ck_assert_str_eq(pm_buf_str(&text), expected);
}

START_TEST(paragraphs_are_separated)
{
	expect_text("<p class=\"a\">Body <b>words</b> &amp; more</p><p>Second</p>",
		    "Body words & more\n\nSecond");
	expect_text("<P CLASS=x>A<SPAN>b</SPAN>c<BR>d</P><P>e</P>", "Abc\nd\n\ne");
	expect_text("<h2>Ferry</h2>\n<div><div>It  sank\nat dawn.</div></div> Nobody",
		    "Ferry\n\nIt sank at dawn.\n\nNobody");
	expect_text("One<br>two<br/>\n<br />three", "One\ntwo\n\nthree");
	expect_text("<ul><li>a</li><li><b>b</b>c</ul><p>d", "a\nbc\n\nd");
	expect_text("<table><tr><td>1</td><td>2</td></tr><tr><th>3<th>4</table>",
		    "1\t2\n3\t4");
	expect_text("<pre>a  b\nc\n\nd</pre>", "a b\nc\n\nd");
	expect_text("  <p>\xc2\xa0</p><p> a </p><p></p>", "a");
}
END_TEST

START_TEST(empty_lines_count_where_there_is_no_p)
{
	expect_text("First\nline.\n\n<em>Second</em> one.\r\n\r\nThird.",
		    "First line.\n\nSecond one.\n\nThird.");
	expect_text("<p>First\n\nline.</p>", "First line.");
	expect_text("First\n\nline.<br>Next", "First line.\nNext");
}
END_TEST

START_TEST(all_text_is_kept)
{
	expect_text("<nav>Home</nav><p hidden>Under</p><footer>Imprint</footer>",
		    "Home\n\nUnder\n\nImprint");
	expect_text("<noscript>No script</noscript>", "No script");
	expect_text("plain, 3 < 4 & 5 > 4", "plain, 3 < 4 & 5 > 4");
	expect_text("Wo<o:p></o:p>rd <x-y>z</x-y>", "Word\n\nz");
	/* never closed */
	expect_text("<video>a<p>b", "a\n\nb");
	expect_text("<p title=\"x>a</p>", "a");
}
END_TEST

START_TEST(what_is_no_text_is_dropped)
{
	expect_text("a<script>b()</script><style>p{}</style><!-- c --><svg><text>d</text>"
		    "</svg>e",
		    "a\n\ne");
	expect_text("<script type=\"application/ld+json\">{}</script>a", "a");
	expect_text("<!doctype html><html><head><title>T</title></head><body>a</body></html>",
		    "a");
	expect_text("<video><source>Your browser is old.</video><p>a", "a");
	expect_text("a<!-- never closed", "a");
	expect_text("", "");
}
END_TEST

START_TEST(references_are_read_once)
{
	expect_text("&amp;lt;p&amp;gt; caf&eacute; &#8217; &unheardof;",
		    "&lt;p&gt; caf\u00e9 \u2019 &unheardof;");
	expect_text("&lt;b&gt;&nbsp;&lt;/b&gt;", "<b> </b>");
	expect_inline("T &amp;amp; U", "T &amp; U");
}
END_TEST

START_TEST(a_title_is_one_line)
{
	expect_inline("T &amp; U", "T & U");
	expect_inline("<i>x</i>", "x");
	expect_inline(" H<sub>2</sub>O\n<br>on  <a href='/m'>Mars</a> ", "H2O on Mars");
	expect_inline("<p>a</p><p>b</p>", "a b");
	expect_inline("<title>a</title>", "a");
	expect_inline("<mark>a</mark><!-- b --><jats:italic>c</jats:italic>", "ac");
	expect_inline("", "");
}
END_TEST

START_TEST(a_sign_in_a_title_means_itself)
{
	expect_inline("I <3 a <b", "I <3 a <b");
	expect_inline("Ann <ann@example.org>", "Ann <ann@example.org>");
	expect_inline("List<String> and <i>map</i>", "List<String> and map");
	expect_inline("a <!-- b", "a <!-- b");
	expect_inline("AT&T & <", "AT&T & <");
}
END_TEST

static bool
is_html(const char *s)
{
	return pm_fragment_is_html(s, strlen(s));
}

START_TEST(html_is_told_from_text)
{
	static const char *const yes[] = {
		"<p>a",
		" \n<DIV class=x>a</DIV>",
		"<h3 id=1>",
		"<!DOCTYPE html><p>",
		"<html>",
		"<!-- wp:paragraph -->\n<p>a</p>",
		"<img src=a>b",
		"<br/>a",
		"<a href=b>c</a> d",
		"<STRONG>a</strong >",
		"<figure>",
		"<section\n>",
	};
	static const char *const no[] = {
		"",
		"<",
		"<p",
		"p>",
		"a <p>b</p>",
		"<pardon> me",
		"</p>a",
		"<b>a",
		"<3 hearts",
		"<String>a</String>",
		"<!-- never closed <p>",
		"<!-- a --> b",
		"<foo:bar",
		"&lt;p&gt;",
	};
	size_t i;

	for (i = 0; i < sizeof yes / sizeof *yes; i++)
		ck_assert_msg(is_html(yes[i]), "%s", yes[i]);
	for (i = 0; i < sizeof no / sizeof *no; i++)
		ck_assert_msg(!is_html(no[i]), "%s", no[i]);
}
END_TEST

START_TEST(any_bytes_are_taken)
{
	static const char bytes[] = "<p>a\0b\xff\xc3</p><p>\xe2\x82";
	struct pm_error err;

	ck_assert_int_eq(pm_fragment_text(bytes, sizeof bytes - 1, &text, &err), PM_OK);
	ck_assert_str_eq(pm_buf_str(&text), "a\ufffdb\ufffd\ufffd\n\n\ufffd");
	ck_assert_int_eq(pm_fragment_inline(bytes, sizeof bytes - 1, &text, &err), PM_OK);
	ck_assert_str_eq(pm_buf_str(&text), "a\ufffdb\ufffd\ufffd \ufffd");
	ck_assert(pm_fragment_is_html(bytes, sizeof bytes - 1));
}
END_TEST

START_TEST(depth_and_size_are_no_matter)
{
	enum { N = 200000 };
	char *deep = malloc(N * 5 + 3);
	struct pm_error err;
	size_t i;

	ck_assert_ptr_nonnull(deep);
	for (i = 0; i < N; i++)
		memcpy(deep + i * 5, i % 2 == 0 ? "<div>" : "<a b=", 5);
	strcpy(deep + N * 5, ">x");
	ck_assert_int_eq(pm_fragment_text(deep, N * 5 + 1, &text, &err), PM_OK);
	ck_assert_int_eq(pm_fragment_inline(deep, N * 5 + 1, &text, &err), PM_OK);
	/* a search for an end tag each time would take minutes */
	for (i = 0; i < N; i++)
		memcpy(deep + i * 5, "<tt>a", 5);
	ck_assert_int_eq(pm_fragment_text(deep, N * 5, &text, &err), PM_OK);
	ck_assert_uint_eq(text.len, N);
	for (i = 0; i < N; i++)
		memcpy(deep + i * 5, "<!--a", 5);
	ck_assert_int_eq(pm_fragment_inline(deep, N * 5, &text, &err), PM_OK);
	ck_assert_uint_eq(text.len, N * 5);
	free(deep);
}
END_TEST

START_TEST(a_limit_is_reported)
{
	struct pm_buf small;
	struct pm_error err;

	pm_buf_init(&small, 4);
	ck_assert_int_eq(pm_fragment_text("<p>longer", 9, &small, &err), PM_ERR_LIMIT);
	ck_assert_str_eq(err.text, "the text is larger than 4 bytes");
	ck_assert_int_eq(pm_fragment_text("<p>shor", 7, &small, &err), PM_OK);
	pm_buf_release(&small);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("fragment");
	TCase *t = tcase_create("fragment");
	SRunner *r;
	int failed;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	tcase_add_test(t, paragraphs_are_separated);
	tcase_add_test(t, empty_lines_count_where_there_is_no_p);
	tcase_add_test(t, all_text_is_kept);
	tcase_add_test(t, what_is_no_text_is_dropped);
	tcase_add_test(t, references_are_read_once);
	tcase_add_test(t, a_title_is_one_line);
	tcase_add_test(t, a_sign_in_a_title_means_itself);
	tcase_add_test(t, html_is_told_from_text);
	tcase_add_test(t, any_bytes_are_taken);
	tcase_add_test(t, depth_and_size_are_no_matter);
	tcase_add_test(t, a_limit_is_reported);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	pm_buf_release(&text);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
