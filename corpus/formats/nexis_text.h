/* Pressmark - an article of LexisNexis or Nexis Uni as paragraphs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In each of its forms (text, HTML, .docx) an article is paragraphs in this order: source,
 * date and edition, title; labels ("BYLINE:", "SECTION:", up to "LENGTH:"); the text;
 * labels ("LOAD-DATE:", "LANGUAGE:"); the copyright.  Nexis Uni has the title first.  The
 * labels are those of the language of the interface.
 */
#ifndef PM_CORPUS_FORMATS_NEXIS_TEXT_H
#define PM_CORPUS_FORMATS_NEXIS_TEXT_H

#include "corpus/formats/export.h"

enum pm_nexis_form {
	PM_NEXIS_TEXT, /* lines are broken at some width, what is centred is indented */
	PM_NEXIS_HTML,
	PM_NEXIS_UNI /* the title comes first, labels are in any letters */
};

/* "End of Document", which ends an article of Nexis Uni, and "Body", before its text; in
 * any language of its interface. */
bool pm_nexis_is_end(struct pm_str paragraph);
bool pm_nexis_is_body(struct pm_str paragraph);

/* Put the members of an article into x->draft. */
enum pm_status pm_nexis_read(struct pm_export *x, struct pm_str text,
			     enum pm_nexis_form form, struct pm_error *err);

#endif
