/* Pressmark - XML from a stream, node by node.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxml2's reader over a pm_stream:
 *
 *	st = pm_xml_stream_open(&xml, stream, &err);
 *	while ((st = pm_xml_stream_next(&xml, &err)) == PM_OK)
 *		... xmlTextReaderNodeType(xml.reader) ..., xml.depth, xml.name
 *	pm_xml_stream_close(&xml);
 *
 * Nothing outside of the stream is read, and entities are not expanded: a document that
 * declares a document type is refused.  libxml2 refuses what nests deeper than 256 and
 * texts of more than 10 MB.  Memory is bounded by these.  Of damaged XML some thousand
 * bytes before the damage may be lost, since libxml2 reads ahead.
 */
#ifndef PM_CORPUS_FORMATS_XML_STREAM_H
#define PM_CORPUS_FORMATS_XML_STREAM_H

#include "corpus/containers/stream.h"

#include <libxml/xmlreader.h>
#include <stdbool.h>

struct pm_xml_stream {
	struct pm_stream *stream; /* the caller's */
	xmlTextReader *reader;	  /* NULL: it is not open */
	uint64_t taken;		  /* bytes read */
	uint64_t most;		  /* of them; 0: any number, set after it is opened */
	struct pm_error too_many; /* what is said of more */
	/* of the node */
	int type, depth;
	const char *name; /* of an element, without a prefix; else "" */

	const uint8_t *left; /* private */
	size_t n_left;
	struct pm_error failed;
};

enum pm_status pm_xml_stream_open(struct pm_xml_stream *xml, struct pm_stream *stream,
				  struct pm_error *err);
/* PM_OK; PM_END; PM_ERR_INPUT ("damaged XML in line 7: ..."); or what the stream failed
 * with. */
enum pm_status pm_xml_stream_next(struct pm_xml_stream *xml, struct pm_error *err);
void pm_xml_stream_close(struct pm_xml_stream *xml);

/* The value of the attribute with this name, without a prefix; NULL: there is none.  Valid
 * until the next node. */
const char *pm_xml_stream_attribute(struct pm_xml_stream *xml, const char *name);

#endif
