/* Pressmark - ranking: its constants and its formulas, all in one place.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ARCHITECTURE.md ("Ranking") defines how they are used.  The planner decides what each
 * leaf of a request weighs (search/plan_weights.c).  What that adds to an article's score
 * is the same whoever searches: libxapian (shim/database.cc), or one of the searches that
 * replace it (search/union.h, search/conjunction.h).
 */
#ifndef PM_SHIM_WEIGHTS_H
#define PM_SHIM_WEIGHTS_H

#include <math.h>
#include <stdint.h>

/* BM25 (Robertson, Walker, Jones, Hancock-Beaulieu and Gatford, TREC-3, 1994): how soon
 * further occurrences of a word stop counting, and how much an article's length
 * counts. */
#define PM_BM25_K1 1.5
#define PM_BM25_B 0.6

#define PM_WEIGHT_STOP_WORD 0.25 /* for a word as common as "the", beside others */
#define PM_WEIGHT_TITLE 0.3	 /* extra, for an occurrence in the title */

/* What a word weighs that counts COUNT and that FREQ of ARTICLES have; never below 0. */
static inline double
pm_bm25_weight(double count, uint64_t articles, double freq)
{
	double n = (double)articles;

	if (freq > n)
		freq = n;
	return count * log(1 + (n - freq + .5) / (freq + .5)) * (PM_BM25_K1 + 1);
}

/* Parts of scores are multiples of a small number, a GRID, which is some 10^-13 of what all
 * words of a query weigh together.  So they add up without rounding, whatever their order:
 * libxapian adds them in one that depends on how frequent the words are in a segment, and
 * equal articles of two segments must be equal.  GRID is a number whose last bit that is;
 * 0: nothing is rounded. */
static inline double
pm_bm25_grid(double weights)
{
	int exponent;

	(void)frexp(weights, &exponent);
	return weights > 0 ? ldexp(1.5, exponent - 44 + 52) : 0;
}

/* That small number. */
static inline double
pm_bm25_unit(double grid)
{
	return ldexp(grid / 1.5, -52);
}

/* What a word adds to the score of an article where it occurs WDF times, whose length is
 * NORMAL times the average. */
static inline double
pm_bm25_part(double weight, uint32_t wdf, double normal, double grid)
{
	double part = weight *
		      (wdf / (PM_BM25_K1 * (normal * PM_BM25_B + (1 - PM_BM25_B)) + wdf));

	return part + grid - grid;
}

#endif
