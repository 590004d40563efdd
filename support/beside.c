/* Pressmark - files that belong to the program: see beside.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/beside.h"

#include "support/file.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/auxv.h>
#endif

/* for a linter, to which make does not say them */
#ifndef PM_BINDIR
#define PM_BINDIR "/usr/local/bin"
#define PM_PKGLIBDIR "/usr/local/lib/pressmark"
#endif

/* The folder that the program is in, or NULL. */
static char *
program_folder(void)
{
	char *path = realpath("/proc/self/exe", NULL), *slash;

#ifdef AT_EXECFN
	/* Without /proc; the path was made by who started the program. */
	if (path == NULL) {
		const char *started = (const char *)getauxval(AT_EXECFN);

		if (started != NULL && strchr(started, '/') != NULL)
			path = realpath(started, NULL);
	}
#endif
	if (path != NULL && (slash = strrchr(path, '/')) != NULL) {
		*slash = '\0';
		return path;
	}
	free(path);
	return NULL;
}

/* Of a program in FOLDER: where it would have its modules if it was installed with others
 * in PM_BINDIR; NULL if nothing says so. */
static char *
folder_from(const char *folder)
{
	size_t common = 0, i, own, rest, len = strlen(folder);
	char *path;

	for (i = 0; PM_BINDIR[i] != '\0' && PM_BINDIR[i] == PM_PKGLIBDIR[i]; i++)
		if (PM_BINDIR[i] == '/')
			common = i;
	own = strlen(&PM_BINDIR[common]);
	rest = strlen(&PM_PKGLIBDIR[common]);
	if (len < own || strcmp(folder + len - own, &PM_BINDIR[common]) != 0)
		return NULL;
	path = malloc(len - own + rest + 1);
	if (path != NULL) {
		memcpy(path, folder, len - own);
		memcpy(path + (len - own), &PM_PKGLIBDIR[common], rest + 1);
	}
	return path;
}

char *
pm_beside_program(const char *name)
{
	char *folder = program_folder(), *places[2] = { folder, NULL }, *path = NULL;
	size_t i;

	if (folder != NULL)
		places[1] = folder_from(folder);
	for (i = 0; i < 2 && path == NULL; i++) {
		path = places[i] == NULL ? NULL : pm_path_join(places[i], name);
		if (path != NULL && access(path, F_OK) != 0) {
			free(path);
			path = NULL;
		}
	}
	free(places[0]);
	free(places[1]);
	return path != NULL ? path : pm_path_join(PM_PKGLIBDIR, name);
}
