/* Pressmark - tests of patience: what takes long in one article, or in planning, asks
 * again and again whether to go on, and ends well wherever it is told to stop.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/kwic.h"
#include "answer/output.h"
#include "tests/unit/answer_fixture.h"

#define WORDS 60000u

struct stop {
	unsigned asked, at; /* says yes from the AT-th time on; 0: never */
};

static bool
ask(void *ctx)
{
	struct stop *s = ctx;

	s->asked++;
	return s->at > 0 && s->asked >= s->at;
}

/* One article of many words and many different ones. */
static void
fill(struct corpus *c)
{
	static const char *const words[] = { "alpha", "beta", "of", "the" };
	struct pm_buf text;
	uint32_t i;

	rng = 7;
	corpus_begin(c);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < WORDS; i++)
		if (rnd(8) == 0)
			pm_buf_printf(&text, "w%xéx. ", (unsigned)rnd(20000));
		else
			pm_buf_printf(&text, "%s ", words[rnd(4)]);
	corpus_add(c, "title", pm_buf_str(&text), "");
	corpus_open(c);
	pm_buf_release(&text);
}

static const struct {
	const char *text;
	unsigned least; /* how often it asks, at least */
} queries[] = { { "\"the the\"~5", 3 },
		{ "\"alpha alpha alpha beta beta of\"~500", 5 },
		{ "alpha w/50 beta w/50 of w/50 the", 5 },
		{ "alpha w/s beta w/s of", 5 },
		{ "(alpha w/9 beta) w/9999 (of w/9 the)", 3 },
		{ "*1* w/5 *2*", 3 },
		{ "/.*[é].*/", 3 },
		{ "walphaw~2 OR wbetaw~2 OR wofthew~2", 2 },
		{ "atleast9(alpha OR beta OR of OR the OR title)", 2 } };

START_TEST(one_article_is_left_in_the_middle)
{
	const char *text = queries[_i].text;
	struct pm_tree *tree = corpus_query(text);
	struct stop s = { 0, 0 };
	struct pm_search_result r;
	struct pm_hits hits;
	struct pm_error err;
	enum pm_status status;
	unsigned all, at;
	struct corpus c;

	fill(&c);
	pm_search_watch(c.search, (struct pm_stop){ ask, &s });
	OK(pm_search_run(c.search, tree, &(struct pm_search_options){ .max = 1 }, &r, ERR));
	ck_assert_msg(r.total == 1 && !r.stopped, "%s: %u", text, (unsigned)r.total);
	pm_search_result_release(&r);
	all = s.asked;
	ck_assert_msg(all >= queries[_i].least, "%s: asked %u times", text, all);
	for (at = 1; at <= all; at += 1 + all / 12) {
		/* not from what was kept */
		corpus_end(&c);
		fill(&c);
		s = (struct stop){ 0, at };
		pm_search_watch(c.search, (struct pm_stop){ ask, &s });
		OK(pm_search_run(c.search, tree, &(struct pm_search_options){ .max = 1 },
				 &r, ERR));
		ck_assert_msg(r.stopped, "%s: %u of %u", text, at, all);
		ck_assert_uint_eq(r.n, r.total);
		pm_search_result_release(&r);
		OK(pm_hits_init(&hits, c.search, tree, ERR));
		s = (struct stop){ 0, at };
		pm_search_watch(c.search, (struct pm_stop){ ask, &s });
		status = pm_hits_find(&hits, 1, &err);
		ck_assert_msg(status == PM_OK || status == PM_ERR_INTERRUPTED, "%s: %s",
			      text, err.text);
		ck_assert_msg(at > 1 || status == PM_ERR_INTERRUPTED, "%s", text);
		/* and then as if nothing had been */
		pm_search_watch(c.search, (struct pm_stop){ 0 });
		OK(pm_hits_find(&hits, 1, ERR));
		ck_assert_uint_gt(hits.n, 0);
		pm_hits_release(&hits);
	}
	pm_tree_free(tree);
	corpus_end(&c);
}
END_TEST

/* What was found is shown as far as there is time, line after line, and in order. */
START_TEST(what_is_left_to_show_is_cut)
{
	struct stop finding = { 0, 0 }, showing = { 0, 4 };
	struct pm_tree *tree = corpus_query("alpha");
	struct pm_kwic k = { .format = PM_KWIC_TSV,
			     .tree = tree,
			     .words = 3,
			     .stop = { ask, &finding },
			     .last = { ask, &showing } };
	struct pm_kwic_result r;
	struct pm_buf out;
	struct corpus c;

	fill(&c);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	OK(pm_kwic_parse_keys("R1,L1", &k, ERR));
	OK(pm_kwic_answer(&k, c.search, &out, &r, ERR));
	ck_assert(!r.stopped && r.hits > 9000 && r.lines == r.hits);
	pm_buf_clear(&out);
	finding = (struct stop){ 0, 3 };
	OK(pm_kwic_answer(&k, c.search, &out, &r, ERR));
	ck_assert(r.stopped && r.hits > 9000);
	ck_assert_uint_lt(r.lines, 9);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out), "ended early"));
	pm_buf_release(&out);
	pm_tree_free(tree);
	corpus_end(&c);
}
END_TEST

START_TEST(a_page_of_results_is_cut)
{
	struct pm_tree *tree = corpus_query("word");
	struct stop s = { 0, 4 };
	struct pm_output o = { .format = PM_OUTPUT_JSON,
			       .tree = tree,
			       .query = "word",
			       .query_len = 4,
			       .last = { ask, &s } };
	struct pm_search_result r;
	struct pm_buf out;
	struct corpus c;
	bool cut = false;
	unsigned i;

	o.cut = &cut;
	corpus_begin(&c);
	for (i = 0; i < 9; i++)
		corpus_add(&c, "a title", "a word", "");
	corpus_open(&c);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	OK(pm_search_run(c.search, tree, &(struct pm_search_options){ .max = 9 }, &r, ERR));
	ck_assert_uint_eq(r.n, 9);
	OK(pm_output_answer(&o, c.search, &r, &out, ERR));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out), "\"total\":9,\"complete\":false"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out), "\"rank\":4,"));
	ck_assert_ptr_null(strstr(pm_buf_str(&out), "\"rank\":5,"));
	ck_assert(cut);
	/* The last one was shown in time. */
	pm_buf_clear(&out);
	s = (struct stop){ 0, 9 };
	OK(pm_output_answer(&o, c.search, &r, &out, ERR));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out), "\"complete\":true"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out), "\"rank\":9,"));
	ck_assert(!cut);
	pm_buf_release(&out);
	pm_search_result_release(&r);
	pm_tree_free(tree);
	corpus_end(&c);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("patience");
	TCase *t = tcase_create("patience");

	suite_add_tcase(s, t);
	tcase_add_checked_fixture(t, make_folder, drop_folder);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, one_article_is_left_in_the_middle, 0,
			    (int)(sizeof queries / sizeof *queries));
	tcase_add_test(t, what_is_left_to_show_is_cut);
	tcase_add_test(t, a_page_of_results_is_cut);
	return run_suite(s);
}
