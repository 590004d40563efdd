/* Pressmark - reading a date from left to right: see scan.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/dates/scan.h"

#include "support/space.h"

#include <string.h>
#include <utf8proc.h>

/* A code point and its bytes; a byte that begins none is one by itself. */
static unsigned
code_at(const struct pm_scan *s, utf8proc_int32_t *cp)
{
	utf8proc_ssize_t n;

	if (s->p == s->end) {
		*cp = -1;
		return 0;
	}
	if (*s->p < 0x80) {
		*cp = *s->p;
		return 1;
	}
	n = utf8proc_iterate(s->p, s->end - s->p, cp);
	if (n < 1) {
		*cp = 0xfffd;
		return 1;
	}
	return (unsigned)n;
}

static bool
is_ascii_letter(int c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

bool
pm_scan_byte(struct pm_scan *s, char byte)
{
	if (s->p == s->end || *s->p != (uint8_t)byte)
		return false;
	s->p++;
	return true;
}

bool
pm_scan_text(struct pm_scan *s, const char *text)
{
	size_t n = strlen(text);

	if ((size_t)(s->end - s->p) < n || memcmp(s->p, text, n) != 0)
		return false;
	s->p += n;
	return true;
}

bool
pm_scan_any(struct pm_scan *s)
{
	utf8proc_int32_t cp;
	unsigned n = code_at(s, &cp);

	s->p += n;
	return n > 0;
}

/* Space, or a mark that joins or turns what is beside it. */
static bool
is_blank(utf8proc_int32_t cp)
{
	return cp >= 0 &&
	       (pm_is_space((uint32_t)cp) || cp == 0x061c ||
		(cp >= 0x200c && cp <= 0x200f) || (cp >= 0x202a && cp <= 0x202e) ||
		(cp >= 0x2066 && cp <= 0x2069));
}

bool
pm_scan_space(struct pm_scan *s)
{
	const uint8_t *from = s->p;
	utf8proc_int32_t cp;
	unsigned n;

	while ((n = code_at(s, &cp)) > 0 && is_blank(cp))
		s->p += n;
	return s->p > from;
}

bool
pm_scan_dash(struct pm_scan *s)
{
	utf8proc_int32_t cp;
	unsigned n = code_at(s, &cp);

	if (cp != '-' && !(cp >= 0x2010 && cp <= 0x2015) && cp != 0x2212)
		return false;
	s->p += n;
	return true;
}

/* --- digits ------------------------------------------------------------------ */

/* The value of a digit, or -1. */
static int
digit_of(utf8proc_int32_t cp)
{
	/* Unicode has them in rows of ten. */
	static const utf8proc_int32_t zeros[] = {
		0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6,
		0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6, 0x0e50,
		0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810, 0xff10
	};
	size_t i;

	if (cp < 0x80)
		return cp >= '0' && cp <= '9' ? (int)(cp - '0') : -1;
	for (i = 0; i < sizeof zeros / sizeof *zeros; i++)
		if (cp >= zeros[i] && cp < zeros[i] + 10)
			return (int)(cp - zeros[i]);
	return -1;
}

bool
pm_scan_at_digit(const struct pm_scan *s)
{
	utf8proc_int32_t cp;

	code_at(s, &cp);
	return digit_of(cp) >= 0;
}

unsigned
pm_scan_digits(struct pm_scan *s, uint64_t *value)
{
	utf8proc_int32_t cp;
	unsigned n = 0, bytes;
	int digit;

	*value = 0;
	while ((bytes = code_at(s, &cp)) > 0 && (digit = digit_of(cp)) >= 0) {
		if (n < 18)
			*value = *value * 10 + (uint64_t)digit;
		if (n < 1000)
			n++;
		/* full-width digits are written with the years of all */
		s->foreign = s->foreign || (cp >= 0x80 && cp < 0xff00);
		s->p += bytes;
	}
	return n;
}

/* --- words ------------------------------------------------------------------- */

/* Those of scripts with words; marks are letters too, and so are the joiners. */
static bool
is_letter(utf8proc_int32_t cp)
{
	if (cp < 0x80)
		return is_ascii_letter((int)cp);
	if ((cp >= 0x1100 && cp <= 0x11ff) || (cp >= 0x2e80 && cp <= 0xa4cf) ||
	    (cp >= 0xac00 && cp <= 0xd7ff) || (cp >= 0xf900 && cp <= 0xfaff) ||
	    cp >= 0x20000)
		return false;
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return true;
	default:
		return cp == 0x200c || cp == 0x200d;
	}
}

bool
pm_scan_at_letter(const struct pm_scan *s)
{
	utf8proc_int32_t cp;

	return code_at(s, &cp) > 0 && is_letter(cp);
}

static bool
is_dropped(utf8proc_int32_t cp)
{
	return (cp >= 0x300 && cp <= 0x36f) || (cp >= 0x610 && cp <= 0x61a) ||
	       (cp >= 0x64b && cp <= 0x65f) || cp == 0x670 || cp == 0x640 ||
	       cp == 0x200c || cp == 0x200d;
}

static utf8proc_int32_t
plain_letter(utf8proc_int32_t cp)
{
	switch (cp) {
	case 0x131:
		return 'i';
	case 0x142:
		return 'l';
	case 0xf8:
		return 'o';
	case 0x111:
		return 'd';
	default:
		return cp;
	}
}

/* Append the folded form of CP; the length, or PM_SCAN_WORD if there is no room. */
static unsigned
put_folded(char *word, unsigned n, utf8proc_int32_t cp)
{
	utf8proc_int32_t parts[32];
	utf8proc_ssize_t n_parts = 1, i;
	int last = 0;

	if (cp < 0x80)
		parts[0] = cp | 0x20;
	else
		n_parts = utf8proc_decompose_char(cp, parts, 32,
						  UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
							  UTF8PROC_CASEFOLD,
						  &last);
	for (i = 0; i < n_parts && i < 32; i++) {
		if (is_dropped(parts[i]))
			continue;
		if (n + 4 >= PM_SCAN_WORD)
			return PM_SCAN_WORD;
		n += (unsigned)utf8proc_encode_char(plain_letter(parts[i]),
						    (utf8proc_uint8_t *)word + n);
	}
	return n;
}

unsigned
pm_scan_word(struct pm_scan *s, char word[PM_SCAN_WORD])
{
	utf8proc_int32_t cp;
	unsigned n = 0, bytes;

	while ((bytes = code_at(s, &cp)) > 0 && is_letter(cp)) {
		if (n < PM_SCAN_WORD)
			n = put_folded(word, n, cp);
		s->p += bytes;
	}
	if (n == PM_SCAN_WORD)
		n = 0;
	word[n] = '\0';
	return n;
}

bool
pm_scan_ends(const struct pm_scan *s)
{
	int next = pm_scan_peek(s), second = s->end - s->p > 1 ? s->p[1] : -1;
	struct pm_scan after = *s;

	if (next == 'T' || next == 't') {
		after.p++;
		return pm_scan_at_digit(&after);
	}
	if (next == 'Z')
		return !is_ascii_letter(second);
	return !is_ascii_letter(next) && !pm_scan_at_digit(s);
}
