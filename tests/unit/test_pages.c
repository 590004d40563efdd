/* Pressmark - tests of support/pages.h: what was written is read, and nothing
 * else is.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/bytes.h"
#include "support/file.h"
#include "support/pages.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

static char folder[3000], path[3100];
static uint64_t rng;

static uint32_t
rnd(uint32_t below)
{
	rng ^= rng << 13;
	rng ^= rng >> 7;
	rng ^= rng << 17;
	return (uint32_t)((rng >> 20) % below);
}

#define OK(call) \
	do { \
		struct pm_error err_; \
		err_.text[0] = '\0'; \
		ck_assert_msg((call) == PM_OK, "%s: %s", #call, err_.text); \
	} while (0)
#define ERR (&err_)

static uint8_t *
random_bytes(size_t len)
{
	uint8_t *data = malloc(len + 1);
	size_t i;

	for (i = 0; i < len; i++)
		data[i] = (uint8_t)rnd(256);
	return data;
}

static uint32_t page_size = PM_PAGE_SIZE;

/* In pieces of any size. */
static void
write_pages(const uint8_t *data, size_t len)
{
	struct pm_pages_writer *w;
	uint64_t size;
	struct stat st;
	size_t at = 0;

	unlink(path);
	OK(pm_pages_create(&w, path, "test", 3, page_size, ERR));
	while (at < len) {
		size_t n = rnd(3) ? rnd(20) : rnd(20000);

		n = n > len - at ? len - at : n;
		ck_assert_uint_eq(pm_pages_tell(w), at);
		OK(pm_pages_write(w, data + at, n, ERR));
		at += n;
	}
	OK(pm_pages_finish(w, &size, ERR));
	pm_pages_writer_free(w);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(size, (uint64_t)st.st_size);
	ck_assert_uint_eq(size, len + 4 * ((len + page_size - 1) / page_size) + 64);
}

static const size_t lengths[] = {
	0,
	1,
	100,
	PM_PAGE_SIZE - 1,
	PM_PAGE_SIZE,
	PM_PAGE_SIZE + 1,
	3 * PM_PAGE_SIZE,
	70001,
	300000
};
#define N_LENGTHS 9
#define N_SIZES 5

START_TEST(any_stretch_is_read_as_written)
{
	size_t len = lengths[_i % N_LENGTHS], i;
	uint8_t *data;
	struct pm_pages *p;
	struct pm_error err;

	rng = 88172645463325252u + (uint64_t)_i;
	page_size = PM_PAGE_SIZE_MIN << _i / N_LENGTHS;
	data = random_bytes(len);
	write_pages(data, len);
	OK(pm_pages_open(&p, path, "test", 3, ERR));
	ck_assert_uint_eq(pm_pages_len(p), len);
	ck_assert_str_eq(pm_pages_path(p), path);
	for (i = 0; i < 300; i++) {
		size_t from = rnd((uint32_t)len + 1), n = rnd((uint32_t)(len - from) + 1);
		const uint8_t *got = pm_pages_get(p, from, n, &err);

		ck_assert_msg(got != NULL, "%s", err.text);
		ck_assert_int_eq(memcmp(got, data + from, n), 0);
	}
	OK(pm_pages_verify(p, ERR));
	ck_assert_ptr_null(pm_pages_get(p, len, 1, &err));
	ck_assert_int_eq(err.status, PM_ERR_CORRUPT);
	ck_assert_ptr_null(pm_pages_get(p, 0, len + 1, &err));
	ck_assert_ptr_null(pm_pages_get(p, len + 1, 0, &err));
	ck_assert_ptr_null(pm_pages_get(p, UINT64_MAX, 2, &err));
	ck_assert_ptr_null(pm_pages_get(p, 2, UINT64_MAX, &err));
	pm_pages_free(p);
	free(data);
}
END_TEST

static void
overwrite(const struct pm_buf *bytes, size_t len)
{
	OK(pm_replace_file(path, bytes->data, len, ERR));
}

/* Whether the file opens and the stretch can be read. */
static enum pm_status
can_read(uint64_t from, uint64_t len, struct pm_error *err)
{
	struct pm_pages *p;
	enum pm_status status = pm_pages_open(&p, path, "test", 3, err);

	if (status == PM_OK) {
		if (pm_pages_get(p, from, len, err) == NULL)
			status = err->status;
		pm_pages_free(p);
	}
	return status;
}

START_TEST(every_flipped_bit_is_found_where_it_is_read)
{
	size_t len = 20000, i;
	uint8_t *data;
	struct pm_buf bytes;
	struct pm_error err;

	rng = 5;
	data = random_bytes(len);
	write_pages(data, len);
	pm_buf_init(&bytes, PM_BUF_NO_LIMIT);
	OK(pm_read_file(path, &bytes, ERR));
	for (i = 0; i < 400; i++) {
		size_t at = i < 100 ? bytes.len - 1 - i : rnd((uint32_t)bytes.len);
		uint8_t bit = (uint8_t)(1u << rnd(8));

		bytes.data[at] ^= bit;
		overwrite(&bytes, bytes.len);
		err.text[0] = '\0';
		ck_assert_msg(can_read(0, len, &err) < 0, "byte %zu of %zu", at,
			      bytes.len);
		ck_assert_ptr_nonnull(strstr(err.text, path));
		/* the other pages can still be read */
		if (at >= PM_PAGE_SIZE && at < len)
			OK(can_read(0, PM_PAGE_SIZE, ERR));
		if (at < PM_PAGE_SIZE)
			OK(can_read(PM_PAGE_SIZE, len - PM_PAGE_SIZE, ERR));
		bytes.data[at] ^= bit;
	}
	pm_buf_release(&bytes);
	free(data);
}
END_TEST

START_TEST(another_length_is_found)
{
	struct pm_buf bytes;
	struct pm_error err;
	uint8_t *data;
	size_t i;

	rng = 6;
	data = random_bytes(9000);
	write_pages(data, 9000);
	pm_buf_init(&bytes, PM_BUF_NO_LIMIT);
	OK(pm_read_file(path, &bytes, ERR));
	pm_buf_putc(&bytes, 0);
	overwrite(&bytes, bytes.len);
	ck_assert_int_lt(can_read(0, 1, &err), 0);
	for (i = 0; i < bytes.len - 1; i += i < 200 ? 1 : 97) {
		overwrite(&bytes, i);
		ck_assert_int_eq(can_read(0, 1, &err), PM_ERR_CORRUPT);
		overwrite(&bytes, bytes.len - 2 - i);
		ck_assert_int_eq(can_read(0, 1, &err), PM_ERR_CORRUPT);
	}
	pm_buf_release(&bytes);
	free(data);
}
END_TEST

/* Whatever vectors the processor has. */
START_TEST(sums_are_those_of_the_format)
{
	uint8_t *data = random_bytes(PM_PAGE_SIZE);
	size_t len;

	for (len = 0; len <= PM_PAGE_SIZE; len++)
		ck_assert_uint_eq(pm_page_sum(data, len),
				  (uint32_t)XXH3_64bits(data, len));
	free(data);
}
END_TEST

START_TEST(other_kinds_and_versions_are_told_apart)
{
	const uint32_t sizes[] = { 0, 1, 256, 513, 1000, 16384, UINT32_MAX };
	size_t i;
	struct pm_pages *p;
	struct pm_buf bytes;
	struct pm_error err;

	write_pages((const uint8_t *)"data", 4);
	ck_assert_int_eq(pm_pages_open(&p, path, "other", 3, &err), PM_ERR_CORRUPT);
	ck_assert_ptr_nonnull(strstr(err.text, path));
	ck_assert_int_eq(pm_pages_open(&p, path, "test", 4, &err), PM_ERR_NOT_INDEX);
	ck_assert_ptr_nonnull(strstr(err.text, "build the index again"));
	unlink(path);
	ck_assert_int_lt(pm_pages_open(&p, path, "test", 3, &err), 0);
	ck_assert_int_lt(pm_pages_open(&p, folder, "test", 3, &err), 0);
	/* a size that is not so, with a footer that is right */
	write_pages((const uint8_t *)"data", 4);
	pm_buf_init(&bytes, PM_BUF_NO_LIMIT);
	OK(pm_read_file(path, &bytes, ERR));
	pm_store_u64(bytes.data + bytes.len - 64 + 24, UINT64_MAX);
	pm_store_u64(bytes.data + bytes.len - 8,
		     XXH3_64bits(bytes.data + bytes.len - 64, 56));
	overwrite(&bytes, bytes.len);
	ck_assert_int_eq(can_read(0, 4, &err), PM_ERR_CORRUPT);
	/* and pages of which there are none */
	write_pages((const uint8_t *)"data", 4);
	pm_buf_clear(&bytes);
	OK(pm_read_file(path, &bytes, ERR));
	for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		pm_store_u32(bytes.data + bytes.len - 64 + 20, sizes[i]);
		pm_store_u64(bytes.data + bytes.len - 8,
			     XXH3_64bits(bytes.data + bytes.len - 64, 56));
		overwrite(&bytes, bytes.len);
		ck_assert_int_eq(can_read(0, 4, &err), PM_ERR_CORRUPT);
	}
	pm_buf_release(&bytes);
}
END_TEST

START_TEST(a_file_that_is_there_is_not_overwritten)
{
	struct pm_pages_writer *w;
	struct pm_error err;

	OK(pm_replace_file(path, "mine", 4, ERR));
	ck_assert_int_eq(pm_pages_create(&w, path, "test", 3, page_size, &err), PM_ERR_IO);
	ck_assert_ptr_nonnull(strstr(err.text, path));
}
END_TEST

static void
make_folder(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(folder, sizeof folder, "%s/pm-pages-XXXXXX", tmp != NULL ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/file", folder);
	rng = 1;
}

static void
remove_folder(void)
{
	pm_remove_tree(folder, NULL);
}

int
main(void)
{
	Suite *s = suite_create("pages");
	TCase *tc = tcase_create("all");
	SRunner *sr;
	int failed;

	tcase_add_checked_fixture(tc, make_folder, remove_folder);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, any_stretch_is_read_as_written, 0, N_LENGTHS * N_SIZES);
	tcase_add_test(tc, sums_are_those_of_the_format);
	tcase_add_test(tc, every_flipped_bit_is_found_where_it_is_read);
	tcase_add_test(tc, another_length_is_found);
	tcase_add_test(tc, other_kinds_and_versions_are_told_apart);
	tcase_add_test(tc, a_file_that_is_there_is_not_overwritten);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}
