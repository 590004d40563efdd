/* Pressmark - unit tests: names of fields and whole values.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/small_fixture.h"
#include "text/names.h"

#include <string.h>

struct pair {
	const char *a, *b;
};

static bool
same_name(const char *a, const char *b)
{
	struct pm_buf folded, scratch;
	bool yes;

	pm_buf_init(&folded, PM_BUF_NO_LIMIT);
	pm_buf_init(&scratch, PM_BUF_NO_LIMIT);
	OK(pm_name_fold(&folded, a, strlen(a), ERR));
	OK(pm_name_is(&scratch, b, strlen(b), pm_buf_str(&folded), folded.len, &yes, ERR));
	pm_buf_release(&folded);
	pm_buf_release(&scratch);
	return yes;
}

static bool
same_value(const char *a, const char *b)
{
	struct pm_buf composed, scratch;
	bool yes;

	pm_buf_init(&composed, PM_BUF_NO_LIMIT);
	pm_buf_init(&scratch, PM_BUF_NO_LIMIT);
	OK(pm_value_compose(&composed, a, strlen(a), ERR));
	OK(pm_value_is(&scratch, b, strlen(b), pm_buf_str(&composed), composed.len, &yes,
		       ERR));
	pm_buf_release(&composed);
	pm_buf_release(&scratch);
	return yes;
}

START_TEST(names_are_compared_as_words)
{
	static const struct pair same[] = {
		{ "section", "Section" },
		{ "r\xc3\xa9gion", "REGION" },
		{ "re\xcc\x81gion", "R\xc3\xa9gion" },
		{ "case number", "Case Number" },
		{ "it's", "ITS" },
		{ "\xef\xbc\xb8", "x" },
		{ "'", "'" },
		{ "", "" },
	};
	static const struct pair other[] = {
		{ "section", "sections" },
		{ "a b", "a  b" },
		{ "a.b", "a_b" },
		{ "a", "" },
		{ "", "a" },
		{ "'", "" },
		{ "a b", "a_b" },
		{ "doc.type", "doc" },
		{ "x", "y" },
	};
	size_t i;

	for (i = 0; i < sizeof same / sizeof *same; i++) {
		ck_assert_msg(same_name(same[i].a, same[i].b), "%s", same[i].a);
		ck_assert_msg(same_name(same[i].b, same[i].a), "%s", same[i].b);
	}
	for (i = 0; i < sizeof other / sizeof *other; i++)
		ck_assert_msg(!same_name(other[i].a, other[i].b), "%s", other[i].a);
}
END_TEST

START_TEST(values_are_compared_byte_for_byte_after_composition)
{
	static const struct pair same[] = {
		{ "gas", "gas" },
		{ "caf\xc3\xa9", "cafe\xcc\x81" },
		{ "caf\xc3\xa9", " caf\xc3\xa9\t" },
		{ "a  b", "\xc2\xa0"
			  "a  b\xe3\x80\x80" },
		{ "", " \n" },
		{ "", "" },
	};
	static const struct pair other[] = {
		{ "gas", "Gas" },
		{ "gas", "nat-gas" },
		{ "caf\xc3\xa9", "cafe" },
		{ "a  b", "a b" },
		{ "\xef\xbd\xb6", "\xe3\x82\xab" },
		{ "a", "" },
		{ "=", "" },
		{ "a\xe2\x80\x8b", "a" },
		{ "\x01"
		  "a",
		  "a" },
	};
	size_t i;

	for (i = 0; i < sizeof same / sizeof *same; i++) {
		ck_assert_msg(same_value(same[i].a, same[i].b), "%s", same[i].a);
		ck_assert_msg(same_value(same[i].b, same[i].a), "%s", same[i].b);
	}
	for (i = 0; i < sizeof other / sizeof *other; i++)
		ck_assert_msg(!same_value(other[i].a, other[i].b), "%s", other[i].a);
}
END_TEST

START_TEST(what_is_no_utf8_is_taken_as_it_is)
{
	ck_assert(same_value("\xff x", "\xff x"));
	ck_assert(!same_value("\xff x", "\xfe x"));
}
END_TEST

START_TEST(a_long_value_is_composed_too)
{
	struct pm_buf a, b;
	unsigned i;

	pm_buf_init(&a, PM_BUF_NO_LIMIT);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < 5000; i++) {
		pm_buf_puts(&a, "\xc3\xa9");
		pm_buf_puts(&b, "e\xcc\x81");
	}
	ck_assert(same_value(pm_buf_str(&a), pm_buf_str(&b)));
	pm_buf_putc(&b, 'x');
	ck_assert(!same_value(pm_buf_str(&a), pm_buf_str(&b)));
	pm_buf_release(&a);
	pm_buf_release(&b);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("names");
	TCase *tc = tcase_create("names");

	tcase_add_test(tc, names_are_compared_as_words);
	tcase_add_test(tc, values_are_compared_byte_for_byte_after_composition);
	tcase_add_test(tc, what_is_no_utf8_is_taken_as_it_is);
	tcase_add_test(tc, a_long_value_is_composed_too);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
