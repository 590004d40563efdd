/* Pressmark - tests of corpus/formats/sgml.c: collections in SGML.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/xml_fixture.h"

#include <sys/resource.h>

START_TEST(reuters_has_lists_and_lines)
{
	READS("reut2-000.sgm",
	      "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n"
	      "<REUTERS TOPICS=\"YES\" LEWISSPLIT=\"TRAIN\" OLDID=\"5544\" NEWID=\"1\">\n"
	      "<DATE>26-FEB-1987 15:01:01.79</DATE>\n"
	      "<TOPICS><D>grain</D><D>oat</D></TOPICS>\n<PLACES></PLACES>\n"
	      "<TEXT>&#2;\n<TITLE>OATS &lt;OTS&gt;</TITLE>\n<AUTHOR>    by A B, Reuters</AUTHOR>"
	      "<DATELINE>    OSLO, Feb 26 - </DATELINE><BODY>First\nline.\n    Next &lt;X>.\n"
	      " Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n"
	      "<REUTERS TOPICS=\"NO\" NEWID=\"2\">\n<DATE> 1-MAR-1987</DATE>\n"
	      "<TEXT TYPE=\"UNPROC\">&#2;\nRaw <b text\n</TEXT>\n</REUTERS>\n",
	      "id=1;title=OATS <OTS>;text=First|line.|    Next <X>.| Reuter;"
	      "author=by A B, Reuters;date=26-FEB-1987 15:01:01.79;day=19870226;"
	      "lewissplit=TRAIN;oldid=5544;topics=grain;topics=oat;dateline=OSLO, Feb 26 -;\n"
	      "id=2;text=Raw <b text;date=1-MAR-1987;day=19870301;\n");
}
END_TEST

START_TEST(trec_collections_call_things_by_many_names)
{
	READS("la010189",
	      "<DOC>\n<DOCNO> LA01-1 </DOCNO>\n<DOCID> 7 </DOCID>\n"
	      "<DATE>\n<P>\nJanuary 1, 1989, Sunday\n</P>\n</DATE>\n"
	      "<HEADLINE>\n<P>\nOne;\n</P>\n<P>\nTwo\n</P>\n</HEADLINE>\n"
	      "<BYLINE><P>By ANN</P></BYLINE>\n"
	      "<TEXT>\n<P>\nFirst&hyph;line\nof it.\n</P>\n<P>\nSecond.\n</P>\n</TEXT>\n"
	      "</DOC>\n"
	      "<DOC><DOCNO>FR-1</DOCNO><TEXT><!-- x --><USDEPT>DEPT</USDEPT>"
	      "<DOCTITLE>Title</DOCTITLE>\nRule</TEXT></DOC>\n"
	      "<DOC><DOCNO>WSJ-1</DOCNO><HL>Head <DD>03/19/87<SO>WSJ<LP>Lead.</LP>"
	      "<TEXT>Body.</TEXT></DOC>",
	      "id=LA01-1;title=One; Two;text=First-line|of it.||Second.;author=By ANN;"
	      "date=January 1, 1989, Sunday;day=19890101;docid=7;\n"
	      "id=FR-1;title=Title;text=DEPT Title |Rule;\n"
	      "id=WSJ-1;title=Head;text=Lead.||Body.;source=WSJ;date=03/19/87;day=19870319;\n");
}
END_TEST

START_TEST(dates_are_of_digits_or_in_the_number)
{
	READS("ap.trec",
	      "<DOC><DOCNO> AP890102-0001 </DOCNO><TEXT>a</TEXT></DOC>"
	      "<DOC id=\"NYT_ENG_19980601.0001\" type=\"story\"><TEXT><P>\nb\n</P></TEXT></DOC>"
	      "<DOC><DOCNO>FT911-3</DOCNO><DATE>910514\n</DATE><PUB>FT</PUB><TEXT>c</TEXT></DOC>"
	      "<DOC><DOCNO>FBIS3-1</DOCNO><HEADER><DATE1> 21 March 1994 </DATE1><H3> <TI> T"
	      "</TI></H3></HEADER><TEXT>d</TEXT></DOC>"
	      "<DOC><DOCNO>X990100-1</DOCNO><DATE>999999</DATE><TEXT>e</TEXT></DOC>",
	      "id=AP890102-0001;text=a;date=1989-01-02;day=19890102;\n"
	      "id=NYT_ENG_19980601.0001;text=b;date=1998-06-01;day=19980601;type=story;\n"
	      "id=FT911-3;text=c;source=FT;date=1991-05-14;day=19910514;\n"
	      "id=FBIS3-1;title=T;text=d;date=21 March 1994;day=19940321;\n"
	      "id=X990100-1;text=e;date=999999;\n");
}
END_TEST

START_TEST(end_tags_may_be_missing)
{
	READS("a.trec",
	      "<DOC><DOCNO>1</DOCNO><TEXT>One\n<DOC>\n<DOCNO>2</DOCNO><TEXT>Two</DOC>\n"
	      "stray</DOC><DOC>3 </DOCNO><TEXT>Three",
	      "id=1;text=One;\nid=2;text=Two;\nid=3;text=Three;\n"
	      "note: 5 bytes of text outside of documents are left out\n");
}
END_TEST

START_TEST(web_pages_stand_behind_a_header)
{
	READS("web.txt",
	      "<DOC>\n<DOCNO>W1</DOCNO>\n<DOCHDR>\nhttp://x.org/ 1.2.3.4 1997\n"
	      "HTTP/1.0 200 OK\n</DOCHDR>\n<html><head><title>Tit</title></head><body>"
	      "<p>One<p>Two</html>\n</DOC>\n",
	      "id=W1;title=Tit;text=One||Two;url=http://x.org/;\n");
	READS("wiki_00",
	      "<doc id=\"12\" url=\"https://x/12\" title=\"Oslo\">\nOslo &amp; so on\n\n</doc>\n",
	      "id=12;title=Oslo;text=Oslo & so on;url=https://x/12;\n");
}
END_TEST

START_TEST(other_sgml_is_said_to_be_other)
{
	READS("book.sgml", "<book><title>T</title></book>",
	      "skip: no document: it has neither <DOC> nor <REUTERS>\n");
	READS("essay.txt", "The <DOC> tag\n\nText", "title=The <DOC> tag;text=|Text;\n");
}
END_TEST

START_TEST(a_large_document_is_refused_and_the_next_is_read)
{
	struct pm_buf b;
	int i;

	options.max_text = 1000;
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "<DOC><TEXT>");
	for (i = 0; i < 700000; i++)
		pm_buf_puts(&b, "lorem ");
	pm_buf_puts(&b, "</TEXT></DOC><DOC><TEXT>small</TEXT></DOC>");
	ck_assert_str_eq(read_bytes("a.sgm", b.data, b.len),
			 "skip: article 1: the document is too large\ntext=small;\n");
	pm_buf_release(&b);
}
END_TEST

/* Time is proportional to the size: none of these may take seconds. */
/* The most memory that this process has had so far, in kB. */
static long
peak(void)
{
	struct rusage use;

	ck_assert_int_eq(getrusage(RUSAGE_SELF, &use), 0);
	return use.ru_maxrss;
}

START_TEST(what_stands_between_documents_is_not_held)
{
	static char junk[1 << 20];
	const char *path = in("a.sgm");
	const struct pm_article *a;
	struct pm_reader *r;
	FILE *f = fopen(path, "wb");
	long before;
	int i;

	/* words, and a tag that is longer than what is looked at at once */
	memset(junk, 'x', sizeof junk);
	memcpy(junk + 1000, "<!-- ", 5);
	memcpy(junk + sizeof junk - 1000, "-->", 3);
	ck_assert_ptr_nonnull(f);
	fputs("<DOC><DOCNO>1</DOCNO><TEXT>One</DOC>", f);
	for (i = 0; i < 96; i++)
		ck_assert_uint_eq(fwrite(junk, 1, sizeof junk, f), sizeof junk);
	fputs("<DOC><DOCNO>2</DOCNO><TEXT>Two</DOC>", f);
	ck_assert_int_eq(fclose(f), 0);
	options.skip = on_refusal;
	options.remark = on_remark;
	before = peak();
	ck_assert_int_eq(pm_reader_open(&r, &path, 1, &options, NULL), PM_OK);
	while (pm_reader_next(r, &a, NULL) == PM_OK)
		put_all(a);
	pm_reader_free(r);
	ck_assert_str_eq(pm_buf_str(&journal),
			 "id=1;text=One;\nid=2;text=Two;\n"
			 "note: 191,712 bytes of text outside of documents are left out\n");
	ck_assert_int_lt(peak() - before, 48 << 10);
}
END_TEST

START_TEST(hostile_tags_take_no_more_time_than_others)
{
	static const char *const parts[] = { "<a",   "<a>", "<!-- ", "<D>",
					     "</x>", "&",   "<P>" };
	struct pm_buf b;
	size_t k;
	int i;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (k = 0; k < sizeof parts / sizeof *parts; k++) {
		pm_buf_clear(&b);
		pm_buf_puts(&b, "<DOC><X>");
		for (i = 0; i < 300000; i++)
			pm_buf_puts(&b, parts[k]);
		read_bytes("a.sgm", b.data, b.len);
	}
	pm_buf_release(&b);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("sgml");
	TCase *t = tcase_create("sgml");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, reuters_has_lists_and_lines);
	tcase_add_test(t, trec_collections_call_things_by_many_names);
	tcase_add_test(t, dates_are_of_digits_or_in_the_number);
	tcase_add_test(t, end_tags_may_be_missing);
	tcase_add_test(t, web_pages_stand_behind_a_header);
	tcase_add_test(t, other_sgml_is_said_to_be_other);
	tcase_add_test(t, a_large_document_is_refused_and_the_next_is_read);
	tcase_add_test(t, what_stands_between_documents_is_not_held);
	tcase_add_test(t, hostile_tags_take_no_more_time_than_others);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
