/* Pressmark - which folds change: see repeats_change.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/repeats_change.h"

#include "support/file.h"

#include <stdlib.h>
#include <string.h>

/* What of the memory goes where. */
#define SIEVE_SHARE 4
#define REPEATS_SHARE 4
#define ADDED_SHARE 8

/* How many articles are read between two questions whether to stop. */
#define ARTICLES_AT_ONCE 1024u

static enum pm_status
check_stop(const struct pm_repeats_change *c, uint32_t n, struct pm_error *err)
{
	if (n % ARTICLES_AT_ONCE == 0 && pm_stop_asked(&c->stop))
		return pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
	return PM_OK;
}

/* PATH with SUFFIX. */
static char *
name(const char *path, const char *suffix)
{
	struct pm_buf b;
	char *s;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, path);
	pm_buf_puts(&b, suffix);
	s = b.status < 0 ? NULL : pm_strndup(pm_buf_str(&b), b.len);
	pm_buf_release(&b);
	return s;
}

/* --- articles in their order -------------------------------------------- */

static void
rewind_all(struct pm_repeats_change *c)
{
	pm_blocks_cursor_release(&c->cursor);
	c->segment = 0;
	c->in_segment = false;
	c->at = 0;
	if (c->added.len > 0 || c->n_added > 0) {
		pm_spool_reader_release(&c->in);
		pm_spool_read(&c->in, &c->added, 0, c->added.len);
	}
}

static bool
is_in(const uint64_t *set, uint32_t article)
{
	return set != NULL && (set[(article - 1) / 64] >> (article - 1) % 64 & 1) != 0;
}

/* Whether the article of the old segments that came last goes. */
static bool
goes(const struct pm_repeats_change *c)
{
	return is_in(c->old[c->segment].goes, c->cursor.article);
}

/* The next article of the segment that the cursor is in that is not gone. */
static enum pm_status
next_here(struct pm_repeats_change *c, struct pm_error *err)
{
	const uint64_t *gone = c->old[c->segment].gone;
	enum pm_status status;

	do
		status = pm_blocks_next(&c->cursor, err);
	while (status == PM_OK && is_in(gone, c->cursor.article));
	return status;
}

/* The next article of the old segments that was not gone before. */
static enum pm_status
next_old(struct pm_repeats_change *c, struct pm_error *err)
{
	enum pm_status status;

	for (; c->segment < c->n_old; c->segment++) {
		if (c->old[c->segment].blocks == NULL)
			continue;
		if (!c->in_segment)
			pm_blocks_begin(&c->cursor, c->old[c->segment].blocks);
		c->in_segment = true;
		if ((status = next_here(c, err)) != PM_END)
			return status;
		pm_blocks_cursor_release(&c->cursor);
		c->in_segment = false;
	}
	return PM_END;
}

/* The next new article into c->blocks. */
static enum pm_status
next_added(struct pm_repeats_change *c, struct pm_error *err)
{
	const uint8_t *p, *end;
	enum pm_status status = c->at == c->n_added ? PM_END
						    : pm_spool_next(&c->in, &p, &end, err);

	if (status != PM_OK)
		return status;
	c->at++;
	c->n = (size_t)(end - p) / sizeof *c->blocks;
	status = pm_grow(&c->blocks, &c->blocks_cap, c->n + 1, sizeof *c->blocks, err);
	if (status == PM_OK && c->n > 0)
		memcpy(c->blocks, p, c->n * sizeof *c->blocks);
	return status;
}

/* --- counting ----------------------------------------------------------- */

static enum pm_status
see_old(struct pm_repeats_change *c, struct pm_error *err)
{
	enum pm_status status;
	uint32_t n = 0;

	rewind_all(c);
	while ((status = next_old(c, err)) == PM_OK &&
	       (status = check_stop(c, ++n, err)) == PM_OK)
		pm_repeats_sieve_see(&c->sieve, c->cursor.blocks, c->cursor.n);
	return status < 0 ? status : PM_OK;
}

enum pm_status
pm_repeats_change_init(struct pm_repeats_change *c, const struct pm_repeats_old *old,
		       size_t n_old, const char *path, size_t memory,
		       const struct pm_stop *stop, struct pm_error *err)
{
	char *before = name(path, ".before"), *after = name(path, ".after");
	enum pm_status status;

	memset(c, 0, sizeof *c);
	c->old = old;
	c->n_old = n_old;
	c->stop = *stop;
	c->path = name(path, ".added");
	if (before == NULL || after == NULL || c->path == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	pm_spool_init(&c->added, c->path, memory / ADDED_SHARE);
	if ((status = pm_repeats_init(&c->before, PM_CLEAN_PRECISE, before,
				      memory / REPEATS_SHARE, stop, err)) < 0 ||
	    (status = pm_repeats_init(&c->after, PM_CLEAN_PRECISE, after,
				      memory / REPEATS_SHARE, stop, err)) < 0 ||
	    (status = pm_repeats_sieve_init(&c->sieve, memory / SIEVE_SHARE, err)) < 0)
		goto out;
	c->before.sieve = c->after.sieve = &c->sieve;
out:
	free(before);
	free(after);
	return status;
}

void
pm_repeats_change_release(struct pm_repeats_change *c)
{
	pm_spool_reader_release(&c->in);
	pm_spool_reader_release(&c->were);
	pm_spool_reader_release(&c->are);
	if (c->path != NULL && c->added.path != NULL)
		pm_spool_release(&c->added);
	pm_repeats_release(&c->before);
	pm_repeats_release(&c->after);
	pm_repeats_sieve_release(&c->sieve);
	pm_blocks_cursor_release(&c->cursor);
	free(c->blocks);
	free(c->path);
	memset(c, 0, sizeof *c);
}

enum pm_status
pm_repeats_change_add(struct pm_repeats_change *c, const struct pm_block *blocks,
		      size_t n, struct pm_error *err)
{
	size_t len = n * sizeof *blocks;
	uint8_t *room = pm_spool_put_room(&c->added, len, err);

	if (room == NULL)
		return err != NULL ? err->status : PM_ERR_NOMEM;
	if (n > 0)
		memcpy(room, blocks, len);
	pm_repeats_sieve_see(&c->sieve, blocks, n);
	c->n_added++;
	return PM_OK;
}

static enum pm_status
count_all(struct pm_repeats_change *c, struct pm_error *err)
{
	enum pm_status status;
	uint32_t n = 0;

	rewind_all(c);
	while ((status = next_old(c, err)) == PM_OK) {
		if ((status = check_stop(c, ++n, err)) < 0 ||
		    (status = pm_repeats_add_blocks(&c->before, c->cursor.blocks,
						    c->cursor.n, err)) < 0 ||
		    (!goes(c) &&
		     (status = pm_repeats_add_blocks(&c->after, c->cursor.blocks,
						     c->cursor.n, err)) < 0))
			return status;
	}
	if (status < 0)
		return status;
	while ((status = next_added(c, err)) == PM_OK)
		if ((status = pm_repeats_add_blocks(&c->after, c->blocks, c->n, err)) < 0)
			return status;
	return status < 0 ? status : PM_OK;
}

/* The next count of one of the two. */
static enum pm_status
advance(struct pm_spool_reader *in, struct pm_repeats_count *count, bool *has,
	struct pm_error *err)
{
	enum pm_status status = pm_repeats_next_count(in, count, err);

	*has = status == PM_OK;
	return status < 0 ? status : PM_OK;
}

enum pm_status
pm_repeats_change_end(struct pm_repeats_change *c, struct pm_error *err)
{
	enum pm_status status = pm_spool_end(&c->added, err);

	if (status < 0 || (status = see_old(c, err)) < 0 ||
	    (status = count_all(c, err)) < 0)
		return status;
	pm_repeats_sieve_release(&c->sieve);
	c->before.sieve = c->after.sieve = NULL;
	if ((status = pm_repeats_end(&c->before, err)) < 0 ||
	    (status = pm_repeats_end(&c->after, err)) < 0)
		return status;
	rewind_all(c);
	pm_spool_read(&c->were, &c->before.counts, 0, c->before.counts.len);
	pm_spool_read(&c->are, &c->after.counts, 0, c->after.counts.len);
	status = advance(&c->were, &c->was, &c->has_was, err);
	return status < 0 ? status : advance(&c->are, &c->is, &c->has_is, err);
}

/* --- what changes ------------------------------------------------------- */

enum pm_status
pm_repeats_change_block(struct pm_repeats_change *c,
			struct pm_repeats_change_of_block *block, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	bool was, is;

	while (status == PM_OK && (c->has_was || c->has_is)) {
		is = c->has_is && (!c->has_was || c->is.key <= c->was.key);
		was = c->has_was && (!c->has_is || c->was.key <= c->is.key);
		block->key = is ? c->is.key : c->was.key;
		block->repeats = is;
		if (was)
			status = advance(&c->were, &c->was, &c->has_was, err);
		if (is && status == PM_OK)
			status = advance(&c->are, &c->is, &c->has_is, err);
		if (status < 0 || was != is)
			return status;
	}
	return status < 0 ? status : PM_END;
}

static bool
same_folds(const bool *a, const bool *b, size_t n)
{
	if (a == NULL || b == NULL)
		return a == b;
	return memcmp(a, b, n * sizeof *a) == 0;
}

enum pm_status
pm_repeats_change_next(struct pm_repeats_change *c, struct pm_repeats_touched *t,
		       struct pm_error *err)
{
	enum pm_status status;
	uint32_t n = 0;

	while ((status = next_old(c, err)) == PM_OK) {
		t->segment = c->segment;
		t->article = c->cursor.article;
		t->blocks = c->cursor.blocks;
		t->n = c->cursor.n;
		if ((status = check_stop(c, ++n, err)) < 0 ||
		    (status = pm_repeats_decide(&c->before, t->blocks, t->n, &t->before,
						err)) < 0)
			return status;
		if (goes(c))
			continue;
		if ((status = pm_repeats_decide(&c->after, t->blocks, t->n, &t->after,
						err)) < 0 ||
		    !same_folds(t->before, t->after, t->n))
			return status;
	}
	while (status == PM_END && (status = next_added(c, err)) == PM_OK) {
		t->segment = c->n_old;
		t->article = c->at;
		t->blocks = c->blocks;
		t->n = c->n;
		t->before = NULL;
		if ((status = pm_repeats_decide(&c->after, t->blocks, t->n, &t->after,
						err)) < 0 ||
		    t->after != NULL)
			return status;
		status = PM_END;
	}
	return status;
}
