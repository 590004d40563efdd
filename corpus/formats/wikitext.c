/* Pressmark - wikitext as plain text: see wikitext.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Two passes: the first finds which opening bracket belongs to which closing one, with a
 * stack for each kind; the second goes through the text, jumps over what is left out, and
 * writes the rest. */
#include "corpus/formats/wikitext.h"

#include "corpus/page/references.h"
#include "support/space.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* {{...}}, {|...|}, [[...]] */
enum kind { TEMPLATE, TABLE, LINK, N_KINDS };

struct bracket {
	size_t open, close; /* where they begin; close 0: it is never closed */
	size_t outer;	    /* the one of its kind that it stands in, + 1; 0: none */
};

struct brackets {
	struct bracket *all;
	size_t n, cap;
	size_t inner; /* the innermost that is open, + 1 */
	size_t next;  /* in the second pass */
};

enum gap { NO_GAP, BLANK, LINE, PARAGRAPH };

struct strip {
	const char *text, *end;
	const char *spaces;
	pm_wikitext_category_fn *add;
	void *ctx;
	struct pm_buf *out;
	struct brackets brackets[N_KINDS];
	enum gap gap;
	unsigned links; /* whose end has not come */
	size_t dropped; /* where in the output something was left out last */
	bool in_heading;
	uint32_t unclosed; /* which of LEFT_OUT and LITERAL have no end tag any more */
};

/* --- tags --------------------------------------------------------------- */

/* Whether P begins with the tag <NAME or </NAME. */
static bool
is_tag(const char *p, const char *end, const char *name)
{
	size_t n = strlen(name);
	const char *q = p + 1;

	q += q < end && *q == '/';
	if ((size_t)(end - q) <= n || strncasecmp(q, name, n) != 0)
		return false;
	q += n;
	return *q == '>' || *q == '/' || pm_is_markup_space(*q);
}

/* Longer tags and targets of links are none. */
#define SIGN_MAX ((size_t)1024)

static size_t
at_most(const char *p, const char *end)
{
	return (size_t)(end - p) < SIGN_MAX ? (size_t)(end - p) : SIGN_MAX;
}

/* Behind the '>' of the tag at P; NULL: it has none. */
static const char *
tag_end(const char *p, const char *end)
{
	const char *close = memchr(p, '>', at_most(p, end));

	return close == NULL ? NULL : close + 1;
}

/* Behind the end tag of the element NAME, from P on; NULL: it has none.  Elements that are
 * left out do not nest. */
static const char *
element_end(const char *p, const char *end, const char *name)
{
	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		if (end - p > 2 && p[1] == '/' && is_tag(p, end, name))
			return tag_end(p, end);
		p++;
	}
	return NULL;
}

static bool
is_comment(const char *p, const char *end)
{
	return end - p >= 4 && memcmp(p, "<!--", 4) == 0;
}

/* Behind the comment at P. */
static const char *
comment_end(const char *p, const char *end)
{
	const char *close = memmem(p + 4, (size_t)(end - p - 4), "-->", 3);

	return close == NULL ? end : close + 3;
}

/* What is left out with all that is in it. */
static const char *const LEFT_OUT[] = {
	"ref",	      "math",	      "gallery", "timeline",	 "score",    "chem",
	"graph",      "mapframe",     "maplink", "templatedata", "imagemap", "hiero",
	"references", "categorytree", "style",	 "script",
};
/* What is as it is written. */
static const char *const LITERAL[] = { "nowiki", "pre", "syntaxhighlight", "source",
				       "code" };

/* Which of N names the tag at P has; N: none. */
static size_t
which_tag(const char *p, const char *end, const char *const *names, size_t n)
{
	size_t i;

	for (i = 0; i < n && !is_tag(p, end, names[i]); i++)
		;
	return i;
}

#define N_LEFT_OUT (sizeof LEFT_OUT / sizeof *LEFT_OUT)
#define N_LITERAL (sizeof LITERAL / sizeof *LITERAL)

_Static_assert(N_LEFT_OUT + N_LITERAL <= 32, "each has a bit");

/* --- first pass: brackets ----------------------------------------------- */

static enum pm_status
open_bracket(struct brackets *b, size_t at)
{
	if (pm_grow(&b->all, &b->cap, b->n + 1, sizeof *b->all, NULL) < 0)
		return PM_ERR_NOMEM;
	b->all[b->n] = (struct bracket){ .open = at, .outer = b->inner };
	b->inner = ++b->n;
	return PM_OK;
}

static void
close_bracket(struct brackets *b, size_t at)
{
	struct bracket *open;

	if (b->inner == 0)
		return;
	open = &b->all[b->inner - 1];
	open->close = at;
	b->inner = open->outer;
}

/* Whether P is the first of its line, but for white space and signs of lists. */
static bool
begins_line(const char *text, const char *p)
{
	while (p > text && (p[-1] == ' ' || p[-1] == '\t' || p[-1] == ':' || p[-1] == '*'))
		p--;
	return p == text || p[-1] == '\n';
}

/* Behind what is no markup although it looks like it: comments and <nowiki>; P, if there
 * is none. */
static const char *
skip_literal(const char *p, const char *end, bool *unclosed)
{
	const char *after;

	if (is_comment(p, end))
		return comment_end(p, end);
	if (*unclosed || p + 1 == end || p[1] == '/' || !is_tag(p, end, "nowiki"))
		return p;
	after = element_end(p, end, "nowiki");
	*unclosed = after == NULL;
	return after == NULL ? p : after;
}

static enum pm_status
find_brackets(struct strip *s)
{
	const char *p = s->text, *end = s->end, *q;
	bool unclosed = false;
	enum pm_status st = PM_OK;

	while (st == PM_OK && p + 1 < end) {
		size_t at = (size_t)(p - s->text), taken = 2;

		if (*p == '<' && (q = skip_literal(p, end, &unclosed)) != p) {
			p = q;
			continue;
		}
		if (*p == '{' && p[1] == '{')
			st = open_bracket(&s->brackets[TEMPLATE], at);
		else if (*p == '}' && p[1] == '}')
			close_bracket(&s->brackets[TEMPLATE], at);
		else if (*p == '[' && p[1] == '[')
			st = open_bracket(&s->brackets[LINK], at);
		else if (*p == ']' && p[1] == ']')
			close_bracket(&s->brackets[LINK], at);
		else if (*p == '{' && p[1] == '|' && begins_line(s->text, p))
			st = open_bracket(&s->brackets[TABLE], at);
		else if (*p == '|' && p[1] == '}' && (p + 2 == end || p[2] != '}') &&
			 begins_line(s->text, p))
			close_bracket(&s->brackets[TABLE], at);
		else
			taken = 1;
		p += taken;
	}
	return st;
}

/* Where the bracket of that kind that opens at P is closed; NULL: nowhere. */
static const char *
close_of(struct strip *s, enum kind kind, const char *p)
{
	struct brackets *b = &s->brackets[kind];
	size_t at = (size_t)(p - s->text);

	while (b->next < b->n && b->all[b->next].open < at)
		b->next++;
	if (b->next == b->n || b->all[b->next].open != at || b->all[b->next].close == 0)
		return NULL;
	return s->text + b->all[b->next].close;
}

/* --- writing ------------------------------------------------------------ */

static void
widen(struct strip *s, enum gap gap)
{
	if (gap > s->gap)
		s->gap = gap;
}

/* A bracket closes in which nothing is left but what separated what was left out: "(; )".
 * Whether it is taken back. */
static bool
take_back(struct strip *s)
{
	size_t n = s->out->len;
	const uint8_t *out = s->out->data;

	while (n > 0 && (out[n - 1] == ' ' || out[n - 1] == ';' || out[n - 1] == ','))
		n--;
	if (n == 0 || out[n - 1] != '(' || s->dropped < n)
		return false;
	n--;
	while (n > 0 && out[n - 1] == ' ')
		n--;
	s->out->len = n;
	s->gap = BLANK;
	return true;
}

static void
put(struct strip *s, const char *p, size_t len)
{
	static const char *const gaps[] = { "", " ", "\n", "\n\n" };

	if (len == 0 || (*p == ')' && len == 1 && take_back(s)))
		return;
	if (s->out->len > 0)
		pm_buf_puts(s->out, gaps[s->gap]);
	s->gap = NO_GAP;
	pm_buf_put(s->out, p, len);
}

static void
drop(struct strip *s)
{
	s->dropped = s->out->len;
}

/* What the line ends of a text are. */
enum line_ends { LINE_ENDS_ARE_BLANKS, LINE_ENDS_STAY };

/* Text without markup but for references. */
static void
put_literal(struct strip *s, const char *p, const char *end, enum line_ends ends)
{
	struct pm_reference r;
	const char *word;

	while (p < end) {
		if (pm_is_markup_space(*p)) {
			widen(s, ends == LINE_ENDS_STAY && *p == '\n' ? LINE : BLANK);
			p++;
			continue;
		}
		if (*p == '&') {
			size_t n = pm_reference_read(p, end, PM_REFERENCE_IN_TEXT, &r);

			if (n > 0)
				put(s, r.utf8, r.utf8_len);
			else
				put(s, p, n = 1);
			p += n;
			continue;
		}
		for (word = p; p < end && *p != '&' && !pm_is_markup_space(*p); p++)
			;
		put(s, word, (size_t)(p - word));
	}
}

/* --- second pass: what stands where ------------------------------------- */

/* Where the element at P, whose tag ends at AFTER, ends, if it is number I of N names;
 * NULL: it is none of them, or has no end.  FIRST: the bit of the first name. */
static const char *
find_end(struct strip *s, const char *after, const char *const *names, size_t n, size_t i,
	 unsigned first)
{
	const char *close;

	if (i == n || (s->unclosed >> (first + i) & 1) != 0)
		return NULL;
	close = element_end(after, s->end, names[i]);
	if (close == NULL)
		s->unclosed |= UINT32_C(1) << (first + i);
	return close;
}

/* The tag, or the comment, at P.  Returns where the text goes on; P: it is none. */
static const char *
pass_tag(struct strip *s, const char *p)
{
	static const char *const blocks[] = { "p",	    "div",    "li", "ul", "ol",
					      "dl",	    "dd",     "dt", "hr", "h2",
					      "blockquote", "center", "tr", "h3" };
	const char *end = s->end, *after, *close;
	size_t i;

	if (is_comment(p, end))
		return comment_end(p, end);
	if (end - p < 3 ||
	    !(((p[1] | 0x20) >= 'a' && (p[1] | 0x20) <= 'z') || p[1] == '/') ||
	    (after = tag_end(p, end)) == NULL)
		return p;
	if (p[1] != '/' && after[-2] != '/') {
		i = which_tag(p, end, LEFT_OUT, N_LEFT_OUT);
		close = find_end(s, after, LEFT_OUT, N_LEFT_OUT, i, 0);
		if (close != NULL) {
			drop(s);
			return close;
		}
		i = which_tag(p, end, LITERAL, N_LITERAL);
		close = find_end(s, after, LITERAL, N_LITERAL, i, N_LEFT_OUT);
		if (close != NULL) {
			const char *last = close - 1;

			while (*last != '<')
				last--;
			put_literal(s, after, last,
				    i > 0 ? LINE_ENDS_STAY : LINE_ENDS_ARE_BLANKS);
			return close;
		}
	}
	if (is_tag(p, end, "br"))
		widen(s, LINE);
	else if (which_tag(p, end, blocks, sizeof blocks / sizeof *blocks) <
		 sizeof blocks / sizeof *blocks)
		widen(s, PARAGRAPH);
	else if (which_tag(p, end, LEFT_OUT, N_LEFT_OUT) < N_LEFT_OUT)
		drop(s);
	return after;
}

/* Whether the namespace P, of LEN bytes, is of that kind: 'F' files, 'C' categories. */
static bool
is_space(const struct strip *s, const char *p, size_t len, char kind)
{
	const char *own = kind == 'F' ? "FFile\nFImage\nFMedia\n" : "CCategory\n";
	const char *const lists[] = { own, s->spaces };
	size_t i;

	for (i = 0; i < 2; i++) {
		const char *line = lists[i];

		while (line != NULL && *line != '\0') {
			size_t n = strcspn(line, "\n");

			if (n == len + 1 && line[0] == kind &&
			    strncasecmp(line + 1, p, len) == 0)
				return true;
			line += n + (line[n] == '\n');
		}
	}
	return false;
}

/* Whether a link leads to the same page in another language: "fr:Titre". */
static bool
is_language(const char *p, size_t len)
{
	size_t i;

	if (len < 2 || len > 12)
		return false;
	for (i = 0; i < len; i++)
		if (!((p[i] >= 'a' && p[i] <= 'z') || (p[i] == '-' && i >= 2)))
			return false;
	return len <= 3 || memchr(p, '-', len) != NULL || memcmp(p, "simple", 6) == 0;
}

/* A link, whose brackets are at P and CLOSE.  Returns where the text goes on: at what it
 * is called, or behind it. */
static const char *
pass_link(struct strip *s, const char *p, const char *close)
{
	const char *target = p + 2, *bar, *colon, *label = target;

	bar = memchr(target, '|', at_most(target, close));
	while (target < close && *target == ' ')
		target++;
	colon = memchr(target, ':', at_most(target, bar != NULL ? bar : close));
	if (colon != NULL && colon > target) {
		size_t n = (size_t)(colon - target);

		while (n > 0 && target[n - 1] == ' ')
			n--;
		if (is_space(s, target, n, 'F'))
			return close + 2;
		if (is_space(s, target, n, 'C')) {
			const char *name = colon + 1, *end = bar != NULL ? bar : close;

			if (s->add != NULL)
				s->add(s->ctx, name, (size_t)(end - name));
			return close + 2;
		}
		if (bar == NULL && is_language(target, n))
			return close + 2;
	}
	if (target < close && *target == ':')
		label = target + 1;
	if (bar != NULL && bar + 1 < close)
		label = bar + 1;
	else if (bar != NULL) { /* [[Oslo (town)|]] */
		const char *end = memchr(label, '(', (size_t)(bar - label));

		put_literal(s, label, end != NULL ? end : bar, LINE_ENDS_ARE_BLANKS);
		return close + 2;
	}
	s->links++;
	return label;
}

/* A link to elsewhere, [http://example.org its name].  Returns where the text goes on; P:
 * it is none. */
static const char *
pass_external(struct strip *s, const char *p)
{
	static const char *const schemes[] = { "http://", "https://", "//", "ftp://",
					       "mailto:" };
	const char *close, *q;
	size_t i;

	for (i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if ((size_t)(s->end - p - 1) > strlen(schemes[i]) &&
		    strncasecmp(p + 1, schemes[i], strlen(schemes[i])) == 0)
			break;
	if (i == sizeof schemes / sizeof *schemes)
		return p;
	for (close = p + 1;
	     close < s->end && *close != ']' && *close != '\n' && close - p < 4096;
	     close++)
		;
	if (close == s->end || *close != ']')
		return p;
	for (q = p + 1; q < close && *q != ' ' && *q != '\t'; q++)
		;
	if (q < close)
		put_literal(s, q, close, LINE_ENDS_ARE_BLANKS);
	return close + 1;
}

/* Quotes that make text bold or slanted. */
static const char *
pass_quotes(struct strip *s, const char *p)
{
	size_t n = 0, kept;

	while (p + n < s->end && p[n] == '\'')
		n++;
	kept = n == 1 ? 1 : n == 4 ? 1 : n > 5 ? n - 5 : 0;
	put(s, p, kept);
	return p + n;
}

static size_t
line_len(const char *p, const char *end)
{
	const char *line_end = memchr(p, '\n', (size_t)(end - p));

	return (size_t)((line_end != NULL ? line_end : end) - p);
}

/* Behind the signs of lists at the beginning of a line, or of a heading. */
static const char *
pass_line_start(struct strip *s, const char *p)
{
	const char *end = s->end, *q = p;

	while (q < end && (*q == '*' || *q == '#' || *q == ':' || *q == ';'))
		q++;
	if (q > p || *p == ' ') {
		widen(s, LINE);
		return q;
	}
	if (*p == '=') {
		while (q < end && *q == '=')
			q++;
		s->in_heading = memchr(q, '=', line_len(q, end)) != NULL;
		widen(s, PARAGRAPH);
		return s->in_heading ? q : p;
	}
	while (q < end && *q == '-')
		q++;
	if (q - p >= 4) {
		widen(s, PARAGRAPH);
		return q;
	}
	return p;
}

/* A line ends. */
static const char *
pass_line_end(struct strip *s, const char *p)
{
	const char *end = s->end, *q = p + 1;
	unsigned lines = 1;

	for (; q < end && pm_is_markup_space(*q); q++)
		lines += *q == '\n';
	widen(s, lines > 1 || s->in_heading ? PARAGRAPH : BLANK);
	s->in_heading = false;
	/* a blank in front of a line is a sign */
	if (q < end && q[-1] == ' ' && lines == 1 && q - p > 1)
		q--;
	return q < end ? pass_line_start(s, q) : q;
}

static bool
is_blank_to_end(const char *p, const char *end)
{
	while (p < end && *p != '\n' && pm_is_markup_space(*p))
		p++;
	return p == end || *p == '\n';
}

/* What ends a heading; elsewhere in it the sign means itself. */
static const char *
pass_equals(struct strip *s, const char *p)
{
	const char *q = p;

	while (s->in_heading && q < s->end && *q == '=')
		q++;
	return is_blank_to_end(q, s->end) ? q : p;
}

/* __NOTOC__ and the like. */
static const char *
pass_magic(struct strip *s, const char *p)
{
	const char *q = p + 2;

	while (q < s->end && *q >= 'A' && *q <= 'Z')
		q++;
	return q > p + 2 && s->end - q >= 2 && q[0] == '_' && q[1] == '_' ? q + 2 : p;
}

/* What begins with two signs.  Returns where the text goes on; P: it is ordinary. */
static const char *
pass_pair(struct strip *s, const char *p)
{
	const char *close;

	if (p + 1 >= s->end)
		return p;
	if (*p == '{' && (p[1] == '{' || p[1] == '|')) {
		close = close_of(s, p[1] == '{' ? TEMPLATE : TABLE, p);
		if (close != NULL) {
			drop(s);
			return close + 2;
		}
	} else if (*p == '[' && p[1] == '[') {
		close = close_of(s, LINK, p);
		return close == NULL ? p + 2 : pass_link(s, p, close);
	} else if (*p == ']' && p[1] == ']') {
		s->links -= s->links > 0;
		return p + 2;
	} else if (*p == '_' && p[1] == '_') {
		return pass_magic(s, p);
	}
	return *p == '[' ? pass_external(s, p) : p;
}

/* What is no ordinary character.  Returns where the text goes on; P: it is one. */
static const char *
pass_sign(struct strip *s, const char *p)
{
	switch (*p) {
	case '\n':
		return pass_line_end(s, p);
	case '<':
		return pass_tag(s, p);
	case '\'':
		return pass_quotes(s, p);
	case '=':
		return s->in_heading ? pass_equals(s, p) : p;
	case '{':
	case '[':
	case ']':
	case '_':
		return pass_pair(s, p);
	default:
		return p;
	}
}

static bool
is_sign(char c)
{
	static const bool table[256] = {
		['\n'] = true, ['<'] = true,  ['\''] = true, ['='] = true, ['{'] = true,
		['['] = true,  [']'] = true,  ['_'] = true,  ['&'] = true, [' '] = true,
		['\t'] = true, ['\r'] = true, [')'] = true,
	};

	return table[(uint8_t)c];
}

static void
write_text(struct strip *s)
{
	const char *p = s->text < s->end ? pass_line_start(s, s->text) : s->text;

	while (p < s->end) {
		const char *q = p;

		if (pm_is_markup_space(*p) && *p != '\n') {
			widen(s, BLANK);
			p++;
			continue;
		}
		while (q < s->end && !is_sign(*q))
			q++;
		if (q == p) {
			q = pass_sign(s, p);
			if (q != p) {
				p = q;
				continue;
			}
			/* a sign that means itself, or a reference */
			for (q = p + 1; *p == '&' && q < s->end && !is_sign(*q); q++)
				;
			if (*p == '&') {
				put_literal(s, p, q, LINE_ENDS_ARE_BLANKS);
				p = q;
				continue;
			}
		}
		put(s, p, (size_t)(q - p));
		p = q;
	}
}

enum pm_status
pm_wikitext_strip(const char *text, size_t len, const char *spaces,
		  pm_wikitext_category_fn *add, void *ctx, struct pm_buf *out,
		  struct pm_error *err)
{
	struct strip s = {
		.text = text,
		.end = text + len,
		.spaces = spaces,
		.add = add,
		.ctx = ctx,
		.out = out,
	};
	enum pm_status st;
	size_t i;

	pm_buf_clear(out);
	st = find_brackets(&s);
	if (st == PM_OK)
		write_text(&s);
	for (i = 0; i < N_KINDS; i++)
		free(s.brackets[i].all);
	return st < 0 ? pm_fail_nomem(err) : pm_buf_check(out, "the text", err);
}
