/* Pressmark - the paragraphs of a document of a word processor: see office_text.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/office_text.h"

#include "corpus/formats/office_styles.h"
#include "corpus/formats/xml_events.h"
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

/* What ends with an element. */
enum ending { NOTHING, RUN, PARAGRAPH };

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
	struct pm_xml xml; /* of the member */
	bool is_open;
	uint64_t repairs;	     /* of the members before */
	uint64_t most;		     /* bytes that it may have */
	struct pm_xml_event element; /* that begins */
	unsigned depth;
	uint8_t ends[PM_XML_DEPTH_MAX + 2]; /* enum ending, of the elements that are open */

	struct pm_office_styles styles;
	bool in_style;
	struct pm_buf text;  /* of the paragraph */
	struct pm_buf aside; /* of those that stand in it */
	struct pm_buf style; /* its identifier */
	unsigned level;	     /* that it says of itself */
	unsigned nested;     /* paragraphs that are open */
	bool in_run;	     /* of Word: text here is text */
	unsigned skipped;    /* the depth of an element that is no text; 0: none */
	struct pm_buf value; /* scratch: of an attribute */
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

uint64_t
pm_office_repairs(const struct pm_office *o)
{
	const struct pm_xml_source *s = &o->xml.source;

	return o->repairs +
	       (o->is_open ? s->replaced + s->controls + s->encoded.replaced : 0);
}

static void
close_part(struct pm_office *o)
{
	o->repairs = pm_office_repairs(o);
	if (o->is_open)
		pm_xml_close(&o->xml);
	o->is_open = false;
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
	o->nested = o->depth = o->skipped = 0;
	o->in_run = o->in_style = false;
	o->most = o->len > UNPACKED_FREE / RATIO_MAX ? o->len * RATIO_MAX : UNPACKED_FREE;
	o->is_open = true;
	st = pm_xml_open(&o->xml, o->member, o->limits.encodings, err);
	return st == PM_END ? pm_fail(err, PM_ERR_INPUT, "%s is empty", part->name) : st;
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

/* The attribute of the element that begins; NULL: it has none.  Valid until the next one. */
static const char *
attribute(struct pm_office *o, const char *name)
{
	const struct pm_xml_event *e = &o->element;
	size_t i;

	for (i = 0; i < e->n_attrs; i++)
		if (strcmp(e->attrs[i].name, name) == 0) {
			pm_buf_clear(&o->value);
			pm_buf_put(&o->value, e->text + e->attrs[i].value,
				   e->attrs[i].len);
			return pm_buf_str(&o->value);
		}
	return NULL;
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
		o->skipped = o->depth;
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
		o->skipped = o->depth;
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
		o->skipped = o->depth;
	}
	return PM_OK;
}

static enum ending
ending_of(enum space space, const char *name)
{
	if (space == WORD && is(name, "t"))
		return RUN;
	if ((space == WORD && is(name, "p")) ||
	    (space == ODF_TEXT && (is(name, "p") || is(name, "h"))))
		return PARAGRAPH;
	return NOTHING;
}

static enum pm_status
start_element(struct pm_office *o, struct pm_error *err)
{
	const char *colon = strchr(o->element.name, ':');
	const char *name = colon == NULL ? o->element.name : colon + 1;
	enum space space = space_of(o->element.uri);

	o->ends[o->depth] = (uint8_t)ending_of(space, name);
	if (space == COMPATIBILITY && is(name, "Fallback"))
		o->skipped = o->depth; /* it says the same again */
	if (space == WORD)
		return start_word(o, name, err);
	return space >= ODF_TEXT ? start_odf(o, space, name, err) : PM_OK;
}

static void
end_element(struct pm_office *o)
{
	enum ending what = (enum ending)o->ends[o->depth];

	if (what == RUN)
		o->in_run = false;
	else if (what == PARAGRAPH && !o->has_styles)
		end_paragraph(o);
}

/* Text of OpenDocument: white space is one blank. */
static void
put_collapsed(struct pm_buf *out, const char *text, size_t len)
{
	bool blank = out->len > 0 && pm_is_markup_space((char)out->data[out->len - 1]);
	size_t i;

	for (i = 0; i < len; i++) {
		bool space = pm_is_markup_space(text[i]);

		if (!space || !blank)
			pm_buf_putc(out, space ? ' ' : text[i]);
		blank = space;
	}
}

static void
put_text(struct pm_office *o, const char *text, size_t len)
{
	if (o->has_styles || o->nested == 0)
		return;
	if (PARTS[o->part - 1].name[0] == 'w') {
		if (o->in_run)
			pm_buf_put(text_buf(o), text, len);
	} else {
		put_collapsed(text_buf(o), text, len);
	}
}

static enum pm_status
take_event(struct pm_office *o, const struct pm_xml_event *e, struct pm_error *err)
{
	if (e->type == PM_XML_START) {
		o->depth++;
		o->element = *e;
		return o->skipped > 0 ? PM_OK : start_element(o, err);
	}
	if (e->type == PM_XML_END) {
		if (o->skipped == o->depth)
			o->skipped = 0;
		else if (o->skipped == 0)
			end_element(o);
		o->depth--;
	} else if (o->skipped == 0) {
		put_text(o, e->text, e->len);
	}
	return PM_OK;
}

/* --- paragraphs --------------------------------------------------------- */

static enum pm_status
check_limits(const struct pm_office *o, struct pm_error *err)
{
	enum pm_status st = pm_buf_check(&o->text, "a paragraph", err);

	if (st == PM_OK)
		st = pm_buf_check(&o->aside, "a paragraph", err);
	if (st == PM_OK)
		st = pm_buf_check(&o->value, "an attribute", err);
	if (st == PM_OK && o->xml.source.bytes > o->most)
		return pm_fail(err, PM_ERR_LIMIT,
			       "its text unpacks to more than %u times the file",
			       RATIO_MAX);
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
	struct pm_xml_event e;
	enum pm_status st;

	while (!o->ended) {
		if (!o->is_open && (st = open_part(o, err)) != PM_OK)
			return st;
		st = pm_xml_next(&o->xml, &e, err);
		if (st == PM_END) {
			close_part(o);
			continue;
		}
		if (st < 0)
			return st;
		if ((st = take_event(o, &e, err)) < 0 || (st = check_limits(o, err)) < 0)
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

	*out = NULL;
	if (o == NULL)
		return pm_fail_nomem(err);
	o->bytes = bytes;
	o->len = len;
	o->limits = *limits;
	pm_office_styles_init(&o->styles);
	pm_buf_init(&o->text, limits->max_text);
	pm_buf_init(&o->aside, limits->max_text);
	pm_buf_init(&o->style, 256);
	pm_buf_init(&o->value, PM_BUF_NO_LIMIT);
	*out = o;
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
	pm_buf_release(&o->value);
	free(o);
}
