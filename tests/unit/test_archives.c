/* Pressmark - tests of reading what is packed: gzip, tar, zip.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/reader_fixture.h"

/* --- gzip */

START_TEST(truncated_gzip_gives_the_lines_before_the_damage)
{
	struct pm_buf b;
	size_t cut;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	write_records(&b, 60, false);
	for (cut = 1; cut < 2000; cut += 211) {
		make_gzip("a.jsonl.gz", b.data, b.len, cut);
		ck_assert_int_eq(read_one("a.jsonl.gz"), PM_END);
		ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "a.jsonl.gz skip "));
		ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal),
					     "truncated gzip data\n"));
		/* the trailer is 8 bytes: without some of it all lines are there */
		if (cut <= 8)
			ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal),
						     "a.jsonl.gz:60 "));
	}
	/* small files too, whose data zlib would hand over in one piece */
	pm_buf_clear(&b);
	pm_buf_puts(&b,
		    "{\"text\":\"one\"}\n{\"text\":\"two\"}\n{\"text\":\"abcdefghij\"}\n");
	make_gzip("a.jsonl.gz", b.data, b.len, 12);
	ck_assert_int_eq(read_one("a.jsonl.gz"), PM_END);
	ck_assert_str_eq(pm_buf_str(&journal),
			 "a.jsonl.gz:1 [] one\na.jsonl.gz:2 [] two\n"
			 "a.jsonl.gz skip breaks off after 2 "
			 "articles: truncated gzip data\n");
	pm_buf_release(&b);
}
END_TEST

START_TEST(damaged_gzip_is_reported)
{
	static const char line[] = "{\"text\":\"one\"}\n";
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pack(&b, line, sizeof line - 1);
	b.data[b.len - 6] ^= 1; /* of the checksum */
	make("a.jsonl.gz", b.data, b.len);
	EXPECT("a.jsonl.gz", "a.jsonl.gz:1 [] one\n"
			     "a.jsonl.gz skip breaks off after 1 article: damaged gzip "
			     "data: incorrect data check\n");
	pm_buf_clear(&b);
	pack(&b, line, sizeof line - 1);
	pm_buf_puts(&b, "rubbish");
	make("a.jsonl.gz", b.data, b.len);
	EXPECT("a.jsonl.gz", "a.jsonl.gz:1 [] one\n"
			     "a.jsonl.gz skip breaks off after 1 article: something else "
			     "after the gzip data\n");
	pm_buf_release(&b);
	make_text("a.jsonl.gz", line);
	EXPECT("a.jsonl.gz", "a.jsonl.gz skip not gzip data: incorrect header check\n");
	make_text("a.jsonl.gz", "\x1f\x8b");
	EXPECT("a.jsonl.gz", "a.jsonl.gz skip truncated gzip data\n");
}
END_TEST

START_TEST(gzip_members_follow_each_other)
{
	struct pm_buf b;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	pack(&b, "{\"text\":\"o", 10);
	pack(&b, "", 0);
	pack(&b, "ne\"}\n", 5);
	pm_buf_put(&b, "\0\0\0\0", 4);
	make("a.JSONL.GZ", b.data, b.len);
	EXPECT("a.JSONL.GZ", "a.JSONL.GZ:1 [] one\n");
	pm_buf_release(&b);
	make_gzip("a.txt.gz", "A title\n\nText", 13, 0);
	EXPECT("a.txt.gz", "a.txt.gz [A title] |Text\n");
	make_gzip("a.txt.gz", "A title\n\nText", 13, 4);
	EXPECT("a.txt.gz", "a.txt.gz skip truncated gzip data\n");
}
END_TEST

START_TEST(a_gzip_bomb_is_left_at_the_limit)
{
	size_t len = 50000000;
	char *zeros = malloc(len);

	ck_assert_ptr_nonnull(zeros);
	memset(zeros, ' ', len);
	make_gzip("a.txt.gz", zeros, len, 0);
	free(zeros);
	options.max_text = 1000;
	EXPECT("a.txt.gz", "a.txt.gz skip the text is larger than 1000 bytes\n");
}
END_TEST

/* --- archives */

static void
expect_members(const char *name)
{
	struct pm_buf wanted;

	pm_buf_init(&wanted, PM_BUF_NO_LIMIT);
	pm_buf_printf(&wanted,
		      "%1$s/one.txt [One] |text\n"
		      "%1$s/sub/two.jsonl:1 [] two\n"
		      "%1$s/sub/two.jsonl:2 skip invalid JSON: a value was expected at byte 0\n"
		      "%1$s/sub/two.jsonl:3 [] three\n"
		      "%1$s/sub/four.json [] four\n"
		      "%1$s/sub/four.json [] five\n"
		      "%1$s/caf\u00e9.txt [] seven\n"
		      "%1$s/empty.txt skip empty file\n"
		      "%1$s/eight.html [] eight\n"
		      "%1$s skip 2 files of other types: .png .zip\n",
		      name);
	EXPECT(name, pm_buf_str(&wanted));
	pm_buf_release(&wanted);
}

START_TEST(members_of_archives_are_read_in_their_order)
{
	make_archive("a.tar", TAR, members);
	expect_members("a.tar");
	make_archive("a.tar.gz", TAR_GZ, members);
	expect_members("a.tar.gz");
	make_archive("b.tgz", TAR_GZ, members);
	expect_members("b.tgz");
	make_archive("a.zip", ZIP, members);
	expect_members("a.zip");
}
END_TEST

START_TEST(names_that_a_zip_marks_as_utf8_are_read_in_any_locale)
{
	static const struct member named[] = { { "caf\u00e9.txt", "one", NULL, NULL },
					       { NULL, NULL, NULL, NULL } };
	struct pm_buf b;
	size_t i;

	make_archive("a.zip", ZIP, named);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(pm_read_file(in("a.zip"), &b, NULL), PM_OK);
	/* bit 11 of the flags, in the header of the member and in the directory */
	for (i = 0; i + 30 < b.len; i++) {
		if (memcmp(b.data + i, "PK\3\4", 4) == 0)
			b.data[i + 7] |= 8;
		else if (memcmp(b.data + i, "PK\1\2", 4) == 0)
			b.data[i + 9] |= 8;
	}
	make("a.zip", b.data, b.len);
	EXPECT("a.zip", "a.zip/caf\u00e9.txt [] one\n");
	pm_buf_release(&b);
}
END_TEST

/* A name is shown and kept as text is; the file is opened by its bytes. */
START_TEST(names_are_repaired)
{
	make_text("K\xf6ln.txt", "one");
	EXPECT("K\xf6ln.txt", "K\ufffdln.txt [] one\n");
}
END_TEST

START_TEST(a_zip_member_with_a_wrong_checksum_is_skipped)
{
	static const struct member two[] = { { "one.txt", "one", NULL, NULL },
					     { "two.txt", "two", NULL, NULL },
					     { NULL, NULL, NULL, NULL } };
	struct pm_buf b;
	size_t i = 0;

	make_archive("a.zip", ZIP, two);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(pm_read_file(in("a.zip"), &b, NULL), PM_OK);
	while (memcmp(b.data + i, "PK\1\2", 4) != 0)
		i++;
	b.data[i + 16] ^= 1;
	make("a.zip", b.data, b.len);
	ck_assert_int_eq(read_one("a.zip"), PM_END);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "a.zip/one.txt skip damaged"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "a.zip/two.txt [] two\n"));
	pm_buf_release(&b);
}
END_TEST

static void
put_zeros(struct pm_buf *b, size_t up_to)
{
	while (b->len < up_to)
		pm_buf_putc(b, 0);
}

/* The checksum of a tar header. */
static void
sign(uint8_t header[512])
{
	unsigned sum = 0, i;

	for (i = 0; i < 512; i++)
		sum += header[i];
	snprintf((char *)header + 148, 8, "%06o", sum);
}

START_TEST(packed_members_are_unpacked)
{
	struct member packed[] = { { "x.txt", "one", NULL, NULL },
				   { NULL, NULL, NULL, NULL } };
	struct pm_buf b, tar;

	/* a zip in gzip cannot seek */
	make_archive("a.zip", ZIP, packed);
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	ck_assert_int_eq(pm_read_file(in("a.zip"), &b, NULL), PM_OK);
	make_gzip("a.zip.gz", b.data, b.len, 0);
	EXPECT("a.zip.gz", "a.zip.gz/x.txt [] one\n");
	pm_buf_clear(&b);
	/* gzip as a member: a hand-made tar, since its bytes hold NULs */
	pack(&b, "{\"text\":\"two\"}\n", 15);
	pm_buf_init(&tar, PM_BUF_NO_LIMIT);
	pm_buf_put(&tar, "y.jsonl.gz", 10);
	put_zeros(&tar, 100);
	pm_buf_puts(&tar, "0000644");
	put_zeros(&tar, 124);
	pm_buf_printf(&tar, "%011o", (unsigned)b.len);
	put_zeros(&tar, 136);
	pm_buf_puts(&tar, "00000000000");
	put_zeros(&tar, 148);
	pm_buf_puts(&tar, "        0");
	put_zeros(&tar, 257);
	pm_buf_put(&tar,
		   "ustar\0"
		   "00",
		   8);
	put_zeros(&tar, 512);
	sign(tar.data);
	pm_buf_put(&tar, b.data, b.len);
	put_zeros(&tar, 512 + (b.len + 511) / 512 * 512 + 1024);
	make("a.tar", tar.data, tar.len);
	EXPECT("a.tar", "a.tar/y.jsonl.gz:1 [] two\n");
	pm_buf_release(&tar);
	pm_buf_release(&b);
}
END_TEST

/* Thirty bytes, of which the ten in the middle are nowhere. */
START_TEST(a_member_with_a_hole_is_not_taken)
{
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();

	archive_write_set_format_pax(a);
	ck_assert_int_eq(archive_write_open_filename(a, in("a.tar")), ARCHIVE_OK);
	archive_entry_set_pathname(e, "a.txt");
	archive_entry_set_perm(e, 0644);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_size(e, 30);
	archive_entry_sparse_add_entry(e, 0, 10);
	archive_entry_sparse_add_entry(e, 20, 10);
	ck_assert_int_ge(archive_write_header(a, e), ARCHIVE_WARN);
	ck_assert_int_eq(archive_write_data(a, "ten bytes 0000000000ten bytes ", 30), 30);
	archive_entry_free(e);
	ck_assert_int_eq(archive_write_close(a), ARCHIVE_OK);
	archive_write_free(a);
	EXPECT("a.tar", "a.tar/a.txt skip has holes, which is not supported\n");
}
END_TEST

START_TEST(members_that_cannot_be_read_are_named)
{
	static const struct member links[] = { { "one.txt", "one", NULL, NULL },
					       { "two.txt", NULL, "one.txt", NULL },
					       { "three.txt", NULL, NULL, "one.txt" },
					       { NULL, NULL, NULL, NULL } };

	make_archive("a.zip", ZIP_SECRET, members);
	ck_assert_int_eq(read_one("a.zip"), PM_END);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal),
				     "a.zip/one.txt skip encrypted\n"));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal),
				     "a.zip/eight.html skip encrypted\n"));
	make_archive("a.tar", TAR, links);
	EXPECT("a.tar", "a.tar/one.txt [] one\n"
			"a.tar/two.txt skip a link to another member\n"
			"a.tar/three.txt skip not a regular file\n");
}
END_TEST

START_TEST(archives_cut_anywhere_end_with_a_report)
{
	static const char *const names[] = { "a.tar", "a.zip", "a.tar.gz" };
	static const enum packing packings[] = { TAR, ZIP, TAR_GZ };
	struct pm_buf b;
	size_t i, cut;

	for (i = 0; i < 3; i++) {
		make_archive("whole", packings[i], members);
		pm_buf_init(&b, PM_BUF_NO_LIMIT);
		ck_assert_int_eq(pm_read_file(in("whole"), &b, NULL), PM_OK);
		for (cut = 1; cut < b.len; cut += b.len / 97 + 1) {
			make(names[i], b.data, b.len - cut);
			ck_assert_int_eq(read_one(names[i]), PM_END);
		}
		/* in the middle: something was read, and the end is reported */
		make(names[i], b.data, b.len / 2);
		ck_assert_int_eq(read_one(names[i]), PM_END);
		ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal),
					     "one.txt [One] |text\n"));
		ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), " skip "));
		pm_buf_release(&b);
	}
}
END_TEST

START_TEST(an_archive_that_ends_after_a_member_is_cut)
{
	static const struct member two[] = { { "one.txt", "One\n\ntext", NULL, NULL },
					     { "two.txt", "two", NULL, NULL },
					     { NULL, NULL, NULL, NULL } };
	static const char stored[] = "PK\3\4\12\0\0\0\0\0\0\0\41\0"
				     "\xac\x2a\x93\xd8\2\0\0\0\2\0\0\0\5\0\0\0"
				     "a.txthi";
	struct pm_buf b;
	size_t len;

	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	make_archive("whole", TAR, two);
	ck_assert_int_eq(pm_read_file(in("whole"), &b, NULL), PM_OK);
	/* a header and a block of text for each */
	for (len = 1024; len <= 2048; len += 1024) {
		make("a.tar", b.data, len);
		ck_assert_int_eq(read_one("a.tar"), PM_END);
		ck_assert_ptr_nonnull(strstr(
			pm_buf_str(&journal),
			len == 1024 ? "a.tar skip breaks off after 1 article: damaged "
				      "archive: its end is missing\n"
				    : "a.tar skip breaks off after 2 articles: damaged "
				      "archive: its end is missing\n"));
	}
	/* one block of zeros is an end, and what is packed has one too */
	make("a.tar", b.data, 2048 + 512);
	EXPECT("a.tar", "a.tar/one.txt [One] |text\na.tar/two.txt [] two\n");
	make_gzip("a.tar.gz", b.data, 2048 + 1024, 0);
	EXPECT("a.tar.gz", "a.tar.gz/one.txt [One] |text\na.tar.gz/two.txt [] two\n");
	make_gzip("a.tar.gz", b.data, 2048, 0);
	ck_assert_int_eq(read_one("a.tar.gz"), PM_END);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal), "its end is missing"));
	pm_buf_clear(&b);
	make_archive("whole", ZIP, two);
	ck_assert_int_eq(pm_read_file(in("whole"), &b, NULL), PM_OK);
	for (len = 1; len < b.len - 4 && memcmp(b.data + len, "PK\1\2", 4) != 0; len++)
		;
	make("a.zip", b.data, len);
	ck_assert_int_eq(read_one("a.zip"), PM_END);
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal),
				     "a.zip/one.txt [One] |text\na.zip/two.txt "));
	ck_assert_ptr_nonnull(strstr(pm_buf_str(&journal),
				     "a.zip skip breaks off after 1"));
	/* where the lengths stand before the members */
	make("a.zip", stored, sizeof stored - 1);
	EXPECT("a.zip",
	       "a.zip/a.txt [] hi\n"
	       "a.zip skip breaks off after 1 article: damaged archive: its end is "
	       "missing\n");
	pm_buf_release(&b);
}
END_TEST

START_TEST(archives_with_changed_bytes_never_break_it)
{
	static const char *const names[] = { "a.tar", "a.zip", "a.tar.gz" };
	static const enum packing packings[] = { TAR, ZIP, TAR_GZ };
	uint64_t seed = 88172645463325252u;
	struct pm_buf b;
	size_t i;
	int round;

	for (i = 0; i < 3; i++) {
		make_archive("whole", packings[i], members);
		pm_buf_init(&b, PM_BUF_NO_LIMIT);
		ck_assert_int_eq(pm_read_file(in("whole"), &b, NULL), PM_OK);
		for (round = 0; round < 200; round++) {
			seed ^= seed << 13;
			seed ^= seed >> 7;
			seed ^= seed << 17;
			b.data[(seed >> 20) % b.len] = (uint8_t)(seed >> 8);
			make(names[i], b.data, b.len);
			ck_assert_int_eq(read_one(names[i]), PM_END);
		}
		pm_buf_release(&b);
	}
}
END_TEST

START_TEST(a_zip_bomb_is_left_at_the_limit)
{
	size_t len = 20000000;
	char *text = malloc(len + 1);
	struct member bomb[] = { { "a.txt", text, NULL, NULL },
				 { "b.txt", "small", NULL, NULL },
				 { NULL, NULL, NULL, NULL } };

	ck_assert_ptr_nonnull(text);
	memset(text, 'x', len);
	text[len] = '\0';
	make_archive("a.zip", ZIP, bomb);
	free(text);
	options.max_text = 1000;
	EXPECT("a.zip", "a.zip/a.txt skip the text is larger than 1000 bytes\n"
			"a.zip/b.txt [] small\n");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("archives");
	TCase *t = tcase_create("archives");
	SRunner *r;
	int failed;

	tcase_set_timeout(t, 180);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, truncated_gzip_gives_the_lines_before_the_damage);
	tcase_add_test(t, damaged_gzip_is_reported);
	tcase_add_test(t, gzip_members_follow_each_other);
	tcase_add_test(t, a_gzip_bomb_is_left_at_the_limit);
	tcase_add_test(t, members_of_archives_are_read_in_their_order);
	tcase_add_test(t, names_that_a_zip_marks_as_utf8_are_read_in_any_locale);
	tcase_add_test(t, names_are_repaired);
	tcase_add_test(t, a_zip_member_with_a_wrong_checksum_is_skipped);
	tcase_add_test(t, packed_members_are_unpacked);
	tcase_add_test(t, members_that_cannot_be_read_are_named);
	tcase_add_test(t, a_member_with_a_hole_is_not_taken);
	tcase_add_test(t, archives_cut_anywhere_end_with_a_report);
	tcase_add_test(t, an_archive_that_ends_after_a_member_is_cut);
	tcase_add_test(t, archives_with_changed_bytes_never_break_it);
	tcase_add_test(t, a_zip_bomb_is_left_at_the_limit);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
