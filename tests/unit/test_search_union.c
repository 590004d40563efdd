/* Pressmark - tests of search/union.h: it answers what pm_db_search() answers.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/union_parts.h"

/* So many that there are several windows. */
#define LARGEST 20000
#define FIRST 9000
#include "search/best.h"
#include "tests/unit/requests_fixture.h"

static struct pm_union_room *room;
static struct pm_patience *patience;

static enum pm_status
search_union(const struct pm_db_request *request, struct pm_db_page *page,
	     struct pm_error *err)
{
	struct pm_union_shape *shape;
	enum pm_status status;

	OK(pm_union_read(&shape, request, ERR));
	status = pm_union_search(shape, lists, n_segments, request, room, patience, page,
				 err);
	pm_union_free(shape);
	return status;
}

/* Whether the room is as it was made: nothing of a search is left in it. */
static bool
is_clear(void)
{
	struct pm_union_room *other;
	bool yes;

	OK(pm_union_room_new(&other, ERR));
	/* All bits count, of -0 and NaN too.
	 * NOLINTNEXTLINE(bugprone-suspicious-memory-comparison,cert-exp42-c,cert-flp37-c) */
	yes = memcmp(&room->cells, &other->cells, sizeof room->cells) == 0;
	pm_union_room_free(other);
	return yes;
}

/* --- random requests --------------------------------------------------------- */

static void
put_choice(struct builder *b, unsigned depth, bool synonyms)
{
	uint32_t n = 1 + rnd(5), i;

	if (rnd(4) == 0) {
		put_shares(b, synonyms, rnd(3) == 0, false);
		return;
	}
	if (depth == 0 || rnd(5) == 0) {
		put_leaf(b, synonyms);
		if (rnd(4) == 0) {
			put_check(b);
			put(b, PM_DB_FILTER, 2);
		}
		return;
	}
	if (rnd(8) == 0) {
		for (i = 0; i < n; i++) {
			put_word(b);
			b->nodes[b->n - 1].weight = 0;
		}
		put(b, PM_DB_OR, n);
		put_check(b);
		put(b, PM_DB_FILTER, 2);
		return;
	}
	for (i = 0; i < n; i++)
		put_choice(b, depth - 1, synonyms);
	put(b, PM_DB_OR, n);
}

static void
put_union(struct builder *b, bool synonyms)
{
	uint32_t n = 1 + rnd(4), i;

	if (rnd(3) == 0) {
		/* in few windows */
		put_word(b);
		make_rare(b);
		if (rnd(2) == 0)
			word_name(b->names[b->n - 1], WORDS - 2);
		b->nodes[b->n - 1].term_len = strlen(b->names[b->n - 1]);
	} else {
		put_choice(b, rnd(3), synonyms);
	}
	if (rnd(2) == 0) {
		for (i = 0; i < n; i++) {
			put_leaf(b, synonyms);
			if (rnd(2) == 0)
				repeat_word(b);
		}
		put(b, PM_DB_OR, n);
		put(b, PM_DB_AND_MAYBE, 2);
	}
}

static void
compare_many(size_t segments, unsigned rounds, search_fn *other)
{
	struct builder *b = calloc(1, sizeof *b);
	unsigned i, found = 0, checked = 0;

	ck_assert_ptr_nonnull(b);
	OK(pm_union_room_new(&room, ERR));
	open_segments(segments);
	for (i = 0; i < rounds; i++) {
		do {
			b->n = b->n_asked = 0;
			put_union(b, other == search_naively);
		} while (b->n > 60);
		found += compare(b, search_union, other) > 0;
		checked += b->n_asked > 0;
		ck_assert(is_clear());
	}
	/* They are no empty exercise. */
	ck_assert_uint_gt(found, rounds / 2);
	ck_assert_uint_gt(checked, rounds / 9);
	free(b);
	close_segments();
	pm_union_room_free(room);
}

START_TEST(random_unions_over_one_segment_are_answered_as_libxapian_does)
{
	compare_many(1, 400, search_library);
}
END_TEST

START_TEST(random_unions_over_several_segments_are_answered_as_libxapian_does)
{
	compare_many(SEGMENTS, 400, search_library);
}
END_TEST

START_TEST(synonyms_weigh_as_one_word)
{
	compare_many(_i == 0 ? 1 : SEGMENTS, 150, search_naively);
}
END_TEST

/* --- what fits and what does not ----------------------------------------------- */

static bool
fits(const struct pm_db_node *nodes, size_t n, enum pm_db_sort sort, uint32_t max)
{
	const struct pm_db_request
		request = { .nodes = nodes, .n_nodes = n, .max = max, .sort = sort };
	struct pm_union_shape *shape = NULL;
	enum pm_status status = pm_union_read(&shape, &request, NULL);

	ck_assert(status == PM_OK || status == PM_DECLINED);
	pm_union_free(shape);
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
	struct pm_db_node x = term("w1"), y = term("w2"), z = x, c = check(&a);
	struct pm_db_node t = x, s = c;

	t.share = give_share;
	s.is_shares = true;
	z.weight = 0;
	ck_assert(FITS(x));
	ck_assert(FITS(x, op(PM_DB_OR, 1)));
	ck_assert(FITS(x, y, op(PM_DB_OR, 2), y, op(PM_DB_AND_MAYBE, 2)));
	ck_assert(FITS(x, y, op(PM_DB_SYNONYM, 2)));
	ck_assert(FITS(x, c, op(PM_DB_FILTER, 2), y, op(PM_DB_OR, 2)));
	ck_assert(FITS(x, y, op(PM_DB_SYNONYM, 2), c, op(PM_DB_FILTER, 2)));
	ck_assert(FITS(z, z, op(PM_DB_OR, 2), c, op(PM_DB_FILTER, 2)));
	ck_assert(!FITS(x, y, op(PM_DB_OR, 2), c, op(PM_DB_FILTER, 2)));
	ck_assert(!FITS(x, y, op(PM_DB_AND, 2)));
	ck_assert(!FITS(x, y, op(PM_DB_AND_NOT, 2)));
	ck_assert(!FITS(x, y, op(PM_DB_FILTER, 2)));
	ck_assert(!FITS(x, c, op(PM_DB_FILTER, 2), c, op(PM_DB_FILTER, 2)));
	ck_assert(!FITS(x, y, c, op(PM_DB_FILTER, 2), op(PM_DB_AND_MAYBE, 2)));
	ck_assert(!FITS(x, y, op(PM_DB_AND_MAYBE, 2), y, op(PM_DB_OR, 2)));
	ck_assert(!FITS(x, y, op(PM_DB_OR, 2), y, op(PM_DB_SYNONYM, 2)));
	ck_assert(!FITS(x, c, op(PM_DB_FILTER, 2), y, op(PM_DB_SYNONYM, 2)));
	/* weights that shares decide are added by them only */
	ck_assert(FITS(t, s, op(PM_DB_FILTER, 2), y, op(PM_DB_OR, 2)));
	ck_assert(FITS(z, z, op(PM_DB_OR, 2), s, op(PM_DB_FILTER, 2)));
	ck_assert(!FITS(t, y, op(PM_DB_OR, 2), s, op(PM_DB_FILTER, 2)));
	ck_assert(!FITS(x, t, s, op(PM_DB_FILTER, 2), op(PM_DB_AND_MAYBE, 2)));
	ck_assert(!FITS(c));
	ck_assert(!FITS(op(PM_DB_ALL, 0)));
	ck_assert(!FITS(op(PM_DB_NOTHING, 0)));
	ck_assert(!FITS(c, x, op(PM_DB_OR, 2)));
	/* no tree at all */
	ck_assert(!FITS(x, y));
	ck_assert(!FITS(x, op(PM_DB_OR, 2)));
	ck_assert(!FITS(x, op(PM_DB_OR, 0)));
	ck_assert(!FITS(x, y, x, op(PM_DB_AND_MAYBE, 3)));
	ck_assert(!fits(NULL, 0, PM_SORT_RELEVANCE, 10));
	/* sorted otherwise, if there is anything to sort */
	ck_assert(!fits(&x, 1, PM_SORT_DATE, 10));
	ck_assert(fits(&x, 1, PM_SORT_DATE, 0));
}
END_TEST

/* --- endings --------------------------------------------------------------------- */

static int
failing_check(void *ctx, size_t segment, uint32_t article)
{
	(void)segment;
	return article < 9000 ? PM_DB_YES
			      : (int)pm_corrupt(ctx, "words", "of article %u", article);
}

static int
ending_check(void *ctx, size_t segment, uint32_t article)
{
	(void)ctx;
	return segment == 0 && article < 8500 ? PM_DB_YES : PM_DB_END;
}

START_TEST(a_failing_check_ends_the_search)
{
	struct pm_error own = { .status = PM_OK }, err;
	struct pm_db_node nodes[] = {
		term("w1"),
		term("w0"),
		{ .op = PM_DB_CHECK, .check = failing_check, .ctx = &own },
		op(PM_DB_FILTER, 2),
		op(PM_DB_OR, 2)
	};
	struct pm_db_request request = { .nodes = nodes,
					 .n_nodes = 5,
					 .max = 10,
					 .sort = PM_SORT_RELEVANCE,
					 .check_err = &own };
	struct pm_db_page page = { 7, part, 7 };

	OK(pm_union_room_new(&room, ERR));
	open_segments(2);
	ck_assert_int_eq(search_union(&request, &page, &err), PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(err.text, "of article 9000"));
	ck_assert_uint_eq(page.total + page.n, 0);
	ck_assert(is_clear());
	nodes[2].check = ending_check;
	OK(search_union(&request, &page, &err));
	ck_assert_uint_gt(page.total, 8191);
	ck_assert_uint_lt(page.total, 8193 + 8192);
	ck_assert_uint_eq(page.n, 10);
	ck_assert(is_clear());
	close_segments();
	pm_union_room_free(room);
}
END_TEST

START_TEST(a_share_that_fails_ends_the_search)
{
	OK(pm_union_room_new(&room, ERR));
	fail_by_shares(search_union, false);
	ck_assert(is_clear());
	pm_union_room_free(room);
}
END_TEST

START_TEST(all_this_is_so_without_avx2)
{
	run_without_avx2();
}
END_TEST

static int
counting_check(void *ctx, size_t segment, uint32_t article)
{
	unsigned *n = ctx;

	(void)segment;
	(void)article;
	++*n;
	return PM_DB_YES;
}

START_TEST(a_check_that_changes_nothing_is_not_asked)
{
	unsigned n = 0;
	/* all articles have w0 */
	const struct pm_db_node nodes[] = {
		term("w0"),
		term("w1"),
		{ .op = PM_DB_CHECK, .check = counting_check, .ctx = &n },
		op(PM_DB_FILTER, 2),
		op(PM_DB_OR, 2)
	};
	struct pm_db_request request = { .nodes = nodes,
					 .n_nodes = 5,
					 .sort = PM_SORT_RELEVANCE };
	struct pm_db_page page = { 7, part, 7 };

	OK(pm_union_room_new(&room, ERR));
	open_segments(2);
	OK(search_union(&request, &page, ERR));
	ck_assert_uint_eq(page.total, FIRST + LARGEST);
	ck_assert_uint_eq(n, 0);
	request.max = 10;
	OK(search_union(&request, &page, ERR));
	ck_assert_uint_eq(page.total, FIRST + LARGEST);
	ck_assert_uint_eq(page.n, 10);
	ck_assert_uint_ge(n, 10);
	ck_assert_uint_lt(n, 2000);
	ck_assert(is_clear());
	close_segments();
	pm_union_room_free(room);
}
END_TEST

static bool
at_once(void *ctx)
{
	(void)ctx;
	return true;
}

START_TEST(a_search_ends_with_patience)
{
	const struct pm_db_node nodes[] = { term("w0"), term("w1"), op(PM_DB_OR, 2) };
	const struct pm_db_request request = { .nodes = nodes,
					       .n_nodes = 3,
					       .max = 10,
					       .sort = PM_SORT_RELEVANCE };
	struct pm_db_page page = { 7, part, 7 };
	/* what is left of it is spent in the middle of the search */
	struct pm_patience little = { .stop = { at_once, NULL },
				      .work = PM_PATIENCE_UNITS - 3000 };

	OK(pm_union_room_new(&room, ERR));
	open_segments(2);
	patience = &little;
	OK(search_union(&request, &page, ERR));
	ck_assert(little.stopped);
	ck_assert_uint_gt(page.total, 0);
	ck_assert_uint_lt(page.total, FIRST + LARGEST);
	ck_assert(is_clear());
	patience = NULL;
	OK(search_union(&request, &page, ERR));
	ck_assert_uint_eq(page.total, FIRST + LARGEST);
	close_segments();
	pm_union_room_free(room);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("union");
	TCase *tc = tcase_create("union");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, random_unions_over_one_segment_are_answered_as_libxapian_does);
	tcase_add_test(tc,
		       random_unions_over_several_segments_are_answered_as_libxapian_does);
	tcase_add_loop_test(tc, synonyms_weigh_as_one_word, 0, 2);
	tcase_add_test(tc, other_shapes_are_refused);
	tcase_add_test(tc, a_failing_check_ends_the_search);
	tcase_add_test(tc, a_share_that_fails_ends_the_search);
	tcase_add_test(tc, all_this_is_so_without_avx2);
	tcase_add_test(tc, a_check_that_changes_nothing_is_not_asked);
	tcase_add_test(tc, a_search_ends_with_patience);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
