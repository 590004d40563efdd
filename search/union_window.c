/* Pressmark - a window of articles: see union_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/union_parts.h"

#include "shim/weights.h"
#include "support/buf.h"
#include "support/processor.h"

#include <stdlib.h>

#if PM_HAVE_X86_64
#include <immintrin.h>
#endif

enum pm_status
pm_union_room_new(struct pm_union_room **out, struct pm_error *err)
{
	*out = aligned_alloc(64, (sizeof **out + 63) / 64 * 64);
	if (*out == NULL)
		return pm_fail_nomem(err);
	pm_union_room_clear(*out);
	return PM_OK;
}

void
pm_union_room_free(struct pm_union_room *room)
{
	free(room);
}

void
pm_union_room_clear(struct pm_union_room *room)
{
	memset(room, 0, sizeof *room);
}

void
pm_window_init(struct pm_window *w, struct pm_union_room *room)
{
	w->scores = room->scores;
	w->marks = room->marks;
	w->touched = room->touched;
}

/* K1 (B length / average + 1 - B) = slope (length + 1) + start */
static float
slope_of(const struct pm_window *w)
{
	return (float)(PM_BM25_K1 * PM_BM25_B) * w->per_length;
}

static float
start_of(const struct pm_window *w)
{
	return (float)(PM_BM25_K1 * (1 - PM_BM25_B)) - slope_of(w);
}

/* Note which groups N articles, which ascend, are in. */
static void
touch(const struct pm_window *w, const uint32_t *articles, uint32_t n)
{
	uint32_t first = (articles[0] - w->base) / 64, i;
	uint32_t last = (articles[n - 1] - w->base) / 64;

	if (last - first < n) {
		memset(w->touched + first, 1, last - first + 1);
		return;
	}
	for (i = 0; i < n; i++)
		w->touched[(articles[i] - w->base) / 64] = 1;
}

void
pm_window_mark(const struct pm_window *w, const uint32_t *articles, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		w->marks[articles[i] - w->base] = 1;
	touch(w, articles, n);
}

#define TOGETHER 128u

/* The parts of the scores of N postings. */
static void
words_parts(const struct pm_window *w, const uint32_t *articles, const uint32_t *wdfs,
	    uint32_t n, float weight, float *parts)
{
	float slope = slope_of(w), start = start_of(w);
	uint32_t i;

	for (i = 0; i < n; i++) {
		float wdf = (float)wdfs[i];

		parts[i] = weight *
			   (wdf / (slope * (float)w->lengths[articles[i]] + start + wdf));
	}
}

#if PM_HAVE_X86_64
/* Numbers of up to 31 bits; lengths and wdfs above that are rounded down to it, which no
 * article reaches. */
__attribute__((target("avx2"))) static inline __m256
to_floats(__m256i v)
{
	return _mm256_cvtepi32_ps(_mm256_and_si256(v, _mm256_set1_epi32(INT32_MAX)));
}

__attribute__((target("avx2"))) static inline __m256
eight_parts(__m256 wdf, __m256 length, __m256 slope, __m256 start, __m256 weight)
{
	__m256 norm = _mm256_add_ps(_mm256_mul_ps(slope, length), start);

	return _mm256_mul_ps(weight, _mm256_div_ps(wdf, _mm256_add_ps(norm, wdf)));
}

__attribute__((target("avx2"))) static void
avx2_parts(const struct pm_window *w, const uint32_t *articles, const uint32_t *wdfs,
	   uint32_t n, float weight, float *parts)
{
	const __m256 slope = _mm256_set1_ps(slope_of(w)),
		     start = _mm256_set1_ps(start_of(w)), all = _mm256_set1_ps(weight);
	uint32_t i;

	for (i = 0; i < n; i += 8) {
		__m256i at = _mm256_loadu_si256((const void *)(articles + i));
		__m256i lengths = _mm256_i32gather_epi32((const int *)w->lengths, at, 4);
		__m256i wdf = _mm256_loadu_si256((const void *)(wdfs + i));

		_mm256_storeu_ps(parts + i, eight_parts(to_floats(wdf), to_floats(lengths),
							slope, start, all));
	}
}
#endif

static inline void
parts_of(const struct pm_window *w, const uint32_t *articles, const uint32_t *wdfs,
	 uint32_t n, float weight, float *parts)
{
#if PM_HAVE_X86_64
	/* a gather takes article numbers for signed */
	if (pm_processor_has_avx2() && w->end <= INT32_MAX) {
		avx2_parts(w, articles, wdfs, n, weight, parts);
		return;
	}
#endif
	words_parts(w, articles, wdfs, n, weight, parts);
}

void
pm_window_add(const struct pm_window *w, const uint32_t *articles, const uint32_t *wdfs,
	      uint32_t n, float weight, bool is_member)
{
	float parts[TOGETHER + 8];
	float *scores = w->scores;
	uint8_t *marks = w->marks;
	uint32_t i, k, m;

	touch(w, articles, n);
	for (i = 0; i < n; i += m) {
		m = n - i < TOGETHER ? n - i : TOGETHER;
		parts_of(w, articles + i, wdfs + i, m, weight, parts);
		if (is_member)
			for (k = 0; k < m; k++) {
				uint32_t at = articles[i + k] - w->base;

				scores[at] += parts[k];
				marks[at] = 1;
			}
		else
			for (k = 0; k < m; k++)
				scores[articles[i + k] - w->base] += parts[k];
	}
}

void
pm_window_sum(const struct pm_window *w, const uint32_t *articles, const uint32_t *wdfs,
	      uint32_t n, uint32_t *sums, bool is_member)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		sums[articles[i] - w->base] =
			((sums[articles[i] - w->base] + wdfs[i]) & PM_SUM) | PM_THERE;
	if (is_member)
		pm_window_mark(w, articles, n);
	else
		touch(w, articles, n);
}

void
pm_window_weigh(const struct pm_window *w, const uint32_t *sums, float weight)
{
	float slope = slope_of(w), start = start_of(w);
	uint32_t group = UINT32_MAX, i;

	while ((group = pm_window_next(w, group + 1)) < PM_WINDOW_GROUPS)
		for (i = group * 64; i < group * 64 + 64; i++)
			if (sums[i] != 0) {
				float wdf = (float)(sums[i] & PM_SUM);
				float length = (float)w->lengths[w->base + i];

				w->scores[i] += weight *
						(wdf / (slope * length + start + wdf));
			}
}

/* --- the sweep --------------------------------------------------------------- */

static uint64_t
words_marked(const struct pm_window *w, uint32_t group)
{
	uint64_t some = 0, eight;
	unsigned i;

	/* A mark is 1, so a multiplication gathers eight of them into a byte. */
	for (i = 0; i < 8; i++) {
		memcpy(&eight, w->marks + (size_t)group * 64 + (size_t)8 * i, 8);
		some |= (eight * UINT64_C(0x0102040810204080) >> 56) << 8 * i;
	}
	return some;
}

static bool
reaches(const struct pm_window *w, uint32_t group, float least)
{
	const float *scores = w->scores + (size_t)group * 64;
	float best[8] = { 0 }, all = 0;
	unsigned i, k;

	for (i = 0; i < 64; i += 8)
		for (k = 0; k < 8; k++)
			best[k] = scores[i + k] > best[k] ? scores[i + k] : best[k];
	for (k = 0; k < 8; k++)
		all = best[k] > all ? best[k] : all;
	return all >= least;
}

void
pm_window_clear(const struct pm_window *w, uint32_t group)
{
	memset(w->scores + (size_t)group * 64, 0, 64 * sizeof *w->scores);
	memset(w->marks + (size_t)group * 64, 0, 64);
	w->touched[group] = 0;
}

static uint32_t
words_sweep(const struct pm_window *w, float least, enum pm_sweep clear,
	    uint8_t groups[PM_WINDOW_GROUPS], uint32_t *n)
{
	uint32_t total = 0, group = UINT32_MAX;

	*n = 0;
	while ((group = pm_window_next(w, group + 1)) < PM_WINDOW_GROUPS) {
		uint64_t some = words_marked(w, group);

		total += (uint32_t)__builtin_popcountll(some);
		if (clear == PM_SWEEP_KEEP || (some != 0 && reaches(w, group, least)))
			groups[(*n)++] = (uint8_t)group;
		else
			pm_window_clear(w, group);
	}
	return total;
}

#if PM_HAVE_X86_64
__attribute__((target("avx2"))) static inline bool
avx2_reaches(const float *scores, float least)
{
	__m256 x = _mm256_load_ps(scores), y = _mm256_load_ps(scores + 8);
	unsigned i;

	for (i = 16; i < 64; i += 16) {
		x = _mm256_max_ps(x, _mm256_load_ps(scores + i));
		y = _mm256_max_ps(y, _mm256_load_ps(scores + i + 8));
	}
	return _mm256_movemask_ps(_mm256_cmp_ps(_mm256_max_ps(x, y),
						_mm256_set1_ps(least), _CMP_GE_OQ)) != 0;
}

__attribute__((target("avx2,popcnt"))) static uint32_t
avx2_sweep(const struct pm_window *w, float least, enum pm_sweep clear,
	   uint8_t groups[PM_WINDOW_GROUPS], uint32_t *n)
{
	const __m256i zero = _mm256_setzero_si256();
	uint32_t total = 0, group = UINT32_MAX;
	unsigned i;

	*n = 0;
	while ((group = pm_window_next(w, group + 1)) < PM_WINDOW_GROUPS) {
		float *scores = w->scores + (size_t)group * 64;
		__m256i *marks = (void *)(w->marks + (size_t)group * 64);
		__m256i some = _mm256_or_si256(_mm256_load_si256(marks),
					       _mm256_load_si256(marks + 1));
		__m256i sums = _mm256_add_epi8(_mm256_load_si256(marks),
					       _mm256_load_si256(marks + 1));

		/* a mark is 1: the sums of eight bytes each are the sums of marks */
		sums = _mm256_sad_epu8(sums, zero);
		total += (uint32_t)(_mm256_extract_epi64(sums, 0) +
				    _mm256_extract_epi64(sums, 1) +
				    _mm256_extract_epi64(sums, 2) +
				    _mm256_extract_epi64(sums, 3));
		if (clear == PM_SWEEP_KEEP ||
		    (!_mm256_testz_si256(some, some) && avx2_reaches(scores, least))) {
			groups[(*n)++] = (uint8_t)group;
			continue;
		}
		for (i = 0; i < 64; i += 8)
			_mm256_store_ps(scores + i, _mm256_setzero_ps());
		_mm256_store_si256(marks, zero);
		_mm256_store_si256(marks + 1, zero);
		w->touched[group] = 0;
	}
	return total;
}
#endif

#if PM_HAVE_X86_64
__attribute__((target("avx2"))) static uint64_t
avx2_marked(const struct pm_window *w, uint32_t group, float least)
{
	const float *scores = w->scores + (size_t)group * 64;
	const __m256i *marks = (const void *)(w->marks + (size_t)group * 64);
	const __m256i one = _mm256_set1_epi8(1);
	uint64_t low = (uint32_t)
			 _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_load_si256(marks),
								one)),
		 high = (uint32_t)
			 _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_load_si256(marks + 1),
								one)),
		 reach = 0;
	unsigned i;

	for (i = 0; i < 8; i++)
		reach |= (uint64_t)(unsigned)_mm256_movemask_ps(
				 _mm256_cmp_ps(_mm256_load_ps(scores + (size_t)8 * i),
					       _mm256_set1_ps(least), _CMP_GE_OQ))
		      << 8 * i;
	return (low | high << 32) & reach;
}
#endif

uint64_t
pm_window_marked(const struct pm_window *w, uint32_t group, float least)
{
	uint64_t some;
	uint32_t i;

#if PM_HAVE_X86_64
	if (pm_processor_has_avx2())
		return avx2_marked(w, group, least);
#endif
	some = words_marked(w, group);
	for (i = 0; i < 64; i++)
		if (!(w->scores[group * 64 + i] >= least))
			some &= ~(UINT64_C(1) << i);
	return some;
}

uint32_t
pm_window_sweep(const struct pm_window *w, float least, enum pm_sweep clear,
		uint8_t groups[PM_WINDOW_GROUPS], uint32_t *n)
{
#if PM_HAVE_X86_64
	if (pm_processor_has_avx2())
		return avx2_sweep(w, least, clear, groups, n);
#endif
	return words_sweep(w, least, clear, groups, n);
}
