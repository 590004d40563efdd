/* Pressmark - what kind of character a code point is: see chars.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/chars.h"

#include <stddef.h>
#include <utf8proc.h>

struct range {
	uint32_t first, last;
};

static bool
in_ranges(uint32_t cp, const struct range *ranges, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (cp >= ranges[i].first && cp <= ranges[i].last)
			return true;
	return false;
}

#define IN(cp, table) in_ranges(cp, table, sizeof(table) / sizeof *(table))

bool
pm_char_is_hidden(uint32_t cp)
{
	static const struct range hidden[] = {
		/* clang-format off */
		{ 0x00ad, 0x00ad },	/* soft hyphen */
		{ 0x180b, 0x180e },	/* Mongolian variation selectors */
		{ 0x200c, 0x200f },	/* joiners, direction marks */
		{ 0x2060, 0x2064 },	/* word joiner, invisible operators */
		{ 0xfe00, 0xfe0f },	/* variation selectors */
		{ 0xfeff, 0xfeff },	/* zero width no-break space */
		{ 0xe0100, 0xe01ef },	/* variation selectors */
		/* clang-format on */
	};

	return cp >= 0xad && IN(cp, hidden);
}

bool
pm_char_turns_direction(uint32_t cp)
{
	return cp == 0x200e || cp == 0x200f || cp == 0x61c ||
	       (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

bool
pm_char_is_accent(uint32_t cp)
{
	static const struct range accents[] = {
		/* clang-format off */
		{ 0x0300, 0x036f },
		{ 0x0483, 0x0487 },	/* Cyrillic */
		{ 0x0591, 0x05bd }, { 0x05bf, 0x05bf }, { 0x05c1, 0x05c2 },
		{ 0x05c4, 0x05c5 }, { 0x05c7, 0x05c7 },	/* Hebrew points */
		{ 0x064b, 0x065f }, { 0x0670, 0x0670 },
		{ 0x06d6, 0x06dc }, { 0x06df, 0x06e4 },
		{ 0x06e7, 0x06e8 }, { 0x06ea, 0x06ed },	/* Arabic vowel signs */
		{ 0x1ab0, 0x1aff },
		{ 0x1dc0, 0x1dff },
		{ 0x20d0, 0x20ff },
		{ 0xfe20, 0xfe2f },
		/* clang-format on */
	};

	return cp >= 0x300 && IN(cp, accents);
}

static bool
is_ideogram(uint32_t cp)
{
	static const struct range scripts[] = {
		/* clang-format off */
		{ 0x0e01, 0x0e30 }, { 0x0e32, 0x0e33 }, { 0x0e40, 0x0e46 },	/* Thai */
		{ 0x0e81, 0x0eb0 }, { 0x0eb2, 0x0eb3 }, { 0x0ebd, 0x0ec6 },
		{ 0x0edc, 0x0edf },						/* Lao */
		{ 0x1000, 0x102a }, { 0x103f, 0x103f }, { 0x1050, 0x1055 },	/* Myanmar */
		{ 0x1780, 0x17b3 }, { 0x17d7, 0x17d7 },				/* Khmer */
		{ 0x2e80, 0x2fd5 },						/* radicals */
		{ 0x3005, 0x3007 }, { 0x3021, 0x3029 }, { 0x3038, 0x303c },
		{ 0x3041, 0x3096 }, { 0x309d, 0x309f },				/* Hiragana */
		{ 0x30a1, 0x30fa }, { 0x30fc, 0x30ff },				/* Katakana */
		{ 0x3105, 0x312f }, { 0x3190, 0x319f }, { 0x31a0, 0x31bf },
		{ 0x31f0, 0x31ff }, { 0x3220, 0x3229 }, { 0x3280, 0x3289 },	/* (1) to (10) */
		{ 0x3400, 0x4dbf }, { 0x4e00, 0x9fff }, { 0xf900, 0xfaff },	/* Han */
		{ 0xff66, 0xff9d },
		{ 0x1b000, 0x1b16f },						/* Kana */
		{ 0x20000, 0x3ffff },						/* Han */
		/* clang-format on */
	};

	return cp >= 0xe01 && IN(cp, scripts);
}

static enum pm_char
class_of_category(uint32_t cp)
{
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
		return PM_CHAR_LETTER;
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return PM_CHAR_DIGIT;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return PM_CHAR_MARK;
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CC:
		return PM_CHAR_SPACE;
	default:
		return PM_CHAR_OTHER;
	}
}

enum pm_char
pm_char_class(uint32_t cp)
{
	switch (cp) {
	case '\'':
	case '`':
	case 0x00b4: /* acute accent */
	case 0x02b9:
	case 0x02bb:
	case 0x02bc: /* modifier letters */
	case 0x0374:
	case 0x1fef:
	case 0x1ffd: /* the same as 2b9, ` and b4, in Greek */
	case 0x2018:
	case 0x2019:
	case 0x201b: /* quotation marks */
	case 0x2032: /* prime */
	case 0xff07: /* full width */
		return PM_CHAR_APOSTROPHE;
	case 0xff9e:
	case 0xff9f: /* half width sound marks */
		return PM_CHAR_MARK;
	}
	if (cp < 0x80) {
		if ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z')
			return PM_CHAR_LETTER;
		if (cp >= '0' && cp <= '9')
			return PM_CHAR_DIGIT;
		return cp <= ' ' || cp == 0x7f ? PM_CHAR_SPACE : PM_CHAR_OTHER;
	}
	if (pm_char_is_hidden(cp))
		return PM_CHAR_MARK;
	if (is_ideogram(cp)) {
		/* These ranges contain punctuation and marks too. */
		enum pm_char c = class_of_category(cp);

		return c == PM_CHAR_LETTER || c == PM_CHAR_DIGIT ? PM_CHAR_IDEOGRAM : c;
	}
	return class_of_category(cp);
}

bool
pm_char_is_unknown(uint32_t cp)
{
	return cp >= 0x80 &&
	       utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_CN;
}
