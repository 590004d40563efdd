/* Pressmark - facets: the values of a field among all articles that match.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	struct pm_facets f = { .format = PM_FACETS_TEXT, .field = "source", .width = 80,
 *			       .tree = tree };
 *	pm_facets_answer(&f, search, &out, &result, &err);
 *
 * A field is source, author, host (of the url, in lower case), date:year, date:month,
 * date:day, or any further one that the corpus has, such as lang; names are compared
 * without regard to case, values byte for byte.  An article that has a field several
 * times is counted once for each of its values, one that has it not, or empty, as
 * without (in text and TSV "(none)").  So shares, of all articles that match, may
 * come to more than all.
 *
 * Rows: the most frequent first, dates in the order of time; equal ones by their
 * bytes; those without at the end.
 *
 * Cost: the search, and 2 microseconds an article that matches, as blocks of dressing
 * are inflated in turn; memory for each distinct value once, and 24 bytes an article
 * of the index.  A field that no article that matches has is looked for in all
 * others, at the same cost.
 */
#ifndef PM_ANSWER_FACETS_H
#define PM_ANSWER_FACETS_H

#include "search/search.h"
#include "support/stop.h"

#define PM_FACETS_VERSION 1
#define PM_FACETS_ROWS 1000u	/* at most, where no number is given */

enum pm_facets_format {
	PM_FACETS_TEXT,
	PM_FACETS_JSON,
	PM_FACETS_TSV
};

struct pm_facets {
	enum pm_facets_format format;
	const char *field;
	size_t width;		/* columns of the text, at least 40 */
	const char *query;	/* for JSON */
	size_t query_len;
	const struct pm_tree *tree;
	size_t max;		/* rows; 0: PM_FACETS_ROWS */
	/* Asked once an article; where it says yes the answer is made of
	 * what was counted until then. */
	struct pm_stop stop;
};

struct pm_facets_result {
	uint32_t articles;	/* that match */
	uint32_t without;	/* of them, without the field */
	size_t values, rows;	/* that there are, and that were shown */
	bool stopped;		/* before its end */
};

/* Append the answer.  PM_ERR_QUERY, naming all fields, where no article of the index
 * has the field. */
enum pm_status pm_facets_answer(const struct pm_facets *f, struct pm_search *s,
				struct pm_buf *out, struct pm_facets_result *result,
				struct pm_error *err);

#endif
