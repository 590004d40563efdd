/* Pressmark - tests of support/json.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/json.h"
#include "support/json_put.h"
#include "support/utf8.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t seed = 88172645463325252u;

static uint32_t
rnd(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)((seed >> 20) % below);
}

static void
write_value(struct pm_buf *out, const struct pm_json_value *v)
{
	const struct pm_json_value *child;

	if (v->name != NULL) {
		pm_json_put_string(out, v->name, v->name_len);
		pm_buf_putc(out, ':');
	}
	switch (v->type) {
	case PM_JSON_NULL:
		pm_buf_puts(out, "null");
		break;
	case PM_JSON_BOOL:
		pm_buf_puts(out, v->boolean ? "true" : "false");
		break;
	case PM_JSON_NUMBER:
		pm_buf_put(out, v->text, v->text_len);
		break;
	case PM_JSON_STRING:
		pm_json_put_string(out, v->text, v->text_len);
		break;
	case PM_JSON_ARRAY:
	case PM_JSON_OBJECT:
		pm_buf_putc(out, v->type == PM_JSON_ARRAY ? '[' : '{');
		for (child = v->child; child != NULL; child = child->next) {
			write_value(out, child);
			if (child->next != NULL)
				pm_buf_putc(out, ',');
		}
		pm_buf_putc(out, v->type == PM_JSON_ARRAY ? ']' : '}');
		break;
	}
}

/* TEXT parsed and written again, or the message; the caller frees it.  The
 * text stands in memory of the exact size. */
static char *
again(struct pm_json *json, const char *text, size_t len, uint64_t *repairs)
{
	const struct pm_json_value *root;
	char *copy = malloc(len == 0 ? 1 : len);
	struct pm_error err;
	struct pm_buf out;
	uint64_t n;

	ck_assert_ptr_nonnull(copy);
	if (len > 0)
		memcpy(copy, text, len);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	if (pm_json_parse(json, copy, len, &root, repairs == NULL ? &n : repairs, &err) ==
	    PM_OK) {
		ck_assert_ptr_nonnull(root);
		write_value(&out, root);
		ck_assert(pm_utf8_valid((char *)out.data, out.len));
	} else {
		ck_assert_ptr_null(root);
		ck_assert_int_eq(err.status, PM_ERR_INPUT);
		pm_buf_puts(&out, err.text);
	}
	free(copy);
	pm_buf_putc(&out, '\0');
	return (char *)pm_buf_detach(&out, &len);
}

static struct pm_json *json;

static void
setup(void)
{
	ck_assert_int_eq(pm_json_new(&json, NULL), PM_OK);
}

static void
teardown(void)
{
	pm_json_free(json);
}

static void
expect(const char *text, const char *wanted)
{
	char *got = again(json, text, strlen(text), NULL);

	ck_assert_ptr_nonnull(got);
	ck_assert_str_eq(got, wanted);
	free(got);
}

START_TEST(what_is_a_number_of_json)
{
	static const char *const numbers[] = { "0",   "-0",  "7",    "12",     "-12.5",
					       "0.0", "1e5", "1E+5", "1.0e-7", "120e0" };
	static const char *const others[] = {
		"",	"-",  "+1",  "01",    "-01", "1-2",  "1.", ".5",
		"1..2", "1e", "1e+", "1e5.0", "--1", "1 ",   " 1", "0x1",
		"1+",	"e",  "1,2", "NaN",   "00",  "1e5e5"
	};
	size_t i;

	for (i = 0; i < sizeof numbers / sizeof *numbers; i++)
		ck_assert_msg(pm_json_is_number(numbers[i], strlen(numbers[i])), "'%s'",
			      numbers[i]);
	for (i = 0; i < sizeof others / sizeof *others; i++)
		ck_assert_msg(!pm_json_is_number(others[i], strlen(others[i])), "'%s'",
			      others[i]);
	ck_assert(pm_json_is_number("12x", 2));
}
END_TEST

START_TEST(values_come_back_as_they_were_written)
{
	static const char *const same[] = {
		"null",
		"true",
		"false",
		"0",
		"-0",
		"1.50",
		"1e5",
		"1E+05",
		"-0.0e-0",
		"123456789012345678901234567890",
		"18446744073709551616",
		"1e999",
		"\"\"",
		"\"a\"",
		"[]",
		"{}",
		"[[],{},[]]",
		"{\"a\":{\"b\":[1,2.0,3]}}",
		"[1,\"2\",null,true]",
		"{\"a\":1,\"a\":2,\"\":3}",
		"\"\u957f\u946b\U0001f600\"",
	};
	size_t i;

	for (i = 0; i < sizeof same / sizeof *same; i++)
		expect(same[i], same[i]);
	expect(" [ 1 ,\t2 , { \"a\" : \"b\" } ]\r\n", "[1,2,{\"a\":\"b\"}]");
}
END_TEST

START_TEST(escapes_are_undone)
{
	expect("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\"");
	expect("\"\\u0041\\u00e9\\u957F\\ud83d\\ude00\"", "\"A\u00e9\u957f\U0001f600\"");
	expect("{\"\\u0061\":\"x\\\\\"}", "{\"a\":\"x\\\\\"}");
	expect("[\"\\\\\",\"\\\"\",\"\\\\\\\"\"]", "[\"\\\\\",\"\\\"\",\"\\\\\\\"\"]");
	expect("\"\\u001f\\u007f\"", "\"\\u001f\\u007f\"");
	expect("\"\xc2\x80\xc2\x9f\u00a0\"", "\"\\u0080\\u009f\u00a0\"");
}
END_TEST

START_TEST(what_is_ill_formed_is_repaired_and_counted)
{
	static const struct {
		const char *text, *wanted;
		uint64_t repairs;
	} cases[] = {
		/* clang-format off */
		{ "\"\\ud800\"", "\"\ufffd\"", 1 },
		{ "\"\\udc00x\"", "\"\ufffdx\"", 1 },
		{ "\"\\ud83dx\"", "\"\ufffdx\"", 1 },
		{ "\"\\ud83d\\u0041\"", "\"\ufffdA\"", 1 },
		{ "\"\\ud83d\\ud83d\\ude00\"", "\"\ufffd\U0001f600\"", 1 },
		{ "\"a\\u0000b\"", "\"a\ufffdb\"", 1 },
		{ "\"a\xff" "b\"", "\"a\ufffdb\"", 1 },
		{ "{\"n\xc3\":\"\xe2\x82\"}", "{\"n\ufffd\":\"\ufffd\"}", 2 },
		{ "\"\xff\\ud800\"", "\"\ufffd\ufffd\"", 2 },
		{ "\"fine\"", "\"fine\"", 0 },
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint64_t repairs = 99;
		char *got = again(json, cases[i].text, strlen(cases[i].text), &repairs);

		ck_assert_ptr_nonnull(got);
		ck_assert_str_eq(got, cases[i].wanted);
		ck_assert_uint_eq(repairs, cases[i].repairs);
		free(got);
	}
}
END_TEST

START_TEST(a_raw_nul_in_a_string_is_repaired)
{
	uint64_t repairs;
	char *got = again(json, "\"a\0b\"", 5, &repairs);

	ck_assert_ptr_nonnull(got);
	ck_assert_str_eq(got, "\"a\ufffdb\"");
	ck_assert_uint_eq(repairs, 1);
	free(got);
}
END_TEST

START_TEST(mistakes_are_refused)
{
	static const char *const wrong[] = {
		/* clang-format off */
		"", " ", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[1 2]",
		"[[1]", "[1]]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}",
		"{,}", "{\"a\"}", "{\"a\" 1}", "{a:1}", "{1:1}", "[\"a\":1]", "[}", "{]",
		"\"", "\"abc", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u123g\"", "\"\\",
		"\"a\tb\"", "\"a\nb\"", "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x10",
		"NaN", "Infinity", "-Infinity", "1a", "12\"abc\"", "\"a\"b", "\"a\"\"b\"",
		"tru", "truex", "true false", "True", "nul", "nulll", "1 2", "{} {}",
		"[\"a\":1],2]", "{\"a\":\"b\":1},\"c\":2}", "[1]]", "1]", "1,2", "[],[]",
		"'a'", "[1]x", "/**/1", "\xef\xbb\xbf[]", "\xff", "[\x01]",
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char *got = again(json, wrong[i], strlen(wrong[i]), NULL);

		ck_assert_ptr_nonnull(got);
		ck_assert_msg(strncmp(got, "invalid JSON: ", 14) == 0, "'%s' gives '%s'",
			      wrong[i], got);
		free(got);
	}
}
END_TEST

START_TEST(a_mistake_is_told_with_its_place)
{
	static const struct {
		const char *text, *mistake;
	} cases[] = {
		{ "", "the text ends too early at byte 0" },
		{ " ", "a value was expected at byte 0" },
		{ "]", "a value was expected at byte 0" },
		{ "[", "the text ends too early at byte 1" },
		{ "[1", "the text ends too early at byte 2" },
		{ "{\"a\":{} ", "the text ends too early at byte 8" },
		{ "{\"a\"", "the text ends too early at byte 4" },
		{ "[1, ]", "a value was expected at byte 4" },
		{ "[1 2]", "a comma was expected at byte 3" },
		{ "[{}}", "a comma was expected at byte 3" },
		{ "{\"a\" 1}", "a comma, a name or a colon was expected at byte 5" },
		{ "{\"a\":1]", "a comma, a name or a colon was expected at byte 6" },
		{ "{\"a\":1,}", "a comma, a name or a colon was expected at byte 7" },
		{ "[01]", "wrong number at byte 1" },
		{ "[nul]", "unknown word at byte 1" },
		{ "[\"a\\x\"]", "unknown escape at byte 4" },
		{ "[\"a\\u123\"]", "wrong \\u escape at byte 4" },
		{ "{} x", "something after the end at byte 3" },
		{ "{}{}", "something after the end at byte 2" },
		{ "[1]] ", "something after the end at byte 3" },
		{ "1 ],2", "something after the end at byte 2" },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		char wanted[100];

		snprintf(wanted, sizeof wanted, "invalid JSON: %s", cases[i].mistake);
		expect(cases[i].text, wanted);
	}
}
END_TEST

START_TEST(a_document_after_a_wrong_one_is_read)
{
	expect("[1,", "invalid JSON: the text ends too early at byte 3");
	expect("[1]", "[1]");
}
END_TEST

START_TEST(depth_has_a_limit)
{
	size_t depth, i;

	for (depth = 1020; depth < 1030; depth++) {
		char text[2100], *got;

		for (i = 0; i < depth; i++) {
			text[i] = '[';
			text[2 * depth - 1 - i] = ']';
		}
		got = again(json, text, 2 * depth, NULL);
		ck_assert_ptr_nonnull(got);
		if (depth <= 1024)
			ck_assert_uint_eq(strlen(got), 2 * depth);
		else
			ck_assert_str_eq(got,
					 "invalid JSON: nested too deeply at byte 1024");
		free(got);
	}
}
END_TEST

START_TEST(objects_count_for_the_depth)
{
	struct pm_buf text;
	size_t depth, i;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	for (depth = 1023; depth < 1027; depth++) {
		pm_buf_clear(&text);
		for (i = 0; i < depth; i++)
			pm_buf_puts(&text, i % 2 == 0 ? "{\"\":" : "[");
		pm_buf_putc(&text, '1');
		for (i = depth; i-- > 0;)
			pm_buf_putc(&text, i % 2 == 0 ? '}' : ']');
		expect(pm_buf_str(&text),
		       depth <= 1024 ? pm_buf_str(&text)
				     : "invalid JSON: nested too deeply at byte 2560");
	}
	pm_buf_release(&text);
}
END_TEST

START_TEST(depth_without_end_is_refused)
{
	size_t n = 3000000;
	char *text = malloc(n);
	struct pm_error err;
	const struct pm_json_value *root;

	ck_assert_ptr_nonnull(text);
	memset(text, '[', n);
	ck_assert_int_eq(pm_json_parse(json, text, n, &root, NULL, &err), PM_ERR_INPUT);
	free(text);
}
END_TEST

START_TEST(too_many_values_are_refused)
{
	size_t n = 9000002, i;
	char *text = malloc(n);
	struct pm_error err;
	const struct pm_json_value *root;

	ck_assert_ptr_nonnull(text);
	for (i = 0; i < n; i++)
		text[i] = "1,"[(i + 1) % 2];
	text[0] = '[';
	text[n - 1] = ']';
	ck_assert_int_eq(pm_json_parse(json, text, n, &root, NULL, &err), PM_ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(err.text, "too many values"));
	free(text);
}
END_TEST

/* The caller's own limit is no mistake of the document; after it, others are parsed. */
START_TEST(a_lower_limit_of_values_is_kept)
{
	struct pm_error err;
	const struct pm_json_value *root;

	pm_json_set_limit(json, 5);
	ck_assert_int_eq(pm_json_parse(json, "[1,2,3,4]", 9, &root, NULL, &err), PM_OK);
	ck_assert_int_eq(pm_json_parse(json, "[1,2,3,4,[5]]", 13, &root, NULL, &err),
			 PM_ERR_LIMIT);
	ck_assert_ptr_nonnull(strstr(err.text, "more than 5 values"));
	pm_json_trim(json);
	ck_assert_int_eq(pm_json_parse(json, "[1,2,", 5, &root, NULL, &err), PM_ERR_INPUT);
	pm_json_set_limit(json, 0);
	ck_assert_int_eq(pm_json_parse(json, "[1,2,3,4,5,6]", 13, &root, NULL, &err),
			 PM_OK);
}
END_TEST

START_TEST(documents_of_all_sizes_in_turn)
{
	static const size_t sizes[] = { 1,	 31,   32,	 33,   63,     64,
					65,	 4095, 4096,	 4097, 100000, 3,
					5000000, 2,    80000000, 10,   64 };
	size_t i, k;

	for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		char *text = malloc(sizes[i] + 2);
		const struct pm_json_value *root;
		struct pm_error err;

		ck_assert_ptr_nonnull(text);
		text[0] = text[sizes[i] + 1] = '"';
		memset(text + 1, 'x', sizes[i]);
		for (k = 1; k + 1 < sizes[i]; k += 37) {
			text[k] = '\\';
			text[k + 1] = 'n';
		}
		ck_assert_int_eq(pm_json_parse(json, text, sizes[i] + 2, &root, NULL, &err),
				 PM_OK);
		ck_assert_int_eq(root->type, PM_JSON_STRING);
		for (k = 1; k + 1 < sizes[i]; k += 37)
			;
		ck_assert_uint_eq(root->text_len, sizes[i] - (k - 1) / 37);
		free(text);
	}
}
END_TEST

START_TEST(cuts_and_changes_never_break_it)
{
	static const char base[] =
		"{\"id\": 12, \"title\": \"a \\u00e9 \\ud83d\\ude00 b\", \"tags\": [\"x\", 1.5e3, "
		"null, true, {\"y\": []}], \"text\": \"line\\nline \\\"q\\\" \u957f\"}";
	size_t len = sizeof base - 1, cut;
	int round;

	for (cut = 0; cut < len; cut++)
		free(again(json, base, cut, NULL));
	for (round = 0; round < 20000; round++) {
		char text[sizeof base];
		uint32_t changes = 1 + rnd(4);

		memcpy(text, base, len);
		while (changes-- > 0) {
			static const char often[] = "\"\\[]{},:0 u\n\xff\x80";

			text[rnd((uint32_t)len)] = rnd(2) ? (char)rnd(256)
							  : often[rnd(sizeof often - 1)];
		}
		free(again(json, text, len, NULL));
	}
}
END_TEST

START_TEST(member_finds_the_first_of_its_name)
{
	const struct pm_json_value *root;
	static const char text[] = "{\"b\":1,\"a\":2,\"a\":3,\"ab\":4}";

	ck_assert_int_eq(pm_json_parse(json, text, sizeof text - 1, &root, NULL, NULL),
			 PM_OK);
	ck_assert_mem_eq(pm_json_member(root, "a")->text, "2", 1);
	ck_assert_mem_eq(pm_json_member(root, "ab")->text, "4", 1);
	ck_assert_ptr_null(pm_json_member(root, "c"));
	ck_assert_ptr_null(pm_json_member(root, ""));
	ck_assert_ptr_null(pm_json_member(root->child, "a"));
	ck_assert_ptr_null(pm_json_member(NULL, "a"));
}
END_TEST

START_TEST(strings_are_written_in_the_shortest_form)
{
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_json_put_string(&b, "a\0b\x01\n\t\r\b\f\x1f\x7f\"\\/\u00e9", 16);
	ck_assert_str_eq(pm_buf_str(&b),
			 "\"a\\u0000b\\u0001\\n\\t\\r\\b\\f\\u001f\\u007f\\\"\\\\/\u00e9\"");
	pm_buf_clear(&b);
	pm_json_put_string(&b, NULL, 0);
	ck_assert_str_eq(pm_buf_str(&b), "\"\"");
	pm_buf_release(&b);
}
END_TEST

START_TEST(random_strings_survive_writing_and_reading)
{
	int round;

	for (round = 0; round < 3000; round++) {
		const struct pm_json_value *root;
		struct pm_buf text, out;
		char raw[100];
		size_t len = rnd(sizeof raw), i;

		for (i = 0; i < len; i++)
			raw[i] = (char)(rnd(3) ? 1 + rnd(127) : rnd(256));
		pm_buf_init(&text, PM_BUF_NO_LIMIT);
		pm_buf_init(&out, PM_BUF_NO_LIMIT);
		pm_utf8_repair(&text, raw, len);
		pm_json_put_string(&out, (char *)text.data, text.len);
		ck_assert_int_eq(pm_json_parse(json, (char *)out.data, out.len, &root,
					       NULL, NULL),
				 PM_OK);
		ck_assert_uint_eq(root->text_len, text.len);
		if (text.len > 0)
			ck_assert_mem_eq(root->text, text.data, text.len);
		pm_buf_release(&text);
		pm_buf_release(&out);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("json");
	TCase *t = tcase_create("json");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, what_is_a_number_of_json);
	tcase_add_test(t, values_come_back_as_they_were_written);
	tcase_add_test(t, escapes_are_undone);
	tcase_add_test(t, what_is_ill_formed_is_repaired_and_counted);
	tcase_add_test(t, a_raw_nul_in_a_string_is_repaired);
	tcase_add_test(t, mistakes_are_refused);
	tcase_add_test(t, a_mistake_is_told_with_its_place);
	tcase_add_test(t, a_document_after_a_wrong_one_is_read);
	tcase_add_test(t, depth_has_a_limit);
	tcase_add_test(t, objects_count_for_the_depth);
	tcase_add_test(t, depth_without_end_is_refused);
	tcase_add_test(t, too_many_values_are_refused);
	tcase_add_test(t, a_lower_limit_of_values_is_kept);
	tcase_add_test(t, documents_of_all_sizes_in_turn);
	tcase_add_test(t, cuts_and_changes_never_break_it);
	tcase_add_test(t, member_finds_the_first_of_its_name);
	tcase_add_test(t, strings_are_written_in_the_shortest_form);
	tcase_add_test(t, random_strings_survive_writing_and_reading);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
