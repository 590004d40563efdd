/* Pressmark - tests of indexer/merge/union.h: sorted spools side by side give what a
 * naive merge gives.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/merge/union.h"
#include "support/bytes.h"
#include "tests/unit/small_fixture.h"

#define SOURCES_MAX 9u

/* --- strings, sorted, each once ----------------------------------------- */

struct string {
	uint8_t *bytes;
	size_t len;
};

static int
by_bytes(const void *a, const void *b)
{
	const struct string *x = a, *y = b;
	size_t i;

	for (i = 0; i < x->len && i < y->len; i++)
		if (x->bytes[i] != y->bytes[i])
			return x->bytes[i] < y->bytes[i] ? -1 : 1;
	return x->len < y->len ? -1 : x->len > y->len;
}

/* Short ones, ones with the same head, ones that begin like another, very long
 * ones. */
static struct string
make_string(void)
{
	uint32_t kind = rnd(5);
	size_t len = kind == 0 ? rnd(3)
		   : kind == 1 ? 8 + rnd(4)
		   : kind == 2 ? rnd(30)
		   : kind == 3 ? rnd(12)
		   : rnd(300)  ? rnd(20)
			       : 60000 + rnd(20000),
	       i;
	struct string s = { malloc(len + 1), len };

	for (i = 0; i < len; i++)
		s.bytes[i] = kind == 1 && i < 8 ? 'h'
			   : kind == 2		? (uint8_t)(i * 31)
			   : kind == 3		? (uint8_t)("\0\xff"[rnd(2)])
						: (uint8_t)("abz"[rnd(3)]);
	return s;
}

static size_t
make_strings(struct string **out, size_t n)
{
	struct string *s = calloc(n + 1, sizeof *s);
	size_t i, kept = 0;

	for (i = 0; i < n; i++)
		s[i] = make_string();
	qsort(s, n, sizeof *s, by_bytes);
	for (i = 0; i < n; i++) {
		if (kept > 0 && by_bytes(&s[kept - 1], &s[i]) == 0)
			free(s[i].bytes);
		else
			s[kept++] = s[i];
	}
	*out = s;
	return kept;
}

/* --- sources ------------------------------------------------------------ */

/* What stands behind string I in source K: so many bytes, each the same. */
static size_t
payload_of(size_t i, size_t k, uint8_t *byte)
{
	*byte = (uint8_t)(i * 7 + k);
	return (i + k) % 40;
}

/* The strings I with has[I] & 1 << K. */
static void
make_source(struct pm_spool *s, char path[PATH_SIZE], size_t k,
	    const struct string *strings, size_t n, const uint32_t *has)
{
	char name[32];
	struct pm_buf record;
	uint8_t byte;
	size_t i, len;

	snprintf(name, sizeof name, "source-%zu", k);
	pm_spool_init(s, in_folder(path, name),
		      rnd(2)   ? 0
		      : rnd(2) ? rnd(5000)
			       : 1 << 30);
	pm_buf_init(&record, PM_BUF_NO_LIMIT);
	for (i = 0; i < n; i++) {
		if ((has[i] >> k & 1) == 0)
			continue;
		pm_buf_clear(&record);
		pm_buf_put_varint(&record, strings[i].len);
		pm_buf_put(&record, strings[i].bytes, strings[i].len);
		for (len = payload_of(i, k, &byte); len > 0; len--)
			pm_buf_putc(&record, byte);
		OK(pm_spool_put(s, &record, ERR));
	}
	OK(pm_spool_end(s, ERR));
	pm_buf_release(&record);
}

static void
has_payload(const struct pm_union_source *s, size_t i, size_t k)
{
	uint8_t byte;
	size_t len = payload_of(i, k, &byte), at;

	if ((size_t)(s->end - s->p) != len)
		ck_abort_msg("string %zu of source %zu: %zu bytes after it, not %zu", i,
			     k, (size_t)(s->end - s->p), len);
	for (at = 0; at < len; at++)
		if (s->p[at] != byte)
			ck_abort_msg("string %zu of source %zu: another payload", i, k);
}

static void
walk(struct pm_spool *const *spools, size_t n_sources, const struct string *strings,
     size_t n, const uint32_t *has)
{
	struct pm_union u;
	size_t i, k, at;

	OK(pm_union_open(&u, spools, n_sources, ERR));
	for (i = 0; i < n; i++) {
		if (has[i] == 0)
			continue;
		OK(pm_union_next(&u, ERR));
		if (u.len != strings[i].len || memcmp(u.s, strings[i].bytes, u.len) != 0)
			ck_abort_msg("string %zu is another one", i);
		for (k = at = 0; k < n_sources; k++) {
			if ((has[i] >> k & 1) == 0)
				continue;
			if (at >= u.n_here || u.here[at] != k)
				ck_abort_msg("string %zu is not of source %zu", i, k);
			has_payload(&u.sources[k], i, k);
			at++;
		}
		ck_assert_uint_eq(u.n_here, at);
	}
	ck_assert_int_eq(pm_union_next(&u, NULL), PM_END);
	ck_assert_int_eq(pm_union_next(&u, NULL), PM_END);
	pm_union_close(&u);
	pm_union_close(&u);
}

static void
compare(size_t n_sources, size_t n, bool sparse)
{
	static char paths[SOURCES_MAX][PATH_SIZE];
	struct pm_spool spools[SOURCES_MAX], *list[SOURCES_MAX];
	struct string *strings;
	uint32_t *has;
	size_t i;

	n = make_strings(&strings, n);
	has = calloc(n + 1, sizeof *has);
	for (i = 0; i < n; i++)
		has[i] = sparse ? 1u << rnd((uint32_t)n_sources) : rnd(1u << n_sources);
	for (i = 0; i < n_sources; i++) {
		make_source(&spools[i], paths[i], i, strings, n, has);
		list[i] = &spools[i];
	}
	walk(list, n_sources, strings, n, has);
	walk(list, n_sources, strings, n, has);
	for (i = 0; i < n_sources; i++)
		pm_spool_release(&spools[i]);
	for (i = 0; i < n; i++)
		free(strings[i].bytes);
	free(strings);
	free(has);
}

/* --- tests -------------------------------------------------------------- */

START_TEST(the_union_is_that_of_a_naive_merge)
{
	unsigned round;

	rng = (uint64_t)_i;
	for (round = 0; round < 40; round++)
		compare((size_t)_i, rnd(4) ? rnd(60) : rnd(800), round % 3 == 0);
}
END_TEST

START_TEST(no_source_and_empty_sources_have_nothing)
{
	struct pm_spool spools[3], *list[3];
	struct pm_union u;
	size_t i, n;

	for (i = 0; i < 3; i++) {
		pm_spool_init(&spools[i], NULL, 1000);
		OK(pm_spool_end(&spools[i], ERR));
		list[i] = &spools[i];
	}
	for (n = 0; n <= 3; n++) {
		OK(pm_union_open(&u, list, n, ERR));
		ck_assert_int_eq(pm_union_next(&u, NULL), PM_END);
		pm_union_close(&u);
	}
}
END_TEST

/* The first record of a source, or a later one, is broken. */
START_TEST(broken_records_are_errors)
{
	static const char *const records[] = {
		"",
		"\x05"
		"abc",
		"\x80",
		"\xff\xff\x03"
		"a"
	};
	struct pm_spool spools[2], *list[2] = { &spools[0], &spools[1] };
	struct pm_union u;
	struct pm_buf b;
	enum pm_status status;

	pm_buf_init(&b, 100);
	pm_spool_init(&spools[0], NULL, 1000);
	pm_spool_init(&spools[1], NULL, 1000);
	pm_buf_puts(&b, "\x01"
			"b");
	OK(pm_spool_put(&spools[0], &b, ERR));
	if (_i >= 4)
		OK(pm_spool_put(&spools[1], &b, ERR));
	pm_buf_clear(&b);
	pm_buf_puts(&b, records[_i % 4]);
	OK(pm_spool_put(&spools[1], &b, ERR));
	status = pm_union_open(&u, list, 2, NULL);
	if (_i >= 4) {
		ck_assert_int_eq(status, PM_OK);
		OK(pm_union_next(&u, ERR));
		ck_assert_uint_eq(u.n_here, 2);
		FAILS(pm_union_next(&u, ERR), PM_ERR_INTERNAL, "no string");
		pm_union_close(&u);
	} else {
		ck_assert_int_eq(status, PM_ERR_INTERNAL);
	}
	pm_spool_release(&spools[0]);
	pm_spool_release(&spools[1]);
	pm_buf_release(&b);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("union");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, the_union_is_that_of_a_naive_merge, 1, SOURCES_MAX + 1);
	tcase_add_test(tc, no_source_and_empty_sources_have_nothing);
	tcase_add_loop_test(tc, broken_records_are_errors, 0, 8);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
