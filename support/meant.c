/* Pressmark - which name was meant by a misspelt one: see meant.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/meant.h"

#include <string.h>

#define NAME_MAX_LEN 24u

/* How many edits lead from one name to the other: a character more, less or another, or
 * two exchanged.  99: the names are too long. */
static unsigned
edits(const char *a, size_t n, const char *b)
{
	unsigned row[3][NAME_MAX_LEN + 1], *before, *last, *now;
	size_t m = strlen(b), i, k;

	if (n > NAME_MAX_LEN || m > NAME_MAX_LEN)
		return PM_MEANT_NONE;
	for (k = 0; k <= m; k++)
		row[0][k] = (unsigned)k;
	for (i = 1; i <= n; i++) {
		before = row[(i + 1) % 3];
		last = row[(i - 1) % 3];
		now = row[i % 3];
		now[0] = (unsigned)i;
		for (k = 1; k <= m; k++) {
			now[k] = last[k - 1] + (a[i - 1] != b[k - 1]);
			if (last[k] + 1 < now[k])
				now[k] = last[k] + 1;
			if (now[k - 1] + 1 < now[k])
				now[k] = now[k - 1] + 1;
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] &&
			    a[i - 2] == b[k - 1] && before[k - 2] + 1 < now[k])
				now[k] = before[k - 2] + 1;
		}
	}
	return row[n % 3][m];
}

bool
pm_is_nearer(const char *wrong, size_t n, const char *name, unsigned *best)
{
	unsigned distance = edits(wrong, n, name);

	if (n < 3 || distance > (n < 5 ? 1u : 2u) || distance >= *best)
		return false;
	*best = distance;
	return true;
}
