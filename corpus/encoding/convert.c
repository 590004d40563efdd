/* Pressmark - bytes of a known encoding become UTF-8: see convert.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/encoding/convert.h"

#include "corpus/encoding/shape.h"
#include "support/utf8.h"

#include <errno.h>
#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"
/* The output of one call of iconv: small enough to stay in the cache. */
#define ROOM ((size_t)1 << 15)
/* A byte that EUC-JP does not have: the first half of a character without the second. */
#define ORPHAN 0xff

static void
put_replacement(struct pm_convert *c, struct pm_buf *out)
{
	pm_buf_put(out, REPLACEMENT, 3);
	c->replaced++;
}

static void
put_1252(struct pm_convert *c, struct pm_buf *out, uint8_t byte)
{
	uint32_t cp = byte < 0xa0 ? pm_charset_1252(byte) : byte;
	uint8_t utf8[4];

	if (cp == 0)
		put_replacement(c, out);
	else
		pm_buf_put(out, utf8, pm_utf8_put(utf8, cp));
}

/* The NULs at P, one at least, which mean nothing.  Returns how many there are. */
static size_t
put_nuls(struct pm_convert *c, struct pm_buf *out, const uint8_t *p, const uint8_t *end)
{
	size_t n = 1, i;
	uint8_t *to;

	while (n < (size_t)(end - p) && p[n] == 0)
		n++;
	if (c->nuls != PM_NULS_REPLACED)
		return n;
	c->replaced += n;
	if ((to = pm_buf_reserve(out, 3 * n)) == NULL)
		return n;
	for (i = 0; i < n; i++, to += 3)
		memcpy(to, REPLACEMENT, 3);
	pm_buf_advance(out, 3 * n);
	return n;
}

/* --- windows-1252, in which all text of unknown encoding is read */

static void
convert_1252(struct pm_convert *c, struct pm_buf *out, const uint8_t *p, size_t len)
{
	size_t i, done = 0;

	for (i = 0; i < len; i++) {
		if (p[i] != 0 && p[i] < 0x80)
			continue;
		pm_buf_put(out, p + done, i - done);
		if (p[i] == 0)
			i += put_nuls(c, out, p + i, p + len) - 1;
		else
			put_1252(c, out, p[i]);
		done = i + 1;
	}
	pm_buf_put(out, p + done, len - done);
}

/* --- UTF-8, and what else is in it */

static void
put_strays(struct pm_convert *c, struct pm_buf *out, const uint8_t *p, size_t n)
{
	size_t i;

	c->strays += n;
	for (i = 0; i < n; i++)
		put_1252(c, out, p[i]);
}

/* A sequence that the end of the text cuts. */
static void
put_cut(struct pm_convert *c, struct pm_buf *out, const uint8_t *p, size_t n)
{
	if (c->strays == 0)
		put_replacement(c, out);
	else
		put_strays(c, out, p, n);
}

/* Whether there are no zeros and nothing above ASCII in eight bytes. */
static bool
is_plain(const uint8_t *p)
{
	uint64_t x = pm_load_u64(p);

	return ((x | (x - UINT64_C(0x0101010101010101))) &
		UINT64_C(0x8080808080808080)) == 0;
}

/* Returns how many bytes were read: all but a sequence that goes on in the next piece. */
static size_t
convert_utf8(struct pm_convert *c, struct pm_buf *out, const uint8_t *bytes, size_t len,
	     enum pm_piece piece)
{
	const uint8_t *p = bytes, *end = bytes + len, *done = bytes;
	enum pm_shape shape = PM_SHAPE_VALID;
	size_t n;

	while (p < end) {
		while (end - p >= 8 && is_plain(p))
			p += 8;
		if (p == end)
			break;
		if (*p != 0 && *p < 0x80) {
			p++;
			continue;
		}
		n = 1;
		if (*p != 0 && (shape = pm_shape_of(p, end, &n)) == PM_SHAPE_VALID) {
			p += n;
			continue;
		}
		pm_buf_put(out, done, (size_t)(p - done));
		if (*p == 0)
			n = put_nuls(c, out, p, end);
		else if (shape == PM_SHAPE_CUT && piece == PM_PIECE_MORE)
			return (size_t)(p - bytes);
		else if (shape == PM_SHAPE_CUT)
			put_cut(c, out, p, n);
		else if (shape == PM_SHAPE_ODD)
			put_replacement(c, out);
		else
			put_strays(c, out, p, n);
		p += n;
		done = p;
	}
	pm_buf_put(out, done, (size_t)(p - done));
	return len;
}

/* --- all else, by iconv */

/* What iconv keeps back, because an accent may follow it; it begins anew after that. */
static void
flush(struct pm_buf *out, iconv_t cd)
{
	char rest[64], *to = rest;
	size_t left = sizeof rest;

	iconv(cd, NULL, NULL, &to, &left);
	pm_buf_put(out, rest, sizeof rest - left);
}

/* How many bytes at P < END, with which no character begins, are passed over. */
static size_t
skip_length(const struct pm_convert *c, const uint8_t *p, const uint8_t *end)
{
	size_t n = 1, most = 2, left = (size_t)(end - p);

	if (c->charset->kind == PM_CHARSET_WIDE) {
		n = c->charset->name[4] == '1' ? 2 : 4;
		return n < left ? n : left;
	}
	if (c->charset->kind == PM_CHARSET_BYTES)
		return 1;
	/* else what follows would be paired wrongly; EUC-JP has some of three */
	if (*p == 0x8f && strstr(c->charset->name, "-JP") != NULL)
		most = 3;
	while (*p != ORPHAN && n < most && n < left && p[n] >= 0x80)
		n++;
	return n;
}

/* Returns how many bytes were read. */
static size_t
convert_iconv(struct pm_convert *c, struct pm_buf *out, const uint8_t *bytes, size_t len,
	      enum pm_piece piece)
{
	/* iconv does not write to its input; its type only lacks the const */
	char *in = (char *)(uintptr_t)bytes;
	size_t left = len;

	while (left > 0) {
		size_t room = left < ROOM / 4 ? left * 4 + 16 : ROOM, free = room, n;
		char *to = (char *)pm_buf_reserve(out, room);
		int e;

		if (to == NULL)
			break;
		e = iconv(c->cd, &in, &left, &to, &free) == (size_t)-1 ? errno : 0;
		pm_buf_advance(out, room - free);
		if (e == 0 || e == E2BIG)
			continue;
		if (e == EINVAL && piece == PM_PIECE_MORE && left < PM_CONVERT_CARRY / 2)
			return len - left;
		/* an ill-formed byte, or a character that the end cuts */
		flush(out, c->cd);
		put_replacement(c, out);
		n = skip_length(c, (const uint8_t *)in, bytes + len);
		in += n;
		left -= n;
	}
	if (piece == PM_PIECE_LAST)
		flush(out, c->cd);
	return len;
}

/* NULs and control characters among what was converted, from FROM on. */
static void
check_output(struct pm_convert *c, struct pm_buf *out, size_t from)
{
	uint8_t *p = out->data + from, *end = out->data + out->len;
	struct pm_buf rest;

	for (; (p = memchr(p, 0xc2, (size_t)(end - p))) != NULL; p++)
		c->controls += p[1] < 0xa0;
	p = out->len > from ? memchr(out->data + from, 0, out->len - from) : NULL;
	if (p == NULL)
		return;
	pm_buf_init(&rest, PM_BUF_NO_LIMIT);
	pm_buf_put(&rest, p, (size_t)(end - p));
	out->len = (size_t)(p - out->data);
	for (p = rest.data, end = p + rest.len; p < end; p++) {
		uint8_t *nul = memchr(p, 0, (size_t)(end - p));

		pm_buf_put(out, p, (size_t)((nul == NULL ? end : nul) - p));
		if (nul == NULL)
			break;
		p = nul + put_nuls(c, out, nul, end) - 1;
	}
	pm_buf_inherit(out, &rest);
	pm_buf_release(&rest);
}

/* --- ISO-2022-JP */

/* Whether C may be half of a character of two bytes. */
static bool
is_half(uint8_t c)
{
	return c > ' ' && c < 0x7f;
}

/* The longest escape has four bytes. */
static bool
is_cut_escape(const char *p, const char *end, enum pm_piece piece)
{
	return piece == PM_PIECE_MORE && *p == PM_ESCAPE && end - p < 4;
}

/* ISO-2022-JP as EUC-JP, which has the same sets of characters with the high bits set,
 * and in which iconv knows what Microsoft put into them, as browsers do.  Returns how
 * many bytes were read. */
static size_t
put_as_euc(struct pm_convert *c, const char *bytes, size_t len, enum pm_piece piece)
{
	const char *p = bytes, *end = bytes + len;
	enum pm_jp_set set = (enum pm_jp_set)c->set;

	while (p < end && !is_cut_escape(p, end, piece)) {
		size_t n = pm_jp_escape(p, end, &set);
		uint8_t byte = (uint8_t)*p;

		if (n > 0) {
			p += n;
			continue;
		}
		if (byte == '\n')
			set = PM_JP_ASCII;
		if (set == PM_JP_ASCII || !is_half(byte)) {
			pm_buf_putc(&c->euc, byte);
			p++;
			continue;
		}
		if (set != PM_JP_KATAKANA && p + 1 == end && piece == PM_PIECE_MORE)
			break;
		p++;
		if (set != PM_JP_KATAKANA && (p == end || !is_half((uint8_t)*p))) {
			pm_buf_putc(&c->euc, ORPHAN);
			continue;
		}
		if (set != PM_JP_KANJI)
			pm_buf_putc(&c->euc, set == PM_JP_KATAKANA ? 0x8e : 0x8f);
		pm_buf_putc(&c->euc, byte | 0x80);
		if (set != PM_JP_KATAKANA)
			pm_buf_putc(&c->euc, (uint8_t)*p++ | 0x80);
	}
	c->set = (int)set;
	return (size_t)(p - bytes);
}

/* Bytes of more than ASCII are not in ISO-2022-JP: EUC-JP would take them. */
static size_t
convert_jp(struct pm_convert *c, struct pm_buf *out, const uint8_t *bytes, size_t len,
	   enum pm_piece piece)
{
	size_t n;

	pm_buf_clear(&c->euc);
	n = put_as_euc(c, (const char *)bytes, len, piece);
	/* what is put is whole characters, so nothing of it is left to carry */
	convert_iconv(c, out, c->euc.data, c->euc.len, PM_PIECE_LAST);
	pm_buf_inherit(out, &c->euc);
	return n;
}

/* --- pieces */

static size_t
convert(struct pm_convert *c, struct pm_buf *out, const uint8_t *bytes, size_t len,
	enum pm_piece piece)
{
	size_t from = out->len, n;

	if (c->cd == (iconv_t)-1 && c->charset->kind == PM_CHARSET_UTF8)
		return convert_utf8(c, out, bytes, len, piece);
	if (c->cd == (iconv_t)-1) {
		convert_1252(c, out, bytes, len);
		return len;
	}
	if (strcmp(c->charset->name, "ISO-2022-JP") == 0)
		n = convert_jp(c, out, bytes, len, piece);
	else
		n = convert_iconv(c, out, bytes, len, piece);
	if (out->len > from)
		check_output(c, out, from);
	return n;
}

void
pm_convert_put(struct pm_convert *c, struct pm_buf *out, const char *bytes, size_t len,
	       enum pm_piece piece)
{
	const uint8_t *p = (const uint8_t *)bytes, *end = p + len;
	size_t n;

	/* what was cut, with what follows it now */
	while (c->n_carry > 0) {
		size_t more = PM_CONVERT_CARRY - c->n_carry;
		enum pm_piece last = PM_PIECE_MORE;

		if (more >= (size_t)(end - p)) {
			more = (size_t)(end - p);
			last = piece;
		}
		memcpy(c->carry + c->n_carry, p, more);
		n = convert(c, out, c->carry, c->n_carry + more, last);
		if (n >= c->n_carry) {
			p += n - c->n_carry;
			c->n_carry = 0;
			break;
		}
		if (n == 0 && more == 0)
			return;
		p += more;
		c->n_carry += more - n;
		memmove(c->carry, c->carry + n, c->n_carry);
	}
	n = convert(c, out, p, (size_t)(end - p), piece);
	p += n;
	c->n_carry = (size_t)(end - p);
	memcpy(c->carry, p, c->n_carry);
}

enum pm_status
pm_convert_open(struct pm_convert *c, const struct pm_charset *charset, enum pm_nuls nuls,
		struct pm_error *err)
{
	memset(c, 0, sizeof *c);
	c->charset = charset;
	c->nuls = nuls;
	c->cd = (iconv_t)-1;
	pm_buf_init(&c->euc, PM_BUF_NO_LIMIT);
	if (charset->kind == PM_CHARSET_UTF8 || strcmp(charset->name, "windows-1252") == 0)
		return PM_OK;
	if (strcmp(charset->name, "ISO-2022-JP") == 0) {
		c->cd = iconv_open("UTF-8", "EUC-JP-MS");
		if (c->cd == (iconv_t)-1)
			c->cd = iconv_open("UTF-8", "EUC-JP");
	} else {
		c->cd = iconv_open("UTF-8", charset->iconv[0]);
		if (c->cd == (iconv_t)-1 && charset->iconv[1] != NULL)
			c->cd = iconv_open("UTF-8", charset->iconv[1]);
	}
	if (c->cd != (iconv_t)-1)
		return PM_OK;
	if (errno == ENOMEM)
		return pm_fail_nomem(err);
	return pm_fail(err, PM_ERR_USAGE, "the C library does not know the encoding '%s'",
		       charset->name);
}

void
pm_convert_close(struct pm_convert *c)
{
	if (c->cd != (iconv_t)-1)
		iconv_close(c->cd);
	c->cd = (iconv_t)-1;
	pm_buf_release(&c->euc);
}
