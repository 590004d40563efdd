/* Pressmark - intervals: see intervals.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/intervals.h"

#include "support/buf.h"
#include "support/bytes.h"

#include <stdlib.h>
#include <string.h>

void
pm_spans_release(struct pm_spans *s)
{
	free(s->spans);
	memset(s, 0, sizeof *s);
}

enum pm_status
pm_spans_add(struct pm_spans *s, uint32_t first, uint32_t end, uint32_t left,
	     uint32_t right, struct pm_error *err)
{
	if (s->n == s->cap) {
		enum pm_status status = pm_grow(&s->spans, &s->cap, s->n + 1,
						sizeof *s->spans, err);

		if (status < 0)
			return status;
	}
	s->spans[s->n++] = (struct pm_span){ first, end, left, right };
	return PM_OK;
}

static int
compare_spans(const void *a, const void *b)
{
	const struct pm_span *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

static void
sort(struct pm_spans *s)
{
	size_t i;

	for (i = 1; i < s->n; i++)
		if (compare_spans(&s->spans[i - 1], &s->spans[i]) > 0) {
			qsort(s->spans, s->n, sizeof *s->spans, compare_spans);
			return;
		}
}

void
pm_spans_sort(struct pm_spans *s)
{
	size_t i, n = 0;

	sort(s);
	for (i = 0; i < s->n; i++)
		if (n == 0 || compare_spans(&s->spans[n - 1], &s->spans[i]) != 0)
			s->spans[n++] = s->spans[i];
	s->n = n;
}

void
pm_spans_shortest(struct pm_spans *s)
{
	uint32_t least = UINT32_MAX; /* the least end of those that begin later */
	size_t i, kept;

	sort(s);
	kept = s->n;
	for (i = s->n; i-- > 0;) {
		/* Of those that begin at the same word the first is the shortest. */
		if ((i > 0 && s->spans[i - 1].first == s->spans[i].first) ||
		    s->spans[i].end >= least)
			continue;
		least = s->spans[i].end;
		s->spans[--kept] = s->spans[i];
	}
	s->n -= kept;
	if (s->n > 0)
		memmove(s->spans, s->spans + kept, s->n * sizeof *s->spans);
}

size_t
pm_spans_below(const struct pm_spans *s, uint64_t limit)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->spans[middle].first < limit)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* --- regions ------------------------------------------------------------ */

size_t
pm_region_of(const struct pm_regions *r, uint32_t at)
{
	size_t low = 0, high = r->n;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (r->starts[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Move *REGION forward to the region of AT, which must not lie before it. */
static void
advance(const struct pm_regions *r, size_t *region, uint32_t at)
{
	while (*region + 1 < r->n && r->starts[*region + 1] <= at)
		++*region;
}

/* --- near --------------------------------------------------------------- */

static int
compare_ends(const void *a, const void *b, void *ctx)
{
	const struct pm_span *spans = ctx;
	const struct pm_span *x = &spans[*(const uint32_t *)a];
	const struct pm_span *y = &spans[*(const uint32_t *)b];

	return x->end < y->end ? -1 : x->end > y->end;
}

/* The places of S, ordered by rising end. */
static uint32_t *
by_end(const struct pm_spans *s)
{
	uint32_t *order = pm_alloc(s->n, sizeof *order);
	bool sorted = true;
	size_t i;

	for (i = 0; order != NULL && i < s->n; i++) {
		order[i] = (uint32_t)i;
		sorted = sorted && (i == 0 || s->spans[i - 1].end <= s->spans[i].end);
	}
	if (order != NULL && !sorted)
		qsort_r(order, s->n, sizeof *order, compare_ends, s->spans);
	return order;
}

enum sides { AS_WRITTEN, SWAPPED };

/* For each hit of B append the interval with a hit of A near before it, of those the one
 * that begins last.  SWAPPED: A is the right operand.  The hits of A that end before that
 * of B, and near enough, are a window that moves with B.  A member matters only if it
 * begins after all that entered later, so what is kept falls from the window's head to
 * its tail. */
static enum pm_status
add_before(const struct pm_near *near, const struct pm_spans *a, const struct pm_spans *b,
	   enum sides sides, struct pm_spans *out, struct pm_error *err)
{
	uint32_t *order = by_end(a), *window = pm_alloc(a->n, sizeof *window);
	enum pm_status status = PM_OK;
	size_t next = 0, head = 0, tail = 0, region = 0, i;

	if (order == NULL || window == NULL)
		status = pm_fail_nomem(err);
	for (i = 0; i < b->n && status == PM_OK; i++) {
		const struct pm_span *y = &b->spans[i];

		advance(near->regions, &region, y->first);
		for (; next < a->n && a->spans[order[next]].end <= y->first; next++) {
			uint32_t first = a->spans[order[next]].first;

			while (tail > head && a->spans[window[tail - 1]].first <= first)
				tail--;
			window[tail++] = order[next];
		}
		while (head < tail &&
		       y->first - a->spans[window[head]].end >= near->distance)
			head++;
		if (head == tail ||
		    a->spans[window[head]].first < near->regions->starts[region] ||
		    y->end > pm_region_end(near->regions, region))
			continue;
		status = pm_spans_add(out, a->spans[window[head]].first, y->end,
				      sides == SWAPPED ? (uint32_t)i : window[head],
				      sides == SWAPPED ? window[head] : (uint32_t)i, err);
	}
	free(order);
	free(window);
	return status;
}

enum pm_status
pm_intervals_near(const struct pm_near *near, const struct pm_spans *a,
		  const struct pm_spans *b, struct pm_spans *out, struct pm_error *err)
{
	enum pm_status status;

	out->n = 0;
	if (a->n == 0 || b->n == 0)
		return PM_OK;
	status = add_before(near, a, b, AS_WRITTEN, out, err);
	if (status == PM_OK && !near->ordered)
		status = add_before(near, b, a, SWAPPED, out, err);
	if (status == PM_OK)
		pm_spans_shortest(out);
	return status;
}

/* --- not near ----------------------------------------------------------- */

/* Of the hits in one region up to some place: the two that end last. */
struct furthest {
	uint32_t one, two; /* places, or PM_U32_NONE */
};


static struct furthest *
find_furthest(const struct pm_near *near, const struct pm_spans *b)
{
	struct furthest *f = pm_alloc(b->n, sizeof *f), now = { PM_U32_NONE, PM_U32_NONE };
	size_t region = 0, i;

	for (i = 0; f != NULL && i < b->n; i++) {
		const struct pm_span *s = &b->spans[i];
		size_t before = region;

		advance(near->regions, &region, s->first);
		if (region != before)
			now = (struct furthest){ PM_U32_NONE, PM_U32_NONE };
		/* A hit that crosses the border of its region belongs to none. */
		if (s->end > pm_region_end(near->regions, region)) {
			f[i] = now;
			continue;
		}
		if (now.one == PM_U32_NONE || s->end >= b->spans[now.one].end)
			now = (struct furthest){ (uint32_t)i, now.one };
		else if (now.two == PM_U32_NONE || s->end > b->spans[now.two].end)
			now.two = (uint32_t)i;
		f[i] = now;
	}
	return f;
}

static bool
has_near(const struct pm_near *near, const struct pm_spans *b, const struct furthest *f,
	 const struct pm_span *x, size_t region)
{
	uint32_t start = near->regions->starts[region];
	uint64_t limit = pm_region_end(near->regions, region);
	uint64_t back = near->ordered ? 0 : near->distance;
	uint32_t place;
	size_t n;

	if (x->end > limit)
		return false;
	if ((uint64_t)x->end + near->distance < limit)
		limit = (uint64_t)x->end + near->distance;
	n = pm_spans_below(b, limit);
	if (n == 0 || b->spans[n - 1].first < start)
		return false;
	place = f[n - 1].one;
	if (place != PM_U32_NONE && compare_spans(&b->spans[place], x) == 0)
		place = f[n - 1].two;
	return place != PM_U32_NONE && (uint64_t)b->spans[place].end + back > x->first;
}

enum pm_status
pm_intervals_not_near(const struct pm_near *near, const struct pm_spans *a,
		      const struct pm_spans *b, struct pm_spans *out, struct pm_error *err)
{
	struct furthest *f = find_furthest(near, b);
	enum pm_status status = PM_OK;
	size_t region = 0, i;

	out->n = 0;
	if (f == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < a->n && status == PM_OK; i++) {
		const struct pm_span *x = &a->spans[i];

		advance(near->regions, &region, x->first);
		if (!has_near(near, b, f, x, region))
			status = pm_spans_add(out, x->first, x->end, (uint32_t)i, 0, err);
	}
	free(f);
	return status;
}

/* --- loose phrases ------------------------------------------------------ */

/* Follow the links of a table TIMES times from each of the N places; N is where every
 * path ends.  TO becomes where the paths lead; LINKS is
 * used up. */
static void
follow(uint32_t *links, uint32_t *to, uint32_t n, uint32_t times)
{
	uint32_t i;

	for (i = 0; i <= n; i++)
		to[i] = i;
	for (; times > 0; times /= 2) {
		for (i = 0; i <= n && times % 2 > 0; i++)
			to[i] = links[to[i]];
		/* Links lead on, so those that are read here have not been changed. */
		for (i = 0; i <= n && times > 1; i++)
			links[i] = links[links[i]];
	}
}

/* From each place on, take what ends first, as often as there must be matches: that leaves
 * most room for the rest. */
static enum pm_status
find_ends(struct pm_loose *w, struct pm_error *err)
{
	uint32_t n = (uint32_t)w->spans.n, least = UINT32_MAX, next = n, i;
	enum pm_status status = pm_grow(&w->ends, &w->ends_cap, 3 * ((size_t)n + 1),
					sizeof *w->ends, err);
	uint32_t *links, *last;

	if (status < 0)
		return status;
	links = w->ends + n + 1;
	last = links + n + 1;
	w->ends[n] = UINT32_MAX;
	links[n] = n;
	for (i = n; i-- > 0;) {
		if (w->spans.spans[i].end < least)
			least = w->spans.spans[i].end;
		w->ends[i] = least;
		/* The first match behind that. */
		while (next > 0 && w->spans.spans[next - 1].first >= least)
			next--;
		links[i] = next;
	}
	if (w->times == 1)
		return PM_OK;
	follow(links, last, n, w->times - 1);
	/* A path leads to later places only, whose ends have not been changed. */
	for (i = 0; i < n; i++)
		w->ends[i] = w->ends[last[i]];
	return PM_OK;
}

/* The end of the shortest interval from word FIRST on, which only rises from call to call;
 * beyond LIMIT if there is none up to there. */
static uint32_t
loose_end(struct pm_loose *words, size_t n, uint32_t first, uint32_t limit)
{
	uint32_t end = first;
	size_t i;

	for (i = 0; i < n && end <= limit; i++) {
		struct pm_loose *w = &words[i];

		while (w->at < w->spans.n && w->spans.spans[w->at].first < first)
			w->at++;
		if (w->ends[w->at] > end)
			end = w->ends[w->at];
	}
	return end;
}

enum pm_status
pm_intervals_loose(const struct pm_regions *regions, uint32_t length,
		   struct pm_loose *words, size_t n, struct pm_patience *patience,
		   struct pm_spans *out, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	size_t i, k, m, region;

	out->n = 0;
	for (i = 0; i < n && status == PM_OK; i++)
		status = find_ends(&words[i], err);
	for (i = 0; i < n && status == PM_OK; i++) {
		for (m = 0; m < n; m++)
			words[m].at = 0;
		for (k = region = 0; k < words[i].spans.n && status == PM_OK; k++) {
			uint32_t first = words[i].spans.spans[k].first, end, limit;

			advance(regions, &region, first);
			limit = pm_region_end(regions, region);
			if (limit - first > length)
				limit = first + length;
			end = loose_end(words, n, first, limit);
			status = end <= limit ? pm_spans_add(out, first, end, 0, 0, err)
					      : PM_OK;
			if (status == PM_OK)
				status = pm_patience_spend(patience, 4 + n, err);
		}
	}
	if (status == PM_OK)
		pm_spans_shortest(out);
	return status;
}
