/* Pressmark - all text of a page that is too large for a tree.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A tree takes some 300 bytes for each element and each piece of text between two, dozens
 * of times the size of a page that has little else.  Where that is too much, the markup
 * (markup.h) is read front to back, and nothing is held: all visible text is taken, menus
 * and teasers included, with each block-level element on a line of its own, and the title
 * is that of <title>.
 */
#ifndef PM_CORPUS_PAGE_UNCLEAN_H
#define PM_CORPUS_PAGE_UNCLEAN_H

#include "support/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether the tree of the page would have more than MAX nodes: elements, attributes, and
 * text between them.  PLAIN is what pm_markup_rewrite has written. */
bool pm_page_has_more(const char *plain, size_t len, size_t max);

/* Append the page's text and title. */
void pm_page_unclean(const char *plain, size_t len, struct pm_buf *text,
		     struct pm_buf *title);

#endif
