/* Pressmark - a sorter: more entries than memory holds, in order.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Takes entries of three numbers in any order, and gives them by these numbers, as often
 * as wanted.
 *
 *	pm_sorter_init(&s, "index/segment-2/ids", "hash", 1 << 22, &err);
 *	for each entry
 *		pm_sorter_add(&s, &entry, &err);
 *	pm_sorter_end(&s, &err);
 *	while ((st = pm_sorter_next(&s, &entry, &err)) == PM_OK)
 *		... entry ...
 *	pm_sorter_rewind(&s, &err);		once more from the first
 *	pm_sorter_release(&s);
 *
 * Entries are sorted in runs of MEMORY bytes, which are merged from a spool
 * (support/spool.h).  Memory: twice MEMORY, and once more while a run is sorted; at the
 * end once, or 64 KiB for each run if they are in a file.
 */
#ifndef PM_INDEXER_SORTER_H
#define PM_INDEXER_SORTER_H

#include "support/spool.h"

#include <stddef.h>
#include <stdint.h>

struct pm_sorter_entry {
	uint64_t key[3]; /* compared in this order */
};

struct pm_sorter {
	struct pm_sorter_entry *entries;
	size_t n, cap;
	char *path;
	struct pm_spool spool;
	struct pm_sorter_run *runs; /* in the spool */
	size_t n_runs, runs_cap;
	struct pm_sorter_run **heap; /* those that have an entry left */
	size_t n_heap;
};

/* Its file, if it needs one, is called PATH.NAME; one PATH may have several sorters.  A
 * sorter of all zeros may be released. */
enum pm_status pm_sorter_init(struct pm_sorter *s, const char *path, const char *name,
			      size_t memory, struct pm_error *err);
void pm_sorter_release(struct pm_sorter *s);
enum pm_status pm_sorter_add(struct pm_sorter *s, const struct pm_sorter_entry *e,
			     struct pm_error *err);
/* Adding ends; the entries can be taken. */
enum pm_status pm_sorter_end(struct pm_sorter *s, struct pm_error *err);
/* The next entry in order; PM_END after the last. */
enum pm_status pm_sorter_next(struct pm_sorter *s, struct pm_sorter_entry *e,
			      struct pm_error *err);
enum pm_status pm_sorter_rewind(struct pm_sorter *s, struct pm_error *err);

#endif
