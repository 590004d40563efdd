/* Pressmark - what a web page says about itself: title and author: see
 * facts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/facts.h"

#include "corpus/dates/date.h"
#include "corpus/formats/languages.h"
#include "corpus/page/words.h"

#include <string.h>
#include <strings.h>

#define TITLE_WORDS_MAX 40
#define AUTHOR_WORDS_MAX 12
#define PARTS_MAX 16

struct span {
	const char *s;
	size_t len;
};

static size_t
count_words(struct span a)
{
	const char *p = a.s;
	struct pm_page_word token;
	size_t n = 0;

	while (pm_page_word_next(&p, a.s + a.len, &token))
		n++;
	return n;
}

/* Whether the words of A occur consecutively in B. */
static bool
is_part_of(struct span a, struct span b)
{
	const char *from = b.s, *end = b.s + b.len;
	struct pm_page_word first, x, y;

	for (;;) {
		const char *p = a.s, *q = from;
		bool more;

		if (!pm_page_word_next(&p, a.s + a.len, &first) ||
		    !pm_page_word_next(&q, end, &y))
			return false;
		from = q;
		if (first.hash != y.hash)
			continue;
		while ((more = pm_page_word_next(&p, a.s + a.len, &x)) &&
		       pm_page_word_next(&q, end, &y) && x.hash == y.hash)
			;
		if (!more)
			return true;
	}
}

static bool
same_words(struct span a, struct span b)
{
	return is_part_of(a, b) && is_part_of(b, a);
}

/* How many words of A occur anywhere in B. */
static size_t
shared_words(struct span a, struct span b)
{
	const char *p = a.s, *q;
	struct pm_page_word x, y;
	size_t n = 0;

	while (pm_page_word_next(&p, a.s + a.len, &x)) {
		for (q = b.s; pm_page_word_next(&q, b.s + b.len, &y);) {
			if (x.hash == y.hash) {
				n++;
				break;
			}
		}
	}
	return n;
}

static struct span
span_of(const struct pm_buf *b)
{
	return (struct span){ pm_buf_str(b), b->len };
}

static void
put_span(struct pm_buf *out, struct span s)
{
	pm_buf_put(out, s.s, s.len);
}

/* The next heading at *P. */
static bool
next_heading(const char **p, struct span *heading)
{
	const char *lf = strchr(*p, '\n');

	if (lf == NULL)
		return false;
	heading->s = *p;
	heading->len = (size_t)(lf - *p);
	*p = lf + 1;
	return true;
}

/* The longest heading that <title> or og:title contains. */
static struct span
heading_in_title(const struct pm_facts *f)
{
	struct span title = span_of(&f->fact[PM_FACT_TITLE]);
	struct span og = span_of(&f->fact[PM_FACT_OG_TITLE]);
	struct span best = { NULL, 0 }, h;
	const char *p = pm_buf_str(&f->headings);

	while (next_heading(&p, &h)) {
		size_t n = count_words(h);

		if (n < 2 || n > TITLE_WORDS_MAX || h.len <= best.len)
			continue;
		if ((title.len > 0 && is_part_of(h, title) && h.len * 10 > title.len * 4) ||
		    (og.len > 0 && same_words(h, og)))
			best = h;
	}
	return best;
}

/* If there is exactly one h1: the first heading of four or more words that shares two of
 * them with <title>. */
static struct span
lone_heading(const struct pm_facts *f)
{
	struct span none = { NULL, 0 }, h;
	const char *p = pm_buf_str(&f->headings);

	if (f->n_h1 == 1 && f->n_headings >= 1) {
		while (next_heading(&p, &h)) {
			if (count_words(h) >= 4 &&
			    shared_words(h, span_of(&f->fact[PM_FACT_TITLE])) >= 2)
				return h;
		}
	}
	return none;
}

/* The length of the separator at S: " | ", " - " and the like; 0: none. */
static size_t
separator(const char *s, size_t len)
{
	static const char *const marks[] = {
		" | ",	    " - ",	" \u2013 ", " \u2014 ", " :: ",
		" \u00bb ", " \u00ab ", " \u00b7 ", " \u2022 ", ": ",
		" / ",	    " \u2039 ", " \u203a ", " > "
	};
	size_t i;

	for (i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t n = strlen(marks[i]);

		if (len >= n && memcmp(s, marks[i], n) == 0)
			return n;
	}
	return 0;
}

static bool
is_block(const struct pm_blocks *b, struct span part)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		const struct pm_block *k = &b->blocks[i];

		if (k->len == part.len &&
		    memcmp(b->text.data + k->at, part.s, part.len) == 0)
			return true;
	}
	return false;
}

/* <title> without the name of the site. */
static struct span
cut_title(const struct pm_facts *f, const struct pm_blocks *b)
{
	struct span title = span_of(&f->fact[PM_FACT_TITLE]), part[PARTS_MAX], best;
	struct span site = span_of(&f->fact[PM_FACT_SITE]);
	size_t n = 0, i, from = 0;

	for (i = 0; i < title.len && n < PARTS_MAX - 1;) {
		size_t sep = separator(title.s + i, title.len - i);

		if (sep == 0) {
			i++;
			continue;
		}
		part[n++] = (struct span){ title.s + from, i - from };
		from = i += sep;
	}
	part[n++] = (struct span){ title.s + from, title.len - from };
	if (n == 1)
		return title;
	/* the site is at the end or at the start: everything else */
	if (site.len > 0 && same_words(part[n - 1], site))
		return (struct span){
			title.s, (size_t)(part[n - 2].s + part[n - 2].len - title.s)
		};
	if (site.len > 0 && same_words(part[0], site))
		return (struct span){ part[1].s,
				      (size_t)(title.s + title.len - part[1].s) };
	for (best = part[0], i = 0; i < n; i++) {
		if (is_block(b, part[i]) && count_words(part[i]) >= 2)
			return part[i];
		if (part[i].len > best.len)
			best = part[i];
	}
	return count_words(best) >= 4 ? best : title;
}

void
pm_facts_title(const struct pm_facts *f, const struct pm_blocks *b, struct pm_buf *out)
{
	struct span best = heading_in_title(f);

	if (best.len == 0)
		best = span_of(&f->fact[PM_FACT_LD_HEADLINE]);
	if (best.len == 0)
		best = span_of(&f->fact[PM_FACT_OG_TITLE]);
	if (best.len == 0)
		best = lone_heading(f);
	if (best.len == 0)
		best = cut_title(f, b);
	if (best.len == 0 && f->n_h1 == 1) {
		const char *p = pm_buf_str(&f->headings);

		next_heading(&p, &best);
	}
	put_span(out, best);
}

/* By X, Von X ...: the length of the lead, 0: none. */
static size_t
by_lead(const char *s, size_t len)
{
	static const char *const leads[] = {
		"by ",	      "by: ",	  "von ",    "par ",
		"por ",	      "di ",	  "door ",   "written by ",
		"posted by ", "author: ", "autor: ", "reported by "
	};
	size_t i;

	for (i = 0; i < sizeof leads / sizeof *leads; i++) {
		size_t n = strlen(leads[i]);

		if (len > n && strncasecmp(s, leads[i], n) == 0)
			return n;
	}
	return 0;
}

/* A short block that begins with By and continues with a capital. */
static struct span
author_block(const struct pm_blocks *b)
{
	size_t i;

	for (i = 0; i < b->n; i++) {
		const struct pm_block *k = &b->blocks[i];
		const char *s = (const char *)b->text.data + k->at;
		size_t n;

		if (k->words >= 20 || k->len > 80 || b->elements[k->parent].comment ||
		    s[0] < 'A' || s[0] > 'Z')
			continue;
		n = by_lead(s, k->len);
		if (n > 0 && ((s[n] >= 'A' && s[n] <= 'Z') || (uint8_t)s[n] == 0xc3))
			return (struct span){ s + n, k->len - n };
	}
	return (struct span){ NULL, 0 };
}

/* Whether it can be nobody's name: it has no letters, is an address of mail, or looks as
 * programs write a user's name, chuck-ross or jdoe2. */
static bool
is_no_name(struct span s)
{
	size_t letters = 0, i;
	bool capital = false, other = false;

	for (i = 0; i < s.len; i++) {
		char c = s.s[i];

		if (c == '@')
			return true;
		letters += (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
		capital |= c >= 'A' && c <= 'Z';
		/* a blank, or a script without capitals */
		other |= c == ' ' || (c & 0x80) != 0;
	}
	return !other && (letters == 0 || !capital);
}

/* A byline without the date, the address or the rest of a list that follows the name. */
static struct span
name_in(struct span s)
{
	static const char *const ends[] = { " | ",    " \u2022 ", " \u00b7 ", " (http",
					    " <http", " http",	  "\u2022" };
	size_t at, i, end = s.len;

	if (pm_date_find(s.s, s.len, PM_DATE_DAY_FIRST, &at) != 0)
		end = at;
	for (i = 0; i < sizeof ends / sizeof *ends; i++) {
		const char *found = memmem(s.s, end, ends[i], strlen(ends[i]));

		if (found != NULL)
			end = (size_t)(found - s.s);
	}
	while (end > 0 && strchr(" ,:-/|(", s.s[end - 1]) != NULL)
		end--;
	/* dashes of Unicode */
	while (end > 3 && memcmp(s.s + end - 3, "\xe2\x80", 2) == 0 &&
	       ((uint8_t)s.s[end - 1] == 0x93 || (uint8_t)s.s[end - 1] == 0x94)) {
		for (end -= 3; end > 0 && s.s[end - 1] == ' ';)
			end--;
	}
	return (struct span){ s.s, end };
}

/* What must be so of names that are taken. */
enum names { NAMES_LIKELY, NAMES_ANY };

/* Append the line of a list without its By, if it can be a name. */
static void
put_author(struct pm_buf *out, struct span s, enum names names)
{
	size_t lead;

	if (s.len == 0)
		return;
	lead = by_lead(s.s, s.len);
	s = name_in((struct span){ s.s + lead, s.len - lead });
	if (s.len == 0 || count_words(s) > AUTHOR_WORDS_MAX)
		return;
	if (names == NAMES_LIKELY && is_no_name(s))
		return;
	if (out->len > 0)
		pm_buf_putc(out, '\n');
	put_span(out, s);
}

static void
choose_author(const struct pm_facts *f, const struct pm_blocks *b, enum names names,
	      struct pm_buf *out)
{
	static const enum pm_fact order[] = { PM_FACT_LD_AUTHOR,   PM_FACT_DC_AUTHOR,
					      PM_FACT_META_AUTHOR, PM_FACT_ITEM_AUTHOR,
					      PM_FACT_REL_AUTHOR,  PM_FACT_CLASS_AUTHOR };
	size_t i;

	for (i = 0; i < sizeof order / sizeof *order && out->len == 0; i++) {
		struct span s = span_of(&f->fact[order[i]]);
		const char *end = s.s + s.len, *feed;

		for (; s.len > 0 && s.s < end; s.s = feed + 1) {
			feed = memchr(s.s, '\n', (size_t)(end - s.s));
			feed = feed == NULL ? end : feed;
			put_author(out, (struct span){ s.s, (size_t)(feed - s.s) }, names);
		}
	}
	if (out->len == 0)
		put_author(out, author_block(b), names);
}

void
pm_facts_author(const struct pm_facts *f, const struct pm_blocks *b, struct pm_buf *out)
{
	choose_author(f, b, NAMES_LIKELY, out);
	if (out->len == 0)
		choose_author(f, b, NAMES_ANY, out);
	/* a number is worse than nothing */
	if (strpbrk(pm_buf_str(out),
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == NULL &&
	    ((uint8_t)pm_buf_str(out)[0] & 0x80) == 0)
		pm_buf_clear(out);
}

void
pm_facts_add_author(struct pm_buf *out, const char *s, size_t len)
{
	size_t before = out->len;

	put_author(out, (struct span){ s, len }, NAMES_ANY);
	if (out->len > before || len == 0)
		return;
	if (out->len > 0)
		pm_buf_putc(out, '\n');
	pm_buf_put(out, s, len);
}

/* Whether two names have the same letters. */
static bool
is_same_name(const struct pm_buf *a, const struct pm_buf *b)
{
	const char *p = pm_buf_str(a), *q = pm_buf_str(b);

	for (;; p++, q++) {
		while (*p == ' ' || *p == '.' || *p == '-')
			p++;
		while (*q == ' ' || *q == '.' || *q == '-')
			q++;
		if (strncasecmp(p, q, 1) != 0)
			return false;
		if (*p == '\0')
			return true;
	}
}

void
pm_facts_source(const struct pm_facts *f, struct pm_buf *out)
{
	static const enum pm_fact others[] = { PM_FACT_LD_PUBLISHER, PM_FACT_LD_SITE,
					       PM_FACT_APP };
	const struct pm_buf *site = &f->fact[PM_FACT_SITE];
	size_t i;

	/* a name that has lost its blanks is given with them elsewhere */
	for (i = 0; i < sizeof others / sizeof *others; i++) {
		const struct pm_buf *other = &f->fact[others[i]];

		if (other->len > 0 && strstr(pm_buf_str(other), "://") == NULL &&
		    (site->len == 0 ||
		     (other->len > site->len && is_same_name(site, other))))
			site = other;
	}
	pm_buf_put(out, pm_buf_str(site), site->len);
}

void
pm_facts_language(const struct pm_facts *f, struct pm_buf *out)
{
	static const enum pm_fact order[] = { PM_FACT_LANG, PM_FACT_LD_LANG,
					      PM_FACT_OG_LANG, PM_FACT_META_LANG };
	size_t i;

	for (i = 0; i < sizeof order / sizeof *order && out->len == 0; i++) {
		const char *stated = pm_buf_str(&f->fact[order[i]]);
		/* the first of a list counts; "en.UTF-8" is of the list of locales */
		const char *code = pm_language_code(stated, strcspn(stated, ",;."));

		if (code != NULL)
			pm_buf_puts(out, code);
	}
}
