/* Pressmark - what an index holds, measured: stats.c writes it for people, stats_json.c for
 * programs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Nothing is counted anew: the generation has the numbers, and the system the sizes.
 */
#ifndef PM_INDEXER_STATS_H
#define PM_INDEXER_STATS_H

#include "segment/index.h"

/* In the order in which they are shown. */
enum pm_stats_part {
	PM_STATS_WORDS,
	PM_STATS_DRESSING,
	PM_STATS_PAIRS,
	PM_STATS_ARTICLES,
	PM_STATS_LEXICON,
	PM_STATS_SHARES,
	PM_STATS_LENGTHS,
	PM_STATS_SKETCHES,
	PM_STATS_ORIGINS,
	PM_STATS_FOLDS,
	PM_STATS_BLOCKS,
	PM_STATS_DATABASE,
	PM_STATS_PARTS
};

/* Their names. */
extern const char *const pm_stats_parts[PM_STATS_PARTS];

struct pm_stats_segment {
	const struct pm_segment_info *info;    /* the index's */
	uint64_t aliases;		       /* compounds and parts of addresses */
	uint64_t folded_articles, folds;       /* with folds; folds */
	uint64_t bytes, parts[PM_STATS_PARTS]; /* of all; 0: there is no such part */
};

/* Of segment I. */
enum pm_status pm_stats_measure(struct pm_stats_segment *m, struct pm_index *index,
				size_t i, struct pm_error *err);

/* Add the size of all files in a folder, and below it, to *SUM. */
enum pm_status pm_folder_bytes(const char *dir, uint64_t *sum, struct pm_error *err);

#endif
