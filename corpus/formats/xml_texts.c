/* Pressmark - editions of texts (TEI), pages that were scanned (ALTO), and the Federal
 * Register of the United States.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/xml_family.h"

#include <string.h>

/* --- TEI ---------------------------------------------------------------- */

/* Of two readings the one that editors made; running titles are none. */
static bool
is_other_reading(const struct pm_xml_tree *t, uint32_t node)
{
	if (pm_xml_is_one(t, node, " fw teiHeader figDesc "))
		return true;
	return pm_xml_is(t, pm_xml_node(t, node)->parent, "choice") &&
	       pm_xml_is_one(t, node, " sic orig abbr ");
}

/* A number of an authority is no part of a name. */
static bool
is_number(const struct pm_xml_tree *t, uint32_t node)
{
	return pm_xml_is_one(t, node, " idno note ");
}

static void
add_tei_authors(struct pm_xml_job *job, uint32_t title)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t author = pm_xml_child(t, title, "author"), name;

	for (; author != 0; author = pm_xml_again(t, author, "author")) {
		name = pm_xml_child(t, author, "persName");
		pm_buf_clear(&job->line);
		pm_xml_put_line(t, name != 0 ? name : author, is_number, &job->line);
		pm_xml_add_item(job, "author", pm_xml_str(&job->line));
	}
}

/* When the text was written; else its source; else the edition. */
static void
add_tei_date(struct pm_xml_job *job, uint32_t header)
{
	static const char *const places[] = { "creation", "sourceDesc", "publicationStmt" };
	const struct pm_xml_tree *t = &job->tree;
	uint32_t place, date;
	size_t i;

	for (i = 0; i < sizeof places / sizeof *places; i++) {
		place = pm_xml_below(t, header, 0, places[i]);
		date = 0;
		while (place != 0 && (date = pm_xml_below(t, place, date, "date")) != 0)
			if (pm_xml_add_first(job, "date", date, "@when|@notBefore|@from") ||
			    pm_xml_add_line(job, "date", date))
				return;
	}
}

/* The journal or newspaper that it is from; else who publishes it. */
static void
add_tei_source(struct pm_xml_job *job, uint32_t header)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t source = pm_xml_below(t, header, 0, "sourceDesc"), title = 0;

	while (source != 0 && (title = pm_xml_below(t, source, title, "title")) != 0)
		if (pm_xml_says(pm_xml_attr(t, title, "level"), "j") &&
		    pm_xml_add_line(job, "source", title))
			return;
	source = pm_xml_below(t, header, 0, "publicationStmt");
	if (source != 0)
		pm_xml_add_line(job, "source", pm_xml_below(t, source, 0, "publisher"));
}

/* A title: the main one of several. */
static void
add_tei_title(struct pm_xml_job *job, uint32_t statement)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t title = pm_xml_child(t, statement, "title"), main = title, sub;

	while (main != 0 && !pm_xml_says(pm_xml_attr(t, main, "type"), "main"))
		main = pm_xml_again(t, main, "title");
	pm_xml_add_line(job, "title", main != 0 ? main : title);
	for (sub = title; sub != 0; sub = pm_xml_again(t, sub, "title"))
		if (pm_xml_says(pm_xml_attr(t, sub, "type"), "sub") && sub != main)
			pm_xml_add_line_item(job, "subtitle", sub);
}

static void
add_tei_header(struct pm_xml_job *job, uint32_t header)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t statement = pm_xml_find(t, header, "fileDesc/titleStmt"), term = 0;
	uint32_t terms = pm_xml_below(t, header, 0, "textClass");

	if (statement != 0) {
		add_tei_title(job, statement);
		add_tei_authors(job, statement);
	}
	add_tei_date(job, header);
	add_tei_source(job, header);
	while (terms != 0 && (term = pm_xml_below(t, terms, term, "term")) != 0)
		pm_xml_add_line_item(job, "keyword", term);
}

static enum pm_status
tei_read(struct pm_xml_job *job, uint32_t tei, struct pm_error *err)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t header = pm_xml_child(t, tei, "teiHeader");
	uint32_t text = pm_xml_child(t, tei, "text"), usage = 0;

	(void)err;
	if (!pm_xml_add_first(job, "id", tei, "@id|@n") && header != 0)
		pm_xml_add_first(job, "id", header, "fileDesc/publicationStmt/idno");
	if (header != 0) {
		add_tei_header(job, header);
		usage = pm_xml_below(t, header, 0, "language");
	}
	if (!pm_xml_add_first(job, "language", tei, "@xml:lang|text@xml:lang") &&
	    usage != 0)
		pm_xml_add_first(job, "language", usage, "@ident");
	pm_buf_clear(&job->text);
	for (; text != 0; text = pm_xml_again(t, text, "text")) {
		if (job->text.len > 0)
			pm_buf_puts(&job->text, "\n\n");
		pm_xml_put_text(job, text, is_other_reading);
	}
	pm_xml_add(job, "text", pm_xml_str(&job->text));
	return PM_OK;
}

const struct pm_xml_family pm_xml_tei = {
	.roots = " TEI TEI.2 teiCorpus teiCorpus.2 ",
	.entries = " TEI TEI.2 ",
	.read = tei_read,
};

/* --- ALTO --------------------------------------------------------------- */

/* What stands between two words of a page. */
enum joint { NONE, JOINED, SPACED, NEW_LINE, NEW_BLOCK };

struct page {
	struct pm_buf *out;
	enum joint joint;
	bool in_hyphen; /* the whole word was put, where its first part stands */
};

static void
widen_joint(struct page *p, enum joint joint)
{
	if (joint > p->joint && (p->joint != JOINED || joint == NEW_BLOCK))
		p->joint = joint;
}

static void
put_word(struct page *p, struct pm_str word)
{
	static const char *const joints[] = { "", "", " ", "\n", "\n\n" };

	if (pm_xml_is_blank(word.data, word.len))
		return;
	if (p->out->len > 0)
		pm_buf_puts(p->out, joints[p->joint]);
	pm_buf_put(p->out, word.data, word.len);
	p->joint = SPACED;
}

/* A word, or a part of one that a line's end has cut: the whole is put for the first
 * part. */
static void
put_string(struct page *p, const struct pm_xml_tree *t, uint32_t string)
{
	struct pm_str type = pm_xml_attr(t, string, "SUBS_TYPE");
	struct pm_str whole = pm_xml_attr(t, string, "SUBS_CONTENT");
	bool second = pm_xml_says(type, "HypPart2");

	if (second && p->in_hyphen) {
		p->in_hyphen = false;
		return;
	}
	p->in_hyphen = pm_xml_says(type, "HypPart1") && whole.len > 0;
	put_word(p, p->in_hyphen || (second && whole.len > 0)
			    ? whole
			    : pm_xml_attr(t, string, "CONTENT"));
}

static enum pm_status
alto_read(struct pm_xml_job *job, uint32_t alto, struct pm_error *err)
{
	const struct pm_xml_tree *t = &job->tree;
	struct page p = { .out = &job->text };
	uint32_t node;

	(void)err;
	pm_buf_clear(&job->text);
	for (node = pm_xml_step(t, alto, alto); node != 0;
	     node = pm_xml_step(t, alto, node)) {
		if (pm_xml_is(t, node, "String"))
			put_string(&p, t, node);
		else if (pm_xml_is(t, node, "TextBlock"))
			widen_joint(&p, NEW_BLOCK);
		else if (pm_xml_is(t, node, "TextLine"))
			widen_joint(&p, NEW_LINE);
		else if (pm_xml_is(t, node, "HYP") && !p.in_hyphen)
			p.joint = JOINED;
	}
	job->made_text = pm_xml_add(job, "text", pm_xml_str(&job->text));
	pm_xml_add_first(job, "language", alto, "Layout/Page/PrintSpace/TextBlock@LANG");
	pm_xml_add_first(job, "image", alto,
			 "Description/sourceImageInformation/fileName");
	return PM_OK;
}

const struct pm_xml_family pm_xml_alto = {
	.roots = " alto ALTO ",
	.entries = " alto ALTO ",
	.read = alto_read,
};

/* --- the Federal Register ------------------------------------------------ */

static bool
is_notice_data(const struct pm_xml_tree *t, uint32_t node)
{
	return pm_xml_is_one(t, node, " FRDOC BILCOD PRTPAGE STARS GPH ");
}

static enum pm_status
fedreg_read(struct pm_xml_job *job, uint32_t entry, struct pm_error *err)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t root = entry;

	(void)err;
	while (pm_xml_node(t, root)->parent != 0)
		root = pm_xml_node(t, root)->parent;
	pm_xml_add_line(job, "id", pm_xml_below(t, entry, 0, "FRDOC"));
	if (!pm_xml_add_line(job, "title", pm_xml_below(t, entry, 0, "SUBJECT")))
		pm_xml_add_line(job, "title", pm_xml_below(t, entry, 0, "HD"));
	pm_xml_add_first(job, "date", root, "DATE");
	pm_xml_add(job, "source", (struct pm_str){ "Federal Register", 16 });
	pm_xml_add_line(job, "agency", pm_xml_below(t, entry, 0, "AGENCY"));
	pm_xml_add(job, "kind",
		   (struct pm_str){ pm_xml_node(t, entry)->name,
				    strlen(pm_xml_node(t, entry)->name) });
	pm_xml_add_prose(job, "text", entry, is_notice_data);
	return PM_OK;
}

const struct pm_xml_family pm_xml_fedreg = {
	.roots = " FEDREG ",
	.entries = " RULE PRORULE NOTICE PRESDOCU ",
	.read = fedreg_read,
};
