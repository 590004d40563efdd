/* Pressmark - finders: the hits of a node of the query in one article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A finder is a node that asks for words (pm_tree_has_hits), with all nodes below it,
 * made ready for one segment: leaves as patterns (pattern.h), operators as the arithmetic
 * of intervals.h.  It decides whether an article matches, what its hits are, and which
 * words to highlight; ARCHITECTURE.md ("Hits") has the definition.
 *
 *	pm_finder_new(&f, tree, &resolver, segment, &err);
 *	pm_view_set(&view, seg, article, &err);
 *	pm_finder_matches(f, &view, &yes, &err);	or
 *	pm_finder_hits(f, &view, &hits, &err);
 *	for (i = 0; i < hits->n; i++)
 *		pm_finder_marks(f, i, &marks, &err);	the words that made hit i
 *	pm_finder_free(f);
 *
 * Cost: one pass over the article's words for each leaf, about 1 ns a word (less for a
 * leaf of few words), and for operators what intervals.h says.  Of the two operands of a
 * distance the rarer one is searched for first.  If it has no hits, the other is not
 * searched for at all; if it has, and the other is a leaf or an OR of leaves, only around
 * those hits.
 */
#ifndef PM_MATCH_FINDER_H
#define PM_MATCH_FINDER_H

#include "match/pattern.h"

struct pm_finder;

enum pm_status pm_finder_new(struct pm_finder **out, const struct pm_tree *tree,
			     const struct pm_resolver *resolver, size_t segment,
			     struct pm_error *err);
void pm_finder_free(struct pm_finder *f);

/* *YES: whether it has a hit in the article in V. */
enum pm_status pm_finder_matches(struct pm_finder *f, struct pm_view *v, bool *yes,
				 struct pm_error *err);

/* Sift articles as pm_pattern_sift does; a distance or a loose phrase as
 * pm_pattern_near_sift does.  Of other nodes all may match whose filters of pairs
 * (segment/pairs.h) allow it, unless the segment lacks a word. */
enum pm_status pm_finder_sift(struct pm_finder *f, const uint32_t *articles, size_t n,
			      const uint32_t *counts, size_t stride, uint8_t *answers,
			      struct pm_error *err);

/* The hits, ordered by first, then end.  They belong to the finder and are valid until it
 * is asked again. */
enum pm_status pm_finder_hits(struct pm_finder *f, struct pm_view *v,
			      const struct pm_spans **hits, struct pm_error *err);

/* The number of leaves that marks can belong to: all except those that only exclude.
 * They are numbered from 0 in the order of the query. */
uint32_t pm_finder_leaves(const struct pm_tree *tree);

/* Append the spans of the leaves that made hit HIT; `left` is the number of the leaf. */
enum pm_status pm_finder_marks(const struct pm_finder *f, size_t hit,
			       struct pm_spans *marks, struct pm_error *err);

#endif
