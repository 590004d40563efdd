/* Pressmark - words that are found through other words: see derive.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/derive.h"

#include "support/utf8.h"
#include "text/chars.h"
#include "text/fold.h"

#include <string.h>
#include <utf8proc.h>

/* Whether the white space S is that between two lines of a broken word: one line end,
 * with blanks around it; or the turn of a page, with as many as there are. */
static bool
breaks_line(const char *s, size_t len)
{
	unsigned ends = 0, n;
	bool page = false;
	size_t at;

	for (at = 0; at < len; at += n) {
		uint32_t cp = pm_utf8_get((const uint8_t *)s + at, &n);

		if (cp == '\f')
			page = true;
		else if (cp == '\n' || cp == '\r' || cp == 0x85 || cp == 0x2028)
			ends += cp != '\n' || at == 0 || s[at - 1] != '\r';
		else if (pm_char_class(cp) != PM_CHAR_SPACE)
			return false;
	}
	return page || ends == 1;
}

bool
pm_is_hyphen(const char *s, size_t len)
{
	unsigned n;
	uint32_t cp;

	if (len == 0)
		return false;
	cp = pm_utf8_get((const uint8_t *)s, &n);
	if (len == n && pm_char_class(cp) == PM_CHAR_APOSTROPHE)
		return true;
	switch (cp) {
	case '-':
	case 0x2010:
	case 0x2011:
		return len == n || breaks_line(s + n, len - n);
	case 0xad:
	case 0xac:
		return breaks_line(s + n, len - n);
	default:
		return false;
	}
}

bool
pm_is_zero_width(const char *s, size_t len)
{
	return len == 3 && memcmp(s, "\xe2\x80\x8b", 3) == 0;
}

/* How many letters and digits S has, at most MAX. */
static unsigned
count_letters(const char *s, size_t len, unsigned max)
{
	unsigned count = 0, n;
	size_t at;

	for (at = 0; at < len && count < max; at += n)
		count += pm_char_class(pm_utf8_get((const uint8_t *)s + at, &n)) !=
			 PM_CHAR_MARK;
	return count;
}

/* As TeX has it for English: \lefthyphenmin and \righthyphenmin. */
#define LETTERS_BEFORE 2u
#define LETTERS_AFTER 3u

bool
pm_may_break(const char *a, size_t a_len, const char *b, size_t b_len)
{
	return count_letters(a, a_len, LETTERS_BEFORE) == LETTERS_BEFORE &&
	       count_letters(b, b_len, LETTERS_AFTER) == LETTERS_AFTER;
}

bool
pm_is_joint(const char *separator, size_t len, const char *a, size_t a_len, const char *b,
	    size_t b_len)
{
	return pm_is_hyphen(separator, len) ||
	       (pm_is_zero_width(separator, len) && pm_may_break(a, a_len, b, b_len));
}

struct makeup {
	bool other; /* neither letter nor digit nor mark */
	bool letters;
	enum pm_char first, last; /* LETTER or DIGIT, ignoring marks */
};

static struct makeup
look_at(const char *s, size_t len)
{
	struct makeup m = { .first = PM_CHAR_OTHER, .last = PM_CHAR_OTHER };
	size_t at = 0;
	unsigned n;

	while (at < len) {
		enum pm_char c = pm_char_class(pm_utf8_get((const uint8_t *)s + at, &n));

		at += n;
		if (c == PM_CHAR_MARK)
			continue;
		m.letters = m.letters || c == PM_CHAR_LETTER;
		if (c != PM_CHAR_LETTER && c != PM_CHAR_DIGIT)
			m.other = true;
		if (m.first == PM_CHAR_OTHER)
			m.first = c;
		m.last = c;
	}
	return m;
}

bool
pm_compounds(const char *a, size_t a_len, const char *b, size_t b_len)
{
	struct makeup x, y;

	if (a_len + b_len > PM_FOLDED_MAX)
		return false;
	x = look_at(a, a_len);
	y = look_at(b, b_len);
	return !x.other && !y.other && (x.letters || y.letters);
}

bool
pm_joins_without_hyphen(const char *a, size_t a_len, const char *b, size_t b_len)
{
	struct makeup x, y;

	if (a_len + b_len > PM_FOLDED_MAX)
		return false;
	x = look_at(a, a_len);
	y = look_at(b, b_len);
	return (x.last == PM_CHAR_LETTER && y.first == PM_CHAR_DIGIT) ||
	       (x.last == PM_CHAR_DIGIT && y.first == PM_CHAR_LETTER);
}

/* --- addresses ---------------------------------------------------------- */

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (uint8_t)c >= 0x80;
}

static int
host_parts(const char *host, size_t len,
	   int (*fn)(void *ctx, const char *part, size_t len), void *ctx)
{
	int status;

	while (memchr(host, '.', len) != NULL) {
		const char *dot = memchr(host, '.', len);

		if ((status = fn(ctx, host, len)) != 0)
			return status;
		len -= (size_t)(dot + 1 - host);
		host = dot + 1;
	}
	return 0;
}

int
pm_address_parts(const char *s, size_t len,
		 int (*fn)(void *ctx, const char *part, size_t len), void *ctx)
{
	const char *end = s + len, *host = s, *p = s, *at;
	bool bare = true; /* just a host */
	int status;

	while (p < end && is_alnum(*p))
		p++;
	if (end - p >= 3 && memcmp(p, "://", 3) == 0) {
		host = s = p + 3;
		bare = false;
	}
	for (p = host; p < end && strchr("/?#:", *p) == NULL; p++)
		;
	at = memchr(host, '@', (size_t)(p - host));
	if (at != NULL) {
		/* The name, if it is more than the single word that is passed on
		 * below. */
		for (p = host; p < at && is_alnum(*p); p++)
			;
		if (p < at && (status = fn(ctx, host, (size_t)(at - host))) != 0)
			return status;
		host = at + 1;
		for (p = host; p < end && strchr("/?#:", *p) == NULL; p++)
			;
	}
	/* A bare host is the address itself: its shorter forms are its parts. */
	if (bare && host == s && p == end &&
	    (at = memchr(host, '.', (size_t)(p - host))) != NULL)
		host = at + 1;
	if ((status = host_parts(host, (size_t)(p - host), fn, ctx)) != 0)
		return status;
	for (p = s; p < end; p++) {
		const char *start = p;

		while (p < end && is_alnum(*p))
			p++;
		if (p > start && (status = fn(ctx, start, (size_t)(p - start))) != 0)
			return status;
	}
	return 0;
}

/* --- other ways to write a query word ----------------------------------- */

size_t
pm_transitions(const char *s, size_t len, size_t *offsets, size_t max)
{
	enum pm_char last = PM_CHAR_OTHER;
	size_t at = 0, found = 0;
	unsigned n;

	while (at < len) {
		enum pm_char c = pm_char_class(pm_utf8_get((const uint8_t *)s + at, &n));

		if (s[at] == '.' && last == PM_CHAR_DIGIT && at + 1 < len &&
		    s[at + 1] >= '0' && s[at + 1] <= '9')
			c = PM_CHAR_DIGIT;
		if (c == PM_CHAR_LETTER || c == PM_CHAR_DIGIT) {
			if (last != PM_CHAR_OTHER && c != last) {
				if (found < max)
					offsets[found] = at;
				found++;
			}
			last = c;
		} else if (c != PM_CHAR_MARK) {
			return 0;
		}
		at += n;
	}
	return found;
}

size_t
pm_pieces(const char *folded, size_t len, struct pm_piece pieces[PM_PIECES_MAX])
{
	size_t at[PM_PIECES_MAX], n = pm_transitions(folded, len, at, PM_PIECES_MAX), i;

	if (n == 0 || n >= PM_PIECES_MAX || len > PM_FOLDED_MAX)
		return 0;
	for (i = 0; i <= n; i++) {
		size_t from = i == 0 ? 0 : at[i - 1], to = i == n ? len : at[i];

		pieces[i].data = folded + from;
		pieces[i].len = to - from;
	}
	return n + 1;
}

/* Whether a character is a capital letter; of one with marks, the letter. */
static bool
is_capital(uint32_t cp)
{
	return cp < 0x80 ? cp >= 'A' && cp <= 'Z'
			 : utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_LU;
}

#define CAPITALS_MIN 2u
#define CAPITALS_MAX 5u

/* The letters of two to five capitals, by their offsets, and the end behind the last one;
 * 0 if the surface is anything else.  BETWEEN, which is '.' or 0 for nothing, must stand
 * between any two and belongs to the letter before it. */
static size_t
find_capitals(const char *s, size_t len, char between, size_t at[CAPITALS_MAX + 1])
{
	size_t n = 0, i = 0;
	unsigned k;

	while (i < len) {
		uint32_t cp = pm_utf8_get((const uint8_t *)s + i, &k);

		if (n > 0 && pm_char_class(cp) == PM_CHAR_MARK) {
			i += k;
			continue;
		}
		if (between != 0 && n > 0 && s[i] == between && s[i - 1] != between) {
			i++;
			continue;
		}
		if (!is_capital(cp) || n == CAPITALS_MAX ||
		    (between != 0 && n > 0 && s[i - 1] != between))
			return 0;
		at[n++] = i;
		i += k;
	}
	at[n] = len;
	return n >= CAPITALS_MIN && s[len - 1] != '.' ? n : 0;
}

/* Append the folded letters, with POINT between any two (0: nothing).  Returns true. */
static bool
put_letters(const char *s, const size_t *at, size_t n, char point, struct pm_buf *out)
{
	size_t i, k;

	for (i = 0; i < n; i++) {
		size_t end = at[i + 1];

		if (i > 0 && point != 0)
			pm_buf_putc(out, point);
		for (k = at[i]; k < end && s[k] != '.'; k++)
			;
		if (pm_fold(s + at[i], k - at[i], 0, out, NULL) < 0)
			out->status = PM_ERR_NOMEM;
	}
	return true;
}

bool
pm_is_capitals(const char *surface, size_t len)
{
	size_t at[CAPITALS_MAX + 1];

	return find_capitals(surface, len, 0, at) > 0;
}

bool
pm_dotted(const char *surface, size_t len, struct pm_buf *out)
{
	size_t at[CAPITALS_MAX + 1], n = find_capitals(surface, len, 0, at);

	return n > 0 && put_letters(surface, at, n, '.', out);
}

bool
pm_undotted(const char *surface, size_t len, struct pm_buf *out)
{
	size_t at[CAPITALS_MAX + 1], n = find_capitals(surface, len, '.', at);

	return n > 0 && put_letters(surface, at, n, 0, out);
}
