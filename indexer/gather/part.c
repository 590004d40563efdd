/* Pressmark - where a large text can be cut for splitting: see part.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/part.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Within so many parts there should be a good place. */
#define PARTS 16u

static bool
is_alnum(uint8_t c)
{
	return (uint8_t)(c - '0') < 10 || (uint8_t)((c | 0x20) - 'a') < 26;
}

/* Whether C ends a character that is surely no soft hyphen, after which blanks count: it
 * is ASCII, or the second byte of a letter of Latin, Greek, Cyrillic, Hebrew or Arabic, or
 * the third of an ideogram or a Korean syllable. */
static bool
ends_letter(const uint8_t *s, size_t at)
{
	uint8_t c = s[at];

	if (c < 0x80)
		return c > ' ' && c != 0x7f;
	return (at >= 1 && s[at - 1] >= 0xc3 && s[at - 1] <= 0xdb && s[at - 1] != 0xcc &&
		s[at - 1] != 0xcd) ||
	       (at >= 2 && s[at - 2] >= 0xe4 && s[at - 2] <= 0xed);
}

static bool
is_after_space(const uint8_t *s, size_t at)
{
	return (s[at - 1] == ' ' || s[at - 1] == '\n' || s[at - 1] == '\t') &&
	       ends_letter(s, at - 2) && s[at] > ' ';
}

/* Kana, an ideogram, or a Thai consonant: a character that begins a word, wherever it is.
 * (The other characters of these scripts may combine with the one before.) */
static bool
is_ideogram(const uint8_t *s)
{
	if (s[0] >= 0xe4 && s[0] <= 0xe9)
		return true;
	if (s[0] == 0xe3)
		return (s[1] == 0x81 || s[1] == 0x83) && s[2] <= 0xb0;
	return s[0] == 0xe0 && s[1] == 0xb8 && s[2] >= 0x81 && s[2] <= 0xae;
}

static bool
is_between_ideograms(const uint8_t *s, size_t at)
{
	return is_ideogram(s + at) && at >= 3 && is_ideogram(s + at - 3);
}

static bool
is_after_sign(const uint8_t *s, size_t at)
{
	return s[at - 1] < 0x80 && memchr(",;|-/=<>()[]{}\"_", s[at - 1], 16) != NULL &&
	       is_alnum(s[at]) && is_alnum(s[at - 2]);
}

/* The last place in FROM + 3 .. TO - 3 that FN likes, or 0. */
static size_t
find(const uint8_t *s, size_t from, size_t to, bool (*fn)(const uint8_t *s, size_t at))
{
	size_t at;

	for (at = to - 3; at > from + 2; at--)
		if (fn(s, at))
			return at;
	return 0;
}

size_t
pm_part_end(const char *text, size_t len, size_t from, size_t size)
{
	const uint8_t *s = (const uint8_t *)text;
	size_t left = from, to, at;

	for (to = from + size; to < len && to - from <= PARTS * size; to += size) {
		if ((at = find(s, left, to, is_after_space)) != 0 ||
		    (at = find(s, left, to, is_between_ideograms)) != 0)
			return at;
		left = to - 6;
	}
	if (to < len && (at = find(s, from, to, is_after_sign)) != 0)
		return at;
	return len;
}

/* So many bytes after a word, nothing can change it. */
#define BEHIND 4096u

/* Whether the last two of the N words of TEXT that end before AT are the same if it ends
 * there: C is a word of C#D, but not of C#. */
static enum pm_status
check_end(const char *text, size_t at, const struct pm_words *words, size_t n,
	  struct pm_words *two, bool *same, struct pm_error *err)
{
	const struct pm_word *w = words->words + n - 2;
	enum pm_status status;

	two->n = 0;
	status = pm_split(text + w[0].start, at - w[0].start, two, err);
	*same = status == PM_OK && two->n == 2 &&
		two->words[0].end == w[0].end - w[0].start &&
		two->words[1].start == w[1].start - w[0].start &&
		two->words[1].end == w[1].end - w[0].start;
	return status;
}

/* The last good place within the first SIZE bytes of TEXT, which goes on, or 0. */
static enum pm_status
find_word(const char *text, size_t size, struct pm_words *words, size_t *end,
	  struct pm_error *err)
{
	struct pm_words two = { NULL, 0, 0 };
	enum pm_status status;
	bool same = false;
	size_t n;

	*end = 0;
	words->n = 0;
	status = pm_split(text, size, words, err);
	for (n = words->n; n-- > 2 && !same && status == PM_OK;) {
		size_t at = words->words[n].start;

		if (words->words[n].end + BEHIND > size)
			continue;
		status = check_end(text, at, words, n, &two, &same, err);
		*end = same ? at : 0;
	}
	pm_words_release(&two);
	return status;
}

enum pm_status
pm_part_words(const char *text, size_t len, size_t from, size_t size,
	      struct pm_words *words, size_t *end, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t some;

	*end = pm_part_end(text, len, from, size);
	if (*end < len || len - from <= PARTS * size)
		return PM_OK;
	for (some = PARTS * size; some < len - from; some *= 2) {
		size_t whole = some;

		/* no character is cut */
		while (((uint8_t)text[from + whole] & 0xc0) == 0x80)
			whole--;
		status = find_word(text + from, whole, words, end, err);
		if (status < 0)
			return status;
		if (*end > 0) {
			*end += from;
			return PM_OK;
		}
	}
	*end = len;
	return PM_OK;
}
