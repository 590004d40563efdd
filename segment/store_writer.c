/* Pressmark - writing the store: see store.h, and store.c for the bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/store.h"

#include "segment/store_format.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/pages.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct pm_store_writer {
	struct pm_store_plan plan;
	struct pm_pages_writer *words, *dressing, *articles;
	bool *ends_sentence;		/* by separator */
	uint32_t space;			/* the separators that are predicted, */
	uint32_t nothing;		/* or NO_SEPARATOR where there are none */

	struct pm_buf raw;		/* the block being gathered */
	struct pm_buf forms;		/* scratch, one article */
	struct pm_buf codes;
	struct pm_buf packed;
	struct pm_buf block_index;	/* u64 offset, u32 raw bytes, a block */
	z_stream z;
	bool z_ready;
	uint32_t n_blocks;

	uint32_t n_articles;
	struct pm_buf group_index;	/* u64 a group */
	struct pm_buf group;
};

#define NO_SEPARATOR UINT32_MAX

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
	return NO_SEPARATOR;
}

static enum pm_status
create_in(struct pm_pages_writer **out, const char *dir, const char *name,
	  struct pm_error *err)
{
	char *path = pm_path_join(dir, name);
	enum pm_status status;

	if (path == NULL)
		return pm_fail_nomem(err);
	status = pm_pages_create(out, path, name, PM_STORE_VERSION, err);
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
	pm_buf_init(&w->raw, PM_STORE_BLOCK_LIMIT);
	pm_buf_init(&w->forms, PM_STORE_BLOCK_LIMIT);
	pm_buf_init(&w->codes, PM_STORE_BLOCK_LIMIT);
	pm_buf_init(&w->packed, PM_BUF_NO_LIMIT);
	pm_buf_init(&w->block_index, PM_BUF_NO_LIMIT);
	pm_buf_init(&w->group_index, PM_BUF_NO_LIMIT);
	pm_buf_init(&w->group, PM_BUF_NO_LIMIT);
	w->ends_sentence = pm_calloc(plan->n_separators, sizeof *w->ends_sentence);
	if (w->ends_sentence == NULL ||
	    deflateInit2(&w->z, PM_STORE_DEFLATE_LEVEL, Z_DEFLATED, -15, 9,
			 Z_DEFAULT_STRATEGY) != Z_OK) {
		status = pm_fail_nomem(err);
		goto out;
	}
	w->z_ready = true;
	for (i = 0; i < plan->n_separators; i++) {
		size_t len;
		const char *s = plan->separator(plan->ctx, i, &len);

		w->ends_sentence[i] = pm_separator_ends_sentence(s, len);
	}
	w->space = find_separator(plan, " ", 1);
	w->nothing = find_separator(plan, "", 0);
	if ((status = create_in(&w->words, dir, PM_WORDS_KIND, err)) < 0 ||
	    (status = create_in(&w->dressing, dir, PM_DRESSING_KIND, err)) < 0)
		goto out;
	status = create_in(&w->articles, dir, PM_ARTICLES_KIND, err);
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
	pm_pages_writer_free(w->articles);
	if (w->z_ready)
		deflateEnd(&w->z);
	free(w->ends_sentence);
	pm_buf_release(&w->raw);
	pm_buf_release(&w->forms);
	pm_buf_release(&w->codes);
	pm_buf_release(&w->packed);
	pm_buf_release(&w->block_index);
	pm_buf_release(&w->group_index);
	pm_buf_release(&w->group);
	free(w);
}

/* Deflate the gathered block and begin a new one. */
static enum pm_status
end_block(struct pm_store_writer *w, struct pm_error *err)
{
	size_t bound;
	uint8_t *p;
	int z;

	if (w->raw.len == 0)
		return PM_OK;
	pm_buf_put_u64(&w->block_index, pm_pages_tell(w->dressing));
	pm_buf_put_u32(&w->block_index, (uint32_t)w->raw.len);
	pm_buf_clear(&w->packed);
	deflateReset(&w->z);
	bound = deflateBound(&w->z, w->raw.len);
	p = pm_buf_reserve(&w->packed, bound);
	if (p == NULL || w->block_index.status < 0)
		return pm_fail_nomem(err);
	w->z.next_in = w->raw.data;
	w->z.avail_in = (uInt)w->raw.len;
	w->z.next_out = p;
	w->z.avail_out = (uInt)bound;
	z = deflate(&w->z, Z_FINISH);
	if (z != Z_STREAM_END)
		return pm_fail(err, PM_ERR_INTERNAL, "zlib could not deflate: %d", z);
	pm_buf_clear(&w->raw);
	w->n_blocks++;
	return pm_pages_write(w->dressing, p, bound - w->z.avail_out, err);
}

/* Append the article's dressing to the block. */
static enum pm_status
put_dressing(struct pm_store_writer *w, const struct pm_store_article *a,
	     struct pm_error *err)
{
	uint32_t i, gap = 0, form_gap = 0, n_separators = a->n_words + 2;
	size_t start;

	pm_buf_clear(&w->forms);
	pm_buf_clear(&w->codes);
	for (i = 0; i < n_separators; i++) {
		uint32_t id = a->separators[i];
		bool first = i == 0 || i == a->n_title + 1;
		bool last = i == a->n_title || i == n_separators - 1;
		uint32_t word = i <= a->n_title ? i : i - 1, form = 0;

		if (id != (first || last ? w->nothing : w->space)) {
			pm_buf_put_varint(&w->codes, gap);
			pm_buf_put_varint(&w->codes, id);
			gap = 0;
		} else {
			gap++;
		}
		if (last)
			continue;
		if (first || w->ends_sentence[id])
			form = w->plan.capital[a->ranks[word]];
		if (a->forms[word] != form) {
			pm_buf_put_varint(&w->forms, form_gap);
			pm_buf_put_varint(&w->forms, a->forms[word]);
			form_gap = 0;
		} else {
			form_gap++;
		}
	}
	start = w->raw.len;
	pm_buf_put_varint(&w->raw, w->codes.len);
	pm_buf_put(&w->raw, w->codes.data, w->codes.len);
	pm_buf_put(&w->raw, w->forms.data, w->forms.len);
	if (w->codes.status < 0 || w->forms.status < 0 || w->raw.status < 0)
		return pm_buf_check(w->raw.status < 0 ? &w->raw : &w->codes,
				    "the dressing of an article", err);
	pm_buf_put_varint(&w->group, w->raw.len - start);
	return PM_OK;
}

enum pm_status
pm_store_add(struct pm_store_writer *w, const struct pm_store_article *a,
	     struct pm_error *err)
{
	enum pm_status status;
	uint64_t words_at = pm_pages_tell(w->words);
	uint32_t i;

	if (w->raw.len >= PM_STORE_BLOCK && (status = end_block(w, err)) < 0)
		return status;
	if (w->n_articles % PM_STORE_GROUP == 0) {
		pm_buf_put_u64(&w->group_index, pm_pages_tell(w->articles));
		pm_buf_put_varint(&w->group, words_at);
		pm_buf_put_varint(&w->group, w->n_blocks);
		pm_buf_put_varint(&w->group, w->raw.len);
	}
	pm_buf_clear(&w->codes);
	for (i = 0; i < a->n_words; i++) {
		uint8_t *p = pm_buf_reserve(&w->codes, PM_CODE_MAX);

		if (p == NULL)
			return pm_buf_check(&w->codes, "the words of an article", err);
		pm_buf_advance(&w->codes, pm_code_put(p, a->ranks[i]));
	}
	status = pm_pages_write(w->words, w->codes.data, w->codes.len, err);
	if (status < 0)
		return status;
	pm_buf_put_varint(&w->group, a->n_words);
	pm_buf_put_varint(&w->group, a->n_title);
	pm_buf_put_varint(&w->group, w->codes.len);
	/* 1 where a block begins with this article */
	pm_buf_put_varint(&w->group, w->raw.len == 0);
	if ((status = put_dressing(w, a, err)) < 0)
		return status;
	w->n_articles++;
	if (w->group.status < 0 || w->group_index.status < 0)
		return pm_fail_nomem(err);
	status = pm_pages_write(w->articles, w->group.data, w->group.len, err);
	pm_buf_clear(&w->group);
	return status;
}

static enum pm_status
write_tail(struct pm_pages_writer *pages, const struct pm_buf *b, struct pm_error *err)
{
	if (b->status < 0)
		return pm_fail_nomem(err);
	return pm_pages_write(pages, b->data, b->len, err);
}

/* Index of blocks, separators, their index, directory. */
static enum pm_status
finish_dressing(struct pm_store_writer *w, uint64_t *size, struct pm_error *err)
{
	struct pm_buf tail, index;
	enum pm_status status;
	uint64_t blocks_at, text_at;
	uint32_t i;

	pm_buf_init(&tail, PM_BUF_NO_LIMIT);
	pm_buf_init(&index, PM_BUF_NO_LIMIT);
	if ((status = end_block(w, err)) < 0)
		goto out;
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
pm_store_finish(struct pm_store_writer *w, uint64_t sizes[3], struct pm_error *err)
{
	uint64_t size[3];
	enum pm_status status;

	if ((status = finish_dressing(w, &size[1], err)) < 0 ||
	    (status = pm_pages_finish(w->words, &size[0], err)) < 0)
		return status;
	pm_buf_put_u64(&w->group_index, pm_pages_tell(w->articles));
	pm_buf_put_u64(&w->group_index, w->n_articles);
	if ((status = write_tail(w->articles, &w->group_index, err)) < 0 ||
	    (status = pm_pages_finish(w->articles, &size[2], err)) < 0)
		return status;
	if (sizes != NULL)
		memcpy(sizes, size, sizeof size);
	return PM_OK;
}
