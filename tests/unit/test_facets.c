/* Pressmark - tests of facets.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer/facets.h"
#include "support/json.h"
#include "support/utf8.h"
#include "tests/unit/answer_fixture.h"

static void
ask(struct corpus *c, const char *query, struct pm_facets *f, struct pm_buf *out,
    struct pm_facets_result *result)
{
	struct pm_tree *tree = corpus_query(query);
	struct pm_facets_result own;

	f->tree = tree;
	f->query = query;
	f->query_len = strlen(query);
	pm_buf_init(out, PM_BUF_NO_LIMIT);
	OK(pm_facets_answer(f, c->search, out, result == NULL ? &own : result, ERR));
	pm_tree_free(tree);
}

static void
is_answer(struct corpus *c, const char *query, struct pm_facets f, const char *want)
{
	struct pm_buf out;

	ask(c, query, &f, &out, NULL);
	ck_assert_str_eq(pm_buf_str(&out), want);
	pm_buf_release(&out);
}

static void
open_small(struct corpus *c)
{
	corpus_begin(c);
	corpus_add(c, "", "word",
		   "\"date\":\"2024-03-05\",\"source\":\"AP\",\"language\":\"en\","
		   "\"url\":\"https://News.Example:80/a\",\"topics\":[\"x\",\"y\"]");
	corpus_add(c, "", "word",
		   "\"date\":\"2023-12-31\",\"source\":\"Reuters\","
		   "\"author\":\"A. B.\",\"url\":\"http://b.example\"");
	corpus_add(c, "", "word",
		   "\"date\":\"2024-03-31\",\"source\":\"Reuters\","
		   "\"Lang\":\"de\",\"url\":\"https://news.example/b?c#d\"");
	corpus_add(c, "", "word",
		   "\"date\":\"2024-04-01\",\"language\":\"\","
		   "\"source\":\"\\u001b[31m\\u4e2d\\u6587\"");
	corpus_add(c, "", "other", "\"source\":\"other\",\"section\":\"s\"");
	corpus_open(c);
}

START_TEST(values_are_counted_over_all_that_match)
{
	struct corpus c;

	open_small(&c);
	is_answer(&c, "word", (struct pm_facets){ .field = "source", .width = 80 },
		  "4 of 5 articles\n"
		  "  Reuters    2   50.0 %\n"
		  "   [31m\xe4\xb8\xad\xe6\x96\x87  1   25.0 %\n"
		  "  AP         1   25.0 %\n");
	is_answer(&c, "word", (struct pm_facets){ .field = "LANGUAGE", .width = 80 },
		  "4 of 5 articles\n"
		  "  de      1   25.0 %\n"
		  "  en      1   25.0 %\n"
		  "  (none)  2   50.0 %\n");
	is_answer(&c, "word OR other",
		  (struct pm_facets){ .field = "date:month", .format = PM_FACETS_TSV },
		  "# pressmark-query facets tsv 1, field date:month, total 5, values 3\n"
		  "value\tcount\n2023-12\t1\n2024-01\t0\n2024-02\t0\n2024-03\t2\n2024-04\t1\n(none)\t1\n");
	is_answer(&c, "word",
		  (struct pm_facets){ .field = "date:year", .format = PM_FACETS_JSON },
		  "{\"format\":1,\"query\":\"word\",\"articles\":5,\"total\":4,"
		  "\"facet\":\"date:year\",\"values\":2,\"without\":0,\"complete\":true,"
		  "\"rows\":[\n{\"value\":\"2023\",\"count\":1},\n"
		  "{\"value\":\"2024\",\"count\":3}\n]}\n");
	is_answer(&c, "word",
		  (struct pm_facets){ .field = "host", .format = PM_FACETS_TSV },
		  "# pressmark-query facets tsv 1, field host, total 4, values 2\n"
		  "value\tcount\nnews.example\t2\nb.example\t1\n(none)\t1\n");
	is_answer(&c, "word",
		  (struct pm_facets){ .field = "author", .width = 80, .max = 1 },
		  "4 of 5 articles\n  A. B.   1   25.0 %\n  (none)  3   75.0 %\n");
	is_answer(&c, "word",
		  (struct pm_facets){ .field = "date:day", .width = 80, .max = 1 },
		  "4 of 5 articles\n  2023-12-31  1   25.0 %\n  and 3 more values\n");
	corpus_end(&c);
}
END_TEST

START_TEST(dates_too_coarse_for_a_facet_are_told)
{
	struct corpus c;

	corpus_begin(&c);
	corpus_add(&c, "", "word", "\"date\":\"2024-03-05\"");
	corpus_add(&c, "", "word", "\"date\":\"2024-03\"");
	corpus_add(&c, "", "word", "\"date\":\"2024\"");
	corpus_add(&c, "", "word", "\"date\":\"2024\"");
	corpus_add(&c, "", "word", "");
	corpus_open(&c);
	is_answer(&c, "word", (struct pm_facets){ .field = "date:year", .width = 80 },
		  "5 of 5 articles\n"
		  "  2024    4   80.0 %\n"
		  "  (none)  1   20.0 %\n");
	is_answer(&c, "word", (struct pm_facets){ .field = "date:month", .width = 80 },
		  "5 of 5 articles\n"
		  "  2024-03  2   40.0 %\n"
		  "  (none)   3   60.0 %\n"
		  "    2 of these have only a year\n");
	is_answer(&c, "date:2024 NOT date:2024-03-05",
		  (struct pm_facets){ .field = "date:day", .width = 80 },
		  "3 of 5 articles\n"
		  "  (none)  3  100.0 %\n"
		  "    3 of these have only a year or a month\n");
	is_answer(&c, "word",
		  (struct pm_facets){ .field = "date:month", .format = PM_FACETS_TSV },
		  "# pressmark-query facets tsv 1, field date:month, total 5, values 1, coarser 2\n"
		  "value\tcount\n2024-03\t2\n(none)\t3\n");
	is_answer(&c, "word",
		  (struct pm_facets){ .field = "date:day", .format = PM_FACETS_JSON },
		  "{\"format\":1,\"query\":\"word\",\"articles\":5,\"total\":5,"
		  "\"facet\":\"date:day\",\"values\":1,\"without\":4,\"coarser\":3,"
		  "\"complete\":true,\"rows\":[\n{\"value\":\"2024-03-05\",\"count\":1}\n]}\n");
	corpus_end(&c);
}
END_TEST

START_TEST(empty_months_stand_between_others)
{
	struct corpus c;

	corpus_begin(&c);
	corpus_add(&c, "", "word early", "\"date\":\"1899-11-05\"");
	corpus_add(&c, "", "word", "\"date\":\"1999-11-05\"");
	corpus_add(&c, "", "word", "\"date\":\"2000-02\"");
	corpus_add(&c, "", "word", "\"date\":\"2002\"");
	corpus_open(&c);
	is_answer(&c, "word -early",
		  (struct pm_facets){ .field = "date:month", .width = 80 },
		  "3 of 4 articles\n"
		  "  1999-11  1   33.3 %\n"
		  "  1999-12  0    0.0 %\n"
		  "  2000-01  0    0.0 %\n"
		  "  2000-02  1   33.3 %\n"
		  "  (none)   1   33.3 %\n"
		  "    1 of these has only a year\n");
	is_answer(&c, "word -early",
		  (struct pm_facets){ .field = "date:month",
				      .format = PM_FACETS_TSV,
				      .max = 3 },
		  "# pressmark-query facets tsv 1, field date:month, total 3, values 2, "
		  "coarser 1\n"
		  "value\tcount\n1999-11\t1\n1999-12\t0\n2000-01\t0\n(none)\t1\n"
		  "# shown 3 of 4 values\n");
	is_answer(&c, "word -early",
		  (struct pm_facets){ .field = "date:year", .format = PM_FACETS_JSON },
		  "{\"format\":1,\"query\":\"word -early\",\"articles\":4,\"total\":3,"
		  "\"facet\":\"date:year\",\"values\":3,\"without\":0,\"complete\":true,"
		  "\"rows\":[\n{\"value\":\"1999\",\"count\":1},\n"
		  "{\"value\":\"2000\",\"count\":1},\n{\"value\":\"2001\",\"count\":0},\n"
		  "{\"value\":\"2002\",\"count\":1}\n]}\n");
	/* a hundred years and more: one of them is likely a mistake */
	is_answer(&c, "word", (struct pm_facets){ .field = "date:month", .width = 80 },
		  "4 of 4 articles\n"
		  "  1899-11  1   25.0 %\n"
		  "  1999-11  1   25.0 %\n"
		  "  2000-02  1   25.0 %\n"
		  "  (none)   1   25.0 %\n"
		  "    1 of these has only a year\n");
	corpus_end(&c);
}
END_TEST

START_TEST(an_unknown_field_is_named_with_those_there_are)
{
	struct pm_facets f = { .field = "section", .width = 80 };
	struct pm_facets_result r;
	struct pm_tree *tree;
	struct pm_buf out;
	struct corpus c;

	open_small(&c);
	/* another article has it */
	is_answer(&c, "word", f, "4 of 5 articles\n  (none)  4  100.0 %\n");
	is_answer(&c, "nowhere", f, "no article matches, of 5 articles\n");
	tree = corpus_query("word");
	f.tree = tree;
	f.field = "date";
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	FAILS(pm_facets_answer(&f, c.search, &out, &r, ERR), PM_ERR_QUERY,
	      "no article has a field 'date' to count, did you mean 'date:year'? this index "
	      "has source, author, host, date:year, date:month, date:day, ");
	FAILS(pm_facets_answer(&f, c.search, &out, &r, ERR), PM_ERR_QUERY, ", section");
	ck_assert_uint_eq(out.len, 0);
	pm_tree_free(tree);
	pm_buf_release(&out);
	corpus_end(&c);
}
END_TEST

START_TEST(only_facets_that_are_there_are_listed)
{
	static const char *const wrong[][2] = {
		{ "nosuch", "no article has a field 'nosuch' to count; this index has "
			    "author, section" },
		{ "month", "no article has a field 'month' to count; this index has "
			   "author, section" },
		{ "autor", "no article has a field 'autor' to count, did you mean "
			   "'author'? this index has author, section" },
		{ "sectoin", "did you mean 'section'? this index has author, section" },
		{ "Title", "'Title' is no facet: it is searched, not counted; this index "
			   "has author, section" },
		{ "words", "'words' is no facet" },
		{ "id", "'id' is no facet" }
	};
	struct pm_facets f = { .width = 80 };
	struct pm_facets_result r;
	struct pm_tree *tree;
	struct pm_buf out;
	struct corpus c;
	size_t i;

	corpus_begin(&c);
	corpus_add(&c, "a title", "word", "\"author\":\"B\",\"section\":\"s\"");
	corpus_open(&c);
	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	f.tree = tree = corpus_query("word");
	for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		f.field = wrong[i][0];
		FAILS(pm_facets_answer(&f, c.search, &out, &r, ERR), PM_ERR_QUERY,
		      wrong[i][1]);
	}
	pm_tree_free(tree);
	pm_buf_release(&out);
	corpus_end(&c);
}
END_TEST

START_TEST(a_field_that_is_there_twice_counts_each_value_once)
{
	struct pm_facets f = { .field = "tag", .format = PM_FACETS_TSV };
	struct corpus c;

	corpus_begin(&c);
	corpus_add(&c, "", "word", "\"tag\":\"a\",\"Tag\":\"b\",\"TAG\":\"a\"");
	corpus_add(&c, "", "word", "\"Tag\":\"b\"");
	corpus_open(&c);
	is_answer(&c, "word", f,
		  "# pressmark-query facets tsv 1, field tag, total 2, "
		  "values 2\n"
		  "value\tcount\nb\t2\na\t1\n");
	corpus_end(&c);
}
END_TEST

START_TEST(random_counts_are_those_of_a_naive_count)
{
	enum { VALUES = 40, ARTICLES = 500 };
	unsigned counts[VALUES] = { 0 }, without = 0, i, rows = 0, last = UINT32_MAX;
	struct pm_facets f = { .field = "kind", .format = PM_FACETS_JSON };
	const struct pm_json_value *root, *v;
	struct pm_facets_result r;
	struct pm_json *json;
	char members[80];
	struct pm_buf out;
	struct corpus c;

	corpus_begin(&c);
	for (i = 0; i < ARTICLES; i++) {
		unsigned value = rnd(rnd(VALUES) + 1);
		bool word = rnd(3) > 0, has = rnd(5) > 0;

		snprintf(members, sizeof members,
			 has ? "\"kind\":\"v%02u\"" : "\"x\":\"%u\"", value);
		corpus_add(&c, "", word ? "some word" : "some", members);
		counts[value] += word && has;
		without += word && !has;
	}
	corpus_open(&c);
	ask(&c, "word", &f, &out, &r);
	ck_assert_uint_eq(r.without, without);
	OK(pm_json_new(&json, ERR));
	OK(pm_json_parse(json, pm_buf_str(&out), out.len, &root, NULL, ERR));
	for (v = pm_json_member(root, "rows")->child; v != NULL; v = v->next, rows++) {
		const struct pm_json_value *name = pm_json_member(v, "value");
		unsigned value = (unsigned)atoi(name->text + 1);
		unsigned n = (unsigned)atoi(pm_json_member(v, "count")->text);

		ck_assert_uint_eq(n, counts[value]);
		ck_assert_uint_gt(n, 0);
		ck_assert_uint_le(n, last);
		last = n;
		counts[value] = 0;
	}
	for (i = 0; i < VALUES; i++)
		ck_assert_uint_eq(counts[i], 0);
	ck_assert_uint_eq(r.values, rows);
	pm_json_free(json);
	pm_buf_release(&out);
	corpus_end(&c);
}
END_TEST

START_TEST(hostile_values_stay_in_their_column)
{
	struct pm_buf out, value, members;
	struct corpus c;
	unsigned i;
	size_t width;

	corpus_begin(&c);
	pm_buf_init(&value, PM_BUF_NO_LIMIT);
	pm_buf_init(&members, PM_BUF_NO_LIMIT);
	for (i = 0; i < 60; i++) {
		pm_buf_clear(&members);
		pm_buf_clear(&value);
		corpus_random_text(&value, 1 + rnd(20), rnd);
		corpus_add(&c, "", "word", "");
		/* the value, put into the object that was just closed */
		c.lines.len -= 2;
		pm_buf_puts(&c.lines, ",\"kind\":");
		pm_buf_putc(&c.lines, '"');
		for (width = 0; width < value.len; width++) {
			uint8_t b = value.data[width];

			if (b < 0x20 || b == '"' || b == '\\')
				pm_buf_printf(&c.lines, "\\u%04x", b);
			else
				pm_buf_putc(&c.lines, b);
		}
		pm_buf_puts(&c.lines, "\"}\n");
	}
	corpus_open(&c);
	for (width = 40; width < 140; width += 7) {
		struct pm_facets f = { .field = "kind", .width = width };
		const char *p, *end;
		size_t column = 0;

		ask(&c, "word", &f, &out, NULL);
		for (i = 0; i < out.len; i++)
			ck_assert((out.data[i] >= 0x20 && out.data[i] != 0x7f) ||
				  out.data[i] == '\n');
		p = strchr(pm_buf_str(&out), '\n') + 1;
		for (; (end = strchr(p, '\n')) != NULL; p = end + 1) {
			size_t columns = pm_utf8_columns(p, (size_t)(end - p));

			ck_assert_uint_le(columns, width);
			ck_assert(column == 0 || column == columns);
			column = columns;
		}
		pm_buf_release(&out);
	}
	pm_buf_release(&value);
	pm_buf_release(&members);
	corpus_end(&c);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("facets");
	TCase *tc = tcase_create("facets");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, empty_months_stand_between_others);
	tcase_add_test(tc, values_are_counted_over_all_that_match);
	tcase_add_test(tc, dates_too_coarse_for_a_facet_are_told);
	tcase_add_test(tc, an_unknown_field_is_named_with_those_there_are);
	tcase_add_test(tc, only_facets_that_are_there_are_listed);
	tcase_add_test(tc, a_field_that_is_there_twice_counts_each_value_once);
	tcase_add_test(tc, random_counts_are_those_of_a_naive_count);
	tcase_add_test(tc, hostile_values_stay_in_their_column);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
