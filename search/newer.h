/* Pressmark - only what is new: the articles that an index got after a generation.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An article is new since generation N if its identity was first seen after N
 * (segment/origins.h), whatever its date is: one that came late, with an old date, is new.
 * With PM_NEWER_CHANGED so is one that got its present content after N.
 *
 *	pm_newer_find(&newer, index, 5, PM_NEWER_FIRST, &err);
 *	pm_search_only(search, newer);
 *	... whatever is searched finds these articles only ...
 *	pm_newer_free(newer);
 *
 * The others are hidden, as search.h has it: scores are those of the whole index.  What was
 * found for one handle of an index counts for every other handle of the same generation,
 * in any thread.
 *
 * Cost: 48 bytes are read for each article, some 5 ns; a bit is kept.
 */
#ifndef PM_SEARCH_NEWER_H
#define PM_SEARCH_NEWER_H

#include "segment/index.h"

enum pm_newer_kind {
	PM_NEWER_FIRST,	 /* first seen after it */
	PM_NEWER_CHANGED /* or changed after it */
};

struct pm_newer {
	uint64_t since; /* the generation; 0: before the first */
	enum pm_newer_kind kind;
	uint32_t articles; /* how many there are, without those that are gone */
	uint64_t **hidden; /* by segment: which articles are older */
	size_t n_segments;
};

enum pm_status pm_newer_find(struct pm_newer **out, struct pm_index *index, uint64_t since,
			     enum pm_newer_kind kind, struct pm_error *err);
/* Whether an article is newer, by its id. */
bool pm_newer_has(const struct pm_newer *newer, const struct pm_index *index, uint32_t id);
void pm_newer_free(struct pm_newer *newer);

#endif
