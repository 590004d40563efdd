/* Pressmark - the characters of a query: see lex_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/lex_parts.h"

#include "support/utf8.h"
#include "text/chars.h"

#include <string.h>

/* --- characters --------------------------------------------------------- */

bool
pm_is_blank(uint32_t cp)
{
	if (cp < 0x80)
		return cp == ' ' || (cp >= '\t' && cp <= '\r');
	return cp == 0x85 || cp == 0xa0 || cp == 0x1680 ||
	       (cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 || cp == 0x2029 ||
	       cp == 0x202f || cp == 0x205f || cp == 0x3000;
}

/* Invisible: hidden characters of words, and marks that turn the direction of the
 * text. */
bool
pm_lex_is_invisible(uint32_t cp)
{
	return pm_char_is_hidden(cp) || pm_char_turns_direction(cp);
}

bool
pm_lex_is_control(uint32_t cp)
{
	return (cp < ' ' || (cp >= 0x7f && cp < 0xa0)) && !pm_is_blank(cp);
}

bool
pm_lex_is_quote(uint32_t cp)
{
	return cp == '"' || cp == 0x201c || cp == 0x201d || cp == 0x201e || cp == 0xab ||
	       cp == 0xbb;
}

/* Whether CLOSING closes what OPENING opened.  The straight mark closes everything, so
 * that no phrase contains one. */
bool
pm_lex_closes(uint32_t opening, uint32_t closing)
{
	if (closing == '"')
		return true;
	switch (opening) {
	case '"':
		return false;
	case 0xab:
	case 0xbb:
		return closing == 0xab || closing == 0xbb;
	default:
		return closing == 0x201c || closing == 0x201d;
	}
}

/* Dashes that word processors put in place of a typed hyphen. */
bool
pm_lex_is_dash(uint32_t cp)
{
	return (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0xfe58 ||
	       cp == 0xfe63 || cp == 0xff0d;
}

/* The character at AT and its length; 0 and 0 at the end. */
uint32_t
pm_lex_peek(const struct pm_lex *lex, size_t at, unsigned *n)
{
	if (at >= lex->len) {
		*n = 0;
		return 0;
	}
	return pm_utf8_get((const uint8_t *)lex->query + at, n);
}

/* Whether no operand begins at AT: the end, white space, ')' or '^'. */
bool
pm_lex_is_gap(const struct pm_lex *lex, size_t at)
{
	unsigned n;
	uint32_t cp = pm_lex_peek(lex, at, &n);

	return n == 0 || pm_is_blank(cp) || cp == ')' || cp == '^';
}

/* Whether what stands at AT ends an operator that is written as a word: white space, a
 * parenthesis or the end. */
bool
pm_lex_ends_word(const struct pm_lex *lex, size_t at)
{
	unsigned n;
	uint32_t cp = pm_lex_peek(lex, at, &n);

	return n == 0 || pm_is_blank(cp) || cp == '(' || cp == ')';
}

/* The first place from AT on that is neither white space nor invisible. */
size_t
pm_lex_skip_blanks(const struct pm_lex *lex, size_t at)
{
	unsigned n;
	uint32_t cp;

	while ((cp = pm_lex_peek(lex, at, &n), n) != 0 &&
	       (pm_is_blank(cp) || pm_lex_is_invisible(cp)))
		at += n;
	return at;
}

/* --- ASCII -------------------------------------------------------------- */

bool
pm_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool
pm_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
pm_equal_any_case(const char *s, size_t len, const char *name)
{
	size_t i;

	if (strlen(name) != len)
		return false;
	for (i = 0; i < len; i++)
		if (!pm_is_letter(s[i]) || (s[i] | 0x20) != name[i])
			return false;
	return true;
}

/* The decimal number of LEN digits, or UINT32_MAX where it is more than MAX. */
uint32_t
pm_read_number(const char *s, size_t len, uint32_t max)
{
	uint32_t value = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		if (value > max / 10)
			return UINT32_MAX;
		value = value * 10 + (uint32_t)(s[i] - '0');
	}
	return value <= max ? value : UINT32_MAX;
}

size_t
pm_count_letters(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && pm_is_letter(s[n]))
		n++;
	return n;
}

size_t
pm_count_digits(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && pm_is_digit(s[n]))
		n++;
	return n;
}

/* Whether S is in a list that ends with NULL, regardless of case. */
bool
pm_is_one_of(const char *s, size_t len, const char *const *list)
{
	for (; *list != NULL; list++)
		if (pm_equal_any_case(s, len, *list))
			return true;
	return false;
}

/* --- where tokens end --------------------------------------------------- */

bool
pm_begins_url(const char *s, size_t len)
{
	static const char *const prefixes[] = { "http://", "https://", "ftp://", "www." };
	size_t i, k, n;

	for (i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		n = strlen(prefixes[i]);
		if (len <= n)
			continue;
		for (k = 0; k < n; k++)
			if ((pm_is_letter(s[k]) ? s[k] | 0x20 : s[k]) != prefixes[i][k])
				break;
		if (k == n && (pm_is_letter(s[n]) || pm_is_digit(s[n])))
			return true;
	}
	return false;
}

size_t
pm_lex_bare_end(const struct pm_lex *lex, size_t at)
{
	bool url = at < lex->len && pm_begins_url(lex->query + at, lex->len - at);
	size_t open = 0;
	unsigned n;
	uint32_t cp;

	for (; (cp = pm_lex_peek(lex, at, &n), n) != 0; at += n) {
		if (pm_is_blank(cp) || pm_lex_is_quote(cp) || cp == '^' ||
		    (cp == '(' && !url))
			break;
		if (cp == '(')
			open++;
		else if (cp == ')' && open-- == 0)
			break;
	}
	return at;
}

bool
pm_is_range(const char *s, size_t len)
{
	size_t i, digits = 0, pairs = 0;

	for (i = 0; i < len; i++) {
		digits += pm_is_digit(s[i]);
		if (s[i] == '.' && i + 1 < len && s[i + 1] == '.') {
			pairs++;
			i++;
		} else if (!pm_is_digit(s[i]) && strchr("-/,.:", s[i]) == NULL) {
			return false;
		}
	}
	return digits > 0 && pairs == 1;
}

bool
pm_lex_is_plain_name(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (!pm_is_letter(s[i]) && (i == 0 || (!pm_is_digit(s[i]) && s[i] != '_')))
			break;
	return i == len && len > 1;
}

bool
pm_lex_ends_operand(enum pm_token_kind kind)
{
	switch (kind) {
	case PM_TOKEN_CLOSE:
	case PM_TOKEN_DATE:
	case PM_TOKEN_LENGTH:
	case PM_TOKEN_HOST:
	case PM_TOKEN_ID:
	case PM_TOKEN_WORD:
	case PM_TOKEN_EXACT:
	case PM_TOKEN_PHRASE:
	case PM_TOKEN_LOOSE:
	case PM_TOKEN_REGEX:
		return true;
	default:
		return false;
	}
}
