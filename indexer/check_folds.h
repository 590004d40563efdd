/* Pressmark - checking the folds of a segment.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every fold decodes, lies within its article, has words that the lexicon has, and is found
 * by them: the postings of its stems (text/prefixes.h) are those of the articles that have
 * them in folds.  Of stems that compounds or parts of addresses have, too, there may be
 * more.
 *
 * Cost: the words of all folds are decoded once; memory as of the segment's stems.
 */
#ifndef PM_INDEXER_CHECK_FOLDS_H
#define PM_INDEXER_CHECK_FOLDS_H

#include "glass/reader.h"
#include "segment/segment.h"

/* LISTS: of the database, or NULL.  A segment without folds is fine. */
enum pm_status pm_check_folds(struct pm_segment *seg, struct pm_glass *lists,
			      struct pm_error *err);

#endif
