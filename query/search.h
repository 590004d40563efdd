/* Pressmark - searching: an opened index, and queries over it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_search_open(&s, "index", &err);
 *	pm_tree_parse(text, len, PM_QUERY_ALL, &tree, &mistake, &err);
 *	pm_search_run(s, tree, &options, &result, &err);
 *	... result.total, result.matches[0 .. result.n - 1] ...
 *	pm_search_result_release(&result);
 *	pm_search_free(s);
 */
#ifndef PM_QUERY_SEARCH_H
#define PM_QUERY_SEARCH_H

#include "query/evaluate.h"
#include "query/tree.h"
#include "segment/index.h"

struct pm_search;

struct pm_search_options {
	uint32_t first, max;	/* the page: matches first .. first + max - 1 */
	enum pm_db_sort sort;
};

struct pm_search_result {
	uint32_t total;		/* of all articles that match, exact */
	struct pm_db_match *matches;
	size_t n;
};

enum pm_status pm_search_open(struct pm_search **out, const char *index_dir,
			      struct pm_error *err);
void pm_search_free(struct pm_search *s);
struct pm_index *pm_search_index(struct pm_search *s);

enum pm_status pm_search_run(struct pm_search *s, const struct pm_tree *tree,
			     const struct pm_search_options *options,
			     struct pm_search_result *result, struct pm_error *err);
void pm_search_result_release(struct pm_search_result *result);

/* A hit in an article: the words first .. last - 1, and which of the query's
 * leaves it belongs to (from 0, in the order of the query). */
struct pm_hit {
	uint32_t first, last;
	uint32_t leaf;
};

/* The hits of one query in article after article. */
struct pm_hits {
	struct pm_hit *hits;		/* by first word, then last, then leaf */
	size_t n, cap;
	uint32_t n_leaves;		/* of the query, outside NOT, that have words */
	struct pm_view view;		/* the article at hand */
	struct pm_spans spans;
	const struct pm_tree **leaves;
	struct pm_pattern **patterns;	/* leaf by leaf, each for all segments */
	struct pm_search *search;
};

/* Hits are the matches of all leaves outside NOT: words, phrases, =forms and
 * prefixes in title and body. */
enum pm_status pm_hits_init(struct pm_hits *h, struct pm_search *s,
			    const struct pm_tree *tree, struct pm_error *err);
/* Find those of article ID (the database's number); h->view looks at it. */
enum pm_status pm_hits_find(struct pm_hits *h, uint32_t id, struct pm_error *err);
void pm_hits_release(struct pm_hits *h);

/* *YES: whether the article has a hit of the query at all. */
enum pm_status pm_search_has_hit(struct pm_search *s, const struct pm_tree *tree,
				 uint32_t id, bool *yes, struct pm_error *err);

#endif
