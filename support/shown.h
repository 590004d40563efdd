/* Pressmark - what of a text is shown in a line of a terminal.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Nothing that comes from a text, or from the name of a file, may end the line, command
 * the terminal or turn the direction of what follows.
 */
#ifndef PM_SUPPORT_SHOWN_H
#define PM_SUPPORT_SHOWN_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum pm_shown {
	PM_SHOWN_SELF,
	PM_SHOWN_BLANK,	 /* controls (C0, DEL, C1), U+2028 and U+2029 */
	PM_SHOWN_NOTHING /* U+061C, U+200E and F, U+202A to E, U+2066 to 9 */
};

/* For what is at S, which may be ill-formed; LEN is above 0.  *N becomes the bytes of a
 * character that is not shown itself, else 1. */
enum pm_shown pm_shown_at(const char *s, size_t len, size_t *n);

#ifdef __cplusplus
}
#endif

#endif
