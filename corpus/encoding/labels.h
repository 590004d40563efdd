/* Pressmark - the names of encodings.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A label is what a page, an XML declaration or --encoding calls an encoding: one has
 * many, in any case of letters.  It means what it means to browsers: iso-8859-1 and ascii
 * are windows-1252, gb2312 is GB18030.  Encodings that are not in the table may be known
 * to iconv all the same (encoding.h).
 */
#ifndef PM_CORPUS_ENCODING_LABELS_H
#define PM_CORPUS_ENCODING_LABELS_H

#include <stdbool.h>
#include <stdint.h>

enum pm_charset_kind {
	PM_CHARSET_UTF8,
	PM_CHARSET_BYTES,   /* a byte is a character */
	PM_CHARSET_PAIRS,   /* ASCII, and characters of two bytes or more */
	PM_CHARSET_ESCAPES, /* seven bits, and escapes that shift in and out */
	PM_CHARSET_WIDE	    /* UTF-16 and UTF-32: ASCII has zeros beside it */
};

struct pm_charset {
	const char *name;     /* as it is told: "windows-1250" */
	const char *labels;   /* each with a space before and after it */
	const char *iconv[2]; /* its names for iconv, the better one first; NULL: none */
	enum pm_charset_kind kind;
};

/* What a label means, in any case of letters; NULL: it is not in the table. */
const struct pm_charset *pm_charset_of(const char *label);

/* Whether iconv knows the encoding, and ASCII is part of it. */
bool pm_charset_holds_ascii(const char *name);

/* What windows-1252 means by a byte (or a numeric reference) of 0x80 to 0x9f;
 * 0: nothing. */
uint32_t pm_charset_1252(unsigned byte);

#endif
