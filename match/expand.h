/* Pressmark - what spelt words stand for: wildcards, expressions, similar words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A wildcard, a regular expression or a similar word becomes, once for a segment, the
 * set of all words of the lexicon that are so spelt (match/spelling.h): after that ten
 * thousand words cost what one does, a look into a bitmap.  Expansions are kept by
 * what they were made of, so the planner, the check, the hits, and the next query
 * that has the same word share them.
 *
 * Cost: a walk through the lexicon, some 20 to 100 ns an entry; for a pattern that
 * begins with letters only through the entries that begin so.
 */
#ifndef PM_MATCH_EXPAND_H
#define PM_MATCH_EXPAND_H

#include "language/tree.h"
#include "match/atom.h"
#include "segment/index.h"
#include "support/intern.h"

struct pm_expansion {
	struct pm_atom atom;	/* what it can match; not finished */
	struct pm_intern stems;	/* of all of them */
	bool whole;		/* what has one of these stems is so spelt itself; not
				 * looked at, and false, where there are many stems */
};

struct pm_expander;

/* INDEX must outlive it. */
enum pm_status pm_expander_new(struct pm_expander **out, struct pm_index *index,
			       struct pm_error *err);
void pm_expander_free(struct pm_expander *x);

/* The expansion of WORD (match other than PM_MATCH_WORD) in segment SEGMENT of the
 * index, counted from 0.  It is the expander's; it stays at least until
 * pm_expander_trim.  PM_ERR_QUERY where a regular expression is too costly. */
enum pm_status pm_expand(struct pm_expander *x, const struct pm_tree_word *word,
			 size_t segment, const struct pm_expansion **out,
			 struct pm_error *err);

/* Between two queries: forget expansions where there are many. */
void pm_expander_trim(struct pm_expander *x);

#endif
