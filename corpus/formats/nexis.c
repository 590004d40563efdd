/* Pressmark - exports of LexisNexis: text and HTML; and of Nexis Uni, as text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The text has a line "1 of 10 DOCUMENTS" before each article, in the language of the
 * interface; the HTML has a comment with <DOC NUMBER=1> in it.  What Nexis Uni exports as
 * RTF or as a document has, made text, a line "End of Document" after each article. */
#include "corpus/dates/date.h"
#include "corpus/formats/nexis_text.h"
#include "corpus/page/fragment.h"

#include <string.h>
#include <strings.h>

/* The word at *P, which goes on to the next one; empty: there is none. */
static struct pm_str
next_word(struct pm_str *rest)
{
	struct pm_str word;

	*rest = pm_str_trim(*rest);
	word = (struct pm_str){ rest->data, 0 };
	while (word.len < rest->len && rest->data[word.len] != ' ' &&
	       rest->data[word.len] != '\t')
		word.len++;
	rest->data += word.len;
	rest->len -= word.len;
	return word;
}

static bool
is_number(struct pm_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if ((s.data[i] < '0' || s.data[i] > '9') && s.data[i] != ',')
			return false;
	return s.len > 0 && s.data[0] != ',' && s.len < 12;
}

static bool
is_one_of(struct pm_str s, const char *const *words, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (pm_str_is(s, words[i]))
			return true;
	return false;
}

/* "1 of 10 DOCUMENTS", "Dokument 1 von 10". */
static bool
is_count(const char *line, size_t len)
{
	static const char *const ofs[] = { "of", "von", "de", "sur", "di", "van", "/" };
	static const char *const documents[] = {
		"DOCUMENTS",  "DOCUMENT",  "DOKUMENTE",	 "DOKUMENTEN", "DOKUMENT",
		"DOCUMENTOS", "DOCUMENTI", "DOCUMENTEN", "DOCUMENTO",
	};
	const size_t n_ofs = sizeof ofs / sizeof *ofs;
	const size_t n_documents = sizeof documents / sizeof *documents;
	struct pm_str rest = { line, len }, words[5];
	size_t i, n = 0;

	rest = pm_str_trim(rest);
	if (rest.len < 8 || len > 120 ||
	    (rest.data[0] != 'D' && rest.data[0] != 'd' &&
	     (rest.data[0] < '0' || rest.data[0] > '9')))
		return false;
	while (n < 5 && (words[n] = next_word(&rest)).len > 0)
		n++;
	if (n != 4)
		return false;
	i = is_one_of(words[0], documents, n_documents);
	return is_number(words[i]) && is_one_of(words[i + 1], ofs, n_ofs) &&
	       is_number(words[i + 2]) &&
	       is_one_of(words[i == 1 ? 0 : 3], documents, n_documents);
}

/* --- text --------------------------------------------------------------- */

static size_t
find_count(const char *text, size_t len, size_t from, bool whole, size_t *again)
{
	return pm_pieces_find_line(text, len, from, whole, again, is_count);
}

static enum pm_status
read_text(struct pm_export *x, struct pm_str piece, struct pm_error *err)
{
	struct pm_str line = pm_str_line(&piece);

	/* a cover comes before the first */
	return is_count(line.data, line.len) ? pm_nexis_read(x, piece, PM_NEXIS_TEXT, err)
					     : PM_END;
}

static bool
has_known_label(const struct pm_head *head)
{
	static const char *const labels[] = {
		"LENGTH: ",    "LONGUEUR: ",  "L\xc3\x84NGE: ", "L\xc4NGE: ",
		"LOAD-DATE: ", "BYLINE: ",    "LANGUAGE: ",	"SPRACHE: ",
		"LANGUE: ",    "SECTION: ",   "RUBRIQUE: ",	"RUBRIK: ",
		"LONGITUD: ",  "LUNGHEZZA: ", "LENGTE: "
	};
	size_t i;

	for (i = 0; i < sizeof labels / sizeof *labels; i++)
		if (pm_head_has_line(head, labels[i]))
			return true;
	return false;
}

/* Whether a line begins as one with a count may. */
static bool
may_have_count(const struct pm_head *head)
{
	static const char starts[] = " \t0123456789Dd";
	const char *p = starts;

	while (*p != '\0' && !pm_head_may_start(head, *p))
		p++;
	return *p != '\0';
}

static bool
text_looks(const struct pm_head *head)
{
	const struct pm_head top = pm_export_top(head, PM_EXPORT_TEXT);
	size_t again;

	return may_have_count(&top) &&
	       pm_pieces_find_line(top.text, top.len, 0, top.whole, &again, is_count) !=
		       PM_NO_PIECE &&
	       has_known_label(head);
}

static const struct pm_export_kind TEXT_KIND = {
	find_count, read_text, "an export of LexisNexis", PM_EXPORT_TEXT
};

static void *
text_make(const struct pm_format_setting *setting)
{
	return pm_export_make(setting, &TEXT_KIND);
}

const struct pm_format pm_format_nexis = {
	.name = "LexisNexis",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.looks = text_looks,
	.make = text_make,
	PM_EXPORT_FUNCTIONS,
};

/* --- HTML --------------------------------------------------------------- */

#define MARK "<DOC NUMBER="
#define MARK_END "<DOCFULL> -->"

static size_t
find_mark(const char *text, size_t len, size_t from, bool whole, size_t *again)
{
	(void)whole;
	return pm_pieces_find_text(text, len, from, again, MARK);
}

static enum pm_status
read_page(struct pm_export *x, struct pm_str piece, struct pm_error *err)
{
	struct pm_str text, line;
	const char *begin, *end;
	enum pm_status st;

	if (piece.len < strlen(MARK) || memcmp(piece.data, MARK, strlen(MARK)) != 0)
		return PM_END;
	begin = memmem(piece.data, piece.len, MARK_END, strlen(MARK_END));
	if (begin == NULL)
		return pm_export_is_last(x) ? pm_export_cut(x) : PM_END;
	begin += strlen(MARK_END);
	piece.len -= (size_t)(begin - piece.data);
	piece.data = begin;
	end = memmem(piece.data, piece.len, "<!-- Hide XML", 13);
	if (end == NULL && pm_export_is_last(x))
		return pm_export_cut(x);
	if (end != NULL)
		piece.len = (size_t)(end - piece.data);
	st = pm_fragment_text(piece.data, piece.len, &x->scratch, err);
	if (st < 0)
		return st;
	text = pm_export_str(&x->scratch);
	line = text;
	line = pm_str_line(&line);
	if (is_count(line.data, line.len))
		pm_str_line(&text);
	return pm_nexis_read(x, text, PM_NEXIS_HTML, err);
}

static bool
page_looks(const struct pm_head *head)
{
	const struct pm_head top = pm_export_top(head, PM_EXPORT_HTML);

	return pm_head_find(&top, MARK) != NULL && pm_head_find(&top, MARK_END) != NULL;
}

static const struct pm_export_kind PAGE_KIND = {
	find_mark, read_page, "an export of LexisNexis", PM_EXPORT_HTML
};

static void *
page_make(const struct pm_format_setting *setting)
{
	return pm_export_make(setting, &PAGE_KIND);
}

const struct pm_format pm_format_nexis_page = {
	.name = "LexisNexis, HTML",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.looks = page_looks,
	.make = page_make,
	PM_EXPORT_FUNCTIONS,
};

/* --- Nexis Uni, as text ------------------------------------------------- */

static bool
is_end(const char *line, size_t len)
{
	return pm_nexis_is_end(pm_str_trim((struct pm_str){ line, len }));
}

static size_t
find_end(const char *text, size_t len, size_t from, bool whole, size_t *again)
{
	return pm_pieces_find_line(text, len, from, whole, again, is_end);
}

/* Whether one of the paragraphs after I is what stands before every text. */
static bool
has_body(const struct pm_labels *l, size_t i)
{
	for (; i < l->n; i++)
		if (pm_nexis_is_body(l->at[i].text))
			return true;
	return false;
}

/* What comes before the first article is a cover: that begins two paragraphs before the
 * date, the last one before its labels. */
static enum pm_status
drop_cover(struct pm_export *x, struct pm_str *piece, struct pm_error *err)
{
	const struct pm_labels *l = &x->labels;
	size_t i;
	enum pm_status st = pm_labels_read(&x->labels, piece->data, piece->len, err);

	for (i = 2; st == PM_OK && i < l->n; i++) {
		const struct pm_str p = l->at[i].text;

		if (l->at[i].name.len > 0 || p.len > 100 ||
		    pm_date_parse(p.data, p.len, PM_DATE_MONTH_FIRST, NULL) == 0)
			continue;
		piece->len = (size_t)(piece->data + piece->len - l->at[i - 2].text.data);
		piece->data = l->at[i - 2].text.data;
		break;
	}
	return st;
}

static enum pm_status
read_uni(struct pm_export *x, struct pm_str piece, struct pm_error *err)
{
	struct pm_str rest = piece, line = pm_str_line(&rest);
	enum pm_status st;

	if (is_end(line.data, line.len))
		piece = rest;
	st = x->pieces.first ? drop_cover(x, &piece, err)
			     : pm_labels_read(&x->labels, piece.data, piece.len, err);
	if (st < 0)
		return st;
	if (!has_body(&x->labels, 0))
		return PM_END;
	/* after the last one comes its end */
	if (pm_export_is_last(x))
		return pm_export_cut(x);
	return pm_nexis_read(x, piece, PM_NEXIS_UNI, err);
}

static bool
uni_looks(const struct pm_head *head)
{
	size_t again;

	return (pm_head_has_line(head, "Body") || pm_head_has_line(head, "Hauptteil") ||
		pm_head_has_line(head, "Corps") || pm_head_has_line(head, "Cuerpo")) &&
	       pm_pieces_find_line(head->text, head->len, 0, head->whole, &again,
				   is_end) != PM_NO_PIECE;
}

static const struct pm_export_kind UNI_KIND = {
	find_end, read_uni, "an export of Nexis Uni", PM_EXPORT_TEXT
};

static void *
uni_make(const struct pm_format_setting *setting)
{
	return pm_export_make(setting, &UNI_KIND);
}

const struct pm_format pm_format_nexis_uni = {
	.name = "Nexis Uni, text",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.looks = uni_looks,
	.make = uni_make,
	PM_EXPORT_FUNCTIONS,
};
