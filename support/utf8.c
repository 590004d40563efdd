/* Pressmark - reading and repairing UTF-8: see utf8.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/utf8.h"

#include <string.h>
#include <utf8proc.h>

#define ONES UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

/* The length of the well-formed character at P, or 0, and then *BAD is the length of the
 * maximal ill-formed part.  A NUL counts as ill-formed. */
static size_t
measure(const uint8_t *p, const uint8_t *end, size_t *bad)
{
	uint8_t low = 0x80, high = 0xbf, lead = p[0];
	size_t want, n;

	*bad = 1;
	if (lead < 0x80)
		return lead != 0;
	if (lead < 0xc2 || lead > 0xf4)
		return 0;
	if (lead < 0xe0) {
		want = 2;
	} else if (lead < 0xf0) {
		want = 3;
		if (lead == 0xe0)
			low = 0xa0;
		else if (lead == 0xed)
			high = 0x9f;
	} else {
		want = 4;
		if (lead == 0xf0)
			low = 0x90;
		else if (lead == 0xf4)
			high = 0x8f;
	}
	for (n = 1; n < want; n++) {
		if (p + n >= end || p[n] < low || p[n] > high) {
			*bad = n;
			return 0;
		}
		low = 0x80;
		high = 0xbf;
	}
	return want;
}

/* The first byte that is not part of well-formed text, or END; *BAD as above. */
static const uint8_t *
skip_valid(const uint8_t *p, const uint8_t *end, size_t *bad)
{
	while (p < end) {
		size_t n;

		while (end - p >= 8) {
			uint64_t x;

			memcpy(&x, p, 8);
			/* no byte is above 0x7f or 0 */
			if (((x | (x - ONES)) & HIGHS) != 0)
				break;
			p += 8;
		}
		if (p == end)
			break;
		n = measure(p, end, bad);
		if (n == 0)
			return p;
		p += n;
	}
	return p;
}

bool
pm_utf8_valid(const char *s, size_t len)
{
	const uint8_t *p = (const uint8_t *)s;
	size_t bad;

	return len == 0 || skip_valid(p, p + len, &bad) == p + len;
}

uint64_t
pm_utf8_repair(struct pm_buf *out, const char *s, size_t len)
{
	const uint8_t *p = (const uint8_t *)s, *end;
	uint64_t repairs = 0;

	if (len == 0)
		return 0;
	for (end = p + len; p < end;) {
		size_t bad = 0;
		const uint8_t *stop = skip_valid(p, end, &bad);

		pm_buf_put(out, p, (size_t)(stop - p));
		p = stop;
		if (p < end) {
			pm_buf_put(out, "\xef\xbf\xbd", 3);
			p += bad;
			repairs++;
		}
	}
	return repairs;
}

size_t
pm_utf8_columns(const char *s, size_t len)
{
	const uint8_t *p = (const uint8_t *)s, *end;
	size_t columns = 0;

	if (len == 0)
		return 0;
	for (end = p + len; p < end;) {
		unsigned n;
		uint32_t c = pm_utf8_get(p, &n);
		int width = utf8proc_charwidth((utf8proc_int32_t)c);

		columns += width > 0 ? (size_t)width : 0;
		p += n;
	}
	return columns;
}

size_t
pm_utf8_put(uint8_t *out, uint32_t cp)
{
	return (size_t)utf8proc_encode_char((utf8proc_int32_t)cp, out);
}

size_t
pm_utf8_count(const char *s, size_t len)
{
	size_t n = 0, i;

	for (i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n;
}
