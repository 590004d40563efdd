/* Pressmark - where words may begin and end: see split_masks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The vector implementations compare bytes as signed numbers, which is what SSE2 and AVX2
 * have.  A range low..high becomes one comparison: adding 127 - high moves it to
 * the top of the signed numbers, and what was above it wraps around to the
 * bottom.  Non-ASCII bytes are negative and stay below.
 *
 * Setting bit 0x20 turns letters into lower case; it also makes @ equal to ` and _ equal
 * to DEL.  In the same way, bit 8 makes # equal to +.
 *
 * AVX2 code is compiled per function and chosen at run time, so the program runs on every
 * machine of the architecture. */
#include "text/split_masks.h"

#include "support/processor.h"

#if PM_HAVE_X86_64
#include <immintrin.h>
#endif

#if PM_HAVE_X86_64

/* After adding SHIFT, a byte of the range is greater than BELOW. */
#define SHIFT(high) ((char)(127 - (high)))
#define BELOW(low, high) ((char)(126 - (high) + (low)))

#define IN_16(v, low, high) \
	_mm_cmpgt_epi8(_mm_add_epi8(v, _mm_set1_epi8(SHIFT(high))), \
		       _mm_set1_epi8(BELOW(low, high)))
#define IS_16(v, c) _mm_cmpeq_epi8(v, _mm_set1_epi8(c))
#define OR_16(a, b) _mm_or_si128(a, b)
#define BITS_16(v) ((uint64_t)(uint32_t)_mm_movemask_epi8(v))

static void
sse2_masks(const uint8_t *s, size_t n, struct pm_split_masks *m)
{
	for (; n > 0; n--, m++) {
		unsigned i;

		m->word = m->high = m->join = m->sign = 0;
		for (i = 0; i < PM_SPLIT_BLOCK; i += 16, s += 16) {
			__m128i v = _mm_loadu_si128((const __m128i *)s);
			__m128i lower = OR_16(v, _mm_set1_epi8(0x20));
			__m128i word = OR_16(IN_16(lower, 'a', 'z'), IN_16(v, '0', '9'));
			__m128i join = OR_16(IN_16(v, '%', '.'),
					     OR_16(IS_16(lower, '`'), IS_16(lower, 0x7f)));
			__m128i sign = OR_16(IS_16(OR_16(v, _mm_set1_epi8(8)), '+'),
					     IS_16(v, ':'));

			/* BITS takes the highest bit of each byte; of V itself, that
			 * marks non-ASCII. */
			m->word |= BITS_16(OR_16(word, v)) << i;
			m->high |= BITS_16(v) << i;
			m->join |= BITS_16(join) << i;
			m->sign |= BITS_16(sign) << i;
		}
	}
}

#define IN_32(v, low, high) \
	_mm256_cmpgt_epi8(_mm256_add_epi8(v, _mm256_set1_epi8(SHIFT(high))), \
			  _mm256_set1_epi8(BELOW(low, high)))
#define IS_32(v, c) _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c))
#define OR_32(a, b) _mm256_or_si256(a, b)
#define BITS_32(v) ((uint64_t)(uint32_t)_mm256_movemask_epi8(v))

/* The same, 32 bytes at a time. */
__attribute__((target("avx2"))) static void
avx2_masks(const uint8_t *s, size_t n, struct pm_split_masks *m)
{
	for (; n > 0; n--, m++) {
		unsigned i;

		m->word = m->high = m->join = m->sign = 0;
		for (i = 0; i < PM_SPLIT_BLOCK; i += 32, s += 32) {
			__m256i v = _mm256_loadu_si256((const __m256i *)s);
			__m256i lower = OR_32(v, _mm256_set1_epi8(0x20));
			__m256i word = OR_32(IN_32(lower, 'a', 'z'), IN_32(v, '0', '9'));
			__m256i join = OR_32(IN_32(v, '%', '.'),
					     OR_32(IS_32(lower, '`'), IS_32(lower, 0x7f)));
			__m256i sign = OR_32(IS_32(OR_32(v, _mm256_set1_epi8(8)), '+'),
					     IS_32(v, ':'));

			m->word |= BITS_32(OR_32(word, v)) << i;
			m->high |= BITS_32(v) << i;
			m->join |= BITS_32(join) << i;
			m->sign |= BITS_32(sign) << i;
		}
	}
}

#endif

/* One byte for each mask, so that eight characters yield eight bits of all four. */
#define WORD 0x00000001u
#define HIGH 0x00000101u
#define JOIN 0x00010000u
#define SIGN 0x01000000u

static const uint32_t classes[256] = {
	/* clang-format off */
	['#'] = SIGN, [':'] = SIGN,
	['%'] = JOIN, ['&'] = JOIN, ['\''] = JOIN, ['('] = JOIN, [')'] = JOIN, ['*'] = JOIN,
	['+'] = JOIN | SIGN, [','] = JOIN, ['-'] = JOIN, ['.'] = JOIN,
	['@'] = JOIN, ['_'] = JOIN, ['`'] = JOIN, [0x7f] = JOIN,
	['0' ... '9'] = WORD, ['A' ... 'Z'] = WORD, ['a' ... 'z'] = WORD,
	[0x80 ... 0xff] = HIGH
	/* clang-format on */
};

static void
table_masks(const uint8_t *s, size_t n, struct pm_split_masks *m)
{
	for (; n > 0; n--, m++) {
		unsigned i, k;

		m->word = m->high = m->join = m->sign = 0;
		for (i = 0; i < PM_SPLIT_BLOCK; i += 8, s += 8) {
			uint32_t eight = 0;

			for (k = 0; k < 8; k++)
				eight |= classes[s[k]] << k;
			m->word |= (uint64_t)(eight & 0xff) << i;
			m->high |= (uint64_t)(eight >> 8 & 0xff) << i;
			m->join |= (uint64_t)(eight >> 16 & 0xff) << i;
			m->sign |= (uint64_t)(eight >> 24) << i;
		}
	}
}

const struct pm_split_impl *
pm_split_impls(size_t *n)
{
	static const struct pm_split_impl impls[] = {
#if PM_HAVE_X86_64
		{ "AVX2", avx2_masks },
		{ "SSE2", sse2_masks },
#endif
		{ "table", table_masks }
	};
	size_t first = 0;

#if PM_HAVE_X86_64
	first = pm_processor_has_avx2() ? 0 : 1;
#endif
	*n = sizeof impls / sizeof *impls - first;
	return impls + first;
}
