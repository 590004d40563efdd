/* Pressmark - growing byte buffers and checked allocation.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A buffer has a hard ceiling and a sticky status: appending to it never needs a check on
 * the spot; one look at `status` at the end tells whether everything went in.  After a
 * failure, further appends do nothing and the contents stay valid.
 *
 *	struct pm_buf b;
 *	pm_buf_init(&b, 1 << 20);
 *	pm_buf_puts(&b, "title: ");
 *	pm_buf_put(&b, title, title_len);
 *	if (b.status < 0) ...
 *	pm_buf_release(&b);
 *
 * The bytes are always followed by one NUL that does not count, so `data` can
 * be handed out as a C string (an empty buffer may have data NULL: use
 * pm_buf_str).  Appends cost amortised constant time.
 */
#ifndef PM_SUPPORT_BUF_H
#define PM_SUPPORT_BUF_H

#include "support/bytes.h"
#include "support/status.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef __cplusplus
/* configure asks this as well. */
_Static_assert(sizeof(void *) >= 8, "the files of an index are mapped as a whole");
#endif

struct pm_buf {
	uint8_t *data;
	size_t len;
	size_t cap;
	size_t limit;	       /* len never exceeds it */
	enum pm_status status; /* PM_OK, PM_ERR_NOMEM or PM_ERR_LIMIT */
};

/* So much less than SIZE_MAX that growing by half cannot wrap, whatever size_t is. */
#define PM_BUF_NO_LIMIT (SIZE_MAX >> (sizeof(size_t) > 4 ? 18 : 2))

void pm_buf_init(struct pm_buf *b, size_t limit);
/* Free its memory: it is as it was initialised, with the limit that it has now. */
void pm_buf_release(struct pm_buf *b);
void pm_buf_clear(struct pm_buf *b); /* empty, status reset, memory kept */

/* Buffers of a struct that come and go together: members of these names, and all of them as
 * the array `bufs`.
 *
 *	struct page { PM_BUF_GROUP(bytes, title, text); };
 *	pm_bufs_init(p->bufs, PM_BUFS(p));
 */
#define PM_BUF_GROUP(...) \
	union { \
		struct { \
			struct pm_buf __VA_ARGS__; \
		}; \
		struct pm_buf bufs[sizeof(struct { struct pm_buf __VA_ARGS__; }) / \
				   sizeof(struct pm_buf)]; \
	}
#define PM_BUFS(owner) (sizeof(owner)->bufs / sizeof *(owner)->bufs)

void pm_bufs_init(struct pm_buf *bufs, size_t n); /* without limits */
void pm_bufs_release(struct pm_buf *bufs, size_t n);
/* Those that have grown beyond KEEP bytes. */
void pm_bufs_trim(struct pm_buf *bufs, size_t n, size_t keep);

/* The slow path of pm_buf_reserve: there is no room yet. */
uint8_t *pm_buf_make_room(struct pm_buf *b, size_t n);

/* Room for N further bytes: a pointer to them, or NULL with the status set.  They count
 * only after pm_buf_advance. */
static inline uint8_t *
pm_buf_reserve(struct pm_buf *b, size_t n)
{
	/* cap is never more than limit + 1, and counts the NUL */
	return b->status == PM_OK && n < b->cap - b->len ? b->data + b->len
							 : pm_buf_make_room(b, n);
}

static inline void
pm_buf_advance(struct pm_buf *b, size_t n)
{
	b->len += n;
	b->data[b->len] = '\0';
}

static inline void
pm_buf_put(struct pm_buf *b, const void *data, size_t len)
{
	uint8_t *p = pm_buf_reserve(b, len);

	if (p == NULL)
		return;
	if (len > 0)
		memcpy(p, data, len);
	pm_buf_advance(b, len);
}

static inline void
pm_buf_putc(struct pm_buf *b, int byte)
{
	uint8_t *p = pm_buf_reserve(b, 1);

	if (p == NULL)
		return;
	*p = (uint8_t)byte;
	pm_buf_advance(b, 1);
}

/* PART was built separately as a piece of B: if it has failed, B fails too, so that one
 * look at B's status at the end covers both. */
void pm_buf_inherit(struct pm_buf *b, const struct pm_buf *part);

void pm_buf_puts(struct pm_buf *b, const char *s);
void pm_buf_printf(struct pm_buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void pm_buf_vprintf(struct pm_buf *b, const char *fmt, va_list args)
	__attribute__((format(printf, 2, 0)));

/* The text as a line of a terminal may show it (shown.h). */
void pm_buf_put_shown(struct pm_buf *b, const char *s, size_t len);

/* A number with commas between groups of three: "1,234,567". */
void pm_buf_put_grouped(struct pm_buf *b, uint64_t n);

/* Little-endian, fixed width. */
void pm_buf_put_u32(struct pm_buf *b, uint32_t v);
void pm_buf_put_u64(struct pm_buf *b, uint64_t v);
/* Base 128, least significant group first, high bit = more bytes follow. */
static inline void
pm_buf_put_varint(struct pm_buf *b, uint64_t v)
{
	uint8_t *p = pm_buf_reserve(b, PM_VARINT_MAX);

	if (p != NULL)
		pm_buf_advance(b, pm_store_varint(p, v));
}

/* "" if nothing is held */
static inline const char *
pm_buf_str(const struct pm_buf *b)
{
	return b->data == NULL ? "" : (const char *)b->data;
}

/* Hand over the bytes, which the caller releases with free().  LEN may be NULL.  NULL if
 * the status is not PM_OK.  The buffer is empty afterwards. */
uint8_t *pm_buf_detach(struct pm_buf *b, size_t *len);

/* The buffer's status as an error: PM_OK, "out of memory", or "WHAT is larger
 * than N bytes". */
enum pm_status pm_buf_check(const struct pm_buf *b, const char *what,
			    struct pm_error *err);

/* Make *ARRAY hold at least NEED elements of SIZE bytes, growing by half; *CAP is
 * its capacity in elements.  The product is checked for overflow.  On failure the
 * array is unchanged. */
enum pm_status pm_grow(void *array, size_t *cap, size_t need, size_t size,
		       struct pm_error *err);
/* The same for an array whose elements are no longer needed: they are lost if it grows.
 * On failure it is empty. */
enum pm_status pm_regrow(void *array, size_t *cap, size_t need, size_t size,
			 struct pm_error *err);

/* malloc and calloc of N elements of SIZE bytes, with the product checked for overflow.
 * A product of 0 gives one byte, so NULL always means failure.  pm_alloc returns large
 * blocks in large pages. */
void *pm_alloc(size_t n, size_t size);
void *pm_calloc(size_t n, size_t size);
/* A hash table of N zeroed elements (a power of two).  A large one asks for large pages,
 * since with small ones every look-up would miss the TLB too.  pm_table_double makes it
 * one of 2 N: the first N keep their contents, the others are zero, and no second table
 * exists meanwhile.  NULL: the table is unchanged. */
void *pm_table_new(size_t n, size_t size);
void *pm_table_double(void *table, size_t n, size_t size);
void pm_table_free(void *table, size_t n, size_t size);
char *pm_strndup(const char *s, size_t len);

#ifdef __cplusplus
}
#endif

#endif
