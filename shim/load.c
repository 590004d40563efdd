/* Pressmark - finds libxapian's half of the shim: see xapian.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The module is looked for where support/beside.h says. */
#include "shim/xapian.h"

#include "support/beside.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define MODULE "pressmark-xapian.so"

/* What belongs to the process: a library can be loaded only once. */
static struct {
	pthread_mutex_t lock;
	const struct pm_xapian *table;
} loaded = { .lock = PTHREAD_MUTEX_INITIALIZER };

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
	char *path = pm_beside_program(MODULE);
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
