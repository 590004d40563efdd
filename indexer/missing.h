/* Pressmark - the articles of damaged segments, until they are found again.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A damaged segment may still say, by its origins, which articles it has: what makes each the
 * same, what it said, and of which file it is.  These are looked for, by their identity:
 *
 *	pm_missing_init(&m, &survey, gone, &err);
 *	a = pm_missing_find(&m, origin.identity);	NULL: it is none of them
 *	a->found = PM_FOUND_SAME;
 *	pm_missing_release(&m);
 *
 * Of an article whose origin cannot be read nothing is known but that there was one.
 *
 * Memory: 64 bytes for each article.
 */
#ifndef PM_INDEXER_MISSING_H
#define PM_INDEXER_MISSING_H

#include "indexer/survey.h"

struct pm_missing_article {
	struct pm_origin origin;
	uint32_t segment, article; /* of the survey's generation, and its number there */
	enum {
		PM_FOUND_NOT,
		PM_FOUND_SAME,	 /* says what it said */
		PM_FOUND_CHANGED /* its file has it with another content */
	} found;
};

struct pm_missing {
	struct pm_missing_article *all; /* by their identities */
	size_t n, cap;
	uint64_t unknown; /* articles without an origin */
};

/* GONE: by segment, those that are gone, bit A - 1; each may be NULL. */
enum pm_status pm_missing_init(struct pm_missing *m, const struct pm_survey *s,
			       uint64_t *const *gone, struct pm_error *err);
/* One of all zeros may be released. */
void pm_missing_release(struct pm_missing *m);

struct pm_missing_article *
pm_missing_find(const struct pm_missing *m, struct pm_digest128 identity);
/* How many of them were found so, those that are unknown not among them. */
uint64_t pm_missing_count(const struct pm_missing *m, int found);
#endif
