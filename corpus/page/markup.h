/* Pressmark - the markup of a web page, made plain for libxml2.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * libxml2 makes a tree of a page, but as HTML 4 was to be read: it knows a tenth of
 * the character references, and comments, raw text and a body that goes on after its
 * end tag are not to it what they are to browsers.  So a page is first taken apart
 * into tags and text as browsers do it (HTML standard, 13.2.5), and written again
 * such that there is nothing left to disagree about:
 *
 * - Character references (references.h) become characters, and only & < and " are
 *   escaped.
 * - Comments, declarations and processing instructions are left out, CDATA sections
 *   as well unless the page begins as XML: then they are text.
 * - Of attributes only those that are asked for stay (the list is in markup.c), each
 *   once, in double quotes.
 * - What no reader sees is left out: scripts but for JSON-LD, styles, and what is
 *   inside of frames, text areas and drawings.  A drawing ends at the first
 *   element that cannot be in one.
 * - <title> holds text only.  <xmp> and <plaintext> become <pre>.
 * - </body> is a rule and </html> a space: what follows is in the body as well.
 *
 * Where browsers would lose the rest of a page to a quotation mark or an element that
 * is never closed, the tag ends at its first '>', and the element holds nothing;
 * only scripts, styles and comments go on to the end of the page.
 */
#ifndef PM_CORPUS_PAGE_MARKUP_H
#define PM_CORPUS_PAGE_MARKUP_H

#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_MARKUP_MORE 32u

/* Whether an attribute of this name, in small letters, stays whatever element it is of. */
bool pm_markup_keeps(const char *name);

/* Append the page (well-formed UTF-8 without NUL) to OUT.  Time and memory are
 * proportional to LEN.  *REPAIRS (added to) counts references without meaning. */
enum pm_status pm_markup_rewrite(struct pm_buf *out, const char *html, size_t len,
				 uint64_t *repairs, struct pm_error *err);
/* The same; these attributes stay as well, PM_MARKUP_MORE at most, whatever element they are
 * of: names of ASCII letters, digits and -_:. in small letters, NULL at the end; MORE may be
 * NULL. */
enum pm_status pm_markup_rewrite_with(struct pm_buf *out, const char *html, size_t len,
				      const char *const *more, uint64_t *repairs,
				      struct pm_error *err);

#endif
