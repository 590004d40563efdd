/* Pressmark - how many articles were read in which encoding, and from which format.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_INDEXER_NAME_COUNTS_H
#define PM_INDEXER_NAME_COUNTS_H

#include "support/buf.h"

#include <stddef.h>
#include <stdint.h>

/* Of further names it is counted only how many articles they are of. */
#define PM_NAMES_COUNTED 64u

struct pm_name_counts {
	struct pm_name_count {
		char name[40];
		uint64_t articles;
	} of[PM_NAMES_COUNTED]; /* in the order in which they came */
	size_t n;
	uint64_t others;
};

/* An article is of NAME; NULL: of none that is counted. */
void pm_name_counts_add(struct pm_name_counts *c, const char *name);

/* Append "522 articles read as windows-1250, 3 as KOI8-R", the most first; nothing if
 * nothing was counted. */
void pm_name_counts_put_encodings(struct pm_buf *out, const struct pm_name_counts *c);
/* Append "522 plain text, 30 web pages, 12 CSV", the most first. */
void pm_name_counts_put_formats(struct pm_buf *out, const struct pm_name_counts *c);

/* Append the same as an object of JSON: {"windows-1250":522,"KOI8-R":3}. */
void pm_name_counts_put_json(struct pm_buf *out, const struct pm_name_counts *c);

#endif
