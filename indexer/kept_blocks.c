/* Pressmark - the file `blocks` of a new segment: see kept_blocks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/kept_blocks.h"

#include "support/file.h"

#include <stdlib.h>
#include <string.h>

enum pm_status
pm_kept_blocks_init(struct pm_kept_blocks *k, const char *dir, size_t memory,
		    struct pm_error *err)
{
	memset(k, 0, sizeof *k);
	pm_buf_init(&k->record, PM_BUF_NO_LIMIT);
	k->path = pm_path_join(dir, PM_BLOCKS_FILE);
	k->spill = pm_path_join(dir, PM_BLOCKS_FILE ".folds");
	pm_spool_init(&k->folds, k->spill, memory);
	return k->path == NULL || k->spill == NULL ? pm_fail_nomem(err) : PM_OK;
}

void
pm_kept_blocks_release(struct pm_kept_blocks *k)
{
	if (k->path != NULL || k->spill != NULL)
		pm_spool_release(&k->folds);
	pm_blocks_writer_free(k->file);
	pm_buf_release(&k->record);
	free(k->path);
	free(k->spill);
	memset(k, 0, sizeof *k);
}

enum pm_status
pm_kept_blocks_add(struct pm_kept_blocks *k, uint32_t article, bool page,
		   const struct pm_block *blocks, size_t n, struct pm_error *err)
{
	enum pm_status status = PM_OK;

	if (k->file == NULL)
		status = pm_blocks_create(&k->file, k->path, err);
	k->articles++;
	return status < 0 ? status : pm_blocks_add(k->file, article, page, blocks, n, err);
}

enum pm_status
pm_kept_blocks_add_folds(struct pm_kept_blocks *k, uint32_t article,
			 const struct pm_block_fold *folds, size_t n, struct pm_error *err)
{
	pm_buf_clear(&k->record);
	pm_buf_put(&k->record, &article, sizeof article);
	pm_buf_put(&k->record, folds, n * sizeof *folds);
	return pm_spool_put(&k->folds, &k->record, err);
}

enum pm_status
pm_kept_blocks_carry(struct pm_kept_blocks *k, uint32_t article,
		     const struct pm_blocks_cursor *c, struct pm_error *err)
{
	enum pm_status status = pm_kept_blocks_add(k, article, c->page, c->blocks, c->n,
						   err);

	if (status < 0 || c->folds == NULL)
		return status;
	return pm_kept_blocks_add_folds(k, article, c->folds, c->n_folds, err);
}

/* The folds of an article, which are the record P .. END - 1. */
static enum pm_status
add_folds(struct pm_kept_blocks *k, const uint8_t *p, const uint8_t *end,
	  struct pm_block_fold **folds, size_t *cap, struct pm_error *err)
{
	size_t n = (size_t)(end - p) / sizeof **folds;
	enum pm_status status = pm_regrow(folds, cap, n + 1, sizeof **folds, err);
	uint32_t article;

	if (status < 0)
		return status;
	memcpy(&article, p, sizeof article);
	if (n > 0)
		memcpy(*folds, p + sizeof article, n * sizeof **folds);
	return pm_blocks_add_folds(k->file, article, *folds, n, err);
}

enum pm_status
pm_kept_blocks_end(struct pm_kept_blocks *k, uint64_t *size, struct pm_error *err)
{
	struct pm_block_fold *folds = NULL;
	struct pm_spool_reader in;
	const uint8_t *p, *end;
	enum pm_status status = pm_spool_end(&k->folds, err);
	size_t cap = 0;

	*size = 0;
	if (status < 0 || k->file == NULL)
		return status;
	pm_spool_read(&in, &k->folds, 0, k->folds.len);
	while (status == PM_OK && (status = pm_spool_next(&in, &p, &end, err)) == PM_OK)
		status = add_folds(k, p, end, &folds, &cap, err);
	pm_spool_reader_release(&in);
	free(folds);
	return status < 0 ? status : pm_blocks_finish(k->file, size, err);
}
