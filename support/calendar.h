/* Pressmark - days of the calendar.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A day is the decimal number YYYYMMDD: it sorts as it should, and is what
 * value slot 0 of an index holds as text.
 */
#ifndef PM_SUPPORT_CALENDAR_H
#define PM_SUPPORT_CALENDAR_H

#include <stdint.h>

/* 28 to 31 (proleptic Gregorian), or 0 for a month outside 1 to 12. */
unsigned pm_days_in_month(unsigned year, unsigned month);

/* YYYYMMDD, or 0 where there is no such day or the year is outside 1000 to
 * 2999. */
uint32_t pm_day(unsigned year, unsigned month, unsigned day);

/* The day that SECONDS after 1970-01-01 00:00 UTC falls on, or 0 outside the
 * years above. */
uint32_t pm_day_of_time(int64_t seconds);

#endif
