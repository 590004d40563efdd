/* Pressmark - streams of bytes: files: see stream.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/containers/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)1 << 18)

/* Interval between two looks at whether to stop, while no input arrives. */
#define WAIT_MS 100

struct fd_stream {
	struct pm_stream s;
	int fd;
	bool owned;
	bool ended;
	uint64_t *at;
	uint8_t piece[PIECE];
};

enum pm_status
pm_watch_ask(struct pm_watch *watch, struct pm_error *err)
{
	watch->unasked = 0;
	if (pm_stop_asked(&watch->stop))
		return pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
	return PM_OK;
}

enum pm_status
pm_stream_read(struct pm_stream *s, const uint8_t **data, size_t *len,
	       struct pm_error *err)
{
	enum pm_status st;

	if (s->held_len > 0) {
		*data = s->held;
		*len = s->held_len;
		s->held_len = 0;
		return PM_OK;
	}
	if (s->watch->unasked >= PM_WATCH_BYTES && (st = pm_watch_ask(s->watch, err)) < 0)
		return st;
	st = s->read(s, data, len, err);
	if (st == PM_OK)
		s->watch->unasked += *len;
	return st;
}

void
pm_stream_hold(struct pm_stream *s, const uint8_t *data, size_t len)
{
	s->held = data;
	s->held_len = len;
}

enum pm_status
pm_stream_slurp(struct pm_stream *s, struct pm_buf *out, struct pm_error *err)
{
	const uint8_t *data;
	size_t len;
	enum pm_status st;

	while ((st = pm_stream_read(s, &data, &len, err)) == PM_OK) {
		/* doubling: memory is requested in proportion to what has arrived */
		if (out->len + len + 1 > out->cap && out->len < out->limit / 2)
			pm_buf_reserve(out, out->len > len ? out->len : len);
		pm_buf_put(out, data, len);
		if (out->status != PM_OK)
			return pm_buf_check(out, "the text", err);
	}
	return st == PM_END ? PM_OK : st;
}

void
pm_stream_free(struct pm_stream *s)
{
	if (s != NULL)
		s->free(s);
}

/* Wait for what another program writes.  A blocking read would not do: a signal may come
 * before it begins, or to another thread, and it would never end. */
static enum pm_status
await(struct fd_stream *f, struct pm_error *err)
{
	struct pollfd p = { .fd = f->fd, .events = POLLIN };
	enum pm_status st = PM_OK;
	int n;

	while (st == PM_OK &&
	       ((n = poll(&p, 1, WAIT_MS)) == 0 || (n < 0 && errno == EINTR)))
		st = pm_watch_ask(f->s.watch, err);
	return st;
}

static enum pm_status
fd_read(struct pm_stream *s, const uint8_t **data, size_t *len, struct pm_error *err)
{
	struct fd_stream *f = (struct fd_stream *)s;
	enum pm_status st;
	size_t got = 0;

	while (!f->ended && got < PIECE) {
		ssize_t n;

		if (!f->owned && (st = await(f, err)) < 0)
			return st;
		n = read(f->fd, f->piece + got, PIECE - got);
		if (n < 0 && (errno == EINTR || errno == EAGAIN)) {
			if ((st = pm_watch_ask(s->watch, err)) < 0)
				return st;
			continue;
		}
		if (n < 0) {
			if (got > 0)
				break; /* will fail again with the next call */
			return pm_fail(err, PM_ERR_IO, "cannot read: %s", strerror(errno));
		}
		if (n == 0)
			f->ended = true;
		got += (size_t)n;
	}
	if (f->at != NULL)
		*f->at += got;
	*data = f->piece;
	*len = got;
	return got > 0 ? PM_OK : PM_END;
}

static int64_t
fd_seek(struct pm_stream *s, int64_t offset, int whence)
{
	struct fd_stream *f = (struct fd_stream *)s;

	f->ended = false;
	s->held_len = 0;
	return lseek(f->fd, offset, whence);
}

static void
fd_free(struct pm_stream *s)
{
	struct fd_stream *f = (struct fd_stream *)s;

	if (f->owned)
		close(f->fd);
	free(f);
}

enum pm_status
pm_fd_open(struct pm_stream **out, int fd, struct pm_watch *watch, struct pm_error *err)
{
	struct fd_stream *f = malloc(sizeof *f);

	*out = NULL;
	if (f == NULL)
		return pm_fail_nomem(err);
	f->s = (struct pm_stream){ .read = fd_read, .free = fd_free, .watch = watch };
	f->fd = fd;
	f->owned = f->ended = false;
	f->at = NULL;
	*out = &f->s;
	return PM_OK;
}

const char *
pm_file_kind(unsigned mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return "a regular file";
	case S_IFDIR:
		return "a directory";
	case S_IFIFO:
		return "a fifo";
	case S_IFSOCK:
		return "a socket";
	case S_IFCHR:
		return "a character device";
	case S_IFBLK:
		return "a block device";
	case S_IFLNK:
		return "a symbolic link";
	default:
		return "of unknown kind";
	}
}

/* Whether a file has a size and nothing in it, which would be read as zeros. */
static bool
is_all_hole(int fd, const struct stat *sb)
{
#ifdef SEEK_DATA
	return sb->st_size > 0 && lseek(fd, 0, SEEK_DATA) < 0 && errno == ENXIO;
#else
	(void)fd;
	(void)sb;
	return false;
#endif
}

enum pm_status
pm_file_open(struct pm_stream **out, const char *path, struct pm_watch *watch,
	     uint64_t *at, struct pm_error *err)
{
	struct fd_stream *f;
	struct stat sb;
	enum pm_status st;
	int fd;

	*out = NULL;
	/* O_NONBLOCK: a fifo that has taken the file's place must not hang us */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return pm_fail(err, PM_ERR_IO, "cannot open: %s", strerror(errno));
	if (fstat(fd, &sb) < 0)
		st = pm_fail(err, PM_ERR_IO, "cannot stat: %s", strerror(errno));
	else if (!S_ISREG(sb.st_mode))
		st = pm_fail(err, PM_ERR_INPUT, "is %s, not a regular file",
			     pm_file_kind(sb.st_mode));
	else if (is_all_hole(fd, &sb))
		st = pm_fail(err, PM_ERR_INPUT, "is one hole, without any data");
	else
		st = pm_fd_open(out, fd, watch, err);
	if (st < 0) {
		close(fd);
		return st;
	}
	f = (struct fd_stream *)*out;
	f->owned = true;
	f->at = at;
	f->s.seek = fd_seek;
	f->s.size = (uint64_t)sb.st_size;
	posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	return PM_OK;
}
