/* Pressmark - streams of bytes: files, what is compressed, members of archives.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A stream yields its bytes in pieces that it owns, so that nothing is copied
 * between the layers:
 *
 *	pm_file_open(&file, path, watch, NULL, &err);
 *	pm_unpack_open(&plain, file, PM_GZIP, &err);	(unpack.h; now owns FILE)
 *	while ((st = pm_stream_read(plain, &data, &len, &err)) == PM_OK)
 *		... len > 0 bytes, valid until the next call ...
 *	pm_stream_free(plain);
 *
 * PM_ERR_INPUT and PM_ERR_IO mean that this stream yields nothing more; everything
 * readable before the damage has been returned by then.  PM_ERR_IO: not all could be had
 * that was there once, which compressed data that are cut short or damaged are as well.
 * PM_ERR_NOMEM and PM_ERR_INTERRUPTED must end the whole reading.  Messages do not name
 * the file: whoever opened the stream knows it.
 */
#ifndef PM_CORPUS_CONTAINERS_STREAM_H
#define PM_CORPUS_CONTAINERS_STREAM_H

#include "support/buf.h"
#include "support/status.h"
#include "support/stop.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Asks STOP once for every PM_WATCH_BYTES that pass through a stream. */
struct pm_watch {
	struct pm_stop stop;
	uint64_t unasked; /* bytes since it was asked */
};

#define PM_WATCH_BYTES ((uint64_t)1 << 20)

/* PM_OK, or PM_ERR_INTERRUPTED if STOP says so. */
enum pm_status pm_watch_ask(struct pm_watch *watch, struct pm_error *err);

struct pm_stream {
	enum pm_status (*read)(struct pm_stream *s, const uint8_t **data, size_t *len,
			       struct pm_error *err);
	void (*free)(struct pm_stream *s);
	/* lseek of a regular file; NULL: not possible */
	int64_t (*seek)(struct pm_stream *s, int64_t offset, int whence);
	struct pm_watch *watch;
	uint64_t size;	     /* what it will give, if that is known beforehand,
					 * else 0 */
	const uint8_t *held; /* handed back, returned first by the next read */
	size_t held_len;
};

/* PM_OK and 1 or more bytes; PM_END; or a failure. */
enum pm_status pm_stream_read(struct pm_stream *s, const uint8_t **data, size_t *len,
			      struct pm_error *err);

/* Hand back the end (or all) of the last piece read. */
void pm_stream_hold(struct pm_stream *s, const uint8_t *data, size_t len);

/* Append the rest of the stream to OUT.  PM_ERR_LIMIT as soon as it exceeds OUT's limit;
 * what follows is not read. */
enum pm_status pm_stream_slurp(struct pm_stream *s, struct pm_buf *out,
			       struct pm_error *err);

void pm_stream_free(struct pm_stream *s);

/* A regular file; anything else is refused with PM_ERR_INPUT ("is a fifo, not a regular
 * file").  *AT (may be NULL) is kept equal to the number of bytes read. */
enum pm_status pm_file_open(struct pm_stream **out, const char *path,
			    struct pm_watch *watch, uint64_t *at, struct pm_error *err);

/* LEN bytes in memory, which stay the caller's and must live as long. */
enum pm_status pm_memory_open(struct pm_stream **out, const void *bytes, size_t len,
			      struct pm_watch *watch, struct pm_error *err);

/* Standard input, whatever it is.  FD is not closed. */
enum pm_status pm_fd_open(struct pm_stream **out, int fd, struct pm_watch *watch,
			  struct pm_error *err);

/* The file type in a stat(2) mode, in words: "a fifo". */
const char *pm_file_kind(unsigned mode);

#endif
