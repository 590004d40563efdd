/* Pressmark - merging: what its steps share, and the articles: see merge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge/merge.h"

#include "segment/metadata.h"
#include "support/bytes.h"

#include <stdlib.h>
#include <string.h>

static int
by_number(const void *a, const void *b)
{
	const struct pm_merge_part *x = a, *y = b;

	if (x->slice->number != y->slice->number)
		return x->slice->number < y->slice->number ? -1 : 1;
	return (x->slice->part > y->slice->part) - (x->slice->part < y->slice->part);
}

static enum pm_status
list_slices(struct pm_merge *m, struct pm_error *err)
{
	size_t i, k, n = 0;

	for (i = 0; i < m->n; i++)
		n += m->runs[i].n_slices;
	m->parts = pm_alloc(n, sizeof *m->parts);
	m->slices = pm_alloc(n, sizeof *m->slices);
	if (m->parts == NULL || m->slices == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < m->n; i++)
		for (k = 0; k < m->runs[i].n_slices; k++) {
			m->parts[m->n_parts].slice = &m->runs[i].slices[k];
			m->parts[m->n_parts++].run = (uint32_t)i;
		}
	if (n > 1)
		qsort(m->parts, n, sizeof *m->parts, by_number);
	for (i = 0; i < n; i++) {
		struct pm_merge_slice *s;

		if (m->parts[i].slice->part == 0)
			m->slices[m->n_slices++] = (struct pm_merge_slice){ i, 0, 0 };
		s = &m->slices[m->n_slices - 1];
		s->n++;
		s->text_bytes += m->parts[i].slice->text_bytes;
	}
	return PM_OK;
}

/* --- articles in several runs ------------------------------------------- */

static int
by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static enum pm_status
list_open(struct pm_merge *m, struct pm_error *err)
{
	size_t i, n = 0;

	m->open = pm_alloc(m->n, sizeof *m->open);
	if (m->open == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < m->n; i++)
		if (m->runs[i].open != 0)
			m->open[n++] = m->runs[i].open;
	if (n > 1)
		qsort(m->open, n, sizeof *m->open, by_value);
	for (i = 0; i < n; i++)
		if (i == 0 || m->open[i] != m->open[i - 1])
			m->open[m->n_open++] = m->open[i];
	return PM_OK;
}

enum pm_status
pm_merge_marks_init(const struct pm_merge *m, struct pm_merge_marks *marks,
		    struct pm_error *err)
{
	marks->now = 0;
	marks->strings = pm_calloc(m->n_open, sizeof *marks->strings);
	return marks->strings == NULL ? pm_fail_nomem(err) : PM_OK;
}

bool
pm_merge_counted(const struct pm_merge *m, struct pm_merge_marks *marks, uint32_t article)
{
	const uint32_t *found = bsearch(&article, m->open, m->n_open, sizeof *m->open,
					by_value);
	uint64_t *string = &marks->strings[found - m->open], before = *string;

	*string = marks->now;
	return before == marks->now;
}

enum pm_status
pm_merge_init(struct pm_merge *m, struct pm_run *runs, size_t n, const char *dir,
	      const char *prefix, size_t memory, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i;

	memset(m, 0, sizeof *m);
	m->runs = runs;
	m->n = n;
	m->dir = dir;
	m->prefix = prefix;
	m->memory = memory;
	for (i = 0; i < n; i++)
		m->n_folds += runs[i].folds;
	for (i = 0; i < n; i++)
		m->repeats |= (runs[i].languages & (runs[i].languages - 1)) != 0;
	pm_intern_init(&m->separators);
	m->answers = pm_alloc(n, sizeof *m->answers);
	m->separator_ranks = pm_calloc(n, sizeof *m->separator_ranks);
	m->paths = pm_calloc(3 * n + 8, sizeof *m->paths);
	for (i = 0; m->answers != NULL && i < n; i++)
		pm_spool_init(&m->answers[i], NULL, 0);
	if (m->answers == NULL || m->separator_ranks == NULL || m->paths == NULL)
		status = pm_fail_nomem(err);
	if (status == PM_OK)
		status = list_slices(m, err);
	if (status == PM_OK)
		status = list_open(m, err);
	if (status < 0)
		pm_merge_release(m);
	return status;
}

void
pm_merge_release(struct pm_merge *m)
{
	size_t i;

	for (i = 0; m->answers != NULL && i < m->n; i++)
		pm_spool_release(&m->answers[i]);
	for (i = 0; m->separator_ranks != NULL && i < m->n; i++)
		free(m->separator_ranks[i]);
	for (i = 0; i < m->n_paths; i++)
		free(m->paths[i]);
	free(m->answers);
	free(m->separator_ranks);
	free(m->paths);
	free(m->parts);
	free(m->slices);
	free(m->open);
	free(m->by_rank);
	pm_addresses_release(&m->addresses);
	pm_intern_release(&m->separators);
	pm_store_writer_free(m->store);
	pm_folds_writer_free(m->folds);
	memset(m, 0, sizeof *m);
}

enum pm_status
pm_merge_spool(struct pm_merge *m, struct pm_spool *s, const char *name, size_t number,
	       size_t limit, struct pm_error *err)
{
	struct pm_buf path;
	char *kept;

	pm_buf_init(&path, PM_BUF_NO_LIMIT);
	pm_buf_printf(&path, "%s.%s-%zu", m->prefix, name, number);
	kept = (char *)pm_buf_detach(&path, NULL);
	if (kept == NULL)
		return pm_fail_nomem(err);
	m->paths[m->n_paths++] = kept;
	pm_spool_init(s, kept, limit);
	return PM_OK;
}

enum pm_status
pm_merge_open(const struct pm_merge *m, struct pm_union *u, struct pm_spool *first,
	      size_t stride, struct pm_error *err)
{
	struct pm_spool **spools = pm_alloc(m->n, sizeof *spools);
	enum pm_status status;
	size_t i;

	if (spools == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < m->n; i++)
		spools[i] = (struct pm_spool *)(void *)((char *)first + i * stride);
	status = pm_union_open(u, spools, m->n, err);
	free(spools);
	return status;
}

enum pm_status
pm_merge_ask(const struct pm_merge *m, struct pm_error *err)
{
	if (pm_stop_asked(&m->stop))
		return pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
	return PM_OK;
}

/* --- articles ----------------------------------------------------------- */

enum pm_status
pm_merge_load(struct pm_merge *m, uint32_t run, struct pm_surface_code **codes,
	      size_t *cap, struct pm_error *err)
{
	uint32_t n = m->runs[run].n_surfaces, i;
	struct pm_spool_reader in;
	const uint8_t *p = NULL;
	enum pm_status status = pm_grow(codes, cap, n, sizeof **codes, err);

	if (status < 0)
		return status;
	pm_spool_read(&in, &m->answers[run], 0, m->answers[run].len);
	for (i = 0; i < n; i++) {
		uint32_t surface;

		if ((p = pm_spool_bytes(&in, PM_MERGE_ANSWER, err)) == NULL)
			break;
		surface = pm_load_u32(p);
		(*codes)[surface].code = pm_load_u32(p + 4);
		(*codes)[surface].form = pm_load_u32(p + 8);
		(*codes)[surface].word = pm_load_u32(p + 12);
	}
	pm_spool_reader_release(&in);
	return i < n ? (err != NULL ? err->status : PM_ERR_INTERNAL) : PM_OK;
}

static const char *
separator_text(void *ctx, uint32_t number, size_t *len)
{
	const struct pm_merge *m = ctx;

	return pm_intern_get(&m->separators, m->by_rank[number], len);
}

enum pm_status
pm_merge_store_open(struct pm_merge *m, struct pm_error *err)
{
	struct pm_store_plan plan = { separator_text, m, m->separators.n, m->addresses,
				      false };
	enum pm_status status = pm_store_create(&m->store, m->dir, &plan, err);

	if (status < 0 || m->n_folds == 0)
		return status;
	plan.of_folds = true;
	return pm_folds_create(&m->folds, m->dir, &plan, err);
}

void
pm_merge_scratch_init(struct pm_merge_scratch *x)
{
	memset(x, 0, sizeof *x);
	x->run = UINT32_MAX;
	pm_buf_init(&x->data, PM_BUF_NO_LIMIT);
	pm_buf_init(&x->fold_places, PM_BUF_NO_LIMIT);
}

void
pm_merge_scratch_release(struct pm_merge_scratch *x)
{
	pm_store_piece_free(x->piece);
	pm_store_piece_free(x->folds);
	free(x->codes);
	pm_buf_release(&x->data);
	pm_buf_release(&x->fold_places);
	pm_merge_scratch_init(x);
}

_Static_assert((int)PM_RUN_BEGINS == PM_STORE_BEGINS &&
		       (int)PM_RUN_TITLE_END == PM_STORE_TITLE_END &&
		       (int)PM_RUN_ENDS == PM_STORE_ENDS,
	       "a run and the store mean the same by parts");

static void
put_bytes(struct pm_buf *out, uint32_t article, const void *bytes, size_t len)
{
	pm_buf_put_u32(out, article);
	pm_buf_put_u32(out, (uint32_t)len);
	pm_buf_put(out, bytes, len);
}

/* One record of the stream; the data of ARTICLE's document is appended to OUT. */
static enum pm_status
read_text(const uint8_t *p, const uint8_t *end, uint32_t article, struct pm_store_text *t,
	  struct pm_buf *out, struct pm_error *err)
{
	const uint8_t *data;
	size_t data_len;

	if (p == end)
		return pm_fail(err, PM_ERR_INTERNAL, "a run's stream has no part");
	t->part = *p++;
	if (pm_load_varint32(&p, end, &t->n_words) < 0 ||
	    pm_load_varint32(&p, end, &t->n_title) < 0 ||
	    pm_load_bytes(&p, end, &t->separators, &t->separators_len) < 0 ||
	    pm_load_bytes(&p, end, &t->upper, &t->upper_len) < 0 ||
	    pm_load_bytes(&p, end, &t->metadata, &t->metadata_len) < 0 ||
	    pm_load_bytes(&p, end, &data, &data_len) < 0 ||
	    (uint64_t)(end - p) != (uint64_t)t->n_words * 2)
		return pm_fail(err, PM_ERR_INTERNAL,
			       "a run's stream does not fit together");
	t->tokens = p;
	t->day = t->part & PM_RUN_FOLD ? 0 : pm_metadata_day(t->metadata, t->metadata_len);
	if (data_len > 0)
		put_bytes(out, article, data, data_len);
	return PM_OK;
}

/* A fold of ARTICLE, whose metadata is its place. */
static enum pm_status
recode_fold(struct pm_merge_scratch *x, const struct pm_store_coding *coding,
	    struct pm_store_text *text, uint32_t article, struct pm_error *err)
{
	put_bytes(&x->fold_places, article, text->metadata, text->metadata_len);
	text->part = PM_STORE_WHOLE;
	text->metadata_len = 0;
	return pm_store_piece_add(x->folds, coding, text, err);
}

/* What there is of ARTICLE, or of one of its folds. */
static enum pm_status
recode_text(struct pm_merge_scratch *x, const struct pm_store_coding *coding,
	    struct pm_store_text *text, uint32_t *article, struct pm_error *err)
{
	enum pm_status status;

	/* the article of a fold has ended */
	if (text->part & PM_RUN_FOLD)
		return recode_fold(x, coding, text, *article - 1, err);
	status = pm_store_piece_add(x->piece, coding, text, err);
	*article += (text->part & PM_RUN_ENDS) != 0;
	return status;
}

static enum pm_status
recode_part(struct pm_merge *m, struct pm_merge_scratch *x, const struct pm_merge_part *s,
	    struct pm_error *err)
{
	struct pm_store_coding coding;
	struct pm_spool_reader in;
	const uint8_t *p, *end;
	struct pm_store_text text;
	uint32_t article = s->slice->first_text;
	enum pm_status status = PM_OK;

	if (x->run != s->run) {
		status = pm_merge_load(m, s->run, &x->codes, &x->codes_cap, err);
		if (status < 0)
			return status;
		x->run = s->run;
	}
	coding.surfaces = x->codes;
	coding.separators = m->separator_ranks[s->run];
	pm_spool_read(&in, &m->runs[s->run].stream, s->slice->stream,
		      s->slice->stream_end);
	while (status == PM_OK && (status = pm_spool_next(&in, &p, &end, err)) == PM_OK)
		if ((status = read_text(p, end, article, &text, &x->data, err)) == PM_OK)
			status = recode_text(x, &coding, &text, &article, err);
	pm_spool_reader_release(&in);
	return status < 0 ? status : PM_OK;
}

enum pm_status
pm_merge_recode(struct pm_merge *m, struct pm_merge_scratch *x, size_t slice,
		struct pm_error *err)
{
	const struct pm_merge_slice *s = &m->slices[slice];
	enum pm_status status = PM_OK;
	size_t i;

	if (x->piece == NULL &&
	    (status = pm_store_piece_new(&x->piece, m->store, err)) < 0)
		return status;
	if (x->folds == NULL && m->folds != NULL &&
	    (status = pm_store_piece_new(&x->folds, pm_folds_store_writer(m->folds),
					 err)) < 0)
		return status;
	for (i = 0; i < s->n && status == PM_OK; i++)
		status = recode_part(m, x, &m->parts[s->first + i], err);
	if (status == PM_OK && x->folds != NULL)
		status = pm_store_piece_end(x->folds, err);
	return status < 0 ? status : pm_store_piece_end(x->piece, err);
}

/* Call FN for what put_bytes has put into B, which is then empty. */
static enum pm_status
take_bytes(struct pm_buf *b,
	   enum pm_status (*fn)(void *ctx, uint32_t article, const uint8_t *bytes,
				uint32_t len, struct pm_error *err),
	   void *ctx, struct pm_error *err)
{
	const uint8_t *p = b->data, *end = p + b->len;
	enum pm_status status = b->status < 0 ? pm_fail_nomem(err) : PM_OK;

	while (p < end && status == PM_OK) {
		uint32_t len = pm_load_u32(p + 4);

		status = fn(ctx, pm_load_u32(p), p + 8, len, err);
		p += 8 + len;
	}
	pm_buf_clear(b);
	return status;
}

static enum pm_status
append_data(void *ctx, uint32_t article, const uint8_t *bytes, uint32_t len,
	    struct pm_error *err)
{
	struct pm_sink *sink = ctx;

	return sink->data(sink, article, (const char *)bytes, len, err);
}

static enum pm_status
append_place(void *ctx, uint32_t article, const uint8_t *bytes, uint32_t len,
	     struct pm_error *err)
{
	return pm_folds_add(ctx, article, bytes, len, err);
}

enum pm_status
pm_merge_append(struct pm_merge *m, struct pm_merge_scratch *x, size_t slice,
		struct pm_sink *sink, struct pm_error *err)
{
	const struct pm_merge_slice *s = &m->slices[slice];
	enum pm_status status;
	size_t i;

	/* The slices of a run are appended in order, so nothing before the end of this
	 * one is read again; and the new files need as much memory as the stream did. */
	for (i = s->first; i < s->first + s->n; i++)
		pm_spool_forget(&m->runs[m->parts[i].run].stream,
				m->parts[i].slice->stream_end);
	status = pm_store_append(m->store, x->piece, err);
	if (status == PM_OK && x->folds != NULL)
		status = pm_store_append(pm_folds_store_writer(m->folds), x->folds, err);
	if (status == PM_OK && x->folds != NULL)
		status = take_bytes(&x->fold_places, append_place, m->folds, err);
	return status < 0 ? status : take_bytes(&x->data, append_data, sink, err);
}

enum pm_status
pm_merge_store_finish(struct pm_merge *m, struct pm_error *err)
{
	enum pm_status status = pm_store_finish(m->store, m->sizes.store, err);

	return status < 0 || m->folds == NULL
		     ? status
		     : pm_folds_finish(m->folds, &m->sizes.folds, err);
}
