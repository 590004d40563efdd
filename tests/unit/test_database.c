/* Pressmark - tests of shim/database.h: opening, and looking up.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/shim_fixture.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* --- looking up --------------------------------------------------------- */

START_TEST(frequencies_are_summed_over_segments)
{
	struct pm_db_term terms[N_TERMS + 3];
	uint32_t freqs[N_TERMS + 3];
	char names[N_TERMS][8], huge[1000];
	struct model m;
	int t;

	model_open(&m, 3, (uint32_t[]){ 50, 70, 0 });
	for (t = 0; t < N_TERMS; t++) {
		term_name(names[t], t);
		terms[t] = (struct pm_db_term){ names[t], 3 };
	}
	memset(huge, 'x', sizeof huge);
	terms[t] = (struct pm_db_term){ "", 0 };
	terms[t + 1] = (struct pm_db_term){ huge, sizeof huge };
	terms[t + 2] = (struct pm_db_term){ "t0", 2 };
	memset(freqs, 0xee, sizeof freqs);
	OK(pm_db_frequencies(m.db, terms, N_TERMS + 3, freqs, ERR));
	for (t = 0; t < N_TERMS; t++)
		ck_assert_uint_eq(freqs[t], frequency(&m, t));
	ck_assert_uint_eq(freqs[t], 0);
	ck_assert_uint_eq(freqs[t + 1], 0);
	ck_assert_uint_eq(freqs[t + 2], 0);
	/* A term of any length can be asked for in a search as well. */
	{
		struct pm_db_match match[1];
		struct pm_db_page page = { 0, match, 0 };
		struct pm_db_node node = { .op = PM_DB_TERM,
					   .term = huge,
					   .term_len = sizeof huge,
					   .weight = 1 };

		search(&m, &node, 1, 0, 1, PM_SORT_RELEVANCE, &page);
		ck_assert_uint_eq(page.total, 0);
		node.term_len = 0;
		search(&m, &node, 1, 0, 1, PM_SORT_RELEVANCE, &page);
		ck_assert_uint_eq(page.total, 0);
	}
	model_close(&m);
}
END_TEST

struct listing {
	const struct model *m;
	int next, stop_at, answer;
};

static int
take_term(void *ctx, const char *term, size_t len, uint32_t freq)
{
	struct listing *l = ctx;
	char name[8];

	while (l->next < N_TERMS && frequency(l->m, l->next) == 0)
		l->next++;
	ck_assert_int_lt(l->next, N_TERMS);
	term_name(name, l->next);
	ck_assert_uint_eq(len, 3);
	ck_assert_mem_eq(term, name, 3);
	ck_assert_uint_eq(freq, frequency(l->m, l->next));
	return l->next++ == l->stop_at ? l->answer : 0;
}

START_TEST(terms_are_listed_once_each_in_order)
{
	struct model m;
	struct listing all = { &m, 0, -1, 0 }, early = { &m, 0, 3, 1 };
	struct listing failing = { &m, 0, 3, PM_ERR_LIMIT }, tens = { &m, 10, -1, 0 };
	struct pm_error err;

	model_open(&m, 3, (uint32_t[]){ 100, 100, 100 });
	OK(pm_db_terms(m.db, "t", 1, take_term, &all, ERR));
	while (all.next < N_TERMS && frequency(&m, all.next) == 0)
		all.next++;
	ck_assert_int_eq(all.next, N_TERMS);
	OK(pm_db_terms(m.db, "t", 1, take_term, &early, ERR));
	ck_assert_int_eq(early.next, 4);
	ck_assert_int_eq(pm_db_terms(m.db, "t", 1, take_term, &failing, &err),
			 PM_ERR_LIMIT);
	OK(pm_db_terms(m.db, "t1", 2, take_term, &tens, ERR));
	ck_assert_int_eq(tens.next, 20);
	OK(pm_db_terms(m.db, "zzz", 3, take_term, &failing, ERR));
	model_close(&m);
}
END_TEST

struct nested {
	struct pm_db *db;
	unsigned terms, postings;
	uint32_t freqs;
};

static int
count_posting(void *ctx, uint32_t id, uint32_t wdf)
{
	struct nested *n = ctx;

	(void)id;
	(void)wdf;
	n->postings++;
	return 0;
}

static int
read_its_postings(void *ctx, const char *term, size_t len, uint32_t freq)
{
	struct nested *n = ctx;
	struct pm_db_term ask = { term, len };
	struct pm_buf none;
	uint32_t again;

	pm_buf_init(&none, 1);
	n->terms++;
	n->freqs += freq;
	OK(pm_db_frequencies(n->db, &ask, 1, &again, ERR));
	ck_assert_uint_eq(again, freq);
	/* A call that fails within is no harm either. */
	ck_assert_int_lt(pm_db_data(n->db, UINT32_MAX, &none, NULL), 0);
	OK(pm_db_postings(n->db, term, len, count_posting, n, ERR));
	return 0;
}

START_TEST(one_question_may_be_asked_within_another)
{
	struct nested n = { NULL, 0, 0, 0 };
	struct model m;
	unsigned t, want = 0;

	model_open(&m, 2, (uint32_t[]){ 60, 80 });
	n.db = m.db;
	OK(pm_db_terms(m.db, "t", 1, read_its_postings, &n, ERR));
	for (t = 0; t < N_TERMS; t++)
		want += frequency(&m, (int)t) > 0;
	ck_assert_uint_eq(n.terms, want);
	ck_assert_uint_eq(n.postings, n.freqs);
	model_close(&m);
}
END_TEST

struct posting_walk {
	const struct model *m;
	int term;
	uint32_t last, seen;
};

static int
take_posting(void *ctx, uint32_t id, uint32_t wdf)
{
	struct posting_walk *p = ctx;

	ck_assert_uint_gt(id, p->last);
	p->last = id;
	p->seen++;
	ck_assert_uint_eq(wdf, by_id(p->m, id)->wdf[p->term]);
	return 0;
}

static int
stop_at_once(void *ctx, uint32_t id, uint32_t wdf)
{
	(void)id;
	(void)wdf;
	return *(int *)ctx;
}

START_TEST(postings_and_data_come_back_as_written)
{
	struct model m;
	struct pm_error err;
	struct pm_buf out;
	uint32_t id;
	int t, answer = 1;

	model_open(&m, 2, (uint32_t[]){ 300, 170 });
	for (t = 0; t < N_TERMS; t++) {
		struct posting_walk walk = { &m, t, 0, 0 };
		char name[8];

		term_name(name, t);
		OK(pm_db_postings(m.db, name, 3, take_posting, &walk, ERR));
		ck_assert_uint_eq(walk.seen, frequency(&m, t));
	}
	OK(pm_db_postings(m.db, "t00", 3, stop_at_once, &answer, ERR));
	answer = PM_ERR_INTERRUPTED;
	ck_assert_int_eq(pm_db_postings(m.db, "t00", 3, stop_at_once, &answer, &err),
			 PM_ERR_INTERRUPTED);
	pm_buf_init(&out, 100);
	for (id = 1; id <= last_id(&m); id++) {
		const struct article *a = by_id(&m, id);

		pm_buf_clear(&out);
		if (a == NULL) {
			ck_assert_int_lt(pm_db_data(m.db, id, &out, &err), 0);
			continue;
		}
		OK(pm_db_data(m.db, id, &out, ERR));
		ck_assert_uint_eq(out.len, a->data_len);
		if (a->data_len > 0)
			ck_assert_mem_eq(out.data, a->data, a->data_len);
	}
	ck_assert_int_lt(pm_db_data(m.db, 0, &out, &err), 0);
	ck_assert_int_lt(pm_db_data(m.db, UINT32_MAX, &out, &err), 0);
	pm_buf_release(&out);
	pm_buf_init(&out, 1);
	for (id = 1; by_id(&m, id)->data_len == 0; id++)
		;
	ck_assert_int_eq(pm_db_data(m.db, id, &out, &err), PM_ERR_LIMIT);
	pm_buf_release(&out);
	model_close(&m);
}
END_TEST

/* --- no articles, no database ------------------------------------------- */

static void
answers_nothing(struct pm_db *db)
{
	const struct pm_db_node nodes[3] = {
		{ .op = PM_DB_TERM, .term = "a", .term_len = 1, .weight = 1 },
		{ .op = PM_DB_ALL },
		{ .op = PM_DB_OR, .n_children = 2 },
	};
	struct pm_db_term term = { "a", 1 };
	struct pm_db_match match[1];
	struct pm_db_page page = { 9, match, 9 };
	struct pm_db_request request = { .nodes = nodes,
					 .n_nodes = 3,
					 .max = 1,
					 .sort = PM_SORT_DATE };
	struct pm_error err;
	struct pm_buf out;
	uint32_t freq = 9;
	int never = PM_ERR_INTERNAL;

	ck_assert_uint_eq(pm_db_articles(db), 0);
	OK(pm_db_search(db, &request, &page, ERR));
	ck_assert_uint_eq(page.total, 0);
	ck_assert_uint_eq(page.n, 0);
	OK(pm_db_frequencies(db, &term, 1, &freq, ERR));
	ck_assert_uint_eq(freq, 0);
	OK(pm_db_terms(db, "", 0, take_term, NULL, ERR));
	OK(pm_db_postings(db, "a", 1, stop_at_once, &never, ERR));
	pm_buf_init(&out, 100);
	ck_assert_int_lt(pm_db_data(db, 1, &out, &err), 0);
	pm_buf_release(&out);
}

START_TEST(an_empty_database_answers_that_there_is_nothing)
{
	struct pm_db_writer *w;
	struct pm_db *db;
	struct pm_db_location where = { in_folder("empty"), NULL };

	OK(pm_db_writer_open(&w, where.dir, ERR));
	OK(pm_db_writer_finish(w, ERR));
	pm_db_writer_free(w);
	OK(pm_db_check(where.dir, ERR));
	OK(pm_db_open(&db, &where, 1, ERR));
	answers_nothing(db);
	pm_db_free(db);
	OK(pm_db_open(&db, &where, 0, ERR));
	answers_nothing(db);
	pm_db_free(db);
	pm_db_free(NULL);
}
END_TEST

START_TEST(what_is_no_database_is_said_to_be_none)
{
	struct pm_db_location where = { in_folder("nowhere"), NULL };
	struct pm_db *db = NULL;
	struct pm_error err;
	FILE *f;

	ck_assert_int_eq(pm_db_open(&db, &where, 1, &err), PM_ERR_NOT_INDEX);
	ck_assert_ptr_nonnull(strstr(err.text, "nowhere"));
	ck_assert_int_eq(pm_db_check(where.dir, &err), PM_ERR_NOT_INDEX);
	ck_assert_int_eq(mkdir(where.dir, 0777), 0);
	ck_assert_int_eq(pm_db_open(&db, &where, 1, &err), PM_ERR_NOT_INDEX);
	where.dir = in_folder("text");
	f = fopen(where.dir, "w");
	fputs("no database at all, just words", f);
	fclose(f);
	ck_assert_int_lt(pm_db_open(&db, &where, 1, &err), 0);
	ck_assert_ptr_nonnull(strstr(err.text, "text"));
	ck_assert_ptr_null(db);
}
END_TEST

START_TEST(a_database_is_opened_when_it_is_asked)
{
	struct pm_db_location where = { in_folder("later"), NULL };
	struct pm_db_term term = { "a", 1 };
	struct pm_db_writer *w;
	struct pm_error err;
	struct pm_db *db;
	uint32_t freq;

	/* nothing is there yet */
	OK(pm_db_open_later(&db, &where, 1, 7, ERR));
	ck_assert_uint_eq(pm_db_articles(db), 7);
	ck_assert_uint_eq(pm_db_segments(db), 1);
	ck_assert_str_eq(pm_db_dir(db, 0), where.dir);
	ck_assert_int_eq(pm_db_frequencies(db, &term, 1, &freq, &err), PM_ERR_NOT_INDEX);
	OK(pm_db_writer_open(&w, where.dir, ERR));
	OK(pm_db_writer_finish(w, ERR));
	pm_db_writer_free(w);
	/* it has none, not seven */
	ck_assert_int_eq(pm_db_load(db, &err), PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(err.text, "0 articles, not 7"));
	ck_assert_int_eq(pm_db_frequencies(db, &term, 1, &freq, &err), PM_ERR_CORRUPT);
	pm_db_free(db);
	OK(pm_db_open_later(&db, &where, 1, 0, ERR));
	OK(pm_db_load(db, ERR));
	OK(pm_db_load(db, ERR));
	answers_nothing(db);
	pm_db_free(db);
}
END_TEST

START_TEST(no_descriptor_stays_open)
{
	struct model m;
	struct pm_db_node all = { .op = PM_DB_ALL };
	struct pm_db_match match[1];
	struct pm_db_page page = { 0, match, 0 };
	struct pm_db_location where = { in_folder("absent"), NULL };
	size_t before = open_files();
	struct pm_db *db;

	model_open(&m, 2, (uint32_t[]){ 20, 20 });
	search(&m, &all, 1, 0, 1, PM_SORT_DATE, &page);
	model_close(&m);
	ck_assert_int_lt(pm_db_open(&db, &where, 1, NULL), 0);
	ck_assert_uint_eq(open_files(), before);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("database");
	TCase *tc = tcase_create("database");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, frequencies_are_summed_over_segments);
	tcase_add_test(tc, terms_are_listed_once_each_in_order);
	tcase_add_test(tc, one_question_may_be_asked_within_another);
	tcase_add_test(tc, postings_and_data_come_back_as_written);
	tcase_add_test(tc, an_empty_database_answers_that_there_is_nothing);
	tcase_add_test(tc, what_is_no_database_is_said_to_be_none);
	tcase_add_test(tc, a_database_is_opened_when_it_is_asked);
	tcase_add_test(tc, no_descriptor_stays_open);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
