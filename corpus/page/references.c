/* Pressmark - character references of HTML: see references.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/references.h"

#include "corpus/encoding/labels.h"
#include "corpus/page/reference_names.h"
#include "support/utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define N_NAMES (sizeof REFERENCE_NAMES / sizeof *REFERENCE_NAMES)
#define NAME_MAX_BYTES (sizeof REFERENCE_NAMES->name - 1)
#define BEYOND_UNICODE 0x110000u

/* The names that need no semicolon. */
static const char BARE[][7] = {
	/* clang-format off */
	"AElig", "AMP", "Aacute", "Acirc", "Agrave", "Aring", "Atilde", "Auml", "COPY",
	"Ccedil", "ETH", "Eacute", "Ecirc", "Egrave", "Euml", "GT", "Iacute", "Icirc",
	"Igrave", "Iuml", "LT", "Ntilde", "Oacute", "Ocirc", "Ograve", "Oslash", "Otilde",
	"Ouml", "QUOT", "REG", "THORN", "Uacute", "Ucirc", "Ugrave", "Uuml", "Yacute",
	"aacute", "acirc", "acute", "aelig", "agrave", "amp", "aring", "atilde", "auml",
	"brvbar", "ccedil", "cedil", "cent", "copy", "curren", "deg", "divide", "eacute",
	"ecirc", "egrave", "eth", "euml", "frac12", "frac14", "frac34", "gt", "iacute",
	"icirc", "iexcl", "igrave", "iquest", "iuml", "laquo", "lt", "macr", "micro",
	"middot", "nbsp", "not", "ntilde", "oacute", "ocirc", "ograve", "ordf", "ordm",
	"oslash", "otilde", "ouml", "para", "plusmn", "pound", "quot", "raquo", "reg",
	"sect", "shy", "sup1", "sup2", "sup3", "szlig", "thorn", "times", "uacute", "ucirc",
	"ugrave", "uml", "uuml", "yacute", "yen", "yuml"
	/* clang-format on */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_alnum(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static int
compare_names(const void *key, const void *entry)
{
	return strcmp(key, entry);
}

/* The characters of a whole name, or NULL. */
static const char *
meaning(const char *name)
{
	const struct reference_name *found = bsearch(name, REFERENCE_NAMES, N_NAMES,
						     sizeof *REFERENCE_NAMES,
						     compare_names);

	return found == NULL ? NULL : found->utf8;
}

static size_t
read_name(const char *p, const char *end, enum pm_reference_place place,
	  struct pm_reference *r)
{
	char name[NAME_MAX_BYTES + 1];
	const char *utf8 = NULL;
	size_t n = 0, len;

	while (n < NAME_MAX_BYTES && n < (size_t)(end - p) && is_alnum(p[n])) {
		name[n] = p[n];
		n++;
	}
	name[n] = '\0';
	len = n + 1;
	if (n < (size_t)(end - p) && p[n] == ';')
		utf8 = meaning(name);
	if (utf8 == NULL && n >= sizeof *BARE)
		n = sizeof *BARE - 1;
	for (; utf8 == NULL && n >= 2; n--) {
		name[n] = '\0';
		if (bsearch(name, BARE, sizeof BARE / sizeof *BARE, sizeof *BARE,
			    compare_names) == NULL)
			continue;
		if (place == PM_REFERENCE_IN_VALUE && n < (size_t)(end - p) &&
		    (p[n] == '=' || is_alnum(p[n])))
			return 0;
		utf8 = meaning(name);
		len = n;
	}
	if (utf8 == NULL)
		return 0;
	r->utf8_len = strlen(utf8);
	memcpy(r->utf8, utf8, r->utf8_len);
	return len;
}

/* The value of a digit, or BASE. */
static uint32_t
digit_value(char c, uint32_t base)
{
	if (is_digit(c))
		return (uint32_t)(c - '0');
	c |= 0x20;
	return base == 16 && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10) : base;
}

static void
set_char(struct pm_reference *r, uint32_t c)
{
	uint32_t meant = pm_charset_1252(c);

	if (meant != 0)
		c = meant;
	if (c == 0 || (c >= 0xd800 && c < 0xe000) || c >= BEYOND_UNICODE) {
		c = 0xfffd;
		r->repairs = 1;
	}
	if (c == 0x7f || (c < ' ' && !(c >= '\t' && c <= '\r')))
		return;
	r->utf8_len = pm_utf8_put((uint8_t *)r->utf8, c);
}

/* From the '#' on. */
static size_t
read_number(const char *p, const char *end, struct pm_reference *r)
{
	const char *begin = p++, *first;
	uint32_t base = 10, value = 0, digit;

	if (p < end && (*p | 0x20) == 'x') {
		base = 16;
		p++;
	}
	for (first = p; p < end && (digit = digit_value(*p, base)) < base; p++) {
		if (value < BEYOND_UNICODE)
			value = value * base + digit;
	}
	if (p == first)
		return 0;
	set_char(r, value);
	return (size_t)(p - begin) + (p < end && *p == ';');
}

size_t
pm_reference_read(const char *p, const char *end, enum pm_reference_place place,
		  struct pm_reference *r)
{
	size_t n;

	r->utf8_len = 0;
	r->repairs = 0;
	if (++p == end)
		return 0;
	n = *p == '#' ? read_number(p, end, r) : read_name(p, end, place, r);
	return n == 0 ? 0 : n + 1;
}

void
pm_references_put(struct pm_buf *out, const char *s, size_t len)
{
	const char *end = s + len, *amp;
	struct pm_reference r;
	size_t n;

	while (s < end && (amp = memchr(s, '&', (size_t)(end - s))) != NULL) {
		pm_buf_put(out, s, (size_t)(amp - s));
		n = pm_reference_read(amp, end, PM_REFERENCE_IN_TEXT, &r);
		if (n == 0)
			pm_buf_putc(out, '&');
		else
			pm_buf_put(out, r.utf8, r.utf8_len);
		s = amp + (n == 0 ? 1 : n);
	}
	pm_buf_put(out, s, (size_t)(end - s));
}
