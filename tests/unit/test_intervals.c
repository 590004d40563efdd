/* Pressmark - tests of match/intervals.h: compared with all pairs, tried one by one.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/chain.h"
#include "match/intervals.h"

#include "tests/unit/small_fixture.h"

#include <stdbool.h>

#define WORDS 40u
#define TRIES 60000

static struct pm_regions regions;

static void
random_regions(void)
{
	uint32_t at;

	regions.n = 0;
	regions.end = 1 + (uint32_t)rnd(WORDS);
	for (at = 0; at < regions.end; at++)
		if (at == 0 || rnd(12) == 0) {
			OK(pm_grow(&regions.starts, &regions.cap, regions.n + 1,
				   sizeof *regions.starts, ERR));
			regions.starts[regions.n++] = at;
		}
}

static void
random_spans(struct pm_spans *s, bool in_regions)
{
	size_t n = rnd(9), i;

	s->n = 0;
	for (i = 0; i < n; i++) {
		uint32_t first = (uint32_t)rnd(regions.end);
		uint32_t last = first + 1 + (uint32_t)rnd(rnd(3) == 0 ? 6 : 1);
		size_t region = pm_region_of(&regions, first);

		if (last > regions.end ||
		    (in_regions && last > pm_region_end(&regions, region)))
			last = first + 1;
		OK(pm_spans_add(s, first, last, 0, 0, ERR));
	}
	pm_spans_sort(s);
}

static bool
in_one(uint32_t first, uint32_t last)
{
	return last <= pm_region_end(&regions, pm_region_of(&regions, first));
}

static uint32_t
hull_first(const struct pm_span *x, const struct pm_span *y)
{
	return x->first < y->first ? x->first : y->first;
}

static uint32_t
hull_last(const struct pm_span *x, const struct pm_span *y)
{
	return x->end > y->end ? x->end : y->end;
}

static bool
is_near(const struct pm_near *near, const struct pm_span *x, const struct pm_span *y)
{
	if (!in_one(hull_first(x, y), hull_last(x, y)))
		return false;
	if (x->end <= y->first)
		return y->first - x->end + 1 <= near->distance;
	if (y->end <= x->first && !near->ordered)
		return x->first - y->end + 1 <= near->distance;
	return false;
}

static void
keep_shortest(struct pm_spans *s)
{
	size_t i, k, n = 0;
	struct pm_spans kept = { NULL, 0, 0 };

	for (i = 0; i < s->n; i++) {
		for (k = 0; k < s->n; k++)
			if (s->spans[k].first >= s->spans[i].first &&
			    s->spans[k].end <= s->spans[i].end &&
			    (s->spans[k].first != s->spans[i].first ||
			     s->spans[k].end != s->spans[i].end))
				break;
		if (k == s->n)
			OK(pm_spans_add(&kept, s->spans[i].first, s->spans[i].end, 0, 0,
					ERR));
	}
	pm_spans_sort(&kept);
	for (n = 0; n < kept.n; n++)
		s->spans[n] = kept.spans[n];
	s->n = kept.n;
	pm_spans_release(&kept);
}

static void
check_same(const struct pm_spans *got, const struct pm_spans *wanted)
{
	size_t i;

	ck_assert_uint_eq(got->n, wanted->n);
	for (i = 0; i < got->n; i++) {
		ck_assert_uint_eq(got->spans[i].first, wanted->spans[i].first);
		ck_assert_uint_eq(got->spans[i].end, wanted->spans[i].end);
	}
}

static struct pm_near
random_near(void)
{
	struct pm_near near = {
		&regions,    rnd(5) == 0 ? UINT32_MAX : 1 + (uint32_t)rnd(8),
		rnd(2) == 0, NULL,
		NULL,	     NULL
	};

	return near;
}

START_TEST(near_is_all_pairs_less_those_that_contain_others)
{
	struct pm_spans a = { 0 }, b = { 0 }, got = { 0 }, wanted = { 0 };
	int try;
	size_t i, k;

	for (try = 0; try < TRIES; try++) {
		struct pm_near near;

		random_regions();
		near = random_near();
		random_spans(&a, rnd(2) == 0);
		random_spans(&b, rnd(2) == 0);
		wanted.n = 0;
		for (i = 0; i < a.n; i++)
			for (k = 0; k < b.n; k++)
				if (is_near(&near, &a.spans[i], &b.spans[k]))
					OK(pm_spans_add(&wanted,
							hull_first(&a.spans[i],
								   &b.spans[k]),
							hull_last(&a.spans[i], &b.spans[k]),
							0, 0, ERR));
		keep_shortest(&wanted);
		OK(pm_intervals_near(&near, &a, &b, &got, ERR));
		check_same(&got, &wanted);
		for (i = 0; i < got.n; i++) {
			const struct pm_span *s = &got.spans[i];
			const struct pm_span *x = &a.spans[s->left];
			const struct pm_span *y = &b.spans[s->right];

			ck_assert(s->left < a.n && s->right < b.n && is_near(&near, x, y));
			ck_assert_uint_eq(hull_first(x, y), s->first);
			ck_assert_uint_eq(hull_last(x, y), s->end);
		}
	}
	pm_spans_release(&a);
	pm_spans_release(&b);
	pm_spans_release(&got);
	pm_spans_release(&wanted);
}
END_TEST

/* One hit of each of three: those three in the order of the text. */
static bool
is_chain(const struct pm_near *near, const struct pm_span *const of[3])
{
	const struct pm_span *s[3] = { of[0], of[1], of[2] }, *other;
	size_t i, k;

	for (i = 0; i < 3 && !near->ordered; i++)
		for (k = i + 1; k < 3; k++)
			if (s[k]->first < s[i]->first) {
				other = s[i];
				s[i] = s[k];
				s[k] = other;
			}
	return in_one(s[0]->first, s[2]->end) && s[0]->end <= s[1]->first &&
	       s[1]->end <= s[2]->first && s[1]->first - s[0]->end < near->distance &&
	       s[2]->first - s[1]->end < near->distance;
}

static void
add_hull(struct pm_spans *out, const struct pm_span *const of[3])
{
	uint32_t first = hull_first(of[0], of[1]), end = hull_last(of[0], of[1]);

	OK(pm_spans_add(out, of[2]->first < first ? of[2]->first : first,
			of[2]->end > end ? of[2]->end : end, 0, 0, ERR));
}

/* The steps that lead to a hit are hits of each operand, and make it. */
static void
check_steps(const struct pm_near *near, const struct pm_steps *steps,
	    const struct pm_spans *operands, const struct pm_span *hit)
{
	const struct pm_span *of[3] = { NULL };
	struct pm_spans hull = { 0 };
	uint32_t step = hit->left;
	size_t n = 0;

	for (; step != PM_U32_NONE; step = steps->steps[step].before, n++) {
		const struct pm_step *s = &steps->steps[step];

		ck_assert(s->operand < 3 && of[s->operand] == NULL);
		ck_assert(s->place < operands[s->operand].n);
		of[s->operand] = &operands[s->operand].spans[s->place];
	}
	ck_assert_uint_eq(n, 3);
	ck_assert(is_chain(near, of));
	add_hull(&hull, of);
	ck_assert(hull.spans[0].first == hit->first && hull.spans[0].end == hit->end);
	pm_spans_release(&hull);
}

START_TEST(a_chain_is_all_triples_less_those_that_contain_others)
{
	struct pm_spans a[3] = { { 0 } }, got = { 0 }, wanted = { 0 };
	const struct pm_spans *operands[3] = { &a[0], &a[1], &a[2] };
	struct pm_steps steps = { NULL, 0, 0 };
	size_t i, k, m;
	int try;

	for (try = 0; try < TRIES / 2; try++) {
		struct pm_near near;

		random_regions();
		near = random_near();
		for (i = 0; i < 3; i++)
			random_spans(&a[i], rnd(2) == 0);
		wanted.n = 0;
		for (i = 0; i < a[0].n; i++)
			for (k = 0; k < a[1].n; k++)
				for (m = 0; m < a[2].n; m++) {
					const struct pm_span *const of[3] = {
						&a[0].spans[i], &a[1].spans[k],
						&a[2].spans[m]
					};

					if (is_chain(&near, of))
						add_hull(&wanted, of);
				}
		pm_spans_sort(&wanted);
		keep_shortest(&wanted);
		OK(pm_intervals_chain(&near, operands, 3, &steps, &got, ERR));
		check_same(&got, &wanted);
		for (i = 0; i < got.n; i++)
			check_steps(&near, &steps, a, &got.spans[i]);
	}
	for (i = 0; i < 3; i++)
		pm_spans_release(&a[i]);
	pm_spans_release(&got);
	pm_spans_release(&wanted);
	free(steps.steps);
}
END_TEST

static bool
is_hindered(const struct pm_near *near, const struct pm_span *x, const struct pm_span *y)
{
	if (x->first == y->first && x->end == y->end)
		return false;
	if (!in_one(x->first, x->end) || !in_one(y->first, y->end) ||
	    pm_region_of(&regions, x->first) != pm_region_of(&regions, y->first))
		return false;
	return (x->first < y->end && y->first < x->end) || is_near(near, x, y);
}

START_TEST(not_near_is_what_no_other_hinders)
{
	struct pm_spans a = { 0 }, b = { 0 }, got = { 0 }, wanted = { 0 };
	int try;
	size_t i, k;

	for (try = 0; try < TRIES; try++) {
		struct pm_near near;

		random_regions();
		near = random_near();
		random_spans(&a, rnd(2) == 0);
		random_spans(&b, rnd(2) == 0);
		wanted.n = 0;
		for (i = 0; i < a.n; i++) {
			for (k = 0; k < b.n; k++)
				if (is_hindered(&near, &a.spans[i], &b.spans[k]))
					break;
			if (k == b.n)
				OK(pm_spans_add(&wanted, a.spans[i].first, a.spans[i].end,
						0, 0, ERR));
		}
		OK(pm_intervals_not_near(&near, &a, &b, &got, ERR));
		check_same(&got, &wanted);
	}
	pm_spans_release(&a);
	pm_spans_release(&b);
	pm_spans_release(&got);
	pm_spans_release(&wanted);
}
END_TEST

/* How many spans without a common word fit into FIRST .. LAST - 1: as many as one
 * gets by always taking the one that ends first. */
static uint32_t
count_apart(const struct pm_spans *s, uint32_t first, uint32_t last)
{
	uint32_t n = 0;

	for (;;) {
		uint32_t least = UINT32_MAX;
		size_t i;

		for (i = 0; i < s->n; i++)
			if (s->spans[i].first >= first && s->spans[i].end <= last &&
			    s->spans[i].end < least)
				least = s->spans[i].end;
		if (least == UINT32_MAX)
			return n;
		first = least;
		n++;
	}
}

START_TEST(loose_is_every_interval_less_those_that_contain_others)
{
	struct pm_loose words[3] = { 0 };
	struct pm_spans got = { 0 }, wanted = { 0 };
	uint32_t first, last, length;
	size_t n, i, k, kept;
	int try;

	for (try = 0; try < TRIES / 4; try++) {
		random_regions();
		n = 1 + rnd(3);
		length = 1 + (uint32_t)rnd(12);
		for (i = 0; i < n; i++) {
			struct pm_spans *s = &words[i].spans;

			words[i].times = 1 + (uint32_t)rnd(3);
			random_spans(s, true);
			for (k = kept = 0; k < s->n; k++)
				if (kept == 0 ||
				    s->spans[kept - 1].first != s->spans[k].first)
					s->spans[kept++] = s->spans[k];
			s->n = kept;
		}
		wanted.n = 0;
		for (first = 0; first < regions.end; first++)
			for (last = first + 1;
			     last <= regions.end && last - first <= length &&
			     in_one(first, last);
			     last++) {
				for (i = 0; i < n && count_apart(&words[i].spans, first,
								 last) >= words[i].times;
				     i++)
					;
				if (i == n)
					OK(pm_spans_add(&wanted, first, last, 0, 0, ERR));
			}
		keep_shortest(&wanted);
		OK(pm_intervals_loose(&regions, length, words, n, NULL, &got, ERR));
		check_same(&got, &wanted);
	}
	for (i = 0; i < 3; i++) {
		pm_spans_release(&words[i].spans);
		free(words[i].ends);
	}
	pm_spans_release(&got);
	pm_spans_release(&wanted);
}
END_TEST

START_TEST(neighbours_are_one_apart)
{
	uint32_t starts[] = { 0 };
	struct pm_regions all = { starts, 1, 1, 10 };
	struct pm_near near = { &all, 1, false, NULL, NULL, NULL };
	struct pm_spans a = { 0 }, b = { 0 }, got = { 0 };

	OK(pm_spans_add(&a, 2, 4, 0, 0, ERR));
	OK(pm_spans_add(&b, 4, 5, 0, 0, ERR));
	OK(pm_spans_add(&b, 0, 1, 0, 0, ERR));
	pm_spans_sort(&b);
	OK(pm_intervals_near(&near, &a, &b, &got, ERR));
	ck_assert_uint_eq(got.n, 1);
	ck_assert_uint_eq(got.spans[0].first, 2);
	ck_assert_uint_eq(got.spans[0].end, 5);
	near.distance = 2;
	OK(pm_intervals_near(&near, &a, &b, &got, ERR));
	ck_assert_uint_eq(got.n, 2);
	pm_spans_release(&a);
	pm_spans_release(&b);
	pm_spans_release(&got);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("intervals");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	rng = 1;
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, near_is_all_pairs_less_those_that_contain_others);
	tcase_add_test(tc, a_chain_is_all_triples_less_those_that_contain_others);
	tcase_add_test(tc, not_near_is_what_no_other_hinders);
	tcase_add_test(tc, loose_is_every_interval_less_those_that_contain_others);
	tcase_add_test(tc, neighbours_are_one_apart);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	free(regions.starts);
	return failed > 0;
}
