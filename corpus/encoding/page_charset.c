/* Pressmark - the encoding of a web page: see page_charset.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/encoding/page_charset.h"

#include "support/utf8.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define NAME_MAX_BYTES 40
#define ESCAPE 0x1b

struct encoding {
	char name[NAME_MAX_BYTES]; /* as iconv calls it */
	const char *other;	   /* where iconv does not know that, if not NULL */
};

/* The sets of characters of ISO-2022-JP. */
enum set {
	SET_ASCII,
	SET_KATAKANA,  /* JIS X 0201 */
	SET_KANJI,     /* JIS X 0208 */
	SET_MORE_KANJI /* JIS X 0212 */
};

static const uint16_t CP1252[32] = {
	0x20ac, 0,	0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,	0x017d, 0,
	0,	0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,	0x017e, 0x0178
};

uint32_t
pm_charset_1252(unsigned byte)
{
	return byte >= 0x80 && byte <= 0x9f ? CP1252[byte - 0x80] : 0;
}

/* What follows NAME and '=', from P on. */
static bool
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
			    (isalnum((unsigned char)*q) ||
			     (*q != '\0' && strchr("-_.:", *q) != NULL));
		     q++)
			value[i++] = *q;
		value[i] = '\0';
		if (i > 0)
			return true;
	}
	return false;
}

/* Whether iconv knows the encoding, and ASCII is part of it: else its bytes would not
 * have been readable as a declaration. */
static bool
holds_ascii(const char *name)
{
	char sample[] = "<Meta 1+A->", utf8[sizeof sample] = "";
	char *in = sample, *out = utf8;
	size_t in_len = sizeof sample - 1, out_len = in_len;
	iconv_t cd = iconv_open("UTF-8", name);

	if (cd == (iconv_t)-1)
		return false;
	iconv(cd, &in, &in_len, &out, &out_len);
	iconv(cd, NULL, NULL, &out, &out_len);
	iconv_close(cd);
	return strcmp(sample, utf8) == 0;
}

/* Put what the label in e->name means in its place; false: nothing. */
static bool
know_label(struct encoding *e)
{
	const struct pm_charset *known = pm_charset_of(e->name);

	e->other = NULL;
	if (known == NULL)
		return holds_ascii(e->name);
	if (known->names[0] == NULL)
		return false;
	snprintf(e->name, sizeof e->name, "%s", known->names[0]);
	e->other = known->names[1];
	return true;
}

/* What the page declares: its XML declaration, else the first <meta> that says
 * anything of use. */
static bool
find_declared(struct encoding *e, const char *bytes, size_t len)
{
	const char *p = bytes, *end = bytes + len, *close;

	if (len > 5 && strncasecmp(p, "<?xml", 5) == 0 &&
	    (close = memchr(p, '>', len)) != NULL &&
	    find_value(p, close, "encoding", e->name) && know_label(e))
		return true;
	while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		size_t left = (size_t)(end - p);

		if (left > 4 && memcmp(p, "<!--", 4) == 0) {
			close = memmem(p, left, "-->", 3);
			if (close == NULL)
				return false;
			p = close;
			continue;
		}
		if (left > 5 && strncasecmp(p, "<meta", 5) == 0) {
			close = memchr(p, '>', left);
			if (close == NULL)
				return false;
			if (find_value(p, close, "charset", e->name) && know_label(e))
				return true;
			p = close;
		}
		p++;
	}
	return false;
}

/* Whether the page is in UTF-16 without a mark, of whose two bytes LOW (0 or 1) is the
 * lower one: it begins with a tag, perhaps after white space. */
static bool
is_wide(const char *bytes, size_t len, size_t low)
{
	size_t high = 1 - low, i;

	for (i = 0; i + 4 <= len && bytes[i + high] == 0 && bytes[i + 2 + high] == 0;
	     i += 2) {
		char c = bytes[i + low], next = bytes[i + 2 + low];

		if (c == '<')
			return isalpha((unsigned char)next) || next == '!' || next == '?';
		if (!isspace((unsigned char)c))
			return false;
	}
	return false;
}

/* What the first bytes say, and in *MARK how many of them are a mark; NULL: nothing. */
static const char *
find_marked(const char *bytes, size_t len, size_t *mark)
{
	static const struct {
		const char *mark;
		size_t n;
		const char *name;
	} marks[] = {
		{ "\xef\xbb\xbf", 3, "UTF-8" },
		{ "\xff\xfe", 2, "UTF-16LE" },
		{ "\xfe\xff", 2, "UTF-16BE" },
	};
	size_t i;

	for (i = 0; i < sizeof marks / sizeof *marks; i++) {
		*mark = marks[i].n;
		if (len >= *mark && memcmp(bytes, marks[i].mark, *mark) == 0)
			return marks[i].name;
	}
	*mark = 0;
	if (is_wide(bytes, len, 0))
		return "UTF-16LE";
	return is_wide(bytes, len, 1) ? "UTF-16BE" : NULL;
}

static const struct {
	char escape[4];
	uint8_t set;
} SETS[] = { { "(B", SET_ASCII }, { "(J", SET_ASCII }, { "(I", SET_KATAKANA },
	     { "$@", SET_KANJI }, { "$B", SET_KANJI }, { "$(D", SET_MORE_KANJI } };

/* The length of the escape of ISO-2022-JP at P, and the set that it calls; 0: none. */
static size_t
read_escape(const char *p, const char *end, enum set *set)
{
	size_t i, n;

	for (i = 0; *p == ESCAPE && i < sizeof SETS / sizeof *SETS; i++) {
		n = strlen(SETS[i].escape);
		if ((size_t)(end - p) > n && memcmp(p + 1, SETS[i].escape, n) == 0) {
			*set = SETS[i].set;
			return n + 1;
		}
	}
	return 0;
}

/* Whether a page of seven bits calls other sets of characters by escapes: as it
 * declares, or as only ISO-2022-JP does. */
static bool
find_escaped(struct encoding *e, const char *bytes, size_t len)
{
	const char *p = memchr(bytes, ESCAPE, len), *end = bytes + len;
	enum set set = SET_ASCII;
	size_t i;

	if (p == NULL)
		return false;
	for (i = 0; i < len; i++) {
		if ((uint8_t)bytes[i] >= 0x80)
			return false;
	}
	if (find_declared(e, bytes, len) && strncmp(e->name, "ISO-2022-", 9) == 0)
		return true;
	strcpy(e->name, "ISO-2022-JP");
	while (set == SET_ASCII && (p = memchr(p, ESCAPE, (size_t)(end - p))) != NULL) {
		read_escape(p, end, &set);
		p++;
	}
	return set != SET_ASCII;
}

bool
pm_charset_holds_controls(const char *bytes, size_t len)
{
	struct encoding e;
	size_t mark;
	const char *marked = find_marked(bytes, len, &mark);

	if (marked != NULL)
		return strcmp(marked, "UTF-8") != 0;
	return find_escaped(&e, bytes, len) && strcmp(e.name, "ISO-2022-JP") != 0;
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

/* What iconv keeps back, because an accent may follow it. */
static void
flush(struct pm_buf *out, iconv_t cd)
{
	char rest[64], *to = rest;
	size_t left = sizeof rest;

	iconv(cd, NULL, NULL, &to, &left);
	pm_buf_put(out, rest, sizeof rest - left);
}

/* By iconv; false: it does not know the encoding. */
static bool
decode_iconv(struct pm_buf *out, const char *name, const char *bytes, size_t len,
	     uint64_t *repairs)
{
	iconv_t cd = name == NULL ? (iconv_t)-1 : iconv_open("UTF-8", name);
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
		/* an ill-formed byte, or a character that the end cuts */
		flush(out, cd);
		pm_buf_put(out, "\xef\xbf\xbd", 3);
		++*repairs;
		in++;
		len--;
	}
	flush(out, cd);
	iconv_close(cd);
	return true;
}

/* Whether C may be half of a character of two bytes. */
static bool
is_half(uint8_t c)
{
	return c > ' ' && c < 0x7f;
}

/* ISO-2022-JP as EUC-JP, which has the same sets of characters with the high bits set,
 * and in which iconv knows what Microsoft put into them, as browsers do. */
static void
put_as_euc(struct pm_buf *out, const char *bytes, size_t len)
{
	const char *p = bytes, *end = bytes + len;
	enum set set = SET_ASCII;

	while (p < end) {
		size_t n = read_escape(p, end, &set);
		uint8_t c = (uint8_t)*p;

		p += n == 0 ? 1 : n;
		if (n > 0)
			continue;
		if (c == '\n')
			set = SET_ASCII;
		if (set == SET_ASCII || !is_half(c)) {
			pm_buf_putc(out, c);
			continue;
		}
		if (set != SET_KANJI)
			pm_buf_putc(out, set == SET_KATAKANA ? 0x8e : 0x8f);
		pm_buf_putc(out, c | 0x80);
		if (set != SET_KATAKANA && p < end && is_half((uint8_t)*p))
			pm_buf_putc(out, (uint8_t)*p++ | 0x80);
	}
}

static void
decode_2022_jp(struct pm_buf *out, const char *bytes, size_t len, uint64_t *repairs)
{
	struct pm_buf euc;

	pm_buf_init(&euc, PM_BUF_NO_LIMIT);
	put_as_euc(&euc, bytes, len);
	pm_buf_inherit(out, &euc);
	if (!decode_iconv(out, "EUC-JP-MS", pm_buf_str(&euc), euc.len, repairs) &&
	    !decode_iconv(out, "EUC-JP", pm_buf_str(&euc), euc.len, repairs))
		*repairs += pm_utf8_repair(out, pm_buf_str(&euc), euc.len);
	pm_buf_release(&euc);
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

/* Bytes without NUL that are not UTF-16.  NAME: what a mark says, or NULL. */
static void
decode_bytes(struct pm_buf *out, const char *name, const char *bytes, size_t len,
	     uint64_t *repairs)
{
	struct encoding e = { "UTF-8", NULL };

	if (name == NULL && !find_escaped(&e, bytes, len)) {
		if (pm_utf8_valid(bytes, len))
			strcpy(e.name, "UTF-8");
		else if (!find_declared(&e, bytes, len))
			strcpy(e.name, "WINDOWS-1252");
	}
	if (strcmp(e.name, "UTF-8") == 0)
		*repairs += pm_utf8_repair(out, bytes, len);
	else if (strcmp(e.name, "ISO-2022-JP") == 0)
		decode_2022_jp(out, bytes, len, repairs);
	else if (strcmp(e.name, "WINDOWS-1252") == 0 ||
		 (!decode_iconv(out, e.name, bytes, len, repairs) &&
		  !decode_iconv(out, e.other, bytes, len, repairs)))
		decode_1252(out, bytes, len, repairs);
}

enum pm_status
pm_charset_decode(struct pm_buf *out, const char *bytes, size_t len, uint64_t *repairs,
		  struct pm_error *err)
{
	size_t mark;
	const char *name = find_marked(bytes, len, &mark);
	struct pm_buf part;
	enum pm_status st;

	bytes += mark;
	len -= mark;
	if (name == NULL && memchr(bytes, ESCAPE, len) == NULL &&
	    pm_utf8_valid(bytes, len)) {
		pm_buf_put(out, bytes, len);
		return pm_buf_check(out, "the page", err);
	}
	pm_buf_init(&part, PM_BUF_NO_LIMIT);
	if (name != NULL && strcmp(name, "UTF-8") != 0) {
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
