/* Pressmark - one command at a time changes an index.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Who changes an index holds an exclusive lock on its file `lock`, which ends with the
 * process, however that ends, and writes into the file who it is.  What the file says
 * decides nothing: a line that a killed process left, of another host or with a number that
 * is another process's by now, is written over.  The file itself remains.  Readers never look
 * at it.
 *
 * Whoever removes the file while it is held lets another in, who makes a new one.  So before
 * anything is published or removed, pm_lock_check asks whether the lock is still the one that
 * others find.
 */
#ifndef PM_INDEXER_PUBLISH_LOCK_H
#define PM_INDEXER_PUBLISH_LOCK_H

#include "support/status.h"

#define PM_LOCK_FILE "lock"

struct pm_lock {
	int fd;	    /* -1: not held */
	char *path; /* of the file */
};

/* How one begins. */
#define PM_LOCK_NONE \
	{ \
		-1, NULL \
	}

/* PM_ERR_NOT_INDEX if `lock` is a symlink or anything else but a regular file;
 * PM_ERR_LOCKED if another process holds it; the message says which, and since when. */
enum pm_status pm_lock_take(struct pm_lock *lock, const char *dir, struct pm_error *err);

/* PM_ERR_LOCKED if another file is in its place, or none, so that others may hold that. */
enum pm_status pm_lock_check(const struct pm_lock *lock, struct pm_error *err);

/* Remove the file, if it is held and in its place; it is still to be released. */
void pm_lock_remove(const struct pm_lock *lock);
/* One that is not held may be released. */
void pm_lock_release(struct pm_lock *lock);

#endif
