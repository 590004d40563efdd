/* Pressmark - a window of articles: see union_parts.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/union_parts.h"

#include "shim/weights.h"
#include "support/buf.h"
#include "support/processor.h"

#include <float.h>
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
	memset(*out, 0, sizeof **out);
	return PM_OK;
}

void
pm_union_room_free(struct pm_union_room *room)
{
	if (room != NULL)
		free(room->lanes.numbers);
	free(room);
}

void
pm_union_room_clear(struct pm_union_room *room)
{
	memset(&room->cells, 0, sizeof room->cells);
}

void
pm_window_init(struct pm_window *w, struct pm_union_room *room)
{
	w->scores = room->cells.scores;
	w->hopes = room->cells.hopes;
	w->extras = room->cells.extras;
	w->touched = room->cells.touched;
	w->avx2 = pm_processor_has_avx2();
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
		w->scores[articles[i] - w->base] += FLT_MIN;
	touch(w, articles, n);
}

float
pm_window_part(const struct pm_window *w, uint32_t at, uint32_t sum, float weight)
{
	float wdf = (float)(sum & PM_SUM), length = (float)w->lengths[w->base + at];
	float part = weight * (wdf / (slope_of(w) * length + start_of(w) + wdf));

	return part > FLT_MIN ? part : FLT_MIN;
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
		float wdf = (float)(wdfs[i] & PM_SUM);

		parts[i] = weight *
			   (wdf / (slope * (float)w->lengths[articles[i]] + start + wdf));
		parts[i] = parts[i] > FLT_MIN ? parts[i] : FLT_MIN;
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

struct norm {
	__m256 slope, start, weight;
};

__attribute__((target("avx2"))) static inline struct norm
make_norm(const struct pm_window *w, float weight)
{
	return (struct norm){ _mm256_set1_ps(slope_of(w)), _mm256_set1_ps(start_of(w)),
			      _mm256_set1_ps(weight) };
}

__attribute__((target("avx2"))) static inline __m256
eight_parts(const struct norm *norm, __m256i wdfs, __m256i lengths)
{
	__m256 wdf = to_floats(wdfs);
	__m256 normal = _mm256_add_ps(_mm256_mul_ps(norm->slope, to_floats(lengths)),
				      norm->start);

	return _mm256_max_ps(_mm256_mul_ps(norm->weight,
					   _mm256_div_ps(wdf, _mm256_add_ps(normal, wdf))),
			     _mm256_set1_ps(FLT_MIN));
}

__attribute__((target("avx2"))) static void
avx2_parts(const struct pm_window *w, const uint32_t *articles, const uint32_t *wdfs,
	   uint32_t n, float weight, float *parts)
{
	const struct norm norm = make_norm(w, weight);
	const uint32_t *all = w->lengths;
	uint32_t i;

	for (i = 0; i < n; i += 8) {
		const uint32_t *a = articles + i;
		/* a gather is slower */
		__m256i lengths = _mm256_setr_epi32((int)all[a[0]], (int)all[a[1]],
						    (int)all[a[2]], (int)all[a[3]],
						    (int)all[a[4]], (int)all[a[5]],
						    (int)all[a[6]], (int)all[a[7]]);
		__m256i wdf = _mm256_loadu_si256((const void *)(wdfs + i));

		_mm256_storeu_ps(parts + i, eight_parts(&norm, wdf, lengths));
	}
}
#endif

static inline void
parts_of(const struct pm_window *w, const uint32_t *articles, const uint32_t *wdfs,
	 uint32_t n, float weight, float *parts)
{
#if PM_HAVE_X86_64
	if (w->avx2) {
		avx2_parts(w, articles, wdfs, n, weight, parts);
		return;
	}
#endif
	words_parts(w, articles, wdfs, n, weight, parts);
}

/* Make 0 of the parts of postings that count, or, with OTHERS, of those that do not. */
static void
words_leave_out(const uint32_t *wdfs, uint32_t n, bool others, float *parts)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		if (((wdfs[i] & PM_LANE_COUNTS) != 0) != others)
			parts[i] = 0;
}

#if PM_HAVE_X86_64
/* COUNTS is the sign. */
__attribute__((target("avx2"))) static void
avx2_leave_out(const uint32_t *wdfs, uint32_t n, bool others, float *parts)
{
	const __m256i flip = _mm256_set1_epi32(others ? 0 : -1);
	uint32_t i;

	for (i = 0; i < n; i += 8) {
		__m256i wdf = _mm256_loadu_si256((const void *)(wdfs + i));
		__m256i stay = _mm256_xor_si256(_mm256_srai_epi32(wdf, 31), flip);

		_mm256_storeu_ps(parts + i, _mm256_and_ps(_mm256_loadu_ps(parts + i),
							  _mm256_castsi256_ps(stay)));
	}
}
#endif

static inline void
leave_out(const struct pm_window *w, const uint32_t *wdfs, uint32_t n, bool others,
	  float *parts)
{
#if PM_HAVE_X86_64
	if (w->avx2) {
		avx2_leave_out(wdfs, n, others, parts);
		return;
	}
#endif
	(void)w;
	words_leave_out(wdfs, n, others, parts);
}

/* All parts first: their loads would wait for stores whose places are not known yet. */
static void
add_to(const struct pm_window *w, float *to, const uint32_t *articles,
       const uint32_t *wdfs, uint32_t n, float weight, enum pm_window_postings which)
{
	float parts[TOGETHER + 8];
	uint32_t base = w->base, i, k, m;

	for (i = 0; i < n; i += m) {
		const uint32_t *a = articles + i;

		m = n - i < TOGETHER ? n - i : TOGETHER;
		parts_of(w, a, wdfs + i, m, weight, parts);
		if (which != PM_WINDOW_ALL)
			leave_out(w, wdfs + i, m, which == PM_WINDOW_COUNTING, parts);
		for (k = 0; k + 4 <= m; k += 4) {
			to[a[k] - base] += parts[k];
			to[a[k + 1] - base] += parts[k + 1];
			to[a[k + 2] - base] += parts[k + 2];
			to[a[k + 3] - base] += parts[k + 3];
		}
		for (; k < m; k++)
			to[a[k] - base] += parts[k];
	}
}

void
pm_window_add(const struct pm_window *w, const uint32_t *articles, const uint32_t *wdfs,
	      uint32_t n, float weight, enum pm_window_postings which)
{
	touch(w, articles, n);
	add_to(w, w->scores, articles, wdfs, n, weight, which);
}

/* A bit for each of the next postings, at most 8, that do not count. */
static unsigned
others_of(const uint32_t *wdfs, uint32_t n)
{
	unsigned some = 0;
	uint32_t i;

#if PM_HAVE_X86_64
	if (n >= 8)
		return 0xff &
		       ~(unsigned)(_mm_movemask_ps(_mm_castsi128_ps(
					   _mm_loadu_si128((const void *)wdfs))) |
				   _mm_movemask_ps(_mm_castsi128_ps(
					   _mm_loadu_si128((const void *)(wdfs + 4))))
					   << 4);
#endif
	for (i = 0; i < n && i < 8; i++)
		some |= (~wdfs[i] >> 31) << i;
	return some;
}

/* Copy the postings whose articles match, without a branch; with OTHERS, those of them that
 * do not count. */
static uint32_t
find_matching(const struct pm_window *w, const uint32_t *articles, const uint32_t *wdfs,
	      uint32_t n, bool others, uint32_t *match, uint32_t *match_wdfs)
{
	uint32_t n_match = 0, i, at;
	unsigned some;

	for (i = 0; i < n; i += 8) {
		some = others	 ? others_of(wdfs + i, n - i)
		     : n - i < 8 ? (1u << (n - i)) - 1
				 : 0xff;
		for (; some != 0; some &= some - 1) {
			at = i + (unsigned)__builtin_ctz(some);
			match[n_match] = articles[at];
			match_wdfs[n_match] = wdfs[at];
			n_match += w->scores[articles[at] - w->base] > 0;
		}
	}
	return n_match;
}

void
pm_window_add_more(const struct pm_window *w, const uint32_t *articles,
		   const uint32_t *wdfs, uint32_t n, float weight,
		   enum pm_window_postings which)
{
	uint32_t match[TOGETHER + 8], match_wdfs[TOGETHER + 8], n_match, i, m;

	if (w->has_hopes) {
		/* so that they are cleared */
		touch(w, articles, n);
		add_to(w, w->extras, articles, wdfs, n, weight, which);
		return;
	}
	for (i = 0; i < n; i += m) {
		m = n - i < TOGETHER ? n - i : TOGETHER;
		n_match = find_matching(w, articles + i, wdfs + i, m,
					which == PM_WINDOW_OTHERS, match, match_wdfs);
		memset(match + n_match, 0, 8 * sizeof *match);
		if (n_match > 0)
			add_to(w, w->scores, match, match_wdfs, n_match, weight,
			       PM_WINDOW_ALL);
	}
}

void
pm_window_add_extras(const struct pm_window *w, uint32_t first, uint32_t end)
{
	uint32_t group, i;

	for (group = pm_window_next(w, first, end); group < end;
	     group = pm_window_next(w, group + 1, end)) {
		float *scores = w->scores + (size_t)group * 64;
		const float *extras = w->extras + (size_t)group * 64;

		for (i = 0; i < 64; i++)
			scores[i] += scores[i] > 0 ? extras[i] : 0;
	}
}

void
pm_window_sum(const struct pm_window *w, const uint32_t *articles, const uint32_t *wdfs,
	      uint32_t n, uint32_t *sums)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		sums[articles[i] - w->base] =
			((sums[articles[i] - w->base] + wdfs[i]) & PM_SUM) | PM_THERE;
	touch(w, articles, n);
}

void
pm_window_sum_marked(const struct pm_window *w, const uint32_t *articles,
		     const uint32_t *wdfs, uint32_t n, uint32_t *sums)
{
	uint32_t i;

	for (i = 0; i < n; i++) {
		uint32_t *sum = &sums[articles[i] - w->base];

		*sum = (((*sum & PM_SUM) + (wdfs[i] & PM_SUM)) & PM_SUM) |
		       ((*sum | wdfs[i]) & PM_THERE);
	}
	touch(w, articles, n);
}

static float *
target_of(const struct pm_window *w, enum pm_window_kind kind)
{
	return kind == PM_WINDOW_HOPE		      ? w->hopes
	     : kind == PM_WINDOW_MORE && w->has_hopes ? w->extras
						      : w->scores;
}

static void
words_weigh(const struct pm_window *w, uint32_t group, const uint32_t *sums, float weight,
	    enum pm_window_kind kind)
{
	float *to = target_of(w, kind);
	bool all = to != w->scores || kind == PM_WINDOW_MEMBER;
	uint32_t i;

	for (i = group * 64; i < group * 64 + 64; i++)
		if ((sums[i] & PM_THERE) != 0 && (all || to[i] > 0))
			to[i] += pm_window_part(w, i, sums[i], weight);
}

#if PM_HAVE_X86_64
__attribute__((target("avx2"))) static void
avx2_weigh(const struct pm_window *w, uint32_t group, const uint32_t *sums, float weight,
	   enum pm_window_kind kind)
{
	const struct norm norm = make_norm(w, weight);
	const __m256 all = _mm256_castsi256_ps(_mm256_set1_epi32(-1));
	float *to = target_of(w, kind);
	bool any = to != w->scores || kind == PM_WINDOW_MEMBER;
	uint32_t i;

	for (i = group * 64; i < group * 64 + 64; i += 8) {
		__m256i sum = _mm256_loadu_si256((const void *)(sums + i));
		__m256i lengths = _mm256_loadu_si256((const void *)(w->lengths + w->base +
								    i));
		__m256 old = _mm256_load_ps(to + i);
		/* PM_THERE is the sign */
		__m256 some = _mm256_castsi256_ps(_mm256_srai_epi32(sum, 31));

		some = _mm256_and_ps(some, any ? all
					       : _mm256_cmp_ps(old, _mm256_setzero_ps(),
							       _CMP_GT_OQ));
		_mm256_store_ps(to + i,
				_mm256_add_ps(old,
					      _mm256_and_ps(some, eight_parts(&norm, sum,
									      lengths))));
	}
}
#endif

void
pm_window_weigh(const struct pm_window *w, uint32_t first, uint32_t end,
		const uint32_t *sums, float weight, enum pm_window_kind kind)
{
	uint32_t group;

	for (group = pm_window_next(w, first, end); group < end;
	     group = pm_window_next(w, group + 1, end)) {
#if PM_HAVE_X86_64
		/* there are no lengths behind the end */
		if (w->avx2 && group * 64 + 64 <= w->end - w->base) {
			avx2_weigh(w, group, sums, weight, kind);
			continue;
		}
#endif
		words_weigh(w, group, sums, weight, kind);
	}
}
