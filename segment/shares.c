/* Pressmark - reading the shares of words in the postings of stems: see shares.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/shares.h"

#include "support/bytes.h"
#include "support/pages.h"
#include "support/sort.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of a stem before its words, at most. */
#define HEAD_MAX (4 * PM_VARINT_MAX + PM_SHARES_NAME_MAX)

struct pm_shares {
	struct pm_pages *pages;
	uint32_t articles;
	uint64_t n, index;
};

/* The stem that a walk is at, and where its words are. */
struct at {
	char stem[PM_SHARES_NAME_MAX];
	size_t len;
	uint32_t articles;
	uint64_t words, end;
};

static enum pm_status
damaged(const struct pm_shares *s, struct pm_error *err)
{
	return pm_corrupt(err, pm_pages_path(s->pages), "an entry does not fit its place");
}

static enum pm_status
read_directory(struct pm_shares *s, struct pm_error *err)
{
	uint64_t len = pm_pages_len(s->pages), blocks;
	const uint8_t *p;

	if (len < PM_SHARES_DIRECTORY)
		return damaged(s, err);
	len -= PM_SHARES_DIRECTORY;
	if ((p = pm_pages_get(s->pages, len, PM_SHARES_DIRECTORY, err)) == NULL)
		return PM_ERR_CORRUPT;
	s->n = pm_load_u64(p);
	s->index = pm_load_u64(p + 8);
	blocks = s->n / PM_SHARES_BLOCK + (s->n % PM_SHARES_BLOCK != 0);
	return s->index > len || blocks != (len - s->index) / 8 || (len - s->index) % 8 != 0
		     ? damaged(s, err)
		     : PM_OK;
}

enum pm_status
pm_shares_open(struct pm_shares **out, const char *path, uint32_t articles,
	       struct pm_error *err)
{
	struct pm_shares *s = pm_calloc(1, sizeof *s);
	enum pm_status status;

	if (s == NULL)
		return pm_fail_nomem(err);
	s->articles = articles;
	status = pm_pages_open(&s->pages, path, PM_SHARES_FILE, PM_SHARES_VERSION, err);
	if (status == PM_OK)
		status = read_directory(s, err);
	if (status < 0)
		pm_shares_free(s);
	else
		*out = s;
	return status;
}

void
pm_shares_free(struct pm_shares *s)
{
	if (s == NULL)
		return;
	pm_pages_free(s->pages);
	free(s);
}

enum pm_status
pm_shares_verify(struct pm_shares *s, struct pm_error *err)
{
	return pm_pages_verify(s->pages, err);
}

uint64_t
pm_shares_file_size(const struct pm_shares *s)
{
	return pm_pages_file_size(s->pages);
}

const char *
pm_shares_path(const struct pm_shares *s)
{
	return pm_pages_path(s->pages);
}

/* --- stems -------------------------------------------------------------- */

/* Read the stem at OFFSET, which comes after the one that AT has; at->len is 0 if it is the
 * first of a block. */
static enum pm_status
read_stem(struct pm_shares *s, uint64_t offset, struct at *at, struct pm_error *err)
{
	uint64_t room = offset < s->index ? s->index - offset : 0, common, len;
	const uint8_t *start, *p, *end, *more;
	size_t n;

	if (room == 0)
		return damaged(s, err);
	room = room < HEAD_MAX ? room : HEAD_MAX;
	if ((start = p = pm_pages_get(s->pages, offset, room, err)) == NULL)
		return PM_ERR_CORRUPT;
	end = p + room;
	if (pm_load_varint(&p, end, &common) < 0 || common > at->len ||
	    pm_load_bytes(&p, end, &more, &n) < 0 || n > PM_SHARES_NAME_MAX - common ||
	    pm_load_varint32(&p, end, &at->articles) < 0 ||
	    pm_load_varint(&p, end, &len) < 0)
		return damaged(s, err);
	memcpy(at->stem + common, more, n);
	at->len = (size_t)common + n;
	at->words = offset + (uint64_t)(p - start);
	at->end = at->words + len;
	return len > s->index - at->words || at->articles > s->articles
		     ? damaged(s, err)
		     : PM_OK;
}

static enum pm_status
read_block(struct pm_shares *s, uint64_t block, struct at *at, struct pm_error *err)
{
	const uint8_t *p = pm_pages_get(s->pages, s->index + 8 * block, 8, err);

	at->len = 0;
	return p == NULL ? PM_ERR_CORRUPT : read_stem(s, pm_load_u64(p), at, err);
}

/* PM_ABSENT if it is not there. */
static enum pm_status
find(struct pm_shares *s, const char *stem, size_t len, struct at *at,
     struct pm_error *err)
{
	uint64_t low = 0, high = s->n / PM_SHARES_BLOCK + (s->n % PM_SHARES_BLOCK != 0);
	uint64_t i, n;
	enum pm_status status;
	int order;

	/* the last block whose first stem is not above it */
	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if ((status = read_block(s, middle, at, err)) < 0)
			return status;
		if (pm_compare_bytes(at->stem, at->len, stem, len) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return PM_ABSENT;
	n = s->n - (low - 1) * PM_SHARES_BLOCK;
	n = n < PM_SHARES_BLOCK ? n : PM_SHARES_BLOCK;
	if ((status = read_block(s, low - 1, at, err)) < 0)
		return status;
	for (i = 1; (order = pm_compare_bytes(at->stem, at->len, stem, len)) < 0 && i < n;
	     i++)
		if ((status = read_stem(s, at->end, at, err)) < 0)
			return status;
	return order == 0 ? PM_OK : PM_ABSENT;
}

/* --- shares ------------------------------------------------------------- */

void
pm_share_init(struct pm_share *share)
{
	memset(share, 0, sizeof *share);
}

void
pm_share_release(struct pm_share *share)
{
	free(share->bits);
	free(share->every);
	memset(share, 0, sizeof *share);
}

static size_t
numbers_of(uint32_t articles)
{
	return ((size_t)articles + 63) / 64;
}

static enum pm_status
clear_bits(struct pm_share *share, uint32_t articles, struct pm_error *err)
{
	size_t n = numbers_of(articles);
	enum pm_status status = pm_grow(&share->bits, &share->bits_cap, n,
					sizeof *share->bits, err);

	if (status < 0)
		return status;
	share->articles = articles;
	share->all = false;
	if (n > 0)
		memset(share->bits, 0, n * sizeof *share->bits);
	return PM_OK;
}

/* The words of a stem, one after the other. */
struct words {
	const struct at *at;
	const uint8_t *p, *end;
	char word[2 * PM_SHARES_NAME_MAX];
	size_t len;
	enum pm_share_kind kind;
	const uint8_t *bytes; /* its list or bits */
	size_t n_bytes;
};

/* Read the articles of the stem that are told, too. */
static enum pm_status
read_every(struct pm_shares *s, struct words *w, struct pm_share *share,
	   struct pm_error *err)
{
	size_t n = pm_shares_every(w->at->articles), i;
	uint32_t article = 0, more;
	enum pm_status status = pm_grow(&share->every, &share->every_cap, n,
					sizeof *share->every, err);

	for (i = 0; i < n && status == PM_OK; i++) {
		if (pm_load_varint32(&w->p, w->end, &more) < 0 || more == 0 ||
		    more > s->articles - article)
			return damaged(s, err);
		share->every[i] = article += more;
	}
	share->n_every = n;
	return status;
}

static enum pm_status
open_words(struct pm_shares *s, const struct at *at, struct words *w,
	   struct pm_share *share, struct pm_error *err)
{
	w->at = at;
	w->p = pm_pages_get(s->pages, at->words, at->end - at->words, err);
	if (w->p == NULL)
		return PM_ERR_CORRUPT;
	w->end = w->p + (at->end - at->words);
	memcpy(w->word, at->stem, at->len);
	return read_every(s, w, share, err);
}

/* The rest of a number of a word's first byte. */
static bool
load_rest(struct words *w, uint32_t *n)
{
	uint32_t rest = 0;

	if (*n == PM_SHARES_MANY && pm_load_varint32(&w->p, w->end, &rest) < 0)
		return false;
	*n = rest > UINT32_MAX - *n ? UINT32_MAX : *n + rest;
	return true;
}

/* False if the bytes, of which there are some, are no word. */
static bool
next_word(struct words *w)
{
	const struct at *at = w->at;
	uint32_t head = *w->p++, strip = head >> 2 & 7, append = head >> 5;

	if (!load_rest(w, &strip) || !load_rest(w, &append) || strip > at->len ||
	    append > PM_SHARES_NAME_MAX || append > (size_t)(w->end - w->p))
		return false;
	w->len = at->len - strip + append;
	memcpy(w->word + at->len - strip, w->p, append);
	w->p += append;
	w->kind = (enum pm_share_kind)(head & 3);
	w->n_bytes = ((size_t)at->articles + 7) / 8;
	w->bytes = w->p;
	if (w->kind == PM_SHARE_ALL)
		return true;
	if (w->kind != PM_SHARE_BITS)
		return pm_load_bytes(&w->p, w->end, &w->bytes, &w->n_bytes) == 0;
	if ((size_t)(w->end - w->p) < w->n_bytes)
		return false;
	w->p += w->n_bytes;
	return true;
}

/* Restore what next_word made of the stem. */
static void
forget_word(struct words *w)
{
	memcpy(w->word, w->at->stem, w->at->len);
}

/* Set the bits of a list; false if it is not one of places below ARTICLES. */
static bool
set_list(const struct words *w, uint32_t articles, uint64_t *bits)
{
	const uint8_t *p = w->bytes, *end = p + w->n_bytes;
	uint64_t place = 0, gap;

	for (; p < end; place++) {
		if (*p < 0x80)
			gap = *p++;
		else if (pm_load_varint(&p, end, &gap) < 0)
			return false;
		if (gap >= articles || (place += gap) >= articles)
			return false;
		bits[place / 64] |= UINT64_C(1) << place % 64;
	}
	return true;
}

static void
set_bits(const struct words *w, uint64_t *bits)
{
	size_t i;

	for (i = 0; i + 8 <= w->n_bytes; i += 8)
		bits[i / 8] |= pm_load_u64(w->bytes + i);
	for (; i < w->n_bytes; i++)
		bits[i / 8] |= (uint64_t)w->bytes[i] << i % 8 * 8;
}

/* Set all bits but those of the list. */
static enum pm_status
set_others(const struct words *w, uint32_t articles, uint64_t *bits, bool *fits,
	   struct pm_error *err)
{
	size_t n = numbers_of(articles), i;
	uint64_t *listed = pm_calloc(n, sizeof *listed);

	if (listed == NULL)
		return pm_fail_nomem(err);
	*fits = set_list(w, articles, listed);
	for (i = 0; i < n; i++)
		bits[i] |= ~listed[i];
	if (articles % 64 != 0)
		bits[n - 1] &= (UINT64_C(1) << articles % 64) - 1;
	free(listed);
	return PM_OK;
}

/* Add what the word has. */
static enum pm_status
add_word(struct pm_shares *s, const struct words *w, struct pm_share *share,
	 struct pm_error *err)
{
	uint32_t articles = share->articles;
	enum pm_status status = PM_OK;
	bool fits = true;

	switch (w->kind) {
	case PM_SHARE_LIST:
		fits = set_list(w, articles, share->bits);
		break;
	case PM_SHARE_OTHERS:
		status = set_others(w, articles, share->bits, &fits, err);
		break;
	case PM_SHARE_BITS:
		set_bits(w, share->bits);
		fits = articles % 64 == 0 ||
		       share->bits[articles / 64] >> articles % 64 == 0;
		break;
	default:
		share->all = true;
	}
	return status == PM_OK && !fits ? damaged(s, err) : status;
}

enum pm_status
pm_shares_of(struct pm_shares *s, const char *stem, size_t len,
	     bool (*is_wanted)(void *ctx, const char *word, size_t len), void *ctx,
	     struct pm_share *share, struct pm_error *err)
{
	enum pm_status status;
	struct words w;
	struct at at;

	if ((status = find(s, stem, len, &at, err)) != PM_OK ||
	    (status = clear_bits(share, at.articles, err)) < 0 ||
	    (status = open_words(s, &at, &w, share, err)) < 0)
		return status;
	for (; w.p < w.end && !share->all && status == PM_OK; forget_word(&w)) {
		if (!next_word(&w))
			return damaged(s, err);
		if (is_wanted(ctx, w.word, w.len))
			status = add_word(s, &w, share, err);
	}
	return status;
}

enum pm_status
pm_shares_each(struct pm_shares *s, pm_shares_fn *fn, void *ctx, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	struct pm_share share;
	struct words w;
	struct at at;
	uint64_t i;

	pm_share_init(&share);
	for (i = 0; i < s->n && status == PM_OK; i++) {
		status = i % PM_SHARES_BLOCK == 0
			       ? read_block(s, i / PM_SHARES_BLOCK, &at, err)
			       : read_stem(s, at.end, &at, err);
		if (status == PM_OK)
			status = open_words(s, &at, &w, &share, err);
		for (; status == PM_OK && w.p < w.end; forget_word(&w)) {
			if (!next_word(&w))
				status = damaged(s, err);
			else if ((status = clear_bits(&share, at.articles, err)) == PM_OK &&
				 (status = add_word(s, &w, &share, err)) == PM_OK)
				status = fn(ctx, at.stem, at.len, at.articles, w.word,
					    w.len, &share, err);
			if (status < 0)
				break;
		}
	}
	pm_share_release(&share);
	return status;
}
