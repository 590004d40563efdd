/* Pressmark - dates as articles write them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Recognised forms, with or without a time after them, which is ignored (the day is the
 * one written; nothing is converted between time zones):
 *
 *	2024-03-05  2024-03-05T10:00:00Z  20240305  20240305100000
 *	2024/03/05  2024.03.05  2024-Mar-05
 *	Tue, 05 Mar 2024 10:00:00 +0100          RFC 2822, RFC 850, asctime
 *	5 March 2024  March 5, 2024  Mar. 5th, 2024  5-Mar-2024  (or with a weekday)
 *	26-FEB-1987 15:01:01.79
 *	5.3.2024 (day first)   13/3/2024  3/13/2024  13-3-2024 (a number above 12 decides)
 *	1709632800, 1709632800000                seconds, milliseconds since 1970, UTC
 *	month names in English, German, French, Spanish, Italian, Dutch, Portuguese,
 *	Polish, Czech, Turkish and the Scandinavian languages
 *
 * 3/5/2024 is ambiguous and gives no day.  Nor does a year or a month alone ("2024",
 * "March 2024"): no day is invented.  A two-digit year is accepted only between a month
 * name and a time (RFC 850: 70 to 99 are 1970 to 1999, 00 to 69 are 2000 to 2069).  Years
 * 1000 to 2999.
 */
#ifndef PM_CORPUS_DATES_DATE_H
#define PM_CORPUS_DATES_DATE_H

#include <stddef.h>
#include <stdint.h>

/* YYYYMMDD as a decimal number, or 0 if TEXT does not begin with such a date (after white
 * space, quotes, a weekday).  What follows the date does not matter, except that no
 * letter or digit may touch it. */
uint32_t pm_date_parse(const char *text, size_t len);

/* How pm_date_find reads d/m/y and d-m-y dates that are ambiguous. */
enum pm_date_order { PM_DATE_ORDER_UNKNOWN, PM_DATE_DAY_FIRST, PM_DATE_MONTH_FIRST };

/* The first date anywhere in TEXT, of the forms above except bare digits (20240305,
 * seconds), which mean other things in running text.  0: none.  *AT (may be NULL) is
 * where it begins.  Linear in LEN. */
uint32_t pm_date_find(const char *text, size_t len, enum pm_date_order order,
		      size_t *at);

#endif
