/* Pressmark - tests of corpus/corpus.h: paths in, articles out.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/reader_fixture.h"

/* --- plain text */

START_TEST(a_title_stands_alone_on_the_first_line)
{
	static const struct {
		const char *text, *wanted;
	} cases[] = {
		/* clang-format off */
		{ "A title\n\nText.\n", "a.txt [A title] |Text.|\n" },
		{ "A title\r\n\r\nText.", "a.txt [A title] \r|Text.\n" },
		{ "A title\n \t\nText.", "a.txt [A title]  \t|Text.\n" },
		{ "A title\nText.\n", "a.txt [] A title|Text.|\n" },
		{ "A sentence.\n\nText.", "a.txt [] A sentence.||Text.\n" },
		{ "\"Is it?\"\n\nText.", "a.txt [] \"Is it?\"||Text.\n" },
		{ "(He said so:)  \n\nText.", "a.txt [] (He said so:)  ||Text.\n" },
		{ "\u201cA title\u201d\n\nText.", "a.txt [\u201cA title\u201d] |Text.\n" },
		{ "\u957f\u946b\u3002\n\nText.", "a.txt [] \u957f\u946b\u3002||Text.\n" },
		{ "\nA title\n\nText.", "a.txt [] |A title||Text.\n" },
		{ "A title\n\n", "a.txt [] A title||\n" },
		{ "A title", "a.txt [] A title\n" },
		{ "A title\n\n \n", "a.txt [] A title|| |\n" },
		{ "\xef\xbb\xbf" "A title\n\nText.", "a.txt [A title] |Text.\n" },
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		make_text("a.txt", cases[i].text);
		EXPECT("a.txt", cases[i].wanted);
	}
	make_text("cr.txt", "Head\r\rBody one.\rTwo");
	EXPECT("cr.txt", "cr.txt [Head] \rBody one.\rTwo\n");
}
END_TEST

START_TEST(a_title_has_at_most_200_characters)
{
	const struct pm_article *a;
	struct pm_reader *r;
	struct pm_buf b;
	int n, i;

	for (n = 199; n <= 202; n++) {
		pm_buf_init(&b, PM_BUF_NO_LIMIT);
		for (i = 0; i < n; i++)
			pm_buf_puts(&b, "\u00e9");
		pm_buf_puts(&b, "\n\nText");
		make("a.txt", b.data, b.len);
		r = open_article("a.txt", &a);
		ck_assert_uint_eq(a->title.len, n <= 200 ? (size_t)n * 2 : 0);
		ck_assert_uint_eq(a->title.len + (n <= 200) + a->text.len, b.len);
		ck_assert_uint_eq(a->bytes_in, b.len);
		pm_reader_free(r);
		pm_buf_release(&b);
	}
}
END_TEST

START_TEST(text_without_text_is_skipped)
{
	make_text("a.txt", " \n\t\u00a0\u3000\n");
	EXPECT("a.txt", "a.txt skip no text\n");
	make_text("a.txt", "");
	EXPECT("a.txt", "a.txt skip empty file\n");
	make_text("a.txt", "\xef\xbb\xbf");
	EXPECT("a.txt", "a.txt skip empty file\n");
	/* a title alone is an article, in whatever format */
	make_text("a.html", "<title>Ferry sinks</title><body><p> </p></body>");
	EXPECT("a.html", "a.html [Ferry sinks] \n");
	make_text("a.html", "<title> </title><body></body>");
	EXPECT("a.html", "a.html skip no text\n");
}
END_TEST

START_TEST(bytes_that_are_no_text_are_repaired_or_refused)
{
	const struct pm_article *a;
	struct pm_reader *r;
	char junk[300];
	size_t i;

	make("a.txt", "\xc3\xa9\0cd\xed\xa0\x80", 8);
	r = open_article("a.txt", &a);
	same(a->text, "\u00e9\ufffd"
		      "cd\ufffd");
	ck_assert_uint_eq(a->repairs, 2);
	pm_reader_free(r);
	for (i = 0; i < sizeof junk; i++)
		junk[i] = (char)(i % 7);
	make("a.txt", junk, sizeof junk);
	EXPECT("a.txt", "a.txt skip binary file\n");
}
END_TEST

START_TEST(zeros_are_known_by_the_beginning)
{
	static char zeros[1 << 20];
	static const char *const names[] = { "a.txt", "a.md", "a.csv", "a.ris", "a.html" };
	static const char wide[] = "a\0\0\0b\0\0\0\n\0\0\0c\0\0\0d\0\0\0e\0\0";
	const struct pm_article *a;
	struct pm_reader *r;
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++) {
		char wanted[64];

		make(names[i], zeros, 100);
		snprintf(wanted, sizeof wanted, "%s skip binary file\n", names[i]);
		EXPECT(names[i], wanted);
	}
	/* what follows is not even unpacked, or its end would be missed */
	make_gzip("a.txt.gz", zeros, sizeof zeros, 30);
	EXPECT("a.txt.gz", "a.txt.gz skip binary file\n");
	make("a.txt", wide, sizeof wide);
	EXPECT("a.txt", "a.txt [] ab|cde\n");
	/* later ones are damage, and counted */
	memset(zeros, 'x', 1000);
	zeros[2000] = 'y';
	make("a.txt", zeros, 2001);
	r = open_article("a.txt", &a);
	ck_assert_uint_eq(a->repairs, 1000);
	ck_assert_uint_eq(a->text.len, 1000 + 3 * 1000 + 1);
	ck_assert_mem_eq(a->text.data + 1000 + 3 * 999, "\ufffdy", 4);
	pm_reader_free(r);
	make("a.jsonl", "{\"text\":\"caf\xe9 a\0\0\0\0b\"}\n", 25);
	r = open_article("a.jsonl", &a);
	same(a->text, "caf\u00e9 a\ufffd\ufffd\ufffd\ufffd"
		      "b");
	ck_assert_uint_eq(a->repairs, 4);
	pm_reader_free(r);
}
END_TEST

START_TEST(utf16_with_a_mark_is_converted)
{
	const struct pm_article *a;
	struct pm_reader *r;

	make("a.txt",
	     "\xff\xfe"
	     "a\0\xe9\0\x3d\xd8\x00\xde",
	     10);
	EXPECT("a.txt", "a.txt [] a\u00e9\U0001f600\n");
	make("a.txt", "\xfe\xff\0a\0\xe9\xd8\x3d\xde\x00", 10);
	EXPECT("a.txt", "a.txt [] a\u00e9\U0001f600\n");
	make("a.txt",
	     "\xff\xfe\x3d\xd8"
	     "a\0\x00\xde\x3d\xd8"
	     "b",
	     11);
	r = open_article("a.txt", &a);
	same(a->text, "\ufffd"
		      "a\ufffd\ufffd\ufffd");
	ck_assert_uint_eq(a->repairs, 4);
	pm_reader_free(r);
	make("a.jsonl", "\xff\xfe{\0\"\0t\0e\0x\0t\0\"\0:\0\"\0\xe9\0\"\0}\0\n\0", 28);
	EXPECT("a.jsonl", "a.jsonl:1 [] \u00e9\n");
	make("a.txt", "\xff\xfe", 2);
	EXPECT("a.txt", "a.txt skip empty file\n");
}
END_TEST

START_TEST(pages_with_controls_may_be_text)
{
	static const char wide[] = "<\0p\0>\0o\0n\0e\0 \0t\0w\0o\0 \0t\0h\0r\0e\0e";
	static const char shifts[] =
		"<meta charset=iso-2022-kr>\x1b$)C<p>\x0eGQ\x0f \x0eGQ\x0f "
		"\x0eGQ\x0f \x0eGQ\x0f";
	char junk[300];
	size_t i;

	make("a.html", wide, sizeof wide);
	EXPECT("a.html", "a.html [] one two three\n");
	make("a.html", "\xfe\xff\0<\0p\0>\0a\0b\0c\0d\0e\0f", 20);
	EXPECT("a.html", "a.html [] abcdef\n");
	make("a.html", shifts, sizeof shifts - 1);
	EXPECT("a.html", "a.html [] \ud55c \ud55c \ud55c \ud55c\n");
	for (i = 0; i < sizeof junk; i++)
		junk[i] = (char)(i % 7);
	make("a.html", junk, sizeof junk);
	EXPECT("a.html", "a.html skip binary file\n");
}
END_TEST

/* --- JSON */

START_TEST(members_are_found_by_their_names)
{
	static const struct {
		const char *name, *value;
		bool is_raw, in_list;
	} fields[] = {
		{ "authors.name", "B", false, true }, { "authors.x", "1", true, true },
		{ "n", "1.50", true, true },	      { "n", "2", true, true },
		{ "b", "true", true, false },	      { "o.x", "1", true, false },
		{ "tags", "x", false, true },	      { "tags", "2", true, true },
		{ "tags", "false", true, true },      { "tags", "y", false, true },
		{ "tags", "z", false, true },	      { "s", "", false, false }
	};
	size_t i;
	const struct pm_article *a;
	struct pm_reader *r;

	make_text("a.jsonl",
		  "{\"id\":12.50,\"headline\":\"T\",\"body\":\"B\",\"published\":"
		  "\"2024-03-05T10:00Z\",\"link\":\"http://a\",\"publisher\":\"P\","
		  "\"authors\":[\"A\",{\"name\":\"B\"},7,{\"x\":1},null],"
		  "\"n\":1.50,\"b\":true,\"z\":null,\"o\":{\"x\":1},"
		  "\"tags\":[\"x\",2,false,{},\"y\"],\"e\":[],\"n\":2,\"tags\":[\"z\"],\"s\":\"\"}");
	r = open_article("a.jsonl", &a);
	same(a->id, "12.50");
	same(a->title, "T");
	same(a->text, "B");
	same(a->date, "2024-03-05T10:00Z");
	ck_assert_uint_eq(a->day, 20240305);
	same(a->url, "http://a");
	same(a->source, "P");
	ck_assert_uint_eq(a->author.len, 5);
	ck_assert_mem_eq(a->author.data, "A\0B\0007", 5);
	ck_assert(a->author_in_list);
	ck_assert_uint_eq(a->n_fields, sizeof fields / sizeof *fields);
	for (i = 0; i < a->n_fields; i++) {
		same(a->fields[i].name, fields[i].name);
		same(a->fields[i].value, fields[i].value);
		ck_assert(a->fields[i].is_raw == fields[i].is_raw);
		ck_assert(a->fields[i].in_list == fields[i].in_list);
	}
	ck_assert_uint_eq(a->line, 1);
	ck_assert_uint_eq(a->repairs, 0);
	pm_reader_free(r);
}
END_TEST

/* The fields of the only article of a.jsonl as NAME=VALUE, [NAME=VALUE] in a list. */
static void
fields_are(const char *line, const char *want)
{
	const struct pm_article *a;
	struct pm_reader *r;
	struct pm_buf b;
	size_t i;

	make_text("a.jsonl", line);
	r = open_article("a.jsonl", &a);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < a->n_fields; i++) {
		const struct pm_field *f = &a->fields[i];

		pm_buf_puts(&b, i > 0 ? " " : "");
		pm_buf_puts(&b, f->in_list ? "[" : "");
		pm_buf_put(&b, f->name.data, f->name.len);
		pm_buf_putc(&b, '=');
		pm_buf_put(&b, f->value.data, f->value.len);
		pm_buf_puts(&b, f->in_list ? "]" : "");
	}
	if (a->left_out > 0) {
		pm_buf_printf(&b, " -%llu ", (unsigned long long)a->left_out);
		pm_buf_put(&b, a->left_out_name.data, a->left_out_name.len);
	}
	ck_assert_str_eq(pm_buf_str(&b), want);
	pm_buf_release(&b);
	pm_reader_free(r);
}

START_TEST(what_is_nested_is_a_field_with_points)
{
	fields_are("{\"text\":\"x\",\"a\":{\"b\":1,\"c\":{\"d\":\"e\",\"n\":null}},\"f\":2}",
		   "a.b=1 a.c.d=e f=2");
	/* items of one list stand side by side, wherever they come from */
	fields_are("{\"text\":\"x\",\"p\":[{\"n\":\"A\",\"k\":1},{\"k\":2},{\"n\":\"B\"},7,[8,[9]]],"
		   "\"q\":true}",
		   "[p.n=A] [p.n=B] [p.k=1] [p.k=2] [p=7] [p=8] [p=9] q=true");
	/* of equal names the first counts */
	fields_are("{\"text\":\"x\",\"a\":{\"b\":1,\"b\":2},\"a.b\":3,\"a\":{\"c\":4}}",
		   "[a.b=1] [a.b=2] [a.b=3] a.c=4");
	fields_are("{\"text\":\"x\",\"e\":{},\"f\":[],\"g\":[{},[],null,\"\"],\"h\":{\"\":\"\"}}",
		   "h.=");
}
END_TEST

START_TEST(an_own_field_may_be_an_object)
{
	const struct pm_article *a;
	struct pm_reader *r;

	make_text("a.jsonl",
		  "{\"text\":\"x\",\"source\":{\"id\":\"r\",\"name\":\"Reuters\"},"
		  "\"author\":{\"name\":\"Ann\",\"mail\":\"a@b\"},"
		  "\"date\":[\"2024\",\"2025\"],\"url\":{\"x\":1},\"id\":true}");
	r = open_article("a.jsonl", &a);
	same(a->source, "Reuters");
	same(a->author, "Ann");
	ck_assert(!a->author_in_list);
	ck_assert_uint_eq(a->date.len + a->url.len + a->id.len, 0);
	pm_reader_free(r);
	fields_are("{\"text\":\"x\",\"source\":{\"id\":\"r\",\"name\":\"Reuters\"},"
		   "\"author\":{\"name\":\"Ann\",\"mail\":\"a@b\"},"
		   "\"date\":[\"2024\",\"2025\"],\"url\":{\"x\":1},\"id\":true}",
		   "source.id=r source.name=Reuters author.name=Ann author.mail=a@b "
		   "[date=2024] [date=2025] url.x=1 id=true");
}
END_TEST

START_TEST(what_is_nested_too_deep_is_told)
{
	char line[2000], name[300];

	fields_are("{\"text\":\"x\",\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":1,"
		   "\"i\":{\"j\":2,\"k\":{\"l\":3}}}}}}}}}}",
		   "a.b.c.d.e.f.g.h=1 -2 a.b.c.d.e.f.g.i");
	memset(name, 'n', sizeof name);
	snprintf(line, sizeof line,
		 "{\"text\":\"x\",\"a\":{\"%.254s\":1,\"%.255s\":2,\"c\":3}}", name, name);
	snprintf(line + 1000, 1000, "a.%.254s=1 a.c=3 -1 a", name);
	fields_are(line, line + 1000);
	/* a name of its own may be longer */
	snprintf(line, sizeof line,
		 "{\"text\":\"x\",\"%.290s\":1,\"%.290so\":{\"b\":[]}}", name, name);
	snprintf(line + 1000, 1000, "%.290s=1 -1 %.290so", name, name);
	fields_are(line, line + 1000);
}
END_TEST

START_TEST(the_first_name_present_wins)
{
	const struct pm_article *a;
	struct pm_reader *r;

	make_text("a.jsonl",
		  "{\"content\":\"c\",\"body\":\"b\",\"text\":null,\"headline\":\"h\","
		  "\"title\":\"t\",\"title\":\"u\",\"date\":\"sometime\",\"byline\":\"By X\"}");
	r = open_article("a.jsonl", &a);
	same(a->text, "c");
	same(a->title, "t");
	same(a->date, "sometime");
	ck_assert_uint_eq(a->day, 0);
	same(a->author, "By X");
	ck_assert_uint_eq(a->n_fields, 3);
	same(a->fields[0].name, "body");
	same(a->fields[1].name, "headline");
	same(a->fields[2].name, "title");
	same(a->fields[2].value, "u");
	pm_reader_free(r);
	make_text("a.jsonl", "{\"body\":\"b\",\"text\":\"t\"}");
	r = open_article("a.jsonl", &a);
	same(a->text, "t");
	pm_reader_free(r);
	make_text("a.jsonl", "{\"text\":\"x\",\"date\":1709632800}");
	r = open_article("a.jsonl", &a);
	same(a->date, "1709632800");
	ck_assert_uint_eq(a->day, 20240305);
	pm_reader_free(r);
}
END_TEST

/* The role's value in the article of LINE, "id title text date day url source author", and
 * its fields. */
static void
roles_are(const char *line, const char *wanted)
{
	const struct pm_article *a;
	struct pm_reader *r;
	char got[1000];
	size_t n, i;

	make_text("a.jsonl", line);
	r = open_article("a.jsonl", &a);
#define PART(s) (int)(s).len, (s).len > 0 ? (s).data : ""
	n = (size_t)snprintf(got, sizeof got, "%.*s/%.*s/%.*s/%.*s/%u/%.*s/%.*s/%.*s",
			     PART(a->id), PART(a->title), PART(a->text), PART(a->date),
			     a->day, PART(a->url), PART(a->source), PART(a->author));
	for (i = 0; i < a->n_fields && n < sizeof got; i++)
		n += (size_t)snprintf(got + n, sizeof got - n, " %.*s=%.*s",
				      PART(a->fields[i].name), PART(a->fields[i].value));
#undef PART
	ck_assert_str_eq(got, wanted);
	pm_reader_free(r);
}

START_TEST(what_can_be_nothing_leaves_its_role_to_the_next)
{
	roles_are("{\"text\":\"x\",\"date\":{\"x\":1},\"published\":\"2020-01-01\"}",
		  "//x/2020-01-01/20200101/// date.x=1");
	roles_are("{\"text\":\"x\",\"date\":[\"2019\"],\"published\":true,"
		  "\"published_at\":null,\"pubdate\":1584230400}",
		  "//x/1584230400/20200315/// date=2019 published=true");
	roles_are("{\"text\":\"x\",\"date\":\"\",\"published\":\"2021-05\",\"pubdate\":\" \"}",
		  "//x/2021-05/20210500///");
	roles_are("{\"text\":\"x\",\"pubdate\":\"2021-05\",\"date\":false}",
		  "//x/2021-05/20210500/// date=false");
	roles_are("{\"text\":\"\",\"body\":\"x\",\"title\":\"\",\"headline\":\"h\"}",
		  "/h/x//0///");
	roles_are("{\"text\":[2],\"body\":\"x\",\"title\":{\"a\":1},\"headline\":7}",
		  "/7/x//0/// text=2 title.a=1");
	roles_are("{\"text\":\"x\",\"url\":[],\"link\":\"u\",\"source\":{\"id\":3},"
		  "\"publisher\":false,\"site\":{\"name\":\"S\"}}",
		  "//x//0/u/S/ source.id=3 publisher=false site.name=S");
	roles_are("{\"text\":\"x\",\"author\":[\"\"],\"authors\":true,\"byline\":[\"\",\"B\"]}",
		  "//x//0///B authors=true");
	roles_are("{\"text\":\"x\",\"date\":\"\",\"title\":\"t\",\"headline\":\"\"}",
		  "/t/x//0/// headline=");
	roles_are("{\"text\":\"x\",\"date\":\"\",\"published\":[1]}",
		  "//x//0/// published=1");
}
END_TEST

START_TEST(a_day_beside_a_date_must_be_one_of_its_readings)
{
	roles_are("{\"text\":\"x\",\"date\":\"2024-03-05\",\"date.day\":\"1999-01-01\"}",
		  "//x/2024-03-05/20240305/// date.day=1999-01-01");
	roles_are("{\"text\":\"x\",\"date\":\"3/5/2024\",\"date.day\":\"1999-01-01\"}",
		  "//x/3/5/2024/0/// date.day=1999-01-01");
	roles_are("{\"text\":\"x\",\"date\":\"3/5/2024\",\"date.day\":\"2024-03-05\"}",
		  "//x/3/5/2024/20240305///");
	roles_are("{\"text\":\"x\",\"date\":\"3/5/2024\",\"date.day\":\"\"}",
		  "//x/3/5/2024/0///");
	roles_are("{\"text\":\"x\",\"date\":\"13/5/2024\",\"date.day\":\"2024-05-13\"}",
		  "//x/13/5/2024/20240513/// date.day=2024-05-13");
	roles_are("{\"text\":\"x\",\"date\":\"86400\",\"date.day\":\"1970-01-02\"}",
		  "//x/86400/19700102///");
	roles_are("{\"text\":\"x\",\"date\":\"86400\",\"date.day\":\"1970-01-03\"}",
		  "//x/86400/0/// date.day=1970-01-03");
	roles_are("{\"text\":\"x\",\"date\":86400,\"date.day\":\"1970-01-03\"}",
		  "//x/86400/19700102/// date.day=1970-01-03");
	roles_are("{\"text\":\"x\",\"date\":\"\",\"date.day\":\"\"}",
		  "//x//0/// date.day=");
	roles_are("{\"text\":\"x\",\"date.day\":\"2024-05-13\"}",
		  "//x//0/// date.day=2024-05-13");
}
END_TEST

START_TEST(a_text_may_be_none_of_html_though_it_begins_so)
{
	roles_are("{\"title\":\"<i>T</i>\",\"text\":\"<p>a &amp; <b>b</b>\"}",
		  "/T/a & b//0///");
	roles_are("{\"title\":\"<i>T</i>\",\"text.plain\":true,"
		  "\"text\":\"<p>a &amp; <b>b</b>\"}",
		  "/<i>T</i>/<p>a &amp; <b>b</b>//0///");
	roles_are("{\"text\":[\"<p>a\",\"b\"],\"text.plain\":true}", "//<p>a\n\nb//0///");
	/* it says nothing: a field */
	roles_are("{\"text\":\"a <p>b\",\"text.plain\":true}",
		  "//a <p>b//0/// text.plain=true");
	roles_are("{\"text\":\"<p>a\",\"text.plain\":false}",
		  "//a//0/// text.plain=false");
	roles_are("{\"text\":\"<p>a\",\"text.plain\":\"true\"}",
		  "//a//0/// text.plain=true");
	roles_are("{\"text\":\"<p>a\",\"text\":{\"plain\":true}}",
		  "//a//0/// text.plain=true");
	roles_are("{\"text\":\"<p>a\",\"text.plain\":true,\"text.plain\":true}",
		  "//<p>a//0/// text.plain=true");
}
END_TEST

START_TEST(lines_that_cannot_be_taken_are_reported)
{
	make_text("a.jsonl",
		  "{\"text\":\"one\"}\n"
		  "\n  \r\n"
		  "{\"text\":\"broken\n"
		  "[1]\n"
		  "{\"title\":\"no text\"}\n"
		  "{\"text\":\" \\n \"}\n"
		  "{\"text\":7}\n"
		  "{\"title\":[],\"text\":\"x\"}\n"
		  "{\"text\":\"two\\ud800\"}\r\n"
		  "{\"text\":\"three\"}");
	EXPECT("a.jsonl",
	       "a.jsonl:1 [] one\n"
	       "a.jsonl:4 skip invalid JSON: unclosed string\n"
	       "a.jsonl:5 skip not a JSON object\n"
	       "a.jsonl:6 [no text] \n"
	       "a.jsonl:8 skip 'text' is no text\n"
	       "a.jsonl:9 [] x\n"
	       "a.jsonl:10 [] two\ufffd\n"
	       "a.jsonl:11 [] three\n"
	       "a.jsonl:7 skip no text\n");
	make_text("b.jsonl",
		  "{\"text\":\"a\"}\r{\"text\":\"b\"}\r\r{\"text\":\"c\"} \r\n{\"text\":\"d\"}\r");
	EXPECT("b.jsonl",
	       "b.jsonl:1 [] a\nb.jsonl:2 [] b\nb.jsonl:4 [] c\nb.jsonl:5 [] d\n");
	make_text("b.jsonl", "{\"a\":1,\r\"text\":\"x\"}\r\n{\"text\":\"y\"}\n");
	EXPECT("b.jsonl", "b.jsonl:1 [] x\nb.jsonl:2 [] y\n");
}
END_TEST

START_TEST(json_files_hold_an_object_or_an_array_of_them)
{
	static const struct {
		const char *text, *wanted;
	} cases[] = {
		/* clang-format off */
		{ "{\"text\":\"one\"}", "a.json [] one\n" },
		{ " \n{\"text\":\"o}\\\"]ne\"} \n", "a.json [] o}\"]ne\n" },
		{ "[{\"text\":\"one\"},\n {\"text\":\"two\",\"x\":[{}]}]",
		  "a.json [] one\na.json [] two\n" },
		{ "{\"text\":\"one\"}\n{\"text\":\"two\"}", "a.json [] one\na.json [] two\n" },
		{ "[]", "" },
		{ "[{\"text\":\"one\"},7,\"x\",[{\"text\":\"y\"}],{\"text\":}, {\"text\":\"two\"}]",
		  "a.json [] one\n"
		  "a.json skip value 2: not a JSON object\n"
		  "a.json skip value 3: not a JSON object\n"
		  "a.json skip value 4: not a JSON object\n"
		  "a.json skip value 5: invalid JSON: a value was expected at byte 8\n"
		  "a.json [] two\n" },
		{ "[1,{\"text\":\"two\"}]",
		  "a.json skip value 1: not a JSON object\na.json [] two\n" },
		{ "1", "a.json skip not a JSON object\n" },
		{ "[{\"text\":\"one\"}",
		  "a.json [] one\n"
		  "a.json skip breaks off after 1 article: invalid JSON: the text ends too early "
		  "after 1 value\n" },
		{ "[{\"text\":\"one\"} {\"text\":\"two\"}]",
		  "a.json [] one\n"
		  "a.json skip breaks off after 1 article: invalid JSON: a comma is missing "
		  "after 1 value\n" },
		{ "[{\"text\":\"one\"},]",
		  "a.json [] one\n"
		  "a.json skip breaks off after 1 article: invalid JSON: a value is missing "
		  "after 1 value\n" },
		{ "{\"text\":\"one",
		  "a.json skip invalid JSON: the text ends too early after 0 values\n" },
		{ "hello", "a.json skip invalid JSON: a value was expected at byte 0\n" },
		/* clang-format on */
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		make_text("a.json", cases[i].text);
		EXPECT("a.json", cases[i].wanted);
	}
}
END_TEST

static void
check_records(const char *name, int n)
{
	const char *path = in(name);
	const struct pm_article *a;
	struct pm_reader *r;
	char tail[32];
	int i;

	pm_buf_clear(&journal);
	ck_assert_int_eq(pm_reader_open(&r, &path, 1, &options, NULL), PM_OK);
	for (i = 0; i < n; i++) {
		size_t len = (size_t)(i * 7919) % 70000, k;

		ck_assert_int_eq(pm_reader_next(r, &a, NULL), PM_OK);
		snprintf(tail, sizeof tail, "\"\\%d", i);
		ck_assert_uint_eq(a->text.len, len + strlen(tail));
		ck_assert_mem_eq(a->text.data + len, tail, strlen(tail));
		for (k = 0; k < len; k += 997)
			ck_assert_int_eq(a->text.data[k], 'a' + i % 26);
	}
	ck_assert_int_eq(pm_reader_next(r, &a, NULL), PM_END);
	pm_reader_free(r);
	ck_assert_str_eq(pm_buf_str(&journal), "");
}

START_TEST(records_over_the_ends_of_pieces_are_whole)
{
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	write_records(&b, 200, false);
	make("a.jsonl", b.data, b.len);
	check_records("a.jsonl", 200);
	make_gzip("b.jsonl.gz", b.data, b.len, 0);
	check_records("b.jsonl.gz", 200);
	pm_buf_clear(&b);
	write_records(&b, 200, true);
	make("a.json", b.data, b.len);
	check_records("a.json", 200);
	pm_buf_release(&b);
}
END_TEST

START_TEST(a_line_of_200_megabytes_is_read)
{
	size_t len = 200000000;
	const struct pm_article *a;
	struct pm_reader *r;
	struct pm_buf b;
	uint8_t *p;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "{\"text\":\"");
	p = pm_buf_reserve(&b, len + 100);
	ck_assert_ptr_nonnull(p);
	memset(p, 'x', len);
	pm_buf_advance(&b, len);
	pm_buf_puts(&b, "\"}\n{\"text\":\"next\"}\n");
	make("a.jsonl", b.data, b.len);
	pm_buf_release(&b);
	r = open_article("a.jsonl", &a);
	ck_assert_uint_eq(a->text.len, len);
	ck_assert_uint_eq(a->bytes_in, len + 12);
	ck_assert_int_eq(pm_reader_next(r, &a, NULL), PM_OK);
	same(a->text, "next");
	pm_reader_free(r);
}
END_TEST

/* A line with N bytes of text. */
static void
put_line(struct pm_buf *b, size_t n, const char *end)
{
	uint8_t *p;

	pm_buf_puts(b, "{\"text\":\"");
	p = pm_buf_reserve(b, n);
	ck_assert_ptr_nonnull(p);
	memset(p, 'x', n);
	pm_buf_advance(b, n);
	pm_buf_puts(b, "\"}");
	pm_buf_puts(b, end);
}

/* Before much of a line is kept, its end is looked for; what follows is read as ever. */
START_TEST(a_large_line_is_looked_at_and_read_again)
{
	static const char *const ends[] = { "\n", "\r" };
	static const size_t lens[] = {
		17 << 20, 40 << 20, 5, 18 << 20, 50 << 20, 17 << 20
	};
	const struct pm_article *a;
	struct pm_reader *r;
	struct pm_buf b;
	unsigned i, k;

	options.max_text = 20 << 20;
	for (k = 0; k < 2; k++) {
		pm_buf_init(&b, PM_BUF_NO_LIMIT);
		put_line(&b, 3, ends[k]);
		for (i = 0; i < 6; i++)
			put_line(&b, lens[i], i < 5 ? ends[k] : "");
		make("a.jsonl", b.data, b.len);
		pm_buf_release(&b);
		r = open_article("a.jsonl", &a);
		for (i = 0; i < 6; i++) {
			if (lens[i] > options.max_text)
				continue;
			ck_assert_int_eq(pm_reader_next(r, &a, NULL), PM_OK);
			ck_assert_uint_eq(a->text.len, lens[i]);
			ck_assert_uint_eq(a->line, i + 2);
		}
		ck_assert_int_eq(pm_reader_next(r, &a, NULL), PM_END);
		pm_reader_free(r);
	}
}
END_TEST

START_TEST(what_is_too_large_is_skipped_and_the_next_is_read)
{
	struct pm_buf b;
	uint8_t *p;

	options.max_text = 10;
	make_text("a.txt", "0123456789");
	EXPECT("a.txt", "a.txt [] 0123456789\n");
	make_text("a.txt", "0123456789x");
	EXPECT("a.txt", "a.txt skip the text is larger than 10 bytes\n");
	make_text("a.jsonl", "{\"text\":\"0123456789x\"}\n{\"text\":\"0123456789\"}\n");
	EXPECT("a.jsonl", "a.jsonl:1 skip text is larger than 10 bytes\n"
			  "a.jsonl:2 [] 0123456789\n");
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "{\"text\":\"");
	p = pm_buf_reserve(&b, 5000000);
	ck_assert_ptr_nonnull(p);
	memset(p, 'x', 5000000);
	pm_buf_advance(&b, 5000000);
	pm_buf_puts(&b, "\"}\n{\"text\":\"next\"}\n");
	make("b.jsonl", b.data, b.len);
	EXPECT("b.jsonl", "b.jsonl:1 skip a line of 5000011 bytes is too large\n"
			  "b.jsonl:2 [] next\n");
	make("b.json", b.data, b.len);
	EXPECT("b.json", "b.json skip a value of 5000011 bytes is too large\n"
			 "b.json [] next\n");
	pm_buf_release(&b);
}
END_TEST

/* --- directories */

START_TEST(directories_are_walked_in_the_order_of_bytes)
{
	make_dir("d");
	make_dir("d/b");
	make_dir("d/.git");
	make_text("d/.hidden.txt", "hidden");
	make_text("d/.git/x.txt", "hidden");
	make_text("d/B.txt", "1");
	make_text("d/a.txt", "2");
	make_text("d/b/z.TXT", "3");
	make_text("d/b/\u00e9.md", "4");
	make_text("d/b.txt", "5");
	make_text("d/c.htm", "<p>6");
	make_text("d/empty.txt", "");
	make_text("d/p.png", "x");
	make_text("d/b/q.css", "x");
	make_text("d/b/README", "x");
	make_text("d/txt", "x");
	make_text("d/program", "\1\2\3\4\5\6\7\b");
	EXPECT("d", "d/B.txt [] 1\n"
		    "d/a.txt [] 2\n"
		    "d/b/README [] x\n"
		    "d/b/z.TXT [] 3\n"
		    "d/b/\u00e9.md [] 4\n"
		    "d/b.txt [] 5\n"
		    "d/c.htm [] 6\n"
		    "d/empty.txt skip empty file\n"
		    "d/txt [] x\n"
		    "d skip 3 files of other types: .css .png\n");
}
END_TEST

START_TEST(paths_are_read_in_the_order_given)
{
	const char *paths[4];

	make_text("b.txt", "b");
	make_text("a.txt", "a");
	paths[0] = in("b.txt");
	paths[1] = in("a.txt");
	paths[2] = in("none.txt");
	paths[3] = paths[0];
	ck_assert_int_eq(read_paths(paths, 4), PM_END);
	ck_assert_str_eq(pm_buf_str(&journal),
			 "b.txt [] b\na.txt [] a\n"
			 "none.txt skip cannot open: No such file or directory\n"
			 "b.txt skip file was reached before, by another path\n");
	ck_assert_int_eq(read_paths(NULL, 0), PM_END);
	ck_assert_str_eq(pm_buf_str(&journal), "");
}
END_TEST

START_TEST(what_is_no_file_is_refused_by_name)
{
	make_text("a.png", "x");
	ck_assert_int_eq(read_one("a.png"), PM_END);
	ck_assert_ptr_eq(strstr(pm_buf_str(&journal),
				"a.png skip file type is not known; known are ."),
			 pm_buf_str(&journal));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), " .jsonl "));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), " .zip "));
	ck_assert_int_eq(mkfifo(in("f.txt"), 0600), 0);
	EXPECT("f.txt", "f.txt skip is a fifo, not a regular file\n");
	ck_assert_int_eq(symlink("/dev/null", in("n.txt")), 0);
	EXPECT("n.txt", "n.txt skip is a character device, not a regular file\n");
	ck_assert_int_eq(symlink("gone", in("s.txt")), 0);
	EXPECT("s.txt", "s.txt skip cannot open: No such file or directory\n");
	ck_assert_int_eq(symlink("l.txt", in("l.txt")), 0);
	EXPECT("l.txt", "l.txt skip cannot open: Too many levels of symbolic links\n");
	if (geteuid() != 0) {
		make_text("p.txt", "x");
		ck_assert_int_eq(chmod(in("p.txt"), 0), 0);
		EXPECT("p.txt", "p.txt skip cannot open: Permission denied\n");
	}
}
END_TEST

START_TEST(directories_are_reached_once)
{
	make_dir("d");
	make_dir("d/b");
	make_text("d/b/x.txt", "x");
	make_text("d/y.txt", "y");
	ck_assert_int_eq(symlink("..", in("d/b/up")), 0);
	ck_assert_int_eq(symlink("b", in("d/c")), 0);
	ck_assert_int_eq(symlink("y.txt", in("d/z.txt")), 0);
	EXPECT("d", "d/b/up skip directory was reached before, by another path\n"
		    "d/b/x.txt [] x\n"
		    "d/c skip directory was reached before, by another path\n"
		    "d/y.txt [] y\n"
		    "d/z.txt [] y\n");
}
END_TEST

#define AGAIN " was reached before, by another path\n"

START_TEST(what_is_given_is_reached_once)
{
	/* clang-format off */
	static const struct {
		const char *paths[3], *wanted;
	} cases[] = {
		{ { "d/b", "d/b/x.txt", "d" },
		  "d/b/x.txt [] x\nd/b/x.txt skip file" AGAIN
		  "d/b skip directory" AGAIN "d/y.txt [] y\n" },
		{ { "d/b/x.txt", "d/b", "d" },
		  "d/b/x.txt [] x\nd/b/x.txt skip file" AGAIN
		  "d/b skip directory" AGAIN "d/y.txt [] y\n" },
		{ { "d", "d", "d/b" },
		  "d/b/x.txt [] x\nd/y.txt [] y\nd skip directory" AGAIN
		  "d/b skip directory" AGAIN },
		{ { "d/b", "up/y.txt", "up" },
		  "d/b/x.txt [] x\nup/y.txt [] y\nup/b skip directory" AGAIN
		  "up/y.txt skip file" AGAIN },
		{ { "d", "link.txt", "up/b/x.txt" },
		  "d/b/x.txt [] x\nd/y.txt [] y\nlink.txt skip file" AGAIN
		  "up/b/x.txt skip file" AGAIN },
		/* what a folder leaves out may be given itself, once */
		{ { "d", "d/.hidden.txt", "up/.hidden.txt" },
		  "d/b/x.txt [] x\nd/y.txt [] y\nd/.hidden.txt [] h\n"
		  "up/.hidden.txt skip file" AGAIN },
	};
	/* clang-format on */
	struct pm_reader *r;
	size_t i, k;

	make_dir("d");
	make_dir("d/b");
	make_text("d/b/x.txt", "x");
	make_text("d/y.txt", "y");
	make_text("d/.hidden.txt", "h");
	ck_assert_int_eq(symlink("d", in("up")), 0);
	ck_assert_int_eq(symlink("d/y.txt", in("link.txt")), 0);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *paths[3];

		for (k = 0; k < 3; k++)
			paths[k] = in(cases[i].paths[k]);
		ck_assert_int_eq(read_paths(paths, 3), PM_END);
		ck_assert_str_eq(pm_buf_str(&journal), cases[i].wanted);
		ck_assert_int_eq(pm_reader_open(&r, paths, 3, &options, NULL), PM_OK);
		ck_assert(!pm_reader_find_lost(r));
		pm_reader_free(r);
	}
}
END_TEST

START_TEST(a_folder_that_goes_while_it_is_read_is_lost)
{
	int round;

	for (round = 0; round < 3; round++) {
		const struct pm_article *a;
		struct pm_reader *r;

		make_dir("d");
		make_text("d/a.txt", "a");
		make_text("d/b.txt", "b");
		r = open_article("d", &a);
		same(a->text, "a");
		pm_buf_clear(&journal);
		if (round > 0)
			ck_assert_int_eq(pm_remove_tree(in("d"), NULL), PM_OK);
		if (round > 1)
			make_dir("d");
		ck_assert_int_eq(pm_reader_next(r, &a, NULL), round == 0 ? PM_OK : PM_END);
		ck_assert(pm_reader_lost(r) == (round > 0));
		ck_assert_int_eq(pm_reader_next(r, &a, NULL), PM_END);
		ck_assert(pm_reader_lost(r) == (round > 0));
		if (round == 0)
			ck_assert_str_eq(pm_buf_str(&journal), "");
		else
			ck_assert_str_eq(
				pm_buf_str(&journal),
				round == 1 ? "d/b.txt skip cannot open: No such file or "
					     "directory\n"
					     "d skip the folder was removed while it was "
					     "read\n"
					   : "d/b.txt skip cannot open: No such file or "
					     "directory\n"
					     "d skip the folder was emptied while it was "
					     "read\n");
		pm_reader_free(r);
		ck_assert_int_eq(pm_remove_tree(in("d"), NULL), PM_OK);
	}
}
END_TEST

START_TEST(standard_input_is_json_lines)
{
	int saved = dup(STDIN_FILENO), round, fd;
	const char *path = "-";
	static const char line[] = "{\"text\":\"one\"}\n";

	make_text("plain", line);
	make_gzip("packed", line, sizeof line - 1, 0);
	make_text("empty", "");
	for (round = 0; round < 3; round++) {
		static const char *const names[] = { "plain", "packed", "empty" };

		fd = open(in(names[round]), O_RDONLY);
		ck_assert_int_ge(fd, 0);
		ck_assert_int_ge(dup2(fd, STDIN_FILENO), 0);
		close(fd);
		ck_assert_int_eq(read_paths(&path, 1), PM_END);
		ck_assert_str_eq(pm_buf_str(&journal),
				 round < 2 ? "-:1 [] one\n" : "- skip empty file\n");
	}
	dup2(saved, STDIN_FILENO);
	close(saved);
}
END_TEST

/* --- stopping */

static bool
stop_after(void *ctx)
{
	int *left = ctx;

	return (*left)-- <= 0;
}

START_TEST(a_stop_ends_the_reading)
{
	const char *path;
	struct pm_buf b;
	int left, turns, ended = 0;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	write_records(&b, 50, false);
	make_dir("d");
	make_gzip("d/a.jsonl.gz", b.data, b.len, 0);
	make("d/b.jsonl", b.data, b.len);
	make_archive("d/c.zip", ZIP, members);
	pm_buf_release(&b);
	options.stop = (struct pm_stop){ stop_after, &left };
	for (turns = 0; !ended; turns += 7) {
		enum pm_status st;

		left = turns;
		path = in("d");
		st = read_paths(&path, 1);
		ck_assert(st == PM_ERR_INTERRUPTED || st == PM_END);
		ended = st == PM_END;
		ck_assert_int_lt(turns, 10000);
	}
	ck_assert_int_ge(turns, 100); /* it was asked for each article */
}
END_TEST

START_TEST(a_stop_is_asked_for_within_a_large_file)
{
	size_t len = 40000000;
	char *text = malloc(len);
	int left = 5;

	ck_assert_ptr_nonnull(text);
	memset(text, 'x', len);
	make("a.txt", text, len);
	make("a.jsonl", text, len);
	make_gzip("b.jsonl.gz", text, len, 0);
	free(text);
	options.stop = (struct pm_stop){ stop_after, &left };
	ck_assert_int_eq(read_one("a.txt"), PM_ERR_INTERRUPTED);
	left = 5;
	ck_assert_int_eq(read_one("a.jsonl"), PM_ERR_INTERRUPTED);
	left = 5;
	ck_assert_int_eq(read_one("b.jsonl.gz"), PM_ERR_INTERRUPTED);
	ck_assert_str_eq(pm_buf_str(&journal), "");
}
END_TEST

START_TEST(a_reader_may_be_left_anywhere)
{
	const struct pm_article *a;
	struct pm_reader *r;

	make_archive("a.zip", ZIP, members);
	r = open_article("a.zip", &a);
	ck_assert_int_eq(pm_reader_next(r, &a, NULL), PM_OK);
	ck_assert_uint_eq(a->line, 1);
	pm_reader_free(r);
	pm_reader_free(NULL);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("reader");
	TCase *t = tcase_create("reader");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 180);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_title_stands_alone_on_the_first_line);
	tcase_add_test(t, a_title_has_at_most_200_characters);
	tcase_add_test(t, text_without_text_is_skipped);
	tcase_add_test(t, bytes_that_are_no_text_are_repaired_or_refused);
	tcase_add_test(t, zeros_are_known_by_the_beginning);
	tcase_add_test(t, utf16_with_a_mark_is_converted);
	tcase_add_test(t, pages_with_controls_may_be_text);
	tcase_add_test(t, members_are_found_by_their_names);
	tcase_add_test(t, what_is_nested_is_a_field_with_points);
	tcase_add_test(t, an_own_field_may_be_an_object);
	tcase_add_test(t, what_is_nested_too_deep_is_told);
	tcase_add_test(t, the_first_name_present_wins);
	tcase_add_test(t, what_can_be_nothing_leaves_its_role_to_the_next);
	tcase_add_test(t, a_day_beside_a_date_must_be_one_of_its_readings);
	tcase_add_test(t, a_text_may_be_none_of_html_though_it_begins_so);
	tcase_add_test(t, lines_that_cannot_be_taken_are_reported);
	tcase_add_test(t, json_files_hold_an_object_or_an_array_of_them);
	tcase_add_test(t, records_over_the_ends_of_pieces_are_whole);
	tcase_add_test(t, a_line_of_200_megabytes_is_read);
	tcase_add_test(t, a_large_line_is_looked_at_and_read_again);
	tcase_add_test(t, what_is_too_large_is_skipped_and_the_next_is_read);
	tcase_add_test(t, directories_are_walked_in_the_order_of_bytes);
	tcase_add_test(t, paths_are_read_in_the_order_given);
	tcase_add_test(t, what_is_no_file_is_refused_by_name);
	tcase_add_test(t, directories_are_reached_once);
	tcase_add_test(t, what_is_given_is_reached_once);
	tcase_add_test(t, a_folder_that_goes_while_it_is_read_is_lost);
	tcase_add_test(t, standard_input_is_json_lines);
	tcase_add_test(t, a_stop_ends_the_reading);
	tcase_add_test(t, a_stop_is_asked_for_within_a_large_file);
	tcase_add_test(t, a_reader_may_be_left_anywhere);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
