/* Pressmark - one build at a time.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A build holds an exclusive lock on the file `lock` of the index, which ends with the
 * process, however that ends, and writes into the file who it is.  The file itself
 * remains.  Readers never look at it.
 */
#ifndef PM_INDEXER_PUBLISH_LOCK_H
#define PM_INDEXER_PUBLISH_LOCK_H

#include "support/status.h"

#define PM_LOCK_FILE "lock"

struct pm_lock {
	int fd; /* -1: not held */
};

/* PM_ERR_NOT_INDEX if `lock` is a symlink or anything else but a regular file;
 * PM_ERR_LOCKED if another build holds it; the message says which. */
enum pm_status pm_lock_take(struct pm_lock *lock, const char *dir, struct pm_error *err);
void pm_lock_release(struct pm_lock *lock);

#endif
