/* Pressmark - the oracle's sentences and paragraphs: see sentences.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/oracle/sentences.h"

#include "support/utf8.h"
#include "tests/oracle/naive.h"
#include "tests/oracle/spelt.h"
#include "text/chars.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define ELLIPSIS 0x2026u
#define PARAGRAPH_SEPARATOR 0x2029u

static utf8proc_category_t
category(uint32_t c)
{
	return utf8proc_category((utf8proc_int32_t)c);
}

/* All but formatting and variation selectors. */
static bool
is_shown(uint32_t c)
{
	return category(c) != UTF8PROC_CATEGORY_CF && !(c >= 0xfe00 && c <= 0xfe0f) &&
	       !(c >= 0x180b && c <= 0x180d) && !(c >= 0xe0100 && c <= 0xe01ef);
}

/* As code points, with a 0 behind them, and without those that are not shown. */
static uint32_t *
points_of(const char *s, size_t len, size_t *n)
{
	uint32_t *points = need_memory(pm_alloc(len + 1, sizeof *points));
	size_t all = spelt_points(points, s, len), i;

	for (i = *n = 0; i < all; i++)
		if (is_shown(points[i]))
			points[(*n)++] = points[i];
	points[*n] = 0;
	return points;
}

static bool
is_one_of(uint32_t c, const uint32_t *list)
{
	while (*list != 0 && *list != c)
		list++;
	return *list != 0;
}

/* Unicode's White_Space. */
static bool
is_white(uint32_t c)
{
	static const uint32_t others[] = { 0x85, 0x2028, 0x2029, 0 };

	return (c >= '\t' && c <= '\r') || is_one_of(c, others) ||
	       category(c) == UTF8PROC_CATEGORY_ZS;
}

/* How many code points the line end at S has; 0: there is none. */
static size_t
line_end(const uint32_t *s)
{
	if (s[0] == '\r' && s[1] == '\n')
		return 2;
	return s[0] == '\n' || s[0] == '\r' || s[0] == 0x85 || s[0] == 0x2028;
}

static bool
is_blank(uint32_t c)
{
	return category(c) == UTF8PROC_CATEGORY_ZS;
}

static bool
is_indented(const uint32_t *s)
{
	return s[0] == '\t' || (is_blank(s[0]) && (s[1] == '\t' || is_blank(s[1])));
}

static bool
is_blank_line(const uint32_t *behind)
{
	for (; *behind != 0 && line_end(behind) == 0; behind++)
		if (!is_white(*behind))
			return false;
	return *behind != 0;
}

bool
has_strong_break(const char *separator, size_t len)
{
	size_t n, i, k;
	uint32_t *s = points_of(separator, len, &n);
	bool yes = false;

	for (i = 0; i < n && !yes; i += k > 0 ? k : 1) {
		const uint32_t *behind = s + i + (k = line_end(s + i));

		yes = s[i] == PARAGRAPH_SEPARATOR ||
		      (k > 0 && (is_blank_line(behind) || is_indented(behind)));
	}
	free(s);
	return yes;
}

bool
has_weak_break(const char *separator, size_t len)
{
	static const uint32_t marks[] = {
		'.',   '!',   '?',   ':',   ELLIPSIS, 0x3002, 0xff01, 0xff1f, 0xff0e,
		0x37e, 0x589, 0x61f, 0x6d4, 0x964,    0x965,  0x1362, 0
	};
	size_t n, i;
	uint32_t *s = points_of(separator, len, &n);
	bool mark = false, yes = false;

	for (i = 0; i < n && !yes; i++) {
		yes = mark && line_end(s + i) > 0;
		mark = mark || is_one_of(s[i], marks);
	}
	free(s);
	return yes;
}

/* --- sentences ---------------------------------------------------------- */

/* Quotation marks: in one language or another most of them close. */
static bool
closes(uint32_t c)
{
	return c == '"' || c == '\'' || category(c) == UTF8PROC_CATEGORY_PE ||
	       category(c) == UTF8PROC_CATEGORY_PF || category(c) == UTF8PROC_CATEGORY_PI;
}

static bool
abbreviates(const char *word, size_t len)
{
	static const char *const known[] = {
		/* clang-format off */
		"adm", "al", "approx", "apr", "art", "aug", "capt", "cf", "ch", "cmdr",
		"col", "cpl", "dec", "dept", "dr", "eg", "est", "feb", "fig", "ft", "gen",
		"gov", "hon", "ie", "jan", "jr", "jul", "jun", "lt", "maj", "mar", "messrs",
		"mlle", "mme", "mr", "mrs", "ms", "mt", "no", "nos", "nov", "oct", "pres",
		"prof", "pvt", "rep", "rev", "sec", "sen", "sep", "sept", "sgt", "sr", "st",
		"univ", "vol", "vs", NULL
		/* clang-format on */
	};
	size_t n, i, k, run = 0;
	uint32_t *s = points_of(word, len, &n);
	bool lettered = n > 0, pointed = false;

	/* runs of one letter or two; an ideogram is none (text/chars.h) */
	for (i = 0; i < n && lettered; i++) {
		bool point = s[i] == '.' && run > 0 && i + 1 < n;

		pointed = pointed || point;
		run = point ? 0 : run + 1;
		lettered = point || (pm_char_class(s[i]) == PM_CHAR_LETTER && run <= 2);
	}
	free(s);
	for (k = 0; known[k] != NULL; k++)
		if (strlen(known[k]) == len && memcmp(known[k], word, len) == 0)
			return true;
	return lettered && (n == 1 || pointed);
}

bool
begins_sentence(const char *separator, size_t len, const char *before, size_t before_len,
		const char *next, size_t next_len)
{
	static const uint32_t wide[] = { 0x3002, 0xff01, 0xff1f, 0xff61, 0xff0e,
					 0x37e,	 0x589,	 0x61f,	 0x6d4,	 0x964,
					 0x965,	 0x1362, 0 };
	size_t n, i, next_n;
	uint32_t *s = points_of(separator, len, &n), sign = 0;
	uint32_t *word = points_of(next, next_len, &next_n);
	bool small = category(word[0]) == UTF8PROC_CATEGORY_LL;
	bool abbreviated = abbreviates(before, before_len), yes = false;

	/* SIGN: what a run of signs and of what closes comes to, so far */
	for (i = 0; i < n && !yes; i++) {
		if (is_one_of(s[i], wide))
			yes = true;
		else if (s[i] == '!' || s[i] == '?')
			sign = '!';
		else if ((s[i] == '.' || s[i] == ELLIPSIS) && sign != '!')
			sign = s[i];
		else if (is_white(s[i]) && sign != 0)
			yes = sign == '!' ||
			      (!small && (sign == ELLIPSIS || !abbreviated));
		/* a quotation that ends with a question, and who asked */
		if (sign == '!' && closes(s[i]) && category(s[i]) != UTF8PROC_CATEGORY_PE)
			sign = ELLIPSIS;
		if (!closes(s[i]) && s[i] != '!' && s[i] != '?' && s[i] != '.' &&
		    s[i] != ELLIPSIS)
			sign = 0;
	}
	free(word);
	free(s);
	return yes;
}
