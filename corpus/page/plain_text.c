/* Pressmark - the text of plain markup, front to back: see plain_text.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/plain_text.h"

#include "corpus/page/dom.h"
#include "support/space.h"
#include "support/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* No name of an element that means anything here is longer. */
#define NAME_MAX_LEN 15u

/* What stands between two pieces of text; the greatest of several counts. */
enum gap { GAP_NONE, GAP_BLANK, GAP_CELL, GAP_LINE, GAP_PARAGRAPH };

/* Elements whose text is for programs that cannot show them. */
static const char UNSEEN[][NAME_MAX_LEN + 1] = { "audio", "canvas", "template", "video" };

#define N_UNSEEN (sizeof UNSEEN / sizeof *UNSEEN)

struct tag {
	char name[NAME_MAX_LEN + 1]; /* empty: a longer one */
	bool closes;
	const char *end; /* after its '>' */
};

struct writer {
	enum pm_plain_shape shape;
	enum gap gap;	  /* before the next text */
	bool at_line_end; /* the last thing was <br>, or a line end that counts */
	bool pre;	  /* in <pre> */
	bool empty_lines; /* of the markup separate paragraphs */
	bool never_closed[N_UNSEEN]; /* there is no such end tag ahead */
};

static struct tag
read_tag(const char *p, const char *end)
{
	struct tag tag = { .end = NULL };
	size_t n = 0;
	bool quoted = false;

	p++;
	tag.closes = p < end && *p == '/';
	p += tag.closes;
	for (; p < end && *p != '>' && !pm_is_markup_space(*p) && *p != '/'; p++, n++)
		if (n < NAME_MAX_LEN)
			tag.name[n] = (char)(*p >= 'A' && *p <= 'Z' ? *p | 0x20 : *p);
	if (n > NAME_MAX_LEN)
		tag.name[0] = '\0';
	for (; p < end && (quoted || *p != '>'); p++)
		quoted ^= *p == '"';
	tag.end = p < end ? p + 1 : end;
	return tag;
}

/* Behind the end tag of NAME; NULL: there is none. */
static const char *
find_end(const char *p, const char *end, const char *name)
{
	struct tag tag;

	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		tag = read_tag(p, end);
		p = tag.end;
		if (tag.closes && strcmp(tag.name, name) == 0)
			return p;
	}
	return NULL;
}

static void
widen(struct writer *w, enum gap gap)
{
	if (w->shape == PM_PLAIN_ONE_LINE && gap > GAP_BLANK)
		gap = GAP_BLANK;
	if (w->shape == PM_PLAIN_LINES && gap > GAP_BLANK)
		gap = GAP_LINE;
	if (gap > w->gap)
		w->gap = gap;
}

/* Two in a row are an empty line. */
static void
end_line(struct writer *w)
{
	widen(w, w->at_line_end ? GAP_PARAGRAPH : GAP_LINE);
	w->at_line_end = true;
}

static void
put_gap(struct writer *w, struct pm_buf *out)
{
	static const char *const gaps[] = { "", " ", "\t", "\n", "\n\n" };

	if (out->len > 0)
		pm_buf_puts(out, gaps[w->gap]);
	w->gap = GAP_NONE;
	w->at_line_end = false;
}

/* The reference that begins at P: the only ones are those that markup.c writes. */
static unsigned
reference(const char *p, const char *end, char *c)
{
	static const struct {
		const char name[8];
		char c;
	} known[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&quot;", '"' } };
	size_t i;

	for (i = 0; i < sizeof known / sizeof *known; i++) {
		size_t len = strlen(known[i].name);

		if ((size_t)(end - p) >= len && memcmp(p, known[i].name, len) == 0) {
			*c = known[i].c;
			return (unsigned)len;
		}
	}
	*c = *p;
	return 1;
}

/* Text between two tags. */
static void
put_text(struct writer *w, struct pm_buf *out, const char *p, const char *end)
{
	bool line_ended = false;
	unsigned n;

	for (; p < end; p += n) {
		if (*p == '\n' && w->pre) {
			end_line(w);
			n = 1;
		} else if (*p == '\n' && w->empty_lines) {
			widen(w, line_ended ? GAP_PARAGRAPH : GAP_BLANK);
			line_ended = true;
			n = 1;
		} else if (pm_is_space(pm_utf8_get((const uint8_t *)p, &n))) {
			widen(w, GAP_BLANK);
		} else {
			char c = *p;

			if (c == '&')
				n = reference(p, end, &c);
			if (w->gap != GAP_NONE || out->len == 0)
				put_gap(w, out);
			w->at_line_end = false;
			line_ended = false;
			if (*p == '&')
				pm_buf_putc(out, c);
			else
				pm_buf_put(out, p, n);
		}
	}
}

static bool
is_one_of(const char *name, const char *const *names)
{
	while (*names != NULL && strcmp(*names, name) != 0)
		names++;
	return *names != NULL;
}

/* The boundary that a tag is. */
static void
put_boundary(struct writer *w, const struct tag *tag)
{
	static const char *const cells[] = { "td", "th", NULL };
	static const char *const lines[] = { "dd", "dt", "li", "option", "tr", NULL };

	if (strcmp(tag->name, "br") == 0)
		end_line(w);
	else if (is_one_of(tag->name, cells))
		widen(w, GAP_CELL);
	else if (is_one_of(tag->name, lines))
		widen(w, GAP_LINE);
	else
		widen(w, GAP_PARAGRAPH);
}

static bool
is_inline(const struct writer *w, const char *name)
{
	if (pm_dom_is_inline(name))
		return true;
	/* such as o:p, which word processors write inside of lines */
	return w->shape != PM_PLAIN_LINES && strchr(name, ':') != NULL;
}

/* Behind the element that the start tag begins, if nobody sees what it holds; else
 * behind the tag. */
static const char *
skip_unseen(struct writer *w, const struct tag *tag, const char *end)
{
	const char *after;
	size_t i = 0;

	while (i < N_UNSEEN && strcmp(UNSEEN[i], tag->name) != 0)
		i++;
	if (i == N_UNSEEN || w->never_closed[i])
		return tag->end;
	after = find_end(tag->end, end, tag->name);
	w->never_closed[i] = after == NULL;
	return after == NULL ? tag->end : after;
}

static bool
has_tag(const char *p, const char *end, const char *name)
{
	struct tag tag;

	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		tag = read_tag(p, end);
		if (strcmp(tag.name, name) == 0)
			return true;
		p = tag.end;
	}
	return false;
}

void
pm_plain_text(const char *plain, size_t len, enum pm_plain_shape shape,
	      struct pm_buf *text, struct pm_buf *title)
{
	const char *p = plain, *end = plain + len;
	bool in_title = false, has_title = false;
	struct writer body = { .shape = shape }, head = { .shape = PM_PLAIN_ONE_LINE };

	body.empty_lines = shape == PM_PLAIN_PARAGRAPHS && !has_tag(p, end, "p") &&
			   !has_tag(p, end, "br");
	while (p < end) {
		const char *next = memchr(p, '<', (size_t)(end - p));
		struct tag tag;

		if (next == NULL)
			next = end;
		if (!in_title)
			put_text(&body, text, p, next);
		else if (!has_title && title != NULL)
			put_text(&head, title, p, next);
		if (next == end)
			break;
		tag = read_tag(next, end);
		p = tag.end;
		if (strcmp(tag.name, "script") == 0 && !tag.closes) {
			next = find_end(p, end, "script");
			p = next == NULL ? end : next;
		} else if (strcmp(tag.name, "title") == 0 &&
			   (title != NULL || shape != PM_PLAIN_ONE_LINE)) {
			has_title = has_title ||
				    (in_title && title != NULL && title->len > 0);
			in_title = !tag.closes;
		} else if (!is_inline(&body, tag.name)) {
			put_boundary(&body, &tag);
			body.pre = strcmp(tag.name, "pre") == 0 ? !tag.closes : body.pre;
			if (!tag.closes && shape != PM_PLAIN_LINES)
				p = skip_unseen(&body, &tag, end);
		}
	}
}
