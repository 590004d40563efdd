/* Pressmark - tests of pm_db_search(): trees of requests against a naive model.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/random_request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A half of the articles. */
static void
make_gone(struct model *m, uint64_t sets[MAX_SEGMENTS][MAX_ARTICLES / 64 + 1])
{
	size_t s, i;

	memset(sets, 0, MAX_SEGMENTS * sizeof *sets);
	for (s = 0; s < m->segments; s++)
		for (i = 0; i < m->n[s]; i++)
			sets[s][i / 64] |= (uint64_t)rnd(2) << i % 64;
}

static void
compare_random_trees(size_t segments, const uint32_t *sizes, unsigned rounds)
{
	uint64_t gone[MAX_SEGMENTS][MAX_ARTICLES / 64 + 1];
	struct model m;
	struct builder *b = calloc(1, sizeof *b);
	unsigned i, asked = 0, matched = 0;
	size_t k;

	model_open(&m, segments, sizes);
	b->m = &m;
	make_gone(&m, gone);
	for (i = 0; i < rounds; i++) {
		struct meaning *want;
		uint32_t id;

		for (k = 0; k < segments; k++)
			m.gone[k] = rnd(3) == 0 ? gone[k] : NULL;
		b->n = b->n_asked = 0;
		want = random_node(b, 1 + rnd(4));
		compare(&m, b, want);
		for (k = 0; k < b->n_asked; k++)
			asked += b->asked[k].times;
		for (id = 1; id <= MAX_IDS; id++)
			if (want->match[id]) {
				matched++;
				break;
			}
		free(want);
	}
	/* The trees are no empty exercise. */
	ck_assert_uint_gt(matched, rounds / 2);
	ck_assert_uint_gt(asked, rounds);
	free(b);
	model_close(&m);
}

START_TEST(random_trees_over_one_segment_are_answered_as_by_hand)
{
	compare_random_trees(1, (uint32_t[]){ 300 }, 400);
}
END_TEST

START_TEST(random_trees_over_several_segments_are_answered_as_by_hand)
{
	compare_random_trees(3, (uint32_t[]){ 150, 201, 40 }, 400);
}
END_TEST

START_TEST(an_empty_segment_among_others_changes_nothing)
{
	compare_random_trees(4, (uint32_t[]){ 60, 0, 1, 90 }, 150);
}
END_TEST

START_TEST(equal_segments_are_told_apart)
{
	struct model m;
	struct pm_db_node nodes[3] = {
		{ .op = PM_DB_TERM, .term = "word", .term_len = 4, .weight = 1 }
	};
	struct pm_db_match matches[10];
	struct pm_db_page page = { 0, matches, 0 };
	struct asked asked = { .m = &m, .modulus = 2 };
	struct pm_db_location where[3];
	char paths[3][4096 + 16];
	uint32_t s, i, want = 0;

	memset(&m, 0, sizeof m);
	m.segments = 3;
	for (s = 0; s < 3; s++) {
		const struct pm_term term = { "word", 4, 1 };
		const struct pm_db_document d = { .terms = &term, .n_terms = 1 };
		struct pm_db_writer *w;

		m.n[s] = 100;
		snprintf(paths[s], sizeof paths[s], "%s/same%u", folder, s);
		OK(pm_db_writer_open(&w, paths[s], ERR));
		for (i = 0; i < 100; i++) {
			OK(pm_db_writer_add(w, &d, ERR));
			want += check_says(&asked, s, i + 1);
		}
		OK(pm_db_writer_finish(w, ERR));
		pm_db_writer_free(w);
		where[s] = (struct pm_db_location){ paths[s], NULL };
	}
	OK(pm_db_open(&m.db, where, 3, ERR));
	nodes[1] = (struct pm_db_node){ .op = PM_DB_CHECK,
					.check = check_fn,
					.ctx = &asked };
	nodes[2] = (struct pm_db_node){ .op = PM_DB_FILTER, .n_children = 2 };
	search(&m, nodes, 3, 0, 10, PM_SORT_RELEVANCE, &page);
	ck_assert_uint_eq(page.total, want);
	ck_assert_uint_eq(asked.times, 300);
	pm_db_free(m.db);
}
END_TEST

START_TEST(a_check_is_asked_for_candidates_only)
{
	struct model m;
	struct pm_db_node nodes[3];
	struct builder *b = calloc(1, sizeof *b);
	struct meaning *x, *y;
	struct pm_db_match match[1];
	struct pm_db_page page = { 0, match, 0 };

	model_open(&m, 2, (uint32_t[]){ 400, 300 });
	b->m = &m;
	put_term(b, 30, 1);
	x = check_node(b);
	put(b, PM_DB_FILTER, 2);
	memcpy(nodes, b->nodes, sizeof nodes);
	search(&m, nodes, 3, 0, 1, PM_SORT_RELEVANCE, &page);
	ck_assert_uint_gt(frequency(&m, 30), 5);
	ck_assert_uint_eq(b->asked[0].times, frequency(&m, 30));
	ck_assert_uint_le(page.total, frequency(&m, 30));
	free(x);

	/* ANDed with something rarer, only for what is left. */
	b->n = b->n_asked = 0;
	put_term(b, 2, 1);
	x = check_node(b);
	put(b, PM_DB_FILTER, 2);
	put_term(b, N_TERMS - 1, 1);
	put(b, PM_DB_AND, 2);
	y = x;
	search(&m, b->nodes, b->n, 0, 1, PM_SORT_RELEVANCE, &page);
	ck_assert_uint_eq(page.total, 0);
	ck_assert_uint_eq(b->asked[0].times, 0);
	free(y);
	free(b);
	model_close(&m);
}
END_TEST

static int
failing_check(void *ctx, size_t segment, uint32_t number)
{
	(void)segment;
	if (number < 5)
		return 1;
	return pm_corrupt(ctx, "words", "of article %u", number);
}

static int
silent_check(void *ctx, size_t segment, uint32_t number)
{
	(void)ctx;
	(void)segment;
	(void)number;
	return PM_ERR_LIMIT;
}

START_TEST(a_failing_check_ends_the_search_with_its_error)
{
	struct model m;
	struct pm_error own, err;
	struct pm_db_node nodes[3] = {
		{ .op = PM_DB_ALL },
		{ .op = PM_DB_CHECK, .check = failing_check, .ctx = &own },
		{ .op = PM_DB_FILTER, .n_children = 2 },
	};
	struct pm_db_match match[10];
	struct pm_db_page page = { 7, match, 7 };
	struct pm_db_request request = { .nodes = nodes,
					 .n_nodes = 3,
					 .max = 10,
					 .sort = PM_SORT_RELEVANCE,
					 .check_err = &own };

	model_open(&m, 2, (uint32_t[]){ 20, 20 });
	own.status = PM_OK;
	ck_assert_int_eq(pm_db_search(m.db, &request, &page, &err), PM_ERR_CORRUPT);
	ck_assert_str_eq(err.text, "'words' is damaged: of article 5");
	ck_assert_uint_eq(page.total, 0);
	ck_assert_uint_eq(page.n, 0);
	ck_assert_int_eq(pm_db_search(m.db, &request, &page, &own), PM_ERR_CORRUPT);
	ck_assert_int_eq(pm_db_search(m.db, &request, &page, NULL), PM_ERR_CORRUPT);
	nodes[1].check = silent_check;
	request.check_err = NULL;
	ck_assert_int_eq(pm_db_search(m.db, &request, &page, &err), PM_ERR_LIMIT);
	ck_assert_int_eq(err.status, PM_ERR_LIMIT);
	/* And the database is as it was. */
	ck_assert_int_eq(pm_db_search(m.db,
				      &(struct pm_db_request){ .nodes = nodes,
							       .n_nodes = 1,
							       .max = 10 },
				      &page, &err),
			 PM_OK);
	ck_assert_uint_eq(page.total, 40);
	model_close(&m);
}
END_TEST

/* --- shapes of requests ------------------------------------------------- */

START_TEST(wide_and_deep_requests_are_taken)
{
	enum { WIDE = 99999 };
	static char names[WIDE][8];
	struct pm_db_node *nodes = calloc(WIDE + 1, sizeof *nodes);
	struct pm_db_match match[10];
	struct pm_db_page page = { 0, match, 0 };
	static const enum pm_db_op ops[] = { PM_DB_OR, PM_DB_SYNONYM, PM_DB_AND };
	struct model m;
	uint32_t i, n;
	size_t k;

	model_open(&m, 1, (uint32_t[]){ 100 });
	for (k = 0; k < 3; k++) {
		for (i = 0; i < WIDE; i++) {
			snprintf(names[i], sizeof names[i], "t%02u", i % N_TERMS);
			if (i >= N_TERMS)
				names[i][0] = (char)('a' + i % 7);
			nodes[i] = (struct pm_db_node){ .op = PM_DB_TERM,
							.term = names[i],
							.term_len = 3,
							.weight = 1 };
		}
		nodes[WIDE] = (struct pm_db_node){ .op = ops[k],
						   .n_children = WIDE,
						   .weight = 1 };
		search(&m, nodes, WIDE + 1, 0, 10, PM_SORT_RELEVANCE, &page);
		ck_assert_uint_eq(page.total, ops[k] == PM_DB_AND ? 0 : 100);
	}
	/* x and (x or (x and (...))), 300 deep, is x. */
	n = 0;
	nodes[n++] = (struct pm_db_node){ .op = PM_DB_TERM,
					  .term = "t05",
					  .term_len = 3,
					  .weight = 1 };
	for (i = 0; i < 300; i++) {
		static const enum pm_db_op deep[] = { PM_DB_AND, PM_DB_OR, PM_DB_FILTER,
						      PM_DB_AND_MAYBE };
		nodes[n] = nodes[0];
		n++;
		nodes[n++] = (struct pm_db_node){ .op = deep[i % 4], .n_children = 2 };
	}
	search(&m, nodes, n, 0, 10, PM_SORT_RELEVANCE, &page);
	ck_assert_uint_eq(page.total, frequency(&m, 5));
	free(nodes);
	model_close(&m);
}
END_TEST

/* Where libxapian 1.4.22 looks at memory that it has not set: run_suite() sees to
 * it that such memory is not 0. */
START_TEST(an_optional_part_of_what_is_excluded_changes_nothing)
{
	struct builder *b = calloc(1, sizeof *b);
	struct meaning *a, *x;
	struct model m;
	unsigned i;

	model_open(&m, 1, (uint32_t[]){ 400 });
	b->m = &m;
	for (i = 0; i < 20; i++) {
		b->n = b->n_asked = 0;
		a = term_node(b);
		x = term_node(b);
		fold(x, term_node(b), PM_DB_AND_MAYBE);
		put(b, PM_DB_AND_MAYBE, 2);
		fold(x, term_node(b), PM_DB_AND);
		put(b, PM_DB_AND, 2);
		fold(a, x, PM_DB_AND_NOT);
		put(b, PM_DB_AND_NOT, 2);
		compare(&m, b, a);
		free(a);
	}
	free(b);
	model_close(&m);
}
END_TEST

START_TEST(malformed_requests_are_refused)
{
	const struct pm_db_node term = { .op = PM_DB_TERM,
					 .term = "t01",
					 .term_len = 3,
					 .weight = 1 };
	const struct pm_db_node cases[][3] = {
		{ term, term, { .op = PM_DB_AND, .n_children = 3 } },
		{ term, term, { .op = PM_DB_AND, .n_children = 0 } },
		{ term, term, { .op = PM_DB_AND, .n_children = 1 } },
		{ term, term, { .op = PM_DB_FILTER, .n_children = 1 } },
		{ term, term, { .op = PM_DB_TERM, .n_children = 2 } },
		{ term, { .op = PM_DB_ALL }, { .op = PM_DB_SYNONYM, .n_children = 2 } },
	};
	struct pm_db_match match[1];
	struct pm_db_page page = { 0, match, 0 };
	struct pm_error err;
	struct model m;
	size_t i;

	model_open(&m, 1, (uint32_t[]){ 10 });
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct pm_db_request request = { .nodes = cases[i],
						 .n_nodes = 3,
						 .max = 1,
						 .sort = PM_SORT_RELEVANCE };

		ck_assert_msg(pm_db_search(m.db, &request, &page, &err) == PM_ERR_INTERNAL,
			      "case %zu", i);
	}
	ck_assert_int_eq(pm_db_search(m.db, &(struct pm_db_request){ .max = 1 }, &page,
				      &err),
			 PM_ERR_INTERNAL);
	model_close(&m);
}
END_TEST

START_TEST(the_last_page_may_begin_anywhere)
{
	const struct pm_db_node all = { .op = PM_DB_ALL };
	struct pm_db_match match[3];
	struct pm_db_page page = { 0, match, 0 };
	struct model m;

	model_open(&m, 1, (uint32_t[]){ 10 });
	search(&m, &all, 1, 9, 3, PM_SORT_RELEVANCE, &page);
	ck_assert_uint_eq(page.n, 1);
	search(&m, &all, 1, 10, 3, PM_SORT_RELEVANCE, &page);
	ck_assert_uint_eq(page.n, 0);
	search(&m, &all, 1, UINT32_MAX, 3, PM_SORT_RELEVANCE, &page);
	ck_assert_uint_eq(page.n, 0);
	search(&m, &all, 1, 3, 0, PM_SORT_RELEVANCE, &page);
	ck_assert_uint_eq(page.n, 0);
	ck_assert_uint_eq(page.total, 10);
	model_close(&m);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("search");
	TCase *tc = tcase_create("search");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, random_trees_over_one_segment_are_answered_as_by_hand);
	tcase_add_test(tc, random_trees_over_several_segments_are_answered_as_by_hand);
	tcase_add_test(tc, an_empty_segment_among_others_changes_nothing);
	tcase_add_test(tc, equal_segments_are_told_apart);
	tcase_add_test(tc, a_check_is_asked_for_candidates_only);
	tcase_add_test(tc, a_failing_check_ends_the_search_with_its_error);
	tcase_add_test(tc, wide_and_deep_requests_are_taken);
	tcase_add_test(tc, an_optional_part_of_what_is_excluded_changes_nothing);
	tcase_add_test(tc, malformed_requests_are_refused);
	tcase_add_test(tc, the_last_page_may_begin_anywhere);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
