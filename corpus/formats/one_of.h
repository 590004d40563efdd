/* Pressmark - names that mean the same.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_CORPUS_FORMATS_ONE_OF_H
#define PM_CORPUS_FORMATS_ONE_OF_H

#include <stdbool.h>
#include <string.h>

/* Whether NAME is one of NAMES, which are written with a blank before and behind each:
 * " p para h1 ". */
static inline bool
pm_is_one_of(const char *name, const char *names)
{
	size_t n = strlen(name);
	const char *p = n > 0 ? names : NULL;

	while (p != NULL && (p = strstr(p, name)) != NULL) {
		if (p > names && p[-1] == ' ' && p[n] == ' ')
			return true;
		p++;
	}
	return false;
}

#endif
