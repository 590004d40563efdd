/* Pressmark - the tokens of a query: see lex.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/lex_parts.h"

#include "support/utf8.h"

#include <string.h>

/* --- bare tokens -------------------------------------------------------- */

/* Whether something to look for stands before T and after it. */
static bool
is_between(const struct pm_lex *lex, const struct pm_token *t)
{
	size_t at = pm_lex_skip_blanks(lex, t->end);

	return pm_lex_ends_operand(lex->last.kind) && at > t->end && at < lex->len &&
	       lex->query[at] != ')';
}

/* The distance that a bare token writes, or the mistake in it. */
static enum pm_status
lex_distance(struct pm_lex *lex, struct pm_token *t)
{
	const char *s = lex->query + t->start;
	struct pm_excerpt e = pm_excerpt(s, t->end - t->start);
	enum pm_distance distance = pm_distance_read(s, t->end - t->start, t);

	if (distance == PM_DISTANCE_NONE && pm_is_ebsco_distance(s, t->end - t->start) &&
	    is_between(lex, t))
		distance = PM_DISTANCE_FOREIGN;
	if (distance == PM_DISTANCE_NONE && is_between(lex, t) &&
	    pm_lex_foreign_letter(lex, t) < 0)
		return PM_ERR_QUERY;
	if (distance != PM_DISTANCE_NONE && distance != PM_DISTANCE_TAKEN &&
	    pm_lex_distance_apart(lex, t) < 0)
		return PM_ERR_QUERY;
	switch (distance) {
	case PM_DISTANCE_TAKEN:
		t->kind = PM_TOKEN_NEAR;
		return PM_OK;
	case PM_DISTANCE_ZERO:
	case PM_DISTANCE_BAD:
		pm_mistake_set(lex->mistake, t->start, t->end, "'%s' is no distance",
			       e.text);
		return pm_mistake_hint(lex->mistake,
				       "write a number of words from 1 to %u "
				       "after the '/', s for one sentence or p for one "
				       "paragraph; to search for it, put it into quotes",
				       PM_DISTANCE_MAX);
	case PM_DISTANCE_FOREIGN:
		return pm_lex_foreign_distance(lex, t, &lex->last, t->end);
	default:
		return PM_OK;
	}
}

/* NOT, or NOT and the distance after it. */
static void
lex_not(struct pm_lex *lex, struct pm_token *t)
{
	size_t at = pm_lex_skip_blanks(lex, t->end), end;
	enum pm_distance distance;

	t->kind = PM_TOKEN_NOT;
	if (at == t->end)
		return;
	end = pm_lex_bare_end(lex, at);
	if (end == at || (lex->query[at] == '/' && !pm_lex_ends_word(lex, end)))
		return;
	distance = pm_distance_read(lex->query + at, end - at, t);
	if (distance == PM_DISTANCE_TAKEN || distance == PM_DISTANCE_ZERO) {
		t->kind = PM_TOKEN_NEAR;
		t->negated = true;
		t->end = t->text_end = end;
	}
}

static enum pm_status
lex_call(struct pm_lex *lex, struct pm_token *t)
{
	const char *s = lex->query + t->start;
	size_t len = t->end - t->start, name = pm_count_letters(s, len);
	struct pm_excerpt e = pm_excerpt(s, len), word = pm_excerpt(s, name);
	unsigned n;
	uint32_t cp;

	if (pm_lex_skip_blanks(lex, t->end) >= lex->len ||
	    lex->query[pm_lex_skip_blanks(lex, t->end)] != '(') {
		cp = pm_lex_peek(lex, t->end, &n);
		return lex->last.kind == PM_TOKEN_FIELD || pm_lex_is_quote(cp)
			     ? PM_OK
			     : pm_lex_no_group(lex, t);
	}
	if (lex->query[t->end] != '(') {
		pm_mistake_set(lex->mistake, t->start, t->end,
			       "a blank stands between '%s' and '('", e.text);
		return pm_mistake_hint(lex->mistake,
				       "write %s(...); to search for the word "
				       "itself, put it into quotes: \"%s\"",
				       e.text, e.text);
	}
	t->kind = pm_equal_any_case(s, name, "lead") ? PM_TOKEN_LEAD : PM_TOKEN_ATLEAST;
	t->number = pm_read_number(s + name, len - name, PM_DISTANCE_MAX);
	if (t->number >= 1 && t->number <= PM_DISTANCE_MAX)
		return PM_OK;
	pm_mistake_set(lex->mistake, t->start + name, t->end,
		       "the number of '%s' is out of range", e.text);
	return pm_mistake_hint(lex->mistake, "write a number from 1 to %u: %s5(...)",
			       PM_DISTANCE_MAX, word.text);
}

static enum pm_status
lex_bare(struct pm_lex *lex, struct pm_token *t)
{
	const char *s = lex->query + t->start;
	size_t len;
	enum pm_status status = PM_OK;

	t->text = t->start;
	t->end = t->text_end = pm_lex_bare_end(lex, t->start);
	t->kind = PM_TOKEN_WORD;
	len = t->end - t->start;
	if (pm_equal_any_case(s, len, "and"))
		t->kind = PM_TOKEN_AND;
	else if (pm_equal_any_case(s, len, "or"))
		t->kind = PM_TOKEN_OR;
	else if (pm_equal_any_case(s, len, "not"))
		lex_not(lex, t);
	else if (pm_is_numbered(s, len, "atleast") || pm_is_numbered(s, len, "lead"))
		status = lex_call(lex, t);
	else if ((status = pm_lex_foreign_word(lex, t)) == PM_OK)
		status = lex_distance(lex, t);
	return status < 0 ? status : pm_lex_check_bare(lex, t);
}

/* The operand after END, for a hint. */
static struct pm_excerpt
excluded(const struct pm_lex *lex, size_t end)
{
	size_t at = pm_lex_skip_blanks(lex, end), len = pm_lex_operand_at(lex, at);

	return len > 0 && len <= PM_SIDE_SHOWN && lex->query[at] != '-'
		     ? pm_excerpt(lex->query + at, len)
		     : pm_excerpt("word", 4);
}

static enum pm_status
lex_minus(struct pm_lex *lex, struct pm_token *t)
{
	struct pm_excerpt x;
	unsigned n;
	uint32_t cp = pm_lex_peek(lex, t->start + 1, &n);

	t->kind = PM_TOKEN_MINUS;
	t->end = t->start + 1;
	if (pm_lex_is_gap(lex, t->end)) {
		pm_mistake_set(lex->mistake, t->start, t->end, "'-' stands alone");
		x = excluded(lex, t->end);
		return pm_mistake_hint(lex->mistake,
				       "write it directly before what is to be excluded: "
				       "-%s",
				       x.text);
	}
	if (cp == '-') {
		pm_mistake_set(lex->mistake, t->start, t->end + 1,
			       "'--' is no operator here");
		x = excluded(lex, t->end + 1);
		return pm_mistake_hint(lex->mistake, "write a single '-' to exclude: -%s",
				       x.text);
	}
	return PM_OK;
}

/* --- exact forms -------------------------------------------------------- */

static enum pm_status
lex_exact(struct pm_lex *lex, struct pm_token *t)
{
	size_t at = t->start + 1;
	unsigned n;
	uint32_t cp = pm_lex_peek(lex, at, &n);
	/* The whole value of a field may begin with any sign. */
	bool whole = lex->last.kind == PM_TOKEN_FIELD && lex->last.field != PM_FIELD_TITLE;
	struct pm_excerpt e;

	t->kind = PM_TOKEN_EXACT;
	t->text = at;
	if (pm_lex_is_gap(lex, at) || (cp == '=' && pm_lex_is_gap(lex, at + 1))) {
		if (cp == '=')
			at++;
		e = pm_excerpt(lex->query + t->start, at - t->start);
		pm_mistake_set(lex->mistake, t->start, at, "nothing stands after '%s'",
			       e.text);
		if (pm_lex_equals_apart(lex, at) < 0)
			return PM_ERR_QUERY;
		return pm_mistake_hint(lex->mistake,
				       "write a word or a phrase directly "
				       "after it, as it is written in the text: =CXMT");
	}
	if (pm_lex_is_quote(cp))
		return pm_lex_phrase(lex, t, cp, n);
	if (cp == '(' || (cp == '-' && !whole)) {
		pm_mistake_set(lex->mistake, t->start, at + n,
			       cp == '-' ? "'=' stands before '-'"
					 : "'=' stands before a group");
		return pm_mistake_hint(lex->mistake,
				       cp == '-'
					       ? "write what is to be excluded as -=CXMT"
					       : "write '=' directly before a single form: =CXMT "
						 "=\"U.S. officials\"");
	}
	t->end = t->text_end = pm_lex_bare_end(lex, at);
	return pm_lex_check_bare(lex, t);
}

/* --- regular expressions ------------------------------------------------ */

/* Whether the '/' at AT begins a regular expression and not an operator. */
static bool
begins_regex(const struct pm_lex *lex, size_t at)
{
	size_t digits;

	if (at + 1 < lex->len && strchr("spSP", lex->query[at + 1]) != NULL &&
	    pm_lex_ends_word(lex, at + 2))
		return false;
	digits = pm_count_digits(lex->query + at + 1, lex->len - at - 1);
	return digits == 0 || !pm_lex_ends_word(lex, at + 1 + digits);
}

static enum pm_status
lex_regex(struct pm_lex *lex, struct pm_token *t)
{
	size_t at = t->start + 1;
	enum pm_status status;
	struct pm_excerpt e;

	t->kind = PM_TOKEN_REGEX;
	t->text = at;
	if ((status = pm_lex_foreign_unit(lex, t)) < 0)
		return status;
	if (pm_lex_ends_word(lex, at) && (at == lex->len || lex->query[at] != '(')) {
		pm_mistake_set(lex->mistake, t->start, at, "'/' stands alone");
		return pm_mistake_hint(lex->mistake,
				       "leave it out, or write a regular "
				       "expression after it and another '/': /hu?awei/");
	}
	while (at < lex->len && lex->query[at] != '/')
		at += lex->query[at] == '\\' && at + 1 < lex->len ? 2 : 1;
	if (at >= lex->len) {
		pm_mistake_set(lex->mistake, t->start, t->text,
			       "the regular expression is not closed");
		return pm_mistake_hint(lex->mistake, "write another '/' where it ends, or "
						     "put a path into quotes");
	}
	t->text_end = at;
	t->end = at + 1;
	if (t->text_end == t->text) {
		pm_mistake_set(lex->mistake, t->start, t->end,
			       "the regular expression is empty");
		return pm_mistake_hint(lex->mistake, "write it between the two '/': "
						     "/hu?awei/");
	}
	if (t->text_end - t->text > PM_PATTERN_MAX) {
		e = pm_excerpt(lex->query + t->start, t->end - t->start);
		pm_mistake_set(lex->mistake, t->start, t->end,
			       "the regular expression '%s' is too long", e.text);
		return pm_mistake_hint(lex->mistake, "at most %u bytes are taken",
				       PM_PATTERN_MAX);
	}
	status = pm_lex_check_after(lex, t);
	return status < 0 ? status : pm_lex_check_regex(lex, t);
}

/* --- weights ------------------------------------------------------------ */

/* A number with at most three decimals, in thousandths; UINT32_MAX if it is not one. */
static uint32_t
read_thousandths(const char *s, size_t len)
{
	size_t whole = pm_count_digits(s, len), decimals = 0, i;
	uint32_t value = pm_read_number(s, whole, 1000);

	if (whole < len) {
		decimals = len - whole - 1;
		if (s[whole] != '.' || decimals == 0 || decimals > 3 ||
		    pm_count_digits(s + whole + 1, decimals) != decimals)
			return UINT32_MAX;
	}
	if (whole == 0 || value == UINT32_MAX)
		return UINT32_MAX;
	for (i = 0; i < 3; i++)
		value = value * 10 +
			(i < decimals ? (uint32_t)(s[whole + 1 + i] - '0') : 0);
	return value <= 1000000 ? value : UINT32_MAX;
}

static enum pm_status
lex_weight(struct pm_lex *lex, struct pm_token *t)
{
	struct pm_excerpt e;
	uint32_t thousandths;
	size_t at = t->start + 1;
	unsigned n;
	uint32_t cp;

	t->kind = PM_TOKEN_WEIGHT;
	if (!pm_lex_ends_operand(lex->last.kind) || lex->last.end != t->start) {
		pm_mistake_set(lex->mistake, t->start, at, "nothing stands before '^'");
		return pm_mistake_hint(lex->mistake,
				       "write a weight directly after what it "
				       "weighs: word^2 \"a phrase\"^2.5 (a OR b)^0.5");
	}
	while ((cp = pm_lex_peek(lex, at, &n), n) != 0 && !pm_is_blank(cp) && cp != ')')
		at += n;
	t->end = at;
	thousandths = read_thousandths(lex->query + t->start + 1, at - t->start - 1);
	if (thousandths == UINT32_MAX) {
		e = pm_excerpt(lex->query + t->start, at - t->start);
		pm_mistake_set(lex->mistake, t->start, at, "'%s' is no weight", e.text);
		return pm_mistake_hint(lex->mistake,
				       "write a number from 0 to 1000, with at "
				       "most three decimals and white space after it: "
				       "word^2 word^0.5");
	}
	t->weight = thousandths / 1000.0;
	return PM_OK;
}

/* --- all tokens --------------------------------------------------------- */

static enum pm_status
lex_token(struct pm_lex *lex, struct pm_token *t)
{
	unsigned n;
	uint32_t cp = pm_lex_peek(lex, t->start, &n);
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
	if (pm_lex_is_quote(cp)) {
		if (pm_lex_quoted_name(lex, t)) {
			pm_lex_peek(lex, t->name_end, &n);
			return pm_lex_field(lex, t, t->name_end + n);
		}
		t->kind = PM_TOKEN_PHRASE;
		t->text = t->start;
		return pm_lex_phrase(lex, t, cp, n);
	}
	if (cp == '^')
		return lex_weight(lex, t);
	if (cp == '/' && begins_regex(lex, t->start))
		return lex_regex(lex, t);
	if (cp == '-')
		return lex_minus(lex, t);
	if (cp == '=')
		return lex_exact(lex, t);
	if (pm_lex_is_dash(cp) && !pm_lex_is_gap(lex, t->end)) {
		struct pm_excerpt e = pm_excerpt(lex->query + t->start, n);

		pm_mistake_set(lex->mistake, t->start, t->end,
			       "'%s' is a dash, not the '-' that excludes", e.text);
		return pm_mistake_hint(lex->mistake,
				       "write '-' or NOT to exclude, or leave "
				       "the dash out");
	}
	colon = pm_lex_colon(lex, t->start);
	if (colon != 0)
		return pm_lex_field(lex, t, colon);
	return lex_bare(lex, t);
}

enum pm_status
pm_lex_next(struct pm_lex *lex, struct pm_token *token)
{
	enum pm_status status;

	/* The operand of a field or a '-' stands directly after it. */
	if (lex->last.kind != PM_TOKEN_FIELD && lex->last.kind != PM_TOKEN_MINUS)
		lex->at = pm_lex_skip_blanks(lex, lex->at);
	memset(token, 0, sizeof *token);
	token->start = lex->at;
	status = lex_token(lex, token);
	lex->at = token->end;
	lex->before = lex->last;
	lex->last = *token;
	return status;
}

/* --- the query as a whole ----------------------------------------------- */

/* Where the first ill-formed character or NUL is.  There must be one. */
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
		uint32_t cp = pm_lex_peek(lex, at, &n);

		if (pm_lex_is_control(cp))
			return pm_mistake_set(lex->mistake, at, at + n,
					      "the query holds the control character "
					      "U+%04X",
					      (unsigned)cp);
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
	lex->last.kind = PM_TOKEN_START;
	if (len > PM_QUERY_BYTES_MAX) {
		pm_mistake_set(mistake, PM_QUERY_BYTES_MAX, len,
			       "the query is %zu bytes long", len);
		return pm_mistake_hint(mistake, "at most %u are taken",
				       PM_QUERY_BYTES_MAX);
	}
	return check_characters(lex);
}
