/* Pressmark - the lines of a page become paragraphs: see lines.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "pdf/lines.h"

#include "support/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Of the height of a line: what is more than this is more than usual. */
#define SPACE_MORE 1.25
#define INDENT_MIN 0.6
#define INDENT_MAX 6.0
#define SIZE_DIFFERS 0.2
/* So many lines say what is usual; fewer may be what is not. */
#define FEW 4u
#define ADVANCE_MAX 1.5
/* A line that ends a sentence and leaves this share of its column free ends a paragraph. */
#define FREE_SHARE 0.12

void
pm_pdf_lines_init(struct pm_pdf_lines *l,
		  void (*put)(void *ctx, const char *text, size_t len), void *ctx)
{
	memset(l, 0, sizeof *l);
	l->put = put;
	l->ctx = ctx;
}

void
pm_pdf_lines_end(struct pm_pdf_lines *l)
{
	free(l->lines);
	l->lines = NULL;
	l->cap = 0;
}

/* --- finding lines ------------------------------------------------------ */

static void
widen(struct pm_pdf_line *line, const struct pm_pdf_box *r)
{
	if (r->x1 - r->x0 <= 0 || r->y1 - r->y0 <= 0)
		return;
	if (!line->has_place) {
		line->x0 = r->x0;
		line->x1 = r->x1;
		line->y0 = r->y0;
		line->y1 = r->y1;
		line->has_place = true;
		return;
	}
	line->x0 = fmin(line->x0, r->x0);
	line->x1 = fmax(line->x1, r->x1);
	line->y0 = fmin(line->y0, r->y0);
	line->y1 = fmax(line->y1, r->y1);
}

/* One more line, or NULL: there is no memory for it. */
static struct pm_pdf_line *
add_line(struct pm_pdf_lines *l)
{
	struct pm_pdf_line *grown;

	if (l->n == l->cap) {
		l->cap = l->cap * 2 + 64;
		grown = realloc(l->lines, l->cap * sizeof *grown);
		if (grown == NULL)
			abort(); /* this program is here to be able to */
		l->lines = grown;
	}
	memset(&l->lines[l->n], 0, sizeof *l->lines);
	return &l->lines[l->n++];
}

static void
find_lines(struct pm_pdf_lines *l, const char *text, const struct pm_pdf_box *boxes,
	   size_t n)
{
	const char *p = text;
	size_t i = 0;

	l->n = 0;
	while (*p != '\0') {
		struct pm_pdf_line *line = add_line(l);
		const char *begin, *end;

		while (*p == ' ') {
			p++;
			i++;
		}
		begin = end = p;
		while (*p != '\0' && *p != '\n') {
			unsigned len;
			bool blank = *p == ' ' || *p == '\t' || *p == '\r' || *p == '\f';

			if (!blank && boxes != NULL && i < n)
				widen(line, &boxes[i]);
			pm_utf8_get((const uint8_t *)p, &len);
			p += len;
			i++;
			if (!blank)
				end = p;
		}
		line->text = begin;
		line->len = (size_t)(end - begin);
		if (*p == '\n') {
			p++;
			i++;
		}
	}
}

/* --- measures of the page ----------------------------------------------- */

static int
compare_numbers(const void *x, const void *y)
{
	double a = *(const double *)x, b = *(const double *)y;

	return (a > b) - (a < b);
}

static bool
is_below(const struct pm_pdf_line *a, const struct pm_pdf_line *b)
{
	return b->y0 > a->y0 && b->y0 < a->y1 + 4 * (a->y1 - a->y0) && b->x0 < a->x1 &&
	       b->x1 > a->x0;
}

/* From one line to the next, as most of the page do it; if there are few, as on a page
 * before; 0: that is not known. */
static double
usual_advance(struct pm_pdf_lines *l)
{
	double *advances = l->n < 2 ? NULL : malloc(l->n * sizeof *advances), usual = 0;
	size_t n = 0, i;

	for (i = 1; advances != NULL && i < l->n; i++) {
		const struct pm_pdf_line *a = &l->lines[i - 1], *b = &l->lines[i];

		if (a->has_place && b->has_place && is_below(a, b))
			advances[n++] = (b->y0 - a->y0) / (a->y1 - a->y0);
	}
	if (n > 0) {
		qsort(advances, n, sizeof *advances, compare_numbers);
		usual = advances[n / 2];
	}
	free(advances);
	if (n >= FEW)
		l->usual = usual;
	else if (l->usual > 0)
		usual = l->usual;
	return n < FEW && usual > ADVANCE_MAX ? ADVANCE_MAX : usual;
}

/* The right edge of the column in which LINE is: of lines that begin about there. */
static double
right_edge(const struct pm_pdf_lines *l, const struct pm_pdf_line *line)
{
	double near = 3 * (line->y1 - line->y0), edge = line->x1;
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->lines[i].has_place && fabs(l->lines[i].x0 - line->x0) < near)
			edge = fmax(edge, l->lines[i].x1);
	return edge;
}

/* --- where paragraphs end ----------------------------------------------- */

static uint32_t
first_char(const struct pm_pdf_line *line)
{
	unsigned len;

	return line->len == 0 ? 0 : pm_utf8_get((const uint8_t *)line->text, &len);
}

static bool
ends_sentence(const char *last)
{
	static const char *const signs[] = {
		".", "!", "?", ":", "\xe2\x80\x9d", "\xc2\xbb", "\"", ")", "\xe3\x80\x82"
	};
	size_t i;

	for (i = 0; i < sizeof signs / sizeof *signs; i++)
		if (strcmp(last, signs[i]) == 0)
			return true;
	return false;
}

static bool
is_bullet(uint32_t c)
{
	return c == 0x2022 || c == 0x25cf || c == 0x25aa || c == 0x25e6 || c == 0xf0b7;
}

/* Whether a paragraph ends between two lines of a column. */
static bool
ends_between(const struct pm_pdf_lines *l, const struct pm_pdf_line *a,
	     const struct pm_pdf_line *b, double usual)
{
	double height = a->y1 - a->y0, advance = (b->y0 - a->y0) / height;
	double indent = (b->x0 - a->x0) / height, edge;

	if (fabs((b->y1 - b->y0) / height - 1) > SIZE_DIFFERS)
		return true;
	if (usual > 0 && advance > usual * SPACE_MORE)
		return true;
	if (indent > INDENT_MIN && indent < INDENT_MAX && ends_sentence(l->last))
		return true;
	edge = right_edge(l, a);
	return ends_sentence(l->last) && edge - a->x1 > (edge - a->x0) * FREE_SHARE;
}

/* Whether LINE goes on with what was before. */
static bool
goes_on(const struct pm_pdf_lines *l, const struct pm_pdf_line *line, double usual)
{
	const struct pm_pdf_line *before = &l->before;

	if (is_bullet(first_char(line)))
		return false;
	if (!before->has_place || !line->has_place)
		return !l->page_begins;
	if (!l->page_begins && is_below(before, line))
		return !ends_between(l, before, line, usual);
	if (!l->page_begins && line->y0 < before->y1 && line->y1 > before->y0)
		return true; /* beside it */
	return !ends_sentence(l->last) &&
	       utf8proc_category((int32_t)first_char(line)) == UTF8PROC_CATEGORY_LL;
}

static bool
is_letter(uint32_t c)
{
	utf8proc_category_t category = utf8proc_category((int32_t)c);

	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

static bool
is_hyphen(const char *c)
{
	return strcmp(c, "-") == 0 || strcmp(c, "\xc2\xad") == 0 ||
	       strcmp(c, "\xe2\x80\x90") == 0;
}

static void
put(struct pm_pdf_lines *l, const char *text, size_t len)
{
	if (len > 0)
		l->put(l->ctx, text, len);
}

static void
put_line(struct pm_pdf_lines *l, const struct pm_pdf_line *line, double usual)
{
	const char *last;
	size_t n;

	if (!l->any)
		;
	else if (!goes_on(l, line, usual))
		put(l, "\n\n", 2);
	else if (is_hyphen(l->last) && is_letter(first_char(line)))
		put(l, "\n", 1);
	else
		put(l, " ", 1);
	put(l, line->text, line->len);
	last = line->text + line->len - 1;
	while (last > line->text && ((uint8_t)*last & 0xc0) == 0x80)
		last--;
	n = (size_t)(line->text + line->len - last);
	memcpy(l->last, last, n);
	l->last[n] = '\0';
	l->before = *line;
	l->before.text = NULL;
	l->any = true;
	l->page_begins = false;
}

void
pm_pdf_lines_page(struct pm_pdf_lines *l, const char *text,
		  const struct pm_pdf_box *boxes, size_t n)
{
	double usual;
	size_t i;

	find_lines(l, text, boxes, n);
	usual = usual_advance(l);
	l->page_begins = true;
	for (i = 0; i < l->n; i++)
		if (l->lines[i].len > 0)
			put_line(l, &l->lines[i], usual);
}
