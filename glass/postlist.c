/* Pressmark - lists of articles in a Glass database: see postlist.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "glass/postlist.h"

#include "glass/encode.h"
#include "support/buf.h"

#include <stdlib.h>
#include <string.h>

/* A shorter list is not cut in two to fill a leaf: reading it would cost a second
 * block. */
#define SHORT_LIST 256u /* articles */
/* Nor is space in a leaf used for part of a list if it is smaller than this. */
#define SMALL_ROOM 128u /* bytes, not counting the key */
/* Chunks of lengths are smaller.  A ranked query asks for the length of each matching
 * article, and libxapian finds it by reading a chunk from its beginning.  Microseconds
 * for a query over 96,000 articles, by the size of these chunks:
 *
 *	bytes					300	700	2000
 *	a term in 0.1 to 1 % of them		151	134	187
 *	a term in 1 to 10 %			930	655	657
 *	one in 10 to 60 % and a rarer one	 88	 99	136
 *	either of two in 10 to 50 %		4191	4122	4065
 *
 * For postings, chunks of 700, 4000 or 8000 bytes make nothing faster, and the table 1 to
 * 2 % larger. */
#define LENGTHS_ROOM 700u
/* The frame around a chunk's body: three varints, the flag, a varint. */
#define HEAD_MAX 32u
#define POSTING_MAX 10u /* bytes of two varints */
#define SPAN_MAX 5u	/* bytes of the varint last - first */

/* The open chunk of the current list. */
struct chunk {
	uint8_t key[PM_KEY_MAX];
	size_t key_len;
	uint8_t head[HEAD_MAX]; /* the first chunk's numbers */
	size_t head_len;
	uint32_t first, last;
	size_t room; /* for the span and the body */
	size_t len;
	uint8_t body[PM_ITEM_MAX + POSTING_MAX];
};

struct pm_postlist {
	struct pm_btree *table;
	/* the list: its key, and the part that precedes the number in further keys */
	uint8_t key[PM_KEY_MAX];
	size_t key_len;
	size_t further_len;
	uint8_t head[HEAD_MAX];
	size_t head_len;
	uint32_t left; /* postings yet to come */
	bool in_list;  /* a chunk is open */
	bool in_lengths;
	struct chunk chunk;
	/* the chunk of values, if it is not empty */
	struct pm_buf values;
	uint32_t slot, values_first, values_last;
	size_t values_room;
};

enum pm_status
pm_postlist_create(struct pm_postlist **out, const char *path, struct pm_error *err)
{
	struct pm_postlist *l = calloc(1, sizeof *l);
	enum pm_status status;

	if (l == NULL)
		return pm_fail_nomem(err);
	pm_buf_init(&l->values, PM_BUF_NO_LIMIT);
	if ((status = pm_btree_create(&l->table, path, err)) < 0) {
		pm_postlist_free(l);
		return status;
	}
	*out = l;
	return PM_OK;
}

void
pm_postlist_free(struct pm_postlist *l)
{
	if (l == NULL)
		return;
	pm_btree_free(l->table);
	pm_buf_release(&l->values);
	free(l);
}

/* Whether an entry may be cut where the open leaf ends. */
enum cut { CUT_NEVER, CUT_IF_LONG };

/* Bytes available to a chunk with this key in the open leaf. */
static size_t
room_for(const struct pm_postlist *l, size_t key_len, enum cut cut)
{
	size_t frame = PM_ITEM_FRAME + key_len;
	size_t room = pm_btree_room(l->table);

	return (cut == CUT_IF_LONG && room >= frame + SMALL_ROOM ? room : PM_ITEM_MAX) -
	       frame;
}

/* --- values ------------------------------------------------------------- */

static int
compare_slots(const void *a, const void *b)
{
	const struct pm_slot *x = *(const struct pm_slot *const *)a;
	const struct pm_slot *y = *(const struct pm_slot *const *)b;
	uint8_t p[4] = { 0 }, q[4] = { 0 };

	pm_store_last(p, x->slot);
	pm_store_last(q, y->slot);
	return memcmp(p, q, sizeof p);
}

static enum pm_status
put_slot(struct pm_postlist *l, const struct pm_slot *s, struct pm_error *err)
{
	uint8_t key[8] = { 0x00, 0xd0 };
	struct pm_btree_entry e = { .key = key };
	struct pm_buf *b = &l->values;
	enum pm_status status;

	e.key_len = 2 + pm_store_last(key + 2, s->slot);
	pm_buf_clear(b);
	pm_buf_put_varint(b, s->n_articles);
	pm_buf_put_varint(b, s->lower_len);
	pm_buf_put(b, s->lower, s->lower_len);
	if (s->upper_len != s->lower_len || memcmp(s->upper, s->lower, s->lower_len) != 0)
		pm_buf_put(b, s->upper, s->upper_len);
	if ((status = pm_buf_check(b, "the bounds of a slot", err)) < 0)
		return status;
	e.body = b->data;
	e.body_len = b->len;
	status = pm_btree_add(l->table, &e, err);
	pm_buf_clear(b);
	return status;
}

enum pm_status
pm_postlist_slots(struct pm_postlist *l, const struct pm_slot *slots, size_t n,
		  struct pm_error *err)
{
	const struct pm_slot **sorted = pm_alloc(n, sizeof *sorted);
	enum pm_status status = PM_OK;
	size_t i;

	if (sorted == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n; i++)
		sorted[i] = &slots[i];
	qsort(sorted, n, sizeof *sorted, compare_slots);
	for (i = 0; i < n && status == PM_OK; i++)
		if (sorted[i]->n_articles > 0)
			status = put_slot(l, sorted[i], err);
	free(sorted);
	return status;
}

static size_t
slot_key(uint8_t key[12], uint32_t slot, uint32_t first)
{
	size_t n = 2;

	key[0] = 0x00;
	key[1] = 0xd8;
	n += pm_store_varint(key + n, slot);
	return n + pm_store_sorted(key + n, first);
}

static enum pm_status
close_values(struct pm_postlist *l, struct pm_error *err)
{
	uint8_t key[12];
	struct pm_btree_entry e = { .key = key };
	enum pm_status status;

	if (l->values.len == 0)
		return PM_OK;
	if ((status = pm_buf_check(&l->values, "a chunk of values", err)) < 0)
		return status;
	e.key_len = slot_key(key, l->slot, l->values_first);
	e.body = l->values.data;
	e.body_len = l->values.len;
	status = pm_btree_add(l->table, &e, err);
	pm_buf_clear(&l->values);
	return status;
}

enum pm_status
pm_postlist_value(struct pm_postlist *l, uint32_t slot, uint32_t article,
		  const char *data, size_t len, struct pm_error *err)
{
	enum pm_status status;
	uint8_t key[12];

	if (l->values.len > 0 &&
	    (slot != l->slot || l->values.len + POSTING_MAX + len > l->values_room) &&
	    (status = close_values(l, err)) < 0)
		return status;
	if (l->values.len == 0) {
		l->slot = slot;
		l->values_first = article;
		l->values_room = room_for(l, slot_key(key, slot, article), CUT_IF_LONG);
	} else {
		pm_buf_put_varint(&l->values, article - l->values_last - 1);
	}
	pm_buf_put_varint(&l->values, len);
	pm_buf_put(&l->values, data, len);
	l->values_last = article;
	return PM_OK;
}

/* --- lists -------------------------------------------------------------- */

static void
open_chunk(struct pm_postlist *l, uint32_t first)
{
	struct chunk *c = &l->chunk;

	memcpy(c->key, l->key, l->further_len);
	if (l->head_len > 0) {
		c->key_len = l->key_len;
		memcpy(c->head, l->head, l->head_len);
		c->head_len = l->head_len;
		c->head_len += pm_store_varint(c->head + c->head_len, first - 1);
		l->head_len = 0;
	} else {
		c->key_len = l->further_len +
			     pm_store_sorted(c->key + l->further_len, first);
		c->head_len = 0;
	}
	c->first = c->last = first;
	c->room = room_for(l, c->key_len, l->left >= SHORT_LIST ? CUT_IF_LONG : CUT_NEVER) -
		  c->head_len - 1;
	if (l->in_lengths && c->room > LENGTHS_ROOM)
		c->room = LENGTHS_ROOM;
	c->len = 0;
	l->in_list = true;
}

enum chunk_place { CHUNK_FURTHER, CHUNK_LAST };

static enum pm_status
close_chunk(struct pm_postlist *l, enum chunk_place place, struct pm_error *err)
{
	struct chunk *c = &l->chunk;
	struct pm_btree_entry e = { .key = c->key,
				    .key_len = c->key_len,
				    .head = c->head,
				    .body = c->body,
				    .body_len = c->len };

	c->head[c->head_len++] = place == CHUNK_LAST ? '1' : '0';
	c->head_len += pm_store_varint(c->head + c->head_len, c->last - c->first);
	e.head_len = c->head_len;
	l->in_list = false;
	return pm_btree_add(l->table, &e, err);
}

/* Put as many postings as are sure to fit; returns how many. */
static size_t
put_quickly(struct chunk *c, const struct pm_posting *p, size_t n)
{
	uint8_t *q = c->body + c->len;
	/* leaving room for the span, whose size is known only at the end */
	const uint8_t *end = c->body + (c->room - POSTING_MAX - SPAN_MAX);
	uint32_t last = c->last;
	size_t i;

	for (i = 0; i < n && q <= end; i++) {
		q += pm_store_varint(q, p[i].article - last - 1);
		q += pm_store_varint(q, p[i].wdf);
		last = p[i].article;
	}
	c->last = last;
	c->len = (size_t)(q - c->body);
	return i;
}

/* Put the next posting wherever it fits. */
static enum pm_status
put_exactly(struct pm_postlist *l, const struct pm_posting *p, struct pm_error *err)
{
	struct chunk *c = &l->chunk;
	uint8_t *q = c->body + c->len;
	enum pm_status status;
	size_t size;

	if (l->in_list) {
		size = pm_store_varint(q, p->article - c->last - 1);
		size += pm_store_varint(q + size, p->wdf);
		if (c->len + size + pm_varint_size(p->article - c->first) <= c->room) {
			c->len += size;
			c->last = p->article;
			return PM_OK;
		}
		if ((status = close_chunk(l, CHUNK_FURTHER, err)) < 0)
			return status;
	}
	open_chunk(l, p->article);
	c->len = pm_store_varint(c->body, p->wdf);
	return PM_OK;
}

static enum pm_status
put(struct pm_postlist *l, const struct pm_posting *p, size_t n, struct pm_error *err)
{
	enum pm_status status;
	size_t quick;

	while (n > 0) {
		quick = l->in_list ? put_quickly(&l->chunk, p, n) : 0;
		l->left -= (uint32_t)quick;
		p += quick;
		n -= quick;
		if (n == 0)
			break;
		if ((status = put_exactly(l, p, err)) < 0)
			return status;
		l->left--;
		p++;
		n--;
	}
	return PM_OK;
}

static void
begin_list(struct pm_postlist *l, size_t key_len, size_t further_len, uint32_t n_articles,
	   uint32_t total, uint32_t left)
{
	l->key_len = key_len;
	l->further_len = further_len;
	l->head_len = pm_store_varint(l->head, n_articles);
	l->head_len += pm_store_varint(l->head + l->head_len, total);
	l->left = left;
}

enum pm_status
pm_postlist_length(struct pm_postlist *l, uint32_t article, uint32_t length,
		   struct pm_error *err)
{
	const struct pm_posting p = { article, length };
	enum pm_status status;

	if (!l->in_lengths) {
		if ((status = close_values(l, err)) < 0)
			return status;
		memcpy(l->key, "\x00\xe0", 2);
		/* the number of lengths is not yet known */
		begin_list(l, 2, 2, 0, 0, UINT32_MAX);
		l->in_lengths = true;
	}
	return put(l, &p, 1, err);
}

/* Everything before the terms is complete. */
static enum pm_status
end_lengths(struct pm_postlist *l, struct pm_error *err)
{
	enum pm_status status = PM_OK;

	if (l->in_lengths)
		status = close_chunk(l, CHUNK_LAST, err);
	else
		status = close_values(l, err);
	l->in_lengths = false;
	return status;
}

enum pm_status
pm_postlist_term(struct pm_postlist *l, const char *term, size_t len, uint32_t n_articles,
		 uint32_t total, struct pm_error *err)
{
	enum pm_status status;
	size_t key_len;

	if ((status = end_lengths(l, err)) < 0)
		return status;
	key_len = pm_store_escaped(l->key, term, len);
	l->key[key_len] = 0x00;
	begin_list(l, key_len, key_len + 1, n_articles, total, n_articles);
	return PM_OK;
}

enum pm_status
pm_postlist_add(struct pm_postlist *l, const struct pm_posting *postings, size_t n,
		struct pm_error *err)
{
	enum pm_status status;

	if ((status = put(l, postings, n, err)) < 0)
		return status;
	return l->in_list && l->left == 0 ? close_chunk(l, CHUNK_LAST, err) : PM_OK;
}

enum pm_status
pm_postlist_finish(struct pm_postlist *l, struct pm_btree_root *root, struct pm_error *err)
{
	enum pm_status status;

	if ((status = end_lengths(l, err)) < 0)
		return status;
	return pm_btree_finish(l->table, root, err);
}
