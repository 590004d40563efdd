/* Pressmark - a file with many articles, cut where they begin: see pieces.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/pieces.h"

#include <string.h>

/* Longer lines begin no article. */
#define LINE_MAX_LEN ((size_t)4096)
/* What is kept for the next file. */
#define KEEP ((size_t)1 << 22)

void
pm_pieces_init(struct pm_pieces *p)
{
	memset(p, 0, sizeof *p);
	pm_buf_init(&p->buf, PM_BUF_NO_LIMIT);
}

void
pm_pieces_release(struct pm_pieces *p)
{
	pm_buf_release(&p->buf);
	pm_pieces_init(p);
}

void
pm_pieces_open(struct pm_pieces *p, struct pm_stream *stream, pm_piece_find_fn *find,
	       size_t limit)
{
	if (p->buf.cap > KEEP)
		pm_pieces_release(p);
	pm_buf_clear(&p->buf);
	p->stream = stream;
	p->find = find;
	p->limit = limit;
	p->begin = p->looked = 0;
	p->first = p->begun = p->ended = p->too_large = false;
	p->line = p->next_line = 1;
}

/* The bytes before AT are not needed any more. */
static void
drop(struct pm_pieces *p, size_t at)
{
	size_t left = p->buf.len - at;

	if (at == 0)
		return;
	if (left > 0)
		memmove(p->buf.data, p->buf.data + at, left);
	p->buf.len = left;
	p->begin -= at < p->begin ? at : p->begin;
	p->looked -= at < p->looked ? at : p->looked;
}

static void
count_lines(struct pm_pieces *p, size_t from, size_t to)
{
	const char *text = pm_buf_str(&p->buf), *at = text + from;

	while ((at = memchr(at, '\n', (size_t)(text + to - at))) != NULL) {
		p->next_line++;
		at++;
	}
}

/* Read more of the stream. */
static enum pm_status
read_more(struct pm_pieces *p, struct pm_error *err)
{
	const uint8_t *data;
	size_t len;
	enum pm_status st;

	drop(p, p->begin);
	/* a piece that is too large: all but what a place may begin with, and the byte
	 * before it */
	if (p->buf.len > p->limit) {
		size_t at = p->looked > 0 ? p->looked - 1 : 0;

		p->too_large = true;
		count_lines(p, 0, at);
		drop(p, at);
		p->looked = p->buf.len < 1 ? p->buf.len : 1;
	}
	st = pm_stream_read(p->stream, &data, &len, err);
	if (st == PM_END)
		p->ended = true;
	if (st != PM_OK)
		return st == PM_END ? PM_OK : st;
	pm_buf_put(&p->buf, data, len);
	return pm_buf_check(&p->buf, "an article", err);
}

/* Take out the CR before each LF. */
static size_t
join_line_ends(char *text, size_t len)
{
	char *in = text, *out = text, *end = text + len, *cr;

	while ((cr = memchr(in, '\r', (size_t)(end - in))) != NULL) {
		memmove(out, in, (size_t)(cr - in));
		out += cr - in;
		in = cr + 1;
		if (in == end || *in != '\n')
			*out++ = '\r';
	}
	memmove(out, in, (size_t)(end - in));
	return (size_t)(out + (end - in) - text);
}

/* Find the end of the piece, which begins at p->begin. */
static enum pm_status
find_end(struct pm_pieces *p, size_t *end, struct pm_error *err)
{
	size_t again = 0;
	enum pm_status st;

	for (;;) {
		*end = p->find(pm_buf_str(&p->buf), p->buf.len, p->looked, p->ended,
			       &again);
		if (*end != PM_NO_PIECE)
			return PM_OK;
		p->looked = again;
		if (p->ended)
			break;
		if ((st = read_more(p, err)) < 0)
			return st;
	}
	*end = p->buf.len;
	return PM_OK;
}

enum pm_status
pm_pieces_next(struct pm_pieces *p, char **text, size_t *len, struct pm_error *err)
{
	enum pm_status st;
	size_t end;

	do {
		if (p->ended && p->begin == p->buf.len)
			return PM_END;
		p->too_large = false;
		if ((st = find_end(p, &end, err)) < 0)
			return st;
		p->first = !p->begun;
		p->begun = true;
		*text = (char *)p->buf.data + p->begin;
		*len = end - p->begin;
		p->line = p->next_line;
		count_lines(p, p->begin, end);
		p->begin = end;
		p->looked = end < p->buf.len ? end + 1 : end;
	} while (*len == 0);
	if (p->too_large || *len > p->limit)
		return pm_fail(err, PM_ERR_LIMIT, "an article is larger than %zu bytes",
			       p->limit);
	*len = join_line_ends(*text, *len);
	return PM_OK;
}

size_t
pm_pieces_find_line(const char *text, size_t len, size_t from, bool whole, size_t *again,
		    bool (*is)(const char *line, size_t len))
{
	const char *p = text + from, *end = text + len, *eol;

	/* not the beginning of a line */
	if (from > 0 && from <= len && p[-1] != '\n') {
		p = from == len ? NULL : memchr(p, '\n', (size_t)(end - p));
		if (p == NULL) {
			*again = len;
			return PM_NO_PIECE;
		}
		p++;
	}
	for (; p < end; p = eol + 1) {
		size_t n;

		eol = memchr(p, '\n', (size_t)(end - p));
		n = (size_t)((eol == NULL ? end : eol) - p);
		if (eol == NULL && !whole) {
			*again = n > LINE_MAX_LEN ? len : (size_t)(p - text);
			return PM_NO_PIECE;
		}
		if (n > 0 && p[n - 1] == '\r')
			n--;
		if (n <= LINE_MAX_LEN && is(p, n))
			return (size_t)(p - text);
		if (eol == NULL)
			break;
	}
	*again = len;
	return PM_NO_PIECE;
}

size_t
pm_pieces_find_text(const char *text, size_t len, size_t from, size_t *again,
		    const char *wanted)
{
	size_t n = strlen(wanted);
	const char *p;

	if (from < len && (p = memmem(text + from, len - from, wanted, n)) != NULL)
		return (size_t)(p - text);
	*again = len - from < n ? from : len - n + 1;
	if (from > len)
		*again = len;
	return PM_NO_PIECE;
}
