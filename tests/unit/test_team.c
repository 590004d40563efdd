/* Pressmark - tests of support/team.c.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/team.h"

#include "tests/unit/small_fixture.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ITEMS 5000u

struct seen {
	unsigned times[ITEMS]; /* each written by one thread only, or it is wrong */
	pthread_t by[ITEMS];
	size_t longest;
};

static void
see(void *ctx, size_t from, size_t to)
{
	struct seen *s = ctx;
	size_t i;

	ck_assert(from < to && to <= ITEMS);
	for (i = from; i < to; i++) {
		s->times[i]++;
		s->by[i] = pthread_self();
	}
}

static void
run_once(struct pm_team *team, struct seen *s, size_t n, size_t grain)
{
	size_t i;

	memset(s->times, 0, sizeof s->times);
	pm_team_run(team, see, s, n, grain, 1e6);
	for (i = 0; i < ITEMS; i++)
		if (s->times[i] != (i < n))
			ck_abort_msg("%zu was done %u times", i, s->times[i]);
}

START_TEST(everything_is_done_once)
{
	static const size_t grains[] = { 1, 2, 7, 16, 1000, ITEMS, 2 * ITEMS };
	struct seen *s = calloc(1, sizeof *s);
	struct pm_error err;
	unsigned threads;
	size_t g, n;

	for (threads = 1; threads <= 5; threads += 2) {
		struct pm_team *team = NULL;

		ck_assert_int_eq(pm_team_new(&team, threads, &err), PM_OK);
		for (g = 0; g < sizeof grains / sizeof *grains; g++)
			for (n = 0; n <= ITEMS; n = 9 * n + 1)
				run_once(team, s, n, grains[g]);
		pm_team_free(team);
	}
	free(s);
}
END_TEST

/* Loops that are over before the others have woken up, and what they wrote is seen. */
START_TEST(many_short_loops)
{
	struct seen *s = calloc(1, sizeof *s);
	struct pm_team *team = NULL;
	struct pm_error err;
	int i;

	ck_assert_int_eq(pm_team_new(&team, 3, &err), PM_OK);
	for (i = 0; i < 1000; i++)
		run_once(team, s, 1 + (size_t)i % 40, 1);
	pm_team_free(team);
	free(s);
}
END_TEST

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened = PTHREAD_COND_INITIALIZER;
static unsigned inside;

/* Goes on only when two are in here: which one thread alone would wait for in vain. */
static void
meet(void *ctx, size_t from, size_t to)
{
	(void)ctx;
	(void)from;
	(void)to;
	pthread_mutex_lock(&gate);
	inside++;
	pthread_cond_broadcast(&opened);
	while (inside < 2)
		pthread_cond_wait(&opened, &gate);
	pthread_mutex_unlock(&gate);
}

START_TEST(others_take_part)
{
	struct pm_team *team = NULL;
	struct pm_error err;

	ck_assert_int_eq(pm_team_new(&team, 2, &err), PM_OK);
	pm_team_run(team, meet, NULL, 2, 1, PM_TEAM_START_US);
	inside = 0;
	pm_team_run(team, meet, NULL, 2, 1, PM_TEAM_WAKE_US);
	/* It does not look for work any more, but sleeps. */
	usleep(20000);
	inside = 0;
	pm_team_run(team, meet, NULL, 2, 1, PM_TEAM_WAKE_US);
	pm_team_free(team);
}
END_TEST

/* What is soon done wakes nobody, but where all is to be shared. */
START_TEST(little_work_is_the_callers)
{
	struct seen *s = calloc(1, sizeof *s);
	struct pm_team *team = NULL;
	struct pm_error err;
	size_t i;

	ck_assert_int_eq(pm_team_new(&team, 2, &err), PM_OK);
	pm_team_run(team, see, s, ITEMS, 1, PM_TEAM_START_US - 1);
	for (i = 0; i < ITEMS; i++)
		ck_assert(pthread_equal(s->by[i], pthread_self()));
	pm_team_share_all(team);
	inside = 0;
	pm_team_run(team, meet, NULL, 2, 1, 0);
	pm_team_free(team);
	free(s);
}
END_TEST

START_TEST(nobody_else_is_needed)
{
	struct seen *s = calloc(1, sizeof *s);
	struct pm_team *team = NULL;
	struct pm_error err;
	size_t i;

	run_once(NULL, s, ITEMS, 3);
	ck_assert_int_eq(pm_team_new(&team, 1, &err), PM_OK);
	run_once(team, s, ITEMS, 3);
	for (i = 0; i < ITEMS; i++)
		ck_assert(pthread_equal(s->by[i], pthread_self()));
	pm_team_free(team);
	pm_team_free(NULL);
	free(s);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("team");
	TCase *tc = tcase_create("all");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, everything_is_done_once);
	tcase_add_test(tc, many_short_loops);
	tcase_add_test(tc, others_take_part);
	tcase_add_test(tc, little_work_is_the_callers);
	tcase_add_test(tc, nobody_else_is_needed);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
