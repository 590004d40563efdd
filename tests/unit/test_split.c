/* Pressmark - tests of text/split.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/split.h"

#include "support/utf8.h"
#include "tests/unit/random_text.h"
#include "text/chars.h"
#include "text/split_masks.h"
#include "text/split_rules.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* The words of a text with | between: as WAY finds them, or step by step where
 * there is none. */
static void
split(const struct pm_split_impl *impl, const char *text, size_t len, struct pm_buf *out)
{
	struct pm_words w = { NULL, 0, 0 };
	struct pm_error err;
	size_t i;

	ck_assert_msg((impl != NULL ? pm_split_by(impl, text, len, &w, &err)
				    : pm_split_careful(text, len, &w, &err)) == PM_OK,
		      "%s", err.text);
	pm_buf_clear(out);
	for (i = 0; i < w.n; i++) {
		if (i > 0)
			pm_buf_putc(out, '|');
		pm_buf_put(out, text + w.words[i].start,
			   w.words[i].end - w.words[i].start);
	}
	pm_words_release(&w);
}

struct vector {
	const char *text, *words;
};

static void
check_vectors(const struct vector *v, size_t n)
{
	struct pm_buf out;
	size_t n_impls, i, k;
	const struct pm_split_impl *impls = pm_split_impls(&n_impls);

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < n; i++)
		for (k = 0; k <= n_impls; k++) {
			const struct pm_split_impl *impl = k < n_impls ? &impls[k] : NULL;

			split(impl, v[i].text, strlen(v[i].text), &out);
			ck_assert_msg(strcmp(pm_buf_str(&out), v[i].words) == 0,
				      "'%s' gives '%s', not '%s' (%s)", v[i].text,
				      pm_buf_str(&out), v[i].words,
				      impl != NULL ? impl->name : "in steps");
		}
	pm_buf_release(&out);
}

#define CHECK(v) check_vectors(v, sizeof(v) / sizeof *(v))

START_TEST(an_empty_text_has_no_words)
{
	static const struct vector v[] = {
		{ "", "" },
		{ " ", "" },
		{ "\n\t .,;-!", "" },
		{ "'", "" },
		{ "\xe2\x80\x99s", "s" },
		{ "\xcc\x81", "" },
		{ "\xf0\x9f\x98\x80", "" },
		{ "\xef\xbf\xbd", "" }
	};

	CHECK(v);
}
END_TEST

START_TEST(runs_of_letters_and_digits_are_words)
{
	static const struct vector v[] = {
		/* clang-format off */
		{ "Chips for all", "Chips|for|all" },
		{ "DDR5 DDR-5 DDR 5", "DDR5|DDR|5|DDR|5" },
		{ "7nm, 7-nm; $5bn (\xc2\xa3" "1.2m)", "7nm|7|nm|5bn|1.2m" },
		{ "he/she and/or", "he|she|and|or" },
		{ "under_score", "under|score" },
		{ "@BISgov #chips", "BISgov|chips" },
		{ "supply\xe2\x80\x94like", "supply|like" },
		{ "end.Start", "end|Start" },
		{ "a\xc2\xa0" "b\xe2\x80\x8b" "c\xef\xbf\xbd" "d", "a|b|c|d" },
		{ "caf\xc3\xa9 cafe\xcc\x81", "caf\xc3\xa9|cafe\xcc\x81" },
		{ "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80 x",
		  "\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80|x" },
		{ "x\xc2\xb2 \xc2\xbd \xe2\x85\xa7", "x\xc2\xb2|\xc2\xbd|\xe2\x85\xa7" }
		/* clang-format on */
	};

	CHECK(v);
}
END_TEST

START_TEST(what_is_not_shown_stands_inside_a_word)
{
	static const struct vector v[] = {
		/* clang-format off */
		{ "semi\xc2\xad" "conductor", "semi\xc2\xad" "conductor" },
		{ "a\xe2\x80\x8d" "b\xe2\x80\x8c" "c\xe2\x81\xa0" "d",
		  "a\xe2\x80\x8d" "b\xe2\x80\x8c" "c\xe2\x81\xa0" "d" },
		{ "\xc2\xad" "a", "a" },
		{ "\xef\xbb\xbf" "a", "a" },
		{ "a\xc2\xad b", "a\xc2\xad|b" }
		/* clang-format on */
	};

	CHECK(v);
}
END_TEST

START_TEST(an_apostrophe_between_letters_joins)
{
	static const struct vector v[] = {
		/* clang-format off */
		{ "don't", "don't" }, { "don\xe2\x80\x99t", "don\xe2\x80\x99t" },
		{ "l\xe2\x80\x99Or\xc3\xa9" "al", "l|Or\xc3\xa9" "al" }, { "D'Estaing", "D|Estaing" },
		{ "l'a l'ai", "l'a|l|ai" }, { "dell'arte tell'arte", "dell|arte|tell'arte" },
		{ "xl'eau \xc3\xa9l'eau", "xl'eau|\xc3\xa9l'eau" },
		{ "c'hoar c'est jusqu'ici lorsqu`on", "c'hoar|c|est|jusqu|ici|lorsqu|on" },
		{ "O\xc2\xb4" "Brien O`Brien", "O\xc2\xb4" "Brien|O`Brien" },
		{ "O\xca\xbc" "Brien", "O\xca\xbc" "Brien" },
		{ "O\xef\xbc\x87" "Brien", "O\xef\xbc\x87" "Brien" },
		{ "O\xe2\x80\xb2" "Brien O\xe2\x80\x98" "Brien O\xe2\x80\x9b" "Brien",
		  "O\xe2\x80\xb2" "Brien|O\xe2\x80\x98" "Brien|O\xe2\x80\x9b" "Brien" },
		{ "rock \xe2\x80\x99n\xe2\x80\x99 roll", "rock|n|roll" },
		{ "'tis the companies' plants", "tis|the|companies|plants" },
		{ "5'6 F'5 5'F", "5|6|F|5|5|F" }, { "don''t", "don|t" },
		{ "d'Arc's", "d|Arc" }
		/* clang-format on */
	};

	CHECK(v);
}
END_TEST

START_TEST(a_possessive_belongs_to_the_separator)
{
	static const struct vector v[] = {
		/* clang-format off */
		{ "CXMT's", "CXMT" }, { "CXMT\xe2\x80\x99s", "CXMT" }, { "CXMT\xc2\xb4S x", "CXMT|x" },
		{ "Apple\xe2\x80\x99s Tim Cook\xe2\x80\x99s letter", "Apple|Tim|Cook|letter" },
		{ "it's", "it" }, { "CXMT'sx", "CXMT'sx" }, { "CXMT's's", "CXMT|s" },
		{ "1980's", "1980" }, { "U.S.'s", "U.S|s" }, { "U.S's", "U.S" },
		{ "C++'s", "C++" }, { "\xe9\x95\xb7's", "\xe9\x95\xb7|s" },
		{ "example.org's", "example.org" }
		/* clang-format on */
	};

	CHECK(v);
}
END_TEST

START_TEST(points_and_commas_join_numbers)
{
	static const struct vector v[] = {
		/* clang-format off */
		{ "3.5% 1.000.000", "3.5|1.000.000" }, { "1,000 wafers", "1,000|wafers" },
		{ "1,5", "1|5" }, { "1,000,000 12,345 123,456", "1,000,000|12,345|123,456" },
		{ "1234,567", "1234|567" }, { "1,0000", "1|0000" }, { "1,000,00", "1,000|00" },
		{ "1,000.5", "1,000.5" }, { "1.5,000", "1.5|000" }, { "3.", "3" }, { ".5", "5" },
		{ "1..2", "1|2" }, { "1.2m 5.x", "1.2m|5|x" }, { "v1.2", "v1.2" },
		{ "3.a", "3|a" }, { "\xd9\xa1.\xd9\xa2", "\xd9\xa1.\xd9\xa2" }
		/* clang-format on */
	};

	CHECK(v);
}
END_TEST

START_TEST(a_point_joins_abbreviations)
{
	static const struct vector v[] = {
		{ "U.S. officials", "U.S|officials" },
		{ "U.S.-China", "U.S|China" },
		{ "Ph.D.", "Ph.D" },
		{ "e.g. i.e. etc.", "e.g|i.e|etc" },
		{ "N.A.T.O.", "N.A.T.O" },
		{ "end.of", "end|of" },
		{ "ab.cd", "ab|cd" },
		{ "a.bcd", "a|bcd" },
		{ "a.b5", "a|b5" },
		{ "\xc3\x89.U.", "\xc3\x89.U" },
		{ "U..S", "U|S" }
	};

	CHECK(v);
}
END_TEST

START_TEST(signs_belong_to_some_words)
{
	static const struct vector v[] = {
		{ "R&D at AT&T", "R&D|at|AT&T" },
		{ "Marks&Co", "Marks|Co" },
		{ "A&B&C", "A&B&C" },
		{ "R & D", "R|D" },
		{ "A&&B", "A|B" },
		{ "A&5", "A|5" },
		{ "M&Ms", "M&Ms" },
		{ "C++ and C#", "C++|and|C#" },
		{ "C+++", "C" },
		{ "C+", "C" },
		{ "C##", "C" },
		{ "C++x", "C|x" },
		{ "C#5", "C|5" },
		{ "AB#", "AB" },
		{ "AB++", "AB++" },
		{ "5++", "5" },
		{ "C++.", "C++" },
		{ "(C#)", "C#" },
		{ "C++-C#", "C++|C#" }
	};

	CHECK(v);
}
END_TEST

START_TEST(an_address_is_one_word)
{
	static const struct vector v[] = {
		/* clang-format off */
		{ "see https://www.example.org/2024/ddr5-ban?x=1.",
		  "see|https://www.example.org/2024/ddr5-ban?x=1" },
		{ "(http://a.b/c_(d)) x", "http://a.b/c_(d)|x" },
		{ "[ftp://a.b/c], http://x", "ftp://a.b/c|http://x" },
		{ "HTTP://A.B/C?!", "HTTP://A.B/C" }, { "<http://a.b>c", "http://a.b|c" },
		{ "www.example.org, www.", "www.example.org|www" }, { "http://", "http" },
		{ "http://'x", "http|x" }, { "xhttp://a", "xhttp|a" },
		{ "http://a.b/\xc3\xa9t\xc3\xa9", "http://a.b/|\xc3\xa9t\xc3\xa9" },
		{ "press@example.org.", "press@example.org" },
		{ "first.last+tag@mail.example.org x", "first.last+tag@mail.example.org|x" },
		{ "press@example", "press|example" }, { "a@b.c", "a|b.c" }, { "a@b.cc", "a@b.cc" },
		{ "a@b.c5", "a|b|c5" }, { "a@b@c.org", "a|b@c.org" }, { "@example.org", "example.org" },
		{ "Amazon.com said", "Amazon.com|said" }, { "AMAZON.COM", "AMAZON|COM" },
		{ "news.bbc.co.uk", "news|bbc|co|uk" }, { "sub.example.org/x", "sub.example.org|x" },
		{ "e-mail.com", "e-mail.com" }, { "example.org_x", "example|org|x" },
		{ "example.organ", "example|organ" }, { "example..org", "example|org" },
		{ "-example.org-", "example.org" }, { "a.io A.IO", "a.io|A.IO" },
		{ "example.org\xc3\xa9", "example|org\xc3\xa9" }
		/* clang-format on */
	};

	CHECK(v);
}
END_TEST

/* A name before the @ has at most 64 characters, a host 253; N letters before REST are
 * one word with it, or stand apart from it. */
static void
check_length(size_t n, const char *rest, bool together, const char *apart)
{
	struct pm_buf text, words;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_buf_init(&words, PM_BUF_NO_LIMIT);
	while (n-- > 0)
		pm_buf_putc(&text, 'x');
	pm_buf_put(&words, text.data, text.len);
	pm_buf_puts(&text, rest);
	pm_buf_puts(&words, together ? rest : apart);
	check_vectors(&(struct vector){ pm_buf_str(&text), pm_buf_str(&words) }, 1);
	pm_buf_release(&text);
	pm_buf_release(&words);
}

START_TEST(a_long_address_is_none)
{
	check_length(64, "@example.org", true, NULL);
	check_length(65, "@example.org", false, "|example.org");
	check_length(249, ".org", true, NULL);
	check_length(250, ".org", false, "|org");
	check_length(400, ".org", false, "|org");
}
END_TEST

START_TEST(scripts_without_spaces_have_a_word_for_each_character)
{
	static const struct vector v[] = {
		/* clang-format off */
		{ "\xe9\x95\xb7\xe9\x91\xab", "\xe9\x95\xb7|\xe9\x91\xab" },
		{ "\xe9\x95\xb7" "CXMT\xe5\x85\xac", "\xe9\x95\xb7|CXMT|\xe5\x85\xac" },
		{ "\xe3\x81\xb2\xe3\x82\x89", "\xe3\x81\xb2|\xe3\x82\x89" },
		{ "\xe3\x82\xab\xe3\x82\x99\xe3\x82\xab", "\xe3\x82\xab\xe3\x82\x99|\xe3\x82\xab" },
		{ "\xef\xbd\xb6\xef\xbe\x9e", "\xef\xbd\xb6\xef\xbe\x9e" },
		{ "\xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\xb3", "\xe0\xb8\x99\xe0\xb9\x89|\xe0\xb8\xb3" },
		{ "\xe4\xb8\x80\xe3\x80\x81\xe4\xba\x8c\xe3\x80\x82", "\xe4\xb8\x80|\xe4\xba\x8c" },
		{ "\xe3\x8a\x80\xe3\x86\x92", "\xe3\x8a\x80|\xe3\x86\x92" },
		{ "\xed\x95\x9c\xea\xb5\xad", "\xed\x95\x9c\xea\xb5\xad" },
		{ "5\xe5\xb9\xb4", "5|\xe5\xb9\xb4" }
		/* clang-format on */
	};

	CHECK(v);
}
END_TEST

START_TEST(words_are_appended_and_flagged)
{
	static const char text[] = "a \xe9\x95\xb7 b.com \xc3\xa9 don't C++ 1.5 U5";
	static const uint32_t flags[] = {
		PM_WORD_PLAIN, PM_WORD_IDEOGRAM, PM_WORD_ADDRESS, 0, 0, 0, 0,
		PM_WORD_PLAIN
	};
	struct pm_words w = { NULL, 0, 0 };
	size_t i;

	ck_assert_int_eq(pm_split(text, strlen(text), &w, NULL), PM_OK);
	ck_assert_uint_eq(w.n, 8);
	for (i = 0; i < w.n; i++)
		ck_assert_msg(w.words[i].flags == flags[i], "word %zu has the flags %u",
			      i, (unsigned)w.words[i].flags);
	ck_assert_int_eq(pm_split("x y", 3, &w, NULL), PM_OK);
	ck_assert_uint_eq(w.n, 10);
	ck_assert_uint_eq(w.words[9].start, 2);
	pm_words_release(&w);
	ck_assert_ptr_null(w.words);
	ck_assert_uint_eq(w.n + w.cap, 0);
}
END_TEST

#if SIZE_MAX > UINT32_MAX
START_TEST(four_gigabytes_are_too_much)
{
	struct pm_words w = { NULL, 0, 0 };

	/* nothing of it is looked at */
	ck_assert_int_eq(pm_split("", (size_t)UINT32_MAX + 1, &w, NULL), PM_ERR_LIMIT);
	ck_assert_uint_eq(w.n, 0);
}
END_TEST
#endif

/* --- any text ----------------------------------------------------------- */

static void
check_word(const char *text, const struct pm_word *w)
{
	const uint8_t *s = (const uint8_t *)text;
	bool plain = true;
	unsigned n;
	uint32_t at, cp = pm_utf8_get(s + w->start, &n);
	enum pm_char first = pm_char_class(cp);

	ck_assert(first == PM_CHAR_LETTER || first == PM_CHAR_DIGIT ||
		  first == PM_CHAR_IDEOGRAM);
	ck_assert_int_eq(first == PM_CHAR_IDEOGRAM, (w->flags & PM_WORD_IDEOGRAM) != 0);
	for (at = w->start; at < w->end; at += n) {
		enum pm_char c = pm_char_class(pm_utf8_get(s + at, &n));

		plain = plain && n == 1 && (c == PM_CHAR_LETTER || c == PM_CHAR_DIGIT);
		if (w->flags & PM_WORD_IDEOGRAM)
			ck_assert(at == w->start || c == PM_CHAR_MARK);
		if (w->flags & PM_WORD_ADDRESS)
			ck_assert(n == 1 && c != PM_CHAR_SPACE);
		ck_assert(c != PM_CHAR_SPACE);
	}
	ck_assert_uint_eq(at, w->end);
	ck_assert_int_eq(plain, (w->flags & PM_WORD_PLAIN) != 0);
}

/* Alone, a word is one word again: a query for it can be typed. */
static void
check_alone(const char *text, const struct pm_word *w)
{
	struct pm_words alone = { NULL, 0, 0 };
	uint32_t len = w->end - w->start;

	ck_assert_int_eq(pm_split(text + w->start, len, &alone, NULL), PM_OK);
	ck_assert_msg(alone.n == 1 && alone.words[0].start == 0 &&
			      alone.words[0].end == len,
		      "'%.*s' in '%s' is not one word alone", (int)len, text + w->start,
		      text);
	pm_words_release(&alone);
}

START_TEST(words_and_separators_are_the_text)
{
	struct pm_words w = { NULL, 0, 0 };
	struct pm_buf text, again;
	uint64_t state = 1;
	size_t round, i;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_buf_init(&again, PM_BUF_NO_LIMIT);
	for (round = 0; round < 30000; round++) {
		size_t at = 0;

		pm_buf_clear(&text);
		pm_buf_clear(&again);
		put_random_text(&text, &state, 40);
		w.n = 0;
		ck_assert_int_eq(pm_split(pm_buf_str(&text), text.len, &w, NULL), PM_OK);
		for (i = 0; i < w.n; i++) {
			ck_assert_uint_ge(w.words[i].start, at);
			ck_assert_uint_gt(w.words[i].end, w.words[i].start);
			ck_assert_uint_le(w.words[i].end, text.len);
			check_word(pm_buf_str(&text), &w.words[i]);
			check_alone(pm_buf_str(&text), &w.words[i]);
			pm_buf_put(&again, text.data + at, w.words[i].start - at);
			pm_buf_put(&again, text.data + w.words[i].start,
				   w.words[i].end - w.words[i].start);
			at = w.words[i].end;
		}
		pm_buf_put(&again, pm_buf_str(&text) + at, text.len - at);
		ck_assert_uint_eq(again.len, text.len);
		ck_assert_int_eq(memcmp(pm_buf_str(&again), pm_buf_str(&text), text.len),
				 0);
	}
	pm_words_release(&w);
	pm_buf_release(&text);
	pm_buf_release(&again);
}
END_TEST

/* What stands behind the length is not looked at. */
START_TEST(a_text_ends_where_it_ends)
{
	static const char *const texts[] = {
		"don't",      "CXMT's",
		"1,000",      "3.5",
		"U.S",	      "R&D",
		"C++",	      "C#",
		"www.a",      "http://a",
		"a@b.cc",     "b.com",
		"e-mail.com", "\xe3\x82\xab\xe3\x82\x99",
		"a\xc2\xad"
	};
	struct pm_words w = { NULL, 0, 0 };
	size_t i, len;

	for (i = 0; i < sizeof texts / sizeof *texts; i++)
		for (len = 0; len <= strlen(texts[i]); len++) {
			char *copy = malloc(len + 1);

			if (len > 0 && (texts[i][len] & 0xc0) == 0x80) {
				free(copy);
				continue;
			}
			/* so that a sanitizer sees a byte too many */
			copy = realloc(copy, len > 0 ? len : 1);
			memcpy(copy, texts[i], len);
			w.n = 0;
			ck_assert_int_eq(pm_split(copy, len, &w, NULL), PM_OK);
			ck_assert(w.n == 0 || w.words[w.n - 1].end <= len);
			free(copy);
		}
	pm_words_release(&w);
}
END_TEST

/* Texts that would take hours if anything were looked at again and again. */
START_TEST(long_texts_come_to_an_end)
{
	static const char *const pieces[] = {
		"a",
		"a.",
		"ab.",
		"a-",
		"ab-",
		"a@",
		"a.b@",
		"a+",
		"a%_",
		"a_",
		"a'",
		"a's",
		"'",
		"'s",
		"1",
		"1,",
		"1,111",
		",111",
		"1.",
		"a&",
		"&",
		"+",
		"C++",
		"C#",
		"#",
		".",
		"-",
		"(",
		")",
		"www.",
		"www.a",
		"http://",
		"http://a",
		"http://a)",
		"http://a ",
		"ftp://a.",
		"b.com",
		"b.com.",
		"b.com@",
		"b-.com",
		"\xcc\x81",
		"a\xcc\x81",
		"\xc2\xad",
		"\xe2\x80\x99",
		"\xe9\x95\xb7",
		"\xe3\x82\x99",
		"\xc3\xa9",
		"\xc3\xa9.",
		"a\xcc\x81@",
		"h",
		"w",
		"f"
	};
	const size_t size = (size_t)4 << 20;
	char *text = malloc(size);
	struct pm_words w = { NULL, 0, 0 };
	size_t i, len, at, n;

	for (i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		n = strlen(pieces[i]);
		len = size / n * n;
		for (at = 0; at < len; at += n)
			memcpy(text + at, pieces[i], n);
		w.n = 0;
		ck_assert_int_eq(pm_split(text, len, &w, NULL), PM_OK);
		/* and once behind a letter, with which all else might go together */
		text[0] = 'a';
		if (n == 1) {
			w.n = 0;
			ck_assert_int_eq(pm_split(text, len, &w, NULL), PM_OK);
			ck_assert_uint_ge(w.n, 1);
		}
	}
	pm_words_release(&w);
	free(text);
}
END_TEST

static Suite *
split_suite(void)
{
	Suite *s = suite_create("split");
	TCase *tc = tcase_create("rules"), *any = tcase_create("any text");

	tcase_add_test(tc, an_empty_text_has_no_words);
	tcase_add_test(tc, runs_of_letters_and_digits_are_words);
	tcase_add_test(tc, what_is_not_shown_stands_inside_a_word);
	tcase_add_test(tc, an_apostrophe_between_letters_joins);
	tcase_add_test(tc, a_possessive_belongs_to_the_separator);
	tcase_add_test(tc, points_and_commas_join_numbers);
	tcase_add_test(tc, a_point_joins_abbreviations);
	tcase_add_test(tc, signs_belong_to_some_words);
	tcase_add_test(tc, an_address_is_one_word);
	tcase_add_test(tc, a_long_address_is_none);
	tcase_add_test(tc, scripts_without_spaces_have_a_word_for_each_character);
	tcase_add_test(tc, words_are_appended_and_flagged);
#if SIZE_MAX > UINT32_MAX
	tcase_add_test(tc, four_gigabytes_are_too_much);
#endif
	tcase_add_test(any, words_and_separators_are_the_text);
	tcase_add_test(any, a_text_ends_where_it_ends);
	tcase_add_test(any, long_texts_come_to_an_end);
	tcase_set_timeout(any, 300);
	suite_add_tcase(s, tc);
	suite_add_tcase(s, any);
	return s;
}

int
main(void)
{
	SRunner *sr = srunner_create(split_suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
