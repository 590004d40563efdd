/* Pressmark - words as they are written, for regular expressions: see written.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/written.h"

#include "support/utf8.h"
#include "text/chars.h"

#include <stdlib.h>
#include <utf8proc.h>

/* Longer ones are not composed, as in text/fold.h. */
#define COMPOSED_MAX 1024u
#define SOFT_HYPHEN 0xadu

/* Whether a character that begins with BYTE may be changed by composing, or may be a soft
 * hyphen or an apostrophe.  Not so Latin with accents, Cyrillic and most ideograms. */
static bool
may_change(uint8_t byte)
{
	return byte == '`' || byte == 0xc2 || byte == 0xca || byte == 0xcc ||
	       byte == 0xcd || (byte >= 0xd6 && byte <= 0xe3) || byte >= 0xea;
}

static void
put_character(struct pm_buf *out, uint32_t cp)
{
	uint8_t bytes[4];

	if (cp == SOFT_HYPHEN)
		return;
	if (pm_char_class(cp) == PM_CHAR_APOSTROPHE)
		cp = '\'';
	pm_buf_put(out, bytes, pm_utf8_put(bytes, cp));
}

/* Append S with other apostrophes and without soft hyphens. */
static void
put_plain(struct pm_buf *out, const char *s, size_t len)
{
	size_t at;
	unsigned n;

	for (at = 0; at < len; at += n)
		put_character(out, pm_utf8_get((const uint8_t *)s + at, &n));
}

static void
put_composed(struct pm_buf *out, const char *s, size_t len)
{
	utf8proc_uint8_t *composed = NULL;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s,
					  (utf8proc_ssize_t)len, &composed,
					  UTF8PROC_COMPOSE | UTF8PROC_STABLE);

	if (n < 0) /* with well-formed input, only memory can run out */
		out->status = PM_ERR_NOMEM;
	else
		pm_buf_put(out, composed, (size_t)n);
	free(composed);
}

void
pm_put_written(struct pm_buf *out, const char *s, size_t len)
{
	struct pm_buf plain;
	size_t at = 0;

	while (at < len && !may_change((uint8_t)s[at]))
		at++;
	if (at == len) {
		pm_buf_put(out, s, len);
		return;
	}
	pm_buf_init(&plain, PM_BUF_NO_LIMIT);
	put_plain(&plain, s, len);
	if (plain.len > COMPOSED_MAX)
		pm_buf_put(out, plain.data, plain.len);
	else
		put_composed(out, pm_buf_str(&plain), plain.len);
	pm_buf_inherit(out, &plain);
	pm_buf_release(&plain);
}
