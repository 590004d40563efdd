/* Pressmark - streams of bytes: what compressed data unpack to.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_unpack_open(&plain, file, PM_XZ, &err);	(now owns FILE)
 *	... a stream like others (stream.h) ...
 *
 * gzip, bzip2, xz, lzma and zstd, each by its own library rather than libarchive, which
 * drops what it has decoded of a block (up to 64 KiB) if the file ends inside it.  A file
 * may hold several members, one after the other; zeros after one are padding, and
 * anything else is damage.
 *
 * However well data are compressed is nobody's mistake, since nothing is held of them but
 * a window.  Data that want a larger one than PM_UNPACK_MEMORY are refused.
 */
#ifndef PM_CORPUS_CONTAINERS_UNPACK_H
#define PM_CORPUS_CONTAINERS_UNPACK_H

#include "corpus/containers/names.h"
#include "corpus/containers/stream.h"

/* What unpacking may take, in bytes.  xz -9 needs 65 MiB, zstd --long 128. */
#define PM_UNPACK_MEMORY ((uint64_t)256 << 20)

/* The data that INNER's unpack to.  INNER belongs to the new stream, even on failure. */
enum pm_status pm_unpack_open(struct pm_stream **out, struct pm_stream *inner,
			      enum pm_packing packing, struct pm_error *err);

/* What the data of S are packed with, as they begin, which stay in it.  PM_END: there are
 * none. */
enum pm_status pm_unpack_look(struct pm_stream *s, enum pm_packing *packing,
			      struct pm_error *err);

/* --- unpack_codecs.c ---------------------------------------------------- */

/* One call of a library. */
struct pm_codec_step {
	const uint8_t *in;
	size_t in_len;
	uint8_t *out;
	size_t out_len;
	size_t took, gave;
	const char *words; /* of a failure, or NULL */
};

enum pm_codec_said {
	PM_CODEC_MORE,
	PM_CODEC_MEMBER, /* it has ended */
	PM_CODEC_BROKEN,
	PM_CODEC_TOO_LARGE, /* it needs a window of more than PM_UNPACK_MEMORY */
	PM_CODEC_NOMEM
};

struct pm_codec {
	const char *name;
	const char *magic; /* with which a member begins */
	size_t magic_len;
	void *(*make)(void);
	void (*free)(void *state);
	/* Before a further member: false if that cannot be. */
	bool (*reset)(void *state);
	/* MORE without taking or giving anything: it waits for input. */
	enum pm_codec_said (*step)(void *state, struct pm_codec_step *step);
};

const struct pm_codec *pm_codec_of(enum pm_packing packing);

#endif
