/* Pressmark - all text of a page that is too large for a tree: see unclean.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/page/unclean.h"

#include "corpus/page/plain_text.h"

#include <string.h>

bool
pm_page_has_more(const char *plain, size_t len, size_t max)
{
	const char *p = plain, *end = plain + len;
	size_t n = 0;

	/* an element has at least three bytes, an attribute five, a text one */
	if (len / 2 <= max)
		return false;
	while (n <= max && (p = memchr(p, '<', (size_t)(end - p))) != NULL) {
		const char *close = memchr(p, '>', (size_t)(end - p)), *quote = p;

		if (close == NULL)
			break;
		n += p[1] != '/';
		while ((quote = memchr(quote, '"', (size_t)(close - quote))) != NULL) {
			const char *last = memchr(quote + 1, '"',
						  (size_t)(end - quote - 1));

			if (last == NULL)
				return n > max;
			n += 2;
			quote = last + 1;
			if (quote > close) {
				close = memchr(quote, '>', (size_t)(end - quote));
				if (close == NULL)
					return n > max;
			}
		}
		p = close + 1;
		n += p < end && *p != '<';
	}
	return n > max;
}

void
pm_page_unclean(const char *plain, size_t len, struct pm_buf *text, struct pm_buf *title)
{
	pm_plain_text(plain, len, PM_PLAIN_LINES, text, title);
}
