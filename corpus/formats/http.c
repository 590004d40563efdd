/* Pressmark - an answer of HTTP as a crawl has stored it: see http.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/http.h"

#include "support/utf8.h"

#include <ctype.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#define ANY_HEADER (15 + 32) /* windowBits of zlib: a header of gzip or zlib */
#define NO_HEADER (-15)
#define ROOM ((size_t)1 << 16)

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static void
trim(const char **text, size_t *len)
{
	while (*len > 0 && is_blank(**text)) {
		++*text;
		--*len;
	}
	while (*len > 0 && is_blank((*text)[*len - 1]))
		--*len;
}

/* Copy what is up to END or a blank, in lower case, as much as there is room for. */
static void
copy_token(char *to, size_t room, const char *text, size_t len, const char *ends)
{
	size_t i, n = 0;

	for (i = 0;
	     i < len && n + 1 < room && text[i] != '\0' && strchr(ends, text[i]) == NULL;
	     i++)
		to[n++] = (char)tolower((unsigned char)text[i]);
	to[n] = '\0';
}

void
pm_http_type_read(struct pm_http_type *type, const char *value, size_t len)
{
	static const char name[] = "charset=";
	const char *p = value, *end = value + len;
	size_t n = sizeof name - 1;

	memset(type, 0, sizeof *type);
	trim(&p, &len);
	copy_token(type->type, sizeof type->type, p, len, "; \t,");
	for (; (size_t)(end - p) > n; p++) {
		if (strncasecmp(p, name, n) != 0)
			continue;
		p += n;
		while (p < end && (*p == '"' || *p == '\'' || *p == ' '))
			p++;
		copy_token(type->charset, sizeof type->charset, p, (size_t)(end - p),
			   "; \t\"',");
		return;
	}
}

bool
pm_http_type_is_page(const struct pm_http_type *type)
{
	return strcmp(type->type, "text/html") == 0 ||
	       strcmp(type->type, "application/xhtml+xml") == 0;
}

bool
pm_http_type_is_plain(const struct pm_http_type *type)
{
	return strcmp(type->type, "text/plain") == 0;
}

static void
read_coding(struct pm_http *http, const char *value, size_t len)
{
	char *name = http->coding_name;

	copy_token(name, sizeof http->coding_name, value, len, "; \t,");
	if (strcmp(name, "gzip") == 0 || strcmp(name, "x-gzip") == 0)
		http->coding = PM_HTTP_GZIP;
	else if (strcmp(name, "deflate") == 0)
		http->coding = PM_HTTP_DEFLATE;
	else if (*name != '\0' && strcmp(name, "identity") != 0 &&
		 strcmp(name, "none") != 0 && strcmp(name, "utf-8") != 0)
		http->coding = PM_HTTP_OTHER;
}

static bool
is_named(const char *line, size_t len, const char *name)
{
	return strlen(name) == len && strncasecmp(line, name, len) == 0;
}

static void
read_header(struct pm_http *http, const char *line, size_t len)
{
	const char *colon = len == 0 ? NULL : memchr(line, ':', len), *value;
	size_t name_len, n;

	if (colon == NULL)
		return;
	name_len = (size_t)(colon - line);
	value = colon + 1;
	n = len - name_len - 1;
	trim(&value, &n);
	if (is_named(line, name_len, "content-type"))
		pm_http_type_read(&http->type, value, n);
	else if (is_named(line, name_len, "content-encoding"))
		read_coding(http, value, n);
	else if (is_named(line, name_len, "transfer-encoding"))
		http->chunked = n >= 7 && strncasecmp(value + n - 7, "chunked", 7) == 0;
}

/* HTTP/1.1 200 OK */
static unsigned
read_status(const char *line, size_t len)
{
	size_t i = 0;

	if (len < 12 || strncasecmp(line, "HTTP/", 5) != 0)
		return 0;
	while (i < len && !is_blank(line[i]))
		i++;
	while (i < len && is_blank(line[i]))
		i++;
	if (len - i < 3 || !isdigit((unsigned char)line[i]) ||
	    !isdigit((unsigned char)line[i + 1]) || !isdigit((unsigned char)line[i + 2]))
		return 0;
	return (unsigned)(line[i] - '0') * 100 + (unsigned)(line[i + 1] - '0') * 10 +
	       (unsigned)(line[i + 2] - '0');
}

void
pm_http_read(struct pm_http *http, const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	bool first = true;

	memset(http, 0, sizeof *http);
	while (p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		size_t n = (size_t)((lf == NULL ? end : lf) - p);
		const char *line = p;

		p = lf == NULL ? end : lf + 1;
		if (first)
			http->status = read_status(line, n);
		if (first && http->status == 0)
			return;
		if (!first && (n == 0 || (n == 1 && *line == '\r')))
			break;
		if (!first)
			read_header(http, line, n);
		first = false;
	}
	http->body = p;
	http->body_len = (size_t)(end - p);
}

/* --- bodies ------------------------------------------------------------- */

/* The length of a chunk, in hexadecimal digits at P, and where its line ends; NULL: this
 * is none. */
static const char *
read_chunk_size(const char *p, const char *end, size_t *size)
{
	unsigned digits = 0;

	*size = 0;
	for (; p < end && isxdigit((unsigned char)*p) && digits < 12; p++, digits++)
		*size = *size * 16 +
			(size_t)(isdigit((unsigned char)*p)
					 ? *p - '0'
					 : tolower((unsigned char)*p) - 'a' + 10);
	if (digits == 0)
		return NULL;
	while (p < end && *p != '\n') {
		if (*p == ';') { /* an extension */
			p = memchr(p, '\n', (size_t)(end - p));
			return p == NULL ? NULL : p + 1;
		}
		if (!is_blank(*p++))
			return NULL;
	}
	return p < end ? p + 1 : NULL;
}

/* Put the chunks together; false: these are none.  *CUT: there were more. */
static bool
join_chunks(struct pm_buf *out, const char *p, const char *end, bool *cut)
{
	bool any = false;
	size_t size;

	pm_buf_clear(out);
	for (;;) {
		const char *data = read_chunk_size(p, end, &size);

		if (data == NULL) {
			*cut = *cut || any;
			return any;
		}
		any = true;
		if (size == 0)
			return true;
		if (size > (size_t)(end - data)) {
			pm_buf_put(out, data, (size_t)(end - data));
			*cut = true;
			return true;
		}
		pm_buf_put(out, data, size);
		p = data + size;
		while (p < end && (*p == '\r' || *p == '\n'))
			p++;
	}
}

/* Inflate with a header as BITS say.  PM_ABSENT: it does not begin so. */
static enum pm_status
inflate_by(int bits, struct pm_buf *out, const char *data, size_t len, bool *cut,
	   struct pm_error *err)
{
	z_stream z = { 0 };
	int r = Z_OK;

	pm_buf_clear(out);
	if (inflateInit2(&z, bits) != Z_OK)
		return pm_fail_nomem(err);
	/* zlib does not write to its input; its type only lacks the const */
	z.next_in = (Bytef *)(uintptr_t)data;
	z.avail_in = len > UINT_MAX ? UINT_MAX : (uInt)len;
	while (r == Z_OK) {
		size_t room = out->limit - out->len;
		uint8_t *to;

		room = room > ROOM ? ROOM : room;
		to = room == 0 ? NULL : pm_buf_reserve(out, room);
		if (to == NULL) {
			inflateEnd(&z);
			return room > 0 ? pm_fail_nomem(err)
					: pm_fail(err, PM_ERR_LIMIT,
						  "the text is larger than %zu bytes",
						  out->limit);
		}
		z.next_out = to;
		z.avail_out = (uInt)room;
		r = inflate(&z, Z_NO_FLUSH);
		pm_buf_advance(out, room - z.avail_out);
	}
	inflateEnd(&z);
	if (r == Z_MEM_ERROR)
		return pm_fail_nomem(err);
	if (r != Z_STREAM_END && out->len == 0)
		return PM_ABSENT;
	*cut = *cut || r != Z_STREAM_END;
	return PM_OK;
}

static bool
looks_packed(enum pm_http_coding coding, const char *data, size_t len)
{
	switch (coding) {
	case PM_HTTP_PLAIN:
		return false;
	case PM_HTTP_GZIP:
		return len >= 2 && memcmp(data, "\x1f\x8b", 2) == 0;
	default: /* these have no mark */
		while (len > 0 && isspace((unsigned char)*data)) {
			data++;
			len--;
		}
		return len > 0 && *data != '<' && !pm_utf8_valid(data, len);
	}
}

/* Inflate *BODY, *N bytes, into OUT. */
static enum pm_status
unpack_body(const struct pm_http *http, struct pm_buf *out, const char **body, size_t *n,
	    bool *cut, struct pm_error *err)
{
	enum pm_status st = inflate_by(ANY_HEADER, out, *body, *n, cut, err);

	if (st == PM_ABSENT && http->coding == PM_HTTP_DEFLATE)
		st = inflate_by(NO_HEADER, out, *body, *n, cut, err);
	if (st == PM_ABSENT)
		st = pm_fail(err, PM_ERR_INPUT, "damaged %s data", http->coding_name);
	*body = pm_buf_str(out);
	*n = out->len;
	return st;
}

enum pm_status
pm_http_unpack(const struct pm_http *http, struct pm_buf buffers[2], size_t limit,
	       const char **body, size_t *n, bool *cut, struct pm_error *err)
{
	*body = http->body;
	*n = http->body_len;
	*cut = false;
	if (http->chunked && *n > 0 && join_chunks(&buffers[0], *body, *body + *n, cut)) {
		if (buffers[0].status != PM_OK)
			return pm_buf_check(&buffers[0], "the text", err);
		*body = pm_buf_str(&buffers[0]);
		*n = buffers[0].len;
	}
	if (!looks_packed(http->coding, *body, *n))
		return PM_OK;
	if (http->coding == PM_HTTP_OTHER)
		return pm_fail(err, PM_ERR_INPUT, "packed as '%s', which is not read",
			       http->coding_name);
	buffers[1].limit = limit;
	return unpack_body(http, &buffers[1], body, n, cut, err);
}
