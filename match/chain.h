/* Pressmark - chains: distances of more than two operands.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * `a w/5 b w/5 c` wants one hit of each operand; ARCHITECTURE.md ("Hits") says how they
 * must lie.  Hits are taken in the order of the text, and for each hit, and each set of
 * operands that can be had with that hit as the last, only the interval that begins last
 * is kept: it contains none of the others.
 *
 * Hits with gaps, which those of distances and loose phrases are, may lie in each other if
 * they have no common word (near->share).  What has begun and not ended is then kept
 * besides: every set of hits that can be had so far, since what may follow depends on each
 * of them.  When they all have ended, it is a step like any other.
 *
 * Cost: for operators in order, linear in all hits; for others, the same times 2 to the
 * power of the number of operands, of which there are at most PM_QUERY_CHAIN_MAX.  With
 * gaps, for each hit also a look at all sets of hits that have not ended there.
 */
#ifndef PM_MATCH_CHAIN_H
#define PM_MATCH_CHAIN_H

#include "match/intervals.h"

/* A hit of a chain, and the step that leads to it. */
struct pm_step {
	uint32_t operand, place; /* the hit of an operand */
	uint32_t before;	 /* a step, or PM_U32_NONE */
	uint32_t first, end;	 /* of all hits from the beginning of the chain on */
	uint32_t set;		 /* the operands in it, as bits */
};

struct pm_steps {
	struct pm_step *steps;
	size_t n, cap;
};

/* OUT becomes the shortest intervals that have a hit of each of the N operands (2 or
 * more); left is the last of its STEPS. */
enum pm_status
pm_intervals_chain(const struct pm_near *near, const struct pm_spans *const *operands,
		   size_t n, struct pm_steps *steps, struct pm_spans *out,
		   struct pm_error *err);

#endif
