/* Pressmark - blocks that repeat over the articles of a source, folded away.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * "Sign up for our newsletter", "The Associated Press contributed to this report": what
 * stands in many articles of one source is not theirs, and has no part in their words, their
 * numbers and their likeness.  ARCHITECTURE.md, "Repeated blocks", defines which blocks
 * these are; text_blocks.h says what a block is.  That is known when all articles have been
 * seen, so they are seen twice:
 *
 *	pm_repeats_init(&r, PM_CLEAN_USUAL, "index/segment-2/blocks", 1 << 25, &stop, &err);
 *	for each article
 *		if (pm_repeats_takes(r.clean, article))
 *			pm_repeats_add(&r, article, &err);
 *	pm_repeats_end(&r, &err);
 *	for each article, in the same order
 *		if (pm_repeats_takes(r.clean, article))
 *			pm_repeats_fold(&r, article, &folded, &err);
 *	pm_repeats_release(&r);
 *
 * Very short blocks count too: of a page "Advertisement", "Share" and a byline that stands
 * under ten articles are what is wanted least as words of the text.  The author is a field.
 *
 * The exact counts come from sorting, not from a table, so memory does not grow with the
 * number of distinct blocks: of each block of each article an entry of 24 bytes is sorted
 * (sorter.h) by its key, and gone through twice; of those that repeat, one more by the
 * article.  Memory: MEMORY; and 4 bytes and 2 bits an article.
 *
 * Of articles that are in a segment the blocks are known (segment/blocks.h).  With these
 * in place of the articles, pm_repeats_add_blocks and pm_repeats_decide do the same
 * without a text.
 */
#ifndef PM_INDEXER_REPEATS_H
#define PM_INDEXER_REPEATS_H

#include "corpus/corpus.h"
#include "indexer/cut.h"
#include "indexer/sorter.h"
#include "indexer/text_blocks.h"
#include "segment/blocks.h"
#include "support/intern.h"
#include "support/stop.h"

/* In so many articles a block is repeated. */
#define PM_REPEATS_MIN 5u
/* In so many it may be folded though it is the lead. */
#define PM_REPEATS_LEAD_MIN 50u
#define PM_REPEATS_LEAD_WORDS 12u

#define PM_REPEATS_TOP 10u
#define PM_REPEATS_TEXT 160u

/* What was folded. */
struct pm_repeats_result {
	uint64_t blocks, articles, sources;
	/* The blocks that most articles have, the most first; with equal numbers those that
	 * came first. */
	struct {
		uint64_t articles; /* that have it */
		char text[PM_REPEATS_TEXT];
		size_t len; /* the whole text has more, if it is longer than TEXT */
		uint64_t key;
	} top[PM_REPEATS_TOP];
	size_t n_top;
};

/* A block that repeats: how many articles have it, and how many of these are witnesses. */
struct pm_repeats_count {
	uint64_t key, articles, witnesses;
};

/* Which keys may be in PM_REPEATS_MIN articles, where all have been seen before they are
 * counted: of the others no entry need be sorted, and these are nearly all. */
struct pm_repeats_sieve {
	uint8_t *seen; /* by the upper bits of a key: how many had these, up to MIN */
	unsigned bits;
};

struct pm_repeats {
	enum pm_clean clean;
	struct pm_stop stop;
	struct pm_repeats_result result;
	/* The caller's, after the init; NULL: every key is counted. */
	const struct pm_repeats_sieve *sieve;

	/* what follows is its own */
	struct pm_text_blocks blocks; /* of the current article */
	struct pm_block *all;	      /* the same, as a segment has them */
	size_t n_all, all_cap;
	/* Blocks by key and article, with their lengths; articles by what they are; and, of
	 * blocks that repeat, the articles, keys and how often. */
	struct pm_sorter by_key, by_digest, by_article;
	int32_t *own; /* by article: the bytes of its own blocks, less those of the others */
	size_t own_cap;
	uint8_t *copies; /* bits by article: it is a copy of one before it */
	uint32_t n, at;	 /* articles added; the next to be folded */
	struct pm_buf path;
	struct pm_spool counts;	     /* of the keys that are repeated */
	struct pm_sorter_entry next; /* of by_article */
	bool has_next;
	struct pm_sorter_entry *repeated; /* of the current article, by key */
	size_t n_repeated, repeated_cap;
	bool *folds; /* by block of the article */
	size_t folds_cap;
	struct pm_cut cut;
	struct pm_article folded;
	struct pm_intern sources; /* that have a fold */
};

/* Whether an article takes part. */
bool pm_repeats_takes(enum pm_clean clean, const struct pm_article *a);

/* Takes a copy of PATH, the beginning of the names of its files. */
enum pm_status pm_repeats_init(struct pm_repeats *r, enum pm_clean clean,
			       const char *path, size_t memory,
			       const struct pm_stop *stop, struct pm_error *err);
/* One of all zeros may be released. */
void pm_repeats_release(struct pm_repeats *r);
/* After it r->all has the article's blocks, r->n_all, until the next call. */
enum pm_status pm_repeats_add(struct pm_repeats *r, const struct pm_article *a,
			      struct pm_error *err);
enum pm_status pm_repeats_end(struct pm_repeats *r, struct pm_error *err);
/* *FOLDED: the article without the blocks that repeat, until the next call; or the article
 * itself, if it has none. */
enum pm_status pm_repeats_fold(struct pm_repeats *r, const struct pm_article *a,
			       const struct pm_article **folded, struct pm_error *err);

/* The same for an article of which it is known that it has N blocks, and of each whether it
 * is FOLDS (as pm_repeats_decide tells; NULL: none is).  PM_ABSENT: it has not as many. */
enum pm_status pm_repeats_fold_as(struct pm_repeats *r, const struct pm_article *a,
				  const bool *folds, size_t n,
				  const struct pm_article **folded, struct pm_error *err);

/* The article's blocks as a segment has them: b->n of them. */
void pm_repeats_list(const struct pm_text_blocks *b, const struct pm_article *a,
		     struct pm_block *out);
enum pm_status pm_repeats_add_blocks(struct pm_repeats *r, const struct pm_block *blocks,
				     size_t n, struct pm_error *err);
/* In place of pm_repeats_fold.  *FOLDS: of each block whether it is folded, until the next
 * call; NULL: none is. */
enum pm_status pm_repeats_decide(struct pm_repeats *r, const struct pm_block *blocks,
				 size_t n, const bool **folds, struct pm_error *err);
/* After pm_repeats_end: the blocks that repeat, in the order of their keys.
 *
 *	pm_spool_read(&in, &r->counts, 0, r->counts.len);
 *	while ((st = pm_repeats_next_count(&in, &count, &err)) == PM_OK)
 *		... count ...
 *	pm_spool_reader_release(&in);
 */
enum pm_status pm_repeats_next_count(struct pm_spool_reader *in,
				     struct pm_repeats_count *c, struct pm_error *err);

/* Takes up to MEMORY bytes, which are a power of two. */
enum pm_status pm_repeats_sieve_init(struct pm_repeats_sieve *s, size_t memory,
				     struct pm_error *err);
/* One of all zeros may be released. */
void pm_repeats_sieve_release(struct pm_repeats_sieve *s);
void pm_repeats_sieve_see(struct pm_repeats_sieve *s, const struct pm_block *blocks,
			  size_t n);

#endif
