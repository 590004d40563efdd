/* Pressmark - answers as text, JSON and tab-separated values.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * All three show the same: total, and for each result of the page its rank,
 * title, source, date, place (url, or file and line) and snippet.  JSON and TSV
 * carry the version of their format and give the title as it is, without marks;
 * what their members and columns mean is in pressmark-query(1).
 */
#ifndef PM_QUERY_OUTPUT_H
#define PM_QUERY_OUTPUT_H

#include "query/search.h"

#define PM_OUTPUT_VERSION 1

enum pm_output_format {
	PM_OUTPUT_TEXT,
	PM_OUTPUT_JSON,
	PM_OUTPUT_TSV
};

struct pm_output {
	enum pm_output_format format;
	bool color;		/* text only */
	size_t width;		/* columns of the text */
	bool explain;
	const char *query;
	size_t query_len;
	const struct pm_tree *tree;
	uint32_t first;		/* of the page, from 0 */
	/* With total 0: articles with some of the words that stand side by side,
	 * 0 where that makes no sense. */
	uint32_t some;
};

/* Append the answer. */
enum pm_status pm_output_answer(const struct pm_output *o, struct pm_search *s,
				const struct pm_search_result *result,
				struct pm_buf *out, struct pm_error *err);

#endif
