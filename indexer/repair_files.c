/* Pressmark - a repair: the list of files and the history; see repair_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/repair_parts.h"

#include "indexer/path_names.h"
#include "segment/metadata.h"
#include "shim/database.h"
#include "support/file.h"

#include <stdlib.h>
#include <string.h>

/* --- what the table says ------------------------------------------------------------ */

enum pm_status
pm_repair_copy_files(struct pm_files *to, const struct pm_files *from,
		     struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_file *file;
	uint32_t i;
	size_t len, k;

	for (i = 0; i < from->places.n && status == PM_OK; i++) {
		const char *place = pm_intern_get(&from->places, i, &len);

		status = pm_files_need(to, place, len, &file, err);
		if (status == PM_OK) {
			*file = from->of[i];
			pm_file_forget(file);
		}
	}
	for (k = 0; k < from->n_away && status == PM_OK; k++)
		status = pm_files_send_away(to, &from->away[k].origin, err);
	pm_files_order_away(to);
	for (i = 0; i < from->roots.n && status == PM_OK; i++) {
		const char *root = pm_intern_get(&from->roots, i, &len);

		status = pm_files_add_root(to, root, len, err);
	}
	return status;
}

/* The newest list of files that can be read. */
static enum pm_status
read_older(struct pm_repairing *r, struct pm_error *err)
{
	struct pm_files older;
	enum pm_status status = PM_ABSENT;
	size_t i;

	for (i = 1; i < r->kept.n && status != PM_OK && status != PM_ERR_NOMEM; i++)
		status = pm_files_read(&older, r->survey.dir, &r->kept.all[i], NULL);
	if (status != PM_OK)
		return status == PM_ERR_NOMEM ? pm_fail_nomem(err) : PM_OK;
	status = pm_repair_copy_files(&r->table, &older, err);
	pm_files_release(&older);
	return status;
}

enum pm_status
pm_repair_find_files(struct pm_repairing *r, struct pm_error *err)
{
	pm_files_release(&r->table);
	pm_intern_init(&r->table.places);
	pm_intern_init(&r->table.roots);
	return r->survey.files.whole
		     ? pm_repair_copy_files(&r->table, &r->survey.table, err)
		     : read_older(r, err);
}

/* --- places that articles name -------------------------------------------------------- */

struct naming {
	struct pm_repairing *r;
	struct pm_source_places places;
	bool has_base; /* articles are named from there on, as their files are */
	struct pm_buf data, name;
	struct pm_metadata_reader reader;
};

/* Whether NAME is the place of a file with this source; it is then in the table. */
static enum pm_status
try_place(struct naming *n, const char *name, uint64_t source, bool *found,
	  struct pm_error *err)
{
	struct pm_file *file;

	*found = pm_origin_source(name, strlen(name)) == source;
	return *found ? pm_files_need(&n->r->table, name, strlen(name), &file, err)
		      : PM_OK;
}

/* The same of the place of the file that has this path. */
static enum pm_status
try_path(struct naming *n, const char *path, uint64_t source, bool *found,
	 struct pm_error *err)
{
	enum pm_status status = try_place(n, path, source, found, err);
	char *name, *lead = NULL;

	if (status < 0 || *found || n->has_base)
		return status;
	if ((name = pm_path_name(path)) != NULL)
		lead = pm_path_lead(name, NULL);
	if (lead == NULL)
		status = pm_fail_nomem(err);
	else if ((status = try_place(n, name, source, found, err)) == PM_OK && !*found)
		/* by another name of the folder */
		status = try_place(n, lead, source, found, err);
	free(lead);
	free(name);
	return status;
}

/* An article is called by its file and, in an archive, by its member: some beginning of that
 * is the file. */
static enum pm_status
try_name(struct naming *n, uint64_t source, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	bool found = false;
	char *name, *slash;

	if (n->name.len == 0 ||
	    (name = pm_strndup(pm_buf_str(&n->name), n->name.len)) == NULL)
		return n->name.len == 0 ? PM_OK : pm_fail_nomem(err);
	while (status == PM_OK && !found) {
		status = try_path(n, name, source, &found, err);
		slash = strrchr(name, '/');
		if (slash == NULL || slash == name)
			break;
		*slash = '\0';
	}
	free(name);
	return status;
}

/* What the article's metadata calls its file. */
static enum pm_status
read_name(struct naming *n, struct pm_segment *seg, uint32_t article, struct pm_error *err)
{
	struct pm_metadata m;
	enum pm_status status;

	pm_buf_clear(&n->data);
	pm_buf_clear(&n->name);
	status = pm_segment_metadata(seg, article, &n->data, err);
	if (status == PM_OK)
		status = pm_metadata_read(&n->reader, n->data.data, n->data.len,
					  pm_segment_metadata_path(seg), &m, err);
	if (status == PM_OK)
		pm_buf_put(&n->name, m.file.data, m.file.len);
	return status;
}

/* Name the file of an article, if the table does not have it; and count it there. */
static enum pm_status
name_file(struct naming *n, struct pm_segment *seg, uint32_t article, uint64_t source,
	  struct pm_error *err)
{
	uint32_t place = pm_source_places_find(&n->places, source), before;
	enum pm_status status;

	if (place != PM_U32_NONE) {
		n->r->table.of[place].articles++;
		return PM_OK;
	}
	before = n->r->table.places.n;
	if ((status = read_name(n, seg, article, err)) < 0 ||
	    (status = try_name(n, source, err)) < 0 || n->r->table.places.n == before)
		return status;
	n->r->table.of[before].articles = 1;
	pm_source_places_release(&n->places);
	return pm_source_places_init(&n->places, &n->r->table, err);
}

/* The files of all articles of a segment that are left. */
static enum pm_status
name_segment(struct naming *n, const struct pm_segment_info *info, const uint64_t *gone,
	     struct pm_error *err)
{
	char *dir = pm_path_join(n->r->survey.dir, info->name);
	struct pm_segment *seg = NULL;
	struct pm_pages *origins;
	enum pm_status status;
	struct pm_origin o;
	uint32_t i;

	status = dir == NULL ? pm_fail_nomem(err) : pm_segment_open(&seg, dir, err);
	if (status == PM_OK)
		status = pm_segment_origins(seg, &origins, err);
	for (i = 1; i <= info->articles && status == PM_OK; i++) {
		if (gone != NULL && pm_db_is_gone(gone, i))
			continue;
		if ((status = pm_origins_get(origins, i, &o, err)) == PM_OK &&
		    o.source != pm_origin_source("-", 1))
			status = name_file(n, seg, i, o.source, err);
	}
	pm_segment_free(seg);
	free(dir);
	return status;
}

enum pm_status
pm_repair_name_files(struct pm_repairing *r, struct pm_error *err)
{
	const struct pm_generation *g = &r->survey.generation;
	struct naming n = { .r = r };
	enum pm_status status;
	size_t i;

	n.has_base = r->build->base != NULL;
	pm_buf_init(&n.data, PM_BUF_NO_LIMIT);
	pm_buf_init(&n.name, PM_BUF_NO_LIMIT);
	for (i = 0; i < r->table.places.n; i++)
		r->table.of[i].articles = 0;
	status = pm_source_places_init(&n.places, &r->table, err);
	for (i = 0; i < g->n_segments && status == PM_OK; i++)
		if (r->survey.segments[i].whole)
			status = name_segment(&n, &g->segments[i], r->gone[i], err);
	if (status == PM_OK && r->salvaged.articles > 0)
		status = name_segment(&n, &r->salvaged, NULL, err);
	pm_source_places_release(&n.places);
	pm_metadata_reader_release(&n.reader);
	pm_buf_release(&n.data);
	pm_buf_release(&n.name);
	return status;
}

/* --- articles without a file --------------------------------------------------------- */

static bool
is_homeless(const struct pm_source_places *places, uint64_t source)
{
	return source != pm_origin_source("-", 1) &&
	       pm_source_places_find(places, source) == PM_U32_NONE;
}

enum pm_status
pm_repair_count_homeless(const struct pm_repairing *r, const struct pm_files *table,
			 uint64_t *n, struct pm_error *err)
{
	const struct pm_survey *s = &r->survey;
	struct pm_source_places places;
	enum pm_status status = pm_source_places_init(&places, table, err);
	struct pm_origin o;
	uint32_t article;
	size_t i;

	*n = 0;
	for (i = 0; i < s->generation.n_segments && status == PM_OK; i++)
		for (article = 1; s->segments[i].whole && status == PM_OK &&
				  article <= s->generation.segments[i].articles;
		     article++) {
			if (r->gone[i] != NULL && pm_db_is_gone(r->gone[i], article))
				continue;
			status = pm_origins_get(s->segments[i].origins, article, &o, err);
			*n += status == PM_OK && is_homeless(&places, o.source);
		}
	for (i = 0; i < r->missing.n && status == PM_OK; i++)
		*n += r->missing.all[i].found == PM_FOUND_SAME &&
		      is_homeless(&places, r->missing.all[i].origin.source);
	pm_source_places_release(&places);
	return status;
}
