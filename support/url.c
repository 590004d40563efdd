/* Pressmark - addresses of the web: see url.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/url.h"

#include <string.h>

void
pm_url_host(const char *url, size_t len, struct pm_buf *out)
{
	const char *end = url + len, *p = url, *start;

	while (end - p >= 3 && memcmp(p, "://", 3) != 0)
		p++;
	if (end - p < 3)
		return;
	start = p += 3;
	for (; p < end && memchr("/?#", *p, 3) == NULL; p++)
		if (*p == '@')
			start = p + 1;
	end = p;
	/* The colons of an address of version 6 stand within brackets. */
	p = start < end && *start == '[' ? memchr(start, ']', (size_t)(end - start))
					 : start;
	if (p == NULL)
		p = start;
	while (p < end && *p != ':')
		p++;
	end = p;
	for (p = start; p < end; p++)
		pm_buf_putc(out, *p >= 'A' && *p <= 'Z' ? *p | 0x20 : *p);
}
