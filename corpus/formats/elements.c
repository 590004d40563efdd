/* Pressmark - the records of JSON files: elements of an array: see json_lines.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/json_lines.h"

#include <string.h>

enum state {
	TOP,	       /* outside an array, between values */
	ARRAY_OPEN,    /* after its bracket: a value or the end */
	ARRAY_VALUE,   /* after a comma: a value */
	ARRAY_COMMA,   /* after a value: a comma or the end */
	AFTER_WRAPPED, /* in the objects around an array, after it */
	FAILED,
	INSIDE = 16 /* added to one of the above: inside a value */
};

void
pm_json_elements_init(struct pm_json_elements *e, struct pm_stream *stream, size_t limit,
		      struct pm_names *names)
{
	memset(e, 0, sizeof *e);
	e->stream = stream;
	e->names = names;
	e->state = TOP;
	pm_buf_init(&e->replay, PM_BUF_NO_LIMIT);
	pm_buf_init(&e->carry, limit);
}

void
pm_json_elements_release(struct pm_json_elements *e)
{
	pm_buf_release(&e->carry);
	pm_buf_release(&e->replay);
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
		e->state = e->wrapped > 0 ? AFTER_WRAPPED : TOP;
		e->depth = e->wrapped;
		e->wrapped = 0;
		e->in_string = e->escaped = false;
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

/* --- lists in objects --------------------------------------------------- */

/* How deep in an object a list may be: `hits.hits`. */
#define WRAPPED_MAX 2u

/* Where a text is read. */
struct place {
	const uint8_t *p;
	size_t at, len;
};

static bool
skip_spaces(struct place *x)
{
	while (x->at < x->len && is_space(x->p[x->at]))
		x->at++;
	return x->at < x->len;
}

/* Over a string, which begins here.  False: it ends beyond what there is. */
static bool
skip_string(struct place *x)
{
	for (x->at++; x->at < x->len; x->at++) {
		if (x->p[x->at] == '\\')
			x->at++;
		else if (x->p[x->at] == '"')
			return ++x->at < x->len;
	}
	return false;
}

static bool
skip_value(struct place *x)
{
	size_t depth = 0;

	while (x->at < x->len) {
		switch (x->p[x->at]) {
		case '"':
			if (!skip_string(x))
				return false;
			if (depth == 0)
				return true;
			continue;
		case '{':
		case '[':
			depth++;
			break;
		case '}':
		case ']':
			if (depth == 0)
				return true;
			depth--;
			break;
		case ',':
			if (depth == 0)
				return true;
			break;
		}
		x->at++;
	}
	return false;
}

/* A name and its colon. */
static bool
read_name(struct place *x, struct pm_names *names, const struct pm_member_name **name)
{
	size_t begin = x->at + 1;

	if (x->p[x->at] != '"' || !skip_string(x))
		return false;
	*name = pm_names_lookup(names, (const char *)x->p + begin, x->at - 1 - begin);
	if (!skip_spaces(x) || x->p[x->at] != ':')
		return false;
	x->at++;
	return skip_spaces(x);
}

static bool
is_text(const struct pm_member_name *name, const struct place *x)
{
	return name != NULL && name->n_uses > 0 && name->uses[0].role == PM_ROLE_TEXT &&
	       !name->is_second && x->p[x->at] != 'n' &&
	       !(x->p[x->at] == '"' && x->at + 1 < x->len && x->p[x->at + 1] == '"');
}

/* Find in an object, as far as it is known, a list of articles with no text before it:
 * after the bracket at X->at, in *DEPTH objects. */
static bool
find_list(struct place *x, struct pm_names *names, unsigned *depth)
{
	const struct pm_member_name *name;

	*depth = 1;
	for (x->at = 1; skip_spaces(x);) {
		if (x->p[x->at] == '}' || x->p[x->at] == ',') {
			*depth -= x->p[x->at++] == '}';
			if (*depth == 0)
				return false;
			continue;
		}
		if (!read_name(x, names, &name) || is_text(name, x))
			return false;
		if (name != NULL && name->wraps && x->p[x->at] == '[') {
			struct place first = { x->p, x->at + 1, x->len };

			if (skip_spaces(&first) && x->p[first.at] == '{') {
				x->at++;
				return true;
			}
		}
		if (name != NULL && name->wraps && x->p[x->at] == '{' &&
		    *depth < WRAPPED_MAX) {
			++*depth;
			x->at++;
			continue;
		}
		if (!skip_value(x))
			return false;
	}
	return false;
}

/* The object that has been kept so far wraps a list: hand out that. */
static bool
open_list(struct pm_json_elements *e)
{
	struct place x = { e->carry.data, 0, e->carry.len };
	size_t limit = e->carry.limit;
	unsigned depth;

	if (e->state != TOP + INSIDE || e->depth == 0 || e->skipped > 0 || x.p == NULL ||
	    x.len == 0 || x.p[0] != '{' || !find_list(&x, e->names, &depth))
		return false;
	e->rest = e->piece;
	e->rest_len = e->len;
	pm_buf_release(&e->replay);
	e->replay = e->carry;
	pm_buf_init(&e->carry, limit);
	e->piece = e->replay.data + x.at;
	e->len = e->replay.len - x.at;
	e->state = ARRAY_OPEN;
	e->in_array = true;
	e->wrapped = depth;
	return true;
}

/* Whether what is kept of an object has become so large that it is looked into. */
static bool
is_worth_a_look(struct pm_json_elements *e)
{
	if (e->carry.len < e->look_at)
		return false;
	e->look_at = e->carry.len > SIZE_MAX / 2 ? SIZE_MAX : 2 * e->carry.len;
	return true;
}

/* Pass over what follows an array in the objects around it. */
static void
pass_over(struct pm_json_elements *e)
{
	while (e->len > 0 && e->state == AFTER_WRAPPED) {
		uint8_t c = *e->piece++;

		e->len--;
		if (e->in_string) {
			e->in_string = e->escaped || c != '"';
			e->escaped = !e->escaped && c == '\\';
		} else if (c == '"') {
			e->in_string = true;
		} else if (c == '{' || c == '[') {
			e->depth++;
		} else if ((c == '}' || c == ']') && --e->depth == 0) {
			e->state = TOP;
		}
	}
}

/* --- values ------------------------------------------------------------- */

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
			pm_buf_release(&e->carry);
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

/* The next piece: what came after an object that was looked into, or more of the file. */
static enum pm_status
read_piece(struct pm_json_elements *e, struct pm_error *err)
{
	if (e->rest_len > 0) {
		e->piece = e->rest;
		e->len = e->rest_len;
		e->rest_len = 0;
		return PM_OK;
	}
	return pm_stream_read(e->stream, &e->piece, &e->len, err);
}

static void
begin_value(struct pm_json_elements *e)
{
	e->state += INSIDE;
	e->depth = 0;
	e->in_string = e->escaped = false;
	e->look_at = PM_JSON_WRAPPER_MAX;
	if (e->look_at > e->carry.limit / 2)
		e->look_at = e->carry.limit / 2;
}

enum pm_status
pm_json_elements_next(struct pm_json_elements *e, const char **text, size_t *len,
		      struct pm_error *err)
{
	enum pm_status st;
	bool begins;

	pm_buf_clear(&e->carry);
	while (e->state != FAILED) {
		while (e->state < AFTER_WRAPPED && e->len > 0) {
			if ((st = between(e, *e->piece, &begins, err)) < 0)
				return st;
			if (begins) {
				begin_value(e);
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
			if (is_worth_a_look(e) && open_list(e))
				continue;
		}
		if (e->state == AFTER_WRAPPED) {
			pass_over(e);
			if (e->len > 0)
				continue;
		}
		st = read_piece(e, err);
		if (st == PM_OK || (st == PM_END && open_list(e)))
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
