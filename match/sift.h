/* Pressmark - sifting: a look at the coded words of many articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Most candidates of a phrase or of a distance are ruled out, or found to match, by a
 * search for codes (code_search.h).  Their filters of pairs (segment/pairs.h) are asked
 * first, where there is something to ask.  What is left is looked at in batches, so that
 * the next articles come from memory while one is searched; if there is a team, it shares
 * the work.  What such a look can tell, its caller knows: a pattern (pattern_search.c), or
 * several that are near each other (pattern_near.c).
 *
 *	struct pm_sift sift = { segment, team, &needs, look, ctx };
 *	pm_sift_articles(&sift, articles, n, counts, stride, answers, &err);
 *
 * Codes do not show where folds divide an article: of one that has any, a match may be
 * none.
 *
 * Cost: what the look costs; 0.04 ns a byte for one string of codes, which is as fast as
 * memory delivers to one core.
 */
#ifndef PM_MATCH_SIFT_H
#define PM_MATCH_SIFT_H

#include "segment/segment.h"
#include "support/team.h"

/* The coded words of an article, the title's first. */
struct pm_coded_article {
	const uint8_t *codes;
	size_t len;
	uint32_t n_title; /* words */
	size_t title;	  /* bytes that these take; SIZE_MAX: not yet known */
};

/* The bytes of the title. */
size_t pm_coded_title(struct pm_coded_article *a);
/* The code before FROM, which must not be the first one at CODES. */
const uint8_t *pm_code_before(const uint8_t *codes, const uint8_t *from);

struct pm_sift {
	struct pm_segment *segment;
	struct pm_team *team;		   /* or NULL */
	const struct pm_pair_needs *needs; /* what pairs an article must have */
	/* What the article shows: PM_DB_YES, PM_DB_NO or PM_DB_PERHAPS.  COUNTS are its
	 * own, or NULL.  Several threads may call it at the same time.  NULL: an article
	 * that has the pairs may match. */
	uint8_t (*look)(const void *ctx, struct pm_coded_article *a,
			const uint32_t *counts);
	const void *ctx;
};

/* Of each of N articles (by number in the segment) the answer.  COUNTS, if it is not
 * NULL, has STRIDE numbers for each, which the look knows the meaning of. */
enum pm_status pm_sift_articles(const struct pm_sift *sift, const uint32_t *articles,
				size_t n, const uint32_t *counts, size_t stride,
				uint8_t *answers, struct pm_error *err);

#endif
