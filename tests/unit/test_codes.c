/* Pressmark - tests of segment/codes.h, segment/unpack.h and support/bytes.h: every
 * number has one code, no code is found inside others, and many are read as one is.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/codes.h"
#include "segment/unpack.h"
#include "support/bytes.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t edges[] = {
	0,     1,     127,     128,	129,	 255,	    256,       16511,
	16512, 16513, 2113663, 2113664, 2113665, 100000000, 270549118, 270549119
};
#define N_EDGES (sizeof edges / sizeof *edges)

static void
check_code(uint32_t rank)
{
	uint8_t bytes[PM_CODE_MAX + 1] = { 0 };
	const uint8_t *p = bytes;
	size_t n = pm_code_put(bytes, rank), i;
	uint32_t got;

	ck_assert_uint_ge(n, 1);
	ck_assert_uint_le(n, PM_CODE_MAX);
	ck_assert(rank >= pm_class_start[n - 1] && rank < pm_class_start[n]);
	for (i = 0; i < n; i++)
		ck_assert_int_eq(bytes[i] >> 7, i == n - 1);
	ck_assert_int_eq(pm_code_get(&p, bytes + n, &got), 0);
	ck_assert_uint_eq(got, rank);
	ck_assert_ptr_eq(p, bytes + n);
	for (i = 0; i < n; i++) {
		p = bytes;
		ck_assert_int_eq(pm_code_get(&p, bytes + i, &got), -1);
		ck_assert_ptr_eq(p, bytes);
	}
}

START_TEST(codes_come_back_and_are_as_long_as_their_class)
{
	uint32_t rank;
	size_t i;

	for (i = 0; i < N_EDGES; i++)
		check_code(edges[i]);
	for (rank = 0; rank < 40000; rank++)
		check_code(rank);
	for (rank = 40000; rank < pm_class_start[4] - 6000; rank += 5987)
		check_code(rank);
}
END_TEST

START_TEST(a_code_that_does_not_end_is_refused)
{
	const uint8_t bytes[] = { 0, 0, 0, 0, 0x80 }, *p = bytes;
	uint32_t rank;

	ck_assert_int_eq(pm_code_get(&p, bytes + sizeof bytes, &rank), -1);
	ck_assert_ptr_eq(p, bytes);
}
END_TEST

START_TEST(codes_of_one_class_are_in_the_order_of_their_ranks)
{
	uint8_t a[PM_CODE_MAX], b[PM_CODE_MAX];
	uint32_t rank;

	for (rank = 128; rank < 40000; rank++) {
		size_t n = pm_code_put(a, rank);

		if (pm_code_put(b, rank + 1) == n)
			ck_assert_int_lt(memcmp(a, b, n), 0);
	}
}
END_TEST

#define MANY 300u

/* Every way reads what one code after the other gives, or refuses it too.  The
 * bytes and the ranks are in memory of their own, where a byte beyond is found. */
static void
check_unpack(const uint8_t *bytes, size_t len, uint32_t n)
{
	uint32_t expected[MANY + 1], i;
	const uint8_t *p = bytes, *end = bytes + len;
	uint8_t *own = malloc(len + 1);
	size_t n_impls, k;
	const struct pm_unpack_impl *impls = pm_unpack_impls(&n_impls);
	bool good = true;

	for (i = 0; i < n && good; i++)
		good = pm_code_get(&p, end, &expected[i]) == 0;
	good = good && p == end;
	memcpy(own + 1, bytes, len);
	for (k = 0; k < n_impls; k++) {
		uint32_t *ranks = malloc(n * sizeof *ranks + 1);

		ck_assert_msg(impls[k].unpack(own + 1, own + 1 + len, ranks, n) == good,
			      "%s: %u codes in %zu bytes", impls[k].name, (unsigned)n,
			      len);
		if (good)
			ck_assert_msg(memcmp(ranks, expected, n * sizeof *ranks) == 0,
				      "%s: %u codes in %zu bytes", impls[k].name,
				      (unsigned)n, len);
		free(ranks);
	}
	free(own);
}

START_TEST(many_codes_are_read_like_one)
{
	static uint8_t bytes[MANY * PM_CODE_MAX];
	unsigned round;

	srandom(1);
	for (round = 0; round < 5000; round++) {
		uint32_t n = (uint32_t)random() % MANY, i;
		unsigned classes = 1 + (unsigned)random() % PM_CODE_CLASSES;
		size_t len = 0, at;

		for (i = 0; i < n; i++) {
			unsigned code_class = (unsigned)random() % classes;
			uint32_t first = pm_class_start[code_class];
			uint32_t room = pm_class_start[code_class + 1] - first;

			len += pm_code_put(bytes + len, first + (uint32_t)random() % room);
		}
		check_unpack(bytes, len, n);
		check_unpack(bytes, len, n + 1);
		if (len == 0)
			continue;
		check_unpack(bytes, len, n - 1);
		check_unpack(bytes, len - 1, n);
		at = (size_t)random() % len;
		bytes[at] ^= 0x80;
		check_unpack(bytes, len, n);
		check_unpack(bytes, len, bytes[at] & 0x80 ? n + 1 : n - 1);
	}
}
END_TEST

static void
check_varint(uint64_t v)
{
	uint8_t bytes[PM_VARINT_MAX];
	const uint8_t *p = bytes;
	size_t n = pm_store_varint(bytes, v), i;
	uint32_t narrow = 0;
	uint64_t got;

	ck_assert_uint_le(n, PM_VARINT_MAX);
	ck_assert_int_eq(pm_load_varint(&p, bytes + n, &got), 0);
	ck_assert(got == v && p == bytes + n);
	for (i = 0; i < n; i++) {
		p = bytes;
		ck_assert_int_eq(pm_load_varint(&p, bytes + i, &got), -1);
		ck_assert_ptr_eq(p, bytes);
	}
	p = bytes;
	ck_assert_int_eq(pm_load_varint32(&p, bytes + n, &narrow),
			 v <= UINT32_MAX ? 0 : -1);
	if (v <= UINT32_MAX)
		ck_assert(narrow == v);
}

START_TEST(varints_come_back)
{
	uint64_t v;
	unsigned shift;

	for (v = 0; v < 70000; v++)
		check_varint(v);
	for (shift = 0; shift < 64; shift++) {
		check_varint(((uint64_t)1 << shift) - 1);
		check_varint((uint64_t)1 << shift);
		check_varint(UINT64_MAX >> shift);
	}
}
END_TEST

START_TEST(a_varint_of_more_than_64_bits_is_refused)
{
	static const uint8_t bytes[][11] = {
		{ 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02, 0 },
		{ 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0 },
	};
	size_t i;

	for (i = 0; i < 2; i++) {
		const uint8_t *p = bytes[i];
		uint64_t v;

		ck_assert_int_eq(pm_load_varint(&p, bytes[i] + 11, &v), -1);
	}
}
END_TEST

START_TEST(fixed_numbers_are_little_endian)
{
	uint8_t b[8];

	pm_store_u64(b, 0x1122334455667788u);
	ck_assert_uint_eq(b[0], 0x88);
	ck_assert_uint_eq(b[7], 0x11);
	ck_assert(pm_load_u64(b) == 0x1122334455667788u);
	ck_assert_uint_eq(pm_load_u32(b), 0x55667788u);
	pm_store_u32(b, 0xfedcba98u);
	ck_assert_uint_eq(b[0], 0x98);
	ck_assert_uint_eq(pm_load_u32(b), 0xfedcba98u);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("codes");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	tcase_add_test(tc, codes_come_back_and_are_as_long_as_their_class);
	tcase_add_test(tc, a_code_that_does_not_end_is_refused);
	tcase_add_test(tc, codes_of_one_class_are_in_the_order_of_their_ranks);
	tcase_add_test(tc, many_codes_are_read_like_one);
	tcase_add_test(tc, varints_come_back);
	tcase_add_test(tc, a_varint_of_more_than_64_bits_is_refused);
	tcase_add_test(tc, fixed_numbers_are_little_endian);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}
