/* Pressmark - tests of corpus/formats/xml.c: XML files in, articles out.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/xml_fixture.h"

/* --- feeds */

START_TEST(items_of_rss_are_articles)
{
	READS("a.rss",
	      "<?xml version=\"1.0\"?>\n"
	      "<rss version=\"2.0\" xmlns:c=\"http://purl.org/rss/1.0/modules/content/\" "
	      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
	      "<channel><title>The &amp;amp; Feed</title><language>en</language>\n"
	      "<item><title>One &amp;lt; two</title><link>http://x/1</link>"
	      "<guid>g1</guid><pubDate>Wed, 15 Jul 2026 08:00:00 GMT</pubDate>"
	      "<description>Short</description>"
	      "<c:encoded><![CDATA[<p>Long & <b>bold</b></p><p>Second</p>]]></c:encoded>"
	      "<author>ann@example.org (Ann Doe)</author>"
	      "<category>a</category><category>b</category><comments>http://c</comments>"
	      "</item>\n"
	      "<item><title>Two</title><dc:creator>Bea</dc:creator><dc:creator>Cy"
	      "</dc:creator><source url=\"http://o\">Other</source>"
	      "<dc:date>2024-03-04</dc:date></item></channel></rss>",
	      "id=g1;title=One < two;text=Long & bold||Second;url=http://x/1;"
	      "source=The & Feed;author=Ann Doe;date=Wed, 15 Jul 2026 08:00:00 GMT;"
	      "day=20260715;language=en;category=a;category=b;description=Short;"
	      "comments=http://c;\n"
	      "title=Two;source=Other;author=Bea+Cy;date=2024-03-04;day=20240304;"
	      "language=en;\n");
}
END_TEST

START_TEST(what_was_read_as_html_is_not_read_so_again)
{
	READS("a.rss",
	      "<rss version=\"2.0\"><channel><title>F</title><item>"
	      "<title>The &amp;lt;b&amp;gt; tag</title>"
	      "<description>&lt;p&gt;&amp;lt;p&amp;gt;shown tag&lt;/p&gt;</description>"
	      "</item></channel></rss>",
	      "title=The <b> tag;text=<p>shown tag;source=F;\n");
	READS("a.atom",
	      "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>F</title><entry>"
	      "<title type=\"text\">&lt;b>T&lt;/b> &amp;amp; U</title>"
	      "<content type=\"text\">&lt;p>x&lt;/p></content></entry></feed>",
	      "title=<b>T</b> &amp; U;text=<p>x</p>;source=F;\n");
	READS("nitf.xml",
	      "<nitf><body><body.head><hedline><hl1>H</hl1></hedline></body.head>"
	      "<body.content><p>&lt;p> is a tag.</p></body.content></body></nitf>",
	      "title=H;text=<p> is a tag.;\n");
	/* escaped HTML is read as that */
	READS("escaped.xml",
	      "<nitf><body><body.head><hedline><hl1>H</hl1></hedline></body.head>"
	      "<body.content><![CDATA[<p>One</p><p>Two</p>]]></body.content></body></nitf>",
	      "title=H;text=One||Two;\n");
	READS("own.xml",
	      "<c><doc><title>T</title><text>&lt;p>&amp;lt;p> is a tag&lt;/p></text></doc>"
	      "<doc><title>U</title><text><p>&lt;p> is one</p></text></doc></c>",
	      "title=T;text=<p> is a tag;\ntitle=U;text=<p> is one;\n");
}
END_TEST

START_TEST(items_of_rdf_stand_beside_their_channel)
{
	READS("a.rdf",
	      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
	      "xmlns=\"http://purl.org/rss/1.0/\"><channel rdf:about=\"c\">"
	      "<title>Chan</title></channel><item rdf:about=\"http://x/1\">"
	      "<title>T</title><description>D</description></item></rdf:RDF>",
	      "id=http://x/1;title=T;text=D;source=Chan;\n");
}
END_TEST

START_TEST(entries_of_atom_say_what_their_text_is)
{
	READS("a.atom",
	      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"de\"><title>F</title>"
	      "<author><name>All</name></author>"
	      "<entry><id>u1</id><title type=\"html\">A &lt;i>b&lt;/i></title>"
	      "<link rel=\"self\" href=\"http://no\"/><link href=\"http://x/1\"/>"
	      "<updated>2024-02-02</updated><published>2024-01-01</published>"
	      "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">"
	      "<p>One <em>two</em>.</p><ul><li>a</li><li>b</li></ul></div></content>"
	      "<category term=\"t\" label=\"Label\"/></entry>"
	      "<entry><id>http://x/2</id><title>P</title><author><name>Ann</name>"
	      "<email>a@x</email></author><content type=\"text\">a &lt;b></content></entry>"
	      "</feed>",
	      "id=u1;title=A b;text=One two.||a|b;url=http://x/1;source=F;author=All;"
	      "date=2024-01-01;day=20240101;language=de;category=Label;\n"
	      "id=http://x/2;title=P;text=a <b>;url=http://x/2;source=F;author=Ann;"
	      "language=de;\n");
}
END_TEST

START_TEST(of_blogger_only_posts_are_taken)
{
	static const char kind[] =
		"<category scheme=\"http://schemas.google.com/g/2005#kind\" "
		"term=\"http://schemas.google.com/blogger/2008/kind#%s\"/>";
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry>");
	pm_buf_printf(&b, kind, "settings");
	pm_buf_puts(&b, "<title>S</title></entry><entry>");
	pm_buf_printf(&b, kind, "comment");
	pm_buf_puts(&b, "<title>C</title></entry><entry>");
	pm_buf_printf(&b, kind, "post");
	pm_buf_puts(&b, "<title>P</title><category term=\"t\"/></entry></feed>");
	check_reads(__FILE__, __LINE__, read_bytes("a.xml", b.data, b.len),
		    "title=P;category=t;\n"
		    "note: 1 setting and 1 comment are left out\n");
	pm_buf_release(&b);
}
END_TEST

START_TEST(of_wordpress_only_what_was_published_is_taken)
{
	READS("blog.xml",
	      "<rss xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
	      "xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>B</title>"
	      "<item><title>P</title><content:encoded><![CDATA[[gallery ids=\"1\"]One "
	      "[sic] [dropcap]T[/dropcap]wo [my_form]\n\nThree]]></content:encoded>"
	      "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
	      "<category domain=\"post_tag\"><![CDATA[a &amp; b]]></category></item>"
	      "<item><title>D</title><wp:status>draft</wp:status>"
	      "<wp:post_type>post</wp:post_type></item>"
	      "<item><title>A</title><wp:status>inherit</wp:status>"
	      "<wp:post_type>attachment</wp:post_type></item>"
	      "<item><title>A</title><wp:status>inherit</wp:status>"
	      "<wp:post_type>attachment</wp:post_type></item></channel></rss>",
	      "title=P;text=One [sic] Two||Three;source=B;tag=a & b;\n"
	      "note: 1 post that was not published and 2 attachments are left out\n");
}
END_TEST

/* --- news */

START_TEST(nitf_says_a_lot_about_an_article)
{
	READS("a.nitf",
	      "<nitf><head><title>No</title><meta name=\"publication_day_of_month\" "
	      "content=\"1\"/><meta name=\"publication_month\" content=\"2\"/>"
	      "<meta name=\"publication_year\" content=\"2007\"/>"
	      "<meta name=\"desk\" content=\"Foreign\"/><docdata>"
	      "<doc-id id-string=\"77\"/><doc.copyright holder=\"The Paper\"/>"
	      "<key-list><keyword key=\"K1\"/><keyword key=\"K2\"/></key-list></docdata>"
	      "</head><body><body.head><hedline><hl1>Head\n line</hl1></hedline>"
	      "<byline>By Ann<byttl>Writer</byttl></byline></body.head><body.content>"
	      "<block class=\"lead_paragraph\"><p>One.</p></block>"
	      "<block class=\"full_text\"><p>One.</p><p>Two in <location>Oslo</location>."
	      "</p></block></body.content></body></nitf>",
	      "id=77;title=Head line;text=One.||Two in Oslo.;source=The Paper;"
	      "author=By Ann;date=2007-02-01;day=20070201;lead_paragraph=One.;"
	      "desk=Foreign;keyword=K1;keyword=K2;\n");
}
END_TEST

START_TEST(newsml_holds_items_in_messages)
{
	READS("g2.xml",
	      "<newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><itemSet>"
	      "<packageItem guid=\"p\"/><newsItem guid=\"n\" xml:lang=\"it\"><itemMeta>"
	      "<provider><name>ANSA</name></provider>"
	      "<versionCreated>2019-07-01T08:22:28+00:00</versionCreated></itemMeta>"
	      "<contentMeta><headline>H</headline><by>Me</by>"
	      "<subject qcode=\"s:1\"><name>crime</name></subject>"
	      "<subject qcode=\"s:2\"/></contentMeta><contentSet><inlineXML>"
	      "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>x</title></head>"
	      "<body><p>L&amp;#39;uno</p><p>Due</p></body></html></inlineXML>"
	      "</contentSet></newsItem></itemSet></newsMessage>",
	      "id=n;title=H;text=L'uno||Due;source=ANSA;author=Me;"
	      "date=2019-07-01T08:22:28+00:00;day=20190701;language=it;subject=crime;"
	      "subject=s:2;\n"
	      "note: 1 package of other items is left out\n");
	READS("old.xml",
	      "<NewsML><NewsItem xml:lang=\"en\"><Identification><NewsIdentifier>"
	      "<ProviderId>afp.com</ProviderId><DateId>20140829T135002Z</DateId>"
	      "<PublicIdentifier>urn:1</PublicIdentifier></NewsIdentifier></Identification>"
	      "<NewsComponent><NewsLines><HeadLine>H</HeadLine><DateLine>PARIS -</DateLine>"
	      "</NewsLines><DescriptiveMetadata><Property FormalName=\"Keyword\" "
	      "Value=\"auto\"/></DescriptiveMetadata><ContentItem><DataContent><nitf><body>"
	      "<body.content><p>A</p><p>B</p></body.content></body></nitf></DataContent>"
	      "</ContentItem></NewsComponent></NewsItem></NewsML>",
	      "id=urn:1;title=H;text=A||B;source=afp.com;date=20140829T135002Z;"
	      "day=20140829;language=en;dateline=PARIS -;keyword=auto;\n");
}
END_TEST

START_TEST(rcv1_has_codes)
{
	READS("1.xml",
	      "<newsitem itemid=\"2286\" date=\"1996-08-20\" xml:lang=\"en\"><title>U: t"
	      "</title><headline>Head</headline><dateline>X 1996</dateline><text><p>A</p>"
	      "<p>B</p></text><metadata><codes class=\"bip:topics:1.0\">"
	      "<code code=\"C11\"/><code code=\"C15\"/></codes>"
	      "<dc element=\"dc.publisher\" value=\"Pub\"/></metadata></newsitem>",
	      "id=2286;title=Head;text=A||B;source=Pub;date=1996-08-20;day=19960820;"
	      "language=en;dateline=X 1996;topic=C11;topic=C15;\n");
}
END_TEST

/* --- wikis, papers, editions */

START_TEST(pages_of_a_wiki_are_articles)
{
	READS("wiki.xml",
	      "<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.10/\" "
	      "xml:lang=\"fr\"><siteinfo><sitename>W</sitename>"
	      "<base>https://w.org/wiki/Main</base><namespaces>"
	      "<namespace key=\"6\">Fichier</namespace>"
	      "<namespace key=\"14\">Catégorie</namespace></namespaces></siteinfo>"
	      "<page><title>A b</title><ns>0</ns><id>1</id>"
	      "<revision><timestamp>2001-01-01T00:00:00Z</timestamp><text>Old</text>"
	      "</revision><revision><timestamp>2002-02-02T00:00:00Z</timestamp>"
	      "<text>'''New''' [[Fichier:x.jpg|[[a]]]][[Catégorie:C]]</text></revision>"
	      "</page>"
	      "<page><title>R</title><ns>0</ns><redirect title=\"A b\"/><revision><text>"
	      "#REDIRECT [[A b]]</text></revision></page>"
	      "<page><title>S</title><ns>0</ns><revision><text>#redirect [[x]]</text>"
	      "</revision></page>"
	      "<page><title>T:x</title><ns>1</ns><revision><text>t</text></revision></page>"
	      "</mediawiki>",
	      "id=1;title=A b;text=New;url=https://w.org/wiki/A_b;source=W;"
	      "date=2002-02-02T00:00:00Z;day=20020202;language=fr;category=C;\n"
	      "note: 2 redirects and 1 page of another namespace are left out\n");
}
END_TEST

START_TEST(papers_have_abstracts_and_bodies)
{
	READS("paper.xml",
	      "<article xml:lang=\"en\"><front><journal-meta><journal-title>J"
	      "</journal-title></journal-meta><article-meta>"
	      "<article-id pub-id-type=\"pmid\">5</article-id>"
	      "<article-id pub-id-type=\"doi\">10.1/x</article-id><title-group>"
	      "<article-title>T <italic>i</italic><xref ref-type=\"bibr\">1</xref>"
	      "</article-title></title-group><contrib-group>"
	      "<contrib contrib-type=\"author\"><name><surname>Doe</surname>"
	      "<given-names>Ann</given-names></name></contrib>"
	      "<contrib contrib-type=\"editor\"><name><surname>No</surname></name></contrib>"
	      "</contrib-group><pub-date><year>2003</year></pub-date><pub-date><day>1</day>"
	      "<month>2</month><year>2003</year></pub-date><abstract><p>Abs.</p></abstract>"
	      "</article-meta></front><body><sec><title>Intro</title><p>B "
	      "[<xref ref-type=\"bibr\">1</xref>, <xref ref-type=\"bibr\">2</xref>] f() (a).</p></sec></body><back><ref-list>"
	      "<ref>R</ref></ref-list></back></article>",
	      "id=10.1/x;title=T i;text=Abs.||Intro||B f() (a).;source=J;author=Ann Doe;"
	      "date=2003-02-01;day=20030201;language=en;pmid=5;\n");
	READS("pubmed.xml",
	      "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>29</PMID><Article>"
	      "<Journal><JournalIssue><PubDate><Year>2018</Year><Month>May</Month><Day>7"
	      "</Day></PubDate></JournalIssue><Title>NE J</Title></Journal><ArticleTitle>T."
	      "</ArticleTitle><Abstract><AbstractText Label=\"AIM\">One.</AbstractText>"
	      "<AbstractText Label=\"END\">Two.</AbstractText></Abstract><AuthorList>"
	      "<Author><LastName>Doe</LastName><ForeName>A B</ForeName></Author><Author>"
	      "<CollectiveName>Group</CollectiveName></Author></AuthorList>"
	      "<Language>eng</Language></Article><MeshHeadingList><MeshHeading>"
	      "<DescriptorName>Adult</DescriptorName></MeshHeading></MeshHeadingList>"
	      "</MedlineCitation></PubmedArticle></PubmedArticleSet>",
	      "id=29;title=T.;text=AIM: One.||END: Two.;source=NE J;author=A B Doe+Group;"
	      "date=2018 May 07;day=20180507;language=en;mesh=Adult;\n");
}
END_TEST

START_TEST(editions_and_scans_give_their_text)
{
	READS("a.tei",
	      "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\" xml:id=\"t1\" xml:lang=\"de\">"
	      "<teiHeader><fileDesc><titleStmt><title>Lied</title><author><persName>"
	      "<forename>J</forename> <surname>D</surname></persName><idno>5</idno></author>"
	      "</titleStmt><publicationStmt><publisher>P</publisher><date when=\"2001\"/>"
	      "</publicationStmt><sourceDesc><date>1774</date></sourceDesc></fileDesc>"
	      "</teiHeader><text><body><head>I</head><lg><l>Eins</l><l>zwei</l></lg>"
	      "<p>Drei <choice><sic>vir</sic><corr>vier</corr></choice> fü<lb break=\"no\"/>"
	      "nf</p></body></text></TEI>",
	      "id=t1;title=Lied;text=I||Eins|zwei||Drei vier fünf;source=P;author=J D;"
	      "date=1774;day=17740000;language=de;\n");
	READS("alto.xml",
	      "<alto><Layout><Page><PrintSpace><TextBlock><TextLine><String CONTENT=\"Eine\"/>"
	      "<SP/><String CONTENT=\"Zei\" SUBS_TYPE=\"HypPart1\" SUBS_CONTENT=\"Zeitung\"/>"
	      "<HYP CONTENT=\"-\"/></TextLine><TextLine><String CONTENT=\"tung\" "
	      "SUBS_TYPE=\"HypPart2\" SUBS_CONTENT=\"Zeitung\"/><String CONTENT=\"al\"/><HYP/>"
	      "</TextLine><TextLine><String CONTENT=\"so\"/></TextLine></TextBlock><TextBlock>"
	      "<TextLine><String CONTENT=\"Ende\"/></TextLine></TextBlock></PrintSpace></Page>"
	      "</Layout></alto>",
	      "text=Eine Zeitung|also||Ende;\n");
	READS("fr.xml",
	      "<FEDREG><DATE>Monday, January 4, 2010</DATE><NOTICES><NOTICE><PREAMB>"
	      "<AGENCY>AG</AGENCY><SUBJECT>S</SUBJECT></PREAMB><P>One</P><P>Two</P>"
	      "<FRDOC>FR 1</FRDOC></NOTICE><NOTICE><SUBJECT>T</SUBJECT><P>x</P></NOTICE>"
	      "</NOTICES></FEDREG>",
	      "id=FR 1;title=S;text=AG||S||One||Two;source=Federal Register;"
	      "date=Monday, January 4, 2010;day=20100104;agency=AG;kind=NOTICE;\n"
	      "title=T;text=T||x;source=Federal Register;date=Monday, January 4, 2010;"
	      "day=20100104;kind=NOTICE;\n");
}
END_TEST

/* --- files of no kind that is known */

START_TEST(elements_that_look_like_articles_are)
{
	READS("own.xml",
	      "<corpus><info>About</info><doc id=\"a\"><date>2001-02-03</date>"
	      "<title>T</title><authors><author>A</author><author>B</author></authors>"
	      "<text><p>P</p><p>Q</p></text></doc>\n<doc id=\"b\"><title>U</title>"
	      "<text>x &lt;b>y&lt;/b></text></doc><doc/><more>m</more></corpus>",
	      "id=a;title=T;text=P||Q;author=A+B;date=2001-02-03;day=20010203;\n"
	      "id=b;title=U;text=x y;\n"
	      "note: 1 element beside the articles is left out\n"
	      "skip: article 3: no text, and no members at all\n");
	READS("rows.xml",
	      "<posts><row Id=\"1\" Title=\"T\" Body=\"&lt;p>One&lt;/p>\" "
	      "CreationDate=\"2001-01-01\"/><row Id=\"2\" Body=\"x\"/></posts>",
	      "id=1;title=T;text=One;CreationDate=2001-01-01;\nid=2;text=x;\n");
	READS("abstracts.xml",
	      "<feed><doc><title>T</title><url>u</url><abstract>A</abstract></doc></feed>",
	      "title=T;text=A;url=u;\n");
	READS("docbook.xml",
	      "<article><title>T</title><para>One</para><para>Two</para></article>",
	      "title=T;text=T||One||Two;\n");
	READS("one.xml", "<x><title>T</title><content>C</content></x>",
	      "title=T;text=C;\n");
}
END_TEST

START_TEST(any_other_file_is_one_article)
{
	READS("other.xml",
	      "<letters><to>Ann</to><letter><w1>My <b>dear</b></w1><w1>bye</w1></letter>"
	      "</letters>",
	      "note: an XML file of a kind that is not known (root 'letters'): all of its "
	      "text is one article\n"
	      "text=Ann||My dear||bye;\n");
	READS("wrapped.xml",
	      "<all><nitf><body><body.head><hedline><hl1>A</hl1></hedline></body.head></body>"
	      "</nitf><nitf><body><body.head><hedline><hl1>B</hl1></hedline></body.head>"
	      "</body></nitf></all>",
	      "title=A;\ntitle=B;\n");
}
END_TEST

START_TEST(documents_may_follow_each_other)
{
	static const char one[] = "<?xml version=\"1.0\"?>\n<nitf><body><body.head><hedline>"
				  "<hl1>%s</hl1></hedline></body.head></body></nitf>\n";
	struct pm_buf b;
	int i, lines = 0;
	const char *p;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < 5000; i++)
		pm_buf_printf(&b, one, i % 2 == 0 ? "A" : "B");
	for (p = read_bytes("a.xml", b.data, b.len); *p != '\0'; p += strcspn(p, "\n") + 1)
		ck_assert_int_eq(strncmp(p, lines++ % 2 == 0 ? "title=A;\n" : "title=B;\n",
					 9),
				 0);
	ck_assert_int_eq(lines, 5000);
	pm_buf_release(&b);
	READS("two.xml",
	      "<x1>x</x1>\n<?xml version=\"1.0\"?><x2>y <![CDATA[<?xml ]]></x2>",
	      "note: an XML file of a kind that is not known (root 'x1'): all of its text is "
	      "one article\ntext=x||y <?xml;\n");
}
END_TEST

START_TEST(other_suffixes_need_a_sure_root)
{
	READS("feed",
	      "<!-- x -->\n<rss><channel><item><title>T</title></item></channel></rss>",
	      "title=T;\n");
	READS("page.txt", "<?xml version=\"1.0\"?><unknown>Text</unknown>",
	      "text=<?xml version=\"1.0\"?><unknown>Text</unknown>;\n");
	READS("essay.txt", "On <rss> and its children\n\nText",
	      "title=On <rss> and its children;text=|Text;\n");
}
END_TEST

/* --- encodings and damage */

#define ITEM(text) "<rss><channel><item><title>" text "</title></item></channel></rss>"
#define READS_BYTES(bytes, wanted) \
	check_reads(__FILE__, __LINE__, read_bytes("a.xml", bytes, sizeof(bytes) - 1), \
		    wanted)

START_TEST(the_declaration_says_the_encoding)
{
	READS_BYTES("<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?>" ITEM("\xa3\xf3"
									   "d\xbc"),
		    "title=\u0141\u00f3d\u017a;\n");
	READS_BYTES("<?xml version='1.0' encoding='koi8-r'?>" ITEM("\xcd\xc9\xd2"),
		    "title=\u043c\u0438\u0440;\n");
	READS_BYTES("<?xml version='1.0' encoding='gb2312'?>" ITEM("\xc4\xe3"),
		    "title=\u4f60;\n");
	/* UTF-8 is UTF-8, whatever is said */
	READS_BYTES("<?xml version='1.0' encoding='iso-8859-1'?>" ITEM("\u00e9"),
		    "title=\u00e9;\n");
	READS_BYTES("\xef\xbb\xbf" ITEM("\u00e9"), "title=\u00e9;\n");
	READS_BYTES("\n <?xml version=\"1.0\"?>" ITEM("x"), "title=x;\n");
	READS_BYTES("<?xml version=\"1.0\" encoding=\"utf-8\"?>" ITEM("caf\xe9 \u00e9"),
		    "title=caf\u00e9 \u00e9;\n");
}
END_TEST

/* TEXT, which is ASCII, in UTF-16. */
static const char *
read_wide(const char *text, bool big, const char *mark)
{
	struct pm_buf b;
	const char *journal_text;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, mark);
	for (; *text != '\0'; text++) {
		if (big)
			pm_buf_putc(&b, '\0');
		pm_buf_putc(&b, *text);
		if (!big)
			pm_buf_putc(&b, '\0');
	}
	journal_text = read_bytes("a.xml", b.data, b.len);
	pm_buf_release(&b);
	return journal_text;
}

START_TEST(a_page_is_a_page_whatever_its_name)
{
#define PAGE_HEAD "<head><title>x</title><meta name=\"author\" content=\"Ann\"/></head>"
#define PAGE_BODY "<body><h1>Head</h1><p>One.</p><p>Two.</p></body></html>"
#define XHTML_TYPE \
	"<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"http://d\""
	static const char *const pages[] = {
		"<html xmlns=\"http://www.w3.org/1999/xhtml\">" PAGE_HEAD PAGE_BODY,
		"<?xml version=\"1.0\"?>\n<html>" PAGE_HEAD PAGE_BODY,
		"<?xml version=\"1.0\"?><!-- a > b -->\n" XHTML_TYPE ">\n<html lang='en'>"
		"<head/><meta name=\"author\" content=\"Ann\"/>" PAGE_BODY,
		"<?xml version=\"1.0\"?>" XHTML_TYPE
		" [<!ENTITY a \"b\">\n]><html>" PAGE_HEAD PAGE_BODY,
		"\xef\xbb\xbf<!doctype html><HTML>" PAGE_HEAD PAGE_BODY,
	};
	static const char *const names[] = { "a.xml", "a.txt", "a.csv", "a.md", "page" };
	size_t i, k;

	options.clean = PM_CLEAN_FULL;
	for (i = 0; i < sizeof pages / sizeof *pages; i++)
		for (k = 0; k < sizeof names / sizeof *names; k++) {
			const char *read = read_bytes(names[k], pages[i],
						      strlen(pages[i]));

			ck_assert_msg(strstr(read, "author=Ann;") != NULL &&
					      strstr(read, "note:") == NULL &&
					      strstr(read, "text=") != NULL &&
					      strstr(read, "One.|Two.") != NULL &&
					      strchr(read, '>') == NULL,
				      "%s, page %zu: %s", names[k], i, read);
		}
	/* what only speaks of it is none, and with a prefix it is XML */
	READS("a.txt", "<html> is the first tag", "text=<html> is the first tag;\n");
	READS("a.txt", "<html", "text=<html;\n");
	READS("a.txt", "<!doctype html> begins a page",
	      "text=<!doctype html> begins a page;\n");
	READS("a.xml", "<h:html xmlns:h=\"http://www.w3.org/1999/xhtml\">One two</h:html>",
	      "note: an XML file of a kind that is not known (root 'html'): all of its text "
	      "is one article\ntext=One two;\n");
}
END_TEST

START_TEST(utf16_is_read_with_and_without_a_mark)
{
	static const char file[] =
		"<?xml version=\"1.0\" encoding=\"UTF-16\"?>" ITEM("x &#233;");

	ck_assert_str_eq(read_wide(file, false, "\xff\xfe"), "title=x \u00e9;\n");
	ck_assert_str_eq(read_wide(file, true, "\xfe\xff"), "title=x \u00e9;\n");
	ck_assert_str_eq(read_wide(file, false, ""), "title=x \u00e9;\n");
	ck_assert_str_eq(read_wide(file, true, ""), "title=x \u00e9;\n");
}
END_TEST

START_TEST(small_mistakes_do_not_lose_a_file)
{
	READS_BYTES(ITEM("AT&T &amp; R&D &nbsp; &eacute;&lt;x &; &#x1F600;"),
		    "title=AT&T & R&D \u00e9<x &; \U0001f600;\n");
	READS_BYTES(ITEM("&nvlt;"),
		    "title=<\u20d2;\nnote: 1 entity that is not known stays as it is "
		    "written\n");
	READS_BYTES(ITEM("a\x0b"
			 "b&#5;c"),
		    "title=a b c;\nnote: 2 control characters were read as blanks\n");
	READS_BYTES(ITEM("<![CDATA[a & b &amp; <i>]]>"), "title=a & b &;\n");
	READS_BYTES(ITEM("<!-- & <x> -->a"), "title=a;\n");
}
END_TEST

START_TEST(what_came_before_damage_is_used)
{
	READS_BYTES("<rss><channel><item><title>A</title></item>\n<item><title>B</titel>",
		    "title=A;\nskip: breaks off after 1 article: invalid XML: line 2: "
		    "Opening and ending tag mismatch: title line 2 and titel\n");
	READS_BYTES("<rss><channel><item><title>A</title></item>\n<item><title>B",
		    "title=A;\nskip: breaks off after 1 article: invalid XML: line 2: the "
		    "file ends too early\n");
	READS_BYTES("<rss><channel/></rss>", "skip: no article is in it\n");
	READS_BYTES("no XML",
		    "skip: invalid XML: line 1: the file does not begin with a tag\n");
}
END_TEST

START_TEST(nothing_is_read_but_the_file_and_nothing_grows)
{
	struct pm_buf b;
	int i;

	READS_BYTES("<!DOCTYPE x SYSTEM \"file:///etc/passwd\" [<!ENTITY p \"Pub\">"
		    "<!ENTITY q \"&p;&p;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>" ITEM(
			    "&p; &q; &f;"),
		    "title=Pub &q; &f;;\n"
		    "note: 2 entities that are not known stay as they are written\n");
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "<!DOCTYPE x [<!ENTITY e \"");
	for (i = 0; i < 1000; i++)
		pm_buf_putc(&b, 'x');
	pm_buf_puts(&b, "\">]><rss><channel><item><title>");
	for (i = 0; i < 2000; i++)
		pm_buf_puts(&b, "&e;");
	pm_buf_puts(&b, "</title></item></channel></rss>");
	ck_assert_str_eq(read_bytes("a.xml", b.data, b.len),
			 "skip: invalid XML: line 1: its entities grow without end\n");
	pm_buf_clear(&b);
	for (i = 0; i < 2000; i++)
		pm_buf_puts(&b, "<a>");
	ck_assert_str_eq(read_bytes("a.xml", b.data, b.len),
			 "skip: invalid XML: line 1: elements nest too deeply\n");
	pm_buf_clear(&b);
	pm_buf_puts(&b, "<a>");
	for (i = 0; i < 30000; i++)
		pm_buf_printf(&b, "<b%d/>", i);
	ck_assert_str_eq(read_bytes("a.xml", b.data, b.len),
			 "skip: invalid XML: line 1: too many different names of elements\n");
	pm_buf_clear(&b);
	pm_buf_puts(&b, "<!DOCTYPE a [");
	for (i = 0; i < 1000; i++)
		pm_buf_printf(&b, "<!ATTLIST a b%d CDATA \"x\">", i);
	pm_buf_puts(&b, "]><a/>");
	ck_assert_str_eq(read_bytes("a.xml", b.data, b.len),
			 "skip: invalid XML: line 1: too many declarations\n");
	pm_buf_clear(&b);
	pm_buf_puts(&b, "<a");
	for (i = 0; i < 300000; i++)
		pm_buf_printf(&b, " b%d='>'", i);
	pm_buf_puts(&b, "/>");
	ck_assert_str_eq(read_bytes("a.xml", b.data, b.len),
			 "skip: a tag has too many attributes\n");
	pm_buf_clear(&b);
	for (i = 0; i < 900; i++)
		pm_buf_printf(&b, "<a xmlns:a%d='u' xmlns:b%d='v'>", i, i);
	ck_assert_str_eq(read_bytes("a.xml", b.data, b.len),
			 "skip: invalid XML: line 1: too many namespaces\n");
	pm_buf_release(&b);
}
END_TEST

START_TEST(a_large_article_is_refused_and_the_next_is_read)
{
	struct pm_buf b;
	int i;

	options.max_text = 1000;
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "<rss><channel><item><description>");
	for (i = 0; i < 300000; i++)
		pm_buf_puts(&b, "lorem ");
	pm_buf_puts(&b, "</description></item><item><title>B</title></item>"
			"</channel></rss>");
	ck_assert_str_eq(read_bytes("a.xml", b.data, b.len),
			 "skip: article 1: the article is larger than 1049576 bytes\n"
			 "title=B;\n");
	/* of very many elements as well */
	options.max_text = 0;
	options.memory = 1 << 20;
	pm_buf_clear(&b);
	pm_buf_puts(&b, "<rss><channel><item>");
	for (i = 0; i < 100000; i++)
		pm_buf_puts(&b, "<a/>");
	pm_buf_puts(&b, "</item><item><title>B</title></item></channel></rss>");
	ck_assert_str_eq(read_bytes("a.xml", b.data, b.len),
			 "skip: article 1: the article has more elements than --memory permits\n"
			 "title=B;\n");
	pm_buf_release(&b);
}
END_TEST

START_TEST(many_entries_need_no_more_than_one)
{
	struct pm_buf b;
	int i, lines = 0;
	const char *p;

	/* each in a wrapper of its own, with something beside it */
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "<OAI-PMH><ListRecords>");
	for (i = 0; i < 20000; i++)
		pm_buf_printf(&b,
			      "<record><header><identifier>%d</identifier></header>"
			      "<metadata><article article-type=\"x\"><front><article-meta>"
			      "<title-group><article-title>T%d</article-title></title-group>"
			      "</article-meta></front></article></metadata></record>\n",
			      i, i);
	pm_buf_puts(&b, "</ListRecords></OAI-PMH>");
	options.memory = 8 << 20;
	for (p = read_bytes("a.xml", b.data, b.len); *p != '\0'; p++)
		lines += *p == '\n';
	ck_assert_int_eq(lines, 20000);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "title=T19999;\n"));
	pm_buf_release(&b);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		items_of_rss_are_articles,
		what_was_read_as_html_is_not_read_so_again,
		items_of_rdf_stand_beside_their_channel,
		entries_of_atom_say_what_their_text_is,
		of_blogger_only_posts_are_taken,
		of_wordpress_only_what_was_published_is_taken,
		nitf_says_a_lot_about_an_article,
		newsml_holds_items_in_messages,
		rcv1_has_codes,
		pages_of_a_wiki_are_articles,
		papers_have_abstracts_and_bodies,
		editions_and_scans_give_their_text,
		elements_that_look_like_articles_are,
		any_other_file_is_one_article,
		documents_may_follow_each_other,
		other_suffixes_need_a_sure_root,
		the_declaration_says_the_encoding,
		a_page_is_a_page_whatever_its_name,
		utf16_is_read_with_and_without_a_mark,
		small_mistakes_do_not_lose_a_file,
		what_came_before_damage_is_used,
		nothing_is_read_but_the_file_and_nothing_grows,
		a_large_article_is_refused_and_the_next_is_read,
		many_entries_need_no_more_than_one,
	};
	Suite *s = suite_create("xml");
	TCase *c = tcase_create("xml");
	SRunner *r;
	size_t i;
	int failed;

	tcase_add_checked_fixture(c, setup, teardown);
	for (i = 0; i < sizeof tests / sizeof *tests; i++)
		tcase_add_test(c, tests[i]);
	suite_add_tcase(s, c);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
