/* Pressmark - spools: bytes written once and read again, spilled when large.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A spool holds what is written to it in memory up to a limit, and in a file
 * from there on.  The file has no name for longer than it takes to open it: it
 * is unlinked at once, so that whatever ends the program ends the file too.
 *
 *	pm_spool_init(&s, "index/segment-2/words.spill", 1 << 20);
 *	pm_spool_put(&s, &record, &err);	as often as needed
 *	pm_spool_end(&s, &err);
 *	pm_spool_read(&r, &s, 0, s.len);
 *	while ((st = pm_spool_next(&r, &p, &end, &err)) == PM_OK)
 *		... the record p .. end, valid until the next call ...
 *	pm_spool_reader_release(&r);
 *	pm_spool_release(&s);
 *
 * A record is its length as a varint, and its bytes.  Bytes may be written
 * without such a frame too, and read by pm_spool_bytes.  One thread writes;
 * behind pm_spool_end any number of readers may read, each its own thread.
 *
 * A spool with a large limit takes address space for all of it at once, and memory
 * as it grows: in large pages, and never moved.
 *
 * Cost: a copy of the bytes (none by pm_spool_put_room), and in a file two; a reader
 * of a file holds 64 KiB, or its largest record; one of memory holds nothing and
 * copies nothing.
 */
#ifndef PM_SUPPORT_SPOOL_H
#define PM_SUPPORT_SPOOL_H

#include "support/buf.h"

#include <stddef.h>
#include <stdint.h>

struct pm_spool {
	struct pm_buf mem;	/* all of it; or, with a file, what is not yet there */
	size_t limit;
	size_t mapped;		/* bytes of address space that mem is in, or 0, */
	size_t forgotten;	/* and how many of them are given up */
	char *path;
	int fd;			/* -1: in memory */
	uint64_t len;
	uint64_t written;	/* of it to the file */
};

/* PATH is copied when it is needed, and must live until then. */
void pm_spool_init(struct pm_spool *s, const char *path, size_t limit);
void pm_spool_release(struct pm_spool *s);

enum pm_status pm_spool_write(struct pm_spool *s, const void *data, size_t len,
			      struct pm_error *err);
/* A record: the bytes of B, whose status is looked at. */
enum pm_status pm_spool_put(struct pm_spool *s, const struct pm_buf *b,
			    struct pm_error *err);
/* A record of LEN bytes, which the caller fills where they stand before he calls
 * anything else: it may be the place that they stay at.  PM_SPOOL_SLACK bytes behind
 * them may be overwritten as well.  NULL: failed. */
uint8_t *pm_spool_put_room(struct pm_spool *s, size_t len, struct pm_error *err);
#define PM_SPOOL_SLACK 8u
/* Let it be in its file from now on. */
enum pm_status pm_spool_spill(struct pm_spool *s, struct pm_error *err);
/* Give up the memory that is not needed for reading. */
enum pm_status pm_spool_end(struct pm_spool *s, struct pm_error *err);
/* The bytes below TO, of an ended spool, are not read again: memory is given up as
 * far as it holds only such.  Others may be read meanwhile. */
void pm_spool_forget(struct pm_spool *s, uint64_t to);
/* Bytes of memory that it holds. */
size_t pm_spool_memory(const struct pm_spool *s);

struct pm_spool_reader {
	const struct pm_spool *spool;
	uint64_t at, end;	/* offsets in the spool */
	uint64_t held_at;	/* where `held` begins */
	struct pm_buf held;
};

/* The bytes FROM .. TO - 1 of an ended spool, TO at most its len. */
void pm_spool_read(struct pm_spool_reader *r, const struct pm_spool *s, uint64_t from,
		   uint64_t to);
void pm_spool_reader_release(struct pm_spool_reader *r);

/* The next LEN bytes; NULL where there are not as many (PM_ERR_INTERNAL), or
 * where they cannot be read. */
const uint8_t *pm_spool_bytes(struct pm_spool_reader *r, size_t len,
			      struct pm_error *err);
/* The next record; PM_END behind the last one. */
enum pm_status pm_spool_next(struct pm_spool_reader *r, const uint8_t **p,
			     const uint8_t **end, struct pm_error *err);

#endif
