/* Pressmark - tests of indexer/join.h and indexer/stored.h: joined segments are what a build
 * of their articles writes, byte for byte.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/join.h"

#include "indexer/build.h"
#include "segment/index.h"
#include "support/folds.h"
#include "support/json_put.h"
#include "text/languages.h"
#include "tests/unit/small_fixture.h"

#include "tests/unit/same_folder.h"

#include <sys/stat.h>

#define FILES 3u

/* --- a corpus ----------------------------------------------------------- */

/* A file of articles has this many, each on its line; one that is taken away leaves an
 * empty line, so that the others stay where they were. */
#define LINES 90u

/* An article that is taken away has no block that repeats, or it would change others. */
static bool
is_alone(uint32_t line)
{
	return line % 3 == 0;
}

static void
put_word(struct pm_buf *b)
{
	static const char *const odd[] = {
		"U.S.",
		"naïve",
		"Dürer’s",
		"co-operate",
		"https://a.org/b?c=d",
		"DDR5",
		"3,5",
		"don't",
		"東京",
		"a\u00adb",
		"Straße",
		"me@example.org",
		"ATTACKS",
		"I",
		"e\u0301tude"
	};

	if (rnd(6) == 0)
		pm_buf_puts(b, odd[rnd(sizeof odd / sizeof *odd)]);
	else
		pm_buf_printf(b, "%s%c%s", rnd(8) == 0 ? "T" : "t", 'a' + (int)rnd(24),
			      rnd(2) == 0 ? "ing" : "ed");
}

static void
put_words(struct pm_buf *b, unsigned n)
{
	static const char *const gaps[] = {
		" ",
		" ",
		" ",
		", ",
		". ",
		"  ",
		"\n",
		"\n\n",
		" \xe2\x80\x93 ",
		"-",
		"! \xe2\x80\x9c"
	};

	for (; n > 0; n--) {
		put_word(b);
		if (n > 1)
			pm_buf_puts(b, gaps[rnd(sizeof gaps / sizeof *gaps)]);
	}
}

static void
put_member(struct pm_buf *line, const char *name, const struct pm_buf *value)
{
	pm_buf_printf(line, ",\"%s\":", name);
	pm_json_put_string(line, pm_buf_str(value), value->len);
}

static void
put_some(struct pm_buf *line)
{
	static const char *const members[] = {
		",\"author\":\"Ann Weber\"",
		",\"author\":[\"Ann Weber\",\"Bo Li\"]",
		",\"date\":\"1987-02-26\"",
		",\"date\":\"Februar 1987\"",
		",\"date\":\"some day\"",
		",\"pages\":12,\"open\":true",
		",\"tags\":[\"a\",\"b\",7],\"tags2\":[\"a\"]",
		",\"place\":{\"city\":\"Wien\",\"zip\":[1010]}",
		",\"language\":\"de\"",
		",\"language\":[\"de\",\"en\"]",
		",\"lang\":\"fr\",\"language\":\"de\"",
		",\"title\":\"\",\"headline\":\"Second\"",
	};
	unsigned i;

	for (i = 0; i < 3; i++)
		if (rnd(2) == 0)
			pm_buf_puts(line, members[rnd(sizeof members / sizeof *members)]);
}

/* A text with blocks that repeat in FILE, and what was folded from it: beside these, and
 * among its own words. */
static void
put_repeating(struct pm_buf *line, struct pm_buf *text, unsigned file)
{
	unsigned k, chars = 0;

	pm_buf_clear(text);
	pm_buf_printf(text, "Our letter of file %c for you\n", 'a' + (int)file);
	chars = (unsigned)text->len;
	for (k = 0; k < 5; k++) {
		pm_buf_printf(text, "This is said only here %c%c%c%c and by nobody else\n",
			      'a' + (int)rnd(26), 'a' + (int)rnd(26), 'a' + (int)rnd(26),
			      'a' + (int)k);
		if (k == 2)
			pm_buf_printf(text, "Share this page, file %c\n", 'a' + (int)file);
	}
	pm_buf_puts(text, "All rights are reserved");
	if (rnd(2) == 0)
		pm_buf_printf(line,
			      ",\"folds\":[{\"at\":0,\"why\":\"page\",\"text\":\"menu "
			      "\xc3\xa9t\xc3\xa9\\n\"},{\"at\":%u,\"why\":\"%s\",\"text\":"
			      "\"more Folded words\"},{\"at\":%zu,\"why\":\"tail\",\"text\":"
			      "\"\\n* * *\"}]",
			      chars, rnd(2) == 0 ? "repeated" : "page tail", text->len);
}

static void
put_article(struct pm_buf *out, unsigned file, uint32_t number)
{
	struct pm_buf line, text;

	pm_buf_init(&line, PM_BUF_NO_LIMIT);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_buf_printf(&line, "{\"nr\":%u", number);
	if (rnd(2) == 0)
		pm_buf_printf(&line, ",\"id\":\"%u-%u\"", file, number);
	if (rnd(2) == 0) {
		put_words(&text, 1 + rnd(9));
		put_member(&line, "title", &text);
	}
	put_some(&line);
	if (is_alone(number)) {
		pm_buf_printf(&line, ",\"source\":\"alone %u %u\"", file, number);
		pm_buf_clear(&text);
		put_words(&text, number == 3 ? 3000 : 1 + rnd(200));
		if (number == 6)
			for (; text.len < 9000;)
				pm_buf_puts(&text, "huge");
	} else {
		pm_buf_printf(&line, ",\"source\":\"together %u\"", file);
		put_repeating(&line, &text, file);
	}
	put_member(&line, "text", &text);
	pm_buf_printf(out, "%s}", pm_buf_str(&line));
	pm_buf_release(&line);
	pm_buf_release(&text);
}

/* Write the files; without those of GONE, a set for each file. */
static void
write_corpus(uint64_t (*gone)[2], uint64_t seed)
{
	struct pm_buf all;
	char path[PATH_SIZE], name[20];
	unsigned file;
	uint32_t i;

	rng = seed;
	pm_buf_init(&all, PM_BUF_NO_LIMIT);
	for (file = 0; file < FILES; file++) {
		pm_buf_clear(&all);
		for (i = 0; i < LINES; i++) {
			size_t start = all.len;

			put_article(&all, file, i + 1);
			if (gone != NULL && (gone[file][i / 64] >> i % 64 & 1))
				all.len = start;
			pm_buf_putc(&all, '\n');
		}
		snprintf(name, sizeof name, "%u.jsonl", file);
		OK(pm_replace_file(in_folder(path, name), pm_buf_str(&all), all.len, ERR));
	}
	pm_buf_release(&all);
}

/* Pages of three sources, each a folder with the same lines in all of its pages. */
static void
write_pages(void)
{
	struct pm_buf b;
	char path[PATH_SIZE], name[20];
	unsigned file, i, k;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (file = 0; file < FILES; file++) {
		snprintf(name, sizeof name, "p%u", file);
		ck_assert_int_eq(mkdir(in_folder(path, name), 0777), 0);
		for (i = 0; i < 7; i++) {
			pm_buf_clear(&b);
			pm_buf_puts(&b, "<html><body><nav><a href='/'>menu</a></nav>"
					"<article><p>Sign up for our letter.</p>");
			for (k = 0; k < 30; k++)
				pm_buf_printf(&b, "%sThe council of %c%c has met.%s",
					      k % 10 == 0 ? "<p>" : " ",
					      'a' + (int)(i + 7 * file), 'a' + (int)k,
					      k % 10 == 9 ? "</p>" : "");
			pm_buf_puts(&b, "<p>Our reporters have helped.</p></article>"
					"<footer>Copyright</footer></body></html>");
			snprintf(name, sizeof name, "p%u/%u.html", file, i);
			OK(pm_replace_file(in_folder(path, name), b.data, b.len, ERR));
		}
	}
	pm_buf_release(&b);
}

/* --- segments ----------------------------------------------------------- */

static const char *language = "english";
static enum pm_clean clean = PM_CLEAN_BALANCED;
static const char *ending = ".jsonl", *beginning = "";

/* Build NAME of the files FIRST .. END - 1.  *INFO: of its segment. */
static void
build(const char *name, unsigned first, unsigned end, struct pm_segment_info *info)
{
	static struct pm_build_result result;
	char files[FILES][PATH_SIZE], index[PATH_SIZE], file[20];
	const char *paths[FILES];
	struct pm_build_options o = { .index = in_folder(index, name),
				      .paths = paths,
				      .language = language,
				      .clean = clean,
				      .jobs = 1 };
	unsigned i;

	for (i = first; i < end; i++) {
		snprintf(file, sizeof file, "%s%u%s", beginning, i, ending);
		paths[o.n_paths++] = in_folder(files[i], file);
	}
	OK(pm_build(&o, &result, ERR));
	*info = result.info;
	pm_buf_release(&result.timings);
}

static struct pm_segment_info infos[FILES];
static struct pm_stored_segment segments[FILES];

/* Indexes part0 .. part2, of a file each. */
static void
open_parts(void)
{
	char dir[PATH_SIZE], name[20];
	unsigned i;

	memset(segments, 0, sizeof segments);
	for (i = 0; i < FILES; i++) {
		snprintf(name, sizeof name, "part%u", i);
		build(name, i, i + 1, &infos[i]);
		snprintf(name, sizeof name, "part%u/segment-1", i);
		OK(pm_segment_open(&segments[i].segment, in_folder(dir, name), ERR));
		segments[i].info = &infos[i];
	}
}

static void
close_parts(void)
{
	unsigned i;

	for (i = 0; i < FILES; i++)
		pm_segment_free(segments[i].segment);
}

static bool
stop_now(void *ctx)
{
	(void)ctx;
	return true;
}

/* Join FIRST .. END - 1 into the folder joined/segment-1. */
static enum pm_status
join(unsigned first, unsigned end, struct pm_joined *joined, bool stopped)
{
	char index[PATH_SIZE];
	struct pm_build_options build = { .jobs = 2 };
	struct pm_join_options o = { .build = &build,
				     .language = language,
				     .index = in_folder(index, "joined"),
				     .number = 1,
				     .segments = segments + first,
				     .n_segments = end - first };

	if (stopped)
		build.stop.function = stop_now;
	pm_remove_tree(index, NULL);
	ck_assert_int_eq(mkdir(index, 0777), 0);
	return pm_join(&o, joined, NULL);
}

/* The segment of INDEX is what was joined. */
static void
same_segment(const char *index, const struct pm_segment_info *a,
	     const struct pm_segment_info *b)
{
	char x[PATH_SIZE], y[PATH_SIZE], name[30];

	snprintf(name, sizeof name, "%s/segment-1", index);
	same_folder(in_folder(x, name), in_folder(y, "joined/segment-1"));
	ck_assert_str_eq(a->name, b->name);
	ck_assert_uint_eq(a->articles, b->articles);
	ck_assert_uint_eq(b->gone, 0);
	ck_assert_uint_eq(a->words, b->words);
	ck_assert_uint_eq(a->distinct, b->distinct);
	ck_assert_uint_eq(a->text_bytes, b->text_bytes);
	ck_assert_uint_eq(a->long_words, b->long_words);
	ck_assert_uint_eq(a->undated, b->undated);
	ck_assert_uint_eq(a->counted, b->counted);
	ck_assert_uint_eq(a->first_day, b->first_day);
	ck_assert_uint_eq(a->last_day, b->last_day);
	ck_assert_uint_eq(a->identity, b->identity);
}

/* How many of the folds of all parts are repeated blocks, and how many articles have listed
 * what folds they had. */
static void
count_folds(size_t *repeated, size_t *listed)
{
	const struct pm_article *a;
	struct pm_stored s;
	size_t i;

	*repeated = *listed = 0;
	pm_stored_init(&s, segments, FILES);
	while (pm_stored_next(&s, &a, NULL) == PM_OK) {
		for (i = 0; i < a->n_folds; i++)
			*repeated += (a->folds[i].why & PM_FOLD_REPEATED) != 0;
		*listed += s.blocks != NULL && s.blocks->folds != NULL;
	}
	pm_stored_release(&s);
}

/* --- the tests ---------------------------------------------------------- */

static void
join_all(void)
{
	struct pm_segment_info whole;
	struct pm_joined joined;
	size_t repeated, listed;

	open_parts();
	count_folds(&repeated, &listed);
	ck_assert_uint_gt(repeated, 20);
	ck_assert_uint_gt(listed, 10);
	build("whole", 0, FILES, &whole);
	ck_assert_int_eq(join(0, FILES, &joined, false), PM_OK);
	same_segment("whole", &whole, &joined.info);
	ck_assert_uint_eq(joined.info.input_bytes, whole.input_bytes);
	ck_assert_uint_eq(joined.info.repairs, whole.repairs);
	ck_assert_int_eq(join(1, 2, &joined, false), PM_OK);
	same_segment("part1", &infos[1], &joined.info);
	close_parts();
}

START_TEST(joined_segments_are_those_of_all_articles)
{
	write_corpus(NULL, 7);
	join_all();
}
END_TEST

START_TEST(each_article_keeps_its_language)
{
	struct pm_joined joined;

	language = PM_LANGUAGE_AUTO;
	write_corpus(NULL, 8);
	join_all();
	open_parts();
	ck_assert_int_eq(join(0, FILES, &joined, false), PM_OK);
	ck_assert_uint_ne(joined.languages & (uint32_t)1 << pm_language_number("de", 2),
			  0);
	ck_assert_uint_eq(joined.languages & (uint32_t)1 << pm_language_number("sv", 2),
			  0);
	close_parts();
	language = "english";
}
END_TEST

START_TEST(pages_stay_pages)
{
	clean = PM_CLEAN_USUAL;
	beginning = "p";
	ending = "";
	write_pages();
	join_all();
	clean = PM_CLEAN_BALANCED;
	beginning = "";
	ending = ".jsonl";
}
END_TEST

/* Sets of articles that are gone, of those that are alone. */
static void
choose_gone(uint64_t (*gone)[2], unsigned round)
{
	unsigned file;
	uint32_t i;

	memset(gone, 0, FILES * sizeof *gone);
	for (file = 0; file < FILES; file++)
		for (i = 0; i < LINES; i++)
			if (is_alone(i + 1) && (round == 0 || rnd(3) == 0))
				gone[file][i / 64] |= (uint64_t)1 << i % 64;
}

START_TEST(what_is_gone_leaves_no_trace)
{
	static uint64_t gone[FILES][2];
	struct pm_segment_info whole;
	struct pm_joined joined;
	unsigned round, i;

	for (round = 0; round < 3; round++) {
		rng = round;
		choose_gone(gone, round);
		write_corpus(NULL, 9 + round);
		open_parts();
		for (i = 0; i < FILES; i++)
			segments[i].gone = gone[i];
		write_corpus(gone, 9 + round);
		build("whole", 0, FILES, &whole);
		ck_assert_int_eq(join(0, FILES, &joined, false), PM_OK);
		same_segment("whole", &whole, &joined.info);
		ck_assert_uint_lt(joined.info.input_bytes,
				  infos[0].input_bytes + infos[1].input_bytes +
					  infos[2].input_bytes);
		ck_assert_uint_gt(joined.info.input_bytes, joined.info.text_bytes / 2);
		close_parts();
		for (i = 0; i < FILES; i++) {
			char name[20], path[PATH_SIZE];

			snprintf(name, sizeof name, "part%u", i);
			OK(pm_remove_tree(in_folder(path, name), ERR));
		}
		OK(pm_remove_tree(in_folder((char[PATH_SIZE]){ 0 }, "whole"), ERR));
	}
}
END_TEST

START_TEST(where_all_is_gone_there_is_no_segment)
{
	static const uint64_t all[2] = { UINT64_MAX, UINT64_MAX };
	struct pm_joined joined;
	char path[PATH_SIZE];
	size_t before;

	write_corpus(NULL, 1);
	open_parts();
	segments[0].gone = segments[1].gone = all;
	before = open_files();
	ck_assert_int_eq(join(0, 2, &joined, false), PM_ABSENT);
	ck_assert_uint_eq(count_entries(in_folder(path, "joined")), 0);
	ck_assert_int_eq(join(0, FILES, &joined, true), PM_ERR_INTERRUPTED);
	ck_assert_uint_eq(count_entries(path), 0);
	ck_assert_int_eq(join(0, FILES, &joined, false), PM_OK);
	same_segment("part2", &infos[2], &joined.info);
	/* the old segments have opened some more of their files */
	ck_assert_uint_le(open_files(), before + 4 * FILES);
	close_parts();
}
END_TEST

/* The second segment is of a later generation than the others. */
START_TEST(origins_are_carried)
{
	struct pm_joined joined;
	struct pm_segment *seg;
	struct pm_pages *pages;
	struct pm_stored s;
	struct pm_origin is;
	const struct pm_article *a;
	char dir[PATH_SIZE];
	uint32_t n = 0;

	write_corpus(NULL, 1);
	build("part1", 1, 2, &infos[1]);
	open_parts();
	pm_segment_free(segments[1].segment);
	OK(pm_segment_open(&segments[1].segment, in_folder(dir, "part1/segment-2"), ERR));
	ck_assert_int_eq(join(0, FILES, &joined, false), PM_OK);
	OK(pm_segment_open(&seg, in_folder(dir, "joined/segment-1"), ERR));
	OK(pm_segment_origins(seg, &pages, ERR));
	pm_stored_init(&s, segments, FILES);
	while (pm_stored_next(&s, &a, NULL) == PM_OK) {
		OK(pm_origins_get(pages, ++n, &is, ERR));
		ck_assert_mem_eq(&is, &s.origin, sizeof is);
		ck_assert_uint_eq(is.first, s.segment == 1 ? 2 : 1);
	}
	ck_assert_uint_eq(n, FILES * LINES);
	pm_stored_release(&s);
	pm_segment_free(seg);
	close_parts();
}
END_TEST

START_TEST(an_article_can_be_found_by_its_number)
{
	const struct pm_article *a;
	struct pm_stored s;
	uint32_t i;

	write_corpus(NULL, 1);
	open_parts();
	pm_stored_init(&s, segments, FILES);
	for (i = 2; i <= LINES; i += 1 + rnd(9)) {
		OK(pm_stored_find(&s, 1, i, &a, ERR));
		ck_assert_uint_eq(a->line, i);
		ck_assert_uint_eq(s.number, i);
		ck_assert_uint_eq(s.segment, 1);
		ck_assert_ptr_nonnull(s.blocks);
		ck_assert_uint_eq(s.blocks->article, i);
	}
	OK(pm_stored_find(&s, 2, 1, &a, ERR));
	ck_assert_uint_eq(a->line, 1);
	pm_stored_release(&s);
	close_parts();
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("join");
	TCase *t = tcase_create("join");

	tcase_add_checked_fixture(t, make_folder, drop_folder);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, joined_segments_are_those_of_all_articles);
	tcase_add_test(t, each_article_keeps_its_language);
	tcase_add_test(t, pages_stay_pages);
	tcase_add_test(t, what_is_gone_leaves_no_trace);
	tcase_add_test(t, where_all_is_gone_there_is_no_segment);
	tcase_add_test(t, origins_are_carried);
	tcase_add_test(t, an_article_can_be_found_by_its_number);
	suite_add_tcase(s, t);
	return run_suite(s);
}
