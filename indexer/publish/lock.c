/* Pressmark - one command at a time changes an index: see lock.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/publish/lock.h"

#include "support/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PROCESS "process "

/* "process 123 on host since 2024-03-05 10:00:00 UTC", or nothing: it may not have been
 * written yet, or by somebody else. */
static void
describe_holder(int fd, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);

	text[n > 0 ? n : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	if (strncmp(text, PROCESS, strlen(PROCESS)) != 0)
		text[0] = '\0';
}

static void
describe_me(int fd)
{
	char host[64] = "", when[40] = "", line[160];
	time_t now = time(NULL);
	struct tm tm;
	int n;

	gethostname(host, sizeof host - 1);
	if (gmtime_r(&now, &tm) != NULL)
		strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S UTC", &tm);
	n = snprintf(line, sizeof line, PROCESS "%ld on %s since %s\n", (long)getpid(),
		     host, when);
	/* Naming the holder is a courtesy: the lock works without. */
	if (ftruncate(fd, 0) == 0 && n > 0 && pwrite(fd, line, (size_t)n, 0) < 0)
		return;
}

/* Open the file, which must be a file: what a symlink leads to is not ours to write. */
static int
open_lock(const char *path, struct pm_error *err)
{
	int fd = open(path,
		      O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
		      0666);
	struct stat st;

	if (fd < 0 && errno != ELOOP && errno != EISDIR && errno != ENXIO) {
		pm_fail_errno(err, errno, "cannot open '%s'", path);
	} else if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		pm_fail(err, PM_ERR_NOT_INDEX,
			"'%s' is not part of a Pressmark index (it is "
			"not a regular file): move it away",
			path);
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	return fd;
}

/* Whether the file that is open is the one that others find. */
static bool
is_in_place(const struct pm_lock *lock)
{
	struct stat own, there;

	if (fstat(lock->fd, &own) != 0)
		return true;
	if (lstat(lock->path, &there) != 0)
		return errno != ENOENT && errno != ENOTDIR;
	return own.st_dev == there.st_dev && own.st_ino == there.st_ino;
}

/* Open the file and lock it.  PM_ABSENT: it was removed meanwhile, by a build that had made
 * it and failed. */
static enum pm_status
try_to_take(struct pm_lock *lock, const char *dir, struct pm_error *err)
{
	char holder[160];
	struct pm_error what;

	if ((lock->fd = open_lock(lock->path, &what)) < 0) {
		if (err != NULL)
			*err = what;
		return what.status;
	}
	if (flock(lock->fd, LOCK_EX | LOCK_NB) == 0)
		return is_in_place(lock) ? PM_OK : PM_ABSENT;
	if (errno != EWOULDBLOCK)
		return pm_fail_errno(err, errno, "cannot lock '%s'", lock->path);
	describe_holder(lock->fd, holder, sizeof holder);
	return pm_fail(err, PM_ERR_LOCKED, "another command is changing '%s'%s%s", dir,
		       holder[0] != '\0' ? ": " : "", holder);
}

enum pm_status
pm_lock_take(struct pm_lock *lock, const char *dir, struct pm_error *err)
{
	enum pm_status status;

	lock->fd = -1;
	if ((lock->path = pm_path_join(dir, PM_LOCK_FILE)) == NULL)
		return pm_fail_nomem(err);
	while ((status = try_to_take(lock, dir, err)) == PM_ABSENT)
		close(lock->fd);
	if (status == PM_OK)
		describe_me(lock->fd);
	else
		pm_lock_release(lock);
	return status;
}

enum pm_status
pm_lock_check(const struct pm_lock *lock, struct pm_error *err)
{
	if (is_in_place(lock))
		return PM_OK;
	return pm_fail(err, PM_ERR_LOCKED,
		       "'%s' was removed meanwhile, so another command may be changing the "
		       "index: nothing was published",
		       lock->path);
}

void
pm_lock_remove(const struct pm_lock *lock)
{
	if (lock->fd >= 0 && is_in_place(lock))
		unlink(lock->path);
}

void
pm_lock_release(struct pm_lock *lock)
{
	if (lock->fd >= 0)
		close(lock->fd);
	lock->fd = -1;
	free(lock->path);
	lock->path = NULL;
}
