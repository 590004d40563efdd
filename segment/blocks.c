/* Pressmark - the blocks of a segment's articles: see blocks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/blocks.h"

#include "support/buf.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/folds.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FOOTER 32u

enum block_flags { MAY_LEAD = 1, MAY_REPEAT = 2 };
#define FLAG_BITS 2u

/* --- writing ------------------------------------------------------------ */

struct pm_blocks_writer {
	struct pm_pages_writer *file;
	struct pm_buf record;
	uint32_t last, last_folds;
	uint64_t articles, blocks, with_folds;
	uint64_t folds_at; /* where the folds begin, if there are any yet */
};

enum pm_status
pm_blocks_create(struct pm_blocks_writer **out, const char *path, struct pm_error *err)
{
	struct pm_blocks_writer *w = pm_calloc(1, sizeof *w);
	enum pm_status status;

	if (w == NULL)
		return pm_fail_nomem(err);
	pm_buf_init(&w->record, PM_BUF_NO_LIMIT);
	status = pm_pages_create(&w->file, path, PM_BLOCKS_FILE, PM_BLOCKS_VERSION,
				 PM_BLOCKS_PAGE, err);
	if (status < 0)
		pm_blocks_writer_free(w);
	else
		*out = w;
	return status;
}

void
pm_blocks_writer_free(struct pm_blocks_writer *w)
{
	if (w == NULL)
		return;
	pm_pages_writer_free(w->file);
	pm_buf_release(&w->record);
	free(w);
}

static enum pm_status
put_record(struct pm_blocks_writer *w, struct pm_error *err)
{
	if (w->record.status < 0)
		return pm_fail_nomem(err);
	return pm_pages_write(w->file, w->record.data, w->record.len, err);
}

enum pm_status
pm_blocks_add(struct pm_blocks_writer *w, uint32_t article, bool page,
	      const struct pm_block *blocks, size_t n, struct pm_error *err)
{
	size_t i;

	if (w->with_folds > 0 || article <= w->last)
		return pm_fail(err, PM_ERR_INTERNAL, "blocks of article %u come too late",
			       (unsigned)article);
	pm_buf_clear(&w->record);
	pm_buf_put_varint(&w->record, article - w->last);
	pm_buf_put_varint(&w->record, (uint64_t)n << 1 | page);
	for (i = 0; i < n; i++)
		pm_buf_put_u64(&w->record, blocks[i].key);
	for (i = 0; i < n; i++)
		pm_buf_put_varint(&w->record,
				  (uint64_t)blocks[i].len << FLAG_BITS |
					  (blocks[i].may_repeat ? MAY_REPEAT : 0u) |
					  (blocks[i].may_lead ? MAY_LEAD : 0u));
	w->last = article;
	w->articles++;
	w->blocks += n;
	return put_record(w, err);
}

enum pm_status
pm_blocks_add_folds(struct pm_blocks_writer *w, uint32_t article,
		    const struct pm_block_fold *folds, size_t n, struct pm_error *err)
{
	uint64_t at = 0;
	size_t i;

	if (article <= w->last_folds || article > w->last)
		return pm_fail(err, PM_ERR_INTERNAL,
			       "folds of article %u are not in their place",
			       (unsigned)article);
	if (w->with_folds == 0)
		w->folds_at = pm_pages_tell(w->file);
	pm_buf_clear(&w->record);
	pm_buf_put_varint(&w->record, article - w->last_folds);
	pm_buf_put_varint(&w->record, n);
	for (i = 0; i < n; i++) {
		pm_buf_put_varint(&w->record, folds[i].at - at);
		pm_buf_put_varint(&w->record, folds[i].len);
		pm_buf_put_varint(&w->record, folds[i].why);
		at = folds[i].at;
	}
	w->last_folds = article;
	w->with_folds++;
	return put_record(w, err);
}

enum pm_status
pm_blocks_finish(struct pm_blocks_writer *w, uint64_t *size, struct pm_error *err)
{
	uint8_t footer[FOOTER];
	enum pm_status status;

	if (w->with_folds == 0)
		w->folds_at = pm_pages_tell(w->file);
	pm_store_u64(footer, w->articles);
	pm_store_u64(footer + 8, w->blocks);
	pm_store_u64(footer + 16, w->with_folds);
	pm_store_u64(footer + 24, w->folds_at);
	status = pm_pages_write(w->file, footer, sizeof footer, err);
	return status < 0 ? status : pm_pages_finish(w->file, size, err);
}

/* --- reading ------------------------------------------------------------ */

struct pm_blocks {
	struct pm_pages *pages;
	uint32_t last;
	uint64_t articles, blocks, with_folds;
	uint64_t folds_at, end; /* of the articles, and of their folds */
};

static enum pm_status
read_footer(struct pm_blocks *b, struct pm_error *err)
{
	uint64_t len = pm_pages_len(b->pages);
	const uint8_t *p;

	if (len < FOOTER)
		return pm_corrupt(err, pm_blocks_path(b), "it has no end");
	b->end = len - FOOTER;
	if ((p = pm_pages_get(b->pages, b->end, FOOTER, err)) == NULL)
		return PM_ERR_CORRUPT;
	b->articles = pm_load_u64(p);
	b->blocks = pm_load_u64(p + 8);
	b->with_folds = pm_load_u64(p + 16);
	b->folds_at = pm_load_u64(p + 24);
	if (b->articles > b->last)
		return pm_corrupt(err, pm_blocks_path(b),
				  "it is not made for %u article%s", (unsigned)b->last,
				  b->last == 1 ? "" : "s");
	if (b->folds_at > b->end || b->blocks > b->folds_at / 8 ||
	    b->with_folds > b->articles)
		return pm_corrupt(err, pm_blocks_path(b), "its parts overlap");
	return PM_OK;
}

enum pm_status
pm_blocks_open(struct pm_blocks **out, const char *path, uint32_t last,
	       struct pm_error *err)
{
	struct pm_blocks *b = pm_calloc(1, sizeof *b);
	enum pm_status status;

	if (b == NULL)
		return pm_fail_nomem(err);
	b->last = last;
	status = pm_pages_open(&b->pages, path, PM_BLOCKS_FILE, PM_BLOCKS_VERSION, err);
	if (status == PM_OK)
		status = read_footer(b, err);
	if (status < 0)
		pm_blocks_free(b);
	else
		*out = b;
	return status;
}

void
pm_blocks_free(struct pm_blocks *b)
{
	if (b == NULL)
		return;
	pm_pages_free(b->pages);
	free(b);
}

uint32_t
pm_blocks_articles(const struct pm_blocks *b)
{
	return (uint32_t)b->articles;
}

uint64_t
pm_blocks_count(const struct pm_blocks *b)
{
	return b->blocks;
}

uint64_t
pm_blocks_file_size(const struct pm_blocks *b)
{
	return pm_pages_file_size(b->pages);
}

const char *
pm_blocks_path(const struct pm_blocks *b)
{
	return pm_pages_path(b->pages);
}

enum pm_status
pm_blocks_identity_in(const char *dir, uint64_t *identity, struct pm_error *err)
{
	char *path = pm_path_join(dir, PM_BLOCKS_FILE);
	enum pm_status status = PM_OK;
	struct stat st;

	*identity = 0;
	if (path == NULL)
		return pm_fail_nomem(err);
	if (lstat(path, &st) == 0)
		status = pm_pages_identity(path, identity, err);
	else if (errno != ENOENT)
		status = pm_fail_errno(err, errno, "cannot look at '%s'", path);
	free(path);
	return status;
}

void
pm_blocks_begin(struct pm_blocks_cursor *c, struct pm_blocks *b)
{
	memset(c, 0, sizeof *c);
	c->file = b;
	c->folds_at = b->folds_at;
	c->left = b->articles;
	c->folds_left = b->with_folds;
}

void
pm_blocks_cursor_release(struct pm_blocks_cursor *c)
{
	free(c->blocks);
	free(c->held);
	memset(c, 0, sizeof *c);
}

static enum pm_status
broken(const struct pm_blocks_cursor *c, struct pm_error *err)
{
	return pm_corrupt(err, pm_blocks_path(c->file),
			  "what it says of the article after %u is broken",
			  (unsigned)c->article);
}

/* The varint at *AT, below END. */
static enum pm_status
get(struct pm_blocks_cursor *c, uint64_t *at, uint64_t end, uint64_t *n,
    struct pm_error *err)
{
	uint64_t room = end - *at < PM_VARINT_MAX ? end - *at : PM_VARINT_MAX;
	const uint8_t *p, *from;

	if (room == 0)
		return broken(c, err);
	if ((p = from = pm_pages_get(c->file->pages, *at, room, err)) == NULL)
		return PM_ERR_CORRUPT;
	if (pm_load_varint(&p, p + room, n) < 0)
		return broken(c, err);
	*at += (uint64_t)(p - from);
	return PM_OK;
}

/* The number of an article, as what it is more than BEFORE. */
static enum pm_status
get_article(struct pm_blocks_cursor *c, uint64_t *at, uint64_t end, uint32_t before,
	    uint32_t *article, struct pm_error *err)
{
	uint64_t more;
	enum pm_status status = get(c, at, end, &more, err);

	if (status == PM_OK && (more == 0 || more > c->file->last - before))
		status = broken(c, err);
	if (status == PM_OK)
		*article = before + (uint32_t)more;
	return status;
}

static enum pm_status
get_blocks(struct pm_blocks_cursor *c, struct pm_error *err)
{
	uint64_t end = c->file->folds_at, n, bytes = 0;
	const uint8_t *keys;
	enum pm_status status = get(c, &c->at, end, &n, err);
	size_t i;

	if (status < 0)
		return status;
	c->page = n & 1;
	n >>= 1;
	c->n = 0;
	if (n > (end - c->at) / 8)
		return broken(c, err);
	if (n == 0)
		return PM_OK;
	if ((keys = pm_pages_get(c->file->pages, c->at, 8 * n, err)) == NULL)
		return PM_ERR_CORRUPT;
	c->at += 8 * n;
	status = pm_grow(&c->blocks, &c->blocks_cap, (size_t)n, sizeof *c->blocks, err);
	for (i = 0; i < n && status == PM_OK; i++) {
		uint64_t what = 0;

		status = get(c, &c->at, end, &what, err);
		if (what >> FLAG_BITS > PM_BLOCKS_BYTES_MAX - bytes)
			return broken(c, err);
		bytes += what >> FLAG_BITS;
		c->blocks[i].key = pm_load_u64(keys + 8 * i);
		c->blocks[i].len = (uint32_t)(what >> FLAG_BITS);
		c->blocks[i].may_repeat = (what & MAY_REPEAT) != 0;
		c->blocks[i].may_lead = (what & MAY_LEAD) != 0;
	}
	c->n = (size_t)n;
	return status;
}

/* The folds that come next are those of the article. */
static enum pm_status
get_folds(struct pm_blocks_cursor *c, struct pm_error *err)
{
	uint64_t end = c->file->end, n, at = 0;
	enum pm_status status = get(c, &c->folds_at, end, &n, err);
	size_t i;

	if (status == PM_OK && n > (end - c->folds_at) / 3)
		status = broken(c, err);
	if (status < 0 || (status = pm_grow(&c->held, &c->folds_cap, (size_t)n + 1,
					    sizeof *c->held, err)) < 0)
		return status;
	for (i = 0; i < n; i++) {
		struct pm_block_fold *f = &c->held[i];
		uint64_t why;

		if ((status = get(c, &c->folds_at, end, &f->at, err)) < 0 ||
		    (status = get(c, &c->folds_at, end, &f->len, err)) < 0 ||
		    (status = get(c, &c->folds_at, end, &why, err)) < 0)
			return status;
		if (f->at > UINT64_MAX / 2 - at || why > PM_FOLD_ALL)
			return broken(c, err);
		f->at = at += f->at;
		f->why = (unsigned)why;
	}
	c->folds = c->held;
	c->n_folds = (size_t)n;
	c->folds_left--;
	return PM_OK;
}

/* Whose folds come next. */
static enum pm_status
find_folds(struct pm_blocks_cursor *c, uint32_t before, struct pm_error *err)
{
	c->folds_of = 0;
	return c->folds_left == 0 ? PM_OK
				  : get_article(c, &c->folds_at, c->file->end, before,
						&c->folds_of, err);
}

enum pm_status
pm_blocks_next(struct pm_blocks_cursor *c, struct pm_error *err)
{
	enum pm_status status;

	c->folds = NULL;
	c->n_folds = 0;
	if (c->left == 0)
		return PM_END;
	if (c->article == 0 && (status = find_folds(c, 0, err)) < 0)
		return status;
	if ((status = get_article(c, &c->at, c->file->folds_at, c->article, &c->article,
				  err)) < 0 ||
	    (status = get_blocks(c, err)) < 0)
		return status;
	if (c->folds_of == c->article && ((status = get_folds(c, err)) < 0 ||
					  (status = find_folds(c, c->article, err)) < 0))
		return status;
	/* after the last, nothing may be left, and no folds of an article that took no part */
	if (--c->left == 0 && (c->at != c->file->folds_at ||
			       c->folds_at != c->file->end || c->folds_left != 0))
		return broken(c, err);
	return PM_OK;
}
