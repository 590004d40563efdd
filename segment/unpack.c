/* Pressmark - decoding many word codes at once: see unpack.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Codes are one to four bytes long, in no order that a processor could predict.  So no
 * implementation waits for the end of one code to find the next; each first finds where
 * codes end in a block of bytes. */
#include "segment/unpack.h"

#include "segment/codes.h"
#include "support/bytes.h"
#include "support/processor.h"

#if PM_HAVE_X86_64
#include <immintrin.h>
#endif

#define HIGH_BITS 0x8080808080808080u

/* Decode the codes from P on one by one; RANKS already holds the I before them. */
static bool
finish(const uint8_t *p, const uint8_t *end, uint32_t *ranks, uint32_t i, uint32_t n)
{
	while (i < n)
		if (pm_code_get(&p, end, &ranks[i++]) < 0)
			return false;
	return p == end;
}

/* Decode the first codes, until there are four bytes to look back at. */
static bool
begin(const uint8_t **p, const uint8_t *end, uint32_t *ranks, uint32_t *i, uint32_t n)
{
	const uint8_t *first = *p;

	while (*i < n && *p - first < PM_CODE_MAX)
		if (pm_code_get(p, end, &ranks[(*i)++]) < 0)
			return false;
	return true;
}

/* Bit I: whether byte I ends a code. */
static uint64_t
find_ends(const uint8_t *p)
{
	uint64_t ends = 0;
	unsigned i;

	for (i = 0; i < 8; i++) {
		uint64_t eight = (pm_load_u64(p + (size_t)8 * i) & HIGH_BITS) >> 7;

		ends |= eight * 0x0102040810204080 >> 56 << 8 * i;
	}
	return ends;
}

static bool
words_unpack(const uint8_t *p, const uint8_t *end, uint32_t *ranks, uint32_t n)
{
	static const uint32_t masks[PM_CODE_MAX] = { 0x7f, 0x3fff, 0x1fffff, 0xfffffff };
	uint32_t i = 0;

	if (!begin(&p, end, ranks, &i, n))
		return false;
	while (end - p >= 64) {
		const uint8_t *block = p;
		uint64_t ends = find_ends(block);

		if ((uint32_t)__builtin_popcountll(ends) > n - i)
			return false;
		for (; ends != 0; ends &= ends - 1) {
			const uint8_t *stop = block + __builtin_ctzll(ends) + 1;
			size_t len = (size_t)(stop - p);
			uint32_t v = __builtin_bswap32(pm_load_u32(stop - 4));

			if (len > PM_CODE_MAX)
				return false;
			v = (v & 0x7f) | (v >> 1 & 0x3f80) | (v >> 2 & 0x1fc000) |
			    (v >> 3 & 0xfe00000);
			ranks[i++] = (v & masks[len - 1]) + pm_class_start[len - 1];
			p = stop;
		}
		if (p == block)
			return false;
	}
	return finish(p, end, ranks, i, n);
}

#if PM_HAVE_X86_64

/* Eight positions at a time: decodes what each would be as the last byte of a code,
 * then keeps those that are one.  A lane holds the byte and the three before it, the
 * last one lowest. */
__attribute__((target("avx2,bmi2,popcnt"))) static bool
avx2_unpack(const uint8_t *p, const uint8_t *end, uint32_t *ranks, uint32_t n)
{
	const __m256i four_to_each = _mm256_setr_epi8(3, 2, 1, 0, 4, 3, 2, 1, 5, 4, 3, 2,
						      6, 5, 4, 3, 7, 6, 5, 4, 8, 7, 6, 5,
						      9, 8, 7, 6, 10, 9, 8, 7);
	const __m256i digits = _mm256_set1_epi32(0x7f7f7f7f);
	const __m256i ends_before = _mm256_set1_epi32(0x01010100);
	const __m256i base_128 = _mm256_set1_epi16((short)0x8001);
	const __m256i base_16384 = _mm256_set1_epi32(0x40000001);
	uint32_t i = 0, last = 0xffff, too_long = 0;

	if (!begin(&p, end, ranks, &i, n))
		return false;
	for (; n - i >= 8 && end - p >= 13; p += 8) {
		uint64_t ends = pm_load_u64(p) & HIGH_BITS, kept;
		__m256i v, end_at, own, sum;

		v = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(p - 3)));
		v = _mm256_shuffle_epi8(v, four_to_each);
		/* A one in each byte that ends an earlier code; what is below the lowest
		 * of them belongs to this one. */
		end_at = _mm256_and_si256(_mm256_srli_epi32(v, 7), ends_before);
		own = _mm256_and_si256(end_at,
				       _mm256_sub_epi32(_mm256_setzero_si256(), end_at));
		own = _mm256_add_epi32(own, _mm256_set1_epi32(-1));
		/* Its digits, plus a one for each but the first, which accounts for the
		 * ranks of the shorter classes. */
		sum = _mm256_add_epi16(
			_mm256_maddubs_epi16(base_128,
					     _mm256_and_si256(_mm256_and_si256(v, own),
							      digits)),
			_mm256_maddubs_epi16(base_128, _mm256_and_si256(own, ends_before)));
		sum = _mm256_madd_epi16(sum, base_16384);
		kept = _pext_u64(0x0706050403020100, (ends >> 7) * 0xff);
		sum = _mm256_permutevar8x32_epi32(
			sum, _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)kept)));
		_mm256_storeu_si256((__m256i *)(ranks + i), sum);
		i += (uint32_t)__builtin_popcountll(ends);
		/* Bit I: whether byte I - 8 ends a code.  Four in a row that do not
		 * are too many. */
		last = last >> 8 | (uint32_t)_pext_u64(ends, HIGH_BITS) << 8;
		too_long |= ~last & ~last >> 1 & ~last >> 2 & ~last >> 3 & 0x1fe0;
	}
	if (too_long != 0)
		return false;
	/* Back to the start of the unfinished code here. */
	for (; (last & 0x8000) == 0; last <<= 1)
		p--;
	return finish(p, end, ranks, i, n);
}

#endif

const struct pm_unpack_impl *
pm_unpack_impls(size_t *n)
{
	static const struct pm_unpack_impl impls[] = {
#if PM_HAVE_X86_64
		{ "AVX2", avx2_unpack },
#endif
		{ "words", words_unpack }
	};
	size_t first = 0;

#if PM_HAVE_X86_64
	first = pm_processor_has_avx2() ? 0 : 1;
#endif
	*n = sizeof impls / sizeof *impls - first;
	return impls + first;
}
