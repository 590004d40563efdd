/* Pressmark - JSON out: see json_put.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/json_put.h"

#include "support/utf8.h"

#include <stdbool.h>
#include <string.h>

void
pm_json_put_string(struct pm_buf *out, const char *s, size_t len)
{
	static const char hex[] = "0123456789abcdef";
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	size_t done = 0, i;

	pm_buf_putc(out, '"');
	for (i = 0; i < len; i++) {
		uint8_t c = (uint8_t)s[i];
		const char *found;
		bool high;

		/* Nearly all of a text is printable ASCII. */
		if (c != '"' && c != '\\' && (uint8_t)(c - 0x20) < 0x5f)
			continue;
		/* DEL, and U+0080 to U+009F, could command a terminal as well */
		high = c == 0xc2 && i + 1 < len && (uint8_t)s[i + 1] >= 0x80 &&
		       (uint8_t)s[i + 1] < 0xa0;
		if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f && !high)
			continue;
		pm_buf_put(out, s + done, i - done);
		if (high)
			c = (uint8_t)s[++i];
		done = i + 1;
		found = c == 0 ? NULL : strchr(from, c);
		if (found != NULL) {
			pm_buf_putc(out, '\\');
			pm_buf_putc(out, to[found - from]);
		} else {
			pm_buf_puts(out, "\\u00");
			pm_buf_putc(out, hex[c >> 4]);
			pm_buf_putc(out, hex[c & 15]);
		}
	}
	if (done < len)
		pm_buf_put(out, s + done, len - done);
	pm_buf_putc(out, '"');
}

void
pm_json_put_member(struct pm_buf *out, const char *name, const char *s, size_t len)
{
	struct pm_buf repaired;

	pm_buf_printf(out, "\"%s\":", name);
	if (pm_utf8_valid(s, len)) {
		pm_json_put_string(out, s, len);
		return;
	}
	pm_buf_init(&repaired, PM_BUF_NO_LIMIT);
	pm_utf8_repair(&repaired, s, len);
	pm_json_put_string(out, pm_buf_str(&repaired), repaired.len);
	pm_buf_inherit(out, &repaired);
	pm_buf_release(&repaired);
}

static size_t
skip_digits(const char *s, size_t len, size_t at)
{
	while (at < len && s[at] >= '0' && s[at] <= '9')
		at++;
	return at;
}

bool
pm_json_is_number(const char *s, size_t len)
{
	size_t at = len > 0 && s[0] == '-', end = skip_digits(s, len, at);

	if (end == at || (s[at] == '0' && end > at + 1))
		return false;
	at = end;
	if (at < len && s[at] == '.') {
		end = skip_digits(s, len, at + 1);
		if (end == at + 1)
			return false;
		at = end;
	}
	if (at < len && (s[at] == 'e' || s[at] == 'E')) {
		at++;
		at += at < len && (s[at] == '+' || s[at] == '-');
		end = skip_digits(s, len, at);
		if (end == at)
			return false;
		at = end;
	}
	return at == len;
}
