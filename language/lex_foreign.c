/* Pressmark - what other query languages take for operators: see lex_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/lex_parts.h"

#include "language/foreign.h"

#include <string.h>

/* --- names before a parenthesis ----------------------------------------- */

size_t
pm_lex_argument(const struct pm_lex *lex, size_t at)
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
	static const char *const calls[] = { "atleast", "lead", "atl", NULL };
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
		digits = s + letters + !pm_is_digit(s[letters]);
		n = pm_count_digits(digits, len - (size_t)(digits - s));
		if (digits + n < s + len ||
		    (digits > s + letters && strchr("-_/=:", s[letters]) == NULL))
			return false;
	}
	if (n == 0 || !pm_is_one_of(s, letters, calls))
		return false;
	*name = pm_equal_any_case(s, letters, calls[1]) ? calls[1] : calls[0];
	*number = pm_excerpt(digits, n);
	return true;
}

/* What is written here for the name of a distance; what is not known is w. */
static const char *
distance_name(const char *s, size_t len)
{
	static const struct {
		const char *foreign, *name;
	} names[] = { { "near", "near" }, { "n", "near" },  { "nearest", "near" },
		      { "adj", "adj" },	  { "pre", "pre" }, { "p", "pre" },
		      { "onear", "pre" } };
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (pm_equal_any_case(s, len, names[i].foreign))
			return names[i].name;
	return "w";
}

/* near(oil price, 5) and near((oil, price), 5): two operands and perhaps a number.  Puts
 * what stands between blanks, commas and parentheses into PARTS. */
static bool
two_operands(const char *s, size_t len, struct pm_excerpt parts[3])
{
	size_t at = 0, n = 0, end;

	parts[2] = pm_excerpt("10", 2);
	for (;;) {
		while (at < len && strchr(" ,()", s[at]) != NULL)
			at++;
		if (at == len || n == 3)
			return at == len && n >= 2;
		end = at + 1;
		while (end < len && (s[at] == '"' ? s[end - 1] != '"' || end == at + 1
						  : strchr(" ,()", s[end]) == NULL))
			end++;
		if (end - at > PM_SIDE_SHOWN ||
		    (n == 2 && pm_count_digits(s + at, end - at) < end - at))
			return false;
		parts[n++] = pm_excerpt(s + at, end - at);
		at = end;
	}
}

/* a near(5) b, near(a b, 5) */
static enum pm_status
distance_call(const struct pm_lex *lex, const struct pm_token *t, size_t operand)
{
	const char *s = lex->query + t->start, *x = lex->query + t->end + 1;
	struct pm_excerpt e = pm_excerpt(s, t->end - t->start), parts[3];
	const char *name = distance_name(s, t->end - t->start);

	if (operand > 0 && pm_count_digits(x, operand) == operand &&
	    pm_lex_ends_operand(lex->last.kind))
		return pm_lex_foreign_distance(lex, t, &lex->last, t->end + operand + 2);
	pm_mistake_set(lex->mistake, t->start, t->end + 1, "'%s(' is no operator here",
		       e.text);
	if (!two_operands(x, operand, parts))
		return pm_mistake_hint(lex->mistake, PM_DISTANCE_FORMS);
	return pm_mistake_hint(lex->mistake,
			       "write %s %s/%s %s for at most %s word%s apart",
			       parts[0].text, name, parts[2].text, parts[1].text,
			       parts[2].text, strcmp(parts[2].text, "1") == 0 ? "" : "s");
}

/* A word stands directly before a parenthesis. */
enum pm_status
pm_lex_foreign_call(const struct pm_lex *lex, const struct pm_token *t)
{
	static const char *const distances[] = { "near", "onear", NULL };
	static const char *const numbered[] = { "w", "n", "adj", "pre", "within", NULL };
	static const char *const calls[] = { "atleast", "lead", NULL };
	const char *s = lex->query + t->start, *name;
	size_t len = t->end - t->start;
	const struct pm_foreign *f = t->kind == PM_TOKEN_WORD ? pm_foreign_find(s, len)
							      : NULL;
	size_t operand = pm_lex_argument(lex, t->end);
	struct pm_excerpt e = pm_excerpt(s, len), number,
			  x = operand > 0 && operand <= PM_SIDE_SHOWN
				    ? pm_excerpt(lex->query + t->end + 1, operand)
				    : pm_excerpt("x", 1);
	char form[PM_FOREIGN_FORM];

	if (pm_is_numbered(s, len, "atl")) {
		number = pm_excerpt(s + 3, len - 3);
		pm_mistake_set(lex->mistake, t->start, t->end + 1,
			       "'%s(' is no operator here", e.text);
		return pm_mistake_hint(lex->mistake, "write atleast%s(%s)", number.text,
				       x.text);
	}
	if (misplaced_number(lex, t, &name, &number)) {
		pm_mistake_set(lex->mistake, t->start, t->end + 1,
			       "the number does not stand directly after '%s'", name);
		return pm_mistake_hint(lex->mistake, "write %s%s(x)", name, number.text);
	}
	if (pm_is_one_of(s, len, calls)) {
		pm_mistake_set(lex->mistake, t->start, t->end + 1, "'%s(' has no number",
			       e.text);
		return pm_mistake_hint(lex->mistake,
				       "write it directly after the name: "
				       "%s%s(...); to search for the word, put a blank "
				       "before the parenthesis",
				       e.text,
				       pm_equal_any_case(s, len, "lead") ? "50" : "5");
	}
	if (pm_is_one_of(s, len, distances) ||
	    (operand > 0 && pm_lex_ends_operand(lex->last.kind) &&
	     pm_is_one_of(s, len, numbered) &&
	     pm_count_digits(lex->query + t->end + 1, operand) == operand))
		return distance_call(lex, t, operand);
	if (f != NULL) {
		pm_foreign_write(f, s + len + 1, operand, PM_FOREIGN_GROUPED, form);
		pm_mistake_set(lex->mistake, t->start, t->end + 1,
			       "'%s(' is no operator here", e.text);
		return pm_mistake_hint(lex->mistake,
				       "write %s; to search for the word, put a "
				       "blank before the parenthesis",
				       form);
	}
	pm_mistake_set(lex->mistake, t->start, t->end + 1,
		       "there is no white space between '%s' and '('", e.text);
	if (t->kind == PM_TOKEN_WORD && pm_lex_is_plain_name(s, len))
		return pm_mistake_hint(lex->mistake,
				       "write %s:(%s) for what is in a field, or put a "
				       "blank between them to search for both; fields "
				       "are " PM_FIELD_NAMES,
				       e.text, x.text);
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
	struct pm_excerpt e, x;
	char form[PM_FOREIGN_FORM];

	if (len < 2 || s[len - 1] != '=' || lex->query[t->end] != '"')
		return PM_OK;
	f = pm_foreign_find(s, len - 1);
	if (f == NULL && !pm_lex_is_plain_name(s, len - 1))
		return PM_OK;
	while (end < lex->len && lex->query[end] != '"')
		end++;
	len = end < lex->len ? end + 1 - t->end : 0;
	pm_mistake_set(lex->mistake, t->end - 1, t->end,
		       "'=' stands after the name of a field");
	if (f == NULL) {
		e = pm_excerpt(s, t->end - 1 - t->start);
		x = len > 0 && len <= PM_SIDE_SHOWN ? pm_excerpt(lex->query + t->end, len)
						    : pm_excerpt("x", 1);
		return pm_mistake_hint(lex->mistake, "write %s:%s", e.text, x.text);
	}
	pm_foreign_write(f, lex->query + t->end, len, PM_FOREIGN_BARE, form);
	return pm_mistake_hint(lex->mistake, "write %s", form);
}

/* --- operands and distances ------------------------------------------------- */

size_t
pm_lex_operand_at(const struct pm_lex *lex, size_t at)
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
	size_t at = pm_lex_skip_blanks(lex, t->end), len = pm_lex_operand_at(lex, at);
	struct pm_excerpt e = pm_excerpt(lex->query + t->start, t->end - t->start);
	struct pm_excerpt x = len > 0 && len <= 40 ? pm_excerpt(lex->query + at, len)
						   : pm_excerpt("...", 3);

	pm_mistake_set(lex->mistake, t->start, t->end, "'%s' has no group after it",
		       e.text);
	return pm_mistake_hint(lex->mistake,
			       "write %s(%s); to search for the word itself, put "
			       "it into quotes: \"%s\"",
			       e.text, x.text, e.text);
}

struct pm_lex_sides
pm_lex_sides_of(const struct pm_lex *lex, const struct pm_token *left, size_t end)
{
	size_t start = left->start, at = pm_lex_skip_blanks(lex, end);
	size_t before = left->end - start, behind = pm_lex_operand_at(lex, at);
	bool whole = pm_lex_ends_operand(left->kind) && left->kind != PM_TOKEN_CLOSE &&
		     before > 0 &&
		     (start == 0 || strchr(" (", lex->query[start - 1]) != NULL);

	if (!whole || before > PM_SIDE_SHOWN || behind == 0 || behind > PM_SIDE_SHOWN)
		return (struct pm_lex_sides){ pm_excerpt("a", 1), pm_excerpt("b", 1) };
	return (struct pm_lex_sides){ pm_excerpt(lex->query + start, before),
				      pm_excerpt(lex->query + at, behind) };
}

/* near5 and NEAR, near/s, /n5 and /n5/ */
enum pm_status
pm_lex_foreign_distance(const struct pm_lex *lex, const struct pm_token *t,
			const struct pm_token *left, size_t end)
{
	const char *s = lex->query + t->start, *name, *order;
	size_t len = end - t->start, letters, at, digits;
	struct pm_excerpt e = pm_excerpt(s, len), number = pm_excerpt("10", 2);
	struct pm_lex_sides sides = pm_lex_sides_of(lex, left, end);
	char unit;
	bool slashed; /* /para and /s/, without a number */

	pm_mistake_set(lex->mistake, t->start, end, "'%s' is no operator here", e.text);
	if (s[0] == '/' && len > 1) {
		s++;
		len -= 1 + (s[len - 2] == '/');
	}
	letters = pm_count_letters(s, len);
	slashed = s > lex->query + t->start && letters == len;
	name = slashed ? "w" : distance_name(s, letters);
	order = name[0] == 'p' || name[0] == 'a' ? "in this order" : "in either order";
	for (at = letters; at < len && !pm_is_digit(s[at]); at++)
		;
	digits = at < len ? pm_count_digits(s + at, len - at) : 0;
	unit = letters < len ? pm_unit_letter(s + letters + 1, len - letters - 1)
	     : slashed	     ? pm_unit_letter(s, letters)
			     : '\0';
	if (digits > 0)
		number = pm_excerpt(s + at, digits);
	else if (unit != '\0')
		return pm_mistake_hint(
			lex->mistake,
			"write %s %s/%c %s for one %s%s; to search for it, put it into "
			"quotes: \"%s\"",
			sides.a.text, name, unit, sides.b.text,
			unit == 's' ? "sentence" : "paragraph",
			strcmp(order, "in this order") == 0 ? ", in this order" : "",
			e.text);
	else if (memchr(s, '/', len) != NULL || slashed)
		return pm_mistake_hint(lex->mistake,
				       PM_DISTANCE_FORMS
				       "; to search for it, put it into quotes: \"%s\"",
				       e.text);
	return pm_mistake_hint(lex->mistake,
			       "write %s %s/%s %s for at most %s word%s apart, %s; to "
			       "search for it, put it into quotes: \"%s\"",
			       sides.a.text, name, number.text, sides.b.text, number.text,
			       strcmp(number.text, "1") == 0 ? "" : "s", order, e.text);
}

/* --- regular expressions ------------------------------------------------ */

/* Whether S is n5 or near5, which between slashes or after one is a distance in other
 * languages. */
static bool
is_slashed_distance(const char *s, size_t len)
{
	static const char *const names[] = { "n", "w", "near", "pre", "adj", NULL };
	size_t letters = pm_count_letters(s, len);

	return letters < len &&
	       letters + pm_count_digits(s + letters, len - letters) == len &&
	       pm_is_one_of(s, letters, names);
}

size_t
pm_lex_number_end(const struct pm_lex *lex, size_t end)
{
	static const char *const words[] = { "word", "words", NULL };
	static const char *const of[] = { "of", NULL };
	size_t at = pm_lex_skip_blanks(lex, end), digits, next;

	digits = at < lex->len ? pm_count_digits(lex->query + at, lex->len - at) : 0;
	if (at == end || digits == 0 || !pm_lex_ends_word(lex, at + digits))
		return end;
	end = at + digits;
	at = pm_lex_skip_blanks(lex, end);
	next = pm_lex_bare_end(lex, at);
	if (!pm_is_one_of(lex->query + at, next - at, words))
		return end;
	end = next;
	at = pm_lex_skip_blanks(lex, end);
	next = pm_lex_bare_end(lex, at);
	return pm_is_one_of(lex->query + at, next - at, of) ? next : end;
}

/* a w/in 5 b */
static enum pm_status
within(const struct pm_lex *lex, const struct pm_token *t)
{
	size_t end = pm_lex_number_end(lex, t->end);

	return end == t->end ? PM_OK : pm_lex_foreign_distance(lex, t, &lex->last, end);
}

/* a w/o b, a w/x b: a letter in the place of a number. */
enum pm_status
pm_lex_foreign_letter(const struct pm_lex *lex, const struct pm_token *t)
{
	const char *s = lex->query + t->start;
	size_t len = t->end - t->start;
	struct pm_excerpt e = pm_excerpt(s, len);
	struct pm_lex_sides sides;

	if (len < 3 || (s[0] | 0x20) != 'w' || s[1] != '/')
		return PM_OK;
	if (pm_equal_any_case(s + 2, len - 2, "in"))
		return within(lex, t);
	if (len > 3)
		return PM_OK;
	pm_mistake_set(lex->mistake, t->start, t->end, "'%s' is no operator here", e.text);
	sides = pm_lex_sides_of(lex, &lex->last, t->end);
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

/* /para and /n5 are no regular expressions.  PM_OK if it is nothing like this. */
enum pm_status
pm_lex_foreign_unit(const struct pm_lex *lex, const struct pm_token *t)
{
	static const char *const units[] = { "para", "sent", "seg", NULL };
	size_t at = t->start + 1, end = pm_lex_bare_end(lex, t->start);
	const char *s = lex->query + at;

	if (!pm_is_one_of(s, end - at, units) &&
	    !(is_slashed_distance(s, end - at) && pm_lex_ends_operand(lex->last.kind)))
		return PM_OK;
	return pm_lex_foreign_distance(lex, t, &lex->last, end);
}

/* a /n5/ b, a distance in other languages, and a /s/ b, which looks like one.  PM_OK if it
 * is nothing like this. */
static enum pm_status
slashed_distance(const struct pm_lex *lex, const struct pm_token *t)
{
	const char *s = lex->query + t->text;
	size_t len = t->text_end - t->text;
	bool unit = pm_unit_letter(s, len) != '\0' &&
		    pm_lex_operand_at(lex, pm_lex_skip_blanks(lex, t->end)) > 0;

	if (!pm_lex_ends_operand(lex->last.kind) || !(unit || is_slashed_distance(s, len)))
		return PM_OK;
	return pm_lex_foreign_distance(lex, t, &lex->last, t->text_end + 1);
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
