/* Pressmark - the files that an index was made of: see files.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/files.h"

#include "support/bytes.h"
#include "support/file.h"
#include "support/pages.h"
#include "support/sort.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

#define KIND "files"
#define VERSION 2u
#define PAGE 8192u
#define SECOND UINT64_C(1000000000)
/* What a file system may take two moments for one in: FAT has two seconds, and those that
 * tell parts of one have some milliseconds. */
#define UNSURE (2 * SECOND)
#define UNSURE_FINE (SECOND / 20)
#define PIECE ((size_t)1 << 18)

/* --- the table ---------------------------------------------------------------- */

struct pm_file *
pm_files_find(struct pm_files *f, const char *place, size_t len)
{
	uint32_t id = pm_intern_find(&f->places, place, len);

	return id == PM_U32_NONE ? NULL : &f->of[id];
}

enum pm_status
pm_files_need(struct pm_files *f, const char *place, size_t len, struct pm_file **file,
	      struct pm_error *err)
{
	uint32_t n = f->places.n, id;
	enum pm_status status = pm_intern(&f->places, place, len, &id, err);

	if (status == PM_OK && id == n) {
		status = pm_grow(&f->of, &f->cap, (size_t)n + 1, sizeof *f->of, err);
		if (status == PM_OK)
			memset(&f->of[id], 0, sizeof f->of[id]);
	}
	if (status == PM_OK)
		*file = &f->of[id];
	return status;
}

static int
compare_away(const void *a, const void *b)
{
	const struct pm_away *x = a, *y = b;

	return pm_digest128_compare(x->origin.identity, y->origin.identity);
}

void
pm_files_order_away(struct pm_files *f)
{
	size_t i, n = 0;

	if (f->away_ordered)
		return;
	if (f->n_away > 1)
		qsort(f->away, f->n_away, sizeof *f->away, compare_away);
	for (i = 0; i < f->n_away; i++)
		if (n == 0 || !pm_digest128_equal(f->away[n - 1].origin.identity,
						  f->away[i].origin.identity))
			f->away[n++] = f->away[i];
	f->n_away = n;
	f->away_ordered = true;
}

size_t
pm_files_find_away(struct pm_files *f, struct pm_digest128 identity)
{
	size_t low = 0, high;

	pm_files_order_away(f);
	high = f->n_away;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (pm_digest128_compare(f->away[middle].origin.identity, identity) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool
pm_files_is_away(struct pm_files *f, struct pm_digest128 identity)
{
	size_t at = pm_files_find_away(f, identity);

	return at < f->n_away && pm_digest128_equal(f->away[at].origin.identity, identity);
}

enum pm_status
pm_files_send_away(struct pm_files *f, const struct pm_origin *origin,
		   struct pm_error *err)
{
	enum pm_status status = pm_grow(&f->away, &f->away_cap, f->n_away + 1,
					sizeof *f->away, err);

	if (status < 0)
		return status;
	f->away[f->n_away++] = (struct pm_away){ .origin = *origin };
	f->away_ordered = false;
	return PM_OK;
}

void
pm_files_take_back(struct pm_files *f)
{
	size_t i, n = 0;

	for (i = 0; i < f->n_away; i++)
		if (!f->away[i].back)
			f->away[n++] = f->away[i];
	f->n_away = n;
}

enum pm_status
pm_files_add_root(struct pm_files *f, const char *place, size_t len, struct pm_error *err)
{
	uint32_t id;

	return pm_intern(&f->roots, place, len, &id, err);
}

void
pm_files_release(struct pm_files *f)
{
	pm_intern_release(&f->places);
	pm_intern_release(&f->roots);
	free(f->of);
	free(f->away);
	memset(f, 0, sizeof *f);
}

/* --- on disk ------------------------------------------------------------------ */

static char *
path_of(const char *dir, uint64_t number)
{
	char name[PM_GENERATION_NAME];

	pm_generation_file_name(name, PM_FILES_PREFIX, number);
	return pm_path_join(dir, name);
}

/* Moves *P past N bytes, which are at *AT; false if they are not there. */
static bool
take(const uint8_t **p, const uint8_t *end, uint64_t n, const uint8_t **at)
{
	if (n > (uint64_t)(end - *p))
		return false;
	*at = *p;
	*p += n;
	return true;
}

static bool
take_digest(const uint8_t **p, const uint8_t *end, struct pm_digest128 *d)
{
	const uint8_t *at;

	if (!take(p, end, 16, &at))
		return false;
	*d = (struct pm_digest128){ pm_load_u64(at), pm_load_u64(at + 8) };
	return true;
}

static bool
take_facts(const uint8_t **p, const uint8_t *end, struct pm_file *file)
{
	const uint8_t *at;

	if (!take(p, end, 1, &at) || *at > 1)
		return false;
	file->settled = *at == 1;
	if (pm_load_varint(p, end, &file->size) < 0 || !take(p, end, 24, &at))
		return false;
	file->mtime = pm_load_u64(at);
	file->ctime = pm_load_u64(at + 8);
	file->inode = pm_load_u64(at + 16);
	return take_digest(p, end, &file->hash) &&
	       pm_load_varint(p, end, &file->articles) >= 0 &&
	       pm_load_varint(p, end, &file->skipped) >= 0;
}

/* The roots, which are the rest of the data. */
static enum pm_status
parse_roots(struct pm_files *f, const uint8_t *p, const uint8_t *end, bool *sound,
	    struct pm_error *err)
{
	const uint8_t *place, *before = NULL;
	enum pm_status status = PM_OK;
	uint64_t n, i, len, len_before = 0;

	if (pm_load_varint(&p, end, &n) < 0)
		return PM_OK;
	for (i = 0; i < n && status == PM_OK; i++, before = place, len_before = len) {
		if (pm_load_varint(&p, end, &len) < 0 || !take(&p, end, len, &place) ||
		    (i > 0 && pm_compare_bytes((const char *)before, (size_t)len_before,
					       (const char *)place, (size_t)len) >= 0))
			return PM_OK;
		status = pm_files_add_root(f, (const char *)place, (size_t)len, err);
	}
	*sound = p == end;
	return status;
}

/* False, or a failure: it makes no sense. */
static enum pm_status
parse(struct pm_files *f, const uint8_t *p, const uint8_t *end, bool *sound,
      struct pm_error *err)
{
	struct pm_digest128 before = { 0, 0 };
	enum pm_status status = PM_OK;
	struct pm_origin o = { .source = 0 };
	const uint8_t *at;
	uint64_t n, i, len;

	*sound = false;
	if (pm_load_varint(&p, end, &n) < 0)
		return PM_OK;
	for (i = 0; i < n && status == PM_OK; i++) {
		struct pm_file *file;
		const uint8_t *place;

		if (pm_load_varint(&p, end, &len) < 0 || !take(&p, end, len, &place))
			return PM_OK;
		status = pm_files_need(f, (const char *)place, (size_t)len, &file, err);
		if (status == PM_OK &&
		    (f->places.n != i + 1 || !take_facts(&p, end, file)))
			return PM_OK;
	}
	if (status < 0 || pm_load_varint(&p, end, &n) < 0)
		return status;
	for (i = 0; i < n && status == PM_OK; i++, before = o.identity) {
		if (!take_digest(&p, end, &o.identity) ||
		    (i > 0 && pm_digest128_compare(before, o.identity) >= 0) ||
		    !take_digest(&p, end, &o.content) || !take(&p, end, 8, &at))
			return PM_OK;
		o.source = pm_load_u64(at);
		status = pm_files_send_away(f, &o, err);
	}
	f->away_ordered = true;
	return status < 0 ? status : parse_roots(f, p, end, sound, err);
}

enum pm_status
pm_files_read(struct pm_files *f, const char *dir, const struct pm_generation *g,
	      struct pm_error *err)
{
	struct pm_pages *pages = NULL;
	enum pm_status status;
	const uint8_t *data;
	bool sound = false;
	char *path;

	memset(f, 0, sizeof *f);
	pm_intern_init(&f->places);
	pm_intern_init(&f->roots);
	if (g == NULL || g->files.number == 0)
		return PM_OK;
	if ((path = path_of(dir, g->files.number)) == NULL)
		return pm_fail_nomem(err);
	status = pm_pages_open(&pages, path, KIND, VERSION, err);
	if (status == PM_OK && pm_pages_own_identity(pages) != g->files.identity)
		status = pm_corrupt(err, path,
				    "it is not the one that the generation lists");
	if (status == PM_OK) {
		data = pm_pages_get(pages, 0, pm_pages_len(pages), err);
		status = data == NULL
			       ? PM_ERR_CORRUPT
			       : parse(f, data, data + pm_pages_len(pages), &sound, err);
		if (status == PM_OK && !sound)
			status = pm_corrupt(err, path, "it makes no sense");
	}
	pm_pages_free(pages);
	free(path);
	if (status < 0)
		pm_files_release(f);
	return status;
}

static void
put_u64(struct pm_buf *out, uint64_t n)
{
	uint8_t bytes[8];

	pm_store_u64(bytes, n);
	pm_buf_put(out, bytes, sizeof bytes);
}

static void
put_digest(struct pm_buf *out, struct pm_digest128 d)
{
	put_u64(out, d.low);
	put_u64(out, d.high);
}

static void
put_file(struct pm_buf *out, const char *place, size_t len, const struct pm_file *file)
{
	pm_buf_put_varint(out, len);
	pm_buf_put(out, place, len);
	pm_buf_putc(out, file->settled ? 1 : 0);
	pm_buf_put_varint(out, file->size);
	put_u64(out, file->mtime);
	put_u64(out, file->ctime);
	put_u64(out, file->inode);
	put_digest(out, file->hash);
	pm_buf_put_varint(out, file->articles);
	pm_buf_put_varint(out, file->skipped);
}

static const char *
get_place(const void *ctx, uint32_t number, size_t *len)
{
	return pm_intern_get(ctx, number, len);
}

/* The numbers of the files that are not gone, in the order of their places. */
static enum pm_status
sort_files(const struct pm_files *f, struct pm_sort_item **items, size_t *n,
	   struct pm_error *err)
{
	uint32_t i;

	*n = 0;
	*items = pm_alloc(f->places.n, sizeof **items);
	if (*items == NULL)
		return pm_fail_nomem(err);
	for (i = 0; i < f->places.n; i++) {
		size_t len;
		const char *place = pm_intern_get(&f->places, i, &len);

		if (!f->of[i].gone)
			(*items)[(*n)++] = (struct pm_sort_item){
				pm_sort_head(place, len), i
			};
	}
	return pm_sort_strings(*items, *n, get_place, &f->places, err);
}

/* Where among N items, which are sorted, the first is that is not before a place. */
static size_t
find_item(const struct pm_files *f, const struct pm_sort_item *items, size_t n,
	  const char *place, size_t len)
{
	size_t low = 0, high = n, own_len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *own = pm_intern_get(&f->places, items[middle].number,
						&own_len);

		if (pm_compare_bytes(own, own_len, place, len) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Whether there is a file at or below a root. */
static enum pm_status
has_files(const struct pm_files *f, const struct pm_sort_item *items, size_t n,
	  const char *root, size_t len, bool *yes, struct pm_error *err)
{
	struct pm_buf below;
	size_t at = find_item(f, items, n, root, len), own_len = 0;
	const char *own = at == n ? ""
				  : pm_intern_get(&f->places, items[at].number, &own_len);
	enum pm_status status;

	*yes = (own_len == len && memcmp(own, root, len) == 0) ||
	       (len == 1 && root[0] == '.' && n > 0);
	if (*yes)
		return PM_OK;
	pm_buf_init(&below, PM_BUF_NO_LIMIT);
	pm_buf_put(&below, root, len);
	if (len != 1 || root[0] != '/')
		pm_buf_putc(&below, '/');
	at = find_item(f, items, n, pm_buf_str(&below), below.len);
	own = at == n ? "" : pm_intern_get(&f->places, items[at].number, &own_len);
	*yes = at < n && own_len > below.len && memcmp(own, below.data, below.len) == 0;
	status = below.status < 0 ? pm_fail_nomem(err) : PM_OK;
	pm_buf_release(&below);
	return status;
}

/* Append the roots of the files that ITEMS are. */
static enum pm_status
put_roots(const struct pm_files *f, const struct pm_sort_item *items, size_t n,
	  struct pm_buf *out, struct pm_error *err)
{
	struct pm_sort_item *roots = pm_alloc(f->roots.n, sizeof *roots);
	enum pm_status status = roots == NULL ? pm_fail_nomem(err) : PM_OK;
	size_t n_roots = 0, len, i;
	uint32_t k;

	for (k = 0; k < f->roots.n && status == PM_OK; k++) {
		const char *root = pm_intern_get(&f->roots, k, &len);
		bool yes;

		status = has_files(f, items, n, root, len, &yes, err);
		if (yes)
			roots[n_roots++] = (struct pm_sort_item){ pm_sort_head(root, len),
								  k };
	}
	if (status == PM_OK)
		status = pm_sort_strings(roots, n_roots, get_place, &f->roots, err);
	pm_buf_put_varint(out, n_roots);
	for (i = 0; i < n_roots && status == PM_OK; i++) {
		const char *root = pm_intern_get(&f->roots, roots[i].number, &len);

		pm_buf_put_varint(out, len);
		pm_buf_put(out, root, len);
	}
	free(roots);
	return status;
}

static enum pm_status
write_all(struct pm_files *f, struct pm_pages_writer *w, struct pm_error *err)
{
	struct pm_sort_item *items;
	size_t n, i, len;
	enum pm_status status = sort_files(f, &items, &n, err);
	struct pm_buf out;

	pm_buf_init(&out, PM_BUF_NO_LIMIT);
	pm_buf_put_varint(&out, n);
	for (i = 0; i < n && status == PM_OK; i++) {
		const char *place = pm_intern_get(&f->places, items[i].number, &len);

		put_file(&out, place, len, &f->of[items[i].number]);
		if (out.len < PIECE)
			continue;
		status = pm_pages_write(w, out.data, out.len, err);
		pm_buf_clear(&out);
	}
	pm_files_order_away(f);
	pm_buf_put_varint(&out, f->n_away);
	for (i = 0; i < f->n_away; i++) {
		put_digest(&out, f->away[i].origin.identity);
		put_digest(&out, f->away[i].origin.content);
		put_u64(&out, f->away[i].origin.source);
	}
	if (status == PM_OK)
		status = put_roots(f, items, n, &out, err);
	if (status == PM_OK && out.status < 0)
		status = pm_fail_nomem(err);
	if (status == PM_OK)
		status = pm_pages_write(w, out.data, out.len, err);
	pm_buf_release(&out);
	free(items);
	return status;
}

enum pm_status
pm_files_write(struct pm_files *f, const char *dir, struct pm_generation *g,
	       struct pm_error *err)
{
	char *path = path_of(dir, g->number);
	struct pm_pages_writer *w = NULL;
	enum pm_status status;

	status = path == NULL ? pm_fail_nomem(err)
			      : pm_pages_create(&w, path, KIND, VERSION, PAGE, err);
	if (status == PM_OK)
		status = write_all(f, w, err);
	if (status == PM_OK)
		status = pm_pages_finish(w, NULL, err);
	if (status == PM_OK)
		status = pm_pages_identity(path, &g->files.identity, err);
	g->files.number = g->number;
	pm_pages_writer_free(w);
	free(path);
	return status;
}

/* --- looking at files --------------------------------------------------------- */

static uint64_t
ns_of(const struct timespec *t)
{
	return t->tv_sec < 0 ? 0 : (uint64_t)t->tv_sec * SECOND + (uint64_t)t->tv_nsec;
}

uint64_t
pm_file_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return ns_of(&now);
}

enum pm_status
pm_file_look(const char *path, uint64_t now, struct pm_file *file)
{
	struct stat st;
	uint64_t unsure;

	memset(file, 0, sizeof *file);
	if (stat(path, &st) != 0)
		return PM_ABSENT;
	file->size = (uint64_t)st.st_size;
	file->mtime = ns_of(&st.st_mtim);
	file->ctime = ns_of(&st.st_ctim);
	file->inode = (uint64_t)st.st_ino;
	unsure = file->ctime % SECOND != 0 ? UNSURE_FINE : UNSURE;
	file->settled = file->mtime + unsure < now && file->ctime + unsure < now;
	return PM_OK;
}

bool
pm_file_is_same(const struct pm_file *a, const struct pm_file *b)
{
	return a->size == b->size && a->mtime == b->mtime && a->ctime == b->ctime &&
	       a->inode == b->inode;
}

void
pm_file_forget(struct pm_file *file)
{
	file->settled = false;
	memset(&file->hash, 0, sizeof file->hash);
}

enum pm_status
pm_file_hash(const char *path, struct pm_digest128 *hash, struct pm_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	XXH3_state_t *state = XXH3_createState();
	uint8_t *piece = malloc(PIECE);
	enum pm_status status = PM_OK;
	XXH128_hash_t h;
	ssize_t n = 1;

	if (fd < 0)
		status = pm_fail_errno(err, errno, "cannot open '%s'", path);
	else if (state == NULL || piece == NULL)
		status = pm_fail_nomem(err);
	else
		XXH3_128bits_reset(state);
	while (status == PM_OK && n != 0) {
		n = read(fd, piece, PIECE);
		if (n > 0)
			XXH3_128bits_update(state, piece, (size_t)n);
		else if (n < 0 && errno != EINTR)
			status = pm_fail_errno(err, errno, "cannot read '%s'", path);
	}
	if (status == PM_OK) {
		h = XXH3_128bits_digest(state);
		*hash = (struct pm_digest128){ h.low64, h.high64 };
	}
	XXH3_freeState(state);
	free(piece);
	if (fd >= 0)
		close(fd);
	return status;
}
