/* Pressmark - what hyphenated words stand for: two or three numbers to one, very fast.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every two and every three hyphenated words of the corpus are looked up here.  The key,
 * their numbers, is in the slot, so a look-up touches one cache line.  Like surfaces
 * (indexer/gather/surfaces.h), they are looked up in batches:
 *
 *	pm_compounds_reserve(&t, n, &err);		room for n new ones
 *	for each: key[i] = pm_compound_key(&t, words, 2);
 *		pm_compound_prefetch(&t, &key[i]);
 *	for each: slot[i] = pm_compound_slot(&t, &key[i]);
 *		if (slot[i]->state == PM_COMPOUND_FREE)
 *			pm_compound_enter(&t, slot[i], &key[i]);
 *	... set slot[i]->state of those that were entered ...
 *
 * Slots do not move between two calls of pm_compounds_reserve.
 */
#ifndef PM_INDEXER_GATHER_COMPOUNDS_H
#define PM_INDEXER_GATHER_COMPOUNDS_H

#include "support/status.h"

#include <stddef.h>
#include <stdint.h>

/* States of a slot. */
#define PM_COMPOUND_FREE 0u
#define PM_COMPOUND_PENDING 1u /* entered */
#define PM_COMPOUND_NONE 2u    /* these words make no compound */
#define PM_COMPOUND_FIRST 3u   /* from here on: the number of their alias */

struct pm_compound_slot {
	uint32_t words[3]; /* UINT32_MAX after the last */
	uint32_t state;
};

struct pm_compound_key {
	uint32_t words[3];
	uint64_t hash;
};

struct pm_compounds {
	struct pm_compound_slot *slots;
	uint64_t mask; /* slots - 1 */
	uint32_t n;
	uint64_t seed;
};

/* SEED: a random number that keys the hash. */
void pm_compounds_init(struct pm_compounds *t, uint64_t seed);
void pm_compounds_release(struct pm_compounds *t);

/* Bytes of memory held, or soon to be held if the table is about to grow. */
size_t pm_compounds_memory(const struct pm_compounds *t);

/* Make room for N new ones. */
enum pm_status pm_compounds_reserve(struct pm_compounds *t, size_t n, struct pm_error *err);

/* The key of N (2 or 3) words. */
static inline struct pm_compound_key
pm_compound_key(const struct pm_compounds *t, const uint32_t *words, size_t n)
{
	struct pm_compound_key key = {
		{ words[0], words[1], n > 2 ? words[2] : UINT32_MAX },
		0
	};
	uint64_t x = ((uint64_t)key.words[0] << 32 | key.words[1]) ^ t->seed;

	x = (x ^ x >> 32) * UINT64_C(0x9e3779b97f4a7c15);
	x = (x ^ x >> 29 ^ key.words[2]) * UINT64_C(0xc2b2ae3d27d4eb4f);
	key.hash = x ^ x >> 32;
	return key;
}

static inline void
pm_compound_prefetch(const struct pm_compounds *t, const struct pm_compound_key *key)
{
	__builtin_prefetch(&t->slots[key->hash & t->mask], 1);
}

/* The slot that holds the key, or the free one where it would go. */
static inline struct pm_compound_slot *
pm_compound_slot(struct pm_compounds *t, const struct pm_compound_key *key)
{
	uint64_t at = key->hash & t->mask;

	for (;; at = (at + 1) & t->mask) {
		struct pm_compound_slot *slot = &t->slots[at];

		if (slot->state == PM_COMPOUND_FREE ||
		    (slot->words[0] == key->words[0] && slot->words[1] == key->words[1] &&
		     slot->words[2] == key->words[2]))
			return slot;
	}
}

static inline void
pm_compound_enter(struct pm_compounds *t, struct pm_compound_slot *slot,
		  const struct pm_compound_key *key)
{
	slot->words[0] = key->words[0];
	slot->words[1] = key->words[1];
	slot->words[2] = key->words[2];
	slot->state = PM_COMPOUND_PENDING;
	t->n++;
}

#endif
