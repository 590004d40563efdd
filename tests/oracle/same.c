/* Pressmark - two indexes with the same articles in the same order answer the same.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	same [-F] [-s SEED -n COUNT] INDEX FRESH CORPUS
 *
 * INDEX may have several segments and articles that are gone; FRESH was built of CORPUS,
 * which is what INDEX exports.  COUNT random queries (generate.h), made of the words of
 * CORPUS, are asked of both, also with each story once and in the other orders: totals,
 * articles, stories and their order must be the same, scores up to 1e-9 of them, and the
 * hits in some of the articles.  -F: of the full text.
 *
 * Prints the first differences, and how much was compared.  Exit status: 0 they are the
 * same, 1 they are not, 2 it could not be told. */
#include "search/search.h"
#include "tests/oracle/generate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHOWN_MAX 10 /* differences shown */
#define HITS_MAX 20  /* articles of a query whose hits are compared */

struct pair {
	struct pm_search *index, *fresh;
	uint32_t *place; /* by id of the first: its id in the second, or 0 */
	unsigned differing;
	uint64_t queries, refused, matches, hits;
};

/* Whether a difference is to be shown; it is counted. */
static bool
differs(struct pair *p, const char *query, const char *what)
{
	if (++p->differing > SHOWN_MAX)
		return false;
	printf("%s: %s\n", query, what);
	return true;
}

/* --- articles ----------------------------------------------------------- */

/* Which article is which: they are in the same order. */
static bool
match_articles(struct pair *p)
{
	struct pm_index *index = pm_search_index(p->index);
	uint32_t places = pm_db_articles(index->db), n = 0, id;
	uint32_t fresh = pm_db_articles(pm_search_index(p->fresh)->db);

	p->place = calloc((size_t)places + 1, sizeof *p->place);
	if (p->place == NULL)
		exit(2);
	for (id = 1; id <= places; id++)
		if (pm_index_has(index, id))
			p->place[id] = ++n;
	if (n == fresh && n == pm_index_articles(index))
		return true;
	printf("%u articles, and %u in the fresh one\n", (unsigned)n, (unsigned)fresh);
	return false;
}

/* --- one query ---------------------------------------------------------- */

static bool
same_hits(const struct pm_hits *a, const struct pm_hits *b)
{
	size_t i;

	if (a->n != b->n || a->n_marks != b->n_marks)
		return false;
	for (i = 0; i < a->n; i++)
		if (a->hits[i].first != b->hits[i].first ||
		    a->hits[i].end != b->hits[i].end || a->hits[i].part != b->hits[i].part)
			return false;
	for (i = 0; i < a->n_marks; i++)
		if (a->marks[i].first != b->marks[i].first ||
		    a->marks[i].end != b->marks[i].end)
			return false;
	return true;
}

static void
compare_hits(struct pair *p, const char *query, const struct pm_tree *tree,
	     const struct pm_search_result *is)
{
	size_t step = is->n / HITS_MAX + 1, i;
	struct pm_hits a, b;
	struct pm_error err;
	char what[100];

	need(pm_hits_init(&a, p->index, tree, &err), &err);
	need(pm_hits_init(&b, p->fresh, tree, &err), &err);
	for (i = 0; i < is->n; i += step) {
		uint32_t id = is->matches[i].id;

		need(pm_hits_find(&a, id, &err), &err);
		need(pm_hits_find(&b, p->place[id], &err), &err);
		p->hits += b.n;
		if (same_hits(&a, &b))
			continue;
		snprintf(what, sizeof what, "%zu hits in article %u, and %zu", a.n,
			 (unsigned)p->place[id], b.n);
		differs(p, query, what);
		break;
	}
	pm_hits_release(&a);
	pm_hits_release(&b);
}

static bool
same_result(const struct pair *p, const struct pm_search_result *is,
	    const struct pm_search_result *should, char *what, size_t size)
{
	size_t i;

	if (is->total != should->total || is->n != should->n ||
	    is->articles != should->articles || is->stories != should->stories) {
		snprintf(what, size,
			 "%u of %u articles, %u stories, and in the fresh one %u of %u, "
			 "%u",
			 (unsigned)is->n, (unsigned)is->total, (unsigned)is->stories,
			 (unsigned)should->n, (unsigned)should->total,
			 (unsigned)should->stories);
		return false;
	}
	for (i = 0; i < is->n; i++) {
		const struct pm_db_match *x = &is->matches[i], *y = &should->matches[i];

		if (p->place[x->id] == y->id &&
		    fabs(x->score - y->score) <= 1e-9 * fabs(y->score))
			continue;
		snprintf(what, size,
			 "match %zu is %u, %.12f, and in the fresh one %u, %.12f", i,
			 (unsigned)p->place[x->id], x->score, (unsigned)y->id, y->score);
		return false;
	}
	return true;
}

static void
compare_search(struct pair *p, const char *query, const struct pm_tree *tree,
	       const struct pm_search_options *options)
{
	struct pm_search_result is = { 0 }, should = { 0 };
	struct pm_error err = { .text = "" }, other = { .text = "" };
	enum pm_status status = pm_search_run(p->index, tree, options, &is, &err);
	enum pm_status right = pm_search_run(p->fresh, tree, options, &should, &other);
	char what[200];

	if (status != right) {
		snprintf(what, sizeof what, "%s: %.80s, and in the fresh one %s: %.60s",
			 pm_status_name(status), err.text, pm_status_name(right),
			 other.text);
		differs(p, query, what);
	} else if (status == PM_OK) {
		p->matches += is.n;
		if (!same_result(p, &is, &should, what, sizeof what))
			differs(p, query, what);
		else if (options->sort == PM_SORT_RELEVANCE)
			compare_hits(p, query, tree, &is);
	} else if (status != PM_ERR_QUERY) {
		need(status, &err);
	} else {
		p->refused++;
	}
	pm_search_result_release(&is);
	pm_search_result_release(&should);
}

static void
compare_query(struct pair *p, const char *query, size_t len, enum pm_query_mode mode)
{
	static const struct {
		enum pm_db_sort sort;
		enum pm_search_stories stories;
		uint32_t max;
	} ways[] = { { PM_SORT_RELEVANCE, PM_STORIES_COUNTED, UINT32_MAX },
		     { PM_SORT_RELEVANCE, PM_STORIES_NOT_COUNTED, 10 },
		     { PM_SORT_DATE, PM_STORIES_ONCE, UINT32_MAX },
		     { PM_SORT_DATE_DESC, PM_STORIES_NOT_COUNTED, 10 } };
	struct pm_query_options parse = { .mode = mode, .today = 20240630 };
	struct pm_search_options options = { 0 };
	struct pm_query_mistake mistake;
	struct pm_tree *tree = NULL;
	size_t i;

	p->queries++;
	if (pm_tree_parse(query, len, &parse, &tree, &mistake, NULL) != PM_OK) {
		p->refused++;
		return;
	}
	for (i = 0; i < sizeof ways / sizeof *ways; i++) {
		options.sort = ways[i].sort;
		options.stories = ways[i].stories;
		options.max = ways[i].max;
		compare_search(p, query, tree, &options);
	}
	pm_tree_free(tree);
}

static void
compare_random(struct pair *p, const char *corpus, enum naive_text text, uint64_t seed,
	       uint64_t count)
{
	struct naive nv = { 0 };
	struct generator g;
	struct pm_buf query;
	uint64_t i;

	naive_load(&nv, corpus, "english", text);
	generator_init(&g, &nv, seed);
	pm_buf_init(&query, PM_BUF_NO_LIMIT);
	for (i = 0; i < count; i++) {
		pm_buf_clear(&query);
		generate(&g, &query);
		if (memchr(pm_buf_str(&query), '\0', query.len) == NULL)
			compare_query(p, pm_buf_str(&query), query.len,
				      i % 4 == 3 ? PM_QUERY_ANY : PM_QUERY_ALL);
	}
	pm_buf_release(&query);
	naive_release(&nv);
}

int
main(int argc, char **argv)
{
	enum naive_text text = NAIVE_ARTICLES;
	uint64_t seed = 1, count = 1000;
	struct pair p = { 0 };
	struct pm_error err;
	int c;

	while ((c = getopt(argc, argv, "Fs:n:")) != -1) {
		if (c == 'F')
			text = NAIVE_FULL_TEXT;
		else if (c == 's')
			seed = strtoull(optarg, NULL, 10);
		else if (c == 'n')
			count = strtoull(optarg, NULL, 10);
		else
			optind = argc;
	}
	if (argc - optind != 3) {
		fputs("usage: same [-F] [-s SEED -n COUNT] INDEX FRESH CORPUS\n", stderr);
		return 2;
	}
	need(pm_search_open(&p.index, argv[optind], &err), &err);
	need(pm_search_open(&p.fresh, argv[optind + 1], &err), &err);
	if (text == NAIVE_FULL_TEXT) {
		pm_search_text(p.index, PM_SEARCH_FULL_TEXT);
		pm_search_text(p.fresh, PM_SEARCH_FULL_TEXT);
	}
	if (!match_articles(&p))
		p.differing++;
	else
		compare_random(&p, argv[optind + 2], text, seed, count);
	printf("%llu queries, %llu refused, %llu matches, %llu hits, %u differences\n",
	       (unsigned long long)p.queries, (unsigned long long)p.refused,
	       (unsigned long long)p.matches, (unsigned long long)p.hits, p.differing);
	pm_search_free(p.index);
	pm_search_free(p.fresh);
	free(p.place);
	return p.differing > 0;
}
