/* Pressmark - why a stretch of an article is folded away: see folds.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/folds.h"

#include <string.h>

static const char *const names[PM_FOLD_REASONS] = { "page", "repeated", "tail", "given" };

const char *
pm_fold_reason_name(unsigned i)
{
	return names[i];
}

unsigned
pm_fold_reason_named(const char *name, size_t len)
{
	unsigned i;

	for (i = 0; i < PM_FOLD_REASONS; i++)
		if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
			return 1u << i;
	return 0;
}
