/* Pressmark - the surfaces of a run: see surfaces.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/surfaces.h"

#include <stdlib.h>

#define FIRST_SLOTS ((uint64_t)1 << 14)

static enum pm_status
init_table(struct pm_surface_table *table, struct pm_error *err)
{
	memset(table, 0, sizeof *table);
	pm_intern_init(&table->longs);
	table->slots = pm_table_new(FIRST_SLOTS, sizeof *table->slots);
	if (table->slots == NULL)
		return pm_fail_nomem(err);
	table->mask = FIRST_SLOTS - 1;
	return PM_OK;
}

static void
release_table(struct pm_surface_table *table)
{
	if (table->slots != NULL)
		pm_table_free(table->slots, (size_t)table->mask + 1, sizeof *table->slots);
	table->slots = NULL;
	free(table->long_surface);
	table->long_surface = NULL;
	table->longs_cap = 0;
	pm_intern_release(&table->longs);
}

enum pm_status
pm_surfaces_init(struct pm_surfaces *t, struct pm_error *err)
{
	memset(t, 0, sizeof *t);
	pm_buf_init(&t->pool, UINT32_MAX);
	pm_hash_key(t->seed, sizeof t->seed);
	return init_table(&t->at, err);
}

void
pm_surfaces_release(struct pm_surfaces *t)
{
	unsigned i;

	release_table(&t->at);
	for (i = 0; i < t->n_others; i++)
		release_table(&t->others[i]);
	free(t->others);
	free(t->surfaces);
	pm_buf_release(&t->pool);
	memset(t, 0, sizeof *t);
}

static size_t
table_memory(const struct pm_surface_table *table)
{
	uint64_t slots = table->slots == NULL ? 0 : table->mask + 1;

	if ((uint64_t)table->used * 4 >= slots * 2)
		slots *= 2;
	return (size_t)slots * sizeof *table->slots + pm_intern_memory(&table->longs) +
	       table->longs_cap * sizeof *table->long_surface;
}

size_t
pm_surfaces_memory(const struct pm_surfaces *t)
{
	return t->cap * sizeof *t->surfaces + t->pool.cap + table_memory(&t->at) +
	       t->others_memory;
}

enum pm_status
pm_surfaces_use(struct pm_surfaces *t, unsigned language, struct pm_error *err)
{
	unsigned most = language > t->language ? language : t->language, i;
	struct pm_surface_table *others;

	if (language == t->language)
		return PM_OK;
	if (most >= t->n_others) {
		others = realloc(t->others, ((size_t)most + 1) * sizeof *others);
		if (others == NULL)
			return pm_fail_nomem(err);
		memset(others + t->n_others, 0,
		       ((size_t)most + 1 - t->n_others) * sizeof *others);
		t->others = others;
		t->n_others = most + 1;
	}
	t->others[t->language] = t->at;
	t->at = t->others[language];
	memset(&t->others[language], 0, sizeof t->others[language]);
	t->language = language;
	t->others_memory = 0;
	for (i = 0; i < t->n_others; i++)
		t->others_memory += t->others[i].slots == NULL
					  ? 0
					  : table_memory(&t->others[i]);
	return t->at.slots == NULL ? init_table(&t->at, err) : PM_OK;
}

/* Works like grow_slots in support/intern.c; see there. */
static enum pm_status
double_slots(struct pm_surfaces *t, struct pm_error *err)
{
	uint64_t old = t->at.mask + 1, first = 0, i;
	struct pm_surface_slot *slots = pm_table_double(t->at.slots, (size_t)old,
							sizeof *slots);

	if (slots == NULL)
		return pm_fail_nomem(err);
	t->at.slots = slots;
	t->at.mask = 2 * old - 1;
	while (slots[first].a != 0)
		first++;
	for (i = 1; i < old; i++) {
		struct pm_surface_slot *from = &slots[(first + i) & (old - 1)],
				       slot = *from;
		struct pm_surface_key key;
		char bytes[PM_SURFACE_INLINE];

		if (slot.a == 0)
			continue;
		memset(from, 0, sizeof *from);
		memcpy(bytes, &slot.a, 8);
		memcpy(bytes + 8, &slot.b, 8);
		key = pm_surface_key(t, bytes, PM_SURFACE_INLINE);
		*pm_surface_slot(t, &key) = slot;
	}
	return PM_OK;
}

enum pm_status
pm_surfaces_reserve(struct pm_surfaces *t, size_t n, struct pm_error *err)
{
	enum pm_status status;

	status = pm_grow(&t->surfaces, &t->cap, t->n + n, sizeof *t->surfaces, err);
	if (status < 0)
		return status;
	while (!pm_surfaces_has_room(t, n))
		if ((status = double_slots(t, err)) < 0)
			return status;
	return PM_OK;
}

enum pm_status
pm_surfaces_enter(struct pm_surfaces *t, struct pm_surface_slot *slot,
		  const struct pm_surface_key *key, const char *s, size_t len,
		  uint32_t *surface, struct pm_error *err)
{
	struct pm_surface *fresh = &t->surfaces[t->n];
	enum pm_status status;
	uint32_t id;

	if (slot == NULL) {
		if ((status = pm_intern(&t->at.longs, s, len, &id, err)) < 0 ||
		    (status = pm_grow(&t->at.long_surface, &t->at.longs_cap,
				      (size_t)id + 1, sizeof *t->at.long_surface, err)) <
			    0)
			return status;
		t->at.long_surface[id] = t->n;
	}
	fresh->word = PM_SURFACE_PENDING;
	fresh->count = 0;
	fresh->start = (uint32_t)t->pool.len;
	fresh->len = (uint32_t)len;
	pm_buf_put(&t->pool, s, len);
	if (t->pool.status < 0)
		return pm_buf_check(&t->pool, "the distinct words of a run", err);
	if (slot != NULL) {
		slot->a = key->a;
		slot->b = key->b;
		slot->surface = t->n;
		slot->word = PM_SURFACE_PENDING;
		slot->count = 0;
		slot->flags = 0;
	}
	t->at.used += slot != NULL;
	*surface = t->n++;
	return PM_OK;
}

uint32_t
pm_surfaces_find_long(const struct pm_surfaces *t, const char *s, size_t len)
{
	uint32_t id = pm_intern_find(&t->at.longs, s, len);

	return id == PM_U32_NONE ? UINT32_MAX : t->at.long_surface[id];
}

static void
end_table(struct pm_surfaces *t, struct pm_surface_table *table)
{
	uint64_t i;

	for (i = 0; table->slots != NULL && i <= table->mask; i++)
		if (table->slots[i].a != 0)
			t->surfaces[table->slots[i].surface].count = table->slots[i].count;
	release_table(table);
}

void
pm_surfaces_end(struct pm_surfaces *t)
{
	unsigned i;

	end_table(t, &t->at);
	for (i = 0; i < t->n_others; i++)
		end_table(t, &t->others[i]);
}
