/* Pressmark - pressmark-index check, origins: that the articles are those that were read.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The digest of what an article says is made anew from its title, its text with the folds
 * in their places, and its metadata; so it cannot be another article without anybody
 * noticing.  The sum over those that are left is compared by the caller.  An article is first seen no later than it got its content, and neither after the generation;
 * and the file that it was read from is one of files-7 (files.h).
 *
 *	pm_check_origins_init(&c, index, files, &err);
 *	for each segment
 *		pm_check_origins_enter(&c, i, &err);
 *		for each article, in order
 *			pm_check_origin(&c, article, &metadata, &title, &body, &err);
 *	... c.sum is the fingerprint ...
 *	pm_check_origins_release(&c);
 *
 * Cost: one pass of XXH3 over the text.  Memory: 16 bytes for each file.
 */
#ifndef PM_INDEXER_CHECK_ORIGINS_H
#define PM_INDEXER_CHECK_ORIGINS_H

#include "indexer/source_places.h"
#include "segment/fingerprint.h"
#include "segment/index.h"
#include "support/buf.h"

struct pm_check_origins {
	struct pm_index *index;
	struct pm_source_places places; /* the files that are known */
	bool has_places;
	struct pm_digest128 sum; /* of the articles so far that are left */
	struct pm_content content;
	struct pm_buf fold;
	/* Of the segment that was entered. */
	size_t number;
	struct pm_pages *origins;
	struct pm_folds *folds; /* or NULL */
};

/* FILES: those of the generation; NULL: which files there were is not compared. */
enum pm_status pm_check_origins_init(struct pm_check_origins *c, struct pm_index *index,
				     const struct pm_files *files, struct pm_error *err);
/* One of all zeros may be released. */
void pm_check_origins_release(struct pm_check_origins *c);

enum pm_status pm_check_origins_enter(struct pm_check_origins *c, size_t segment,
				      struct pm_error *err);
enum pm_status pm_check_origin(struct pm_check_origins *c, uint32_t article,
			       const struct pm_metadata *m, const struct pm_buf *title,
			       const struct pm_buf *body, struct pm_error *err);

#endif
