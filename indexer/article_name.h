/* Pressmark - what an article of a segment is called in messages: its id, or where it was
 * read.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_INDEXER_ARTICLE_NAME_H
#define PM_INDEXER_ARTICLE_NAME_H

#include "segment/segment.h"

/* Append its id; without one, its file, and a colon and its line if there are several in
 * that.  Signs that a terminal does not show are shown as others. */
enum pm_status pm_article_name(struct pm_segment *seg, uint32_t article,
			       struct pm_buf *out, struct pm_error *err);

#endif
