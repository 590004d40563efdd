/* Pressmark - small helpers for libxml2's tree of a page.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Pages nest thousands of elements deep: everything here follows the links between nodes,
 * nothing recurses.
 */
#ifndef PM_CORPUS_PAGE_DOM_H
#define PM_CORPUS_PAGE_DOM_H

#include "support/buf.h"

#include <libxml/tree.h>
#include <stdbool.h>

/* The node after NODE in document order below ROOT; with SKIP, not NODE's own children.
 * NULL at the end. */
xmlNode *pm_dom_next(const xmlNode *node, const xmlNode *root, bool skip);

/* Whether NODE is an element of this name. */
bool pm_dom_is(const xmlNode *node, const char *name);

/* The value of an attribute, or NULL; it belongs to the tree, which has only the
 * attributes that markup.c keeps. */
const char *pm_dom_attr(const xmlNode *node, const char *name);

/* Whether an attribute exists and equals VALUE, ignoring case. */
bool pm_dom_attr_is(const xmlNode *node, const char *name, const char *value);

/* Append the text below NODE, white space collapsed, without what
 * pm_dom_is_opaque names there and what is only spoken (hidden.h).  Stops at MAX bytes. */
void pm_dom_text(struct pm_buf *out, const xmlNode *node, size_t max);

/* Whether there are at most MAX bytes of text below NODE, and not too many elements. */
bool pm_dom_is_short(const xmlNode *node, size_t max);

/* Append S (NULL: nothing) with its white space collapsed; controls from 0x80 to
 * 0x9f are read as windows-1252. */
void pm_dom_put_collapsed(struct pm_buf *out, const char *s);

/* Elements that hold no text of the page: title, script, style, controls of forms,
 * frames, embedded objects. */
bool pm_dom_is_opaque(const xmlNode *node);

/* Whether elements of this name are part of a line of text. */
bool pm_dom_is_inline(const char *name);

#endif
