/* Pressmark - the files of an index that is to be damaged: see files.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/corrupt/files.h"

#include "support/file.h"
#include "tests/corrupt/articles.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void
overwrite(const struct file *f, const void *data, size_t len)
{
	struct timespec times[2] = { f->st.st_atim, f->st.st_mtim };
	struct pm_error err;
	int fd = open(f->path, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	if (fd < 0 || pm_write_all(fd, f->path, data, len, &err) < 0 ||
	    futimens(fd, times) != 0 || close(fd) != 0)
		bail_out("cannot damage a file");
}

void
restore(const struct file *f)
{
	overwrite(f, f->bytes.data, f->bytes.len);
}

static void
list_below(const char *root, const char *dir, struct file *files, size_t *n)
{
	struct dirent *entry;
	DIR *d = opendir(dir);

	if (d == NULL)
		bail_out("cannot list an index");
	while ((entry = readdir(d)) != NULL) {
		char path[PATH_SIZE];
		struct pm_error err;
		struct file *f = &files[*n];

		if (entry->d_name[0] == '.' || strcmp(entry->d_name, "lock") == 0)
			continue;
		if (snprintf(path, sizeof path, "%s/%s", dir, entry->d_name) >=
			    (int)sizeof path ||
		    *n == FILES_MAX)
			bail_out("too many files");
		if (stat(path, &f->st) != 0)
			bail_out("cannot look at a file");
		if (S_ISDIR(f->st.st_mode)) {
			list_below(root, path, files, n);
			continue;
		}
		strcpy(f->path, path);
		f->name = f->path + strlen(root) + 1;
		pm_buf_init(&f->bytes, PM_BUF_NO_LIMIT);
		if (pm_read_file(path, &f->bytes, &err) < 0)
			bail_out(err.text);
		++*n;
	}
	closedir(d);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

void
list_files(const char *index, struct file *files, size_t *n)
{
	size_t i;

	list_below(index, index, files, n);
	qsort(files, *n, sizeof *files, by_name);
	for (i = 0; i < *n; i++)
		files[i].name = files[i].path + strlen(index) + 1;
}

void
release_files(struct file *files, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		pm_buf_release(&files[i].bytes);
}

void
flip_bit(const struct file *f, size_t at, uint8_t bit)
{
	uint8_t *bytes = f->bytes.data;

	bytes[at] ^= bit;
	restore(f);
	bytes[at] ^= bit;
}
