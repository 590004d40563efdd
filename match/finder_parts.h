/* Pressmark - the parts of a finder: what finder*.c share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * finder.c		making, finding, marks
 * finder_near.c	distances and loose phrases, searched for in the coded words
 * finder_pairs.c	which words must be neighbours for a hit
 * finder_words.c	which words of the text match in a hit, from the hits that finder.c
 *			has found
 */
#ifndef PM_MATCH_FINDER_PARTS_H
#define PM_MATCH_FINDER_PARTS_H

#include "match/chain.h"
#include "match/finder.h"

struct loose {
	const struct pm_tree_word *word;
	struct pm_pattern *pattern;
};

struct pm_finder {
	const struct pm_tree *tree;
	struct pm_segment *segment;
	uint32_t leaf;		    /* number of the first leaf in it */
	struct pm_pattern *pattern; /* of a leaf; else NULL */
	struct pm_finder **children;
	size_t n_children;
	/* PM_TREE_OR of leaves: all of them together, and if they are many, as a set. */
	struct pm_pattern **alternatives;
	struct pm_pattern_set *set;
	/* PM_TREE_LOOSE: its different words. */
	struct loose *loose;
	struct pm_loose *words;
	size_t n_words;
	struct pm_pattern_near *near; /* if it is a distance or a loose phrase; or NULL */
	struct pm_spans windows;      /* PM_TREE_NEAR: where to look for the second
					 * operand */
	bool chained;		      /* PM_TREE_NEAR: by chain.h */
	struct pm_pair_needs needs;   /* what pairs an article must have; of a leaf, its
				      * pattern knows */
	bool impossible;	      /* no article of the segment can have a hit */
	struct pm_spans matching[2];  /* the words of two hits of operands */
	struct pm_steps steps;	      /* PM_TREE_NEAR of three or more: what made them */
	struct pm_spans hits;	      /* of the current article */
};

/* The most words that a hit of a leaf, or of an OR of leaves, can have; 0 for other nodes,
 * and if there can be none. */
uint32_t pm_finder_length(const struct pm_finder *f);

/* Fill in f->needs, once those of its children are. */
enum pm_status pm_finder_find_needs(struct pm_finder *f, struct pm_error *err);
/* Then f->near, if it is of use. */
enum pm_status pm_finder_make_near(struct pm_finder *f, struct pm_error *err);

/* Append the matches of a loose phrase's words that lie in HIT. */
enum pm_status pm_finder_mark_loose(const struct pm_finder *f, const struct pm_span *hit,
				    struct pm_spans *marks, struct pm_error *err);

/* Whether two hits of operands of CTX, the finder of a distance, have a common matching
 * word (pm_near.share). */
enum pm_status pm_finder_share(void *ctx, const struct pm_hit_of *a,
			       const struct pm_hit_of *b, bool *yes, struct pm_error *err);

#endif
