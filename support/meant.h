/* Pressmark - which name was meant by a misspelt one, of a few that the program has.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	best = PM_MEANT_NONE;
 *	for (each name)
 *		if (pm_is_nearer(wrong, len, name, &best))
 *			meant = name;
 *
 * An edit is a character more, less or another, or two neighbours exchanged.  Of the words
 * of a corpus match/spelling.h knows which are near.
 */
#ifndef PM_SUPPORT_MEANT_H
#define PM_SUPPORT_MEANT_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PM_MEANT_NONE 99u

/* Whether the N bytes at WRONG, three at least, are NAME with a slip, one edit away if
 * they are fewer than five and else two at most, and nearer than *BEST, which then
 * becomes their distance. */
bool pm_is_nearer(const char *wrong, size_t n, const char *name, unsigned *best);

#ifdef __cplusplus
}
#endif

#endif
