/* Pressmark - values of articles in line formats: see values.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "terminal/values.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

/* The bytes of the control character at S, or 0. */
static size_t
control(const char *s, size_t len)
{
	unsigned char c = (unsigned char)s[0];

	if (c < 0x20 || c == 0x7f)
		return 1;
	return c == 0xc2 && len > 1 && (unsigned char)s[1] < 0xa0 ? 2 : 0;
}

void
pm_value_put(struct pm_buf *out, const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		size_t n = control(s + i, len - i);

		pm_buf_putc(out, n > 0 ? ' ' : s[i]);
		i += n > 0 ? n : 1;
	}
}

void
pm_value_put_csv(struct pm_buf *out, const char *s, size_t len)
{
	bool quoted = false;
	size_t i;

	for (i = 0; i < len && !quoted; i++)
		quoted = strchr(",\"\r\n", s[i]) != NULL;
	if (quoted)
		pm_buf_putc(out, '"');
	for (i = 0; i < len;) {
		size_t n = control(s + i, len - i);

		if (s[i] == '"')
			pm_buf_putc(out, '"');
		pm_buf_putc(out, n > 0 && strchr("\t\r\n", s[i]) == NULL ? ' ' : s[i]);
		i += n > 0 ? n : 1;
	}
	if (quoted)
		pm_buf_putc(out, '"');
}

void
pm_value_put_day(struct pm_buf *out, uint32_t day)
{
	pm_buf_printf(out, "%04u-%02u-%02u", (unsigned)day / 10000,
		      (unsigned)day / 100 % 100, (unsigned)day % 100);
}

void
pm_value_put_article(struct pm_buf *out, const struct pm_metadata *m)
{
	if (m->id.len > 0) {
		pm_buf_put(out, m->id.data, m->id.len);
	} else if (m->url.len > 0) {
		pm_buf_put(out, m->url.data, m->url.len);
	} else {
		pm_buf_put(out, m->file.data, m->file.len);
		if (m->line > 0)
			pm_buf_printf(out, ":%" PRIu64, m->line);
	}
}
