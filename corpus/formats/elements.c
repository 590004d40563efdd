/* Pressmark - the records of JSON files: elements of an array: see json_lines.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/json_lines.h"

#include <string.h>

enum state {
	TOP,	     /* outside an array, between values */
	ARRAY_OPEN,  /* after its bracket: a value or the end */
	ARRAY_VALUE, /* after a comma: a value */
	ARRAY_COMMA, /* after a value: a comma or the end */
	FAILED,
	INSIDE = 16 /* added to one of the above: inside a value */
};

void
pm_json_elements_init(struct pm_json_elements *e, struct pm_stream *stream, size_t limit)
{
	memset(e, 0, sizeof *e);
	e->stream = stream;
	e->state = TOP;
	pm_buf_init(&e->carry, limit);
}

void
pm_json_elements_release(struct pm_json_elements *e)
{
	pm_buf_release(&e->carry);
}

static bool
is_space(uint8_t c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static enum pm_status
refuse(struct pm_json_elements *e, const char *what, struct pm_error *err)
{
	e->state = FAILED;
	e->len = 0;
	return pm_fail(err, PM_ERR_INPUT, "invalid JSON: %s after %llu value%s", what,
		       (unsigned long long)e->number, e->number == 1 ? "" : "s");
}

/* Handle one byte between values; *BEGINS: a value begins with it. */
static enum pm_status
between(struct pm_json_elements *e, uint8_t c, bool *begins, struct pm_error *err)
{
	*begins = false;
	if (is_space(c))
		return PM_OK;
	if (c == '[' && e->state == TOP) {
		e->state = ARRAY_OPEN;
		e->in_array = true;
		return PM_OK;
	}
	if (c == ']' && (e->state == ARRAY_OPEN || e->state == ARRAY_COMMA)) {
		e->state = TOP;
		return PM_OK;
	}
	if (c == ',' && e->state == ARRAY_COMMA) {
		e->state = ARRAY_VALUE;
		return PM_OK;
	}
	if (c == ',' || c == ':' || c == ']' || c == '}' || e->state == ARRAY_COMMA)
		return refuse(e,
			      e->state == ARRAY_COMMA ? "a comma is missing"
						      : "a value is missing",
			      err);
	*begins = true;
	return PM_OK;
}

/* The number of bytes of the value in this piece; *WHOLE if it ends there. */
static size_t
scan(struct pm_json_elements *e, bool *whole)
{
	const uint8_t *p = e->piece, *end = p + e->len;

	*whole = false;
	while (p < end) {
		if (e->in_string) {
			if (e->escaped) {
				e->escaped = false;
				p++;
				continue;
			}
			while (p < end && *p != '"' && *p != '\\')
				p++;
			if (p == end)
				break;
			e->escaped = *p == '\\';
			e->in_string = e->escaped;
			p++;
			if (!e->in_string && e->depth == 0) {
				*whole = true;
				break;
			}
			continue;
		}
		switch (*p) {
		case '"':
			e->in_string = true;
			break;
		case '{':
		case '[':
			e->depth++;
			break;
		case '}':
		case ']':
			if (e->depth == 0) { /* the array's own, which ends a bare
						 * word */
				*whole = true;
				return (size_t)(p - e->piece);
			}
			if (--e->depth == 0) {
				*whole = true;
				return (size_t)(p + 1 - e->piece);
			}
			break;
		case ',':
		case ' ':
		case '\n':
		case '\r':
		case '\t':
			if (e->depth == 0) {
				*whole = true;
				return (size_t)(p - e->piece);
			}
			break;
		}
		p++;
	}
	return (size_t)(p - e->piece);
}

static enum pm_status
keep(struct pm_json_elements *e, size_t len, struct pm_error *err)
{
	if (e->skipped == 0) {
		if (e->carry.len + len + 1 > e->carry.cap &&
		    e->carry.len < e->carry.limit / 2)
			pm_buf_reserve(&e->carry, e->carry.len > len ? e->carry.len : len);
		pm_buf_put(&e->carry, e->piece, len);
		if (e->carry.status == PM_ERR_NOMEM)
			return pm_fail_nomem(err);
		if (e->carry.status != PM_OK) {
			e->skipped = e->carry.len + 1;
			pm_json_forget(&e->carry);
		}
	}
	if (e->skipped > 0)
		e->skipped += len;
	e->piece += len;
	e->len -= len;
	return PM_OK;
}

/* The value that ends LEN bytes into the piece. */
static enum pm_status
finish(struct pm_json_elements *e, size_t len, const char **text, size_t *text_len,
       struct pm_error *err)
{
	enum pm_status st;

	e->number++;
	e->state -= INSIDE;
	if (e->state != TOP)
		e->state = ARRAY_COMMA;
	if (e->skipped == 0 && e->carry.len == 0 && len <= e->carry.limit) {
		*text = (const char *)e->piece;
		*text_len = len;
		e->piece += len;
		e->len -= len;
		return PM_OK;
	}
	if ((st = keep(e, len, err)) < 0)
		return st;
	if (e->skipped > 0) {
		pm_fail(err, PM_ERR_LIMIT, "a value of %llu bytes is too large",
			(unsigned long long)(e->skipped - 1));
		e->skipped = 0;
		return PM_ERR_LIMIT;
	}
	*text = pm_buf_str(&e->carry);
	*text_len = e->carry.len;
	return PM_OK;
}

/* At the end of the stream. */
static enum pm_status
conclude(struct pm_json_elements *e, const char **text, size_t *len, struct pm_error *err)
{
	if (e->state == TOP || e->state == FAILED)
		return PM_END;
	if (e->state == TOP + INSIDE && e->depth == 0 && !e->in_string)
		return finish(e, 0, text, len, err);
	return refuse(e, "the text ends too early", err);
}

enum pm_status
pm_json_elements_next(struct pm_json_elements *e, const char **text, size_t *len,
		      struct pm_error *err)
{
	enum pm_status st;
	bool begins;

	pm_buf_clear(&e->carry);
	while (e->state != FAILED) {
		while (e->state < INSIDE && e->len > 0) {
			if ((st = between(e, *e->piece, &begins, err)) < 0)
				return st;
			if (begins) {
				e->state += INSIDE;
				e->depth = 0;
				e->in_string = e->escaped = false;
				break;
			}
			e->piece++;
			e->len--;
		}
		if (e->state >= INSIDE && e->len > 0) {
			bool whole;
			size_t n = scan(e, &whole);

			if (whole)
				return finish(e, n, text, len, err);
			if ((st = keep(e, n, err)) < 0)
				return st;
		}
		st = pm_stream_read(e->stream, &e->piece, &e->len, err);
		if (st == PM_OK)
			continue;
		e->len = 0;
		if (st < 0) {
			e->state = FAILED;
			return st;
		}
		return conclude(e, text, len, err);
	}
	return PM_END;
}
