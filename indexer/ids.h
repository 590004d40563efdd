/* Pressmark - which articles are replaced by a later one with the same id.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The input is read twice: first only to learn the ids, then to index the articles that
 * no later one replaces.  So the index is the one that the input would give without the
 * others: their words, numbers and dates leave no trace.
 *
 *	pm_ids_init(&ids, "index/segment-2/ids", 1 << 22);
 *	for each article, in the order of the input:
 *		pm_ids_add(&ids, id, len, &err);	also one without an id (LEN 0)
 *	pm_ids_end(&ids, &err);
 *	for each article, again:
 *		pm_ids_replaced(&ids, id, len, &replaced, &err);
 *	pm_ids_check(&ids, &err);	was it the same input?
 *	pm_ids_release(&ids);
 *
 * Of each id 128 bits of a hash are kept, with the number of its article.  They are sorted
 * (sorter.h), and so are the numbers of the articles that are replaced, in MEMORY bytes
 * each.  That
 * two ids out of 2^32 have the same hash has a chance of 2^-65; it is keyed, so that no
 * input can be made to have two.
 */
#ifndef PM_INDEXER_IDS_H
#define PM_INDEXER_IDS_H

#include "indexer/sorter.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pm_ids {
	struct pm_sorter by_hash, by_number;
	uint8_t key[8];
	uint64_t n, again;	 /* articles of the first and the second reading */
	uint64_t sum, sum_again; /* of their ids */
	uint64_t n_replaced;
	struct pm_sorter_entry next; /* the next article that is */
	bool has_next;
};

/* Takes a copy of PATH, the beginning of the names of its files. */
enum pm_status pm_ids_init(struct pm_ids *ids, const char *path, size_t memory,
			   struct pm_error *err);
void pm_ids_release(struct pm_ids *ids);
enum pm_status pm_ids_add(struct pm_ids *ids, const char *id, size_t len,
			  struct pm_error *err);
enum pm_status pm_ids_end(struct pm_ids *ids, struct pm_error *err);
enum pm_status pm_ids_replaced(struct pm_ids *ids, const char *id, size_t len,
			       bool *replaced, struct pm_error *err);
/* PM_ERR_INPUT if the second reading gave other articles than the first. */
enum pm_status pm_ids_check(const struct pm_ids *ids, struct pm_error *err);

#endif
