/* Pressmark - what a path is called from the root on, and where it leads.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Both are decided by what links there are now.  Neither needs PATH to exist.
 */
#ifndef PM_INDEXER_PATH_NAMES_H
#define PM_INDEXER_PATH_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* The *name* of PATH, allocated: PATH from the root on, without `.` and doubled slashes, but
 * with the links that are in it.  What is relative begins in the working folder, which is
 * called as $PWD says, if that leads there and has no `.` and `..`, as for `pwd -L`.  `a/..`
 * is left out; only if a is a link, it is what the system takes it for: the folder in which
 * that is to which a leads, without any links.  NULL: no memory. */
char *pm_path_name(const char *path);

/* How much of PATH, of LEN bytes, is not slashes at its end; of the root, nothing. */
size_t pm_path_trim(const char *path, size_t len);

/* Where NAME, the name of a path, leads: the same without any links, allocated.  What does
 * not exist is below its folder.  *THERE, or NULL: whether it exists.  NULL: no memory. */
char *pm_path_lead(const char *name, bool *there);

#endif
