/* Pressmark - which generations each saved query was answered for.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * This is kept beside the file of queries, in FILE.seen, for all indexes that they are asked
 * of.  It is text, so that people can read it and put it right: a line that says what it is,
 * then one for each query and index, with tabs between
 *
 *	name, digest of the query (XXH3-128, 32 digits), index, when its first generation was
 *	made (seconds since 1970), the generations, ascending, with commas between
 *
 * After a rollback it is not the last one that counts, but the last one that the index goes back
 * to: so those are noted that a rollback may still lead to (alerts.h says which).  A generation
 * that a rollback made is noted as the one that it restores.
 *
 * A query counts as the one that was answered if its name and its text are the same, and
 * its index has the same path (absolute, without symbolic links; \t, \n and \\ stand for a
 * tab, a line end and a backslash) and began at the same time: one that was built anew
 * there is another.
 *
 *	pm_seen_open(&seen, "alerts.txt", waits, ctx, &err);
 *	... open the index: nobody notes a later generation of it meanwhile ...
 *	pm_seen_of(seen, "/srv/news", 1796072400, &err);
 *	if (!pm_seen_get(seen, name, len, query, query_len, &told))
 *		... it was not asked yet ...
 *	pm_told_add(&told, 12);
 *	pm_seen_note(seen, name, len, query, query_len, &told, &err);
 *	... the answers are written ...
 *	pm_seen_save(seen, &err);
 *	pm_seen_free(seen);
 *
 * From opening to freeing, FILE.seen.lock is locked.  The file is replaced in one step, so
 * whoever is killed before has noted nothing.
 */
#ifndef PM_QUERY_SEEN_H
#define PM_QUERY_SEEN_H

#include "support/buf.h"

#include <stdbool.h>

struct pm_seen;

typedef void pm_seen_waits_fn(void *ctx, const char *lock);

#define PM_TOLD_MAX 64u

/* Generations that a query was answered for, ascending. */
struct pm_told {
	uint64_t all[PM_TOLD_MAX];
	size_t n;
};

bool pm_told_has(const struct pm_told *t, uint64_t generation);
/* If there are too many, one goes that is not the first: whoever goes back far is told more then,
 * not less. */
void pm_told_add(struct pm_told *t, uint64_t generation);

/* WAITS, if not NULL, is called once if another run has the lock.  PM_ERR_INPUT if FILE is
 * directly in /dev, or in /proc, where nothing can be kept beside it; or it names a line that
 * is none of ours: nothing is guessed, as what is lost here is asked twice or never. */
enum pm_status pm_seen_open(struct pm_seen **out, const char *file,
			    pm_seen_waits_fn *waits, void *ctx, struct pm_error *err);
void pm_seen_free(struct pm_seen *s);

/* What follows is about the index at this path, whose first generation was made then. */
enum pm_status pm_seen_of(struct pm_seen *s, const char *index, uint64_t began,
			  struct pm_error *err);

/* Whether the query has been answered, and for which generations; TOLD has none if not. */
bool pm_seen_get(const struct pm_seen *s, const char *name, size_t name_len,
		 const char *query, size_t query_len, struct pm_told *told);
/* It has been for these. */
enum pm_status pm_seen_note(struct pm_seen *s, const char *name, size_t name_len,
			    const char *query, size_t query_len,
			    const struct pm_told *told, struct pm_error *err);

/* Write it if anything was noted.  PM_UNSYNCED as pm_replace_file has it. */
enum pm_status pm_seen_save(struct pm_seen *s, struct pm_error *err);

#endif
