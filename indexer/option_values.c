/* Pressmark - the values of options: see option_values.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/option_values.h"

#include <stdlib.h>
#include <string.h>

enum pm_status
pm_read_size(const struct pm_option *option, const char *value, const char *least,
	     uint64_t *size, struct pm_error *err)
{
	static const char units[] = "KMG";
	unsigned long long n = 0, min = strtoull(least, NULL, 10) << 20;
	const char *unit = NULL;
	char *end = NULL;

	if (value[0] >= '0' && value[0] <= '9')
		n = strtoull(value, &end, 10);
	if (end != NULL && *end != '\0' && end[1] == '\0')
		unit = strchr(units, *end & ~0x20);
	if (end == NULL || (*end != '\0' && unit == NULL) || n > SIZE_MAX >> 31)
		return pm_fail(err, PM_ERR_USAGE,
			       "option '--%s' takes a size such as "
			       "256M or 2G, not '%s'",
			       option->name, value);
	*size = (uint64_t)n << (unit == NULL ? 0 : 10 * (unit - units + 1));
	if (*size < min)
		return pm_fail(err, PM_ERR_USAGE,
			       "option '--%s' must be %s at least, not '%s'",
			       option->name, least, value);
	return PM_OK;
}

enum pm_status
pm_read_limit(const struct pm_option *option, const char *value,
	      struct pm_skip_limit *limit, struct pm_error *err)
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
			       "option '--%s' takes a number, or "
			       "a share such as 2%%, not '%s'",
			       option->name, value);
	return PM_OK;
}
