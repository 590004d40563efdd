/* Pressmark - tests of segment/sketches.h: what copies have in common.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/sketches.h"

#include "support/bytes.h"
#include "tests/unit/small_fixture.h"

#define WORDS 600u

static void
make(const uint32_t *words, size_t n, uint32_t day, struct pm_sketch *s)
{
	struct pm_sketcher sketcher;
	uint8_t record[PM_SKETCH_BYTES];
	size_t at = 0, some;
	unsigned i;

	pm_sketcher_begin(&sketcher);
	/* in pieces of any size */
	for (; at < n; at += some) {
		some = 1 + rnd(40);
		if (some > n - at)
			some = n - at;
		pm_sketcher_add(&sketcher, words + at, some);
	}
	pm_sketcher_end(&sketcher, day, record);
	s->day = pm_load_u32(record);
	s->digest = pm_load_u32(record + 4);
	for (i = 0; i < PM_SKETCH_KEYS; i++)
		s->keys[i] = pm_load_u32(record + 8 + 4 * i);
}

/* The hash of the run that ends with word I, by the definition. */
static uint64_t
hash_of(const uint32_t *words, size_t i)
{
	uint64_t sum = 0;
	unsigned k;

	for (k = PM_RUN_WORDS; k-- > 0;)
		sum = sum * PM_RUN_FACTOR + words[i - k];
	return pm_run_hash(sum);
}

static int
ascending(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static void
fill(uint32_t *words, size_t n, uint32_t vocabulary)
{
	size_t i;

	for (i = 0; i < n; i++)
		words[i] = rnd(vocabulary) * 2654435761u;
}

/* The keys are those of the least hashes, each once, in their order. */
START_TEST(keys_are_of_the_least_hashes)
{
	static const size_t sizes[] = { 0, 7, 8, 26, 27, 28, 40, 100, WORDS };
	uint64_t hashes[WORDS];
	uint32_t words[WORDS];
	struct pm_sketch s;
	size_t n = sizes[_i], i, kept = 0;
	unsigned round;

	for (round = 0; round < 200; round++) {
		rng = round + 1;
		fill(words, n, round % 3 == 0 ? 1 + round % 2 : 1000);
		make(words, n, 20240105, &s);
		for (i = 7, kept = 0; i < n; i++)
			hashes[i - 7] = hash_of(words, i);
		if (n > 7)
			qsort(hashes, n - 7, sizeof *hashes, ascending);
		for (i = 0; i + 7 < n && n >= PM_SKETCH_KEY_RUNS + 7; i++)
			if (i == 0 || hashes[i] != hashes[i - 1])
				hashes[kept++] = hashes[i];
		ck_assert_uint_eq(s.day, 20240105);
		ck_assert_int_eq(s.digest != 0, n >= PM_SKETCH_DIGEST_WORDS);
		for (i = 0; i < PM_SKETCH_KEYS; i++)
			ck_assert_uint_eq(s.keys[i], i >= kept ? 0
						     : (uint32_t)hashes[i] == 0
							     ? 1
							     : (uint32_t)hashes[i]);
	}
}
END_TEST

/* Of a body with another word at its end, or in another order, the digest is another. */
START_TEST(digests_are_of_all_words_in_order)
{
	uint32_t words[WORDS], other[WORDS], k;
	struct pm_sketch s, t;

	rng = 3;
	fill(words, WORDS, 1000);
	make(words, WORDS, 0, &s);
	make(words, WORDS, 0, &t);
	ck_assert_uint_eq(s.digest, t.digest);
	for (k = 0; k < 500; k++) {
		uint32_t at = rnd(WORDS - 1);

		memcpy(other, words, sizeof words);
		if (k % 2 == 0)
			other[at]++;
		else if (words[at] != words[at + 1])
			other[at] = words[at + 1], other[at + 1] = words[at];
		else
			continue;
		make(other, WORDS, 0, &t);
		ck_assert_uint_ne(s.digest, t.digest);
	}
	make(words, WORDS - 1, 0, &t);
	ck_assert_uint_ne(s.digest, t.digest);
}
END_TEST

START_TEST(long_words_are_hashed_by_their_beginning_and_length)
{
	char word[3 * PM_WORD_HASHED];
	uint32_t hash;

	memset(word, 'a', sizeof word);
	hash = pm_word_hash(word, sizeof word);
	ck_assert_uint_ne(pm_word_hash(word, sizeof word - 1), hash);
	word[PM_WORD_HASHED] = 'b';
	ck_assert_uint_eq(pm_word_hash(word, sizeof word), hash);
	word[PM_WORD_HASHED - 1] = 'b';
	ck_assert_uint_ne(pm_word_hash(word, sizeof word), hash);
	ck_assert_uint_ne(pm_word_hash("a", 1), pm_word_hash("b", 1));
}
END_TEST

START_TEST(what_is_written_is_read)
{
	uint32_t words[WORDS], i;
	uint8_t record[PM_SKETCH_BYTES];
	struct pm_pages_writer *w;
	struct pm_sketcher sketcher;
	struct pm_pages *pages;
	struct pm_sketch s, t;
	char path[PATH_SIZE];

	rng = 9;
	fill(words, WORDS, 1000);
	OK(pm_sketches_create(&w, in_folder(path, PM_SKETCHES_FILE), ERR));
	for (i = 1; i <= 300; i++) {
		pm_sketcher_begin(&sketcher);
		pm_sketcher_add(&sketcher, words, i);
		pm_sketcher_end(&sketcher, i, record);
		OK(pm_pages_write(w, record, sizeof record, ERR));
	}
	OK(pm_pages_finish(w, NULL, ERR));
	pm_pages_writer_free(w);
	OK(pm_sketches_open(&pages, path, 300, ERR));
	for (i = 1; i <= 300; i++) {
		OK(pm_sketches_get(pages, i, &s, ERR));
		make(words, i, i, &t);
		ck_assert_mem_eq(&s, &t, sizeof s);
	}
	FAILS(pm_sketches_get(pages, 301, &s, ERR), PM_ERR_CORRUPT, "sketches");
	pm_pages_free(pages);
	FAILS(pm_sketches_open(&pages, path, 299, ERR), PM_ERR_CORRUPT,
	      "it is not made for 299 articles");
	FAILS(pm_sketches_open(&pages, path, 301, ERR), PM_ERR_CORRUPT,
	      "it is not made for 301 articles");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("sketches");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_loop_test(tc, keys_are_of_the_least_hashes, 0, 9);
	tcase_add_test(tc, digests_are_of_all_words_in_order);
	tcase_add_test(tc, long_words_are_hashed_by_their_beginning_and_length);
	tcase_add_test(tc, what_is_written_is_read);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
