/* Pressmark - pressmark-index check --deep: that each segment is what its articles make.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * All that a segment says of its articles follows from these.  So each is indexed again, as
 * a merge would do it (join.h), into a temporary folder, and what comes out is compared: if
 * it is the same byte for byte, one number tells that (pm_segment_identity); else
 * segment_diff.h says what is other.  This also finds what was wrong when the segment was
 * made, and so has every checksum: a word that was divided in another way, a term or a
 * posting that was left out, a compound that is none.
 *
 * Another stemmer or another Unicode would make other words; then nothing can be compared,
 * and nothing is done.
 *
 * Cost: that of a merge of all segments, without the disk's.  Room: that of one segment and
 * of its runs at a time, at most twice the largest.  Memory: that of a build.
 */
#ifndef PM_INDEXER_CHECK_DEEP_H
#define PM_INDEXER_CHECK_DEEP_H

#include "indexer/build.h"
#include "segment/index.h"

struct pm_check_deep {
	/* Its jobs, memory, stop and progress. */
	const struct pm_build_options *build;
	const char *temporary; /* the folder in which there is room; NULL: beside the index */
};

enum pm_status pm_check_deep_run(struct pm_index *index,
				 const struct pm_check_deep *options,
				 struct pm_error *err);

#endif
