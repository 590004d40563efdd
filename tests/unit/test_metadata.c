/* Pressmark - tests of the metadata of articles, as bytes.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/metadata.h"

#include <check.h>
#include <string.h>

#define OK(call) \
	do { \
		struct pm_error err_; \
		err_.text[0] = '\0'; \
		ck_assert_msg((call) == PM_OK, "%s: %s", #call, err_.text); \
	} while (0)
#define ERR (&err_)

static void
same_ref(struct pm_text_ref a, struct pm_text_ref b)
{
	ck_assert_uint_eq(a.len, b.len);
	if (a.len > 0)
		ck_assert_mem_eq(a.data, b.data, a.len);
}

#define REF(s) \
	{ \
		s, sizeof s - 1 \
	}

START_TEST(metadata_comes_back)
{
	struct pm_metadata_field fields[] = {
		{ .name = REF("topic"), .value = REF("trade \"war\"\n") },
		{ .name = REF("file"), .value = REF("not the file") },
		{ .name = REF(""), .value = REF("") },
		{ .name = REF("\xc3\xa9"), .value = REF("1.50"), .is_raw = true },
		{ .name = REF("tags"), .value = REF("a; b"), .in_list = true },
		{ .name = REF("tags"), .value = REF("7"), .in_list = true, .is_raw = true },
		{ .name = REF("tag"), .value = REF("c"), .in_list = true }
	};
	const struct pm_metadata cases[] = {
		{ .file = REF("a.jsonl"), .line = 17 },
		{ .id = REF("x\\y"),
		  .url = REF("http://x.org/"),
		  .source = REF("S"),
		  .author = REF("A; B"),
		  .date = REF("26-FEB-1987 15:01:01.79"),
		  .day = 19870226,
		  .file = REF("dir/\x01.txt"),
		  .fields = fields,
		  .n_fields = 7 },
		{ .author = REF("Ann\0Bo\0C; D"), .author_in_list = true, .file = REF("-") },
		{ .author = REF("Ann"), .author_in_list = true, .file = REF("-") },
		{ .id = REF("only"), .file = REF("-"), .line = UINT32_MAX }
	};
	struct pm_metadata_reader r = { NULL, 0 };
	struct pm_metadata m;
	struct pm_text_ref item;
	struct pm_buf b;
	size_t i, k, at;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		pm_buf_clear(&b);
		pm_metadata_put(&b, &cases[i]);
		OK(pm_metadata_read(&r, b.data, b.len, "f", &m, ERR));
		same_ref(m.id, cases[i].id);
		same_ref(m.url, cases[i].url);
		same_ref(m.source, cases[i].source);
		same_ref(m.author, cases[i].author);
		ck_assert(m.author_in_list == cases[i].author_in_list);
		same_ref(m.date, cases[i].date);
		same_ref(m.file, cases[i].file);
		ck_assert_uint_eq(m.day, cases[i].day);
		ck_assert_uint_eq(m.line, cases[i].line);
		ck_assert_uint_eq(m.n_fields, cases[i].n_fields);
		for (k = 0; k < m.n_fields; k++) {
			same_ref(m.fields[k].name, fields[k].name);
			same_ref(m.fields[k].value, fields[k].value);
			ck_assert(m.fields[k].is_raw == fields[k].is_raw);
			ck_assert(m.fields[k].in_list == fields[k].in_list);
		}
	}
	ck_assert_uint_eq(pm_metadata_list(fields, 7), 1);
	ck_assert_uint_eq(pm_metadata_list(fields + 4, 3), 2);
	ck_assert_uint_eq(pm_metadata_list(fields + 5, 1), 1);
	pm_buf_clear(&b);
	pm_metadata_put_items(&b, cases[2].author);
	ck_assert_str_eq(pm_buf_str(&b), "Ann; Bo; C; D");
	for (i = at = 0; pm_metadata_item(cases[2].author, &at, &item); i++)
		ck_assert_uint_eq(item.len, i == 0 ? 3 : i == 1 ? 2 : 4);
	ck_assert_uint_eq(i, 3);
	at = 0;
	ck_assert(!pm_metadata_item(cases[0].author, &at, &item));
	pm_buf_release(&b);
	pm_metadata_reader_release(&r);
}
END_TEST

START_TEST(data_that_is_no_metadata_is_refused)
{
	static const struct {
		const char *data;
		size_t len;
	} bad[] = { { "\0", 1 },
		    { "\12", 1 },
		    { "\15\1a\1b", 5 },
		    { "x", 1 },
		    { "\1", 1 },
		    { "\1\2a", 3 },
		    { "\1\1ab", 4 },
		    { "\1\377\377\377\377\377\377\377\377\377\1", 11 },
		    { "\7", 1 },
		    { "\7\377", 2 },
		    { "\7\200\200\200\200\20", 6 },
		    { "\11\1a", 3 },
		    { "\11\1a\2b", 5 } };
	struct pm_metadata_reader r = { NULL, 0 };
	struct pm_metadata m;
	struct pm_error err;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_msg(pm_metadata_read(&r, bad[i].data, bad[i].len, "f", &m,
					       &err) == PM_ERR_CORRUPT,
			      "%zu", i);
	OK(pm_metadata_read(&r, NULL, 0, "f", &m, ERR));
	ck_assert_uint_eq(m.n_fields, 0);
	pm_metadata_reader_release(&r);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("metadata");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	tcase_add_test(tc, metadata_comes_back);
	tcase_add_test(tc, data_that_is_no_metadata_is_refused);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}
