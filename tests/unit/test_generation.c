/* Pressmark - tests of the file that says which segments an index has.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/generation.h"
#include "support/file.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static char dir[3000], file[3100];

#define OK(call) \
	do { \
		struct pm_error err_; \
		err_.text[0] = '\0'; \
		ck_assert_msg((call) == PM_OK, "%s: %s", #call, err_.text); \
	} while (0)
#define ERR (&err_)

static struct pm_segment_info
segment(uint64_t n)
{
	struct pm_segment_info s = {
		.articles = n,
		.words = n * 7,
		.distinct = 3,
		.text_bytes = UINT64_MAX,
		.input_bytes = 1,
		.repairs = 2,
		.long_words = 3,
		.undated = 4,
		.counted = 6,
		.first_day = 19870226,
		.last_day = 20240305
	};

	snprintf(s.name, sizeof s.name, "segment-%" PRIu64, n);
	return s;
}

START_TEST(a_generation_comes_back)
{
	struct pm_segment_info segments[PM_SEGMENTS_MAX];
	struct pm_generation g = { .number = 77,
				   .made_by = "build",
				   .restores = 7,
				   .language = "english",
				   .stemmer = "libxapian 1.4.22",
				   .unicode = "15.0.0",
				   .fingerprint = "0123456789abcdef0123456789abcdef",
				   .segments = segments },
			     got;
	uint64_t i;

	for (i = 0; i < PM_SEGMENTS_MAX; i++)
		segments[i] = segment(i + 1);
	for (g.n_segments = 1; g.n_segments <= PM_SEGMENTS_MAX; g.n_segments *= 4) {
		OK(pm_generation_publish(dir, &g, ERR));
		OK(pm_generation_read(dir, &got, ERR));
		ck_assert_uint_eq(got.number, 77);
		ck_assert_uint_eq(got.restores, 7);
		ck_assert_str_eq(got.language, "english");
		ck_assert_str_eq(got.stemmer, g.stemmer);
		ck_assert_str_eq(got.unicode, g.unicode);
		ck_assert_uint_eq(got.n_segments, g.n_segments);
		for (i = 0; i < g.n_segments; i++) {
			ck_assert_str_eq(got.segments[i].name, segments[i].name);
			ck_assert_mem_eq(&got.segments[i].articles, &segments[i].articles,
					 sizeof got.segments[i] -
						 sizeof got.segments[i].name);
		}
		pm_generation_release(&got);
	}
}
END_TEST

/* Publish LINES with a checksum that is right, and read them. */
static enum pm_status
read_lines(const char *lines, struct pm_error *err)
{
	struct pm_generation g;
	struct pm_buf text;
	enum pm_status status;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_buf_puts(&text, lines);
	pm_buf_printf(&text, "checksum %016" PRIx64 "\n",
		      (uint64_t)XXH3_64bits(lines, strlen(lines)));
	OK(pm_replace_file(file, text.data, text.len, ERR));
	pm_buf_release(&text);
	status = pm_generation_read(dir, &g, err);
	if (status == PM_OK)
		pm_generation_release(&g);
	return status;
}

START_TEST(an_index_of_another_version_is_to_be_built_again)
{
	struct pm_error err;

	ck_assert_int_eq(read_lines("pressmark-index 8\ngeneration 1\nlanguage english\n",
				    &err),
			 PM_ERR_NOT_INDEX);
	ck_assert_ptr_nonnull(strstr(err.text, "is of index version 8, this program reads "
					       "version 9: build the index again"));
	ck_assert_int_eq(read_lines("pressmark-index 10\nanything\n", &err),
			 PM_ERR_NOT_INDEX);
	ck_assert_ptr_nonnull(strstr(err.text, "built by a later version"));
}
END_TEST

#define MORE "made-by build\nfingerprint 0\n"

START_TEST(a_generation_that_makes_no_sense_is_refused)
{
	static const char *const bad[] = {
		/* clang-format off */
		"pressmark-index 9\n",
		"pressmark-index 9\ngeneration 1\nlanguage english\nunicode 1\n" MORE "segment segment-1\n",
		"pressmark-index 9\ngeneration 1\nlanguage english\nstemmer s 1\nsegment segment-1\n",
		"pressmark-index 9\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\n" MORE "",
		"pressmark-index 9\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\nsegment segment-1\n",
		"pressmark-index 9\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\n" MORE "copies 1\nsegment segment-1\n",
		"pressmark-index 9\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\n" MORE "files 0 1\nsegment segment-1\n",
		"pressmark-index 9\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\n" MORE "segment segment-1\narticles 1\ngone 2\n",
		"pressmark-index 9\ngeneration 1\nsegment segment-1\n",
		"pressmark-index 9\ngeneration x\nlanguage english\nstemmer s 1\nunicode 1\n" MORE "segment segment-1\n",
		"pressmark-index 9\ngeneration -1\nlanguage english\nstemmer s 1\nunicode 1\n" MORE "segment segment-1\n",
		"pressmark-index 9\ngeneration 99999999999999999999\nlanguage e\nstemmer s 1\nunicode 1\n" MORE "segment segment-1\n",
		"pressmark-index 9\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\n" MORE "segment ../../etc\n",
		"pressmark-index 9\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\n" MORE "segment segment-1/..\n",
		"pressmark-index 9\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\n" MORE "segment segment-\n",
		"pressmark-index 9\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\n" MORE "articles 1\nsegment segment-1\n",
		"pressmark-index 9\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\n" MORE "segment segment-1\ncolour 3\n",
		"pressmark-index 9\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\n" MORE "segment segment-1\narticles\n",
		"pressmark-index 9\ngeneration 1\nlanguage a-language-with-a-name-of-many-letters\n"
			"segment segment-1\n",
		/* clang-format on */
	};
	struct pm_error err;
	size_t i;

	OK(read_lines("pressmark-index 9\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\n" MORE
		      "segment segment-1\n",
		      ERR));
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		ck_assert_msg(read_lines(bad[i], &err) == PM_ERR_CORRUPT, "%s", bad[i]);
		ck_assert_ptr_nonnull(strstr(err.text, "generation"));
	}
	ck_assert_int_eq(read_lines("pressmark-index 2\nsomething else\n", &err),
			 PM_ERR_NOT_INDEX);
	ck_assert_ptr_nonnull(strstr(err.text, "build the index again"));
	ck_assert_int_eq(read_lines("another file\n", &err), PM_ERR_NOT_INDEX);
}
END_TEST

static void
make_folder(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(dir, sizeof dir, "%s/pm-generation-XXXXXX", tmp != NULL ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(file, sizeof file, "%s/generation", dir);
}

static void
remove_folder(void)
{
	pm_remove_tree(dir, NULL);
}

int
main(void)
{
	Suite *s = suite_create("generation");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	tcase_add_checked_fixture(tc, make_folder, remove_folder);
	tcase_add_test(tc, a_generation_comes_back);
	tcase_add_test(tc, a_generation_that_makes_no_sense_is_refused);
	tcase_add_test(tc, an_index_of_another_version_is_to_be_built_again);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}
