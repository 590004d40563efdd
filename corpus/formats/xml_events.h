/* Pressmark - an XML file as a sequence of elements and texts.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_xml_open(&xml, stream, encodings, &err);		(takes the stream)
 *	while ((st = pm_xml_next(&xml, &event, &err)) == PM_OK)
 *		... event, until the next call ...
 *	pm_xml_close(&xml);
 *
 * libxml2 parses; it is fed some kB at a time, and what it tells of them is kept until it
 * is asked for.  So memory does not depend on the size of the file.  Nothing but the
 * file's own bytes is read: no external entity, no DTD, nothing from the network.  An
 * entity that the file itself declares is read if it is plain text; what is declared by
 * other entities stands as it is written, so that nothing can grow.
 *
 * Several documents one after the other, each with a declaration, are read as if their
 * roots were siblings.
 *
 * PM_ERR_INPUT: the file is no well-formed XML from there on ("line 7: ..."), or asks for
 * too much: PM_XML_DEPTH_MAX, PM_XML_NAMES_MAX, or declarations without end.  All that
 * came before has been handed out.
 *
 * Names: an element in the namespace of the root, or without a prefix, is called by its
 * local name, "item"; one of another namespace by a prefix and it, "dc:creator".  For
 * well-known namespaces the prefix is the usual one, whatever the file writes.
 */
#ifndef PM_CORPUS_FORMATS_XML_EVENTS_H
#define PM_CORPUS_FORMATS_XML_EVENTS_H

#include "corpus/formats/xml_source.h"

#include <libxml/parser.h>

/* How deep elements nest. */
#define PM_XML_DEPTH_MAX 1000u
/* How many kinds of elements a file has. */
#define PM_XML_NAMES_MAX 20000u

enum pm_xml_event_type { PM_XML_START, PM_XML_END, PM_XML_TEXT };

struct pm_xml_attr {
	const char *name; /* local; but "xml:lang" */
	size_t value;	  /* where it begins in the event's text */
	size_t len;
};

struct pm_xml_event {
	enum pm_xml_event_type type;
	const char *name; /* of START; as long as the file is open */
	const char *uri;  /* of START: the namespace, or NULL; likewise */
	const struct pm_xml_attr *attrs;
	size_t n_attrs;
	const char *text; /* of TEXT; and what attributes point into */
	size_t len;
};

struct pm_xml_name;
struct pm_xml_entity;

struct pm_xml {
	struct pm_xml_source source;
	xmlParserCtxtPtr parser;
	struct pm_buf queue; /* events */
	size_t queue_at;
	struct pm_error failed; /* what ends the events */
	bool ended;		/* the source */

	unsigned depth;
	unsigned spaces[PM_XML_DEPTH_MAX + 2]; /* namespaces declared, by depth */
	const char *root_uri;
	struct pm_xml_name **names; /* by hash */
	size_t n_names, n_slots;
	struct pm_xml_entity *entities;
	size_t n_entities, entities_cap, n_declared;
	struct pm_buf entity_text;
	xmlEntity entity; /* handed to the parser */
	struct pm_buf unknown;
	uint64_t expanded;   /* bytes that entities gave */
	uint64_t n_unknown;  /* references to entities that are not known */
	struct pm_buf attrs; /* scratch */
};

/* PM_END: the file is empty. */
enum pm_status pm_xml_open(struct pm_xml *x, struct pm_stream *stream,
			   struct pm_encodings *encodings, struct pm_error *err);
/* PM_OK; PM_END; or a failure. */
enum pm_status pm_xml_next(struct pm_xml *x, struct pm_xml_event *event,
			   struct pm_error *err);
void pm_xml_close(struct pm_xml *x);

#endif
