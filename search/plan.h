/* Pressmark - planning: from a tree to a request (shim/database.h).
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each node of the tree becomes a sound query over terms: it may match too much but never
 * too little.  Where that is not exact, a FILTER is added with a check that runs the node's
 * pattern (match/pattern.h) on the words of one article.  Exact without a check are: a bare
 * word, unless it is also looked for in pieces; a quoted word whose stem no other word has,
 * or all of whose articles have the word; two ideograms side by side (their pair is a
 * term); a spelt word, if all words with the stems that it meets are spelt so; all fields
 * that have terms, dates, and lengths.  Other quoted and spelt words have a check, but
 * their terms have shares (segment/shares.h), and who reads these needs no check.  A
 * distance and the like has one check for everything below it, and its candidates are those
 * of its operands.
 *
 * Weights follow ARCHITECTURE.md, and are all decided here, from the statistics of the
 * whole index: who searches counts nothing.  There is one weighted leaf for each distinct
 * stem of the query outside NOT.  The weight is put on the stem's first occurrence that always
 * counts when the article matches (below ANDs, and below these ORs only).  All other
 * weights, and those of titles, go into an OR on the right of an AND_MAYBE.
 *
 * Who answers the request is not the plan's concern: it is libxapian, or, if the request
 * has the right shape, search/conjunction.h, which tells a check more.
 *
 * A plan belongs to one index and one tree, both of which must outlive it.
 */
#ifndef PM_SEARCH_PLAN_H
#define PM_SEARCH_PLAN_H

#include "language/tree.h"
#include "match/pattern.h"
#include "segment/index.h"
#include "shim/database.h"

struct pm_plan;

enum pm_plan_weights {
	PM_PLAN_RANKED,	 /* with weights */
	PM_PLAN_UNRANKED /* weights do not matter: sorted by date, or only
				 * counted */
};

/* STATISTICS are those that weights are made with.  PM_ERR_QUERY if a regular expression
 * costs too much; PM_ERR_INTERRUPTED if the patience of the index says so. */
enum pm_status pm_plan_new(struct pm_plan **out, const struct pm_resolver *resolver,
			   const struct pm_tree *tree, enum pm_plan_weights weights,
			   const struct pm_statistics *statistics, struct pm_error *err);
void pm_plan_free(struct pm_plan *plan);

/* Have the patience of the index asked while the plan is searched for.  Once it says yes,
 * no more articles match, so that the search comes to its end.  To be called once for a
 * plan, if there is anything to watch for. */
enum pm_status pm_plan_watch(struct pm_plan *plan, struct pm_error *err);

/* Fill in the request's nodes, n_nodes and check_err, which the plan owns, and what scores
 * are made with. */
void pm_plan_request(struct pm_plan *plan, struct pm_db_request *request);

#endif
