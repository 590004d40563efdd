/* Pressmark - all text of a page that is too large for a tree: see unclean.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/unclean.h"

#include "corpus/page/dom.h"
#include "support/space.h"
#include "support/utf8.h"

#include <stdint.h>
#include <string.h>

/* No name of an element that means anything here is longer. */
#define NAME_MAX_LEN 15u

bool
pm_page_has_more(const char *plain, size_t len, size_t max)
{
	const char *p = plain, *end = plain + len;
	size_t n = 0;

	/* an element has at least three bytes, an attribute five, a text one */
	if (len / 2 <= max)
		return false;
	while (n <= max && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		const char *close = memchr(p, '>', (size_t)(end - p)), *quote = p;

		if (close == NULL)
			break;
		n += p[1] != '/';
		while ((quote = memchr(quote, '"', (size_t)(close - quote))) != NULL) {
			const char *last = memchr(quote + 1, '"',
						  (size_t)(end - quote - 1));

			if (last == NULL)
				return n > max;
			n += 2;
			quote = last + 1;
			if (quote > close) {
				close = memchr(quote, '>', (size_t)(end - quote));
				if (close == NULL)
					return n > max;
			}
		}
		p = close + 1;
		n += p < end && *p != '<';
	}
	return n > max;
}

struct tag {
	char name[NAME_MAX_LEN + 1]; /* empty: a longer one */
	bool closes;
	const char *end; /* after its '>' */
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
			tag.name[n] = *p;
	if (n > NAME_MAX_LEN)
		tag.name[0] = '\0';
	for (; p < end && (quoted || *p != '>'); p++)
		quoted ^= *p == '"';
	tag.end = p < end ? p + 1 : end;
	return tag;
}

static const char *
skip_element(const char *p, const char *end, const char *name)
{
	struct tag tag;

	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		tag = read_tag(p, end);
		p = tag.end;
		if (tag.closes && strcmp(tag.name, name) == 0)
			return p;
	}
	return end;
}

/* A line ends here, if one has begun. */
static void
end_line(struct pm_buf *out)
{
	if (out->len > 0 && out->data[out->len - 1] == ' ')
		out->len--;
	if (out->len > 0 && out->data[out->len - 1] != '\n')
		pm_buf_putc(out, '\n');
}

static void
put_space(struct pm_buf *out)
{
	if (out->len > 0 && out->data[out->len - 1] != ' ' &&
	    out->data[out->len - 1] != '\n')
		pm_buf_putc(out, ' ');
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

/* Text without markup, its white space collapsed; with its lines, if it is of <pre>. */
static void
put_text(struct pm_buf *out, bool pre, const char *p, const char *end)
{
	unsigned n;

	for (; p < end; p += n) {
		char c;

		if (*p == '&') {
			n = reference(p, end, &c);
			pm_buf_putc(out, c);
		} else if (pre && *p == '\n') {
			end_line(out);
			n = 1;
		} else if (pm_is_space(pm_utf8_get((const uint8_t *)p, &n))) {
			put_space(out);
		} else {
			pm_buf_put(out, p, n);
		}
	}
}

static void
drop_last_space(struct pm_buf *b)
{
	while (b->len > 0 && pm_is_markup_space((char)b->data[b->len - 1]))
		b->data[--b->len] = '\0';
}

void
pm_page_unclean(const char *plain, size_t len, struct pm_buf *text, struct pm_buf *title)
{
	const char *p = plain, *end = plain + len;
	bool in_title = false, has_title = false, in_pre = false;

	while (p < end) {
		const char *next = memchr(p, '<', (size_t)(end - p));
		struct tag tag;

		if (next == NULL)
			next = end;
		if (!in_title)
			put_text(text, in_pre, p, next);
		else if (!has_title)
			put_text(title, in_pre, p, next);
		if (next == end)
			break;
		tag = read_tag(next, end);
		p = tag.end;
		if (strcmp(tag.name, "script") == 0 && !tag.closes) {
			p = skip_element(p, end, "script");
		} else if (strcmp(tag.name, "title") == 0) {
			has_title = has_title || (in_title && title->len > 0);
			in_title = !tag.closes;
		} else if (!pm_dom_is_inline(tag.name)) {
			end_line(in_title ? title : text);
			in_pre = strcmp(tag.name, "pre") == 0 ? !tag.closes : in_pre;
		}
	}
	drop_last_space(text);
	drop_last_space(title);
}
