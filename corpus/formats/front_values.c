/* Pressmark - front matter: names and values in YAML and TOML: see front_matter.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/front_matter.h"

#include "support/utf8.h"

#include <string.h>

/* What is in brackets or quotes ends within so many bytes. */
#define FLOW_MAX ((ptrdiff_t)1 << 14)
/* A name with points may be as long as those of JSON. */
#define NAME_MAX_BYTES 256u

/* --- members ------------------------------------------------------------ */

size_t
pm_front_enter(struct pm_front_reader *r, const char *name, size_t len)
{
	size_t before = r->name.len;

	if (before > 0)
		pm_buf_putc(&r->name, '.');
	pm_buf_put(&r->name, name, len);
	return before;
}

void
pm_front_leave(struct pm_front_reader *r, size_t before)
{
	r->name.len = before;
}

void
pm_front_say(struct pm_front_reader *r, const char *value, size_t len)
{
	const char *name = (const char *)r->name.data;

	if (len == 0 || r->name.len == 0)
		return;
	if (r->name.len > NAME_MAX_BYTES)
		pm_front_odd(r, r->p);
	else if (r->in_list > 0)
		pm_draft_add_item(r->draft, name, r->name.len, value, len);
	else
		pm_draft_add(r->draft, name, r->name.len, value, len);
}

void
pm_front_odd(struct pm_front_reader *r, const char *p)
{
	const char *q;

	if (r->said->n_odd++ > 0)
		return;
	/* the line of the opening --- is the first */
	r->said->odd = 2;
	for (q = r->begin; q < p && q < r->end; q++)
		r->said->odd += *q == '\n';
}

/* --- values ------------------------------------------------------------- */

void
pm_front_skip_blanks(struct pm_front_reader *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\t' || *r->p == '\r'))
		r->p++;
}

/* Over blanks, line ends and comments. */
void
pm_front_skip_lines(struct pm_front_reader *r)
{
	for (;;) {
		pm_front_skip_blanks(r);
		if (r->p < r->end && *r->p == '#')
			while (r->p < r->end && *r->p != '\n')
				r->p++;
		if (r->p == r->end || *r->p != '\n')
			return;
		r->p++;
	}
}

void
pm_front_end_line(struct pm_front_reader *r)
{
	pm_front_skip_blanks(r);
	if (r->p < r->end && *r->p != '\n' && *r->p != '#')
		pm_front_odd(r, r->p);
	while (r->p < r->end && *r->p++ != '\n')
		;
}

static unsigned
hex(char c)
{
	return c >= '0' && c <= '9' ? (unsigned)(c - '0')
				    : (unsigned)((c | 0x20) - 'a') + 10;
}

/* An escape, after its backslash. */
static void
put_escape(struct pm_front_reader *r)
{
	static const char letters[] = "nrt0bfave", meant[] = "\n\r\t\0\b\f\a\v\033";
	const char *at;
	char c = *r->p++;
	size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0, i;
	uint8_t utf8[4];
	uint32_t code = 0;

	for (i = 0; i < digits && r->p < r->end &&
		    strchr("0123456789abcdefABCDEF", *r->p) != NULL && *r->p != '\0';
	     i++)
		code = code << 4 | hex(*r->p++);
	if (digits > 0) {
		if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
			code = 0xfffd;
		pm_buf_put(&r->value, utf8, pm_utf8_put(utf8, code));
	} else if (c != '\0' && (at = strchr(letters, c)) != NULL) {
		pm_buf_putc(&r->value, meant[at - letters]);
	} else if (c == '\n') { /* the line goes on */
		pm_front_skip_blanks(r);
	} else {
		pm_buf_putc(&r->value, c);
	}
}

/* A line end within quotes: a blank, or as many line ends as lines are empty. */
static void
put_fold(struct pm_front_reader *r)
{
	size_t ends = 0;

	while (r->value.len > 0 && r->value.data[r->value.len - 1] == ' ')
		r->value.len--;
	while (r->p < r->end &&
	       (*r->p == '\n' || *r->p == '\r' || *r->p == ' ' || *r->p == '\t'))
		ends += *r->p++ == '\n';
	if (ends < 2)
		pm_buf_putc(&r->value, ' ');
	for (; ends > 1; ends--)
		pm_buf_putc(&r->value, '\n');
}

/* Three quotes at P begin or end a string of several lines in TOML. */
static bool
is_triple(const struct pm_front_reader *r)
{
	return r->kind == PM_FRONT_TOML && r->end - r->p >= 3 && r->p[1] == r->p[0] &&
	       r->p[2] == r->p[0];
}

static bool
read_triple(struct pm_front_reader *r)
{
	char quote = *r->p;

	r->p += 3;
	if (r->p < r->end && *r->p == '\r')
		r->p++;
	if (r->p < r->end && *r->p == '\n')
		r->p++;
	while (r->p < r->end) {
		if (*r->p == quote && is_triple(r)) {
			r->p += 3;
			return true;
		}
		if (*r->p == '\\' && quote == '"' && r->p + 1 < r->end) {
			r->p++;
			put_escape(r);
		} else {
			pm_buf_putc(&r->value, *r->p++);
		}
	}
	return false;
}

bool
pm_front_quoted(struct pm_front_reader *r)
{
	char quote = *r->p;

	pm_buf_clear(&r->value);
	if (is_triple(r))
		return read_triple(r);
	r->p++;
	while (r->p < r->end) {
		char c = *r->p;

		if (c == quote && quote == '\'' && r->kind == PM_FRONT_YAML &&
		    r->p + 1 < r->end && r->p[1] == '\'') {
			pm_buf_putc(&r->value, '\'');
			r->p += 2;
		} else if (c == quote) {
			r->p++;
			return true;
		} else if (c == '\\' && quote == '"' && r->p + 1 < r->end) {
			r->p++;
			put_escape(r);
		} else if (c == '\n' || c == '\r') {
			if (r->kind == PM_FRONT_TOML)
				return false;
			put_fold(r);
		} else {
			pm_buf_putc(&r->value, c);
			r->p++;
		}
	}
	return false;
}

/* --- values in brackets and braces -------------------------------------- */

/* A bare value, up to a comma, a bracket or the end of the line; *LEN of it at *FROM. */
void
pm_front_bare(struct pm_front_reader *r, const char *stops, const char **from, size_t *len)
{
	const char *e;

	*from = r->p;
	while (r->p < r->end && *r->p != '\n' &&
	       (*r->p == '\0' || !strchr(stops, *r->p)) &&
	       !(*r->p == '#' && r->p > *from && r->p[-1] == ' '))
		r->p++;
	for (e = r->p; e > *from && (e[-1] == ' ' || e[-1] == '\t' || e[-1] == '\r'); e--)
		;
	*len = (size_t)(e - *from);
}

static bool
is_null(const char *value, size_t len)
{
	return (len == 1 && *value == '~') || (len == 4 && memcmp(value, "null", 4) == 0);
}

/* A member of an object in braces. */
static bool
read_flow_member(struct pm_front_reader *r, unsigned depth)
{
	char sign = r->kind == PM_FRONT_TOML ? '=' : ':';
	char stops[] = { sign, ',', '}', ']', '\0' };
	size_t before, len;
	const char *from;
	bool fine;

	if (*r->p == '"' || *r->p == '\'') {
		if (!pm_front_quoted(r))
			return false;
		before = pm_front_enter(r, pm_buf_str(&r->value), r->value.len);
	} else {
		pm_front_bare(r, stops, &from, &len);
		before = pm_front_enter(r, from, len);
	}
	pm_front_skip_blanks(r);
	fine = r->p < r->end && *r->p == sign;
	if (fine) {
		r->p++;
		pm_front_skip_lines(r);
		fine = pm_front_flow(r, depth + 1);
	}
	pm_front_leave(r, before);
	return fine;
}

/* Whether a quote behind it is an apostrophe. */
static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (uint8_t)c >= 0x80;
}

/* What is between brackets or braces. */
static bool
read_collection(struct pm_front_reader *r, unsigned depth)
{
	bool list = *r->p == '[', fine = depth < PM_FRONT_DEPTH_MAX;
	char close = list ? ']' : '}';

	r->p++;
	r->in_list += list;
	while (fine) {
		pm_front_skip_lines(r);
		if (r->p == r->end)
			fine = false;
		else if (*r->p == close)
			break;
		else if (*r->p == ',')
			r->p++;
		else
			fine = list ? pm_front_flow(r, depth + 1)
				    : read_flow_member(r, depth);
	}
	r->in_list -= list;
	r->p += fine;
	return fine;
}

/* Whether all brackets and quotes that begin at R->p are closed again: before that is
 * known, nothing is said, and the next line is one by itself. */
static bool
is_closed(const struct pm_front_reader *r)
{
	const char *p = r->p, *end = r->end - p > FLOW_MAX ? p + FLOW_MAX : r->end;
	size_t depth = 0;
	char quote = '\0';

	if (strchr("[{\"'", *p) == NULL || is_triple(r))
		return true;
	for (; p < end; p++) {
		if (quote != '\0') {
			if (*p == '\\' && quote == '"')
				p++;
			else if (*p == quote)
				quote = '\0';
		} else if (*p == '[' || *p == '{') {
			depth++;
		} else if (*p == ']' || *p == '}') {
			depth -= depth > 0;
		} else if (*p == '"' || (*p == '\'' && (depth == 0 || !is_word(p[-1])))) {
			quote = *p;
		}
		if (depth == 0 && quote == '\0')
			return true;
	}
	return false;
}

bool
pm_front_can_flow(const struct pm_front_reader *r)
{
	return r->p < r->end && *r->p != '\0' && is_closed(r);
}

bool
pm_front_flow(struct pm_front_reader *r, unsigned depth)
{
	const char *from;
	size_t len;

	if (r->p == r->end)
		return false;
	if (*r->p == '[' || *r->p == '{')
		return read_collection(r, depth);
	if (*r->p == '"' || *r->p == '\'') {
		if (!pm_front_quoted(r))
			return false;
		pm_front_say(r, pm_buf_str(&r->value), r->value.len);
		return true;
	}
	pm_front_bare(r, ",]}", &from, &len);
	if (len == 0)
		return false;
	if (!is_null(from, len))
		pm_front_say(r, from, len);
	return true;
}
