/* Pressmark - a filter that was said in words, and read as words.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	date is march 1987		-> date:1987-03
 *	opec from 1987 to june 1988	-> opec date:1987..1988-06
 *	author is anna weber		-> author:"anna weber"
 *
 * It is a guess, and so a note beside the answer, which is that of the words.  A question
 * in plain English is none of these: `date` counts with a date after it only, and where
 * neither a stop word stands before it nor, without a verb, anything; another name of a
 * field where a group of words begins, with a value that is no stop word; a time without a
 * name if it has two ends or names a month.
 */
#ifndef PM_QUERY_FIELD_NOTE_H
#define PM_QUERY_FIELD_NOTE_H

#include "language/tree.h"
#include "search/search.h"

/* Put into NOTE, which has SIZE bytes, what to write instead if words of the query look
 * like a filter and the query, or the filter alone, would find something; else nothing.  It searches for
 * that, with MODE and OPTIONS. */
enum pm_status
pm_field_note(struct pm_search *s, const struct pm_tree *tree, const char *query,
	      size_t len, const struct pm_query_options *mode,
	      const struct pm_search_options *options, char *note, size_t size,
	      struct pm_error *err);

#endif
