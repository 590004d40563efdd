/* Pressmark - what becomes of articles with the same id, in the order of the input.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_INDEXER_SAME_ID_H
#define PM_INDEXER_SAME_ID_H

enum pm_same_id {
	PM_IDS_KEEP,   /* all stay; the first that repeats an id is noted */
	PM_IDS_REPLACE /* the last one stays; see ids.h */
};

#endif
