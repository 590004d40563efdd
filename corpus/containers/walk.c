/* Pressmark - finding the files that paths lead to: see walk.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/containers/walk.h"

#include "support/buf.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEPTH_MAX 1000

struct pm_walk_place {
	dev_t dev;
	ino_t ino;
	unsigned turn; /* of the given path that led here; 0: the place is free */
};

/* Pending paths, the next one on top. */
struct pending {
	char *path;
	unsigned depth;
	bool link; /* it may be one */
};

/* An ignore file that holds in a folder. */
struct ignore {
	struct pm_globs *globs;
	size_t len;	/* of the folder's path, with a slash at its end */
	unsigned depth; /* of the folder */
};

/* What is known during the walk of one given path. */
struct tour {
	size_t root_len;	/* of the given path, with a slash at its end */
	struct ignore *ignores; /* of the folders that lead to the path that is visited */
	size_t n_ignores;
	size_t ignores_cap;
	size_t n_excluded;
	struct pending *stack;
	size_t n;
	size_t cap;
	bool folder;	/* the path is one, and could be looked at */
	bool elsewhere; /* some of it was reached from a path before */
};

void
pm_walk_init(struct pm_walk *w)
{
	memset(w, 0, sizeof *w);
	w->total_known = true;
}

void
pm_walk_release(struct pm_walk *w)
{
	size_t i;

	for (i = 0; i < w->n; i++) {
		free(w->found[i].path);
		free(w->found[i].reason);
	}
	free(w->found);
	for (i = 0; i < w->n_folders; i++)
		free(w->folders[i]);
	free(w->folders);
	free(w->seen);
	free(w->excluded);
	free(w->linked);
	pm_walk_init(w);
}

/* Add an entry to the list.  REASON NULL: to be read. */
static enum pm_status
add(struct pm_walk *w, const char *path, const char *reason, uint64_t size,
    struct pm_error *err)
{
	struct pm_found *f;
	enum pm_status st;

	st = pm_grow(&w->found, &w->cap, w->n + 1, sizeof *w->found, err);
	if (st < 0)
		return st;
	f = &w->found[w->n];
	f->interest = PM_READ;
	f->last = false;
	f->path = pm_strndup(path, strlen(path));
	f->reason = reason == NULL ? NULL : pm_strndup(reason, strlen(reason));
	f->size = size;
	f->given = f->lost = f->elsewhere = f->passed_over = f->empty = false;
	if (f->path == NULL || (reason != NULL && f->reason == NULL)) {
		free(f->path);
		free(f->reason);
		return pm_fail_nomem(err);
	}
	w->n++;
	if (reason == NULL)
		w->total += size;
	return PM_OK;
}

/* Add a path that cannot be read; if it was given, it is lost as a whole. */
static enum pm_status
add_unread(struct pm_walk *w, const struct pending *at, const char *reason,
	   struct pm_error *err)
{
	enum pm_status st = add(w, at->path, reason, 0, err);

	if (st == PM_OK)
		w->found[w->n - 1].given = w->found[w->n - 1].lost = at->depth == 0;
	return st;
}

/* Add a file or folder that was reached before. */
static enum pm_status
add_reached(struct pm_walk *w, const char *path, const char *reason, struct pm_error *err)
{
	enum pm_status st = add(w, path, reason, 0, err);

	if (st == PM_OK)
		w->found[w->n - 1].elsewhere = true;
	return st;
}

static enum pm_status
add_errno(struct pm_walk *w, const struct pending *at, const char *what, int errnum,
	  struct pm_error *err)
{
	char reason[256];

	if (errnum == ENOMEM)
		return pm_fail_nomem(err);
	snprintf(reason, sizeof reason, "%s: %s", what, strerror(errnum));
	return add_unread(w, at, reason, err);
}

/* The place in the table, or a free one for it. */
static size_t
place_of(const struct pm_walk_place *table, size_t cap, dev_t dev, ino_t ino)
{
	uint64_t hash = ((uint64_t)ino + (uint64_t)dev * UINT64_C(0x9e3779b97f4a7c15)) *
			UINT64_C(0xbf58476d1ce4e5b9);
	size_t i = (size_t)(hash >> 20) & (cap - 1);

	while (table[i].turn != 0 && (table[i].dev != dev || table[i].ino != ino))
		i = (i + 1) & (cap - 1);
	return i;
}

/* Keeps the table at most half full. */
static enum pm_status
widen(struct pm_walk *w, struct pm_error *err)
{
	size_t cap = w->seen_cap == 0 ? 64 : w->seen_cap * 2, i;
	struct pm_walk_place *wide = pm_calloc(cap, sizeof *wide);

	if (wide == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < w->seen_cap; i++) {
		const struct pm_walk_place *p = &w->seen[i];

		if (p->turn != 0)
			wide[place_of(wide, cap, p->dev, p->ino)] = *p;
	}
	free(w->seen);
	w->seen = wide;
	w->seen_cap = cap;
	return PM_OK;
}

/* Whether this was reached before. */
static bool
was_reached(const struct pm_walk *w, struct tour *t, const struct stat *sb)
{
	const struct pm_walk_place *p;

	if (w->seen_cap == 0)
		return false;
	p = &w->seen[place_of(w->seen, w->seen_cap, sb->st_dev, sb->st_ino)];
	t->elsewhere = t->elsewhere || (p->turn != 0 && p->turn != w->turn);
	return p->turn != 0;
}

/* It was not reached before, but is now. */
static enum pm_status
note_place(struct pm_walk *w, const struct stat *sb, struct pm_error *err)
{
	enum pm_status st;

	if (2 * (w->n_seen + 1) > w->seen_cap && (st = widen(w, err)) < 0)
		return st;
	w->seen[place_of(w->seen, w->seen_cap, sb->st_dev, sb->st_ino)] =
		(struct pm_walk_place){ sb->st_dev, sb->st_ino, w->turn };
	w->n_seen++;
	return PM_OK;
}

/* Takes ownership of PATH, which is NULL if memory ran out. */
static enum pm_status
push(struct tour *t, char *path, unsigned depth, struct pm_error *err)
{
	enum pm_status st;

	if (path == NULL)
		return pm_fail_nomem(err);
	st = pm_grow(&t->stack, &t->cap, t->n + 1, sizeof *t->stack, err);
	if (st < 0) {
		free(path);
		return st;
	}
	t->stack[t->n].path = path;
	t->stack[t->n].depth = depth;
	t->stack[t->n].link = false;
	t->n++;
	return PM_OK;
}

static char *
join(const char *dir, const char *name)
{
	size_t n = strlen(dir), m = strlen(name), slash = n > 0 && dir[n - 1] != '/';
	char *path = malloc(n + slash + m + 1);

	if (path == NULL)
		return NULL;
	memcpy(path, dir, n);
	if (slash)
		path[n] = '/';
	memcpy(path + n + slash, name, m + 1);
	return path;
}

/* Last name first: they go onto a stack. */
static int
compare_pending(const void *x, const void *y)
{
	const struct pending *a = x, *b = y;

	return -strcmp(a->path, b->path);
}

/* --- what is excluded --------------------------------------------------- */

/* Read the ignore file in the folder PATH.  What is wrong with it is told, as it may have
 * excluded what is read now. */
static enum pm_status
read_ignore(struct pm_walk *w, struct tour *t, const struct pending *folder,
	    struct pm_error *err)
{
	char *file = join(folder->path, PM_IGNORE_FILE);
	struct pm_globs *globs = NULL;
	struct pm_error why;
	enum pm_status st;

	if (file == NULL)
		return pm_fail_nomem(err);
	st = pm_ignore_read(&globs, file, &why);
	if (st == PM_OK && (st = pm_grow(&t->ignores, &t->ignores_cap, t->n_ignores + 1,
					 sizeof *t->ignores, err)) == PM_OK) {
		t->ignores[t->n_ignores++] = (struct ignore){
			globs, strlen(file) - strlen(PM_IGNORE_FILE), folder->depth
		};
		globs = NULL;
	} else if (st == PM_ERR_NOMEM) {
		*err = why;
	} else if (st < 0) {
		st = add(w, file, why.text, 0, err);
	}
	pm_globs_free(globs);
	free(file);
	return st;
}

/* Drop the ignore files of folders that have been read when a path so deep comes: it is
 * not in them. */
static void
leave_folders(struct tour *t, unsigned depth)
{
	while (t->n_ignores > 0 && t->ignores[t->n_ignores - 1].depth >= depth)
		pm_globs_free(t->ignores[--t->n_ignores].globs);
}

/* Whether what was found at AT is read, as far as patterns say. */
static bool
is_admitted(const struct pm_walk *w, const struct tour *t, const struct pending *at,
	    enum pm_glob_kind kind)
{
	size_t i;

	if (at->depth == 0)
		return true;
	if (!pm_globs_admit(w->globs, at->path + t->root_len, kind))
		return false;
	for (i = t->n_ignores; i > 0; i--) {
		const struct ignore *ignore = &t->ignores[i - 1];

		switch (pm_ignore_says(ignore->globs, at->path + ignore->len, kind)) {
		case PM_IGNORE_YES:
			return false;
		case PM_IGNORE_NO:
			return true;
		default:
			break;
		}
	}
	return true;
}

/* Push the entries of a directory.  *ERRNUM is 0, or why it could not be read
 * completely. */
static enum pm_status
push_entries(struct tour *t, const char *path, unsigned depth, int *errnum,
	     bool *has_ignore, struct pm_error *err)
{
	size_t before = t->n;
	enum pm_status st = PM_OK;
	DIR *dir = opendir(path);
	struct dirent *entry;

	*errnum = errno;
	*has_ignore = false;
	if (dir == NULL)
		return PM_OK;
	for (errno = 0; st == PM_OK && (entry = readdir(dir)) != NULL; errno = 0) {
		if (entry->d_name[0] != '.') {
			st = push(t, join(path, entry->d_name), depth + 1, err);
			if (st == PM_OK)
				t->stack[t->n - 1].link = entry->d_type == DT_LNK ||
							  entry->d_type == DT_UNKNOWN;
		} else if (strcmp(entry->d_name, PM_IGNORE_FILE) == 0)
			*has_ignore = true;
	}
	*errnum = errno;
	closedir(dir);
	if (st < 0)
		return st;
	qsort(t->stack + before, t->n - before, sizeof *t->stack, compare_pending);
	return PM_OK;
}

static enum pm_status
visit_directory(struct pm_walk *w, struct tour *t, const struct pending *at,
		const struct stat *sb, struct pm_error *err)
{
	const char *refused;
	enum pm_status st;
	bool has_ignore;
	int errnum;

	if (at->depth >= DEPTH_MAX)
		return add(w, at->path, "directories are nested too deeply", 0, err);
	if (was_reached(w, t, sb))
		return add_reached(w, at->path,
				   "directory was reached before, by another path", err);
	if ((st = note_place(w, sb, err)) < 0)
		return st;
	t->folder = true;
	refused = w->refuse == NULL ? NULL : w->refuse(at->path);
	if (refused != NULL)
		return add(w, at->path, refused, 0, err);
	st = push_entries(t, at->path, at->depth, &errnum, &has_ignore, err);
	if (st == PM_OK && has_ignore)
		st = read_ignore(w, t, at, err);
	if (st == PM_OK && errnum != 0)
		st = add_errno(w, at, "cannot read directory", errnum, err);
	return st;
}

static enum pm_interest
interest_in(const struct pm_walk *w, const struct pm_name *name)
{
	return w->interest == NULL ? PM_READ : w->interest(name);
}

static bool
is_in(const struct pm_walk_place *places, size_t n, const struct stat *sb)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (places[i].dev == sb->st_dev && places[i].ino == sb->st_ino)
			return true;
	return false;
}

static bool
was_excluded(const struct pm_walk *w, const struct stat *sb)
{
	return is_in(w->excluded, w->n_excluded, sb);
}

/* A file that was found in a folder is read there, also if it is given later. */
static enum pm_status
note_link(struct pm_walk *w, const char *path, const struct stat *sb, struct pm_error *err)
{
	enum pm_status st;
	struct stat link;

	if (lstat(path, &link) != 0 || !S_ISLNK(link.st_mode))
		return PM_OK;
	st = pm_grow(&w->linked, &w->linked_cap, w->n_linked + 1, sizeof *w->linked, err);
	if (st == PM_OK)
		w->linked[w->n_linked++] = (struct pm_walk_place){ sb->st_dev, sb->st_ino,
								   1 };
	return st;
}

static enum pm_status
exclude(struct pm_walk *w, struct tour *t, const struct stat *sb, struct pm_error *err)
{
	enum pm_status st;

	t->n_excluded++;
	if (S_ISDIR(sb->st_mode)) {
		w->n_excluded_folders++;
		return PM_OK;
	}
	st = pm_grow(&w->excluded, &w->excluded_cap, w->n_excluded + 1,
		     sizeof *w->excluded, err);
	if (st == PM_OK)
		w->excluded[w->n_excluded++] = (struct pm_walk_place){ sb->st_dev,
								       sb->st_ino, 1 };
	return st;
}

/* Whether PATH, a file that is given, was read with its folder: that was reached, could be
 * read and was not refused, and the file is neither hidden there nor excluded nor of
 * another type. */
static bool
was_in_a_folder(const struct pm_walk *w, struct tour *t, const char *path)
{
	char *real = w->n_seen == 0 ? NULL : realpath(path, NULL), *slash;
	struct stat sb;
	struct pm_name name;
	bool yes = false;

	if (real == NULL)
		return false;
	slash = strrchr(real, '/');
	name = pm_name_read(real);
	if (slash[1] != '.' && interest_in(w, &name) != PM_PASS_OVER) {
		slash[slash == real] = '\0';
		yes = stat(real, &sb) == 0 && was_reached(w, t, &sb) &&
		      access(real, R_OK) == 0 &&
		      (w->refuse == NULL || w->refuse(real) == NULL);
	}
	free(real);
	return yes;
}

static enum pm_status
visit(struct pm_walk *w, struct tour *t, const struct pending *at, struct pm_error *err)
{
	struct pm_name name = pm_name_read(at->path);
	enum pm_interest interest;
	char reason[64];
	struct stat sb;
	enum pm_status st;

	if (stat(at->path, &sb) < 0)
		return add_errno(w, at, "cannot open", errno, err);
	leave_folders(t, at->depth);
	if (!is_admitted(w, t, at, S_ISDIR(sb.st_mode) ? PM_IS_FOLDER : PM_IS_FILE))
		return exclude(w, t, &sb, err);
	if (S_ISDIR(sb.st_mode))
		return visit_directory(w, t, at, &sb, err);
	if (!S_ISREG(sb.st_mode)) {
		snprintf(reason, sizeof reason, "is %s, not a regular file",
			 pm_file_kind(sb.st_mode));
		return add_unread(w, at, reason, err);
	}
	interest = interest_in(w, &name);
	if (interest == PM_PASS_OVER && at->depth > 0) {
		st = add(w, at->path, NULL, 0, err);
		if (st == PM_OK)
			w->found[w->n - 1].interest = PM_PASS_OVER;
		return st;
	}
	if (sb.st_size == 0) {
		/* of what may hold many articles, nobody knows how many are missing */
		st = name.packing != PM_UNPACKED || name.box != PM_NO_BOX ||
				     (w->has_many != NULL && w->has_many(&name))
			   ? add_unread(w, at, "empty file", err)
			   : add(w, at->path, "empty file", 0, err);
		if (st == PM_OK)
			w->found[w->n - 1].empty = access(at->path, R_OK) == 0;
		return st;
	}
	if (was_reached(w, t, &sb) ||
	    (at->depth == 0 &&
	     (is_in(w->linked, w->n_linked, &sb) ||
	      (!was_excluded(w, &sb) && was_in_a_folder(w, t, at->path)))))
		return add_reached(w, at->path,
				   "file was reached before, by another path", err);
	st = add(w, at->path, NULL, (uint64_t)sb.st_size, err);
	if (st == PM_OK)
		w->found[w->n - 1].interest = interest;
	if (st == PM_OK && at->depth == 0) {
		w->found[w->n - 1].given = true;
		st = note_place(w, &sb, err);
	} else if (st == PM_OK && at->link) {
		st = note_link(w, at->path, &sb, err);
	}
	return st;
}

static enum pm_status
keep_folder(struct pm_walk *w, const char *path, struct pm_error *err)
{
	enum pm_status st = pm_grow(&w->folders, &w->folders_cap, w->n_folders + 1,
				    sizeof *w->folders, err);
	char *copy = st < 0 ? NULL : pm_strndup(path, strlen(path));

	if (st < 0)
		return st;
	if (copy == NULL)
		return pm_fail_nomem(err);
	w->folders[w->n_folders++] = copy;
	return PM_OK;
}

/* What was found from FIRST on is all of PATH, a folder: is there anything to read, or was
 * it read before? */
static enum pm_status
settle_folder(struct pm_walk *w, const struct tour *t, const char *path, size_t first,
	      struct pm_error *err)
{
	enum pm_status st = PM_OK;
	size_t i;

	for (i = first; i < w->n; i++)
		if (w->found[i].reason == NULL && w->found[i].interest != PM_PASS_OVER)
			return keep_folder(w, path, err);
	if (t->elsewhere)
		return PM_OK;
	if (w->n == first) {
		st = add(w, path,
			 t->n_excluded > 0 ? "all in this folder is excluded"
					   : "a folder without files",
			 0, err);
		if (st == PM_OK)
			w->found[first].empty = true;
	}
	for (i = first; i < w->n; i++)
		w->found[i].lost = true;
	return st;
}

enum pm_status
pm_walk_add(struct pm_walk *w, const char *path, struct pm_watch *watch,
	    struct pm_error *err)
{
	struct tour t = { 0 };
	enum pm_status st;
	uint64_t visits = 0;
	size_t first = w->n;

	if (strcmp(path, "-") == 0) {
		st = add(w, path, NULL, 0, err);
		if (st == PM_OK) {
			w->found[w->n - 1].given = true;
			w->total_known = false;
		}
		return st;
	}
	w->turn++;
	t.root_len = strlen(path) + (path[0] == '\0' || path[strlen(path) - 1] != '/');
	st = push(&t, pm_strndup(path, strlen(path)), 0, err);
	while (st == PM_OK && t.n > 0) {
		struct pending at = t.stack[--t.n];

		if (visits++ % 256 == 0)
			st = pm_watch_ask(watch, err);
		if (st == PM_OK)
			st = visit(w, &t, &at, err);
		free(at.path);
	}
	if (st == PM_OK && t.folder)
		st = settle_folder(w, &t, path, first, err);
	if (st == PM_OK && t.folder && (st = add(w, path, NULL, 0, err)) == PM_OK)
		w->found[w->n - 1].last = true;
	while (t.n > 0)
		free(t.stack[--t.n].path);
	free(t.stack);
	leave_folders(&t, 0);
	free(t.ignores);
	return st;
}

enum pm_status
pm_walk_check_folder(const char *path, struct pm_error *err)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	int errnum = errno;

	if (dir == NULL)
		return errnum == ENOENT || errnum == ENOTDIR
			     ? pm_fail(err, PM_ERR_IO,
				       "the folder was removed while it was read")
			     : pm_fail_errno(err, errnum, "cannot read directory");
	do {
		errno = 0;
		entry = readdir(dir);
	} while (entry != NULL && entry->d_name[0] == '.');
	errnum = errno;
	closedir(dir);
	if (entry == NULL && errnum != 0)
		return pm_fail_errno(err, errnum, "cannot read directory");
	if (entry == NULL)
		return pm_fail(err, PM_ERR_IO, "the folder was emptied while it was read");
	return PM_OK;
}
