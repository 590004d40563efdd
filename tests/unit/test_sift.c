/* Pressmark - tests of sifting: candidates of a phrase that are ruled out in batches.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/answer_fixture.h"

#include "match/finder.h"
#include "search/plan.h"

/* More than are sifted at a time. */
#define ARTICLES 3000u

static uint32_t state;

static uint32_t
below(uint32_t n)
{
	state = state * 1664525u + 1013904223u;
	return (uint32_t)((uint64_t)(state >> 8) * n >> 24);
}

/* Articles of a few words in any order, some often; the first words are in all of them,
 * and side by side in few. */
static void
fill(struct corpus *c)
{
	static const char *const titles[] = { "Alpha", "beta alpha", "beta alpha",
					      "Alpha north" };
	static const char *const words[] = {
		"alpha",
		"beta",
		"gamma",
		"delta",
		"the",
		"co-op",
		"coop",
		"wi-fi",
		"DDR5",
		"DDR",
		"5",
		"Wi",
		"Fi",
		"omega",
		"gamma.omega.com",
		"delta@omega.org",
		"omegas.omega.net",
		"omegas",
		"gammas",
		"north",
		"south",
		"east",
		"west",
		"north-east",
		"southwest",
		"north.example",
		"east.west.example"
	};
	uint32_t i, k;

	corpus_begin(c);
	for (i = 0; i < ARTICLES; i++) {
		struct pm_buf text;

		pm_buf_init(&text, PM_BUF_NO_LIMIT);
		if (below(4) == 0)
			pm_buf_puts(&text, "South ");
		pm_buf_puts(&text, "alpha and beta, the co-op");
		for (k = below(30); k > 0; k--) {
			const char *word = words[below(sizeof words / sizeof *words)];
			bool address = strchr(word, '.') != NULL;

			pm_buf_printf(&text, "%s%s",
				      below(8) == 0 && !address ? "-" : " ", word);
			if (address && below(4) > 0)
				pm_buf_puts(&text, " or");
			/* Only delta has more ways than are searched for. */
			if (below(12) == 0)
				pm_buf_printf(&text, " x%u.delta.example delta",
					      below(20));
		}
		corpus_add(c, titles[below(sizeof titles / sizeof *titles)],
			   pm_buf_str(&text), "");
		pm_buf_release(&text);
	}
	corpus_open(c);
}

static const char *const phrases[] = {
	/* clang-format off */
	"(alpha w/4 the) pre/1 beta pre/1 co", "gamma w/1 omega", "omega pre/1 gamma", "gamma pre/1 omega pre/1 delta",
	"coop w/1 north", "(gamma OR coop) pre/1 (omega OR wifi)", "omega w/1 omegas",
	"\"gamma omega\"~0", "\"coop op\"~0", "\"omega omega\"~0", "\"omega omegas\"~0",
	"\"gam* om*\"~0", "\"ddr DDR\"~1", "\"DDR ddr\"~9", "\"gamma.omega.com omega\"~0", "\"bet* beta\"~0",
	"omega w/1 delta w/1 alpha", "gamma not w/5 \"south omega west\"", "\"north east\" not w/2 west", "lead9(\"alpha beta\")",
	"\"ddr 5\" w/1 \"wi-fi\"", "\"north.example south\"", "\"example south\"",
	"\"east.west.example or\"", "\"or x3.delta.example delta\"", "=\"co-op alpha\"",
	"\"DDR 5\" OR \"omega coop\"", "south-north", "ddr-5-wifi", "\"5 ddr5 5\"",
	"\"omega delta north\"", "\"delta south\"", "\"south delta\"", "\"north delta omega\"",
	"\"alpha beta\"", "\"beta gamma\"", "\"the alpha\"", "\"the the\"",
	"\"coop alpha\"", "\"ddr5 omega\"", "\"the wifi\"", "\"delta the gamma\"",
	"\"beta alpha\"", "\"alpha wi-fi the\"", "\"alpha beta\" AND \"the coop\"",
	"\"omega ddr5 the beta\"", "\"alpha alpha\"", "title:\"beta alpha\"",
	"\"alpha beta\" w/5 gamma", "\"alpha zeta\"", "=\"Wi Fi\"", "\"alpha bet*\"",
	"\"omega gamma\"", "\"omega gamma delta\"", "\"delta omega alpha\"",
	"\"gamma omega gamma\"", "\"north south\"", "\"north east west\"",
	"\"northeast west\"", "\"east northeast\"", "\"south west east\"",
	"\"southwest north\"", "\"west east north south\"", "\"delta omega delta the\"",
	"\"wifi omega delta\"", "\"delta omega wifi\"", "\"omega coop omega\"",
	"\"gamma omega ddr5 omega\"", "\"omegas coop\"", "\"omega omega omega\"",
	"title:\"omega gamma\""
	/* clang-format on */
};

/* A distance or a loose phrase of two to four operands, made up. */
static void
make_up(char *out, size_t size)
{
	static const char *const operands[] = {
		"alpha",
		"beta",
		"gamma",
		"delta",
		"the",
		"coop",
		"wi-fi",
		"omega",
		"omegas",
		"\"omegas\"",
		"north",
		"south",
		"east",
		"ddr5",
		"5",
		"om*",
		"\"north east\"",
		"(east OR wifi)",
		"(om* OR south)",
		"title:beta",
		"co",
		"\"delta the\"",
		"(gamma w/2 south)",
		"DDR"
	};
	static const char *const words[] = { "alpha", "beta",  "gamma", "omega", "omegas",
					     "co",    "north", "east",	"5" };
	const char *op = below(3) == 0 ? "pre" : "w";
	uint32_t n = 2 + (below(3) == 0) + (below(5) == 0), distance = 1 + below(6), i;
	size_t len = 0;

	if (below(4) == 0) {
		len = (size_t)snprintf(out, size, "\"");
		for (i = 0; i < n; i++)
			len += (size_t)
				snprintf(out + len, size - len, "%s%s", i > 0 ? " " : "",
					 words[below(sizeof words / sizeof *words)]);
		snprintf(out + len, size - len, "\"~%u", below(5));
		return;
	}
	for (i = 0; i < n; i++) {
		if (i > 0)
			len += (size_t)snprintf(out + len, size - len, " %s/%u ", op,
						distance);
		len += (size_t)
			snprintf(out + len, size - len, "%s",
				 operands[below(sizeof operands / sizeof *operands)]);
	}
}

/* As libxapian's matcher has it, which sifts nothing. */
static uint32_t
total_of(struct corpus *c, const struct pm_tree *tree)
{
	struct pm_db_request request = { .max = 0 };
	struct pm_db_page page = { 0 };
	struct pm_plan *plan;

	OK(pm_plan_new(&plan, pm_search_resolver(c->search), tree, PM_PLAN_UNRANKED,
		       &pm_search_index(c->search)->statistics, ERR));
	pm_plan_request(plan, &request);
	OK(pm_db_search(pm_search_index(c->search)->db, &request, &page, ERR));
	pm_plan_free(plan);
	return page.total;
}

/* The search has the total that it should have, which is returned. */
static uint32_t
compare_totals(struct corpus *c, const char *query)
{
	const struct pm_search_options options = { .max = 10 };
	struct pm_tree *tree = corpus_query(query);
	struct pm_search_result result;
	uint32_t total;

	OK(pm_search_run(c->search, tree, &options, &result, ERR));
	total = result.total;
	ck_assert_msg(total == total_of(c, tree), "%s: %u articles, not %u", query, total,
		      total_of(c, tree));
	pm_search_result_release(&result);
	pm_tree_free(tree);
	return total;
}

START_TEST(what_matches_is_not_ruled_out)
{
	struct corpus c;
	uint32_t sum = 0;
	unsigned threads;
	char query[300];
	size_t i;

	state = (uint32_t)_i;
	fill(&c);
	for (threads = 1; threads <= 3; threads++) {
		OK(pm_search_threads(c.search, threads, ERR));
		if (threads > 1)
			pm_team_share_all(pm_search_resolver(c.search)->team);
		for (i = 0; i < sizeof phrases / sizeof *phrases; i++)
			sum += compare_totals(&c, phrases[i]);
		for (i = 0; i < 50; i++) {
			make_up(query, sizeof query);
			sum += compare_totals(&c, query);
		}
	}
	ck_assert_uint_gt(sum, ARTICLES);
	corpus_end(&c);
}
END_TEST

/* How many articles the sift of a query answers so. */
static uint32_t
count_answers(struct corpus *c, const char *query, uint8_t answer)
{
	struct pm_tree *tree = corpus_query(query);
	static uint32_t articles[ARTICLES];
	static uint8_t answers[ARTICLES];
	struct pm_finder *finder;
	uint32_t n = 0, i;

	for (i = 0; i < ARTICLES; i++)
		articles[i] = i + 1;
	OK(pm_finder_new(&finder, tree, pm_search_resolver(c->search), 0, ERR));
	OK(pm_finder_sift(finder, articles, ARTICLES, NULL, 0, answers, ERR));
	for (i = 0; i < ARTICLES; i++)
		n += answers[i] == answer;
	pm_finder_free(finder);
	pm_tree_free(tree);
	return n;
}

/* The stems of all these words are there, the words are not. */
START_TEST(what_is_nowhere_is_ruled_out_at_once)
{
	static const char *const queries[] = {
		"\"alpha alphas\"",
		"\"the alpha betas the\"",
		"\"alphas ddr 5\"",
		"=\"Wi Fis\"",
		"title:\"alphas\"",
		"gamma w/3 \"alphas\"",
		"\"alphas\" pre/3 gamma w/2 delta",
		"\"alphas\" not w/5 gamma",
		"\"alphas\" OR \"the betas\"",
		"atleast2(\"alphas\")",
		"\"gamma alphas\"~5"
	};
	static const char *const others[] = {
		"gamma not w/5 \"alphas\"",
		"\"alphas\" OR \"gamma gammas\"",
		"\"alpha coop\"",
		"\"ddr 5\"",
		"\"wi fi\"~1",
		"=\"Wi Fi\""
	};
	struct corpus c;
	size_t i;

	fill(&c);
	for (i = 0; i < sizeof queries / sizeof *queries; i++)
		ck_assert_msg(count_answers(&c, queries[i], PM_DB_NO) == ARTICLES,
			      "%s is not ruled out", queries[i]);
	for (i = 0; i < sizeof others / sizeof *others; i++)
		ck_assert_msg(count_answers(&c, others[i], PM_DB_NO) < ARTICLES,
			      "%s is ruled out", others[i]);
	corpus_end(&c);
}
END_TEST

/* What a sift says of each article agrees with the hits that its decoded words have. */
static void
compare_with_hits(struct corpus *c, const char *query)
{
	struct pm_tree *tree = corpus_query(query);
	static uint32_t articles[ARTICLES];
	static uint8_t answers[ARTICLES];
	const struct pm_spans *hits;
	struct pm_finder *finder;
	struct pm_view view;
	uint32_t i;

	for (i = 0; i < ARTICLES; i++)
		articles[i] = i + 1;
	pm_view_init(&view);
	OK(pm_finder_new(&finder, tree, pm_search_resolver(c->search), 0, ERR));
	OK(pm_finder_sift(finder, articles, ARTICLES, NULL, 0, answers, ERR));
	for (i = 0; i < ARTICLES; i++) {
		OK(pm_view_set(&view, pm_search_index(c->search)->segments[0],
			       articles[i], ERR));
		OK(pm_finder_hits(finder, &view, &hits, ERR));
		ck_assert_msg(answers[i] == PM_DB_PERHAPS ||
				      (answers[i] == PM_DB_YES) == (hits->n > 0),
			      "%s: article %u is answered %u and has %zu hits", query,
			      articles[i], answers[i], hits->n);
	}
	pm_finder_free(finder);
	pm_view_release(&view);
	pm_tree_free(tree);
}

START_TEST(a_sift_agrees_with_hits)
{
	struct corpus c;
	char query[300];
	size_t i;

	state = (uint32_t)_i;
	fill(&c);
	for (i = 0; i < sizeof phrases / sizeof *phrases; i++) {
		struct pm_tree *tree = corpus_query(phrases[i]);

		if (pm_tree_has_hits(tree))
			compare_with_hits(&c, phrases[i]);
		pm_tree_free(tree);
	}
	for (i = 0; i < 50; i++) {
		make_up(query, sizeof query);
		compare_with_hits(&c, query);
	}
	corpus_end(&c);
}
END_TEST

/* What needs neighbours is mostly ruled out where there are none, whatever it is; and what
 * needs none is not. */
START_TEST(what_has_no_neighbours_is_mostly_ruled_out)
{
	static const char *const queries[] = {
		"\"delta gamma alpha\"",
		"\"omega delta*\"",
		"=\"gamma north\"",
		"\"ddr5 west\"",
		"\"wi-fi east\"",
		"gamma w/1 north",
		"north pre/1 gamma",
		"(gamma OR omega) pre/1 south",
		"gamma pre/1 north pre/1 west",
		"\"beta south\"~0",
		"\"south south\"~0",
		"\"gamma north\" w/9 alpha",
		"\"gamma north\" not w/9 alpha",
		"atleast1(\"gamma north\")",
		"\"gamma north\" OR \"west south\"",
		"title:\"north beta\""
	};
	static const char *const others[] = {
		"alpha w/2 beta",
		"alpha w/s beta",
		"alpha OR \"gamma north\"",
		"alpha not w/1 beta",
		"\"alpha the\"~1",
		"\"alpha beta the\"~0",
		"\"alph* bet*\"~0",
		"beta w/1 alpha w/1 the",
		"\"coop op\"~0"
	};
	struct corpus c;
	size_t i;

	state = 5;
	fill(&c);
	for (i = 0; i < sizeof queries / sizeof *queries; i++) {
		compare_with_hits(&c, queries[i]);
		ck_assert_msg(count_answers(&c, queries[i], PM_DB_NO) > ARTICLES / 6,
			      "%s is ruled out in %u articles", queries[i],
			      count_answers(&c, queries[i], PM_DB_NO));
	}
	for (i = 0; i < sizeof others / sizeof *others; i++) {
		compare_with_hits(&c, others[i]);
		ck_assert_msg(count_answers(&c, others[i], PM_DB_NO) < ARTICLES,
			      "%s is ruled out", others[i]);
	}
	corpus_end(&c);
}
END_TEST

static bool
at_second(void *ctx)
{
	unsigned *times = ctx;

	return ++*times >= 2;
}

/* Where everything is ruled out no check is asked, and still it can be stopped. */
START_TEST(it_can_be_stopped)
{
	unsigned times = 0;
	const struct pm_search_options options = { .max = 10,
						   .stop = { at_second, &times } };
	struct pm_tree *tree = corpus_query("\"and alpha\"");
	struct pm_search_result result;
	struct corpus c;

	fill(&c);
	OK(pm_search_run(c.search, tree, &options, &result, ERR));
	ck_assert(result.stopped);
	ck_assert_uint_eq(times, 2);
	pm_search_result_release(&result);
	pm_tree_free(tree);
	corpus_end(&c);
}
END_TEST

static bool
at_once(void *ctx)
{
	(void)ctx;
	return true;
}

/* What excludes is not found any more, and yet no article matches for that. */
START_TEST(what_is_stopped_excludes_all)
{
	const struct pm_search_options options = { .max = 10, .stop = { at_once, NULL } };
	static const char *const queries[] = {
		"alpha NOT \"alpha beta\"", "NOT \"alpha beta\"", "NOT (alpha w/3 beta)",
		"\"and beta\" OR NOT \"alpha beta\""
	};
	struct pm_search_result result;
	struct corpus c;
	size_t i;

	fill(&c);
	for (i = 0; i < sizeof queries / sizeof *queries; i++) {
		struct pm_tree *tree = corpus_query(queries[i]);

		OK(pm_search_run(c.search, tree, &options, &result, ERR));
		ck_assert(result.stopped);
		ck_assert_msg(result.total == 0 && result.n == 0, "%s: %u articles",
			      queries[i], result.total);
		pm_search_result_release(&result);
		pm_tree_free(tree);
	}
	corpus_end(&c);
}
END_TEST

/* How often the check that stands above all others is asked. */
static const struct pm_db_node *watched;
static uint32_t asked;

static int
count_watch(void *ctx, size_t segment, uint32_t article)
{
	asked++;
	return watched->check(ctx, segment, article);
}

/* Once stopped, libxapian looks at no more articles either. */
START_TEST(what_is_stopped_ends)
{
	struct pm_tree *tree = corpus_query("alpha NOT \"alpha beta\"");
	struct pm_db_request request = { .max = 10 };
	struct pm_db_page page = { 0 };
	struct pm_db_node *nodes;
	struct pm_plan *plan;
	struct corpus c;
	size_t i;

	fill(&c);
	OK(pm_plan_new(&plan, pm_search_resolver(c.search), tree, PM_PLAN_RANKED,
		       &pm_search_index(c.search)->statistics, ERR));
	pm_search_watch(c.search, (struct pm_stop){ at_once, NULL });
	OK(pm_plan_watch(plan, ERR));
	pm_plan_request(plan, &request);
	nodes = calloc(request.n_nodes, sizeof *nodes);
	ck_assert_ptr_nonnull(nodes);
	memcpy(nodes, request.nodes, request.n_nodes * sizeof *nodes);
	for (i = 0; i < request.n_nodes; i++)
		if (nodes[i].op == PM_DB_CHECK)
			watched = request.nodes + i; /* the last one is the watch */
	nodes[watched - request.nodes].check = count_watch;
	request.nodes = nodes;
	asked = 0;
	OK(pm_db_search(pm_search_index(c.search)->db, &request, &page, ERR));
	ck_assert_uint_eq(page.total, 0);
	ck_assert_uint_eq(asked, 1);
	free(nodes);
	pm_plan_free(plan);
	pm_tree_free(tree);
	corpus_end(&c);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("sift");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, what_matches_is_not_ruled_out, 0, 3);
	tcase_add_test(tc, what_is_nowhere_is_ruled_out_at_once);
	tcase_add_loop_test(tc, a_sift_agrees_with_hits, 0, 3);
	tcase_add_test(tc, what_has_no_neighbours_is_mostly_ruled_out);
	tcase_add_test(tc, it_can_be_stopped);
	tcase_add_test(tc, what_is_stopped_excludes_all);
	tcase_add_test(tc, what_is_stopped_ends);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
