/* Pressmark - building an index: a corpus that is elsewhere now; see build_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build_parts.h"

#include "indexer/path_names.h"
#include "indexer/source_places.h"
#include "shim/database.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool
pm_build_has_moved(const struct pm_building *b)
{
	char *was = pm_choices_base_of(b->next.old.choices);
	char *is = pm_choices_base_of(b->next.fresh.choices);
	char *was_lead = was == NULL ? NULL : pm_path_lead(was, NULL);
	char *is_lead = is == NULL ? NULL : pm_path_lead(is, NULL);
	bool moved = was_lead != NULL && is_lead != NULL && strcmp(was_lead, is_lead) != 0;

	free(was);
	free(is);
	free(was_lead);
	free(is_lead);
	return moved;
}

/* Whether nothing is at PLACE any more. */
static enum pm_status
is_lost(const struct pm_building *b, const char *place, bool *lost, struct pm_error *err)
{
	char *path = pm_place_path(place, b->input.places.base);
	struct stat st;

	if (path == NULL)
		return pm_fail_nomem(err);
	*lost = stat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR);
	free(path);
	return PM_OK;
}

/* The roots that nobody gave and that are not there any more, by their numbers in ROOTS. */
static enum pm_status
find_lost(const struct pm_building *b, uint32_t *roots, uint32_t *n, struct pm_error *err)
{
	const struct pm_intern *all = &b->next.files.roots;
	enum pm_status status = PM_OK;
	uint32_t i;

	*n = 0;
	for (i = 0; i < all->n && status == PM_OK; i++) {
		size_t len;
		const char *of = pm_intern_get(all, i, &len);
		bool lost = false;
		char *place;

		if (pm_places_cover(&b->input.places, of, len))
			continue;
		place = pm_strndup(of, len);
		status = place == NULL ? pm_fail_nomem(err)
				       : is_lost(b, place, &lost, err);
		free(place);
		if (lost)
			roots[(*n)++] = i;
	}
	return status;
}

/* Mark which files are at or below a root, a string. */
static void
mark_files(const struct pm_files *f, const char *root, bool *marks)
{
	uint32_t i;

	for (i = 0; i < f->places.n; i++) {
		size_t len;
		const char *place = pm_intern_get(&f->places, i, &len);

		marks[i] = marks[i] || pm_place_is_under(place, len, root);
	}
}

/* How many articles that the index keeps are of the files that are marked. */
static enum pm_status
count_marked(const struct pm_building *b, const bool *marks, uint64_t *count,
	     struct pm_error *err)
{
	const struct pm_generation *g = &b->next.old;
	struct pm_source_places places;
	enum pm_status status = pm_source_places_init(&places, &b->next.files, err);
	struct pm_pages *origins;
	struct pm_origin o;
	uint32_t i, place;
	size_t seg;

	*count = 0;
	for (seg = 0; seg < g->n_segments && status == PM_OK; seg++) {
		status = pm_segment_origins(b->next.index->segments[seg], &origins, err);
		for (i = 1; i <= g->segments[seg].articles && status == PM_OK; i++) {
			if (pm_index_is_gone(b->next.index, seg, i) ||
			    pm_successor_goes(&b->next, seg, i))
				continue;
			status = pm_origins_get(origins, i, &o, err);
			place = status < 0 ? PM_U32_NONE
					   : pm_source_places_find(&places, o.source);
			*count += place != PM_U32_NONE && marks[place];
		}
	}
	pm_source_places_release(&places);
	return status;
}

/* Say how many articles are of ROOT, and of N - 1 others. */
static void
tell(const struct pm_building *b, const char *root, uint32_t n, uint64_t count)
{
	const struct pm_build_options *o = b->options;
	char *path = pm_place_path(root, b->input.places.base);
	struct pm_buf reason;

	pm_buf_init(&reason, PM_BUF_NO_LIMIT);
	pm_buf_printf(&reason,
		      "is not there any more, and was not given: %" PRIu64
		      " article%s of it",
		      count, count == 1 ? "" : "s");
	if (n > 1)
		pm_buf_printf(&reason, " and of %" PRIu32 " more such path%s", n - 1,
			      n == 2 ? "" : "s");
	pm_buf_puts(&reason, count == 1 ? " stays (" : " stay (");
	pm_buf_puts(&reason,
		    o->base != NULL
			    ? "--base DIR says where a corpus is that was moved, "
			    : "an index that is built with --base can follow a corpus that "
			      "is moved, ");
	pm_buf_puts(&reason, "'pressmark-index remove INDEX PATH' takes them away)");
	if (reason.status == PM_OK && path != NULL)
		o->note(o->ctx, "noted", (struct pm_str){ path, strlen(path) }, 0,
			pm_buf_str(&reason));
	pm_buf_release(&reason);
	free(path);
}

enum pm_status
pm_build_tell_lost(struct pm_building *b, struct pm_error *err)
{
	struct pm_files *f = &b->next.files;
	uint32_t *roots, n = 0, i;
	char *first = NULL;
	uint64_t count = 0;
	bool *marks;
	enum pm_status status;

	if (b->options->kind != PM_BUILD_UPDATE || b->options->note == NULL ||
	    b->next.index == NULL)
		return PM_OK;
	roots = pm_alloc(f->roots.n, sizeof *roots);
	marks = pm_calloc(f->places.n, sizeof *marks);
	status = roots == NULL || marks == NULL ? pm_fail_nomem(err)
						: find_lost(b, roots, &n, err);
	for (i = 0; i < n && status == PM_OK; i++) {
		size_t len;
		const char *of = pm_intern_get(&f->roots, roots[i], &len);
		char *root = pm_strndup(of, len);

		if (root == NULL)
			status = pm_fail_nomem(err);
		else
			mark_files(f, root, marks);
		if (i == 0)
			first = root;
		else
			free(root);
	}
	if (status == PM_OK && n > 0)
		status = count_marked(b, marks, &count, err);
	/* what was removed by hand is not asked for again */
	if (status == PM_OK && count > 0)
		tell(b, first, n, count);
	free(first);
	free(marks);
	free(roots);
	return status;
}
