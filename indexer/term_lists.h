/* Pressmark - the postings of one segment, whoever can read them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which articles of a segment have a term: from the mapped lists (glass/reader.h), or, if
 * the database is not in the format that they know, from libxapian.
 *
 *	pm_term_lists_open(&t, "index/segment-2", &err);
 *	pm_term_lists_each(&t, "chip", 4, fn, ctx, &err);
 *	pm_term_lists_close(&t);
 */
#ifndef PM_INDEXER_TERM_LISTS_H
#define PM_INDEXER_TERM_LISTS_H

#include "glass/reader.h"
#include "shim/database.h"

struct pm_term_lists {
	struct pm_guard *guard;
	struct pm_glass *glass; /* or NULL, and: */
	struct pm_db *db;
};

/* DIR: the segment's folder.  May be closed whatever the status. */
enum pm_status pm_term_lists_open(struct pm_term_lists *t, const char *dir,
				  struct pm_error *err);
void pm_term_lists_close(struct pm_term_lists *t);

/* How many articles have the term. */
enum pm_status pm_term_lists_count(struct pm_term_lists *t, const char *term, size_t len,
				   uint32_t *articles, struct pm_error *err);

/* Calls FN for each of them, ascending, with the place of the posting from 0.  FN returns 0
 * to go on, a positive value to stop (PM_OK), or a failure, which is returned. */
typedef int pm_term_lists_fn(void *ctx, uint32_t article, uint32_t place);
enum pm_status pm_term_lists_each(struct pm_term_lists *t, const char *term, size_t len,
				  pm_term_lists_fn *fn, void *ctx, struct pm_error *err);

#endif
