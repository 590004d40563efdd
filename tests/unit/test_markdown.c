/* Pressmark - tests of Markdown and its front matter: corpus/formats/markdown.c,
 * front_matter.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/front_matter.h"
#include "tests/unit/reader_fixture.h"

#include <check.h>

static void
begin(void)
{
	setup();
	options.remark = put_remark;
}

static void
end(void)
{
	options.remark = NULL;
	teardown();
}

/* What the members of a header are: NAME=VALUE, [NAME=VALUE] in a list, and -N/LINE for
 * lines that were left out. */
static void
header_says(const char *text, const char *wanted)
{
	const struct pm_json_value *object, *m, *item;
	struct pm_front f = pm_front_find(text, strlen(text));
	struct pm_front_said said;
	struct pm_draft draft;
	struct pm_buf b;

	pm_draft_init(&draft);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	ck_assert_int_ne(f.kind, PM_FRONT_NONE);
	ck_assert_int_eq(pm_front_read(&f, &draft, &said, NULL), PM_OK);
	ck_assert_int_eq(pm_draft_object(&draft, &object, NULL), PM_OK);
	for (m = object->child; m != NULL; m = m->next) {
		if (m->type == PM_JSON_STRING)
			pm_buf_printf(&b, "%.*s=%.*s ", (int)m->name_len, m->name,
				      (int)m->text_len, m->text);
		for (item = m->child; item != NULL; item = item->next)
			pm_buf_printf(&b, "[%.*s=%.*s] ", (int)m->name_len, m->name,
				      (int)item->text_len, item->text);
	}
	if (said.n_odd > 0)
		pm_buf_printf(&b, "-%llu/%llu ", (unsigned long long)said.n_odd,
			      (unsigned long long)said.odd);
	ck_assert_str_eq(pm_buf_str(&b), wanted);
	pm_buf_release(&b);
	pm_draft_release(&draft);
}

#define YAML(text, wanted) header_says("---\n" text "---\nbody", wanted)
#define TOML(text, wanted) header_says("+++\n" text "+++\nbody", wanted)

START_TEST(keys_have_values)
{
	YAML("title: Ferry sinks\ndate:  2024-01-02  # today\n# no: thing\n\nempty:\n"
	     "nothing: ~\nnull: null\n",
	     "title=Ferry sinks date=2024-01-02 ");
	YAML("a: 'it''s'\nb: \"x: \\\"y\\\" \\u00e9\\n\"\n\"c d\": e\nurl: http://x.org/#top\n",
	     "a=it's b=x: \"y\" \xc3\xa9\n c d=e url=http://x.org/#top ");
	header_says("---\r\ntitle: x\r\ntags: [a, b]\r\n---\r\n",
		    "title=x [tags=a] [tags=b] ");
	YAML("a: one\n  two\n  three # no\nb: \"one\n  two\n\n  three\"\n",
	     "a=one two three b=one two\nthree ");
	YAML("a: !!str &x 7\n", "a=7 ");
}
END_TEST

START_TEST(lists_have_items)
{
	YAML("tags: [a, \"b, c\", 'd']\nn: [ 1,\n  2, # two\n  3 ]\none: [x]\nnone: []\n",
	     "[tags=a] [tags=b, c] [tags=d] [n=1] [n=2] [n=3] [one=x] ");
	YAML("tags:\n- a\n- b c\n\n- \"d\"\nk: v\nmore:\n    - e\n    -  f\n",
	     "[tags=a] [tags=b c] [tags=d] k=v [more=e] [more=f] ");
	YAML("authors:\n  - name: Ann\n    mail: a@x\n  - name: Bo\nk: v\n",
	     "[authors.name=Ann] [authors.name=Bo] [authors.mail=a@x] k=v ");
	YAML("a:\n  -\n    x: 1\n  -\n    x: 2\n", "[a.x=1] [a.x=2] ");
	YAML("quoted: [don't, it's]\n", "[quoted=don't] [quoted=it's] ");
}
END_TEST

START_TEST(what_is_nested_has_points)
{
	YAML("author:\n  name: Ann\n  at:\n    mail: a@x\nk: v\n",
	     "author.name=Ann author.at.mail=a@x k=v ");
	YAML("author: {name: Ann, tags: [x, y], at: {mail: \"a@x\"}}\n",
	     "author.name=Ann [author.tags=x] [author.tags=y] author.at.mail=a@x ");
}
END_TEST

START_TEST(blocks_are_texts)
{
	YAML("a: |\n  one\n    two\n\n  three\nb: v\n", "a=one\n  two\n\nthree b=v ");
	YAML("a: >-\n  one\n  two\n\n  three\nb: v\n", "a=one two\nthree b=v ");
	YAML("a: |\nb: v\n", "b=v ");
	YAML("x:\n  a: |\n    # one\n    - two\n  b: v\n", "x.a=# one\n- two x.b=v ");
}
END_TEST

START_TEST(what_makes_no_sense_is_counted)
{
	YAML("a: b\nnot a key\n  - - x\nc: d\n", "a=b c=d -2/3 ");
	YAML("a: [1, 2\nb: c\n", "b=c -1/2 ");
	YAML("a: \"open\nb: c\n", "b=c -1/2 ");
	YAML("l:\n  - - x\n    - y\n  - z\nb: c\n", "[l=z] b=c -2/3 ");
	YAML("a: 'x' y\nb: c\n", "a=x b=c -1/2 ");
	YAML("a:\n b:\n  c:\n   d:\n    e:\n     f:\n      g:\n       h:\n        i:\n"
	     "         j: 1\nz: 2\n",
	     "z=2 -1/11 ");
}
END_TEST

START_TEST(toml_is_read)
{
	TOML("title = \"Ferry \\\"x\\\"\" # c\ndate = 2024-01-02T10:00:00Z\nraw = 'a\\b'\n"
	     "draft = false\ntags = [\"a\", \"b\",\n  # none\n  \"c\",\n]\n",
	     "title=Ferry \"x\" date=2024-01-02T10:00:00Z raw=a\\b draft=false [tags=a] "
	     "[tags=b] [tags=c] ");
	TOML("t = \"\"\"\none\n\"two\" \\\n  three\"\"\"\nu = '''x'y'''\n",
	     "t=one\n\"two\" three u=x'y ");
	TOML("k = 1\n[author]\nname = \"Ann\"\nat.mail = \"a@x\"\n[[links]]\nurl = \"u\"\n"
	     "[[links]]\nurl = \"v\"\n[\"a b\".c]\nd = { e = 1, f = [2] }\n",
	     "k=1 author.name=Ann author.at.mail=a@x [links.url=u] [links.url=v] a b.c.d.e=1 "
	     "[a b.c.d.f=2] ");
	TOML("a = \nb = [1\nc = 2\nnonsense\n[open\nd = 3\n", "c=2 open.d=3 -4/2 ");
}
END_TEST

START_TEST(json_is_read)
{
	header_says("{\n  \"title\": \"x\",\n  \"tags\": [\"a\", 2],\n  \"o\": {\"n\": 1.50, "
		    "\"z\": null, \"t\": true}\n}\nbody",
		    "title=x [tags=a] [tags=2] o.n=1.50 o.t=true ");
}
END_TEST

START_TEST(a_header_becomes_fields)
{
	const struct pm_article *a;
	struct pm_reader *r;

	make_text("a.md", "---\nTitle: Ferry: sinks\nDate: 2024-03-01 10:00:00 +0100\n"
			  "author: Ann\nlang: EN\ntags: [sea]\n---\n\nIt sank.\n");
	r = open_article("a.md", &a);
	same(a->title, "Ferry: sinks");
	same(a->text, "It sank.\n");
	same(a->author, "Ann");
	same(a->language, "en");
	ck_assert_uint_eq(a->day, 20240301);
	ck_assert_uint_eq(a->n_fields, 1);
	same(a->fields[0].name, "tags");
	ck_assert(a->fields[0].in_list);
	pm_reader_free(r);
	file_gives("a.md", "---\ndescription: d\ntitle: t\nodd\n---\n",
		   "a.md note 1 line of its header is not understood and left out, the first "
		   "being line 4\na.md [t] d\n");
	file_gives("a.md", "{\n\"title\": }\n}\nbody\n",
		   "a.md note its header is taken as text, being invalid JSON: a value "
		   "was expected at byte 11\na.md [] {|\"title\": }|}|body|\n");
}
END_TEST

START_TEST(a_header_without_end_is_text_and_told)
{
#define MISSING(end) \
	" note begins as a header does, but no line '" end \
	"' ends it within 65536 bytes: it was read as text as a whole\n"
	static char large[70000] = "---\ntitle: A\nrest: ";

	options.doubtful = put_remark;
	file_gives("a.md", "---\ntitle: Ferry sinks\ntags:\n- a\n\nThe text.\n",
		   "a.md" MISSING(
			   "---") "a.md [] ---|title: Ferry sinks|tags:|- a||The text.|\n");
	file_gives("a.txt", "+++\ntitle = \"A\"\nThe text.\n",
		   "a.txt" MISSING("+++") "a.txt [] +++|title = \"A\"|The text.|\n");
	file_gives("a.md", "{\n  \"title\": \"A\",\n\nThe text.\n",
		   "a.md" MISSING("}") "a.md [] {|  \"title\": \"A\",||The text.|\n");
	memset(large + strlen(large), 'x', sizeof large - 1 - strlen(large));
	memcpy(large + sizeof large - 7, "\n---\nb", 7);
	make("a.txt", large, sizeof large);
	ck_assert_int_eq(read_one("a.txt"), PM_END);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "a.txt" MISSING("---")));
	/* a rule, and what no table knows */
	file_gives("a.md", "---\nThe text: it goes on.\n",
		   "a.md [] ---|The text: it goes on.|\n");
	file_gives("a.txt", "---\n\ntitle: a\n", "a.txt [---] |title: a|\n");
	file_gives("a.txt", "---\n", "a.txt [] ---|\n");
	file_gives("a.md", "---\ntitle: A\n---\nThe text.\n", "a.md [A] The text.|\n");
	options.doubtful = NULL;
}
END_TEST

START_TEST(a_rule_is_no_header)
{
	file_gives("a.md", "---\nIt sank\n\n---\n", "a.md [] ---|It sank||---|\n");
	file_gives("a.md", "---\ntitle: x\n", "a.md [] ---|title: x|\n");
	file_gives("a.md", "--- \ntitle: x\n...\nbody\n", "a.md [x] body|\n");
}
END_TEST

START_TEST(a_heading_is_the_title)
{
	file_gives("a.md", "# Ferry sinks\n\nIt did.\n", "a.md [Ferry sinks] |It did.|\n");
	file_gives("a.md", "\n## Ferry #1 ##\nIt did.\n", "a.md [Ferry #1] It did.|\n");
	file_gives("a.markdown", "Ferry sinks!\n=====\r\nIt did.\n",
		   "a.markdown [Ferry sinks!] It did.|\n");
	file_gives("a.md", "Ferry\n--\nIt did.\n", "a.md [Ferry] It did.|\n");
	file_gives("a.md", "#hash\nIt did.\n", "a.md [] #hash|It did.|\n");
	file_gives("a.md", "- a\n---\nb\n", "a.md [] - a|---|b|\n");
	file_gives("a.md", "Ferry sinks\n\nIt did.\n", "a.md [Ferry sinks] |It did.|\n");
	file_gives("a.md", "# Only this\n", "a.md [Only this] \n");
	/* the header's title is the title; the same again is none of the text */
	file_gives("a.md", "---\ntitle: A\n---\n# A\n\nx\n", "a.md [A] |x|\n");
	file_gives("a.md", "---\ntitle: A\n---\n# B\n\nx\n", "a.md [A] # B||x|\n");
	file_gives("a.md", "---\ndate: 2024\n---\n# B\n\nx\n", "a.md [B] |x|\n");
	/* HTML stays what it is */
	file_gives("a.md", "<p align=center>x</p>\n\n# B\n<b>y</b>\n",
		   "a.md [<p align=center>x</p>] |# B|<b>y</b>|\n");
	file_gives("empty.md", " \n", "empty.md skip no text\n");
}
END_TEST

START_TEST(plain_text_may_have_a_header)
{
	file_gives("a.txt", "---\ntitle: A\n---\n# b\n", "a.txt [A] # b|\n");
	file_gives("a.txt", "---\nweight: 7\n---\nb\n", "a.txt [] ---|weight: 7|---|b|\n");
	file_gives("a.txt", "# A\n\nb\n", "a.txt [# A] |b|\n");
	file_gives("noname", "---\ntitle: A\n---\nb\n", "noname [A] b|\n");
}
END_TEST

/* No input takes much more time or memory than its size. */
START_TEST(hostile_headers_are_harmless)
{
	static const char *const parts[] = { "a: [\n",	"a: {b: [\n", "- ",
					     "a: \"\n", " a:\n",      "a: |\n",
					     "[[a\n",	"a = [[[[\n", "a: 'x\n" };
	struct pm_buf b;
	size_t i, k;
	char name[16];

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof parts / sizeof *parts; i++)
		for (k = 0; k < 2; k++) {
			pm_buf_clear(&b);
			pm_buf_puts(&b, k == 0 ? "---\nk: v\n" : "+++\nk = 1\n");
			while (b.len < 65000)
				pm_buf_puts(&b, parts[i]);
			pm_buf_puts(&b, k == 0 ? "\n---\nbody\n" : "\n+++\nbody\n");
			snprintf(name, sizeof name, "a%zu.md", i);
			make(name, b.data, b.len);
			ck_assert_int_eq(read_one(name), PM_END);
			ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "body"));
		}
	pm_buf_release(&b);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("markdown");
	TCase *t = tcase_create("markdown");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, begin, end);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, keys_have_values);
	tcase_add_test(t, lists_have_items);
	tcase_add_test(t, what_is_nested_has_points);
	tcase_add_test(t, blocks_are_texts);
	tcase_add_test(t, what_makes_no_sense_is_counted);
	tcase_add_test(t, toml_is_read);
	tcase_add_test(t, json_is_read);
	tcase_add_test(t, a_header_becomes_fields);
	tcase_add_test(t, a_header_without_end_is_text_and_told);
	tcase_add_test(t, a_rule_is_no_header);
	tcase_add_test(t, a_heading_is_the_title);
	tcase_add_test(t, plain_text_may_have_a_header);
	tcase_add_test(t, hostile_headers_are_harmless);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
