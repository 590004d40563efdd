/* Pressmark - the driver of Pressmark's own queries.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Indexes are built by pressmark-index, and a query from the shell is run by
 * pressmark-query; what those cannot do is many queries in one process.  Totals are
 * always exact, so both times that the driver takes measure the same work. */
#include "bench/driver.h"
#include "language/tree.h"
#include "search/search.h"
#include "support/team.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *
version(void)
{
	return PACKAGE_VERSION;
}

static void *
open_index(const char *index)
{
	struct pm_search *s;
	struct pm_error err;

	/* Like the program, use all available cores. */
	if (pm_search_open(&s, index, &err) < 0 ||
	    pm_search_threads(s, pm_team_cores(), &err) < 0)
		bench_die("%s", err.text);
	return s;
}

static void
close_index(void *ctx)
{
	pm_search_free(ctx);
}

/* Put a word in quotes if it is an operator of the language. */
static char *
translate(const struct bench_query *q)
{
	static const char *const operators[] = { "and", "or", "not" };
	struct bench_query quoted = *q;
	char *out;
	size_t i, k;

	if (q->kind == BENCH_PHRASE)
		return strdup(q->text);
	quoted.words = bench_alloc(q->n_words * sizeof *quoted.words);
	for (i = 0; i < q->n_words; i++) {
		const char *quote = "";

		for (k = 0; k < sizeof operators / sizeof *operators; k++)
			if (strcasecmp(q->words[i], operators[k]) == 0)
				quote = "\"";
		if (asprintf(&quoted.words[i], "%s%s%s", quote, q->words[i], quote) < 0)
			bench_die("out of memory");
	}
	out = bench_join(&quoted, q->kind == BENCH_OR ? " OR " : " AND ", "");
	for (i = 0; i < q->n_words; i++)
		free(quoted.words[i]);
	free(quoted.words);
	return out;
}

static uint64_t
ask(void *ctx, const char *query, enum bench_total exact, enum bench_output show)
{
	const struct pm_search_options o = { .max = BENCH_TOP };
	struct pm_query_mistake mistake;
	struct pm_search_result result;
	struct pm_tree *tree;
	struct pm_error err;
	uint64_t total;

	(void)exact;
	(void)show; /* from a shell, one would run pressmark-query */
	if (pm_tree_parse(query, strlen(query),
			  &(struct pm_query_options){ .mode = PM_QUERY_ALL }, &tree,
			  &mistake, &err) < 0 ||
	    pm_search_run(ctx, tree, &o, &result, &err) < 0)
		bench_die("'%s': %s", query, err.text);
	total = result.total;
	pm_search_result_release(&result);
	pm_tree_free(tree);
	return total;
}

int
main(int argc, char **argv)
{
	static const struct bench_engine engine = { version,	 NULL,	    open_index,
						    close_index, translate, ask };

	return bench_main(&engine, argc, argv);
}
