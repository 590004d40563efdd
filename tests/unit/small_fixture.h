/* Pressmark - what tests of single modules share: a folder, random numbers, and
 * calls that must succeed.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PM_TESTS_SMALL_FIXTURE_H
#define PM_TESTS_SMALL_FIXTURE_H

#include "support/file.h"

#include <check.h>
#include <dirent.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OK(call) \
	do { \
		struct pm_error err_; \
		err_.text[0] = '\0'; \
		ck_assert_msg((call) == PM_OK, "%s: %s", #call, err_.text); \
	} while (0)
#define ERR (&err_)

/* The call fails with STATUS and says something of which WORDS is a part. */
#define FAILS(call, wanted, words) \
	do { \
		struct pm_error err_; \
		enum pm_status status_; \
		err_.text[0] = '\0'; \
		status_ = (call); \
		ck_assert_msg(status_ == (wanted), "%s: %s, not %s: %s", #call, \
			      pm_status_name(status_), pm_status_name(wanted), \
			      err_.text); \
		ck_assert_msg(strstr(err_.text, (words)) != NULL, \
			      "%s: '%s' without '%s'", #call, err_.text, (words)); \
	} while (0)

/* --- random numbers ----------------------------------------------------- */

static uint64_t rng;

/* splitmix64 */
static inline uint64_t
rnd64(void)
{
	uint64_t z = rng += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static inline uint32_t
rnd(uint32_t below)
{
	return (uint32_t)((rnd64() >> 32) * below >> 32);
}

/* --- around each test --------------------------------------------------- */

#define PATH_SIZE 4096

static char folder[PATH_SIZE / 2];

static inline void
make_folder(void)
{
	const char *tmp = getenv("TMPDIR");

	rng = 1;
	snprintf(folder, sizeof folder, "%s/pm-unit-XXXXXX", tmp != NULL ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static inline void
drop_folder(void)
{
	pm_remove_tree(folder, NULL);
}

static inline const char *
in_folder(char path[PATH_SIZE], const char *name)
{
	ck_assert_msg(folder[0] != '\0', "the test has no folder: make_folder");
	snprintf(path, PATH_SIZE, "%s/%s", folder, name);
	return path;
}

/* How many entries a folder has. */
static inline size_t
count_entries(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;
	size_t n = 0;

	ck_assert_ptr_nonnull(d);
	while ((e = readdir(d)) != NULL)
		n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
	closedir(d);
	return n;
}

static inline size_t
open_files(void)
{
	return count_entries("/proc/self/fd");
}

/* The exit status of the program.  Memory that is not set is not 0. */
static inline int
run_suite(Suite *s)
{
	SRunner *sr = srunner_create(s);
	int failed;

	mallopt(M_PERTURB, 0xa5);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed > 0;
}

#endif
