/* Pressmark - tests of corpus/formats/document.c, epub.c and dublin.c.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/article_fixture.h"
#include "tests/unit/reader_fixture.h"

#define WORD \
	"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/" \
	"main'><w:body>"
#define P(words) "<w:p><w:r><w:t>" words "</w:t></w:r></w:p>"
#define STYLED(style, words) \
	"<w:p><w:pPr><w:pStyle w:val='" style "'/></w:pPr><w:r><w:t>" words \
	"</w:t></w:r></w:p>"
#define END_WORD "</w:body></w:document>"
#define CORE(facts) \
	"<cp:coreProperties xmlns:cp='cp' xmlns:dc='dc' xmlns:dcterms='dt'>" facts \
	"</cp:coreProperties>"

static void
make_docx(const char *name, const char *core, const char *text)
{
	const struct member parts[] = {
		{ "word/document.xml", text, NULL, NULL },
		{ core == NULL ? NULL : "docProps/core.xml", core, NULL, NULL },
		{ NULL, NULL, NULL, NULL },
	};

	make_archive(name, ZIP, parts);
}

START_TEST(a_document_is_an_article)
{
	make_docx("a.docx",
		  CORE("<dc:title>A &amp; B</dc:title><dc:creator>Ann Ot; Bo Ur</dc:creator>"
		       "<dcterms:created>2016-11-20T04:04:00Z</dcterms:created>"
		       "<dcterms:modified>2017-01-01T00:00:00Z</dcterms:modified>"
		       "<dc:language>en-GB</dc:language><cp:keywords>x; y</cp:keywords>"),
		  WORD P("One.") P("") P("Two.") END_WORD);
	ck_assert_str_eq(describe("a.docx"), "title: A & B\ndate: 2016-11-20T04:04:00Z\n"
					     "author: Ann Ot|Bo Ur\nlanguage: en\n"
					     "keyword: x\nkeyword: y\nOne.\n\nTwo.");
}
END_TEST

START_TEST(the_title_is_found)
{
	static const char *const none[] = {
		"", " ", "a", "a.docx", "Document1", "Untitled", "Microsoft Word - x.doc"
	};
	char core[300];
	size_t i;

	for (i = 0; i < sizeof none / sizeof *none; i++) {
		snprintf(core, sizeof core, CORE("<dc:title>%s</dc:title>"), none[i]);
		make_docx("a.docx", core,
			  WORD P("Words first.") STYLED("Heading1", "A head")
				  STYLED("Title", "The title") P("One.") END_WORD);
		EXPECT("a.docx",
		       "a.docx [The title] Words first.||A head||The title||One.\n");
	}
	/* where it stands first it is taken out of the text */
	make_docx("a.docx", NULL, WORD STYLED("Title", "The title") P("One.") END_WORD);
	EXPECT("a.docx", "a.docx [The title] One.\n");
	make_docx("a.docx", CORE("<dc:title>One</dc:title>"),
		  WORD P("One") P("Two") END_WORD);
	EXPECT("a.docx", "a.docx [One] Two\n");
	make_docx("a.docx", NULL, WORD P("A short line") P("One.") END_WORD);
	EXPECT("a.docx", "a.docx [A short line] One.\n");
	make_docx("a.docx", NULL, WORD P("A sentence.") P("One.") END_WORD);
	EXPECT("a.docx", "a.docx [] A sentence.||One.\n");
}
END_TEST

START_TEST(damage_is_told)
{
	make_docx("a.docx", NULL, WORD P("One.") P("Two.") "<w:p>");
	ck_assert_int_eq(read_one("a.docx"), PM_END);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "a.docx [] One.||Two.\n"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal),
				     "a.docx skip breaks off within its text: invalid XML"));
	make_docx("a.docx", NULL, "<!DOCTYPE x [<!ENTITY a 'b'>]>" WORD P("&a;") END_WORD);
	EXPECT("a.docx", "a.docx [] b\n");
	make_text("a.docx", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
	EXPECT("a.docx",
	       "a.docx skip it is encrypted, or a document of an older program\n");
	make_text("a.odt", "Words");
	EXPECT("a.odt", "a.odt skip it is no such document\n");
}
END_TEST

#define CONTAINER \
	"<container><rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles>" \
	"</container>"
#define PACKAGE \
	"<package xmlns:dc='dc'><metadata><dc:title>The book</dc:title>" \
	"<dc:creator>Ann Ot</dc:creator><dc:creator>Bo Ur</dc:creator>" \
	"<dc:date>2001-02-03</dc:date><dc:language>de</dc:language>" \
	"<dc:publisher>A house</dc:publisher></metadata><manifest>" \
	"<item id='b' href='b.xhtml' media-type='application/xhtml+xml'/>" \
	"<item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' " \
	"properties='nav'/>" \
	"<item id='a' href='../text/a%20a.xhtml' media-type='application/xhtml+xml'/>" \
	"<item id='c' href='c.css' media-type='text/css'/></manifest>" \
	"<spine><itemref idref='nav'/><itemref idref='a'/><itemref idref='b'/>" \
	"<itemref idref='c'/></spine></package>"

START_TEST(a_book_is_one_article_in_its_order)
{
	static const struct member parts[] = {
		{ "mimetype", "application/epub+zip", NULL, NULL },
		{ "META-INF/container.xml", CONTAINER, NULL, NULL },
		{ "OEBPS/b.xhtml", "<html><body><h1>Two</h1><p>Second.</p></body></html>",
		  NULL, NULL },
		{ "OEBPS/nav.xhtml", "<html><body>Contents</body></html>", NULL, NULL },
		{ "text/a a.xhtml",
		  "<?xml version='1.0'?><html><head><title>x</title></head><body>"
		  "<h1>One</h1><p>First.</p></body></html>",
		  NULL, NULL },
		{ "OEBPS/book.opf", PACKAGE, NULL, NULL },
		{ NULL, NULL, NULL, NULL },
	};

	make_archive("a.epub", ZIP, parts);
	ck_assert_str_eq(describe("a.epub"),
			 "title: The book\ndate: 2001-02-03\nauthor: Ann Ot|Bo Ur\n"
			 "source: A house\nlanguage: de\nOne\n\nFirst.\n\nTwo\n\nSecond.");
}
END_TEST

START_TEST(pages_of_a_book_are_in_their_encoding)
{
	struct member parts[] = {
		{ "META-INF/container.xml", CONTAINER, NULL, NULL },
		{ "OEBPS/b.xhtml", "<p>\u041f\u0440\u0438</p>", NULL, NULL },
		{ "text/a a.xhtml",
		  "<?xml version='1.0' encoding='windows-1251'?><p>\xcf\xf0\xe8</p>",
		  NULL, NULL },
		{ "OEBPS/book.opf", PACKAGE, NULL, NULL },
		{ NULL, NULL, NULL, NULL },
	};

	make_archive("a.epub", ZIP, parts);
	EXPECT("a.epub", "a.epub [The book] \u041f\u0440\u0438||\u041f\u0440\u0438\n");
	encoding_is("a.epub", "windows-1251");
	parts[2].text = "<p>x";
	make_archive("a.epub", ZIP, parts);
	encoding_is("a.epub", "UTF-8");
	make_docx("a.docx", NULL, WORD P("x") END_WORD);
	make_docx("a.docx", NULL, WORD P("x\xff \x01 y") END_WORD);
	EXPECT("a.docx", "a.docx [] x\u00ff   y\n");
	encoding_is("a.docx", "XML, UTF-8 unless a part declares another");
}
END_TEST

START_TEST(what_a_book_lacks_is_told)
{
	struct member parts[] = {
		{ "META-INF/container.xml", CONTAINER, NULL, NULL },
		{ "OEBPS/b.xhtml", "<p>Second.</p>", NULL, NULL },
		{ "OEBPS/book.opf", PACKAGE, NULL, NULL },
		{ NULL, NULL, NULL, NULL },
		{ NULL, NULL, NULL, NULL },
	};

	make_archive("a.epub", ZIP, parts);
	EXPECT("a.epub",
	       "a.epub skip breaks off within its text: 1 of its 2 pages is not in it\na.epub [The book] Second.\n");
	parts[3] = (struct member){
		"text/a a.xhtml", "\1\2\3\4\5\6\7\x0e\x0f\x10\x11\x12\x13\x14", NULL, NULL
	};
	make_archive("a.epub", ZIP, parts);
	EXPECT("a.epub",
	       "a.epub skip breaks off within its text: 1 of its 2 pages is encrypted\na.epub [The book] Second.\n");
	parts[2].name = "elsewhere.opf";
	make_archive("a.epub", ZIP, parts);
	EXPECT("a.epub", "a.epub skip no book: 'OEBPS/book.opf' is not in it\n");
	make_text("a.epub", "Words");
	EXPECT("a.epub", "a.epub skip it is no book\n");
}
END_TEST

#define END_RUN "</w:t></w:r></w:p>" END_WORD

START_TEST(bombs_are_refused)
{
	size_t len = 30000000, i;
	char *blanks = malloc(len + 1);
	struct member parts[] = {
		{ "META-INF/container.xml", CONTAINER, NULL, NULL },
		{ "OEBPS/book.opf", PACKAGE, NULL, NULL },
		{ "OEBPS/b.xhtml", blanks, NULL, NULL },
		{ "text/a a.xhtml", blanks, NULL, NULL },
		{ NULL, NULL, NULL, NULL },
	};

	ck_assert_ptr_nonnull(blanks);
	memset(blanks, ' ', len);
	blanks[len] = '\0';
	for (i = 0; i < len; i += 1000)
		memcpy(blanks + i, "<p>Words", 8);
	make_archive("a.epub", ZIP, parts);
	options.max_text = 300000;
	EXPECT("a.epub", "a.epub skip the text is larger than 300000 bytes\n");
	make_docx("a.docx", NULL, blanks);
	ck_assert_int_eq(read_one("a.docx"), PM_END);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "a.docx skip "));
	/* a run of text may be of any length, and is held within the limit */
	memset(blanks, 'a', len);
	memcpy(blanks, WORD "<w:p><w:r><w:t>", sizeof WORD - 1 + 15);
	memcpy(blanks + len - sizeof END_RUN, END_RUN, sizeof END_RUN);
	make_docx("a.docx", NULL, blanks);
	EXPECT("a.docx", "a.docx skip a paragraph is larger than 300000 bytes\n");
	options.max_text = 1 << 30;
	ck_assert_int_eq(read_one("a.docx"), PM_END);
	ck_assert_int_eq(strncmp(pm_buf_str(&journal), "a.docx [] aaaa", 14), 0);
	free(blanks);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("documents");
	TCase *t = tcase_create("documents");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_document_is_an_article);
	tcase_add_test(t, the_title_is_found);
	tcase_add_test(t, damage_is_told);
	tcase_add_test(t, a_book_is_one_article_in_its_order);
	tcase_add_test(t, pages_of_a_book_are_in_their_encoding);
	tcase_add_test(t, what_a_book_lacks_is_told);
	tcase_add_test(t, bombs_are_refused);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
