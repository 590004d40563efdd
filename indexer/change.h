/* Pressmark - what pressmark-index does to an index besides reading articles in: remove,
 * merge, roll back, and what has been done so far.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each takes the lock, makes a new generation and publishes it (successor.h); on failure the
 * index is as it was.
 */
#ifndef PM_INDEXER_CHANGE_H
#define PM_INDEXER_CHANGE_H

#include "indexer/build.h"
#include "support/buf.h"

struct pm_change_result {
	uint64_t generation; /* that is current now */
	uint64_t articles;   /* that it has */
	uint64_t taken_away;
	/* Of a rollback: the generation that it has the articles of, and what came and changed
	 * with it, if the one before could be compared. */
	uint64_t restores, added, changed;
	bool compared;
	uint64_t segments, joined;	 /* that it has; that were made one */
	bool unchanged;			 /* there was nothing to do */
	bool refused;			 /* confirm said no */
	char remade[160], unsynced[256]; /* as in struct pm_build_result */
};

/* Which articles are to be removed. */
struct pm_remove_options {
	/* Ids, files and folders, as they were given when they were read. */
	const char *const *names;
	size_t n_names;
	const char *query; /* or NULL: all that match it */
	/* Called before anything is done, with lines that show what would go; false: leave it
	 * at that. */
	bool (*confirm)(void *ctx, uint64_t articles, const struct pm_buf *lines);
	void *ctx;
	/* With a query: gets what pm_mistake_print shows of a mistake in it. */
	struct pm_buf *notes;
	size_t notes_width;
};

/* What is removed stays away, until it is added again.  PM_ERR_INPUT if a name is none of an
 * article; PM_ERR_QUERY if the query is wrong; the place,
 * where it has one, is then in the notes. */
enum pm_status pm_remove(const struct pm_build_options *build,
			 const struct pm_remove_options *options,
			 struct pm_change_result *result, struct pm_error *err);

/* All segments become one, without what is gone. */
enum pm_status pm_merge_index(const struct pm_build_options *build,
			      struct pm_change_result *result, struct pm_error *err);

/* What generation NUMBER had becomes current again, as a new generation; 0: the one before
 * the current one.  How the two differ is counted (difference.h).  PM_ERR_INPUT if it is
 * not kept. */
enum pm_status pm_rollback(const struct pm_build_options *build, uint64_t number,
			   struct pm_change_result *result, struct pm_error *err);

/* Append a line for each generation that was published. */
enum pm_status pm_put_history(const char *dir, struct pm_buf *out, struct pm_error *err);

#endif
