/* Pressmark - tests of search/conjunction.h: it answers what pm_db_search() answers.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/conjunction.h"
#include "shim/guard.h"
#include "tests/unit/requests_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A leaf, or one with a share. */
static void
put_choice(struct builder *b, bool synonyms)
{
	if (rnd(3) == 0)
		put_shares(b, synonyms, false, false);
	else
		put_leaf(b, synonyms);
}

/* What an article must not have, or any of which it must have. */
static void
put_choices(struct builder *b, bool synonyms)
{
	uint32_t n = 1 + rnd(3), i;

	for (i = 0; i < n; i++)
		put_choice(b, synonyms);
	put(b, PM_DB_OR, n);
}

static void
put_conjunction(struct builder *b, unsigned depth, bool synonyms)
{
	uint32_t n = 1 + rnd(4), i;

	if (depth == 0) {
		put_choice(b, synonyms);
		return;
	}
	switch (rnd(8)) {
	case 0:
		put_choice(b, synonyms);
		break;
	case 5:
		if (rnd(2) == 0)
			put_weights(b, 2);
		else
			put_choices(b, synonyms);
		break;
	case 6:
		put_conjunction(b, depth - 1, synonyms);
		put_choices(b, synonyms);
		put(b, PM_DB_AND_NOT, 2);
		break;
	case 7:
		if (rnd(2) == 0)
			put_all_shares(b);
		else
			put_shares(b, synonyms, rnd(2) == 0, true);
		break;
	case 1:
	case 2:
		for (i = 0; i < n; i++)
			put_conjunction(b, depth - 1, synonyms);
		put(b, PM_DB_AND, n);
		break;
	case 3:
		put_conjunction(b, depth - 1, synonyms);
		if (rnd(3) != 0)
			put_check(b);
		else
			put_conjunction(b, depth - 1, synonyms);
		put(b, PM_DB_FILTER, 2);
		break;
	default:
		put_conjunction(b, depth - 1, synonyms);
		if (rnd(2) == 0) {
			put_weights(b, 2);
		} else {
			put_word(b);
			repeat_word(b);
		}
		put(b, PM_DB_AND_MAYBE, 2);
		break;
	}
}

static enum pm_status
search_lists(const struct pm_db_request *request, struct pm_db_page *page,
	     struct pm_error *err)
{
	struct pm_shape *shape;
	enum pm_status status;

	OK(pm_conjunction_read(&shape, request, ERR));
	status = pm_conjunction_search(shape, lists, n_segments, request, NULL, page, err);
	pm_conjunction_free(shape);
	return status;
}

static void
compare_many(size_t segments, unsigned rounds, search_fn *other)
{
	struct builder *b = calloc(1, sizeof *b);
	unsigned i, found = 0, checked = 0;

	ck_assert_ptr_nonnull(b);
	open_segments(segments);
	for (i = 0; i < rounds; i++) {
		do {
			b->n = b->n_asked = 0;
			put_conjunction(b, rnd(4), other == search_naively);
		} while (b->n > 30);
		found += compare(b, search_lists, other) > 0;
		checked += b->n_asked > 0;
	}
	/* They are no empty exercise. */
	ck_assert_uint_gt(found, rounds / 3);
	ck_assert_uint_gt(checked, rounds / 9);
	free(b);
	close_segments();
}

START_TEST(random_conjunctions_over_one_segment_are_answered_as_libxapian_does)
{
	compare_many(1, 1500, search_library);
}
END_TEST

START_TEST(random_conjunctions_over_several_segments_are_answered_as_libxapian_does)
{
	compare_many(SEGMENTS, 1500, search_library);
}
END_TEST

START_TEST(random_conjunctions_mean_what_is_defined)
{
	compare_many(_i == 0 ? 1 : SEGMENTS, 500, search_naively);
}
END_TEST

/* --- what fits and what does not ---------------------------------------- */

static bool
fits(const struct pm_db_node *nodes, size_t n, enum pm_db_sort sort, uint32_t max)
{
	const struct pm_db_request
		request = { .nodes = nodes, .n_nodes = n, .max = max, .sort = sort };
	struct pm_shape *shape;
	enum pm_status status = pm_conjunction_read(&shape, &request, NULL);

	ck_assert(status == PM_OK || status == PM_DECLINED);
	pm_conjunction_free(shape);
	return status == PM_OK;
}

#define FITS(...) \
	fits((const struct pm_db_node[]){ __VA_ARGS__ }, \
	     sizeof((const struct pm_db_node[]){ __VA_ARGS__ }) / \
		     sizeof(struct pm_db_node), \
	     PM_SORT_RELEVANCE, 10)

START_TEST(other_shapes_are_refused)
{
	struct asked a = { .modulus = 1 };
	const struct pm_db_node x = term("w1"), y = term("w2"), c = check(&a);
	struct pm_db_node t = x, z, s = c;
	struct pm_db_node many[2 * PM_SHAPE_LISTS];
	size_t i;

	t.share = give_share;
	z = t;
	z.weight = 0;
	s.is_shares = true;
	ck_assert(FITS(x));
	ck_assert(FITS(x, op(PM_DB_AND, 1)));
	ck_assert(FITS(x, y, op(PM_DB_AND, 2), c, op(PM_DB_FILTER, 2), x,
		       op(PM_DB_AND_MAYBE, 2), c, op(PM_DB_FILTER, 2)));
	ck_assert(FITS(x, op(PM_DB_OR, 1)));
	ck_assert(FITS(x, y, op(PM_DB_OR, 2)));
	ck_assert(FITS(x, y, op(PM_DB_OR, 2), x, op(PM_DB_AND, 2), y, x, op(PM_DB_OR, 2),
		       op(PM_DB_AND_NOT, 2)));
	ck_assert(!FITS(x, y, op(PM_DB_AND, 2), x, op(PM_DB_OR, 2)));
	ck_assert(!FITS(x, x, c, op(PM_DB_FILTER, 2), op(PM_DB_OR, 2)));
	ck_assert(FITS(x, y, op(PM_DB_SYNONYM, 2), x, op(PM_DB_AND, 2)));
	ck_assert(!FITS(x, y, op(PM_DB_OR, 2), x, op(PM_DB_SYNONYM, 2)));
	ck_assert(!FITS(x, y, op(PM_DB_SYNONYM, 2), x, op(PM_DB_SYNONYM, 2)));
	ck_assert(!FITS(x, c, op(PM_DB_SYNONYM, 2)));
	ck_assert(!FITS(x, y, x, op(PM_DB_AND, 2), op(PM_DB_AND_NOT, 2)));
	ck_assert(!FITS(x, c, op(PM_DB_AND_NOT, 2)));
	ck_assert(!FITS(c));
	ck_assert(!FITS(c, x, op(PM_DB_FILTER, 2)));
	ck_assert(!FITS(x, c, op(PM_DB_AND, 2)));
	ck_assert(!FITS(x, c, op(PM_DB_AND_MAYBE, 2)));
	ck_assert(!FITS(x, y, c, op(PM_DB_OR, 2), op(PM_DB_AND_MAYBE, 2)));
	ck_assert(!FITS(x, y, x, op(PM_DB_AND, 2), op(PM_DB_AND_MAYBE, 2)));
	ck_assert(!FITS(x, c, op(PM_DB_OR, 2), y, op(PM_DB_FILTER, 2)));
	/* weights that shares decide are added by them only */
	ck_assert(FITS(t, s, op(PM_DB_FILTER, 2), y, op(PM_DB_OR, 2)));
	ck_assert(FITS(z, z, op(PM_DB_OR, 2), s, op(PM_DB_FILTER, 2), y, op(PM_DB_OR, 2)));
	ck_assert(!FITS(t, y, op(PM_DB_OR, 2), s, op(PM_DB_FILTER, 2), y, op(PM_DB_OR, 2)));
	ck_assert(!FITS(x, t, s, op(PM_DB_FILTER, 2), op(PM_DB_AND_MAYBE, 2)));
	ck_assert(FITS(x, t, s, op(PM_DB_FILTER, 2), op(PM_DB_AND_NOT, 2)));
	ck_assert(!FITS(x, op(PM_DB_ALL, 0), op(PM_DB_AND, 2)));
	ck_assert(!FITS(x, op(PM_DB_NOTHING, 0), op(PM_DB_AND, 2)));
	ck_assert(!FITS(x, { .op = PM_DB_RANGE, .low = "1", .low_len = 1 },
			op(PM_DB_AND, 2)));
	ck_assert(!FITS(x, { .op = PM_DB_RANGE, .low = "1", .low_len = 1 },
			op(PM_DB_FILTER, 2)));
	/* no tree at all */
	ck_assert(!FITS(x, y));
	ck_assert(!FITS(x, op(PM_DB_AND, 2)));
	ck_assert(!FITS(x, op(PM_DB_AND, 0)));
	ck_assert(!FITS(x, y, x, op(PM_DB_FILTER, 3)));
	ck_assert(!fits(NULL, 0, PM_SORT_RELEVANCE, 10));
	/* sorted otherwise, if there is anything to sort */
	ck_assert(!fits(&x, 1, PM_SORT_DATE, 10));
	ck_assert(!fits(&x, 1, PM_SORT_DATE_DESC, 1));
	ck_assert(fits(&x, 1, PM_SORT_DATE, 0));
	/* too many */
	for (i = 0; i <= PM_SHAPE_LISTS; i++)
		many[i] = x;
	many[i] = op(PM_DB_AND, PM_SHAPE_LISTS + 1);
	ck_assert(!fits(many, PM_SHAPE_LISTS + 2, PM_SORT_RELEVANCE, 10));
	many[i - 1] = op(PM_DB_AND, PM_SHAPE_LISTS);
	ck_assert(fits(many, PM_SHAPE_LISTS + 1, PM_SORT_RELEVANCE, 10));
	for (i = 0; i <= PM_SHAPE_CHECKS; i++) {
		many[2 * i + 1] = c;
		many[2 * i + 2] = op(PM_DB_FILTER, 2);
	}
	ck_assert(fits(many, 2 * PM_SHAPE_CHECKS + 1, PM_SORT_RELEVANCE, 10));
	ck_assert(!fits(many, 2 * PM_SHAPE_CHECKS + 3, PM_SORT_RELEVANCE, 10));
}
END_TEST

/* --- failing checks ----------------------------------------------------- */

static int
failing_check(void *ctx, size_t segment, uint32_t article)
{
	(void)segment;
	return article < 5 ? 1 : pm_corrupt(ctx, "words", "of article %u", article);
}

static int
silent_check(void *ctx, size_t segment, uint32_t article)
{
	(void)ctx;
	(void)segment;
	(void)article;
	return PM_ERR_LIMIT;
}

static int
failing_sift(void *ctx, size_t segment, const uint32_t *articles, size_t n,
	     const uint32_t *wdfs, size_t stride, uint8_t *answers)
{
	(void)segment;
	(void)articles;
	(void)wdfs;
	(void)stride;
	answers[n - 1] = PM_DB_YES;
	return pm_corrupt(ctx, "words", "while sifting");
}

START_TEST(a_failing_check_ends_the_search)
{
	struct pm_error own = { .status = PM_OK }, err;
	struct pm_db_node nodes[3] = {
		term("w0"),
		{ .op = PM_DB_CHECK, .check = failing_check, .ctx = &own },
		op(PM_DB_FILTER, 2)
	};
	struct pm_db_request request = { .nodes = nodes,
					 .n_nodes = 3,
					 .max = 10,
					 .sort = PM_SORT_RELEVANCE,
					 .check_err = &own };
	struct pm_db_page page = { 7, part, 7 };

	open_segments(2);
	ck_assert_int_eq(search_lists(&request, &page, &err), PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(err.text, "of article 5"));
	ck_assert_uint_eq(page.total, 0);
	ck_assert_uint_eq(page.n, 0);
	ck_assert_int_eq(search_lists(&request, &page, &own), PM_ERR_CORRUPT);
	ck_assert_int_eq(search_lists(&request, &page, NULL), PM_ERR_CORRUPT);
	nodes[1].check = silent_check;
	request.check_err = NULL;
	ck_assert_int_eq(search_lists(&request, &page, &err), PM_ERR_LIMIT);
	ck_assert_ptr_nonnull(strstr(err.text, "a check failed"));
	nodes[1].sift = failing_sift;
	nodes[1].ctx = request.check_err = &own;
	own.status = PM_OK;
	ck_assert_int_eq(search_lists(&request, &page, &err), PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(err.text, "while sifting"));
	close_segments();
}
END_TEST

START_TEST(a_share_that_fails_ends_the_search)
{
	fail_by_shares(search_lists, true);
}
END_TEST

/* The last articles, of a share of w0, which all have: their places are any multiples. */
START_TEST(a_list_with_a_share_is_skipped_to_any_place)
{
	struct asked a = { .modulus = 1, .shared = { &half_share }, .n_shared = 1 };
	const struct pm_db_node nodes[] = {
		{ .op = PM_DB_TERM, .term = "w46", .term_len = 3, .weight = 1 },
		{ .op = PM_DB_TERM,
		  .term = "w0",
		  .term_len = 2,
		  .share = give_share,
		  .share_ctx = &half_share },
		{ .op = PM_DB_CHECK, .check = check_fn, .ctx = &a, .is_shares = true },
		{ .op = PM_DB_FILTER, .n_children = 2 },
		{ .op = PM_DB_AND, .n_children = 2 }
	};
	const struct pm_db_request request = { .nodes = nodes,
					       .n_nodes = 5,
					       .max = ALL_IDS,
					       .sort = PM_SORT_RELEVANCE };
	struct pm_db_page page = { 0, part, 0 };
	uint32_t step, article, total, i;

	open_segments(1);
	for (step = 1; step < 200; step++) {
		make_share(&half_share.in[0], 0, 0, 2, step);
		for (total = 0, article = 1; article <= sizes[0]; article++)
			total += article + 40 > sizes[0] && half_share.in[0].has[article];
		OK(search_lists(&request, &page, ERR));
		ck_assert_uint_eq(page.total, total);
		for (i = 0; i < page.n; i++)
			ck_assert(half_share.in[0].has[part[i].id]);
		drop_share(&half_share.in[0]);
	}
	ck_assert_uint_eq(a.times, 0);
	close_segments();
}
END_TEST

START_TEST(all_this_is_so_without_avx2)
{
	run_without_avx2();
}
END_TEST

/* --- what a check is told ------------------------------------------------- */

/* The words of which its candidates have both. */
struct own {
	const char *words[2];
	unsigned told, wrong;
};

static uint32_t
wdf_of(const char *word, size_t segment, uint32_t article)
{
	struct pm_glass_list l;
	uint32_t wdf;

	OK(pm_glass_list_open(&l, lists[segment], word, strlen(word), ERR));
	OK(pm_glass_list_skip(&l, article, ERR));
	wdf = l.article == article ? l.wdf : UINT32_MAX;
	pm_glass_list_release(&l);
	return wdf;
}

static int
compare_wdfs(void *ctx, size_t segment, const uint32_t *articles, size_t n,
	     const uint32_t *wdfs, size_t stride, uint8_t *answers)
{
	struct own *own = ctx;
	size_t i, k;

	for (i = 0; i < n; i++) {
		for (k = 0; k < 2; k++)
			own->wrong += wdfs[i * stride + k] !=
				      wdf_of(own->words[k], segment, articles[i]);
		answers[i] = PM_DB_YES;
	}
	own->told += (unsigned)n;
	return 0;
}

static struct pm_db_node
check_of(struct own *own)
{
	return (struct pm_db_node){ .op = PM_DB_CHECK,
				    .check = check_fn,
				    .sift = compare_wdfs,
				    .ctx = own };
}

/* "w1 w0" AND "w2 w1", and what stands before and behind them. */
START_TEST(a_check_is_told_how_often_its_own_words_occur)
{
	struct own first = { .words = { "w1", "w0" } },
		   second = { .words = { "w2", "w1" } };
	const struct pm_db_node nodes[] = {
		term("w2"),	     term("w1"),
		term("w0"),	     op(PM_DB_AND, 2),
		check_of(&first),    op(PM_DB_FILTER, 2),
		term("w2"),	     term("w1"),
		op(PM_DB_AND, 2),    check_of(&second),
		op(PM_DB_FILTER, 2), op(PM_DB_AND, 3),
		term("w9"),	     op(PM_DB_AND_MAYBE, 2)
	};
	struct pm_db_request request = { .nodes = nodes,
					 .n_nodes = sizeof nodes / sizeof *nodes,
					 .max = 10,
					 .sort = PM_SORT_RELEVANCE };
	struct pm_db_page page = { 0, part, 0 };
	struct pm_shape *shape;

	open_segments(SEGMENTS);
	OK(pm_conjunction_read(&shape, &request, ERR));
	ck_assert_uint_eq(shape->n_checks, 2);
	ck_assert_uint_eq(shape->check_leaves[0], 1);
	ck_assert_uint_eq(shape->check_leaves[1], 3);
	pm_conjunction_free(shape);
	OK(search_lists(&request, &page, ERR));
	ck_assert_uint_gt(page.total, 10);
	ck_assert_uint_ge(first.told, page.total);
	ck_assert_uint_ge(second.told, page.total);
	ck_assert_uint_eq(first.wrong + second.wrong, 0);
	close_segments();
}
END_TEST

/* --- damage ----------------------------------------------------------------- */

/* In what this search does not read at all: what it would answer is right, but who asks
 * must learn that the index is damaged. */
START_TEST(damage_that_was_found_stays_found)
{
	const struct pm_db_node node = term("w1");
	struct pm_db_request request = { .nodes = &node,
					 .n_nodes = 1,
					 .max = 10,
					 .sort = PM_SORT_RELEVANCE };
	struct pm_db_page page = { 0, part, 0 };
	char dir[4096 + 16], path[4096 + 16];
	uint8_t zeros[8192] = { 0 };
	struct pm_guard *guard;
	struct pm_error err;

	snprintf(dir, sizeof dir, "%s/s0", folder);
	snprintf(path, sizeof path, "%s/guard", folder);
	write_segment(dir, 0);
	OK(pm_guard_write(dir, path, NULL, ERR));
	OK(pm_guard_open(&guard, dir, path, ERR));
	OK(pm_glass_open(&lists[0], dir, guard, ERR));
	n_segments = 1;
	OK(search_lists(&request, &page, ERR));
	ck_assert_uint_gt(page.total, 0);
	ck_assert_int_eq(pm_guard_page(guard, pm_guard_find(guard, "postlist.glass"), 3,
				       zeros, &err),
			 PM_ERR_CORRUPT);
	ck_assert_int_eq(search_lists(&request, &page, &err), PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(err.text, "block 3"));
	ck_assert_uint_eq(page.total + page.n, 0);
	pm_glass_free(lists[0]);
	pm_guard_free(guard);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("conjunction");
	TCase *tc = tcase_create("conjunction");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc,
		       random_conjunctions_over_one_segment_are_answered_as_libxapian_does);
	tcase_add_test(
		tc,
		random_conjunctions_over_several_segments_are_answered_as_libxapian_does);
	tcase_add_loop_test(tc, random_conjunctions_mean_what_is_defined, 0, 2);
	tcase_add_test(tc, other_shapes_are_refused);
	tcase_add_test(tc, a_failing_check_ends_the_search);
	tcase_add_test(tc, a_share_that_fails_ends_the_search);
	tcase_add_test(tc, a_list_with_a_share_is_skipped_to_any_place);
	tcase_add_test(tc, all_this_is_so_without_avx2);
	tcase_add_test(tc, a_check_is_told_how_often_its_own_words_occur);
	tcase_add_test(tc, damage_that_was_found_stays_found);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
