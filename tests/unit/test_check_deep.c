/* Pressmark - tests of check --deep: what a segment says is what its articles make.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/check_deep.h"
#include "tests/unit/updated_fixture.h"

#include <dirent.h>

static char other[PATH_SIZE];

static void
begin(void)
{
	begin_corpus();
	in_folder(other, "other");
}

/* Build DIR, and another index, of one file each. */
static void
build_two(const char *text, const char *other_text)
{
	struct pm_build_options o = build_options(PM_BUILD_WHOLE);

	write_file("a.jsonl", other_text);
	o.index = other;
	OK(pm_build(&o, &built, ERR));
	write_file("a.jsonl", text);
	o.index = dir;
	OK(pm_build(&o, &built, ERR));
}

/* Let the first have files of the second, and believe it. */
static void
adopt(const char *const *names, size_t n)
{
	char from[PATH_SIZE + 100], to[PATH_SIZE + 100];
	struct pm_generation g;
	size_t i;

	for (i = 0; i < n; i++) {
		snprintf(from, sizeof from, "%s/segment-1/%s", other, names[i]);
		snprintf(to, sizeof to, "%s/segment-1/%s", dir, names[i]);
		OK(pm_remove_tree(to, ERR));
		ck_assert_int_eq(rename(from, to), 0);
	}
	OK(pm_generation_read(dir, &g, ERR));
	OK(pm_segment_identity(in_index("segment-1"), &g.segments[0].identity, ERR));
	OK(pm_generation_publish(dir, &g, ERR));
	pm_generation_release(&g);
}

static enum pm_status
check(struct pm_check_result *result, struct pm_error *err)
{
	const struct pm_build_options build = build_options(PM_BUILD_WHOLE);
	const struct pm_check_deep deep = { &build, NULL };

	return pm_check_also(dir, &deep, result, err);
}

/* Nothing is left beside the index. */
static void
is_clean(void)
{
	struct dirent *entry;
	DIR *d = opendir(folder);

	ck_assert_ptr_nonnull(d);
	while ((entry = readdir(d)) != NULL)
		ck_assert_ptr_null(strstr(entry->d_name, "deep"));
	closedir(d);
}

static void
is_same(void)
{
	struct pm_check_result result;

	OK(check(&result, ERR));
	ck_assert_int_eq(result.deep, PM_DEEP_SAME);
	is_clean();
}

START_TEST(what_is_built_is_what_its_articles_make)
{
	static const char page[] = "<html><body><nav>Menu of it</nav><article><p>Text of "
				   "the page, which is long enough to be one.</p>"
				   "<p>And co-operation more.</p></article></body></html>";

	write_file("a.jsonl", "{\"id\":\"1\",\"date\":\"2024-01\",\"text\":\"Alpha U.S. "
			      "co-operate me@example.org\"}\n{\"title\":\"x\"}\n");
	write_file("b.html", page);
	build_corpus(PM_BUILD_WHOLE);
	is_same();
	write_file("c.html", page);
	write_file("a.jsonl", "{\"id\":\"1\",\"text\":\"Beta\"}\n");
	build_corpus(PM_BUILD_UPDATE);
	is_same();
}
END_TEST

/* libxapian's own writer makes other blocks of the same terms. */
START_TEST(who_wrote_the_database_does_not_matter)
{
	struct pm_build_options o = build_options(PM_BUILD_WHOLE);

	write_file("a.jsonl", "{\"id\":\"1\",\"text\":\"alpha beta alpha\"}\n"
			      "{\"title\":\"alpha\"}\n");
	o.writer = PM_WRITER_XAPIAN;
	OK(pm_build(&o, &built, ERR));
	is_same();
}
END_TEST

static const char *const database[] = { PM_SEGMENT_DATABASE, PM_SEGMENT_GUARD };
static const char *const lexicon[] = { "lexicon" };

static const struct {
	const char *const *names;
	size_t n;
	const char *text, *other, *said;
} swaps[] = {
	/* each passes what is otherwise checked */
	{ database, 2, "{\"text\":\"alpha beta\"}", "{\"text\":\"alpha gamma\"}",
	  "a.jsonl:1) is not listed with the term 'beta'" },
	{ database, 2, "{\"text\":\"alpha beta beta\"}", "{\"text\":\"alpha alpha beta\"}",
	  "is listed with another number of the term 'alpha'" },
	{ database, 2, "{\"text\":\"a\"}\n{\"text\":\"b\",\"id\":\"7\"}",
	  "{\"text\":\"a\"}\n{\"text\":\"a\",\"id\":\"7\"}",
	  "article 2 (7) does not have the term 'a'" },
	{ database, 2, "{\"text\":\"a\"}", "{\"text\":\"a\",\"source\":\"b\"}",
	  "article 1 (" },
	{ lexicon, 1, "{\"text\":\"co operate\"}", "{\"text\":\"co-operate\"}",
	  "'cooperate' is in none of its articles" },
	{ lexicon, 1, "{\"text\":\"co-operate\"}", "{\"text\":\"co operate\"}",
	  "'cooperate' is missing" },
};

#define SWAPS ((int)(sizeof swaps / sizeof *swaps))

START_TEST(what_is_other_is_named)
{
	struct pm_check_result result;

	build_two(swaps[_i].text, swaps[_i].other);
	adopt(swaps[_i].names, swaps[_i].n);
	OK(pm_check(dir, &result, ERR));
	ck_assert_int_eq(result.deep, PM_DEEP_NOT_ASKED);
	FAILS(check(&result, ERR), PM_ERR_CORRUPT, swaps[_i].said);
	is_clean();
}
END_TEST

static void
g_long(struct pm_segment_info *i)
{
	i->long_words = 1;
}

static void
g_undated(struct pm_segment_info *i)
{
	i->undated = 0;
}

static void
g_first(struct pm_segment_info *i)
{
	i->first_day = 20240101;
}

static const struct {
	void (*change)(struct pm_segment_info *i);
	const char *said;
} numbers[] = {
	{ g_long, "the number of its words too long is 0, the generation says 1" },
	{ g_undated, "the number of its articles without date is 1" },
	{ g_first, "the number of its first days is 0" },
};

START_TEST(numbers_of_the_generation_are_compared)
{
	struct pm_check_result result;
	struct pm_generation g;

	write_file("a.jsonl", "{\"text\":\"alpha\"}");
	build_corpus(PM_BUILD_WHOLE);
	OK(pm_generation_read(dir, &g, ERR));
	numbers[_i].change(&g.segments[0]);
	OK(pm_generation_publish(dir, &g, ERR));
	pm_generation_release(&g);
	FAILS(check(&result, ERR), PM_ERR_CORRUPT, numbers[_i].said);
}
END_TEST

START_TEST(words_of_other_versions_are_not_compared)
{
	struct pm_check_result result;
	struct pm_generation g;

	write_file("a.jsonl", "{\"text\":\"alpha\"}");
	build_corpus(PM_BUILD_WHOLE);
	OK(pm_generation_read(dir, &g, ERR));
	snprintf(_i == 0 ? g.stemmer : g.unicode, 8, "0.1");
	OK(pm_generation_publish(dir, &g, ERR));
	pm_generation_release(&g);
	OK(check(&result, ERR));
	ck_assert_int_eq(result.deep, PM_DEEP_OTHER_VERSIONS);
	ck_assert_uint_eq(result.articles, 1);
}
END_TEST

START_TEST(there_must_be_room)
{
	const struct pm_build_options build = build_options(PM_BUILD_WHOLE);
	char nowhere[PATH_SIZE];
	const struct pm_check_deep deep = { &build, in_folder(nowhere, "nowhere") };
	struct pm_check_result result;

	write_file("a.jsonl", "{\"text\":\"alpha\"}");
	build_corpus(PM_BUILD_WHOLE);
	FAILS(pm_check_also(dir, &deep, &result, ERR), PM_ERR_IO, "cannot make folder");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("check deep");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	tcase_add_checked_fixture(tc, begin, drop_folder);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, what_is_built_is_what_its_articles_make);
	tcase_add_test(tc, who_wrote_the_database_does_not_matter);
	tcase_add_loop_test(tc, what_is_other_is_named, 0, SWAPS);
	tcase_add_loop_test(tc, numbers_of_the_generation_are_compared, 0, 3);
	tcase_add_loop_test(tc, words_of_other_versions_are_not_compared, 0, 2);
	tcase_add_test(tc, there_must_be_room);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}
