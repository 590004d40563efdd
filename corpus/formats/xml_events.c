/* Pressmark - an XML file as a sequence of elements and texts: see xml_events.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/xml_events.h"

#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

/* What a file may declare, and how long an entity of its own may be. */
#define DECLARED_MAX 4096u
#define ENTITY_MAX 1024u
/* What entities may give beyond what the file has of bytes. */
#define EXPANDED_SLACK ((uint64_t)1 << 20)
/* How many namespaces may be declared where an element stands. */
#define NAMESPACES_MAX 1000u
/* As how many a default value of an attribute counts: the parser looks at all of them for
 * each element. */
#define DEFAULT_COST 8u
/* Slots of the table of names in the beginning: a power of two. */
#define NAME_SLOTS 256u

struct pm_xml_name {
	/* strings of the parser's dictionary, which has each but once */
	const xmlChar *local, *prefix, *uri;
	char text[]; /* what the element is called */
};

struct pm_xml_entity {
	const xmlChar *name; /* of the dictionary */
	size_t value, len;   /* in entity_text */
};

/* An event in the queue; its attributes and its text follow. */
struct queued {
	enum pm_xml_event_type type;
	const char *name, *uri;
	size_t n_attrs, len;
};

static void
fail(struct pm_xml *x, enum pm_status st, const char *why)
{
	if (x->failed.status < 0)
		return;
	pm_fail(&x->failed, st, "invalid XML: line %d: %s",
		x->parser->input == NULL ? 0 : x->parser->input->line, why);
	xmlStopParser(x->parser);
}

static void
fail_nomem(struct pm_xml *x)
{
	if (x->failed.status < 0)
		return;
	pm_fail_nomem(&x->failed);
	xmlStopParser(x->parser);
}

/* --- names -------------------------------------------------------------- */

/* The usual prefix of a well-known namespace, or NULL. */
static const char *
usual_prefix(const char *uri)
{
	static const struct {
		const char *prefix, *uri; /* how it begins, or all of it */
		bool all;
	} known[] = {
		{ "dc", "http://purl.org/dc/elements/1.1/", true },
		{ "dcterms", "http://purl.org/dc/terms/", true },
		{ "content", "http://purl.org/rss/1.0/modules/content/", true },
		{ "atom", "http://www.w3.org/2005/Atom", true },
		{ "atom", "http://purl.org/atom/ns#", true },
		{ "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", true },
		{ "media", "http://search.yahoo.com/mrss", false },
		{ "itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd", true },
		{ "", "http://purl.org/rss/1.0/", true },
		{ "", "http://my.netscape.com/rdf/simple/0.9/", true },
		{ "", "http://channel.netscape.com/rdf/simple/0.9/", true },
		{ "", "http://www.w3.org/1999/xhtml", true },
		{ "", "http://iptc.org/std/", false },
		{ "", "http://backend.userland.com/", false },
	};
	static const char wp[] = "http://wordpress.org/export/";
	size_t i;

	if (strncmp(uri, wp, sizeof wp - 1) == 0)
		return strstr(uri, "excerpt") == NULL ? "wp" : "excerpt";
	for (i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].all ? strcmp(uri, known[i].uri) == 0
				 : strncmp(uri, known[i].uri, strlen(known[i].uri)) == 0)
			return known[i].prefix;
	return NULL;
}

static const char *
prefix_of(const struct pm_xml *x, const char *prefix, const char *uri)
{
	const char *usual;

	if (uri != NULL && uri == x->root_uri)
		return "";
	if (uri != NULL && (usual = usual_prefix(uri)) != NULL)
		return usual;
	return prefix == NULL ? "" : prefix;
}

static struct pm_xml_name *
make_name(struct pm_xml *x, const xmlChar *local, const xmlChar *prefix,
	  const xmlChar *uri)
{
	const char *p = prefix_of(x, (const char *)prefix, (const char *)uri);
	size_t n = strlen(p), len = strlen((const char *)local);
	struct pm_xml_name *name = malloc(sizeof *name + n + len + 2);
	char *to;

	if (name == NULL)
		return NULL;
	name->local = local;
	name->prefix = prefix;
	name->uri = uri;
	to = name->text;
	if (n > 0) {
		memcpy(to, p, n);
		to[n] = ':';
		to += n + 1;
	}
	memcpy(to, local, len + 1);
	return name;
}

static size_t
slot_of(const struct pm_xml *x, const xmlChar *local, const xmlChar *prefix,
	const xmlChar *uri)
{
	uint64_t h = (uint64_t)(uintptr_t)local * UINT64_C(0x9e3779b97f4a7c15) ^
		     (uint64_t)(uintptr_t)uri * UINT64_C(0xc2b2ae3d27d4eb4f) ^
		     (uint64_t)(uintptr_t)prefix * UINT64_C(0x165667b19e3779f9);
	size_t mask = x->n_slots - 1, i = (size_t)(h >> 40) & mask;

	for (; x->names[i] != NULL; i = (i + 1) & mask)
		if (x->names[i]->local == local && x->names[i]->uri == uri &&
		    x->names[i]->prefix == prefix)
			break;
	return i;
}

/* Twice as many slots. */
static enum pm_status
grow_names(struct pm_xml *x)
{
	struct pm_xml_name **old = x->names;
	size_t n = x->n_slots, i;

	x->names = pm_calloc(2 * n, sizeof(struct pm_xml_name *));
	if (x->names == NULL) {
		x->names = old;
		return PM_ERR_NOMEM;
	}
	x->n_slots = 2 * n;
	for (i = 0; i < n; i++)
		if (old[i] != NULL)
			x->names[slot_of(x, old[i]->local, old[i]->prefix, old[i]->uri)] =
				old[i];
	free(old);
	return PM_OK;
}

/* What the element is called; NULL: it has failed. */
static const char *
name_of(struct pm_xml *x, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	size_t i = slot_of(x, local, prefix, uri);
	struct pm_xml_name *name;

	if (x->names[i] != NULL)
		return x->names[i]->text;
	if (x->n_names == PM_XML_NAMES_MAX) {
		fail(x, PM_ERR_INPUT, "too many different names of elements");
		return NULL;
	}
	name = make_name(x, local, prefix, uri);
	if (name == NULL || (2 * x->n_names >= x->n_slots && grow_names(x) < 0)) {
		free(name);
		fail_nomem(x);
		return NULL;
	}
	x->names[slot_of(x, local, prefix, uri)] = name;
	x->n_names++;
	return name->text;
}

/* --- what the parser tells ---------------------------------------------- */

/* Append an event whose attributes are in x->attrs, and whose text are PARTS. */
static void
put_event(struct pm_xml *x, const struct queued *q, const char *text)
{
	pm_buf_put(&x->queue, q, sizeof *q);
	if (q->n_attrs > 0)
		pm_buf_put(&x->queue, x->attrs.data, x->attrs.len);
	if (text != NULL)
		pm_buf_put(&x->queue, text, q->len);
}

/* The name under which an attribute is known. */
static const char *
attr_name(const xmlChar *local, const xmlChar *prefix)
{
	if (prefix != NULL && strcmp((const char *)prefix, "xml") == 0 &&
	    strcmp((const char *)local, "lang") == 0)
		return "xml:lang";
	return (const char *)local;
}

static void
on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
	 int n_namespaces, const xmlChar **namespaces, int n_attrs, int n_defaulted,
	 const xmlChar **attrs)
{
	struct pm_xml *x = ctx;
	struct queued q = { .type = PM_XML_START, .uri = (const char *)uri };
	int i;

	(void)namespaces;
	if (x->failed.status < 0)
		return;
	if (x->n_names == 0)
		x->root_uri = (const char *)uri;
	if (++x->depth > PM_XML_DEPTH_MAX) {
		fail(x, PM_ERR_INPUT, "elements nest too deeply");
		return;
	}
	/* the parser looks through all that are open */
	x->spaces[x->depth] = x->spaces[x->depth - 1] + (unsigned)n_namespaces;
	if (x->spaces[x->depth] > NAMESPACES_MAX) {
		fail(x, PM_ERR_INPUT, "too many namespaces");
		return;
	}
	if ((q.name = name_of(x, local, prefix, uri)) == NULL)
		return;
	/* what a DTD adds to each element is nothing that the file says of it */
	q.n_attrs = (size_t)(n_attrs - n_defaulted);
	pm_buf_clear(&x->attrs);
	for (i = 0; i < n_attrs - n_defaulted; i++) {
		const xmlChar **a = attrs + 5 * (ptrdiff_t)i;
		struct pm_xml_attr attr = { attr_name(a[0], a[1]), q.len,
					    (size_t)(a[4] - a[3]) };

		q.len += attr.len;
		pm_buf_put(&x->attrs, &attr, sizeof attr);
	}
	put_event(x, &q, NULL);
	for (i = 0; i < n_attrs - n_defaulted; i++) {
		const xmlChar **a = attrs + 5 * (ptrdiff_t)i;

		pm_buf_put(&x->queue, a[3], (size_t)(a[4] - a[3]));
	}
	pm_buf_inherit(&x->queue, &x->attrs);
}

static void
on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct pm_xml *x = ctx;
	const struct queued q = { .type = PM_XML_END };

	(void)local;
	(void)prefix;
	(void)uri;
	if (x->failed.status < 0)
		return;
	x->depth--;
	put_event(x, &q, NULL);
}

static void
on_text(void *ctx, const xmlChar *text, int len)
{
	struct pm_xml *x = ctx;
	struct queued q = { .type = PM_XML_TEXT, .len = (size_t)len };

	if (x->failed.status < 0 || len <= 0)
		return;
	put_event(x, &q, (const char *)text);
}

/* --- entities ----------------------------------------------------------- */

static void
count_declaration(struct pm_xml *x, unsigned cost)
{
	x->n_declared += cost;
	if (x->n_declared > DECLARED_MAX)
		fail(x, PM_ERR_INPUT, "too many declarations");
}

static void
on_attribute(void *ctx, const xmlChar *element, const xmlChar *name, int type, int def,
	     const xmlChar *value, xmlEnumerationPtr tree)
{
	(void)element;
	(void)name;
	(void)type;
	(void)def;
	(void)value;
	xmlFreeEnumeration(tree);
	count_declaration(ctx, DEFAULT_COST);
}

/* Keep an entity that is plain text: what has others in it could grow. */
static void
on_entity(void *ctx, const xmlChar *name, int type, const xmlChar *public_id,
	  const xmlChar *system_id, xmlChar *content)
{
	struct pm_xml *x = ctx;
	struct pm_xml_entity e;

	(void)public_id;
	(void)system_id;
	count_declaration(x, 1);
	if (x->failed.status < 0 || type != XML_INTERNAL_GENERAL_ENTITY || content == NULL)
		return;
	e.len = strlen((const char *)content);
	if (e.len > ENTITY_MAX || strpbrk((const char *)content, "<&") != NULL)
		return;
	e.name = xmlDictLookup(x->parser->dict, name, -1);
	e.value = x->entity_text.len;
	if (e.name == NULL || pm_grow(&x->entities, &x->entities_cap, x->n_entities + 1,
				      sizeof *x->entities, NULL) < 0) {
		fail_nomem(x);
		return;
	}
	pm_buf_put(&x->entity_text, content, e.len + 1);
	x->entities[x->n_entities++] = e;
}

/* What a reference means.  The parser takes the content of one of its own predefined
 * entities as it is; so that is what it gets. */
static xmlEntityPtr
on_reference(void *ctx, const xmlChar *name)
{
	struct pm_xml *x = ctx;
	const struct pm_xml_entity *e = x->entities, *end = e + x->n_entities;
	const char *content;

	if (x->failed.status < 0)
		return NULL;
	while (e < end && strcmp((const char *)e->name, (const char *)name) != 0)
		e++;
	if (e < end) {
		content = pm_buf_str(&x->entity_text) + e->value;
	} else {
		x->n_unknown += x->depth > 0; /* and not in a declaration */
		pm_buf_clear(&x->unknown);
		pm_buf_printf(&x->unknown, "&%s;", (const char *)name);
		content = pm_buf_str(&x->unknown);
	}
	/* of a value the parser takes but the first byte, so that must be a character */
	if (x->parser->instate == XML_PARSER_ATTRIBUTE_VALUE)
		content = " ";
	memset(&x->entity, 0, sizeof x->entity);
	x->entity.type = XML_ENTITY_DECL;
	x->entity.etype = XML_INTERNAL_PREDEFINED_ENTITY;
	x->entity.name = name;
	x->entity.content = (xmlChar *)(uintptr_t)content;
	x->entity.length = (int)strlen(content);
	/* or the parser would put there what it has read, and leave it */
	x->entity.orig = x->entity.content;
	x->entity.doc = NULL;
	x->expanded += (uint64_t)x->entity.length;
	if (x->expanded > x->source.bytes + EXPANDED_SLACK) {
		fail(x, PM_ERR_INPUT, "its entities grow without end");
		return NULL;
	}
	return &x->entity;
}

/* --- errors ------------------------------------------------------------- */

/* libxml2 2.12 has made this a constant. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error_ptr;
#else
typedef xmlErrorPtr xml_error_ptr;
#endif

static void
on_error(void *ctx, xml_error_ptr error)
{
	struct pm_xml *x = ctx;
	char text[200] = "";
	size_t n;

	if (x->failed.status < 0 || error->level != XML_ERR_FATAL)
		return;
	if (error->code == XML_ERR_NO_MEMORY) {
		pm_fail_nomem(&x->failed);
		return;
	}
	if (error->code == XML_ERR_DOCUMENT_EMPTY)
		strcpy(text, "the file does not begin with a tag");
	else if (x->ended && (x->depth > 0 || x->n_names == 0))
		strcpy(text, "the file ends too early");
	else if (error->message != NULL)
		strncpy(text, error->message, sizeof text - 1);
	n = strlen(text);
	while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == ' '))
		text[--n] = '\0';
	pm_fail(&x->failed, PM_ERR_INPUT, "invalid XML: line %d: %s", error->line, text);
}

/* --- pulling ------------------------------------------------------------ */

static enum pm_status
make_parser(struct pm_xml *x, struct pm_error *err)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.getEntity = on_reference,
		.entityDecl = on_entity,
		.attributeDecl = on_attribute,
		.serror = on_error,
	};

	x->names = pm_calloc(NAME_SLOTS, sizeof *x->names);
	x->n_slots = NAME_SLOTS;
	x->parser = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
	if (x->names == NULL || x->parser == NULL)
		return pm_fail_nomem(err);
	xmlCtxtUseOptions(x->parser,
			  XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOWARNING);
	/* a parameter entity that is not read is no mistake of the file */
	x->parser->hasPErefs = 1;
	return PM_OK;
}

enum pm_status
pm_xml_open(struct pm_xml *x, struct pm_stream *stream, struct pm_encodings *encodings,
	    struct pm_error *err)
{
	enum pm_status st;

	memset(x, 0, sizeof *x);
	pm_buf_init(&x->queue, PM_BUF_NO_LIMIT);
	pm_buf_init(&x->entity_text, PM_BUF_NO_LIMIT);
	pm_buf_init(&x->unknown, PM_BUF_NO_LIMIT);
	pm_buf_init(&x->attrs, PM_BUF_NO_LIMIT);
	st = pm_xml_source_open(&x->source, stream, encodings, err);
	return st == PM_OK ? make_parser(x, err) : st;
}

/* The document ends here.  MORE: the file has another one. */
static void
end_document(struct pm_xml *x, bool more)
{
	x->ended = true;
	xmlParseChunk(x->parser, NULL, 0, 1);
	x->ended = !more;
	if (!more || x->failed.status < 0)
		return;
	if (xmlCtxtResetPush(x->parser, NULL, 0, NULL, NULL) != 0)
		pm_fail_nomem(&x->failed);
	x->parser->hasPErefs = 1;
}

/* Feed the parser until there are events, or no more. */
static enum pm_status
feed(struct pm_xml *x, struct pm_error *err)
{
	enum pm_status st;
	const char *data;
	size_t len;

	pm_buf_clear(&x->queue);
	x->queue_at = 0;
	while (x->queue.len == 0 && x->failed.status == PM_OK && !x->ended) {
		st = pm_xml_source_read(&x->source, &data, &len, &x->failed);
		if (st < 0)
			break; /* and the parser is not told that the file ends here */
		x->failed.status = PM_OK;
		if (st == PM_OK)
			xmlParseChunk(x->parser, data, (int)len, 0);
		else
			end_document(x, st == PM_ABSENT);
		if (x->queue.status < 0 || x->entity_text.status < 0 ||
		    x->unknown.status < 0)
			return pm_fail_nomem(err);
	}
	if (x->queue.len > 0)
		return PM_OK;
	if (x->failed.status < 0) {
		*err = x->failed;
		return x->failed.status;
	}
	return PM_END;
}

enum pm_status
pm_xml_next(struct pm_xml *x, struct pm_xml_event *event, struct pm_error *err)
{
	struct queued q;
	const uint8_t *p;
	enum pm_status st;

	if (x->queue_at == x->queue.len && (st = feed(x, err)) != PM_OK)
		return st;
	p = x->queue.data + x->queue_at;
	memcpy(&q, p, sizeof q);
	p += sizeof q;
	event->type = q.type;
	event->name = q.name;
	event->uri = q.uri;
	event->n_attrs = q.n_attrs;
	event->attrs = NULL;
	if (q.n_attrs > 0) {
		/* the queue is aligned for bytes only */
		size_t bytes = q.n_attrs * sizeof *event->attrs;

		pm_buf_clear(&x->attrs);
		pm_buf_put(&x->attrs, p, bytes);
		if (x->attrs.status < 0)
			return pm_fail_nomem(err);
		event->attrs = (const struct pm_xml_attr *)(const void *)x->attrs.data;
		p += bytes;
	}
	event->text = (const char *)p;
	event->len = q.len;
	x->queue_at = (size_t)(p + q.len - x->queue.data);
	return PM_OK;
}

void
pm_xml_close(struct pm_xml *x)
{
	size_t i;

	pm_xml_source_close(&x->source);
	for (i = 0; x->names != NULL && i < x->n_slots; i++)
		free(x->names[i]);
	free(x->names);
	x->names = NULL;
	if (x->parser != NULL) {
		/* libxml2 keeps entities in a document that nobody asked for */
		xmlFreeDoc(x->parser->myDoc);
		x->parser->myDoc = NULL;
		xmlFreeParserCtxt(x->parser);
	}
	x->parser = NULL;
	free(x->entities);
	x->entities = NULL;
	pm_buf_release(&x->queue);
	pm_buf_release(&x->entity_text);
	pm_buf_release(&x->unknown);
	pm_buf_release(&x->attrs);
}
