/* Pressmark - ranges in a query: of dates, and of lengths.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A date is a year, a month or a day, 2024, 2024-06 or 2024-06-30, or relative to today:
 *
 *	today  yesterday
 *	this-week  this-month  this-year	weeks begin on Monday
 *	last-week  last-month  last-year	the one before
 *	-30d  -2w  -6m  -1y			that day: 30 days, 2 weeks, 6 months, 1
 *						year before; the month's last day where
 *						it has no such day
 *
 * Case does not matter, and blanks may stand for hyphens.  A range is one of these, or
 * two with .. between them, either of which may be missing; it goes from the first day of
 * the one to the last day of the other.
 */
#ifndef PM_LANGUAGE_DATES_H
#define PM_LANGUAGE_DATES_H

#include "language/mistake.h"

/* Read the operand of date:, bytes START .. END - 1 of QUERY, into the first and the last
 * day that it names; 0 or UINT32_MAX where the range is open (never both).  TODAY is a
 * day, or 0 for the clock's.  PM_OK or PM_ERR_QUERY. */
enum pm_status pm_dates_parse(const char *query, size_t start, size_t end, uint32_t today,
			      uint32_t *first_day, uint32_t *last_day,
			      struct pm_query_mistake *mistake);

/* Read the operand of words:, a number or two with .. between them, in the same way. */
enum pm_status pm_length_parse(const char *query, size_t start, size_t end,
			       uint32_t *first, uint32_t *last,
			       struct pm_query_mistake *mistake);

#endif
