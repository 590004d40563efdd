/* Pressmark - what spelt words stand for: wildcards, expressions, similar words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A wildcard, a regular expression or a similar word becomes, once for each segment, the
 * set of all words of the lexicon that are spelt so (match/spelling.h).  After that ten
 * thousand words cost what one does, a look into a bitmap.  Expansions are kept under
 * what they were made from, so the planner, the check, the hits, and the next query with
 * the same word share them.
 *
 * Cost: a walk through the lexicon, some 20 to 100 ns an entry; for a pattern that begins
 * with letters, only through the entries that begin with them.
 */
#ifndef PM_MATCH_EXPAND_H
#define PM_MATCH_EXPAND_H

#include "language/tree.h"
#include "match/atom.h"
#include "match/spelling.h"
#include "segment/index.h"
#include "support/intern.h"

struct pm_expansion {
	struct pm_atom atom;	      /* what it can match; not finished */
	struct pm_intern stems;	      /* of all these words */
	struct pm_spelling *spelling; /* the same in all segments */
	bool whole; /* every word with one of these stems is itself spelt so;
				 * not checked, and false, if there are many stems */
};

struct pm_expander;

/* INDEX must outlive it. */
enum pm_status pm_expander_new(struct pm_expander **out, struct pm_index *index,
			       struct pm_error *err);
void pm_expander_free(struct pm_expander *x);

/* The expansion of WORD (whose match is not PM_MATCH_WORD) in segment SEGMENT of the
 * index, counted from 0.  It belongs to the expander and stays valid at least until
 * pm_expander_trim.  PM_ERR_QUERY if a regular expression is too costly,
 * PM_ERR_INTERRUPTED if the patience of the index says so. */
enum pm_status pm_expand(struct pm_expander *x, const struct pm_tree_word *word,
			 size_t segment, const struct pm_expansion **out,
			 struct pm_error *err);

/* The spelling of WORD, which has learnt what it must from all segments; the caller's to
 * free. */
enum pm_status pm_expander_spelling(struct pm_expander *x, const struct pm_tree_word *word,
				    struct pm_spelling **out, struct pm_error *err);

/* To be called between two queries: forget the expansions if there are many. */
void pm_expander_trim(struct pm_expander *x);

#endif
