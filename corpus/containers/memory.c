/* Pressmark - streams of bytes that are in memory: see stream.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/containers/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* What is given at once, so that a caller is asked whether to stop. */
#define PIECE ((size_t)1 << 18)

struct memory_stream {
	struct pm_stream s;
	const uint8_t *bytes;
	size_t at;
};

static enum pm_status
memory_read(struct pm_stream *s, const uint8_t **data, size_t *len, struct pm_error *err)
{
	struct memory_stream *m = (struct memory_stream *)s;
	size_t n = (size_t)s->size - m->at;

	(void)err;
	if (n == 0)
		return PM_END;
	*data = m->bytes + m->at;
	*len = n < PIECE ? n : PIECE;
	m->at += *len;
	return PM_OK;
}

static int64_t
memory_seek(struct pm_stream *s, int64_t offset, int whence)
{
	struct memory_stream *m = (struct memory_stream *)s;
	int64_t size = (int64_t)s->size;
	int64_t from = whence == SEEK_SET ? 0
		     : whence == SEEK_END ? size
					  : (int64_t)m->at;

	s->held_len = 0;
	if (offset < -from || offset > size - from) {
		errno = EINVAL;
		return -1;
	}
	m->at = (size_t)(from + offset);
	return from + offset;
}

static void
memory_free(struct pm_stream *s)
{
	free(s);
}

enum pm_status
pm_memory_open(struct pm_stream **out, const void *bytes, size_t len,
	       struct pm_watch *watch, struct pm_error *err)
{
	struct memory_stream *m = pm_calloc(1, sizeof *m);

	if (m == NULL)
		return pm_fail_nomem(err);
	m->s = (struct pm_stream){ .read = memory_read,
				   .free = memory_free,
				   .seek = memory_seek,
				   .watch = watch,
				   .size = len };
	m->bytes = bytes;
	*out = &m->s;
	return PM_OK;
}
