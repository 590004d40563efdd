/* Pressmark - tests of repair: what no checksum tells, and what is counted.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/repair.h"
#include "indexer/files.h"
#include "tests/unit/updated_fixture.h"

static struct pm_generation now;
static struct pm_repair_result result;

/* Five articles, one of them gone, in one segment. */
static void
begin(void)
{
	begin_corpus();
	write_file("a.jsonl",
		   "{\"id\":\"1\",\"text\":\"tin\"}\n{\"id\":\"2\",\"text\":\"zinc\"}\n"
		   "{\"id\":\"3\",\"text\":\"lead\"}\n{\"id\":\"4\",\"text\":\"gold\"}\n");
	write_file("b.txt", "One\n\nalpha beta");
	build_corpus(PM_BUILD_WHOLE);
	drop_file("b.txt");
	build_corpus(PM_BUILD_UPDATE);
	OK(pm_generation_read(dir, &now, ERR));
	ck_assert_uint_eq(now.n_segments, 1);
	ck_assert_uint_eq(now.segments[0].gone, 1);
}

static void
end(void)
{
	pm_generation_release(&now);
	drop_folder();
}

static enum pm_status
repair(size_t n_paths, bool allow_loss, struct pm_error *err)
{
	struct pm_build_options build = build_options(PM_BUILD_WHOLE);
	const struct pm_repair_options options = { .allow_loss = allow_loss };
	enum pm_status status;

	build.n_paths = n_paths;
	build.max_removed.kind = PM_SKIP_ANY;
	status = pm_repair(&build, &options, &result, err);
	pm_buf_release(&result.names);
	return status;
}

/* All that check can find, and the fingerprint from before. */
static void
is_whole(bool same)
{
	struct pm_check_result check;
	struct pm_generation after;

	OK(pm_check(dir, &check, ERR));
	OK(pm_generation_read(dir, &after, ERR));
	ck_assert_int_eq(strcmp(after.fingerprint, now.fingerprint) == 0, same);
	pm_generation_release(&after);
}

static void
another_content(struct pm_origin *o)
{
	o->content.low++;
}

/* An article that can be read, but is not what was read, is not taken. */
START_TEST(what_is_not_its_digest_is_not_believed)
{
	rewrite_origins(&now.segments[0], 2, another_content);
	FAILS(repair(0, false, ERR), PM_ERR_INPUT, "1 article cannot be found again");
	ck_assert_uint_eq(result.own, 3);
	ck_assert_uint_eq(result.lost, 1);
	/* and from its file it is another one than that digest tells */
	FAILS(repair(0, false, ERR), PM_ERR_INPUT, "1 article cannot be found again");
	OK(repair(1, false, ERR));
	ck_assert_uint_eq(result.own, 3);
	ck_assert_uint_eq(result.changed, 1);
	ck_assert_uint_eq(result.lost, 0);
	is_whole(true);
}
END_TEST

START_TEST(what_is_lost_may_be_left)
{
	rewrite_origins(&now.segments[0], 2, another_content);
	OK(repair(0, true, ERR));
	ck_assert_uint_eq(result.articles, 3);
	ck_assert_uint_eq(result.lost, 1);
	is_whole(false);
	/* the next update looks into the file */
	build_corpus(PM_BUILD_UPDATE);
	ck_assert_uint_eq(built.added, 1);
	is_whole(true);
}
END_TEST

/* Of the articles that may be gone, no more are than the generation says: here one too many
 * seems to stay away, so that is not believed. */
START_TEST(no_more_are_gone_than_were)
{
	struct pm_files files;
	struct pm_origin o;
	struct pm_pages *pages;
	char path[PATH_SIZE + 200];

	snprintf(path, sizeof path, "%s/%s", in_index(now.segments[0].name),
		 PM_ORIGINS_FILE);
	OK(pm_origins_open(&pages, path, (uint32_t)now.segments[0].articles, ERR));
	OK(pm_origins_get(pages, 3, &o, ERR));
	pm_pages_free(pages);
	OK(pm_files_read(&files, dir, &now, ERR));
	OK(pm_files_send_away(&files, &o, ERR));
	ck_assert_int_eq(unlink(in_index("files-2")), 0);
	OK(pm_files_write(&files, dir, &now, ERR));
	pm_files_release(&files);
	OK(pm_generation_publish(dir, &now, ERR));
	damage_file(in_index("removed-2"), FLIP);
	OK(repair(0, false, ERR));
	ck_assert(result.same);
	is_whole(true);
}
END_TEST

START_TEST(what_is_well_stays)
{
	OK(repair(1, false, ERR));
	ck_assert(result.unchanged);
	ck_assert_uint_eq(result.generation, 2);
	is_whole(true);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("repair");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	tcase_add_checked_fixture(tc, begin, end);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, what_is_not_its_digest_is_not_believed);
	tcase_add_test(tc, what_is_lost_may_be_left);
	tcase_add_test(tc, no_more_are_gone_than_were);
	tcase_add_test(tc, what_is_well_stays);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}
