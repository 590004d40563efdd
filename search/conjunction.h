/* Pressmark - requests that are lists side by side, answered without libxapian.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Most requests have one shape: some terms, or one of several terms, that an article must
 * have, others that it must not have, checks on what is left, and weights on top.
 * libxapian's matcher is made for every shape and spends more time on such a request than
 * the checks do.  Here it is a walk along lists (glass/reader.h):
 *
 *	choice		= TERM | SYNONYM of TERMs | OR of choices
 *			| FILTER(sharing, CHECK that shares decide)
 *	sharing		= TERM | SYNONYM of TERMs | OR of weightless ones
 *	conjunction	= choice
 *			| AND of conjunctions
 *			| AND_NOT(conjunction, choice)
 *			| FILTER(conjunction, CHECK)
 *			| FILTER(conjunction, conjunction)
 *			| AND_MAYBE(conjunction, choice without CHECK)
 *
 * For such a request, sorted by relevance or for its total only, pm_conjunction_search
 * answers what pm_db_search (shim/database.h) would: the same total, and the same articles
 * in the same order with the same scores.  pm_conjunction_read refuses all other requests,
 * and malformed ones, so that the caller asks libxapian:
 *
 *	status = pm_conjunction_read(&shape, &request, &err);
 *	if (status == PM_OK)
 *		status = pm_conjunction_search(shape, lists, n, &request, NULL, &page,
 *						&err);
 *	pm_conjunction_free(shape);
 *	if (status == PM_DECLINED) ... another way ...
 *
 * Candidates are found first, some hundreds at a time, then sifted by all checks that can
 * do that, and then checked.  The checks run in the order of the request, and an article
 * that fails one is not passed to the next; they run segment after segment, articles
 * ascending.  Only what passes is weighed, and only if a page is wanted.
 *
 * Cost.  The rarest member, a term or an OR of several, is decoded, 0.5 ns a posting, and
 * the others are met with it (lane.h): those that are at most some 16 times as frequent
 * are decoded as well, at 2 to 10 ns for each article that the others have in common, and
 * the others skip, at 20 ns for each.  In a rarest member of several terms all lists are
 * looked at for each article that any of them has.  Synonyms that are many (a wildcard's)
 * are decoded and added up beforehand, which takes 8 bytes for each article that has one;
 * or, where they have more than one posting in 16 articles, 4 for each article.  Weighing a match takes 10 ns and a
 * comparison with the worst match of the page.
 */
#ifndef PM_SEARCH_CONJUNCTION_H
#define PM_SEARCH_CONJUNCTION_H

#include "glass/reader.h"
#include "shim/database.h"
#include "support/bytes.h"
#include "support/stop.h"

/* Requests with more lists or checks are left to other ways. */
#define PM_SHAPE_LISTS 256u
#define PM_SHAPE_CHECKS 64u
/* Synonyms that are more are one list, which is made of theirs. */
#define PM_SHAPE_SYNONYMS 8u

/* What adds to the scores as one word: a term, or several that are synonyms. */
struct pm_shape_leaf {
	uint32_t first, n;	      /* its terms */
	uint32_t first_list, n_lists; /* one for each term, or one for all */
	uint32_t member; /* the member it belongs to; PM_U32_NONE: it only adds weight */
	double weight;
	bool counts; /* it is below a check that shares decide, and weighs only what they
		      * count */
	bool marked; /* its lists have marks (lane.h): an article that matches by another
		      * term is weighed by all */
};

/* A list that is read: that of a term, or one that is made of those of many. */
struct pm_shape_list {
	uint32_t leaf;
	uint32_t first, n; /* its terms */
	uint32_t column;   /* of lists of members: its column among the wdfs */
};

/* A request read into checks and leaves.  A leaf belongs to a member, which an article
 * must have or must not have, or only adds weight. */
struct pm_shape {
	const struct pm_db_node **terms; /* in the order of the request */
	struct pm_shape_leaf *leaves;
	struct pm_shape_list lists[PM_SHAPE_LISTS];
	const struct pm_db_node *checks[PM_SHAPE_CHECKS];
	uint32_t check_leaves[PM_SHAPE_CHECKS]; /* the first of the candidates of each */
	bool is_out[PM_SHAPE_LISTS]; /* by member: an article must not have it */
	uint32_t n_terms, n_leaves, n_lists, n_columns, n_members, n_checks;
};

/* PM_DECLINED if the request is not a conjunction.  The shape points to nodes of the
 * request. */
enum pm_status pm_conjunction_read(struct pm_shape **out,
				   const struct pm_db_request *request,
				   struct pm_error *err);
void pm_conjunction_free(struct pm_shape *shape);

/* Search as pm_db_search does, but end early where PATIENCE (or NULL) does: the page is
 * what was found till then.  These are the lists of the N segments, in the order in
 * which the database was opened; SHAPE is what REQUEST was read into. */
enum pm_status
pm_conjunction_search(const struct pm_shape *shape, struct pm_glass *const *segments,
		      size_t n, const struct pm_db_request *request,
		      struct pm_patience *patience, struct pm_db_page *page,
		      struct pm_error *err);

#endif
