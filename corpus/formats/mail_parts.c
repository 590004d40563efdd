/* Pressmark - MIME: what of a message is its text: see mime.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/export.h"
#include "corpus/formats/mime.h"

#include "corpus/page/fragment.h"

#include <string.h>
#include <strings.h>

/* Of parts in parts. */
#define DEPTH_MAX 60u

static void gather(struct pm_mime *m, GMimeObject *object, unsigned depth);

/* --- texts -------------------------------------------------------------- */

/* Append a text after an empty line, with LF as line ends and no blanks at its end. */
static void
put_text(struct pm_mime *m, const char *text, size_t len)
{
	const char *p = text, *end = text + len;

	while (p < end && (*p == '\n' || *p == '\r'))
		p++;
	while (end > p && strchr(" \t\r\n", end[-1]) != NULL)
		end--;
	if (p == end)
		return;
	if (m->text.len > 0)
		pm_buf_puts(&m->text, "\n\n");
	while (p < end) {
		const char *cr = memchr(p, '\r', (size_t)(end - p));
		const char *stop = cr == NULL ? end : cr;

		pm_buf_put(&m->text, p, (size_t)(stop - p));
		p = stop;
		if (p < end && (++p == end || *p != '\n'))
			pm_buf_putc(&m->text, '\n');
	}
}

/* The text without what is encrypted in it. */
static void
put_plain(struct pm_mime *m, const char *text, size_t len)
{
	static const char first[] = "-----BEGIN PGP MESSAGE-----";
	static const char last[] = "-----END PGP MESSAGE-----";
	const char *begin, *end;

	while (len > 0 && (begin = memmem(text, len, first, sizeof first - 1)) != NULL &&
	       (begin == text || begin[-1] == '\n')) {
		put_text(m, text, (size_t)(begin - text));
		m->n_encrypted++;
		len -= (size_t)(begin - text);
		end = memmem(begin, len, last, sizeof last - 1);
		if (end == NULL)
			return;
		end += sizeof last - 1;
		len -= (size_t)(end - begin);
		text = end;
	}
	put_text(m, text, len);
}

static void
put_html(struct pm_mime *m)
{
	struct pm_error err;

	if (m->page.len == 0 && pm_export_of(pm_buf_str(&m->utf8), m->utf8.len) != NULL)
		pm_buf_put(&m->page, m->utf8.data, m->utf8.len);
	pm_buf_inherit(&m->text, &m->page);
	/* it fails for want of memory alone */
	if (pm_fragment_text(pm_buf_str(&m->utf8), m->utf8.len, &m->html, &err) == PM_OK)
		put_text(m, pm_buf_str(&m->html), m->html.len);
	pm_buf_inherit(&m->text, &m->html);
}

/* Append the value of a calendar's property, which begins at P, after its name: lines that
 * begin with a blank continue it, and \n, \, and \; stand for others. */
static void
put_property(struct pm_mime *m, const char *p, const char *end)
{
	struct pm_buf *out = &m->html;

	pm_buf_clear(out);
	for (; p < end; p++) {
		if (*p == '\r')
			continue;
		if (*p == '\n') {
			if (p + 1 == end || (p[1] != ' ' && p[1] != '\t'))
				break;
			p++;
		} else if (*p == '\\' && p + 1 < end) {
			p++;
			pm_buf_putc(out, *p == 'n' || *p == 'N' ? '\n' : *p);
		} else {
			pm_buf_putc(out, *p);
		}
	}
	put_text(m, pm_buf_str(out), out->len);
	pm_buf_inherit(&m->text, out);
}

/* What an invitation says in words. */
static void
put_calendar(struct pm_mime *m)
{
	static const char *const names[] = { "SUMMARY", "LOCATION", "DESCRIPTION" };
	const char *p = pm_buf_str(&m->utf8), *end = p + m->utf8.len;
	size_t i;

	while (p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		const char *stop = lf == NULL ? end : lf;
		const char *colon = memchr(p, ':', (size_t)(stop - p));

		for (i = 0; colon != NULL && i < sizeof names / sizeof *names; i++) {
			size_t n = strlen(names[i]);

			if ((size_t)(colon - p) >= n && memcmp(p, names[i], n) == 0 &&
			    (p[n] == ':' || p[n] == ';'))
				put_property(m, colon + 1, end);
		}
		p = lf == NULL ? end : lf + 1;
	}
}

/* --- parts -------------------------------------------------------------- */

static bool
is_type(GMimeObject *object, const char *type, const char *subtype)
{
	return g_mime_content_type_is_type(g_mime_object_get_content_type(object), type,
					   subtype);
}

static bool
is_attached(GMimeObject *object)
{
	const char *value = g_mime_object_get_disposition(object);

	return value != NULL && strcasecmp(value, GMIME_DISPOSITION_ATTACHMENT) == 0;
}

/* Whether a part is text that one reads. */
static bool
is_text(GMimeObject *object)
{
	static const char *const not_texts[] = {
		"calendar", "x-vcard", "vcard", "directory",  "css",
		"rtf",	    "csv",     "xml",	"javascript", "rfc822-headers"
	};
	size_t i;

	if (!is_type(object, "text", "*") || is_attached(object))
		return false;
	for (i = 0; i < sizeof not_texts / sizeof *not_texts; i++)
		if (is_type(object, "text", not_texts[i]))
			return false;
	return true;
}

static void
put_attachment(struct pm_mime *m, GMimeObject *object)
{
	const char *name = GMIME_IS_PART(object)
				 ? g_mime_part_get_filename(GMIME_PART(object))
				 : NULL;
	char *type;

	if (name == NULL || *name == '\0') {
		type = g_mime_content_type_get_mime_type(
			g_mime_object_get_content_type(object));
		pm_buf_puts(&m->attachments, type == NULL ? "attachment" : type);
		g_free(type);
	} else {
		pm_buf_puts(&m->attachments, name);
	}
	pm_buf_putc(&m->attachments, '\0');
}

static bool
is_encrypted(GMimeObject *object)
{
	return is_type(object, "application", "pkcs7-mime") ||
	       is_type(object, "application", "x-pkcs7-mime") ||
	       is_type(object, "application", "pgp-encrypted");
}

static bool
is_signature(GMimeObject *object)
{
	return is_type(object, "application", "pgp-signature") ||
	       is_type(object, "application", "pkcs7-signature") ||
	       is_type(object, "application", "x-pkcs7-signature");
}

static void
gather_part(struct pm_mime *m, GMimeObject *object)
{
	if (is_encrypted(object)) {
		m->n_encrypted++;
	} else if (is_signature(object)) {
		return;
	} else if (is_text(object)) {
		pm_mime_decode(m, GMIME_PART(object), &m->utf8);
		if (is_type(object, "text", "html"))
			put_html(m);
		else
			put_plain(m, pm_buf_str(&m->utf8), m->utf8.len);
	} else {
		put_attachment(m, object);
	}
}

/* How well a part serves of several that say the same. */
static int
rank_of(GMimeObject *object)
{
	if (is_type(object, "text", "calendar"))
		return 1;
	if (is_type(object, "text", "plain"))
		return 4;
	if (is_type(object, "text", "html") || GMIME_IS_MULTIPART(object))
		return 3;
	return is_text(object) ? 2 : 0;
}

/* The best of several forms that has any text. */
static void
gather_best(struct pm_mime *m, GMimeMultipart *parts, unsigned depth)
{
	size_t before = m->text.len;
	int n = g_mime_multipart_get_count(parts), rank, i;

	for (rank = 4; rank > 0 && m->text.len == before; rank--)
		for (i = 0; i < n && m->text.len == before; i++) {
			GMimeObject *part = g_mime_multipart_get_part(parts, i);

			if (rank_of(part) != rank)
				continue;
			if (rank == 1) {
				pm_mime_decode(m, GMIME_PART(part), &m->utf8);
				put_calendar(m);
			} else {
				gather(m, part, depth);
			}
		}
}

/* The part with which those in a multipart/related begin. */
static GMimeObject *
find_start(GMimeMultipart *parts)
{
	const char *start = g_mime_object_get_content_type_parameter(GMIME_OBJECT(parts),
								     "start");
	int n = g_mime_multipart_get_count(parts), i;

	for (i = 0; start != NULL && i < n; i++) {
		GMimeObject *part = g_mime_multipart_get_part(parts, i);
		const char *id = g_mime_object_get_content_id(part);
		size_t len = id == NULL ? 0 : strlen(id);

		if (len > 0 && (strcmp(start, id) == 0 ||
				(*start == '<' && strncmp(start + 1, id, len) == 0 &&
				 strcmp(start + 1 + len, ">") == 0)))
			return part;
	}
	return n == 0 ? NULL : g_mime_multipart_get_part(parts, 0);
}

static void
gather_all(struct pm_mime *m, GMimeMultipart *parts, unsigned depth)
{
	int n = g_mime_multipart_get_count(parts), i;

	for (i = 0; i < n; i++)
		gather(m, g_mime_multipart_get_part(parts, i), depth);
}

static void
gather_related(struct pm_mime *m, GMimeMultipart *parts, unsigned depth)
{
	GMimeObject *start = find_start(parts);
	int n = g_mime_multipart_get_count(parts), i;

	for (i = 0; i < n; i++) {
		GMimeObject *part = g_mime_multipart_get_part(parts, i);

		if (part == start)
			gather(m, part, depth);
		else if (!is_signature(part))
			put_attachment(m, part);
	}
}

/* A message in a message: its subject and its text. */
static void
gather_message(struct pm_mime *m, GMimeMessagePart *object, unsigned depth)
{
	GMimeMessage *message = g_mime_message_part_get_message(object);
	const char *subject;
	GMimeObject *content;

	if (message == NULL)
		return;
	subject = g_mime_message_get_subject(message);
	if (subject != NULL)
		put_text(m, subject, strlen(subject));
	content = g_mime_message_get_mime_part(message);
	if (content != NULL)
		gather(m, content, depth);
}

static void
gather(struct pm_mime *m, GMimeObject *object, unsigned depth)
{
	if (depth == DEPTH_MAX || object == NULL) {
		if (object != NULL)
			put_attachment(m, object);
	} else if (GMIME_IS_MULTIPART_ENCRYPTED(object)) {
		m->n_encrypted++;
	} else if (GMIME_IS_MESSAGE_PART(object)) {
		gather_message(m, GMIME_MESSAGE_PART(object), depth + 1);
	} else if (!GMIME_IS_MULTIPART(object)) {
		if (GMIME_IS_PART(object))
			gather_part(m, object);
		else
			put_attachment(m, object);
	} else if (is_type(object, "multipart", "alternative")) {
		gather_best(m, GMIME_MULTIPART(object), depth + 1);
	} else if (is_type(object, "multipart", "related")) {
		gather_related(m, GMIME_MULTIPART(object), depth + 1);
	} else {
		gather_all(m, GMIME_MULTIPART(object), depth + 1);
	}
}

void
pm_mime_gather(struct pm_mime *mime, GMimeObject *object)
{
	pm_buf_clear(&mime->text);
	pm_buf_clear(&mime->attachments);
	pm_buf_clear(&mime->page);
	mime->read = (struct pm_declared){ 0, NULL };
	if (object != NULL && is_type(object, "text", "calendar") &&
	    GMIME_IS_PART(object)) {
		pm_mime_decode(mime, GMIME_PART(object), &mime->utf8);
		put_calendar(mime);
	} else if (object != NULL) {
		gather(mime, object, 0);
	}
}

GMimePart *
pm_mime_root(GMimeObject *object)
{
	unsigned depth;

	for (depth = 0; object != NULL && depth < DEPTH_MAX; depth++) {
		if (GMIME_IS_PART(object))
			return is_type(object, "text", "html") ||
					       is_type(object, "application", "xhtml+xml")
				     ? GMIME_PART(object)
				     : NULL;
		if (!GMIME_IS_MULTIPART(object))
			return NULL;
		object = find_start(GMIME_MULTIPART(object));
	}
	return NULL;
}
