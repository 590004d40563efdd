/* Pressmark - the tokens of a query: see lex.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/lex.h"

#include "support/utf8.h"
#include "text/chars.h"

#include <string.h>

/* --- characters --------------------------------------------------------- */

bool
pm_is_blank(uint32_t cp)
{
	if (cp < 0x80)
		return cp == ' ' || (cp >= '\t' && cp <= '\r');
	return cp == 0x85 || cp == 0xa0 || cp == 0x1680 ||
	       (cp >= 0x2000 && cp <= 0x200b) || cp == 0x2028 || cp == 0x2029 ||
	       cp == 0x202f || cp == 0x205f || cp == 0x3000;
}

/* Not shown: hidden characters of words, and what turns the direction. */
static bool
is_invisible(uint32_t cp)
{
	return pm_char_is_hidden(cp) || cp == 0x61c || (cp >= 0x202a && cp <= 0x202e) ||
	       (cp >= 0x2066 && cp <= 0x2069);
}

static bool
is_control(uint32_t cp)
{
	return (cp < ' ' || (cp >= 0x7f && cp < 0xa0)) && !pm_is_blank(cp);
}

static bool
is_quote(uint32_t cp)
{
	return cp == '"' || cp == 0x201c || cp == 0x201d || cp == 0x201e ||
	       cp == 0xab || cp == 0xbb;
}

/* Whether CLOSING ends what OPENING began.  The straight mark ends all, so that
 * no phrase holds one. */
static bool
closes(uint32_t opening, uint32_t closing)
{
	if (closing == '"')
		return true;
	switch (opening) {
	case '"':
		return false;
	case 0xab: case 0xbb:
		return closing == 0xab || closing == 0xbb;
	default:
		return closing == 0x201c || closing == 0x201d;
	}
}

/* Dashes that word processors put where a hyphen was typed. */
static bool
is_dash(uint32_t cp)
{
	return (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0xfe58 ||
	       cp == 0xfe63 || cp == 0xff0d;
}

/* The character at AT and its length; 0 and 0 at the end. */
static uint32_t
peek(const struct pm_lex *lex, size_t at, unsigned *n)
{
	if (at >= lex->len) {
		*n = 0;
		return 0;
	}
	return pm_utf8_get((const uint8_t *)lex->query + at, n);
}

/* Whether nothing that belongs to a token stands at AT. */
static bool
is_gap(const struct pm_lex *lex, size_t at)
{
	unsigned n;
	uint32_t cp = peek(lex, at, &n);

	return n == 0 || pm_is_blank(cp) || cp == ')';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
equal_any_case(const char *s, size_t len, const char *name)
{
	size_t i;

	if (strlen(name) != len)
		return false;
	for (i = 0; i < len; i++)
		if (!is_letter(s[i]) || (s[i] | 0x20) != name[i])
			return false;
	return true;
}

bool
pm_field_of_name(const char *name, size_t len, enum pm_tree_field *field)
{
	static const struct {
		const char *name;
		enum pm_tree_field field;
	} fields[] = {
		{ "title", PM_FIELD_TITLE },
		{ "source", PM_FIELD_SOURCE },
		{ "author", PM_FIELD_AUTHOR },
		{ "date", PM_FIELD_ANY }
	};
	size_t i;

	for (i = 0; i < sizeof fields / sizeof *fields; i++)
		if (equal_any_case(name, len, fields[i].name)) {
			*field = fields[i].field;
			return true;
		}
	return false;
}

/* --- bare tokens -------------------------------------------------------- */

static bool
begins_url(const struct pm_lex *lex, size_t at)
{
	static const char *const prefixes[] = { "http://", "https://", "ftp://", "www." };
	size_t i, k, n;

	for (i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		n = strlen(prefixes[i]);
		if (lex->len - at <= n)
			continue;
		for (k = 0; k < n; k++) {
			char c = lex->query[at + k];

			if ((is_letter(c) ? c | 0x20 : c) != prefixes[i][k])
				break;
		}
		if (k == n && (is_letter(lex->query[at + n]) ||
			       (lex->query[at + n] >= '0' && lex->query[at + n] <= '9')))
			return true;
	}
	return false;
}

static size_t
bare_end(const struct pm_lex *lex, size_t at)
{
	bool url = at < lex->len && begins_url(lex, at);
	size_t open = 0;
	unsigned n;
	uint32_t cp;

	for (; (cp = peek(lex, at, &n), n) != 0; at += n) {
		if (pm_is_blank(cp) || is_quote(cp) || (cp == '(' && !url))
			break;
		if (cp == '(')
			open++;
		else if (cp == ')' && open-- == 0)
			break;
	}
	return at;
}

static enum pm_status
call_mistake(const struct pm_lex *lex, const struct pm_token *t)
{
	const char *s = lex->query + t->start;
	size_t len = t->end - t->start;
	struct pm_excerpt e = pm_excerpt(s, len);
	enum pm_tree_field field;

	if (len > 7 && equal_any_case(s, 7, "atleast")) {
		pm_mistake_set(lex->mistake, t->start, t->end + 1,
			       "'%s(' is no operator here", e.text);
		return pm_mistake_hint(lex->mistake, "how often a word stands in an "
				       "article cannot be asked; write the word alone");
	}
	if (equal_any_case(s, len, "near") || equal_any_case(s, len, "onear")) {
		pm_mistake_set(lex->mistake, t->start, t->end + 1,
			       "'%s(' is no operator here", e.text);
		return pm_mistake_hint(lex->mistake, "write words that stand side by side "
				       "in quotes, \"like this\", or join them with AND");
	}
	pm_mistake_set(lex->mistake, t->start, t->end + 1,
		       "there is no white space between '%s' and '('", e.text);
	if (t->kind == PM_TOKEN_WORD && pm_field_of_name(s, len, &field))
		return pm_mistake_hint(lex->mistake, field == PM_FIELD_TITLE ?
				       "a field has a colon: title:(...)" :
				       "a field has a colon: source:x, author:x, date:2024");
	return pm_mistake_hint(lex->mistake, "put a blank between them to search for both; "
			       "fields are " PM_FIELD_NAMES);
}

/* What stands directly behind a bare token must not be a parenthesis that opens
 * or a quotation mark. */
static enum pm_status
check_behind_bare(const struct pm_lex *lex, const struct pm_token *t)
{
	unsigned n;
	uint32_t cp = peek(lex, t->end, &n);
	struct pm_excerpt e;
	bool operator = t->kind == PM_TOKEN_AND || t->kind == PM_TOKEN_OR ||
			t->kind == PM_TOKEN_NOT;

	if (n == 0)
		return PM_OK;
	if (cp == '(' && !operator)
		return call_mistake(lex, t);
	if (!is_quote(cp))
		return PM_OK;
	e = pm_excerpt(lex->query + t->start, t->end - t->start);
	pm_mistake_set(lex->mistake, t->start, t->end + n,
		       "there is no white space between '%s' and the quotation mark",
		       e.text);
	return pm_mistake_hint(lex->mistake, "put a blank between them, or all of it into "
			       "the quotes");
}

static enum pm_status
lex_bare(struct pm_lex *lex, struct pm_token *t)
{
	const char *s = lex->query + t->start;

	t->text = t->start;
	t->end = t->text_end = bare_end(lex, t->start);
	t->kind = PM_TOKEN_WORD;
	if (equal_any_case(s, t->end - t->start, "and"))
		t->kind = PM_TOKEN_AND;
	else if (equal_any_case(s, t->end - t->start, "or"))
		t->kind = PM_TOKEN_OR;
	else if (equal_any_case(s, t->end - t->start, "not"))
		t->kind = PM_TOKEN_NOT;
	return check_behind_bare(lex, t);
}

static enum pm_status
lex_exact(struct pm_lex *lex, struct pm_token *t)
{
	size_t at = t->start + 1;
	unsigned n;
	uint32_t cp = peek(lex, at, &n);

	t->kind = PM_TOKEN_EXACT;
	t->text = at;
	if (is_gap(lex, at)) {
		pm_mistake_set(lex->mistake, t->start, at, "nothing stands behind '='");
		return pm_mistake_hint(lex->mistake, "write a word directly behind it, as "
				       "it is written in the text: =CXMT");
	}
	if (cp == '(' || is_quote(cp) || cp == '-') {
		pm_mistake_set(lex->mistake, t->start, at + n, cp == '-' ?
			       "'=' stands before '-'" : cp == '(' ?
			       "'=' stands before a group" : "'=' stands before a phrase");
		return pm_mistake_hint(lex->mistake, cp == '-' ?
				       "write what is to be excluded as -=CXMT" :
				       "write '=' directly before a single form: =CXMT "
				       "=Export-Control");
	}
	t->end = t->text_end = bare_end(lex, at);
	return check_behind_bare(lex, t);
}

static enum pm_status
lex_minus(struct pm_lex *lex, struct pm_token *t)
{
	unsigned n;
	uint32_t cp = peek(lex, t->start + 1, &n);

	t->kind = PM_TOKEN_MINUS;
	t->end = t->start + 1;
	if (is_gap(lex, t->end)) {
		pm_mistake_set(lex->mistake, t->start, t->end, "'-' stands alone");
		return pm_mistake_hint(lex->mistake, "write it directly before what is to "
				       "be excluded: -word");
	}
	if (cp == '-') {
		pm_mistake_set(lex->mistake, t->start, t->end + 1,
			       "'--' is no operator here");
		return pm_mistake_hint(lex->mistake, "write a single '-' to exclude");
	}
	return PM_OK;
}

/* --- fields ------------------------------------------------------------- */

/* The offset of the colon of a field that begins at AT, or 0. */
static size_t
field_colon(const struct pm_lex *lex, size_t at, enum pm_tree_field *field)
{
	size_t end = at;

	while (end < lex->len && is_letter(lex->query[end]))
		end++;
	if (end == at || end >= lex->len || lex->query[end] != ':' ||
	    !pm_field_of_name(lex->query + at, end - at, field))
		return 0;
	return end;
}

static enum pm_status
lex_field(struct pm_lex *lex, struct pm_token *t, size_t colon)
{
	struct pm_excerpt e = pm_excerpt(lex->query + t->start, colon + 1 - t->start);
	unsigned n;
	uint32_t cp;

	t->end = t->text = colon + 1;
	cp = peek(lex, t->end, &n);
	t->kind = t->field == PM_FIELD_ANY ? PM_TOKEN_DATE : PM_TOKEN_FIELD;
	if (is_gap(lex, t->end)) {
		pm_mistake_set(lex->mistake, t->start, t->end,
			       "nothing stands directly behind '%s'", e.text);
		return pm_mistake_hint(lex->mistake, t->kind == PM_TOKEN_DATE ?
				       "write a date without a blank before it: "
				       "%s2024-06" :
				       "write what to look for without a blank before "
				       "it: %sword", e.text);
	}
	if (t->kind == PM_TOKEN_FIELD)
		return PM_OK;
	if (cp == '(' || is_quote(cp)) {
		pm_mistake_set(lex->mistake, t->start, t->end + n,
			       "'%s' takes neither a phrase nor a group", e.text);
		return pm_mistake_hint(lex->mistake, "write a date or a range: "
				       "date:2024-06 date:2024-01..2024-06");
	}
	t->end = t->text_end = bare_end(lex, t->text);
	return check_behind_bare(lex, t);
}

/* --- phrases ------------------------------------------------------------ */

static enum pm_status
check_behind_phrase(const struct pm_lex *lex, const struct pm_token *t)
{
	unsigned n;
	uint32_t cp = peek(lex, t->end, &n);
	struct pm_excerpt e;

	if (n == 0 || pm_is_blank(cp) || is_invisible(cp) || cp == '(' || cp == ')')
		return PM_OK;
	e = pm_excerpt(lex->query + t->end, n);
	pm_mistake_set(lex->mistake, t->end, t->end + n,
		       "'%s' stands directly behind a phrase", e.text);
	if (cp == '~')
		return pm_mistake_hint(lex->mistake, "there is no distance in words: leave "
				       "it out, or join the words with AND");
	if (cp == '*')
		return pm_mistake_hint(lex->mistake, "a beginning of a word is written "
				       "without quotes: semicon*");
	if (cp == '^')
		return pm_mistake_hint(lex->mistake, "parts of a query have no weights: "
				       "leave it out");
	return pm_mistake_hint(lex->mistake, "put a blank behind the quotation mark, or "
			       "leave out what follows");
}

static enum pm_status
lex_phrase(struct pm_lex *lex, struct pm_token *t, uint32_t opening, unsigned n)
{
	size_t at = t->start + n;
	uint32_t cp = 0;

	t->kind = PM_TOKEN_PHRASE;
	t->text = at;
	while ((cp = peek(lex, at, &n), n) != 0 && !closes(opening, cp))
		at += n;
	if (n == 0) {
		pm_mistake_set(lex->mistake, t->start, t->text,
			       "the quotation mark is not closed");
		return pm_mistake_hint(lex->mistake, "write another one where the phrase "
				       "ends");
	}
	t->text_end = at;
	t->end = at + n;
	return check_behind_phrase(lex, t);
}

/* --- all tokens --------------------------------------------------------- */

static void
skip_blanks(struct pm_lex *lex)
{
	unsigned n;
	uint32_t cp;

	while ((cp = peek(lex, lex->at, &n), n) != 0 &&
	       (pm_is_blank(cp) || is_invisible(cp)))
		lex->at += n;
}

static enum pm_status
lex_token(struct pm_lex *lex, struct pm_token *t)
{
	unsigned n;
	uint32_t cp = peek(lex, t->start, &n);
	size_t colon;

	t->end = t->text = t->text_end = t->start + n;
	if (n == 0) {
		t->kind = PM_TOKEN_END;
		return PM_OK;
	}
	if (cp == '(' || cp == ')') {
		t->kind = cp == '(' ? PM_TOKEN_OPEN : PM_TOKEN_CLOSE;
		return PM_OK;
	}
	if (is_quote(cp))
		return lex_phrase(lex, t, cp, n);
	if (cp == '-')
		return lex_minus(lex, t);
	if (cp == '=')
		return lex_exact(lex, t);
	if (is_dash(cp) && !is_gap(lex, t->end)) {
		struct pm_excerpt e = pm_excerpt(lex->query + t->start, n);

		pm_mistake_set(lex->mistake, t->start, t->end,
			       "'%s' is a dash, not the '-' that excludes", e.text);
		return pm_mistake_hint(lex->mistake, "write '-' or NOT to exclude, or leave "
				       "the dash out");
	}
	colon = field_colon(lex, t->start, &t->field);
	if (colon != 0)
		return lex_field(lex, t, colon);
	return lex_bare(lex, t);
}

enum pm_status
pm_lex_next(struct pm_lex *lex, struct pm_token *token)
{
	enum pm_status status;

	/* What belongs to a field or a '-' stands directly behind it. */
	if (lex->last != PM_TOKEN_FIELD && lex->last != PM_TOKEN_MINUS)
		skip_blanks(lex);
	memset(token, 0, sizeof *token);
	token->start = lex->at;
	status = lex_token(lex, token);
	lex->at = token->end;
	lex->last = token->kind;
	return status;
}

/* --- the query as a whole ----------------------------------------------- */

/* Where the first ill-formed character or NUL is; there is one. */
static size_t
find_ill_formed(const char *s, size_t len)
{
	size_t at = 0, n;

	for (;; at += n) {
		uint8_t lead = (uint8_t)s[at];

		n = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
		if (n > len - at || !pm_utf8_valid(s + at, n))
			return at;
	}
}

static enum pm_status
check_characters(const struct pm_lex *lex)
{
	size_t at;
	unsigned n;

	if (!pm_utf8_valid(lex->query, lex->len)) {
		at = find_ill_formed(lex->query, lex->len);
		if (lex->query[at] == '\0')
			return pm_mistake_set(lex->mistake, at, at + 1,
					      "the query holds a NUL character");
		pm_mistake_set(lex->mistake, at, at + 1,
			       "the query is not well-formed UTF-8");
		return pm_mistake_hint(lex->mistake, "check the character set of the "
				       "terminal or of the file");
	}
	for (at = 0; at < lex->len; at += n) {
		uint32_t cp = peek(lex, at, &n);

		if (is_control(cp))
			return pm_mistake_set(lex->mistake, at, at + n,
					      "the query holds the control character "
					      "U+%04X", (unsigned)cp);
	}
	return PM_OK;
}

enum pm_status
pm_lex_init(struct pm_lex *lex, const char *query, size_t len,
	    struct pm_query_mistake *mistake)
{
	memset(lex, 0, sizeof *lex);
	lex->query = query;
	lex->len = len;
	lex->mistake = mistake;
	lex->last = PM_TOKEN_START;
	if (len > PM_QUERY_BYTES_MAX) {
		pm_mistake_set(mistake, PM_QUERY_BYTES_MAX, len,
			       "the query is %zu bytes long", len);
		return pm_mistake_hint(mistake, "at most %u are taken", PM_QUERY_BYTES_MAX);
	}
	return check_characters(lex);
}
