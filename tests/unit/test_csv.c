/* Pressmark - tests of tables: corpus/formats/csv.c and rows.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/names.h"
#include "corpus/formats/rows.h"
#include "tests/unit/reader_fixture.h"

#include <check.h>

/* --- articles of a file */

static struct pm_names *names;

static void
begin(void)
{
	setup();
	options.remark = put_remark;
	ck_assert_int_eq(pm_names_new(&names, NULL), PM_OK);
}

static void
end(void)
{
	pm_names_free(names);
	options.names = NULL;
	options.remark = NULL;
	options.max_text = 0;
	options.memory = 0;
	teardown();
}

static void
map(const char *text)
{
	pm_names_free(names);
	ck_assert_int_eq(pm_names_new(&names, NULL), PM_OK);
	ck_assert_int_eq(pm_names_map(names, text, NULL), PM_OK);
	options.names = names;
}

START_TEST(a_row_is_an_article)
{
	const struct pm_article *a;
	struct pm_reader *r;

	file_gives("a.csv", "title,text\nA,one\nB,two\n",
		   "a.csv:2 [A] one\na.csv:3 [B] two\n");
	make_text("a.csv", "Title,Full Text,Published At,section,Author\n"
			   "A,\"one, \"\"two\"\"\nthree\",2024-01-02,Sport,\n");
	r = open_article("a.csv", &a);
	same(a->title, "A");
	same(a->text, "one, \"two\"\nthree");
	ck_assert_uint_eq(a->day, 20240102);
	same(a->author, "");
	ck_assert_uint_eq(a->n_fields, 1);
	same(a->fields[0].name, "section");
	same(a->fields[0].value, "Sport");
	ck_assert_uint_eq(a->line, 2);
	ck_assert_uint_eq(a->bytes_in, 41);
	pm_reader_free(r);
}
END_TEST

START_TEST(lines_end_in_three_ways)
{
	file_gives("a.csv", "\xef\xbb\xbftitle,text\r\nA,\"1\r\n2\"\r\n\r\nB,two",
		   "a.csv:2 [A] 1\r|2\na.csv:5 [B] two\n");
	file_gives("a.csv", "\rtitle,text\rA,\"1\r2\"\r\rB,two\r",
		   "a.csv:3 [A] 1\r2\na.csv:6 [B] two\n");
	file_gives("a.csv", "\n\n  title , text \n\n\nA,\n,two\n",
		   "a.csv:6 [A] \na.csv:7 [] two\n");
}
END_TEST

START_TEST(the_delimiter_is_the_most_frequent)
{
	file_gives("a.csv", "title;text;a,b\nA;one,two;\n", "a.csv:2 [A] one,two\n");
	file_gives("a.csv", "title\ttext\nA\tone;two\n", "a.csv:2 [A] one;two\n");
	file_gives("a.csv", "title|text\nA|one\n", "a.csv:2 [A] one\n");
	file_gives("a.csv", "\"text;a;b;c\",title\n\"one\",A\n", "a.csv:2 [A] \n");
	file_gives("a.csv", "text\none\ntwo\n", "a.csv:2 [] one\na.csv:3 [] two\n");
	file_gives("a.tsv", "title\ttext, all of it, a,b,c\ttext\nA\t0\tone\n",
		   "a.tsv:2 [A] one\n");
	file_gives("a.tab", "title\ttext\nA\tone\n", "a.tab:2 [A] one\n");
	file_gives("a.csv", "sep=;\r\ntitle;text\r\nA,b,c;one\r\n",
		   "a.csv:3 [A,b,c] one\n");
	file_gives("a.psv", "title|text\nA|one\n", "a.psv:2 [A] one\n");
}
END_TEST

START_TEST(rows_with_too_few_or_many_cells_are_told)
{
	const struct pm_article *a;
	struct pm_reader *r;

	file_gives("a.csv", "title,text,url\nA,one,u\nB\nC,three,u,\nD,four,u,,x\n",
		   "a.csv:2 [A] one\na.csv:3 note row 3 has 1 cell for 3 columns\n"
		   "a.csv:3 [B] \na.csv:4 [C] three\na.csv:5 note row 5 has 5 cells for 3 "
		   "columns; those behind are called by their number\na.csv:5 [D] four\n");
	make_text("a.csv", "title,text\nA,one,,x\n");
	r = open_article("a.csv", &a);
	ck_assert_uint_eq(a->n_fields, 1);
	same(a->fields[0].name, "column 4");
	same(a->fields[0].value, "x");
	pm_reader_free(r);
}
END_TEST

START_TEST(a_first_column_without_a_name_is_an_index)
{
	const struct pm_article *a;
	struct pm_reader *r;

	file_gives("a.csv", ",title,text\n0,A,one\n1,B,two\n",
		   "a.csv:2 note the first column has no name and is left out (--map id=1 "
		   "would take it)\na.csv:2 [A] one\na.csv:3 [B] two\n");
	make_text("a.csv", "Unnamed: 0,text,\n0,one,x\n");
	r = open_article("a.csv", &a);
	ck_assert_uint_eq(a->n_fields, 1);
	same(a->fields[0].name, "column 3");
	pm_reader_free(r);
	map("id=1");
	make_text("a.csv", ",text\n7,one\n");
	r = open_article("a.csv", &a);
	same(a->id, "7");
	ck_assert_uint_eq(a->n_fields, 0);
	pm_reader_free(r);
}
END_TEST

START_TEST(without_names_columns_are_mapped)
{
	file_gives("a.csv", "\"3\",\"A, a\",\"one\"\n4,B,two\n",
		   "a.csv skip no column has a name that is known, the first row being '3', "
		   "'A, a', 'one': say which is what by name, as --map text=NAME, or by "
		   "number, as --map title=2,text=3, if this row is an article\n");
	map("title=2,text=3");
	EXPECT("a.csv", "a.csv:1 [A, a] one\na.csv:2 [B] two\n");
	/* where there are names, they are no article */
	file_gives("a.csv", "id,headline,story\n1,A,one\n", "a.csv:2 [A] one\n");
	/* what looks like names, and is taken as an article, is told */
	map("title=1,text=2");
	file_gives("a.csv", "otsikko;leip\xc3\xa4 teksti;pvm\nA;one;1.2.2024\n",
		   "a.csv:1 note the first row is taken as an article, as it has no name that "
		   "is known (--map text=NAME takes it as names)\n"
		   "a.csv:1 [otsikko] leip\xc3\xa4 teksti\na.csv:2 [A] one\n");
	file_gives("a.csv", "otsikko;2024\nA;one\n",
		   "a.csv:1 [otsikko] 2024\na.csv:2 [A] one\n");
	map("title=otsikko");
	file_gives("a.csv", "otsikko,leipa\nA,one\n", "a.csv:2 [A] \n");
}
END_TEST

START_TEST(what_breaks_the_rules_is_read_as_it_was_meant)
{
	file_gives("a.csv", "title,text\nA,\"He said \"no\" to all\"\nB,two\n",
		   "a.csv:2 [A] He said \"no\" to all\na.csv:3 [B] two\n");
	file_gives("a.csv", "title,text\n\"Titanic\" sinks,one\nB,two\n",
		   "a.csv:2 [\"Titanic\" sinks] one\na.csv:3 [B] two\n");
	file_gives("a.csv", "title,text\n\"Titanic\" sinks,\"one\"\nB,two\n",
		   "a.csv:2 [\"Titanic\" sinks] one\na.csv:3 [B] two\n");
	file_gives("a.csv", "title,text\n5\" disk,\"one\" \nB,two\n",
		   "a.csv:2 [5\" disk] one\na.csv:3 [B] two\n");
	file_gives("a.csv", "\"title\", \"text\"\n\"A\", \"one, two\"\n",
		   "a.csv:2 [A] one, two\n");
	file_gives("a.csv", "title,text\nA, one\n", "a.csv:2 [A]  one\n");
}
END_TEST

START_TEST(an_open_quote_ends_the_file)
{
	file_gives("a.csv", "title,text\nA,one\nB,\"two\nthree,four\n",
		   "a.csv:2 [A] one\na.csv skip breaks off after 1 article: the quote that "
		   "begins on line 3 is never closed\n");
	file_gives("a.csv", "title,text\nA,\"one\"", "a.csv:2 [A] one\n");
	file_gives("a.csv", "title,text\n", "");
	file_gives("a.csv", "\n\r\n\n", "a.csv skip no row in it\n");
	file_gives("a.csv", "title,\"text\n",
		   "a.csv skip the quote that begins on line 1 is never closed\n");
}
END_TEST

START_TEST(rows_that_are_too_large_are_passed_over)
{
	struct pm_buf b;
	int i;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "title,text\nA,\"");
	for (i = 0; i < 4000; i++)
		pm_buf_puts(&b,
			    "a thousand bytes are in a hundred of these, or nearly so, and "
			    "there are enough for two megabytes, \"\"roughly\"\", or more\n"
			    "a thousand bytes are in a hundred of these, or nearly so, and "
			    "there are enough for two megabytes, \"\"roughly\"\", or more\n"
			    "a thousand bytes are in a hundred of these, or nearly so, and");
	pm_buf_puts(&b, "\"\nB,two\n");
	make("a.csv", b.data, b.len);
	options.max_text = 100000;
	EXPECT("a.csv",
	       "a.csv:2 skip a row of 1196005 bytes is too large\na.csv:8003 [B] two\n");
	/* so are those of too many cells */
	pm_buf_clear(&b);
	pm_buf_puts(&b, "title,text\nA,");
	for (i = 0; i < 10000; i++)
		pm_buf_putc(&b, ',');
	pm_buf_puts(&b, "\nB,two\n");
	make("a.csv", b.data, b.len);
	options.memory = 200 * 5000;
	EXPECT("a.csv",
	       "a.csv:2 skip a row of 10003 bytes is too large\na.csv:3 [B] two\n");
	pm_buf_release(&b);
}
END_TEST

/* --- rows in small pieces */

static uint64_t seed = 88172645463325252u;

static uint32_t
rnd(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)((seed >> 20) % below);
}

/* A stream of a first piece and small ones. */
struct drops {
	struct pm_stream s;
	const uint8_t *data;
	size_t len, first, most;
};

static enum pm_status
drops_read(struct pm_stream *s, const uint8_t **data, size_t *len, struct pm_error *err)
{
	struct drops *d = (struct drops *)s;
	size_t n = d->first > 0 ? d->first : 1 + rnd((uint32_t)d->most);

	(void)err;
	d->first = 0;
	n = n < d->len ? n : d->len;
	*data = d->data;
	*len = n;
	d->data += n;
	d->len -= n;
	return n > 0 ? PM_OK : PM_END;
}

/* A table, and what is in it: cells with a 1 behind each, rows with a 2. */
static void
make_table(struct pm_buf *table, struct pm_buf *cells, size_t *first)
{
	static const char signs[] = "ab,;\"\n\r ";
	static const char *const ends[] = { "\n", "\r\n" };
	const char *end_of_line = ends[rnd(2)];
	uint32_t rows = 1 + rnd(6), columns = 2 + rnd(4), i, k, n;

	pm_buf_puts(table, "x,y,z,x");
	pm_buf_puts(cells, "x\001y\001z\001x\001\002");
	pm_buf_puts(table, end_of_line);
	*first = table->len;
	for (i = 0; i < rows; i++) {
		for (k = 0; k < columns; k++) {
			bool quoted = rnd(2) == 0;

			pm_buf_puts(table, k > 0 ? "," : "");
			pm_buf_puts(table, quoted ? "\"" : "");
			/* a line of one empty cell is none */
			for (n = rnd(6) + 1; n > 0; n--) {
				char c = quoted ? signs[rnd(sizeof signs - 1)]
						: "ab; "[rnd(4)];

				pm_buf_putc(table, c);
				pm_buf_putc(cells, c);
				if (c == '"')
					pm_buf_putc(table, c);
			}
			pm_buf_puts(table, quoted ? "\"" : "");
			pm_buf_putc(cells, 1);
		}
		pm_buf_putc(cells, 2);
		if (i + 1 < rows || rnd(2) == 0)
			pm_buf_puts(table, end_of_line);
	}
}

START_TEST(pieces_make_no_difference)
{
	struct pm_buf table, wanted, got;
	int round;

	pm_buf_init(&table, PM_BUF_NO_LIMIT);
	pm_buf_init(&wanted, PM_BUF_NO_LIMIT);
	pm_buf_init(&got, PM_BUF_NO_LIMIT);
	for (round = 0; round < 3000; round++) {
		struct drops d = { .s = { .read = drops_read }, .most = 1 + rnd(9) };
		struct pm_watch watch = { { NULL, NULL }, 0 };
		struct pm_rows rows;
		size_t i;

		d.s.watch = &watch;
		pm_buf_clear(&table);
		pm_buf_clear(&wanted);
		pm_buf_clear(&got);
		make_table(&table, &wanted, &d.first);
		d.data = table.data;
		d.len = table.len;
		pm_rows_init(&rows, &d.s, '\0', 1000, 100);
		while (pm_rows_next(&rows, NULL) == PM_OK) {
			for (i = 0; i < rows.n; i++) {
				struct pm_str cell = pm_rows_cell(&rows, i);

				pm_buf_put(&got, cell.data, cell.len);
				pm_buf_putc(&got, 1);
			}
			pm_buf_putc(&got, 2);
		}
		ck_assert_str_eq(pm_buf_str(&got), pm_buf_str(&wanted));
		pm_rows_release(&rows);
	}
	pm_buf_release(&table);
	pm_buf_release(&wanted);
	pm_buf_release(&got);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("csv");
	TCase *t = tcase_create("csv");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, begin, end);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_row_is_an_article);
	tcase_add_test(t, lines_end_in_three_ways);
	tcase_add_test(t, the_delimiter_is_the_most_frequent);
	tcase_add_test(t, rows_with_too_few_or_many_cells_are_told);
	tcase_add_test(t, a_first_column_without_a_name_is_an_index);
	tcase_add_test(t, without_names_columns_are_mapped);
	tcase_add_test(t, what_breaks_the_rules_is_read_as_it_was_meant);
	tcase_add_test(t, an_open_quote_ends_the_file);
	tcase_add_test(t, rows_that_are_too_large_are_passed_over);
	tcase_add_test(t, pieces_make_no_difference);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
