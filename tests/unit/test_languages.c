/* Pressmark - tests of text/languages.h and corpus/language/detect.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/languages.h"

#include "corpus/language/detect.h"
#include "tests/unit/small_fixture.h"

#include <check.h>
#include <string.h>

START_TEST(a_code_has_a_number_and_a_number_its_code)
{
	static const char *const same[] = { "de", "DE", "de-AT", "de_CH.UTF-8" };
	static const char *const none[] = { "", "d", "deu", "german", "xx", "zh", "de1" };
	size_t i;

	for (i = 0; i < sizeof same / sizeof *same; i++) {
		unsigned number = pm_language_number(same[i], strlen(same[i]));

		ck_assert_str_eq(pm_language_code_of(number), "de");
		ck_assert_str_eq(pm_language_stemmer(number), "german");
	}
	for (i = 0; i < sizeof none / sizeof *none; i++)
		ck_assert_uint_eq(pm_language_number(none[i], strlen(none[i])), 0);
	ck_assert_ptr_null(pm_language_code_of(0));
	ck_assert_ptr_null(pm_language_code_of(PM_LANGUAGES_MAX));
	ck_assert_str_eq(pm_language_stemmer(0), "none");
}
END_TEST

/* libxapian has each of the stemmers. */
START_TEST(every_language_has_a_stemmer)
{
	struct pm_stemmers set;
	struct pm_buf codes;
	const char *stem;
	size_t i, len;

	pm_buf_init(&codes, PM_BUF_NO_LIMIT);
	pm_language_codes(UINT32_MAX & ~1u, &codes);
	OK(pm_stemmers_new(&set, PM_LANGUAGE_AUTO, pm_buf_str(&codes), ERR));
	ck_assert(set.several);
	ck_assert_uint_gt(set.n, 20);
	for (i = 0; i < set.n; i++)
		OK(pm_stemmer_stem(set.list[i], "x", 1, &stem, &len, ERR));
	pm_stemmers_release(&set);
	pm_buf_release(&codes);
}
END_TEST

START_TEST(a_set_is_that_of_an_index)
{
	struct pm_stemmers set;

	OK(pm_stemmers_new(&set, "french", NULL, ERR));
	ck_assert_uint_eq(set.n, 1);
	ck_assert(!set.several);
	pm_stemmers_release(&set);
	OK(pm_stemmers_new(&set, PM_LANGUAGE_AUTO, "", ERR));
	ck_assert_uint_eq(set.n, 1);
	ck_assert_str_eq(pm_stemmer_language(set.list[0]), "none");
	pm_stemmers_release(&set);
	OK(pm_stemmers_new(&set, PM_LANGUAGE_AUTO, "de en", ERR));
	ck_assert_uint_eq(set.n, 3);
	ck_assert_str_eq(pm_stemmer_language(set.list[2]), "english");
	pm_stemmers_release(&set);
	FAILS(pm_stemmers_new(&set, PM_LANGUAGE_AUTO, "de xx", ERR), PM_ERR_USAGE,
	      "there are no stems of 'xx'");
	ck_assert_uint_eq(set.n, 0);
}
END_TEST

static const char *
detect(const char *title, const char *text)
{
	static char code[PM_LANGUAGE_TEXT];
	size_t n = pm_detect_language(title, strlen(title), text, strlen(text), code);

	ck_assert_uint_eq(n, strlen(code));
	return code;
}

START_TEST(texts_show_their_language)
{
	static const struct {
		const char *text, *code;
	} cases[] = {
		{ "The council will vote on the new bridge next week.", "en" },
		{ "Der Rat stimmt nächste Woche über die neue Brücke ab.", "de" },
		{ "Le conseil votera la semaine prochaine sur le nouveau pont.", "fr" },
		{ "El consejo votará la próxima semana sobre el nuevo puente.", "es" },
		{ "Совет проголосует за новый мост на следующей неделе.", "ru" },
		{ "市议会下周将就新桥进行表决。", "zh" },
		{ "המועצה תצביע בשבוע הבא על הגשר החדש.", "he" },
		{ "", "" },
		{ "4711 0815 42", "" },
		{ "\xf0\x9f\x8c\x89 \xf0\x9f\x8c\x89", "" },
	};
	char large[8192];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		ck_assert_str_eq(detect("", cases[i].text), cases[i].code);
		ck_assert_str_eq(detect(cases[i].text, ""), cases[i].code);
	}
	/* a text that is cut inside of a character */
	for (i = 0; i + 2 < sizeof large; i += 2)
		memcpy(large + i, "\xd0\xb6", 2);
	large[i] = '\0';
	memcpy(large, "a", 1);
	detect(large, large);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("languages");
	TCase *tc = tcase_create("all");

	tcase_add_test(tc, a_code_has_a_number_and_a_number_its_code);
	tcase_add_test(tc, every_language_has_a_stemmer);
	tcase_add_test(tc, a_set_is_that_of_an_index);
	tcase_add_test(tc, texts_show_their_language);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
