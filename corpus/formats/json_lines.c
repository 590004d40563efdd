/* Pressmark - the records of JSON files: lines: see json_lines.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/json_lines.h"

#include <stdio.h>
#include <string.h>

/* Where a line ends is looked for when so much of it has been kept. */
#define LOOK_FROM ((size_t)16 << 20)

void
pm_json_lines_init(struct pm_json_lines *l, struct pm_stream *stream, size_t limit)
{
	memset(l, 0, sizeof *l);
	l->stream = stream;
	pm_buf_init(&l->carry, limit);
}

void
pm_json_lines_release(struct pm_json_lines *l)
{
	pm_buf_release(&l->carry);
}

static bool
is_blank(const uint8_t *p, size_t len)
{
	while (len > 0 && (*p == ' ' || (*p >= '\t' && *p <= '\r'))) {
		p++;
		len--;
	}
	return len == 0;
}

/* The last byte before AT that is not blank, or 0. */
static uint8_t
byte_before(const struct pm_json_lines *l, const uint8_t *at)
{
	const uint8_t *begin = l->piece;
	size_t left = l->carry.len;

	while (at > begin && is_blank(at - 1, 1))
		at--;
	if (at > begin)
		return at[-1];
	while (left > 0 && is_blank(l->carry.data + left - 1, 1))
		left--;
	return left > 0 ? l->carry.data[left - 1] : 0;
}

/* The first line of a file decides what its lines end with.  A CR ends one if it follows
 * an object, and no LF follows: within a record, another byte comes first. */
static void
choose_ends(struct pm_json_lines *l)
{
	const uint8_t *end = l->piece + l->len, *p = l->piece;

	while (p < end && *p != '\n' && *p != '\r')
		p++;
	if (p == end)
		return;
	if (*p == '\r' && byte_before(l, p) == '}' &&
	    (p + 1 == end || p[1] == '\r' || p[1] == '{'))
		l->ends = PM_ENDS_CR;
	else
		l->ends = PM_ENDS_LF;
}

/* Where the current line ends, if that is in the piece. */
static const uint8_t *
find_end(struct pm_json_lines *l)
{
	const uint8_t *lf, *cr;

	if (l->after_cr && l->len > 0) {
		l->after_cr = false;
		if (*l->piece == '\n') {
			l->piece++;
			l->len--;
		}
	}
	if (l->len == 0)
		return NULL;
	if (l->ends == PM_ENDS_UNKNOWN)
		choose_ends(l);
	lf = memchr(l->piece, '\n', l->len);
	if (l->ends != PM_ENDS_CR)
		return lf;
	cr = memchr(l->piece, '\r', lf != NULL ? (size_t)(lf - l->piece) : l->len);
	l->after_cr = cr != NULL;
	return cr != NULL ? cr : lf;
}

/* Keep part of a line whose end has not been seen yet. */
static enum pm_status
keep(struct pm_json_lines *l, size_t len, struct pm_error *err)
{
	if (l->skipped == 0) {
		/* doubling, so that a line of n bytes is copied at most twice */
		if (l->carry.len + len + 1 > l->carry.cap &&
		    l->carry.len < l->carry.limit / 2)
			pm_buf_reserve(&l->carry, l->carry.len > len ? l->carry.len : len);
		pm_buf_put(&l->carry, l->piece, len);
		if (l->carry.status == PM_ERR_NOMEM)
			return pm_fail_nomem(err);
		if (l->carry.status != PM_OK) {
			l->skipped = l->carry.len + 1;
			pm_buf_release(&l->carry);
		}
	}
	if (l->skipped > 0)
		l->skipped += len;
	l->piece += len;
	l->len -= len;
	return PM_OK;
}

/* Whether the piece may have an end of the line. */
static bool
may_end(const struct pm_json_lines *l, const uint8_t *p, size_t len)
{
	return memchr(p, '\n', len) != NULL ||
	       (l->ends != PM_ENDS_LF && memchr(p, '\r', len) != NULL);
}

/* All of the line so far has been kept.  Look whether it ends before it is too large; if
 * so, go back, and else skip what has been passed. */
static enum pm_status
look_ahead(struct pm_json_lines *l, struct pm_error *err)
{
	struct pm_stream *s = l->stream;
	int64_t at = s->seek(s, 0, SEEK_CUR);
	uint64_t most = l->carry.limit - l->carry.len, n = 0;
	const uint8_t *p;
	size_t len;
	enum pm_status st = PM_OK;

	l->looked = true;
	if (at < 0)
		return PM_OK;
	while (n <= most && (st = pm_stream_read(s, &p, &len, err)) == PM_OK &&
	       !may_end(l, p, len))
		n += len;
	if (st == PM_ERR_NOMEM || st == PM_ERR_INTERRUPTED)
		return st;
	if (n > most) {
		l->skipped = 1 + l->carry.len + n;
		pm_buf_release(&l->carry);
		return PM_OK;
	}
	/* What else has failed will fail again. */
	if (s->seek(s, at, SEEK_SET) != at)
		return pm_fail(err, PM_ERR_IO, "cannot go back in the file");
	return PM_OK;
}

/* The line that ends LEN bytes into the piece. */
static enum pm_status
finish(struct pm_json_lines *l, size_t len, const char **line, size_t *line_len,
       struct pm_error *err)
{
	const uint8_t *begin = l->piece;
	enum pm_status st;

	l->number++;
	l->looked = false;
	if (l->skipped == 0 && l->carry.len == 0 && len <= l->carry.limit) {
		l->piece += len;
		l->len -= len;
		*line = (const char *)begin;
		*line_len = len;
		return PM_OK;
	}
	if ((st = keep(l, len, err)) < 0)
		return st;
	if (l->skipped > 0) {
		pm_fail(err, PM_ERR_LIMIT, "a line of %llu bytes is too large",
			(unsigned long long)(l->skipped - 1));
		l->skipped = 0;
		return PM_ERR_LIMIT;
	}
	*line = pm_buf_str(&l->carry);
	*line_len = l->carry.len;
	return PM_OK;
}

enum pm_status
pm_json_lines_next(struct pm_json_lines *l, const char **line, size_t *len,
		   struct pm_error *err)
{
	enum pm_status st;

	/* A line that was returned from the carry is done with; after a failure in the
	 * middle of a line, what is left will never be completed. */
	pm_buf_clear(&l->carry);
	while (!l->ended) {
		const uint8_t *end = find_end(l);

		if (end != NULL) {
			st = finish(l, (size_t)(end - l->piece), line, len, err);
			l->piece++;
			l->len--;
			if (st != PM_OK || !is_blank((const uint8_t *)*line, *len))
				return st;
			pm_buf_clear(&l->carry);
			continue;
		}
		if ((l->len > 0 && (st = keep(l, l->len, err)) < 0) ||
		    (l->carry.len >= LOOK_FROM && !l->looked && l->stream->seek != NULL &&
		     (st = look_ahead(l, err)) < 0))
			return st;
		st = pm_stream_read(l->stream, &l->piece, &l->len, err);
		if (st == PM_OK)
			continue;
		l->ended = true;
		l->len = 0;
		if (st < 0)
			return st;
		if (l->carry.len == 0 && l->skipped == 0)
			break;
		st = finish(l, 0, line, len, err);
		if (st != PM_OK || !is_blank((const uint8_t *)*line, *len))
			return st;
	}
	return PM_END;
}
