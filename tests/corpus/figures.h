/* Pressmark - what the made-up newswire has of figures: numbers, money, days, models.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_CORPUS_FIGURES_H
#define PM_TESTS_CORPUS_FIGURES_H

#include "support/buf.h"

#include <stdint.h>

/* 12; 3.5; 1,000; 240,500; seven. */
void put_number(struct pm_buf *out, uint64_t *state);
/* 3.5 pct; 12%. */
void put_percentage(struct pm_buf *out, uint64_t *state);
/* $5bn; 1.2 mln dlrs. */
void put_money(struct pm_buf *out, uint64_t *state);
/* March; Monday; 1994; a day of the month: March 5. */
void put_month(struct pm_buf *out, uint64_t *state);
void put_weekday(struct pm_buf *out, uint64_t *state);
void put_year(struct pm_buf *out, uint64_t *state);
void put_day(struct pm_buf *out, uint64_t *state);
/* DDR5, KX-40, 7nm: the same for a number. */
void put_model(struct pm_buf *out, uint32_t number);

#endif
