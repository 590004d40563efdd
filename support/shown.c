/* Pressmark - what of a text is shown in a line of a terminal: see shown.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/shown.h"

#include <stdint.h>

/* Of the three bytes E2 B C. */
static enum pm_shown
shown_punctuation(uint8_t b, uint8_t c)
{
	if (b == 0x80 && (c == 0xa8 || c == 0xa9))
		return PM_SHOWN_BLANK;
	if (b == 0x80 && (c == 0x8e || c == 0x8f || (c >= 0xaa && c <= 0xae)))
		return PM_SHOWN_NOTHING;
	return b == 0x81 && c >= 0xa6 && c <= 0xa9 ? PM_SHOWN_NOTHING : PM_SHOWN_SELF;
}

enum pm_shown
pm_shown_at(const char *s, size_t len, size_t *n)
{
	const uint8_t *p = (const uint8_t *)s;
	enum pm_shown shown = PM_SHOWN_SELF;

	*n = 1;
	if (p[0] < 0x20 || p[0] == 0x7f)
		return PM_SHOWN_BLANK;
	if (p[0] == 0xc2 && len > 1 && p[1] >= 0x80 && p[1] < 0xa0) {
		*n = 2;
		return PM_SHOWN_BLANK;
	}
	if (p[0] == 0xd8 && len > 1 && p[1] == 0x9c) {
		*n = 2;
		return PM_SHOWN_NOTHING;
	}
	if (p[0] == 0xe2 && len > 2)
		shown = shown_punctuation(p[1], p[2]);
	if (shown != PM_SHOWN_SELF)
		*n = 3;
	return shown;
}
