/* Pressmark - what is wrong with how a query fits together: see parse_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/parse_parts.h"

#include "language/dates.h"
#include "language/foreign.h"
#include "language/lex_parts.h"
#include "language/rewrite.h"
#include "language/spoken_date.h"
#include "support/calendar.h"
#include "text/prefixes.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* --- something is missing ----------------------------------------------- */

bool
pm_begins_operand(enum pm_token_kind kind)
{
	switch (kind) {
	case PM_TOKEN_START:
	case PM_TOKEN_END:
	case PM_TOKEN_CLOSE:
	case PM_TOKEN_AND:
	case PM_TOKEN_OR:
	case PM_TOKEN_NEAR:
	case PM_TOKEN_WEIGHT:
		return false;
	default:
		return true;
	}
}

static bool
is_operator(enum pm_token_kind kind)
{
	return kind == PM_TOKEN_AND || kind == PM_TOKEN_OR || kind == PM_TOKEN_NOT ||
	       kind == PM_TOKEN_MINUS || kind == PM_TOKEN_NEAR || kind == PM_TOKEN_FIELD;
}

struct pm_excerpt
pm_parser_excerpt(const struct pm_parser *p, const struct pm_token *t)
{
	return pm_excerpt(p->lex.query + t->start, t->end - t->start);
}

enum pm_status
pm_mistake_at_token(struct pm_parser *p, const struct pm_token *t, const char *what)
{
	size_t end = t->kind == PM_TOKEN_END ? t->start : t->end;

	return pm_mistake_set(p->mistake, t->start, end, "%s", what);
}

/* Operators are words too; the user may have meant the word. */
static enum pm_status
hint_word_in_quotes(struct pm_parser *p, const struct pm_token *t, const char *otherwise)
{
	struct pm_excerpt e = pm_parser_excerpt(p, t);

	return pm_mistake_hint(p->mistake,
			       "%s; to search for the word itself, put it into "
			       "quotes: \"%s\"",
			       otherwise, e.text);
}

/* Whether an operand ends directly before AT. */
static bool
follows_operand(const struct pm_lex *lex, size_t at)
{
	static const char *const operators[] = { "and", "or", "not", NULL };
	const char *s = lex->query;
	size_t start;

	while (at > 0 && s[at - 1] == ' ')
		at--;
	for (start = at; start > 0 && pm_is_letter(s[start - 1]); start--)
		;
	return at > 0 && s[at - 1] != '(' &&
	       !pm_is_one_of(s + start, at - start, operators);
}

/* oil NOT AND price, oil w/5 NOT price: NOT in the place of its neighbour.  Whether QUERY
 * is what was meant. */
static bool
exchange(struct pm_parser *p, char query[PM_REWRITTEN])
{
	const struct pm_token *t = &p->token, *taken = &p->taken;
	size_t next = pm_lex_skip_blanks(&p->lex, t->end);
	struct pm_excerpt e = pm_parser_excerpt(p,
						taken->kind == PM_TOKEN_NEAR ? taken : t);
	bool not_first = taken->kind == PM_TOKEN_NOT &&
			 (t->kind == PM_TOKEN_AND || t->kind == PM_TOKEN_OR);
	bool not_last = taken->kind == PM_TOKEN_NEAR && !taken->negated &&
			(t->kind == PM_TOKEN_NOT || t->kind == PM_TOKEN_MINUS);
	char operator[sizeof e.text + sizeof "NOT  "];

	if ((!not_first && !not_last) || next >= p->lex.len ||
	    !follows_operand(&p->lex, taken->start))
		return false;
	snprintf(operator, sizeof operator, not_last ? "NOT %s " : "%s NOT ", e.text);
	return pm_rewrite(query, p->lex.query, p->lex.len, taken->start, next, operator);
}

enum pm_status
pm_nothing_behind(struct pm_parser *p)
{
	char query[PM_REWRITTEN], write[PM_REWRITTEN + sizeof "write "];
	struct pm_excerpt e = pm_parser_excerpt(p, &p->taken), next;
	const struct pm_token *t = &p->token;
	size_t end = t->kind == PM_TOKEN_END ? t->start : t->end;

	if (is_operator(t->kind)) {
		next = pm_parser_excerpt(p, t);
		pm_mistake_set(p->mistake, t->start, end,
			       "nothing stands between '%s' and '%s'", e.text, next.text);
	} else {
		pm_mistake_set(p->mistake, t->start, end, "nothing stands after '%s'",
			       e.text);
	}
	if (exchange(p, query)) {
		snprintf(write, sizeof write, "write %s", query);
		return hint_word_in_quotes(p,
					   p->taken.kind == PM_TOKEN_NOT ? t : &p->taken,
					   write);
	}
	if (p->taken.kind == PM_TOKEN_NEAR &&
	    (t->kind == PM_TOKEN_NOT || t->kind == PM_TOKEN_MINUS))
		return pm_mistake_hint(p->mistake, "write NOT before the distance: "
						   "a NOT w/5 b");
	if (p->taken.kind == PM_TOKEN_MINUS)
		return hint_word_in_quotes(p, t,
					   "write what is to be excluded directly "
					   "after the '-'");
	return hint_word_in_quotes(p, is_operator(t->kind) ? t : &p->taken,
				   "write a word, a phrase in quotes or a group in "
				   "parentheses after it");
}

/* An operand is due, but the token does not begin one. */
enum pm_status
pm_no_operand(struct pm_parser *p)
{
	const struct pm_token *t = &p->token;
	struct pm_excerpt e;

	if (is_operator(p->taken.kind))
		return pm_nothing_behind(p);
	switch (t->kind) {
	case PM_TOKEN_AND:
	case PM_TOKEN_OR:
	case PM_TOKEN_NEAR:
		e = pm_parser_excerpt(p, t);
		pm_mistake_set(p->mistake, t->start, t->end, "nothing stands before '%s'",
			       e.text);
		return hint_word_in_quotes(p, t,
					   "write a word, a phrase in quotes or a "
					   "group in parentheses before it");
	case PM_TOKEN_CLOSE:
		if (p->taken.kind == PM_TOKEN_OPEN) {
			pm_mistake_set(p->mistake, p->taken.start, t->end,
				       "there is nothing in the parentheses");
			return pm_mistake_hint(p->mistake,
					       "write a query between them, or "
					       "leave them out");
		}
		pm_mistake_at_token(p, t, "no '(' belongs to this ')'");
		return pm_mistake_hint(p->mistake, "leave it out, or write '(' where the "
						   "group begins");
	default:
		if (p->taken.kind == PM_TOKEN_OPEN) {
			pm_mistake_at_token(p, &p->taken, "the parenthesis is not closed");
			return pm_mistake_hint(p->mistake,
					       "write ')' where the group ends");
		}
		pm_mistake_at_token(p, t, "the query is empty");
		return pm_mistake_hint(p->mistake, "write a word, a phrase in quotes or "
						   "several of them");
	}
}

enum pm_status
pm_too_deep(struct pm_parser *p, size_t start, size_t end)
{
	pm_mistake_set(p->mistake, start, end, "the query is nested too deeply");
	return pm_mistake_hint(p->mistake, "at most %u levels are taken",
			       PM_QUERY_DEPTH_MAX);
}

/* --- what asks for words ------------------------------------------------ */

/* The first node, NODE itself or one below it, that may not be in a distance. */
static const struct pm_tree *
find_culprit(const struct pm_tree *node)
{
	const struct pm_tree *found = NULL;
	size_t i;

	if (pm_tree_has_hits(node))
		return NULL;
	/* If only a NOT made the AND, its author does not see an AND. */
	if (node->op == PM_TREE_AND && !node->op_written)
		for (i = 0; i < node->n_children; i++)
			if (node->children[i]->op == PM_TREE_NOT)
				return node->children[i];
	for (i = 0; node->op == PM_TREE_OR && i < node->n_children && found == NULL; i++)
		found = find_culprit(node->children[i]);
	return found == NULL ? node : found;
}

#define SPELT_OUT 3u	    /* operands of an AND */
#define SPELT_OUT_BYTES 32u /* of each; an excerpt holds it */

/* Whether NODE means the same behind a distance, and is short enough for a hint. */
static bool
stands_alone(const struct pm_parser *p, const struct pm_tree *node, bool behind)
{
	return pm_tree_has_hits(node) && node->end - node->start <= SPELT_OUT_BYTES &&
	       (!behind || node->op != PM_TREE_NEAR || p->lex.query[node->start] == '(');
}

/* Append the distance E between NODE and OTHER, in the order in which they stand. */
static void
put_distance(const struct pm_parser *p, const struct pm_excerpt *e,
	     const struct pm_tree *node, const struct pm_tree *other, char *out,
	     size_t size)
{
	const struct pm_tree *a = node->start < other->start ? node : other;
	const struct pm_tree *b = a == node ? other : node;
	struct pm_excerpt x = pm_excerpt(p->lex.query + a->start, a->end - a->start);
	struct pm_excerpt y = pm_excerpt(p->lex.query + b->start, b->end - b->start);
	size_t len = strlen(out);

	snprintf(out + len, size - len, "%s%s %s %s", len > 0 ? " AND " : "", x.text,
		 e->text, y.text);
}

/* (oil AND gas) w/3 price: write the distance for each, in the words of the query if that
 * is short.  OTHER is NULL if NODE is only a part of the operand. */
static enum pm_status
hint_distances(struct pm_parser *p, const struct pm_tree *node,
	       const struct pm_tree *other, const struct pm_excerpt *e)
{
	bool behind = other != NULL && other->start < node->start;
	bool fits = other != NULL && node->n_children <= SPELT_OUT &&
		    stands_alone(p, other, !behind);
	char text[SPELT_OUT * sizeof(struct pm_excerpt) * 4] = "";
	size_t i;

	for (i = 0; i < node->n_children && fits; i++)
		fits = stands_alone(p, node->children[i], behind);
	if (!fits)
		return pm_mistake_hint(p->mistake,
				       "write both distances: a %s b AND a %s c", e->text,
				       e->text);
	for (i = 0; i < node->n_children; i++)
		put_distance(p, e, node->children[i], other, text, sizeof text);
	return pm_mistake_hint(p->mistake, "write %s distances: %s",
			       node->n_children == 2 ? "both" : "all", text);
}

/* An AND stands where only something with hits may. */
static enum pm_status
and_inside(struct pm_parser *p, const struct pm_token *t, const struct pm_tree *node,
	   const struct pm_tree *other, const struct pm_excerpt *e)
{
	if (!node->op_written) {
		pm_mistake_set(p->mistake, node->start, node->end,
			       "words side by side, which mean AND, stand inside '%s'",
			       e->text);
		return pm_mistake_hint(p->mistake, "write words in a row in quotes, or "
						   "alternatives with OR between them");
	}
	pm_mistake_set(p->mistake, node->start, node->end, "AND stands inside '%s'",
		       e->text);
	return t->kind == PM_TOKEN_NEAR
		     ? hint_distances(p, node, other, e)
		     : pm_mistake_hint(p->mistake, "write it for both: %s(a) AND %s(b)",
				       e->text, e->text);
}

static enum pm_status
not_inside(struct pm_parser *p, const struct pm_token *t, const struct pm_tree *node,
	   const struct pm_excerpt *e)
{
	pm_mistake_set(p->mistake, node->start, node->end, "NOT stands inside '%s'",
		       e->text);
	return t->kind == PM_TOKEN_NEAR && !t->negated
		     ? pm_mistake_hint(p->mistake,
				       "write NOT before the distance, a NOT %s b, or "
				       "outside of it",
				       e->text)
		     : pm_mistake_hint(p->mistake, "write it outside: (...) AND NOT word");
}

const char *
pm_metadata_name(const struct pm_tree *node)
{
	switch (node->op) {
	case PM_TREE_DATE:
		return "date";
	case PM_TREE_LENGTH:
		return "words";
	case PM_TREE_HOST:
		return "host";
	case PM_TREE_ID:
		return "id";
	default:
		return node->field == PM_FIELD_SOURCE ? "source"
		     : node->field == PM_FIELD_AUTHOR ? "author"
		     : node->field == PM_FIELD_OTHER  ? node->name
						      : NULL;
	}
}

/* NODE is an operand of the operator T and so must have hits. */
enum pm_status
pm_check_hits(struct pm_parser *p, const struct pm_token *t, const struct pm_tree *node,
	      const struct pm_tree *other)
{
	struct pm_excerpt e = pm_parser_excerpt(p, t), name;
	const struct pm_tree *culprit = find_culprit(node);

	if (culprit == NULL)
		return PM_OK;
	if (culprit->op == PM_TREE_AND)
		return and_inside(p, t, culprit, culprit == node ? other : NULL, &e);
	if (culprit->op == PM_TREE_NOT)
		return not_inside(p, t, culprit, &e);
	name = pm_excerpt(pm_metadata_name(culprit), strlen(pm_metadata_name(culprit)));
	pm_mistake_set(p->mistake, culprit->start, culprit->end,
		       "'%s:' stands inside '%s'", name.text, e.text);
	return pm_mistake_hint(p->mistake,
			       "only words of title and body have places in an "
			       "article; join it with AND outside: (...) AND %s:...",
			       name.text);
}

/* --- fields ------------------------------------------------------------- */

/* What stands after a field must be an operand. */
enum pm_status
pm_check_operator_behind(struct pm_parser *p, const struct pm_token *field)
{
	struct pm_excerpt name = pm_parser_excerpt(p, field),
			  e = pm_parser_excerpt(p, &p->token);

	switch (p->token.kind) {
	case PM_TOKEN_AND:
	case PM_TOKEN_OR:
	case PM_TOKEN_NOT:
	case PM_TOKEN_NEAR:
		pm_mistake_set(p->mistake, field->start, p->token.end,
			       "an operator stands after '%s'", name.text);
		return pm_mistake_hint(p->mistake,
				       "write %s before the operand alone, or "
				       "put the word into quotes: %s\"%s\"",
				       name.text, name.text, e.text);
	case PM_TOKEN_MINUS:
		pm_mistake_set(p->mistake, field->start, p->token.end,
			       "'-' stands after '%s'", name.text);
		return pm_mistake_hint(p->mistake, "write -%sword", name.text);
	default:
		return PM_OK;
	}
}

/* views:100..200 */
static enum pm_status
check_no_range(struct pm_parser *p)
{
	const struct pm_token *t = &p->token, *field = &p->field;
	struct pm_excerpt name = pm_parser_excerpt(p, field), e = pm_parser_excerpt(p, t);
	const struct pm_foreign *f;

	if (t->kind != PM_TOKEN_WORD ||
	    !pm_is_range(p->lex.query + t->text, t->text_end - t->text))
		return PM_OK;
	f = pm_foreign_find(p->lex.query + field->name, field->name_end - field->name);
	pm_mistake_set(p->mistake, t->start, t->end, "'%s' takes no range", name.text);
	if (f != NULL && f->field != NULL &&
	    (strcmp(f->field, "date") == 0 || strcmp(f->field, "words") == 0))
		return pm_mistake_hint(p->mistake, "write %s:%s", f->field, e.text);
	return pm_mistake_hint(p->mistake,
			       "date: and words: do; to search for what stands there, put "
			       "it into quotes: %s\"%s\"",
			       name.text, e.text);
}

void
pm_star_alone(struct pm_parser *p)
{
	struct pm_excerpt name = pm_parser_excerpt(p, &p->field);

	if (p->field.kind == PM_TOKEN_FIELD)
		pm_mistake_hint(p->mistake, "for all articles that have one: %s/.+/",
				name.text);
}

/* [2024-01 TO 2024-06]: the two ends, of which a star is none. */
static bool
bracketed(const struct pm_parser *p, size_t at, struct pm_excerpt *from,
	  struct pm_excerpt *to)
{
	const char *s = p->lex.query;
	size_t len = p->lex.len, first = at + 1, n = 0, last, m = 0;

	if (at >= len || strchr("[{", s[at]) == NULL)
		return false;
	while (first + n < len && s[first + n] != ' ')
		n++;
	last = first + n;
	if (len - last < 5 || strncasecmp(s + last, " to ", 4) != 0)
		return false;
	last += 4;
	while (last + m < len && strchr("]}", s[last + m]) == NULL)
		m++;
	if (last + m == len || n == 0 || m == 0 || n > 16 || m > 16)
		return false;
	*from = pm_excerpt(s + first, s[first] == '*' ? 0 : n);
	*to = pm_excerpt(s + last, s[last] == '*' ? 0 : m);
	return true;
}

/* date:march 1987, in quotes or not, as it is written here. */
static bool
named_month(const struct pm_parser *p, char text[PM_DATE_TEXT])
{
	const struct pm_token *t = &p->token;
	const char *x = p->lex.query + t->text;
	size_t len = pm_spoken_date_at(x,
				       (t->quoted ? t->text_end : p->lex.len) - t->text),
	       i;

	for (i = 0; i < len && !pm_is_letter(x[i]); i++)
		;
	if (i == len)
		return false;
	pm_date_text(pm_spoken_date(x, len), text);
	return true;
}

enum pm_status
pm_wrong_range(struct pm_parser *p)
{
	char spoken[PM_DATE_TEXT];
	const struct pm_token *t = &p->token;
	const char *s = p->lex.query;
	bool date = t->kind == PM_TOKEN_DATE;
	struct pm_excerpt from, to;
	struct pm_query_mistake unused;
	uint32_t first, last, none;
	size_t at;

	if (t->text_end - t->text == 1 && s[t->text] == '*')
		return pm_mistake_hint(p->mistake,
				       date ? "for all articles that have one: date:1000.."
					    : "for all articles: words:0..");
	if (date && named_month(p, spoken))
		return pm_mistake_hint(p->mistake, "write date:%s", spoken);
	if (bracketed(p, t->text, &from, &to))
		return pm_mistake_hint(p->mistake, "write %s:%s..%s",
				       date ? "date" : "words", from.text, to.text);
	for (at = t->text + 1; at + 1 < t->text_end && at - t->text < 32; at++) {
		if (strchr("/:-", s[at]) == NULL)
			continue;
		if (date ? pm_dates_parse(s, t->text, at, p->options->today, &first,
					  &none, &unused) < 0 ||
				    pm_dates_parse(s, at + 1, t->text_end,
						   p->options->today, &none, &last,
						   &unused) < 0
			 : pm_length_parse(s, t->text, at, &first, &none, &unused) < 0 ||
				    pm_length_parse(s, at + 1, t->text_end, &none, &last,
						    &unused) < 0)
			continue;
		if (first > last)
			continue;
		from = pm_excerpt(s + t->text, at - t->text);
		to = pm_excerpt(s + at + 1, t->text_end - at - 1);
		return pm_mistake_hint(p->mistake, "write %s:%s..%s",
				       date ? "date" : "words", from.text, to.text);
	}
	return PM_ERR_QUERY;
}

/* Fields other than title: take words, phrases, the spelling of a word or a whole value,
 * and groups of these. */
enum pm_status
pm_check_name_operand(struct pm_parser *p)
{
	const struct pm_token *t = &p->token, *field = &p->field;
	struct pm_excerpt name = pm_parser_excerpt(p, field), e = pm_parser_excerpt(p, t);
	bool call = t->kind == PM_TOKEN_ATLEAST || t->kind == PM_TOKEN_LEAD;

	if (check_no_range(p) < 0)
		return PM_ERR_QUERY;
	if (field->field == PM_FIELD_TITLE || (!call && t->kind != PM_TOKEN_LOOSE))
		return PM_OK;
	if (call)
		pm_mistake_set(p->mistake, t->start, t->end, "'%s' takes no '%s()'",
			       name.text, e.text);
	else
		pm_mistake_set(p->mistake, t->start, t->end,
			       "'%s' takes no phrase with '~'", name.text);
	return pm_mistake_hint(p->mistake,
			       "write a word, words in quotes, the spelling of a word, or "
			       "a group of these: %sword",
			       name.text);
}

enum pm_status
pm_check_name(struct pm_parser *p, const struct pm_tree *node)
{
	size_t i;

	if (node->field == PM_FIELD_TITLE)
		return PM_OK;
	for (i = 0; node->n_words > 1 && i < node->n_words; i++)
		if (node->words[i].match != PM_MATCH_WORD) {
			pm_mistake_set(p->mistake, node->start, node->end,
				       "a word with wildcards stands among others in one "
				       "name");
			return pm_mistake_hint(p->mistake,
					       "write it as a field of its own, "
					       "with AND between them");
		}
	if (node->n_words <= PM_FIELD_WORDS)
		return PM_OK;
	pm_mistake_set(p->mistake, node->start, node->end,
		       "there are more than %u words in one name", PM_FIELD_WORDS);
	return pm_mistake_hint(p->mistake, "write those that tell it from others");
}
