/* Pressmark - one document of a collection in SGML.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_sgml_doc_init(&doc);
 *	st = pm_sgml_doc_read(&doc, text, len, &object, &err);	for each
 *	pm_sgml_doc_release(&doc);
 *
 * TEXT is "<DOC>...", with or without its end tag.  DOCNO (or DOCID, NEWID) becomes `id`,
 * HEADLINE, HL, HEAD, TI or TITLE `title`, TEXT, BODY and the like `text`, DATE, DATE1 or
 * DD `date`, of which 890101 is written 1989-01-01, and which else is that in a DOCNO such as
 * AP890101-0001; PUB and SO `source`.  All others are members under their own names in small letters, and what has
 * items <D> is a list.  An element without an end tag ends at the next tag.  Where no
 * element is the text, it is what stands between elements; where there is a DOCHDR, it is
 * the web page behind that.
 *
 * Lines of the text stay as they are; a tag <P> begins a paragraph.  The object belongs to
 * the doc until the next call.  PM_OK; PM_ERR_NOMEM.
 */
#ifndef PM_CORPUS_FORMATS_SGML_DOC_H
#define PM_CORPUS_FORMATS_SGML_DOC_H

#include "corpus/formats/draft.h"
#include "support/buf.h"
#include "support/json.h"

struct pm_sgml_doc {
	struct pm_draft draft;
	struct pm_buf text, loose, line; /* what is text, what is between, scratch */
	bool has_id, has_title, has_date;
	char id[64];	 /* its beginning */
	unsigned misses; /* end tags that were not found */
};

void pm_sgml_doc_init(struct pm_sgml_doc *doc);
void pm_sgml_doc_release(struct pm_sgml_doc *doc);

enum pm_status pm_sgml_doc_read(struct pm_sgml_doc *doc, const char *text, size_t len,
				const struct pm_json_value **object, struct pm_error *err);

#endif
