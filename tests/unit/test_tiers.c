/* Pressmark - tests of indexer/tiers.h: how many segments there are, and how much is
 * written for them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/tiers.h"

#include "tests/unit/small_fixture.h"

#define MIB ((uint64_t)1 << 20)
#define GIB ((uint64_t)1 << 30)
/* Bytes of text of an article. */
#define ARTICLE 3000u
#define SIZE (ARTICLE + PM_TIERS_ARTICLE)

static struct pm_segment_info segments[PM_SEGMENTS_MAX + 1];
static struct pm_tiers_run runs[PM_SEGMENTS_MAX + 1];
static size_t n_segments;
static uint64_t written; /* bytes of joined segments, as tiers.h counts them */

static struct pm_segment_info
segment(uint64_t bytes)
{
	uint64_t n = (bytes + SIZE - 1) / SIZE;

	return (struct pm_segment_info){ .articles = n, .text_bytes = n * ARTICLE };
}

static uint64_t
left(const struct pm_segment_info *s)
{
	return (s->articles - s->gone) * SIZE;
}

/* Join what is chosen.  Runs are in order, within the limit, and have to be. */
static void
join(uint64_t largest)
{
	size_t n = pm_tiers_choose(segments, n_segments, largest, runs), i, k = 0,
	       from = 0;

	for (i = 0; i < n; i++) {
		struct pm_segment_info to = { 0 };
		size_t before = k;

		ck_assert_uint_ge(runs[i].first, from);
		ck_assert_uint_lt(runs[i].first, runs[i].end);
		ck_assert_uint_le(runs[i].end, n_segments);
		while (from < runs[i].first)
			segments[k++] = segments[from++];
		for (; from < runs[i].end; from++)
			to.articles += segments[from].articles - segments[from].gone;
		to.text_bytes = to.articles * ARTICLE;
		if (runs[i].end - runs[i].first > 1)
			ck_assert_uint_le(left(&to),
					  largest == 0 ? PM_TIERS_LARGEST : largest);
		/* rounded for each that is joined */
		ck_assert_uint_le(left(&to) - runs[i].size, 300);
		written += left(&to);
		if (to.articles > 0)
			segments[k++] = to;
		ck_assert_uint_ge(k, before);
	}
	while (from < n_segments)
		segments[k++] = segments[from++];
	n_segments = k;
	ck_assert_uint_le(n_segments, PM_TIERS_MOST);
}

/* Take N articles away, from all segments alike. */
static void
take_away(uint64_t n)
{
	uint64_t all = 0, i, taken = 0;

	for (i = 0; i < n_segments; i++)
		all += segments[i].articles - segments[i].gone;
	for (i = 0; i < n_segments; i++) {
		uint64_t its = (segments[i].articles - segments[i].gone) * n / all;

		segments[i].gone += its;
		taken += its;
	}
	for (i = 0; i < n_segments && taken < n; i++)
		if (segments[i].gone < segments[i].articles) {
			segments[i].gone++;
			taken++;
		}
}

/* The least A for which C(7 + A, 7) updates of so many bytes fill tier 0. */
static unsigned
rounds(uint64_t bytes)
{
	uint64_t filled = 1;
	unsigned a = 0;

	while (filled * bytes < PM_TIERS_FACTOR * PM_TIERS_FLOOR) {
		a++;
		filled = filled * (7 + a) / a;
	}
	return a;
}

/* Tiers that can have segments in an index of so many bytes. */
static unsigned
tiers(uint64_t bytes)
{
	uint64_t most = bytes < PM_TIERS_LARGEST / 2 ? bytes : PM_TIERS_LARGEST / 2,
		 begin = PM_TIERS_FACTOR * PM_TIERS_FLOOR;
	unsigned n = 1;

	for (; begin <= most; begin *= PM_TIERS_FACTOR)
		n++;
	return n;
}

enum kind { GROWS, STAYS };

static void
simulate(uint64_t base, uint64_t update, unsigned n, enum kind kind)
{
	struct pm_segment_info fresh = segment(update);
	uint64_t added = 0, removed = 0, all = 0, most = 0, bound;
	double amplification, allowed;
	unsigned i;
	size_t k;

	segments[0] = segment(base);
	n_segments = 1;
	written = 0;
	for (i = 0; i < n; i++) {
		if (kind == STAYS) {
			take_away(fresh.articles);
			removed += left(&fresh);
		}
		ck_assert_uint_lt(n_segments, PM_SEGMENTS_MAX);
		segments[n_segments++] = fresh;
		added += left(&fresh);
		join(0);
		most = n_segments > most ? n_segments : most;
	}
	for (k = 0; k < n_segments; k++)
		all += left(&segments[k]);
	ck_assert_uint_eq(all, left(&(struct pm_segment_info){
				       .articles = segment(base).articles }) +
				       added - removed);
	bound = 7 * tiers(all) + 2 * all / PM_TIERS_LARGEST + 1;
	amplification = (double)written / (double)added;
	allowed = 1.25 * rounds(update) + tiers(all) - 1 +
		  7. / 3 * (double)removed / (double)added;
	ck_assert_msg(most <= bound, "%u updates of %u kB: %u segments, not %u", n,
		      (unsigned)(update / 1000), (unsigned)most, (unsigned)bound);
	ck_assert_msg(amplification <= allowed,
		      "%u updates of %u kB: %.2f times, not %.2f", n,
		      (unsigned)(update / 1000), amplification, allowed);
	if (base == GIB)
		ck_assert_uint_le(most, 24);
}

START_TEST(segments_are_few_and_seldom_written)
{
	static const unsigned numbers[] = { 200, 2000 };
	static const uint64_t bases[] = { GIB, 10 * GIB, 50 * MIB };
	unsigned i, k;

	for (i = 0; i < 3; i++)
		for (k = 0; k < 2; k++) {
			simulate(bases[i], bases[i] / 100, numbers[k], STAYS);
			simulate(bases[i], bases[i] / 10000, numbers[k], GROWS);
			simulate(bases[i], bases[i] / 10000, numbers[k], STAYS);
			simulate(bases[i], bases[i] / 100, numbers[k], GROWS);
		}
}
END_TEST

/* Updates of all sizes, and any articles that go. */
START_TEST(any_segments_stay_in_their_bounds)
{
	unsigned round, i;
	size_t k;

	for (round = 0; round < 20; round++) {
		uint64_t largest = round % 2 == 0 ? 0 : (uint64_t)1 << (20 + rnd(15));

		n_segments = 0;
		for (i = 0; i < 600; i++) {
			segments[n_segments++] = segment((uint64_t)1 << (10 + rnd(18)));
			for (k = 0; k < n_segments; k++)
				if (rnd(20) == 0)
					segments[k].gone +=
						rnd((uint32_t)(segments[k].articles -
							       segments[k].gone + 1));
			/* far beyond what the largest size leaves room for */
			if (largest < 100 * MIB && n_segments > 50)
				n_segments = 10;
			join(largest);
		}
	}
}
END_TEST

START_TEST(what_is_mostly_gone_is_written_again)
{
	n_segments = 3;
	segments[0] = segments[2] = segment(3 * GIB);
	segments[1] = segment(5000 * SIZE);
	segments[0].gone = segments[0].articles * 3 / 10;
	segments[1].gone = 1500;
	ck_assert_uint_eq(pm_tiers_choose(segments, 3, 0, runs), 0);
	segments[1].gone = 1501;
	ck_assert_uint_eq(pm_tiers_choose(segments, 3, 0, runs), 1);
	ck_assert_uint_eq(runs[0].first, 1);
	ck_assert_uint_eq(runs[0].end, 2);
	ck_assert_uint_eq(runs[0].size, 3499 * SIZE);
	segments[1].gone = 5000;
	ck_assert_uint_eq(pm_tiers_choose(segments, 3, 0, runs), 1);
	ck_assert_uint_eq(runs[0].size, 0);
	/* beside another that is written anyway */
	segments[0].gone = segments[0].articles * 4 / 10;
	ck_assert_uint_eq(pm_tiers_choose(segments, 3, 0, runs), 1);
	ck_assert_uint_eq(runs[0].first, 0);
	ck_assert_uint_eq(runs[0].end, 2);
	ck_assert_uint_eq(pm_tiers_choose(segments, 0, 0, runs), 0);
}
END_TEST

START_TEST(small_ones_do_not_take_a_large_one_along)
{
	size_t i;

	for (i = 0; i < 7; i++)
		segments[i + 1] = segment(1 * MIB);
	segments[0] = segment(7 * MIB + 7 * SIZE);
	ck_assert_uint_eq(pm_tiers_choose(segments, 7, 0, runs), 0);
	ck_assert_uint_eq(pm_tiers_choose(segments, 8, 0, runs), 1);
	ck_assert_uint_eq(runs[0].first, 1);
	ck_assert_uint_eq(runs[0].end, 8);
	segments[0] = segment(6 * MIB);
	ck_assert_uint_eq(pm_tiers_choose(segments, 8, 0, runs), 1);
	ck_assert_uint_eq(runs[0].first, 0);
	/* not across one of a higher tier */
	segments[4] = segment(300 * MIB);
	ck_assert_uint_eq(pm_tiers_choose(segments, 8, 0, runs), 0);
}
END_TEST

START_TEST(eight_of_a_tier_become_one_of_the_next)
{
	size_t i;

	for (i = 0; i < 8; i++)
		segments[i] = segment((130 + i) * MIB);
	segments[8] = segments[3];
	segments[3] = segment(1 * MIB);
	ck_assert_uint_eq(pm_tiers_choose(segments, 8, 0, runs), 0);
	ck_assert_uint_eq(pm_tiers_choose(segments, 9, 0, runs), 1);
	ck_assert_uint_eq(runs[0].first, 0);
	ck_assert_uint_eq(runs[0].end, 9);
	ck_assert_uint_ge(runs[0].size, GIB);
	/* as many as one may have */
	ck_assert_uint_eq(pm_tiers_choose(segments, 9, 400 * MIB, runs), 1);
	ck_assert_uint_eq(runs[0].first, 0);
	ck_assert_uint_eq(runs[0].end, 2 + 2);
	/* what is full stays */
	ck_assert_uint_eq(pm_tiers_choose(segments, 9, 200 * MIB, runs), 0);
}
END_TEST

START_TEST(there_are_never_too_many)
{
	size_t i, n;

	for (i = 0; i < PM_SEGMENTS_MAX; i++)
		segments[i] = segment((i == 77 ? 9 : 100) * MIB);
	n = pm_tiers_choose(segments, PM_SEGMENTS_MAX, 100 * MIB, runs);
	ck_assert_uint_gt(n, 0);
	for (i = 0; i < n; i++)
		n_segments = i == 0 ? PM_SEGMENTS_MAX - (runs[i].end - runs[i].first - 1)
				    : n_segments - (runs[i].end - runs[i].first - 1);
	ck_assert_uint_le(n_segments, PM_TIERS_MOST);
	for (i = 0; i < n && (runs[i].first > 77 || runs[i].end <= 77); i++)
		;
	ck_assert_uint_lt(i, n);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("tiers");
	TCase *t = tcase_create("tiers");

	tcase_add_test(t, segments_are_few_and_seldom_written);
	tcase_add_test(t, any_segments_stay_in_their_bounds);
	tcase_add_test(t, what_is_mostly_gone_is_written_again);
	tcase_add_test(t, small_ones_do_not_take_a_large_one_along);
	tcase_add_test(t, eight_of_a_tier_become_one_of_the_next);
	tcase_add_test(t, there_are_never_too_many);
	suite_add_tcase(s, t);
	return run_suite(s);
}
