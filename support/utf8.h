/* Pressmark - reading and repairing UTF-8.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Input passes through pm_utf8_repair once, on entry: everything past the corpus readers
 * may rely on well-formed UTF-8 without U+0000.
 */
#ifndef PM_SUPPORT_UTF8_H
#define PM_SUPPORT_UTF8_H

#include "support/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whether the bytes are well-formed UTF-8 (Unicode 15, table 3-7: no overlong forms, no
 * surrogates, nothing above U+10FFFF) without NUL. */
bool pm_utf8_valid(const char *s, size_t len);

/* Whether LEN bytes are ASCII without NUL, for text that is short and mostly is; END is
 * behind all that may be read.  Some 1 ns. */
static inline bool
pm_utf8_plain(const uint8_t *p, size_t len, const uint8_t *end)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
	uint64_t odd = 0, x;

	for (; len > 8; p += 8, len -= 8) {
		x = pm_load_u64(p);
		odd |= x | (x - ones);
	}
	if (len > 0 && end - p >= 8) {
		x = pm_load_u64(p);
		odd |= (x | (x - ones)) << (64 - 8 * len);
	} else {
		for (; len > 0; p++, len--)
			odd |= (uint64_t)(*p | (*p - 1));
	}
	return (odd & highs) == 0;
}

/* Append the bytes to OUT, with U+FFFD (EF BF BD) for each maximal ill-formed part
 * (Unicode 15, section 3.9, "substitution of maximal subparts") and for each NUL.
 * Returns the number of replacements; running out of memory shows in the buffer's status.
 * Well-formed input is appended unchanged. */
uint64_t pm_utf8_repair(struct pm_buf *out, const char *s, size_t len);

/* How many code points LEN bytes have. */
size_t pm_utf8_count(const char *s, size_t len);

/* The code point at S (well-formed, S < END) and its length in bytes. */
static inline uint32_t
pm_utf8_get(const uint8_t *s, unsigned *len)
{
	if (s[0] < 0x80) {
		*len = 1;
		return s[0];
	}
	if (s[0] < 0xe0) {
		*len = 2;
		return (uint32_t)(s[0] & 0x1f) << 6 | (s[1] & 0x3f);
	}
	if (s[0] < 0xf0) {
		*len = 3;
		return (uint32_t)(s[0] & 0x0f) << 12 | (uint32_t)(s[1] & 0x3f) << 6 |
		       (s[2] & 0x3f);
	}
	*len = 4;
	return (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3f) << 12 |
	       (uint32_t)(s[2] & 0x3f) << 6 | (s[3] & 0x3f);
}

/* Writes the UTF-8 of a code point (no surrogate, at most U+10FFFF) to OUT; returns its
 * length, 1 to 4 bytes. */
size_t pm_utf8_put(uint8_t *out, uint32_t cp);

/* Terminal columns that the text takes (0, 1 or 2 per character). */
size_t pm_utf8_columns(const char *s, size_t len);

#ifdef __cplusplus
}
#endif

#endif
