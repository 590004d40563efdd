/* Pressmark - tests of match/code_search.h: each way to search finds what decoding and
 * comparing finds, of one string or several.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/code_search.h"

#include "segment/codes.h"
#include "tests/unit/small_fixture.h"

#define WORDS 300u

/* Few different words, so that the beginnings of needles are everywhere; of all
 * lengths. */
static uint32_t
random_rank(void)
{
	static const uint32_t ranks[] = {
		0, 1, 2, 127, 128, 129, 256, 16511, 16512, 16513, 16640, 2113663, 2113664
	};

	return ranks[rnd(sizeof ranks / sizeof *ranks)];
}

struct needle {
	uint32_t ranks[4];
	size_t n;
};

/* Whether one of N needles stands at word I. */
static bool
stands_at(const uint32_t *text, size_t n_text, size_t i, const struct needle *needles,
	  size_t n)
{
	size_t k;

	for (k = 0; k < n; k++)
		if (i + needles[k].n <= n_text &&
		    memcmp(text + i, needles[k].ranks, needles[k].n * sizeof *text) == 0)
			return true;
	return false;
}

/* All places, up to MAX at a time. */
static size_t
check_impl(unsigned impl, const struct pm_code_string *s, const struct needle *needles,
	   size_t n, const uint8_t *codes, size_t len, const uint32_t *text,
	   const size_t *starts, size_t n_text, size_t max)
{
	size_t places[WORDS], expected[WORDS], n_expected = 0, from = 0, got, i;

	for (i = 0; i < n_text; i++)
		if (stands_at(text, n_text, i, needles, n))
			expected[n_expected++] = starts[i];
	for (i = 0;;) {
		size_t left = n_expected - i < max ? n_expected - i : max;

		got = pm_code_search_by(impl, s, n, codes, len, from, places, max);
		ck_assert_uint_eq(got, left);
		if (got == 0)
			return n_expected;
		ck_assert_mem_eq(places, expected + i, got * sizeof *places);
		i += got;
		from = places[got - 1] + 1;
	}
}

START_TEST(every_way_finds_whole_words_side_by_side)
{
	struct pm_code_string s[PM_CODE_STRINGS_MAX];
	struct needle needles[PM_CODE_STRINGS_MAX];
	uint32_t text[WORDS];
	size_t starts[WORDS], n_text, n, len, i, k, found = 0;
	unsigned impl;
	int try;

	for (try = 0; try < 40000; try++) {
		/* The exact size, so that reading behind the end is seen. */
		uint8_t *codes;
		size_t max = 1 + rnd(rnd(2) ? 3 : WORDS), any = 0;

		n_text = 1 + rnd(WORDS);
		n = 1 + (rnd(2) ? 0 : rnd(PM_CODE_STRINGS_MAX));
		for (k = 0; k < n; k++) {
			needles[k].n = 1 + rnd(4);
			for (i = 0; i < needles[k].n; i++)
				needles[k].ranks[i] = random_rank();
			OK(pm_code_string_init(&s[k], needles[k].ranks, needles[k].n, ERR));
		}
		codes = malloc(n_text * PM_CODE_MAX);
		ck_assert_ptr_nonnull(codes);
		for (i = len = 0; i < n_text; i++) {
			text[i] = random_rank();
			starts[i] = len;
			len += pm_code_put(codes + len, text[i]);
		}
		codes = realloc(codes, len);
		ck_assert_ptr_nonnull(codes);
		for (impl = 0; impl < pm_code_search_impls(); impl++)
			any = check_impl(impl, s, needles, n, codes, len, text, starts,
					 n_text, max);
		found += any > 0;
		for (k = 0; k < n; k++)
			pm_code_string_release(&s[k]);
		free(codes);
	}
	ck_assert_uint_gt(found, 4000);
	ck_assert_uint_lt(found, 36000);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("code_search");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	rng = 1;
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, every_way_finds_whole_words_side_by_side);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}
