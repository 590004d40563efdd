/* Pressmark - results as text, JSON, tab-separated values, runs for TREC's tools, and parts
 * of pages in Markdown and HTML.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * All formats show the same: the total, and for each result of the page its rank, title,
 * source, date, place (url, or file and line) and snippet; a run only has what an article
 * is known by.  JSON and TSV carry the version of their format and give the title as it
 * is, without marks; pressmark-query(1) says what their members and columns mean.
 *
 * In a batch every answer carries the id of its question: in JSON it is an object on one
 * line; in TSV and runs each line begins with the id.
 */
#ifndef PM_ANSWER_OUTPUT_H
#define PM_ANSWER_OUTPUT_H

#include "answer/counts.h"
#include "answer/further.h"
#include "answer/explain.h"
#include "search/search.h"

#define PM_OUTPUT_VERSION 1

enum pm_output_format {
	PM_OUTPUT_TEXT,
	PM_OUTPUT_JSON,
	PM_OUTPUT_TSV,
	PM_OUTPUT_CSV,	/* for lines in context only (kwic.h), never for
				 * results */
	PM_OUTPUT_TREC, /* in a batch only */
	PM_OUTPUT_MARKDOWN,
	PM_OUTPUT_HTML /* sections of a page (markup.h) */
};

static inline bool
pm_output_is_markup(enum pm_output_format format)
{
	return format == PM_OUTPUT_MARKDOWN || format == PM_OUTPUT_HTML;
}

struct pm_output {
	enum pm_output_format format;
	bool color;   /* text only */
	size_t width; /* columns of the text */
	const char *query;
	size_t query_len;
	const char *id; /* of the question in a batch, or NULL */
	size_t id_len;
	uint64_t generation; /* a column of the rows of a batch; 0: it is not */
	const struct pm_tree *tree;
	const struct pm_generation *cite; /* in JSON, and the head of a batch; NULL:
					   * nothing */
	uint32_t first;			  /* of the page, from 0 */
	bool with_hits;			  /* show how many hits there are */
	enum pm_search_stories stories;	  /* with PM_STORIES_ONCE, results show how
						   * many others are alike */
	uint64_t hits;			  /* in all articles that match */
	const struct pm_explanation *explanation; /* or NULL */
	bool stopped;	    /* before the end: there may be more than was found */
	struct pm_buf *ids; /* takes the article of each row, a uint32_t; NULL: not asked */
	bool *cut;	    /* becomes whether the answer says so, if not NULL */
	struct pm_stop last; /* ends the showing, after whole results */
	size_t lines;	     /* text: the results, but the first, take no more; 0: any */
	size_t *shown;	     /* becomes the number of results shown, if not NULL */
	const char *note;    /* for JSON: on how the query was read; NULL or "": none */
	const struct pm_newer *newer; /* for the head of a batch; NULL: all articles */
	struct pm_further further;    /* if total is 0 */
};

/* Append the answer. */
enum pm_status pm_output_answer(const struct pm_output *o, struct pm_search *s,
				const struct pm_search_result *result, struct pm_buf *out,
				struct pm_error *err);

/* Append what comes before all answers of a batch. */
void pm_output_batch_head(const struct pm_output *o, struct pm_buf *out);

#endif
