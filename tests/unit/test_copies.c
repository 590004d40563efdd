/* Pressmark - tests of segment/copies.h: which articles tell the same story.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/copies.h"
#include "segment/generation.h"

#include "tests/unit/small_fixture.h"

#define ARTICLES 400u

/* By place: the leader. */
static uint32_t leaders[ARTICLES];

/* Random stories, whose leaders need not be their first articles by place. */
static size_t
make(struct pm_copy *copies)
{
	uint32_t i, k;
	size_t n = 0;

	for (i = 0; i < ARTICLES; i++)
		leaders[i] = i;
	for (i = 0; i < 150; i++) {
		uint32_t copy = rnd(ARTICLES), leader = leaders[rnd(ARTICLES)];
		bool leads = false;

		for (k = 0; k < ARTICLES; k++)
			leads = leads || (k != copy && leaders[k] == copy);
		if (copy != leader && !leads && leaders[copy] == copy)
			leaders[copy] = leader;
	}
	for (i = 0; i < ARTICLES; i++)
		for (k = ARTICLES; k-- > 0;)
			if (k != i && leaders[k] == i)
				copies[n++] = (struct pm_copy){ i, k };
	return n;
}

static uint32_t
naive_repeats(const uint64_t *set)
{
	bool told[ARTICLES] = { false };
	uint32_t i, repeats = 0;

	for (i = 0; i < ARTICLES; i++)
		if (set[i / 64] >> i % 64 & 1) {
			repeats += told[leaders[i]];
			told[leaders[i]] = true;
		}
	return repeats;
}

START_TEST(stories_are_found_as_they_were_written)
{
	struct pm_copy copies[ARTICLES];
	struct pm_copies *c;
	const struct pm_copy *of;
	uint64_t size, identity, set[ARTICLES / 64 + 1];
	char path[PATH_SIZE], name[PM_GENERATION_NAME];
	uint32_t i, k;
	size_t n, some, seen = 0;

	rng = (uint64_t)_i + 1;
	n = _i == 0 ? 0 : make(copies);
	for (i = 0; i < ARTICLES && _i == 0; i++)
		leaders[i] = i;
	pm_generation_file_name(name, PM_COPIES_PREFIX, 12);
	ck_assert_str_eq(name, "copies-12");
	OK(pm_copies_write(in_folder(path, name), copies, n, &size, &identity, ERR));
	OK(pm_copies_open(&c, path, ARTICLES, ERR));
	ck_assert_uint_eq(pm_copies_file_size(c), size);
	ck_assert_uint_eq(pm_copies_identity(c), identity);
	ck_assert_uint_eq(pm_copies_count(c), n);
	OK(pm_copies_verify(c, ERR));
	OK(pm_copies_load(c, ERR));
	OK(pm_copies_load(c, ERR));
	for (i = 0; i < ARTICLES; i++) {
		ck_assert_uint_eq(pm_copies_leader(c, i), leaders[i]);
		of = pm_copies_of(c, i, &some);
		ck_assert_int_eq(pm_copies_concern(c, i), leaders[i] != i || some > 0);
		for (k = 0; k < some; k++)
			ck_assert_uint_eq(leaders[of[k].copy], i);
		seen += some;
	}
	ck_assert_uint_eq(seen, n);
	for (k = 0; k < 100; k++) {
		memset(set, 0, sizeof set);
		for (i = 0; i < ARTICLES; i++)
			set[i / 64] |= (uint64_t)(rnd(100) < k) << i % 64;
		ck_assert_uint_eq(pm_copies_repeats(c, set), naive_repeats(set));
	}
	pm_copies_free(c);
}
END_TEST

/* What no build writes, with checksums that are right. */
START_TEST(what_makes_no_sense_is_refused)
{
	static const struct {
		struct pm_copy copies[2];
		size_t n;
	} cases[] = {
		{ { { 0, 5 } }, 1 },	       /* no such article */
		{ { { 5, 0 } }, 1 },	       /* nor such a leader */
		{ { { UINT32_MAX, 0 } }, 1 },  /* nor this */
		{ { { 1, 1 } }, 1 },	       /* a copy of itself */
		{ { { 0, 1 }, { 0, 1 } }, 2 }, /* twice */
		{ { { 0, 2 }, { 1, 2 } }, 2 }, /* in two stories */
		{ { { 0, 1 }, { 1, 2 } }, 2 }, /* a leader that is a copy */
		{ { { 0, 1 }, { 2, 0 } }, 2 }, /* a copy that is a leader */
		{ { { 2, 1 }, { 0, 3 } }, 2 }, /* not in order */
	};
	struct pm_copies *c;
	uint64_t size, identity;
	char path[PATH_SIZE];

	OK(pm_copies_write(in_folder(path, "copies-1"), cases[_i].copies, cases[_i].n,
			   &size, &identity, ERR));
	OK(pm_copies_open(&c, path, 5, ERR));
	FAILS(pm_copies_load(c, ERR), PM_ERR_CORRUPT, "makes no sense");
	FAILS(pm_copies_load(c, ERR), PM_ERR_CORRUPT, "copies-1");
	pm_copies_free(c);
}
END_TEST

START_TEST(a_file_for_other_articles_is_refused)
{
	static const struct pm_copy copies[] = { { 0, 1 }, { 0, 2 } };
	struct pm_copies *c;
	uint64_t size, identity;
	char path[PATH_SIZE];

	OK(pm_copies_write(in_folder(path, "copies-1"), copies, 2, &size, &identity, ERR));
	FAILS(pm_copies_open(&c, path, 2, ERR), PM_ERR_CORRUPT,
	      "it is not made for 2 articles");
	OK(pm_copies_open(&c, path, 3, ERR));
	pm_copies_free(c);
	FAILS(pm_copies_write(path, copies, 2, &size, &identity, ERR), PM_ERR_IO, path);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("copies");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_loop_test(tc, stories_are_found_as_they_were_written, 0, 20);
	tcase_add_loop_test(tc, what_makes_no_sense_is_refused, 0, 9);
	tcase_add_test(tc, a_file_for_other_articles_is_refused);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
