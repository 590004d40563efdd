/* Pressmark - the input: articles that stay though they were not found; see input_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/input_parts.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const reasons[] = {
	[PM_SPARE_UNREAD] = "it could not be read as a whole",
	[PM_SPARE_EMPTY] = "it is empty now (--max-removed 100% takes away what it had)",
};

bool
pm_input_takes_all(const struct pm_input *in)
{
	const struct pm_skip_limit *limit = &in->options.build->max_removed;

	return limit->kind == PM_SKIP_SHARE && limit->share >= 1;
}

/* --- who is spared -------------------------------------------------------- */

enum pm_status
pm_input_spare_for(struct pm_input *in, const char *path, enum pm_spare_reason reason,
		   struct pm_error *err)
{
	enum pm_status status = pm_grow(&in->spares, &in->spares_cap, in->n_spares + 1,
					sizeof *in->spares, err);
	char *copy = status < 0 ? NULL : pm_strndup(path, strlen(path));

	if (status < 0)
		return status;
	if (copy == NULL)
		return pm_fail_nomem(err);
	in->spares[in->n_spares++] = (struct pm_input_spare){ copy, reason, 0 };
	return PM_OK;
}

enum pm_status
pm_input_spare_file(struct pm_input *in, uint32_t file, struct pm_error *err)
{
	enum pm_status status = pm_grow(&in->spared, &in->spared_cap, in->n_spared + 1,
					sizeof *in->spared, err);
	size_t len;
	const char *place = pm_intern_get(&in->files->places, file, &len);

	if (status == PM_OK)
		in->spared[in->n_spared++] = (struct pm_input_spared_file){
			pm_origin_source(place, len), file, (uint32_t)(in->n_spares - 1)
		};
	return status;
}

enum pm_status
pm_input_spare_below(struct pm_input *in, const char *path, enum pm_spare_reason reason,
		     struct pm_error *err)
{
	enum pm_status status = pm_input_spare_for(in, path, reason, err);
	uint32_t i;

	for (i = 0; i < in->files->places.n && status == PM_OK; i++) {
		size_t len;
		const char *place = pm_intern_get(&in->files->places, i, &len);

		if (in->files->of[i].seen ||
		    !pm_places_leads_to(&in->places, path, pm_buf_str(&in->place), place,
					len))
			continue;
		in->files->of[i].seen = true;
		if ((status = pm_input_spare_file(in, i, err)) == PM_OK)
			status = pm_known_want(&in->known, pm_origin_source(place, len),
					       err);
	}
	return status;
}

/* --- folders that are empty now --------------------------------------------- */

/* Whether there is nothing at all in the folder PATH, hidden files included. */
static bool
is_empty(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	bool empty;

	if (dir == NULL)
		return false;
	do {
		errno = 0;
		entry = readdir(dir);
	} while (entry != NULL &&
		 (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0));
	empty = entry == NULL && errno == 0;
	closedir(dir);
	return empty;
}

/* Shorten PATH, of a file that is gone, to the nearest folder above it that is there.  False:
 * that is not below the given path, of ROOT_LEN bytes. */
static bool
find_folder(struct pm_buf *path, size_t root_len)
{
	struct stat st;

	do {
		while (path->len > root_len && path->data[path->len - 1] != '/')
			path->len--;
		if (path->len <= root_len + 1)
			return false;
		path->data[--path->len] = '\0';
	} while (stat(pm_buf_str(path), &st) != 0 || !S_ISDIR(st.st_mode));
	return true;
}

/* The folder is the one that was asked for before. */
static bool
is_last(const struct pm_input_emptied *e, const struct pm_buf *folder)
{
	return e->asked && e->folder.len == folder->len &&
	       memcmp(e->folder.data, folder->data, folder->len) == 0;
}

static enum pm_status
ask(struct pm_input *in, struct pm_input_emptied *e, const struct pm_buf *folder,
    struct pm_error *err)
{
	enum pm_status status;

	pm_buf_clear(&e->folder);
	pm_buf_put(&e->folder, folder->data, folder->len);
	if ((status = pm_buf_check(&e->folder, "a path", err)) < 0)
		return status;
	e->asked = true;
	e->is_empty = is_empty(pm_buf_str(&e->folder));
	if (!e->is_empty)
		return PM_OK;
	pm_input_skip(in, pm_buf_str(&e->folder),
		      "an empty folder, in which there were files");
	return pm_input_spare_for(in, pm_buf_str(&e->folder), PM_SPARE_EMPTY, err);
}

enum pm_status
pm_input_spare_emptied(struct pm_input *in, struct pm_input_emptied *e, uint32_t file,
		       bool *spared, struct pm_error *err)
{
	struct pm_buf path;
	size_t len, root_len;
	const char *place = pm_intern_get(&in->files->places, file, &len);
	enum pm_status status;

	*spared = false;
	if (pm_input_takes_all(in) || in->files->of[file].articles == 0)
		return PM_OK;
	pm_buf_init(&path, PM_BUF_NO_LIMIT);
	status = pm_places_path(&in->places, place, len, &path, &root_len, err);
	if (status == PM_OK && find_folder(&path, root_len)) {
		if (!is_last(e, &path))
			status = ask(in, e, &path, err);
		*spared = e->is_empty;
	}
	if (status == PM_OK && *spared)
		status = pm_input_spare_file(in, file, err);
	pm_buf_release(&path);
	return status;
}

/* --- what became of that -------------------------------------------------- */

static int
compare(const void *a, const void *b)
{
	const struct pm_input_spared_file *x = a, *y = b;

	return x->source < y->source ? -1 : x->source > y->source;
}

static int
compare_all(const void *a, const void *b)
{
	const struct pm_input_spared_file *x = a, *y = b;
	int order = compare(a, b);

	return order != 0 ? order : x->spare < y->spare ? -1 : x->spare > y->spare;
}

/* By their sources, each with the first that it is spared for. */
static void
sort(struct pm_input *in)
{
	size_t n = 0, i;

	qsort(in->spared, in->n_spared, sizeof *in->spared, compare_all);
	for (i = 0; i < in->n_spared; i++)
		if (n == 0 || in->spared[n - 1].source != in->spared[i].source)
			in->spared[n++] = in->spared[i];
	in->n_spared = in->n_sorted = n;
}

/* What articles of this source are spared with; NULL: they are not. */
static const struct pm_input_spared_file *
find(struct pm_input *in, uint64_t source)
{
	const struct pm_input_spared_file key = { source, 0, 0 };

	if (in->n_sorted != in->n_spared)
		sort(in);
	return in->n_spared == 0 ? NULL
				 : bsearch(&key, in->spared, in->n_spared,
					   sizeof *in->spared, compare);
}

bool
pm_input_may_spare(struct pm_input *in, uint64_t source)
{
	return find(in, source) != NULL;
}

bool
pm_input_spares(struct pm_input *in, uint64_t source)
{
	const struct pm_input_spared_file *found = find(in, source);
	struct pm_file *f;

	if (found == NULL)
		return false;
	in->spares[found->spare].articles++;
	/* of a file that was opened, only those were counted that were read */
	f = &in->files->of[found->file];
	f->articles += f->entered;
	in->result->spared++;
	return true;
}

void
pm_input_tell_spared(const struct pm_input *in)
{
	char text[128];
	size_t i;

	for (i = 0; i < in->n_spares; i++) {
		const struct pm_input_spare *s = &in->spares[i];

		if (s->articles == 0)
			continue;
		snprintf(text, sizeof text,
			 "%" PRIu64 " article%s of the index stay%s: %s", s->articles,
			 s->articles == 1 ? "" : "s", s->articles == 1 ? "s" : "",
			 reasons[s->reason]);
		pm_input_note(in, "spared", (struct pm_str){ s->path, strlen(s->path) },
			      text);
	}
}

void
pm_input_release_spared(struct pm_input *in)
{
	size_t i;

	for (i = 0; i < in->n_spares; i++)
		free(in->spares[i].path);
	free(in->spares);
	free(in->spared);
}
