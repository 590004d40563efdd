/* Pressmark - tests of corpus/dates/date.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/dates/date.h"
#include "support/calendar.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct date_case {
	const char *text;
	uint32_t day;
};

/* From memory of the exact size, so that a read beyond the end is found. */
static uint32_t
parse(const char *text)
{
	size_t len = strlen(text);
	char *copy = malloc(len == 0 ? 1 : len);
	uint32_t day;

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, text, len);
	day = pm_date_parse(copy, len);
	free(copy);
	return day;
}

static void
check_all(const struct date_case *cases, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		uint32_t day = parse(cases[i].text);

		ck_assert_msg(day == cases[i].day, "'%s' gives %u instead of %u",
			      cases[i].text, day, cases[i].day);
	}
}

#define CHECK_ALL(cases) check_all(cases, sizeof (cases) / sizeof *(cases))

START_TEST(numbers_with_the_year_first)
{
	static const struct date_case cases[] = {
		{ "2024-03-05", 20240305 },
		{ "2024-03-05T10:00:00Z", 20240305 },
		{ "2024-03-05T23:59:59-11:00", 20240305 },
		{ "2024-03-05 10:00", 20240305 },
		{ "2024-03-05+01:00", 20240305 },
		{ "2024-03-05Z", 20240305 },
		{ "2024-3-5", 20240305 },
		{ "2024/03/05", 20240305 },
		{ "2024.03.05", 20240305 },
		{ "20240305", 20240305 },
		{ "20240305T100000Z", 20240305 },
		{ "20240305100000", 20240305 },
		{ "2024-Mar-05", 20240305 },
		{ "2024 March 5", 20240305 },
		{ "2024\u5e743\u67085\u65e5", 20240305 },
		{ "  \"2024-03-05\"", 20240305 },
		{ "2024-02-29", 20240229 },
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(dates_of_protocols)
{
	static const struct date_case cases[] = {
		{ "Tue, 05 Mar 2024 10:00:00 +0100", 20240305 },
		{ "05 Mar 2024 10:00:00 GMT", 20240305 },
		{ "Tuesday, 05-Mar-24 10:00:00 GMT", 20240305 },
		{ "Friday, 05-Mar-71 10:00:00 GMT", 19710305 },
		{ "Tue Mar  5 10:00:00 2024", 20240305 },
		{ "Tue Mar 5 10:00:00 CET 2024", 20240305 },
		{ "26-FEB-1987 15:01:01.79", 19870226 },
		{ " 2-MAR-1987 00:26:32.41", 19870302 },
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(dates_in_words)
{
	static const struct date_case cases[] = {
		{ "5 March 2024", 20240305 },
		{ "March 5, 2024", 20240305 },
		{ "March 5 2024", 20240305 },
		{ "Mar. 5th, 2024", 20240305 },
		{ "MARCH 5TH, 2024", 20240305 },
		{ "5-Mar-2024", 20240305 },
		{ "5th of March, 2024", 20240305 },
		{ "Sunday, March 3rd, 2024 at 10:15 AM", 20240303 },
		{ "Dienstag, den 5. M\u00e4rz 2024", 20240305 },
		{ "Dienstag, 5. Maerz 2024, 10:00 Uhr", 20240305 },
		{ "1er ao\u00fbt 2024", 20240801 },
		{ "le 3 f\u00e9vrier 2020", 20200203 },
		{ "5 de marzo de 2024", 20240305 },
		{ "mi\u00e9rcoles, 6 de marzo de 2024", 20240306 },
		{ "luned\u00ec 15 gennaio 2024", 20240115 },
		{ "woensdag 6 maart 2024", 20240306 },
		{ "5 de mar\u00e7o de 2024", 20240305 },
		{ "ter\u00e7a-feira, 5 de mar\u00e7o de 2024", 20240305 },
		{ "5 pa\u017adziernika 2020", 20201005 },
		{ "fe\u0301vrier 3, 2020", 20200203 },	/* accent by itself */
		{ "5\u00a0March\u00a02024", 20240305 },
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(numbers_with_the_day_or_month_first)
{
	static const struct date_case cases[] = {
		{ "5.3.2024", 20240305 },
		{ "05.03.2024 10:00", 20240305 },
		{ "5. 3. 2024", 20240305 },
		{ "3.13.2024", 0 },		/* points: the day is first */
		{ "13/3/2024", 20240313 },
		{ "3/13/2024", 20240313 },
		{ "13-03-2024", 20240313 },
		{ "3/3/2024", 20240303 },
		{ "3/5/2024", 0 },		/* ambiguous */
		{ "03-05-2024", 0 },
		{ "13/13/2024", 0 },
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(seconds_and_milliseconds)
{
	static const struct date_case cases[] = {
		{ "1709632800", 20240305 },
		{ "1709632800000", 20240305 },
		{ "1709632800.25", 20240305 },
		{ "1709596799", 20240304 },
		{ "1709596800", 20240305 },
		{ "170963280", 0 },
		{ "17096328000", 0 },
		{ "99999999999999999999999999", 0 },
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(none_is_invented)
{
	static const struct date_case cases[] = {
		{ "", 0 }, { " ", 0 }, { "2024", 0 }, { "March 2024", 0 },
		{ "2024-03", 0 }, { "March 5", 0 }, { "5 March", 0 },
		{ "5 March 24", 0 },		/* no time behind the two digits */
		{ "5/13/24", 0 }, { "24-03-05", 0 }, { "2024-02-30", 0 },
		{ "2024-13-01", 0 }, { "2024-00-10", 0 }, { "0999-01-01", 0 },
		{ "3000-01-01", 0 }, { "20241301", 0 }, { "20240305x", 0 },
		{ "2024-03-055", 0 }, { "5 Marchx 2024", 0 }, { "x5 March 2024", 0 },
		{ "32 March 2024", 0 }, { "yesterday", 0 }, { "n/a", 0 },
		{ "10:00", 0 }, { "1.2.3.4", 0 }, { "-1709632800", 0 },
		{ "1.7096328e9", 0 }, { "\xff\xfe", 0 }, { "5 M\xc3", 0 },
		{ "2024-03-0512:00", 0 }, { "2024-03-05.12", 0 }, { "2024 March 5.12", 0 },
	};

	CHECK_ALL(cases);
}
END_TEST

START_TEST(every_day_in_every_form_is_read_back)
{
	static const char *const months[] = {
		"January", "February", "March", "April", "May", "June", "July",
		"August", "September", "October", "November", "December"
	};
	unsigned year, month, day;

	for (year = 1996; year <= 2001; year++) {
		for (month = 1; month <= 12; month++) {
			for (day = 1; day <= pm_days_in_month(year, month); day++) {
				uint32_t wanted = pm_day(year, month, day);
				char text[64];

				snprintf(text, sizeof text, "%04u-%02u-%02u", year, month, day);
				ck_assert_uint_eq(parse(text), wanted);
				snprintf(text, sizeof text, "%u.%u.%u", day, month, year);
				ck_assert_uint_eq(parse(text), wanted);
				snprintf(text, sizeof text, "%u %.3s %u", day,
					 months[month - 1], year);
				ck_assert_uint_eq(parse(text), wanted);
				snprintf(text, sizeof text, "%s %u, %u", months[month - 1],
					 day, year);
				ck_assert_uint_eq(parse(text), wanted);
			}
		}
	}
}
END_TEST

START_TEST(find_looks_anywhere)
{
	static const struct {
		const char *text;
		enum pm_date_order order;
		uint32_t day;
		size_t at;
	} cases[] = {
		{ "Posted on March 5, 2024 by X", 0, 20240305, 10 },
		{ "12:34, 5 March 2024", 0, 20240305, 7 },
		{ "version 20240305 of 2024-03-06", 0, 20240306, 20 },
		{ "call 1709632800", 0, 0, 0 },
		{ "on 3/5/2024", 0, 0, 0 },
		{ "on 3/5/2024", PM_DATE_DAY_FIRST, 20240503, 3 },
		{ "on 3/5/2024", PM_DATE_MONTH_FIRST, 20240305, 3 },
		{ "12 may be 5 June 2020", 0, 20200605, 10 },
		{ "", 0, 0, 0 },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t at = 0;

		ck_assert_uint_eq(pm_date_find(cases[i].text, strlen(cases[i].text),
					       cases[i].order, &at), cases[i].day);
		ck_assert_uint_eq(at, cases[i].at);
	}
}
END_TEST

START_TEST(long_texts_take_linear_time)
{
	size_t len = 2000000, i;
	char *text = malloc(len);

	ck_assert_ptr_nonnull(text);
	for (i = 0; i < len; i++)
		text[i] = "5  "[i % 3];
	ck_assert_uint_eq(pm_date_find(text, len, 0, NULL), 0);
	memset(text, '1', len);
	ck_assert_uint_eq(pm_date_find(text, len, 0, NULL), 0);
	ck_assert_uint_eq(pm_date_parse(text, len), 0);
	memset(text, 'm', len);
	ck_assert_uint_eq(pm_date_find(text, len, 0, NULL), 0);
	memset(text, ' ', len);
	ck_assert_uint_eq(pm_date_parse(text, len), 0);
	free(text);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("date");
	TCase *t = tcase_create("date");
	SRunner *r;
	int failed;

	tcase_add_test(t, numbers_with_the_year_first);
	tcase_add_test(t, dates_of_protocols);
	tcase_add_test(t, dates_in_words);
	tcase_add_test(t, numbers_with_the_day_or_month_first);
	tcase_add_test(t, seconds_and_milliseconds);
	tcase_add_test(t, none_is_invented);
	tcase_add_test(t, every_day_in_every_form_is_read_back);
	tcase_add_test(t, find_looks_anywhere);
	tcase_add_test(t, long_texts_take_linear_time);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
