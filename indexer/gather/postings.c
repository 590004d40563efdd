/* Pressmark - the postings of a run: see postings.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A slice is some bytes, then four that link to the next slice: its offset in the arena,
 * a multiple of 8, with its size (slice_bytes) in the low three bits.  The first slice of
 * a list always has the smallest size.
 */
#include "indexer/gather/postings.h"

#include "support/bytes.h"

#include <string.h>

#define LINK 4u		/* bytes at the end of a slice */
#define POSTING_MAX 10u /* bytes of the longest posting */
#define FIRST_LISTS 1024u
#define FIRST_ARENA ((size_t)1 << 16)
#define PAGE ((size_t)2 << 20) /* size of the pages that tables use */

/* Each has room for at least a tail and the link. */
static const uint32_t slice_bytes[8] = { 40, 72, 104, 208, 416, 832, 1664, 4096 };

/* The size of the next slice of a list with N postings, of some 2 bytes each: about a
 * third of what it has. */
static unsigned
next_size(uint32_t n)
{
	return n < 60	? 0
	     : n < 100	? 1
	     : n < 180	? 2
	     : n < 360	? 3
	     : n < 720	? 4
	     : n < 1440 ? 5
	     : n < 4000 ? 6
			: 7;
}

void
pm_postings_init(struct pm_postings *p)
{
	memset(p, 0, sizeof *p);
	p->used = 8; /* offset 0 means no slice */
}

void
pm_postings_release(struct pm_postings *p)
{
	if (p->lists != NULL)
		pm_table_free(p->lists, p->cap, sizeof *p->lists);
	if (p->arena != NULL)
		pm_table_free(p->arena, p->arena_cap, 1);
	pm_postings_init(p);
}

/* How many of a table's CAP bytes are in memory, if the first N are used. */
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
	       touched(p->used, p->arena_cap);
}

/* These are tables, although they are used from the front: tables are in large pages, and
 * an entry fills a cache line. */
static enum pm_status
grow_lists(struct pm_postings *p, struct pm_error *err)
{
	size_t cap = p->cap == 0 ? FIRST_LISTS : p->cap * 2;
	struct pm_posting_list *lists = p->cap == 0 ? pm_table_new(cap, sizeof *lists)
						    : pm_table_double(p->lists, p->cap,
								      sizeof *lists);

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

enum pm_status
pm_postings_add(struct pm_postings *p, struct pm_posting_list *list, struct pm_error *err)
{
	uint8_t bytes[POSTING_MAX];
	size_t len = 0;

	if (list->article != 0)
		len = pm_store_varint(bytes, list->wdf);
	len += pm_store_varint(bytes + len, p->article - list->article);
	if (list->tail_len + len > PM_POSTINGS_TAIL) {
		enum pm_status status = append(p, list, list->tail, list->tail_len, err);

		if (status < 0)
			return status;
		list->tail_len = 0;
	}
	memcpy(list->tail + list->tail_len, bytes, len);
	list->tail_len += (uint8_t)len;
	return PM_OK;
}

/* Where the slice after the one that ends at END begins; *SIZE becomes its size. */
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
	size_t len;

	if (list->n == 0)
		return 0;
	len = list->tail_len + pm_varint_size(list->wdf);
	if (at == 0)
		return len;
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

	if (list->n == 0)
		return;
	if (at != 0) {
		while ((end = at + slice_bytes[size] - LINK) != list->end) {
			memcpy(out, p->arena + at, end - at);
			out += end - at;
			at = follow(p, end, &size);
		}
		memcpy(out, p->arena + at, list->at - at);
		out += list->at - at;
	}
	memcpy(out, list->tail, list->tail_len);
	pm_store_varint(out + list->tail_len, list->wdf);
}
