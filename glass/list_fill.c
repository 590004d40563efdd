/* Pressmark - reading many postings at once: see reader.h; postlist.h has the format.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A posting is a gap and a wdf, and both are mostly below 128, two bytes: eight such
 * postings are taken at once, their numbers added up by three shifts.  Where some numbers
 * have two bytes, which are the gaps of rare words and the wdfs of the commonest, those
 * in sixteen bytes are taken at once: a shuffle moves their bytes to where they would be
 * if all had two. */
#include "glass/reader.h"

#include "support/processor.h"

#if PM_HAVE_X86_64
#include <immintrin.h>
#endif

/* The posting at *Q, after ARTICLE.  False: it is not sound. */
static inline bool
take_one(struct pm_glass_list *p, const uint8_t **q, uint32_t *article, uint32_t *wdf)
{
	uint32_t gap;

	if (pm_load_varint32(q, p->end, &gap) < 0 ||
	    pm_load_varint32(q, p->end, wdf) < 0 || gap >= p->last - *article)
		return false;
	*article += gap + 1;
	return true;
}

/* Take the postings after the current one until there are MAX or the chunk ends. */
static bool
words_take(struct pm_glass_list *p, uint32_t *articles, uint32_t *wdfs, uint32_t max,
	   uint32_t *n)
{
	const uint8_t *q = p->at;
	uint32_t article = p->article;

	while (*n < max && q < p->end) {
		if (!take_one(p, &q, &article, &wdfs[*n]))
			return false;
		articles[(*n)++] = article;
	}
	p->at = q;
	p->article = article;
	return true;
}

#if PM_HAVE_X86_64
/* Of eight postings of two bytes in V, the articles after BEFORE and the wdfs; returns how
 * far the last article is from BEFORE. */
__attribute__((target("avx2"))) static inline uint32_t
take_eight(__m128i v, uint32_t before, uint32_t *articles, uint32_t *wdfs)
{
	__m128i gaps = _mm_add_epi16(_mm_and_si128(v, _mm_set1_epi16(0xff)),
				     _mm_set1_epi16(1));

	gaps = _mm_add_epi16(gaps, _mm_slli_si128(gaps, 2));
	gaps = _mm_add_epi16(gaps, _mm_slli_si128(gaps, 4));
	gaps = _mm_add_epi16(gaps, _mm_slli_si128(gaps, 8));
	_mm256_storeu_si256((void *)articles,
			    _mm256_add_epi32(_mm256_cvtepu16_epi32(gaps),
					     _mm256_set1_epi32((int)before)));
	_mm256_storeu_si256((void *)wdfs, _mm256_cvtepu16_epi32(_mm_srli_epi16(v, 8)));
	return (uint32_t)_mm_extract_epi16(gaps, 7);
}

/* Where the numbers of four postings are, each of one or two bytes: the bytes of the
 * gaps, then those of the wdfs.  0x80, for which a shuffle gives 0: there is no second
 * byte. */
struct layout {
	uint8_t bytes[16];
};

/* In layout L, number I (gap, wdf, gap, ...) has two bytes if bit I is set. */
#define IS_LONG(l, i) ((l) >> (i)&1)
#define START(l, i) ((i) + __builtin_popcount((l) & ((1 << (i)) - 1)))
#define NUMBER(l, i) START(l, i), IS_LONG(l, i) ? START(l, i) + 1 : 0x80
#define LAYOUT(l) \
	{ \
		{ \
			NUMBER(l, 0), NUMBER(l, 2), NUMBER(l, 4), NUMBER(l, 6), \
				NUMBER(l, 1), NUMBER(l, 3), NUMBER(l, 5), NUMBER(l, 7) \
		} \
	}
#define FOUR(l) LAYOUT(l), LAYOUT((l) + 1), LAYOUT((l) + 2), LAYOUT((l) + 3)
#define SIXTEEN(l) FOUR(l), FOUR((l) + 4), FOUR((l) + 8), FOUR((l) + 12)
#define SIXTY_FOUR(l) SIXTEEN(l), SIXTEEN((l) + 16), SIXTEEN((l) + 32), SIXTEEN((l) + 48)

static const struct layout layouts[256] = { SIXTY_FOUR(0), SIXTY_FOUR(64),
					    SIXTY_FOUR(128), SIXTY_FOUR(192) };

/* Of the four postings that have a layout and begin at byte AT of V: the gaps, as numbers
 * of 16 bits, then the wdfs.  What is beyond V comes out as anything. */
__attribute__((target("avx2"))) static inline __m128i
arrange(__m128i v, uint32_t layout, uint32_t at)
{
	__m128i bytes = _mm_loadu_si128((const void *)layouts[layout].bytes);

	v = _mm_shuffle_epi8(v, _mm_add_epi8(bytes, _mm_set1_epi8((char)at)));
	return _mm_or_si128(_mm_and_si128(v, _mm_set1_epi16(0x7f)),
			    _mm_and_si128(_mm_srli_epi16(v, 1), _mm_set1_epi16(0x3f80)));
}

/* The postings in the sixteen bytes V, up to the first number that has more than two
 * bytes.  MORE: the bytes that are not the last of their number.  Returns how many they
 * are, at most eight; *USED is how many bytes they have, and *SUM how far the last of
 * them is from BEFORE.  0: there are none, or they are too far apart. */
__attribute__((target("avx2,bmi2,popcnt"))) static inline uint32_t
take_mixed(__m128i v, uint32_t more, uint32_t before, uint32_t *articles, uint32_t *wdfs,
	   uint32_t *used, uint32_t *sum)
{
	/* a bit for each number: whether it has two bytes */
	uint32_t layout = _pext_u32(more, ~(more << 1) & 0xffff), last;
	uint32_t longer = more & more << 1;
	uint32_t ends = ~more & 0xffff & (longer - 1) & ~longer, n;
	__m128i x, y;

	n = (uint32_t)__builtin_popcount(ends);
	if (n < 2)
		return 0;
	if (n % 2 != 0) /* a gap whose wdf is not there */
		ends ^= UINT32_C(1) << (31 - __builtin_clz(ends));
	n /= 2;
	*used = 32 - (uint32_t)__builtin_clz(ends);
	x = arrange(v, layout & 0xff, 0);
	y = arrange(v, layout >> 8, 8 + (uint32_t)__builtin_popcount(layout & 0xff));
	_mm256_storeu_si256((void *)wdfs, _mm256_cvtepu16_epi32(_mm_unpackhi_epi64(x, y)));
	x = _mm_add_epi16(_mm_unpacklo_epi64(x, y), _mm_set1_epi16(1));
	/* what does not fit in 16 bits stays at 0xffff */
	x = _mm_adds_epu16(x, _mm_slli_si128(x, 2));
	x = _mm_adds_epu16(x, _mm_slli_si128(x, 4));
	x = _mm_adds_epu16(x, _mm_slli_si128(x, 8));
	_mm256_storeu_si256((void *)articles,
			    _mm256_add_epi32(_mm256_cvtepu16_epi32(x),
					     _mm256_set1_epi32((int)before)));
	last = 2 * n - 2;
	x = _mm_shuffle_epi8(x, _mm_cvtsi32_si128((int)(last | (last + 1) << 8)));
	*sum = (uint32_t)_mm_cvtsi128_si32(x) & 0xffff;
	return *sum < 0xffff ? n : 0;
}

/* Up to seven postings more than there are in the end are written. */
__attribute__((target("avx2,bmi2,popcnt"))) static bool
avx2_take(struct pm_glass_list *p, uint32_t *articles, uint32_t *wdfs, uint32_t max,
	  uint32_t *n)
{
	const uint8_t *q = p->at;
	uint32_t article = p->article, i = *n;

	while (i < max && q < p->end) {
		if (p->end - q >= 16 && max - i >= 8) {
			__m128i v = _mm_loadu_si128((const void *)q);
			uint32_t more = (uint32_t)_mm_movemask_epi8(v);
			uint32_t took = 8, used = 16, sum = 0;

			if (more == 0)
				sum = take_eight(v, article, articles + i, wdfs + i);
			else
				took = take_mixed(v, more, article, articles + i,
						  wdfs + i, &used, &sum);
			if (took > 0 && sum > p->last - article)
				return false;
			if (took > 0) {
				article += sum;
				i += took;
				q += used;
				continue;
			}
		}
		if (!take_one(p, &q, &article, &wdfs[i]))
			return false;
		articles[i++] = article;
	}
	p->at = q;
	p->article = article;
	*n = i;
	return true;
}
#endif

static inline bool
take_some(struct pm_glass_list *p, uint32_t *articles, uint32_t *wdfs, uint32_t max,
	  uint32_t *n)
{
#if PM_HAVE_X86_64
	if (pm_processor_has_avx2())
		return avx2_take(p, articles, wdfs, max, n);
#endif
	return words_take(p, articles, wdfs, max, n);
}

enum pm_status
pm_glass_list_fill(struct pm_glass_list *p, uint32_t *articles, uint32_t *wdfs,
		   uint32_t max, uint32_t *n, struct pm_error *err)
{
	enum pm_status status;

	*n = 0;
	do {
		articles[*n] = p->article;
		wdfs[(*n)++] = p->wdf;
		if (!take_some(p, articles, wdfs, max, n))
			return pm_glass_damaged(&p->glass->postings,
						"a list of postings is not sound", err);
		/* the chunk has ended, or there are enough */
		status = pm_glass_list_next(p, err);
	} while (status == PM_OK && *n < max);
	return status;
}
