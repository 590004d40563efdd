/* Pressmark - the windows of a search for any of some words: what came together in them; see
 * union_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/union_parts.h"

#include "support/processor.h"

#include <float.h>

#if PM_HAVE_X86_64
#include <immintrin.h>
#endif

/* --- the sweep --------------------------------------------------------------- */

static uint64_t
words_marked(const struct pm_window *w, uint32_t group, float least)
{
	const float *scores = w->scores + (size_t)group * 64;
	uint64_t some = 0;
	unsigned i;

	for (i = 0; i < 64; i++)
		some |= (uint64_t)(scores[i] > 0 && scores[i] >= least) << i;
	return some;
}

static uint64_t
words_hoping(const struct pm_window *w, uint32_t group, const uint32_t *sums, float least)
{
	const float *scores = w->scores + (size_t)group * 64;
	const float *hopes = w->hopes + (size_t)group * 64;
	const float *extras = w->extras + (size_t)group * 64;
	uint64_t some = 0;
	unsigned i;

	for (i = 0; i < 64; i++)
		some |= (uint64_t)((sums[(size_t)group * 64 + i] & PM_THERE) != 0 &&
				   (scores[i] == 0 ||
				    scores[i] + hopes[i] + extras[i] >= least))
		     << i;
	return some;
}

void
pm_window_clear(const struct pm_window *w, uint32_t group)
{
	memset(w->scores + (size_t)group * 64, 0, 64 * sizeof *w->scores);
	if (w->has_hopes) {
		memset(w->hopes + (size_t)group * 64, 0, 64 * sizeof *w->hopes);
		memset(w->extras + (size_t)group * 64, 0, 64 * sizeof *w->extras);
	}
	w->touched[group] = 0;
}

static uint32_t
words_sweep(const struct pm_window *w, uint32_t first, uint32_t end, float least,
	    enum pm_sweep clear, uint8_t groups[PM_WINDOW_GROUPS], uint32_t *n)
{
	uint32_t total = 0, group;

	for (group = pm_window_next(w, first, end); group < end;
	     group = pm_window_next(w, group + 1, end)) {
		total += (uint32_t)__builtin_popcountll(words_marked(w, group, 0));
		if (clear == PM_SWEEP_KEEP || words_marked(w, group, least) != 0)
			groups[(*n)++] = (uint8_t)group;
		else
			pm_window_clear(w, group);
	}
	return total;
}

#if PM_HAVE_X86_64
/* Scores as numbers of 32 bits: these compare as the floats do, none of which is below 0,
 * and faster. */
struct eights {
	__m256i x[8];
};

__attribute__((target("avx2"))) static inline struct eights
load_group(const struct pm_window *w, uint32_t group)
{
	const __m256i *at = (const void *)(w->scores + (size_t)group * 64);

	return (struct eights){ { _mm256_load_si256(at), _mm256_load_si256(at + 1),
				  _mm256_load_si256(at + 2), _mm256_load_si256(at + 3),
				  _mm256_load_si256(at + 4), _mm256_load_si256(at + 5),
				  _mm256_load_si256(at + 6), _mm256_load_si256(at + 7) } };
}

__attribute__((target("avx2"))) static inline __m256i
most_of(const struct eights *e)
{
	return _mm256_max_epi32(_mm256_max_epi32(_mm256_max_epi32(e->x[0], e->x[1]),
						 _mm256_max_epi32(e->x[2], e->x[3])),
				_mm256_max_epi32(_mm256_max_epi32(e->x[4], e->x[5]),
						 _mm256_max_epi32(e->x[6], e->x[7])));
}

/* In each of eight numbers, minus the number of those that are above 0. */
__attribute__((target("avx2"))) static inline __m256i
count_group(const struct eights *e)
{
	const __m256i zero = _mm256_setzero_si256();
#define COUNT(i) _mm256_cmpgt_epi32(e->x[i], zero)
#define TWO(i) _mm256_add_epi32(COUNT(i), COUNT((i) + 1))
	return _mm256_add_epi32(_mm256_add_epi32(TWO(0), TWO(2)),
				_mm256_add_epi32(TWO(4), TWO(6)));
}

__attribute__((target("avx2"))) static inline uint32_t
add_up(__m256i v)
{
	__m128i x = _mm_add_epi32(_mm256_castsi256_si128(v),
				  _mm256_extracti128_si256(v, 1));

	x = _mm_add_epi32(x, _mm_shuffle_epi32(x, 0x4e));
	x = _mm_add_epi32(x, _mm_shuffle_epi32(x, 0xb1));
	return (uint32_t)_mm_cvtsi128_si32(x);
}

__attribute__((target("avx2"))) static inline void
clear_group(const struct pm_window *w, uint32_t group)
{
	__m256i *scores = (void *)(w->scores + (size_t)group * 64);
	unsigned i;

	for (i = 0; i < 8; i++)
		_mm256_store_si256(scores + i, _mm256_setzero_si256());
	w->touched[group] = 0;
}

/* Bit I: whether group BLOCK + I, of FIRST .. END - 1, was touched.  To find the next one
 * by its byte would be a guess for the processor, group by group. */
__attribute__((target("avx2"))) static inline uint32_t
touched_of(const struct pm_window *w, uint32_t block, uint32_t first, uint32_t end)
{
	__m256i bytes = _mm256_load_si256((const void *)(w->touched + block));
	uint32_t bits =
		~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes,
								  _mm256_setzero_si256()));

	if (block < first)
		bits &= UINT32_MAX << (first - block);
	return end - block < 32 ? bits & ((UINT32_C(1) << (end - block)) - 1) : bits;
}

__attribute__((target("avx2"))) static uint32_t
avx2_sweep(const struct pm_window *w, uint32_t first, uint32_t end, float least,
	   enum pm_sweep clear, uint8_t groups[PM_WINDOW_GROUPS], uint32_t *n)
{
	const __m256i bar =
		_mm256_castps_si256(_mm256_set1_ps(least > FLT_MIN ? least : FLT_MIN));
	__m256i total = _mm256_setzero_si256();
	uint32_t block, left, k = 0;

	for (block = first / 32 * 32; block < end; block += 32)
		for (left = touched_of(w, block, first, end); left != 0; left &= left - 1) {
			uint32_t group = block + (uint32_t)__builtin_ctz(left);
			struct eights e = load_group(w, group);
			__m256i most = most_of(&e);

			total = _mm256_sub_epi32(total, count_group(&e));
			most = _mm256_cmpeq_epi32(_mm256_max_epi32(most, bar), most);
			if (clear == PM_SWEEP_KEEP || _mm256_movemask_epi8(most) != 0)
				groups[k++] = (uint8_t)group;
			else
				clear_group(w, group);
		}
	*n = k;
	return add_up(total);
}

__attribute__((target("avx2"))) static float
avx2_most(const struct pm_window *w, uint32_t group)
{
	struct eights e = load_group(w, group);
	__m256i v = most_of(&e);
	__m128i x = _mm_max_epi32(_mm256_castsi256_si128(v),
				  _mm256_extracti128_si256(v, 1));

	x = _mm_max_epi32(x, _mm_shuffle_epi32(x, 0x4e));
	x = _mm_max_epi32(x, _mm_shuffle_epi32(x, 0xb1));
	return _mm_cvtss_f32(_mm_castsi128_ps(x));
}

__attribute__((target("avx2"))) static uint64_t
avx2_marked(const struct pm_window *w, uint32_t group, float least)
{
	const float *scores = w->scores + (size_t)group * 64;
	/* what matches has no less */
	__m256 bar = _mm256_set1_ps(least > FLT_MIN ? least : FLT_MIN);
	uint64_t some = 0;
	unsigned i;

	for (i = 0; i < 64; i += 8)
		some |= (uint64_t)(unsigned)
				_mm256_movemask_ps(_mm256_cmp_ps(_mm256_load_ps(scores + i),
								 bar, _CMP_GE_OQ))
		     << i;
	return some;
}

__attribute__((target("avx2"))) static uint64_t
avx2_hoping(const struct pm_window *w, uint32_t group, const uint32_t *sums, float least)
{
	const float *scores = w->scores + (size_t)group * 64;
	const float *hopes = w->hopes + (size_t)group * 64;
	const float *extras = w->extras + (size_t)group * 64;
	uint64_t some = 0;
	unsigned i;

	for (i = 0; i < 64; i += 8) {
		__m256 there = _mm256_castsi256_ps(_mm256_loadu_si256(
			(const void *)(sums + (size_t)group * 64 + i)));
		__m256 score = _mm256_load_ps(scores + i);
		__m256 most = _mm256_add_ps(score,
					    _mm256_add_ps(_mm256_load_ps(hopes + i),
							  _mm256_load_ps(extras + i)));
		__m256 open = _mm256_or_ps(_mm256_cmp_ps(score, _mm256_setzero_ps(),
							 _CMP_EQ_OQ),
					   _mm256_cmp_ps(most, _mm256_set1_ps(least),
							 _CMP_GE_OQ));

		/* PM_THERE is the sign */
		some |= (uint64_t)(unsigned)_mm256_movemask_ps(_mm256_and_ps(there, open))
		     << i;
	}
	return some;
}
#endif

static float
words_most(const struct pm_window *w, uint32_t group)
{
	const float *scores = w->scores + (size_t)group * 64;
	float most = 0;
	unsigned i;

	for (i = 0; i < 64; i++)
		most = scores[i] > most ? scores[i] : most;
	return most;
}

static float
most_of_group(const struct pm_window *w, uint32_t group)
{
#if PM_HAVE_X86_64
	if (w->avx2)
		return avx2_most(w, group);
#endif
	return words_most(w, group);
}

float
pm_window_nth(const struct pm_window *w, uint32_t n)
{
	float best[PM_WINDOW_NTH] = { 0 }; /* descending */
	uint32_t k = 0, group, i;

	if (n == 0 || n > PM_WINDOW_NTH)
		return 0;
	for (group = pm_window_next(w, 0, PM_WINDOW_GROUPS); group < PM_WINDOW_GROUPS;
	     group = pm_window_next(w, group + 1, PM_WINDOW_GROUPS)) {
		float most = most_of_group(w, group);

		if (k == n && most <= best[n - 1])
			continue;
		k += k < n;
		for (i = k - 1; i > 0 && best[i - 1] < most; i--)
			best[i] = best[i - 1];
		best[i] = most;
	}
	return k == n ? best[n - 1] : 0;
}

uint64_t
pm_window_marked(const struct pm_window *w, uint32_t group, float least)
{
#if PM_HAVE_X86_64
	if (w->avx2)
		return avx2_marked(w, group, least);
#endif
	return words_marked(w, group, least);
}

uint64_t
pm_window_hoping(const struct pm_window *w, uint32_t group, const uint32_t *sums,
		 float least)
{
#if PM_HAVE_X86_64
	if (w->avx2)
		return avx2_hoping(w, group, sums, least);
#endif
	return words_hoping(w, group, sums, least);
}

uint32_t
pm_window_sweep(const struct pm_window *w, uint32_t first, uint32_t end, float least,
		enum pm_sweep clear, uint8_t groups[PM_WINDOW_GROUPS], uint32_t *n)
{
	*n = 0;
#if PM_HAVE_X86_64
	if (w->avx2)
		return avx2_sweep(w, first, end, least, clear, groups, n);
#endif
	return words_sweep(w, first, end, least, clear, groups, n);
}
