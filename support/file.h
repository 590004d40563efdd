/* Pressmark - files and folders: whole writes, durable renames, removal.
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef PM_SUPPORT_FILE_H
#define PM_SUPPORT_FILE_H

#include "support/buf.h"
#include "support/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Writes all LEN bytes, through short writes and interruptions.  PATH is only for
 * the message. */
enum pm_status pm_write_all(int fd, const char *path, const void *data, size_t len,
			    struct pm_error *err);

/* Size of a large page.  The system may cache a write of this size, at a multiple of it
 * in the file, as one large page instead of many small ones. */
#define PM_PIECE ((size_t)2 << 20)

/* pm_write_all for a file that is written front to back in pieces of PM_PIECE bytes, the
 * last of which may be shorter.  LEN bytes go to OFFSET, which must be the file's current
 * position.  Where the system allows it, it is asked to start writing back each whole
 * piece at once, so that fsync has less to wait for.  This is only a hint: fsync reports
 * any failure. */
enum pm_status pm_write_piece(int fd, const char *path, const void *data, size_t len,
			      uint64_t offset, struct pm_error *err);

/* All of B to standard output, flushed.  PM_GONE if its reader has gone away (SIGPIPE
 * must be ignored for that), PM_ERR_IO if it could not be written, and the buffer's own
 * status if that is a failure. */
enum pm_status pm_write_stdout(const struct pm_buf *b, struct pm_error *err);

/* Append the whole file to OUT; PM_ERR_LIMIT if OUT's ceiling is lower. */
enum pm_status pm_read_file(const char *path, struct pm_buf *out, struct pm_error *err);

/* Replace PATH by the bytes in one step: write and fsync PATH + ".new", rename it over
 * PATH, and fsync the folder.  On failure PATH is unchanged.  PM_UNSYNCED, with the
 * reason in ERR: PATH has been replaced, but its folder could not be synced, so a power
 * failure might still undo it. */
enum pm_status pm_replace_file(const char *path, const void *data, size_t len,
			       struct pm_error *err);

enum pm_status pm_fsync_dir(const char *dir, struct pm_error *err);

/* Remove a folder and everything below it, without following symlinks.  It is no error if
 * something is already gone. */
enum pm_status pm_remove_tree(const char *path, struct pm_error *err);

/* "a/b", allocated; NULL when out of memory. */
char *pm_path_join(const char *dir, const char *name);

#ifdef __cplusplus
}
#endif

#endif
