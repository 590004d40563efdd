/* Pressmark - uniting the postings of a stem's words: see unite.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge/unite.h"

#include "support/bytes.h"

#include <stdlib.h>
#include <string.h>

/* Postings of a word that are held. */
#define HELD 4096u
/* A word is rare beside others if it has one in so many of their postings. */
#define RARE 16u

struct pm_unite_word {
	struct pm_posting *held; /* HELD, and one more */
	uint32_t from, to;
	bool ended;	/* there are no more than are held */
	uint32_t taken; /* of those held, by the current step */
	bool rare;
	uint32_t n_places;
	struct pm_buf places; /* of a rare one: a list of struct pm_share_places */
	uint64_t after;	      /* the last of them, and 1 */
	uint64_t *bits;	      /* of all others */
	size_t bits_cap;
};

void
pm_unite_init(struct pm_unite *u)
{
	memset(u, 0, sizeof *u);
	pm_buf_init(&u->postings, PM_BUF_NO_LIMIT);
}

void
pm_unite_release(struct pm_unite *u)
{
	size_t i;

	for (i = 0; i < u->words_cap; i++) {
		free(u->words[i].held);
		free(u->words[i].bits);
		pm_buf_release(&u->words[i].places);
	}
	free(u->words);
	free(u->shares);
	free(u->every);
	free(u->merged);
	free(u->spare);
	pm_buf_release(&u->postings);
}

static enum pm_status
make_room(struct pm_unite *u, size_t n, struct pm_error *err)
{
	size_t cap = u->words_cap, i;
	enum pm_status status = pm_grow(&u->words, &u->words_cap, n, sizeof *u->words,
					err);

	if (status < 0)
		return status;
	for (; cap < u->words_cap; cap++) {
		memset(&u->words[cap], 0, sizeof *u->words);
		pm_buf_init(&u->words[cap].places, PM_BUF_NO_LIMIT);
	}
	for (i = 0; i < n; i++)
		if (u->words[i].held == NULL &&
		    (u->words[i].held = pm_alloc(HELD + 1, sizeof *u->words[i].held)) ==
			    NULL)
			return pm_fail_nomem(err);
	if ((status = pm_grow(&u->shares, &u->shares_cap, n, sizeof *u->shares, err)) < 0 ||
	    (status = pm_grow(&u->merged, &u->merged_cap, n * HELD + 1, sizeof *u->merged,
			      err)) < 0)
		return status;
	return pm_grow(&u->spare, &u->spare_cap, n * HELD + 1, sizeof *u->spare, err);
}

/* --- reading ------------------------------------------------------------ */

/* Hold more of every word, and find the last article up to which nothing is missing. */
static enum pm_status
hold(struct pm_unite *u, pm_unite_read *read, void *ctx, uint32_t *last,
     struct pm_error *err)
{
	enum pm_status status;
	size_t i;

	*last = UINT32_MAX;
	for (i = 0; i < u->n_words; i++) {
		struct pm_unite_word *w = &u->words[i];
		uint32_t n;

		if (w->from > 0)
			memmove(w->held, w->held + w->from,
				(w->to - w->from) * sizeof *w->held);
		w->to -= w->from;
		w->from = 0;
		while (!w->ended && w->to < HELD) {
			status = read(ctx, i, w->held + w->to, HELD - w->to, &n, err);
			if (status < 0)
				return status;
			w->ended = n == 0;
			w->to += n;
		}
		if (!w->ended && w->held[w->to - 1].article < *last)
			*last = w->held[w->to - 1].article;
	}
	return PM_OK;
}

/* How many of those held, of a word, are not after LAST. */
static uint32_t
count_to(const struct pm_unite_word *w, uint32_t last)
{
	uint32_t low = 0, high = w->to;

	if (high == 0 || w->held[high - 1].article <= last)
		return high;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (w->held[middle].article <= last)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* --- merging ------------------------------------------------------------ */

/* Bits that are appended to an array, from the lowest of a number on. */
struct bits {
	uint64_t *to, word;
	uint32_t at; /* in WORD */
};

/* From bit PLACE on; what is before stays. */
static struct bits
begin_bits(uint64_t *to, uint32_t place)
{
	struct bits b = { to + place / 64, 0, place % 64 };

	b.word = *b.to & ((UINT64_C(1) << b.at) - 1);
	return b;
}

static inline void
put_bit(struct bits *b, uint64_t bit)
{
	b->word |= bit << b->at;
	if (++b->at == 64) {
		*b->to++ = b->word;
		b->word = b->at = 0;
	}
}

static void
end_bits(struct bits *b)
{
	if (b->at > 0)
		*b->to = b->word;
}

/* Merge A and B, each followed by a posting of article PM_U32_NONE, into OUT, which gets
 * one, too.  Returns how many there are without it.  *WDFS: the bits of all wdfs that were
 * added up, so that one that is too large shows.  If they are not NULL, A_BITS and B_BITS
 * get a bit for each, whether A has it and whether B has it. */
static inline uint32_t
merge(const struct pm_posting *a, const struct pm_posting *b, struct pm_posting *out,
      uint64_t *wdfs, struct bits *a_bits, struct bits *b_bits)
{
	uint32_t n = 0;

	for (;;) {
		uint32_t one = a->article, two = b->article;
		uint32_t least = one < two ? one : two;
		uint32_t has_a = one == least, has_b = two == least;
		uint64_t wdf = (uint64_t)(a->wdf & -has_a) + (b->wdf & -has_b);

		out[n].article = least;
		out[n].wdf = (uint32_t)wdf;
		if (least == PM_U32_NONE)
			return n;
		if (a_bits != NULL) {
			put_bit(a_bits, has_a);
			put_bit(b_bits, has_b);
		}
		*wdfs |= wdf;
		a += has_a;
		b += has_b;
		n++;
	}
}

static enum pm_status
too_large(struct pm_error *err)
{
	return pm_fail(err, PM_ERR_LIMIT,
		       "a word occurs more than 4294967295 times in an article");
}

/* Merge what was taken of all words into u->merged, the shortest first. */
static enum pm_status
merge_taken(struct pm_unite *u, uint32_t *n, struct pm_error *err)
{
	uint64_t wdfs = 0;
	uint32_t least = 0; /* words with so many or fewer are merged already */
	size_t left = u->n_words, i;

	*n = 0;
	u->merged[0].article = PM_U32_NONE;
	while (left > 0) {
		uint32_t next = UINT32_MAX;

		for (i = 0; i < u->n_words; i++)
			if (u->words[i].taken >= least && u->words[i].taken < next)
				next = u->words[i].taken;
		for (i = 0; i < u->n_words; i++) {
			struct pm_unite_word *w = &u->words[i];
			struct pm_posting after, *swap;

			if (w->taken != next)
				continue;
			left--;
			if (next == 0)
				continue;
			after = w->held[next];
			w->held[next].article = PM_U32_NONE;
			*n = merge(u->merged, w->held, u->spare, &wdfs, NULL, NULL);
			w->held[next] = after;
			swap = u->merged;
			u->merged = u->spare;
			u->spare = swap;
		}
		least = next + 1;
	}
	return wdfs > UINT32_MAX ? too_large(err) : PM_OK;
}

/* The same of two words, of which neither is rare, with their bits. */
static enum pm_status
merge_two(struct pm_unite *u, uint32_t *n, struct pm_error *err)
{
	struct pm_posting after[2];
	struct bits bits[2];
	uint64_t wdfs = 0;
	enum pm_status status;
	size_t i;

	for (i = 0; i < 2; i++) {
		struct pm_unite_word *w = &u->words[i];
		uint64_t most = (uint64_t)u->n + u->words[0].taken + u->words[1].taken;

		status = pm_grow(&w->bits, &w->bits_cap, (size_t)(most / 64 + 1),
				 sizeof *w->bits, err);
		if (status < 0)
			return status;
		bits[i] = begin_bits(w->bits, u->n);
		after[i] = w->held[w->taken];
		w->held[w->taken].article = PM_U32_NONE;
	}
	*n = merge(u->words[0].held, u->words[1].held, u->merged, &wdfs, &bits[0],
		   &bits[1]);
	for (i = 0; i < 2; i++) {
		end_bits(&bits[i]);
		u->words[i].held[u->words[i].taken] = after[i];
	}
	return wdfs > UINT32_MAX ? too_large(err) : PM_OK;
}

static enum pm_status
put_postings(struct pm_unite *u, uint32_t n, struct pm_error *err)
{
	uint8_t *start = pm_buf_reserve(&u->postings, n * (size_t)(2 * PM_VARINT_MAX));
	uint8_t *p = start;
	uint32_t i;

	if (p == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < n; i++) {
		const struct pm_posting *one = &u->merged[i];
		uint32_t gap = one->article - u->article;

		if ((gap | one->wdf) < 0x80) {
			*p++ = (uint8_t)gap;
			*p++ = (uint8_t)one->wdf;
		} else {
			p += pm_store_varint(p, gap);
			p += pm_store_varint(p, one->wdf);
		}
		u->article = one->article;
		u->total += one->wdf;
	}
	pm_buf_advance(&u->postings, (size_t)(p - start));
	return PM_OK;
}

static void
add_up(struct pm_unite *u, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		u->total += u->merged[i].wdf;
}

/* --- places ------------------------------------------------------------- */

/* Add the places of a rare word among the N merged postings, before which u->n are. */
static void
put_places(const struct pm_unite *u, struct pm_unite_word *w, uint32_t n)
{
	uint32_t at = 0, i;

	for (i = 0; i < w->taken; i++, at++) {
		uint32_t article = w->held[i].article, step = 1, low, high;

		/* the first that is not below it: it is there */
		for (high = at; high < n && u->merged[high].article < article; step *= 2) {
			at = high + 1;
			high += step;
		}
		for (low = at, high = high < n ? high : n; low < high;) {
			uint32_t middle = low + (high - low) / 2;

			if (u->merged[middle].article < article)
				low = middle + 1;
			else
				high = middle;
		}
		at = low;
		pm_buf_put_varint(&w->places, (uint64_t)u->n + at - w->after);
		w->after = (uint64_t)u->n + at + 1;
	}
}

/* Set the bits of any other word. */
static enum pm_status
put_bits(const struct pm_unite *u, struct pm_unite_word *w, uint32_t n,
	 struct pm_error *err)
{
	enum pm_status status = pm_grow(&w->bits, &w->bits_cap,
					((size_t)u->n + n) / 64 + 1, sizeof *w->bits, err);
	const struct pm_posting *held = w->held;
	struct pm_posting after = held[w->taken];
	struct bits bits;
	uint32_t i;

	if (status < 0)
		return status;
	w->held[w->taken].article = PM_U32_NONE;
	bits = begin_bits(w->bits, u->n);
	for (i = 0; i < n; i++) {
		uint64_t has = held->article == u->merged[i].article;

		put_bit(&bits, has);
		held += has;
	}
	end_bits(&bits);
	w->held[w->taken] = after;
	return PM_OK;
}

/* Note the articles of the N merged postings that are to be told. */
static enum pm_status
note_every(struct pm_unite *u, uint32_t n, struct pm_error *err)
{
	uint64_t place = ((uint64_t)u->n_every + 1) * PM_SHARES_EVERY;
	enum pm_status status = PM_OK;

	for (; place < (uint64_t)u->n + n && status == PM_OK; place += PM_SHARES_EVERY)
		if ((status = pm_grow(&u->every, &u->every_cap, u->n_every + 1,
				      sizeof *u->every, err)) == PM_OK)
			u->every[u->n_every++] = u->merged[place - u->n].article;
	return status;
}

/* Unite what all words have of articles up to LAST. */
static enum pm_status
step(struct pm_unite *u, uint32_t last, struct pm_error *err)
{
	enum pm_status status;
	uint32_t n = 0;
	size_t i;
	bool two;

	for (i = 0; i < u->n_words; i++)
		u->words[i].taken = count_to(&u->words[i], last);
	two = u->n_words == 2 && !u->words[0].rare && !u->words[1].rare;
	u->at_once = u->n == 0 && last == UINT32_MAX;
	if ((status = two ? merge_two(u, &n, err) : merge_taken(u, &n, err)) < 0)
		return status;
	if (u->at_once)
		add_up(u, n);
	if ((!u->at_once && (status = put_postings(u, n, err)) < 0) ||
	    (status = note_every(u, n, err)) < 0)
		return status;
	for (i = 0; i < u->n_words; i++) {
		struct pm_unite_word *w = &u->words[i];

		if (w->rare)
			put_places(u, w, n);
		else if (!two && (status = put_bits(u, w, n, err)) < 0)
			return status;
		w->n_places += w->taken;
		w->from = w->taken;
	}
	u->n += n;
	return PM_OK;
}

enum pm_status
pm_unite(struct pm_unite *u, pm_unite_read *read, void *ctx, const uint32_t *articles,
	 size_t n, struct pm_error *err)
{
	enum pm_status status = make_room(u, n, err);
	uint32_t most = 0, last = 0;
	size_t i;

	u->n_words = n;
	u->n = u->article = 0;
	u->total = 0;
	u->at = u->n_every = 0;
	pm_buf_clear(&u->postings);
	for (i = 0; i < n; i++)
		most = articles[i] > most ? articles[i] : most;
	for (i = 0; i < n && status == PM_OK; i++) {
		struct pm_unite_word *w = &u->words[i];

		w->from = w->to = w->n_places = 0;
		w->ended = false;
		w->rare = articles[i] < most / RARE;
		w->after = 0;
		pm_buf_clear(&w->places);
	}
	while (last != UINT32_MAX && status == PM_OK)
		if ((status = hold(u, read, ctx, &last, err)) == PM_OK)
			status = step(u, last, err);
	for (i = 0; i < n && status == PM_OK; i++) {
		const struct pm_unite_word *w = &u->words[i];

		u->shares[i] = (struct pm_share_places){ w->n_places, w->places.data,
							 w->places.len,
							 w->rare ? NULL : w->bits };
		if (w->places.status < 0)
			status = pm_fail_nomem(err);
	}
	return status;
}

enum pm_status
pm_unite_next(struct pm_unite *u, struct pm_posting *out, uint32_t max, uint32_t *n,
	      struct pm_error *err)
{
	const uint8_t *p = u->postings.data + u->at,
		      *end = u->postings.data + u->postings.len;
	uint32_t gap;

	if (u->at_once) {
		*n = u->n - (uint32_t)u->at < max ? u->n - (uint32_t)u->at : max;
		memcpy(out, u->merged + u->at, *n * sizeof *out);
		u->at += *n;
		return PM_OK;
	}
	if (u->at == 0)
		u->article = 0;
	for (*n = 0; *n < max && p < end; ++*n) {
		if (end - p >= 2 && (p[0] | p[1]) < 0x80) {
			gap = p[0];
			out[*n].wdf = p[1];
			p += 2;
		} else if (pm_load_varint32(&p, end, &gap) < 0 ||
			   pm_load_varint32(&p, end, &out[*n].wdf) < 0) {
			return pm_fail(err, PM_ERR_INTERNAL, "postings were not kept");
		}
		out[*n].article = u->article += gap;
	}
	u->at = (size_t)(p - u->postings.data);
	return PM_OK;
}
