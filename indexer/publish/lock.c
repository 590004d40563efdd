/* Pressmark - one build at a time: see lock.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/publish/lock.h"

#include "support/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* "process 123 on host since 2024-03-05 10:00:00 UTC", or nothing. */
static void
describe_holder(int fd, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);

	text[n > 0 ? n : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
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
	n = snprintf(line, sizeof line, "process %ld on %s since %s\n", (long)getpid(),
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

enum pm_status
pm_lock_take(struct pm_lock *lock, const char *dir, struct pm_error *err)
{
	char *path = pm_path_join(dir, PM_LOCK_FILE), holder[160];
	enum pm_status status = PM_OK;
	struct pm_error what;

	lock->fd = -1;
	if (path == NULL)
		return pm_fail_nomem(err);
	lock->fd = open_lock(path, &what);
	if (lock->fd < 0) {
		status = what.status;
		if (err != NULL)
			*err = what;
	} else if (flock(lock->fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno == EWOULDBLOCK) {
			describe_holder(lock->fd, holder, sizeof holder);
			status = pm_fail(err, PM_ERR_LOCKED,
					 "another command is changing '%s'%s%s", dir,
					 holder[0] != '\0' ? ": " : "", holder);
		} else {
			status = pm_fail_errno(err, errno, "cannot lock '%s'", path);
		}
		pm_lock_release(lock);
	} else {
		describe_me(lock->fd);
	}
	free(path);
	return status;
}

void
pm_lock_release(struct pm_lock *lock)
{
	if (lock->fd >= 0)
		close(lock->fd);
	lock->fd = -1;
}
