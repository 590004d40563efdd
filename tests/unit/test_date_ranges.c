/* Pressmark - tests of date: over days, months and years, each of which is an interval.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/calendar.h"
#include "tests/unit/answer_fixture.h"

#define FIRST 20231120
#define LAST 20240310

/* Dates of articles: all days, months and years that are at least in part in FIRST to
 * LAST, as the first and the last day of each. */
static struct {
	uint32_t first, last;
} dates[200];
static uint32_t n_dates;

static void
add_date(struct corpus *c, uint32_t date)
{
	uint32_t year = date / 10000, month = date / 100 % 100, day = date % 100;
	uint32_t last_month = month == 0 ? 12 : month;
	char members[40], text[PM_DATE_TEXT];

	ck_assert_uint_lt(n_dates, sizeof dates / sizeof *dates);
	dates[n_dates].first = pm_day(year, month == 0 ? 1 : month, day == 0 ? 1 : day);
	dates[n_dates].last = day > 0 ? date
				      : pm_day(year, last_month,
					       pm_days_in_month(year, last_month));
	n_dates++;
	pm_date_text(date, text);
	snprintf(members, sizeof members, "\"date\":\"%s\"", text);
	corpus_add(c, "", "word", members);
}

static void
open_dates(struct corpus *c)
{
	uint32_t day;

	n_dates = 0;
	corpus_begin(c);
	add_date(c, pm_date(FIRST / 10000, 0, 0));
	add_date(c, pm_date(LAST / 10000, 0, 0));
	for (day = FIRST; day <= LAST; day = pm_day_add(day, 1)) {
		if (day == FIRST || day % 100 == 1)
			add_date(c, day / 100 * 100);
		add_date(c, day);
	}
	corpus_add(c, "", "word", "");
	corpus_open(c);
}

/* The articles that a query finds are those whose interval is within FROM .. TO. */
static void
check_range(struct corpus *c, const char *query, uint32_t from, uint32_t to)
{
	struct pm_search_options options = { .max = UINT32_MAX, .sort = PM_SORT_DATE };
	struct pm_tree *tree = corpus_query(query);
	struct pm_search_result result;
	uint32_t wanted = 0, i;

	OK(pm_search_run(c->search, tree, &options, &result, ERR));
	for (i = 0; i < n_dates; i++)
		wanted += dates[i].first >= from && dates[i].last <= to;
	ck_assert_msg(result.total == wanted, "%s: %u instead of %u", query, result.total,
		      wanted);
	for (i = 0; i < result.n; i++) {
		uint32_t at = result.matches[i].id - 1;

		ck_assert_uint_lt(at, n_dates);
		ck_assert_msg(dates[at].first >= from && dates[at].last <= to, "%s: %u",
			      query, at);
		if (i > 0) {
			uint32_t before = result.matches[i - 1].id - 1;

			ck_assert_uint_le(dates[before].first, dates[at].first);
		}
	}
	pm_search_result_release(&result);
	pm_tree_free(tree);
}

START_TEST(every_range_finds_the_intervals_within)
{
	uint32_t from, to;
	struct corpus c;
	char query[64], a[PM_DATE_TEXT], b[PM_DATE_TEXT];

	open_dates(&c);
	for (from = FIRST; from <= LAST; from = pm_day_add(from, 1)) {
		pm_date_text(from, a);
		snprintf(query, sizeof query, "date:%s..", a);
		check_range(&c, query, from, UINT32_MAX);
		snprintf(query, sizeof query, "date:..%s", a);
		check_range(&c, query, 0, from);
		for (to = from; to <= LAST; to = pm_day_add(to, 1)) {
			pm_date_text(to, b);
			snprintf(query, sizeof query, "date:%s..%s", a, b);
			check_range(&c, query, from, to);
		}
	}
	corpus_end(&c);
}
END_TEST

START_TEST(months_and_years_are_asked_for_by_name)
{
	struct corpus c;

	open_dates(&c);
	check_range(&c, "date:2024", 20240101, 20241231);
	check_range(&c, "date:2024-03", 20240301, 20240331);
	check_range(&c, "date:2023-12..2024-02", 20231201, 20240229);
	check_range(&c, "date:2023..2024", 20230101, 20241231);
	check_range(&c, "date:..2023", 0, 20231231);
	check_range(&c, "date:2024..", 20240101, UINT32_MAX);
	check_range(&c, "date:1000..", 10000101, UINT32_MAX);
	check_range(&c, "date:2024-01-15..2024-12-30", 20240115, 20241230);
	check_range(&c, "date:2023-02-02..2023-12-31", 20230202, 20231231);
	check_range(&c, "date:2024-03-05", 20240305, 20240305);
	corpus_end(&c);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("date ranges");
	TCase *tc = tcase_create("date ranges");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, every_range_finds_the_intervals_within);
	tcase_add_test(tc, months_and_years_are_asked_for_by_name);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
