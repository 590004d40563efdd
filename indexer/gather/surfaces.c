/* Pressmark - the surfaces of a run: see surfaces.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/surfaces.h"

#include <stdlib.h>

#define FIRST_SLOTS ((uint64_t)1 << 14)

enum pm_status
pm_surfaces_init(struct pm_surfaces *t, struct pm_error *err)
{
	memset(t, 0, sizeof *t);
	pm_buf_init(&t->pool, UINT32_MAX);
	pm_intern_init(&t->longs);
	t->slots = pm_table_new(FIRST_SLOTS, sizeof *t->slots);
	if (t->slots == NULL)
		return pm_fail_nomem(err);
	t->mask = FIRST_SLOTS - 1;
	pm_hash_key(t->seed, sizeof t->seed);
	return PM_OK;
}

static void
release_slots(struct pm_surfaces *t)
{
	if (t->slots != NULL)
		pm_table_free(t->slots, (size_t)t->mask + 1, sizeof *t->slots);
	t->slots = NULL;
}

void
pm_surfaces_release(struct pm_surfaces *t)
{
	release_slots(t);
	free(t->surfaces);
	free(t->long_surface);
	pm_buf_release(&t->pool);
	pm_intern_release(&t->longs);
	memset(t, 0, sizeof *t);
}

size_t
pm_surfaces_memory(const struct pm_surfaces *t)
{
	uint64_t slots = t->slots == NULL ? 0 : t->mask + 1;

	if ((uint64_t)t->n * 4 >= slots * 2)
		slots *= 2;
	return (size_t)slots * sizeof *t->slots + t->cap * sizeof *t->surfaces +
	       t->pool.cap + pm_intern_memory(&t->longs) +
	       t->longs_cap * sizeof *t->long_surface;
}

/* Works like grow_slots in support/intern.c; see there. */
static enum pm_status
double_slots(struct pm_surfaces *t, struct pm_error *err)
{
	uint64_t old = t->mask + 1, first = 0, i;
	struct pm_surface_slot *slots = pm_table_double(t->slots, (size_t)old,
							sizeof *slots);

	if (slots == NULL)
		return pm_fail_nomem(err);
	t->slots = slots;
	t->mask = 2 * old - 1;
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
		if ((status = pm_intern(&t->longs, s, len, &id, err)) < 0 ||
		    (status = pm_grow(&t->long_surface, &t->longs_cap, (size_t)id + 1,
				      sizeof *t->long_surface, err)) < 0)
			return status;
		t->long_surface[id] = t->n;
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
	*surface = t->n++;
	return PM_OK;
}

uint32_t
pm_surfaces_find_long(const struct pm_surfaces *t, const char *s, size_t len)
{
	uint32_t id = pm_intern_find(&t->longs, s, len);

	return id == PM_U32_NONE ? UINT32_MAX : t->long_surface[id];
}

void
pm_surfaces_end(struct pm_surfaces *t)
{
	uint64_t i;

	for (i = 0; t->slots != NULL && i <= t->mask; i++)
		if (t->slots[i].a != 0)
			t->surfaces[t->slots[i].surface].count = t->slots[i].count;
	release_slots(t);
	free(t->long_surface);
	pm_intern_release(&t->longs);
	t->long_surface = NULL;
	t->longs_cap = 0;
}
