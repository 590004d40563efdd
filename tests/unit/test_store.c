/* Pressmark - tests of segment/store.h: articles come back as they went in.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/store.h"
#include "support/file.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[3000];
static uint64_t rng;

static uint32_t
rnd(uint32_t below)
{
	rng ^= rng << 13;
	rng ^= rng >> 7;
	rng ^= rng << 17;
	return (uint32_t)((rng >> 20) % below);
}

#define OK(call) do { \
	struct pm_error err_; \
	err_.text[0] = '\0'; \
	ck_assert_msg((call) == PM_OK, "%s: %s", #call, err_.text); \
} while (0)
#define ERR (&err_)

/* --- a segment's articles ------------------------------------------------------- */

struct corpus {
	struct pm_store_article *articles;
	uint32_t n;
	uint8_t *capital;		/* by rank */
	uint32_t n_ranks;
	char **separators;
	uint32_t n_separators;
};

static const char *
separator(void *ctx, uint32_t number, size_t *len)
{
	const struct corpus *c = ctx;

	ck_assert_uint_lt(number, c->n_separators);
	*len = strlen(c->separators[number]);
	return c->separators[number];
}

/* The commonest are a space, nothing and the end of a sentence, unless N is too
 * small for them. */
static void
make_separators(struct corpus *c, uint32_t n)
{
	static const char *const common[] = { " ", ". ", "", ", ", "?\n", "\xe2\x80\x9d " };
	char text[64];
	uint32_t i, k;

	c->separators = calloc(n + 1, sizeof *c->separators);
	c->n_separators = n;
	for (i = 0; i < n; i++) {
		int len = snprintf(text, sizeof text, " -%u-", i);

		if (rnd(10) == 0)
			snprintf(text + len, sizeof text - (size_t)len, "%.*s.\n", (int)rnd(20),
				 "--------------------");
		c->separators[i] = strdup(i < 6 ? common[i] : text);
		if (i == 6 && n > 7) {		/* a very large one */
			free(c->separators[i]);
			c->separators[i] = malloc(300001);
			for (k = 0; k < 300000; k++)
				c->separators[i][k] = "-=*"[k % 3];
			c->separators[i][k] = '\0';
		}
	}
}

static void
make_article(struct pm_store_article *a, const struct corpus *c, uint32_t n_words,
	     uint32_t n_title, uint32_t n_forms)
{
	uint32_t *ranks = calloc(n_words + 1, sizeof *ranks);
	uint32_t *forms = calloc(n_words + 1, sizeof *forms);
	uint32_t *separators = calloc(n_words + 2, sizeof *separators), i;

	for (i = 0; i < n_words; i++) {
		ranks[i] = rnd(3) ? rnd(c->n_ranks < 100 ? c->n_ranks : 100) : rnd(c->n_ranks);
		forms[i] = rnd(4) ? 0 : c->capital[ranks[i]] != 0 && rnd(2) ? c->capital[ranks[i]]
									     : rnd(n_forms);
	}
	for (i = 0; i < n_words + 2; i++)
		separators[i] = rnd(4) ? 0 : rnd(c->n_separators);
	*a = (struct pm_store_article){ ranks, forms, separators, n_words, n_title };
}

static void
make_corpus(struct corpus *c, uint32_t n, uint32_t n_ranks, uint32_t n_separators)
{
	uint32_t i;

	memset(c, 0, sizeof *c);
	c->n_ranks = n_ranks;
	c->capital = calloc(n_ranks, 1);
	for (i = 0; i < n_ranks; i++)
		c->capital[i] = (uint8_t)(rnd(2) ? 0 : rnd(5) ? 1 : 1 + rnd(255));
	make_separators(c, n_separators);
	c->articles = calloc(n + 1, sizeof *c->articles);
	c->n = n;
	for (i = 0; i < n; i++) {
		uint32_t words = rnd(8) == 0 ? rnd(3) : rnd(20) == 0 ? rnd(5000) : rnd(150);

		make_article(&c->articles[i], c, words, rnd(3) ? rnd(words + 1) % 12 % (words + 1)
				: rnd(2) ? words : 0, rnd(10) ? 4 : 100000);
	}
}

static void
release_corpus(struct corpus *c)
{
	uint32_t i;

	for (i = 0; i < c->n; i++) {
		free((void *)(uintptr_t)c->articles[i].ranks);
		free((void *)(uintptr_t)c->articles[i].forms);
		free((void *)(uintptr_t)c->articles[i].separators);
	}
	for (i = 0; i < c->n_separators; i++)
		free(c->separators[i]);
	free(c->separators);
	free(c->articles);
	free(c->capital);
}

static void
write_corpus(struct corpus *c)
{
	struct pm_store_plan plan = { c->capital, separator, c, c->n_separators };
	struct pm_store_writer *w;
	uint64_t sizes[3];
	uint32_t i;

	OK(pm_store_create(&w, folder, &plan, ERR));
	for (i = 0; i < c->n; i++)
		OK(pm_store_add(w, &c->articles[i], ERR));
	OK(pm_store_finish(w, sizes, ERR));
	pm_store_writer_free(w);
}

/* --- reading ---------------------------------------------------------------------- */

static void
is_article(struct pm_store *s, const struct corpus *c, uint32_t number,
	   struct pm_decoded *d)
{
	const struct pm_store_article *a = &c->articles[number - 1];
	const uint8_t *codes, *end;
	struct pm_place place;
	struct pm_error err;
	uint32_t i, rank;

	OK(pm_store_place(s, number, &place, ERR));
	ck_assert_uint_eq(place.n_words, a->n_words);
	ck_assert_uint_eq(place.n_title, a->n_title);
	codes = pm_store_codes(s, &place, &err);
	ck_assert_msg(codes != NULL || a->n_words == 0, "%s", err.text);
	end = codes + place.words_bytes;
	/* no assertion for each word: they take a microsecond */
	for (i = 0; i < a->n_words; i++)
		if (pm_code_get(&codes, end, &rank) != 0 || rank != a->ranks[i])
			ck_abort_msg("article %u, word %u: another code", number, i);
	ck_assert_ptr_eq(codes, end);
	OK(pm_store_decode_words(s, &place, d, ERR));
	OK(pm_store_decode_dressing(s, &place, d, ERR));
	ck_assert_uint_eq(d->n_words, a->n_words);
	ck_assert_uint_eq(d->n_title, a->n_title);
	if (a->n_words > 0)
		ck_assert_mem_eq(d->ranks, a->ranks, a->n_words * sizeof *a->ranks);
	for (i = 0; i < a->n_words; i++)
		if ((d->forms[i] == PM_FORM_AT_START ? c->capital[a->ranks[i]] : d->forms[i]) !=
		    a->forms[i])
			ck_abort_msg("article %u, word %u: form %u, not %u", number, i,
				     d->forms[i], a->forms[i]);
	ck_assert_mem_eq(d->separators, a->separators,
			 (a->n_words + 2) * sizeof *a->separators);
}

static void
comes_back(struct corpus *c)
{
	struct pm_decoded d = { 0 };
	struct pm_place place;
	struct pm_store *s;
	struct pm_error err;
	const char *text;
	size_t len;
	uint32_t i;

	write_corpus(c);
	OK(pm_store_open(&s, folder, ERR));
	OK(pm_store_verify(s, ERR));
	ck_assert_uint_eq(pm_store_articles(s), c->n);
	ck_assert_uint_eq(pm_store_separators(s), c->n_separators);
	for (i = 0; i < c->n_separators; i++) {
		OK(pm_store_separator(s, i, &text, &len, ERR));
		ck_assert_uint_eq(len, strlen(c->separators[i]));
		ck_assert_int_eq(memcmp(text, c->separators[i], len), 0);
	}
	ck_assert_int_lt(pm_store_separator(s, c->n_separators, &text, &len, &err), 0);
	for (i = 1; i <= c->n; i++)
		is_article(s, c, i, &d);
	for (i = 0; i < 300 && c->n > 0; i++)	/* and in any order */
		is_article(s, c, 1 + rnd(c->n), &d);
	ck_assert_int_lt(pm_store_place(s, c->n + 1, &place, &err), 0);
	ck_assert_int_lt(pm_store_place(s, 0, &place, &err), 0);
	pm_decoded_release(&d);
	pm_store_free(s);
}

/* --- tests ------------------------------------------------------------------------- */

START_TEST(random_articles_come_back)
{
	static const struct { uint32_t articles, ranks, separators; } cases[] = {
		{ 1, 1, 3 }, { 2, 5, 3 }, { 63, 200, 6 }, { 64, 200, 20 }, { 65, 130, 7 },
		{ 128, 20000, 300 }, { 129, 3000000, 1000 }, { 1000, 500, 40 }
	};
	struct corpus c;

	rng = 88172645463325252u + (uint64_t)_i;
	make_corpus(&c, cases[_i].articles, cases[_i].ranks, cases[_i].separators);
	comes_back(&c);
	release_corpus(&c);
}
END_TEST

START_TEST(articles_without_words_come_back)
{
	struct corpus c;
	uint32_t i;

	rng = 7;
	make_corpus(&c, 200, 10, 9);
	for (i = 0; i < 200; i++) {
		c.articles[i].n_words = c.articles[i].n_title = 0;
		((uint32_t *)(uintptr_t)c.articles[i].separators)[0] = i % 9;
		((uint32_t *)(uintptr_t)c.articles[i].separators)[1] = i / 9 % 9;
	}
	comes_back(&c);
	release_corpus(&c);
}
END_TEST

/* Neither a space nor nothing is among the separators. */
START_TEST(separators_without_the_predicted_ones_come_back)
{
	struct corpus c;

	rng = 8;
	make_corpus(&c, 50, 40, 5);
	free(c.separators[0]);
	free(c.separators[2]);
	c.separators[0] = strdup("_");
	c.separators[2] = strdup("__");
	comes_back(&c);
	release_corpus(&c);
}
END_TEST

START_TEST(a_large_article_comes_back)
{
	struct corpus c;

	rng = 9;
	make_corpus(&c, 3, 3000000, 5000);
	free((void *)(uintptr_t)c.articles[1].ranks);
	free((void *)(uintptr_t)c.articles[1].forms);
	free((void *)(uintptr_t)c.articles[1].separators);
	make_article(&c.articles[1], &c, 400000, 100000, 300);
	comes_back(&c);
	release_corpus(&c);
}
END_TEST

static void
make_folder(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(folder, sizeof folder, "%s/pm-store-XXXXXX", tmp != NULL ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void
remove_folder(void)
{
	pm_remove_tree(folder, NULL);
}

int
main(void)
{
	Suite *s = suite_create("store");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	tcase_add_checked_fixture(tc, make_folder, remove_folder);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, random_articles_come_back, 0, 8);
	tcase_add_test(tc, articles_without_words_come_back);
	tcase_add_test(tc, separators_without_the_predicted_ones_come_back);
	tcase_add_test(tc, a_large_article_comes_back);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}
