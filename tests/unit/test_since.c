/* Pressmark - tests of query/since.h and search/newer.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/since.h"
#include "tests/unit/query_fixture.h"

#include <time.h>

/* --- what is taken ---------------------------------------------------------- */

static void
expect(const char *text, enum pm_since_by by, uint64_t number)
{
	struct pm_since s = { .by = PM_SINCE_EVER };

	OK(pm_since_read(text, 20240315, &s, ERR));
	ck_assert_msg(s.by == by && (by == PM_SINCE_LAST || s.number == number),
		      "%s: %d, %llu", text, s.by, (unsigned long long)s.number);
}

static void
set_zone(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

START_TEST(generations_dates_and_last_are_taken)
{
	set_zone("UTC");
	expect("last", PM_SINCE_LAST, 0);
	expect("0", PM_SINCE_GENERATION, 0);
	expect("17", PM_SINCE_GENERATION, 17);
	expect("2024", PM_SINCE_GENERATION, 2024);
	expect("2024-03-10", PM_SINCE_TIME, 1710028800);
	expect("2024-03", PM_SINCE_TIME, 1709251200);
	expect("yesterday", PM_SINCE_TIME, 1710374400);
	expect("-1w", PM_SINCE_TIME, 1709856000);
	expect("2024-03-10T01:02", PM_SINCE_TIME, 1710028800 + 3720);
	expect("2024-03-10 01:02:03", PM_SINCE_TIME, 1710028800 + 3723);
	expect("1950-01-01", PM_SINCE_TIME, 0);
	expect("1950-01-01T00:00Z", PM_SINCE_TIME, 0);
}
END_TEST

START_TEST(times_are_local_unless_they_say_otherwise)
{
	set_zone("UTC-2"); /* two hours ahead */
	expect("2024-03-10", PM_SINCE_TIME, 1710028800 - 7200);
	expect("2024-03-10T00:00", PM_SINCE_TIME, 1710028800 - 7200);
	expect("2024-03-10T00:00Z", PM_SINCE_TIME, 1710028800);
	expect("2024-03-10T00:00:00z", PM_SINCE_TIME, 1710028800);
	expect("2024-03-10T00:00 UTC", PM_SINCE_TIME, 1710028800);
	expect("2024-03-10 00:00:00 UTC", PM_SINCE_TIME, 1710028800);
	expect("2024-03-10T00:00+05:30", PM_SINCE_TIME, 1710028800 - 19800);
	expect("2024-03-10T00:00-0100", PM_SINCE_TIME, 1710028800 + 3600);
	expect("2024-03-10T00:00+01", PM_SINCE_TIME, 1710028800 - 3600);
	set_zone("UTC");
}
END_TEST

START_TEST(anything_else_is_refused)
{
	static const char *const wrong[] = {
		"",
		"x",
		"LAST",
		"-1",
		"+1",
		"1.5",
		"99999999999999999999",
		"2024-13-01",
		"2024-02-30",
		"2024-01..2024-02",
		"..2024-01",
		"2024-01..",
		"10:00",
		"2024-03-10T",
		"2024-03-10T1:00",
		"2024-03-10T24:00",
		"2024-03-10T10:60",
		"2024-03-10T10:00:",
		"2024-03-10T10:00x",
		"2024-03-10T10:00+",
		"2024-03-10T10:00+24:00",
		"2024-03-10T10:00+01:0",
		"2024-03-10T10:00Zx",
		"2024-03-10T10:00UTC",
		"2024-03-10T10:00  UTC",
		"2024-03-10T10:00 UTC ",
		"2024-03-10T10:00 UTC+1",
		"2024-03-10T10:00 CET",
		"2024-03-10 UTC",
		"2024-02-30T10:00",
		" 1",
		"1 "
	};
	struct pm_since s;
	size_t i;

	for (i = 0; i < sizeof wrong / sizeof *wrong; i++)
		FAILS(pm_since_read(wrong[i], 20240315, &s, ERR), PM_ERR_USAGE,
		      "is neither a generation");
}
END_TEST

/* --- which generation that is ------------------------------------------------- */

static struct pm_past past[] = { { .number = 1, .time = 1000 },
				 { .number = 2, .time = 2000 },
				 { .number = 5, .time = 3000 },
				 { .number = 6, .time = 3000 } };
static const struct pm_history history = { past, 4 };
static const struct pm_generation current = { .number = 6 };

static void
resolves(enum pm_since_by by, uint64_t number, uint64_t generation)
{
	const struct pm_since s = { .by = by, .number = number };
	uint64_t is;

	OK(pm_since_resolve(&s, "index", &current, &history, &is, ERR));
	ck_assert_uint_eq(is, generation);
}

static void
refuses(uint64_t number, const char *words)
{
	const struct pm_since s = { .by = PM_SINCE_GENERATION, .number = number };
	uint64_t is;

	FAILS(pm_since_resolve(&s, "index", &current, &history, &is, ERR), PM_ERR_INPUT,
	      words);
}

START_TEST(a_time_is_the_last_generation_before_it)
{
	resolves(PM_SINCE_TIME, 0, 0);
	resolves(PM_SINCE_TIME, 1000, 0);
	resolves(PM_SINCE_TIME, 1001, 1);
	resolves(PM_SINCE_TIME, 3000, 2);
	resolves(PM_SINCE_TIME, 3001, 6);
	resolves(PM_SINCE_LAST, 0, 5);
}
END_TEST

/* 1 - 2 - 5 - 6, then back to 2, on to 8, and back to 6. */
static struct pm_past lines[] = {
	{ .number = 1, .time = 1000 },
	{ .number = 2, .time = 2000 },
	{ .number = 5, .time = 3000 },
	{ .number = 6, .time = 4000 },
	{ .number = 7, .time = 5000, .restores = 2 },
	{ .number = 8, .time = 6000 },
	{ .number = 9, .time = 7000, .restores = 6 }
};

static void
since_is(uint64_t at, const struct pm_since *s, uint64_t generation)
{
	struct pm_history h = { lines, 0 };
	struct pm_generation g = { .number = at };
	uint64_t is;

	while (h.n < sizeof lines / sizeof *lines && lines[h.n].number <= at)
		h.n++;
	OK(pm_since_resolve(s, "index", &g, &h, &is, ERR));
	ck_assert_uint_eq(is, generation);
}

START_TEST(after_a_rollback_what_both_go_back_to_counts)
{
	/* by the current one, and the one that is asked for */
	static const uint64_t met[][6] = {
		{ 7, 1, 2, 2, 2, 2 }, /* at 7: 1, 2, 5, 6 and 7 */
		{ 8, 1, 2, 2, 2, 2 },
		{ 9, 1, 2, 5, 6, 2 },
	};
	static const uint64_t asked[] = { 1, 2, 5, 6, 7 };
	size_t i, k;

	for (i = 0; i < sizeof met / sizeof *met; i++)
		for (k = 0; k < sizeof asked / sizeof *asked; k++)
			since_is(met[i][0],
				 &(struct pm_since){ .by = PM_SINCE_GENERATION,
						     .number = asked[k] },
				 met[i][k + 1]);
	since_is(8, &(struct pm_since){ .by = PM_SINCE_GENERATION, .number = 8 }, 8);
	since_is(9, &(struct pm_since){ .by = PM_SINCE_GENERATION, .number = 8 }, 2);
	since_is(9, &(struct pm_since){ .by = PM_SINCE_GENERATION, .number = 9 }, 6);
	since_is(9, &(struct pm_since){ .by = PM_SINCE_LAST }, 2);
	since_is(8, &(struct pm_since){ .by = PM_SINCE_LAST }, 2);
	since_is(7, &(struct pm_since){ .by = PM_SINCE_LAST }, 2);
	since_is(9, &(struct pm_since){ .by = PM_SINCE_TIME, .number = 4001 }, 6);
	since_is(8, &(struct pm_since){ .by = PM_SINCE_TIME, .number = 4001 }, 2);
}
END_TEST

START_TEST(only_what_was_published_is_a_generation)
{
	const struct pm_history none = { NULL, 0 }, first = { past, 1 };
	const struct pm_since last = { .by = PM_SINCE_LAST };
	uint64_t is;

	resolves(PM_SINCE_GENERATION, 1, 1);
	resolves(PM_SINCE_GENERATION, 6, 6);
	resolves(PM_SINCE_GENERATION, 0, 0);
	refuses(4, "generation 4 of 'index' was never published");
	refuses(7, "'index' has no generation 7: the current one is 6");
	OK(pm_since_resolve(&last, "index", &current, &first, &is, ERR));
	ck_assert_uint_eq(is, 0);
	FAILS(pm_since_resolve(&last, "index", &current, &none, &is, ERR), PM_ERR_INPUT,
	      "keeps no history");
}
END_TEST

/* --- what is searched then ----------------------------------------------------- */

#define ARTICLES 300u

/* The matches that are newer, in the order of all. */
static void
compare_filtered(const char *query, const struct pm_newer *n, enum pm_db_sort sort)
{
	const struct pm_search_options all = { .max = ARTICLES, .sort = sort };
	struct pm_search_result is, should;
	struct pm_tree *tree = parse(query);
	size_t i, at = 0;

	pm_search_only(search, NULL);
	OK(pm_search_run(search, tree, &all, &should, ERR));
	ck_assert_ptr_null(should.newer);
	pm_search_only(search, n);
	OK(pm_search_run(search, tree, &all, &is, ERR));
	ck_assert_ptr_eq(is.newer, n);
	for (i = 0; i < should.n; i++) {
		if (!pm_newer_has(n, pm_search_index(search), should.matches[i].id))
			continue;
		ck_assert_msg(at < is.n && is.matches[at].id == should.matches[i].id &&
				      is.matches[at].score == should.matches[i].score,
			      "%s: match %zu", query, at);
		at++;
	}
	ck_assert_msg(at == is.n && at == is.total, "%s: %zu, not %zu of %u", query, at,
		      is.n, (unsigned)is.total);
	pm_search_only(search, NULL);
	pm_search_result_release(&is);
	pm_search_result_release(&should);
	pm_tree_free(tree);
}

START_TEST(only_newer_articles_match_with_the_scores_of_all)
{
	static const char *const words[] = { "oil", "chips", "price", "trade", "wheat" };
	static const char *const queries[] = {
		"oil",
		"oil chips",
		"\"oil price\"",
		"oil OR wheat",
		"oil NOT trade",
		"chip* w/3 oil",
		"(oil OR chips) AND pri*",
		"words:5..",
		"title:oil"
	};
	struct pm_newer n = { .n_segments = 1 };
	uint64_t bits[ARTICLES / 64 + 1], *hidden[1] = { bits };
	char text[400];
	size_t i, k, len;

	for (i = 0; i < ARTICLES; i++) {
		for (k = len = 0; k < 3 + rnd(20); k++)
			len += (size_t)snprintf(text + len, sizeof text - len, "%s ",
						words[rnd(5)]);
		add_article(words[rnd(5)], text);
	}
	open_corpus();
	n.hidden = hidden;
	for (k = 0; k < 6; k++) {
		memset(bits, 0, sizeof bits);
		for (i = 0; i < ARTICLES; i++)
			if (k > 0 && (k == 1 || rnd((uint32_t)k) > 0))
				bits[i / 64] |= UINT64_C(1) << i % 64;
		for (i = 0; i < sizeof queries / sizeof *queries; i++) {
			compare_filtered(queries[i], &n, PM_SORT_RELEVANCE);
			compare_filtered(queries[i], &n, PM_SORT_DATE);
		}
	}
}
END_TEST

START_TEST(all_articles_of_the_first_generation_are_newer_than_none)
{
	struct pm_since since = { .by = PM_SINCE_EVER };
	struct pm_newer *n;

	add_article("one", "word");
	add_article("two", "word");
	open_corpus();
	OK(pm_since_find(&n, &since, pm_search_index(search), ERR));
	ck_assert_ptr_null(n);
	since.by = PM_SINCE_LAST;
	OK(pm_since_find(&n, &since, pm_search_index(search), ERR));
	ck_assert_uint_eq(n->since, 0);
	ck_assert_uint_eq(n->articles, 2);
	pm_newer_free(n);
	OK(pm_newer_find(&n, pm_search_index(search), 1, PM_NEWER_CHANGED, ERR));
	ck_assert_uint_eq(n->articles, 0);
	pm_newer_free(n);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("since");
	TCase *t = tcase_create("words"), *c = tcase_create("corpus");

	tcase_add_test(t, generations_dates_and_last_are_taken);
	tcase_add_test(t, times_are_local_unless_they_say_otherwise);
	tcase_add_test(t, anything_else_is_refused);
	tcase_add_test(t, a_time_is_the_last_generation_before_it);
	tcase_add_test(t, after_a_rollback_what_both_go_back_to_counts);
	tcase_add_test(t, only_what_was_published_is_a_generation);
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(c, begin, end);
	tcase_set_timeout(c, 120);
	tcase_add_test(c, only_newer_articles_match_with_the_scores_of_all);
	tcase_add_test(c, all_articles_of_the_first_generation_are_newer_than_none);
	suite_add_tcase(s, c);
	return run_suite(s);
}
