/* Pressmark - the encoding of a web page.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A page declares its encoding itself, and begins with a tag, which helps to tell UTF-16
 * without a mark.  All else is as of any text (encoding.h), but that NULs mean nothing and
 * are dropped, and that what is given for all texts counts only for a page that does not
 * say what it is: it stands between rules 6 and 7.
 */
#ifndef PM_CORPUS_ENCODING_PAGE_BYTES_H
#define PM_CORPUS_ENCODING_PAGE_BYTES_H

#include "corpus/encoding/encoding.h"

/* Append the page to OUT as well-formed UTF-8 without NUL.  Fails only for want of
 * memory. */
enum pm_status pm_encoding_decode_page(struct pm_encodings *e, struct pm_buf *out,
				       const char *bytes, size_t len,
				       struct pm_encoded *how, struct pm_error *err);

/* Whether the page may hold many controls and be text all the same: in UTF-16, or in an
 * encoding that shifts in and out. */
bool pm_encoding_page_holds_controls(struct pm_encodings *e, const char *bytes, size_t len);

#endif
