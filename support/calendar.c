/* Pressmark - days of the calendar: see calendar.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/calendar.h"

#include <stdio.h>

#define YEAR_MIN 1000
#define YEAR_MAX 2999
#define DAY_SECONDS 86400

unsigned
pm_days_in_month(unsigned year, unsigned month)
{
	static const uint8_t days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month < 1 || month > 12)
		return 0;
	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

uint32_t
pm_day(unsigned year, unsigned month, unsigned day)
{
	if (year < YEAR_MIN || year > YEAR_MAX || day < 1 ||
	    day > pm_days_in_month(year, month))
		return 0;
	return (uint32_t)year * 10000 + month * 100 + day;
}

uint32_t
pm_date(unsigned year, unsigned month, unsigned day)
{
	if (day > 0)
		return pm_day(year, month, day);
	if (month > 0)
		return pm_day(year, month, 1) / 100 * 100;
	return pm_day(year, 1, 1) / 10000 * 10000;
}

size_t
pm_date_text(uint32_t date, char text[PM_DATE_TEXT])
{
	size_t len = date % 10000 == 0 ? 4 : date % 100 == 0 ? 7 : 10;

	snprintf(text, PM_DATE_TEXT, "%04u-%02u-%02u", (unsigned)(date / 10000 % 10000),
		 (unsigned)(date / 100 % 100), (unsigned)(date % 100));
	text[len] = '\0';
	return len;
}

/* Days between 1 January of year 1 and 1 January of YEAR. */
static int64_t
days_before(int64_t year)
{
	int64_t y = year - 1;

	return y * 365 + y / 4 - y / 100 + y / 400;
}

/* The day that is DAY days after 1 January of year 1, or 0. */
static uint32_t
day_of_count(int64_t day)
{
	int64_t year, rest;
	unsigned month;

	if (day < days_before(YEAR_MIN) || day >= days_before(YEAR_MAX + 1))
		return 0;
	/* 400 years have 146097 days; the quotient is at most one year off. */
	year = day * 400 / 146097 + 1;
	while (days_before(year) > day)
		year--;
	while (days_before(year + 1) <= day)
		year++;
	rest = day - days_before(year);
	for (month = 1; rest >= (int64_t)pm_days_in_month((unsigned)year, month); month++)
		rest -= pm_days_in_month((unsigned)year, month);
	return pm_day((unsigned)year, month, (unsigned)rest + 1);
}

static int64_t
count_of_day(uint32_t day)
{
	unsigned year = day / 10000, month = day / 100 % 100, m;
	int64_t count = days_before(year) + day % 100 - 1;

	for (m = 1; m < month; m++)
		count += pm_days_in_month(year, m);
	return count;
}

uint32_t
pm_day_of_time(int64_t seconds)
{
	int64_t day = seconds / DAY_SECONDS;

	if (seconds % DAY_SECONDS < 0)
		day--;
	return day_of_count(day + days_before(1970));
}

uint32_t
pm_day_add(uint32_t day, int64_t n)
{
	return day == 0 ? 0 : day_of_count(count_of_day(day) + n);
}

uint32_t
pm_day_add_months(uint32_t day, int64_t n)
{
	int64_t months = (int64_t)(day / 10000) * 12 + day / 100 % 100 - 1 + n;
	unsigned year, month, days;

	if (day == 0 || months < YEAR_MIN * INT64_C(12) ||
	    months >= (YEAR_MAX + 1) * INT64_C(12))
		return 0;
	year = (unsigned)(months / 12);
	month = (unsigned)(months % 12) + 1;
	days = pm_days_in_month(year, month);
	return pm_day(year, month, day % 100 < days ? day % 100 : days);
}

unsigned
pm_day_of_week(uint32_t day)
{
	/* 1 January of year 1 was a Monday. */
	return (unsigned)(count_of_day(day) % 7);
}
