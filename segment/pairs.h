/* Pressmark - which words stand side by side in an article: a filter.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Most articles that have all words of a phrase do not have the phrase.  To see this in
 * their codes takes reading them, which is what a phrase costs.  So each article has a
 * filter, a twentieth of its text: a set of the pairs of words that are neighbours in
 * it.  A phrase whose words are not neighbours there is not in the article.  Where they
 * seem to be, they need not be: three in ten pairs that are not in an article seem to be.  In
 * this way only does a filter err.
 *
 * The file `pairs` of a segment is a file of support/pages.h, kind "pairs", with the
 * version of the store's files.  Its data is the filters of all articles, one after the
 * other.  An article with N words has pm_pairs_words(N) filter words of 64 bits,
 * little-endian; where its filter begins, the file `articles` says (store.c).
 *
 * A pair are two ranks, that of a word and that of the word after it.  It sets two bits in
 * one filter word; which ones, is computed from its hash:
 *
 *	h = (a * 0x9e3779b97f4a7c15 + b + 1) * 0xd6e8feb86659fd93	modulo 2^64
 *	hash = h xor h / 2^32
 *	filter word	(hash / 2^32) * (number of filter words) / 2^32
 *	its bits	hash mod 64, and hash / 64 mod 64, counted from the lowest
 *
 * All pairs of neighbours are in the filter, except for the last word of the title and the
 * first of the body.  What a query matches, compounds and pieces as well, ends and begins
 * with words of the text, so their pairs are all that it takes.
 *
 * A common word is also a part of many addresses, and then it can be written in a hundred
 * ways.  So that a query need not ask for the pairs of each of them, an *address*, which
 * is a word that an alias of the lexicon stands for by itself, is in the filter twice: by
 * its rank and by PM_PAIR_ADDRESS.  If two addresses are neighbours, that makes four pairs.
 * Each question has its chance to be answered wrongly, and most articles have no address;
 * so an article that has one has the pairs of PM_PAIR_ADDRESS and each of the
 * PM_PAIR_MARKS numbers below it, too.
 *
 * Cost: writing, 2 ns a word.  Asking, mostly one look at 8 bytes of a file that is a
 * twentieth of the size of the text.
 */
#ifndef PM_SEGMENT_PAIRS_H
#define PM_SEGMENT_PAIRS_H

#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PM_PAIR_ADDRESS UINT32_MAX
#define PM_PAIR_MARKS 3u
/* Words of the text for each filter word: about 2 bits for each. */
#define PM_PAIRS_TEXT_WORDS 33u

static inline uint32_t
pm_pairs_words(uint32_t n_words)
{
	return n_words / PM_PAIRS_TEXT_WORDS + (n_words % PM_PAIRS_TEXT_WORDS != 0);
}

static inline uint64_t
pm_pair_hash(uint32_t one, uint32_t two)
{
	uint64_t h = one * UINT64_C(0x9e3779b97f4a7c15) + two + 1;

	h *= UINT64_C(0xd6e8feb86659fd93);
	return h ^ h >> 32;
}

/* Which of N filter words has the pair's bits. */
static inline uint32_t
pm_pair_word(uint64_t hash, uint32_t n)
{
	return (uint32_t)((hash >> 32) * n >> 32);
}

static inline uint64_t
pm_pair_bits(uint64_t hash)
{
	return UINT64_C(1) << (hash & 63) | UINT64_C(1) << (hash >> 6 & 63);
}

/* The words of a segment that are addresses. */
struct pm_addresses {
	uint64_t *bits; /* by rank */
	uint32_t n;	/* words of the segment */
};

/* All words of N are none. */
enum pm_status pm_addresses_init(struct pm_addresses *a, uint32_t n, struct pm_error *err);
void pm_addresses_release(struct pm_addresses *a);
/* RANK is below N. */
void pm_addresses_add(struct pm_addresses *a, uint32_t rank);

/* Make the filter of an article: OUT becomes its pm_pairs_words(N_WORDS) * 8 bytes.  CODES
 * are those of its words, of which the first N_TITLE are its title.  All of them belong
 * to the segment.  False if the LEN bytes are not so many codes. */
bool pm_pairs_make(const uint8_t *codes, size_t len, uint32_t n_words, uint32_t n_title,
		   const struct pm_addresses *addresses, uint8_t *out);

/* What the pairs of an article must be for something to match there: groups of pairs, of
 * each of which it needs one at least. */
struct pm_pair_needs {
	uint64_t *hashes; /* of one group after the other */
	struct pm_pair_part {
		size_t plain, end; /* of the pairs without PM_PAIR_ADDRESS, and of all */
	} * groups;
	size_t n, n_hashes, groups_cap, hashes_cap;
};

void pm_pair_needs_release(struct pm_pair_needs *needs);

/* A group while it is made.  If it has too many pairs, nothing is asked of it. */
#define PM_PAIR_GROUP_MAX 16u
struct pm_pair_group {
	uint64_t plain[PM_PAIR_GROUP_MAX], addresses[PM_PAIR_GROUP_MAX];
	size_t n_plain, n_addresses;
	bool many;
};

void pm_pair_group_init(struct pm_pair_group *g);
void pm_pair_group_add(struct pm_pair_group *g, uint32_t one, uint32_t two);
/* Add group number GROUP of NEEDS to G. */
void pm_pair_group_join(struct pm_pair_group *g, const struct pm_pair_needs *needs,
			size_t group);
/* Add it to NEEDS, unless it is empty or has too many. */
enum pm_status pm_pair_needs_add(struct pm_pair_needs *needs,
				 const struct pm_pair_group *g, struct pm_error *err);

#endif
