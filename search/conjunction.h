/* Pressmark - requests that are lists side by side, answered without libxapian.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Most requests have one shape: some terms that an article must all have, or one of some,
 * others that it must not have, checks of what is left, and weights on top.  libxapian's
 * matcher is made for every shape and takes longer over such a one than the checks do;
 * here it is a walk along lists (glass/reader.h):
 *
 *	choice		= TERM | OR of choices
 *	conjunction	= choice
 *			| AND of conjunctions
 *			| AND_NOT(conjunction, choice)
 *			| FILTER(conjunction, CHECK)
 *			| FILTER(conjunction, conjunction)
 *			| AND_MAYBE(conjunction, choice)
 *
 * A request that is one, by relevance or for its total only, gets from
 * pm_conjunction_search what pm_db_search (shim/database.h) would answer: the same
 * total, the same articles in the same order, scores that agree but for the last bits,
 * as the parts of a score are added in the order of the request here.  All others, and
 * those that are malformed, pm_conjunction_read refuses, for the caller to ask libxapian:
 *
 *	if (pm_conjunction_read(&shape, &request))
 *		status = pm_conjunction_search(&shape, lists, n, &request, &page, &err);
 *	else
 *		status = pm_db_search(db, &request, &page, &err);
 *
 * Candidates are found first, some hundreds at a time, then sifted by all checks that can
 * do that, and then checked.  Checks are asked in the order of the request, an
 * article that fails one is not asked about further; segment after segment, articles
 * ascending.  Only what passes is weighed, and only if a page is wanted.
 *
 * Cost.  The rarest member, a term or an OR of some, is walked, the others follow by
 * skipping: 5 ns a posting of the rarest and 0.5 ns for each one that is passed over
 * (glass/reader.h).  Of an OR each list is looked at for each article of any.  A match
 * that is weighed takes 10 ns and a comparison with the worst of the page.
 */
#ifndef PM_SEARCH_CONJUNCTION_H
#define PM_SEARCH_CONJUNCTION_H

#include "glass/reader.h"
#include "shim/database.h"
#include "support/bytes.h"

#define PM_SHAPE_TERMS 32u	/* more are libxapian's */
#define PM_SHAPE_CHECKS 16u


struct pm_shape_term {
	const struct pm_db_node *node;
	double factor;
	uint32_t member;		/* that it is of; PM_U32_NONE: it only adds weight */
	uint32_t column;		/* of those of members: which it is */
};

/* A request read into terms, which are of members that an article must have or must not
 * have, or only add weight, and checks. */
struct pm_shape {
	struct pm_shape_term terms[PM_SHAPE_TERMS];	/* in the order of the request */
	const struct pm_db_node *checks[PM_SHAPE_CHECKS];
	uint32_t check_terms[PM_SHAPE_CHECKS];	/* the first term of its candidates */
	bool is_out[PM_SHAPE_TERMS];		/* members that an article must not have */
	uint32_t n_terms, n_columns, n_members, n_checks;
};

/* False where the request is no conjunction.  SHAPE has pointers to its nodes. */
bool pm_conjunction_read(struct pm_shape *shape, const struct pm_db_request *request);

/* As pm_db_search, of the N segments whose lists these are, in the order in which the
 * database was opened; SHAPE is what REQUEST was read into. */
enum pm_status pm_conjunction_search(const struct pm_shape *shape,
				     struct pm_glass *const *segments, size_t n,
				     const struct pm_db_request *request,
				     struct pm_db_page *page, struct pm_error *err);

#endif
