/* Pressmark - what in a token is not a word: see parse_leaf_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/parse_leaf_parts.h"

#include "language/lex_parts.h"

#include "language/foreign.h"
#include "language/rewrite.h"
#include "language/spoken_date.h"
#include "support/utf8.h"
#include "text/chars.h"

#include <string.h>

/* --- signs between the words -------------------------------------------- */

/* A sign and where it is. */
struct sign {
	size_t at;
	unsigned n;
	uint32_t cp;
	bool first; /* at the beginning of the token */
};

/* && and || */
static bool
is_doubled(const struct pm_leaf *l, const struct sign *s)
{
	return s->n == 1 && s->at + 1 < l->len && l->text[s->at + 1] == l->text[s->at];
}

static enum pm_status
sign_mistake(const struct pm_leaf *l, const struct sign *s, const char *hint)
{
	size_t end = s->at + s->n + is_doubled(l, s);
	struct pm_excerpt e = pm_leaf_excerpt(l, s->at, end);

	LEAF_MISTAKE(l, s->at, end, "'%s' is no operator here", e.text);
	return pm_mistake_hint(pm_leaf_mistake(l), "%s", hint);
}

/* A * or ? that is not a wildcard, because it is in an exact form without quotes. */
static enum pm_status
exact_wildcard(const struct pm_leaf *l, const struct sign *s)
{
	struct pm_excerpt e = pm_leaf_excerpt(l, s->at, s->at + s->n);

	LEAF_MISTAKE(l, s->at, s->at + s->n, "'=' and '%s' do not go together", e.text);
	return pm_mistake_hint(pm_leaf_mistake(l),
			       "leave out one of them, or put a form that "
			       "holds the sign itself into quotes: =\"M*A*S*H\"");
}

/* Whether a character of a word, or a part of one, is at AT. */
static bool
is_in_word(const struct pm_leaf *l, size_t at)
{
	size_t i;

	for (i = 0; i < pm_leaf_count(l); i++)
		if (at >= pm_leaf_word(l, i)->start && at < pm_leaf_word(l, i)->end)
			return true;
	return false;
}

static enum pm_status
tilde(const struct pm_leaf *l, const struct sign *s)
{
	if (l->token->kind == PM_TOKEN_EXACT) {
		LEAF_MISTAKE(l, s->at, s->at + s->n, "'=' and '~' do not go together");
		return pm_mistake_hint(pm_leaf_mistake(l), "leave out one of them");
	}
	return sign_mistake(l, s,
			    "write it directly after a word for similar spellings, "
			    "with 1 or 2 or nothing after it: word~ word~2");
}

/* An operator of Lucene. */
static enum pm_status
lucene(const struct pm_leaf *l, const struct sign *s)
{
	sign_mistake(l, s, "");
	return pm_hint_sign(pm_leaf_mistake(l), l->r->query, l->r->query_len, (char)s->cp,
			    l->r->any);
}

static enum pm_status
check_sign_at_start(const struct pm_leaf *l, const struct sign *s)
{
	switch (s->cp) {
	case '+':
	case '!':
		return lucene(l, s);
	case '/':
		return sign_mistake(l, s, "leave it out, or put it into quotes");
	case ':':
		LEAF_MISTAKE(l, s->at, s->at + 1, "':' stands at the beginning");
		return pm_mistake_hint(pm_leaf_mistake(l),
				       "a field's name stands directly "
				       "before the colon: title:word");
	case '-':
		if (l->token->kind == PM_TOKEN_EXACT)
			return sign_mistake(l, s, "write -=word to exclude");
	}
	return PM_OK;
}

/* oil$ and bank$2, but not US$ and A$5 */
static enum pm_status
dollar(const struct pm_leaf *l, const struct sign *s)
{
	size_t start = s->at, end = s->at + 1;
	struct pm_excerpt e, x;

	while (start > 0 && l->text[start - 1] >= 'a' && l->text[start - 1] <= 'z')
		start--;
	if (s->at - start < 3 || (start > 0 && is_in_word(l, start - 1)))
		return PM_OK;
	while (end < l->len && l->text[end] >= '0' && l->text[end] <= '9')
		end++;
	if (end < l->len && is_in_word(l, end))
		return PM_OK;
	e = pm_leaf_excerpt(l, start, s->at);
	x = pm_leaf_excerpt(l, s->at + 1, end);
	LEAF_MISTAKE(l, s->at, s->at + 1, "'$' is no operator here");
	if (end == s->at + 1)
		return pm_mistake_hint(pm_leaf_mistake(l),
				       "write %s* for all words that begin "
				       "so, or leave it out",
				       e.text);
	return pm_mistake_hint(pm_leaf_mistake(l),
			       "write %s* for all words that begin so, or "
			       "/%s.{0,%s}/ for those with so many letters more",
			       e.text, e.text, x.text);
}

/* comput! */
static enum pm_status
exclamation(const struct pm_leaf *l, const struct sign *s)
{
	size_t start = s->at;
	struct pm_excerpt e;

	while (start > 0 && is_in_word(l, start - 1))
		start--;
	e = pm_leaf_excerpt(l, start, s->at);
	if (strspn(e.text, "*?") == strlen(e.text) ||
	    (s->at + 1 < l->len && is_in_word(l, s->at + 1)))
		return sign_mistake(l, s,
				    "write '*' for all words that begin so, or leave "
				    "it out");
	sign_mistake(l, s, "");
	return pm_mistake_hint(pm_leaf_mistake(l),
			       "write %s* for all words that begin so, or leave it out",
			       e.text);
}

/* semi%conductor, but not 3.5%, 100%ig or what an address holds */
static enum pm_status
percent(const struct pm_leaf *l, const struct sign *s)
{
	size_t start = s->at, end = start, behind;
	struct pm_excerpt a, b, all;
	unsigned n;

	if (start == 0 ||
	    !(pm_is_letter(l->text[start - 1]) || (l->text[start - 1] & 0x80)))
		return PM_OK;
	while (end < l->len && l->text[end] == '%')
		end++;
	if (end == l->len || pm_begins_url(l->text, l->len) ||
	    pm_char_class(pm_utf8_get((const uint8_t *)l->text + end, &n)) !=
		    PM_CHAR_LETTER)
		return PM_OK;
	for (behind = end; behind < l->len && is_in_word(l, behind); behind++)
		;
	while (start > 0 && is_in_word(l, start - 1))
		start--;
	a = pm_leaf_excerpt(l, start, s->at);
	b = pm_leaf_excerpt(l, end, behind);
	all = pm_leaf_excerpt(l, start, behind);
	LEAF_MISTAKE(l, s->at, end, "'%%' is no operator here");
	return pm_mistake_hint(pm_leaf_mistake(l),
			       "write %s%s~%s for similar spellings, or put it into quotes: "
			       "\"%s\"",
			       a.text, b.text, end - s->at > 1 ? "2" : "", all.text);
}

/* The name before the sign at AT, whether in the same token or before it, or NULL. */
static const struct pm_foreign *
name_before(const struct pm_leaf *l, size_t at)
{
	const char *query = l->r->query;
	size_t end = l->token->text + at, start;

	if (at == 0)
		while (end > 0 && query[end - 1] == ' ')
			end--;
	for (start = end; start > 0 && (query[start - 1] | 0x20) >= 'a' &&
			  (query[start - 1] | 0x20) <= 'z';
	     start--)
		;
	if (start > 0 && strchr(" (", query[start - 1]) == NULL)
		return NULL;
	return pm_foreign_find(query + start, end - start);
}

/* What stands in the token from AT on or, if that is nothing, after it and blanks; if NAME
 * is that of the date, all of one. */
static const char *
operand_at(const struct pm_leaf *l, const struct pm_foreign *name, size_t at, size_t *len)
{
	const char *query = l->r->query;
	size_t start = l->token->text + at, end = l->token->end, date;

	if (at == l->len) {
		while (start < l->r->query_len && query[start] == ' ')
			start++;
		for (end = start;
		     end < l->r->query_len && query[end] != ' ' && query[end] != ')';
		     end++)
			;
	}
	*len = end - start;
	if (name != NULL && name->field != NULL && strcmp(name->field, "date") == 0 &&
	    (date = pm_spoken_date_at(query + start, l->r->query_len - start)) > 0)
		*len = date;
	return query + start;
}

/* wc>500 */
static enum pm_status
comparison(const struct pm_leaf *l, const struct sign *s)
{
	const struct pm_foreign *name = name_before(l, s->at);
	size_t n = 1 + (s->at + 1 < l->len && l->text[s->at + 1] == '='), at = s->at + n;
	char form[PM_FOREIGN_FORM];
	const char *x;
	size_t len;

	if (name == NULL)
		return sign_mistake(l, s,
				    "write bounds as a range: date:2024-01.. "
				    "words:..500");
	x = operand_at(l, name, at, &len);
	pm_foreign_compare(name, l->text + s->at, n, x, len, form);
	sign_mistake(l, s, "");
	return pm_mistake_hint(pm_leaf_mistake(l), "write %s", form);
}

/* hd=opec, topics=crude, and ddr=, where it is a digit */
static enum pm_status
equals(const struct pm_leaf *l, const struct sign *s)
{
	const struct pm_foreign *name = name_before(l, s->at);
	struct pm_excerpt e = pm_leaf_excerpt(l, 0, s->at), x;
	size_t at = s->at + 1, len = l->len - at, n;
	const char *operand = l->text + at;
	bool plain = pm_lex_is_plain_name(l->text, s->at);
	char form[PM_FOREIGN_FORM];

	LEAF_MISTAKE(l, s->at, at, "'=' does not stand before a word");
	if (name != NULL || (len == 0 && !plain))
		operand = operand_at(l, name, at, &len);
	if (name != NULL) {
		pm_foreign_write(name, operand, len, PM_FOREIGN_BARE, form);
		return pm_mistake_hint(pm_leaf_mistake(l), "write %s", form);
	}
	for (n = 0; n < l->len - at && l->text[at + n] == '='; n++)
		;
	if (plain && at == l->len)
		return pm_mistake_hint(pm_leaf_mistake(l),
				       "write /%s\\d/ for a digit in its place, or leave it "
				       "out",
				       e.text);
	if (plain && at + n == l->len)
		return pm_mistake_hint(pm_leaf_mistake(l),
				       "write /%s\\d{%zu}/ for digits in their place, or "
				       "leave them out",
				       e.text, n + 1);
	x = pm_excerpt(operand, len);
	if (plain && memchr(operand, '=', len) == NULL)
		return pm_mistake_hint(pm_leaf_mistake(l),
				       "write %s:%s for what is in a field, or =%s for the "
				       "exact form",
				       e.text, x.text, x.text);
	return pm_mistake_hint(pm_leaf_mistake(l), "write =CXMT for the exact form, and "
						   "fields with a colon: title:word");
}

/* A sign in a bare token. */
static enum pm_status
check_sign(const struct pm_leaf *l, const struct sign *s)
{
	enum pm_status status = PM_OK;

	if (s->first && (status = check_sign_at_start(l, s)) < 0)
		return status;
	switch (s->cp) {
	case '*':
	case '?':
		return exact_wildcard(l, s);
	case '$':
		return dollar(l, s);
	case '~':
		return tilde(l, s);
	case '!':
		return exclamation(l, s);
	case '&':
		return is_doubled(l, s) ? lucene(l, s) : PM_OK;
	case '|':
		return lucene(l, s);
	case '%':
		return percent(l, s);
	case '[':
	case ']':
	case '{':
	case '}':
		return sign_mistake(l, s,
				    "write groups in parentheses, and dates as "
				    "date:2024-01..2024-06");
	case '\\':
		return sign_mistake(l, s,
				    "nothing needs a backslash: put what is to be "
				    "found as it stands into quotes");
	case '<':
	case '>':
		return comparison(l, s);
	case '=':
		return equals(l, s);
	case 0xff08:
	case 0xff09:
		return sign_mistake(l, s, "write the parentheses ( and )");
	case 0xff02:
	case 0x201f:
		return sign_mistake(l, s, "write the quotation mark \"");
	case 0xff0a:
		return sign_mistake(l, s, "write the star as '*'");
	}
	return PM_OK;
}

static enum pm_status
check_gap(const struct pm_leaf *l, size_t start, size_t end)
{
	size_t at = start;
	enum pm_status status = PM_OK;
	struct sign s;

	while (at < end && status == PM_OK) {
		s.at = at;
		s.cp = pm_utf8_get((const uint8_t *)l->text + at, &s.n);
		at += s.n;
		s.first = s.at == 0;
		status = check_sign(l, &s);
	}
	return status;
}

enum pm_status
pm_leaf_check_signs(const struct pm_leaf *l)
{
	size_t i, at = 0;
	enum pm_status status = PM_OK;

	if (l->token->quoted)
		return PM_OK; /* in a phrase a sign is punctuation */
	for (i = 0; i < pm_leaf_count(l) && status == PM_OK; i++) {
		status = check_gap(l, at, pm_leaf_word(l, i)->start);
		at = pm_leaf_word(l, i)->end;
	}
	return status < 0 ? status : check_gap(l, at, l->len);
}

/* Whether bytes 0 .. END - 1 are signs that may be written before a word. */
static bool
is_ornament(const char *s, size_t end)
{
	size_t at;
	unsigned n;

	for (at = 0; at < end; at += n) {
		uint32_t cp = pm_utf8_get((const uint8_t *)s + at, &n);

		if (cp != '@' && cp != '#' && cp != '$' && cp != 0xa3 && cp != 0x20ac &&
		    cp != 0xa5)
			return false;
	}
	return true;
}

/* Whether the token has a character that is a word of its own. */
static bool
has_ideogram(const struct pm_leaf *l)
{
	size_t at;
	unsigned n;

	for (at = 0; at < l->len; at += n)
		if (pm_char_class(pm_utf8_get((const uint8_t *)l->text + at, &n)) ==
		    PM_CHAR_IDEOGRAM)
			return true;
	return false;
}

enum pm_status
pm_leaf_check_single(const struct pm_leaf *l)
{
	struct pm_excerpt e;

	if (pm_leaf_count(l) == 1 && pm_leaf_word(l, 0)->end == l->len &&
	    is_ornament(l->text, pm_leaf_word(l, 0)->start))
		return PM_OK;
	e = pm_leaf_excerpt(l, 0, l->len);
	LEAF_MISTAKE(l, 0, l->len, "'%s' is not a single word", e.text);
	if (strcmp(e.text, "*:*") == 0)
		return pm_mistake_hint(pm_leaf_mistake(l), "for all articles: words:0..");
	if (has_ideogram(l))
		return pm_mistake_hint(pm_leaf_mistake(l),
				       "each character of a script without blanks is a "
				       "word of its own: write them without '%s'",
				       l->edits > 0 ? "~" : "*' and '?");
	return pm_mistake_hint(
		pm_leaf_mistake(l),
		l->edits > 0
			? "'~' stands directly after one word of letters and digits: "
			  "word~"
			: "wildcards stand in one word of letters and digits, semicon* "
			  "colo?r, or in words in quotes");
}

enum pm_status
pm_leaf_check_word(const struct pm_leaf *l)
{
	struct pm_excerpt e;

	if (pm_leaf_count(l) > 0)
		return PM_OK;
	e = pm_leaf_excerpt(l, 0, l->len);
	if (l->token->quoted) {
		pm_mistake_set(pm_leaf_mistake(l), l->token->start, l->token->end,
			       "there is no word in the quotes");
		return pm_mistake_hint(pm_leaf_mistake(l),
				       "write a word or several between them");
	}
	pm_mistake_set(pm_leaf_mistake(l), l->token->start, l->token->end,
		       "there is no word in '%s'", e.text);
	return pm_mistake_hint(pm_leaf_mistake(l),
			       strcmp(e.text, "&") == 0 ? "write AND, or leave it out"
							: "leave it out");
}

/* --- what other languages write with letters ---------------------------- */

/* An operator of distance with signs around it: `.w/5`. */
enum pm_status
pm_leaf_check_distance(const struct pm_leaf *l)
{
	size_t start = pm_leaf_word(l, 0)->start,
	       end = pm_leaf_word(l, pm_leaf_count(l) - 1)->end;
	struct pm_token unused;
	struct pm_excerpt e, core;

	if (pm_distance_read(l->text + start, end - start, &unused) == PM_DISTANCE_NONE)
		return PM_OK;
	e = pm_leaf_excerpt(l, 0, l->len);
	core = pm_leaf_excerpt(l, start, end);
	LEAF_MISTAKE(l, 0, l->len, "'%s' is neither an operator nor a word", e.text);
	return pm_mistake_hint(pm_leaf_mistake(l),
			       "write the operator with white space around "
			       "it, or put it into quotes: \"%s\"",
			       core.text);
}

/* Whether a colon at END could be meant to make a name of a field of what stands before
 * it: there is a letter, and an operand directly after it. */
static bool
could_be_name(const struct pm_leaf *l, size_t end)
{
	size_t at;
	unsigned n;
	enum pm_char c = PM_CHAR_OTHER;

	for (at = pm_leaf_word(l, 0)->start; at < end && c != PM_CHAR_LETTER; at += n)
		c = pm_char_class(pm_utf8_get((const uint8_t *)l->text + at, &n));
	if (c != PM_CHAR_LETTER || end + 1 == l->len)
		return false;
	c = pm_char_class(pm_utf8_get((const uint8_t *)l->text + end + 1, &n));
	return c == PM_CHAR_LETTER || c == PM_CHAR_IDEOGRAM || c == PM_CHAR_DIGIT ||
	       l->text[end + 1] == '=';
}

/* A name and a colon that the lexer did not take for a field: something stands before
 * them, or the name holds a sign. */
enum pm_status
pm_leaf_check_field(const struct pm_leaf *l)
{
	const struct pm_word *first = pm_leaf_word(l, 0);
	const char *colon = memchr(l->text + first->start, ':', l->len - first->start);
	struct pm_lex lex = { .query = l->text, .len = l->len };
	struct pm_excerpt e;
	size_t end;

	if (colon == NULL)
		return PM_OK;
	end = (size_t)(colon - l->text);
	e = pm_leaf_excerpt(l, first->start, end + 1);
	if (pm_lex_colon(&lex, first->start) == end) {
		LEAF_MISTAKE(l, 0, end + 1, "something stands before '%s'", e.text);
		return pm_mistake_hint(pm_leaf_mistake(l),
				       "a field's name stands at the beginning, after "
				       "white space; put words with a colon into quotes");
	}
	/* The colon of an address belongs to its word. */
	if (end < first->end || l->token->kind == PM_TOKEN_EXACT || !could_be_name(l, end))
		return PM_OK;
	LEAF_MISTAKE(l, first->start, end + 1, "'%s' is no name of a field", e.text);
	e = pm_leaf_excerpt(l, first->start, end);
	return pm_mistake_hint(pm_leaf_mistake(l),
			       "write a name with signs in quotes, \"%s\":word; put words "
			       "with a colon into quotes, all of it",
			       e.text);
}

/* AND, with a comma or in full-width letters */
enum pm_status
pm_leaf_check_operator(const struct pm_leaf *l)
{
	static const char *const operators[] = { "and", "or", "not", NULL };
	const char *const *op;
	const struct pm_word *w = pm_leaf_word(l, 0);
	struct pm_excerpt e;
	char plain[4];
	size_t at, k = 0;
	unsigned n;

	if (pm_leaf_count(l) != 1)
		return PM_OK;
	for (at = w->start; at < w->end; at += n) {
		uint32_t cp = pm_utf8_get((const uint8_t *)l->text + at, &n);

		if (pm_char_is_hidden(cp))
			continue;
		if (cp >= 0xff21 && cp <= 0xff5a)
			cp -= 0xff21 - 'A';
		if (cp >= 0x80 || k == 3)
			return PM_OK;
		plain[k++] = (char)(cp | 0x20);
	}
	plain[k] = '\0';
	for (op = operators; *op != NULL && strcmp(*op, plain) != 0; op++)
		;
	if (*op == NULL)
		return PM_OK;
	e = pm_leaf_excerpt(l, 0, l->len);
	LEAF_MISTAKE(l, 0, l->len, "'%s' is neither an operator nor a word", e.text);
	return pm_mistake_hint(pm_leaf_mistake(l),
			       "write the operator with white space around "
			       "it, or the word in quotes: \"%s\"",
			       plain);
}
