/* Pressmark - articles on their way into slices.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a build keeps of an article besides its text: its metadata (segment/metadata.h)
 * and fields, the data of its document, its language; and what it counts.
 *
 *	pm_intake_init(&in, options, language, result, &shown);
 *	for each article
 *		pm_intake_add(&in, slice, article, &err);
 *	pm_intake_release(&in);
 *
 * In an index of several languages (text/languages.h) an article is stemmed in the one that
 * it says it is in (input.h).
 */
#ifndef PM_INDEXER_INTAKE_H
#define PM_INDEXER_INTAKE_H

#include "indexer/build.h"
#include "indexer/gather/slice.h"
#include "indexer/kept_metadata.h"

struct pm_intake {
	const struct pm_build_options *options;
	struct pm_build_result *result;
	struct pm_build_progress *shown;
	uint32_t n_articles;
	bool several;	    /* each article is stemmed in its own language */
	uint32_t languages; /* those that articles have, bits (text/languages.h) */
	struct pm_buf data; /* of the current article's document */
	struct pm_kept_metadata kept;
};

/* What is given must outlive it. */
void pm_intake_init(struct pm_intake *in, const struct pm_build_options *options,
		    const char *language, struct pm_build_result *result,
		    struct pm_build_progress *shown);
void pm_intake_release(struct pm_intake *in);

/* Copy the article into the slice, and count it.  PM_ERR_LIMIT if an index cannot number
 * it. */
enum pm_status pm_intake_add(struct pm_intake *in, struct pm_slice *slice,
			     const struct pm_article *article, struct pm_error *err);

#endif
