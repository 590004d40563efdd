/* Pressmark - tests of segment/blocks.h: what is written comes back, whatever is in the
 * file; and of how a build writes it and check compares it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/blocks.h"

#include "indexer/build.h"
#include "indexer/check_blocks.h"
#include "indexer/commands.h"
#include "segment/index.h"
#include "support/buf.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/folds.h"
#include "tests/unit/small_fixture.h"

#include <sys/stat.h>

#define ARTICLES 60u
#define BLOCKS_MAX 40u
#define FOLDS_MAX 6u

struct article {
	uint32_t number;
	bool page, has_folds;
	size_t n, n_folds;
	struct pm_block blocks[BLOCKS_MAX];
	struct pm_block_fold folds[FOLDS_MAX];
};

static struct article articles[ARTICLES];
static size_t n_articles;

static void
make_articles(void)
{
	uint32_t number = 0;
	size_t i, k;

	n_articles = rnd(ARTICLES + 1);
	for (i = 0; i < n_articles; i++) {
		struct article *a = &articles[i];
		uint64_t at = 0;

		a->number = number += 1 + rnd(300) * rnd(2);
		a->page = rnd(2) == 0;
		a->has_folds = rnd(3) == 0;
		a->n = rnd(4) == 0 ? 0 : rnd(BLOCKS_MAX + 1);
		for (k = 0; k < a->n; k++)
			a->blocks[k] = (struct pm_block){ rnd64(), rnd(1u << rnd(13)),
							  rnd(2) == 0, rnd(2) == 0 };
		a->n_folds = rnd(FOLDS_MAX + 1);
		for (k = 0; k < a->n_folds; k++)
			a->folds[k] = (struct pm_block_fold){ at += rnd(1000) * rnd(2),
							      1 + rnd(50000),
							      1 + rnd(PM_FOLD_ALL) };
	}
}

static void
write_articles(const char *path)
{
	struct pm_blocks_writer *w;
	uint64_t size;
	size_t i;

	unlink(path);
	OK(pm_blocks_create(&w, path, ERR));
	for (i = 0; i < n_articles; i++)
		OK(pm_blocks_add(w, articles[i].number, articles[i].page,
				 articles[i].blocks, articles[i].n, ERR));
	for (i = 0; i < n_articles; i++)
		if (articles[i].has_folds)
			OK(pm_blocks_add_folds(w, articles[i].number, articles[i].folds,
					       articles[i].n_folds, ERR));
	OK(pm_blocks_finish(w, &size, ERR));
	pm_blocks_writer_free(w);
}

static uint32_t
last_article(void)
{
	return n_articles == 0 ? 1 : articles[n_articles - 1].number + rnd(2);
}

static void
same_article(const struct article *a, const struct pm_blocks_cursor *c)
{
	size_t k;

	ck_assert_uint_eq(c->article, a->number);
	ck_assert_uint_eq(c->page, a->page);
	ck_assert_uint_eq(c->n, a->n);
	for (k = 0; k < a->n; k++) {
		ck_assert_uint_eq(c->blocks[k].key, a->blocks[k].key);
		ck_assert_uint_eq(c->blocks[k].len, a->blocks[k].len);
		ck_assert_uint_eq(c->blocks[k].may_repeat, a->blocks[k].may_repeat);
		ck_assert_uint_eq(c->blocks[k].may_lead, a->blocks[k].may_lead);
	}
	ck_assert_uint_eq(c->folds != NULL, a->has_folds);
	ck_assert_uint_eq(c->n_folds, a->has_folds ? a->n_folds : 0);
	for (k = 0; k < c->n_folds; k++) {
		ck_assert_uint_eq(c->folds[k].at, a->folds[k].at);
		ck_assert_uint_eq(c->folds[k].len, a->folds[k].len);
		ck_assert_uint_eq(c->folds[k].why, a->folds[k].why);
	}
}

START_TEST(what_is_written_comes_back)
{
	struct pm_blocks_cursor c;
	struct pm_blocks *b;
	char path[PATH_SIZE];
	uint64_t blocks;
	unsigned round;
	size_t i;

	in_folder(path, "blocks");
	for (round = 0; round < 30; round++) {
		make_articles();
		write_articles(path);
		OK(pm_blocks_open(&b, path, last_article(), ERR));
		ck_assert_uint_eq(pm_blocks_articles(b), n_articles);
		pm_blocks_begin(&c, b);
		for (blocks = i = 0; i < n_articles; i++) {
			OK(pm_blocks_next(&c, ERR));
			same_article(&articles[i], &c);
			blocks += c.n;
		}
		ck_assert_int_eq(pm_blocks_next(&c, NULL), PM_END);
		ck_assert_int_eq(pm_blocks_next(&c, NULL), PM_END);
		ck_assert_uint_eq(pm_blocks_count(b), blocks);
		pm_blocks_cursor_release(&c);
		pm_blocks_free(b);
	}
}
END_TEST

START_TEST(articles_come_in_order)
{
	const struct pm_block block = { 1, 2, true, false };
	const struct pm_block_fold fold = { 1, 2, PM_FOLD_PAGE };
	struct pm_blocks_writer *w;
	char path[PATH_SIZE];

	OK(pm_blocks_create(&w, in_folder(path, "blocks"), ERR));
	OK(pm_blocks_add(w, 3, true, &block, 1, ERR));
	FAILS(pm_blocks_add(w, 3, true, &block, 1, ERR), PM_ERR_INTERNAL, "article 3");
	FAILS(pm_blocks_add_folds(w, 4, &fold, 1, ERR), PM_ERR_INTERNAL, "article 4");
	OK(pm_blocks_add_folds(w, 2, &fold, 1, ERR));
	FAILS(pm_blocks_add_folds(w, 2, &fold, 1, ERR), PM_ERR_INTERNAL, "article 2");
	FAILS(pm_blocks_add(w, 4, true, &block, 1, ERR), PM_ERR_INTERNAL, "article 4");
	pm_blocks_writer_free(w);
}
END_TEST

/* --- forged files ------------------------------------------------------- */

/* DATA as the data of a file with good checksums: all that is said of it is that it is
 * damaged. */
static enum pm_status
read_forged(const char *path, const void *data, size_t len, uint32_t last)
{
	struct pm_pages_writer *w;
	struct pm_blocks_cursor c;
	struct pm_blocks *b = NULL;
	enum pm_status status;

	unlink(path);
	OK(pm_pages_create(&w, path, PM_BLOCKS_FILE, PM_BLOCKS_VERSION, PM_BLOCKS_PAGE,
			   ERR));
	OK(pm_pages_write(w, data, len, ERR));
	OK(pm_pages_finish(w, NULL, ERR));
	pm_pages_writer_free(w);
	status = pm_blocks_open(&b, path, last, NULL);
	if (status == PM_OK) {
		pm_blocks_begin(&c, b);
		while ((status = pm_blocks_next(&c, NULL)) == PM_OK)
			ck_assert_uint_le(c.article, last);
		pm_blocks_cursor_release(&c);
		pm_blocks_free(b);
	}
	ck_assert_msg(status == PM_END || status == PM_ERR_CORRUPT, "%s",
		      pm_status_name(status));
	return status;
}

START_TEST(forged_files_are_damaged)
{
	char path[PATH_SIZE], forged[PATH_SIZE];
	struct pm_pages *pages;
	const uint8_t *good;
	unsigned round, damaged = 0;
	uint32_t last;
	uint8_t *data;
	size_t len, i;

	in_folder(path, "blocks");
	in_folder(forged, "forged");
	do
		make_articles();
	while (n_articles < 10);
	write_articles(path);
	last = articles[n_articles - 1].number;
	OK(pm_pages_open(&pages, path, PM_BLOCKS_FILE, PM_BLOCKS_VERSION, ERR));
	len = (size_t)pm_pages_len(pages);
	good = pm_pages_get(pages, 0, len, NULL);
	ck_assert_ptr_nonnull(good);
	ck_assert_ptr_nonnull(data = malloc(len));
	memcpy(data, good, len);
	ck_assert_int_eq(read_forged(forged, data, len, last), PM_END);
	ck_assert_int_eq(read_forged(forged, data, len, last - 1), PM_ERR_CORRUPT);
	for (round = 0; round < 400; round++) {
		memcpy(data, good, len);
		/* its end says most */
		i = round % 2 == 0 ? len - 1 - rnd(32) : rnd((uint32_t)len);
		data[i] ^= (uint8_t)(1 + rnd(255));
		damaged += read_forged(forged, data, len, last) == PM_ERR_CORRUPT;
		if (round % 8 == 0) {
			i = rnd((uint32_t)len);
			ck_assert_int_eq(read_forged(forged, good, i, last),
					 PM_ERR_CORRUPT);
		}
	}
	ck_assert_uint_ge(damaged, 200); /* every change of the end */
	free(data);
	pm_pages_free(pages);
}
END_TEST

/* Sums of lengths have no more bits than texts that are cut into blocks. */
START_TEST(an_article_has_no_more_bytes_than_any_can_have)
{
	struct pm_block blocks[] = { { 1, PM_BLOCKS_BYTES_MAX - 9, true, false },
				     { 2, 9, true, false } };
	struct pm_blocks_writer *w;
	struct pm_blocks_cursor c;
	struct pm_blocks *b;
	char path[PATH_SIZE];

	OK(pm_blocks_create(&w, in_folder(path, "blocks"), ERR));
	OK(pm_blocks_add(w, 1, true, blocks, 2, ERR));
	blocks[1].len++;
	OK(pm_blocks_add(w, 2, true, blocks, 2, ERR));
	OK(pm_blocks_finish(w, NULL, ERR));
	pm_blocks_writer_free(w);
	OK(pm_blocks_open(&b, path, 2, ERR));
	pm_blocks_begin(&c, b);
	OK(pm_blocks_next(&c, ERR));
	FAILS(pm_blocks_next(&c, ERR), PM_ERR_CORRUPT, "is broken");
	pm_blocks_cursor_release(&c);
	pm_blocks_free(b);
}
END_TEST

/* --- of an index -------------------------------------------------------- */

#define PAGES 12u

/* Pages with a menu, and beside it, within and after the article, lines that repeat. */
static void
write_pages(void)
{
	struct pm_buf b;
	char path[PATH_SIZE], name[20];
	unsigned i, k;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(mkdir(in_folder(path, "pages"), 0777), 0);
	for (i = 0; i < PAGES; i++) {
		pm_buf_clear(&b);
		pm_buf_puts(&b, "<html><head><title>News</title></head><body><nav><ul>");
		for (k = 0; k < 8; k++)
			pm_buf_printf(&b, "<li><a href='/%u'>menu</a></li>", k);
		pm_buf_printf(&b,
			      "</ul></nav><article><h1>News %u</h1>"
			      "<p>Sign up for our letter to get it each morning.</p>",
			      i);
		for (k = 0; k < 40; k++)
			pm_buf_printf(&b, "%sThe council of town %c%c has met.%s",
				      k % 10 == 0 ? "<p>" : " ", 'a' + i, 'a' + k % 26,
				      k % 10 == 9 ? "</p>" : "");
		pm_buf_puts(&b, "<p>Our reporters have helped with this report.</p>"
				"</article><footer>Copyright <a href='/'>about us</a>"
				"</footer></body></html>");
		snprintf(name, sizeof name, "pages/%u.html", i);
		OK(pm_replace_file(in_folder(path, name), b.data, b.len, ERR));
	}
	pm_buf_release(&b);
}

static void
build(const char *index, enum pm_clean clean, unsigned jobs,
      struct pm_build_result *result)
{
	char path[PATH_SIZE];
	const char *const paths[] = { in_folder(path, "pages") };
	struct pm_build_options o = { .index = index,
				      .paths = paths,
				      .n_paths = 1,
				      .language = "english",
				      .clean = clean,
				      .jobs = jobs };

	OK(pm_build(&o, result, ERR));
	pm_buf_release(&result->timings);
}

START_TEST(a_build_writes_what_check_makes_anew)
{
	static struct pm_build_result result;
	struct pm_check_result check;
	struct pm_blocks_cursor c;
	struct pm_segment *seg;
	struct pm_blocks *b;
	char index[PATH_SIZE], dir[PATH_SIZE];
	unsigned listed = 0, n = 0;

	write_pages();
	build(in_folder(index, "index"), PM_CLEAN_USUAL, 1, &result);
	ck_assert_uint_ge(result.repeats.blocks, PAGES);
	OK(pm_check(index, &check, ERR));
	OK(pm_segment_open(&seg, in_folder(dir, "index/segment-1"), ERR));
	OK(pm_segment_blocks(seg, &b, ERR));
	ck_assert_ptr_nonnull(b);
	ck_assert_uint_eq(pm_blocks_file_size(b), result.blocks_bytes);
	pm_blocks_begin(&c, b);
	while (pm_blocks_next(&c, NULL) == PM_OK) {
		ck_assert_uint_eq(c.article, ++n);
		ck_assert(c.page);
		ck_assert_uint_ge(c.n, 5);
		listed += c.folds != NULL;
	}
	ck_assert_uint_eq(n, PAGES);
	/* folds of pages and of repeated blocks that have become one */
	ck_assert_uint_gt(listed, 0);
	pm_blocks_cursor_release(&c);
	pm_segment_free(seg);
}
END_TEST

START_TEST(where_nothing_is_cleaned_there_are_none)
{
	static struct pm_build_result result;
	struct pm_check_result check;
	struct pm_segment *seg;
	struct pm_blocks *b;
	char index[PATH_SIZE], dir[PATH_SIZE];

	write_pages();
	build(in_folder(index, "index"), PM_CLEAN_FULL, 1, &result);
	ck_assert_uint_eq(result.blocks_bytes, 0);
	OK(pm_check(index, &check, ERR));
	ck_assert_int_ne(access(in_folder(dir, "index/segment-1/blocks"), F_OK), 0);
	OK(pm_segment_open(&seg, in_folder(dir, "index/segment-1"), ERR));
	OK(pm_segment_blocks(seg, &b, ERR));
	ck_assert_ptr_null(b);
	pm_segment_free(seg);
}
END_TEST

/* What is altered of an article in the file. */
enum alteration {
	NOTHING,
	KEY,
	LENGTH,
	REPEATS,
	LEADS,
	PAGE,
	NUMBER,
	FOLDS,
	ALTERATIONS
};

/* Write the blocks of the segment in DIR anew, with one alteration of the article AT. */
static void
alter(const char *dir, uint32_t at, enum alteration what)
{
	struct pm_blocks_cursor c;
	struct pm_blocks_writer *w;
	struct pm_segment *seg;
	struct pm_blocks *b;
	char path[PATH_SIZE], altered[PATH_SIZE];

	snprintf(path, sizeof path, "%.200s/blocks", dir);
	unlink(in_folder(altered, "altered"));
	OK(pm_segment_open(&seg, dir, ERR));
	OK(pm_segment_blocks(seg, &b, ERR));
	OK(pm_blocks_create(&w, altered, ERR));
	pm_blocks_begin(&c, b);
	while (pm_blocks_next(&c, NULL) == PM_OK) {
		if (c.article == at) {
			c.blocks[1].key ^= what == KEY;
			c.blocks[1].len += what == LENGTH;
			c.blocks[1].may_repeat ^= what == REPEATS;
			c.blocks[1].may_lead ^= what == LEADS;
			c.page ^= what == PAGE;
			c.n -= what == NUMBER;
		}
		OK(pm_blocks_add(w, c.article, c.page, c.blocks, c.n, ERR));
	}
	pm_blocks_cursor_release(&c);
	pm_blocks_begin(&c, b);
	while (pm_blocks_next(&c, NULL) == PM_OK) {
		if (c.folds == NULL)
			continue;
		if (what == FOLDS && c.article == at) {
			ck_assert_uint_gt(c.n_folds, 0);
			c.folds[0].len -= 5;
		}
		OK(pm_blocks_add_folds(w, c.article, c.folds, c.n_folds, ERR));
	}
	pm_blocks_cursor_release(&c);
	OK(pm_blocks_finish(w, NULL, ERR));
	pm_blocks_writer_free(w);
	pm_segment_free(seg);
	ck_assert_int_eq(rename(altered, path), 0);
}

START_TEST(check_finds_other_blocks)
{
	static struct pm_build_result result;
	struct pm_segment *seg;
	char index[PATH_SIZE], dir[PATH_SIZE];

	write_pages();
	build(in_folder(index, "index"), PM_CLEAN_USUAL, 1, &result);
	in_folder(dir, "index/segment-1");
	alter(dir, 7, (enum alteration)_i);
	OK(pm_segment_open(&seg, dir, ERR));
	/* one that may not repeat may be one that a rule keeps */
	if (_i == NOTHING || _i == REPEATS)
		OK(pm_check_blocks(seg, ERR));
	else
		FAILS(pm_check_blocks(seg, ERR), PM_ERR_CORRUPT,
		      "article 7 does not have the blocks of its text");
	pm_segment_free(seg);
}
END_TEST

START_TEST(other_blocks_and_none_are_noticed_when_an_index_is_opened)
{
	static struct pm_build_result result;
	struct pm_index *opened;
	char index[PATH_SIZE], dir[PATH_SIZE];

	write_pages();
	build(in_folder(index, "index"), PM_CLEAN_USUAL, 1, &result);
	OK(pm_index_open(&opened, index, ERR));
	pm_index_free(opened);
	alter(in_folder(dir, "index/segment-1"), 7, KEY);
	FAILS(pm_index_open(&opened, index, ERR), PM_ERR_CORRUPT, "segment-1");
	ck_assert_int_eq(unlink(in_folder(dir, "index/segment-1/blocks")), 0);
	FAILS(pm_index_open(&opened, index, ERR), PM_ERR_CORRUPT,
	      "segment-1/blocks' is damaged: the generation lists it, but it is missing");
}
END_TEST

/* Whatever the jobs, and in every build. */
START_TEST(two_builds_write_the_same)
{
	static struct pm_build_result one, two;
	char a[PATH_SIZE], b[PATH_SIZE];

	write_pages();
	build(in_folder(a, "one"), PM_CLEAN_USUAL, 1, &one);
	build(in_folder(b, "two"), PM_CLEAN_USUAL, 3, &two);
	ck_assert_uint_gt(one.blocks_bytes, 0);
	ck_assert_uint_eq(one.info.identity, two.info.identity);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("blocks");
	TCase *t = tcase_create("all");

	tcase_add_checked_fixture(t, make_folder, drop_folder);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, what_is_written_comes_back);
	tcase_add_test(t, articles_come_in_order);
	tcase_add_test(t, forged_files_are_damaged);
	tcase_add_test(t, an_article_has_no_more_bytes_than_any_can_have);
	tcase_add_test(t, a_build_writes_what_check_makes_anew);
	tcase_add_test(t, where_nothing_is_cleaned_there_are_none);
	tcase_add_loop_test(t, check_finds_other_blocks, NOTHING, ALTERATIONS);
	tcase_add_test(t, other_blocks_and_none_are_noticed_when_an_index_is_opened);
	tcase_add_test(t, two_builds_write_the_same);
	suite_add_tcase(s, t);
	return run_suite(s);
}
