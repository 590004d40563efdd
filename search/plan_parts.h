/* Pressmark - the parts of the planner: what plan*.c share.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * plan.c		trees, and the plan itself
 * plan_nodes.c		nodes, terms, checks: what is handed to libxapian, and what its
 *			terms are
 * plan_weights.c	the words of a query and what they weigh
 * plan_counts.c	in how many articles their terms are
 * plan_words.c		leaves of words: candidates, and when they need a check
 * plan_spelt.c		spelt words: their stems
 * plan_shares.c	shares: which postings of a stem are those of the words asked for
 * plan_fields.c	fields, dates, lengths
 *
 * Nodes are appended in postfix order: a function that adds a node for
 * something leaves exactly one more on the stack than it found.
 */
#ifndef PM_SEARCH_PLAN_PARTS_H
#define PM_SEARCH_PLAN_PARTS_H

#include "match/finder.h"
#include "match/metadata_field.h"
#include "search/plan.h"
#include "support/intern.h"
#include "support/stop.h"

/* A check: of a node that asks for words, of the pieces of its word, or of a field that
 * exists in the metadata only. */
struct pm_plan_check {
	struct pm_plan *plan;
	const struct pm_tree *node;
	struct pm_finder **finders; /* by segment; made when first needed */
	struct pm_pattern **pieces; /* in the same way; one of the two, or: */
	struct pm_metadata_leaf *named;
	bool counted; /* a TERM for each of its words or operands, and nothing else,
		       * gives its candidates */
	struct pm_plan_check *next;
};

/* A distinct word of the query, which is the set of its stems (match/stems.h); indexed by
 * the number of their key in `words`. */
struct pm_plan_word {
	double count; /* f: how often it occurs there */
	bool placed;  /* its weight is on a node of the tree's query */
	double weight, title_weight;
	uint64_t title_freq;
};

struct pm_plan {
	struct pm_resolver r;
	const struct pm_tree *tree;
	struct pm_statistics statistics;
	struct pm_db_node *nodes;
	size_t n_nodes, cap;
	struct pm_intern terms; /* the terms of all nodes, kept to the end */
	struct pm_intern words;
	struct pm_plan_word *weights;
	size_t weights_cap;
	struct pm_plan_check *checks;
	struct pm_plan_share *shares;
	struct pm_view view;
	struct pm_error check_err;
	bool ranked;
	double boost;	    /* of the current node: the product of all ^ above it */
	unsigned excluded;  /* > 0: the current node is below a NOT, and weighs nothing */
	unsigned unchecked; /* > 0: only candidates are wanted, a node above is
				 * checked */
	bool full;	    /* folds are searched, and there are some */
	bool in_folds;	    /* the terms are those of folds now */
};

/* Where a node is in the tree, which says whether a weight on it always counts. */
enum pm_plan_place {
	PM_PLACE_AND, /* it matches whenever the article does */
	PM_PLACE_OR,  /* it is below ORs that do, and nothing else */
	PM_PLACE_NONE /* what it finds does not always count */
};

/* --- nodes -------------------------------------------------------------- */

enum pm_status pm_plan_node(struct pm_plan *plan, const struct pm_db_node *node,
			    struct pm_error *err);
/* An operator over the last N nodes.  For an AND or OR of one node nothing is added, and
 * with no nodes the one that matches nothing. */
enum pm_status pm_plan_op(struct pm_plan *plan, enum pm_db_op op, uint32_t n,
			  struct pm_error *err);
/* The terms of N stems with PREFIX, as one word: together they have this weight. */
enum pm_status pm_plan_stems(struct pm_plan *plan, const char *prefix,
			     const struct pm_stem *stems, size_t n, double weight,
			     struct pm_error *err);
/* Every article. */
enum pm_status pm_plan_all(struct pm_plan *plan, struct pm_error *err);
/* The term PREFIX + S. */
enum pm_status pm_plan_term(struct pm_plan *plan, const char *prefix, const char *s,
			    size_t len, double weight, struct pm_error *err);
/* Articles whose date is all within the days FIRST to LAST (0, UINT32_MAX: open). */
enum pm_status pm_plan_days(struct pm_plan *plan, uint32_t first, uint32_t last,
			    struct pm_error *err);
/* Articles with FIRST to LAST words, open in the same way. */
enum pm_status pm_plan_length(struct pm_plan *plan, uint32_t first, uint32_t last,
			      struct pm_error *err);
enum pm_plan_checked {
	PM_CHECK_NODE,
	PM_CHECK_PIECES, /* only the pieces of the node's one word */
	PM_CHECK_NAMED	 /* an article's own metadata: a field that is not one of
				 * ours, source and author as they are written, or an id
				 * too long for a term */
};
/* FILTER the last node by a check of NODE.  Adds nothing if a node above is checked. */
enum pm_status pm_plan_add_check(struct pm_plan *plan, const struct pm_tree *node,
				 enum pm_plan_checked what, struct pm_error *err);
/* Whether exactly N nodes were added from FROM on, each of them a TERM. */
bool pm_plan_is_terms(const struct pm_plan *plan, size_t from, size_t n);
/* A check of NODE itself, whose candidates are COUNTED, which see. */
enum pm_status pm_plan_add_counted(struct pm_plan *plan, const struct pm_tree *node,
				   bool counted, struct pm_error *err);
/* What a check, and planning a node, cost at least, in the units of a patience. */
#define PM_PLAN_CHECK_WORK 32u
#define PM_PLAN_NODE_WORK 256u

static inline struct pm_patience *
pm_plan_patience(const struct pm_plan *plan)
{
	return &plan->r.index->patience;
}

void pm_plan_free_check(struct pm_plan_check *c);

/* --- shares ------------------------------------------------------------- */

/* Give the N nodes from FROM on, which are TERMs of stems of the leaf's WORD, their shares
 * (segment/shares.h): the articles that have the word itself, if STEMS are those that it
 * stands for, or, with NULL, one that is spelt so.  *ALL: these are all articles that the
 * terms have, so that none was given.  Titles have no shares: *ALL says
 * whether no other word has the stems.  Of folds nothing is known. */
enum pm_status
pm_plan_add_shares(struct pm_plan *plan, const struct pm_tree *leaf, size_t from,
		   size_t n, const struct pm_tree_word *word,
		   const struct pm_stem_set *stems, bool *all, struct pm_error *err);
/* A check of NODE, which accepts exactly what the shares of the last node do. */
enum pm_status pm_plan_add_shares_check(struct pm_plan *plan, const struct pm_tree *node,
					struct pm_error *err);
/* Whether all that A has is B's. */
bool pm_plan_same_share(const struct pm_db_node *a, const struct pm_db_node *b);
void pm_plan_free_shares(struct pm_plan *plan);
/* When all nodes are there: from now on the bytes of the terms do not move. */
void pm_plan_settle(struct pm_plan *plan);

/* --- weights ------------------------------------------------------------ */

/* *FREQ: how many articles have at least one of N terms.  Costs a look at all their
 * postings, 1 ns each, unless N is 1. */
enum pm_status pm_plan_count(struct pm_plan *plan, const struct pm_db_term *terms,
			     size_t n, uint64_t *freq, struct pm_error *err);
/* The same if the terms are independent of each other, from how frequent each is. */
enum pm_status pm_plan_estimate(struct pm_plan *plan, const struct pm_db_term *terms,
				size_t n, uint64_t *freq, struct pm_error *err);
/* What the N nodes from FROM on, which are TERMs, weigh as one word of the current node, that
 * counts COUNT times. */
enum pm_status pm_plan_weight_of(struct pm_plan *plan, size_t from, size_t n,
				 double count, double *weight, struct pm_error *err);

/* Count the words of the tree outside NOT and weigh them. */
enum pm_status pm_plan_weigh(struct pm_plan *plan, struct pm_error *err);
/* The weight for the terms of a word at PLACE: its own, which then counts as placed, or 0
 * if it is placed already or cannot be placed there. */
double pm_plan_take_weight(struct pm_plan *plan, const struct pm_stem_set *stems,
			   enum pm_plan_place place);
/* AND_MAYBE the last node with the weights that were not placed and those of titles. */
enum pm_status pm_plan_add_rank_only(struct pm_plan *plan, struct pm_error *err);

/* --- leaves ------------------------------------------------------------- */

/* Words, phrase, =form or spelt word in title or body. */
enum pm_status pm_plan_words(struct pm_plan *plan, const struct pm_tree *leaf,
			     enum pm_plan_place place, struct pm_error *err);
/* Whether words I - 1 and I of a leaf are ideograms, whose pair is a term. */
bool pm_plan_is_pair(const struct pm_tree *leaf, size_t i);
/* The terms of a spelt word of the leaf, or every article if there are too many.  *WHOLE:
 * they find nothing but that word. */
enum pm_status pm_plan_spelt(struct pm_plan *plan, const struct pm_tree *leaf,
			     const struct pm_tree_word *word, bool *whole,
			     struct pm_error *err);
/* *YES: whether the spelt children of an OR together have more terms than it pays to
 * read. */
enum pm_status pm_plan_has_too_many(struct pm_plan *plan, const struct pm_tree *t,
				    bool *yes, struct pm_error *err);
/* The prefix of the terms that a leaf of words looks for, and whether these have shares:
 * those of titles and of folds do not. */
const char *pm_plan_prefix(const struct pm_plan *plan, const struct pm_tree *leaf);
bool pm_plan_has_shares(const struct pm_plan *plan, const struct pm_tree *leaf);
/* A leaf of source:, author:, host:, id: or another field. */
enum pm_status pm_plan_field(struct pm_plan *plan, const struct pm_tree *leaf,
			     struct pm_error *err);
enum pm_status pm_plan_date(struct pm_plan *plan, const struct pm_tree *leaf,
			    struct pm_error *err);

#endif
