/* Pressmark - CSS selectors as they are written: see selector.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/selector.h"

#include "corpus/page/selector_parts.h"
#include "support/space.h"
#include "support/utf8.h"

#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 1000000

struct parser {
	const char *text;
	size_t len, at;
	struct pm_selector *s;
	struct pm_error *err;
};

/* The byte at P->at, or 0 at the end: a selector has no NUL. */
static char
peek(const struct parser *p)
{
	return p->at < p->len ? p->text[p->at] : '\0';
}

static bool
take(struct parser *p, char c)
{
	if (peek(p) != c)
		return false;
	p->at++;
	return true;
}

static bool
skip_blanks(struct parser *p)
{
	size_t from = p->at;

	while (pm_is_markup_space(peek(p)))
		p->at++;
	return p->at > from;
}

/* The character at P->at cannot be there. */
static enum pm_status
refuse(struct parser *p, const char *wanted)
{
	unsigned n = 1;

	if (p->at >= p->len)
		return pm_fail(p->err, PM_ERR_INPUT,
			       "the selector ends where %s should be", wanted);
	pm_utf8_get((const uint8_t *)p->text + p->at, &n);
	return pm_fail(p->err, PM_ERR_INPUT, "'%.*s' stands where %s should be", (int)n,
		       p->text + p->at, wanted);
}

/* --- names and values --------------------------------------------------- */

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What stands after a backslash, which has been passed. */
static enum pm_status
take_escaped(struct parser *p)
{
	uint8_t utf8[4];
	uint32_t c = 0;
	unsigned n;

	if (p->at >= p->len)
		return refuse(p, "a character");
	if (hex_digit(peek(p)) < 0) {
		pm_utf8_get((const uint8_t *)p->text + p->at, &n);
		pm_buf_put(&p->s->pool, p->text + p->at, n);
		p->at += n;
		return PM_OK;
	}
	for (n = 0; n < 6 && hex_digit(peek(p)) >= 0; n++)
		c = c << 4 | (uint32_t)hex_digit(p->text[p->at++]);
	/* a blank ends the number, and is none of the name */
	if (pm_is_markup_space(peek(p)))
		p->at++;
	if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		c = 0xfffd;
	pm_buf_put(&p->s->pool, utf8, pm_utf8_put(utf8, c));
	return PM_OK;
}

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool
is_name_char(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
	       (c & 0x80) != 0;
}

/* How a name is compared. */
enum letters { AS_WRITTEN, SMALL };

/* A name, into the pool at *AT; *LEN is its length. */
static enum pm_status
take_name(struct parser *p, enum letters letters, size_t *at, size_t *len)
{
	struct pm_buf *pool = &p->s->pool;
	enum pm_status st;
	char c = peek(p), then = p->at + 1 < p->len ? p->text[p->at + 1] : '\0';

	*at = pool->len;
	/* a digit, or a hyphen and one or nothing, begins no name */
	if (c != '\\' && (!is_name_char(c) || (c >= '0' && c <= '9') ||
			  (c == '-' && then != '\\' &&
			   (!is_name_char(then) || (then >= '0' && then <= '9')))))
		return refuse(p, "a name");
	while (is_name_char(c = peek(p)) || c == '\\') {
		p->at++;
		if (c != '\\')
			pm_buf_putc(pool, letters == SMALL && c >= 'A' && c <= 'Z'
						  ? c | 0x20
						  : c);
		else if ((st = take_escaped(p)) < 0)
			return st;
	}
	*len = pool->len - *at;
	pm_buf_putc(pool, '\0');
	return PM_OK;
}

/* A value in quotation marks. */
static enum pm_status
take_string(struct parser *p, struct pm_selector_test *t)
{
	struct pm_buf *pool = &p->s->pool;
	size_t from = p->at;
	char mark = p->text[p->at++], c;
	enum pm_status st;

	t->value = pool->len;
	while ((c = peek(p)) != mark) {
		if (p->at >= p->len) {
			p->at = from;
			return pm_fail(p->err, PM_ERR_INPUT,
				       "the quotation mark is not closed");
		}
		p->at++;
		if (c != '\\')
			pm_buf_putc(pool, c);
		else if ((st = take_escaped(p)) < 0)
			return st;
	}
	p->at++;
	t->value_len = pool->len - t->value;
	pm_buf_putc(pool, '\0');
	return PM_OK;
}

static enum pm_status
add_test(struct parser *p, const struct pm_selector_test *t)
{
	struct pm_selector *s = p->s;
	enum pm_status st = pm_grow(&s->tests, &s->tests_cap, s->n_tests + 1,
				    sizeof *s->tests, p->err);

	if (st == PM_OK) {
		s->tests[s->n_tests++] = *t;
		s->parts[s->n_parts].n++;
	}
	return st;
}

/* --- tests -------------------------------------------------------------- */

/* .NAME and #NAME, of which the sign has been passed. */
static enum pm_status
take_attribute_word(struct parser *p, struct pm_selector_test *t, const char *attribute)
{
	t->name = p->s->pool.len;
	pm_buf_put(&p->s->pool, attribute, strlen(attribute) + 1);
	return take_name(p, AS_WRITTEN, &t->value, &t->value_len);
}

static enum pm_status
take_operator(struct parser *p, struct pm_selector_test *t)
{
	static const char signs[] = "^$*~|";
	static const enum pm_selector_kind kinds[] = {
		PM_SELECT_BEGINS, PM_SELECT_ENDS, PM_SELECT_HOLDS, PM_SELECT_WORD,
		PM_SELECT_DASH
	};
	const char *sign = peek(p) == '\0' ? NULL : strchr(signs, peek(p));

	t->kind = sign == NULL ? PM_SELECT_EQUALS : kinds[sign - signs];
	p->at += sign != NULL;
	return take(p, '=') ? PM_OK : refuse(p, "= or ]");
}

/* [NAME] and the like, of which the [ has been passed. */
static enum pm_status
take_attribute(struct parser *p, struct pm_selector_test *t)
{
	size_t from = p->at - 1, len;
	enum pm_status st;

	t->kind = PM_SELECT_HAS;
	skip_blanks(p);
	if ((st = take_name(p, SMALL, &t->name, &len)) < 0)
		return st;
	skip_blanks(p);
	if (peek(p) != ']' && p->at < p->len) {
		if ((st = take_operator(p, t)) < 0)
			return st;
		skip_blanks(p);
		st = peek(p) == '"' || peek(p) == '\''
			   ? take_string(p, t)
			   : take_name(p, AS_WRITTEN, &t->value, &t->value_len);
		if (st < 0)
			return st;
		skip_blanks(p);
		t->any_case = (peek(p) | 0x20) == 'i';
		p->at += t->any_case;
		skip_blanks(p);
	}
	if (take(p, ']'))
		return PM_OK;
	if (p->at < p->len)
		return refuse(p, "]");
	p->at = from;
	return pm_fail(p->err, PM_ERR_INPUT, "the [ is not closed");
}

/* A number without a sign; false: there is none. */
static bool
take_number(struct parser *p, int64_t *n)
{
	size_t from = p->at;

	for (*n = 0; peek(p) >= '0' && peek(p) <= '9' && *n < NUMBER_MAX; p->at++)
		*n = *n * 10 + (peek(p) - '0');
	return p->at > from;
}

static bool
take_word(struct parser *p, const char *word)
{
	size_t n = strlen(word);

	if (p->len - p->at < n || memcmp(p->text + p->at, word, n) != 0)
		return false;
	p->at += n;
	return true;
}

/* A * n + B, up to the ). */
static enum pm_status
take_nth(struct parser *p, struct pm_selector_test *t)
{
	int64_t sign = 1;
	bool number;

	t->kind = PM_SELECT_NTH;
	skip_blanks(p);
	if (take_word(p, "odd") || take_word(p, "even")) {
		t->a = 2;
		t->b = p->text[p->at - 1] == 'd';
	} else {
		sign = take(p, '-') ? -1 : 1;
		if (sign == 1)
			take(p, '+');
		number = take_number(p, &t->b);
		if ((peek(p) | 0x20) == 'n') {
			p->at++;
			t->a = number ? sign * t->b : sign;
			t->b = 0;
			number = true;
			skip_blanks(p);
			if (peek(p) == '+' || peek(p) == '-') {
				sign = p->text[p->at++] == '-' ? -1 : 1;
				skip_blanks(p);
				number = take_number(p, &t->b);
			}
		}
		t->b *= sign;
		if (!number)
			return refuse(p, "a number");
	}
	skip_blanks(p);
	return take(p, ')') ? PM_OK : refuse(p, ")");
}

static enum pm_status take_test(struct parser *p, struct pm_selector_test *t, bool *is);

/* :not( has been passed. */
static enum pm_status
take_not(struct parser *p, struct pm_selector_test *t)
{
	size_t from = p->at, len;
	enum pm_status st = PM_OK;
	bool is;

	if (t->denied) {
		p->at -= sizeof ":not(" - 1;
		return pm_fail(p->err, PM_ERR_INPUT, ":not() stands within another");
	}
	t->denied = true;
	skip_blanks(p);
	st = take_test(p, t, &is);
	if (st == PM_OK && !is) {
		t->kind = PM_SELECT_TAG;
		st = take_name(p, SMALL, &t->name, &len);
	}
	if (st < 0)
		return st;
	skip_blanks(p);
	if (take(p, ')'))
		return PM_OK;
	p->at = p->at < p->len ? p->at : from;
	return refuse(p, "one ) after one condition");
}

/* What begins with a colon, which has been passed. */
static enum pm_status
take_pseudo(struct parser *p, struct pm_selector_test *t)
{
	size_t from = p->at - 1, n = 0;

	if (take_word(p, "nth-child("))
		return take_nth(p, t);
	if (take_word(p, "not("))
		return take_not(p, t);
	while (p->at + n < p->len &&
	       (is_name_char(p->text[p->at + n]) || p->text[p->at + n] == ':'))
		n++;
	if (n == 11 && take_word(p, "first-child")) {
		t->kind = PM_SELECT_NTH;
		t->b = 1;
		return PM_OK;
	}
	if (n == 10 && take_word(p, "last-child")) {
		t->kind = PM_SELECT_LAST;
		return PM_OK;
	}
	p->at = from;
	return pm_fail(p->err, PM_ERR_INPUT,
		       "':%.*s' is not known; :first-child, :last-child, :nth-child() and "
		       ":not() are",
		       (int)n, p->text + from + 1);
}

/* The next test of an element but for its name, if there is one. */
static enum pm_status
take_test(struct parser *p, struct pm_selector_test *t, bool *is)
{
	*is = true;
	switch (peek(p)) {
	case '.':
		p->at++;
		t->kind = PM_SELECT_WORD;
		return take_attribute_word(p, t, "class");
	case '#':
		p->at++;
		t->kind = PM_SELECT_EQUALS;
		return take_attribute_word(p, t, "id");
	case '[':
		p->at++;
		return take_attribute(p, t);
	case ':':
		p->at++;
		return take_pseudo(p, t);
	default:
		*is = false;
		return PM_OK;
	}
}

/* --- parts -------------------------------------------------------------- */

static enum pm_status
take_part(struct parser *p)
{
	struct pm_selector *s = p->s;
	size_t from = p->at, len;
	enum pm_status st = PM_OK;
	bool is = true;

	if (s->n_parts == PM_SELECTOR_PARTS)
		return pm_fail(p->err, PM_ERR_INPUT,
			       "the selector has more than %u parts", PM_SELECTOR_PARTS);
	s->parts[s->n_parts] = (struct pm_selector_part){ .first = s->n_tests };
	if (!take(p, '*') && (is_name_char(peek(p)) || peek(p) == '\\')) {
		struct pm_selector_test t = { .kind = PM_SELECT_TAG };

		if ((st = take_name(p, SMALL, &t.name, &len)) == PM_OK)
			st = add_test(p, &t);
	}
	while (st == PM_OK && is) {
		struct pm_selector_test t = { 0 };

		st = take_test(p, &t, &is);
		if (st == PM_OK && is)
			st = add_test(p, &t);
	}
	if (st < 0)
		return st;
	if (p->at == from)
		return refuse(p, "an element");
	s->n_parts++;
	return PM_OK;
}

/* What the next part is to the one before it: the set to which it belongs; NULL: there is
 * none, and what is there, if anything, is refused. */
static uint64_t *
take_relation(struct parser *p)
{
	struct pm_selector *s = p->s;
	bool blanks = skip_blanks(p);
	uint64_t *set;

	switch (peek(p)) {
	case ',':
		set = &s->first;
		s->last |= (uint64_t)1 << (s->n_parts - 1);
		break;
	case '>':
		set = &s->child;
		break;
	case '+':
		set = &s->next;
		break;
	case '~':
		set = &s->later;
		break;
	default:
		return blanks && p->at < p->len ? &s->below : NULL;
	}
	p->at++;
	skip_blanks(p);
	return set;
}

enum pm_status
pm_selector_parse(struct pm_selector **out, const char *text, size_t len, size_t *at,
		  struct pm_error *err)
{
	struct parser p = { .text = text, .len = len, .err = err };
	enum pm_status st;
	uint64_t *set;

	*out = NULL;
	*at = 0;
	if (len > PM_SELECTOR_MAX)
		return pm_fail(err, PM_ERR_INPUT, "the selector has more than %u bytes",
			       PM_SELECTOR_MAX);
	if ((p.s = pm_calloc(1, sizeof *p.s)) == NULL)
		return pm_fail_nomem(err);
	pm_buf_init(&p.s->pool, PM_BUF_NO_LIMIT);
	skip_blanks(&p);
	for (set = &p.s->first, st = PM_OK; st == PM_OK && set != NULL;) {
		size_t part = p.s->n_parts;

		st = take_part(&p);
		if (st == PM_OK) {
			*set |= (uint64_t)1 << part;
			set = take_relation(&p);
		}
	}
	if (st == PM_OK && p.at < len)
		st = refuse(&p, "the end, a blank or a comma");
	if (st == PM_OK)
		st = pm_buf_check(&p.s->pool, "the selector", err);
	*at = p.at;
	if (st < 0) {
		pm_selector_free(p.s);
		return st;
	}
	p.s->last |= (uint64_t)1 << (p.s->n_parts - 1);
	*out = p.s;
	return PM_OK;
}
