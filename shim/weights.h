/* Pressmark - the constants of ranking, all in one place.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ARCHITECTURE.md ("Ranking") defines how they are used.  libxapian weighs by them
 * (shim/database.cc), and so does the search that replaces it (search/conjunction.c); the
 * planner decides how much each leaf counts (search/plan_weights.c).
 */
#ifndef PM_SHIM_WEIGHTS_H
#define PM_SHIM_WEIGHTS_H

/* BM25 (Robertson, Walker, Jones, Hancock-Beaulieu and Gatford, TREC-3, 1994): how soon
 * further occurrences of a word stop counting, and how much an article's length
 * counts. */
#define PM_BM25_K1 1.5
#define PM_BM25_B 0.6

#define PM_WEIGHT_STOP_WORD 0.25 /* for a word as common as "the", beside others */
#define PM_WEIGHT_TITLE 0.3	 /* extra, for an occurrence in the title */

#endif
