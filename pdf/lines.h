/* Pressmark - the lines of a page become paragraphs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A PDF knows where each character stands, and nothing of paragraphs.  Lines come in the
 * order of reading; two of them belong together unless something says that a paragraph
 * ends: more space between them than between most lines, another size, an indent, or a
 * sentence that ends well before the right edge.  Over the end of a column or of a page a
 * paragraph goes on if its sentence does, and the next line does not begin with a capital.
 *
 * Lines that belong together have a blank between them.  A hyphen at the end of a line
 * keeps its line end, so that whoever splits the text into words may join the two halves.
 *
 *	pm_pdf_lines_init(&l, put, ctx);
 *	for (each page)
 *		pm_pdf_lines_page(&l, text, boxes, n);
 *	pm_pdf_lines_end(&l);
 */
#ifndef PM_PDF_LINES_H
#define PM_PDF_LINES_H

#include <stdbool.h>
#include <stddef.h>

/* Where a character stands: from the top left corner of the page. */
struct pm_pdf_box {
	double x0, y0, x1, y1;
};

/* A line of a page. */
struct pm_pdf_line {
	const char *text;
	size_t len;
	double x0, x1, y0, y1;
	bool has_place;
};

struct pm_pdf_lines {
	void (*put)(void *ctx, const char *text, size_t len);
	void *ctx;
	bool any;		   /* something was put */
	char last[8];		   /* the last character of it */
	struct pm_pdf_line before; /* the line before, without its text */
	bool page_begins;
	double usual; /* of a page with many lines */
	struct pm_pdf_line *lines;
	size_t n, cap;
};

void pm_pdf_lines_init(struct pm_pdf_lines *l,
		       void (*put)(void *ctx, const char *text, size_t len), void *ctx);
/* TEXT: lines that end with LF, in well-formed UTF-8.  BOXES: one for each of N characters,
 * line ends included; NULL: nobody knows. */
void pm_pdf_lines_page(struct pm_pdf_lines *l, const char *text,
		       const struct pm_pdf_box *boxes, size_t n);
void pm_pdf_lines_end(struct pm_pdf_lines *l);

#endif
