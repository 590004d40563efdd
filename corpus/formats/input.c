/* Pressmark - a stream taken by lines and by lengths: see input.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/input.h"

#include <string.h>

void
pm_input_init(struct pm_input *in, struct pm_stream *stream)
{
	*in = (struct pm_input){ .stream = stream };
}

enum pm_status
pm_input_fill(struct pm_input *in, struct pm_error *err)
{
	const uint8_t *data;
	enum pm_status st;

	if (in->len > 0)
		return PM_OK;
	st = pm_stream_read(in->stream, &data, &in->len, err);
	if (st != PM_OK)
		in->len = 0;
	else
		in->piece = (const char *)data;
	return st;
}

enum pm_status
pm_input_line(struct pm_input *in, struct pm_buf *line, struct pm_error *err)
{
	enum pm_status st;

	pm_buf_clear(line);
	while ((st = pm_input_fill(in, err)) == PM_OK) {
		const char *end = memchr(in->piece, '\n', in->len);
		size_t n = end == NULL ? in->len : (size_t)(end - in->piece);

		if (n > line->limit - line->len) {
			in->piece += line->limit - line->len;
			in->len -= line->limit - line->len;
			return pm_fail(err, PM_ERR_LIMIT,
				       "a line is longer than %zu bytes", line->limit);
		}
		pm_buf_put(line, in->piece, n);
		n += end != NULL;
		in->piece += n;
		in->len -= n;
		if (end != NULL)
			break;
	}
	if (st == PM_END && line->len > 0)
		st = PM_OK;
	if (st == PM_OK && line->len > 0 && line->data[line->len - 1] == '\r')
		line->data[--line->len] = '\0';
	return st == PM_OK ? pm_buf_check(line, "a line", err) : st;
}

/* The next N bytes; OUT may be NULL. */
static enum pm_status
take(struct pm_input *in, uint64_t n, struct pm_buf *out, struct pm_error *err)
{
	enum pm_status st;

	while (n > 0) {
		size_t part, room;

		if ((st = pm_input_fill(in, err)) != PM_OK)
			return st;
		part = in->len < n ? in->len : (size_t)n;
		room = out == NULL ? 0 : out->limit - out->len;
		if (room > 0)
			pm_buf_put(out, in->piece, part < room ? part : room);
		in->piece += part;
		in->len -= part;
		n -= part;
	}
	return PM_OK;
}

enum pm_status
pm_input_take(struct pm_input *in, uint64_t n, struct pm_buf *out, struct pm_error *err)
{
	enum pm_status st = take(in, n, out, err);

	return st == PM_OK ? pm_buf_check(out, "the text", err) : st;
}

enum pm_status
pm_input_pass(struct pm_input *in, uint64_t n, struct pm_error *err)
{
	return take(in, n, NULL, err);
}
