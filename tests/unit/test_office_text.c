/* Pressmark - tests of corpus/formats/office_text.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/office_text.h"
#include "tests/unit/reader_fixture.h"

#define W "<?xml version=\"1.0\"?>" W_ROOT
#define W_ROOT \
	"<w:document xmlns:w=\"http://schemas.openxmlformats.org/" \
	"wordprocessingml/2006/main\" xmlns:mc=\"http://schemas.openxmlformats.org/" \
	"markup-compatibility/2006\"><w:body>"
#define W_END "</w:body></w:document>"

static struct pm_watch watch;
static struct pm_encodings *encodings;

/* The paragraphs of the archive in lines: STYLE/LEVEL what it begins: TEXT; and what
 * ended it. */
static void
read_bytes(const char *bytes, size_t len, size_t max_text)
{
	const struct pm_office_limits limits = { max_text, &watch, encodings };
	struct pm_office *office;
	struct pm_paragraph p;
	struct pm_error err;
	enum pm_status st = pm_office_open(&office, bytes, len, &limits, &err);

	pm_buf_clear(&journal);
	while (st == PM_OK && (st = pm_office_next(office, &p, &err)) == PM_OK)
		pm_buf_printf(&journal, "%s/%u%s%s: %.*s\n", p.style, p.heading,
			      p.is_title ? " title" : "",
			      p.begins == PM_BEGINS_ROW	   ? " row"
			      : p.begins == PM_BEGINS_CELL ? " cell"
							   : "",
			      (int)p.len, p.text);
	if (st < 0)
		pm_buf_puts(&journal, err.text);
	pm_office_free(office);
}

static void
slurp(struct pm_buf *out, const char *name)
{
	FILE *f = fopen(in(name), "rb");
	int c;

	ck_assert_ptr_nonnull(f);
	pm_buf_init(out, PM_BUF_NO_LIMIT);
	while ((c = fgetc(f)) != EOF)
		pm_buf_putc(out, c);
	fclose(f);
}

static void
expect(const struct member *packed, const char *wanted)
{
	struct pm_buf bytes;

	make_archive("a.docx", ZIP, packed);
	slurp(&bytes, "a.docx");
	ck_assert(pm_office_is(bytes.data, bytes.len));
	read_bytes(pm_buf_str(&bytes), bytes.len, 100000);
	ck_assert_str_eq(pm_buf_str(&journal), wanted);
	pm_buf_release(&bytes);
}

START_TEST(paragraphs_of_word)
{
	static const struct member docx[] = {
		{ "word/document.xml",
		  W
		  "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs><w:pStyle "
		  "w:val=\"berschrift1\"/></w:pPr><w:r><w:t>The </w:t></w:r><w:r><w:t>bridge"
		  "</w:t></w:r></w:p><w:p/><w:p><w:r><w:t xml:space=\"preserve\">A &lt; B"
		  "</w:t><w:tab/><w:t>C</w:t><w:br/><w:t>D</w:t></w:r><w:del><w:r><w:t>gone"
		  "</w:t></w:r></w:del><w:instrText>HYPERLINK</w:instrText></w:p>"
		  "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p>"
		  "<w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>" W_END,
		  NULL, NULL },
		{ "word/styles.xml",
		  "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/"
		  "2006/main\"><w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading "
		  "1\"/></w:style></w:styles>",
		  NULL, NULL },
		{ "word/footnotes.xml",
		  "<w:footnotes xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/"
		  "2006/main\"><w:footnote><w:p><w:r><w:t>Note.</w:t></w:r></w:p></w:footnote>"
		  "</w:footnotes>",
		  NULL, NULL },
		{ NULL, NULL, NULL, NULL }
	};

	expect(docx, "heading 1/1: The bridge\n"
		     "/0: \n"
		     "/0: A < B\tC\nD\n"
		     "/0 row: 1\n"
		     "/0 cell: 2\n"
		     "/0: Note.\n");
}
END_TEST

START_TEST(boxes_come_after_their_paragraph)
{
	static const struct member docx[] = {
		{ "word/document2.xml",
		  W
		  "<w:p><w:r><w:t>be</w:t></w:r><mc:AlternateContent><mc:Choice><w:p><w:r>"
		  "<w:t>box</w:t></w:r></w:p><w:p><w:r><w:t>two</w:t></w:r></w:p></mc:Choice>"
		  "<mc:Fallback><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Fallback>"
		  "</mc:AlternateContent><w:r><w:t>fore</w:t></w:r></w:p>" W_END,
		  NULL, NULL },
		{ NULL, NULL, NULL, NULL }
	};

	expect(docx, "/0: before\n/0: box\ntwo\n");
}
END_TEST

START_TEST(paragraphs_of_open_document)
{
	static const struct member odt[] = {
		{ "content.xml",
		  "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:"
		  "xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:"
		  "1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\">"
		  "<office:automatic-styles><style:style style:name=\"P1\" "
		  "style:parent-style-name=\"Text_20_body\"/><style:style style:name=\"P2\" "
		  "style:parent-style-name=\"Title\"/></office:automatic-styles><office:body>"
		  "<text:tracked-changes><text:p>old</text:p></text:tracked-changes>"
		  "<text:p text:style-name=\"P2\">Bridge</text:p>"
		  "<text:h text:outline-level=\"2\">Part</text:h>"
		  "<text:p text:style-name=\"P1\">One\n  <text:span>two</text:span>"
		  "<text:s text:c=\"2\"/>three<text:note><text:note-citation>1"
		  "</text:note-citation><text:note-body><text:p>Note.</text:p>"
		  "</text:note-body></text:note> end.</text:p></office:body>"
		  "</office:document-content>",
		  NULL, NULL },
		{ NULL, NULL, NULL, NULL }
	};

	expect(odt, "Title/0 title: Bridge\n"
		    "/2: Part\n"
		    "Text body/0: One two  three end.\n"
		    "/0: Note.\n");
}
END_TEST

START_TEST(what_came_before_damage)
{
	struct member cut[] = { { "word/document.xml", NULL, NULL, NULL },
				{ NULL, NULL, NULL, NULL } };
	static const struct member declares[] = {
		{ "word/document.xml",
		  "<!DOCTYPE d [<!ENTITY a \"ten\"><!ENTITY b \"&a;&a;\">]>" W_ROOT
		  "<w:p><w:r><w:t>&a; &b;</w:t></w:r></w:p>" W_END,
		  NULL, NULL },
		{ NULL, NULL, NULL, NULL }
	};
	static const struct member other[] = { { "a.txt", "text", NULL, NULL },
					       { NULL, NULL, NULL, NULL } };

	cut[0].text = W "<w:p><w:r><w:t>one</w:t></w:r></w:p><w:p></w:x>";
	expect(cut,
	       "/0: one\ninvalid XML: line 1: Opening and ending tag mismatch: p line 1 and x");
	/* an entity that has others in it stands as it is written, so that nothing grows */
	expect(declares, "/0: ten &b;\n");
	expect(other, "no word/document.xml or content.xml in it");
}
END_TEST

START_TEST(bombs_are_refused)
{
	struct pm_buf xml, bytes;
	struct member docx[] = { { "word/document.xml", NULL, NULL, NULL },
				 { NULL, NULL, NULL, NULL } };
	size_t i;

	pm_buf_init(&xml, PM_BUF_NO_LIMIT);
	pm_buf_puts(&xml, W);
	for (i = 0; i < 70000; i++)
		pm_buf_printf(&xml, "<w:p><w:r><w:t>ab</w:t></w:r></w:p>%1000s", "");
	docx[0].text = pm_buf_str(&xml);
	make_archive("a.docx", ZIP, docx);
	slurp(&bytes, "a.docx");
	read_bytes(pm_buf_str(&bytes), bytes.len, 1000);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "ab\n/0: ab\n"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal),
				     "its text unpacks to more than 200 times the file"));
	pm_buf_release(&bytes);
	pm_buf_clear(&xml);
	pm_buf_puts(&xml, W "<w:p><w:r><w:t>");
	for (i = 0; i < 2000; i++)
		pm_buf_putc(&xml, 'a');
	pm_buf_puts(&xml, "</w:t></w:r></w:p>" W_END);
	docx[0].text = pm_buf_str(&xml);
	make_archive("b.docx", ZIP, docx);
	slurp(&bytes, "b.docx");
	read_bytes(pm_buf_str(&bytes), bytes.len, 1000);
	ck_assert_str_eq(pm_buf_str(&journal), "a paragraph is larger than 1000 bytes");
	pm_buf_release(&bytes);
	pm_buf_release(&xml);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("office_text");
	TCase *tcase = tcase_create("office_text");
	SRunner *runner;
	struct pm_error err;
	int failed;

	if (pm_encodings_open(&encodings, NULL, &err) < 0)
		return EXIT_FAILURE;
	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, paragraphs_of_word);
	tcase_add_test(tcase, boxes_come_after_their_paragraph);
	tcase_add_test(tcase, paragraphs_of_open_document);
	tcase_add_test(tcase, what_came_before_damage);
	tcase_add_test(tcase, bombs_are_refused);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	pm_encodings_free(encodings);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
