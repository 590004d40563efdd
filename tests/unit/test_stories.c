/* Pressmark - tests of indexer/stories.h: copies, beside a comparison of all pairs.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Random articles, many of which repeat others with some change, are indexed as a whole, by
 * several workers, and as segments that follow each other.  The copies that are found are
 * those that the definition in ARCHITECTURE.md gives when all pairs are compared. */
#include "indexer/stories.h"

#include "indexer/build.h"
#include "indexer/commands.h"
#include "segment/index.h"
#include "tests/unit/joined_fixture.h"

#define ARTICLES 160u
#define BODY_MAX 220u
#define TITLE_MAX 6u

/* Words are numbers here: those from NUMBERS on are written as numbers. */
#define VOCABULARY 400u
#define NUMBERS 340u

struct article {
	uint16_t title[TITLE_MAX], body[BODY_MAX];
	uint32_t n_title, n_body;
	uint32_t day; /* as the index knows it; 0: none */
};

static struct article articles[ARTICLES];
static uint32_t leaders[ARTICLES];

/* --- articles ------------------------------------------------------------------ */

static void
fill(uint16_t *words, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		words[i] = (uint16_t)(rnd(3) == 0 ? rnd(VOCABULARY) : rnd(NUMBERS));
}

static void
make_new(struct article *a)
{
	a->n_title = rnd(TITLE_MAX + 1);
	fill(a->title, a->n_title);
	/* an article without words would not be indexed */
	a->n_body = rnd(4) == 0 ? 1 + rnd(32) : 20 + rnd(BODY_MAX - 20);
	fill(a->body, a->n_body);
	/* a song with one line */
	if (rnd(20) == 0)
		memset(a->body, 0, a->n_body * sizeof *a->body);
}

/* Change some of what was taken from another article. */
static void
change(struct article *a)
{
	uint32_t n = rnd(3) == 0 ? 0 : rnd(6), at;

	for (; n > 0 && a->n_body > 0; n--) {
		at = rnd(a->n_body);
		a->body[at] = (uint16_t)rnd(VOCABULARY);
	}
	for (at = 0; at < a->n_body && rnd(3) == 0; at++)
		if (a->body[at] >= NUMBERS && rnd(4) == 0)
			a->body[at] = (uint16_t)(NUMBERS + rnd(VOCABULARY - NUMBERS));
	if (rnd(4) == 0)
		a->n_body -= a->n_body / (2 + rnd(20));
	if (rnd(3) == 0) {
		a->n_title = rnd(TITLE_MAX + 1);
		fill(a->title, a->n_title);
	}
}

static void
make_articles(void)
{
	static const uint32_t days[] = { 20240105, 20240105, 20240106, 20240107,
					 20240100, 20240000, 0 };
	uint32_t i;

	for (i = 0; i < ARTICLES; i++) {
		struct article *a = &articles[i];

		if (i == 0 || rnd(3) == 0) {
			make_new(a);
		} else {
			*a = articles[rnd(i)];
			change(a);
		}
		if (rnd(2) == 0)
			a->day = days[rnd(7)];
	}
}

static void
put_words(struct pm_buf *b, const uint16_t *words, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++) {
		pm_buf_puts(b, i > 0 ? " " : "");
		if (words[i] >= NUMBERS)
			pm_buf_printf(b, "%u", 1000 + words[i]);
		else
			pm_buf_printf(b, "%c%c%cx", 'a' + words[i] % 26,
				      'a' + words[i] / 26 % 26, 'a' + words[i] % 7);
	}
}

static void
put_article(struct pm_buf *b, const struct article *a)
{
	pm_buf_puts(b, "{\"title\":\"");
	put_words(b, a->title, a->n_title);
	pm_buf_puts(b, "\",\"text\":\"");
	put_words(b, a->body, a->n_body);
	pm_buf_puts(b, "\"");
	if (a->day != 0) {
		pm_buf_printf(b, ",\"date\":\"%u", a->day / 10000);
		if (a->day % 10000 != 0)
			pm_buf_printf(b, "-%02u", a->day / 100 % 100);
		if (a->day % 100 != 0)
			pm_buf_printf(b, "-%02u", a->day % 100);
		pm_buf_puts(b, "\"");
	}
	pm_buf_puts(b, "}\n");
}

/* --- the definition --------------------------------------------------------------- */

static bool
same_run(const uint16_t *a, const uint16_t *b)
{
	return memcmp(a, b, PM_RUN_WORDS * sizeof *a) == 0;
}

static bool
has_run(const struct article *a, uint32_t end, const uint16_t *run)
{
	uint32_t i;

	for (i = 0; i < end; i++)
		if (same_run(a->body + i, run))
			return true;
	return false;
}

/* How many distinct runs A has, and how many of them B has, too. */
static uint32_t
count_runs(const struct article *a, const struct article *b, uint32_t *shared)
{
	uint32_t n = a->n_body < 8 ? 0 : a->n_body - 7, i, distinct = 0;

	*shared = 0;
	for (i = 0; i < n; i++)
		if (!has_run(a, i, a->body + i)) {
			distinct++;
			*shared += has_run(b, b->n_body < 8 ? 0 : b->n_body - 7,
					   a->body + i);
		}
	return distinct;
}

static bool
same_numbers(const struct article *a, const struct article *b)
{
	uint32_t in_a[VOCABULARY] = { 0 }, in_b[VOCABULARY] = { 0 };
	uint32_t i, n = 0, m = 0, shared = 0;

	for (i = 0; i < a->n_body; i++)
		in_a[a->body[i]]++;
	for (i = 0; i < b->n_body; i++)
		in_b[b->body[i]]++;
	for (i = NUMBERS; i < VOCABULARY; i++) {
		n += in_a[i];
		m += in_b[i];
		shared += in_a[i] < in_b[i] ? in_a[i] : in_b[i];
	}
	return 5 * shared >= 4 * (n < m ? n : m);
}

static bool
are_alike(const struct article *a, const struct article *b)
{
	uint32_t shared, n = count_runs(a, b, &shared), m = count_runs(b, a, &shared);

	if (n < 20 && m < 20)
		return a->n_body == b->n_body && a->n_body >= 10 &&
		       a->n_title == b->n_title &&
		       memcmp(a->body, b->body, a->n_body * sizeof *a->body) == 0 &&
		       memcmp(a->title, b->title, a->n_title * sizeof *a->title) == 0;
	return n >= 20 && m >= 20 && 5 * shared >= 4 * (n + m - shared) &&
	       (a->day == b->day || same_numbers(a, b));
}

static int
by_appearance(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	uint32_t of_x = articles[x].day - 1, of_y = articles[y].day - 1;

	if (of_x != of_y)
		return of_x < of_y ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* Fills leaders; returns how many copies there are. */
static uint32_t
lead(uint32_t order[ARTICLES])
{
	uint32_t i, k, n = 0;

	for (i = 0; i < ARTICLES; i++)
		order[i] = i;
	qsort(order, ARTICLES, sizeof *order, by_appearance);
	for (i = 0; i < ARTICLES; i++) {
		uint32_t own = order[i];

		leaders[own] = own;
		for (k = 0; k < i && leaders[own] == own; k++)
			if (leaders[order[k]] == order[k] &&
			    are_alike(&articles[order[k]], &articles[own]))
				leaders[own] = order[k];
		n += leaders[own] != own;
	}
	return n;
}

/* --- indexes -------------------------------------------------------------------- */

static void
build(const char *index, uint32_t first, uint32_t end, unsigned jobs)
{
	char path[PATH_SIZE];
	const char *const paths[] = { in_folder(path, "corpus.jsonl") };
	struct pm_build_options o = { .index = index,
				      .paths = paths,
				      .n_paths = 1,
				      .language = "english",
				      .jobs = jobs };
	struct pm_build_result result;
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (; first < end; first++)
		put_article(&b, &articles[first]);
	OK(pm_replace_file(path, b.data, b.len, ERR));
	OK(pm_build(&o, &result, ERR));
	pm_buf_release(&b);
}

static void
build_part(const char *index, uint32_t first, uint32_t end)
{
	build(index, first, end, 1);
}

static void
build_several(const char *index)
{
	uint32_t ends[] = { 1 + rnd(ARTICLES / 2), 0, ARTICLES };

	ends[1] = ends[0] + 1 + rnd(ARTICLES / 2 - 1);
	join_segments(index, ends, 3, build_part);
}

/* The copies of the index are those of the definition, in its order, and check agrees. */
static void
compare(const char *path, const uint32_t order[ARTICLES], uint32_t n)
{
	struct pm_check_result checked;
	const struct pm_copy *of;
	struct pm_copies *copies;
	struct pm_index *index;
	uint32_t place, i, k;
	size_t some;

	OK(pm_index_open(&index, path, ERR));
	ck_assert_uint_eq(index->generation.stories, ARTICLES - n);
	OK(pm_index_copies(index, &copies, ERR));
	if (n == 0)
		ck_assert_ptr_null(copies);
	for (place = 0; place < ARTICLES && n > 0; place++) {
		ck_assert_msg(pm_copies_leader(copies, place) == leaders[place],
			      "article %u has leader %u, not %u", place,
			      pm_copies_leader(copies, place), leaders[place]);
		of = pm_copies_of(copies, place, &some);
		for (i = k = 0; i < ARTICLES; i++)
			if (leaders[order[i]] == place && order[i] != place) {
				ck_assert_uint_lt(k, some);
				ck_assert_uint_eq(of[k++].copy, order[i]);
			}
		ck_assert_uint_eq(k, some);
	}
	pm_index_free(index);
	OK(pm_check(path, &checked, ERR));
}

START_TEST(copies_are_those_of_all_pairs)
{
	uint32_t order[ARTICLES], n;
	char path[PATH_SIZE];

	rng = (uint64_t)_i + 1;
	make_articles();
	n = lead(order);
	ck_assert_uint_gt(n, ARTICLES / 10);
	build(in_folder(path, "one"), 0, ARTICLES, 1);
	compare(path, order, n);
	build(in_folder(path, "three"), 0, ARTICLES, 3);
	compare(path, order, n);
	build_several(in_folder(path, "several"));
	compare(path, order, n);
}
END_TEST

/* --- by themselves ---------------------------------------------------------------- */

static void
build_text(const struct pm_buf *b, struct pm_build_result *result)
{
	char path[PATH_SIZE], index[PATH_SIZE];
	const char *const paths[] = { in_folder(path, "corpus.jsonl") };
	struct pm_build_options o = { .index = in_folder(index, "index"),
				      .paths = paths,
				      .n_paths = 1,
				      .language = "english",
				      .jobs = 2 };

	OK(pm_replace_file(path, b->data, b->len, ERR));
	OK(pm_build(&o, result, ERR));
}

/* Thousands of copies of one story, each a little different, stay one story. */
START_TEST(a_story_may_have_any_number_of_copies)
{
	struct pm_build_result result;
	struct article a = { .n_body = 200 };
	struct pm_buf b;
	uint32_t i;

	fill(a.body, a.n_body);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < 1500; i++) {
		struct article other = a;

		other.body[rnd(200)] = (uint16_t)rnd(NUMBERS);
		put_article(&b, i == 0 ? &a : &other);
	}
	build_text(&b, &result);
	ck_assert_uint_eq(result.copies, 1499);
	pm_buf_release(&b);
}
END_TEST

/* Bulletins that have as many words in common as there are keys, and no more, are not all
 * compared with each other; their exact copies are found nevertheless. */
START_TEST(boilerplate_is_passed_over)
{
	static const struct pm_stop never = { NULL, NULL };
	struct pm_build_result result;
	struct pm_stories stories;
	struct pm_segment *segment;
	struct article a = { .n_body = 200 }, other;
	char path[PATH_SIZE];
	struct pm_buf b;
	uint32_t i;

	fill(a.body, a.n_body);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < 1200; i++) {
		other = a;
		fill(other.body, 40);
		put_article(&b, &other);
	}
	put_article(&b, &other);
	build_text(&b, &result);
	ck_assert_uint_eq(result.copies, 1);
	OK(pm_segment_open(&segment, in_folder(path, "index/segment-1"), ERR));
	OK(pm_stories_find(&segment, NULL, 1, &never, &stories, ERR));
	ck_assert_uint_gt(stories.passed, 0);
	ck_assert_uint_lt(stories.compared, 8 * PM_STORIES_LEADERS * PM_STORIES_LEADERS);
	ck_assert_uint_eq(stories.n, 1);
	ck_assert_uint_eq(stories.copies[0].leader, 1199);
	ck_assert_uint_eq(stories.copies[0].copy, 1200);
	pm_stories_release(&stories);
	pm_segment_free(segment);
	pm_buf_release(&b);
}
END_TEST

/* More runs than are compared one by one: a sample says the same. */
START_TEST(very_long_articles_are_compared_by_a_sample)
{
	static const unsigned changed[] = { 0, 3, 12 };
	struct pm_build_result result;
	struct pm_buf b, words[2];
	unsigned i, k;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (k = 0; k < 2; k++) {
		uint64_t kept = 5;

		pm_buf_init(&words[k], PM_BUF_NO_LIMIT);
		for (i = 0; i < 300000; i++) {
			rng = kept;
			kept = rnd64();
			pm_buf_printf(&words[k], "%c%c ", 'a' + (int)(kept % 26),
				      k == 1 && i % 100 < changed[_i]
					      ? 'z'
					      : 'a' + (int)(kept / 26 % 25));
		}
		pm_buf_puts(&b, "{\"text\":\"");
		pm_buf_put(&b, words[k].data, words[k].len);
		pm_buf_puts(&b, "\"}\n");
		pm_buf_release(&words[k]);
	}
	build_text(&b, &result);
	/* of 100 runs, 3 changed words side by side take 10, and 12 take 19 */
	ck_assert_uint_eq(result.copies, changed[_i] < 12);
	pm_buf_release(&b);
}
END_TEST

static bool
say_stop(void *ctx)
{
	(void)ctx;
	return true;
}

START_TEST(finding_can_be_stopped)
{
	const struct pm_stop at_once = { say_stop, NULL };
	struct pm_build_result result;
	struct pm_stories stories;
	struct pm_segment *segment;
	char path[PATH_SIZE];
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "{\"text\":\"a\"}\n");
	build_text(&b, &result);
	OK(pm_segment_open(&segment, in_folder(path, "index/segment-1"), ERR));
	FAILS(pm_stories_find(&segment, NULL, 1, &at_once, &stories, ERR),
	      PM_ERR_INTERRUPTED, "interrupted");
	pm_segment_free(segment);
	pm_buf_release(&b);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("stories");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, copies_are_those_of_all_pairs, 0, 25);
	tcase_add_test(tc, a_story_may_have_any_number_of_copies);
	tcase_add_test(tc, boilerplate_is_passed_over);
	tcase_add_loop_test(tc, very_long_articles_are_compared_by_a_sample, 0, 3);
	tcase_add_test(tc, finding_can_be_stopped);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
