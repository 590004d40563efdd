/* Pressmark - exports of ProQuest: text, and the HTML that is saved or sent as a mail.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The text has a line of underscores before each article, and after the last one, and
 * paragraphs with labels; the HTML has the same paragraphs.  After the title and some
 * labels comes "Full text:" with a text that may have any lines, even such with a label;
 * and then labels again, to the end.  So the end is looked for from behind. */
#include "corpus/formats/export.h"
#include "corpus/page/fragment.h"

#include <string.h>
#include <strings.h>

enum how { WHOLE, LIST, SOURCE };

/* Labels of ProQuest, and members that they become, if not one of their own name. */
static const struct {
	const char *label, *member;
	enum how how;
} KNOWN[] = {
	{ "Title", "title", WHOLE },
	{ "Author", "author", LIST },
	{ "Authors", "author", LIST },
	{ "Publication title", "source", SOURCE },
	{ "Publication date", "date", WHOLE },
	{ "ProQuest document ID", "id", WHOLE },
	{ "Document URL", "url", WHOLE },
	{ "Language of publication", "language", WHOLE },
	{ "Language", "language", WHOLE },
	{ "Subject", NULL, LIST },
	{ "Location", NULL, LIST },
	{ "People", NULL, LIST },
	{ "Business indexing term", NULL, LIST },
	{ "Company / organization", NULL, LIST },
	{ "Company", NULL, LIST },
	{ "Identifier / keyword", NULL, LIST },
	{ "Classification", NULL, LIST },
	{ "Abstract", NULL, WHOLE },
	{ "Links", NULL, WHOLE },
	{ "Publication info", NULL, WHOLE },
	{ "Publication year", NULL, WHOLE },
	{ "Publication subject", NULL, WHOLE },
	{ "Alternate title", NULL, WHOLE },
	{ "Volume", NULL, WHOLE },
	{ "Issue", NULL, WHOLE },
	{ "Pages", NULL, WHOLE },
	{ "First page", NULL, WHOLE },
	{ "Number of pages", NULL, WHOLE },
	{ "Section", NULL, WHOLE },
	{ "Edition", NULL, WHOLE },
	{ "Publisher", NULL, WHOLE },
	{ "Place of publication", NULL, WHOLE },
	{ "Country of publication", NULL, WHOLE },
	{ "ISSN", NULL, WHOLE },
	{ "e-ISSN", NULL, WHOLE },
	{ "Source type", NULL, WHOLE },
	{ "Document type", NULL, WHOLE },
	{ "Document feature", NULL, WHOLE },
	{ "Accession number", NULL, WHOLE },
	{ "DOI", NULL, WHOLE },
	{ "Copyright", NULL, WHOLE },
	{ "Last updated", NULL, WHOLE },
	{ "Database", NULL, WHOLE },
};
#define N_KNOWN (sizeof KNOWN / sizeof *KNOWN)

/* Whether S is the label; blanks do not count, which text from a PDF may have lost. */
static bool
is_label(struct pm_str s, const char *label)
{
	size_t i;

	for (i = 0; i < s.len; i++) {
		if (s.data[i] == ' ')
			continue;
		label += *label == ' ';
		if (*label == '\0' || ((s.data[i] ^ *label) & ~0x20) != 0)
			return false;
		label++;
	}
	return *label == '\0';
}

/* The number of a label; N_KNOWN: it is none of ProQuest. */
static size_t
find_label(struct pm_str name)
{
	size_t i = 0;

	while (i < N_KNOWN && !is_label(name, KNOWN[i].label))
		i++;
	return i;
}

static bool
is_known(const struct pm_labelled *p)
{
	return p->name.len > 0 && find_label(p->name) < N_KNOWN;
}

static bool
begins(struct pm_str s, const char *text)
{
	size_t n = strlen(text);

	return s.len >= n && strncasecmp(s.data, text, n) == 0;
}

/* "None available.", "Not available." */
static bool
is_wanting(struct pm_str value)
{
	value = pm_str_trim(value);
	return value.len == 0 ||
	       (value.len < 24 &&
		(begins(value, "none available") || begins(value, "not available")));
}

/* VALUE, or if it is a URL, that in one line. */
static struct pm_str
unbroken(struct pm_export *x, struct pm_str value)
{
	if (!pm_labels_is_url(value))
		return value;
	pm_buf_clear(&x->text);
	pm_labels_join(&x->text, value);
	return pm_export_str(&x->text);
}

/* A value with its label. */
static void
put(struct pm_export *x, const struct pm_labelled *p)
{
	size_t i = find_label(p->name);
	struct pm_str value = unbroken(x, p->value);
	const char *semicolon;

	if (is_wanting(value))
		return;
	if (i == N_KNOWN || (KNOWN[i].member == NULL && KNOWN[i].how == WHOLE)) {
		pm_labels_put(&x->draft, p->name, value);
	} else if (KNOWN[i].how == LIST) {
		if (KNOWN[i].member != NULL)
			pm_export_put_list(x, KNOWN[i].member, value, ';');
		else
			pm_labels_put_list(&x->draft, p->name, value, ';');
	} else if (KNOWN[i].how == SOURCE &&
		   (semicolon = memchr(value.data, ';', value.len)) != NULL) {
		/* "The Town Crier; Hamilton": what comes after it is a field too */
		pm_labels_put(&x->draft, p->name, value);
		value.len = (size_t)(semicolon - value.data);
		pm_export_put(x, KNOWN[i].member, value);
	} else {
		pm_export_put(x, KNOWN[i].member, value);
	}
}

/* Where the labels begin that end an article, of those after FIRST: n if there are none. */
static size_t
find_tail(const struct pm_labels *l, size_t first)
{
	size_t i = l->n, tail = i;

	while (i > first) {
		const struct pm_labelled *p = &l->at[i - 1];

		if (is_known(p))
			tail = i - 1;
		else if (p->name.len == 0 && i >= 2 && !pm_str_is(p[-1].name, "Copyright"))
			break;
		i--;
	}
	return tail;
}

/* What stands before the full text: a heading, an address, labels. */
struct front {
	struct pm_str heading, url, abstract;
};

static void
read_front(struct pm_export *x, size_t end, struct front *front)
{
	const struct pm_labelled *p = x->labels.at, *stop = p + end;
	bool in_abstract = false;

	if (p < stop && begins(p->text, "Document ") && p->text.len < 40)
		p++;
	if (p < stop && !is_known(p))
		front->heading = (p++)->text;
	for (; p < stop; p++) {
		if (is_known(p)) {
			in_abstract = pm_str_is(p->name, "Abstract");
			if (in_abstract)
				front->abstract = p->value;
			else
				put(x, p);
		} else if (begins(p->text, "http://") || begins(p->text, "https://")) {
			front->url = p->text;
		} else if (in_abstract) {
			if (front->abstract.len == 0)
				front->abstract.data = p->text.data;
			front->abstract.len = (size_t)(p->text.data + p->text.len -
						       front->abstract.data);
		} else if (!pm_str_is(p->text, "ProQuest document link")) {
			pm_export_put(x, "note", p->text);
		}
	}
}

/* The text from the label "Full text" to the tail. */
static struct pm_str
full_text(const struct pm_labels *l, size_t at, size_t tail)
{
	struct pm_str text = l->at[at].value;
	const struct pm_str last = l->at[tail - 1].text;

	if (tail - 1 > at) {
		if (text.len == 0)
			text.data = l->at[at + 1].text.data;
		text.len = (size_t)(last.data + last.len - text.data);
	}
	return is_wanting(text) ? (struct pm_str){ NULL, 0 } : text;
}

static bool
has_label(const struct pm_labels *l, size_t from, const char *name)
{
	size_t i;

	for (i = from; i < l->n; i++)
		if (is_label(l->at[i].name, name))
			return true;
	return false;
}

/* What ProQuest says of itself after the last article. */
static bool
is_imprint(struct pm_str text)
{
	static const char *const lines[] = { "Contact ProQuest", "Contact us at",
					     "Database copyright",
					     "Terms and Conditions" };
	size_t i;

	for (i = 0; i < sizeof lines / sizeof *lines; i++)
		if (begins(text, lines[i]))
			return true;
	return false;
}

static enum pm_status
read_article(struct pm_export *x, struct pm_str text, struct pm_error *err)
{
	struct front front = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
	const struct pm_labels *l = &x->labels;
	struct pm_str body = { NULL, 0 };
	size_t full = 0, tail, i;
	enum pm_status st = pm_labels_read(&x->labels, text.data, text.len, err);

	if (st < 0)
		return st;
	while (l->n > 0 && is_imprint(l->at[l->n - 1].text))
		x->labels.n--;
	while (full < l->n && !pm_str_is(l->at[full].name, "Full text"))
		full++;
	tail = find_tail(l, full < l->n ? full + 1 : 1);
	if (full < l->n)
		body = full_text(l, full, tail);
	else if (!has_label(l, 0, "ProQuest document ID"))
		return PM_END;
	if (tail == l->n && pm_export_is_last(x))
		return pm_export_cut(x);
	read_front(x, full < l->n ? full : tail, &front);
	for (i = tail; i < l->n; i++)
		if (l->at[i].name.len > 0)
			put(x, &l->at[i]);
	if (!has_label(l, tail, "Title"))
		pm_export_put(x, "title", front.heading);
	if (!has_label(l, tail, "Document URL"))
		pm_export_put(x, "url", unbroken(x, front.url));
	/* which is taken for the text, and told, where there is no other (names.h) */
	if (!is_wanting(front.abstract))
		pm_export_put(x, "Abstract", front.abstract);
	pm_export_put(x, "text", body);
	return PM_OK;
}

/* --- text --------------------------------------------------------------- */

#define UNDERSCORES 60u

static bool
is_rule(const char *line, size_t len)
{
	size_t n = 0;

	while (n < len && line[n] == '_')
		n++;
	return n >= UNDERSCORES && n == len;
}

static size_t
find_rule(const char *text, size_t len, size_t from, bool whole, size_t *again)
{
	return pm_pieces_find_line(text, len, from, whole, again, is_rule);
}

static enum pm_status
read_text(struct pm_export *x, struct pm_str piece, struct pm_error *err)
{
	struct pm_str line, rest = piece;
	enum pm_status st;

	line = pm_str_line(&rest);
	if (is_rule(line.data, line.len))
		piece = rest;
	st = read_article(x, piece, err);
	/* no line comes after it, and not its last label either: there was more of it */
	if (st == PM_OK && pm_export_is_last(x) && !has_label(&x->labels, 0, "Database"))
		pm_export_cut(x);
	return st;
}

static bool
text_looks(const struct pm_head *head)
{
	const struct pm_head top = pm_export_top(head, PM_EXPORT_TEXT);
	size_t again;

	return (pm_head_has_line(&top, "Full text: ") ||
		pm_head_has_line(&top, "ProQuest document ID: ")) &&
	       pm_pieces_find_line(head->text, head->len, 0, head->whole, &again,
				   is_rule) != PM_NO_PIECE;
}

static const struct pm_export_kind TEXT_KIND = {
	find_rule, read_text, "an export of ProQuest", PM_EXPORT_TEXT
};

static void *
text_make(const struct pm_format_setting *setting)
{
	return pm_export_make(setting, &TEXT_KIND);
}

const struct pm_format pm_format_proquest = {
	.name = "ProQuest",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.looks = text_looks,
	.make = text_make,
	PM_EXPORT_FUNCTIONS,
};

/* --- HTML --------------------------------------------------------------- */

#define ANCHOR "<a name=\"DocID_"

static size_t
find_anchor(const char *text, size_t len, size_t from, bool whole, size_t *again)
{
	(void)whole;
	return pm_pieces_find_text(text, len, from, again, ANCHOR);
}

static enum pm_status
read_page(struct pm_export *x, struct pm_str piece, struct pm_error *err)
{
	enum pm_status st;

	if (!begins(piece, ANCHOR))
		return PM_END;
	st = pm_fragment_text(piece.data, piece.len, &x->scratch, err);
	return st < 0 ? st : read_article(x, pm_export_str(&x->scratch), err);
}

static bool
page_looks(const struct pm_head *head)
{
	const struct pm_head top = pm_export_top(head, PM_EXPORT_HTML);

	return pm_head_find(&top, ANCHOR) != NULL &&
	       pm_head_find(&top, "<strong>") != NULL;
}

static const struct pm_export_kind PAGE_KIND = {
	find_anchor, read_page, "an export of ProQuest", PM_EXPORT_HTML
};

static void *
page_make(const struct pm_format_setting *setting)
{
	return pm_export_make(setting, &PAGE_KIND);
}

const struct pm_format pm_format_proquest_page = {
	.name = "ProQuest, HTML",
	.input = PM_TAKES_TEXT,
	.yield = PM_YIELDS_MANY,
	.looks = page_looks,
	.make = page_make,
	PM_EXPORT_FUNCTIONS,
};
