/* Pressmark - tests of matching: queries over a corpus small enough to tell by looking at
 * it what they find.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each is answered by lists side by side, where it has that shape, by libxapian with a
 * check for each article, and by the hits of each article.  Words that are looked for
 * are rare: others take the short codes, so that these have two bytes and are searched
 * for as codes are in a large index. */
#include "tests/unit/answer_fixture.h"

#include "search/plan.h"

#define MAX 32u
#define V64 "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv"

static struct corpus c;

/* Article 1: 200 words, each ten times. */
static void
begin(void)
{
	struct pm_buf text;
	int i, k;

	make_folder();
	corpus_begin(&c);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (k = 0; k < 10; k++)
		for (i = 0; i < 200; i++)
			pm_buf_printf(&text, "q%c%cq ", 'a' + i / 26, 'a' + i % 26);
	corpus_add(&c, "", pm_buf_str(&text), "");
	pm_buf_release(&text);
}

static void
end(void)
{
	corpus_end(&c);
	drop_folder();
}

/* "2 5" */
static void
list_articles(struct pm_buf *out, const bool *found)
{
	uint32_t i;

	pm_buf_clear(out);
	for (i = 1; i <= MAX; i++)
		if (found[i])
			pm_buf_printf(out, "%s%u", out->len > 0 ? " " : "", i);
}

static void
compare(const char *query, const char *by, const struct pm_db_match *matches, size_t n,
	const char *want, bool found[MAX + 1])
{
	struct pm_buf list;
	size_t i;

	memset(found, 0, (MAX + 1) * sizeof *found);
	for (i = 0; i < n; i++)
		found[matches[i].id] = true;
	pm_buf_init(&list, PM_BUF_NO_LIMIT);
	list_articles(&list, found);
	ck_assert_msg(strcmp(pm_buf_str(&list), want) == 0, "%s (%s): '%s', not '%s'",
		      query, by, pm_buf_str(&list), want);
	pm_buf_release(&list);
}

/* The hits of the articles in FOUND, all together N; others have none, unless what
 * they lack is another part of an AND. */
static void
compare_hits(const char *query, const struct pm_tree *tree, const bool *found, size_t n)
{
	struct pm_hits hits;
	size_t all = 0;
	uint32_t id;

	OK(pm_hits_init(&hits, c.search, tree, ERR));
	for (id = 1; id <= c.n; id++) {
		OK(pm_hits_find(&hits, id, ERR));
		if (found[id])
			all += hits.n;
		ck_assert_msg(hits.n > 0 ? found[id] || tree->op == PM_TREE_AND
					 : !found[id],
			      "%s: %zu hits in article %u", query, hits.n, id);
	}
	pm_hits_release(&hits);
	ck_assert_msg(all == n, "%s: %zu hits, not %zu", query, all, n);
}

/* QUERY finds the articles in WANT, with N hits. */
static void
finds(const char *query, const char *want, size_t n)
{
	const struct pm_search_options options = { .max = MAX };
	struct pm_tree *tree = corpus_query(query);
	struct pm_db_match matches[MAX];
	struct pm_db_page page = { 0, matches, 0 };
	struct pm_db_request request = { .max = MAX };
	struct pm_search_result result;
	bool found[MAX + 1];
	struct pm_plan *plan;

	OK(pm_search_run(c.search, tree, &options, &result, ERR));
	compare(query, "search", result.matches, result.n, want, found);
	ck_assert_uint_eq(result.total, result.n);
	pm_search_result_release(&result);
	OK(pm_plan_new(&plan, pm_search_resolver(c.search), tree, PM_PLAN_RANKED,
		       &pm_search_index(c.search)->statistics, ERR));
	pm_plan_request(plan, &request);
	OK(pm_db_search(pm_search_index(c.search)->db, &request, &page, ERR));
	compare(query, "libxapian", matches, page.n, want, found);
	pm_plan_free(plan);
	compare_hits(query, tree, found, n);
	pm_tree_free(tree);
}

static enum pm_search_way
way_of(const char *query, enum pm_db_sort sort)
{
	const struct pm_search_options options = { .max = MAX, .sort = sort };
	struct pm_tree *tree = corpus_query(query);
	struct pm_search_result result;
	enum pm_search_way way;

	OK(pm_search_run(c.search, tree, &options, &result, ERR));
	way = result.way;
	pm_search_result_release(&result);
	pm_tree_free(tree);
	return way;
}

START_TEST(a_result_says_which_search_answered)
{
	corpus_add(&c, "kappa alpha", "beta kappa", "");
	corpus_open(&c);
	ck_assert_int_eq(way_of("alpha OR beta", PM_SORT_RELEVANCE), PM_SEARCH_UNION);
	ck_assert_int_eq(way_of("alpha AND beta", PM_SORT_RELEVANCE),
			 PM_SEARCH_CONJUNCTION);
	ck_assert_int_eq(way_of("alpha OR beta", PM_SORT_DATE), PM_SEARCH_LIBXAPIAN);
}
END_TEST

START_TEST(nothing_reaches_from_the_title_into_the_body)
{
	corpus_add(&c, "kappa alpha", "beta kappa", "");
	corpus_add(&c, "kappa", "alpha beta", "");
	corpus_add(&c, "alpha beta", "kappa", "");
	corpus_add(&c, "alpha", "beta alpha beta", "");
	corpus_add(&c, "kappa kappa", "beta kappa alpha", "");
	corpus_open(&c);
	finds("\"alpha beta\"", "3 4 5", 3);
	finds("title:\"alpha beta\"", "4", 1);
	finds("title:\"kappa beta\"", "", 0);
	finds("\"kappa alpha beta\"", "", 0);
	finds("\"kappa alpha\"", "2 6", 2);
	finds("\"beta kappa\"", "2 6", 2);
	finds("alpha w/1 beta", "3 4 5", 4);
	finds("alpha w/9 beta", "3 4 5 6", 5);
	finds("\"kappa alp*\"", "2 6", 2);
	finds("title:\"kapp* alph*\"", "2", 1);
	finds("\"alpha beta\"~3", "3 4 5 6", 5);
}
END_TEST

/* Where the rarer word of a phrase stands once, or as often as it takes. */
START_TEST(a_phrase_is_found_at_any_of_its_places)
{
	corpus_add(&c, "", "alpha beta", "");
	corpus_add(&c, "", "beta alpha", "");
	corpus_add(&c, "", "alpha alpha alpha beta beta", "");
	corpus_add(&c, "", "alpha qaaq alpha qabq alpha beta", "");
	corpus_add(&c, "", "beta beta beta beta beta beta beta beta beta beta alpha beta",
		   "");
	corpus_open(&c);
	finds("\"alpha beta\"", "2 4 5 6", 4);
	finds("\"beta alpha\"", "3 6", 2);
	finds("\"alpha alpha\"", "4", 2);
	finds("\"alpha alpha beta beta\"", "4", 1);
	finds("\"qabq alpha beta\"", "5", 1);
	finds("\"beta beta\"", "4 6", 10);
}
END_TEST

/* Each of two phrases by how often its own words occur: alpha is there once, kappa
 * twice, and only the second one is of the phrase. */
START_TEST(two_phrases_do_not_meddle_with_each_other)
{
	corpus_add(&c, "", "alpha beta kappa kappa omega omega", "");
	corpus_add(&c, "", "kappa omega alpha alpha beta beta", "");
	corpus_add(&c, "", "alpha beta kappa qaaq kappa qabq omega", "");
	corpus_add(&c, "", "kappa omega", "");
	corpus_open(&c);
	finds("\"alpha beta\" AND \"kappa omega\"", "2 3", 4);
	finds("\"kappa omega\" AND \"alpha beta\"", "2 3", 4);
	finds("\"beta kappa\" AND \"kappa omega\"", "2", 2);
}
END_TEST

START_TEST(a_word_of_64_bytes_is_one_and_a_longer_one_is_none)
{
	corpus_add(&c, "", V64 " delta", "");
	corpus_add(&c, "", V64 "v delta", "");
	corpus_add(&c, "", "delta", "");
	corpus_open(&c);
	finds(V64, "2", 1);
	finds(V64 "v", "", 0);
	finds("\"" V64 " delta\"", "2", 1);
	finds("\"" V64 "v delta\"", "", 0);
	finds("vvvv*", "2", 1);
	finds("\"vvvv* delta\"", "2", 1);
	finds("=" V64 "v", "3", 1);
}
END_TEST

/* Three words between make a distance of four, whichever of the two is looked for
 * first: that is the rarer one of each pair. */
START_TEST(a_distance_is_kept_to_the_word)
{
	corpus_add(&c, "", "alpha qaaq qabq qacq beta", "");
	corpus_add(&c, "", "qaaq beta qaaq qabq qacq alpha", "");
	corpus_add(&c, "", "alpha alpha alpha", "");
	corpus_add(&c, "", "gamma qaaq qabq qacq delta", "");
	corpus_add(&c, "", "qaaq delta qaaq qabq qacq gamma", "");
	corpus_add(&c, "", "delta delta delta", "");
	corpus_add(&c, "", "pi rho qaaq qabq sigma", "");
	corpus_add(&c, "", "sigma qaaq qabq pi rho", "");
	corpus_open(&c);
	finds("alpha w/4 beta", "2 3", 2);
	finds("alpha w/3 beta", "", 0);
	finds("beta w/4 alpha", "2 3", 2);
	finds("alpha pre/4 beta", "2", 1);
	finds("beta pre/4 alpha", "3", 1);
	finds("gamma w/4 delta", "5 6", 2);
	finds("gamma w/3 delta", "", 0);
	finds("delta pre/4 gamma", "6", 1);
	finds("\"pi rho\" w/3 sigma", "8 9", 2);
	finds("\"pi rho\" w/2 sigma", "", 0);
	finds("(rho OR pi) w/3 sigma", "8 9", 2);
	finds("beta not w/4 alpha", "", 0);
	finds("beta not w/3 alpha", "2 3", 2);
	finds("beta not pre/4 alpha", "2", 1);
	finds("delta not w/3 (gamma OR qabq)", "7", 3);
}
END_TEST

/* A blank line anywhere in the body, be it behind its first word, and only blank lines
 * part its paragraphs. */
START_TEST(a_paragraph_ends_where_it_should)
{
	corpus_add(&c, "Head", "One.\n\nTwo three.\nFour five.", "");
	corpus_add(&c, "Head", "One.\nTwo three.\nFour five.", "");
	corpus_add(&c, "Head over", "One two three.\nFour.\n\nFive.", "");
	corpus_open(&c);
	finds("three w/p four", "2 4", 2);
	finds("one w/p two", "4", 1);
	finds("two w/p three", "2 3 4", 3);
	finds("head w/p one", "", 0);
	finds("head w/p over", "4", 1);
	finds("four w/p five", "2 3", 2);
	finds("three w/s four", "", 0);
	finds("four w/s five", "2 3", 2);
	finds("lead1(one)", "2 3 4", 3);
	finds("lead1(two)", "", 0);
	finds("lead2(two)", "2 3 4", 3);
	finds("atleast2(five OR four)", "2 3 4", 6);
}
END_TEST

START_TEST(what_lies_in_a_hit_is_near_it)
{
	corpus_add(&c, "", "alpha of gamma of beta", "");
	corpus_add(&c, "", "alpha of of gamma beta gamma of delta", "");
	corpus_add(&c, "gamma", "alpha beta", "");
	corpus_add(&c, "", "alpha gamma of of of delta beta gamma", "");
	corpus_open(&c);
	finds("(alpha w/9 beta) w/1 gamma", "2 3 5", 3);
	finds("(alpha w/9 beta) pre/1 gamma", "2 3 5", 3);
	finds("gamma pre/9 (alpha w/9 beta)", "", 0);
	finds("(alpha w/9 beta) w/1 alpha", "", 0);
	finds("\"alpha beta\"~9 w/1 gamma", "2 3 5", 3);
	finds("(alpha w/9 beta) w/1 gamma w/1 delta", "5", 1);
	finds("(alpha w/9 beta) w/2 gamma w/2 delta", "3 5", 2);
	finds("(alpha w/9 beta) w/9 (gamma w/9 delta)", "3 5", 2);
	finds("(alpha w/9 beta) w/9 (gamma w/9 beta)", "", 0);
	finds("(alpha w/9 beta) not w/0 gamma", "4", 1);
	finds("(alpha w/9 gamma) not w/0 beta", "2 3 5", 3);
	finds("\"alpha gamma\" not w/0 gamma", "", 0);
	finds("(alpha w/9 beta) not w/0 of", "4", 1);
}
END_TEST

START_TEST(hits_belong_to_what_holds)
{
	static const struct {
		const char *with; /* instead of "apple", in article 3 only */
	} conditions[] = {
		{ "NOT pear" },
		{ "NOT (pear OR title:ann)" },
		{ "source:\"Evening News\"" },
		{ "source:even*" },
		{ "author:jane" },
		{ "host:example.org" },
		{ "id:only" },
		{ "date:2024-03" },
		{ "date:2024-03-01..2024-04-02" },
		{ "words:5" },
		{ "words:5..6" },
		{ "section:World" },
		{ "section:/W.r.d/" },
		{ "(pear OR section:world)" },
		{ "(section:world OR NOT anna)" }
	};
	char query[128];
	size_t i;

	corpus_add(&c, "", "fever and Anna Weber with a pear", "");
	corpus_add(&c, "", "fever, Anna Weber, an apple",
		   "\"source\":\"The Evening News\",\"author\":\"Jane Roe\",\"id\":\"only\","
		   "\"url\":\"https://www.example.org/a\",\"date\":\"2024-03-05\","
		   "\"section\":\"World\"");
	corpus_add(&c, "Ann", "pear fever pear",
		   "\"source\":\"News\",\"date\":\"2024\",\"section\":\"Home\"");
	corpus_open(&c);
	finds("(fever AND apple) OR \"anna weber\"", "2 3", 4);
	finds("(fever AND NOT apple) OR \"anna weber\"", "2 3 4", 4);
	finds("(fever AND apple AND pear) OR weber", "2 3", 2);
	finds("(fever AND (apple OR title:ann)) OR weber", "2 3 4", 6);
	finds("weber AND (anna OR (fever AND apple))", "2 3", 6);
	for (i = 0; i < sizeof conditions / sizeof *conditions; i++) {
		snprintf(query, sizeof query, "(fever AND %s) OR \"anna weber\"",
			 conditions[i].with);
		if (strstr(query, "section:world OR NOT anna") != NULL)
			finds(query, "2 3 4", 4);
		else if (strstr(query, "pear OR section") != NULL)
			finds(query, "2 3 4", 8);
		else
			finds(query, "2 3", 3);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("match");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, a_result_says_which_search_answered);
	tcase_add_test(tc, nothing_reaches_from_the_title_into_the_body);
	tcase_add_test(tc, a_phrase_is_found_at_any_of_its_places);
	tcase_add_test(tc, two_phrases_do_not_meddle_with_each_other);
	tcase_add_test(tc, a_word_of_64_bytes_is_one_and_a_longer_one_is_none);
	tcase_add_test(tc, a_distance_is_kept_to_the_word);
	tcase_add_test(tc, a_paragraph_ends_where_it_should);
	tcase_add_test(tc, what_lies_in_a_hit_is_near_it);
	tcase_add_test(tc, hits_belong_to_what_holds);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
