/* Pressmark - tests of support/sort.h: the order is that of qsort with memcmp.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/sort.h"
#include "tests/unit/small_fixture.h"

/* --- strings ------------------------------------------------------------ */

struct string {
	uint8_t *bytes;
	size_t len;
};

struct strings {
	struct string *s;
	size_t n;
	uint64_t asked;
};

enum kind {
	SHORT,	      /* 0 to 3 bytes: many are equal */
	AROUND_EIGHT, /* what fits the head, and a little more */
	LONG,
	COMMON_PREFIX, /* they differ after the head, */
	COMMON_TO_16,
	COMMON_TO_24, /* or far after it */
	PREFIXES,     /* of one string, so one begins like the other */
	EDGE_BYTES,   /* 0x00 and 0xff alone */
	ALL_EQUAL,
	N_KINDS
};

static struct string
make_string(enum kind kind)
{
	static const uint8_t edges[] = { 0x00, 0xff };
	size_t len = kind == SHORT	   ? rnd(4)
		   : kind == AROUND_EIGHT  ? 6 + rnd(6)
		   : kind == LONG	   ? rnd(300)
		   : kind == COMMON_PREFIX ? 8 + rnd(9)
		   : kind == COMMON_TO_16  ? 16 + rnd(9)
		   : kind == COMMON_TO_24  ? 24 + rnd(9)
		   : kind == PREFIXES	   ? rnd(40)
		   : kind == EDGE_BYTES	   ? rnd(14)
					   : 12,
	       i;
	struct string s = { malloc(len + 1), len };

	for (i = 0; i < len; i++)
		s.bytes[i] = (kind == COMMON_PREFIX && i < 8) ||
					     (kind == COMMON_TO_16 && i < 16) ||
					     (kind == COMMON_TO_24 && i < 24)
				   ? (uint8_t)('a' + i)
			   : kind == PREFIXES	? (uint8_t)(i * 37)
			   : kind == EDGE_BYTES ? edges[rnd(2)]
			   : kind == ALL_EQUAL	? 'x'
			   : kind == LONG	? (uint8_t)rnd(256)
						: (uint8_t)("ab\0\xff"[rnd(4)]);
	return s;
}

static void
make_strings(struct strings *c, size_t n, enum kind kind)
{
	c->s = calloc(n + 1, sizeof *c->s);
	c->n = n;
	c->asked = 0;
	while (n-- > 0)
		c->s[n] = make_string(kind == N_KINDS ? (enum kind)rnd(N_KINDS) : kind);
}

static void
release_strings(struct strings *c)
{
	while (c->n > 0)
		free(c->s[--c->n].bytes);
	free(c->s);
}

static const char *
get(const void *ctx, uint32_t number, size_t *len)
{
	const struct strings *c = ctx;

	((struct strings *)(uintptr_t)c)->asked++;
	*len = c->s[number].len;
	return (const char *)c->s[number].bytes;
}

/* --- the naive order ---------------------------------------------------- */

static int
naive(const struct string *a, const struct string *b)
{
	size_t i;

	for (i = 0; i < a->len && i < b->len; i++)
		if (a->bytes[i] != b->bytes[i])
			return a->bytes[i] < b->bytes[i] ? -1 : 1;
	return a->len < b->len ? -1 : a->len > b->len;
}

static int
by_string(const void *a, const void *b, void *ctx)
{
	const struct strings *c = ctx;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int order = naive(&c->s[x], &c->s[y]);

	return order != 0 ? order : x < y ? -1 : x > y;
}

/* Every STEP-th string, in any order to begin with. */
static void
is_sorted(struct strings *c, size_t step)
{
	size_t n = (c->n + step - 1) / step, i;
	struct pm_sort_item *items = calloc(n + 1, sizeof *items);
	uint32_t *want = calloc(n + 1, sizeof *want);

	for (i = 0; i < n; i++)
		want[i] = (uint32_t)(i * step);
	for (i = n; i > 1; i--) {
		size_t k = rnd((uint32_t)i);
		uint32_t swap = want[k];

		want[k] = want[i - 1];
		want[i - 1] = swap;
	}
	for (i = 0; i < n; i++) {
		const struct string *s = &c->s[want[i]];

		items[i].number = want[i];
		items[i].head = pm_sort_head((const char *)s->bytes, s->len);
	}
	if (n > 1)
		qsort_r(want, n, sizeof *want, by_string, c);
	OK(pm_sort_strings(items, n, get, c, ERR));
	for (i = 0; i < n; i++) {
		if (items[i].number != want[i])
			ck_abort_msg("string %u at %zu of %zu, not %u", items[i].number,
				     i, n, want[i]);
	}
	free(items);
	free(want);
}

/* --- tests -------------------------------------------------------------- */

START_TEST(few_strings_are_sorted)
{
	struct strings c;
	size_t n;

	for (n = 0; n <= 40; n++) {
		make_strings(&c, n, (enum kind)_i);
		is_sorted(&c, 1);
		release_strings(&c);
	}
}
END_TEST

START_TEST(many_strings_are_sorted)
{
	struct strings c;

	make_strings(&c, 20000, (enum kind)_i);
	is_sorted(&c, 1);
	is_sorted(&c, 7);
	release_strings(&c);
}
END_TEST

START_TEST(a_hundred_thousand_are_sorted)
{
	struct strings c;

	make_strings(&c, 100000, N_KINDS);
	is_sorted(&c, 1);
	release_strings(&c);
}
END_TEST

/* Where heads differ no string is looked at. */
START_TEST(heads_decide_alone_where_they_can)
{
	struct strings c;
	char name[16];
	size_t i;

	c.s = calloc(5000, sizeof *c.s);
	c.n = 5000;
	c.asked = 0;
	for (i = 0; i < c.n; i++) {
		snprintf(name, sizeof name, "%08zx and", i * 2654435761u % 100000007);
		c.s[i] = (struct string){ (uint8_t *)strdup(name), 12 };
	}
	is_sorted(&c, 1);
	ck_assert_uint_eq(c.asked, 0);
	release_strings(&c);
}
END_TEST

START_TEST(bytes_are_compared_as_memcmp_does)
{
	struct string a, b;
	unsigned i;

	for (i = 0; i < 20000; i++) {
		int order, back, want;

		a = make_string((enum kind)rnd(N_KINDS));
		b = make_string((enum kind)rnd(N_KINDS));
		order = pm_compare_bytes((char *)a.bytes, a.len, (char *)b.bytes, b.len);
		back = pm_compare_bytes((char *)b.bytes, b.len, (char *)a.bytes, a.len);
		want = naive(&a, &b);
		ck_assert_int_eq((order > 0) - (order < 0), want);
		ck_assert_int_eq((back > 0) - (back < 0), -want);
		ck_assert_int_eq(pm_compare_bytes((char *)a.bytes, a.len, (char *)a.bytes,
						  a.len),
				 0);
		free(a.bytes);
		free(b.bytes);
	}
	ck_assert_int_eq(pm_compare_bytes(NULL, 0, NULL, 0), 0);
	ck_assert_int_lt(pm_compare_bytes(NULL, 0, "", 1), 0);
	ck_assert_int_gt(pm_compare_bytes("\xff", 1, "\x01", 1), 0);
}
END_TEST

START_TEST(heads_compare_as_their_strings)
{
	unsigned i;

	for (i = 0; i < 20000; i++) {
		struct string a = make_string((enum kind)rnd(N_KINDS));
		struct string b = make_string((enum kind)rnd(N_KINDS));
		uint64_t x = pm_sort_head((char *)a.bytes, a.len);
		uint64_t y = pm_sort_head((char *)b.bytes, b.len);

		if (x != y)
			ck_assert_int_eq(x < y, naive(&a, &b) < 0);
		free(a.bytes);
		free(b.bytes);
	}
	ck_assert_uint_eq(pm_sort_head("", 0), 0);
	ck_assert_uint_eq(pm_sort_head("a", 1), UINT64_C(0x61) << 56);
	ck_assert_uint_eq(pm_sort_head("\x01\x02\x03\x04\x05\x06\x07\xff\xee", 9),
			  UINT64_C(0x01020304050607ff));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("sort");
	TCase *tc = tcase_create("all");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, few_strings_are_sorted, 0, N_KINDS + 1);
	tcase_add_loop_test(tc, many_strings_are_sorted, 0, N_KINDS + 1);
	tcase_add_test(tc, a_hundred_thousand_are_sorted);
	tcase_add_test(tc, heads_decide_alone_where_they_can);
	tcase_add_test(tc, bytes_are_compared_as_memcmp_does);
	tcase_add_test(tc, heads_compare_as_their_strings);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
