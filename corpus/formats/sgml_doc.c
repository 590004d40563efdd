/* Pressmark - one document of a collection in SGML: see sgml_doc.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/sgml_doc.h"

#include "corpus/formats/one_of.h"
#include "corpus/page/fragment.h"
#include "corpus/page/references.h"
#include "support/space.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define NAME_MAX_LEN 40u

/* An element: from its '<' to behind its end tag, or to where it must end. */
struct element {
	char name[NAME_MAX_LEN + 1]; /* in small letters */
	const char *begin, *attrs, *content, *content_end, *end;
	bool closed; /* it has an end tag */
};

void
pm_sgml_doc_init(struct pm_sgml_doc *doc)
{
	memset(doc, 0, sizeof *doc);
	pm_draft_init(&doc->draft);
	pm_buf_init(&doc->text, PM_BUF_NO_LIMIT);
	pm_buf_init(&doc->loose, PM_BUF_NO_LIMIT);
	pm_buf_init(&doc->line, PM_BUF_NO_LIMIT);
}

void
pm_sgml_doc_release(struct pm_sgml_doc *doc)
{
	pm_draft_release(&doc->draft);
	pm_buf_release(&doc->text);
	pm_buf_release(&doc->loose);
	pm_buf_release(&doc->line);
}

/* --- tags --------------------------------------------------------------- */

static bool
is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ':';
}

/* The name of the tag at P, in small letters, and how long it is; 0: it is no tag. */
static size_t
read_name(const char *p, const char *end, char name[NAME_MAX_LEN + 1])
{
	const char *q = p + 1;
	size_t n = 0;

	q += q < end && *q == '/';
	if (q == end || !((*q | 0x20) >= 'a' && (*q | 0x20) <= 'z'))
		return 0;
	for (; q < end && is_name_char(*q); q++) {
		if (n == NAME_MAX_LEN)
			return 0;
		name[n++] = (char)(*q >= 'A' && *q <= 'Z' ? *q | 0x20 : *q);
	}
	name[n] = '\0';
	return q < end ? n : 0;
}

/* Longer tags are none. */
#define TAG_MAX ((size_t)1024)

/* Behind the '>' of the tag at P; NULL: it has none. */
static const char *
tag_end(const char *p, const char *end)
{
	size_t n = (size_t)(end - p);
	const char *close = memchr(p, '>', n < TAG_MAX ? n : TAG_MAX);

	return close == NULL ? NULL : close + 1;
}

/* The first tag from P on; NULL: there is none. */
static const char *
find_tag(const char *p, const char *end, char name[NAME_MAX_LEN + 1])
{
	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		if (read_name(p, end, name) > 0 && tag_end(p, end) != NULL)
			return p;
		p++;
	}
	return NULL;
}

static const char *
behind_tag(const char *p, const char *end)
{
	const char *close = tag_end(p, end);

	return close == NULL ? end : close;
}

/* How many end tags may be looked for in vain to the end of a document, and how far the
 * others are. */
#define MISSES_MAX 64u
#define NEAR ((size_t)512)

/* The end tag of NAME from P on; NULL: there is none.  *MISSES counts. */
static const char *
find_end(const char *p, const char *end, const char *name, unsigned *misses)
{
	char other[NAME_MAX_LEN + 1];

	if (*misses >= MISSES_MAX && (size_t)(end - p) > NEAR)
		end = p + NEAR;
	while (p < end && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		if (end - p > 2 && p[1] == '/' && read_name(p, end, other) > 0 &&
		    strcmp(name, other) == 0)
			return p;
		p++;
	}
	++*misses;
	return NULL;
}

/* Read the element at P, whose name is in *E. */
static void
read_element(struct pm_sgml_doc *doc, const char *p, const char *end, struct element *e)
{
	char next[NAME_MAX_LEN + 1];
	const char *close;

	e->begin = p;
	e->attrs = p + 1 + strlen(e->name);
	e->content = behind_tag(p, end);
	close = find_end(e->content, end, e->name, &doc->misses);
	e->closed = close != NULL;
	if (e->closed) {
		e->content_end = close;
		e->end = behind_tag(close, end);
	} else {
		close = find_tag(e->content, end, next);
		e->content_end = e->end = close == NULL ? end : close;
	}
}

/* --- text --------------------------------------------------------------- */

/* What SGML calls signs that HTML calls otherwise. */
static size_t
put_sign(struct pm_buf *out, const char *p, const char *end)
{
	static const struct {
		const char *name, *means;
	} signs[] = { { "&hyph;", "-" },   { "&blank;", " " }, { "&dollar;", "$" },
		      { "&lowbar;", "_" }, { "&sol;", "/" },   { "&cir;", "*" } };
	struct pm_reference r;
	size_t i, n;

	for (i = 0; i < sizeof signs / sizeof *signs; i++) {
		n = strlen(signs[i].name);
		if ((size_t)(end - p) >= n && strncasecmp(p, signs[i].name, n) == 0) {
			pm_buf_puts(out, signs[i].means);
			return n;
		}
	}
	n = pm_reference_read(p, end, PM_REFERENCE_IN_TEXT, &r);
	if (n > 0)
		pm_buf_put(out, r.utf8, r.utf8_len);
	return n;
}

static bool
is_paragraph(const char *name)
{
	return pm_is_one_of(name, " p para h1 h2 h3 h4 ");
}

static bool
is_inline(const char *name)
{
	return pm_is_one_of(name, " b i u a em strong sub sup font span ");
}

/* A paragraph begins: an empty line comes before it. */
static void
begin_paragraph(struct pm_buf *out)
{
	while (out->len > 0 && pm_is_markup_space((char)out->data[out->len - 1]))
		out->len--;
	if (out->len > 0)
		pm_buf_puts(out, "\n\n");
}

/* What a tag stands between are different words. */
static void
divide(struct pm_buf *out)
{
	if (out->len > 0 && !pm_is_markup_space((char)out->data[out->len - 1]))
		pm_buf_putc(out, ' ');
}

/* The text from P to END without tags, its lines as they are. */
static void
put_text(struct pm_buf *out, const char *p, const char *end)
{
	char name[NAME_MAX_LEN + 1];
	bool comments = true; /* that end */

	while (p < end) {
		const char *q = p;
		size_t n;

		while (q < end && *q != '<' && *q != '&')
			q++;
		pm_buf_put(out, p, (size_t)(q - p));
		p = q;
		if (p == end)
			break;
		if (*p == '&') {
			if ((n = put_sign(out, p, end)) == 0)
				pm_buf_putc(out, '&');
			p += n + (n == 0);
		} else if (comments && end - p >= 4 && memcmp(p, "<!--", 4) == 0) {
			q = memmem(p, (size_t)(end - p), "-->", 3);
			comments = q != NULL;
			p = q == NULL ? p : q + 3;
		} else if (read_name(p, end, name) > 0 && tag_end(p, end) != NULL) {
			bool paragraph = is_paragraph(name) && p[1] != '/';

			if (paragraph)
				begin_paragraph(out);
			else if (!is_inline(name))
				divide(out);
			p = behind_tag(p, end);
			while (paragraph && p < end && (*p == '\n' || *p == '\r'))
				p++;
		} else {
			pm_buf_putc(out, *p++);
		}
	}
}

/* More text, as a paragraph of its own. */
static void
put_part(struct pm_buf *out, const char *p, const char *end)
{
	if (out->len > 0)
		pm_buf_puts(out, "\n\n");
	put_text(out, p, end);
}

/* The same in one line. */
static void
put_line(struct pm_sgml_doc *doc, const char *p, const char *end)
{
	size_t from = 0, to = 0;
	bool blank = false;

	pm_buf_clear(&doc->line);
	put_text(&doc->line, p, end);
	for (; from < doc->line.len; from++) {
		char c = (char)doc->line.data[from];

		if (pm_is_markup_space(c) || (uint8_t)c < ' ') {
			blank = to > 0;
			continue;
		}
		if (blank)
			doc->line.data[to++] = ' ';
		blank = false;
		doc->line.data[to++] = (uint8_t)c;
	}
	doc->line.len = to;
}

static bool
add_line(struct pm_sgml_doc *doc, const char *name, const char *p, const char *end)
{
	put_line(doc, p, end);
	if (doc->line.len > 0)
		pm_draft_add(&doc->draft, name, strlen(name), pm_buf_str(&doc->line),
			     doc->line.len);
	return doc->line.len > 0;
}

/* --- members ------------------------------------------------------------ */

/* Add what has items <D>.  Whether it has any. */
static bool
add_items(struct pm_sgml_doc *doc, const struct element *e)
{
	const char *p = e->content;
	char name[NAME_MAX_LEN + 1];
	bool any = false;

	while ((p = find_tag(p, e->content_end, name)) != NULL) {
		struct element item;

		memcpy(item.name, name, sizeof name);
		read_element(doc, p, e->content_end, &item);
		p = item.end;
		if (strcmp(name, "d") != 0)
			continue;
		any = true;
		put_line(doc, item.content, item.content_end);
		if (doc->line.len > 0)
			pm_draft_add_item(&doc->draft, e->name, strlen(e->name),
					  pm_buf_str(&doc->line), doc->line.len);
	}
	return any;
}

static bool
are_digits(const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (p[i] < '0' || p[i] > '9')
			return false;
	return true;
}

/* Add a date of the digits YYYYMMDD or YYMMDD, of the last century; whether it is one. */
static bool
add_digits(struct pm_sgml_doc *doc, const char *p, size_t n)
{
	char date[sizeof "1989-01-01"];
	unsigned month, day;

	if ((n != 6 && n != 8) || !are_digits(p, n))
		return false;
	month = (unsigned)(p[n - 4] - '0') * 10 + (unsigned)(p[n - 3] - '0');
	day = (unsigned)(p[n - 2] - '0') * 10 + (unsigned)(p[n - 1] - '0');
	if (month < 1 || month > 12 || day < 1 || day > 31 || (n == 6 && p[0] < '6') ||
	    (n == 8 && memcmp(p, "19", 2) != 0 && memcmp(p, "20", 2) != 0))
		return false;
	snprintf(date, sizeof date, "%s%.*s-%.2s-%.2s", n == 6 ? "19" : "", (int)n - 4, p,
		 p + n - 4, p + n - 2);
	pm_draft_add(&doc->draft, "date", 4, date, sizeof date - 1);
	return true;
}

static void
add_date(struct pm_sgml_doc *doc, const char *p, const char *end)
{
	put_line(doc, p, end);
	if (doc->line.len == 0)
		return;
	doc->has_date = true;
	if (!add_digits(doc, pm_buf_str(&doc->line), doc->line.len))
		pm_draft_add(&doc->draft, "date", 4, pm_buf_str(&doc->line),
			     doc->line.len);
}

/* The date of a document that only its number tells: AP890101-0001, NYT19980601.0001. */
static void
find_date(struct pm_sgml_doc *doc)
{
	const char *p = doc->id, *end = p + strlen(p);
	size_t n;

	for (; p < end && !are_digits(p, 1); p++)
		;
	for (n = 0; p + n < end && are_digits(p + n, 1); n++)
		;
	if (n == 8 || (n == 6 && (strncmp(doc->id, "AP", 2) == 0 ||
				  strncmp(doc->id, "WSJ", 3) == 0)))
		add_digits(doc, p, n);
}

static bool
add_id(struct pm_sgml_doc *doc, const char *p, const char *end)
{
	if (!add_line(doc, "id", p, end))
		return false;
	snprintf(doc->id, sizeof doc->id, "%s", pm_buf_str(&doc->line));
	return true;
}

/* An element that is not the text. */
static void
add_member(struct pm_sgml_doc *doc, const struct element *e)
{
	if (!doc->has_id && pm_is_one_of(e->name, " docno docid "))
		doc->has_id = add_id(doc, e->content, e->content_end);
	else if (!doc->has_title &&
		 pm_is_one_of(e->name, " headline hl head ti title doctitle "))
		doc->has_title = add_line(doc, "title", e->content, e->content_end);
	else if (pm_is_one_of(e->name, " date date1 dd date_time datetime "))
		add_date(doc, e->content, e->content_end);
	else if (pm_is_one_of(e->name, " pub so "))
		add_line(doc, "source", e->content, e->content_end);
	else if (!add_items(doc, e))
		add_line(doc, e->name, e->content, e->content_end);
}

/* The attributes of <DOC> or <REUTERS>. */
static void
add_attributes(struct pm_sgml_doc *doc, const char *p, const char *end)
{
	char name[NAME_MAX_LEN + 1];

	while (p < end) {
		const char *value, *begin = p - 1;
		size_t n;
		char quote;

		if (!is_name_char(*p)) {
			p++;
			continue;
		}
		n = read_name(begin, end, name);
		while (p < end && is_name_char(*p))
			p++;
		if (n == 0 || p == end || *p != '=')
			continue;
		quote = p + 1 < end ? p[1] : '\0';
		if (quote != '"' && quote != '\'')
			continue;
		value = p += 2;
		while (p < end && *p != quote)
			p++;
		if (strcmp(name, "newid") == 0 || strcmp(name, "id") == 0)
			doc->has_id = add_id(doc, value, p) || doc->has_id;
		else if (strcmp(name, "topics") != 0) /* whether there are any */
			add_line(doc, name, value, p);
		doc->has_title = doc->has_title || strcmp(name, "title") == 0;
	}
}

/* The text of <REUTERS>, which has elements of its own. */
static void
add_reuters_text(struct pm_sgml_doc *doc, const struct element *text)
{
	const char *p = text->content, *end = text->content_end, *from = p;
	char name[NAME_MAX_LEN + 1];

	while ((p = find_tag(p, end, name)) != NULL) {
		struct element e;

		if (p[1] == '/' || !pm_is_one_of(name, " title author dateline body ")) {
			p = behind_tag(p, end);
			continue;
		}
		memcpy(e.name, name, sizeof name);
		read_element(doc, p, end, &e);
		put_text(&doc->loose, from, p);
		if (strcmp(name, "body") == 0)
			put_part(&doc->text, e.content, e.content_end);
		else
			add_member(doc, &e);
		from = p = e.end;
	}
	put_text(&doc->loose, from, end);
}

/* A web page behind its header, whose first word is the address. */
static enum pm_status
add_page(struct pm_sgml_doc *doc, const struct element *header, const char *end,
	 struct pm_error *err)
{
	const char *p = header->content, *space;
	char name[NAME_MAX_LEN + 1];
	struct element e;

	while (p < header->content_end && pm_is_markup_space(*p))
		p++;
	for (space = p; space < header->content_end && !pm_is_markup_space(*space);
	     space++)
		;
	if (space - p > 4 && strncasecmp(p, "http", 4) == 0)
		add_line(doc, "url", p, space);
	for (p = header->end; (p = find_tag(p, end, name)) != NULL; p = behind_tag(p, end))
		if (strcmp(name, "title") == 0 && p[1] != '/') {
			memcpy(e.name, name, sizeof name);
			read_element(doc, p, end, &e);
			if (!doc->has_title && e.closed)
				add_line(doc, "title", e.content, e.content_end);
			break;
		}
	return header->end < end
		     ? pm_fragment_text(header->end, (size_t)(end - header->end),
					&doc->text, err)
		     : PM_OK;
}

/* A title in the text, where there is none beside it. */
static void
find_title(struct pm_sgml_doc *doc, const struct element *text)
{
	const char *p = text->content;
	char name[NAME_MAX_LEN + 1];
	struct element e;

	while (!doc->has_title && (p = find_tag(p, text->content_end, name)) != NULL) {
		if (p[1] != '/' && pm_is_one_of(name, " doctitle ti headline ")) {
			memcpy(e.name, name, sizeof name);
			read_element(doc, p, text->content_end, &e);
			if (e.closed)
				doc->has_title = add_line(doc, "title", e.content,
							  e.content_end);
		}
		p = behind_tag(p, text->content_end);
	}
}

/* An end tag without a beginning: what is before it is its element's, if that is an id. */
static void
heed_end_tag(struct pm_sgml_doc *doc, const char *name)
{
	size_t len = doc->loose.len;

	if (doc->has_id || !pm_is_one_of(name, " docno docid ") || len == 0)
		return;
	doc->has_id = add_id(doc, pm_buf_str(&doc->loose), pm_buf_str(&doc->loose) + len);
	pm_buf_clear(&doc->loose);
}

static enum pm_status
read_elements(struct pm_sgml_doc *doc, const char *p, const char *end, bool reuters,
	      struct pm_error *err)
{
	static const char texts[] =
		" text body lp leadpara lead_para graphic correction html tx ";
	const char *tag;
	struct element e;

	while ((tag = find_tag(p, end, e.name)) != NULL) {
		put_text(&doc->loose, p, tag);
		if (tag[1] == '/') {
			heed_end_tag(doc, e.name);
			p = behind_tag(tag, end);
			continue;
		}
		read_element(doc, tag, end, &e);
		p = e.end;
		if (strcmp(e.name, "dochdr") == 0)
			return add_page(doc, &e, end, err);
		if (reuters && strcmp(e.name, "text") == 0) {
			add_reuters_text(doc, &e);
		} else if (pm_is_one_of(e.name, texts)) {
			/* without an end tag it goes on to the end */
			if (!e.closed)
				e.content_end = p = end;
			find_title(doc, &e);
			put_part(&doc->text, e.content, e.content_end);
		} else if (pm_is_one_of(e.name, " header h1 h2 h3 h4 ")) {
			p = e.content; /* what is in it stands for itself */
		} else if (is_paragraph(e.name) || strcmp(e.name, "br") == 0) {
			put_part(&doc->loose, e.content, e.content_end);
		} else {
			add_member(doc, &e);
		}
	}
	put_text(&doc->loose, p, end);
	return PM_OK;
}

/* Add the text, without blank lines at its ends. */
static void
add_text(struct pm_sgml_doc *doc, const struct pm_buf *text)
{
	const char *p = pm_buf_str(text), *end = p + text->len, *line = p;

	while (end > p && (pm_is_markup_space(end[-1]) || (uint8_t)end[-1] < ' '))
		end--;
	for (; p < end && (pm_is_markup_space(*p) || (uint8_t)*p < ' '); p++)
		if (*p == '\n')
			line = p + 1;
	if (end > line)
		pm_draft_add(&doc->draft, "text", 4, line, (size_t)(end - line));
}

enum pm_status
pm_sgml_doc_read(struct pm_sgml_doc *doc, const char *text, size_t len,
		 const struct pm_json_value **object, struct pm_error *err)
{
	const char *end = text + len, *content = behind_tag(text, end), *p;
	bool reuters = len > 2 && (text[1] | 0x20) == 'r';
	enum pm_status st;

	pm_draft_clear(&doc->draft);
	pm_buf_clear(&doc->text);
	pm_buf_clear(&doc->loose);
	doc->has_id = doc->has_title = doc->has_date = false;
	doc->id[0] = '\0';
	doc->misses = 0;
	for (p = text + 1; p < content && is_name_char(*p); p++)
		;
	add_attributes(doc, p, content);
	st = read_elements(doc, content, end, reuters, err);
	if (st < 0)
		return st;
	if (!doc->has_date)
		find_date(doc);
	add_text(doc, doc->text.len > 0 ? &doc->text : &doc->loose);
	if (doc->text.status < 0 || doc->loose.status < 0 || doc->line.status < 0)
		return pm_fail_nomem(err);
	return pm_draft_object(&doc->draft, object, err);
}
