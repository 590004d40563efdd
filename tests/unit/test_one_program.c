/* Pressmark - one program can hold all rooms.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Linked with every archive as a whole, so that a name that two rooms define, or a
 * room that needs what no other has, ends the build.  Then each program's rooms do
 * their work in one process. */
#include "tests/unit/answer_fixture.h"

#include "indexer/commands.h"

START_TEST(one_process_builds_asks_checks_and_describes)
{
	char index[PATH_SIZE];
	struct pm_search_options options = { .max = 10 };
	struct pm_search_result result;
	struct pm_tree *tree;
	struct pm_buf said;
	struct pm_check_result checked;
	struct corpus c;

	corpus_begin(&c);
	corpus_add(&c, "Chips", "export controls on memory chips", "");
	corpus_add(&c, "Oil", "export of crude oil", "");
	corpus_open(&c);

	tree = corpus_query("\"export controls\"");
	OK(pm_search_run(c.search, tree, &options, &result, ERR));
	ck_assert_uint_eq(result.total, 1);
	pm_search_result_release(&result);
	pm_tree_free(tree);
	corpus_end(&c);

	OK(pm_check(in_folder(index, "index"), &checked, ERR));
	ck_assert_uint_eq(checked.articles, 2);
	pm_buf_init(&said, PM_BUF_NO_LIMIT);
	OK(pm_stats(index, &said, ERR));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&said), "articles"));
	pm_buf_release(&said);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("one program");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, one_process_builds_asks_checks_and_describes);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
