/* Pressmark - words that are given by their spelling.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A word of a query may stand for every word that begins with it, that matches wildcards
 * or a regular expression, or that is an edit or two away (enum pm_tree_match).  Once
 * made ready, it is compared with one folded word, or with all words of a lexicon:
 *
 *	status = pm_spelling_new(&sp, &leaf->words[0], err);
 *	if (status == PM_OK)
 *		status = pm_lexicon_by_spelling(lex, sp, take_entry, ctx, err);
 *	pm_spelling_free(sp);
 *
 * An expression that names what folding changes describes words as they are written, too
 * (pm_spelling_learn; match/expand.h makes spellings that have learnt from all segments).
 *
 * Words of more than PM_FOLDED_MAX bytes never match.  A character is a code point.
 *
 * Cost of one comparison: for a prefix, and mostly for wildcards, some 10 ns; for
 * wildcards at worst the product of both lengths; for a regular expression, see
 * language/regex.h; for edits 100 to 200 ns, but 15 in sorted order, because the rows of
 * the table for the beginning that a word shares with the one before are kept.
 *
 * Cost for a lexicon of 500,000 words: if the beginning is known, only words with that
 * beginning are looked at.  *ending takes 13 ms and *part* 22, of which the walk is 10; a
 * regular expression 25; word~1 2.5 and word~2 9: where no word with some beginning can
 * be near enough, all words with that beginning are skipped.
 */
#ifndef PM_MATCH_SPELLING_H
#define PM_MATCH_SPELLING_H

#include "language/tree.h"
#include "segment/lexicon.h"
#include "support/stop.h"

#include <stdbool.h>
#include <stddef.h>

struct pm_spelling;

/* WORD's match is not PM_MATCH_WORD; it need not outlive *OUT.  PM_ERR_NOMEM, or
 * PM_ERR_QUERY for an invalid regular expression. */
enum pm_status pm_spelling_new(struct pm_spelling **out, const struct pm_tree_word *word,
			       struct pm_error *err);
void pm_spelling_free(struct pm_spelling *sp);

/* Have walks through a lexicon ask WATCH, which must outlive SP: PM_ERR_INTERRUPTED. */
void pm_spelling_patience(struct pm_spelling *sp, struct pm_patience *patience);

/* Take in the surfaces of the lexicon's words: those words that have one which the
 * expression describes are spelt so from now on, in any lexicon.  For spellings that see
 * surfaces, before they are used; other spellings are not changed.  Cost: as a walk. */
enum pm_status pm_spelling_learn(struct pm_spelling *sp, struct pm_lexicon *lex,
				 struct pm_error *err);

/* *YES: whether the expression describes this surface. */
enum pm_status pm_spelling_matches_surface(struct pm_spelling *sp, const char *surface,
					   size_t len, bool *yes, struct pm_error *err);

/* *YES: whether the folded word is spelt so.  PM_ERR_QUERY if a regular expression takes
 * too long.  SP remembers the last word, so only one thread may use it at a time. */
enum pm_status pm_spelling_matches(struct pm_spelling *sp, const char *folded, size_t len,
				   bool *yes, struct pm_error *err);

/* Call FN for every entry of all five lists that is spelt so, in the order of the lists.
 * FN returns 0 to go on, or a status that ends the walk. */
enum pm_status pm_lexicon_by_spelling(struct pm_lexicon *lex, struct pm_spelling *sp,
				      enum pm_status (*fn)(void *ctx, struct pm_cursor *c,
							   struct pm_error *err),
				      void *ctx, struct pm_error *err);

#endif
