/* Pressmark - one result, gathered before it is laid out.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_ANSWER_ROW_H
#define PM_ANSWER_ROW_H

#include "answer/snippet.h"
#include "segment/metadata.h"

/* As many characters are shown where people read. */
#define PM_ROW_TITLE_MAX 300u
#define PM_ROW_VALUE_MAX 200u
#define PM_ROW_ADDRESS_MAX 2000u /* it may be copied */

struct pm_row {
	uint32_t rank;
	double score;
	uint32_t hits;
	size_t alike; /* other articles of the story, if that is shown */
	struct pm_metadata m;
	struct pm_buf data, title, snippet;
};

/* Score and metadata of a match: what a TREC run needs to know of an article. */
enum pm_status pm_row_name(struct pm_search *s, struct pm_metadata_reader *reader,
			   const struct pm_db_match *match, struct pm_row *row,
			   struct pm_error *err);

/* All of it, with marks in title and snippet. */
enum pm_status
pm_row_gather(struct pm_search *s, struct pm_hits *hits, struct pm_metadata_reader *reader,
	      const struct pm_db_match *match, const struct pm_marks *in_title,
	      const struct pm_marks *marks, struct pm_row *row, struct pm_error *err);

#endif
