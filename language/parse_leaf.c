/* Pressmark - from a token to the words of a leaf: see parse_leaf.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "language/parse_leaf_parts.h"

#include "language/regex.h"
#include "support/utf8.h"
#include "text/chars.h"
#include "text/derive.h"
#include "text/fold.h"
#include "text/names.h"

#include <stdlib.h>
#include <string.h>

#define FUZZY_MIN 3u /* characters of a word with ~ */

void
pm_leaf_reader_init(struct pm_leaf_reader *r, const char *query, size_t len,
		    struct pm_query_mistake *mistake)
{
	memset(r, 0, sizeof *r);
	r->query = query;
	r->query_len = len;
	r->mistake = mistake;
	pm_buf_init(&r->folded, PM_BUF_NO_LIMIT);
	pm_buf_init(&r->masked, PM_BUF_NO_LIMIT);
	pm_buf_init(&r->plain, PM_BUF_NO_LIMIT);
}

void
pm_leaf_reader_release(struct pm_leaf_reader *r)
{
	pm_words_release(&r->split);
	pm_buf_release(&r->folded);
	pm_buf_release(&r->masked);
	pm_buf_release(&r->plain);
}

/* --- words that are spelt ------------------------------------------------- */

static bool
is_wildcard(char c)
{
	return c == '*' || c == '?';
}

static bool
is_masked(const struct pm_leaf *l, size_t at)
{
	return is_wildcard(l->text[at]) && l->r->masked.data[at] == 'x';
}

static bool
has_wildcard(const struct pm_leaf *l, const struct pm_word *w)
{
	size_t at;

	for (at = w->start; at < w->end && l->token->kind != PM_TOKEN_EXACT; at++)
		if (is_masked(l, at))
			return true;
	return false;
}

/* --- spelt words and exact forms ---------------------------------------- */

static enum pm_status
wildcard_and_tilde(const struct pm_leaf *l, size_t start, size_t end)
{
	LEAF_MISTAKE(l, start, end, "a wildcard and '~' do not go together");
	return pm_mistake_hint(pm_leaf_mistake(l), "leave out one of them");
}

static enum pm_status
check_spelt(const struct pm_leaf *l)
{
	size_t i;
	bool spelt = false;

	for (i = 0; i < pm_leaf_count(l) && !spelt; i++)
		spelt = has_wildcard(l, pm_leaf_word(l, i));
	if (l->edits == 0)
		return spelt ? pm_leaf_check_single(l) : PM_OK;
	if (spelt)
		return wildcard_and_tilde(l, 0, l->token->end - l->token->text);
	return pm_leaf_check_single(l);
}

/* A possessive after the last word would not be compared. */
static enum pm_status
check_exact(const struct pm_leaf *l)
{
	size_t end = pm_leaf_word(l, pm_leaf_count(l) - 1)->end, at;
	struct pm_excerpt e;

	for (at = end; at < l->len && (l->text[at] | 0x20) != 's'; at++)
		;
	if (at == l->len)
		return PM_OK;
	e = pm_leaf_excerpt(l, end, at + 1);
	LEAF_MISTAKE(l, end, at + 1, "'%s' is not part of the word", e.text);
	e = pm_leaf_excerpt(l, pm_leaf_word(l, 0)->start, end);
	return pm_mistake_hint(pm_leaf_mistake(l),
			       "leave it out: =%s finds the possessive too", e.text);
}

/* --- the leaf ----------------------------------------------------------- */

static enum pm_status
check_loose(const struct pm_leaf *l)
{
	if (l->token->kind != PM_TOKEN_LOOSE || pm_leaf_count(l) > 1)
		return PM_OK;
	pm_mistake_set(pm_leaf_mistake(l), l->token->start, l->token->end,
		       "a single word stands in the quotes before '~'");
	return pm_mistake_hint(pm_leaf_mistake(l),
			       "write several, or word~ without quotes for "
			       "similar spellings");
}

static enum pm_status
check_leaf(const struct pm_leaf *l)
{
	enum pm_status status;

	if ((status = pm_leaf_check_signs(l)) < 0 || (status = pm_leaf_check_word(l)) < 0)
		return status;
	if (!l->token->quoted && (status = pm_leaf_check_field(l)) < 0)
		return status;
	if (l->token->kind == PM_TOKEN_EXACT)
		return check_exact(l);
	if (l->token->quoted)
		return check_loose(l);
	if ((status = check_spelt(l)) < 0 || (status = pm_leaf_check_distance(l)) < 0)
		return status;
	return l->edits > 0 ? PM_OK : pm_leaf_check_operator(l);
}

/* --- words -------------------------------------------------------------- */

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

/* The mistake: a word with wildcards, all of it. */
static enum pm_status
wildcard_mistake(const struct pm_leaf *l, const struct pm_word *w, const char *what,
		 const char *hint)
{
	struct pm_excerpt e = pm_leaf_excerpt(l, w->start, w->end);

	LEAF_MISTAKE(l, w->start, w->end, "'%s' %s", e.text, what);
	return pm_mistake_hint(pm_leaf_mistake(l), "%s", hint);
}

/* What a word with wildcards consists of. */
struct pattern {
	bool letters;	  /* it contains a letter or digit */
	bool own;	  /* a * or ? of its own, not a wildcard */
	size_t wildcards; /* several stars in a row are one */
};

static void
look_at_literal(const struct pm_leaf *l, size_t at, size_t end, struct pattern *p)
{
	unsigned n;

	for (; at < end; at += n) {
		uint32_t cp = pm_utf8_get((const uint8_t *)l->text + at, &n);
		enum pm_char c = pm_char_class(cp);

		p->letters = p->letters || c == PM_CHAR_LETTER || c == PM_CHAR_DIGIT ||
			     c == PM_CHAR_IDEOGRAM;
		p->own = p->own || cp == '*' || cp == '?';
	}
}

/* Append the text between the wildcards, folded, and the wildcards. */
static enum pm_status
fold_pattern(const struct pm_leaf *l, const struct pm_word *w, struct pattern *p,
	     struct pm_error *err)
{
	struct pm_buf *out = &l->r->folded;
	size_t at = w->start, start;
	enum pm_status status;

	memset(p, 0, sizeof *p);
	while (at < w->end) {
		bool star = false;

		for (start = at; at < w->end && !is_masked(l, at); at++)
			;
		look_at_literal(l, start, at, p);
		status = pm_fold(l->text + start, at - start, w->flags, out, err);
		if (status < 0)
			return status;
		for (; at < w->end && is_masked(l, at); at++) {
			if (l->text[at] == '?' || !star) {
				pm_buf_putc(out, l->text[at]);
				p->wildcards++;
			}
			star = l->text[at] == '*';
		}
	}
	return out->status < 0 ? pm_fail_nomem(err) : PM_OK;
}

static enum pm_status
fold_wildcards(const struct pm_leaf *l, const struct pm_word *w, struct pm_tree_word *out,
	       struct pm_error *err)
{
	struct pm_buf *folded = &l->r->folded;
	struct pattern p;
	enum pm_status status = fold_pattern(l, w, &p, err);

	if (status < 0)
		return status;
	if (!p.letters || folded->len == p.wildcards)
		return wildcard_mistake(l, w, "stands alone",
					"write a letter or digit "
					"directly beside it: semicon* *conductor colo?r; for "
					"all articles: words:0..");
	if (folded->len > PM_PATTERN_MAX) {
		wildcard_mistake(l, w, "is too long for a word with wildcards", "");
		return pm_mistake_hint(pm_leaf_mistake(l), "at most %u bytes are taken",
				       PM_PATTERN_MAX);
	}
	out->match = PM_MATCH_WILDCARD;
	if (p.wildcards == 1 && l->text[w->end - 1] == '*' && is_masked(l, w->end - 1)) {
		out->match = PM_MATCH_PREFIX;
		folded->data[--folded->len] = '\0';
	} else if (p.own) {
		return wildcard_mistake(l, w, "is an address",
					"it takes a single '*', at its "
					"end: http://example.org/news*");
	}
	return PM_OK;
}

/* W is without its ~. */
static enum pm_status
fold_fuzzy(const struct pm_leaf *l, const struct pm_word *w, unsigned edits,
	   struct pm_tree_word *out)
{
	const struct pm_buf *folded = &l->r->folded;
	size_t start = l->token->quoted ? w->start : 0;
	size_t end = l->token->quoted ? w->end : l->len;
	size_t at, characters = 0;
	struct pm_excerpt e;

	/* After a URL at the beginning of a token, the ~ is part of the URL. */
	if (pm_begins_url(l->text + w->start, w->end - w->start)) {
		LEAF_MISTAKE(l, start, end, "a URL has no similar spellings");
		return pm_mistake_hint(pm_leaf_mistake(l), "leave the '~' out");
	}
	for (at = 0; at < folded->len; at++)
		characters += (folded->data[at] & 0xc0) != 0x80;
	if (characters < FUZZY_MIN) {
		e = pm_leaf_excerpt(l, start, end);
		LEAF_MISTAKE(l, start, end, "'%s' is too short for similar spellings",
			     e.text);
		return pm_mistake_hint(pm_leaf_mistake(l),
				       "write '~' after a word of at least "
				       "%u characters",
				       FUZZY_MIN);
	}
	out->match = PM_MATCH_FUZZY;
	out->edits = edits;
	return PM_OK;
}

static enum pm_status
no_number_of_edits(const struct pm_leaf *l, size_t start, size_t end)
{
	struct pm_excerpt e = pm_leaf_excerpt(l, start, end);

	LEAF_MISTAKE(l, start, end, "'%s' is no number of edits", e.text);
	return pm_mistake_hint(pm_leaf_mistake(l),
			       "similar spellings are counted in edits, one or "
			       "two: word~ word~2");
}

/* A word of a phrase that ends in ~ or ~2; TILDE is the length of that. */
static enum pm_status
fold_fuzzy_in_phrase(const struct pm_leaf *l, const struct pm_word *w, size_t tilde,
		     struct pm_tree_word *out, struct pm_error *err)
{
	struct pm_word bare = *w;
	char digit = l->text[w->end - 1];
	enum pm_status status;

	bare.end -= (uint32_t)tilde;
	if (has_wildcard(l, &bare))
		return wildcard_and_tilde(l, w->start, w->end);
	if (tilde > 2 || (tilde == 2 && digit != '1' && digit != '2'))
		return no_number_of_edits(l, bare.end, w->end);
	status = pm_fold(l->text + bare.start, bare.end - bare.start, w->flags,
			 &l->r->folded, err);
	return status < 0
		     ? status
		     : fold_fuzzy(l, &bare, tilde == 2 ? (unsigned)(digit - '0') : 1, out);
}

/* The regular expression at TEXT, LEN bytes of the query from AT on. */
static enum pm_status
check_regex(struct pm_leaf_reader *r, const char *text, size_t len, size_t at,
	    struct pm_error *err)
{
	size_t offset;
	char what[128];
	enum pm_status status = pm_regex_check(text, len, &offset, what, sizeof what, err);

	if (status != PM_ERR_QUERY)
		return status;
	at += offset < len ? offset : len - 1;
	pm_mistake_set(r->mistake, at, at + 1, "in the regular expression: %s", what);
	return pm_mistake_hint(r->mistake, "put \\ before a sign that stands for itself");
}

/* One of a phrase: `folded` is what stands between the slashes. */
static enum pm_status
take_regex(const struct pm_leaf *l, const struct pm_word *w, struct pm_tree_word *out,
	   struct pm_error *err)
{
	const char *text = l->text + w->start + 1;
	size_t len = w->end - w->start - 2;

	out->match = PM_MATCH_REGEX;
	out->flags = 0;
	pm_buf_put(&l->r->folded, text, len);
	return l->r->folded.status < 0
		     ? pm_fail_nomem(err)
		     : check_regex(l->r, text, len, l->token->text + w->start + 1, err);
}

static enum pm_status
fold_word(const struct pm_leaf *l, const struct pm_word *w, struct pm_tree_word *out,
	  struct pm_error *err)
{
	bool phrase = l->token->quoted && l->token->kind != PM_TOKEN_EXACT;
	size_t tilde = phrase ? pm_leaf_tilde(l->text, w, &l->r->masked) : 0;
	enum pm_status status;

	pm_buf_clear(&l->r->folded);
	if (phrase && pm_leaf_is_regex(l->text, w))
		return take_regex(l, w, out, err);
	if (tilde > 0)
		return fold_fuzzy_in_phrase(l, w, tilde, out, err);
	if (has_wildcard(l, w))
		return fold_wildcards(l, w, out, err);
	status = pm_fold(l->text + w->start, w->end - w->start, w->flags, &l->r->folded,
			 err);
	return status < 0 || l->edits == 0 ? status : fold_fuzzy(l, w, l->edits, out);
}

static enum pm_status
keep_word(struct pm_tree_word *out, const char *surface, size_t len, const char *folded,
	  size_t folded_len, const char *separator, size_t separator_len,
	  struct pm_error *err)
{
	out->surface_len = len;
	out->folded_len = folded_len;
	out->separator_len = separator_len;
	out->surface = pm_strndup(surface, len);
	out->folded = pm_strndup(folded, folded_len);
	out->separator = pm_strndup(separator, separator_len);
	if (out->surface == NULL || out->folded == NULL || out->separator == NULL)
		return pm_fail_nomem(err);
	return PM_OK;
}

static enum pm_status
make_word(const struct pm_leaf *l, size_t i, struct pm_tree_word *words,
	  struct pm_error *err)
{
	struct pm_tree_word *out = &words[i];
	const struct pm_word *w = pm_leaf_word(l, i);
	size_t before = i == 0 ? w->start : pm_leaf_word(l, i - 1)->end;
	const char *separator = l->text + before;
	const struct pm_buf *folded = &l->r->folded;
	enum pm_status status;

	out->flags = w->flags;
	out->spaced = is_white(separator, w->start - before);
	if ((status = fold_word(l, w, out, err)) < 0)
		return status;
	out->hyphen = i > 0 && pm_is_joint(separator, w->start - before,
					   words[i - 1].folded, words[i - 1].folded_len,
					   pm_buf_str(folded), folded->len);
	return keep_word(out, l->text + w->start, w->end - w->start, pm_buf_str(folded),
			 folded->len, separator, w->start - before, err);
}

/* Make room for N words in NODE; or the mistake: too many. */
static enum pm_status
add_words(struct pm_leaf_reader *r, const struct pm_token *token, struct pm_tree *node,
	  size_t n, struct pm_error *err)
{
	if (n > PM_QUERY_WORDS_MAX - r->n_words) {
		pm_mistake_set(r->mistake, token->start, token->end,
			       "the query has more than %u words", PM_QUERY_WORDS_MAX);
		return pm_mistake_hint(r->mistake, "shorten it, or ask in parts");
	}
	node->words = pm_calloc(n, sizeof *node->words);
	if (node->words == NULL)
		return pm_fail_nomem(err);
	node->n_words = n;
	r->n_words += n;
	return PM_OK;
}

/* author:"smyth~" is author:smyth~ */
static void
unquote(struct pm_tree *node)
{
	struct pm_tree_word *w = &node->words[0];

	node->op = PM_TREE_SPELT;
	if (w->match == PM_MATCH_FUZZY) {
		while (w->surface[w->surface_len - 1] != '~')
			w->surface_len--;
		w->surface_len--;
	} else if (w->match == PM_MATCH_REGEX) {
		w->surface_len = w->folded_len;
		memmove(w->surface, w->folded, w->folded_len);
	}
	w->surface[w->surface_len] = '\0';
}

static enum pm_status
make_words(const struct pm_leaf *l, struct pm_tree *node, struct pm_error *err)
{
	enum pm_status status = add_words(l->r, l->token, node, pm_leaf_count(l), err);
	size_t i;

	for (i = 0; i < node->n_words && status == PM_OK; i++)
		status = make_word(l, i, node->words, err);
	if (status < 0 || node->words[0].match == PM_MATCH_WORD)
		return status;
	if (node->op == PM_TREE_WORDS)
		node->op = PM_TREE_SPELT;
	else if (node->op == PM_TREE_PHRASE && node->n_words == 1 &&
		 !pm_tree_has_hits(node))
		unquote(node);
	return status;
}

/* --- the leaf ----------------------------------------------------------- */

/* Take the ~2 off the end of a bare token, unless it is a URL, which may end in one. */
static enum pm_status
take_edits(struct pm_leaf *l)
{
	size_t at = l->len, rest;

	while (at > 0 && ((l->text[at - 1] >= '0' && l->text[at - 1] <= '9') ||
			  l->text[at - 1] == '.'))
		at--;
	if (at < 2 || l->text[at - 1] != '~' || pm_begins_url(l->text, l->len))
		return PM_OK;
	rest = l->len - at;
	l->edits = rest == 0 ? 1 : (unsigned)(l->text[at] - '0');
	if (rest <= 1 && (l->edits == 1 || l->edits == 2)) {
		l->len = at - 1;
		return PM_OK;
	}
	return no_number_of_edits(l, at - 1, l->len);
}

static enum pm_status
read_regex(struct pm_leaf_reader *r, const struct pm_token *token, struct pm_tree *node,
	   struct pm_error *err)
{
	const char *text = r->query + token->text;
	size_t len = token->text_end - token->text;
	enum pm_status status = check_regex(r, text, len, token->text, err);

	if (status < 0)
		return status;
	node->op = PM_TREE_SPELT;
	if ((status = add_words(r, token, node, 1, err)) < 0)
		return status;
	node->words[0].match = PM_MATCH_REGEX;
	return keep_word(&node->words[0], text, len, text, len, "", 0, err);
}

static enum pm_status
empty_value(struct pm_leaf_reader *r, const struct pm_token *token)
{
	pm_mistake_set(r->mistake, token->start, token->end,
		       "there is nothing in the quotes");
	return pm_mistake_hint(r->mistake, token->kind == PM_TOKEN_ID
						   ? "write the id between them"
						   : "write the host's name between "
						     "them");
}

/* A host consists of labels with points between them; anything more is a mistake. */
static enum pm_status
check_host(struct pm_leaf_reader *r, const struct pm_token *token)
{
	const char *s = r->query + token->text;
	size_t len = token->text_end - token->text, at;
	struct pm_excerpt e = pm_excerpt(s, len);
	unsigned n;

	for (at = 0; at < len; at += n) {
		uint32_t cp = pm_utf8_get((const uint8_t *)s + at, &n);

		if (cp == '/' || cp == ':' || cp == '*' || cp == '?' || pm_is_blank(cp))
			break;
	}
	if (at == len && s[0] != '.')
		return PM_OK;
	pm_mistake_set(r->mistake, token->text, token->text_end, "'%s' is no host",
		       e.text);
	return pm_mistake_hint(r->mistake,
			       "write the host's name alone, host:example.org; it "
			       "finds news.example.org too");
}

/* Take the token's operand into `plain`, with one quotation mark for two. */
static enum pm_status
take_plain(struct pm_leaf_reader *r, const struct pm_token *token, struct pm_error *err)
{
	size_t at;

	pm_buf_clear(&r->plain);
	for (at = token->text; at < token->text_end; at++) {
		pm_buf_putc(&r->plain, r->query[at]);
		at += token->doubled && r->query[at] == '"';
	}
	return r->plain.status < 0 ? pm_fail_nomem(err) : PM_OK;
}

static enum pm_status
read_value(struct pm_leaf_reader *r, const struct pm_token *token, struct pm_tree *node,
	   struct pm_error *err)
{
	size_t i;
	bool host = token->kind == PM_TOKEN_HOST;
	enum pm_status status;

	node->op = host ? PM_TREE_HOST : PM_TREE_ID;
	if (token->text_end == token->text)
		return empty_value(r, token);
	if ((host && (status = check_host(r, token)) < 0) ||
	    (status = take_plain(r, token, err)) < 0)
		return status;
	node->name = pm_strndup(pm_buf_str(&r->plain), r->plain.len);
	if (node->name == NULL)
		return pm_fail_nomem(err);
	for (i = 0; host && i < r->plain.len; i++)
		if (node->name[i] >= 'A' && node->name[i] <= 'Z')
			node->name[i] |= 0x20;
	return PM_OK;
}

/* The whole value of a field. */
static enum pm_status
read_whole(struct pm_leaf_reader *r, const struct pm_token *token, struct pm_tree *node,
	   struct pm_error *err)
{
	enum pm_status status = take_plain(r, token, err);

	pm_buf_clear(&r->folded);
	node->op = PM_TREE_WHOLE;
	if (status == PM_OK)
		status = pm_value_compose(&r->folded, pm_buf_str(&r->plain), r->plain.len,
					  err);
	if (status < 0)
		return status;
	node->value = pm_strndup(pm_buf_str(&r->folded), r->folded.len);
	return node->value == NULL ? pm_fail_nomem(err) : PM_OK;
}

static enum pm_tree_op
op_of(enum pm_token_kind kind)
{
	switch (kind) {
	case PM_TOKEN_PHRASE:
		return PM_TREE_PHRASE;
	case PM_TOKEN_LOOSE:
		return PM_TREE_LOOSE;
	case PM_TOKEN_EXACT:
		return PM_TREE_EXACT;
	default:
		return PM_TREE_WORDS;
	}
}

static enum pm_status
read_leaf(struct pm_leaf_reader *r, const struct pm_token *token, struct pm_tree *node,
	  struct pm_error *err)
{
	struct pm_leaf l = { r, token, r->query + token->text,
			     token->text_end - token->text, 0 };
	enum pm_status status;

	if (token->kind == PM_TOKEN_REGEX)
		return read_regex(r, token, node, err);
	if (token->kind == PM_TOKEN_HOST || token->kind == PM_TOKEN_ID)
		return read_value(r, token, node, err);
	if (token->kind == PM_TOKEN_EXACT && node->field != PM_FIELD_ANY &&
	    node->field != PM_FIELD_TITLE)
		return read_whole(r, token, node, err);
	node->op = op_of(token->kind);
	node->number = token->kind == PM_TOKEN_LOOSE ? token->number : 0;
	if (token->kind == PM_TOKEN_WORD && (status = take_edits(&l)) < 0)
		return status;
	if (token->doubled) {
		if ((status = take_plain(r, token, err)) < 0)
			return status;
		l.text = pm_buf_str(&r->plain);
		l.len = r->plain.len;
	}
	r->split.n = 0;
	status = token->kind == PM_TOKEN_EXACT
		       ? pm_split(l.text, l.len, &r->split, err)
		       : pm_leaf_split(l.text, l.len, token->quoted, &r->split,
				       &r->masked, err);
	if (status < 0 || (status = check_leaf(&l)) < 0)
		return status;
	return make_words(&l, node, err);
}

/* Each spelt word is a walk through the lexicon. */
static enum pm_status
count_spelt(struct pm_leaf_reader *r, const struct pm_token *token,
	    const struct pm_tree *node)
{
	size_t i;

	for (i = 0; i < node->n_words; i++)
		r->n_spelt += node->words[i].match != PM_MATCH_WORD;
	if (r->n_spelt <= PM_QUERY_SPELT_MAX)
		return PM_OK;
	pm_mistake_set(r->mistake, token->start, token->end,
		       "the query has more than %u words with wildcards, regular "
		       "expressions or '~'",
		       PM_QUERY_SPELT_MAX);
	return pm_mistake_hint(r->mistake, "ask in parts, or put alternatives into one "
					   "regular expression: /(chip|wafer).*/");
}

enum pm_status
pm_leaf_read(struct pm_leaf_reader *r, const struct pm_token *token, struct pm_tree *node,
	     struct pm_error *err)
{
	enum pm_status status = read_leaf(r, token, node, err);

	return status < 0 ? status : count_spelt(r, token, node);
}
