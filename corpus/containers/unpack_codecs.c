/* Pressmark - streams of bytes: the libraries that unpack: see unpack.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/containers/unpack.h"

#include <bzlib.h>
#include <limits.h>
#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

/* zlib and bzip2 count in unsigned int. */
static unsigned
at_most_uint(size_t n)
{
	return n > UINT_MAX ? UINT_MAX : (unsigned)n;
}

/* --- gzip, by zlib ------------------------------------------------------ */

#define GZIP_ONLY (15 + 16) /* windowBits of zlib: 32 KiB, a gzip header */

static void *
gzip_make(void)
{
	z_stream *z = calloc(1, sizeof *z);

	if (z != NULL && inflateInit2(z, GZIP_ONLY) != Z_OK) {
		free(z);
		return NULL;
	}
	return z;
}

static void
gzip_free(void *state)
{
	inflateEnd(state);
	free(state);
}

static bool
gzip_reset(void *state)
{
	return inflateReset(state) == Z_OK;
}

static enum pm_codec_said
gzip_step(void *state, struct pm_codec_step *s)
{
	z_stream *z = state;
	unsigned in = at_most_uint(s->in_len), out = at_most_uint(s->out_len);
	int r;

	/* zlib does not write to its input; its type only lacks the const */
	z->next_in = (Bytef *)(uintptr_t)s->in;
	z->avail_in = in;
	z->next_out = s->out;
	z->avail_out = out;
	r = inflate(z, Z_NO_FLUSH);
	s->took = in - z->avail_in;
	s->gave = out - z->avail_out;
	s->words = z->msg;
	switch (r) {
	case Z_STREAM_END:
		return PM_CODEC_MEMBER;
	case Z_OK:
	case Z_BUF_ERROR: /* no progress: output full, or input exhausted */
		return PM_CODEC_MORE;
	case Z_MEM_ERROR:
		return PM_CODEC_NOMEM;
	default:
		return PM_CODEC_BROKEN;
	}
}

/* --- bzip2 -------------------------------------------------------------- */

static void *
bzip2_make(void)
{
	bz_stream *z = calloc(1, sizeof *z);

	if (z != NULL && BZ2_bzDecompressInit(z, 0, 0) != BZ_OK) {
		free(z);
		return NULL;
	}
	return z;
}

static void
bzip2_free(void *state)
{
	BZ2_bzDecompressEnd(state);
	free(state);
}

static bool
bzip2_reset(void *state)
{
	BZ2_bzDecompressEnd(state);
	memset(state, 0, sizeof(bz_stream));
	return BZ2_bzDecompressInit(state, 0, 0) == BZ_OK;
}

static enum pm_codec_said
bzip2_step(void *state, struct pm_codec_step *s)
{
	bz_stream *z = state;
	unsigned in = at_most_uint(s->in_len), out = at_most_uint(s->out_len);
	int r;

	z->next_in = (char *)(uintptr_t)s->in;
	z->avail_in = in;
	z->next_out = (char *)s->out;
	z->avail_out = out;
	r = BZ2_bzDecompress(z);
	s->took = in - z->avail_in;
	s->gave = out - z->avail_out;
	switch (r) {
	case BZ_STREAM_END:
		return PM_CODEC_MEMBER;
	case BZ_OK:
		return PM_CODEC_MORE;
	case BZ_MEM_ERROR:
		return PM_CODEC_NOMEM;
	default:
		s->words = r == BZ_DATA_ERROR_MAGIC ? "wrong first bytes"
						    : "incorrect data check";
		return PM_CODEC_BROKEN;
	}
}

/* --- xz and lzma -------------------------------------------------------- */

struct xz {
	lzma_stream z;
	bool alone; /* .lzma, the older form */
};

static bool
xz_reset(void *state)
{
	struct xz *x = state;
	lzma_ret r = x->alone ? lzma_alone_decoder(&x->z, PM_UNPACK_MEMORY)
			      : lzma_stream_decoder(&x->z, PM_UNPACK_MEMORY, 0);

	return r == LZMA_OK;
}

static void
xz_free(void *state)
{
	struct xz *x = state;

	lzma_end(&x->z);
	free(x);
}

static void *
xz_make_kind(bool alone)
{
	struct xz *x = calloc(1, sizeof *x);

	if (x == NULL)
		return NULL;
	x->z = (lzma_stream)LZMA_STREAM_INIT;
	x->alone = alone;
	if (xz_reset(x))
		return x;
	xz_free(x);
	return NULL;
}

static void *
xz_make(void)
{
	bool alone = false;

	return xz_make_kind(alone);
}

static void *
lzma_make(void)
{
	bool alone = true;

	return xz_make_kind(alone);
}

static enum pm_codec_said
xz_step(void *state, struct pm_codec_step *s)
{
	lzma_stream *z = &((struct xz *)state)->z;
	lzma_ret r;

	z->next_in = s->in;
	z->avail_in = s->in_len;
	z->next_out = s->out;
	z->avail_out = s->out_len;
	r = lzma_code(z, LZMA_RUN);
	s->took = s->in_len - z->avail_in;
	s->gave = s->out_len - z->avail_out;
	switch (r) {
	case LZMA_STREAM_END:
		return PM_CODEC_MEMBER;
	case LZMA_OK:
	case LZMA_BUF_ERROR:
	case LZMA_NO_CHECK:
	case LZMA_UNSUPPORTED_CHECK:
		return PM_CODEC_MORE;
	case LZMA_MEM_ERROR:
		return PM_CODEC_NOMEM;
	case LZMA_MEMLIMIT_ERROR:
		return PM_CODEC_TOO_LARGE;
	case LZMA_FORMAT_ERROR:
		s->words = "wrong first bytes";
		return PM_CODEC_BROKEN;
	case LZMA_OPTIONS_ERROR:
		s->words = "options that are not known";
		return PM_CODEC_BROKEN;
	default:
		s->words = "incorrect data check";
		return PM_CODEC_BROKEN;
	}
}

/* --- zstd --------------------------------------------------------------- */

static void *
zstd_make(void)
{
	ZSTD_DStream *z = ZSTD_createDStream();

	if (z != NULL && ZSTD_isError(ZSTD_DCtx_setParameter(z, ZSTD_d_windowLogMax, 28))) {
		ZSTD_freeDStream(z);
		return NULL;
	}
	return z;
}

static void
zstd_free(void *state)
{
	ZSTD_freeDStream(state);
}

static bool
zstd_reset(void *state)
{
	return !ZSTD_isError(ZSTD_DCtx_reset(state, ZSTD_reset_session_only));
}

static enum pm_codec_said
zstd_step(void *state, struct pm_codec_step *s)
{
	ZSTD_inBuffer in = { s->in, s->in_len, 0 };
	ZSTD_outBuffer out = { s->out, s->out_len, 0 };
	size_t r = ZSTD_decompressStream(state, &out, &in);

	s->took = in.pos;
	s->gave = out.pos;
	if (ZSTD_isError(r) &&
	    ZSTD_getErrorCode(r) == ZSTD_error_frameParameter_windowTooLarge)
		return PM_CODEC_TOO_LARGE;
	if (ZSTD_isError(r)) {
		s->words = ZSTD_getErrorName(r);
		return PM_CODEC_BROKEN;
	}
	return r == 0 ? PM_CODEC_MEMBER : PM_CODEC_MORE;
}

const struct pm_codec *
pm_codec_of(enum pm_packing packing)
{
	static const struct pm_codec codecs[] = {
		[PM_GZIP] = { "gzip", "\x1f\x8b", 2, gzip_make, gzip_free, gzip_reset,
			      gzip_step },
		[PM_BZIP2] = { "bzip2", "BZh", 3, bzip2_make, bzip2_free, bzip2_reset,
			       bzip2_step },
		[PM_XZ] = { "xz", "\xfd\x37zXZ", 5, xz_make, xz_free, xz_reset, xz_step },
		[PM_LZMA] = { "lzma", "\x5d", 1, lzma_make, xz_free, NULL, xz_step },
		[PM_ZSTD] = { "zstd", "\x28\xb5\x2f\xfd", 4, zstd_make, zstd_free,
			      zstd_reset, zstd_step },
	};

	return &codecs[packing];
}
