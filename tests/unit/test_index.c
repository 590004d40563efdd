/* Pressmark - tests of builds, generations and the folder of an index: what
 * readers hold stays, what is left over goes, what is not ours is not touched.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build.h"
#include "indexer/commands.h"
#include "indexer/publish/lock.h"
#include "segment/index.h"
#include "segment/metadata.h"
#include "support/file.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

static char folder[3000], dir[3100], input[3100];

#define OK(call) \
	do { \
		struct pm_error err_; \
		err_.text[0] = '\0'; \
		ck_assert_msg((call) == PM_OK, "%s: %s", #call, err_.text); \
	} while (0)
#define ERR (&err_)

static const char *
in_index(const char *name)
{
	static char paths[4][4000];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof paths[0], "%s/%s", dir, name);
	return path;
}

static bool
is_there(const char *name)
{
	struct stat st;

	return lstat(in_index(name), &st) == 0;
}

static enum pm_status
build(const char *text, struct pm_error *err)
{
	const char *paths[] = { input };
	struct pm_build_options o = { .index = dir,
				      .paths = paths,
				      .n_paths = 1,
				      .language = "english" };
	struct pm_build_result result;

	OK(pm_replace_file(input, text, strlen(text), ERR));
	return pm_build(&o, &result, err);
}

#define ONE "{\"id\":\"1\",\"text\":\"the old text\"}\n"
#define TWO "{\"id\":\"1\",\"text\":\"the new text\"}\n{\"id\":\"2\",\"text\":\"more\"}\n"

static void
has_text(struct pm_index *index, uint32_t article, const char *text)
{
	struct pm_buf title, body;

	pm_buf_init(&title, PM_BUF_NO_LIMIT);
	pm_buf_init(&body, PM_BUF_NO_LIMIT);
	OK(pm_segment_text(index->segments[0], article, &title, &body, ERR));
	ck_assert_str_eq(pm_buf_str(&title), "");
	ck_assert_str_eq(pm_buf_str(&body), text);
	pm_buf_release(&title);
	pm_buf_release(&body);
}

static void
published_is(uint64_t articles)
{
	struct pm_index *index;

	OK(pm_index_open(&index, dir, ERR));
	ck_assert_uint_eq(pm_db_articles(index->db), articles);
	pm_index_free(index);
}

/* --- builds -------------------------------------------------------------------- */

START_TEST(a_reader_keeps_what_it_opened)
{
	struct pm_index *old, *fresh;

	OK(build(ONE, ERR));
	OK(pm_index_open(&old, dir, ERR));
	OK(build(TWO, ERR));
	ck_assert(is_there("segment-1"));
	ck_assert(is_there("segment-2"));
	has_text(old, 1, "the old text");
	ck_assert_uint_eq(pm_db_articles(old->db), 1);
	OK(pm_index_open(&fresh, dir, ERR));
	has_text(fresh, 1, "the new text");
	ck_assert_uint_eq(pm_db_articles(fresh->db), 2);
	pm_index_free(fresh);
	OK(build(ONE, ERR));
	ck_assert(is_there("segment-1")); /* still held */
	ck_assert(!is_there("segment-2"));
	has_text(old, 1, "the old text");
	pm_index_free(old);
	OK(build(TWO, ERR));
	ck_assert(!is_there("segment-1"));
	ck_assert(!is_there("segment-3"));
	ck_assert(is_there("segment-4"));
	published_is(2);
}
END_TEST

START_TEST(a_second_build_says_who_holds_the_lock)
{
	struct pm_error err;
	struct pm_lock lock;
	char me[40];

	OK(build(ONE, ERR));
	OK(pm_lock_take(&lock, dir, ERR));
	ck_assert_int_eq(build(TWO, &err), PM_ERR_LOCKED);
	snprintf(me, sizeof me, "process %ld on ", (long)getpid());
	ck_assert_msg(strstr(err.text, me) != NULL && strstr(err.text, dir) != NULL, "%s",
		      err.text);
	published_is(1);
	pm_lock_release(&lock);
	OK(build(TWO, ERR));
	published_is(2);
}
END_TEST

START_TEST(leftovers_go_and_other_files_stay)
{
	OK(build(ONE, ERR));
	ck_assert_int_eq(mkdir(in_index("segment-7"), 0777), 0);
	OK(pm_replace_file(in_index("segment-7/run"), "x", 1, ERR));
	OK(pm_replace_file(in_index("generation.new"), "x", 1, ERR));
	OK(pm_replace_file(in_index("notes"), "mine", 4, ERR));
	ck_assert_int_eq(mkdir(in_index("segment-x"), 0777), 0);
	OK(build(TWO, ERR));
	ck_assert(!is_there("segment-7"));
	ck_assert(!is_there("generation.new"));
	ck_assert(is_there("notes"));
	ck_assert(is_there("segment-x"));
	published_is(2);
}
END_TEST

START_TEST(a_build_without_articles_changes_nothing)
{
	struct pm_error err;

	ck_assert_int_eq(build("\n", &err), PM_ERR_INPUT);
	ck_assert_msg(access(dir, F_OK) != 0, "the new folder stays");
	OK(build(ONE, ERR));
	ck_assert_int_eq(build("{}\n", &err), PM_ERR_INPUT);
	ck_assert(!is_there("segment-2"));
	published_is(1);
}
END_TEST

static bool
at_once(void *ctx)
{
	return (*(int *)ctx)-- <= 0;
}

/* However far it came. */
START_TEST(an_interrupted_build_changes_nothing)
{
	const char *paths[] = { input };
	int left, n;
	struct pm_build_options o = { .index = dir,
				      .paths = paths,
				      .n_paths = 1,
				      .language = "english",
				      .stop = { at_once, &left } };
	struct pm_build_result result;
	struct pm_error err;
	enum pm_status status = PM_ERR_INTERRUPTED;

	OK(build(ONE, ERR));
	OK(pm_replace_file(input, TWO, strlen(TWO), ERR));
	for (n = 0; status == PM_ERR_INTERRUPTED; n++) {
		ck_assert_int_lt(n, 1000);
		published_is(1);
		ck_assert(!is_there("segment-2"));
		left = n;
		status = pm_build(&o, &result, &err);
	}
	ck_assert_int_eq(status, PM_OK);
	ck_assert_int_gt(n, 3);
	published_is(2);
}
END_TEST

START_TEST(a_foreign_folder_is_refused)
{
	struct pm_error err;

	ck_assert_int_eq(mkdir(dir, 0777), 0);
	OK(pm_replace_file(in_index("letter.txt"), "dear", 4, ERR));
	ck_assert_int_eq(build(ONE, &err), PM_ERR_NOT_INDEX);
	ck_assert_ptr_nonnull(strstr(err.text, "letter.txt"));
	ck_assert(is_there("letter.txt"));
	ck_assert(!is_there("lock"));
	ck_assert(!is_there("segment-1"));
	ck_assert_int_eq(unlink(in_index("letter.txt")), 0);
	OK(build(ONE, ERR));
}
END_TEST

START_TEST(a_damaged_index_is_built_anew)
{
	struct pm_index *index;
	struct pm_error err;

	OK(build(ONE, ERR));
	OK(pm_replace_file(in_index("generation"), "pressmark-index 5\n", 18, ERR));
	ck_assert_int_eq(pm_index_open(&index, dir, &err), PM_ERR_CORRUPT);
	OK(build(TWO, ERR));
	published_is(2);
	ck_assert(!is_there("segment-1"));
	OK(pm_remove_tree(in_index("segment-2"), ERR));
	ck_assert_int_eq(pm_index_open(&index, dir, &err), PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(err.text, "segment-2"));
	OK(build(ONE, ERR));
	published_is(1);
}
END_TEST

/* --- files that do not belong together --------------------------------------------- */

/* An index of TEXT of which the N files called NAMES are another build's, of OTHER. */
static void
build_with(const char *const *names, size_t n, const char *text, const char *other)
{
	char kept[sizeof dir + 8], to[4200];
	size_t i;

	OK(build(other, ERR));
	snprintf(kept, sizeof kept, "%s-other", dir);
	ck_assert_int_eq(rename(dir, kept), 0);
	OK(build(text, ERR));
	for (i = 0; i < n; i++) {
		char from[sizeof kept + 40];

		snprintf(from, sizeof from, "%s/segment-1/%s", kept, names[i]);
		snprintf(to, sizeof to, "%s/%s", in_index("segment-1"), names[i]);
		OK(pm_remove_tree(to, ERR));
		ck_assert_int_eq(rename(from, to), 0);
	}
	OK(pm_remove_tree(kept, ERR));
}

static void
build_with_database_of(const char *text, const char *other)
{
	static const char *const names[] = { PM_SEGMENT_DATABASE, PM_SEGMENT_GUARD };

	build_with(names, 2, text, other);
}

/* Let the generation say that they do. */
static void
adopt(void)
{
	struct pm_generation g;

	OK(pm_generation_read(dir, &g, ERR));
	OK(pm_segment_identity(in_index(g.segments[0].name), &g.segments[0].identity, ERR));
	OK(pm_generation_publish(dir, &g, ERR));
	pm_generation_release(&g);
}

static void
is_refused_with(const char *words)
{
	struct pm_index *index;
	struct pm_error err;

	ck_assert_int_eq(pm_index_open(&index, dir, &err), PM_ERR_CORRUPT);
	ck_assert_msg(strstr(err.text, words) != NULL, "'%s'", err.text);
}

#define OTHER_TWO "{\"id\":\"3\",\"text\":\"no\"}\n{\"id\":\"4\",\"text\":\"nor\"}\n"

/* Each of them is sound, and so are their numbers: only the identity tells. */
START_TEST(files_of_another_build_are_refused)
{
	build_with_database_of(TWO, OTHER_TWO);
	is_refused_with("its files are not those");
	adopt();
	published_is(2);
}
END_TEST

START_TEST(a_database_of_fewer_or_more_articles_is_refused)
{
	build_with_database_of(TWO, ONE);
	adopt();
	is_refused_with("its database has 1 articles, not 2");
	OK(pm_remove_tree(dir, ERR));
	build_with_database_of(ONE, TWO);
	adopt();
	is_refused_with("its database has 2 articles, not 1");
}
END_TEST

/* A lexicon of the same words, which the other build had more often, or less. */
START_TEST(a_check_counts_the_words)
{
	static const char *const lexicon[] = { "lexicon" };
	static const char *const others[] = { "{\"text\":\"the the old text\"}\n",
					      "{\"text\":\"the old text\"}\n" };
	struct pm_check_result checked;
	struct pm_error err;

	OK(build(others[_i], ERR));
	OK(pm_check(dir, &checked, ERR));
	ck_assert_uint_eq(checked.articles, 1);
	ck_assert_uint_eq(checked.words, 3);
	ck_assert_uint_eq(checked.other, 0);
	ck_assert(!checked.other_unicode);
	OK(pm_remove_tree(dir, ERR));
	build_with(lexicon, 1, others[_i], others[1 - _i]);
	adopt();
	published_is(1);
	ck_assert_int_eq(pm_check(dir, &checked, &err), PM_ERR_CORRUPT);
	ck_assert_msg(strstr(err.text,
			     _i == 0 ? "'the' occurs 2 times, the lexicon says 1"
				     : "'the' occurs 1 times, the lexicon says 2") != NULL,
		      "%s", err.text);
}
END_TEST

/* Pairs of the same words in another order. */
START_TEST(a_check_compares_neighbours)
{
	static const char *const pairs[] = { "pairs" };
	struct pm_check_result checked;
	struct pm_error err;

	build_with(pairs, 1, "{\"text\":\"the old text of it\"}\n",
		   "{\"text\":\"the text of old it\"}\n");
	adopt();
	published_is(1);
	ck_assert_int_eq(pm_check(dir, &checked, &err), PM_ERR_CORRUPT);
	ck_assert_msg(strstr(err.text, "pairs' is damaged: article 1 has other "
				       "neighbours") != NULL,
		      "%s", err.text);
}
END_TEST

/* A segment's shares, of an index of the same words, each as often, and of the stem in the
 * same articles; but other words of it are in them. */
#define MARKETS \
	"{\"text\":\"a market\"}\n{\"text\":\"the markets\"}\n{\"text\":\"market\"}\n"
#define OTHER_MARKETS \
	"{\"text\":\"a markets\"}\n{\"text\":\"the market\"}\n{\"text\":\"market\"}\n"
#define FEWER_MARKETS \
	"{\"text\":\"a market\"}\n{\"text\":\"the\"}\n{\"text\":\"markets\"}\n"

START_TEST(a_check_compares_shares)
{
	static const char *const shares[] = { "shares" };
	static const struct {
		const char *other, *words;
	} cases[] = {
		{ OTHER_MARKETS, "shares' is damaged: the words of 'market' have other "
				 "articles" },
		{ FEWER_MARKETS, "shares' is damaged: the words of 'market' have other "
				 "articles" },
		/* a stem that one word has here */
		{ "{\"text\":\"a market\"}\n{\"text\":\"the markets\"}\n"
		  "{\"text\":\"market texts text\"}\n",
		  "shares' is damaged: the words of 'text' have other articles" },
		/* none of the stems that several have */
		{ "{\"text\":\"a\"}\n{\"text\":\"the\"}\n{\"text\":\"market\"}\n",
		  "shares' is damaged: it has 0 stems, the lexicon has 1 with several "
		  "words" }
	};
	struct pm_check_result checked;
	struct pm_error err;

	OK(build(MARKETS, ERR));
	OK(pm_check(dir, &checked, ERR));
	OK(pm_remove_tree(dir, ERR));
	build_with(shares, 1, MARKETS, cases[_i].other);
	adopt();
	published_is(3);
	ck_assert_int_eq(pm_check(dir, &checked, &err), PM_ERR_CORRUPT);
	ck_assert_msg(strstr(err.text, cases[_i].words) != NULL, "%s", err.text);
}
END_TEST

START_TEST(a_segment_needs_its_shares)
{
	struct pm_check_result checked;
	struct pm_shares *opened;
	struct pm_index *index;
	struct pm_error err;
	char shares[4000];

	OK(build(MARKETS, ERR));
	snprintf(shares, sizeof shares, "%s/segment-1/shares", dir);
	ck_assert_int_eq(unlink(shares), 0);
	ck_assert_int_eq(pm_index_open(&index, dir, &err), PM_ERR_IO);
	ck_assert_msg(strstr(err.text, shares) != NULL, "%s", err.text);
	/* another file, which is sound */
	ck_assert_int_eq(link(in_index("segment-1/pairs"), shares), 0);
	adopt();
	OK(pm_index_open(&index, dir, ERR));
	ck_assert_int_eq(pm_segment_shares(index->segments[0], &opened, &err),
			 PM_ERR_CORRUPT);
	ck_assert_msg(strstr(err.text, shares) != NULL, "%s", err.text);
	ck_assert_int_eq(pm_check(dir, &checked, &err), PM_ERR_CORRUPT);
	ck_assert_msg(strstr(err.text, shares) != NULL, "%s", err.text);
	pm_index_free(index);
}
END_TEST

/* Of the stem "market": which of its postings two words have, as bits. */
struct forged {
	uint32_t articles;
	const char *words[2];
	uint64_t places[2];
	const char *says;
};

static void
put_shares(const struct forged *f)
{
	const struct pm_share_stem stem = { "market", 6, f->articles, NULL };
	struct pm_share_word words[2];
	struct pm_shares_writer *w;
	size_t i;

	for (i = 0; i < 2; i++)
		words[i] = (struct pm_share_word){
			f->words[i],
			strlen(f->words[i]),
			{ (uint32_t)__builtin_popcountll(f->places[i]), NULL, 0,
			  &f->places[i] }
		};
	ck_assert_int_eq(unlink(in_index("segment-1/shares")), 0);
	OK(pm_shares_create(&w, in_index("segment-1/shares"), ERR));
	OK(pm_shares_add(w, &stem, words, 2, ERR));
	OK(pm_shares_finish(w, NULL, ERR));
	pm_shares_writer_free(w);
	adopt();
}

/* The words are market in articles 1 and 2, and markets in 3 and, as a part of an address,
 * in 4. */
START_TEST(a_check_compares_each_share)
{
	static const char other[] = "the words of 'market' have other articles";
	static const struct forged cases[] = {
		{ 4, { "market", "markets" }, { 0x3, 0xc }, NULL },
		/* more, fewer, or other articles than the lexicon says */
		{ 4, { "market", "markets" }, { 0x7, 0xc }, other },
		{ 4, { "market", "markets" }, { 0x1, 0xe }, other },
		{ 4, { "market", "markets" }, { 0x5, 0xe }, other },
		/* one without any of them */
		{ 4, { "market", "markets" }, { 0x3, 0x4 }, other },
		/* a word that is not there, or one of another stem */
		{ 4, { "market", "marketz" }, { 0x3, 0xc }, other },
		{ 4, { "com", "market" }, { 0xf, 0x3 }, other },
		/* postings that the list has not, and fewer than it has */
		{ 3, { "market", "markets" }, { 0x3, 0x4 }, other }
	};
	struct pm_check_result checked;
	struct pm_error err;
	size_t i;

	OK(build("{\"text\":\"market\"}\n{\"text\":\"the market\"}\n"
		 "{\"text\":\"markets\"}\n{\"text\":\"x@markets.com com\"}\n",
		 ERR));
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum pm_status status;

		put_shares(&cases[i]);
		status = pm_check(dir, &checked, &err);
		if (cases[i].says == NULL)
			ck_assert_msg(status == PM_OK, "%zu: %s", i, err.text);
		else
			ck_assert_msg(status == PM_ERR_CORRUPT &&
					      strstr(err.text, cases[i].says) != NULL,
				      "%zu: %s", i, err.text);
	}
}
END_TEST

/* The third word of the stem is in an article that has the first as well. */
START_TEST(a_check_counts_the_words_of_a_stem)
{
	static const struct forged two = { 2, { "market", "markets" }, { 0x1, 0x2 }, NULL };
	struct pm_check_result checked;
	struct pm_error err;

	OK(build("{\"text\":\"market marketed\"}\n{\"text\":\"markets\"}\n", ERR));
	OK(pm_check(dir, &checked, ERR));
	put_shares(&two);
	ck_assert_int_eq(pm_check(dir, &checked, &err), PM_ERR_CORRUPT);
	ck_assert_msg(strstr(err.text, "the words of 'market' have other articles") !=
			      NULL,
		      "%s", err.text);
}
END_TEST

/* The same of two builds whose postings at place 1024 are of other articles: the words of
 * the stem are in all but one. */
START_TEST(a_check_compares_the_articles_that_are_told)
{
	static const char *const shares[] = { "shares" };
	struct pm_check_result checked;
	struct pm_error err;
	struct pm_buf texts[2];
	unsigned i, k;

	for (k = 0; k < 2; k++) {
		pm_buf_init(&texts[k], PM_BUF_NO_LIMIT);
		for (i = 0; i < 1100; i++)
			pm_buf_puts(&texts[k], i == 1050 * k ? "{\"text\":\"the\"}\n"
					       : i == 1099 ? "{\"text\":\"text texts\"}\n"
							   : "{\"text\":\"text\"}\n");
	}
	build_with(shares, 1, pm_buf_str(&texts[0]), pm_buf_str(&texts[1]));
	adopt();
	ck_assert_int_eq(pm_check(dir, &checked, &err), PM_ERR_CORRUPT);
	ck_assert_msg(strstr(err.text, "the words of 'text' have other articles") != NULL,
		      "%s", err.text);
	OK(pm_remove_tree(dir, ERR));
	OK(build(pm_buf_str(&texts[0]), ERR));
	OK(pm_check(dir, &checked, ERR));
	pm_buf_release(&texts[0]);
	pm_buf_release(&texts[1]);
}
END_TEST

/* Lengths of as many articles, one of them longer. */
START_TEST(a_check_compares_lengths)
{
	static const char *const lengths[] = { "lengths" };
	struct pm_check_result checked;
	struct pm_error err;

	build_with(lengths, 1, "{\"text\":\"a\"}\n{\"text\":\"the text\"}\n",
		   "{\"text\":\"a\"}\n{\"text\":\"the text text\"}\n");
	adopt();
	published_is(2);
	ck_assert_int_eq(pm_check(dir, &checked, &err), PM_ERR_CORRUPT);
	ck_assert_msg(strstr(err.text, "lengths' is damaged: article 2 has another "
				       "length") != NULL,
		      "%s", err.text);
}
END_TEST

/* Those of another number of articles are seen when the index is opened. */
START_TEST(lengths_of_fewer_or_more_articles_are_refused)
{
	static const char *const lengths[] = { "lengths" };
	struct pm_index *index;
	struct pm_error err;

	build_with(lengths, 1, "{\"text\":\"a\"}\n{\"text\":\"b\"}\n",
		   _i == 0 ? "{\"text\":\"a\"}\n"
			   : "{\"text\":\"a\"}\n{\"text\":\"b\"}\n{\"text\":\"c\"}\n");
	adopt();
	ck_assert_int_eq(pm_index_open(&index, dir, &err), PM_ERR_CORRUPT);
	ck_assert_msg(strstr(err.text, "lengths' is damaged: it is not made for 2 "
				       "articles") != NULL,
		      "%s", err.text);
}
END_TEST

/* Compounds and parts of addresses are words there, too, but not all articles that have
 * them say so. */
START_TEST(a_check_knows_aliases)
{
	struct pm_check_result checked;

	OK(build("{\"text\":\"co-operates\"}\n{\"text\":\"cooperate operate co\"}\n"
		 "{\"text\":\"x@markets.com\"}\n{\"text\":\"market\"}\n"
		 "{\"text\":\"x@y.markets.org markets\"}\n"
		 "{\"text\":\"U.S. us used uses\"}\n",
		 ERR));
	OK(pm_check(dir, &checked, ERR));
}
END_TEST

/* --- generations ------------------------------------------------------------------ */

static struct pm_segment_info
segment(uint64_t n)
{
	struct pm_segment_info s = {
		.articles = n,
		.words = n * 7,
		.distinct = 3,
		.text_bytes = UINT64_MAX,
		.input_bytes = 1,
		.repairs = 2,
		.long_words = 3,
		.undated = 4,
		.first_day = 19870226,
		.last_day = 20240305
	};

	snprintf(s.name, sizeof s.name, "segment-%" PRIu64, n);
	return s;
}

START_TEST(a_generation_comes_back)
{
	struct pm_segment_info segments[PM_SEGMENTS_MAX];
	struct pm_generation g = { .number = 77,
				   .language = "english",
				   .stemmer = "libxapian 1.4.22",
				   .unicode = "15.0.0",
				   .segments = segments },
			     got;
	uint64_t i;

	ck_assert_int_eq(mkdir(dir, 0777), 0);
	for (i = 0; i < PM_SEGMENTS_MAX; i++)
		segments[i] = segment(i + 1);
	for (g.n_segments = 1; g.n_segments <= PM_SEGMENTS_MAX; g.n_segments *= 4) {
		OK(pm_generation_publish(dir, &g, ERR));
		OK(pm_generation_read(dir, &got, ERR));
		ck_assert_uint_eq(got.number, 77);
		ck_assert_str_eq(got.language, "english");
		ck_assert_str_eq(got.stemmer, g.stemmer);
		ck_assert_str_eq(got.unicode, g.unicode);
		ck_assert_uint_eq(got.n_segments, g.n_segments);
		for (i = 0; i < g.n_segments; i++) {
			ck_assert_str_eq(got.segments[i].name, segments[i].name);
			ck_assert_mem_eq(&got.segments[i].articles, &segments[i].articles,
					 sizeof got.segments[i] -
						 sizeof got.segments[i].name);
		}
		pm_generation_release(&got);
	}
}
END_TEST

/* Publish LINES with a checksum that is right, and read them. */
static enum pm_status
read_lines(const char *lines, struct pm_error *err)
{
	struct pm_generation g;
	struct pm_buf text;
	enum pm_status status;

	mkdir(dir, 0777);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_buf_puts(&text, lines);
	pm_buf_printf(&text, "checksum %016" PRIx64 "\n",
		      (uint64_t)XXH3_64bits(lines, strlen(lines)));
	OK(pm_replace_file(in_index("generation"), text.data, text.len, ERR));
	pm_buf_release(&text);
	status = pm_generation_read(dir, &g, err);
	if (status == PM_OK)
		pm_generation_release(&g);
	return status;
}

START_TEST(an_index_of_another_version_is_to_be_built_again)
{
	struct pm_error err;

	ck_assert_int_eq(read_lines("pressmark-index 4\ngeneration 1\nlanguage english\n",
				    &err),
			 PM_ERR_NOT_INDEX);
	ck_assert_ptr_nonnull(strstr(err.text, "is of index version 4, this program reads "
					       "version 5: build the index again"));
	ck_assert_int_eq(read_lines("pressmark-index 6\nanything\n", &err),
			 PM_ERR_NOT_INDEX);
	ck_assert_ptr_nonnull(strstr(err.text, "built by a later version"));
}
END_TEST

START_TEST(a_generation_that_makes_no_sense_is_refused)
{
	static const char *const bad[] = {
		/* clang-format off */
		"pressmark-index 5\n",
		"pressmark-index 5\ngeneration 1\nlanguage english\nunicode 1\nsegment segment-1\n",
		"pressmark-index 5\ngeneration 1\nlanguage english\nstemmer s 1\nsegment segment-1\n",
		"pressmark-index 5\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\n",
		"pressmark-index 5\ngeneration 1\nsegment segment-1\n",
		"pressmark-index 5\ngeneration x\nlanguage english\nstemmer s 1\nunicode 1\nsegment segment-1\n",
		"pressmark-index 5\ngeneration -1\nlanguage english\nstemmer s 1\nunicode 1\nsegment segment-1\n",
		"pressmark-index 5\ngeneration 99999999999999999999\nlanguage e\nstemmer s 1\nunicode 1\nsegment segment-1\n",
		"pressmark-index 5\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\nsegment ../../etc\n",
		"pressmark-index 5\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\nsegment segment-1/..\n",
		"pressmark-index 5\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\nsegment segment-\n",
		"pressmark-index 5\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\narticles 1\nsegment segment-1\n",
		"pressmark-index 5\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\nsegment segment-1\ncolour 3\n",
		"pressmark-index 5\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\nsegment segment-1\narticles\n",
		"pressmark-index 5\ngeneration 1\nlanguage a-language-with-a-name-of-many-letters\n"
			"segment segment-1\n",
		/* clang-format on */
	};
	struct pm_error err;
	size_t i;

	OK(read_lines("pressmark-index 5\ngeneration 1\nlanguage english\nstemmer s 1\nunicode 1\nsegment segment-1\n",
		      ERR));
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		ck_assert_msg(read_lines(bad[i], &err) == PM_ERR_CORRUPT, "%s", bad[i]);
		ck_assert_ptr_nonnull(strstr(err.text, "generation"));
	}
	ck_assert_int_eq(read_lines("pressmark-index 2\nsomething else\n", &err),
			 PM_ERR_NOT_INDEX);
	ck_assert_ptr_nonnull(strstr(err.text, "build the index again"));
	ck_assert_int_eq(read_lines("another file\n", &err), PM_ERR_NOT_INDEX);
}
END_TEST

/* --- metadata ----------------------------------------------------------------------- */

static void
same_ref(struct pm_text_ref a, struct pm_text_ref b)
{
	ck_assert_uint_eq(a.len, b.len);
	if (a.len > 0)
		ck_assert_mem_eq(a.data, b.data, a.len);
}

#define REF(s) \
	{ \
		s, sizeof s - 1 \
	}

START_TEST(metadata_comes_back)
{
	struct pm_metadata_field fields[] = {
		{ .name = REF("topic"), .value = REF("trade \"war\"\n") },
		{ .name = REF("file"), .value = REF("not the file") },
		{ .name = REF(""), .value = REF("") },
		{ .name = REF("\xc3\xa9"), .value = REF("1.50"), .is_raw = true },
		{ .name = REF("tags"), .value = REF("a; b"), .in_list = true },
		{ .name = REF("tags"), .value = REF("7"), .in_list = true, .is_raw = true },
		{ .name = REF("tag"), .value = REF("c"), .in_list = true }
	};
	const struct pm_metadata cases[] = {
		{ .file = REF("a.jsonl"), .line = 17 },
		{ .id = REF("x\\y"),
		  .url = REF("http://x.org/"),
		  .source = REF("S"),
		  .author = REF("A; B"),
		  .date = REF("26-FEB-1987 15:01:01.79"),
		  .day = 19870226,
		  .file = REF("dir/\x01.txt"),
		  .fields = fields,
		  .n_fields = 7 },
		{ .author = REF("Ann\0Bo\0C; D"), .author_in_list = true, .file = REF("-") },
		{ .author = REF("Ann"), .author_in_list = true, .file = REF("-") },
		{ .id = REF("only"), .file = REF("-"), .line = UINT32_MAX }
	};
	struct pm_metadata_reader r = { NULL, 0 };
	struct pm_metadata m;
	struct pm_text_ref item;
	struct pm_buf b;
	size_t i, k, at;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		pm_buf_clear(&b);
		pm_metadata_put(&b, &cases[i]);
		OK(pm_metadata_read(&r, b.data, b.len, "f", &m, ERR));
		same_ref(m.id, cases[i].id);
		same_ref(m.url, cases[i].url);
		same_ref(m.source, cases[i].source);
		same_ref(m.author, cases[i].author);
		ck_assert(m.author_in_list == cases[i].author_in_list);
		same_ref(m.date, cases[i].date);
		same_ref(m.file, cases[i].file);
		ck_assert_uint_eq(m.day, cases[i].day);
		ck_assert_uint_eq(m.line, cases[i].line);
		ck_assert_uint_eq(m.n_fields, cases[i].n_fields);
		for (k = 0; k < m.n_fields; k++) {
			same_ref(m.fields[k].name, fields[k].name);
			same_ref(m.fields[k].value, fields[k].value);
			ck_assert(m.fields[k].is_raw == fields[k].is_raw);
			ck_assert(m.fields[k].in_list == fields[k].in_list);
		}
	}
	ck_assert_uint_eq(pm_metadata_list(fields, 7), 1);
	ck_assert_uint_eq(pm_metadata_list(fields + 4, 3), 2);
	ck_assert_uint_eq(pm_metadata_list(fields + 5, 1), 1);
	pm_buf_clear(&b);
	pm_metadata_put_items(&b, cases[2].author);
	ck_assert_str_eq(pm_buf_str(&b), "Ann; Bo; C; D");
	for (i = at = 0; pm_metadata_item(cases[2].author, &at, &item); i++)
		ck_assert_uint_eq(item.len, i == 0 ? 3 : i == 1 ? 2 : 4);
	ck_assert_uint_eq(i, 3);
	at = 0;
	ck_assert(!pm_metadata_item(cases[0].author, &at, &item));
	pm_buf_release(&b);
	pm_metadata_reader_release(&r);
}
END_TEST

START_TEST(data_that_is_no_metadata_is_refused)
{
	static const struct {
		const char *data;
		size_t len;
	} bad[] = { { "\0", 1 },
		    { "\12", 1 },
		    { "\15\1a\1b", 5 },
		    { "x", 1 },
		    { "\1", 1 },
		    { "\1\2a", 3 },
		    { "\1\1ab", 4 },
		    { "\1\377\377\377\377\377\377\377\377\377\1", 11 },
		    { "\7", 1 },
		    { "\7\377", 2 },
		    { "\7\200\200\200\200\20", 6 },
		    { "\11\1a", 3 },
		    { "\11\1a\2b", 5 } };
	struct pm_metadata_reader r = { NULL, 0 };
	struct pm_metadata m;
	struct pm_error err;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_msg(pm_metadata_read(&r, bad[i].data, bad[i].len, "f", &m,
					       &err) == PM_ERR_CORRUPT,
			      "%zu", i);
	OK(pm_metadata_read(&r, NULL, 0, "f", &m, ERR));
	ck_assert_uint_eq(m.n_fields, 0);
	pm_metadata_reader_release(&r);
}
END_TEST

static void
make_folder(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(folder, sizeof folder, "%s/pm-index-XXXXXX", tmp != NULL ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(dir, sizeof dir, "%s/index", folder);
	snprintf(input, sizeof input, "%s/a.jsonl", folder);
}

static void
remove_folder(void)
{
	pm_remove_tree(folder, NULL);
}

int
main(void)
{
	Suite *s = suite_create("index");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	tcase_add_checked_fixture(tc, make_folder, remove_folder);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, a_reader_keeps_what_it_opened);
	tcase_add_test(tc, a_second_build_says_who_holds_the_lock);
	tcase_add_test(tc, leftovers_go_and_other_files_stay);
	tcase_add_test(tc, a_build_without_articles_changes_nothing);
	tcase_add_test(tc, an_interrupted_build_changes_nothing);
	tcase_add_test(tc, a_foreign_folder_is_refused);
	tcase_add_test(tc, a_damaged_index_is_built_anew);
	tcase_add_test(tc, files_of_another_build_are_refused);
	tcase_add_test(tc, a_database_of_fewer_or_more_articles_is_refused);
	tcase_add_loop_test(tc, a_check_counts_the_words, 0, 2);
	tcase_add_test(tc, a_check_compares_neighbours);
	tcase_add_loop_test(tc, a_check_compares_shares, 0, 4);
	tcase_add_test(tc, a_check_compares_each_share);
	tcase_add_test(tc, a_check_counts_the_words_of_a_stem);
	tcase_add_test(tc, a_check_compares_the_articles_that_are_told);
	tcase_add_test(tc, a_check_compares_lengths);
	tcase_add_loop_test(tc, lengths_of_fewer_or_more_articles_are_refused, 0, 2);
	tcase_add_test(tc, a_check_knows_aliases);
	tcase_add_test(tc, a_segment_needs_its_shares);
	tcase_add_test(tc, a_generation_comes_back);
	tcase_add_test(tc, a_generation_that_makes_no_sense_is_refused);
	tcase_add_test(tc, an_index_of_another_version_is_to_be_built_again);
	tcase_add_test(tc, metadata_comes_back);
	tcase_add_test(tc, data_that_is_no_metadata_is_refused);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}
