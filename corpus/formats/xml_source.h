/* Pressmark - the bytes of an XML file, made what a parser accepts.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_xml_source_open(&source, stream, encodings, &err);	(takes the stream)
 *	while ((st = pm_xml_source_read(&source, &data, &len, &err)) == PM_OK)
 *		... some kB of well-formed UTF-8 ...
 *	pm_xml_source_close(&source);
 *
 * A parser has to stop at the first character that XML does not allow, and most files
 * that have one are whole all the same: a feed with a form feed in it, a bare '&', a
 * reference that only HTML knows.  So these are mended on the way, and counted:
 *
 * - Bytes are in the encoding that the declaration says, unless they are UTF-8, or a mark
 *   says otherwise; without a declaration it is found as that of any text is
 *   (encoding/encoding.h).
 * - Control characters, also by their numbers, are read as blanks.
 * - A reference of HTML (&nbsp;) is the character; a '&' that begins no reference stands
 *   for itself.
 * - White space before the declaration is dropped, and so is the declaration itself, which
 *   has done its work here.  Lines are still counted as in the file.
 *
 * Nothing is held but the piece that is read, and what its end cuts.  Some 1.5 ns a byte.
 */
#ifndef PM_CORPUS_FORMATS_XML_SOURCE_H
#define PM_CORPUS_FORMATS_XML_SOURCE_H

#include "corpus/containers/stream.h"
#include "corpus/encoding/encoding.h"
#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where the next byte stands. */
enum pm_xml_place { PM_XML_IN_MARKUP, PM_XML_IN_CDATA, PM_XML_IN_COMMENT };

struct pm_xml_source {
	struct pm_stream *stream;
	const uint8_t *piece; /* of the stream, what is not used yet */
	size_t piece_len;
	bool ended;	/* the stream */
	bool begun;	/* the declaration is behind */
	char label[64]; /* what it calls the encoding; "": nothing */
	struct pm_encoded encoded;

	struct pm_buf text; /* UTF-8 that is to be mended */
	struct pm_buf out;
	enum pm_xml_place place;
	bool is_tag;	  /* it is in a tag */
	uint8_t quote;	  /* and there in a value with these quotes; 0: in none */
	unsigned n_attrs; /* values so far */
	bool is_next;	  /* the text begins with the declaration of another document */
	bool is_told;	  /* and that has been said */

	uint64_t replaced; /* U+FFFD that were put for what is no character of XML */
	uint64_t controls; /* that were read as blanks */
	uint64_t bytes;	   /* of the file, so far */
};

/* ENCODINGS must live as long.  PM_END: the file is empty. */
enum pm_status pm_xml_source_open(struct pm_xml_source *s, struct pm_stream *stream,
				  struct pm_encodings *encodings, struct pm_error *err);
/* PM_OK and at least one byte, valid until the next call; PM_ABSENT: a document has ended,
 * and what follows is another one; PM_END; or a failure. */
enum pm_status pm_xml_source_read(struct pm_xml_source *s, const char **data, size_t *len,
				  struct pm_error *err);
void pm_xml_source_close(struct pm_xml_source *s);

#endif
