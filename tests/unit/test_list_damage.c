/* Pressmark - tests of glass/reader.h: damaged lists are found, or at least harmless.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "glass/reader.h"
#include "support/file.h"
#include "tests/unit/guard_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_WORDS 900 /* of the fixture */

static const char *lists_path;
static size_t lists_size;

static void
find_lists(void)
{
	size_t i;

	make_guarded();
	for (i = 0; i < n_files; i++)
		if (strstr(file_paths[i], "postlist") != NULL) {
			lists_path = file_paths[i];
			lists_size = file_sizes[i];
		}
	ck_assert_uint_gt(lists_size, 8 * PM_BLOCK_SIZE);
}

/* --- everything that can be read, as one string of bytes ----------------- */

static enum pm_status
put_list(struct pm_glass *g, const char *name, uint32_t step, struct pm_buf *out,
	 struct pm_error *err)
{
	struct pm_glass_list l;
	enum pm_status status = pm_glass_list_open(&l, g, name, strlen(name), err);
	uint32_t last = 0;

	pm_buf_put_varint(out, l.freq);
	while (status == PM_OK) {
		/* a damaged list must come to an end all the same */
		if (l.article <= last || l.article > g->last)
			ck_abort_msg("%u after %u of %u", l.article, last, g->last);
		last = l.article;
		pm_buf_put_varint(out, l.article);
		pm_buf_put_varint(out, l.wdf);
		status = step == 1 ? pm_glass_list_next(&l, err)
				   : pm_glass_list_skip(&l, l.article + step, err);
	}
	pm_glass_list_release(&l);
	return status < 0 ? status : PM_OK;
}

static enum pm_status
put_all(struct pm_guard *guard, struct pm_buf *out, struct pm_error *err)
{
	struct pm_glass *g = NULL;
	enum pm_status status = pm_glass_open(&g, db_dir, guard, err);
	uint32_t k, length;
	char name[32];

	pm_buf_clear(out);
	if (status != PM_OK)
		return status;
	for (k = 0; k < N_WORDS && status == PM_OK; k++) {
		snprintf(name, sizeof name, "word%04u-%x", k, k * 2654435761u);
		status = put_list(g, name, k % 3 == 0 ? 1 : 2 + k % 40, out, err);
		if (guard == NULL && status == PM_ERR_CORRUPT)
			status = PM_OK;
	}
	for (k = 1; k <= g->last && status == PM_OK; k++) {
		status = pm_glass_length(g, k, &length, err);
		pm_buf_put_varint(out, length);
		if (guard == NULL && status == PM_ERR_CORRUPT)
			status = PM_OK;
	}
	if (status == PM_OK)
		status = pm_glass_status(g, err);
	pm_glass_free(g);
	return status;
}

static enum pm_status
put_guarded(struct pm_buf *out, struct pm_error *err)
{
	struct pm_guard *guard;
	enum pm_status status = pm_guard_open(&guard, db_dir, guard_path, err);

	if (status < 0)
		return status;
	status = put_all(guard, out, err);
	pm_guard_free(guard);
	return status;
}

START_TEST(a_guard_finds_every_flipped_bit)
{
	struct pm_buf want, got;
	unsigned i, refused = 0;

	pm_buf_init(&want, PM_BUF_NO_LIMIT);
	pm_buf_init(&got, PM_BUF_NO_LIMIT);
	OK(put_all(NULL, &want, ERR));
	OK(put_guarded(&got, ERR));
	ck_assert_uint_eq(want.len, got.len);
	ck_assert_mem_eq(want.data, got.data, want.len);
	for (i = 0; i < 300; i++) {
		size_t at = rnd((uint32_t)lists_size);
		uint8_t flip = (uint8_t)(1u << rnd(8));
		enum pm_status status;
		struct pm_error err;

		poke(lists_path, at, flip);
		status = put_guarded(&got, &err);
		if (status == PM_OK) {
			ck_assert_uint_eq(want.len, got.len);
			ck_assert_mem_eq(want.data, got.data, want.len);
		} else {
			ck_assert_int_eq(status, PM_ERR_CORRUPT);
			ck_assert_ptr_nonnull(strstr(err.text, lists_path));
			refused++;
		}
		poke(lists_path, at, flip);
	}
	/* only blocks of values are not looked at */
	ck_assert_uint_gt(refused, 250);
	pm_buf_release(&want);
	pm_buf_release(&got);
}
END_TEST

/* Without a guard another answer is all that may come of it. */
START_TEST(without_a_guard_damage_is_harmless)
{
	struct pm_buf want, got;
	unsigned i, k, others = 0;

	pm_buf_init(&want, PM_BUF_NO_LIMIT);
	pm_buf_init(&got, PM_BUF_NO_LIMIT);
	OK(put_all(NULL, &want, ERR));
	for (i = 0; i < 1500; i++) {
		size_t block = rnd((uint32_t)(lists_size / PM_BLOCK_SIZE)) * PM_BLOCK_SIZE;
		size_t at[4];
		uint8_t flip[4];
		unsigned n = 1 + rnd(4);

		/* half of them in what holds the tree together: headers, directories */
		for (k = 0; k < n; k++) {
			at[k] = block + rnd(rnd(2) == 0 ? 60 : PM_BLOCK_SIZE);
			flip[k] = (uint8_t)(1 + rnd(255));
			poke(lists_path, at[k], flip[k]);
		}
		OK(put_all(NULL, &got, ERR));
		others += want.len != got.len ||
			  memcmp(want.data, got.data, want.len) != 0;
		for (k = 0; k < n; k++)
			poke(lists_path, at[k], flip[k]);
	}
	ck_assert_uint_gt(others, 500);
	OK(put_all(NULL, &got, ERR));
	ck_assert_mem_eq(want.data, got.data, want.len);
	pm_buf_release(&want);
	pm_buf_release(&got);
}
END_TEST

START_TEST(a_file_of_another_size_is_damage)
{
	struct pm_guard *guard;
	struct pm_glass *g;
	struct pm_error err;

	OK(pm_guard_open(&guard, db_dir, guard_path, ERR));
	ck_assert_int_eq(truncate(lists_path, (off_t)(lists_size - PM_BLOCK_SIZE)), 0);
	ck_assert_int_eq(pm_glass_open(&g, db_dir, guard, &err), PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(err.text, lists_path));
	pm_guard_free(guard);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("list_damage");
	TCase *tc = tcase_create("list_damage");

	tcase_add_checked_fixture(tc, find_lists, drop_folder);
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, a_guard_finds_every_flipped_bit);
	tcase_add_test(tc, without_a_guard_damage_is_harmless);
	tcase_add_test(tc, a_file_of_another_size_is_damage);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
