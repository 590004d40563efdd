/* Pressmark - mistakes in a query, as the parser records them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Inside the parser a mistake is filled in where it is found and is returned upwards as
 * PM_ERR_QUERY:
 *
 *	pm_mistake_set(m, start, end, "'%s' is no date", excerpt.text);
 *	return pm_mistake_hint(m, "write a year, a month or a day");
 *
 * Messages are in lower case, without a full stop, the subject in single
 * quotes.  How a mistake is shown to a user is pm_mistake_print (tree.h).
 */
#ifndef PM_LANGUAGE_MISTAKE_H
#define PM_LANGUAGE_MISTAKE_H

#include "language/tree.h"

/* Fill in the place and the message, and clear the hint; returns PM_ERR_QUERY. */
enum pm_status pm_mistake_set(struct pm_query_mistake *m, size_t start, size_t end,
			      const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Fill in the hint; returns PM_ERR_QUERY. */
enum pm_status pm_mistake_hint(struct pm_query_mistake *m, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* A piece of a query for a message: at most 40 bytes of well-formed UTF-8, with ... where
 * it was cut, its characters shown as pm_mistake_print shows a query. */
struct pm_excerpt {
	char text[48];
};

struct pm_excerpt pm_excerpt(const char *s, size_t len);

#endif
