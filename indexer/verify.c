/* Pressmark - whether the files of a segment are what was written: see verify.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/verify.h"

#include "segment/index.h"
#include "segment/lengths.h"
#include "shim/guard.h"
#include "support/file.h"

#include <stdlib.h>

enum pm_status
pm_verify_database(const char *dir, struct pm_error *err)
{
	char *database = pm_path_join(dir, PM_SEGMENT_DATABASE);
	char *guard_path = pm_path_join(dir, PM_SEGMENT_GUARD);
	struct pm_guard *guard = NULL;
	enum pm_status status;

	if (database == NULL || guard_path == NULL)
		status = pm_fail_nomem(err);
	else if ((status = pm_guard_open(&guard, database, guard_path, err)) == PM_OK)
		status = pm_guard_verify(guard, err);
	pm_guard_free(guard);
	free(database);
	free(guard_path);
	return status;
}

static enum pm_status
verify_lengths(const char *dir, struct pm_error *err)
{
	char *path = pm_path_join(dir, PM_LENGTHS_FILE);
	struct pm_pages *pages = NULL;
	enum pm_status status;

	if (path == NULL)
		return pm_fail_nomem(err);
	status = pm_pages_open(&pages, path, PM_LENGTHS_FILE, PM_LENGTHS_VERSION, err);
	if (status == PM_OK)
		status = pm_pages_verify(pages, err);
	pm_pages_free(pages);
	free(path);
	return status;
}

static enum pm_status
verify_blocks(struct pm_segment *seg, struct pm_error *err)
{
	struct pm_blocks_cursor cursor;
	struct pm_blocks *blocks;
	enum pm_status status = pm_segment_blocks(seg, &blocks, err);

	if (status < 0 || blocks == NULL)
		return status;
	pm_blocks_begin(&cursor, blocks);
	while ((status = pm_blocks_next(&cursor, err)) == PM_OK)
		;
	pm_blocks_cursor_release(&cursor);
	return status == PM_END ? PM_OK : status;
}

/* The files that are opened when they are first asked for. */
static enum pm_status
verify_others(struct pm_segment *seg, struct pm_error *err)
{
	struct pm_pages *sketches, *origins;
	struct pm_shares *shares;
	struct pm_folds *folds;
	enum pm_status status;

	if ((status = pm_segment_shares(seg, &shares, err)) < 0 ||
	    (status = pm_shares_verify(shares, err)) < 0 ||
	    (status = pm_segment_sketches(seg, &sketches, err)) < 0 ||
	    (status = pm_pages_verify(sketches, err)) < 0 ||
	    (status = pm_segment_origins(seg, &origins, err)) < 0 ||
	    (status = pm_pages_verify(origins, err)) < 0 ||
	    (status = pm_segment_folds(seg, &folds, err)) < 0 ||
	    (folds != NULL && (status = pm_folds_verify(folds, err)) < 0))
		return status;
	return verify_blocks(seg, err);
}

enum pm_status
pm_verify_segment(struct pm_segment *seg, const char *dir, struct pm_error *err)
{
	enum pm_status status;

	if ((status = pm_lexicon_verify(pm_segment_lexicon(seg), err)) < 0 ||
	    (status = pm_store_verify(pm_segment_store(seg), err)) < 0 ||
	    (status = verify_others(seg, err)) < 0 ||
	    (status = verify_lengths(dir, err)) < 0)
		return status;
	return pm_verify_database(dir, err);
}
