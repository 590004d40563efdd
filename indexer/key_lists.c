/* Pressmark - which articles have a key: see key_lists.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/key_lists.h"

#include "support/buf.h"
#include "support/bytes.h"

#include <stdlib.h>
#include <string.h>

/* Sketches that are taken at a time: whole pages. */
#define CHUNK 1024u
/* Bits of the filter for a key. */
#define FILTER_BITS 64u

_Static_assert(CHUNK *PM_SKETCH_BYTES % PM_SKETCHES_PAGE == 0, "whole pages");

void
pm_key_lists_init(struct pm_key_lists *l, const struct pm_sketched *of)
{
	*l = (struct pm_key_lists){ .of = of };
}

void
pm_key_lists_release(struct pm_key_lists *l)
{
	free(l->all);
	free(l->entries);
	free(l->slots);
	free(l->filter);
	memset(l, 0, sizeof *l);
}

/* --- keys ------------------------------------------------------------------------- */

/* The slot of KEY, or the free one that it would have. */
static uint32_t *
slot_of(const struct pm_key_lists *l, uint32_t key)
{
	size_t at = key * UINT32_C(0x9e3779b1) & (l->n_slots - 1);

	while (l->slots[at] != 0 && l->all[l->slots[at] - 1].key != key)
		at = (at + 1) & (l->n_slots - 1);
	return &l->slots[at];
}

struct pm_key_list *
pm_key_lists_find(const struct pm_key_lists *l, uint32_t key)
{
	uint32_t number = l->n_slots == 0 ? 0 : *slot_of(l, key);

	return number == 0 || number > l->n_loaded ? NULL : &l->all[number - 1];
}

static enum pm_status
grow_slots(struct pm_key_lists *l, struct pm_error *err)
{
	size_t n = l->n_slots == 0 ? 1024 : 2 * l->n_slots, i;
	uint32_t *slots = pm_calloc(n, sizeof *slots);

	if (slots == NULL)
		return pm_fail_nomem(err);
	free(l->slots);
	l->slots = slots;
	l->n_slots = n;
	for (i = 0; i < l->n; i++)
		*slot_of(l, l->all[i].key) = (uint32_t)i + 1;
	return PM_OK;
}

enum pm_status
pm_key_lists_want(struct pm_key_lists *l, uint32_t key, struct pm_error *err)
{
	enum pm_status status = PM_OK;

	if (2 * l->n >= l->n_slots && (status = grow_slots(l, err)) < 0)
		return status;
	if (*slot_of(l, key) != 0)
		return PM_OK;
	if ((status = pm_grow(&l->all, &l->cap, l->n + 1, sizeof *l->all, err)) < 0)
		return status;
	l->all[l->n] = (struct pm_key_list){ .key = key };
	*slot_of(l, key) = (uint32_t)++l->n;
	return PM_OK;
}

/* --- looking through the sketches --------------------------------------------------- */

static enum pm_status
make_filter(struct pm_key_lists *l, struct pm_error *err)
{
	size_t bits = 4096, i;
	enum pm_status status;

	while (bits < FILTER_BITS * (l->n - l->n_loaded) && bits <= UINT32_MAX / 2)
		bits *= 2;
	status = pm_regrow(&l->filter, &l->filter_cap, bits / 64, sizeof *l->filter, err);
	if (status < 0)
		return status;
	memset(l->filter, 0, bits / 8);
	l->filter_mask = (uint32_t)(bits - 1);
	for (i = l->n_loaded; i < l->n; i++) {
		uint32_t at = l->all[i].key & l->filter_mask;

		l->filter[at / 64] |= UINT64_C(1) << at % 64;
	}
	return PM_OK;
}

static inline uint64_t
in_filter(const struct pm_key_lists *l, uint32_t key)
{
	uint32_t at = key & l->filter_mask;

	return l->filter[at / 64] >> at % 64;
}

/* Whether a record of a file of sketches may have a key that is wanted. */
static inline bool
may_have(const struct pm_key_lists *l, const uint8_t *bytes)
{
	uint64_t found = in_filter(l, pm_sketch_digest_key(pm_load_u32(bytes + 4)));
	unsigned i;

	for (i = 0; i < PM_SKETCH_KEYS; i++)
		found |= in_filter(l, pm_load_u32(bytes + 8 + (size_t)4 * i));
	return (found & 1) != 0;
}

static enum pm_status
take(struct pm_key_lists *l, uint32_t place, struct pm_error *err)
{
	uint32_t keys[PM_STORY_KEYS], number;
	struct pm_sketch sketch;
	enum pm_status status;
	unsigned n, i;

	if (pm_sketched_is_gone(l->of, place))
		return PM_OK;
	status = pm_sketched_get(l->of, place, &sketch, err);
	n = status < 0 ? 0 : pm_sketch_keys(&sketch, keys);
	for (i = 0; i < n && status == PM_OK; i++) {
		number = *slot_of(l, keys[i]);
		if (number <= l->n_loaded)
			continue;
		status = pm_grow(&l->entries, &l->entries_cap, l->n_entries + 1,
				 sizeof *l->entries, err);
		if (status == PM_OK)
			l->entries[l->n_entries++] = (struct pm_key_entry){
				pm_appeared_of(sketch.day, place), keys[i]
			};
	}
	return status;
}

static enum pm_status
look_through(struct pm_key_lists *l, size_t segment, const struct pm_stop *stop,
	     struct pm_error *err)
{
	struct pm_segment *seg = l->of->segments[segment];
	uint32_t articles = pm_store_articles(pm_segment_store(seg)), i, k, n;
	struct pm_pages *pages;
	enum pm_status status = pm_segment_sketches(seg, &pages, err);
	const uint8_t *bytes;

	for (i = 0; i < articles && status == PM_OK; i += n) {
		n = articles - i < CHUNK ? articles - i : CHUNK;
		if (pm_stop_asked(stop))
			return pm_fail(err, PM_ERR_INTERRUPTED, "interrupted");
		bytes = pm_pages_get(pages, (uint64_t)i * PM_SKETCH_BYTES,
				     (uint64_t)n * PM_SKETCH_BYTES, err);
		if (bytes == NULL)
			return PM_ERR_CORRUPT;
		for (k = 0; k < n && status == PM_OK; k++)
			if (may_have(l, bytes + (size_t)k * PM_SKETCH_BYTES))
				status = take(l, l->of->before[segment] + i + k, err);
	}
	return status;
}

static int
compare_entries(const void *a, const void *b)
{
	const struct pm_key_entry *x = a, *y = b;

	return x->key != y->key ? (x->key < y->key ? -1 : 1)
				: pm_appeared_order(x->at, y->at);
}

enum pm_status
pm_key_lists_load(struct pm_key_lists *l, const struct pm_stop *stop, struct pm_error *err)
{
	size_t from = l->n_entries, i;
	enum pm_status status;
	struct pm_key_list *list;

	if (l->n_loaded == l->n)
		return PM_OK;
	status = make_filter(l, err);
	for (i = 0; i < l->of->n_segments && status == PM_OK; i++)
		status = look_through(l, i, stop, err);
	if (status < 0)
		return status;
	if (l->n_entries > from)
		qsort(l->entries + from, l->n_entries - from, sizeof *l->entries,
		      compare_entries);
	for (i = from; i < l->n_entries; i++) {
		list = &l->all[*slot_of(l, l->entries[i].key) - 1];
		if (list->n++ == 0)
			list->first = i;
	}
	l->n_loaded = l->n;
	l->loads++;
	return PM_OK;
}
