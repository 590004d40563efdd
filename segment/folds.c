/* Pressmark - the folds of a segment's articles: see folds.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "segment/folds.h"

#include "segment/store_format.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/folds.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ENTRY 16u /* bytes of an article in the index */
#define TAIL 48u
#define IDENTITIES 4u
/* Bytes of a fold's place, at the least. */
#define PLACE_MIN 5u

/* DIR/folds, and NAME in it unless that is NULL. */
static char *
path_in(const char *dir, const char *name)
{
	char *folder = pm_path_join(dir, PM_FOLDS_FOLDER), *path;

	if (folder == NULL || name == NULL)
		return folder;
	path = pm_path_join(folder, name);
	free(folder);
	return path;
}

/* --- writing ------------------------------------------------------------ */

struct pm_folds_writer {
	char *folder;
	struct pm_pages_writer *list;
	struct pm_store_writer *store;
	struct pm_buf index;
	uint32_t article; /* the last one */
	uint32_t n_articles, n_folds;
};

void
pm_fold_place_put(struct pm_buf *out, const struct pm_fold_place *place,
		  const struct pm_fold_place *before)
{
	pm_buf_put_varint(out, place->cut - (before != NULL ? before->cut : 0));
	pm_buf_put_varint(out, place->at - (before != NULL ? before->at : 0));
	pm_buf_put_varint(out, place->lead);
	pm_buf_put_varint(out, place->trail);
	pm_buf_put_varint(out, place->why);
}

enum pm_status
pm_folds_create(struct pm_folds_writer **out, const char *dir,
		const struct pm_store_plan *plan, struct pm_error *err)
{
	struct pm_folds_writer *w = pm_calloc(1, sizeof *w);
	char *path = path_in(dir, PM_FOLDS_FILE);
	enum pm_status status = PM_OK;

	if (w != NULL)
		pm_buf_init(&w->index, PM_BUF_NO_LIMIT);
	if (w == NULL || path == NULL || (w->folder = path_in(dir, NULL)) == NULL)
		status = pm_fail_nomem(err);
	if (status == PM_OK && mkdir(w->folder, 0777) != 0)
		status = pm_fail_errno(err, errno, "cannot make folder '%s'", w->folder);
	if (status == PM_OK)
		status = pm_pages_create(&w->list, path, PM_FOLDS_KIND, PM_FOLDS_VERSION,
					 PM_FOLDS_PAGE, err);
	if (status == PM_OK)
		status = pm_store_create(&w->store, w->folder, plan, err);
	free(path);
	if (status < 0)
		pm_folds_writer_free(w);
	else
		*out = w;
	return status;
}

struct pm_store_writer *
pm_folds_store_writer(struct pm_folds_writer *w)
{
	return w->store;
}

enum pm_status
pm_folds_add(struct pm_folds_writer *w, uint32_t article, const void *place, size_t len,
	     struct pm_error *err)
{
	w->n_folds++;
	if (article != w->article) {
		pm_buf_put_u32(&w->index, article);
		pm_buf_put_u32(&w->index, w->n_folds);
		pm_buf_put_u64(&w->index, pm_pages_tell(w->list));
		w->article = article;
		w->n_articles++;
	}
	return w->index.status < 0 ? pm_fail_nomem(err)
				   : pm_pages_write(w->list, place, len, err);
}

/* The identities of the store's files in FOLDER. */
static enum pm_status
identify(const char *folder, uint64_t identities[IDENTITIES], struct pm_error *err)
{
	static const char *const names[IDENTITIES] = { PM_WORDS_KIND, PM_DRESSING_KIND,
						       PM_PAIRS_KIND, PM_ARTICLES_KIND };
	enum pm_status status = PM_OK;
	size_t i;

	for (i = 0; i < IDENTITIES && status == PM_OK; i++) {
		char *path = pm_path_join(folder, names[i]);

		status = path == NULL ? pm_fail_nomem(err)
				      : pm_pages_identity(path, &identities[i], err);
		free(path);
	}
	return status;
}

enum pm_status
pm_folds_finish(struct pm_folds_writer *w, uint64_t *size, struct pm_error *err)
{
	uint64_t sizes[PM_STORE_FILES] = { 0 }, identities[IDENTITIES], list = 0;
	enum pm_status status;
	size_t i;

	if ((status = pm_store_finish(w->store, sizes, err)) < 0 ||
	    (status = identify(w->folder, identities, err)) < 0)
		return status;
	pm_buf_put_u64(&w->index, w->n_articles);
	pm_buf_put_u64(&w->index, w->n_folds);
	for (i = 0; i < IDENTITIES; i++)
		pm_buf_put_u64(&w->index, identities[i]);
	if (w->index.status < 0)
		return pm_fail_nomem(err);
	if ((status = pm_pages_write(w->list, w->index.data, w->index.len, err)) < 0 ||
	    (status = pm_pages_finish(w->list, &list, err)) < 0)
		return status;
	*size = list;
	for (i = 0; i < PM_STORE_FILES; i++)
		*size += sizes[i];
	return pm_fsync_dir(w->folder, err);
}

void
pm_folds_writer_free(struct pm_folds_writer *w)
{
	if (w == NULL)
		return;
	pm_pages_writer_free(w->list);
	pm_store_writer_free(w->store);
	pm_buf_release(&w->index);
	free(w->folder);
	free(w);
}

/* --- reading ------------------------------------------------------------ */

struct pm_folds {
	char *folder;
	struct pm_pages *list;
	struct pm_store *store;
	const uint8_t *index; /* verified */
	uint64_t places;      /* bytes before it */
	uint32_t n_articles, n_folds;
	uint64_t identities[IDENTITIES];
	struct pm_fold_place *found;
	size_t found_cap;
};

static enum pm_status
damaged(const struct pm_folds *f, struct pm_error *err)
{
	return pm_corrupt(err, pm_pages_path(f->list), "its parts do not fit together");
}

static enum pm_status
read_tail(struct pm_folds *f, uint32_t last, struct pm_error *err)
{
	uint64_t len = pm_pages_len(f->list), n, folds;
	const uint8_t *p;
	size_t i;

	if (len < TAIL)
		return damaged(f, err);
	if ((p = pm_pages_get(f->list, len - TAIL, TAIL, err)) == NULL)
		return PM_ERR_CORRUPT;
	n = pm_load_u64(p);
	folds = pm_load_u64(p + 8);
	for (i = 0; i < IDENTITIES; i++)
		f->identities[i] = pm_load_u64(p + 16 + 8 * i);
	if (n == 0 || n > last || n > (len - TAIL) / ENTRY || folds < n ||
	    folds > UINT32_MAX || folds > (len - TAIL - n * ENTRY) / PLACE_MIN)
		return damaged(f, err);
	f->n_articles = (uint32_t)n;
	f->n_folds = (uint32_t)folds;
	f->places = len - TAIL - n * ENTRY;
	f->index = pm_pages_get(f->list, f->places, n * ENTRY, err);
	return f->index == NULL ? PM_ERR_CORRUPT : PM_OK;
}

enum pm_status
pm_folds_open(struct pm_folds **out, const char *dir, uint32_t last, struct pm_error *err)
{
	struct pm_folds *f = pm_calloc(1, sizeof *f);
	char *path = path_in(dir, PM_FOLDS_FILE);
	enum pm_status status;

	if (f == NULL || path == NULL || (f->folder = path_in(dir, NULL)) == NULL)
		status = pm_fail_nomem(err);
	else if ((status = pm_pages_open(&f->list, path, PM_FOLDS_KIND, PM_FOLDS_VERSION,
					 err)) == PM_OK)
		status = read_tail(f, last, err);
	free(path);
	if (status < 0)
		pm_folds_free(f);
	else
		*out = f;
	return status;
}

void
pm_folds_free(struct pm_folds *f)
{
	if (f == NULL)
		return;
	pm_pages_free(f->list);
	pm_store_free(f->store);
	free(f->found);
	free(f->folder);
	free(f);
}

const char *
pm_folds_path(const struct pm_folds *f)
{
	return pm_pages_path(f->list);
}

uint64_t
pm_folds_file_size(const struct pm_folds *f)
{
	return pm_pages_file_size(f->list);
}

uint32_t
pm_folds_articles(const struct pm_folds *f)
{
	return f->n_articles;
}

uint32_t
pm_folds_count(const struct pm_folds *f)
{
	return f->n_folds;
}

static const uint8_t *
entry(const struct pm_folds *f, uint32_t i)
{
	return f->index + (size_t)i * ENTRY;
}

uint32_t
pm_folds_article(const struct pm_folds *f, uint32_t i)
{
	return pm_load_u32(entry(f, i));
}

/* Where ARTICLE is in the index; PM_U32_NONE: it has no folds. */
static uint32_t
find(const struct pm_folds *f, uint32_t article)
{
	uint32_t low = 0, high = f->n_articles;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (pm_folds_article(f, middle) < article)
			low = middle + 1;
		else
			high = middle;
	}
	return low < f->n_articles && pm_folds_article(f, low) == article
		     ? low
		     : PM_U32_NONE;
}

bool
pm_folds_has(const struct pm_folds *f, uint32_t article)
{
	return find(f, article) != PM_U32_NONE;
}

/* Read the place after BEFORE (or NULL). */
static bool
read_place(const uint8_t **p, const uint8_t *end, const struct pm_fold_place *before,
	   struct pm_fold_place *out)
{
	uint64_t cut, at, why;

	if (pm_load_varint(p, end, &cut) < 0 || pm_load_varint(p, end, &at) < 0 ||
	    pm_load_varint(p, end, &out->lead) < 0 ||
	    pm_load_varint(p, end, &out->trail) < 0 || pm_load_varint(p, end, &why) < 0)
		return false;
	/* before they are added to: a sum that wraps around would fall */
	if (cut > UINT32_MAX || at > UINT32_MAX || out->lead > UINT32_MAX ||
	    out->trail > UINT32_MAX || why > PM_FOLD_ALL)
		return false;
	if (before != NULL) {
		cut += before->cut;
		at += before->at;
	}
	if (cut > UINT32_MAX || at > UINT32_MAX)
		return false;
	out->cut = (uint32_t)cut;
	out->at = at;
	out->why = (unsigned)why;
	return true;
}

enum pm_status
pm_folds_find(struct pm_folds *f, uint32_t article, const struct pm_fold_place **places,
	      size_t *n, struct pm_error *err)
{
	uint32_t i = find(f, article), first, behind, k;
	uint64_t from, to;
	const uint8_t *p, *end;
	enum pm_status status;

	*places = f->found;
	*n = 0;
	if (i == PM_U32_NONE)
		return PM_OK;
	first = pm_load_u32(entry(f, i) + 4);
	from = pm_load_u64(entry(f, i) + 8);
	behind = i + 1 < f->n_articles ? pm_load_u32(entry(f, i + 1) + 4) : f->n_folds + 1;
	to = i + 1 < f->n_articles ? pm_load_u64(entry(f, i + 1) + 8) : f->places;
	if (first == 0 || (i == 0 && (first != 1 || from != 0)) || behind <= first ||
	    behind > f->n_folds + 1 || from > to || to > f->places ||
	    behind - first > (to - from) / PLACE_MIN)
		return damaged(f, err);
	if ((p = pm_pages_get(f->list, from, to - from, err)) == NULL)
		return PM_ERR_CORRUPT;
	end = p + (to - from);
	status = pm_grow(&f->found, &f->found_cap, behind - first, sizeof *f->found, err);
	if (status < 0)
		return status;
	for (k = 0; k < behind - first; k++) {
		if (!read_place(&p, end, k == 0 ? NULL : &f->found[k - 1], &f->found[k]))
			return damaged(f, err);
		f->found[k].number = first + k;
	}
	if (p != end)
		return damaged(f, err);
	*places = f->found;
	*n = behind - first;
	return PM_OK;
}

enum pm_status
pm_folds_store(struct pm_folds *f, struct pm_store **store, struct pm_error *err)
{
	uint64_t identities[PM_STORE_READ];
	enum pm_status status = PM_OK;

	if (f->store == NULL) {
		if ((status = pm_store_open(&f->store, f->folder, err)) < 0)
			return status;
		pm_store_identities(f->store, identities);
		if (pm_store_articles(f->store) != f->n_folds ||
		    identities[PM_STORE_WORDS] != f->identities[0] ||
		    identities[PM_STORE_DRESSING] != f->identities[1] ||
		    identities[PM_STORE_PAIRS] != f->identities[2] ||
		    identities[PM_STORE_ARTICLES] != f->identities[3]) {
			pm_store_free(f->store);
			f->store = NULL;
			status = pm_corrupt(err, f->folder,
					    "its files do not belong together");
		}
	}
	*store = f->store;
	return status;
}

uint64_t
pm_folds_identity(const struct pm_folds *f)
{
	return pm_pages_own_identity(f->list);
}

enum pm_status
pm_folds_identity_in(const char *dir, uint64_t *identity, struct pm_error *err)
{
	char *folder = path_in(dir, NULL), *path = path_in(dir, PM_FOLDS_FILE);
	enum pm_status status = PM_OK;
	struct stat st;

	*identity = 0;
	if (folder == NULL || path == NULL)
		status = pm_fail_nomem(err);
	else if (lstat(folder, &st) == 0)
		status = pm_pages_identity(path, identity, err);
	else if (errno != ENOENT)
		status = pm_fail_errno(err, errno, "cannot look at '%s'", folder);
	free(folder);
	free(path);
	return status;
}

enum pm_status
pm_folds_verify(struct pm_folds *f, struct pm_error *err)
{
	const struct pm_fold_place *places;
	struct pm_store *store;
	enum pm_status status;
	uint32_t i;
	size_t n;

	if ((status = pm_pages_verify(f->list, err)) < 0 ||
	    (status = pm_folds_store(f, &store, err)) < 0 ||
	    (status = pm_store_verify(store, err)) < 0)
		return status;
	for (i = 0; i < f->n_articles && status == PM_OK; i++) {
		uint32_t article = pm_folds_article(f, i);

		if (i > 0 && article <= pm_folds_article(f, i - 1))
			return damaged(f, err);
		status = pm_folds_find(f, article, &places, &n, err);
		if (status == PM_OK && n == 0)
			return damaged(f, err);
	}
	return status;
}
