/* Pressmark - what was perhaps not meant as it was read.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * `who won the election?` asks for words of one more character than election.  That is
 * what the language says, but hardly what was meant; so the answer comes with a note.  The
 * same holds of some a `not`, of `oil near gas`, of `UK*` where U.K. is written, and of
 * `-n1` after the index.
 */
#ifndef PM_QUERY_QUESTION_H
#define PM_QUERY_QUESTION_H

#include "language/tree.h"
#include "search/search.h"
#include "support/options.h"

/* Put into NOTE what was read and what to write instead, if a query of two words or more
 * ends in a `?` that is a wildcard, or a word with such a `?` at its end finds nothing;
 * else nothing.  Searches for each word of the second kind, with OPTIONS. */
enum pm_status
pm_question_note(struct pm_search *s, const struct pm_tree *tree, const char *query,
		 size_t len, const struct pm_search_options *options, char *note,
		 size_t size, struct pm_error *err);

/* Put into NOTE, which has SIZE bytes, how a `not` in small letters was read that the
 * author perhaps did not mean as an operator: it begins the query, so that nothing is
 * left to be looked for, or a stop word stands after it (not only).  "" if there is
 * none. */
void pm_not_note(struct pm_search *s, const struct pm_tree *tree, const char *query,
		 char *note, size_t size);

/* Put into NOTE what to write instead if a word of the query in small letters, side by
 * side with others, is an operator of another language (oil near gas) and, read so, the
 * query would find something.  It searches for that, with MODE and OPTIONS. */
enum pm_status pm_operator_note(struct pm_search *s, const struct pm_tree *tree,
				const char *query, const struct pm_query_options *mode,
				const struct pm_search_options *options, char *note,
				size_t size, struct pm_error *err);

/* Put into NOTE what to write instead if a word in capitals with a `*` at its end does not
 * find its form with points, and some article has only that.  It searches for that, with
 * OPTIONS. */
enum pm_status pm_points_note(struct pm_search *s, const struct pm_tree *tree,
			      const struct pm_search_options *options, char *note,
			      size_t size, struct pm_error *err);

/* Whether another query, QUERY of LEN bytes, finds something; false if it is none, or if the
 * patience of the index is over. */
enum pm_status pm_question_finds(struct pm_search *s, const char *query, size_t len,
				 const struct pm_query_options *mode,
				 const struct pm_search_options *options, bool *found,
				 struct pm_error *err);

/* Put into NOTE how OPERAND was read, a part of the query that looks like OPTION
 * (pm_option_like), and where options stand. */
void pm_option_note(const struct pm_option *option, const char *operand, char *note,
		    size_t size);

#endif
