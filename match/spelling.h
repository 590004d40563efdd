/* Pressmark - words that are given by their spelling.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A word of a query may stand for every word that begins so, that wildcards or a
 * regular expression describe, or that is an edit or two away (enum pm_tree_match).
 * Made ready once, it is compared with one folded word, or with all of a lexicon:
 *
 *	status = pm_spelling_new(&sp, &leaf->words[0], err);
 *	if (status == PM_OK)
 *		status = pm_lexicon_by_spelling(lex, sp, take_entry, ctx, err);
 *	pm_spelling_free(sp);
 *
 * Words of more than PM_FOLDED_MAX bytes are never so spelt.  A character is a code
 * point.
 *
 * Cost of one comparison: of a prefix and mostly of wildcards, some 10 ns; of wildcards
 * at worst the product of both lengths; of a regular expression, see language/regex.h; of
 * edits 100 to 200 ns, but 15 in sorted order, for the rows of the table that belong to
 * the beginning which a word shares with the one before are kept.
 *
 * Over a lexicon of 500,000 words: what is known to begin so looks at no others;
 * *ending takes 13 ms and *part* 22, of which the walk is 10; a regular expression 25;
 * word~1 2.5 and word~2 9: where no word that begins like this one can be near enough,
 * all that begin so are passed over.
 */
#ifndef PM_MATCH_SPELLING_H
#define PM_MATCH_SPELLING_H

#include "language/tree.h"
#include "segment/lexicon.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>

struct pm_spelling;

/* WORD has another match than PM_MATCH_WORD; it need not stay.  PM_ERR_NOMEM, or
 * PM_ERR_QUERY for a regular expression that is none. */
enum pm_status pm_spelling_new(struct pm_spelling **out, const struct pm_tree_word *word,
			       struct pm_error *err);
void pm_spelling_free(struct pm_spelling *sp);

/* Whether the folded word is so spelt.  PM_ERR_QUERY for a regular expression that
 * takes too long.  SP remembers the last word: one thread at a time. */
enum pm_status pm_spelling_matches(struct pm_spelling *sp, const char *folded, size_t len,
				   bool *yes, struct pm_error *err);

/* Calls FN for every entry of all five lists that is so spelt, in the order of the
 * lists; FN returns 0 to go on or a status that ends it. */
enum pm_status pm_lexicon_by_spelling(struct pm_lexicon *lex, struct pm_spelling *sp,
				      enum pm_status (*fn)(void *ctx, struct pm_cursor *c,
							   struct pm_error *err),
				      void *ctx, struct pm_error *err);

#endif
