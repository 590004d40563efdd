/* Pressmark - tests of stems: the forms of a word have one, in every language.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The forms are in tests/stems/forms.tsv. */
#include "text/stem.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>


static void
stem_of(struct pm_stemmer *st, const char *word, struct pm_buf *out)
{
	struct pm_error err;
	struct pm_buf folded;

	pm_buf_init(&folded, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(pm_fold(word, strlen(word), 0, &folded, &err), PM_OK);
	pm_buf_clear(out);
	ck_assert_int_eq(pm_stem(st, word, strlen(word), 0, pm_buf_str(&folded),
				 folded.len, out, &err),
			 PM_OK);
	pm_buf_release(&folded);
}

static void
have_one_stem(const char *language, char *forms)
{
	struct pm_stemmer *st;
	struct pm_buf first, stem;
	struct pm_error err;
	char *form, *at = forms;

	ck_assert_msg(pm_stemmer_new(&st, language, &err) == PM_OK, "%s", err.text);
	pm_buf_init(&first, PM_BUF_NO_LIMIT);
	pm_buf_init(&stem, PM_BUF_NO_LIMIT);
	while ((form = strsep(&at, " ")) != NULL) {
		stem_of(st, form, &stem);
		if (first.len == 0)
			pm_buf_put(&first, stem.data, stem.len);
		ck_assert_msg(strcmp(pm_buf_str(&stem), pm_buf_str(&first)) == 0,
			      "%s: the stem of '%s' is '%s', not '%s'", language, form,
			      pm_buf_str(&stem), pm_buf_str(&first));
	}
	pm_buf_release(&first);
	pm_buf_release(&stem);
	pm_stemmer_free(st);
}

START_TEST(forms_of_a_word_have_one_stem)
{
	const char *srcdir = getenv("PM_SRCDIR");
	char path[4096], line[4096], *tab;
	unsigned n = 0;
	FILE *f;

	snprintf(path, sizeof path, "%s/tests/stems/forms.tsv",
		 srcdir == NULL ? "." : srcdir);
	f = fopen(path, "r");
	ck_assert_msg(f != NULL, "%s", path);
	while (fgets(line, sizeof line, f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#')
			continue;
		tab = strchr(line, '\t');
		ck_assert_ptr_nonnull(tab);
		*tab = '\0';
		have_one_stem(line, tab + 1);
		n++;
	}
	fclose(f);
	ck_assert_uint_ge(n, 60);
}
END_TEST

/* What a surface is written like, and what its stem is, where that is not what the
 * folded word's would be. */
START_TEST(a_stem_is_that_of_the_word_as_written)
{
	static const char *const words[][4] = {
		/* language, surface, as it is written, its stem */
		{ "english", "Clich\xc3\xa9", "clich\xc3\xa9", "cliche" },
		{ "english", "cliche", "cliche", "clich" },
		{ "english", "CLICHE\xcc\x81S", "clich\xc3\xa9s", "cliche" },
		{ "english",
		  "co\xc2\xad"
		  "operate",
		  "cooperate", "cooper" },
		{ "english", "don\xe2\x80\x99t", "don't", "dont" },
		{ "english",
		  "e\xef\xac\x83"
		  "cient",
		  "efficient", "effici" },
		{ "french",
		  "\xc3\x89LEV\xc3\x89"
		  "ES",
		  "\xc3\xa9lev\xc3\xa9"
		  "es",
		  "elev" },
		{ "french", "elevees", "elevees", "eleve" },
		{ "turkish", "\xc4\xb0stanbul", "istanbul", "istanbul" },
		{ "turkish", "Bursa\xe2\x80\x99ya", "bursa'ya", "bur" },
		{ "turkish", "O'Neill", "o'neill", "oneill" },
		{ "english", "Bursa'ya", "bursa'ya", "bursaya" },
		{ "russian", "\xd0\x9b\xd1\x91\xd0\xb4", "\xd0\xbb\xd1\x91\xd0\xb4",
		  "\xd0\xbb\xd0\xb5\xd0\xb4" },
		{ "german", "STRASSE", "strasse", "strass" },
		{ "german",
		  "Stra\xc3\x9f"
		  "e",
		  "stra\xc3\x9f"
		  "e",
		  "strass" },
		{ "arabic", "\xd9\x83\xd8\xaa\xd9\x80\xd8\xa7\xd8\xa8",
		  "\xd9\x83\xd8\xaa\xd8\xa7\xd8\xa8", "\xd9\x83\xd8\xaa\xd8\xa7\xd8\xa8" },
		/* a tatweel that carries a mark is a word of its own, with nothing to stem */
		{ "english", "\xd9\x80\xd9\x8e", "\xd9\x8e", "\xd9\x80\xd9\x8e" },
		{ "arabic", "\xd9\x80\xd9\x91\xd9\x80", "\xd9\x91",
		  "\xd9\x80\xd9\x91\xd9\x80" },
		{ "english", "24th", "24th", "24th" },
		{ "none", "Clich\xc3\xa9s", "clich\xc3\xa9s", "cliches" },
	};
	size_t i;

	for (i = 0; i < sizeof words / sizeof *words; i++) {
		const char *const *w = words[i];
		struct pm_stemmer *st;
		struct pm_buf got;
		struct pm_error err;

		pm_buf_init(&got, PM_BUF_NO_LIMIT);
		ck_assert_int_eq(pm_written(w[1], strlen(w[1]), &got, &err), PM_OK);
		ck_assert_str_eq(pm_buf_str(&got), w[2]);
		ck_assert_int_eq(pm_stemmer_new(&st, w[0], &err), PM_OK);
		stem_of(st, w[1], &got);
		ck_assert_str_eq(pm_buf_str(&got), w[3]);
		pm_stemmer_free(st);
		pm_buf_release(&got);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("stem forms");
	TCase *tc = tcase_create("all");
	SRunner *sr = srunner_create(s);

	tcase_add_test(tc, forms_of_a_word_have_one_stem);
	tcase_add_test(tc, a_stem_is_that_of_the_word_as_written);
	suite_add_tcase(s, tc);
	srunner_set_tap(sr, "-");
	srunner_run_all(sr, CK_ENV);
	srunner_free(sr);
	return 0;
}
