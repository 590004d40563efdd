/* Pressmark - streams of bytes: byte order marks and UTF-16: see stream.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/containers/stream.h"

#include "support/utf8.h"

#include <stdlib.h>
#include <string.h>

#define PIECE ((size_t)1 << 16)
#define UNIT_MAX 3 /* UTF-8 bytes that one UTF-16 unit may need */

/* A stream whose first piece is kept here, because it came in small pieces. */
struct head {
	struct pm_stream s;
	struct pm_stream *inner;
	size_t len;
	bool given;
	uint8_t data[4];
};

struct utf16 {
	struct pm_stream s;
	struct pm_stream *inner;
	uint64_t *repairs;
	const uint8_t *in;
	size_t in_len;
	bool big; /* most significant byte first */
	bool ended;
	int half;      /* the first byte of a split unit, or -1 */
	uint32_t high; /* a pending high surrogate, or 0 */
	uint8_t piece[PIECE];
};

static size_t
put_replacement(struct utf16 *u, uint8_t *out)
{
	++*u->repairs;
	return pm_utf8_put(out, 0xfffd);
}

/* At most 2 * UNIT_MAX bytes: a pending surrogate may turn out to be alone. */
static size_t
put_unit(struct utf16 *u, uint32_t unit, uint8_t *out)
{
	size_t n = 0;

	if (u->high != 0) {
		uint32_t high = u->high;

		u->high = 0;
		if (unit >= 0xdc00 && unit < 0xe000)
			return pm_utf8_put(out, 0x10000 + ((high - 0xd800) << 10) + unit -
							0xdc00);
		n = put_replacement(u, out);
	}
	if (unit >= 0xd800 && unit < 0xdc00)
		u->high = unit;
	else if (unit >= 0xdc00 && unit < 0xe000)
		n += put_replacement(u, out + n);
	else
		n += pm_utf8_put(out + n, unit);
	return n;
}

static enum pm_status
utf16_read(struct pm_stream *s, const uint8_t **data, size_t *len, struct pm_error *err)
{
	struct utf16 *u = (struct utf16 *)s;
	enum pm_status st;
	size_t n = 0;

	while (!u->ended && n <= PIECE - (size_t)4 * UNIT_MAX) {
		uint8_t byte;

		if (u->in_len == 0) {
			if (n > 0)
				break;
			st = pm_stream_read(u->inner, &u->in, &u->in_len, err);
			if (st < 0)
				return st;
			if (st == PM_END) {
				u->ended = true;
				if (u->high != 0)
					n += put_replacement(u, u->piece + n);
				if (u->half >= 0)
					n += put_replacement(u, u->piece + n);
				break;
			}
		}
		byte = *u->in++;
		u->in_len--;
		if (u->half < 0) {
			u->half = byte;
			continue;
		}
		n += put_unit(u,
			      u->big ? (uint32_t)u->half << 8 | byte
				     : (uint32_t)byte << 8 | (uint32_t)u->half,
			      u->piece + n);
		u->half = -1;
	}
	*data = u->piece;
	*len = n;
	return n > 0 ? PM_OK : PM_END;
}

static void
utf16_free(struct pm_stream *s)
{
	struct utf16 *u = (struct utf16 *)s;

	pm_stream_free(u->inner);
	free(u);
}

static enum pm_status
head_read(struct pm_stream *s, const uint8_t **data, size_t *len, struct pm_error *err)
{
	struct head *h = (struct head *)s;

	if (h->given || h->len == 0)
		return pm_stream_read(h->inner, data, len, err);
	h->given = true;
	*data = h->data;
	*len = h->len;
	return PM_OK;
}

static void
head_free(struct pm_stream *s)
{
	struct head *h = (struct head *)s;

	pm_stream_free(h->inner);
	free(h);
}

/* The first bytes of *STREAM, up to three, which remain in it.  If its first piece is
 * shorter, *STREAM is wrapped so that the bytes come together. */
static enum pm_status
look(struct pm_stream **stream, uint8_t first[3], size_t *n, struct pm_error *err)
{
	const uint8_t *data;
	struct head *h;
	size_t len;
	enum pm_status st;

	*n = 0;
	st = pm_stream_read(*stream, &data, &len, err);
	if (st != PM_OK)
		return st;
	if (len >= 3) {
		memcpy(first, data, 3);
		*n = 3;
		pm_stream_hold(*stream, data, len);
		return PM_OK;
	}
	h = calloc(1, sizeof *h);
	if (h == NULL)
		return pm_fail_nomem(err);
	h->s = (struct pm_stream){ .read = head_read,
				   .free = head_free,
				   .watch = (*stream)->watch };
	h->inner = *stream;
	*stream = &h->s;
	memcpy(h->data, data, len);
	h->len = len;
	while (h->len < 3) {
		size_t use;

		st = pm_stream_read(h->inner, &data, &len, err);
		if (st != PM_OK)
			break; /* a failure comes again in its turn */
		use = len < 3 - h->len ? len : 3 - h->len;
		memcpy(h->data + h->len, data, use);
		h->len += use;
		if (use < len)
			pm_stream_hold(h->inner, data + use, len - use);
	}
	if (st == PM_ERR_NOMEM || st == PM_ERR_INTERRUPTED)
		return st;
	memcpy(first, h->data, h->len);
	*n = h->len;
	return PM_OK;
}

static enum pm_status
drop(struct pm_stream *s, size_t n, struct pm_error *err)
{
	const uint8_t *data;
	size_t len;
	enum pm_status st = pm_stream_read(s, &data, &len, err);

	if (st == PM_OK && len > n)
		pm_stream_hold(s, data + n, len - n);
	return st;
}

enum pm_status
pm_stream_begins(struct pm_stream *s, const char bytes[2], bool *answer,
		 struct pm_error *err)
{
	const uint8_t *data;
	size_t len;
	enum pm_status st = pm_stream_read(s, &data, &len, err);

	*answer = false;
	if (st != PM_OK)
		return st;
	*answer = len >= 2 && memcmp(data, bytes, 2) == 0;
	pm_stream_hold(s, data, len);
	return PM_OK;
}

enum pm_status
pm_stream_decode(struct pm_stream **stream, uint64_t *repairs, struct pm_error *err)
{
	struct utf16 *u;
	uint8_t first[3];
	size_t n;
	enum pm_status st = look(stream, first, &n, err);

	if (st != PM_OK)
		return st;
	if (n == 3 && memcmp(first, "\xef\xbb\xbf", 3) == 0)
		return drop(*stream, 3, err);
	if (n < 2 ||
	    (memcmp(first, "\xff\xfe", 2) != 0 && memcmp(first, "\xfe\xff", 2) != 0))
		return PM_OK;
	u = malloc(sizeof *u);
	if (u == NULL)
		return pm_fail_nomem(err);
	u->s = (struct pm_stream){ .read = utf16_read,
				   .free = utf16_free,
				   .watch = (*stream)->watch };
	u->inner = *stream;
	u->repairs = repairs;
	u->in_len = 0;
	u->big = first[0] == 0xfe;
	u->ended = false;
	u->half = -1;
	u->high = 0;
	*stream = &u->s;
	return drop(u->inner, 2, err);
}
