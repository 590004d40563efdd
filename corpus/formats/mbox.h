/* Pressmark - the messages of an mbox file.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Messages stand one after the other, each after a line "From somebody DATE".  A line of a
 * text that begins so has got a '>' in front, which is taken off; some programs did not,
 * so a line counts only if it has a month and a time in it and a header field, or another
 * such line, follows.  One message is held at a time.
 */
#ifndef PM_CORPUS_FORMATS_MBOX_H
#define PM_CORPUS_FORMATS_MBOX_H

#include "corpus/containers/stream.h"
#include "support/buf.h"

#include <stdbool.h>

struct pm_mbox {
	struct pm_stream *stream;
	struct pm_buf bytes; /* from BEGIN on not yet handed out */
	size_t begin;
	size_t limit; /* of a message */
	bool ended, first;
};

/* STREAM stays the caller's. */
void pm_mbox_init(struct pm_mbox *m, size_t limit);
void pm_mbox_release(struct pm_mbox *m);
void pm_mbox_open(struct pm_mbox *m, struct pm_stream *stream);

/* The next message, without its line, until the next call, which may change its bytes.
 * PM_END; PM_ERR_LIMIT: it is too large, and passed over. */
enum pm_status pm_mbox_next(struct pm_mbox *m, char **message, size_t *len,
			    struct pm_error *err);

/* Whether the line at P, which has N bytes, is one before a message. */
bool pm_mbox_is_line(const char *p, size_t n);

#endif
