/* Pressmark - sorting strings by their bytes: see sort.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/sort.h"

#include "support/buf.h"

#include <stdlib.h>
#include <string.h>

/* Up to this many items, insertion sort is used. */
#define SMALL 24u

int
pm_compare_bytes(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t n = a_len < b_len ? a_len : b_len;
	int order = n == 0 ? 0 : memcmp(a, b, n);

	return order != 0 ? order : (a_len > b_len) - (a_len < b_len);
}

/* Loops over all items ask a patience at every so many of them. */
#define STRIDE UINT64_C(4096)

static bool
is_over(struct pm_patience *patience, size_t at)
{
	return at % STRIDE == 0 && pm_patience_over(patience, 2 * STRIDE);
}

/* One pass for each byte of the heads, the last byte first; a byte that is the same
 * everywhere needs no pass.  Returns whichever of the two arrays holds the result. */
static struct pm_sort_item *
sort_heads(struct pm_sort_item *from, struct pm_sort_item *to, size_t n,
	   struct pm_patience *patience)
{
	size_t(*counts)[256] = calloc(8, sizeof *counts);
	unsigned byte, value;
	size_t i;

	if (counts == NULL)
		return NULL;
	for (i = 0; i < n && !is_over(patience, i); i++)
		for (byte = 0; byte < 8; byte++)
			counts[byte][from[i].head >> 8 * byte & 0xff]++;
	for (byte = 0; byte < 8 && i == n; byte++) {
		size_t *count = counts[byte], at = 0;
		struct pm_sort_item *swap;

		if (count[from[0].head >> 8 * byte & 0xff] == n)
			continue;
		for (value = 0; value < 256; value++) {
			size_t here = count[value];

			count[value] = at;
			at += here;
		}
		for (i = 0; i < n && !is_over(patience, i); i++)
			to[count[from[i].head >> 8 * byte & 0xff]++] = from[i];
		if (i < n)
			break;
		swap = from;
		from = to;
		to = swap;
	}
	free(counts);
	return from;
}

/* The head of a string from byte DEPTH on. */
static uint64_t
head_at(pm_sort_get *get, const void *ctx, uint32_t number, size_t depth)
{
	size_t len;
	const char *s = get(ctx, number, &len);

	return depth < len ? pm_sort_head(s + depth, len - depth) : 0;
}

static int
by_head(const void *a, const void *b)
{
	const struct pm_sort_item *x = a, *y = b;

	if (x->head != y->head)
		return x->head < y->head ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static void
sort_items(struct pm_sort_item *items, size_t n)
{
	size_t i, k;

	if (n > SMALL) {
		qsort(items, n, sizeof *items, by_head);
		return;
	}
	for (i = 1; i < n; i++) {
		struct pm_sort_item moving = items[i];

		for (k = i; k > 0 && by_head(&moving, &items[k - 1]) < 0; k--)
			items[k] = items[k - 1];
		items[k] = moving;
	}
}

/* Sort strings that are equal up to DEPTH (if the shorter are padded with zeros) by their
 * next eight bytes, and so on; strings with no bytes left are sorted by length. */
static void
sort_group(struct pm_sort_item *items, size_t n, size_t depth, pm_sort_get *get,
	   const void *ctx)
{
	size_t i, k, len, longest = 0;

	for (i = 0; i < n; i++) {
		get(ctx, items[i].number, &len);
		longest = len > longest ? len : longest;
	}
	for (i = 0; i < n; i++) {
		if (depth < longest) {
			items[i].head = head_at(get, ctx, items[i].number, depth);
		} else {
			get(ctx, items[i].number, &len);
			items[i].head = len;
		}
	}
	sort_items(items, n);
	if (depth >= longest)
		return;
	for (i = 0; i < n; i = k) {
		for (k = i + 1; k < n && items[k].head == items[i].head; k++)
			;
		if (k - i > 1)
			sort_group(items + i, k - i, depth + 8, get, ctx);
	}
}

enum pm_status
pm_sort_strings(struct pm_sort_item *items, size_t n, pm_sort_get *get, const void *ctx,
		struct pm_error *err)
{
	return pm_sort_strings_within(items, n, get, ctx, NULL, err);
}

enum pm_status
pm_sort_strings_within(struct pm_sort_item *items, size_t n, pm_sort_get *get,
		       const void *ctx, struct pm_patience *patience, struct pm_error *err)
{
	struct pm_sort_item *other, *sorted;
	enum pm_status status;
	size_t i, k;

	if (n < 2)
		return PM_OK;
	other = pm_alloc(n, sizeof *other);
	sorted = other == NULL ? NULL : sort_heads(items, other, n, patience);
	if (sorted == NULL) {
		free(other);
		return pm_fail_nomem(err);
	}
	if (sorted != items)
		memcpy(items, sorted, n * sizeof *items);
	free(other);
	for (i = 0; i < n; i = k) {
		for (k = i + 1; k < n && items[k].head == items[i].head; k++)
			;
		if ((status = pm_patience_spend(patience, 4 * (k - i), err)) < 0)
			return status;
		if (k - i > 1)
			sort_group(items + i, k - i, 8, get, ctx);
	}
	return PM_OK;
}
