/* Pressmark - finders: the hits of a node of the query in one article.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A finder is a node that asks for words (pm_tree_has_hits), with all below it, made
 * ready for one segment: leaves as patterns (pattern.h), operators as the arithmetic
 * of intervals.h.  Whether an article matches, its hits, and the words to highlight
 * are all told by it; ARCHITECTURE.md ("Hits") is the definition.
 *
 *	pm_finder_new(&f, tree, &resolver, segment, &err);
 *	pm_view_set(&view, seg, article, &err);
 *	pm_finder_matches(f, &view, &yes, &err);	or
 *	pm_finder_hits(f, &view, &hits, &err);
 *	for (i = 0; i < hits->n; i++)
 *		pm_finder_marks(f, i, &marks, &err);	the words that made hit i
 *	pm_finder_free(f);
 *
 * Cost: one pass over the article's words for each leaf, about 1 ns a word (less for
 * a leaf of few words), and for operators what intervals.h says.  Of the operands of a
 * distance the rarer is looked for first; where it has no hit the other is not looked
 * at, and else, if it is a leaf or an OR of such, only around those hits.
 */
#ifndef PM_MATCH_FINDER_H
#define PM_MATCH_FINDER_H

#include "match/pattern.h"

struct pm_finder;

enum pm_status pm_finder_new(struct pm_finder **out, const struct pm_tree *tree,
			     const struct pm_resolver *resolver, size_t segment,
			     struct pm_error *err);
void pm_finder_free(struct pm_finder *f);

/* *YES: whether it has a hit in the article that V looks at. */
enum pm_status pm_finder_matches(struct pm_finder *f, struct pm_view *v, bool *yes,
				 struct pm_error *err);

/* Sifts articles as pm_pattern_sift does; of what is no leaf all may match. */
enum pm_status pm_finder_sift(struct pm_finder *f, const uint32_t *articles, size_t n,
			      const uint32_t *counts, size_t stride, uint8_t *answers,
			      struct pm_error *err);

/* The hits, by first, then end: the finder's until it is asked again. */
enum pm_status pm_finder_hits(struct pm_finder *f, struct pm_view *v,
			      const struct pm_spans **hits, struct pm_error *err);

/* Leaves of a node that marks can be of: all but what only excludes.  They are numbered
 * from 0 in the order of the query. */
uint32_t pm_finder_leaves(const struct pm_tree *tree);

/* Append the spans of leaves that made hit HIT; their `left` is the leaf's number. */
enum pm_status pm_finder_marks(const struct pm_finder *f, size_t hit,
			       struct pm_spans *marks, struct pm_error *err);

#endif
