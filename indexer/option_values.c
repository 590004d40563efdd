/* Pressmark - the values of options: see option_values.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/option_values.h"

#include "indexer/crew.h"

#include <stdlib.h>
#include <string.h>

enum pm_status
pm_read_memory(const char *value, size_t *memory, struct pm_error *err)
{
	static const char units[] = "KMG";
	unsigned long long n = 0;
	const char *unit = NULL;
	char *end = NULL;

	if (value[0] >= '0' && value[0] <= '9')
		n = strtoull(value, &end, 10);
	if (end != NULL && *end != '\0' && end[1] == '\0')
		unit = strchr(units, *end & ~0x20);
	if (end == NULL || (*end != '\0' && unit == NULL) || n > SIZE_MAX >> 31)
		return pm_fail(err, PM_ERR_USAGE,
			       "option '--memory' takes a size such as "
			       "256M or 2G, not '%s'",
			       value);
	*memory = (size_t)n << (unit == NULL ? 0 : 10 * (unit - units + 1));
	if (*memory < PM_MEMORY_MIN)
		return pm_fail(err, PM_ERR_USAGE,
			       "option '--memory' must be 64M at least, not '%s'", value);
	return PM_OK;
}

enum pm_status
pm_read_max_skipped(const char *value, struct pm_skip_limit *limit, struct pm_error *err)
{
	size_t digits = strspn(value, "0123456789"), n = strspn(value, "0123456789.");
	char *end = NULL;

	limit->kind = PM_SKIP_ANY;
	if (digits > 0 && value[digits] == '\0') {
		limit->number = strtoull(value, NULL, 10);
		limit->kind = PM_SKIP_NUMBER;
	} else if (digits > 0 && strcmp(value + n, "%") == 0) {
		limit->share = strtod(value, &end) / 100;
		if (end == value + n && limit->share <= 1)
			limit->kind = PM_SKIP_SHARE;
	}
	if (limit->kind == PM_SKIP_ANY)
		return pm_fail(err, PM_ERR_USAGE,
			       "option '--max-skipped' takes a number, or "
			       "a share such as 2%%, not '%s'",
			       value);
	return PM_OK;
}
