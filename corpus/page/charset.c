/* Pressmark - the encoding of a web page: see charset.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/charset.h"

#include "support/utf8.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#define DECLARED_WITHIN 8192
#define NAME_MAX_BYTES 40

static const uint16_t CP1252[32] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178
};

uint32_t
pm_charset_1252(unsigned byte)
{
	return byte >= 0x80 && byte <= 0x9f ? CP1252[byte - 0x80] : 0;
}

/* Find NAME = "charset" or "encoding" followed by a value, from P on. */
static const char *
find_value(const char *p, const char *end, const char *name, char value[NAME_MAX_BYTES])
{
	size_t n = strlen(name), i = 0;

	for (; (size_t)(end - p) > n; p++) {
		const char *q = p + n;

		if (strncasecmp(p, name, n) != 0)
			continue;
		while (q < end && isspace((unsigned char)*q))
			q++;
		if (q == end || *q++ != '=')
			continue;
		while (q < end && (isspace((unsigned char)*q) || *q == '"' || *q == '\''))
			q++;
		for (i = 0; q < end && i + 1 < NAME_MAX_BYTES &&
		     (isalnum((unsigned char)*q) || strchr("-_.:", *q) != NULL); q++)
			value[i++] = *q;
		value[i] = '\0';
		if (i > 0)
			return q;
	}
	return NULL;
}

/* The encoding that the page declares, in *NAME for iconv; false: none that is usable. */
static bool
declared(const char *bytes, size_t len, char name[NAME_MAX_BYTES])
{
	static const struct { const char *from, *to; } meant[] = {
		{ "iso-8859-1", "windows-1252" }, { "iso8859-1", "windows-1252" },
		{ "latin1", "windows-1252" }, { "latin-1", "windows-1252" },
		{ "ascii", "windows-1252" }, { "us-ascii", "windows-1252" },
		{ "gb2312", "gb18030" }, { "gbk", "gb18030" },
		{ "x-gbk", "gb18030" }, { "x-sjis", "cp932" },
		{ "shift_jis", "cp932" }, { "ks_c_5601-1987", "cp949" },
		{ "euc-kr", "cp949" }, { "utf8", "utf-8" },
		{ "iso-8859-9", "windows-1254" }, { "big5", "big5-hkscs" },
	};
	const char *end = bytes + (len < DECLARED_WITHIN ? len : DECLARED_WITHIN);
	size_t i;

	if (len > 5 && strncasecmp(bytes, "<?xml", 5) == 0) {
		const char *close = memchr(bytes, '>', (size_t)(end - bytes));

		if (close == NULL || find_value(bytes, close, "encoding", name) == NULL)
			name[0] = '\0';
	} else {
		name[0] = '\0';
	}
	if (name[0] == '\0' && find_value(bytes, end, "charset", name) == NULL)
		return false;
	/* in these, the declaration itself would not have been readable */
	if (strncasecmp(name, "utf-16", 6) == 0 || strncasecmp(name, "utf-32", 6) == 0 ||
	    strncasecmp(name, "ucs-", 4) == 0 || strncasecmp(name, "utf-7", 5) == 0)
		return false;
	for (i = 0; i < sizeof meant / sizeof *meant; i++) {
		if (strcasecmp(name, meant[i].from) == 0)
			memcpy(name, meant[i].to, strlen(meant[i].to) + 1);
	}
	return true;
}

static void
decode_1252(struct pm_buf *out, const char *bytes, size_t len, uint64_t *repairs)
{
	size_t i, done = 0;

	for (i = 0; i < len; i++) {
		uint32_t c = (uint8_t)bytes[i];
		char utf8[3];

		if (c != 0 && c < 0x80)
			continue;
		pm_buf_put(out, bytes + done, i - done);
		done = i + 1;
		if (c == 0)
			continue;
		if (c < 0xa0 && (c = pm_charset_1252(c)) == 0) {
			c = 0xfffd;
			++*repairs;
		}
		if (c < 0x800) {
			utf8[0] = (char)(0xc0 | c >> 6);
			utf8[1] = (char)(0x80 | (c & 0x3f));
			pm_buf_put(out, utf8, 2);
		} else {
			utf8[0] = (char)(0xe0 | c >> 12);
			utf8[1] = (char)(0x80 | (c >> 6 & 0x3f));
			utf8[2] = (char)(0x80 | (c & 0x3f));
			pm_buf_put(out, utf8, 3);
		}
	}
	pm_buf_put(out, bytes + done, len - done);
}

/* Decode with iconv; false: it does not know the encoding. */
static bool
decode_iconv(struct pm_buf *out, const char *name, const char *bytes, size_t len,
	     uint64_t *repairs)
{
	iconv_t cd = iconv_open("UTF-8", name);
	/* iconv does not write to its input; its type only lacks the const */
	char *in = (char *)(uintptr_t)bytes;

	if (cd == (iconv_t)-1)
		return false;
	while (len > 0) {
		size_t room = len < 4096 ? 4096 : len, left = room;
		char *to = (char *)pm_buf_reserve(out, room);
		size_t r;

		if (to == NULL)
			break;
		r = iconv(cd, &in, &len, &to, &left);
		pm_buf_advance(out, room - left);
		if (r != (size_t)-1 || errno == E2BIG)
			continue;
		/* an ill-formed byte, or a character cut off by the end */
		pm_buf_put(out, "\xef\xbf\xbd", 3);
		++*repairs;
		iconv(cd, NULL, NULL, NULL, NULL);
		in++;
		len--;
	}
	iconv_close(cd);
	return true;
}

/* NULs mean nothing on a page: they are dropped, not replaced. */
static void
put_without_nul(struct pm_buf *out, const char *bytes, size_t len)
{
	while (len > 0) {
		const char *nul = memchr(bytes, 0, len);
		size_t n = nul == NULL ? len : (size_t)(nul - bytes);

		pm_buf_put(out, bytes, n);
		if (nul != NULL)
			n++;
		bytes += n;
		len -= n;
	}
}

/* The bytes after a byte order mark, and the encoding it indicates; NULL: there is
 * none. */
static const char *
mark_of(const char **bytes, size_t *len)
{
	static const struct { const char *mark; size_t n; const char *name; } marks[] = {
		{ "\xef\xbb\xbf", 3, "utf-8" },
		{ "\xff\xfe", 2, "UTF-16LE" },
		{ "\xfe\xff", 2, "UTF-16BE" },
	};
	size_t i;

	for (i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t n = marks[i].n;

		if (*len >= n && memcmp(*bytes, marks[i].mark, n) == 0) {
			*bytes += n;
			*len -= n;
			return marks[i].name;
		}
	}
	return NULL;
}

/* Bytes without NUL that are not UTF-16. */
static void
decode_bytes(struct pm_buf *out, const char *name, const char *bytes, size_t len,
	     uint64_t *repairs)
{
	char meant[NAME_MAX_BYTES];

	if (name == NULL && pm_utf8_valid(bytes, len))
		name = "utf-8";
	if (name == NULL)
		name = declared(bytes, len, meant) ? meant : "windows-1252";
	if (strcasecmp(name, "utf-8") == 0)
		*repairs += pm_utf8_repair(out, bytes, len);
	else if (strcasecmp(name, "windows-1252") == 0 ||
		 !decode_iconv(out, name, bytes, len, repairs))
		decode_1252(out, bytes, len, repairs);
}

enum pm_status
pm_charset_decode(struct pm_buf *out, const char *bytes, size_t len,
		  uint64_t *repairs, struct pm_error *err)
{
	const char *name = mark_of(&bytes, &len);
	struct pm_buf part;
	enum pm_status st;

	if (name == NULL && pm_utf8_valid(bytes, len)) {
		pm_buf_put(out, bytes, len);
		return pm_buf_check(out, "the page", err);
	}
	pm_buf_init(&part, PM_BUF_NO_LIMIT);
	if (name != NULL && strncmp(name, "UTF-16", 6) == 0) {
		if (!decode_iconv(&part, name, bytes, len, repairs))
			decode_1252(&part, bytes, len, repairs);
		put_without_nul(out, pm_buf_str(&part), part.len);
	} else {
		put_without_nul(&part, bytes, len);
		decode_bytes(out, name, pm_buf_str(&part), part.len, repairs);
	}
	st = pm_buf_check(part.status != PM_OK ? &part : out, "the page", err);
	pm_buf_release(&part);
	return st;
}
