/* Pressmark - reading lists of postings: see reader.h; postlist.h has the format.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "glass/encode.h"
#include "support/mapped.h"
#include "glass/reader.h"

#include <stdlib.h>
#include <string.h>

static enum pm_status
bad_list(const struct pm_glass_list *p, struct pm_error *err)
{
	return pm_glass_damaged(&p->glass->postings, "a list of postings is not sound",
				err);
}

/* --- chunks ------------------------------------------------------------- */

/* Begin the chunk in TAG, whose first article is FIRST. */
static enum pm_status
begin_chunk(struct pm_glass_list *p, const uint8_t *tag, const uint8_t *end,
	    uint32_t first, struct pm_error *err)
{
	uint32_t span;
	uint8_t flag;

	if (tag == end || first == 0)
		return bad_list(p, err);
	flag = *tag++;
	if ((flag != '0' && flag != '1') || pm_load_varint32(&tag, end, &span) < 0 ||
	    pm_load_varint32(&tag, end, &p->wdf) < 0 || first > p->glass->last ||
	    span > p->glass->last - first)
		return bad_list(p, err);
	p->article = first;
	p->last = first + span;
	p->is_last_chunk = flag == '1';
	p->at = tag;
	p->end = end;
	return PM_OK;
}

/* The first chunk, at the current position: read the list's numbers before it. */
static enum pm_status
begin_list(struct pm_glass_list *p, struct pm_error *err)
{
	const uint8_t *tag, *end;
	enum pm_status status;
	uint32_t before;
	size_t len;

	status = pm_glass_tag(&p->glass->postings, &p->position, &p->tag, &tag, &len, err);
	if (status < 0)
		return status;
	end = tag + len;
	if (pm_load_varint32(&tag, end, &p->freq) < 0 ||
	    pm_load_varint32(&tag, end, &p->total) < 0 ||
	    pm_load_varint32(&tag, end, &before) < 0)
		return bad_list(p, err);
	return begin_chunk(p, tag, end, before + 1, err);
}

static bool
is_further_chunk(const struct pm_glass_list *p, uint32_t *first)
{
	const struct pm_glass_at *at = &p->position;

	return at->key_len > p->prefix_len &&
	       memcmp(at->key, p->key, p->prefix_len) == 0 &&
	       pm_load_sorted(at->key + p->prefix_len, at->key_len - p->prefix_len, first);
}

/* The chunk at the current position; it must begin after AFTER. */
static enum pm_status
begin_further(struct pm_glass_list *p, uint32_t after, struct pm_error *err)
{
	enum pm_status status;
	const uint8_t *tag;
	uint32_t first;
	size_t len;

	if (!is_further_chunk(p, &first) || first <= after)
		return bad_list(p, err);
	status = pm_glass_tag(&p->glass->postings, &p->position, &p->tag, &tag, &len, err);
	return status < 0 ? status : begin_chunk(p, tag, tag + len, first, err);
}

static enum pm_status
next_chunk(struct pm_glass_list *p, struct pm_error *err)
{
	uint32_t after = p->last;
	enum pm_status status;

	if (p->is_last_chunk)
		return PM_END;
	status = pm_glass_next(&p->glass->postings, &p->position, err);
	if (status < 0)
		return status;
	return status == PM_END ? bad_list(p, err) : begin_further(p, after, err);
}

/* Move to the chunk that has ARTICLE, or to the first one after it; either is beyond the
 * current chunk, which is not the last. */
static enum pm_status
seek_chunk(struct pm_glass_list *p, uint32_t article, struct pm_error *err)
{
	struct pm_glass_table *t = &p->glass->postings;
	uint8_t key[PM_KEY_MAX + PM_SORTED_MAX];
	size_t len = p->prefix_len;
	uint32_t after = p->last, first;
	enum pm_status status;

	memcpy(key, p->key, len);
	len += pm_store_sorted(key + len, article);
	status = pm_glass_seek(t, &p->position, key, len, err);
	if (status == PM_OK && p->position.component != 1) {
		/* the last component of the chunk: go to its first */
		len = p->position.key_len;
		memcpy(key, p->position.key, len);
		status = pm_glass_find(t, &p->position, key, len, err);
	}
	if (status < 0)
		return status;
	if (is_further_chunk(p, &first) && first > after &&
	    (status = begin_further(p, after, err)) < 0)
		return status;
	/* Either ARTICLE is in the gap after a chunk, or this is the chunk we were at. */
	if (p->last >= article)
		return PM_OK;
	if (p->last == after && !p->position.is_last) {
		const uint8_t *tag;
		size_t tag_len;

		status = pm_glass_tag(t, &p->position, &p->tag, &tag, &tag_len, err);
		if (status < 0)
			return status;
	}
	return next_chunk(p, err);
}

/* --- postings ----------------------------------------------------------- */

#define HIGH_BITS 0x8080808080808080u
#define EVEN_BYTES 0x00ff00ff00ff00ffu

/* Move one posting on in the chunk, which has bytes left. */
static inline bool
take(struct pm_glass_list *p)
{
	uint32_t gap;

	if (pm_load_varint32(&p->at, p->end, &gap) < 0 ||
	    pm_load_varint32(&p->at, p->end, &p->wdf) < 0 || gap >= p->last - p->article)
		return false;
	p->article += gap + 1;
	return true;
}

enum pm_status
pm_glass_list_go_on(struct pm_glass_list *p, struct pm_error *err)
{
	if (p->at < p->end)
		return take(p) ? PM_OK : bad_list(p, err);
	/* a chunk ends with its last article */
	return p->article == p->last ? next_chunk(p, err) : bad_list(p, err);
}

/* Move to the first posting at or after ARTICLE in this chunk, which extends that far.
 * Four postings of two bytes each are skipped with one addition. */
static bool
scan(struct pm_glass_list *p, uint32_t article)
{
	const uint8_t *q = p->at, *end = p->end;
	uint64_t at = p->article;
	uint32_t gap, wdf;

	do {
		for (; end - q >= 8; q += 8) {
			uint64_t four = pm_load_u64(q), to;

			if (four & HIGH_BITS)
				break;
			to = at + 4 + ((four & EVEN_BYTES) * 0x0001000100010001u >> 48);
			if (to >= article)
				goto near;
			at = to;
		}
		if (pm_load_varint32(&q, end, &gap) < 0 ||
		    pm_load_varint32(&q, end, &wdf) < 0)
			return false;
		at += (uint64_t)gap + 1;
	} while (at < article);
	goto out;
near: /* one of these four */
	do {
		at += q[0] + 1u;
		wdf = q[1];
		q += 2;
	} while (at < article);
out:
	if (at > p->last)
		return false;
	p->article = (uint32_t)at;
	p->wdf = wdf;
	p->at = q;
	return true;
}

enum pm_status
pm_glass_list_skip(struct pm_glass_list *p, uint32_t article, struct pm_error *err)
{
	enum pm_status status;

	if (article <= p->article)
		return PM_OK;
	if (article > p->last) {
		if (p->is_last_chunk)
			return PM_END;
		if ((status = seek_chunk(p, article, err)) != PM_OK)
			return status;
		if (article <= p->article)
			return PM_OK;
		if (article > p->last)
			return bad_list(p, err);
	}
	return scan(p, article) ? PM_OK : bad_list(p, err);
}

/* --- lists -------------------------------------------------------------- */

static enum pm_status
open_list(struct pm_glass_list *p, struct pm_error *err)
{
	enum pm_status status = pm_glass_find(&p->glass->postings, &p->position, p->key,
					      p->key_len, err);

	if (status < 0)
		return status;
	if (p->position.key_len != p->key_len ||
	    memcmp(p->position.key, p->key, p->key_len) != 0)
		return PM_ABSENT;
	return begin_list(p, err);
}

static void
init(struct pm_glass_list *p, struct pm_glass *g)
{
	p->glass = g;
	p->article = p->wdf = p->freq = p->total = 0;
	pm_buf_init(&p->tag, PM_BUF_NO_LIMIT);
}

/* Postings of a list that is not in a block or two. */
#define LONG 4096u

/* The rest of the list will be needed: leaves are in the order of their keys, and a posting
 * mostly takes two bytes. */
static void
ask_for(const struct pm_glass_list *p)
{
	const struct pm_glass_table *t = &p->glass->postings;
	size_t at = (size_t)(p->position.steps[0].block - t->map);
	size_t len = (size_t)p->freq * 9 / 4;

	pm_mapped_will_need(t->map, at, len < t->size - at ? len : t->size - at);
}

enum pm_status
pm_glass_list_open(struct pm_glass_list *p, struct pm_glass *g, const char *term,
		   size_t len, struct pm_error *err)
{
	uint8_t key[2 * PM_KEY_MAX];
	enum pm_status status;
	size_t n;

	init(p, g);
	if (len == 0 || len > PM_KEY_MAX ||
	    (n = pm_store_escaped(key, term, len)) > PM_KEY_MAX)
		return PM_ABSENT;
	memcpy(p->key, key, n);
	p->key[n] = 0x00;
	p->key_len = (uint16_t)n;
	p->prefix_len = (uint16_t)(n + 1);
	status = open_list(p, err);
	if (status == PM_OK && p->freq >= LONG && pm_mapped_waits())
		ask_for(p);
	return status;
}

void
pm_glass_list_release(struct pm_glass_list *p)
{
	pm_buf_release(&p->tag);
}

/* --- lengths ------------------------------------------------------------ */

/* Keep all lengths of the chunk; P is at its beginning. */
static enum pm_status
keep_chunk(struct pm_glass *g, struct pm_glass_list *p, struct pm_error *err)
{
	for (;;) {
		if (p->wdf == UINT32_MAX)
			return bad_list(p, err);
		g->lengths[p->article] = p->wdf + 1;
		if (p->at == p->end)
			return p->article == p->last ? PM_OK : bad_list(p, err);
		if (!take(p))
			return bad_list(p, err);
	}
}

enum pm_status
pm_glass_load_length(struct pm_glass *g, uint32_t article, uint32_t *length,
		     struct pm_error *err)
{
	const uint32_t *given;
	enum pm_status status;
	struct pm_glass_list p;

	if (g->given != NULL && article <= g->last) {
		status = pm_glass_lengths(g, article, article, &given, err);
		*length = status == PM_OK ? given[article] - 1 : 0;
		return status == PM_OK && given[article] == 0
			     ? pm_glass_damaged(&g->postings, "an article has no length",
						err)
			     : status;
	}
	if (g->lengths == NULL &&
	    (g->lengths = pm_calloc((size_t)g->last + 1, sizeof *g->lengths)) == NULL)
		return pm_fail_nomem(err);
	init(&p, g);
	memcpy(p.key, "\x00\xe0", 2);
	p.key_len = p.prefix_len = 2;
	status = open_list(&p, err);
	if (status == PM_OK && article > p.last)
		status = p.is_last_chunk ? PM_END : seek_chunk(&p, article, err);
	if (status == PM_OK)
		status = keep_chunk(g, &p, err);
	pm_glass_list_release(&p);
	if (status < 0)
		return status;
	if (article > g->last || g->lengths[article] == 0)
		return pm_glass_damaged(&g->postings, "an article has no length", err);
	*length = g->lengths[article] - 1;
	return PM_OK;
}

void
pm_glass_take_lengths(struct pm_glass *g, struct pm_pages *pages)
{
	const union {
		uint32_t number;
		uint8_t bytes[4];
	} one = { 1 };

	g->given = one.bytes[0] == 1 ? pages : NULL;
}

enum pm_status
pm_glass_lengths(struct pm_glass *g, uint32_t first, uint32_t last,
		 const uint32_t **lengths, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_glass_list p;

	*lengths = g->lengths;
	if (g->given != NULL) {
		/* the map is aligned, and the data are its first bytes */
		*lengths = (const uint32_t *)(const void *)g->given->map;
		return pm_pages_get(g->given, 4 * (uint64_t)first,
				    4 * ((uint64_t)last - first + 1), err) == NULL
			     ? PM_ERR_CORRUPT
			     : PM_OK;
	}
	if (g->has_all_lengths)
		return PM_OK;
	if (g->lengths == NULL &&
	    (g->lengths = pm_calloc((size_t)g->last + 1, sizeof *g->lengths)) == NULL)
		return pm_fail_nomem(err);
	init(&p, g);
	memcpy(p.key, "\x00\xe0", 2);
	p.key_len = p.prefix_len = 2;
	status = open_list(&p, err);
	while (status == PM_OK && (status = keep_chunk(g, &p, err)) == PM_OK)
		status = next_chunk(&p, err);
	pm_glass_list_release(&p);
	if (status < 0)
		return status;
	g->has_all_lengths = true;
	*lengths = g->lengths;
	return PM_OK;
}
