/* Pressmark - the oracle's hits: stretches of words, and what distances make of them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * "Hits" of ARCHITECTURE.md by enumeration: every pair of hits of both sides, every
 * place where an interval can begin.  A list is sorted by first word, then by last,
 * and holds no extent twice; words are counted in any way that keeps neighbours
 * neighbours. */
#ifndef PM_TESTS_ORACLE_EXTENTS_H
#define PM_TESTS_ORACLE_EXTENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Words first .. last - 1. */
struct extent {
	uint32_t first, last;
};

struct extents {
	struct extent *list;
	size_t n, cap;
};

void extents_release(struct extents *x);
/* At the end, in whatever order. */
void extents_add(struct extents *x, uint32_t first, uint32_t last);
void extents_sort(struct extents *x);
/* Leave those that contain no other; sorts. */
void extents_keep_minimal(struct extents *x);

/* How near is near. */
struct nearness {
	uint32_t body;	       /* where the body begins: what is before is title */
	const uint32_t *piece; /* if not NULL: by word, what nothing spans two of */
	uint32_t words;	       /* at most so far apart; or */
	const uint32_t *unit;  /* if not NULL: by word, its sentence or paragraph */
	bool ordered;
	/* Whether hits of two operands, by number, have a common matching word. */
	bool (*share)(void *ctx, size_t a, const struct extent *x, size_t b,
		      const struct extent *y);
	void *share_ctx;
};

/* OUT (emptied) becomes the hits of `a w/N b`, or of `a not w/N b`. */
void extents_near(struct extents *out, const struct extents *a, const struct extents *b,
		  const struct nearness *near);
/* The same for a chain of N operands: one hit of each, in whatever order unless it is
 * given, no two with a common word, each as near to the next in the text. */
void extents_chain(struct extents *out, const struct extents *const *operands, size_t n,
		   const struct nearness *near);
void extents_not_near(struct extents *out, const struct extents *a,
		      const struct extents *b, const struct nearness *near);

/* One word of a loose phrase: where it is found, and how often it must be. */
struct loose_word {
	struct extents places;
	size_t times;
};

/* Append the intervals of at most MAX words within FIRST .. END - 1 that hold all
 * the words, without those that contain another. */
void extents_loose(struct extents *out, const struct loose_word *words, size_t n_words,
		   uint32_t first, uint32_t end, uint32_t max);

#endif
