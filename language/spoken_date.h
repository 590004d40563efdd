/* Pressmark - dates as people write them, for a hint.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	2024-03  2024/3/1  20240301  3/1/2024		(the month first where it can be)
 *	March 2024  Mar. 2024  1 March 2024  March 1st, 2024  2024 March
 *
 * A query takes only the first of these: see dates.h.  The words are English.
 */
#ifndef PM_LANGUAGE_SPOKEN_DATE_H
#define PM_LANGUAGE_SPOKEN_DATE_H

#include <stddef.h>
#include <stdint.h>

/* The day, month or year that the LEN bytes at X are (support/calendar.h), or 0. */
uint32_t pm_spoken_date(const char *x, size_t len);

/* How many bytes X begins with that are such a date, up to white space, a parenthesis or
 * the end: as many as can be; 0: none. */
size_t pm_spoken_date_at(const char *x, size_t len);

#endif
