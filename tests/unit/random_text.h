/* Pressmark - random text for the tests of text/.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Well-formed UTF-8 without NUL: letters, digits and signs that splitting is
 * about, marks, characters of many scripts, and any others. */
#ifndef PM_TESTS_RANDOM_TEXT_H
#define PM_TESTS_RANDOM_TEXT_H

#include "support/buf.h"

#include <stdint.h>
#include <utf8proc.h>

/* splitmix64 */
static inline uint64_t
next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static inline int32_t
random_character(uint64_t *state)
{
	static const char ascii[] =
		"aabbccdeiosstuxABCSTUX001234567890..,,''--@@:/&&++##%()_  \n";
	static const int32_t others[] = {
		/* clang-format off */
		0xad, 0xb4, 0xb7, 0xbd, 0xc4, 0xe9, 0xdf, 0x131, 0x130, 0x149, 0x301, 0x308, 0x323,
		0x37a, 0x3a3, 0x3c2, 0x5d0, 0x5b8, 0x627, 0x64e, 0x661, 0x939, 0x93f, 0x94d, 0xe44,
		0xe33, 0xedc, 0x1100, 0x1161, 0x11a8, 0xac00, 0x1e9e, 0x1fbe, 0x2019, 0x2018, 0x200b,
		0x200d, 0x2010, 0x2011, 0x2044, 0x2126, 0x212a, 0x2160, 0x2474, 0x3042, 0x3099, 0x309f,
		0x30ac, 0x30fc, 0x3192, 0x3280, 0x4e00, 0x9577, 0xf900, 0xfb01, 0xfdfa, 0xfe0f, 0xfeff,
		0xff07, 0xff21, 0xff11, 0xff76, 0xff9e, 0xfffd, 0x10400, 0x1d400, 0x1f600, 0x20000,
		0xe0100, 0xa0, 0x3000
		/* clang-format on */
	};
	uint64_t r = next_random(state);
	int32_t cp;

	switch (r % 8) {
	case 0:
	case 1:
	case 2:
	case 3:
	case 4:
		return ascii[r / 8 % (sizeof ascii - 1)];
	case 5:
	case 6:
		return others[r / 8 % (sizeof others / sizeof *others)];
	}
	do {
		cp = (int32_t)(next_random(state) % (r / 8 % 2 == 0 ? 0x10ffff : 0x3000)) +
		     1;
	} while (cp >= 0xd800 && cp < 0xe000);
	return cp;
}

static inline void
put_character(struct pm_buf *out, int32_t cp)
{
	uint8_t bytes[4];

	pm_buf_put(out, bytes, (size_t)utf8proc_encode_char(cp, bytes));
}

/* Append up to N characters. */
static inline void
put_random_text(struct pm_buf *out, uint64_t *state, size_t n)
{
	for (n = (size_t)(next_random(state) % (n + 1)); n > 0; n--)
		put_character(out, random_character(state));
}

#endif
