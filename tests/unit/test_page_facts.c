/* Pressmark - tests of what a page says about itself: corpus/page/facts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/html.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

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

#define BODY \
	"<p>The committee said on Monday that it would look at the plan again in the " \
	"spring, and that nothing had been decided yet.</p>"

/* A page with HTML for its attributes, HEAD and, before the text, BEFORE. */
static void
read_parts(const char *html, const char *head, const char *before)
{
	struct pm_error err;
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_printf(&b,
		      "<html %s><head><title>Plan put off</title>%s</head><body><h1>Plan "
		      "put off</h1>%s" BODY "</body></html>",
		      html, head, before);
	ck_assert_int_eq(pm_page_read(&page, pm_buf_str(&b), b.len, &err), PM_OK);
	pm_buf_release(&b);
}

#define LD(json) "<script type='application/ld+json'>" json "</script>"

static void
expect_author(const char *head, const char *before, const char *author)
{
	read_parts("", head, before);
	ck_assert_str_eq(pm_buf_str(&page.author), author);
}

START_TEST(what_is_no_name_gives_way_to_a_byline)
{
	static const char byline[] = "<p class=byline>By Ida Beck</p>";

	expect_author("<meta name=author content=105092>", byline, "Ida Beck");
	expect_author("<meta name=author content='i.b@shore.example'>", byline,
		      "Ida Beck");
	expect_author("<meta name=author content=ida-beck>", byline, "Ida Beck");
	expect_author("<meta name=author content=admin>", byline, "Ida Beck");
	expect_author(LD("{\"@type\":\"Article\",\"author\":[{\"name\":\"77\"},"
			 "{\"name\":\"Jo Lund\"}]}"),
		      byline, "Jo Lund");
	/* one that is written in small letters, or has no capitals */
	expect_author("<meta name=author content='bell hooks'>", byline, "bell hooks");
	expect_author("<meta name=author content='肖春芳'>", byline, "肖春芳");
}
END_TEST

START_TEST(without_a_byline_a_slug_is_better_than_nothing)
{
	expect_author("<meta name=author content=ida-beck>", "", "ida-beck");
	expect_author("<meta name=author content='i.b@shore.example'>", "",
		      "i.b@shore.example");
	expect_author("<meta name=author content=105092>", "", "");
}
END_TEST

START_TEST(a_byline_ends_with_the_name)
{
	expect_author("", "<div class=author>By Ida Beck March 25, 2015</div>",
		      "Ida Beck");
	expect_author("", "<div class=author>Ida Beck \u2022 8h</div>", "Ida Beck");
	expect_author("", "<div class=author>Ida Beck | The Shore</div>", "Ida Beck");
	expect_author("", "<div class=author>Ida Beck \u2014</div>", "Ida Beck");
	expect_author("<meta name=author content='Ida Beck (http://shore.example/ida)'>",
		      "", "Ida Beck");
	expect_author("", "<div class=authority-control>Authority control</div>", "");
}
END_TEST

START_TEST(authors_of_dublin_core_come_first)
{
	expect_author("<meta name=author content='The Desk'>"
		      "<meta property='x:who dc:creator' content='Ida Beck'>",
		      "", "Ida Beck");
	expect_author("<meta name=DC.creator content='Ida Beck'>"
		      "<meta name=DC.creator content='Jo Lund'>",
		      "", "Ida Beck\nJo Lund");
}
END_TEST

START_TEST(an_aside_of_microdata_is_the_articles)
{
	expect_author("",
		      "<aside><span itemprop=author>Ida Beck</span> <time "
		      "itemprop=datePublished datetime=2024-03-05>5 March</time></aside>",
		      "Ida Beck");
	ck_assert_uint_eq(page.day, 20240305);
	expect_author("", "<aside><span class=author>Ida Beck</span></aside>", "");
}
END_TEST

START_TEST(json_ld_may_be_wrapped_and_refer_to_itself)
{
	read_parts("",
		   LD("\n<![CDATA[\n{\"@graph\":[{\"@type\":\"NewsArticle\","
		      "\"headline\":\"Mayor&#8217;s plan &amp; bridge\","
		      "\"author\":{\"@id\":\"#ida\"},\"publisher\":{\"@id\":\"#org\"}},"
		      "{\"@type\":\"Person\",\"@id\":\"#ida\",\"name\":\"Ida O&#39;Beck\"},"
		      "{\"@type\":\"Organization\",\"@id\":\"#org\",\"name\":\"The Shore\"}]}"
		      "\n]]>\n"),
		   "");
	ck_assert_str_eq(pm_buf_str(&page.author), "Ida O'Beck");
	ck_assert_str_eq(pm_buf_str(&page.source), "The Shore");
	/* arrays in CDATA, and CDATA in comments */
	expect_author(
		LD("//<![CDATA[\n[{\"@type\":\"Article\",\"author\":\"Jo Lund\"}]\n//]]>"),
		"", "Jo Lund");
	expect_author(
		LD("/*<![CDATA[*/[{\"@type\":\"Article\",\"author\":[\"Jo Lund\"]}]/*]]>*/"),
		"", "Jo Lund");
	/* what refers to itself has no name */
	expect_author(LD("{\"@type\":\"Article\",\"author\":{\"@id\":\"#a\"},\"@id\":\"#a\"}"),
		      "", "");
	expect_author(LD("]]>"), "", "");
	expect_author(LD("<![CDATA[]]>"), "", "");
}
END_TEST

START_TEST(references_are_not_looked_for_without_end)
{
	struct pm_error err;
	struct pm_buf b;
	size_t i;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "<script type='application/ld+json'>[");
	for (i = 0; i < 20000; i++)
		pm_buf_printf(&b, "{\"@type\":\"Article\",\"author\":{\"@id\":\"%zu\"}},",
			      i);
	pm_buf_puts(&b,
		    "{\"@type\":\"WebSite\",\"name\":\"The Shore\"}]</script><h1>x</h1>");
	/* minutes, if each looked through all */
	ck_assert_int_eq(pm_page_read(&page, pm_buf_str(&b), b.len, &err), PM_OK);
	ck_assert_str_eq(pm_buf_str(&page.source), "The Shore");
	pm_buf_release(&b);
}
END_TEST

START_TEST(the_source_is_the_site_or_its_publisher)
{
	static const struct {
		const char *head, *source;
	} cases[] = {
		{ "<meta property='og:site_name' content='The Shore'>" LD(
			  "{\"@type\":\"Article\",\"publisher\":{\"name\":\"Shore Ltd\"}}"),
		  "The Shore" },
		{ LD("{\"@type\":\"Article\",\"publisher\":{\"name\":\"Shore &amp; Co\"}}"),
		  "Shore & Co" },
		{ LD("{\"@type\":\"Article\",\"publisher\":[{\"name\":\"The Shore\"},1]}"),
		  "The Shore" },
		{ LD("{\"@type\":\"Article\",\"publisher\":\"The Shore\"}"), "The Shore" },
		{ LD("{\"@type\":\"WebSite\",\"name\":\"The Shore\"}"), "The Shore" },
		{ "<meta name=application-name content='The Shore'>", "The Shore" },
		/* better written elsewhere */
		{ "<meta property='og:site_name' content='theshore'>" LD(
			  "{\"@type\":\"Article\",\"publisher\":{\"name\":\"The Shore\"}}"),
		  "The Shore" },
		{ "<meta property='og:site_name' content='The Shore'>" LD(
			  "{\"@type\":\"Article\",\"publisher\":{\"name\":\"theshore\"}}"),
		  "The Shore" },
		{ LD("{\"@type\":\"Article\",\"publisher\":\"https://shore.example/\"}"),
		  "" },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		read_parts("", cases[i].head, "");
		ck_assert_str_eq(pm_buf_str(&page.source), cases[i].source);
	}
}
END_TEST

START_TEST(the_language_is_what_the_page_states)
{
	static const struct {
		const char *html, *head, *language;
	} cases[] = {
		{ "lang=en-GB", "", "en" },
		{ "xml:lang=fr", "", "fr" },
		{ "lang=de", "<meta property='og:locale' content=en_US>", "de" },
		{ "lang='{{lang}}'", "<meta property='og:locale' content=pt_BR>", "pt" },
		{ "lang=''", LD("{\"@type\":\"Article\",\"inLanguage\":\"zh-Hans\"}"),
		  "zh" },
		{ "",
		  LD("{\"@type\":\"Article\",\"inLanguage\":{\"@type\":\"Language\","
		     "\"name\":\"Polish\"}}"),
		  "pl" },
		{ "", LD("{\"@type\":\"Article\",\"inLanguage\":[\"nb-NO\",\"en\"]}"),
		  "nb" },
		{ "", "<meta http-equiv=Content-Language content='EN, de'>", "en" },
		{ "lang=und", "", "" },
		{ "lang=jp", "", "ja" },
		{ "lang=x-default", "", "" },
		{ "lang=deu", "", "de" },
		{ "", "", "" },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		read_parts(cases[i].html, cases[i].head, "");
		ck_assert_str_eq(pm_buf_str(&page.language), cases[i].language);
	}
}
END_TEST

static uint32_t
day_of(const char *head, const char *before)
{
	read_parts("", head, before);
	return page.day;
}

START_TEST(dates_stand_in_more_places)
{
	ck_assert_uint_eq(
		day_of("<link rel=canonical href='https://shore.example/n/29-10-2021/x'>",
		       ""),
		20211029);
	/* two digits are a year on a line of its own, and beside points */
	ck_assert_uint_eq(day_of("", "<div>02.12.19</div>"), 20191202);
	ck_assert_uint_eq(day_of("", "<div>2/12/19</div>"), 0);
	ck_assert_uint_eq(day_of("",
				 "<div>Release 02.12.19 is out now, said the team</div>"),
			  0);
	ck_assert_uint_eq(day_of("", "<div class=hinweis-datum>5.3.2024</div>"), 20240305);
	/* a link to a publication tells nothing */
	ck_assert_uint_eq(day_of("",
				 "<div>5.3.2024</div><a class=Publication href=/x>Report of "
				 "4.2.2024</a>"),
			  20240305);
	/* such a line is believed before a sentence */
	ck_assert_uint_eq(day_of("", "<p>5.3.2024</p><p>It was said to be so since the "
				     "storm of 4.3.2024 in all the papers.</p>"),
			  20240305);
	ck_assert_uint_eq(day_of("<meta name=description content='News of 14 January 2020'>",
				 ""),
			  20200114);
	ck_assert_uint_eq(day_of("<meta property='og:image' "
				 "content='https://shore.example/2016/05/04/a.png'>",
				 ""),
			  20160504);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("page_facts");
	TCase *t = tcase_create("page_facts");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, what_is_no_name_gives_way_to_a_byline);
	tcase_add_test(t, without_a_byline_a_slug_is_better_than_nothing);
	tcase_add_test(t, a_byline_ends_with_the_name);
	tcase_add_test(t, authors_of_dublin_core_come_first);
	tcase_add_test(t, an_aside_of_microdata_is_the_articles);
	tcase_add_test(t, json_ld_may_be_wrapped_and_refer_to_itself);
	tcase_add_test(t, references_are_not_looked_for_without_end);
	tcase_add_test(t, the_source_is_the_site_or_its_publisher);
	tcase_add_test(t, the_language_is_what_the_page_states);
	tcase_add_test(t, dates_stand_in_more_places);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
