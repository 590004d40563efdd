/* Pressmark - tests of shim/stem.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/stem.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
stems_as(struct pm_stemmer *st, const char *word, const char *want)
{
	const char *stem;
	size_t len;

	ck_assert_int_eq(pm_stemmer_stem(st, word, strlen(word), &stem, &len, NULL),
			 PM_OK);
	ck_assert_msg(len == strlen(want) && memcmp(stem, want, len) == 0,
		      "'%s' gives '%.*s', not '%s'", word, (int)len, stem, want);
}

START_TEST(english_words_are_stemmed)
{
	struct pm_stemmer *st;

	ck_assert_int_eq(pm_stemmer_new(&st, "english", NULL), PM_OK);
	stems_as(st, "controls", "control");
	stems_as(st, "exported", "export");
	stems_as(st, "histories", "histori");
	stems_as(st, "ddr5", "ddr5");
	pm_stemmer_free(st);
}
END_TEST

START_TEST(a_language_is_found_by_its_name_or_code)
{
	struct pm_stemmer *name, *code;

	ck_assert_int_eq(pm_stemmer_new(&name, "german", NULL), PM_OK);
	ck_assert_int_eq(pm_stemmer_new(&code, "de", NULL), PM_OK);
	stems_as(name, "katzen", "katz");
	stems_as(code, "katzen", "katz");
	pm_stemmer_free(name);
	pm_stemmer_free(code);
}
END_TEST

START_TEST(none_leaves_every_word_as_it_is)
{
	struct pm_stemmer *st;

	ck_assert_int_eq(pm_stemmer_new(&st, "none", NULL), PM_OK);
	stems_as(st, "controls", "controls");
	stems_as(st, "", "");
	pm_stemmer_free(st);
}
END_TEST

START_TEST(an_unknown_language_is_a_mistake_of_use_and_the_known_are_listed)
{
	static const char *const unknown[] = { "klingon", "", "English", "english ",
					       "none " };
	static const char *const slips[][2] = {
		{ "klingon", "unknown language 'klingon'; languages: none (no stems), " },
		{ "englsh", "unknown language 'englsh', did you mean 'english'? languages: "
			    "none (no stems), " },
		{ "German", ", did you mean 'german'? " },
		{ "nnoe", ", did you mean 'none'? " },
		{ "xx", "'xx'; languages" }
	};
	size_t i;

	for (i = 0; i < sizeof unknown / sizeof *unknown; i++) {
		struct pm_stemmer *st = NULL;
		struct pm_error err;

		ck_assert_int_eq(pm_stemmer_new(&st, unknown[i], &err), PM_ERR_USAGE);
		ck_assert_ptr_null(st);
		ck_assert_ptr_nonnull(strstr(err.text, "unknown language"));
		ck_assert_ptr_nonnull(strstr(err.text, "english"));
		ck_assert_ptr_nonnull(strstr(err.text, "none"));
	}
	for (i = 0; i < sizeof slips / sizeof *slips; i++) {
		struct pm_stemmer *st = NULL;
		struct pm_error err;

		ck_assert_int_eq(pm_stemmer_new(&st, slips[i][0], &err), PM_ERR_USAGE);
		ck_assert_msg(strstr(err.text, slips[i][1]) != NULL, "%s", err.text);
	}
}
END_TEST

START_TEST(every_language_that_is_listed_works_and_gives_no_empty_stem)
{
	static const char *const words[] = {
		"a",	    "s",
		"ing",	    "lik",
		"er",	    "en",
		"\xc3\xa9", "\xe4\xb8\xad",
		"\xff\xfe", "ement",
		"'",	    "1",
		"\xd1\x8b", "\xd8\xa7\xd9\x84",
		"lar",	    "i",
	};
	char *list = strdup(pm_stemmer_languages()), *at = list, *language;
	size_t n = 0, i;

	while ((language = strsep(&at, " ")) != NULL) {
		struct pm_stemmer *st;

		ck_assert_str_ne(language, "");
		ck_assert_msg(strcmp(language, "none") == 0 ||
				      pm_stemmer_new(&st, language, NULL) == PM_OK,
			      "'%s' is listed", language);
		if (strcmp(language, "none") == 0)
			continue;
		for (i = 0; i < sizeof words / sizeof *words; i++) {
			const char *stem;
			size_t len;

			ck_assert_int_eq(pm_stemmer_stem(st, words[i], strlen(words[i]),
							 &stem, &len, NULL),
					 PM_OK);
			ck_assert_msg(len > 0, "'%s' has an empty stem in %s", words[i],
				      language);
		}
		pm_stemmer_free(st);
		n++;
	}
	free(list);
	ck_assert_uint_ge(n, 15);
}
END_TEST

START_TEST(any_bytes_of_any_length_can_be_asked)
{
	struct pm_stemmer *st;
	const char *stem;
	char *word = malloc(1 << 20);
	size_t len;

	ck_assert_int_eq(pm_stemmer_new(&st, "english", NULL), PM_OK);
	memset(word, 'e', 1 << 20);
	ck_assert_int_eq(pm_stemmer_stem(st, word, 1 << 20, &stem, &len, NULL), PM_OK);
	ck_assert_uint_gt(len, 0);
	ck_assert_int_eq(pm_stemmer_stem(st, "a\0ings", 6, &stem, &len, NULL), PM_OK);
	ck_assert_uint_gt(len, 0);
	ck_assert_int_eq(pm_stemmer_stem(st, "", 0, &stem, &len, NULL), PM_OK);
	ck_assert_uint_eq(len, 0);
	pm_stemmer_free(st);
	pm_stemmer_free(NULL);
	free(word);
}
END_TEST

START_TEST(a_stemmer_for_later_fails_when_it_is_needed)
{
	struct pm_stemmer *st;
	struct pm_error err;
	const char *stem;
	size_t len;

	ck_assert_int_eq(pm_stemmer_new_later(&st, "klingon", NULL), PM_OK);
	ck_assert_int_eq(pm_stemmer_stem(st, "word", 4, &stem, &len, &err), PM_ERR_USAGE);
	ck_assert_ptr_nonnull(strstr(err.text, "unknown language 'klingon'"));
	ck_assert_int_eq(pm_stemmer_stem(st, "word", 4, &stem, &len, NULL), PM_ERR_USAGE);
	pm_stemmer_free(st);
	ck_assert_int_eq(pm_stemmer_new_later(&st, "english", NULL), PM_OK);
	ck_assert_int_eq(pm_stemmer_stem(st, "chip", 4, &stem, &len, NULL), PM_OK);
	ck_assert(len == 4 && memcmp(stem, "chip", 4) == 0);
	ck_assert_int_eq(pm_stemmer_stem(st, "chips", 5, &stem, &len, NULL), PM_OK);
	ck_assert(len == 4 && memcmp(stem, "chip", 4) == 0);
	pm_stemmer_free(st);
}
END_TEST

START_TEST(the_version_has_three_numbers)
{
	const char *version = "";
	int a, b, c;

	ck_assert_int_eq(pm_xapian_version(&version, NULL), PM_OK);
	ck_assert_int_eq(sscanf(version, "%d.%d.%d", &a, &b, &c), 3);
	ck_assert_int_ge(a, 1);
}
END_TEST

static Suite *
stem_suite(void)
{
	Suite *s = suite_create("stem");
	TCase *tc = tcase_create("stem");

	tcase_add_test(tc, english_words_are_stemmed);
	tcase_add_test(tc, a_language_is_found_by_its_name_or_code);
	tcase_add_test(tc, none_leaves_every_word_as_it_is);
	tcase_add_test(tc,
		       an_unknown_language_is_a_mistake_of_use_and_the_known_are_listed);
	tcase_add_test(tc, every_language_that_is_listed_works_and_gives_no_empty_stem);
	tcase_add_test(tc, any_bytes_of_any_length_can_be_asked);
	tcase_add_test(tc, a_stemmer_for_later_fails_when_it_is_needed);
	tcase_add_test(tc, the_version_has_three_numbers);
	suite_add_tcase(s, tc);
	return s;
}

int
main(void)
{
	SRunner *sr = srunner_create(stem_suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
