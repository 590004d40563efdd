/* Pressmark - interning: byte strings to dense numbers and back.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The numbers are 0, 1, 2, ... in the order in which the strings were first seen.
 * Strings are copied once into one pool; a look-up hashes the string (XXH3) and touches
 * one slot of an open-addressed table and, on a hit, the string.  A look-up allocates
 * nothing, and neither does a new string, amortised.
 *
 * Hashing is keyed by a random number for each process, so that no input can be made to
 * collide; no string's number depends on the key.
 *
 * To look up several strings, prefetch the memory of all before the first is needed:
 *
 *	for each: hash[i] = pm_intern_hash(s, len); pm_intern_prefetch(&in, hash[i]);
 *	for each: pm_intern_hashed(&in, s, len, hash[i], &id, &err);
 */
#ifndef PM_SUPPORT_INTERN_H
#define PM_SUPPORT_INTERN_H

#include "support/buf.h"
#include "support/bytes.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pm_intern {
	struct pm_buf pool;
	uint32_t *starts; /* offsets in the pool; starts[n] is its end */
	size_t starts_cap;
	uint32_t n;
	uint64_t *slots; /* the hash in the high half, number + 1 in the low */
	uint64_t mask;
};

void pm_intern_init(struct pm_intern *in);
void pm_intern_release(struct pm_intern *in);

#define PM_INTERN_MAX ((uint32_t)1 << 31)

/* The number of the string in *ID; a new string is added (*ID is then the old
 * in->n).  Fails with PM_ERR_NOMEM, or with PM_ERR_LIMIT at PM_INTERN_MAX strings
 * or 4 GiB of them. */
enum pm_status pm_intern(struct pm_intern *in, const void *s, size_t len, uint32_t *id,
			 struct pm_error *err);

/* Random bytes to key the hash of a table with. */
void pm_hash_key(void *key, size_t len);

/* pm_intern in two steps: HASH is what pm_intern_hash returns for the string. */
uint32_t pm_intern_hash(const void *s, size_t len);
enum pm_status pm_intern_hashed(struct pm_intern *in, const void *s, size_t len,
				uint32_t hash, uint32_t *id, struct pm_error *err);

/* Prefetch the slot that a look-up begins with. */
static inline void
pm_intern_prefetch(const struct pm_intern *in, uint32_t hash)
{
	if (in->slots != NULL)
		__builtin_prefetch(&in->slots[hash & in->mask], 1);
}

/* Nothing will be looked up any more: free the table.  The strings stay. */
void pm_intern_seal(struct pm_intern *in);

/* Whether half of the strings that it can hold are there, or half of their bytes. */
static inline bool
pm_intern_is_half_full(const struct pm_intern *in)
{
	return in->n >= PM_INTERN_MAX / 2 || in->pool.len >= UINT32_MAX / 2;
}

/* Bytes of memory held, counting the table at the size it is about to grow to. */
size_t pm_intern_memory(const struct pm_intern *in);

/* The number of the string, or PM_U32_NONE. */
uint32_t pm_intern_find(const struct pm_intern *in, const void *s, size_t len);

/* The string with number ID (below in->n); valid until the next new string. */
static inline const char *
pm_intern_get(const struct pm_intern *in, uint32_t id, size_t *len)
{
	*len = in->starts[id + 1] - in->starts[id];
	return pm_buf_str(&in->pool) + in->starts[id];
}

#endif
