/* Pressmark - which number is the day: what the dates of a file show.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * 3/5/2024 can be read in both ways, 13/5/2024 in one.  Dates that can be read in only one
 * way show in which order their source writes numbers; the others of that source are read
 * in the same order.  A source is what articles of a file name as theirs.  Dates with
 * slashes show nothing about dates with hyphens.
 */
#ifndef PM_CORPUS_DATES_ORDERS_H
#define PM_CORPUS_DATES_ORDERS_H

#include "corpus/dates/date.h"
#include "support/intern.h"
#include "support/status.h"

struct pm_date_orders {
	struct pm_intern sources;
	uint8_t (*shown)[PM_DATE_FORMS]; /* by source: one bit for each order */
	size_t cap;
	uint8_t shown_by_any[PM_DATE_FORMS];
};

void pm_date_orders_init(struct pm_date_orders *o);
void pm_date_orders_release(struct pm_date_orders *o);

/* Forget all, for a new file. */
void pm_date_orders_clear(struct pm_date_orders *o);

/* A date of SOURCE, which may be empty, was read. */
enum pm_status pm_date_orders_learn(struct pm_date_orders *o, const char *source,
				    size_t len, const struct pm_date_numbers *numbers,
				    struct pm_error *err);

/* The order of SOURCE if it has shown one and not both; if it has shown none, that of the
 * whole file in the same way; else unknown. */
enum pm_date_order pm_date_orders_of(const struct pm_date_orders *o, const char *source,
				     size_t len, enum pm_date_form form);

#endif
