/* Pressmark - wikitext, as Wikipedia is written in, as plain text.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What readers of a page would read of its running text is kept: paragraphs, headings,
 * items of lists, what links are called.  Templates, tables, footnotes, files, formulas,
 * galleries and comments are left out, and so are the signs of markup.  Links to
 * categories are handed to ADD.
 *
 *	"'''Oslo''' is [[Capital|the capital]]{{cn}} of [[Norway]].<ref>x</ref>"
 *	-> "Oslo is the capital of Norway."
 *
 * SPACES says what the wiki calls its files and categories: a line "FName" and a line
 * "CName" for each name; the English ones are always known.  OUT is emptied first.  Time
 * and memory are proportional to LEN, however signs nest.  PM_ERR_NOMEM.
 */
#ifndef PM_CORPUS_FORMATS_WIKITEXT_H
#define PM_CORPUS_FORMATS_WIKITEXT_H

#include "support/buf.h"
#include "support/status.h"

#include <stddef.h>

typedef void pm_wikitext_category_fn(void *ctx, const char *name, size_t len);

enum pm_status pm_wikitext_strip(const char *text, size_t len, const char *spaces,
				 pm_wikitext_category_fn *add, void *ctx,
				 struct pm_buf *out, struct pm_error *err);

#endif
