/* Pressmark - intervals: the arithmetic of hits.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The operators of distance, as ARCHITECTURE.md ("Hits") defines them, computed on
 * numbers alone: nothing here knows about words, articles or files.
 *
 * Hits go in and come out as spans, sorted by first, then by end, no two alike; one may
 * contain another.  A span remembers which spans it was made of, by their places in the
 * lists of the operands.
 *
 * Nothing may cross the border between two regions: title and body, or sentences, or
 * paragraphs.  Region i is starts[i] .. starts[i + 1] - 1, and the last one ends at
 * `end`.
 *
 * Cost: linear in the hits of both operands, except for sorting the result where it is
 * not in order already.
 */
#ifndef PM_MATCH_INTERVALS_H
#define PM_MATCH_INTERVALS_H

#include "support/stop.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Words first .. end - 1 of the article. */
struct pm_span {
	uint32_t first, end;
	uint32_t left, right; /* what it was made of; whoever made it defines their
				 * meaning */
};

struct pm_spans {
	struct pm_span *spans;
	size_t n, cap;
};

void pm_spans_release(struct pm_spans *s);
enum pm_status pm_spans_add(struct pm_spans *s, uint32_t first, uint32_t end,
			    uint32_t left, uint32_t right, struct pm_error *err);
/* Sort by first, then end, and keep only one of those with the same extent. */
void pm_spans_sort(struct pm_spans *s);
/* How many of the spans, which are sorted, begin before LIMIT. */
size_t pm_spans_below(const struct pm_spans *s, uint64_t limit);
/* Sort, and keep only those that contain no other. */
void pm_spans_shortest(struct pm_spans *s);

struct pm_regions {
	uint32_t *starts; /* rising */
	size_t n, cap;
	uint32_t end;
};

/* A hit of an operand: its place among that operand's hits. */
struct pm_hit_of {
	uint32_t operand, place;
};

struct pm_near {
	const struct pm_regions *regions;
	uint32_t distance; /* at most this many words apart; UINT32_MAX: any
				 * distance */
	bool ordered;
	struct pm_patience *patience; /* or NULL */
	/* Of a chain whose operands' hits may have gaps: *YES: whether two of them have a
	 * common matching word.  NULL: they have if they overlap. */
	enum pm_status (*share)(void *ctx, const struct pm_hit_of *a,
				const struct pm_hit_of *b, bool *yes,
				struct pm_error *err);
	void *share_ctx;
};

/* OUT becomes the shortest intervals of a hit of A and a hit of B; left and right are the
 * places of those hits. */
enum pm_status pm_intervals_near(const struct pm_near *near, const struct pm_spans *a,
				 const struct pm_spans *b, struct pm_spans *out,
				 struct pm_error *err);
/* OUT becomes the hits of A with no hit of B near them; left is the place in A. */
enum pm_status pm_intervals_not_near(const struct pm_near *near, const struct pm_spans *a,
				     const struct pm_spans *b, struct pm_spans *out,
				     struct pm_error *err);

/* A word of a loose phrase: where it is found, and how often it must be. */
struct pm_loose {
	struct pm_spans spans; /* no two begin at the same word */
	uint32_t times;
	/* Of pm_intervals_loose, by place: where as many matches as there must be, the
	 * first of them from that place on, end at the earliest; and scratch. */
	uint32_t *ends;
	size_t ends_cap, at;
};

/* OUT becomes the shortest intervals of at most LENGTH words that contain all N words.
 * Cost: for each match of a word, a look at each of the words. */
enum pm_status
pm_intervals_loose(const struct pm_regions *regions, uint32_t length,
		   struct pm_loose *words, size_t n, struct pm_patience *patience,
		   struct pm_spans *out, struct pm_error *err);

/* The region that contains word AT. */
size_t pm_region_of(const struct pm_regions *r, uint32_t at);

static inline uint32_t
pm_region_end(const struct pm_regions *r, size_t i)
{
	return i + 1 < r->n ? r->starts[i + 1] : r->end;
}

#endif
