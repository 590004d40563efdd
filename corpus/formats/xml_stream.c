/* Pressmark - XML from a stream, node by node: see xml_stream.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/xml_stream.h"

#include <libxml/parserInternals.h>
#include <string.h>

/* Called by libxml2 for more bytes. */
static int
on_read(void *ctx, char *buffer, int len)
{
	struct pm_xml_stream *xml = ctx;
	size_t n = (size_t)len;
	enum pm_status st;

	if (xml->n_left == 0) {
		st = pm_stream_read(xml->stream, &xml->left, &xml->n_left, &xml->failed);
		if (st == PM_END)
			return 0;
		if (st < 0)
			return -1;
		xml->taken += xml->n_left;
		if (xml->most > 0 && xml->taken > xml->most) {
			xml->failed = xml->too_many;
			return -1;
		}
	}
	if (n > xml->n_left)
		n = xml->n_left;
	memcpy(buffer, xml->left, n);
	xml->left += n;
	xml->n_left -= n;
	return (int)n;
}

static int
on_close(void *ctx)
{
	(void)ctx;
	return 0;
}

/* Called by libxml2 for what is wrong: the first of it counts. */
static void
on_error(void *ctx, xmlError *error)
{
	struct pm_xml_stream *xml = ctx;
	const char *message = error->message == NULL ? "" : error->message;
	size_t n = strcspn(message, "\r\n");

	if (error->level < XML_ERR_ERROR || xml->failed.status < 0)
		return;
	/* The library calls it want of memory, too, if a run of text is longer than it takes;
	 * only its words tell them apart. */
	if (error->code == XML_ERR_NO_MEMORY && strstr(message, "huge text") != NULL)
		pm_fail(&xml->failed, PM_ERR_LIMIT,
			"more than %d bytes of text without a tag between",
			XML_MAX_TEXT_LENGTH);
	else if (error->code == XML_ERR_NO_MEMORY)
		pm_fail_nomem(&xml->failed);
	else
		pm_fail(&xml->failed, PM_ERR_INPUT, "damaged XML in line %d: %.*s",
			error->line, (int)(n < 120 ? n : 120), message);
}

enum pm_status
pm_xml_stream_open(struct pm_xml_stream *xml, struct pm_stream *stream,
		   struct pm_error *err)
{
	memset(xml, 0, sizeof *xml);
	xml->stream = stream;
	xml->name = "";
	xml->reader = xmlReaderForIO(on_read, on_close, xml, NULL, NULL,
				     XML_PARSE_NONET | XML_PARSE_NOCDATA);
	if (xml->reader == NULL)
		return pm_fail_nomem(err);
	xmlTextReaderSetStructuredErrorHandler(xml->reader, on_error, xml);
	return PM_OK;
}

void
pm_xml_stream_close(struct pm_xml_stream *xml)
{
	xmlFreeTextReader(xml->reader);
	xml->reader = NULL;
}

enum pm_status
pm_xml_stream_next(struct pm_xml_stream *xml, struct pm_error *err)
{
	int more = xmlTextReaderRead(xml->reader);

	if (more == 0)
		return PM_END;
	if (more < 0) {
		if (xml->failed.status >= 0)
			pm_fail(&xml->failed, PM_ERR_INPUT, "damaged XML");
		*err = xml->failed;
		return err->status;
	}
	xml->type = xmlTextReaderNodeType(xml->reader);
	xml->depth = xmlTextReaderDepth(xml->reader);
	xml->name = "";
	if (xml->type == XML_READER_TYPE_DOCUMENT_TYPE)
		return pm_fail(err, PM_ERR_INPUT,
			       "declares a document type, which is not supported");
	if (xml->type == XML_READER_TYPE_ELEMENT ||
	    xml->type == XML_READER_TYPE_END_ELEMENT)
		xml->name = (const char *)xmlTextReaderConstLocalName(xml->reader);
	return PM_OK;
}

const char *
pm_xml_stream_attribute(struct pm_xml_stream *xml, const char *name)
{
	const char *value = NULL;
	int st;

	for (st = xmlTextReaderMoveToFirstAttribute(xml->reader); st == 1 && value == NULL;
	     st = xmlTextReaderMoveToNextAttribute(xml->reader)) {
		const char *n = (const char *)xmlTextReaderConstLocalName(xml->reader);

		if (n != NULL && strcmp(n, name) == 0)
			value = (const char *)xmlTextReaderConstValue(xml->reader);
	}
	xmlTextReaderMoveToElement(xml->reader);
	return value;
}
