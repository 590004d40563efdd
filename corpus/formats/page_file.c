/* Pressmark - a file that is a web page as an article.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/format.h"
#include "corpus/formats/page_article.h"
#include "corpus/formats/single.h"
#include "corpus/formats/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The bytes of a page that are not kept while its tree is made. */
#define LARGE ((size_t)1 << 22)

struct page_state {
	struct pm_single file;
	struct pm_buf bytes;
	struct pm_page page;
};

static void *
page_make(const struct pm_format_setting *setting)
{
	struct page_state *s = pm_calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	pm_single_init(&s->file, setting);
	pm_buf_init(&s->bytes, PM_BUF_NO_LIMIT);
	pm_page_prepare(&s->page, setting);
	return s;
}

static void
page_free(void *state)
{
	struct page_state *s = state;

	pm_buf_release(&s->bytes);
	pm_page_release(&s->page);
	free(s);
}

static void
page_trim(void *state)
{
	struct page_state *s = state;

	pm_buf_release(&s->bytes);
	pm_page_trim(&s->page);
}

/* Read the page's bytes and make them UTF-8. */
static enum pm_status
read_bytes(struct page_state *s, struct pm_entry *entry, struct pm_error *err)
{
	enum pm_status st = pm_text_read(&s->bytes, s->file.stream,
					 pm_page_limit(s->file.options), err);

	pm_single_close(s);
	if (st == PM_OK)
		st = pm_page_article_decode(&s->page, pm_buf_str(&s->bytes), s->bytes.len,
					    entry, err);
	if (s->bytes.len >= LARGE)
		pm_buf_release(&s->bytes);
	return st;
}

static enum pm_status
page_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct page_state *s = state;
	enum pm_status st;

	if (s->file.stream == NULL)
		return PM_END;
	if ((st = read_bytes(s, entry, err)) < 0)
		return st;
	return pm_page_article_parse(&s->page, s->file.options, entry, err);
}

/* --- which files are pages ------------------------------------------------ */

/* A root <html>, with its type before it, a namespace in it, another tag after it, or its
 * end; so a text that begins with this word as an example is none.  With a prefix it is
 * XML that no browser would show. */
static bool
page_looks(const struct pm_head *head)
{
	const char *p, *end = head->text + head->len, *close;
	struct pm_str root;

	if (!pm_head_root(head, &root) || root.len != 4 ||
	    strncasecmp(root.data, "html", 4) != 0 || root.data[-1] != '<')
		return false;
	p = root.data + root.len;
	close = memchr(p, '>', (size_t)(end - p));
	if (close == NULL || pm_head_begins(head, "<!doctype") ||
	    memmem(p, (size_t)(close - p), "http://www.w3.org/1999/xhtml", 28) != NULL)
		return close != NULL;
	for (p = close + 1; p < end && (unsigned char)*p <= ' ';)
		p++;
	return (p < end && *p == '<') || pm_head_find(head, "</html>") != NULL ||
	       pm_head_find(head, "</HTML>") != NULL;
}

const struct pm_format pm_format_page = {
	.name = "web page",
	.suffixes = ".html .htm .xhtml",
	.input = PM_TAKES_BYTES,
	.yield = PM_YIELDS_ONE,
	.looks = page_looks,
	.make = page_make,
	.free = page_free,
	.open = pm_single_open,
	.next = page_next,
	.close = pm_single_close,
	.trim = page_trim,
};
