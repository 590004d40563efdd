/* Pressmark - tests of text/breaks.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/breaks.h"

#include "tests/unit/random_text.h"
#include "text/fold.h"
#include "text/split.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ST PM_BREAK_STRONG
#define WE PM_BREAK_WEAK
#define SE PM_BREAK_SENTENCE
#define PO PM_BREAK_POINT
#define EL PM_BREAK_ELLIPSIS

START_TEST(separators_have_breaks)
{
	static const struct {
		const char *separator;
		unsigned breaks;
	} v[] = {
		/* clang-format off */
		/* nothing */
		{ "", 0 }, { " ", 0 }, { "\n", 0 }, { ".", 0 }, { "-", 0 }, { "!", 0 }, { "…", 0 },
		{ ", ", 0 }, { "; ", 0 }, { ": ", 0 }, { " – ", 0 }, { " — ", 0 }, { " % ", 0 },
		{ "’s ", 0 }, { " (", 0 }, { ") ", 0 }, { " “", 0 }, { "” ", 0 }, { ",” ", 0 },
		{ "../", 0 }, { "!=", 0 }, { "?id=", 0 }, { ".[", 0 }, { ".(", 0 }, { ".,", 0 },
		{ "., ", 0 }, { ".- ", 0 }, { ".” – ", PO }, { "・", 0 },
		{ "、", 0 }, { " \n ", 0 }, { "-\n", 0 }, { "\r\n", 0 }, { ".\xe2\x80\x8b", 0 },
		/* signs and white space */
		{ ". ", PO }, { "! ", SE }, { "? ", SE }, { "… ", EL }, { "... ", PO },
		{ ".\t", PO }, { ".\xc2\xa0", PO }, { ".\xe3\x80\x80", PO }, { ".  ", PO },
		{ ". – ", PO }, { ". “", PO }, { ". (", PO }, { " . ", PO }, { ". . . ", PO },
		{ "?! ", SE }, { "!? ", SE }, { "!!! ", SE }, { "...? ", SE }, { "?.. ", SE },
		{ "…. ", PO }, { ".… ", EL }, { "?… ", SE }, { "… . ", EL | PO },
		{ ".\xe2\x80\x8b ", PO }, { ".\xe2\x80\x8f ", PO }, { ".\xef\xbb\xbf\xe2\x80\xa8", WE | PO },
		/* closing marks between */
		{ ".” ", PO }, { "!” ", EL }, { "?’ ", EL }, { "?\" ", EL }, { "!”? ", SE }, { "?”. ", PO }, { ".’” ", PO }, { "…” ", EL },
		{ ".\" ", PO }, { "\". ", PO }, { "”. ", PO }, { ".' ", PO }, { ".) ", PO },
		{ "). ", PO }, { ".] ", PO }, { ".} ", PO }, { "!» ", EL }, { ".« ", PO },
		{ ".› ", PO }, { ".“ ", PO }, { ".」 ", PO }, { "!). ", SE }, { ".”! ", SE },
		{ "’s. “", PO }, { "’s.” ", PO }, { ".” “", PO }, { "?” (", EL }, { ".„ ", 0 },
		{ ".– ", 0 }, { ".* ", 0 }, { "!, ", 0 }, { ".”, ", 0 }, { ")!) ", SE },
		{ ". – ! ", PO | SE }, { "!- . ", PO },
		/* those of other scripts need no white space */
		{ "。", SE }, { "！", SE }, { "？", SE }, { "｡", SE }, { "。」", SE }, { "」。", SE },
		{ "？！", SE }, { "؟ ", SE }, { "۔", SE }, { "।", SE }, { "॥", SE }, { "։ ", SE }, { "።", SE },
		{ "．", SE }, { "\u037e ", SE }, { "؟\n", WE | SE }, { "-\n  ", 0 }, { "\xc2\xac\n\t", 0 },
		{ "-\n\f\n\n", 0 }, { "-\n\n", ST }, { "，", 0 }, { "：", 0 }, { "。 ", SE }, { "……", 0 }, { "…… ", EL },
		/* paragraphs: strong */
		{ "\n\n", ST }, { "\r\n\r\n", ST }, { "\r\r", ST }, { "\n \n", ST },
		{ ".\n\n", ST | PO }, { "!\n\t\n", ST | SE }, { "\n\xc2\xa0\n", ST },
		{ "\n\xe2\x80\x8b\n", ST }, { "\n\xc2\x85", ST }, { "\xe2\x80\xa9", ST },
		{ ".\xe2\x80\xa9", ST | PO }, { "\n  ", ST }, { "\n\t", ST }, { "\n \t", ST },
		{ ".\n  ", ST | PO }, { "\r\n  “", ST }, { "\n\xe3\x80\x80\xe3\x80\x80", ST },
		{ "。\n\xe3\x80\x80\xe3\x80\x80", ST | SE }, { "\n-\n", 0 }, { "\n - \n ", 0 }, { "\n- \n\n", ST },
		{ "  \n", 0 }, { "\t\n", 0 }, { "\n \xe2\x80\xa2 ", 0 }, { "\n  \xe2\x80\xa2 ", ST },
		{ "\n\r\n", ST }, { " \n\n ", ST }, { "\n– \t", 0 },
		/* weak */
		{ ".\n", WE | PO }, { "!\n", WE | SE }, { "?\r\n", WE | SE }, { "…\n", WE | EL },
		{ ":\n", WE }, { "。\n", WE | SE }, { "！\n", WE | SE }, { "？\n", WE | SE },
		{ ".”\n", WE | PO }, { ". \n", WE | PO }, { ".) \r", WE | PO }, { ". – \n", WE | PO },
		{ ": “\n", WE }, { ",\n", 0 }, { ";\n", 0 }, { "”\n", 0 }, { "\n. ", PO },
		{ "\n! ", SE }, { "｡\n", SE }, { ".,\n", WE }, { ".\n ", WE | PO }, { ".\n“", WE | PO },
		{ "\n.\n", WE | PO }, { ".\xe2\x80\xa8", WE | PO }, { ".\xc2\x85", WE | PO },
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof v / sizeof *v; i++) {
		unsigned b = pm_breaks(v[i].separator, strlen(v[i].separator));

		ck_assert_msg(b == v[i].breaks, "'%s' (%zu) has %u, not %u",
			      v[i].separator, i, b, v[i].breaks);
	}
}
END_TEST

/* TEXT with | where a sentence begins, and # where a weak or strong paragraph does. */
static void
cut(const char *text, struct pm_buf *out)
{
	struct pm_words w = { NULL, 0, 0 };
	struct pm_buf folded;
	size_t i;

	pm_buf_init(&folded, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(pm_split(text, strlen(text), &w, NULL), PM_OK);
	for (i = 0; i < w.n; i++) {
		const struct pm_word *word = &w.words[i];
		const char *surface = text + word->start;
		uint32_t before = i > 0 ? w.words[i - 1].end : 0;
		unsigned b = i > 0 ? pm_breaks(text + before, word->start - before) : 0;
		bool point = b & PO && !pm_abbreviates(pm_buf_str(&folded), folded.len);

		if (b & (ST | WE))
			pm_buf_puts(out, "#");
		else if (b & SE || ((point || b & EL) &&
				    !pm_begins_small(surface, word->end - word->start)))
			pm_buf_puts(out, "|");
		else if (i > 0)
			pm_buf_puts(out, " ");
		pm_buf_put(out, surface, word->end - word->start);
		pm_buf_clear(&folded);
		ck_assert_int_eq(pm_fold(surface, word->end - word->start, word->flags,
					 &folded, NULL),
				 PM_OK);
	}
	pm_buf_release(&folded);
	pm_words_release(&w);
}

START_TEST(news_is_cut_into_sentences)
{
	static const struct {
		const char *text, *sentences;
	} v[] = {
		/* clang-format off */
		{ "The U.S. officials met. They left.", "The U.S officials met|They left" },
		{ "He lives in the U.S. He works.", "He lives in the U.S He works" },
		{ "Mr. Smith and Gen. Lee met Dr. No. Later they left.",
		  "Mr Smith and Gen Lee met Dr No Later they left" },
		{ "It rose 3.5 % on Jan. 5. Then it fell.", "It rose 3.5 on Jan 5|Then it fell" },
		{ "“We will not,” she said. “Never.” And left.",
		  "We will not she said|Never|And left" },
		{ "Really?! “Yes!” he cried. “Yes!” He cried.",
		  "Really|Yes he cried|Yes|He cried" },
		{ "They waited … and waited… Then it came.", "They waited and waited|Then it came" },
		{ "So... it goes. 5 men left.", "So it goes|5 men left" },
		{ "Apple Inc. The maker said so.", "Apple Inc|The maker said so" },
		{ "See example.Next one at example.org. Then go.",
		  "See example Next one at example.org|Then go" },
		{ "It was CXMT’s. “Ours,” they say.", "It was CXMT|Ours they say" },
		{ "Sold by Amazon.com. The end.", "Sold by Amazon.com|The end" },
		{ "J. Smith, e.g. Ph.D. Jones, spoke.", "J Smith e.g Ph.D Jones spoke" },
		{ "长鑫存储。他说！好", "长 鑫 存 储|他 说|好" },
		{ "He said:\nNo.\nYes", "He said#No#Yes" },
		{ "One line\nwrapped here.\n\nNext. iPhone sales. IPhone.",
		  "One line wrapped here#Next iPhone sales|IPhone" },
		{ "Он ушёл. Она нет. а он", "Он ушёл|Она нет а он" },
		{ "«Bien.» Il part. »Gut.« Er geht. „Ja.“ Sie auch.",
		  "Bien|Il part|Gut|Er geht|Ja|Sie auch" },
		{ "(It did.) Then [sic.] He left.", "It did|Then sic|He left" },
		/* clang-format on */
	};
	struct pm_buf out;
	size_t i;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof v / sizeof *v; i++) {
		pm_buf_clear(&out);
		cut(v[i].text, &out);
		ck_assert_str_eq(pm_buf_str(&out), v[i].sentences);
	}
	pm_buf_release(&out);
}
END_TEST

START_TEST(some_words_abbreviate)
{
	static const char *const yes[] = {
		/* clang-format off */
		"mr", "mrs", "ms", "messrs", "mme", "mlle", "dr", "prof", "rev", "hon", "gen", "col",
		"maj", "capt", "cmdr", "adm", "lt", "sgt", "cpl", "pvt", "sen", "rep", "gov", "pres",
		"sr", "jr", "st", "mt", "ft", "no", "nos", "vs", "fig", "vol", "ch", "sec", "art",
		"al", "cf", "eg", "ie", "approx", "est", "dept", "univ", "jan", "feb", "mar", "apr",
		"jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "a", "j", "é", "ж",
		"u.s", "e.g", "u.s.a", "ph.d", "p.m", "т.е"
		/* clang-format on */
	};
	static const char *const no[] = {
		"",	   "inc",	  "corp",	"co", "ltd",  "may",  "is",
		"general", "example.org", "amazon.com", "3",  "5.5",  "a1",   "1.a",
		"长",	   "है",		  "u.",		".s", "u..s", "at&t", "x@y.z",
		"approxi", "mrss",	  "march",	"on", "c++",  "abc.d"
	};
	size_t i;

	for (i = 0; i < sizeof yes / sizeof *yes; i++)
		ck_assert_msg(pm_abbreviates(yes[i], strlen(yes[i])), "'%s'", yes[i]);
	for (i = 0; i < sizeof no / sizeof *no; i++)
		ck_assert_msg(!pm_abbreviates(no[i], strlen(no[i])), "'%s'", no[i]);
	/* the word is these bytes, and no NUL ends it */
	ck_assert(pm_abbreviates("mrx", 2));
	ck_assert(!pm_abbreviates("mrx", 3));
}
END_TEST

START_TEST(small_letters_begin_small)
{
	static const char *const yes[] = { "a", "iPhone", "éa", "ß", "ж", "µ" };
	static const char *const no[] = { "",  "A", "É",      "5a", "长a",
					  "א", "ǅ", "IPhone", "$a", "ª" };
	size_t i;

	for (i = 0; i < sizeof yes / sizeof *yes; i++)
		ck_assert_msg(pm_begins_small(yes[i], strlen(yes[i])), "'%s'", yes[i]);
	for (i = 0; i < sizeof no / sizeof *no; i++)
		ck_assert_msg(!pm_begins_small(no[i], strlen(no[i])), "'%s'", no[i]);
}
END_TEST

START_TEST(a_long_separator_comes_to_an_end)
{
	static const char *const units[] = { ".",  ".\"", "\n", "…",	 " ",
					     "!)", "\r",  ". ", "\n.\n " };
	enum { LEN = 1 << 20 };
	char *s = malloc(LEN + 8);
	clock_t start = clock();
	size_t i, n;

	for (i = 0; i < sizeof units / sizeof *units; i++) {
		for (n = 0; n < LEN; n += strlen(units[i]))
			memcpy(s + n, units[i], strlen(units[i]));
		(void)pm_breaks(s, n);
	}
	memset(s, '.', LEN);
	ck_assert_uint_eq(pm_breaks(s, LEN), 0);
	s[LEN] = ' ';
	ck_assert_uint_eq(pm_breaks(s, LEN + 1), PM_BREAK_POINT);
	/* some ns a byte; a quadratic one would take minutes */
	ck_assert_double_lt((double)(clock() - start) / CLOCKS_PER_SEC, 20);
	free(s);
}
END_TEST

START_TEST(any_text_may_be_asked)
{
	uint64_t state = 20240601;
	struct pm_buf text;
	unsigned i;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < 20000; i++) {
		unsigned b;
		char *exact;

		pm_buf_clear(&text);
		put_random_text(&text, &state, 12);
		/* an allocation of its own, for sanitizers to see a byte too many */
		exact = pm_alloc(text.len, 1);
		memcpy(exact, pm_buf_str(&text), text.len);
		b = pm_breaks(exact, text.len);
		ck_assert((b & (ST | WE)) != (ST | WE));
		(void)pm_abbreviates(exact, text.len);
		(void)pm_begins_small(exact, text.len);
		free(exact);
		/* what stands in front of a break does not undo it */
		if (text.len > 0) {
			struct pm_buf more;
			unsigned c;

			pm_buf_init(&more, PM_BUF_NO_LIMIT);
			pm_buf_puts(&more, "-x");
			pm_buf_put(&more, text.data, text.len);
			c = pm_breaks(pm_buf_str(&more), more.len);
			ck_assert_uint_eq(c, b);
			pm_buf_release(&more);
		}
	}
	pm_buf_release(&text);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("breaks");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, separators_have_breaks);
	tcase_add_test(tc, news_is_cut_into_sentences);
	tcase_add_test(tc, some_words_abbreviate);
	tcase_add_test(tc, small_letters_begin_small);
	tcase_add_test(tc, a_long_separator_comes_to_an_end);
	tcase_add_test(tc, any_text_may_be_asked);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}
