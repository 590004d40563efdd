/* Pressmark - tests of what is kept beside a generation: the files that were read
 * (indexer/files.h), and what each generation did (segment/history.h).
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/files.h"
#include "segment/history.h"

#include "tests/unit/small_fixture.h"

#include <sys/stat.h>
#include <utime.h>

#define FILES 500

static struct pm_digest128
digest(void)
{
	return (struct pm_digest128){ rnd64(), rnd64() };
}

static struct pm_file
some_file(void)
{
	return (struct pm_file){ .size = rnd64() >> rnd(64),
				 .mtime = rnd64(),
				 .ctime = rnd64(),
				 .inode = rnd64(),
				 .hash = digest(),
				 .articles = rnd64() >> rnd(64),
				 .skipped = rnd(3),
				 .settled = rnd(2) != 0 };
}

static void
name_of(char name[64], int i)
{
	snprintf(name, 64, "/srv/%d/\xc3\xa9-%d", i % 7, i);
}

#define ROOTS 9
static const struct {
	const char *place;
	bool has_files;
} roots[ROOTS] = {
	{ "/srv", true },
	{ "/sr", false },
	{ "/srv/3", true },
	{ "/", true },
	{ "/srv/3/\xc3\xa9-3", false },
	{ "/zzz", false },
	{ "/srv/8", false },
	{ "/srv/3/\xc3\xa9-10", true },
	{ "/srv/", false },
};

START_TEST(files_come_back)
{
	static struct pm_file files[FILES];
	struct pm_generation g = { .number = 7 };
	struct pm_origin away[20];
	size_t at;
	struct pm_files f, got;
	struct pm_file *file;
	char name[64];
	int i;

	OK(pm_files_read(&f, folder, NULL, ERR));
	for (i = FILES - 1; i >= 0; i--) {
		name_of(name, i);
		files[i] = some_file();
		OK(pm_files_need(&f, name, strlen(name), &file, ERR));
		*file = files[i];
		file->gone = i % 5 == 3;
	}
	for (i = 0; i < 20; i++) {
		away[i] = (struct pm_origin){ digest(), digest(), rnd64(), 0, 0 };
		OK(pm_files_send_away(&f, &away[i], ERR));
		OK(pm_files_send_away(&f, &away[i], ERR));
	}
	f.away[pm_files_find_away(&f, away[4].identity)].back = true;
	pm_files_take_back(&f);
	for (i = 0; i < ROOTS; i++)
		OK(pm_files_add_root(&f, roots[i].place, strlen(roots[i].place), ERR));
	OK(pm_files_write(&f, folder, &g, ERR));
	pm_files_release(&f);
	ck_assert_uint_eq(g.files.number, 7);

	OK(pm_files_read(&got, folder, &g, ERR));
	for (i = 0; i < FILES; i++) {
		name_of(name, i);
		file = pm_files_find(&got, name, strlen(name));
		ck_assert((file == NULL) == (i % 5 == 3));
		if (file != NULL)
			ck_assert_mem_eq(file, &files[i], offsetof(struct pm_file, seen));
	}
	ck_assert_uint_eq(got.n_away, 19);
	for (i = 0; i < 20; i++) {
		ck_assert(pm_files_is_away(&got, away[i].identity) == (i != 4));
		at = pm_files_find_away(&got, away[i].identity);
		if (i == 4)
			continue;
		ck_assert(pm_digest128_equal(got.away[at].origin.content, away[i].content));
		ck_assert_uint_eq(got.away[at].origin.source, away[i].source);
	}
	ck_assert(!pm_files_is_away(&got, digest()));
	/* roots without files are left out; /srv/3 has some that are not gone */
	for (i = 0; i < ROOTS; i++)
		ck_assert_msg((pm_intern_find(&got.roots, roots[i].place,
					      strlen(roots[i].place)) != PM_U32_NONE) ==
				      roots[i].has_files,
			      "%s", roots[i].place);
	pm_files_release(&got);

	g.files.identity++;
	FAILS(pm_files_read(&got, folder, &g, ERR), PM_ERR_CORRUPT, "files-7");
	g.files.number = 8;
	FAILS(pm_files_read(&got, folder, &g, ERR), PM_ERR_IO, "files-8");
}
END_TEST

/* Whatever bytes a file has whose checksums are right. */
START_TEST(files_that_make_no_sense_are_refused)
{
	struct pm_generation g = { .number = 1 };
	struct pm_pages_writer *w;
	struct pm_files f;
	struct pm_file *file;
	uint8_t bytes[4096];
	char path[PATH_SIZE];
	uint64_t size;
	struct pm_pages *pages;
	const uint8_t *data;
	int i;

	OK(pm_files_read(&f, folder, NULL, ERR));
	for (i = 0; i < 5; i++) {
		snprintf(path, sizeof path, "%d", i);
		OK(pm_files_need(&f, path, strlen(path), &file, ERR));
		*file = some_file();
		OK(pm_files_send_away(&f, &(struct pm_origin){ .identity = digest() },
				      ERR));
		OK(pm_files_add_root(&f, path, strlen(path), ERR));
	}
	OK(pm_files_write(&f, folder, &g, ERR));
	pm_files_release(&f);
	OK(pm_pages_open(&pages, in_folder(path, "files-1"), "files", 2, ERR));
	size = pm_pages_len(pages);
	ck_assert_uint_lt(size, sizeof bytes);
	data = pm_pages_get(pages, 0, size, NULL);
	memcpy(bytes, data, size);
	pm_pages_free(pages);
	for (i = 0; i < 3000; i++) {
		uint8_t altered[sizeof bytes];
		uint64_t len = i < (int)size ? (uint64_t)i : size;
		enum pm_status status;
		struct pm_error err;

		memcpy(altered, bytes, size);
		if (len == 0)
			continue;
		if (i >= (int)size)
			altered[rnd((uint32_t)size)] = (uint8_t)rnd64();
		in_folder(path, "files-1");
		ck_assert_int_eq(unlink(path), 0);
		OK(pm_pages_create(&w, path, "files", 2, 8192, ERR));
		OK(pm_pages_write(w, altered, len, ERR));
		OK(pm_pages_finish(w, NULL, ERR));
		pm_pages_writer_free(w);
		OK(pm_pages_identity(path, &g.files.identity, ERR));
		status = pm_files_read(&f, folder, &g, &err);
		ck_assert(status == PM_ERR_CORRUPT || (status == PM_OK && len == size));
		if (status == PM_OK)
			pm_files_release(&f);
	}
}
END_TEST

START_TEST(a_file_is_settled_when_it_is_older)
{
	char path[PATH_SIZE];
	struct utimbuf old = { 1000000000, 1000000000 };
	struct pm_file a, b;
	struct pm_digest128 x, y;

	OK(pm_replace_file(in_folder(path, "a"), "text", 4, ERR));
	ck_assert_int_eq(pm_file_look(path, pm_file_now(), &a), PM_OK);
	ck_assert_uint_eq(a.size, 4);
	ck_assert(!a.settled);
	ck_assert_int_eq(pm_file_look(path, pm_file_now() + UINT64_C(5000000000), &a),
			 PM_OK);
	ck_assert(a.settled);
	OK(pm_file_hash(path, &x, ERR));
	/* the time of a change cannot be set back */
	ck_assert_int_eq(utime(path, &old), 0);
	ck_assert_int_eq(pm_file_look(path, pm_file_now(), &b), PM_OK);
	ck_assert(!b.settled);
	ck_assert(!pm_file_is_same(&a, &b));
	OK(pm_file_hash(path, &y, ERR));
	ck_assert(pm_digest128_equal(x, y));
	OK(pm_replace_file(path, "Text", 4, ERR));
	OK(pm_file_hash(path, &y, ERR));
	ck_assert(!pm_digest128_equal(x, y));
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(pm_file_look(path, pm_file_now(), &b), PM_ABSENT);
	FAILS(pm_file_hash(path, &y, ERR), PM_ERR_IO, "cannot open");
}
END_TEST

/* --- history ---------------------------------------------------------------- */

START_TEST(history_goes_on)
{
	struct pm_segment_info segment = { .articles = 10 };
	struct pm_generation g = { .segments = &segment, .n_segments = 1 };
	struct pm_history h = { NULL, 0 };
	uint64_t i;

	ck_assert_uint_eq(pm_history_before(&h, 99), 0);
	for (i = 1; i <= 40; i++) {
		g.number = 3 * i;
		g.time = 1000 + 10 * i;
		g.added = i;
		g.changed = 2 * i;
		g.taken_away = 3 * i;
		g.restores = i % 2 == 0 ? 3 * i - 3 : 0;
		segment.articles = 100 + i;
		segment.gone = 1;
		snprintf(g.made_by, sizeof g.made_by, "update%d", (int)i);
		OK(pm_history_write(&h, folder, &g, ERR));
		pm_history_release(&h);
		OK(pm_history_read(&h, folder, &g, ERR));
		ck_assert_uint_eq(h.n, i);
	}
	for (i = 1; i <= 40; i++) {
		char name[16];

		snprintf(name, sizeof name, "update%d", (int)i);
		ck_assert_uint_eq(h.all[i - 1].number, 3 * i);
		ck_assert_uint_eq(h.all[i - 1].articles, 99 + i);
		ck_assert_uint_eq(h.all[i - 1].taken_away, 3 * i);
		ck_assert_uint_eq(h.all[i - 1].restores, i % 2 == 0 ? 3 * i - 3 : 0);
		ck_assert_str_eq(h.all[i - 1].made_by, name);
		ck_assert_uint_eq(pm_history_before(&h, 1000 + 10 * i), 3 * (i - 1));
		ck_assert_uint_eq(pm_history_before(&h, 1001 + 10 * i), 3 * i);
	}
	pm_history_release(&h);
	g.history.identity ^= 1;
	FAILS(pm_history_read(&h, folder, &g, ERR), PM_ERR_CORRUPT, "history-120");
	/* numbers that fall */
	g.history.identity ^= 1;
	OK(pm_history_read(&h, folder, &g, ERR));
	g.number = 7;
	OK(pm_history_write(&h, folder, &g, ERR));
	pm_history_release(&h);
	FAILS(pm_history_read(&h, folder, &g, ERR), PM_ERR_CORRUPT, "not in order");
	/* what would never lead back to the first */
	g.number = g.restores = 8;
	OK(pm_history_write(&h, folder, &g, ERR));
	FAILS(pm_history_read(&h, folder, &g, ERR), PM_ERR_CORRUPT,
	      "restores a later one");
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("files");
	TCase *tc = tcase_create("all");

	tcase_add_checked_fixture(tc, make_folder, drop_folder);
	tcase_add_test(tc, files_come_back);
	tcase_add_test(tc, files_that_make_no_sense_are_refused);
	tcase_add_test(tc, a_file_is_settled_when_it_is_older);
	tcase_add_test(tc, history_goes_on);
	suite_add_tcase(s, tc);
	return run_suite(s);
}
