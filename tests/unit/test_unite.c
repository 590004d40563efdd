/* Pressmark - tests of indexer/merge/unite.h: the postings of words become those of their
 * stem, and each word is found among them.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge/unite.h"

#include "support/bytes.h"
#include "tests/unit/small_fixture.h"

#define WORDS_MAX 42u
#define ARTICLES_MAX 60000u

/* --- a naive model -------------------------------------------------------- */

struct model {
	uint32_t wdfs[WORDS_MAX][ARTICLES_MAX + 1]; /* by article */
	bool has[WORDS_MAX][ARTICLES_MAX + 1];
	uint32_t at[WORDS_MAX]; /* the last article that was read */
	uint32_t articles[WORDS_MAX];
	uint32_t n, last; /* words, articles */
};

static struct model *m;

static void
make_model(uint32_t words, uint32_t last)
{
	memset(m, 0, sizeof *m);
	m->n = words;
	m->last = last;
}

static void
put(uint32_t word, uint32_t article, uint32_t wdf)
{
	m->articles[word] += !m->has[word][article];
	m->has[word][article] = true;
	m->wdfs[word][article] = wdf;
}

/* One article in EVERY; wdfs below WDF, often small ones. */
static void
put_some(uint32_t word, uint32_t every, uint32_t wdf)
{
	uint32_t i;

	for (i = 1; i <= m->last; i++)
		if (rnd(every) == 0)
			put(word, i, rnd(1 + rnd(wdf)));
}

/* As many as it likes, but some. */
static enum pm_status
read_model(void *ctx, size_t word, struct pm_posting *out, uint32_t max, uint32_t *n,
	   struct pm_error *err)
{
	uint32_t *at = &m->at[word], some = rnd(3) == 0 ? max : 1 + rnd(max);

	(void)ctx;
	(void)err;
	ck_assert_uint_gt(max, 0);
	for (*n = 0; *n < some && *at < m->last;)
		if (m->has[word][++*at])
			out[(*n)++] = (struct pm_posting){ *at, m->wdfs[word][*at] };
	return PM_OK;
}

/* --- comparing ------------------------------------------------------------ */

/* Whether the word has the posting at PLACE.  *AT and *NEXT: how far its list is read. */
static bool
has_place(const struct pm_share_places *p, uint32_t place, const uint8_t **at,
	  uint64_t *next)
{
	const uint8_t *end = p->list + p->list_len;
	uint64_t gap;

	if (p->bits != NULL)
		return (p->bits[place / 64] >> place % 64 & 1) != 0;
	if (*next != place)
		return false;
	*next = UINT64_MAX;
	if (*at < end) {
		ck_assert_int_eq(pm_load_varint(at, end, &gap), 0);
		*next = place + 1 + gap;
	}
	return true;
}

/* Every word's share of the postings. */
static void
compare_shares(const struct pm_unite *u)
{
	uint32_t word, article, place, most = 0;
	unsigned lists = 0;

	for (word = 0; word < m->n; word++)
		most = m->articles[word] > most ? m->articles[word] : most;
	for (word = 0; word < m->n; word++) {
		const struct pm_share_places *p = &u->shares[word];
		const uint8_t *at = p->list;
		uint64_t next = UINT64_MAX;

		ck_assert_uint_eq(p->n, m->articles[word]);
		if (p->bits == NULL && p->list_len > 0)
			ck_assert_int_eq(pm_load_varint(&at, at + p->list_len, &next), 0);
		for (article = 1, place = 0; article <= m->last; article++) {
			bool any = false;
			uint32_t k;

			for (k = 0; k < m->n && !any; k++)
				any = m->has[k][article];
			if (!any)
				continue;
			if (has_place(p, place, &at, &next) != m->has[word][article])
				ck_abort_msg("word %u, article %u", word, article);
			place++;
		}
		ck_assert_uint_eq(place, u->n);
		ck_assert_ptr_eq(p->bits == NULL ? at : NULL,
				 p->bits == NULL ? p->list + p->list_len : NULL);
		lists += p->bits == NULL;
		/* a list is for what is rare beside others */
		ck_assert(p->bits != NULL || m->articles[word] < most / 4);
	}
	ck_assert_uint_lt(lists, m->n);
}

static void
compare_postings(struct pm_unite *u)
{
	struct pm_posting some[700];
	uint32_t n = 0, i = 0, article, places = 0, k, max;
	uint64_t total = 0;
	size_t n_every = 0;

	for (article = 1; article <= m->last; article++) {
		uint64_t wdf = 0;
		bool any = false;

		for (k = 0; k < m->n; k++) {
			any = any || m->has[k][article];
			wdf += m->wdfs[k][article];
		}
		if (!any)
			continue;
		if (i == n) {
			max = 1 + rnd(700);
			OK(pm_unite_next(u, some, max, &n, ERR));
			ck_assert_uint_le(n, max);
			ck_assert_uint_gt(n, 0);
			i = 0;
		}
		if (some[i].article != article || some[i].wdf != wdf)
			ck_abort_msg("article %u, wdf %u; not %u, %llu", some[i].article,
				     some[i].wdf, article, (unsigned long long)wdf);
		if (places > 0 && places % PM_SHARES_EVERY == 0) {
			ck_assert_uint_lt(n_every, u->n_every);
			ck_assert_uint_eq(u->every[n_every++], article);
		}
		i++;
		places++;
		total += wdf;
	}
	ck_assert_uint_eq(i, n);
	OK(pm_unite_next(u, some, 1, &n, ERR));
	ck_assert_uint_eq(n, 0);
	ck_assert_uint_eq(u->n, places);
	ck_assert_uint_eq(u->total, total);
	ck_assert_uint_eq(u->n_every, n_every);
	ck_assert_uint_eq(u->n_every, pm_shares_every(u->n));
}

/* ARTICLES may say more than there are. */
static void
compare(struct pm_unite *u)
{
	uint32_t articles[WORDS_MAX], i;

	for (i = 0; i < m->n; i++)
		articles[i] = m->articles[i] + (rnd(4) == 0 ? rnd(3) : 0);
	memset(m->at, 0, sizeof m->at);
	OK(pm_unite(u, read_model, NULL, articles, m->n, ERR));
	compare_shares(u);
	compare_postings(u);
}

/* --- tests ---------------------------------------------------------------- */

static struct pm_unite unite;

static void
begin(void)
{
	rng = 1;
	m = calloc(1, sizeof *m);
	ck_assert_ptr_nonnull(m);
	pm_unite_init(&unite);
}

static void
end(void)
{
	pm_unite_release(&unite);
	free(m);
}

/* One after the other, so that nothing stays of the one before. */
START_TEST(random_words_become_one_list)
{
	unsigned round;
	uint32_t i;

	for (round = 0; round < 60; round++) {
		make_model(1 + rnd(rnd(3) == 0 ? WORDS_MAX : 5),
			   1 + rnd(rnd(2) == 0 ? 300 : 9000));
		for (i = 0; i < m->n; i++) {
			put_some(i, 1 + rnd(1 + rnd(200)), rnd(8) == 0 ? 100000 : 5);
			put(i, 1 + rnd(m->last), 1);
		}
		compare(&unite);
	}
}
END_TEST

/* The one that is rare ends early, comes late, or has gaps over many steps. */
START_TEST(a_rare_word_is_found_in_long_lists)
{
	uint32_t i;

	make_model(3, ARTICLES_MAX);
	put_some(0, 1, 4);
	put_some(1, 3, 300);
	switch (_i) {
	case 0:
		for (i = 1; i < 2000; i++)
			put(2, i, 7);
		break;
	case 1:
		for (i = m->last - 2000; i <= m->last; i++)
			put(2, i, 7);
		break;
	case 2:
		put_some(2, 900, 4);
		put(2, m->last, 200);
		break;
	case 3:
		put(2, 1, 128);
		put(2, 1025, 127);
		break;
	default:
		break;
	}
	compare(&unite);
	ck_assert_ptr_null(unite.shares[2].bits);
	ck_assert_ptr_nonnull(unite.shares[0].bits);
	ck_assert_uint_gt(unite.n_every, 50);
}
END_TEST

START_TEST(words_may_have_the_same_articles)
{
	uint32_t i;

	make_model(WORDS_MAX, 5000);
	for (i = 0; i < m->n; i++) {
		uint32_t k;

		for (k = 1; k <= m->last; k += 1 + k % 3)
			put(i, k, i);
	}
	compare(&unite);
	for (i = 0; i < m->n; i++)
		ck_assert_uint_eq(unite.shares[i].n, unite.n);
}
END_TEST

START_TEST(words_may_have_no_article_in_common)
{
	uint32_t i;

	make_model(3, 30000);
	for (i = 1; i <= m->last; i++)
		put(i % 3, i, i);
	compare(&unite);
	make_model(2, 30000);
	for (i = 1; i <= m->last; i++)
		put(i > 15000, i, 1);
	compare(&unite);
}
END_TEST

/* Exactly as many as are held, or as are told of, and one more or less. */
START_TEST(lists_may_end_where_a_step_does)
{
	uint32_t more, i, k;

	for (more = 0; more < 9; more++) {
		make_model(2, 3100);
		for (i = 1; i <= 1024 * (1 + more / 3) + more % 3 - 1; i++) {
			put(0, i, 1);
			for (k = 0; k < 2; k++)
				if ((i + k) % 2 == 0)
					put(k, i, 1);
		}
		compare(&unite);
	}
}
END_TEST

START_TEST(a_wdf_may_not_be_too_large)
{
	static const uint32_t articles[] = { 2, 2, 2 };
	uint32_t i;

	make_model(3, 3);
	put(0, 2, UINT32_MAX - 2);
	put(1, 2, 1);
	put(2, 2, 1);
	compare(&unite);
	make_model(3, 3);
	put(0, 2, UINT32_MAX - 1);
	put(1, 2, 1);
	put(2, 2, 1);
	for (i = 0; i < 3; i++)
		put(i, 3, 1); /* the last sum is not */
	FAILS(pm_unite(&unite, read_model, NULL, articles, 3, ERR), PM_ERR_LIMIT,
	      "more than 4294967295 times");
	make_model(2, 3);
	put(0, 2, UINT32_MAX);
	put(1, 2, UINT32_MAX);
	FAILS(pm_unite(&unite, read_model, NULL, articles, 2, ERR), PM_ERR_LIMIT,
	      "more than 4294967295 times");
	/* and it can be used again */
	make_model(2, 3);
	put(0, 2, UINT32_MAX);
	put(1, 3, UINT32_MAX);
	compare(&unite);
}
END_TEST

static enum pm_status
read_badly(void *ctx, size_t word, struct pm_posting *out, uint32_t max, uint32_t *n,
	   struct pm_error *err)
{
	return word == 1 && m->at[1] > 2000 ? pm_fail(err, PM_ERR_IO, "no more of this")
					    : read_model(ctx, word, out, max, n, err);
}

START_TEST(what_cannot_be_read_ends_it)
{
	static const uint32_t articles[] = { 9000, 9000 };

	make_model(2, 9000);
	put_some(0, 1, 1);
	put_some(1, 1, 1);
	FAILS(pm_unite(&unite, read_badly, NULL, articles, 2, ERR), PM_ERR_IO,
	      "no more of this");
	compare(&unite);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("unite");
	TCase *tc = tcase_create("unite");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, random_words_become_one_list);
	tcase_add_loop_test(tc, a_rare_word_is_found_in_long_lists, 0, 4);
	tcase_add_test(tc, words_may_have_the_same_articles);
	tcase_add_test(tc, words_may_have_no_article_in_common);
	tcase_add_test(tc, lists_may_end_where_a_step_does);
	tcase_add_test(tc, a_wdf_may_not_be_too_large);
	tcase_add_test(tc, what_cannot_be_read_ends_it);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
