/* Pressmark - what a document says about itself: see dublin.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/dublin.h"

#include "support/space.h"

#include <libxml/parser.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

enum fact { TITLE, FIRST_AUTHOR, AUTHOR, CREATED, DATE, LANGUAGE, KEYWORD, PUBLISHER };

static const struct {
	const char *element;
	enum fact fact;
} ELEMENTS[] = {
	{ "title", TITLE },	      { "initial-creator", FIRST_AUTHOR },
	{ "creator", AUTHOR },	      { "created", CREATED },
	{ "creation-date", CREATED }, { "date", DATE },
	{ "language", LANGUAGE },     { "keyword", KEYWORD },
	{ "keywords", KEYWORD },      { "subject", KEYWORD },
	{ "publisher", PUBLISHER },
};

/* Names that programs give to whoever writes with them. */
static const char *const NOBODY[] = {
	"user",
	"admin",
	"administrator",
	"windows user",
	"microsoft office user",
	"unknown",
	"python-docx",
	"author",
	"owner"
};

static void
be_silent(void *ctx, xmlError *error)
{
	(void)ctx;
	(void)error;
}

xmlDoc *
pm_dublin_parse(const char *bytes, size_t len)
{
	xmlParserCtxt *parser = len > INT_MAX ? NULL : xmlNewParserCtxt();
	xmlDoc *doc;

	if (parser == NULL)
		return NULL;
	xmlSetStructuredErrorFunc(parser, be_silent);
	doc = xmlCtxtReadMemory(parser, bytes, (int)len, NULL, NULL,
				XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR |
					XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);
	xmlSetStructuredErrorFunc(parser, NULL);
	xmlFreeParserCtxt(parser);
	return doc;
}

void
pm_dublin_text(const xmlNode *node, struct pm_buf *out)
{
	const xmlNode *child;
	const char *p;

	pm_buf_clear(out);
	for (child = node->children; child != NULL; child = child->next) {
		if (child->type != XML_TEXT_NODE && child->type != XML_CDATA_SECTION_NODE)
			continue;
		for (p = (const char *)child->content; p != NULL && *p != '\0'; p++) {
			if (!pm_is_markup_space(*p))
				pm_buf_putc(out, *p);
			else if (out->len > 0 && out->data[out->len - 1] != ' ')
				pm_buf_putc(out, ' ');
		}
	}
	while (out->len > 0 && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
}

char *
pm_dublin_attribute(const xmlNode *node, const char *name)
{
	const xmlAttr *a;

	for (a = node->properties; a != NULL; a = a->next)
		if (strcmp((const char *)a->name, name) == 0)
			return a->children == NULL || a->children->content == NULL
				     ? NULL
				     : (char *)xmlStrdup(a->children->content);
	return NULL;
}

static bool
is_nobody(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof NOBODY / sizeof *NOBODY; i++)
		if (strcasecmp(name, NOBODY[i]) == 0)
			return true;
	return false;
}

void
pm_dublin_add_items(struct pm_draft *draft, const char *name, const struct pm_buf *value)
{
	const char *p = pm_buf_str(value), *end = p + value->len;

	while (p < end) {
		const char *stop = memchr(p, ';', (size_t)(end - p));
		size_t n = (size_t)((stop == NULL ? end : stop) - p);

		while (n > 0 && *p == ' ') {
			p++;
			n--;
		}
		if (n > 0)
			pm_draft_add_item(draft, name, strlen(name), p, n);
		p += n + 1;
	}
}

void
pm_dublin_add_authors(struct pm_draft *draft, const struct pm_buf *value)
{
	if (!is_nobody(pm_buf_str(value)))
		pm_dublin_add_items(draft, "author", value);
}

/* What was found so far. */
struct found {
	struct pm_draft *draft;
	struct pm_buf *title;
	struct pm_buf value;
	bool first_author, created, dated, language, publisher;
};

static void
take(struct found *f, enum fact fact)
{
	const char *text = pm_buf_str(&f->value);
	size_t len = f->value.len;

	if (len == 0)
		return;
	switch (fact) {
	case TITLE:
		if (f->title->len == 0)
			pm_buf_put(f->title, text, len);
		break;
	case FIRST_AUTHOR:
	case AUTHOR:
		/* who changed it last is not who wrote it */
		if (fact == AUTHOR && f->first_author)
			break;
		f->first_author = f->first_author || fact == FIRST_AUTHOR;
		pm_dublin_add_authors(f->draft, &f->value);
		break;
	case CREATED:
	case DATE:
		if (f->created || f->dated)
			break;
		f->created = true;
		pm_draft_add(f->draft, "date", 4, text, len);
		break;
	case LANGUAGE:
		if (!f->language)
			pm_draft_add(f->draft, "language", 8, text, len);
		f->language = true;
		break;
	case KEYWORD:
		pm_dublin_add_items(f->draft, "keyword", &f->value);
		break;
	case PUBLISHER:
		if (!f->publisher)
			pm_draft_add(f->draft, "source", 6, text, len);
		f->publisher = true;
		break;
	}
}

/* Look at the elements of one name, in the order of the file. */
static void
find(struct found *f, const xmlNode *node, size_t which)
{
	for (; node != NULL; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (strcmp((const char *)node->name, ELEMENTS[which].element) == 0) {
			pm_dublin_text(node, &f->value);
			take(f, ELEMENTS[which].fact);
		}
		find(f, node->children, which);
	}
}

void
pm_dublin_read(xmlDoc *doc, struct pm_draft *draft, struct pm_buf *title)
{
	struct found f = { .draft = draft, .title = title };
	size_t i;

	pm_buf_clear(title);
	pm_buf_init(&f.value, PM_BUF_NO_LIMIT);
	/* libxml2 does not nest deeper than 256 elements */
	for (i = 0; i < sizeof ELEMENTS / sizeof *ELEMENTS; i++)
		find(&f, xmlDocGetRootElement(doc), i);
	pm_buf_inherit(title, &f.value);
	pm_buf_release(&f.value);
}

bool
pm_dublin_is_title(const char *title, size_t len, const char *file, size_t file_len)
{
	static const char *const programs[] = {
		"microsoft word - ", "untitled", "document",
		"no title",	     "title",	 "unknown"
	};
	const char *dot = file_len == 0 ? NULL : memrchr(file, '.', file_len);
	size_t stem = dot == NULL ? file_len : (size_t)(dot - file), i, n;

	if (len == 0 || (len == file_len && strncasecmp(title, file, len) == 0) ||
	    (len == stem && strncasecmp(title, file, len) == 0))
		return false;
	for (i = 0; i < sizeof programs / sizeof *programs; i++) {
		n = strlen(programs[i]);
		if (len < n || strncasecmp(title, programs[i], n) != 0)
			continue;
		/* "Document1", "Untitled 2", and whatever Word has printed */
		if (i == 0 || strspn(title + n, " 0123456789") >= len - n)
			return false;
	}
	return true;
}
