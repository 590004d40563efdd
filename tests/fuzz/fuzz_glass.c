/* Pressmark - any alteration of the database's tables, read with and without libxapian:
 * forge.h.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A list's articles ascend and are not beyond the last one, whatever its blocks say. */
#include "glass/reader.h"
#include "shim/database.h"
#include "shim/guard.h"
#include "tests/fuzz/forge.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const enum forge_file files[] = { FORGE_POSTLIST, FORGE_POSTLIST, FORGE_POSTLIST,
					 FORGE_DOCDATA, FORGE_VERSION };

static const char *const terms[] = { "chip", "export", "the",  "of",	  "w1",
				     "w2ab", "cooper", "ddr5", "nowhere", "run",
				     "Sti",  "art",    "\xff", "ete" };

#define N_TERMS (sizeof terms / sizeof *terms)

static bool is_forged;

static bool
fine(enum pm_status status, const struct pm_error *err)
{
	forge_check(status, err);
	REQUIRE(is_forged || status >= 0);
	return status == PM_OK;
}

static void
read_list(struct pm_glass *g, const char *term, uint32_t by)
{
	struct pm_glass_list l;
	struct pm_error err;
	uint32_t last = 0, length;
	enum pm_status status = pm_glass_list_open(&l, g, term, strlen(term), &err);

	while (status == PM_OK) {
		REQUIRE(l.article > last && l.article <= g->last);
		last = l.article;
		fine(pm_glass_length(g, l.article, &length, &err), &err);
		status = by == 1 ? pm_glass_list_next(&l, &err)
				 : pm_glass_list_skip(&l, last + by, &err);
	}
	fine(status, &err);
	pm_glass_list_release(&l);
}

static void
read_tables(struct pm_guard *guard)
{
	struct pm_glass *g;
	struct pm_error err;
	size_t i;

	if (!fine(pm_glass_open(&g, forge_database, guard, &err), &err))
		return;
	for (i = 0; i < N_TERMS; i++) {
		read_list(g, terms[i], 1);
		read_list(g, terms[i], 2 + (uint32_t)i);
	}
	fine(pm_glass_status(g, &err), &err);
	pm_glass_free(g);
}

static int
take_term(void *ctx, const char *term, size_t len, uint32_t freq)
{
	(void)term;
	(void)freq;
	*(size_t *)ctx += len;
	return 0;
}

static int
take_posting(void *ctx, uint32_t id, uint32_t wdf)
{
	(void)wdf;
	*(size_t *)ctx += id;
	return 0;
}

static void
ask_libxapian(void)
{
	const struct pm_db_location where = { forge_database, forge_path(FORGE_GUARD) };
	struct pm_db *db;
	struct pm_error err;
	struct pm_buf b;
	size_t i, sum = 0;
	uint32_t freq;

	if (!fine(pm_db_open(&db, &where, 1, &err), &err))
		return;
	pm_buf_init(&b, PM_BUF_NO_LIMIT);
	for (i = 0; i < N_TERMS; i++) {
		const struct pm_db_term term = { terms[i], strlen(terms[i]) };

		fine(pm_db_frequencies(db, &term, 1, &freq, &err), &err);
		fine(pm_db_postings(db, term.data, term.len, take_posting, &sum, &err),
		     &err);
		/* an article that is not there is the caller's mistake */
		pm_db_data(db, (uint32_t)i * 7 + 1, &b, &err);
	}
	fine(pm_db_terms(db, "", 0, take_term, &sum, &err), &err);
	pm_buf_release(&b);
	pm_db_free(db);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pm_guard *guard;
	struct pm_error err;

	is_forged = forge(data, size, files, sizeof files / sizeof *files);
	forge_begin_work();
	read_tables(NULL);
	if (fine(pm_guard_open(&guard, forge_database, forge_path(FORGE_GUARD), &err),
		 &err)) {
		read_tables(guard);
		/* libxapian is only given what a guard has looked at */
		if (fine(pm_guard_verify(guard, &err), &err))
			fine(pm_db_check(forge_database, &err), &err);
		ask_libxapian();
		pm_guard_free(guard);
	}
	forge_end_work();
	return 0;
}
