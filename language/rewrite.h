/* Pressmark - a query of another language as it is written here, for a hint.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a hint says to write should be what its reader can copy: all of the query, not a
 * and b.  A query that is too long for that, or holds characters that a hint must not
 * show, is not written, and the hint speaks in general.
 */
#ifndef PM_LANGUAGE_REWRITE_H
#define PM_LANGUAGE_REWRITE_H

#include "language/mistake.h"

#define PM_REWRITTEN 128 /* bytes of a query in a hint, with the NUL */

/* Put into OUT the query with WITH in the place of bytes START .. END - 1; false, and "",
 * if it cannot be shown. */
bool pm_rewrite(char out[PM_REWRITTEN], const char *query, size_t len, size_t start,
		size_t end, const char *with);

/* The same with the operators of Lucene: && is AND, || and | are OR, ! before a word is
 * NOT, and + before a word is left out.
 *
 *	+oil +(gas || fuel) && !opec	-> oil (gas OR fuel) NOT opec
 *
 * False as well if there is none, or one stands where there is nothing to join. */
bool pm_rewrite_signs(char out[PM_REWRITTEN], const char *query, size_t len);

/* The hint of a mistake in one of them: SIGN is its character, ANY says that words side by
 * side are alternatives.  Returns PM_ERR_QUERY. */
enum pm_status pm_hint_sign(struct pm_query_mistake *m, const char *query, size_t len,
			    char sign, bool any);

#endif
