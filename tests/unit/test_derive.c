/* Pressmark - tests of text/derive.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/url.h"
#include "text/derive.h"

#include "tests/unit/random_text.h"
#include "text/chars.h"
#include "text/fold.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define A8 "abcdefgh"
#define A32 A8 A8 A8 A8

START_TEST(a_hyphen_is_a_hyphen_alone_or_at_the_end_of_a_line)
{
	static const char *const hyphens[] = {
		"-",
		"\xe2\x80\x90",
		"\xe2\x80\x91",
		"-\n",
		"-\r\n",
		"\xe2\x80\x90\n",
		"\xe2\x80\x91\r\n",
		"-\r",
		"-\n ",
		"- \n",
		"-\t\r\n   ",
		"-\xc2\xa0\n",
		"-\f",
		"-\n\n\f \n",
		"\xc2\xad\n",
		"\xc2\xad \n",
		"\xc2\xac\n  ",
		"\xc2\xac\f"
	};
	static const char *const others[] = {
		"",
		" ",
		"--",
		"- ",
		" -",
		"-\n\n",
		"-\r\r",
		"-\n \n",
		"\n",
		"\n-",
		"\xe2\x80\x93",
		"\xe2\x80\x94",
		"\xe2\x88\x92",
		"'-",
		"\xc2\xad",
		"-\r\n\n",
		"/",
		"-\n-",
		"\xc2\xac",
		"\xe2\x80\x8b",
		"\xe2\x80\x8b\n",
		"\xc2\xac ",
		"-,\n"
	};
	size_t i;

	for (i = 0; i < sizeof hyphens / sizeof *hyphens; i++)
		ck_assert_msg(pm_is_hyphen(hyphens[i], strlen(hyphens[i])), "'%s'",
			      hyphens[i]);
	for (i = 0; i < sizeof others / sizeof *others; i++)
		ck_assert_msg(!pm_is_hyphen(others[i], strlen(others[i])), "'%s'",
			      others[i]);
}
END_TEST

#define ZERO_WIDTH "\xe2\x80\x8b"

START_TEST(a_zero_width_space_joins_where_a_word_may_be_broken)
{
	static const struct {
		const char *a, *separator, *b;
		bool joint;
	} v[] = {
		{ "semi", ZERO_WIDTH, "conductor", true },
		{ "in", ZERO_WIDTH, "put", true },
		{ "2", ZERO_WIDTH, "000", false },
		{ "a", ZERO_WIDTH, "bcd", false },
		{ "abc", ZERO_WIDTH, "de", false },
		{ "ab", ZERO_WIDTH, "cd", false },
		{ "", ZERO_WIDTH, "", false },
		/* a letter counts, whatever its bytes; a mark does not */
		{ "\xd0\xb8\xd0\xb7", ZERO_WIDTH, "\xd0\xb1\xd0\xb8\xd0\xb5", true },
		{ "\xd0\xb8", ZERO_WIDTH, "\xd0\xb1\xd0\xb8\xd0\xb5", false },
		{ "in", ZERO_WIDTH, "p\xcc\x81t\xcc\x81", false },
		{ "in", ZERO_WIDTH, "p\xcc\x81u\xcc\x81t\xcc\x81", true },
		{ "semi", ZERO_WIDTH ZERO_WIDTH, "conductor", false },
		{ "semi", ZERO_WIDTH " ", "conductor", false },
		{ "semi", "\xe2\x80\x8a", "conductor", false },
		{ "semi", " ", "conductor", false },
		{ "semi", "", "conductor", false },
		{ "a", "-", "b", true },
		{ "a", "-\n", "b", true },
	};
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++)
		ck_assert_msg(pm_is_joint(v[i].separator, strlen(v[i].separator), v[i].a,
					  strlen(v[i].a), v[i].b, strlen(v[i].b)) ==
				      v[i].joint,
			      "'%s', '%s', '%s'", v[i].a, v[i].separator, v[i].b);
}
END_TEST

START_TEST(letters_and_digits_make_compounds)
{
	static const struct {
		const char *a, *b;
		bool compounds, joins;
	} v[] = {
		/* clang-format off */
		{ "co", "operate", true, false }, { "ddr", "5", true, true }, { "5", "ddr", true, true },
		{ "2024", "25", false, false }, { "a1", "b2", true, true }, { "a1", "2b", true, false },
		{ "1a", "2", true, true }, { "1", "2a", true, false },
		{ "u.s", "china", false, false }, { "3.5", "m", false, true }, { "m", "3.5", false, true },
		{ "at&t", "x", false, false }, { "at&t", "5", false, true }, { "c++", "5", false, false },
		{ "x@y.org", "a", false, false }, { "x@y.org", "5", false, true },
		{ "\xe9\x95\xb7", "a", false, false }, { "a", "\xe9\x95\xb7", false, false },
		{ "\xe9\x95\xb7", "5", false, false }, { "\xe9\x95\xb7", "\xe9\x91\xab", false, false },
		{ "\xce\xb1", "\xce\xb2", true, false }, { "\xce\xb1", "\xd9\xa1", true, true },
		{ "\xe0\xa4\xb9\xe0\xa4\xbf", "5", true, true }, { "1\xe2\x81\x84" "2", "a", false, true },
		{ A32, A32, true, false }, { A32, A32 "a", false, false }, { A32 A8 A8 A8 "abcdefg", "5", true, true },
		{ A32 A32, "5", false, false }
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		ck_assert_msg(pm_compounds(v[i].a, strlen(v[i].a), v[i].b,
					   strlen(v[i].b)) == v[i].compounds,
			      "compound of '%s' and '%s'", v[i].a, v[i].b);
		ck_assert_msg(pm_joins_without_hyphen(v[i].a, strlen(v[i].a), v[i].b,
						      strlen(v[i].b)) == v[i].joins,
			      "'%s' and '%s' as one", v[i].a, v[i].b);
	}
}
END_TEST

/* --- addresses ---------------------------------------------------------- */

struct parts {
	struct pm_buf *out;
	size_t stop; /* after so many */
};

static int
add_part(void *ctx, const char *part, size_t len)
{
	struct parts *p = ctx;

	if (p->out->len > 0)
		pm_buf_putc(p->out, ' ');
	pm_buf_put(p->out, part, len);
	return --p->stop == 0 ? 7 : 0;
}

START_TEST(an_address_has_parts)
{
	static const struct {
		const char *address, *parts;
	} v[] = {
		/* clang-format off */
		{ "press@example.org", "example.org press example org" },
		{ "first.last+tag@mail.example.org",
		  "first.last+tag mail.example.org example.org first last tag mail example org" },
		{ "example.org", "example org" },
		{ "sub.example.org", "example.org sub example org" },
		{ "www.example.org", "example.org www example org" },
		{ "http://example.org", "example.org example org" },
		{ "https://www.example.org/2024/ddr5-ban?x=1",
		  "www.example.org example.org www example org 2024 ddr5 ban x 1" },
		{ "http://localhost:80/a", "localhost 80 a" },
		{ "http://u@a.b/c", "a.b u a b c" },
		{ "http://a.b/x@y.z", "a.b a b x y z" },
		{ "www.a.b/c?d=http://e.f/", "www.a.b a.b www a b c d http e f" },
		{ "ftp://a", "a" }, { "www.a/b.c", "www.a www a b c" }
		/* clang-format on */
	};
	struct pm_buf out;
	size_t i;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof v / sizeof *v; i++) {
		struct parts p = { &out, 0 };

		pm_buf_clear(&out);
		ck_assert_int_eq(pm_address_parts(v[i].address, strlen(v[i].address),
						  add_part, &p),
				 0);
		ck_assert_msg(strcmp(pm_buf_str(&out), v[i].parts) == 0,
			      "'%s' gives '%s', not '%s'", v[i].address, pm_buf_str(&out),
			      v[i].parts);
	}
	pm_buf_release(&out);
}
END_TEST

START_TEST(the_host_of_a_url)
{
	static const struct {
		const char *url, *host;
	} v[] = {
		/* clang-format off */
		{ "http://a.b/c", "a.b" }, { "a.b/c", "" }, { "://x", "x" }, { "", "" },
		{ "http://", "" }, { "http:///path", "" }, { "x://A.b:80", "a.b" },
		{ "http://a.b?c=d@e", "a.b" }, { "http://a.b#c@d", "a.b" },
		{ "ftp://user@a.b/c", "a.b" }, { "ftp://user:word@a.b:21/c@d", "a.b" },
		{ "ftp://u@v@a.b", "a.b" }, { "ftp://u@:80", "" }, { "http:/a://b", "b" },
		{ "HTTP://U@[Z.`{\xc3\x84.ORG/A", "[z.`{\xc3\x84.org" }
		/* clang-format on */
	};
	struct pm_buf host;
	size_t i;

	pm_buf_init(&host, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof v / sizeof *v; i++) {
		pm_buf_clear(&host);
		pm_url_host(v[i].url, strlen(v[i].url), &host);
		ck_assert_msg(strcmp(pm_buf_str(&host), v[i].host) == 0,
			      "'%s' gives '%s', not '%s'", v[i].url, pm_buf_str(&host),
			      v[i].host);
	}
	pm_buf_release(&host);
}
END_TEST

START_TEST(the_status_of_a_caller_stops)
{
	static const char address[] = "https://www.example.org/2024/ddr5-ban?x=1";
	struct pm_buf out;
	size_t n;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (n = 1; n <= 10; n++) {
		struct parts p = { &out, n };

		ck_assert_int_eq(pm_address_parts(address, strlen(address), add_part, &p),
				 7);
		ck_assert_uint_eq(p.stop, 0);
	}
	pm_buf_release(&out);
}
END_TEST

/* Calls nobody with anything but a stretch of the address, and none is empty. */
static int
check_part(void *ctx, const char *part, size_t len)
{
	const struct pm_buf *address = ctx;

	ck_assert_uint_gt(len, 0);
	ck_assert(part >= pm_buf_str(address) &&
		  part + len <= pm_buf_str(address) + address->len);
	return 0;
}

START_TEST(any_text_may_be_asked_for_its_parts)
{
	struct pm_buf text;
	uint64_t state = 3;
	size_t round;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (round = 0; round < 30000; round++) {
		pm_buf_clear(&text);
		put_random_text(&text, &state, 20);
		if (round % 3 == 0)
			pm_buf_puts(&text, "://");
		put_random_text(&text, &state, 20);
		pm_address_parts(pm_buf_str(&text), text.len, check_part, &text);
	}
	pm_buf_release(&text);
}
END_TEST

START_TEST(a_long_address_comes_to_an_end)
{
	static const char *const pieces[] = { "a", "a.",  ".",	  "a@", "@",
					      "/", "://", "a/b.", "-" };
	const size_t size = (size_t)1 << 16;
	struct pm_buf text;
	size_t i;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		pm_buf_clear(&text);
		while (text.len < size)
			pm_buf_puts(&text, pieces[i]);
		pm_address_parts(pm_buf_str(&text), text.len, check_part, &text);
	}
	pm_buf_release(&text);
}
END_TEST

/* --- other ways to write a query word ----------------------------------- */

START_TEST(words_are_cut_between_letters_and_digits)
{
	static const struct {
		const char *word;
		size_t n, at[4];
	} v[] = {
		/* clang-format off */
		{ "ddr5", 1, { 3 } }, { "7nm", 1, { 1 } }, { "a1b2", 3, { 1, 2, 3 } },
		{ "a1b2c", 4, { 1, 2, 3, 4 } }, { "a1b2c3", 5, { 1, 2, 3, 4 } }, { "1.2m", 1, { 3 } },
		{ "m1.2", 1, { 1 } }, { "1.000.000eur", 1, { 9 } }, { "abc", 0, { 0 } },
		{ "123", 0, { 0 } }, { "", 0, { 0 } }, { "u.s", 0, { 0 } }, { "u5.s", 0, { 0 } },
		{ "5.x", 0, { 0 } }, { "c++", 0, { 0 } }, { "at&t5", 0, { 0 } },
		{ "x5@a.b", 0, { 0 } }, { "\xe9\x95\xb7" "5", 0, { 0 } },
		{ "\xc3\xa9" "5", 1, { 2 } }, { "\xe0\xa4\xb9\xe0\xa4\xbf" "5", 1, { 6 } },
		{ "5\xd9\xa1", 0, { 0 } }, { "a\xd9\xa1", 1, { 1 } }, { "41\xe2\x81\x84" "2a", 0, { 0 } }
		/* clang-format on */
	};
	size_t i, k, at[4], max;

	for (i = 0; i < sizeof v / sizeof *v; i++)
		for (max = 0; max <= 4; max++) {
			memset(at, 0xff, sizeof at);
			ck_assert_msg(pm_transitions(v[i].word, strlen(v[i].word), at,
						     max) == v[i].n,
				      "'%s', at most %zu", v[i].word, max);
			for (k = 0; k < 4; k++)
				ck_assert_msg(k < v[i].n && k < max
						      ? at[k] == v[i].at[k]
						      : v[i].n == 0 || at[k] == SIZE_MAX,
					      "'%s': %zu is %zu", v[i].word, k, at[k]);
		}
}
END_TEST

/* Every two neighbouring pieces would be joined again. */
START_TEST(pieces_join)
{
	struct pm_words w = { NULL, 0, 0 };
	struct pm_buf text, folded;
	uint64_t state = 4;
	size_t round, i, k, n, at[64], cut = 0;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_buf_init(&folded, PM_BUF_NO_LIMIT);
	for (round = 0; round < 30000; round++) {
		pm_buf_clear(&text);
		put_random_text(&text, &state, 40);
		w.n = 0;
		ck_assert_int_eq(pm_split(pm_buf_str(&text), text.len, &w, NULL), PM_OK);
		for (i = 0; i < w.n; i++) {
			const char *s;

			pm_buf_clear(&folded);
			ck_assert_int_eq(pm_fold(pm_buf_str(&text) + w.words[i].start,
						 w.words[i].end - w.words[i].start,
						 w.words[i].flags, &folded, NULL),
					 PM_OK);
			s = pm_buf_str(&folded);
			n = pm_transitions(s, folded.len, at, 64);
			ck_assert_uint_lt(n, 64);
			for (k = 0; k < n; k++) {
				size_t from = k == 0 ? 0 : at[k - 1];
				size_t to = k + 1 == n ? folded.len : at[k + 1];

				ck_assert(from < at[k] && at[k] < to);
				cut++;
				if (to - from > PM_FOLDED_MAX)
					continue;
				ck_assert_msg(pm_joins_without_hyphen(s + from,
								      at[k] - from,
								      s + at[k],
								      to - at[k]),
					      "'%s' at %zu", s, at[k]);
			}
		}
	}
	ck_assert_uint_gt(cut, 1000);
	pm_words_release(&w);
	pm_buf_release(&text);
	pm_buf_release(&folded);
}
END_TEST

START_TEST(points_between_capitals_may_be_left_out)
{
	static const struct {
		const char *surface, *folded;
	} v[] = { { "U.S", "us" },
		  { "U.S.A", "usa" },
		  { "A.B.C.D.E", "abcde" },
		  { "A.B.C.D.E.F", NULL },
		  { "\xd0\xa1.\xd0\xa8.\xd0\x90", "\xd1\x81\xd1\x88\xd0\xb0" },
		  { "\xc3\x89.U", "eu" },
		  { "US", NULL },
		  { "U.S.", NULL },
		  { "U..S", NULL },
		  { ".U.S", NULL },
		  { "U.SA", NULL },
		  { "U.s", NULL },
		  { "U", NULL },
		  { "", NULL } };
	struct pm_buf out;
	size_t i;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof v / sizeof *v; i++) {
		pm_buf_clear(&out);
		ck_assert_msg(pm_undotted(v[i].surface, strlen(v[i].surface), &out) ==
				      (v[i].folded != NULL),
			      "'%s'", v[i].surface);
		ck_assert_str_eq(pm_buf_str(&out), v[i].folded != NULL ? v[i].folded : "");
	}
	pm_buf_release(&out);
}
END_TEST

START_TEST(two_to_five_capitals_may_stand_for_an_abbreviation)
{
	static const struct {
		const char *surface, *dotted;
	} v[] = { { "US", "u.s" },
		  { "USA", "u.s.a" },
		  { "ABCDE", "a.b.c.d.e" },
		  { "ABCDEF", NULL },
		  { "A", NULL },
		  { "", NULL },
		  { "Us", NULL },
		  { "us", NULL },
		  { "U5", NULL },
		  { "U.S", NULL },
		  { "\xc3\x89\xc3\x89", "e.e" },
		  { "\xd0\xa1\xd0\xa8\xd0\x90", "\xd1\x81.\xd1\x88.\xd0\xb0" },
		  { "E\xcc\x81U", "e.u" },
		  { "\xcc\x81U", NULL },
		  { "\xc3\x89\xc3\xa9", NULL },
		  { "A[", NULL },
		  { "@A", NULL } };
	struct pm_buf out;
	size_t i;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof v / sizeof *v; i++) {
		pm_buf_clear(&out);
		ck_assert_msg(pm_dotted(v[i].surface, strlen(v[i].surface), &out) ==
				      (v[i].dotted != NULL),
			      "'%s'", v[i].surface);
		ck_assert_str_eq(pm_buf_str(&out), v[i].dotted != NULL ? v[i].dotted : "");
	}
	pm_buf_release(&out);
}
END_TEST

static Suite *
derive_suite(void)
{
	Suite *s = suite_create("derive");
	TCase *tc = tcase_create("derive");

	tcase_add_test(tc, a_hyphen_is_a_hyphen_alone_or_at_the_end_of_a_line);
	tcase_add_test(tc, a_zero_width_space_joins_where_a_word_may_be_broken);
	tcase_add_test(tc, letters_and_digits_make_compounds);
	tcase_add_test(tc, an_address_has_parts);
	tcase_add_test(tc, the_host_of_a_url);
	tcase_add_test(tc, the_status_of_a_caller_stops);
	tcase_add_test(tc, any_text_may_be_asked_for_its_parts);
	tcase_add_test(tc, a_long_address_comes_to_an_end);
	tcase_add_test(tc, words_are_cut_between_letters_and_digits);
	tcase_add_test(tc, pieces_join);
	tcase_add_test(tc, points_between_capitals_may_be_left_out);
	tcase_add_test(tc, two_to_five_capitals_may_stand_for_an_abbreviation);
	tcase_set_timeout(tc, 120);
	suite_add_tcase(s, tc);
	return s;
}

int
main(void)
{
	SRunner *sr = srunner_create(derive_suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
