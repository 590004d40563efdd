/* Pressmark - what other query languages write with words: see lex_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/lex_parts.h"

#include "language/foreign.h"
#include "language/spoken_date.h"

#include <string.h>

static bool
is_upper(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len && s[i] >= 'A' && s[i] <= 'Z'; i++)
		;
	return i == len;
}

bool
pm_lex_is_foreign_word(const char *s, size_t len)
{
	static const char *const words[] = { "near",	  "adj", "pre",	     "within",
					     "date",	  "pd",	 "contains", "xfirstword",
					     "xlastword", NULL };
	static const char *const capitals[] = { "same", "xor", "andnot", "butnot", NULL };

	return pm_is_one_of(s, len, words) ||
	       (is_upper(s, len) && pm_is_one_of(s, len, capitals));
}

/* --- NEAR and its kin ----------------------------------------------------- */

/* Whether what ends at END stands where an operator may: something to look for is on one
 * side of it at least.  In `a OR SAME OR b` it is itself what to look for. */
static bool
is_in_place(const struct pm_lex *lex, size_t end)
{
	size_t at = pm_lex_skip_blanks(lex, end);

	if (lex->last.kind == PM_TOKEN_MINUS)
		return false;
	return pm_lex_ends_operand(lex->last.kind) ||
	       (at < lex->len &&
		(lex->query[at] == '(' || pm_lex_operand_at(lex, at) > 0));
}

/* NOT NEAR and NOT SAME have a counterpart. */
static enum pm_status
negated(const struct pm_lex *lex, size_t end, const struct pm_lex_sides *sides,
	const char *distance)
{
	struct pm_excerpt e = pm_excerpt(lex->query + lex->last.start,
					 end - lex->last.start);

	pm_mistake_set(lex->mistake, lex->last.start, end, "'%s' is no operator here",
		       e.text);
	return pm_mistake_hint(lex->mistake,
			       "write %s not %s %s for the one without the other that "
			       "near; to search for the words, put them into quotes: "
			       "\"%s\"",
			       sides->a.text, distance, sides->b.text, e.text);
}

/* a NEAR b, a AND NEAR b, near 5.  PM_OK if it is nothing like this. */
static enum pm_status
distance_in_words(const struct pm_lex *lex, const struct pm_token *t)
{
	static const char *const capitals[] = { "near", "adj", "pre", "same", "xor", NULL };
	static const char *const numbered[] = { "near", "adj", "pre", "within", NULL };
	const char *s = lex->query + t->start;
	size_t len = t->end - t->start, end = pm_lex_number_end(lex, t->end);
	bool negates = lex->last.kind == PM_TOKEN_NOT,
	     same = pm_equal_any_case(s, len, "same");
	const struct pm_token *left = negates || lex->last.kind == PM_TOKEN_AND ||
						      lex->last.kind == PM_TOKEN_OR
					    ? &lex->before
					    : &lex->last;
	struct pm_excerpt e;
	struct pm_lex_sides sides;

	if (t->end < lex->len && lex->query[t->end] == '(')
		return PM_OK; /* pm_lex_foreign_call */
	if (!pm_is_one_of(s, len, numbered))
		end = t->end;
	if (end == t->end && (!is_upper(s, len) || !pm_is_one_of(s, len, capitals) ||
			      !is_in_place(lex, end)))
		return PM_OK;
	e = pm_excerpt(s, end - t->start);
	sides = pm_lex_sides_of(lex, left, end);
	if (pm_equal_any_case(s, len, "xor")) {
		pm_mistake_set(lex->mistake, t->start, end, "'%s' is no operator here",
			       e.text);
		return pm_mistake_hint(lex->mistake,
				       "write (%s NOT %s) OR (%s NOT %s); to search for "
				       "the word itself, put it into quotes: \"%s\"",
				       sides.a.text, sides.b.text, sides.b.text,
				       sides.a.text, e.text);
	}
	if (negates && end == t->end)
		return negated(lex, end, &sides,
			       same				  ? "w/p"
			       : pm_equal_any_case(s, len, "adj") ? "adj/10"
			       : pm_equal_any_case(s, len, "pre") ? "pre/10"
								  : "near/10");
	if (!same)
		return pm_lex_foreign_distance(lex, t, left, end);
	pm_mistake_set(lex->mistake, t->start, end, "'%s' is no operator here", e.text);
	return pm_mistake_hint(lex->mistake,
			       "write %s w/p %s for one paragraph, w/s for one "
			       "sentence; to search for the word itself, put it into "
			       "quotes: \"%s\"",
			       sides.a.text, sides.b.text, e.text);
}

/* a ANDNOT b */
static enum pm_status
not_in_one_word(const struct pm_lex *lex, const struct pm_token *t)
{
	static const char *const names[] = { "andnot", "butnot", NULL };
	const char *s = lex->query + t->start;
	size_t len = t->end - t->start;
	struct pm_excerpt e = pm_excerpt(s, len);
	struct pm_lex_sides sides;

	if (!is_upper(s, len) || !pm_is_one_of(s, len, names) || !is_in_place(lex, t->end))
		return PM_OK;
	sides = pm_lex_sides_of(lex, &lex->last, t->end);
	pm_mistake_set(lex->mistake, t->start, t->end, "'%s' is no operator here", e.text);
	return pm_mistake_hint(lex->mistake,
			       "write %s NOT %s for the one without the other; to search "
			       "for the word itself, put it into quotes: \"%s\"",
			       sides.a.text, sides.b.text, e.text);
}

/* opec +3 quota, opec +s quota */
static enum pm_status
plus_distance(const struct pm_lex *lex, const struct pm_token *t)
{
	const char *s = lex->query + t->start;
	size_t len = t->end - t->start;
	struct pm_excerpt e = pm_excerpt(s, len), distance;
	struct pm_lex_sides sides;

	if (s[0] != '+' || len < 2 || !pm_lex_ends_operand(lex->last.kind) ||
	    (pm_count_digits(s + 1, len - 1) < len - 1 &&
	     (len > 2 || pm_unit_letter(s + 1, 1) == '\0')) ||
	    pm_lex_operand_at(lex, pm_lex_skip_blanks(lex, t->end)) == 0)
		return PM_OK;
	sides = pm_lex_sides_of(lex, &lex->last, t->end);
	distance = pm_excerpt(s + 1, len - 1);
	pm_mistake_set(lex->mistake, t->start, t->end, "'%s' is no operator here", e.text);
	return pm_mistake_hint(lex->mistake,
			       "write %s pre/%s %s for a distance in this order; if it is "
			       "to be a word, leave out the '+'",
			       sides.a.text, distance.text, sides.b.text);
}

/* opec w/50 xfirstword */
static enum pm_status
edge_of_text(const struct pm_lex *lex, const struct pm_token *t)
{
	static const char *const edges[] = { "xfirstword", "xlastword", NULL };
	const char *s = lex->query + t->start;
	size_t len = t->end - t->start, operand = lex->before.end - lex->before.start;
	bool distance = lex->last.kind == PM_TOKEN_NEAR &&
			lex->last.unit == PM_NEAR_WORDS && !lex->last.negated;
	struct pm_excerpt e = pm_excerpt(s, len), x = pm_excerpt("...", 3);
	unsigned number = distance ? (unsigned)lex->last.number : 50;

	if (!pm_is_one_of(s, len, edges))
		return PM_OK;
	pm_mistake_set(lex->mistake, t->start, t->end, "'%s' is no word of the text",
		       e.text);
	if (pm_equal_any_case(s, len, edges[1]))
		return pm_mistake_hint(lex->mistake,
				       "the beginning can be asked for, lead50(...), the "
				       "end cannot; to search for it, put it into quotes: "
				       "\"%s\"",
				       e.text);
	if (distance && pm_lex_ends_operand(lex->before.kind) &&
	    lex->before.kind != PM_TOKEN_CLOSE && operand <= PM_SIDE_SHOWN)
		x = pm_excerpt(lex->query + lex->before.start, operand);
	return pm_mistake_hint(lex->mistake,
			       "write lead%u(%s); to search for it, put it into quotes: "
			       "\"%s\"",
			       number, x.text, e.text);
}

/* --- fields ----------------------------------------------------------------- */

/* The word after END, and where it begins. */
static size_t
word_behind(const struct pm_lex *lex, size_t end, size_t *start)
{
	*start = pm_lex_skip_blanks(lex, end);
	return *start < lex->len && lex->query[*start] != '"'
		     ? pm_lex_operand_at(lex, *start)
		     : 0;
}

/* The date after END, or else the word. */
static size_t
date_behind(const struct pm_lex *lex, size_t end, size_t *start)
{
	size_t word = word_behind(lex, end, start),
	       date = pm_spoken_date_at(lex->query + *start, lex->len - *start);

	return date > 0 ? date : word;
}

static enum pm_status
field_in_words(const struct pm_lex *lex, size_t start, size_t end, const char *form)
{
	struct pm_excerpt e = pm_excerpt(lex->query + start, end - start);

	pm_mistake_set(lex->mistake, start, end, "'%s' is no operator here", e.text);
	return pm_mistake_hint(lex->mistake,
			       "write %s; to search for the words, put them into quotes: "
			       "\"%s\"",
			       form, e.text);
}

/* date is 1987, date aft 3/1/1987, date from 19870301 to 19870401.  Two of the words that
 * may stand after `date` are of no other language; after the others there must be a
 * number. */
static enum pm_status
date_in_words(const struct pm_lex *lex, const struct pm_token *t)
{
	static const struct {
		const char *name, *sign; /* "": a range, NULL: the date itself */
		bool word;
	} verbs[] = { { "is", NULL, true },    { "bef", "<", false },
		      { "before", "<", true }, { "aft", ">", false },
		      { "after", ">", true },  { "since", ">=", true },
		      { "from", "", true },    { "between", "", true } };
	static const char *const names[] = { "date", "pd", NULL };
	static const char *const ends[] = { "to", "and", "until", NULL };
	const char *s = lex->query;
	const struct pm_foreign *f = pm_foreign_find("date", 4);
	size_t verb, x, to, y,
		len = word_behind(lex, t->end, &verb), n, m, i, end = verb + len;
	char form[PM_FOREIGN_FORM];

	if (!pm_is_one_of(s + t->start, t->end - t->start, names) || len == 0)
		return PM_OK;
	for (i = 0; i < sizeof verbs / sizeof *verbs &&
		    !pm_equal_any_case(s + verb, len, verbs[i].name);
	     i++)
		;
	n = date_behind(lex, end, &x);
	if (i == sizeof verbs / sizeof *verbs || n == 0 ||
	    (verbs[i].word && !pm_is_digit(s[x])))
		return PM_OK;
	if (verbs[i].sign == NULL) {
		pm_foreign_write(f, s + x, n, PM_FOREIGN_BARE, form);
		return field_in_words(lex, t->start, end, form);
	}
	if (verbs[i].sign[0] != '\0') {
		pm_foreign_compare(f, verbs[i].sign, strlen(verbs[i].sign), s + x, n,
				   form);
		return field_in_words(lex, t->start, end, form);
	}
	to = pm_lex_skip_blanks(lex, x + n);
	m = pm_lex_bare_end(lex, to) - to;
	if (!pm_is_one_of(s + to, m, ends)) {
		pm_foreign_compare(f, ">=", 2, s + x, n, form);
		return field_in_words(lex, t->start, end, form);
	}
	m = date_behind(lex, to + m, &y);
	pm_foreign_range(s + x, n, s + y, m, form);
	return field_in_words(lex, t->start, end, form);
}

/* author contains smith, title contains (oil and gas) */
static enum pm_status
field_contains(const struct pm_lex *lex, const struct pm_token *t)
{
	const char *last = lex->query + lex->last.start;
	size_t at = pm_lex_skip_blanks(lex, t->end), len;
	bool group = at < lex->len && lex->query[at] == '(';
	const struct pm_foreign *f;
	char form[PM_FOREIGN_FORM];

	if (!pm_equal_any_case(lex->query + t->start, t->end - t->start, "contains") ||
	    lex->last.kind != PM_TOKEN_WORD ||
	    (f = pm_foreign_find(last, lex->last.end - lex->last.start)) == NULL ||
	    f->field == NULL)
		return PM_OK;
	len = group ? pm_lex_argument(lex, at) : pm_lex_operand_at(lex, at);
	if (len == 0)
		return PM_OK;
	pm_foreign_write(f, lex->query + at + group, len,
			 group ? PM_FOREIGN_GROUPED : PM_FOREIGN_BARE, form);
	return field_in_words(lex, lex->last.start, t->end, form);
}

enum pm_status
pm_lex_equals_apart(const struct pm_lex *lex, size_t end)
{
	const char *name = lex->query + lex->last.start;
	size_t len = lex->last.end - lex->last.start, at = pm_lex_skip_blanks(lex, end);
	size_t operand = pm_lex_operand_at(lex, at);
	const struct pm_foreign *f;
	struct pm_excerpt e, x;
	char form[PM_FOREIGN_FORM];

	if (lex->last.kind != PM_TOKEN_WORD || operand == 0 || operand > PM_SIDE_SHOWN)
		return PM_OK;
	if ((f = pm_foreign_find(name, len)) != NULL) {
		if (f->field != NULL && strcmp(f->field, "date") == 0)
			operand = date_behind(lex, end, &at);
		pm_foreign_write(f, lex->query + at, operand, PM_FOREIGN_BARE, form);
		return pm_mistake_hint(lex->mistake, "write %s", form);
	}
	if (!pm_lex_is_plain_name(name, len))
		return PM_OK;
	e = pm_excerpt(name, len);
	x = pm_excerpt(lex->query + at, operand);
	return pm_mistake_hint(lex->mistake,
			       "write %s:%s for what is in a field, or =%s for the exact "
			       "form",
			       e.text, x.text, x.text);
}

/* --- what stands apart, or together ----------------------------------------- */

/* opec/F50/ */
static enum pm_status
first_words(const struct pm_lex *lex, const struct pm_token *t)
{
	const char *s = lex->query + t->start;
	size_t len = t->end - t->start, at, end = len - 1;
	struct pm_excerpt number, e, x;

	if (len < 5 || s[end] != '/')
		return PM_OK;
	for (at = end; at > 0 && pm_is_digit(s[at - 1]); at--)
		;
	if (at == end || at < 3 || (s[at - 1] | 0x20) != 'f' || s[at - 2] != '/')
		return PM_OK;
	number = pm_excerpt(s + at, end - at);
	e = pm_excerpt(s + at - 2, len - at + 2);
	x = pm_excerpt(s, at - 2);
	pm_mistake_set(lex->mistake, t->start + at - 2, t->end,
		       "'%s' is no operator here", e.text);
	return pm_mistake_hint(lex->mistake, "write lead%s(%s)", number.text, x.text);
}

/* atleast 5 (opec).  "atleast" alone is not a word that anyone would search for. */
static enum pm_status
number_apart(const struct pm_lex *lex, const struct pm_token *t)
{
	const char *s = lex->query + t->start;
	size_t at = pm_lex_skip_blanks(lex, t->end), digits, open, operand;
	struct pm_excerpt number, x;

	if (t->end - t->start > 8 && pm_equal_any_case(s, 7, "atleast") && s[7] == '/')
		at = t->start + 8; /* ATLEAST/5 opec */
	else if (!pm_equal_any_case(s, t->end - t->start, "atleast") || at == t->end)
		return PM_OK;
	digits = pm_count_digits(lex->query + at, lex->len - at);
	open = pm_lex_skip_blanks(lex, at + digits);
	if (digits == 0 || open == at + digits || open >= lex->len)
		return PM_OK;
	operand = lex->query[open] == '(' ? 0 : pm_lex_operand_at(lex, open);
	number = pm_excerpt(lex->query + at, digits);
	x = operand > 0 && operand <= PM_SIDE_SHOWN
		  ? pm_excerpt(lex->query + open, operand)
		  : pm_excerpt("x", 1);
	pm_mistake_set(lex->mistake, t->start, at + digits,
		       "the number does not stand directly after 'atleast'");
	return pm_mistake_hint(lex->mistake, "write atleast%s(%s)", number.text, x.text);
}

/* "oil price" ~3 */
static enum pm_status
others_apart(const struct pm_lex *lex, const struct pm_token *t)
{
	const char *s = lex->query + t->start;
	size_t len = t->end - t->start, phrase = lex->last.end - lex->last.start;
	struct pm_excerpt e = pm_excerpt(s, len), x;

	if (s[0] != '~' || lex->last.kind != PM_TOKEN_PHRASE || len == 1 ||
	    pm_count_digits(s + 1, len - 1) < len - 1)
		return PM_OK;
	x = phrase <= PM_SIDE_SHOWN ? pm_excerpt(lex->query + lex->last.start, phrase)
				    : pm_excerpt("\"export controls\"", 17);
	pm_mistake_set(lex->mistake, t->start, t->end, "a blank stands before '%s'",
		       e.text);
	return pm_mistake_hint(lex->mistake, "write it directly after the quotes: %s%s",
			       x.text, e.text);
}

/* "oil price"o3p: the number of other words, with letters for the order. */
enum pm_status
pm_lex_foreign_others(const struct pm_lex *lex, const struct pm_token *t)
{
	size_t at = t->end, end = pm_lex_bare_end(lex, at), digits, phrase = at - t->start;
	struct pm_excerpt e = pm_excerpt(lex->query + at, end - at), number, x;

	if (t->kind != PM_TOKEN_PHRASE)
		return PM_OK;
	at += pm_count_letters(lex->query + at, end - at);
	digits = pm_count_digits(lex->query + at, end - at);
	if (digits == 0 || at - t->end > 1 ||
	    at + digits + pm_count_letters(lex->query + at + digits, end - at - digits) <
		    end)
		return PM_OK;
	number = pm_excerpt(lex->query + at, digits);
	x = phrase <= PM_SIDE_SHOWN ? pm_excerpt(lex->query + t->start, phrase)
				    : pm_excerpt("\"export controls\"", 17);
	pm_mistake_set(lex->mistake, t->end, end, "'%s' stands directly after a phrase",
		       e.text);
	return pm_mistake_hint(lex->mistake,
			       "write %s~%s for at most %s other word%s among them, or put "
			       "a blank after the quotation mark",
			       x.text, number.text, number.text,
			       strcmp(number.text, "1") == 0 ? "" : "s");
}

enum pm_status
pm_lex_foreign_word(const struct pm_lex *lex, const struct pm_token *t)
{
	enum pm_status status;

	if (t->end == t->start || lex->last.kind == PM_TOKEN_FIELD)
		return PM_OK;
	if ((status = distance_in_words(lex, t)) < 0 ||
	    (status = not_in_one_word(lex, t)) < 0 ||
	    (status = plus_distance(lex, t)) < 0 || (status = edge_of_text(lex, t)) < 0 ||
	    (status = date_in_words(lex, t)) < 0 ||
	    (status = field_contains(lex, t)) < 0 ||
	    (status = number_apart(lex, t)) < 0 || (status = first_words(lex, t)) < 0)
		return status;
	return others_apart(lex, t);
}

/* w /5 and w/ 5, which are not distances.  PM_OK if it is nothing like this. */
enum pm_status
pm_lex_distance_apart(const struct pm_lex *lex, const struct pm_token *t)
{
	static const char *const distances[] = { "w", "near", "pre", "adj", NULL };
	const char *s = lex->query + t->start, *last = lex->query + lex->last.start;
	size_t len = t->end - t->start, at = pm_lex_skip_blanks(lex, t->end), digits;
	const struct pm_token *left = &lex->last;
	struct pm_excerpt name, number, e;
	size_t start = t->start, end = t->end;
	struct pm_lex_sides sides;

	if (s[0] == '/' && lex->last.kind == PM_TOKEN_WORD &&
	    pm_is_one_of(last, lex->last.end - lex->last.start, distances)) {
		start = lex->last.start;
		left = &lex->before;
		name = pm_excerpt(last, lex->last.end - start);
		number = pm_excerpt(s + 1, len - 1);
	} else if (s[len - 1] == '/' && pm_is_one_of(s, len - 1, distances)) {
		digits = at < lex->len ? pm_count_digits(lex->query + at, lex->len - at)
				       : 0;
		if (digits == 0 || !pm_lex_ends_word(lex, at + digits))
			return PM_OK;
		name = pm_excerpt(s, len - 1);
		number = pm_excerpt(lex->query + at, digits);
		end = at + digits;
	} else {
		return PM_OK;
	}
	e = pm_excerpt(lex->query + start, end - start);
	sides = pm_lex_sides_of(lex, left, end);
	pm_mistake_set(lex->mistake, start, end, "a blank stands in '%s'", e.text);
	return pm_mistake_hint(lex->mistake,
			       "write %s %s/%s %s for a distance, without "
			       "a blank in it",
			       sides.a.text, name.text, number.text, sides.b.text);
}
