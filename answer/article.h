/* Pressmark - an article as text, with its metadata.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_ANSWER_ARTICLE_H
#define PM_ANSWER_ARTICLE_H

#include "search/search.h"
#include "terminal/cells.h"

/* Append title, metadata and body of article ID (shim/database.h) in lines of at
 * most WIDTH columns.  Control characters other than line ends are shown as blanks.  What
 * TREE (or NULL) matches is between MARKS: a stretch of words, or if they are colours,
 * which would not go on behind the end of a line, each of its words. */
enum pm_status pm_article_put(struct pm_search *s, uint32_t id,
			      const struct pm_tree *tree, const struct pm_marks *marks,
			      size_t width, struct pm_buf *out, struct pm_error *err);

#endif
