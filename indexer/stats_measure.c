/* Pressmark - what an index holds, measured: see stats.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/stats.h"

#include "support/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

const char *const pm_stats_parts[PM_STATS_PARTS] = {
	"words",   "dressing", "pairs",	  "articles", "lexicon", "shares",
	"lengths", "sketches", "origins", "folds",    "blocks",	 "database",
};

enum pm_status
pm_folder_bytes(const char *dir, uint64_t *sum, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct dirent *entry;
	DIR *d = opendir(dir);

	if (d == NULL)
		return pm_fail_errno(err, errno, "cannot open '%s'", dir);
	while (status == PM_OK && (entry = readdir(d)) != NULL) {
		struct stat st;
		char *path;

		if (entry->d_name[0] == '.')
			continue;
		path = pm_path_join(dir, entry->d_name);
		if (path == NULL)
			status = pm_fail_nomem(err);
		else if (lstat(path, &st) != 0)
			status = pm_fail_errno(err, errno, "cannot look at '%s'", path);
		else if (S_ISDIR(st.st_mode))
			status = pm_folder_bytes(path, sum, err);
		else
			*sum += (uint64_t)st.st_size;
		free(path);
	}
	closedir(d);
	return status;
}

/* The bytes of all files of folds. */
static enum pm_status
fold_bytes(struct pm_folds *folds, uint64_t *n, struct pm_error *err)
{
	uint64_t sizes[PM_STORE_READ];
	struct pm_store *store;
	enum pm_status status;
	size_t i;

	*n = 0;
	if (folds == NULL)
		return PM_OK;
	if ((status = pm_folds_store(folds, &store, err)) < 0)
		return status;
	pm_store_file_sizes(store, sizes);
	*n = pm_folds_file_size(folds);
	for (i = 0; i < PM_STORE_READ; i++)
		*n += sizes[i];
	return PM_OK;
}

/* The sizes of the parts; what is not there has none. */
static enum pm_status
measure_parts(struct pm_stats_segment *m, struct pm_index *index, size_t i,
	      const char *database, struct pm_error *err)
{
	struct pm_segment *seg = index->segments[i];
	struct pm_shares *shares;
	struct pm_pages *sketches, *origins;
	struct pm_folds *folds;
	struct pm_blocks *blocks;
	struct pm_glass *const *lists;
	uint64_t store[PM_STORE_READ];
	enum pm_status status;

	if ((status = pm_segment_shares(seg, &shares, err)) < 0 ||
	    (status = pm_segment_sketches(seg, &sketches, err)) < 0 ||
	    (status = pm_segment_origins(seg, &origins, err)) < 0 ||
	    (status = pm_segment_folds(seg, &folds, err)) < 0 ||
	    (status = fold_bytes(folds, &m->parts[PM_STATS_FOLDS], err)) < 0 ||
	    (status = pm_segment_blocks(seg, &blocks, err)) < 0 ||
	    (status = pm_folder_bytes(database, &m->parts[PM_STATS_DATABASE], err)) < 0 ||
	    /* declined: the database is in another format, and so there are no lists */
	    (status = pm_index_lists(index, &lists, err)) < 0)
		return status;
	pm_store_file_sizes(pm_segment_store(seg), store);
	m->parts[PM_STATS_WORDS] = store[PM_STORE_WORDS];
	m->parts[PM_STATS_DRESSING] = store[PM_STORE_DRESSING];
	m->parts[PM_STATS_PAIRS] = store[PM_STORE_PAIRS];
	m->parts[PM_STATS_ARTICLES] = store[PM_STORE_ARTICLES];
	m->parts[PM_STATS_LEXICON] = pm_lexicon_file_size(pm_segment_lexicon(seg));
	m->parts[PM_STATS_SHARES] = pm_shares_file_size(shares);
	if (status == PM_OK)
		m->parts[PM_STATS_LENGTHS] = pm_pages_file_size(index->lengths[i]);
	m->parts[PM_STATS_SKETCHES] = pm_pages_file_size(sketches);
	m->parts[PM_STATS_ORIGINS] = pm_pages_file_size(origins);
	if (folds != NULL) {
		m->folded_articles = pm_folds_articles(folds);
		m->folds = pm_folds_count(folds);
	}
	if (blocks != NULL)
		m->parts[PM_STATS_BLOCKS] = pm_blocks_file_size(blocks);
	return PM_OK;
}

enum pm_status
pm_stats_measure(struct pm_stats_segment *m, struct pm_index *index, size_t i,
		 struct pm_error *err)
{
	const struct pm_segment_info *info = &index->generation.segments[i];
	char *path = pm_path_join(index->dir, info->name);
	char *database = path == NULL ? NULL : pm_path_join(path, PM_SEGMENT_DATABASE);
	enum pm_status status;

	*m = (struct pm_stats_segment){
		.info = info,
		.aliases = pm_lexicon_list_size(pm_segment_lexicon(index->segments[i]),
						PM_LIST_ALIASES),
	};
	status = database == NULL ? pm_fail_nomem(err)
				  : pm_folder_bytes(path, &m->bytes, err);
	if (status == PM_OK)
		status = measure_parts(m, index, i, database, err);
	free(database);
	free(path);
	return status;
}
