/* Pressmark - the index and the naive scan answer the same queries.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 *	test_oracle [-l LANGUAGE] [-f QUERIES] [-s SEED -n COUNT] INDEX CORPUS
 *	test_oracle -c QUERIES INDEX CORPUS
 *	test_oracle -w WORDS INDEX CORPUS
 *	test_oracle -E SEED >CORPUS
 *	test_oracle -W WORDS >CORPUS
 *
 * compares all answers of INDEX, which was built from CORPUS, with those of the
 * naive scan (naive.h): the total, the set of articles, and the hits in some of
 * them; and what the index states of the corpus with what it has (counts.h).  QUERIES
 * has lines of a kind and a query, with a tab between: AND of `+a +b`, OR of `a b`, and
 * PHRASE and QUERY of what stands there; after another tab there may be the number of
 * articles that it must find.  COUNT queries more are random (generate.h).  What differs
 * is shown with the smallest part of the query that still does.
 *
 * -c prints QUERIES with the numbers that the scan finds, for a new file of them.
 * -w checks a table of texts and queries that must find them or must not, by
 * both.  -E writes a corpus of edge cases (edge.h), -W one of the table's texts.
 *
 * TAP, and exit status 1 when anything differs. */
#include "search/search.h"
#include "tests/oracle/counts.h"
#include "tests/oracle/edge.h"
#include "tests/oracle/generate.h"
#include "tests/oracle/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHOWN_MAX 25 /* differences shown */
#define HITS_MAX 24  /* articles of a query whose hits are compared */
#define GROUP 1000   /* random queries that make one line of TAP */

struct test {
	struct naive naive;
	struct pm_search *search;
	uint64_t chance;
	bool counts_only;	  /* print counts, and no TAP */
	unsigned cases, failures; /* lines of TAP */
	unsigned shown;
	/* of the queries of the line at hand */
	uint32_t queries, differing, matching, hits;
	uint32_t declined; /* of all */
};

/* --- one query ---------------------------------------------------------- */

/* What the index says about a tree. */
struct answer {
	enum pm_status status;
	struct pm_error err;
	uint32_t total;
	bool odd; /* numbers that are no articles, come twice, or are out of
				 * order */
	struct bits set;
};

/* Whether match B may stand behind A. */
static bool
in_order(const struct test *t, enum pm_db_sort sort, const struct pm_db_match *a,
	 const struct pm_db_match *b)
{
	uint32_t day_a = t->naive.articles[a->id - 1].day;
	uint32_t day_b = t->naive.articles[b->id - 1].day;

	if (sort != PM_SORT_RELEVANCE && day_a != day_b)
		return day_b == 0 ||
		       (day_a != 0 && (sort == PM_SORT_DATE) == (day_a < day_b));
	return a->score > b->score || (a->score == b->score && a->id < b->id);
}

static void
ask(struct test *t, const struct pm_tree *tree, enum pm_db_sort sort, struct answer *out)
{
	struct pm_search_options options = { .max = UINT32_MAX, .sort = sort };
	struct pm_search_result result = { 0 };
	size_t i;

	memset(out, 0, sizeof *out);
	bits_init(&out->set, t->naive.n_articles);
	out->status = pm_search_run(t->search, tree, &options, &result, &out->err);
	if (out->status < 0)
		return;
	out->total = result.total;
	out->odd = result.n != result.total;
	for (i = 0; i < result.n; i++) {
		uint32_t id = result.matches[i].id;

		if (id < 1 || id > t->naive.n_articles || bits_has(&out->set, id - 1))
			out->odd = true;
		else
			bits_add(&out->set, id - 1);
		if (!out->odd && i > 0 &&
		    !in_order(t, sort, &result.matches[i - 1], &result.matches[i]))
			out->odd = true;
	}
	pm_search_result_release(&result);
}

static bool
same_sets(const struct bits *a, const struct bits *b)
{
	return memcmp(a->words, b->words, (a->n / 64 + 1) * sizeof *a->words) == 0;
}

static bool
is_same(const struct answer *answer, const struct bits *right)
{
	return answer->status == PM_OK && !answer->odd &&
	       same_sets(&answer->set, right) && answer->total == bits_count(right);
}

static bool
differs(struct test *t, const struct pm_tree *tree)
{
	struct answer answer;
	struct bits right;
	bool same;

	ask(t, tree, PM_SORT_RELEVANCE, &answer);
	naive_evaluate(&t->naive, tree, &right);
	same = is_same(&answer, &right);
	bits_release(&answer.set);
	bits_release(&right);
	return !same;
}

/* --- what differs ------------------------------------------------------- */

static void
show_tree(const char *what, const struct pm_tree *tree)
{
	struct pm_buf b;
	char *line, *at;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_tree_format(&b, tree);
	printf("#   %s: ", what);
	for (at = (char *)b.data; at != NULL && *at != '\0'; at++)
		printf(*at == '\n' ? "\\n" : *at == '\r' ? "\\r" : "%c", *at);
	printf("\n");
	pm_buf_clear(&b);
	pm_tree_print(&b, tree);
	for (at = (char *)b.data; (line = strsep(&at, "\n")) != NULL;)
		if (*line != '\0')
			printf("#     %s\n", line);
	pm_buf_release(&b);
}

static void
show_article(const struct naive *nv, const char *what, uint32_t a)
{
	const struct field *f = nv->articles[a].fields;
	size_t at, len;
	const char *s;

	printf("#   %s article %u: ", what, (unsigned)a + 1);
	for (at = f[TITLE].first; at < f[BODY].end && at < f[TITLE].first + 40; at++) {
		printf(at == f[BODY].first ? " | " : "");
		s = pm_intern_get(&nv->separators, nv->words[at].separator, &len);
		for (; len > 0; s++, len--)
			printf(*s == '\n' ? "\\n" : *s == '\r' ? "\\r" : "%c", *s);
		s = pm_intern_get(&nv->surfaces, nv->words[at].surface, &len);
		printf("%.*s", (int)len, s);
	}
	printf("\n");
}

static void
show_sets(struct test *t, const struct pm_tree *tree)
{
	struct answer answer;
	struct bits right;
	uint32_t a, n = 0;

	ask(t, tree, PM_SORT_RELEVANCE, &answer);
	naive_evaluate(&t->naive, tree, &right);
	if (answer.status < 0) {
		printf("#   the index fails: %s\n", answer.err.text);
		goto out;
	}
	printf("#   index: total %u, %u articles%s; naive: %u\n", (unsigned)answer.total,
	       (unsigned)bits_count(&answer.set), answer.odd ? ", some of them odd" : "",
	       (unsigned)bits_count(&right));
	for (a = 0; a < t->naive.n_articles && n < 3; a++) {
		if (bits_has(&answer.set, a) == bits_has(&right, a))
			continue;
		n++;
		show_article(&t->naive,
			     bits_has(&right, a) ? "only naive:" : "only index:", a);
	}
out:
	bits_release(&answer.set);
	bits_release(&right);
}

static void show_smallest(struct test *t, const struct pm_tree *tree);

/* Try with child SKIP of an AND or OR left out; whether that still differs (and
 * is shown). */
static bool
show_without(struct test *t, const struct pm_tree *tree, size_t skip)
{
	struct pm_tree less = *tree;
	size_t i;
	bool yes;

	less.children = need_memory(pm_alloc(tree->n_children, sizeof *less.children));
	for (i = less.n_children = 0; i < tree->n_children; i++)
		if (i != skip)
			less.children[less.n_children++] = tree->children[i];
	yes = differs(t, &less);
	if (yes)
		show_smallest(t, &less);
	free(less.children);
	return yes;
}

static void
show_smallest(struct test *t, const struct pm_tree *tree)
{
	size_t i;

	for (i = 0; i < tree->n_children; i++)
		if (differs(t, tree->children[i])) {
			show_smallest(t, tree->children[i]);
			return;
		}
	for (i = 0; tree->n_children > 2 && i < tree->n_children; i++)
		if (show_without(t, tree, i))
			return;
	for (i = 0; tree->n_words > 1 && i < 2; i++) {
		struct pm_tree less = *tree;

		less.words += i;
		less.n_words--;
		if (differs(t, &less)) {
			show_smallest(t, &less);
			return;
		}
	}
	show_tree("smallest", tree);
	show_sets(t, tree);
}

/* Whether this difference is to be shown; counts it. */
static bool
report(struct test *t, const char *query, enum pm_query_mode mode, const char *what)
{
	t->differing++;
	if (++t->shown > SHOWN_MAX)
		return false;
	printf("# %s%s: ", what, mode == PM_QUERY_ANY ? " (any)" : "");
	for (; *query != '\0'; query++)
		printf(*query == '\n' ? "\\n" : *query == '\r' ? "\\r" : "%c", *query);
	printf("\n");
	return true;
}

/* --- hits --------------------------------------------------------------- */

static bool
same_hits(const struct hits *right, const struct pm_hits *found)
{
	size_t i;

	if (right->n != found->n || pm_hits_count(found) != right->n_extents)
		return false;
	for (i = 0; i < right->n; i++)
		if (right->hits[i].first != found->hits[i].first ||
		    right->hits[i].last != found->hits[i].end ||
		    right->hits[i].part != found->hits[i].part)
			return false;
	return true;
}

static void
show_hits(const struct hits *right, const struct pm_hits *found)
{
	size_t i;

	printf("#   naive, %zu:", right->n_extents);
	for (i = 0; i < right->n && i < 12; i++)
		printf(" %u-%u/%u", (unsigned)right->hits[i].first,
		       (unsigned)right->hits[i].last, (unsigned)right->hits[i].part);
	printf("\n#   index, %u:", (unsigned)pm_hits_count(found));
	for (i = 0; i < found->n && i < 12; i++)
		printf(" %u-%u/%u", (unsigned)found->hits[i].first,
		       (unsigned)found->hits[i].end, (unsigned)found->hits[i].part);
	printf("\n");
}

/* Whether the hits of a tree differ in an article, which it need not match. */
static bool
hits_differ(struct test *t, const struct pm_tree *tree, uint32_t article, bool show)
{
	struct scan *scan = scan_new(&t->naive, tree);
	struct hits right = { NULL, 0, 0, 0 };
	struct pm_hits found;
	struct pm_error err;
	bool same;

	need(pm_hits_init(&found, t->search, tree, &err), &err);
	scan_hits(scan, article, &right);
	need(pm_hits_find(&found, article + 1, &err), &err);
	same = same_hits(&right, &found);
	if (show)
		show_hits(&right, &found);
	hits_release(&right);
	pm_hits_release(&found);
	scan_free(scan);
	return !same;
}

static void
show_smallest_hits(struct test *t, const struct pm_tree *tree, uint32_t article)
{
	size_t i;

	for (i = 0; i < tree->n_children; i++)
		if (hits_differ(t, tree->children[i], article, false)) {
			show_smallest_hits(t, tree->children[i], article);
			return;
		}
	show_tree("smallest", tree);
	hits_differ(t, tree, article, true);
}

/* Compare the hits in some articles of the set. */
static void
compare_hits(struct test *t, const char *query, enum pm_query_mode mode,
	     const struct pm_tree *tree, struct scan *scan, const struct bits *set)
{
	struct hits right = { NULL, 0, 0, 0 };
	struct pm_hits found;
	struct pm_error err;
	uint32_t a, step = bits_count(set) / HITS_MAX + 1, i = 0;
	bool yes;

	need(pm_hits_init(&found, t->search, tree, &err), &err);
	if (found.n_parts != scan_parts(scan) &&
	    report(t, query, mode, "the number of parts differs"))
		printf("#   naive %u, index %u\n", (unsigned)scan_parts(scan),
		       (unsigned)found.n_parts);
	for (a = 0; a < t->naive.n_articles; a++) {
		if (!bits_has(set, a) || i++ % step != 0)
			continue;
		scan_hits(scan, a, &right);
		need(pm_hits_find(&found, a + 1, &err), &err);
		t->hits += (uint32_t)right.n;
		if (i == 1) {
			need(pm_search_has_hit(t->search, tree, a + 1, &yes, &err), &err);
			if (yes != (right.n > 0) &&
			    report(t, query, mode, "has_hit differs"))
				show_article(&t->naive, "in", a);
		}
		if (same_hits(&right, &found))
			continue;
		if (report(t, query, mode, "hits differ")) {
			show_tree("query", tree);
			show_article(&t->naive, "in", a);
			show_hits(&right, &found);
			show_smallest_hits(t, tree, a);
		}
		break;
	}
	hits_release(&right);
	pm_hits_release(&found);
}

static bool
has_expression(const struct pm_tree *tree)
{
	size_t i;

	for (i = 0; i < tree->n_words; i++)
		if (tree->words[i].match == PM_MATCH_REGEX)
			return true;
	for (i = 0; i < tree->n_children; i++)
		if (has_expression(tree->children[i]))
			return true;
	return false;
}

/* Whether article A has the field that LEAF asks for. */
static bool
has_field(const struct naive *nv, const struct article *a, const struct pm_tree *leaf)
{
	uint32_t name = leaf->field == PM_FIELD_SOURCE ? nv->source
		      : leaf->field == PM_FIELD_AUTHOR ? nv->author
		      : leaf->field == PM_FIELD_OTHER
			      ? pm_intern_find(&nv->names, leaf->name, strlen(leaf->name))
			      : NONE;
	size_t i;

	switch (leaf->op) {
	case PM_TREE_DATE:
		return a->day != 0;
	case PM_TREE_HOST:
		return a->host != NONE;
	case PM_TREE_ID:
		return a->id != NONE;
	default:
		break;
	}
	if (leaf->field == PM_FIELD_TITLE)
		return a->fields[TITLE].end > a->fields[TITLE].first;
	for (i = 0; i < a->n_extras; i++)
		if (nv->extras[a->extras + i].name == name)
			return true;
	return leaf->field == PM_FIELD_ANY;
}

/* Whether the query has a field that no article has, which is a mistake. */
static bool
has_unknown_field(const struct naive *nv, const struct pm_tree *tree)
{
	size_t i;

	for (i = 0; i < tree->n_children; i++)
		if (has_unknown_field(nv, tree->children[i]))
			return true;
	if (tree->n_children > 0)
		return false;
	for (i = 0; i < nv->n_articles; i++)
		if (has_field(nv, &nv->articles[i], tree))
			return false;
	return true;
}

/* The total must not depend on how much is asked for: N. */
static void
compare_page(struct test *t, const char *query, enum pm_query_mode mode,
	     const struct pm_tree *tree, uint32_t n)
{
	struct pm_search_options page = { .max = (uint32_t)below(&t->chance, 12),
					  .sort = PM_SORT_RELEVANCE };
	struct pm_search_result result = { 0 };
	struct pm_error err;
	enum pm_status status = pm_search_run(t->search, tree, &page, &result, &err);

	if ((status < 0 || result.total != n ||
	     result.n != (n < page.max ? n : page.max)) &&
	    report(t, query, mode, "a page differs"))
		printf("#   of %u: total %u of %u, %zu matches; status %d\n",
		       (unsigned)page.max, (unsigned)result.total, (unsigned)n, result.n,
		       (int)status);
	pm_search_result_release(&result);
}

/* Returns how many articles match. */
static uint32_t
compare(struct test *t, const char *query, enum pm_query_mode mode,
	const struct pm_tree *tree)
{
	static const enum pm_db_sort sorts[] = { PM_SORT_RELEVANCE, PM_SORT_RELEVANCE,
						 PM_SORT_DATE, PM_SORT_DATE_DESC };
	struct scan *scan = scan_new(&t->naive, tree);
	struct answer answer;
	struct bits right;
	uint32_t n;

	t->queries++;
	ask(t, tree, sorts[below(&t->chance, 4)], &answer);
	scan_articles(scan, &right);
	n = bits_count(&right);
	if (has_unknown_field(&t->naive, tree)) {
		if (answer.status != PM_ERR_QUERY)
			report(t, query, mode, "a field is taken that there is not");
		goto out;
	}
	/* an expression may cost more than the index allows (search.h) */
	if (answer.status == PM_ERR_QUERY && has_expression(tree)) {
		t->declined++;
		goto out;
	}
	t->matching += n > 0;
	if (!is_same(&answer, &right)) {
		if (report(t, query, mode, "differs")) {
			show_tree("query", tree);
			show_sets(t, tree);
			if (differs(t, tree))
				show_smallest(t, tree);
		}
		goto out;
	}
	compare_page(t, query, mode, tree, n);
	compare_hits(t, query, mode, tree, scan, &right);
out:
	bits_release(&answer.set);
	bits_release(&right);
	scan_free(scan);
	return n;
}

/* --- many queries ------------------------------------------------------- */

static void
tap(struct test *t, bool fine, const char *what)
{
	t->cases++;
	t->failures += !fine;
	if (t->counts_only)
		return;
	printf("%s %u - %s\n", fine ? "ok" : "not ok", t->cases, what);
	fflush(stdout);
}

/* End a line of TAP: all the queries since the last one, of which at least LEAST
 * must have matched something. */
static void
end_group(struct test *t, const char *name, uint32_t least)
{
	char what[256];

	snprintf(what, sizeof what, "%s: %u queries, %u match, %u hits", name,
		 (unsigned)t->queries, (unsigned)t->matching, (unsigned)t->hits);
	tap(t, t->differing == 0 && t->matching >= least, what);
	t->queries = t->differing = t->matching = t->hits = 0;
}

static bool
is_operator(const char *word, size_t len)
{
	return (len == 3 && (memcmp(word, "and", 3) == 0 || memcmp(word, "not", 3) == 0)) ||
	       (len == 2 && memcmp(word, "or", 2) == 0);
}

/* A query of people as Pressmark has it: "+a +b" asks for both. */
static void
put_query(struct pm_buf *out, const char *kind, const char *query)
{
	if (strcmp(kind, "AND") != 0) {
		pm_buf_puts(out, query);
		return;
	}
	for (; *query != '\0'; query += strspn(query, " ")) {
		const char *word = query + (*query == '+'), *quote;
		size_t len = strcspn(word, " ");

		quote = is_operator(word, len) ? "\"" : "";
		pm_buf_printf(out, "%s%s%.*s%s", out->len > 0 ? " AND " : "", quote,
			      (int)len, word, quote);
		query = word + len;
	}
}

/* COUNT, if it is not NULL, says how many articles it must find. */
static void
compare_line(struct test *t, const char *kind, const char *query, const char *count)
{
	enum pm_query_mode mode = strcmp(kind, "OR") == 0 ? PM_QUERY_ANY : PM_QUERY_ALL;
	struct pm_query_options options = { .mode = mode };
	struct pm_query_mistake mistake;
	struct pm_tree *tree = NULL;
	struct pm_error err;
	struct pm_buf b;
	uint32_t n;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	put_query(&b, kind, query);
	if (pm_tree_parse(pm_buf_str(&b), b.len, &options, &tree, &mistake, &err) < 0) {
		if (report(t, pm_buf_str(&b), mode, "refused"))
			printf("#   %s\n", err.text);
	} else {
		n = compare(t, pm_buf_str(&b), mode, tree);
		if (t->counts_only)
			printf("%s\t%s\t%u\n", kind, query, (unsigned)n);
		else if (count != NULL && strtoul(count, NULL, 10) != n &&
			 report(t, pm_buf_str(&b), mode, "another count"))
			printf("#   it finds %u, but was to find %s\n", (unsigned)n,
			       count);
	}
	pm_tree_free(tree);
	pm_buf_release(&b);
}

static void
compare_file(struct test *t, const char *path)
{
	static const char *const kinds[] = { "AND", "OR", "PHRASE", "QUERY" };
	unsigned groups = t->cases;
	size_t k, cap = 0;
	char *line = NULL;
	FILE *f = fopen(path, "r");

	if (f == NULL) {
		fprintf(stderr, "oracle: cannot open '%s'\n", path);
		exit(2);
	}
	for (k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		rewind(f);
		while (getline(&line, &cap, f) > 0) {
			char *rest = line, *kind = strsep(&rest, "\t"), *query;

			if (rest == NULL || strcmp(kind, kinds[k]) != 0)
				continue;
			rest[strcspn(rest, "\r\n")] = '\0';
			query = strsep(&rest, "\t");
			compare_line(t, kind, query, rest);
		}
		if (t->queries > 0)
			end_group(t, kinds[k], 1);
	}
	if (t->cases == groups)
		tap(t, false, "the file has queries");
	free(line);
	fclose(f);
}

static void
compare_random(struct test *t, uint64_t seed, uint64_t count)
{
	struct generator g;
	struct pm_buf query;
	uint64_t made = 0, refused = 0;
	char name[128];

	generator_init(&g, &t->naive, seed);
	pm_buf_init(&query, PM_BUF_NO_LIMIT);
	while (made < count) {
		struct pm_query_options options = {
			.mode = below(&t->chance, 3) == 0 ? PM_QUERY_ANY : PM_QUERY_ALL
		};
		struct pm_query_mistake mistake;
		struct pm_tree *tree = NULL;
		struct pm_error err;
		enum pm_status status;

		pm_buf_clear(&query);
		generate(&g, &query);
		status = pm_tree_parse(pm_buf_str(&query), query.len, &options, &tree,
				       &mistake, &err);
		if (status == PM_ERR_QUERY) {
			refused++;
			continue;
		}
		need(status, &err);
		compare(t, pm_buf_str(&query), options.mode, tree);
		pm_tree_free(tree);
		if (++made % GROUP == 0 || made == count) {
			snprintf(name, sizeof name, "random, seed %llu, to %llu",
				 (unsigned long long)seed, (unsigned long long)made);
			end_group(t, name, t->queries / 4);
		}
	}
	snprintf(name, sizeof name, "most random queries are taken: %llu were refused",
		 (unsigned long long)refused);
	tap(t, refused < made, name);
	snprintf(name, sizeof name, "hardly one is declined: %u", (unsigned)t->declined);
	tap(t, t->declined <= made / 1000 + 1, name);
	pm_buf_release(&query);
}

/* --- a table of texts --------------------------------------------------- */

static void
check_table_query(struct test *t, uint32_t row, const char *query, bool finds)
{
	struct pm_query_options options = { .mode = PM_QUERY_ALL };
	struct pm_query_mistake mistake;
	struct pm_tree *tree = NULL;
	struct answer answer;
	struct pm_error err;
	struct bits right;

	t->queries++;
	if (pm_tree_parse(query, strlen(query), &options, &tree, &mistake, &err) < 0) {
		if (report(t, query, PM_QUERY_ALL, "refused"))
			printf("#   %s\n", err.text);
		return;
	}
	naive_evaluate(&t->naive, tree, &right);
	ask(t, tree, PM_SORT_RELEVANCE, &answer);
	if ((answer.status < 0 || bits_has(&answer.set, row) != finds) &&
	    report(t, query, PM_QUERY_ALL,
		   finds ? "the index must find it by" : "the index must not find it by"))
		show_article(&t->naive, "in", row);
	if (bits_has(&right, row) != finds &&
	    report(t, query, PM_QUERY_ALL,
		   finds ? "the scan must find it by" : "the scan must not find it by"))
		show_article(&t->naive, "in", row);
	bits_release(&right);
	bits_release(&answer.set);
	compare(t, query, PM_QUERY_ALL, tree);
	pm_tree_free(tree);
}

/* Whether the folded words of an article are these. */
static void
check_table_words(struct test *t, uint32_t row, const char *words)
{
	const struct field *f = &t->naive.articles[row].fields[BODY];
	struct pm_buf b;
	size_t at, len;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (at = f->first; at < f->end; at++) {
		const char *s = pm_intern_get(&t->naive.strings,
					      t->naive.words[at].string, &len);

		if (at > f->first)
			pm_buf_putc(&b, ' ');
		pm_buf_put(&b, s, len);
	}
	if (strcmp(pm_buf_str(&b), words) != 0 &&
	    report(t, words, PM_QUERY_ALL, "its words must be"))
		printf("#   they are: %s\n", pm_buf_str(&b));
	pm_buf_release(&b);
}

static void
check_table(struct test *t, const char *path)
{
	struct table table;
	size_t i, k;

	table_load(&table, path);
	for (i = 0; i < table.n; i++) {
		const struct table_row *row = &table.rows[i];

		if (i >= t->naive.n_articles) {
			tap(t, false, "there are as many articles as rows");
			break;
		}
		check_table_words(t, (uint32_t)i, row->words);
		for (k = 0; k < row->n_finds; k++)
			check_table_query(t, (uint32_t)i, row->finds[k], true);
		for (k = 0; k < row->n_finds_not; k++)
			check_table_query(t, (uint32_t)i, row->finds_not[k], false);
		tap(t, t->differing == 0, row->text);
		t->differing = 0;
	}
	table_release(&table);
}

/* --- */

static int
usage(void)
{
	fprintf(stderr,
		"usage: test_oracle [-F] [-l LANGUAGE] [-f QUERIES] [-s SEED -n COUNT] "
		"[-w WORDS] INDEX CORPUS\n"
		"       test_oracle -c QUERIES INDEX CORPUS\n"
		"       test_oracle -E SEED | -G SEED | -W WORDS\n");
	return 2;
}

/* What the command line asks for. */
struct task {
	const char *queries, *words, *language;
	uint64_t seed, count;
	bool counts_only;
	enum naive_text text;
};

static int
run(const struct task *task, const char *index, const char *corpus)
{
	struct test t = { .chance = task->seed, .counts_only = task->counts_only };
	struct pm_error err;

	naive_load(&t.naive, corpus, task->language, task->text);
	need(pm_search_open(&t.search, index, &err), &err);
	if (task->text == NAIVE_FULL_TEXT)
		pm_search_text(t.search, PM_SEARCH_FULL_TEXT);
	/* Two threads share what they would leave to one, the corpus being small. */
	need(pm_search_threads(t.search, 2, &err), &err);
	pm_team_share_all(pm_search_resolver(t.search)->team);
	tap(&t, pm_db_articles(pm_search_index(t.search)->db) == t.naive.n_articles,
	    "both have the same number of articles");
	/* folds are in no count of the index */
	tap(&t,
	    task->text == NAIVE_FULL_TEXT ||
		    counts_agree(&t.naive, &pm_search_index(t.search)->generation),
	    "the index states what its corpus has");
	if (task->queries != NULL)
		compare_file(&t, task->queries);
	if (task->count > 0)
		compare_random(&t, task->seed, task->count);
	if (task->words != NULL)
		check_table(&t, task->words);
	if (!t.counts_only)
		printf("1..%u\n", t.cases);
	pm_search_free(t.search);
	naive_release(&t.naive);
	return t.failures > 0;
}

int
main(int argc, char **argv)
{
	struct task task = { .language = "english", .seed = 1 };
	int c;

	while ((c = getopt(argc, argv, "l:c:f:s:n:w:E:FG:W:")) != -1) {
		switch (c) {
		case 'l':
			task.language = optarg;
			break;
		case 'c':
			task.counts_only = true;
			task.queries = optarg;
			break;
		case 'f':
			task.queries = optarg;
			break;
		case 's':
			task.seed = strtoull(optarg, NULL, 10);
			break;
		case 'n':
			task.count = strtoull(optarg, NULL, 10);
			break;
		case 'w':
			task.words = optarg;
			break;
		case 'E':
			return edge_write(stdout, strtoull(optarg, NULL, 10),
					  EDGE_ARTICLES)
				     ? 0
				     : 2;
		case 'F':
			task.text = NAIVE_FULL_TEXT;
			break;
		case 'G':
			return edge_write(stdout, strtoull(optarg, NULL, 10), EDGE_FOLDS)
				     ? 0
				     : 2;
		case 'W':
			return table_write(stdout, optarg) ? 0 : 2;
		default:
			return usage();
		}
	}
	return argc - optind == 2 ? run(&task, argv[optind], argv[optind + 1]) : usage();
}
