/* Pressmark - tests of indexer/text_blocks.h and cut.h: what a block is, and how stretches
 * become folds.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/text_blocks.h"

#include "corpus/folds.h"
#include "indexer/cut.h"
#include "support/folds.h"
#include "tests/unit/small_fixture.h"

static struct pm_str
str(const char *s)
{
	return (struct pm_str){ s, strlen(s) };
}

static void
blocks_are(const char *text, const char *expected)
{
	struct pm_article a = { .text = str(text) };
	struct pm_text_blocks b;
	char got[1000] = "";
	size_t i;

	pm_text_blocks_init(&b);
	OK(pm_text_blocks_cut(&b, &a, ERR));
	for (i = 0; i < b.n; i++) {
		strncat(got, text + b.blocks[i].start,
			b.blocks[i].end - b.blocks[i].start);
		strcat(got, "|");
	}
	ck_assert_str_eq(got, expected);
	pm_text_blocks_release(&b);
}

START_TEST(blocks_are_lines_or_paragraphs)
{
	blocks_are("", "");
	blocks_are("* * *\n\n--", "");
	blocks_are("one", "one|");
	blocks_are("\n\n one\r\nTwo\rThree\xe2\x80\xa8"
		   "Four\xc2\x85 Five  ",
		   " one|Two|Three|Four| Five  |");
	/* lines that are sentences, under a heading */
	blocks_are("Heading\nA sentence.\nAnother one.\nmore of it.\n\nOther\nA third.",
		   "Heading|A sentence.|Another one.|more of it.|Other|A third.|");
	/* wrapped, with empty lines between paragraphs, or without */
	blocks_are("One that\nis wrapped.\n\nTwo that\nis. And\nThree.",
		   "One that\nis wrapped.|Two that\nis. And\nThree.|");
	blocks_are("One that\nis wrapped\nand ends.\nTwo that\nis as well.",
		   "One that\nis wrapped\nand ends.|Two that\nis as well.|");
	blocks_are("One that\nis wrapped.\nTwo.", "One that\nis wrapped.|Two.|");
	/* indented, as a newswire does it */
	blocks_are("One that\nis wrapped.\n    Two.\n    Three.",
		   "One that\nis wrapped.|    Two.|    Three.|");
	/* of a script without capitals */
	blocks_are("\xe4\xbd\xa0\xe5\xa5\xbd\n\xe4\xb8\x96\xe7\x95\x8c\xe3\x80\x82",
		   "\xe4\xbd\xa0\xe5\xa5\xbd\n\xe4\xb8\x96\xe7\x95\x8c\xe3\x80\x82|");
}
END_TEST

/* Keys stand in the index: other ones would make all that are there worthless. */
START_TEST(keys_are_the_same_in_every_build)
{
	static const char text[] = "Sign UP now!\nPage 1";
	struct pm_article a = { .text = str(text),
				.url = str("http://www.example.org/x"),
				.page = true };
	struct pm_text_blocks b;

	pm_text_blocks_init(&b);
	OK(pm_text_blocks_cut(&b, &a, ERR));
	ck_assert_uint_eq(b.n, 2);
	ck_assert_uint_eq(b.blocks[0].key, UINT64_C(6307544825667540635));
	ck_assert_uint_eq(b.blocks[1].key, UINT64_C(5818839331014094027));
	pm_text_blocks_release(&b);
}
END_TEST

START_TEST(of_a_book_nothing_is_folded)
{
	size_t len = PM_TEXT_BLOCKS_MAX + 1;
	struct pm_article a = { .page = true };
	struct pm_text_blocks b;
	char *text = malloc(len);

	ck_assert_ptr_nonnull(text);
	memset(text, 'a', len);
	a.text = (struct pm_str){ text, len - 1 };
	pm_text_blocks_init(&b);
	OK(pm_text_blocks_cut(&b, &a, ERR));
	ck_assert_uint_eq(b.n, 1);
	a.text.len = len;
	OK(pm_text_blocks_cut(&b, &a, ERR));
	ck_assert_uint_eq(b.n, 0);
	pm_text_blocks_release(&b);
	free(text);
}
END_TEST

/* --- cutting ------------------------------------------------------------ */

START_TEST(what_is_cut_can_be_put_back)
{
	struct pm_buf before, after;
	char left[32];
	struct pm_cut c;
	unsigned round;

	pm_buf_init(&before, PM_BUF_NO_LIMIT);
	pm_buf_init(&after, PM_BUF_NO_LIMIT);
	pm_cut_init(&c);
	rng = 7;
	for (round = 0; round < 2000; round++) {
		static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
		struct pm_article a = { .text = { letters, rnd(27) } }, cut;
		struct pm_fold folds[6];
		size_t at = 0, i, tail;

		a.folds = folds;
		for (; rnd(3) > 0 && a.n_folds < 6; a.n_folds++) {
			at += rnd((uint32_t)(a.text.len - at + 1)) / 2;
			folds[a.n_folds] = (struct pm_fold){ at, str("[x]"), PM_FOLD_PAGE };
		}
		pm_cut_begin(&c);
		*left = '\0';
		a.tail = rnd((uint32_t)a.text.len + 1);
		tail = 0;
		for (at = i = 0; i < a.text.len; i = at) {
			at += 1 + rnd((uint32_t)(a.text.len - at));
			if (rnd(2) == 0) {
				OK(pm_cut_add(&c, i, at, ERR));
				continue;
			}
			strncat(left, letters + i, at - i);
			tail += a.tail < i ? 0 : a.tail < at ? a.tail - i : at - i;
		}
		OK(pm_cut_end(&c, &a, PM_FOLD_REPEATED, &cut, ERR));
		ck_assert_uint_eq(cut.text.len, strlen(left));
		ck_assert_mem_eq(cut.text.data, left, cut.text.len);
		ck_assert_uint_eq(cut.tail, tail < cut.text.len ? tail : 0);
		pm_buf_clear(&before);
		pm_buf_clear(&after);
		pm_folds_put_back(&before, a.text, a.folds, a.n_folds);
		pm_folds_put_back(&after, cut.text, cut.folds, cut.n_folds);
		ck_assert_str_eq(pm_buf_str(&before), pm_buf_str(&after));
		for (i = 1; i < cut.n_folds; i++)
			ck_assert(cut.folds[i].at > cut.folds[i - 1].at ||
				  (cut.folds[i].why | cut.folds[i - 1].why) ==
					  PM_FOLD_PAGE);
	}
	pm_buf_release(&before);
	pm_buf_release(&after);
	pm_cut_release(&c);
}
END_TEST

START_TEST(a_long_stretch_becomes_several_folds)
{
	struct pm_article a = { .text = { NULL, 200000 } }, cut;
	char *text = malloc(a.text.len);
	struct pm_cut c;
	size_t i, len = 0;

	ck_assert_ptr_nonnull(text);
	for (i = 0; i < a.text.len; i++)
		text[i] = "words on\na line "[i % 16];
	a.text.data = text;
	pm_cut_init(&c);
	pm_cut_begin(&c);
	OK(pm_cut_add(&c, 10, a.text.len - 10, ERR));
	OK(pm_cut_end(&c, &a, PM_FOLD_REPEATED, &cut, ERR));
	ck_assert_uint_ge(cut.n_folds, 4);
	for (i = 0; i < cut.n_folds; i++) {
		ck_assert_uint_eq(cut.folds[i].at, 10);
		ck_assert_uint_le(cut.folds[i].text.len, 48 << 10);
		ck_assert_mem_eq(cut.folds[i].text.data, text + 10 + len,
				 cut.folds[i].text.len);
		len += cut.folds[i].text.len;
	}
	ck_assert_uint_eq(len, a.text.len - 20);
	pm_cut_release(&c);
	free(text);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("text_blocks");
	TCase *t = tcase_create("all");

	tcase_add_test(t, blocks_are_lines_or_paragraphs);
	tcase_add_test(t, keys_are_the_same_in_every_build);
	tcase_add_test(t, of_a_book_nothing_is_folded);
	tcase_add_test(t, what_is_cut_can_be_put_back);
	tcase_add_test(t, a_long_stretch_becomes_several_folds);
	suite_add_tcase(s, t);
	return run_suite(s);
}
