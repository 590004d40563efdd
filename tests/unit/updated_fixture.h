/* Pressmark - an index that is updated from a folder of files, for tests of what comes of it.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_UPDATED_FIXTURE_H
#define PM_TESTS_UPDATED_FIXTURE_H

#include "indexer/build.h"
#include "indexer/commands.h"
#include "segment/index.h"
#include "tests/unit/small_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>

#pragma GCC diagnostic ignored "-Wunused-function"

static char dir[PATH_SIZE], corpus[PATH_SIZE];
static struct pm_build_result built;

static const char *
in_index(const char *name)
{
	static char paths[4][PATH_SIZE + 80];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof paths[0], "%s/%s", dir, name);
	return path;
}

static void
write_file(const char *name, const char *text)
{
	char path[PATH_SIZE + 80];

	snprintf(path, sizeof path, "%s/%s", corpus, name);
	OK(pm_replace_file(path, text, strlen(text), ERR));
}

static void
drop_file(const char *name)
{
	char path[PATH_SIZE + 80];

	snprintf(path, sizeof path, "%s/%s", corpus, name);
	ck_assert_int_eq(unlink(path), 0);
}

static void
begin_corpus(void)
{
	make_folder();
	in_folder(dir, "index");
	in_folder(corpus, "corpus");
	ck_assert_int_eq(mkdir(corpus, 0777), 0);
}

/* Files are looked into, since they may be written twice in one moment. */
static struct pm_build_options
build_options(enum pm_build_kind kind)
{
	static const char *paths[1];
	paths[0] = corpus;
	return (struct pm_build_options){
		.index = dir,
		.paths = paths,
		.n_paths = 1,
		.language = "english",
		.jobs = 1,
		.kind = kind,
		.rehash = true,
		.max_removed = { .kind = PM_SKIP_ANY, .share = 1 },
	};
}

static void
build_corpus(enum pm_build_kind kind)
{
	struct pm_build_options o = build_options(kind);

	o.max_removed.kind = PM_SKIP_SHARE;
	OK(pm_build(&o, &built, ERR));
}

/* Change a byte in the middle of a file, or cut it. */
enum damage { FLIP, CUT };

static void
damage_file(const char *path, enum damage damage)
{
	struct stat st;
	uint8_t byte;
	int fd;

	ck_assert_int_eq(stat(path, &st), 0);
	if (damage == CUT) {
		ck_assert_int_eq(truncate(path, st.st_size / 2), 0);
		return;
	}
	fd = open(path, O_RDWR);
	ck_assert_int_ge(fd, 0);
	/* data, not the sums behind it */
	ck_assert_int_eq(pread(fd, &byte, 1, st.st_size / 3), 1);
	byte ^= 0x55;
	ck_assert_int_eq(pwrite(fd, &byte, 1, st.st_size / 3), 1);
	close(fd);
}

/* Write the origins of a segment again, that of article NUMBER changed. */
static void
rewrite_origins(const struct pm_segment_info *info, uint32_t number,
		void (*change)(struct pm_origin *o))
{
	char path[PATH_SIZE + 160];
	struct pm_pages_writer *w;
	struct pm_pages *pages;
	struct pm_origin all[8];
	uint32_t n = (uint32_t)info->articles, i;

	ck_assert_uint_le(n, 8);
	snprintf(path, sizeof path, "%s/%s", in_index(info->name), PM_ORIGINS_FILE);
	OK(pm_origins_open(&pages, path, n, ERR));
	for (i = 0; i < n; i++)
		OK(pm_origins_get(pages, i + 1, &all[i], ERR));
	pm_pages_free(pages);
	if (change != NULL)
		change(&all[number - 1]);
	ck_assert_int_eq(unlink(path), 0);
	OK(pm_origins_create(&w, path, ERR));
	for (i = 0; i < n; i++)
		OK(pm_origins_put(w, &all[i], ERR));
	OK(pm_pages_finish(w, NULL, ERR));
	pm_pages_writer_free(w);
}

#endif
