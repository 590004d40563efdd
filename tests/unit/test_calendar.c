/* Pressmark - tests of support/calendar.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/calendar.h"

#include <check.h>
#include <stdlib.h>

#define DAY_SECONDS INT64_C(86400)
#define FIRST_DAY (-354285) /* 1000-01-01, counted from 1970-01-01 */

START_TEST(months_have_their_days)
{
	ck_assert_uint_eq(pm_days_in_month(2023, 2), 28);
	ck_assert_uint_eq(pm_days_in_month(2024, 2), 29);
	ck_assert_uint_eq(pm_days_in_month(1900, 2), 28);
	ck_assert_uint_eq(pm_days_in_month(2000, 2), 29);
	ck_assert_uint_eq(pm_days_in_month(2023, 4), 30);
	ck_assert_uint_eq(pm_days_in_month(2023, 12), 31);
	ck_assert_uint_eq(pm_days_in_month(2023, 0), 0);
	ck_assert_uint_eq(pm_days_in_month(2023, 13), 0);
	ck_assert_uint_eq(pm_days_in_month(2023, UINT32_MAX), 0);
}
END_TEST

START_TEST(days_that_do_not_exist_are_0)
{
	ck_assert_uint_eq(pm_day(1987, 2, 26), 19870226);
	ck_assert_uint_eq(pm_day(2023, 2, 29), 0);
	ck_assert_uint_eq(pm_day(2024, 2, 29), 20240229);
	ck_assert_uint_eq(pm_day(2024, 2, 0), 0);
	ck_assert_uint_eq(pm_day(2024, 0, 1), 0);
	ck_assert_uint_eq(pm_day(2024, 13, 1), 0);
	ck_assert_uint_eq(pm_day(2024, 4, 31), 0);
	ck_assert_uint_eq(pm_day(2024, 1, UINT32_MAX), 0);
	ck_assert_uint_eq(pm_day(999, 12, 31), 0);
	ck_assert_uint_eq(pm_day(1000, 1, 1), 10000101);
	ck_assert_uint_eq(pm_day(2999, 12, 31), 29991231);
	ck_assert_uint_eq(pm_day(3000, 1, 1), 0);
}
END_TEST

START_TEST(a_date_may_be_a_month_or_a_year)
{
	char text[PM_DATE_TEXT];

	ck_assert_uint_eq(pm_date(2024, 3, 5), 20240305);
	ck_assert_uint_eq(pm_date(2024, 3, 0), 20240300);
	ck_assert_uint_eq(pm_date(2024, 0, 0), 20240000);
	ck_assert_uint_eq(pm_date(2024, 0, 5), 0);
	ck_assert_uint_eq(pm_date(2024, 13, 0), 0);
	ck_assert_uint_eq(pm_date(999, 12, 0), 0);
	ck_assert_uint_eq(pm_date(3000, 0, 0), 0);
	ck_assert_uint_eq(pm_date_text(20240305, text), 10);
	ck_assert_str_eq(text, "2024-03-05");
	ck_assert_uint_eq(pm_date_text(20240300, text), 7);
	ck_assert_str_eq(text, "2024-03");
	ck_assert_uint_eq(pm_date_text(20240000, text), 4);
	ck_assert_str_eq(text, "2024");
	ck_assert_uint_eq(pm_date_text(UINT32_MAX, text), 10);
}
END_TEST

START_TEST(seconds_fall_on_the_day_that_counting_gives)
{
	unsigned year = 1000, month = 1, day = 1;
	int64_t at;

	for (at = FIRST_DAY; year < 3000; at++) {
		uint32_t wanted = pm_day(year, month, day);

		if (pm_day_of_time(at * DAY_SECONDS) != wanted ||
		    pm_day_of_time(at * DAY_SECONDS + DAY_SECONDS - 1) != wanted)
			ck_abort_msg("day %ld is not %u", (long)at, wanted);
		if (++day > pm_days_in_month(year, month)) {
			day = 1;
			if (++month > 12) {
				month = 1;
				year++;
			}
		}
	}
	ck_assert_uint_eq(pm_day_of_time(0), 19700101);
	ck_assert_uint_eq(pm_day_of_time(-1), 19691231);
	ck_assert_uint_eq(pm_day_of_time(at * DAY_SECONDS), 0);
	ck_assert_uint_eq(pm_day_of_time(FIRST_DAY * DAY_SECONDS - 1), 0);
	ck_assert_uint_eq(pm_day_of_time(INT64_MAX), 0);
	ck_assert_uint_eq(pm_day_of_time(INT64_MIN), 0);
}
END_TEST

START_TEST(days_and_months_are_added)
{
	ck_assert_uint_eq(pm_day_add(20240305, 0), 20240305);
	ck_assert_uint_eq(pm_day_add(20240305, -5), 20240229);
	ck_assert_uint_eq(pm_day_add(20231231, 1), 20240101);
	ck_assert_uint_eq(pm_day_add(20240305, -366), 20230305);
	ck_assert_uint_eq(pm_day_add(10000101, -1), 0);
	ck_assert_uint_eq(pm_day_add(29991231, 1), 0);
	ck_assert_uint_eq(pm_day_add(0, 1), 0);
	ck_assert_uint_eq(pm_day_add_months(20240331, -1), 20240229);
	ck_assert_uint_eq(pm_day_add_months(20240131, 1), 20240229);
	ck_assert_uint_eq(pm_day_add_months(20240229, -12), 20230228);
	ck_assert_uint_eq(pm_day_add_months(20240115, -1), 20231215);
	ck_assert_uint_eq(pm_day_add_months(10000101, -1), 0);
	ck_assert_uint_eq(pm_day_add_months(29991201, 1), 0);
	ck_assert_uint_eq(pm_day_add_months(0, 1), 0);
}
END_TEST

START_TEST(weeks_begin_on_monday)
{
	ck_assert_uint_eq(pm_day_of_week(20240304), 0);
	ck_assert_uint_eq(pm_day_of_week(20240310), 6);
	ck_assert_uint_eq(pm_day_of_week(19700101), 3);
	ck_assert_uint_eq(pm_day_of_week(20000101), 5);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("calendar");
	TCase *t = tcase_create("calendar");
	SRunner *r;
	int failed;

	tcase_add_test(t, months_have_their_days);
	tcase_add_test(t, days_that_do_not_exist_are_0);
	tcase_add_test(t, a_date_may_be_a_month_or_a_year);
	tcase_add_test(t, seconds_fall_on_the_day_that_counting_gives);
	tcase_add_test(t, days_and_months_are_added);
	tcase_add_test(t, weeks_begin_on_monday);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
