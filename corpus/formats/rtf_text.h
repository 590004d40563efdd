/* Pressmark - the text of RTF.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * RTF is text with control words (\par, \b0) and groups in braces.  Bytes are in the code
 * page of the font, \'e9 stands for one, and \u233? for a character of Unicode, after which
 * as many characters are passed over as \uc says.  A group may be a destination: fonts,
 * styles, pictures, headers are no text, and neither is one that begins with \* and is not
 * known.  What was deleted while changes were tracked, and hidden text, are left out.
 *
 *	pm_rtf_open(&rtf, max_text, &err);
 *	st = pm_rtf_read(rtf, stream, &err);
 *	... rtf->text and what it says about itself ...
 *	pm_rtf_free(rtf);
 *
 * The file is read once, as a stream, and nothing of it is held but its text.
 */
#ifndef PM_CORPUS_FORMATS_RTF_TEXT_H
#define PM_CORPUS_FORMATS_RTF_TEXT_H

#include "corpus/containers/stream.h"
#include "corpus/formats/input.h"
#include "support/buf.h"

#include <iconv.h>
#include <stdbool.h>

/* What becomes of the text of a group. */
enum pm_rtf_place {
	PM_RTF_TEXT,
	PM_RTF_NOTE,
	PM_RTF_TITLE,
	PM_RTF_AUTHOR,
	PM_RTF_KEYWORDS,
	PM_RTF_CREATED, /* no text: its words say the date */
	PM_RTF_FONTS,
	PM_RTF_STYLES,
	PM_RTF_NOWHERE,
	PM_RTF_PLACES
};

struct pm_rtf_group {
	enum pm_rtf_place place;
	unsigned skip;	/* characters after \u */
	unsigned codes; /* the code page of its font */
	bool deleted, hidden, starred;
};

struct pm_rtf_font {
	int number;
	unsigned codes;
};

struct pm_rtf {
	struct pm_buf text; /* paragraphs with an empty line between, then the notes */
	struct pm_buf notes;
	struct pm_buf title, author, keywords; /* as the document says */
	struct pm_buf heading;	   /* the first, or what is styled as a title */
	unsigned year, month, day; /* when it was made; 0: it does not say */
	bool is_cut;		   /* its end is missing */

	/* of reading */
	struct pm_input in;
	struct pm_rtf_group *groups;
	size_t depth, groups_cap;
	struct pm_rtf_font *fonts;
	size_t n_fonts, fonts_cap;
	int font, style; /* whose name is being read */
	int title_styles[16], heading_styles[16];
	size_t n_title_styles, n_heading_styles;
	struct pm_buf name;  /* of a font or a style */
	struct pm_buf bytes; /* in the code page, to be decoded */
	unsigned bytes_codes;
	unsigned codes; /* of the document */
	int default_font;
	unsigned to_skip;
	uint32_t high;	  /* a pending high surrogate, or 0 */
	size_t paragraph; /* where the paragraph begins */
	enum { PM_RTF_PLAIN, PM_RTF_HEADING, PM_RTF_IS_TITLE } kind;
	bool has_title_style;
	iconv_t cd;
	unsigned cd_codes;
	uint64_t repairs;
};

enum pm_status pm_rtf_open(struct pm_rtf **out, size_t max_text, struct pm_error *err);
/* PM_ERR_INPUT: it is no RTF, or nests too deeply; PM_ERR_LIMIT: its text is too large.
 * What was read before a failure is in the buffers. */
enum pm_status pm_rtf_read(struct pm_rtf *rtf, struct pm_stream *stream,
			   struct pm_error *err);
void pm_rtf_free(struct pm_rtf *rtf);

/* --- rtf_chars.c -------------------------------------------------------- */

/* The code page of a font's \fcharset; 0: it says none. */
unsigned pm_rtf_codes_of(int charset);
/* A byte of the text, in the group's code page. */
void pm_rtf_put_byte(struct pm_rtf *rtf, uint8_t byte);
/* A character of Unicode, a surrogate perhaps. */
void pm_rtf_put_char(struct pm_rtf *rtf, uint32_t c);
/* Decode the bytes that are pending. */
void pm_rtf_flush(struct pm_rtf *rtf);
/* Where the text of the group goes; NULL: nowhere. */
struct pm_buf *pm_rtf_target(struct pm_rtf *rtf);

#endif
