/* Pressmark - from a token to the words of a leaf.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text is split by pm_split, as that of articles is.  What is left between the
 * words is looked at closely: signs that are written in texts ($5bn, R&D, 3.5%)
 * are no more than that, while signs that other query languages give a meaning
 * (a&&b, semi!, [a]) are mistakes.
 *
 * A wildcard stands for a letter when words are split: colo?r is one word because
 * coloxr is.  In an address (`http://x.org/a?b=c*`) only a star at its end is one.
 * A star behind a single word at the end of a token belongs to the word, even where
 * no letter could: `example.org*`, and behind an ideogram.
 *
 * Every check looks at the token from its first word on, or at the signs around
 * the words; so the words of a token that was taken, written again with what
 * stood between them, are taken again, and as the same words.
 */
#ifndef PM_LANGUAGE_PARSE_LEAF_H
#define PM_LANGUAGE_PARSE_LEAF_H

#include "language/lex.h"
#include "text/split.h"

struct pm_leaf_reader {
	const char *query;
	struct pm_query_mistake *mistake;
	struct pm_words split;		/* of the present token */
	struct pm_buf masked;		/* its text with x for wildcards */
	struct pm_buf folded;
	size_t n_words;			/* of all leaves so far, */
	size_t n_spelt;			/* and those that are spelt */
};

void pm_leaf_reader_init(struct pm_leaf_reader *r, const char *query,
			 struct pm_query_mistake *mistake);
void pm_leaf_reader_release(struct pm_leaf_reader *r);

/* Set op, words, number and name of NODE (fresh, all zero) from a token of an
 * operand other than DATE and LENGTH.  PM_OK, PM_ERR_QUERY or PM_ERR_NOMEM; what
 * NODE then holds is pm_tree_free's. */
enum pm_status pm_leaf_read(struct pm_leaf_reader *r, const struct pm_token *token,
			    struct pm_tree *node, struct pm_error *err);

/* Set SPLIT to the words of a bare token or, with QUOTED, a phrase, and MASKED to
 * the text with an x in place of each wildcard. */
enum pm_status pm_leaf_split(const char *text, size_t len, bool quoted,
			     struct pm_words *split, struct pm_buf *masked,
			     struct pm_error *err);

#endif
