/* Pressmark - articles with the same id: what is said of the first.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_INDEXER_REPEATED_H
#define PM_INDEXER_REPEATED_H

#include "support/buf.h"
#include "support/status.h"

#include <stdint.h>

/* Where an article is that repeats the id of one before it, and what is said of it. */
struct pm_repeated {
	struct pm_buf file, reason; /* empty: there is none */
	uint64_t line;
};

void pm_repeated_init(struct pm_repeated *r);
void pm_repeated_release(struct pm_repeated *r);

/* Of the article REPEATED of the segment in the folder SEGMENT, and ORIGINAL of that in FIRST,
 * which has the same id. */
enum pm_status pm_repeated_find(struct pm_repeated *out, const char *segment,
				uint32_t repeated, const char *first, uint32_t original,
				struct pm_error *err);

#endif
