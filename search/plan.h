/* Pressmark - planning: from a tree to a request (shim/database.h).
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For each node of the tree, the widest sound query over terms (it may match
 * too much but never too little), and where that is not exact, a FILTER with a
 * check that runs the node's pattern (match/pattern.h) on the words of one article.
 * Which nodes are exact without a check: a bare word, when it is not also
 * looked for in pieces; a quoted word whose stem no other word has; two
 * ideograms side by side (their pair is a term); a spelt word when all words of the
 * stems it meets are so spelt; all fields that have terms, dates, lengths.  A distance
 * and the like has one check for all below it, whose candidates are what its operands'
 * would be.
 *
 * Weights follow ARCHITECTURE.md: one weighted leaf for each distinct stem of
 * the query outside NOT.  It is put on the stem's first occurrence where that
 * always counts when the article matches (below ANDs, and then ORs only);
 * all others, and the titles', stand in an OR on the right of an AND_MAYBE.
 *
 * Who answers the request is not the plan's concern: libxapian, or where it has the
 * shape for that search/conjunction.h, which tells a check more.
 *
 * A plan belongs to one index and one tree, both of which must outlive it.
 */
#ifndef PM_SEARCH_PLAN_H
#define PM_SEARCH_PLAN_H

#include "language/tree.h"
#include "match/pattern.h"
#include "segment/index.h"
#include "shim/database.h"
#include "support/stop.h"

struct pm_plan;

enum pm_plan_weights {
	PM_PLAN_RANKED,		/* with weights */
	PM_PLAN_UNRANKED	/* they do not matter: sorted by date, only counted */
};

/* PM_ERR_QUERY where a regular expression costs too much. */
enum pm_status pm_plan_new(struct pm_plan **out, const struct pm_resolver *resolver,
			   const struct pm_tree *tree, enum pm_plan_weights weights,
			   struct pm_error *err);
void pm_plan_free(struct pm_plan *plan);

/* Let STOP be asked now and then while the plan is searched for; once it says yes, no
 * article matches any more, so that the search comes to its end.  Once for a plan. */
enum pm_status pm_plan_watch(struct pm_plan *plan, const struct pm_stop *stop,
			     struct pm_error *err);
bool pm_plan_stopped(const struct pm_plan *plan);

/* The request's nodes, n_nodes and check_err; the plan keeps them. */
void pm_plan_request(struct pm_plan *plan, struct pm_db_request *request);

#endif
