/* Pressmark - which number is the day: see orders.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/dates/orders.h"

#include <stdlib.h>
#include <string.h>

void
pm_date_orders_init(struct pm_date_orders *o)
{
	memset(o, 0, sizeof *o);
	pm_intern_init(&o->sources);
}

void
pm_date_orders_release(struct pm_date_orders *o)
{
	pm_intern_release(&o->sources);
	free(o->shown);
	o->shown = NULL;
	o->cap = 0;
}

void
pm_date_orders_clear(struct pm_date_orders *o)
{
	if (o->sources.n > 0) {
		pm_date_orders_release(o);
		pm_date_orders_init(o);
	}
}

enum pm_status
pm_date_orders_learn(struct pm_date_orders *o, const char *source, size_t len,
		     const struct pm_date_numbers *numbers, struct pm_error *err)
{
	uint32_t id, known = o->sources.n;
	enum pm_status status;
	uint8_t bit;

	if (numbers->shows == PM_DATE_ORDER_UNKNOWN)
		return PM_OK;
	bit = (uint8_t)(1 << numbers->shows);
	if ((status = pm_intern(&o->sources, len > 0 ? source : "", len, &id, err)) < 0 ||
	    (status = pm_grow(&o->shown, &o->cap, (size_t)id + 1, sizeof *o->shown, err)) <
		    0)
		return status;
	if (id == known)
		memset(o->shown[id], 0, sizeof o->shown[id]);
	o->shown[id][numbers->form] |= bit;
	o->shown_by_any[numbers->form] |= bit;
	return PM_OK;
}

static enum pm_date_order
order_of(uint8_t shown)
{
	return shown == 1 << PM_DATE_DAY_FIRST	 ? PM_DATE_DAY_FIRST
	     : shown == 1 << PM_DATE_MONTH_FIRST ? PM_DATE_MONTH_FIRST
						 : PM_DATE_ORDER_UNKNOWN;
}

enum pm_date_order
pm_date_orders_of(const struct pm_date_orders *o, const char *source, size_t len,
		  enum pm_date_form form)
{
	uint32_t id = pm_intern_find(&o->sources, len > 0 ? source : "", len);

	if (id != PM_U32_NONE && o->shown[id][form] != 0)
		return order_of(o->shown[id][form]);
	return order_of(o->shown_by_any[form]);
}
