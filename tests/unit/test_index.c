/* Pressmark - tests of builds and the folder of an index: what
 * readers hold stays, what is left over goes, what is not ours is not touched.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build.h"
#include "indexer/commands.h"
#include "indexer/publish/lock.h"
#include "segment/history.h"
#include "segment/index.h"
#include "support/file.h"

#include <check.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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
				      .language = "english",
				      .keep = 1 };
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
	struct pm_lock lock = PM_LOCK_NONE;
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

/* The lock of a build that made the folder and failed goes while another waits for it. */
static unsigned goes;
/* A build publishes, and sweeps, before a reader holds what it has opened, or after it has seen
 * that the file of this name is there. */
static const char *sweeps_before;

static void
publish_now(void)
{
	sweeps_before = NULL;
	OK(build(TWO, ERR));
}

int
access(const char *path, int mode)
{
	int is = (int)syscall(SYS_faccessat, AT_FDCWD, path, mode);

	if (sweeps_before != NULL && strstr(path, sweeps_before) != NULL)
		publish_now();
	return is;
}

int
flock(int fd, int operation)
{
	if (goes > 0 && goes-- > 0)
		ck_assert_int_eq(unlink(in_index("lock")), 0);
	if (sweeps_before != NULL && operation == (LOCK_SH | LOCK_NB) &&
	    strcmp(sweeps_before, "segment-1") == 0)
		publish_now();
	return (int)syscall(SYS_flock, fd, operation);
}

START_TEST(a_lock_whose_file_was_removed_is_none)
{
	struct pm_lock lock = PM_LOCK_NONE, second = PM_LOCK_NONE;
	struct pm_error err;

	OK(build(ONE, ERR));
	goes = 3;
	OK(pm_lock_take(&lock, dir, ERR));
	ck_assert_uint_eq(goes, 0);
	OK(pm_lock_check(&lock, ERR));
	ck_assert_int_eq(pm_lock_take(&second, dir, &err), PM_ERR_LOCKED);
	ck_assert_int_eq(unlink(in_index("lock")), 0);
	ck_assert_int_eq(pm_lock_check(&lock, &err), PM_ERR_LOCKED);
	/* another's is not removed */
	OK(pm_lock_take(&second, dir, ERR));
	pm_lock_remove(&lock);
	ck_assert(is_there("lock"));
	OK(pm_lock_check(&second, ERR));
	ck_assert_int_eq(pm_lock_check(&lock, &err), PM_ERR_LOCKED);
	pm_lock_remove(&second);
	ck_assert(!is_there("lock"));
	pm_lock_release(&second);
	pm_lock_release(&lock);
}
END_TEST

/* Whenever it is that what a reader is opening goes, it gets what comes then. */
START_TEST(a_reader_that_is_overtaken_opens_the_next)
{
	static const char *const before[] = { "segment-1", "copies-1" };
	struct pm_index *index;

	OK(build(ONE, ERR));
	sweeps_before = before[_i];
	OK(pm_index_open(&index, dir, ERR));
	ck_assert_ptr_null(sweeps_before);
	ck_assert_uint_eq(index->generation.number, 2);
	ck_assert_uint_eq(pm_db_articles(index->db), 2);
	pm_index_free(index);
}
END_TEST

/* Its history goes with the next ones, which know as much of the time before. */
START_TEST(a_reader_keeps_its_history)
{
	struct pm_index *index;
	struct pm_history h;
	struct pm_error err;

	OK(build(ONE, ERR));
	OK(build(TWO, ERR));
	OK(pm_index_open(&index, dir, ERR));
	OK(build(ONE, ERR));
	OK(build(TWO, ERR));
	ck_assert(!is_there("history-2"));
	OK(pm_history_read_late(&h, dir, &index->generation, ERR));
	ck_assert_uint_eq(h.n, 2);
	ck_assert_uint_eq(h.all[1].articles, 2);
	pm_history_release(&h);
	pm_index_free(index);
	/* of the newest it is missing */
	OK(pm_index_open(&index, dir, ERR));
	ck_assert_int_eq(unlink(in_index("history-4")), 0);
	ck_assert_int_lt(pm_history_read_late(&h, dir, &index->generation, &err), 0);
	ck_assert_ptr_nonnull(strstr(err.text, "history-4"));
	pm_index_free(index);
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

/* Two workers may ask at the same time. */
static bool
at_once(void *ctx)
{
	return atomic_fetch_sub((atomic_int *)ctx, 1) <= 0;
}

/* However far it came. */
START_TEST(an_interrupted_build_changes_nothing)
{
	const char *paths[] = { input };
	atomic_int left;
	int n;
	struct pm_build_options o = { .index = dir,
				      .paths = paths,
				      .n_paths = 1,
				      .language = "english",
				      .keep = 1,
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
		atomic_store(&left, n);
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
	OK(pm_replace_file(in_index("generation"), "pressmark-index 9\n", 18, ERR));
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
		  "shares' is damaged: it does not have the stem 'market'" }
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

#define LONG_TEXT \
	"one two three four five six seven eight nine ten eleven twelve thirteen fourteen " \
	"fifteen sixteen seventeen eighteen nineteen twenty and so on to the very end of it " \
	"all, where nothing is left"

/* Sketches of as many articles, one of them of another text, and of another number. */
START_TEST(a_check_compares_sketches)
{
	static const char *const sketches[] = { "sketches" };
	struct pm_check_result checked;
	struct pm_error err;

	build_with(sketches, 1, "{\"text\":\"a\"}\n{\"text\":\"" LONG_TEXT "\"}\n",
		   _i == 0   ? "{\"text\":\"a\"}\n{\"text\":\"" LONG_TEXT " more\"}\n"
		   : _i == 1 ? "{\"text\":\"a\"}\n"
			       "{\"date\":\"2024-01-05\",\"text\":\"" LONG_TEXT "\"}\n"
			     : "{\"text\":\"a\"}\n");
	adopt();
	ck_assert_int_eq(pm_check(dir, &checked, &err), PM_ERR_CORRUPT);
	ck_assert_msg(strstr(err.text,
			     _i < 2 ? "sketches' is damaged: article 2 has another "
				      "sketch"
				    : "sketches' is damaged: it is not made for 2 "
				      "articles") != NULL,
		      "%s", err.text);
}
END_TEST

static const struct pm_copy no_copy[] = { { 0, 0 } }, other_copy[] = { { 0, 2 } },
			    two_copies[] = { { 1, 0 }, { 1, 2 } };

/* Another file of copies: with the identity that the generation lists, and without; with
 * its number of stories, and without. */
START_TEST(other_copies_are_noticed)
{
	static const struct {
		const struct pm_copy *copies;
		size_t n;
		bool adopted;
		uint64_t stories;
		const char *words;
	} cases[] = {
		{ other_copy, 1, false, 2,
		  "copies-1' is damaged: it is not the one that the "
		  "generation lists" },
		{ two_copies, 2, true, 2,
		  "copies-1' is damaged: its number of copies is not "
		  "the one that the generation says" },
		{ other_copy, 1, true, 2,
		  "copies-1' is damaged: article 2 has other copies" },
		{ two_copies, 2, true, 1,
		  "copies-1' is damaged: article 2 has other copies" },
		{ no_copy, 1, true, 2,
		  "copies-1' is damaged: its entry 0 makes no sense" },
		{ NULL, 0, true, 3, "copies-1' is damaged: article 2 has other copies" },
		{ NULL, 0, false, 2,
		  "copies-1' is damaged: the generation lists it, but it is "
		  "missing" },
	};
	struct pm_check_result checked;
	struct pm_generation g;
	struct pm_error err;
	uint64_t size, identity;

	OK(build("{\"text\":\"a\"}\n{\"text\":\"" LONG_TEXT "\"}\n"
		 "{\"text\":\"" LONG_TEXT "\"}\n",
		 ERR));
	OK(pm_check(dir, &checked, ERR));
	ck_assert_int_eq(unlink(in_index("copies-1")), 0);
	if (cases[_i].n > 0 || cases[_i].adopted)
		OK(pm_copies_write(in_index("copies-1"), cases[_i].copies, cases[_i].n,
				   &size, &identity, ERR));
	OK(pm_generation_read(dir, &g, ERR));
	ck_assert_uint_eq(g.stories, 2);
	g.stories = cases[_i].stories;
	if (cases[_i].adopted)
		g.copies.identity = identity;
	OK(pm_generation_publish(dir, &g, ERR));
	pm_generation_release(&g);
	ck_assert_int_eq(pm_check(dir, &checked, &err), PM_ERR_CORRUPT);
	ck_assert_msg(strstr(err.text, cases[_i].words) != NULL, "%s", err.text);
}
END_TEST

/* Build OTHER from `input`, where blocks repeat, in segments of SIZE. */
static void
build_in_segments(const char *other, uint64_t size, size_t segments)
{
	const char *paths[] = { input };
	struct pm_build_options o = { .index = other,
				      .paths = paths,
				      .n_paths = 1,
				      .language = "english",
				      .clean = PM_CLEAN_BALANCED,
				      .segment_size = size };
	struct pm_build_result result;
	struct pm_check_result checked;
	struct pm_generation g;

	OK(pm_build(&o, &result, ERR));
	ck_assert_uint_eq(result.info.articles, 90);
	ck_assert_uint_gt(result.repeats.blocks, 90);
	OK(pm_generation_read(other, &g, ERR));
	ck_assert_uint_ge(g.n_segments, segments);
	pm_generation_release(&g);
	OK(pm_check(other, &checked, ERR));
}

static void
export_to(const char *index, struct pm_buf *out)
{
	static const struct pm_stop never = { NULL, NULL };
	char path[sizeof dir + 40];
	FILE *f;

	snprintf(path, sizeof path, "%s.jsonl", index);
	ck_assert_ptr_nonnull(f = fopen(path, "w"));
	OK(pm_export(index, f, &never, ERR));
	ck_assert_int_eq(fclose(f), 0);
	OK(pm_read_file(path, out, ERR));
	unlink(path);
}

START_TEST(segments_of_a_build_are_as_one)
{
	static const uint64_t sizes[] = { 1, 500, 3000, 1000000 };
	static const size_t segments[] = { 90, 15, 3, 1 };
	struct pm_generation a, b;
	struct pm_buf text, one, other;
	char path[sizeof dir + 8];
	int i;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_buf_init(&one, PM_BUF_NO_LIMIT);
	pm_buf_init(&other, PM_BUF_NO_LIMIT);
	for (i = 0; i < 90; i++)
		pm_buf_printf(&text,
			      "{\"source\":\"paper %d\",\"text\":\"Story number %d of the "
			      "paper, with more than twelve words, so that it leads.\\nSign up "
			      "for letters\\nBut %d more lines\\nAll rights of paper %d\"}\n",
			      i % 7, i, i, i % 3);
	OK(pm_replace_file(input, text.data, text.len, ERR));
	build_in_segments(dir, 0, 1);
	export_to(dir, &one);
	OK(pm_generation_read(dir, &a, ERR));
	snprintf(path, sizeof path, "%s-parts", dir);
	for (i = 0; i < 4; i++) {
		build_in_segments(path, sizes[i], segments[i]);
		pm_buf_clear(&other);
		export_to(path, &other);
		ck_assert_uint_eq(one.len, other.len);
		ck_assert_mem_eq(one.data, other.data, one.len);
		OK(pm_generation_read(path, &b, ERR));
		ck_assert_str_eq(a.fingerprint, b.fingerprint);
		ck_assert_uint_eq(a.stories, b.stories);
		pm_generation_release(&b);
	}
	OK(pm_remove_tree(path, ERR));
	pm_generation_release(&a);
	pm_buf_release(&text);
	pm_buf_release(&one);
	pm_buf_release(&other);
}
END_TEST

/* What libxapian makes of a word may change with its version: all segments get what it is
 * now. */
START_TEST(an_update_under_another_stemmer_indexes_all_again)
{
	static const char three[] = "{\"id\":\"1\",\"text\":\"ties\"}\n"
				    "{\"id\":\"2\",\"text\":\"skies\"}\n"
				    "{\"id\":\"3\",\"text\":\"dies\"}\n";
	const char *paths[] = { input };
	struct pm_build_options o = {
		.index = dir,
		.paths = paths,
		.n_paths = 1,
		.language = "english",
		.kind = PM_BUILD_UPDATE,
		.max_removed = { .kind = PM_SKIP_SHARE, .share = 1 }
	};
	struct pm_build_result result;
	struct pm_check_result checked;
	struct pm_generation g;

	OK(build(three, ERR));
	OK(pm_generation_read(dir, &g, ERR));
	snprintf(g.stemmer, sizeof g.stemmer, "libxapian 0.1");
	OK(pm_generation_publish(dir, &g, ERR));
	pm_generation_release(&g);
	/* the last one goes */
	OK(pm_replace_file(input, three, (size_t)(strstr(three, "{\"id\":\"3") - three),
			   ERR));
	OK(pm_build(&o, &result, ERR));
	ck_assert_uint_eq(result.taken_away, 1);
	ck_assert_ptr_nonnull(strstr(result.remade, "and was that of libxapian 0.1"));
	OK(pm_generation_read(dir, &g, ERR));
	ck_assert_str_ne(g.stemmer, "libxapian 0.1");
	ck_assert_uint_eq(g.n_segments, 1);
	ck_assert_str_ne(g.segments[0].name, "segment-1");
	ck_assert_uint_eq(g.segments[0].articles, 2);
	ck_assert_uint_eq(g.segments[0].gone, 0);
	pm_generation_release(&g);
	OK(pm_check(dir, &checked, ERR));
	ck_assert_uint_eq(checked.other, 0);
}
END_TEST

/* A generation without them has as many stories as articles. */
START_TEST(an_index_may_have_no_copies)
{
	struct pm_check_result checked;
	struct pm_generation g;
	struct pm_copies *copies;
	struct pm_index *index;

	OK(build("{\"text\":\"" LONG_TEXT "\"}\n{\"text\":\"" LONG_TEXT "\"}\n", ERR));
	OK(pm_generation_read(dir, &g, ERR));
	ck_assert_uint_eq(g.stories, 1);
	g.copies.number = 0;
	OK(pm_generation_publish(dir, &g, ERR));
	pm_generation_release(&g);
	OK(pm_index_open(&index, dir, ERR));
	OK(pm_index_copies(index, &copies, ERR));
	ck_assert_ptr_null(copies);
	pm_index_free(index);
	OK(pm_check(dir, &checked, ERR));
	/* and the next build removes what is no longer listed */
	OK(build(TWO, ERR));
	ck_assert(!is_there("copies-1"));
	ck_assert(is_there("copies-2"));
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
	tcase_add_test(tc, a_lock_whose_file_was_removed_is_none);
	tcase_add_loop_test(tc, a_reader_that_is_overtaken_opens_the_next, 0, 2);
	tcase_add_test(tc, a_reader_keeps_its_history);
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
	tcase_add_loop_test(tc, a_check_compares_sketches, 0, 3);
	tcase_add_loop_test(tc, other_copies_are_noticed, 0, 7);
	tcase_add_test(tc, an_index_may_have_no_copies);
	tcase_add_test(tc, segments_of_a_build_are_as_one);
	tcase_add_test(tc, an_update_under_another_stemmer_indexes_all_again);
	tcase_add_test(tc, a_check_compares_lengths);
	tcase_add_loop_test(tc, lengths_of_fewer_or_more_articles_are_refused, 0, 2);
	tcase_add_test(tc, a_check_knows_aliases);
	tcase_add_test(tc, a_segment_needs_its_shares);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}
