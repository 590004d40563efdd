/* Pressmark - tests of indexer/gather/postings.h: lists hold what was counted.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/postings.h"
#include "support/bytes.h"
#include "tests/unit/small_fixture.h"

/* --- a naive list for each term ----------------------------------------- */

struct posting {
	uint32_t article, wdf;
};

struct list {
	struct posting *p;
	size_t n, cap;
};

struct model {
	struct list *lists;
	size_t n, cap;
};

static void
new_term(struct pm_postings *p, struct model *m)
{
	OK(pm_grow(&m->lists, &m->cap, m->n + 1, sizeof *m->lists, ERR));
	m->lists[m->n++] = (struct list){ NULL, 0, 0 };
	OK(pm_postings_new_term(p, ERR));
	ck_assert_uint_eq(p->n, m->n);
}

static void
count(struct pm_postings *p, struct model *m, uint32_t article, uint32_t term,
      uint32_t wdf)
{
	struct list *l = &m->lists[term];

	if (l->n == 0 || l->p[l->n - 1].article != article) {
		if (pm_grow(&l->p, &l->cap, l->n + 1, sizeof *l->p, NULL) < 0)
			ck_abort_msg("out of memory");
		l->p[l->n++] = (struct posting){ article, 0 };
	}
	l->p[l->n - 1].wdf += wdf;
	if (pm_postings_count(p, term, wdf, NULL) != PM_OK)
		ck_abort_msg("cannot count term %u", term);
}

static void
is_list(const struct pm_postings *p, const struct model *m, uint32_t term)
{
	const struct list *l = &m->lists[term];
	const uint8_t *at, *end;
	uint64_t total = 0;
	uint32_t article = 0, gap, wdf;
	struct pm_buf bytes;
	size_t len, i;

	pm_buf_init(&bytes, PM_BUF_NO_LIMIT);
	len = pm_postings_size(p, term);
	ck_assert_ptr_nonnull(pm_buf_reserve(&bytes, len));
	bytes.data[len] = 0x5a; /* stays */
	pm_postings_copy(p, term, bytes.data);
	ck_assert_uint_eq(bytes.data[len], 0x5a);
	at = bytes.data;
	end = bytes.data + len;
	for (i = 0; i < l->n; i++) {
		if (pm_load_varint32(&at, end, &gap) < 0 ||
		    pm_load_varint32(&at, end, &wdf) < 0)
			ck_abort_msg("term %u: the list ends at %zu of %zu", term, i,
				     l->n);
		article += gap;
		if (article != l->p[i].article || wdf != l->p[i].wdf)
			ck_abort_msg("term %u: posting %zu is %u %u, not %u %u", term, i,
				     article, wdf, l->p[i].article, l->p[i].wdf);
		total += wdf;
	}
	ck_assert_ptr_eq(at, end);
	ck_assert_uint_eq(p->lists[term].n, l->n);
	ck_assert_uint_eq(p->lists[term].total, total);
	pm_buf_release(&bytes);
}

static void
is_model(const struct pm_postings *p, struct model *m)
{
	uint32_t i;

	for (i = 0; i < m->n; i++)
		is_list(p, m, i);
}

static void
model_release(struct model *m)
{
	while (m->n > 0)
		free(m->lists[--m->n].p);
	free(m->lists);
}

/* --- tests -------------------------------------------------------------- */

/* Terms of any frequency, new ones meanwhile, small and large gaps and counts. */
START_TEST(lists_hold_what_was_counted)
{
	struct pm_postings p;
	struct model m = { 0 };
	uint32_t article = 0, i, k;
	uint64_t want;

	rng = (uint64_t)_i;
	pm_postings_init(&p);
	for (i = 0; i < 40; i++)
		new_term(&p, &m);
	for (i = 0; i < 4000; i++) {
		article += rnd(3) ? 1 : rnd(3) ? rnd(300) + 1 : rnd(900000) + 1;
		want = 0;
		pm_postings_open(&p, article);
		for (k = rnd(20) == 0 ? 0 : rnd(60); k > 0; k--) {
			uint32_t term = rnd(2) ? rnd(10) : rnd((uint32_t)m.n);
			uint32_t wdf = rnd(4) == 0 ? 0 : rnd(50) ? rnd(4) : rnd(100000);

			if (rnd(30) == 0) {
				term = (uint32_t)m.n;
				new_term(&p, &m);
			}
			count(&p, &m, article, term, wdf);
			want += wdf;
		}
		ck_assert_uint_eq(p.length, want);
		if (i % 500 == 0)
			is_model(&p, &m);
	}
	is_model(&p, &m);
	pm_postings_release(&p);
	pm_postings_release(&p);
	model_release(&m);
}
END_TEST

/* Postings of two to ten bytes: slices end in the middle of one, at each byte. */
START_TEST(the_largest_numbers_come_back)
{
	struct pm_postings p;
	struct model m = { 0 };
	uint32_t i;

	pm_postings_init(&p);
	for (i = 0; i < 64; i++)
		new_term(&p, &m);
	for (i = 0; i < 64; i++) { /* term I is in the first I articles, */
		uint32_t article = i + 1, term;

		pm_postings_open(&p, article);
		for (term = i + 1; term < 64; term++)
			count(&p, &m, article, term, 1);
		ck_assert_uint_eq(p.length, 63 - i);
	}
	pm_postings_open(&p, UINT32_MAX - 1); /* and all are in the last one */
	for (i = 0; i < 64; i++)
		count(&p, &m, UINT32_MAX - 1, i, UINT32_MAX - 100);
	ck_assert_uint_eq(p.length, 64 * (uint64_t)(UINT32_MAX - 100));
	is_model(&p, &m);
	pm_postings_release(&p);
	model_release(&m);
}
END_TEST

START_TEST(a_long_list_takes_little_more_than_its_bytes)
{
	struct pm_postings p;
	struct model m = { 0 };
	uint32_t i, k;
	size_t bytes = 0;

	pm_postings_init(&p);
	for (i = 0; i < 5; i++)
		new_term(&p, &m);
	for (i = 1; i <= 200000; i++) {
		pm_postings_open(&p, i);
		count(&p, &m, i, 2, i % 1000 == 0 ? i : 1 + i % 3);
		for (k = 0; k < 5; k++) /* others, so that slices alternate */
			if (k != 2 && i % (100 * k + 3) == 0)
				count(&p, &m, i, k, 1);
	}
	is_model(&p, &m);
	for (i = 0; i < 5; i++)
		bytes += pm_postings_size(&p, i);
	ck_assert_uint_ge(bytes, 400000);
	ck_assert_uint_lt(p.used, bytes + bytes / 10);
	ck_assert_uint_ge(pm_postings_memory(&p), p.used);
	pm_postings_release(&p);
	model_release(&m);
}
END_TEST

/* Counts of one byte, gaps of one and of two: how many postings a head holds, and the
 * first beyond. */
START_TEST(a_term_that_occurs_seldom_takes_its_head)
{
	struct pm_postings p;
	struct model m = { 0 };
	uint32_t i, article;
	size_t before;

	pm_postings_init(&p);
	before = pm_postings_memory(&p);
	for (i = 0; i < 50000; i++)
		new_term(&p, &m);
	for (article = 1; article <= 12 * 200; article += 200) {
		pm_postings_open(&p, article);
		for (i = 0; i < 50000; i++)
			if (article == 1 || i % 2 == 0)
				count(&p, &m, article, i, 1 + i % 100);
	}
	is_model(&p, &m);
	ck_assert_uint_eq((uintptr_t)p.lists % 64, 0);
	ck_assert_uint_eq(sizeof *p.lists, 64);
	ck_assert_uint_eq(p.used, 8);
	pm_postings_open(&p, 20000);
	count(&p, &m, 20000, 0, 1);
	ck_assert_uint_gt(p.used, 8);
	is_model(&p, &m);
	ck_assert_uint_ge(pm_postings_memory(&p),
			  before + p.used + 50000 * sizeof *p.lists);
	pm_postings_release(&p);
	model_release(&m);
}
END_TEST

START_TEST(terms_without_postings_have_none)
{
	struct pm_postings p;
	struct model m = { 0 };

	pm_postings_init(&p);
	new_term(&p, &m);
	is_model(&p, &m);
	pm_postings_open(&p, 1); /* an article without terms */
	ck_assert_uint_eq(p.length, 0);
	is_model(&p, &m);
	pm_postings_release(&p);
	model_release(&m);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("postings");
	TCase *tc = tcase_create("all");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, lists_hold_what_was_counted, 0, 4);
	tcase_add_test(tc, the_largest_numbers_come_back);
	tcase_add_test(tc, a_long_list_takes_little_more_than_its_bytes);
	tcase_add_test(tc, a_term_that_occurs_seldom_takes_its_head);
	tcase_add_test(tc, terms_without_postings_have_none);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
