/* Pressmark - tests of indexer/ids.h: the last article of each id stays, whatever the
 * memory.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/ids.h"

#include "tests/unit/small_fixture.h"

#define N 5000u

/* The id of each article: one in four has none, those of others repeat. */
static void
make(uint32_t ids[N], uint32_t distinct)
{
	uint32_t i;

	for (i = 0; i < N; i++)
		ids[i] = rnd(4) == 0 ? 0 : 1 + rnd(distinct);
}

static size_t
id_of(const uint32_t ids[N], uint32_t i, char text[32])
{
	return ids[i] == 0 ? 0 : (size_t)snprintf(text, 32, "id-%u", ids[i]);
}

START_TEST(the_last_of_each_id_stays)
{
	static const size_t memories[] = { 0, 1000, 30000, 1 << 22 };
	uint32_t ids[N], last[N + 1] = { 0 }, i, n = 0;
	char path[PATH_SIZE], text[32];
	struct pm_ids x;

	rng = (uint64_t)_i + 5;
	make(ids, _i == 0 ? 1 : _i == 1 ? N : 700);
	for (i = 0; i < N; i++)
		last[ids[i]] = i;
	OK(pm_ids_init(&x, in_folder(path, "ids"), memories[_i], ERR));
	for (i = 0; i < N; i++)
		OK(pm_ids_add(&x, text, id_of(ids, i, text), ERR));
	OK(pm_ids_end(&x, ERR));
	for (i = 0; i < N; i++) {
		bool replaced;

		OK(pm_ids_replaced(&x, text, id_of(ids, i, text), &replaced, ERR));
		ck_assert_int_eq(replaced, ids[i] != 0 && last[ids[i]] != i);
		n += replaced;
	}
	ck_assert_uint_eq(x.n_replaced, n);
	ck_assert_uint_gt(n, 0);
	OK(pm_ids_check(&x, ERR));
	pm_ids_release(&x);
}
END_TEST

START_TEST(another_input_is_noticed)
{
	char path[PATH_SIZE];
	struct pm_ids x;
	bool replaced;
	int i;

	for (i = 0; i < 3; i++) {
		OK(pm_ids_init(&x, in_folder(path, "ids"), 100, ERR));
		OK(pm_ids_add(&x, "a", 1, ERR));
		OK(pm_ids_add(&x, "b", 1, ERR));
		OK(pm_ids_end(&x, ERR));
		OK(pm_ids_replaced(&x, i == 0 ? "b" : "a", 1, &replaced, ERR));
		if (i < 2)
			OK(pm_ids_replaced(&x, i == 0 ? "a" : "c", 1, &replaced, ERR));
		FAILS(pm_ids_check(&x, ERR), PM_ERR_INPUT, "changed");
		pm_ids_release(&x);
	}
}
END_TEST

START_TEST(a_file_that_cannot_be_made_is_named)
{
	char path[PATH_SIZE];
	struct pm_ids x;

	OK(pm_ids_init(&x, in_folder(path, "no/ids"), 0, ERR));
	FAILS(pm_ids_add(&x, "a", 1, ERR), PM_ERR_IO, "no/ids.hash");
	pm_ids_release(&x);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("ids");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_loop_test(tc, the_last_of_each_id_stays, 0, 4);
	tcase_add_test(tc, another_input_is_noticed);
	tcase_add_test(tc, a_file_that_cannot_be_made_is_named);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
