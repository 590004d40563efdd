/* Pressmark - responses of Factiva's service in XML.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * <PPSResponse> holds <article> elements, whose children are what is said of an article:
 * <headline>, <leadParagraph>, <sourceName>, <region code="usa"><name>..., one of a name or
 * many.  They are read as a stream, one article at a time. */
#include "corpus/formats/draft.h"
#include "corpus/formats/format.h"
#include "corpus/formats/labels.h"
#include "corpus/formats/xml_stream.h"
#include "support/space.h"

#include <stdlib.h>
#include <string.h>

/* What an article may have besides its text. */
#define SLACK ((size_t)16 << 20)

enum how { WHOLE, LIST, PART };

static const struct {
	const char *element, *member;
	enum how how;
} ELEMENTS[] = {
	{ "accessionNo", "id", WHOLE },	      { "headline", "title", WHOLE },
	{ "publicationDate", "date", WHOLE }, { "sourceName", "source", WHOLE },
	{ "byline", "author", WHOLE },	      { "baseLanguage", "language", WHOLE },
	{ "leadParagraph", "text", PART },    { "tailParagraphs", "text", PART },
	{ "region", "region", LIST },	      { "newsSubject", "newsSubject", LIST },
	{ "company", "company", LIST },	      { "industry", "industry", LIST },
	{ "descField", "descField", LIST },
};
#define N_ELEMENTS (sizeof ELEMENTS / sizeof *ELEMENTS)

struct factiva {
	size_t max_text;
	struct pm_stream *stream;
	struct pm_xml_stream xml;
	struct pm_draft draft;
	struct pm_buf text, value, name;
	int article;	/* the depth of the article that is open; -1: none is */
	size_t element; /* the number of its child; N_ELEMENTS: another one */
	bool in_child;
	bool as_written; /* line ends of the child's text count */
	uint64_t number;
};

static void *
factiva_make(const struct pm_format_setting *setting)
{
	struct factiva *f = pm_calloc(1, sizeof *f);
	size_t max = setting->options->max_text;

	if (f == NULL)
		return NULL;
	f->max_text = max > PM_BUF_NO_LIMIT - SLACK ? PM_BUF_NO_LIMIT : max + SLACK;
	pm_draft_init(&f->draft);
	pm_buf_init(&f->text, f->max_text);
	pm_buf_init(&f->value, f->max_text);
	pm_buf_init(&f->name, 256);
	return f;
}

static void
factiva_free(void *state)
{
	struct factiva *f = state;

	pm_draft_release(&f->draft);
	pm_buf_release(&f->text);
	pm_buf_release(&f->value);
	pm_buf_release(&f->name);
	free(f);
}

static enum pm_status
factiva_open(void *state, struct pm_source *source, struct pm_error *err)
{
	struct factiva *f = state;

	f->stream = source->stream;
	f->article = -1;
	f->in_child = false;
	f->number = 0;
	return pm_xml_stream_open(&f->xml, f->stream, err);
}

static void
factiva_close(void *state)
{
	struct factiva *f = state;

	pm_xml_stream_close(&f->xml);
	pm_stream_free(f->stream);
	f->stream = NULL;
}

/* --- what an article says ----------------------------------------------- */

static void
begin_child(struct factiva *f)
{
	f->element = 0;
	while (f->element < N_ELEMENTS &&
	       strcmp(f->xml.name, ELEMENTS[f->element].element) != 0)
		f->element++;
	pm_buf_clear(&f->value);
	pm_buf_clear(&f->name);
	pm_buf_puts(&f->name, f->xml.name);
	f->in_child = true;
	f->as_written = true;
}

static void
end_child(struct factiva *f)
{
	struct pm_str value = { pm_buf_str(&f->value), f->value.len };
	const char *name = pm_buf_str(&f->name);

	f->in_child = false;
	value = pm_str_trim(value);
	if (value.len == 0)
		return;
	if (f->element == N_ELEMENTS) {
		pm_draft_add(&f->draft, name, f->name.len, value.data, value.len);
	} else if (ELEMENTS[f->element].how == PART) {
		if (f->text.len > 0)
			pm_buf_puts(&f->text, "\n\n");
		pm_buf_put(&f->text, value.data, value.len);
	} else if (ELEMENTS[f->element].how == LIST) {
		name = ELEMENTS[f->element].member;
		pm_draft_add_item(&f->draft, name, strlen(name), value.data, value.len);
	} else {
		name = ELEMENTS[f->element].member;
		pm_draft_add(&f->draft, name, strlen(name), value.data, value.len);
	}
}

static void
begin_paragraph(struct factiva *f)
{
	const char *display = pm_xml_stream_attribute(&f->xml, "display");

	f->as_written = display != NULL && strcmp(display, "Proportional") != 0;
	while (f->value.len > 0 &&
	       pm_is_markup_space((char)f->value.data[f->value.len - 1]))
		f->value.len--;
	if (f->value.len > 0)
		pm_buf_puts(&f->value, "\n\n");
}

static void
put_text(struct factiva *f)
{
	const char *p = (const char *)xmlTextReaderConstValue(f->xml.reader);
	bool blank = f->value.len == 0 ||
		     pm_is_markup_space((char)f->value.data[f->value.len - 1]);

	if (p == NULL || !f->in_child)
		return;
	if (f->as_written) {
		pm_buf_puts(&f->value, p);
		return;
	}
	for (; *p != '\0'; p++) {
		bool space = pm_is_markup_space(*p);

		if (!space || !blank)
			pm_buf_putc(&f->value, space ? ' ' : *p);
		blank = space;
	}
}

/* A node; PM_END: an article has ended. */
static enum pm_status
take_node(struct factiva *f)
{
	int type = f->xml.type, depth = f->xml.depth;
	bool ends = type == XML_READER_TYPE_END_ELEMENT ||
		    (type == XML_READER_TYPE_ELEMENT &&
		     xmlTextReaderIsEmptyElement(f->xml.reader) == 1);

	if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA) {
		put_text(f);
		return PM_OK;
	}
	if (type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE && f->value.len > 0) {
		put_text(f);
		return PM_OK;
	}
	if (f->article < 0) {
		if (type == XML_READER_TYPE_ELEMENT && !ends &&
		    strcmp(f->xml.name, "article") == 0)
			f->article = depth;
		return PM_OK;
	}
	if (type == XML_READER_TYPE_ELEMENT && depth == f->article + 1)
		begin_child(f);
	else if (type == XML_READER_TYPE_ELEMENT &&
		 (strcmp(f->xml.name, "paragraph") == 0 ||
		  strcmp(f->xml.name, "page") == 0))
		begin_paragraph(f);
	if (ends && depth == f->article + 1)
		end_child(f);
	if (ends && depth == f->article) {
		f->article = -1;
		return PM_END;
	}
	return PM_OK;
}

static enum pm_status
check_limits(const struct factiva *f, struct pm_error *err)
{
	enum pm_status st = pm_buf_check(&f->value, "an element", err);

	if (st == PM_OK)
		st = pm_buf_check(&f->text, "the text", err);
	if (st == PM_OK)
		st = pm_buf_check(&f->name, "the name of an element", err);
	if (st == PM_OK && pm_draft_bytes(&f->draft) > f->max_text)
		return pm_fail(err, PM_ERR_INPUT, "an article is larger than %zu bytes",
			       f->max_text);
	/* no place is known at which reading could go on */
	return st == PM_ERR_LIMIT ? pm_fail(err, PM_ERR_INPUT, "%s", err->text) : st;
}

static enum pm_status
factiva_next(void *state, struct pm_entry *entry, struct pm_error *err)
{
	struct factiva *f = state;
	uint64_t before = f->xml.taken;
	enum pm_status st;

	pm_draft_clear(&f->draft);
	pm_buf_clear(&f->text);
	pm_buf_clear(&f->value);
	while ((st = pm_xml_stream_next(&f->xml, err)) == PM_OK) {
		bool ended = take_node(f) == PM_END;

		if ((st = check_limits(f, err)) < 0)
			return st;
		if (ended)
			break;
	}
	if (st == PM_END && f->number == 0)
		return pm_fail(err, PM_ERR_INPUT,
			       "looks like a response of Factiva, but has no article");
	if (st != PM_OK)
		return st;
	if (f->text.len > 0)
		pm_draft_add(&f->draft, "text", 4, pm_buf_str(&f->text), f->text.len);
	entry->unit = "article";
	entry->number = ++f->number;
	entry->bytes = f->xml.taken - before;
	st = pm_draft_object(&f->draft, &entry->object, err);
	entry->repairs = f->draft.repairs;
	return st;
}

static bool
factiva_looks(const struct pm_head *head)
{
	const struct pm_head begin = { .text = head->text,
				       .len = head->len < 1024 ? head->len : 1024 };

	return (pm_head_begins(&begin, "<?xml") || pm_head_begins(&begin, "<PPSR")) &&
	       pm_head_find(&begin, "<PPSResponse") != NULL;
}

const struct pm_format pm_format_factiva_xml = {
	.name = "Factiva, XML",
	.input = PM_TAKES_BYTES,
	.yield = PM_YIELDS_MANY,
	.looks = factiva_looks,
	.make = factiva_make,
	.free = factiva_free,
	.open = factiva_open,
	.next = factiva_next,
	.close = factiva_close,
};
