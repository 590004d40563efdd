/* Pressmark - tests of indexer/progress.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/progress.h"

#include <check.h>
#include <string.h>

START_TEST(a_line_is_shorter_than_the_terminal)
{
	static const struct pm_build_progress b = {
		.stage = "reading",
		.articles = 21578,
		.text_bytes = 17000000,
		.done = 31,
		.total = 100
	};
	static const struct {
		size_t width;
		const char *line;
	} cases[] = {
		{ 80,
		  "[######..............]  31% 21,578 articles  17.0 MB  8.5 MB/s  4 s left" },
		{ 72, "[######..............]  31% 21,578 articles  17.0 MB  4 s left" },
		{ 60, " 31% 21,578 articles  17.0 MB  4 s left" },
		{ 40, " 31% 21,578 articles  17.0 MB  4 s left" },
		{ 39, " 31% 21,578 articles  4 s left" },
		{ 30, " 31% 21,578 articles" }
	};
	struct pm_buf line;
	size_t i;

	pm_buf_init(&line, 256);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		pm_progress_line(&line, &b, 2, cases[i].width);
		ck_assert_str_eq(pm_buf_str(&line), cases[i].line);
		ck_assert_uint_lt(line.len, cases[i].width);
	}
	pm_buf_release(&line);
}
END_TEST

START_TEST(one_article_is_one)
{
	struct pm_build_progress b = { .stage = "reading", .articles = 1, .text_bytes = 7 };
	struct pm_buf line;

	pm_buf_init(&line, 256);
	pm_progress_line(&line, &b, 0, 80);
	ck_assert_str_eq(pm_buf_str(&line), "1 article  7 bytes");
	b.stage = "merging";
	b.articles = 2;
	pm_progress_line(&line, &b, 0, 80);
	ck_assert_str_eq(pm_buf_str(&line), "merging 2 articles  7 bytes");
	pm_buf_release(&line);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("progress");
	TCase *t = tcase_create("progress");
	SRunner *r;
	int failed;

	tcase_add_test(t, a_line_is_shorter_than_the_terminal);
	tcase_add_test(t, one_article_is_one);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
