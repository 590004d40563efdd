/* Pressmark - web pages that browsers have saved with all that belongs to them (MHTML).
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Such a file is a message of MIME.  The page is the part with which the others begin; it
 * is read as a page is, and its address is where it was saved from.  The field `saved` is
 * when. */
#include "corpus/formats/declared.h"
#include "corpus/formats/format.h"
#include "corpus/formats/mime.h"
#include "corpus/formats/page_article.h"
#include "corpus/formats/single.h"
#include "corpus/formats/text.h"
#include "corpus/formats/visit.h"
#include "support/utf8.h"

#include <stdlib.h>
#include <string.h>

/* The pictures of a page, and what base64 makes of them. */
#define FILE_MAX ((size_t)256 << 20)

struct mhtml_state {
	struct pm_single file;
	struct pm_mime mime;
	PM_BUF_GROUP(bytes, content, utf8, title, url, saved);
	struct pm_field field;
	struct pm_page page;
};

static void
mhtml_free(void *state)
{
	struct mhtml_state *s = state;

	pm_bufs_release(s->bufs, PM_BUFS(s));
	pm_mime_release(&s->mime);
	pm_page_release(&s->page);
	free(s);
}

static void *
mhtml_make(const struct pm_format_setting *setting)
{
	struct mhtml_state *s = pm_calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	pm_single_init(&s->file, setting);
	pm_bufs_init(s->bufs, PM_BUFS(s));
	pm_page_prepare(&s->page, setting);
	if (pm_mime_init(&s->mime, setting, NULL) < 0) {
		mhtml_free(s);
		return NULL;
	}
	return s;
}

static void
mhtml_trim(void *state)
{
	struct mhtml_state *s = state;

	pm_bufs_release(s->bufs, PM_BUFS(s));
	pm_mime_trim(&s->mime);
	pm_page_trim(&s->page);
}

static struct pm_str
set_text(struct pm_buf *b, const char *text, uint64_t *repairs)
{
	pm_buf_clear(b);
	if (text != NULL)
		*repairs += pm_utf8_repair(b, text, strlen(text));
	return (struct pm_str){ pm_buf_str(b), b->len };
}

static bool
is_web_address(const char *text)
{
	return text != NULL &&
	       (strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0);
}

/* Where the message says that the page was, or NULL. */
static const char *
address_of(GMimeObject *message, GMimePart *root)
{
	const char *url = g_mime_part_get_content_location(root);

	if (!is_web_address(url))
		url = pm_mime_header(message, "Snapshot-Content-Location");
	return is_web_address(url) ? url : NULL;
}

/* What the message says about the page, where the page does not say it better. */
static void
add_headers(struct mhtml_state *s, GMimeObject *message, struct pm_article *a)
{
	static const char name[] = "saved";

	if (s->url.len > 0)
		a->url = (struct pm_str){ pm_buf_str(&s->url), s->url.len };
	if (a->title.len == 0)
		a->title = set_text(&s->title, pm_mime_header(message, "Subject"),
				    &a->repairs);
	s->field = (struct pm_field){
		.name = { name, sizeof name - 1 },
		.value = set_text(&s->saved, pm_mime_header(message, "Date"), &a->repairs),
	};
	a->fields = &s->field;
	a->n_fields = s->field.value.len > 0 &&
		      !pm_visit_is_date(s->file.options, s->field.name, s->field.value, a);
}

static enum pm_status
read_page(struct mhtml_state *s, GMimeMessage *message, struct pm_entry *entry,
	  struct pm_error *err)
{
	GMimePart *root = pm_mime_root(g_mime_message_get_mime_part(message));
	struct pm_buf *page = &s->content;
	struct pm_article *a = entry->article;
	struct pm_declared how = { 0, NULL };
	const char *label;
	enum pm_status st;

	if (root == NULL)
		return pm_fail(err, PM_ERR_INPUT, "there is no page in it");
	pm_mime_content(root, &s->content);
	label = g_mime_object_get_content_type_parameter(GMIME_OBJECT(root), "charset");
	if (pm_declared_page(s->mime.encodings, &s->utf8, label, pm_buf_str(page),
			     page->len, &how))
		page = &s->utf8;
	st = pm_buf_check(page, "the page", err);
	if (st == PM_OK && page->len > pm_page_limit(s->file.options))
		return pm_fail(err, PM_ERR_LIMIT, "the page is larger than %zu bytes",
			       pm_page_limit(s->file.options));
	a->url = set_text(&s->url, address_of(GMIME_OBJECT(message), root), &how.repairs);
	if (st == PM_OK)
		st = pm_page_article(&s->page, pm_buf_str(page), page->len,
				     s->file.options, entry, err);
	if (st < 0)
		return st;
	a->repairs += how.repairs;
	if (how.encoding != NULL)
		entry->encoding = how.encoding;
	a->bytes_in = s->bytes.len;
	add_headers(s, GMIME_OBJECT(message), a);
	return PM_OK;
}

static enum pm_status
mhtml_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct mhtml_state *s = state;
	GMimeMessage *message;
	enum pm_status st;

	if (s->file.stream == NULL)
		return PM_END;
	st = pm_text_read(&s->bytes, s->file.stream, FILE_MAX, err);
	pm_single_close(s);
	if (st == PM_OK)
		st = pm_mime_parse(&s->mime, (char *)s->bytes.data, s->bytes.len,
				   &message, err);
	if (st != PM_OK)
		return st;
	st = read_page(s, message, entry, err);
	g_object_unref(message);
	return st;
}

const struct pm_format pm_format_mhtml = {
	.name = "saved web page",
	.suffixes = ".mht .mhtml",
	.input = PM_TAKES_BYTES,
	.yield = PM_YIELDS_ONE,
	.trusted = true,
	.make = mhtml_make,
	.free = mhtml_free,
	.open = pm_single_open,
	.next = mhtml_next,
	.close = pm_single_close,
	.trim = mhtml_trim,
};
