/* Pressmark - from a token to the words of a leaf: see parse_leaf.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/parse_leaf.h"

#include "support/utf8.h"
#include "text/chars.h"
#include "text/derive.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

#define PROXIMITY_HINT "write words that stand side by side in quotes, \"like this\", " \
		       "or join them with AND"

void
pm_leaf_reader_init(struct pm_leaf_reader *r, const char *query,
		    struct pm_query_mistake *mistake)
{
	memset(r, 0, sizeof *r);
	r->query = query;
	r->mistake = mistake;
	pm_buf_init(&r->folded, PM_BUF_NO_LIMIT);
}

void
pm_leaf_reader_release(struct pm_leaf_reader *r)
{
	pm_words_release(&r->split);
	pm_buf_release(&r->folded);
}

/* A token while it is read: its text, and what was split off its words. */
struct leaf {
	struct pm_leaf_reader *r;
	const struct pm_token *token;
	const char *text;		/* without the * of a prefix */
	size_t len;
	bool prefix;
};

static struct pm_query_mistake *
mistake_of(const struct leaf *l)
{
	return l->r->mistake;
}

static size_t
word_count(const struct leaf *l)
{
	return l->r->split.n;
}

static const struct pm_word *
word(const struct leaf *l, size_t i)
{
	return &l->r->split.words[i];
}

static struct pm_excerpt
excerpt(const struct leaf *l, size_t start, size_t end)
{
	return pm_excerpt(l->text + start, end - start);
}

/* A mistake in bytes START .. END - 1 of the token's text. */
#define MISTAKE(l, start, end, ...) \
	pm_mistake_set(mistake_of(l), (l)->token->text + (start), \
		       (l)->token->text + (end), __VA_ARGS__)

/* All of the token is an operator elsewhere. */
static enum pm_status
foreign_operator(const struct leaf *l, const char *hint)
{
	struct pm_excerpt e = pm_excerpt(l->r->query + l->token->start,
					 l->token->end - l->token->start);

	pm_mistake_set(mistake_of(l), l->token->start, l->token->end,
		       "'%s' is no operator here", e.text);
	return pm_mistake_hint(mistake_of(l), "%s", hint);
}

/* --- signs between the words -------------------------------------------- */

/* Where a sign stands. */
struct sign {
	size_t at;
	unsigned n;
	uint32_t cp;
	bool first;		/* at the beginning of the token */
	bool last;		/* at its end */
	bool touches;		/* words on both sides, nothing else between */
};

/* && and || */
static bool
is_doubled(const struct leaf *l, const struct sign *s)
{
	return s->n == 1 && s->at + 1 < l->len && l->text[s->at + 1] == l->text[s->at];
}

static enum pm_status
sign_mistake(const struct leaf *l, const struct sign *s, const char *hint)
{
	size_t end = s->at + s->n + is_doubled(l, s);
	struct pm_excerpt e = excerpt(l, s->at, end);

	MISTAKE(l, s->at, end, "'%s' is no operator here", e.text);
	return pm_mistake_hint(mistake_of(l), "%s", hint);
}

static enum pm_status
question_mark(const struct leaf *l, const struct sign *s)
{
	MISTAKE(l, s->at, s->at + s->n, "'?' is no wildcard here");
	return pm_mistake_hint(mistake_of(l), s->last ? "leave it out" :
			       "write the beginning of the word and '*': wom*");
}

static enum pm_status
star(const struct leaf *l, const struct sign *s)
{
	if (l->token->kind == PM_TOKEN_PHRASE) {
		MISTAKE(l, s->at, s->at + s->n, "'*' stands in a phrase");
		return pm_mistake_hint(mistake_of(l), "a beginning of a word is written "
				       "without quotes: semicon*");
	}
	if (l->token->kind == PM_TOKEN_EXACT) {
		MISTAKE(l, s->at, s->at + s->n, "'=' and '*' do not go together");
		return pm_mistake_hint(mistake_of(l), "leave out one of them");
	}
	MISTAKE(l, s->at, s->at + s->n, "'*' does not stand at the end of a word");
	return pm_mistake_hint(mistake_of(l), "write the beginning of one word and a "
			       "single '*' directly behind it: semicon*");
}

static enum pm_status
slash(const struct leaf *l, const struct sign *s)
{
	const char *rest = l->text + s->at + 1;
	size_t n = l->len - s->at - 1, i;

	for (i = 0; i < n && rest[i] >= '0' && rest[i] <= '9'; i++)
		;
	if (n > 0 && (i == n || (n == 1 && strchr("spSP", rest[0]) != NULL)))
		return foreign_operator(l, PROXIMITY_HINT);
	MISTAKE(l, s->at, s->at + 1, "'/' stands at the beginning");
	return pm_mistake_hint(mistake_of(l), "there are no regular expressions: leave it "
			       "out, or write the beginning of a word and '*'");
}

static enum pm_status
check_sign_at_start(const struct leaf *l, const struct sign *s)
{
	switch (s->cp) {
	case '+':
		return sign_mistake(l, s, "words side by side are all required: leave out "
				    "the '+'");
	case '!':
		return sign_mistake(l, s, "write NOT or '-' to exclude");
	case '/':
		return slash(l, s);
	case ':':
		MISTAKE(l, s->at, s->at + 1, "':' stands at the beginning");
		return pm_mistake_hint(mistake_of(l), "a field's name stands directly "
				       "before the colon: title:word");
	case '-':
		if (l->token->kind == PM_TOKEN_EXACT)
			return sign_mistake(l, s, "write -=word to exclude");
	}
	return PM_OK;
}

/* A sign in a bare token. */
static enum pm_status
check_sign(const struct leaf *l, const struct sign *s)
{
	enum pm_status status = PM_OK;

	if (s->first && (status = check_sign_at_start(l, s)) < 0)
		return status;
	switch (s->cp) {
	case '*':
		return star(l, s);
	case '?':
		return question_mark(l, s);
	case '~':
		return sign_mistake(l, s, "there is no search for similar words, and no "
				    "distance in words: leave it out");
	case '^':
		return sign_mistake(l, s, "parts of a query have no weights: leave it out");
	case '!':
		return sign_mistake(l, s, "write '*' for all words that begin so, or leave "
				    "it out");
	case '&':
		return is_doubled(l, s) ? sign_mistake(l, s, "write AND") : PM_OK;
	case '|':
		return sign_mistake(l, s, "write OR");
	case '[': case ']': case '{': case '}':
		return sign_mistake(l, s, "write groups in parentheses, and dates as "
				    "date:2024-01..2024-06");
	case '\\':
		return sign_mistake(l, s, "nothing needs a backslash: put what is to be "
				    "found as it stands into quotes");
	case '<': case '>':
		return sign_mistake(l, s, "nothing is compared but dates: date:2024-01.. "
				    "date:..2024-06");
	case '=':
		MISTAKE(l, s->at, s->at + 1, "'=' does not stand before a word");
		return pm_mistake_hint(mistake_of(l), "write =CXMT for the exact form, and "
				       "fields with a colon: title:word");
	case 0xff08: case 0xff09:
		return sign_mistake(l, s, "write the parentheses ( and )");
	case 0xff02: case 0x201f:
		return sign_mistake(l, s, "write the quotation mark \"");
	case 0xff0a:
		return sign_mistake(l, s, "write the star as '*'");
	}
	return PM_OK;
}

/* A sign in a phrase: only those that would be wildcards. */
static enum pm_status
check_phrase_sign(const struct leaf *l, const struct sign *s)
{
	if (s->cp == '*')
		return star(l, s);
	if (s->cp == '?' && s->touches) {
		MISTAKE(l, s->at, s->at + 1, "'?' is no wildcard here");
		return pm_mistake_hint(mistake_of(l), "put a blank behind it if it is "
				       "punctuation");
	}
	return PM_OK;
}

static enum pm_status
check_gap(const struct leaf *l, size_t start, size_t end)
{
	size_t at = start;
	enum pm_status status = PM_OK;
	struct sign s;

	while (at < end && status == PM_OK) {
		s.at = at;
		s.cp = pm_utf8_get((const uint8_t *)l->text + at, &s.n);
		at += s.n;
		s.first = s.at == 0;
		s.last = at == l->len && !l->prefix;
		s.touches = s.at == start && at == end && start > 0 && at < l->len;
		status = l->token->kind == PM_TOKEN_PHRASE ? check_phrase_sign(l, &s)
							   : check_sign(l, &s);
	}
	return status;
}

static enum pm_status
check_signs(const struct leaf *l)
{
	size_t i, at = 0;
	enum pm_status status = PM_OK;

	for (i = 0; i < word_count(l) && status == PM_OK; i++) {
		status = check_gap(l, at, word(l, i)->start);
		at = word(l, i)->end;
	}
	return status < 0 ? status : check_gap(l, at, l->len);
}

static enum pm_status
check_some_word(const struct leaf *l)
{
	struct pm_excerpt e;

	if (word_count(l) > 0)
		return PM_OK;
	e = excerpt(l, 0, l->len);
	if (l->token->kind == PM_TOKEN_PHRASE) {
		pm_mistake_set(mistake_of(l), l->token->start, l->token->end,
			       "there is no word in the quotes");
		return pm_mistake_hint(mistake_of(l), "write a word or several between them");
	}
	if (l->prefix && l->len == 0) {
		pm_mistake_set(mistake_of(l), l->token->start, l->token->end,
			       "'*' stands alone");
		return pm_mistake_hint(mistake_of(l), "write the beginning of a word "
				       "directly before it: semicon*");
	}
	pm_mistake_set(mistake_of(l), l->token->start, l->token->end,
		       "there is no word in '%s'", e.text);
	return pm_mistake_hint(mistake_of(l), strcmp(e.text, "&") == 0 ?
			       "write AND, or leave it out" : "leave it out");
}

/* --- what other languages write with letters ---------------------------- */

/* Whether the folded word I (of ASCII letters) is one of a NULL-ended list. */
static bool
is_one_of(const struct leaf *l, size_t i, const char *const *list)
{
	const struct pm_word *w = word(l, i);
	size_t len = w->end - w->start, k;

	for (; *list != NULL; list++) {
		if (strlen(*list) != len)
			continue;
		for (k = 0; k < len; k++)
			if ((l->text[w->start + k] | 0x20) != (*list)[k])
				break;
		if (k == len)
			return true;
	}
	return false;
}

static bool
is_number(const struct leaf *l, size_t i)
{
	const struct pm_word *w = word(l, i);
	size_t at;

	for (at = w->start; at < w->end; at++)
		if (l->text[at] < '0' || l->text[at] > '9')
			return false;
	return true;
}

/* w/5, near/5, w/s */
static enum pm_status
check_proximity(const struct leaf *l)
{
	static const char *const with_number[] = {
		"w", "n", "p", "near", "pre", "adj", "onear", "nearest", "within", NULL
	};
	static const char *const w[] = { "w", "pre", "near", NULL };
	static const char *const units[] = { "s", "p", "seg", "sent", "para", NULL };

	if (word_count(l) != 2 || word(l, 1)->start != word(l, 0)->end + 1 ||
	    l->text[word(l, 0)->end] != '/')
		return PM_OK;
	if (!(is_one_of(l, 0, with_number) && is_number(l, 1)) &&
	    !(is_one_of(l, 0, w) && is_one_of(l, 1, units)))
		return PM_OK;
	return foreign_operator(l, PROXIMITY_HINT);
}

/* Whether the text from the first word to END could be the name of a field: a
 * letter, then letters, digits and _; *LETTERS: letters alone. */
static bool
is_name(const struct leaf *l, size_t end, bool *letters)
{
	size_t at = word(l, 0)->start;
	unsigned n;

	*letters = true;
	for (; at < end; at += n) {
		enum pm_char c = pm_char_class(pm_utf8_get((const uint8_t *)l->text + at,
							   &n));

		if (c == PM_CHAR_LETTER || c == PM_CHAR_MARK)
			continue;
		*letters = false;
		if (at == word(l, 0)->start || (c != PM_CHAR_DIGIT && l->text[at] != '_'))
			return false;
	}
	return true;
}

/* name:something and, for a name of letters, name: alone. */
static enum pm_status
check_field(const struct leaf *l)
{
	const struct pm_word *first = word(l, 0);
	const char *colon = memchr(l->text + first->start, ':', l->len - first->start);
	struct pm_excerpt e;
	enum pm_tree_field field;
	size_t end;
	bool letters;

	if (colon == NULL)
		return PM_OK;
	end = (size_t)(colon - l->text);
	/* The colon of an address belongs to its word. */
	if (end < first->end || !is_name(l, end, &letters))
		return PM_OK;
	if (!letters && word(l, word_count(l) - 1)->end <= end)
		return PM_OK;
	e = excerpt(l, first->start, end + 1);
	if (pm_field_of_name(l->text + first->start, end - first->start, &field)) {
		MISTAKE(l, 0, end + 1, "something stands before '%s'", e.text);
		return pm_mistake_hint(mistake_of(l), "a field's name stands at the "
				       "beginning, after white space");
	}
	MISTAKE(l, first->start, end + 1, "there is no field '%s'", e.text);
	return pm_mistake_hint(mistake_of(l), "fields are " PM_FIELD_NAMES "; put words "
			       "with a colon into quotes");
}

/* AND, with a comma or in full-width letters */
static enum pm_status
check_almost_operator(const struct leaf *l)
{
	static const char *const operators[] = { "and", "or", "not", NULL };
	const char *const *op;
	const struct pm_word *w = word(l, 0);
	struct pm_excerpt e;
	char plain[4];
	size_t at, k = 0;
	unsigned n;

	if (word_count(l) != 1)
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
	e = excerpt(l, 0, l->len);
	MISTAKE(l, 0, l->len, "'%s' is neither an operator nor a word", e.text);
	return pm_mistake_hint(mistake_of(l), "write the operator with white space around "
			       "it, or the word in quotes: \"%s\"", plain);
}

/* --- prefixes and exact forms ------------------------------------------- */

/* Whether bytes 0 .. END - 1 are signs that are written before a word. */
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

static enum pm_status
check_prefix(const struct leaf *l)
{
	struct pm_excerpt e;

	if (word_count(l) == 1 && word(l, 0)->end == l->len &&
	    is_ornament(l->text, word(l, 0)->start))
		return PM_OK;
	e = excerpt(l, 0, l->len);
	MISTAKE(l, 0, l->len, "'%s' is not the beginning of a single word", e.text);
	return pm_mistake_hint(mistake_of(l), "write only letters and digits before the "
			       "'*': semicon*");
}

/* The possessive behind the last word would not be compared. */
static enum pm_status
check_exact(const struct leaf *l)
{
	size_t end = word(l, word_count(l) - 1)->end, at;
	struct pm_excerpt e;

	for (at = end; at < l->len && (l->text[at] | 0x20) != 's'; at++)
		;
	if (at == l->len)
		return PM_OK;
	e = excerpt(l, end, at + 1);
	MISTAKE(l, end, at + 1, "'%s' is not part of the word", e.text);
	e = excerpt(l, word(l, 0)->start, end);
	return pm_mistake_hint(mistake_of(l), "leave it out: =%s finds the possessive too",
			       e.text);
}

/* --- the leaf ----------------------------------------------------------- */

static enum pm_status
check_leaf(const struct leaf *l)
{
	enum pm_status status;
	bool phrase = l->token->kind == PM_TOKEN_PHRASE;

	if ((status = check_signs(l)) < 0 || (status = check_some_word(l)) < 0 || phrase)
		return status;
	if ((status = check_field(l)) < 0)
		return status;
	if (l->token->kind == PM_TOKEN_EXACT)
		return check_exact(l);
	if (l->prefix)
		return check_prefix(l);
	if ((status = check_proximity(l)) < 0)
		return status;
	return check_almost_operator(l);
}

/* White space and nothing else. */
static bool
is_white(const char *s, size_t len)
{
	size_t at;
	unsigned n;

	for (at = 0; at < len; at += n)
		if (!pm_is_blank(pm_utf8_get((const uint8_t *)s + at, &n)))
			return false;
	return len > 0;
}

static enum pm_status
make_word(const struct leaf *l, size_t i, struct pm_tree_word *out,
	  struct pm_error *err)
{
	const struct pm_word *w = word(l, i);
	size_t before = i == 0 ? w->start : word(l, i - 1)->end;
	const char *separator = l->text + before;
	struct pm_buf *folded = &l->r->folded;
	enum pm_status status;

	out->surface_len = w->end - w->start;
	out->separator_len = w->start - before;
	out->flags = w->flags;
	out->hyphen = pm_is_hyphen(separator, out->separator_len);
	out->spaced = is_white(separator, out->separator_len);
	pm_buf_clear(folded);
	status = pm_fold(l->text + w->start, out->surface_len, w->flags, folded, err);
	if (status < 0)
		return status;
	out->folded_len = folded->len;
	out->surface = pm_strndup(l->text + w->start, out->surface_len);
	out->folded = pm_strndup(pm_buf_str(folded), folded->len);
	out->separator = pm_strndup(separator, out->separator_len);
	if (out->surface == NULL || out->folded == NULL || out->separator == NULL)
		return pm_fail_nomem(err);
	return PM_OK;
}

static enum pm_status
make_words(const struct leaf *l, struct pm_tree *node, struct pm_error *err)
{
	size_t n = word_count(l), i;
	enum pm_status status = PM_OK;

	if (n > PM_QUERY_WORDS_MAX - l->r->n_words) {
		pm_mistake_set(mistake_of(l), l->token->start, l->token->end,
			       "the query has more than %u words", PM_QUERY_WORDS_MAX);
		return pm_mistake_hint(mistake_of(l), "shorten it, or ask in parts");
	}
	node->words = pm_calloc(n, sizeof *node->words);
	if (node->words == NULL)
		return pm_fail_nomem(err);
	node->n_words = n;
	l->r->n_words += n;
	for (i = 0; i < n && status == PM_OK; i++)
		status = make_word(l, i, &node->words[i], err);
	return status;
}

enum pm_status
pm_leaf_read(struct pm_leaf_reader *r, const struct pm_token *token,
	     struct pm_tree *node, struct pm_error *err)
{
	struct leaf l = { r, token, r->query + token->text,
			  token->text_end - token->text, false };
	enum pm_status status;

	node->op = token->kind == PM_TOKEN_PHRASE ? PM_TREE_PHRASE :
		   token->kind == PM_TOKEN_EXACT ? PM_TREE_EXACT : PM_TREE_WORDS;
	if (token->kind == PM_TOKEN_WORD && l.len > 0 && l.text[l.len - 1] == '*') {
		node->op = PM_TREE_PREFIX;
		l.prefix = true;
		l.len--;
	}
	r->split.n = 0;
	if ((status = pm_split(l.text, l.len, &r->split, err)) < 0 ||
	    (status = check_leaf(&l)) < 0)
		return status;
	return make_words(&l, node, err);
}
