/* Pressmark - checking the shares of words (segment/shares.h).
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A share must be the articles that have the word.  As the articles are read, each adds a
 * number that is made of its own to the sum of each word that it has; the articles of a
 * share must give the same sum.  Two sets with the same sum do not occur by chance.  What
 * is also found as a compound or as a part of an address may be in more articles.
 *
 *	pm_share_sums_init(&s, words, &err);
 *	for each article, ascending: pm_share_sums_add(&s, article, ranks, n);
 *	pm_check_shares(&s, seg, lists, &err);
 *	pm_share_sums_release(&s);
 */
#ifndef PM_INDEXER_CHECK_SHARES_H
#define PM_INDEXER_CHECK_SHARES_H

#include "glass/reader.h"
#include "segment/segment.h"

/* By rank. */
struct pm_share_sums {
	uint64_t *sums;
	uint32_t *last; /* the last article that has the word */
};

/* A number that is made of an article's: sums of them tell sets of articles apart. */
uint64_t pm_share_number(uint32_t article);
enum pm_status pm_share_sums_init(struct pm_share_sums *s, uint32_t words,
				  struct pm_error *err);
void pm_share_sums_release(struct pm_share_sums *s);
/* The N words of an article; all ranks are below WORDS. */
void pm_share_sums_add(struct pm_share_sums *s, uint32_t article, const uint32_t *ranks,
		       size_t n);

/* Compare the shares with these sums and with the lexicon: each stem that several words
 * have must be there with all of them, and together they must have all its articles.
 * LISTS: the segment's postings, or NULL if they cannot be read; then the sums are not
 * compared. */
enum pm_status pm_check_shares(const struct pm_share_sums *s, struct pm_segment *seg,
			       struct pm_glass *lists, struct pm_error *err);

#endif
