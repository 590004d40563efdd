/* Pressmark - checking one segment: everything that it says is compared with its articles.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_segment_check_new(&c, index, files, &result, &err);
 *	for each segment i of the index
 *		pm_segment_check_run(c, i, &err);
 *	pm_segment_check_sum(c)		is the fingerprint
 *	pm_segment_check_free(c);
 *
 * What is compared, commands.h says.  PM_ERR_CORRUPT names the file in which the first
 * damage was found; the others of the segment are not looked at any more.  Segments can
 * then still be checked.
 */
#ifndef PM_INDEXER_CHECK_SEGMENT_H
#define PM_INDEXER_CHECK_SEGMENT_H

#include "indexer/commands.h"
#include "indexer/files.h"
#include "segment/index.h"

struct pm_segment_check;

/* FILES: those of the generation; NULL: which files there were is not compared.  RESULT is
 * filled in with versions, and words are added to it; both are the caller's, and live as
 * long. */
enum pm_status pm_segment_check_new(struct pm_segment_check **out, struct pm_index *index,
				    const struct pm_files *files,
				    struct pm_check_result *result, struct pm_error *err);
void pm_segment_check_free(struct pm_segment_check *c);

enum pm_status pm_segment_check_run(struct pm_segment_check *c, size_t segment,
				    struct pm_error *err);

/* The fingerprint of the articles that were checked and are left. */
struct pm_digest128 pm_segment_check_sum(const struct pm_segment_check *c);

#endif
