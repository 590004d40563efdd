/* Pressmark - a stream taken by lines and by lengths.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_input_init(&in, stream);
 *	while ((st = pm_input_line(&in, &line, &err)) == PM_OK)
 *		... line, without its end, until it is cleared ...
 *
 * The stream remains the caller's.  Nothing is held but the stream's piece; what is asked
 * for is copied, and a buffer's limit is heeded.
 */
#ifndef PM_CORPUS_FORMATS_INPUT_H
#define PM_CORPUS_FORMATS_INPUT_H

#include "corpus/containers/stream.h"
#include "support/buf.h"

struct pm_input {
	struct pm_stream *stream;
	const char *piece;
	size_t len; /* of the rest of the piece */
};

void pm_input_init(struct pm_input *in, struct pm_stream *stream);

/* There is something in the piece: PM_OK, PM_END, or a failure. */
enum pm_status pm_input_fill(struct pm_input *in, struct pm_error *err);

/* LINE becomes the next line, without LF or CR LF.  PM_END: there is none.  PM_ERR_LIMIT:
 * it is longer than LINE's limit; the next call goes on within it. */
enum pm_status pm_input_line(struct pm_input *in, struct pm_buf *line,
			     struct pm_error *err);

/* Append the next N bytes to OUT, as many as it has room for, and pass over the rest.
 * PM_END: there are less than N. */
enum pm_status pm_input_take(struct pm_input *in, uint64_t n, struct pm_buf *out,
			     struct pm_error *err);
/* The same without keeping them. */
enum pm_status pm_input_pass(struct pm_input *in, uint64_t n, struct pm_error *err);

#endif
