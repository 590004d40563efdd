/* Pressmark - facets: the values of a field among all articles that match.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	struct pm_facets f = { .format = PM_FACETS_TEXT, .field = "source", .width = 80,
 *			       .tree = tree };
 *	pm_facets_answer(&f, search, &out, &result, &err);
 *
 * A field is source, author, host (of the url, in lower case), date:year, date:month,
 * date:day, or any other field that the corpus has, such as lang.  Names are compared
 * regardless of case, values byte for byte.  An article that has a field several times is
 * counted once for each distinct value; one where the field is missing or empty counts as
 * without (in text and TSV "(none)").  So does one whose date is coarser than what is
 * counted: one that has only a year is in no date:month.  Shares are of all articles that
 * match, so their sum may exceed 100 %.
 *
 * Rows: the most frequent value first, but dates in chronological order; values of equal
 * frequency in the order of their bytes; those without the field last.  Years and months
 * that no article has, between the first and the last, have rows with 0, unless that time
 * is longer than PM_FACETS_EMPTY_MAX of them.
 *
 * A field that no article has is a failure, which lists those that there are and says
 * which of them was probably meant.  A title, a length and an id are looked for, and are
 * no facets.
 *
 * Cost: the search, and 2 microseconds for each article that matches, because blocks of
 * dressing are inflated one after the other; memory for each distinct value once, and 24
 * bytes for each article of the index.  If no article that matches has the field, it is
 * looked for in all others, at the same cost.
 */
#ifndef PM_ANSWER_FACETS_H
#define PM_ANSWER_FACETS_H

#include "answer/counts.h"
#include "support/stop.h"

#define PM_FACETS_VERSION 1
#define PM_FACETS_ROWS 1000u	  /* at most, if no number is given */
#define PM_FACETS_EMPTY_MAX 1200u /* months, or years, of a time that is shown in full */

enum pm_facets_format { PM_FACETS_TEXT, PM_FACETS_JSON, PM_FACETS_TSV };

struct pm_facets {
	enum pm_facets_format format;
	const char *field;
	size_t width;	   /* columns of the text, at least 40 */
	const char *query; /* for JSON */
	size_t query_len;
	const struct pm_tree *tree;
	const struct pm_generation *cite; /* in JSON; NULL: nothing */
	size_t max;			  /* rows; 0: PM_FACETS_ROWS */
	enum pm_search_stories stories;	  /* with PM_STORIES_ONCE, of each story its first
					 * article by relevance is counted */
	/* Asked once an article.  Once it says yes, the answer is made of what has been
	 * counted so far. */
	struct pm_stop stop;
	struct pm_stop last; /* ends the showing, in the same way */
};

struct pm_facets_result {
	uint32_t articles; /* that are counted: that match, or one for each story */
	struct pm_counts counts;
	uint32_t without;    /* of these, without the field */
	uint32_t coarser;    /* of those without, how many have a year or a month where
				 * months or days are counted */
	size_t values, rows; /* how many there are, and how many were shown */
	bool stopped;	     /* before the end */
};

/* Append the answer.  PM_ERR_QUERY, naming all fields, if no article of the index has the
 * field. */
enum pm_status pm_facets_answer(const struct pm_facets *f, struct pm_search *s,
				struct pm_buf *out, struct pm_facets_result *result,
				struct pm_error *err);

#endif
