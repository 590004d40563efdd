/* Pressmark - requests for any of some words, answered without libxapian.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	leaf	= TERM | SYNONYM of TERMs
 *	choice	= leaf | FILTER(leaf, CHECK) | FILTER(OR of weightless leaves, CHECK)
 *		| OR of choices
 *	union	= choice | AND_MAYBE(choice, OR of leaves)
 *
 * For such a request, sorted by relevance or for its total only, pm_union_search answers
 * what pm_db_search would (shim/database.h): the same total, and the same articles in the
 * same order with the same scores.  pm_union_read refuses all other requests:
 *
 *	status = pm_union_read(&shape, &request, &err);
 *	if (status == PM_OK)
 *		status = pm_union_search(shape, lists, n, &request, room, NULL, &page, &err);
 *	pm_union_free(shape);
 *	if (status == PM_DECLINED) ... another way ...
 *
 * Articles are gone through in windows of some thousands.  In each window every list is
 * decoded in bulk and its parts of the scores are added to an array, as floats.  Then the
 * window is swept: the scores above 0 are the total, and articles whose score may be of
 * the page are weighed exactly, a few for a query, with the postings that have just been
 * decoded.
 *
 * A check is not asked of an article that matches already, by another word, unless its
 * score could be of the page with the word that is checked: neither the total nor the page
 * depends on it.
 *
 * Cost: some 1.5 ns a posting, wherever it is; and a look at each window that has any.
 * Synonyms cost their lists, however many these are.
 */
#ifndef PM_SEARCH_UNION_H
#define PM_SEARCH_UNION_H

#include "glass/reader.h"
#include "shim/database.h"
#include "support/stop.h"

/* What adds to the scores as one word. */
struct pm_union_leaf {
	uint32_t first, n; /* its terms */
	double weight;
	bool is_member; /* an article with it matches; otherwise it only adds */
	const struct pm_db_node *check; /* that its articles must pass, or NULL */
};

/* A request that was read; it points to nodes of the request. */
struct pm_union_shape {
	const struct pm_db_node **terms;
	struct pm_union_leaf *leaves;
	uint32_t n_terms, n_leaves;
};

/* PM_DECLINED if the request is not a union. */
enum pm_status pm_union_read(struct pm_union_shape **out,
			     const struct pm_db_request *request, struct pm_error *err);
void pm_union_free(struct pm_union_shape *shape);

/* The window, 100 kB, and room for the postings that are in it.  They are kept from search
 * to search: memory that is new to a process costs more than the rest of a short one. */
struct pm_union_room;

enum pm_status pm_union_room_new(struct pm_union_room **out, struct pm_error *err);
void pm_union_room_free(struct pm_union_room *room);

/* Search as pm_db_search does.  These are the lists of the N segments, in the order in
 * which the database was opened.  Ends early where PATIENCE (or NULL) does: the page is
 * what was found till then. */
enum pm_status
pm_union_search(const struct pm_union_shape *shape, struct pm_glass *const *segments,
		size_t n, const struct pm_db_request *request, struct pm_union_room *room,
		struct pm_patience *patience, struct pm_db_page *page,
		struct pm_error *err);

#endif
