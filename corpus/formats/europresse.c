/* Pressmark - exports of Europresse in HTML, of the old and of the new form.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Both have elements with the classes DocPublicationName (the source, with which an article
 * begins), DocHeader ("Politique, jeudi 5 octobre 2013, p. 16") and titreArticleVisu, and
 * a line "Numéro de document : news·2013..." after the text.  The new one has the text in
 * <section>; in the old one it goes on from the title to the copyright. */
#include "corpus/dates/date.h"
#include "corpus/formats/export.h"
#include "corpus/formats/tags.h"
#include "corpus/page/fragment.h"
#include "support/space.h"

#include <string.h>
#include <strings.h>

/* What is between the copyright and the number, at most. */
#define COPYRIGHT_MAX 1000u
/* An author is no longer than this, in bytes. */
#define AUTHOR_MAX 200u

static size_t
find_article(const char *text, size_t len, size_t from, bool whole, size_t *again)
{
	return pm_tag_find_class(text, len, from, whole, again, "DocPublicationName");
}

/* What the HTML says, in x->scratch. */
static enum pm_status
read_html(struct pm_export *x, struct pm_str html, struct pm_str *text,
	  struct pm_error *err)
{
	enum pm_status st = pm_fragment_text(html.data, html.len, &x->scratch, err);

	*text = pm_str_trim(pm_export_str(&x->scratch));
	return st;
}

static enum pm_status
put_html(struct pm_export *x, const char *name, struct pm_str html, struct pm_error *err)
{
	struct pm_str text;
	enum pm_status st = read_html(x, html, &text, err);

	if (st == PM_OK) {
		pm_buf_clear(&x->text);
		pm_labels_join(&x->text, text);
		pm_export_put(x, name, pm_export_str(&x->text));
	}
	return st;
}

static struct pm_str
between(struct pm_str html, size_t begin, size_t end)
{
	return (struct pm_str){ html.data + begin, end > begin ? end - begin : 0 };
}

/* --- the heading -------------------------------------------------------- */

static bool
is_date(struct pm_str s)
{
	return s.len > 5 && pm_date_parse(s.data, s.len, PM_DATE_DAY_FIRST, NULL) != 0;
}

/* "Politique, jeudi 5 octobre 2013, p. 16": the section, the date, the page. */
static void
put_header(struct pm_export *x, struct pm_str header)
{
	struct pm_str rest = header, part = header;
	const char *comma;
	bool dated = false;

	while (rest.len > 0 && !dated) {
		comma = memchr(rest.data, ',', rest.len);
		part = rest;
		if (comma != NULL)
			part.len = (size_t)(comma - rest.data);
		rest.data += part.len + (comma != NULL);
		rest.len -= part.len + (comma != NULL);
		part = pm_str_trim(part);
		dated = is_date(part);
	}
	if (!dated) {
		/* "Thursday, October 5, 2013" has a comma in it */
		pm_export_put(x, is_date(header) ? "date" : "section", header);
		return;
	}
	header.len = (size_t)(part.data - header.data);
	header = pm_str_trim(header);
	header.len -= header.len > 0 && header.data[header.len - 1] == ',';
	pm_export_put(x, "section", header);
	pm_export_put(x, "date", part);
	pm_export_put(x, "page", rest);
}

/* All elements DocHeader before END.  Returns the end of the last. */
static enum pm_status
read_header(struct pm_export *x, struct pm_str html, size_t *end, struct pm_error *err)
{
	struct pm_element e;
	struct pm_str text;
	size_t at = 0;
	enum pm_status st;

	pm_buf_clear(&x->text);
	while (pm_tag_find(html, at, NULL, "DocHeader", &e) && e.begin < *end) {
		if ((st = read_html(x, e.inner, &text, err)) < 0)
			return st;
		if (x->text.len > 0)
			pm_buf_putc(&x->text, ' ');
		pm_buf_put(&x->text, text.data, text.len);
		at = e.end;
	}
	*end = at;
	put_header(x, pm_str_trim(pm_export_str(&x->text)));
	return pm_buf_check(&x->text, "the heading", err);
}

/* --- the end ------------------------------------------------------------ */

/* Where the end of an article begins: the copyright, or the number. */
static const char *const NUMBERS[] = { "Num\xc3\xa9ro de document", "Document number",
				       "N\xc3\xbamero de documento", "Dokumentnummer",
				       "Numero documento" };

/* The last of them. */
static const char *
find_number(struct pm_str html, size_t *len)
{
	const char *p, *found = NULL;
	size_t i;

	for (i = 0; i < sizeof NUMBERS / sizeof *NUMBERS && found == NULL; i++) {
		struct pm_str rest = html;

		*len = strlen(NUMBERS[i]);
		while ((p = memmem(rest.data, rest.len, NUMBERS[i], *len)) != NULL) {
			found = p;
			rest.len -= (size_t)(p + *len - rest.data);
			rest.data = p + *len;
		}
	}
	return found;
}

/* " : news·20131004·PO·1<br>" */
static void
put_number(struct pm_export *x, struct pm_str rest)
{
	const char *end = memchr(rest.data, '<', rest.len);
	struct pm_str number = rest;

	if (end != NULL)
		number.len = (size_t)(end - rest.data);
	number = pm_str_trim(number);
	if (number.len > 0 && number.data[0] == ':') {
		number.data++;
		number.len--;
	}
	pm_export_put(x, "id", pm_str_trim(number));
}

/* The last line before AT that begins with "©", that of the copyright; AT: there is none. */
static size_t
find_copyright(struct pm_str html, size_t at)
{
	size_t i, k;

	for (i = at; i >= 2 && at - i < COPYRIGHT_MAX; i--) {
		if (memcmp(html.data + i - 2, "\xc2\xa9", 2) != 0)
			continue;
		for (k = i - 2; k > 0 && pm_is_markup_space(html.data[k - 1]); k--)
			;
		if (k > 0 && html.data[k - 1] == '>')
			return i - 2;
	}
	return at;
}

/* --- the text ----------------------------------------------------------- */

/* Whether the HTML ends with <br> and white space. */
static bool
ends_with_break(struct pm_str html)
{
	html = pm_str_trim(html);
	return html.len >= 4 &&
	       (strncasecmp(html.data + html.len - 4, "<br>", 4) == 0 ||
		(html.len >= 5 && strncasecmp(html.data + html.len - 5, "<br/>", 5) == 0));
}

/* The old form: what comes after the title is an author, if a line of it ends where a
 * paragraph begins; and then the text. */
static enum pm_status
read_old(struct pm_export *x, struct pm_str html, struct pm_error *err)
{
	struct pm_element p;
	struct pm_str text, line, rest;
	enum pm_status st;

	if (pm_tag_begins(html, 0, "p", NULL, &p) &&
	    ends_with_break(between(html, 0, p.begin))) {
		if ((st = read_html(x, between(html, 0, p.begin), &text, err)) < 0)
			return st;
		rest = text;
		line = pm_str_line(&rest);
		if (rest.len == 0 && line.len > 0 && line.len <= AUTHOR_MAX) {
			pm_export_put(x, "author", line);
			html = between(html, p.begin, html.len);
		}
	}
	if ((st = read_html(x, html, &text, err)) == PM_OK)
		pm_export_put(x, "text", text);
	return st;
}

/* The new form: <div> with the author after that of the title, <section>, <aside>. */
static enum pm_status
read_new(struct pm_export *x, struct pm_str html, struct pm_element *section,
	 struct pm_error *err)
{
	struct pm_str before = between(html, 0, section->begin), text;
	struct pm_element e;
	size_t at;
	enum pm_status st;

	for (at = 0; pm_tag_find(before, at, "div", NULL, &e); at = e.end)
		if ((st = put_html(x, "author", e.inner, err)) < 0)
			return st;
	for (at = 0; pm_tag_find(before, at, "p", "sm-margin-bottom", &e); at = e.end)
		if ((st = put_html(x, "author", e.inner, err)) < 0)
			return st;
	if ((st = read_html(x, section->inner, &text, err)) < 0)
		return st;
	pm_export_put(x, "text", text);
	if (!pm_tag_find(html, section->end, "aside", NULL, &e))
		return PM_OK;
	if ((st = read_html(x, e.inner, &text, err)) < 0)
		return st;
	/* "Note(s) :" alone says nothing */
	if (text.len > 0 && memchr(text.data, '\n', text.len) != NULL)
		pm_export_put(x, "notes", text);
	return PM_OK;
}

/* The title and what stands above it.  *END is where it ends. */
static enum pm_status
read_title(struct pm_export *x, struct pm_str html, size_t *end, struct pm_error *err)
{
	struct pm_element title, box;
	size_t header;
	enum pm_status st;

	if (!pm_tag_find(html, 0, NULL, "titreArticleVisu", &title)) {
		header = html.len;
		st = read_header(x, html, &header, err);
		*end = header;
		return st;
	}
	header = title.begin;
	*end = title.end;
	if (pm_tag_find(html, 0, "div", "titreArticle", &box) && box.end > title.end)
		*end = box.end;
	if ((st = read_header(x, html, &header, err)) < 0 ||
	    (st = put_html(x, "kicker", between(html, header, title.begin), err)) < 0)
		return st;
	return put_html(x, "title", title.inner, err);
}

/* Whether what an article is in has its end. */
static bool
has_end(struct pm_str html)
{
	return memmem(html.data, html.len, "</article", 9) != NULL ||
	       memmem(html.data, html.len, "</html", 6) != NULL;
}

static enum pm_status
read_article(struct pm_export *x, struct pm_str piece, struct pm_error *err)
{
	struct pm_element e, section;
	size_t at, end, number_len, copyright;
	const char *number;
	enum pm_status st;

	if (!pm_tag_find(piece, 0, NULL, "DocPublicationName", &e) || e.begin > 0)
		return PM_END;
	if ((st = put_html(x, "source", e.inner, err)) < 0)
		return st;
	piece = between(piece, e.end, piece.len);
	end = piece.len;
	number = find_number(piece, &number_len);
	if (number != NULL) {
		end = (size_t)(number - piece.data);
		put_number(x, between(piece, end + number_len, piece.len));
	} else if (pm_tag_find(piece, 0, NULL, "publiC-lblNodoc", &e)) {
		end = e.begin;
		if ((st = put_html(x, "id", e.inner, err)) < 0)
			return st;
	} else if (pm_export_is_last(x) && !has_end(piece)) {
		return pm_export_cut(x);
	}
	piece.len = end;
	copyright = find_copyright(piece, end);
	if ((st = put_html(x, "copyright", between(piece, copyright, end), err)) < 0)
		return st;
	piece.len = copyright;
	if ((st = read_title(x, piece, &at, err)) < 0)
		return st;
	piece = between(piece, at, piece.len);
	if (pm_tag_find(piece, 0, "section", NULL, &section) ||
	    pm_tag_find(piece, 0, "div", "DocText", &section))
		return read_new(x, piece, &section, err);
	return read_old(x, piece, err);
}

static bool
looks(const struct pm_head *head)
{
	const struct pm_head top = pm_export_top(head, PM_EXPORT_HTML);
	size_t again;

	return pm_head_find(&top, "DocPublicationName") != NULL &&
	       pm_tag_find_class(top.text, top.len, 0, top.whole, &again,
				 "DocPublicationName") != PM_NO_PIECE;
}

static const struct pm_export_kind KIND = { find_article, read_article,
					    "an export of Europresse", PM_EXPORT_HTML };

static void *
make(const struct pm_format_setting *setting)
{
	return pm_export_make(setting, &KIND);
}

const struct pm_format pm_format_europresse = {
	.name = "Europresse",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.looks = looks,
	.make = make,
	PM_EXPORT_FUNCTIONS,
};
