/* Pressmark - tests of query/code_search.h: each way to search finds what decoding and
 * comparing finds.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/code_search.h"

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

/* The place of the next word from which the needle stands, from FROM on. */
static size_t
next_place(const uint32_t *text, size_t n_text, const uint32_t *needle, size_t n,
	   size_t from)
{
	size_t i;

	for (i = from; i + n <= n_text; i++)
		if (memcmp(text + i, needle, n * sizeof *needle) == 0)
			return i;
	return SIZE_MAX;
}

/* All places, one after the other. */
static void
check_way(unsigned way, const struct pm_code_string *s, const uint8_t *codes, size_t len,
	  const uint32_t *text, const size_t *starts, size_t n_text,
	  const uint32_t *needle, size_t n)
{
	size_t place = 0, at = 0;

	do {
		place = next_place(text, n_text, needle, n, place);
		at = pm_code_search_by(way, s, codes, len, at);
		ck_assert_uint_eq(at, place == SIZE_MAX ? PM_CODE_NOWHERE : starts[place]);
		if (at != PM_CODE_NOWHERE)
			at++;
	} while (place++ != SIZE_MAX);
}

START_TEST(every_way_finds_whole_words_side_by_side)
{
	uint32_t text[WORDS], needle[4];
	size_t starts[WORDS], n_text, n, len, i, found = 0;
	unsigned way;
	int try;

	for (try = 0; try < 40000; try++) {
		/* The exact size, so that reading behind the end is seen. */
		uint8_t *codes;
		struct pm_code_string s;

		n_text = 1 + rnd(WORDS);
		n = 1 + rnd(4);
		for (i = 0; i < n; i++)
			needle[i] = random_rank();
		codes = malloc(n_text * PM_CODE_MAX);
		ck_assert_ptr_nonnull(codes);
		for (i = len = 0; i < n_text; i++) {
			text[i] = random_rank();
			starts[i] = len;
			len += pm_code_put(codes + len, text[i]);
		}
		codes = realloc(codes, len);
		ck_assert_ptr_nonnull(codes);
		found += next_place(text, n_text, needle, n, 0) != SIZE_MAX;
		OK(pm_code_string_init(&s, needle, n, ERR));
		for (way = 0; way < pm_code_search_ways(); way++)
			check_way(way, &s, codes, len, text, starts, n_text, needle, n);
		pm_code_string_release(&s);
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
