/* Pressmark - the values of options that are more than a word or a number.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * PM_ERR_USAGE says what is wrong with a value.
 */
#ifndef PM_INDEXER_OPTION_VALUES_H
#define PM_INDEXER_OPTION_VALUES_H

#include "indexer/build.h"

/* "256M", "2G" or a number of bytes: 64M at least. */
enum pm_status pm_read_memory(const char *value, size_t *memory, struct pm_error *err);
/* "5", "2%" or "0.5%". */
enum pm_status pm_read_max_skipped(const char *value, struct pm_skip_limit *limit,
				   struct pm_error *err);

#endif
