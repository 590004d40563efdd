/* Pressmark - in what two segments differ: see segment_diff.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/segment_diff.h"

#include "indexer/article_name.h"
#include "segment/index.h"
#include "segment/lengths.h"
#include "shim/database.h"
#include "support/file.h"
#include "support/sort.h"

#include <stdlib.h>
#include <string.h>

struct posting {
	uint32_t article, wdf;
};

struct diff {
	const char *there, *made; /* folders */
	struct pm_segment *old, *new;
	struct pm_db *old_db, *new_db;
	char *database; /* of the segment that is looked at */
	/* of the term that is compared */
	struct posting *postings;
	size_t n, cap, at;
	struct pm_buf term, name;
	struct pm_error *err;
};

/* --- the lexicon ------------------------------------------------------------------ */

struct forms {
	struct pm_form_spec *all;
	size_t n, cap;
};

struct targets {
	struct pm_alias_target *all;
	size_t n, cap;
};

static bool
same_forms(const struct forms *a, const struct forms *b)
{
	size_t i;

	for (i = 0; i < a->n && i < b->n; i++) {
		const struct pm_form_spec *x = &a->all[i], *y = &b->all[i];

		if (x->form != y->form ||
		    (x->form == PM_FORM_OTHER &&
		     (x->other_len != y->other_len ||
		      memcmp(x->other, y->other, x->other_len) != 0)))
			return false;
	}
	return a->n == b->n;
}

static bool
same_targets(const struct targets *a, const struct targets *b)
{
	size_t i;

	for (i = 0; i < a->n && i < b->n; i++)
		if (a->all[i].n_parts != b->all[i].n_parts ||
		    memcmp(a->all[i].ranks, b->all[i].ranks,
			   a->all[i].n_parts * sizeof *a->all[i].ranks) != 0)
			return false;
	return a->n == b->n;
}

static enum pm_status
compare_forms(struct pm_cursor *old, struct pm_cursor *new, bool *same,
	      struct pm_error *err)
{
	struct forms a = { NULL, 0, 0 }, b = { NULL, 0, 0 };
	enum pm_status status = pm_cursor_forms(old, &a.all, &a.cap, &a.n, err);

	if (status == PM_OK)
		status = pm_cursor_forms(new, &b.all, &b.cap, &b.n, err);
	*same = status == PM_OK && same_forms(&a, &b);
	free(a.all);
	free(b.all);
	return status;
}

static enum pm_status
compare_targets(struct pm_cursor *old, struct pm_cursor *new, bool *same,
		struct pm_error *err)
{
	struct targets a = { NULL, 0, 0 }, b = { NULL, 0, 0 };
	enum pm_status status = pm_cursor_targets(old, &a.all, &a.cap, &a.n, err);

	if (status == PM_OK)
		status = pm_cursor_targets(new, &b.all, &b.cap, &b.n, err);
	*same = status == PM_OK && same_targets(&a, &b);
	free(a.all);
	free(b.all);
	return status;
}

static enum pm_status
wrong_word(struct diff *d, const struct pm_cursor *c, const char *what)
{
	return pm_corrupt(d->err, pm_lexicon_path(pm_segment_lexicon(d->old)),
			  "'%.*s' %s", c->entry.len > 200 ? 200 : (int)c->entry.len,
			  c->entry.word, what);
}

static enum pm_status
compare_entry(struct diff *d, struct pm_cursor *old, struct pm_cursor *new)
{
	enum pm_status status;
	bool same;

	if (old->entry.articles != new->entry.articles)
		return wrong_word(d, old, "is in another number of articles");
	if (old->entry.count != new->entry.count)
		return wrong_word(d, old, "does not occur as often");
	if (old->entry.list == PM_LIST_ALIASES) {
		status = compare_targets(old, new, &same, d->err);
		return status < 0 || same ? status
					  : wrong_word(d, old, "stands for other words");
	}
	status = compare_forms(old, new, &same, d->err);
	return status < 0 || same ? status
				  : wrong_word(d, old, "is written in other forms");
}

/* The word, NUL, and the stem, by which entries are in order. */
static int
compare_keys(struct diff *d, const struct pm_cursor *a, const struct pm_cursor *b)
{
	struct pm_buf *x = &d->term, *y = &d->name;

	pm_buf_clear(x);
	pm_buf_clear(y);
	pm_buf_put(x, a->entry.word, a->entry.len);
	pm_buf_putc(x, '\0');
	pm_cursor_stem(a, x);
	pm_buf_put(y, b->entry.word, b->entry.len);
	pm_buf_putc(y, '\0');
	pm_cursor_stem(b, y);
	return pm_compare_bytes(pm_buf_str(x), x->len, pm_buf_str(y), y->len);
}

static enum pm_status
compare_list(struct diff *d, unsigned list, struct pm_cursor *old, struct pm_cursor *new)
{
	enum pm_status a = pm_cursor_seek(old, list, "", 0, d->err);
	enum pm_status b = a < 0 ? a : pm_cursor_seek(new, list, "", 0, d->err);
	enum pm_status status;
	int order;

	while (a == PM_OK && b == PM_OK) {
		order = compare_keys(d, old, new);
		if (d->term.status < 0 || d->name.status < 0)
			return pm_fail_nomem(d->err);
		if (order != 0)
			return order < 0 ? wrong_word(d, old, "is in none of its articles")
					 : wrong_word(d, new, "is missing");
		if ((status = compare_entry(d, old, new)) < 0)
			return status;
		a = pm_cursor_next(old, d->err);
		b = a < 0 ? a : pm_cursor_next(new, d->err);
	}
	if (a < 0 || b < 0)
		return a < 0 ? a : b;
	if (a == PM_OK)
		return wrong_word(d, old, "is in none of its articles");
	return b == PM_OK ? wrong_word(d, new, "is missing") : PM_OK;
}

static enum pm_status
compare_lexicons(struct diff *d)
{
	struct pm_cursor old, new;
	enum pm_status status = PM_OK;
	unsigned list;

	pm_cursor_init(&old, pm_segment_lexicon(d->old));
	pm_cursor_init(&new, pm_segment_lexicon(d->new));
	for (list = 0; list < PM_LISTS && status == PM_OK; list++)
		status = compare_list(d, list, &old, &new);
	pm_cursor_release(&old);
	pm_cursor_release(&new);
	return status;
}

/* --- articles --------------------------------------------------------------------- */

/* Its name, in d->name, or nothing if that cannot be read. */
static const char *
name_of(struct diff *d, uint32_t article)
{
	pm_buf_clear(&d->name);
	if (pm_article_name(d->old, article, &d->name, NULL) < 0 || d->name.status < 0)
		return "?";
	return pm_buf_str(&d->name);
}

static enum pm_status
compare_article(struct diff *d, uint32_t article)
{
	struct pm_store *old = pm_segment_store(d->old), *new = pm_segment_store(d->new);
	const uint8_t *ours, *theirs, *pairs, *other_pairs;
	struct pm_place a, b;
	enum pm_status status;
	size_t len;

	if ((status = pm_store_place(old, article, &a, d->err)) < 0 ||
	    (status = pm_store_place(new, article, &b, d->err)) < 0)
		return status;
	len = (size_t)8 * pm_pairs_words(a.n_words);
	if ((ours = pm_store_codes(old, &a, d->err)) == NULL ||
	    (theirs = pm_store_codes(new, &b, d->err)) == NULL ||
	    (pairs = pm_store_pairs(old, &a, d->err)) == NULL ||
	    (other_pairs = pm_store_pairs(new, &b, d->err)) == NULL)
		return PM_ERR_CORRUPT;
	if (a.n_words != b.n_words || a.n_title != b.n_title ||
	    a.words_bytes != b.words_bytes || memcmp(ours, theirs, a.words_bytes) != 0)
		return pm_corrupt(d->err, d->there, "article %u (%s) has other words",
				  (unsigned)article, name_of(d, article));
	if (memcmp(pairs, other_pairs, len) != 0)
		return pm_corrupt(d->err, pm_store_pairs_path(old),
				  "article %u (%s) has other neighbours",
				  (unsigned)article, name_of(d, article));
	return PM_OK;
}

static enum pm_status
compare_articles(struct diff *d)
{
	uint32_t n = pm_store_articles(pm_segment_store(d->old)), i;
	enum pm_status status = PM_OK;

	for (i = 1; i <= n && status == PM_OK; i++)
		status = compare_article(d, i);
	return status;
}

/* --- terms ------------------------------------------------------------------------ */

static int
keep_posting(void *ctx, uint32_t article, uint32_t wdf)
{
	struct diff *d = ctx;
	enum pm_status status = pm_grow(&d->postings, &d->cap, d->n + 1,
					sizeof *d->postings, d->err);

	if (status == PM_OK)
		d->postings[d->n++] = (struct posting){ article, wdf };
	return status;
}

static enum pm_status
wrong_posting(struct diff *d, uint32_t article, const char *what)
{
	struct pm_buf shown;
	enum pm_status status;

	pm_buf_init(&shown, PM_BUF_NO_LIMIT);
	pm_buf_put_shown(&shown, pm_buf_str(&d->term), d->term.len);
	status = pm_corrupt(d->err, d->database, "article %u (%s) %s the term '%s'",
			    (unsigned)article, name_of(d, article), what,
			    pm_buf_str(&shown));
	pm_buf_release(&shown);
	return status;
}

/* A posting that is there, beside the next one that should be. */
static int
compare_posting(void *ctx, uint32_t article, uint32_t wdf)
{
	struct diff *d = ctx;
	const struct posting *p = d->at < d->n ? &d->postings[d->at] : NULL;

	if (p == NULL || article < p->article)
		return wrong_posting(d, article, "does not have");
	if (article > p->article)
		return wrong_posting(d, p->article, "is not listed with");
	if (wdf != p->wdf)
		return wrong_posting(d, article, "is listed with another number of");
	d->at++;
	return 0;
}

/* A term that the articles make. */
static int
compare_term(void *ctx, const char *term, size_t len, uint32_t freq)
{
	struct diff *d = ctx;
	enum pm_status status;

	(void)freq;
	d->n = d->at = 0;
	pm_buf_clear(&d->term);
	pm_buf_put(&d->term, term, len);
	if (d->term.status < 0)
		return pm_fail_nomem(d->err);
	status = pm_db_postings(d->new_db, term, len, keep_posting, d, d->err);
	if (status == PM_OK)
		status = pm_db_postings(d->old_db, term, len, compare_posting, d, d->err);
	if (status == PM_OK && d->at < d->n)
		status = wrong_posting(d, d->postings[d->at].article,
				       "is not listed with");
	return status < 0 ? status : 0;
}

/* The article that is listed first with a term. */
static int
first_posting(void *ctx, uint32_t article, uint32_t wdf)
{
	struct diff *d = ctx;

	(void)wdf;
	return wrong_posting(d, article, "does not have");
}

/* A term that is there. */
static int
find_term(void *ctx, const char *term, size_t len, uint32_t freq)
{
	const struct pm_db_term one = { term, len };
	struct diff *d = ctx;
	enum pm_status status;
	uint32_t articles;

	(void)freq;
	status = pm_db_frequencies(d->new_db, &one, 1, &articles, d->err);
	if (status < 0 || articles > 0)
		return status < 0 ? status : 0;
	pm_buf_clear(&d->term);
	pm_buf_put(&d->term, term, len);
	if (d->term.status < 0)
		return pm_fail_nomem(d->err);
	return pm_db_postings(d->old_db, term, len, first_posting, d, d->err);
}

static enum pm_status
open_database(struct pm_db **db, const char *dir, char **path, struct pm_error *err)
{
	char *database = pm_path_join(dir, PM_SEGMENT_DATABASE);
	char *guard = pm_path_join(dir, PM_SEGMENT_GUARD);
	const struct pm_db_location where = { database, guard };
	enum pm_status status = database == NULL || guard == NULL
				      ? pm_fail_nomem(err)
				      : pm_db_open(db, &where, 1, err);

	if (path != NULL)
		*path = database;
	else
		free(database);
	free(guard);
	return status;
}

static enum pm_status
compare_databases(struct diff *d)
{
	enum pm_status status;

	if ((status = open_database(&d->old_db, d->there, &d->database, d->err)) < 0 ||
	    (status = open_database(&d->new_db, d->made, NULL, d->err)) < 0 ||
	    (status = pm_db_terms(d->new_db, "", 0, compare_term, d, d->err)) < 0)
		return status;
	return pm_db_terms(d->old_db, "", 0, find_term, d, d->err);
}

/* --- other files ------------------------------------------------------------------ */

/* Nothing in these depends on a library. */
static enum pm_status
compare_files(struct diff *d)
{
	static const char *const names[] = { PM_SHARES_FILE, PM_LENGTHS_FILE,
					     PM_SKETCHES_FILE };
	enum pm_status status = PM_OK;
	uint64_t a, b;
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names && status == PM_OK; i++) {
		char *old = pm_path_join(d->there, names[i]);
		char *new = pm_path_join(d->made, names[i]);

		if (old == NULL || new == NULL)
			status = pm_fail_nomem(d->err);
		else if ((status = pm_pages_identity(old, &a, d->err)) == PM_OK &&
			 (status = pm_pages_identity(new, &b, d->err)) == PM_OK && a != b)
			status = pm_corrupt(d->err, old,
					    "it is not what its articles make");
		free(old);
		free(new);
	}
	return status;
}

enum pm_status
pm_segment_diff(const char *there, const char *made, struct pm_error *err)
{
	struct diff d = { .there = there, .made = made, .err = err };
	enum pm_status status;

	pm_buf_init(&d.term, PM_BUF_NO_LIMIT);
	pm_buf_init(&d.name, PM_BUF_NO_LIMIT);
	if ((status = pm_segment_open(&d.old, there, err)) == PM_OK &&
	    (status = pm_segment_open(&d.new, made, err)) == PM_OK &&
	    (status = compare_lexicons(&d)) == PM_OK &&
	    (status = compare_articles(&d)) == PM_OK &&
	    (status = compare_databases(&d)) == PM_OK)
		status = compare_files(&d);
	pm_db_free(d.old_db);
	pm_db_free(d.new_db);
	pm_segment_free(d.old);
	pm_segment_free(d.new);
	free(d.database);
	free(d.postings);
	pm_buf_release(&d.term);
	pm_buf_release(&d.name);
	return status;
}
