/* Pressmark - answers of an index from which articles were removed: they are those of an index
 * without them.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Random queries over corpora of edge cases are asked of both, in every way that there is:
 * totals, order, scores, hits, snippets, lines in context, facets, explanations, suggestions
 * and mistakes must be the same. */
#include "tests/oracle/generate.h"
#include "tests/unit/removal_fixture.h"

#include "query/ask.h"

#include <ctype.h>
#include <math.h>

#define QUERIES 600
#define N_NAMES 5

/* The two indexes. */
struct both {
	struct pm_search *removed, *fresh;
	uint32_t *place; /* by id of the first: its id in the second, or 0 */
	uint32_t n;
	size_t segments; /* of the first; the second has one */
};

static void
open_both(struct both *b, const char *index, const char *fresh)
{
	struct pm_index *ix;
	uint32_t id;

	b->n = 0;
	OK(pm_search_open(&b->removed, index, ERR));
	OK(pm_search_open(&b->fresh, fresh, ERR));
	ix = pm_search_index(b->removed);
	b->place = calloc(pm_db_articles(ix->db) + 1, sizeof *b->place);
	for (id = 1; id <= pm_db_articles(ix->db); id++)
		if (pm_index_has(ix, id))
			b->place[id] = ++b->n;
	ck_assert_uint_eq(b->n, pm_db_articles(pm_search_index(b->fresh)->db));
	ck_assert_uint_eq(b->n, pm_index_articles(ix));
}

static void
close_both(struct both *b)
{
	pm_search_free(b->removed);
	pm_search_free(b->fresh);
	free(b->place);
}

/* --- scores ------------------------------------------------------------- */

static void
compare_scores(struct both *b, const char *query, const struct pm_tree *tree,
	       const struct pm_search_options *options)
{
	struct pm_search_result is, should;
	struct pm_error err, other;
	enum pm_status status = pm_search_run(b->removed, tree, options, &is, &err);
	size_t i;

	ck_assert_msg(pm_search_run(b->fresh, tree, options, &should, &other) == status,
		      "%s: %s", query, status < 0 ? err.text : other.text);
	if (status < 0)
		return;
	ck_assert_msg(is.total == should.total && is.n == should.n &&
			      is.articles == should.articles &&
			      is.stories == should.stories,
		      "%s: %u of %u articles, %u stories, and without what is removed %u of "
		      "%u, %u",
		      query, (unsigned)is.n, (unsigned)is.total, (unsigned)is.stories,
		      (unsigned)should.n, (unsigned)should.total,
		      (unsigned)should.stories);
	for (i = 0; i < is.n; i++) {
		const struct pm_db_match *x = &is.matches[i], *y = &should.matches[i];

		ck_assert_msg(b->place[x->id] == y->id &&
				      fabs(x->score - y->score) <= 1e-9 * fabs(y->score),
			      "%s: match %zu is %u, %.12f, and without what is removed %u, "
			      "%.12f",
			      query, i, (unsigned)b->place[x->id], x->score,
			      (unsigned)y->id, y->score);
	}
	pm_search_result_release(&is);
	pm_search_result_release(&should);
}

/* --- answers ------------------------------------------------------------ */

/* Drop where an article was read, which the two do not agree about, and how long it took. */
static void
drop_numbers(struct pm_buf *text)
{
	static const char *const names[] = {
		"\"line\":", "\"answer\":", "\"explain\":", "\"parse\":", "\nexplain "
	};
	char *s = (char *)text->data;
	size_t i, at, out = 0;

	for (at = 0; at < text->len;) {
		for (i = 0; i < N_NAMES; i++)
			if (strncmp(s + at, names[i], strlen(names[i])) == 0) {
				at += strlen(names[i]);
				at += strspn(s + at, "0123456789.");
				break;
			}
		if (i == N_NAMES)
			s[out++] = s[at++];
	}
	text->len = out;
	if (s != NULL)
		s[out] = '\0';
}

static void
ask(struct pm_ask *a, struct pm_search *s, struct pm_buf *out)
{
	struct pm_tree *tree = NULL;
	struct pm_asked asked;
	struct pm_buf notes;
	struct pm_error err = { .text = "" };
	enum pm_status status;

	pm_buf_init(&notes, PM_BUF_NO_LIMIT);
	status = pm_ask_parse(a, &tree, &notes, &err);
	a->parse_ms = 0;
	if (status == PM_OK)
		status = pm_ask_answer(a, tree, s, out, &notes, &asked, &err);
	pm_buf_printf(out, "\nstatus %s: %s\n%s", pm_status_name(status),
		      status < 0 ? err.text : asked.note, pm_buf_str(&notes));
	ck_assert(status == PM_OK || status == PM_ERR_QUERY);
	drop_numbers(out);
	pm_tree_free(tree);
	pm_buf_release(&notes);
}

static void
choose(struct pm_ask *a, bool explain)
{
	static const char *const facets[] = { "source", "author",  "date:year",
					      "host",	"section", "tags" };
	static const enum pm_ask_show shows[] = { PM_ASK_RESULTS, PM_ASK_RESULTS,
						  PM_ASK_COUNT,	  PM_ASK_KWIC,
						  PM_ASK_FACETS,  PM_ASK_ALIKE };

	a->mode = rnd(3) == 0 ? PM_QUERY_ANY : PM_QUERY_ALL;
	a->today = 20240630;
	a->show = shows[rnd(6)];
	a->sort = (enum pm_db_sort)rnd(3);
	a->max = 1 + rnd(30);
	a->hits = rnd(2) == 0;
	a->unique = rnd(4) == 0 && a->show != PM_ASK_KWIC && a->show != PM_ASK_ALIKE;
	a->full_text = rnd(3) == 0;
	a->explain = explain && a->show != PM_ASK_COUNT;
	a->kwic.words = 4;
	a->facets = facets + rnd(6);
	a->n_facets = 1;
	a->format = a->show == PM_ASK_COUNT ? PM_OUTPUT_TEXT : PM_OUTPUT_JSON;
	a->width = 80;
}

static void
compare_answers(struct both *b, const char *query)
{
	struct pm_ask a = { .query = query, .query_len = strlen(query) };
	struct pm_buf is, should;
	size_t at = 0, before;

	/* What is known of occurrences, and in which capitals a word is suggested, may depend
	 * on how the index is divided. */
	choose(&a, b->segments == 1);
	pm_buf_init(&is, PM_BUF_NO_LIMIT);
	pm_buf_init(&should, PM_BUF_NO_LIMIT);
	ask(&a, b->removed, &is);
	ask(&a, b->fresh, &should);
	while (at < is.len && at < should.len &&
	       (is.data[at] == should.data[at] ||
		(b->segments > 1 && tolower(is.data[at]) == tolower(should.data[at]))))
		at++;
	before = at > 60 ? at - 60 : 0;
	ck_assert_msg(is.len == should.len && at == is.len,
		      "%s (%d): ...%.200s..., and without what is removed ...%.200s...",
		      query, (int)a.show, pm_buf_str(&is) + before,
		      pm_buf_str(&should) + before);
	pm_buf_release(&is);
	pm_buf_release(&should);
}

static void
compare(struct both *b, const char *query)
{
	static const struct pm_query_options all = { PM_QUERY_ALL, 20240630 };
	struct pm_search_options options = { .max = UINT32_MAX };
	struct pm_query_mistake mistake;
	struct pm_tree *tree;
	unsigned mode;

	if (pm_tree_parse(query, strlen(query), &all, &tree, &mistake, NULL) == PM_OK) {
		for (mode = 0; mode < 3; mode++) {
			options.sort = (enum pm_db_sort)mode;
			options.stories = (enum pm_search_stories)mode;
			compare_scores(b, query, tree, &options);
		}
		pm_tree_free(tree);
	}
	compare_answers(b, query);
}

/* --- queries ------------------------------------------------------------ */

/* Beside the random ones: what only one article has, or had. */
static const char *const given[] = {
	"d\xc3\xbcrer",
	"=D\xc3\xbcrer",
	"/.*\xc3\xbc.*/",
	"cooperate",
	"\"co operate\"",
	"coop*",
	"oper~2",
	"US",
	"U.S",
	"u.s",
	"/.*[^a-z].*/",
	"=US",
	"author:weber",
	"author:w*",
	"source:p*",
	"host:example.org",
	"id:1",
	"id:700",
	"date:2024",
	"words:5..",
	"title:chip",
	"nowhereatall",
	"exmaple",
	"press",
	"section:x",
	"NOT chip",
	"*",
	"co* OR re*",
	"ex*.org",
	"*ing",
	"lead50(co*)",
	"atleast2(a)",
};

static void
compare_all(struct both *b, const char *kept, uint64_t seed)
{
	struct naive nv = { 0 };
	struct generator g;
	struct pm_buf query;
	size_t i;

	naive_load(&nv, kept, "english", NAIVE_ARTICLES);
	generator_init(&g, &nv, seed);
	pm_buf_init(&query, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof given / sizeof *given; i++)
		compare(b, given[i]);
	for (i = 0; i < QUERIES; i++) {
		pm_buf_clear(&query);
		generate(&g, &query);
		if (memchr(pm_buf_str(&query), '\0', query.len) == NULL)
			compare(b, pm_buf_str(&query));
	}
	pm_buf_release(&query);
	naive_release(&nv);
}

START_TEST(answers_are_those_without_what_is_removed)
{
	static const uint32_t percents[] = { 2, 20, 60, 95 };
	char index[PATH_SIZE], fresh[PATH_SIZE], path[PATH_SIZE];
	struct lines l = { 0 };
	uint64_t keep[LINES_BITS];
	struct both b;

	rng = (uint64_t)_i + 1000;
	read_edges(&l, rng, _i / 2 % 2 == 0 ? EDGE_FOLDS : EDGE_ARTICLES, 700);
	in_folder(index, "index");
	in_folder(fresh, "fresh");
	b.segments = _i % 2 == 0 ? 1 : 2 + rnd(4);
	build_segments(index, "english", &l, b.segments);
	remove_in_rounds(index, l.n, percents[_i / 2 % 4], rng, keep);
	build_lines(fresh, "english", &l, 0, l.n, keep);
	open_both(&b, index, fresh);
	/* the last that was built: what is left, which queries are made of; and, in every
	 * second case, what there was */
	if (_i / 4 % 2 == 1)
		OK(pm_replace_file(in_folder(path, "lines.jsonl"), l.text.data,
				   l.text.len, ERR));
	compare_all(&b, in_folder(path, "lines.jsonl"), rng);
	close_both(&b);
	lines_release(&l);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("removed_answers");
	TCase *tc = tcase_create("all");

	tcase_set_timeout(tc, 600);
	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_loop_test(tc, answers_are_those_without_what_is_removed, 0, 10);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
