/* Pressmark - finding the files that paths lead to.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The walk reads directories, and the types and sizes of files, but no file.  Its result
 * is a list in reading order: the paths as given, the entries of a directory sorted by
 * their bytes, each directory at the place of its name.  What will be skipped is in the
 * list too, with the reason, so that the reports come in order.  A folder is read once,
 * and so is a file that is given, by whatever names they are reached: by that which comes
 * first, be it that of a link in a folder.  Files and folders in a given folder may be
 * excluded, by patterns and by an ignore file in it or in a folder on the way (globs.h);
 * what is given itself never is.  Memory: about 100 bytes plus the path for each file.
 */
#ifndef PM_CORPUS_CONTAINERS_WALK_H
#define PM_CORPUS_CONTAINERS_WALK_H

#include "corpus/containers/globs.h"
#include "corpus/containers/names.h"
#include "corpus/containers/stream.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is to become of a file in a folder, by its name. */
enum pm_interest {
	PM_PASS_OVER, /* it is counted */
	PM_LOOK_INTO, /* its beginning decides, when it is read */
	PM_READ
};

struct pm_found {
	char *path;
	char *reason;	/* skip it and say this; NULL: read it */
	bool given;	/* one of the given paths itself */
	bool elsewhere; /* it was reached by another path, and is read there */
	bool lost;	/* nothing is to be read of the given path: it is missing, no
				 * file or folder, a folder that cannot be read or has
				 * nothing to read in it, or empty where there may have
				 * been many articles */
	uint64_t size;
	enum pm_interest interest;
	bool empty;	  /* it can be read, and there is nothing in it */
	bool last;	  /* it is no file, but the end of what a given folder has */
	bool passed_over; /* by the reader's caller */
};

/* A folder that was read, or a file that was given. */
struct pm_walk_place;

struct pm_walk {
	struct pm_found *found;
	size_t n;
	size_t cap;
	char **folders; /* the given ones that have files to read */
	size_t n_folders;
	size_t folders_cap;
	struct pm_walk_place *seen; /* open addressing, a power of two */
	size_t n_seen;
	size_t seen_cap;
	unsigned turn;	  /* of the given paths, from 1 */
	uint64_t total;	  /* total size of what is to be read */
	bool total_known; /* false: standard input is among the paths */
	/* Which files and folders are admitted; NULL: all */
	const struct pm_globs *globs;
	struct pm_walk_place *excluded; /* files that were not */
	size_t n_excluded;
	size_t excluded_cap;
	uint64_t n_excluded_folders;
	struct pm_walk_place *linked; /* files to which links in folders lead */
	size_t n_linked;
	size_t linked_cap;
	/* What a file's name says to a format; no function: all are read */
	enum pm_interest (*interest)(const struct pm_name *name);
	/* Whether an empty file, of that name, lacks an unknown number of articles */
	bool (*has_many)(const struct pm_name *name);
	/* Why a folder is not to be read, or NULL; no function: all are */
	const char *(*refuse)(const char *folder);
};

void pm_walk_init(struct pm_walk *w);
void pm_walk_release(struct pm_walk *w);

/* Add what PATH leads to.  Fails only if memory runs out or it is interrupted. */
enum pm_status pm_walk_add(struct pm_walk *w, const char *path, struct pm_watch *watch,
			   struct pm_error *err);

/* Whether PATH, one of the walk's folders, still is one with something in it.  Otherwise
 * what was below it may not have been read: PM_ERR_IO, with the reason. */
enum pm_status pm_walk_check_folder(const char *path, struct pm_error *err);

#endif
