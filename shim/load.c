/* Pressmark - finds libxapian's half of the shim: see xapian.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The module is looked for
 *
 *	1. in the program's folder, where a build puts both;
 *	2. where an installation puts it as seen from the program, so that it may have been
 *	   made elsewhere (DESTDIR), or have been moved;
 *	3. where this build is to be installed.
 *
 * The program's folder is that of the file that is run, whatever links lead there.  The
 * environment has no say. */
#include "shim/xapian.h"

#include "support/file.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/auxv.h>
#endif

#define MODULE "pressmark-xapian.so"

/* for a linter, to which make does not say them */
#ifndef PM_BINDIR
#define PM_BINDIR "/usr/local/bin"
#define PM_PKGLIBDIR "/usr/local/lib/pressmark"
#endif

/* What belongs to the process: a library can be loaded only once. */
static struct {
	pthread_mutex_t lock;
	const struct pm_xapian *table;
} loaded = { .lock = PTHREAD_MUTEX_INITIALIZER };

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

/* The path of the module; where none is, the last place that was looked at. */
static char *
find_module(void)
{
	char *folder = program_folder(), *places[2] = { folder, NULL }, *path = NULL;
	size_t i;

	if (folder != NULL)
		places[1] = folder_from(folder);
	for (i = 0; i < 2 && path == NULL; i++) {
		path = places[i] == NULL ? NULL : pm_path_join(places[i], MODULE);
		if (path != NULL && access(path, F_OK) != 0) {
			free(path);
			path = NULL;
		}
	}
	free(places[0]);
	free(places[1]);
	return path != NULL ? path : pm_path_join(PM_PKGLIBDIR, MODULE);
}

static enum pm_status
cannot_load(const char *path, const char *why, struct pm_error *err)
{
	size_t len = strlen(path);

	/* The dynamic linker's reason may begin with the path. */
	if (strncmp(why, path, len) == 0 && strncmp(why + len, ": ", 2) == 0)
		why += len + 2;
	return pm_fail(err, PM_ERR_XAPIAN, "cannot load '%s': %s", path, why);
}

static enum pm_status
load(const struct pm_xapian **out, struct pm_error *err)
{
	char *path = find_module();
	const struct pm_xapian *table = NULL;
	enum pm_status status = PM_OK;
	const char *why;
	void *handle;

	if (path == NULL)
		return pm_fail_nomem(err);
	handle = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
	if (handle != NULL)
		table = dlsym(handle, "pm_xapian_table");
	if (table == NULL) {
		why = dlerror();
		status = cannot_load(path, why != NULL ? why : "it has no table", err);
	} else if (table->size != sizeof *table ||
		   strcmp(table->release, PACKAGE_VERSION) != 0) {
		status = cannot_load(path, "it belongs to another release of Pressmark",
				     err);
	} else {
		*out = table;
		handle = NULL;
	}
	if (handle != NULL)
		dlclose(handle);
	free(path);
	return status;
}

enum pm_status
pm_xapian_need(const struct pm_xapian **out, struct pm_error *err)
{
	enum pm_status status = PM_OK;

	if (&pm_xapian_table != NULL) {
		*out = &pm_xapian_table;
		return PM_OK;
	}
	pthread_mutex_lock(&loaded.lock);
	if (loaded.table == NULL)
		status = load(&loaded.table, err);
	*out = loaded.table;
	pthread_mutex_unlock(&loaded.lock);
	return status;
}
