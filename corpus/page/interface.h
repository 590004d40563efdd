/* Pressmark - what the interface of a page says, in the middle of its article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * "Advertisement", "Story continues below", "Share this article": lines that pages of many
 * sites have between paragraphs, and that are never the article's.  And words that offers
 * and forms are made of, so that a block can be judged by how many of them it has.
 */
#ifndef PM_CORPUS_PAGE_INTERFACE_H
#define PM_CORPUS_PAGE_INTERFACE_H

#include "corpus/page/words.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether the whole text is such a line; capitals, digits and signs do not count. */
bool pm_is_interface_line(const char *text, size_t len);

/* Whether the text begins by pointing to another article, or by asking for something:
 * "Read more:", "See also", "Subscribe to". */
bool pm_is_pointer(const char *text, size_t len);

/* Whether the word belongs to interfaces: subscribe, newsletter, cookies, account ... */
bool pm_is_interface_word(const struct pm_page_word *word);
/* All of them, N in number. */
const char *const *pm_interface_words(size_t *n);

#endif
