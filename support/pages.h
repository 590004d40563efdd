/* Pressmark - files whose pages are verified on first use.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every file of a segment is written once, front to back, and from then on only mapped.
 * It carries a checksum for each page, and a reader verifies a page before it hands out
 * its first byte.  So opening a file costs the same whatever its size, and damage
 * anywhere is found before it can become a wrong answer.
 *
 * The writer of a file chooses its page size.  If readers look at a few bytes here and
 * there, small pages mean less to sum up.  If they read kilobytes at a time, large pages
 * mean fewer checksums, all of which are checked when the file is opened.
 *
 * Layout, all numbers little-endian:
 *
 *	data			data_len bytes
 *	sums			u32 for each page of the data: the low half of
 *				XXH3-64 of its bytes (the last page may be short)
 *	footer, 64 bytes:
 *	    0  magic		"Pressmrk"
 *	    8  kind		8 bytes, what the file is: "words\0\0\0"
 *	   16  version		u32, of that kind
 *	   20  page size	u32, a power of two, 512 to 8192
 *	   24  data_len		u64
 *	   32  sums hash	u64, XXH3-64 of the sums
 *	   40  reserved		16 zero bytes
 *	   56  footer hash	u64, XXH3-64 of the 56 bytes before
 *
 * The file's size is exactly data_len + 4 * pages + 64.
 *
 * A handle may be used by one thread at a time; several handles of one file
 * are independent.
 */
#ifndef PM_SUPPORT_PAGES_H
#define PM_SUPPORT_PAGES_H

#include "support/status.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PM_PAGE_SIZE \
	8192u /* the largest, and the unit of a
					 * guard's checksums */
#define PM_PAGE_SIZE_MIN 512u

/* The checksum of one page. */
uint32_t pm_page_sum(const void *data, size_t len);

/* --- writing ------------------------------------------------------------ */

struct pm_pages_writer;

/* Creates PATH, which must not exist.  KIND is at most 8 characters. */
enum pm_status pm_pages_create(struct pm_pages_writer **out, const char *path,
			       const char *kind, uint32_t version, uint32_t page_size,
			       struct pm_error *err);
enum pm_status pm_pages_write(struct pm_pages_writer *w, const void *data, size_t len,
			      struct pm_error *err);
/* Bytes of data written so far, which is the offset of the next one. */
uint64_t pm_pages_tell(const struct pm_pages_writer *w);
/* Writes the sums and the footer, fsyncs and closes.  *SIZE (may be NULL) becomes the
 * size of the file.  The writer still has to be freed. */
enum pm_status pm_pages_finish(struct pm_pages_writer *w, uint64_t *size,
			       struct pm_error *err);
/* Without a prior pm_pages_finish, the half-written file is left for the caller to remove
 * with its folder. */
void pm_pages_writer_free(struct pm_pages_writer *w);

/* --- reading ------------------------------------------------------------ */

/* The fields are for pm_pages_get. */
struct pm_pages {
	char *path;
	const uint8_t *map; /* NULL only while opening */
	uint64_t size;
	uint64_t len;
	uint64_t n_pages;
	uint32_t page_size, page_bits;
	uint8_t *verified; /* one byte per page */
};

/* PM_ERR_NOT_INDEX if the file has another version; PM_ERR_CORRUPT if it is truncated,
 * damaged or of another kind; PM_ERR_IO if the system refused. */
enum pm_status pm_pages_open(struct pm_pages **out, const char *path, const char *kind,
			     uint32_t version, struct pm_error *err);
void pm_pages_free(struct pm_pages *p);

uint64_t pm_pages_len(const struct pm_pages *p); /* data_len */
uint64_t pm_pages_file_size(const struct pm_pages *p);
const char *pm_pages_path(const struct pm_pages *p);

/* The slow path of pm_pages_get: the bytes are not all in one verified page. */
const uint8_t *pm_pages_get_slow(struct pm_pages *p, uint64_t offset, uint64_t len,
				 struct pm_error *err);

/* The LEN bytes at OFFSET, verified; NULL (PM_ERR_CORRUPT) if they extend beyond the data
 * or one of their pages is damaged.  The bytes belong to P.
 * Cost: one table look-up per page, and XXH3 the first time. */
static inline const uint8_t *
pm_pages_get(struct pm_pages *p, uint64_t offset, uint64_t len, struct pm_error *err)
{
	uint64_t page = offset >> p->page_bits;

	if (len - 1 < p->len && offset <= p->len - len &&
	    (offset + len - 1) >> p->page_bits == page && p->verified[page])
		return p->map + offset;
	return pm_pages_get_slow(p, offset, len, err);
}

/* Prefetch what is at OFFSET, which must be below the length of the data. */
static inline void
pm_pages_prefetch(const struct pm_pages *p, uint64_t offset)
{
	__builtin_prefetch(p->map + offset);
}

/* See mapped.h: the file is read in order; these bytes of its data will be read. */
void pm_pages_in_order(const struct pm_pages *p);
void pm_pages_will_need(const struct pm_pages *p, uint64_t offset, uint64_t len);

/* A number that identifies the contents of a file: the hash of its footer, which covers
 * its length and the sums of its pages.  Reads 64 bytes. */
enum pm_status pm_pages_identity(const char *path, uint64_t *identity,
				 struct pm_error *err);

/* The same of an open file. */
uint64_t pm_pages_own_identity(const struct pm_pages *p);

/* Verifies every page of the file. */
enum pm_status pm_pages_verify(struct pm_pages *p, struct pm_error *err);

#ifdef __cplusplus
}
#endif

#endif
