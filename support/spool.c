/* Pressmark - spools: see spool.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/spool.h"

#include "support/bytes.h"
#include "support/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Bytes written to the file, or read from it, at a time. */
#define PIECE ((size_t)1 << 16)

/* The limit from which on address space is reserved at once, and how it is aligned: to
 * large pages. */
#define MAPPING_MIN ((size_t)4 << 20)
#define MAPPING_ALIGN ((size_t)2 << 20)

void
pm_spool_init(struct pm_spool *s, const char *path, size_t limit)
{
	memset(s, 0, sizeof *s);
	pm_buf_init(&s->mem, PM_BUF_NO_LIMIT);
	s->limit = limit;
	s->path = (char *)(uintptr_t)path;
	s->fd = -1;
}

static void
release_memory(struct pm_spool *s)
{
	if (s->mapped > 0)
		munmap(s->mem.data, s->mapped);
	else
		pm_buf_release(&s->mem);
	s->mapped = s->forgotten = 0;
	pm_buf_init(&s->mem, PM_BUF_NO_LIMIT);
}

/* Reserve address space for the whole limit.  If that is refused, a growing
 * buffer will do. */
static void
map_memory(struct pm_spool *s)
{
	size_t size = (s->limit + 2 * MAPPING_ALIGN) & ~(MAPPING_ALIGN - 1), skip;
	uint8_t *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		return;
	skip = (size_t)(-(uintptr_t)p & (MAPPING_ALIGN - 1));
	if (skip > 0)
		munmap(p, skip);
	s->mem.data = p + skip;
	s->mapped = size - skip;
	s->mem.cap = s->mapped;
#ifdef MADV_HUGEPAGE
	madvise(s->mem.data, s->mapped, MADV_HUGEPAGE);
#endif
}

void
pm_spool_release(struct pm_spool *s)
{
	if (s->fd >= 0) {
		close(s->fd);
		free(s->path);
	}
	release_memory(s);
	pm_spool_init(s, NULL, 0);
}

size_t
pm_spool_memory(const struct pm_spool *s)
{
	return s->mapped == 0
		     ? s->mem.cap
		     : ((s->mem.len + MAPPING_ALIGN - 1) & ~(MAPPING_ALIGN - 1)) -
			       s->forgotten;
}

void
pm_spool_forget(struct pm_spool *s, uint64_t to)
{
	size_t end = (size_t)to & ~(MAPPING_ALIGN - 1);

	/* A file or a growing buffer is given up only as a whole. */
	if (s->mapped == 0 || end <= s->forgotten)
		return;
	madvise(s->mem.data + s->forgotten, end - s->forgotten, MADV_DONTNEED);
	s->forgotten = end;
}

static enum pm_status
flush(struct pm_spool *s, struct pm_error *err)
{
	enum pm_status status = pm_write_all(s->fd, s->path, s->mem.data, s->mem.len, err);

	s->written += s->mem.len;
	pm_buf_clear(&s->mem);
	return status;
}

static enum pm_status
open_file(struct pm_spool *s, struct pm_error *err)
{
	char *path = pm_strndup(s->path, strlen(s->path));
	enum pm_status status = PM_OK;

	if (path == NULL)
		return pm_fail_nomem(err);
	s->fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (s->fd < 0) {
		status = pm_fail_errno(err, errno, "cannot create '%s'", path);
		free(path);
		return status;
	}
	s->path = path;
	if (unlink(path) != 0)
		status = pm_fail_errno(err, errno, "cannot remove '%s'", path);
	if (status == PM_OK)
		status = flush(s, err);
	release_memory(s);
	return status;
}

/* Make room for LEN more bytes, in memory or in the file's write buffer. */
static enum pm_status
make_room(struct pm_spool *s, size_t len, struct pm_error *err)
{
	enum pm_status status;

	if (s->fd < 0 && s->mem.len + len > s->limit && (status = open_file(s, err)) < 0)
		return status;
	if (s->fd >= 0 && s->mem.len + len > PIECE)
		return flush(s, err);
	if (s->fd < 0 && s->mem.data == NULL && s->limit >= MAPPING_MIN)
		map_memory(s);
	return PM_OK;
}

enum pm_status
pm_spool_write(struct pm_spool *s, const void *data, size_t len, struct pm_error *err)
{
	enum pm_status status;

	s->len += len;
	if ((status = make_room(s, len, err)) < 0)
		return status;
	if (s->fd >= 0 && len > PIECE) {
		s->written += len;
		return pm_write_all(s->fd, s->path, data, len, err);
	}
	pm_buf_put(&s->mem, data, len);
	return s->mem.status < 0 ? pm_fail_nomem(err) : PM_OK;
}

uint8_t *
pm_spool_put_room(struct pm_spool *s, size_t len, struct pm_error *err)
{
	uint8_t head[PM_VARINT_MAX], *p;
	size_t head_len = pm_store_varint(head, len);

	if (make_room(s, head_len + len, err) < 0)
		return NULL;
	if ((p = pm_buf_reserve(&s->mem, head_len + len + PM_SPOOL_SLACK)) == NULL) {
		pm_fail_nomem(err);
		return NULL;
	}
	memcpy(p, head, head_len);
	s->mem.len += head_len + len;
	s->len += head_len + len;
	return p + head_len;
}

enum pm_status
pm_spool_put(struct pm_spool *s, const struct pm_buf *b, struct pm_error *err)
{
	uint8_t head[PM_VARINT_MAX];
	enum pm_status status;

	if (b->status < 0)
		return pm_fail_nomem(err);
	status = pm_spool_write(s, head, pm_store_varint(head, b->len), err);
	return status < 0 || b->len == 0 ? status
					 : pm_spool_write(s, b->data, b->len, err);
}

enum pm_status
pm_spool_spill(struct pm_spool *s, struct pm_error *err)
{
	return s->fd >= 0 || s->len == 0 ? PM_OK : open_file(s, err);
}

enum pm_status
pm_spool_end(struct pm_spool *s, struct pm_error *err)
{
	enum pm_status status;

	if (s->fd < 0)
		return PM_OK;
	status = flush(s, err);
	release_memory(s);
	return status;
}

/* --- reading ------------------------------------------------------------ */

void
pm_spool_read(struct pm_spool_reader *r, const struct pm_spool *s, uint64_t from,
	      uint64_t to)
{
	memset(r, 0, sizeof *r);
	r->spool = s;
	r->at = r->held_at = from;
	r->end = to;
	pm_buf_init(&r->held, PM_BUF_NO_LIMIT);
}

void
pm_spool_reader_release(struct pm_spool_reader *r)
{
	pm_buf_release(&r->held);
}

/* Read into r->held at least LEN bytes from r->at on; they are known to exist. */
static enum pm_status
fill(struct pm_spool_reader *r, size_t len, struct pm_error *err)
{
	size_t skip = (size_t)(r->at - r->held_at), keep = r->held.len - skip, want;

	if (keep > 0 && skip > 0)
		memmove(r->held.data, r->held.data + skip, keep);
	r->held.len = keep;
	r->held_at = r->at;
	want = len > PIECE ? len : PIECE;
	if (want > r->end - r->at)
		want = (size_t)(r->end - r->at);
	if (pm_buf_reserve(&r->held, want - keep) == NULL)
		return pm_fail_nomem(err);
	while (r->held.len < want) {
		ssize_t n = pread(r->spool->fd, r->held.data + r->held.len,
				  want - r->held.len, (off_t)(r->at + r->held.len));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return pm_fail_errno(err, n < 0 ? errno : EIO, "cannot read '%s'",
					     r->spool->path);
		pm_buf_advance(&r->held, (size_t)n);
	}
	return PM_OK;
}

const uint8_t *
pm_spool_bytes(struct pm_spool_reader *r, size_t len, struct pm_error *err)
{
	const uint8_t *p;

	if (len > r->end - r->at) {
		pm_fail(err, PM_ERR_INTERNAL, "a spool ends early");
		return NULL;
	}
	if (r->spool->fd < 0) {
		p = (const uint8_t *)pm_buf_str(&r->spool->mem) + r->at;
	} else {
		if (r->at + len > r->held_at + r->held.len && fill(r, len, err) < 0)
			return NULL;
		p = (const uint8_t *)pm_buf_str(&r->held) + (r->at - r->held_at);
	}
	r->at += len;
	return p;
}

enum pm_status
pm_spool_next(struct pm_spool_reader *r, const uint8_t **p, const uint8_t **end,
	      struct pm_error *err)
{
	size_t left = r->end - r->at < PM_VARINT_MAX ? (size_t)(r->end - r->at)
						     : PM_VARINT_MAX;
	const uint8_t *start, *q;
	uint64_t len;

	if (left == 0)
		return PM_END;
	if (r->spool->fd < 0) {
		const uint8_t *base = r->spool->mem.data;

		q = base + r->at;
		if (pm_load_varint(&q, base + r->end, &len) < 0 ||
		    len > (uint64_t)(base + r->end - q))
			return pm_fail(err, PM_ERR_INTERNAL, "a spool holds no record");
		*p = q;
		*end = q + len;
		r->at = (uint64_t)(*end - base);
		return PM_OK;
	}
	if ((start = q = pm_spool_bytes(r, left, err)) == NULL)
		return err != NULL ? err->status : PM_ERR_INTERNAL;
	if (pm_load_varint(&q, start + left, &len) < 0)
		return pm_fail(err, PM_ERR_INTERNAL, "a spool holds no record");
	r->at -= left - (size_t)(q - start);
	if ((*p = pm_spool_bytes(r, (size_t)len, err)) == NULL)
		return err != NULL ? err->status : PM_ERR_INTERNAL;
	*end = *p + len;
	return PM_OK;
}

enum pm_status
pm_spool_piece(struct pm_spool_reader *r, const uint8_t **p, size_t *len,
	       struct pm_error *err)
{
	uint64_t left = r->end - r->at;

	*len = left < PIECE ? (size_t)left : PIECE;
	if (left == 0)
		return PM_END;
	*p = pm_spool_bytes(r, *len, err);
	return *p != NULL ? PM_OK : err != NULL ? err->status : PM_ERR_INTERNAL;
}

/* --- texts -------------------------------------------------------------- */

/* What of a text has not been compared. */
struct rest {
	const uint8_t *p;
	size_t n;
	struct pm_spool_reader in;
};

static void
begin_rest(struct rest *r, const struct pm_spool_text *t)
{
	r->p = (const uint8_t *)t->s;
	r->n = t->held;
	if (t->held < t->len)
		pm_spool_read(&r->in, t->spool, t->at + t->held, t->at + t->len);
	else
		pm_spool_read(&r->in, t->spool, 0, 0);
}

/* See that there is something at R->p, unless nothing is left. */
static enum pm_status
fetch(struct rest *r, struct pm_error *err)
{
	return r->n > 0 ? PM_OK : pm_spool_piece(&r->in, &r->p, &r->n, err);
}

enum pm_status
pm_spool_text_compare(const struct pm_spool_text *a, const struct pm_spool_text *b,
		      int *order, size_t *shared, struct pm_error *err)
{
	enum pm_status status;
	struct rest x, y;
	size_t same = 0, i, n;

	*order = (a->len > b->len) - (a->len < b->len);
	begin_rest(&x, a);
	begin_rest(&y, b);
	while ((status = fetch(&x, err)) == PM_OK && (status = fetch(&y, err)) == PM_OK) {
		n = x.n < y.n ? x.n : y.n;
		for (i = 0; i < n && x.p[i] == y.p[i]; i++)
			;
		same += i;
		if (i < n) {
			*order = x.p[i] < y.p[i] ? -1 : 1;
			break;
		}
		x.p += n;
		x.n -= n;
		y.p += n;
		y.n -= n;
	}
	if (shared != NULL)
		*shared = same;
	pm_spool_reader_release(&x.in);
	pm_spool_reader_release(&y.in);
	return status < 0 ? status : PM_OK;
}
