/* Pressmark - tests of shim/stem.h: words that libxapian is not asked about.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/stem.h"

#include <check.h>
#include <xapian.h>

#include <cstdlib>
#include <string>

namespace {

const Xapian::Stem plain("english");

void
same_stem(struct pm_stemmer *st, const std::string &word)
{
	std::string want = plain(word);
	const char *stem;
	size_t len;

	if (want.empty())
		want = word;
	/* no check for each: there are millions */
	if (pm_stemmer_stem(st, word.data(), word.size(), &stem, &len, nullptr) != PM_OK ||
	    want.compare(0, std::string::npos, stem, len) != 0)
		ck_abort_msg("'%s' gives '%.*s', not '%s'", word.c_str(), (int)len, stem,
			     want.c_str());
}

/* With a short and a long front, where vowels and consonants stand differently. */
const char *const fronts[] = { "", "b", "ny", "ba", "yab", "contr", "geni", "\xc3\xa9" };

START_TEST(english_words_with_any_end_are_stemmed_as_libxapian_does)
{
	const char *const language = _i == 0 ? "english" : "en";
	std::string letters = "abcdefghijklmnopqrstuvwxyz'";
	struct pm_stemmer *st;

	ck_assert_int_eq(pm_stemmer_new(&st, language, nullptr), PM_OK);
	for (const char *front : fronts)
		for (char a : letters)
			for (char b : letters)
				for (char c : letters)
					for (char d : _i == 0 ? letters : "e")
						same_stem(st, std::string(front) + a + b +
								      c + d);
	pm_stemmer_free(st);
}
END_TEST

START_TEST(english_words_behind_any_byte_are_stemmed_as_libxapian_does)
{
	struct pm_stemmer *st;

	ck_assert_int_eq(pm_stemmer_new(&st, "english", nullptr), PM_OK);
	for (const char *front : fronts)
		for (int a = 0; a < 256; a++)
			for (int b = 0; b < 256; b++)
				if ((a < 'A' || a > 'Z') && (b < 'A' || b > 'Z'))
					same_stem(st,
						  std::string(front) + (char)a + (char)b);
	for (int a = 0; a < 256; a++)
		if (a < 'A' || a > 'Z')
			same_stem(st, std::string(1, (char)a));
	pm_stemmer_free(st);
}
END_TEST

/* The words that the stemmer knows by heart, and others with long endings. */
START_TEST(exceptions_of_english_are_stemmed_as_libxapian_does)
{
	const char *const words[] = {
		/* clang-format off */
		"skis", "skies", "dying", "lying", "tying", "idly", "gently", "ugly", "early",
		"only", "singly", "sky", "news", "howe", "atlas", "cosmos", "bias", "andes",
		"inning", "outing", "canning", "herring", "earring", "proceed", "exceed",
		"succeed", "generate", "communism", "arsenal", "biologist", "analogously",
		"rationalization", "nationalism", "hopefulness", "feudalism", "operator",
		"electricity", "possibly", "youth", "sayyid", "yoyo", "'yab", "'tis",
		/* clang-format on */
	};
	struct pm_stemmer *st;

	ck_assert_int_eq(pm_stemmer_new(&st, "english", nullptr), PM_OK);
	for (const char *word : words)
		same_stem(st, word);
	pm_stemmer_free(st);
}
END_TEST

} /* namespace */

int
main()
{
	Suite *s = suite_create("stem_rules");
	TCase *tc = tcase_create("stem_rules");
	SRunner *sr;
	int failed;

	tcase_add_loop_test(tc, english_words_with_any_end_are_stemmed_as_libxapian_does,
			    0, 2);
	tcase_add_test(tc, english_words_behind_any_byte_are_stemmed_as_libxapian_does);
	tcase_add_test(tc, exceptions_of_english_are_stemmed_as_libxapian_does);
	tcase_set_timeout(tc, 120);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
