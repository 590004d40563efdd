/* Pressmark - two folders of indexes have the same files.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_SAME_FOLDER_H
#define PM_TESTS_SAME_FOLDER_H

#include "support/file.h"

#include <check.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void
same_file(const char *a, const char *b)
{
	struct pm_buf x, y;

	pm_buf_init(&x, PM_BUF_NO_LIMIT);
	pm_buf_init(&y, PM_BUF_NO_LIMIT);
	OK(pm_read_file(a, &x, ERR));
	OK(pm_read_file(b, &y, ERR));
	ck_assert_msg(x.len == y.len && (x.len == 0 || memcmp(x.data, y.data, x.len) == 0),
		      "'%s' differs from '%s'", b, a);
	pm_buf_release(&x);
	pm_buf_release(&y);
}

/* Another name, another time, another process: that may differ. */
static int
counts(const struct dirent *e)
{
	return strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 &&
	       strcmp(e->d_name, "lock") != 0;
}

/* Both hold the same, byte for byte. */
/* Files that say when something was built, and of what. */
static bool
tells_time(const char *name)
{
	return strncmp(name, "generation", 10) == 0 || strncmp(name, "files-", 6) == 0 ||
	       strncmp(name, "history-", 8) == 0;
}

static void
same_folder(const char *a, const char *b)
{
	struct dirent **x, **y;
	int n = scandir(a, &x, counts, alphasort), m = scandir(b, &y, counts, alphasort),
	    i;

	ck_assert_msg(n == m && n > 0, "'%s' has %d files, '%s' has %d", a, n, b, m);
	for (i = 0; i < n; i++) {
		char *p = pm_path_join(a, x[i]->d_name),
		     *q = pm_path_join(b, y[i]->d_name);
		struct stat st;

		ck_assert_str_eq(x[i]->d_name, y[i]->d_name);
		ck_assert_int_eq(stat(p, &st), 0);
		if (S_ISDIR(st.st_mode))
			same_folder(p, q);
		else if (!tells_time(x[i]->d_name))
			same_file(p, q);
		free(p);
		free(q);
		free(x[i]);
		free(y[i]);
	}
	free(x);
	free(y);
}

#endif
