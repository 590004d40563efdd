/* Pressmark - the rules of splitting, one word at a time: see split_rules.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One pass from left to right.  A word grows run by run (a run is uninterrupted letters,
 * digits and marks); where a run ends, joins() decides whether the next character ties it
 * to a following run. */
#include "text/split_rules.h"

#include "support/buf.h"
#include "support/utf8.h"
#include "text/chars.h"

#include <stdatomic.h>
#include <string.h>

/* A run of letters, digits and marks, from start to end (exclusive). */
struct run {
	size_t start, end;
	unsigned letters, digits; /* characters of each class */
	bool ends_in_digit;	  /* ignoring marks */
	bool ascii;
};

/* pm_char_class, cached.  Whoever asks first writes what everyone else would write, so
 * threads need not agree; a page of the table takes memory only once one of its
 * characters occurs. */
static enum pm_char
class_of(uint32_t cp)
{
	static _Atomic uint8_t known[0x10000]; /* the class + 1, or 0 */
	unsigned c;

	if (cp >= sizeof known)
		return pm_char_class(cp);
	c = atomic_load_explicit(&known[cp], memory_order_relaxed);
	if (c == 0) {
		c = (unsigned)pm_char_class(cp) + 1;
		atomic_store_explicit(&known[cp], (uint8_t)c, memory_order_relaxed);
	}
	return (enum pm_char)(c - 1);
}

/* The class of the character at AT and its length; the end of the text is
 * white space of length 0. */
static enum pm_char
class_at(const struct pm_scan *sc, size_t at, unsigned *len)
{
	if (at >= sc->len) {
		*len = 0;
		return PM_CHAR_SPACE;
	}
	return class_of(pm_utf8_get(sc->s + at, len));
}

static bool
is_word_char(enum pm_char c)
{
	return c == PM_CHAR_LETTER || c == PM_CHAR_DIGIT || c == PM_CHAR_MARK;
}

/* Whether the soft hyphen at AT ends its line: it is where a word was broken, and part
 * of the separator. */
static bool
ends_line(const struct pm_scan *sc, size_t at)
{
	static const char soft_hyphen[] = "\xc2\xad";

	if (sc->len - at < 2 || memcmp(sc->s + at, soft_hyphen, 2) != 0)
		return false;
	for (at += 2; at < sc->len && (sc->s[at] == ' ' || sc->s[at] == '\t'); at++)
		;
	return at < sc->len &&
	       (sc->s[at] == '\n' || sc->s[at] == '\r' || sc->s[at] == '\f');
}

static struct run
read_run(const struct pm_scan *sc, size_t at)
{
	enum { NEITHER, LETTER, DIGIT };
	static const uint8_t kinds[256] = { ['0' ... '9'] = DIGIT,
					    ['A' ... 'Z'] = LETTER,
					    ['a' ... 'z'] = LETTER };
	struct run run = { .start = at, .end = at, .ascii = true };

	for (;;) {
		uint8_t kind, last = NEITHER;
		unsigned len;

		while (run.end < sc->len && (kind = kinds[sc->s[run.end]]) != NEITHER) {
			run.letters += kind == LETTER;
			run.digits += kind == DIGIT;
			last = kind;
			run.end++;
		}
		if (last != NEITHER)
			run.ends_in_digit = last == DIGIT;
		if (run.end >= sc->len || sc->s[run.end] < 0x80)
			return run;
		switch (class_at(sc, run.end, &len)) {
		case PM_CHAR_LETTER:
			run.letters++;
			run.ends_in_digit = false;
			break;
		case PM_CHAR_DIGIT:
			run.digits++;
			run.ends_in_digit = true;
			break;
		case PM_CHAR_MARK:
			if (ends_line(sc, run.end))
				return run;
			break;
		default:
			return run;
		}
		run.ascii = false;
		run.end += len;
	}
}

/* --- addresses ---------------------------------------------------------- */

/* Longer ones are not addresses; so looking for one has a bounded cost. */
#define MAIL_NAME_MAX 64u
#define HOST_MAX 253u

static bool
is_url_char(uint8_t c)
{
	return c > ' ' && c < 0x7f && strchr("<>\"{}|\\^`'", c) == NULL;
}

/* The length of "http://" and the like at AT, or 0. */
static size_t
url_prefix(const struct pm_scan *sc, size_t at)
{
	static const char *const prefixes[] = { "http://", "https://", "ftp://", "www." };
	size_t i, k;

	for (i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		const char *p = prefixes[i];

		for (k = 0; p[k] != '\0' && at + k < sc->len; k++)
			if ((sc->s[at + k] | (p[k] >= 'a' ? 0x20 : 0)) != p[k])
				break;
		if (p[k] == '\0' && at + k < sc->len && pm_split_is_alnum(sc->s[at + k]))
			return k;
	}
	return 0;
}

/* Whether the last character C of an address is not part of it; ROUND and SQUARE are how
 * many more brackets of that kind it closes than it opens. */
static bool
trails(uint8_t c, long *round, long *square)
{
	if (c == ')')
		return (*round)-- > 0;
	if (c == ']')
		return (*square)-- > 0;
	return strchr(".,;:!?*", c) != NULL;
}

static size_t
url_end(const struct pm_scan *sc, size_t at)
{
	size_t prefix = url_prefix(sc, at), end;
	long round = 0, square = 0;

	if (prefix == 0)
		return 0;
	for (end = at; end < sc->len && is_url_char(sc->s[end]); end++) {
		round += (sc->s[end] == ')') - (sc->s[end] == '(');
		square += (sc->s[end] == ']') - (sc->s[end] == '[');
	}
	/* The prefix stays, with one letter or digit. */
	while (end > at + prefix + 1 && trails(sc->s[end - 1], &round, &square))
		end--;
	return end;
}

/* The end of labels joined by single points from AT, or 0 if there are not at least two;
 * *LAST is where the last label begins.  A final point or hyphen is not taken. */
static size_t
host_end(const struct pm_scan *sc, size_t at, size_t *last)
{
	size_t end = at, labels = 0;

	for (;;) {
		size_t start = end;

		if (end - at > HOST_MAX)
			return 0;
		while (end < sc->len && end - at <= HOST_MAX &&
		       (pm_split_is_alnum(sc->s[end]) ||
			(sc->s[end] == '-' && end > start)))
			end++;
		while (end > start && sc->s[end - 1] == '-')
			end--;
		if (end == start)
			break;
		*last = start;
		labels++;
		if (end + 1 >= sc->len || sc->s[end] != '.' ||
		    !pm_split_is_alnum(sc->s[end + 1]))
			break;
		end++;
	}
	return labels >= 2 && end - at <= HOST_MAX ? end : 0;
}

/* Whether nothing at END would lengthen an address. */
static bool
address_ends(const struct pm_scan *sc, size_t end)
{
	unsigned len;

	return !is_word_char(class_at(sc, end, &len)) &&
	       (end >= sc->len || (sc->s[end] != '@' && sc->s[end] != '_'));
}

/* What the name before an @ may contain besides letters and digits. */
static bool
is_name_sign(uint8_t c)
{
	return c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
}

static size_t
mail_end(const struct pm_scan *sc, size_t at)
{
	size_t p = at, end, last, k;

	while (p < sc->len && p - at < MAIL_NAME_MAX &&
	       (pm_split_is_alnum(sc->s[p]) || is_name_sign(sc->s[p])))
		p++;
	if (p >= sc->len || sc->s[p] != '@' || !pm_split_is_alnum(sc->s[p - 1]))
		return 0;
	end = host_end(sc, p + 1, &last);
	if (end == 0 || end - last < 2 || !address_ends(sc, end))
		return 0;
	for (k = last; k < end; k++)
		if (sc->s[k] < 'A')
			return 0;
	return end;
}

static size_t
bare_host_end(const struct pm_scan *sc, size_t at)
{
	static const char domains[][5] = { "com", "org",  "net", "gov", "edu",
					   "mil", "info", "biz", "io" };
	size_t last = 0, end = host_end(sc, at, &last), n = end - last, i;

	if (end == 0 || n >= sizeof domains[0])
		return 0;
	for (i = 0; i < sizeof domains / sizeof *domains; i++)
		if (domains[i][n] == '\0' && memcmp(domains[i], sc->s + last, n) == 0)
			return address_ends(sc, end) ? end : 0;
	return 0;
}

/* The end of the address that begins at AT, or 0.  FIRST is the run there. */
static size_t
address_end(const struct pm_scan *sc, size_t at, const struct run *first)
{
	uint8_t c = sc->s[at] | 0x20, next;
	size_t end;

	if (first->end + 1 >= sc->len)
		return 0;
	next = sc->s[first->end];
	if (((next == ':' && (c == 'h' || c == 'f')) || (next == '.' && c == 'w')) &&
	    (end = url_end(sc, at)) != 0)
		return end;
	if (!first->ascii || (next != '@' && !is_name_sign(next)) ||
	    !pm_split_is_alnum(sc->s[first->end + 1]))
		return 0;
	if ((end = mail_end(sc, at)) != 0)
		return end;
	return next == '.' || next == '-' ? bare_host_end(sc, at) : 0;
}

/* --- joining runs ------------------------------------------------------- */

/* The part of a word found so far. */
struct growing {
	size_t start;
	struct run last;   /* the latest run */
	bool grouped;	   /* it is a number with grouping commas */
	bool letters_only; /* a single run, of letters only */
};

/* 1,000: the comma at AT begins a group of exactly three digits. */
static bool
joins_group(const struct growing *w, size_t at, const struct run *next)
{
	if (w->last.letters != 0 || next->letters != 0 || next->digits != 3 ||
	    next->start != at + 1)
		return false;
	return w->grouped ? w->last.digits == 3
			  : w->last.start == w->start && w->last.digits >= 1 &&
				    w->last.digits <= 3;
}

static bool
joins_point(const struct pm_scan *sc, const struct growing *w, const struct run *next)
{
	unsigned len;

	if (next->start == next->end)
		return false;
	if (w->last.ends_in_digit && class_at(sc, next->start, &len) == PM_CHAR_DIGIT)
		return true;
	return w->last.digits == 0 && next->digits == 0 && w->last.letters <= 2 &&
	       next->letters <= 2 && (w->last.letters == 1 || next->letters == 1) &&
	       next->letters > 0;
}

/* 's at the end of a word. */
static bool
is_possessive(const struct pm_scan *sc, const struct run *next)
{
	return next->letters == 1 && next->end - next->start == 1 &&
	       (sc->s[next->start] | 0x20) == 's';
}

/* The articles, pronouns and prepositions of Romance languages that lose their vowel
 * before another one (l'eau, qu'il, dell'arte), sorted. */
static const char elided[][8] = {
	"all",	"bell", "c",	  "coll",  "d",	    "dagl",   "dall",	"degl",
	"dell", "gl",	"j",	  "jusqu", "l",	    "lorsqu", "m",	"n",
	"negl", "nell", "puisqu", "qu",	   "quell", "quest",  "quoiqu", "s",
	"sant", "sugl", "sull",	  "t",	   "un",    "v"
};

/* Whether the apostrophe between the word so far and NEXT stands for an elided vowel:
 * then it divides two words.  Not in Breton's c'h. */
static bool
is_elision(const struct pm_scan *sc, const struct growing *w, const struct run *next)
{
	size_t len = w->last.end - w->start, low = 0,
	       high = sizeof elided / sizeof *elided, i;
	char word[sizeof *elided] = { 0 };

	if (w->last.start != w->start || !w->last.ascii || len >= sizeof word ||
	    next->letters < 2)
		return false;
	for (i = 0; i < len; i++)
		word[i] = (char)(sc->s[w->start + i] | 0x20);
	if (strcmp(word, "c") == 0 && (sc->s[next->start] | 0x20) == 'h')
		return false;
	while (low < high) {
		size_t mid = (low + high) / 2;
		int order = strcmp(word, elided[mid]);

		if (order == 0)
			return true;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return false;
}

/* Whether the character of class C and LEN bytes at AT joins the word to the
 * run after it. */
static bool
joins(const struct pm_scan *sc, const struct growing *w, size_t at, enum pm_char c,
      unsigned len, const struct run *next)
{
	unsigned n;

	if (c == PM_CHAR_APOSTROPHE) {
		enum pm_char after = class_at(sc, next->start, &n);

		return w->last.letters > 0 && after == PM_CHAR_LETTER &&
		       !w->last.ends_in_digit && !is_possessive(sc, next) &&
		       !is_elision(sc, w, next);
	}
	if (len != 1)
		return false;
	switch (sc->s[at]) {
	case '.':
		return joins_point(sc, w, next);
	case ',':
		return joins_group(w, at, next);
	case '&':
		return w->last.digits == 0 && next->digits == 0 && next->letters > 0 &&
		       next->letters <= 3 && w->last.letters <= 3;
	}
	return false;
}

/* C++, C#: how many bytes at AT belong to the word. */
static size_t
plus_or_sharp(const struct pm_scan *sc, const struct growing *w, size_t at)
{
	size_t n = 0;
	unsigned len;

	if (!w->letters_only || at >= sc->len)
		return 0;
	if (sc->s[at] == '+' && at + 1 < sc->len && sc->s[at + 1] == '+')
		n = 2;
	else if (sc->s[at] == '#' && w->last.letters == 1)
		n = 1;
	if (n == 0 || is_word_char(class_at(sc, at + n, &len)) ||
	    (at + n < sc->len && (sc->s[at + n] == '+' || sc->s[at + n] == '#')))
		return 0;
	return n;
}

/* The end of the word that begins with the run FIRST. */
static size_t
word_end(const struct pm_scan *sc, const struct run *first, bool *plain)
{
	struct growing w = { .start = first->start,
			     .last = *first,
			     .letters_only = first->digits == 0 };
	size_t at;

	*plain = first->ascii;
	for (;;) {
		unsigned len;
		enum pm_char c;
		struct run next;

		at = w.last.end;
		/* The common ends, without a table look-up. */
		if (at >= sc->len || sc->s[at] <= ' ')
			return at;
		c = class_at(sc, at, &len);
		next = read_run(sc, at + len);
		if (next.end == next.start || !joins(sc, &w, at, c, len, &next))
			break;
		w.grouped = sc->s[at] == ',';
		w.letters_only = false;
		w.last = next;
		*plain = false;
	}
	if (plus_or_sharp(sc, &w, at) > 0) {
		*plain = false;
		at += plus_or_sharp(sc, &w, at);
	}
	return at;
}

/* --- the text ----------------------------------------------------------- */

/* Where splitting goes on after a word that ends at AT: there, or after its
 * possessive. */
static size_t
skip_possessive(const struct pm_scan *sc, size_t at)
{
	unsigned len;
	struct run next;

	if (class_at(sc, at, &len) != PM_CHAR_APOSTROPHE)
		return at;
	next = read_run(sc, at + len);
	return is_possessive(sc, &next) ? next.end : at;
}

static size_t
ideogram_end(const struct pm_scan *sc, size_t at, unsigned len)
{
	at += len;
	while (class_at(sc, at, &len) == PM_CHAR_MARK)
		at += len;
	return at;
}

size_t
pm_split_step(const struct pm_scan *sc, size_t at, struct pm_word *word)
{
	unsigned n;
	enum pm_char c = class_at(sc, at, &n);
	struct run run;
	size_t end;
	bool plain;

	word->start = word->end = (uint32_t)at;
	if (c == PM_CHAR_IDEOGRAM) {
		end = ideogram_end(sc, at, n);
		word->end = (uint32_t)end;
		word->flags = PM_WORD_IDEOGRAM;
		return end;
	}
	if (c != PM_CHAR_LETTER && c != PM_CHAR_DIGIT)
		return at + n;
	run = read_run(sc, at);
	end = address_end(sc, at, &run);
	if (end != 0) {
		word->flags = PM_WORD_ADDRESS;
	} else {
		end = word_end(sc, &run, &plain);
		word->flags = plain ? PM_WORD_PLAIN : 0;
	}
	word->end = (uint32_t)end;
	return skip_possessive(sc, end);
}

enum pm_status
pm_split_careful(const char *text, size_t len, struct pm_words *out, struct pm_error *err)
{
	struct pm_scan sc = { (const uint8_t *)text, len };
	size_t at = 0;
	enum pm_status status;

	while (at < len) {
		if (sc.s[at] < 0x80 && !pm_split_is_alnum(sc.s[at])) {
			at++;
			continue;
		}
		if (out->n == out->cap &&
		    (status = pm_grow(&out->words, &out->cap, out->n + 1,
				      sizeof *out->words, err)) < 0)
			return status;
		at = pm_split_step(&sc, at, &out->words[out->n]);
		out->n += out->words[out->n].end > out->words[out->n].start;
	}
	return PM_OK;
}
