/* Pressmark - tests of support/utf8.h, against a naive reading of Unicode's
 * table 3-7.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/utf8.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static uint64_t seed = 88172645463325252u;

static uint32_t
rnd(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)((seed >> 20) % below);
}

/* One row of the table: the allowed bytes at each place, 0 0: no such place. */
static const struct row {
	uint8_t low[4], high[4];
} rows[] = {
	/* clang-format off */
	{ { 0x01 }, { 0x7f } },		/* without NUL, which is repaired */
	{ { 0xc2, 0x80 }, { 0xdf, 0xbf } },
	{ { 0xe0, 0xa0, 0x80 }, { 0xe0, 0xbf, 0xbf } },
	{ { 0xe1, 0x80, 0x80 }, { 0xec, 0xbf, 0xbf } },
	{ { 0xed, 0x80, 0x80 }, { 0xed, 0x9f, 0xbf } },
	{ { 0xee, 0x80, 0x80 }, { 0xef, 0xbf, 0xbf } },
	{ { 0xf0, 0x90, 0x80, 0x80 }, { 0xf0, 0xbf, 0xbf, 0xbf } },
	{ { 0xf1, 0x80, 0x80, 0x80 }, { 0xf3, 0xbf, 0xbf, 0xbf } },
	{ { 0xf4, 0x80, 0x80, 0x80 }, { 0xf4, 0x8f, 0xbf, 0xbf } },
	/* clang-format on */
};

/* How many bytes of S follow the row, and how many the row has. */
static size_t
follows(const struct row *row, const uint8_t *s, size_t len, size_t *full)
{
	size_t n = 0;

	for (*full = 0; *full < 4 && row->high[*full] != 0; ++*full)
		;
	while (n < *full && n < len && s[n] >= row->low[n] && s[n] <= row->high[n])
		n++;
	return n;
}

/* The same as pm_utf8_repair, slowly: OUT has room for 3 * LEN. */
static size_t
repair_naively(const uint8_t *s, size_t len, uint8_t *out, uint64_t *repairs)
{
	size_t n = 0, i, longest, row, full, m;

	*repairs = 0;
	while (len > 0) {
		longest = 0;
		for (row = 0; row < sizeof rows / sizeof *rows; row++) {
			m = follows(&rows[row], s, len, &full);
			if (m == full)
				break;
			if (m > longest)
				longest = m;
		}
		if (row < sizeof rows / sizeof *rows) {
			for (i = 0; i < m; i++)
				out[n++] = s[i];
		} else {
			m = longest > 0 ? longest : 1;
			out[n++] = 0xef;
			out[n++] = 0xbf;
			out[n++] = 0xbd;
			++*repairs;
		}
		s += m;
		len -= m;
	}
	return n;
}

static void
compare(const uint8_t *s, size_t len)
{
	static uint8_t wanted[3 * 4096];
	/* a copy of the exact size, so that a read beyond it is found */
	uint8_t *copy = malloc(len == 0 ? 1 : len);
	struct pm_buf got;
	uint64_t repairs, wanted_repairs;
	size_t n;

	ck_assert_ptr_nonnull(copy);
	if (len > 0)
		memcpy(copy, s, len);
	pm_buf_init(&got, PM_BUF_NO_LIMIT);
	n = repair_naively(copy, len, wanted, &wanted_repairs);
	repairs = pm_utf8_repair(&got, (char *)copy, len);
	ck_assert_uint_eq(repairs, wanted_repairs);
	ck_assert_uint_eq(got.len, n);
	if (n > 0)
		ck_assert_mem_eq(got.data, wanted, n);
	ck_assert_int_eq(pm_utf8_valid((char *)copy, len), wanted_repairs == 0);
	ck_assert(pm_utf8_valid((char *)got.data, got.len));
	pm_buf_release(&got);
	free(copy);
}

START_TEST(repair_agrees_with_the_table_on_random_bytes)
{
	uint8_t s[200];
	int round;

	for (round = 0; round < 20000; round++) {
		size_t len = rnd(sizeof s), i;

		for (i = 0; i < len; i++)
			s[i] = (uint8_t)rnd(256);
		compare(s, len);
	}
}
END_TEST

START_TEST(repair_agrees_with_the_table_on_likely_bytes)
{
	static const uint8_t likely[] = {
		'a',  'b',  ' ',  0,	0x7f, 0x80, 0x8f, 0x90, 0x9f,
		0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec,
		0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
	};
	uint8_t s[64];
	int round;

	for (round = 0; round < 100000; round++) {
		size_t len = rnd(sizeof s), i;

		for (i = 0; i < len; i++)
			s[i] = likely[rnd(sizeof likely)];
		compare(s, len);
	}
}
END_TEST

START_TEST(damage_in_long_ascii_is_found_at_every_place)
{
	uint8_t s[80];
	size_t at;

	for (at = 0; at < sizeof s; at++) {
		memset(s, 'x', sizeof s);
		s[at] = 0;
		compare(s, sizeof s);
		s[at] = 0x80;
		compare(s, sizeof s);
		s[at] = 0xe2;
		compare(s, sizeof s);
	}
}
END_TEST

START_TEST(every_character_is_read_back)
{
	uint32_t c;

	for (c = 1; c < 0x110000; c++) {
		uint8_t s[4];
		unsigned n, len;

		if (c >= 0xd800 && c < 0xe000)
			continue;
		if (c < 0x80) {
			s[0] = (uint8_t)c;
			n = 1;
		} else if (c < 0x800) {
			s[0] = (uint8_t)(0xc0 | c >> 6);
			s[1] = (uint8_t)(0x80 | (c & 0x3f));
			n = 2;
		} else if (c < 0x10000) {
			s[0] = (uint8_t)(0xe0 | c >> 12);
			s[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
			s[2] = (uint8_t)(0x80 | (c & 0x3f));
			n = 3;
		} else {
			s[0] = (uint8_t)(0xf0 | c >> 18);
			s[1] = (uint8_t)(0x80 | (c >> 12 & 0x3f));
			s[2] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
			s[3] = (uint8_t)(0x80 | (c & 0x3f));
			n = 4;
		}
		if (!pm_utf8_valid((char *)s, n))
			ck_abort_msg("U+%04X is taken for ill-formed", c);
		if (pm_utf8_get(s, &len) != c || len != n)
			ck_abort_msg("U+%04X is read wrongly", c);
		if (n > 1 && pm_utf8_valid((char *)s, n - 1))
			ck_abort_msg("U+%04X cut short is taken for valid", c);
	}
}
END_TEST

START_TEST(nothing_is_valid_and_needs_no_memory)
{
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	ck_assert(pm_utf8_valid(NULL, 0));
	ck_assert_uint_eq(pm_utf8_repair(&b, NULL, 0), 0);
	ck_assert_uint_eq(b.len, 0);
	ck_assert_uint_eq(pm_utf8_columns(NULL, 0), 0);
	pm_buf_release(&b);
}
END_TEST

START_TEST(a_full_buffer_says_so)
{
	struct pm_buf b;

	pm_buf_init(&b, 5);
	pm_utf8_repair(&b,
		       "abc\xff"
		       "d",
		       5);
	ck_assert_int_eq(b.status, PM_ERR_LIMIT);
	ck_assert_uint_le(b.len, 5);
	pm_buf_release(&b);
}
END_TEST

START_TEST(columns_count_wide_and_combining_characters)
{
	static const struct {
		const char *text;
		size_t columns;
	} cases[] = { { "abc", 3 },	     { "\u00e9", 1 }, { "e\u0301", 1 },
		      { "\u957f\u946b", 4 }, { "\u200b", 0 }, { "", 0 } };
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		ck_assert_uint_eq(pm_utf8_columns(cases[i].text, strlen(cases[i].text)),
				  cases[i].columns);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("utf8");
	TCase *t = tcase_create("utf8");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 120);
	tcase_add_test(t, repair_agrees_with_the_table_on_random_bytes);
	tcase_add_test(t, repair_agrees_with_the_table_on_likely_bytes);
	tcase_add_test(t, damage_in_long_ascii_is_found_at_every_place);
	tcase_add_test(t, every_character_is_read_back);
	tcase_add_test(t, nothing_is_valid_and_needs_no_memory);
	tcase_add_test(t, a_full_buffer_says_so);
	tcase_add_test(t, columns_count_wide_and_combining_characters);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
