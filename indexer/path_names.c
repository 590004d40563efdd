/* Pressmark - what a path is called, and where it leads: see path_names.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/path_names.h"

#include "support/buf.h"
#include "support/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- names ---------------------------------------------------------------- */

/* Whether a part of PATH is `.` or `..`. */
static bool
has_dots(const char *path)
{
	size_t n;

	for (; *path != '\0'; path += n + (path[n] == '/')) {
		n = strcspn(path, "/");
		if ((n == 1 || n == 2) && strncmp(path, "..", n) == 0)
			return true;
	}
	return false;
}

/* What the shell calls the working folder, or NULL. */
static const char *
logical_folder(void)
{
	const char *pwd = getenv("PWD");
	struct stat a, b;

	return pwd != NULL && pwd[0] == '/' && !has_dots(pwd) && stat(pwd, &a) == 0 &&
			       stat(".", &b) == 0 && a.st_dev == b.st_dev &&
			       a.st_ino == b.st_ino
		     ? pwd
		     : NULL;
}

/* Drop the last part of NAME; that of the root is the root.  If it is a link, then of where it
 * leads. */
static void
go_up(struct pm_buf *name)
{
	char *real = NULL;
	const char *slash;
	struct stat st;

	if (lstat(pm_buf_str(name), &st) == 0 && S_ISLNK(st.st_mode))
		real = realpath(pm_buf_str(name), NULL);
	if (real != NULL) {
		pm_buf_clear(name);
		pm_buf_puts(name, strcmp(real, "/") == 0 ? "" : real);
		free(real);
	}
	slash = strrchr(pm_buf_str(name), '/');
	if (slash == NULL)
		return;
	name->len = (size_t)(slash - pm_buf_str(name));
	name->data[name->len] = '\0';
}

/* Append the parts of PATH to NAME, which has no slash at its end. */
static void
put_parts(struct pm_buf *name, const char *path)
{
	size_t n;

	for (; *path != '\0'; path += n + (path[n] == '/')) {
		n = strcspn(path, "/");
		if (n == 0 || (n == 1 && path[0] == '.'))
			continue;
		if (n == 2 && strncmp(path, "..", 2) == 0) {
			go_up(name);
			continue;
		}
		pm_buf_putc(name, '/');
		pm_buf_put(name, path, n);
	}
}

char *
pm_path_name(const char *path)
{
	const char *pwd = NULL;
	char *folder = NULL, *copy = NULL;
	struct pm_buf name;

	pm_buf_init(&name, PM_BUF_NO_LIMIT);
	if (path[0] != '/' && (pwd = logical_folder()) == NULL &&
	    (pwd = folder = getcwd(NULL, 0)) == NULL && errno == ENOMEM)
		return NULL;
	/* one that was removed has no name */
	if (pwd != NULL)
		put_parts(&name, pwd);
	put_parts(&name, path);
	if (name.len == 0)
		pm_buf_putc(&name, '/');
	if (name.status == PM_OK)
		copy = pm_strndup(pm_buf_str(&name), name.len);
	pm_buf_release(&name);
	free(folder);
	return copy;
}

size_t
pm_path_trim(const char *path, size_t len)
{
	while (len > 0 && path[len - 1] == '/')
		len--;
	return len;
}

/* --- where they lead --------------------------------------------------------- */

char *
pm_path_lead(const char *name, bool *there)
{
	char *real = realpath(name, NULL), *begin, *slash, *whole = NULL;
	size_t len = strlen(name);

	if (there != NULL)
		*there = real != NULL;
	if (real != NULL || errno == ENOMEM || (begin = pm_strndup(name, len)) == NULL)
		return real;
	/* the root is there */
	while (real == NULL && (slash = strrchr(begin, '/')) != NULL) {
		*slash = '\0';
		real = realpath(slash == begin ? "/" : begin, NULL);
		if (real == NULL && (errno == ENOMEM || slash == begin))
			break;
	}
	if (real != NULL)
		whole = pm_path_join(real, name + strlen(begin) + 1);
	free(real);
	free(begin);
	return whole;
}
