/* Pressmark - sorting strings by their bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Strings are sorted by number: an item holds the string's number and its first eight
 * bytes, the head.  Heads are radix-sorted; strings with equal heads are sorted by their
 * next eight bytes, and so on.  About 60 ns per item for a million words, where qsort
 * takes 400.
 */
#ifndef PM_SUPPORT_SORT_H
#define PM_SUPPORT_SORT_H

#include "support/stop.h"

#include <stddef.h>
#include <stdint.h>

struct pm_sort_item {
	uint64_t head; /* pm_sort_head of the string; undefined after the sort */
	uint32_t number;
};

/* The first eight bytes as a number that compares as they do; shorter strings compare as
 * if padded with zeros. */
static inline uint64_t
pm_sort_head(const char *s, size_t len)
{
	uint64_t head = 0;
	size_t i;

	if (len >= 8) {
		const uint8_t *p = (const uint8_t *)s;

		return (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 |
		       (uint64_t)p[2] << 40 | (uint64_t)p[3] << 32 | (uint64_t)p[4] << 24 |
		       (uint64_t)p[5] << 16 | (uint64_t)p[6] << 8 | p[7];
	}
	for (i = 0; i < len; i++)
		head |= (uint64_t)(uint8_t)s[i] << (56 - 8 * i);
	return head;
}

/* The string of a number. */
typedef const char *pm_sort_get(const void *ctx, uint32_t number, size_t *len);

/* As memcmp; if one is a prefix of the other, the shorter comes first. */
int pm_compare_bytes(const char *a, size_t a_len, const char *b, size_t b_len);

/* With how many bytes both begin. */
static inline size_t
pm_shared_bytes(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t n = 0;

	while (n < a_len && n < b_len && a[n] == b[n])
		n++;
	return n;
}

/* Sort N items by the strings that GET returns; equal ones by their numbers. */
enum pm_status pm_sort_strings(struct pm_sort_item *items, size_t n, pm_sort_get *get,
			       const void *ctx, struct pm_error *err);
/* The same, but PM_ERR_INTERRUPTED, with the items in any order, once PATIENCE (or NULL)
 * is over. */
enum pm_status pm_sort_strings_within(struct pm_sort_item *items, size_t n,
				      pm_sort_get *get, const void *ctx,
				      struct pm_patience *patience, struct pm_error *err);

#endif
