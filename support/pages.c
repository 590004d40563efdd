/* Pressmark - files whose pages are verified on first use: see pages.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/pages.h"

#include "support/buf.h"
#include "support/bytes.h"
#include "support/file.h"
#include "support/mapped.h"
#include "support/sum_avx2.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

/* pread: a program that contains shim/guard.h calls the guard's pread here, which takes
 * the place of the C library's for the sake of libxapian.  It lets reads of unguarded
 * files pass. */
#define FOOTER_SIZE 64u
static const char magic[] = "Pressmrk"; /* 8 bytes of it */

uint32_t
pm_page_sum(const void *data, size_t len)
{
#if PM_HAVE_SUM_AVX2
	if (pm_processor_has_avx2())
		return pm_sum_avx2(data, len);
#endif
	return (uint32_t)XXH3_64bits(data, len);
}

/* --- writing ------------------------------------------------------------ */

/* Summed up in one go, while still in the processor's cache. */
#define PART ((size_t)PM_PAGE_SIZE * 32)

struct pm_pages_writer {
	char *path;
	int fd;
	char kind[8];
	uint32_t version, page_size;
	uint64_t written; /* bytes of data, buffered ones included */
	uint64_t flushed; /* the same without them */
	struct pm_buf sums;
	size_t held;   /* bytes in buffer; all pages but the last are whole */
	size_t summed; /* how many of them the sums cover */
	uint8_t *buffer;
};

enum pm_status
pm_pages_create(struct pm_pages_writer **out, const char *path, const char *kind,
		uint32_t version, uint32_t page_size, struct pm_error *err)
{
	struct pm_pages_writer *w = calloc(1, sizeof *w);

	if (w == NULL)
		return pm_fail_nomem(err);
	w->fd = -1;
	pm_buf_init(&w->sums, PM_BUF_NO_LIMIT);
	memcpy(w->kind, kind, strnlen(kind, sizeof w->kind));
	w->version = version;
	w->page_size = page_size;
	w->path = pm_strndup(path, strlen(path));
	/* Not in large pages: most files are small and touch only its beginning. */
	w->buffer = malloc(PM_PIECE);
	if (w->path == NULL || w->buffer == NULL) {
		pm_pages_writer_free(w);
		return pm_fail_nomem(err);
	}
	w->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (w->fd < 0) {
		enum pm_status status = pm_fail_errno(err, errno, "cannot create '%s'",
						      path);

		pm_pages_writer_free(w);
		return status;
	}
	*out = w;
	return PM_OK;
}

static enum pm_status
sum_up(struct pm_pages_writer *w, struct pm_error *err)
{
	while (w->summed < w->held) {
		size_t rest = w->held - w->summed;
		size_t n = rest < w->page_size ? rest : w->page_size;

		pm_buf_put_u32(&w->sums, pm_page_sum(w->buffer + w->summed, n));
		w->summed += n;
	}
	return w->sums.status < 0 ? pm_fail_nomem(err) : PM_OK;
}

static enum pm_status
flush(struct pm_pages_writer *w, struct pm_error *err)
{
	enum pm_status status = sum_up(w, err);
	size_t len = w->held;

	w->held = w->summed = 0;
	if (status < 0)
		return status;
	status = pm_write_piece(w->fd, w->path, w->buffer, len, w->flushed, err);
	w->flushed += len;
	return status;
}

enum pm_status
pm_pages_write(struct pm_pages_writer *w, const void *data, size_t len,
	       struct pm_error *err)
{
	const uint8_t *p = data;

	w->written += len;
	while (len > 0) {
		size_t n = PART - w->held % PART;
		enum pm_status status = PM_OK;

		if (n > len)
			n = len;
		memcpy(w->buffer + w->held, p, n);
		w->held += n;
		p += n;
		len -= n;
		if (w->held == PM_PIECE)
			status = flush(w, err);
		else if (w->held % PART == 0)
			status = sum_up(w, err);
		if (status < 0)
			return status;
	}
	return PM_OK;
}

uint64_t
pm_pages_tell(const struct pm_pages_writer *w)
{
	return w->written;
}

static void
make_footer(const struct pm_pages_writer *w, uint64_t sums_hash,
	    uint8_t footer[FOOTER_SIZE])
{
	memset(footer, 0, FOOTER_SIZE);
	memcpy(footer, magic, 8);
	memcpy(footer + 8, w->kind, 8);
	pm_store_u32(footer + 16, w->version);
	pm_store_u32(footer + 20, w->page_size);
	pm_store_u64(footer + 24, w->written);
	pm_store_u64(footer + 32, sums_hash);
	pm_store_u64(footer + 56, XXH3_64bits(footer, 56));
}

enum pm_status
pm_pages_finish(struct pm_pages_writer *w, uint64_t *size, struct pm_error *err)
{
	uint8_t footer[FOOTER_SIZE];
	enum pm_status status;
	int fd;

	if ((status = flush(w, err)) < 0)
		return status;
	make_footer(w, XXH3_64bits(w->sums.data, w->sums.len), footer);
	if ((status = pm_write_all(w->fd, w->path, w->sums.data, w->sums.len, err)) < 0 ||
	    (status = pm_write_all(w->fd, w->path, footer, FOOTER_SIZE, err)) < 0)
		return status;
	if (fsync(w->fd) != 0)
		return pm_fail_errno(err, errno, "cannot write '%s'", w->path);
	fd = w->fd;
	w->fd = -1;
	if (close(fd) != 0)
		return pm_fail_errno(err, errno, "cannot write '%s'", w->path);
	if (size != NULL)
		*size = w->written + w->sums.len + FOOTER_SIZE;
	return PM_OK;
}

void
pm_pages_writer_free(struct pm_pages_writer *w)
{
	if (w == NULL)
		return;
	if (w->fd >= 0)
		close(w->fd);
	pm_buf_release(&w->sums);
	free(w->buffer);
	free(w->path);
	free(w);
}

/* --- reading ------------------------------------------------------------ */

static enum pm_status
check_footer(const struct pm_pages *p, const char *kind, uint32_t version,
	     struct pm_error *err)
{
	const uint8_t *footer = p->map + p->size - FOOTER_SIZE;
	char want[8] = { 0 };

	memcpy(want, kind, strnlen(kind, sizeof want));
	if (memcmp(footer, magic, 8) != 0)
		return pm_corrupt(err, p->path,
				  "it does not end as a file of Pressmark's does (truncated?)");
	if (pm_load_u64(footer + 56) != XXH3_64bits(footer, 56))
		return pm_corrupt(err, p->path, "its footer does not match its checksum");
	if (memcmp(footer + 8, want, 8) != 0)
		return pm_corrupt(err, p->path, "it is a file of another kind ('%.8s')",
				  (const char *)footer + 8);
	if (pm_load_u32(footer + 16) != version)
		return pm_fail(err, PM_ERR_NOT_INDEX,
			       "'%s' has format version %u, this program reads version %u: "
			       "build the index again",
			       p->path, (unsigned)pm_load_u32(footer + 16),
			       (unsigned)version);
	return PM_OK;
}

static enum pm_status
check_shape(struct pm_pages *p, struct pm_error *err)
{
	const uint8_t *footer = p->map + p->size - FOOTER_SIZE;
	uint64_t room = p->size - FOOTER_SIZE;

	p->page_size = pm_load_u32(footer + 20);
	if (p->page_size < PM_PAGE_SIZE_MIN || p->page_size > PM_PAGE_SIZE ||
	    (p->page_size & (p->page_size - 1)) != 0)
		return pm_corrupt(err, p->path, "it has pages of %u bytes",
				  (unsigned)p->page_size);
	p->page_bits = (uint32_t)__builtin_ctz(p->page_size);
	p->len = pm_load_u64(footer + 24);
	p->n_pages = p->len / p->page_size + (p->len % p->page_size != 0);
	if (p->len > room || room - p->len != 4 * p->n_pages)
		return pm_corrupt(err, p->path, "it is %llu bytes long and should be %llu",
				  (unsigned long long)p->size,
				  (unsigned long long)(p->len + 4 * p->n_pages +
						       FOOTER_SIZE));
	if (pm_load_u64(footer + 32) !=
	    XXH3_64bits(p->map + p->len, (size_t)(4 * p->n_pages)))
		return pm_corrupt(err, p->path, "its checksums do not match their own");
	return PM_OK;
}

enum pm_status
pm_pages_open(struct pm_pages **out, const char *path, const char *kind, uint32_t version,
	      struct pm_error *err)
{
	struct pm_pages *p = calloc(1, sizeof *p);
	enum pm_status status;
	struct stat st;
	int fd = -1;

	if (p == NULL)
		return pm_fail_nomem(err);
	p->path = pm_strndup(path, strlen(path));
	if (p->path == NULL) {
		status = pm_fail_nomem(err);
		goto out;
	}
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st) != 0) {
		status = pm_fail_errno(err, errno, "cannot open '%s'", path);
		goto out;
	}
	if (!S_ISREG(st.st_mode)) {
		status = pm_corrupt(err, path, "it is not a regular file");
		goto out;
	}
	if (st.st_size < (off_t)FOOTER_SIZE) {
		status = pm_corrupt(err, path, "it is truncated to %lld byte%s",
				    (long long)st.st_size, st.st_size == 1 ? "" : "s");
		goto out;
	}
	p->size = (uint64_t)st.st_size;
	if ((status = pm_mapped_open(&p->map, fd, (size_t)p->size, path, err)) < 0 ||
	    (status = check_footer(p, kind, version, err)) < 0 ||
	    (status = check_shape(p, err)) < 0)
		goto out;
	p->verified = pm_calloc((size_t)p->n_pages, 1);
	if (p->verified == NULL)
		status = pm_fail_nomem(err);
out:
	if (fd >= 0)
		close(fd);
	if (status < 0)
		pm_pages_free(p);
	else
		*out = p;
	return status;
}

void
pm_pages_free(struct pm_pages *p)
{
	if (p == NULL)
		return;
	pm_mapped_close(p->map, (size_t)p->size);
	free(p->verified);
	free(p->path);
	free(p);
}

uint64_t
pm_pages_len(const struct pm_pages *p)
{
	return p->len;
}

uint64_t
pm_pages_file_size(const struct pm_pages *p)
{
	return p->size;
}

const char *
pm_pages_path(const struct pm_pages *p)
{
	return p->path;
}

static enum pm_status
verify_page(struct pm_pages *p, uint64_t page, struct pm_error *err)
{
	uint64_t at = page * p->page_size;
	size_t n = p->len - at < p->page_size ? (size_t)(p->len - at) : p->page_size;

	if (pm_page_sum(p->map + at, n) != pm_load_u32(p->map + p->len + 4 * page))
		return pm_corrupt(err, p->path,
				  "page %llu (bytes %llu to %llu) does not match its checksum",
				  (unsigned long long)page, (unsigned long long)at,
				  (unsigned long long)(at + n - 1));
	p->verified[page] = 1;
	return PM_OK;
}

const uint8_t *
pm_pages_get_slow(struct pm_pages *p, uint64_t offset, uint64_t len, struct pm_error *err)
{
	uint64_t page, last;

	if (len > p->len || offset > p->len - len) {
		pm_corrupt(err, p->path, "bytes %llu to %llu are referred to, it has %llu",
			   (unsigned long long)offset, (unsigned long long)(offset + len),
			   (unsigned long long)p->len);
		return NULL;
	}
	if (len > 0) {
		last = (offset + len - 1) >> p->page_bits;
		for (page = offset >> p->page_bits; page <= last; page++)
			if (!p->verified[page] && verify_page(p, page, err) < 0)
				return NULL;
	}
	return p->map + offset;
}

enum pm_status
pm_pages_verify(struct pm_pages *p, struct pm_error *err)
{
	uint64_t page;
	enum pm_status status;

	for (page = 0; page < p->n_pages; page++)
		if ((status = verify_page(p, page, err)) < 0)
			return status;
	return PM_OK;
}

enum pm_status
pm_pages_identity(const char *path, uint64_t *identity, struct pm_error *err)
{
	enum pm_status status = PM_OK;
	uint8_t footer[FOOTER_SIZE];
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 || fstat(fd, &st) != 0)
		status = pm_fail_errno(err, errno, "cannot open '%s'", path);
	else if (st.st_size < (off_t)FOOTER_SIZE)
		status = pm_corrupt(err, path, "it is truncated to %lld byte%s",
				    (long long)st.st_size, st.st_size == 1 ? "" : "s");
	else if (pread(fd, footer, FOOTER_SIZE, st.st_size - (off_t)FOOTER_SIZE) !=
		 (ssize_t)FOOTER_SIZE)
		status = pm_fail_errno(err, errno, "cannot read '%s'", path);
	else
		*identity = XXH3_64bits(footer, FOOTER_SIZE);
	if (fd >= 0)
		close(fd);
	return status;
}

uint64_t
pm_pages_own_identity(const struct pm_pages *p)
{
	return XXH3_64bits(p->map + p->size - FOOTER_SIZE, FOOTER_SIZE);
}

void
pm_pages_in_order(const struct pm_pages *p)
{
	pm_mapped_in_order(p->map, (size_t)p->size);
}

void
pm_pages_will_need(const struct pm_pages *p, uint64_t offset, uint64_t len)
{
	/* what is damaged may say anything */
	if (len > 0 && len <= p->len && offset <= p->len - len)
		pm_mapped_will_need(p->map, (size_t)offset, (size_t)len);
}
