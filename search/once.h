/* Pressmark - each story once: what a search does about copies.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A story matches if one of its articles does, the leader or a copy (ARCHITECTURE.md,
 * "Copies"), and is shown by the first of those that match, in the order of the answer.
 *
 * To count the stories:
 *
 *	pm_once_init(&o, index, &err);
 *	request.marks = pm_once_marks(&o);
 *	... search ...
 *	stories = pm_once_count(&o, page.total);
 *	pm_once_release(&o);
 *
 * To have each once, search from the first match on for as many as may be enough, until
 * pm_once_page says that they were.
 *
 * Cost: a bit for each article of the index, to be cleared and marked; 2 ns a copy to
 * count; 20 ns a match to fold, and some more for one that has copies.  If the index has
 * no copies, nothing.
 */
#ifndef PM_SEARCH_ONCE_H
#define PM_SEARCH_ONCE_H

#include "segment/index.h"

struct pm_once {
	struct pm_index *index;
	struct pm_copies *copies; /* NULL: there are none */
	struct pm_db_marks marks; /* of what matches, then of the stories that were kept */
	uint32_t stories;	  /* by pm_once_page */
};

enum pm_status pm_once_init(struct pm_once *o, struct pm_index *index,
			    struct pm_error *err);
void pm_once_release(struct pm_once *o);

/* What a search is to mark, from now on with nothing marked; NULL: nothing. */
const struct pm_db_marks *pm_once_marks(struct pm_once *o);

/* How many stories the marked articles tell, TOTAL of them. */
uint32_t pm_once_count(struct pm_once *o, uint32_t total);

/* Make the page that REQUEST asks for, of stories, out of one that holds the best ASKED
 * articles.  False: that takes more of them. */
bool pm_once_page(struct pm_once *o, const struct pm_db_request *request, uint32_t asked,
		  struct pm_db_page *page);

/* *N: how many other articles of the index tell the story of article ID. */
enum pm_status pm_once_alike(struct pm_index *index, uint32_t id, size_t *n,
			     struct pm_error *err);

#endif
