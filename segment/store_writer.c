/* Pressmark - writing the store: see store.h, and store.c for the bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/store_parts.h"

#include "segment/store_format.h"
#include "support/bytes.h"
#include "support/file.h"

#include <stdlib.h>
#include <string.h>

static uint32_t
find_separator(const struct pm_store_plan *plan, const char *text, size_t len)
{
	uint32_t i;

	for (i = 0; i < plan->n_separators; i++) {
		size_t n;
		const char *s = plan->separator(plan->ctx, i, &n);

		if (n == len && memcmp(s, text, len) == 0)
			return i;
	}
	return PM_U32_NONE;
}

static enum pm_status
create_sketches(struct pm_store_writer *w, const char *dir, struct pm_error *err)
{
	char *path = pm_path_join(dir, PM_SKETCHES_FILE);
	enum pm_status status = path == NULL ? pm_fail_nomem(err)
					     : pm_sketches_create(&w->sketches, path, err);

	free(path);
	return status;
}

static enum pm_status
create_in(struct pm_pages_writer **out, const char *dir, const char *name,
	  uint32_t page_size, struct pm_error *err)
{
	char *path = pm_path_join(dir, name);
	enum pm_status status;

	if (path == NULL)
		return pm_fail_nomem(err);
	status = pm_pages_create(out, path, name, PM_STORE_VERSION, page_size, err);
	free(path);
	return status;
}

enum pm_status
pm_store_create(struct pm_store_writer **out, const char *dir,
		const struct pm_store_plan *plan, struct pm_error *err)
{
	struct pm_store_writer *w = calloc(1, sizeof *w);
	enum pm_status status;
	uint32_t i;

	if (w == NULL)
		return pm_fail_nomem(err);
	w->plan = *plan;
	pm_buf_init(&w->block_index, PM_BUF_NO_LIMIT);
	pm_buf_init(&w->group_index, PM_BUF_NO_LIMIT);
	pm_buf_init(&w->group, PM_BUF_NO_LIMIT);
	w->ends_sentence = pm_calloc(plan->n_separators, sizeof *w->ends_sentence);
	if (w->ends_sentence == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	for (i = 0; i < plan->n_separators; i++) {
		size_t len;
		const char *s = plan->separator(plan->ctx, i, &len);

		w->ends_sentence[i] = pm_separator_predicts_capital(s, len);
	}
	w->nothing = find_separator(plan, "", 0);
	if ((status = create_in(&w->words, dir, PM_WORDS_KIND, PM_WORDS_PAGE, err)) < 0 ||
	    (status = create_in(&w->dressing, dir, PM_DRESSING_KIND, PM_DRESSING_PAGE,
				err)) < 0 ||
	    (status = create_in(&w->pairs, dir, PM_PAIRS_KIND, PM_PAIRS_PAGE, err)) < 0)
		goto out;
	if ((status = create_in(&w->articles, dir, PM_ARTICLES_KIND, PM_ARTICLES_PAGE,
				err)) == PM_OK &&
	    !plan->of_folds)
		status = create_sketches(w, dir, err);
out:
	if (status < 0)
		pm_store_writer_free(w);
	else
		*out = w;
	return status;
}

void
pm_store_writer_free(struct pm_store_writer *w)
{
	if (w == NULL)
		return;
	pm_pages_writer_free(w->words);
	pm_pages_writer_free(w->dressing);
	pm_pages_writer_free(w->pairs);
	pm_pages_writer_free(w->articles);
	pm_pages_writer_free(w->sketches);
	free(w->ends_sentence);
	pm_buf_release(&w->block_index);
	pm_buf_release(&w->group_index);
	pm_buf_release(&w->group);
	free(w);
}

/* --- pieces ------------------------------------------------------------- */

/* A piece begins with a new block, so at the start of a group the open block is either
 * one of the piece's or the last one before it. */
static enum pm_status
append_articles(struct pm_store_writer *w, const struct pm_store_piece *piece,
		struct pm_error *err)
{
	uint64_t words_at = pm_pages_tell(w->words), raw = w->block_bytes;
	uint64_t pairs_at = pm_pages_tell(w->pairs) / 8;
	uint32_t blocks = w->n_blocks; /* begun so far */
	enum pm_status status;
	size_t i;

	for (i = 0; i < piece->n_articles; i++) {
		const struct pm_store_article *a = &piece->articles[i];

		if (w->n_articles % PM_STORE_GROUP == 0) {
			/* the open block, or the one that begins here */
			pm_buf_put_u64(&w->group_index,
				       pm_pages_tell(w->articles) + w->group.len);
			pm_buf_put_varint(&w->group, words_at);
			pm_buf_put_varint(&w->group, pairs_at);
			pm_buf_put_varint(&w->group,
					  a->begins_block ? blocks : blocks - 1);
			pm_buf_put_varint(&w->group, a->begins_block ? 0 : raw);
		}
		if (a->begins_block) {
			blocks++;
			raw = 0;
		}
		pm_buf_put_varint(&w->group, a->n_words);
		pm_buf_put_varint(&w->group, a->n_title);
		pm_buf_put_varint(&w->group, a->codes);
		pm_buf_put_varint(&w->group, a->begins_block);
		pm_buf_put_varint(&w->group, a->dressing);
		words_at += a->codes;
		pairs_at += w->plan.of_folds ? 0 : pm_pairs_words(a->n_words);
		raw += a->dressing;
		w->n_articles++;
	}
	w->block_bytes = raw;
	if (w->group.status < 0 || w->group_index.status < 0)
		return pm_fail_nomem(err);
	status = pm_pages_write(w->articles, w->group.data, w->group.len, err);
	pm_buf_clear(&w->group);
	return status;
}

enum pm_status
pm_store_append(struct pm_store_writer *w, struct pm_store_piece *piece,
		struct pm_error *err)
{
	uint64_t at = pm_pages_tell(w->dressing);
	enum pm_status status = append_articles(w, piece, err);
	size_t i;

	for (i = 0; i < piece->n_blocks; i++) {
		pm_buf_put_u64(&w->block_index, at);
		pm_buf_put_u32(&w->block_index, piece->blocks[i].raw);
		at += piece->blocks[i].packed;
	}
	w->n_blocks += (uint32_t)piece->n_blocks;
	if (w->block_index.status < 0)
		return pm_fail_nomem(err);
	if (status == PM_OK)
		status = pm_pages_write(w->words, piece->codes.data, piece->codes.len,
					err);
	if (status == PM_OK)
		status = pm_pages_write(w->dressing, piece->packed.data,
					piece->packed.len, err);
	if (status == PM_OK)
		status = pm_pages_write(w->pairs, piece->pairs.data, piece->pairs.len,
					err);
	if (status == PM_OK && w->sketches != NULL)
		status = pm_pages_write(w->sketches, piece->sketches.data,
					piece->sketches.len, err);
	pm_buf_clear(&piece->codes);
	pm_buf_clear(&piece->pairs);
	pm_buf_clear(&piece->sketches);
	pm_buf_clear(&piece->packed);
	piece->n_articles = piece->n_blocks = 0;
	return status;
}

/* --- the end ------------------------------------------------------------ */

static enum pm_status
write_tail(struct pm_pages_writer *pages, const struct pm_buf *b, struct pm_error *err)
{
	if (b->status < 0)
		return pm_fail_nomem(err);
	return pm_pages_write(pages, b->data, b->len, err);
}

/* Write the index of blocks, the separators, their index, and the directory. */
static enum pm_status
finish_dressing(struct pm_store_writer *w, uint64_t *size, struct pm_error *err)
{
	struct pm_buf tail, index;
	enum pm_status status;
	uint64_t blocks_at, text_at;
	uint32_t i;

	pm_buf_init(&tail, PM_BUF_NO_LIMIT);
	pm_buf_init(&index, PM_BUF_NO_LIMIT);
	blocks_at = pm_pages_tell(w->dressing);
	if ((status = write_tail(w->dressing, &w->block_index, err)) < 0)
		goto out;
	text_at = pm_pages_tell(w->dressing);
	for (i = 0; i < w->plan.n_separators; i++) {
		size_t len;
		const char *s = w->plan.separator(w->plan.ctx, i, &len);

		pm_buf_put_u64(&index, tail.len);
		pm_buf_put(&tail, s, len);
	}
	pm_buf_put_u64(&index, tail.len);
	pm_buf_put_u64(&index, w->n_blocks);
	pm_buf_put_u64(&index, blocks_at);
	pm_buf_put_u64(&index, w->plan.n_separators);
	pm_buf_put_u64(&index, text_at);
	pm_buf_put_u64(&index, text_at + tail.len);
	if ((status = write_tail(w->dressing, &tail, err)) == PM_OK &&
	    (status = write_tail(w->dressing, &index, err)) == PM_OK)
		status = pm_pages_finish(w->dressing, size, err);
out:
	pm_buf_release(&tail);
	pm_buf_release(&index);
	return status;
}

enum pm_status
pm_store_finish(struct pm_store_writer *w, uint64_t sizes[PM_STORE_FILES],
		struct pm_error *err)
{
	uint64_t size[PM_STORE_FILES];
	enum pm_status status;

	if ((status = finish_dressing(w, &size[PM_STORE_DRESSING], err)) < 0 ||
	    (status = pm_pages_finish(w->words, &size[PM_STORE_WORDS], err)) < 0 ||
	    (status = pm_pages_finish(w->pairs, &size[PM_STORE_PAIRS], err)) < 0)
		return status;
	size[PM_STORE_SKETCHES] = 0;
	if (w->sketches != NULL &&
	    (status = pm_pages_finish(w->sketches, &size[PM_STORE_SKETCHES], err)) < 0)
		return status;
	pm_buf_put_u64(&w->group_index, pm_pages_tell(w->articles));
	pm_buf_put_u64(&w->group_index, w->n_articles);
	if ((status = write_tail(w->articles, &w->group_index, err)) < 0 ||
	    (status = pm_pages_finish(w->articles, &size[PM_STORE_ARTICLES], err)) < 0)
		return status;
	if (sizes != NULL)
		memcpy(sizes, size, sizeof size);
	return PM_OK;
}
