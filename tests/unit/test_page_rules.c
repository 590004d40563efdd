/* Pressmark - tests of corpus/page/rules.h, and of what rules make of pages.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/blocks.h"
#include "corpus/page/html.h"
#include "corpus/page/reasons.h"
#include "corpus/page/rules.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct pm_page page;
static struct pm_page_rules *rules;

static void
setup(void)
{
	pm_page_init(&page);
	rules = NULL;
}

static void
teardown(void)
{
	pm_page_release(&page);
	pm_page_rules_free(rules);
}

#define FIRST \
	"The dyke at the old mill gave way on Tuesday evening, and the water stood in " \
	"the fields of nine farms by the morning, as the water board said."
#define SECOND \
	"Nobody was hurt, but some of the animals had to be brought to the other bank, " \
	"and it will take weeks until the land is dry again, the board believes."

static const char PAGE[] =
	"<html lang=en><head><title>Dyke gives way | The Shore</title>"
	"<meta name=author content='Ann Lee'><meta name=issued content='2 May 2021'>"
	"<link rel=canonical href='https://News.Shore.example:443/2024/03/05/dyke'></head>"
	"<body><nav><a href=/a>News</a> <a href=/b>Sports</a></nav>"
	"<main><h1>Dyke gives way</h1><h2 data-level=two title=Sub>Nine farms</h2>"
	"<div class=text><p class=one>" FIRST "</p>"
	"<p>Some <b class=ad>boats </b>words<sup>1</sup>stay <i>here</i>.</p>"
	"<p class=two>" SECOND "</p></div>"
	"<div class=by>By <a>Ida Beck</a> and <a>Tom Hill</a></div>"
	"<time datetime=2023-12-24>Christmas</time>"
	"<div style='display:none' class=more>Hidden words of the article stand here.</div>"
	"</main><footer><p class=foot>The Shore, <span class=r>all rights</span> reserved</p>"
	"</footer></body></html>";

static void
use(const char *text)
{
	struct pm_error err;

	pm_page_rules_free(rules);
	ck_assert_msg(pm_page_rules_parse(&rules, "rules", text, strlen(text), &err) ==
			      PM_OK,
		      "%s", err.text);
}

static const char *
read_html(const char *html)
{
	struct pm_error err;

	page.rules = rules;
	page.file = "in/2024/page.html";
	page.file_len = strlen(page.file);
	ck_assert_int_eq(pm_page_read(&page, html, strlen(html), &err), PM_OK);
	return pm_buf_str(&page.text);
}

static const char *
read_with(const char *text)
{
	use(text);
	return read_html(PAGE);
}

#define HAS(text, part) \
	ck_assert_msg(strstr(text, part) != NULL, "'%s' in '%s'", part, text)
#define HAS_NOT(text, part) \
	ck_assert_msg(strstr(text, part) == NULL, "'%s' in '%s'", part, text)

START_TEST(a_host_has_its_subdomains_and_nothing_else)
{
	static const struct {
		const char *pages;
		bool is;
	} cases[] = {
		{ "shore.example", true },
		{ "news.shore.example", true },
		{ "Shore.EXAMPLE.", true },
		{ ".shore.example", true },
		{ "example", true },
		{ "*", true },
		{ "hore.example", false },
		{ "x.news.shore.example", false },
		{ "ews.shore.example", false },
		{ "shore", false },
		{ "file:page.html", true },
		{ "file:*.html", true },
		{ "file:*.htm", false },
		{ "file:2024", true },
		{ "file:in/2024/*", true },
		{ "file:2024/*.html", false },
		{ "file:**/2024/*.html", true },
	};
	char line[100];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(line, sizeof line, "%s title h2", cases[i].pages);
		read_with(line);
		ck_assert_msg((strcmp(pm_buf_str(&page.title), "Nine farms") == 0) ==
				      cases[i].is,
			      "'%s': '%s'", line, pm_buf_str(&page.title));
	}
}
END_TEST

START_TEST(where_it_is_known_what_the_page_says_does_not_count)
{
	use("news.shore.example title h2\ncrawl.example title .foot");
	page.known_url = "http://crawl.example/x";
	page.known_url_len = strlen(page.known_url);
	read_html(PAGE);
	ck_assert_str_eq(pm_buf_str(&page.title), "The Shore, all rights reserved");
	page.known_url = "http://others.example/x";
	page.known_url_len = strlen(page.known_url);
	read_html(PAGE);
	ck_assert_str_eq(pm_buf_str(&page.title), "Dyke gives way");
	/* without any address */
	page.known_url_len = 0;
	use("shore.example title p\nfile:page.html title b\n");
	read_html("<title>A title</title><p>one <b>two</b></p>");
	ck_assert_str_eq(pm_buf_str(&page.title), "two");
}
END_TEST

START_TEST(blocks_are_kept_and_dropped_whatever_they_weigh)
{
	const char *text = read_with("* keep .foot\n* drop .one");

	HAS(text, "The Shore, all rights reserved");
	HAS_NOT(text, "The dyke at");
	HAS(text, "Nobody was hurt");
	/* the same with all of the page, and with what is sure */
	page.clean = PM_CLEAN_FULL;
	HAS_NOT(read_html(PAGE), "The dyke at");
	HAS(read_html(PAGE), "News Sports");
	page.clean = PM_CLEAN_PRECISE;
	HAS(read_html(PAGE), "The Shore, all rights reserved");
	page.clean = PM_CLEAN_USUAL;
	/* what is hidden */
	HAS_NOT(read_html(PAGE), "Hidden words");
	HAS(read_with("* keep .more"), "Hidden words of the article");
	/* by its text */
	HAS_NOT(read_with("* drop-text \"Nobody was hurt\""), "Nobody");
	HAS_NOT(read_with("* drop-text Nobody was hurt"), "Nobody");
	HAS(read_with("* drop-text nobody was hurt"), "Nobody");
	/* everything */
	ck_assert_str_eq(read_with("* drop html"), "");
}
END_TEST

START_TEST(the_first_rule_counts)
{
	const char *text = read_with("* drop .one\n* keep .text\n* drop body");

	HAS_NOT(text, "The dyke at");
	HAS(text, "Nobody was hurt");
	HAS_NOT(text, "Dyke gives way");
	text = read_with("* keep .text\n* drop .one");
	HAS(text, "The dyke at");
	text = read_with("* drop .text\n* keep .one");
	HAS_NOT(text, "The dyke at");
	text = read_with("* keep .one\n* drop .text");
	HAS(text, "The dyke at");
	HAS_NOT(text, "Nobody");
	/* in the order of the file, whatever the pages are */
	text = read_with("* drop .one\nnews.shore.example keep .one");
	HAS_NOT(text, "The dyke at");
	text = read_with("news.shore.example keep .one\n* drop .one");
	HAS(text, "The dyke at");
	text = read_with("* drop-text The dyke\n* keep .one");
	HAS_NOT(text, "The dyke at");
	text = read_with("* keep .one\n* drop-text The dyke");
	HAS(text, "The dyke at");
}
END_TEST

START_TEST(text_is_all_that_is_kept_where_it_is_found)
{
	ck_assert_str_eq(read_with("* text .foot, .one"),
			 FIRST "\nThe Shore, all rights reserved");
	ck_assert_str_eq(read_with("* text //h2"), "Nine farms");
	/* a page without it is weighed */
	HAS(read_with("* text .gone"), "Nobody was hurt");
	/* the second where the first is not there */
	ck_assert_str_eq(read_with("* text .gone\n* text h2"), "Nine farms");
	ck_assert_str_eq(read_with("* drop .r\n* text .foot"), "The Shore, reserved");
}
END_TEST

START_TEST(a_part_of_a_line_may_be_dropped)
{
	HAS(read_with("* drop .ad\n* keep .text"), "\nSome words1stay here.\n");
	HAS(read_with("* drop .ad, sup\n* keep .text"), "\nSome wordsstay here.\n");
	HAS(read_with("* drop .ad, sup, i\n* keep .text"), "\nSome wordsstay .\n");
	HAS(read_with("* keep .ad\n* drop .text p"), "boats");
	HAS(read_with("* drop //p/text()[starts-with(., 'Some')]\n* keep .text"),
	    "\nboats words1stay here.\n");
	HAS(read_with("* keep .text"), "\nSome boats words1stay here.\n");
}
END_TEST

/* The text with what is folded put back is all of the page, whatever is dropped. */
START_TEST(what_is_dropped_is_folded_in_its_place)
{
	static const char *const dropped[] = {
		".ad",	   "sup", ".ad, sup", "i",     "i, .two", ".one", ".one, .ad",
		".text p", "h1",  ".r",	      ".foot", ".r, nav", "html", "sup, i, .two"
	};
	static const char marks[] = ".ad, sup, i, .r";
	struct pm_buf whole, back;
	char text[200];
	size_t i;

	pm_buf_init(&whole, PM_BUF_NO_LIMIT);
	pm_buf_init(&back, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof dropped / sizeof *dropped; i++) {
		snprintf(text, sizeof text, "* keep %s, html", marks);
		read_with(text);
		pm_buf_clear(&whole);
		pm_buf_put(&whole, page.text.data, page.text.len);
		ck_assert_uint_eq(page.folds.n_drafts, 0);
		snprintf(text, sizeof text, "* drop %s\n* keep %s, html", dropped[i],
			 marks);
		read_with(text);
		ck_assert_uint_gt(page.folds.n, 0);
		pm_buf_clear(&back);
		pm_folds_put_back(&back,
				  (struct pm_str){ pm_buf_str(&page.text), page.text.len },
				  page.folds.all, page.folds.n);
		ck_assert_msg(strcmp(pm_buf_str(&back), pm_buf_str(&whole)) == 0,
			      "without '%s', '%s' is folded as '%s'", dropped[i],
			      pm_buf_str(&whole), pm_buf_str(&back));
	}
	pm_buf_release(&whole);
	pm_buf_release(&back);
}
END_TEST

START_TEST(title_date_and_author_are_what_a_rule_finds)
{
	ck_assert_uint_eq((read_with("* drop .gone"), page.day), 20240305);
	read_with("* title [data-level=two]\n* date time\n* author .by a");
	ck_assert_str_eq(pm_buf_str(&page.title), "Nine farms");
	ck_assert_uint_eq(page.day, 20231224);
	ck_assert_str_eq(pm_buf_str(&page.date), "2023-12-24");
	ck_assert_str_eq(pm_buf_str(&page.author), "Ida Beck\nTom Hill");
	ck_assert_str_eq(pm_page_where(&page, &page.title), "by rule line 1");
	ck_assert_str_eq(pm_page_where(&page, &page.date), "by rule line 2");
	ck_assert_str_eq(pm_page_where(&page, &page.author), "by rule line 3");
	/* attributes, texts, meta, and functions */
	read_with("* title //h2/@title\n* date meta[name=issued]\n* author //a/text()[1]");
	ck_assert_str_eq(pm_buf_str(&page.title), "Sub");
	ck_assert_uint_eq(page.day, 20210502);
	read_with("* title (concat(//h2, ' - ', //h1))\n"
		  "* author (substring-after(//div[@class='by'], 'By '))");
	ck_assert_str_eq(pm_buf_str(&page.title), "Nine farms - Dyke gives way");
	ck_assert_str_eq(pm_buf_str(&page.author), "Ida Beck and Tom Hill");
	/* what finds nothing, or no date, leaves it to the next */
	read_with("* title .gone\n* date h1\n* date //meta[@name='issued']/@content\n"
		  "* author b.gone");
	ck_assert_str_eq(pm_buf_str(&page.title), "Dyke gives way");
	ck_assert_uint_eq(page.day, 20210502);
	ck_assert_str_eq(pm_page_where(&page, &page.date), "by rule line 3");
	ck_assert_str_eq(pm_buf_str(&page.author), "Ann Lee");
	ck_assert_str_eq(pm_page_where(&page, &page.author), "meta, an author");
}
END_TEST

START_TEST(it_is_said_which_rule_has_decided)
{
	const struct pm_blocks *b;
	struct pm_buf why;
	size_t i, n = 0;

	pm_buf_init(&why, PM_BUF_NO_LIMIT);
	read_with("# one\n\n* drop .one\n* keep .foot");
	b = pm_page_blocks(&page);
	for (i = 0; i < b->n; i++) {
		pm_block_reasons(&b->blocks[i], &why);
		if (strcmp(pm_buf_str(&why), "by rule line 3") == 0) {
			ck_assert(!b->blocks[i].kept);
			n += 1;
		}
		if (strcmp(pm_buf_str(&why), "by rule line 4") == 0) {
			ck_assert(b->blocks[i].kept);
			n += 100;
		}
	}
	ck_assert_uint_eq(n, 101);
	pm_buf_release(&why);
}
END_TEST

static void
check_trouble(const char *expected)
{
	struct pm_rule_trouble t;
	struct pm_buf all;
	size_t next = 0;

	pm_buf_init(&all, PM_BUF_NO_LIMIT);
	while (pm_page_rules_trouble(rules, &next, &t))
		pm_buf_printf(&all, "%d %s %s %s: %s\n", (int)t.line, t.pages, t.says,
			      t.selector, t.why);
	ck_assert_str_eq(pm_buf_str(&all), expected);
	pm_buf_release(&all);
}

START_TEST(rules_that_meet_nothing_are_known)
{
	use("* drop .gone\nnews.shore.example drop .one\nother.example drop .one\n"
	    "* title h1\n* title h2\n* title .gone\n* date h1\n* date h2\n"
	    "* drop-text no such text\nfile:x.html drop p\n");
	read_html(PAGE);
	read_html(PAGE);
	check_trouble("1 * drop .gone: matches nothing on these pages\n"
		      "3 other.example drop .one: there is no page of this host\n"
		      "7 * date h1: finds no date on these pages\n"
		      "8 * date h2: finds no date on these pages\n"
		      "9 * drop-text no such text: matches nothing on these pages\n"
		      "10 file:x.html drop p: there is no page in such a file\n");
	/* what meets something on one page is none */
	read_html("<p class=gone>a<h1>1 May 2020</h1>");
	check_trouble("3 other.example drop .one: there is no page of this host\n"
		      "8 * date h2: finds no date on these pages\n"
		      "9 * drop-text no such text: matches nothing on these pages\n"
		      "10 file:x.html drop p: there is no page in such a file\n");
}
END_TEST

START_TEST(a_rule_that_takes_too_long_is_given_up)
{
	struct pm_buf html;
	size_t i;

	pm_buf_init(&html, PM_BUF_NO_LIMIT);
	for (i = 0; i < 3000; i++)
		pm_buf_puts(&html, "<p>a text of some length, as it stands in pages</p>");
	use("* drop //*[//*[//*]]\n* drop //p[2]");
	ck_assert_ptr_null(pm_page_rule_trouble(&page));
	for (i = 0; i < 2; i++) {
		read_html(pm_buf_str(&html));
		ck_assert_str_eq(pm_page_rule_trouble(&page),
				 "rule line 1 is not applied to this page: it takes too many "
				 "steps");
	}
	read_html("<p>a</p>");
	ck_assert_ptr_null(pm_page_rule_trouble(&page));
	read_html(pm_buf_str(&html));
	ck_assert_str_eq(pm_page_rule_trouble(&page),
			 "rule line 1 is given up: it takes too many steps");
	read_html(pm_buf_str(&html));
	ck_assert_ptr_null(pm_page_rule_trouble(&page));
	check_trouble("1 * drop //*[//*[//*]]: it takes too many steps\n");
	/* and so is one that cannot be evaluated after all */
	use("* drop //p[count(1)]");
	read_html("<p>a</p>");
	ck_assert_ptr_nonnull(strstr(pm_page_rule_trouble(&page), "line 1 is given up: "));
	pm_buf_release(&html);
}
END_TEST

/* Other pages are as they would be without. */
START_TEST(attributes_that_rules_ask_for_change_no_page)
{
	static const char html[] =
		"<title>A</title><time title='2 May 2020' lang=de>long ago</time>"
		"<p name=author content=Me property=og:title type=x>" FIRST "</p>"
		"<a href=/x rel=author>Ann</a><p lang=fr>" SECOND "</p>";
	struct pm_page plain;
	struct pm_error err;

	pm_page_init(&plain);
	ck_assert_int_eq(pm_page_read(&plain, html, sizeof html - 1, &err), PM_OK);
	use("a.example drop [href][name][property][title][type][lang][content][data-x]\n");
	read_html(html);
	ck_assert_str_eq(pm_buf_str(&page.text), pm_buf_str(&plain.text));
	ck_assert_str_eq(pm_buf_str(&page.title), pm_buf_str(&plain.title));
	ck_assert_str_eq(pm_buf_str(&page.author), pm_buf_str(&plain.author));
	ck_assert_str_eq(pm_buf_str(&page.language), pm_buf_str(&plain.language));
	ck_assert_uint_eq(page.day, plain.day);
	pm_page_release(&plain);
}
END_TEST

START_TEST(a_large_page_does_not_make_it_forget)
{
	read_with("* text h2");
	page.clean = PM_CLEAN_FULL;
	pm_page_trim(&page);
	ck_assert_str_eq(read_html(PAGE), "Nine farms");
	ck_assert_int_eq(page.clean, PM_CLEAN_FULL);
}
END_TEST

START_TEST(what_is_wrong_is_named_with_line_and_column)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{ "", "'rules' has no rule" },
		{ "# a\n\n  # b\n", "'rules' has no rule" },
		{ "\n* dorp p", "'rules' line 2 column 3: keep, drop," },
		{ "*", "'rules' line 1 column 2: keep, drop," },
		{ "*  drop  ", "'rules' line 1 column 8: a selector should follow" },
		{ "* drop-text \"\"", "'rules' line 1 column 13: a text should follow" },
		{ "\xc3\xa4.example drop p[", "line 1 column 18: the selector ends" },
		{ "x drop \xc3\xa4 > > p", "line 1 column 12: '>' stands" },
		{ "x drop //p[foo()]\n", "line 1 column 12: 'foo' is no function" },
		{ "x drop p\r\ny drop count(//p)\r\n",
		  "line 2 column 13: this is no CSS" },
		{ "http://x.y drop p", "line 1 column 5: a host" },
		{ "x.y/z drop p", "line 1 column 4: a host" },
		{ "*.x.y drop p", "line 1 column 1: a host" },
		{ "... drop p", "line 1 column 1: a host" },
		{ "file: drop p", "line 1 column 6: a pattern" },
		{ "x drop p\nx drop \xff", "line 2 column 1: the line is not UTF-8" },
		{ "x drop [a\\!b]", "no page has an attribute" },
	};
	static const char nul[] = "* drop p\0q";
	struct pm_error err;
	struct pm_buf text;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		ck_assert_int_eq(pm_page_rules_parse(&rules, "rules", cases[i].text,
						     strlen(cases[i].text), &err),
				 PM_ERR_INPUT);
		ck_assert_ptr_null(rules);
		ck_assert_msg(strstr(err.text, cases[i].why) != NULL, "%s", err.text);
	}
	ck_assert_int_eq(pm_page_rules_parse(&rules, "rules", nul, sizeof nul - 1, &err),
			 PM_ERR_INPUT);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i <= PM_RULES_MAX; i++)
		pm_buf_puts(&text, "* drop p\n");
	ck_assert_int_eq(pm_page_rules_parse(&rules, "rules", pm_buf_str(&text), text.len,
					     &err),
			 PM_ERR_INPUT);
	HAS(err.text, "line 4097 column 1: there are more than 4096 rules");
	pm_buf_clear(&text);
	for (i = 0; i < 33; i++)
		pm_buf_printf(&text, "* drop [data-%d]\n", (int)i);
	ck_assert_int_eq(pm_page_rules_parse(&rules, "rules", pm_buf_str(&text), text.len,
					     &err),
			 PM_ERR_INPUT);
	HAS(err.text, "line 33 column");
	pm_buf_release(&text);
}
END_TEST

START_TEST(blanks_and_comments_say_nothing)
{
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	use("\xef\xbb\xbf# a\n\t X.Example\t drop \t p  >  q \r\n\n#\n* drop-text  \"a  b\"");
	pm_page_rules_put(&out, rules);
	ck_assert_str_eq(pm_buf_str(&out), "x.example drop p  >  q\n* drop-text a  b\n");
	ck_assert_uint_eq(pm_page_rules_count(rules), 2);
	pm_buf_release(&out);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("page_rules");
	TCase *t = tcase_create("page_rules");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_host_has_its_subdomains_and_nothing_else);
	tcase_add_test(t, where_it_is_known_what_the_page_says_does_not_count);
	tcase_add_test(t, blocks_are_kept_and_dropped_whatever_they_weigh);
	tcase_add_test(t, the_first_rule_counts);
	tcase_add_test(t, text_is_all_that_is_kept_where_it_is_found);
	tcase_add_test(t, a_part_of_a_line_may_be_dropped);
	tcase_add_test(t, what_is_dropped_is_folded_in_its_place);
	tcase_add_test(t, title_date_and_author_are_what_a_rule_finds);
	tcase_add_test(t, it_is_said_which_rule_has_decided);
	tcase_add_test(t, rules_that_meet_nothing_are_known);
	tcase_add_test(t, a_rule_that_takes_too_long_is_given_up);
	tcase_add_test(t, attributes_that_rules_ask_for_change_no_page);
	tcase_add_test(t, a_large_page_does_not_make_it_forget);
	tcase_add_test(t, what_is_wrong_is_named_with_line_and_column);
	tcase_add_test(t, blanks_and_comments_say_nothing);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
