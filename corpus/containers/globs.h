/* Pressmark - which files are read: --include, --exclude, and ignore files.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Patterns are those of gitignore.  One without a slash, or with one at its end only, is
 * compared with the name of a file or folder, in whatever depth it is; another one with
 * the path from the folder that it belongs to, where `**` between slashes stands for any
 * number of folders.  Within a name, `*`, `?` and `[a-z]` are as in fnmatch(3).  A pattern
 * that ends with a slash is for folders.  What is in a folder that is excluded is not
 * looked at.
 *
 *	pm_globs_new(&globs, &err);
 *	pm_globs_add(globs, PM_GLOB_EXCLUDE, "drafts/", &err);
 *	if (pm_globs_admit(globs, "2024/drafts", PM_IS_FOLDER)) ...
 *
 * A file is admitted if no pattern to exclude is for it and, if there are some to include,
 * one of them is for it or for a folder that it is in.
 *
 * An ignore file has a pattern on each line, further empty lines and those that begin with
 * #; after `!` comes a pattern that takes back what one before it has said.  The last
 * line that is for a path counts.
 */
#ifndef PM_CORPUS_CONTAINERS_GLOBS_H
#define PM_CORPUS_CONTAINERS_GLOBS_H

#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>

#define PM_IGNORE_FILE ".pressmarkignore"
#define PM_GLOB_MAX 1024u /* bytes of a pattern */

enum pm_glob_use { PM_GLOB_INCLUDE, PM_GLOB_EXCLUDE };
enum pm_glob_kind { PM_IS_FILE, PM_IS_FOLDER };

struct pm_globs;

enum pm_status pm_globs_new(struct pm_globs **out, struct pm_error *err);
void pm_globs_free(struct pm_globs *g);

/* PM_ERR_USAGE: the pattern is empty or too long. */
enum pm_status pm_globs_add(struct pm_globs *g, enum pm_glob_use use, const char *pattern,
			    struct pm_error *err);

/* Whether PATH, from the given folder on, is admitted, if the folders in it are.  G may be
 * NULL: all is. */
bool pm_globs_admit(const struct pm_globs *g, const char *path, enum pm_glob_kind kind);
/* The same for a file in an archive, of whose folders nothing is known. */
bool pm_globs_admit_member(const struct pm_globs *g, const char *path);

/* --- ignore files ------------------------------------------------------- */

/* Read one.  PM_ERR_IO, or PM_ERR_LIMIT: it has more than 64 KiB. */
enum pm_status pm_ignore_read(struct pm_globs **out, const char *path,
			      struct pm_error *err);

enum pm_ignore_says { PM_IGNORE_NOTHING, PM_IGNORE_YES, PM_IGNORE_NO };

/* What it says of PATH, from its own folder on. */
enum pm_ignore_says pm_ignore_says(const struct pm_globs *g, const char *path,
				   enum pm_glob_kind kind);

#endif
