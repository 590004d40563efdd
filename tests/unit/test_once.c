/* Pressmark - tests of search/once.h: each story once, whoever answers a request.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Random articles, half of which repeat others with some words changed, in one segment and
 * in several, are asked for words, phrases, dates and more, which leads to each of the ways
 * to answer a request.  The stories of an answer are those of all articles that match, each
 * by the first of them, whatever page of it is asked for. */
#include "search/once.h"
#include "search/search.h"

#include "indexer/build.h"
#include "tests/unit/joined_fixture.h"

#define ARTICLES 900u
#define WORDS 60u
#define VOCABULARY 90u

static uint16_t articles[ARTICLES][WORDS];
static uint32_t days[ARTICLES];

static void
make_articles(void)
{
	uint32_t i, k;

	for (i = 0; i < ARTICLES; i++) {
		if (i > 0 && rnd(2) == 0) {
			memcpy(articles[i], articles[rnd(i)], sizeof articles[i]);
			if (rnd(2) == 0)
				articles[i][WORDS - 1 - rnd(3)] = (uint16_t)rnd(VOCABULARY);
		} else {
			for (k = 0; k < WORDS; k++)
				articles[i][k] = (uint16_t)(rnd(rnd(VOCABULARY) + 1));
		}
		days[i] = rnd(5) == 0 ? 0 : 1 + rnd(28);
	}
}

static void
build(const char *index, uint32_t first, uint32_t end)
{
	struct pm_buf b;
	uint32_t k;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (; first < end; first++) {
		pm_buf_puts(&b, "{\"text\":\"");
		for (k = 0; k < WORDS; k++)
			pm_buf_printf(&b, "w%c%c ", 'a' + articles[first][k] % 10,
				      'a' + articles[first][k] / 10);
		if (days[first] > 0)
			pm_buf_printf(&b, "\",\"date\":\"2024-01-%02u", days[first]);
		pm_buf_puts(&b, "\"}\n");
	}
	build_lines(index, &b);
}

/* Segments of very different sizes. */
static void
build_several(const char *index)
{
	static const uint32_t ends[] = { 70, 75, ARTICLES };

	join_segments(index, ends, 3, build);
}

static void
run(struct pm_search *s, const char *query, const struct pm_search_options *o,
    struct pm_search_result *result)
{
	struct pm_query_options parse = { .mode = PM_QUERY_ALL };
	struct pm_query_mistake mistake;
	struct pm_tree *tree;

	OK(pm_tree_parse(query, strlen(query), &parse, &tree, &mistake, ERR));
	OK(pm_search_run(s, tree, o, result, ERR));
	pm_tree_free(tree);
}

/* Of all that match, the first of each story; returns how many these are. */
static size_t
fold(struct pm_search *s, struct pm_search_result *all)
{
	struct pm_index *index = pm_search_index(s);
	bool told[ARTICLES] = { false };
	struct pm_copies *copies;
	uint32_t leader;
	size_t i, n = 0;

	OK(pm_index_copies(index, &copies, ERR));
	for (i = 0; i < all->n; i++) {
		leader = pm_copies_leader(copies, all->matches[i].id - 1);
		if (!told[leader])
			all->matches[n++] = all->matches[i];
		told[leader] = true;
	}
	return n;
}

static void
same_page(const struct pm_search_result *all, size_t n, const struct pm_search_options *o,
	  const struct pm_search_result *page)
{
	size_t there = n > o->first ? n - o->first : 0, i;

	ck_assert_uint_eq(page->total, n);
	ck_assert_uint_eq(page->stories, n);
	ck_assert_uint_eq(page->articles, all->total);
	ck_assert_uint_eq(page->n, there < o->max ? there : o->max);
	for (i = 0; i < page->n; i++) {
		ck_assert_uint_eq(page->matches[i].id, all->matches[o->first + i].id);
		ck_assert_double_eq_tol(page->matches[i].score,
					all->matches[o->first + i].score, 1e-6);
	}
}

static const char *const queries[] = {
	"waa",
	"waa OR wbb",
	"waa OR wbc OR wcd OR waf",
	"waa wba",
	"waa NOT wba",
	"\"waa wba\"",
	"\"waa waa\" OR wcf",
	"waa w/3 wbb",
	"wa*",
	"wa* NOT wbb",
	"date:2024-01-05..2024-01-12",
	"waa date:2024-01-05..2024-01-12",
	"NOT waa",
	"\"waa wba\" OR \"wba waa\"",
	"words:60 OR waa",
	"waa^2 OR wgg date:2024-01",
	"whi",
	"nowhere",
};

#define N_QUERIES (sizeof queries / sizeof *queries)

static void
compare(struct pm_search *s, const char *query, unsigned ways[3])
{
	static const uint32_t pages[][2] = {
		{ 0, 0 },    { 0, 1 },	      { 0, 10 },	{ 7, 10 },
		{ 100, 30 }, { ARTICLES, 5 }, { 3, UINT32_MAX }
	};
	struct pm_search_options o = { .max = UINT32_MAX };
	struct pm_search_result all, page;
	unsigned sort;
	size_t n, i;

	for (sort = PM_SORT_RELEVANCE; sort <= PM_SORT_DATE_DESC; sort++) {
		o = (struct pm_search_options){ .max = UINT32_MAX,
						.sort = (enum pm_db_sort)sort };
		run(s, query, &o, &all);
		ck_assert_uint_eq(all.total, all.n);
		ck_assert_uint_eq(all.articles, all.n);
		ways[all.way]++;
		n = fold(s, &all);
		for (i = 0; i < sizeof pages / sizeof *pages; i++) {
			o.first = pages[i][0];
			o.max = pages[i][1];
			o.stories = PM_STORIES_ONCE;
			run(s, query, &o, &page);
			same_page(&all, n, &o, &page);
			pm_search_result_release(&page);
			o.stories = PM_STORIES_COUNTED;
			run(s, query, &o, &page);
			ck_assert_uint_eq(page.total, all.total);
			ck_assert_uint_eq(page.stories, n);
			pm_search_result_release(&page);
		}
		pm_search_result_release(&all);
	}
}

START_TEST(each_story_is_there_once)
{
	struct pm_search *s;
	char path[PATH_SIZE];
	unsigned ways[3] = { 0 };
	size_t i;

	rng = (uint64_t)_i + 3;
	make_articles();
	if (_i % 2 == 0)
		build(in_folder(path, "index"), 0, ARTICLES);
	else
		build_several(in_folder(path, "index"));
	OK(pm_search_open(&s, path, ERR));
	ck_assert_uint_lt(pm_search_index(s)->generation.stories, ARTICLES * 2 / 3);
	for (i = 0; i < N_QUERIES; i++)
		compare(s, queries[i], ways);
	for (i = 0; i < 3; i++)
		ck_assert_uint_gt(ways[i], 0);
	pm_search_free(s);
}
END_TEST

/* How many others tell the same, and an index without copies. */
START_TEST(others_are_counted)
{
	struct pm_search_options o = { .max = 5, .stories = PM_STORIES_ONCE };
	struct pm_search_result page;
	struct pm_search *s;
	char path[PATH_SIZE];
	uint32_t i;
	size_t n;

	make_articles();
	memcpy(articles[3], articles[0], sizeof articles[0]);
	memcpy(articles[4], articles[0], sizeof articles[0]);
	memset(days, 0, sizeof days);
	build(in_folder(path, "index"), 0, 5);
	OK(pm_search_open(&s, path, ERR));
	for (i = 1; i <= 5; i++) {
		OK(pm_once_alike(pm_search_index(s), i, &n, ERR));
		ck_assert_uint_eq(n, i == 1 || i > 3 ? 2 : n);
	}
	pm_search_free(s);
	build(path, 0, 1);
	OK(pm_search_open(&s, path, ERR));
	OK(pm_once_alike(pm_search_index(s), 1, &n, ERR));
	ck_assert_uint_eq(n, 0);
	run(s, "words:60", &o, &page);
	ck_assert_uint_eq(page.stories, 1);
	ck_assert_uint_eq(page.n, 1);
	pm_search_result_release(&page);
	pm_search_free(s);
}
END_TEST

static bool
say_stop(void *ctx)
{
	(void)ctx;
	return true;
}

/* A search that is stopped has what it has found. */
START_TEST(a_search_may_be_stopped)
{
	struct pm_search_options o = { .max = 5,
				       .stories = PM_STORIES_ONCE,
				       .stop = { say_stop, NULL } };
	struct pm_search_result page;
	struct pm_search *s;
	char path[PATH_SIZE];
	size_t i;

	make_articles();
	build(in_folder(path, "index"), 0, ARTICLES);
	OK(pm_search_open(&s, path, ERR));
	for (i = 0; i < N_QUERIES; i++) {
		run(s, queries[i], &o, &page);
		ck_assert(page.stopped || page.n <= page.total);
		ck_assert_uint_le(page.stories, page.articles);
		pm_search_result_release(&page);
	}
	pm_search_free(s);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("once");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, each_story_is_there_once, 0, 4);
	tcase_add_test(tc, others_are_counted);
	tcase_add_test(tc, a_search_may_be_stopped);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
