/* Pressmark - tests of exports of databases, bibliographies and annotated corpora.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/export.h"
#include "corpus/formats/nested.h"
#include "tests/unit/reader_fixture.h"

/* What was read of the file: its articles, each with all that it says, a line for each; and
 * what was told. */
static void
put_str(const char *name, struct pm_str s)
{
	size_t i;

	if (s.len == 0)
		return;
	pm_buf_printf(&journal, "%s=", name);
	for (i = 0; i < s.len; i++)
		pm_buf_putc(&journal, s.data[i] == '\n'	  ? '|'
				      : s.data[i] == '\0' ? '+'
							  : s.data[i]);
	pm_buf_putc(&journal, '\n');
}

static void
put_everything(const struct pm_article *a)
{
	char name[64];
	size_t i;

	pm_buf_printf(&journal, "-- %u\n", a->day);
	put_str("id", a->id);
	put_str("title", a->title);
	put_str("date", a->date);
	put_str("url", a->url);
	put_str("source", a->source);
	put_str("author", a->author);
	put_str("language", a->language);
	for (i = 0; i < a->n_fields; i++) {
		snprintf(name, sizeof name, "%.*s%s", (int)a->fields[i].name.len,
			 a->fields[i].name.data, a->fields[i].in_list ? "[]" : "");
		put_str(name, a->fields[i].value);
	}
	put_str("text", a->text);
}

static void
on_note(void *ctx, struct pm_str file, uint64_t line, const char *reason)
{
	(void)ctx;
	(void)file;
	(void)line;
	pm_buf_printf(&journal, "note %s\n", reason);
}

static void
read_file(const char *name)
{
	const char *path = in(name);
	const struct pm_article *a;
	struct pm_reader *r;

	options.doubtful = on_note;
	pm_buf_clear(&journal);
	ck_assert_int_eq(pm_reader_open(&r, &path, 1, &options, NULL), PM_OK);
	while (pm_reader_next(r, &a, NULL) == PM_OK)
		put_everything(a);
	pm_reader_free(r);
}

#define EXPECT_FILE(name, text, wanted) \
	do { \
		make_text(name, text); \
		read_file(name); \
		ck_assert_str_eq(pm_buf_str(&journal), wanted); \
	} while (0)

#define RULE "____________________________________________________________\n"

START_TEST(proquest_as_text)
{
	EXPECT_FILE("a.txt",
		    RULE
		    "\nDocument 1 of 2\n\nFerry sinks\n\nhttps://proxy.example/1\n\n"
		    "Abstract: None available.\n\nLinks: https://r.example/\n\n"
		    "Full text: It sank.\nTitle: no, this is a line of it.\n\n"
		    "Section: and this a paragraph\n\nof the text.\n\n"
		    "Subject: Ships; Harbours\n\nTitle: Ferry sinks\n\n"
		    "Author: Lee, Ann; Ray, Bob\n\nPublication title: The Crier; Oslo\n\n"
		    "Publication date: Sep 20, 2024\n\nSection: News\n\n"
		    "Language of publication: English\n\nProQuest document ID: 9001\n\n"
		    "Document URL: https://q.example/9001\n\n" RULE
		    "\nRoad open\n\nFull text: Open.\n\nTitle: Road open\n\n"
		    "ProQuest document ID: 9002\n\n" RULE
		    "\nContact us at: http://q.example/\n",
		    "-- 20240920\nid=9001\ntitle=Ferry sinks\ndate=Sep 20, 2024\n"
		    "url=https://q.example/9001\nsource=The Crier\nauthor=Lee, Ann+Ray, Bob\n"
		    "language=en\nLinks=https://r.example/\nSubject[]=Ships\n"
		    "Subject[]=Harbours\nPublication title=The Crier; Oslo\nSection=News\n"
		    "text=It sank.|Title: no, this is a line of it.||Section: and this a "
		    "paragraph||of the text.\n"
		    "-- 0\nid=9002\ntitle=Road open\ntext=Open.\n");
}
END_TEST

/* A URL that an export breaks over lines is one; other values keep what is between them. */
START_TEST(urls_over_several_lines)
{
	EXPECT_FILE("a.txt",
		    RULE
		    "\nFerry sinks\n\nhttps://proxy.example/a-long-\n  way?to=1\n\n"
		    "Links: HTTP://r.example/one-\nhalf/and-\nmore\n\n"
		    "Note: https://r.example/1\nhttps://r.example/2\n\n"
		    "Pages: http://r.example/1\nand more\n\n"
		    "Full text: It sank.\n\nTitle: Ferry sinks\n\n"
		    "ProQuest document ID: 1\n\n" RULE
		    "\nRoad open\n\nhttps://proxy.example/2\n\nFull text: https://r.example/\nopen\n\n"
		    "Title: Road open\n\nProQuest document ID: 2\n\n"
		    "Document URL: https://q.example/roads/fo\nrd-governments\n\n" RULE,
		    "-- 0\nid=1\ntitle=Ferry sinks\nurl=https://proxy.example/a-long-way?to=1\n"
		    "Links=HTTP://r.example/one-half/and-more\n"
		    "note=Note: https://r.example/1|https://r.example/2\n"
		    "Pages=http://r.example/1|and more\ntext=It sank.\n"
		    "-- 0\nid=2\ntitle=Road open\n"
		    "url=https://q.example/roads/ford-governments\n"
		    "text=https://r.example/|open\n");
	EXPECT_FILE(
		"a.ris",
		"TY  - NEWS\nTI  - Ferry sinks\nUR  - https://q.example/fo\n      rd-it\n"
		"N1  - It sank\n      deep\nER  - \n",
		"-- 0\ntitle=Ferry sinks\nurl=https://q.example/ford-it\nTY=NEWS\nN1[]=It sank deep\n");
}
END_TEST

START_TEST(proquest_without_full_text)
{
	EXPECT_FILE("a.txt",
		    RULE
		    "\nDocument 1 of 1\n\nFerry sinks\n\nAbstract: It sank.\n\nDeep.\n\n"
		    "Title: Ferry sinks\n\nProQuest document ID: 1\n\n" RULE,
		    "-- 0\nid=1\ntitle=Ferry sinks\ntext=It sank.||Deep.\n");
}
END_TEST

START_TEST(proquest_that_breaks_off)
{
	EXPECT_FILE("a.txt",
		    RULE "\nA\n\nFull text: One.\n\nTitle: A\n\nDatabase: X\n\n" RULE
			 "\nB\n\nFull text: Two is cut",
		    "-- 0\ntitle=A\nDatabase=X\ntext=One.\n"
		    "a.txt skip breaks off after 1 article: the article that begins in line "
		    "11 has no end\n");
	/* all of the text is there, and not all that is said of it */
	EXPECT_FILE("b.txt", RULE "\nA\n\nFull text: One.\n\nTitle: A\n\nPublisher: Exam",
		    "-- 0\ntitle=A\nsource=Exam\ntext=One.\n"
		    "b.txt skip breaks off after 1 article: the article that begins in line "
		    "1 has no end\n");
}
END_TEST

START_TEST(proquest_as_html)
{
	static const char html[] =
		"<html><body><p>Email 1</p><div><a name=\"DocID_1\"></a><p>Ferry sinks</p><p>"
		"<strong>Author: </strong>Lee, Ann</p><p><a href=\"x\">ProQuest document "
		"link</a></p><p><strong>Full text: </strong><text wordcount=\"3\"><title>"
		"</title><p>It sank &amp; sank.</p>  <p>Deep.</p></text></p><p><strong>"
		"Subject: </strong>Ships; Harbours</p><p><strong>Publication title: </strong>"
		"The Crier; Oslo</p><p><strong>ProQuest document ID: </strong>9001</p></div>"
		"<div><a name=\"DocID_2\"></a><p>Road open</p><p><strong>Full text: </strong>"
		"Open.</p><p><strong>ProQuest document ID: </strong>9002</p></div><p>Contact ProQuest</p>"
		"<p>Database copyright X - Terms</p></body>";

	EXPECT_FILE("a.html", html,
		    "-- 0\nid=9001\ntitle=Ferry sinks\nsource=The Crier\nauthor=Lee, Ann\n"
		    "Subject[]=Ships\nSubject[]=Harbours\n"
		    "Publication title=The Crier; Oslo\ntext=It sank & sank.||Deep.\n"
		    "-- 0\nid=9002\ntitle=Road open\ntext=Open.\n");
	/* what a reader of mails asks */
	ck_assert_str_eq(pm_export_of(html, sizeof html - 1)->name, "ProQuest, HTML");
	ck_assert_ptr_null(pm_export_of("<html><p>text", 13));
	ck_assert_ptr_null(pm_export_of(NULL, 0));
}
END_TEST

/* What stands in a mail: the articles of one text after those of another. */
START_TEST(exports_in_other_files)
{
	static const char *const texts[] = {
		"no export",
		RULE "\nA\n\nFull text: One.\n\nTitle: A\n\nDatabase: X\n\n" RULE,
		"<p>Mail<a name=\"DocID_1\"></a><p>B<p><strong>Full text: </strong>Two.<p><strong>"
		"Database: </strong>X<a name=\"DocID_2\"></a><p>C<p><strong>Full text: </strong>"
		"Three.<p><strong>Database: </strong>X",
		RULE "\nD\n\nFull text: Four.\n\nTitle: D\n\nDatabase: X\n\n" RULE,
	};
	struct pm_watch watch = { 0 };
	const struct pm_format_setting setting = { .options = &options, .watch = &watch };
	struct pm_article article = { .line = 0 };
	struct pm_entry entry = { .article = &article };
	struct pm_nested nested;
	enum pm_status st;
	size_t i;

	options.max_text = PM_TEXT_MAX;
	pm_nested_init(&nested, &setting);
	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		st = pm_nested_open(&nested, texts[i], strlen(texts[i]), NULL);
		ck_assert_int_eq(st, i == 0 ? PM_ABSENT : PM_OK);
		while ((st = pm_nested_next(&nested, &entry, NULL)) == PM_OK)
			put_str("text",
				(struct pm_str){
					pm_json_member(entry.object, "text")->text,
					pm_json_member(entry.object, "text")->text_len });
		ck_assert_int_eq(st, PM_END);
	}
	/* one that is not read to its end */
	ck_assert_int_eq(pm_nested_open(&nested, texts[2], strlen(texts[2]), NULL), PM_OK);
	ck_assert_int_eq(pm_nested_next(&nested, &entry, NULL), PM_OK);
	pm_nested_release(&nested);
	ck_assert_str_eq(pm_buf_str(&journal),
			 "text=One.\ntext=Two.\ntext=Three.\ntext=Four.\n");
}
END_TEST

#define NEXIS_1 \
	"\r\n                    1 of 2 DOCUMENTS\r\n\r\n\r\n                    The Crier" \
	"\r\n\r\n                   January 11, 2010 Monday\r\n" \
	"                          Edition 1;\r\n\r\nFerry sinks: a long headline that goes " \
	"on\r\nin a second line\r\n\r\nBYLINE: Ann Lee\r\n\r\nSECTION: NEWS; Pg. 4\r\n\r\n" \
	"LENGTH: 9 words\r\n\r\nLONDON: The ferry sank in the harbour of a town that nobody " \
	"has\r\nheard of, and nobody will hear of it again, if all goes well\r\nnow.\r\n\r\n" \
	"A verse\r\n  of two lines\r\n\r\nLOAD-DATE: January 12, 2010\r\n\r\nLANGUAGE: " \
	"ENGLISH\r\n\r\nGRAPHIC: A ferry\r\n\r\nunder water\r\n\r\nSUBJECT: SHIPS (90%); " \
	"HARBOURS (80%)\r\n\r\n                 Copyright 2010 Example Ltd\r\n" \
	"                    All Rights Reserved\r\n"

START_TEST(nexis_as_text)
{
	EXPECT_FILE(
		"a.txt",
		"Terms: (ferry)\r\n\r\n" NEXIS_1
		"\r\n                 2 of 2 DOCUMENTS\r\n\r\n            Copyright 1999 X\r\n"
		"             The Times\r\n\r\n         May 2, 1999\r\n\r\nLENGTH: 3 words\r\n"
		"\r\nHEADLINE: Road open\r\n\r\nBODY:\r\nIt is open.\r\n",
		"-- 20100111\ntitle=Ferry sinks: a long headline that goes on in a second "
		"line\ndate=January 11, 2010 Monday\nsource=The Crier\nauthor=Ann Lee\n"
		"language=en\nSECTION=NEWS; Pg. 4\nLENGTH=9 words\nedition=Edition 1;\n"
		"LOAD-DATE=January 12, 2010\nGRAPHIC=A ferry under water\n"
		"SUBJECT[]=SHIPS (90%)\nSUBJECT[]=HARBOURS (80%)\n"
		"copyright=Copyright 2010 Example Ltd All Rights Reserved\n"
		"text=LONDON: The ferry sank in the harbour of a town that nobody has heard "
		"of, and nobody will hear of it again, if all goes well now.||A verse|of two "
		"lines\n"
		"-- 19990502\ntitle=Road open\ndate=May 2, 1999\nsource=The Times\n"
		"LENGTH=3 words\ncopyright=Copyright 1999 X\ntext=It is open.\n");
}
END_TEST

START_TEST(nexis_in_other_languages)
{
	EXPECT_FILE("a.txt",
		    "                Dokument 1 von 1\n\n              Die Zeitung\n\n"
		    "           11. Januar 2010 Montag\n\nFähre sinkt\n\nAUTOR: Ann Lee\n\n"
		    "RUBRIK: POLITIK; S. 4\n\nLÄNGE: 2 Wörter\n\nSie sank.\n\n"
		    "SPRACHE: GERMAN; DEUTSCH\n",
		    "-- 20100111\ntitle=Fähre sinkt\ndate=11. Januar 2010 Montag\n"
		    "source=Die Zeitung\nauthor=Ann Lee\nlanguage=de\n"
		    "RUBRIK=POLITIK; S. 4\nLÄNGE=2 Wörter\nSPRACHE=GERMAN; DEUTSCH\ntext=Sie sank.\n");
	EXPECT_FILE("b.txt",
		    "        1 de 1 DOCUMENTS\n\n     Le Crieur\n\n     lundi 11 janvier 2010\n\n"
		    "Le bac coule\n\nAUTEUR: Ann Lee\n\nLONGUEUR: 2 mots\n\nIl coule.\n\n"
		    "DATE-CHARGEMENT: 12 janvier 2010\n\nLANGUE: FRENCH\n",
		    "-- 20100111\ntitle=Le bac coule\ndate=lundi 11 janvier 2010\n"
		    "source=Le Crieur\nauthor=Ann Lee\nlanguage=fr\nLONGUEUR=2 mots\n"
		    "DATE-CHARGEMENT=12 janvier 2010\ntext=Il coule.\n");
}
END_TEST

START_TEST(nexis_as_html)
{
	EXPECT_FILE(
		"a.html",
		"<HTML><BODY><!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> "
		"-->\n<BR><DIV><P><SPAN>1 of 1 DOCUMENTS</SPAN></P></DIV><BR><DIV><P><SPAN>"
		"The Crier</SPAN></P></DIV><DIV><P><SPAN>January</SPAN><SPAN> 11, 2010 Monday"
		"<BR>Late Edition</SPAN></P></DIV><DIV><P><SPAN>Ferry sinks</SPAN></P></DIV>"
		"<DIV><P><SPAN>LENGTH: </SPAN><SPAN>2 words</SPAN></P></DIV><DIV><P>It sank."
		"</P><P>Deep.</P></DIV><DIV><P><SPAN>LANGUAGE: </SPAN>ENGLISH</P></DIV>"
		"<!-- Hide XML section from browser\n</DOCFULL>\n</DOC> --></BODY></HTML>",
		"-- 20100111\ntitle=Ferry sinks\ndate=January 11, 2010 Monday\n"
		"source=The Crier\nlanguage=en\nLENGTH=2 words\nedition=Late Edition\n"
		"text=It sank.||Deep.\n");
}
END_TEST

#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"

START_TEST(nexis_as_document)
{
	static const struct member docx[] = {
		{ "word/document.xml",
		  "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/"
		  "2006/main\"><w:body>" P("Documents (2)") P("1. Ferry sinks") P(
			  "Client/Matter: -None-") P("2. Road open") P("Ferry sinks")
			  P("The Crier") P("January 11, 2010 Monday 9:20 AM GMT") P(
				  "Copyright 2010 X All Rights Reserved") P("Section: NEWS")
				  P("Length: 4 words") P("Byline: Ann Lee") P("Body") P(
					  "") P("It sank.") P("Deep.") P("Classification")
					  P("Language: ENGLISH") P(
						  "Subject: SHIPS "
						  "(90%); SEA") P("End of "
								  "Documen"
								  "t") P("Road open")
						  P("The Times") P("May 2, 1999") P(
							  "Length: 1 word") P("Body") P("Open.")
							  P("End of Document") "</w:body></w:document>",
		  NULL, NULL },
		{ NULL, NULL, NULL, NULL }
	};

	make_archive("a.docx", ZIP, docx);
	read_file("a.docx");
	ck_assert_str_eq(pm_buf_str(&journal),
			 "-- 20100111\ntitle=Ferry sinks\n"
			 "date=January 11, 2010 Monday 9:20 AM GMT\nsource=The Crier\n"
			 "author=Ann Lee\nlanguage=en\nSection=NEWS\nLength=4 words\n"
			 "copyright=Copyright 2010 X All Rights Reserved\n"
			 "Subject[]=SHIPS (90%)\nSubject[]=SEA\ntext=It sank.||Deep.\n"
			 "-- 19990502\ntitle=Road open\ndate=May 2, 1999\nsource=The Times\n"
			 "Length=1 word\ntext=Open.\n");
}
END_TEST

START_TEST(nexis_uni_as_text)
{
	EXPECT_FILE("a.txt",
		    "Date and Time: Friday, 5. July 2019\n\nDocuments (2)\n\n1. Ferry sinks\n\n"
		    "Ferry sinks\n\nThe Crier\n\nJanuary 11, 2010 Monday\n\nLength: 4 words\n\n"
		    "Body\n\nIt sank.\n\nDeep.\n\nLoad-Date: January 12, 2010\n\n"
		    "End of Document\n\nRoad open\n\nThe Times\n\nMay 2, 1999\n\nByline: Bob "
		    "Ray\n\nBody\n\nOpen.\n\nEnd of Document\n",
		    "-- 20100111\ntitle=Ferry sinks\ndate=January 11, 2010 Monday\n"
		    "source=The Crier\nLength=4 words\nLoad-Date=January 12, 2010\n"
		    "text=It sank.||Deep.\n"
		    "-- 19990502\ntitle=Road open\ndate=May 2, 1999\nsource=The Times\n"
		    "author=Bob Ray\ntext=Open.\n");
}
END_TEST

#define ROW(code, value) \
	"<tr><td class=\"index\"><b>" code "</b>&nbsp;</td><td>" value "</td></tr>"

START_TEST(factiva_as_html)
{
	EXPECT_FILE(
		"a.html",
		"<html><title>Factiva</title><div class=\"article enArticle\"><table>" ROW(
			"HD", "<b class='enHeadline'>Ferry sinks</b>") ROW("BY", "Ann Lee")
			ROW("PD", "29 December 2011") ROW("SN", "The Crier") ROW(
				"LA", "English") ROW("LP", "<p>It sank.</p>")
				ROW("TD", "<p>Deep.</p><table><tr><td>1</td></tr></table>") ROW(
					"NS", "gcat : News | gsea : Sea")
					ROW("AN",
					    "Document X1") "</table></div>"
							   "<div class=\"article\"><div><span class=\"enHeadline\">Road open</span>"
							   "</div><div>30 December 2011</div><div>The Times</div><p class=\""
							   "articleParagraph enarticleParagraph\">Open.</p><div>Document X2</div></div>",
		"-- 20111229\nid=X1\ntitle=Ferry sinks\ndate=29 December 2011\n"
		"source=The Crier\nauthor=Ann Lee\nlanguage=en\nNS[]=gcat : News\n"
		"NS[]=gsea : Sea\ntext=It sank.||Deep.||1\n"
		"-- 20111230\nid=X2\ntitle=Road open\ndate=30 December 2011\n"
		"source=The Times\ntext=Open.\n");
	/* without codes */
	EXPECT_FILE("b.html",
		    "<html><title>Factiva</title><div class=\"article enArticle\"><div><span "
		    "class='enHeadline'>Road</span></div><div>By Bob Ray</div><div>9 words</div>"
		    "<div>30 December 2011</div><div>09:15</div><div>The Times</div><div>TT</div>"
		    "<div>(c) X</div><p class=\"articleParagraph\">Open.</p><p class=\""
		    "articleParagraph\">Now.</p></div></html>",
		    "-- 20111230\ntitle=Road\ndate=30 December 2011\nsource=The Times\n"
		    "author=By Bob Ray\nWC=9 words\nET=09:15\nnote=TT\nCY=(c) X\n"
		    "text=Open.||Now.\n");
}
END_TEST

START_TEST(factiva_as_xml)
{
	EXPECT_FILE(
		"a.xml",
		"<?xml version=\"1.0\"?><PPSResponse><ppsArticleResponse xmlns=\"http://x/\">"
		"<article><accessionNo>X1</accessionNo><baseLanguage>EN</baseLanguage>"
		"<headline><paragraph display=\"Proportional\">\n <hlt>Ferry</hlt> sinks"
		"</paragraph></headline><leadParagraph><paragraph display=\"Proportional\">It"
		"\n sank.</paragraph> <paragraph display=\"Proportional\">All.</paragraph>"
		"</leadParagraph><publicationDate><dateTime>2012-01-09T01:35:58Z</dateTime>"
		"</publicationDate><sourceName>The Crier</sourceName><region code=\"no\">"
		"<name>Norway</name></region><region code=\"dk\"><name>Denmark</name>"
		"</region><tailParagraphs><paragraph display=\"Proportional\">Deep."
		"</paragraph></tailParagraphs><pages/></article><article><headline>B"
		"</headline></article></ppsArticleResponse></PPSResponse>",
		"-- 20120109\nid=X1\ntitle=Ferry sinks\ndate=2012-01-09T01:35:58Z\n"
		"source=The Crier\nlanguage=en\nregion[]=Norway\nregion[]=Denmark\n"
		"text=It sank.||All.||Deep.\n"
		"-- 0\ntitle=B\n");
	/* in its encoding, and what came before damage */
	options.cut = on_skip;
	file_gives("b.xml",
		   "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><PPSResponse><article>"
		   "<headline>Caf\xe9</headline></article><article><headline>B</headline>"
		   "</article><article><head",
		   "b.xml [Caf\u00e9] \nb.xml [B] \nb.xml skip breaks off after 2 articles: "
		   "invalid XML: line 1: the file ends too early\n");
	encoding_is("b.xml", "windows-1252");
	options.cut = NULL;
}
END_TEST

START_TEST(europresse)
{
	EXPECT_FILE(
		"a.html",
		"<html><body><table><tr><td><span class=\"DocPublicationName\">Le Crieur"
		"</span><br><span class=\"DocHeader\">Politique, </span><span class=\""
		"DocHeader\">jeudi </span><span class=\"DocHeader\">4 octobre 2013</span>"
		"<br>Mer<br><span class=\"TitreArticleVisu\">Le bac <span>coule</span></span>"
		"<br><br>Ann Lee<br><p></p>Il coule.<p></p>Loin.<p></p><b><i>© 2013 X.</i></b>"
		"<p></p>Numéro de document : news·1<br></td></tr></table>"
		"<article><header><div><span class=\"DocPublicationName\">La Voix </span>"
		"</div><div><span class='DocHeader'>Mer, mardi 14 mars 2006, p. 16</span>"
		"</div><div class=\"titreArticle\"><p class=\"titreArticleVisu\">Titre</p>"
		"</div><div>Bob Ray</div></header><section><div class=\"DocText\"><p>Un.</p>"
		"<p>Deux.</p></div></section><aside><p>Note(s) :</p></aside><footer><small>"
		"© 2006 Y</small><p>Numéro de document : news·2</p></footer></article>",
		"-- 20131004\nid=news·1\ntitle=Le bac coule\ndate=jeudi 4 octobre 2013\n"
		"source=Le Crieur\nauthor=Ann Lee\ncopyright=© 2013 X.\n"
		"section=Politique\nkicker=Mer\ntext=Il coule.||Loin.\n"
		"-- 20060314\nid=news·2\ntitle=Titre\ndate=mardi 14 mars 2006\n"
		"source=La Voix\nauthor=Bob Ray\ncopyright=© 2006 Y\nsection=Mer\n"
		"page=p. 16\ntext=Un.||Deux.\n");
	EXPECT_FILE(
		"b.html",
		"<html><article><header><span class=\"DocPublicationName\">La Voix</span><span "
		"class=\"DocHeader\">mardi 14 mars 2006</span><div class=\"titreArticle\"><p "
		"class=\"titreArticleVisu rdp__articletitle\">Titre</p></div><p class=\""
		"sm-margin-bottom\">Bob Ray</p></header><section><p>Un © deux.</p></section>"
		"<div class=\"publiC-lblNodoc\">news·3</div></article></html>",
		"-- 20060314\nid=news·3\ntitle=Titre\ndate=mardi 14 mars 2006\n"
		"source=La Voix\nauthor=Bob Ray\ntext=Un © deux.\n");
}
END_TEST

START_TEST(ris)
{
	EXPECT_FILE(
		"a.ris",
		"1.\nTY  - JOUR\nAU  - Lee, Ann\nAU  - Ray, Bob\nPY  - 2004/07//\nTI  - Ferry\n"
		"JF  - The Crier\nKW  - Ships\nKW  - Sea\nN2  - It sank,\n      deep.\n"
		"UR  - http://x.example/\nDO  - 10.1/x\nER  -\n\n2.\nTY  - JOUR\nTI  - B\n",
		"-- 20040700\nid=10.1/x\ntitle=Ferry\ndate=2004/07\nurl=http://x.example/\n"
		"source=The Crier\nauthor=Lee, Ann+Ray, Bob\nTY=JOUR\nKW[]=Ships\nKW[]=Sea\n"
		"text=It sank, deep.\n"
		"a.ris skip breaks off after 1 article: the article that begins in line 17 "
		"has no end\n");
}
END_TEST

START_TEST(texts_that_begin_like_html)
{
	EXPECT_FILE("a.txt",
		    RULE "\n<b>A</b>\n\nFull text: <p> is a tag, &amp; <b>bold</b>.\n\n"
			 "Title: <b>A</b>\n\nProQuest document ID: 1\n\n" RULE,
		    "-- 0\nid=1\ntitle=<b>A</b>\ntext=<p> is a tag, &amp; <b>bold</b>.\n");
	/* abstracts are often HTML */
	EXPECT_FILE("a.ris",
		    "TY  - JOUR\nTI  - A <i>b</i>\nN2  - <p>It &amp; sank.</p>\nER  -\n",
		    "-- 0\ntitle=A b\nTY=JOUR\ntext=It & sank.\n");
	EXPECT_FILE("a.bib", "@misc{b, title={B}, abstract = {<p>It <b>sank</b>.</p>}}\n",
		    "-- 0\nid=b\ntitle=B\ntype=misc\ntext=It sank.\n");
}
END_TEST

START_TEST(medline_and_web_of_science)
{
	EXPECT_FILE("a.nbib",
		    "PMID- 9001\nDP  - 2012 Mar 15\nTI  - Ferry\n      sinks\nAB  - It sank.\n"
		    "FAU - Lee, Ann\nAU  - Lee A\nLA  - eng\nJT  - The Crier\n\nPMID- 9002\n"
		    "TI  - Road\n",
		    "-- 20120315\nid=9001\ntitle=Ferry sinks\ndate=2012 Mar 15\n"
		    "source=The Crier\nauthor=Lee, Ann\nlanguage=en\nAU[]=Lee A\ntext=It sank.\n"
		    "-- 0\nid=9002\ntitle=Road\n");
	EXPECT_FILE("a.txt",
		    "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Lee, A\n   Ray, B\n"
		    "TI Ferry\n   sinks\nSO THE CRIER\nLA English\nAB It sank.\nPD JUN 8\nPY 2004\n"
		    "UT WOS:1\nER\n\nEF\n",
		    "-- 20040608\nid=WOS:1\ntitle=Ferry sinks\ndate=JUN 8 2004\n"
		    "source=THE CRIER\nauthor=Lee, A+Ray, B\nlanguage=en\nPT=J\nPY=2004\n"
		    "text=It sank.\n");
}
END_TEST

START_TEST(bibtex)
{
	EXPECT_FILE(
		"a.bib",
		"% comment\n @string{c = \"Crier\"}\n@article{lee,\n title = {The {F}erry "
		"\\& the M\\\"{u}ller--Weg},\n author = \"Lee, Ann and\n {Ray and Sons} and "
		"Stra\\ss{}e, B\",\n journal = \"The \" # {Crier},\n year = 2004, month = mar,\n"
		" abstract = {It sank.}, keywords = {ships, sea}\n}\n@misc(b, title={B})\n"
		"@book{cut, title = {C",
		"-- 20040300\nid=lee\ntitle=The Ferry & the Mu\xcc\x88ller-Weg\n"
		"date=mar 2004\nsource=The Crier\n"
		"author=Lee, Ann+Ray and Sons+Stra\xc3\x9f"
		"e, B\ntype=article\n"
		"keywords[]=ships\nkeywords[]=sea\ntext=It sank.\n"
		"-- 0\nid=b\ntitle=B\ntype=misc\n"
		"a.bib skip breaks off after 2 articles: the article that begins in line 12 "
		"has no end\n");
	EXPECT_FILE("b.bib", "@misc{b, title={B}, author={Lee, Ann and and Ray and }}\n",
		    "-- 0\nid=b\ntitle=B\nauthor=Lee, Ann+Ray\ntype=misc\n");
}
END_TEST

START_TEST(conllu)
{
	EXPECT_FILE("a.conllu",
		    "# newdoc id = one\n# meta::title = Ferry\n# newpar\n# text = It sank.\n"
		    "1\tIt\tit\tPRON\t_\t_\t2\tnsubj\t_\t_\n2\tsank\tsink\tVERB\t_\t_\t0\troot\t_\t"
		    "SpaceAfter=No\n3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n# newpar\n"
		    "1-2\tau\t_\t_\t_\t_\t_\t_\t_\t_\n1\tà\t_\t_\t_\t_\t_\t_\t_\t_\n"
		    "2\tle\t_\t_\t_\t_\t_\t_\t_\t_\n3\tport\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
		    "3.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n4\t!\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
		    "# newdoc id = two\n1\tOpen\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
		    "1\tNow\t_\t_\t_\t_\t_\t_\t_\t_\n\n",
		    "-- 0\nid=one\ntitle=Ferry\ntext=It sank.||au port!\n"
		    "-- 0\nid=two\ntext=Open|Now\n");
}
END_TEST

START_TEST(vrt)
{
	EXPECT_FILE("a.vrt",
		    "<?xml version=\"1.0\"?>\n<corpus>\n<text id=\"one\" title=\"A &amp; B\" "
		    "date=\"2012-01-09\">\n<p>\n<s>\nIt\tPRON\nsank\tVERB\n<g/>\n.\tPUNCT\n</s>\n"
		    "</p>\n<p>\n&lt;\tSYM\nD\tX\tSpaceAfter=No\n!\tX\n</p>\n</text>\n"
		    "<text id=\"two\">\nOpen\tX\n",
		    "-- 20120109\nid=one\ntitle=A & B\ndate=2012-01-09\n"
		    "text=It sank.||< D!\n"
		    "-- 0\nid=two\ntext=Open\n"
		    "a.vrt skip breaks off after 2 articles: the article that begins in line 18 "
		    "has no end\n");
}
END_TEST

START_TEST(unknown_exports_are_noticed)
{
	EXPECT_FILE("a.txt",
		    "Title: A\nAuthors: B\nSource: C\n\nTitle: D\nAuthors: E\nSource: F\n\n"
		    "Title: G\nAuthors: H\nSource: I\n",
		    "note looks like an export of a database (label lines 'Title:', 'Authors:', "
		    "'Source:', ... repeated 3 times), but not of a kind that is known: it was "
		    "read as one article\n-- 0\ntext=Title: A|Authors: B|Source: C||Title: "
		    "D|Authors: E|Source: F||Title: G|Authors: H|Source: I|\n");
	/* who speaks */
	EXPECT_FILE(
		"b.txt",
		"Ann: A\nBob: B\nCid: C\nAnn: D\nBob: E\nCid: F\nAnn: G\nBob: H\nCid: I\n",
		"-- 0\ntext=Ann: A|Bob: B|Cid: C|Ann: D|Bob: E|Cid: F|Ann: G|Bob: H|Cid: I|\n");
}
END_TEST

START_TEST(articles_about_exports_are_none)
{
	EXPECT_FILE("a.txt", "The words Full text: and 1 of 2 DOCUMENTS stand here.\n",
		    "-- 0\ntext=The words Full text: and 1 of 2 DOCUMENTS stand here.|\n");
	EXPECT_FILE("b.txt", "1 of 2 DOCUMENTS\n\nis missing.\n",
		    "-- 0\ntitle=1 of 2 DOCUMENTS\ntext=|is missing.|\n");
	EXPECT_FILE("c.html", "<title>Factiva explained</title><p>All about it.",
		    "-- 0\ntitle=Factiva explained\ntext=All about it.\n");
}
END_TEST

/* Records that fall over the ends of all pieces that are read. */
START_TEST(files_of_any_size)
{
	const size_t n = 20000;
	const struct pm_article *a;
	struct pm_reader *r;
	struct pm_buf b;
	char wanted[32];
	size_t i;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < n; i++)
		pm_buf_printf(&b,
			      "TY  - JOUR\r\nTI  - Story %zu\r\nAB  - %0*d\r\nER  - \r\n\r\n",
			      i, (int)(i * 7919 % 100) + 1, 0);
	make("a.ris", b.data, b.len);
	r = open_article("a.ris", &a);
	for (i = 0; i < n; i++) {
		snprintf(wanted, sizeof wanted, "Story %zu", i);
		same(a->title, wanted);
		ck_assert_uint_eq(a->text.len, i * 7919 % 100 + 1);
		ck_assert_int_eq(pm_reader_next(r, &a, NULL), i + 1 < n ? PM_OK : PM_END);
	}
	pm_reader_free(r);
	pm_buf_release(&b);
}
END_TEST

START_TEST(articles_that_are_too_large)
{
	struct pm_buf b;
	size_t i;

	options.max_text = 1000;
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "TY  - JOUR\nTI  - A\nER  -\nTY  - JOUR\nTI  - B\nAB  - ");
	for (i = 0; i < (size_t)20 << 20; i++)
		pm_buf_putc(&b, i % 100 == 0 ? '\n' : 'b');
	pm_buf_puts(&b, "\nER  -\nTY  - JOUR\nTI  - C\nER  -\n");
	make("a.ris", b.data, b.len);
	EXPECT("a.ris", "a.ris [A] \n"
			"a.ris skip article 2: an article is larger than 16778216 bytes\n"
			"a.ris [C] \n");
	pm_buf_release(&b);
}
END_TEST

START_TEST(exports_in_mail_and_rtf)
{
	EXPECT_FILE(
		"a.eml",
		"From: q@example.org\nSubject: Your research\nMIME-Version: 1.0\nContent-Type: "
		"text/html; charset=utf-8\n\n<html><p>John sent you:</p><a name=\"DocID_1\"></a>"
		"<p>Ferry</p><p><strong>Full text: </strong>It sank.</p><p><strong>Database: "
		"</strong>X</p><a name=\"DocID_2\"></a><p>Road</p><p><strong>Full text: </strong>"
		"Open.</p><p><strong>Database: </strong>X</p></html>\n",
		"-- 0\ntitle=Ferry\nDatabase=X\ntext=It sank.\n"
		"-- 0\ntitle=Road\nDatabase=X\ntext=Open.\n");
	/* it looks like one, and has no article: it is a mail */
	EXPECT_FILE("b.eml",
		    "From: q@example.org\nSubject: Research\nMIME-Version: 1.0\nContent-Type: "
		    "text/html\n\n<html><a name=\"DocID_1\"></a><strong>Nothing</strong> found.\n",
		    "-- 0\ntitle=Research\nfrom[]=q@example.org\n"
		    "text=Nothing found.\n");
	EXPECT_FILE(
		"a.rtf",
		"{\\rtf1 Ferry sinks\\par\nThe Crier\\par\nJanuary 11, 2010 Monday\\par\n"
		"Body\\par\nIt sank.\\par\nEnd of Document\\par\nRoad\\par\nThe Times\\par\n"
		"May 2, 1999\\par\nBody\\par\nOpen.\\par\nEnd of Document\\par}",
		"-- 20100111\ntitle=Ferry sinks\ndate=January 11, 2010 Monday\n"
		"source=The Crier\ntext=It sank.\n"
		"-- 19990502\ntitle=Road\ndate=May 2, 1999\nsource=The Times\ntext=Open.\n");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("exports");
	TCase *tcase = tcase_create("exports");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, proquest_as_text);
	tcase_add_test(tcase, proquest_without_full_text);
	tcase_add_test(tcase, urls_over_several_lines);
	tcase_add_test(tcase, proquest_that_breaks_off);
	tcase_add_test(tcase, proquest_as_html);
	tcase_add_test(tcase, exports_in_other_files);
	tcase_add_test(tcase, nexis_as_text);
	tcase_add_test(tcase, nexis_in_other_languages);
	tcase_add_test(tcase, nexis_as_html);
	tcase_add_test(tcase, nexis_as_document);
	tcase_add_test(tcase, nexis_uni_as_text);
	tcase_add_test(tcase, factiva_as_html);
	tcase_add_test(tcase, factiva_as_xml);
	tcase_add_test(tcase, europresse);
	tcase_add_test(tcase, ris);
	tcase_add_test(tcase, texts_that_begin_like_html);
	tcase_add_test(tcase, medline_and_web_of_science);
	tcase_add_test(tcase, bibtex);
	tcase_add_test(tcase, conllu);
	tcase_add_test(tcase, vrt);
	tcase_add_test(tcase, unknown_exports_are_noticed);
	tcase_add_test(tcase, articles_about_exports_are_none);
	tcase_add_test(tcase, exports_in_mail_and_rtf);
	tcase_add_test(tcase, files_of_any_size);
	tcase_add_test(tcase, articles_that_are_too_large);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
