/* Pressmark - the words of a token, some of them spelt: see parse_leaf.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/parse_leaf.h"

#include "support/utf8.h"
#include "text/chars.h"

#include <string.h>

/* --- wildcards ---------------------------------------------------------- */

static bool
is_wildcard(char c)
{
	return c == '*' || c == '?';
}

/* Whether a word would go on at AT. */
static bool
goes_on(const char *text, size_t len, size_t at)
{
	enum pm_char c;
	unsigned n;

	if (at >= len)
		return false;
	c = pm_char_class(pm_utf8_get((const uint8_t *)text + at, &n));
	return c == PM_CHAR_LETTER || c == PM_CHAR_DIGIT || c == PM_CHAR_MARK;
}

/* --- wildcards ---------------------------------------------------------- */

/* Put an x for each wildcard of the run from START to END.  In a phrase a ? at the end of
 * a word is punctuation. */
static void
mask_run(struct pm_buf *masked, size_t start, size_t end, bool quoted)
{
	const char *text = pm_buf_str(masked);

	if (quoted && !goes_on(text, masked->len, end))
		while (end > start && text[end - 1] == '?')
			end--;
	for (; start < end; start++)
		masked->data[start] = 'x';
}

/* Characters inside an address are not wildcards. */
static void
mask_wildcards(struct pm_buf *masked, const struct pm_words *split, bool quoted)
{
	const char *text = pm_buf_str(masked);
	size_t at = 0, start, next = 0;

	while (at < masked->len) {
		while (next < split->n &&
		       (split->words[next].end <= at ||
			(split->words[next].flags & PM_WORD_ADDRESS) == 0))
			next++;
		if (next < split->n && split->words[next].start <= at) {
			at = split->words[next].end;
			continue;
		}
		for (start = at; at < masked->len && is_wildcard(text[at]); at++)
			;
		mask_run(masked, start, at, quoted);
		at += at == start;
	}
}

/* A letter continues most words, but not an ideogram and not the end of an address.  So
 * if what stands before the star at the end of the token is a single word in itself,
 * without wildcards, the star belongs to that word. */
static enum pm_status
split_prefix(const char *text, size_t len, struct pm_words *split, struct pm_buf *masked,
	     struct pm_error *err)
{
	struct pm_words before = { 0 };
	enum pm_status status;
	size_t n = len;

	while (n > 0 && text[n - 1] == '*')
		n--;
	status = pm_split(text, n, &before, err);
	if (status == PM_OK && before.n == 1 && before.words[0].end == n &&
	    memcmp(masked->data, text, n) == 0) {
		split->n = 1;
		split->words[0] = before.words[0];
		split->words[0].end = len;
	}
	pm_words_release(&before);
	return status;
}

/* --- expressions and ~ in a phrase -------------------------------------- */

/* The length of the regular expression at AT, from one slash to the other with no white
 * space between, or 0. */
static size_t
regex_length(const char *text, size_t len, size_t at)
{
	size_t end = at + 1;
	unsigned n;

	if (text[at] != '/')
		return 0;
	while (end < len && text[end] != '/') {
		uint32_t cp = pm_utf8_get((const uint8_t *)text + end, &n);

		if (pm_is_blank(cp))
			return 0;
		end += cp == '\\' && end + 1 < len && (uint8_t)text[end + 1] < 0x80 &&
				       !pm_is_blank((uint8_t)text[end + 1])
			     ? 2
			     : n;
	}
	if (end >= len || end == at + 1)
		return 0;
	end++;
	return end == len || pm_is_blank(pm_utf8_get((const uint8_t *)text + end, &n))
		     ? end - at
		     : 0;
}

/* Put x in place of expressions, each of which is thereby one word. */
static void
mask_expressions(struct pm_buf *masked)
{
	const char *text = pm_buf_str(masked);
	size_t at = 0, n;
	bool begins = true;
	unsigned bytes;

	for (; at < masked->len; at += n) {
		bool blank = pm_is_blank(pm_utf8_get((const uint8_t *)text + at, &bytes));

		n = begins ? regex_length(text, masked->len, at) : 0;
		memset(masked->data + at, 'x', n);
		n = n > 0 ? n : bytes;
		begins = blank;
	}
}

/* Whether a word that holds more than digits ends at END: 5~10 is a range. */
static bool
ends_word(const char *text, size_t len, size_t end)
{
	bool digits = true;
	size_t at = end, before = end;

	while (before > 0 && digits) {
		do
			before--;
		while (before > 0 && ((uint8_t)text[before] & 0xc0) == 0x80);
		if (!goes_on(text, len, before))
			break;
		digits = text[before] >= '0' && text[before] <= '9';
		at = before;
	}
	return at < end && !digits;
}

/* The length of the ~2 at AT, which stands directly after a word and ends one, or 0. */
static size_t
tilde_length(const char *text, size_t len, size_t at)
{
	size_t end = at + 1;

	if (text[at] != '~')
		return 0;
	while (end < len && text[end] >= '0' && text[end] <= '9')
		end++;
	return ends_word(text, len, at) && !goes_on(text, len, end) ? end - at : 0;
}

/* Put blanks in place of a ~ and its number, so that they are no part of a word. */
static void
mask_tildes(struct pm_buf *masked, const struct pm_words *split)
{
	const char *text = pm_buf_str(masked);
	size_t at, next = 0, n;

	for (at = 0; at < masked->len; at += n) {
		while (next < split->n &&
		       (split->words[next].end <= at ||
			(split->words[next].flags & PM_WORD_ADDRESS) == 0))
			next++;
		n = next < split->n && split->words[next].start <= at
			  ? 0
			  : tilde_length(text, masked->len, at);
		memset(masked->data + at, ' ', n);
		n += n == 0;
	}
}

/* Let words take the ~2 after them along. */
static void
take_tildes(const char *text, size_t len, struct pm_words *split,
	    const struct pm_buf *masked)
{
	size_t i;

	for (i = 0; i < split->n; i++) {
		uint32_t *end = &split->words[i].end;

		if (*end < len && text[*end] == '~' && masked->data[*end] == ' ')
			do
				++*end;
			while (*end < len && text[*end] >= '0' && text[*end] <= '9');
	}
}

bool
pm_leaf_is_regex(const char *text, const struct pm_word *w)
{
	return text[w->start] == '/';
}

size_t
pm_leaf_tilde(const char *text, const struct pm_word *w, const struct pm_buf *masked)
{
	size_t at = w->end;

	while (at > w->start && text[at - 1] >= '0' && text[at - 1] <= '9')
		at--;
	return at > w->start && text[at - 1] == '~' && masked->data[at - 1] == ' '
		     ? w->end - at + 1
		     : 0;
}

/* --- the token ---------------------------------------------------------- */

enum pm_status
pm_leaf_split(const char *text, size_t len, bool quoted, struct pm_words *split,
	      struct pm_buf *masked, struct pm_error *err)
{
	enum pm_status status;

	pm_buf_clear(masked);
	pm_buf_put(masked, text, len);
	if (masked->status < 0)
		return pm_fail_nomem(err);
	if (quoted)
		mask_expressions(masked);
	split->n = 0;
	status = pm_split(pm_buf_str(masked), len, split, err);
	if (status < 0 ||
	    (memchr(text, '*', len) == NULL && memchr(text, '?', len) == NULL &&
	     (!quoted || memchr(text, '~', len) == NULL)))
		return status;
	mask_wildcards(masked, split, quoted);
	if (quoted)
		mask_tildes(masked, split);
	split->n = 0;
	status = pm_split(pm_buf_str(masked), len, split, err);
	if (status == PM_OK && quoted)
		take_tildes(text, len, split, masked);
	if (status == PM_OK && !quoted && split->n > 1 && text[len - 1] == '*' &&
	    masked->data[len - 1] == 'x')
		status = split_prefix(text, len, split, masked, err);
	return status;
}
