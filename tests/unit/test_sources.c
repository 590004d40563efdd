/* Pressmark - tests of indexer/sources.h and indexer/source_lines.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/source_lines.h"
#include "indexer/sources.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct pm_sources sources;
static struct pm_buf out;

static void
setup(void)
{
	pm_sources_init(&sources);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
}

static void
teardown(void)
{
	pm_sources_release(&sources);
	pm_buf_release(&out);
}

static struct pm_str
str(const char *s)
{
	return (struct pm_str){ s, strlen(s) };
}

static void
add(const char *source, const char *url, const char *file, uint32_t day, size_t n_folds)
{
	struct pm_article a = { .source = str(source),
				.url = str(url),
				.file = str(file),
				.day = day,
				.n_folds = n_folds };
	struct pm_error err;

	ck_assert_int_eq(pm_sources_add(&sources, &a, &err), PM_OK);
}

static const char *
name_of(uint32_t i)
{
	static char name[PM_SOURCE_NAME_MAX + 1];
	size_t len;
	const char *s = pm_intern_get(&sources.names, i, &len);

	memcpy(name, s, len);
	name[len] = '\0';
	return name;
}

START_TEST(a_source_is_what_is_said_or_a_host_or_a_folder)
{
	static const struct {
		const char *source, *url, *file, *name;
	} cases[] = {
		{ "Crier", "http://a.example/x", "in/a.html", "Crier" },
		{ "", "http://u@WWW.A.example:80/x", "in/a.html", "www.a.example" },
		{ "", "no address", "in/b/a.html", "in/b" },
		{ "", "", "in/a.zip/x.txt", "in/a.zip" },
		{ "", "", "a.txt", "." },
		{ "", "", "-", "." },
		{ "", "", "/a.txt", "/" },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		add(cases[i].source, cases[i].url, cases[i].file, 0, 0);
		ck_assert_str_eq(name_of(sources.number[i]), cases[i].name);
	}
}
END_TEST

START_TEST(a_long_name_is_cut_between_characters)
{
	struct pm_buf name, url;
	size_t i;

	pm_buf_init(&name, PM_BUF_NO_LIMIT);
	pm_buf_init(&url, PM_BUF_NO_LIMIT);
	pm_buf_puts(&name, "a");
	pm_buf_puts(&url, "http://");
	for (i = 0; i < 150; i++) {
		pm_buf_puts(&name, "\xc3\xa4");
		pm_buf_puts(&url, "host");
	}
	add(pm_buf_str(&name), "", "", 0, 0);
	ck_assert_uint_eq(strlen(name_of(0)), PM_SOURCE_NAME_MAX - 1);
	add("", pm_buf_str(&url), "", 0, 0);
	ck_assert_uint_eq(strlen(name_of(1)), PM_SOURCE_NAME_MAX);
	pm_buf_release(&name);
	pm_buf_release(&url);
}
END_TEST

START_TEST(it_is_counted_what_became_of_articles)
{
	struct pm_source_counts total;
	struct pm_error err;
	uint32_t *order;

	add("Crier", "", "", 20240305, 2);
	add("Shore", "", "", 0, 0);
	add("Crier", "", "", 0, 0);
	add("Shore", "", "", 20240305, 1);
	add("Crier", "", "", 20240306, 1);
	pm_sources_copy(&sources, 3);
	pm_sources_copy(&sources, 4);
	pm_sources_copy(&sources, 2);
	pm_sources_more(&sources, 6);
	pm_sources_skip(&sources, PM_SOURCES_FILE, str("in/b.jsonl"));
	pm_sources_skip(&sources, PM_SOURCES_ARTICLE, str("in/a.jsonl"));
	pm_sources_skip(&sources, PM_SOURCES_FILE, str("in"));
	pm_sources_skip(&sources, PM_SOURCES_ARTICLE, str(""));
	ck_assert_int_eq(pm_sources_sort(&sources, &order, &err), PM_OK);
	ck_assert_str_eq(name_of(order[0]), "Crier");
	ck_assert_str_eq(name_of(order[1]), "Shore");
	ck_assert_str_eq(name_of(order[2]), "in");
	pm_source_counts_put_json(&out, &sources.of[order[0]]);
	pm_buf_putc(&out, '\n');
	pm_source_counts_put_json(&out, &sources.of[order[1]]);
	pm_buf_putc(&out, '\n');
	pm_source_counts_put_json(&out, &sources.of[order[2]]);
	ck_assert_str_eq(
		pm_buf_str(&out),
		"\"articles\":3,\"undated\":1,\"cleaned\":2,\"copies\":2,\"skipped\":0\n"
		"\"articles\":2,\"undated\":1,\"cleaned\":1,\"copies\":1,\"skipped\":0\n"
		"\"articles\":0,\"undated\":0,\"cleaned\":0,\"copies\":0,\"skipped\":9");
	total = pm_sources_total(&sources);
	ck_assert_uint_eq(total.articles, 5);
	ck_assert_uint_eq(total.skipped, 10);
	ck_assert_uint_eq(total.skipped_articles, 8);
	free(order);
}
END_TEST

START_TEST(more_sources_than_are_counted_are_one)
{
	char name[20];
	unsigned i;

	for (i = 0; i < PM_SOURCES_MAX + 7; i++) {
		snprintf(name, sizeof name, "%u", i);
		add(name, "", "", 0, 0);
	}
	add("9999", "", "", 0, 0);
	pm_sources_copy(&sources, PM_SOURCES_MAX + 2);
	pm_sources_copy(&sources, PM_SOURCES_MAX + 7);
	pm_sources_skip(&sources, PM_SOURCES_FILE, str("further/a"));
	ck_assert_uint_eq(sources.names.n, PM_SOURCES_MAX);
	ck_assert_uint_eq(sources.others.articles, 7);
	ck_assert_uint_eq(sources.others.copies, 1);
	ck_assert_uint_eq(sources.others.skipped, 1);
	ck_assert_uint_eq(sources.of[9999].articles, 2);
	ck_assert_uint_eq(sources.of[9999].copies, 1);
	pm_sources_put_table(&out, &sources);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out), "    others "));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&out),
				     "     9,987     9,987         0         1         1\n"));
}
END_TEST

static void
add_many(const char *source, unsigned dated, unsigned undated)
{
	unsigned i;

	for (i = 0; i < dated + undated; i++)
		add(source, "", "", i < dated ? 20240305 : 0, 0);
}

START_TEST(what_stands_out_is_said)
{
	unsigned i;

	/* one source is the whole corpus */
	add_many("Crier", 0, 40);
	pm_sources_put_lines(&out, &sources);
	ck_assert_str_eq(pm_buf_str(&out), "");
	/* the same of others */
	add_many("Shore", 10, 20);
	pm_sources_put_lines(&out, &sources);
	ck_assert_str_eq(pm_buf_str(&out), "");
	add_many("Times", 300, 9);
	pm_sources_put_lines(&out, &sources);
	ck_assert_str_eq(pm_buf_str(&out),
			 "  source     Crier: 40 of 40 articles cannot be found by date\n"
			 "  source     Shore: 20 of 30 articles cannot be found by date\n");
	/* nine are too few, and a twentieth too little */
	pm_buf_clear(&out);
	add_many("Few", 0, 9);
	pm_sources_copy(&sources, 0);
	for (i = 0; i < 30; i++)
		pm_sources_copy(&sources, i);
	for (i = 0; i < 12; i++)
		pm_sources_skip(&sources, PM_SOURCES_FILE, str("in/a"));
	pm_sources_put_lines(&out, &sources);
	ck_assert_str_eq(pm_buf_str(&out),
			 "  source     Crier: 40 of 40 articles cannot be found by date\n"
			 "  source     Crier: 31 of 40 articles repeat others\n"
			 "  source     Shore: 20 of 30 articles cannot be found by date\n");
}
END_TEST

START_TEST(what_is_skipped_is_articles_or_files)
{
	unsigned i;

	add_many("Times", 300, 0);
	for (i = 0; i < 12; i++)
		pm_sources_skip(&sources, PM_SOURCES_FILE, str("files/a"));
	add("", "", "files/b", 20240305, 0);
	pm_sources_more(&sources, 59);
	pm_sources_skip(&sources, PM_SOURCES_ARTICLE, str("rows/a.jsonl"));
	add("", "", "rows/a.jsonl", 20240305, 0);
	add("", "", "rows/a.jsonl", 20240305, 0);
	for (i = 0; i < 10; i++)
		pm_sources_skip(&sources, PM_SOURCES_ARTICLE, str("both/a.jsonl"));
	pm_sources_skip(&sources, PM_SOURCES_FILE, str("both/b.pdf"));
	pm_sources_put_lines(&out, &sources);
	ck_assert_str_eq(pm_buf_str(&out),
			 "  source     rows: 60 of 62 articles are skipped\n"
			 "  source     files: 12 files are skipped, 1 article taken\n"
			 "  source     both: 10 of 10 articles and 1 file are skipped\n");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("sources");
	TCase *t = tcase_create("sources");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_source_is_what_is_said_or_a_host_or_a_folder);
	tcase_add_test(t, a_long_name_is_cut_between_characters);
	tcase_add_test(t, it_is_counted_what_became_of_articles);
	tcase_add_test(t, more_sources_than_are_counted_are_one);
	tcase_add_test(t, what_stands_out_is_said);
	tcase_add_test(t, what_is_skipped_is_articles_or_files);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
