/* Pressmark - a sorter: see sorter.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/sorter.h"

#include <stdlib.h>
#include <string.h>

struct pm_sorter_run {
	uint64_t from, to; /* in the spool */
	struct pm_spool_reader reader;
	struct pm_sorter_entry entry; /* the next one */
};

static int
compare(const void *a, const void *b)
{
	const struct pm_sorter_entry *x = a, *y = b;
	size_t i = 0;

	while (i < 2 && x->key[i] == y->key[i])
		i++;
	return (x->key[i] > y->key[i]) - (x->key[i] < y->key[i]);
}

enum pm_status
pm_sorter_init(struct pm_sorter *s, const char *path, const char *name, size_t memory,
	       struct pm_error *err)
{
	struct pm_buf b;

	memset(s, 0, sizeof *s);
	s->cap = memory / sizeof *s->entries + 1;
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_printf(&b, "%s.%s", path, name);
	if (b.status == PM_OK)
		s->path = pm_strndup(pm_buf_str(&b), b.len);
	pm_buf_release(&b);
	if (s->path == NULL)
		return pm_fail_nomem(err);
	pm_spool_init(&s->spool, s->path, memory);
	s->entries = pm_alloc(s->cap, sizeof *s->entries);
	return s->entries == NULL ? pm_fail_nomem(err) : PM_OK;
}

static void
release_heap(struct pm_sorter *s)
{
	while (s->n_heap > 0)
		pm_spool_reader_release(&s->heap[--s->n_heap]->reader);
	free(s->heap);
	s->heap = NULL;
}

void
pm_sorter_release(struct pm_sorter *s)
{
	release_heap(s);
	if (s->path != NULL)
		pm_spool_release(&s->spool);
	free(s->runs);
	free(s->entries);
	free(s->path);
	memset(s, 0, sizeof *s);
}

/* What was added since the last run becomes one. */
static enum pm_status
end_run(struct pm_sorter *s, struct pm_error *err)
{
	enum pm_status status;

	if (s->n == 0)
		return PM_OK;
	qsort(s->entries, s->n, sizeof *s->entries, compare);
	status = pm_grow(&s->runs, &s->runs_cap, s->n_runs + 1, sizeof *s->runs, err);
	if (status < 0)
		return status;
	s->runs[s->n_runs].from = s->spool.len;
	status = pm_spool_write(&s->spool, s->entries, s->n * sizeof *s->entries, err);
	s->runs[s->n_runs++].to = s->spool.len;
	s->n = 0;
	return status;
}

enum pm_status
pm_sorter_add(struct pm_sorter *s, const struct pm_sorter_entry *e, struct pm_error *err)
{
	s->entries[s->n++] = *e;
	return s->n == s->cap ? end_run(s, err) : PM_OK;
}

/* The run's next entry; PM_END: it has none. */
static enum pm_status
advance(struct pm_sorter_run *run, struct pm_error *err)
{
	const uint8_t *p;

	if (run->reader.at == run->reader.end)
		return PM_END;
	if ((p = pm_spool_bytes(&run->reader, sizeof run->entry, err)) == NULL)
		return err != NULL ? err->status : PM_ERR_INTERNAL;
	memcpy(&run->entry, p, sizeof run->entry);
	return PM_OK;
}

static void
sift_down(struct pm_sorter *s, size_t i)
{
	struct pm_sorter_run *moving = s->heap[i];

	for (;;) {
		size_t child = 2 * i + 1;

		if (child + 1 < s->n_heap &&
		    compare(&s->heap[child + 1]->entry, &s->heap[child]->entry) < 0)
			child++;
		if (child >= s->n_heap ||
		    compare(&moving->entry, &s->heap[child]->entry) < 0)
			break;
		s->heap[i] = s->heap[child];
		i = child;
	}
	s->heap[i] = moving;
}

enum pm_status
pm_sorter_rewind(struct pm_sorter *s, struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	release_heap(s);
	s->heap = pm_alloc(s->n_runs, sizeof *s->heap);
	if (s->heap == NULL)
		return pm_fail_nomem(err);
	for (; s->n_heap < s->n_runs; s->n_heap++) {
		struct pm_sorter_run *run = &s->runs[s->n_heap];

		pm_spool_read(&run->reader, &s->spool, run->from, run->to);
		s->heap[s->n_heap] = run;
		if ((status = advance(run, err)) < 0) {
			s->n_heap++;
			return status;
		}
	}
	for (i = s->n_heap / 2; i-- > 0;)
		sift_down(s, i);
	return PM_OK;
}

enum pm_status
pm_sorter_end(struct pm_sorter *s, struct pm_error *err)
{
	enum pm_status status = end_run(s, err);

	free(s->entries);
	s->entries = NULL;
	if (status < 0 || (status = pm_spool_end(&s->spool, err)) < 0)
		return status;
	return pm_sorter_rewind(s, err);
}

enum pm_status
pm_sorter_next(struct pm_sorter *s, struct pm_sorter_entry *e, struct pm_error *err)
{
	enum pm_status status;

	if (s->n_heap == 0)
		return PM_END;
	*e = s->heap[0]->entry;
	if ((status = advance(s->heap[0], err)) < 0)
		return status;
	if (status == PM_END) {
		pm_spool_reader_release(&s->heap[0]->reader);
		s->heap[0] = s->heap[--s->n_heap];
	}
	if (s->n_heap > 0)
		sift_down(s, 0);
	return PM_OK;
}
