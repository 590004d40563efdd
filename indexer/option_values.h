/* Pressmark - the values of options that are more than a word or a number.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * PM_ERR_USAGE says what is wrong with a value.
 */
#ifndef PM_INDEXER_OPTION_VALUES_H
#define PM_INDEXER_OPTION_VALUES_H

#include "indexer/build.h"
#include "support/options.h"

/* "256M", "2G" or a number of bytes; LEAST: "64M", how many megabytes it must be. */
enum pm_status pm_read_size(const struct pm_option *option, const char *value,
			    const char *least, uint64_t *size, struct pm_error *err);
/* "5", "2%" or "0.5%". */
enum pm_status pm_read_limit(const struct pm_option *option, const char *value,
			     struct pm_skip_limit *limit, struct pm_error *err);

#endif
