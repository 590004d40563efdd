/* Pressmark - tests of indexer/refold.h: after any updates the segments are those of a build
 * of the articles that are left, byte for byte.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/refold.h"

#include "indexer/feed.h"
#include "indexer/join.h"
#include "indexer/new_segment.h"
#include "support/folds.h"
#include "tests/unit/small_fixture.h"

#include "tests/unit/same_folder.h"

#include <sys/stat.h>

/* --- articles ----------------------------------------------------------- */

#define ARTICLES 300u
#define FOLDS 6u
#define POOL 6u /* lines that articles of a source may have in common */

/* The articles that ever come; an article's number is its identity. */
static struct article {
	char text[1500], url[40], id[12];
	struct pm_fold folds[FOLDS];
	size_t n_folds;
	bool page;
} articles[ARTICLES];
static uint32_t n_articles;

static struct pm_str
str(const char *s)
{
	return (struct pm_str){ s, strlen(s) };
}

static void
add_fold(struct article *a)
{
	static const char *const texts[] = { "menu\n", "\xc3\xa9t\xc3\xa9\n", "to share " };

	if (a->n_folds < FOLDS)
		a->folds[a->n_folds++] = (struct pm_fold){
			strlen(a->text), str(texts[rnd(3)]), 1 + rnd(PM_FOLD_ALL)
		};
}

/* A line of its own, or of the pool: the first is so long that it can be a lead.  Lines of
 * pages look wrapped, and are not. */
static void
add_line(struct article *a, unsigned source, int line)
{
	char *to = a->text + strlen(a->text);

	if (line < 0)
		sprintf(to, "%s by nobody else %c%c%c%c%c\n", a->page ? "told" : "Told",
			'a' + (int)rnd(26), 'a' + (int)rnd(26), 'a' + (int)rnd(26),
			'a' + (int)rnd(26), 'a' + (int)rnd(26));
	else if (line == 0)
		sprintf(to, "Source %c is read by you and by all of those whom you know\n",
			'a' + (int)source);
	else
		sprintf(to, "Share%c source %c\n", 'a' + line, 'a' + (int)source);
}

static void
make_article(uint32_t number, bool may_be_page)
{
	struct article *a = &articles[number];
	unsigned source = rnd(2), i, own = rnd(5) == 0 ? 0 : 2 + rnd(4);

	memset(a, 0, sizeof *a);
	a->page = may_be_page && rnd(4) > 0;
	snprintf(a->url, sizeof a->url, "http://h%u.org/%u", source, number);
	snprintf(a->id, sizeof a->id, "%u", number);
	for (i = 0; i < POOL + own; i++) {
		if (rnd(5) == 0)
			add_fold(a);
		if (i % 2 == 0 && i / 2 < own)
			add_line(a, source, -1);
		else if (rnd(2) == 0)
			add_line(a, source, (int)rnd(POOL));
	}
	if (rnd(5) == 0 || a->text[0] == '\0')
		add_fold(a);
	/* one that has been there, word for word */
	if (number > 0 && rnd(6) == 0) {
		*a = articles[rnd(number)];
		snprintf(a->id, sizeof a->id, "%u", number);
	}
}

static struct pm_article
article_of(uint32_t number)
{
	struct article *a = &articles[number];

	return (struct pm_article){
		.id = str(a->id),
		.title = str("Title"),
		.text = str(a->text),
		.url = str(a->url),
		.file = str("file.html"),
		.page = a->page,
		.folds = a->folds,
		.n_folds = a->n_folds
	};
}

/* --- segments ----------------------------------------------------------- */

#define SEGMENTS 40u

static struct segment {
	uint32_t numbers[ARTICLES];
	uint64_t gone[ARTICLES / 64 + 1], goes[ARTICLES / 64 + 1];
	struct pm_segment_info info;
} of[SEGMENTS];
static struct pm_stored_segment segments[SEGMENTS];
static const uint64_t *going[SEGMENTS];
static size_t n_segments;
static enum pm_clean clean;
static size_t memory;
static const struct pm_stop never;

/* A segment that is written: of articles that come, FIRST .. END - 1 of LIST. */
struct writing {
	const uint32_t *list;
	uint32_t at, end;
	struct pm_article article;
	struct pm_feed feed;
	struct pm_refold refold;
	bool refolds;
	struct pm_pages_writer *origins;
	struct pm_build_result result;
	struct pm_new_segment segment;
	struct segment *to;
	uint32_t n, n_old;
};

static enum pm_status
come(void *ctx, const struct pm_article **article, struct pm_error *err)
{
	struct writing *w = ctx;

	(void)err;
	if (w->at == w->end)
		return PM_END;
	w->article = article_of(w->list[w->at++]);
	*article = &w->article;
	return PM_OK;
}

static enum pm_status
go(void *ctx, const uint64_t *const **goes, struct pm_error *err)
{
	(void)ctx;
	(void)err;
	*goes = going;
	return PM_OK;
}

static enum pm_status
next(void *ctx, const struct pm_article **article, struct pm_error *err)
{
	struct writing *w = ctx;
	struct pm_origin origin = { .first = 1 };
	enum pm_status status = w->refolds ? pm_refold_next(&w->refold, article, err)
					   : pm_feed_next(&w->feed, article, err);

	if (status != PM_OK)
		return status;
	origin.identity.low = w->n < w->end ? w->list[w->n] : UINT64_MAX;
	ck_assert_uint_eq(w->n < w->end, !w->refolds || w->refold.origin == NULL);
	if (w->refolds && w->refold.origin != NULL) {
		origin = *w->refold.origin;
		w->n_old++;
	}
	w->to->numbers[w->n++] = (uint32_t)origin.identity.low;
	return pm_origins_put(w->origins, &origin, err);
}

static void
taken(void *ctx)
{
	(void)ctx;
}

static enum pm_status
kept(void *ctx, struct pm_error *err)
{
	(void)ctx;
	(void)err;
	return PM_OK;
}

static void
stage(void *ctx, const char *what)
{
	(void)ctx;
	(void)what;
}

static void
begin_feeds(struct writing *w)
{
	const struct pm_refold_options refold = {
		.clean = clean,
		.dir = w->segment.path,
		.memory = memory,
		.segments = segments,
		.n_segments = n_segments,
		.next = come,
		.kept = kept,
		.going = go,
		.ctx = w,
		.stop = never,
	};
	const struct pm_feed_options feed = {
		.clean = clean,
		.dir = w->segment.path,
		.memory = memory,
		.next = come,
		.kept = kept,
		.ctx = w,
		.stop = never,
	};

	pm_refold_init(&w->refold, &refold);
	pm_feed_init(&w->feed, &feed);
}

/* Write segment NUMBER in INDEX.  PM_ABSENT: it has no article. */
static enum pm_status
write_segment(struct writing *w, const char *index, uint64_t number)
{
	const struct pm_build_options build = { .jobs = 1 };
	const struct pm_new_segment_options options = {
		.build = &build,
		.language = "english",
		.index = index,
		.next = next,
		.taken = taken,
		.stage = stage,
		.ctx = w
	};
	char path[PATH_SIZE + 50];
	enum pm_status status;

	memset(&w->result, 0, sizeof w->result);
	OK(pm_new_segment_make(&w->segment, &options, &w->result, number, ERR));
	begin_feeds(w);
	OK(pm_feed_turn(&w->feed, w->segment.path, ERR));
	snprintf(path, sizeof path, "%s/origins", w->segment.path);
	OK(pm_origins_create(&w->origins, path, ERR));
	status = pm_new_segment_gather(&w->segment, NULL);
	ck_assert(status == PM_OK || status == PM_ABSENT);
	if (status == PM_OK) {
		OK(w->refolds ? pm_refold_end(&w->refold, &w->result.blocks_bytes, ERR)
			      : pm_feed_end(&w->feed, &w->result.blocks_bytes, ERR));
		OK(pm_pages_finish(w->origins, &w->result.origins_bytes, ERR));
		OK(pm_new_segment_finish(&w->segment, ERR));
	}
	w->to->info = w->result.info;
	pm_pages_writer_free(w->origins);
	pm_feed_release(&w->feed);
	pm_new_segment_release(&w->segment,
			       status == PM_OK ? PM_SEGMENT_STAYS : PM_SEGMENT_GOES);
	return status;
}

/* --- updates ------------------------------------------------------------ */

static bool
is_in(const uint64_t *set, uint32_t i)
{
	return (set[i / 64] >> i % 64 & 1) != 0;
}

/* One in SHARE goes, of all that are there; 0: none. */
static void
choose_going(unsigned share)
{
	uint32_t i;
	size_t s;

	for (s = 0; s < n_segments; s++) {
		going[s] = NULL;
		memset(of[s].goes, 0, sizeof of[s].goes);
		for (i = 0; i < of[s].info.articles; i++)
			if (share > 0 && !is_in(of[s].gone, i) && rnd(share) == 0) {
				of[s].goes[i / 64] |= (uint64_t)1 << i % 64;
				going[s] = of[s].goes;
			}
	}
}

/* What goes and what is written again is gone. */
static void
take_away(const struct pm_refold *f)
{
	size_t s, i;

	for (s = 0; s < n_segments; s++)
		for (i = 0; i < (of[s].info.articles + 63) / 64; i++) {
			uint64_t again = f->touched == NULL || f->touched[s] == NULL
					       ? 0
					       : f->touched[s][i];

			ck_assert_uint_eq(again & (of[s].goes[i] | of[s].gone[i]), 0);
			of[s].gone[i] |= again | of[s].goes[i];
		}
}

/* Add N articles, and take one in SHARE away.  *TOUCHED: how many are written again. */
static void
update(const char *index, uint32_t n, unsigned share, bool pages, uint32_t *touched)
{
	static struct writing w;
	static uint32_t list[ARTICLES];
	char path[PATH_SIZE + 50];
	enum pm_status status;
	uint32_t i;

	for (i = 0; i < n; i++) {
		make_article(n_articles, pages);
		list[i] = n_articles++;
	}
	choose_going(share);
	memset(&w, 0, sizeof w);
	w.list = list;
	w.end = n;
	w.refolds = true;
	w.to = &of[n_segments];
	memset(w.to, 0, sizeof *w.to);
	status = write_segment(&w, index, n_segments + 1);
	ck_assert_uint_eq(w.n_old, w.refold.n_touched);
	ck_assert_uint_eq(w.n, n + w.n_old);
	*touched += w.n_old;
	take_away(&w.refold);
	pm_refold_release(&w.refold);
	if (status == PM_ABSENT)
		return;
	snprintf(path, sizeof path, "%s/%s", index, w.to->info.name);
	segments[n_segments] = (struct pm_stored_segment){ .info = &w.to->info,
							   .gone = w.to->gone };
	OK(pm_segment_open(&segments[n_segments++].segment, path, ERR));
}

/* All segments, joined, are what a build of their articles makes. */
static void
compare(const char *index)
{
	static struct writing w;
	static struct segment whole;
	static uint32_t list[ARTICLES];
	const struct pm_build_options build = { .jobs = 1 };
	struct pm_join_options o = { .build = &build,
				     .language = "english",
				     .index = index,
				     .number = 90,
				     .segments = segments,
				     .n_segments = n_segments };
	char joined[PATH_SIZE + 50], built[PATH_SIZE + 50];
	struct pm_joined j;
	enum pm_status status;
	uint32_t i;
	size_t s;

	memset(&w, 0, sizeof w);
	w.to = &whole;
	w.list = list;
	for (s = 0; s < n_segments; s++)
		for (i = 0; i < of[s].info.articles; i++)
			if (!is_in(of[s].gone, i))
				list[w.end++] = of[s].numbers[i];
	status = write_segment(&w, index, 80);
	pm_refold_release(&w.refold);
	ck_assert_int_eq(pm_join(&o, &j, NULL), status);
	if (status == PM_ABSENT)
		return;
	snprintf(joined, sizeof joined, "%s/segment-90", index);
	snprintf(built, sizeof built, "%s/segment-80", index);
	same_folder(built, joined);
	OK(pm_remove_tree(joined, ERR));
	OK(pm_remove_tree(built, ERR));
}

static uint32_t
update_often(unsigned rounds, bool pages)
{
	char index[PATH_SIZE];
	uint32_t touched = 0;
	unsigned round;
	size_t s;

	n_articles = 0;
	n_segments = 0;
	ck_assert_int_eq(mkdir(in_folder(index, "index"), 0777), 0);
	for (round = 0; round < rounds; round++) {
		static const unsigned shares[] = { 0, 10, 3 };

		/* in the beginning nothing that takes part may have come */
		update(index, rnd(12), shares[rnd(3)], pages && round > 0, &touched);
		compare(index);
	}
	for (s = 0; s < n_segments; s++)
		pm_segment_free(segments[s].segment);
	return touched;
}

START_TEST(updates_fold_what_a_build_folds)
{
	rng = (uint64_t)_i + 5;
	clean = PM_CLEAN_BALANCED;
	memory = _i % 2 == 0 ? 1000 : 1 << 20;
	ck_assert_uint_gt(update_often(9, true), 5);
}
END_TEST

START_TEST(only_pages_take_part_by_default)
{
	rng = (uint64_t)_i + 50;
	clean = PM_CLEAN_USUAL;
	memory = 1 << 20;
	ck_assert_uint_gt(update_often(9, true), 0);
}
END_TEST

START_TEST(where_none_takes_part_articles_pass_through)
{
	rng = 3;
	clean = PM_CLEAN_USUAL;
	memory = 1 << 20;
	ck_assert_uint_eq(update_often(3, false), 0);
}
END_TEST

/* --- failures ----------------------------------------------------------- */

static bool
stop_now(void *ctx)
{
	(void)ctx;
	return true;
}

static enum pm_status
cannot_go(void *ctx, const uint64_t *const **goes, struct pm_error *err)
{
	(void)ctx;
	(void)goes;
	return pm_fail(err, PM_ERR_INPUT, "no");
}

/* The first call that has to wait for all articles. */
static enum pm_status
first_of(struct writing *w, const struct pm_refold_options *options)
{
	static uint32_t list[2];
	const struct pm_article *a;
	struct pm_error err;
	enum pm_status status;

	memset(w, 0, sizeof *w);
	make_article(0, true);
	make_article(1, true);
	list[1] = 1;
	w->list = list;
	w->end = 2;
	pm_refold_init(&w->refold, options);
	status = pm_refold_next(&w->refold, &a, &err);
	pm_refold_release(&w->refold);
	return status;
}

START_TEST(failures_are_told_and_nothing_is_left)
{
	static struct writing w;
	char path[PATH_SIZE];
	struct pm_refold_options o = {
		.clean = PM_CLEAN_PRECISE,
		.dir = in_folder(path, ""),
		.memory = 1,
		.next = come,
		.kept = kept,
		.going = go,
		.ctx = &w
	};
	size_t before = open_files();

	ck_assert_int_eq(first_of(&w, &o), PM_OK);
	o.going = cannot_go;
	ck_assert_int_eq(first_of(&w, &o), PM_ERR_IO); /* the file of before is there */
	OK(pm_remove_tree(path, ERR));
	ck_assert_int_eq(mkdir(path, 0777), 0);
	ck_assert_int_eq(first_of(&w, &o), PM_ERR_INPUT);
	o.dir = "/nowhere";
	ck_assert_int_eq(first_of(&w, &o), PM_ERR_IO);
	o.dir = path;
	o.going = go;
	o.stop.function = stop_now;
	(void)first_of(&w, &o);
	ck_assert_uint_eq(open_files(), before);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("refold");
	TCase *t = tcase_create("refold");

	tcase_add_checked_fixture(t, make_folder, drop_folder);
	tcase_set_timeout(t, 180);
	tcase_add_loop_test(t, updates_fold_what_a_build_folds, 0, 4);
	tcase_add_loop_test(t, only_pages_take_part_by_default, 0, 2);
	tcase_add_test(t, where_none_takes_part_articles_pass_through);
	tcase_add_test(t, failures_are_told_and_nothing_is_left);
	suite_add_tcase(s, t);
	return run_suite(s);
}
