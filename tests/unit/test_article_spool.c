/* Pressmark - tests of indexer/article_spool.h: an article comes back as it was, with all
 * that it has.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/article_spool.h"

#include "tests/unit/small_fixture.h"

#define ARTICLES 300
#define FIELDS 5
#define FOLDS 4

/* Members that are new have to be put aside too, and compared below. */
_Static_assert(sizeof(struct pm_article) == 14 * sizeof(struct pm_str) + 16 * 8,
	       "an article has other members than this test and its spool know");
_Static_assert(sizeof(struct pm_field) == 2 * sizeof(struct pm_str) + 8, "a field has");
_Static_assert(sizeof(struct pm_fold) == sizeof(struct pm_str) + 16, "a fold has");

/* An article, with what it points to. */
struct made {
	struct pm_article a;
	struct pm_str from[PM_N_ROLES];
	struct pm_field fields[FIELDS];
	struct pm_fold folds[FOLDS];
};

static struct made made[ARTICLES];
static char bytes[1 << 16];

static struct pm_str
some_string(void)
{
	uint32_t len = rnd(rnd(20) == 0 ? 3000 : 20);

	if (len == 0)
		return (struct pm_str){ NULL, 0 };
	return (struct pm_str){ bytes + rnd((uint32_t)sizeof bytes - len), len };
}

static void
make(struct made *m)
{
	static const char encoding[] = "windows-1250";
	size_t i;

	m->a = (struct pm_article){
		.id = some_string(),
		.title = some_string(),
		.text = some_string(),
		.text_from = some_string(),
		.from = rnd(2) == 0 ? NULL : m->from,
		.url = some_string(),
		.source = some_string(),
		.author = some_string(),
		.author_in_list = rnd(2) != 0,
		.language = some_string(),
		.date = some_string(),
		.no_date = some_string(),
		.day = (uint32_t)rnd64() >> rnd(32),
		.folds = m->folds,
		.n_folds = rnd(FOLDS + 1),
		.tail = rnd64() >> rnd(64),
		.ruled = some_string(),
		.page = rnd(2) != 0,
		.ambiguous = rnd(2) != 0,
		.left_out = rnd64() >> rnd(64),
		.left_out_name = some_string(),
		.fields = m->fields,
		.n_fields = rnd(FIELDS + 1),
		.file = some_string(),
		.path = some_string(),
		.repairs = rnd64() >> rnd(64),
		.encoding = rnd(2) == 0 ? NULL : encoding,
		.encoding_of_format = rnd(2) == 0 ? NULL : encoding,
		.format = rnd(2) == 0 ? NULL : encoding,
		.bytes_in = rnd64() >> rnd(64),
		.line = rnd64() >> rnd(64),
	};
	for (i = 0; i < PM_N_ROLES; i++)
		m->from[i] = some_string();
	for (i = 0; i < FIELDS; i++)
		m->fields[i] = (struct pm_field){ .name = some_string(),
						  .value = some_string(),
						  .is_raw = rnd(2) != 0,
						  .in_list = rnd(2) != 0,
						  .member = (uint32_t)rnd64() };
	for (i = 0; i < FOLDS; i++)
		m->folds[i] = (struct pm_fold){ rnd64() >> 16, some_string(), rnd(16) };
}

#define SAME(member) ck_assert_msg(a->member == b->member, "%s differs", #member)
#define SAME_STRING(member) \
	ck_assert_msg(equal(a->member, b->member), "%s differs", #member)

static bool
equal(struct pm_str x, struct pm_str y)
{
	return x.len == y.len && (x.len == 0 || memcmp(x.data, y.data, x.len) == 0);
}

static void
compare(const struct pm_article *a, const struct pm_article *b)
{
	size_t i;

	SAME_STRING(id);
	SAME_STRING(title);
	SAME_STRING(text);
	SAME_STRING(text_from);
	SAME_STRING(path);
	SAME_STRING(url);
	SAME_STRING(source);
	SAME_STRING(author);
	SAME(author_in_list);
	SAME_STRING(language);
	SAME_STRING(date);
	SAME_STRING(no_date);
	SAME(day);
	SAME(n_folds);
	SAME(tail);
	SAME_STRING(ruled);
	SAME(page);
	SAME(ambiguous);
	SAME(left_out);
	SAME_STRING(left_out_name);
	SAME(n_fields);
	SAME_STRING(file);
	SAME(repairs);
	SAME(encoding);
	SAME(encoding_of_format);
	SAME(format);
	SAME(bytes_in);
	SAME(line);
	ck_assert((a->from == NULL) == (b->from == NULL));
	for (i = 0; a->from != NULL && i < PM_N_ROLES; i++)
		SAME_STRING(from[i]);
	for (i = 0; i < a->n_fields; i++) {
		SAME_STRING(fields[i].name);
		SAME_STRING(fields[i].value);
		SAME(fields[i].is_raw);
		SAME(fields[i].in_list);
		SAME(fields[i].member);
	}
	for (i = 0; i < a->n_folds; i++) {
		SAME(folds[i].at);
		SAME(folds[i].why);
		SAME_STRING(folds[i].text);
	}
}

START_TEST(articles_come_back_as_they_were)
{
	static const size_t limits[] = { 0, 100, 70000, 1 << 24 };
	const struct pm_article *a;
	struct pm_article_spool s;
	char path[PATH_SIZE];
	size_t i;

	for (i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)rnd(256);
	pm_article_spool_init(&s, in_folder(path, "articles"), limits[_i]);
	for (i = 0; i < ARTICLES; i++) {
		make(&made[i]);
		OK(pm_article_spool_put(&s, &made[i].a, ERR));
	}
	ck_assert_uint_eq(count_entries(folder), 0); /* its file has no name */
	OK(pm_article_spool_end(&s, ERR));
	for (i = 0; i < ARTICLES; i++) {
		OK(pm_article_spool_next(&s, &a, ERR));
		compare(&made[i].a, a);
	}
	ck_assert_int_eq(pm_article_spool_next(&s, &a, NULL), PM_END);
	pm_article_spool_release(&s);
}
END_TEST

START_TEST(a_large_article_is_not_kept)
{
	struct pm_article a = { .text = { NULL, (size_t)9 << 20 } };
	const struct pm_article *back;
	struct pm_article_spool s;
	char path[PATH_SIZE], *text = calloc(a.text.len, 1);
	unsigned i;

	ck_assert_ptr_nonnull(text);
	a.text.data = text;
	pm_article_spool_init(&s, in_folder(path, "articles"), 1000);
	for (i = 0; i < 2; i++) {
		OK(pm_article_spool_put(&s, &a, ERR));
		a.text.len = 5;
	}
	OK(pm_article_spool_end(&s, ERR));
	OK(pm_article_spool_next(&s, &back, ERR));
	ck_assert_uint_eq(back->text.len, (size_t)9 << 20);
	OK(pm_article_spool_next(&s, &back, ERR));
	ck_assert_uint_eq(back->text.len, 5);
	ck_assert_uint_lt(s.reader.held.cap, 1 << 20);
	pm_article_spool_release(&s);
	free(text);
}
END_TEST

START_TEST(a_file_that_cannot_be_made_is_named)
{
	struct pm_article a = { .text = { "text", 4 } };
	struct pm_article_spool s;

	pm_article_spool_init(&s, "/nowhere/articles", 0);
	FAILS(pm_article_spool_put(&s, &a, ERR), PM_ERR_IO, "/nowhere/articles");
	pm_article_spool_release(&s);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("article_spool");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_loop_test(tc, articles_come_back_as_they_were, 0, 4);
	tcase_add_test(tc, a_large_article_is_not_kept);
	tcase_add_test(tc, a_file_that_cannot_be_made_is_named);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
