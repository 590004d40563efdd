/* Pressmark - whether the files of a segment are what was written.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every page of every file is compared with its checksum, and every block of the database
 * with its guard.  What the files say is not looked at: that is check.c's.
 *
 * Cost: that of reading them.
 */
#ifndef PM_INDEXER_VERIFY_H
#define PM_INDEXER_VERIFY_H

#include "segment/segment.h"

/* SEG: the segment in the folder DIR, opened.  PM_ERR_CORRUPT names the file. */
enum pm_status pm_verify_segment(struct pm_segment *seg, const char *dir,
				 struct pm_error *err);
/* Of its database only. */
enum pm_status pm_verify_database(const char *dir, struct pm_error *err);

#endif
