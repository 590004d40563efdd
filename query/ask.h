/* Pressmark - a question and everything wanted of its answer.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The command line, a batch and the prompt all ask through this:
 *
 *	struct pm_ask a = { .query = "CXMT", .query_len = 4, .max = 10, .width = 80 };
 *	pm_ask_parse(&a, &tree, &notes, &err);
 *	pm_search_open(&search, "index", &err);
 *	pm_ask_answer(&a, tree, search, &out, &notes, &asked, &err);
 *
 * OUT is for standard output, NOTES for standard error: a mistake as the user sees it,
 * and the explanation if the answer itself has no place for it.
 */
#ifndef PM_QUERY_ASK_H
#define PM_QUERY_ASK_H

#include "answer/kwic.h"
#include "answer/output.h"
#include "query/since.h"
#include "search/search.h"

#include <signal.h>

enum pm_ask_show {
	PM_ASK_RESULTS,
	PM_ASK_COUNT, /* only how many articles match (and hits) */
	PM_ASK_KWIC,
	PM_ASK_FACETS,
	PM_ASK_ALIKE /* the articles that tell what those that match tell */
};

struct pm_ask {
	const char *query;
	size_t query_len;
	enum pm_query_mode mode;
	const char *note; /* said with the answer, as pm_asked.note is, in its place; NULL:
			       * none */
	bool at_prompt;	  /* where commands ask for what options do elsewhere */
	uint32_t today;	  /* YYYYMMDD; 0: the clock's */

	enum pm_ask_show show;
	enum pm_db_sort sort;
	uint64_t first, max; /* the page, of results or lines; for facets max
					 * is the number of values, 0 for its default */
	size_t lines;	     /* text: so many results as take no more lines, but at least
			      * one; 0: all of the page */
	bool hits;	     /* count them too, in all articles that match */
	bool unique;	/* each story once: by the first of its articles that match, in
			      * the order of the answer (search/once.h) */
	bool full_text; /* search and show folds too (ARCHITECTURE.md, "Folds") */
	struct pm_since since; /* which articles are asked for at all; whoever opens the
				       * index makes `newer` of it */
	const struct pm_newer *newer; /* NULL: all */
	uint32_t alike; /* PM_ASK_ALIKE: to this article of the database, whatever the
			      * query finds, which only marks its hits; 0: to those that it
			      * finds */
	bool explain;
	double parse_ms;	   /* what parsing took, for the explanation; 0: not
					 * known */
	struct pm_kwic kwic;	   /* words, keys, n_keys, sample, seed */
	const char *const *facets; /* fields */
	size_t n_facets;

	enum pm_output_format format;
	bool color;
	size_t width;
	bool cited;	      /* JSON says which state of the index it is of */
	bool cite_line;	      /* so does a line at the end of text */
	bool with_generation; /* say of each answer of a batch of which it is */
	const char *id;	      /* of the question in a batch, or NULL */
	size_t id_len;

	size_t notes_width;  /* columns of mistakes; 0: 80 */
	uint64_t timeout_ms; /* 0: none */
	double started;	     /* when the time began, by pm_seconds; 0: with the answer */
	const volatile sig_atomic_t *interrupted; /* not 0: stop; NULL: none */
	/* Takes the article of each result or line that is shown, a uint32_t; NULL: not
	 * asked. */
	struct pm_buf *ids;
	/* Takes parts of a long answer, as in answer/kwic.h. */
	enum pm_status (*flush)(void *ctx, struct pm_buf *out, struct pm_error *err);
	void *flush_ctx;
};

struct pm_asked {
	uint32_t articles; /* that match; if `unique`, as many stories */
	uint64_t hits;	   /* in these articles, if they were counted */
	uint64_t shown;	   /* results, or lines in context */
	bool stopped;	   /* something of the answer is missing, and it says so where its
			    * format has a place */
	char why[64];	   /* "stopped after 10 s: there may be more" */
	bool said;	   /* people read that in the answer itself */
	char note[256];	   /* what was perhaps not meant so (question.h), or "" */
};

/* PM_ERR_QUERY with the mistake in NOTES; see pm_mistake_print.  Sets parse_ms if it will
 * be shown, and started if there is a time limit. */
enum pm_status pm_ask_parse(struct pm_ask *a, struct pm_tree **tree, struct pm_buf *notes,
			    struct pm_error *err);

/* Append the answer.  PM_ERR_QUERY: no article has such a field, which is in NOTES as a
 * mistake is; or a regular expression costs too much, which is in the error alone. */
enum pm_status pm_ask_answer(const struct pm_ask *a, const struct pm_tree *tree,
			     struct pm_search *s, struct pm_buf *out, struct pm_buf *notes,
			     struct pm_asked *asked, struct pm_error *err);

/* *ID: the article of result or line number N, from 1; 0 if there is none. */
enum pm_status pm_ask_nth(const struct pm_ask *a, const struct pm_tree *tree,
			  struct pm_search *s, uint64_t n, uint32_t *id,
			  struct pm_error *err);

#endif
