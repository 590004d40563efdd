/* Pressmark - the constants of ranking, each in this one place.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is made of them is defined in ARCHITECTURE.md ("Ranking").  libxapian weighs by
 * them (shim/database.cc), and so does what answers in its place
 * (search/conjunction.c); the planner says how much each leaf counts
 * (search/plan_weights.c).
 */
#ifndef PM_SHIM_WEIGHTS_H
#define PM_SHIM_WEIGHTS_H

/* BM25 (Robertson, Walker, Jones, Hancock-Beaulieu and Gatford, TREC-3, 1994): how soon
 * further occurrences of a word stop to count, and how much of an article's length
 * counts. */
#define PM_BM25_K1 1.5
#define PM_BM25_B 0.6

#define PM_WEIGHT_STOP_WORD 0.25	/* of a word as common as "the", beside others */
#define PM_WEIGHT_TITLE 0.3		/* of an occurrence in the title, once more */

#endif
