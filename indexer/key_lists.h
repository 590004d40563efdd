/* Pressmark - which articles have a key of a sketch, for some keys.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Copies of an article are among those that have a key of its sketch in common with it
 * (segment/sketches.h).  Who knows a few articles asks for their keys, and all sketches are
 * looked through for these:
 *
 *	pm_key_lists_init(&lists, &articles);
 *	for each key
 *		pm_key_lists_want(&lists, key, &err);
 *	pm_key_lists_load(&lists, &stop, &err);
 *	list = pm_key_lists_find(&lists, key);		NULL: it was not asked for
 *	... lists.entries[list->first .. list->first + list->n - 1] ...
 *	pm_key_lists_release(&lists);
 *
 * More keys may be wanted then, and loaded.  An article is in a list as often as it has the
 * key, in the order in which articles appeared; those that are gone are in none.
 *
 * Nothing is kept of this on disk.  A table of all keys of a segment, sorted, would be 72
 * bytes an article, a tenth of the whole index of short bulletins, and written with every
 * segment and every join; to look through the sketches takes a thousandth of the time in
 * which their articles were indexed.
 *
 * Cost: of each load some 25 ns an article; most have none of the keys, which a filter of some
 * kilobytes tells.  Memory: 40 bytes a key, and 12 for each article that has it.
 */
#ifndef PM_INDEXER_KEY_LISTS_H
#define PM_INDEXER_KEY_LISTS_H

#include "indexer/sketched.h"
#include "support/stop.h"

struct pm_key_entry {
	struct pm_appeared at;
	uint32_t key;
};

struct pm_key_list {
	uint32_t key;
	uint32_t n;
	size_t first; /* of the entries */
	/* the caller's; unset when loaded */
	struct pm_appeared were_to, are_to;
};

struct pm_key_lists {
	const struct pm_sketched *of;
	struct pm_key_list *all;
	struct pm_key_entry *entries;
	size_t n, cap, n_entries, entries_cap;
	size_t n_loaded; /* of the lists: the others are wanted */
	uint32_t *slots; /* number + 1, by key */
	size_t n_slots;
	uint64_t *filter;
	size_t filter_cap;
	uint32_t filter_mask;
	unsigned loads;
};

/* OF is the caller's. */
void pm_key_lists_init(struct pm_key_lists *l, const struct pm_sketched *of);
void pm_key_lists_release(struct pm_key_lists *l);

/* KEY is not 0. */
enum pm_status pm_key_lists_want(struct pm_key_lists *l, uint32_t key,
				 struct pm_error *err);
/* All that are wanted, and not loaded yet, are; nothing is done if there are none. */
enum pm_status pm_key_lists_load(struct pm_key_lists *l, const struct pm_stop *stop,
				 struct pm_error *err);
/* Until the next load. */
struct pm_key_list *pm_key_lists_find(const struct pm_key_lists *l, uint32_t key);

#endif
