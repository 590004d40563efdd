/* Pressmark - tests of shim/writer.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/file.h"
#include "tests/unit/shim_fixture.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

START_TEST(many_batches_make_one_database)
{
	enum { ARTICLES = 5000, TERMS = 120, WORDS = 700 };
	static char names[WORDS][8];
	static uint32_t want[WORDS];
	struct pm_term terms[TERMS];
	struct pm_db_document d = { .terms = terms, .n_terms = TERMS };
	struct pm_db_location where = { in_folder("many"), NULL };
	struct pm_db_term ask;
	struct pm_db_writer *w;
	struct pm_db *db;
	uint32_t i, k, freq;

	for (k = 0; k < WORDS; k++)
		snprintf(names[k], sizeof names[k], "w%05u", k);
	OK(pm_db_writer_open(&w, where.dir, ERR));
	for (i = 0; i < ARTICLES; i++) {
		uint32_t start = rnd(WORDS - TERMS * 5), step = 1 + rnd(5);

		for (k = 0; k < TERMS; k++) {
			terms[k] = (struct pm_term){ names[start + k * step], 6,
						     1 + rnd(9) };
			want[start + k * step]++;
		}
		OK(pm_db_writer_add(w, &d, ERR));
	}
	OK(pm_db_writer_finish(w, ERR));
	pm_db_writer_free(w);
	OK(pm_db_check(where.dir, ERR));
	OK(pm_db_open(&db, &where, 1, ERR));
	ck_assert_uint_eq(pm_db_articles(db), ARTICLES);
	for (k = 0; k < WORDS; k++) {
		ask = (struct pm_db_term){ names[k], 6 };
		OK(pm_db_frequencies(db, &ask, 1, &freq, ERR));
		ck_assert_uint_eq(freq, want[k]);
	}
	pm_db_free(db);
}
END_TEST

static void
same_file(const char *a, const char *b, const char *name)
{
	char path[8192];
	struct pm_buf x, y;

	pm_buf_init(&x, PM_BUF_NO_LIMIT);
	pm_buf_init(&y, PM_BUF_NO_LIMIT);
	snprintf(path, sizeof path, "%s/%s/%s", folder, a, name);
	OK(pm_read_file(path, &x, ERR));
	snprintf(path, sizeof path, "%s/%s/%s", folder, b, name);
	OK(pm_read_file(path, &y, ERR));
	ck_assert_uint_eq(x.len, y.len);
	ck_assert_msg(memcmp(x.data, y.data, x.len) == 0, "'%s' differs", name);
	pm_buf_release(&x);
	pm_buf_release(&y);
}

START_TEST(the_same_articles_make_the_same_bytes)
{
	static const char *const dirs[] = { "one", "two", "other" };
	struct dirent *entry;
	size_t k, files = 0;
	uint32_t i;
	DIR *d;
	struct pm_buf x, y;

	for (k = 0; k < 3; k++) {
		struct pm_db_writer *w;
		struct article a;

		rng_state = 4711 + k / 2;
		OK(pm_db_writer_open(&w, in_folder(dirs[k]), ERR));
		for (i = 1; i <= 200; i++) {
			make_article(&a, 0, i);
			add_article(w, &a, i);
		}
		OK(pm_db_writer_finish(w, ERR));
		pm_db_writer_free(w);
	}
	d = opendir(in_folder("one"));
	ck_assert_ptr_nonnull(d);
	while ((entry = readdir(d)) != NULL)
		if (entry->d_name[0] != '.') {
			same_file("one", "two", entry->d_name);
			files++;
		}
	closedir(d);
	ck_assert_uint_ge(files, 3);
	/* Other articles have another UUID. */
	pm_buf_init(&x, 1000);
	pm_buf_init(&y, 1000);
	OK(pm_read_file(in_folder("one/iamglass"), &x, ERR));
	OK(pm_read_file(in_folder("other/iamglass"), &y, ERR));
	ck_assert_mem_eq(x.data, y.data, 16);
	ck_assert_mem_ne(x.data + 16, y.data + 16, 16);
	pm_buf_release(&x);
	pm_buf_release(&y);
}
END_TEST

static size_t
count_entries(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *entry;
	size_t n = 0;

	ck_assert_ptr_nonnull(d);
	while ((entry = readdir(d)) != NULL)
		n += entry->d_name[0] != '.';
	closedir(d);
	return n;
}

START_TEST(an_abandoned_writer_leaves_an_empty_folder)
{
	struct pm_db_writer *w;
	struct pm_error err;
	struct article a;

	OK(pm_db_writer_open(&w, in_folder("left"), ERR));
	make_article(&a, 0, 1);
	add_article(w, &a, 1);
	pm_db_writer_free(w);
	ck_assert_uint_eq(count_entries(in_folder("left")), 0);
	pm_db_writer_free(NULL);
	/* It exists now. */
	ck_assert_int_eq(pm_db_writer_open(&w, in_folder("left"), &err), PM_ERR_IO);
	ck_assert_int_eq(pm_db_writer_open(&w, in_folder("no/such/parent"), &err),
			 PM_ERR_IO);
	ck_assert_ptr_nonnull(strstr(err.text, "no/such/parent"));
}
END_TEST

START_TEST(terms_that_libxapian_cannot_take_are_refused)
{
	char bytes[300];
	struct pm_term term = { bytes, PM_TERM_MAX, 1 };
	struct pm_db_document d = { .terms = &term, .n_terms = 1 };
	struct pm_db_location where = { in_folder("long"), NULL };
	struct pm_db_term ask = { bytes, PM_TERM_MAX };
	struct pm_db_writer *w;
	struct pm_db *db;
	struct pm_error err;
	uint32_t freq;

	memset(bytes, 'x', sizeof bytes);
	OK(pm_db_writer_open(&w, where.dir, ERR));
	OK(pm_db_writer_add(w, &d, ERR));
	term.len = PM_TERM_MAX + 1;
	ck_assert_int_eq(pm_db_writer_add(w, &d, &err), PM_ERR_LIMIT);
	term.len = 0;
	ck_assert_int_eq(pm_db_writer_add(w, &d, &err), PM_ERR_LIMIT);
	term.len = PM_TERM_MAX;
	bytes[100] = '\0';
	ck_assert_int_eq(pm_db_writer_add(w, &d, &err), PM_ERR_LIMIT);
	term.len = PM_TERM_MAX - 1;
	OK(pm_db_writer_add(w, &d, ERR));
	memset(bytes, 0, sizeof bytes);
	term.len = PM_TERM_MAX / 2;
	OK(pm_db_writer_add(w, &d, ERR));
	OK(pm_db_writer_finish(w, ERR));
	/* What is finished takes no more. */
	ck_assert_int_lt(pm_db_writer_add(w, &d, &err), 0);
	ck_assert_int_lt(pm_db_writer_finish(w, &err), 0);
	pm_db_writer_free(w);
	OK(pm_db_check(where.dir, ERR));
	OK(pm_db_open(&db, &where, 1, ERR));
	ck_assert_uint_eq(pm_db_articles(db), 3);
	memset(bytes, 'x', sizeof bytes);
	OK(pm_db_frequencies(db, &ask, 1, &freq, ERR));
	ck_assert_uint_eq(freq, 1);
	bytes[100] = '\0';
	ask.len = PM_TERM_MAX - 1;
	OK(pm_db_frequencies(db, &ask, 1, &freq, ERR));
	ck_assert_uint_eq(freq, 1);
	memset(bytes, 0, sizeof bytes);
	ask.len = PM_TERM_MAX / 2;
	OK(pm_db_frequencies(db, &ask, 1, &freq, ERR));
	ck_assert_uint_eq(freq, 1);
	pm_db_free(db);
}
END_TEST

/* A file that may not grow stands for a full disk. */
START_TEST(a_disk_that_is_full_is_said_to_be)
{
	struct rlimit limit, before;
	struct pm_db_writer *w;
	struct pm_error err = { PM_OK, "" }, again = { PM_OK, "" };
	char data[1000], id[16];
	struct pm_term term = { id, 0, 1 };
	struct pm_db_document d = { &term, 1, NULL, 0, data, sizeof data };
	enum pm_status status = PM_OK;
	uint32_t i, k;

	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = before;
	limit.rlim_cur = _i == 1 ? 20000 : 200000;
	signal(SIGXFSZ, SIG_IGN);
	OK(pm_db_writer_open(&w, in_folder("full"), ERR));
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	for (i = 0; status == PM_OK && i < (_i == 1 ? 10 : 2000); i++) {
		term.len = (uint32_t)snprintf(id, sizeof id, "t%u", i);
		for (k = 0; k < sizeof data; k++)
			data[k] = (char)rnd(256);
		status = pm_db_writer_add(w, &d, &err);
	}
	/* Ten articles wait in memory until the end, two thousand do not. */
	ck_assert_int_eq(status, _i == 1 ? PM_OK : PM_ERR_IO);
	if (status == PM_OK)
		status = pm_db_writer_finish(w, &err);
	ck_assert_msg(status == PM_ERR_IO, "%s", err.text);
	ck_assert_int_eq(err.status, PM_ERR_IO);
	ck_assert_ptr_nonnull(strstr(err.text, strerror(EFBIG)));
	/* And it stays so. */
	ck_assert_int_eq(pm_db_writer_add(w, &d, &again), PM_ERR_IO);
	ck_assert_str_eq(again.text, err.text);
	ck_assert_int_eq(pm_db_writer_finish(w, &again), PM_ERR_IO);
	pm_db_writer_free(w);
	setrlimit(RLIMIT_FSIZE, &before);
	signal(SIGXFSZ, SIG_DFL);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("writer");
	TCase *tc = tcase_create("writer");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, many_batches_make_one_database);
	tcase_add_test(tc, the_same_articles_make_the_same_bytes);
	tcase_add_test(tc, an_abandoned_writer_leaves_an_empty_folder);
	tcase_add_test(tc, terms_that_libxapian_cannot_take_are_refused);
	tcase_add_loop_test(tc, a_disk_that_is_full_is_said_to_be, 0, 2);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
