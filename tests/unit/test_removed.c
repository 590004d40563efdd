/* Pressmark - tests of segment/removed.h: which articles are gone.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/removed.h"

#include "support/bytes.h"
#include "tests/unit/small_fixture.h"

#define ARTICLES 5000u
#define WORDS 3000u
#define ALIASES 700u

/* Ascending numbers below END, each with a chance of 1 in ONE_IN. */
static uint32_t *
numbers(uint32_t from, uint32_t end, uint32_t one_in, size_t *n)
{
	uint32_t *list = malloc((end + 1) * sizeof *list), i;

	*n = 0;
	for (i = from; i < end; i++)
		if (rnd(one_in) == 0)
			list[(*n)++] = i;
	return list;
}

static struct pm_removed_pair *
pairs(uint32_t end, uint32_t one_in, size_t *n)
{
	struct pm_removed_pair *list = malloc(40 * (end + 1) * sizeof *list);
	uint32_t i, k;

	*n = 0;
	for (i = 0; i < end; i++)
		for (k = 0; k < 40; k++)
			if (rnd(one_in) == 0)
				list[(*n)++] = (struct pm_removed_pair){
					i, k < 39 ? k : 1000000 + i
				};
	return list;
}

/* A term for a number, in the order of the numbers. */
static size_t
name_term(char out[64], uint32_t i)
{
	return (size_t)snprintf(out, 64, "%c%05u%.*s", 'A' + (int)(i * 40 / 100000),
				(unsigned)i, (int)(i % 30),
				"abcdefghijabcdefghijabcdefghij");
}

static void
make(struct pm_removed_tables *t, uint32_t one_in)
{
	uint32_t i, *ranks;
	size_t n;

	pm_removed_tables_init(t);
	t->articles = numbers(1, ARTICLES + 1, one_in, &n);
	if (n == 0)
		t->articles[n++] = ARTICLES;
	t->sums = (struct pm_removed_sums){ n, 1000 + n, 2000 + n, 3, 4, 5 };
	t->dead_words = numbers(0, WORDS, 1 + one_in, &t->n_dead_words);
	t->dead_aliases = numbers(0, ALIASES, 1 + one_in / 2, &t->n_dead_aliases);
	t->dead_forms = pairs(WORDS, 40 * one_in, &t->n_dead_forms);
	t->dead_targets = pairs(ALIASES, 40 * one_in, &t->n_dead_targets);
	ranks = numbers(0, WORDS, 2, &t->n_words);
	t->words = malloc((t->n_words + 1) * sizeof *t->words);
	for (i = 0; i < t->n_words; i++) {
		uint32_t articles = 1 + rnd((uint32_t)n);

		t->words[i] = (struct pm_removed_word){ ranks[i], articles,
							articles + rnd64() % 3 };
	}
	free(ranks);
	t->terms = malloc(4000 * sizeof *t->terms);
	for (i = 0; i < 4000; i++) {
		char term[64];
		size_t len = name_term(term, i);

		if (rnd(one_in) > 0)
			continue;
		t->terms[t->n_terms++] = (struct pm_removed_term){ t->bytes.len, len,
								   1 + rnd((uint32_t)n) };
		pm_buf_put(&t->bytes, term, len);
	}
}

static void
check_same(const struct pm_removed_tables *a, const struct pm_removed_tables *b)
{
	size_t i;

	ck_assert_mem_eq(&a->sums, &b->sums, sizeof a->sums);
	ck_assert_mem_eq(a->articles, b->articles, a->sums.articles * sizeof *a->articles);
	ck_assert_uint_eq(a->n_words, b->n_words);
	ck_assert_uint_eq(a->n_dead_words, b->n_dead_words);
	ck_assert_uint_eq(a->n_dead_aliases, b->n_dead_aliases);
	ck_assert_uint_eq(a->n_dead_forms, b->n_dead_forms);
	ck_assert_uint_eq(a->n_dead_targets, b->n_dead_targets);
	ck_assert_uint_eq(a->n_terms, b->n_terms);
	ck_assert_mem_eq(a->words, b->words, a->n_words * sizeof *a->words);
	ck_assert_mem_eq(a->dead_words, b->dead_words, a->n_dead_words * 4);
	ck_assert_mem_eq(a->dead_aliases, b->dead_aliases, a->n_dead_aliases * 4);
	ck_assert_mem_eq(a->dead_forms, b->dead_forms, a->n_dead_forms * 8);
	ck_assert_mem_eq(a->dead_targets, b->dead_targets, a->n_dead_targets * 8);
	for (i = 0; i < a->n_terms; i++) {
		ck_assert_uint_eq(a->terms[i].at, b->terms[i].at);
		ck_assert_uint_eq(a->terms[i].len, b->terms[i].len);
		ck_assert_uint_eq(a->terms[i].articles, b->terms[i].articles);
	}
	ck_assert_uint_eq(a->bytes.len, b->bytes.len);
	ck_assert(a->bytes.len == 0 ||
		  memcmp(a->bytes.data, b->bytes.data, a->bytes.len) == 0);
}

static void
check_articles(struct pm_removed_part *p, const struct pm_removed_tables *t)
{
	uint64_t bits[ARTICLES / 64 + 1] = { 0 };
	uint32_t i, k = 0;

	OK(pm_removed_mark(p, bits, ARTICLES, ERR));
	for (i = 0; i < ARTICLES; i++) {
		bool gone = k < t->sums.articles && t->articles[k] == i + 1;

		ck_assert_int_eq((int)(bits[i / 64] >> i % 64 & 1), gone);
		k += gone;
	}
}

static void
check_terms(struct pm_removed_part *p, const struct pm_removed_tables *t)
{
	uint32_t i, k = 0, n;
	char term[64];
	size_t len;

	for (i = 0; i < 4000; i++) {
		bool there;

		len = name_term(term, i);
		there = k < t->n_terms && t->terms[k].len == len &&
			memcmp(pm_buf_str(&t->bytes) + t->terms[k].at, term, len) == 0;
		OK(pm_removed_term(p, term, len, &n, ERR));
		ck_assert_uint_eq(n, there ? t->terms[k].articles : 0);
		k += there;
		/* neighbours of it that are nowhere */
		OK(pm_removed_term(p, term, len - 1, &n, ERR));
		ck_assert_uint_eq(n, 0);
		term[len] = '!';
		OK(pm_removed_term(p, term, len + 1, &n, ERR));
		ck_assert_uint_eq(n, 0);
	}
	ck_assert_uint_eq(k, t->n_terms);
	OK(pm_removed_term(p, "", 0, &n, ERR));
	ck_assert_uint_eq(n, 0);
	OK(pm_removed_term(p, "\xff", 1, &n, ERR));
	ck_assert_uint_eq(n, 0);
}

static bool
has(const uint32_t *list, size_t n, uint32_t number)
{
	while (n > 0)
		if (list[--n] == number)
			return true;
	return false;
}

static bool
has_pair(const struct pm_removed_pair *list, size_t n, uint32_t of, uint32_t number)
{
	while (n > 0)
		if (list[--n].of == of && list[n].number == number)
			return true;
	return false;
}

static void
check_dead(struct pm_removed_part *p, const struct pm_removed_tables *t)
{
	uint32_t i, k;

	OK(pm_removed_load(p, WORDS, ALIASES, ERR));
	OK(pm_removed_load(p, WORDS, ALIASES, ERR));
	for (i = 0; i < WORDS + 100; i++) {
		bool dead = has(t->dead_words, t->n_dead_words, i);

		ck_assert_int_eq(pm_removed_is_dead_word(p, i), dead);
		for (k = 0; k < 41 && rnd(8) == 0; k++)
			ck_assert_int_eq(pm_removed_is_dead_form(p, i, k),
					 dead || has_pair(t->dead_forms, t->n_dead_forms,
							  i, k));
	}
	for (i = 0; i < ALIASES + 100; i++) {
		bool dead = has(t->dead_aliases, t->n_dead_aliases, i);

		ck_assert_int_eq(pm_removed_is_dead_alias(p, i), dead);
		for (k = 0; k < 41; k++)
			ck_assert_int_eq(pm_removed_is_dead_target(p, i, k),
					 dead || has_pair(t->dead_targets,
							  t->n_dead_targets, i, k));
	}
}

static void
check_words(struct pm_removed_part *p, const struct pm_removed_tables *t)
{
	struct pm_removed_word w;
	uint32_t i, k = 0;

	for (i = 0; i < WORDS + 100; i++) {
		bool there = k < t->n_words && t->words[k].rank == i;

		OK(pm_removed_word(p, i, &w, ERR));
		ck_assert_uint_eq(w.rank, i);
		ck_assert_uint_eq(w.count, there ? t->words[k].count : 0);
		ck_assert_uint_eq(w.articles, there ? t->words[k].articles : 0);
		k += there;
	}
}

START_TEST(what_is_written_is_found)
{
	struct pm_removed_tables t[3], again;
	struct pm_removed_writer *w;
	struct pm_removed *r;
	char path[PATH_SIZE];
	uint64_t size, identity;
	size_t i;

	rng = (uint64_t)_i + 1;
	in_folder(path, "removed-3");
	OK(pm_removed_create(&w, path, ERR));
	for (i = 0; i < 3; i++) {
		make(&t[i], 1 + rnd(_i % 4 == 0 ? 3 : 3000));
		OK(pm_removed_add(w, 77 + i, i == (size_t)_i % 3 ? NULL : &t[i], ERR));
	}
	OK(pm_removed_finish(w, &size, ERR));
	pm_removed_writer_free(w);
	OK(pm_removed_open(&r, path, ERR));
	OK(pm_removed_verify(r, ERR));
	OK(pm_pages_identity(path, &identity, ERR));
	ck_assert_uint_eq(pm_removed_file_size(r), size);
	ck_assert_uint_eq(pm_removed_identity(r), identity);
	ck_assert_uint_eq(pm_removed_segments(r), 3);
	for (i = 0; i < 3; i++) {
		struct pm_removed_part *p = pm_removed_part(r, i);

		ck_assert_uint_eq(pm_removed_segment(r, i), 77 + i);
		ck_assert_int_eq(p == NULL, i == (size_t)_i % 3);
		if (p != NULL) {
			check_articles(p, &t[i]);
			check_terms(p, &t[i]);
			check_words(p, &t[i]);
			check_dead(p, &t[i]);
			pm_removed_tables_init(&again);
			OK(pm_removed_read(p, &again, ERR));
			check_same(&t[i], &again);
			pm_removed_tables_release(&again);
		}
		pm_removed_tables_release(&t[i]);
	}
	pm_removed_free(r);
}
END_TEST

/* --- what makes no sense ------------------------------------------------ */

/* A file with one segment, of which everything is right but for what CHANGE does. */
static struct pm_removed_part *
open_changed(struct pm_removed **r, void (*change)(struct pm_removed_tables *t))
{
	struct pm_removed_tables t;
	struct pm_removed_writer *w;
	char path[PATH_SIZE];
	size_t n;

	pm_removed_tables_init(&t);
	t.sums = (struct pm_removed_sums){ 2, 20, 20, 0, 100, 0 };
	t.articles = malloc(2 * sizeof *t.articles);
	t.articles[0] = 3;
	t.articles[1] = 9;
	t.words = calloc(2, sizeof *t.words);
	t.words[0] = (struct pm_removed_word){ 5, 1, 2 };
	t.words[1] = (struct pm_removed_word){ 6, 2, 2 };
	t.n_words = 2;
	t.dead_words = numbers(5, 7, 1, &t.n_dead_words);
	t.dead_forms = malloc(2 * sizeof *t.dead_forms);
	t.dead_forms[0] = (struct pm_removed_pair){ 1, 0 };
	t.dead_forms[1] = (struct pm_removed_pair){ 1, 1 };
	t.n_dead_forms = 2;
	t.dead_aliases = numbers(0, 2, 1, &n);
	t.n_dead_aliases = n;
	t.terms = calloc(2, sizeof *t.terms);
	pm_buf_puts(&t.bytes, "abcabd");
	t.terms[0] = (struct pm_removed_term){ 0, 3, 1 };
	t.terms[1] = (struct pm_removed_term){ 3, 3, 2 };
	t.n_terms = 2;
	change(&t);
	OK(pm_removed_create(&w, in_folder(path, "removed-1"), ERR));
	OK(pm_removed_add(w, 1, &t, ERR));
	OK(pm_removed_finish(w, NULL, ERR));
	pm_removed_writer_free(w);
	pm_removed_tables_release(&t);
	OK(pm_removed_open(r, path, ERR));
	return pm_removed_part(*r, 0);
}

static void
nothing(struct pm_removed_tables *t)
{
	(void)t;
}
static void
article_0(struct pm_removed_tables *t)
{
	t->articles[0] = 0;
}
static void
article_twice(struct pm_removed_tables *t)
{
	t->articles[1] = 3;
}
static void
article_above(struct pm_removed_tables *t)
{
	t->articles[1] = 11;
}
static void
word_twice(struct pm_removed_tables *t)
{
	t->words[1].rank = 5;
}
static void
word_in_more(struct pm_removed_tables *t)
{
	t->words[1].articles = 3;
}
static void
word_in_none(struct pm_removed_tables *t)
{
	t->words[0].articles = 0;
}
static void
fewer_occurrences(struct pm_removed_tables *t)
{
	t->words[1].count = 1;
}
static void
dead_above(struct pm_removed_tables *t)
{
	t->dead_words[1] = 10;
}
static void
dead_twice(struct pm_removed_tables *t)
{
	t->dead_aliases[1] = 0;
}
static void
form_twice(struct pm_removed_tables *t)
{
	t->dead_forms[1].number = 0;
}
static void
term_twice(struct pm_removed_tables *t)
{
	t->terms[1].at = 0;
}
static void
terms_fall(struct pm_removed_tables *t)
{
	t->terms[0].at = 3, t->terms[1].at = 0;
}
static void
term_in_more(struct pm_removed_tables *t)
{
	t->terms[0].articles = 3;
}
static void
term_in_none(struct pm_removed_tables *t)
{
	t->terms[1].articles = 0;
}

static void (*const changes[])(struct pm_removed_tables *t) = {
	nothing,      article_0,    article_twice,     article_above, word_twice,
	word_in_more, word_in_none, fewer_occurrences, dead_above,    dead_twice,
	form_twice,   term_twice,   terms_fall,	       term_in_more,  term_in_none,
};

#define CHANGES ((int)(sizeof changes / sizeof *changes))

START_TEST(what_makes_no_sense_is_refused)
{
	struct pm_removed *r;
	struct pm_removed_part *p = open_changed(&r, changes[_i]);
	struct pm_removed_tables t;
	uint64_t bits[1] = { 0 };
	struct pm_removed_word word;
	struct pm_error err;
	uint32_t n;
	int refused;

	pm_removed_tables_init(&t);
	refused = pm_removed_mark(p, bits, 10, &err) < 0;
	refused += pm_removed_load(p, 10, 10, &err) < 0;
	refused += pm_removed_term(p, "abe", 3, &n, &err) < 0;
	refused += pm_removed_word(p, 6, &word, &err) < 0;
	if (_i == 0)
		ck_assert_int_eq(refused, 0);
	else
		ck_assert_msg(refused == 1 && err.status == PM_ERR_CORRUPT &&
				      strstr(err.text, "removed-1") != NULL,
			      "%d refused: %s", refused, err.text);
	/* and so it is as a whole, whose numbers only the segment could know */
	if (changes[_i] != article_above && changes[_i] != dead_above)
		ck_assert_int_eq(pm_removed_read(p, &t, &err) == PM_OK, _i == 0);
	pm_removed_tables_release(&t);
	pm_removed_free(r);
}
END_TEST

/* Each number of the directory is looked at. */
START_TEST(a_directory_that_does_not_fit_is_refused)
{
	struct pm_removed *r;
	struct pm_pages_writer *w;
	struct pm_pages *pages;
	char path[PATH_SIZE], other[PATH_SIZE];
	uint8_t *data;
	struct pm_error err;
	uint64_t len;
	size_t at;

	open_changed(&r, nothing);
	pm_removed_free(r);
	OK(pm_pages_open(&pages, in_folder(path, "removed-1"), PM_REMOVED_KIND,
			 PM_REMOVED_VERSION, ERR));
	len = pm_pages_len(pages);
	data = malloc(len);
	memcpy(data, pm_pages_get(pages, 0, len, NULL), len);
	pm_pages_free(pages);
	in_folder(other, "removed-2");
	/* what identifies it, and the sums but the first, may be any number */
	for (at = len - 200 + 8; at < len; at += 8) {
		static const int64_t by[] = { 1, -1, INT64_MAX, INT32_MAX };
		uint64_t was = pm_load_u64(data + at);
		size_t i;

		if (at > len - 200 + 8 && at < len - 200 + 56)
			continue;
		for (i = 0; i < 4; i++) {
			pm_store_u64(data + at, was + (uint64_t)by[i]);
			OK(pm_pages_create(&w, other, PM_REMOVED_KIND, PM_REMOVED_VERSION,
					   PM_REMOVED_PAGE, ERR));
			OK(pm_pages_write(w, data, len, ERR));
			OK(pm_pages_finish(w, NULL, ERR));
			pm_pages_writer_free(w);
			if (pm_removed_open(&r, other, &err) == PM_OK) {
				struct pm_removed_part *p = pm_removed_part(r, 0);
				struct pm_removed_tables t;

				/* one entry more or less than the bytes are shows later */
				pm_removed_tables_init(&t);
				ck_assert_int_eq(pm_removed_read(p, &t, &err),
						 PM_ERR_CORRUPT);
				pm_removed_tables_release(&t);
				pm_removed_free(r);
			} else {
				ck_assert_int_eq(err.status, PM_ERR_CORRUPT);
			}
			unlink(other);
		}
		pm_store_u64(data + at, was);
	}
	free(data);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("removed");
	TCase *tc = tcase_create("all");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_loop_test(tc, what_is_written_is_found, 0, 12);
	tcase_add_loop_test(tc, what_makes_no_sense_is_refused, 0, CHANGES);
	tcase_add_test(tc, a_directory_that_does_not_fit_is_refused);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
