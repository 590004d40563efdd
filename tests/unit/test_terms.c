/* Pressmark - tests of the terms that an article gets: text/prefixes.h, from a build to
 * the database.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/answer_fixture.h"

#include "shim/writer.h"

static int
add_wdf(void *ctx, uint32_t id, uint32_t wdf)
{
	pm_buf_printf(ctx, " %u:%u", id, wdf);
	return 0;
}

struct listing {
	struct pm_db *db;
	struct pm_buf lines;
};

/* A line for each term: its articles, and how often each has it. */
static int
add_term(void *ctx, const char *term, size_t len, uint32_t freq)
{
	struct listing *l = ctx;

	(void)freq;
	pm_buf_put(&l->lines, term, len);
	OK(pm_db_postings(l->db, term, len, add_wdf, &l->lines, ERR));
	pm_buf_putc(&l->lines, '\n');
	return 0;
}

static void
list_terms(struct corpus *c, const char *prefix, struct listing *l)
{
	l->db = pm_search_index(c->search)->db;
	pm_buf_init(&l->lines, PM_BUF_NO_LIMIT);
	OK(pm_db_terms(l->db, prefix, strlen(prefix), add_term, l, ERR));
}

START_TEST(an_article_has_these_terms)
{
	struct listing l;
	struct corpus c;

	corpus_begin(&c);
	corpus_add(&c, "Running chips", "Chips run the co-op of u.s. runs",
		   "\"url\":\"https://www.Example.org/a\",\"date\":\"2024-03-05\","
		   "\"author\":\"Ann B. Cee\",\"source\":\"The Post\"");
	corpus_add(&c, "", "\xe4\xb8\xad\xe6\x96\x87 12 at a@b.org", "");
	corpus_open(&c);
	list_terms(&c, "", &l);
	ck_assert_str_eq(pm_buf_str(&l.lines),
			 "12 2:1\n"
			 "Aann 1:0\n"
			 "Aann b 1:0\n"
			 "Aann b cee 1:0\n"
			 "Ab 1:0\n"
			 "Ab cee 1:0\n"
			 "Acee 1:0\n"
			 "D20240305 1:0\n"
			 "Hwww.example.org 1:0\n"
			 "M202403 1:0\n"
			 "Qa1 1:0\n"
			 "Qa2 2:0\n"
			 "Schip 1:1\n"
			 "Srun 1:1\n"
			 "XSOURCEpost 1:0\n"
			 "XSOURCEthe 1:0\n"
			 "XSOURCEthe post 1:0\n"
			 "Y2024 1:0\n"
			 "a 2:1\n"
			 "a@b.org 2:1\n"
			 "at 2:1\n"
			 "b 2:1\n"
			 "b.org 2:1\n"
			 "chip 1:2\n"
			 "co 1:1\n"
			 "coop 1:1\n"
			 "of 1:1\n"
			 "op 1:1\n"
			 "org 2:1\n"
			 "run 1:3\n"
			 "the 1:1\n"
			 "u.s 1:1\n"
			 "\xe4\xb8\xad 2:1\n"
			 "\xe4\xb8\xad\xe6\x96\x87 2:1\n"
			 "\xe6\x96\x87 2:1\n");
	pm_buf_release(&l.lines);
	corpus_end(&c);
}
END_TEST

START_TEST(a_part_that_an_address_has_twice_counts_once)
{
	struct listing l;
	struct corpus c;

	corpus_begin(&c);
	corpus_add(&c, "", "press@press.org press@press.org press", "");
	corpus_open(&c);
	list_terms(&c, "p", &l);
	ck_assert_str_eq(pm_buf_str(&l.lines), "press 1:3\n"
					       "press.org 1:2\n"
					       "press@press.org 1:2\n");
	pm_buf_release(&l.lines);
	corpus_end(&c);
}
END_TEST

#define ZERO_WIDTH "\xe2\x80\x8b"

/* Wherever a large article is divided into parts. */
START_TEST(a_zero_width_space_makes_compounds_of_long_pieces)
{
	struct pm_buf text;
	struct listing l;
	struct corpus c;
	int i;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < 6000; i++)
		pm_buf_puts(&text, "semi" ZERO_WIDTH "con" ZERO_WIDTH "ductor" ZERO_WIDTH
				   "s ab" ZERO_WIDTH "cd ");
	corpus_begin(&c);
	corpus_add(&c, "zero" ZERO_WIDTH "width", pm_buf_str(&text), "");
	corpus_open(&c);
	list_terms(&c, "", &l);
	ck_assert_str_eq(pm_buf_str(&l.lines),
			 "Qa1 1:0\n"
			 "Swidth 1:1\n"
			 "Szero 1:1\n"
			 "Szerowidth 1:1\n"
			 "ab 1:6000\n"
			 "cd 1:6000\n"
			 "con 1:6000\n"
			 "conductor 1:6000\n"
			 "ductor 1:6000\n"
			 "s 1:6000\n"
			 "semi 1:6000\n"
			 "semicon 1:6000\n"
			 "semiconductor 1:6000\n"
			 "width 1:1\n"
			 "zero 1:1\n"
			 "zerowidth 1:1\n");
	pm_buf_release(&l.lines);
	pm_buf_release(&text);
	corpus_end(&c);
}
END_TEST

static unsigned
count_lines(const char *s)
{
	unsigned n = 0;

	for (; *s != '\0'; s++)
		n += *s == '\n';
	return n;
}

/* Of ten words: one begins at each, and ends at the eighth from there at the latest. */
START_TEST(up_to_eight_neighbours_of_a_name_are_a_term)
{
	struct listing l;
	struct corpus c;

	corpus_begin(&c);
	corpus_add(&c, "", "x", "\"author\":\"a b c d e f g h i j\"");
	corpus_open(&c);
	list_terms(&c, "A", &l);
	ck_assert_uint_eq(count_lines(pm_buf_str(&l.lines)),
			  8 + 8 + 8 + 7 + 6 + 5 + 4 + 3 + 2 + 1);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&l.lines), "\nAa b c d e f g h 1:0\n"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&l.lines), "\nAc d e f g h i j 1:0\n"));
	ck_assert_ptr_null(strstr(pm_buf_str(&l.lines), "a b c d e f g h i"));
	pm_buf_release(&l.lines);
	corpus_end(&c);
}
END_TEST

/* An article whose MEMBER has N letters: the bytes of the longest term with PREFIX, 0
 * where there is none. */
static size_t
longest_term(const char *member, size_t n, const char *prefix)
{
	struct pm_buf members;
	struct listing l;
	struct corpus c;
	size_t len;

	pm_buf_init(&members, PM_BUF_NO_LIMIT);
	pm_buf_printf(&members, "\"%s\":\"", member);
	while (n-- > 0)
		pm_buf_putc(&members, 'x');
	pm_buf_putc(&members, '"');
	corpus_begin(&c);
	corpus_add(&c, "", "x", pm_buf_str(&members));
	corpus_open(&c);
	list_terms(&c, prefix, &l);
	len = l.lines.len;
	pm_buf_release(&l.lines);
	pm_buf_release(&members);
	corpus_end(&c);
	return len == 0 ? 0 : len - strlen(" 1:0\n");
}

/* libxapian takes 245 bytes.  Of an id, which is one thing, the beginning is told; a
 * longer word of a name is none. */
START_TEST(a_term_is_never_too_long)
{
	ck_assert_uint_eq(longest_term("author", 244, "A"), 245);
	ck_assert_uint_eq(longest_term("author", 245, "A"), 0);
	ck_assert_uint_eq(longest_term("source", 238, "XSOURCE"), 245);
	ck_assert_uint_eq(longest_term("source", 239, "XSOURCE"), 0);
	ck_assert_uint_eq(longest_term("id", 243, "Q"), 244);
	ck_assert_uint_eq(longest_term("id", 244, "Q"), 245);
	ck_assert_uint_eq(longest_term("id", 245, "Q"), 245);
}
END_TEST

/* Of more than 64 bytes a word is text, and no term: how often, the generation says. */
START_TEST(words_that_are_too_long_are_counted)
{
	struct pm_segment_info *info;
	struct pm_buf text;
	struct listing l;
	struct corpus c;
	int i, k;

	corpus_begin(&c);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (i = 0; i < 3; i++) {
		for (k = 0; k < 65; k++)
			pm_buf_putc(&text, 'y');
		pm_buf_putc(&text, ' ');
	}
	corpus_add(&c, "", pm_buf_str(&text), "");
	corpus_add(&c, pm_buf_str(&text), "end", "");
	for (pm_buf_clear(&text), k = 0; k < 64; k++)
		pm_buf_putc(&text, 'z');
	corpus_add(&c, "", pm_buf_str(&text), "");
	corpus_open(&c);
	info = pm_search_index(c.search)->generation.segments;
	ck_assert_uint_eq(info->long_words, 6);
	ck_assert_uint_eq(info->words, 8);
	ck_assert_uint_eq(info->distinct, 3);
	list_terms(&c, "y", &l);
	ck_assert_uint_eq(l.lines.len, 0);
	pm_buf_release(&l.lines);
	list_terms(&c, "z", &l);
	ck_assert_uint_eq(l.lines.len, 64 + strlen(" 3:1\n"));
	pm_buf_release(&l.lines);
	pm_buf_release(&text);
	corpus_end(&c);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("terms");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_test(tc, an_article_has_these_terms);
	tcase_add_test(tc, a_part_that_an_address_has_twice_counts_once);
	tcase_add_test(tc, a_zero_width_space_makes_compounds_of_long_pieces);
	tcase_add_test(tc, up_to_eight_neighbours_of_a_name_are_a_term);
	tcase_add_test(tc, a_term_is_never_too_long);
	tcase_add_test(tc, words_that_are_too_long_are_counted);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
