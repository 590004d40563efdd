/* Pressmark - mistakes in a query: see mistake.h and tree.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/mistake.h"

#include "support/utf8.h"
#include "text/chars.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define INDENT 4u
#define COLUMNS_MIN 16u /* narrower terminals are not supported */
#define CUT "..."
#define CUT_LEN 3u
#define EXCERPT_MAX 40u

static bool
continues(char c)
{
	return ((uint8_t)c & 0xc0) == 0x80;
}

/* The text may have been cut inside a character: remove the rest of it. */
static void
end_at_character(char *s)
{
	size_t len = strlen(s), n = len;

	while (n > 0 && continues(s[n - 1]))
		n--;
	if (n > 0 && !pm_utf8_valid(s + n - 1, len - n + 1))
		s[n - 1] = '\0';
}

enum pm_status
pm_mistake_set(struct pm_query_mistake *m, size_t start, size_t end, const char *fmt, ...)
{
	va_list ap;

	m->start = start;
	m->end = end;
	m->hint[0] = '\0';
	va_start(ap, fmt);
	vsnprintf(m->what, sizeof m->what, fmt, ap);
	va_end(ap);
	end_at_character(m->what);
	return PM_ERR_QUERY;
}

enum pm_status
pm_mistake_hint(struct pm_query_mistake *m, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(m->hint, sizeof m->hint, fmt, ap);
	va_end(ap);
	end_at_character(m->hint);
	return PM_ERR_QUERY;
}

/* --- what a user sees of a query ----------------------------------------- */

/* One character of a query, as it is shown. */
struct cell {
	size_t bytes; /* of the query */
	size_t columns;
	char shown; /* shown instead of the bytes themselves, or 0 */
	bool left_out;
};

static bool
breaks_line(uint32_t cp)
{
	return (cp >= '\t' && cp <= '\r') || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

static size_t
character_bytes(const char *s, size_t len)
{
	uint8_t lead = (uint8_t)s[0];
	size_t n = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;

	return n <= len && pm_utf8_valid(s, n) ? n : 0;
}

static struct cell
look_at(const char *s, size_t len)
{
	struct cell c = { character_bytes(s, len), 1, 0, false };
	uint32_t cp;
	unsigned n;

	if (c.bytes == 0) {
		c.bytes = 1;
		c.shown = '?';
		return c;
	}
	cp = pm_utf8_get((const uint8_t *)s, &n);
	if (breaks_line(cp)) {
		c.shown = ' ';
	} else if (cp < ' ' || (cp >= 0x7f && cp < 0xa0)) {
		c.shown = '?';
	} else if (pm_char_turns_direction(cp)) {
		c.left_out = true;
		c.columns = 0;
	} else if (cp >= 0x7f) {
		c.columns = pm_utf8_columns(s, c.bytes);
	}
	return c;
}

struct pm_excerpt
pm_excerpt(const char *s, size_t len)
{
	struct pm_excerpt e;
	size_t at = 0, n = 0;

	while (at < len) {
		struct cell c = look_at(s + at, len - at);

		if (n + c.bytes > EXCERPT_MAX)
			break;
		if (c.shown != 0) {
			e.text[n++] = c.shown;
		} else if (!c.left_out) {
			memcpy(e.text + n, s + at, c.bytes);
			n += c.bytes;
		}
		at += c.bytes;
	}
	e.text[n] = '\0';
	if (at < len)
		memcpy(e.text + n, CUT, CUT_LEN + 1);
	return e;
}

/* --- printing ----------------------------------------------------------- */

/* Columns, counted from the start of the query. */
struct columns {
	size_t start, end; /* the mistake: at least one column */
	size_t total;
};

static struct columns
measure(const char *query, size_t len, const struct pm_query_mistake *m)
{
	struct columns c = { 0, 0, 0 };
	size_t at = 0;

	while (at < len) {
		struct cell cell = look_at(query + at, len - at);

		if (at <= m->start)
			c.start = c.total;
		if (at < m->end)
			c.end = c.total + cell.columns;
		c.total += cell.columns;
		at += cell.bytes;
	}
	if (m->start >= len)
		c.start = c.total;
	if (c.end <= c.start)
		c.end = c.start + 1;
	return c;
}

/* The columns that are shown, from .. to - 1. */
struct window {
	size_t from, to;
};

static struct window
choose_window(const struct columns *c, size_t width)
{
	struct window w = { 0, c->total };
	size_t room, span = c->end - c->start;

	/* A caret after the last column needs room too. */
	if ((c->end > c->total ? c->end : c->total) <= width)
		return w;
	room = width - (size_t)2 * CUT_LEN;
	if (span > room)
		span = room;
	w.from = c->start > (room - span) / 2 ? c->start - (room - span) / 2 : 0;
	if (w.from + room > c->total + 1)
		w.from = c->total + 1 - room;
	w.to = w.from + room < c->total ? w.from + room : c->total;
	return w;
}

/* Print the query's columns in W; returns the column of the query that comes first, or
 * that would come first if no wide character were cut there. */
static size_t
print_window(struct pm_buf *out, const char *query, size_t len, struct window w,
	     size_t total)
{
	size_t at = 0, column = 0, first = 0;
	bool any = false;

	if (w.from > 0)
		pm_buf_puts(out, CUT);
	while (at < len) {
		struct cell c = look_at(query + at, len - at);
		bool inside = column >= w.from && column + c.columns <= w.to;

		/* Combining marks go with the character before them. */
		if (inside && (any || c.columns > 0 || w.from == 0)) {
			if (!any)
				first = column;
			any = true;
			if (c.shown != 0)
				pm_buf_putc(out, c.shown);
			else if (!c.left_out)
				pm_buf_put(out, query + at, c.bytes);
		}
		column += c.columns;
		at += c.bytes;
	}
	if (w.to < total)
		pm_buf_puts(out, CUT);
	return any ? first : w.from;
}

static void
print_times(struct pm_buf *out, char c, size_t n)
{
	while (n-- > 0)
		pm_buf_putc(out, c);
}

/* A line of text, broken at blanks where it is wider than WIDTH. */
static void
print_wrapped(struct pm_buf *out, const char *text, size_t width)
{
	size_t column = 0;

	while (*text != '\0') {
		size_t n = strcspn(text, " ");
		size_t columns = pm_utf8_columns(text, n);

		if (column > 0 && column + 1 + columns > width) {
			pm_buf_putc(out, '\n');
			column = 0;
		}
		if (column == 0)
			print_times(out, ' ', INDENT);
		else
			pm_buf_putc(out, ' ');
		column += columns + (column > 0);
		pm_buf_put(out, text, n);
		text += n;
		while (*text == ' ')
			text++;
	}
	pm_buf_putc(out, '\n');
}

/* Whether nothing of the query would be seen. */
static bool
is_blank(const char *query, size_t len)
{
	size_t at = 0;

	while (at < len) {
		struct cell c = look_at(query + at, len - at);

		if (!c.left_out && c.shown != ' ' && query[at] != ' ')
			return false;
		at += c.bytes;
	}
	return true;
}

/* The query, or what is shown of it, and the caret under the mistake. */
static void
print_place(struct pm_buf *out, const char *query, size_t len,
	    const struct pm_query_mistake *mistake, size_t width)
{
	struct columns c = measure(query, len, mistake);
	struct window w = choose_window(&c, width);
	size_t first, caret, caret_end;

	print_times(out, ' ', INDENT);
	first = print_window(out, query, len, w, c.total);
	pm_buf_putc(out, '\n');

	caret = c.start > first ? c.start - first : 0;
	caret_end = c.end < w.to || c.start >= w.to ? c.end : w.to;
	caret_end = caret_end > first ? caret_end - first : 0;
	print_times(out, ' ', INDENT + caret + (w.from > 0 ? CUT_LEN : 0));
	pm_buf_putc(out, '^');
	if (caret_end > caret + 1)
		print_times(out, '~', caret_end - caret - 1);
	pm_buf_putc(out, '\n');
}

void
pm_mistake_print(struct pm_buf *out, const char *query, size_t len,
		 const struct pm_query_mistake *mistake, size_t width)
{
	width = width > INDENT + COLUMNS_MIN ? width - INDENT : COLUMNS_MIN;
	if (!is_blank(query, len))
		print_place(out, query, len, mistake, width);
	print_wrapped(out, mistake->what, width);
	if (mistake->hint[0] != '\0')
		print_wrapped(out, mistake->hint, width);
}
