/* Pressmark - names of fields and functions in other query languages: see foreign.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/foreign.h"

#include "language/lex_parts.h"
#include "language/spoken_date.h"
#include "support/calendar.h"

#include <stdio.h>
#include <string.h>

#define SHOWN 32u /* bytes of the operand that are shown */

#define DATES "date:2024-01..2024-06"
#define LENGTHS "words:500.."

static const struct pm_foreign names[] = {
	/* clang-format off */
	{ "title", "title", NULL }, { "headline", "title", NULL }, { "hd", "title", NULL },
	{ "hlead", "title", "title:x OR lead50(x)" }, { "subject", "title", NULL }, { "ti", "title", NULL },
	{ "caption", "title", NULL },
	{ "source", "source", NULL }, { "publication", "source", NULL },
	{ "publisher", "source", NULL }, { "rst", "source", NULL }, { "sn", "source", NULL },
	{ "author", "author", NULL }, { "by", "author", NULL }, { "byline", "author", NULL },
	{ "from", "author", NULL },
	{ "date", "date", DATES }, { "pd", "date", DATES }, { "published", "date", DATES },
	{ "words", "words", LENGTHS }, { "wc", "words", LENGTHS },
	{ "length", "words", LENGTHS },
	{ "host", "host", NULL }, { "site", "host", NULL }, { "url", "host", NULL },
	{ "id", "id", NULL },
	{ "caps", NULL, "=Form" }, { "allcaps", NULL, "=FORM" }, { "nocaps", NULL, "=form" },
	{ "singular", NULL, "\"word\"" }, { "plural", NULL, "\"words\"" },
	{ "body", NULL, NULL }, { "text", NULL, NULL }, { "content", NULL, NULL }
	/* clang-format on */
};

const struct pm_foreign *
pm_foreign_find(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (pm_equal_any_case(s, len, names[i].name))
			return &names[i];
	return NULL;
}

static bool
is_word(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len && (pm_is_letter(s[i]) || pm_is_digit(s[i])); i++)
		;
	return i == len && len > 0;
}

/* Whether X is one phrase and nothing else. */
static bool
is_phrase(const char *x, size_t len)
{
	return len > 2 && x[0] == '"' && memchr(x + 1, '"', len - 1) == x + len - 1;
}

/* --- a word in a form of its own ----------------------------------------- */

/* More than a hint it is not: what the articles write is theirs. */
static const char *
plural_of(char *s, size_t len)
{
	char last = (char)(s[len - 1] | 0x20),
	     before = len > 1 ? (char)(s[len - 2] | 0x20) : ' ';

	if (last == 'y' && strchr("aeiou ", before) == NULL) {
		s[len - 1] = '\0';
		return "ies";
	}
	return last == 's' || last == 'x' || last == 'z' ||
			       (last == 'h' && (before == 'c' || before == 's'))
		     ? "es"
		     : "s";
}

/* caps(apple): the form of the word that is asked for. */
static void
write_form(const struct pm_foreign *f, const char *x, size_t len,
	   char out[PM_FOREIGN_FORM])
{
	bool all = strcmp(f->name, "allcaps") == 0, none = strcmp(f->name, "nocaps") == 0;
	char word[SHOWN + 1];
	const char *end = "";
	size_t i;

	memcpy(word, x, len);
	word[len] = '\0';
	if (f->form[0] == '=') {
		for (i = 0; i < len; i++)
			if (pm_is_letter(word[i]))
				word[i] = (char)(all || (i == 0 && !none)
							 ? word[i] & ~0x20
							 : word[i] | 0x20);
		snprintf(out, PM_FOREIGN_FORM, "=%s", word);
		return;
	}
	if (strcmp(f->name, "plural") == 0)
		end = plural_of(word, len);
	snprintf(out, PM_FOREIGN_FORM, "\"%s%s\"", word, end);
}

/* --- comparisons ------------------------------------------------------------ */

/* The day, month or year before DATE or after it; 0: none. */
static uint32_t
neighbour(uint32_t date, bool before)
{
	unsigned year = date / 10000, month = date / 100 % 100;

	if (date % 100 > 0)
		return pm_day_add(date, before ? -1 : 1);
	if (month == 0)
		return pm_date(before ? year - 1 : year + 1, 0, 0);
	month = before ? month - 1 : month + 1;
	year += month > 12;
	year -= month == 0;
	return pm_date(year, month > 12 ? 1 : month == 0 ? 12 : month, 0);
}

static void
compare_date(const char *sign, size_t sign_len, const char *x, size_t len,
	     char out[PM_FOREIGN_FORM])
{
	bool less = sign[0] == '<';
	uint32_t date = pm_spoken_date(x, len);
	char text[PM_DATE_TEXT] = "2024-06";

	if (date > 0 && sign_len == 1)
		date = neighbour(date, less);
	if (date > 0)
		pm_date_text(date, text);
	snprintf(out, PM_FOREIGN_FORM, less ? "date:..%s" : "date:%s..", text);
}

void
pm_foreign_compare(const struct pm_foreign *f, const char *sign, size_t sign_len,
		   const char *x, size_t len, char out[PM_FOREIGN_FORM])
{
	bool less = sign[0] == '<', equal = sign_len > 1;
	bool words = f->field != NULL && strcmp(f->field, "words") == 0;
	bool date = f->field != NULL && strcmp(f->field, "date") == 0;
	unsigned n = 500;

	if (date) {
		compare_date(sign, sign_len, x, len, out);
		return;
	}
	if (!words) {
		pm_foreign_write(f, x, 0, PM_FOREIGN_BARE, out);
		return;
	}
	if (len > 0 && len < 8 && pm_count_digits(x, len) == len) {
		n = pm_read_number(x, len, 10000000);
		n = equal ? n : !less ? n + 1 : n > 0 ? n - 1 : 0;
	}
	snprintf(out, PM_FOREIGN_FORM, less ? "words:..%u" : "words:%u..", n);
}

void
pm_foreign_range(const char *x, size_t n, const char *y, size_t m,
		 char out[PM_FOREIGN_FORM])
{
	uint32_t first = pm_spoken_date(x, n), last = pm_spoken_date(y, m);
	char from[PM_DATE_TEXT], to[PM_DATE_TEXT];

	if (first == 0 || last == 0) {
		snprintf(out, PM_FOREIGN_FORM, "%s", DATES);
		return;
	}
	pm_date_text(first, from);
	pm_date_text(last, to);
	snprintf(out, PM_FOREIGN_FORM, "date:%s..%s", from, to);
}

/* --- a field and its operand ---------------------------------------------- */

/* How many bytes X begins with that are in SET. */
static size_t
span(const char *x, size_t len, const char *set)
{
	size_t i;

	for (i = 0; i < len && x[i] != '\0' && strchr(set, x[i]) != NULL; i++)
		;
	return i;
}

/* date(1987), LENGTH(>500) */
static void
write_value(const struct pm_foreign *f, const char *x, size_t len,
	    char out[PM_FOREIGN_FORM])
{
	bool date = strcmp(f->field, "date") == 0;
	size_t at = span(x, len, " "), sign;
	char text[PM_DATE_TEXT];

	if (at >= len)
		at = 0;
	x += at;
	len -= at;
	sign = span(x, len, "<>=");
	sign = sign < len ? sign : 0;
	if (sign > 0 && x[0] != '=') {
		at = sign + span(x + sign, len - sign, " ");
		pm_foreign_compare(f, x, sign, x + at, len - at, out);
	} else if (date && pm_spoken_date(x + sign, len - sign) > 0) {
		pm_date_text(pm_spoken_date(x + sign, len - sign), text);
		snprintf(out, PM_FOREIGN_FORM, "date:%s", text);
	} else if (!date && pm_count_digits(x + sign, len - sign) == len - sign) {
		snprintf(out, PM_FOREIGN_FORM, "words:%.*s", (int)(len - sign), x + sign);
	} else {
		snprintf(out, PM_FOREIGN_FORM, "%s", f->form);
	}
}

void
pm_foreign_write(const struct pm_foreign *f, const char *x, size_t len,
		 enum pm_foreign_operand operand, char out[PM_FOREIGN_FORM])
{
	bool usable = len > 0 && len <= SHOWN, word, quoted;
	struct pm_excerpt e = usable ? pm_excerpt(x, len) : pm_excerpt("x", 1);
	bool title = f->field != NULL && strcmp(f->field, "title") == 0;

	word = !usable || is_word(x, len);
	quoted = usable && (x[0] == '"' || memchr(x, '"', len) != NULL);
	if (f->form != NULL && f->field == NULL && usable && is_word(x, len))
		write_form(f, x, len, out);
	else if (f->form != NULL && title && usable && (word || quoted))
		snprintf(out, PM_FOREIGN_FORM, "title:%s OR lead50(%s)", e.text, e.text);
	else if (f->form != NULL && f->field != NULL && !title && usable && x[0] != '"')
		write_value(f, x, len, out);
	else if (f->form != NULL)
		snprintf(out, PM_FOREIGN_FORM, "%s", f->form);
	else if (f->field == NULL && (word || is_phrase(x, len)))
		snprintf(out, PM_FOREIGN_FORM, "%s", e.text);
	else if (f->field == NULL ||
		 (title && operand == PM_FOREIGN_GROUPED && !word && !is_phrase(x, len)))
		snprintf(out, PM_FOREIGN_FORM, "%s(%s)", title ? "title:" : "", e.text);
	else
		snprintf(out, PM_FOREIGN_FORM, word || quoted ? "%s:%s" : "%s:\"%s\"",
			 f->field, quoted && x[0] != '"' ? "x" : e.text);
}
