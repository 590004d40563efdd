/* Pressmark - lists of postings that are read in bulk: see lane.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/lane.h"

#include "support/processor.h"

#include <string.h>

#if PM_HAVE_X86_64
#include <immintrin.h>
#endif

enum pm_status
pm_lane_open(struct pm_lane *l, struct pm_glass *glass, const char *term, size_t len,
	     struct pm_error *err)
{
	enum pm_status status = pm_glass_list_open(&l->list, glass, term, len, err);

	l->there = status == PM_OK;
	l->at_end = !l->there;
	l->from = l->i = l->n = 0;
	l->cap = PM_LANE_POSTINGS;
	return status < 0 ? status : PM_OK;
}

void
pm_lane_close(struct pm_lane *l)
{
	if (l->there)
		pm_glass_list_release(&l->list);
	l->there = false;
}

enum pm_status
pm_lanes_make_room(struct pm_lane *lanes, size_t n, struct pm_lane_room *room,
		   struct pm_error *err)
{
	size_t need = 0, at = 0, i;
	enum pm_status status;

	for (i = 0; i < n; i++) {
		struct pm_lane *l = &lanes[i];

		if (!l->there || l->list.freq == 0)
			l->cap = 1;
		else if (l->list.freq < l->cap)
			l->cap = l->list.freq;
		need += 2 * ((size_t)l->cap + PM_GLASS_FILL_ROOM);
	}
	status = pm_grow(&room->numbers, &room->cap, need, sizeof *room->numbers, err);
	for (i = 0; i < n && status == PM_OK; i++) {
		struct pm_lane *l = &lanes[i];

		l->articles = room->numbers + at;
		l->wdfs = l->articles + l->cap + PM_GLASS_FILL_ROOM;
		at += 2 * ((size_t)l->cap + PM_GLASS_FILL_ROOM);
	}
	return status;
}

enum pm_status
pm_lane_fill(struct pm_lane *l, struct pm_error *err)
{
	l->from = l->i = l->n;
	return pm_lane_fill_more(l, err);
}

/* Make room for more, where what is kept is in front of it and not all will fit. */
static void
make_way(struct pm_lane *l)
{
	uint32_t n = l->n - l->from;

	if (n > 0 && (l->cap >= l->list.freq || l->cap - l->n >= PM_LANE_POSTINGS))
		return;
	if (n > 0) {
		memmove(l->articles, l->articles + l->from, n * sizeof *l->articles);
		memmove(l->wdfs, l->wdfs + l->from, n * sizeof *l->wdfs);
	}
	l->i -= l->from;
	l->n = n;
	l->from = 0;
}

enum pm_status
pm_lane_fill_more(struct pm_lane *l, struct pm_error *err)
{
	enum pm_status status;
	uint32_t n;

	make_way(l);
	if (l->n == l->cap)
		return pm_glass_damaged(&l->list.glass->postings,
					"a list of postings is longer than it says", err);
	n = l->cap - l->n < PM_LANE_POSTINGS ? l->cap - l->n : PM_LANE_POSTINGS;
	status = pm_glass_list_fill(&l->list, l->articles + l->n, l->wdfs + l->n, n, &n,
				    err);
	if (status < 0)
		return status;
	l->n += n;
	l->at_end = status == PM_END;
	/* looked at eight at a time, and not used */
	memset(l->articles + l->n, 0, 8 * sizeof *l->articles);
	return PM_OK;
}

/* --- articles in common --------------------------------------------------- */

/* From article K on, find those that are not beyond the last decoded posting; returns the
 * first that is. */
static uint32_t
words_meet(struct pm_lane *l, const uint32_t *articles, const uint16_t *slots, uint32_t k,
	   uint32_t n, uint32_t *wdfs)
{
	uint32_t last = l->articles[l->n - 1], i = l->i;

	for (; k < n && articles[slots[k]] <= last; k++) {
		uint32_t article = articles[slots[k]];

		while (l->articles[i] < article)
			i++;
		if (l->articles[i] == article)
			wdfs[slots[k]] = l->wdfs[i];
	}
	l->i = i;
	return k;
}

#if PM_HAVE_X86_64
__attribute__((target("avx2"))) static uint32_t
avx2_meet(struct pm_lane *l, const uint32_t *articles, const uint16_t *slots, uint32_t k,
	  uint32_t n, uint32_t *wdfs)
{
	uint32_t last = l->articles[l->n - 1], i = l->i;

	for (; k < n && articles[slots[k]] <= last; k++) {
		uint32_t article = articles[slots[k]];
		__m256i all = _mm256_set1_epi32((int)article);
		unsigned mask;

		for (;; i += 8) {
			__m256i v = _mm256_loadu_si256((const void *)(l->articles + i));

			/* those of the eight that are not below it */
			mask = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(
				_mm256_cmpeq_epi32(_mm256_max_epu32(v, all), v)));
			if (mask != 0)
				break;
		}
		i += (uint32_t)__builtin_ctz(mask);
		if (l->articles[i] == article)
			wdfs[slots[k]] = l->wdfs[i];
	}
	l->i = i;
	return k;
}
#endif

static inline uint32_t
meet_decoded(struct pm_lane *l, const uint32_t *articles, const uint16_t *slots,
	     uint32_t k, uint32_t n, uint32_t *wdfs)
{
#if PM_HAVE_X86_64
	if (pm_processor_has_avx2())
		return avx2_meet(l, articles, slots, k, n, wdfs);
#endif
	return words_meet(l, articles, slots, k, n, wdfs);
}

enum pm_status
pm_lane_meet(struct pm_lane *l, const uint32_t *articles, const uint16_t *slots,
	     uint32_t n, bool bulk, uint32_t *wdfs, struct pm_error *err)
{
	uint32_t k = 0;

	while (k < n) {
		uint32_t article = articles[slots[k]];
		enum pm_status status = PM_OK;

		if (l->i < l->n && article <= l->articles[l->n - 1]) {
			k = meet_decoded(l, articles, slots, k, n, wdfs);
			continue;
		}
		l->i = l->n;
		if (l->at_end)
			break;
		if (l->list.article < article)
			status = pm_glass_list_skip(&l->list, article, err);
		if (status < 0)
			return status;
		l->at_end = status == PM_END;
		if (l->at_end || l->list.article > article) {
			k++;
		} else if (!bulk) {
			wdfs[slots[k++]] = l->list.wdf;
		} else if ((status = pm_lane_fill(l, err)) < 0) {
			return status;
		}
	}
	return PM_OK;
}
