/* Pressmark - where sentences and paragraphs end: see breaks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/breaks.h"

#include "support/bytes.h"
#include "support/utf8.h"
#include "text/chars.h"
#include "text/derive.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum kind {
	OTHER,
	NOTHING, /* invisible */
	CLOSING,
	QUOTE,
	EXCLAMATION, /* ! ? */
	POINT,
	ELLIPSIS,
	FULL_STOP, /* needs no white space after it */
	COLON,
	BLANK,
	TAB,
	SPACE, /* of other kinds */
	LINE_END,
	PARAGRAPH_END
};

static enum kind
ascii_kind(uint32_t cp)
{
	switch (cp) {
	case '!':
	case '?':
		return EXCLAMATION;
	case '.':
		return POINT;
	case ':':
		return COLON;
	case ')':
	case ']':
	case '}':
		return CLOSING;
	case '"':
	case '\'':
	case '`':
		return QUOTE;
	case ' ':
		return BLANK;
	case '\t':
		return TAB;
	case '\n':
	case '\r':
		return LINE_END;
	}
	return cp < ' ' || cp == 0x7f ? SPACE : OTHER;
}

static enum kind
kind_of(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_kind(cp);
	switch (cp) {
	case 0x2026:
		return ELLIPSIS;
	case 0x3002:
	case 0xff0e:
	case 0xff61: /* of ideograms, */
	case 0xff01:
	case 0xff1f:
	case 0x37e:
	case 0x589: /* Greek ?, Armenian, */
	case 0x61f:
	case 0x6d4: /* Arabic ?, Urdu, */
	case 0x964:
	case 0x965:
	case 0x1362: /* Indic, Ethiopic */
		return FULL_STOP;
	case 0x85:
	case 0x2028:
		return LINE_END;
	case 0x2029:
		return PARAGRAPH_END;
	case 0x200b:
		return NOTHING;
	case 0xff02:
		return QUOTE; /* a straight mark, full width */
	}
	if (pm_char_is_hidden(cp))
		return NOTHING;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_ZS:
		return BLANK;
	case UTF8PROC_CATEGORY_PE:
		return CLOSING;
	case UTF8PROC_CATEGORY_PF:
	case UTF8PROC_CATEGORY_PI:
		return QUOTE;
	default:
		break;
	}
	switch (pm_char_class(cp)) {
	case PM_CHAR_SPACE:
		return SPACE;
	case PM_CHAR_APOSTROPHE:
		return QUOTE;
	default:
		return OTHER;
	}
}

/* --- paragraphs --------------------------------------------------------------- */

struct lines {
	bool after_end;	 /* only white space since a line end */
	unsigned blanks; /* after it */
	bool sign;	 /* one that can end a line of a paragraph came before */
};

static unsigned
break_of_lines(struct lines *l, enum kind kind, uint32_t cp)
{
	unsigned breaks = 0;

	switch (kind) {
	case NOTHING:
		break;
	case PARAGRAPH_END:
		breaks = PM_BREAK_STRONG;
		break;
	case LINE_END:
		if (l->after_end)
			breaks = PM_BREAK_STRONG;
		else if (l->sign)
			breaks = PM_BREAK_WEAK;
		l->after_end = true;
		l->blanks = 0;
		break;
	case BLANK:
		if (l->after_end && ++l->blanks == 2)
			breaks = PM_BREAK_STRONG;
		break;
	case TAB:
		if (l->after_end)
			breaks = PM_BREAK_STRONG;
		break;
	case SPACE:
		break;
	default:
		l->after_end = false;
		/* the half width full stop is not among them */
		l->sign |= kind == EXCLAMATION || kind == POINT || kind == ELLIPSIS ||
			   kind == COLON || (kind == FULL_STOP && cp != 0xff61);
	}
	return breaks;
}

/* --- sentences ---------------------------------------------------------------- */

/* *PENDING is the break that the signs so far make if white space follows. */
static unsigned
break_of_signs(unsigned *pending, enum kind kind)
{
	unsigned breaks = 0;

	switch (kind) {
	case NOTHING:
	case CLOSING:
		return 0;
	case QUOTE:
		/* what was said may be followed by who said it */
		if (*pending == PM_BREAK_SENTENCE)
			*pending = PM_BREAK_ELLIPSIS;
		return 0;
	case EXCLAMATION:
		*pending = PM_BREAK_SENTENCE;
		return 0;
	case POINT:
	case ELLIPSIS:
		if (*pending != PM_BREAK_SENTENCE)
			*pending = kind == POINT ? PM_BREAK_POINT : PM_BREAK_ELLIPSIS;
		return 0;
	case FULL_STOP:
		breaks = PM_BREAK_SENTENCE;
		break;
	case BLANK:
	case TAB:
	case SPACE:
	case LINE_END:
	case PARAGRAPH_END:
		breaks = *pending;
		break;
	default:
		break;
	}
	*pending = 0;
	return breaks;
}

unsigned
pm_breaks(const char *separator, size_t len)
{
	const uint8_t *p = (const uint8_t *)separator;
	struct lines lines = { false, 0, false };
	unsigned breaks = 0, pending = 0, n;
	uint32_t last = 0;
	size_t at;

	if (len <= 1) /* usually a blank, and no break of any kind */
		return 0;
	if (pm_is_hyphen(separator, len)) /* nothing ends within a word */
		return 0;
	for (at = 0; at < len; at += n) {
		uint32_t cp = pm_utf8_get(p + at, &n);
		enum kind kind = kind_of(cp);

		/* \r\n is one line end */
		if (cp != '\n' || last != '\r')
			breaks |= break_of_lines(&lines, kind, cp);
		breaks |= break_of_signs(&pending, kind);
		last = cp;
	}
	return breaks & PM_BREAK_STRONG ? breaks & ~(unsigned)PM_BREAK_WEAK : breaks;
}

/* --- the neighbouring words --------------------------------------------------- */

#define LISTED_MAX 6u

static int
compare_listed(const void *a, const void *b)
{
	return strcmp(a, b);
}

static bool
is_listed(const char *folded, size_t len)
{
	static const char listed[][LISTED_MAX + 1] = {
		/* clang-format off */
		"adm", "al", "approx", "apr", "art", "aug", "capt", "cf", "ch", "cmdr",
		"col", "cpl", "dec", "dept", "dr", "eg", "est", "feb", "fig", "ft", "gen",
		"gov", "hon", "ie", "jan", "jr", "jul", "jun", "lt", "maj", "mar", "messrs",
		"mlle", "mme", "mr", "mrs", "ms", "mt", "no", "nos", "nov", "oct", "pres",
		"prof", "pvt", "rep", "rev", "sec", "sen", "sep", "sept", "sgt", "sr", "st",
		"univ", "vol", "vs"
		/* clang-format on */
	};
	char key[LISTED_MAX + 1];

	if (len == 0 || len > LISTED_MAX)
		return false;
	memcpy(key, folded, len);
	key[len] = '\0';
	return bsearch(key, listed, sizeof listed / sizeof *listed, sizeof *listed,
		       compare_listed) != NULL;
}

bool
pm_abbreviates(const char *folded, size_t len)
{
	unsigned letters = 0, n;
	bool points = false;
	size_t at;

	if (is_listed(folded, len))
		return true;
	/* Longer runs are those of host names. */
	for (at = 0; at < len; at += n) {
		uint32_t cp = pm_utf8_get((const uint8_t *)folded + at, &n);

		if (cp == '.' && letters > 0) {
			points = true;
			letters = 0;
		} else if (pm_char_class(cp) != PM_CHAR_LETTER || ++letters > 2) {
			return false;
		}
	}
	return letters == 1 || (letters == 2 && points);
}

bool
pm_begins_small(const char *surface, size_t len)
{
	unsigned n;

	if (len == 0)
		return false;
	return utf8proc_category((utf8proc_int32_t)pm_utf8_get((const uint8_t *)surface,
							       &n)) ==
	       UTF8PROC_CATEGORY_LL;
}
