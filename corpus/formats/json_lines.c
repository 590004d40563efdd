/* Pressmark - the records of JSON files: lines: see json_lines.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/json_lines.h"

#include <string.h>

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
			pm_buf_clear(&l->carry);
		}
	}
	if (l->skipped > 0)
		l->skipped += len;
	l->piece += len;
	l->len -= len;
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
		const uint8_t *lf = l->len > 0 ? memchr(l->piece, '\n', l->len) : NULL;

		if (lf != NULL) {
			st = finish(l, (size_t)(lf - l->piece), line, len, err);
			l->piece++;
			l->len--;
			if (st != PM_OK || !is_blank((const uint8_t *)*line, *len))
				return st;
			pm_buf_clear(&l->carry);
			continue;
		}
		if (l->len > 0 && (st = keep(l, l->len, err)) < 0)
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
