/* Pressmark - which segments are to be joined: see tiers.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Joining is played through first, on the sizes: a run is what would be one segment, and
 * in the beginning each segment is a run. */
#include "indexer/tiers.h"

#include <string.h>

/* Of a segment that is full. */
#define FULL UINT32_MAX
/* No size of 64 bits is of a higher one. */
#define TIERS 13u

struct choosing {
	struct pm_tiers_run *runs;
	size_t n;
	uint64_t largest;
};

static uint64_t
size_of(const struct pm_segment_info *s)
{
	uint64_t left = s->articles - s->gone;
	uint64_t text = s->articles == 0 ? 0
					 : (uint64_t)((unsigned __int128)s->text_bytes *
						      left / s->articles);

	return text + left * PM_TIERS_ARTICLE;
}

static uint32_t
tier_of(const struct choosing *c, uint64_t size)
{
	uint64_t end = PM_TIERS_FLOOR * PM_TIERS_FACTOR;
	uint32_t tier = 0;

	if (size > c->largest / 2)
		return FULL;
	/* what is not full has 63 bits, so END does not overflow before it */
	for (; size >= end; end *= PM_TIERS_FACTOR)
		tier++;
	return tier;
}

/* The runs FIRST .. END - 1 become one. */
static void
join(struct choosing *c, size_t first, size_t end)
{
	struct pm_tiers_run *to = &c->runs[first];
	size_t i;

	for (i = first + 1; i < end; i++)
		to->size += c->runs[i].size;
	to->end = c->runs[end - 1].end;
	to->forced = true;
	memmove(to + 1, c->runs + end, (c->n - end) * sizeof *to);
	c->n -= end - first - 1;
}

/* --- tiers -------------------------------------------------------------------- */

/* Of the runs of tier 0 in FIRST .. END - 1: those at the end of which none is larger than
 * all after it, and two at least. */
static void
join_small(struct choosing *c, size_t first, size_t end)
{
	size_t from = end - 2, i = end - 1;
	uint64_t size = c->runs[i].size;

	while (i-- > first) {
		uint64_t more = c->runs[i].size;

		if (size + more > c->largest)
			break;
		if (more <= size)
			from = i;
		size += more;
	}
	join(c, from, end);
}

/* All in FIRST .. END - 1, or as many of them as the largest segment holds. */
static void
join_all(struct choosing *c, size_t first, size_t end)
{
	uint64_t size = c->runs[first].size;
	size_t to = first + 1;

	while (to < end && size + c->runs[to].size <= c->largest)
		size += c->runs[to++].size;
	join(c, first, to);
}

/* Find a stretch with too many runs of the tier; false: there is none. */
static bool
join_in_tier(struct choosing *c, uint32_t tier)
{
	size_t i, first = 0, end = 0;
	unsigned n = 0;

	for (i = 0; i <= c->n; i++) {
		uint32_t its = i < c->n ? tier_of(c, c->runs[i].size) : FULL;

		if (its == tier) {
			first = n == 0 ? i : first;
			end = i + 1;
			n++;
		}
		if (its <= tier)
			continue;
		if (n >= PM_TIERS_FACTOR) {
			(tier == 0 ? join_small : join_all)(c, first, end);
			return true;
		}
		n = 0;
	}
	return false;
}

/* The lowest tier first: what becomes of it counts in the next. */
static void
join_tiers(struct choosing *c)
{
	uint32_t tier;

	for (tier = 0; tier < TIERS; tier++)
		while (join_in_tier(c, tier))
			;
}

/* --- other reasons ------------------------------------------------------------ */

/* What is written again and stands side by side becomes one, which costs no more. */
static void
join_forced(struct choosing *c)
{
	size_t i;

	for (i = 0; i + 1 < c->n;)
		if (c->runs[i].forced && c->runs[i + 1].forced &&
		    c->runs[i].size + c->runs[i + 1].size <= c->largest)
			join(c, i, i + 2);
		else
			i++;
}

/* Join those for which the least is written for each segment less; false: none would be
 * within the LARGEST. */
static bool
join_cheapest(struct choosing *c, uint64_t largest)
{
	size_t i, k, first = 0, end = 0;
	uint64_t cost = UINT64_MAX;

	for (i = 0; i + 1 < c->n; i++) {
		uint64_t size = c->runs[i].size;

		for (k = i + 1; k < c->n && size + c->runs[k].size <= largest; k++) {
			size += c->runs[k].size;
			if (size / (k - i) >= cost)
				continue;
			cost = size / (k - i);
			first = i;
			end = k + 1;
		}
	}
	if (end > 0)
		join(c, first, end);
	return end > 0;
}

size_t
pm_tiers_choose(const struct pm_segment_info *segments, size_t n, uint64_t largest,
		struct pm_tiers_run *runs)
{
	struct choosing c = { .runs = runs,
			      .n = n,
			      .largest = largest == 0 ? PM_TIERS_LARGEST : largest };
	size_t i, k = 0;

	for (i = 0; i < n; i++) {
		const struct pm_segment_info *s = &segments[i];

		runs[i] = (struct pm_tiers_run){
			.first = i,
			.end = i + 1,
			.size = size_of(s),
			.forced = 10 * s->gone > 3 * s->articles,
		};
	}
	join_forced(&c);
	join_tiers(&c);
	while (c.n > PM_TIERS_MOST)
		if (!join_cheapest(&c, c.largest))
			join_cheapest(&c, UINT64_MAX);
	join_forced(&c);
	for (i = 0; i < c.n; i++)
		if (runs[i].forced)
			runs[k++] = runs[i];
	return k;
}
