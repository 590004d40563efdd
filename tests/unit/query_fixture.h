/* Pressmark - a small corpus for tests of queries: it is made, indexed and opened, and
 * its articles are kept as arrays of words, to count in them by hand.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_QUERY_FIXTURE_H
#define PM_TESTS_QUERY_FIXTURE_H

#include "indexer/build.h"
#include "search/search.h"
#include "support/json_put.h"
#include "tests/unit/small_fixture.h"

static struct pm_search *search;
static struct pm_buf input; /* the corpus, an article a line */

static inline void
add_article(const char *title, const char *text)
{
	pm_buf_puts(&input, "{\"source\":\"Paper\",\"title\":");
	pm_json_put_string(&input, title, strlen(title));
	pm_buf_puts(&input, ",\"text\":");
	pm_json_put_string(&input, text, strlen(text));
	pm_buf_puts(&input, "}\n");
}

static inline void
open_corpus(void)
{
	char index[PATH_SIZE], path[PATH_SIZE];
	const char *const paths[] = { in_folder(path, "corpus.jsonl") };
	struct pm_build_options o = { .index = in_folder(index, "index"),
				      .paths = paths,
				      .n_paths = 1,
				      .language = "english",
				      .jobs = 1 };
	struct pm_build_result result;

	ck_assert_int_eq(input.status, PM_OK);
	OK(pm_replace_file(path, input.data, input.len, ERR));
	OK(pm_build(&o, &result, ERR));
	OK(pm_search_open(&search, index, ERR));
}

static inline void
begin(void)
{
	make_folder();
	pm_buf_init(&input, PM_BUF_NO_LIMIT);
}

static inline void
end(void)
{
	pm_search_free(search);
	search = NULL;
	pm_buf_release(&input);
	drop_folder();
}

static inline struct pm_tree *
parse(const char *query)
{
	const struct pm_query_options options = { PM_QUERY_ALL, 20240101 };
	struct pm_query_mistake mistake;
	struct pm_error err;
	struct pm_tree *tree = NULL;

	ck_assert_msg(pm_tree_parse(query, strlen(query), &options, &tree, &mistake,
				    &err) == PM_OK,
		      "%s: %s", query, mistake.what);
	return tree;
}

#endif
