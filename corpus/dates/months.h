/* Pressmark - the words of dates: facts about languages.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words are folded as pm_scan_word folds them (scan.h).
 */
#ifndef PM_CORPUS_DATES_MONTHS_H
#define PM_CORPUS_DATES_MONTHS_H

#include <stdbool.h>

/* 1 to 12 if WORD, or two words with one space between, is the name of a month or its
 * common abbreviation, without a point, in one of the languages of months.c; else 0.
 * No name is that of two months.  A look-up compares with all of them: a microsecond. */
unsigned pm_month_of(const char *word);

/* A month that is called by its number: Vietnamese "tháng 3". */
bool pm_word_numbers_month(const char *word);

/* What may stand between day, month and year: "5 de marzo de 2024". */
bool pm_word_joins_date(const char *word);

/* What may stand after a year that comes first: "2024 m. kovo 5 d.". */
bool pm_word_follows_year(const char *word);

/* What may stand after a day that comes before its month: "5th", "1er". */
bool pm_word_follows_day(const char *word);

/* What says no more than the year beside it does: "spring 1998", "ca. 1998". */
bool pm_word_leaves_year(const char *word);

#endif
