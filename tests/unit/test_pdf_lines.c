/* Pressmark - tests of pdf/lines.h: lines of a page become paragraphs.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "pdf/lines.h"
#include "support/buf.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct pm_buf said;

static void
put(void *ctx, const char *text, size_t len)
{
	pm_buf_put(ctx, text, len);
}

/* A line of a page: where it begins, and how high it is. */
struct drawn {
	const char *words;
	double x, y, size;
};

static struct pm_pdf_lines lines;

static void
begin(void)
{
	pm_buf_init(&said, PM_BUF_NO_LIMIT);
	pm_pdf_lines_init(&lines, put, &said);
}

static void
end(void)
{
	pm_pdf_lines_end(&lines);
	pm_buf_release(&said);
}

/* Draw a page, each character half as wide as high. */
static void
draw(const struct drawn *d)
{
	static struct pm_pdf_box boxes[4000];
	struct pm_buf text;
	size_t n = 0, i;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (; d->words != NULL; d++) {
		for (i = 0; i < strlen(d->words); i++) {
			double x = d->x + (double)i * d->size / 2;

			boxes[n++] = (struct pm_pdf_box){ x, d->y, x + d->size / 2,
							  d->y + d->size };
		}
		boxes[n++] = (struct pm_pdf_box){ 0, 0, 0, 0 };
		pm_buf_puts(&text, d->words);
		pm_buf_putc(&text, '\n');
	}
	pm_pdf_lines_page(&lines, pm_buf_str(&text), boxes, n);
	pm_buf_release(&text);
}

START_TEST(space_size_and_indents_divide)
{
	static const struct drawn page[] = {
		{ "A heading", 50, 20, 18 },
		{ "One line of the first paragraph of it,", 50, 50, 10 },
		{ "and another line of the same one, with", 50, 62, 10 },
		{ "more words and its end somewhere here.", 50, 74, 10 },
		{ "Indented words of a paragraph go on on", 70, 86, 10 },
		{ "the next line, which is a short one.", 50, 98, 10 },
		{ "After some space there is one more of", 50, 122, 10 },
		{ "them. It ends.", 50, 134, 10 },
		{ "And this is the next one on that page.", 50, 146, 10 },
		{ NULL, 0, 0, 0 },
	};

	draw(page);
	ck_assert_str_eq(pm_buf_str(&said),
			 "A heading\n\nOne line of the first paragraph of it, and another "
			 "line of the same one, with more words and its end somewhere here.\n\n"
			 "Indented words of a paragraph go on on the next line, which is a "
			 "short one.\n\nAfter some space there is one more of them. It ends."
			 "\n\nAnd this is the next one on that page.");
}
END_TEST

START_TEST(sentences_go_on_over_columns_and_pages)
{
	static const struct drawn first[] = {
		{ "The first column has some", 50, 20, 10 },
		{ "lines, and the last one is", 50, 32, 10 },
		{ "continued in the second", 50, 44, 10 },
		{ "column of the same page,", 250, 20, 10 },
		{ "which ends with a hyphen-", 250, 32, 10 },
		{ NULL, 0, 0, 0 },
	};
	static const struct drawn second[] = {
		{ "ated word.", 50, 20, 10 },
		{ "Nothing goes on from here", 50, 32, 10 },
		{ NULL, 0, 0, 0 },
	};
	static const struct drawn third[] = {
		{ "To a capital.", 50, 20, 10 },
		{ NULL, 0, 0, 0 },
	};

	draw(first);
	draw(second);
	draw(third);
	ck_assert_str_eq(pm_buf_str(&said),
			 "The first column has some lines, and the last one is continued in "
			 "the second column of the same page, which ends with a hyphen-\nated "
			 "word.\n\nNothing goes on from here\n\nTo a capital.");
}
END_TEST

START_TEST(without_places_lines_are_joined)
{
	pm_pdf_lines_page(&lines,
			  " One \ntwo\n\n\u2022 three\ncaf\u00e9-\n\u00e9t\u00e9\n", NULL,
			  0);
	pm_pdf_lines_page(&lines, "", NULL, 0);
	pm_pdf_lines_page(&lines, "Next page", NULL, 0);
	ck_assert_str_eq(pm_buf_str(&said),
			 "One two\n\n\u2022 three caf\u00e9-\n\u00e9t\u00e9"
			 "\n\nNext page");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("pdf_lines");
	TCase *t = tcase_create("pdf_lines");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, space_size_and_indents_divide);
	tcase_add_test(t, sentences_go_on_over_columns_and_pages);
	tcase_add_test(t, without_places_lines_are_joined);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
