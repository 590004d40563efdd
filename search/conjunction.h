/* Pressmark - requests that are lists side by side, answered without libxapian.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Most requests have one shape: some terms, or one of several terms, that an article must
 * have, others that it must not have, checks on what is left, and weights on top.
 * libxapian's matcher is made for every shape and spends more time on such a request than
 * the checks do.  Here it is a walk along lists (glass/reader.h):
 *
 *	choice		= TERM | OR of choices
 *	conjunction	= choice
 *			| AND of conjunctions
 *			| AND_NOT(conjunction, choice)
 *			| FILTER(conjunction, CHECK)
 *			| FILTER(conjunction, conjunction)
 *			| AND_MAYBE(conjunction, choice)
 *
 * For such a request, sorted by relevance or for its total only, pm_conjunction_search
 * answers what pm_db_search (shim/database.h) would: the same total, the same articles in
 * the same order, and the same scores except for the last bits, because here the parts of
 * a score are added in the order of the request.  pm_conjunction_read refuses all other
 * requests, and malformed ones, so that the caller asks libxapian:
 *
 *	if (pm_conjunction_read(&shape, &request))
 *		status = pm_conjunction_search(&shape, lists, n, &request, NULL, &page,
 *						&err);
 *	else
 *		status = pm_db_search(db, &request, &page, &err);
 *
 * Candidates are found first, some hundreds at a time, then sifted by all checks that can
 * do that, and then checked.  The checks run in the order of the request, and an article
 * that fails one is not passed to the next; they run segment after segment, articles
 * ascending.  Only what passes is weighed, and only if a page is wanted.
 *
 * Cost.  The rarest member, a term or an OR of several, is walked, and the others follow
 * by skipping: 5 ns for each posting of the rarest and 0.5 ns for each one that is passed
 * over (glass/reader.h).  In an OR, each list is looked at for each article that any of
 * them has.  Weighing a match takes 10 ns and a comparison with the worst match of the
 * page.
 */
#ifndef PM_SEARCH_CONJUNCTION_H
#define PM_SEARCH_CONJUNCTION_H

#include "glass/reader.h"
#include "shim/database.h"
#include "support/bytes.h"
#include "support/stop.h"

#define PM_SHAPE_TERMS 32u /* requests with more are left to libxapian */
#define PM_SHAPE_CHECKS 16u


struct pm_shape_term {
	const struct pm_db_node *node;
	double factor;
	uint32_t member; /* the member it belongs to; PM_U32_NONE: it only
					 * adds weight */
	uint32_t column; /* of terms of members: its column among the
					 * wdfs */
};

/* A request read into checks and terms.  A term belongs to a member, which an article
 * must have or must not have, or only adds weight. */
struct pm_shape {
	struct pm_shape_term terms[PM_SHAPE_TERMS]; /* in the order of the request */
	const struct pm_db_node *checks[PM_SHAPE_CHECKS];
	uint32_t check_terms[PM_SHAPE_CHECKS]; /* the first term of the candidates of
						 * each */
	bool is_out[PM_SHAPE_TERMS];	       /* by member: an article must not have
						 * it */
	uint32_t n_terms, n_columns, n_members, n_checks;
};

/* False if the request is not a conjunction.  SHAPE points to nodes of the request. */
bool pm_conjunction_read(struct pm_shape *shape, const struct pm_db_request *request);

/* Search as pm_db_search does, but end early where PATIENCE (or NULL) does: the page is
 * what was found till then.  These are the lists of the N segments, in the order in
 * which the database was opened; SHAPE is what REQUEST was read into. */
enum pm_status
pm_conjunction_search(const struct pm_shape *shape, struct pm_glass *const *segments,
		      size_t n, const struct pm_db_request *request,
		      struct pm_patience *patience, struct pm_db_page *page,
		      struct pm_error *err);

#endif
