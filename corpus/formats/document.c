/* Pressmark - documents of word processors, .docx and .odt.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The text is that of office_text.h, a paragraph after an empty line, cells of a table
 * with tabs between.  The title is what the document calls itself, if that says more than
 * the name of its file; else the first paragraph in the style of a title, or, if there is
 * none, of a heading; else the first one, if it is a title by the rule for plain text.
 * Where the title is also the first paragraph, it is no text.
 *
 * A document may be an export of a database, with many articles (nexis_docx.h). */
#include "corpus/formats/draft.h"
#include "corpus/formats/dublin.h"
#include "corpus/formats/format.h"
#include "corpus/formats/nexis_docx.h"
#include "corpus/formats/office_text.h"
#include "corpus/formats/plain.h"
#include "corpus/formats/single.h"
#include "corpus/formats/text.h"

#include <stdlib.h>
#include <string.h>

/* Documents have their pictures in them. */
#define FILE_MAX ((size_t)256 << 20)
/* More is no heading. */
#define TITLE_MAX 300u

struct document_state {
	struct pm_single file;
	PM_BUF_GROUP(bytes, xml, title, heading, text);
	uint64_t mended;  /* of its XML */
	size_t first_len; /* of the first paragraph of the text */
	struct pm_draft draft;
	struct pm_encodings *encodings; /* of XML: never what is given */
	struct pm_nexis_docx *nexis;
	bool in_export; /* its articles are being read */
};

static void *
document_make(const struct pm_format_setting *setting)
{
	struct document_state *s = pm_calloc(1, sizeof *s);

	if (s == NULL)
		return NULL;
	pm_single_init(&s->file, setting);
	pm_bufs_init(s->bufs, PM_BUFS(s));
	pm_draft_init(&s->draft);
	if (pm_encodings_open(&s->encodings, NULL, NULL) < 0 ||
	    (s->nexis = pm_nexis_docx_new(setting, s->encodings)) == NULL) {
		pm_encodings_free(s->encodings);
		free(s);
		return NULL;
	}
	return s;
}

static void
document_trim(void *state)
{
	struct document_state *s = state;

	if (s->in_export)
		return;
	pm_bufs_release(s->bufs, PM_BUFS(s));
}

static void
document_free(void *state)
{
	struct document_state *s = state;

	document_trim(s);
	pm_draft_release(&s->draft);
	pm_nexis_docx_free(s->nexis);
	pm_encodings_free(s->encodings);
	free(s);
}

static void
document_close(void *state)
{
	struct document_state *s = state;

	if (s->in_export)
		pm_nexis_docx_close(s->nexis);
	s->in_export = false;
	pm_single_close(state);
}

/* Read a small member of the archive.  PM_ABSENT: it is not there, or damaged. */
static enum pm_status
read_member(struct document_state *s, const char *name, struct pm_error *err)
{
	struct pm_container *box;
	struct pm_stream *member;
	enum pm_status st = pm_office_member(&box, &member, s->bytes.data, s->bytes.len,
					     name, s->file.watch, err);

	if (st == PM_OK) {
		st = pm_text_read(&s->xml, member, PM_DUBLIN_MAX, err);
		pm_container_free(box);
	}
	return st == PM_ERR_INPUT || st == PM_ERR_IO || st == PM_ERR_LIMIT
		     ? PM_ABSENT
		     : st;
}

/* What the document says about itself. */
static enum pm_status
read_facts(struct document_state *s, struct pm_error *err)
{
	static const char *const names[] = { "docProps/core.xml", "meta.xml" };
	enum pm_status st = PM_ABSENT;
	xmlDoc *doc;
	size_t i;

	pm_buf_clear(&s->title);
	for (i = 0; st == PM_ABSENT && i < sizeof names / sizeof *names; i++)
		st = read_member(s, names[i], err);
	if (st != PM_OK)
		return st == PM_ABSENT ? PM_OK : st;
	doc = pm_dublin_parse(pm_buf_str(&s->xml), s->xml.len);
	if (doc == NULL)
		return PM_OK;
	pm_dublin_read(doc, &s->draft, &s->title);
	xmlFreeDoc(doc);
	if (!pm_dublin_is_title(pm_buf_str(&s->title), s->title.len, s->file.name,
				s->file.name_len))
		pm_buf_clear(&s->title);
	return pm_buf_check(&s->title, "the title", err);
}

/* --- text --------------------------------------------------------------- */

static void
put_paragraph(struct document_state *s, const struct pm_paragraph *p)
{
	struct pm_buf *out = &s->text;

	if (p->begins == PM_BEGINS_CELL)
		pm_buf_putc(out, '\t');
	else if (p->begins == PM_BEGINS_ROW && out->len > 0)
		pm_buf_putc(out, '\n');
	else if (p->len > 0 && out->len > 0)
		pm_buf_puts(out, "\n\n");
	if (s->first_len == 0 && p->len > 0)
		s->first_len = out->len + p->len;
	pm_buf_put(out, p->text, p->len);
}

/* The best heading so far: a title, else the highest level. */
static void
note_heading(struct document_state *s, const struct pm_paragraph *p, unsigned *best)
{
	unsigned level = p->is_title ? 0 : p->heading;

	if ((!p->is_title && p->heading == 0) || p->len == 0 || p->len > TITLE_MAX ||
	    level >= *best)
		return;
	*best = level;
	pm_buf_clear(&s->heading);
	pm_buf_put(&s->heading, p->text, p->len);
}

static enum pm_status
read_text(struct document_state *s, struct pm_error *err)
{
	const struct pm_office_limits limits = { s->file.options->max_text, s->file.watch,
						 s->encodings };
	struct pm_paragraph p;
	struct pm_office *office;
	unsigned best = 100;
	enum pm_status st = pm_office_open(&office, s->bytes.data, s->bytes.len, &limits,
					   err);

	pm_buf_clear(&s->text);
	pm_buf_clear(&s->heading);
	s->text.limit = s->file.options->max_text;
	s->first_len = 0;
	while (st == PM_OK && (st = pm_office_next(office, &p, err)) == PM_OK) {
		put_paragraph(s, &p);
		note_heading(s, &p, &best);
		st = pm_buf_check(&s->text, "the text", err);
	}
	s->mended = office == NULL ? 0 : pm_office_repairs(office);
	pm_office_free(office);
	return st;
}

/* The title, and the text without it, if it stands there first. */
static void
add_title_and_text(struct document_state *s)
{
	const struct pm_buf *best = s->title.len > 0 ? &s->title : &s->heading;
	struct pm_str title = { pm_buf_str(best), best->len };
	struct pm_str text = { pm_buf_str(&s->text), s->text.len };

	if (title.len == 0)
		pm_plain_divide(text, &title, &text);
	else if (s->first_len == title.len &&
		 memcmp(text.data, title.data, title.len) == 0)
		text = (struct pm_str){ text.data + title.len, text.len - title.len };
	while (text.len > 0 && *text.data == '\n') {
		text.data++;
		text.len--;
	}
	pm_draft_add(&s->draft, "title", 5, title.data, title.len);
	pm_draft_add(&s->draft, "text", 4, text.data, text.len);
}

static enum pm_status
read_document(struct document_state *s, struct pm_entry *entry, struct pm_error *err)
{
	struct pm_error why;
	enum pm_status st, ended;

	if (!pm_office_is(s->bytes.data, s->bytes.len))
		return pm_fail(err, PM_ERR_INPUT,
			       s->bytes.len > 4 && memcmp(s->bytes.data,
							  "\xd0\xcf\x11\xe0", 4) == 0
				       ? "it is encrypted, or a document of an older program"
				       : "it is no such document");
	pm_draft_clear(&s->draft);
	if ((st = read_facts(s, err)) < 0)
		return st;
	ended = read_text(s, &why);
	if (ended < 0 && (ended != PM_ERR_INPUT || s->text.len == 0)) {
		*err = why;
		return ended;
	}
	add_title_and_text(s);
	entry->bytes = s->bytes.len;
	entry->keeps_markup = true;
	st = pm_draft_object(&s->draft, &entry->object, err);
	entry->repairs = s->draft.repairs + s->mended;
	if (st == PM_OK && ended < 0)
		pm_text_tell_cut(s->file.options, entry->article->file, &why);
	return st;
}

static enum pm_status
document_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct document_state *s = state;
	enum pm_status st;

	if (s->in_export)
		return pm_nexis_docx_next(s->nexis, entry, err);
	if (s->file.stream == NULL)
		return PM_END;
	st = pm_text_read(&s->bytes, s->file.stream, FILE_MAX, err);
	document_close(s);
	if (st < 0)
		return st;
	if (!pm_nexis_docx_is(s->bytes.data, s->bytes.len, s->file.watch, s->encodings))
		return read_document(s, entry, err);
	st = pm_nexis_docx_open(s->nexis, s->bytes.data, s->bytes.len, err);
	s->in_export = st == PM_OK;
	return st < 0 ? st : pm_nexis_docx_next(s->nexis, entry, err);
}

const struct pm_format pm_format_document = {
	.name = "document",
	.suffixes = ".docx .docm .odt .ott",
	.input = PM_TAKES_BYTES,
	.yield = PM_YIELDS_MANY,
	.encoding = "XML, UTF-8 unless a part declares another",
	.make = document_make,
	.free = document_free,
	.open = pm_single_open,
	.next = document_next,
	.close = document_close,
	.trim = document_trim,
};
