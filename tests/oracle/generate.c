/* Pressmark - random queries: see generate.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/oracle/generate.h"

#include "support/utf8.h"
#include "text/derive.h"
#include "text/prefixes.h"

#include <string.h>

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

static size_t
any(struct generator *g, size_t n)
{
	return below(&g->state, n);
}

static bool
one_in(struct generator *g, size_t n)
{
	return any(g, n) == 0;
}

#define CHOOSE(g, list) ((list)[any(g, sizeof (list) / sizeof *(list))])

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
	if (f.first == f.end) {		/* all words that there are */
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

static const char *
surface_at(struct generator *g, size_t at, size_t *len)
{
	return pm_intern_get(&g->nv->surfaces, g->nv->words[at].surface, len);
}

static const char *
separator_at(struct generator *g, size_t at, size_t *len)
{
	return pm_intern_get(&g->nv->separators, g->nv->words[at].separator, len);
}

static void
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
	static const char *const joints[] = {
		"-", "-", "-", "", "/", "\xe2\x80\x90", ".", ",", "_", "'", "&", "--"
	};

	return CHOOSE(g, joints);
}

/* --- leaves ------------------------------------------------------------- */

static void
leaf_word(struct generator *g, struct pm_buf *out)
{
	static const char *const behind[] = { "'s", "\xe2\x80\x99s", "\xc2\xb4s", ".", ",", "%" };

	if (one_in(g, 12))
		pm_buf_puts(out, one_in(g, 2) ? "$" : "#");
	put_word_at(g, out, any_place(g));
	if (one_in(g, 8))
		pm_buf_puts(out, CHOOSE(g, behind));
}

static void
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
	if (one_in(g, 4)) {	/* what stands before or behind it as well */
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
static void
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
		put_word_at(g, out, how == 1 ? at + n - 1 - i :
			    how == 2 && i == 1 ? any_place(g) : at + i);
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
	const char *s = one_in(g, 2) ? any_string(g, &len) : surface_at(g, any_place(g), &len);
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

static void
put_leaf(struct generator *g, struct pm_buf *out)
{
	static void (*const leaves[])(struct generator *g, struct pm_buf *out) = {
		leaf_word, leaf_word, leaf_word, leaf_word, leaf_rare, leaf_absent,
		leaf_hyphenated, leaf_hyphenated, leaf_mixed, leaf_mixed, leaf_fused,
		leaf_capitals, leaf_number, leaf_address, leaf_phrase, leaf_phrase,
		leaf_phrase, leaf_phrase, leaf_broken_phrase, leaf_broken_phrase,
		leaf_exact, leaf_exact, leaf_prefix, leaf_prefix, leaf_together
	};

	CHOOSE(g, leaves)(g, out);
}

/* --- fields ------------------------------------------------------------- */

static void
put_name(struct generator *g, struct pm_buf *out)
{
	int which = one_in(g, 2) ? SOURCE : AUTHOR;
	struct field f;
	size_t tries, n, at;

	for (tries = 0; tries < 50; tries++) {
		f = g->nv->articles[any(g, g->nv->n_articles)].fields[which];
		if (f.first < f.end)
			break;
	}
	pm_buf_puts(out, which == SOURCE ? "source:" : "author:");
	if (f.first == f.end || one_in(g, 6)) {
		leaf_word(g, out);
		return;
	}
	at = f.first + any(g, f.end - f.first);
	n = 1 + any(g, f.end - at);
	if (n > PM_FIELD_WORDS)
		n = PM_FIELD_WORDS + one_in(g, 10);
	if (one_in(g, 4)) {
		size_t len;
		const char *s = surface_at(g, at, &len);

		pm_buf_put(out, s, len < 2 ? len : len / 2);
		pm_buf_putc(out, '*');
		return;
	}
	pm_buf_putc(out, '"');
	put_words(g, out, at, n);
	if (one_in(g, 6))
		pm_buf_puts(out, " more");
	pm_buf_putc(out, '"');
}

static void
put_day(struct generator *g, struct pm_buf *out)
{
	uint32_t day = g->nv->articles[any(g, g->nv->n_articles)].day;

	if (day == 0)
		day = 19870401;
	pm_buf_printf(out, "%04u", day / 10000 + (one_in(g, 10) ? 1 : 0));
	if (one_in(g, 3))
		return;
	pm_buf_printf(out, "-%02u", day / 100 % 100);
	if (!one_in(g, 3))
		pm_buf_printf(out, "-%02u", one_in(g, 5) ? 1 : day % 100);
}

static void
put_date(struct generator *g, struct pm_buf *out)
{
	unsigned shape = (unsigned)any(g, 4);

	pm_buf_puts(out, "date:");
	if (shape != 1)
		put_day(g, out);
	if (shape != 0)
		pm_buf_puts(out, "..");
	if (shape == 1 || shape == 3)
		put_day(g, out);
}

/* --- queries ------------------------------------------------------------ */

static void put_group(struct generator *g, struct pm_buf *out, unsigned depth);

/* One operand. */
static void
put_operand(struct generator *g, struct pm_buf *out, unsigned depth)
{
	static const char *const negations[] = { "NOT ", "-", "not ", "-", "NOT -", "NOT NOT " };

	if (one_in(g, 7))
		pm_buf_puts(out, CHOOSE(g, negations));
	if (depth > 0 && one_in(g, 3)) {
		bool titled = !g->in_title && one_in(g, 6);

		pm_buf_puts(out, titled ? "title:(" : "(");
		g->in_title = g->in_title || titled;
		put_group(g, out, depth - 1);
		g->in_title = g->in_title && !titled;
		pm_buf_putc(out, ')');
		return;
	}
	if (!g->in_title && one_in(g, 12)) {
		put_date(g, out);
	} else if (!g->in_title && one_in(g, 14)) {
		put_name(g, out);
	} else {
		if (!g->in_title && one_in(g, 8))
			pm_buf_puts(out, "title:");
		put_leaf(g, out);
	}
}

static void
put_group(struct generator *g, struct pm_buf *out, unsigned depth)
{
	static const char *const between[] = {
		" ", " ", " AND ", " OR ", " OR ", " or ", " And ", "\n"
	};
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
	g->in_title = false;
	if (one_in(g, 3)) {
		if (one_in(g, 6))
			pm_buf_puts(out, "title:");
		put_leaf(g, out);
	} else {
		put_group(g, out, 4);
	}
}
