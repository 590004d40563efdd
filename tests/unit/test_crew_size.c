/* Pressmark - tests of indexer/crew.h: as many workers as memory allows.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/crew.h"

#include "tests/unit/small_fixture.h"

#define MB ((size_t)1 << 20)

/* The workers of a crew that is asked for JOBS and MEMORY. */
static unsigned
workers(unsigned jobs, size_t memory)
{
	const struct pm_crew_options options = { .jobs = jobs,
						 .memory = memory,
						 .language = "english",
						 .dir = folder };
	struct pm_crew crew;
	unsigned n;

	OK(pm_crew_init(&crew, &options, ERR));
	n = crew.jobs;
	ck_assert_uint_ge(crew.options.memory, memory);
	/* 12 MB for the program; 6 for a worker's slices, and 8 at least for its run */
	ck_assert_uint_ge((crew.options.memory - 12 * MB) / n, 14 * MB);
	pm_crew_release(&crew);
	return n;
}

START_TEST(there_are_no_more_workers_than_memory_for_them)
{
	ck_assert_uint_eq(workers(1, 0), 1);
	ck_assert_uint_eq(workers(256, 0), 1);
	ck_assert_uint_eq(workers(256, 26 * MB), 1);
	ck_assert_uint_eq(workers(256, 40 * MB - 1), 1);
	ck_assert_uint_eq(workers(256, 40 * MB), 2);
	ck_assert_uint_eq(workers(256, 64 * MB), 3);
	ck_assert_uint_eq(workers(2, 64 * MB), 2);
	ck_assert_uint_eq(workers(256, 12 * MB + 256 * 14 * MB), 256);
	ck_assert_uint_eq(workers(4, (size_t)1 << 40), 4);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("crew_size");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_test(tc, there_are_no_more_workers_than_memory_for_them);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
