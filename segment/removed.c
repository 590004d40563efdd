/* Pressmark - reading which articles are gone: see removed.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/removed.h"

#include "segment/removed_parts.h"
#include "support/bytes.h"
#include "support/sort.h"

#include <stdlib.h>
#include <string.h>

/* A block of terms has no more bytes. */
#define BLOCK_MAX 8192u

enum pm_status
pm_removed_damaged(const struct pm_removed *r, struct pm_error *err)
{
	return pm_corrupt(err, pm_pages_path(r->pages), "an entry does not fit its place");
}

/* --- opening ------------------------------------------------------------ */

static uint64_t
blocks_of(uint64_t n, uint64_t block)
{
	return n / block + (n % block != 0);
}

/* Each table begins where the one before ends, so that nothing is read twice; an entry has
 * at least one byte, and an index 8 for each block. */
static bool
fits(const struct pm_removed_part *p, uint64_t from, uint64_t end, uint64_t len)
{
	const struct pm_removed_section *t = p->tables;
	uint64_t words = blocks_of(t[PM_REMOVED_WORDS].n, PM_REMOVED_WORDS_BLOCK);
	uint64_t terms = blocks_of(t[PM_REMOVED_TERMS].n, PM_REMOVED_TERMS_BLOCK);
	size_t i;

	if (t[0].from != from || end > len)
		return false;
	for (i = 0; i < PM_REMOVED_TABLES; i++)
		if (t[i].to < t[i].from || t[i].to > end || t[i].n > t[i].to - t[i].from)
			return false;
	return t[0].n == p->sums.articles && t[0].n > 0 && t[0].n <= UINT32_MAX &&
	       p->terms_index >= p->words_index && end >= p->terms_index &&
	       (p->terms_index - p->words_index) / 8 == words &&
	       (p->terms_index - p->words_index) % 8 == 0 &&
	       (end - p->terms_index) / 8 == terms && (end - p->terms_index) % 8 == 0;
}

/* Read an entry of the directory; *FROM: where what is left of the data begins. */
static bool
read_part(struct pm_removed_part *p, const uint8_t *bytes, uint64_t *from, uint64_t len)
{
	uint64_t v[PM_REMOVED_ENTRY / 8], any = 0;
	const uint64_t *tables = v + 7;
	size_t i;

	for (i = 0; i < PM_REMOVED_ENTRY / 8; i++) {
		v[i] = pm_load_u64(bytes + 8 * i);
		any |= i > 0 ? v[i] : 0;
	}
	p->identity = v[0];
	if (any == 0)
		return true;
	p->sums = (struct pm_removed_sums){ v[1], v[2], v[3], v[4], v[5], v[6] };
	for (i = 0; i < PM_REMOVED_TABLES; i++)
		p->tables[i] = (struct pm_removed_section){
			tables[2 * i], tables[2 * i + 1], tables[2 * i + 3]
		};
	/* behind the last table come the indexes */
	p->words_index = v[21];
	p->terms_index = v[22];
	p->tables[PM_REMOVED_TERMS].to = p->words_index;
	if (!fits(p, *from, v[23], len))
		return false;
	*from = v[23];
	return true;
}

static enum pm_status
read_directory(struct pm_removed *r, struct pm_error *err)
{
	uint64_t len = pm_pages_len(r->pages), n, from = 0, i;
	const uint8_t *p;

	if (len < 8)
		return pm_removed_damaged(r, err);
	if ((p = pm_pages_get(r->pages, len - 8, 8, err)) == NULL)
		return PM_ERR_CORRUPT;
	n = pm_load_u64(p);
	len -= 8;
	if (n == 0 || n > len / PM_REMOVED_ENTRY)
		return pm_removed_damaged(r, err);
	len -= n * PM_REMOVED_ENTRY;
	if ((p = pm_pages_get(r->pages, len, n * PM_REMOVED_ENTRY, err)) == NULL)
		return PM_ERR_CORRUPT;
	if ((r->parts = pm_calloc((size_t)n, sizeof *r->parts)) == NULL)
		return pm_fail_nomem(err);
	r->n = (size_t)n;
	for (i = 0; i < n; i++) {
		r->parts[i].file = r;
		if (!read_part(&r->parts[i], p + i * PM_REMOVED_ENTRY, &from, len))
			return pm_removed_damaged(r, err);
	}
	return from == len ? PM_OK : pm_removed_damaged(r, err);
}

enum pm_status
pm_removed_open(struct pm_removed **out, const char *path, struct pm_error *err)
{
	struct pm_removed *r = pm_calloc(1, sizeof *r);
	enum pm_status status;

	if (r == NULL)
		return pm_fail_nomem(err);
	status = pm_pages_open(&r->pages, path, PM_REMOVED_KIND, PM_REMOVED_VERSION, err);
	if (status == PM_OK)
		status = read_directory(r, err);
	if (status < 0)
		pm_removed_free(r);
	else
		*out = r;
	return status;
}

void
pm_removed_free(struct pm_removed *r)
{
	size_t i;

	if (r == NULL)
		return;
	for (i = 0; i < r->n; i++) {
		free(r->parts[i].words.bits);
		free(r->parts[i].aliases.bits);
		free(r->parts[i].forms.list);
		free(r->parts[i].targets.list);
	}
	pm_pages_free(r->pages);
	free(r->parts);
	free(r);
}

uint64_t
pm_removed_identity(const struct pm_removed *r)
{
	return pm_pages_own_identity(r->pages);
}

uint64_t
pm_removed_file_size(const struct pm_removed *r)
{
	return pm_pages_file_size(r->pages);
}

const char *
pm_removed_path(const struct pm_removed *r)
{
	return pm_pages_path(r->pages);
}

enum pm_status
pm_removed_verify(struct pm_removed *r, struct pm_error *err)
{
	return pm_pages_verify(r->pages, err);
}

size_t
pm_removed_segments(const struct pm_removed *r)
{
	return r->n;
}

uint64_t
pm_removed_segment(const struct pm_removed *r, size_t i)
{
	return r->parts[i].identity;
}

struct pm_removed_part *
pm_removed_part(struct pm_removed *r, size_t i)
{
	return r->parts[i].sums.articles == 0 ? NULL : &r->parts[i];
}

const struct pm_removed_sums *
pm_removed_sums(const struct pm_removed_part *p)
{
	return &p->sums;
}

enum pm_status
pm_removed_bytes(struct pm_removed_part *p, enum pm_removed_table table,
		 const uint8_t **at, const uint8_t **end, struct pm_error *err)
{
	const struct pm_removed_section *t = &p->tables[table];

	*at = *end = NULL;
	if (t->to == t->from)
		return PM_OK;
	*at = pm_pages_get(p->file->pages, t->from, t->to - t->from, err);
	*end = *at == NULL ? NULL : *at + (t->to - t->from);
	return *at == NULL ? PM_ERR_CORRUPT : PM_OK;
}

enum pm_status
pm_removed_mark(struct pm_removed_part *p, uint64_t *bits, uint32_t articles,
		struct pm_error *err)
{
	const uint8_t *at, *end;
	enum pm_status status = pm_removed_bytes(p, PM_REMOVED_ARTICLES, &at, &end, err);
	uint32_t article = 0, more;
	uint64_t i;

	for (i = 0; i < p->sums.articles && status == PM_OK; i++) {
		if (pm_load_varint32(&at, end, &more) < 0 || more == 0 ||
		    more > articles - article)
			return pm_removed_damaged(p->file, err);
		article += more;
		bits[(article - 1) / 64] |= UINT64_C(1) << (article - 1) % 64;
	}
	return status == PM_OK && at != end ? pm_removed_damaged(p->file, err) : status;
}

/* --- looking up --------------------------------------------------------- */

enum pm_status
pm_removed_next_term(struct pm_removed_part *p, struct pm_removed_at *at,
		     struct pm_error *err)
{
	bool first = at->i % PM_REMOVED_TERMS_BLOCK == 0;
	const uint8_t *more;
	uint64_t common;
	size_t n;

	if (pm_load_varint(&at->p, at->end, &common) < 0 || common > at->len ||
	    (first && common > 0) || pm_load_bytes(&at->p, at->end, &more, &n) < 0 ||
	    n > PM_REMOVED_TERM_MAX - common ||
	    /* front-coded strings ascend if the first byte that is not shared does */
	    (at->begun && pm_compare_bytes(at->term + common, at->len - (size_t)common,
					   (const char *)more, n) >= 0) ||
	    pm_load_varint32(&at->p, at->end, &at->articles) < 0 || at->articles == 0 ||
	    at->articles > p->sums.articles)
		return pm_removed_damaged(p->file, err);
	memcpy(at->term + common, more, n);
	at->len = (size_t)common + n;
	at->begun = true;
	at->i++;
	return PM_OK;
}

enum pm_status
pm_removed_next_word(struct pm_removed_part *p, struct pm_removed_at *at,
		     struct pm_error *err)
{
	struct pm_removed_word *w = &at->word;
	uint32_t before = w->rank, more;

	if (pm_load_varint32(&at->p, at->end, &more) < 0)
		return pm_removed_damaged(p->file, err);
	if (at->i % PM_REMOVED_WORDS_BLOCK == 0) {
		w->rank = more;
	} else {
		if (more > UINT32_MAX - w->rank)
			return pm_removed_damaged(p->file, err);
		w->rank += more;
	}
	if ((at->begun && w->rank <= before) ||
	    pm_load_varint(&at->p, at->end, &w->count) < 0 ||
	    pm_load_varint32(&at->p, at->end, &w->articles) < 0 || w->articles == 0 ||
	    w->articles > w->count || w->articles > p->sums.articles)
		return pm_removed_damaged(p->file, err);
	at->begun = true;
	at->i++;
	return PM_OK;
}

/* Put AT at the first entry of a block of the table, whose index begins at INDEX. */
static enum pm_status
begin_block(struct pm_removed_part *p, enum pm_removed_table table, uint64_t index,
	    uint64_t block, struct pm_removed_at *at, struct pm_error *err)
{
	const struct pm_removed_section *t = &p->tables[table];
	const uint8_t *entry = pm_pages_get(p->file->pages, index + 8 * block, 8, err);
	uint64_t from, room;

	if (entry == NULL)
		return PM_ERR_CORRUPT;
	from = pm_load_u64(entry);
	if (from < t->from || from >= t->to)
		return pm_removed_damaged(p->file, err);
	at->i = block * (table == PM_REMOVED_TERMS ? PM_REMOVED_TERMS_BLOCK
						   : PM_REMOVED_WORDS_BLOCK);
	at->len = 0;
	at->begun = false;
	at->word.rank = 0;
	room = t->to - from < BLOCK_MAX ? t->to - from : BLOCK_MAX;
	if ((at->p = pm_pages_get(p->file->pages, from, room, err)) == NULL)
		return PM_ERR_CORRUPT;
	at->end = at->p + room;
	return PM_OK;
}

/* How what the walk is at compares with what is looked for. */
struct wanted {
	const char *term;
	size_t len;
	uint32_t rank;
};

static int
compare(enum pm_removed_table table, const struct pm_removed_at *at,
	const struct wanted *wanted)
{
	if (table == PM_REMOVED_TERMS)
		return pm_compare_bytes(at->term, at->len, wanted->term, wanted->len);
	return at->word.rank < wanted->rank ? -1 : at->word.rank > wanted->rank;
}

static enum pm_status
next(struct pm_removed_part *p, enum pm_removed_table table, struct pm_removed_at *at,
     struct pm_error *err)
{
	return table == PM_REMOVED_TERMS ? pm_removed_next_term(p, at, err)
					 : pm_removed_next_word(p, at, err);
}

/* Find the entry; PM_ABSENT if there is none. */
static enum pm_status
find(struct pm_removed_part *p, enum pm_removed_table table, const struct wanted *wanted,
     struct pm_removed_at *at, struct pm_error *err)
{
	uint64_t block = table == PM_REMOVED_TERMS ? PM_REMOVED_TERMS_BLOCK
						   : PM_REMOVED_WORDS_BLOCK;
	uint64_t index = table == PM_REMOVED_TERMS ? p->terms_index : p->words_index;
	uint64_t n = p->tables[table].n, low = 0, high = blocks_of(n, block);
	enum pm_status status;
	int order;

	/* the last block whose first entry is not above it */
	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if ((status = begin_block(p, table, index, middle, at, err)) < 0 ||
		    (status = next(p, table, at, err)) < 0)
			return status;
		if (compare(table, at, wanted) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return PM_ABSENT;
	if ((status = begin_block(p, table, index, low - 1, at, err)) < 0)
		return status;
	do {
		if ((status = next(p, table, at, err)) < 0)
			return status;
		order = compare(table, at, wanted);
	} while (order < 0 && at->i < n && at->i % block != 0);
	return order == 0 ? PM_OK : PM_ABSENT;
}

enum pm_status
pm_removed_term(struct pm_removed_part *p, const char *term, size_t len,
		uint32_t *articles, struct pm_error *err)
{
	const struct wanted wanted = { term, len, 0 };
	struct pm_removed_at at;
	enum pm_status status = find(p, PM_REMOVED_TERMS, &wanted, &at, err);

	*articles = status == PM_OK ? at.articles : 0;
	return status < 0 ? status : PM_OK;
}

enum pm_status
pm_removed_word(struct pm_removed_part *p, uint32_t rank, struct pm_removed_word *word,
		struct pm_error *err)
{
	const struct wanted wanted = { NULL, 0, rank };
	struct pm_removed_at at;
	enum pm_status status = find(p, PM_REMOVED_WORDS, &wanted, &at, err);

	*word = status == PM_OK ? at.word : (struct pm_removed_word){ rank, 0, 0 };
	return status < 0 ? status : PM_OK;
}
