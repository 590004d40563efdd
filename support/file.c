/* Pressmark - files and folders: see file.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum pm_status
pm_write_all(int fd, const char *path, const void *data, size_t len, struct pm_error *err)
{
	const char *p = data;

	while (len > 0) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return pm_fail_errno(err, n < 0 ? errno : ENOSPC,
					     "cannot write '%s'", path);
		p += n;
		len -= (size_t)n;
	}
	return PM_OK;
}

enum pm_status
pm_write_piece(int fd, const char *path, const void *data, size_t len, uint64_t offset,
	       struct pm_error *err)
{
	enum pm_status status = pm_write_all(fd, path, data, len, err);

#ifdef SYNC_FILE_RANGE_WRITE
	if (status == PM_OK && len == PM_PIECE)
		sync_file_range(fd, (off64_t)offset, (off64_t)len, SYNC_FILE_RANGE_WRITE);
#else
	(void)offset;
#endif
	return status;
}

enum pm_status
pm_write_stdout(const struct pm_buf *b, struct pm_error *err)
{
	if (b->status < 0)
		return pm_buf_check(b, "the answer", err);
	if (fwrite(pm_buf_str(b), 1, b->len, stdout) == b->len && fflush(stdout) == 0)
		return PM_OK;
	return errno == EPIPE ? PM_GONE
			      : pm_fail_errno(err, errno, "cannot write standard output");
}

enum pm_status
pm_read_file(const char *path, struct pm_buf *out, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	/* O_NONBLOCK: a fifo must not keep us waiting */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;

	if (fd < 0)
		return pm_fail_errno(err, errno, "cannot open '%s'", path);
	if (fstat(fd, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) {
		close(fd);
		return pm_fail(err, PM_ERR_IO,
			       "cannot read '%s': it is not a regular file", path);
	}
	for (;;) {
		uint8_t piece[16384];
		ssize_t n = read(fd, piece, sizeof piece);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			status = pm_fail_errno(err, errno, "cannot read '%s'", path);
		if (n <= 0)
			break;
		pm_buf_put(out, piece, (size_t)n);
		if (out->status < 0) {
			status = pm_buf_check(out, path, err);
			break;
		}
	}
	close(fd);
	return status;
}

enum pm_status
pm_fsync_dir(const char *dir, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return pm_fail_errno(err, errno, "cannot open '%s'", dir);
	/* Some file systems cannot fsync a folder and say EINVAL. */
	if (fsync(fd) != 0 && errno != EINVAL)
		status = pm_fail_errno(err, errno, "cannot sync '%s'", dir);
	close(fd);
	return status;
}

static enum pm_status
write_new(const char *path, const void *data, size_t len, struct pm_error *err)
{
	enum pm_status status;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd < 0)
		return pm_fail_errno(err, errno, "cannot create '%s'", path);
	status = pm_write_all(fd, path, data, len, err);
	if (status == PM_OK && fsync(fd) != 0)
		status = pm_fail_errno(err, errno, "cannot write '%s'", path);
	if (close(fd) != 0 && status == PM_OK)
		status = pm_fail_errno(err, errno, "cannot write '%s'", path);
	return status;
}

enum pm_status
pm_replace_file(const char *path, const void *data, size_t len, struct pm_error *err)
{
	enum pm_status status;
	char *fresh = NULL, *dir = NULL;
	const char *slash = strrchr(path, '/');
	size_t path_len = strlen(path);

	fresh = malloc(path_len + sizeof ".new");
	dir = slash == NULL ? pm_strndup(".", 1)
	    : slash == path ? pm_strndup("/", 1)
			    : pm_strndup(path, (size_t)(slash - path));
	if (fresh == NULL || dir == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	memcpy(fresh, path, path_len);
	memcpy(fresh + path_len, ".new", sizeof ".new");
	status = write_new(fresh, data, len, err);
	if (status == PM_OK && rename(fresh, path) != 0)
		status = pm_fail_errno(err, errno, "cannot rename '%s' to '%s'", fresh,
				       path);
	if (status < 0)
		unlink(fresh);
	else if (pm_fsync_dir(dir, err) < 0)
		status = PM_UNSYNCED;
out:
	free(fresh);
	free(dir);
	return status;
}

char *
pm_path_join(const char *dir, const char *name)
{
	size_t a = strlen(dir), b = strlen(name);
	char *path = malloc(a + b + 2);

	if (path == NULL)
		return NULL;
	memcpy(path, dir, a);
	if (a > 0 && dir[a - 1] != '/')
		path[a++] = '/';
	memcpy(path + a, name, b + 1);
	return path;
}

enum pm_status
pm_remove_tree(const char *path, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct dirent *entry;
	DIR *dir;

	if (unlink(path) == 0 || errno == ENOENT)
		return PM_OK;
	if (errno != EISDIR && errno != EPERM)
		return pm_fail_errno(err, errno, "cannot remove '%s'", path);
	dir = opendir(path);
	if (dir == NULL)
		return pm_fail_errno(err, errno, "cannot remove '%s'", path);
	while (status == PM_OK && (errno = 0, entry = readdir(dir)) != NULL) {
		char *below;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		below = pm_path_join(path, entry->d_name);
		status = below == NULL ? pm_fail_nomem(err) : pm_remove_tree(below, err);
		free(below);
	}
	closedir(dir);
	if (status == PM_OK && rmdir(path) != 0 && errno != ENOENT)
		status = pm_fail_errno(err, errno, "cannot remove '%s'", path);
	return status;
}
