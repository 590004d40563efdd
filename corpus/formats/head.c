/* Pressmark - the beginning of a file: see format.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/format.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Zeros that stand for no characters, even of UTF-32. */
#define VOID_MIN 16u

/* A stream whose beginning was read, in small pieces. */
struct replay {
	struct pm_stream s;
	struct pm_stream *inner;
	struct pm_buf begun; /* handed out first */
	bool handed;
	struct pm_error failed; /* and then this, if it is a failure */
};

static enum pm_status
replay_read(struct pm_stream *s, const uint8_t **data, size_t *len, struct pm_error *err)
{
	struct replay *r = (struct replay *)s;

	if (r->handed && r->failed.status < 0) {
		*err = r->failed;
		return r->failed.status;
	}
	if (r->handed)
		return pm_stream_read(r->inner, data, len, err);
	r->handed = true;
	*data = r->begun.data;
	*len = r->begun.len;
	return PM_OK;
}

static void
replay_free(struct pm_stream *s)
{
	struct replay *r = (struct replay *)s;

	pm_stream_free(r->inner);
	pm_buf_release(&r->begun);
	free(r);
}

/* Collect the head of a stream that comes in small pieces, the first of which is DATA. */
static enum pm_status
collect(struct pm_stream **stream, const uint8_t *data, size_t len, const uint8_t **all,
	size_t *all_len, struct pm_error *err)
{
	struct replay *r = pm_calloc(1, sizeof *r);
	enum pm_status st = PM_OK;

	if (r == NULL)
		return pm_fail_nomem(err);
	r->s = (struct pm_stream){ .read = replay_read,
				   .free = replay_free,
				   .watch = (*stream)->watch,
				   .size = (*stream)->size };
	r->inner = *stream;
	*stream = &r->s;
	pm_buf_init(&r->begun, PM_BUF_NO_LIMIT);
	pm_buf_put(&r->begun, data, len);
	while (r->begun.len < PM_HEAD_MAX &&
	       (st = pm_stream_read(r->inner, &data, &len, &r->failed)) == PM_OK)
		pm_buf_put(&r->begun, data, len);
	*all = r->begun.data;
	*all_len = r->begun.len;
	if (st >= 0)
		r->failed.status = PM_OK;
	if (r->begun.status < 0)
		return pm_fail_nomem(err);
	if (st != PM_ERR_NOMEM && st != PM_ERR_INTERRUPTED)
		return PM_OK;
	*err = r->failed;
	return st;
}

/* Whether at least 7 of 8 bytes at every second place, from PHASE on, are zeros. */
static bool
has_zeros(const uint8_t *data, size_t len, size_t phase)
{
	size_t zeros = 0, n = 0, i;

	if (len > 1024)
		len = 1024;
	if (memchr(data, '\0', len) == NULL)
		return false;
	for (i = phase; i < len; i += 2, n++)
		zeros += data[i] == 0;
	return n >= 4 && zeros * 8 >= n * 7;
}

/* The bytes that are no zeros: what UTF-16 has of ASCII. */
static enum pm_status
narrow(struct pm_head *head, const uint8_t *data, size_t len, size_t phase,
       struct pm_buf *scratch, struct pm_error *err)
{
	size_t i;

	pm_buf_clear(scratch);
	for (i = phase; i + 1 < len; i += 2)
		pm_buf_putc(scratch, (char)data[i]);
	head->text = pm_buf_str(scratch);
	head->len = scratch->len;
	return pm_buf_check(scratch, "the head", err);
}

/* Whether zeros at the beginning are at least half of the bytes, and more than any encoding
 * has for some characters. */
static bool
begins_with_zeros(const uint8_t *data, size_t len)
{
	static const uint8_t zeros[VOID_MIN];
	size_t half = len / 2;

	return half >= VOID_MIN && memcmp(data, zeros, VOID_MIN) == 0 &&
	       memcmp(data, data + VOID_MIN, half - VOID_MIN) == 0;
}

/* The same, but for the beginnings of its lines. */
static enum pm_status
look(struct pm_head *head, struct pm_stream **stream, struct pm_buf *scratch,
     struct pm_error *err)
{
	const uint8_t *data;
	size_t len;
	enum pm_status st = pm_stream_read(*stream, &data, &len, err);

	head->text = NULL;
	head->len = 0;
	head->whole = head->is_void = false;
	if (st != PM_OK)
		return st;
	if (len >= PM_HEAD_MAX || len == (*stream)->size)
		pm_stream_hold(*stream, data, len);
	else if ((st = collect(stream, data, len, &data, &len, err)) < 0)
		return st;
	head->whole = len == (*stream)->size || len < PM_HEAD_MAX;
	if (len > PM_HEAD_MAX)
		len = PM_HEAD_MAX;
	head->is_void = begins_with_zeros(data, len);
	if (len >= 2 &&
	    ((data[0] == 0xff && data[1] == 0xfe) || (data[0] == 0xfe && data[1] == 0xff)))
		return narrow(head, data + 2, len - 2, data[0] == 0xfe, scratch, err);
	if (has_zeros(data, len, 1))
		return narrow(head, data, len, 0, scratch, err);
	if (has_zeros(data, len, 0))
		return narrow(head, data, len, 1, scratch, err);
	if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
		data += 3;
		len -= 3;
	}
	head->text = (const char *)data;
	head->len = len;
	return PM_OK;
}

/* What ends lines: CR alone only where there is nothing else. */
static char
line_end(const struct pm_head *head)
{
	return head->len > 0 && memchr(head->text, '\n', head->len) == NULL ? '\r' : '\n';
}

void
pm_head_find_starts(struct pm_head *head)
{
	const char *p = head->text, *end = p + head->len;
	char eol = line_end(head);

	memset(head->starts, 0, sizeof head->starts);
	while (p != NULL && p < end) {
		head->starts[(unsigned char)*p / 64] |= (uint64_t)1
						     << ((unsigned char)*p % 64);
		p = memchr(p, eol, (size_t)(end - p));
		p += p != NULL;
	}
	head->has_starts = true;
}

bool
pm_head_may_start(const struct pm_head *head, char byte)
{
	unsigned char c = (unsigned char)byte;

	return !head->has_starts || (head->starts[c / 64] >> (c % 64) & 1) != 0;
}

enum pm_status
pm_head_look(struct pm_head *head, struct pm_stream **stream, struct pm_buf *scratch,
	     struct pm_error *err)
{
	enum pm_status st = look(head, stream, scratch, err);

	if (st == PM_OK)
		pm_head_find_starts(head);
	return st;
}

bool
pm_head_begins(const struct pm_head *head, const char *text)
{
	size_t i = 0, n = strlen(text);

	while (i < head->len &&
	       (head->text[i] == ' ' || (head->text[i] >= '\t' && head->text[i] <= '\r')))
		i++;
	return head->len - i >= n && strncasecmp(head->text + i, text, n) == 0;
}

const char *
pm_head_find(const struct pm_head *head, const char *text)
{
	return head->len == 0 ? NULL : memmem(head->text, head->len, text, strlen(text));
}

bool
pm_head_has_line(const struct pm_head *head, const char *text)
{
	const char *p = head->text, *end = p + head->len;
	size_t n = strlen(text);
	char eol;

	if (head->len < n || n == 0 || !pm_head_may_start(head, *text))
		return false;
	eol = line_end(head);
	/* to go from line to line is several times as fast as to look for the text */
	while (p != NULL && (size_t)(end - p) >= n) {
		if (*p == *text && memcmp(p, text, n) == 0)
			return true;
		p = memchr(p, eol, (size_t)(end - p));
		p += p != NULL;
	}
	return false;
}

/* Behind what begins with "<?" or "<!" at P; NULL: it has no end.  A document type may
 * declare entities in brackets. */
static const char *
behind_declaration(const char *p, const char *end)
{
	bool comment = end - p > 4 && memcmp(p, "<!--", 4) == 0;
	const char *mark = comment ? "-->" : p[1] == '?' ? "?>" : ">", *q;

	q = memmem(p, (size_t)(end - p), mark, strlen(mark));
	if (*mark == '>' && q != NULL && memchr(p, '[', (size_t)(q - p)) != NULL) {
		mark = "]>";
		q = memmem(p, (size_t)(end - p), mark, strlen(mark));
	}
	return q == NULL ? NULL : q + strlen(mark);
}

bool
pm_head_root(const struct pm_head *head, struct pm_str *name)
{
	const char *p = head->text, *end = p + head->len, *q;

	if (head->len == 0)
		return false;
	for (;;) {
		while (p < end && (*p == ' ' || (*p >= '\t' && *p <= '\r')))
			p++;
		if (end - p < 3 || *p != '<')
			return false;
		if (p[1] != '?' && p[1] != '!')
			break;
		if ((p = behind_declaration(p, end)) == NULL)
			return false;
	}
	for (q = ++p; q < end && *q != '>' && *q != '/' && (unsigned char)*q > ' '; q++)
		if (*q == ':')
			p = q + 1;
	*name = (struct pm_str){ p, (size_t)(q - p) };
	return q > p && q < end;
}
