/* Pressmark - columns of what is shown of articles: see columns.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/columns.h"

#include <stdbool.h>
#include <stdint.h>

static bool
begins_character(char c)
{
	return ((uint8_t)c & 0xc0) != 0x80;
}

size_t
pm_columns_width(const char *text, size_t len)
{
	size_t n = 0, i;

	for (i = 0; i < len; i++)
		n += begins_character(text[i]);
	return n;
}

void
pm_columns_cut(struct pm_buf *out, const char *text, size_t len, size_t max)
{
	size_t n = 0, end = 0;

	while (end < len && n <= max)
		n += begins_character(text[end++]);
	if (n <= max) {
		pm_buf_put_shown(out, text, len);
		return;
	}
	pm_buf_put_shown(out, text, end - 1);
	pm_buf_puts(out, "...");
}

void
pm_columns_pad(struct pm_buf *out, size_t from, size_t width)
{
	size_t n = pm_columns_width((const char *)out->data + from, out->len - from);

	for (; n < width; n++)
		pm_buf_putc(out, ' ');
}
