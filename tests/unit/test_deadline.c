/* Pressmark - tests of support/deadline.h: limits as they are written, and when they end an
 * answer.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/deadline.h"

#include "support/clock.h"

#include "tests/unit/small_fixture.h"

static bool
is_over(struct pm_deadline *d)
{
	const struct pm_stop stop = pm_deadline_stop(d);

	return pm_stop_asked(&stop);
}

START_TEST(a_limit_is_a_number_and_a_unit)
{
	static const struct {
		const char *text;
		uint64_t ms; /* 0: it is none */
	} v[] = {
		/* clang-format off */
		{ "1ms", 1 }, { "500ms", 500 }, { "10s", 10000 }, { "2m", 120000 },
		{ "1440m", 86400000 }, { "86400s", 86400000 }, { "86400000ms", 86400000 },
		{ "007s", 7000 },
		{ "1441m", 0 }, { "86401s", 0 }, { "86400001ms", 0 }, { "0ms", 0 },
		{ "0m", 0 }, { "10", 0 }, { "s", 0 }, { "", 0 }, { "1h", 0 }, { "-1s", 0 },
		{ " 1s", 0 }, { "1 s", 0 }, { "1s ", 0 }, { "1S", 0 }, { "1.5s", 0 },
		{ "99999999999999999999m", 0 }, { "307445734561825861m", 0 }
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		uint64_t ms = 0;
		bool is_one = pm_deadline_parse(v[i].text, &ms);

		ck_assert_msg(is_one == (v[i].ms > 0), "'%s'", v[i].text);
		if (is_one)
			ck_assert_uint_eq(ms, v[i].ms);
	}
}
END_TEST

/* What was found is shown a little longer than it is searched. */
START_TEST(showing_ends_after_searching)
{
	volatile sig_atomic_t flag = 0;
	struct pm_deadline d;
	struct pm_stop stop, last;

	pm_deadline_init(&d, 0, NULL);
	ck_assert(pm_deadline_last(&d).function == NULL);
	pm_deadline_init(&d, 3600000, NULL);
	stop = pm_deadline_stop(&d);
	last = pm_deadline_last(&d);
	ck_assert(!pm_stop_asked(&last) && !pm_stop_asked(&stop));
	pm_deadline_since(&d, pm_seconds() - 3600);
	ck_assert(!pm_stop_asked(&last) || d.ended);
	ck_assert(pm_stop_asked(&stop) && d.stopped);
	pm_deadline_since(&d, pm_seconds() - 3601);
	ck_assert(pm_stop_asked(&last));
	/* ^C, from when it is seen */
	pm_deadline_init(&d, 0, &flag);
	last = pm_deadline_last(&d);
	ck_assert(!pm_stop_asked(&last));
	flag = 1;
	ck_assert(!pm_stop_asked(&last) || d.ended);
	ck_assert(d.stopped && d.by_flag);
	while (!pm_stop_asked(&last))
		;
}
END_TEST

static bool
count_asked(void *ctx)
{
	unsigned *asked = ctx;

	return ++*asked >= 3;
}

START_TEST(patience_asks_after_some_work_and_stays_over)
{
	unsigned asked = 0, i;
	struct pm_patience p = { .stop = { count_asked, &asked } };
	struct pm_error err;

	ck_assert(!pm_patience_over(NULL, UINT64_MAX / 2));
	for (i = 0; i < 3 * PM_PATIENCE_UNITS - 1; i++)
		OK(pm_patience_spend(&p, 1, ERR));
	ck_assert_uint_eq(asked, 2);
	ck_assert_int_eq(pm_patience_spend(&p, 1, &err), PM_ERR_INTERRUPTED);
	ck_assert(pm_patience_over(&p, 0) && p.stopped);
	ck_assert(pm_patience_over_now(&p));
	ck_assert_uint_eq(asked, 3);
}
END_TEST

START_TEST(a_limit_ends_and_stays_ended)
{
	struct pm_deadline s;
	char text[80];

	pm_deadline_init(&s, 0, NULL);
	ck_assert(pm_deadline_stop(&s).function == NULL);
	pm_deadline_init(&s, 1, NULL);
	ck_assert(pm_deadline_stop(&s).function != NULL);
	while (!is_over(&s))
		;
	s.end_ms += 1000000;
	ck_assert(is_over(&s));
	pm_deadline_say(&s, text, sizeof text);
	ck_assert_str_eq(text, "stopped after 1 ms: there may be more");
	pm_deadline_init(&s, 86400000, NULL);
	ck_assert(!is_over(&s));
	pm_deadline_say(&s, text, sizeof text);
	ck_assert_str_eq(text, "stopped after 86400 s: there may be more");
}
END_TEST

START_TEST(a_flag_ends_it_too)
{
	volatile sig_atomic_t flag = 0;
	struct pm_deadline s;
	char text[80];

	pm_deadline_init(&s, 0, &flag);
	ck_assert(pm_deadline_stop(&s).function != NULL);
	ck_assert(!is_over(&s));
	flag = 1;
	ck_assert(is_over(&s));
	flag = 0;
	ck_assert(is_over(&s));
	pm_deadline_say(&s, text, sizeof text);
	ck_assert_str_eq(text, "stopped: there may be more");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("deadline");
	TCase *tc = tcase_create("all");

	tcase_add_test(tc, showing_ends_after_searching);
	tcase_add_test(tc, patience_asks_after_some_work_and_stays_over);
	tcase_add_test(tc, a_limit_is_a_number_and_a_unit);
	tcase_add_test(tc, a_limit_ends_and_stays_ended);
	tcase_add_test(tc, a_flag_ends_it_too);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
