/* Pressmark - the encoding of a web page.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_CORPUS_ENCODING_PAGE_CHARSET_H
#define PM_CORPUS_ENCODING_PAGE_CHARSET_H

#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Append the page to OUT as well-formed UTF-8 without NUL, by the rules of html.h; NULs
 * are dropped.  Adds to *REPAIRS the number of bytes that had no meaning. */
enum pm_status pm_charset_decode(struct pm_buf *out, const char *bytes, size_t len,
				 uint64_t *repairs, struct pm_error *err);

/* Whether the page may hold many controls and be text all the same: in UTF-16, or in an
 * encoding that shifts in and out. */
bool pm_charset_holds_controls(const char *bytes, size_t len);

struct pm_charset {
	const char *labels;   /* each with a space before and after it */
	const char *names[2]; /* for iconv, the better one first; NULL: it is none */
};

/* What a label means to browsers, in any case of letters; NULL: nothing. */
const struct pm_charset *pm_charset_of(const char *label);

/* What windows-1252 means by a byte (or a numeric reference) of 0x80 to 0x9f;
 * 0: nothing. */
uint32_t pm_charset_1252(unsigned byte);

#endif
