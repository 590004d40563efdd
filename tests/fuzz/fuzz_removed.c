/* Pressmark - any bytes as a file of removed articles, with checksums that are right.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * They are read or refused.  What is read marks no article that is not there, says of no term
 * and of no word more than is gone, and is written as a file that is read as the same. */
#include "segment/removed.h"
#include "support/file.h"
#include "tests/fuzz/require.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ARTICLES 300u

static char folder[4000];

static void
drop_folder(void)
{
	pm_remove_tree(folder, NULL);
}

static const char *
path_of(const char *name)
{
	static char path[2][4096];
	static unsigned at;
	const char *tmp = getenv("TMPDIR");

	if (folder[0] == '\0') {
		snprintf(folder, sizeof folder, "%s/pm-fuzz-XXXXXX",
			 tmp != NULL ? tmp : "/tmp");
		REQUIRE(mkdtemp(folder) != NULL);
		atexit(drop_folder);
	}
	at = (at + 1) % 2;
	snprintf(path[at], sizeof path[at], "%s/%s", folder, name);
	return path[at];
}

static bool
fine(enum pm_status status, const struct pm_error *err)
{
	REQUIRE(status >= 0 || ((status == PM_ERR_CORRUPT || status == PM_ERR_NOMEM) &&
				err->status == status));
	return status == PM_OK;
}

static void
write_pages(const char *path, const uint8_t *data, size_t size)
{
	struct pm_pages_writer *w;

	unlink(path);
	REQUIRE(pm_pages_create(&w, path, PM_REMOVED_KIND, PM_REMOVED_VERSION,
				PM_REMOVED_PAGE, NULL) == PM_OK);
	REQUIRE(pm_pages_write(w, data, size, NULL) == PM_OK);
	REQUIRE(pm_pages_finish(w, NULL, NULL) == PM_OK);
	pm_pages_writer_free(w);
}

static void
check_part(struct pm_removed_part *p)
{
	static const char *const terms[] = { "",       "a",  "chip", "Schip",
					     "XFchip", "zz", "\xff" };
	const struct pm_removed_sums *sums = pm_removed_sums(p);
	uint64_t bits[ARTICLES / 64 + 1] = { 0 };
	struct pm_removed_word word;
	struct pm_error err;
	uint32_t n, i;

	REQUIRE(sums->articles > 0);
	if (fine(pm_removed_mark(p, bits, ARTICLES, &err), &err)) {
		for (n = i = 0; i < ARTICLES; i++)
			n += bits[i / 64] >> i % 64 & 1;
		REQUIRE(n == sums->articles && bits[ARTICLES / 64] >> ARTICLES % 64 == 0);
	}
	for (i = 0; i < sizeof terms / sizeof *terms; i++)
		if (fine(pm_removed_term(p, terms[i], strlen(terms[i]), &n, &err), &err))
			REQUIRE(n <= sums->articles);
	for (i = 0; i < 200; i += 7)
		if (fine(pm_removed_word(p, i, &word, &err), &err))
			REQUIRE(word.rank == i && word.articles <= sums->articles &&
				word.articles <= word.count);
	if (fine(pm_removed_load(p, 200, 50, &err), &err))
		for (i = 0; i < 300; i++) {
			REQUIRE(!pm_removed_is_dead_word(p, i) || i < 200);
			REQUIRE(!pm_removed_is_dead_alias(p, i) || i < 50);
			REQUIRE(!pm_removed_is_dead_form(p, i, 0) || i < 200);
			REQUIRE(!pm_removed_is_dead_target(p, i, 0) || i < 50);
		}
}

/* Read all of it, and write it again. */
static void
check_whole(struct pm_removed *r)
{
	const char *path = path_of("again");
	struct pm_removed_tables t;
	struct pm_removed_writer *w;
	struct pm_error err;
	enum pm_status status = PM_OK;
	size_t i;

	unlink(path);
	REQUIRE(pm_removed_create(&w, path, NULL) == PM_OK);
	for (i = 0; i < pm_removed_segments(r) && status == PM_OK; i++) {
		struct pm_removed_part *p = pm_removed_part(r, i);

		pm_removed_tables_init(&t);
		if (p != NULL)
			status = pm_removed_read(p, &t, &err);
		if (fine(status, &err))
			REQUIRE(pm_removed_add(w, pm_removed_segment(r, i), &t, NULL) ==
				PM_OK);
		pm_removed_tables_release(&t);
	}
	if (status == PM_OK)
		REQUIRE(pm_removed_finish(w, NULL, NULL) == PM_OK);
	pm_removed_writer_free(w);
	if (status == PM_OK) {
		struct pm_removed *again;

		REQUIRE(pm_removed_open(&again, path, &err) == PM_OK);
		REQUIRE(pm_removed_segments(again) == pm_removed_segments(r));
		pm_removed_free(again);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = path_of("removed");
	struct pm_removed *r;
	struct pm_error err;
	size_t i;

	write_pages(path, data, size);
	if (!fine(pm_removed_open(&r, path, &err), &err))
		return 0;
	for (i = 0; i < pm_removed_segments(r); i++)
		if (pm_removed_part(r, i) != NULL)
			check_part(pm_removed_part(r, i));
	check_whole(r);
	pm_removed_free(r);
	return 0;
}
