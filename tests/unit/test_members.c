/* Pressmark - tests of the table of names: corpus/formats/names.h, and what record.h makes
 * of the members that it finds.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/languages.h"
#include "corpus/formats/names.h"
#include "tests/unit/reader_fixture.h"

#include <check.h>

static struct pm_names *names;

static void
begin(void)
{
	setup();
	ck_assert_int_eq(pm_names_new(&names, NULL), PM_OK);
}

static void
end(void)
{
	pm_names_free(names);
	options.names = NULL;
	teardown();
}

/* The article of LINE as "id/title/text/date/url/source/author/language" and its fields,
 * authors with ; between. */
static void
gives(const char *line, const char *wanted)
{
	const struct pm_article *a;
	struct pm_reader *r;
	char got[2000];
	size_t n, i;

	make_text("a.jsonl", line);
	r = open_article("a.jsonl", &a);
#define PART(s) (int)(s).len, (s).len > 0 ? (s).data : ""
	n = (size_t)snprintf(got, sizeof got, "%.*s/%.*s/%.*s/%.*s/%.*s/%.*s/%.*s/%.*s",
			     PART(a->id), PART(a->title), PART(a->text), PART(a->date),
			     PART(a->url), PART(a->source), PART(a->author),
			     PART(a->language));
	for (i = 0; i < a->n_fields && n < sizeof got; i++)
		n += (size_t)snprintf(got + n, sizeof got - n, " %.*s=%.*s",
				      PART(a->fields[i].name), PART(a->fields[i].value));
#undef PART
	ck_assert_str_eq(got, wanted);
	pm_reader_free(r);
}

static const struct pm_member_name *
lookup(const char *name)
{
	return pm_names_lookup(names, name, strlen(name));
}

START_TEST(names_are_compared_folded)
{
	static const char *const same_name[] = { "published_at", "publishedAt",
						 "Published At", "PUBLISHED-AT",
						 "_published__at " };
	size_t i;

	for (i = 0; i < sizeof same_name / sizeof *same_name; i++) {
		const struct pm_member_name *n = lookup(same_name[i]);

		ck_assert_ptr_nonnull(n);
		ck_assert_int_eq(n->uses[0].role, PM_ROLE_DATE);
	}
	ck_assert_ptr_null(lookup("published.at"));
	ck_assert_ptr_null(lookup("publishedatt"));
	ck_assert_ptr_null(lookup(""));
	ck_assert_ptr_null(lookup("_"));
}
END_TEST

START_TEST(dates_of_crawlers_and_changes_are_no_dates)
{
	static const char *const never[] = {
		"date_download", "scraped_at", "updated_at",   "date_modify",
		"modified",	 "updated",    "dateModified", "crawl_date",
		"retrieved",	 "crawled",    "saved"
	};
	const struct pm_article *a;
	struct pm_reader *r;
	size_t i;

	for (i = 0; i < sizeof never / sizeof *never; i++)
		ck_assert(lookup(never[i]) == NULL || lookup(never[i])->n_uses == 0);
	make_text("a.jsonl", "{\"text\":\"x\",\"Scraped At\":\"2024\",\"updated\":\"\"}");
	r = open_article("a.jsonl", &a);
	same(a->date, "");
	same(a->no_date, "Scraped At");
	ck_assert_uint_eq(a->n_fields, 2);
	pm_reader_free(r);
	make_text("a.jsonl", "{\"text\":\"x\",\"Scraped At\":\"2024\",\"date\":\"x\"}");
	r = open_article("a.jsonl", &a);
	same(a->no_date, "");
	pm_reader_free(r);
	gives("{\"text\":\"x\",\"date_download\":\"2024-02-01\",\"time\":\"2024-01-02\"}",
	      "//x/2024-01-02//// date_download=2024-02-01");
}
END_TEST

/* Every name of the table is found, and one before another outranks it. */
START_TEST(what_stands_first_in_a_row_is_best)
{
	unsigned role;

	for (role = 0; role < PM_N_ROLES; role++) {
		const char *row = pm_role_names((enum pm_role)role);
		unsigned last = 0, k;

		while (*row != '\0') {
			size_t len = strcspn(row, " ");
			const struct pm_member_name *n = pm_names_lookup(names, row, len);
			unsigned rank = 0;

			ck_assert_ptr_nonnull(n);
			for (k = 0; k < n->n_uses; k++)
				if (n->uses[k].role == role)
					rank = n->uses[k].rank;
			ck_assert_uint_gt(rank, last);
			last = rank;
			row += len + strspn(row + len, " ");
		}
	}
	gives("{\"Body\":\"b\",\"content\":\"c\",\"headline\":\"h\",\"webTitle\":\"w\"}",
	      "/h/c///// Body=b webTitle=w");
	gives("{\"_id\":\"1\",\"id\":\"2\",\"Text\":\"x\"}", "2//x///// _id=1");
	gives("{\"created_at\":\"2020\",\"publishDate\":\"2021\",\"text\":\"x\"}",
	      "//x/2021//// created_at=2020");
}
END_TEST

START_TEST(a_point_descends)
{
	gives("{\"headline\":{\"main\":\"H\",\"kicker\":\"K\"},\"text\":\"x\"}",
	      "/H/x///// headline.kicker=K");
	gives("{\"headline.main\":\"H\",\"text\":\"x\"}", "/H/x/////");
	gives("{\"fields\":{\"byline\":\"Ann\",\"bodyText\":\"x\",\"wordcount\":\"9\"}}",
	      "//x////Ann/ fields.wordcount=9");
	gives("{\"title\":{\"rendered\":\"A &amp; B\"},\"content\":{\"rendered\":"
	      "\"\\n<p>One</p>\\n<p>Two</p>\\n\",\"protected\":false}}",
	      "/A & B/One\n\nTwo///// content.protected=false");
	gives("{\"_id\":{\"$oid\":\"5f\"},\"date\":{\"$date\":\"2024-01-02\"},\"text\":\"x\"}",
	      "5f//x/2024-01-02////");
	gives("{\"_index\":\"i\",\"_id\":\"7\",\"_source\":{\"title\":\"T\",\"body\":\"x\","
	      "\"source\":\"S\"}}",
	      "7/T/x///S// _index=i");
}
END_TEST

START_TEST(sources_and_authors_may_be_objects)
{
	gives("{\"text\":\"x\",\"publisher\":{\"title\":\"Bugle\"}}",
	      "//x///Bugle// publisher.title=Bugle");
	gives("{\"text\":\"x\",\"source\":{\"id\":\"bb\",\"name\":null,\"uri\":\"b.org\"}}",
	      "//x///bb// source.id=bb source.uri=b.org");
	gives("{\"text\":\"x\",\"author\":{\"first_name\":\"Ann\",\"last_name\":\"Lee\"}}",
	      "//x////Ann Lee/ author.first_name=Ann author.last_name=Lee");
	gives("{\"text\":\"x\",\"byline\":{\"original\":\"By Ann\"}}",
	      "//x////By Ann/ byline.original=By Ann");
}
END_TEST

START_TEST(a_uri_is_a_url_if_it_is_one)
{
	gives("{\"text\":\"x\",\"uri\":\"urn:1\"}", "urn:1//x/////");
	gives("{\"text\":\"x\",\"uri\":\"http://a.org\"}",
	      "http://a.org//x//http://a.org///");
	gives("{\"text\":\"x\",\"uri\":\"urn:1\",\"link\":\"http://a.org\",\"id\":3}",
	      "3//x//http://a.org/// uri=urn:1");
}
END_TEST

START_TEST(a_text_may_be_many)
{
	gives("{\"text\":[\"One.\",\" \",\"Two.\"],\"title\":\"t\"}",
	      "/t/One.\n\nTwo./////");
	gives("{\"paragraphs\":[{\"type\":\"p\",\"content\":\"One.\"},{\"type\":\"image\","
	      "\"url\":\"u\"},{\"type\":\"p\",\"content\":[\"Two.\",\"Three.\"]}]}",
	      "//One.\n\nTwo.\n\nThree.///// paragraphs.type=p paragraphs.type=image "
	      "paragraphs.type=p paragraphs.url=u");
	gives("{\"content\":{\"html\":\"x\",\"body\":\"<p>One</p><p>Two</p>\"}}",
	      "//One\n\nTwo///// content.html=x");
	gives("{\"text\":[],\"body\":\"b\"}", "//b/////");
	gives("{\"text\":[[[[[[[[[[[\"deep\"]]]]]]]]]]],\"body\":\"b\"}",
	      "//b///// text=deep");
}
END_TEST

START_TEST(html_in_a_text_is_stripped)
{
	gives("{\"title\":\"T &amp; U\",\"content\":\"<p>Body <b>words</b> &amp; more</p>"
	      "<p>Second</p>\"}",
	      "/T & U/Body words & more\n\nSecond/////");
	gives("{\"title\":\"T &amp; U\",\"content\":\"a < b &amp; c\"}",
	      "/T &amp; U/a < b &amp; c/////");
	gives("{\"content_html\":\"a &amp; <i>c</i>\"}", "//a & c/////");
}
END_TEST

START_TEST(a_summary_is_text_where_there_is_none)
{
	const struct pm_article *a;
	struct pm_reader *r;

	gives("{\"title\":\"t\",\"Description\":\"d\",\"abstract\":\"b\"}",
	      "/t/d///// abstract=b");
	gives("{\"text\":\" \",\"summary\":\"s\"}", "//s/////");
	gives("{\"text\":\"x\",\"summary\":\"s\"}", "//x///// summary=s");
	make_text("a.jsonl", "{\"Short Description\":\"d\"}");
	r = open_article("a.jsonl", &a);
	same(a->text_from, "Short Description");
	pm_reader_free(r);
	make_text("a.jsonl", "{\"text\":\"x\",\"summary\":\"d\"}");
	r = open_article("a.jsonl", &a);
	same(a->text_from, "");
	pm_reader_free(r);
}
END_TEST

START_TEST(languages_become_codes)
{
	static const struct {
		const char *text, *code;
	} cases[] = {
		{ "EN", "en" },	       { "en-US", "en" },   { "pt_BR", "pt" },
		{ "English", "en" },   { "ENGLISH", "en" }, { "deutsch", "de" },
		{ "ger", "de" },       { "Русский", "ru" }, { " English (US) ", "en" },
		{ "iw", "he" },	       { "zh-Hans", "zh" }, { "xx", NULL },
		{ "Klingon", NULL },   { "", NULL },	    { "english, french", NULL },
		{ "en-dash me", "en" }
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *code = pm_language_code(cases[i].text, strlen(cases[i].text));

		if (cases[i].code == NULL)
			ck_assert_ptr_null(code);
		else
			ck_assert_str_eq(code, cases[i].code);
	}
	gives("{\"text\":\"x\",\"lang\":\"DE-at\"}", "//x/////de");
	gives("{\"text\":\"x\",\"language\":[\"English\"]}", "//x/////en");
	gives("{\"text\":\"x\",\"language\":\"Klingon\"}", "//x/////Klingon");
	gives("{\"text\":\"x\",\"language\":[\"en\",\"fr\"]}",
	      "//x///// language=en language=fr");
}
END_TEST

/* --- lists of articles in objects */

START_TEST(an_object_may_wrap_articles)
{
	make_text("a.json",
		  "{\"status\":\"ok\",\"title\":\"feed\",\"articles\":["
		  "{\"title\":\"A\",\"content\":\"one\"},{\"title\":\"B\"},{\"x\":1},7],"
		  "\"total\":3}");
	EXPECT("a.json",
	       "a.json [A] one\na.json [B] \n"
	       "a.json skip article 4: not a JSON object\n"
	       "a.json skip article 3: no text: it is looked for in text, content, "
	       "body and others ('pressmark-index fields' names them, --map adds to "
	       "them), and the members are x\n");
	make_text("a.json", "{\"response\":{\"docs\":[{\"text\":\"one\"}],\"n\":1}}"
			    "{\"hits\":{\"hits\":[{\"_source\":{\"body\":\"two\"}}]}}");
	EXPECT("a.json", "a.json [] one\na.json [] two\n");
	make_text("a.jsonl", "{\"items\":[{\"text\":\"one\"},{\"text\":\"two\"}]}\n"
			     "{\"text\":\"three\"}\n");
	EXPECT("a.jsonl", "a.jsonl:1 [] one\na.jsonl:1 [] two\na.jsonl:2 [] three\n");
	/* what has a text is an article, and so is what has only a title and no list */
	make_text("a.json", "{\"items\":[{\"text\":\"one\"}],\"text\":\"whole\"}");
	EXPECT("a.json", "a.json [] whole\n");
	make_text("a.json", "{\"title\":\"whole\",\"items\":[{\"size\":1}]}");
	EXPECT("a.json", "a.json [whole] \n");
	make_text("a.json", "{\"title\":\"whole\",\"articles\":[]}");
	EXPECT("a.json", "a.json [whole] \n");
}
END_TEST

/* A list of N articles of a kilobyte each in an object, begun by BEGIN. */
static void
write_list(struct pm_buf *b, const char *begin, int n)
{
	int i, k;

	pm_buf_puts(b, begin);
	for (i = 0; i < n; i++) {
		pm_buf_printf(b, "%s{\"id\":%d,\"q\":\"}]\\\"[{\",\"text\":\"",
			      i > 0 ? "," : "", i);
		for (k = 0; k < 64; k++)
			pm_buf_puts(b, "sixteen letters ");
		pm_buf_puts(b, "\"}");
	}
}

static uint64_t
count_articles(const char *name, bool *lost)
{
	const char *path = in(name);
	const struct pm_article *a;
	struct pm_reader *r;
	uint64_t n = 0;

	pm_buf_clear(&journal);
	ck_assert_int_eq(pm_reader_open(&r, &path, 1, &options, NULL), PM_OK);
	while (pm_reader_next(r, &a, NULL) == PM_OK) {
		ck_assert_uint_eq(a->text.len, (size_t)64 * 16);
		n++;
	}
	*lost = pm_reader_lost(r);
	pm_reader_free(r);
	return n;
}

START_TEST(a_large_list_is_not_held)
{
	static const struct {
		const char *begin, *end;
	} cases[] = {
		{ "{\"a\":\"]\",\"b\":[{\"text\":1}],\"articles\" : [\n",
		  "\n],\"z\":[{}]}" },
		{ "{\"response\":{\"n\":{\"docs\":[]},\"docs\":[",
		  "],\"z\":\"}]\\\"}\"},\"y\":0}" },
		{ "{\"hits\":{\"total\":5,\"hits\":[", "]}}" },
	};
	struct pm_buf b;
	size_t i;
	bool lost;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		pm_buf_clear(&b);
		write_list(&b, cases[i].begin, 5000);
		pm_buf_puts(&b, cases[i].end);
		make("a.json", b.data, b.len);
		/* a tree of all would need more than this */
		options.memory = 100000;
		ck_assert_uint_eq(count_articles("a.json", &lost), 5000);
		ck_assert(!lost);
		ck_assert_str_eq(pm_buf_str(&journal), "");
		options.memory = 0;
	}
	pm_buf_release(&b);
}
END_TEST

START_TEST(a_list_that_breaks_off_gives_what_came_before)
{
	struct pm_buf b;
	bool lost;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	write_list(&b, "{\"status\":\"ok\",\"articles\":[", 10);
	make("a.json", b.data, b.len - 5);
	ck_assert_uint_eq(count_articles("a.json", &lost), 9);
	ck_assert(lost);
	ck_assert_str_eq(pm_buf_str(&journal),
			 "a.json skip breaks off after 9 articles: invalid JSON: the text "
			 "ends too early after 9 values\n");
	/* after the list, too */
	make("a.json", b.data, b.len);
	ck_assert_uint_eq(count_articles("a.json", &lost), 10);
	ck_assert(lost);
	pm_buf_puts(&b, "],\"z\":[1,");
	make("a.json", b.data, b.len);
	ck_assert_uint_eq(count_articles("a.json", &lost), 10);
	ck_assert(lost);
	pm_buf_release(&b);
}
END_TEST

/* --- what --map says */

static void
is_refused(const char *map, const char *message)
{
	struct pm_names *n;
	struct pm_error err;

	ck_assert_int_eq(pm_names_new(&n, NULL), PM_OK);
	ck_assert_int_eq(pm_names_map(n, map, &err), PM_ERR_USAGE);
	ck_assert_str_eq(err.text, message);
	pm_names_free(n);
}

START_TEST(a_map_overrules_the_table)
{
	enum pm_role role;
	const char *name;
	uint64_t seen;

	ck_assert_int_eq(pm_names_map(names, "date=Seen On,text=story.body", NULL), PM_OK);
	ck_assert_int_eq(pm_names_map(names, "Title = text,id=nowhere", NULL), PM_OK);
	options.names = names;
	gives("{\"story\":{\"body\":\"x\",\"by\":\"A\"},\"text\":\"t\",\"title\":\"u\","
	      "\"seen_on\":\"2020\",\"date\":\"2021\"}",
	      "/t/x/2020//// story.by=A title=u date=2021");
	/* where it is not, the table holds */
	gives("{\"content\":\"c\",\"text\":\"t\",\"title\":\"u\",\"date\":\"2021\"}",
	      "/t/c/2021//// title=u");
	ck_assert(pm_names_mapped(names, 1, &role, &name, &seen));
	ck_assert_int_eq(role, PM_ROLE_TEXT);
	ck_assert_str_eq(name, "story.body");
	ck_assert_uint_eq(seen, 1);
	ck_assert(pm_names_mapped(names, 2, &role, &name, &seen));
	ck_assert_uint_eq(seen, 2);
	ck_assert(pm_names_mapped(names, 3, &role, &name, &seen));
	ck_assert_str_eq(name, "nowhere");
	ck_assert_uint_eq(seen, 0);
	ck_assert(!pm_names_mapped(names, 4, &role, &name, &seen));
	ck_assert(!pm_names_has_columns(names));
}
END_TEST

START_TEST(a_mapped_text_that_is_no_text_is_told)
{
	ck_assert_int_eq(pm_names_map(names, "text=n", NULL), PM_OK);
	options.names = names;
	make_text("a.jsonl", "{\"n\":5,\"title\":\"t\"}\n");
	EXPECT("a.jsonl", "a.jsonl:1 skip 'n' is no text\n");
}
END_TEST

START_TEST(columns_are_mapped_by_number)
{
	const struct pm_member_name *n;

	ck_assert_int_eq(pm_names_map(names, "title=2,text=13", NULL), PM_OK);
	ck_assert(pm_names_has_columns(names));
	ck_assert(pm_names_has_column(names, 2));
	ck_assert(pm_names_has_column(names, 13));
	ck_assert(!pm_names_has_column(names, 1));
	n = lookup("column 13");
	ck_assert_ptr_nonnull(n);
	ck_assert_int_eq(n->uses[0].role, PM_ROLE_TEXT);
}
END_TEST

START_TEST(mistakes_in_a_map_are_named)
{
	char longest[300] = "id=";

	is_refused("title", "option '--map' takes ROLE=NAME, such as "
			    "date=publishedAt,text=story.body, not 'title'");
	is_refused("id=a,,text=b", "option '--map' takes ROLE=NAME, such as "
				   "date=publishedAt,text=story.body, not ''");
	is_refused("titel=a",
		   "option '--map' knows no role 'titel'; the roles are id, title, "
		   "text, date, url, source, author, language");
	is_refused("title= ", "option '--map': there is no name behind 'title='");
	is_refused("text=0", "option '--map': there is no column 0; the first is 1");
	is_refused("title=a,text=A", "option '--map' gives 'A' two roles, title and text");
	memset(longest + 3, 'a', 280);
	is_refused(longest, "option '--map': a name is too long behind 'id='");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("members");
	TCase *t = tcase_create("members");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, names_are_compared_folded);
	tcase_add_test(t, dates_of_crawlers_and_changes_are_no_dates);
	tcase_add_test(t, what_stands_first_in_a_row_is_best);
	tcase_add_test(t, a_point_descends);
	tcase_add_test(t, sources_and_authors_may_be_objects);
	tcase_add_test(t, a_uri_is_a_url_if_it_is_one);
	tcase_add_test(t, a_text_may_be_many);
	tcase_add_test(t, html_in_a_text_is_stripped);
	tcase_add_test(t, a_summary_is_text_where_there_is_none);
	tcase_add_test(t, languages_become_codes);
	tcase_add_test(t, an_object_may_wrap_articles);
	tcase_add_test(t, a_large_list_is_not_held);
	tcase_add_test(t, a_list_that_breaks_off_gives_what_came_before);
	tcase_add_test(t, a_map_overrules_the_table);
	tcase_add_test(t, a_mapped_text_that_is_no_text_is_told);
	tcase_add_test(t, columns_are_mapped_by_number);
	tcase_add_test(t, mistakes_in_a_map_are_named);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
