/* Pressmark - lines of limited width: see wrap.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "terminal/wrap.h"

#include "support/shown.h"
#include "support/utf8.h"

/* The length of the colour sequence at S, or 0. */
static size_t
escape_length(const char *s, size_t len)
{
	size_t n;

	if (len < 3 || s[0] != '\033' || s[1] != '[')
		return 0;
	for (n = 2; n < len && ((s[n] >= '0' && s[n] <= '9') || s[n] == ';'); n++)
		;
	return n < len && s[n] == 'm' ? n + 1 : 0;
}

static void
indent(struct pm_buf *out, size_t n)
{
	while (n-- > 0)
		pm_buf_putc(out, ' ');
}

/* Append a word of LEN bytes to OUT; returns its columns. */
static size_t
put_word(struct pm_buf *out, const char *s, size_t len)
{
	size_t at = 0, columns = 0;
	enum pm_shown shown;

	while (at < len) {
		size_t n = escape_length(s + at, len - at), end = at + 1;

		if (n > 0) {
			pm_buf_put(out, s + at, n);
			at += n;
			continue;
		}
		shown = pm_shown_at(s + at, len - at, &n);
		if (shown != PM_SHOWN_SELF) {
			if (shown == PM_SHOWN_BLANK) {
				pm_buf_putc(out, ' ');
				columns++;
			}
			at += n;
			continue;
		}
		while (end < len && pm_shown_at(s + end, len - end, &n) == PM_SHOWN_SELF)
			end++;
		pm_buf_put(out, s + at, end - at);
		columns += pm_utf8_columns(s + at, end - at);
		at = end;
	}
	return columns;
}

enum break_at { BLANKS, COMMAS_TOO };

/* Where the word at AT ends; one that does not fit into a line of ROOM columns may end after a
 * comma. */
static size_t
word_end(const char *text, size_t at, size_t len, size_t room, enum break_at where)
{
	size_t end = at, comma = at;

	while (end < len && text[end] != ' ')
		end++;
	if (where == BLANKS || pm_utf8_columns(text + at, end - at) <= room)
		return end;
	while (comma < end && text[comma] != ',')
		comma++;
	return comma < end ? comma + 1 : end;
}

static void
wrap(struct pm_buf *out, const char *text, size_t len, size_t width, size_t first,
     size_t rest, enum break_at where)
{
	size_t at = 0, column = first, room = width > rest ? width - rest : 0;
	struct pm_buf word;
	bool empty = true;

	pm_buf_init(&word, PM_BUF_NO_LIMIT);
	indent(out, first);
	while (at < len) {
		size_t spaces = 0, end, columns;

		while (at < len && text[at] == ' ') {
			spaces++;
			at++;
		}
		if ((end = word_end(text, at, len, room, where)) == at)
			break;
		pm_buf_clear(&word);
		columns = put_word(&word, text + at, end - at);
		pm_buf_inherit(out, &word);
		if (!empty && column + spaces + columns > width) {
			pm_buf_putc(out, '\n');
			indent(out, rest);
			column = rest;
		} else {
			indent(out, spaces);
			column += spaces;
		}
		pm_buf_put(out, word.data, word.len);
		column += columns;
		empty = false;
		at = end;
	}
	pm_buf_putc(out, '\n');
	pm_buf_release(&word);
}

void
pm_wrap(struct pm_buf *out, const char *text, size_t len, size_t width, size_t first,
	size_t rest)
{
	wrap(out, text, len, width, first, rest, BLANKS);
}

/* Where the last column of a line begins that leaves room behind it; 0: there is none. */
static size_t
last_column(const char *line, size_t len, size_t width)
{
	size_t at, column = 0;

	for (at = 2; at < len && at <= width * 2 / 3; at++)
		if (line[at] != ' ' && line[at - 1] == ' ' && line[at - 2] == ' ')
			column = at;
	return column;
}

/* Whether each word of the text fits into so many columns. */
static bool
has_room(const char *text, size_t len, size_t room)
{
	size_t at = 0, end;

	for (; at < len; at = end + (end == at))
		if ((end = word_end(text, at, len, room, COMMAS_TOO)) > at &&
		    pm_utf8_columns(text + at, end - at) > room)
			return false;
	return true;
}

void
pm_wrap_lines(struct pm_buf *out, const char *text, size_t len, size_t width)
{
	size_t at = 0, end, first, column;

	for (; at < len; at = end + 1) {
		for (end = at; end < len && text[end] != '\n'; end++)
			;
		if (pm_utf8_columns(text + at, end - at) <= width) {
			pm_buf_put(out, text + at, end - at);
			pm_buf_putc(out, '\n');
			continue;
		}
		for (first = 0; at + first < end && text[at + first] == ' '; first++)
			;
		column = last_column(text + at, end - at, width);
		if (column <= first ||
		    !has_room(text + at + column, end - at - column, width - column))
			column = first + 4;
		wrap(out, text + at + first, end - at - first, width, first, column,
		     COMMAS_TOO);
	}
}
