/* Pressmark - the messages of an mbox file: see mbox.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/mbox.h"

#include <ctype.h>
#include <string.h>

/* The longest line that counts, with the beginning of the one after it. */
#define LINE_MAX_BYTES 1000u
#define KEEP ((size_t)1 << 24)

void
pm_mbox_init(struct pm_mbox *m, size_t limit)
{
	memset(m, 0, sizeof *m);
	pm_buf_init(&m->bytes, PM_BUF_NO_LIMIT);
	m->limit = limit;
}

void
pm_mbox_release(struct pm_mbox *m)
{
	pm_buf_release(&m->bytes);
}

void
pm_mbox_open(struct pm_mbox *m, struct pm_stream *stream)
{
	m->stream = stream;
	if (m->bytes.cap > KEEP)
		pm_buf_release(&m->bytes);
	pm_buf_clear(&m->bytes);
	m->begin = 0;
	m->ended = false;
	m->first = true;
}

static bool
has_month(const char *p, size_t n)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	size_t i, k;

	for (i = 0; i + 3 < n; i++) {
		if (p[i] != ' ' || !isupper((unsigned char)p[i + 1]))
			continue;
		for (k = 0; k < sizeof months - 1; k += 3)
			if (memcmp(p + i + 1, months + k, 3) == 0)
				return true;
	}
	return false;
}

static bool
has_time(const char *p, size_t n)
{
	size_t i;

	for (i = 1; i + 2 < n; i++)
		if (p[i] == ':' && isdigit((unsigned char)p[i - 1]) &&
		    isdigit((unsigned char)p[i + 1]) && isdigit((unsigned char)p[i + 2]))
			return true;
	return false;
}

bool
pm_mbox_is_line(const char *p, size_t n)
{
	return n > 16 && n < LINE_MAX_BYTES && memcmp(p, "From ", 5) == 0 &&
	       has_month(p + 5, n - 5) && has_time(p + 5, n - 5);
}

/* Whether P begins a header field: a name, and a colon. */
static bool
begins_field(const char *p, const char *end)
{
	const char *begin = p;

	while (p<end && * p> ' ' && *p < 0x7f && *p != ':')
		p++;
	return p < end && p > begin && *p == ':';
}

/* Whether a message begins at P, where "From " stands; *MORE: that depends on what
 * follows END. */
static bool
begins_message(const char *p, const char *end, bool ended, bool *more)
{
	size_t left = (size_t)(end - p);
	const char *lf = memchr(p, '\n', left < LINE_MAX_BYTES ? left : LINE_MAX_BYTES);
	const char *next;

	*more = false;
	if (lf == NULL) {
		*more = !ended && left < LINE_MAX_BYTES;
		return false;
	}
	if (!pm_mbox_is_line(p, (size_t)(lf - p)))
		return false;
	next = lf + 1;
	if (next < end && *next == '>') /* two of them, the second quoted */
		next++;
	if (!ended && (size_t)(end - next) < LINE_MAX_BYTES &&
	    memchr(next, '\n', (size_t)(end - next)) == NULL) {
		*more = true;
		return false;
	}
	return next == end || begins_field(next, end) ||
	       ((size_t)(end - next) > 5 && memcmp(next, "From ", 5) == 0);
}

/* Read one more piece.  What was handed out is forgotten. */
static enum pm_status
read_more(struct pm_mbox *m, struct pm_error *err)
{
	struct pm_buf *b = &m->bytes;
	const uint8_t *data;
	size_t len;
	enum pm_status st;

	if (m->begin > 0) {
		b->len -= m->begin;
		memmove(b->data, b->data + m->begin, b->len);
		m->begin = 0;
	}
	st = pm_stream_read(m->stream, &data, &len, err);
	if (st == PM_END)
		m->ended = true;
	if (st != PM_OK)
		return st == PM_END ? PM_OK : st;
	/* doubling: memory is requested in proportion to what has arrived */
	if (b->len + len + 1 > b->cap)
		pm_buf_reserve(b, b->len > len ? b->len : len);
	pm_buf_put(b, data, len);
	return pm_buf_check(b, "the message", err);
}

/* Where the message ends that begins at m->begin: the place of the next one's line.
 * PM_ERR_LIMIT: it is too large, and its bytes are not kept. */
static enum pm_status
find_end(struct pm_mbox *m, size_t *end, struct pm_error *err)
{
	size_t from = m->begin;
	bool large = false, more = false;
	enum pm_status st;

	for (;;) {
		const char *data = pm_buf_str(&m->bytes), *stop = data + m->bytes.len;
		const char *p = data + from;

		while (p < stop &&
		       (p = memmem(p, (size_t)(stop - p), "\nFrom ", 6)) != NULL) {
			if (begins_message(p + 1, stop, m->ended, &more) || more)
				break;
			p++;
		}
		if (p != NULL && p < stop && !more) {
			*end = (size_t)(p + 1 - data);
			break;
		}
		if (m->ended) {
			*end = m->bytes.len;
			break;
		}
		/* go on at the candidate, or where one may have begun */
		from = p != NULL && more ? (size_t)(p - data) : m->bytes.len;
		if (!more)
			from -= from - m->begin < 5 ? from - m->begin : 5;
		more = false;
		if (from - m->begin > m->limit) {
			large = true;
			m->begin = from;
		}
		from -= m->begin;
		if ((st = read_more(m, err)) < 0)
			return st;
	}
	if (large || *end - m->begin > m->limit) {
		m->begin = *end;
		return pm_fail(err, PM_ERR_LIMIT, "the message is larger than %zu bytes",
			       m->limit);
	}
	return PM_OK;
}

/* Take one '>' off lines that begin with such and "From ".  Returns the new length. */
static size_t
unquote(char *text, size_t len)
{
	char *p = text, *end = text + len, *to = text, *found;

	while (p < end && (found = memmem(p, (size_t)(end - p), ">From ", 6)) != NULL) {
		const char *line = found;
		size_t keep;

		while (line > p && line[-1] == '>')
			line--;
		keep = (size_t)(found - p) + !(line == text || line[-1] == '\n');
		memmove(to, p, keep);
		to += keep;
		p = found + 1;
	}
	memmove(to, p, (size_t)(end - p));
	return (size_t)(to - text) + (size_t)(end - p);
}

/* Before the first message there may be empty lines. */
static enum pm_status
find_first(struct pm_mbox *m, struct pm_error *err)
{
	enum pm_status st = PM_OK;

	m->first = false;
	do {
		while (m->begin < m->bytes.len &&
		       isspace((unsigned char)m->bytes.data[m->begin]))
			m->begin++;
		if (m->begin < m->bytes.len)
			break;
		st = read_more(m, err);
	} while (st == PM_OK && !m->ended);
	return st;
}

enum pm_status
pm_mbox_next(struct pm_mbox *m, char **message, size_t *len, struct pm_error *err)
{
	char *begin, *line;
	size_t end;
	enum pm_status st;

	if (m->first && (st = find_first(m, err)) < 0)
		return st;
	if (m->ended && m->begin == m->bytes.len)
		return PM_END;
	if ((st = find_end(m, &end, err)) < 0)
		return st;
	if (end == m->begin)
		return PM_END;
	begin = (char *)m->bytes.data + m->begin;
	*len = end - m->begin;
	m->begin = end;
	line = memchr(begin, '\n', *len);
	if (*len > 5 && memcmp(begin, "From ", 5) == 0 && line != NULL) {
		*len -= (size_t)(line + 1 - begin);
		begin = line + 1;
		/* some programs quote the next such line */
		if (*len > 6 && memcmp(begin, ">From ", 6) == 0 &&
		    (line = memchr(begin, '\n', *len)) != NULL) {
			*len -= (size_t)(line + 1 - begin);
			begin = line + 1;
		}
	}
	*message = begin;
	*len = unquote(begin, *len);
	return PM_OK;
}
