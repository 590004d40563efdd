/* Pressmark - in which encoding do bytes make sense?: see guess.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/encoding/guess.h"

#include "corpus/encoding/languages.h"
#include "corpus/encoding/shape.h"
#include "support/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <uchardet.h>

/* Bytes around a word with bytes above ASCII that are looked at as well. */
#define AROUND 32u
/* Of characters of several bytes, so much of the sample. */
#define PAIRS_SAMPLE ((size_t)1 << 12)
/* All rates are natural logarithms, in hundredths (languages.h). */
#define BONUS_UCHARDET 250
#define PRIOR_MIXED (-400)    /* UTF-8 with other bytes in it */
#define COST_OTHER_SCRIPT 600 /* two scripts in one word */
#define COST_CAPITAL_INSIDE 350
#define COST_SIGN_BESIDE 200  /* a letter beside a sign that stands by itself */
#define COST_SIGN_INSIDE 600  /* between two letters */
#define COST_ALONE 300	      /* a letter that is a word */
#define COST_ASCII_BESIDE 300 /* a letter of ASCII beside an ideogram */
#define COST_ILL_FORMED 2000
/* The ASCII letters of a text of another script are in some other language. */
#define COST_ASCII 100
/* Such a text is rarely of Latin letters in the main. */
#define COST_ASCII_MOSTLY 800
#define MOSTLY 3u
/* Their share in what is known of the language: there are many of them, and much alike. */
#define ASCII_DIVISOR 2
/* A character at this rate on the average is none of the text's. */
#define RATE_SENSELESS (-900)

struct candidate {
	const char *label;
	int prior; /* how common it is */
};

static const struct candidate BYTES[] = {
	{ "windows-1252", 0 },	  { "windows-1250", -100 }, { "windows-1251", -100 },
	{ "windows-1253", -150 }, { "windows-1254", -150 }, { "windows-1255", -150 },
	{ "windows-1256", -150 }, { "windows-1257", -150 }, { "windows-1258", -425 },
	{ "windows-874", -150 },  { "iso-8859-2", -200 },   { "iso-8859-3", -850 },
	{ "iso-8859-4", -680 },	  { "iso-8859-5", -595 },   { "iso-8859-6", -595 },
	{ "iso-8859-7", -250 },	  { "iso-8859-8", -595 },   { "iso-8859-10", -1020 },
	{ "iso-8859-13", -680 },  { "iso-8859-14", -1020 }, { "iso-8859-15", -250 },
	{ "iso-8859-16", -1500 }, { "koi8-r", -150 },	    { "koi8-u", -200 },
	{ "ibm866", -510 },	  { "ibm437", -1105 },	    { "ibm850", -935 },
	{ "ibm852", -935 },	  { "ibm855", -1360 },	    { "ibm857", -1190 },
	{ "ibm737", -1190 },	  { "ibm775", -1530 },	    { "ibm862", -1530 },
	{ "ibm860", -1700 },	  { "ibm861", -1700 },	    { "ibm863", -1700 },
	{ "ibm865", -1530 },	  { "macintosh", -935 },    { "x-mac-cyrillic", -935 },
	{ "x-mac-ce", -1360 },	  { "viscii", -850 },	    { "tcvn", -850 },
};

static const struct candidate PAIRS[] = {
	{ "gb18030", -60 }, { "big5", -60 },	{ "shift_jis", -60 }, { "euc-kr", -60 },
	{ "euc-jp", -100 }, { "euc-tw", -500 }, { "johab", -400 },
};

#define N_BYTES (sizeof BYTES / sizeof *BYTES)
#define N_PAIRS (sizeof PAIRS / sizeof *PAIRS)

enum kind { KIND_SPACE, KIND_SIGN, KIND_SMALL, KIND_CAPITAL };

/* An encoding of one byte a character. */
struct table {
	const struct pm_charset *charset; /* NULL: iconv does not know it */
	uint8_t script[256];		  /* enum pm_script */
	uint8_t kind[256];		  /* enum kind */
	bool is_joint[256];
	uint32_t characters[256];
	int16_t *rates; /* of each language, of the bytes from 0x80 on */
};

/* How the sample reads in an encoding, in the language that fits best. */
struct reading {
	const struct pm_charset *charset; /* NULL: not at all */
	const struct table *table;	  /* NULL: it has characters of several bytes */
	int64_t rate;
	int64_t letters_rate; /* of the characters above ASCII alone */
	size_t n;	      /* of them */
};

#define N_READINGS (N_BYTES + N_PAIRS + 1)

struct pm_guess {
	uchardet_t uchardet;
	struct pm_languages *languages;
	size_t n_languages;
	struct table tables[N_BYTES];
	int16_t *ascii; /* of each language, of a to z */
	iconv_t pairs[N_PAIRS];
	int64_t *ascii_rate; /* of the sample, of each language */
	uint32_t *pair_counts; /* of the sample, by two bytes, of which one is above ASCII */
	uint16_t *pair_list; /* which of them there are */
	size_t n_pairs;
	uint32_t *wide; /* the sample as characters */
	struct reading readings[N_READINGS];
};

/* What the sample has of each byte: in all, between letters of ASCII, and between what
 * is of ASCII and no letter. */
struct counts {
	uint32_t all[256], inside[256], alone[256];
};

/* --- tables */

static enum kind
kind_of(uint32_t c)
{
	if (pm_script_of(c) != PM_SCRIPT_NONE)
		return pm_is_capital(c) ? KIND_CAPITAL : KIND_SMALL;
	return c < 0x80 || pm_is_typographic(c) || (c >= 0x300 && c < 0x370)
		     ? KIND_SPACE
		     : KIND_SIGN;
}

/* The character of a byte; 0: it has none. */
static uint32_t
read_byte(iconv_t cd, unsigned byte)
{
	char in[1] = { (char)byte }, *from = in;
	uint32_t out[4] = { 0 };
	char *to = (char *)out;
	size_t left = 1, room = sizeof out;

	iconv(cd, NULL, NULL, NULL, NULL);
	if (iconv(cd, &from, &left, &to, &room) == (size_t)-1 ||
	    iconv(cd, NULL, NULL, &to, &room) == (size_t)-1 ||
	    room != sizeof out - sizeof *out)
		return 0;
	return out[0];
}

static iconv_t
open_wide(const struct pm_charset *charset)
{
	const uint32_t one = 1;
	unsigned char first;
	const char *wide;
	iconv_t cd;

	memcpy(&first, &one, 1);
	wide = first == 1 ? "UTF-32LE" : "UTF-32BE"; /* as this machine has numbers */
	cd = iconv_open(wide, charset->iconv[0]);
	return cd == (iconv_t)-1 && charset->iconv[1] != NULL
		     ? iconv_open(wide, charset->iconv[1])
		     : cd;
}

static enum pm_status
make_table(struct pm_guess *g, struct table *t, const char *label, struct pm_error *err)
{
	const struct pm_charset *charset = pm_charset_of(label);
	iconv_t cd = open_wide(charset);
	size_t l;
	unsigned b;

	if (cd == (iconv_t)-1)
		return PM_OK;
	t->rates = pm_alloc(g->n_languages, 128 * sizeof *t->rates);
	for (b = 0; b < 256 && t->rates != NULL; b++) {
		uint32_t c = b < 0x80 ? b : read_byte(cd, b);

		t->characters[b] = c;
		t->script[b] = (uint8_t)pm_script_of(c);
		t->kind[b] = (uint8_t)kind_of(c);
		t->is_joint[b] = pm_sign_joins(c);
		for (l = 0; l < g->n_languages && b >= 0x80; l++)
			t->rates[l * 128 + b - 0x80] = (int16_t)
				pm_languages_rate(g->languages, l, c);
	}
	iconv_close(cd);
	if (t->rates == NULL)
		return pm_fail_nomem(err);
	t->charset = charset;
	return PM_OK;
}

/* What does not depend on tables. */
static enum pm_status
allocate(struct pm_guess *g, struct pm_error *err)
{
	g->n_languages = pm_languages_count(g->languages);
	g->uchardet = uchardet_new();
	g->ascii = pm_alloc(g->n_languages, 26 * sizeof *g->ascii);
	g->ascii_rate = pm_alloc(g->n_languages, sizeof *g->ascii_rate);
	g->pair_counts = pm_calloc((size_t)1 << 16, sizeof *g->pair_counts);
	g->pair_list = pm_alloc((size_t)1 << 16, sizeof *g->pair_list);
	g->wide = pm_alloc(PAIRS_SAMPLE, sizeof *g->wide);
	return g->uchardet == NULL || g->ascii == NULL || g->ascii_rate == NULL ||
			       g->pair_counts == NULL || g->pair_list == NULL ||
			       g->wide == NULL
		     ? pm_fail_nomem(err)
		     : PM_OK;
}

enum pm_status
pm_guess_new(struct pm_guess **out, struct pm_error *err)
{
	struct pm_guess *g = pm_calloc(1, sizeof *g);
	enum pm_status st;
	size_t i, c;

	*out = NULL;
	if (g == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < N_PAIRS; i++)
		g->pairs[i] = (iconv_t)-1;
	if ((st = pm_languages_new(&g->languages, err)) < 0 || (st = allocate(g, err)) < 0)
		goto out;
	for (i = 0; i < g->n_languages; i++)
		for (c = 0; c < 26; c++)
			g->ascii[i * 26 + c] = (int16_t)
				pm_languages_rate(g->languages, i, 'a' + (uint32_t)c);
	for (i = 0; i < N_BYTES && st == PM_OK; i++)
		st = make_table(g, &g->tables[i], BYTES[i].label, err);
	for (i = 0; i < N_PAIRS; i++)
		g->pairs[i] = open_wide(pm_charset_of(PAIRS[i].label));
	if (st == PM_OK) {
		*out = g;
		g = NULL;
	}
out:
	pm_guess_free(g);
	return st;
}

void
pm_guess_free(struct pm_guess *g)
{
	size_t i;

	if (g == NULL)
		return;
	for (i = 0; i < N_BYTES; i++)
		free(g->tables[i].rates);
	for (i = 0; i < N_PAIRS; i++)
		if (g->pairs[i] != (iconv_t)-1)
			iconv_close(g->pairs[i]);
	if (g->uchardet != NULL)
		uchardet_delete(g->uchardet);
	pm_languages_free(g->languages);
	free(g->ascii);
	free(g->ascii_rate);
	free(g->pair_counts);
	free(g->pair_list);
	free(g->wide);
	free(g);
}

/* --- the sample */

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A piece begins and ends at a blank, which is no part of a longer character in any
 * encoding. */
void
pm_guess_take_sample(struct pm_buf *out, const char *bytes, size_t len)
{
	size_t done = 0, at = 0, from, to;

	while (at < len && out->len < PM_GUESS_SAMPLE) {
		if ((uint8_t)bytes[at] < 0x80) {
			at++;
			continue;
		}
		from = at - done < AROUND ? done : at - AROUND;
		while (from > done && !is_blank(bytes[from]))
			from--;
		to = at;
		while (to < len && (uint8_t)bytes[to] >= 0x80)
			to++;
		to = len - to < AROUND ? len : to + AROUND;
		while (to < len && !is_blank(bytes[to]) && to - from < PM_GUESS_SAMPLE)
			to++;
		pm_buf_put(out, bytes + from, to - from);
		done = at = to;
	}
	if (out->len > PM_GUESS_SAMPLE)
		out->len = PM_GUESS_SAMPLE;
}

/* --- one byte a character */

/* How well ASCII letters fit each language. */
static void
rate_ascii(struct pm_guess *g, const size_t counts[26], size_t n_high)
{
	int64_t best = INT64_MIN, rate;
	size_t l, c, n = 0;

	for (c = 0; c < 26; c++)
		n += counts[c];

	for (l = 0; l < g->n_languages; l++) {
		const int16_t *rates = g->ascii + l * 26;

		rate = 0;
		for (c = 0; c < 26; c++)
			rate += (int64_t)counts[c] * rates[c];
		g->ascii_rate[l] = rate;
		if (pm_languages_is_latin(g->languages, l) && rate > best)
			best = rate;
	}
	for (l = 0; l < g->n_languages; l++) {
		if (!pm_languages_is_latin(g->languages, l))
			g->ascii_rate[l] = best - COST_ASCII -
					   (n > MOSTLY * n_high ? COST_ASCII_MOSTLY : 0);
		g->ascii_rate[l] /= ASCII_DIVISOR;
	}
}

static bool
is_letter(uint32_t c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static void
count_pairs(struct pm_guess *g, const uint8_t *p, size_t len, struct counts *counts)
{
	unsigned before = ' ', after;
	size_t i;

	for (i = 0; i < g->n_pairs; i++)
		g->pair_counts[g->pair_list[i]] = 0;
	g->n_pairs = 0;
	for (i = 0; i < len; i++) {
		unsigned pair = before << 8 | p[i];

		after = i + 1 < len ? p[i + 1] : ' ';
		counts->all[p[i]]++;
		counts->inside[p[i]] += is_letter(before) && is_letter(after);
		counts->alone[p[i]] += before < 0x80 && !is_letter(before) &&
				       after < 0x80 && !is_letter(after);
		if ((pair & 0x8080) != 0 && g->pair_counts[pair]++ == 0)
			g->pair_list[g->n_pairs++] = (uint16_t)pair;
		before = p[i];
	}
}

/* What speaks against an encoding in whatever language: what stands beside what. */
static int64_t
cost_of_pairs(const struct pm_guess *g, const struct table *t)
{
	int64_t cost = 0;
	size_t i;

	for (i = 0; i < g->n_pairs; i++) {
		unsigned a = g->pair_list[i] >> 8, b = g->pair_list[i] & 0xff;
		bool before = t->script[a] != PM_SCRIPT_NONE;
		bool after = t->script[b] != PM_SCRIPT_NONE;
		int64_t one = 0;

		if (before && after) {
			if (t->script[a] != t->script[b])
				one = COST_OTHER_SCRIPT;
			if (t->kind[a] == KIND_SMALL && t->kind[b] == KIND_CAPITAL)
				one += COST_CAPITAL_INSIDE;
		} else if ((before && t->kind[b] == KIND_SIGN) ||
			   (after && t->kind[a] == KIND_SIGN)) {
			one = COST_SIGN_BESIDE;
		}
		cost += one * g->pair_counts[g->pair_list[i]];
	}
	return cost;
}

/* The same for single bytes. */
static int64_t
cost_of_places(const struct table *t, const struct counts *counts)
{
	int64_t cost = 0;
	size_t b;

	for (b = 0x80; b < 256; b++)
		if (t->script[b] != PM_SCRIPT_NONE)
			cost += (int64_t)counts->alone[b] * COST_ALONE;
		else if (!t->is_joint[b])
			cost += (int64_t)counts->inside[b] * COST_SIGN_INSIDE;
	return cost;
}

/* The best of the languages. */
static void
take(struct reading *reading, struct reading other)
{
	if (reading->charset == NULL || other.rate > reading->rate)
		*reading = other;
}

static void
try_table(const struct pm_guess *g, const struct table *t, int prior,
	  const struct counts *counts, struct reading *reading)
{
	int64_t context = prior - cost_of_pairs(g, t) - cost_of_places(t, counts);
	size_t present[128], n = 0, total = 0, l, i;

	for (i = 0; i < 128; i++)
		if (counts->all[128 + i] > 0) {
			present[n++] = i;
			total += counts->all[128 + i];
		}
	for (l = 0; l < g->n_languages; l++) {
		const int16_t *rates = t->rates + l * 128;
		int64_t letters = 0;

		if (pm_languages_is_eastern(g->languages, l))
			continue;
		for (i = 0; i < n; i++)
			letters += (int64_t)counts->all[128 + present[i]] *
				   rates[present[i]];
		take(reading,
		     (struct reading){ t->charset, t, letters + g->ascii_rate[l] + context,
				       letters, total });
	}
}

/* --- several bytes a character */

/* The sample as characters; an ill-formed byte is 0.  Returns how many. */
static size_t
read_wide(struct pm_guess *g, iconv_t cd, const char *sample, size_t len)
{
	char *in = (char *)(uintptr_t)sample, *to = (char *)g->wide;
	size_t left = len < PAIRS_SAMPLE ? len : PAIRS_SAMPLE;
	size_t room = PAIRS_SAMPLE * sizeof *g->wide, bad = 0;
	static const uint32_t nothing = 0;

	iconv(cd, NULL, NULL, NULL, NULL);
	while (left > 0 && room >= sizeof nothing &&
	       bad <= 2 + (size_t)(in - sample) / 50) {
		if (iconv(cd, &in, &left, &to, &room) != (size_t)-1)
			break;
		if (errno != EILSEQ)
			break; /* the end cuts a character, or there is no more room */
		memcpy(to, &nothing, sizeof nothing);
		to += sizeof nothing;
		room -= sizeof nothing;
		in++;
		left--;
		bad++;
	}
	return (size_t)(to - (char *)g->wide) / sizeof *g->wide;
}

static bool
is_ideogram(uint32_t c)
{
	return c >= 0x80 && pm_script_of(c) != PM_SCRIPT_NONE;
}

static void
try_pairs(struct pm_guess *g, size_t which, int prior, const char *sample, size_t len,
	  struct reading *reading)
{
	size_t counts[26] = { 0 }, n, i, l, bad = 0, high = 0, beside = 0;

	if (g->pairs[which] == (iconv_t)-1)
		return;
	n = read_wide(g, g->pairs[which], sample, len);
	for (i = 0; i < n; i++) {
		uint32_t c = g->wide[i];

		bad += c == 0;
		high += c >= 0x80;
		beside += i > 0 &&
			  (is_letter(c) ? is_ideogram(g->wide[i - 1])
					: is_ideogram(c) && is_letter(g->wide[i - 1]));
		if (is_letter(c))
			counts[(c | 0x20) - 'a']++;
	}
	if (bad > 2 + high / 50)
		return;
	rate_ascii(g, counts, high);
	for (l = 0; l < g->n_languages; l++) {
		int64_t rate = 0, all;

		if (!pm_languages_is_eastern(g->languages, l))
			continue;
		for (i = 0; i < n; i++)
			if (g->wide[i] >= 0x80)
				rate += pm_languages_rate(g->languages, l, g->wide[i]);
		rate -= (int64_t)bad * COST_ILL_FORMED;
		rate -= (int64_t)beside * COST_ASCII_BESIDE;
		all = rate + g->ascii_rate[l];
		/* what was not looked at is like what was */
		if (len > PAIRS_SAMPLE)
			all = all * (int64_t)len / (int64_t)PAIRS_SAMPLE;
		take(reading, (struct reading){ pm_charset_of(PAIRS[which].label), NULL,
						all + prior, rate, high });
	}
}

/* --- UTF-8 with bytes of windows-1252 in it */

/* The characters of the sample above ASCII; returns how many.  *VALID: those that are
 * sequences of UTF-8. */
static size_t
read_mixed(struct pm_guess *g, const char *sample, size_t len, size_t *valid)
{
	const uint8_t *p = (const uint8_t *)sample, *end = p + len;
	unsigned length;
	size_t n = 0, k;

	for (*valid = 0; p < end && n < PAIRS_SAMPLE; p += k) {
		k = 1;
		if (*p < 0x80)
			continue;
		if (pm_shape_of(p, end, &k) == PM_SHAPE_VALID) {
			g->wide[n++] = pm_utf8_get(p, &length);
			++*valid;
			continue;
		}
		k = 1;
		g->wide[n++] = *p < 0xa0 ? pm_charset_1252(*p) : *p;
	}
	return n;
}

/* After rate_ascii of the sample. */
static void
try_mixed(struct pm_guess *g, const char *sample, size_t len, struct reading *reading)
{
	size_t valid, n = read_mixed(g, sample, len, &valid), i, l;

	for (l = 0; l < g->n_languages && valid > 0 && n < PAIRS_SAMPLE; l++) {
		int64_t rate = 0;

		for (i = 0; i < n; i++)
			rate += pm_languages_rate(g->languages, l, g->wide[i]);
		take(reading,
		     (struct reading){ pm_charset_of("utf-8"), NULL,
				       rate + g->ascii_rate[l] + PRIOR_MIXED, rate, n });
	}
}

/* --- both */

/* NULL: libuchardet says nothing, or that it is ASCII. */
static const struct pm_charset *
ask_uchardet(struct pm_guess *g, const char *sample, size_t len)
{
	uchardet_reset(g->uchardet);
	if (uchardet_handle_data(g->uchardet, sample, len) != 0)
		return NULL;
	uchardet_data_end(g->uchardet);
	return pm_charset_of(uchardet_get_charset(g->uchardet));
}

/* Read the sample in all encodings. */
static void
try_all(struct pm_guess *g, const char *sample, size_t len, struct counts *counts)
{
	size_t ascii[26], high = 0, i;

	memset(g->readings, 0, sizeof g->readings);
	for (i = 0; i < N_PAIRS; i++)
		try_pairs(g, i, PAIRS[i].prior, sample, len, &g->readings[N_BYTES + i]);
	count_pairs(g, (const uint8_t *)sample, len, counts);
	for (i = 0; i < 26; i++)
		ascii[i] = counts->all['a' + i] + counts->all['A' + i];
	for (i = 128; i < 256; i++)
		high += counts->all[i];
	rate_ascii(g, ascii, high);
	for (i = 0; i < N_BYTES; i++)
		if (g->tables[i].charset != NULL)
			try_table(g, &g->tables[i], BYTES[i].prior, counts,
				  &g->readings[i]);
	try_mixed(g, sample, len, &g->readings[N_BYTES + N_PAIRS]);
}

/* Whether two readings are of the same text. */
static bool
agree(const struct reading *a, const struct reading *b, const struct counts *counts)
{
	size_t i;

	if (a->table == NULL || b->table == NULL)
		return false;
	for (i = 128; i < 256; i++)
		if (counts->all[i] > 0 &&
		    a->table->characters[i] != b->table->characters[i])
			return false;
	return true;
}

static struct reading *
find_best(struct pm_guess *g)
{
	struct reading *best = &g->readings[0];
	size_t i;

	for (i = 1; i < N_READINGS; i++)
		if (g->readings[i].charset != NULL &&
		    (best->charset == NULL || g->readings[i].rate > best->rate))
			best = &g->readings[i];
	return best;
}

/* Whether another text is nearly as good as the best. */
static bool
is_close(const struct pm_guess *g, const struct reading *best, const struct counts *counts)
{
	size_t i;

	for (i = 0; i < N_READINGS; i++)
		if (g->readings[i].charset != NULL &&
		    g->readings[i].rate + BONUS_UCHARDET > best->rate &&
		    !agree(&g->readings[i], best, counts))
			return true;
	return false;
}

const struct pm_charset *
pm_guess_charset(struct pm_guess *g, const char *sample, size_t len)
{
	struct counts counts = { 0 };
	const struct pm_charset *said;
	struct reading *best;
	size_t i;

	try_all(g, sample, len, &counts);
	best = find_best(g);
	if (is_close(g, best, &counts)) {
		said = ask_uchardet(g, sample, len);
		for (i = 0; i < N_READINGS; i++)
			if (said != NULL && g->readings[i].charset == said)
				g->readings[i].rate += BONUS_UCHARDET;
		best = find_best(g);
	}
	return best->n == 0 || best->letters_rate < RATE_SENSELESS * (int64_t)best->n
		     ? NULL
		     : best->charset;
}
