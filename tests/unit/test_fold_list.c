/* Pressmark - tests of segment/folds.h: where folds are comes back as it went in, and a list
 * whose parts do not fit together is refused.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The folds have no words here: tests/unit/test_fold_views.c reads some that do. */
#include "segment/folds.h"
#include "support/bytes.h"
#include "support/folds.h"
#include "tests/unit/small_fixture.h"

#include <sys/stat.h>

#define LAST 1000u /* articles */
#define TAIL 48u

static struct pm_fold_place *given; /* the folds that were added, in order */
static uint32_t *owners;	    /* their articles */
static size_t n_given, given_cap, owners_cap;

static void
begin(void)
{
	make_folder();
	n_given = 0;
}

static void
end(void)
{
	free(given);
	free(owners);
	given = NULL;
	owners = NULL;
	given_cap = owners_cap = 0;
	drop_folder();
}

static void
add(uint32_t article, uint32_t cut, uint64_t at, uint64_t lead, uint64_t trail,
    unsigned why)
{
	OK(pm_grow(&given, &given_cap, n_given + 1, sizeof *given, ERR));
	OK(pm_grow(&owners, &owners_cap, n_given + 1, sizeof *owners, ERR));
	given[n_given] = (struct pm_fold_place){
		.number = (uint32_t)n_given + 1,
		.cut = cut,
		.at = at,
		.lead = lead,
		.trail = trail,
		.why = why
	};
	owners[n_given++] = article;
}

static const char *
separator(void *ctx, uint32_t number, size_t *len)
{
	(void)ctx;
	(void)number;
	*len = 3;
	return "***";
}

/* One text without words for each fold. */
static void
write_store(struct pm_store_writer *w, size_t n)
{
	static const uint32_t numbers[1];
	const struct pm_store_coding coding = { NULL, numbers };
	static const uint8_t separators[2]; /* of the title, of the body */
	struct pm_store_text text = { .part = PM_STORE_WHOLE,
				      .separators = separators,
				      .separators_len = sizeof separators };
	struct pm_store_piece *piece;

	OK(pm_store_piece_new(&piece, w, ERR));
	for (; n > 0; n--)
		OK(pm_store_piece_add(piece, &coding, &text, ERR));
	OK(pm_store_piece_end(piece, ERR));
	OK(pm_store_append(w, piece, ERR));
	pm_store_piece_free(piece);
}

static void
write_folds(void)
{
	struct pm_store_plan plan = { separator, NULL, 1, { NULL, 0 }, true };
	struct pm_folds_writer *w;
	struct pm_buf place;
	uint64_t size = 0;
	size_t i;

	pm_buf_init(&place, PM_BUF_NO_LIMIT);
	OK(pm_folds_create(&w, folder, &plan, ERR));
	for (i = 0; i < n_given; i++) {
		bool first = i == 0 || owners[i] != owners[i - 1];

		pm_buf_clear(&place);
		pm_fold_place_put(&place, &given[i], first ? NULL : &given[i - 1]);
		OK(pm_folds_add(w, owners[i], place.data, place.len, ERR));
	}
	write_store(pm_folds_store_writer(w), n_given);
	OK(pm_folds_finish(w, &size, ERR));
	ck_assert_uint_gt(size, 0);
	pm_folds_writer_free(w);
	pm_buf_release(&place);
}

static void
compare_place(const struct pm_fold_place *got, const struct pm_fold_place *wanted)
{
	ck_assert_uint_eq(got->number, wanted->number);
	ck_assert_uint_eq(got->cut, wanted->cut);
	ck_assert_uint_eq(got->at, wanted->at);
	ck_assert_uint_eq(got->lead, wanted->lead);
	ck_assert_uint_eq(got->trail, wanted->trail);
	ck_assert_uint_eq(got->why, wanted->why);
}

/* What was written is there, and nothing else, whatever is asked for. */
static void
compare(void)
{
	const struct pm_fold_place *places;
	uint32_t article, n_articles = 0;
	struct pm_folds *f;
	struct pm_store *store;
	uint64_t identity;
	size_t n, i, at = 0;

	OK(pm_folds_open(&f, folder, LAST, ERR));
	OK(pm_folds_verify(f, ERR));
	ck_assert_uint_eq(pm_folds_count(f), n_given);
	for (article = 0; article <= LAST + 1; article++) {
		size_t first = at;

		while (at < n_given && owners[at] == article)
			at++;
		OK(pm_folds_find(f, article, &places, &n, ERR));
		ck_assert_uint_eq(n, at - first);
		ck_assert_int_eq(pm_folds_has(f, article), n > 0);
		if (n > 0)
			ck_assert_uint_eq(pm_folds_article(f, n_articles++), article);
		for (i = 0; i < n; i++)
			compare_place(&places[i], &given[first + i]);
	}
	ck_assert_uint_eq(at, n_given);
	ck_assert_uint_eq(pm_folds_articles(f), n_articles);
	OK(pm_folds_store(f, &store, ERR));
	ck_assert_uint_eq(pm_store_articles(store), n_given);
	OK(pm_folds_identity_in(folder, &identity, ERR));
	ck_assert_uint_eq(identity, pm_folds_identity(f));
	pm_folds_free(f);
}

START_TEST(one_fold_comes_back)
{
	static const uint32_t articles[] = { 1, 500, LAST };

	add(articles[_i], 3, 17, 1, 2, PM_FOLD_TAIL);
	write_folds();
	compare();
}
END_TEST

START_TEST(folds_of_one_article_come_back)
{
	add(7, 0, 0, 0, 0, PM_FOLD_PAGE);
	add(7, 0, 0, 4, 0, PM_FOLD_REPEATED);
	add(7, 0, 3, 5, 2, PM_FOLD_TAIL | PM_FOLD_GIVEN);
	add(7, 200, 1300, 1, 0, PM_FOLD_ALL);
	add(7, 200, 1300, 1, 0, 0);
	write_folds();
	compare();
}
END_TEST

START_TEST(large_numbers_come_back)
{
	add(1, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, PM_FOLD_ALL);
	add(1, UINT32_MAX, UINT32_MAX, 0, 0, PM_FOLD_GIVEN);
	add(LAST, 0, UINT32_MAX, 0, UINT32_MAX, PM_FOLD_GIVEN);
	write_folds();
	compare();
}
END_TEST

START_TEST(many_folds_come_back)
{
	uint32_t article, k;

	for (article = 1; article <= LAST; article++) {
		uint32_t cut = 0;
		uint64_t at = 0;

		for (k = rnd(3) ? 0 : rnd(12); k > 0; k--) {
			cut += rnd(3) ? rnd(300) : 0;
			at += rnd(4) ? rnd(100000) : 0;
			add(article, cut, at, rnd(200), rnd(200), rnd(PM_FOLD_ALL + 1));
		}
	}
	write_folds();
	compare();
}
END_TEST

START_TEST(a_segment_without_folds_has_no_identity)
{
	uint64_t identity = 1;

	OK(pm_folds_identity_in(folder, &identity, ERR));
	ck_assert_uint_eq(identity, 0);
}
END_TEST

/* --- lists that are wrong, with sums that are right -------------------------- */

/* The list, or in its place DATA. */
static void
read_list(struct pm_buf *data)
{
	char path[PATH_SIZE];

	pm_buf_init(data, PM_BUF_NO_LIMIT);
	OK(pm_read_file(in_folder(path, "folds/list"), data, ERR));
	data->len = pm_load_u64(data->data + data->len - 64 + 24);
}

static void
replace_list(const void *data, size_t len)
{
	struct pm_pages_writer *w;
	char path[PATH_SIZE];

	ck_assert_int_eq(unlink(in_folder(path, "folds/list")), 0);
	OK(pm_pages_create(&w, path, PM_FOLDS_KIND, PM_FOLDS_VERSION, PM_FOLDS_PAGE, ERR));
	OK(pm_pages_write(w, data, len, ERR));
	OK(pm_pages_finish(w, NULL, ERR));
	pm_pages_writer_free(w);
}

/* The list is refused: when it is opened, or when it is verified and its folds are asked
 * for. */
static void
refused(const char *what)
{
	const struct pm_fold_place *places;
	struct pm_folds *f;
	struct pm_error err;
	uint32_t article;
	size_t n, i;

	if (pm_folds_open(&f, folder, LAST, &err) == PM_OK) {
		ck_assert_msg(pm_folds_verify(f, &err) == PM_ERR_CORRUPT, "%s", what);
		ck_assert_msg(strstr(err.text, "/folds") != NULL, "%s: %s", what,
			      err.text);
		/* what is found may be wrong, but not fall */
		for (article = 1; article <= LAST; article++)
			if (pm_folds_find(f, article, &places, &n, &err) == PM_OK)
				for (i = 1; i < n; i++) {
					ck_assert(places[i].cut >= places[i - 1].cut);
					ck_assert(places[i].at >= places[i - 1].at);
				}
		pm_folds_free(f);
	} else {
		ck_assert_msg(strstr(err.text, "folds/list") != NULL, "%s: %s", what,
			      err.text);
	}
}

START_TEST(numbers_that_do_not_fit_are_refused)
{
	/* of the end: articles, folds; of the first two entries: article, fold, place */
	static const struct {
		size_t from_end, size;
		uint64_t number;
		const char *what;
	} wrong[] = {
		{ TAIL, 8, 0, "no articles" },
		{ TAIL, 8, 2, "fewer articles" },
		{ TAIL, 8, 4, "more articles" },
		{ TAIL, 8, LAST + 1, "more articles than there are" },
		{ TAIL, 8, UINT64_MAX / 16, "very many articles" },
		{ TAIL - 8, 8, 2, "fewer folds than articles" },
		{ TAIL - 8, 8, 5, "fewer folds" },
		{ TAIL - 8, 8, 7, "more folds" },
		{ TAIL - 8, 8, UINT64_MAX, "very many folds" },
		{ TAIL - 8, 8, (uint64_t)1 << 32 | 6, "more folds than numbers" },
		{ TAIL + 32, 4, 5, "the same article twice" },
		{ TAIL + 32, 4, 3, "an article before the one before it" },
		{ TAIL + 44, 4, 0, "no first fold" },
		{ TAIL + 44, 4, 2, "folds before the first article's" },
		{ TAIL + 28, 4, 1, "no folds of an article" },
		{ TAIL + 28, 4, 4, "more folds than bytes" },
		{ TAIL + 28, 4, 100, "folds that are not there" },
		{ TAIL + 40, 8, 1, "bytes before the first article's" },
		{ TAIL + 24, 8, 11, "a place in the middle" },
		{ TAIL + 24, 8, 0, "a place before the one before it" },
		{ TAIL + 24, 8, UINT64_MAX, "a place after the end" },
		{ TAIL + 8, 8, UINT64_MAX - 3, "a place that wraps around" }
	};
	struct pm_buf data;
	uint8_t *p;

	add(5, 1, 2, 3, 4, PM_FOLD_PAGE);
	add(5, 2, 2, 3, 4, PM_FOLD_PAGE);
	add(6, 1, 2, 3, 4, PM_FOLD_TAIL);
	add(6, 3, 9, 3, 4, PM_FOLD_TAIL);
	add(9, 1, 2, 3, 4, PM_FOLD_GIVEN);
	add(9, 1, 2, 7, 0, PM_FOLD_GIVEN);
	write_folds();
	compare();
	read_list(&data);
	p = data.data + data.len - wrong[_i].from_end;
	ck_assert(wrong[_i].size == 4 ? pm_load_u32(p) != wrong[_i].number
				      : pm_load_u64(p) != wrong[_i].number);
	if (wrong[_i].size == 4)
		pm_store_u32(p, (uint32_t)wrong[_i].number);
	else
		pm_store_u64(p, wrong[_i].number);
	replace_list(data.data, data.len);
	refused(wrong[_i].what);
	pm_buf_release(&data);
}
END_TEST

/* One article whose two folds have these bytes. */
START_TEST(places_that_do_not_fit_are_refused)
{
#define MANY "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01" /* UINT64_MAX */
#define LIMIT "\xff\xff\xff\xff\x0f"			/* UINT32_MAX */
#define OVER "\x80\x80\x80\x80\x10"			/* and 1 */
#define PLACE(a, b, c, d, e) a b c d e, sizeof a b c d e - 1
	static const struct {
		const char *one;
		size_t one_len;
		const char *two;
		size_t two_len;
		bool fine;
	} places[] = {
		{ PLACE("\1", "\2", "\3", "\4", "\1"),
		  PLACE("\1", "\2", "\3", "\4", "\1"), true },
		{ PLACE(LIMIT, "\2", "\3", "\4", "\1"),
		  PLACE("\0", "\2", "\3", "\4", "\1"), true },
		{ PLACE(LIMIT, "\2", "\3", "\4", "\1"),
		  PLACE("\1", "\2", "\3", "\4", "\1"), false },
		{ PLACE("\1", LIMIT, "\3", "\4", "\1"),
		  PLACE("\1", "\1", "\3", "\4", "\1"), false },
		{ PLACE(OVER, "\2", "\3", "\4", "\1"),
		  PLACE("\1", "\2", "\3", "\4", "\1"), false },
		{ PLACE("\1", OVER, "\3", "\4", "\1"),
		  PLACE("\1", "\2", "\3", "\4", "\1"), false },
		{ PLACE("\1", "\2", OVER, "\4", "\1"),
		  PLACE("\1", "\2", "\3", "\4", "\1"), false },
		{ PLACE("\1", "\2", "\3", OVER, "\1"),
		  PLACE("\1", "\2", "\3", "\4", "\1"), false },
		{ PLACE("\1", "\2", "\3", "\4", "\x10"),
		  PLACE("\1", "\2", "\3", "\4", "\1"), false },
		/* sums that wrap around fall */
		{ PLACE("\5", "\2", "\3", "\4", "\1"),
		  PLACE(MANY, "\2", "\3", "\4", "\1"), false },
		{ PLACE("\5", "\2", "\3", "\4", "\1"),
		  PLACE("\0", MANY, "\3", "\4", "\1"), false },
		/* a number that goes on after the end, and bytes that are left */
		{ PLACE("\1", "\2", "\3", "\4", "\1"),
		  PLACE("\1", "\2", "\3", "\4", "\x81"), false },
		{ PLACE("\1", "\2", "\3", "\4", "\1"),
		  PLACE("\1", "\2", "\3", "\4", "\1\1"), false },
	};
	struct pm_buf data, list;
	const struct pm_fold_place *found;
	struct pm_folds *f;
	size_t places_len, n;

	add(5, 1, 2, 3, 4, PM_FOLD_PAGE);
	add(5, 2, 4, 3, 4, PM_FOLD_PAGE);
	write_folds();
	read_list(&data);
	places_len = data.len - TAIL - 16;
	pm_buf_init(&list, PM_BUF_NO_LIMIT);
	pm_buf_put(&list, places[_i].one, places[_i].one_len);
	pm_buf_put(&list, places[_i].two, places[_i].two_len);
	pm_buf_put(&list, data.data + places_len, TAIL + 16);
	replace_list(list.data, list.len);
	if (places[_i].fine) {
		OK(pm_folds_open(&f, folder, LAST, ERR));
		OK(pm_folds_verify(f, ERR));
		OK(pm_folds_find(f, 5, &found, &n, ERR));
		ck_assert_uint_eq(n, 2);
		pm_folds_free(f);
	} else {
		refused("a place");
	}
	pm_buf_release(&data);
	pm_buf_release(&list);
}
END_TEST

START_TEST(a_list_that_is_cut_is_refused)
{
	struct pm_buf data;
	size_t len;

	add(5, 1, 2, 3, 4, PM_FOLD_PAGE);
	add(6, 2, 4, 3, 4, PM_FOLD_PAGE);
	write_folds();
	read_list(&data);
	for (len = 0; len < data.len; len++) {
		replace_list(data.data, len);
		refused("cut");
		/* the same of its beginning */
		replace_list(data.data + data.len - len, len);
		refused("without its beginning");
	}
	pm_buf_release(&data);
}
END_TEST

/* The store of other folds, as many. */
START_TEST(files_of_other_folds_are_noticed)
{
	static const char *const names[] = { "words", "dressing", "pairs", "articles" };
	char path[PATH_SIZE], away[PATH_SIZE], name[64];
	struct pm_buf data;
	struct pm_folds *f;
	struct pm_store *store;
	size_t i;

	add(5, 1, 2, 3, 4, PM_FOLD_PAGE);
	write_folds();
	read_list(&data);
	for (i = 0; i < 4; i++) {
		size_t at = data.len - 32 + 8 * i;

		data.data[at] ^= 1;
		replace_list(data.data, data.len);
		data.data[at] ^= 1;
		OK(pm_folds_open(&f, folder, LAST, ERR));
		FAILS(pm_folds_store(f, &store, ERR), PM_ERR_CORRUPT, "folds");
		FAILS(pm_folds_verify(f, ERR), PM_ERR_CORRUPT, "do not belong together");
		pm_folds_free(f);
	}
	replace_list(data.data, data.len);
	in_folder(away, "elsewhere");
	for (i = 0; i < 4; i++) {
		snprintf(name, sizeof name, "folds/%s", names[i]);
		ck_assert_int_eq(rename(in_folder(path, name), away), 0);
		OK(pm_folds_open(&f, folder, LAST, ERR));
		FAILS(pm_folds_store(f, &store, ERR), PM_ERR_IO, name);
		pm_folds_free(f);
		ck_assert_int_eq(rename(away, path), 0);
	}
	pm_buf_release(&data);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("fold list");
	TCase *tc = tcase_create("fold list");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_loop_test(tc, one_fold_comes_back, 0, 3);
	tcase_add_test(tc, folds_of_one_article_come_back);
	tcase_add_test(tc, large_numbers_come_back);
	tcase_add_test(tc, many_folds_come_back);
	tcase_add_test(tc, a_segment_without_folds_has_no_identity);
	tcase_add_loop_test(tc, numbers_that_do_not_fit_are_refused, 0, 22);
	tcase_add_loop_test(tc, places_that_do_not_fit_are_refused, 0, 13);
	tcase_add_test(tc, a_list_that_is_cut_is_refused);
	tcase_add_test(tc, files_of_other_folds_are_noticed);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
