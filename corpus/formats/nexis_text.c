/* Pressmark - an article of LexisNexis or Nexis Uni as paragraphs: see nexis_text.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/nexis_text.h"

#include "corpus/dates/date.h"

#include <string.h>
#include <strings.h>

/* What is centred in a text has so many blanks before it. */
#define CENTRED 12u
/* Of lines that the export has broken. */
#define WIDTH_MIN 60u
#define WIDTH_MAX 100u

enum place {
	HEAD,	/* before the text, or, of some exports, after it */
	LENGTH, /* the last of those before the text that all articles have */
	TEXT,	/* the text begins with it */
	TAIL	/* after the text */
};

enum how {
	WHOLE,
	LIST,
	ALONE /* Nexis Uni has it as a heading, without a colon */
};

/* The labels, and the members that they become, if not one of their own name. */
static const struct label {
	const char *label, *member;
	enum place place;
	enum how how;
} LABELS[] = {
	{ "BYLINE", "author", HEAD, WHOLE },
	{ "AUTEUR", "author", HEAD, WHOLE },
	{ "AUTOR", "author", HEAD, WHOLE },
	{ "AUTORE", "author", HEAD, WHOLE },
	{ "AUTHOR", "author", HEAD, WHOLE },
	{ "VERFASSER", "author", HEAD, WHOLE },
	{ "HEADLINE", "title", HEAD, WHOLE },
	{ "TITRE", "title", HEAD, WHOLE },
	{ "TITEL", "title", HEAD, WHOLE },
	{ "TITULAR", "title", HEAD, WHOLE },
	{ "TITOLO", "title", HEAD, WHOLE },
	{ "TITLE", "title", HEAD, WHOLE },
	{ "\xc3\x9c"
	  "BERSCHRIFT",
	  "title", HEAD, WHOLE },
	{ "SECTION", NULL, HEAD, WHOLE },
	{ "RUBRIQUE", NULL, HEAD, WHOLE },
	{ "RUBRIK", NULL, HEAD, WHOLE },
	{ "DATELINE", NULL, HEAD, WHOLE },
	{ "HIGHLIGHT", NULL, HEAD, WHOLE },
	{ "ENCART", NULL, HEAD, WHOLE },
	{ "SERIES", NULL, HEAD, WHOLE },
	{ "LENGTH", NULL, LENGTH, WHOLE },
	{ "LONGUEUR", NULL, LENGTH, WHOLE },
	{ "L\xc3\x84NGE", NULL, LENGTH, WHOLE },
	{ "LONGITUD", NULL, LENGTH, WHOLE },
	{ "LUNGHEZZA", NULL, LENGTH, WHOLE },
	{ "LENGTE", NULL, LENGTH, WHOLE },
	{ "BODY", NULL, TEXT, ALONE },
	{ "CORPS", NULL, TEXT, ALONE },
	{ "CUERPO", NULL, TEXT, ALONE },
	{ "HAUPTTEIL", NULL, TEXT, ALONE },
	{ "TEXT", NULL, TEXT, ALONE },
	{ "LANGUAGE", "language", TAIL, WHOLE },
	{ "LANGUE", "language", TAIL, WHOLE },
	{ "SPRACHE", "language", TAIL, WHOLE },
	{ "IDIOMA", "language", TAIL, WHOLE },
	{ "LINGUA", "language", TAIL, WHOLE },
	{ "TAAL", "language", TAIL, WHOLE },
	{ "URL", "url", TAIL, WHOLE },
	{ "LOAD-DATE", NULL, TAIL, WHOLE },
	{ "DATE-CHARGEMENT", NULL, TAIL, WHOLE },
	{ "UPDATE", NULL, TAIL, WHOLE },
	{ "PUBLICATION-TYPE", NULL, TAIL, WHOLE },
	{ "PUB-TYPE", NULL, TAIL, WHOLE },
	{ "TYPE-PUBLICATION", NULL, TAIL, WHOLE },
	{ "PUBLIKATIONSART", NULL, TAIL, WHOLE },
	{ "ZEITUNGSART", NULL, TAIL, WHOLE },
	{ "DOCUMENT-TYPE", NULL, TAIL, WHOLE },
	{ "TYPE", NULL, TAIL, WHOLE },
	{ "GRAPHIC", NULL, TAIL, ALONE },
	{ "GRAPHIQUE", NULL, TAIL, ALONE },
	{ "GRAFIK", NULL, TAIL, ALONE },
	{ "CLASSIFICATION", NULL, TAIL, ALONE },
	{ "KLASSIFIZIERUNG", NULL, TAIL, ALONE },
	{ "DISTRIBUTION", NULL, TAIL, WHOLE },
	{ "JOURNAL-CODE", NULL, TAIL, WHOLE },
	{ "JOURNAL CODE", NULL, TAIL, WHOLE },
	{ "ACC-NO", NULL, TAIL, WHOLE },
	{ "CORRECTION-DATE", NULL, TAIL, WHOLE },
	{ "CORRECTION", NULL, TAIL, WHOLE },
	{ "NOTES", NULL, TAIL, WHOLE },
	{ "SUBJECT", NULL, TAIL, LIST },
	{ "SUJET", NULL, TAIL, LIST },
	{ "THEMA", NULL, TAIL, LIST },
	{ "ORGANIZATION", NULL, TAIL, LIST },
	{ "ORGANISATION", NULL, TAIL, LIST },
	{ "COMPANY", NULL, TAIL, LIST },
	{ "SOCIETE", NULL, TAIL, LIST },
	{ "TICKER", NULL, TAIL, LIST },
	{ "SYMBOLE-BOURSIER", NULL, TAIL, LIST },
	{ "INDUSTRY", NULL, TAIL, LIST },
	{ "SECTEUR-ACTIVITE", NULL, TAIL, LIST },
	{ "PERSON", NULL, TAIL, LIST },
	{ "PERSONNE", NULL, TAIL, LIST },
	{ "CITY", NULL, TAIL, LIST },
	{ "STATE", NULL, TAIL, LIST },
	{ "COUNTRY", NULL, TAIL, LIST },
	{ "GEOGRAPHIC", NULL, TAIL, LIST },
	{ "LOCALISATION-GEO", NULL, TAIL, LIST },
};
#define N_LABELS (sizeof LABELS / sizeof *LABELS)

/* An article that is taken apart. */
struct article {
	struct pm_export *x;
	enum pm_nexis_form form;
	const struct pm_labelled *at;
	size_t n;
	bool has_title;
};

static bool
has_small_letters(struct pm_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (s.data[i] >= 'a' && s.data[i] <= 'z')
			return true;
	return false;
}

/* Whether a paragraph begins as one with a label: in capitals, where all do. */
static bool
has_label(const struct article *a, size_t i)
{
	return a->at[i].name.len > 0 &&
	       (a->form == PM_NEXIS_UNI || !has_small_letters(a->at[i].name));
}

/* Whether a paragraph may be a label without a colon. */
static bool
is_alone(const struct article *a, size_t i)
{
	return a->form == PM_NEXIS_UNI && a->at[i].name.len == 0 && a->at[i].text.len < 20;
}

/* The label of a paragraph; NULL: it has none that is known. */
static const struct label *
label_of(const struct article *a, size_t i)
{
	struct pm_str name = a->at[i].name;
	size_t k;

	/* "Body" stands alone */
	if (is_alone(a, i))
		name = a->at[i].text;
	else if (!has_label(a, i))
		return NULL;
	for (k = 0; k < N_LABELS; k++)
		if (pm_str_is(name, LABELS[k].label) &&
		    (a->at[i].name.len > 0 || LABELS[k].how == ALONE))
			return &LABELS[k];
	return NULL;
}

static bool
begins(struct pm_str s, const char *text)
{
	size_t n = strlen(text);

	return s.len >= n && strncasecmp(s.data, text, n) == 0;
}

/* Whether a paragraph, or one line of it, reserves rights. */
static bool
is_copyright(struct pm_str s)
{
	if (begins(s, "copyright ") || begins(s, "\xc2\xa9"))
		return true;
	while (s.len > 0) {
		struct pm_str line = pm_str_trim(pm_str_line(&s));

		if (begins(line, "all rights reserved") ||
		    begins(line, "tous droits r\xc3\xa9serv") ||
		    begins(line, "alle rechte vorbehalten"))
			return true;
	}
	return false;
}

static bool
is_one_of(struct pm_str s, const char *const *texts, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (pm_str_is(s, texts[i]))
			return true;
	return false;
}

bool
pm_nexis_is_end(struct pm_str paragraph)
{
	static const char *const ends[] = { "End of Document", "Ende des Dokuments",
					    "Fin du document", "Fin del documento",
					    "Fine documento" };

	return is_one_of(paragraph, ends, sizeof ends / sizeof *ends);
}

bool
pm_nexis_is_body(struct pm_str paragraph)
{
	static const char *const bodies[] = { "Body", "Hauptteil", "Corps", "Cuerpo" };

	return is_one_of(paragraph, bodies, sizeof bodies / sizeof *bodies);
}

/* --- members ------------------------------------------------------------ */

/* The value of label I, which goes on to paragraph END. */
static void
put_label(struct article *a, size_t i, size_t end)
{
	const struct label *label = label_of(a, i);
	struct pm_str name = a->at[i].name.len > 0 ? a->at[i].name : a->at[i].text;
	struct pm_str value = a->at[i].value, last = a->at[end - 1].text;
	struct pm_buf *joined = &a->x->text;

	if (end - 1 > i) {
		if (value.len == 0)
			value.data = a->at[i + 1].text.data;
		value.len = (size_t)(last.data + last.len - value.data);
	}
	pm_buf_clear(joined);
	pm_labels_join(joined, value);
	value = pm_export_str(joined);
	/* "GERMAN; DEUTSCH": the first is the language, and all of it a field */
	if (label != NULL && label->member != NULL &&
	    strcmp(label->member, "language") == 0 &&
	    memchr(value.data, ';', value.len) != NULL) {
		pm_labels_put(&a->x->draft, name, value);
		value.len = (size_t)((const char *)memchr(value.data, ';', value.len) -
				     value.data);
	}
	if (label != NULL && label->how == LIST)
		pm_labels_put_list(&a->x->draft, name, value, ';');
	else if (label != NULL && label->member != NULL)
		pm_export_put(a->x, label->member, value);
	else
		pm_labels_put(&a->x->draft, name, value);
	if (label != NULL && label->member != NULL && strcmp(label->member, "title") == 0)
		a->has_title = true;
}

static void
put_joined(struct article *a, const char *name, struct pm_str value)
{
	pm_buf_clear(&a->x->text);
	pm_labels_join(&a->x->text, value);
	pm_export_put(a->x, name, pm_export_str(&a->x->text));
}

/* From the beginning of one to the end of the other. */
static struct pm_str
span(struct pm_str first, struct pm_str last)
{
	return (struct pm_str){ first.data, (size_t)(last.data + last.len - first.data) };
}

/* --- what has no label, before the text --------------------------------- */

static bool
is_date(struct pm_str line)
{
	return line.len > 3 && line.len < 120 &&
	       pm_date_parse(line.data, line.len, PM_DATE_MONTH_FIRST, NULL) != 0;
}

/* The source and the date, line by line, from paragraph I on.  Returns the paragraph after
 * them. */
static size_t
put_source(struct article *a, size_t i, size_t end)
{
	struct pm_str source = { NULL, 0 }, line, rest;
	size_t first = i;

	for (; i < end && i < first + 4; i++) {
		rest = a->at[i].text;
		if (is_copyright(rest) && i > first) {
			put_joined(a, "copyright", rest);
			continue;
		}
		while (rest.len > 0) {
			line = pm_str_trim(pm_str_line(&rest));
			if (source.len == 0 && is_copyright(line)) {
				pm_export_put(a->x, "copyright", line);
			} else if (source.len > 0 && is_date(line)) {
				put_joined(a, "source", source);
				pm_export_put(a->x, "date", line);
				put_joined(a, "edition", rest);
				return i + 1;
			} else {
				source = source.len == 0 ? line : span(source, line);
			}
		}
	}
	/* there is no date: the first paragraph is the source */
	if (first < end)
		put_joined(a, "source", a->at[first].text);
	return first + (first < end);
}

static void
put_head(struct article *a, size_t end)
{
	size_t i = 0;

	if (a->form == PM_NEXIS_UNI && end > 1) {
		put_joined(a, "title", a->at[i++].text);
		a->has_title = true;
	}
	i = put_source(a, i, end);
	for (; i < end; i++) {
		bool centred = a->form == PM_NEXIS_TEXT && a->at[i].indent >= CENTRED;

		if (is_copyright(a->at[i].text))
			put_joined(a, "copyright", a->at[i].text);
		else if (centred)
			put_joined(a, "edition", a->at[i].text);
		else
			break;
	}
	if (i == end)
		return;
	put_joined(a, a->has_title ? "note" : "title",
		   span(a->at[i].text, a->at[end - 1].text));
	a->has_title = true;
}

/* --- the text ----------------------------------------------------------- */

static size_t
count_chars(struct pm_str s)
{
	size_t i, n = 0;

	for (i = 0; i < s.len; i++)
		n += ((unsigned char)s.data[i] & 0xc0) != 0x80;
	return n;
}

static size_t
first_word(struct pm_str line)
{
	struct pm_str word = { line.data, 0 };

	while (word.len < line.len && line.data[word.len] != ' ')
		word.len++;
	return count_chars(word);
}

/* The text with the lines joined that were broken because the next word had no room. */
static void
unbreak(struct pm_buf *out, struct pm_str text)
{
	struct pm_str rest = text, line, next;
	size_t width = 0, n;

	while (rest.len > 0) {
		n = count_chars(pm_str_trim(pm_str_line(&rest)));
		if (n > width)
			width = n;
	}
	for (rest = text; rest.len > 0;) {
		line = pm_str_trim(pm_str_line(&rest));
		next = rest;
		next = pm_str_trim(pm_str_line(&next));
		pm_buf_put(out, line.data, line.len);
		if (rest.len == 0)
			break;
		n = count_chars(line);
		pm_buf_putc(out, line.len > 0 && next.len > 0 && width >= WIDTH_MIN &&
						 width <= WIDTH_MAX &&
						 n + 1 + first_word(next) > width
					 ? ' '
					 : '\n');
	}
}

static void
put_text(struct article *a, struct pm_str text)
{
	if (a->form != PM_NEXIS_TEXT) {
		pm_export_put(a->x, "text", text);
		return;
	}
	pm_buf_clear(&a->x->text);
	unbreak(&a->x->text, text);
	pm_export_put(a->x, "text", pm_export_str(&a->x->text));
}

/* --- the article -------------------------------------------------------- */

/* Where what has labels begins, and where it ends. */
static void
find_labels(const struct article *a, size_t *first, size_t *text)
{
	size_t i, length = a->n;

	for (i = 0; i < a->n && length == a->n; i++) {
		const struct label *label = label_of(a, i);

		if (label != NULL && label->place == LENGTH)
			length = i;
		if (label != NULL && label->place >= TEXT)
			break;
	}
	for (i = 0; i < a->n; i++)
		if (label_of(a, i) != NULL)
			break;
	*first = i;
	/* what is between is of the labels, whether known or not */
	if (length < a->n)
		i = length + 1;
	while (i < a->n && label_of(a, i) != NULL && label_of(a, i)->place <= LENGTH)
		i++;
	*text = i;
}

static size_t
find_tail(const struct article *a, size_t i)
{
	for (; i < a->n; i++) {
		const struct label *label = label_of(a, i);

		if (label != NULL && label->place == TAIL)
			break;
		if (is_copyright(a->at[i].text) &&
		    (a->n - i <= 3 || a->at[i].indent >= CENTRED))
			break;
	}
	return i;
}

static void
put_labels(struct article *a, size_t i, size_t end)
{
	size_t next;

	for (; i < end; i = next) {
		next = i + 1;
		if (is_copyright(a->at[i].text)) {
			put_joined(a, "copyright", a->at[i].text);
			continue;
		}
		while (next < end && !has_label(a, next) && label_of(a, next) == NULL &&
		       !is_copyright(a->at[next].text))
			next++;
		put_label(a, i, next);
	}
}

enum pm_status
pm_nexis_read(struct pm_export *x, struct pm_str text, enum pm_nexis_form form,
	      struct pm_error *err)
{
	struct article a = { .x = x, .form = form };
	struct pm_str body = { NULL, 0 };
	size_t first, begin, tail;
	enum pm_status st = pm_labels_read(&x->labels, text.data, text.len, err);

	if (st < 0)
		return st;
	a.at = x->labels.at;
	a.n = x->labels.n;
	if (a.n == 0)
		return PM_END;
	find_labels(&a, &first, &begin);
	tail = find_tail(&a, begin);
	/* nothing but a text, such as that it cannot be shown */
	if (first == a.n) {
		put_text(&a, span(a.at[0].text, a.at[a.n - 1].text));
		return PM_OK;
	}
	put_labels(&a, first, begin);
	put_head(&a, first);
	if (begin < tail && label_of(&a, begin) != NULL &&
	    label_of(&a, begin)->place == TEXT) {
		body = a.at[begin].value;
		begin++;
	}
	if (begin < tail)
		body = span(body.len > 0 ? body : a.at[begin].text, a.at[tail - 1].text);
	put_text(&a, body);
	put_labels(&a, tail, a.n);
	return PM_OK;
}
