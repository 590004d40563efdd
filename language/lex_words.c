/* Pressmark - the tokens of a query: phrases, and what may stand next to an operand; see
 * lex_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/lex_parts.h"

#include "language/rewrite.h"

#include <string.h>

/* +"a b", !(a b): an operator of Lucene before a group or a phrase. */
static enum pm_status
sign_before(const struct pm_lex *lex, const struct pm_token *t)
{
	const char *s = lex->query + t->start;
	size_t len = t->end - t->start, at = len - 1;
	struct pm_excerpt e;

	if (strchr("+!|&", s[at]) == NULL ||
	    (s[at] == '&' && (at == 0 || s[at - 1] != '&')))
		return PM_OK;
	at -= at > 0 && s[at - 1] == s[at];
	if (at > 0 && strchr("+!", s[at]) != NULL)
		return PM_OK;
	e = pm_excerpt(s + at, len - at);
	pm_mistake_set(lex->mistake, t->start + at, t->end, "'%s' is no operator here",
		       e.text);
	return pm_hint_sign(lex->mistake, lex->query, lex->len, s[at], lex->any);
}

/* Directly after a bare token there must be no opening parenthesis and no quotation
 * mark. */
enum pm_status
pm_lex_check_bare(const struct pm_lex *lex, const struct pm_token *t)
{
	unsigned n;
	uint32_t cp = pm_lex_peek(lex, t->end, &n);
	struct pm_excerpt e;
	bool is_operator = t->kind == PM_TOKEN_AND || t->kind == PM_TOKEN_OR ||
			   t->kind == PM_TOKEN_NOT || t->kind == PM_TOKEN_NEAR ||
			   t->kind == PM_TOKEN_ATLEAST || t->kind == PM_TOKEN_LEAD;
	enum pm_status status;

	if (n == 0)
		return PM_OK;
	if ((cp == '(' || pm_lex_is_quote(cp)) && (status = sign_before(lex, t)) < 0)
		return status;
	if (cp == '(' && !is_operator)
		return pm_lex_foreign_call(lex, t);
	if (!pm_lex_is_quote(cp))
		return PM_OK;
	if ((status = pm_lex_foreign_quotes(lex, t)) < 0)
		return status;
	e = pm_excerpt(lex->query + t->start, t->end - t->start);
	pm_mistake_set(lex->mistake, t->start, t->end + n,
		       "there is no white space between '%s' and the quotation mark",
		       e.text);
	return pm_mistake_hint(lex->mistake, "put a blank between them, or all of it into "
					     "the quotes");
}

/* --- phrases ------------------------------------------------------------ */

enum pm_status
pm_lex_check_after(const struct pm_lex *lex, const struct pm_token *t)
{
	bool regex = t->kind == PM_TOKEN_REGEX;
	unsigned n;
	uint32_t cp = pm_lex_peek(lex, t->end, &n);
	struct pm_excerpt e;

	if (n == 0 || pm_is_blank(cp) || pm_lex_is_invisible(cp) || cp == '(' ||
	    cp == ')' || cp == '^')
		return PM_OK;
	if (pm_lex_foreign_others(lex, t) < 0)
		return PM_ERR_QUERY;
	e = pm_excerpt(lex->query + t->end, n);
	pm_mistake_set(lex->mistake, t->end, t->end + n, "'%s' stands directly after %s",
		       e.text, regex ? "a regular expression" : "a phrase");
	if (regex && (cp == 'i' || cp == 'I') && pm_lex_ends_word(lex, t->end + 1))
		return pm_mistake_hint(lex->mistake,
				       "case does not matter: leave out the "
				       "'%s'",
				       e.text);
	if (t->kind == PM_TOKEN_ID || t->kind == PM_TOKEN_EXACT)
		return pm_mistake_hint(lex->mistake,
				       "put a blank after the quotation mark; one "
				       "that is meant itself is written twice: %s",
				       t->kind == PM_TOKEN_ID
					       ? "id:\"a\"\"b\""
					       : "=\"the \"\"big\"\" one\"");
	if (cp == '*' && !regex)
		return pm_mistake_hint(lex->mistake,
				       "write the star within the quotes, "
				       "directly after a word: \"export control*\"");
	return pm_mistake_hint(lex->mistake,
			       regex ? "put a blank after the second '/', or a path into quotes"
				     : "put a blank after the quotation mark, or leave out what "
				       "follows");
}

/* The ~3 after a phrase. */
static enum pm_status
lex_others(struct pm_lex *lex, struct pm_token *t)
{
	size_t at = t->end, end = pm_lex_bare_end(lex, at), n = end - at - 1;
	const char *digits = lex->query + at + 1;
	struct pm_excerpt e = pm_excerpt(lex->query + at, end - at);

	t->number = n > 0 && pm_count_digits(digits, n) == n
			  ? pm_read_number(digits, n, PM_DISTANCE_MAX)
			  : UINT32_MAX;
	if (t->kind == PM_TOKEN_PHRASE && t->number <= PM_DISTANCE_MAX) {
		t->kind = PM_TOKEN_LOOSE;
		t->end = end;
		return PM_OK;
	}
	if (t->kind == PM_TOKEN_EXACT) {
		pm_mistake_set(lex->mistake, at, end, "'=' and '~' do not go together");
		return pm_mistake_hint(lex->mistake, "leave out one of them");
	}
	pm_mistake_set(lex->mistake, at, end,
		       t->kind == PM_TOKEN_PHRASE
			       ? "'%s' does not say how many other words"
			       : "'%s' stands directly after quotes",
		       e.text);
	return pm_mistake_hint(lex->mistake,
			       t->kind == PM_TOKEN_PHRASE
				       ? "write a number from 0 to %u after the '~': "
					 "\"export controls\"~3"
				       : "leave it out",
			       PM_DISTANCE_MAX);
}

/* A phrase that begins with a straight quotation mark and ends with another kind. */
static enum pm_status
closed_by_another(const struct pm_lex *lex, const struct pm_token *t)
{
	size_t at = t->text;
	unsigned n;
	uint32_t cp;
	struct pm_excerpt mark, e;

	while ((cp = pm_lex_peek(lex, at, &n), n) != 0 && !pm_lex_is_quote(cp))
		at += n;
	/* A mark that opens a phrase is not meant to close one. */
	if (n == 0 || at == t->text || lex->query[at - 1] == ' ')
		return PM_OK;
	mark = pm_excerpt(lex->query + at, n);
	e = pm_excerpt(lex->query + t->text, at - t->text);
	pm_mistake_set(lex->mistake, at, at + n, "'%s' does not close '\"'", mark.text);
	return pm_mistake_hint(lex->mistake, "write the same mark at both ends: \"%s\"",
			       e.text);
}

/* Whether the mark at AT is one of two that stand for a mark in the text: between straight
 * marks, where marks make a difference. */
static bool
is_doubled(const struct pm_lex *lex, const struct pm_token *t, uint32_t opening, size_t at)
{
	return (t->kind == PM_TOKEN_ID || t->kind == PM_TOKEN_EXACT) && opening == '"' &&
	       at + 1 < lex->len && lex->query[at] == '"' && lex->query[at + 1] == '"';
}

/* Read a phrase of any kind; its opening mark, N bytes long, stands at T->text. */
enum pm_status
pm_lex_phrase(struct pm_lex *lex, struct pm_token *t, uint32_t opening, unsigned n)
{
	size_t mark = t->text, at = t->text + n;
	uint32_t cp = 0;
	enum pm_status status;

	t->quoted = true;
	t->text = at;
	while ((cp = pm_lex_peek(lex, at, &n), n) != 0) {
		if (is_doubled(lex, t, opening, at)) {
			t->doubled = true;
			n = 2;
		} else if (pm_lex_closes(opening, cp)) {
			break;
		}
		at += n;
	}
	if (n == 0) {
		if (opening == '"' && closed_by_another(lex, t) < 0)
			return PM_ERR_QUERY;
		pm_mistake_set(lex->mistake, mark, t->text,
			       "the quotation mark is not closed");
		return pm_mistake_hint(lex->mistake, "write another one where the phrase "
						     "ends");
	}
	t->text_end = at;
	t->end = at + n;
	if (t->end < lex->len && lex->query[t->end] == '~' &&
	    (status = lex_others(lex, t)) < 0)
		return status;
	/* Before a blank a colon is punctuation; a field's name is glued to its operand. */
	if (t->kind == PM_TOKEN_PHRASE && t->end < lex->len &&
	    lex->query[t->end] == ':' && pm_lex_ends_word(lex, t->end + 1) &&
	    (t->end + 1 == lex->len || lex->query[t->end + 1] != '('))
		t->end++;
	return pm_lex_check_after(lex, t);
}
