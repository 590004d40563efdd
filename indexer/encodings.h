/* Pressmark - how many articles were read in which encoding.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_INDEXER_ENCODINGS_H
#define PM_INDEXER_ENCODINGS_H

#include "support/buf.h"

#include <stddef.h>
#include <stdint.h>

/* Of further encodings it is counted only how many articles they are of. */
#define PM_ENCODINGS_COUNTED 32u

struct pm_encoding_counts {
	struct pm_encoding_count {
		char name[40];
		uint64_t articles;
	} of[PM_ENCODINGS_COUNTED]; /* in the order in which they came */
	size_t n;
	uint64_t others;
};

/* An article was in NAME; NULL: in UTF-8, which is not counted. */
void pm_encoding_counts_add(struct pm_encoding_counts *c, const char *name);

/* Append "522 articles read as windows-1250, 3 as KOI8-R", the most first; nothing if
 * all were in UTF-8. */
void pm_encoding_counts_put(struct pm_buf *out, const struct pm_encoding_counts *c);

/* Append the same as an object of JSON: {"windows-1250":522,"KOI8-R":3}. */
void pm_encoding_counts_put_json(struct pm_buf *out, const struct pm_encoding_counts *c);

#endif
