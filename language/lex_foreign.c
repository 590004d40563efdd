/* Pressmark - what other query languages take for operators: see lex_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/lex_parts.h"

#include "language/foreign.h"

#include <string.h>

/* --- names before a parenthesis ----------------------------------------- */

/* The length of what stands between the parenthesis at AT and the one that closes it, or
 * 0. */
static size_t
argument(const struct pm_lex *lex, size_t at)
{
	size_t start = ++at, open = 1;

	for (; at < lex->len; at++) {
		open += lex->query[at] == '(';
		open -= lex->query[at] == ')';
		if (open == 0)
			return at - start;
	}
	return 0;
}

/* atleast(5, x), atleast-5(x), ATLEAST 5(x): the number is in the wrong place. */
static bool
misplaced_number(const struct pm_lex *lex, const struct pm_token *t, const char **name,
		 struct pm_excerpt *number)
{
	static const char *const calls[] = { "atleast", "lead", NULL };
	const char *s = lex->query + t->start, *digits = s;
	size_t len = t->end - t->start, letters = pm_count_letters(s, len), n;
	size_t last = lex->last.end - lex->last.start;

	if (letters == 0 && lex->last.kind == PM_TOKEN_WORD) {
		n = pm_count_digits(s, len);
		s = lex->query + lex->last.start;
		letters = last;
		if (n < len)
			return false;
	} else if (letters == len) {
		for (digits = s + len + 1;
		     digits < lex->query + lex->len && *digits == ' '; digits++)
			;
		n = pm_count_digits(digits, (size_t)(lex->query + lex->len - digits));
		if (digits + n >= lex->query + lex->len || digits[n] != ',')
			return false;
	} else {
		digits = s + letters + 1;
		n = pm_count_digits(digits, len - letters - 1);
		if (letters + 1 + n < len || strchr("-_/=:", s[letters]) == NULL)
			return false;
	}
	if (n == 0 || !pm_is_one_of(s, letters, calls))
		return false;
	*name = pm_equal_any_case(s, letters, calls[0]) ? calls[0] : calls[1];
	*number = pm_excerpt(digits, n);
	return true;
}

/* A word stands directly before a parenthesis. */
enum pm_status
pm_lex_foreign_call(const struct pm_lex *lex, const struct pm_token *t)
{
	static const char *const distances[] = { "near", "onear", NULL };
	static const char *const calls[] = { "atleast", "lead", NULL };
	const char *s = lex->query + t->start, *name;
	size_t len = t->end - t->start;
	const struct pm_foreign *f = t->kind == PM_TOKEN_WORD ? pm_foreign_find(s, len)
							      : NULL;
	struct pm_excerpt e = pm_excerpt(s, len), number;
	char form[PM_FOREIGN_FORM];

	if (misplaced_number(lex, t, &name, &number)) {
		pm_mistake_set(lex->mistake, t->start, t->end + 1,
			       "the number does not stand directly behind '%s'", name);
		return pm_mistake_hint(lex->mistake, "write %s%s(x)", name, number.text);
	}
	if (pm_is_one_of(s, len, calls)) {
		pm_mistake_set(lex->mistake, t->start, t->end + 1, "'%s(' has no number",
			       e.text);
		return pm_mistake_hint(lex->mistake,
				       "write it directly behind the name: "
				       "%s%s(...); to search for the word, put a blank "
				       "before the parenthesis",
				       e.text,
				       pm_equal_any_case(s, len, "lead") ? "50" : "5");
	}
	if (pm_is_one_of(s, len, distances)) {
		pm_mistake_set(lex->mistake, t->start, t->end + 1,
			       "'%s(' is no operator here", e.text);
		return pm_mistake_hint(lex->mistake, PM_DISTANCE_FORMS);
	}
	if (f != NULL) {
		pm_foreign_write(f, s + len + 1, argument(lex, t->end),
				 PM_FOREIGN_GROUPED, form);
		pm_mistake_set(lex->mistake, t->start, t->end + 1,
			       "'%s(' is no operator here", e.text);
		return pm_mistake_hint(lex->mistake,
				       "write %s; to search for the word, put a "
				       "blank before the parenthesis",
				       form);
	}
	pm_mistake_set(lex->mistake, t->start, t->end + 1,
		       "there is no white space between '%s' and '('", e.text);
	return pm_mistake_hint(lex->mistake,
			       "put a blank between them to search for both; "
			       "fields are " PM_FIELD_NAMES);
}

/* title="oil".  PM_OK if it is nothing like this. */
enum pm_status
pm_lex_foreign_quotes(const struct pm_lex *lex, const struct pm_token *t)
{
	const char *s = lex->query + t->start;
	size_t len = t->end - t->start, end = t->end + 1;
	const struct pm_foreign *f;
	char form[PM_FOREIGN_FORM];

	if (len < 2 || s[len - 1] != '=' || lex->query[t->end] != '"' ||
	    (f = pm_foreign_find(s, len - 1)) == NULL)
		return PM_OK;
	while (end < lex->len && lex->query[end] != '"')
		end++;
	pm_foreign_write(f, lex->query + t->end, end < lex->len ? end + 1 - t->end : 0,
			 PM_FOREIGN_BARE, form);
	pm_mistake_set(lex->mistake, t->end - 1, t->end,
		       "'=' stands behind the name of a field");
	return pm_mistake_hint(lex->mistake, "write %s", form);
}

/* --- words -------------------------------------------------------------- */

/* The length of the operand at AT: a phrase, or everything up to white space or a
 * parenthesis; 0 if there is none, or an operator. */
static size_t
operand_at(const struct pm_lex *lex, size_t at)
{
	static const char *const operators[] = { "and", "or", "not", NULL };
	size_t end = pm_lex_bare_end(lex, at);

	if (at >= lex->len)
		return 0;
	if (lex->query[at] == '"') {
		for (end = at + 1; end < lex->len && lex->query[end] != '"'; end++)
			;
		return end < lex->len ? end + 1 - at : 0;
	}
	return pm_is_one_of(lex->query + at, end - at, operators) ? 0 : end - at;
}

/* atleast5 without a group */
enum pm_status
pm_lex_no_group(const struct pm_lex *lex, const struct pm_token *t)
{
	size_t at = pm_lex_skip_blanks(lex, t->end), len = operand_at(lex, at);
	struct pm_excerpt e = pm_excerpt(lex->query + t->start, t->end - t->start);
	struct pm_excerpt x = len > 0 && len <= 40 ? pm_excerpt(lex->query + at, len)
						   : pm_excerpt("...", 3);

	pm_mistake_set(lex->mistake, t->start, t->end, "'%s' has no group behind it",
		       e.text);
	return pm_mistake_hint(lex->mistake,
			       "write %s(%s); to search for the word itself, put "
			       "it into quotes: \"%s\"",
			       e.text, x.text, e.text);
}

#define SIDE_SHOWN 32u /* bytes of an operand in a hint */

static bool
is_upper(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len && s[i] >= 'A' && s[i] <= 'Z'; i++)
		;
	return i == len;
}

bool
pm_lex_is_distance_word(const char *s, size_t len)
{
	static const char *const words[] = { "near", "adj", "within", NULL };
	static const char *const capitals[] = { "same", "xor", NULL };

	return pm_is_one_of(s, len, words) ||
	       (is_upper(s, len) && pm_is_one_of(s, len, capitals));
}

/* The operands on both sides of an operator, or names for them if either cannot be
 * shown. */
struct sides {
	struct pm_excerpt a, b;
};

static struct sides
sides_of(const struct pm_lex *lex, size_t end)
{
	size_t start = lex->last.start, at = pm_lex_skip_blanks(lex, end);
	size_t before = lex->last.end - start, behind = operand_at(lex, at);
	bool whole = pm_lex_ends_operand(lex->last.kind) &&
		     lex->last.kind != PM_TOKEN_CLOSE && before > 0 &&
		     (start == 0 || strchr(" (", lex->query[start - 1]) != NULL);

	if (!whole || before > SIDE_SHOWN || behind == 0 || behind > SIDE_SHOWN)
		return (struct sides){ pm_excerpt("a", 1), pm_excerpt("b", 1) };
	return (struct sides){ pm_excerpt(lex->query + start, before),
			       pm_excerpt(lex->query + at, behind) };
}

enum pm_status
pm_lex_foreign_distance(const struct pm_lex *lex, const struct pm_token *t, size_t end)
{
	static const char *const ordered[] = { "pre", "adj", "onear", "p", NULL };
	const char *s = lex->query + t->start;
	size_t len = end - t->start, letters = pm_count_letters(s, len), at = letters;
	struct pm_excerpt e = pm_excerpt(s, len), number = pm_excerpt("10", 2);
	struct sides sides = sides_of(lex, end);
	bool first = pm_is_one_of(s, letters, ordered);

	while (at < len && !pm_is_digit(s[at]))
		at++;
	pm_mistake_set(lex->mistake, t->start, end, "'%s' is no operator here", e.text);
	if (at < len)
		number = pm_excerpt(s + at, len - at);
	else if (memchr(s, '/', len) != NULL)
		return pm_mistake_hint(lex->mistake,
				       PM_DISTANCE_FORMS
				       "; to search for it, put it into quotes: \"%s\"",
				       e.text);
	return pm_mistake_hint(lex->mistake,
			       "write %s %s/%s %s for at most %s words apart, %s; to "
			       "search for it, put it into quotes: \"%s\"",
			       sides.a.text, first ? "pre" : "w", number.text,
			       sides.b.text, number.text,
			       first ? "in this order" : "in either order", e.text);
}

/* a NEAR b, near 5.  PM_OK if it is nothing like this. */
static enum pm_status
distance_in_words(const struct pm_lex *lex, const struct pm_token *t)
{
	static const char *const capitals[] = { "near", "adj", "pre", "same", "xor", NULL };
	static const char *const numbered[] = { "near", "adj", "pre", "within", NULL };
	const char *s = lex->query + t->start;
	size_t len = t->end - t->start, at = pm_lex_skip_blanks(lex, t->end), digits;
	struct pm_excerpt e;
	size_t end = t->end;
	struct sides sides;

	digits = at < lex->len ? pm_count_digits(lex->query + at, lex->len - at) : 0;
	if (at > end && digits > 0 && pm_lex_ends_word(lex, at + digits) &&
	    pm_is_one_of(s, len, numbered))
		end = at + digits;
	else if (!is_upper(s, len) || !pm_is_one_of(s, len, capitals) ||
		 !pm_lex_ends_operand(lex->last.kind) || pm_lex_is_gap(lex, at) ||
		 (lex->query[at] != '(' && operand_at(lex, at) == 0))
		return PM_OK;
	e = pm_excerpt(s, end - t->start);
	pm_mistake_set(lex->mistake, t->start, end, "'%s' is no operator here", e.text);
	sides = sides_of(lex, end);
	if (pm_equal_any_case(s, len, "xor"))
		return pm_mistake_hint(lex->mistake,
				       "write (%s OR %s) NOT (%s %s); to search for "
				       "the word itself, put it into quotes: \"%s\"",
				       sides.a.text, sides.b.text, sides.a.text,
				       sides.b.text, e.text);
	if (pm_equal_any_case(s, len, "same"))
		return pm_mistake_hint(lex->mistake,
				       "write %s w/p %s for one paragraph, w/s for one "
				       "sentence; to search for the word itself, put it into "
				       "quotes: \"%s\"",
				       sides.a.text, sides.b.text, e.text);
	return pm_lex_foreign_distance(lex, t, end);
}

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
	operand = lex->query[open] == '(' ? 0 : operand_at(lex, open);
	number = pm_excerpt(lex->query + at, digits);
	x = operand > 0 && operand <= SIDE_SHOWN ? pm_excerpt(lex->query + open, operand)
						 : pm_excerpt("x", 1);
	pm_mistake_set(lex->mistake, t->start, at + digits,
		       "the number does not stand directly behind 'atleast'");
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
	x = phrase <= SIDE_SHOWN ? pm_excerpt(lex->query + lex->last.start, phrase)
				 : pm_excerpt("\"export controls\"", 17);
	pm_mistake_set(lex->mistake, t->start, t->end, "a blank stands before '%s'",
		       e.text);
	return pm_mistake_hint(lex->mistake, "write it directly behind the quotes: %s%s",
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
	x = phrase <= SIDE_SHOWN ? pm_excerpt(lex->query + t->start, phrase)
				 : pm_excerpt("\"export controls\"", 17);
	pm_mistake_set(lex->mistake, t->end, end, "'%s' stands directly behind a phrase",
		       e.text);
	return pm_mistake_hint(lex->mistake,
			       "write %s~%s for at most %s other words among them, or put a "
			       "blank behind the quotation mark",
			       x.text, number.text, number.text);
}

enum pm_status
pm_lex_foreign_word(const struct pm_lex *lex, const struct pm_token *t)
{
	enum pm_status status;

	if (t->end == t->start || lex->last.kind == PM_TOKEN_FIELD)
		return PM_OK;
	if ((status = distance_in_words(lex, t)) < 0 ||
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
	struct pm_excerpt name, number, e;
	size_t start = t->start, end = t->end;

	if (s[0] == '/' && lex->last.kind == PM_TOKEN_WORD &&
	    pm_is_one_of(last, lex->last.end - lex->last.start, distances)) {
		start = lex->last.start;
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
	pm_mistake_set(lex->mistake, start, end, "a blank stands in '%s'", e.text);
	return pm_mistake_hint(lex->mistake, "write %s/%s without a blank", name.text,
			       number.text);
}

/* --- regular expressions ------------------------------------------------ */

/* /n5, which lacks the second slash of a distance in other languages. */
static enum pm_status
half_slashed(const struct pm_lex *lex, const struct pm_token *t, size_t end)
{
	static const char *const names[] = { "n", "w", "near", "pre", "adj", NULL };
	const char *s = lex->query + t->start + 1;
	size_t len = end - t->start - 1, letters = pm_count_letters(s, len);
	struct pm_excerpt e = pm_excerpt(s - 1, len + 1),
			  number = pm_excerpt(s + letters, len - letters);

	if (letters == len ||
	    letters + pm_count_digits(s + letters, len - letters) < len ||
	    !pm_is_one_of(s, letters, names) || !pm_lex_ends_operand(lex->last.kind))
		return PM_OK;
	pm_mistake_set(lex->mistake, t->start, end, "'%s' is no operator here", e.text);
	return pm_mistake_hint(lex->mistake,
			       "write %s/%s for a distance; to search for it, put it into "
			       "quotes",
			       letters == 3 ? "pre" : "w", number.text);
}

/* a w/o b, a w/x b: a letter in the place of a number. */
enum pm_status
pm_lex_foreign_letter(const struct pm_lex *lex, const struct pm_token *t)
{
	const char *s = lex->query + t->start;
	struct pm_excerpt e = pm_excerpt(s, t->end - t->start);
	struct sides sides;

	if (t->end - t->start != 3 || (s[0] | 0x20) != 'w' || s[1] != '/')
		return PM_OK;
	pm_mistake_set(lex->mistake, t->start, t->end, "'%s' is no operator here", e.text);
	sides = sides_of(lex, t->end);
	if ((s[2] | 0x20) == 'o')
		return pm_mistake_hint(lex->mistake,
				       "write %s NOT %s for the one without the other; to "
				       "search for it, put it into quotes: \"%s\"",
				       sides.a.text, sides.b.text, e.text);
	return pm_mistake_hint(lex->mistake,
			       PM_DISTANCE_FORMS
			       "; to search for it, put it into quotes: \"%s\"",
			       e.text);
}

/* /para is not a regular expression.  PM_OK if it is nothing like this. */
enum pm_status
pm_lex_foreign_unit(const struct pm_lex *lex, const struct pm_token *t)
{
	static const char *const units[] = { "para", "sent", "seg", NULL };
	size_t at = t->start + 1, end = pm_lex_bare_end(lex, t->start);
	struct pm_excerpt e = pm_excerpt(lex->query + t->start, end - t->start);

	if (!pm_is_one_of(lex->query + at, end - at, units))
		return half_slashed(lex, t, end);
	pm_mistake_set(lex->mistake, t->start, end, "'%s' is no operator here", e.text);
	return pm_mistake_hint(lex->mistake,
			       "write w/p for one paragraph, w/s for one sentence; "
			       "to search for it, put it into quotes");
}

/* a /n5/ b, a distance in other languages.  PM_OK if it is nothing like this. */
static enum pm_status
slashed_distance(const struct pm_lex *lex, const struct pm_token *t)
{
	static const char *const names[] = { "n", "w", "near", "pre", "adj", NULL };
	const char *s = lex->query + t->text;
	size_t len = t->text_end - t->text, letters = pm_count_letters(s, len);
	struct pm_excerpt e = pm_excerpt(s, len),
			  number = pm_excerpt(s + letters, len - letters);
	bool ordered = letters == 3;

	if (letters == len ||
	    letters + pm_count_digits(s + letters, len - letters) < len ||
	    !pm_is_one_of(s, letters, names) || !pm_lex_ends_operand(lex->last.kind))
		return PM_OK;
	pm_mistake_set(lex->mistake, t->start, t->text_end + 1,
		       "'/%s/' is no operator here", e.text);
	return pm_mistake_hint(lex->mistake,
			       "write %s/%s for a distance; to search for the "
			       "word, put it into quotes: \"%s\"",
			       ordered ? "pre" : "w", number.text, e.text);
}

/* A regular expression matches one word, so it holds no blank. */
enum pm_status
pm_lex_check_regex(const struct pm_lex *lex, const struct pm_token *t)
{
	size_t at, plain = 0, blank = t->text_end;
	struct pm_excerpt e = pm_excerpt(lex->query + t->text, t->text_end - t->text);
	unsigned n;

	if (slashed_distance(lex, t) < 0)
		return PM_ERR_QUERY;
	for (at = t->text; at < t->text_end; at += n) {
		uint32_t cp = pm_lex_peek(lex, at, &n);

		if (pm_is_blank(cp) && blank == t->text_end)
			blank = at;
		plain += cp == ' ' ||
			 (cp < 0x80 && (pm_is_letter((char)cp) || pm_is_digit((char)cp)));
	}
	if (blank == t->text_end)
		return PM_OK;
	pm_lex_peek(lex, blank, &n);
	pm_mistake_set(lex->mistake, blank, blank + n,
		       "a blank stands in the regular expression: it describes one word");
	if (plain == t->text_end - t->text && plain <= 40)
		return pm_mistake_hint(lex->mistake,
				       "put words in a row into quotes: \"%s\"; "
				       "or write a distance: /a/ w/1 /b/",
				       e.text);
	return pm_mistake_hint(
		lex->mistake,
		"write one for each word, with a distance between "
		"them: /a/ w/1 /b/; or words in a row in quotes, \"oil price\"");
}
