/* Pressmark - what bytes look like: see shape.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/encoding/shape.h"

#include "support/bytes.h"

#include <ctype.h>
#include <string.h>

/* How much of a text is looked at for zeros. */
#define ZEROS_LOOK ((size_t)1 << 16)

/* Whether a sequence of N bytes, whose form is right, is a character. */
static bool
is_character(const uint8_t *p, size_t n)
{
	switch (n) {
	case 2:
		return p[0] >= 0xc2;
	case 3:
		return !(p[0] == 0xe0 && p[1] < 0xa0) && !(p[0] == 0xed && p[1] >= 0xa0);
	default:
		return !(p[0] == 0xf0 && p[1] < 0x90) &&
		       !(p[0] == 0xf4 && p[1] >= 0x90) && p[0] < 0xf5;
	}
}

enum pm_shape
pm_shape_of(const uint8_t *p, const uint8_t *end, size_t *n)
{
	size_t need, i;

	*n = 1;
	if (*p < 0xc0 || *p >= 0xf8)
		return PM_SHAPE_STRAY;
	need = *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : 4;
	for (i = 1; i < need && p + i < end; i++)
		if ((p[i] & 0xc0) != 0x80)
			return PM_SHAPE_STRAY;
	*n = i;
	if (i < need)
		return PM_SHAPE_CUT;
	return is_character(p, need) ? PM_SHAPE_VALID : PM_SHAPE_ODD;
}

void
pm_shapes_count(struct pm_shapes *shapes, const char *bytes, size_t len)
{
	const uint8_t *p = (const uint8_t *)bytes, *end = p + len;
	size_t n;

	while (p < end) {
		while (end - p >= 8 &&
		       (pm_load_u64(p) & UINT64_C(0x8080808080808080)) == 0)
			p += 8;
		if (p == end)
			break;
		if (*p < 0x80) {
			p++;
			continue;
		}
		switch (pm_shape_of(p, end, &n)) {
		case PM_SHAPE_VALID:
			shapes->valid++;
			break;
		case PM_SHAPE_ODD:
			shapes->odd++;
			break;
		case PM_SHAPE_CUT:
			shapes->cut++;
			break;
		case PM_SHAPE_STRAY:
			shapes->stray++;
			break;
		}
		p += n;
	}
}

bool
pm_shapes_are_utf8(const struct pm_shapes *s)
{
	uint64_t all = s->valid + s->stray;

	return s->valid > 0 && s->valid >= all - all / 10;
}

const struct pm_charset *
pm_find_mark(const char *bytes, size_t len, size_t *mark)
{
	static const struct {
		const char *mark;
		size_t n;
		const char *name;
	} marks[] = {
		{ "\xef\xbb\xbf", 3, "utf-8" },	   { "\xff\xfe\0\0", 4, "utf-32le" },
		{ "\0\0\xfe\xff", 4, "utf-32be" }, { "\xff\xfe", 2, "utf-16le" },
		{ "\xfe\xff", 2, "utf-16be" },
	};
	size_t i;

	for (i = 0; i < sizeof marks / sizeof *marks; i++) {
		*mark = marks[i].n;
		if (len >= *mark && memcmp(bytes, marks[i].mark, *mark) == 0)
			return pm_charset_of(marks[i].name);
	}
	*mark = 0;
	return NULL;
}

static bool
is_white(uint8_t c)
{
	return c >= '\t' && c <= '\r';
}

/* A character by its two bytes that text has: no control, none of private use. */
static bool
is_wide_text(uint8_t high, uint8_t low)
{
	if (high == 0)
		return low >= ' ' ? low != 0x7f : is_white(low);
	return high < 0xe0 || high == 0xf9 || high == 0xfa || high == 0xfb ||
	       (high == 0xff && low != 0xff);
}

static bool
is_printable(uint8_t c)
{
	return c >= ' ' && c < 0x7f;
}

struct zeros {
	size_t units, ascii; /* and how many of them are ASCII */
	size_t pairs;	     /* that would be two of ASCII by single bytes */
	size_t controls;     /* bytes that text of single bytes does not have */
	size_t n_high;	     /* different upper bytes of UTF-16 */
	bool is_high[256];
};

/* Units of WIDTH bytes, the lowest at LOW; false: one is no character of text. */
static bool
count_zeros(const uint8_t *p, size_t len, size_t width, size_t low, struct zeros *z)
{
	size_t high = width == 2 ? 1 - low : low == 0 ? 1 : 2, i, j;

	*z = (struct zeros){ .units = len / width };
	for (i = 0; i < z->units; i++) {
		const uint8_t *u = p + i * width;

		/* of UTF-32 the two upper bytes, of all characters that text has */
		if (width == 4 &&
		    (low == 0 ? u[3] != 0 || u[2] > 2 : u[0] != 0 || u[1] > 2))
			return false;
		if (!is_wide_text(u[high], u[low]))
			return false;
		z->ascii += u[high] == 0 && u[low] < 0x80;
		z->n_high += !z->is_high[u[high]];
		z->is_high[u[high]] = true;
		z->pairs += is_printable(u[high]) && is_printable(u[low]);
		for (j = 0; j < width; j++)
			z->controls += u[j] > 0 && u[j] < ' ' && !is_white(u[j]);
	}
	return z->ascii > 0;
}

/* What is ASCII in the main shows it.  Text of another alphabet has blanks, so of UTF-16 a unit in 16 is ASCII; and its upper bytes
 * are few, and no letters of ASCII.  Chinese has fewer blanks, but its lower bytes are of
 * all values, of which an eighth are controls. */
static bool
is_utf16(const uint8_t *p, size_t len, size_t low)
{
	struct zeros z;

	if (!count_zeros(p, len, 2, low, &z))
		return false;
	if (z.controls > z.units / 50)
		return true;
	if (z.units >= 16 && z.ascii > z.units / 4 && z.pairs <= z.units / 8)
		return true;
	return z.ascii > z.units / 16 && z.pairs <= z.units / 8 &&
	       z.n_high <= 2 + (z.units < 64 ? z.units / 8 : 8);
}

static bool
is_utf32(const uint8_t *p, size_t len, size_t low)
{
	struct zeros z;

	return len >= 8 && count_zeros(p, len, 4, low, &z);
}

const struct pm_charset *
pm_find_zeros(const char *bytes, size_t len)
{
	const uint8_t *p = (const uint8_t *)bytes;

	if (len > ZEROS_LOOK)
		len = ZEROS_LOOK;
	if (len < 4 || memchr(bytes, 0, len) == NULL)
		return NULL;
	if (is_utf32(p, len, 0))
		return pm_charset_of("utf-32le");
	if (is_utf32(p, len, 3))
		return pm_charset_of("utf-32be");
	if (is_utf16(p, len, 0))
		return pm_charset_of("utf-16le");
	return is_utf16(p, len, 1) ? pm_charset_of("utf-16be") : NULL;
}

/* Whether the page is in UTF-16, of whose two bytes LOW (0 or 1) is the lower one: it
 * begins with a tag, perhaps after white space. */
static bool
is_wide_tag(const char *bytes, size_t len, size_t low)
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

const struct pm_charset *
pm_find_wide_tag(const char *bytes, size_t len)
{
	if (is_wide_tag(bytes, len, 0))
		return pm_charset_of("utf-16le");
	return is_wide_tag(bytes, len, 1) ? pm_charset_of("utf-16be") : NULL;
}

static const struct {
	char escape[4];
	uint8_t set;
} SETS[] = { { "(B", PM_JP_ASCII }, { "(J", PM_JP_ASCII }, { "(I", PM_JP_KATAKANA },
	     { "$@", PM_JP_KANJI }, { "$B", PM_JP_KANJI }, { "$(D", PM_JP_MORE_KANJI } };

size_t
pm_jp_escape(const char *p, const char *end, enum pm_jp_set *set)
{
	size_t i, n;

	for (i = 0; *p == PM_ESCAPE && i < sizeof SETS / sizeof *SETS; i++) {
		n = strlen(SETS[i].escape);
		if ((size_t)(end - p) > n && memcmp(p + 1, SETS[i].escape, n) == 0) {
			*set = SETS[i].set;
			return n + 1;
		}
	}
	return 0;
}

bool
pm_is_2022_jp(const char *bytes, size_t len)
{
	const char *p = memchr(bytes, PM_ESCAPE, len), *end = bytes + len;
	enum pm_jp_set set = PM_JP_ASCII;
	size_t i;

	if (p == NULL)
		return false;
	for (i = 0; i < len; i++)
		if ((uint8_t)bytes[i] >= 0x80)
			return false;
	while (set == PM_JP_ASCII &&
	       (p = memchr(p, PM_ESCAPE, (size_t)(end - p))) != NULL) {
		pm_jp_escape(p, end, &set);
		p++;
	}
	return set != PM_JP_ASCII;
}
