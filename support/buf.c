/* Pressmark - growing byte buffers and checked allocation: see buf.h.
 * SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/buf.h"

#include "support/bytes.h"
#include "support/shown.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

void
pm_buf_init(struct pm_buf *b, size_t limit)
{
	memset(b, 0, sizeof *b);
	b->limit = limit;
}

void
pm_buf_release(struct pm_buf *b)
{
	size_t limit = b->limit;

	free(b->data);
	pm_buf_init(b, limit);
}

void
pm_bufs_init(struct pm_buf *bufs, size_t n)
{
	while (n > 0)
		pm_buf_init(&bufs[--n], PM_BUF_NO_LIMIT);
}

void
pm_bufs_trim(struct pm_buf *bufs, size_t n, size_t keep)
{
	for (; n > 0; bufs++, n--)
		if (bufs->cap > keep)
			pm_buf_release(bufs);
}

void
pm_bufs_release(struct pm_buf *bufs, size_t n)
{
	while (n > 0)
		pm_buf_release(&bufs[--n]);
}

void
pm_buf_clear(struct pm_buf *b)
{
	b->len = 0;
	b->status = PM_OK;
	if (b->data != NULL)
		b->data[0] = '\0';
}

uint8_t *
pm_buf_make_room(struct pm_buf *b, size_t n)
{
	size_t cap;
	uint8_t *data;

	if (b->status != PM_OK)
		return NULL;
	if (n > b->limit || b->len > b->limit - n) {
		b->status = PM_ERR_LIMIT;
		return NULL;
	}
	if (b->len + n + 1 <= b->cap)
		return b->data + b->len;
	cap = b->len + n + 1;
	if (cap < b->cap + b->cap / 2)
		cap = b->cap + b->cap / 2;
	if (cap < 32)
		cap = 32;
	if (cap > b->limit + 1)
		cap = b->limit + 1;
	data = realloc(b->data, cap);
	if (data == NULL) {
		b->status = PM_ERR_NOMEM;
		return NULL;
	}
	b->data = data;
	b->cap = cap;
	return data + b->len;
}

void
pm_buf_inherit(struct pm_buf *b, const struct pm_buf *part)
{
	if (part->status < 0)
		b->status = part->status;
}

void
pm_buf_puts(struct pm_buf *b, const char *s)
{
	pm_buf_put(b, s, strlen(s));
}

void
pm_buf_vprintf(struct pm_buf *b, const char *fmt, va_list args)
{
	va_list again;
	char small[256];
	int n;
	uint8_t *p;

	va_copy(again, args);
	n = vsnprintf(small, sizeof small, fmt, args);
	if (n >= 0 && (size_t)n < sizeof small) {
		pm_buf_put(b, small, (size_t)n);
	} else if (n >= 0 && (p = pm_buf_reserve(b, (size_t)n)) != NULL) {
		vsnprintf((char *)p, (size_t)n + 1, fmt, again);
		pm_buf_advance(b, (size_t)n);
	}
	va_end(again);
}

void
pm_buf_printf(struct pm_buf *b, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	pm_buf_vprintf(b, fmt, args);
	va_end(args);
}

void
pm_buf_put_grouped(struct pm_buf *b, uint64_t n)
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%" PRIu64, n), i;

	for (i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			pm_buf_putc(b, ',');
		pm_buf_putc(b, digits[i]);
	}
}

void
pm_buf_put_u32(struct pm_buf *b, uint32_t v)
{
	uint8_t bytes[4];

	pm_store_u32(bytes, v);
	pm_buf_put(b, bytes, sizeof bytes);
}

void
pm_buf_put_u64(struct pm_buf *b, uint64_t v)
{
	uint8_t bytes[8];

	pm_store_u64(bytes, v);
	pm_buf_put(b, bytes, sizeof bytes);
}

uint8_t *
pm_buf_detach(struct pm_buf *b, size_t *len)
{
	uint8_t *data;

	if (len != NULL)
		*len = 0;
	if (b->status != PM_OK || (b->data == NULL && pm_buf_reserve(b, 0) == NULL))
		return NULL;
	b->data[b->len] = '\0';
	data = b->data;
	if (len != NULL)
		*len = b->len;
	pm_buf_init(b, b->limit);
	return data;
}

enum pm_status
pm_buf_check(const struct pm_buf *b, const char *what, struct pm_error *err)
{
	switch (b->status) {
	case PM_OK:
		return PM_OK;
	case PM_ERR_LIMIT:
		return pm_fail(err, PM_ERR_LIMIT, "%s is larger than %zu bytes", what,
			       b->limit);
	default:
		return pm_fail_nomem(err);
	}
}

enum pm_status
pm_grow(void *array, size_t *cap, size_t need, size_t size, struct pm_error *err)
{
	void *data;
	size_t n, bytes;

	if (need <= *cap)
		return PM_OK;
	n = *cap + *cap / 2;
	if (n < need)
		n = need;
	if (n < 16)
		n = 16;
	if (__builtin_mul_overflow(n, size, &bytes))
		return pm_fail_nomem(err);
	/* ARRAY is some T **: its pointer is copied as bytes, since void * may not
	 * alias T *. */
	memcpy(&data, array, sizeof data);
	data = realloc(data, bytes);
	if (data == NULL)
		return pm_fail_nomem(err);
	memcpy(array, &data, sizeof data);
	*cap = n;
	return PM_OK;
}

enum pm_status
pm_regrow(void *array, size_t *cap, size_t need, size_t size, struct pm_error *err)
{
	void *data;

	if (need <= *cap)
		return PM_OK;
	memcpy(&data, array, sizeof data);
	free(data);
	data = NULL;
	memcpy(array, &data, sizeof data);
	need += *cap / 2;
	*cap = 0;
	return pm_grow(array, cap, need, size, err);
}

#define LARGE_PAGE ((size_t)2 << 20)

/* A block in large pages, not cleared. */
static void *
alloc_large(size_t bytes)
{
	void *block = NULL;

	if (posix_memalign(&block, LARGE_PAGE, bytes) != 0)
		return NULL;
#ifdef MADV_HUGEPAGE
	madvise(block, bytes, MADV_HUGEPAGE);
#endif
	return block;
}

void *
pm_alloc(size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	if (bytes >= LARGE_PAGE)
		return alloc_large(bytes);
	return malloc(bytes == 0 ? 1 : bytes);
}

void *
pm_calloc(size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	return calloc(bytes == 0 ? 1 : bytes, 1);
}

/* Address space of BYTES bytes, aligned to a large page: all zeros, no memory used
 * yet. */
static void *
map_large(size_t bytes)
{
	size_t skip, rest;
	char *p;

	if (bytes > SIZE_MAX - LARGE_PAGE)
		return NULL;
	p = mmap(NULL, bytes + LARGE_PAGE, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		return NULL;
	skip = -(uintptr_t)p & (LARGE_PAGE - 1);
	rest = LARGE_PAGE - skip;
	if (skip > 0)
		munmap(p, skip);
	if (rest > 0)
		munmap(p + skip + bytes, rest);
#ifdef MADV_HUGEPAGE
	madvise(p + skip, bytes, MADV_HUGEPAGE);
#endif
	return p + skip;
}

void *
pm_table_new(size_t n, size_t size)
{
	return n * size < LARGE_PAGE ? pm_calloc(n, size) : map_large(n * size);
}

void
pm_table_free(void *table, size_t n, size_t size)
{
	if (n * size < LARGE_PAGE)
		free(table);
	else
		munmap(table, n * size);
}

void *
pm_table_double(void *table, size_t n, size_t size)
{
	size_t bytes = n * size;
	void *p;

	if (bytes > SIZE_MAX / 2)
		return NULL;
	if (2 * bytes < LARGE_PAGE) {
		p = realloc(table, 2 * bytes);
		if (p != NULL)
			memset((char *)p + bytes, 0, bytes);
		return p;
	}
	if ((p = map_large(2 * bytes)) == NULL)
		return NULL;
	/* Large pages are moved, not copied, to an aligned place.  If mremap fails, it is
	 * unknown whether that place is still ours, so it is left alone. */
	if (bytes >= LARGE_PAGE)
		return mremap(table, bytes, 2 * bytes, MREMAP_MAYMOVE | MREMAP_FIXED,
			      p) == MAP_FAILED
			     ? NULL
			     : p;
	memcpy(p, table, bytes);
	free(table);
	return p;
}

char *
pm_strndup(const char *s, size_t len)
{
	char *copy;

	if (len == SIZE_MAX || (copy = malloc(len + 1)) == NULL)
		return NULL;
	if (len > 0)
		memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

void
pm_buf_put_shown(struct pm_buf *out, const char *s, size_t len)
{
	size_t i, from, n;

	for (i = 0; i < len; i += n) {
		enum pm_shown shown;

		/* Nearly all of a text is printable ASCII. */
		for (from = i; i < len && (uint8_t)(s[i] - 0x20) < 0x5f; i++)
			;
		pm_buf_put(out, s + from, i - from);
		if (i == len)
			break;
		shown = pm_shown_at(s + i, len - i, &n);
		if (shown != PM_SHOWN_NOTHING)
			pm_buf_putc(out, shown == PM_SHOWN_BLANK ? ' ' : s[i]);
	}
}
