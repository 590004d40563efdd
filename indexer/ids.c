/* Pressmark - which articles are replaced by a later one: see ids.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/ids.h"

#include "support/intern.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

struct pm_id_run {
	uint64_t from, to; /* in the spool */
	struct pm_spool_reader reader;
	struct pm_id_entry entry; /* the next one */
};

/* --- sorting ------------------------------------------------------------ */

static int
compare(const void *a, const void *b)
{
	const struct pm_id_entry *x = a, *y = b;

	if (x->hash[0] != y->hash[0])
		return x->hash[0] < y->hash[0] ? -1 : 1;
	if (x->hash[1] != y->hash[1])
		return x->hash[1] < y->hash[1] ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static enum pm_status
sorter_init(struct pm_id_sorter *s, const char *path, const char *name, size_t memory,
	    struct pm_error *err)
{
	struct pm_buf b;

	s->cap = memory / sizeof *s->entries + 1;
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, path);
	pm_buf_puts(&b, name);
	s->path = (char *)pm_buf_detach(&b, NULL);
	s->entries = pm_alloc(s->cap, sizeof *s->entries);
	if (s->path == NULL || s->entries == NULL)
		return pm_fail_nomem(err);
	pm_spool_init(&s->spool, s->path, memory);
	return PM_OK;
}

static void
sorter_release(struct pm_id_sorter *s)
{
	size_t i;

	for (i = 0; i < s->n_heap; i++)
		pm_spool_reader_release(&s->runs[i].reader);
	if (s->path != NULL)
		pm_spool_release(&s->spool);
	free(s->runs);
	free(s->entries);
	free(s->path);
	memset(s, 0, sizeof *s);
}

/* What was added since the last run becomes one. */
static enum pm_status
end_run(struct pm_id_sorter *s, struct pm_error *err)
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

static enum pm_status
sorter_add(struct pm_id_sorter *s, const struct pm_id_entry *e, struct pm_error *err)
{
	s->entries[s->n++] = *e;
	return s->n == s->cap ? end_run(s, err) : PM_OK;
}

/* The run's next entry; PM_END: it has none. */
static enum pm_status
advance(struct pm_id_run *run, struct pm_error *err)
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
sift_down(struct pm_id_sorter *s, size_t i)
{
	struct pm_id_run moving = s->runs[i];

	for (;;) {
		size_t child = 2 * i + 1;

		if (child + 1 < s->n_heap &&
		    compare(&s->runs[child + 1].entry, &s->runs[child].entry) < 0)
			child++;
		if (child >= s->n_heap ||
		    compare(&moving.entry, &s->runs[child].entry) < 0)
			break;
		s->runs[i] = s->runs[child];
		i = child;
	}
	s->runs[i] = moving;
}

/* Adding ends; the entries can be taken. */
static enum pm_status
sorter_end(struct pm_id_sorter *s, struct pm_error *err)
{
	enum pm_status status = end_run(s, err);
	size_t i;

	free(s->entries);
	s->entries = NULL;
	if (status < 0 || (status = pm_spool_end(&s->spool, err)) < 0)
		return status;
	for (; s->n_heap < s->n_runs; s->n_heap++) {
		struct pm_id_run *run = &s->runs[s->n_heap];

		pm_spool_read(&run->reader, &s->spool, run->from, run->to);
		if ((status = advance(run, err)) < 0) {
			s->n_heap++;
			return status;
		}
	}
	for (i = s->n_heap / 2; i-- > 0;)
		sift_down(s, i);
	return PM_OK;
}

/* The next entry in order; PM_END after the last. */
static enum pm_status
sorter_next(struct pm_id_sorter *s, struct pm_id_entry *e, struct pm_error *err)
{
	enum pm_status status;

	if (s->n_heap == 0)
		return PM_END;
	*e = s->runs[0].entry;
	if ((status = advance(&s->runs[0], err)) < 0)
		return status;
	if (status == PM_END) {
		pm_spool_reader_release(&s->runs[0].reader);
		s->runs[0] = s->runs[--s->n_heap];
	}
	if (s->n_heap > 0)
		sift_down(s, 0);
	return PM_OK;
}

/* --- ids ---------------------------------------------------------------- */

enum pm_status
pm_ids_init(struct pm_ids *ids, const char *path, size_t memory, struct pm_error *err)
{
	enum pm_status status;

	memset(ids, 0, sizeof *ids);
	pm_hash_key(ids->key, sizeof ids->key);
	status = sorter_init(&ids->by_hash, path, ".hash", memory, err);
	if (status == PM_OK)
		status = sorter_init(&ids->by_number, path, ".number", memory, err);
	return status;
}

void
pm_ids_release(struct pm_ids *ids)
{
	sorter_release(&ids->by_hash);
	sorter_release(&ids->by_number);
}

static XXH128_hash_t
hash(const struct pm_ids *ids, const char *id, size_t len)
{
	XXH64_hash_t seed;

	memcpy(&seed, ids->key, sizeof seed);
	return XXH3_128bits_withSeed(id, len, seed);
}

enum pm_status
pm_ids_add(struct pm_ids *ids, const char *id, size_t len, struct pm_error *err)
{
	XXH128_hash_t h = hash(ids, id, len);
	struct pm_id_entry e = { { h.high64, h.low64 }, ids->n++ };

	ids->sum = ids->sum * 31 + h.low64;
	return len == 0 ? PM_OK : sorter_add(&ids->by_hash, &e, err);
}

enum pm_status
pm_ids_end(struct pm_ids *ids, struct pm_error *err)
{
	struct pm_id_entry e, before = { { 0, 0 }, 0 };
	enum pm_status status = sorter_end(&ids->by_hash, err);
	bool first = true;

	while (status == PM_OK && (status = sorter_next(&ids->by_hash, &e, err)) == PM_OK) {
		if (!first && e.hash[0] == before.hash[0] && e.hash[1] == before.hash[1]) {
			struct pm_id_entry gone = { { 0, 0 }, before.number };

			ids->n_replaced++;
			status = sorter_add(&ids->by_number, &gone, err);
		}
		first = false;
		before = e;
	}
	sorter_release(&ids->by_hash);
	if (status < 0 || (status = sorter_end(&ids->by_number, err)) < 0 ||
	    (status = sorter_next(&ids->by_number, &ids->next, err)) < 0)
		return status;
	ids->has_next = status == PM_OK;
	return PM_OK;
}

enum pm_status
pm_ids_replaced(struct pm_ids *ids, const char *id, size_t len, bool *replaced,
		struct pm_error *err)
{
	uint64_t number = ids->again++;
	enum pm_status status;

	ids->sum_again = ids->sum_again * 31 + hash(ids, id, len).low64;
	*replaced = ids->has_next && ids->next.number == number;
	if (!*replaced)
		return PM_OK;
	if ((status = sorter_next(&ids->by_number, &ids->next, err)) < 0)
		return status;
	ids->has_next = status == PM_OK;
	return PM_OK;
}

enum pm_status
pm_ids_check(const struct pm_ids *ids, struct pm_error *err)
{
	if (ids->n == ids->again && ids->sum == ids->sum_again)
		return PM_OK;
	return pm_fail(err, PM_ERR_INPUT,
		       "the input has changed while it was read twice (--ids replace)");
}
