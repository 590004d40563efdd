/* Pressmark - interning: see intern.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/intern.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <xxhash.h>

#define FIRST_SLOTS 64u

static uint64_t hash_key;

void
pm_hash_key(void *key, size_t len)
{
	uint64_t moment = (uint64_t)time(NULL) * UINT64_C(0x9e3779b97f4a7c15);

	/* A machine that has just booted may have none yet. */
	if (getrandom(key, len, GRND_NONBLOCK) != (ssize_t)len)
		memcpy(key, &moment, len < sizeof moment ? len : sizeof moment);
}

/* Done when the program is loaded, so that threads need not ask. */
__attribute__((constructor)) static void
choose_key(void)
{
	pm_hash_key(&hash_key, sizeof hash_key);
}

void
pm_intern_init(struct pm_intern *in)
{
	memset(in, 0, sizeof *in);
	pm_buf_init(&in->pool, UINT32_MAX);
}

static void
release_slots(struct pm_intern *in)
{
	if (in->slots != NULL)
		pm_table_free(in->slots, (size_t)in->mask + 1, sizeof *in->slots);
	in->slots = NULL;
	in->mask = 0;
}

void
pm_intern_release(struct pm_intern *in)
{
	pm_buf_release(&in->pool);
	free(in->starts);
	release_slots(in);
	pm_intern_init(in);
}

/* The slot that holds the string, or the empty one where it would go. */
static uint64_t
find_slot(const struct pm_intern *in, const void *s, size_t len, uint32_t hash)
{
	uint64_t at = hash & in->mask;

	for (;; at = (at + 1) & in->mask) {
		uint64_t slot = in->slots[at];
		const char *held;
		size_t held_len;

		if (slot == 0)
			return at;
		if (slot >> 32 != hash)
			continue;
		held = pm_intern_get(in, (uint32_t)slot - 1, &held_len);
		if (held_len == len && memcmp(held, s, len) == 0)
			return at;
	}
}

static uint64_t
find_empty(const struct pm_intern *in, uint32_t hash)
{
	uint64_t at = hash & in->mask;

	while (in->slots[at] != 0)
		at = (at + 1) & in->mask;
	return at;
}

/* A slot's hash also gives its place in a larger table: the entry at I moves to I or to
 * I + the old size, or past entries that are already there.  Starting after an empty
 * slot and going once around, no entry moves further from its place than it is now; so
 * removing a later entry leaves no hole before it. */
static enum pm_status
grow_slots(struct pm_intern *in, struct pm_error *err)
{
	uint64_t old = in->slots == NULL ? 0 : in->mask + 1, first = 0, i;
	uint64_t *slots = old == 0
				? pm_table_new(FIRST_SLOTS, sizeof *slots)
				: pm_table_double(in->slots, (size_t)old, sizeof *slots);

	if (slots == NULL)
		return pm_fail_nomem(err);
	in->slots = slots;
	in->mask = (old == 0 ? FIRST_SLOTS : old * 2) - 1;
	while (first < old && slots[first] != 0)
		first++;
	for (i = 1; i < old; i++) {
		uint64_t *from = &slots[(first + i) & (old - 1)], slot = *from;

		if (slot == 0)
			continue;
		*from = 0;
		slots[find_empty(in, (uint32_t)(slot >> 32))] = slot;
	}
	return PM_OK;
}

enum pm_status
pm_intern_hashed(struct pm_intern *in, const void *s, size_t len, uint32_t hash,
		 uint32_t *id, struct pm_error *err)
{
	uint64_t at = 0;
	enum pm_status status;

	if (in->slots != NULL) {
		at = find_slot(in, s, len, hash);
		if (in->slots[at] != 0) {
			*id = (uint32_t)in->slots[at] - 1;
			return PM_OK;
		}
	}
	if (in->n >= PM_INTERN_MAX)
		return pm_fail(err, PM_ERR_LIMIT, "more than %u distinct strings",
			       PM_INTERN_MAX);
	if (in->slots == NULL || (uint64_t)in->n * 3 >= (in->mask + 1) * 2) {
		if ((status = grow_slots(in, err)) < 0)
			return status;
		at = find_empty(in, hash);
	}
	status = pm_grow(&in->starts, &in->starts_cap, (size_t)in->n + 2,
			 sizeof *in->starts, err);
	if (status < 0)
		return status;
	in->starts[in->n] = (uint32_t)in->pool.len;
	pm_buf_put(&in->pool, s, len);
	if (in->pool.status < 0)
		return pm_buf_check(&in->pool, "the distinct strings", err);
	in->slots[at] = (uint64_t)hash << 32 | (in->n + 1);
	*id = in->n++;
	in->starts[in->n] = (uint32_t)in->pool.len;
	return PM_OK;
}

uint32_t
pm_intern_hash(const void *s, size_t len)
{
	return (uint32_t)(XXH3_64bits_withSeed(s, len, hash_key) >> 32);
}

enum pm_status
pm_intern(struct pm_intern *in, const void *s, size_t len, uint32_t *id,
	  struct pm_error *err)
{
	return pm_intern_hashed(in, s, len, pm_intern_hash(s, len), id, err);
}

uint32_t
pm_intern_find(const struct pm_intern *in, const void *s, size_t len)
{
	uint64_t at;

	if (in->slots == NULL)
		return PM_U32_NONE;
	at = find_slot(in, s, len, pm_intern_hash(s, len));
	return in->slots[at] == 0 ? PM_U32_NONE : (uint32_t)in->slots[at] - 1;
}

void
pm_intern_seal(struct pm_intern *in)
{
	release_slots(in);
}

size_t
pm_intern_memory(const struct pm_intern *in)
{
	size_t slots = in->slots == NULL ? 0 : (size_t)in->mask + 1;

	if ((uint64_t)in->n * 2 >= slots)
		slots *= 2; /* 0 if it is sealed */
	return in->pool.cap + in->starts_cap * sizeof *in->starts +
	       slots * sizeof *in->slots;
}
