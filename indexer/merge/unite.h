/* Pressmark - uniting the postings of a stem's words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Runs have postings for each word of a stem.  The database wants those of the stem, and
 * says first how many there are; and the shares (segment/shares.h) want to know which of
 * them each word has.
 *
 *	pm_unite_init(&u);
 *	for each stem
 *		pm_unite(&u, read, ctx, articles, n, &err);
 *		... u.n, u.total, u.shares[0] .. u.shares[n - 1] ...
 *		while ((status = pm_unite_next(&u, postings, max, &n, &err)) == PM_OK && n > 0)
 *			... the stem's next N postings ...
 *	pm_unite_release(&u);
 *
 * The words are read side by side, some thousands of postings of each at a time: up to the
 * last article to which all of them have been read, they are merged, the shortest first,
 * without a branch that depends on what they are.
 *
 * Memory: for each posting of the stem two bytes or three, if it has more than these, and a
 * bit for each word that is not rare beside the others.  Cost: some 50 instructions a
 * posting.
 */
#ifndef PM_INDEXER_MERGE_UNITE_H
#define PM_INDEXER_MERGE_UNITE_H

#include "segment/shares.h"
#include "shim/sink.h"
#include "support/buf.h"

/* Reads up to MAX postings of word number WORD, ascending, from where the last call
 * ended; *N is 0 only if there are no more. */
typedef enum pm_status pm_unite_read(void *ctx, size_t word, struct pm_posting *out,
				     uint32_t max, uint32_t *n, struct pm_error *err);

struct pm_unite_word;

struct pm_unite {
	uint32_t n;			/* postings */
	uint64_t total;			/* the sum of their wdf */
	struct pm_share_places *shares; /* by word */
	uint32_t *every;		/* of struct pm_share_stem */
	size_t n_every, every_cap;
	/* for unite.c */
	struct pm_unite_word *words;
	size_t n_words, words_cap, shares_cap;
	struct pm_posting *merged, *spare;
	size_t merged_cap, spare_cap;
	struct pm_buf postings; /* gap and wdf of each, varints; unless: */
	bool at_once;		/* all are in `merged` */
	size_t at;
	uint32_t article;
};

void pm_unite_init(struct pm_unite *u);
void pm_unite_release(struct pm_unite *u);

/* ARTICLES: how many postings each word has, at most.  PM_ERR_LIMIT: a wdf is larger than
 * 4,294,967,295. */
enum pm_status pm_unite(struct pm_unite *u, pm_unite_read *read, void *ctx,
			const uint32_t *articles, size_t n, struct pm_error *err);

/* Take the next postings, at most MAX; *N is 0 if there are no more. */
enum pm_status pm_unite_next(struct pm_unite *u, struct pm_posting *out, uint32_t max,
			     uint32_t *n, struct pm_error *err);

#endif
