/* Pressmark - front matter in YAML: see front_matter.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Lines are read by how far they are indented.  R->p is at the beginning of a line, or
 * within one that is being read. */
#include "corpus/formats/front_matter.h"

#include <string.h>

/* A line that says something. */
struct line {
	const char *p, *end; /* without its indent and the blanks behind it */
	const char *next;
	size_t indent;
};

static const char *
end_of_line(const struct pm_front_reader *r, const char *p)
{
	const char *lf = p < r->end ? memchr(p, '\n', (size_t)(r->end - p)) : NULL;

	return lf == NULL ? r->end : lf;
}

/* The line that begins at P, said or not. */
static struct line
line_at(const struct pm_front_reader *r, const char *p)
{
	const char *end = end_of_line(r, p);
	struct line l = { .p = p, .next = end < r->end ? end + 1 : end };

	while (l.p < end && *l.p == ' ')
		l.p++;
	l.indent = (size_t)(l.p - p);
	while (end > l.p && (end[-1] == '\r' || end[-1] == ' ' || end[-1] == '\t'))
		end--;
	l.end = end;
	return l;
}

/* The next line that says something; false: there is none.  R->p is where it begins. */
static bool
peek(struct pm_front_reader *r, struct line *l)
{
	while (r->p < r->end) {
		*l = line_at(r, r->p);
		if (l->p < l->end && *l->p != '#')
			return true;
		r->p = l->next;
	}
	return false;
}

static bool
is_item(const struct line *l)
{
	return *l->p == '-' && (l->p + 1 == l->end || l->p[1] == ' ');
}

/* Where the colon is that ends a key at P; NULL: there is no key. */
static const char *
find_colon(const char *p, const char *end)
{
	char quote = p < end && (*p == '"' || *p == '\'') ? *p : '\0';

	if (p == end || *p == '[' || *p == '{' || *p == '|' || *p == '>')
		return NULL;
	if (quote != '\0') {
		for (p++; p < end && *p != quote; p++)
			;
		if (p < end)
			p++;
		return p < end && *p == ':' ? p : NULL;
	}
	for (; p < end; p++) {
		if (*p == ':' && (p + 1 == end || p[1] == ' ' || p[1] == '\t'))
			return p;
		if (*p == '#' && p[-1] == ' ')
			return NULL;
	}
	return NULL;
}

/* --- scalars ------------------------------------------------------------ */

/* Append the part of a plain value that stands on a line, without a comment. */
static void
put_plain(struct pm_front_reader *r, const char *p, const char *end)
{
	const char *e = p;

	while (e < end && !(*e == '#' && e > p && (e[-1] == ' ' || e[-1] == '\t')))
		e++;
	while (e > p && (e[-1] == ' ' || e[-1] == '\t'))
		e--;
	if (r->value.len > 0 && e > p)
		pm_buf_putc(&r->value, ' ');
	pm_buf_put(&r->value, p, (size_t)(e - p));
}

static bool
is_null(const struct pm_buf *value)
{
	return (value->len == 1 && *value->data == '~') ||
	       (value->len == 4 && memcmp(value->data, "null", 4) == 0);
}

/* A plain value, which begins at P in a line, and what goes on farther in than INDENT. */
static void
read_plain(struct pm_front_reader *r, const char *p, const struct line *l, size_t indent)
{
	struct line more;

	pm_buf_clear(&r->value);
	put_plain(r, p, l->end);
	r->p = l->next;
	while (peek(r, &more) && more.indent > indent && !is_item(&more) &&
	       find_colon(more.p, more.end) == NULL) {
		put_plain(r, more.p, more.end);
		r->p = more.next;
	}
	if (!is_null(&r->value))
		pm_front_say(r, pm_buf_str(&r->value), r->value.len);
}

/* A block of lines farther in than INDENT, as its sign says: | as they are, > as one. */
static void
read_block(struct pm_front_reader *r, char sign, const struct line *head, size_t indent)
{
	size_t inner = 0, ends = 0;
	bool first = true;

	pm_buf_clear(&r->value);
	for (r->p = head->next; r->p < r->end;) {
		struct line l = line_at(r, r->p);
		bool empty = l.p == l.end;

		if (!empty && l.indent <= indent)
			break;
		if (!empty && first)
			inner = l.indent;
		if (!empty) {
			size_t extra = l.indent > inner ? l.indent - inner : 0;

			if (!first && sign == '>' && ends == 1 && extra == 0)
				pm_buf_putc(&r->value, ' ');
			else
				for (ends -= ends > 1 && sign == '>'; !first && ends > 0;
				     ends--)
					pm_buf_putc(&r->value, '\n');
			for (; extra > 0; extra--)
				pm_buf_putc(&r->value, ' ');
			pm_buf_put(&r->value, l.p, (size_t)(l.end - l.p));
			first = false;
			ends = 0;
		}
		ends++;
		r->p = l.next;
	}
	pm_front_say(r, pm_buf_str(&r->value), r->value.len);
}

/* --- members and items -------------------------------------------------- */

static void read_map(struct pm_front_reader *r, struct line *l, unsigned depth);
static void read_list(struct pm_front_reader *r, size_t indent, unsigned depth);

/* Over all lines farther in than INDENT, which make no sense. */
static void
skip_deeper(struct pm_front_reader *r, size_t indent)
{
	struct line l;

	while (peek(r, &l) && l.indent > indent) {
		pm_front_odd(r, l.p);
		r->p = l.next;
	}
}

/* What stands in the lines after a key without a value, or after a dash. */
static void
read_below(struct pm_front_reader *r, size_t indent, unsigned depth)
{
	struct line l;

	if (!peek(r, &l) || l.indent < indent || (l.indent == indent && !is_item(&l)))
		return;
	if (depth == PM_FRONT_DEPTH_MAX) {
		skip_deeper(r, indent);
	} else if (is_item(&l)) {
		read_list(r, l.indent, depth + 1);
	} else if (find_colon(l.p, l.end) != NULL) {
		read_map(r, &l, depth + 1);
	} else {
		read_plain(r, l.p, &l, indent);
	}
}

/* Over a tag or an anchor before a value. */
static const char *
skip_tags(const char *p, const char *end)
{
	while (p < end && (*p == '!' || *p == '&')) {
		while (p < end && *p != ' ')
			p++;
		while (p < end && *p == ' ')
			p++;
	}
	return p;
}

static void
read_flow(struct pm_front_reader *r, const char *p, const struct line *l, size_t indent)
{
	r->p = p;
	if (!pm_front_can_flow(r)) {
		pm_front_odd(r, p);
		r->p = l->next;
		skip_deeper(r, indent);
	} else if (pm_front_flow(r, 1)) {
		pm_front_end_line(r);
	} else {
		pm_front_odd(r, p);
		r->p = end_of_line(r, r->p);
		r->p += r->p < r->end;
	}
}

/* The value that begins at P in a line of a member that is indented by INDENT. */
static void
read_value(struct pm_front_reader *r, const char *p, const struct line *l, size_t indent,
	   unsigned depth)
{
	p = skip_tags(p, l->end);
	if (p == l->end || *p == '#') {
		r->p = l->next;
		read_below(r, indent, depth);
	} else if (*p == '|' || *p == '>') {
		read_block(r, *p, l, indent);
	} else if (*p == '[' || *p == '{' || *p == '"' || *p == '\'') {
		read_flow(r, p, l, indent);
	} else {
		read_plain(r, p, l, indent);
	}
}

/* The members at the indent of *L, which is the line of the first. */
static void
read_map(struct pm_front_reader *r, struct line *l, unsigned depth)
{
	size_t indent = l->indent;

	do {
		const char *colon = find_colon(l->p, l->end), *p, *name = l->p, *e;
		size_t before;

		if (l->indent < indent || (l->indent == indent && is_item(l)))
			return;
		if (l->indent > indent || colon == NULL) {
			pm_front_odd(r, l->p);
			r->p = l->next;
			continue;
		}
		e = colon;
		if (*name == '"' || *name == '\'') {
			name++;
			e--;
		}
		while (e > name && e[-1] == ' ')
			e--;
		for (p = colon + 1; p < l->end && (*p == ' ' || *p == '\t'); p++)
			;
		before = pm_front_enter(r, name, (size_t)(e - name));
		read_value(r, p, l, indent, depth);
		pm_front_leave(r, before);
	} while (peek(r, l));
}

/* One item, whose dash *L begins with. */
static void
read_item(struct pm_front_reader *r, struct line *l, unsigned depth)
{
	size_t dash = l->indent;

	do {
		l->p++;
		l->indent++;
	} while (l->p < l->end && *l->p == ' ');
	if (l->p == l->end) {
		r->p = l->next;
		/* not what is as far in as the dash: that is the next item */
		if (peek(r, l) && l->indent > dash)
			read_below(r, dash, depth);
	} else if (is_item(l) || depth == PM_FRONT_DEPTH_MAX) {
		pm_front_odd(r, l->p);
		r->p = l->next;
		skip_deeper(r, dash);
	} else if (find_colon(l->p, l->end) != NULL) {
		read_map(r, l, depth + 1);
	} else {
		read_value(r, l->p, l, dash, depth);
	}
}

static void
read_list(struct pm_front_reader *r, size_t indent, unsigned depth)
{
	struct line l;

	r->in_list++;
	while (peek(r, &l) && l.indent == indent && is_item(&l))
		read_item(r, &l, depth);
	r->in_list--;
}

void
pm_front_read_yaml(struct pm_front_reader *r)
{
	struct line l;

	while (peek(r, &l)) {
		if (l.indent == 0 && !is_item(&l)) {
			read_map(r, &l, 0);
			continue;
		}
		pm_front_odd(r, l.p);
		r->p = l.next;
	}
}
