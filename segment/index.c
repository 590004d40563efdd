/* Pressmark - a published index opened for reading: see index.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/index.h"

#include "segment/databases.h"
#include "segment/lengths.h"
#include "segment/origins.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/mapped.h"
#include "support/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include <xxhash.h>

/* A segment can vanish between reading the generation and opening it, if a build
 * publishes just then; this is how many times opening is tried. */
#define ATTEMPTS 5

static void
free_lists(struct pm_index *index)
{
	size_t i;

	for (i = 0; index->lists != NULL && i < index->generation.n_segments; i++)
		pm_glass_free(index->lists[i]);
	for (i = 0; index->lengths != NULL && i < index->generation.n_segments; i++)
		pm_pages_free(index->lengths[i]);
	free(index->lists);
	free(index->lengths);
	index->lists = NULL;
	index->lengths = NULL;
}

void
pm_index_free(struct pm_index *index)
{
	size_t i;

	if (index == NULL)
		return;
	free_lists(index);
	pm_db_free(index->db);
	pm_copies_free(index->copies);
	free(index->before);
	for (i = 0; i < index->generation.n_segments; i++) {
		if (index->gone != NULL)
			free(index->gone[i]);
		if (index->segments != NULL)
			pm_segment_free(index->segments[i]);
		if (index->holds != NULL && index->holds[i] >= 0)
			close(index->holds[i]);
	}
	pm_removed_free(index->removed);
	free(index->segments);
	free(index->holds);
	free(index->gone);
	pm_generation_release(&index->generation);
	free(index->dir);
	free(index);
}

/* PM_GONE for a failure to open PATH, which was there: it is not any more. */
static enum pm_status
unless_gone(enum pm_status status, const char *path)
{
	return status < 0 && status != PM_ERR_NOMEM && access(path, F_OK) != 0 &&
			       errno == ENOENT
		     ? PM_GONE
		     : status;
}

/* Open and hold one segment.  PM_GONE: it is being removed, or was before it was held. */
static enum pm_status
open_segment(struct pm_index *index, size_t i, const char *path, struct pm_error *err)
{
	index->holds[i] = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (index->holds[i] < 0) {
		if (errno == ENOENT) {
			pm_corrupt(err, path,
				   "the generation lists it, but it is missing");
			return PM_GONE;
		}
		return pm_fail_errno(err, errno, "cannot open '%s'", path);
	}
	/* If the file system has no locks, readers do without. */
	if (flock(index->holds[i], LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
		pm_corrupt(err, path, "another process is removing it");
		return PM_GONE;
	}
	return unless_gone(pm_segment_open(&index->segments[i], path, err), path);
}

static enum pm_status
open_database(struct pm_index *index, struct pm_error *err)
{
	const struct pm_generation *g = &index->generation;
	struct pm_databases d;
	uint64_t articles = 0;
	enum pm_status status;
	size_t i;

	if ((status = pm_databases_find(&d, index->dir, g->segments, g->n_segments, err)) <
	    0)
		return status;
	for (i = 0; i < g->n_segments; i++)
		articles += g->segments[i].articles;
	status = articles > UINT32_MAX
		       ? pm_corrupt(err, index->dir, "it lists %llu articles",
				    (unsigned long long)articles)
		       : pm_db_open_later(&index->db, d.where, d.n, (uint32_t)articles,
					  err);
	pm_databases_release(&d);
	return status;
}

/* The files whose identities make that of a segment. */
#define IDENTITIES 12u
static const char *const identity_names[IDENTITIES] = {
	"lexicon",
	"words",
	"dressing",
	"pairs",
	"articles",
	PM_SHARES_FILE,
	PM_LENGTHS_FILE,
	PM_SKETCHES_FILE,
	PM_ORIGINS_FILE,
	PM_SEGMENT_GUARD,
	PM_FOLDS_FOLDER,
	PM_BLOCKS_FILE
	/* the last two may be none: 0 */
};

bool
pm_segment_has_name(const char *name)
{
	size_t i;

	for (i = 0; i < IDENTITIES; i++)
		if (strcmp(name, identity_names[i]) == 0)
			return true;
	return strcmp(name, PM_SEGMENT_DATABASE) == 0;
}

/* Those from FROM on by their names, and then all together. */
static enum pm_status
make_identity(const char *dir, uint64_t all[IDENTITIES], size_t from, uint64_t *identity,
	      struct pm_error *err)
{
	uint8_t bytes[IDENTITIES * 8];
	enum pm_status status = PM_OK;
	size_t i;

	for (i = from; i < IDENTITIES - 2 && status == PM_OK; i++) {
		char *path = pm_path_join(dir, identity_names[i]);

		status = path == NULL ? pm_fail_nomem(err)
				      : pm_pages_identity(path, &all[i], err);
		free(path);
	}
	if (status == PM_OK)
		status = pm_folds_identity_in(dir, &all[IDENTITIES - 2], err);
	if (status == PM_OK)
		status = pm_blocks_identity_in(dir, &all[IDENTITIES - 1], err);
	for (i = 0; i < IDENTITIES && status == PM_OK; i++)
		pm_store_u64(bytes + 8 * i, all[i]);
	if (status == PM_OK)
		*identity = XXH3_64bits(bytes, sizeof bytes);
	return status;
}

enum pm_status
pm_segment_identity(const char *dir, uint64_t *identity, struct pm_error *err)
{
	uint64_t all[IDENTITIES] = { 0 };

	return make_identity(dir, all, 0, identity, err);
}

/* The same of a segment that is open, without opening most files again. */
static enum pm_status
own_identity(struct pm_segment *seg, const char *dir, uint64_t *identity,
	     struct pm_error *err)
{
	uint64_t all[IDENTITIES] = { pm_lexicon_identity(pm_segment_lexicon(seg)) };
	uint64_t store[PM_STORE_READ];

	pm_store_identities(pm_segment_store(seg), store);
	all[1] = store[PM_STORE_WORDS];
	all[2] = store[PM_STORE_DRESSING];
	all[3] = store[PM_STORE_PAIRS];
	all[4] = store[PM_STORE_ARTICLES];
	return make_identity(dir, all, 5, identity, err);
}

/* What the databases say of themselves, by the lists if they can be read, so that
 * libxapian is not needed for it. */
static enum pm_status
compare_databases(struct pm_index *index, struct pm_error *err)
{
	struct pm_statistics *s = &index->statistics;
	struct pm_glass *const *lists;
	enum pm_status status = pm_index_lists(index, &lists, err);
	size_t i;

	s->articles = pm_db_articles(index->db);
	if (status == PM_DECLINED)
		return pm_db_words(index->db, &s->words, err);
	for (i = 0; i < index->generation.n_segments && status == PM_OK; i++)
		s->words += lists[i]->words;
	return status;
}

/* The blocks are there if the generation says that there are any. */
static enum pm_status
find_blocks(struct pm_index *index, size_t i, const char *path, struct pm_error *err)
{
	struct pm_blocks *blocks;
	enum pm_status status = pm_segment_blocks(index->segments[i], &blocks, err);
	char *name;

	if (status < 0 || blocks != NULL || index->generation.segments[i].counted == 0)
		return status;
	if ((name = pm_path_join(path, PM_BLOCKS_FILE)) == NULL)
		return pm_fail_nomem(err);
	status = pm_corrupt(err, name, "the generation lists it, but it is missing");
	free(name);
	return status;
}

/* The files of a segment are not those that the generation lists: if it is one of those that
 * are opened later, say what is wrong with it. */
static enum pm_status
find_wrong(struct pm_index *index, size_t i, const char *path, struct pm_error *err)
{
	char *name = pm_path_join(path, PM_LENGTHS_FILE);
	struct pm_pages *lengths = NULL, *sketches, *origins;
	struct pm_shares *shares;
	struct pm_folds *folds;
	enum pm_status status;

	if (name == NULL)
		return pm_fail_nomem(err);
	status = pm_pages_open(&lengths, name, PM_LENGTHS_FILE, PM_LENGTHS_VERSION, err);
	if (status == PM_OK)
		status = pm_segment_shares(index->segments[i], &shares, err);
	if (status == PM_OK)
		status = pm_segment_sketches(index->segments[i], &sketches, err);
	if (status == PM_OK)
		status = pm_segment_origins(index->segments[i], &origins, err);
	if (status == PM_OK)
		status = pm_segment_folds(index->segments[i], &folds, err);
	if (status == PM_OK)
		status = find_blocks(index, i, path, err);
	if (status == PM_OK)
		status = pm_corrupt(err, path,
				    "its files are not those that the generation lists");
	pm_pages_free(lengths);
	free(name);
	return status;
}

/* Check that the generation, the database and the store agree. */
static enum pm_status
compare_counts(struct pm_index *index, char *const *paths, struct pm_error *err)
{
	size_t i;

	for (i = 0; i < index->generation.n_segments; i++) {
		uint64_t n = index->generation.segments[i].articles, identity;
		enum pm_status status = own_identity(index->segments[i], paths[i],
						     &identity, err);

		if (status != PM_OK)
			return status;
		if (identity != index->generation.segments[i].identity)
			return find_wrong(index, i, paths[i], err);
		if (pm_store_articles(pm_segment_store(index->segments[i])) != n)
			return pm_corrupt(err, paths[i],
					  "its number of articles is not "
					  "the one that the generation says");
	}
	return compare_databases(index, err);
}

/* *PATH: a file of the generation.  PM_GONE: it has been replaced since it was read. */
static enum pm_status
find_file(const struct pm_index *index, const char *prefix,
	  const struct pm_generation_file *file, char **path, struct pm_error *err)
{
	char name[PM_GENERATION_NAME];

	pm_generation_file_name(name, prefix, file->number);
	if ((*path = pm_path_join(index->dir, name)) == NULL)
		return pm_fail_nomem(err);
	if (access(*path, F_OK) == 0 || errno != ENOENT)
		return PM_OK;
	pm_corrupt(err, *path, "the generation lists it, but it is missing");
	return PM_GONE;
}

static enum pm_status
open_copies(struct pm_index *index, struct pm_error *err)
{
	const struct pm_generation *g = &index->generation;
	enum pm_status status;
	uint32_t articles = 0;
	char *path;
	size_t i;

	for (i = 0; i < g->n_segments; i++) {
		index->before[i] = articles;
		articles += (uint32_t)g->segments[i].articles;
	}
	if (g->copies.number == 0)
		return PM_OK;
	status = find_file(index, PM_COPIES_PREFIX, &g->copies, &path, err);
	if (status == PM_OK)
		status = unless_gone(pm_copies_open(&index->copies, path, articles, err),
				     path);
	if (status == PM_OK && pm_copies_identity(index->copies) != g->copies.identity)
		status = pm_corrupt(err, path,
				    "it is not the one that the generation lists");
	if (status == PM_OK &&
	    pm_generation_articles(g) - pm_copies_count(index->copies) != g->stories)
		status = pm_corrupt(err, path,
				    "its number of copies is not the one that the generation "
				    "says");
	free(path);
	return status;
}

/* What is gone of segment I, which the file says as the generation does. */
static enum pm_status
take_gone(struct pm_index *index, size_t i, struct pm_error *err)
{
	const struct pm_segment_info *info = &index->generation.segments[i];
	struct pm_removed_part *part = pm_removed_part(index->removed, i);
	const struct pm_removed_sums *sums = part == NULL ? NULL : pm_removed_sums(part);
	uint64_t gone = part == NULL ? 0 : sums->articles;

	if (pm_removed_segment(index->removed, i) != info->identity ||
	    gone != info->gone || gone > info->articles)
		return pm_corrupt(err, pm_removed_path(index->removed),
				  "it is not made for '%s'", info->name);
	if (part == NULL)
		return PM_OK;
	if (sums->lengths > index->statistics.words)
		return pm_corrupt(err, pm_removed_path(index->removed),
				  "more words are gone than there are");
	index->statistics.articles -= gone;
	index->statistics.words -= sums->lengths;
	index->gone[i] = pm_calloc(((size_t)info->articles + 63) / 64,
				   sizeof **index->gone);
	if (index->gone[i] == NULL)
		return pm_fail_nomem(err);
	pm_lexicon_leave_out(pm_segment_lexicon(index->segments[i]), part);
	return pm_removed_mark(part, index->gone[i], (uint32_t)info->articles, err);
}

static enum pm_status
open_removed(struct pm_index *index, struct pm_error *err)
{
	const struct pm_generation *g = &index->generation;
	enum pm_status status;
	char *path;
	size_t i;

	if (g->removed.number == 0)
		return pm_generation_articles(g) == pm_db_articles(index->db)
			     ? PM_OK
			     : pm_corrupt(err, index->dir,
					  "articles are gone, but the generation does not "
					  "list which");
	status = find_file(index, PM_REMOVED_PREFIX, &g->removed, &path, err);
	if (status == PM_OK)
		status = unless_gone(pm_removed_open(&index->removed, path, err), path);
	if (status == PM_OK &&
	    (index->gone = pm_calloc(g->n_segments, sizeof *index->gone)) == NULL)
		status = pm_fail_nomem(err);
	if (status == PM_OK &&
	    (pm_removed_identity(index->removed) != g->removed.identity ||
	     pm_removed_segments(index->removed) != g->n_segments))
		status = pm_corrupt(err, path,
				    "it is not the one that the generation lists");
	for (i = 0; i < g->n_segments && status == PM_OK; i++)
		status = take_gone(index, i, err);
	free(path);
	return status;
}

enum pm_status
pm_index_copies(struct pm_index *index, struct pm_copies **copies, struct pm_error *err)
{
	*copies = NULL;
	if (index->copies == NULL || pm_copies_count(index->copies) == 0)
		return PM_OK;
	*copies = index->copies;
	return pm_copies_load(index->copies, err);
}

/* Open what G lists, which is the index's from now on. */
static enum pm_status
open_listed(struct pm_index **out, const char *dir, struct pm_generation *g,
	    struct pm_error *err)
{
	struct pm_index *index = calloc(1, sizeof *index);
	char **paths = NULL;
	enum pm_status status = PM_OK;
	size_t n = 0, i;

	if (index == NULL) {
		pm_generation_release(g);
		return pm_fail_nomem(err);
	}
	index->generation = *g;
	index->dir = pm_strndup(dir, strlen(dir));
	if (index->dir == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	n = index->generation.n_segments;
	index->segments = pm_calloc(n, sizeof *index->segments);
	index->holds = pm_calloc(n, sizeof *index->holds);
	paths = pm_calloc(n, sizeof *paths);
	index->before = pm_calloc(n, sizeof *index->before);
	if (index->segments == NULL || index->holds == NULL || index->before == NULL ||
	    paths == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	for (i = 0; i < n; i++)
		index->holds[i] = -1;
	for (i = 0; i < n && status == PM_OK; i++) {
		paths[i] = pm_path_join(dir, index->generation.segments[i].name);
		status = paths[i] == NULL ? pm_fail_nomem(err)
					  : open_segment(index, i, paths[i], err);
	}
	if (status == PM_OK)
		status = open_database(index, err);
	if (status == PM_OK)
		status = compare_counts(index, paths, err);
	if (status == PM_OK)
		status = open_copies(index, err);
	if (status == PM_OK)
		status = open_removed(index, err);
out:
	for (i = 0; paths != NULL && i < n; i++)
		free(paths[i]);
	free(paths);
	if (status != PM_OK)
		pm_index_free(index);
	else
		*out = index;
	return status;
}

enum pm_status
pm_index_open_kept(struct pm_index **out, const char *dir, uint64_t number,
		   struct pm_error *err)
{
	struct pm_generation g;
	enum pm_status status = pm_generation_read_kept(dir, number, &g, err);

	if (status == PM_OK)
		status = open_listed(out, dir, &g, err);
	return status == PM_GONE ? PM_ERR_CORRUPT : status;
}

enum pm_status
pm_index_open_of(struct pm_index **out, const char *dir, const struct pm_generation *g,
		 struct pm_error *err)
{
	struct pm_generation copy;
	enum pm_status status = pm_generation_copy(&copy, g, err);

	if (status == PM_OK)
		status = open_listed(out, dir, &copy, err);
	return status == PM_GONE ? PM_ERR_CORRUPT : status;
}

enum pm_status
pm_index_open(struct pm_index **out, const char *dir, struct pm_error *err)
{
	struct pm_generation g;
	struct pm_error mine;
	enum pm_status status = PM_GONE;
	int attempt;

	for (attempt = 0; attempt < ATTEMPTS && status == PM_GONE; attempt++) {
		status = pm_generation_read(dir, &g, &mine);
		if (status == PM_OK)
			status = open_listed(out, dir, &g, &mine);
	}
	if (status == PM_GONE)
		status = PM_ERR_CORRUPT;
	if (status < 0 && err != NULL)
		*err = mine;
	return status;
}

static enum pm_status
wrong_number(const struct pm_index *index, size_t i, const char *database, size_t folder,
	     struct pm_error *err)
{
	char *path = pm_strndup(database, folder - 1);
	enum pm_status status;

	status = path == NULL
		       ? pm_fail_nomem(err)
		       : pm_corrupt(err, path, "its database has %u article%s, not %llu",
				    (unsigned)index->lists[i]->articles,
				    index->lists[i]->articles == 1 ? "" : "s",
				    (unsigned long long)index->generation.segments[i]
					    .articles);
	free(path);
	return status;
}

/* Open a segment's lists, and the lengths that they need. */
static enum pm_status
open_list(struct pm_index *index, size_t i, struct pm_error *err)
{
	const char *database = pm_db_dir(index->db, i);
	uint64_t articles = index->generation.segments[i].articles;
	size_t folder = strlen(database) - strlen(PM_SEGMENT_DATABASE);
	struct pm_buf path;
	enum pm_status status = pm_glass_open(&index->lists[i], database,
					      pm_db_guard(index->db, i), err);

	if (status != PM_OK)
		return status;
	pm_buf_init(&path, PM_BUF_NO_LIMIT);
	pm_buf_put(&path, database, folder);
	pm_buf_puts(&path, PM_LENGTHS_FILE);
	if (path.status < 0)
		status = pm_fail_nomem(err);
	else if (index->lists[i]->articles != articles)
		status = wrong_number(index, i, database, folder, err);
	else if (index->lists[i]->last != articles)
		status = pm_corrupt(err, database, "an article's number is missing");
	else
		status = pm_lengths_open(&index->lengths[i], pm_buf_str(&path),
					 index->lists[i]->last, err);
	pm_buf_release(&path);
	if (status == PM_OK)
		pm_glass_take_lengths(index->lists[i], index->lengths[i]);
	return status;
}

enum pm_status
pm_index_lists(struct pm_index *index, struct pm_glass *const **lists,
	       struct pm_error *err)
{
	size_t n = index->generation.n_segments, i;
	enum pm_status status = PM_OK;

	if (index->lists_refused)
		return PM_DECLINED;
	if (index->lists == NULL) {
		index->lists = pm_calloc(n, sizeof *index->lists);
		index->lengths = pm_calloc(n, sizeof *index->lengths);
		if (index->lists == NULL || index->lengths == NULL) {
			free_lists(index);
			return pm_fail_nomem(err);
		}
		for (i = 0; i < n && status == PM_OK; i++)
			status = open_list(index, i, err);
		if (status != PM_OK)
			free_lists(index);
		index->lists_refused = status == PM_DECLINED;
	}
	*lists = index->lists;
	return status;
}

enum pm_status
pm_index_in_order(struct pm_index *index, struct pm_error *err)
{
	struct pm_glass *const *lists;
	enum pm_status status = pm_index_lists(index, &lists, err);
	size_t i;

	for (i = 0; i < index->generation.n_segments; i++) {
		pm_segment_in_order(index->segments[i]);
		if (status == PM_OK)
			pm_mapped_in_order(lists[i]->postings.map,
					   (size_t)lists[i]->postings.size);
	}
	return status < 0 ? status : PM_OK;
}
