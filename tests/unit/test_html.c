/* Pressmark - tests of corpus/page/html.h and corpus/encoding/page_bytes.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/html.h"
#include "corpus/page/unclean.h"
#include "support/utf8.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SENTENCE \
	"The committee said on Monday that it would look at the plan " \
	"again in the spring, and that nothing had been decided yet."
#define OTHER \
	"Nobody from the town was there to hear it, but the report of the " \
	"meeting has been sent to all of them since then."
#define HEAD \
	"<html><head><title>Plan put off | The Daily</title>" \
	"<meta property='og:site_name' content='The Daily'></head><body>"
#define BODY "<h1>Plan put off</h1><p>" SENTENCE "</p><p>" OTHER "</p>"
#define TEXT SENTENCE "\n" OTHER

static struct pm_page page;

static void
setup(void)
{
	pm_page_init(&page);
}

static void
teardown(void)
{
	pm_page_release(&page);
}

static enum pm_status
read_bytes(const char *bytes, size_t len)
{
	/* of the exact size, so that a read beyond the end is found */
	char *copy = malloc(len == 0 ? 1 : len);
	struct pm_error err;
	const struct pm_buf *const out[] = { &page.title, &page.text, &page.author,
					     &page.date,  &page.url,  &page.source };
	enum pm_status st;
	size_t i;

	ck_assert_ptr_nonnull(copy);
	if (len > 0)
		memcpy(copy, bytes, len);
	err.text[0] = '\0';
	st = pm_page_read(&page, copy, len, &err);
	free(copy);
	ck_assert_msg(st == PM_OK || st == PM_ERR_INPUT, "%s", err.text);
	for (i = 0; i < sizeof out / sizeof *out && st == PM_OK; i++)
		ck_assert(pm_utf8_valid((char *)out[i]->data, out[i]->len));
	return st;
}

static void
read_page(const char *html)
{
	ck_assert_int_eq(read_bytes(html, strlen(html)), PM_OK);
}

#define HOLDS(part) \
	ck_assert_msg(strstr(pm_buf_str(&page.text), part) != NULL, "no '%s' in '%s'", \
		      part, pm_buf_str(&page.text))
#define LACKS(part) \
	ck_assert_msg(strstr(pm_buf_str(&page.text), part) == NULL, "'%s' in '%s'", \
		      part, pm_buf_str(&page.text))

START_TEST(the_article_is_taken_and_the_page_left)
{
	read_page(HEAD
		  "<nav><ul><li><a href=/>Home</a><li><a href=/s>Sports</a></ul></nav>"
		  "<div class=header><a href=/>The Daily of our town</a></div>"
		  "<div id=content>" BODY "</div>"
		  "<aside>Read also what others said about the same.</aside>"
		  "<div role=navigation><a href=/2>older posts</a></div>"
		  "<footer>Copyright The Daily. All rights reserved.</footer></body></html>");
	HOLDS(TEXT);
	LACKS("Sports");
	LACKS("Read also");
	LACKS("older posts");
	LACKS("Copyright");
	ck_assert_str_eq(pm_buf_str(&page.title), "Plan put off");
	ck_assert_str_eq(pm_buf_str(&page.source), "The Daily");
}
END_TEST

START_TEST(some_elements_are_never_entered)
{
	static const char *const names[] = {
		"script", "style",    "noscript", "template", "iframe", "svg",	"select",
		"button", "textarea", "object",	  "canvas",   "audio",	"video"
	};
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++) {
		struct pm_buf html;

		pm_buf_init(&html, PM_BUF_NO_LIMIT);
		pm_buf_printf(&html,
			      HEAD BODY
			      "<div><%s>"
			      "It was hidden there, and they "
			      "were not to find it in the morning.</%s></div></body>",
			      names[i], names[i]);
		read_page(pm_buf_str(&html));
		HOLDS(TEXT);
		ck_assert_msg(strstr(pm_buf_str(&page.text), "hidden there") == NULL,
			      "%s is entered", names[i]);
		pm_buf_release(&html);
	}
}
END_TEST

START_TEST(hidden_text_is_dropped)
{
	read_page(HEAD BODY
		  "<p style='color: red; DISPLAY : none'>It was hidden in one way, and they "
		  "did not find it.</p>"
		  "<p hidden>It was hidden in another way, and they did not find it.</p>"
		  "<div aria-hidden=true><p>It was hidden in a third way, and they did not "
		  "find it.</p></div></body>");
	HOLDS(TEXT);
	LACKS("hidden in");
}
END_TEST

START_TEST(blocks_become_lines_with_single_spaces)
{
	read_page("<body><p>The  first\n\tof   them was <b>not</b> to<i>day</i>, but it "
		  "was on&nbsp;the way to us.</p>\n\n"
		  "<p>The second<br>of them was there<br><br>The third of them was not to "
		  "be found in there.</p>"
		  "<div>The fourth was in the <span>open, and it</span> was the last of "
		  "all.</div></body>");
	ck_assert_str_eq(pm_buf_str(&page.text),
			 "The first of them was not today, but it was on the way to us.\n"
			 "The second of them was there\n"
			 "The third of them was not to be found in there.\n"
			 "The fourth was in the open, and it was the last of all.");
}
END_TEST

START_TEST(comments_go_where_an_article_remains)
{
	read_page(HEAD BODY
		  "<div class=comments><p>I do not think that this is the way it should be, "
		  "and I said so to them.</p></div></body>");
	HOLDS(TEXT);
	LACKS("I do not think");
	read_page("<body><div id=comments><p>I do not think that this is the way it should "
		  "be, and I said so to them.</p></div></body>");
	HOLDS("I do not think");
}
END_TEST

START_TEST(a_page_without_an_article_gives_what_it_shows)
{
	read_page("<body><p>Hello</p><nav>Menu</nav></body>");
	ck_assert_str_eq(pm_buf_str(&page.text), "Hello");
	read_page("just a line");
	ck_assert_str_eq(pm_buf_str(&page.text), "just a line");
}
END_TEST

START_TEST(nothing_is_no_failure_that_breaks)
{
	static const char *const empty[] = {
		"",
		" ",
		"<",
		"<>",
		"<!",
		"<!--",
		"<html>",
		"<html></html>",
		"</p>",
		"<?xml",
		"<?xml version='1.0'?>",
		"&",
		"&#",
		"&#0;",
		"&#xD800;",
		"&#x110000;",
		"<script>",
		"<p title=",
		"\xff\xfe",
		"\xfe\xff",
		"\xef\xbb\xbf"
	};
	size_t i;

	for (i = 0; i < sizeof empty / sizeof *empty; i++)
		read_bytes(empty[i], strlen(empty[i]));
	read_bytes("\0\0\0", 3);
}
END_TEST

START_TEST(encodings_are_found)
{
	static const struct {
		const char *html;
		size_t len;
		const char *text;
	} cases[] = {
	/* clang-format off */
#define CASE(html, text) { html, sizeof html - 1, text }
		/* UTF-8 whatever is declared */
		CASE("<meta charset=iso-8859-1><p>caf\xc3\xa9", "caf\u00e9"),
		CASE("\xef\xbb\xbf<p>caf\xc3\xa9", "caf\u00e9"),
		/* what is declared */
		CASE("<meta charset=\"iso-8859-1\"><p>\x93" "caf\xe9\x94",
		     "\u201ccaf\u00e9\u201d"),
		CASE("<meta charset=latin1><p>\x93" "caf\xe9\x94", "\u201ccaf\u00e9\u201d"),
		CASE("<meta http-equiv=content-type content='text/html; charset=windows-1251'>"
		     "<p>\xcf\xf0\xe8\xe2\xe5\xf2", "\u041f\u0440\u0438\u0432\u0435\u0442"),
		CASE("<?xml version='1.0' encoding='iso-8859-2'?><p>\xe8", "\u010d"),
		CASE("<meta charset=gb2312><p>\xb3\xa4\xf6\xce", "\u957f\u946b"),
		CASE("<meta charset=shift_jis><p>\x93\xfa\x96\x7b", "\u65e5\u672c"),
		/* nothing, or nonsense, is declared */
		CASE("<p>caf\xe9 \x80", "caf\u00e9 \u20ac"),
		CASE("<meta charset=nonsense><p>caf\xe9", "caf\u00e9"),
		CASE("<meta charset=utf-16><p>caf\xe9", "caf\u00e9"),
		/* UTF-8 is declared, and is not there */
		CASE("<meta charset=utf-8><p>caf\xe9", "caf\u00e9"),
		/* or nearly all is UTF-8 */
		CASE("<meta charset=latin1><p>\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
		     "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\x94",
		     "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u201d"),
		/* NUL means nothing */
		CASE("<p>ca\0f\xe9", "caf\u00e9"),
		CASE("<p>ca\0f\xc3\xa9", "caf\u00e9"),
		/* references of windows-1252 */
		CASE("<p>&#147;a&#148; &euro; &#8364;", "\u201ca\u201d \u20ac \u20ac"),
		/* UTF-16 by its mark */
		CASE("\xff\xfe<\0p\0>\0\xe9\0\x1f\x95", "\u00e9\u951f"),
		CASE("\xfe\xff\0<\0p\0>\0\xe9\x95\x1f", "\u00e9\u951f"),
		/* and by how it begins */
		CASE("<\0p\0>\0\xe9\0\x1f\x95", "\u00e9\u951f"),
		CASE("\0\r\0\n\0<\0p\0>\0\xe9\x95\x1f", "\u00e9\u951f"),
		CASE("<\0!\0D\0>\0<\0p\0>\0\x10\x04", "\u0410"),
		/* other labels, and who may declare */
		CASE("<meta charset=x-mac-cyrillic><p>\x90\xe3\xea\xe0", "\u0420\u0433\u043a\u0430"),
		CASE("<meta charset='KOI'><p>\xd2\xd5\xcb\xc1", "\u0440\u0443\u043a\u0430"),
		CASE("<meta charset=windows-1258><p>ti\xea\xec", "ti\u1ebf"),
		CASE("<meta charset=cp852><p>\xa5", "\u0105"),
		CASE("<meta charset=ibm037><p>\xe9", "\u00e9"),
		CASE("<script charset=utf-8></script><p>caf\xe9", "caf\u00e9"),
		CASE("<!-- <meta charset=koi8-r> --><meta charset=nonsense>"
		     "<meta charset=windows-1251><p>\xf0\xf3", "\u0440\u0443"),
		/* escapes say ISO-2022-JP, whatever is declared; with Microsoft's characters */
		CASE("<p>\x1b$B9>8M\x1b(B!", "\u6c5f\u6238!"),
		CASE("<meta charset=iso-2022-jp><p>\x1b$B-!\x1b(B \x1b(I6.\x1b(J<b>x", "\u2460 \uff76\uff6e" "x"),
		CASE("<meta charset=shift_jis><p>\x1b$@9>\n8M", "\u6c5f 8M"),
		CASE("<p>\x1b$(D0!\x1b(B", "\u4e02"),
		CASE("<meta charset=iso-2022-kr><p>\x1b$)C\x0eGQ\x0f.", "\ud55c."),
		CASE("<p>a\x1b[1mb", "a[1mb"),
#undef CASE
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		ck_assert_int_eq(read_bytes(cases[i].html, cases[i].len), PM_OK);
		ck_assert_str_eq(pm_buf_str(&page.text), cases[i].text);
		ck_assert_uint_eq(page.repairs, 0);
	}
}
END_TEST

START_TEST(bytes_without_meaning_are_counted)
{
	static const char utf8[] = "<meta charset=utf-8><p>\xc3\xa9\xed\xa0\x80"
				   "b\xc3";
	static const char latin[] = "<meta charset=latin1><p>a\x81"
				    "b\xe9";
	static const char broken[] = "<meta charset=gb2312><p>\xb3\xa4\xff";
	static const char kanji[] = "<p>\x1b$B9>9\x1b(Bb";
	static const char wide[] = "\xff\xfe<\0p\0>\0a\0\xe9";

	ck_assert_int_eq(read_bytes(utf8, sizeof utf8 - 1), PM_OK);
	ck_assert_str_eq(pm_buf_str(&page.text), "\u00e9\ufffd"
						 "b\ufffd");
	ck_assert_uint_eq(page.repairs, 2);
	ck_assert_int_eq(read_bytes(latin, sizeof latin - 1), PM_OK);
	ck_assert_str_eq(pm_buf_str(&page.text), "a\ufffd"
						 "b\u00e9");
	ck_assert_uint_eq(page.repairs, 1);
	ck_assert_int_eq(read_bytes(broken, sizeof broken - 1), PM_OK);
	ck_assert_str_eq(pm_buf_str(&page.text), "\u957f\ufffd");
	ck_assert_uint_eq(page.repairs, 1);
	ck_assert_int_eq(read_bytes(kanji, sizeof kanji - 1), PM_OK);
	ck_assert_str_eq(pm_buf_str(&page.text), "\u6c5f\ufffd"
						 "b");
	ck_assert_uint_eq(page.repairs, 1);
	ck_assert_int_eq(read_bytes(wide, sizeof wide - 1), PM_OK);
	ck_assert_str_eq(pm_buf_str(&page.text), "a\ufffd");
	ck_assert_uint_eq(page.repairs, 1);
}
END_TEST

START_TEST(lines_of_pre_stay)
{
	read_page("<title>T</title><p>" SENTENCE
		  "</p><pre>\n\none,\ntwo  <b>three\n\n\n\nfour"
		  "</b>\n\tfive<br>six\n</pre><p>" OTHER "</p>");
	ck_assert_str_eq(pm_buf_str(&page.text),
			 SENTENCE "\n\none,\ntwo three\n\nfour\n  five\nsix\n\n" OTHER);
	/* where no blank line is in it, other paragraphs are as before */
	read_page("<title>T</title><p>" SENTENCE "</p><pre>one,\ntwo</pre><p>" OTHER
		  "</p>");
	ck_assert_str_eq(pm_buf_str(&page.text), SENTENCE "\none,\ntwo\n" OTHER);
}
END_TEST

START_TEST(titles_lose_the_name_of_the_site)
{
	static const struct {
		const char *html, *title;
	} cases[] = {
		{ "<title>Plan put off again</title><p>x", "Plan put off again" },
		{ "<title>Plan put off again | Site</title><h1>Plan put off again</h1>",
		  "Plan put off again" },
		{ "<title>Plan put off again - The Long Site</title>"
		  "<meta property=og:site_name content='The Long Site'>",
		  "Plan put off again" },
		{ "<title>x</title><meta property='og:title' content='The plan of old'>",
		  "The plan of old" },
		{ "<script type='application/ld+json'>{\"@type\":\"NewsArticle\","
		  "\"headline\":\"As they said\"}</script><title>y - z</title>",
		  "As they said" },
		{ "<h1>Only a heading</h1>", "Only a heading" },
		{ "<p>x", "" },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		read_page(cases[i].html);
		ck_assert_str_eq(pm_buf_str(&page.title), cases[i].title);
	}
}
END_TEST

START_TEST(dates_are_taken_from_the_best_witness)
{
	static const struct {
		const char *html;
		uint32_t day;
	} cases[] = {
		/* clang-format off */
		{ "<link rel=canonical href='https://a.org/2019/10/30/x'>"
		  "<meta property='article:published_time' content='2019-10-31T01:00Z'>",
		  20191030 },
		{ "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebPage\","
		  "\"datePublished\":\"2018-01-01\"},{\"@type\":[\"BlogPosting\"],"
		  "\"datePublished\":\"2019-10-30T10:00\"}]}</script>"
		  "<meta name=date content=2017-01-01>", 20191030 },
		{ "<meta property='article:published_time' content='2019-10-30T10:00Z'>"
		  "<time datetime=2020-01-01>now</time>", 20191030 },
		{ "<p><time datetime='2019-10-30'>yesterday</time>", 20191030 },
		{ "<p class=updated><time class=updated datetime=2020-01-01></time>"
		  "<span class=date>30. Oktober 2019</span>", 20191030 },
		{ "<h1>A</h1><p>Published on 30 October 2019 by us</p>", 20191030 },
		{ "<html lang=en-US><p>10/3/2019", 20191003 },
		{ "<html lang=de><p>3/10/2019", 20191003 },
		/* names of meta elements, however they are divided */
		{ "<meta name='dc:created' content=2019-10-30><p>3 May 2018", 20191030 },
		{ "<meta name='DC.Date_Created' content=2019-10-30><p>3 May 2018", 20191030 },
		{ "<meta property='article.published-time' content=2019-10-30>", 20191030 },
		{ "<meta name=lastmodified content=2019-10-30><p>no date", 20191030 },
		{ "<meta name=last_modified content=2019-10-30><p>3 May 2018", 20180503 },
		{ "<meta name=up-date content=2019-10-30>", 0 },
		{ "<meta name=dat content=2019-10-30><meta name=dates content=2019-10-30>", 0 },
		/* microdata */
		{ "<span itemprop=dateCreated datetime=2019-10-30>yesterday</span>", 20191030 },
		{ "<span itemprop=datecreated>30 October 2019</span> 3 May 2018", 20191030 },
		{ "<span itemprop=dateCreated datetime=2019-10-28></span>"
		  "<span itemprop=datePublished datetime=2019-10-30></span>", 20191030 },
		{ "<time itemprop=dateModified datetime=2020-01-01>now</time>"
		  "<p>30 October 2019", 20191030 },
		{ "<span itemprop=dateModified content=2019-10-30>now</span>", 20191030 },
		{ "<p>in 2019, in October 2019 and in 10/2019", 0 },
		{ "<p>no date", 0 },
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		read_page(cases[i].html);
		ck_assert_msg(page.day == cases[i].day, "%u instead of %u: %s", page.day,
			      cases[i].day, cases[i].html);
		ck_assert_int_eq(page.date.len > 0, page.day != 0);
	}
}
END_TEST

START_TEST(authors_and_addresses_are_found)
{
	read_page("<meta name=author content='Jane Roe'>"
		  "<link rel=canonical href=https://a.org/x>" BODY);
	ck_assert_str_eq(pm_buf_str(&page.author), "Jane Roe");
	ck_assert_str_eq(pm_buf_str(&page.url), "https://a.org/x");
	read_page("<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":"
		  "[{\"name\":\"Jane Roe\"},{\"name\":\"John Doe\"}]}</script>" BODY);
	ck_assert_str_eq(pm_buf_str(&page.author), "Jane Roe\nJohn Doe");
	read_page(BODY "<p class=byline>By Jane Roe</p>");
	ck_assert_str_eq(pm_buf_str(&page.author), "Jane Roe");
	read_page("<meta name=citation_author content='By Jane Roe'>"
		  "<meta name=author content='Roe, Jane'>"
		  "<meta name=citation_author content='John  Doe '>"
		  "<meta name=citation_author content='https://x.org/'>"
		  "<meta name=citation_author content='John Doe'>" BODY);
	ck_assert_str_eq(pm_buf_str(&page.author), "Jane Roe\nJohn Doe");
	read_page("<meta name=author content='https://facebook.com/x'>" BODY);
	ck_assert_str_eq(pm_buf_str(&page.author), "");
}
END_TEST

/* N times PART, between HEAD and the body of the article. */
static void
read_repeated(const char *part, size_t n, const char *before, const char *behind)
{
	struct pm_buf html;

	pm_buf_init(&html, PM_BUF_NO_LIMIT);
	pm_buf_puts(&html, before);
	while (n-- > 0)
		pm_buf_puts(&html, part);
	pm_buf_puts(&html, behind);
	ck_assert_int_eq(html.status, PM_OK);
	read_bytes(pm_buf_str(&html), html.len);
	pm_buf_release(&html);
}

START_TEST(pages_built_to_hurt_are_read_in_time)
{
	read_repeated("<div>", 1900, HEAD, BODY);
	HOLDS(TEXT);
	read_repeated("<div>", 1000000, HEAD BODY, "");
	HOLDS(TEXT);
	read_repeated("<b>", 300000, HEAD BODY, "");
	read_repeated("<b></i>", 300000, HEAD BODY, "");
	read_repeated("<p>", 300000, HEAD BODY, "");
	read_repeated("<a href=x>", 100000, HEAD BODY, "");
	read_repeated("<table><tr><td>", 50000, HEAD BODY, "");
	read_repeated("</div>", 500000, HEAD BODY, "");
	read_repeated("<", 1000000, HEAD BODY, "");
	read_repeated("&amp", 500000, HEAD BODY, "");
	read_repeated("<!--", 500000, HEAD BODY, "");
	read_repeated("<p class='a b c d e f g h i j k'>x", 50000, HEAD, "");
	read_repeated("\xff", 1000000, HEAD BODY, "");
	read_repeated("<h1>a b c d</h1>", 50000, HEAD, "");
	read_repeated("12.3.2019 ", 100000, HEAD BODY, "");
	read_repeated("[", 1000000, "<script type='application/ld+json'>",
		      "</script>" BODY);
	HOLDS(TEXT);
	/* a tag that libxml2 by itself would need hours for */
	read_repeated(" a=1 b", 500000, HEAD BODY "<p", ">x");
}
END_TEST

START_TEST(a_tag_may_have_many_attributes)
{
	struct pm_buf html;
	int i;

	pm_buf_init(&html, PM_BUF_NO_LIMIT);
	pm_buf_puts(&html, "<p");
	for (i = 0; i < 2000; i++)
		pm_buf_printf(&html, " a%d='%d'", i, i);
	pm_buf_puts(&html, ">" SENTENCE);
	read_page(pm_buf_str(&html));
	HOLDS(SENTENCE);
	pm_buf_release(&html);
	/* a script that looks like one, and a value with spaces, are none */
	pm_buf_puts(&html, "<script>if (a <b");
	for (i = 0; i < 2000; i++)
		pm_buf_puts(&html, " c d");
	pm_buf_puts(&html, "</script><p title='");
	for (i = 0; i < 2000; i++)
		pm_buf_puts(&html, " c d");
	pm_buf_puts(&html, "'>" BODY);
	read_page(pm_buf_str(&html));
	HOLDS(TEXT);
	pm_buf_release(&html);
}
END_TEST

#define LD(members) \
	"<script type='application/ld+json'>{\"@type\":\"NewsArticle\"," members \
	"}</script>"

START_TEST(strings_of_json_ld_are_unescaped_once)
{
	read_page(LD("\"headline\":\"Mill&#8217;s end: &quot;sold &amp;amp; gone&quot;\",\"author\":"
		     "[{\"name\":\"Se&aacute;n O&#39;Dea\"},\"Ida L&oslash;ken\"]") BODY);
	ck_assert_str_eq(pm_buf_str(&page.title), "Mill\u2019s end: \"sold &amp; gone\"");
	ck_assert_str_eq(pm_buf_str(&page.author), "Seán O'Dea\nIda Løken");
}
END_TEST

/* A page that shows a teaser of three lines, with BODY as its article in JSON-LD. */
static void
read_teaser(const char *body)
{
	struct pm_buf html;

	pm_buf_init(&html, PM_BUF_NO_LIMIT);
	pm_buf_printf(
		&html,
		LD("\"headline\":\"Plan put off\",\"articleBody\":\"%s\"") "<h1>Plan put off</h1><p>The committee said on Monday that it would "
									   "look at the plan again in the sp...</p><p>To read on, log in.</p>",
		body);
	read_page(pm_buf_str(&html));
	pm_buf_release(&html);
}

START_TEST(a_teaser_gives_way_to_the_article_in_json_ld)
{
	static const char whole[] = "Plan put off\n" TEXT "\n" OTHER " & more";

	read_teaser(SENTENCE "\\r\\n\\n" OTHER "\\n  " OTHER " &amp; more ");
	ck_assert_str_eq(pm_buf_str(&page.text), whole);
	read_teaser("<p>" SENTENCE "</p><div title='>'>" OTHER
		    "</div>\\n<b>Nobody</b> from<br/>"
		    " &amp; more");
	HOLDS(TEXT "\nNobody from\n& more");
	read_teaser("&lt;p&gt;" SENTENCE "&lt;/p&gt;" OTHER "&lt;br&gt;" OTHER
		    " &amp;amp; more");
	ck_assert_str_eq(pm_buf_str(&page.text), whole);
	/* another text, and one that is hardly longer */
	read_teaser(OTHER " " SENTENCE " " OTHER);
	LACKS("Nobody");
	read_teaser(SENTENCE);
	HOLDS("in the sp...");
}
END_TEST

START_TEST(references_are_read_as_in_browsers)
{
	read_page("<title>Anton&iacuten Dvo&rcaron;&aacute;k &amp;lt;</title>"
		  "<meta name=author content='&Lstrok;ucja &copy=x &amp;amp;'>"
		  "<p>" SENTENCE
		  " &NotEqualTilde; caf&eacute at 5&nbspeuros &copy 2031 R&AMP;D");
	ck_assert_str_eq(pm_buf_str(&page.title), "Antonín Dvořák &lt;");
	ck_assert_str_eq(pm_buf_str(&page.author), "Łucja &copy=x &amp;");
	HOLDS("again in the spring, and that nothing had been decided yet. \u2242\u0338 "
	      "café at 5 euros © 2031 R&D");
	read_page("<p>&#0; &#xD834;</p>");
	ck_assert_uint_eq(page.repairs, 2);
}
END_TEST

/* N lines, each in an element within the one before. */
static void
read_nested(const char *open, const char *close, int n)
{
	struct pm_buf html;
	char line[80];
	int i;

	pm_buf_init(&html, PM_BUF_NO_LIMIT);
	pm_buf_puts(&html, HEAD);
	for (i = 0; i < n; i++)
		pm_buf_printf(&html, "%sThe line %d of the page is where it was to be.",
			      open, i);
	for (i = 0; i < n; i++)
		pm_buf_printf(&html, "%sThe end %d of them is where it was to be as well.",
			      close, i);
	pm_buf_puts(&html, "<p>" SENTENCE);
	read_page(pm_buf_str(&html));
	for (i = 0; i < n; i++) {
		snprintf(line, sizeof line,
			 "The line %d of the page is where it was to be.", i);
		HOLDS(line);
		snprintf(line, sizeof line,
			 "The end %d of them is where it was to be as well.", i);
		HOLDS(line);
	}
	HOLDS(SENTENCE);
	pm_buf_release(&html);
}

START_TEST(deep_pages_come_whole)
{
	read_nested("<div>", "</div>", 3000);
	/* what stands in a block that is nested too deeply is a block all the same */
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&page.text), "be.\nThe line 2999"));
	read_nested("<p><font color=red>", "", 3000);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&page.text), "be.\nThe line 2999"));
	read_nested("<table><tr><td>", "</table>", 1500);
	read_nested("<b>", "</i>", 2500);
	read_nested("<ul><li>", "</ul>", 2000);
}
END_TEST

START_TEST(all_text_of_a_long_page_comes)
{
	struct pm_buf html;
	size_t n = 0;

	/* libxml2 stops at texts of 10 MB, unless told otherwise */
	pm_buf_init(&html, PM_BUF_NO_LIMIT);
	while (html.len < (size_t)11 << 20) {
		pm_buf_puts(&html, "lengthy ");
		n++;
	}
	pm_buf_puts(&html, "end");
	read_page(pm_buf_str(&html));
	ck_assert_uint_eq(page.text.len, 8 * n + 3);
	pm_buf_release(&html);
}
END_TEST

START_TEST(the_body_goes_on_after_its_end)
{
	static const char *const pages[] = {
		/* clang-format off */
		"<!DOCTYPE html><html><body><p>" SENTENCE "</p></body></html><p>" OTHER,
		"<!-- a --><html><body><p>" SENTENCE "</body></html>" OTHER,
		"<!-- a --><!DOCTYPE html><p>" SENTENCE "</html><!-- b --></body><div>" OTHER "</div>",
		"<!DOCTYPE html><html><head><title>T</title></head></html><body><p>" SENTENCE
		"<p>" OTHER,
		"<html><body>" SENTENCE "</body></html><html><body>" OTHER "</body></html>",
		"</html></body><p>" SENTENCE "<p>" OTHER,
		"<head><title>T</title><article>" SENTENCE "<section>" OTHER "</section></article>",
		"<head><some-thing>" SENTENCE "</some-thing></head><p>" OTHER,
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof pages / sizeof *pages; i++) {
		read_page(pages[i]);
		ck_assert_msg(strcmp(pm_buf_str(&page.text), TEXT) == 0, "%s: %s",
			      pages[i], pm_buf_str(&page.text));
	}
}
END_TEST

START_TEST(comments_hide_nothing_else)
{
	read_page("<p>" SENTENCE "<!--><p>" OTHER "<!-- a --><!---><p>" SENTENCE
		  "<!-- b --!><p>" OTHER "<!-- c -->");
	ck_assert_str_eq(pm_buf_str(&page.text), TEXT "\n" TEXT);
}
END_TEST

START_TEST(cuts_and_changes_never_break_it)
{
	static const char base[] = HEAD
		"<script type='application/ld+json'>{\"@type\":\"Article\",\"author\":\"A B\","
		"\"datePublished\":\"2019-10-30\"}</script><nav><a href=/>Home</a></nav>" BODY
		"<ul><li>One<li>Two</ul><p class=byline>By Jane Roe, 3 March 2020<br><br>"
		"&#147;caf\xe9&rdquo;</body></html>";
	size_t len = sizeof base - 1, cut;
	uint64_t seed = 88172645463325252u;
	int round;

	for (cut = 0; cut < len; cut += 3)
		read_bytes(base, cut);
	for (round = 0; round < 2000; round++) {
		char html[sizeof base];
		int changes;

		memcpy(html, base, len);
		for (changes = 0; changes < 5; changes++) {
			static const char often[] = "<>\"'&;/=-! ap\xff\xc3";

			seed ^= seed << 13;
			seed ^= seed >> 7;
			seed ^= seed << 17;
			html[(seed >> 20) % len] = often[(seed >> 8) % (sizeof often - 1)];
		}
		read_bytes(html, len);
	}
}
END_TEST

/* With more nodes than permitted all text comes, whatever it is; with fewer it is
 * cleaned. */
START_TEST(a_page_of_too_many_nodes_is_not_cleaned)
{
	const char *const html =
		"<html><head><title>The &lt;Plan&gt;\n put off</title><script "
		"type='application/ld+json'>{\"a\":\"<p>no\"}</script>"
		"<style>p { }</style></head><body><ul><li class='a > b'>Home<li>"
		"Contact</ul><p>One &amp; \n <b>tw</b>o&nbsp; &quot;three&quot;</p>\n"
		"<div>caf&eacute;</div></body></html>";

	page.max_nodes = 20;
	ck_assert_int_eq(read_bytes(html, strlen(html)), PM_OK);
	ck_assert(page.unclean);
	ck_assert_str_eq((char *)page.title.data, "The <Plan> put off");
	ck_assert_str_eq((char *)page.text.data,
			 "Home\nContact\nOne & two \"three\"\ncaf\xc3\xa9");
	page.max_nodes = 60;
	ck_assert_int_eq(read_bytes(html, strlen(html)), PM_OK);
	ck_assert(!page.unclean);
	pm_page_trim(&page);
	ck_assert_uint_eq(page.max_nodes, 60);
	ck_assert_int_eq(read_bytes(HEAD BODY, strlen(HEAD BODY)), PM_OK);
	ck_assert_ptr_nonnull(strstr((char *)page.text.data, TEXT));
}
END_TEST

/* What is counted: elements, attributes (two nodes each) and texts, exactly. */
START_TEST(nodes_are_counted)
{
	static const struct {
		const char *plain;
		size_t n;
	} cases[] = {
		{ "", 0 },
		{ "text only, of some length > 0", 0 },
		{ "<p></p><p></p><p></p>", 3 },
		{ "<p>a<b>b</b>c</p>", 5 },
		{ "<a x=\"1\" y=\">\">t</a>", 6 },
		{ "<a x=\"<p><p><p>\"></a>", 3 },
		{ "<p>a<p>b<", 4 },
		{ "<p>a<a x=\"", 2 },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *s = cases[i].plain;

		ck_assert_msg(!pm_page_has_more(s, strlen(s), cases[i].n), "%s", s);
		if (cases[i].n > 0)
			ck_assert_msg(pm_page_has_more(s, strlen(s), cases[i].n - 1),
				      "%s", s);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("html");
	TCase *t = tcase_create("html");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 180);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, the_article_is_taken_and_the_page_left);
	tcase_add_test(t, some_elements_are_never_entered);
	tcase_add_test(t, hidden_text_is_dropped);
	tcase_add_test(t, blocks_become_lines_with_single_spaces);
	tcase_add_test(t, comments_go_where_an_article_remains);
	tcase_add_test(t, a_page_without_an_article_gives_what_it_shows);
	tcase_add_test(t, nothing_is_no_failure_that_breaks);
	tcase_add_test(t, encodings_are_found);
	tcase_add_test(t, bytes_without_meaning_are_counted);
	tcase_add_test(t, lines_of_pre_stay);
	tcase_add_test(t, titles_lose_the_name_of_the_site);
	tcase_add_test(t, dates_are_taken_from_the_best_witness);
	tcase_add_test(t, authors_and_addresses_are_found);
	tcase_add_test(t, pages_built_to_hurt_are_read_in_time);
	tcase_add_test(t, a_tag_may_have_many_attributes);
	tcase_add_test(t, strings_of_json_ld_are_unescaped_once);
	tcase_add_test(t, a_teaser_gives_way_to_the_article_in_json_ld);
	tcase_add_test(t, references_are_read_as_in_browsers);
	tcase_add_test(t, deep_pages_come_whole);
	tcase_add_test(t, all_text_of_a_long_page_comes);
	tcase_add_test(t, the_body_goes_on_after_its_end);
	tcase_add_test(t, comments_hide_nothing_else);
	tcase_add_test(t, cuts_and_changes_never_break_it);
	tcase_add_test(t, a_page_of_too_many_nodes_is_not_cleaned);
	tcase_add_test(t, nodes_are_counted);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
