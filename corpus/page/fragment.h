/* Pressmark - text that is written as HTML inside of another format.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The description of a feed, the member `body_html` of an export, the title of a post:
 * all of it is the article's, so all of it is kept, and nothing is weighed.  (A whole page
 * is html.h's.)
 *
 *	struct pm_buf text;
 *	pm_buf_init(&text, limit);
 *	for (each value)
 *		if (pm_fragment_is_html(value, len))
 *			st = pm_fragment_text(value, len, &text, &err);
 *	pm_buf_release(&text);
 *
 * `<p class="a">Body <b>words</b> &amp; more</p><p>Second</p>` is "Body words & more",
 * an empty line, and "Second".
 *
 * OUT is emptied first, keeps its memory from one call to the next, and must not be where
 * the HTML is.  Any bytes may be given: what is not UTF-8 becomes U+FFFD.  The result is
 * well-formed UTF-8, no longer than three times LEN, with no blank at its ends.  Time and
 * memory are proportional to LEN, however deep elements nest.  PM_ERR_NOMEM; or
 * PM_ERR_LIMIT, if OUT has a limit and it is reached.
 */
#ifndef PM_CORPUS_PAGE_FRAGMENT_H
#define PM_CORPUS_PAGE_FRAGMENT_H

#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether a value that may be plain text is HTML: it begins, after blanks and comments,
 * with the tag of a block (<p>, <div>, <h1>, <ul>, <table>, <img> ...), a <!doctype>, or
 * another tag of HTML whose end tag follows (<b>Oslo</b> ...). */
bool pm_fragment_is_html(const char *text, size_t len);

/* The text, with an empty line between paragraphs; items, rows and what <br> separates
 * on a line each.  References are read once.  Scripts, styles, comments and <title> are
 * left out. */
enum pm_status pm_fragment_text(const char *html, size_t len, struct pm_buf *out,
				struct pm_error *err);

/* A title or a name, in one line: `T &amp; U`, `<i>Nature</i> at 150`.  A '<' that begins
 * no tag of HTML means itself, as in "a <b", "<3" or "Ann <ann@example.org>". */
enum pm_status pm_fragment_inline(const char *html, size_t len, struct pm_buf *out,
				  struct pm_error *err);

#endif
