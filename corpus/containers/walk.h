/* Pressmark - finding the files that paths lead to.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The walk reads directories, and the types and sizes of files, but no file.  Its result
 * is a list in reading order: the paths as given, the entries of a directory sorted by
 * their bytes, each directory at the place of its name.  What will be skipped is in the
 * list too, with the reason, so that the reports come in order.  A folder is read once,
 * and so is a file that is given, by whatever names they are reached.  Memory: about 100
 * bytes plus the path for each file.
 */
#ifndef PM_CORPUS_CONTAINERS_WALK_H
#define PM_CORPUS_CONTAINERS_WALK_H

#include "corpus/containers/stream.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pm_format {
	PM_FORMAT_OTHER,
	PM_FORMAT_PLAIN,
	PM_FORMAT_HTML,
	PM_FORMAT_JSON,
	PM_FORMAT_JSONL,
	PM_FORMAT_ZIP,
	PM_FORMAT_TAR
};

/* By the end of the name; *GZIP becomes whether the file is gzipped. */
enum pm_format pm_format_of(const char *name, bool *gzip);
/* Put into TEXT that a file is of none of these, and which there are. */
#define PM_FORMAT_TEXT 160
void pm_format_unknown(char text[PM_FORMAT_TEXT]);

/* Whether a component of the path begins with a dot. */
bool pm_name_is_hidden(const char *path);

/* File names of other types, for "12 files of other types: .png .css ...". */
struct pm_others {
	uint64_t n;
	char suffixes[8][16];
	size_t n_suffixes;
	bool more;
};

void pm_others_add(struct pm_others *o, const char *name);

/* Writes the line to TEXT, cut to SIZE bytes. */
void pm_others_say(const struct pm_others *o, char *text, size_t size);

struct pm_found {
	char *path;
	char *reason; /* skip it and say this; NULL: read it */
	bool given;   /* one of the given paths itself */
	bool lost;    /* nothing is to be read of the given path: it is missing, no
				 * file or folder, a folder that cannot be read or has
				 * nothing to read in it, or empty where there may have
				 * been many articles */
	uint64_t size;
	enum pm_format format;
	bool gzip;
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
