/* Pressmark - streams of bytes: what compressed data unpack to: see unpack.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/containers/unpack.h"

#include <stdlib.h>
#include <string.h>

#define PIECE ((size_t)1 << 18)

struct unpack {
	struct pm_stream s;
	struct pm_stream *inner;
	const struct pm_codec *codec;
	void *state;
	const uint8_t *in; /* the rest of INNER's piece */
	size_t in_len;
	bool any;     /* something has been unpacked */
	bool between; /* after one member and before the next */
	bool inner_ended;
	struct pm_error broken; /* status < 0: to be returned next */
	uint8_t piece[PIECE];
};

static enum pm_status
refill(struct unpack *u, struct pm_error *err)
{
	enum pm_status st;

	if (u->in_len > 0 || u->inner_ended)
		return PM_OK;
	st = pm_stream_read(u->inner, &u->in, &u->in_len, err);
	if (st == PM_END) {
		u->inner_ended = true;
		u->in_len = 0;
		return PM_OK;
	}
	return st;
}

/* Zeros after a member are padding. */
static enum pm_status
skip_padding(struct unpack *u, struct pm_error *err)
{
	enum pm_status st;

	do {
		if ((st = refill(u, err)) < 0)
			return st;
		while (u->in_len > 0 && *u->in == 0) {
			u->in++;
			u->in_len--;
		}
	} while (u->in_len == 0 && !u->inner_ended);
	return u->inner_ended ? PM_END : PM_OK;
}

/* Whether a member may begin with this byte.  (zstd has frames of other kinds, whose
 * first byte is 0x50 to 0x5f, and which the library skips.) */
static bool
begins_member(const struct pm_codec *codec, uint8_t byte)
{
	return byte == (uint8_t)codec->magic[0] ||
	       (codec == pm_codec_of(PM_ZSTD) && byte >> 4 == 5);
}

static enum pm_status
begin_member(struct unpack *u, struct pm_error *err)
{
	enum pm_status st = skip_padding(u, err);

	if (st != PM_OK)
		return st;
	if (u->codec->reset == NULL || !begins_member(u->codec, *u->in))
		return pm_fail(err, PM_ERR_IO, "something else after the %s data",
			       u->codec->name);
	if (!u->codec->reset(u->state))
		return pm_fail_nomem(err);
	u->between = false;
	return PM_OK;
}

/* One call of the library: PM_OK to go on, PM_END at the end, or a failure. */
static enum pm_status
step(struct unpack *u, size_t *len, struct pm_error *err)
{
	struct pm_codec_step s = { .out = u->piece + *len, .out_len = PIECE - *len };
	const char *name = u->codec->name;
	enum pm_codec_said said;
	enum pm_status st;

	if (u->between && (st = begin_member(u, err)) != PM_OK)
		return st;
	if ((st = refill(u, err)) < 0)
		return st;
	s.in = u->in;
	s.in_len = u->in_len;
	said = u->codec->step(u->state, &s);
	u->in += s.took;
	u->in_len -= s.took;
	*len += s.gave;
	u->any = u->any || s.gave > 0 || said == PM_CODEC_MEMBER;
	switch (said) {
	case PM_CODEC_MEMBER:
		u->between = true;
		return PM_OK;
	case PM_CODEC_MORE:
		if (s.took > 0 || s.gave > 0 || s.in_len > 0 || !u->inner_ended)
			return PM_OK;
		return pm_fail(err, PM_ERR_IO, "truncated %s data", name);
	case PM_CODEC_NOMEM:
		return pm_fail_nomem(err);
	case PM_CODEC_TOO_LARGE:
		return pm_fail(err, PM_ERR_IO,
			       "unpacking the %s data takes more than %llu MiB of memory",
			       name, (unsigned long long)(PM_UNPACK_MEMORY >> 20));
	default:
		return pm_fail(err, PM_ERR_IO,
			       u->any ? "damaged %s data: %s" : "not %s data: %s", name,
			       s.words != NULL ? s.words : "wrong stream");
	}
}

static enum pm_status
unpack_read(struct pm_stream *s, const uint8_t **data, size_t *len, struct pm_error *err)
{
	struct unpack *u = (struct unpack *)s;
	enum pm_status st = PM_OK;

	if (u->broken.status != PM_OK) {
		if (err != NULL && u->broken.status < 0)
			*err = u->broken;
		return u->broken.status;
	}
	*len = 0;
	while (*len < PIECE && st == PM_OK)
		st = step(u, len, &u->broken);
	u->broken.status = st;
	*data = u->piece;
	if (*len > 0 && st != PM_ERR_INTERRUPTED && st != PM_ERR_NOMEM)
		return PM_OK;
	if (err != NULL && st < 0)
		*err = u->broken;
	return st;
}

static void
unpack_free(struct pm_stream *s)
{
	struct unpack *u = (struct unpack *)s;

	u->codec->free(u->state);
	pm_stream_free(u->inner);
	free(u);
}

enum pm_status
pm_unpack_open(struct pm_stream **out, struct pm_stream *inner, enum pm_packing packing,
	       struct pm_error *err)
{
	const struct pm_codec *codec = pm_codec_of(packing);
	struct unpack *u = calloc(1, sizeof *u);

	*out = NULL;
	if (u == NULL || (u->state = codec->make()) == NULL) {
		free(u);
		pm_stream_free(inner);
		return pm_fail_nomem(err);
	}
	u->s = (struct pm_stream){ .read = unpack_read,
				   .free = unpack_free,
				   .watch = inner->watch };
	u->codec = codec;
	u->inner = inner;
	*out = &u->s;
	return PM_OK;
}

enum pm_status
pm_unpack_look(struct pm_stream *s, enum pm_packing *packing, struct pm_error *err)
{
	static const enum pm_packing known[] = { PM_GZIP, PM_BZIP2, PM_XZ, PM_ZSTD };
	const uint8_t *data;
	size_t len, i;
	enum pm_status st = pm_stream_read(s, &data, &len, err);

	*packing = PM_UNPACKED;
	if (st != PM_OK)
		return st;
	for (i = 0; i < sizeof known / sizeof *known; i++) {
		const struct pm_codec *codec = pm_codec_of(known[i]);

		if (len >= codec->magic_len &&
		    memcmp(data, codec->magic, codec->magic_len) == 0)
			*packing = known[i];
	}
	pm_stream_hold(s, data, len);
	return PM_OK;
}
