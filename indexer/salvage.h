/* Pressmark - articles of segments that are not what they were, or were given up.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * All that a segment says follows from its articles, and these can be told to be right: each
 * has a digest that was made when it came in (segment/origins.h).  So from a segment of which
 * anything is damaged every article can be taken that is read and has its digest; and from one
 * that only an earlier generation lists, those that are missing.  They are indexed again as in
 * a merge (join.h), into one new segment.
 *
 *	pm_salvage_init(&s, &missing);
 *	pm_salvage_own(&s, "index/segment-7", &info, 2, &err);	segment 2 of the survey
 *	pm_salvage_old(&s, "index/segment-3", &info, &err);
 *	pm_salvage_join(&s, &join_options, &joined, &err);
 *	pm_salvage_release(&s);
 *
 * What is found is noted in the table of what is missing.  Nothing is taken from a segment
 * whose lexicon or store cannot be opened; of one whose blocks are damaged (segment/blocks.h)
 * nothing from there on.
 *
 * Cost: to read the text of these articles twice, and to index it.
 */
#ifndef PM_INDEXER_SALVAGE_H
#define PM_INDEXER_SALVAGE_H

#include "indexer/join.h"
#include "indexer/missing.h"
#include "segment/fingerprint.h"

struct pm_salvage_from {
	struct pm_segment *segment;
	struct pm_segment_info info;
	uint64_t *leaves; /* those that are not taken, bit A - 1 */
	uint64_t n;	  /* that are taken */
};

struct pm_salvage {
	struct pm_missing *missing;
	struct pm_salvage_from *from;
	size_t n_from, cap;
	uint64_t own, old;	 /* articles of segments of either kind */
	struct pm_digest128 sum; /* of what they say */
};

void pm_salvage_init(struct pm_salvage *s, struct pm_missing *missing);
void pm_salvage_release(struct pm_salvage *s);

/* Of segment NUMBER of the survey, whose folder is DIR. */
enum pm_status pm_salvage_own(struct pm_salvage *s, const char *dir,
			      const struct pm_segment_info *info, uint32_t number,
			      struct pm_error *err);
/* Of one that an earlier generation lists. */
enum pm_status pm_salvage_old(struct pm_salvage *s, const char *dir,
			      const struct pm_segment_info *info, struct pm_error *err);

/* OPTIONS: which segments is said here.  PM_ABSENT: nothing was found. */
enum pm_status pm_salvage_join(const struct pm_salvage *s,
			       const struct pm_join_options *options,
			       struct pm_joined *joined, struct pm_error *err);

#endif
