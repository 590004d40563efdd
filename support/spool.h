/* Pressmark - spools: bytes written once and read again, spilled when large.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A spool holds what is written to it in memory, up to a limit, and beyond that in a
 * file.  The file is unlinked as soon as it is open, so that it cannot outlive the
 * program, however that ends.
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
 * A record is its length as a varint, then its bytes.  Bytes may also be written without
 * such a frame, and read by pm_spool_bytes.  One thread writes; after pm_spool_end any
 * number of readers may read, each on its own thread.
 *
 * A spool with a large limit reserves address space for all of it at once.  It takes
 * memory as it grows, in large pages, and never moves.
 *
 * Cost: one copy of the bytes (none with pm_spool_put_room), two if they go to a file.  A
 * reader of a file holds 64 KiB, or its largest record if that is more; a reader of
 * memory holds nothing and copies nothing.
 */
#ifndef PM_SUPPORT_SPOOL_H
#define PM_SUPPORT_SPOOL_H

#include "support/buf.h"

#include <stddef.h>
#include <stdint.h>

struct pm_spool {
	struct pm_buf mem; /* everything; with a file, what is not yet in it */
	size_t limit;
	size_t mapped;	  /* bytes of address space that mem lies in, or 0 */
	size_t forgotten; /* how many of them have been given up */
	char *path;
	int fd; /* -1: all in memory */
	uint64_t len;
	uint64_t written; /* bytes of it in the file */
};

/* PATH is copied when the file is created, and must live until then. */
void pm_spool_init(struct pm_spool *s, const char *path, size_t limit);
void pm_spool_release(struct pm_spool *s);

enum pm_status pm_spool_write(struct pm_spool *s, const void *data, size_t len,
			      struct pm_error *err);
/* A record: the bytes of B.  Fails if B's status is a failure. */
enum pm_status pm_spool_put(struct pm_spool *s, const struct pm_buf *b,
			    struct pm_error *err);
/* A record of LEN bytes, for the caller to fill in place before any other call: this may
 * be where they stay.  The PM_SPOOL_SLACK bytes after them may be overwritten too.  NULL
 * on failure. */
uint8_t *pm_spool_put_room(struct pm_spool *s, size_t len, struct pm_error *err);
#define PM_SPOOL_SLACK 8u
/* Move to the file now, whatever the limit. */
enum pm_status pm_spool_spill(struct pm_spool *s, struct pm_error *err);
/* End writing, and give up the memory that reading does not need. */
enum pm_status pm_spool_end(struct pm_spool *s, struct pm_error *err);
/* The bytes of an ended spool below TO will not be read again: give up memory that holds
 * nothing else.  Other bytes may be read meanwhile. */
void pm_spool_forget(struct pm_spool *s, uint64_t to);
/* Bytes of memory held. */
size_t pm_spool_memory(const struct pm_spool *s);

struct pm_spool_reader {
	const struct pm_spool *spool;
	uint64_t at, end; /* offsets in the spool */
	uint64_t held_at; /* where `held` begins */
	struct pm_buf held;
};

/* The bytes FROM .. TO - 1 of an ended spool, TO at most its len. */
void pm_spool_read(struct pm_spool_reader *r, const struct pm_spool *s, uint64_t from,
		   uint64_t to);
void pm_spool_reader_release(struct pm_spool_reader *r);

/* The next LEN bytes; NULL if there are fewer (PM_ERR_INTERNAL) or they cannot be
 * read. */
const uint8_t *pm_spool_bytes(struct pm_spool_reader *r, size_t len, struct pm_error *err);
/* The next record; PM_END after the last one. */
enum pm_status pm_spool_next(struct pm_spool_reader *r, const uint8_t **p,
			     const uint8_t **end, struct pm_error *err);
/* As many of the next bytes as are read from a file at once; PM_END after the last. */
enum pm_status pm_spool_piece(struct pm_spool_reader *r, const uint8_t **p, size_t *len,
			      struct pm_error *err);

/* LEN bytes that may be too many to be held: the first HELD of them at S and, if that is
 * not all, all of them in an ended spool from AT on. */
struct pm_spool_text {
	const char *s;
	size_t held, len;
	const struct pm_spool *spool;
	uint64_t at;
};

/* How the bytes of A and B compare, in *ORDER: below, at or above 0; and how many they
 * share at their beginning.  SHARED may be NULL. */
enum pm_status pm_spool_text_compare(const struct pm_spool_text *a,
				     const struct pm_spool_text *b, int *order,
				     size_t *shared, struct pm_error *err);

#endif
