/* Pressmark - streams of bytes: gzip: see stream.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/containers/stream.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#define PIECE ((size_t)1 << 18)
#define GZIP_ONLY (15 + 16) /* windowBits of zlib: 32 KiB, a gzip header */

struct gunzip {
	struct pm_stream s;
	struct pm_stream *inner;
	z_stream z;
	const uint8_t *in; /* the rest of INNER's piece */
	size_t in_len;
	bool any;     /* a whole member has been read */
	bool between; /* after one member and before the next */
	bool inner_ended;
	struct pm_error broken; /* status < 0: to be returned next */
	uint8_t piece[PIECE];
};

static enum pm_status
refill(struct gunzip *g, struct pm_error *err)
{
	enum pm_status st;

	if (g->in_len > 0 || g->inner_ended)
		return PM_OK;
	st = pm_stream_read(g->inner, &g->in, &g->in_len, err);
	if (st == PM_END) {
		g->inner_ended = true;
		g->in_len = 0;
		return PM_OK;
	}
	return st;
}

/* Zeros after a member are padding. */
static enum pm_status
skip_padding(struct gunzip *g, struct pm_error *err)
{
	enum pm_status st;

	do {
		if ((st = refill(g, err)) < 0)
			return st;
		while (g->in_len > 0 && *g->in == 0) {
			g->in++;
			g->in_len--;
		}
	} while (g->in_len == 0 && !g->inner_ended);
	return g->inner_ended ? PM_END : PM_OK;
}

/* One call of zlib: PM_OK to go on, PM_END at the end, or a failure. */
static enum pm_status
step(struct gunzip *g, struct pm_error *err)
{
	enum pm_status st;
	uInt n;
	int z;

	if (g->between) {
		if ((st = skip_padding(g, err)) != PM_OK)
			return st;
		if (*g->in != 0x1f)
			return pm_fail(err, PM_ERR_IO,
				       "something else after the gzip data");
		if (inflateReset(&g->z) != Z_OK)
			return pm_fail(err, PM_ERR_INTERNAL, "cannot reset zlib");
		g->between = false;
	}
	if ((st = refill(g, err)) < 0)
		return st;
	n = g->in_len > UINT_MAX ? UINT_MAX : (uInt)g->in_len;
	/* zlib does not write to its input; its type only lacks the const */
	g->z.next_in = (Bytef *)(uintptr_t)g->in;
	g->z.avail_in = n;
	z = inflate(&g->z, Z_NO_FLUSH);
	g->in += n - g->z.avail_in;
	g->in_len -= n - g->z.avail_in;
	switch (z) {
	case Z_STREAM_END:
		g->any = g->between = true;
		return PM_OK;
	case Z_OK:
		return PM_OK;
	case Z_BUF_ERROR:
		/* no progress: output full, or input exhausted */
		if (g->z.avail_out == 0 || !g->inner_ended)
			return PM_OK;
		return pm_fail(err, PM_ERR_IO, "truncated gzip data");
	case Z_MEM_ERROR:
		return pm_fail_nomem(err);
	default:
		return pm_fail(err, PM_ERR_IO,
			       g->any || g->z.total_out > 0 ? "damaged gzip data: %s"
							    : "not gzip data: %s",
			       g->z.msg != NULL ? g->z.msg : "wrong stream");
	}
}

static enum pm_status
gunzip_read(struct pm_stream *s, const uint8_t **data, size_t *len, struct pm_error *err)
{
	struct gunzip *g = (struct gunzip *)s;
	enum pm_status st = PM_OK;

	if (g->broken.status != PM_OK) {
		if (err != NULL && g->broken.status < 0)
			*err = g->broken;
		return g->broken.status;
	}
	g->z.next_out = g->piece;
	g->z.avail_out = PIECE;
	while (g->z.avail_out > 0 && st == PM_OK)
		st = step(g, &g->broken);
	g->broken.status = st;
	*data = g->piece;
	*len = PIECE - g->z.avail_out;
	if (*len > 0 && st != PM_ERR_INTERRUPTED && st != PM_ERR_NOMEM)
		return PM_OK;
	if (err != NULL && st < 0)
		*err = g->broken;
	return st;
}

static void
gunzip_free(struct pm_stream *s)
{
	struct gunzip *g = (struct gunzip *)s;

	inflateEnd(&g->z);
	pm_stream_free(g->inner);
	free(g);
}

enum pm_status
pm_gunzip_open(struct pm_stream **out, struct pm_stream *inner, struct pm_error *err)
{
	struct gunzip *g = calloc(1, sizeof *g);

	*out = NULL;
	if (g == NULL || inflateInit2(&g->z, GZIP_ONLY) != Z_OK) {
		free(g);
		pm_stream_free(inner);
		return pm_fail_nomem(err);
	}
	g->s = (struct pm_stream){ .read = gunzip_read,
				   .free = gunzip_free,
				   .watch = inner->watch };
	g->inner = inner;
	*out = &g->s;
	return PM_OK;
}
