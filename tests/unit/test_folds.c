/* Pressmark - tests of corpus/folds.h, and of what pages fold away.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/folds.h"
#include "support/folds.h"
#include "tests/unit/reader_fixture.h"

#define SENTENCE \
	"The committee said on Monday that it would look at the plan " \
	"again in the spring, and that nothing had been decided yet."
#define OTHER \
	"Nobody from the town was there to hear it, but the report of the " \
	"meeting has been sent to all of them since then."
#define THIRD \
	"What the plan will cost is not known to those who have to pay " \
	"for it, as the mayor was told before the end of the year."

static struct pm_fold_builder folds;

static void
begin(void)
{
	setup();
	pm_fold_builder_init(&folds);
}

static void
end(void)
{
	pm_fold_builder_release(&folds);
	teardown();
}

static void
add(size_t at, unsigned why, const char *text)
{
	pm_fold_builder_begin(&folds, at, why);
	pm_fold_builder_put(&folds, text, strlen(text));
}

START_TEST(folds_are_sorted_by_their_places)
{
	struct pm_buf all;

	add(4, PM_FOLD_TAIL, "five ");
	add(0, PM_FOLD_PAGE, "one ");
	add(4, PM_FOLD_GIVEN, "");
	add(4, PM_FOLD_GIVEN | PM_FOLD_PAGE, "six ");
	pm_fold_builder_begin(&folds, 0, PM_FOLD_REPEATED);
	pm_fold_builder_put(&folds, "two ", 4);
	pm_fold_builder_put(&folds, "three ", 6);
	ck_assert_int_eq(pm_fold_builder_end(&folds, NULL), PM_OK);
	ck_assert_uint_eq(folds.n, 4);
	same(folds.all[0].text, "one ");
	same(folds.all[1].text, "two three ");
	same(folds.all[2].text, "five ");
	same(folds.all[3].text, "six ");
	ck_assert_uint_eq(folds.all[1].why, PM_FOLD_REPEATED);
	ck_assert_uint_eq(folds.all[3].why, PM_FOLD_GIVEN | PM_FOLD_PAGE);
	ck_assert_uint_eq(folds.all[3].at, 4);
	pm_buf_init(&all, PM_BUF_NO_LIMIT);
	pm_folds_put_back(&all, (struct pm_str){ "fourseven", 9 }, folds.all, folds.n);
	ck_assert_str_eq(pm_buf_str(&all), "one two three fourfive six seven");
	pm_buf_release(&all);
	pm_fold_builder_clear(&folds);
	ck_assert_int_eq(pm_fold_builder_end(&folds, NULL), PM_OK);
	ck_assert_uint_eq(folds.n, 0);
}
END_TEST

/* N times TEXT as one fold, which is cut so that all parts but the last end in LAST. */
static void
cut(const char *text, size_t n, const char *last)
{
	size_t i, len = 0, least = SIZE_MAX;

	pm_fold_builder_clear(&folds);
	pm_fold_builder_begin(&folds, 7, PM_FOLD_PAGE);
	for (i = 0; i < n; i++)
		pm_fold_builder_put(&folds, text, strlen(text));
	ck_assert_int_eq(pm_fold_builder_end(&folds, NULL), PM_OK);
	for (i = 0; i < folds.n; i++) {
		const struct pm_fold *f = &folds.all[i];

		ck_assert_uint_eq(f->at, 7);
		ck_assert_uint_eq(f->why, PM_FOLD_PAGE);
		ck_assert_uint_gt(f->text.len, 0);
		ck_assert_uint_le(f->text.len, PM_FOLD_BYTES_MAX);
		ck_assert(pm_utf8_valid(f->text.data, f->text.len));
		ck_assert_ptr_eq(f->text.data, folds.all[0].text.data + len);
		len += f->text.len;
		if (i + 1 == folds.n)
			continue;
		ck_assert_mem_eq(f->text.data + f->text.len - strlen(last), last,
				 strlen(last));
		least = f->text.len < least ? f->text.len : least;
	}
	ck_assert_uint_eq(len, n * strlen(text));
	ck_assert_uint_ge(folds.n, 1 + (len - 1) / PM_FOLD_BYTES_MAX);
	if (folds.n > 1)
		ck_assert_uint_ge(least, PM_FOLD_BYTES_MAX / 2);
}

START_TEST(a_long_fold_is_cut)
{
	cut("abc", PM_FOLD_BYTES_MAX / 3, "");
	ck_assert_uint_eq(folds.n, 1);
	cut("abc", PM_FOLD_BYTES_MAX / 3 + 1, "c");
	ck_assert_uint_eq(folds.n, 2);
	cut("one two three\n", 10000, "\n");
	cut("one two ", 20000, " ");
	cut("\u6f22\u5b57a", 30000, "");
	ck_assert_uint_gt(folds.n, 4);
}
END_TEST

/* --- pages -------------------------------------------------------------- */

/* The blocks of a page, as they are told: all, and the kept ones, with \1 after each. */
static struct pm_buf all_blocks, kept_blocks;

static void
on_block(void *ctx, struct pm_str text, double probability, enum pm_block_fate fate,
	 const char *why)
{
	(void)ctx, (void)probability, (void)why;
	pm_buf_put(&all_blocks, text.data, text.len);
	pm_buf_putc(&all_blocks, 1);
	if (fate == PM_BLOCK_KEPT) {
		pm_buf_put(&kept_blocks, text.data, text.len);
		pm_buf_putc(&kept_blocks, 1);
	}
}

/* The blocks with SEPARATOR between them. */
static void
join(struct pm_buf *out, const struct pm_buf *blocks, const char *separator)
{
	size_t i;

	pm_buf_clear(out);
	for (i = 0; i + 1 < blocks->len; i++)
		if (blocks->data[i] == 1)
			pm_buf_puts(out, separator);
		else
			pm_buf_putc(out, blocks->data[i]);
}

static bool
is_text(const struct pm_article *a, const struct pm_buf *b)
{
	return a->text.len == b->len &&
	       (b->len == 0 || memcmp(a->text.data, b->data, b->len) == 0);
}

/* Each block is in TEXT. */
static void
has_all_blocks(const struct pm_buf *text)
{
	const char *block = pm_buf_str(&all_blocks), *close;

	for (; (close = strchr(block, 1)) != NULL; block = close + 1)
		ck_assert_msg(memmem(text->data, text->len, block,
				     (size_t)(close - block)) != NULL,
			      "lost: '%.*s'", (int)(close - block), block);
}

static void
check_folds(const struct pm_article *a)
{
	size_t i;

	for (i = 0; i < a->n_folds; i++) {
		ck_assert_uint_eq(a->folds[i].why, PM_FOLD_PAGE);
		ck_assert_uint_le(a->folds[i].at, a->text.len);
		if (a->folds[i].at < a->text.len)
			ck_assert_uint_ne(a->text.data[a->folds[i].at] & 0xc0, 0x80);
		ck_assert_uint_gt(a->folds[i].text.len, 0);
		ck_assert_uint_le(a->folds[i].text.len, PM_FOLD_BYTES_MAX);
		ck_assert(i == 0 || a->folds[i - 1].at <= a->folds[i].at);
	}
}

/* The text with its folds is all blocks, one a line; or, where JSON-LD has the article,
 * they are all in it.  The number of the folds. */
static size_t
unfolds_to_its_blocks(const struct pm_article *a)
{
	const char *separator = "\n";
	struct pm_buf text, unfolded;

	ck_assert(a->page);
	check_folds(a);
	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_buf_init(&unfolded, PM_BUF_NO_LIMIT);
	pm_folds_put_back(&unfolded, a->text, a->folds, a->n_folds);
	join(&text, &kept_blocks, separator);
	if (!is_text(a, &text))
		join(&text, &kept_blocks, separator = "\n\n");
	if (is_text(a, &text)) {
		join(&text, &all_blocks, separator);
		ck_assert_str_eq(pm_buf_str(&unfolded), pm_buf_str(&text));
	} else {
		has_all_blocks(&unfolded);
	}
	pm_buf_release(&text);
	pm_buf_release(&unfolded);
	return a->n_folds;
}

/* Read all pages of PATH, each in the first MODES modes, and sum up their folds. */
static void
read_pages(const char *path, size_t modes, size_t *pages, size_t *n_folds)
{
	static const enum pm_clean cleans[] = { PM_CLEAN_USUAL, PM_CLEAN_FULL,
						PM_CLEAN_PRECISE, PM_CLEAN_BALANCED };
	const struct pm_article *a;
	struct pm_reader *r;
	size_t i;

	pm_buf_init(&all_blocks, PM_BUF_NO_LIMIT);
	pm_buf_init(&kept_blocks, PM_BUF_NO_LIMIT);
	options.block = on_block;
	options.skip = NULL;
	*pages = *n_folds = 0;
	for (i = 0; i < modes; i++) {
		options.clean = cleans[i];
		ck_assert_int_eq(pm_reader_open(&r, &path, 1, &options, NULL), PM_OK);
		while (pm_reader_next(r, &a, NULL) == PM_OK) {
			++*pages;
			*n_folds += unfolds_to_its_blocks(a);
			pm_buf_clear(&all_blocks);
			pm_buf_clear(&kept_blocks);
			if (*pages % 3 == 0)
				pm_reader_trim(r);
		}
		pm_reader_free(r);
	}
	pm_buf_release(&all_blocks);
	pm_buf_release(&kept_blocks);
}

#define PAGE(body) "<html><head><title>Plan put off | The Daily</title></head>" body

static const char *const own_pages[] = {
	/* before, between and after */
	PAGE("<nav><a href=/>Home</a></nav><h1>Plan put off</h1><p>" SENTENCE
	     "<div>ADVERTISEMENT</div><p>" OTHER "<div>ADVERTISEMENT</div>"
	     "<div style='display:none'>Gone</div><p>" THIRD
	     "<footer><p>Imprint<p>Privacy</footer>"),
	/* nothing beside it */
	PAGE("<p>" SENTENCE "<p>" OTHER "<p>" THIRD),
	/* blank lines in it */
	PAGE("<p>" SENTENCE "<div>ADVERTISEMENT</div><pre>" OTHER "\n\n" THIRD "</pre>"
	     "<footer>Imprint</footer>"),
	/* nothing is kept, or nothing is there */
	PAGE("<p style='display:none'>" SENTENCE "<p hidden>" OTHER),
	PAGE(""),
	/* the article is in JSON-LD */
	PAGE("<script type='application/ld+json'>{\"@type\":\"NewsArticle\","
	     "\"articleBody\":\"" SENTENCE " " OTHER " " THIRD " " SENTENCE " " OTHER " "
	     "And so it went on.\"}</script><nav>Home</nav><h1>Plan put off</h1><p>" SENTENCE
	     "<p>" OTHER "<div>Subscribe to read on</div><footer>Imprint</footer>"),
};

START_TEST(a_page_with_its_folds_is_all_of_it)
{
	const struct pm_article *a;
	struct pm_reader *r;
	char name[32];
	size_t i, pages, n_folds;

	make_dir("pages");
	for (i = 0; i < sizeof own_pages / sizeof *own_pages; i++) {
		snprintf(name, sizeof name, "pages/%zu.html", i);
		make_text(name, own_pages[i]);
	}
	read_pages(in("pages"), 4, &pages, &n_folds);
	/* but for those of an empty text, which is no article unless it has a title */
	ck_assert_uint_ge(pages, 4 * 4);
	options.block = NULL;
	options.clean = PM_CLEAN_USUAL;
	r = open_article("pages/0.html", &a);
	same(a->text, "Plan put off\n" SENTENCE "\n" OTHER "\n" THIRD);
	ck_assert_uint_eq(a->n_folds, 4);
	same(a->folds[0].text, "Home\n");
	ck_assert_uint_eq(a->folds[0].at, 0);
	same(a->folds[1].text, "ADVERTISEMENT\n");
	ck_assert_uint_eq(a->folds[1].at, strlen("Plan put off\n" SENTENCE "\n"));
	same(a->folds[2].text, "ADVERTISEMENT\nGone\n");
	same(a->folds[3].text, "\nImprint\nPrivacy");
	ck_assert_uint_eq(a->folds[3].at, a->text.len);
	pm_reader_free(r);
	options.clean = PM_CLEAN_FULL;
	r = open_article("pages/0.html", &a);
	ck_assert_uint_eq(a->n_folds, 1);
	same(a->folds[0].text, "Gone\n");
	pm_reader_free(r);
}
END_TEST

START_TEST(an_article_of_json_ld_loses_nothing_that_was_shown)
{
	const struct pm_article *a;
	struct pm_reader *r;

	make_text("ld.html", own_pages[5]);
	r = open_article("ld.html", &a);
	ck_assert(memmem(a->text.data, a->text.len, "And so it went on.", 18) != NULL);
	ck_assert_uint_eq(a->n_folds, 2);
	same(a->folds[0].text, "Home\n");
	ck_assert_uint_eq(a->folds[0].at, 0);
	same(a->folds[1].text, "\nSubscribe to read on\nImprint");
	ck_assert_uint_eq(a->folds[1].at, a->text.len);
	pm_reader_free(r);
}
END_TEST

/* Whether the article of a file is a page's; it has folds then. */
static void
is_page(const char *name, const char *head, bool page)
{
	const struct pm_article *a;
	struct pm_reader *r;
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, head);
	if (head[0] != '\0')
		pm_buf_printf(&b, "Content-Length: %zu\r\n\r\n", strlen(own_pages[0]));
	pm_buf_puts(&b, own_pages[0]);
	make(name, b.data, b.len);
	r = open_article(name, &a);
	ck_assert(a->page == page);
	ck_assert_uint_eq(a->n_folds, page ? 4 : 0);
	ck_assert_uint_eq(a->tail, 0);
	pm_reader_free(r);
	pm_buf_release(&b);
}

START_TEST(pages_come_in_several_formats)
{
	is_page("a.html", "", true);
	is_page("a.mhtml", "MIME-Version: 1.0\r\nContent-Type: text/html\r\n", true);
	is_page("a.warc",
		"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\n"
		"WARC-Target-URI: https://a.example/\r\n",
		true);
	/* all of its text is kept */
	is_page("a.eml",
		"From: a@a.example\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n",
		false);
}
END_TEST

/* What has more elements than memory permits is read without a tree. */
START_TEST(a_page_without_a_tree_has_all_of_its_text)
{
	const struct pm_article *a;
	struct pm_reader *r;

	make_text("a.html", own_pages[0]);
	options.memory = 320;
	r = open_article("a.html", &a);
	ck_assert(a->page);
	ck_assert_uint_eq(a->n_folds, 0);
	ck_assert(memmem(a->text.data, a->text.len, "ADVERTISEMENT", 13) != NULL);
	pm_reader_free(r);
}
END_TEST

/* Pages from everywhere, where there are any. */
START_TEST(pages_of_the_world_with_their_folds_are_all_of_them)
{
	const char *data = getenv("PRESSMARK_DATA"), *source = getenv("PM_SRCDIR");
	char path[4096];
	size_t pages, n_folds;

	if (data != NULL)
		snprintf(path, sizeof path, "%s/messy/pages", data);
	else
		snprintf(path, sizeof path, "%s/../shared/data/messy/pages",
			 source == NULL ? ".." : source);
	if (access(path, R_OK) != 0)
		return;
	read_pages(path, 2, &pages, &n_folds);
	ck_assert_uint_gt(pages, 0);
	ck_assert_uint_gt(n_folds, pages);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("folds");
	TCase *t = tcase_create("folds");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 300);
	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, folds_are_sorted_by_their_places);
	tcase_add_test(t, a_long_fold_is_cut);
	tcase_add_test(t, a_page_with_its_folds_is_all_of_it);
	tcase_add_test(t, an_article_of_json_ld_loses_nothing_that_was_shown);
	tcase_add_test(t, pages_come_in_several_formats);
	tcase_add_test(t, a_page_without_a_tree_has_all_of_its_text);
	tcase_add_test(t, pages_of_the_world_with_their_folds_are_all_of_them);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
