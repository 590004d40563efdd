/* Pressmark - tests of check: what a generation says besides its segments, and of those that
 * are kept.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/change.h"
#include "indexer/files.h"
#include "segment/fingerprint.h"
#include "segment/history.h"
#include "tests/unit/updated_fixture.h"

static struct pm_generation now;

static void
is_damaged(const char *words)
{
	struct pm_check_result result;

	FAILS(pm_check(dir, &result, ERR), PM_ERR_CORRUPT, words);
}

static void
is_well(uint64_t articles, uint64_t generations)
{
	struct pm_check_result result;

	OK(pm_check(dir, &result, ERR));
	ck_assert_uint_eq(result.articles, articles);
	ck_assert_uint_eq(result.generations, generations);
}

/* Three generations: two articles; a third one and the first changed; the second gone. */
static void
begin(void)
{
	begin_corpus();
	write_file("a.txt", "One\n\nalpha beta");
	write_file("b.txt", "Two\n\ngamma");
	build_corpus(PM_BUILD_WHOLE);
	is_well(2, 1);
	write_file("a.txt", "One\n\nalpha delta");
	write_file("c.jsonl", "{\"id\":\"c\",\"text\":\"epsilon\",\"k\":[1,\"x\"]}\n");
	build_corpus(PM_BUILD_UPDATE);
	is_well(3, 2);
	drop_file("b.txt");
	build_corpus(PM_BUILD_UPDATE);
	OK(pm_generation_read(dir, &now, ERR));
}

static void
end(void)
{
	pm_generation_release(&now);
	drop_folder();
}

START_TEST(updates_are_well)
{
	is_well(2, 2);
}
END_TEST

/* What is gone is in its segment still, and its file is not known any more. */
START_TEST(a_file_whose_articles_are_all_gone_is_forgotten)
{
	struct pm_files files;

	/* so many others that the segment is not written again */
	write_file("d.jsonl",
		   "{\"id\":\"1\",\"text\":\"tin\"}\n{\"id\":\"2\",\"text\":\"tin\"}\n"
		   "{\"id\":\"3\",\"text\":\"tin\"}\n{\"id\":\"4\",\"text\":\"tin\"}\n");
	build_corpus(PM_BUILD_WHOLE);
	drop_file("c.jsonl");
	build_corpus(PM_BUILD_UPDATE);
	pm_generation_release(&now);
	OK(pm_generation_read(dir, &now, ERR));
	ck_assert_uint_eq(now.n_segments, 1);
	ck_assert_uint_eq(now.segments[0].gone, 1);
	OK(pm_files_read(&files, dir, &now, ERR));
	ck_assert_uint_eq(files.places.n, 2);
	pm_files_release(&files);
	is_well(5, 2);
}
END_TEST

/* --- origins -------------------------------------------------------------------- */

static void
o_content(struct pm_origin *o)
{
	o->content.low++;
}

static void
o_first(struct pm_origin *o)
{
	o->first = o->since + 1;
}

static void
o_never(struct pm_origin *o)
{
	o->first = 0;
}

static void
o_later(struct pm_origin *o)
{
	o->since = (uint32_t)now.number + 1;
}

static void
o_source(struct pm_origin *o)
{
	o->source++;
}

static const struct {
	void (*change)(struct pm_origin *o);
	const char *said;
} origins[] = {
	{ NULL, NULL },
	{ o_content, "article 1 says something else than what was read" },
	{ o_first, "article 1 was first seen when it cannot have been" },
	{ o_never, "article 1 was first seen when it cannot have been" },
	{ o_later, "article 1 was first seen when it cannot have been" },
	{ o_source, "article 1 is of a file that is not known" },
};

#define ORIGINS ((int)(sizeof origins / sizeof *origins))

START_TEST(origins_are_those_of_the_articles)
{
	/* of one that is not kept in two generations */
	build_corpus(PM_BUILD_WHOLE);
	pm_generation_release(&now);
	OK(pm_generation_read(dir, &now, ERR));
	rewrite_origins(&now.segments[0], 1, origins[_i].change);
	OK(pm_segment_identity(in_index(now.segments[0].name), &now.segments[0].identity,
			       ERR));
	OK(pm_generation_publish(dir, &now, ERR));
	if (origins[_i].said == NULL)
		is_well(2, 2);
	else
		is_damaged(origins[_i].said);
}
END_TEST

/* --- the generation ---------------------------------------------------------------- */

START_TEST(the_fingerprint_is_that_of_the_articles)
{
	now.fingerprint[31] = now.fingerprint[31] == '0' ? '1' : '0';
	OK(pm_generation_publish(dir, &now, ERR));
	is_damaged("its articles have the fingerprint");
}
END_TEST

static void
h_other(struct pm_history *h)
{
	h->all[h->n - 1].number++;
}

static void
h_time(struct pm_history *h)
{
	h->all[h->n - 1].time++;
}

static void
h_built(struct pm_history *h)
{
	h->all[0].articles++;
}

static void
h_updated(struct pm_history *h)
{
	h->all[1].added++;
}

static void
h_taken(struct pm_history *h)
{
	h->all[2].taken_away = 4;
}

static void
h_changed(struct pm_history *h)
{
	h->all[1].changed = 4;
}

static void
h_kept(struct pm_history *h)
{
	h->all[1].time++;
}

static const struct {
	void (*change)(struct pm_history *h);
	const char *said;
} histories[] = {
	{ h_other, "generation 3 is not the last one" },
	{ h_time, "generation 3 is not the last one" },
	{ h_built, "generation 1 cannot have had so many articles" },
	{ h_updated, "generation 2 cannot have had so many articles" },
	{ h_changed, "generation 2 cannot have had so many articles" },
	{ h_taken, "generation 3 cannot have had so many articles" },
	{ h_kept, "generation 2 is kept, and was another one" },
};

#define HISTORIES ((int)(sizeof histories / sizeof *histories))

/* The writer adds the generation itself: so let the last be what its record says. */
static void
rewrite_history(const struct pm_history *h)
{
	struct pm_history before = { h->all, h->n - 1 };
	const struct pm_past *p = &h->all[h->n - 1];
	struct pm_generation last = now;
	char name[PM_GENERATION_NAME];

	ck_assert_int_eq(unlink(in_index("history-3")), 0);
	last.number = p->number;
	last.time = p->time;
	last.added = p->added;
	last.changed = p->changed;
	last.taken_away = p->taken_away;
	OK(pm_history_write(&before, dir, &last, ERR));
	pm_generation_file_name(name, PM_HISTORY_PREFIX, last.number);
	ck_assert_int_eq(rename(in_index(name), in_index("history-3")), 0);
	now.history.identity = last.history.identity;
	OK(pm_generation_publish(dir, &now, ERR));
}

START_TEST(the_history_is_compared)
{
	struct pm_history h;

	OK(pm_history_read(&h, dir, &now, ERR));
	ck_assert_uint_eq(h.n, 3);
	histories[_i].change(&h);
	rewrite_history(&h);
	is_damaged(histories[_i].said);
	pm_history_release(&h);
}
END_TEST

/* A file that is not listed has no articles. */
START_TEST(files_know_where_articles_are_from)
{
	struct pm_files files;

	OK(pm_files_read(&files, dir, &now, ERR));
	ck_assert_uint_eq(files.places.n, 2);
	files.of[_i].gone = true;
	ck_assert_int_eq(unlink(in_index("files-3")), 0);
	OK(pm_files_write(&files, dir, &now, ERR));
	OK(pm_generation_publish(dir, &now, ERR));
	pm_files_release(&files);
	is_damaged("is of a file that is not known");
}
END_TEST

START_TEST(damage_in_files_beside_the_generation_is_named)
{
	static const char *const names[] = { "files-3", "history-3", "files-2",
					     "generation-2", "history-2" };

	damage_file(in_index(names[_i]), FLIP);
	is_damaged(names[_i]);
}
END_TEST

/* But the next generation knows what those say that are kept, whatever command makes it. */
START_TEST(a_history_that_is_damaged_is_made_again)
{
	struct pm_build_options o = build_options((enum pm_build_kind)(_i % 2));
	struct pm_change_result changed;
	struct pm_generation next;
	struct pm_buf whole;
	struct pm_history h;

	o.keep = 5;
	pm_buf_init(&whole, PM_BUF_NO_LIMIT);
	OK(pm_read_file(in_index("history-3"), &whole, ERR));
	if (_i < 2)
		damage_file(in_index("history-3"), FLIP);
	else
		damage_file(in_index("generation"), FLIP);
	if (_i < 3) {
		write_file("d.txt", "Four\n\nzeta");
		if (_i == 2)
			o.kind = PM_BUILD_WHOLE;
		OK(pm_build(&o, &built, ERR));
	} else {
		OK(pm_rollback(&o, 2, &changed, ERR));
	}
	/* it has more than the one that is damaged, which is kept as well */
	OK(pm_replace_file(in_index("history-3"), whole.data, whole.len, ERR));
	pm_buf_release(&whole);
	is_well(3, 3);
	OK(pm_generation_read(dir, &next, ERR));
	OK(pm_history_read(&h, dir, &next, ERR));
	ck_assert_uint_eq(h.n, 4);
	ck_assert_uint_eq(h.all[0].number, 1);
	ck_assert_uint_eq(h.all[2].taken_away, 1);
	pm_history_release(&h);
	/* and what is not known of them by any generation */
	damage_file(in_index("history-4"), FLIP);
	OK(pm_remove_tree(in_index("generation-2"), ERR));
	damage_file(in_index("history-3"), CUT);
	damage_file(in_index("history-2"), CUT);
	write_file("e.txt", "Five\n\neta");
	o.kind = PM_BUILD_UPDATE;
	o.max_removed.kind = PM_SKIP_SHARE;
	o.keep = 1;
	OK(pm_build(&o, &built, ERR));
	is_well(built.articles, 1);
	pm_generation_release(&next);
}
END_TEST

/* What cannot be followed is forgotten, and nobody asks for it: the fourth generation added an
 * article, and the fifth took one away. */
START_TEST(what_is_older_than_the_history_is_well)
{
	struct pm_build_options o = build_options(PM_BUILD_UPDATE);
	char aside[PATH_SIZE];
	struct pm_history h;
	struct pm_generation last;

	o.keep = 9;
	o.max_removed.kind = PM_SKIP_SHARE;
	write_file("d.txt", "Four\n\nzeta");
	OK(pm_build(&o, &built, ERR));
	drop_file("d.txt");
	OK(pm_build(&o, &built, ERR));
	is_well(2, 4);
	in_folder(aside, "aside");
	ck_assert_int_eq(rename(in_index("history-5"), aside), 0);
	OK(pm_remove_tree(in_index("generation-4"), ERR));
	write_file("e.txt", "Five\n\neta");
	OK(pm_build(&o, &built, ERR));
	ck_assert_int_eq(rename(aside, in_index("history-5")), 0);
	is_well(3, 4);
	OK(pm_generation_read(dir, &last, ERR));
	OK(pm_history_read(&h, dir, &last, ERR));
	ck_assert_uint_eq(h.n, 2);
	ck_assert_uint_eq(h.all[0].number, 5);
	pm_history_release(&h);
	pm_generation_release(&last);
}
END_TEST

/* --- generations that are kept -------------------------------------------------------- */

/* Of a build the generation before has a segment of its own. */
START_TEST(kept_segments_are_read)
{
	static const char *const files[] = {
		"lexicon",
		"words",
		"dressing",
		"pairs",
		"shares",
		"lengths",
		"articles",
		"sketches",
		"origins",
		"guard",
		"xapian/postlist.glass"
	};
	char path[PATH_SIZE + 100];

	build_corpus(PM_BUILD_WHOLE);
	is_well(2, 2);
	snprintf(path, sizeof path, "%s/%s", in_index(now.segments[0].name), files[_i]);
	damage_file(path, FLIP);
	is_damaged(files[_i]);
}
END_TEST

/* But those of which the segments were lost are none, once the next is there. */
START_TEST(what_cannot_be_gone_back_to_is_not_kept)
{
	struct pm_build_options o = build_options(PM_BUILD_WHOLE);

	OK(pm_remove_tree(in_index(now.segments[0].name), ERR));
	is_damaged(now.segments[0].name);
	OK(pm_build(&o, &built, ERR));
	is_well(2, 1);
}
END_TEST

/* Who does not say which one gets to the one before, or hears why not; never farther back. */
START_TEST(a_rollback_goes_one_generation_back)
{
	struct pm_build_options o = build_options(PM_BUILD_WHOLE);
	struct pm_change_result changed;
	struct pm_generation before;
	struct pm_error err;

	o.keep = 4;
	write_file("d.txt", "Four\n\nzeta");
	OK(pm_build(&o, &built, ERR));
	OK(pm_generation_read_kept(dir, 3, &before, ERR));
	if (_i == 0)
		damage_file(in_index("generation-3"), FLIP);
	else
		damage_file(in_index("segment-2/words"), CUT);
	ck_assert_int_eq(pm_rollback(&o, 0, &changed, &err), PM_ERR_CORRUPT);
	ck_assert_msg(strstr(err.text, _i == 0 ? "generation-3" : "segment-2") != NULL,
		      "%s", err.text);
	pm_generation_release(&now);
	OK(pm_generation_read(dir, &now, ERR));
	ck_assert_uint_eq(now.number, 4);
	pm_generation_release(&before);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("check");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	tcase_add_checked_fixture(tc, begin, end);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, updates_are_well);
	tcase_add_test(tc, a_file_whose_articles_are_all_gone_is_forgotten);
	tcase_add_loop_test(tc, origins_are_those_of_the_articles, 0, ORIGINS);
	tcase_add_test(tc, the_fingerprint_is_that_of_the_articles);
	tcase_add_loop_test(tc, the_history_is_compared, 0, HISTORIES);
	tcase_add_loop_test(tc, files_know_where_articles_are_from, 0, 2);
	tcase_add_loop_test(tc, damage_in_files_beside_the_generation_is_named, 0, 5);
	tcase_add_loop_test(tc, a_history_that_is_damaged_is_made_again, 0, 4);
	tcase_add_test(tc, what_is_older_than_the_history_is_well);
	tcase_add_loop_test(tc, kept_segments_are_read, 0, 11);
	tcase_add_test(tc, what_cannot_be_gone_back_to_is_not_kept);
	tcase_add_loop_test(tc, a_rollback_goes_one_generation_back, 0, 2);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}
