/* Pressmark - a database and its guards, the half without libxapian: see database.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/database.h"

#include "shim/guard.h"
#include "shim/xapian.h"
#include "support/buf.h"
#include "support/file.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct pm_db {
	char **dirs;
	struct pm_guard **guards; /* NULL if unguarded */
	size_t n;
	bool counted; /* `articles` is what they must have */
	uint32_t articles;
	const struct pm_xapian *xapian; /* NULL: not needed yet */
	struct pm_xapian_db *opened;
};

/* The guard knows more about a block that could not be read than libxapian says; and even
 * if libxapian has got over the failure, the guard has not. */
static enum pm_status
heed_guards(const struct pm_db *db, enum pm_status status, struct pm_error *err)
{
	size_t i;

	for (i = 0; i < db->n; i++)
		if (db->guards[i] != NULL && pm_guard_status(db->guards[i], NULL) < 0)
			return pm_guard_status(db->guards[i], err);
	return status;
}

/* --- opening ------------------------------------------------------------ */

static enum pm_status
open_by_libxapian(struct pm_db *db, struct pm_error *err)
{
	enum pm_status status =
		heed_guards(db, db->xapian->db_open(&db->opened, db->dirs, db->n, err),
			    err);
	uint32_t articles;
	size_t i;

	for (i = 0; i < db->n && status == PM_OK; i++)
		if (db->guards[i] != NULL)
			status = pm_guard_settle(db->guards[i], err);
	if (status < 0)
		return status;
	articles = db->xapian->db_articles(db->opened);
	if (db->counted && db->articles != articles)
		return pm_corrupt(err, db->dirs[0],
				  "its database has %u article%s, not %u",
				  (unsigned)articles, articles == 1 ? "" : "s",
				  (unsigned)db->articles);
	db->articles = articles;
	return PM_OK;
}

enum pm_status
pm_db_load(struct pm_db *db, struct pm_error *err)
{
	enum pm_status status = PM_OK;

	if (db->opened != NULL)
		return PM_OK;
	if (db->xapian == NULL)
		status = pm_xapian_need(&db->xapian, err);
	if (status == PM_OK && (status = open_by_libxapian(db, err)) < 0) {
		db->xapian->db_free(db->opened);
		db->opened = NULL;
	}
	return status;
}

static enum pm_status
open_guards(struct pm_db *db, const struct pm_db_location *where, size_t n,
	    struct pm_error *err)
{
	enum pm_status status = PM_OK;

	db->dirs = pm_calloc(n, sizeof *db->dirs);
	db->guards = pm_calloc(n, sizeof *db->guards);
	if (db->dirs == NULL || db->guards == NULL)
		return pm_fail_nomem(err);
	for (; db->n < n && status == PM_OK; db->n++) {
		const struct pm_db_location *at = &where[db->n];

		db->dirs[db->n] = pm_strndup(at->dir, strlen(at->dir));
		if (db->dirs[db->n] == NULL)
			return pm_fail_nomem(err);
		if (at->guard != NULL)
			status = pm_guard_open(&db->guards[db->n], at->dir, at->guard,
					       err);
	}
	return status;
}

/* A database of which only the guards are open. */
static enum pm_status
new_db(struct pm_db **out, const struct pm_db_location *where, size_t n,
       struct pm_error *err)
{
	struct pm_db *db = calloc(1, sizeof *db);
	enum pm_status status;

	if (db == NULL)
		return pm_fail_nomem(err);
	if ((status = open_guards(db, where, n, err)) == PM_OK)
		*out = db;
	else
		pm_db_free(db);
	return status;
}

enum pm_status
pm_db_open(struct pm_db **out, const struct pm_db_location *where, size_t n,
	   struct pm_error *err)
{
	struct pm_db *db;
	enum pm_status status = new_db(&db, where, n, err);

	if (status == PM_OK && (status = pm_db_load(db, err)) < 0)
		pm_db_free(db);
	else if (status == PM_OK)
		*out = db;
	return status;
}

enum pm_status
pm_db_open_later(struct pm_db **out, const struct pm_db_location *where, size_t n,
		 uint32_t articles, struct pm_error *err)
{
	enum pm_status status = new_db(out, where, n, err);

	if (status == PM_OK) {
		(*out)->counted = true;
		(*out)->articles = articles;
	}
	return status;
}

void
pm_db_free(struct pm_db *db)
{
	size_t i;

	if (db == NULL)
		return;
	/* The files first, then their guards. */
	if (db->opened != NULL)
		db->xapian->db_free(db->opened);
	for (i = 0; i < db->n; i++) {
		pm_guard_free(db->guards[i]);
		free(db->dirs[i]);
	}
	free(db->guards);
	free(db->dirs);
	free(db);
}

uint32_t
pm_db_articles(const struct pm_db *db)
{
	return db->articles;
}

enum pm_status
pm_db_words(struct pm_db *db, uint64_t *words, struct pm_error *err)
{
	enum pm_status status = pm_db_load(db, err);

	if (status == PM_OK)
		status = db->xapian->db_words(db->opened, words, err);
	return heed_guards(db, status, err);
}

size_t
pm_db_segments(const struct pm_db *db)
{
	return db->n;
}

const char *
pm_db_dir(const struct pm_db *db, size_t segment)
{
	return db->dirs[segment];
}

struct pm_guard *
pm_db_guard(const struct pm_db *db, size_t segment)
{
	return db->guards[segment];
}

/* --- asking --------------------------------------------------------------- */

enum pm_status
pm_db_frequencies(struct pm_db *db, const struct pm_db_term *terms, size_t n,
		  uint32_t *freqs, struct pm_error *err)
{
	enum pm_status status = pm_db_load(db, err);

	if (status == PM_OK)
		status = db->xapian->db_frequencies(db->opened, terms, n, freqs, err);
	return heed_guards(db, status, err);
}

enum pm_status
pm_db_terms(struct pm_db *db, const char *prefix, size_t prefix_len,
	    int (*fn)(void *ctx, const char *term, size_t len, uint32_t freq), void *ctx,
	    struct pm_error *err)
{
	enum pm_status status = pm_db_load(db, err);

	if (status == PM_OK)
		status = db->xapian->db_terms(db->opened, prefix, prefix_len, fn, ctx,
					      err);
	return heed_guards(db, status, err);
}

enum pm_status
pm_db_data(struct pm_db *db, uint32_t id, struct pm_buf *out, struct pm_error *err)
{
	enum pm_status status = pm_db_load(db, err);

	if (status == PM_OK)
		status = db->xapian->db_data(db->opened, id, out, err);
	return heed_guards(db, status, err);
}

enum pm_status
pm_db_postings(struct pm_db *db, const char *term, size_t len,
	       int (*fn)(void *ctx, uint32_t id, uint32_t wdf), void *ctx,
	       struct pm_error *err)
{
	enum pm_status status = pm_db_load(db, err);

	if (status == PM_OK)
		status = db->xapian->db_postings(db->opened, term, len, fn, ctx, err);
	return heed_guards(db, status, err);
}

enum pm_status
pm_db_search(struct pm_db *db, const struct pm_db_request *request,
	     struct pm_db_page *page, struct pm_error *err)
{
	enum pm_status status = pm_db_load(db, err);

	page->total = 0;
	page->n = 0;
	if (status == PM_OK)
		status = db->xapian->db_search(db->opened, request, page, err);
	return heed_guards(db, status, err);
}

/* --- numbers ---------------------------------------------------------------- */

enum pm_status
pm_db_number(double number, char out[9], size_t *len, struct pm_error *err)
{
	const struct pm_xapian *xapian;
	enum pm_status status = pm_xapian_need(&xapian, err);

	if (status == PM_OK)
		*len = xapian->sortable(number, out);
	return status;
}
