/* Pressmark - the names of fields and what stands after them: see lex_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/lex_parts.h"

#include "language/spoken_date.h"
#include "support/calendar.h"
#include "text/chars.h"

#include <string.h>

bool
pm_lex_is_name(uint32_t cp)
{
	enum pm_char c = pm_char_class(cp);

	return c == PM_CHAR_LETTER || c == PM_CHAR_IDEOGRAM || c == PM_CHAR_DIGIT ||
	       c == PM_CHAR_MARK || cp == '.' || cp == '_' || cp == '-';
}

/* Whether it makes a name of what otherwise is a number. */
static bool
is_name_letter(uint32_t cp)
{
	enum pm_char c = pm_char_class(cp);

	return c == PM_CHAR_LETTER || c == PM_CHAR_IDEOGRAM || cp == '_';
}

static bool
is_digit_at(const struct pm_lex *lex, size_t at)
{
	unsigned n;
	uint32_t cp = pm_lex_peek(lex, at, &n);

	return n > 0 && pm_char_class(cp) == PM_CHAR_DIGIT;
}

size_t
pm_lex_colon(const struct pm_lex *lex, size_t at)
{
	size_t end = at;
	bool letter = false;
	unsigned n;
	uint32_t cp;

	if (at >= lex->len || lex->query[at] == '.' || lex->query[at] == '-' ||
	    pm_begins_url(lex->query + at, lex->len - at))
		return 0;
	for (; (cp = pm_lex_peek(lex, end, &n), n) != 0 && pm_lex_is_name(cp); end += n)
		letter = letter || is_name_letter(cp);
	if (end == at || cp != ':')
		return 0;
	if (!letter && (pm_lex_is_gap(lex, end + 1) || is_digit_at(lex, end + 1)))
		return 0;
	/* a URL of another scheme */
	if (lex->len - end > 2 && lex->query[end + 1] == '/' && lex->query[end + 2] == '/')
		return 0;
	return end;
}

bool
pm_lex_quoted_name(const struct pm_lex *lex, struct pm_token *t)
{
	unsigned n;
	uint32_t opening = pm_lex_peek(lex, t->start, &n), cp;
	size_t at = t->start + n;
	bool doubled = false;

	t->name = at;
	for (; (cp = pm_lex_peek(lex, at, &n), n) != 0; at += n) {
		if (opening == '"' && cp == '"' && at + 1 < lex->len &&
		    lex->query[at + 1] == '"') {
			doubled = true;
			n = 2;
		} else if (pm_lex_closes(opening, cp)) {
			break;
		}
	}
	if (n == 0 || at + n >= lex->len || lex->query[at + n] != ':' ||
	    pm_lex_is_gap(lex, at + n + 1)) {
		t->name = 0;
		return false;
	}
	t->name_end = at;
	t->name_doubled = doubled;
	return true;
}

/* Set kind and field according to the name. */
static void
name_field(const char *name, size_t len, struct pm_token *t)
{
	static const struct {
		const char *name;
		enum pm_token_kind kind;
		enum pm_tree_field field;
	} fields[] = {
		/* clang-format off */
		{ "title", PM_TOKEN_FIELD, PM_FIELD_TITLE },
		{ "source", PM_TOKEN_FIELD, PM_FIELD_SOURCE },
		{ "author", PM_TOKEN_FIELD, PM_FIELD_AUTHOR },
		{ "date", PM_TOKEN_DATE, PM_FIELD_ANY },
		{ "words", PM_TOKEN_LENGTH, PM_FIELD_ANY },
		{ "host", PM_TOKEN_HOST, PM_FIELD_ANY },
		{ "id", PM_TOKEN_ID, PM_FIELD_ANY }
		/* clang-format on */
	};
	size_t i;

	t->kind = PM_TOKEN_FIELD;
	t->field = PM_FIELD_OTHER;
	for (i = 0; i < sizeof fields / sizeof *fields; i++)
		if (pm_equal_any_case(name, len, fields[i].name)) {
			t->kind = fields[i].kind;
			t->field = fields[i].field;
		}
}

static enum pm_status
nothing_behind_field(const struct pm_lex *lex, const struct pm_token *t)
{
	struct pm_excerpt e = pm_excerpt(lex->query + t->start, t->end - t->start);
	size_t at = pm_lex_skip_blanks(lex, t->end),
	       len = pm_spoken_date_at(lex->query + at, lex->len - at);
	char date[PM_DATE_TEXT] = "2024-06";
	const char *example = t->kind == PM_TOKEN_DATE	 ? date
			    : t->kind == PM_TOKEN_LENGTH ? "500.."
			    : t->kind == PM_TOKEN_HOST	 ? "example.org"
							 : "word";

	if (len > 0)
		pm_date_text(pm_spoken_date(lex->query + at, len), date);
	pm_mistake_set(lex->mistake, t->start, t->end,
		       "nothing stands directly after '%s'", e.text);
	if (t->field != PM_FIELD_OTHER)
		return pm_mistake_hint(lex->mistake,
				       "write what to look for without a blank "
				       "before it: %s%s",
				       e.text, example);
	return pm_mistake_hint(lex->mistake,
			       "put a word with a colon into quotes, \"%s\"; for "
			       "what is in a field write no blank: %sword",
			       e.text, e.text);
}

/* Check what follows the operand of host: or id:, which may hold any other character. */
static enum pm_status
check_behind_value(const struct pm_lex *lex, const struct pm_token *t,
		   const struct pm_excerpt *name)
{
	unsigned n;
	uint32_t cp = pm_lex_peek(lex, t->end, &n);
	struct pm_excerpt e = pm_excerpt(lex->query + t->end, n);

	if (n == 0 || (cp != '(' && !pm_lex_is_quote(cp)))
		return PM_OK;
	pm_mistake_set(lex->mistake, t->end, t->end + n, "'%s' stands in what '%s' names",
		       e.text, name->text);
	if (t->kind == PM_TOKEN_ID && cp == '"')
		return pm_mistake_hint(lex->mistake,
				       "put all of it into quotes, and write each "
				       "quotation mark in it twice: id:\"a\"\"b\"");
	return pm_mistake_hint(lex->mistake, "put all of it into quotes: %s\"...\"",
			       name->text);
}

/* _exists_:author */
static enum pm_status
exists(const struct pm_lex *lex, const struct pm_token *t, size_t colon)
{
	const char *s = lex->query + t->start, *name = lex->query + colon + 1, *negated;
	size_t len = pm_lex_bare_end(lex, colon + 1) - colon - 1;
	struct pm_excerpt all = pm_excerpt(s, colon + 1 - t->start), e;
	struct pm_token named = { 0 };

	if (len == 0 || !((colon - t->start == 8 && memcmp(s, "_exists_", 8) == 0) ||
			  (colon - t->start == 9 && memcmp(s, "_missing_", 9) == 0)))
		return PM_OK;
	e = pm_excerpt(name, len);
	negated = s[1] == 'm' ? "NOT " : "";
	name_field(name, len, &named);
	pm_mistake_set(lex->mistake, t->start, colon + 1, "'%s' is no operator here",
		       all.text);
	switch (named.kind) {
	case PM_TOKEN_DATE:
		return pm_mistake_hint(lex->mistake, "write %sdate:1000..", negated);
	case PM_TOKEN_LENGTH:
		return pm_mistake_hint(lex->mistake, "every article has a length");
	case PM_TOKEN_HOST:
	case PM_TOKEN_ID:
		return pm_mistake_hint(lex->mistake,
				       "'%s:' is asked for with a value only", e.text);
	default:
		return pm_mistake_hint(lex->mistake, "write %s%s:/.+/", negated, e.text);
	}
}

enum pm_status
pm_lex_field(struct pm_lex *lex, struct pm_token *t, size_t colon)
{
	struct pm_excerpt e = pm_excerpt(lex->query + t->start, colon + 1 - t->start);
	unsigned n;
	uint32_t cp;

	t->end = t->text = t->text_end = colon + 1;
	cp = pm_lex_peek(lex, t->end, &n);
	if (t->name_end > 0) { /* in quotes: one of the corpus, whatever it is called */
		t->kind = PM_TOKEN_FIELD;
		t->field = PM_FIELD_OTHER;
		return PM_OK;
	}
	if (exists(lex, t, colon) < 0)
		return PM_ERR_QUERY;
	t->name = t->start;
	t->name_end = colon;
	name_field(lex->query + t->start, colon - t->start, t);
	if (pm_lex_is_gap(lex, t->end))
		return nothing_behind_field(lex, t);
	if (t->kind == PM_TOKEN_FIELD)
		return PM_OK;
	if (pm_lex_is_quote(cp) && t->kind != PM_TOKEN_LENGTH)
		return pm_lex_phrase(lex, t, cp, n);
	if (cp == '(' || pm_lex_is_quote(cp)) {
		pm_mistake_set(lex->mistake, t->start, t->end + n,
			       cp == '(' ? "'%s' takes no group" : "'%s' takes no phrase",
			       e.text);
		return pm_mistake_hint(lex->mistake,
				       t->kind == PM_TOKEN_DATE
					       ? "write a date or a range: date:2024-06 "
						 "date:2024-01..2024-06"
				       : t->kind == PM_TOKEN_LENGTH
					       ? "write a number or a range: words:500.. "
						 "words:100..500"
					       : "write one at a time, with OR between them: "
						 "(%sx OR %sy)",
				       e.text, e.text);
	}
	t->end = t->text_end = pm_lex_bare_end(lex, t->text);
	return t->kind == PM_TOKEN_DATE || t->kind == PM_TOKEN_LENGTH
		     ? pm_lex_check_bare(lex, t)
		     : check_behind_value(lex, t, &e);
}
