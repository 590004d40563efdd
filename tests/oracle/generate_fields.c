/* Pressmark - random queries for fields, dates and lengths: see generate_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/oracle/generate_parts.h"

#include "support/calendar.h"
#include "text/prefixes.h"

#include <string.h>

/* The source or author of some article: of LEAST words at least, if chance finds one. */
static struct field
any_name(struct generator *g, int which, size_t least)
{
	struct field f;
	size_t tries;

	for (tries = 0; tries < 50; tries++) {
		f = g->nv->articles[any(g, g->nv->n_articles)].fields[which];
		if (f.end - f.first >= least)
			break;
	}
	return f;
}

/* Some words of a name, mostly as many as are found; of a long one, as many as that. */
static void
put_name_words(struct generator *g, struct pm_buf *out, struct field f, bool is_long)
{
	size_t at = f.first + any(g, f.end - f.first), n = 1 + any(g, f.end - at);

	if (is_long && f.end - f.first >= PM_FIELD_WORDS) {
		n = PM_FIELD_WORDS - any(g, 2);
		at = f.first + any(g, f.end - f.first - n + 1);
	} else if (n > PM_FIELD_WORDS) {
		n = PM_FIELD_WORDS + one_in(g, 10);
	}
	pm_buf_putc(out, '"');
	put_words(g, out, at, n);
	if (one_in(g, 6))
		pm_buf_puts(out, " more");
	pm_buf_putc(out, '"');
}

static void
put_name(struct generator *g, struct pm_buf *out)
{
	int which = one_in(g, 2) ? SOURCE : AUTHOR;
	bool is_long = one_in(g, 3);
	struct field f = any_name(g, which, is_long ? PM_FIELD_WORDS : 1);
	size_t len;
	const char *s;

	if (f.first == f.end && !one_in(g, 50)) /* perhaps no article has one */
		f = any_name(g, which = SOURCE, 1);
	pm_buf_puts(out, which == SOURCE ? "source:" : "author:");
	if (f.first == f.end || one_in(g, 6)) {
		leaf_word(g, out);
	} else if (one_in(g, 4)) {
		s = surface_at(g, f.first + any(g, f.end - f.first), &len);
		pm_buf_put(out, s, len < 2 ? len : len / 2);
		pm_buf_putc(out, '*');
	} else {
		put_name_words(g, out, f, is_long);
	}
}

static bool
is_plain(const char *s, size_t len)
{
	static const char *const own[] = { "title", "source", "author", "date",
					   "words", "host",   "id" };
	size_t i;

	for (i = 0; i < sizeof own / sizeof *own; i++)
		if (strlen(own[i]) == len && memcmp(own[i], s, len) == 0)
			return false;
	if (len == 0 || (s[0] >= '0' && s[0] <= '9'))
		return false;
	for (i = 0; i < len; i++)
		if (strchr(" \"&'+,/()", s[i]) != NULL)
			return false;
	return true;
}

static void
put_doubled(struct pm_buf *out, const char *s, size_t len)
{
	size_t i;

	pm_buf_putc(out, '"');
	for (i = 0; i < len; i++) {
		if (s[i] == '"')
			pm_buf_putc(out, '"');
		pm_buf_putc(out, s[i]);
	}
	pm_buf_putc(out, '"');
}

static void
put_field_name(struct generator *g, struct pm_buf *out, uint32_t name)
{
	const struct naive *nv = g->nv;
	struct pm_buf cased;
	size_t len;
	const char *s = pm_intern_get(&nv->names, name, &len);

	if (name == nv->source || name == nv->author) {
		pm_buf_puts(out, s + 1);
	} else {
		pm_buf_init(&cased, PM_BUF_NO_LIMIT);
		put_letters(&cased, s, len, true, one_in(g, 4) ? any(g, len + 1) : len);
		if (is_plain(s, len) && !one_in(g, 5))
			pm_buf_put(out, cased.data, cased.len);
		else
			put_doubled(out, pm_buf_str(&cased), cased.len);
		pm_buf_release(&cased);
	}
	pm_buf_putc(out, ':');
}

/* All of a value, or something that is not quite it. */
static void
put_whole(struct generator *g, struct pm_buf *out, const struct extra *extra)
{
	size_t len, cut;
	const char *s = pm_intern_get(&g->nv->names, extra->value, &len);

	cut = len > 0 && one_in(g, 6) && (uint8_t)s[len - 1] < 0x80;
	pm_buf_putc(out, '=');
	put_doubled(out, s, len - cut);
}

/* Words of a value, in order, or one as it is spelt. */
static void
put_value(struct generator *g, struct pm_buf *out, const struct extra *extra)
{
	size_t n, at;

	if (extra->words.first == extra->words.end) {
		leaf_rare(g, out);
		return;
	}
	at = extra->words.first + any(g, extra->words.end - extra->words.first);
	n = 1 + any(g, extra->words.end - at);
	if (one_in(g, 3)) {
		bool was = g->in_distance;

		g->in_distance = true;
		put_spelt(g, out, at);
		g->in_distance = was;
		return;
	}
	pm_buf_puts(out, n > 1 ? "\"" : "");
	put_words(g, out, at, n < PM_FIELD_WORDS ? n : PM_FIELD_WORDS);
	pm_buf_puts(out, n > 1 ? "\"" : "");
}

/* A field by its name: words, all of a value, or a group. */
static void
put_other_field(struct generator *g, struct pm_buf *out)
{
	static const char *const joints[] = { " OR ", " AND ", " ", " NOT ", " -" };
	const struct naive *nv = g->nv;
	const struct extra *extra;

	if (nv->n_extras == 0) {
		leaf_word(g, out);
		return;
	}
	do {
		extra = &nv->extras[any(g, nv->n_extras)];
	} while (extra->words.first == extra->words.end && !one_in(g, 20));
	put_field_name(g, out, extra->name);
	if (one_in(g, 3)) {
		put_whole(g, out, extra);
	} else if (one_in(g, 6)) {
		pm_buf_putc(out, '(');
		put_value(g, out, extra);
		pm_buf_puts(out, CHOOSE(g, joints));
		extra = &nv->extras[any(g, nv->n_extras)];
		if (one_in(g, 3))
			put_whole(g, out, extra);
		else
			put_value(g, out, extra);
		pm_buf_putc(out, ')');
	} else {
		put_value(g, out, extra);
	}
}

static void
put_identity(struct generator *g, struct pm_buf *out)
{
	const struct naive *nv = g->nv;
	const struct article *a =
		&nv->articles[one_in(g, 2) ? g->article : any(g, nv->n_articles)];
	bool host = a->host != NONE && one_in(g, 2);
	const char *s, *dot;
	size_t len;

	if (host ? a->host == NONE : a->id == NONE) {
		pm_buf_printf(out, "id:%zu", any(g, nv->n_articles));
		return;
	}
	s = pm_intern_get(&nv->names, host ? a->host : a->id, &len);
	dot = host && one_in(g, 3) ? memchr(s, '.', len) : NULL;
	if (dot != NULL) {
		len -= (size_t)(dot + 1 - s);
		s = dot + 1;
	}
	pm_buf_puts(out, host ? "host:" : "id:");
	pm_buf_put(out, s, len);
}

static void
put_length(struct generator *g, struct pm_buf *out)
{
	const struct field *f = g->nv->articles[g->article].fields;
	size_t n = f[BODY].end - f[TITLE].first, slack = any(g, 3);

	n = n > slack ? n - slack + any(g, 4) : n;
	pm_buf_puts(out, "words:");
	switch (any(g, 4)) {
	case 0:
		pm_buf_printf(out, "%zu..", n);
		break;
	case 1:
		pm_buf_printf(out, "..%zu", n);
		break;
	case 2:
		pm_buf_printf(out, "%zu", n);
		break;
	default:
		pm_buf_printf(out, "%zu..%zu", n, n + any(g, 40));
	}
}

static void
put_day(struct generator *g, struct pm_buf *out)
{
	uint32_t date = g->nv->articles[any(g, g->nv->n_articles)].day;
	unsigned year = date / 10000, month = date / 100 % 100, day = date % 100;

	if (date == 0)
		year = 1987;
	year += one_in(g, 10) ? 1 : 0;
	if (month == 0)
		month = (unsigned)any(g, 12) + 1;
	if (day == 0 || day > pm_days_in_month(year, month) || one_in(g, 5))
		day = one_in(g, 2) ? 1 : pm_days_in_month(year, month);
	pm_buf_printf(out, "%04u", year);
	if (one_in(g, 3))
		return;
	pm_buf_printf(out, "-%02u", month);
	if (!one_in(g, 3))
		pm_buf_printf(out, "-%02u", day);
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

void
put_metadata(struct generator *g, struct pm_buf *out)
{
	static void (*const kinds[])(struct generator * g, struct pm_buf * out) = {
		put_date,	 put_date,     put_name,   put_name,  put_other_field,
		put_other_field, put_identity, put_length, put_length
	};

	CHOOSE(g, kinds)(g, out);
}
