/* Pressmark - the rows of tables: see rows.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/rows.h"

#include <stdlib.h>
#include <string.h>

#define KEEP ((size_t)1 << 22)

struct pm_row_cell {
	size_t begin, len;
};

void
pm_rows_init(struct pm_rows *r, struct pm_stream *stream, char delimiter, size_t limit,
	     size_t max_cells)
{
	memset(r, 0, sizeof *r);
	r->stream = stream;
	r->delimiter = delimiter;
	r->max_cells = max_cells;
	r->next_line = 1;
	pm_buf_init(&r->bytes, limit);
}

void
pm_rows_release(struct pm_rows *r)
{
	pm_buf_release(&r->bytes);
	free(r->cells);
	r->cells = NULL;
	r->n = r->cap = 0;
}

void
pm_rows_trim(struct pm_rows *r)
{
	if (r->bytes.cap > KEEP || r->cap > KEEP / sizeof *r->cells)
		pm_rows_release(r);
}

struct pm_str
pm_rows_cell(const struct pm_rows *r, size_t i)
{
	return (struct pm_str){ pm_buf_str(&r->bytes) + r->cells[i].begin,
				r->cells[i].len };
}

/* --- the first row ------------------------------------------------------ */

static bool
is_line_end(uint8_t c)
{
	return c == '\n' || c == '\r';
}

/* How many of DELIMITERS are outside of quotes in the first line of the piece that has
 * anything; *END is where that ends. */
static void
count_delimiters(const struct pm_rows *r, const char *delimiters, size_t counts[4],
		 size_t *end)
{
	bool quoted = false;
	size_t i = 0;

	while (i < r->len && is_line_end(r->piece[i]))
		i++;
	for (; i < r->len && (quoted || !is_line_end(r->piece[i])); i++) {
		const char *d = memchr(delimiters, r->piece[i], 4);

		if (r->piece[i] == '"')
			quoted = !quoted;
		else if (d != NULL && !quoted)
			counts[d - delimiters]++;
	}
	*end = i;
}

/* Whether the first END bytes have a blank between a delimiter and a quote. */
static bool
has_spaced_quotes(const struct pm_rows *r, size_t end)
{
	size_t i;

	for (i = 2; i < end; i++)
		if (r->piece[i] == '"' && r->piece[i - 1] == ' ' &&
		    r->piece[i - 2] == (uint8_t)r->delimiter)
			return true;
	return false;
}

/* A first line such as "sep=;", by which Excel is told the delimiter. */
static void
take_sep(struct pm_rows *r)
{
	static const char sep[] = "sep=";
	size_t n = sizeof sep - 1;

	if (r->len > n + 1 && memcmp(r->piece, sep, n) == 0 &&
	    is_line_end(r->piece[n + 1]) && !is_line_end(r->piece[n])) {
		r->delimiter = (char)r->piece[n];
		r->piece += n + 1;
		r->len -= n + 1;
	}
}

/* Learn from the first piece how the table is written. */
static enum pm_status
begin(struct pm_rows *r, struct pm_error *err)
{
	static const char delimiters[4] = { ',', ';', '\t', '|' };
	enum pm_status st = pm_stream_read(r->stream, &r->piece, &r->len, err);
	size_t counts[4] = { 0 }, best = 0, end, i;

	r->begun = true;
	if (st != PM_OK) {
		r->len = 0;
		r->ended = true;
		return st;
	}
	take_sep(r);
	count_delimiters(r, delimiters, counts, &end);
	for (i = 1; i < 4; i++)
		if (counts[i] > counts[best])
			best = i;
	if (r->delimiter == '\0')
		r->delimiter = delimiters[best];
	r->spaced = has_spaced_quotes(r, end);
	r->ends_cr = end + 1 < r->len && r->piece[end] == '\r' &&
		     r->piece[end + 1] != '\n';
	r->stops['\n'] = r->stops['\r'] = r->stops[(uint8_t)r->delimiter] = true;
	return PM_OK;
}

/* --- cells -------------------------------------------------------------- */

/* Append to the cell, unless the row is too large. */
static enum pm_status
put(struct pm_rows *r, const void *data, size_t len, struct pm_error *err)
{
	if (r->too_large)
		return PM_OK;
	pm_buf_put(&r->bytes, data, len);
	if (r->bytes.status == PM_ERR_NOMEM)
		return pm_fail_nomem(err);
	if (r->bytes.status != PM_OK) {
		r->too_large = true;
		pm_buf_release(&r->bytes);
	}
	return PM_OK;
}

static enum pm_status
end_cell(struct pm_rows *r, struct pm_error *err)
{
	enum pm_status st;

	if (r->n == r->max_cells)
		r->too_large = true;
	if (!r->too_large) {
		st = pm_grow(&r->cells, &r->cap, r->n + 1, sizeof *r->cells, err);
		if (st < 0)
			return st;
		r->cells[r->n++] = (struct pm_row_cell){ r->cell, r->bytes.len - r->cell };
	}
	r->cell = r->bytes.len;
	r->state = PM_ROW_CELL;
	return PM_OK;
}

static void
consume(struct pm_rows *r, size_t n)
{
	r->piece += n;
	r->len -= n;
	r->size += n;
}

static void
count_lines(struct pm_rows *r, const uint8_t *p, size_t len)
{
	const uint8_t *end = p + len;
	int c = r->ends_cr ? '\r' : '\n';

	while (p < end && (p = memchr(p, c, (size_t)(end - p))) != NULL) {
		r->next_line++;
		p++;
	}
}

/* A quote in a cell in quotes that no delimiter follows: whether it is the cell's own, and
 * the cell goes on.  What follows is looked at once. */
static bool
is_own(struct pm_rows *r)
{
	const uint8_t *p = r->piece;
	size_t i;

	if (r->len > r->sure && r->sure > 0)
		return true;
	for (i = 0; i + 1 < r->len && !is_line_end(p[i]); i++) {
		if (p[i] == '"' &&
		    (p[i + 1] == (uint8_t)r->delimiter || is_line_end(p[i + 1])))
			break;
		if (p[i] == (uint8_t)r->delimiter && p[i + 1] == '"')
			return false;
	}
	if (i + 1 < r->len && is_line_end(p[i]))
		return false;
	r->sure = r->len - i;
	return true;
}

/* The cell does not end with the quote that was just read. */
static enum pm_status
go_on_after_quote(struct pm_rows *r, struct pm_error *err)
{
	static const char blanks[] = "        ";
	enum pm_status st = PM_OK;
	bool own = is_own(r);
	size_t n;

	if (!own && !r->too_large) {
		/* the first quote is part of it, too */
		if ((st = put(r, "\"", 1, err)) == PM_OK && !r->too_large) {
			uint8_t *cell = r->bytes.data + r->cell;

			memmove(cell + 1, cell, r->bytes.len - 1 - r->cell);
			*cell = '"';
		}
	}
	if (st == PM_OK)
		st = put(r, "\"", 1, err);
	for (; st == PM_OK && r->blanks > 0; r->blanks -= n) {
		n = r->blanks < sizeof blanks - 1 ? r->blanks : sizeof blanks - 1;
		st = put(r, blanks, n, err);
	}
	r->state = own ? PM_ROW_QUOTED : PM_ROW_PLAIN;
	return st;
}

/* One step after a quote in a cell in quotes. */
static enum pm_status
after_quote(struct pm_rows *r, bool *row_ends, struct pm_error *err)
{
	uint8_t c = *r->piece;

	if (c == '"' && r->blanks == 0) {
		consume(r, 1);
		r->state = PM_ROW_QUOTED;
		return put(r, "\"", 1, err);
	}
	if (c == (uint8_t)r->delimiter) {
		consume(r, 1);
		return end_cell(r, err);
	}
	if (is_line_end(c)) {
		*row_ends = true;
		return end_cell(r, err);
	}
	if (c == ' ') {
		consume(r, 1);
		r->blanks++;
		return PM_OK;
	}
	return go_on_after_quote(r, err);
}

static enum pm_status
in_quotes(struct pm_rows *r, struct pm_error *err)
{
	const uint8_t *quote = memchr(r->piece, '"', r->len);
	size_t n = quote == NULL ? r->len : (size_t)(quote - r->piece);
	enum pm_status st = put(r, r->piece, n, err);

	count_lines(r, r->piece, n);
	consume(r, n + (quote != NULL));
	if (quote != NULL) {
		r->state = PM_ROW_QUOTE;
		r->blanks = 0;
	}
	return st;
}

static enum pm_status
in_plain(struct pm_rows *r, bool *row_ends, struct pm_error *err)
{
	size_t n = 0;
	enum pm_status st;

	while (n < r->len && !r->stops[r->piece[n]])
		n++;
	st = put(r, r->piece, n, err);
	consume(r, n);
	if (st < 0 || r->len == 0)
		return st;
	if (is_line_end(*r->piece))
		*row_ends = true;
	else
		consume(r, 1);
	return end_cell(r, err);
}

static void
begin_cell(struct pm_rows *r)
{
	uint8_t c = *r->piece;

	if (r->state == PM_ROW_BEGIN)
		r->line = r->next_line;
	if (c == ' ' && r->spaced) {
		r->state = PM_ROW_CELL;
		consume(r, 1);
	} else if (c == '"') {
		r->state = PM_ROW_QUOTED;
		r->quote_line = r->next_line;
		consume(r, 1);
	} else {
		r->state = PM_ROW_PLAIN;
	}
}

/* --- rows --------------------------------------------------------------- */

/* The line end at which a row has ended, or an empty line begins. */
static void
end_line(struct pm_rows *r)
{
	uint8_t c = *r->piece;

	/* the LF of CR LF, and of a file of LF alone a CR within a row, end no line */
	if (!(c == '\n' && r->after_cr))
		r->next_line++;
	r->after_cr = c == '\r';
	consume(r, 1);
}

static void
clear(struct pm_rows *r)
{
	pm_buf_clear(&r->bytes);
	r->n = 0;
	r->cell = 0;
	r->size = 0;
	r->too_large = false;
	r->state = PM_ROW_BEGIN;
}

/* What has been read is a row. */
static enum pm_status
finish(struct pm_rows *r, struct pm_error *err)
{
	r->number++;
	if (!r->too_large)
		return PM_OK;
	r->n = 0;
	return pm_fail(err, PM_ERR_LIMIT, "a row of %llu bytes is too large",
		       (unsigned long long)r->size);
}

/* The file is at its end. */
static enum pm_status
conclude(struct pm_rows *r, struct pm_error *err)
{
	enum pm_status st;

	r->ended = true;
	if (r->state == PM_ROW_QUOTED)
		return pm_fail(err, PM_ERR_INPUT,
			       "the quote that begins on line %llu is never closed",
			       (unsigned long long)r->quote_line);
	if (r->state == PM_ROW_BEGIN)
		return PM_END;
	if ((st = end_cell(r, err)) < 0)
		return st;
	return finish(r, err);
}

static enum pm_status
step(struct pm_rows *r, bool *row_ends, struct pm_error *err)
{
	switch (r->state) {
	case PM_ROW_QUOTED:
		return in_quotes(r, err);
	case PM_ROW_QUOTE:
		return after_quote(r, row_ends, err);
	case PM_ROW_PLAIN:
		return in_plain(r, row_ends, err);
	default:
		begin_cell(r);
		return PM_OK;
	}
}

enum pm_status
pm_rows_next(struct pm_rows *r, struct pm_error *err)
{
	bool row_ends = false;
	enum pm_status st = PM_OK;

	clear(r);
	if (!r->begun && (st = begin(r, err)) != PM_OK)
		return st;
	while (!r->ended) {
		if (r->len == 0) {
			st = pm_stream_read(r->stream, &r->piece, &r->len, err);
			r->sure = 0;
			if (st == PM_END) {
				r->len = 0;
				return conclude(r, err);
			}
			if (st < 0) {
				r->len = 0;
				r->ended = true;
				return st;
			}
		}
		if (r->state == PM_ROW_BEGIN && is_line_end(*r->piece)) {
			end_line(r);
			continue;
		}
		if ((st = step(r, &row_ends, err)) < 0)
			return st;
		if (row_ends) {
			r->after_cr = false;
			end_line(r);
			return finish(r, err);
		}
		r->after_cr = false;
	}
	return PM_END;
}
