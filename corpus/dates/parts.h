/* Pressmark - parts of dates, and what stands between them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each function takes what it is named for if that comes next, and else leaves the scan
 * where it is (scan.h).
 */
#ifndef PM_CORPUS_DATES_PARTS_H
#define PM_CORPUS_DATES_PARTS_H

#include "corpus/dates/scan.h"

/* The name of a month, of one or two words, with a point: 1 to 12; else 0. */
unsigned pm_take_month(struct pm_scan *s);

/* All that may stand between day, month name and year: ", " ". " "-" " de " " of ". */
void pm_take_joint(struct pm_scan *s);

/* After the day: th, er, e, ".", -го, :e, the ordinal signs and the degree sign. */
void pm_take_day_ending(struct pm_scan *s);

/* After a year that comes first: "m.", "ko", "(e)ko". */
void pm_take_year_ending(struct pm_scan *s);

/* 10:00, 10:00:00.25 */
bool pm_take_clock(struct pm_scan *s);

/* After a time: a zone, and which half of the day it is. */
void pm_take_zone(struct pm_scan *s);

/* Whether digits go on after a sign that belongs to numbers, as after 3.5 in 3.5.6. */
bool pm_goes_on(const struct pm_scan *s);

/* The rest of a range.  After a day "-7" of 5-7 March, or "- May 2" of April 30 - May 2;
 * after a month "-Feb" of Jan-Feb 2020, or "- 2 May" of 30 April - 2 May; after the year
 * FIRST "-1999" or "-99" of 1998-99. */
bool pm_take_last_day(struct pm_scan *s);
bool pm_take_last_month_day(struct pm_scan *s);
void pm_take_last_month(struct pm_scan *s);
void pm_take_last_year(struct pm_scan *s, unsigned first);

#endif
