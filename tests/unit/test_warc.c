/* Pressmark - tests of corpus/formats/warc.c and http.c: what crawls store.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "corpus/formats/names.h"
#include "tests/unit/reader_fixture.h"

#define HTML "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
#define PAGE(words) "<html><title>T</title><body><p>" words "</p></body></html>"

static struct pm_buf file;

static void
note(void *ctx, struct pm_str name, uint64_t line, const char *reason)
{
	ck_assert_ptr_eq(ctx, &options);
	put_name(name, line);
	pm_buf_printf(&journal, "note %s\n", reason);
}

static void
begin(void)
{
	setup();
	options.remark = note;
	pm_buf_init(&file, PM_BUF_NO_LIMIT);
}

static void
end(void)
{
	pm_buf_release(&file);
	options.remark = NULL;
	teardown();
}

/* Append a record. */
static void
put_bytes(const char *type, const char *headers, const void *block, size_t len)
{
	pm_buf_printf(&file,
		      "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n"
		      "WARC-Record-ID: <urn:uuid:%zu>\r\n%sContent-Length: %zu\r\n\r\n",
		      type, file.len, headers, len);
	pm_buf_put(&file, block, len);
	pm_buf_puts(&file, "\r\n\r\n");
}

static void
put(const char *type, const char *headers, const char *block)
{
	put_bytes(type, headers, block, strlen(block));
}

static void
put_page(const char *block)
{
	put("response",
	    "WARC-Target-URI: http://a.example/\r\nContent-Type: application/http; "
	    "msgtype=response\r\n",
	    block);
}

static void
expect(const char *wanted)
{
	make("a.warc", file.data, file.len);
	EXPECT("a.warc", wanted);
	pm_buf_clear(&file);
}

START_TEST(a_page_has_its_address_and_two_fields)
{
	const struct pm_article *a;
	struct pm_reader *r;

	put_page(HTML "\r\n" PAGE("Words of the page."));
	make("a.warc", file.data, file.len);
	r = open_article("a.warc", &a);
	same(a->title, "T");
	same(a->text, "Words of the page.");
	same(a->url, "http://a.example/");
	same(a->id, "");
	same(a->date, "");
	same(a->no_date, "crawled");
	ck_assert_uint_eq(a->n_fields, 2);
	same(a->fields[0].name, "crawled");
	same(a->fields[0].value, "2020-01-02T03:04:05Z");
	same(a->fields[1].name, "record");
	same(a->fields[1].value, "urn:uuid:0");
	pm_reader_free(r);
}
END_TEST

START_TEST(a_crawl_is_a_date_if_that_is_said)
{
	const struct pm_article *a;
	struct pm_reader *r;

	put_page(HTML
		 "\r\n<meta property=article:published_time content=2019-05-06>" PAGE("x"));
	make("a.warc", file.data, file.len);
	r = open_article("a.warc", &a);
	ck_assert_uint_eq(a->day, 20190506);
	same(a->no_date, "");
	pm_reader_free(r);
	ck_assert_int_eq(pm_names_new(&options.names, NULL), PM_OK);
	ck_assert_int_eq(pm_names_map(options.names, "date=crawled", NULL), PM_OK);
	r = open_article("a.warc", &a);
	same(a->date, "2020-01-02T03:04:05Z");
	ck_assert_uint_eq(a->day, 20200102);
	same(a->no_date, "");
	ck_assert_uint_eq(a->n_fields, 1);
	same(a->fields[0].name, "record");
	pm_reader_free(r);
	pm_names_free(options.names);
	options.names = NULL;
	pm_buf_clear(&file);
}
END_TEST

START_TEST(other_records_are_counted_in_one_line)
{
	put("warcinfo", "Content-Type: application/warc-fields\r\n", "software: x");
	put("request", "Content-Type: application/http\r\n", "GET / HTTP/1.1\r\n\r\n");
	put_page(HTML "\r\n" PAGE("One."));
	put("metadata", "", "x: y");
	put("revisit", "Content-Type: application/http\r\n", HTML "\r\n");
	put("response", "WARC-Target-URI: dns:a.example\r\nContent-Type: text/dns\r\n",
	    "20200102030405\r\na.example. 1 IN A 1.2.3.4");
	put_page("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n" PAGE("No."));
	put_page("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nrubbish");
	put_page("not HTTP at all");
	put("strange", "", "");
	put_page(HTML "Content-Encoding: br\r\n\r\n\x8b\x01\x80\xff rubbish");
	expect("a.warc [T] One.\n"
	       "a.warc skip 10 records are left out: 1 warcinfo, 1 request, 1 metadata, "
	       "1 revisit, 1 dns, 1 of other kinds, 2 answered with other than 200, 1 "
	       "neither HTML nor plain text, 1 packed in ways that are not read\n");
}
END_TEST

START_TEST(records_about_the_crawl_are_noted)
{
	put("warcinfo", "Content-Type: application/warc-fields\r\n", "software: x");
	put("request", "Content-Type: application/http\r\n", "GET / HTTP/1.1\r\n\r\n");
	put_page(HTML "\r\n" PAGE("One."));
	expect("a.warc [T] One.\n"
	       "a.warc note 2 records are left out: 1 warcinfo, 1 request\n");
}
END_TEST

START_TEST(pages_without_text_are_counted)
{
	put_page(HTML "\r\n<body></body>");
	put_page(HTML "\r\n" PAGE("One."));
	put_page(HTML "\r\n<body> </body>");
	expect("a.warc [T] One.\na.warc skip 2 entries have no text\n");
}
END_TEST

START_TEST(texts_are_read_too)
{
	put("conversion", "Content-Type: text/plain\r\n", "A title\n\nText of it.");
	put("resource", "Content-Type: text/html; charset=x\r\n", PAGE("Two."));
	put("resource", "Content-Type: image/gif\r\n", "rubbish");
	put_page("HTTP/1.0 200\r\ncontent-type: text/plain;charset=\"KOI8-R\"\r\n\r\n"
		 "\xf0\xd2\xc9\xd7\xc5\xd4");
	expect("a.warc [A title] |Text of it.\na.warc [T] Two.\na.warc [] \u041f\u0440"
	       "\u0438\u0432\u0435\u0442\n"
	       "a.warc skip 1 record is left out: 1 neither HTML nor plain text\n");
}
END_TEST

START_TEST(the_head_says_the_encoding_if_the_page_does_not)
{
#define IN_1251 "Content-Type: text/html; charset=windows-1251\r\n\r\n"
	put_page("HTTP/1.1 200 OK\r\n" IN_1251 "<p>\xcf\xf0\xe8\xe2\xe5\xf2");
	make("a.warc", file.data, file.len);
	encoding_is("a.warc", "windows-1251");
	put_page("HTTP/1.1 200 OK\r\n" IN_1251 "<p>caf\xc3\xa9");
	put_page("HTTP/1.1 200 OK\r\n" IN_1251 "<meta charset=iso-8859-1><p>caf\xe9");
	put_page(HTML "\r\n<p>caf\xe9");
	expect("a.warc [] \u041f\u0440\u0438\u0432\u0435\u0442\na.warc [] caf\u00e9\n"
	       "a.warc [] caf\u00e9\na.warc [] caf\u00e9\n");
}
END_TEST

static void
deflate_into(struct pm_buf *out, int bits, const char *text)
{
	z_stream z = { 0 };
	size_t room = strlen(text) + 1000;
	uint8_t *p = pm_buf_reserve(out, room);

	ck_assert_ptr_nonnull(p);
	ck_assert_int_eq(deflateInit2(&z, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY),
			 Z_OK);
	z.next_in = (Bytef *)(uintptr_t)text;
	z.avail_in = (uInt)strlen(text);
	z.next_out = p;
	z.avail_out = (uInt)room;
	ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
	pm_buf_advance(out, room - z.avail_out);
	deflateEnd(&z);
}

START_TEST(bodies_are_unpacked)
{
	static const struct {
		const char *coding;
		int bits;
	} cases[] = { { "gzip", 31 },
		      { "x-gzip", 31 },
		      { "deflate", 15 },
		      { "deflate", -15 } };
	const char *page = PAGE("Packed words, packed words, packed words.");
	struct pm_buf b;
	size_t i;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < 4; i++) {
		pm_buf_clear(&b);
		pm_buf_printf(&b, HTML "Content-Encoding: %s\r\n\r\n", cases[i].coding);
		deflate_into(&b, cases[i].bits, page);
		put_bytes("response", "", b.data, b.len);
		expect("a.warc [T] Packed words, packed words, packed words.\n");
	}
	/* the head stayed as it was when the body was unpacked */
	put_page(HTML "Content-Encoding: gzip\r\n\r\n" PAGE("Plain."));
	put_page(HTML "Content-Encoding: br\r\n\r\n" PAGE("Plain."));
	put_page(HTML "Transfer-Encoding: chunked\r\n\r\n" PAGE("Plain."));
	expect("a.warc [T] Plain.\na.warc [T] Plain.\na.warc [T] Plain.\n");
	/* damaged, and cut */
	pm_buf_clear(&b);
	pm_buf_puts(&b, HTML "Content-Encoding: gzip\r\n\r\n\x1f\x8brubbish");
	put_bytes("response", "", b.data, b.len);
	expect("a.warc skip 1 record is left out: 1 packed in ways that are not read\n");
	pm_buf_clear(&b);
	pm_buf_puts(&b, HTML "Content-Encoding: gzip\r\n\r\n");
	deflate_into(&b, 31, page);
	put_bytes("response", "", b.data, b.len - 9);
	make("a.warc", file.data, file.len);
	ck_assert_int_eq(read_one("a.warc"), PM_END);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "[T] Packed words"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal),
				     "note 1 article is cut short as the crawl has it\n"));
	pm_buf_release(&b);
}
END_TEST

START_TEST(chunks_are_joined)
{
	put_page(HTML
		 "Transfer-Encoding: chunked\r\n\r\n"
		 "10\r\n<title>T</title>\r\n6;x=y\r\n<p>One\r\n5\r\n two.\r\n0\r\n\r\n");
	put_page(HTML "Transfer-Encoding: chunked\r\n\r\n"
		      "10\r\n<title>T</title>\r\nff\r\n<p>Cut.");
	put_page(HTML "Transfer-Encoding: chunked\r\n\r\n"
		      "3\r\n<p>\r\nfffffffffff\r\nx");
	expect("a.warc [T] One two.\na.warc [T] Cut.\na.warc [] x\n"
	       "a.warc note 2 articles are cut short as the crawl has it\n");
}
END_TEST

START_TEST(a_bomb_is_left_at_the_limit)
{
	size_t len = 80000000;
	char *blanks = malloc(len + 1);
	struct pm_buf b;

	ck_assert_ptr_nonnull(blanks);
	memset(blanks, ' ', len);
	blanks[len] = '\0';
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_puts(&b, HTML "Content-Encoding: gzip\r\n\r\n");
	deflate_into(&b, 31, blanks);
	free(blanks);
	put_bytes("response", "", b.data, b.len);
	put_page(HTML "\r\n" PAGE("One."));
	expect("a.warc skip record 1: the text is larger than 33554432 bytes\n"
	       "a.warc [T] One.\n");
	pm_buf_release(&b);
}
END_TEST

START_TEST(a_large_record_is_passed_over)
{
	size_t len = 3000000;
	char *blanks = malloc(len);

	ck_assert_ptr_nonnull(blanks);
	memset(blanks, ' ', len);
	put_bytes("conversion", "Content-Type: text/plain\r\n", blanks, len);
	free(blanks);
	put_page(HTML "\r\n" PAGE("One."));
	options.max_text = 1000;
	expect("a.warc skip record 1: the page is larger than 2101152 bytes\n"
	       "a.warc [T] One.\n");
}
END_TEST

START_TEST(damage_is_told_with_its_place)
{
	size_t cut;

	put_page(HTML "\r\n" PAGE("One."));
	cut = file.len;
	put_page(HTML "\r\n" PAGE("Two."));
	make("a.warc", file.data, file.len - 10);
	EXPECT("a.warc",
	       "a.warc [T] One.\na.warc skip breaks off after 1 article: the file "
	       "ends within record 2\n");
	make("a.warc", file.data, cut + 30);
	EXPECT("a.warc",
	       "a.warc [T] One.\na.warc skip breaks off after 1 article: the file "
	       "ends within record 2\n");
	/* a length that is more than there is, or none */
	pm_buf_clear(&file);
	pm_buf_puts(&file, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: "
			   "999999999999999999\r\n\r\nx");
	expect("a.warc skip the file ends within record 1\n");
	pm_buf_puts(&file,
		    "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -1\r\n\r\n");
	put_page(HTML "\r\n" PAGE("Two."));
	expect("a.warc skip record 1: it does not say its length\na.warc [T] Two.\n");
	/* one that is too short: what follows is passed over */
	pm_buf_puts(&file,
		    "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: "
		    "text/plain\r\nContent-Length: 3\r\n\r\nOne and\nmore\n\r\n\r\n");
	put_page(HTML "\r\n" PAGE("Two."));
	expect("a.warc [] One\na.warc skip record 1: its length is wrong: 2 lines are passed "
	       "over\na.warc [T] Two.\n");
	pm_buf_puts(&file,
		    "WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 3\r\n\r\nabcd");
	expect("a.warc note 1 record is left out: 1 metadata\n"
	       "a.warc skip after record 1 no other begins\n");
	pm_buf_puts(&file, "Something else");
	expect("a.warc skip after record 0 no other begins\n");
}
END_TEST

START_TEST(members_of_gzip_and_bare_line_feeds_are_taken)
{
	static const char *const texts[] = { "One.", "Two." };
	struct pm_buf b, record;
	size_t i;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_init(&record, PM_BUF_NO_LIMIT);
	for (i = 0; i < 2; i++) {
		pm_buf_clear(&record);
		pm_buf_printf(&record,
			      "WARC/0.17\nWARC-Type: conversion\nContent-Type: text/plain\n"
			      "Content-Length: 4\n\n%s\n\n",
			      texts[i]);
		pack(&b, record.data, record.len);
	}
	make("a.warc.wet.gz", b.data, b.len);
	EXPECT("a.warc.wet.gz", "a.warc.wet.gz [] One.\na.warc.wet.gz [] Two.\n");
	/* known by its beginning, too */
	make("crawl.gz", b.data, b.len);
	EXPECT("crawl.gz", "crawl.gz [] One.\ncrawl.gz [] Two.\n");
	pm_buf_release(&b);
	pm_buf_release(&record);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("warc");
	TCase *t = tcase_create("warc");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, begin, end);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_page_has_its_address_and_two_fields);
	tcase_add_test(t, a_crawl_is_a_date_if_that_is_said);
	tcase_add_test(t, other_records_are_counted_in_one_line);
	tcase_add_test(t, records_about_the_crawl_are_noted);
	tcase_add_test(t, pages_without_text_are_counted);
	tcase_add_test(t, texts_are_read_too);
	tcase_add_test(t, the_head_says_the_encoding_if_the_page_does_not);
	tcase_add_test(t, bodies_are_unpacked);
	tcase_add_test(t, chunks_are_joined);
	tcase_add_test(t, a_bomb_is_left_at_the_limit);
	tcase_add_test(t, a_large_record_is_passed_over);
	tcase_add_test(t, damage_is_told_with_its_place);
	tcase_add_test(t, members_of_gzip_and_bare_line_feeds_are_taken);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
