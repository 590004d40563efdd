/* Pressmark - the paragraphs of a document of a word processor (.docx, .odt).
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Such a document is a zip archive with XML in it.  The archive is in memory; its text is
 * read as a stream, one paragraph at a time:
 *
 *	if (pm_office_is(bytes, len))
 *		st = pm_office_open(&office, bytes, len, &limits, &err);
 *	while ((st = pm_office_next(office, &p, &err)) == PM_OK)
 *		... p.text, p.style, p.heading, until the next call ...
 *	pm_office_free(office);
 *
 * What is text: all that the document shows in its body, tables and text boxes, and after
 * that its footnotes and endnotes.  Not: what was deleted while changes were tracked,
 * comments, headers and footers of pages.  Paragraphs without a character but blanks are
 * handed out too, with len 0, since they may separate something.
 *
 * The text box or note that stands inside of a paragraph comes after it, as one of its
 * own.  Paragraphs of a table say what began with them: the consumer may put an empty line
 * before a paragraph, a tab before a cell, and a line end before a row.
 *
 * Hostile documents: memory is bounded by the longest paragraph (limits.max_text) and by
 * 1,024 styles; XML that unpacks to more than 200 times the file, and to more than 64 MiB,
 * is refused, and so is what xml_events.h refuses, after what came before it was handed
 * out.
 */
#ifndef PM_CORPUS_FORMATS_OFFICE_TEXT_H
#define PM_CORPUS_FORMATS_OFFICE_TEXT_H

#include "corpus/containers/container.h"
#include "corpus/encoding/encoding.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pm_office;

struct pm_office_limits {
	size_t max_text; /* bytes of a paragraph */
	struct pm_watch *watch;
	struct pm_encodings *encodings; /* borrowed: for parts that are not UTF-8 */
};

/* What begins with a paragraph; the first of a row of a table begins the row. */
enum pm_office_begins { PM_BEGINS_PARAGRAPH, PM_BEGINS_CELL, PM_BEGINS_ROW };

struct pm_paragraph {
	const char *text; /* well-formed UTF-8; line breaks are '\n'; trimmed */
	size_t len;
	const char *style; /* its name, "heading 1", "Body Text"; "" if it has none */
	unsigned heading;  /* its level, from 1; 0: it is none */
	bool is_title;	   /* its style is that of the document's title */
	enum pm_office_begins begins;
};

/* Whether the bytes of a file, or its first ones, are those of a zip archive. */
bool pm_office_is(const void *bytes, size_t len);

/* BYTES stay the caller's and must live as long.  Fails only for want of memory; *OUT is
 * NULL then. */
enum pm_status pm_office_open(struct pm_office **out, const void *bytes, size_t len,
			      const struct pm_office_limits *limits, struct pm_error *err);

/* PM_OK; PM_END; a failure ends the document: PM_ERR_INPUT, also if it has no text that is
 * known ("no word/document.xml or content.xml in it") or is encrypted; PM_ERR_LIMIT, ... */
enum pm_status pm_office_next(struct pm_office *office, struct pm_paragraph *p,
			      struct pm_error *err);

/* How many ill-formed places of the XML were mended so far. */
uint64_t pm_office_repairs(const struct pm_office *office);

void pm_office_free(struct pm_office *office);

/* Another member of the same archive, "docProps/core.xml" or "meta.xml".  *MEMBER belongs
 * to *BOX, which the caller frees.  PM_ABSENT: there is none. */
enum pm_status pm_office_member(struct pm_container **box, struct pm_stream **member,
				const void *bytes, size_t len, const char *name,
				struct pm_watch *watch, struct pm_error *err);

#endif
