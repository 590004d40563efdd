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

uint64_t
pm_window_marked(const struct pm_window *w, uint32_t group)
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

float
pm_window_best(const struct pm_window *w, uint32_t group)
{
	const float *scores = w->scores + (size_t)group * 64;
	float best[8] = { 0 }, all = 0;
	unsigned i, k;

	for (i = 0; i < 64; i += 8)
		for (k = 0; k < 8; k++)
			best[k] = scores[i + k] > best[k] ? scores[i + k] : best[k];
	for (k = 0; k < 8; k++)
		all = best[k] > all ? best[k] : all;
	return all;
}

void
pm_window_clear(const struct pm_window *w, uint32_t group)
{
	memset(w->scores + (size_t)group * 64, 0, 64 * sizeof *w->scores);
	memset(w->marks + (size_t)group * 64, 0, 64);
	w->touched[group] = 0;
}
