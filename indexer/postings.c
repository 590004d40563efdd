/* Pressmark - the postings of a run: see postings.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A slice is a number of bytes and behind them four, where the next slice is:
 * its offset in the arena, a multiple of 8, and in the low three bits of it its
 * size (slice_bytes).  The first slice of a list is always of the smallest size.
 */
#include "indexer/postings.h"

#include "support/bytes.h"

#include <stdlib.h>
#include <string.h>

#define LINK 4u			/* bytes at the end of a slice */
#define POSTING_MAX 10u		/* bytes of the longest posting */
#define PREFETCH 8u
#define FIRST_LISTS 1024u
#define FIRST_ARENA ((size_t)1 << 16)
#define PAGE ((size_t)2 << 20)	/* the size of the pages that tables take */

static const uint32_t slice_bytes[8] = { 8, 16, 24, 48, 96, 256, 1024, 4096 };

/* The size of the next slice of a list with N postings, of some 2 bytes each: about a
 * third of what it has. */
static unsigned
next_size(uint32_t n)
{
	return n < 5 ? 1 : n < 12 ? 2 : n < 32 ? 3 : n < 120 ? 4 : n < 500 ? 5
		: n < 2500 ? 6 : 7;
}

void
pm_postings_init(struct pm_postings *p)
{
	memset(p, 0, sizeof *p);
	p->used = 8;		/* 0 is no slice */
}

void
pm_postings_release(struct pm_postings *p)
{
	if (p->lists != NULL)
		pm_table_free(p->lists, p->cap, sizeof *p->lists);
	if (p->arena != NULL)
		pm_table_free(p->arena, p->arena_cap, 1);
	free(p->touched);
	pm_postings_init(p);
}

/* Of CAP bytes of a table those that are memory, where N from its front are used. */
static size_t
touched(size_t n, size_t cap)
{
	n = (n + PAGE - 1) & ~(PAGE - 1);
	return n < cap ? n : cap;
}

size_t
pm_postings_memory(const struct pm_postings *p)
{
	return touched(p->n * sizeof *p->lists, p->cap * sizeof *p->lists) +
	       touched(p->used, p->arena_cap) +
	       p->touched_cap * sizeof *p->touched;
}

/* Tables, though they are used from the front: these are in large pages, and two
 * entries fill a cache line. */
static enum pm_status
grow_lists(struct pm_postings *p, struct pm_error *err)
{
	size_t cap = p->cap == 0 ? FIRST_LISTS : p->cap * 2;
	struct pm_posting_list *lists =
		p->cap == 0 ? pm_table_new(cap, sizeof *lists)
			    : pm_table_double(p->lists, p->cap, sizeof *lists);

	if (lists == NULL)
		return pm_fail_nomem(err);
	p->lists = lists;
	p->cap = cap;
	return PM_OK;
}

static enum pm_status
grow_arena(struct pm_postings *p, struct pm_error *err)
{
	size_t cap = p->arena_cap == 0 ? FIRST_ARENA : p->arena_cap * 2;
	uint8_t *arena = p->arena_cap == 0 ? pm_table_new(cap, 1)
					   : pm_table_double(p->arena, p->arena_cap, 1);

	if (arena == NULL)
		return pm_fail_nomem(err);
	p->arena = arena;
	p->arena_cap = cap;
	return PM_OK;
}

enum pm_status
pm_postings_new_term(struct pm_postings *p, struct pm_error *err)
{
	if (p->n == p->cap) {
		enum pm_status status = grow_lists(p, err);

		if (status < 0)
			return status;
	}
	memset(&p->lists[p->n++], 0, sizeof *p->lists);
	return PM_OK;
}

static enum pm_status
new_slice(struct pm_postings *p, unsigned size, uint32_t *at, struct pm_error *err)
{
	enum pm_status status;

	if (p->used + slice_bytes[size] > UINT32_MAX)
		return pm_fail(err, PM_ERR_LIMIT, "the postings of a run exceed 4 GiB");
	while (p->used + slice_bytes[size] > p->arena_cap)
		if ((status = grow_arena(p, err)) < 0)
			return status;
	*at = (uint32_t)p->used;
	p->used += slice_bytes[size];
	return PM_OK;
}

static enum pm_status
append(struct pm_postings *p, struct pm_posting_list *list, const uint8_t *bytes,
       size_t len, struct pm_error *err)
{
	enum pm_status status;
	uint32_t next;
	size_t room;
	unsigned size;

	if (list->head == 0) {
		if ((status = new_slice(p, 0, &list->head, err)) < 0)
			return status;
		list->at = list->head;
		list->end = list->head + slice_bytes[0] - LINK;
	}
	for (;;) {
		room = list->end - list->at;
		if (len <= room)
			break;
		memcpy(p->arena + list->at, bytes, room);
		bytes += room;
		len -= room;
		size = next_size(list->n);
		if ((status = new_slice(p, size, &next, err)) < 0)
			return status;
		pm_store_u32(p->arena + list->end, next | size);
		list->at = next;
		list->end = next + slice_bytes[size] - LINK;
	}
	memcpy(p->arena + list->at, bytes, len);
	list->at += (uint32_t)len;
	return PM_OK;
}

/* The bytes of a posting; returns how many.  With what is behind them they can all be
 * stored at once, as *PACKED, the first of them the lowest, where they are at most 4. */
static inline size_t
pack(uint32_t gap, uint32_t wdf, uint8_t bytes[POSTING_MAX], uint32_t *packed)
{
	size_t len;

	if (wdf < 0x80 && gap < 0x4000) {
		*packed = gap < 0x80 ? gap | wdf << 8
			: (gap & 0x7f) | 0x80 | gap >> 7 << 8 | wdf << 16;
		pm_store_u32(bytes, *packed);
		return gap < 0x80 ? 2 : 3;
	}
	memset(bytes, 0, 4);
	len = pm_store_varint(bytes, gap);
	len += pm_store_varint(bytes + len, wdf);
	*packed = pm_load_u32(bytes);
	return len;
}

enum pm_status
pm_postings_close(struct pm_postings *p, uint64_t *length, struct pm_error *err)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < p->n_touched; i++) {
		struct pm_posting_list *list = &p->lists[p->touched[i]];
		uint8_t bytes[POSTING_MAX];
		uint32_t packed;
		size_t len;

		if (i + 2 * PREFETCH < p->n_touched)
			__builtin_prefetch(&p->lists[p->touched[i + 2 * PREFETCH]], 1);
		if (i + PREFETCH < p->n_touched && p->arena != NULL)
			__builtin_prefetch(p->arena +
					   p->lists[p->touched[i + PREFETCH]].at, 1);
		len = pack(p->article - list->last, list->wdf, bytes, &packed);
		if (len <= 4 && list->end - list->at >= len) {
			/* `end` is 0 where there is no slice yet; what is written too
			 * much is free room, or the link, which is not there yet */
			pm_store_u32(p->arena + list->at, packed);
			list->at += (uint32_t)len;
		} else {
			enum pm_status status = append(p, list, bytes, len, err);

			if (status < 0)
				return status;
		}
		list->last = p->article;
		list->n++;
		list->total += list->wdf;
		sum += list->wdf;
	}
	*length = sum;
	return PM_OK;
}

/* Behind the slice that ends at END: where the next begins; *SIZE becomes its. */
static inline uint32_t
follow(const struct pm_postings *p, uint32_t end, unsigned *size)
{
	uint32_t link = pm_load_u32(p->arena + end);

	*size = link & 7;
	return link & ~7u;
}

size_t
pm_postings_size(const struct pm_postings *p, uint32_t term)
{
	const struct pm_posting_list *list = &p->lists[term];
	uint32_t at = list->head, end;
	unsigned size = 0;
	size_t len = 0;

	if (at == 0)
		return 0;
	while ((end = at + slice_bytes[size] - LINK) != list->end) {
		len += end - at;
		at = follow(p, end, &size);
	}
	return len + (list->at - at);
}

void
pm_postings_copy(const struct pm_postings *p, uint32_t term, uint8_t *out)
{
	const struct pm_posting_list *list = &p->lists[term];
	uint32_t at = list->head, end;
	unsigned size = 0;

	if (at == 0)
		return;
	while ((end = at + slice_bytes[size] - LINK) != list->end) {
		memcpy(out, p->arena + at, end - at);
		out += end - at;
		at = follow(p, end, &size);
	}
	memcpy(out, p->arena + at, list->at - at);
}
