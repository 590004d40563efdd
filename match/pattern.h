/* Pressmark - the evaluator: where do words match in one article?
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The only code that decides whether the words of a query match words of a text.  The
 * check of an article that may match, the hits of a snippet and the highlighting all use
 * it, so they cannot disagree.  ARCHITECTURE.md defines what matches what; this is the
 * algorithm.
 *
 * A *pattern* is a leaf of the tree made ready for one segment: a little automaton with
 * states 0 .. n over the words of the text.  An edge carries an *atom*, a query word
 * resolved in the lexicon: the ranks of single words that it matches, and sequences of
 * ranks (compounds, split spellings).  A phrase of n words has an edge from each state to
 * the next, and where two neighbours may be written as one, an edge over both.  A span
 * matches when its words lead from state 0 to state n.
 *
 * Neighbours of a phrase must be neighbours in the text, of which each article has a filter
 * (segment/pairs.h).  It is asked first, and of the articles that have all words of a
 * phrase it leaves those that have the phrase and a few more.
 *
 * Cost: if the words of a pattern can be written in few ways, it is a byte search in the
 * coded words, which decodes nothing except around places that may match.  Otherwise the
 * article is decoded (about 1 ns a word) and each word tested against a bitmap or a short
 * list.  Separators and forms are inflated only when a compound or an =form is at stake.
 */
#ifndef PM_MATCH_PATTERN_H
#define PM_MATCH_PATTERN_H

#include "language/tree.h"
#include "match/expand.h"
#include "match/intervals.h"
#include "match/stems.h"
#include "match/view.h"
#include "segment/index.h"
#include "support/team.h"

#include <stdbool.h>

/* What it takes to find out what the words of a query stand for. */
struct pm_resolver {
	struct pm_index *index;
	struct pm_stems *stems;
	struct pm_expander *expander;
	struct pm_team *team; /* that may help with one query; or NULL */
	bool full_text; /* folds are searched too (ARCHITECTURE.md, "Folds") */
};

struct pm_pattern;

/* Make LEAF (words, phrase, exact or spelt, of title or body) ready for segment
 * number SEGMENT of the index. */
enum pm_status pm_pattern_new(struct pm_pattern **out, const struct pm_tree *leaf,
			      const struct pm_resolver *resolver, size_t segment,
			      struct pm_error *err);
/* The same for rule 4 alone, of a single bare or quoted word: its pieces side by side. */
enum pm_status pm_pattern_new_pieces(struct pm_pattern **out, const struct pm_tree *leaf,
				     const struct pm_resolver *resolver, size_t segment,
				     struct pm_error *err);
void pm_pattern_free(struct pm_pattern *p);

/* *YES: whether it matches anywhere in the article in V. */
enum pm_status pm_pattern_matches(struct pm_pattern *p, struct pm_view *v, bool *yes,
				  struct pm_error *err);
/* Settle what a look at the coded words can settle.  ANSWERS[i] becomes PM_DB_YES or
 * PM_DB_NO if that shows that the i-th of N articles (by number in the segment) matches
 * or does not match, and PM_DB_PERHAPS if it takes more.  COUNTS (or NULL) has, for each
 * word of the leaf, an upper bound on how often it occurs in the article, including in
 * compounds: the wdf in the postings of its stem.  Those of article i begin at COUNTS + i
 * * STRIDE.  Once a rare word has been seen that often, the rest of the article is
 * skipped.  Most candidates for a phrase end here, at 0.04 ns a byte, which is as fast as
 * memory delivers to one core; if there is a team, it shares the work. */
enum pm_status pm_pattern_sift(struct pm_pattern *p, const uint32_t *articles, size_t n,
			       const uint32_t *counts, size_t stride, uint8_t *answers,
			       struct pm_error *err);
/* Append all spans that match: for each first word the shortest.  WINDOWS (NULL: the
 * whole article): only those that begin within one of these, which are sorted and
 * disjoint. */
enum pm_status pm_pattern_spans(struct pm_pattern *p, struct pm_view *v,
				const struct pm_spans *windows, struct pm_spans *out,
				struct pm_error *err);
/* Whether it can match nowhere in the segment, which lacks one of its words. */
bool pm_pattern_is_impossible(const struct pm_pattern *p);
/* The largest number of words that a match can have; 0 if it is impossible. */
uint32_t pm_pattern_length(const struct pm_pattern *p);
/* The rank of the commonest word that a match can begin with.  Patterns with a higher one
 * are mostly rarer. */
uint32_t pm_pattern_rarity(const struct pm_pattern *p);

/* The words that it can begin with, or end with. */
enum pm_side { PM_SIDE_FIRST, PM_SIDE_LAST };
void pm_pattern_ends(const struct pm_pattern *p, enum pm_side side, struct pm_ends *e);
/* Whether each of its matches is one word, which is no address. */
bool pm_pattern_is_plain(const struct pm_pattern *p);
/* What pairs an article must have for it to match. */
const struct pm_pair_needs *pm_pattern_get_needs(const struct pm_pattern *p);

/* Add the pairs of a word of ONE and one of TWO to a group. */
void pm_pattern_neighbours(struct pm_pair_group *g, const struct pm_ends *one,
			   const struct pm_ends *two);

/* Several operands of a distance or a loose phrase, each of which is one or more patterns
 * that are alternatives, near each other in the coded words.  A search for the codes of
 * one operand, and a look at the words around it, rule out most articles that have all of
 * them; so they are sifted before any is decoded.
 *
 *	pm_pattern_near_new(&near, reach, order, &needs, &err);
 *	for each operand
 *		pm_pattern_near_add(near, patterns, n, &err);
 *	pm_pattern_near_finish(near, nearness, &err);
 *	pm_pattern_near_sift(near, articles, n, counts, stride, answers, &err);
 *	pm_pattern_near_free(near);
 *
 * All of them may answer PM_DECLINED: so many operands, such common or manifold words, or
 * a reach so large, are no better searched for in this way; then there is nothing to sift
 * by, and it is freed.
 *
 * Cost: a search for codes, and 5 ns for each word around a place of the operand that is
 * searched for. */
struct pm_pattern_near;

enum pm_nearness {
	PM_NEAR_IS_ENOUGH,   /* two words within the reach of each other are a hit */
	PM_NEAR_IS_NECESSARY /* there may be more to a hit */
};

enum pm_near_order {
	PM_NEAR_ANY_ORDER,
	PM_NEAR_ORDERED, /* if there are two, in the order of the operands */
	PM_NEAR_OR_SAME	 /* in any order, and one word may match several */
};

/* REACH: the most words from the first word of a match of one operand to the first word of
 * a match of another in the same hit.  NEEDS are those of all of them together, and must
 * outlive it. */
enum pm_status
pm_pattern_near_new(struct pm_pattern_near **out, uint32_t reach, enum pm_near_order order,
		    const struct pm_pair_needs *needs, struct pm_error *err);
/* The patterns must be of one segment and outlive it; at least one must be possible. */
enum pm_status pm_pattern_near_add(struct pm_pattern_near *near,
				   struct pm_pattern *const *patterns, size_t n,
				   struct pm_error *err);
enum pm_status pm_pattern_near_finish(struct pm_pattern_near *near,
				      enum pm_nearness nearness, struct pm_error *err);
void pm_pattern_near_free(struct pm_pattern_near *near);
/* Sift articles as pm_pattern_sift does; COUNTS has an upper bound for each operand.
 * PM_DB_YES is answered only for what is enough and of two operands whose matches are
 * single words. */
enum pm_status
pm_pattern_near_sift(const struct pm_pattern_near *near, const uint32_t *articles,
		     size_t n, const uint32_t *counts, size_t stride, uint8_t *answers,
		     struct pm_error *err);

/* Several patterns searched for in one pass over an article.  With a set, hundreds of
 * alternatives cost little more than one. */
struct pm_pattern_set;

/* The patterns must be of one segment and outlive the set. */
enum pm_status pm_pattern_set_new(struct pm_pattern_set **out,
				  struct pm_pattern *const *patterns, size_t n,
				  struct pm_error *err);
void pm_pattern_set_free(struct pm_pattern_set *set);

/* Append to OUT what pm_pattern_spans finds for each of them; `right` is the place of the
 * pattern.  Ordered by first word only. */
enum pm_status pm_pattern_set_spans(struct pm_pattern_set *set, struct pm_view *v,
				    const struct pm_spans *windows, struct pm_spans *out,
				    struct pm_error *err);

/* Whether words I - 1 and I of a leaf may be matched as one. */
bool pm_query_joins(const struct pm_tree *leaf, size_t i);

/* The stems of these two, joined. */
enum pm_status pm_query_join_stems(struct pm_stems *stems, const struct pm_tree *leaf,
				   size_t i, const struct pm_stem_set **out,
				   struct pm_error *err);

#endif
