/* Pressmark - tests of answer/snippet.h: which words of an article are shown.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/snippet.h"

#include "tests/unit/answer_fixture.h"

static struct corpus c;
static struct pm_buf body;

static void
begin(void)
{
	make_folder();
	corpus_begin(&c);
	pm_buf_init(&body, PM_BUF_NO_LIMIT);
}

static void
end(void)
{
	pm_buf_release(&body);
	corpus_end(&c);
	drop_folder();
}

/* Append the words wFIRST .. wLAST, each with a blank before it but the very first. */
static void
put_words(struct pm_buf *b, unsigned first, unsigned last)
{
	for (; first <= last; first++)
		pm_buf_printf(b, "%sw%u", b->len > 0 ? " " : "", first);
}

/* The snippet of the one article, or what stands for its title. */
static void
is_shown(const char *query,
	 enum pm_status (*show)(struct pm_hits *h, const struct pm_marks *marks,
				struct pm_buf *out, struct pm_error *err),
	 const struct pm_buf *want)
{
	const struct pm_marks marks = { "<", ">" };
	struct pm_tree *tree = corpus_query(query);
	struct pm_hits hits;
	struct pm_buf out;

	if (c.search == NULL) {
		corpus_add(&c, "", pm_buf_str(&body), "");
		corpus_open(&c);
	}
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	OK(pm_hits_init(&hits, c.search, tree, ERR));
	OK(pm_hits_find(&hits, 1, ERR));
	OK(show(&hits, &marks, &out, ERR));
	ck_assert_str_eq(pm_buf_str(&out), pm_buf_str(want));
	pm_hits_release(&hits);
	pm_buf_release(&out);
	pm_tree_free(tree);
}

/* 34 words: six before the hit, it, and 27 after it. */
START_TEST(a_passage_begins_six_words_before_its_hit)
{
	struct pm_buf want;

	pm_buf_init(&want, PM_BUF_NO_LIMIT);
	put_words(&body, 1, 20);
	pm_buf_puts(&body, " hit");
	put_words(&body, 22, 80);
	pm_buf_puts(&want, "\xe2\x80\xa6w15 w16 w17 w18 w19 w20 <hit>");
	put_words(&want, 22, 48);
	pm_buf_puts(&want, "\xe2\x80\xa6");
	is_shown("hit", pm_snippet_body, &want);
	pm_buf_release(&want);
}
END_TEST

/* Or with the sentence, where the hit is not after its twelfth word. */
START_TEST(a_passage_begins_with_its_sentence_where_that_is_near)
{
	struct pm_buf want;

	pm_buf_init(&want, PM_BUF_NO_LIMIT);
	put_words(&body, 1, 20);
	pm_buf_putc(&body, '!');
	if (_i == 1)
		put_words(&body, 21, 21);
	put_words(&body, 22, 32);
	pm_buf_puts(&body, " hit");
	put_words(&body, 34, 36);
	pm_buf_puts(&body, ".");
	pm_buf_puts(&want, "\xe2\x80\xa6");
	if (_i == 0)
		pm_buf_puts(&want, "w22 w23 w24 w25 w26 ");
	pm_buf_puts(&want, "w27 w28 w29 w30 w31 w32 <hit> w34 w35 w36.");
	is_shown("hit", pm_snippet_body, &want);
	pm_buf_release(&want);
}
END_TEST

/* A point is no end of a sentence by itself. */
START_TEST(a_passage_does_not_begin_after_just_any_point)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "They met Dr. Hit there.", "They met Dr. <Hit> there." },
		{ "At 3 p.m. the U.S. hit back.", "At 3 p.m. the U.S. <hit> back." },
		{ "It runs on .NET hit or miss.", "It runs on .NET <hit> or miss." },
		{ "See the file notes.hit now.", "See the file notes.<hit> now." },
		{ "It went on ... and hit.", "It went on ... and <hit>." },
		{ "It ended. Then a hit came.", "\xe2\x80\xa6Then a <hit> came." },
		{ "It ended\n\nthen a hit came.", "\xe2\x80\xa6then a <hit> came." }
	};
	struct pm_buf want;

	pm_buf_init(&want, PM_BUF_NO_LIMIT);
	pm_buf_puts(&body, cases[_i].text);
	pm_buf_puts(&want, cases[_i].want);
	is_shown("hit", pm_snippet_body, &want);
	pm_buf_release(&want);
}
END_TEST

/* Of several words, those that are everywhere are not marked. */
START_TEST(stop_words_are_marked_if_they_are_all_there_is)
{
	static const struct {
		const char *query, *want;
	} cases[] = { { "the hit", "The <hit> of the year." },
		      { "the", "<The> hit of <the> year." },
		      { "the of", "<The> hit <of> <the> year." },
		      { "\"the\" hit", "<The> <hit> of <the> year." },
		      { "=The hit", "<The> <hit> of the year." },
		      { "\"the hit\" of", "<The hit> of the year." },
		      { "\"year of hit\"~3", "The <hit> of the <year>." },
		      { "\"the of\"~3 OR miss", "<The> hit <of> <the> year." },
		      { "hit w/3 the", "The <hit> of the year." } };
	struct pm_buf want;

	pm_buf_init(&want, PM_BUF_NO_LIMIT);
	pm_buf_puts(&body, "The hit of the year.");
	pm_buf_puts(&want, cases[_i].want);
	is_shown(cases[_i].query, pm_snippet_body, &want);
	pm_buf_release(&want);
}
END_TEST

/* The first passage is the one with hits of most leaves; then, and shorter, others of
 * what is not shown yet; as they stand in the article. */
START_TEST(passages_show_each_word_that_was_asked_for)
{
	struct pm_buf want;

	pm_buf_init(&want, PM_BUF_NO_LIMIT);
	pm_buf_puts(&body, "alpha");
	put_words(&body, 2, 60);
	pm_buf_puts(&body, " alpha beta");
	put_words(&body, 63, 120);
	pm_buf_puts(&body, " gamma");
	put_words(&body, 122, 180);
	pm_buf_puts(&want, "\xe2\x80\xa6w55 w56 w57 w58 w59 w60 <alpha> <beta>");
	put_words(&want, 63, 88);
	pm_buf_puts(&want, "\xe2\x80\xa6");
	is_shown("alpha beta", pm_snippet_body, &want);
	pm_buf_clear(&want);
	pm_buf_puts(&want, "\xe2\x80\xa6w55 w56 w57 w58 w59 w60 <alpha> <beta>");
	put_words(&want, 63, 88);
	pm_buf_puts(&want, " \xe2\x80\xa6 w115 w116 w117 w118 w119 w120 <gamma>");
	put_words(&want, 122, 134);
	pm_buf_puts(&want, "\xe2\x80\xa6");
	is_shown("alpha beta gamma", pm_snippet_body, &want);
	pm_buf_release(&want);
}
END_TEST

START_TEST(without_a_hit_the_beginning_is_shown)
{
	struct pm_buf want;

	pm_buf_init(&want, PM_BUF_NO_LIMIT);
	put_words(&body, 1, 60);
	put_words(&want, 1, 34);
	pm_buf_puts(&want, "\xe2\x80\xa6");
	is_shown("words:1..", pm_snippet_body, &want);
	/* and for a title the first twelve words */
	pm_buf_clear(&want);
	pm_buf_puts(&want, "w1 <w2>");
	put_words(&want, 3, 12);
	pm_buf_puts(&want, "\xe2\x80\xa6");
	is_shown("w2", pm_snippet_title, &want);
	pm_buf_release(&want);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("snippet");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, a_passage_begins_six_words_before_its_hit);
	tcase_add_loop_test(tc, a_passage_does_not_begin_after_just_any_point, 0, 7);
	tcase_add_loop_test(tc, stop_words_are_marked_if_they_are_all_there_is, 0, 9);
	tcase_add_loop_test(tc, a_passage_begins_with_its_sentence_where_that_is_near, 0,
			    2);
	tcase_add_test(tc, passages_show_each_word_that_was_asked_for);
	tcase_add_test(tc, without_a_hit_the_beginning_is_shown);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
