/* Pressmark - days of the calendar.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A day is the decimal number YYYYMMDD: it sorts chronologically, and value slot 0 of an
 * index holds it as text.  A date of which only the month is known is YYYYMM00, and one
 * of which only the year is known YYYY0000: they sort just before their first day.
 */
#ifndef PM_SUPPORT_CALENDAR_H
#define PM_SUPPORT_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

/* 28 to 31 (proleptic Gregorian), or 0 for a month outside 1 to 12. */
unsigned pm_days_in_month(unsigned year, unsigned month);

/* YYYYMMDD, or 0 if there is no such day or the year is outside 1000 to 2999. */
uint32_t pm_day(unsigned year, unsigned month, unsigned day);

/* The same for a date of which the day is not known (DAY 0), or not even the month (both
 * 0). */
uint32_t pm_date(unsigned year, unsigned month, unsigned day);

/* The day, month or year as text: 2024-03-05, 2024-03 or 2024.  Returns its length. */
#define PM_DATE_TEXT 11
size_t pm_date_text(uint32_t date, char text[PM_DATE_TEXT]);

/* The day SECONDS after 1970-01-01 00:00 UTC, or 0 outside the years above. */
uint32_t pm_day_of_time(int64_t seconds);

/* The day N days after DAY (before it if N is negative); 0 outside the years above, or
 * if DAY is 0. */
uint32_t pm_day_add(uint32_t day, int64_t n);

/* The same day N months later; the last day of that month if it has no such day. */
uint32_t pm_day_add_months(uint32_t day, int64_t n);

/* 0 for Monday to 6 for Sunday. */
unsigned pm_day_of_week(uint32_t day);

#endif
