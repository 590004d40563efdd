/* Pressmark - what a document says about itself, in the terms of Dublin Core.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Word processors and books have it in a small XML file of their own: docProps/core.xml,
 * meta.xml, the package of an EPUB.  All use the same names of elements, whatever the
 * prefixes.
 */
#ifndef PM_CORPUS_FORMATS_DUBLIN_H
#define PM_CORPUS_FORMATS_DUBLIN_H

#include "corpus/formats/draft.h"
#include "support/buf.h"

#include <libxml/tree.h>
#include <stdbool.h>

/* The most that such a file may have. */
#define PM_DUBLIN_MAX ((size_t)4 << 20)

/* Parse a small XML file; entities are not expanded.  NULL: it is none, or memory ran
 * out.  The caller frees it. */
xmlDoc *pm_dublin_parse(const char *bytes, size_t len);

/* The text of NODE alone, without entities, with white space collapsed. */
void pm_dublin_text(const xmlNode *node, struct pm_buf *out);

/* An attribute, by its local name; NULL: it has none.  The caller frees it by xmlFree. */
char *pm_dublin_attribute(const xmlNode *node, const char *name);

/* Add authors, date, language, keywords and publisher to the draft, as far as they are
 * said, and put the title into *TITLE, which is emptied first. */
void pm_dublin_read(xmlDoc *doc, struct pm_draft *draft, struct pm_buf *title);

/* Add the parts of VALUE between semicolons as items; as authors, unless it is the name
 * that a program gives to whoever writes with it. */
void pm_dublin_add_items(struct pm_draft *draft, const char *name,
			 const struct pm_buf *value);
void pm_dublin_add_authors(struct pm_draft *draft, const struct pm_buf *value);

/* Whether a title is one: not empty, not what a program writes where nobody has given one
 * ("Microsoft Word - report.doc", "Untitled"), and not the name of the file. */
bool pm_dublin_is_title(const char *title, size_t len, const char *file, size_t file_len);

#endif
