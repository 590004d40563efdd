/* Pressmark - dates as articles write them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A date is a day, a month or a year (support/calendar.h).  Recognised forms, with or
 * without a time, which is ignored (the day is the one written; nothing is converted
 * between time zones):
 *
 *	2024-03-05  2024-03-05T10:00:00Z  2024/03/05  2024.03.05  2024-Mar-05
 *	20240305  202403051000  20240305100000  D:20240305100000 (PDF)
 *	Tue, 05 Mar 2024 10:00:00 +0100          RFC 2822, RFC 850, asctime
 *	Tue Mar 05 10:00:00 +0000 2024
 *	5 March 2024  March 5, 2024  Mar. 5th, 2024  5-Mar-2024  26-FEB-1987 15:01:01.79
 *	5.3.2024 (day first)   13/3/2024  3/13/2024  13-3-2024 (a number above 12 decides)
 *	2024年3月5日  2024년 3월 5일  5 tháng 3 năm 2024
 *	541382400, 1709632800000                 seconds, milliseconds since 1970, UTC
 *	2024-03  03/2024  March 2024  2024年3月  202403 only in D:202403
 *	2024  spring 2024
 *
 * Names of months are those of the languages in months.c; digits may be those of other
 * scripts.  Of a range ("2020 Jan-Feb", "5-7 March 2024", "1998-99") the first date
 * counts.  Zeros say that a part is not known (2024-03-00).
 *
 * 3/5/2024 may be 5 March or 3 May: the caller's order decides (struct pm_date_numbers).
 *
 * Two digits are a year in 16-Mar-20, 8/14/26 and 14.8.26: 69 to 99 are 1969 to 1999, and
 * 00 to 68 are 2000 to 2068, as in POSIX's strptime.  Which year it is now does not
 * matter, here or anywhere: the same text always gives the same date.  14-08-26 has three
 * readings and gives none.
 *
 * Bare digits are an epoch where they are nothing else: 8 to 10 are seconds, 11 to 13
 * milliseconds, with nothing after them but a fraction.  2016020417 and 201602041730 are a
 * day with its time, of the years 1970 to 2099; the seconds of such begin in 2032, and the
 * milliseconds are those of some months of 1976.  What looks like a wrong one of these is
 * no date, rather than one of another year: 202413011200, 20241301, 31122024.
 *
 * A number of JSON says more than digits in a string: also 0, -86400, 5.5 and 1.7e9 are an
 * epoch, and 202403 is a month.  240305 is none of these (and may be a day).
 *
 * Years 1000 to 2999; in digits of other scripts 1600 to 2050, since other numbers there
 * are years of other calendars.
 */
#ifndef PM_CORPUS_DATES_DATE_H
#define PM_CORPUS_DATES_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How d/m/y and d-m-y dates are read that can be read in both ways. */
enum pm_date_order { PM_DATE_ORDER_UNKNOWN, PM_DATE_DAY_FIRST, PM_DATE_MONTH_FIRST };

/* The forms whose order one must know.  What one source does in the one says nothing
 * about the other. */
enum pm_date_form { PM_DATE_SLASHES, PM_DATE_HYPHENS, PM_DATE_FORMS };

/* What a date in numbers tells about the order of numbers. */
struct pm_date_numbers {
	bool either;		  /* it can be read in both ways */
	enum pm_date_form form;	  /* if EITHER, or SHOWS is known */
	enum pm_date_order shows; /* if it can be read in only one */
};

/* The date of TEXT, the value of a field that is about a date: the first one that begins
 * within its first 200 bytes ("Updated 5 March 2024 by us").  A month must have only words
 * before it ("Published in March 2024"); a year, a month without a name and bare digits
 * nothing, or a colon ("Published: 2024").  0 if there is none, or if the first can be
 * read in both ways and ORDER is unknown.  NUMBERS may be NULL. */
uint32_t pm_date_parse(const char *text, size_t len, enum pm_date_order order,
		       struct pm_date_numbers *numbers);

/* The date that a number of JSON is, as it is written. */
uint32_t pm_date_parse_number(const char *text, size_t len);

/* The first day anywhere in a running text.  Of the forms above not months and years, not
 * bare digits (20240305, seconds) and not years of two digits, since these mean other
 * things there.  0: none.  *AT (may be NULL) is where it begins.  Linear in LEN. */
uint32_t pm_date_find(const char *text, size_t len, enum pm_date_order order, size_t *at);

#endif
