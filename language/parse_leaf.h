/* Pressmark - from a token to the words of a leaf.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text is split by pm_split, just like the text of articles.  What is left between the
 * words is looked at closely: signs that occur in ordinary text ($5bn, R&D, 3.5%) are
 * accepted and mean nothing, while signs to which other query languages give a meaning
 * (a&&b, semi!, [a]) are mistakes.
 *
 * A wildcard counts as a letter when words are split: colo?r is one word because coloxr
 * is.  In an address (`http://x.org/a?b=c*`) only a star at its end is a wildcard.  A
 * star after a single word at the end of a token belongs to that word, even where no
 * letter could, as in `example.org*` and after an ideogram.
 *
 * In a phrase, what stands between white space and is a regular expression (/ at both
 * ends) is one word, and ~ or ~2 directly after a word belongs to it.
 *
 * Every check looks only at the token from its first word on, or at the signs around the
 * words.  So if a token is accepted, its words, written again with what stood between
 * them, are accepted too and give the same words.
 */
#ifndef PM_LANGUAGE_PARSE_LEAF_H
#define PM_LANGUAGE_PARSE_LEAF_H

#include "language/lex.h"
#include "text/split.h"

struct pm_leaf_reader {
	const char *query;
	size_t query_len;
	bool any; /* words side by side mean OR */
	struct pm_query_mistake *mistake;
	struct pm_words split; /* of the current token */
	struct pm_buf masked;  /* its text, with x for each wildcard */
	struct pm_buf folded;
	struct pm_buf plain; /* its text, with single marks for double ones */
	size_t n_words;	     /* of all leaves so far, */
	size_t n_spelt;	     /* and how many of them are spelt */
};

void pm_leaf_reader_init(struct pm_leaf_reader *r, const char *query, size_t len,
			 struct pm_query_mistake *mistake);
void pm_leaf_reader_release(struct pm_leaf_reader *r);

/* Set op, words, number, name and value of NODE (fresh, all zero but its field) from a
 * token that is an operand, except DATE and LENGTH.  PM_OK, PM_ERR_QUERY or PM_ERR_NOMEM;
 * in every case pm_tree_free releases what NODE then holds. */
enum pm_status pm_leaf_read(struct pm_leaf_reader *r, const struct pm_token *token,
			    struct pm_tree *node, struct pm_error *err);

/* Set SPLIT to the words of a bare token or, with QUOTED, of a phrase, and MASKED to the
 * text with an x in place of each wildcard.  A word of a phrase may be a regular
 * expression with its slashes, for which MASKED has x's, and may end in ~ or ~2, for which
 * MASKED has blanks. */
enum pm_status pm_leaf_split(const char *text, size_t len, bool quoted,
			     struct pm_words *split, struct pm_buf *masked,
			     struct pm_error *err);

/* For a word of a phrase: whether it is a regular expression, and how many bytes the ~2 at
 * its end has (0: there is none). */
bool pm_leaf_is_regex(const char *text, const struct pm_word *w);
size_t pm_leaf_tilde(const char *text, const struct pm_word *w,
		     const struct pm_buf *masked);

#endif
