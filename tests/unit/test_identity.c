/* Pressmark - tests of what makes an article the same: places.h, identity.h, known.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/identity.h"
#include "indexer/places.h"

#include "tests/unit/small_fixture.h"

#include <sys/stat.h>

static struct pm_str
str(const char *s)
{
	return (struct pm_str){ s, strlen(s) };
}

static struct pm_text_ref
ref(struct pm_str s)
{
	return (struct pm_text_ref){ s.data, s.len };
}

#define SAME(a, b) ck_assert(pm_digest128_equal(a, b))
#define OTHER(a, b) ck_assert(!pm_digest128_equal(a, b))

/* The origin of an article of `a.jsonl` that has these; LINE 0: it is the whole file. */
static struct pm_origin
origin_of(struct pm_identities *ids, const char *place, const char *id, const char *title,
	  const char *text, uint64_t line)
{
	struct pm_article a = { .id = str(id),
				.title = str(title),
				.text = str(text),
				.file = str("a.jsonl"),
				.path = str("a.jsonl"),
				.line = line };
	struct pm_metadata m = { .id = ref(a.id), .file = ref(a.file), .line = line };
	struct pm_origin o;

	OK(pm_identities_of(ids, &a, &m, place, strlen(place), &o, ERR));
	SAME(o.identity, pm_identity_group(o.identity));
	if (ids->ids == PM_IDS_KEEP)
		OK(pm_identities_next(ids, o.identity, &o.identity, ERR));
	return o;
}

START_TEST(file_and_id_make_an_article_the_same)
{
	struct pm_identities ids;
	struct pm_origin a, b;

	pm_identities_init(&ids, PM_IDS_KEEP);
	a = origin_of(&ids, "/x", "1", "T", "text", 1);
	ids.source = 0; /* read again */
	b = origin_of(&ids, "/x", "1", "T", "another text", 7);
	SAME(a.identity, b.identity);
	OTHER(a.content, b.content);
	ck_assert_uint_eq(a.source, b.source);
	b = origin_of(&ids, "/y", "1", "T", "text", 1);
	OTHER(a.identity, b.identity);
	SAME(a.content, b.content);
	ck_assert_uint_ne(a.source, b.source);
	ids.source = 0;
	OTHER(a.identity, origin_of(&ids, "/x", "2", "T", "text", 1).identity);
	pm_identities_release(&ids);
}
END_TEST

START_TEST(without_an_id_it_is_the_content_or_the_file)
{
	struct pm_identities ids;
	struct pm_origin a, b;

	pm_identities_init(&ids, PM_IDS_KEEP);
	a = origin_of(&ids, "/x", "", "T", "text", 1);
	ids.source = 0;
	SAME(a.identity, origin_of(&ids, "/x", "", "T", "text", 9).identity);
	ids.source = 0;
	OTHER(a.identity, origin_of(&ids, "/x", "", "T", "texts", 1).identity);
	ids.source = 0;
	OTHER(a.identity, origin_of(&ids, "/x", "", "", "Ttext", 1).identity);
	a = origin_of(&ids, "/f", "", "T", "text", 0);
	ids.source = 0;
	b = origin_of(&ids, "/f", "", "U", "edited", 0);
	SAME(a.identity, b.identity);
	OTHER(a.content, b.content);
	pm_identities_release(&ids);
}
END_TEST

/* As many as there are, in whatever order they come. */
START_TEST(equal_ones_of_a_file_are_told_apart)
{
	enum { N = 3000 };
	static struct pm_origin first[N], again[N];
	struct pm_identities ids;
	char text[16];
	int i, k;

	pm_identities_init(&ids, PM_IDS_KEEP);
	for (i = 0; i < N; i++) {
		snprintf(text, sizeof text, "%d", i % (N / 3));
		first[i] = origin_of(&ids, "/x", "", "", text, (uint64_t)i + 1);
	}
	for (i = 0; i < N; i += 97)
		for (k = 0; k < i; k++)
			OTHER(first[i].identity, first[k].identity);
	/* a file between, and then the same again, from its end */
	origin_of(&ids, "/y", "", "", "0", 1);
	for (i = 0; i < N; i++) {
		snprintf(text, sizeof text, "%d", (N - 1 - i) % (N / 3));
		again[i] = origin_of(&ids, "/x", "", "", text, (uint64_t)i + 1);
	}
	/* each identity is there, and only once */
	for (i = 0; i < N; i += 89) {
		int n = 0;

		for (k = 0; k < N; k++)
			n += pm_digest128_equal(first[i].identity, again[k].identity);
		ck_assert_int_eq(n, 1);
	}
	pm_identities_release(&ids);
}
END_TEST

START_TEST(with_replace_the_id_alone_decides)
{
	struct pm_identities ids;
	struct pm_origin a;

	pm_identities_init(&ids, PM_IDS_REPLACE);
	a = origin_of(&ids, "/x", "1", "T", "text", 1);
	SAME(a.identity, origin_of(&ids, "/x", "1", "T", "text", 2).identity);
	SAME(a.identity, origin_of(&ids, "/y", "1", "", "other", 0).identity);
	OTHER(a.identity, origin_of(&ids, "/x", "", "T", "text", 1).identity);
	OTHER(a.identity, origin_of(&ids, "/x", "12", "T", "text", 1).identity);
	pm_identities_release(&ids);
}
END_TEST

/* --- fingerprints --------------------------------------------------------- */

static struct pm_digest128
content(const struct pm_metadata *m, const char *title, const char *text)
{
	struct pm_content c = { NULL };
	struct pm_digest128 d;

	OK(pm_content_begin(&c, m, title, strlen(title), ERR));
	for (; *text != '\0'; text++)
		pm_content_text(&c, text, 1);
	d = pm_content_end(&c);
	pm_content_release(&c);
	return d;
}

START_TEST(all_that_an_article_says_counts)
{
	struct pm_metadata_field fields[] = {
		{ .name = { "file", 4 }, .value = { "x", 1 } },
		{ .name = { "page", 4 }, .value = { "12", 2 } }
	};
	struct pm_metadata m = { .url = { "u", 1 },
				 .source = { "s", 1 },
				 .day = 20240305,
				 .fields = fields,
				 .n_fields = 2 },
			   n = m;
	struct pm_digest128 d = content(&m, "T", "text");

	n.file = (struct pm_text_ref){ "elsewhere", 9 };
	n.line = 17;
	SAME(d, content(&n, "T", "text"));
	OTHER(d, content(&m, "T", "texts"));
	OTHER(d, content(&m, "Tt", "ext"));
	n = m;
	n.day = 20240306;
	OTHER(d, content(&n, "T", "text"));
	n = m;
	n.url = m.source;
	n.source = m.url;
	OTHER(d, content(&n, "T", "text"));
	fields[1].is_raw = true;
	OTHER(d, content(&m, "T", "text"));
	fields[1].is_raw = false;
	/* where an export says that an article without id was read */
	fields[0].value = (struct pm_text_ref){ "y", 1 };
	SAME(d, content(&m, "T", "text"));
	m.id = n.id = (struct pm_text_ref){ "i", 1 };
	OTHER(d, content(&m, "T", "text"));
	d = content(&m, "T", "text");
	fields[0].value = (struct pm_text_ref){ "z", 1 };
	OTHER(d, content(&m, "T", "text"));
}
END_TEST

START_TEST(a_sum_does_not_depend_on_the_order)
{
	struct pm_digest128 all[50], sum = { 0, 0 }, back = { 0, 0 }, read;
	char text[PM_FINGERPRINT_TEXT];
	int i;

	for (i = 0; i < 50; i++) {
		all[i] = (struct pm_digest128){ rnd64(), rnd64() };
		pm_fingerprint_add(&sum, all[i]);
	}
	for (i = 50; i-- > 0;)
		pm_fingerprint_add(&back, all[i]);
	SAME(sum, back);
	pm_fingerprint_text(sum, text);
	ck_assert_uint_eq(strlen(text), 32);
	ck_assert(pm_fingerprint_read(text, &read));
	SAME(sum, read);
	for (i = 0; i < 50; i++)
		pm_fingerprint_take(&sum, all[i]);
	SAME(sum, ((struct pm_digest128){ 0, 0 }));
	ck_assert(!pm_fingerprint_read("0123", &read));
	ck_assert(!pm_fingerprint_read("0123456789abcdef0123456789abcdeg", &read));
	ck_assert(!pm_fingerprint_read("0123456789abcdef0123456789abcdef0", &read));
}
END_TEST

/* --- places ---------------------------------------------------------------- */

/* And the way back. */
static void
place_is(const char *given, const char *base, const char *path, const char *expected)
{
	struct pm_places p;
	struct pm_buf out;
	struct stat a, b;
	size_t root_len;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	OK(pm_places_init(&p, &given, 1, base, ERR));
	OK(pm_places_of(&p, path, strlen(path), &out, ERR));
	ck_assert_str_eq(pm_buf_str(&out), expected);
	OK(pm_places_path(&p, expected, strlen(expected), &out, &root_len, ERR));
	ck_assert_uint_eq(strlen(pm_buf_str(&out)), out.len);
	ck_assert_int_eq(strncmp(given, pm_buf_str(&out), root_len), 0);
	ck_assert_uint_eq(strspn(given + root_len, "/"), strlen(given) - root_len);
	if (strcmp(path, "-") != 0) {
		ck_assert_int_eq(stat(path, &a), 0);
		ck_assert_int_eq(stat(pm_buf_str(&out), &b), 0);
		ck_assert_uint_eq(a.st_ino, b.st_ino);
	}
	pm_places_release(&p);
	pm_buf_release(&out);
}

START_TEST(a_file_has_one_place)
{
	char dir[PATH_SIZE], sub[PATH_SIZE], file[PATH_SIZE], link[PATH_SIZE];
	char given[2 * PATH_SIZE], path[3 * PATH_SIZE], real[PATH_SIZE + 40];
	const char *two[2];
	struct pm_places p;
	char *root;

	ck_assert_int_eq(mkdir(in_folder(dir, "d"), 0777), 0);
	ck_assert_int_eq(mkdir(in_folder(sub, "d/sub"), 0777), 0);
	OK(pm_replace_file(in_folder(file, "d/sub/a.txt"), "x", 1, ERR));
	ck_assert_int_eq(symlink(dir, in_folder(link, "link")), 0);
	root = realpath(dir, NULL);
	snprintf(real, sizeof real, "%s/sub/a.txt", root);
	place_is(dir, NULL, file, real);
	place_is(file, NULL, file, real);
	snprintf(given, sizeof given, "%s/", dir);
	snprintf(path, sizeof path, "%s/sub/a.txt", dir);
	place_is(given, NULL, path, real);
	snprintf(given, sizeof given, "%s/./sub/../", link);
	snprintf(path, sizeof path, "%ssub/a.txt", given);
	place_is(given, NULL, path, real);
	place_is(dir, dir, file, "sub/a.txt");
	place_is(sub, link, file, "sub/a.txt");
	place_is(dir, "/", file, real + 1);
	place_is("-", dir, "-", "-");
	place_is(dir, dir, dir, ".");

	two[0] = dir;
	two[1] = sub;
	FAILS(pm_places_init(&p, two, 2, sub, ERR), PM_ERR_USAGE, "is not below the base");
	pm_places_release(&p);
	FAILS(pm_places_init(&p, two, 1, file, ERR), PM_ERR_USAGE, "is no folder");
	pm_places_release(&p);
	OK(pm_places_init(&p, two + 1, 1, NULL, ERR));
	ck_assert(pm_places_cover(&p, real, strlen(real)));
	ck_assert(!pm_places_cover(&p, root, strlen(root)));
	snprintf(real, sizeof real, "%s/subway/a.txt", root);
	ck_assert(!pm_places_cover(&p, real, strlen(real)));
	pm_places_release(&p);
	ck_assert(pm_place_is_under("a/b", 3, "."));
	ck_assert(!pm_place_is_under("-", 1, "."));
	ck_assert(!pm_place_is_under("-", 1, "/"));
	ck_assert(pm_place_is_under("/a", 2, "/"));
	free(root);
}
END_TEST

/* A link below a given path, that is given as well, leads to where it leads. */
START_TEST(the_nearest_given_path_counts)
{
	char dir[PATH_SIZE], away[PATH_SIZE], link[PATH_SIZE], path[PATH_SIZE];
	char real[PATH_SIZE + 40], *root;
	const char *given[2] = { dir, link };
	struct pm_places p;
	struct pm_buf place;
	size_t root_len;
	int i;

	ck_assert_int_eq(mkdir(in_folder(dir, "d"), 0777), 0);
	ck_assert_int_eq(mkdir(in_folder(away, "away"), 0777), 0);
	ck_assert_int_eq(symlink(away, in_folder(link, "d/link")), 0);
	in_folder(path, "d/link/a.txt");
	root = realpath(away, NULL);
	snprintf(real, sizeof real, "%s/a.txt", root);
	pm_buf_init(&place, PM_BUF_NO_LIMIT);
	for (i = 0; i < 2; i++) {
		given[i] = dir;
		given[1 - i] = link;
		OK(pm_places_init(&p, given, 2, NULL, ERR));
		OK(pm_places_of(&p, path, strlen(path), &place, ERR));
		ck_assert_str_eq(pm_buf_str(&place), real);
		OK(pm_places_path(&p, real, strlen(real), &place, &root_len, ERR));
		ck_assert_str_eq(pm_buf_str(&place), path);
		ck_assert_uint_eq(root_len, strlen(link));
		pm_places_release(&p);
	}
	pm_buf_release(&place);
	free(root);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("identity");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_test(tc, file_and_id_make_an_article_the_same);
	tcase_add_test(tc, without_an_id_it_is_the_content_or_the_file);
	tcase_add_test(tc, equal_ones_of_a_file_are_told_apart);
	tcase_add_test(tc, with_replace_the_id_alone_decides);
	tcase_add_test(tc, all_that_an_article_says_counts);
	tcase_add_test(tc, a_sum_does_not_depend_on_the_order);
	tcase_add_test(tc, a_file_has_one_place);
	tcase_add_test(tc, the_nearest_given_path_counts);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
