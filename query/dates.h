/* Pressmark - dates in a query: 2024, 2024-06, 2024-06-30 and ranges of them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_QUERY_DATES_H
#define PM_QUERY_DATES_H

#include "query/mistake.h"

/* Read the operand of date:, bytes START .. END - 1 of QUERY (not empty), into
 * the first and the last day that it names; 0 and UINT32_MAX where the range is
 * open (never both).  PM_OK or PM_ERR_QUERY. */
enum pm_status pm_dates_parse(const char *query, size_t start, size_t end,
			      uint32_t *first_day, uint32_t *last_day,
			      struct pm_query_mistake *mistake);

#endif
