/* Pressmark - which segments are to be joined.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each update adds a segment.  Every segment costs each query a little, so some are joined
 * into one (join.h); and joining costs what indexing their articles costs, so not too
 * often.  Only segments that follow each other are joined, so that articles stay in their
 * order.  Which ones follows from their sizes alone:
 *
 *	n = pm_tiers_choose(g.segments, g.n_segments, 0, runs);
 *	for each of runs[0 .. n - 1]
 *		... join the segments first .. end - 1; if that is one, write it again ...
 *
 * The size of a segment is the text of its articles that are not gone, and
 * PM_TIERS_ARTICLE bytes for each.  Its tier is 0 up to 8 times PM_TIERS_FLOOR, 1 up to 64
 * times as much, and so on.  A segment of more than half of the largest size is full, and
 * stays as it is.
 *
 * - Of a tier from 1 on, at most 7 segments stay in a stretch without any of a higher one.
 *   The eighth makes one of them all, and of the smaller ones between them.  Their sizes
 *   add up to the next tier, or else to the largest size.
 * - Of tier 0, at most 7 stay as well.  These may be of any sizes, from updates of a few
 *   articles on.  So only those at the end of the stretch are joined: as many as possible
 *   of which none is larger than all after it together.
 * - A segment of which more than 30 % of the articles are gone is written again.
 * - If there would be more than PM_TIERS_MOST, those are joined for which the least has to
 *   be written for each segment less, even if that makes one larger than the largest size.
 *
 * What follows, for an index of N bytes, updates of U bytes each, and the largest size L:
 *
 *	segments	at most 7 in each tier up to L / 2, and 2 N / L full ones: with 1 GB
 *			14 and one, with 20 GB 21 and up to ten.  On average, half
 *	written		of each byte added, A times in tier 0, where A is the least number
 *			for which C(7 + A, 7) >= 128 MiB / U (1 for U from 16 MiB on, 2 from
 *			3.6 MiB, 6 for 100 kB), and once in each tier above.  Of each byte
 *			that goes, at most 7/3 bytes beside it
 *
 * The first line is that of articles in their order of size; segments between larger ones,
 * that others have been taken away from, may be more.  A is what an optimal choice would
 * reach (the binomial strategy: Mathieu, Staelin, Young and Yousefi, "Bigtable Merge
 * Compaction", 2014), and is met within a quarter for as many as 10,000 updates to a tier.
 *
 * Cost: nothing.
 */
#ifndef PM_INDEXER_TIERS_H
#define PM_INDEXER_TIERS_H

#include "segment/generation.h"

#define PM_TIERS_FACTOR 8u
#define PM_TIERS_FLOOR ((uint64_t)16 << 20)
#define PM_TIERS_ARTICLE 500u
#define PM_TIERS_LARGEST ((uint64_t)4 << 30)
#define PM_TIERS_MOST 200u

/* What becomes one segment. */
struct pm_tiers_run {
	size_t first, end;
	uint64_t size; /* of the segment that it becomes */
	bool forced;   /* it has to be written again, even if it is one segment */
};

/* Of N segments, in their order.  RUNS, with room for N, gets those that are to be joined
 * or written again, in their order; their number is returned.  LARGEST: what a joined
 * segment may have; 0: PM_TIERS_LARGEST. */
size_t pm_tiers_choose(const struct pm_segment_info *segments, size_t n, uint64_t largest,
		       struct pm_tiers_run *runs);

#endif
