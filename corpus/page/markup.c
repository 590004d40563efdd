/* Pressmark - the markup of a web page, made plain: see markup.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/markup.h"

#include "corpus/page/references.h"
#include "support/space.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#define TAG_MAX_BYTES 40 /* of an element's name that count */

/* The attributes that are written, and of which element only, if so. */
static const struct {
	char name[12];
	char only[8];
} KEPT[] = { { "aria-hidden", "" },    { "class", "" },	    { "content", "" },
	     { "datetime", "" },       { "hidden", "" },    { "href", "link" },
	     { "http-equiv", "meta" }, { "id", "" },	    { "itemprop", "" },
	     { "lang", "html" },       { "name", "meta" },  { "property", "meta" },
	     { "pubdate", "" },	       { "rel", "" },	    { "role", "" },
	     { "style", "" },	       { "title", "abbr" }, { "type", "script" },
	     { "xml:lang", "html" } };

#define N_KEPT (sizeof KEPT / sizeof *KEPT)

/* What is between the tags of some elements. */
enum content {
	CONTENT_MARKUP,
	CONTENT_SCRIPT,	  /* left out, with its tags, unless it is JSON-LD */
	CONTENT_STYLE,	  /* left out, with its tags */
	CONTENT_UNSEEN,	  /* left out */
	CONTENT_TITLE,	  /* text */
	CONTENT_VERBATIM, /* text without references */
	CONTENT_REST,	  /* the same, to the end of the page */
	CONTENT_SVG
};

static const struct {
	char name[10];
	uint8_t content;
} CONTENTS[] = { { "iframe", CONTENT_UNSEEN },	 { "noembed", CONTENT_UNSEEN },
		 { "noframes", CONTENT_UNSEEN }, { "plaintext", CONTENT_REST },
		 { "script", CONTENT_SCRIPT },	 { "style", CONTENT_STYLE },
		 { "svg", CONTENT_SVG },	 { "textarea", CONTENT_UNSEEN },
		 { "title", CONTENT_TITLE },	 { "xmp", CONTENT_VERBATIM } };

#define N_CONTENTS (sizeof CONTENTS / sizeof *CONTENTS)

struct value {
	const char *s; /* NULL: it is not there */
	size_t len;
};

struct tag {
	char name[TAG_MAX_BYTES + 1]; /* lower case */
	size_t len;
	bool is_empty; /* it ends with "/>" */
	struct value values[N_KEPT];
	struct value more[PM_MARKUP_MORE]; /* only those that are asked for are set */
};

struct rewriter {
	struct pm_buf *out;
	const char *p; /* what comes next */
	const char *end;
	const char *const *more; /* names of further attributes */
	size_t n_more;
	uint64_t *repairs;
	bool is_xml;
	bool has_type;		       /* it was read: another one is none */
	bool never_closed[N_CONTENTS]; /* there is no such end tag ahead */
	bool no_quote[2];	       /* there is no " or no ' ahead */
	bool plain_scripts; /* comments in scripts are not looked at any more */
};

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool
is_name_char(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
	       c == ':' || c == '.';
}

static bool
begins(const struct rewriter *w, const char *with)
{
	size_t n = strlen(with);

	return (size_t)(w->end - w->p) >= n && strncasecmp(w->p, with, n) == 0;
}

/* --- text */

/* Bytes that are not written as they are: controls, '"', '&' and '<'. */
static bool
is_special(char c)
{
	const uint64_t special = (UINT64_C(0xffffffff) & ~UINT64_C(0x2600)) |
				 UINT64_C(1) << '"' | UINT64_C(1) << '&' |
				 UINT64_C(1) << '<';

	return (uint8_t)c < 64 && (special >> (uint8_t)c & 1) != 0;
}

static void
put_special(struct pm_buf *out, char c)
{
	if (c == '&')
		pm_buf_put(out, "&amp;", 5);
	else if (c == '<')
		pm_buf_put(out, "&lt;", 4);
	else if (c == '"')
		pm_buf_put(out, "&quot;", 6);
	else if (c == '\v' || c == '\f')
		pm_buf_putc(out, ' ');
}

static void
put_verbatim(struct pm_buf *out, const char *s, const char *end)
{
	const char *p;

	for (p = s; p < end; p++) {
		if (!is_special(*p))
			continue;
		pm_buf_put(out, s, (size_t)(p - s));
		put_special(out, *p);
		s = p + 1;
	}
	pm_buf_put(out, s, (size_t)(end - s));
}

/* A text, or the value of an attribute, with its references. */
static void
put_text(struct rewriter *w, const char *s, const char *end, enum pm_reference_place place)
{
	struct pm_reference r;
	const char *p = s;
	size_t n;

	while (p < end) {
		if (!is_special(*p) || (*p == '"' && place == PM_REFERENCE_IN_TEXT)) {
			p++;
			continue;
		}
		pm_buf_put(w->out, s, (size_t)(p - s));
		n = *p == '&' ? pm_reference_read(p, end, place, &r) : 0;
		if (n == 0) {
			put_special(w->out, *p++);
		} else {
			put_verbatim(w->out, r.utf8, r.utf8 + r.utf8_len);
			*w->repairs += r.repairs;
			p += n;
		}
		s = p;
	}
	pm_buf_put(w->out, s, (size_t)(end - s));
}

/* --- tags */

/* The '>' from P on, or the end. */
static const char *
find_close(const struct rewriter *w, const char *p)
{
	const char *close = memchr(p, '>', (size_t)(w->end - p));

	return close == NULL ? w->end : close;
}

static void
skip_to_close(struct rewriter *w)
{
	const char *close = find_close(w, w->p);

	w->p = close == w->end ? close : close + 1;
}

/* Keep the value of an attribute that is asked for besides. */
static void
keep_more(const struct rewriter *w, struct tag *tag, const char *name, size_t name_len,
	  struct value value)
{
	size_t i;

	for (i = 0; i < w->n_more; i++) {
		if (strncasecmp(w->more[i], name, name_len) != 0 ||
		    w->more[i][name_len] != '\0')
			continue;
		if (tag->more[i].s == NULL)
			tag->more[i] = value;
		return;
	}
}

static void
keep_value(const struct rewriter *w, struct tag *tag, const char *name, size_t name_len,
	   struct value value)
{
	size_t i;

	for (i = 0; i < N_KEPT; i++) {
		if (((KEPT[i].name[0] ^ *name) & ~0x20) != 0 ||
		    name_len >= sizeof KEPT[i].name || KEPT[i].name[name_len] != '\0' ||
		    strncasecmp(KEPT[i].name, name, name_len) != 0)
			continue;
		if (KEPT[i].only[0] != '\0' && strcmp(KEPT[i].only, tag->name) != 0)
			break;
		if (tag->values[i].s == NULL)
			tag->values[i] = value;
		return;
	}
	keep_more(w, tag, name, name_len, value);
}

/* The value of an attribute, after its '='; false: its quotation mark is never
 * closed. */
static bool
read_value(struct rewriter *w, struct value *value)
{
	const char *p = w->p, *close;

	while (p < w->end && pm_is_markup_space(*p))
		p++;
	value->s = p;
	if (p < w->end && (*p == '"' || *p == '\'')) {
		bool *missing = &w->no_quote[*p == '"'];

		close = *missing ? NULL : memchr(p + 1, *p, (size_t)(w->end - p - 1));
		if (close == NULL) {
			*missing = true;
			return false;
		}
		value->s = p + 1;
		value->len = (size_t)(close - value->s);
		w->p = close + 1;
		return true;
	}
	while (p < w->end && !pm_is_markup_space(*p) && *p != '>')
		p++;
	value->len = (size_t)(p - value->s);
	w->p = p;
	return true;
}

static bool
read_attribute(struct rewriter *w, struct tag *tag)
{
	const char *name = w->p, *p = w->p + 1;
	struct value value = { "", 0 };
	size_t len;

	while (p < w->end && !pm_is_markup_space(*p) && *p != '/' && *p != '>' &&
	       *p != '=')
		p++;
	len = (size_t)(p - name);
	w->p = p;
	while (p < w->end && pm_is_markup_space(*p))
		p++;
	if (p < w->end && *p == '=') {
		w->p = p + 1;
		if (!read_value(w, &value))
			return false;
	}
	keep_value(w, tag, name, len, value);
	return true;
}

/* The start tag at w->p, which moves past it.  false: the page ends within. */
static bool
read_tag(struct rewriter *w, struct tag *tag)
{
	const char *begin = ++w->p;

	memset(tag, 0, offsetof(struct tag, more) + w->n_more * sizeof *tag->more);
	for (; w->p < w->end && is_name_char(*w->p); w->p++) {
		if (tag->len < TAG_MAX_BYTES)
			tag->name[tag->len++] = (char)(is_letter(*w->p) ? *w->p | 0x20
									: *w->p);
	}
	while (w->p < w->end && !pm_is_markup_space(*w->p) && *w->p != '/' && *w->p != '>')
		w->p++;
	while (w->p < w->end && *w->p != '>') {
		tag->is_empty = *w->p == '/';
		if (tag->is_empty || pm_is_markup_space(*w->p)) {
			w->p++;
		} else if (!read_attribute(w, tag)) {
			w->p = find_close(w, begin);
			break;
		}
	}
	if (w->p == w->end)
		return false;
	w->p++;
	return true;
}

static void
put_attribute(struct rewriter *w, const char *name, const struct value *value)
{
	if (value->s == NULL)
		return;
	pm_buf_putc(w->out, ' ');
	pm_buf_puts(w->out, name);
	pm_buf_put(w->out, "=\"", 2);
	put_text(w, value->s, value->s + value->len, PM_REFERENCE_IN_VALUE);
	pm_buf_putc(w->out, '"');
}

static void
put_tag(struct rewriter *w, const struct tag *tag)
{
	size_t i;

	pm_buf_putc(w->out, '<');
	pm_buf_put(w->out, tag->name, tag->len);
	for (i = 0; i < N_KEPT; i++)
		put_attribute(w, KEPT[i].name, &tag->values[i]);
	for (i = 0; i < w->n_more; i++)
		put_attribute(w, w->more[i], &tag->more[i]);
	if (tag->is_empty)
		pm_buf_putc(w->out, '/');
	pm_buf_putc(w->out, '>');
}

/* Whether a tag of this name begins at P, with LEAD before the name. */
static bool
is_tag(const struct rewriter *w, const char *p, const char *lead, const char *name)
{
	size_t n = strlen(lead), len = strlen(name);

	if ((size_t)(w->end - p) <= n + len || memcmp(p, lead, n) != 0 ||
	    strncasecmp(p + n, name, len) != 0)
		return false;
	p += n + len;
	return pm_is_markup_space(*p) || *p == '/' || *p == '>';
}

/* The end tag of an element from w->p on, or NULL. */
static const char *
find_end_tag(const struct rewriter *w, const char *name)
{
	const char *p = w->p;

	while ((p = memchr(p, '<', (size_t)(w->end - p))) != NULL) {
		if (is_tag(w, p, "</", name))
			return p;
		p++;
	}
	return NULL;
}

/* The same of a script: what it has in a comment may hold scripts, with end tags of
 * their own. */
static const char *
find_script_end(struct rewriter *w)
{
	enum { CODE, COMMENT, INNER } state = CODE;
	const char *p;

	for (p = w->p; p < w->end && !w->plain_scripts; p++) {
		size_t left = (size_t)(w->end - p);

		if (*p == '-' && left > 2 && p[1] == '-' && p[2] == '>')
			state = CODE;
		if (*p != '<')
			continue;
		if (state == CODE && left > 3 && memcmp(p, "<!--", 4) == 0) {
			state = COMMENT;
			p++;
		} else if (state == COMMENT && is_tag(w, p, "<", "script")) {
			state = INNER;
		} else if (is_tag(w, p, "</", "script")) {
			if (state != INNER)
				return p;
			state = COMMENT;
		}
	}
	/* no end, because of such a comment or without one */
	w->plain_scripts = true;
	return find_end_tag(w, "script");
}

/* --- elements that hold no markup */

/* Past the comment whose "<!--" is at w->p.  "<!-->" and "<!--->" are whole ones. */
static void
skip_comment(struct rewriter *w)
{
	const char *p = w->p + 4;

	if (p < w->end && *p == '>') {
		w->p = p + 1;
		return;
	}
	while ((p = memchr(p, '-', (size_t)(w->end - p))) != NULL) {
		size_t left = (size_t)(w->end - p);

		if (p == w->p + 4 && left > 1 && p[1] == '>') {
			w->p = p + 2;
			return;
		}
		if (left > 2 && p[1] == '-' && p[2] == '>') {
			w->p = p + 3;
			return;
		}
		if (left > 3 && p[1] == '-' && p[2] == '!' && p[3] == '>') {
			w->p = p + 4;
			return;
		}
		p++;
	}
	w->p = w->end;
}

static void
put_cdata(struct rewriter *w)
{
	const char *p = w->p + strlen("<![CDATA[");
	const char *close = memmem(p, (size_t)(w->end - p), "]]>", 3);

	put_verbatim(w->out, p, close == NULL ? w->end : close);
	w->p = close == NULL ? w->end : close + 3;
}

/* Whether an element ends a drawing that it stands in: it cannot be part of one. */
static bool
is_outside_svg(const char *name)
{
	static const char names[] =
		" b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 "
		"h6 head hr i img li listing menu meta nobr ol p pre ruby s small span "
		"strong strike sub sup table tt u ul var ";
	const char *found = names;
	size_t n = strlen(name);

	while ((found = strstr(found, name)) != NULL) {
		if (found[-1] == ' ' && found[n] == ' ')
			return true;
		found++;
	}
	return false;
}

/* Past the drawing whose start tag was read.  Elements of HTML may stand in its
 * <foreignObject>. */
static void
skip_svg(struct rewriter *w)
{
	unsigned open = 1, foreign = 0;

	while (open > 0 && (w->p = memchr(w->p, '<', (size_t)(w->end - w->p))) != NULL) {
		const char *begin = w->p;
		struct tag tag;

		if (begins(w, "<!--")) {
			skip_comment(w);
		} else if (begins(w, "</")) {
			open -= begins(w, "</svg");
			foreign -= begins(w, "</foreignobject") && foreign > 0;
			skip_to_close(w);
		} else if (w->end - begin < 2 || !is_letter(begin[1])) {
			w->p++;
		} else if (!read_tag(w, &tag)) {
			return;
		} else if (foreign == 0 && is_outside_svg(tag.name)) {
			w->p = begin;
			return;
		} else if (!tag.is_empty) {
			open += strcmp(tag.name, "svg") == 0;
			foreign += strcmp(tag.name, "foreignobject") == 0;
		}
	}
	if (w->p == NULL)
		w->p = w->end;
}

static bool
is_json_ld(const struct tag *tag)
{
	size_t i;

	for (i = 0; i < N_KEPT; i++) {
		const struct value *v = &tag->values[i];

		if (strcmp(KEPT[i].name, "type") == 0 && v->s != NULL)
			return memmem(v->s, v->len, "ld+json", 7) != NULL;
	}
	return false;
}

/* What the element holds: all before its end tag at CLOSE; NULL: it has none. */
static void
put_content(struct rewriter *w, enum content content, const char *close)
{
	const char *end = close;

	/* a title that is never closed holds its first text, and a frame nothing */
	if (end == NULL && content == CONTENT_TITLE)
		end = memchr(w->p, '<', (size_t)(w->end - w->p));
	if (end == NULL)
		end = content == CONTENT_UNSEEN ? w->p : w->end;
	if (content == CONTENT_TITLE)
		put_text(w, w->p, end, PM_REFERENCE_IN_TEXT);
	else if (content == CONTENT_VERBATIM || content == CONTENT_REST)
		put_verbatim(w->out, w->p, end);
	else if (content == CONTENT_SCRIPT)
		pm_buf_put(w->out, w->p, (size_t)(end - w->p));
	w->p = end;
	if (close != NULL)
		skip_to_close(w);
}

/* The element whose start tag was read, and that holds no markup. */
static void
put_element(struct rewriter *w, struct tag *tag, size_t which)
{
	enum content content = CONTENTS[which].content;
	const char *close = NULL;

	if (!w->never_closed[which] && content != CONTENT_REST && content != CONTENT_SVG) {
		close = content == CONTENT_SCRIPT ? find_script_end(w)
						  : find_end_tag(w, CONTENTS[which].name);
		w->never_closed[which] = close == NULL;
	}
	if (content == CONTENT_STYLE || (content == CONTENT_SCRIPT && !is_json_ld(tag))) {
		put_content(w, CONTENT_STYLE, close);
		return;
	}
	if (content == CONTENT_VERBATIM || content == CONTENT_REST) {
		strcpy(tag->name, "pre");
		tag->len = strlen(tag->name);
	}
	put_tag(w, tag);
	if (content == CONTENT_SVG)
		skip_svg(w);
	else
		put_content(w, content, close);
	pm_buf_puts(w->out, "</");
	pm_buf_put(w->out, tag->name, tag->len);
	pm_buf_putc(w->out, '>');
}

/* --- the page */

static void
put_start(struct rewriter *w)
{
	struct tag tag;
	size_t which = 0;

	if (!read_tag(w, &tag))
		return;
	while (which < N_CONTENTS && strcmp(CONTENTS[which].name, tag.name) != 0)
		which++;
	if (which < N_CONTENTS && !tag.is_empty)
		put_element(w, &tag, which);
	else
		put_tag(w, &tag);
}

static void
put_end(struct rewriter *w)
{
	const char *name = w->p + 2;
	size_t n = 0;

	while (n < (size_t)(w->end - name) && n < TAG_MAX_BYTES && is_name_char(name[n]))
		n++;
	if (find_close(w, name) == w->end) {
		w->p = w->end;
		return;
	}
	skip_to_close(w);
	if (n == 4 && strncasecmp(name, "body", n) == 0) {
		pm_buf_puts(w->out, "<hr>");
	} else if (n == 4 && strncasecmp(name, "html", n) == 0) {
		pm_buf_putc(w->out, ' ');
	} else if (n == 2 && strncasecmp(name, "br", n) == 0) {
		pm_buf_puts(w->out, "<br>");
	} else {
		pm_buf_puts(w->out, "</");
		pm_buf_put(w->out, name, n);
		pm_buf_putc(w->out, '>');
	}
}

/* Past the document type, which in XHTML may declare entities in brackets. */
static void
skip_type(struct rewriter *w)
{
	size_t left = (size_t)(w->end - w->p);
	const char *close = memchr(w->p, '>', left);
	const char *subset = close != NULL && memchr(w->p, '[', (size_t)(close - w->p)) !=
						      NULL
				   ? memmem(w->p, left, "]>", 2)
				   : NULL;

	w->has_type = true;
	if (subset != NULL)
		w->p = subset + 2;
	else
		skip_to_close(w);
}

/* From the '<' at w->p on. */
static void
put_markup(struct rewriter *w)
{
	char next = '\0', second = '\0';

	if (w->end - w->p > 1)
		next = w->p[1];
	if (w->end - w->p > 2)
		second = w->p[2];
	if (is_letter(next)) {
		put_start(w);
	} else if (next == '/' && is_letter(second)) {
		put_end(w);
	} else if (begins(w, "<!--")) {
		skip_comment(w);
	} else if (w->is_xml && begins(w, "<![CDATA[")) {
		put_cdata(w);
	} else if (w->is_xml && !w->has_type && begins(w, "<!DOCTYPE")) {
		skip_type(w);
	} else if (next == '!' || next == '?' || next == '/') {
		skip_to_close(w);
	} else {
		put_special(w->out, '<');
		w->p++;
	}
}

bool
pm_markup_keeps(const char *name)
{
	size_t i;

	for (i = 0; i < N_KEPT; i++)
		if (KEPT[i].only[0] == '\0' && strcmp(KEPT[i].name, name) == 0)
			return true;
	return false;
}

enum pm_status
pm_markup_rewrite(struct pm_buf *out, const char *html, size_t len, uint64_t *repairs,
		  struct pm_error *err)
{
	return pm_markup_rewrite_with(out, html, len, NULL, repairs, err);
}

enum pm_status
pm_markup_rewrite_with(struct pm_buf *out, const char *html, size_t len,
		       const char *const *more, uint64_t *repairs, struct pm_error *err)
{
	struct rewriter w = { .out = out,
			      .p = html,
			      .end = html + len,
			      .more = more,
			      .repairs = repairs };

	while (more != NULL && w.n_more < PM_MARKUP_MORE && more[w.n_more] != NULL)
		w.n_more++;
	while (w.p < w.end && pm_is_markup_space(*w.p))
		w.p++;
	w.is_xml = begins(&w, "<?xml");
	while (w.p < w.end) {
		const char *lt = memchr(w.p, '<', (size_t)(w.end - w.p));

		if (lt == NULL)
			lt = w.end;
		put_text(&w, w.p, lt, PM_REFERENCE_IN_TEXT);
		w.p = lt;
		if (lt < w.end)
			put_markup(&w);
	}
	return pm_buf_check(out, "the page", err);
}
