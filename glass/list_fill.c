/* Pressmark - reading many postings at once: see reader.h; postlist.h has the format.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A posting is a gap and a wdf, and both are mostly below 128, two bytes: eight such
 * postings are taken at once, their numbers added up by three shifts. */
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

/* Up to seven postings more than MAX are written. */
__attribute__((target("avx2"))) static bool
avx2_take(struct pm_glass_list *p, uint32_t *articles, uint32_t *wdfs, uint32_t max,
	  uint32_t *n)
{
	const uint8_t *q = p->at;
	uint32_t article = p->article, i = *n;

	while (i < max && q < p->end) {
		if (p->end - q >= 16) {
			__m128i v = _mm_loadu_si128((const void *)q);
			unsigned high = (unsigned)_mm_movemask_epi8(v);
			uint32_t good = high == 0 ? 8 : (uint32_t)__builtin_ctz(high) / 2;
			uint32_t sum = take_eight(v, article, articles + i, wdfs + i);

			if (good > max - i)
				good = max - i;
			if (good > 0) {
				if (good < 8)
					sum = articles[i + good - 1] - article;
				if (sum > p->last - article)
					return false;
				article += sum;
				i += good;
				q += (size_t)2 * good;
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
