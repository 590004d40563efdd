/* Pressmark - responses of Factiva's service in XML.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * <PPSResponse> holds <article> elements, whose children are what is said of an article:
 * <headline>, <leadParagraph>, <sourceName>, <region code="usa"><name>..., one of a name or
 * many. */
#include "corpus/formats/labels.h"
#include "corpus/formats/xml_family.h"

#include "support/space.h"

#include <string.h>

enum how { WHOLE, LIST, PART };

static const struct element {
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

/* A paragraph begins: an empty line before it.  Whether its line ends count. */
static bool
begin_paragraph(const struct pm_xml_tree *t, uint32_t node, struct pm_buf *out)
{
	struct pm_str display = pm_xml_attr(t, node, "display");

	while (out->len > 0 && pm_is_markup_space((char)out->data[out->len - 1]))
		out->len--;
	if (out->len > 0)
		pm_buf_puts(out, "\n\n");
	return display.data != NULL && !pm_xml_says(display, "Proportional");
}

/* White space is a blank. */
static void
put_flowing(struct pm_str text, struct pm_buf *out)
{
	bool blank = out->len == 0 || pm_is_markup_space((char)out->data[out->len - 1]);
	size_t i;

	for (i = 0; i < text.len; i++) {
		bool space = pm_is_markup_space(text.data[i]);

		if (!space || !blank)
			pm_buf_putc(out, space ? ' ' : text.data[i]);
		blank = space;
	}
}

/* What a child of the article says, in job->line. */
static struct pm_str
value_of(struct pm_xml_job *job, uint32_t child)
{
	const struct pm_xml_tree *t = &job->tree;
	struct pm_buf *out = &job->line;
	bool as_written = true;
	uint32_t node;

	pm_buf_clear(out);
	for (node = pm_xml_step(t, child, child); node != 0;
	     node = pm_xml_step(t, child, node)) {
		struct pm_str text;

		if (pm_xml_node(t, node)->name != NULL) {
			if (pm_xml_is_one(t, node, " paragraph page "))
				as_written = begin_paragraph(t, node, out);
			continue;
		}
		text = pm_xml_text_of(t, node);
		if (as_written)
			pm_buf_put(out, text.data, text.len);
		else
			put_flowing(text, out);
	}
	return pm_str_trim(pm_xml_str(out));
}

static enum pm_status
factiva_read(struct pm_xml_job *job, uint32_t article, struct pm_error *err)
{
	const struct pm_xml_tree *t = &job->tree;
	uint32_t c;

	pm_buf_clear(&job->text);
	for (c = pm_xml_node(t, article)->child; c != 0; c = pm_xml_node(t, c)->next) {
		const char *name = pm_xml_node(t, c)->name;
		const struct element *e = ELEMENTS, *end = e + N_ELEMENTS;
		struct pm_str value;

		if (name == NULL)
			continue;
		while (e < end && strcmp(name, e->element) != 0)
			e++;
		value = value_of(job, c);
		if (e == end || e->how == WHOLE) {
			pm_xml_add(job, e == end ? name : e->member, value);
		} else if (e->how == LIST) {
			pm_xml_add_item(job, e->member, value);
		} else if (value.len > 0) {
			if (job->text.len > 0)
				pm_buf_puts(&job->text, "\n\n");
			pm_buf_put(&job->text, value.data, value.len);
		}
	}
	job->made_text = pm_xml_add(job, "text", pm_xml_str(&job->text));
	pm_buf_inherit(&job->text, &job->line);
	return pm_buf_check(&job->text, "the text", err);
}

const struct pm_xml_family pm_xml_factiva = {
	.roots = " PPSResponse ",
	.entries = " article ",
	.read = factiva_read,
};
