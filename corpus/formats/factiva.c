/* Pressmark - exports of Factiva in HTML.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each article is a <div class="article"> with a table, a row for each thing said:
 * <td class="index"><b>HD</b></td><td>Bridge closed</td>.  The text is that of LP, its
 * first paragraphs, and of TD, the others.  An export without such a table has the same
 * things in <div>s: the headline, the author, the words, the date, the source. */
#include "corpus/dates/date.h"
#include "corpus/formats/export.h"
#include "corpus/formats/tags.h"
#include "corpus/page/fragment.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Of a code and of the cell that it is in. */
#define CODE_MAX 8u
#define CELL_MAX 512u

enum how { WHOLE, LIST, PART };

static const struct {
	const char *code, *member;
	enum how how;
} CODES[] = {
	{ "HD", "title", WHOLE },  { "PD", "date", WHOLE },	{ "SN", "source", WHOLE },
	{ "BY", "author", WHOLE }, { "LA", "language", WHOLE }, { "AN", "id", WHOLE },
	{ "LP", NULL, PART },	   { "TD", NULL, PART },	{ "NS", NULL, LIST },
	{ "RE", NULL, LIST },	   { "CO", NULL, LIST },	{ "IN", NULL, LIST },
	{ "IPD", NULL, LIST },
};
#define N_CODES (sizeof CODES / sizeof *CODES)

static size_t
find_article(const char *text, size_t len, size_t from, bool whole, size_t *again)
{
	return pm_tag_find_class(text, len, from, whole, again, "article");
}

/* What the HTML says, in x->scratch, or in one line. */
static enum pm_status
read_html(struct pm_export *x, struct pm_str html, struct pm_str *text,
	  struct pm_error *err)
{
	enum pm_status st = pm_fragment_text(html.data, html.len, &x->scratch, err);

	*text = pm_str_trim(pm_export_str(&x->scratch));
	return st;
}

static void
put_in_line(struct pm_export *x, struct pm_str name, struct pm_str value)
{
	struct pm_buf line;

	pm_buf_init(&line, PM_BUF_NO_LIMIT);
	pm_labels_join(&line, value);
	pm_labels_put(&x->draft, name, pm_export_str(&line));
	if (line.status < 0)
		x->draft.status = line.status;
	pm_buf_release(&line);
}

/* "cnpt : Politics | gcat : General News", "gcat: General": a list. */
static void
put_subjects(struct pm_export *x, struct pm_str name, struct pm_str value)
{
	char separator = memchr(value.data, '|', value.len) != NULL ? '|' : '\n';

	pm_labels_put_list(&x->draft, name, value, separator);
}

static void
put_row(struct pm_export *x, struct pm_str code, struct pm_str value)
{
	static const char document[] = "Document ";
	struct pm_str name = code;
	size_t i = 0;

	if (value.len == 0)
		return;
	while (i < N_CODES && !pm_str_is(code, CODES[i].code))
		i++;
	if (i < N_CODES && CODES[i].how == PART) {
		if (x->text.len > 0)
			pm_buf_puts(&x->text, "\n\n");
		pm_buf_put(&x->text, value.data, value.len);
		return;
	}
	if ((i < N_CODES && CODES[i].how == LIST) ||
	    (i == N_CODES && memmem(value.data, value.len, " | ", 3) != NULL)) {
		put_subjects(x, name, value);
		return;
	}
	if (pm_str_is(code, "AN") && value.len > sizeof document &&
	    strncasecmp(value.data, document, sizeof document - 1) == 0) {
		value.data += sizeof document - 1;
		value.len -= sizeof document - 1;
	}
	if (i < N_CODES)
		name = (struct pm_str){ CODES[i].member, strlen(CODES[i].member) };
	put_in_line(x, name, value);
}

/* The code in the cell that begins with HTML, in KEPT; the cell after it is the rest. */
static enum pm_status
read_code(struct pm_export *x, struct pm_str *html, char kept[CODE_MAX],
	  struct pm_str *code, struct pm_error *err)
{
	const char *end = memmem(html->data, html->len < CELL_MAX ? html->len : CELL_MAX,
				 "</td", 4);
	struct pm_str cell = { html->data, 0 };
	enum pm_status st;

	*code = cell;
	if (end == NULL)
		return PM_OK;
	cell.len = (size_t)(end - html->data);
	html->data += cell.len;
	html->len -= cell.len;
	st = read_html(x, cell, code, err);
	if (code->len > CODE_MAX)
		code->len = 0;
	memcpy(kept, code->data, code->len);
	code->data = kept;
	return st;
}

/* The rows of a table: each goes on to the next one with a code, and the last one to the
 * end of its cell. */
static enum pm_status
read_rows(struct pm_export *x, struct pm_str html, bool *any, struct pm_error *err)
{
	struct pm_element index, next;
	enum pm_status st = PM_OK;
	bool more = pm_tag_begins(html, 0, "td", "index", &index);
	struct pm_str code, cell, text;
	char kept[CODE_MAX];

	*any = more;
	for (; more && st == PM_OK; index = next) {
		more = pm_tag_begins(html, index.end, "td", "index", &next);
		cell = (struct pm_str){ index.inner.data,
					(more ? next.begin : html.len) - index.end };
		st = read_code(x, &cell, kept, &code, err);
		if (st < 0 || code.len == 0)
			continue;
		if (!more && pm_tag_find(cell, 0, "td", NULL, &next))
			cell = next.inner;
		st = read_html(x, cell, &text, err);
		if (st == PM_OK)
			put_row(x, code, text);
	}
	return st;
}

static bool
is_date(struct pm_str s)
{
	return s.len > 5 && s.len < 60 &&
	       pm_date_parse(s.data, s.len, PM_DATE_DAY_FIRST, NULL) != 0;
}

/* Whether a class "enHeadline", "frHeadline" is in the HTML: the element of it. */
static bool
find_headline(struct pm_str html, struct pm_element *e)
{
	static const char *const languages[] = {
		"en", "fr", "de", "es", "it", "pt", "ru", "zh", "ja", "ko", "nl",
		"pl", "sv", "da", "no", "fi", "tr", "ar", "cs", "bg", "id"
	};
	char class[16];
	size_t i;

	for (i = 0; i < sizeof languages / sizeof *languages; i++) {
		snprintf(class, sizeof class, "%sHeadline", languages[i]);
		if (pm_tag_find(html, 0, NULL, class, e))
			return true;
	}
	return false;
}

static bool
ends_with(struct pm_str s, const char *end)
{
	size_t n = strlen(end);

	return s.len > n && memcmp(s.data + s.len - n, end, n) == 0;
}

/* What a line without a code is; DATED: the date came before it, and SOURCED: the source,
 * which follows the date or the time. */
static const char *
code_of(struct pm_str line, bool dated, bool sourced)
{
	if (line.len > 9 && strncasecmp(line.data, "Document ", 9) == 0)
		return "AN";
	if (!dated && line.len > 3 && strncasecmp(line.data, "By ", 3) == 0)
		return "BY";
	if (!dated)
		return is_date(line) ? "PD" : ends_with(line, " words") ? "WC" : "note";
	if (!sourced)
		return line.data[0] >= '0' && line.data[0] <= '9' &&
				       memchr(line.data, ':', line.len) != NULL
			     ? "ET"
			     : "SN";
	if (strncasecmp(line.data, "(c)", 3) == 0 ||
	    strncasecmp(line.data, "copyright", 9) == 0)
		return "CY";
	return "note";
}

/* An article without codes: what stands where. */
static enum pm_status
read_plain(struct pm_export *x, struct pm_str html, struct pm_error *err)
{
	bool dated = false, sourced = false;
	struct pm_element e, p;
	struct pm_str text;
	const char *code;
	size_t at = 0;
	enum pm_status st;

	if (find_headline(html, &e)) {
		if ((st = read_html(x, e.inner, &text, err)) < 0)
			return st;
		put_row(x, (struct pm_str){ "HD", 2 }, text);
		html.data += e.end;
		html.len -= e.end;
	}
	for (; pm_tag_find(html, at, "div", NULL, &e); at = e.end) {
		if (pm_tag_begins(e.inner, 0, "p", "articleParagraph", &p))
			break;
		if ((st = read_html(x, e.inner, &text, err)) < 0)
			return st;
		if (text.len == 0)
			continue;
		code = code_of(text, dated, sourced);
		put_row(x, (struct pm_str){ code, strlen(code) }, text);
		dated = dated || strcmp(code, "PD") == 0;
		sourced = sourced || strcmp(code, "SN") == 0;
	}
	for (at = 0; pm_tag_find(html, at, "p", "articleParagraph", &p); at = p.end) {
		if ((st = read_html(x, p.inner, &text, err)) < 0)
			return st;
		put_row(x, (struct pm_str){ "TD", 2 }, text);
	}
	return PM_OK;
}

static enum pm_status
read_article(struct pm_export *x, struct pm_str piece, struct pm_error *err)
{
	struct pm_element e;
	bool any;
	enum pm_status st;

	if (x->pieces.first && !pm_tag_find(piece, 0, "div", "article", &e))
		return PM_END;
	pm_buf_clear(&x->text);
	st = read_rows(x, piece, &any, err);
	if (st == PM_OK && !any)
		st = read_plain(x, piece, err);
	if (st < 0)
		return st;
	/* an article in an article, or something else that is called so */
	if (!any && x->text.len == 0)
		return PM_END;
	pm_export_put(x, "text", pm_export_str(&x->text));
	return pm_buf_check(&x->text, "the text", err);
}

static bool
looks(const struct pm_head *head)
{
	const struct pm_head top = pm_export_top(head, PM_EXPORT_HTML);

	return pm_head_find(&top, "<title>Factiva</title>") != NULL ||
	       (pm_head_find(&top, "articleParagraph") != NULL &&
		pm_head_find(&top, "class=\"article ") != NULL);
}

static const struct pm_export_kind KIND = { find_article, read_article,
					    "an export of Factiva", PM_EXPORT_HTML };

static void *
make(const struct pm_format_setting *setting)
{
	return pm_export_make(setting, &KIND);
}

const struct pm_format pm_format_factiva = {
	.name = "Factiva, HTML",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.looks = looks,
	.make = make,
	PM_EXPORT_FUNCTIONS,
};
