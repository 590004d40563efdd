/* Pressmark - tests of the scores that pm_db_search() gives, against BM25 by hand.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/random_request.h"

#include <stdlib.h>

START_TEST(a_synonym_counts_as_one_term)
{
	struct model m;
	struct builder *b = calloc(1, sizeof *b);
	static struct pm_db_match all[MAX_IDS];
	struct pm_db_page page = { 0, all, 0 };
	uint32_t f, g, i;

	model_open(&m, 2, (uint32_t[]){ 200, 100 });
	b->m = &m;
	f = frequency(&m, 20);
	g = frequency(&m, 26);
	put_term(b, 20, 1);
	put_term(b, 26, 1);
	put(b, PM_DB_SYNONYM, 2)->weight = 3;
	search(&m, b->nodes, b->n, 0, MAX_IDS, PM_SORT_RELEVANCE, &page);
	ck_assert_uint_ge(page.total, f > g ? f : g);
	ck_assert_uint_le(page.total, f + g);
	for (i = 0; i < page.n; i++) {
		const struct article *a = by_id(&m, all[i].id);
		double wdf = a->wdf[20] + a->wdf[26];

		ck_assert_double_eq_tol(all[i].score, 3 * bm25(wdf, a->length, m.average),
					1e-9);
	}
	/* With a term that is nowhere it is the other one alone. */
	b->n = 0;
	put_term(b, 20, 1);
	put_term(b, N_TERMS - 1, 1);
	put(b, PM_DB_SYNONYM, 2)->weight = 1;
	search(&m, b->nodes, b->n, 0, MAX_IDS, PM_SORT_RELEVANCE, &page);
	ck_assert_uint_eq(page.total, f);
	for (i = 0; i < page.n; i++) {
		const struct article *a = by_id(&m, all[i].id);

		ck_assert_double_eq_tol(all[i].score,
					bm25(a->wdf[20], a->length, m.average), 1e-9);
	}
	free(b);
	model_close(&m);
}
END_TEST

START_TEST(boolean_terms_and_all_articles_weigh_nothing)
{
	struct model m;
	struct pm_db_node id = { .op = PM_DB_TERM,
				 .term = "Q7",
				 .term_len = 2,
				 .weight = 1 };
	struct pm_db_node everything = { .op = PM_DB_ALL };
	struct pm_db_match match[4];
	struct pm_db_page page = { 0, match, 0 };
	uint32_t i;

	model_open(&m, 2, (uint32_t[]){ 9, 9 });
	search(&m, &id, 1, 0, 4, PM_SORT_RELEVANCE, &page);
	ck_assert_uint_eq(page.total, 2);
	ck_assert_uint_eq(match[0].id, id_of(&m, 0, 7));
	ck_assert_uint_eq(match[1].id, id_of(&m, 1, 7));
	ck_assert_double_eq(match[0].score, 0);
	search(&m, &everything, 1, 5, 4, PM_SORT_RELEVANCE, &page);
	ck_assert_uint_eq(page.total, 18);
	for (i = 0; i < 4; i++) {
		ck_assert_uint_eq(match[i].id, 6 + i);
		ck_assert_double_eq(match[i].score, 0);
	}
	model_close(&m);
}
END_TEST

START_TEST(wide_unions_keep_their_scores)
{
	struct builder *b = calloc(1, sizeof *b);
	struct model m;
	uint32_t n, i;

	model_open(&m, 2, (uint32_t[]){ 130, 70 });
	b->m = &m;
	for (n = 31; n <= 300; n += 1 + rnd(30)) {
		struct meaning *want;

		b->n = b->n_asked = 0;
		want = term_node(b);
		for (i = 1; i < n; i++) {
			if (i % 50 == 49) {
				struct meaning *x = term_node(b);

				fold(x, check_node(b), PM_DB_FILTER);
				put(b, PM_DB_FILTER, 2);
				fold(want, x, PM_DB_OR);
			} else {
				fold(want, term_node(b), PM_DB_OR);
			}
		}
		put(b, PM_DB_OR, n);
		compare(&m, b, want);
		free(want);
	}
	free(b);
	model_close(&m);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("ranking");
	TCase *tc = tcase_create("ranking");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, a_synonym_counts_as_one_term);
	tcase_add_test(tc, boolean_terms_and_all_articles_weigh_nothing);
	tcase_add_test(tc, wide_unions_keep_their_scores);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
