/* Pressmark - tests of weights (search/plan_weights.c): scores worked out by hand.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From ARCHITECTURE.md, "Ranking".  Of N articles n have the word, and one of them has
 * it w times; the article is L words long, A on the average:
 *
 *	score	= f * idf * 2.5 w / (1.5 (.4 + .6 L/A) + w)
 *	idf	= ln(1 + (N - n + .5) / (n + .5))
 *
 * where f is how often the word stands in the query, and of a stop word a quarter of
 * that, times all ^ above it.  The same again, 0.3 of it, for the title: there n are the
 * articles with the word in the title, and w counts it there.
 *
 * Where all articles are equally long, L/A is 1: what w does is then once 1, twice 10/7,
 * three times 5/3.  With N = 10, 1 + (10.5 - n)/(n + .5) = 11/(n + .5): so idf is
 *
 *	n	2		3		7
 *	idf	ln 22/5		ln 22/7		ln 22/15
 *
 * Each request is answered by libxapian, and by search/conjunction.h where it has that
 * shape. */
#include "tests/unit/answer_fixture.h"

#include "search/conjunction.h"
#include "search/plan.h"

#include <math.h>

#define N 10u

static double n2, n3, n7; /* idf of a word in so many articles */

/* Ten articles of a title of two words and a body of eight. */
static void
open_equal(struct corpus *c)
{
	static const char *const articles[N][2] = {
		{ "fill fill", "rare common the fill fill fill fill fill" },
		{ "fill fill", "rare rare common fill fill fill fill fill" },
		{ "head fill", "common fill fill fill fill fill fill fill" },
		{ "head head", "common fill fill fill fill fill fill fill" },
		{ "fill fill", "head common fill fill fill fill fill fill" },
		{ "fill fill", "common fill fill fill fill fill fill fill" },
		{ "fill fill", "common fill fill fill fill fill fill fill" },
		{ "fill fill", "rare rare rare the fill fill fill fill" },
		{ "fill fill", "fill fill fill fill fill fill fill fill" },
		{ "fill fill", "fill fill fill fill fill fill fill fill" }
	};
	size_t i;

	n2 = log(22. / 5);
	n3 = log(22. / 7);
	n7 = log(22. / 15);
	corpus_begin(c);
	for (i = 0; i < N; i++)
		corpus_add(c, articles[i][0], articles[i][1], "");
	corpus_open(c);
}

struct scored {
	uint32_t article;
	double score;
};

static void
compare(const char *query, const char *by, const struct pm_db_match *matches, size_t n,
	const struct scored *want, size_t n_want)
{
	size_t i;

	ck_assert_msg(n == n_want, "%s (%s): %zu articles, not %zu", query, by, n, n_want);
	for (i = 0; i < n; i++) {
		ck_assert_msg(matches[i].id == want[i].article,
			      "%s (%s): article %u stands at %zu, not %u", query, by,
			      matches[i].id, i, want[i].article);
		ck_assert_msg(fabs(matches[i].score - want[i].score) < 1e-9,
			      "%s (%s): article %u has %.12f, not %.12f", query, by,
			      matches[i].id, matches[i].score, want[i].score);
	}
}

enum shape { LISTS, OTHER };

static void
ask(struct corpus *c, const char *query, enum shape has, const struct scored *want,
    size_t n_want)
{
	const struct pm_search_options options = { .max = N };
	struct pm_tree *tree = corpus_query(query);
	struct pm_db_match matches[N];
	struct pm_db_page page = { 0, matches, 0 };
	struct pm_db_request request = { .max = N };
	struct pm_search_result result;
	struct pm_shape *shape;
	struct pm_plan *plan;

	OK(pm_plan_new(&plan, pm_search_resolver(c->search), tree, PM_PLAN_RANKED,
		       &pm_search_index(c->search)->statistics, ERR));
	pm_plan_request(plan, &request);
	ck_assert_msg((pm_conjunction_read(&shape, &request, NULL) == PM_OK) ==
			      (has == LISTS),
		      "%s has %s shape", query, has == LISTS ? "another" : "that");
	pm_conjunction_free(shape);
	OK(pm_db_search(pm_search_index(c->search)->db, &request, &page, ERR));
	compare(query, "libxapian", matches, page.n, want, n_want);
	pm_plan_free(plan);
	OK(pm_search_run(c->search, tree, &options, &result, ERR));
	compare(query, "search", result.matches, result.n, want, n_want);
	pm_search_result_release(&result);
	pm_tree_free(tree);
}

#define ASK_SHAPE(c, query, has, ...) \
	ask(c, query, has, (const struct scored[]){ __VA_ARGS__ }, \
	    sizeof((const struct scored[]){ __VA_ARGS__ }) / sizeof(struct scored))
#define ASK(c, query, ...) ASK_SHAPE(c, query, LISTS, __VA_ARGS__)

START_TEST(a_word_weighs_by_how_rare_and_how_often_it_is)
{
	struct corpus c;

	open_equal(&c);
	ASK(&c, "rare", { 8, 5. / 3 * n3 }, { 2, 10. / 7 * n3 }, { 1, n3 });
	ASK(&c, "common", { 1, n7 }, { 2, n7 }, { 3, n7 }, { 4, n7 }, { 5, n7 },
	    { 6, n7 }, { 7, n7 });
	ASK(&c, "rare common", { 2, 10. / 7 * n3 + n7 }, { 1, n3 + n7 });
	ASK(&c, "rare OR common", { 2, 10. / 7 * n3 + n7 }, { 8, 5. / 3 * n3 },
	    { 1, n3 + n7 }, { 3, n7 }, { 4, n7 }, { 5, n7 }, { 6, n7 }, { 7, n7 });
	ASK(&c, "\"rare common\"", { 2, 10. / 7 * n3 + n7 }, { 1, n3 + n7 });
	corpus_end(&c);
}
END_TEST

START_TEST(stop_words_count_a_quarter)
{
	struct corpus c;

	open_equal(&c);
	ASK(&c, "the", { 1, n2 / 4 }, { 8, n2 / 4 });
	ASK(&c, "the rare", { 8, n2 / 4 + 5. / 3 * n3 }, { 1, n2 / 4 + n3 });
	ASK(&c, "the the^3 rare", { 8, n2 + 5. / 3 * n3 }, { 1, n2 + n3 });
	corpus_end(&c);
}
END_TEST

START_TEST(a_weight_multiplies_and_a_repetition_adds)
{
	struct corpus c;

	open_equal(&c);
	ASK(&c, "rare^3", { 8, 5 * n3 }, { 2, 30. / 7 * n3 }, { 1, 3 * n3 });
	ASK(&c, "rare^0.5", { 8, 5. / 6 * n3 }, { 2, 5. / 7 * n3 }, { 1, n3 / 2 });
	ASK(&c, "rare rare", { 8, 10. / 3 * n3 }, { 2, 20. / 7 * n3 }, { 1, 2 * n3 });
	/* 3 * (2 + 1) and 3 */
	ASK(&c, "(rare^2 rare common)^3", { 2, 90. / 7 * n3 + 3 * n7 },
	    { 1, 9 * n3 + 3 * n7 });
	/* what is much wanted comes before what is rare */
	ASK(&c, "rare OR common^9", { 2, 10. / 7 * n3 + 9 * n7 }, { 1, n3 + 9 * n7 },
	    { 3, 9 * n7 }, { 4, 9 * n7 }, { 5, 9 * n7 }, { 6, 9 * n7 }, { 7, 9 * n7 },
	    { 8, 5. / 3 * n3 });
	corpus_end(&c);
}
END_TEST

/* Also where an article has it, and is found for something else. */
START_TEST(what_excludes_weighs_nothing)
{
	struct corpus c;

	open_equal(&c);
	ASK(&c, "rare^2 NOT common^9", { 8, 10. / 3 * n3 });
	ASK_SHAPE(&c, "rare OR (the NOT common)", OTHER, { 8, 5. / 3 * n3 + n2 / 4 },
		  { 2, 10. / 7 * n3 }, { 1, n3 + n2 / 4 });
	/* common stands next to rare in 1, and next but one to the first rare in 2 */
	ASK(&c, "rare not w/1 common", { 8, 5. / 3 * n3 }, { 2, 10. / 7 * n3 });
	corpus_end(&c);
}
END_TEST

/* Three articles have one of its words, and two of them both: n is 3, not 5. */
START_TEST(a_spelt_word_weighs_as_one_that_is_wherever_its_words_are)
{
	struct corpus c;

	open_equal(&c);
	ASK(&c, "/rare|the/", { 8, 20. / 11 * n3 }, { 1, 10. / 7 * n3 },
	    { 2, 10. / 7 * n3 });
	ASK(&c, "/rare|the/^3 common", { 1, 30. / 7 * n3 + n7 }, { 2, 30. / 7 * n3 + n7 });
	ASK(&c, "rar* NOT commo?", { 8, 5. / 3 * n3 });
	corpus_end(&c);
}
END_TEST

/* In three articles, in two of these in the title, and in one of them twice. */
START_TEST(the_title_adds_three_tenths)
{
	struct corpus c;

	open_equal(&c);
	ASK(&c, "head", { 4, 10. / 7 * (n3 + .3 * n2) }, { 3, n3 + .3 * n2 }, { 5, n3 });
	ASK(&c, "head^2 common", { 4, 20. / 7 * (n3 + .3 * n2) + n7 },
	    { 3, 2 * (n3 + .3 * n2) + n7 }, { 5, 2 * n3 + n7 });
	/* title: asks for the title, and weighs as the word */
	ASK(&c, "title:head", { 4, 10. / 7 * (n3 + .3 * n2) }, { 3, n3 + .3 * n2 });
	corpus_end(&c);
}
END_TEST

/* Of four articles, 16 words, two have the word: idf is ln 2.  Of 2 words of 4 on the
 * average, 1.5 (.4 + .6/2) + 1 = 2.05; of 6, 1.5 (.4 + .6 * 1.5) + 1 = 2.95. */
START_TEST(in_a_short_article_a_word_weighs_more)
{
	struct corpus c;

	corpus_begin(&c);
	corpus_add(&c, "", "fill fill fill fill fill rare", "");
	corpus_add(&c, "", "fill fill fill fill", "");
	corpus_add(&c, "", "rare fill", "");
	corpus_add(&c, "", "fill fill fill fill", "");
	corpus_open(&c);
	ASK(&c, "rare", { 3, 2.5 / 2.05 * log(2) }, { 1, 2.5 / 2.95 * log(2) });
	corpus_end(&c);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("weights");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_test(tc, a_word_weighs_by_how_rare_and_how_often_it_is);
	tcase_add_test(tc, stop_words_count_a_quarter);
	tcase_add_test(tc, a_weight_multiplies_and_a_repetition_adds);
	tcase_add_test(tc, what_excludes_weighs_nothing);
	tcase_add_test(tc, a_spelt_word_weighs_as_one_that_is_wherever_its_words_are);
	tcase_add_test(tc, the_title_adds_three_tenths);
	tcase_add_test(tc, in_a_short_article_a_word_weighs_more);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
