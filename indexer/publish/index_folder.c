/* Pressmark - the folder of an index: see index_folder.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/publish/index_folder.h"

#include "indexer/publish/lock.h"
#include "segment/copies.h"
#include "segment/index.h"
#include "support/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Generations that stay, if nobody has said how many. */
#define KEEP_DEFAULT 2u

#define SEGMENT "segment-"
#define UNPUBLISHED PM_GENERATION_FILE ".new"

/* The number in a name that begins with PREFIX; 0 for other names. */
static uint64_t
number_after(const char *name, const char *prefix)
{
	const char *digits = name + strlen(prefix);

	if (strncmp(name, prefix, strlen(prefix)) != 0 || *digits == '\0' ||
	    strspn(digits, "0123456789") != strlen(digits))
		return 0;
	return strtoull(digits, NULL, 10);
}

static uint64_t
segment_number(const char *name)
{
	return number_after(name, SEGMENT);
}

/* The files of a generation, but for `generation` itself. */
enum file_kind { COPIES, REMOVED, FILES, HISTORY, GENERATION, FILE_KINDS };
static const char *const prefixes[FILE_KINDS] = {
	PM_COPIES_PREFIX,  PM_REMOVED_PREFIX,	 PM_FILES_PREFIX,
	PM_HISTORY_PREFIX, PM_GENERATION_PREFIX,
};

/* The number in the name of such a file, and its kind; 0: it is none. */
static uint64_t
file_number(const char *name, enum file_kind *kind)
{
	uint64_t n = 0;
	int i;

	for (i = 0; i < FILE_KINDS && n == 0; i++) {
		*kind = (enum file_kind)i;
		n = number_after(name, prefixes[i]);
	}
	return n;
}

/* Whether NAME is `generation.new`, or that of a file of a generation and a point and more:
 * what is not named so any more when it is complete, and spill files, which have a name for
 * a moment. */
static bool
is_unpublished(const char *name)
{
	char whole[PM_GENERATION_NAME] = "";
	size_t n = strcspn(name, ".");
	enum file_kind kind;

	if (strcmp(name, UNPUBLISHED) == 0)
		return true;
	if (name[n] == '\0' || n >= sizeof whole)
		return false;
	memcpy(whole, name, n);
	return file_number(whole, &kind) != 0;
}

static bool
is_ours(const char *name)
{
	enum file_kind kind;

	return strcmp(name, PM_GENERATION_FILE) == 0 || strcmp(name, PM_LOCK_FILE) == 0 ||
	       is_unpublished(name) || segment_number(name) != 0 ||
	       file_number(name, &kind) != 0;
}

/* Calls FN for each entry of DIR except . and .. */
static enum pm_status
each_entry(const char *dir,
	   enum pm_status (*fn)(void *ctx, const char *name, struct pm_error *err),
	   void *ctx, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct dirent *entry;
	DIR *d = opendir(dir);

	if (d == NULL)
		return pm_fail_errno(err, errno, "cannot open '%s'", dir);
	while (status == PM_OK && (entry = readdir(d)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			status = fn(ctx, entry->d_name, err);
	closedir(d);
	return status;
}

static enum pm_status
refuse_foreign(void *ctx, const char *name, struct pm_error *err)
{
	const char *dir = ctx;

	if (is_ours(name))
		return PM_OK;
	return pm_fail(err, PM_ERR_NOT_INDEX,
		       "'%s' is not a Pressmark index (it holds '%s'): "
		       "give a new or empty folder",
		       dir, name);
}

static enum pm_status
not_ours(struct pm_error *err, const char *path, const char *why)
{
	return pm_fail(err, PM_ERR_NOT_INDEX,
		       "'%s' is not part of a Pressmark index (%s): "
		       "move it away",
		       path, why);
}

/* Whether PATH, a file called `generation`, is one of ours. */
static bool
is_generation(const char *path)
{
	static const char magic[] = "pressmark-index ";
	char begin[sizeof magic - 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	bool yes = fd >= 0 && read(fd, begin, sizeof begin) == (ssize_t)sizeof begin &&
		   memcmp(begin, magic, sizeof begin) == 0;

	if (fd >= 0)
		close(fd);
	return yes;
}

/* Where DIR is, or would be made, without symlinks and the name of what is made; NULL: it
 * cannot be, or memory ran out. */
static char *
find_place(const char *dir)
{
	char *place = realpath(dir, NULL), *copy;

	if (place != NULL) {
		*strrchr(place, '/') = '\0';
		return place;
	}
	copy = pm_strndup(dir, strlen(dir));
	if (copy != NULL)
		place = realpath(dirname(copy), NULL);
	free(copy);
	return place;
}

/* Refuse a folder inside an index: nobody who copies, checks or removes that knows of it. */
static enum pm_status
refuse_inside(const char *dir, struct pm_error *err)
{
	char *place = find_place(dir), *slash = NULL;
	enum pm_status status = PM_OK;

	while (place != NULL && status == PM_OK) {
		const char *above = place[0] == '\0' ? "/" : place;
		char *path = pm_path_join(above, PM_GENERATION_FILE);

		if (path == NULL)
			status = pm_fail_nomem(err);
		else if (is_generation(path))
			status = pm_fail(err, PM_ERR_NOT_INDEX,
					 "'%s' is inside the index '%s': give a folder "
					 "outside of it",
					 dir, above);
		free(path);
		slash = strrchr(place, '/');
		if (slash == NULL)
			break;
		*slash = '\0';
	}
	free(place);
	return status;
}

static enum pm_status
find_segment(void *ctx, const char *name, struct pm_error *err)
{
	bool *found = ctx;

	(void)err;
	*found = *found || segment_number(name) != 0;
	return PM_OK;
}

enum kind { WITHOUT_GENERATION, WITH_GENERATION };

/* Check a folder without a valid generation: everything in it must be ours by name, and a
 * file `generation` (damaged, then) must have segments beside it. */
static enum pm_status
inspect(char *dir, enum kind kind, struct pm_error *err)
{
	enum pm_status status = each_entry(dir, refuse_foreign, dir, err);
	bool segments = false;

	if (status == PM_OK && kind == WITH_GENERATION)
		status = each_entry(dir, find_segment, &segments, err);
	if (status == PM_OK && kind == WITH_GENERATION && !segments)
		return pm_fail(err, PM_ERR_NOT_INDEX,
			       "'%s' is not a Pressmark index (its file 'generation' is "
			       "another program's): give a new or empty folder",
			       dir);
	return status;
}

enum pm_status
pm_index_folder_claim(const char *dir, bool *made, struct pm_error *err)
{
	char *path, *copy;
	struct stat st;
	enum pm_status status = PM_OK;

	*made = false;
	if ((status = refuse_inside(dir, err)) < 0)
		return status;
	if (mkdir(dir, 0777) == 0) {
		*made = true;
		return PM_OK;
	}
	if (errno != EEXIST)
		return pm_fail_errno(err, errno, "cannot make folder '%s'", dir);
	if (stat(dir, &st) == 0 && !S_ISDIR(st.st_mode))
		return pm_fail(err, PM_ERR_NOT_INDEX,
			       "'%s' is a file: give a new or empty folder for the index",
			       dir);
	path = pm_path_join(dir, PM_GENERATION_FILE);
	copy = pm_strndup(dir, strlen(dir));
	if (path == NULL || copy == NULL)
		status = pm_fail_nomem(err);
	else if (stat(path, &st) != 0)
		status = inspect(copy, WITHOUT_GENERATION, err);
	else if (!S_ISREG(st.st_mode))
		status = not_ours(err, path, "it is not a regular file");
	else if (!is_generation(path))
		status = inspect(copy, WITH_GENERATION, err);
	free(path);
	free(copy);
	return status;
}

bool
pm_index_folder_is_index(const char *dir)
{
	char *generation = pm_path_join(dir, PM_GENERATION_FILE);
	char *lock = pm_path_join(dir, PM_LOCK_FILE), *copy = pm_strndup(dir, strlen(dir));
	bool yes = false;

	if (generation != NULL && lock != NULL && copy != NULL)
		yes = is_generation(generation) ||
		      (access(generation, F_OK) != 0 && access(lock, F_OK) == 0 &&
		       inspect(copy, WITHOUT_GENERATION, NULL) == PM_OK);
	free(generation);
	free(lock);
	free(copy);
	return yes;
}

/* Whether a build makes files or folders of this name in its segment. */
static bool
is_of_a_segment(const char *name)
{
	/* of spill files, which have a name for a moment */
	static const char *const begins[] = { "run",	  "merge",   "xapian-",
					      "ids.",	  "blocks.", "articles.",
					      "touched.", "change." };
	size_t i;

	if (pm_segment_has_name(name) || strcmp(name, "stamp") == 0)
		return true;
	for (i = 0; i < sizeof begins / sizeof *begins; i++)
		if (strncmp(name, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

static enum pm_status
refuse_stray(void *ctx, const char *name, struct pm_error *err)
{
	char why[300];

	if (is_of_a_segment(name))
		return PM_OK;
	snprintf(why, sizeof why, "it holds '%s'", name);
	return not_ours(err, ctx, why);
}

/* Check, before PATH is removed, that it is what its name says. */
static enum pm_status
check_ours(char *path, const char *name, struct pm_error *err)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return errno == ENOENT
			     ? PM_OK
			     : pm_fail_errno(err, errno, "cannot look at '%s'", path);
	if (segment_number(name) == 0)
		return S_ISREG(st.st_mode)
			     ? PM_OK
			     : not_ours(err, path, "it is not a regular file");
	if (!S_ISDIR(st.st_mode))
		return not_ours(err, path, "it is not a folder");
	return each_entry(path, refuse_stray, path, err);
}

/* --- what stays ---------------------------------------------------------------- */

void
pm_kept_release(struct pm_kept *kept)
{
	size_t i;

	for (i = 0; i < kept->n; i++)
		pm_generation_release(&kept->all[i]);
	free(kept->all);
	memset(kept, 0, sizeof *kept);
}

/* The numbers of generations below BELOW. */
struct numbers {
	uint64_t *all;
	size_t n, cap;
	uint64_t below;
};

static enum pm_status
collect_number(void *ctx, const char *name, struct pm_error *err)
{
	struct numbers *of = ctx;
	uint64_t number = number_after(name, PM_GENERATION_PREFIX);
	enum pm_status status;

	if (number == 0 || number >= of->below)
		return PM_OK;
	status = pm_grow(&of->all, &of->cap, of->n + 1, sizeof *of->all, err);
	if (status == PM_OK)
		of->all[of->n++] = number;
	return status;
}

static int
compare_falling(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x > *y ? -1 : *x < *y;
}

enum pm_status
pm_kept_numbers(const char *dir, uint64_t below, uint64_t **all, size_t *n,
		struct pm_error *err)
{
	struct numbers numbers = { .below = below };
	enum pm_status status = each_entry(dir, collect_number, &numbers, err);

	if (numbers.n > 1)
		qsort(numbers.all, numbers.n, sizeof *numbers.all, compare_falling);
	*all = numbers.all;
	*n = numbers.n;
	return status;
}

/* Read generation NUMBER.  PM_ABSENT: its segments are others, or missing. */
static enum pm_status
read_kept(const char *dir, uint64_t number, enum pm_kept_which which,
	  struct pm_generation *g)
{
	enum pm_status status = pm_generation_read_kept(dir, number, g, NULL);
	uint64_t identity;
	size_t i;

	for (i = 0; which == PM_KEPT_WHOLE && status == PM_OK && i < g->n_segments; i++) {
		char *path = pm_path_join(dir, g->segments[i].name);

		status = path == NULL ? PM_ERR_NOMEM
				      : pm_segment_identity(path, &identity, NULL);
		if (status != PM_ERR_NOMEM &&
		    (status < 0 || identity != g->segments[i].identity))
			status = PM_ABSENT;
		free(path);
	}
	if (status != PM_OK)
		pm_generation_release(g);
	return status;
}

enum pm_status
pm_kept_read(struct pm_kept *kept, const char *dir, const struct pm_generation *current,
	     size_t most, enum pm_kept_which which, struct pm_error *err)
{
	uint64_t *numbers;
	size_t n, i;
	enum pm_status status = pm_kept_numbers(dir, current->number, &numbers, &n, err);

	memset(kept, 0, sizeof *kept);
	if (status == PM_OK && (kept->all = pm_calloc(n + 1, sizeof *kept->all)) == NULL)
		status = pm_fail_nomem(err);
	/* the current one is not read again: it may be one that is being published */
	if (status == PM_OK)
		status = pm_generation_copy(&kept->all[0], current, err);
	if (status == PM_OK)
		kept->n = 1;
	for (i = 0; i < n && kept->n < most && status == PM_OK; i++) {
		status = read_kept(dir, numbers[i], which, &kept->all[kept->n]);
		if (status == PM_OK)
			kept->n++;
		else if (status != PM_ERR_NOMEM)
			status = PM_OK;
	}
	free(numbers);
	if (status < 0)
		pm_kept_release(kept);
	return status == PM_ERR_NOMEM ? pm_fail_nomem(err) : status;
}

size_t
pm_kept_by(const struct pm_generation *g)
{
	return g->keep == 0 ? KEEP_DEFAULT : (size_t)g->keep;
}

/* Whether G lists the segment or file NAME. */
static bool
lists(const struct pm_generation *g, const char *name)
{
	enum file_kind kind;
	uint64_t number = file_number(name, &kind);
	const uint64_t of[FILE_KINDS] = {
		[COPIES] = g->copies.number, [REMOVED] = g->removed.number,
		[FILES] = g->files.number,   [HISTORY] = g->history.number,
		[GENERATION] = g->number,
	};
	size_t i;

	if (number != 0)
		return of[kind] == number;
	for (i = 0; i < g->n_segments; i++)
		if (strcmp(name, g->segments[i].name) == 0)
			return true;
	return false;
}

struct cleaning {
	const char *dir;
	const struct pm_kept *kept;
	bool generations; /* only those, or all that is left */
	bool removed;	  /* one of them was */
};

static bool
is_kept(const struct cleaning *c, const char *name)
{
	size_t i;

	for (i = 0; c->kept != NULL && i < c->kept->n; i++)
		if (lists(&c->kept->all[i], name))
			return true;
	return false;
}

static enum pm_status
remove_unused(void *ctx, const char *name, struct pm_error *err)
{
	struct cleaning *c = ctx;
	enum pm_status status = PM_OK;
	enum file_kind kind;
	char *path;
	int fd;

	if (c->generations && number_after(name, PM_GENERATION_PREFIX) == 0)
		return PM_OK;
	if (segment_number(name) == 0 && file_number(name, &kind) == 0 &&
	    !is_unpublished(name))
		return PM_OK;
	if (is_kept(c, name))
		return PM_OK;
	path = pm_path_join(c->dir, name);
	if (path == NULL)
		return pm_fail_nomem(err);
	status = check_ours(path, name, err);
	if (status < 0) {
		free(path);
		return err == NULL ? PM_OK : status;
	}
	/* The lock is held during the removal: a reader that comes too late sees it and
	 * reads the generation again. */
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		status = pm_remove_tree(path, err);
	if (fd >= 0)
		close(fd);
	free(path);
	c->removed = c->removed || (c->generations && status == PM_OK);
	return status;
}

/* Generations first, and for good: what one on the disk lists is there, whenever this is
 * interrupted. */
static enum pm_status
sweep(const char *dir, const struct pm_kept *kept, struct pm_error *err)
{
	struct cleaning c = { .dir = dir, .kept = kept, .generations = true };
	enum pm_status status = each_entry(dir, remove_unused, &c, err);

	if (status == PM_OK && c.removed)
		status = pm_fsync_dir(dir, err);
	c.generations = false;
	return status < 0 ? status : each_entry(dir, remove_unused, &c, err);
}

enum pm_status
pm_index_folder_sweep(const char *dir, const struct pm_generation *current,
		      enum pm_kept_which which, struct pm_error *err)
{
	struct pm_kept kept = { NULL, 0 };
	enum pm_status status = PM_OK;

	if (current != NULL)
		status = pm_kept_read(&kept, dir, current, pm_kept_by(current), which,
				      err);
	if (status == PM_OK)
		status = sweep(dir, current == NULL ? NULL : &kept, err);
	pm_kept_release(&kept);
	return status;
}

bool
pm_index_folder_is_published(const char *dir)
{
	char *path = pm_path_join(dir, PM_GENERATION_FILE);
	bool yes = path == NULL || access(path, F_OK) == 0 || errno != ENOENT;

	free(path);
	return yes;
}

/* What cannot be removed now is removed by the next command. */
static void
forget(const char *dir, const char *prefix, uint64_t number)
{
	char name[PM_GENERATION_NAME], *path;

	pm_generation_file_name(name, prefix, number);
	if ((path = pm_path_join(dir, name)) != NULL)
		pm_remove_tree(path, NULL);
	free(path);
}

void
pm_index_folder_drop(const char *dir, uint64_t number)
{
	forget(dir, PM_GENERATION_PREFIX, number);
}

void
pm_index_folder_forget(const char *dir, uint64_t number, uint64_t first, uint64_t end)
{
	int i;

	for (i = 0; i < FILE_KINDS && number > 0; i++)
		forget(dir, prefixes[i], number);
	for (; first < end; first++)
		forget(dir, SEGMENT, first);
}

static enum pm_status
raise_numbers(void *ctx, const char *name, struct pm_error *err)
{
	struct pm_next_numbers *next = ctx;
	uint64_t segment = segment_number(name), file;
	enum file_kind kind;

	(void)err;
	file = file_number(name, &kind);
	if (segment >= next->segment)
		next->segment = segment + 1;
	if (file >= next->generation)
		next->generation = file + 1;
	return PM_OK;
}

enum pm_status
pm_index_folder_next(const char *dir, struct pm_next_numbers *next, struct pm_error *err)
{
	*next = (struct pm_next_numbers){ 1, 1 };
	return each_entry(dir, raise_numbers, next, err);
}
