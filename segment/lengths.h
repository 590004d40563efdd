/* Pressmark - how long articles are, in place.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A score needs the length of its article, which the database has in chunks that must be
 * decoded, 5 ns an article, anew by each process.  So a segment has a file `lengths`, of
 * support/pages.h, kind "lengths", version 1, whose data is an array that can be read where
 * it is mapped:
 *
 *	u32 for each article from 0 to the last: its length as libxapian defines it, plus 1;
 *		0 for article 0
 *
 * Readers are given it by pm_glass_take_lengths (glass/reader.h), on machines whose numbers
 * are little-endian as the file's are; others decode.  `check` compares the two.
 */
#ifndef PM_SEGMENT_LENGTHS_H
#define PM_SEGMENT_LENGTHS_H

#include "support/pages.h"

#define PM_LENGTHS_FILE "lengths"
#define PM_LENGTHS_VERSION 1u
#define PM_LENGTHS_PAGE 4096u

/* Creates PATH, which must not exist, for pm_lengths_put. */
enum pm_status pm_lengths_create(struct pm_pages_writer **out, const char *path,
				 struct pm_error *err);
/* The next article's; articles begin with 1.  PM_ERR_LIMIT for the greatest number. */
enum pm_status pm_lengths_put(struct pm_pages_writer *w, uint32_t length,
			      struct pm_error *err);

/* LAST: the last article.  PM_ERR_CORRUPT if the file is not made for as many. */
enum pm_status pm_lengths_open(struct pm_pages **out, const char *path, uint32_t last,
			       struct pm_error *err);

#endif
