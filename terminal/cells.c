/* Pressmark - text in the columns of a terminal: see cells.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "terminal/cells.h"

#include "support/utf8.h"
#include "text/chars.h"

#include <stdlib.h>
#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"

void
pm_cells_init(struct pm_cells *c)
{
	memset(c, 0, sizeof *c);
	pm_buf_init(&c->text, PM_BUF_NO_LIMIT);
}

void
pm_cells_release(struct pm_cells *c)
{
	pm_buf_release(&c->text);
	free(c->cells);
	pm_cells_init(c);
}

void
pm_cells_clear(struct pm_cells *c)
{
	pm_buf_clear(&c->text);
	c->n = 0;
}

static enum pm_status
add_cell(struct pm_cells *c, const char *s, unsigned bytes, size_t columns, bool marked,
	 struct pm_error *err)
{
	enum pm_status status = pm_grow(&c->cells, &c->cap, c->n + 1, sizeof *c->cells,
					err);

	if (status < 0)
		return status;
	c->cells[c->n++] = (struct pm_cell){ c->text.len, bytes, (uint8_t)columns, marked };
	pm_buf_put(&c->text, s, bytes);
	return c->text.status < 0 ? pm_fail_nomem(err) : PM_OK;
}

static bool
ends_blank(const struct pm_cells *c)
{
	const struct pm_cell *last = &c->cells[c->n - 1];

	return last->bytes == 1 && c->text.data[last->start] == ' ';
}

enum pm_status
pm_cells_add(struct pm_cells *c, const char *text, size_t len, enum pm_cell_kind kind,
	     struct pm_error *err)
{
	enum pm_status status = PM_OK;
	unsigned n = 0;
	size_t at;

	for (at = 0; at < len && status == PM_OK; at += n) {
		uint32_t cp = pm_utf8_get((const uint8_t *)text + at, &n);
		size_t columns;

		if (pm_char_turns_direction(cp))
			continue;
		if (pm_char_class(cp) == PM_CHAR_SPACE) {
			if (c->n == 0 || !ends_blank(c))
				status = add_cell(c, " ", 1, 1, kind == PM_CELL_MARKED,
						  err);
			continue;
		}
		columns = pm_utf8_columns(text + at, n);
		if (columns > 0 || c->n == 0) {
			status = add_cell(c, text + at, n, columns,
					  kind == PM_CELL_MARKED, err);
		} else {
			c->cells[c->n - 1].bytes += n;
			pm_buf_put(&c->text, text + at, n);
		}
	}
	return status == PM_OK && c->text.status < 0 ? pm_fail_nomem(err) : status;
}

static void
put_cell(const struct pm_cells *c, size_t i, struct pm_buf *out)
{
	pm_buf_put(out, c->text.data + c->cells[i].start, c->cells[i].bytes);
}

static bool
is_blank(const struct pm_cells *c, size_t i)
{
	return c->cells[i].bytes == 1 && c->text.data[c->cells[i].start] == ' ';
}

/* Whether a word ends before cell I, which is not the first, or begins with it. */
static bool
is_between(const struct pm_cells *c, size_t i)
{
	return i == c->n || is_blank(c, i - 1) || is_blank(c, i) ||
	       c->cells[i - 1].columns > 1 || c->cells[i].columns > 1;
}

/* The last place up to TO where no word would be cut; 0: there is none. */
static size_t
last_between(const struct pm_cells *c, size_t to)
{
	while (to > 0 && !is_between(c, to))
		to--;
	return to;
}

/* The first place from FROM on, which is not 0; the end if there is none. */
static size_t
first_between(const struct pm_cells *c, size_t from)
{
	while (from < c->n && !is_between(c, from))
		from++;
	return from;
}

/* Cells 0 .. TO - 1 less the word that they would cut; TO if that is all of them. */
static size_t
whole_start(const struct pm_cells *c, size_t to)
{
	size_t i = last_between(c, to);

	return i > 0 ? i : to;
}

/* The same for cells FROM .. to the end. */
static size_t
whole_end(const struct pm_cells *c, size_t from)
{
	size_t i = from > 0 ? first_between(c, from) : c->n;

	return i < c->n ? i : from;
}

/* An ellipsis stands for words, with a blank between it and the next word if there was
 * one.  If cells 0 .. TO - 1 end with a word and the blank behind it does not fit, that
 * word does not fit either, unless it is the first. */
static size_t
with_blank_behind(const struct pm_cells *c, size_t to)
{
	size_t i;

	if (to == 0 || to >= c->n || !is_blank(c, to))
		return to;
	i = last_between(c, to - 1);
	return i > 0 ? i : to;
}

/* The same for cells FROM .. to the end. */
static size_t
with_blank_before(const struct pm_cells *c, size_t from)
{
	size_t i;

	if (from == 0 || from >= c->n || !is_blank(c, from - 1))
		return from;
	i = first_between(c, from + 1);
	return i < c->n ? i : from;
}

void
pm_cells_put_tail(const struct pm_cells *c, size_t width, struct pm_buf *out)
{
	size_t from = c->n, room, total = 0, i;

	for (i = 0; i < c->n; i++)
		total += c->cells[i].columns;
	if (total <= width || width == 0) {
		pm_cells_put_end(c, width, out);
		return;
	}
	for (room = width - 1; from > 0 && c->cells[from - 1].columns <= room;)
		room -= c->cells[--from].columns;
	from = whole_end(c, with_blank_before(c, from));
	for (room = width - 1, i = from; i < c->n; i++)
		room -= c->cells[i].columns;
	while (room-- > 0)
		pm_buf_putc(out, ' ');
	pm_buf_puts(out, ELLIPSIS);
	for (; from < c->n; from++)
		put_cell(c, from, out);
}

void
pm_cells_put_end(const struct pm_cells *c, size_t width, struct pm_buf *out)
{
	size_t from = c->n, room = width, i;

	while (from > 0 && c->cells[from - 1].columns <= room)
		room -= c->cells[--from].columns;
	from = whole_end(c, from);
	for (i = from; i < c->n; i++)
		width -= c->cells[i].columns;
	while (width-- > 0)
		pm_buf_putc(out, ' ');
	for (; from < c->n; from++)
		put_cell(c, from, out);
}

void
pm_cells_put_start(const struct pm_cells *c, size_t width, struct pm_buf *out)
{
	size_t to = 0, i;

	while (to < c->n && c->cells[to].columns <= width)
		width -= c->cells[to++].columns;
	to = whole_start(c, to);
	while (to > 0 && is_blank(c, to - 1))
		to--;
	for (i = 0; i < to; i++)
		put_cell(c, i, out);
}

static size_t
mark_columns(const char *mark)
{
	return mark[0] == '\033' ? 0 : pm_utf8_columns(mark, strlen(mark));
}

/* Append the cells FROM .. TO - 1 with marks; a mark still open at TO is closed. */
static void
put_marked(const struct pm_cells *c, size_t from, size_t to, const struct pm_marks *marks,
	   struct pm_buf *out)
{
	size_t i;

	for (i = from; i < to; i++) {
		bool marked = c->cells[i].marked;

		if (marked && (i == from || !c->cells[i - 1].marked))
			pm_buf_puts(out, marks->begin);
		put_cell(c, i, out);
		if (marked && (i + 1 == to || !c->cells[i + 1].marked))
			pm_buf_puts(out, marks->end);
	}
}

/* The columns that put_marked takes. */
static size_t
columns_marked(const struct pm_cells *c, size_t from, size_t to, size_t both_marks)
{
	size_t columns = 0, i;

	for (i = from; i < to; i++) {
		if (c->cells[i].marked && (i == from || !c->cells[i - 1].marked))
			columns += both_marks;
		columns += c->cells[i].columns;
	}
	return columns;
}

/* How many cells from the start fit into ROOM columns. */
static size_t
fit_start(const struct pm_cells *c, size_t room, size_t both_marks, size_t *taken)
{
	size_t i;

	*taken = 0;
	for (i = 0; i < c->n; i++) {
		size_t more = c->cells[i].columns;

		if (c->cells[i].marked && (i == 0 || !c->cells[i - 1].marked))
			more += both_marks;
		if (*taken + more > room)
			break;
		*taken += more;
	}
	return i;
}

/* The first of the cells at the end that fit into ROOM columns. */
static size_t
fit_end(const struct pm_cells *c, size_t room, size_t both_marks, size_t *taken)
{
	size_t i;

	*taken = 0;
	for (i = c->n; i > 0; i--) {
		size_t more = c->cells[i - 1].columns;

		if (c->cells[i - 1].marked && (i == c->n || !c->cells[i].marked))
			more += both_marks;
		if (*taken + more > room)
			break;
		*taken += more;
	}
	return i;
}

/* The columns of the first word and a blank, and of the last word and one. */
static void
measure_outer(const struct pm_cells *c, size_t both_marks, size_t *first, size_t *last)
{
	size_t i;

	for (i = 1; i < c->n && !is_between(c, i); i++)
		;
	*first = columns_marked(c, 0, i, both_marks) + 1;
	for (i = c->n > 0 ? c->n - 1 : 0; i > 0 && !is_between(c, i); i--)
		;
	*last = columns_marked(c, i, c->n, both_marks) + 1;
}

static size_t
columns_of_both(const struct pm_marks *marks)
{
	return mark_columns(marks->begin) + mark_columns(marks->end);
}

size_t
pm_cells_least_middle(const struct pm_cells *c, const struct pm_marks *marks)
{
	size_t first, last;

	measure_outer(c, columns_of_both(marks), &first, &last);
	return first + 1 + last;
}

size_t
pm_cells_put_middle(const struct pm_cells *c, size_t width, const struct pm_marks *marks,
		    struct pm_buf *out)
{
	size_t both = columns_of_both(marks), room = width / 2, first, last;
	size_t total = columns_marked(c, 0, c->n, both), start, end, left, right;
	bool before, behind;

	if (total <= width) {
		put_marked(c, 0, c->n, marks, out);
		return total;
	}
	if (width == 0)
		return 0;
	measure_outer(c, both, &first, &last);
	if (first + 1 + last <= width)
		room = room < first	       ? first
		     : room > width - 1 - last ? width - 1 - last
					       : room;
	start = whole_start(c, with_blank_behind(c, fit_start(c, room, both, &left)));
	before = start > 0 && is_blank(c, start - 1);
	if (before)
		start--;
	left = columns_marked(c, 0, start, both) + before;
	end = with_blank_before(c, fit_end(c, width - 1 - left, both, &right));
	end = whole_end(c, end);
	behind = end < c->n && is_blank(c, end);
	if (behind)
		end++;
	/* Both blanks or none, where one does not fit. */
	if (before && !behind && is_blank(c, end - 1)) {
		before = false;
		left--;
	} else if (behind && !before && start > 0 && is_blank(c, start)) {
		behind = false;
	}
	put_marked(c, 0, start, marks, out);
	pm_buf_puts(out, before ? " " ELLIPSIS : ELLIPSIS);
	if (behind)
		pm_buf_putc(out, ' ');
	put_marked(c, end, c->n, marks, out);
	return left + 1 + columns_marked(c, end, c->n, both) + behind;
}
