/* Pressmark - MIME: messages taken apart by GMime: see mime.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/mime.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

/* A buffer that has grown beyond this is freed before the next message. */
#define KEEP ((size_t)1 << 22)
/* What GMime takes for a part, and for a header field besides its text. */
#define PART_BYTES 1500u
#define FIELD_BYTES 500u
/* And for an address in one, with its name and what the article has of it, and for a word. */
#define ADDRESS_BYTES 500u
#define WORD_BYTES 100u

static void
begin_gmime(void)
{
	g_mime_init();
}

enum pm_status
pm_mime_init(struct pm_mime *mime, const struct pm_format_setting *setting,
	     struct pm_error *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	/* header fields that are not encoded, as they should be */
	static const char *charsets[] = { "utf-8", "windows-1252", NULL };

	pthread_once(&once, begin_gmime);
	memset(mime, 0, sizeof *mime);
	mime->memory = setting->options->memory;
	mime->encodings = setting->encodings;
	mime->options = g_mime_parser_options_new();
	if (mime->options == NULL)
		return pm_fail_nomem(err);
	g_mime_parser_options_set_fallback_charsets(mime->options, charsets);
	pm_bufs_init(mime->bufs, PM_BUFS(mime));
	return PM_OK;
}

void
pm_mime_release(struct pm_mime *mime)
{
	if (mime->options != NULL)
		g_mime_parser_options_free(mime->options);
	mime->options = NULL;
	pm_bufs_release(mime->bufs, PM_BUFS(mime));
}

void
pm_mime_trim(struct pm_mime *mime)
{
	pm_bufs_trim(mime->bufs, PM_BUFS(mime), KEEP);
}

/* What GMime's objects for the LEN bytes of a line may take: it makes them of addresses, and
 * of words, which may be encoded. */
static size_t
objects_of(const char *p, size_t len)
{
	size_t need = 0, i;

	for (i = 0; i < len; i++) {
		if (p[i] == ',' || p[i] == ';')
			need += ADDRESS_BYTES;
		else if (p[i] == ' ' || p[i] == '\t')
			need += WORD_BYTES;
	}
	return need;
}

/* Look at the headers of the message and of its parts, and mend them.  Returns what the
 * objects may take: a part begins with a line that begins with two hyphens, and a header
 * is what follows that up to an empty line. */
static size_t
prepare(struct pm_mime *mime, char *bytes, size_t len)
{
	char *p = bytes, *end = bytes + len, *header = p;
	size_t need = PART_BYTES;

	while (p < end) {
		char *lf = memchr(p, '\n', (size_t)(end - p));
		size_t n = (size_t)((lf == NULL ? end : lf) - p);

		if (n > 0 && p[n - 1] == '\r')
			n--;
		if (n > 2 && p[0] == '-' && p[1] == '-' && p[2] != ' ') {
			need += PART_BYTES;
			header = p;
		} else if (n == 0 && header != NULL) {
			pm_mime_join_words(mime, header, (size_t)(p - header));
			header = NULL;
		} else if (header != NULL) {
			/* a line that goes on is part of a field that has been counted */
			need += *p == ' ' || *p == '\t' ? 0 : FIELD_BYTES;
			need += 2 * n + objects_of(p, n);
		}
		p = lf == NULL ? end : lf + 1;
	}
	if (header != NULL)
		pm_mime_join_words(mime, header, (size_t)(end - header));
	return need;
}

enum pm_status
pm_mime_parse(struct pm_mime *mime, char *bytes, size_t len, GMimeMessage **message,
	      struct pm_error *err)
{
	GMimeStream *stream;
	GMimeParser *parser;
	size_t need;

	*message = NULL;
	if (len > UINT32_MAX / 2)
		return pm_fail(err, PM_ERR_LIMIT, "the message is larger than 2 GiB");
	need = prepare(mime, bytes, len);
	if (mime->memory > 0 && need > mime->memory)
		return pm_fail(err, PM_ERR_LIMIT,
			       "the message has more parts, header fields and "
			       "addresses than --memory permits");
	mime->array.data = (guint8 *)bytes;
	mime->array.len = (guint)len;
	stream = g_mime_stream_mem_new_with_byte_array(&mime->array);
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	parser = g_mime_parser_new_with_stream(stream);
	*message = g_mime_parser_construct_message(parser, mime->options);
	g_object_unref(parser);
	g_object_unref(stream);
	return *message == NULL ? pm_fail(err, PM_ERR_INPUT, "it is no message") : PM_OK;
}

const char *
pm_mime_header(GMimeObject *object, const char *name)
{
	GMimeHeader *header =
		g_mime_header_list_get_header(g_mime_object_get_header_list(object), name);

	return header == NULL ? NULL : g_mime_header_get_value(header);
}

void
pm_mime_content(GMimePart *part, struct pm_buf *out)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *memory;
	GByteArray *bytes;

	pm_buf_clear(out);
	if (content == NULL)
		return;
	memory = g_mime_stream_mem_new();
	g_mime_data_wrapper_write_to_stream(content, memory);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
	pm_buf_put(out, bytes->data, bytes->len);
	g_object_unref(memory);
}

void
pm_mime_decode(struct pm_mime *mime, GMimePart *part, struct pm_buf *out)
{
	const char *label = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part),
								     "charset");

	pm_mime_content(part, &mime->part);
	pm_buf_clear(out);
	pm_buf_inherit(out, &mime->part);
	if (pm_declared_text(mime->encodings, out, label, pm_buf_str(&mime->part),
			     mime->part.len, &mime->read))
		return;
	if (mime->n_strange++ == 0)
		snprintf(mime->strange, sizeof mime->strange, "%s", label);
}
