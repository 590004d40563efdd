/* Pressmark - the driver of Pressmark's own queries.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Indexes are built by pressmark-index, and a query from the shell is run by
 * pressmark-query; what those cannot do is many queries in one process.  Totals are
 * always exact, so both times that the driver takes measure the same work. */
#include "answer/facets.h"
#include "answer/kwic.h"
#include "bench/driver.h"
#include "language/tree.h"
#include "search/search.h"
#include "support/heap.h"
#include "support/team.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define BENCH_LINES_MAX 100u

static const char *
version(void)
{
	return PACKAGE_VERSION;
}

struct opened {
	struct pm_search *search;
	enum pm_search_way way; /* of the last query */
};

static void *
open_index(const char *index)
{
	struct opened *o = bench_alloc(sizeof *o);
	struct pm_error err;

	/* Like the program, use all available cores, and keep memory between queries. */
	pm_heap_prepare(PM_HEAP_OF_A_QUERY);
	if (pm_search_open(&o->search, index, &err) < 0 ||
	    pm_search_threads(o->search, pm_team_cores(), &err) < 0)
		bench_die("%s", err.text);
	return o;
}

static void
close_index(void *ctx)
{
	struct opened *o = ctx;

	pm_search_free(o->search);
	free(o);
}

static bool
is_operator(const char *word)
{
	static const char *const operators[] = { "and", "or", "not" };
	size_t i;

	for (i = 0; i < sizeof operators / sizeof *operators; i++)
		if (strcasecmp(word, operators[i]) == 0)
			return true;
	return false;
}

static char *
translate(const struct bench_query *q)
{
	size_t i;

	/* a word that is an operator of the language needs quotes */
	for (i = 0; i < q->n_words; i++)
		if (is_operator(q->words[i].text))
			q->words[i].quoted = true;
	switch (q->kind) {
	case BENCH_PHRASE:
	case BENCH_NEAR:
		return strdup(q->text);
	case BENCH_OR:
	case BENCH_OR_QUOTED:
	case BENCH_OR_10:
		return bench_join(q, " OR ", BENCH_QUOTE_SOME);
	default:
		return bench_join(q, " AND ", BENCH_QUOTE_SOME);
	}
}

static enum pm_status
find_articles(struct opened *o, const struct pm_tree *tree, uint64_t *total,
	      struct pm_error *err)
{
	const struct pm_search_options options = { .max = BENCH_TOP };
	struct pm_search_result result;
	enum pm_status status = pm_search_run(o->search, tree, &options, &result, err);

	if (status < 0)
		return status;
	*total = result.total;
	o->way = result.way;
	pm_search_result_release(&result);
	return status;
}

static enum pm_status
make_lines(struct opened *o, const struct pm_tree *tree, uint64_t *total,
	   struct pm_error *err)
{
	const struct pm_kwic k = { .format = PM_KWIC_TEXT,
				   .width = 80,
				   .tree = tree,
				   .words = PM_KWIC_WORDS,
				   .max = BENCH_LINES_MAX };
	struct pm_kwic_result result = { 0 };
	struct pm_buf out;
	enum pm_status status;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	status = pm_kwic_answer(&k, o->search, &out, &result, err);
	*total = result.articles;
	pm_buf_release(&out);
	return status;
}

/* In a corpus without dates there is no answer. */
static enum pm_status
make_counts(struct opened *o, const struct pm_tree *tree, uint64_t *total,
	    struct pm_error *err)
{
	const struct pm_facets f = { .format = PM_FACETS_TEXT,
				     .field = "date:year",
				     .width = 80,
				     .tree = tree };
	struct pm_facets_result result = { 0 };
	struct pm_buf out;
	enum pm_status status;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	status = pm_facets_answer(&f, o->search, &out, &result, err);
	*total = status == PM_ERR_QUERY ? BENCH_NONE : result.articles;
	pm_buf_release(&out);
	return status == PM_ERR_QUERY ? PM_OK : status;
}

static uint64_t
ask(void *ctx, const char *query, enum bench_total exact, enum bench_output show)
{
	struct pm_query_mistake mistake;
	enum pm_status status;
	struct pm_tree *tree;
	struct pm_error err;
	uint64_t total = 0;

	(void)exact;
	status = pm_tree_parse(query, strlen(query),
			       &(struct pm_query_options){ .mode = PM_QUERY_ALL }, &tree,
			       &mistake, &err);
	if (status < 0)
		bench_die("'%s': %s", query, err.text);
	if (show == BENCH_LINES)
		status = make_lines(ctx, tree, &total, &err);
	else if (show == BENCH_COUNTS)
		status = make_counts(ctx, tree, &total, &err);
	else
		/* from a shell, one would run pressmark-query */
		status = find_articles(ctx, tree, &total, &err);
	if (status < 0)
		bench_die("'%s': %s", query, err.text);
	pm_tree_free(tree);
	return total;
}

static const char *
way(void *ctx)
{
	static const char *const names[] = { [PM_SEARCH_UNION] = "union",
					     [PM_SEARCH_CONJUNCTION] = "conjunction",
					     [PM_SEARCH_LIBXAPIAN] = "libxapian" };
	const struct opened *o = ctx;

	return names[o->way];
}

int
main(int argc, char **argv)
{
	static const struct bench_engine engine = {
		version, NULL, open_index, close_index, translate, ask, way
	};

	return bench_main(&engine, argc, argv);
}
