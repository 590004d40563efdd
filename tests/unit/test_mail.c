/* Pressmark - tests of corpus/formats/mail.c, mbox.c, mime.c and mhtml.c.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/article_fixture.h"
#include "tests/unit/reader_fixture.h"

static void
expect_text(const char *message, const char *wanted)
{
	const struct pm_article *a;
	struct pm_reader *r;

	make_text("a.eml", message);
	r = open_article("a.eml", &a);
	same(a->text, wanted);
	pm_reader_free(r);
}

#define FROM "From: Ann Ot <ann@a.example>\n"

START_TEST(headers_become_fields)
{
	make_text("a.eml",
		  "Received: from x by y; Mon, 1 Jan 2001 00:00:00 +0000\r\n"
		  "From: =?iso-8859-1?Q?J=F6rg_M=FCller?= <j@a.example>,\r\n"
		  " \"Ot, Ann\" <ann@a.example>\r\n"
		  "To: list@a.example, =?utf-8?B?0JDQvdC90LA=?= <anna@a.example>\r\n"
		  "Subject: =?utf-8?B?0L/QsA==?=\r\n =?UTF-8?b?0LrQtdGC?= for\tyou\r\n"
		  "Date: Tue, 3 Mar 2015 11:27:36 +1100 (AEDT)\r\n"
		  "Message-ID: <3@a.example>\r\n"
		  "In-Reply-To: <2@a.example>\r\n"
		  "References: <1@a.example>\r\n <2@a.example>\r\n"
		  "List-Id: \"A list\" <list.a.example>\r\n"
		  "Content-Type: text/plain; charset=utf-8\r\n\r\n"
		  "One\r\n\r\nTwo \r\n");
	ck_assert_str_eq(describe("a.eml"),
			 "id: 3@a.example\ntitle: \u043f\u0430\u043a\u0435\u0442 for you\n"
			 "date: Tue, 3 Mar 2015 11:27:36 +1100 (AEDT)\n"
			 "author: J\u00f6rg M\u00fcller|Ot, Ann\n"
			 "source: list.a.example\nfrom: j@a.example\nfrom: ann@a.example\n"
			 "to: list@a.example\nto: anna@a.example\nthread: 1@a.example\n"
			 "One\n\nTwo");
	make_text("a.eml", "From: ann@a.example (Ann Ot)\nIn-Reply-To: Your message "
			   "<2@a.example>\nMessage-Id: <3@a.example>\n\nOne");
	ck_assert_str_eq(describe("a.eml"),
			 "id: 3@a.example\nauthor: Ann Ot\nfrom: ann@a.example\n"
			 "thread: 2@a.example\nOne");
	make_text("a.eml", "From: ann at a.example (Ann Ot)\nSubject: A\n\nOne");
	ck_assert_str_eq(describe("a.eml"),
			 "title: A\nauthor: Ann Ot\nfrom: ann@a.example\nOne");
	make_text("a.eml", "From: ann@a.example\nMessage-Id: <3@a.example>\nNewsgroups: "
			   "a.b,c.d\nSubject: caf\xe9 caf\xc3\xa9\n\nOne");
	ck_assert_str_eq(describe("a.eml"),
			 "id: 3@a.example\ntitle: caf\u00e9 caf\u00e9\n"
			 "source: a.b,c.d\nfrom: ann@a.example\nthread: 3@a.example\nOne");
}
END_TEST

START_TEST(texts_are_decoded)
{
	expect_text(FROM "Content-Type: text/plain; charset=iso-8859-2\n"
			 "Content-Transfer-Encoding: quoted-printable\n\n"
			 "za=BF=F3=B3=E6 a=\n b",
		    "za\u017c\u00f3\u0142\u0107 a b");
	expect_text(FROM "Content-Type: text/plain; charset=koi8-r\n"
			 "Content-Transfer-Encoding: base64\n\n8NLJ18XU\n",
		    "\u041f\u0440\u0438\u0432\u0435\u0442");
	encoding_is("a.eml", "KOI8-R");
	expect_text(FROM "Content-Type: text/plain; charset=iso-2022-jp\n\n"
			 "\x1b$B$3$s\x1b(B",
		    "\u3053\u3093");
	/* UTF-8, whatever is said */
	expect_text(FROM "Content-Type: text/plain; charset=us-ascii\n\ncaf\xc3\xa9",
		    "caf\u00e9");
	encoding_is("a.eml", "UTF-8");
	expect_text(FROM "\ncaf\xe9", "caf\u00e9");
	encoding_is("a.eml", "ISO-8859-2"); /* a guess */
	make_text("a.eml", FROM "Content-Type: text/plain; charset=x-none\n\ncaf\xe9");
	options.doubtful = put_remark;
	EXPECT("a.eml", "a.eml [] caf\u00e9\na.eml note 1 text is in an encoding that is "
			"not known ('x-none'), and taken as it looks\n");
	options.doubtful = NULL;
}
END_TEST

START_TEST(texts_that_begin_like_html_are_none)
{
	expect_text(FROM "Content-Type: text/plain\n\n"
			 "<p> is a tag; <script>word</script> &amp; more",
		    "<p> is a tag; <script>word</script> &amp; more");
	/* read as HTML once, and no more */
	expect_text(FROM "Content-Type: text/html\n\n"
			 "<p>&lt;p&gt; is a tag, &amp;amp; <b>&lt;b&gt;</b> too</p>",
		    "<p> is a tag, &amp; <b> too");
	make_text("a.eml", FROM "Subject: <b>T &amp; U</b>\nContent-Type: text/html\n\n"
				"<p>One</p>");
	EXPECT("a.eml", "a.eml [<b>T &amp; U</b>] One\n");
}
END_TEST

#define MIXED(kind) FROM "Content-Type: multipart/" kind "; boundary=b\n\n"
#define PLAIN "--b\nContent-Type: text/plain\n\n"
#define HTML "--b\nContent-Type: text/html\n\n"

START_TEST(one_of_several_forms_is_taken)
{
	expect_text(MIXED("alternative") PLAIN "Plain\n" HTML "<p>Rich</p>\n--b--\n",
		    "Plain");
	expect_text(MIXED("alternative") HTML "<p>Rich</p>\n" PLAIN "Plain\n--b--\n",
		    "Plain");
	expect_text(MIXED("alternative") PLAIN "\n\n" HTML "<p>Rich &amp; <b>ripe</b></p>"
					       "<p>Two</p>\n--b--\n",
		    "Rich & ripe\n\nTwo");
	expect_text(MIXED("alternative") "--b\nContent-Type: multipart/related; "
					 "boundary=c\n\n--c\nContent-Type: text/html\n\n"
					 "<p>Rich</p>\n--c\nContent-Type: image/png\n\nx\n"
					 "--c--\n--b--\n",
		    "Rich");
	expect_text(MIXED("alternative") "--b\nContent-Type: text/calendar\n\n"
					 "BEGIN:VCALENDAR\nSUMMARY;LANGUAGE=en:A meet\n ing\n"
					 "DTSTART:1\nDESCRIPTION:One\\, two\\nthree\n--b--\n",
		    "A meeting\n\nOne, two\nthree");
}
END_TEST

START_TEST(parts_are_joined_and_attachments_named)
{
	make_text("a.eml", MIXED("mixed") PLAIN
		  "One\n--b\nContent-Type: application/pdf; name=\"r.pdf\"\n"
		  "Content-Transfer-Encoding: base64\n\nAAAA\n"
		  "--b\nContent-Type: text/plain\nContent-Disposition: attachment; "
		  "filename*=utf-8''n%C3%B6.txt\n\nNot this\n" HTML "<p>Two</p>\n"
		  "--b\nContent-Type: message/rfc822\n\nSubject: Inner\n"
		  "From: x@a.example\nContent-Type: multipart/mixed; boundary=c\n\n"
		  "--c\n\nThree\n--c\nContent-Type: image/gif\n\nx\n--c--\n--b--\nEnd\n");
	ck_assert_str_eq(describe("a.eml"),
			 "author: Ann Ot\nfrom: ann@a.example\nattachment: r.pdf\n"
			 "attachment: n\u00f6.txt\nattachment: image/gif\n"
			 "One\n\nTwo\n\nInner\n\nThree");
}
END_TEST

START_TEST(what_is_encrypted_is_told)
{
	make_text("a.eml",
		  "Subject: S\n" MIXED(
			  "encrypted; protocol=\"application/pgp-encrypted\"") "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n"
									       "--b\nContent-Type: application/octet-stream\n\nxxxx\n--b--\n");
	EXPECT("a.eml", "a.eml [S] \na.eml skip 1 part of a message is encrypted, and not "
			"read\n");
	make_text("a.eml",
		  "Subject: S\n" FROM "Content-Type: application/pkcs7-mime\n\nxx");
	EXPECT("a.eml", "a.eml [S] \na.eml skip 1 part of a message is encrypted, and not "
			"read\n");
	make_text("a.eml", FROM "\nBefore\n-----BEGIN PGP MESSAGE-----\n\nxxxx\n"
				"-----END PGP MESSAGE-----\nAfter\n");
	EXPECT("a.eml", "a.eml [] Before||After\na.eml skip 1 part of a message is "
			"encrypted, and not read\n");
	/* signed only */
	expect_text(MIXED("signed") PLAIN "One\n--b\nContent-Type: "
					  "application/pgp-signature\n\nxxxx\n--b--\n",
		    "One");
}
END_TEST

START_TEST(an_mbox_has_many_messages)
{
	make_text("a.mbox",
		  "\n \nFrom ann Mon Sep 17 00:00:00 2001\nSubject: A\n\nOne\n"
		  ">From the top\n>>From deeper\nx >From here\n"
		  "From the start of 10:00 in May\n\n"
		  "From ann at a.example  Mon Sep 17 00:00:00 2001\r\nSubject: B\r\n\r\n"
		  "Two\r\n"
		  "From ann Mon Sep 17 00:00:00 2001\n>From bob Mon Sep 17 00:00:00 2001\n"
		  "Subject: C\n\nThree\n"
		  "From ann Mon Sep 17 00:00:00 2001\nX-Empty: yes\n\n\n"
		  "From ann Mon Sep 17 00:00:00 2001\nSubject: D\n\nFour");
	EXPECT("a.mbox", "a.mbox [A] One|From the top|>From deeper|x >From here|"
			 "From the start of 10:00 in May\n"
			 "a.mbox [B] Two\na.mbox [C] Three\na.mbox [D] Four\n"
			 "a.mbox skip message 4: no text\n");
	make_text("a.mbox", "Subject: A\n\nOnly one.\n");
	EXPECT("a.mbox", "a.mbox [A] Only one.\n");
	make_text("a.mbox", "\n\n \n");
	EXPECT("a.mbox", "a.mbox skip there is no message in it\n");
}
END_TEST

/* Messages of many sizes, so that they fall over the ends of all pieces. */
START_TEST(messages_are_found_over_the_ends_of_pieces)
{
	struct pm_buf b, wanted;
	size_t i, k;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_init(&wanted, PM_BUF_NO_LIMIT);
	for (i = 0; i < 300; i++) {
		pm_buf_printf(&b,
			      "From ann Mon Sep 17 00:00:00 2001\nSubject: Number %zu\n\n",
			      i);
		for (k = 0; k < i * 37 % 9000; k++)
			pm_buf_putc(&b, k % 60 == 59 ? '\n' : 'a' + (int)(i % 26));
		pm_buf_puts(&b, "\n\n");
	}
	make("a.mbx", b.data, b.len);
	ck_assert_int_eq(read_one("a.mbx"), PM_END);
	for (i = 0; i < 300; i++) {
		pm_buf_clear(&wanted);
		pm_buf_printf(&wanted, "a.mbx [Number %zu] ", i);
		ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), pm_buf_str(&wanted)));
	}
	ck_assert_ptr_null(strstr(pm_buf_str(&journal), "skip"));
	pm_buf_release(&b);
	pm_buf_release(&wanted);
}
END_TEST

START_TEST(a_message_that_is_too_large_is_passed_over)
{
	size_t len = 3000000;
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, "From ann Mon Sep 17 00:00:00 2001\nSubject: A\n\nOne\n\n"
			"From ann Mon Sep 17 00:00:00 2001\nSubject: B\n\n");
	memset(pm_buf_reserve(&b, len), 'b', len);
	pm_buf_advance(&b, len);
	pm_buf_puts(&b, "\n\nFrom ann Mon Sep 17 00:00:00 2001\nSubject: C\n\nThree\n");
	make("a.mbox", b.data, b.len);
	options.max_text = 1000;
	EXPECT("a.mbox",
	       "a.mbox [A] One\na.mbox skip message 2: the message is larger than "
	       "1049576 bytes\na.mbox [C] Three\n");
	pm_buf_release(&b);
}
END_TEST

START_TEST(mail_is_known_by_its_beginning)
{
	make_text("1234.M5P6.host:2,S", FROM "Subject: A\n\nOne");
	EXPECT("1234.M5P6.host:2,S", "1234.M5P6.host:2,S [A] One\n");
	make_text("box",
		  "From ann@a.example Mon Sep 17 00:00:00 2001\nSubject: A\n\nOne\n\n"
		  "From ann@a.example Mon Sep 17 00:00:00 2001\nSubject: B\n\nTwo\n");
	EXPECT("box", "box [A] One\nbox [B] Two\n");
	make_text("a.txt", " \nSubject: A\n" FROM "\nOne");
	EXPECT("a.txt", "a.txt [A] One\n");
	make_text("a.emlx", "32\n" FROM "\nT\n<?xml version");
	EXPECT("a.emlx", "a.emlx [] T\n");
	/* these are not */
	make_text("a.txt", "From: our correspondent\nDate: today\n\nOne");
	EXPECT("a.txt", "a.txt [] From: our correspondent|Date: today||One\n");
	make_text("a.txt", "From the archive of Mon 10:00 Sep 2001");
	EXPECT("a.txt", "a.txt [] From the archive of Mon 10:00 Sep 2001\n");
	make_text("a.txt", "Words at once\nSubject: A\n" FROM "\nOne");
	EXPECT("a.txt", "a.txt [] Words at once|Subject: A|From: Ann Ot <ann@a.example>||"
			"One\n");
	make_text("a.txt", "From: ann@a.example and others, who write");
	EXPECT("a.txt", "a.txt [] From: ann@a.example and others, who write\n");
}
END_TEST

START_TEST(bombs_are_refused)
{
	struct pm_buf b;
	size_t i;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, MIXED("mixed"));
	for (i = 0; i < 100000; i++)
		pm_buf_puts(&b, "--b\n\n");
	make("a.eml", b.data, b.len);
	options.memory = 16 << 20;
	EXPECT("a.eml", "a.eml skip the message has more parts, header fields and "
			"addresses than --memory permits\n");
	pm_buf_clear(&b);
	for (i = 0; i < 100000; i++)
		pm_buf_puts(&b, "a:\n");
	make("a.eml", b.data, b.len);
	EXPECT("a.eml", "a.eml skip the message has more parts, header fields and "
			"addresses than --memory permits\n");
	/* addresses, on one line and on many */
	for (i = 0; i < 2; i++) {
		size_t k;

		pm_buf_clear(&b);
		pm_buf_puts(&b, FROM "To: ");
		for (k = 0; k < 100000; k++)
			pm_buf_puts(&b, i == 0 ? "a@b," : "a@b,\n ");
		pm_buf_puts(&b, "c@d\n\nOne");
		make("a.eml", b.data, b.len);
		EXPECT("a.eml", "a.eml skip the message has more parts, header fields and "
				"addresses than --memory permits\n");
	}
	/* of references only the first is needed, even if there is no end of them */
	for (i = 0; i < 2; i++) {
		size_t k;

		pm_buf_clear(&b);
		pm_buf_puts(&b, FROM "References: <first");
		for (k = 0; k < i * 5000; k++)
			pm_buf_putc(&b, 'x');
		pm_buf_puts(&b, "@a.example>");
		for (k = 0; k < 100000; k++)
			pm_buf_puts(&b, " <a@b>");
		pm_buf_puts(&b, "\n\nOne");
		make("a.eml", b.data, b.len);
		pm_buf_clear(&b);
		pm_buf_puts(&b, "author: Ann Ot\nfrom: ann@a.example\nthread: first");
		for (k = 0; k < i * 5000; k++)
			pm_buf_putc(&b, 'x');
		pm_buf_puts(&b, "@a.example\nOne");
		ck_assert_str_eq(describe("a.eml"), pm_buf_str(&b));
	}
	/* parts in parts, deeper than anybody reads */
	options.memory = 0;
	pm_buf_clear(&b);
	pm_buf_puts(&b, "Subject: A\n");
	for (i = 0; i < 3000; i++)
		pm_buf_printf(&b,
			      "Content-Type: multipart/mixed; boundary=b%1$zu\n\n--b%1$zu\n",
			      i);
	pm_buf_puts(&b, "\nOne\n");
	make("a.eml", b.data, b.len);
	EXPECT("a.eml", "a.eml [A] \n");
	pm_buf_release(&b);
}
END_TEST

START_TEST(a_saved_page_is_a_page)
{
	const struct pm_article *a;
	struct pm_reader *r;

	make_text("a.mhtml",
		  "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a.example/1\r\n"
		  "Subject: =?utf-8?Q?A_p=C3=A4ge?=\r\nDate: Tue, 5 Sep 2017 22:30:04 -0000\r\n"
		  "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
		  "\ttype=\"text/html\";\r\n\tboundary=\"--x--\"\r\n\r\n"
		  "----x--\r\nContent-Type: text/html\r\nContent-ID: <f@mhtml.blink>\r\n"
		  "Content-Transfer-Encoding: quoted-printable\r\n"
		  "Content-Location: http://a.example/1\r\n\r\n"
		  "<html><body><p class=3D\"x\">Words of t=\r\nhe page.</p></body></html>\r\n"
		  "----x--\r\nContent-Type: image/png\r\n"
		  "Content-Location: http://a.example/1.png\r\n\r\nxx\r\n----x----\r\n");
	ck_assert_str_eq(describe("a.mhtml"),
			 "title: A p\u00e4ge\nurl: http://a.example/1\n"
			 "saved: Tue, 5 Sep 2017 22:30:04 -0000\nWords of the page.");
	r = open_article("a.mhtml", &a);
	same(a->no_date, "saved");
	pm_reader_free(r);
	make_text("a.mht", "MIME-Version: 1.0\nContent-Type: text/html; "
			   "charset=\"windows-1251\"\n\n<title>T</title><p>\xcf\xf0\xe8");
	EXPECT("a.mht", "a.mht [T] \u041f\u0440\u0438\n");
	encoding_is("a.mht", "windows-1251");
	make_text("a.mht", "MIME-Version: 1.0\nContent-Type: image/png\n\nxx");
	EXPECT("a.mht", "a.mht skip there is no page in it\n");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("mail");
	TCase *t = tcase_create("mail");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, headers_become_fields);
	tcase_add_test(t, texts_are_decoded);
	tcase_add_test(t, texts_that_begin_like_html_are_none);
	tcase_add_test(t, one_of_several_forms_is_taken);
	tcase_add_test(t, parts_are_joined_and_attachments_named);
	tcase_add_test(t, what_is_encrypted_is_told);
	tcase_add_test(t, an_mbox_has_many_messages);
	tcase_add_test(t, messages_are_found_over_the_ends_of_pieces);
	tcase_add_test(t, a_message_that_is_too_large_is_passed_over);
	tcase_add_test(t, mail_is_known_by_its_beginning);
	tcase_add_test(t, bombs_are_refused);
	tcase_add_test(t, a_saved_page_is_a_page);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
