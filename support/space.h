/* Pressmark - what is white space.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * In text, and in the markup of HTML and CSS, which is ASCII and knows fewer.
 */
#ifndef PM_SUPPORT_SPACE_H
#define PM_SUPPORT_SPACE_H

#include <stdbool.h>
#include <stdint.h>

/* Blanks of any width, zero included, and line ends of any kind: characters that words do
 * not contain and that collapse to one blank. */
static inline bool
pm_is_space(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0x3000 ||
	       (c >= 0x2000 && c <= 0x200b) || c == 0x2028 || c == 0x2029 ||
	       c == 0x202f || c == 0xfeff;
}

/* What separates the parts of a tag or of a style. */
static inline bool
pm_is_markup_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

#endif
