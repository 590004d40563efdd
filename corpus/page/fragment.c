/* Pressmark - text that is written as HTML inside of another format: see fragment.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/fragment.h"

#include "corpus/page/dom.h"
#include "corpus/page/markup.h"
#include "corpus/page/plain_text.h"
#include "support/space.h"
#include "support/utf8.h"

#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>

/* Longer names are none of HTML. */
#define NAME_MAX_LEN 15u

/* The name of the tag whose '<' is at P, in lower case; empty: it is no tag. */
struct name {
	char s[NAME_MAX_LEN + 1];
};

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static struct name
read_name(const char *p, const char *end)
{
	struct name name = { "" };
	size_t n = 0;

	p++;
	p += p < end && *p == '/';
	if (p == end || !is_letter(*p))
		return name;
	for (; p < end && *p != '>' && *p != '/' && !pm_is_markup_space(*p); p++) {
		if (n == NAME_MAX_LEN)
			return (struct name){ "" };
		name.s[n++] = (char)(*p >= 'A' && *p <= 'Z' ? *p | 0x20 : *p);
	}
	if (p == end)
		name.s[0] = '\0';
	return name;
}

/* libxml2 knows the elements of HTML 4; these came later. */
static bool
is_block(const char *name)
{
	static const char later[] = " article aside figcaption figure footer header main "
				    "nav section ";
	static const char blocks[] =
		" address blockquote body center dl dt h1 h2 h3 h4 h5 "
		"h6 head hr html img li ol p pre table tbody td tr ul "
		"div ";
	char padded[NAME_MAX_LEN + 3];
	size_t len = strlen(name);

	padded[0] = ' ';
	memcpy(padded + 1, name, len);
	memcpy(padded + 1 + len, " ", sizeof " ");
	return name[0] != '\0' &&
	       (strstr(later, padded) != NULL || strstr(blocks, padded) != NULL);
}

static bool
is_known(const char *name)
{
	return name[0] != '\0' &&
	       (is_block(name) || pm_dom_is_inline(name) || strchr(name, ':') != NULL ||
		htmlTagLookup((const xmlChar *)name) != NULL);
}

static bool
has_end_tag(const char *p, const char *end, const char *name)
{
	size_t n = strlen(name);

	while ((p = memmem(p, (size_t)(end - p), "</", 2)) != NULL) {
		p += 2;
		if ((size_t)(end - p) > n && strncasecmp(p, name, n) == 0 &&
		    (p[n] == '>' || pm_is_markup_space(p[n])))
			return true;
	}
	return false;
}

bool
pm_fragment_is_html(const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	struct name name;

	for (;;) {
		const char *close;

		while (p < end && (pm_is_markup_space(*p) || *p == '\v'))
			p++;
		if (end - p < 4 || memcmp(p, "<!--", 4) != 0)
			break;
		close = memmem(p, (size_t)(end - p), "-->", 3);
		if (close == NULL)
			return false;
		p = close + 3;
	}
	if (end - p < 3 || *p != '<')
		return false;
	if (end - p > 9 && strncasecmp(p, "<!doctype", 9) == 0)
		return true;
	name = read_name(p, end);
	if (p[1] == '/' || !is_known(name.s))
		return false;
	return is_block(name.s) || strcmp(name.s, "br") == 0 ||
	       has_end_tag(p + 1, end, name.s);
}

/* OUT from the markup, which is well-formed UTF-8. */
static enum pm_status
put_plain(struct pm_buf *out, const char *html, size_t len, enum pm_plain_shape shape,
	  struct pm_error *err)
{
	struct pm_buf plain;
	uint64_t repairs = 0;
	enum pm_status st;

	pm_buf_init(&plain, PM_BUF_NO_LIMIT);
	st = pm_markup_rewrite(&plain, html, len, &repairs, err);
	if (st == PM_OK) {
		pm_plain_text(pm_buf_str(&plain), plain.len, shape, out, NULL);
		st = pm_buf_check(out, "the text", err);
	}
	pm_buf_release(&plain);
	return st;
}

/* The last place where S is, or the beginning. */
static const char *
find_last(const char *html, size_t len, const char *s)
{
	size_t n = strlen(s);
	const char *p;

	for (p = html + len; (size_t)(p - html) >= n; p--)
		if (memcmp(p - n, s, n) == 0)
			return p - n;
	return html;
}

/* The same with each '<' escaped that begins no tag of HTML. */
static void
escape_signs(struct pm_buf *out, const char *html, size_t len)
{
	const char *p = html, *end = html + len, *lt;
	const char *last_close = find_last(html, len, ">");
	const char *last_comment = find_last(html, len, "-->");

	while ((lt = memchr(p, '<', (size_t)(end - p))) != NULL) {
		bool is_markup = lt < last_close && is_known(read_name(lt, end).s);

		if (lt < last_comment && end - lt > 4 && memcmp(lt, "<!--", 4) == 0)
			is_markup = true;
		pm_buf_put(out, p, (size_t)(lt - p));
		pm_buf_puts(out, is_markup ? "<" : "&lt;");
		p = lt + 1;
	}
	pm_buf_put(out, p, (size_t)(end - p));
}

enum pm_status
pm_fragment_text(const char *html, size_t len, struct pm_buf *out, struct pm_error *err)
{
	struct pm_buf utf8;
	enum pm_status st;

	pm_buf_clear(out);
	if (pm_utf8_valid(html, len))
		return put_plain(out, html, len, PM_PLAIN_PARAGRAPHS, err);
	pm_buf_init(&utf8, PM_BUF_NO_LIMIT);
	pm_utf8_repair(&utf8, html, len);
	st = pm_buf_check(&utf8, "the text", err);
	if (st == PM_OK)
		st = put_plain(out, pm_buf_str(&utf8), utf8.len, PM_PLAIN_PARAGRAPHS, err);
	pm_buf_release(&utf8);
	return st;
}

enum pm_status
pm_fragment_inline(const char *html, size_t len, struct pm_buf *out, struct pm_error *err)
{
	struct pm_buf utf8, escaped;
	enum pm_status st;

	pm_buf_clear(out);
	pm_buf_init(&utf8, PM_BUF_NO_LIMIT);
	pm_buf_init(&escaped, PM_BUF_NO_LIMIT);
	pm_utf8_repair(&utf8, html, len);
	escape_signs(&escaped, pm_buf_str(&utf8), utf8.len);
	pm_buf_inherit(&escaped, &utf8);
	st = pm_buf_check(&escaped, "the text", err);
	if (st == PM_OK)
		st = put_plain(out, pm_buf_str(&escaped), escaped.len, PM_PLAIN_ONE_LINE,
			       err);
	pm_buf_release(&utf8);
	pm_buf_release(&escaped);
	return st;
}
