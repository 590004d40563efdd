/* Pressmark - random queries: see generate.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/oracle/generate_parts.h"

#include "support/utf8.h"
#include "text/derive.h"

#include <string.h>
#include <strings.h>

/* splitmix64 */
static uint64_t
next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

size_t
below(uint64_t *state, size_t n)
{
	return n == 0 ? 0 : (size_t)(next_random(state) % n);
}

size_t
any(struct generator *g, size_t n)
{
	return below(&g->state, n);
}

bool
one_in(struct generator *g, size_t n)
{
	return any(g, n) == 0;
}

void
generator_init(struct generator *g, const struct naive *nv, uint64_t seed)
{
	memset(g, 0, sizeof *g);
	g->nv = nv;
	g->state = seed;
}

/* --- places and texts --------------------------------------------------- */

/* A field with words, most often of the query's article. */
static struct field
any_field(struct generator *g)
{
	const struct naive *nv = g->nv;
	struct field f;

	do {
		uint32_t a = one_in(g, 3) ? (uint32_t)any(g, nv->n_articles) : g->article;

		f = nv->articles[a].fields[one_in(g, 4) ? TITLE : BODY];
	} while (f.first == f.end && !one_in(g, 20));
	if (f.first == f.end) { /* all words that there are */
		f.first = 0;
		f.end = nv->n_words;
	}
	return f;
}

static size_t
any_place(struct generator *g)
{
	struct field f = any_field(g);

	return f.first + any(g, f.end - f.first);
}

const char *
surface_at(struct generator *g, size_t at, size_t *len)
{
	return pm_intern_get(&g->nv->surfaces, g->nv->words[at].surface, len);
}

static const char *
separator_at(struct generator *g, size_t at, size_t *len)
{
	return pm_intern_get(&g->nv->separators, g->nv->words[at].separator, len);
}

void
put_letters(struct pm_buf *out, const char *s, size_t len, bool upper, size_t from)
{
	size_t i;

	for (i = 0; i < len; i++) {
		char c = s[i];

		if (i >= from && upper && c >= 'a' && c <= 'z')
			c = (char)(c - 32);
		else if (i >= from && !upper && c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		pm_buf_putc(out, c);
	}
}

/* In one case or another. */
static void
put_cased(struct generator *g, struct pm_buf *out, const char *s, size_t len)
{
	switch (any(g, 6)) {
	case 0:
		put_letters(out, s, len, true, 0);
		break;
	case 1:
		put_letters(out, s, len, false, 0);
		break;
	case 2:
		put_letters(out, s, len > 0 ? 1 : 0, true, 0);
		put_letters(out, s + 1, len > 0 ? len - 1 : 0, false, 0);
		break;
	default:
		pm_buf_put(out, s, len);
	}
}

static void
put_word_at(struct generator *g, struct pm_buf *out, size_t at)
{
	size_t len;
	const char *s = surface_at(g, at, &len);

	if (one_in(g, 4))
		put_cased(g, out, s, len);
	else
		pm_buf_put(out, s, len);
}

/* A string of any kind: mostly a rare word, a compound or a part. */
static const char *
any_string(struct generator *g, size_t *len)
{
	return pm_intern_get(&g->nv->strings, (uint32_t)any(g, g->nv->strings.n), len);
}

static void
put_letter(struct generator *g, struct pm_buf *out)
{
	pm_buf_putc(out, (int)('a' + any(g, 26)));
}

static const char *
any_joint(struct generator *g)
{
	static const char *const joints[] = { "-", "-", "-", "",  "/", "\xe2\x80\x90",
					      ".", ",", "_", "'", "&", "--" };

	return CHOOSE(g, joints);
}

/* --- leaves ------------------------------------------------------------- */

void
leaf_word(struct generator *g, struct pm_buf *out)
{
	static const char *const behind[] = {
		"'s", "\xe2\x80\x99s", "\xc2\xb4s", ".", ",", "%"
	};

	if (one_in(g, 12))
		pm_buf_puts(out, one_in(g, 2) ? "$" : "#");
	put_word_at(g, out, any_place(g));
	if (one_in(g, 8))
		pm_buf_puts(out, CHOOSE(g, behind));
}

void
leaf_rare(struct generator *g, struct pm_buf *out)
{
	size_t len;
	const char *s = any_string(g, &len);

	put_cased(g, out, s, len);
}

/* A word that nobody has, or has in no form of this stem. */
static void
leaf_absent(struct generator *g, struct pm_buf *out)
{
	size_t n = 1 + any(g, 8);

	if (one_in(g, 2))
		leaf_rare(g, out);
	while (n-- > 0)
		put_letter(g, out);
}

/* What is hyphenated somewhere: so, otherwise joined, or in one. */
static void
leaf_hyphenated(struct generator *g, struct pm_buf *out)
{
	size_t start = any_place(g), at = start, n, i;
	const char *joint = any_joint(g);

	do {
		at = (at + 1) % g->nv->n_words;
	} while (g->nv->words[at].compounds[0] == NONE && at != start);
	n = g->nv->words[at].compounds[1] != NONE && one_in(g, 2) ? 3 : 2;
	if (at + n > g->nv->n_words)
		n = 1;
	if (one_in(g, 4)) { /* what stands before or behind it as well */
		at -= at > 0 && one_in(g, 2);
		n += at + n < g->nv->n_words;
	}
	for (i = 0; i < n; i++) {
		if (i > 0)
			pm_buf_puts(out, one_in(g, 4) ? any_joint(g) : joint);
		put_word_at(g, out, at + i);
	}
}

/* Letters and digits: together, apart, or with something between. */
static void
put_pieces(struct generator *g, struct pm_buf *out, const char *s, size_t len,
	   const char *joint)
{
	size_t at[8], n = pm_transitions(s, len, at, 8), i, from = 0;

	n = n < 8 ? n : 8;
	for (i = 0; i <= n; i++) {
		size_t to = i == n ? len : at[i];

		if (i > 0 && !one_in(g, 4))
			pm_buf_puts(out, joint);
		put_letters(out, s + from, to - from, one_in(g, 3), 0);
		from = to;
	}
}

static void
leaf_mixed(struct generator *g, struct pm_buf *out)
{
	uint32_t start = (uint32_t)any(g, g->nv->strings.n), id = start;
	const char *s;
	size_t len, at;
	bool phrase = one_in(g, 3);

	do {
		id = (id + 1) % g->nv->strings.n;
		s = pm_intern_get(&g->nv->strings, id, &len);
	} while (pm_transitions(s, len, &at, 1) == 0 && id != start);
	if (phrase)
		pm_buf_putc(out, '"');
	put_pieces(g, out, s, len, phrase && one_in(g, 2) ? " " : any_joint(g));
	if (phrase)
		pm_buf_putc(out, '"');
}

/* Two neighbours of the text as one. */
static void
leaf_fused(struct generator *g, struct pm_buf *out)
{
	size_t at = any_place(g), n = 2 + any(g, 3), i;

	for (i = 0; i < n && at + i < g->nv->n_words; i++)
		put_word_at(g, out, at + i);
}

/* US, for U.S. or for us. */
static void
leaf_capitals(struct generator *g, struct pm_buf *out)
{
	size_t tries, i, len = 0;
	const char *s = "";

	for (tries = 0; tries < 200; tries++) {
		s = one_in(g, 3) ? any_string(g, &len) : surface_at(g, any_place(g), &len);
		if (tries < 100 ? memchr(s, '.', len) != NULL && len <= 9 : len <= 5)
			break;
	}
	for (i = 0; i < len; i++)
		if (s[i] != '.' || one_in(g, 8))
			put_letters(out, s + i, 1, !one_in(g, 10), 0);
}

static void
leaf_number(struct generator *g, struct pm_buf *out)
{
	size_t tries, len = 0;
	const char *s = "1,000";

	for (tries = 0; tries < 100; tries++) {
		s = surface_at(g, any_place(g), &len);
		if (s[0] >= '0' && s[0] <= '9')
			break;
	}
	pm_buf_put(out, s, len);
	if (one_in(g, 5))
		pm_buf_puts(out, one_in(g, 2) ? "%" : ",000");
}

static void
leaf_address(struct generator *g, struct pm_buf *out)
{
	const struct naive *nv = g->nv;
	uint32_t start = (uint32_t)any(g, nv->strings.n), id = start;
	const char *s;
	size_t len;

	do {
		id = (id + 1) % nv->strings.n;
	} while (nv->of_string[id].n_parts == 0 && id != start);
	if (nv->of_string[id].n_parts > 0 && !one_in(g, 4))
		id = nv->parts[nv->of_string[id].parts + any(g, nv->of_string[id].n_parts)];
	s = pm_intern_get(&nv->strings, id, &len);
	pm_buf_put(out, s, len);
}

/* Words of the text in order, with what stands between them or with blanks. */
void
put_words(struct generator *g, struct pm_buf *out, size_t at, size_t n)
{
	bool as_written = one_in(g, 2), plain = one_in(g, 2);
	size_t i, len;
	const char *s;

	for (i = 0; i < n; i++) {
		s = separator_at(g, at + i, &len);
		if (i > 0 && as_written)
			pm_buf_put(out, s, len);
		else if (i > 0)
			pm_buf_puts(out, !plain && one_in(g, 6) ? any_joint(g) : " ");
		if (plain) {
			s = surface_at(g, at + i, &len);
			pm_buf_put(out, s, len);
		} else {
			put_word_at(g, out, at + i);
		}
	}
}

static void
leaf_phrase(struct generator *g, struct pm_buf *out)
{
	struct field f = any_field(g);
	size_t n = 2 + any(g, 5), at = f.first + any(g, f.end - f.first);

	if (n > f.end - at)
		n = f.end - at;
	pm_buf_putc(out, '"');
	put_words(g, out, at, n);
	pm_buf_putc(out, '"');
}

/* One word, without the others of its stem. */
static void
leaf_quoted(struct generator *g, struct pm_buf *out)
{
	pm_buf_putc(out, '"');
	switch (any(g, 6)) {
	case 0:
		leaf_rare(g, out);
		break;
	case 1:
		leaf_capitals(g, out);
		break;
	case 2:
		leaf_hyphenated(g, out);
		break;
	default:
		put_word_at(g, out, any_place(g));
	}
	pm_buf_putc(out, '"');
}

/* One that should not be there: across title and body, with a word exchanged
 * or left out, or backwards. */
static void
leaf_broken_phrase(struct generator *g, struct pm_buf *out)
{
	struct field title = g->nv->articles[g->article].fields[TITLE];
	size_t n = 2 + any(g, 3), at = any_place(g), i;
	unsigned how = (unsigned)any(g, 4);

	if (how == 0 && title.first < title.end)
		at = title.end - 1 - any(g, title.end - title.first) % n;
	if (at + n > g->nv->n_words)
		at = g->nv->n_words - n;
	pm_buf_putc(out, '"');
	for (i = 0; i < n; i++) {
		if (how == 3 && i == 1)
			continue;
		if (i > 0)
			pm_buf_putc(out, ' ');
		put_word_at(g, out,
			    how == 1		 ? at + n - 1 - i
			    : how == 2 && i == 1 ? any_place(g)
						 : at + i);
	}
	pm_buf_putc(out, '"');
}

/* =forms: a word, or a few that no white space parts. */
static void
leaf_exact(struct generator *g, struct pm_buf *out)
{
	struct field f = any_field(g);
	size_t at = f.first + any(g, f.end - f.first), n = 1, len, tries;
	bool wrong = one_in(g, 4);
	const char *s;

	for (tries = 0; tries < 50 && one_in(g, 2); tries++) {
		size_t place = f.first + any(g, f.end - f.first);

		s = separator_at(g, place, &len);
		if (place == f.first || memchr(s, ' ', len) != NULL)
			continue;
		at = place - 1;
		n = 2 + (place + 1 < f.end && one_in(g, 2));
		break;
	}
	pm_buf_putc(out, '=');
	for (;; at++) {
		s = surface_at(g, at, &len);
		n--;
		if (wrong)
			put_cased(g, out, s, len);
		else
			pm_buf_put(out, s, len);
		if (n == 0)
			break;
		s = separator_at(g, at + 1, &len);
		if (!one_in(g, 8))
			pm_buf_put(out, s, len);
		if (one_in(g, 8))
			pm_buf_puts(out, any_joint(g));
	}
}

static void
leaf_prefix(struct generator *g, struct pm_buf *out)
{
	size_t len, at = 0, n = 1 + any(g, 6);
	const char *s = one_in(g, 2) ? any_string(g, &len)
				     : surface_at(g, any_place(g), &len);
	unsigned k;

	while (at < len && n-- > 0) {
		pm_utf8_get((const uint8_t *)s + at, &k);
		at += k;
	}
	put_cased(g, out, s, at);
	pm_buf_putc(out, '*');
}

/* Words written together with any sign between. */
static void
leaf_together(struct generator *g, struct pm_buf *out)
{
	size_t n = 2 + any(g, 2), at = any_place(g), i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			pm_buf_puts(out, any_joint(g));
		put_word_at(g, out, at + i < g->nv->n_words ? at + i : at);
	}
}

/* --- spelt words -------------------------------------------------------- */

#define BENT_MAX 70

/* A folded word of the query's article, or a string of any kind, in code points. */
static size_t
take_points(struct generator *g, size_t at, uint32_t points[BENT_MAX])
{
	const struct naive *nv = g->nv;
	uint32_t id = nv->words[at].string;
	size_t n;

	if (!g->in_distance && one_in(g, 4))
		id = (uint32_t)any(g, nv->strings.n);
	n = nv->points_at[id + 1] - nv->points_at[id];
	if (n > BENT_MAX)
		n = BENT_MAX;
	memcpy(points, nv->points + nv->points_at[id], n * sizeof *points);
	return n;
}

static void
put_points(struct pm_buf *out, const uint32_t *points, size_t n)
{
	uint8_t bytes[4];
	size_t i;

	for (i = 0; i < n; i++)
		pm_buf_put(out, bytes, pm_utf8_put(bytes, points[i]));
}

/* How many of N letters stay at least: few of them, and every word is meant. */
static size_t
kept(struct generator *g, size_t n)
{
	size_t least = g->in_distance ? 3 : 1;

	return n <= least ? n : least + any(g, n - least + 1);
}

static void
put_wildcard(struct generator *g, struct pm_buf *out, size_t at)
{
	uint32_t points[BENT_MAX];
	size_t n = take_points(g, at, points), k = kept(g, n), i, from;

	switch (any(g, 5)) {
	case 0:
		put_points(out, points, k);
		pm_buf_putc(out, '*');
		break;
	case 1:
		pm_buf_putc(out, '*');
		put_points(out, points + n - k, k);
		break;
	case 2:
		from = k > 1 ? 1 + any(g, k - 1) : 0;
		put_points(out, points, from);
		pm_buf_putc(out, '*');
		put_points(out, points + n - (k - from), k - from);
		break;
	case 3:
		for (i = 0; i < n; i++)
			if (i > 0 && one_in(g, 4))
				pm_buf_putc(out, '?');
			else
				put_points(out, points + i, 1);
		if (one_in(g, 4))
			pm_buf_putc(out, '?');
		break;
	default:
		from = any(g, n - k + 1);
		pm_buf_puts(out, from > 0 && one_in(g, 2) ? "?" : "*");
		put_points(out, points + from, k);
		pm_buf_puts(out, one_in(g, 3) ? "?" : "*");
	}
}

/* One or two edits, and as many or fewer allowed. */
static void
put_fuzzy(struct generator *g, struct pm_buf *out, size_t at)
{
	uint32_t points[BENT_MAX + 4], other;
	size_t n = take_points(g, at, points), edits = any(g, 4), i;

	for (; edits > 0 && n > 2; edits--) {
		i = any(g, n - 1);
		other = (uint32_t)('a' + any(g, 26));
		switch (any(g, 4)) {
		case 0:
			other = points[i];
			points[i] = points[i + 1];
			points[i + 1] = other;
			break;
		case 1:
			memmove(points + i, points + i + 1, (n - i - 1) * sizeof *points);
			n--;
			break;
		case 2:
			memmove(points + i + 1, points + i, (n - i) * sizeof *points);
			points[i] = other;
			n++;
			break;
		default:
			points[i] = other;
		}
	}
	put_points(out, points, n);
	pm_buf_puts(out, one_in(g, 2) ? "~" : one_in(g, 2) ? "~1" : "~2");
}

static bool
is_plain(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

static void
put_expression_letter(struct generator *g, struct pm_buf *out, const uint32_t *c)
{
	if (!is_plain(*c)) {
		pm_buf_putc(out, '.');
		return;
	}
	switch (any(g, 16)) {
	case 0:
		pm_buf_putc(out, '[');
		put_points(out, c, 1);
		pm_buf_puts(out, "aeiou]");
		break;
	case 1:
		put_points(out, c, 1);
		put_letter(g, out);
		pm_buf_putc(out, '?');
		break;
	case 2:
		pm_buf_putc(out, '(');
		put_points(out, c, 1);
		pm_buf_puts(out, "|x)");
		break;
	case 3:
		pm_buf_puts(out, one_in(g, 2) ? "." : "\\w");
		break;
	case 4:
		put_points(out, c, 1);
		pm_buf_puts(out, one_in(g, 2) ? "?" : "+");
		break;
	case 5:
		pm_buf_puts(out, "[^");
		put_letter(g, out);
		pm_buf_putc(out, ']');
		break;
	default:
		if (*c < 0x80 && one_in(g, 10))
			pm_buf_putc(out, (int)(*c >= 'a' ? *c - 32 : *c));
		else
			put_points(out, c, 1);
	}
}

/* The surface as an expression, for the most part. */
static void
put_written(struct generator *g, struct pm_buf *out, size_t at)
{
	uint32_t points[BENT_MAX];
	size_t len, n = 0, i;
	const char *s = surface_at(g, at, &len);
	unsigned k;

	for (i = 0; i < len && n < BENT_MAX; i += k)
		points[n++] = pm_utf8_get((const uint8_t *)s + i, &k);
	pm_buf_putc(out, '/');
	for (i = 0; i < n; i++)
		if (points[i] >= 0x80 || points[i] == '\'' || points[i] == ',')
			put_points(out, points + i, 1);
		else
			put_expression_letter(g, out, &points[i]);
	if (one_in(g, 4))
		pm_buf_puts(out, one_in(g, 2) ? ".*" : "|\\x{e9}.*");
	pm_buf_putc(out, '/');
}

static void
put_expression(struct generator *g, struct pm_buf *out, size_t at)
{
	static const char *const tails[] = { ".*",	    ".*",     "s?",
					     "(s|ed|ing)?", "[a-z]+", ".{0,3}" };
	uint32_t points[BENT_MAX];
	size_t n = take_points(g, at, points), k, i;

	pm_buf_putc(out, '/');
	k = one_in(g, 3) ? kept(g, n) : n;
	if (one_in(g, 12))
		pm_buf_puts(out, ".*");
	for (i = 0; i < k; i++)
		put_expression_letter(g, out, &points[i]);
	if (k < n || one_in(g, 5))
		pm_buf_puts(out, CHOOSE(g, tails));
	if (one_in(g, 5)) {
		pm_buf_putc(out, '|');
		n = take_points(g, any_place(g), points);
		for (i = 0; i < n; i++)
			put_expression_letter(g, out, &points[i]);
	}
	pm_buf_putc(out, '/');
}

void
put_spelt(struct generator *g, struct pm_buf *out, size_t at)
{
	switch (any(g, 6)) {
	case 0:
	case 1:
		put_wildcard(g, out, at);
		break;
	case 5:
		put_written(g, out, at);
		break;
	case 2:
	case 3:
		put_fuzzy(g, out, at);
		break;
	default:
		put_expression(g, out, at);
	}
}

static void
leaf_spelt(struct generator *g, struct pm_buf *out)
{
	put_spelt(g, out, any_place(g));
}

/* A phrase with a spelt word or two. */
static void
leaf_spelt_phrase(struct generator *g, struct pm_buf *out)
{
	struct field f = any_field(g);
	size_t n = 2 + any(g, 2), at = f.first + any(g, f.end - f.first), i, bent;
	bool was = g->in_distance;

	if (n > f.end - at)
		n = f.end - at;
	bent = any(g, n);
	g->in_distance = true; /* no strings from elsewhere */
	pm_buf_putc(out, '"');
	for (i = 0; i < n; i++) {
		pm_buf_puts(out, i == 0 ? "" : one_in(g, 8) ? "-" : " ");
		if (i == bent || one_in(g, 4))
			put_spelt(g, out, at + i);
		else
			put_word_at(g, out, at + i);
	}
	pm_buf_putc(out, '"');
	g->in_distance = was;
}

/* Some words of a stretch, in any order; a few of them twice, or wanted once more
 * than they are there. */
static void
put_loose(struct generator *g, struct pm_buf *out, struct field f, size_t at)
{
	size_t span = 2 + any(g, one_in(g, 5) ? 20 : 7), places[8], n = 0, i, others;

	if (span > f.end - at)
		span = f.end - at;
	for (i = 0; i < span && n < 6; i++)
		if (i == 0 || i + 1 == span || one_in(g, 2))
			places[n++] = at + i;
	others = span - n;
	if (one_in(g, 8)) {
		places[n] = places[any(g, n)];
		n++;
	}
	for (i = n; i > 1; i--) {
		size_t k = any(g, i), place = places[k];

		places[k] = places[i - 1];
		places[i - 1] = place;
	}
	pm_buf_putc(out, '"');
	for (i = 0; i < n; i++) {
		pm_buf_puts(out, i == 0 ? "" : one_in(g, 12) ? any_joint(g) : " ");
		if (one_in(g, 20))
			put_wildcard(g, out, places[i]);
		else
			put_word_at(g, out, places[i]);
	}
	if (one_in(g, 3) && others > 0)
		others--;
	pm_buf_printf(out, "\"~%zu", one_in(g, 8) ? any(g, 60) : others + any(g, 2));
}

static void
leaf_loose(struct generator *g, struct pm_buf *out)
{
	struct field f = any_field(g);

	put_loose(g, out, f, f.first + any(g, f.end - f.first));
}

/* ="...": as it stands in the text. */
static void
leaf_exact_phrase(struct generator *g, struct pm_buf *out)
{
	struct field f = any_field(g);
	size_t n = 1 + any(g, 4), at = f.first + any(g, f.end - f.first), i, len;
	const char *s;

	if (n > f.end - at)
		n = f.end - at;
	pm_buf_puts(out, "=\"");
	for (i = 0; i < n; i++) {
		if (i > 0) {
			s = separator_at(g, at + i, &len);
			if (one_in(g, 12))
				pm_buf_puts(out, " ");
			else
				pm_buf_put(out, s, len);
		}
		s = surface_at(g, at + i, &len);
		if (one_in(g, 16))
			put_cased(g, out, s, len);
		else
			pm_buf_put(out, s, len);
	}
	pm_buf_putc(out, '"');
}

static void
put_leaf(struct generator *g, struct pm_buf *out)
{
	static void (*const leaves[])(struct generator * g, struct pm_buf * out) = {
		/* clang-format off */
		leaf_word, leaf_word, leaf_word, leaf_word, leaf_rare, leaf_absent,
		leaf_hyphenated, leaf_hyphenated, leaf_mixed, leaf_mixed, leaf_fused,
		leaf_capitals, leaf_number, leaf_address, leaf_quoted, leaf_quoted,
		leaf_quoted, leaf_quoted, leaf_phrase, leaf_phrase,
		leaf_phrase, leaf_broken_phrase, leaf_exact, leaf_exact_phrase, leaf_prefix,
		leaf_together, leaf_spelt, leaf_spelt, leaf_spelt, leaf_spelt_phrase,
		leaf_spelt_phrase, leaf_loose, leaf_loose, leaf_loose
		/* clang-format on */
	};

	CHOOSE(g, leaves)(g, out);
	if (one_in(g, 20))
		pm_buf_printf(out, "^%s", one_in(g, 2) ? "2" : "0.5");
}

/* --- distances ---------------------------------------------------------- */

static void put_positional(struct generator *g, struct pm_buf *out, struct field f,
			   size_t at, unsigned depth);

/* The word there, in quotes if it could be an operator. */
static void
put_operand_word(struct generator *g, struct pm_buf *out, size_t at)
{
	static const char *const operators[] = { "and", "or",  "not", "near",
						 "pre", "adj", "w",   NULL };
	size_t len, i;
	const char *s = pm_intern_get(&g->nv->strings, g->nv->words[at].string, &len);

	for (i = 0; operators[i] != NULL; i++)
		if (strlen(operators[i]) == len && memcmp(operators[i], s, len) == 0)
			break;
	pm_buf_puts(out, operators[i] != NULL ? "\"" : "");
	put_word_at(g, out, at);
	pm_buf_puts(out, operators[i] != NULL ? "\"" : "");
}

/* A place near AT in the field. */
static size_t
place_near(struct generator *g, struct field f, size_t at, size_t most)
{
	size_t from = at - f.first < most ? f.first : at - most;
	size_t end = f.end - at <= most ? f.end : at + most + 1;

	return from + any(g, end - from);
}

static void
put_number_near(struct generator *g, struct pm_buf *out, size_t n)
{
	switch (any(g, 4)) {
	case 0:
		n = n > 1 ? n - 1 : 1;
		break;
	case 1:
		n += any(g, 3);
		break;
	case 2:
		if (one_in(g, 6))
			n = one_in(g, 3) ? 10000 : 1 + any(g, 200);
		break;
	default:
		break;
	}
	pm_buf_printf(out, "%zu", n == 0 ? (size_t)1 : n);
}

static void
put_operator(struct generator *g, struct pm_buf *out, size_t distance, bool backwards)
{
	static const char *const any_order[] = { "w/", "w/", "near/", "W/", "NEAR/" };
	static const char *const in_order[] = { "pre/", "adj/", "PRE/" };
	static const char *const units[] = { "w/s", "w/p", "/s", "/p", "w/s", "w/p" };

	if (one_in(g, 5))
		pm_buf_puts(out, one_in(g, 3) ? "NOT " : "not ");
	if (one_in(g, 6) && out->len >= 4 &&
	    strncasecmp(pm_buf_str(out) + out->len - 4, "not ", 4) == 0) {
		pm_buf_puts(out, one_in(g, 2) ? "w/0" : "near/0");
		return;
	}
	if (one_in(g, 3)) {
		pm_buf_puts(out, CHOOSE(g, units));
		return;
	}
	if (one_in(g, backwards ? 10 : 3))
		pm_buf_puts(out, CHOOSE(g, in_order));
	else
		pm_buf_puts(out, CHOOSE(g, any_order));
	put_number_near(g, out, distance);
}

/* What stands beside an operator: a leaf, or in parentheses. */
static void
put_side(struct generator *g, struct pm_buf *out, struct field f, size_t at,
	 unsigned depth)
{
	size_t i, n;

	switch (depth == 0 ? any(g, 7) : any(g, 12)) {
	case 0:
	case 1:
	case 2:
	case 3:
		put_operand_word(g, out, at);
		break;
	case 4:
		n = 1 + any(g, 3);
		pm_buf_putc(out, '"');
		put_words(g, out, at, n < f.end - at ? n : f.end - at);
		pm_buf_putc(out, '"');
		break;
	case 5:
		put_spelt(g, out, at);
		break;
	case 6:
		if (one_in(g, 2))
			put_loose(g, out, f, at);
		else
			put_leaf(g, out);
		break;
	case 7:
	case 8:
	case 9:
		pm_buf_putc(out, '(');
		n = 2 + any(g, 2);
		for (i = 0; i < n; i++) {
			pm_buf_puts(out, i > 0 ? " OR " : "");
			if (i == 0 || one_in(g, 3))
				put_positional(g, out, f,
					       i == 0 ? at : place_near(g, f, at, 8),
					       depth - 1);
			else
				put_operand_word(g, out, place_near(g, f, at, 20));
		}
		pm_buf_putc(out, ')');
		break;
	default:
		pm_buf_putc(out, '(');
		put_positional(g, out, f, at, depth - 1);
		pm_buf_putc(out, ')');
	}
}

/* Several words of one stretch, or what is in their place, by one operator. */
static void
put_chain(struct generator *g, struct pm_buf *out, struct field f, size_t at,
	  unsigned depth)
{
	static const char *const operators[] = { " w/s ", " w/p ", " pre/s ", " near/1 " };
	size_t n = 3 + any(g, 2), distance = 1 + any(g, one_in(g, 3) ? 20 : 6), i;
	bool ordered = one_in(g, 3), unit = one_in(g, 4);
	const char *is_operator = CHOOSE(g, operators);

	for (i = 0; i < n; i++) {
		if (i > 0 && unit)
			pm_buf_puts(out, is_operator);
		else if (i > 0)
			pm_buf_printf(out, ordered ? " pre/%zu " : " w/%zu ", distance);
		put_side(g, out, f, at, depth);
		if (one_in(g, 5))
			at = place_near(g, f, at, distance);
		else if (at + 1 < f.end)
			at += 1 + any(g, distance < f.end - at - 1 ? distance
								   : f.end - at - 1);
	}
}

static void
put_distance(struct generator *g, struct pm_buf *out, struct field f, size_t at,
	     unsigned depth)
{
	size_t n = one_in(g, 4) ? 2 : 1, i, next;

	put_side(g, out, f, at, depth);
	for (i = 0; i < n; i++) {
		next = one_in(g, 12) ? f.first + any(g, f.end - f.first)
				     : place_near(g, f, at, one_in(g, 3) ? 30 : 8);
		pm_buf_putc(out, ' ');
		put_operator(g, out, next > at ? next - at : at - next, next < at);
		pm_buf_putc(out, ' ');
		put_side(g, out, f, next, depth);
		at = next;
	}
}

/* About as often as the word there stands in its field. */
static void
put_atleast(struct generator *g, struct pm_buf *out, struct field f, size_t at,
	    unsigned depth)
{
	size_t n = 0, i;

	for (i = f.first; i < f.end; i++)
		n += g->nv->words[i].string == g->nv->words[at].string;
	n = n + any(g, 3);
	pm_buf_printf(out, "%s%zu(", one_in(g, 8) ? "ATLEAST" : "atleast",
		      n > 1 ? n - 1 : 1);
	if (one_in(g, 2))
		put_operand_word(g, out, at);
	else
		put_positional(g, out, f, at, depth == 0 ? 0 : depth - 1);
	pm_buf_putc(out, ')');
}

static void
put_lead(struct generator *g, struct pm_buf *out, struct field f, size_t at,
	 unsigned depth)
{
	size_t n = at - f.first + any(g, 4);

	pm_buf_printf(out, "lead%zu(", one_in(g, 4) ? 1 + any(g, 100) : n > 1 ? n : 1);
	put_positional(g, out, f, at, depth == 0 ? 0 : depth - 1);
	pm_buf_putc(out, ')');
}

static void
put_positional(struct generator *g, struct pm_buf *out, struct field f, size_t at,
	       unsigned depth)
{
	bool was = g->in_distance;

	g->in_distance = true;
	if (depth == 0)
		put_side(g, out, f, at, 0);
	else
		switch (any(g, 10)) {
		case 0:
			put_atleast(g, out, f, at, depth);
			break;
		case 1:
			put_lead(g, out, f, at, depth);
			break;
		case 2:
			put_side(g, out, f, at, depth);
			break;
		case 3:
			put_chain(g, out, f, at, depth - 1);
			break;
		default:
			put_distance(g, out, f, at, depth - 1);
		}
	g->in_distance = was;
}

/* Something positional about a place of the query's article. */
static void
put_somewhere(struct generator *g, struct pm_buf *out, unsigned depth)
{
	struct field f = g->nv->articles[g->article]
				 .fields[g->in_title || one_in(g, 6) ? TITLE : BODY];

	if (f.first == f.end)
		f = any_field(g);
	put_positional(g, out, f, f.first + any(g, f.end - f.first), depth);
}

/* --- queries ------------------------------------------------------------ */

static void put_group(struct generator *g, struct pm_buf *out, unsigned depth);

/* One operand. */
static void
put_operand(struct generator *g, struct pm_buf *out, unsigned depth)
{
	static const char *const negations[] = { "NOT ", "-",	  "not ",
						 "-",	 "NOT -", "NOT NOT " };
	bool negated = one_in(g, 7), minus;
	const char *negation = CHOOSE(g, negations);

	if (negated)
		pm_buf_puts(out, negation);
	minus = negated && strchr(negation, '-') != NULL;
	if (depth > 0 && one_in(g, 4)) {
		bool titled = !g->in_title && one_in(g, 6);

		pm_buf_puts(out, titled ? "title:(" : "(");
		g->in_title = g->in_title || titled;
		put_group(g, out, depth - 1);
		g->in_title = g->in_title && !titled;
		pm_buf_putc(out, ')');
		if (one_in(g, 20))
			pm_buf_puts(out, "^3");
		return;
	}
	if (!g->in_title && one_in(g, 6)) {
		put_metadata(g, out);
		return;
	}
	if (one_in(g, 3)) {
		bool titled = !g->in_title && one_in(g, 8), was = g->in_title;
		bool grouped = titled || minus || one_in(g, 3);

		pm_buf_puts(out, titled ? "title:" : "");
		pm_buf_puts(out, grouped ? "(" : "");
		g->in_title = was || titled;
		put_somewhere(g, out, 1 + (unsigned)any(g, depth > 0 ? depth : 1));
		g->in_title = was;
		pm_buf_puts(out, grouped ? ")" : "");
		return;
	}
	if (!g->in_title && one_in(g, 8))
		pm_buf_puts(out, "title:");
	put_leaf(g, out);
}

static void
put_group(struct generator *g, struct pm_buf *out, unsigned depth)
{
	static const char *const between[] = { " ",    " ",    " AND ", " OR ",
					       " OR ", " or ", " And ", "\n" };
	size_t n = 1 + any(g, 3), i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			pm_buf_puts(out, CHOOSE(g, between));
		put_operand(g, out, depth);
	}
}

void
generate(struct generator *g, struct pm_buf *out)
{
	g->article = (uint32_t)any(g, g->nv->n_articles);
	g->in_title = g->in_distance = false;
	if (one_in(g, 8)) {
		put_phrases(g, out);
	} else if (one_in(g, 4)) {
		if (one_in(g, 6))
			pm_buf_puts(out, "title:");
		put_leaf(g, out);
	} else if (one_in(g, 3)) {
		put_somewhere(g, out, 1 + (unsigned)any(g, 4));
	} else {
		put_group(g, out, (unsigned)any(g, 6));
	}
}
