/* Pressmark - small helpers for libxml2's tree of a page: see dom.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/dom.h"

#include "corpus/encoding/labels.h"
#include "support/space.h"
#include "support/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SHORT_NODES_MAX 100

xmlNode *
pm_dom_next(const xmlNode *node, const xmlNode *root, bool skip)
{
	if (!skip && node->type == XML_ELEMENT_NODE && node->children != NULL)
		return node->children;
	while (node != root && node->next == NULL)
		node = node->parent;
	return node == root ? NULL : node->next;
}

bool
pm_dom_is(const xmlNode *node, const char *name)
{
	return node != NULL && node->type == XML_ELEMENT_NODE &&
	     *node->name == (xmlChar)*name && strcmp((const char *)node->name, name) == 0;
}

const char *
pm_dom_attr(const xmlNode *node, const char *name)
{
	const xmlAttr *a;

	if (node->type != XML_ELEMENT_NODE)
		return NULL;
	for (a = node->properties; a != NULL; a = a->next) {
		if (*a->name == (xmlChar)*name && strcmp((const char *)a->name, name) == 0)
			return a->children == NULL || a->children->content == NULL
				     ? ""
				     : (const char *)a->children->content;
	}
	return NULL;
}

bool
pm_dom_attr_is(const xmlNode *node, const char *name, const char *value)
{
	const char *is = pm_dom_attr(node, name);

	return is != NULL && strcasecmp(is, value) == 0;
}

static int
compare_names(const void *key, const void *entry)
{
	return strcmp(key, entry);
}

bool
pm_dom_is_inline(const char *name)
{
	static const char names[][10] = {
		"a",	"abbr", "acronym", "b",	    "bdi",  "bdo",    "big",	"cite",
		"code", "data", "del",	   "dfn",   "em",   "font",   "i",	"img",
		"ins",	"kbd",	"label",   "mark",  "nobr", "q",      "rp",	"rt",
		"ruby", "s",	"samp",	   "small", "span", "strike", "strong", "sub",
		"sup",	"time", "tt",	   "u",	    "var",  "wbr"
	};

	return bsearch(name, names, sizeof names / sizeof *names, sizeof *names,
		       compare_names) != NULL;
}

bool
pm_dom_is_opaque(const xmlNode *node)
{
	static const char names[][12] = {
		"annotation", "applet",	 "audio",    "button",	 "canvas",   "datalist",
		"dialog",     "embed",	 "frame",    "iframe",	 "input",    "map",
		"math",	      "noembed", "noframes", "noscript", "object",   "option",
		"script",     "select",	 "style",    "svg",	 "template", "textarea",
		"title",      "video"
	};
	size_t low = 0, high = sizeof names / sizeof *names;

	if (node->type != XML_ELEMENT_NODE)
		return false;
	while (low < high) {
		size_t mid = (low + high) / 2;
		int c = strcmp((const char *)node->name, names[mid]);

		if (c == 0)
			return true;
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return false;
}

void
pm_dom_put_collapsed(struct pm_buf *out, const char *s)
{
	const uint8_t *p = (const uint8_t *)s, *end;
	unsigned n;

	if (s == NULL || !pm_utf8_valid(s, strlen(s)))
		return;
	for (end = p + strlen(s); p < end; p += n) {
		uint32_t c = pm_utf8_get(p, &n), real;

		if (pm_is_space(c)) {
			if (out->len > 0 && out->data[out->len - 1] != ' ' &&
			    out->data[out->len - 1] != '\n')
				pm_buf_putc(out, ' ');
		} else if (c >= 0x80 && c < 0xa0) {
			uint8_t utf8[3];

			real = pm_charset_1252(c);
			if (real == 0)
				continue;
			if (real < 0x800) {
				utf8[0] = (uint8_t)(0xc0 | real >> 6);
				utf8[1] = (uint8_t)(0x80 | (real & 0x3f));
				pm_buf_put(out, utf8, 2);
			} else {
				utf8[0] = (uint8_t)(0xe0 | real >> 12);
				utf8[1] = (uint8_t)(0x80 | (real >> 6 & 0x3f));
				utf8[2] = (uint8_t)(0x80 | (real & 0x3f));
				pm_buf_put(out, utf8, 3);
			}
		} else {
			pm_buf_put(out, p, n);
		}
	}
}

bool
pm_dom_is_short(const xmlNode *node, size_t max)
{
	size_t len = 0, nodes = 0;
	const xmlNode *n;

	for (n = node; n != NULL; n = pm_dom_next(n, node, pm_dom_is_opaque(n))) {
		if (n->type == XML_TEXT_NODE && n->content != NULL)
			len += strnlen((const char *)n->content, max + 1);
		if (len > max || ++nodes > SHORT_NODES_MAX)
			return false;
	}
	return true;
}
