/* Pressmark - what an element of XML says, as text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Paragraphs have an empty line between them, lines (of verse, of a list, of a table) a
 * line end, cells a tab.  What is a paragraph?  Well-known names of HTML, NITF, TEI and
 * their like are known.  Any other element stands in the line if there is text beside it
 * in its parent, and else by itself.  White space is what XML means by it: any run of it
 * is a blank.
 *
 * Each function appends to OUT; running out of memory shows in its status.  Time is
 * proportional to what is below the node, and no depth needs stack.
 */
#ifndef PM_CORPUS_FORMATS_XML_PROSE_H
#define PM_CORPUS_FORMATS_XML_PROSE_H

#include "corpus/formats/xml_tree.h"

/* Whether an element, with all that is in it, is no part of the text. */
typedef bool pm_xml_leave_fn(const struct pm_xml_tree *t, uint32_t node);

/* LEAVE may be NULL. */
void pm_xml_put_prose(const struct pm_xml_tree *t, uint32_t node, pm_xml_leave_fn *leave,
		      struct pm_buf *out);
/* In one line, without blanks at its ends. */
void pm_xml_put_line(const struct pm_xml_tree *t, uint32_t node, pm_xml_leave_fn *leave,
		     struct pm_buf *out);
/* All texts as they are, one after the other. */
void pm_xml_put_raw(const struct pm_xml_tree *t, uint32_t node, struct pm_buf *out);

/* Whether there is any text below the node. */
bool pm_xml_has_text(const struct pm_xml_tree *t, uint32_t node);
/* Whether the node has elements in it. */
bool pm_xml_has_elements(const struct pm_xml_tree *t, uint32_t node);
/* Whether all of the text is white space. */
bool pm_xml_is_blank(const char *text, size_t len);

#endif
