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

/* All LEN bytes, through short writes and interruptions.  PATH is for the
 * message only. */
enum pm_status pm_write_all(int fd, const char *path, const void *data, size_t len,
			    struct pm_error *err);

/* What a large page holds: written at once, from a multiple of it in the file on, the
 * system can take one for it in its cache, and not many small ones. */
#define PM_PIECE ((size_t)2 << 20)

/* The same of a piece of a file that is written from its beginning to its end: LEN bytes
 * that begin at OFFSET, PM_PIECE but for the last.  What is whole the system is asked to
 * begin to make durable, where it can, so that fsync has less to wait for: a hint, what
 * goes wrong with it shows there. */
enum pm_status pm_write_piece(int fd, const char *path, const void *data, size_t len,
			      uint64_t offset, struct pm_error *err);

/* All of B to standard output, flushed.  PM_GONE where its reader has gone away
 * (SIGPIPE must be ignored for that), PM_ERR_IO where it could not be written,
 * and the buffer's own status where that is a failure. */
enum pm_status pm_write_stdout(const struct pm_buf *b, struct pm_error *err);

/* Append the whole file to OUT; PM_ERR_LIMIT where OUT's ceiling is lower. */
enum pm_status pm_read_file(const char *path, struct pm_buf *out,
			    struct pm_error *err);

/* Replace PATH by the bytes in one step: they are written to PATH + ".new",
 * fsynced, renamed over PATH, and the folder is fsynced.  On failure PATH is
 * as it was.  PM_UNSYNCED, with the reason in ERR: PATH is replaced, but the folder
 * could not be synced, so that a power failure might still undo it. */
enum pm_status pm_replace_file(const char *path, const void *data, size_t len,
			       struct pm_error *err);

enum pm_status pm_fsync_dir(const char *dir, struct pm_error *err);

/* Remove a folder and all below it, without following symlinks.  What is
 * already gone is no error. */
enum pm_status pm_remove_tree(const char *path, struct pm_error *err);

/* "a/b", allocated; NULL when out of memory. */
char *pm_path_join(const char *dir, const char *name);

#ifdef __cplusplus
}
#endif

#endif
