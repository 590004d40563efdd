/* Pressmark - a stream that gives bytes in pieces of a size, and then ends or fails.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_UNIT_PIECES_H
#define PM_TESTS_UNIT_PIECES_H

#include "corpus/containers/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Each piece is a copy of its own that is freed with the next, so that what reads one too
 * late is found. */
struct pieces {
	struct pm_stream s;
	struct pm_watch watch;
	const char *bytes;
	size_t len, at, size;
	enum pm_status ends; /* PM_END, or a failure */
	uint8_t *piece;
};

static inline enum pm_status
pieces_read(struct pm_stream *s, const uint8_t **data, size_t *len, struct pm_error *err)
{
	struct pieces *p = (struct pieces *)s;
	size_t n = p->len - p->at < p->size ? p->len - p->at : p->size;

	free(p->piece);
	p->piece = NULL;
	if (n == 0)
		return p->ends < 0 ? pm_fail(err, p->ends, "breaks off") : PM_END;
	p->piece = malloc(n);
	if (p->piece == NULL)
		abort();
	memcpy(p->piece, p->bytes + p->at, n);
	p->at += n;
	*data = p->piece;
	*len = n;
	return PM_OK;
}

static inline void
pieces_free(struct pm_stream *s)
{
	struct pieces *p = (struct pieces *)s;

	free(p->piece);
	free(p);
}

static inline int64_t
pieces_seek(struct pm_stream *s, int64_t offset, int whence)
{
	struct pieces *p = (struct pieces *)s;

	if (whence == SEEK_SET)
		p->at = (size_t)offset;
	return (int64_t)p->at;
}

static inline struct pm_stream *
pieces_open(const char *bytes, size_t len, size_t size)
{
	struct pieces *p = calloc(1, sizeof *p);

	if (p == NULL)
		abort();
	p->s = (struct pm_stream){ .read = pieces_read,
				   .free = pieces_free,
				   .seek = pieces_seek,
				   .watch = &p->watch };
	p->bytes = bytes;
	p->len = len;
	p->size = size;
	p->ends = PM_END;
	return &p->s;
}

#endif
