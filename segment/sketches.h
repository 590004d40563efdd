/* Pressmark - sketches: by what articles that may be copies are found.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whether two articles are copies is decided by their words (copies.h).  That cannot be
 * asked of all pairs, so each article has a sketch, made while its words are written:
 * numbers that copies have in common.
 *
 * A *run of words* is eight words of the body side by side.  Of the hashes of an article's
 * runs the eight least are its keys.  If two articles have four in five of their runs in
 * common, the chance that none of the eight least of both together is in both is .2^8, one
 * in 400,000; and so copies have a key in common.  (Keys that are chosen by their own
 * value, such as all that 16 divides, are fewer in one article and more in another, and
 * miss more.)  Bodies that are the same from the first word to the last have the same
 * digest, which finds those that are too short for keys.
 *
 * The file `sketches` of a segment is a file of support/pages.h, kind "sketches", version
 * 1.  Its data is 40 bytes for each article:
 *
 *	u32	its date (support/calendar.h); 0: none
 *	u32	digest of the body, never 0; 0: of fewer than PM_SKETCH_DIGEST_WORDS words
 *	8 u32	its keys, in the order of the hashes, never 0; 0: there are no more, and
 *		none of a body of fewer than PM_SKETCH_KEY_RUNS runs
 *
 * The hash of a word is that of its folded form, so that it is the same in all segments;
 * of words of more than PM_WORD_HASHED bytes, those with the same length and the same
 * first bytes have the same.  With w[i] the hash of word i and all numbers modulo 2^64:
 *
 *	r[i] = w[i] + P w[i-1] + .. + P^7 w[i-7]	P = 0x9e3779b97f4a7c15
 *	hash of the run that ends with word i: pm_run_hash(r[i])
 *	key: its lower 32 bits, the order being mostly that of the others
 *	digest: the upper 32 bits of pm_run_hash(sum of w[i] Q^(n-i))
 *					Q = 0xd6e8feb86659fd93
 *
 * Cost: some 4 ns a word; 40 bytes an article.
 */
#ifndef PM_SEGMENT_SKETCHES_H
#define PM_SEGMENT_SKETCHES_H

#include "support/pages.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_SKETCHES_FILE "sketches"
#define PM_SKETCHES_VERSION 1u
#define PM_SKETCHES_PAGE 4096u

#define PM_RUN_WORDS 8u
#define PM_SKETCH_KEYS 8u
#define PM_SKETCH_KEY_RUNS 20u
#define PM_SKETCH_DIGEST_WORDS 10u
#define PM_SKETCH_BYTES (8u + 4 * PM_SKETCH_KEYS)
#define PM_WORD_HASHED 4096u

/* Of a folded word; of one that is longer, the first PM_WORD_HASHED bytes are enough. */
uint32_t pm_word_hash(const char *word, size_t len);

/* The runs of one body, as its words go by.
 *
 *	pm_words_run_begin(&r);
 *	for each word
 *		if (pm_words_run_next(&r, hash))
 *			... the run that ends here has the hash pm_run_hash(r.sum) ...
 */
struct pm_words_run {
	uint64_t sum;
	uint64_t n; /* words so far */
	uint32_t last[PM_RUN_WORDS];
};

#define PM_RUN_FACTOR UINT64_C(0x9e3779b97f4a7c15)
#define PM_RUN_FACTOR_4 (PM_RUN_FACTOR * PM_RUN_FACTOR * PM_RUN_FACTOR * PM_RUN_FACTOR)

static inline void
pm_words_run_begin(struct pm_words_run *r)
{
	*r = (struct pm_words_run){ 0 };
}

static inline bool
pm_words_run_next(struct pm_words_run *r, uint32_t word)
{
	uint32_t *oldest = &r->last[r->n % PM_RUN_WORDS];

	r->sum = r->sum * PM_RUN_FACTOR + word -
	       *oldest * (PM_RUN_FACTOR_4 * PM_RUN_FACTOR_4);
	*oldest = word;
	return ++r->n >= PM_RUN_WORDS;
}

static inline uint64_t
pm_run_hash(uint64_t sum)
{
	sum = (sum ^ sum >> 32) * UINT64_C(0xd6e8feb86659fd93);
	sum = (sum ^ sum >> 32) * UINT64_C(0xd6e8feb86659fd93);
	return sum ^ sum >> 32;
}

/* A sketch while it is made. */
struct pm_sketcher {
	struct pm_words_run run;
	uint64_t digest;
	uint64_t least[PM_SKETCH_KEYS]; /* ascending */
};

void pm_sketcher_begin(struct pm_sketcher *s);
/* The next N words of the body, by their hashes. */
void pm_sketcher_add(struct pm_sketcher *s, const uint32_t *words, size_t n);
/* The article's record, as it stands in the file. */
void pm_sketcher_end(const struct pm_sketcher *s, uint32_t day,
		     uint8_t out[PM_SKETCH_BYTES]);

/* Creates PATH, which must not exist; records are written by pm_pages_write. */
enum pm_status pm_sketches_create(struct pm_pages_writer **out, const char *path,
				  struct pm_error *err);

struct pm_sketch {
	uint32_t day, digest;
	uint32_t keys[PM_SKETCH_KEYS];
};

/* PM_ERR_CORRUPT if the file is not made for as many ARTICLES. */
enum pm_status pm_sketches_open(struct pm_pages **out, const char *path,
				uint32_t articles, struct pm_error *err);
/* The sketch of ARTICLE, from 1, which the file was opened for. */
enum pm_status pm_sketches_get(struct pm_pages *p, uint32_t article, struct pm_sketch *s,
			       struct pm_error *err);

#endif
