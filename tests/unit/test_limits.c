/* Pressmark - tests of indexer/build.h: what the format cannot count is refused while it is
 * read.  The limits are lowered, since the real ones take days.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/build.h"
#include "indexer/crew.h"
#include "tests/unit/small_fixture.h"

static const char *stage;

static void
note_stage(void *ctx, const struct pm_build_progress *p)
{
	(void)ctx;
	stage = p->stage;
}

static enum pm_status
build(struct pm_build_options *o, struct pm_error *err)
{
	char path[PATH_SIZE], index[PATH_SIZE];
	const char *const paths[] = { in_folder(path, "in.jsonl") };
	struct pm_build_result result;
	enum pm_status status;

	o->index = in_folder(index, "index");
	o->paths = paths;
	o->n_paths = 1;
	o->language = "english";
	o->memory = PM_MEMORY_MIN;
	o->progress = note_stage;
	stage = "";
	status = pm_build(o, &result, err);
	pm_buf_release(&result.timings);
	return status;
}

/* N articles of WORDS words, one in five of them "the" or "The", others all different. */
static void
write_articles(unsigned n, unsigned words)
{
	char path[PATH_SIZE];
	FILE *f = fopen(in_folder(path, "in.jsonl"), "w");
	unsigned i, k;

	ck_assert_ptr_nonnull(f);
	for (i = 0; i < n; i++) {
		fputs("{\"text\":\"", f);
		for (k = 0; k < words; k++)
			if (k % 5 == 0)
				fputs(k % 2 ? "The " : "the ", f);
			else
				fprintf(f, "%x ", rnd(1 << 28));
		fputs("\"}\n", f);
	}
	fclose(f);
}

START_TEST(too_many_articles_are_refused_while_they_are_read)
{
	struct pm_build_options o = { .most_articles = 5 };

	write_articles(5, 10);
	OK(build(&o, ERR));
	write_articles(6, 10);
	FAILS(build(&o, ERR), PM_ERR_LIMIT, "more than 5 articles");
	ck_assert_str_eq(stage, "reading");
}
END_TEST

/* With one worker and with two. */
START_TEST(a_term_that_occurs_too_often_is_refused_while_it_is_read)
{
	struct pm_build_options o = { .jobs = 1 + (unsigned)_i };

	write_articles(1500, 1000);
	o.most_occurrences = 300000;
	OK(build(&o, ERR));
	ck_assert_str_eq(stage, "comparing");
	o.most_occurrences = 299999;
	FAILS(build(&o, ERR), PM_ERR_LIMIT, "'the' occurs more than 299999 times");
	o.most_occurrences = 150000;
	FAILS(build(&o, ERR), PM_ERR_LIMIT, "'the' occurs more than 150000 times");
	ck_assert_str_eq(stage, "reading");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("limits");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 600);
	tcase_add_test(tc, too_many_articles_are_refused_while_they_are_read);
	tcase_add_loop_test(tc, a_term_that_occurs_too_often_is_refused_while_it_is_read,
			    0, 2);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
