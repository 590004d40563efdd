/* Pressmark - the lines of a file or a pipe: see lines.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK 65536u

struct pm_query_lines {
	char *path;
	int fd;
	size_t max;
	char block[BLOCK];
	size_t at, end;
	struct pm_buf line;
	uint64_t number;
};

enum pm_status
pm_query_lines_open(struct pm_query_lines **out, const char *path, size_t max,
		    struct pm_error *err)
{
	bool input = strcmp(path, "-") == 0;
	const char *name = input ? "standard input" : path;
	struct pm_query_lines *l = malloc(sizeof *l);

	if (l == NULL || (l->path = pm_strndup(name, strlen(name))) == NULL) {
		free(l);
		return pm_fail_nomem(err);
	}
	l->fd = input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	l->max = max;
	l->at = l->end = 0;
	l->number = 0;
	pm_buf_init(&l->line, PM_BUF_NO_LIMIT);
	if (l->fd < 0) {
		pm_fail_errno(err, errno, "cannot open '%s'", path);
		pm_query_lines_free(l);
		return PM_ERR_IO;
	}
	*out = l;
	return PM_OK;
}

void
pm_query_lines_free(struct pm_query_lines *l)
{
	if (l == NULL)
		return;
	if (l->fd > STDIN_FILENO)
		close(l->fd);
	pm_buf_release(&l->line);
	free(l->path);
	free(l);
}

static enum pm_status
fill(struct pm_query_lines *l, struct pm_error *err)
{
	ssize_t n;

	do
		n = read(l->fd, l->block, sizeof l->block);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return pm_fail_errno(err, errno, "cannot read '%s'", l->path);
	l->at = 0;
	l->end = (size_t)n;
	return n == 0 ? PM_END : PM_OK;
}

enum pm_status
pm_query_lines_next(struct pm_query_lines *l, struct pm_query_line *line,
		    struct pm_error *err)
{
	size_t skip = 0, n, room;
	bool any = false;
	char *feed = NULL;
	enum pm_status status;

	memset(line, 0, sizeof *line);
	pm_buf_clear(&l->line);
	while (feed == NULL) {
		if (l->at == l->end) {
			status = fill(l, err);
			if (status < 0 || (status == PM_END && !any))
				return status;
			if (status == PM_END)
				break;
		}
		any = true;
		feed = memchr(l->block + l->at, '\n', l->end - l->at);
		n = (feed != NULL ? (size_t)(feed - l->block) : l->end) - l->at;
		/* a few more, for bytes that do not count, such as a carriage return */
		room = l->max + 4 - l->line.len;
		pm_buf_put(&l->line, l->block + l->at, n < room ? n : room);
		line->too_long |= n > room;
		l->at += n + (feed != NULL);
	}
	if (l->line.status < 0)
		return pm_fail_nomem(err);
	line->data = pm_buf_str(&l->line);
	line->len = l->line.len;
	line->number = ++l->number;
	if (line->number == 1 && line->len >= 3 &&
	    memcmp(line->data, "\xef\xbb\xbf", 3) == 0)
		skip = 3;
	if (line->len > skip && line->data[line->len - 1] == '\r' && !line->too_long)
		line->len--;
	line->data += skip;
	line->len -= skip;
	if (line->len > l->max)
		line->too_long = true;
	return PM_OK;
}
