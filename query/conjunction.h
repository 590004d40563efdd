/* Pressmark - requests that are lists side by side, answered without libxapian.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Most requests have one shape: some terms that an article must all have, checks of what
 * is left, and weights on top.  libxapian's matcher is made for every shape and takes
 * longer over such a one than the checks do; here it is a walk along lists
 * (glass/reader.h):
 *
 *	conjunction	= TERM
 *			| AND of conjunctions
 *			| FILTER(conjunction, CHECK)
 *			| FILTER(conjunction, conjunction)
 *			| AND_MAYBE(conjunction, weights)
 *	weights		= TERM | OR of weights
 *
 * A request that is one, by relevance or for its total only, gets from
 * pm_conjunction_search what pm_db_search (shim/database.h) would answer: the same
 * total, the same articles in the same order, scores that agree but for the last bits,
 * as the parts of a score are added in the order of the request here.  All others, and
 * those that are malformed, are PM_END, for the caller to ask libxapian:
 *
 *	status = PM_END;
 *	if (pm_conjunction_fits(&request))
 *		status = pm_conjunction_search(lists, n, &request, &page, &err);
 *	if (status == PM_END)
 *		status = pm_db_search(db, &request, &page, &err);
 *
 * Candidates are found first, some hundreds at a time, then sifted by all checks that can
 * do that, and then checked.  Checks are asked in the order of the request, an
 * article that fails one is not asked about further; segment after segment, articles
 * ascending.  Only what passes is weighed, and only if a page is wanted.
 *
 * Cost.  The rarest term is walked and the others follow by skipping, for what that
 * costs see glass/reader.h: over 12,000 articles, two or three words take 0.02 ms, parsing,
 * planning and weighing included, a sixth of what libxapian takes.  Memory: a page, 40 KB,
 * and 600 bytes for each term and segment.
 */
#ifndef PM_QUERY_CONJUNCTION_H
#define PM_QUERY_CONJUNCTION_H

#include "glass/reader.h"
#include "shim/database.h"

/* Whether it has the shape. */
bool pm_conjunction_fits(const struct pm_db_request *request);

/* As pm_db_search, of the N segments whose lists these are, in the order in which the
 * database was opened.  PM_END where the request does not fit. */
enum pm_status pm_conjunction_search(struct pm_glass *const *segments, size_t n,
				     const struct pm_db_request *request,
				     struct pm_db_page *page, struct pm_error *err);

#endif
