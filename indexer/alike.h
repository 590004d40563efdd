/* Pressmark - whether two articles are copies of each other.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ARCHITECTURE.md, "Copies", defines it.  This compares the articles' words, so nothing is
 * left to chance but in very long ones.
 *
 *	pm_alike_new(&a, segments, &err);
 *	pm_alike_take(a, article, &err);
 *	for each other article that may be a copy of it
 *		pm_alike_ask(a, other, &yes, &err);
 *	pm_alike_free(a);
 *
 * Runs of words are compared by their hashes (segment/sketches.h), of 64 bits.  Of a body
 * of more than PM_ALIKE_RUNS of them only those whose hashes end in so many zero bits that
 * about as many are left are compared, the same of both.  That is off by a thousandth.
 *
 * Cost: some 10 ns a word of both articles; 2 ns a run of one that was asked about before
 * and is not alike.  Memory: some 40 bytes a run of each, but 12 MB at most; where numbers
 * are compared, 4 bytes for each; and up to 18 MB for what is remembered.
 */
#ifndef PM_INDEXER_ALIKE_H
#define PM_INDEXER_ALIKE_H

#include "segment/segment.h"

#define PM_ALIKE_RUNS ((uint32_t)1 << 17)

struct pm_alike;

struct pm_alike_article {
	uint32_t segment; /* of those given to pm_alike_new */
	uint32_t article; /* in it, from 1 */
	uint32_t day;	  /* its date; 0: none */
};

/* The segments are the caller's. */
enum pm_status pm_alike_new(struct pm_alike **out, struct pm_segment *const *segments,
			    struct pm_error *err);
void pm_alike_free(struct pm_alike *a);

enum pm_status pm_alike_take(struct pm_alike *a, const struct pm_alike_article *article,
			     struct pm_error *err);
enum pm_status pm_alike_ask(struct pm_alike *a, const struct pm_alike_article *other,
			    bool *yes, struct pm_error *err);

#endif
