/* Pressmark - what the tests of language/tree.h share.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/parse_fixture.h"

#include <stdlib.h>
#include <string.h>

struct pm_tree *
parse_ok(const char *query, enum pm_query_mode mode)
{
	struct pm_query_options options = { mode, PARSE_TODAY };
	struct pm_tree *tree = NULL;
	struct pm_query_mistake m;
	struct pm_error err = { PM_OK, "" };
	enum pm_status status = pm_tree_parse(query, strlen(query), &options, &tree, &m,
					      &err);

	ck_assert_msg(status == PM_OK, "'%s': %s", query, err.text);
	ck_assert_ptr_nonnull(tree);
	return tree;
}

struct pm_query_mistake
parse_wrong(const char *query, size_t len, enum pm_query_mode mode)
{
	struct pm_query_options options = { mode, PARSE_TODAY };
	struct pm_tree *tree = NULL;
	struct pm_query_mistake m;
	struct pm_error err = { PM_OK, "" };
	enum pm_status status = pm_tree_parse(query, len, &options, &tree, &m, &err);

	ck_assert_msg(status == PM_ERR_QUERY, "'%s' was taken", query);
	ck_assert_ptr_null(tree);
	ck_assert_int_eq(err.status, PM_ERR_QUERY);
	ck_assert_msg(m.end <= len &&
			      (m.start < m.end || (m.start == len && m.end == len)),
		      "'%s': %zu .. %zu", query, m.start, m.end);
	return m;
}

struct pm_query_mistake
parse_bytes_wrong(const char *query, size_t len)
{
	return parse_wrong(query, len, PM_QUERY_ALL);
}

static void
expect_mistake(const struct mistaken *t)
{
	struct pm_query_mistake m = parse_bytes_wrong(t->query, strlen(t->query));
	size_t start = strspn(t->marks, " "), end = strlen(t->marks);

	if (start >= strlen(t->query))
		start = end = strlen(t->query);
	ck_assert_msg(strncmp(m.what, t->what, strlen(t->what)) == 0, "'%s': %s",
		      t->query, m.what);
	ck_assert_msg(m.start == start && m.end == end, "'%s': %zu .. %zu", t->query,
		      m.start, m.end);
	ck_assert_msg(strstr(m.hint, t->hint) != NULL, "'%s': %s", t->query, m.hint);
}

void
expect_mistakes(const struct mistaken *table, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		expect_mistake(&table[i]);
}

int
run_suite(Suite *s)
{
	SRunner *r = srunner_create(s);
	int failed;

	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
