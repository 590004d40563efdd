/* Pressmark - pressmark-index check --deep: see check_deep.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/check_deep.h"

#include "indexer/join.h"
#include "indexer/segment_diff.h"
#include "support/buf.h"
#include "support/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define UNIQUE "XXXXXX" /* of mkdtemp */
#define SEGMENT "segment-"

/* What the name of the temporary folder begins with. */
static void
put_prefix(struct pm_buf *name, const char *index, const struct pm_check_deep *options)
{
	size_t len = strlen(index);

	while (len > 1 && index[len - 1] == '/')
		len--;
	if (options->temporary != NULL)
		pm_buf_printf(name, "%s/check", options->temporary);
	else
		pm_buf_put(name, index, len);
	pm_buf_puts(name, ".deep-");
}

/* Whether all in the folder is named as a segment: else it is somebody's. */
static bool
is_ours(int folder)
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *e;
	bool ours = d != NULL;

	while (ours && (e = readdir(d)) != NULL)
		ours = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 ||
		       strncmp(e->d_name, SEGMENT, strlen(SEGMENT)) == 0;
	if (d != NULL)
		closedir(d);
	else if (fd >= 0)
		close(fd);
	return ours;
}

/* Remove a folder that a check has left, if no living one holds it. */
static void
remove_left(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && st.st_uid == geteuid() &&
	    flock(fd, LOCK_EX | LOCK_NB) == 0 && is_ours(fd))
		pm_remove_tree(path, NULL);
	close(fd);
}

/* Those of checks that were killed; what cannot be removed is left. */
static void
sweep(const char *prefix)
{
	const char *slash = strrchr(prefix, '/');
	const char *base = slash == NULL ? prefix : slash + 1;
	size_t len = strlen(base);
	char *dir = slash == NULL   ? pm_strndup(".", 1)
		  : slash == prefix ? pm_strndup("/", 1)
				    : pm_strndup(prefix, (size_t)(slash - prefix));
	DIR *d = dir == NULL ? NULL : opendir(dir);
	const struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		char *path;

		if (strncmp(e->d_name, base, len) != 0 ||
		    strlen(e->d_name) != len + strlen(UNIQUE))
			continue;
		if ((path = pm_path_join(dir, e->d_name)) != NULL)
			remove_left(path);
		free(path);
	}
	if (d != NULL)
		closedir(d);
	free(dir);
}

/* Make the folder and hold it; another check may sweep it away before it is held. */
static enum pm_status
make_held(const char *name, char **path, int *hold, struct pm_error *err)
{
	struct stat st = { 0 };

	do {
		free(*path);
		if (*hold >= 0)
			close(*hold);
		*hold = -1;
		if ((*path = pm_strndup(name, strlen(name))) == NULL)
			return pm_fail_nomem(err);
		if (mkdtemp(*path) == NULL) {
			pm_fail_errno(err, errno, "cannot make folder '%s'", *path);
			free(*path);
			*path = NULL;
			return PM_ERR_IO;
		}
		*hold = open(*path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		/* without locks, none is swept away */
	} while ((*hold < 0 && errno == ENOENT) ||
		 (*hold >= 0 && flock(*hold, LOCK_SH) == 0 && fstat(*hold, &st) == 0 &&
		  st.st_nlink == 0));
	return PM_OK;
}

/* Make the temporary folder: *PATH, allocated, and *HOLD, by which it is held. */
static enum pm_status
make_folder(const char *index, const struct pm_check_deep *options, char **path,
	    int *hold, struct pm_error *err)
{
	enum pm_status status;
	struct pm_buf name;

	pm_buf_init(&name, PM_BUF_NO_LIMIT);
	put_prefix(&name, index, options);
	if (name.status == PM_OK)
		sweep(pm_buf_str(&name));
	pm_buf_puts(&name, UNIQUE);
	status = name.status < 0 ? pm_fail_nomem(err)
				 : make_held(pm_buf_str(&name), path, hold, err);
	pm_buf_release(&name);
	return status;
}

/* What the generation says of a segment, against what came out. */
static enum pm_status
compare_info(const struct pm_index *index, const struct pm_segment_info *there,
	     const struct pm_segment_info *made, struct pm_error *err)
{
	static const struct {
		const char *what;
		size_t offset;
	} numbers[] = {
		{ "articles", offsetof(struct pm_segment_info, articles) },
		{ "words", offsetof(struct pm_segment_info, words) },
		{ "distinct words", offsetof(struct pm_segment_info, distinct) },
		{ "bytes of text", offsetof(struct pm_segment_info, text_bytes) },
		{ "words too long", offsetof(struct pm_segment_info, long_words) },
		{ "articles without date", offsetof(struct pm_segment_info, undated) },
		{ "articles with blocks", offsetof(struct pm_segment_info, counted) },
		{ "first days", offsetof(struct pm_segment_info, first_day) },
		{ "last days", offsetof(struct pm_segment_info, last_day) },
	};
	char *path;
	enum pm_status status = PM_OK;
	size_t i;

	if ((path = pm_path_join(index->dir, there->name)) == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < sizeof numbers / sizeof *numbers && status == PM_OK; i++) {
		uint64_t a, b;

		memcpy(&a, (const char *)there + numbers[i].offset, sizeof a);
		memcpy(&b, (const char *)made + numbers[i].offset, sizeof b);
		if (a != b)
			status = pm_corrupt(err, path,
					    "the number of its %s is %llu, the generation "
					    "says %llu",
					    numbers[i].what, (unsigned long long)b,
					    (unsigned long long)a);
	}
	free(path);
	return status;
}

static enum pm_status
compare_segment(const struct pm_index *index, const struct pm_segment_info *there,
		const struct pm_segment_info *made, const char *folder,
		struct pm_error *err)
{
	char *old, *new;
	enum pm_status status;

	/* the pages of both are what their checksums say */
	if (there->identity == made->identity)
		return compare_info(index, there, made, err);
	old = pm_path_join(index->dir, there->name);
	new = pm_path_join(folder, made->name);
	if (old == NULL || new == NULL)
		status = pm_fail_nomem(err);
	else if ((status = pm_segment_diff(old, new, err)) == PM_OK)
		status = compare_info(index, there, made, err);
	free(old);
	free(new);
	return status;
}

static enum pm_status
check_segment(struct pm_index *index, size_t i, const struct pm_check_deep *options,
	      const char *folder, struct pm_error *err)
{
	const struct pm_segment_info *info = &index->generation.segments[i];
	const struct pm_stored_segment from = { index->segments[i], info, NULL };
	const struct pm_join_options join = {
		.build = options->build,
		.language = index->generation.language,
		.index = folder,
		.number = i + 1,
		.segments = &from,
		.n_segments = 1,
		.progress = options->build->progress,
		.ctx = options->build->ctx,
	};
	struct pm_joined joined;
	enum pm_status status = pm_join(&join, &joined, err);
	char *path;

	if (status != PM_OK)
		return status < 0 ? status : PM_OK;
	status = compare_segment(index, info, &joined.info, folder, err);
	/* before the next one needs room */
	if ((path = pm_path_join(folder, joined.info.name)) != NULL)
		pm_remove_tree(path, NULL);
	free(path);
	return status;
}

enum pm_status
pm_check_deep_run(struct pm_index *index, const struct pm_check_deep *options,
		  struct pm_error *err)
{
	char *folder = NULL;
	int hold = -1;
	enum pm_status status = make_folder(index->dir, options, &folder, &hold, err);
	size_t i;

	for (i = 0; i < index->generation.n_segments && status == PM_OK; i++)
		status = check_segment(index, i, options, folder, err);
	if (folder != NULL)
		pm_remove_tree(folder, NULL);
	if (hold >= 0)
		close(hold);
	free(folder);
	return status;
}
