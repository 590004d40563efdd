/* Pressmark - exports of Nexis Uni, which are .docx documents with many articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Only the paragraphs of a document tell whether it is one, not its name and not its first
 * bytes; so the reader of .docx documents asks, and hands it on:
 *
 *	if (pm_nexis_docx_is(bytes, len, watch, encodings)) {
 *		st = pm_nexis_docx_open(nexis, bytes, len, &err);
 *		while ((st = pm_nexis_docx_next(nexis, &entry, &err)) == PM_OK)
 *			... entry ..., as format.h has it
 *		pm_nexis_docx_close(nexis);
 *	}
 *
 * BYTES stay the caller's until it is closed.  NEXIS is made once for all documents, and
 * borrows the encodings.
 */
#ifndef PM_CORPUS_FORMATS_NEXIS_DOCX_H
#define PM_CORPUS_FORMATS_NEXIS_DOCX_H

#include "corpus/formats/format.h"

struct pm_nexis_docx;

struct pm_nexis_docx *pm_nexis_docx_new(const struct pm_format_setting *setting,
					struct pm_encodings *encodings);
void pm_nexis_docx_free(struct pm_nexis_docx *nexis);

/* Whether the document is an export: reads no more than its first paragraphs. */
bool pm_nexis_docx_is(const void *bytes, size_t len, struct pm_watch *watch,
		      struct pm_encodings *encodings);

enum pm_status pm_nexis_docx_open(struct pm_nexis_docx *nexis, const void *bytes,
				  size_t len, struct pm_error *err);
enum pm_status pm_nexis_docx_next(struct pm_nexis_docx *nexis, struct pm_entry *entry,
				  struct pm_error *err);
void pm_nexis_docx_close(struct pm_nexis_docx *nexis);

#endif
