/* Pressmark - lists of postings that are read in bulk: see lane.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/lane.h"

#include "search/best.h"
#include "support/processor.h"

#include <string.h>

#if PM_HAVE_X86_64
#include <immintrin.h>
#include <pthread.h>
#endif

/* There is no list yet. */
static void
begin(struct pm_lane *l)
{
	l->there = false;
	l->at_end = true;
	l->from = l->i = l->n = 0;
	l->cap = PM_LANE_POSTINGS;
	l->has_share = l->marks = false;
	l->place = 0;
}

enum pm_status
pm_lane_open(struct pm_lane *l, struct pm_glass *glass, const char *term, size_t len,
	     struct pm_error *err)
{
	enum pm_status status = pm_glass_list_open(&l->list, glass, term, len, err);

	begin(l);
	l->there = status == PM_OK;
	l->at_end = !l->there;
	return status < 0 ? status : PM_OK;
}

void
pm_lane_close(struct pm_lane *l)
{
	if (l->there)
		pm_glass_list_release(&l->list);
	l->there = false;
}

/* --- shares ---------------------------------------------------------------- */

static bool
has_bits(const struct pm_lane *l)
{
	return l->has_share && !l->share.all && !l->share.none;
}

/* SHARE: NULL means that all count. */
static enum pm_status
take_share(struct pm_lane *l, const struct pm_db_share *share, bool marks,
	   struct pm_error *err)
{
	static const struct pm_db_share all = { .all = true };

	if (!l->there || (share == NULL && !marks))
		return PM_OK;
	l->has_share = true;
	l->marks = marks;
	l->share = share != NULL ? *share : all;
	if (l->share.none && !marks)
		l->at_end = true;
	return has_bits(l) && l->share.articles != l->list.freq
		     ? pm_glass_damaged(&l->list.glass->postings,
					"a list of postings is not as long as the shares "
					"of its words say",
					err)
		     : PM_OK;
}

enum pm_status
pm_lane_ask_share(struct pm_lane *l, const struct pm_db_request *request,
		  const struct pm_db_node *node, size_t segment, bool marks,
		  struct pm_error *err)
{
	struct pm_db_share share;
	int status;

	if (!l->there || node->share == NULL)
		return take_share(l, NULL, marks, err);
	status = node->share(node->share_ctx, segment, &share);
	return status < 0
		     ? pm_check_failed(request, l->list.glass, (enum pm_status)status, err)
		     : take_share(l, &share, marks, err);
}

enum pm_status
pm_lane_open_shared(struct pm_lane *l, struct pm_glass *glass,
		    const struct pm_db_request *request, const struct pm_db_node *node,
		    size_t segment, bool marks, struct pm_error *err)
{
	struct pm_db_share share = { .all = true };
	enum pm_status status;
	int answer = 0;

	begin(l);
	if (node->share != NULL)
		answer = node->share(node->share_ctx, segment, &share);
	if (answer < 0)
		return pm_check_failed(request, glass, (enum pm_status)answer, err);
	if (share.none && !marks)
		return PM_OK;
	status = pm_lane_open(l, glass, node->term, node->term_len, err);
	return status < 0 ? status
			  : take_share(l, node->share != NULL ? &share : NULL, marks, err);
}

static uint32_t
words_keep(const struct pm_lane *l, uint32_t *articles, uint32_t *wdfs, uint32_t i,
	   uint32_t to, uint32_t n)
{
	for (; i < n; i++) {
		uint32_t place = l->place + i;

		articles[to] = articles[i];
		wdfs[to] = wdfs[i];
		to += l->share.bits[place / 64] >> place % 64 & 1;
	}
	return to;
}

#if PM_HAVE_X86_64
static inline uint8_t
eight_bits(const uint64_t *bits, uint32_t place)
{
	uint64_t word = bits[place / 64] >> place % 64;

	if (place % 64 > 56)
		word |= bits[place / 64 + 1] << (64 - place % 64);
	return (uint8_t)word;
}

/* Lane K of row MASK: the number of the K-th bit that is set in MASK. */
static uint8_t set_bits[256][8];
static pthread_once_t set_bits_once = PTHREAD_ONCE_INIT;

static void
fill_set_bits(void)
{
	unsigned mask, bit, n;

	for (mask = 0; mask < 256; mask++)
		for (bit = n = 0; bit < 8; bit++)
			if (mask >> bit & 1)
				set_bits[mask][n++] = (uint8_t)bit;
}

__attribute__((target("avx2"))) static uint32_t
avx2_keep(const struct pm_lane *l, uint32_t *articles, uint32_t *wdfs, uint32_t n)
{
	uint32_t i, to = 0;

	/* the eight that are written begin at or before those that were read */
	for (i = 0; i + 8 <= n; i += 8) {
		unsigned mask = eight_bits(l->share.bits, l->place + i);
		__m256i order =
			_mm256_cvtepu8_epi32(_mm_loadl_epi64((const void *)set_bits[mask]));
		__m256i a = _mm256_loadu_si256((const void *)(articles + i));
		__m256i w = _mm256_loadu_si256((const void *)(wdfs + i));

		_mm256_storeu_si256((void *)(articles + to),
				    _mm256_permutevar8x32_epi32(a, order));
		_mm256_storeu_si256((void *)(wdfs + to),
				    _mm256_permutevar8x32_epi32(w, order));
		to += (uint32_t)__builtin_popcount(mask);
	}
	return words_keep(l, articles, wdfs, i, to, n);
}
#endif

/* Of the N postings that were just decoded, mark those from I on that count. */
static void
words_mark(const struct pm_lane *l, uint32_t *wdfs, uint32_t i, uint32_t n)
{
	for (; i < n; i++) {
		uint32_t place = l->place + i;
		uint32_t counts = l->share.all ? 1
				: l->share.none
					? 0
					: l->share.bits[place / 64] >> place % 64 & 1;

		wdfs[i] = (wdfs[i] & PM_LANE_WDF) | (counts ? PM_LANE_COUNTS : 0);
	}
}

#if PM_HAVE_X86_64
__attribute__((target("avx2"))) static void
avx2_mark(const struct pm_lane *l, uint32_t *wdfs, uint32_t n)
{
	const __m256i bit = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
	const __m256i wdf = _mm256_set1_epi32((int)PM_LANE_WDF);
	const __m256i counts = _mm256_set1_epi32((int)PM_LANE_COUNTS);
	uint32_t i;

	for (i = 0; i + 8 <= n; i += 8) {
		unsigned eight = l->share.all  ? 0xff
			       : l->share.none ? 0
					       : eight_bits(l->share.bits, l->place + i);
		__m256i v = _mm256_loadu_si256((const void *)(wdfs + i));
		__m256i has =
			_mm256_cmpeq_epi32(_mm256_and_si256(_mm256_set1_epi32((int)eight),
							    bit),
					   bit);

		_mm256_storeu_si256((void *)(wdfs + i),
				    _mm256_or_si256(_mm256_and_si256(v, wdf),
						    _mm256_and_si256(has, counts)));
	}
	words_mark(l, wdfs, i, n);
}
#endif

static void
mark(const struct pm_lane *l, uint32_t *wdfs, uint32_t n)
{
#if PM_HAVE_X86_64
	if (pm_processor_has_avx2()) {
		avx2_mark(l, wdfs, n);
		return;
	}
#endif
	words_mark(l, wdfs, 0, n);
}

/* How many are left. */
static uint32_t
keep(const struct pm_lane *l, uint32_t *articles, uint32_t *wdfs, uint32_t n)
{
#if PM_HAVE_X86_64
	if (pm_processor_has_avx2()) {
		pthread_once(&set_bits_once, fill_set_bits);
		return avx2_keep(l, articles, wdfs, n);
	}
#endif
	return words_keep(l, articles, wdfs, 0, 0, n);
}

/* Of the N postings that were just decoded, keep or mark those that count.  *N becomes how
 * many are left. */
static enum pm_status
apply_share(struct pm_lane *l, uint32_t *articles, uint32_t *wdfs, uint32_t *n,
	    struct pm_error *err)
{
	uint32_t all = *n;

	if (has_bits(l) && all > l->share.articles - l->place)
		return pm_glass_damaged(&l->list.glass->postings,
					"a list of postings is longer than it says", err);
	if (l->marks)
		mark(l, wdfs, all);
	else if (has_bits(l))
		*n = keep(l, articles, wdfs, all);
	if (has_bits(l))
		l->place += all;
	return PM_OK;
}

enum pm_status
pm_lane_settle(struct pm_lane *l, struct pm_error *err)
{
	enum pm_status status = PM_OK;

	while (l->has_share && l->i == l->n && !l->at_end && status == PM_OK)
		status = pm_lane_fill(l, err);
	return status;
}

enum pm_status
pm_lane_skip(struct pm_lane *l, uint32_t article, struct pm_error *err)
{
	const struct pm_db_share *s = &l->share;
	size_t low = 0, high = s->n_every;
	enum pm_status status;

	if (!has_bits(l))
		return pm_glass_list_skip(&l->list, article, err);
	/* the last place that is told and not after it */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->every[middle] <= article)
			low = middle + 1;
		else
			high = middle;
	}
	if (low * s->step <= l->place)
		return PM_OK;
	status = pm_glass_list_skip(&l->list, s->every[low - 1], err);
	if (status < 0)
		return status;
	l->place = (uint32_t)low * s->step;
	return status == PM_END || l->list.article != s->every[low - 1]
		     ? pm_glass_damaged(&l->list.glass->postings,
					"a list of postings is not the one that the shares "
					"of its words are of",
					err)
		     : PM_OK;
}

/* --- decoding --------------------------------------------------------------- */

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
	bool end;

	make_way(l);
	if (l->n == l->cap)
		return pm_glass_damaged(&l->list.glass->postings,
					"a list of postings is longer than it says", err);
	n = l->cap - l->n < PM_LANE_POSTINGS ? l->cap - l->n : PM_LANE_POSTINGS;
	status = pm_glass_list_fill(&l->list, l->articles + l->n, l->wdfs + l->n, n, &n,
				    err);
	if (status < 0)
		return status;
	end = status == PM_END;
	if (l->has_share &&
	    (status = apply_share(l, l->articles + l->n, l->wdfs + l->n, &n, err)) < 0)
		return status;
	l->n += n;
	l->at_end = end;
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
			status = pm_lane_skip(l, article, err);
		if (status < 0)
			return status;
		l->at_end = status == PM_END;
		if (l->has_share && !l->at_end) {
			if (l->list.article > article)
				k++;
			else if ((status = pm_lane_fill(l, err)) < 0)
				return status;
		} else if (l->at_end || l->list.article > article) {
			k++;
		} else if (!bulk) {
			wdfs[slots[k++]] = l->list.wdf;
		} else if ((status = pm_lane_fill(l, err)) < 0) {
			return status;
		}
	}
	return PM_OK;
}
