/* Pressmark - an article as text, with its metadata.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_ANSWER_ARTICLE_H
#define PM_ANSWER_ARTICLE_H

#include "search/search.h"

/* Append title, metadata and body of article ID (the database's number) in lines of at
 * most WIDTH columns.  Control characters other than line ends are shown as blanks. */
enum pm_status pm_article_put(struct pm_search *s, uint32_t id, size_t width,
			      struct pm_buf *out, struct pm_error *err);

#endif
