/* Pressmark - tests of reading what is compressed by other programs than gzip.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/reader_fixture.h"

#include <lzma.h>

static const struct kind {
	const char *name; /* of the compression, in messages */
	const char *file, *tar;
	int filter;
	bool joins; /* members may follow each other */
} kinds[] = {
	{ "gzip", "a.jsonl.gz", "a.tgz", ARCHIVE_FILTER_GZIP, true },
	{ "bzip2", "a.jsonl.bz2", "a.tbz2", ARCHIVE_FILTER_BZIP2, true },
	{ "xz", "a.jsonl.xz", "a.txz", ARCHIVE_FILTER_XZ, true },
	{ "lzma", "a.jsonl.lzma", "a.tar.lzma", ARCHIVE_FILTER_LZMA, false },
	{ "zstd", "a.jsonl.ZST", "a.tar.zst", ARCHIVE_FILTER_ZSTD, true },
};

/* Append DATA, compressed. */
static void
squeeze(const struct kind *kind, struct pm_buf *out, const void *data, size_t len)
{
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	size_t room = len + len / 50 + (1 << 16), used = 0;
	uint8_t *p = pm_buf_reserve(out, room);

	ck_assert_ptr_nonnull(p);
	archive_write_set_format_raw(a);
	ck_assert_int_eq(archive_write_add_filter(a, kind->filter), ARCHIVE_OK);
	archive_write_set_bytes_in_last_block(a, 1);
	ck_assert_int_eq(archive_write_open_memory(a, p, room, &used), ARCHIVE_OK);
	archive_entry_set_filetype(e, AE_IFREG);
	ck_assert_int_ge(archive_write_header(a, e), ARCHIVE_WARN);
	if (len > 0)
		ck_assert_int_eq(archive_write_data(a, data, len), (la_ssize_t)len);
	ck_assert_int_eq(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
	archive_entry_free(e);
	pm_buf_advance(out, used);
}

/* Three members: lines, nothing, and lines. */
START_TEST(members_follow_each_other)
{
	static const char first[] = "{\"text\":\"one\"}\n{\"text\":\"t";
	static const char last[] = "wo\"}\n{\"text\":\"three\"}\n";
	const struct kind *kind = &kinds[_i];
	struct pm_buf b, wanted;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_init(&wanted, PM_BUF_NO_LIMIT);
	squeeze(kind, &b, first, sizeof first - 1);
	squeeze(kind, &b, "", 0);
	squeeze(kind, &b, last, sizeof last - 1);
	if (kind->joins)
		pm_buf_put(&b, "\0\0\0\0", 4);
	make(kind->file, b.data, b.len);
	if (kind->joins)
		pm_buf_printf(&wanted, "%1$s:1 [] one\n%1$s:2 [] two\n%1$s:3 [] three\n",
			      kind->file);
	else
		pm_buf_printf(&wanted,
			      "%1$s:1 [] one\n%1$s skip breaks off after 1 article: "
			      "something else after the lzma data\n",
			      kind->file);
	EXPECT(kind->file, pm_buf_str(&wanted));
	/* something else */
	pm_buf_puts(&b, "more");
	make(kind->file, b.data, b.len);
	ck_assert_int_eq(read_one(kind->file), PM_END);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "something else after the "));
	pm_buf_release(&wanted);
	pm_buf_release(&b);
}
END_TEST

static size_t
count_articles(void)
{
	const char *p = pm_buf_str(&journal);
	size_t n = 0;

	while ((p = strstr(p, "] ")) != NULL) {
		n++;
		p += 2;
	}
	return n;
}

/* What came before the end is there: most of it, since no library unpacks more than a
 * block at a time. */
START_TEST(what_came_before_a_truncation_is_kept)
{
	const struct kind *kind = &kinds[_i];
	struct pm_buf text, b;
	size_t i, cut, all = 20000, n, least;
	char reason[64];
	uint32_t x = 1;

	pm_buf_init(&text, PM_BUF_NO_LIMIT);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < all; i++) {
		x = x * 1664525u + 1013904223u;
		pm_buf_printf(&text, "{\"text\":\"%08x %08x %08x\"}\n", x,
			      x ^ 0x5a5a5a5au, x * 77u);
	}
	squeeze(kind, &b, text.data, text.len);
	snprintf(reason, sizeof reason, "truncated %s data\n", kind->name);
	for (cut = 1; cut < b.len; cut += b.len / 7) {
		make(kind->file, b.data, b.len - cut);
		ck_assert_int_eq(read_one(kind->file), PM_END);
		ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), reason));
		n = count_articles();
		/* bzip2 packs 900 kB together, zstd 128, and the bytes that are cut off may
		 * have unpacked to twice as much as those elsewhere */
		least = kind->filter == ARCHIVE_FILTER_BZIP2 ? 24000
		      : kind->filter == ARCHIVE_FILTER_ZSTD  ? 4100
							     : 1000;
		least += cut * all / b.len + cut / 20;
		ck_assert_uint_ge(n + least, all);
		ck_assert_uint_le(n, all);
	}
	pm_buf_release(&text);
	pm_buf_release(&b);
}
END_TEST

START_TEST(damage_ends_the_file)
{
	const struct kind *kind = &kinds[_i];
	struct pm_buf b;
	size_t i, n_told = 0, n_cases = 0;
	char text[4000];

	for (i = 0; i < sizeof text; i++)
		text[i] = (char)('a' + i * i % 23);
	memcpy(text, "{\"text\":\"", 9);
	memcpy(text + sizeof text - 3, "\"}\n", 3);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	squeeze(kind, &b, text, sizeof text);
	for (i = 0; i < b.len; i += 3, n_cases++) {
		b.data[i] ^= 0x21;
		make(kind->file, b.data, b.len);
		b.data[i] ^= 0x21;
		ck_assert_int_eq(read_one(kind->file), PM_END);
		n_told += strstr(pm_buf_str(&journal), " skip ") != NULL;
	}
	/* some bytes of the headers say nothing, and lzma has no sum, nor zstd as made here */
	ck_assert_uint_ge(n_told * 3,
			  n_cases * (kind->filter == ARCHIVE_FILTER_LZMA ||
						     kind->filter == ARCHIVE_FILTER_ZSTD
					     ? 1
					     : 2));
	make(kind->file, "{\"text\":\"not compressed\"}\n", 26);
	ck_assert_int_eq(read_one(kind->file), PM_END);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), " skip "));
	pm_buf_release(&b);
}
END_TEST

START_TEST(tars_are_read_through_each)
{
	static const struct member inner[] = { { "x.txt", "one", NULL, NULL },
					       { "y/z.txt", "two", NULL, NULL },
					       { NULL, NULL, NULL, NULL } };
	const struct kind *kind = &kinds[_i];
	struct pm_buf tar, b, wanted;

	make_archive("plain.tar", TAR, inner);
	pm_buf_init(&tar, PM_BUF_NO_LIMIT);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_init(&wanted, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(pm_read_file(in("plain.tar"), &tar, NULL), PM_OK);
	squeeze(kind, &b, tar.data, tar.len);
	make(kind->tar, b.data, b.len);
	pm_buf_printf(&wanted, "%1$s/x.txt [] one\n%1$s/y/z.txt [] two\n", kind->tar);
	EXPECT(kind->tar, pm_buf_str(&wanted));
	pm_buf_release(&tar);
	pm_buf_release(&b);
	pm_buf_release(&wanted);
}
END_TEST

START_TEST(a_bomb_is_left_at_the_limit)
{
	const struct kind *kind = &kinds[_i];
	size_t len = 50000000;
	char *blanks = malloc(len), name[32], wanted[128];
	struct pm_buf b;

	ck_assert_ptr_nonnull(blanks);
	memset(blanks, ' ', len);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	squeeze(kind, &b, blanks, len);
	free(blanks);
	snprintf(name, sizeof name, "a.txt%s", strrchr(kind->file, '.'));
	make(name, b.data, b.len);
	pm_buf_release(&b);
	options.max_text = 1000;
	snprintf(wanted, sizeof wanted, "%s skip the text is larger than 1000 bytes\n",
		 name);
	EXPECT(name, wanted);
}
END_TEST

/* xz that asks for a dictionary of 1 GiB, which is never used */
START_TEST(a_window_that_is_too_large_is_refused)
{
	static const char text[] = "{\"text\":\"one\"}\n";
	lzma_options_lzma options_of_xz;
	lzma_filter filters[] = { { LZMA_FILTER_LZMA2, &options_of_xz },
				  { LZMA_VLI_UNKNOWN, NULL } };
	uint8_t out[1000];
	size_t used = 0;

	ck_assert(!lzma_lzma_preset(&options_of_xz, 0));
	options_of_xz.dict_size = 1u << 30;
	ck_assert_int_eq(lzma_stream_buffer_encode(filters, LZMA_CHECK_CRC32, NULL,
						   (const uint8_t *)text, sizeof text - 1,
						   out, &used, sizeof out),
			 LZMA_OK);
	make("a.jsonl.xz", out, used);
	EXPECT("a.jsonl.xz",
	       "a.jsonl.xz skip unpacking the xz data takes more than 256 MiB "
	       "of memory\n");
	/* a frame of zstd whose window is 1 GiB */
	make("a.jsonl.zst", "\x28\xb5\x2f\xfd\x00\xa0\x01\x00\x00", 9);
	EXPECT("a.jsonl.zst",
	       "a.jsonl.zst skip unpacking the zstd data takes more than 256 "
	       "MiB of memory\n");
}
END_TEST

static void
make_7z(const char *name)
{
	struct archive *a = archive_write_new();
	const struct member *m;

	archive_write_set_format_7zip(a);
	ck_assert_int_eq(archive_write_open_filename(a, in(name)), ARCHIVE_OK);
	for (m = members; m->name != NULL; m++) {
		struct archive_entry *e = archive_entry_new();

		archive_entry_set_pathname(e, m->name);
		archive_entry_set_perm(e, 0644);
		archive_entry_set_filetype(e, m->text == NULL ? AE_IFDIR : AE_IFREG);
		archive_entry_set_size(e,
				       m->text == NULL ? 0 : (la_int64_t)strlen(m->text));
		ck_assert_int_ge(archive_write_header(a, e), ARCHIVE_WARN);
		if (m->text != NULL)
			archive_write_data(a, m->text, strlen(m->text));
		archive_entry_free(e);
	}
	ck_assert_int_eq(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
}

/* The members with text come first in a 7z. */
START_TEST(seven_zip_is_an_archive)
{
	struct pm_buf b;

	make_7z("a.7z");
	ck_assert_int_eq(read_one("a.7z"), PM_END);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "a.7z/one.txt [One] |text\n"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "a.7z/sub/four.json [] four\n"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "a.7z/eight.html [] eight\n"));
	ck_assert_ptr_null(strstr(pm_buf_str(&journal), "six"));
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(pm_read_file(in("a.7z"), &b, NULL), PM_OK);
	make("a.7z", b.data, b.len - 10);
	ck_assert_int_eq(read_one("a.7z"), PM_END);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "a.7z skip damaged archive: "));
	pm_buf_release(&b);
}
END_TEST

static void
put_number(struct pm_buf *b, uint32_t value, unsigned n)
{
	for (; n > 0; n--, value >>= 8)
		pm_buf_putc(b, (int)(value & 0xff));
}

/* A header of RAR: its sum, its type, and what follows. */
static void
put_header(struct pm_buf *out, int type, unsigned flags, const struct pm_buf *rest)
{
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_putc(&b, type);
	put_number(&b, flags, 2);
	put_number(&b, (uint32_t)rest->len + 7, 2);
	pm_buf_put(&b, rest->data, rest->len);
	put_number(out, (uint32_t)crc32(0, b.data, (uInt)b.len), 2);
	pm_buf_put(out, b.data, b.len);
	pm_buf_release(&b);
}

/* One member, stored. */
START_TEST(rar_is_an_archive)
{
	static const char text[] = "Words of it.";
	uint32_t n = sizeof text - 1, sum = (uint32_t)crc32(0, (const Bytef *)text, n);
	struct pm_buf b, rest;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pm_buf_init(&rest, PM_BUF_NO_LIMIT);
	pm_buf_put(&b, "Rar!\x1a\x07\x00", 7);
	put_number(&rest, 0, 4);
	put_number(&rest, 0, 2);
	put_header(&b, 0x73, 0, &rest);
	pm_buf_clear(&rest);
	put_number(&rest, n, 4);
	put_number(&rest, n, 4);
	pm_buf_putc(&rest, 3);
	put_number(&rest, sum, 4);
	put_number(&rest, 0x21 << 16, 4);
	pm_buf_putc(&rest, 20);
	pm_buf_putc(&rest, 0x30);
	put_number(&rest, 5, 2);
	put_number(&rest, 0100644, 4);
	pm_buf_puts(&rest, "a.txt");
	put_header(&b, 0x74, 0x8000, &rest);
	pm_buf_puts(&b, text);
	pm_buf_clear(&rest);
	put_header(&b, 0x7b, 0x4000, &rest);
	make("a.rar", b.data, b.len);
	EXPECT("a.rar", "a.rar/a.txt [] Words of it.\n");
	pm_buf_release(&rest);
	pm_buf_release(&b);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("unpack");
	TCase *t = tcase_create("unpack");
	int n = (int)(sizeof kinds / sizeof *kinds), failed;
	SRunner *r;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, members_follow_each_other, 0, n);
	tcase_add_loop_test(t, what_came_before_a_truncation_is_kept, 0, n);
	tcase_add_loop_test(t, damage_ends_the_file, 0, n);
	tcase_add_loop_test(t, tars_are_read_through_each, 0, n);
	tcase_add_loop_test(t, a_bomb_is_left_at_the_limit, 0, n);
	tcase_add_test(t, a_window_that_is_too_large_is_refused);
	tcase_add_test(t, seven_zip_is_an_archive);
	tcase_add_test(t, rar_is_an_archive);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? 0 : 1;
}
