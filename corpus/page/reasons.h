/* Pressmark - why a page was read as it was, for people to see.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where on the page a value stands that was chosen from it, and which of its numbers made
 * a block part of the article, or not.
 */
#ifndef PM_CORPUS_PAGE_REASONS_H
#define PM_CORPUS_PAGE_REASONS_H

#include "corpus/page/blocks.h"
#include "corpus/page/facts.h"

/* Where VALUE is on the page: "og:title", "a heading", "the visible text".  An empty value
 * is nowhere: "". */
const char *pm_facts_where(const struct pm_facts *f, const struct pm_buf *value);

/* Set OUT to the numbers that counted most for (+) or against (-) the block, three at most,
 * and the rules: "+ among the article, + running text, - links"; or which rule of the
 * user's decided: "by rule line 12". */
void pm_block_reasons(const struct pm_block *k, struct pm_buf *out);

#endif
