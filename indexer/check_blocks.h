/* Pressmark - checking the blocks of a segment's articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The blocks of an article (segment/blocks.h) are those that its text makes, once the
 * blocks that were folded as repeated are put back in their places; so an update that
 * counts them counts what a build would.
 *
 * Cost: the texts of all articles that have blocks are read and split once more.
 */
#ifndef PM_INDEXER_CHECK_BLOCKS_H
#define PM_INDEXER_CHECK_BLOCKS_H

#include "segment/segment.h"

/* Folding must be that of the Unicode version that made the index.  A segment without
 * blocks is fine. */
enum pm_status pm_check_blocks(struct pm_segment *seg, struct pm_error *err);

#endif
