/* Pressmark - tests of corpus/page/hidden.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/hidden.h"
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

#define REST \
	"<p>Nobody from the town was there to see it, but the report of the fire has " \
	"been sent to all of them since then, and they were to read it.</p>"

/* The first line of a page where the element TAG with ATTRIBUTES stands in a sentence. */
static const char *
read_with(const char *tag, const char *attributes)
{
	struct pm_error err;
	struct pm_buf html;
	char *lf;

	pm_buf_init(&html, PM_BUF_NO_LIMIT);
	pm_buf_printf(&html,
		      "<title>x</title><div>The old mill<a href=/x> by the river<%s %s>, in "
		      "a new tab</%s></a> burned down on Monday, and it was not the first."
		      "</div>" REST,
		      tag, attributes, tag);
	ck_assert_int_eq(pm_page_read(&page, pm_buf_str(&html), html.len, &err), PM_OK);
	pm_buf_release(&html);
	lf = memchr(page.text.data, '\n', page.text.len);
	ck_assert_ptr_nonnull(lf);
	*lf = '\0';
	return pm_buf_str(&page.text);
}

#define WITHOUT \
	"The old mill by the river burned down on Monday, and it was not the first."
#define WITH \
	"The old mill by the river, in a new tab burned down on Monday, and it was " \
	"not the first."

START_TEST(what_is_only_spoken_is_no_part_of_a_sentence)
{
	static const char *const cases[] = {
		/* clang-format off */
		"class=sr-only", "class='link__note sr-only'", "class=visually-hidden",
		"class=visuallyhidden", "class=visuallyHidden", "class=u-visuallyhidden",
		"class=u-visually-hidden", "class=is-visually-hidden", "class=screen-reader-text",
		"class=screen-reader-only", "class=show-for-sr", "class=is-sr-only",
		"class=a11y-hidden", "class=assistive-text", "class=off-screen", "class=offscreen",
		"class=card__visually-hidden", "class='a card__note--sr-only b'",
		"class=Link_srOnly__x3Fz", "class=element-invisible", "class=SR_ONLY",
		"class='sr-only focus:not-sr-only'", "class=visually-hidden-focusable",
		"class='sr-only sr-only-focusable'", "class=hidden-visually",
		"style='clip:rect(0 0 0 0)'", "style='CLIP : rect( 0px, 0px, 0px, 0px )'",
		"style='clip: rect(1px,1px,1px,1px);position:absolute'",
		"style='color:red;clip-path: inset(50%)'", "style='clip-path:inset(0 100% 0 0)'",
		"style='clip-path:inset(60% 0 40% 0)'",
		"style='position:absolute;left:-9999px'", "style='top:-999px;position : fixed'",
		"style='position:absolute;left:-100em'", "style='text-indent:-9999px'",
		"style='width:1px;height:1px;overflow:hidden'",
		"style='height:0;width:0px;overflow:hidden!important'",
		"style='display:none'", "style='display:block;DISPLAY : none'", "hidden",
		"style='visibility:hidden'",
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *line = read_with("span", cases[i]);

		ck_assert_msg(strcmp(line, WITHOUT) == 0, "%s: %s", cases[i], line);
	}
	/* such a block does not divide the sentence either */
	ck_assert_str_eq(read_with("div", "class=sr-only"), WITHOUT);
	ck_assert_str_eq(read_with("div", "style='position:absolute;left:-10000px'"),
			 WITHOUT);
}
END_TEST

START_TEST(what_only_looks_like_it_is_shown)
{
	static const char *const cases[] = {
		/* clang-format off */
		"class=sr", "class=sr-only-not", "class=my-sr-only", "class=srs-only",
		"class=visually", "class=offscreening", "class='sr-only md:not-sr-only'",
		"class=''", "class=_", "class=__", "class=--", "class=u-", "class=is-",
		"class=card__", "style='clip:rect(0 100px 100px 0)'", "style='clip:auto'",
		"style='clip:rect(auto,auto,auto,auto)'", "style='clip:rect'",
		"style='clip-path:inset(10%)'", "style='clip-path:inset(50px)'",
		"style='clip-path:url(#x)'", "style='left:-9999px'",
		"style='position:relative;left:-9999px'", "style='position:absolute;left:-99px'",
		"style='position:absolute;left:-9999%'", "style='text-indent:-1px'",
		"style='width:1px;height:1px'", "style='height:1px;overflow:hidden'",
		"style='display:none;display:inline'", "style='x-display:none'", "style=':;:'",
		"style='background:url(display:none)'", "style='clip:rect('",
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *line = read_with("span", cases[i]);

		ck_assert_msg(strcmp(line, WITH) == 0, "%s: %s", cases[i], line);
	}
}
END_TEST

START_TEST(a_twin_that_is_spoken_leaves_what_is_seen)
{
	struct pm_error err;
	static const char html[] =
		"<p>It was read <span aria-hidden=true>3h ago</span><span "
		"class=sr-only>three hours ago</span> by all of them, and so it was the last.</p>"
		"<p>It was <span aria-hidden=true>*</span> not to be of any use to them.</p>" REST;

	ck_assert_int_eq(pm_page_read(&page, html, sizeof html - 1, &err), PM_OK);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&page.text),
				     "It was read 3h ago by all of them, and so it was the "
				     "last.\nIt was not to be of any use to them.\n"));
}
END_TEST

START_TEST(names_of_people_and_titles_are_not_spoken_to)
{
	struct pm_error err;
	static const char html[] =
		"<title>Mill burns down - The Daily</title><h1><span class="
		"screen-reader-text>Article: </span>Mill burns down</h1><p class=byline><span "
		"class=visually-hidden>Author</span>Ida Holm</p>" REST;

	ck_assert_int_eq(pm_page_read(&page, html, sizeof html - 1, &err), PM_OK);
	ck_assert_str_eq(pm_buf_str(&page.title), "Mill burns down");
	ck_assert_str_eq(pm_buf_str(&page.author), "Ida Holm");
}
END_TEST

START_TEST(an_article_is_not_taken_for_a_note)
{
	struct pm_error err;
	struct pm_buf html;
	int i;

	pm_buf_init(&html, PM_BUF_NO_LIMIT);
	pm_buf_puts(&html, "<p>Home</p><div class=offscreen>");
	for (i = 0; i < 20; i++)
		pm_buf_puts(&html, REST);
	pm_buf_puts(&html,
		    "</div><div><a href=/>Read also what others said about it.</a></div>");
	ck_assert_int_eq(pm_page_read(&page, pm_buf_str(&html), html.len, &err), PM_OK);
	pm_buf_release(&html);
	ck_assert_uint_gt(page.text.len, 2000);
}
END_TEST

START_TEST(some_class_names_only_suggest_it)
{
	ck_assert(pm_is_hidden_class("hidden"));
	ck_assert(pm_is_hidden_class("box d-none"));
	ck_assert(pm_is_hidden_class("u-hidden\tbox"));
	/* on wide screens it is shown */
	ck_assert(!pm_is_hidden_class("hidden md:block"));
	ck_assert(!pm_is_hidden_class("d-none d-lg-flex"));
	ck_assert(!pm_is_hidden_class("hidden-xs not-hidden HIDDENS"));
	ck_assert(!pm_is_hidden_class(""));
	ck_assert(!pm_is_hidden_class(NULL));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("page_hidden");
	TCase *t = tcase_create("page_hidden");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, what_is_only_spoken_is_no_part_of_a_sentence);
	tcase_add_test(t, what_only_looks_like_it_is_shown);
	tcase_add_test(t, a_twin_that_is_spoken_leaves_what_is_seen);
	tcase_add_test(t, names_of_people_and_titles_are_not_spoken_to);
	tcase_add_test(t, an_article_is_not_taken_for_a_note);
	tcase_add_test(t, some_class_names_only_suggest_it);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
