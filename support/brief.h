/* Pressmark - messages that stay short whatever they name.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The subject of a message stands in single quotes (CONTRIBUTING.md, "A message"), and may be
 * whatever a user has written or a file says: an id of 5,000 characters would fill the screen,
 * and leave no room for what is wrong with it.  So what stands in quotes is shortened in its
 * middle, where names differ least:
 *
 *	no article of 'news' has the id 'abcdef...uvwxyz', or is from a file ...
 */
#ifndef PM_SUPPORT_BRIEF_H
#define PM_SUPPORT_BRIEF_H

#include <stdarg.h>
#include <stddef.h>

/* What is not shortened, in bytes. */
#define PM_BRIEF_MAX 200u

/* Set OUT to S as it is shown in quotes. */
void pm_brief(char out[PM_BRIEF_MAX + 1], const char *s, size_t len);

/* vsnprintf, but strings that stand between single quotes in FMT are shortened to PM_BRIEF_MAX
 * bytes, "..." in their middle, between characters.  FMT: %s, %c, %d, %u, %x, %X, %f and %g
 * with what may stand before them, and %%. */
void pm_brief_vprintf(char *text, size_t size, const char *fmt, va_list ap)
	__attribute__((format(printf, 3, 0)));

#endif
