/* Pressmark - tests of text/split_masks.h: the quick implementations find what the rules say.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the rules say is what pm_split_careful finds.  Where a text stands relative
 * to the blocks of 64 bytes must not matter, so the same texts are tried at many
 * places. */
#include "text/split_masks.h"

#include "tests/unit/random_text.h"
#include "text/split_rules.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Texts that mean something behind a word, most of all together. */
static const char *const signs[] = {
	" ",
	"\n",
	"\x01",
	"'",
	"`",
	".",
	",",
	"&",
	"@",
	"-",
	"_",
	"%",
	"+",
	"#",
	":",
	"/",
	"(",
	")",
	"*",
	"\x7f",
	"~",
	"s",
	"S",
	"x",
	"5",
	"000",
	"\xc3\xa9",
	"\xcc\x81",
	"\xc2\xad",
	"\xe2\x80\x99",
	"\xe2\x80\x9c",
	"\xe9\x95\xb7",
	"\xd9\xa1",
	"\xf0\x9d\x90\x80",
	""
};
#define N_SIGNS (sizeof signs / sizeof *signs)

/* The words of TEXT found in WAY are EXPECTED, if all the text stands SHIFT bytes
 * further back there. */
static void
check_impl(const struct pm_split_impl *impl, const char *text, size_t len, size_t shift,
	   const struct pm_words *expected)
{
	static struct pm_words w;
	size_t i;

	w.n = 0;
	ck_assert_int_eq(pm_split_by(impl, text, len, &w, NULL), PM_OK);
	for (i = 0; i < w.n && i < expected->n; i++) {
		const struct pm_word *a = &w.words[i], *b = &expected->words[i];

		if (a->start != b->start + shift || a->end != b->end + shift ||
		    a->flags != b->flags)
			break;
	}
	if (i < expected->n || i < w.n) {
		uint32_t at = i < w.n ? w.words[i].start : (uint32_t)len;
		uint32_t from = at > 20 ? at - 20 : 0;

		ck_abort_msg("%s: word %zu of '%.*s' (%u bytes into a text of %zu, "
			     "shift %zu)",
			     impl->name, i, 60, text + from, (unsigned)from, len, shift);
	}
}

static void
check_text(const char *text, size_t len)
{
	static struct pm_words w;
	size_t n, i;
	const struct pm_split_impl *impls = pm_split_impls(&n);

	w.n = 0;
	ck_assert_int_eq(pm_split_careful(text, len, &w, NULL), PM_OK);
	for (i = 0; i < n; i++)
		check_impl(&impls[i], text, len, 0, &w);
}

/* TEXT behind 0 to 130 spaces, each time in another way: so every piece of it comes
 * to stand at every place of a block. */
static void
check_places(const struct pm_buf *text)
{
	const size_t shifts = 131;
	struct pm_words w = { NULL, 0, 0 };
	char *room = malloc(shifts + text->len);
	size_t n, i;
	const struct pm_split_impl *impls = pm_split_impls(&n);

	ck_assert_int_eq(pm_split_careful(pm_buf_str(text), text->len, &w, NULL), PM_OK);
	memset(room, ' ', shifts);
	memcpy(room + shifts, text->data, text->len);
	for (i = 0; i < shifts; i++)
		check_impl(&impls[i % n], room + shifts - i, i + text->len, i, &w);
	free(room);
	pm_words_release(&w);
}

/* --- masks -------------------------------------------------------------- */

/* By the description in split_masks.h, a byte at a time. */
static void
naive_masks(const uint8_t *s, struct pm_split_masks *m)
{
	unsigned i;

	memset(m, 0, sizeof *m);
	for (i = 0; i < PM_SPLIT_BLOCK; i++) {
		uint64_t bit = UINT64_C(1) << i;

		if (s[i] >= 0x80)
			m->high |= bit;
		if (s[i] >= 0x80 || pm_split_is_alnum(s[i]))
			m->word |= bit;
		if (s[i] != 0 && strchr("%&'()*+,-.@_`\x7f", s[i]) != NULL)
			m->join |= bit;
		if (s[i] != 0 && strchr("#+:", s[i]) != NULL)
			m->sign |= bit;
	}
}

START_TEST(masks_tell_what_each_byte_is)
{
	enum { BLOCKS = 3 };
	size_t n, i, round;
	const struct pm_split_impl *impls = pm_split_impls(&n);
	uint8_t text[BLOCKS * PM_SPLIT_BLOCK];
	struct pm_split_masks naive[BLOCKS], masks[BLOCKS];
	uint64_t state = 3;

	ck_assert_uint_ge(n, 1);
	for (round = 0; round < 20000; round++) {
		size_t blocks = 1 + round % BLOCKS;

		for (i = 0; i < sizeof text; i++)
			text[i] = (uint8_t)(round < 256 ? round : next_random(&state));
		memset(naive, 0x5a, sizeof naive);
		for (i = 0; i < blocks; i++)
			naive_masks(text + i * PM_SPLIT_BLOCK, &naive[i]);
		for (i = 0; i < n; i++) {
			/* and no more of them than asked for */
			memset(masks, 0x5a, sizeof masks);
			impls[i].masks(text, blocks, masks);
			ck_assert_msg(memcmp(masks, naive, sizeof masks) == 0,
				      "%s, round %zu", impls[i].name, round);
		}
	}
}
END_TEST

/* --- words and what is behind them -------------------------------------- */

START_TEST(any_two_characters_behind_a_word_are_understood)
{
	struct pm_buf text;
	int x, y;
	size_t z;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (z = 0; z < N_SIGNS; z++) {
		pm_buf_clear(&text);
		for (x = 0; x < 0x80; x++)
			for (y = 0; y < 0x80; y++) {
				pm_buf_putc(&text, 'a');
				pm_buf_putc(&text, x);
				pm_buf_putc(&text, y);
				pm_buf_puts(&text, signs[z]);
				pm_buf_puts(&text, "b\n");
			}
		check_places(&text);
	}
	pm_buf_release(&text);
}
END_TEST

START_TEST(signs_behind_words_are_understood_everywhere)
{
	static const char *const words[] = {
		"a",  "www", "http",	  "HTTPS",	  "ftp",
		"AT", "12",  "x\xc3\xa9", "\xe9\x95\xb7", "a-b"
	};
	struct pm_buf text;
	size_t i, x, y, z;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof words / sizeof *words; i++) {
		pm_buf_clear(&text);
		for (x = 0; x < N_SIGNS; x++)
			for (y = 0; y < N_SIGNS; y++)
				for (z = 0; z < N_SIGNS; z += 1 + (x + y) % 3) {
					pm_buf_puts(&text, words[i]);
					pm_buf_puts(&text, signs[x]);
					pm_buf_puts(&text, signs[y]);
					pm_buf_puts(&text, signs[z]);
					pm_buf_puts(&text, "b.com ");
				}
		check_places(&text);
	}
	pm_buf_release(&text);
}
END_TEST

/* As above, but the text ends there. */
START_TEST(a_text_may_end_behind_any_sign)
{
	static const char *const texts[] = {
		"",
		"a",
		"don't",
		"CXMT's",
		"CXMT's x",
		"CXMT'sx",
		"1,000",
		"3.5",
		"U.S.",
		"R&D",
		"C++",
		"C#",
		"C#x",
		"www.a",
		"http://a.b/c).",
		"ftp://x",
		"a@b.cc",
		"b.com",
		"e-mail.com",
		"a-b-c-d",
		"a-b.",
		"a-b.-c@d.ee",
		"a_b%c@d.ee x",
		"well-known",
		"\xe3\x82\xab\xe3\x82\x99",
		"a\xc2\xad",
		"a\xe2\x80\x99s",
		"\xe2\x80\x9c"
		"a\xe2\x80\x9d",
		"x\xe9\x95\xb7",
		"a:",
		"a:/"
	};
	struct pm_buf text;
	size_t i, shift, cut;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof texts / sizeof *texts; i++)
		for (shift = 0; shift <= 130; shift++)
			for (cut = 0; cut <= strlen(texts[i]); cut++) {
				char *copy;

				if (((uint8_t)texts[i][cut] & 0xc0) == 0x80)
					continue;
				pm_buf_clear(&text);
				while (text.len < shift)
					pm_buf_putc(&text, "ab-cd "[text.len % 6]);
				pm_buf_put(&text, texts[i], cut);
				/* so that a sanitizer sees a byte too many */
				copy = malloc(text.len + (text.len == 0));
				memcpy(copy, pm_buf_str(&text), text.len);
				check_text(copy, text.len);
				free(copy);
			}
	pm_buf_release(&text);
}
END_TEST

START_TEST(nothing_behind_the_text_is_read)
{
	static const char piece[] =
		"don't well-known a@b.cc C++ CXMT's \xc3\xa9t\xc3\xa9 U.S. ";
	const size_t page = (size_t)sysconf(_SC_PAGESIZE), n = sizeof piece - 1;
	char *two = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
	     *end = two + page;
	size_t i, len;

	ck_assert_ptr_ne(two, MAP_FAILED);
	ck_assert_int_eq(mprotect(end, page, PROT_NONE), 0);
	/* the text ends with each byte of the piece once */
	for (i = 0; i < n; i++) {
		size_t k;

		for (k = 0; k < page; k++)
			two[k] = piece[(k + i) % n];
		/* a text begins and ends with a whole character */
		if (((uint8_t)end[-1] & 0xc0) == 0xc0)
			continue;
		for (len = 1; len <= page; len += len < 300 ? 1 : 97)
			if (((uint8_t)end[-(ptrdiff_t)len] & 0xc0) != 0x80)
				check_text(end - len, len);
	}
	munmap(two, 2 * page);
}
END_TEST

/* --- any text ----------------------------------------------------------- */

static void
put_random_piece(struct pm_buf *out, uint64_t *state)
{
	static const char *const pieces[] = {
		"www.",	    "WWW.",	   "http://",
		"https://", "Ftp://",	   "http:",
		"'s",	    "'S ",	   "\xe2\x80\x99s",
		"a@b.cc",   "example.org", "b.com",
		".io",	    "e-mail",	   "well-known ",
		"C++",	    "C#",	   "1,000",
		",000",	    "3.5",	   "U.S.",
		"Ph.D",	    "AT&T",	   "a_b",
		"50%",	    " the ",	   " of ",
		", ",	    ". ",	   ": ",
		"; ",	    " (",	   ") ",
		"\n\n",	    "memory",	   "International"
	};
	uint64_t r = next_random(state);

	if (r % 3 == 0)
		pm_buf_puts(out, pieces[r / 3 % (sizeof pieces / sizeof *pieces)]);
	else if (r % 3 == 1)
		pm_buf_puts(out, signs[r / 3 % N_SIGNS]);
	else
		put_character(out, random_character(state));
}

START_TEST(random_texts_have_the_same_words)
{
	struct pm_buf text;
	uint64_t state = 11;
	size_t round, n;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (round = 0; round < 60000; round++) {
		pm_buf_clear(&text);
		if (round % 4 == 0) {
			put_random_text(&text, &state, 400);
		} else {
			n = next_random(&state) % (round % 100 == 1 ? 3000 : 100);
			while (n-- > 0)
				put_random_piece(&text, &state);
		}
		check_text(pm_buf_str(&text), text.len);
	}
	pm_buf_release(&text);
}
END_TEST

/* Every character, between letters and alone; so the remembered classes are those
 * of pm_char_class, asked for once or more often. */
START_TEST(every_character_has_the_same_words)
{
	struct pm_buf text;
	int32_t cp;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (cp = 1; cp <= 0x10ffff; cp++) {
		if (cp >= 0xd800 && cp < 0xe000)
			continue;
		pm_buf_puts(&text, "ab");
		put_character(&text, cp);
		pm_buf_puts(&text, "s ");
		put_character(&text, cp);
		pm_buf_puts(&text, cp % 3 == 0 ? " a-b" : "b's ");
		if (cp % 0x1000 == 0) {
			check_text(pm_buf_str(&text), text.len);
			pm_buf_clear(&text);
		}
	}
	check_text(pm_buf_str(&text), text.len);
	pm_buf_release(&text);
}
END_TEST

/* A megabyte of one piece: were anything looked at again and again from the sweep,
 * some of these would take hours. */
START_TEST(long_runs_take_no_longer_than_others)
{
	static const char *const pieces[] = {
		/* clang-format off */
		"a", "5", ".", "'", "@", "-", "#", ":", "a.", "a.a ", "a'", "a's", "a-",
		"ab-", "a-b.", "a@", "@@@@a", "www.", "www.www.www.", "www. ", "http:",
		"http:/", "http://", "http://)", "a+", "a_", "a%b", "a:", "a#", "1,",
		"1,000", "\xc3\xa9", "a\xc3\xa9", "\xc3\xa9.", "\xe9\x95\xb7",
		"a\xe9\x95\xb7", "\xcc\x81", "\xe2\x80\x9c", "a\xe2\x80\x9c",
		"a\xe2\x80\x99s"
		/* clang-format on */
	};
	static const char *const before[] = { "a",    "5'",	  "a-",
					      "http", "\xc3\xa9", "x\xe2\x80\x99" };
	const size_t size = (size_t)1 << 20;
	struct pm_buf text;
	size_t i, k;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < 2 * (sizeof pieces / sizeof *pieces); i++) {
		k = i % (sizeof before / sizeof *before);
		pm_buf_clear(&text);
		pm_buf_puts(&text, i % 2 == 0 ? "" : before[k]);
		while (text.len < size)
			pm_buf_puts(&text, pieces[i / 2]);
		check_text(pm_buf_str(&text), text.len);
	}
	pm_buf_release(&text);
}
END_TEST

static Suite *
split_ways_suite(void)
{
	Suite *s = suite_create("split implementations");
	TCase *tc = tcase_create("places"), *any = tcase_create("any text");

	tcase_add_test(tc, masks_tell_what_each_byte_is);
	tcase_add_test(tc, any_two_characters_behind_a_word_are_understood);
	tcase_add_test(tc, signs_behind_words_are_understood_everywhere);
	tcase_add_test(tc, a_text_may_end_behind_any_sign);
	tcase_add_test(tc, nothing_behind_the_text_is_read);
	tcase_set_timeout(tc, 300);
	tcase_add_test(any, random_texts_have_the_same_words);
	tcase_add_test(any, every_character_has_the_same_words);
	tcase_add_test(any, long_runs_take_no_longer_than_others);
	tcase_set_timeout(any, 300);
	suite_add_tcase(s, tc);
	suite_add_tcase(s, any);
	return s;
}

int
main(void)
{
	SRunner *sr = srunner_create(split_ways_suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
