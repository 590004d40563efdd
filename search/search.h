/* Pressmark - searching: an opened index, and queries over it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	pm_search_open(&s, "index", &err);
 *	pm_tree_parse(text, len, &options, &tree, &mistake, &err);
 *	pm_search_run(s, tree, &options, &result, &err);
 *	... result.total, result.matches[0 .. result.n - 1] ...
 *	pm_search_result_release(&result);
 *	pm_search_free(s);
 */
#ifndef PM_SEARCH_SEARCH_H
#define PM_SEARCH_SEARCH_H

#include "language/tree.h"
#include "match/finder.h"
#include "search/newer.h"
#include "segment/index.h"
#include "support/stop.h"

struct pm_search;

/* What is done about copies (once.h). */
enum pm_search_stories {
	PM_STORIES_NOT_COUNTED,
	PM_STORIES_COUNTED, /* in the result's `stories` */
	PM_STORIES_ONCE	    /* likewise, and each is there once: the first of its articles
			     * that match, in the order of the search */
};

struct pm_search_options {
	uint32_t first, max; /* the page: matches first .. first + max - 1 */
	enum pm_db_sort sort;
	enum pm_search_stories stories;
	/* By segment, or NULL: articles that do not match, beside those that are gone
	 * (shim/database.h).  Scores are as if they did.  It stands in place of what
	 * pm_search_only was given. */
	const uint64_t *const *hidden;
	/* For this search, in place of what pm_search_watch was given.  Once it says yes,
	 * the search ends with what it has, and `stopped` is set in the result. */
	struct pm_stop stop;
};

/* Which search answered (search/union.h, search/conjunction.h, shim/database.h): all find
 * the same. */
enum pm_search_way { PM_SEARCH_UNION, PM_SEARCH_CONJUNCTION, PM_SEARCH_LIBXAPIAN };

struct pm_search_result {
	uint32_t total;	   /* of all articles that match, or, with PM_STORIES_ONCE, of all
			    * stories; exact */
	uint32_t articles; /* that match */
	uint32_t stories;  /* that these tell; as many, if they were not counted */
	struct pm_db_match *matches;
	size_t n;
	bool full_text;		      /* folds were searched too */
	const struct pm_newer *newer; /* only these were searched; NULL: all */
	bool stopped; /* before the end: there may be more and better matches */
	enum pm_search_way way;
};

enum pm_status pm_search_open(struct pm_search **out, const char *index_dir,
			      struct pm_error *err);
void pm_search_free(struct pm_search *s);
/* Let up to THREADS threads work on one query, where that is worth it.  The default is
 * 1. */
enum pm_status pm_search_threads(struct pm_search *s, unsigned threads,
				 struct pm_error *err);
/* What is searched and shown from now on (ARCHITECTURE.md, "Folds"): articles, which is the
 * default, or articles with their folds. */
enum pm_search_text { PM_SEARCH_ARTICLES, PM_SEARCH_FULL_TEXT };
void pm_search_text(struct pm_search *s, enum pm_search_text text);
/* From now on, only these articles match, as if every search had the others among its
 * `hidden`; NULL, which is the default: all.  NEWER stays the caller's. */
void pm_search_only(struct pm_search *s, const struct pm_newer *newer);
struct pm_index *pm_search_index(struct pm_search *s);
const struct pm_resolver *pm_search_resolver(struct pm_search *s);

/* Whether the text of a query can be read as the index's articles were: PM_ERR_QUERY if
 * these were read by another version of Unicode and the text has a character that is
 * unknown to ours, which may be a letter there. */
enum pm_status pm_search_can_read(struct pm_search *s, const char *text, size_t len,
				  struct pm_error *err);

/* From now on, everything that is done with S asks STOP; a stop of all zeros: nothing
 * does.  Once it says yes, a search ends with what it has, and what else is under way or
 * begun with S fails with PM_ERR_INTERRUPTED, until this is called again. */
void pm_search_watch(struct pm_search *s, struct pm_stop stop);

/* PM_ERR_QUERY and *MISTAKE, if TREE, which the LEN bytes at QUERY say, asks for a field
 * that no article has (match/field_names.h).  pm_search_run refuses it too, without a
 * place. */
enum pm_status pm_search_check(struct pm_search *s, const struct pm_tree *tree,
			       const char *query, size_t len,
			       struct pm_query_mistake *mistake, struct pm_error *err);

/* Whether the message WHAT, with which something was refused, is about a regular expression
 * of TREE that costs too much; *MISTAKE then says so with its place. */
bool pm_search_costly(const struct pm_tree *tree, const char *what,
		      struct pm_query_mistake *mistake);

/* PM_ERR_QUERY if the query asks for a field that no article has, or for a regular
 * expression that costs too much. */
enum pm_status pm_search_run(struct pm_search *s, const struct pm_tree *tree,
			     const struct pm_search_options *options,
			     struct pm_search_result *result, struct pm_error *err);
void pm_search_result_release(struct pm_search_result *result);

/* A hit in an article: the words first .. end - 1, and the part of the query that it
 * belongs to (from 0, in the order of the query); see ARCHITECTURE.md. */
struct pm_hit {
	uint32_t first, end;
	uint32_t part;
};

/* A mark: words that made a hit, and the leaf of the query that they match (from 0, in
 * the order of the query). */
struct pm_mark {
	uint32_t first, end;
	uint32_t leaf;
};

struct pm_hits_part;
struct pm_hits_node;

/* The hits of one query in article after article. */
struct pm_hits {
	struct pm_hit *hits; /* by first word, then end, then part */
	size_t n, cap;
	/* By first word, then end, then leaf; each once.  A stop word has none, unless it is
	 * part of a phrase, in quotes, or no other word has any. */
	struct pm_mark *marks;
	size_t n_marks, marks_cap;
	uint32_t n_parts;
	uint32_t n_leaves;   /* of all parts, except those that only exclude */
	struct pm_view view; /* the current article */
	uint8_t *common;     /* by leaf: it may match just a stop word */
	size_t common_cap;
	bool any_common;
	struct pm_hits_part *parts; /* then those that only exclude, up to n_all */
	uint32_t n_all;
	struct pm_hits_node *root; /* tells which parts hold; NULL: all do */
	struct pm_spans scratch;
	struct pm_search *search;
};

/* Whoever uses hits for long may find that the watch (pm_search_watch) says stop:
 * PM_ERR_INTERRUPTED. */
enum pm_status pm_hits_init(struct pm_hits *h, struct pm_search *s,
			    const struct pm_tree *tree, struct pm_error *err);
/* Find the hits and marks of article ID (shim/database.h); h->view looks at it. */
enum pm_status pm_hits_find(struct pm_hits *h, uint32_t id, struct pm_error *err);
/* The number of hits, those with the same extent counted once. */
uint32_t pm_hits_count(const struct pm_hits *h);
void pm_hits_release(struct pm_hits *h);

/* *YES: whether the article has any hit of the query. */
enum pm_status pm_search_has_hit(struct pm_search *s, const struct pm_tree *tree,
				 uint32_t id, bool *yes, struct pm_error *err);

#endif
