/* Pressmark - the paragraphs of a document of a word processor: see office_text.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/office_text.h"

#include "corpus/formats/office_styles.h"
#include "corpus/formats/xml_stream.h"
#include "support/space.h"
#include "support/utf8.h"

#include <stdlib.h>
#include <string.h>

/* What honest documents unpack to. */
#define RATIO_MAX 200u
#define UNPACKED_FREE ((uint64_t)64 << 20)

/* The members that have text, in the order in which they are read.  The first that is
 * there decides which kind of document it is. */
enum role { STYLES, BODY, NOTES };

struct part {
	const char *name;
	enum role role;
};

static const struct part PARTS[] = {
	{ "word/styles.xml", STYLES },	 { "word/document.xml", BODY },
	{ "word/footnotes.xml", NOTES }, { "word/endnotes.xml", NOTES },
	{ "styles.xml", STYLES },	 { "content.xml", BODY },
};
#define N_PARTS (sizeof PARTS / sizeof *PARTS)

/* Whose element it is. */
enum space { OTHER, WORD, COMPATIBILITY, ODF_TEXT, ODF_TABLE, ODF_STYLE, ODF_OFFICE };

struct pm_office {
	const void *bytes;
	size_t len;
	struct pm_office_limits limits;

	size_t part;	 /* the next one */
	bool has_styles; /* and nothing else of it counts */
	bool found;	 /* a part with text */
	struct pm_container *box;
	struct pm_stream *member;
	struct pm_xml_stream xml; /* of the member */

	struct pm_office_styles styles;
	bool in_style;
	struct pm_buf text;  /* of the paragraph */
	struct pm_buf aside; /* of those that stand in it */
	struct pm_buf style; /* its identifier */
	unsigned level;	     /* that it says of itself */
	unsigned nested;     /* paragraphs that are open */
	bool in_run;	     /* of Word: text here is text */
	int skipped;	     /* the depth of an element that is no text; -1: none */
	enum pm_office_begins begins;
	bool ended; /* a paragraph did: it is to be handed out */
};

bool
pm_office_is(const void *bytes, size_t len)
{
	return len > 4 && memcmp(bytes, "PK\3\4", 4) == 0;
}

/* --- members ------------------------------------------------------------ */

/* Whether a member has this name; some programs number them, "word/document2.xml". */
static bool
is_named(const char *at, const char *name)
{
	while (*at == *name && *at != '\0' && strcmp(name, ".xml") != 0) {
		at++;
		name++;
	}
	if (strcmp(name, ".xml") == 0)
		at += strspn(at, "0123456789");
	return strcmp(at, name) == 0;
}

enum pm_status
pm_office_member(struct pm_container **box, struct pm_stream **member, const void *bytes,
		 size_t len, const char *name, struct pm_watch *watch,
		 struct pm_error *err)
{
	const char *at, *reason;
	struct pm_stream *all;
	enum pm_status st = pm_memory_open(&all, bytes, len, watch, err);

	*box = NULL;
	*member = NULL;
	if (st == PM_OK)
		st = pm_container_open(box, all, PM_ZIP, err);
	while (st == PM_OK &&
	       (st = pm_container_next(*box, &at, member, &reason, err)) == PM_OK) {
		if (!is_named(at, name))
			continue;
		if (reason == NULL)
			return PM_OK;
		st = pm_fail(err, PM_ERR_INPUT, "%s is %s", name, reason);
	}
	pm_container_free(*box);
	*box = NULL;
	*member = NULL;
	return st == PM_END ? PM_ABSENT : st;
}

static void
close_part(struct pm_office *o)
{
	pm_xml_stream_close(&o->xml);
	pm_container_free(o->box);
	o->box = NULL;
	o->member = NULL;
}

/* The next part that the document has.  PM_END: there is none. */
static enum pm_status
open_part(struct pm_office *o, struct pm_error *err)
{
	enum pm_status st = PM_ABSENT;
	const struct part *part = NULL;

	while (st == PM_ABSENT && o->part < N_PARTS) {
		part = &PARTS[o->part++];
		st = pm_office_member(&o->box, &o->member, o->bytes, o->len, part->name,
				      o->limits.watch, err);
		/* damage is told of what has text, as far as that can be read */
		if (part->role == STYLES && (st == PM_ERR_INPUT || st == PM_ERR_IO))
			st = PM_ABSENT;
	}
	if (st == PM_ABSENT)
		return PM_END;
	if (st < 0)
		return st;
	o->found = o->found || part->role == BODY;
	o->has_styles = part->role == STYLES;
	o->nested = 0;
	o->skipped = -1;
	o->in_run = o->in_style = false;
	if ((st = pm_xml_stream_open(&o->xml, o->member, err)) < 0)
		return st;
	o->xml.most = o->len > UNPACKED_FREE / RATIO_MAX ? o->len * RATIO_MAX
							 : UNPACKED_FREE;
	pm_fail(&o->xml.too_many, PM_ERR_LIMIT,
		"its text unpacks to more than %u times the file", RATIO_MAX);
	return PM_OK;
}

/* --- elements ----------------------------------------------------------- */

static enum space
space_of(const char *uri)
{
	static const struct {
		const char *uri;
		enum space space;
	} known[] = {
		{ "http://schemas.openxmlformats.org/wordprocessingml/2006/main", WORD },
		{ "http://purl.oclc.org/ooxml/wordprocessingml/main", WORD },
		{ "http://schemas.openxmlformats.org/markup-compatibility/2006",
		  COMPATIBILITY },
		{ "urn:oasis:names:tc:opendocument:xmlns:text:1.0", ODF_TEXT },
		{ "urn:oasis:names:tc:opendocument:xmlns:table:1.0", ODF_TABLE },
		{ "urn:oasis:names:tc:opendocument:xmlns:style:1.0", ODF_STYLE },
		{ "urn:oasis:names:tc:opendocument:xmlns:office:1.0", ODF_OFFICE },
	};
	size_t i;

	for (i = 0; uri != NULL && i < sizeof known / sizeof *known; i++)
		if (strcmp(uri, known[i].uri) == 0)
			return known[i].space;
	return OTHER;
}

static const char *
attribute(struct pm_office *o, const char *name)
{
	return pm_xml_stream_attribute(&o->xml, name);
}

static unsigned
number(const char *text)
{
	unsigned long n = text == NULL ? 0 : strtoul(text, NULL, 10);

	return n > 99 ? 99 : (unsigned)n;
}

/* Where text goes: what stands inside of a paragraph waits until it ends. */
static struct pm_buf *
text_buf(struct pm_office *o)
{
	return o->nested > 1 ? &o->aside : &o->text;
}

static void
begin_paragraph(struct pm_office *o)
{
	if (o->nested++ > 0) {
		if (o->aside.len > 0)
			pm_buf_putc(&o->aside, '\n');
		return;
	}
	pm_buf_clear(&o->text);
	pm_buf_clear(&o->style);
	o->level = 0;
}

static void
end_paragraph(struct pm_office *o)
{
	if (o->nested > 0 && --o->nested == 0)
		o->ended = true;
}

static void
begin_cell(struct pm_office *o, enum pm_office_begins what)
{
	if (o->begins < what)
		o->begins = what;
}

static bool
is(const char *name, const char *one)
{
	return strcmp(name, one) == 0;
}

/* An element of a style of Word. */
static enum pm_status
start_word_style(struct pm_office *o, const char *name, struct pm_error *err)
{
	if (is(name, "style"))
		return pm_office_styles_add(&o->styles, attribute(o, "styleId"), err);
	if (is(name, "name"))
		pm_office_styles_name(&o->styles, attribute(o, "val"));
	else if (is(name, "basedOn"))
		pm_office_styles_parent(&o->styles, attribute(o, "val"));
	else if (is(name, "outlineLvl") && number(attribute(o, "val")) < 9)
		pm_office_styles_level(&o->styles, number(attribute(o, "val")) + 1);
	return PM_OK;
}

static enum pm_status
start_word(struct pm_office *o, const char *name, struct pm_error *err)
{
	const char *value;

	if (o->has_styles)
		return start_word_style(o, name, err);
	if (is(name, "p"))
		begin_paragraph(o);
	else if (is(name, "t"))
		o->in_run = true;
	else if (is(name, "tab") && o->nested > 0)
		pm_buf_putc(text_buf(o), '\t');
	else if (is(name, "br") || is(name, "cr"))
		pm_buf_putc(text_buf(o), '\n');
	else if (is(name, "noBreakHyphen"))
		pm_buf_puts(text_buf(o), "\xe2\x80\x91");
	else if (is(name, "tr"))
		begin_cell(o, PM_BEGINS_ROW);
	else if (is(name, "tc"))
		begin_cell(o, PM_BEGINS_CELL);
	else if (is(name, "outlineLvl") && o->nested == 1)
		o->level = number(attribute(o, "val")) + 1;
	else if (is(name, "pStyle") && o->nested == 1 && o->style.len == 0 &&
		 (value = attribute(o, "val")) != NULL)
		pm_buf_puts(&o->style, value);
	/* "tabs" of a paragraph's properties are no text, and neither are old versions */
	if (is(name, "tabs") || is(name, "del") || is(name, "moveFrom"))
		o->skipped = o->xml.depth;
	return PM_OK;
}

static enum pm_status
start_odf(struct pm_office *o, enum space space, const char *name, struct pm_error *err)
{
	const char *value;
	unsigned n;

	if (space == ODF_STYLE) {
		if (!is(name, "style"))
			return PM_OK;
		if (pm_office_styles_add(&o->styles, attribute(o, "name"), err) < 0)
			return err->status;
		pm_office_styles_name(&o->styles, attribute(o, "display-name"));
		pm_office_styles_parent(&o->styles, attribute(o, "parent-style-name"));
		return PM_OK;
	}
	if (space == ODF_TABLE && is(name, "table-row"))
		begin_cell(o, PM_BEGINS_ROW);
	else if (space == ODF_TABLE && is(name, "table-cell"))
		begin_cell(o, PM_BEGINS_CELL);
	else if (space == ODF_OFFICE && is(name, "annotation"))
		o->skipped = o->xml.depth;
	if (space != ODF_TEXT || o->has_styles)
		return PM_OK;
	if (is(name, "p") || is(name, "h")) {
		begin_paragraph(o);
		if (o->nested == 1 && (value = attribute(o, "style-name")) != NULL)
			pm_buf_puts(&o->style, value);
		if (o->nested == 1 && is(name, "h")) {
			n = number(attribute(o, "outline-level"));
			o->level = n > 0 ? n : 1;
		}
	} else if (is(name, "s")) {
		for (n = number(attribute(o, "c")), n += n == 0; n > 0; n--)
			pm_buf_putc(text_buf(o), ' ');
	} else if (is(name, "tab")) {
		pm_buf_putc(text_buf(o), '\t');
	} else if (is(name, "line-break")) {
		pm_buf_putc(text_buf(o), '\n');
	} else if (is(name, "tracked-changes") || is(name, "note-citation")) {
		o->skipped = o->xml.depth;
	}
	return PM_OK;
}

static enum pm_status
start_element(struct pm_office *o, struct pm_error *err)
{
	const char *name = o->xml.name;
	enum space space =
		space_of((const char *)xmlTextReaderConstNamespaceUri(o->xml.reader));

	if (space == COMPATIBILITY && is(name, "Fallback"))
		o->skipped = o->xml.depth; /* it says the same again */
	if (space == WORD)
		return start_word(o, name, err);
	return space >= ODF_TEXT ? start_odf(o, space, name, err) : PM_OK;
}

static void
end_element(struct pm_office *o)
{
	const char *name = o->xml.name;
	enum space space =
		space_of((const char *)xmlTextReaderConstNamespaceUri(o->xml.reader));

	if (space == WORD && is(name, "t"))
		o->in_run = false;
	else if (!o->has_styles &&
		 ((space == WORD && is(name, "p")) ||
		  (space == ODF_TEXT && (is(name, "p") || is(name, "h")))))
		end_paragraph(o);
}

/* Text of OpenDocument: white space is one blank. */
static void
put_collapsed(struct pm_buf *out, const char *text)
{
	bool blank = out->len > 0 && pm_is_markup_space((char)out->data[out->len - 1]);

	for (; *text != '\0'; text++) {
		bool space = pm_is_markup_space(*text);

		if (!space || !blank)
			pm_buf_putc(out, space ? ' ' : *text);
		blank = space;
	}
}

static void
put_text(struct pm_office *o)
{
	const char *text = (const char *)xmlTextReaderConstValue(o->xml.reader);

	if (text == NULL || o->has_styles || o->nested == 0)
		return;
	if (PARTS[o->part - 1].name[0] == 'w') {
		if (o->in_run)
			pm_buf_puts(text_buf(o), text);
	} else {
		put_collapsed(text_buf(o), text);
	}
}

/* One node of the XML. */
static enum pm_status
take_node(struct pm_office *o, struct pm_error *err)
{
	int type = o->xml.type, depth = o->xml.depth;
	bool is_empty = xmlTextReaderIsEmptyElement(o->xml.reader) == 1;
	enum pm_status st = PM_OK;

	if (o->skipped >= 0) {
		if (type == XML_READER_TYPE_END_ELEMENT && depth == o->skipped)
			o->skipped = -1;
		return PM_OK;
	}
	if (type == XML_READER_TYPE_ELEMENT) {
		st = start_element(o, err);
		if (is_empty && o->skipped == depth)
			o->skipped = -1;
		if (is_empty)
			end_element(o);
	} else if (type == XML_READER_TYPE_END_ELEMENT) {
		end_element(o);
	} else if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
		   type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE) {
		put_text(o);
	}
	return st;
}

/* --- paragraphs --------------------------------------------------------- */

static enum pm_status
check_limits(const struct pm_office *o, struct pm_error *err)
{
	enum pm_status st = pm_buf_check(&o->text, "a paragraph", err);

	if (st == PM_OK)
		st = pm_buf_check(&o->aside, "a paragraph", err);
	return st == PM_OK ? pm_buf_check(&o->style, "the name of a style", err) : st;
}

/* Hand out what is in TEXT. */
static void
put_paragraph(struct pm_paragraph *p, const struct pm_buf *text)
{
	p->text = pm_buf_str(text);
	p->len = text->len;
	while (p->len > 0 && pm_is_markup_space(p->text[p->len - 1]))
		p->len--;
	while (p->len > 0 && pm_is_markup_space(*p->text)) {
		p->text++;
		p->len--;
	}
}

/* Read on until a paragraph ends.  PM_OK; PM_END: the document has ended. */
static enum pm_status
read_paragraph(struct pm_office *o, struct pm_error *err)
{
	enum pm_status st;

	while (!o->ended) {
		if (o->xml.reader == NULL && (st = open_part(o, err)) != PM_OK)
			return st;
		st = pm_xml_stream_next(&o->xml, err);
		if (st == PM_END) {
			close_part(o);
			continue;
		}
		if (st < 0)
			return st;
		if ((st = take_node(o, err)) < 0 || (st = check_limits(o, err)) < 0)
			return st;
	}
	return PM_OK;
}

enum pm_status
pm_office_next(struct pm_office *o, struct pm_paragraph *p, struct pm_error *err)
{
	enum pm_status st;
	unsigned level;

	memset(p, 0, sizeof *p);
	p->style = "";
	if (!o->ended && o->nested == 0 && o->aside.len > 0) {
		pm_buf_clear(&o->text);
		pm_buf_inherit(&o->text, &o->aside);
		pm_buf_put(&o->text, o->aside.data, o->aside.len);
		pm_buf_clear(&o->aside);
		put_paragraph(p, &o->text);
		return PM_OK;
	}
	if ((st = read_paragraph(o, err)) != PM_OK)
		return st < 0 || o->found
			     ? st
			     : pm_fail(err, PM_ERR_INPUT,
				       "no word/document.xml or content.xml in it");
	o->ended = false;
	put_paragraph(p, &o->text);
	if (o->style.len > 0)
		p->style = pm_office_styles_find(&o->styles, pm_buf_str(&o->style),
						 &level, &p->is_title);
	p->heading = o->level > 9 ? 0 : o->level;
	if (p->heading == 0 && o->level == 0 && o->style.len > 0)
		p->heading = level;
	p->begins = o->begins;
	o->begins = PM_BEGINS_PARAGRAPH;
	return PM_OK;
}

enum pm_status
pm_office_open(struct pm_office **out, const void *bytes, size_t len,
	       const struct pm_office_limits *limits, struct pm_error *err)
{
	struct pm_office *o = pm_calloc(1, sizeof *o);

	*out = o;
	if (o == NULL)
		return pm_fail_nomem(err);
	o->bytes = bytes;
	o->len = len;
	o->limits = *limits;
	o->skipped = -1;
	pm_office_styles_init(&o->styles);
	pm_buf_init(&o->text, limits->max_text);
	pm_buf_init(&o->aside, limits->max_text);
	pm_buf_init(&o->style, 256);
	return PM_OK;
}

void
pm_office_free(struct pm_office *o)
{
	if (o == NULL)
		return;
	close_part(o);
	pm_office_styles_release(&o->styles);
	pm_buf_release(&o->text);
	pm_buf_release(&o->aside);
	pm_buf_release(&o->style);
	free(o);
}
