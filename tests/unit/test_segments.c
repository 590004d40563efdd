/* Pressmark - tests that answers do not depend on how articles are divided into segments.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The same articles are an index of one segment and of 2, 7 and 40.  Queries with all
 * operators find the same in all of them: totals, stories, order, scores and hits; also
 * where articles are gone, or hidden.  Many articles are equal, so that the order of what
 * scores alike matters. */
#include "indexer/build.h"
#include "search/search.h"
#include "tests/unit/joined_fixture.h"

#define ARTICLES 320u
#define ROUNDS 250u

static const char *const words[] = {
	"market", "markets",  "Marketing", "export",	"exports", "exported", "US",
	"U.S.",	  "us",	      "chip",	   "chips",	"the",	   "of",       "naïve",
	"naive",  "cliché",   "cliche",	   "DDR",	"5",	   "ddr5",     "run",
	"runs",	  "running",  "co",	   "operate",	"bank",	   "Bank",     "o'clock",
	"café",	  "Zürich",   "zurich",	   "unit",	"united",  "unity",    "uniform",
	"中国",	  "中国银行", "银行",	   "cooperate", "weekly",  "rare",     "rarest"
};

/* Each is a line of JSON. */
static struct pm_buf lines[ARTICLES];

/* --- the articles ------------------------------------------------------------- */

static void
put_words(struct pm_buf *b, uint32_t n)
{
	static const char *const between[] = { " ", " ", " ",	   " ", ", ", ". ",
					       "-", " ", "\\n\\n", " ", "! ", " " };

	for (; n > 0; n--) {
		/* the first ones in most articles, the last ones in few */
		uint32_t most = 1 + rnd(sizeof words / sizeof *words);

		pm_buf_puts(b, words[rnd(most)]);
		pm_buf_puts(b,
			    n > 1 ? between[rnd(sizeof between / sizeof *between)] : "");
	}
}

static void
make_article(struct pm_buf *b, uint32_t i)
{
	char date[64];

	pm_buf_init(b, PM_BUF_NO_LIMIT);
	if (i > 0 && rnd(5) == 0) {
		const struct pm_buf *other = &lines[rnd(i)];

		pm_buf_put(b, other->data, other->len);
		return;
	}
	pm_buf_puts(b, "{\"title\":\"");
	put_words(b, rnd(5));
	pm_buf_puts(b, "\",\"text\":\"");
	put_words(b, 1 + rnd(60));
	snprintf(date, sizeof date, "\",\"date\":\"2024-%02u-%02u\"",
		 (unsigned)(1 + rnd(3)), (unsigned)(1 + rnd(4)));
	pm_buf_puts(b, rnd(4) == 0 ? "\"" : date);
	pm_buf_puts(b, rnd(2) == 0 ? ",\"source\":\"Daily Planet\""
				   : ",\"source\":\"Gazette\"");
	pm_buf_puts(b, ",\"kind\":\"");
	put_words(b, 1 + rnd(2));
	pm_buf_puts(b, "\"}\n");
}

static void
build(const char *index, uint32_t first, uint32_t end)
{
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (; first < end; first++)
		pm_buf_put(&b, lines[first].data, lines[first].len);
	build_lines(index, &b);
}

/* --- the indexes -------------------------------------------------------------- */

#define INDEXES 4u

static const uint32_t n_segments[INDEXES] = { 1, 2, 7, JOINED_MAX };
static struct pm_search *indexes[INDEXES];
/* By index and segment: some articles, and others. */
static uint64_t *some[INDEXES][JOINED_MAX], *others[INDEXES][JOINED_MAX];

/* Segments of one article, and of more and more. */
static void
open_index(uint32_t i)
{
	uint32_t ends[JOINED_MAX], n = n_segments[i], k;
	char path[PATH_SIZE], name[16];

	for (k = 0; k < n; k++)
		ends[k] = k + 1 == n
				? ARTICLES
				: 1 + k + (ARTICLES - n) * (k + 1) * (k + 1) / (n * n);
	snprintf(name, sizeof name, "index-%u", (unsigned)n);
	join_segments(in_folder(path, name), ends, n, build);
	OK(pm_search_open(&indexes[i], path, ERR));
}

static void
put_in_set(uint32_t i, uint64_t *sets[JOINED_MAX], const bool in[ARTICLES])
{
	const struct pm_index *index = pm_search_index(indexes[i]);
	uint32_t k, a, articles;

	for (k = 0; k < n_segments[i]; k++) {
		articles = (uint32_t)index->generation.segments[k].articles;
		sets[k] = calloc((articles + 63) / 64, sizeof **sets);
		for (a = 0; a < articles; a++)
			if (in[index->before[k] + a])
				sets[k][a / 64] |= UINT64_C(1) << a % 64;
	}
}

static void
begin(void)
{
	static bool in[2][ARTICLES];
	uint32_t i;

	make_folder();
	for (i = 0; i < ARTICLES; i++)
		make_article(&lines[i], i);
	for (i = 0; i < ARTICLES; i++) {
		in[0][i] = rnd(3) == 0;
		in[1][i] = rnd(5) == 0;
	}
	for (i = 0; i < INDEXES; i++) {
		open_index(i);
		put_in_set(i, some[i], in[0]);
		put_in_set(i, others[i], in[1]);
	}
}

static void
end(void)
{
	uint32_t i, k;

	for (i = 0; i < INDEXES; i++) {
		pm_search_free(indexes[i]);
		for (k = 0; k < n_segments[i]; k++) {
			free(some[i][k]);
			free(others[i][k]);
		}
	}
	for (i = 0; i < ARTICLES; i++)
		pm_buf_release(&lines[i]);
	drop_folder();
}

/* What is gone from all indexes; NULL: nothing. */
static void
set_gone(uint64_t *sets[INDEXES][JOINED_MAX])
{
	uint32_t i;

	for (i = 0; i < INDEXES; i++)
		pm_search_index(indexes[i])->gone = sets != NULL ? sets[i] : NULL;
}

/* --- queries ------------------------------------------------------------------ */

static const char *const queries[] = {
	"market",
	"US",
	"U.S.",
	"us chip",
	"naïve",
	"cliché",
	"rare",
	"中国",
	"中国银行",
	"\"exports\"",
	"\"export market\"",
	"\"the bank\"",
	"=Bank",
	"=\"the Bank\"",
	"\"market chip of\"~4",
	"uni*",
	"*ing",
	"ma*t",
	"r?n",
	"/uni(t|form).*/",
	"/.*é/",
	"/zü.*/",
	"bank~",
	"export~2",
	"\"uni* market\"",
	"ddr5",
	"\"DDR 5\"",
	"co-operate",
	"cooperate",
	"market w/3 bank",
	"export pre/5 chip",
	"market w/s bank",
	"chip w/p run",
	"market w/4 bank w/4 us",
	"market not w/2 bank",
	"(\"the market\" OR chip) w/6 uni*",
	"atleast3(market)",
	"atleast2(uni* OR rar*)",
	"lead5(bank)",
	"lead20(\"the market\")",
	"market^3 OR chip^0.25",
	"title:bank",
	"title:\"market markets\"",
	"title:uni*",
	"source:planet",
	"source:=\"Daily Planet\"",
	"kind:market",
	"kind:=market",
	"date:2024-02",
	"date:2024-01-03..2024-02-02",
	"words:..20",
	"the of",
	"nowhere",
	"NOT market"
};

#define QUERIES (sizeof queries / sizeof *queries)

static void
put_query(struct pm_buf *b)
{
	static const char *const operators[] = { " AND ", " OR ", " OR ", " NOT " };
	uint32_t n = 1 + rnd(3);

	pm_buf_clear(b);
	while (n-- > 0) {
		pm_buf_putc(b, '(');
		pm_buf_puts(b, queries[rnd(QUERIES)]);
		pm_buf_putc(b, ')');
		pm_buf_puts(b, n > 0 ? operators[rnd(4)] : "");
	}
}

static struct pm_tree *
parse(const char *query)
{
	const struct pm_query_options options = { PM_QUERY_ALL, 20240101 };
	struct pm_query_mistake mistake;
	struct pm_tree *tree;
	struct pm_error err;

	ck_assert_msg(pm_tree_parse(query, strlen(query), &options, &tree, &mistake,
				    &err) == PM_OK,
		      "%s: %s", query, err.text);
	return tree;
}

/* --- comparing ---------------------------------------------------------------- */

static void
is_same(const char *query, uint32_t segments, const struct pm_search_result *x,
	const struct pm_search_result *y)
{
	size_t i;

	ck_assert_msg(x->total == y->total && x->articles == y->articles &&
			      x->stories == y->stories && x->n == y->n,
		      "%s: %u of %u articles, %u stories; in %u segments %u of %u, %u",
		      query, x->total, x->articles, x->stories, segments, y->total,
		      y->articles, y->stories);
	for (i = 0; i < x->n; i++)
		ck_assert_msg(x->matches[i].id == y->matches[i].id &&
				      x->matches[i].score == y->matches[i].score,
			      "%s: %zu. is %u (%.17g), in %u segments %u (%.17g)", query,
			      i + 1, x->matches[i].id, x->matches[i].score, segments,
			      y->matches[i].id, y->matches[i].score);
}

static void
have_same_hits(const char *query, struct pm_tree *tree, uint32_t other,
	       const struct pm_search_result *r)
{
	struct pm_hits x, y;
	size_t i, k;

	OK(pm_hits_init(&x, indexes[0], tree, ERR));
	OK(pm_hits_init(&y, indexes[other], tree, ERR));
	for (i = 0; i < r->n; i++) {
		OK(pm_hits_find(&x, r->matches[i].id, ERR));
		OK(pm_hits_find(&y, r->matches[i].id, ERR));
		ck_assert_msg(x.n == y.n && x.n_marks == y.n_marks,
			      "%s: %zu hits in article %u, in %u segments %zu", query,
			      x.n, r->matches[i].id, n_segments[other], y.n);
		for (k = 0; k < x.n; k++)
			ck_assert(x.hits[k].first == y.hits[k].first &&
				  x.hits[k].end == y.hits[k].end &&
				  x.hits[k].part == y.hits[k].part);
	}
	pm_hits_release(&x);
	pm_hits_release(&y);
}

/* Ask all indexes.  HIDDEN: hide others, too. */
static uint32_t
compare(const char *query, struct pm_search_options o, bool hidden, bool hits)
{
	struct pm_search_result first, next;
	struct pm_tree *tree = parse(query);
	uint32_t i, total;

	for (i = 0; i < INDEXES; i++) {
		if (hidden)
			o.hidden = (const uint64_t *const *)others[i];
		OK(pm_search_run(indexes[i], tree, &o, i == 0 ? &first : &next, ERR));
		if (i == 0)
			continue;
		is_same(query, n_segments[i], &first, &next);
		if (hits)
			have_same_hits(query, tree, i, &first);
		pm_search_result_release(&next);
	}
	total = first.total;
	pm_search_result_release(&first);
	pm_tree_free(tree);
	return total;
}

START_TEST(each_query_finds_the_same_in_all_indexes)
{
	size_t i;

	for (i = 0; i < QUERIES; i++) {
		const struct pm_search_options all = { .max = ARTICLES };
		const struct pm_search_options count = { .max = 0 };

		ck_assert_msg(compare(queries[i], all, false, true) > 0 ||
				      strcmp(queries[i], "nowhere") == 0,
			      "%s finds nothing", queries[i]);
		compare(queries[i], count, false, false);
	}
}
END_TEST

START_TEST(random_queries_find_the_same_in_all_indexes)
{
	struct pm_buf query;
	uint32_t found = 0, i;

	pm_buf_init(&query, PM_BUF_NO_LIMIT);
	for (i = 0; i < ROUNDS; i++) {
		const struct pm_search_options o = {
			.first = rnd(3) == 0 ? rnd(20) : 0,
			.max = rnd(2) == 0 ? ARTICLES : rnd(15),
			.sort = (enum pm_db_sort)rnd(3),
			.stories = (enum pm_search_stories)rnd(3)
		};

		put_query(&query);
		set_gone(rnd(2) == 0 ? some : NULL);
		found += compare(pm_buf_str(&query), o, rnd(3) == 0, false) > 0;
	}
	ck_assert_uint_gt(found, ROUNDS / 2);
	set_gone(NULL);
	pm_buf_release(&query);
}
END_TEST

static bool
is_in(uint64_t *sets[JOINED_MAX], uint32_t i, uint32_t id)
{
	const struct pm_index *index = pm_search_index(indexes[i]);
	uint32_t k = n_segments[i] - 1;

	while (index->before[k] >= id)
		k--;
	return pm_db_is_gone(sets[k], id - index->before[k]);
}

/* What is gone or hidden, and nothing else, is left out, and that is all. */
START_TEST(gone_and_hidden_articles_are_left_out)
{
	const struct pm_search_options all = { .max = ARTICLES };
	struct pm_search_result whole, rest;
	uint32_t i, gone;
	size_t q, k, n;

	for (q = 0; q < 2 * INDEXES * QUERIES; q++) {
		struct pm_tree *tree = parse(queries[q % QUERIES]);
		struct pm_search_options o = all;

		i = (uint32_t)(q / QUERIES % INDEXES);
		gone = q >= INDEXES * QUERIES;
		OK(pm_search_run(indexes[i], tree, &all, &whole, ERR));
		o.hidden = (const uint64_t *const *)others[i];
		set_gone(gone ? some : NULL);
		OK(pm_search_run(indexes[i], tree, &o, &rest, ERR));
		set_gone(NULL);
		for (k = n = 0; k < whole.n; k++) {
			uint32_t id = whole.matches[k].id;

			if (is_in(others[i], i, id) || (gone && is_in(some[i], i, id)))
				continue;
			ck_assert_uint_lt(n, rest.n);
			/* what is gone is not counted for a weight */
			if (!gone)
				ck_assert_uint_eq(rest.matches[n].id, id);
			n++;
		}
		ck_assert_uint_eq(rest.n, n);
		ck_assert_uint_eq(rest.total, n);
		pm_search_result_release(&whole);
		pm_search_result_release(&rest);
		pm_tree_free(tree);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("segments");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, each_query_finds_the_same_in_all_indexes);
	tcase_add_test(tc, random_queries_find_the_same_in_all_indexes);
	tcase_add_test(tc, gone_and_hidden_articles_are_left_out);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
