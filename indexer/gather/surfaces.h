/* Pressmark - the surfaces of a run: strings to numbers, very fast.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The one table in which every word of the corpus is looked up.  A surface of up to 16
 * bytes is its own key, two numbers in the slot, so that a look-up touches one cache line
 * and compares no strings; longer ones (2 or 3 in 100) go through support/intern.h.  The
 * caller works in batches:
 *
 *	pm_surfaces_reserve(&t, 64, &err);		room for 64 new ones
 *	for each word: key[i] = pm_surface_key(...); pm_surface_prefetch(&t, &key[i]);
 *	for each word: slot = pm_surface_slot(&t, &key[i]);
 *		if (pm_surface_is_new(slot)) pm_surfaces_enter(&t, slot, &key[i], ...);
 *		slot->count++, ...
 *
 * so that the memory of one word arrives while the others are prepared.  The word of a
 * new surface need not be known yet: pm_surfaces_settle sets it later, and slots do not
 * move as long as pm_surfaces_has_room.
 *
 * A surface of one language is another than that of a second one, since its word may have
 * another stem; so each language has a table of its own, and pm_surfaces_use says which
 * one look-ups go to.  Numbers count through all of them.
 *
 * Hashing is keyed by random numbers for each process, so that no input can be made to
 * collide; nothing that is written depends on them.
 */
#ifndef PM_INDEXER_GATHER_SURFACES_H
#define PM_INDEXER_GATHER_SURFACES_H

#include "support/buf.h"
#include "support/intern.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PM_SURFACE_INLINE 16u

/* The word of a surface that has been entered but not settled. */
#define PM_SURFACE_PENDING UINT32_MAX

/* The bytes of a surface, padded with zeros: surfaces contain no NUL. */
struct pm_surface_key {
	uint64_t a, b;
	uint64_t hash;
};

struct pm_surface_slot {
	uint64_t a, b;	  /* a is 0: empty */
	uint32_t surface; /* its number */
	uint32_t word;	  /* number of its folded word */
	uint32_t count;	  /* its occurrences */
	uint32_t flags;	  /* of its word: PM_WORD_... */
};

/* By surface number. */
struct pm_surface {
	uint32_t word;
	uint32_t count;	     /* for short ones, set by pm_surfaces_end */
	uint32_t start, len; /* of its bytes in `pool` */
};

/* The surfaces of a language. */
struct pm_surface_table {
	struct pm_surface_slot *slots;
	uint64_t mask; /* slots - 1 */
	uint32_t used;
	struct pm_intern longs; /* the surfaces longer than 16 bytes */
	uint32_t *long_surface; /* their numbers */
	size_t longs_cap;
};

struct pm_surfaces {
	struct pm_surface_table at; /* that in use */
	struct pm_surface *surfaces;
	size_t cap;
	uint32_t n;
	struct pm_buf pool;
	uint64_t seed[2];
	struct pm_surface_table *others; /* by language; that in use is empty here */
	unsigned n_others, language;
	size_t others_memory;
};

enum pm_status pm_surfaces_init(struct pm_surfaces *t, struct pm_error *err);
void pm_surfaces_release(struct pm_surfaces *t);

/* Look-ups go to the table of LANGUAGE from now on, of which 0 is the first one. */
enum pm_status pm_surfaces_use(struct pm_surfaces *t, unsigned language,
			       struct pm_error *err);

/* Bytes of memory held, or soon to be held if a table is about to grow. */
size_t pm_surfaces_memory(const struct pm_surfaces *t);

/* Make room for N new surfaces. */
enum pm_status pm_surfaces_reserve(struct pm_surfaces *t, size_t n, struct pm_error *err);

/* Whether there is room for N, without moving a slot. */
static inline bool
pm_surfaces_has_room(const struct pm_surfaces *t, size_t n)
{
	return (t->at.used + (uint64_t)n) * 3 <= (t->at.mask + 1) * 2;
}

/* Enter a new surface: its number in *SURFACE, its word pending.  SLOT (from
 * pm_surface_slot) is where it goes; NULL for one of more than PM_SURFACE_INLINE
 * bytes. */
enum pm_status pm_surfaces_enter(struct pm_surfaces *t, struct pm_surface_slot *slot,
				 const struct pm_surface_key *key, const char *s,
				 size_t len, uint32_t *surface, struct pm_error *err);

/* Set the word of a surface, and the word's flags; SLOT as for pm_surfaces_enter. */
static inline void
pm_surfaces_settle(struct pm_surfaces *t, struct pm_surface_slot *slot, uint32_t surface,
		   uint32_t word, uint32_t flags)
{
	t->surfaces[surface].word = word;
	if (slot != NULL) {
		slot->word = word;
		slot->flags = flags;
	}
}

/* The number of a surface of more than PM_SURFACE_INLINE bytes, or UINT32_MAX. */
uint32_t pm_surfaces_find_long(const struct pm_surfaces *t, const char *s, size_t len);

/* All words are in: copy the counts of the slots to the surfaces, and free what is only
 * for look-ups.  A second call does nothing. */
void pm_surfaces_end(struct pm_surfaces *t);

static inline const char *
pm_surface_text(const struct pm_surfaces *t, uint32_t surface, size_t *len)
{
	*len = t->surfaces[surface].len;
	return pm_buf_str(&t->pool) + t->surfaces[surface].start;
}

/* The key of S, which has 1 to 16 bytes; all 16 must be readable. */
static inline struct pm_surface_key
pm_surface_key(const struct pm_surfaces *t, const char *s, size_t len)
{
	static const uint8_t keep[32] = {
		255, 255, 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255,
	};
	struct pm_surface_key key;
	uint64_t mask[2], text[2];

	memcpy(text, s, 16);
	memcpy(mask, keep + 16 - len, 16);
	key.a = text[0] & mask[0];
	key.b = text[1] & mask[1];
#ifdef __SIZEOF_INT128__
	{
		/* the two halves of a product: each bit reaches the middle */
		unsigned __int128 product = (unsigned __int128)(key.a ^ t->seed[0]) *
					    (key.b ^ t->seed[1]);

		key.hash = (uint64_t)product ^ (uint64_t)(product >> 64);
	}
#else
	key.hash = (key.a ^ t->seed[0]) * UINT64_C(0x9e3779b97f4a7c15);
	key.hash ^= key.hash >> 32;
	key.hash = (key.hash ^ key.b ^ t->seed[1]) * UINT64_C(0xc2b2ae3d27d4eb4f);
	key.hash ^= key.hash >> 29;
#endif
	return key;
}

static inline void
pm_surface_prefetch(const struct pm_surfaces *t, const struct pm_surface_key *key)
{
	__builtin_prefetch(&t->at.slots[key->hash & t->at.mask], 1);
}

/* The slot that holds the key, or the empty one where it would go. */
static inline struct pm_surface_slot *
pm_surface_slot(struct pm_surfaces *t, const struct pm_surface_key *key)
{
	/* The callers' loops, one batch behind the other, are too long to be followed.
	 * NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
	uint64_t at = key->hash & t->at.mask;

	for (;; at = (at + 1) & t->at.mask) {
		struct pm_surface_slot *slot = &t->at.slots[at];

		if ((slot->a == key->a && slot->b == key->b) || slot->a == 0)
			return slot;
	}
}

static inline bool
pm_surface_is_new(const struct pm_surface_slot *slot)
{
	return slot->a == 0;
}

#endif
