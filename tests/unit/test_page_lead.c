/* Pressmark - tests of what is kept of a page whatever it weighs, and what never is:
 * corpus/page/lead.c, corpus/page/interface.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/blocks.h"
#include "corpus/page/html.h"
#include "corpus/page/interface.h"

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

#define LEAD "Farmers on the east bank fear a wet autumn after the dyke has given way"
#define FIRST \
	"The dyke at the old mill gave way on Tuesday evening, and the water stood in " \
	"the fields of nine farms by the morning, as the water board said."
#define SECOND \
	"Nobody was hurt, but some of the animals had to be brought to the other bank, " \
	"and it will take weeks until the land is dry again, the board believes."
#define THIRD \
	"It was the third time in ten years that this dyke did not hold, and it was to " \
	"have been made higher before the next winter with money of the province."
#define PARAGRAPHS "<p>" FIRST "</p><p>" SECOND "</p><p>" THIRD "</p>"
#define MENU \
	"<nav><ul><li><a href=/a>News</a><li><a href=/b>Sports</a><li><a href=/c>Arts</a>" \
	"<li><a href=/d>Letters</a></ul></nav>"

/* A page with BEFORE in its head, HEADER between menu and text, and TEXT. */
static const char *
read_parts(const char *head, const char *header, const char *text)
{
	struct pm_error err;
	struct pm_buf html;

	pm_buf_init(&html, PM_BUF_NO_LIMIT);
	pm_buf_printf(&html,
		      "<html><head><title>Dyke gives way | The Shore</title>%s</head><body>" MENU
		      "<main>%s<div class=text>%s</div></main><footer>The Shore, all "
		      "rights reserved</footer></body></html>",
		      head, header, text);
	ck_assert_int_eq(pm_page_read(&page, pm_buf_str(&html), html.len, &err), PM_OK);
	pm_buf_release(&html);
	return pm_buf_str(&page.text);
}

static bool
begins_with_lead(const char *text)
{
	return strncmp(text, LEAD, strlen(LEAD)) == 0;
}

START_TEST(a_lead_is_known_by_its_name)
{
	static const char *const cases[] = {
		"<div class=standfirst>" LEAD "</div>",
		"<div class='article__dek'>" LEAD "</div>",
		"<div class=ArticleHeaderDek-x1>" LEAD "</div>",
		"<p itemprop=description>" LEAD "</p>",
		"<div class=subtitle><div><span>" LEAD "</span></div></div>",
		"<div class=c-lead>" LEAD "</div><div class=byline>By <a href=/u>Ida Beck"
		"</a></div><time datetime=2024-03-01>1 March 2024</time>",
		"<div class=byline>By <a href=/u>Ida Beck</a></div><div class=chapo>" LEAD
		"</div>",
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct pm_buf header;

		pm_buf_init(&header, PM_BUF_NO_LIMIT);
		pm_buf_printf(&header, "<header><h1>Dyke gives way</h1>%s</header>",
			      cases[i]);
		ck_assert_msg(begins_with_lead(read_parts("", pm_buf_str(&header),
							  PARAGRAPHS)),
			      "%s: %s", cases[i], pm_buf_str(&page.text));
		pm_buf_release(&header);
	}
}
END_TEST

START_TEST(a_lead_is_what_the_page_says_of_itself)
{
	static const char *const heads[] = {
		"<meta name=description content='" LEAD "'>",
		"<meta property='og:description' content='" LEAD ".'>",
		"<meta name=description content='Farmers on the east bank fear a wet "
		"autumn after ...'>",
		"<script type='application/ld+json'>{\"@type\":\"NewsArticle\","
		"\"description\":\"" LEAD "\"}</script>",
	};
	static const char header[] =
		"<h1>Dyke gives way</h1><section><div class=x><div>" LEAD
		"</div></div></section><div class=y>3 min</div>";
	size_t i;

	for (i = 0; i < sizeof heads / sizeof *heads; i++)
		ck_assert_msg(begins_with_lead(read_parts(heads[i], header, PARAGRAPHS)),
			      "%s: %s", heads[i], pm_buf_str(&page.text));
	/* said twice, for wide and for narrow screens */
	read_parts(heads[0],
		   "<h1>Dyke gives way</h1><div><div>" LEAD "</div></div><div><div>" LEAD
		   "</div></div>",
		   PARAGRAPHS);
	ck_assert_str_eq(pm_buf_str(&page.text), LEAD "\n" FIRST "\n" SECOND "\n" THIRD);
}
END_TEST

START_TEST(a_lead_stands_right_behind_the_heading)
{
	ck_assert(begins_with_lead(read_parts("",
					      "<header><h1>Dyke gives way</h1><h2>" LEAD
					      "</h2></header>",
					      PARAGRAPHS)));
	ck_assert(begins_with_lead(read_parts(
		"",
		"<section><div><h1>Dyke gives way</h1><p class=q>" LEAD "</p></div>"
		"</section><article>" PARAGRAPHS "</article>",
		"")));
}
END_TEST

START_TEST(not_all_that_stands_there_is_a_lead)
{
	static const char *const cases[] = {
		"<div class=byline>By our correspondent on the shore in the east, who was "
		"there</div>",
		"<p>Published on Friday 1 March 2024 at 10:00 by the desk</p>",
		"<div class=related><div class=lead>What the board said of the dykes last "
		"year</div></div>",
		"<div class=newsletter-intro>Get all the news of the shore in the morning"
		"</div>",
		"<div class=lead hidden>What nobody was to see of the dykes of the shore"
		"</div>",
		"<figure><figcaption class=description>The mill as it was in the spring of "
		"last year</figcaption></figure>",
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct pm_buf header;

		pm_buf_init(&header, PM_BUF_NO_LIMIT);
		pm_buf_printf(&header, "<header><h1>Dyke gives way</h1>%s</header>",
			      cases[i]);
		read_parts("", pm_buf_str(&header), PARAGRAPHS);
		ck_assert_msg(strncmp(pm_buf_str(&page.text), FIRST, strlen(FIRST)) == 0,
			      "%s: %s", cases[i], pm_buf_str(&page.text));
		pm_buf_release(&header);
	}
}
END_TEST

START_TEST(lines_of_the_interface_are_dropped)
{
	read_parts("", "<h1>Dyke gives way</h1>",
		   "<p>Article content</p><p>" FIRST "</p><p>Advertisement 2</p><p>" SECOND
		   "</p><p>STORY CONTINUES BELOW</p><p>This advertisement has not loaded "
		   "yet, but your article continues below.</p><p>Lire aussi :</p><p>" THIRD
		   "</p><p>Read more</p>");
	ck_assert_str_eq(pm_buf_str(&page.text), FIRST "\n" SECOND "\n" THIRD);
	/* where there is nothing else, that is what the page says */
	read_parts("", "", "<p>Subscribe now</p>");
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&page.text), "Subscribe now"));
}
END_TEST

START_TEST(offers_are_dropped)
{
	read_parts("", "<h1>Dyke gives way</h1>",
		   "<p>" FIRST "</p><section class=article-subscribe><h3>Subscribe now to "
		   "read the latest news in your city.</h3><ul><li>Unlimited online access "
		   "to articles from The Shore.</li><li>Daily puzzles, including the "
		   "crossword.</li><li>Support local journalism.</li></ul></section><p>" SECOND
		   "</p><p>" THIRD "</p>");
	ck_assert_str_eq(pm_buf_str(&page.text), FIRST "\n" SECOND "\n" THIRD);
}
END_TEST

#define TEASERS \
	"<div class=box><p><a href=/1>Three farms want to leave the valley for good</a>" \
	"</p><p><a href=/2>The mill is to be a museum of the river</a></p><p><a href=/3>" \
	"Who pays for the dykes of the province?</a></p></div>"

START_TEST(lists_of_links_are_dropped)
{
	read_parts("", "<h1>Dyke gives way</h1>",
		   "<p>" FIRST "</p>" TEASERS "<p>" SECOND "</p><p>" THIRD "</p>");
	ck_assert_str_eq(pm_buf_str(&page.text), FIRST "\n" SECOND "\n" THIRD);
	/* where they are most of the page, they stay */
	read_parts("", "<h1>Dyke gives way</h1>", "<p>" FIRST "</p>" TEASERS TEASERS);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&page.text), "museum of the river"));
}
END_TEST

START_TEST(probabilities_may_be_set)
{
	struct pm_blocks *b;
	struct pm_error err;
	size_t i;

	ck_assert_ptr_null(pm_page_blocks(&page));
	read_parts("", "<h1>Dyke gives way</h1><div class=dek>" LEAD "</div>", PARAGRAPHS);
	b = pm_page_blocks(&page);
	ck_assert_ptr_nonnull(b);
	for (i = 0; i < b->n; i++)
		b->blocks[i].p = strncmp((char *)b->text.data + b->blocks[i].at, SECOND,
					 strlen(SECOND)) == 0;
	ck_assert_int_eq(pm_page_decide(&page, &err), PM_OK);
	ck_assert_str_eq(pm_buf_str(&page.text), LEAD "\n" SECOND);
	/* a page that is not cut */
	page.max_nodes = 4;
	read_parts("", "<h1>Dyke gives way</h1>", PARAGRAPHS);
	ck_assert(page.unclean);
	ck_assert_ptr_null(pm_page_blocks(&page));
}
END_TEST

static bool
is_line(const char *s)
{
	return pm_is_interface_line(s, strlen(s));
}

START_TEST(a_line_counts_as_a_whole)
{
	ck_assert(is_line("Advertisement"));
	ck_assert(is_line("  \u2014 ADVERTISEMENT 12 \u2014"));
	ck_assert(is_line("Skip past newsletter promotion"));
	ck_assert(is_line("Читайте также:"));
	ck_assert(is_line("広告"));
	ck_assert(is_line("Publicité"));
	ck_assert(!is_line(""));
	ck_assert(!is_line("12"));
	ck_assert(!is_line("Advertisement rates fell"));
	ck_assert(!is_line("Watch the river rise"));
	ck_assert(!is_line("A word of very many letters: Donaudampfschifffahrtsgesellschaft"));
}
END_TEST

START_TEST(pointers_begin_a_text)
{
	ck_assert(pm_is_pointer("READ MORE: Two farms", 20));
	ck_assert(pm_is_pointer("\u00e0 lire : deux fermes", 20));
	ck_assert(!pm_is_pointer("Read mo", 7));
	ck_assert(!pm_is_pointer("They read more: two", 19));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("page_lead");
	TCase *t = tcase_create("page_lead");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_lead_is_known_by_its_name);
	tcase_add_test(t, a_lead_is_what_the_page_says_of_itself);
	tcase_add_test(t, a_lead_stands_right_behind_the_heading);
	tcase_add_test(t, not_all_that_stands_there_is_a_lead);
	tcase_add_test(t, lines_of_the_interface_are_dropped);
	tcase_add_test(t, offers_are_dropped);
	tcase_add_test(t, lists_of_links_are_dropped);
	tcase_add_test(t, probabilities_may_be_set);
	tcase_add_test(t, a_line_counts_as_a_whole);
	tcase_add_test(t, pointers_begin_a_text);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
