/* Pressmark - which names an index knows: see place_known.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/place_known.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void
pm_place_known_init(struct pm_place_known *k, const struct pm_files *files,
		    const char *base)
{
	memset(k, 0, sizeof *k);
	k->files = files;
	k->base = base;
	pm_intern_init(&k->folders);
	pm_place_leads_init(&k->leads);
}

void
pm_place_known_release(struct pm_place_known *k)
{
	pm_intern_release(&k->folders);
	pm_place_leads_release(&k->leads);
	memset(k, 0, sizeof *k);
}

/* --- names ---------------------------------------------------------------- */

static bool
is_input(const char *place, size_t len)
{
	return len == 1 && place[0] == '-';
}

/* How much of a place is the nearest root that it is, or is below; 0: that is ".", or there is
 * none. */
static size_t
root_of(const struct pm_files *f, const char *place, size_t len)
{
	while (len > 0 && pm_intern_find(&f->roots, place, len) == PM_U32_NONE)
		len = pm_place_parent(place, len);
	return len;
}

static enum pm_status
list_folders(struct pm_place_known *k, struct pm_error *err)
{
	const struct pm_intern *places = &k->files->places;
	enum pm_status status = PM_OK;
	uint32_t i, n, id;

	for (i = 0; i < places->n && status == PM_OK; i++) {
		size_t len, root;
		const char *place = pm_intern_get(places, i, &len);

		if (is_input(place, len))
			continue;
		root = root_of(k->files, place, len);
		/* the folders above one that is known are known as well */
		for (n = PM_U32_NONE; status == PM_OK && n != k->folders.n &&
				      (len = pm_place_parent(place, len)) > root;) {
			n = k->folders.n;
			status = pm_intern(&k->folders, place, len, &id, err);
		}
	}
	k->has_folders = status == PM_OK;
	return status;
}

enum pm_status
pm_place_known_has(struct pm_place_known *k, const char *place, struct pm_error *err)
{
	size_t len = strlen(place);
	enum pm_status status;

	if (k->files == NULL)
		return PM_ABSENT;
	if (pm_intern_find(&k->files->roots, place, len) != PM_U32_NONE ||
	    pm_intern_find(&k->files->places, place, len) != PM_U32_NONE)
		return PM_OK;
	if (!k->has_folders && (status = list_folders(k, err)) < 0)
		return status;
	return pm_intern_find(&k->folders, place, len) != PM_U32_NONE ||
			       (strcmp(place, ".") == 0 && k->files->roots.n == 0 &&
				k->files->places.n > 0)
		     ? PM_OK
		     : PM_ABSENT;
}

/* --- what they lead to --------------------------------------------------------- */

static bool
has_root(const struct pm_files *f, const char *place, size_t len)
{
	return root_of(f, place, len) > 0 ||
	       (place[0] != '/' && pm_intern_find(&f->roots, ".", 1) != PM_U32_NONE);
}

static enum pm_status
list_leads(struct pm_place_known *k, struct pm_error *err)
{
	const struct pm_intern *places = &k->files->places;
	enum pm_status status = PM_OK;
	struct pm_intern done;
	uint32_t i, n, id;

	pm_intern_init(&done);
	for (i = 0; i < places->n && status == PM_OK; i++) {
		size_t len, folder;
		const char *place = pm_intern_get(places, i, &len);

		folder = pm_place_parent(place, len);
		n = done.n;
		if (!is_input(place, len))
			status = pm_intern(&done, place, folder, &id, err);
		if (status == PM_OK && done.n > n && !has_root(k->files, place, len))
			status = pm_place_leads_add_there(&k->leads, place, folder,
							  k->base, err);
	}
	pm_intern_release(&done);
	k->has_leads = status == PM_OK;
	return status;
}

/* A file of the index that is a link to REAL: its inode is known. */
static enum pm_status
find_file(const struct pm_place_known *k, const char *real, struct pm_buf *out,
	  struct pm_error *err)
{
	enum pm_status status = PM_ABSENT;
	struct stat st;
	uint32_t i;

	if (stat(real, &st) != 0 || !S_ISREG(st.st_mode))
		return PM_ABSENT;
	for (i = 0; i < k->files->places.n && status == PM_ABSENT; i++) {
		char *place, *path, *lead;
		size_t len;

		if (k->files->of[i].inode != (uint64_t)st.st_ino)
			continue;
		place = (char *)(uintptr_t)pm_intern_get(&k->files->places, i, &len);
		place = pm_strndup(place, len);
		path = place == NULL ? NULL : pm_place_path(place, k->base);
		lead = path == NULL ? NULL : realpath(path, NULL);
		if (path == NULL)
			status = pm_fail_nomem(err);
		if (lead != NULL && strcmp(lead, real) == 0) {
			pm_place_put(out, place, "", 0);
			status = pm_buf_check(out, "a path", err);
		}
		free(lead);
		free(path);
		free(place);
	}
	return status;
}

enum pm_status
pm_place_known_find(struct pm_place_known *k, const char *real, struct pm_buf *out,
		    struct pm_error *err)
{
	enum pm_status status = PM_OK;

	if (k->files == NULL)
		return PM_ABSENT;
	if (!k->has_leads && (status = list_leads(k, err)) < 0)
		return status;
	if (pm_place_leads_find(&k->leads, real, NULL, out))
		return pm_buf_check(out, "a path", err);
	return find_file(k, real, out, err);
}
