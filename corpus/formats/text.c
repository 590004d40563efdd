/* Pressmark - reading a whole file into memory: see text.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/text.h"

/* A buffer that has grown beyond this is freed before the next file. */
#define KEEP ((size_t)1 << 24)

enum pm_status
pm_text_read(struct pm_buf *out, struct pm_stream *stream, size_t limit,
	     struct pm_error *err)
{
	enum pm_status st;

	if (stream->size > limit)
		return pm_fail(err, PM_ERR_LIMIT, "the text is larger than %zu bytes",
			       limit);
	if (out->cap > KEEP)
		pm_buf_release(out);
	pm_buf_clear(out);
	out->limit = limit;
	st = pm_stream_slurp(stream, out, err);
	if (st < 0)
		return st;
	if (out->len == 0)
		return pm_fail(err, PM_ERR_INPUT, "empty file");
	return PM_OK;
}
