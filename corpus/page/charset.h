/* Pressmark - the encoding of a web page.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_CORPUS_PAGE_CHARSET_H
#define PM_CORPUS_PAGE_CHARSET_H

#include "support/buf.h"
#include "support/status.h"

#include <stddef.h>
#include <stdint.h>

/* Append the page to OUT as well-formed UTF-8 without NUL, by the rules of html.h; NULs
 * are dropped.  Adds to *REPAIRS the number of bytes that had no meaning. */
enum pm_status pm_charset_decode(struct pm_buf *out, const char *bytes, size_t len,
				 uint64_t *repairs, struct pm_error *err);

/* What windows-1252 means by a byte (or a numeric reference) of 0x80 to 0x9f; 0:
 * nothing. */
uint32_t pm_charset_1252(unsigned byte);

#endif
