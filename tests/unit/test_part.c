/* Pressmark - tests of indexer/gather/part.h: the words of the parts of a text are its words.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/gather/part.h"
#include "tests/unit/small_fixture.h"

#define SIZE ((size_t)1 << 12)

/* Splits the text part by part, and compares with its words, all in one.  Returns how many
 * parts there were; *LARGEST: the size of the largest. */
static size_t
check_parts(const char *text, size_t len, size_t *largest)
{
	struct pm_words all = { NULL, 0, 0 }, part = all, scratch = all;
	size_t at, end, i, n = 0, parts = 0;

	*largest = 0;
	OK(pm_split(text, len, &all, ERR));
	for (at = 0; at < len; at = end) {
		end = len;
		if (len - at > SIZE)
			OK(pm_part_words(text, len, at, SIZE, &scratch, &end, ERR));
		ck_assert_uint_gt(end, at);
		*largest = end - at > *largest ? end - at : *largest;
		part.n = 0;
		OK(pm_split(text + at, end - at, &part, ERR));
		ck_assert_uint_le(n + part.n, all.n);
		for (i = 0; i < part.n; i++, n++)
			if (part.words[i].start + at != all.words[n].start ||
			    part.words[i].end + at != all.words[n].end ||
			    part.words[i].flags != all.words[n].flags)
				ck_abort_msg("word %zu, '%.*s', is another one in its part",
					     n,
					     (int)(all.words[n].end - all.words[n].start),
					     text + all.words[n].start);
		parts++;
	}
	ck_assert_uint_eq(n, all.n);
	pm_words_release(&all);
	pm_words_release(&part);
	pm_words_release(&scratch);
	return parts;
}

/* Any text without a place where it could be cut by what it looks like. */
START_TEST(words_tell_where_a_text_is_cut)
{
	static const char *const pieces[] = {
		/* clang-format off */
		"a", "abc", "abcde", "ABC", "12", "5", ".", ".", "\xe2\x98\x85", "\xc2\xb7", "#", "++",
		"'", "\xe2\x80\x99", "'s", "&", "@", "\xc2\xad", "\xcc\x81", "\xc3\xa9", "C#",
		"x.com", "http://a.b", "\xe0\xa4\x95", ":"
		/* clang-format on */
	};
	struct pm_buf b;
	size_t largest, i;

	rng = 7 + (uint64_t)_i;
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	while (b.len < 100 * SIZE) {
		const char *piece = pieces[rnd(sizeof pieces / sizeof *pieces)];

		/* an address without an end would be one word */
		pm_buf_puts(&b, strstr(piece, "//") == NULL ? piece
				: rnd(40)		    ? "\xc2\xb7"
							    : "http://a.b\xe2\x98\x85");
	}
	ck_assert_uint_gt(check_parts(pm_buf_str(&b), b.len, &largest), 4);
	ck_assert_uint_le(largest, 17 * SIZE);
	/* one huge word in the midst of it */
	for (i = 0; i < 40 * SIZE; i++)
		pm_buf_putc(&b, 'z');
	for (i = 0; i < 20 * SIZE; i++)
		pm_buf_puts(&b, "q\xe2\x98\x85");
	ck_assert_uint_gt(check_parts(pm_buf_str(&b), b.len, &largest), 6);
	ck_assert_uint_gt(largest, 40 * SIZE);
	ck_assert_uint_le(largest, 129 * SIZE);
	pm_buf_release(&b);
}
END_TEST

START_TEST(a_text_with_blanks_is_cut_there)
{
	struct pm_buf b;
	size_t largest, i;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < 20 * SIZE; i++)
		pm_buf_puts(&b, "word ");
	ck_assert_uint_ge(check_parts(pm_buf_str(&b), b.len, &largest), 100);
	ck_assert_uint_le(largest, SIZE);
	pm_buf_release(&b);
}
END_TEST

START_TEST(a_single_word_is_one_part)
{
	struct pm_buf b;
	size_t largest, i;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < 50 * SIZE; i++)
		pm_buf_puts(&b, "\xc3\xa9");
	ck_assert_uint_eq(check_parts(pm_buf_str(&b), b.len, &largest), 1);
	pm_buf_release(&b);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("part");
	TCase *tc = tcase_create("all");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, words_tell_where_a_text_is_cut, 0, 20);
	tcase_add_test(tc, a_text_with_blanks_is_cut_there);
	tcase_add_test(tc, a_single_word_is_one_part);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
