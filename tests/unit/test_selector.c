/* Pressmark - tests of corpus/page/selector.h, and of corpus/page/xpath.h, which must find
 * the same.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/selector.h"
#include "corpus/page/xpath.h"
#include "support/clock.h"

#include <check.h>
#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>

static xmlDoc *doc;
static struct pm_selector_walk walk;
static struct pm_buf found; /* ids with blanks between, or names */

static const char PAGE[] =
	"<html id=html><body id=body>"
	"<div id=a class='story wide' data-x='one two'><p id=b class=lead>x</p>text"
	"<p id=c>y <span id=d class=ad>z</span></p><p id=e lang=en-GB>w</p></div>"
	"<div id=f class='Story  md:flex\tlast'><ul id=g><li id=h>1</li><li id=i>2</li>"
	"<li id=j>3</li><li id=k>4</li><li id=l>5</li></ul>"
	"<a id=m href='https://x.example/A.pdf' data-x=''>l</a><b id=n></b></div>"
	"</body></html>";

static void
parse(const char *html, size_t len)
{
	doc = htmlReadMemory(html, (int)len, NULL, "UTF-8",
			     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
				     HTML_PARSE_NOWARNING | XML_PARSE_HUGE);
	ck_assert_ptr_nonnull(doc);
}

static void
setup(void)
{
	parse(PAGE, sizeof PAGE - 1);
	pm_selector_walk_init(&walk);
	pm_buf_init(&found, PM_BUF_NO_LIMIT);
}

static void
teardown(void)
{
	xmlFreeDoc(doc);
	pm_selector_walk_release(&walk);
	pm_buf_release(&found);
}

static bool
note(void *ctx, xmlNode *node)
{
	xmlChar *id = xmlGetProp(node, BAD_CAST "id");

	(void)ctx;
	pm_buf_printf(&found, "%s%s", found.len > 0 ? " " : "",
		      id != NULL ? (const char *)id : (const char *)node->name);
	xmlFree(id);
	return true;
}

static const char *
select_css(const char *text)
{
	struct pm_selector *s;
	struct pm_error err;
	size_t at;

	pm_buf_clear(&found);
	ck_assert_msg(pm_selector_parse(&s, text, strlen(text), &at, &err) == PM_OK,
		      "'%s': %s", text, err.text);
	ck_assert_int_eq(pm_selector_find(s, xmlDocGetRootElement(doc), &walk, note, NULL,
					  &err),
			 PM_OK);
	pm_selector_free(s);
	return pm_buf_str(&found);
}

static const char *
select_xpath(const char *text)
{
	struct pm_xpath_page page;
	struct pm_error err;
	struct pm_xpath *x;
	size_t at;

	pm_buf_clear(&found);
	ck_assert_msg(pm_xpath_parse(&x, text, strlen(text), PM_XPATH_VALUE, &at, &err) ==
			      PM_OK,
		      "'%s': %s", text, err.text);
	pm_xpath_page_init(&page, doc, sizeof PAGE);
	ck_assert_msg(pm_xpath_find(x, &page, note, NULL, &found, &err) == PM_OK,
		      "'%s': %s", text, err.text);
	pm_xpath_free(x);
	return pm_buf_str(&found);
}

START_TEST(a_selector_means_what_it_means_to_browsers)
{
	static const struct {
		const char *css, *ids, *xpath; /* which means the same, or NULL */
	} cases[] = {
		{ "p", "b c e", "//p" },
		{ "P", "b c e", NULL },
		{ "*", "html body a b c d e f g h i j k l m n", "//*" },
		{ ".story", "a", "//*[contains(concat(' ', @class, ' '), ' story ')]" },
		{ ".last", "f", NULL },
		{ ".stor", "", NULL },
		{ ".md\\:flex", "f", NULL },
		{ ".\\6d d\\:flex", "f", NULL },
		{ "#c", "c", "//*[@id='c']" },
		{ "div.wide.story#a", "a", NULL },
		{ "[data-x]", "a m", "//*[@data-x]" },
		{ "[DATA-X]", "a m", NULL },
		{ "[ data-x = 'one two' ]", "a", "//*[@data-x='one two']" },
		{ "[data-x='']", "m", "//*[@data-x='']" },
		{ "[data-x^='']", "", NULL },
		{ "[data-x*='']", "", NULL },
		{ "[data-x$=\"\"]", "", NULL },
		{ "[data-x~='']", "", NULL },
		{ "[data-x^=one]", "a", "//*[starts-with(@data-x, 'one')]" },
		{ "[data-x$=two]", "a", NULL },
		{ "[data-x$='a one two']", "", NULL },
		{ "[data-x*='e t']", "a", "//*[contains(@data-x, 'e t')]" },
		{ "[data-x~=two]", "a", NULL },
		{ "[data-x~='one two']", "", NULL },
		{ "[lang|=en]", "e", NULL },
		{ "[lang|=e]", "", NULL },
		{ "[href$='.PDF' i]", "m", NULL },
		{ "[href$='.PDF']", "", NULL },
		{ "[href*='/a.P'i]", "m", NULL },
		{ "[class=STORY i]", "", NULL },
		{ "div p", "b c e", "//div//p" },
		{ "div > p", "b c e", "//div/p" },
		{ "body > p", "", "//body/p" },
		{ "body span", "d", "//body//span" },
		{ "div>p>span", "d", NULL },
		{ "#b + p", "c", "//*[@id='b']/following-sibling::*[1][self::p]" },
		{ "#b ~ p", "c e", "//*[@id='b']/following-sibling::p" },
		{ "#b + #e", "", NULL },
		{ "li + li + li", "j k l", NULL },
		{ "li ~ li", "i j k l", "//li/following-sibling::li" },
		{ "li:first-child", "h", "//li[1]" },
		{ "li:last-child", "l", "//li[last()]" },
		{ "p:last-child", "e", NULL },
		{ "li:nth-child(2)", "i", "//li[2]" },
		{ "li:nth-child( odd )", "h j l", "//li[position() mod 2 = 1]" },
		{ "li:nth-child(even)", "i k", "//li[position() mod 2 = 0]" },
		{ "li:nth-child(3n)", "j", NULL },
		{ "li:nth-child(3n + 1)", "h k", NULL },
		{ "li:nth-child(-n+2)", "h i", "//li[position() <= 2]" },
		{ "li:nth-child(n+4)", "k l", "//li[position() > 3]" },
		{ "li:nth-child(2n-1)", "h j l", NULL },
		{ "li:nth-child(0)", "", NULL },
		{ "li:nth-child(-2)", "", NULL },
		{ "li:nth-child(0n+2)", "i", NULL },
		{ "p:not(.lead)", "c e", "//p[not(@class='lead')]" },
		{ "p:not( [lang] ):not(#b)", "c", NULL },
		{ "div:not(p) > :not(p)", "g m n", NULL },
		{ "li:not(:nth-child(2n))", "h j l", NULL },
		{ ".story, li:first-child,#n", "a h n", NULL },
		{ "div p, p", "b c e", "//div//p | //p" },
		{ "html", "html", "/html" },
		{ "html html", "", NULL },
		{ "html > body:last-child", "body", NULL },
		{ "  p  ", "b c e", NULL },
		{ "body ul li, body ul", "g h i j k l", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *ids = select_css(cases[i].css);

		ck_assert_msg(strcmp(ids, cases[i].ids) == 0, "'%s' is for '%s', not '%s'",
			      cases[i].css, ids, cases[i].ids);
		if (cases[i].xpath == NULL)
			continue;
		ids = select_xpath(cases[i].xpath);
		ck_assert_msg(strcmp(ids, cases[i].ids) == 0, "'%s' is for '%s', not '%s'",
			      cases[i].xpath, ids, cases[i].ids);
	}
}
END_TEST

START_TEST(what_is_not_known_is_refused_with_its_place)
{
	static const struct {
		const char *css;
		size_t at;
		const char *why;
	} cases[] = {
		{ "", 0, "ends where an element" },
		{ "   ", 3, "ends where an element" },
		{ "p,", 2, "ends where an element" },
		{ "p, ,q", 3, "',' stands where an element" },
		{ "p >", 3, "ends where an element" },
		{ "> p", 0, "'>' stands where an element" },
		{ "p > > q", 4, "'>' stands where an element" },
		{ "p:has(a)", 1, "':has' is not known" },
		{ "p::before", 1, "'::before' is not known" },
		{ "p:first-childs", 1, "':first-childs' is not known" },
		{ "p:", 1, "':' is not known" },
		{ "p.", 2, "ends where a name" },
		{ "p.1a", 2, "'1' stands where a name" },
		{ "p.-1", 2, "'-' stands where a name" },
		{ "p#", 2, "ends where a name" },
		{ "[a", 0, "[ is not closed" },
		{ "p[a=b", 1, "[ is not closed" },
		{ "[a=]", 3, "']' stands where a name" },
		{ "[a='b]", 3, "quotation mark" },
		{ "[a!=b]", 2, "'!' stands where = or ]" },
		{ "[a^b]", 3, "'b' stands where = or ]" },
		{ "[a=b j]", 5, "'j' stands where ]" },
		{ "p)", 1, "')' stands where the end" },
		{ "p\xc3\xa9 $", 4, "'$' stands where an element" },
		{ ":nth-child()", 11, "')' stands where a number" },
		{ ":nth-child(n+)", 13, "')' stands where a number" },
		{ ":nth-child(2 of p)", 13, "'o' stands where )" },
		{ ":not(:not(p))", 5, "within another" },
		{ ":not()", 5, "')' stands where a name" },
		{ ":not(p q)", 7, "'q' stands where one )" },
		{ "p\\", 2, "ends where a character" },
		{ "p|q", 1, "'|' stands where the end" },
		{ "p/q", 1, "'/' stands where the end" },
	};
	struct pm_selector *s;
	struct pm_error err;
	size_t i, at;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		ck_assert_int_eq(pm_selector_parse(&s, cases[i].css, strlen(cases[i].css),
						   &at, &err),
				 PM_ERR_INPUT);
		ck_assert_ptr_null(s);
		ck_assert_msg(at == cases[i].at && strstr(err.text, cases[i].why) != NULL,
			      "'%s' at %zu: %s", cases[i].css, at, err.text);
	}
}
END_TEST

START_TEST(a_selector_has_64_parts_at_most)
{
	struct pm_selector *s;
	struct pm_error err;
	struct pm_buf text;
	size_t i, at;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < PM_SELECTOR_PARTS; i++)
		pm_buf_puts(&text, i % 2 == 0 ? "* " : "* ~ ");
	pm_buf_puts(&text, "*");
	ck_assert_int_eq(pm_selector_parse(&s, pm_buf_str(&text), text.len, &at, &err),
			 PM_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.text, "64 parts"));
	/* all of the last bit's uses */
	pm_buf_clear(&text);
	for (i = 1; i < PM_SELECTOR_PARTS; i++)
		pm_buf_puts(&text, "q, ");
	pm_buf_puts(&text, "li");
	ck_assert_str_eq(select_css(pm_buf_str(&text)), "h i j k l");
	pm_buf_clear(&text);
	while (text.len <= PM_SELECTOR_MAX)
		pm_buf_puts(&text, ".a");
	ck_assert_int_eq(pm_selector_parse(&s, pm_buf_str(&text), text.len, &at, &err),
			 PM_ERR_INPUT);
	pm_buf_release(&text);
}
END_TEST

/* The walk takes elements times parts: what backtracking would never end. */
START_TEST(no_page_makes_a_selector_slow)
{
	struct pm_buf html, text;
	double since;
	size_t i;

	pm_buf_init(&html, PM_BUF_NO_LIMIT);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < 200; i++)
		pm_buf_puts(&html, "<div><div></div><div></div>");
	for (i = 0; i < 20000; i++)
		pm_buf_puts(&html, "<i></i>");
	for (i = 0; i < 30; i++)
		pm_buf_puts(&text, i % 3 == 2 ? "div ~ " : "div ");
	pm_buf_puts(&text, "q");
	xmlFreeDoc(doc);
	parse(pm_buf_str(&html), html.len);
	since = pm_seconds();
	ck_assert_str_eq(select_css(pm_buf_str(&text)), "");
	ck_assert_str_eq(select_css("i ~ i ~ i ~ i ~ i ~ i ~ i ~ q"), "");
	ck_assert(pm_seconds() - since < 10);
	pm_buf_release(&html);
	pm_buf_release(&text);
}
END_TEST

START_TEST(the_attributes_are_those_that_are_asked_for)
{
	static const char css[] = "a[href]:not([data-x=y]) .b, #c[rel=d]";
	static const char xpath[] =
		"//a[@href='@no']/attribute::title | //@ data-x | //*[@*]";
	static const char *const expected[] = { "href", "data-x", "class", "id", "rel" };
	static const char *const in_xpath[] = { "href", "title", "data-x" };
	struct pm_selector *s;
	struct pm_xpath *x;
	struct pm_error err;
	const char *name;
	size_t i, at;

	ck_assert_int_eq(pm_selector_parse(&s, css, strlen(css), &at, &err), PM_OK);
	for (i = 0; (name = pm_selector_attribute(s, i)) != NULL; i++)
		ck_assert_str_eq(name, expected[i]);
	ck_assert_uint_eq(i, 5);
	pm_selector_free(s);
	ck_assert_int_eq(pm_xpath_parse(&x, xpath, strlen(xpath), PM_XPATH_NODES, &at,
					&err),
			 PM_OK);
	for (i = 0; (name = pm_xpath_attribute(x, i)) != NULL; i++)
		ck_assert_str_eq(name, in_xpath[i]);
	ck_assert_uint_eq(i, 3);
	pm_xpath_free(x);
}
END_TEST

START_TEST(xpath_gives_nodes_or_a_text)
{
	ck_assert_str_eq(select_xpath("substring-after(//p[1], '')"), "x");
	ck_assert_str_eq(select_xpath("string(//li[last() - 1])"), "4");
	ck_assert_str_eq(select_xpath("//a/@href"), "href");
	ck_assert_str_eq(select_xpath("//p/text()"), "text text text");
	ck_assert_str_eq(select_xpath("(//li)[2] | (//p)[1]"), "b i");
	ck_assert_str_eq(select_xpath("//*[count(li) * 2 = 10 div 1]"), "g");
	ck_assert_str_eq(select_xpath("//div[div]"), "");
	ck_assert_str_eq(select_xpath("//p[position() = last()]"), "e");
	ck_assert_str_eq(select_xpath("id('k')"), "k");
	ck_assert_str_eq(select_xpath("//*[self::li or self::a][not(. = 3)]"),
			 "h i k l m");
	ck_assert_str_eq(select_xpath("//span[ancestor::div/@id = 'a']"), "d");
}
END_TEST

START_TEST(xpath_that_cannot_be_is_refused_before_it_is_asked)
{
	static const struct {
		const char *text;
		enum pm_xpath_wanted wanted;
		size_t at;
		const char *why;
	} cases[] = {
		{ "//p[", PM_XPATH_NODES, 4, "no XPath" },
		{ "//p[foo()]", PM_XPATH_NODES, 4, "'foo' is no function" },
		{ "//p[document('a')]", PM_XPATH_NODES, 4, "'document' is no function" },
		{ "//p[$a]", PM_XPATH_NODES, 4, "variable" },
		{ "//svg:p", PM_XPATH_NODES, 2, "'svg:' is a prefix" },
		{ "//up::p", PM_XPATH_NODES, 2, "'up' is no axis" },
		{ "//p['a]", PM_XPATH_NODES, 4, "quotation mark" },
		{ "//p)", PM_XPATH_NODES, 3, "closes nothing" },
		{ "(//p]", PM_XPATH_NODES, 4, "closes nothing" },
		{ "count(//p)", PM_XPATH_NODES, 0, "a number, not elements" },
		{ "count(//p)", PM_XPATH_VALUE, 0, "a number, not nodes or a text" },
		{ "//p = 'a'", PM_XPATH_VALUE, 0, "true or false" },
		{ "string(//p)", PM_XPATH_NODES, 0, "a text, not elements" },
		{ "//p[a = b]", PM_XPATH_NODES, 8, "compared with nodes" },
		{ "//p[.//a < .//b]", PM_XPATH_NODES, 11, "compared with nodes" },
		{ "//p[(a) = (b)]", PM_XPATH_NODES, 11, "compared with nodes" },
		{ "//p[a = /b]", PM_XPATH_NODES, 9, "compared with nodes" },
		{ "//p[a != *]", PM_XPATH_NODES, 9, "compared with nodes" },
		{ "//p[! a]", PM_XPATH_NODES, 4, "stands alone" },
		{ "//p[[[[[[[[[[[[[[[[[", PM_XPATH_NODES, 19, "nested too deep" },
		{ "/p/", PM_XPATH_NODES, 3, "no XPath" },
		{ "//p[count(1)]", PM_XPATH_NODES, 0, "" },
	};
	struct pm_xpath *x;
	struct pm_error err;
	size_t i, at;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum pm_status st = pm_xpath_parse(&x, cases[i].text,
						   strlen(cases[i].text), cases[i].wanted,
						   &at, &err);

		if (cases[i].why[0] == '\0') { /* not known before there is a p */
			ck_assert_int_eq(st, PM_OK);
			pm_xpath_free(x);
			continue;
		}
		ck_assert_int_eq(st, PM_ERR_INPUT);
		ck_assert_ptr_null(x);
		ck_assert_msg(at == cases[i].at && strstr(err.text, cases[i].why) != NULL,
			      "'%s' at %zu: %s", cases[i].text, at, err.text);
	}
}
END_TEST

START_TEST(xpath_ends_after_so_many_steps)
{
	static const struct {
		const char *text;
		enum pm_status status;
	} cases[] = {
		{ "//i", PM_OK },
		{ "//i[.='b']/..", PM_OK },
		{ "//i[ancestor::b]", PM_OK },
		{ "//i[count(1)]", PM_ERR_INPUT },
		{ "//*[count(//*[count(//*) > 1]) > 1]", PM_ERR_LIMIT },
		{ "//*[.//*[.//*[. < 1]]]", PM_ERR_LIMIT },
	};
	struct pm_buf html;
	double since = pm_seconds();
	size_t i, at;

	pm_buf_init(&html, PM_BUF_NO_LIMIT);
	for (i = 0; i < 60; i++)
		pm_buf_puts(&html, "<div>");
	for (i = 0; i < 300; i++)
		pm_buf_puts(&html, "<i>a text</i>");
	xmlFreeDoc(doc);
	parse(pm_buf_str(&html), html.len);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct pm_xpath_page page;
		struct pm_xpath *x;
		struct pm_error err;
		enum pm_status st;

		ck_assert_int_eq(pm_xpath_parse(&x, cases[i].text, strlen(cases[i].text),
						PM_XPATH_NODES, &at, &err),
				 PM_OK);
		pm_buf_clear(&found);
		pm_xpath_page_init(&page, doc, html.len);
		ck_assert_uint_eq(page.nodes, 2 + 60 + 2 * 300);
		st = pm_xpath_find(x, &page, note, NULL, NULL, &err);
		ck_assert_msg(st == cases[i].status, "'%s': %s", cases[i].text,
			      st < 0 ? err.text : "");
		ck_assert(page.left < PM_XPATH_PAGE);
		if (st == PM_ERR_LIMIT)
			ck_assert(page.left <= PM_XPATH_PAGE - 1);
		page.left = 0;
		ck_assert_int_eq(pm_xpath_find(x, &page, note, NULL, NULL, &err),
				 PM_DECLINED);
		pm_xpath_free(x);
	}
	ck_assert(pm_seconds() - since < 100);
	pm_buf_release(&html);
}
END_TEST

/* The more nodes, the more often each may be compared with the others. */
START_TEST(a_large_page_makes_xpath_no_slower)
{
	static const char *const texts[] = { "//i/following::*", "//i/..", "//*/..//*",
					     "//i/following-sibling::*",
					     "//*/ancestor::*" };
	struct pm_buf html;
	double since;
	size_t i, at;

	pm_buf_init(&html, PM_BUF_NO_LIMIT);
	for (i = 0; i < 60000; i++)
		pm_buf_puts(&html, "<i>a</i>");
	xmlFreeDoc(doc);
	parse(pm_buf_str(&html), html.len);
	since = pm_seconds();
	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct pm_xpath_page page;
		struct pm_xpath *x;
		struct pm_error err;

		ck_assert_int_eq(pm_xpath_parse(&x, texts[i], strlen(texts[i]),
						PM_XPATH_NODES, &at, &err),
				 PM_OK);
		pm_xpath_page_init(&page, doc, html.len);
		ck_assert_int_eq(pm_xpath_find(x, &page, note, NULL, NULL, &err),
				 PM_ERR_LIMIT);
		pm_xpath_free(x);
	}
	/* without the limit some minutes */
	ck_assert(pm_seconds() - since < 60);
	/* what goes down only may take all that it needs */
	ck_assert_uint_eq(strlen(select_xpath("//i[not(@a)]")), 60000 * 2 - 1);
	pm_buf_release(&html);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("selector");
	TCase *t = tcase_create("selector");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, a_selector_means_what_it_means_to_browsers);
	tcase_add_test(t, what_is_not_known_is_refused_with_its_place);
	tcase_add_test(t, a_selector_has_64_parts_at_most);
	tcase_add_test(t, no_page_makes_a_selector_slow);
	tcase_add_test(t, the_attributes_are_those_that_are_asked_for);
	tcase_add_test(t, xpath_gives_nodes_or_a_text);
	tcase_add_test(t, xpath_that_cannot_be_is_refused_before_it_is_asked);
	tcase_add_test(t, xpath_ends_after_so_many_steps);
	tcase_add_test(t, a_large_page_makes_xpath_no_slower);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
