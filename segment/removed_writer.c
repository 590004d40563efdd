/* Pressmark - writing which articles are gone: see removed.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/removed.h"

#include "support/bytes.h"
#include "support/sort.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of a table that are written at once. */
#define FLUSH ((size_t)1 << 16)

struct pm_removed_writer {
	struct pm_pages_writer *pages;
	struct pm_buf out;
	struct pm_buf directory;
	struct pm_buf index; /* of the blocks of the current segment's words, then terms */
	uint64_t n;
};

void
pm_removed_tables_init(struct pm_removed_tables *t)
{
	memset(t, 0, sizeof *t);
	pm_buf_init(&t->bytes, PM_BUF_NO_LIMIT);
}

void
pm_removed_tables_release(struct pm_removed_tables *t)
{
	free(t->articles);
	free(t->words);
	free(t->dead_words);
	free(t->dead_aliases);
	free(t->dead_forms);
	free(t->dead_targets);
	free(t->terms);
	pm_buf_release(&t->bytes);
	pm_removed_tables_init(t);
}

enum pm_status
pm_removed_create(struct pm_removed_writer **out, const char *path, struct pm_error *err)
{
	struct pm_removed_writer *w = pm_calloc(1, sizeof *w);
	enum pm_status status;

	if (w == NULL)
		return pm_fail_nomem(err);
	pm_buf_init(&w->out, PM_BUF_NO_LIMIT);
	pm_buf_init(&w->directory, PM_BUF_NO_LIMIT);
	pm_buf_init(&w->index, PM_BUF_NO_LIMIT);
	status = pm_pages_create(&w->pages, path, PM_REMOVED_KIND, PM_REMOVED_VERSION,
				 PM_REMOVED_PAGE, err);
	if (status < 0)
		pm_removed_writer_free(w);
	else
		*out = w;
	return status;
}

void
pm_removed_writer_free(struct pm_removed_writer *w)
{
	if (w == NULL)
		return;
	pm_pages_writer_free(w->pages);
	pm_buf_release(&w->out);
	pm_buf_release(&w->directory);
	pm_buf_release(&w->index);
	free(w);
}

/* Write B out, and empty it. */
static enum pm_status
flush(struct pm_removed_writer *w, struct pm_buf *b, struct pm_error *err)
{
	enum pm_status status = b->status < 0
				      ? pm_fail_nomem(err)
				      : pm_pages_write(w->pages, b->data, b->len, err);

	pm_buf_clear(b);
	return status;
}

static uint64_t
tell(const struct pm_removed_writer *w)
{
	return pm_pages_tell(w->pages) + w->out.len;
}

/* Note in the directory that a table of N entries begins here. */
static enum pm_status
begin(struct pm_removed_writer *w, uint64_t n, struct pm_error *err)
{
	pm_buf_put_u64(&w->directory, n);
	pm_buf_put_u64(&w->directory, tell(w));
	return w->out.len < FLUSH ? PM_OK : flush(w, &w->out, err);
}

static enum pm_status
put_list(struct pm_removed_writer *w, const uint32_t *list, size_t n, struct pm_error *err)
{
	enum pm_status status = begin(w, n, err);
	size_t i;

	for (i = 0; i < n; i++)
		pm_buf_put_varint(&w->out, list[i] - (i > 0 ? list[i - 1] : 0));
	return status;
}

static enum pm_status
put_pairs(struct pm_removed_writer *w, const struct pm_removed_pair *list, size_t n,
	  struct pm_error *err)
{
	enum pm_status status = begin(w, n, err);
	size_t i;

	for (i = 0; i < n; i++) {
		pm_buf_put_varint(&w->out, list[i].of - (i > 0 ? list[i - 1].of : 0));
		pm_buf_put_varint(&w->out, list[i].number);
	}
	return status;
}

static enum pm_status
put_words(struct pm_removed_writer *w, const struct pm_removed_tables *t,
	  struct pm_error *err)
{
	enum pm_status status = begin(w, t->n_words, err);
	size_t i;

	for (i = 0; i < t->n_words; i++) {
		const struct pm_removed_word *word = &t->words[i];
		bool first = i % PM_REMOVED_WORDS_BLOCK == 0;

		if (first)
			pm_buf_put_u64(&w->index, tell(w));
		pm_buf_put_varint(&w->out, word->rank - (first ? 0 : word[-1].rank));
		pm_buf_put_varint(&w->out, word->count);
		pm_buf_put_varint(&w->out, word->articles);
	}
	return status;
}

static enum pm_status
put_terms(struct pm_removed_writer *w, const struct pm_removed_tables *t,
	  struct pm_error *err)
{
	enum pm_status status = begin(w, t->n_terms, err);
	const char *bytes = pm_buf_str(&t->bytes);
	size_t i;

	for (i = 0; i < t->n_terms; i++) {
		const struct pm_removed_term *term = &t->terms[i];
		size_t common = 0;

		if (i % PM_REMOVED_TERMS_BLOCK == 0)
			pm_buf_put_u64(&w->index, tell(w));
		else
			common = pm_shared_bytes(bytes + term[-1].at, term[-1].len,
						 bytes + term->at, term->len);
		pm_buf_put_varint(&w->out, common);
		pm_buf_put_varint(&w->out, term->len - common);
		pm_buf_put(&w->out, bytes + term->at + common, term->len - common);
		pm_buf_put_varint(&w->out, term->articles);
	}
	return status;
}

static size_t
blocks_of(size_t n, size_t block)
{
	return n / block + (n % block != 0);
}

static enum pm_status
put_tables(struct pm_removed_writer *w, const struct pm_removed_tables *t,
	   struct pm_error *err)
{
	enum pm_status status;

	if ((status = put_list(w, t->articles, t->sums.articles, err)) < 0 ||
	    (status = put_words(w, t, err)) < 0 ||
	    (status = put_list(w, t->dead_words, t->n_dead_words, err)) < 0 ||
	    (status = put_list(w, t->dead_aliases, t->n_dead_aliases, err)) < 0 ||
	    (status = put_pairs(w, t->dead_forms, t->n_dead_forms, err)) < 0 ||
	    (status = put_pairs(w, t->dead_targets, t->n_dead_targets, err)) < 0 ||
	    (status = put_terms(w, t, err)) < 0 || (status = flush(w, &w->out, err)) < 0)
		return status;
	pm_buf_put_u64(&w->directory, tell(w));
	pm_buf_put_u64(&w->directory,
		       tell(w) + 8 * blocks_of(t->n_words, PM_REMOVED_WORDS_BLOCK));
	status = flush(w, &w->index, err);
	pm_buf_put_u64(&w->directory, tell(w));
	return status;
}

enum pm_status
pm_removed_add(struct pm_removed_writer *w, uint64_t identity,
	       const struct pm_removed_tables *t, struct pm_error *err)
{
	static const uint8_t nothing[PM_REMOVED_ENTRY - 8];
	enum pm_status status = PM_OK;

	w->n++;
	pm_buf_put_u64(&w->directory, identity);
	if (t == NULL || t->sums.articles == 0) {
		pm_buf_put(&w->directory, nothing, sizeof nothing);
		return w->directory.status < 0 ? pm_fail_nomem(err) : PM_OK;
	}
	pm_buf_put_u64(&w->directory, t->sums.articles);
	pm_buf_put_u64(&w->directory, t->sums.lengths);
	pm_buf_put_u64(&w->directory, t->sums.words);
	pm_buf_put_u64(&w->directory, t->sums.long_words);
	pm_buf_put_u64(&w->directory, t->sums.text_bytes);
	pm_buf_put_u64(&w->directory, t->sums.undated);
	status = put_tables(w, t, err);
	return status == PM_OK && w->directory.status < 0 ? pm_fail_nomem(err) : status;
}

enum pm_status
pm_removed_finish(struct pm_removed_writer *w, uint64_t *size, struct pm_error *err)
{
	enum pm_status status;

	pm_buf_put_u64(&w->directory, w->n);
	status = flush(w, &w->directory, err);
	return status < 0 ? status : pm_pages_finish(w->pages, size, err);
}
